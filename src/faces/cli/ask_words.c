/* faces/cli/ask_words.c - what an interview shows: a question, why it is asked, how things stand. See ask.h. */
#include <unistd.h>

#include "base/utf8.h"
#include "faces/cli/ask.h"
#include "faces/cli/facts.h"

enum { INDENT = 3, MOST_CHOICES = 20, MOST_NAMES = 4 };

void ask_say(Asking *asking, Style style, Text text)
{
    screen_blanks(&asking->view.screen, INDENT);
    screen_wrap(&asking->view.screen, INDENT, INDENT, style, text);
}

/* ---- names ---- */

/* "invoice line s1/l1"; "the case". */
Text ask_thing_words(Asking *asking, const ToldThing *thing)
{
    const ThingType *type = asking->answer ? told_type(asking->answer->program, thing) : NULL;
    if (!thing->within)
        return say(asking->cli, MSG_ASK_THE_CASE);
    Text name = phrase(asking->cli, type ? type->name : thing->many), path = told_path(&asking->region, thing);
    return text_format(&asking->region, TEXT_FMT " " TEXT_FMT, TEXT_ARG(name), TEXT_ARG(path));
}

/* ---- why it is asked ---- */

static bool is_worth(const Missing *missing)
{
    return missing && missing->varied && value_is_number(missing->spread) && !number_is_zero(missing->spread);
}

static Text hanging_words(Asking *asking, const Missing *missing, uint32_t most)
{
    Builder out = builder_on(&asking->region);
    for (uint32_t i = 0; i < missing->entry_count && i < most; i++)
        words_add(&out, ", ", entry_name(&asking->view, missing->entries[i]));
    if (missing->entry_count > most || missing->hangs > missing->entry_count)
        words_add(&out, ", ", TEXT("..."));
    return builder_text(&out);
}

static Text reason_words(Asking *asking, const Missing *missing)
{
    Builder out = builder_on(&asking->region);
    if (missing->entry_count)
        words_add(&out, "", SAY(asking->cli, MSG_HANGS_ON_IT, hanging_words(asking, missing, MOST_NAMES)));
    if (is_worth(missing))
        words_add(&out, "; ", SAY(asking->cli, MSG_WORTH, amount_words(&asking->view, missing->spread)));
    return builder_text(&out);
}

/* Of the answer at hand: a question gone back to may hang on nothing any more. */
static const Missing *missing_now(const Asking *asking)
{
    const Question *question = &asking->question;
    Text path = told_path(asking->task.region, question->thing);
    for (uint32_t i = 0; asking->answer && i < asking->answer->missing_count; i++) {
        const Missing *missing = &asking->answer->missing[i];
        if (missing->fact && text_equal(missing->of, path) && text_is_snake(question->key, missing->fact->name))
            return missing;
    }
    return NULL;
}

static void show_trials(Asking *asking, const Missing *missing)
{
    Grid grid = grid_new(&asking->region);
    grid_column(&grid, TEXT_NONE, false, false);
    grid_column(&grid, TEXT_NONE, true, true);
    for (uint32_t i = 0; i < missing->value_count; i++) {
        GridRow *row = grid_row(&grid);
        row->at[0].text = value_words(&asking->view, missing->values[i]);
        row->at[1].text = amount_words(&asking->view, missing->totals[i]);
    }
    grid_print(&asking->view.screen, &grid);
}

/* ---- the question ---- */

static void show_line(Asking *asking, Style style, Text text)
{
    screen_wrap(&asking->view.screen, 0, INDENT, style, text);
}

static void show_choice(Asking *asking, size_t number, Text words, Text value)
{
    bool named = asking->cli->language && value.length && !text_equal(words, value);
    Text lead = text_format(&asking->region, "%4zu  ", number);
    build_text(&asking->out, lead);
    screen_wrap(&asking->view.screen, lead.length, lead.length, STYLE_PLAIN, named ? SAY(asking->cli, MSG_WORDS_AND_NAME, words, value) : words);
}

static bool is_boolean(const Asking *asking)
{
    const Fact *fact = ask_fact(asking, &asking->question);
    return fact && fact->type->kind == TYPE_BOOLEAN;
}

/* A catalogue is shown only when it is asked for. */
static void show_choices(Asking *asking, bool all)
{
    Choices choices = ask_choices(asking, &asking->question);
    for (size_t i = 0; i < choices.count && (all || choices.count <= MOST_CHOICES); i++)
        show_choice(asking, i + 1, choices.words[i], is_boolean(asking) ? TEXT_NONE : choices.values[i]);
    if (choices.count > MOST_CHOICES && !all)
        ask_say(asking, STYLE_FAINT, say_count(asking->cli, MSG_ASK_MANY, choices.count));
}

/* How the value is written, where no list of values says so. */
static Text form_words(Asking *asking, const Fact *fact, const FactEntry *entry)
{
    Text unit = text_is(entry->unit, "-") ? TEXT_NONE : phrase(asking->cli, entry->unit), bound = cell_text(entry->values);
    Message form = !fact ? MESSAGES : fact->type->kind == TYPE_MONEY ? MSG_ASK_FORM_MONEY : fact->type->kind == TYPE_DATE ? MSG_ASK_FORM_DAY
                 : fact->is_country ? MSG_ASK_FORM_COUNTRY : fact->is_currency ? MSG_ASK_FORM_CURRENCY : fact->type->kind == TYPE_NUMBER ? MSG_ASK_FORM_NUMBER
                 : fact->type->kind == TYPE_LIST ? MSG_ASK_FORM_LIST : MESSAGES;
    Builder out = builder_on(&asking->region);
    if (form != MESSAGES)
        words_add(&out, "", say(asking->cli, form));
    if (fact && fact->type->kind == TYPE_NUMBER)
        words_add(&out, ", ", bound);
    words_add(&out, ", ", unit);
    return builder_text(&out);
}

static void show_fact(Asking *asking)
{
    const Question *question = &asking->question;
    const FactEntry *entry = ask_entry(asking, question);
    const Missing *missing = missing_now(asking);
    Text path = told_path(&asking->region, question->thing);
    Text place = path.length ? text_format(&asking->region, ", " TEXT_FMT, TEXT_ARG(path)) : TEXT_NONE;
    show_line(asking, STYLE_BOLD, text_format(&asking->region, TEXT_FMT "  [" TEXT_FMT TEXT_FMT "]", TEXT_ARG(fact_question(entry, asking->cli->language)), TEXT_ARG(question->key), TEXT_ARG(place)));
    Text reason = missing ? reason_words(asking, missing) : TEXT_NONE, form = form_words(asking, ask_fact(asking, question), entry);
    if (question->thing->need.length)
        reason = reword(asking->cli, question->thing->need);
    if (reason.length)
        ask_say(asking, STYLE_FAINT, reason);
    if (form.length)
        ask_say(asking, STYLE_FAINT, form);
    show_choices(asking, false);
}

static void show_things(Asking *asking)
{
    const ToldThing *thing = asking->question.thing;
    Kinds kinds = ask_kinds(asking, thing);
    Text path = told_path(&asking->region, thing);
    show_line(asking, STYLE_BOLD, text_format(&asking->region, TEXT_FMT "  [" TEXT_FMT "]", TEXT_ARG(SAY(asking->cli, MSG_ASK_THINGS, ask_thing_words(asking, thing))), TEXT_ARG(path.length ? path : TEXT("case"))));
    ask_say(asking, STYLE_FAINT, say(asking->cli, MSG_ASK_THINGS_FORM));
    for (size_t i = 0; i < kinds.count; i++)
        show_choice(asking, i + 1, asking->cli->language ? phrase(asking->cli, kinds.at[i]->name) : kinds.at[i]->many, TEXT_NONE);
}

void ask_show_question(Asking *asking)
{
    screen_end(&asking->view.screen);
    if (asking->question.kind == ASK_NOTHING)
        show_line(asking, STYLE_BOLD, say(asking->cli, MSG_ASK_NOTHING));
    else if (asking->question.kind == ASK_THINGS)
        show_things(asking);
    else
        show_fact(asking);
}

/* All of it: what hangs on the fact, what each value would come to, which values there are. */
void ask_show_why(Asking *asking)
{
    const Missing *missing = missing_now(asking);
    const FactEntry *entry = asking->question.kind == ASK_FACT ? ask_entry(asking, &asking->question) : NULL;
    if (asking->question.kind == ASK_THINGS)
        ask_say(asking, STYLE_PLAIN, say(asking->cli, MSG_ASK_WHY_THINGS));
    else if (missing && missing->entry_count)
        ask_say(asking, STYLE_PLAIN, SAY(asking->cli, MSG_HANGS_ON_IT, hanging_words(asking, missing, MISSING_ENTRIES)));
    else
        ask_say(asking, STYLE_PLAIN, say(asking->cli, interview_is_head(&asking->question) ? MSG_ASK_WHY_HEAD : MSG_ASK_WHY_NOTHING));
    if (is_worth(missing)) {
        ask_say(asking, STYLE_PLAIN, SAY(asking->cli, MSG_ASK_WHY_TOTALS, amount_words(&asking->view, missing->spread)));
        show_trials(asking, missing);
    }
    if (entry && cell_text(entry->only_if).length)
        ask_say(asking, STYLE_FAINT, SAY(asking->cli, MSG_FACT_ONLY_IF, cell_text(entry->only_if)));
    if (asking->question.kind == ASK_FACT)
        show_choices(asking, true);
    ask_say(asking, STYLE_FAINT, say(asking->cli, MSG_ASK_SIGNS));
}

/* ---- the prompt: with the earlier answer, which Enter keeps ---- */

static Text counted_words(Asking *asking)
{
    Kinds kinds = ask_kinds(asking, asking->question.thing);
    Builder out = builder_on(&asking->region);
    for (size_t i = 0; i < kinds.count; i++) {
        uint32_t count = told_count(asking->question.thing, kinds.at[i]);
        if (count)
            words_add(&out, " ", count == 1 ? text_format(&asking->region, "%zu", i + 1) : text_format(&asking->region, "%zux%u", i + 1, count));
    }
    return out.length ? builder_text(&out) : say(asking->cli, MSG_ASK_NONE);
}

static Text default_words(Asking *asking)
{
    const Question *question = &asking->question;
    if (question->kind == ASK_THINGS)
        return counted_words(asking);
    return question->kind == ASK_FACT ? ask_told_words(asking, question, told_fact(question->thing, question->key)) : TEXT_NONE;
}

void ask_show_prompt(Asking *asking)
{
    Text told = words_cut(&asking->view, default_words(asking), asking->view.screen.width / 2);
    if (told.length)
        screen_put(&asking->view.screen, STYLE_FAINT, text_format(&asking->region, "[" TEXT_FMT "] ", TEXT_ARG(told)));
    screen_put(&asking->view.screen, STYLE_BOLD, TEXT("> "));
}

/* ---- how things stand ---- */

static bool has_lines(const Determination *answer)
{
    for (const Entry *entry = answer->entries; entry; entry = entry->next)
        if (text_is(entry->list->list, "lines"))
            return true;
    return false;
}

static Text total_words(Asking *asking, Value total, Value lowest, Value highest)
{
    bool known = value_is_number(lowest) && value_is_number(highest);
    if (value_is_number(total) || !asking->answer->has_exposure || !known)
        return value_is_number(total) ? amount_words(&asking->view, total) : say(asking->cli, MSG_OPEN);
    return text_format(&asking->region, TEXT_FMT " .. " TEXT_FMT, TEXT_ARG(sum_words(&asking->view, lowest)), TEXT_ARG(amount_words(&asking->view, highest)));
}

void ask_show_standing(Asking *asking)
{
    const Determination *answer = asking->answer;
    Builder out = builder_on(&asking->region);
    if (!answer)
        return;
    build_text(&out, word_in(&asking->view, "STATUS_", text_of(status_name(answer->status))));
    if (has_lines(answer)) {
        words_add(&out, "", SAY(asking->cli, MSG_ASK_TOTAL, say(asking->cli, MSG_TOTAL_BORDER), total_words(asking, answer->border, answer->lowest, answer->highest)));
        words_add(&out, "", SAY(asking->cli, MSG_ASK_TOTAL, say(asking->cli, MSG_TOTAL_BESIDE), total_words(asking, answer->beside, answer->beside_lowest, answer->beside_highest)));
    }
    if (answer->missing_count)
        words_add(&out, "", SAY(asking->cli, MSG_ASK_MISSING, say_count(asking->cli, MSG_FACTS_MISSING, answer->missing_count)));
    screen_put(&asking->view.screen, STYLE_FAINT, TEXT("=  "));
    screen_wrap(&asking->view.screen, INDENT, INDENT, status_style(answer->status), builder_text(&out));
}

/* ---- what else could be told ---- */

void ask_show_more(Asking *asking, const ToldThing *thing)
{
    const Program *program = asking->answer->program;
    const ThingType *type = told_type(program, thing);
    Grid grid = grid_new(&asking->region);
    grid_column(&grid, TEXT_NONE, false, true);
    grid_column(&grid, TEXT_NONE, false, false);
    for (uint32_t i = 0; type && i < program->fact_count; i++) {
        const Fact *fact = &program->facts[i];
        ToldFact *told = fact->thing == type ? told_fact(thing, text_snake(&asking->region, fact->name)) : NULL;
        if (fact->thing != type || fact->entry->made || (told && told->json.length && !told->not_known))
            continue;
        GridRow *row = grid_row(&grid);
        row->at[0].text = text_snake(&asking->region, fact->name);
        row->at[1].text = fact_question(fact->entry, asking->cli->language);
    }
    for (uint32_t i = 0; type && i < program->thing_count; i++)
        if (told_inner(program, program->things[i], type)) {
            GridRow *row = grid_row(&grid);
            row->at[0].text = text_snake(&asking->region, program->things[i]->many);
            row->at[1] = (GridCell){ SAY(asking->cli, MSG_ASK_ONE_MORE, phrase(asking->cli, program->things[i]->name)), STYLE_FAINT };
        }
    ask_say(asking, STYLE_PLAIN, SAY(asking->cli, MSG_ASK_MORE, ask_thing_words(asking, thing)));
    grid_print(&asking->view.screen, &grid);
}

/* faces/cli/view_doubt.c - other readings with their difference, and the facts that are missing with what hangs on them. */
#include "faces/cli/view.h"

#include "base/utf8.h"

enum { MOST_HANGING = 5, MOST_DIFFERENCES = 6, MOST_VALUES = 6, MOST_SHORT = 8, LEAST_HANGING = 24 };

/* ---- alternatives ---- */

Text change_words(const View *view, Value from, Value to)
{
    if (!value_is_number(from) || !value_is_number(to))
        return from.kind == to.kind ? TEXT_NONE : text_join(view->region, TEXT("→ "), amount_words(view, to));
    Value change = number_subtract(view->region, to, from);
    if (!value_is_number(change) || number_is_zero(change))
        return TEXT_NONE;
    Text words = amount_words(view, change);
    bool less = text_starts(words, TEXT("-"));
    return text_join(view->region, less ? TEXT("−") : TEXT("+"), text_slice(words, less, words.length));
}

/* The change of both totals: "+631,200 VND; +5 VND beside the border". */
static Text money_change(const View *view, const Alternative *alternative)
{
    const Determination *answer = view->answer;
    Text border = change_words(view, answer->border, alternative->border);
    Text beside = change_words(view, answer->beside, alternative->beside);
    Builder out = builder_on(view->region);
    words_add(&out, "; ", border);
    if (beside.length)
        words_add(&out, "; ", SAY(view->cli, MSG_BESIDE_CHANGE, beside));
    if (out.length)
        return builder_text(&out);
    bool known = value_is_number(answer->border) && value_is_number(answer->beside);
    return say(view->cli, known ? MSG_SAME_MONEY : MSG_OPEN_MONEY);
}

/* A voice by its source, the law where the case is answered under a voice, or the house. */
static Text voice_words(const View *view, const Alternative *alternative, Message words)
{
    if (!alternative->voice.length)
        return say(view->cli, MSG_BECAUSE_HOUSE);
    if (!alternative->voice_source)
        return say(view->cli, MSG_BECAUSE_LAW);
    return SAY(view->cli, words, alternative->voice, phrase(view->cli, alternative->voice_source->instrument));
}

Text view_because(const View *view, const Alternative *alternative)
{
    if (alternative->question) {
        Text stance = alternative->reading ? phrase(view->cli, alternative->reading->stance) : TEXT_NONE;
        Text name = alternative->reading ? alternative->reading->name : TEXT_NONE;
        return SAY(view->cli, MSG_BECAUSE_READING, name, named_words(view, alternative->question->name), stance);
    }
    return voice_words(view, alternative, MSG_BECAUSE_VOICE);
}

Text entry_words(const View *view, const Entry *entry)
{
    Value amount = value_part(entry->value, "amount");
    if (text_is(entry->list->list, "lines"))
        return sum_words(view, entry->value.kind == VALUE_CONTEXT ? amount : entry->value);
    if (text_is(entry->list->type, "term") && entry->value.kind == VALUE_CONTEXT)
        return value_words(view, value_part(entry->value, "day"));
    return value_words(view, entry->value);
}

Text entry_name(const View *view, const Entry *entry)
{
    Value key = entry->list->key_count ? value_part(entry->value, text_string(view->region, entry->list->keys[0])) : VALUE_NOTHING;
    Text name = key.kind == VALUE_TEXT ? text_of_value(key) : entry->decision->name;
    Text words = name_words(view, name), place = entry->frame ? place_words(view, entry->frame) : entry->of;
    return place.length ? text_format(view->region, TEXT_FMT " (" TEXT_FMT ")", TEXT_ARG(words), TEXT_ARG(place)) : words;
}

static Text difference_words(const View *view, const Difference *difference)
{
    const Entry *here = difference->main ? difference->main : difference->other;
    Text name = entry_name(view, here);
    if (!difference->main)
        return text_format(view->region, "+ " TEXT_FMT, TEXT_ARG(name));
    if (!difference->other)
        return text_format(view->region, "- " TEXT_FMT, TEXT_ARG(name));
    Text from = entry_words(view, difference->main), to = entry_words(view, difference->other);
    if (text_equal(from, to))
        return name;
    return text_format(view->region, TEXT_FMT " " TEXT_FMT " → " TEXT_FMT, TEXT_ARG(name), TEXT_ARG(from), TEXT_ARG(to));
}

static Text differences_words(const View *view, const Alternative *alternative)
{
    Builder out = builder_on(view->region);
    uint32_t shown = 0;
    for (const Difference *difference = alternative->differences; difference; difference = difference->next) {
        if (shown++ == MOST_DIFFERENCES) {
            words_add(&out, "; ", TEXT("..."));
            break;
        }
        words_add(&out, "; ", difference_words(view, difference));
    }
    return builder_text(&out);
}

static void show_alternative(View *view, const Alternative *alternative)
{
    Builder out = builder_on(view->region);
    build_format(&out, TEXT_FMT "  ", TEXT_ARG(money_change(view, alternative)));
    build_text(&out, view_because(view, alternative));
    for (const Alternative *merged = alternative->merged; merged; merged = merged->merged)
        words_add(&out, "; ", view_because(view, merged));
    words_add(&out, ": ", differences_words(view, alternative));
    screen_item(&view->screen, STYLE_PLAIN, builder_text(&out));
}

/* "reading B of "carrier taxed"": who says it, without what he says. */
static Text whose_words(const View *view, const Alternative *alternative)
{
    if (alternative->question)
        return SAY(view->cli, MSG_WHOSE_READING, alternative->reading ? alternative->reading->name : TEXT_NONE, name_words(view, alternative->question->name));
    return voice_words(view, alternative, MSG_WHOSE_VOICE);
}

/* One line: the money, whose view it is, and what it says; where the money stays, how many entries differ. */
static void show_alternative_line(View *view, const Alternative *alternative)
{
    Builder out = builder_on(view->region);
    bool changes = change_words(view, view->answer->border, alternative->border).length || change_words(view, view->answer->beside, alternative->beside).length;
    build_format(&out, TEXT_FMT "  ", TEXT_ARG(money_change(view, alternative)));
    build_text(&out, whose_words(view, alternative));
    for (const Alternative *merged = alternative->merged; merged; merged = merged->merged)
        words_add(&out, "; ", whose_words(view, merged));
    if (changes && alternative->reading)
        words_add(&out, ": ", phrase(view->cli, alternative->reading->stance));
    else
        words_add(&out, ": ", changes ? differences_words(view, alternative) : say_count(view->cli, MSG_ENTRIES_DIFFER, alternative->difference_count));
    size_t room = view->screen.width - 4;
    screen_item(&view->screen, STYLE_PLAIN, words_cut(view, builder_text(&out), room));
}

/* In short, the first of them: those with most money stand first. */
static void show_alternatives(View *view)
{
    uint32_t left = 0, shown = 0;
    for (const Alternative *alternative = view->answer->alternatives; alternative; alternative = alternative->next) {
        if (view->full)
            show_alternative(view, alternative);
        else if (shown++ < MOST_SHORT)
            show_alternative_line(view, alternative);
        else
            left++;
    }
    if (left)
        screen_item(&view->screen, STYLE_FAINT, say_count(view->cli, MSG_MORE_OF_THEM, left));
}

void view_alternatives(View *view)
{
    const Determination *answer = view->answer;
    if (!answer->alternatives)
        return;
    view->begun = false;
    view_heading(view, say(view->cli, MSG_ALTERNATIVES));
    show_alternatives(view);
    bool bounded = answer->has_exposure && (value_is_number(answer->border) || answer->status == STATUS_RANGE);
    bool known = bounded && value_is_number(answer->lowest) && value_is_number(answer->highest);
    if (known && number_compare(answer->lowest, answer->highest) != 0)
        screen_item(&view->screen, STYLE_BOLD, SAY(view->cli, MSG_EXPOSURE, amount_words(view, answer->lowest), amount_words(view, answer->highest)));
}

/* ---- missing ---- */

static Text hanging_words(const View *view, const Missing *missing)
{
    Builder out = builder_on(view->region);
    for (uint32_t i = 0; i < missing->entry_count; i++) {
        if (i == MOST_HANGING) {
            words_add(&out, ", ", TEXT("..."));
            break;
        }
        words_add(&out, ", ", entry_name(view, missing->entries[i]));
    }
    return builder_text(&out);
}

/* "optical disc: 0; flash: 631,200" */
static Text trial_words(const View *view, const Missing *missing)
{
    Builder out = builder_on(view->region);
    for (uint32_t i = 0; i < missing->value_count && i < MOST_VALUES; i++)
        words_add(&out, "; ", text_format(view->region, TEXT_FMT ": " TEXT_FMT, TEXT_ARG(value_words(view, missing->values[i])), TEXT_ARG(value_words(view, missing->totals[i]))));
    if (missing->value_count > MOST_VALUES)
        words_add(&out, "; ", TEXT("..."));
    return builder_text(&out);
}

static Text question_words(const View *view, const Missing *missing)
{
    if (!missing->fact)
        return reword(view->cli, missing->note);
    Text question = missing->fact->entry->question[view->cli->language];
    Text name = text_snake(view->region, missing->fact->name);
    Text place = missing->of.length ? missing->of : TEXT("case");
    return text_format(view->region, TEXT_FMT "  [" TEXT_FMT ", " TEXT_FMT "]", TEXT_ARG(question), TEXT_ARG(name), TEXT_ARG(place));
}

static void show_missing_all(View *view)
{
    for (uint32_t i = 0; i < view->answer->missing_count; i++) {
        const Missing *missing = &view->answer->missing[i];
        screen_item(&view->screen, STYLE_DOUBT, question_words(view, missing));
        Builder more = builder_on(view->region);
        Text hanging = hanging_words(view, missing);
        if (hanging.length)
            words_add(&more, "", SAY(view->cli, MSG_HANGS_ON_IT, hanging));
        if (missing->varied && value_is_number(missing->spread) && !number_is_zero(missing->spread))
            words_add(&more, ". ", SAY(view->cli, MSG_SPREAD, amount_words(view, missing->spread), trial_words(view, missing)));
        if (!more.length)
            continue;
        screen_blanks(&view->screen, 4);
        screen_wrap(&view->screen, 4, 4, STYLE_FAINT, builder_text(&more));
    }
}

/* ---- missing, in short ---- */

/* Is it the question of an entry above, about another thing? */
static bool is_asked(const View *view, uint32_t at)
{
    const Missing *missing = view->answer->missing;
    for (uint32_t i = 0; i < at; i++)
        if (missing[at].fact && missing[i].fact == missing[at].fact)
            return true;
    return false;
}

/* "Is it ...?  [civil_cryptography, s1/1, s1/2]": each place of the same question, where there are several. */
static Text short_question(const View *view, uint32_t at)
{
    const Missing *missing = &view->answer->missing[at];
    if (!missing->fact)
        return reword(view->cli, missing->note);
    Builder out = builder_on(view->region);
    Text question = missing->fact->entry->question[view->cli->language], name = text_snake(view->region, missing->fact->name);
    build_format(&out, TEXT_FMT "  [" TEXT_FMT, TEXT_ARG(question), TEXT_ARG(name));
    for (uint32_t i = at; i < view->answer->missing_count; i++)
        if (view->answer->missing[i].fact == missing->fact)
            words_add(&out, ", ", view->answer->missing[i].frame ? place_words(view, view->answer->missing[i].frame) : TEXT_NONE);
    build_byte(&out, ']');
    return builder_text(&out);
}

/* How many entries hang on the fact, in all its places. */
static uint32_t hanging_count(const View *view, const Missing *missing)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < view->answer->missing_count; i++)
        if (&view->answer->missing[i] == missing || (missing->fact && view->answer->missing[i].fact == missing->fact))
            count += view->answer->missing[i].hangs;
    return count;
}

/* What hangs on it: the money where it is known, then names as far as the line reaches, or how many. */
static Text short_hanging(const View *view, const Missing *missing, size_t room)
{
    bool worth = missing->varied && value_is_number(missing->spread) && !number_is_zero(missing->spread);
    if (worth)
        return SAY(view->cli, MSG_WORTH, amount_words(view, missing->spread));
    if (!missing->hangs)
        return TEXT_NONE;
    if (room < LEAST_HANGING)
        return say_count(view->cli, MSG_DECIDES_COUNT, hanging_count(view, missing));
    return words_cut(view, SAY(view->cli, MSG_HANGS_ON_IT, hanging_words(view, missing)), room);
}

static void show_missing_line(View *view, uint32_t at)
{
    Text question = short_question(view, at);
    size_t used = utf8_width(question) + 6, room = view->screen.width > used ? view->screen.width - used : 0;
    Text hanging = short_hanging(view, &view->answer->missing[at], room);
    screen_item(&view->screen, STYLE_DOUBT, hanging.length ? text_format(view->region, TEXT_FMT "  " TEXT_FMT, TEXT_ARG(question), TEXT_ARG(hanging)) : question);
}

static void show_missing_short(View *view)
{
    uint32_t shown = 0, left = 0;
    for (uint32_t i = 0; i < view->answer->missing_count; i++) {
        if (is_asked(view, i))
            continue;
        if (shown++ < MOST_SHORT)
            show_missing_line(view, i);
        else
            left++;
    }
    if (left)
        screen_item(&view->screen, STYLE_FAINT, say_count(view->cli, MSG_MORE_OF_THEM, left));
}

void view_missing(View *view)
{
    if (!view->answer->missing_count)
        return;
    view_heading(view, say(view->cli, MSG_MISSING));
    if (view->full)
        show_missing_all(view);
    else
        show_missing_short(view);
}

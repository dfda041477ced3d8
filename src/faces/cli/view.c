/* faces/cli/view.c - title, sources and foot of a determination, and the words all its parts are made of. See view.h. */
#include "faces/cli/view.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "determination/hang.h"

enum { MOST_LEAVES = 4, MOST_DAYS = 8, MOST_KNOWN = 5, SHORT_NAME = 36, HANG_ROOM = 64, HASH_SHOWN = 7 + 16 };

View view_of(Cli *cli, Region *region, const Determination *answer)
{
    return (View){ cli, region, { &cli->out, cli->width, cli->colour, cli->language }, answer, answer->program, cli_argument(cli, OPTION_ONLY),
                   cli_on(cli, OPTION_FULL), false };
}

bool view_shows(const View *view, Text list)
{
    return !view->only.length || text_lists(view->only, list);
}

void view_heading(View *view, Text words)
{
    bool apart = view->full || !view->begun;
    view->begun = true;
    if (apart) {
        screen_heading(&view->screen, words);
        return;
    }
    screen_put(&view->screen, STYLE_BOLD, words);
    screen_end(&view->screen);
}

/* ---- words ---- */

Text words_cut(const View *view, Text words, size_t width)
{
    size_t columns = 0, fits = 0, at = 0;
    while (at < words.length) {
        size_t from = at;
        utf8_next(words, &at);
        columns += utf8_width(text_slice(words, from, at));
        if (columns + 1 <= width)
            fits = at;
    }
    return columns <= width ? words : text_join(view->region, text_trim(text_slice(words, 0, fits)), TEXT("…"));
}

void words_add(Builder *out, const char *between, Text words)
{
    if (out->length && words.length)
        build_text(out, text_of(between));
    build_text(out, words);
}

Value value_part(Value record, const char *name)
{
    return context_entry(record, text_of(name));
}

Text word_in(const View *view, const char *prefix, Text word)
{
    Message message = message_named(prefix, word);
    return message == MESSAGES ? word : say(view->cli, message);
}

Text unverified_words(const View *view, const Entry *entry)
{
    return entry->confidence == CONFIDENCE_UNVERIFIED ? word_in(view, "CONFIDENCE_", text_of(confidence_name(entry->confidence))) : TEXT_NONE;
}

Text name_words(const View *view, Text name)
{
    Text words = name_in(view->program, name, view->cli->language);
    return text_equal(words, name) ? phrase(view->cli, name) : words;
}

Text named_words(const View *view, Text name)
{
    Text words = name_words(view, name);
    return view->cli->language && !text_equal(words, name) ? SAY(view->cli, MSG_WORDS_AND_NAME, words, name) : words;
}

static Text list_words(const View *view, const List *list)
{
    Builder out = builder_on(view->region);
    for (size_t i = 0; i < list->count; i++)
        words_add(&out, ", ", value_words(view, list->at[i]));
    return builder_text(&out);
}

static Text context_words(const View *view, const Context *context)
{
    Builder out = builder_on(view->region);
    for (uint32_t i = 0; i < context->shape->count; i++)
        words_add(&out, " ", value_words(view, context->at[i]));
    return builder_text(&out);
}

static Text money_words(const View *view, const Money *money)
{
    Builder out = builder_on(view->region);
    build_amount(&out, &money->amount, view->cli->language);
    build_format(&out, " %s", money->currency);
    return builder_text(&out);
}

Text value_words(const View *view, Value value)
{
    switch ((ValueKind)value.kind) {
    case VALUE_UNSET: case VALUE_BUSY: case VALUE_NULL: return TEXT_NONE;
    case VALUE_UNKNOWN: return say(view->cli, MSG_OPEN);
    case VALUE_ABSENT: return mark_text_in((Mark)value.mark, view->cli->language);
    case VALUE_NOT_THERE: return TEXT("-");
    case VALUE_BOOLEAN: return say(view->cli, value.boolean ? MSG_YES : MSG_NO);
    case VALUE_NUMBER: case VALUE_DECIMAL: return number_text(view->region, value, view->cli->language);
    case VALUE_MONEY: return money_words(view, value.money);
    case VALUE_TEXT: return view->cli->language ? name_words(view, text_of_value(value)) : text_of_value(value);
    case VALUE_DATE: return date_text(view->region, value.days);
    case VALUE_LIST: return list_words(view, value.list);
    case VALUE_CONTEXT: return context_words(view, value.context);
    case VALUE_THING: return frame_path(view->region, value.thing);
    default: break;
    }
    Builder out = builder_on(view->region);
    value_print(&out, value);
    return builder_text(&out);
}

Text sum_words(const View *view, Value sum)
{
    if (!value_is_number(sum))
        return value_words(view, sum);
    Builder out = builder_on(view->region);
    Decimal number = decimal_of_value(sum);
    build_amount(&out, &number, view->cli->language);
    return builder_text(&out);
}

Text amount_words(const View *view, Value amount)
{
    Text words = sum_words(view, amount), currency = view->answer->currency;
    if (!value_is_number(amount) || !currency.length)
        return words;
    return text_format(view->region, TEXT_FMT " " TEXT_FMT, TEXT_ARG(words), TEXT_ARG(currency));
}

/* ---- what a value hangs on ---- */

/* The things of the frame's kind around it: how many its parent holds. */
static size_t brothers(const Frame *frame)
{
    const ThingType *around = frame->parent->type;
    for (uint16_t i = 0; i < around->count; i++) {
        Value list = frame->parent->slots[i];
        if (list.kind == VALUE_LIST && list.list->count && text_equal(around->slots[i].name, frame->type->many))
            return list.list->count;
    }
    return 1;
}

Text place_words(const View *view, const Frame *frame)
{
    for (const Frame *at = frame; at && at->parent; at = at->parent)
        if (brothers(at) > 1)
            return frame_path(view->region, frame);
    return TEXT_NONE;
}

Text fact_words(const View *view, const Fact *fact)
{
    Text question = fact->entry->question[view->cli->language];
    if (view->cli->language == 0 || !question.length)
        return fact->name;
    Text mark = text_ends(question, TEXT("？")) ? TEXT("？") : text_ends(question, TEXT("?")) ? TEXT("?") : TEXT_NONE;
    return text_trim(text_slice(question, 0, question.length - mark.length));
}

static Text slot_words(const View *view, const Hang *leaf)
{
    const Meaning *meaning = slot_meaning(leaf->thing->type, leaf->slot);
    return meaning && meaning->kind == MEANS_FACT ? fact_words(view, meaning->fact) : phrase(view->cli, leaf->thing->type->slots[leaf->slot].name);
}

static Text leaf_words(const View *view, const Hang *leaf)
{
    if (!leaf->thing)
        return reword(view->cli, leaf->note);
    Text name = slot_words(view, leaf), path = place_words(view, leaf->thing);
    return path.length ? text_format(view->region, TEXT_FMT " (" TEXT_FMT ")", TEXT_ARG(name), TEXT_ARG(path)) : name;
}

typedef struct LeafWords {
    const View *view;
    Builder out;
    size_t count;
} LeafWords;

static void add_leaf_words(void *context, const Hang *leaf, uint32_t number)
{
    LeafWords *words = context;
    (void)number;
    if (++words->count <= MOST_LEAVES)
        words_add(&words->out, ", ", leaf_words(words->view, leaf));
}

Text hang_words(const View *view, const Hang *hang)
{
    LeafWords words = { view, builder_on(view->region), 0 };
    HangWalk walk = { .region = view->region };
    hang_round(&walk);
    hang_walk(&walk, hang, add_leaf_words, &words);
    if (words.count > MOST_LEAVES)
        build_text(&words.out, TEXT(" ..."));
    return builder_text(&words.out);
}

static void add_leaf_name(void *context, const Hang *leaf, uint32_t number)
{
    LeafWords *words = context;
    Text name = words_cut(words->view, leaf->thing ? slot_words(words->view, leaf) : reword(words->view->cli, leaf->note), SHORT_NAME);
    (void)number;
    if (text_find(builder_text(&words->out), name, 0) == SIZE_MAX && ++words->count <= MOST_LEAVES)
        words_add(&words->out, ", ", name);
}

Text hang_names(const View *view, const Hang *hang)
{
    LeafWords words = { view, builder_on(view->region), 0 };
    HangWalk walk = { .region = view->region };
    hang_round(&walk);
    hang_walk(&walk, hang, add_leaf_name, &words);
    return builder_text(&words.out);
}

Text absence_words(const View *view, Value value)
{
    Builder out = builder_on(view->region);
    const Absence *absence = value.kind == VALUE_ABSENT ? value.origin : NULL;
    if (!absence || value.mark == MARK_NONE)
        return TEXT_NONE;
    if (absence->decision)
        words_add(&out, "", phrase(view->cli, absence->decision->name));
    if (absence->row)
        words_add(&out, " ", absence->row->row->id);
    if (absence->other)
        words_add(&out, ", ", absence->other->row->id);
    if (absence->has_day)
        words_add(&out, ", ", date_text(view->region, absence->day));
    return builder_text(&out);
}

/* ---- rows and articles ---- */

/* Is `word` one of the words of `words`? */
static bool has_word(Text words, Text word)
{
    for (Text rest = words; rest.length;)
        if (text_equal(text_cut(rest, ' ', &rest), word))
            return true;
    return false;
}

/* Rows alone: readings are named with their questions among the alternatives. */
void add_rows(Builder *out, const CitedList *cited)
{
    for (uint32_t i = 0; i < cited->count; i++)
        if (cited->at[i].sheet_row && !has_word(builder_text(out), cited->at[i].row))
            words_add(out, " ", cited->at[i].row);
}

Text known_rows(const View *view, const CitedList *cited)
{
    Builder out = builder_on(view->region);
    size_t shown = 0;
    for (uint32_t i = 0; i < cited->count && shown < MOST_KNOWN; i++) {
        Text row = cited->at[i].row;
        bool part = shown && text_find(row, TEXT("/"), 0) != SIZE_MAX;
        if (!cited->at[i].sheet_row || part || has_word(builder_text(&out), row))
            continue;
        words_add(&out, " ", row);
        shown++;
    }
    return builder_text(&out);
}

/* ---- title ---- */

Style status_style(Status status)
{
    static const Style styles[] = {
        [STATUS_DETERMINED] = STYLE_GOOD, [STATUS_RANGE] = STYLE_DOUBT, [STATUS_UNDETERMINED] = STYLE_DOUBT,
        [STATUS_NOT_COVERED] = STYLE_BAD, [STATUS_CONFLICT] = STYLE_BAD,
    };
    return styles[status];
}

static Text clock_of(const Decision *decision)
{
    for (uint32_t i = 0; i < decision->sheet_count; i++)
        if (decision->sheets[i]->block && decision->sheets[i]->block->clock.length)
            return decision->sheets[i]->block->clock;
    return TEXT_NONE;
}

/* Its name in the reader's language; else the question of the fact it is; an expression stands for itself. */
static Text clock_words(const View *view, Text clock)
{
    Text words = phrase(view->cli, clock);
    const Fact *fact = clock.length && text_equal(words, clock) ? program_fact(view->program, NULL, clock) : NULL;
    return fact ? fact_words(view, fact) : words;
}

/* "entry day 2025-12-05 · payment day 2025-12-05": each clock that was read, with its days. */
static Text days_words(const View *view)
{
    Builder out = builder_on(view->region);
    size_t shown = 0;
    for (uint32_t i = 0; i < view->answer->era_count; i++) {
        const EraUsed *era = &view->answer->eras[i];
        Text clock = clock_words(view, clock_of(era->decision)), day = date_text(view->region, era->day);
        Text words = text_format(view->region, TEXT_FMT " " TEXT_FMT, TEXT_ARG(clock), TEXT_ARG(day));
        if (!clock.length || text_find(builder_text(&out), words, 0) != SIZE_MAX)
            continue;
        if (++shown > MOST_DAYS) {
            words_add(&out, " · ", TEXT("..."));
            break;
        }
        words_add(&out, " · ", words);
    }
    return builder_text(&out);
}

/* The days that --as-of set in the place of untold ones. */
static void show_set_days(View *view)
{
    const Case *facts = view->answer->facts;
    Builder out = builder_on(view->region);
    for (uint32_t i = 0; facts && i < facts->set_day_count && i < MOST_DAYS; i++) {
        const SetDay *set = &facts->set_days[i];
        Hang leaf = { .thing = set->frame, .slot = set->slot };
        words_add(&out, ", ", leaf_words(view, &leaf));
    }
    if (!out.length)
        return;
    Text day = date_text(view->region, view->answer->as_of);
    screen_wrap(&view->screen, 0, 2, STYLE_DOUBT, SAY(view->cli, MSG_SET_BY_AS_OF, day, builder_text(&out)));
}

enum { MOST_LATER = 4, MOST_LATER_ROWS = 6 };

static bool same_source(const Later *a, const Later *b)
{
    return a->source == b->source || (a->source && b->source && text_equal(a->source->id, b->source->id));
}

/* "import VAT ROW ROW; duty rate ROW": what one source changes. */
static Text later_rows(const View *view, const Later *first, bool goes_on)
{
    const Later *end = view->answer->later + view->answer->later_count;
    Builder out = builder_on(view->region);
    const Decision *named = NULL;
    size_t shown = 0;
    for (const Later *later = first; later < end && shown <= MOST_LATER_ROWS; later++) {
        if (!same_source(later, first) || later->goes_on != goes_on)
            continue;
        if (++shown > MOST_LATER_ROWS) {
            words_add(&out, " ", TEXT("..."));
            break;
        }
        if (later->decision != named)
            words_add(&out, "; ", phrase(view->cli, later->decision->name));
        named = later->decision;
        words_add(&out, " ", later->row->id);
    }
    return builder_text(&out);
}

static void show_later(View *view, const Later *first)
{
    Text source = first->source ? first->source->id : TEXT("?");
    Text day = first->published == DAY_OPEN ? TEXT("?") : date_text(view->region, first->published);
    Text unseen = later_rows(view, first, false), kept = later_rows(view, first, true);
    Builder out = builder_on(view->region);
    build_text(&out, SAY(view->cli, MSG_PUBLISHED_LATER, source, day));
    if (unseen.length)
        words_add(&out, " ", SAY(view->cli, MSG_LATER_ROWS, unseen));
    if (kept.length)
        words_add(&out, unseen.length ? "; " : " ", SAY(view->cli, MSG_LATER_ENDS, kept));
    screen_item(&view->screen, STYLE_PLAIN, builder_text(&out));
}

/* Under --known-on: what was published later and would count, source by source, and how sure the days of publication are. */
static void show_known(View *view)
{
    const Determination *answer = view->answer;
    Screen *screen = &view->screen;
    if (!answer->program->moment.has_known)
        return;
    screen_wrap(screen, 0, 2, STYLE_DOUBT, SAY(view->cli, MSG_KNOWN_ON, date_text(view->region, answer->program->moment.known)));
    size_t shown = 0, left = 0;
    for (uint32_t i = 0; i < answer->later_count; i++) {
        bool earlier = false;
        for (uint32_t k = 0; k < i && !earlier; k++)
            earlier = same_source(&answer->later[k], &answer->later[i]);
        if (earlier)
            continue;
        if (view->full || shown++ < MOST_LATER)
            show_later(view, &answer->later[i]);
        else
            left++;
    }
    if (left)
        screen_item(screen, STYLE_FAINT, say_count(view->cli, MSG_MORE_OF_THEM, left));
    if (answer->undated_count)
        screen_wrap(screen, 0, 2, STYLE_FAINT, say_count(view->cli, MSG_UNDATED, answer->undated_count));
}

void view_title(View *view)
{
    Screen *screen = &view->screen;
    const Determination *answer = view->answer;
    Text status = word_in(view, "STATUS_", text_of(status_name(answer->status)));
    screen_put(screen, status_style(answer->status), status);
    Text place = text_format(view->region, "   " TEXT_FMT " " TEXT_FMT, TEXT_ARG(view->program->jurisdiction), TEXT_ARG(word_in(view, "MOVEMENT_", view->program->movement)));
    screen_put(screen, STYLE_BOLD, place);
    screen_end(screen);
    Text days = days_words(view);
    if (days.length)
        screen_wrap(screen, 0, 2, STYLE_PLAIN, days);
    show_set_days(view);
    show_known(view);
}

/* ---- sources ---- */

typedef struct SourceUse { /* a source with the articles that were cited */
    const LawSource *source;
    Builder articles;
} SourceUse;

typedef struct SourceUses {
    LIST_OF(SourceUse) at;
} SourceUses;

static SourceUse *use_of(Region *region, SourceUses *uses, const LawSource *source)
{
    for (size_t i = 0; i < uses->at.count; i++)
        if (uses->at.at[i].source == source || text_equal(uses->at.at[i].source->id, source->id))
            return &uses->at.at[i];
    SourceUse *use = LIST_ADD(region, uses->at);
    *use = (SourceUse){ source, builder_on(region) };
    return use;
}

/* Is `article` one of those joined by "; "? */
static bool article_noted(Text articles, Text article)
{
    for (Text rest = articles; rest.length;)
        if (text_equal(text_trim(text_cut(rest, ';', &rest)), article))
            return true;
    return false;
}

static void note_cited(const View *view, SourceUses *uses, const CitedList *cited)
{
    for (uint32_t i = 0; i < cited->count; i++) {
        if (!cited->at[i].source)
            continue;
        SourceUse *use = use_of(view->region, uses, cited->at[i].source);
        Text article = cited->at[i].citation ? cited->at[i].citation->article : TEXT_NONE;
        if (article.length && !article_noted(builder_text(&use->articles), article))
            words_add(&use->articles, "; ", article);
    }
}

/* "C39 6(5), 13: Circular 39/2015/TT-BTC", and how surely it is known where it was not read. */
static Text use_words(const View *view, const SourceUse *use)
{
    Builder out = builder_on(view->region);
    build_text(&out, use->source->id);
    words_add(&out, " ", builder_text(&use->articles));
    build_format(&out, ": " TEXT_FMT, TEXT_ARG(phrase(view->cli, use->source->instrument)));
    if (use->source->confidence != CONFIDENCE_READ)
        build_format(&out, " (" TEXT_FMT ")", TEXT_ARG(word_in(view, "CONFIDENCE_", text_of(confidence_name(use->source->confidence)))));
    return builder_text(&out);
}

static int by_rank(const void *a, const void *b)
{
    const SourceUse *one = a, *other = b;
    int rank = (int)one->source->grade - (int)other->source->grade;
    return rank ? rank : text_compare(one->source->id, other->source->id);
}

/* The rank, before the first source of it. */
static Text grade_words(const View *view, const SourceUses *uses, size_t at)
{
    Grade grade = uses->at.at[at].source->grade;
    bool first = at == 0 || uses->at.at[at - 1].source->grade != grade;
    return first ? word_in(view, "GRADE_", text_of(grade_name(grade))) : TEXT_NONE;
}

static SourceUses sources_of(const View *view)
{
    SourceUses uses = { 0 };
    for (const Entry *entry = view->answer->entries; entry; entry = entry->next)
        if (view_shows(view, entry->list->list))
            note_cited(view, &uses, &entry->cited);
    return uses;
}

size_t view_source_count(const View *view)
{
    return sources_of(view).at.count;
}

/* Strongest first, those of one rank together. */
void view_sources(View *view)
{
    SourceUses uses = sources_of(view);
    if (!uses.at.count || !view->full)
        return;
    qsort(uses.at.at, uses.at.count, sizeof *uses.at.at, by_rank);
    screen_heading(&view->screen, say(view->cli, MSG_SOURCES));
    size_t width = 0;
    for (size_t i = 0; i < uses.at.count; i++)
        width = utf8_width(grade_words(view, &uses, i)) > width ? utf8_width(grade_words(view, &uses, i)) : width;
    for (size_t i = 0; i < uses.at.count; i++)
        screen_labelled(&view->screen, width, grade_words(view, &uses, i), STYLE_PLAIN, use_words(view, &uses.at.at[i]));
}

/* ---- foot ---- */

void view_foot(View *view)
{
    const Determination *answer = view->answer;
    Screen *screen = &view->screen;
    Text confidence = word_in(view, "CONFIDENCE_", text_of(confidence_name(answer->confidence)));
    Text rank = word_in(view, "GRADE_", text_of(grade_name(answer->rank)));
    Text law = text_slice(answer->law, 0, HASH_SHOWN);
    screen_end(screen);
    view_left_out(view);
    screen_wrap(screen, 0, 2, STYLE_FAINT, SAY(view->cli, MSG_RESTS_ON, rank, confidence, law));
    if (answer->runs_exhausted)
        screen_wrap(screen, 0, 2, STYLE_DOUBT, say_count(view->cli, MSG_RUNS_EXHAUSTED, answer->runs));
    if (answer->not_varied.length)
        screen_wrap(screen, 0, 2, STYLE_DOUBT, SAY(view->cli, MSG_NOT_VARIED, reword(view->cli, answer->not_varied)));
    screen_wrap(screen, 0, 2, STYLE_FAINT, say(view->cli, MSG_NO_ADVICE));
}

void view_body(View *view)
{
    view_title(view);
    view_charges(view);
    view_goods(view);
    view_alternatives(view);
    view_missing(view);
    view_lists(view);
    view_sources(view);
}

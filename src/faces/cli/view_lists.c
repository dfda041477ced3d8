/* faces/cli/view_lists.c - papers, days, registrations, steps, risks and all other lists of a determination.
 *
 * The lists and their parts come from answers.md, so this file knows few of them by name: the key is a word of a
 * catalogue, the other parts follow it. Equal entries of several things become one, with the things behind it.
 */
#include "faces/cli/view.h"

#include <stdlib.h>

enum { FEW_THINGS = 16 }; /* letters of the things behind a paper */

/* ---- one item ---- */

/* The words of a part's name, from the catalogue that answers.md gives the part; else a phrase of the rulebooks. */
static Text part_name(const View *view, const Entry *entry, Text part, Text name)
{
    Text words = name_in_part(view->program, entry->list->type, part, name, view->cli->language);
    return text_equal(words, name) ? phrase(view->cli, name) : words;
}

static Text key_words(const View *view, const Entry *entry)
{
    Value key = entry->list->key_count ? value_part(entry->value, text_string(view->region, entry->list->keys[0])) : VALUE_NOTHING;
    return key.kind == VALUE_TEXT ? part_name(view, entry, entry->list->keys[0], text_of_value(key)) : name_words(view, entry->decision->name);
}

static bool is_key(const Entry *entry, Text part)
{
    return entry->list->key_count && text_equal(entry->list->keys[0], part);
}

/* Part by which the items of a list stand together: papers by the step that needs them. */
static bool is_group(Text part)
{
    return text_is(part, "needed by");
}

/* How a risk comes about: in short, its remedy is what helps. */
static bool is_background(const Entry *entry, Text part)
{
    return text_is(part, "why") && value_part(entry->value, "remedy").kind == VALUE_TEXT;
}

/* A text is a name of a catalogue, one of few words (high, yes), or stands for itself. */
static Text part_words(const View *view, const Entry *entry, Text part, Value value)
{
    if (value.kind != VALUE_TEXT)
        return value_words(view, value);
    Text text = text_of_value(value), named = part_name(view, entry, part, text);
    return text_equal(named, text) ? word_in(view, "WORD_", text) : named;
}

/* All parts but the key: "issuer: customs; copies: 2" with the names of the parts where there are several. */
static void add_parts(const View *view, Builder *out, const Entry *entry)
{
    if (entry->value.kind != VALUE_CONTEXT) {
        build_text(out, TEXT(": "));
        build_text(out, value_words(view, entry->value));
        return;
    }
    const Context *record = entry->value.context;
    size_t shown = 0;
    for (uint32_t i = 0; i < record->shape->count; i++) {
        Text part = record->shape->names[i], words = part_words(view, entry, part, record->at[i]);
        if (is_key(entry, part) || is_group(part) || !words.length || (!view->full && is_background(entry, part)))
            continue;
        Message named = message_named("PART_", part);
        build_text(out, shown++ ? TEXT("; ") : TEXT(" - "));
        build_text(out, named == MESSAGES ? words : SAY(view->cli, named, words));
    }
}

/* A list of which nobody knows what stands in it. */
static bool is_open_list(const Entry *entry)
{
    return entry->status == STATUS_UNDETERMINED && entry->value.kind != VALUE_CONTEXT && entry->list->key_count && entry->hang;
}

/* Item, its articles, and what makes it doubtful; without the thing it is of. */
static Text item_words(const View *view, const Entry *entry)
{
    if (is_open_list(entry))
        return SAY(view->cli, MSG_PERHAPS_MORE, hang_names(view, entry->hang));
    Builder out = builder_on(view->region);
    build_text(&out, key_words(view, entry));
    if (view->full)
        add_parts(view, &out, entry);
    Text only_if = hang_words(view, entry->only_if), articles = view->full ? entry_articles(view->region, entry) : TEXT_NONE;
    Text unverified = unverified_words(view, entry);
    if (only_if.length && view->full)
        words_add(&out, "; ", SAY(view->cli, MSG_ONLY_IF, only_if));
    else if (only_if.length)
        build_format(&out, " (" TEXT_FMT ")", TEXT_ARG(SAY(view->cli, MSG_IF, hang_names(view, entry->only_if))));
    if (entry->status != STATUS_DETERMINED)
        build_format(&out, " (" TEXT_FMT ")", TEXT_ARG(word_in(view, "STATUS_", text_of(status_name(entry->status)))));
    if (unverified.length)
        build_format(&out, " (" TEXT_FMT ")", TEXT_ARG(unverified));
    if (articles.length)
        build_format(&out, "  [" TEXT_FMT "]", TEXT_ARG(articles));
    return builder_text(&out);
}

/* In short what follows all that: its other parts. */
static Text rest_words(const View *view, const Entry *entry)
{
    Builder out = builder_on(view->region);
    if (!view->full && !is_open_list(entry))
        add_parts(view, &out, entry);
    return builder_text(&out);
}

/* ---- equal items together ---- */

typedef struct Item {
    Text words;
    Text rest;      /* in short: the parts, behind the things; cut to the line unless they tell a remedy */
    bool whole;     /* they tell one */
    Text group;
    Builder things; /* "s1/1/1, s1/2/1" */
    Style style;
} Item;

typedef struct Items {
    LIST_OF(Item) at;
    size_t *places; /* hash table: 1 + index */
    size_t mask;
} Items;

static Style item_style(const Entry *entry)
{
    Value level = value_part(entry->value, "level");
    if (text_is(entry->list->list, "prohibitions") || (level.kind == VALUE_TEXT && text_is(text_of_value(level), "high")))
        return STYLE_BAD;
    return entry->status == STATUS_DETERMINED ? STYLE_PLAIN : STYLE_DOUBT;
}

static bool is_item(const Item *item, const Item *other)
{
    return text_equal(item->words, other->words) && text_equal(item->rest, other->rest) && text_equal(item->group, other->group);
}

static void add_item(const View *view, Items *items, const Entry *entry)
{
    Item item = { .words = item_words(view, entry), .rest = rest_words(view, entry), .group = part_words(view, entry, TEXT("needed by"), value_part(entry->value, "needed by")),
                  .whole = value_part(entry->value, "remedy").kind == VALUE_TEXT, .things = builder_on(view->region), .style = item_style(entry) };
    size_t place = text_hash(item.words) & items->mask;
    while (items->places[place] && !is_item(&items->at.at[items->places[place] - 1], &item))
        place = (place + 1) & items->mask;
    if (!items->places[place]) {
        *LIST_ADD(view->region, items->at) = item;
        items->places[place] = items->at.count;
    }
    Text of = entry->frame ? place_words(view, entry->frame) : entry->of;
    words_add(&items->at.at[items->places[place] - 1].things, ", ", of);
}

static Items items_new(Region *region, size_t count)
{
    size_t size = 16;
    while (size < count * 2)
        size *= 2;
    return (Items){ .places = REGION_ARRAY(region, size_t, size), .mask = size - 1 };
}

/* ---- days ---- */

/* The day, or the earliest and latest where the calendar does not reach. */
static Text term_day(const View *view, const Entry *entry)
{
    Value day = value_part(entry->value, "day"), earliest = value_part(entry->value, "earliest"), latest = value_part(entry->value, "latest");
    if (entry->value.kind != VALUE_CONTEXT)
        return value_words(view, entry->value);
    if (day.kind == VALUE_DATE || earliest.kind != VALUE_DATE || latest.kind != VALUE_DATE)
        return value_words(view, day);
    return text_format(view->region, TEXT_FMT " .. " TEXT_FMT, TEXT_ARG(value_words(view, earliest)), TEXT_ARG(value_words(view, latest)));
}

/* "10 working days from 2025-12-05", "3 months before" one that is counted back */
static Text term_way(const View *view, const Entry *entry)
{
    Value from = value_part(entry->value, "from"), count = value_part(entry->value, "count"), unit = value_part(entry->value, "unit");
    if (from.kind == VALUE_NULL || unit.kind != VALUE_TEXT)
        return hang_words(view, entry->hang);
    int64_t number = 0;
    Decimal decimal = value_is_number(count) ? decimal_of_value(count) : DECIMAL_ZERO;
    Message length = message_named("TERM_", text_of_value(unit));
    if (value_is_number(count) && number_is_zero(count))
        return TEXT_NONE; /* the day itself, not one counted from it */
    bool plain = length != MESSAGES && value_is_number(count) && decimal_to_int64(&number, &decimal) && number > INT64_MIN;
    bool back = plain && number < 0;
    Text words = plain ? say_count(view->cli, length, (uint64_t)(back ? -number : number)) : text_format(view->region, TEXT_FMT " " TEXT_FMT, TEXT_ARG(value_words(view, count)), TEXT_ARG(text_of_value(unit)));
    return SAY(view->cli, back ? MSG_TERM_BACK : MSG_TERM_WAY, words, value_words(view, from));
}

/* The way to the day, on what the day hangs, and that nobody verified it. */
static Text term_doubt(const View *view, const Entry *entry, Text way, Text only_if)
{
    Builder out = builder_on(view->region);
    words_add(&out, "", way);
    if (only_if.length)
        words_add(&out, "; ", SAY(view->cli, MSG_ONLY_IF, only_if));
    words_add(&out, "; ", unverified_words(view, entry));
    return builder_text(&out);
}

static void term_row(const View *view, Grid *grid, const Entry *entry)
{
    GridRow *row = grid_row(grid);
    Text only_if = view->full ? hang_words(view, entry->only_if) : hang_names(view, entry->only_if), way = term_way(view, entry);
    row->at[0] = (GridCell){ term_day(view, entry), entry->status == STATUS_DETERMINED ? STYLE_BOLD : STYLE_DOUBT };
    row->at[1].text = name_words(view, entry->decision->name);
    row->at[2].text = entry->frame ? place_words(view, entry->frame) : entry->of;
    row->at[3].text = term_doubt(view, entry, way, only_if);
    row->at[4] = (GridCell){ view->full ? entry_articles(view->region, entry) : TEXT_NONE, STYLE_FAINT };
}

typedef struct DueDay {
    const Entry *entry;
    int64_t day; /* what has none comes last */
    size_t place;
} DueDay;

static DueDay due_day(const Entry *entry, size_t place)
{
    Value day = value_part(entry->value, "day"), earliest = value_part(entry->value, "earliest");
    return (DueDay){ entry, day.kind == VALUE_DATE ? day.days : earliest.kind == VALUE_DATE ? earliest.days : INT64_MAX, place };
}

/* The earliest day first; equal ones in the order of the law. */
static int term_order(const void *left, const void *right)
{
    const DueDay *a = left, *b = right;
    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    return a->place < b->place ? -1 : a->place > b->place;
}

static void show_terms(View *view, const AnswerList *list, size_t count)
{
    DueDay *terms = REGION_ARRAY(view->region, DueDay, count);
    size_t known = 0;
    Grid grid = grid_new(view->region);
    for (int i = 0; i < 5; i++)
        grid_column(&grid, TEXT_NONE, false, i == 0);
    for (const Entry *entry = view->answer->entries; entry; entry = entry->next)
        if (entry->list == list) {
            terms[known] = due_day(entry, known);
            known++;
        }
    qsort(terms, known, sizeof *terms, term_order);
    for (size_t i = 0; i < known; i++)
        term_row(view, &grid, terms[i].entry);
    grid_print(&view->screen, &grid);
}

/* ---- all lists ---- */

static void show_item(View *view, const Item *item)
{
    Text things = builder_text(&item->things);
    Builder out = builder_on(view->region);
    build_text(&out, item->words);
    if (things.length)
        build_format(&out, "  (" TEXT_FMT ")", TEXT_ARG(things));
    build_text(&out, item->rest);
    Text words = builder_text(&out);
    screen_item(&view->screen, item->style, view->full || item->whole ? words : words_cut(view, words, view->screen.width - 4));
}

/* "invoice (c1/d1)"; more than two or three things would say less than none. */
static Text short_item(const View *view, const Item *item)
{
    Text things = builder_text(&item->things);
    bool few = things.length && things.length <= FEW_THINGS;
    return few ? text_format(view->region, TEXT_FMT " (" TEXT_FMT ")", TEXT_ARG(item->words), TEXT_ARG(things)) : item->words;
}

/* "for clearing: invoice; contract; licence (if: cryptography)": the items of a group as one sentence. */
static void show_sentence(View *view, const Items *items, size_t first)
{
    Text group = items->at.at[first].group;
    Builder out = builder_on(view->region);
    for (size_t i = first; i < items->at.count; i++)
        if (text_equal(items->at.at[i].group, group))
            words_add(&out, "; ", short_item(view, &items->at.at[i]));
    Text lead = group.length ? SAY(view->cli, MSG_NEEDED_FOR, group) : TEXT_NONE;
    screen_blanks(&view->screen, 2);
    screen_wrap(&view->screen, 2, 4, STYLE_PLAIN, text_format(view->region, TEXT_FMT "%s" TEXT_FMT, TEXT_ARG(lead), lead.length ? " " : "", TEXT_ARG(builder_text(&out))));
}

/* The items of one group, in order; the first of them tells which. */
static void show_group(View *view, const Items *items, size_t first)
{
    Text group = items->at.at[first].group;
    for (size_t i = 0; i < first; i++)
        if (text_equal(items->at.at[i].group, group))
            return;
    if (group.length && !view->full) {
        show_sentence(view, items, first);
        return;
    }
    if (group.length) {
        screen_blanks(&view->screen, 2);
        screen_wrap(&view->screen, 2, 4, STYLE_FAINT, SAY(view->cli, MSG_NEEDED_FOR, group));
    }
    for (size_t i = first; i < items->at.count; i++)
        if (text_equal(items->at.at[i].group, group))
            show_item(view, &items->at.at[i]);
}

static void show_items(View *view, const AnswerList *list, size_t count)
{
    Items items = items_new(view->region, count);
    for (const Entry *entry = view->answer->entries; entry; entry = entry->next)
        if (entry->list == list)
            add_item(view, &items, entry);
    for (size_t i = 0; i < items.at.count; i++)
        if (i == 0 || !text_equal(items.at.at[i].group, items.at.at[i - 1].group))
            show_group(view, &items, i);
}

static bool shown_elsewhere(Text list)
{
    return text_is(list, "lines") || text_is(list, "codes") || text_is(list, "values");
}

/* Background, and work that the papers and days imply: in short it is counted, unless --only names it. */
static bool is_left_out(const View *view, Text list)
{
    static const char *const left[] = { "fields", "statements", "steps" };
    for (size_t i = 0; i < sizeof left / sizeof *left && !view->full && !view->only.length; i++)
        if (text_equal(list, text_of(left[i])))
            return true;
    return false;
}

static size_t count_of(const View *view, const AnswerList *list)
{
    size_t count = 0;
    for (const Entry *entry = view->answer->entries; entry; entry = entry->next)
        count += entry->list == list;
    return count;
}

void view_lists(View *view)
{
    const Rulebooks *books = view->program->books;
    for (uint32_t i = 0; i < books->list_count; i++) {
        const AnswerList *list = &books->lists[i];
        size_t count = count_of(view, list);
        if (!count || shown_elsewhere(list->list) || !view_shows(view, list->list) || is_left_out(view, list->list))
            continue;
        view_heading(view, word_in(view, "LIST_", list->list));
        if (text_is(list->type, "term"))
            show_terms(view, list, count);
        else
            show_items(view, list, count);
    }
}

/* "not shown: 11 statements, 3 steps, 34 sources; see them with --full" */
void view_left_out(View *view)
{
    const Rulebooks *books = view->program->books;
    Builder out = builder_on(view->region);
    size_t not_asked = 0;
    for (const Entry *entry = view->answer->entries; entry; entry = entry->next)
        not_asked += view_not_asked(view, entry);
    if (not_asked)
        words_add(&out, ", ", say_count(view->cli, MSG_LEFT_not_asked, not_asked));
    for (uint32_t i = 0; i < books->list_count && !view->full; i++) {
        size_t count = is_left_out(view, books->lists[i].list) ? count_of(view, &books->lists[i]) : 0;
        Message named = message_named("LEFT_", books->lists[i].list);
        if (count)
            words_add(&out, ", ", say_count(view->cli, named, count));
    }
    size_t sources = view->full ? 0 : view_source_count(view);
    if (sources)
        words_add(&out, ", ", say_count(view->cli, MSG_LEFT_sources, sources));
    if (out.length)
        screen_wrap(&view->screen, 0, 2, STYLE_FAINT, SAY(view->cli, MSG_LEFT_OUT, builder_text(&out)));
}

/* faces/cli/tree.c - the tree under a figure: what was read, under which row and article, and which rows lost. */
#include "faces/cli/tree.h"

#include "faces/cli/facts.h"

enum { MOST_LOST = 12 };

typedef struct Tree {
    View *view;
    size_t depth;                     /* levels to show; 0: all */
    LIST_OF(const LawSource *) named; /* instruments named in full so far */
} Tree;

/* Blanks and lines left of a node: one Text per level. */
typedef struct Branch {
    const struct Branch *outer;
    Text lead; /* "│  " or "   " */
} Branch;

static size_t branch_width(const Branch *branch)
{
    return branch ? branch_width(branch->outer) + 3 : 0;
}

static void put_branch(View *view, const Branch *branch)
{
    if (!branch)
        return;
    put_branch(view, branch->outer);
    screen_put(&view->screen, STYLE_FAINT, branch->lead);
}

/* A line of a node below its head, each of its screen lines behind the branch. */
static void put_note(View *view, const Branch *branch, Style style, Text text)
{
    size_t width = branch_width(branch) + 2, at = 0;
    size_t room = view->screen.width > width + 20 ? view->screen.width - width : 20;
    for (Text line; line_take(text, room, &at, &line);) {
        put_branch(view, branch);
        screen_blanks(&view->screen, 2);
        screen_put(&view->screen, style, line);
        screen_end(&view->screen);
    }
}

/* ---- one node ---- */

/* A record with the names of its parts, another value as it is. */
static Text result_words(const View *view, Value value)
{
    Builder out = builder_on(view->region);
    if (value.kind == VALUE_TEXT)
        return named_words(view, text_of_value(value));
    if (value.kind != VALUE_CONTEXT)
        return value_words(view, value);
    for (uint32_t i = 0; i < value.context->shape->count; i++) {
        Text name = value.context->shape->names[i], words = value_words(view, value.context->at[i]);
        if (words.length)
            words_add(&out, "; ", text_format(view->region, TEXT_FMT " " TEXT_FMT, TEXT_ARG(phrase(view->cli, name)), TEXT_ARG(words)));
    }
    return builder_text(&out);
}

static Text head_words(const View *view, const Step *step)
{
    Builder out = builder_on(view->region);
    build_text(&out, named_words(view, step->name));
    words_add(&out, " ", step->of);
    build_text(&out, TEXT(" = "));
    build_text(&out, result_words(view, step->value));
    return builder_text(&out);
}

/* An instrument is named in full where it is first met in the tree. */
static bool is_first(Tree *tree, const LawSource *source)
{
    for (size_t i = 0; i < tree->named.count; i++)
        if (tree->named.at[i] == source)
            return false;
    *LIST_ADD(tree->view->region, tree->named) = source;
    return true;
}

/* "V-01: D08 20 (Decree ...); also C174 6(3); law of 2025-12-05" */
static Text cited_words(Tree *tree, const Step *step)
{
    static const Message roles[] = { [CITES_BASIS] = MSG_ROLE_BASIS, [CITES_SUPPORT] = MSG_ROLE_SUPPORT, [CITES_END] = MSG_ROLE_END };
    const View *view = tree->view;
    Builder out = builder_on(view->region);
    Text row = TEXT_NONE;
    for (uint32_t i = 0; i < step->cited.count; i++) {
        const Cited *at = &step->cited.at[i];
        words_add(&out, "; ", at->row.length && !text_equal(at->row, row) ? text_format(view->region, TEXT_FMT ": ", TEXT_ARG(at->row)) : TEXT_NONE);
        if (i && text_equal(at->row, row))
            build_text(&out, TEXT("; "));
        row = at->row;
        build_text(&out, SAY(view->cli, roles[at->citation->role], cited_article(view->region, at)));
        if (at->source && is_first(tree, at->source))
            build_format(&out, " (" TEXT_FMT ")", TEXT_ARG(phrase(view->cli, at->source->instrument)));
    }
    if (step->has_day && out.length)
        words_add(&out, "; ", SAY(view->cli, MSG_LAW_OF, date_text(view->region, step->day)));
    return builder_text(&out);
}

/* Was the reason given with an earlier row? */
static bool said_before(const Step *step, uint32_t at)
{
    for (uint32_t i = 0; i < at; i++)
        if (text_equal(step->lost[i].why, step->lost[at].why))
            return true;
    return false;
}

/* Rows that lost for one reason stand together. */
static void put_lost(View *view, const Branch *branch, const Step *step)
{
    size_t shown = 0;
    for (uint32_t i = 0; i < step->lost_count; i++) {
        if (said_before(step, i))
            continue;
        if (shown++ == MOST_LOST) {
            put_note(view, branch, STYLE_FAINT, TEXT("..."));
            return;
        }
        Builder rows = builder_on(view->region);
        for (uint32_t k = i; k < step->lost_count; k++)
            if (text_equal(step->lost[k].why, step->lost[i].why))
                words_add(&rows, ", ", step->lost[k].row->row->id);
        put_note(view, branch, STYLE_FAINT, SAY(view->cli, MSG_LOST, builder_text(&rows), reword(view->cli, step->lost[i].why)));
    }
}

/* Everything below the head: formula, articles, day, rows that lost. */
static void put_notes(Tree *tree, const Branch *branch, const Step *step)
{
    View *view = tree->view;
    if (text_find(step->formula, TEXT(" = "), 0) != SIZE_MAX) /* a constant is in the head already */
        put_note(view, branch, STYLE_PLAIN, step->formula);
    if (step->kind == STEP_FACT && step->fact)
        put_note(view, branch, STYLE_DOUBT, fact_question(step->fact->entry, view->cli->language));
    Text cited = cited_words(tree, step);
    if (cited.length)
        put_note(view, branch, STYLE_PLAIN, cited);
    put_lost(view, branch, step);
}

static void put_step(Tree *tree, const Branch *branch, const Step *step, size_t level);

/* The clock of a decision is read by every decision; "law of" says it already. */
static bool is_clock(const Step *step, const Step *inner)
{
    return inner->kind == STEP_FACT && step->has_day && inner->value.kind == VALUE_DATE && inner->value.days == step->day && step->note && step->note->sheet &&
           text_equal(step->note->sheet->block->clock, inner->name);
}

static const Step *next_shown(const Step *step, const Step *inner)
{
    while (inner && is_clock(step, inner))
        inner = inner->next;
    return inner;
}

static void put_inner(Tree *tree, const Branch *branch, const Step *step, size_t level)
{
    const Step *next;
    for (const Step *inner = next_shown(step, step->inner); inner; inner = next) {
        next = next_shown(step, inner->next);
        Branch below = { branch, next ? TEXT("│  ") : TEXT("   ") };
        put_branch(tree->view, branch);
        screen_put(&tree->view->screen, STYLE_FAINT, next ? TEXT("├─ ") : TEXT("└─ "));
        put_step(tree, &below, inner, level + 1);
    }
}

/* A fact says all in its head. */
static bool is_plain_fact(const Step *step)
{
    return step->kind == STEP_FACT && step->value.kind != VALUE_UNKNOWN;
}

/* The head stands behind its connector; what is longer goes on below. */
static void put_head(View *view, const Branch *branch, const Step *step)
{
    Text words = head_words(view, step), line = TEXT_NONE;
    size_t width = branch_width(branch), at = 0;
    line_take(words, view->screen.width > width + 20 ? view->screen.width - width : 20, &at, &line);
    screen_put(&view->screen, is_plain_fact(step) ? STYLE_PLAIN : STYLE_BOLD, line);
    screen_end(&view->screen);
    if (at < words.length)
        put_note(view, branch, STYLE_PLAIN, text_slice(words, at, words.length));
}

static void put_step(Tree *tree, const Branch *branch, const Step *step, size_t level)
{
    put_head(tree->view, branch, step);
    if (is_plain_fact(step))
        return;
    bool inner = next_shown(step, step->inner) != NULL, more = inner && !(tree->depth && level + 1 >= tree->depth);
    Branch notes = { branch, TEXT("│  ") };
    put_notes(tree, more ? &notes : branch, step);
    if (more)
        put_inner(tree, branch, step, level);
    else if (inner)
        put_note(tree->view, branch, STYLE_FAINT, TEXT("..."));
}

void tree_print(View *view, const Step *step, size_t depth)
{
    Tree tree = { .view = view, .depth = depth };
    put_step(&tree, NULL, step, 0);
}

/* ---- as JSON ---- */

static void value_json(JsonWriter *writer, const View *view, const char *key, Value value)
{
    Builder out = builder_on(view->region);
    if (value.kind == VALUE_TEXT)
        build_text(&out, text_of_value(value));
    else if (value.kind == VALUE_UNKNOWN)
        build_text(&out, TEXT("unknown"));
    else
        value_print(&out, value);
    json_pair(writer, key, builder_text(&out));
}

static void cited_json(JsonWriter *writer, const CitedList *cited)
{
    static const char *const roles[] = { [CITES_BASIS] = "basis", [CITES_SUPPORT] = "support", [CITES_END] = "end" };
    json_key(writer, TEXT("citations"));
    json_open(writer, '[');
    for (uint32_t i = 0; i < cited->count; i++) {
        json_open(writer, '{');
        json_pair_if(writer, "row", cited->at[i].row);
        json_pair(writer, "source", cited->at[i].citation->source_id);
        json_pair_if(writer, "article", cited->at[i].citation->article);
        json_pair(writer, "role", text_of(roles[cited->at[i].citation->role]));
        if (cited->at[i].source)
            json_pair(writer, "instrument", cited->at[i].source->instrument);
        json_close(writer, '}');
    }
    json_close(writer, ']');
}

static void lost_json(JsonWriter *writer, const Step *step)
{
    json_key(writer, TEXT("lost"));
    json_open(writer, '[');
    for (uint32_t i = 0; i < step->lost_count; i++) {
        json_open(writer, '{');
        json_pair(writer, "row", step->lost[i].row->row->id);
        json_pair(writer, "why", step->lost[i].why);
        json_close(writer, '}');
    }
    json_close(writer, ']');
}

static void step_json(JsonWriter *writer, const View *view, const Step *step, size_t depth, size_t level)
{
    static const char *const kinds[] = { [STEP_FACT] = "fact", [STEP_DECISION] = "decision", [STEP_CONVERSION] = "conversion", [STEP_QUESTION] = "open question" };
    json_open(writer, '{');
    json_pair(writer, "kind", text_of(kinds[step->kind]));
    json_pair(writer, "name", step->name);
    json_pair_if(writer, "of", step->of);
    value_json(writer, view, "value", step->value);
    json_pair_if(writer, "formula", step->formula);
    if (step->has_day)
        json_pair(writer, "day", date_text(view->region, step->day));
    if (step->cited.count)
        cited_json(writer, &step->cited);
    if (step->lost_count)
        lost_json(writer, step);
    bool deeper = step->inner && !(depth && level + 1 >= depth) && writer->depth + 4 < LIMIT_JSON_DEPTH;
    if (deeper) {
        json_key(writer, TEXT("from"));
        json_open(writer, '[');
        for (const Step *inner = step->inner; inner; inner = inner->next)
            step_json(writer, view, inner, depth, level + 1);
        json_close(writer, ']');
    }
    json_close(writer, '}');
}

void tree_json(JsonWriter *writer, const View *view, const Step *step, size_t depth)
{
    step_json(writer, view, step, depth, 0);
}

/* ---- the trace ---- */

typedef struct Trace {
    View *view;
    Grid grid;
} Trace;

static Text fired_words(const View *view, const Note *note)
{
    Builder out = builder_on(view->region);
    const Sheet *sheet = note->sheet;
    for (uint32_t i = 0; sheet && sheet->kind == SHEET_TABLE && note->fired && i < sheet->row_count; i++)
        if (rows_have(note->fired, i))
            words_add(&out, " ", sheet->rows[i].row->id);
    if (sheet && sheet->kind == SHEET_QUESTION && note->reading)
        words_add(&out, " ", sheet->readings[note->reading - 1].reading->name);
    return builder_text(&out);
}

static void trace_row(void *context, Frame *frame, uint16_t slot, const Note *note)
{
    Trace *trace = context;
    View *view = trace->view;
    GridRow *row = grid_row(&trace->grid);
    row->at[0].text = note->decision->name;
    row->at[1].text = frame ? frame_path(view->region, frame) : TEXT_NONE;
    row->at[2].text = note->has_day ? date_text(view->region, note->day) : TEXT_NONE;
    row->at[3].text = fired_words(view, note);
    row->at[4].text = frame && note->decision->shape != SHAPE_THINGS ? result_words(view, frame->slots[slot]) : TEXT_NONE;
}

void trace_print(View *view)
{
    Trace trace = { view, grid_new(view->region) };
    static const Message headers[] = { MSG_COLUMN_DECISION, MSG_COLUMN_OF, MSG_COLUMN_DAY, MSG_COLUMN_FIRED, MSG_COLUMN_VALUE };
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        grid_column(&trace.grid, say(view->cli, headers[i]), false, i == 2);
    run_each_note(view->answer->run, trace_row, &trace);
    screen_heading(&view->screen, say(view->cli, MSG_TRACE));
    grid_print(&view->screen, &trace.grid);
}

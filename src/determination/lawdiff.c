/* determination/lawdiff.c - see lawdiff.h. Two rows that stand in force on the one and the other day, and whose cells have values in common,
 * change hands there; the verifier's search finds such values that a case can have. */
#include "determination/lawdiff.h"

#include "base/file.h"
#include "determination/answer.h"
#include "determination/checking.h"
#include "determination/proof.h"
#include "determination/sheet.h"
#include "determination/wide.h"

typedef struct Diffing {
    Task *task;
    Lawbook *lawbook;
    LawDiff *out;
    const Program *program;   /* linked for this question alone */
    Text movement;
    const Program *laws[2];   /* of the two days; NULL before they are asked for */
    LIST_OF(LawChange) list;
    /* one sheet */
    const Decision *decision;
    Sheet *sheet;
    Grid grid;
    Memo *memo;
    Effort effort;
    Proof *small;
    const uint64_t *rows[2];  /* in force on the one and the other day */
    const Box *box;           /* found */
    LawChange change;
} Diffing;

/* ---- words ---- */

static bool is_in(const Diffing *diffing, int day, uint32_t row) { return rows_have(diffing->rows[day], row); }

/* The outputs of a row as its page has them: "0.05", ".base: customs value; .rate: 0.1". */
static Text outputs_text(const Diffing *diffing, const SheetRow *row)
{
    const Table *table = row->row->table;
    Builder out = builder_on(diffing->task->region);
    for (uint32_t c = 0; c < table->column_count; c++) {
        const Column *column = &table->columns[c];
        Text cell = text_trim(span_text(row->row->cells[c]));
        if (column->kind != COLUMN_OUTPUT || text_is(cell, "-"))
            continue;
        if (column->part.length)
            build_format(&out, "%s." TEXT_FMT ": " TEXT_FMT, out.length ? "; " : "", TEXT_ARG(column->part), TEXT_ARG(cell));
        else
            build_text(&out, cell);
    }
    return builder_text(&out);
}

static void add_cells(Builder *out, const SheetRow *row, const SheetRow *other)
{
    const Table *table = row->row->table;
    for (uint32_t c = 0; c < table->column_count; c++) {
        Text cell = text_trim(span_text(row->row->cells[c]));
        if (table->columns[c].kind != COLUMN_INPUT || text_is(cell, "-"))
            continue;
        if (other && c < other->row->table->column_count && text_equal(cell, text_trim(span_text(other->row->cells[c]))))
            continue;
        build_format(out, "%s" TEXT_FMT ": " TEXT_FMT, out->length ? "; " : "", TEXT_ARG(text_trim(span_text(table->columns[c].header))), TEXT_ARG(cell));
    }
}

/* What both rows ask: the cells of the one after, and those of the one before that differ from them. */
static Text facts_text(const Diffing *diffing, const SheetRow *before, const SheetRow *after)
{
    Builder out = builder_on(diffing->task->region);
    if (after)
        add_cells(&out, after, NULL);
    if (before)
        add_cells(&out, before, after);
    return builder_text(&out);
}

/* ---- a case that shows it ---- */

static const Program *law_of(Diffing *diffing, int which)
{
    LawMoment moment = { .has_law = true, .law = which ? diffing->out->to : diffing->out->from };
    if (!diffing->laws[which])
        diffing->laws[which] = lawbook_program_at(diffing->task, diffing->lawbook, diffing->program->jurisdiction, diffing->movement, moment);
    return diffing->laws[which];
}

typedef struct Values { /* what a decision says of each of its things */
    Run *run;
    uint16_t slot;
    Region *region;
    LIST_OF(Value) list;
} Values;

static void take_value(void *context, Frame *frame, Frame *around, Value missing)
{
    Values *values = context;
    (void)around;
    *LIST_ADD(values->region, values->list) = frame ? run_read(values->run, frame, values->slot) : missing;
}

static bool run_witness(Diffing *diffing, int which, const Source *source, const Json *json, Values *values)
{
    Report unheard;
    report_init(&unheard, diffing->task->region);
    Task task = { diffing->task->region, &unheard, diffing->task->cancel };
    const Program *law = law_of(diffing, which);
    const Decision *decision = law ? program_decision(law, diffing->decision->name) : NULL;
    DetermineOptions options = { 0 };
    const Case *facts;
    Run *run = decision && !decision->parameters ? case_prepare(&task, law, source, json, &options, false, &facts) : NULL;
    if (!run)
        return false;
    *values = (Values){ .run = run, .slot = decision->slot, .region = diffing->task->region };
    each_thing(run, decision->thing, take_value, values);
    return !run->vm.fault_count;
}

static void add_shown(Builder *out, Value value)
{
    if (value.kind == VALUE_UNKNOWN)
        build_text(out, TEXT("open"));
    else if (value.kind == VALUE_ABSENT)
        build_text(out, mark_text(value.mark));
    else
        value_print(out, value);
}

/* Of a record, what is known of it. */
static Text shown(Region *region, Value value)
{
    Builder out = builder_on(region);
    if (value.kind != VALUE_CONTEXT) {
        add_shown(&out, value);
        return builder_text(&out);
    }
    for (uint32_t i = 0; i < value.context->shape->count; i++) {
        if (value.context->at[i].kind == VALUE_UNKNOWN || value.context->at[i].kind == VALUE_NULL)
            continue;
        build_format(&out, "%s" TEXT_FMT " ", out.length ? ", " : "", TEXT_ARG(value.context->shape->names[i]));
        add_shown(&out, value.context->at[i]);
    }
    return out.length ? builder_text(&out) : TEXT("open");
}

/* The case is run under both laws: does the decision say something else? */
static bool shows(Diffing *diffing, Text witness)
{
    Region *region = diffing->task->region;
    Report unheard;
    report_init(&unheard, region);
    Task task = { region, &unheard, NULL };
    const Source *source = source_from(&task, TEXT("case"), witness);
    const Json *json = source ? json_read(&task, source) : NULL;
    Values before, after;
    if (!json || !run_witness(diffing, 0, source, json, &before) || !run_witness(diffing, 1, source, json, &after))
        return false;
    for (size_t i = 0; i < before.list.count && i < after.list.count; i++) {
        if (value_alike(before.list.at[i], after.list.at[i]))
            continue;
        diffing->change.value_before = shown(region, before.list.at[i]);
        diffing->change.value_after = shown(region, after.list.at[i]);
        return true;
    }
    return false;
}

static void find_case(Diffing *diffing, const Box *box)
{
    Region *region = diffing->task->region;
    Proof *whole = proof_open_whole(diffing->small);
    Text witness = whole && box_asked(whole, box, SEEK_ANSWER) == FIT_YES ? witness_text(region, whole) : TEXT_NONE;
    diffing->change.is_case = witness.length && shows(diffing, witness);
    diffing->change.witness = diffing->change.is_case ? witness : choices_text(region, diffing->small, box->chosen);
}

static bool box_possible(void *context, const Box *box)
{
    Diffing *diffing = context;
    RegionMark mark = region_mark(diffing->task->region);
    bool possible = box_asked(diffing->small, box, SEEK_FIRING) != FIT_NO;
    region_drop(diffing->task->region, mark);
    return possible;
}

static bool box_found(void *context, const Box *box)
{
    if (!box_possible(context, box))
        return false;
    box_asked(((Diffing *)context)->small, box, SEEK_FIRING);
    find_case(context, box);
    return true;
}

/* ---- rows that take each other's place ---- */

static RowList rows_of(const Diffing *diffing, int day, const SheetRow *without)
{
    uint32_t *at = REGION_ARRAY(diffing->task->region, uint32_t, diffing->sheet->row_count + 1);
    uint32_t count = 0;
    for (uint32_t r = 0; r < diffing->sheet->row_count; r++)
        if (is_in(diffing, day, r) && !rows_have(diffing->sheet->otherwise, r) && &diffing->sheet->rows[r] != without)
            at[count++] = r;
    return (RowList){ count, at };
}

static void add_change(Diffing *diffing, const SheetRow *before, const SheetRow *after, RowList firing, RowList silent)
{
    Region *region = diffing->task->region;
    Search search = { .region = region, .grid = &diffing->grid, .memo = diffing->memo, .effort = &diffing->effort, .possible = box_possible, .found = box_found, .context = diffing };
    diffing->change = (LawChange){ .jurisdiction = diffing->program->jurisdiction, .decision = diffing->decision->name, .page = (after ? after : before)->page, .before = before, .after = after };
    if (!diffing->effort.spent && !cover_search(&search, firing, silent) && !diffing->effort.spent)
        return; /* nobody can have these facts */
    diffing->change.from = before ? outputs_text(diffing, before) : TEXT_NONE;
    diffing->change.to = after ? outputs_text(diffing, after) : TEXT_NONE;
    diffing->change.facts = facts_text(diffing, before, after);
    *LIST_ADD(region, diffing->list) = diffing->change;
}

static void add_pair(Diffing *diffing, uint32_t a, uint32_t b)
{
    const SheetRow *before = &diffing->sheet->rows[a], *after = &diffing->sheet->rows[b];
    if (!rows_meet(&diffing->grid, a, b) || text_equal(outputs_text(diffing, before), outputs_text(diffing, after)))
        return;
    uint32_t *firing = REGION_ARRAY(diffing->task->region, uint32_t, 2);
    firing[0] = a < b ? a : b;
    firing[1] = a < b ? b : a;
    RowList silent = { 0 };
    if (rows_have(diffing->sheet->otherwise, a))
        silent = rows_of(diffing, 0, NULL);
    else if (rows_have(diffing->sheet->otherwise, b))
        silent = rows_of(diffing, 1, NULL);
    add_change(diffing, before, after, (RowList){ 2, firing }, silent);
}

/* A row alone: on the other day none takes (some of) its facts, or, in a table that collects, none says the same. */
static void add_alone(Diffing *diffing, uint32_t row, int day)
{
    const SheetRow *one = &diffing->sheet->rows[row];
    uint32_t *firing = REGION_ARRAY(diffing->task->region, uint32_t, 1);
    bool collects = diffing->sheet->policy >= HIT_COLLECT;
    firing[0] = row;
    RowList silent = rows_of(diffing, !day, NULL);
    for (uint32_t i = 0, kept = 0; collects && i <= silent.count; i++) {
        if (i == silent.count) {
            silent.count = kept;
            break;
        }
        const SheetRow *other = &diffing->sheet->rows[silent.at[i]];
        if (text_equal(outputs_text(diffing, other), outputs_text(diffing, one)))
            ((uint32_t *)silent.at)[kept++] = silent.at[i];
    }
    add_change(diffing, day ? NULL : one, day ? one : NULL, (RowList){ 1, firing }, silent);
}

static void diff_rows(Diffing *diffing)
{
    const Sheet *sheet = diffing->sheet;
    bool collects = sheet->policy >= HIT_COLLECT;
    for (uint32_t a = 0; a < sheet->row_count && !collects; a++)
        for (uint32_t b = 0; b < sheet->row_count; b++)
            if (a != b && is_in(diffing, 0, a) && is_in(diffing, 1, b) && !(is_in(diffing, 1, a) && is_in(diffing, 0, b)))
                add_pair(diffing, a, b);
    for (uint32_t r = 0; r < sheet->row_count; r++)
        if (is_in(diffing, 0, r) != is_in(diffing, 1, r))
            add_alone(diffing, r, is_in(diffing, 1, r));
}

/* ---- one table ---- */

static void make_grid(Diffing *diffing)
{
    const Sheet *sheet = diffing->sheet;
    Grid *grid = &diffing->grid;
    *grid = grid_of(diffing->task->region, sheet, 0);
    for (uint32_t c = 0; c < grid->columns; c++)
        grid->allowed[c] = proof_allowed_pieces(diffing->small, &sheet->columns[c]);
    for (uint32_t r = 0; r < sheet->row_count; r++)
        for (uint32_t c = 0; c < grid->columns; c++) {
            PieceSet *cell = &grid->cells[(size_t)r * grid->columns + c];
            *cell = rows_have(sheet->columns[c].any, r) ? grid->allowed[c] : pieces_both(diffing->task->region, *cell, grid->allowed[c]);
        }
}

static bool same_rows(const Diffing *diffing)
{
    return memcmp(diffing->rows[0], diffing->rows[1], diffing->sheet->words * sizeof(uint64_t)) == 0;
}

static void diff_sheet(Diffing *diffing, const Decision *decision, Sheet *sheet)
{
    LawDiff *out = diffing->out;
    diffing->decision = decision;
    diffing->sheet = sheet;
    diffing->rows[0] = sheet->era_rows + (size_t)sheet_era(sheet, out->from) * sheet->words;
    diffing->rows[1] = sheet->era_rows + (size_t)sheet_era(sheet, out->to) * sheet->words;
    out->decisions++;
    if (same_rows(diffing))
        return;
    wide_sets(diffing->task->region, sheet);
    diffing->effort = (Effort){ 0 };
    diffing->memo = memo_new(diffing->task->region, sheet->row_count);
    diffing->small = proof_open(diffing->task, diffing->program, decision, sheet, (DaySpan){ out->to, out->to }, &diffing->effort);
    make_grid(diffing);
    diff_rows(diffing);
    out->spent = diffing->effort.spent ? diffing->effort.spent : out->spent;
}

/* ---- the whole ---- */

/* Another movement of the country links the same page again: the same rows are told once. */
static bool told_before(const Diffing *diffing, size_t from, const Decision *decision)
{
    for (size_t i = 0; i < from; i++)
        if (text_equal(diffing->list.at[i].decision, decision->name))
            return true;
    return false;
}

static void diff_program(Diffing *diffing, Text only)
{
    size_t before = diffing->list.count;
    diffing->laws[0] = diffing->laws[1] = NULL;
    for (uint32_t i = 0; i < diffing->program->decision_count; i++) {
        const Decision *decision = diffing->program->decisions[i];
        if ((only.length && !text_equal(decision->name, only)) || told_before(diffing, before, decision))
            continue;
        for (uint32_t s = 0; s < decision->sheet_count && !task_cancelled(diffing->task); s++)
            if (decision->sheets[s]->kind == SHEET_TABLE && decision->sheets[s]->layer == LAYER_LAW)
                diff_sheet(diffing, decision, decision->sheets[s]);
    }
}

static bool decision_known(Task *task, const Rulebooks *books, Text decision)
{
    LIST_OF(Text) known = { 0 };
    for (uint32_t p = 0; p < books->page_count; p++)
        for (uint32_t i = 0; i < books->pages[p].decision_count; i++) {
            if (!decision.length || text_equal(books->pages[p].decisions[i].name, decision))
                return true;
            *LIST_ADD(task->region, known) = books->pages[p].decisions[i].name;
        }
    Problem *p = report_error(task->report, "unknown-name", SPAN_NONE, "no decision is called \"" TEXT_FMT "\"", TEXT_ARG(decision));
    Text near = text_nearest(decision, known.at, known.count);
    if (near.length)
        problem_hint(task->report, p, "Did you mean \"" TEXT_FMT "\"?", TEXT_ARG(near));
    return false;
}

const LawDiff *lawbook_diff(Task *task, Lawbook *lawbook, Text jurisdiction, int64_t from, int64_t to, Text decision)
{
    LawDiff *out = REGION_NEW(task->region, LawDiff);
    *out = (LawDiff){ .from = from, .to = to };
    Diffing diffing = { .task = task, .lawbook = lawbook, .out = out };
    const Rulebooks *books = lawbook_read(task, lawbook, jurisdiction);
    if (!books || !decision_known(task, books, decision))
        return NULL;
    TextList movements = movements_of(task->region, books, jurisdiction);
    for (size_t i = 0; i < movements.count; i++) {
        diffing.movement = movements.at[i];
        diffing.program = lawbook_link(task, lawbook, books, jurisdiction, movements.at[i]);
        if (!diffing.program)
            return NULL;
        diff_program(&diffing, decision);
    }
    out->changes = diffing.list.at;
    out->count = (uint32_t)diffing.list.count;
    return out;
}

/* determination/verify.c - each table, each day: is there exactly one row for every case that can be asked, and a case for every row?
 *
 *     sheet ──eras.c──▶ parts of eras ──cover.c──▶ boxes of pieces ──ask.c──▶ cases ──▶ here: what is told of them
 *
 * What the cells say is settled exactly by arithmetic on sets of pieces; only what that finds is then held against what can be asked
 * (conditions of facts, decisions below, readings in force). A fault that is told comes with a case in which the engine shows it, or, where
 * none was found among those tried, with the values of the columns.
 */
#include "determination/checking.h"
#include "determination/eras.h"
#include "determination/proof.h"
#include "determination/sheet.h"
#include "determination/wide.h"

enum { REPORTED_MOST = 3 }; /* gaps told per table, and pairs of rows */

typedef enum Why { WHY_NO_DAY, WHY_CELL, WHY_SHUT_OUT, WHY_NOT_ASKED, WHY_NONE } Why; /* a row does not fire; each later one was got to by another day. NO_DAY: it was left out */

typedef struct Proving { /* one sheet while it is proved */
    Task *task;
    const Program *program;
    const Decision *decision;
    const Sheet *sheet;
    Memo *memo;
    Effort effort;
    Proof *small;      /* the small world, moved from one span of days to the next */
    Grid grid;         /* with REPORTED_MOST rows more: gaps that were told */
    EraParts parts;
    DayList below;     /* days on which something below begins */
    bool reckoned;     /* and days between them may differ, too */
    uint8_t *why;      /* Why of each row */
    uint32_t gaps, pairs, perhaps; /* that were told */
} Proving;

/* A search among boxes of one part of an era. */
typedef struct Hunt {
    Proving *table;
    Seeking seeking;
    bool sure;       /* what was found is a fault where it can be asked; else only if a case shows it */
    DaySpans spans;  /* within each nothing below changes */
    DaySpan found;   /* on which of them the box can be asked */
    Proof *whole;    /* the case that shows it; NULL: none was found */
    uint64_t columns;
    PieceSet *box;
    bool open;       /* not sure, and no case was found, though not all were tried */
} Hunt;

/* ---- worlds ---- */

static Frame *frame_chain(Run *run, const ThingType *type)
{
    Frame *parent = type->within ? frame_chain(run, type->within) : NULL;
    RunFrame *frame = run_frame(run, type, parent, true);
    if (!parent)
        run->root = &frame->frame;
    return &frame->frame;
}

static int64_t day_in(DaySpan days)
{
    return days.first != DAY_EVER ? days.first : days.last != DAY_OPEN ? days.last : 0;
}

static void move_to(Proof *proof, DaySpan days)
{
    proof->days = days;
    proof->day = day_in(days);
    Frame *frame = proof->sheet->clock_is_slot ? proof->frame : NULL;
    for (uint8_t up = proof->sheet->clock_up; up && frame; up--)
        frame = frame->parent;
    if (frame)
        run_tell(frame, proof->sheet->clock_slot, value_date(proof->day));
}

void run_hear(Run *run, const Sheet *sheet)
{
    run->proving = true;
    run->house = sheet->layer == LAYER_HOUSE;
    run->voice = sheet->layer == LAYER_GUIDANCE ? sheet->voice + 1 : 0;
}

Proof *proof_open(Task *task, const Program *program, const Decision *decision, const Sheet *sheet, DaySpan days, Effort *effort)
{
    Run *run = REGION_NEW(task->region, Run);
    run_init(run, program, task->region);
    run_hear(run, sheet);
    run_trace(run);
    Proof *proof = REGION_NEW(task->region, Proof);
    *proof = (Proof){ .task = task, .program = program, .decision = decision, .sheet = sheet, .effort = effort, .run = run };
    proof->frame = frame_chain(run, decision->parameters ? decision->parameters : decision->thing);
    move_to(proof, days);
    return proof;
}

static Hunt hunt_on(Proving *table, DaySpan days, Seeking seeking)
{
    Region *region = table->task->region;
    return (Hunt){ .table = table, .seeking = seeking, .sure = true, .spans = days_cut(region, days, &table->below) };
}

static bool hunt_possible(void *context, const Box *box)
{
    Hunt *hunt = context;
    Region *region = hunt->table->task->region;
    bool possible = false;
    for (uint32_t i = 0; i < hunt->spans.count && !possible; i++) {
        RegionMark mark = region_mark(region);
        move_to(hunt->table->small, hunt->spans.at[i]);
        possible = box_asked(hunt->table->small, box, hunt->seeking) != FIT_NO;
        region_drop(region, mark);
    }
    return possible;
}

static PieceSet *box_copy(Region *region, const Box *box, uint32_t columns)
{
    PieceSet *copy = region_take(region, (columns + 1) * sizeof *copy);
    memcpy(copy, box->at, columns * sizeof *copy);
    return copy;
}

/* The case itself, in the engine. */
static bool hunt_shown(Hunt *hunt, const Box *box)
{
    if (hunt->seeking == SEEK_FIRING)
        return true;
    Proof *whole = proof_open_whole(hunt->table->small);
    Fit fit = whole ? box_asked(whole, box, hunt->seeking) : FIT_OPEN;
    hunt->whole = fit == FIT_YES ? whole : NULL;
    hunt->open |= fit == FIT_OPEN;
    return fit == FIT_YES || (fit == FIT_OPEN && hunt->sure);
}

static bool hunt_found(void *context, const Box *box)
{
    Hunt *hunt = context;
    Region *region = hunt->table->task->region;
    for (uint32_t i = 0; i < hunt->spans.count; i++) {
        RegionMark mark = region_mark(region);
        move_to(hunt->table->small, hunt->spans.at[i]);
        if (box_asked(hunt->table->small, box, hunt->seeking) != FIT_NO && hunt_shown(hunt, box)) {
            hunt->found = hunt->spans.at[i];
            hunt->columns = box->chosen;
            hunt->box = box_copy(region, box, hunt->table->sheet->column_count);
            return true;
        }
        region_drop(region, mark);
    }
    return false;
}

static bool hunt_boxes(Hunt *hunt, RowList firing, RowList silent)
{
    Proving *table = hunt->table;
    Search search = { .region = table->task->region, .grid = &table->grid, .memo = table->memo, .effort = &table->effort,
                      .possible = hunt_possible, .found = hunt_found, .context = hunt };
    return !table->effort.spent && cover_search(&search, firing, silent);
}

/* Whatever is found without asking need not be asked: worlds are opened only where the cells alone leave something. */
static bool raw_possible(void *context, const Box *box)
{
    (void)context, (void)box;
    return true;
}

static bool boxes_are_left(Proving *table, RowList firing, RowList silent)
{
    Search search = { .region = table->task->region, .grid = &table->grid, .memo = table->memo, .effort = &table->effort,
                      .possible = raw_possible, .found = raw_possible };
    RegionMark mark = region_mark(table->task->region);
    bool left = !table->effort.spent && cover_search(&search, firing, silent);
    region_drop(table->task->region, mark);
    return left;
}

/* ---- what columns can hold ---- */

static bool is_clock(const Sheet *sheet, const ColumnIndex *column)
{
    return sheet->clock_is_slot && column->is_slot && column->up == sheet->clock_up && column->slot == sheet->clock_slot;
}

/* Cells take no more than columns can hold. */
static void clip_cells(Proving *table)
{
    Grid *grid = &table->grid;
    for (uint32_t r = 0; r < table->sheet->row_count; r++)
        for (uint32_t c = 0; c < grid->columns; c++) {
            PieceSet *cell = &grid->cells[(size_t)r * grid->columns + c];
            bool any = rows_have(table->sheet->columns[c].any, r);
            *cell = any ? grid->allowed[c] : pieces_both(table->task->region, *cell, grid->allowed[c]);
        }
}

/* Where a column is the clock, the days at hand are one piece of it. */
static void allow_part(Proving *table, PieceSet *kept, const EraPart *part)
{
    for (uint32_t c = 0; c < table->grid.columns; c++) {
        const ColumnIndex *column = &table->sheet->columns[c];
        kept[c] = table->grid.allowed[c];
        if (!is_clock(table->sheet, column))
            continue;
        PieceSpan *span = REGION_NEW(table->task->region, PieceSpan);
        span->first = span->last = column_piece(column, value_date(day_in(part->days)));
        table->grid.allowed[c] = pieces_both(table->task->region, kept[c], (PieceSet){ 1, span });
    }
}

/* ---- rows of a part ---- */

static RowList rows_of(const Proving *table, const EraPart *part, bool otherwise)
{
    const Sheet *sheet = table->sheet;
    uint32_t *rows = region_take(table->task->region, (sheet->row_count + REPORTED_MOST + 1) * sizeof *rows), count = 0;
    const uint64_t *era = sheet->era_rows + (size_t)part->era * sheet->words;
    for (uint32_t r = 0; r < sheet->row_count; r++)
        if (rows_have(era, r) && rows_have(sheet->otherwise, r) == otherwise)
            rows[count++] = r;
    return (RowList){ count, rows };
}

/* ---- what is told ---- */

static Text days_in_words(Region *region, DaySpan days)
{
    Builder out = builder_on(region);
    if (days.first == days.last)
        return date_text(region, days.first);
    days_print(&out, (DaySpans){ 1, &days });
    return builder_text(&out);
}

static void show_case(const Hunt *hunt, Problem *problem)
{
    Task *task = hunt->table->task;
    problem_case(task->report, problem, hunt->whole ? witness_text(task->region, hunt->whole) : choices_text(task->region, hunt->table->small, hunt->columns));
}

static void report_gap(const Hunt *hunt)
{
    const Proving *table = hunt->table;
    Report *report = table->task->report;
    Problem *p = report_error(report, "table-gap", table->sheet->block->name_span, "no row of table \"" TEXT_FMT "\" takes a case of " TEXT_FMT, TEXT_ARG(table->decision->name),
                              TEXT_ARG(days_in_words(table->task->region, hunt->found)));
    problem_hint(report, p, "If the law is silent here, add a row with *none*, *not covered* or *not modelled* and its source.");
    show_case(hunt, p);
}

static void report_pair(const Hunt *hunt, const SheetRow *a, const SheetRow *b)
{
    const Proving *table = hunt->table;
    Report *report = table->task->report;
    Text days = days_in_words(table->task->region, hunt->found);
    bool unique = table->sheet->policy == HIT_UNIQUE;
    Problem *p = report_error(report, unique ? "table-overlap" : "rows-disagree", a->row->id_span, "rows " TEXT_FMT " and " TEXT_FMT " of table \"" TEXT_FMT "\" both take a case of " TEXT_FMT "%s",
                              TEXT_ARG(a->row->id), TEXT_ARG(b->row->id), TEXT_ARG(table->decision->name), TEXT_ARG(days), unique ? "" : ", and say different things");
    problem_also(report, p, b->row->id_span, "the other row");
    show_case(hunt, p);
}

static void report_never(const Proving *table, uint32_t row, const char *reason, Text detail)
{
    const SheetRow *never = &table->sheet->rows[row];
    Problem *p = report_error(table->task->report, "row-never-fires", never->row->id_span, "row " TEXT_FMT " of table \"" TEXT_FMT "\" can never fire: %s" TEXT_FMT, TEXT_ARG(never->row->id),
                              TEXT_ARG(table->decision->name), reason, TEXT_ARG(detail));
    problem_hint(table->task->report, p, "Leave the row out, or mend its cells, its days or its place.");
}

static void report_spent(const Proving *table)
{
    Problem *p = report_warning(table->task->report, "not-proven", table->sheet->block->name_span, "table \"" TEXT_FMT "\" is too large to prove: %s, %llu, is reached", TEXT_ARG(table->decision->name),
                                table->effort.spent, (unsigned long long)table->effort.limit);
    problem_hint(table->task->report, p, "Split the table into decisions of fewer columns.");
}

/* ---- gaps ---- */

/* A gap that was told counts as a row from now on, so that the next one is another. */
static void add_told(Proving *table, const Hunt *hunt, RowList *rows)
{
    Grid *grid = &table->grid;
    uint32_t row = table->sheet->row_count + table->gaps;
    for (uint32_t c = 0; c < grid->columns; c++)
        grid->cells[(size_t)row * grid->columns + c] = hunt->columns >> c & 1 ? hunt->box[c] : grid->allowed[c];
    grid->written[row] = hunt->columns;
    ((uint32_t *)rows->at)[rows->count++] = row;
}

static void seek_gaps(Proving *table, const EraPart *part, RowList rows)
{
    if (!boxes_are_left(table, (RowList){ 0 }, rows))
        return;
    Hunt hunt = hunt_on(table, part->days, SEEK_GAP);
    while (table->gaps < REPORTED_MOST && hunt_boxes(&hunt, (RowList){ 0 }, rows)) {
        report_gap(&hunt);
        add_told(table, &hunt, &rows);
        table->gaps++;
    }
}

/* ---- rows that fire together ---- */

typedef enum Saying { SAY_SAME, SAY_PERHAPS, SAY_OTHERWISE } Saying;

static Saying cells_say(const OutputCell *a, const OutputCell *b)
{
    if (a->is_mark || b->is_mark)
        return a->is_mark && b->is_mark && a->mark == b->mark ? SAY_SAME : a->is_mark && b->is_mark ? SAY_OTHERWISE : SAY_PERHAPS;
    if (text_equal(text_trim(span_text(a->span)), text_trim(span_text(b->span))))
        return SAY_SAME;
    if (!a->constant || !b->constant)
        return SAY_PERHAPS;
    bool nothing = a->value.kind == VALUE_NULL && b->value.kind == VALUE_NULL;
    return nothing || value_equal(a->value, b->value) == 1 ? SAY_SAME : SAY_OTHERWISE;
}

static Saying rows_say(const Sheet *sheet, uint32_t a, uint32_t b)
{
    Saying all = SAY_SAME;
    for (uint32_t i = 0; i < sheet->part_count; i++) {
        Saying here = cells_say(&sheet->rows[a].outputs[i], &sheet->rows[b].outputs[i]);
        all = here > all ? here : all;
    }
    return all;
}

static bool days_meet(DaySpans a, DaySpans b)
{
    for (uint32_t i = 0, k = 0; i < a.count && k < b.count;) {
        if (a.at[i].first <= b.at[k].last && b.at[k].first <= a.at[i].last)
            return true;
        if (a.at[i].last < b.at[k].last)
            i++;
        else
            k++;
    }
    return false;
}

static bool has_cells(const Proving *table, uint32_t row)
{
    for (uint32_t c = 0; c < table->grid.columns; c++)
        if (!table->grid.cells[(size_t)row * table->grid.columns + c].count)
            return false;
    return true;
}

static void report_perhaps(Proving *table, const SheetRow *a, const SheetRow *b)
{
    if (++table->perhaps > REPORTED_MOST)
        return;
    Problem *p = report_warning(table->task->report, "not-proven", a->row->id_span, "whether rows " TEXT_FMT " and " TEXT_FMT " of table \"" TEXT_FMT "\" say the same is not proven", TEXT_ARG(a->row->id),
                                TEXT_ARG(b->row->id), TEXT_ARG(table->decision->name));
    problem_also(table->task->report, p, b->row->id_span, "the other row");
    problem_hint(table->task->report, p, "Write the same formula in both, or a decision that both name.");
}

/* The first days on which both rows take a case that can be asked. */
static void seek_pair(Proving *table, uint32_t a, uint32_t b, Saying saying)
{
    bool open = false;
    for (size_t i = 0; i < table->parts.count && !table->effort.spent; i++) {
        const EraPart *part = &table->parts.at[i];
        const uint64_t *era = table->sheet->era_rows + (size_t)part->era * table->sheet->words;
        if (!rows_have(era, a) || !rows_have(era, b))
            continue;
        PieceSet kept[LIMIT_TABLE_COLUMNS];
        uint32_t firing[2] = { a, b };
        Hunt hunt = hunt_on(table, part->days, SEEK_CONFLICT);
        hunt.sure = saying == SAY_OTHERWISE;
        allow_part(table, kept, part);
        bool found = hunt_boxes(&hunt, (RowList){ 2, firing }, (RowList){ 0 });
        memcpy(table->grid.allowed, kept, table->grid.columns * sizeof *kept);
        open |= hunt.open;
        if (!found)
            continue;
        report_pair(&hunt, &table->sheet->rows[a], &table->sheet->rows[b]);
        table->pairs++;
        return;
    }
    if (open && saying == SAY_PERHAPS && !table->effort.spent)
        report_perhaps(table, &table->sheet->rows[a], &table->sheet->rows[b]);
}

static void seek_pairs(Proving *table)
{
    const Sheet *sheet = table->sheet;
    for (uint32_t a = 0; a < sheet->row_count; a++) {
        if (table->pairs >= REPORTED_MOST || !effort_work(&table->effort, sheet->row_count - a))
            return;
        if (!has_cells(table, a))
            continue;
        for (uint32_t b = a + 1; b < sheet->row_count && table->pairs < REPORTED_MOST; b++) {
            bool apart = rows_have(sheet->otherwise, a) != rows_have(sheet->otherwise, b) || !has_cells(table, b);
            if ( !rows_meet(&table->grid, a, b) || !days_meet(sheet->rows[a].row->in_force, sheet->rows[b].row->in_force) || apart)
                continue;
            Saying saying = sheet->policy == HIT_UNIQUE ? SAY_OTHERWISE : rows_say(sheet, a, b);
            if (saying != SAY_SAME)
                seek_pair(table, a, b, saying);
        }
    }
}

/* ---- rows that never fire ---- */

static uint32_t rank_of(const Decision *decision, const OutputCell *cell)
{
    const Domain *domain = decision->type->domain;
    for (uint32_t i = 0; domain && !cell->is_mark && i < domain->count; i++)
        if (value_equal(domain->values[i], cell->value) == 1)
            return i;
    return UINT32_MAX;
}

static bool is_known(const OutputCell *cell) { return cell->is_mark || cell->constant; }

/* Does `other` answer wherever both take a case? */
static bool shuts_out(const Proving *table, uint32_t row, uint32_t other)
{
    const Sheet *sheet = table->sheet;
    if (rows_have(sheet->otherwise, row))
        return !rows_have(sheet->otherwise, other);
    if (sheet->policy == HIT_FIRST)
        return other < row;
    if (sheet->policy != HIT_PRIORITY || sheet->part_count != 1)
        return false;
    const OutputCell *mine = &sheet->rows[row].outputs[0], *theirs = &sheet->rows[other].outputs[0];
    return is_known(mine) && is_known(theirs) && rank_of(table->decision, theirs) < rank_of(table->decision, mine);
}

static RowList rows_before(const Proving *table, RowList rows, uint32_t row)
{
    uint32_t *before = region_take(table->task->region, (rows.count + 1) * sizeof *before), count = 0;
    for (uint32_t i = 0; i < rows.count; i++)
        if (shuts_out(table, row, rows.at[i]))
            before[count++] = rows.at[i];
    return (RowList){ count, before };
}

/* Why the row does not fire on these days. */
static Why why_not(Proving *table, Hunt *hunt, RowList rows, uint32_t row)
{
    RegionMark mark = region_mark(table->task->region);
    bool otherwise = rows_have(table->sheet->otherwise, row);
    RowList firing = { otherwise ? 0 : 1, &row };
    RowList before = rows_before(table, rows, row);
    Why why = has_cells(table, row) ? WHY_SHUT_OUT : WHY_CELL;
    if (why == WHY_SHUT_OUT && boxes_are_left(table, firing, before))
        why = hunt_boxes(hunt, firing, before) || table->reckoned ? WHY_NONE : WHY_NOT_ASKED;
    region_drop(table->task->region, mark);
    return why;
}

static void seek_rows(Proving *table, const EraPart *part, RowList rows)
{
    Hunt hunt = hunt_on(table, part->days, SEEK_FIRING);
    const uint64_t *era = table->sheet->era_rows + (size_t)part->era * table->sheet->words;
    for (uint32_t r = 0; r < table->sheet->row_count && !table->effort.spent; r++) {
        if (!rows_have(era, r) || table->why[r] == WHY_NONE)
            continue;
        Why why = why_not(table, &hunt, rows, r);
        table->why[r] = why > table->why[r] ? why : table->why[r];
    }
}

static Text empty_cell(const Proving *table, uint32_t row)
{
    uint32_t c = 0;
    while (c + 1 < table->grid.columns && table->grid.cells[(size_t)row * table->grid.columns + c].count)
        c++;
    return text_format(table->task->region, "\"" TEXT_FMT "\"", TEXT_ARG(text_trim(span_text(table->sheet->columns[c].header))));
}

static void report_rows(const Proving *table)
{
    for (uint32_t r = 0; r < table->sheet->row_count; r++) {
        if (table->why[r] == WHY_CELL)
            report_never(table, r, "its cell takes no allowed value of ", empty_cell(table, r));
        if (table->why[r] == WHY_SHUT_OUT)
            report_never(table, r, table->grid.columns ? "other rows answer wherever it would" : "another row answers before it", TEXT_NONE);
        if (table->why[r] == WHY_NOT_ASKED)
            report_never(table, r, "no case can have its values", TEXT_NONE);
    }
}

/* ---- eras ---- */

/* The smallest case: its clock alone, and what makes the thing where rules make it. */
static Text day_text(const Proving *table, DaySpan days)
{
    Region *region = table->task->region;
    move_to(table->small, days);
    Proof *whole = proof_open_whole(table->small);
    Box any = { table->grid.allowed, 0 };
    bool runs = whole && (whole->frame || box_asked(whole, &any, SEEK_NO_ROW) == FIT_YES);
    return runs ? witness_text(region, whole) : choices_text(region, table->small, 0);
}

static void show_rows_around(Task *task, Problem *problem, const Sheet *sheet, uint32_t era)
{
    const SheetRow *before = NULL, *after = NULL;
    for (uint32_t r = 0; r < sheet->row_count; r++) {
        if (era > 0 && rows_have(sheet->era_rows + (size_t)(era - 1) * sheet->words, r))
            before = &sheet->rows[r];
        if (!after && era + 1 < sheet->era_count && rows_have(sheet->era_rows + (size_t)(era + 1) * sheet->words, r))
            after = &sheet->rows[r];
    }
    if (before)
        problem_also(task->report, problem, before->row->id_span, "last row before the gap");
    if (after)
        problem_also(task->report, problem, after->row->id_span, "first row after it");
}

static void report_time_gap(const Proving *table, const EraPart *part)
{
    Task *task = table->task;
    Problem *p = report_error(task->report, "time-gap", table->sheet->block->name_span, "no row of table \"" TEXT_FMT "\" is in force on " TEXT_FMT, TEXT_ARG(table->decision->name),
                              TEXT_ARG(days_in_words(task->region, part->days)));
    show_rows_around(task, p, table->sheet, part->era);
    problem_hint(task->report, p, "If the law is silent that day, add a row \"*not covered*\" with its source.");
    if (table->sheet->clock)
        problem_case(task->report, p, day_text(table, part->days));
}

static bool is_single(const Sheet *sheet) { return sheet->policy < HIT_COLLECT; }

static void prove_part(Proving *table, const EraPart *part)
{
    RowList rows = rows_of(table, part, false), otherwise = rows_of(table, part, true);
    bool complete = table->sheet->layer == LAYER_LAW && is_single(table->sheet);
    PieceSet kept[LIMIT_TABLE_COLUMNS];
    if (!rows.count && !otherwise.count) {
        if (complete && part->promised)
            report_time_gap(table, part);
        return;
    }
    allow_part(table, kept, part);
    seek_rows(table, part, rows);
    if (complete && !otherwise.count)
        seek_gaps(table, part, rows);
    memcpy(table->grid.allowed, kept, table->grid.columns * sizeof *kept);
}

static void make_grid(Proving *table)
{
    Region *region = table->task->region;
    const Sheet *sheet = table->sheet;
    table->small = proof_open(table->task, table->program, table->decision, sheet, (DaySpan){ 0, 0 }, &table->effort);
    table->grid = grid_of(region, sheet, REPORTED_MOST);
    for (uint32_t c = 0; c < sheet->column_count; c++)
        table->grid.allowed[c] = proof_allowed_pieces(table->small, &sheet->columns[c]);
    clip_cells(table);
}

static void prove_table(Proving *table)
{
    make_grid(table);
    table->parts = era_parts(table->task->region, table->sheet);
    table->below = days_below(table->task->region, table->program, table->decision, table->sheet, &table->reckoned);
    for (size_t i = 0; i < table->parts.count && !table->effort.spent; i++) {
        RegionMark mark = region_mark(table->task->region);
        size_t problems = table->task->report->errors + table->task->report->left_out;
        prove_part(table, &table->parts.at[i]);
        if (table->task->report->errors + table->task->report->left_out == problems)
            region_drop(table->task->region, mark);
    }
    if (table->sheet->policy == HIT_UNIQUE || table->sheet->policy == HIT_ANY)
        seek_pairs(table);
    if (!table->effort.spent)
        report_rows(table);
}

static void prove_sheet(Task *task, const Program *program, const Decision *decision, Sheet *sheet, Memo *memo)
{
    RegionMark mark = region_mark(task->region);
    size_t problems = task->report->errors + task->report->warnings;
    Proving table = { .task = task, .program = program, .decision = decision, .sheet = sheet, .memo = memo };
    table.why = REGION_ARRAY(task->region, uint8_t, sheet->row_count + 1);
    if ((uint64_t)sheet->row_count * sheet->column_count > LIMIT_PROOF_CELLS)
        table.effort = (Effort){ .spent = "LIMIT_PROOF_CELLS", .limit = LIMIT_PROOF_CELLS };
    else
        prove_table(&table);
    if (table.effort.spent)
        report_spent(&table);
    if (task->report->errors + task->report->warnings == problems)
        region_drop(task->region, mark);
}

/* ---- the whole ---- */

static void verify_with(Task *task, const Program *program, const Decision *decision, Sheet *sheet, Memo *memo)
{
    if (sheet->kind != SHEET_TABLE)
        return;
    check_rows(task, decision, sheet);
    prove_sheet(task, program, decision, sheet, memo);
}

void verify_sheet(Task *task, const Program *program, const Decision *decision, Sheet *sheet)
{
    verify_with(task, program, decision, sheet, memo_new(task->region, sheet->row_count));
}

void verify_program(Task *task, const Program *program)
{
    Memo *memo = memo_new(task->region, UINT32_MAX);
    for (uint32_t i = 0; i < program->decision_count; i++)
        for (uint32_t s = 0; s < program->decisions[i]->sheet_count; s++)
            verify_with(task, program, program->decisions[i], program->decisions[i]->sheets[s], memo);
}

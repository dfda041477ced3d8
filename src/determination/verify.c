/* determination/verify.c - each table, each era: is there exactly one row for every combination that can be asked?
 *
 * The columns cut their values into pieces (sheet.c); a combination of pieces is a box. Boxes are walked column by
 * column with the set of rows that still accept. An empty set is a gap, two rows at the end an overlap - if the box can
 * be asked at all: its values are set as facts, and what the conditions and decisions make of them must not contradict it.
 */
#include "determination/change.h"
#include "determination/checking.h"
#include "determination/hang.h"
#include "determination/sheet.h"
#include "determination/wide.h"

enum { REPORTED_MOST = 3,    /* gaps and overlaps told per table */
       TRIES_PER_BOX = 200 }; /* facts tried out to see whether a box can be asked */

/* What a column may hold in a box: one of its pieces, or, for a fact with a condition, nothing. */
typedef struct Choice {
    bool there;
    Value value; /* stands for its piece */
} Choice;

typedef struct Proof {
    Task *task;
    const Program *program;
    const Decision *decision;
    const Sheet *sheet;
    Run *run;
    Frame *frame;         /* of the decision's thing */
    Choice choices[LIMIT_TABLE_COLUMNS];
    int64_t day;          /* first day of the era */
    DaySpan days;
    uint64_t boxes;
    uint32_t reported;
    bool seeks_gap;       /* else an overlap, which is a fault of the table whoever may ask */
    bool stopped;
} Proof;

/* ---- can a box be asked? ---- */

static Frame *column_frame(const Proof *proof, const ColumnIndex *column)
{
    Frame *frame = proof->frame;
    for (uint8_t up = column->up; up && frame; up--)
        frame = frame->parent;
    return frame;
}

static const Meaning *column_meaning(const Proof *proof, const ColumnIndex *column)
{
    Frame *frame = column->is_slot ? column_frame(proof, column) : NULL;
    return frame ? slot_meaning(frame->type, column->slot) : NULL;
}

static bool is_question(const Decision *decision)
{
    return decision->sheets[decision->sheet_count - 1]->kind == SHEET_QUESTION;
}

/* A reading with this value is in force on the first day of the era. */
static bool reading_in_force(const Decision *decision, Value value, int64_t day)
{
    const Sheet *sheet = decision->sheets[decision->sheet_count - 1];
    for (uint32_t i = 0; i < sheet->reading_count; i++)
        if (days_contain(sheet->readings[i].reading->in_force, day) && value_equal(sheet->readings[i].value, value) == 1)
            return true;
    return false;
}

static void tell_columns(Proof *proof, uint32_t columns)
{
    for (uint32_t c = 0; c < columns; c++) {
        const Meaning *meaning = column_meaning(proof, &proof->sheet->columns[c]);
        bool stub = meaning && (meaning->kind != MEANS_DECISION || is_question(meaning->decision));
        if (stub && proof->choices[c].there)
            run_tell(column_frame(proof, &proof->sheet->columns[c]), proof->sheet->columns[c].slot, proof->choices[c].value);
    }
}

static void untell_columns(Proof *proof, uint32_t columns)
{
    for (uint32_t c = 0; c < columns; c++)
        if (column_meaning(proof, &proof->sheet->columns[c]))
            run_tell(column_frame(proof, &proof->sheet->columns[c]), proof->sheet->columns[c].slot, (Value){ .kind = VALUE_UNSET });
}

typedef enum Fit { FIT_NO, FIT_YES, FIT_OPEN } Fit;

static Fit fit_of_hang(Value value, const Hang **open)
{
    if (value.kind != VALUE_UNKNOWN)
        return FIT_YES;
    if (!*open)
        *open = value.hang;
    return FIT_OPEN;
}

static const Sheet *maker_sheet(const Program *program, const ThingType *thing)
{
    for (uint32_t i = 0; i < program->decision_count; i++)
        if (program->decisions[i]->makes == thing)
            return program->decisions[i]->sheets[program->decisions[i]->sheet_count - 1];
    return NULL;
}

static bool row_may_write(const Sheet *sheet, uint32_t row, uint16_t slot, Value value)
{
    for (uint32_t i = 0; i < sheet->part_count; i++)
        if (sheet->parts[i] == slot) {
            const OutputCell *cell = &sheet->rows[row].outputs[i];
            return !cell->constant || value_equal(cell->value, value) != 0;
        }
    return false;
}

/* A made fact has the values that rows of its maker write on that day; where nothing makes its thing, nobody can ask. */
static Fit made_fits(const Proof *proof, const Fact *fact, const Choice *choice)
{
    const Sheet *maker = maker_sheet(proof->program, fact->thing);
    const uint64_t *rows = maker ? maker->era_rows + (size_t)sheet_era(maker, proof->day) * maker->words : NULL;
    for (uint32_t r = 0; rows && choice->there && r < maker->row_count; r++)
        if (rows_have(rows, r) && row_may_write(maker, r, fact->slot, choice->value))
            return FIT_YES;
    return FIT_NO;
}

/* A fact is there exactly when its condition holds. */
static Fit fact_fits(Proof *proof, const Fact *fact, Frame *frame, const Choice *choice, const Hang **open)
{
    if (fact->when_told)
        return FIT_YES;
    if (fact->entry->made && proof->seeks_gap)
        return made_fits(proof, fact, choice);
    if (!fact->only_if)
        return choice->there ? FIT_YES : FIT_NO;
    Value there = feel_run(&proof->run->vm, fact->only_if, frame);
    bool absent = there.kind == VALUE_NOT_THERE || (there.kind == VALUE_BOOLEAN && !there.boolean);
    if (absent || there.kind == VALUE_BOOLEAN)
        return absent != choice->there ? FIT_YES : FIT_NO;
    return fit_of_hang(there, open);
}

static Fit decision_fits(Proof *proof, const ColumnIndex *column, const Decision *decision, Frame *frame, const Choice *choice, const Hang **open)
{
    if (is_question(decision))
        return choice->there && reading_in_force(decision, choice->value, proof->day) ? FIT_YES : FIT_NO;
    Value value = run_read(proof->run, frame, column->slot);
    if (value.kind == VALUE_NOT_THERE)
        return choice->there ? FIT_NO : FIT_YES;
    if (value.kind == VALUE_ABSENT || !choice->there)
        return FIT_NO;
    if (!value_is_there(value))
        return fit_of_hang(value, open);
    return column_piece(column, value) == column_piece(column, choice->value) ? FIT_YES : FIT_NO;
}

static Fit column_fits(Proof *proof, uint32_t at, const Hang **open)
{
    const ColumnIndex *column = &proof->sheet->columns[at];
    const Meaning *meaning = column_meaning(proof, column);
    Frame *frame = meaning ? column_frame(proof, column) : NULL;
    if (meaning && meaning->kind == MEANS_FACT)
        return fact_fits(proof, meaning->fact, frame, &proof->choices[at], open);
    if (meaning && meaning->kind == MEANS_DECISION)
        return decision_fits(proof, column, meaning->decision, frame, &proof->choices[at], open);
    return FIT_YES;
}

/* A fact with few values that the open fits hang on: `count` is 0 when there is none, and the box may be asked. */
typedef struct Branch {
    Frame *frame;
    uint16_t slot;
    uint32_t count;
    const Value *values;
} Branch;

static void take_branch(void *context, const Hang *leaf, uint32_t number)
{
    Branch *branch = context;
    const Meaning *meaning = leaf->thing ? slot_meaning(leaf->thing->type, (uint16_t)leaf->slot) : NULL;
    (void)number;
    if (branch->count || !meaning || meaning->kind != MEANS_FACT)
        return;
    *branch = (Branch){ .frame = leaf->thing, .slot = (uint16_t)leaf->slot };
    branch->count = fact_values(meaning->fact, &branch->values);
}

static Branch branch_fact(Region *region, const Hang *open)
{
    Branch branch = { 0 };
    HangWalk walk = { .region = region };
    hang_round(&walk);
    hang_walk(&walk, open, take_branch, &branch);
    return branch;
}

static bool box_fits(Proof *proof, uint32_t columns, uint32_t *left);

static bool some_value_fits(Proof *proof, uint32_t columns, uint32_t *left, Frame *frame, uint16_t slot, const Value *values, uint32_t count)
{
    bool fits = false;
    for (uint32_t i = 0; i < count && !fits; i++) {
        run_tell(frame, slot, values[i]);
        fits = box_fits(proof, columns, left);
    }
    run_tell(frame, slot, (Value){ .kind = VALUE_UNSET });
    return fits;
}

/* The fact that is the clock must be there for the table to be asked at all. */
static Fit clock_fits(Proof *proof, const Hang **open)
{
    if (!proof->sheet->clock_is_slot)
        return FIT_YES;
    Frame *frame = proof->frame;
    for (uint8_t up = proof->sheet->clock_up; up && frame; up--)
        frame = frame->parent;
    const Meaning *meaning = frame ? slot_meaning(frame->type, proof->sheet->clock_slot) : NULL;
    return meaning && meaning->kind == MEANS_FACT ? fact_fits(proof, meaning->fact, frame, &(Choice){ .there = true }, open) : FIT_YES;
}

/* Is there a case with these column values? Facts that decide it and are in no column are tried out. */
static bool box_fits(Proof *proof, uint32_t columns, uint32_t *left)
{
    const Hang *open = NULL;
    run_reset(proof->run);
    if (clock_fits(proof, &open) == FIT_NO)
        return false;
    for (uint32_t c = 0; c < columns; c++)
        if (column_fits(proof, c, &open) == FIT_NO)
            return false;
    Branch branch = { 0 };
    if (open && *left)
        branch = branch_fact(proof->task->region, open);
    if (!branch.count)
        return true;
    --*left;
    return some_value_fits(proof, columns, left, branch.frame, branch.slot, branch.values, branch.count);
}

static bool can_be_asked(Proof *proof, uint32_t columns, bool seeks_gap)
{
    proof->seeks_gap = seeks_gap;
    proof->run->made_open = !seeks_gap;
    RegionMark mark = region_mark(proof->task->region);
    uint32_t left = TRIES_PER_BOX;
    tell_columns(proof, columns);
    bool fits = box_fits(proof, columns, &left);
    untell_columns(proof, columns);
    run_reset(proof->run);
    region_drop(proof->task->region, mark);
    return fits;
}

/* ---- counter-examples ---- */

static Text box_text(Proof *proof, uint32_t columns)
{
    Builder out = builder_on(proof->task->region);
    const char *between = "{ ";
    if (proof->sheet->clock) {
        build_format(&out, "{ " TEXT_FMT ": " TEXT_FMT, TEXT_ARG(span_text(feel_node_span(feel_code_node(proof->sheet->clock)))),
                     TEXT_ARG(date_text(proof->task->region, proof->day == DAY_EVER ? proof->days.last : proof->day)));
        between = ", ";
    }
    for (uint32_t c = 0; c < columns; c++) {
        build_format(&out, "%s" TEXT_FMT ": ", between, TEXT_ARG(text_trim(span_text(proof->sheet->columns[c].header))));
        between = ", ";
        if (proof->choices[c].there)
            value_print(&out, proof->choices[c].value);
        else
            build_text(&out, TEXT("(not there)"));
    }
    build_text(&out, TEXT(" }"));
    return builder_text(&out);
}

static Text days_in_words(Region *region, DaySpan days)
{
    Builder out = builder_on(region);
    if (days.first == days.last)
        return date_text(region, days.first);
    days_print(&out, (DaySpans){ 1, &days });
    return builder_text(&out);
}

static void report_gap(Proof *proof, uint32_t columns)
{
    const Sheet *sheet = proof->sheet;
    Problem *p = report_error(proof->task->report, "table-gap", sheet->block->name_span, "no row of table \"" TEXT_FMT "\" takes a case of " TEXT_FMT, TEXT_ARG(proof->decision->name),
                              TEXT_ARG(days_in_words(proof->task->region, proof->days)));
    problem_hint(proof->task->report, p, "If the law is silent here, add a row with *none*, *not covered* or *not modelled* and its source.");
    problem_case(proof->task->report, p, box_text(proof, columns));
}

static void report_overlap(Proof *proof, const uint64_t *rows)
{
    const Sheet *sheet = proof->sheet;
    const SheetRow *found[2] = { NULL, NULL };
    for (uint32_t r = 0, n = 0; r < sheet->row_count && n < 2; r++)
        if (rows_have(rows, r))
            found[n++] = &sheet->rows[r];
    Problem *p = report_error(proof->task->report, "table-overlap", found[0]->row->id_span, "rows " TEXT_FMT " and " TEXT_FMT " of table \"" TEXT_FMT "\" both take a case of " TEXT_FMT,
                              TEXT_ARG(found[0]->row->id), TEXT_ARG(found[1]->row->id), TEXT_ARG(proof->decision->name), TEXT_ARG(days_in_words(proof->task->region, proof->days)));
    problem_also(proof->task->report, p, found[1]->row->id_span, "the other row");
    problem_case(proof->task->report, p, box_text(proof, sheet->column_count));
}

/* ---- the walk over boxes ---- */

static uint32_t rows_count(const uint64_t *rows, uint32_t words)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < words; i++)
        count += (uint32_t)__builtin_popcountll(rows[i]);
    return count;
}

static void walk_boxes(Proof *proof, uint32_t column, const uint64_t *rows);

static void walk_choice(Proof *proof, uint32_t column, const uint64_t *rows, const uint64_t *accepts)
{
    uint64_t *left = region_take(proof->task->region, proof->sheet->words * sizeof *left);
    for (uint32_t i = 0; i < proof->sheet->words; i++)
        left[i] = rows[i] & accepts[i];
    walk_boxes(proof, column + 1, left);
}

/* Pieces with the same rows are one box. */
static bool same_as_earlier(const Proof *proof, const ColumnIndex *column, uint32_t piece)
{
    uint32_t words = proof->sheet->words;
    const Meaning *meaning = column_meaning(proof, column);
    if (meaning && (meaning->kind == MEANS_DECISION || meaning->kind == MEANS_FACT))
        return false; /* conditions of other columns may tell them apart */
    for (uint32_t i = 0; i < piece; i++)
        if (column_piece_allowed(column, i) && memcmp(column->masks + (size_t)i * words, column->masks + (size_t)piece * words, words * sizeof(uint64_t)) == 0)
            return true;
    return false;
}

static bool may_be_missing(const Proof *proof, const ColumnIndex *column)
{
    const Meaning *meaning = column_meaning(proof, column);
    return meaning && meaning->kind == MEANS_FACT && (meaning->fact->only_if || meaning->fact->when_told);
}

static void walk_pieces(Proof *proof, uint32_t at, const uint64_t *rows)
{
    const ColumnIndex *column = &proof->sheet->columns[at];
    bool last_text = column->form == FORM_TEXT;
    for (uint32_t i = 0; i < column_pieces(column) && !proof->stopped; i++) {
        Choice *choice = &proof->choices[at];
        if (!column_piece_allowed(column, i) || (last_text && i == column->count && column->type->domain && column->type->domain->count) || same_as_earlier(proof, column, i))
            continue;
        if (!column_piece_value(proof->task->region, column, i, &choice->value))
            continue;
        choice->there = true;
        walk_choice(proof, at, rows, column->masks + (size_t)i * proof->sheet->words);
    }
    if (may_be_missing(proof, column) && !proof->stopped) {
        proof->choices[at] = (Choice){ .there = false };
        walk_choice(proof, at, rows, column->any);
    }
}

static bool is_single(const Sheet *sheet) { return sheet->policy < HIT_COLLECT; }

static void judge_box(Proof *proof, const uint64_t *rows)
{
    uint64_t *taken = region_take(proof->task->region, proof->sheet->words * sizeof *taken);
    for (uint32_t i = 0; i < proof->sheet->words; i++)
        taken[i] = rows[i] & ~proof->sheet->otherwise[i];
    if (proof->sheet->policy != HIT_UNIQUE || rows_count(taken, proof->sheet->words) < 2)
        return;
    if (can_be_asked(proof, proof->sheet->column_count, false)) {
        report_overlap(proof, taken);
        proof->stopped = ++proof->reported >= REPORTED_MOST;
    }
}

static bool all_any(const Proof *proof, uint32_t from, const uint64_t *rows)
{
    for (uint32_t c = from; c < proof->sheet->column_count; c++)
        for (uint32_t i = 0; i < proof->sheet->words; i++)
            if (rows[i] & ~proof->sheet->columns[c].any[i])
                return false;
    return true;
}

static void walk_boxes(Proof *proof, uint32_t column, const uint64_t *rows)
{
    if (++proof->boxes > LIMIT_PROOF_BOXES) {
        proof->stopped = true;
        return;
    }
    uint32_t count = rows_count(rows, proof->sheet->words);
    if (count == 0) {
        if (can_be_asked(proof, column, true)) {
            report_gap(proof, column);
            proof->stopped = ++proof->reported >= REPORTED_MOST;
        }
        return;
    }
    if (column == proof->sheet->column_count) {
        judge_box(proof, rows);
        return;
    }
    if (count == 1 && all_any(proof, column, rows))
        return;
    if (column && !can_be_asked(proof, column, false))
        return;
    walk_pieces(proof, column, rows);
}

/* ---- eras ---- */

static DaySpans modelled_days(Task *task, const Sheet *sheet)
{
    DaySpans all = { 0 };
    for (size_t i = 0; i < sheet->blocks.count; i++)
        all = days_union(task->region, all, sheet->blocks.at[i]->page->modelled);
    return all;
}

static bool overlaps(DaySpans spans, DaySpan days, DaySpan *shared)
{
    for (uint32_t i = 0; i < spans.count; i++) {
        int64_t first = spans.at[i].first > days.first ? spans.at[i].first : days.first;
        int64_t last = spans.at[i].last < days.last ? spans.at[i].last : days.last;
        if (first <= last) {
            *shared = (DaySpan){ first, last };
            return true;
        }
    }
    return false;
}

/* The smallest case: its clock alone. */
static Text day_text(Task *task, const Sheet *sheet, DaySpan days)
{
    int64_t day = days.first == DAY_EVER ? days.last : days.first;
    return text_format(task->region, "{ " TEXT_FMT ": " TEXT_FMT " }", TEXT_ARG(span_text(feel_node_span(feel_code_node(sheet->clock)))),
                       TEXT_ARG(date_text(task->region, day)));
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

static void report_time_gap(Task *task, const Decision *decision, const Sheet *sheet, uint32_t era, DaySpan days)
{
    Problem *p = report_error(task->report, "time-gap", sheet->block->name_span, "no row of table \"" TEXT_FMT "\" is in force on " TEXT_FMT, TEXT_ARG(decision->name), TEXT_ARG(days_in_words(task->region, days)));
    show_rows_around(task, p, sheet, era);
    problem_hint(task->report, p, "If the law is silent that day, add a row \"*not covered*\" with its source.");
    if (sheet->clock)
        problem_case(task->report, p, day_text(task, sheet, days));
}

static Frame *frame_chain(Run *run, const ThingType *type)
{
    Frame *parent = type->within ? frame_chain(run, type->within) : NULL;
    RunFrame *frame = run_frame(run, type, parent, true);
    if (!parent)
        run->root = &frame->frame;
    return &frame->frame;
}

/* Days on which the rows in force are the same: the first of them stands for all. */
static Proof *proof_open(Task *task, const Program *program, const Decision *decision, const Sheet *sheet, DaySpan days)
{
    Run *run = REGION_NEW(task->region, Run);
    run_init(run, program, task->region);
    run->proving = true;
    Proof *proof = REGION_NEW(task->region, Proof);
    *proof = (Proof){ .task = task, .program = program, .decision = decision, .sheet = sheet, .run = run, .days = days,
                      .day = days.first };
    proof->frame = frame_chain(run, decision->parameters ? decision->parameters : decision->thing);
    if (sheet->clock_is_slot) {
        Frame *frame = proof->frame;
        for (uint8_t up = sheet->clock_up; up && frame; up--)
            frame = frame->parent;
        if (frame)
            run_tell(frame, sheet->clock_slot, value_date(days.first == DAY_EVER ? days.last : days.first));
    }
    return proof;
}

static void prove_era(Task *task, const Program *program, const Decision *decision, const Sheet *sheet, uint32_t era, DaySpan days)
{
    Proof *proof = proof_open(task, program, decision, sheet, days);
    walk_boxes(proof, 0, sheet->era_rows + (size_t)era * sheet->words);
    if (proof->boxes > LIMIT_PROOF_BOXES) {
        Problem *p = report_warning(task->report, "not-proven", sheet->block->name_span, "table \"" TEXT_FMT "\" is too large to prove: %d boxes were looked at", TEXT_ARG(decision->name), LIMIT_PROOF_BOXES);
        problem_hint(task->report, p, "Split the table into decisions of fewer columns.");
    }
}

/* In a table with "otherwise" a row is taken by it; overlaps of the others are still overlaps. */
static void prove_sheet(Task *task, const Program *program, const Decision *decision, Sheet *sheet)
{
    wide_sets(task->region, sheet);
    DaySpans modelled = modelled_days(task, sheet);
    for (uint32_t era = 0; era < sheet->era_count; era++) {
        DaySpan days = sheet_era_days(sheet, era), shared = days;
        const uint64_t *rows = sheet->era_rows + (size_t)era * sheet->words;
        bool promised = overlaps(modelled, days, &shared);
        if (rows_count(rows, sheet->words) == 0) {
            if (promised)
                report_time_gap(task, decision, sheet, era, shared);
            continue;
        }
        RegionMark mark = region_mark(task->region);
        size_t problems = task->report->errors + task->report->warnings;
        prove_era(task, program, decision, sheet, era, shared);
        if (task->report->errors + task->report->warnings == problems)
            region_drop(task->region, mark);
    }
}

/* ---- does the change of a row tell? ----
 *
 * The boxes that the row takes now and did not take before, or the other way round, are walked like those of a proof: when none of
 * them can be asked, or another row answers in each, nobody can see the change. */

enum { CHANGE_BOXES = 20 * 1000 }; /* looked at; after that the change counts as one that tells */

typedef struct Telling {
    Proof *proof;
    const Change *change;
    bool tells;
} Telling;

/* The other rows that take the box: does the changed one matter beside them? */
static bool row_matters(const Sheet *sheet, uint32_t row, const uint64_t *rows)
{
    for (uint32_t r = 0; r < sheet->row_count; r++) {
        if (r == row || !rows_have(rows, r))
            continue;
        if (sheet->policy == HIT_FIRST && r < row)
            return false;
        if (rows_have(sheet->otherwise, row) && !rows_have(sheet->otherwise, r))
            return false;
    }
    return true;
}

static void tell_boxes(Telling *telling, uint32_t at, const uint64_t *rows);

static void tell_choice(Telling *telling, uint32_t at, const uint64_t *rows, const uint64_t *accepts, bool there)
{
    const Sheet *sheet = telling->proof->sheet;
    uint64_t *left = region_take(telling->proof->task->region, sheet->words * sizeof *left);
    for (uint32_t i = 0; i < sheet->words; i++)
        left[i] = rows[i] & accepts[i];
    telling->proof->choices[at].there = there;
    tell_boxes(telling, at + 1, left);
}

/* The piece belongs to the boxes that change hands. */
static bool piece_tells(const Telling *telling, uint32_t at, uint32_t piece)
{
    const Sheet *sheet = telling->proof->sheet;
    if (telling->change->mutant->kind == MUTANT_INPUT && at == telling->change->input)
        return change_tells(telling->change, piece);
    return rows_have(sheet->columns[at].masks + (size_t)piece * sheet->words, telling->change->row);
}

/* Between two days that follow one another there is none; between two numbers there is always another. */
static bool piece_is_empty(const ColumnIndex *column, uint32_t piece)
{
    bool inside = column->form == FORM_ORDERED && piece % 2 == 0 && piece > 0 && piece / 2 < column->count;
    return inside && column->type->kind == TYPE_DATE;
}

static void tell_pieces(Telling *telling, uint32_t at, const uint64_t *rows)
{
    const Proof *proof = telling->proof;
    const ColumnIndex *column = &proof->sheet->columns[at];
    for (uint32_t i = 0; i < column_pieces(column) && !telling->tells; i++) {
        bool left_over = column->form == FORM_TEXT && i == column->count && column->type->domain && column->type->domain->count;
        if (left_over || !column_piece_allowed(column, i) || !piece_tells(telling, at, i))
            continue;
        if (column_piece_value(proof->task->region, column, i, &telling->proof->choices[at].value))
            tell_choice(telling, at, rows, column->masks + (size_t)i * proof->sheet->words, true);
        else
            telling->tells = !piece_is_empty(column, i);
    }
    if (!telling->tells && may_be_missing(proof, column) && rows_have(column->any, telling->change->row))
        tell_choice(telling, at, rows, column->any, false);
}

static void tell_boxes(Telling *telling, uint32_t at, const uint64_t *rows)
{
    Proof *proof = telling->proof;
    if (telling->tells)
        return;
    bool last = at == proof->sheet->column_count;
    if (++proof->boxes > CHANGE_BOXES)
        telling->tells = true;
    else if (at && !can_be_asked(proof, at, false))
        return;
    else if (last)
        telling->tells = row_matters(proof->sheet, telling->change->row, rows);
    else
        tell_pieces(telling, at, rows);
}

/* On these days, in which nothing begins or ends. */
static bool tells_on(Task *task, const Change *change, DaySpan days)
{
    RegionMark mark = region_mark(task->region);
    const Sheet *sheet = change->place.sheet;
    Telling telling = { proof_open(task, change->place.program, change->place.decision, sheet, days), change, false };
    tell_boxes(&telling, 0, sheet->era_rows + (size_t)sheet_era(sheet, days.first) * sheet->words);
    region_drop(task->region, mark);
    return telling.tells;
}

/* The mark that is a row's whole value: the first one that its cells write. False when none does. */
static bool row_mark(const Sheet *sheet, const SheetRow *row, Mark *mark)
{
    for (uint32_t i = 0; i < sheet->part_count; i++)
        if (row->outputs[i].is_mark) {
            *mark = row->outputs[i].mark;
            return true;
        }
    return false;
}

/* Beside a mark nothing else that the row writes is seen; the facts of a made thing are told one by one. */
static bool output_matters(const Change *change)
{
    const Sheet *sheet = change->place.sheet;
    Mark before, after;
    bool marks = row_mark(sheet, &change->sheet_row, &before) && row_mark(sheet, &sheet->rows[change->row], &after);
    return change->place.decision->makes || !marks || before != after;
}

bool change_matters(Task *task, const Change *change)
{
    const Sheet *sheet = change->place.sheet;
    MutantKind kind = change->mutant->kind;
    if (kind == MUTANT_OUTPUT || kind == MUTANT_FORMULA)
        return kind == MUTANT_FORMULA || output_matters(change);
    DaySpans before = change->sheet_row.row->in_force, after = sheet->rows[change->row].row->in_force;
    for (uint32_t era = 0; era < sheet->era_count; era++) {
        DaySpan days = sheet_era_days(sheet, era);
        int64_t day = days.first == DAY_EVER ? days.last : days.first;
        bool was = days_contain(before, day), is = days_contain(after, day);
        bool asked = kind == MUTANT_DAYS ? was != is : was;
        if (asked && tells_on(task, change, days))
            return true;
    }
    return false;
}

/* ---- zeros without a reason, words of terms ---- */

static const OutputCell *cell_of(const Sheet *sheet, uint32_t row, uint32_t part)
{
    for (uint32_t i = 0; i < sheet->part_count; i++)
        if (sheet->parts[i] == part)
            return &sheet->rows[row].outputs[i];
    return NULL;
}

static bool says_standard(const OutputCell *reason)
{
    return !reason || (reason->constant && (reason->value.kind != VALUE_TEXT || text_is(text_of_value(reason->value), "S")));
}

static void check_zero(Task *task, const Decision *decision, const Sheet *sheet, uint32_t row)
{
    const OutputCell *rate = cell_of(sheet, row, decision->made[1]), *reason = cell_of(sheet, row, decision->made[2]);
    bool zero = rate && rate->constant && value_is_number(rate->value) && number_is_zero(rate->value);
    if (!zero || !says_standard(reason))
        return;
    Problem *p = report_error(task->report, "zero-without-reason", rate->span, "row " TEXT_FMT " charges nothing and gives no reason", TEXT_ARG(sheet->rows[row].row->id));
    if (reason)
        problem_also(task->report, p, reason->span, reason->value.kind == VALUE_TEXT ? "the standard rate is no reason" : "no reason");
    problem_hint(task->report, p, "Write the code of UN/EDIFACT 5305 that says why: Z, E, AE, G or O.");
}

static void check_unit(Task *task, const Decision *decision, const Sheet *sheet, uint32_t row)
{
    static const char *const UNITS = "days, working days, weeks, months, years";
    const OutputCell *unit = cell_of(sheet, row, decision->made[2]);
    if (!unit || !unit->constant || unit->value.kind != VALUE_TEXT)
        return;
    Text written = text_of_value(unit->value);
    if (text_find(text_of(UNITS), written, 0) == SIZE_MAX)
        report_error(task->report, "unknown-unit", unit->span, "\"" TEXT_FMT "\" is no unit of a time limit; known are %s", TEXT_ARG(written), UNITS);
}

static void check_rows(Task *task, const Decision *decision, const Sheet *sheet)
{
    for (uint32_t r = 0; r < sheet->row_count; r++) {
        if (decision->shape == SHAPE_CHARGE)
            check_zero(task, decision, sheet, r);
        if (decision->shape == SHAPE_TERM)
            check_unit(task, decision, sheet, r);
    }
}

void verify_sheet(Task *task, const Program *program, const Decision *decision, Sheet *sheet)
{
    if (sheet->kind != SHEET_TABLE)
        return;
    check_rows(task, decision, sheet);
    if (sheet->layer == LAYER_LAW && is_single(sheet))
        prove_sheet(task, program, decision, sheet);
}

void verify_program(Task *task, const Program *program)
{
    for (uint32_t i = 0; i < program->decision_count; i++)
        for (uint32_t s = 0; s < program->decisions[i]->sheet_count; s++)
            verify_sheet(task, program, program->decisions[i], program->decisions[i]->sheets[s]);
}

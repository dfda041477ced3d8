/* determination/tells.c - does the change of a row tell? See change.h.
 *
 * The boxes that the row takes now and did not take before, or the other way round, are walked like those of a proof: when none of
 * them can be asked, or another row answers in each, nobody can see the change.
 */
#include "determination/change.h"
#include "determination/match.h"
#include "determination/proof.h"
#include "determination/sheet.h"

enum { CHANGE_BOXES = 20 * 1000 }; /* looked at; after that the change counts as one that tells */

typedef struct Telling {
    Proof *proof;
    const Change *change;
    PieceSpan *spans; /* per column: the piece that the box holds */
    Box box;
    uint32_t boxes;
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

static void tell_choice(Telling *telling, uint32_t at, const uint64_t *rows, const uint64_t *accepts, uint32_t piece)
{
    const Sheet *sheet = telling->proof->sheet;
    uint64_t *left = region_take(telling->proof->task->region, sheet->words * sizeof *left);
    for (uint32_t i = 0; i < sheet->words; i++)
        left[i] = rows[i] & accepts[i];
    telling->spans[at] = (PieceSpan){ piece, piece };
    telling->box.chosen |= (uint64_t)1 << at;
    tell_boxes(telling, at + 1, left);
    telling->box.chosen &= ~((uint64_t)1 << at);
}

static bool can_be_asked(Telling *telling)
{
    RegionMark mark = region_mark(telling->proof->task->region);
    bool asked = box_asked(telling->proof, &telling->box, SEEK_FIRING) != FIT_NO;
    region_drop(telling->proof->task->region, mark);
    return asked;
}

/* The piece belongs to the boxes that change hands. */
static bool piece_tells(const Telling *telling, uint32_t at, uint32_t piece)
{
    const Sheet *sheet = telling->proof->sheet;
    if (telling->change->mutant->kind == MUTANT_INPUT && at == telling->change->input)
        return change_tells(telling->change, piece);
    return rows_have(sheet->columns[at].masks + (size_t)piece * sheet->words, telling->change->row);
}

static void tell_pieces(Telling *telling, uint32_t at, const uint64_t *rows)
{
    const Proof *proof = telling->proof;
    const ColumnIndex *column = &proof->sheet->columns[at];
    Value value;
    for (uint32_t i = 0; i < column_pieces(column) && !telling->tells; i++) {
        bool left_over = column->form == FORM_TEXT && i == column->count && column->type->domain && column->type->domain->count;
        if (!left_over && column_piece_allowed(column, i) && piece_tells(telling, at, i) && column_piece_value(proof->task->region, column, i, &value))
            tell_choice(telling, at, rows, column->masks + (size_t)i * proof->sheet->words, i);
    }
    if (!telling->tells && column_may_be_missing(proof, column) && rows_have(column->any, telling->change->row))
        tell_choice(telling, at, rows, column->any, column_pieces(column));
}

static void tell_boxes(Telling *telling, uint32_t at, const uint64_t *rows)
{
    Proof *proof = telling->proof;
    if (telling->tells)
        return;
    bool last = at == proof->sheet->column_count;
    if (++telling->boxes > CHANGE_BOXES)
        telling->tells = true;
    else if (at && !can_be_asked(telling))
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
    Effort effort = { 0 };
    Telling telling = { .proof = proof_open(task, change->place.program, change->place.decision, sheet, days, &effort), .change = change };
    PieceSet *sets = REGION_ARRAY(task->region, PieceSet, sheet->column_count + 1);
    telling.spans = REGION_ARRAY(task->region, PieceSpan, sheet->column_count + 1);
    for (uint32_t c = 0; c < sheet->column_count; c++)
        sets[c] = (PieceSet){ 1, &telling.spans[c] };
    telling.box.at = sets;
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

/* determination/change.c - see change.h. The cell is read by the functions of sheet.c; of the index only what the one row says
 * is made anew, so that a change costs little in a large table.
 */
#include "determination/change.h"

#include "determination/sheet.h"
#include "determination/wide.h"

static void rows_drop(uint64_t *set, uint32_t row) { set[row / 64] &= ~((uint64_t)1 << (row % 64)); }

static uint64_t *sets_copy(Region *region, const uint64_t *sets, size_t words)
{
    return memcpy(region_take(region, words * sizeof *sets), sets, words * sizeof *sets);
}

/* ---- inputs ---- */

/* The piece of `old` that holds a whole piece of `new`, whose bounds are those of `old` and more. */
static uint32_t piece_before(const ColumnIndex *old, const ColumnIndex *new, uint32_t piece)
{
    if (new->form == FORM_BOOLEAN)
        return piece;
    if (new->form == FORM_TEXT)
        return piece < new->count ? column_piece(old, new->values[piece]) : old->count;
    if (piece % 2)
        return column_piece(old, new->values[piece / 2]);
    uint32_t below = piece ? column_piece(old, new->values[piece / 2 - 1]) : 0;
    return below + below % 2;
}

/* More values cut the column; each new piece has the rows of the old piece it lies in. */
static void cut_further(Region *region, ColumnIndex *column, const ColumnIndex *old, const FeelTests *tests, uint32_t words)
{
    PieceValues values = { 0 };
    for (uint32_t i = 0; i < old->count; i++)
        *LIST_ADD(region, values) = old->values[i];
    if (column->form != FORM_BOOLEAN)
        cell_values_add(region, column, &values, tests);
    column->keys = NULL;
    column->by_symbol = NULL;
    column->values = values.at;
    column->count = (uint32_t)values.count;
    uint32_t count = column_pieces(column);
    column->masks = REGION_ARRAY(region, uint64_t, (size_t)count * words);
    for (uint32_t i = 0; i < count; i++)
        memcpy(column->masks + (size_t)i * words, old->masks + (size_t)piece_before(old, column, i) * words, words * sizeof(uint64_t));
}

static void change_input(Change *change, Linker *linker)
{
    Sheet *sheet = change->place.sheet;
    ColumnIndex *column = &sheet->columns[change->input];
    FeelTests tests;
    cell_tests_read(linker, column, &sheet->rows[change->row], change->mutant->cell, &tests);
    cut_further(linker->region, column, &change->column, &tests, sheet->words);
    bool *pieces = REGION_ARRAY(linker->region, bool, column_pieces(column));
    cell_pieces(column, &tests, pieces);
    for (uint32_t i = 0; i < column_pieces(column); i++) {
        uint64_t *rows = column->masks + (size_t)i * sheet->words;
        rows_drop(rows, change->row);
        if (pieces[i])
            rows_add(rows, change->row);
    }
    column_index_allowed(linker->region, column, sheet->words);
}

bool change_tells(const Change *change, uint32_t piece)
{
    const Sheet *sheet = change->place.sheet;
    const ColumnIndex *column = &sheet->columns[change->input];
    uint32_t before = piece_before(&change->column, column, piece);
    return rows_have(change->column.masks + (size_t)before * sheet->words, change->row) != rows_have(column->masks + (size_t)piece * sheet->words, change->row);
}

/* ---- outputs, formulas ---- */

static void change_output(Change *change, Linker *linker)
{
    const BlockPlace *place = &change->place;
    const Column *columns = change->mutant->block->table.columns;
    SheetRow *row = &place->sheet->rows[change->row];
    OutputCell *outputs = REGION_ARRAY(linker->region, OutputCell, place->sheet->part_count + 1);
    uint32_t at = 0;
    for (uint32_t c = 0; c < change->mutant->column; c++)
        at += columns[c].kind == COLUMN_OUTPUT;
    memcpy(outputs, row->outputs, place->sheet->part_count * sizeof *outputs);
    const Type *type;
    output_part(linker, place->decision, place->sheet->policy, &columns[change->mutant->column], &type);
    outputs[at] = output_read(linker, decision_scope(linker, place->decision), change->mutant->cell, type);
    row->outputs = outputs;
}

static void change_formula(Change *change, Linker *linker)
{
    const BlockPlace *place = &change->place;
    sheet_read_formula(linker, place->decision, place->sheet, change->mutant->cell);
    if (change->formula)
        place->decision->formula = place->sheet->code;
}

/* ---- rows ---- */

static void change_days(Change *change, Linker *linker)
{
    SheetRow *row = &change->place.sheet->rows[change->row];
    Row *dated = REGION_NEW(linker->region, Row);
    *dated = *row->row;
    if (!days_from_cell(linker->task, change->mutant->cell, &dated->in_force))
        return;
    row->row = dated;
    sheet_make_eras(linker->region, change->place.sheet);
    row_mark_promised(change->place.sheet, change->row);
    citations_reach(linker->task, dated->in_force, dated->citations, dated->id, dated->in_force_span);
}

static void delete_row(Change *change, Linker *linker)
{
    Sheet *sheet = change->place.sheet;
    sheet->era_rows = sets_copy(linker->region, sheet->era_rows, (size_t)sheet->era_count * sheet->words);
    for (uint32_t e = 0; e < sheet->era_count; e++)
        rows_drop(sheet->era_rows + (size_t)e * sheet->words, change->row);
}

/* ---- the whole ---- */

static void remember(Change *change, const BlockPlace *place, const Mutant *mutant)
{
    *change = (Change){ .place = *place, .mutant = mutant, .sheet = *place->sheet, .formula = place->decision->formula };
    if (mutant->kind == MUTANT_FORMULA)
        return;
    change->row = place->first_row + mutant->row;
    change->sheet_row = place->sheet->rows[change->row];
    for (uint32_t c = 0; mutant->kind == MUTANT_INPUT && c < mutant->column; c++)
        change->input += mutant->block->table.columns[c].kind == COLUMN_INPUT;
    if (mutant->kind == MUTANT_INPUT)
        change->column = place->sheet->columns[change->input];
}

/* What of the sheet is made once for all rows is left aside, or made for the change alone. */
static void leave_index(Change *change, Linker *linker)
{
    Sheet *sheet = change->place.sheet;
    sheet->groups = NULL;
    if (change->mutant->kind != MUTANT_DAYS && change->mutant->kind != MUTANT_DELETED)
        return;
    sheet->promised = sets_copy(linker->region, sheet->promised, sheet->words);
    sheet->always = sets_copy(linker->region, sheet->always, sheet->words);
    rows_drop(sheet->promised, change->row);
    rows_drop(sheet->always, change->row);
}

void change_prepare(Region *region, const BlockPlace *place)
{
    wide_sets(region, place->sheet);
}

bool change_make(Change *change, Linker *linker, const BlockPlace *place, const Mutant *mutant)
{
    size_t errors = linker->task->report->errors;
    remember(change, place, mutant);
    leave_index(change, linker);
    switch (mutant->kind) {
    case MUTANT_INPUT: change_input(change, linker); break;
    case MUTANT_OUTPUT: change_output(change, linker); break;
    case MUTANT_DAYS: change_days(change, linker); break;
    case MUTANT_DELETED: delete_row(change, linker); break;
    case MUTANT_FORMULA: change_formula(change, linker); break;
    }
    return linker->task->report->errors == errors;
}

void change_undo(const Change *change)
{
    Sheet *sheet = change->place.sheet;
    *sheet = change->sheet;
    if (change->mutant->kind != MUTANT_FORMULA)
        sheet->rows[change->row] = change->sheet_row;
    if (change->mutant->kind == MUTANT_INPUT)
        sheet->columns[change->input] = change->column;
    change->place.decision->formula = change->formula;
}

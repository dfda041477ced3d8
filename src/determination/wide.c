/* determination/wide.c - see wide.h. Lists are made in two rounds: how many rows a piece has, then which. */
#include "determination/wide.h"

#include "determination/sheet.h"

enum { SET_WORDS_MOST = 64 * 1024 }; /* of all pieces of a column together: half a megabyte */

/* ---- limits ---- */

/* A span whose first is past its last: NOWHERE is empty, SCATTERED has to be asked of the set. */
static const uint32_t NOWHERE[2] = { UINT32_MAX, 0 }, SCATTERED[2] = { 1, 0 };

bool wide_scattered(const uint32_t *limits)
{
    return limits[0] == SCATTERED[0] && limits[1] == SCATTERED[1];
}

static void set_limits(uint32_t *limits, const uint32_t span[2])
{
    limits[0] = span[0];
    limits[1] = span[1];
}

static uint32_t *limits_of(const Sheet *sheet, const ColumnIndex *column, uint32_t row)
{
    uint32_t at = column ? 1 + (uint32_t)(column - sheet->columns) : 0;
    return sheet->limits + (size_t)row * sheet->stride + 2 * at;
}

/* ---- making ---- */

/* The pieces of a cell as a span. */
static void cell_limits(const ColumnIndex *column, const FeelTests *tests, bool *pieces, uint32_t *limits)
{
    uint32_t count = column_pieces(column), first = 0, last = count - 1;
    bool together = tests->any || (tests->count == 1 && !tests->negated && column_span(column, &tests->tests[0], &first, &last));
    if (together) {
        set_limits(limits, first <= last && last != UINT32_MAX ? (uint32_t[]){ first, last } : NOWHERE);
        return;
    }
    cell_pieces(column, tests, pieces);
    for (first = 0; first < count && !pieces[first];)
        first++;
    for (last = count; last > first && !pieces[last - 1];)
        last--;
    for (uint32_t i = first; i < last; i++)
        if (!pieces[i]) {
            set_limits(limits, SCATTERED);
            return;
        }
    set_limits(limits, first < last ? (uint32_t[]){ first, last - 1 } : NOWHERE);
}

/* Counting or filling for each piece that a row takes. */
typedef void PieceVisit(ColumnIndex *column, uint32_t piece, uint32_t row);

static void each_piece(ColumnIndex *column, const FeelTests *tests, const uint32_t *limits, bool *pieces, uint32_t row, PieceVisit *visit)
{
    for (uint32_t i = limits[0]; limits[0] <= limits[1] && i <= limits[1]; i++)
        visit(column, i, row);
    if (!wide_scattered(limits))
        return;
    cell_pieces(column, tests, pieces);
    for (uint32_t i = 0; i < column_pieces(column); i++)
        if (pieces[i])
            visit(column, i, row);
}

static void count_row(ColumnIndex *column, uint32_t piece, uint32_t row)
{
    (void)row;
    column->starts[piece + 1]++;
}

static void list_row(ColumnIndex *column, uint32_t piece, uint32_t row)
{
    column->listed[column->starts[piece]++] = row;
}

static void list_rows(Region *region, const Sheet *sheet, ColumnIndex *column, const FeelTests *tests, bool *pieces)
{
    uint32_t count = column_pieces(column);
    column->starts = REGION_ARRAY(region, uint32_t, count + 2);
    for (uint32_t r = 0; r < sheet->row_count; r++)
        each_piece(column, &tests[r], limits_of(sheet, column, r), pieces, r, count_row);
    for (uint32_t i = 0; i < count; i++)
        column->starts[i + 1] += column->starts[i];
    column->listed = REGION_ARRAY(region, uint32_t, column->starts[count] + 1);
    for (uint32_t r = 0; r < sheet->row_count; r++)
        each_piece(column, &tests[r], limits_of(sheet, column, r), pieces, r, list_row);
    memmove(column->starts + 1, column->starts, count * sizeof *column->starts); /* each start has moved to its end */
    column->starts[0] = 0;
}

/* Numbers of one scale, or days, stand in a table of their own: looked up without looking at values. */
static void make_keys(Region *region, ColumnIndex *column)
{
    if (column->form != FORM_ORDERED || !column->count)
        return;
    Value first = column->values[0];
    for (uint32_t i = 0; i < column->count; i++) {
        Value value = column->values[i];
        bool plain = value.kind == VALUE_NUMBER || value.kind == VALUE_DATE;
        if (!plain || value.kind != first.kind || (value.kind == VALUE_NUMBER && value.exponent != first.exponent))
            return;
    }
    column->keys = REGION_ARRAY(region, int64_t, column->count);
    for (uint32_t i = 0; i < column->count; i++)
        column->keys[i] = column->values[i].number;
}

static void make_sets(Region *region, const Sheet *sheet, ColumnIndex *column)
{
    uint32_t count = column_pieces(column);
    uint64_t *masks = REGION_ARRAY(region, uint64_t, (size_t)count * sheet->words);
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = column->starts[i]; k < column->starts[i + 1]; k++)
            rows_add(masks + (size_t)i * sheet->words, column->listed[k]);
    column->masks = masks;
}

void wide_begin(Region *region, Sheet *sheet, uint32_t columns)
{
    sheet->stride = 2 * (1 + columns);
    sheet->limits = REGION_ARRAY(region, uint32_t, (size_t)sheet->row_count * sheet->stride);
}

void wide_column(Region *region, Sheet *sheet, ColumnIndex *column, const FeelTests *tests)
{
    bool *pieces = REGION_ARRAY(region, bool, column_pieces(column));
    for (uint32_t r = 0; r < sheet->row_count; r++)
        cell_limits(column, &tests[r], pieces, limits_of(sheet, column, r));
    list_rows(region, sheet, column, tests, pieces);
    make_keys(region, column);
    if ((size_t)column_pieces(column) * sheet->words <= SET_WORDS_MOST)
        make_sets(region, sheet, column);
}

/* Rows that read "otherwise" never fire for what their cells say. */
void wide_eras(Sheet *sheet)
{
    for (uint32_t r = 0; r < sheet->row_count; r++) {
        DaySpans days = sheet->rows[r].row->in_force;
        bool one = days.count == 1, otherwise = rows_have(sheet->otherwise, r);
        uint32_t span[2] = { one ? sheet_era(sheet, days.at[0].first) : 0, one ? sheet_era(sheet, days.at[0].last) : 0 };
        set_limits(limits_of(sheet, NULL, r), otherwise ? NOWHERE : one ? span : SCATTERED);
    }
}

/* ---- sets ---- */

const uint64_t *column_set(const ColumnIndex *column, uint32_t piece, uint32_t words, uint64_t *scratch)
{
    if (column->masks)
        return column->masks + (size_t)piece * words;
    memset(scratch, 0, words * sizeof *scratch);
    for (uint32_t k = column->starts[piece]; k < column->starts[piece + 1]; k++)
        rows_add(scratch, column->listed[k]);
    return scratch;
}

static bool is_listed(const ColumnIndex *column, uint32_t piece, uint32_t row)
{
    uint32_t low = column->starts[piece], high = column->starts[piece + 1];
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (column->listed[middle] < row)
            low = middle + 1;
        else
            high = middle;
    }
    return low < column->starts[piece + 1] && column->listed[low] == row;
}

bool column_takes(const ColumnIndex *column, uint32_t piece, uint32_t words, uint32_t row)
{
    return column->masks ? rows_have(column->masks + (size_t)piece * words, row) : is_listed(column, piece, row);
}

void wide_sets(Region *region, Sheet *sheet)
{
    for (uint32_t c = 0; c < sheet->column_count; c++)
        if (!sheet->columns[c].masks)
            make_sets(region, sheet, &sheet->columns[c]);
}

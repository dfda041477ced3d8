/* determination/sheet.c - a decision's tables become sheets: columns with their index, rows with their outputs, eras.
 *
 * Each input cell is a set of values. Per column the index turns a value into the set of rows that accept it, so that
 * a table is decided by and-ing one set per column with the set of the era: the cost of a row is one bit.
 */
#include "determination/link.h"

#include <stdlib.h>

#include "determination/groups.h"
#include "determination/moment.h"
#include "determination/sheet.h"
#include "determination/wide.h"
#include "value/date.h"

enum { SYMBOLS_A_VALUE = 16 }; /* places of a table of symbols for each value of the column, at most */

/* ---- pieces: the parts into which a column's cells cut its values ---- */

uint32_t column_pieces(const ColumnIndex *column)
{
    return column->form == FORM_BOOLEAN ? 2 : column->form == FORM_TEXT ? column->count + 1 : 2 * column->count + 1;
}

static uint32_t piece_of_text(const ColumnIndex *column, const Str *text)
{
    if (column->by_symbol) {
        uint32_t at = text->symbol - column->values[0].text->symbol;
        return at < column->symbol_span ? column->by_symbol[at] : column->count;
    }
    uint32_t low = 0, high = column->count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        uint32_t symbol = column->values[middle].text->symbol;
        if (symbol == text->symbol)
            return middle;
        if (symbol < text->symbol)
            low = middle + 1;
        else
            high = middle;
    }
    return column->count;
}

static int order_of(Value a, Value b)
{
    int order = 0;
    if (a.kind == VALUE_NUMBER && b.kind == VALUE_NUMBER && a.exponent == b.exponent)
        return (a.number > b.number) - (a.number < b.number);
    return value_order(&order, a, b) ? order : 0;
}

static uint32_t piece_of_ordered(const ColumnIndex *column, Value value)
{
    uint32_t low = 0, high = column->count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        int order = order_of(value, column->values[middle]);
        if (order == 0)
            return 2 * middle + 1;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return 2 * low;
}

uint32_t column_piece(const ColumnIndex *column, Value value)
{
    if (column->form == FORM_TEXT)
        return piece_of_text(column, value.text);
    if (column->form == FORM_BOOLEAN)
        return value.boolean;
    return piece_of_ordered(column, value);
}

/* A value of the type beside `near`, so many units of it on. */
static bool value_beside(Region *region, const Type *type, Value near, int units, Value *value)
{
    switch (type->kind) {
    case TYPE_DATE: *value = value_date(near.days + units); return true;
    case TYPE_MONTHS: *value = (Value){ .kind = VALUE_MONTHS, .months = near.months + units }; return true;
    case TYPE_NUMBER: case TYPE_MONEY: *value = number_add(region, near, value_small(units, 0)); return true;
    case TYPE_SECONDS: {
        Seconds *seconds = REGION_NEW(region, Seconds);
        *seconds = (Seconds){ near.seconds->seconds + units, near.seconds->nanoseconds };
        *value = (Value){ .kind = VALUE_SECONDS, .seconds = seconds };
        return true;
    }
    case TYPE_DATE_TIME: {
        Clock *clock = REGION_NEW(region, Clock);
        *clock = *near.clock;
        clock->days += units;
        *value = (Value){ .kind = VALUE_DATE_TIME, .clock = clock };
        return true;
    }
    default: return false;
    }
}

/* Where no cell cuts the column: any value. */
static bool some_value(Region *region, const Type *type, Value *value)
{
    static const Seconds NONE = { 0, 0 };
    static const Clock START = { 0 };
    Value nothing = type->kind == TYPE_SECONDS ? (Value){ .kind = VALUE_SECONDS, .seconds = &NONE } : type->kind == TYPE_DATE_TIME ? (Value){ .kind = VALUE_DATE_TIME, .clock = &START } : value_small(0, 0);
    return value_beside(region, type, nothing, 0, value);
}

static Value seconds_between(Region *region, const Seconds *low, const Seconds *high)
{
    const __int128 billion = 1000 * 1000 * 1000;
    __int128 half = ((low->seconds + (__int128)high->seconds) * billion + low->nanoseconds + high->nanoseconds) / 2;
    Seconds *seconds = REGION_NEW(region, Seconds);
    *seconds = (Seconds){ (int64_t)(half / billion), (int32_t)(half % billion) };
    return (Value){ .kind = VALUE_SECONDS, .seconds = seconds };
}

/* Half way between two values that stand closer than one unit. */
static bool value_between(Region *region, Value low, Value high, Value *value)
{
    if (low.kind == VALUE_SECONDS && high.kind == VALUE_SECONDS) {
        *value = seconds_between(region, low.seconds, high.seconds);
        return true;
    }
    if (!value_is_number(low) || !value_is_number(high))
        return false;
    *value = number_multiply(region, number_add(region, low, high), value_small(5, -1));
    return value_is_number(*value);
}

/* A value between two bounds, below the first or above the last; a round one where there is room. */
static bool gap_value(Region *region, const ColumnIndex *column, uint32_t above, Value *value)
{
    if (!column->count)
        return some_value(region, column->type, value);
    if (above == 0)
        return value_beside(region, column->type, column->values[0], -1, value);
    if (!value_beside(region, column->type, column->values[above - 1], 1, value))
        return false;
    bool inside = above == column->count || (value_is_there(*value) && order_of(*value, column->values[above]) < 0);
    return inside || value_between(region, column->values[above - 1], column->values[above], value);
}

/* A value inside a piece, for counter-examples; false when the piece holds none that is easy to name. */
bool column_piece_value(Region *region, const ColumnIndex *column, uint32_t piece, Value *value)
{
    if (column->form == FORM_BOOLEAN) {
        *value = value_boolean(piece == 1);
        return true;
    }
    if (column->form == FORM_TEXT) {
        *value = piece < column->count ? column->values[piece] : value_text(region, TEXT("(another)"));
        return true;
    }
    if (piece % 2) {
        *value = column->values[piece / 2];
        return true;
    }
    return gap_value(region, column, piece / 2, value) && column_piece(column, *value) == piece;
}

/* ---- eras ---- */

uint32_t sheet_era(const Sheet *sheet, int64_t day)
{
    uint32_t low = 0, high = sheet->era_count;
    while (high - low > 1) {
        uint32_t middle = (low + high) / 2;
        if (sheet->era_from[middle] <= day)
            low = middle;
        else
            high = middle;
    }
    return low;
}

DaySpan sheet_era_days(const Sheet *sheet, uint32_t era)
{
    int64_t last = era + 1 < sheet->era_count ? sheet->era_from[era + 1] - 1 : DAY_OPEN;
    return (DaySpan){ sheet->era_from[era], last };
}

static void add_edge(Region *region, Sheet *sheet, size_t *room, int64_t day)
{
    uint32_t at = sheet->era_count;
    while (at > 0 && sheet->era_from[at - 1] > day)
        at--;
    if (at > 0 && sheet->era_from[at - 1] == day)
        return;
    if (sheet->era_count == *room)
        sheet->era_from = region_grow(region, sheet->era_from, sheet->era_count, room, sizeof *sheet->era_from);
    memmove(sheet->era_from + at + 1, sheet->era_from + at, (sheet->era_count - at) * sizeof *sheet->era_from);
    sheet->era_from[at] = day;
    sheet->era_count++;
}

void sheet_make_eras(Region *region, Sheet *sheet)
{
    size_t room = 0;
    sheet->era_from = NULL;
    sheet->era_count = 0;
    add_edge(region, sheet, &room, DAY_EVER);
    for (uint32_t r = 0; r < sheet->row_count; r++) {
        DaySpans days = sheet->rows[r].row->in_force;
        for (uint32_t i = 0; i < days.count; i++) {
            if (days.at[i].first != DAY_EVER)
                add_edge(region, sheet, &room, days.at[i].first);
            if (days.at[i].last != DAY_OPEN)
                add_edge(region, sheet, &room, days.at[i].last + 1);
        }
    }
    sheet->era_rows = REGION_ARRAY(region, uint64_t, (size_t)sheet->era_count * sheet->words);
    for (uint32_t e = 0; e < sheet->era_count; e++)
        for (uint32_t r = 0; r < sheet->row_count; r++)
            if (days_contain(sheet->rows[r].row->in_force, sheet->era_from[e]))
                rows_add(sheet->era_rows + (size_t)e * sheet->words, r);
}

/* ---- columns ---- */

typedef struct CellTests {
    FeelTests *at; /* one per row */
} CellTests;

static bool form_of(const Type *type, ColumnForm *form)
{
    switch (type->kind) {
    case TYPE_TEXT: *form = FORM_TEXT; return true;
    case TYPE_BOOLEAN: *form = FORM_BOOLEAN; return true;
    case TYPE_NUMBER: case TYPE_MONEY: case TYPE_DATE: case TYPE_MONTHS: case TYPE_SECONDS: case TYPE_DATE_TIME:
        *form = FORM_ORDERED;
        return true;
    default: return false;
    }
}

static bool read_header(Linker *linker, const Decision *decision, ColumnIndex *column, Span header)
{
    FeelContext context = link_context(linker, header.source, decision_scope(linker, decision));
    const FeelNode *node = feel_parse(&context, header);
    column->code = node ? feel_compile(&context, node, NULL) : NULL;
    column->header = header;
    if (!column->code)
        return false;
    column->type = feel_code_type(column->code);
    column->is_slot = feel_code_slot(column->code, &column->up, &column->slot);
    if (form_of(column->type, &column->form))
        return true;
    Text kind = type_text_form(linker->region, column->type);
    Problem *p = report_error(linker->task->report, "column-type", header, "a column cannot hold a " TEXT_FMT, TEXT_ARG(kind));
    problem_hint(linker->task->report, p, "A column holds a text, a boolean, a number, money, a day or a duration; name a part of the value, or make a decision for it.");
    return false;
}

static bool test_is_constant(Linker *linker, const FeelTest *test)
{
    if (test->kind != FEEL_TEST_EXPRESSION)
        return true;
    Problem *p = report_error(linker->task->report, "cell-not-constant", test->span, "input cell \"" TEXT_FMT "\" is not constant", TEXT_ARG(span_text(test->span)));
    problem_hint(linker->task->report, p, "Make a decision of its own for the condition and name it in the header.");
    return false;
}

void cell_tests_read(Linker *linker, const ColumnIndex *column, const SheetRow *row, Span cell, FeelTests *tests)
{
    *tests = (FeelTests){ .any = true };
    if (row->row->otherwise)
        return;
    FeelContext context = link_context(linker, cell.source, NULL);
    if (!feel_parse_tests(tests, &context, cell, column->type)) {
        *tests = (FeelTests){ .any = true };
        return;
    }
    for (uint32_t i = 0; i < tests->count; i++)
        if (!test_is_constant(linker, &tests->tests[i])) {
            *tests = (FeelTests){ .any = true };
            return;
        }
}

static int compare_texts(const void *a, const void *b)
{
    uint32_t left = ((const Value *)a)->text->symbol, right = ((const Value *)b)->text->symbol;
    return (left > right) - (left < right);
}

static int compare_ordered(const void *a, const void *b)
{
    return order_of(*(const Value *)a, *(const Value *)b);
}

/* Into order, each once. */
static void sort_values(const ColumnIndex *column, PieceValues *values)
{
    int (*compare)(const void *, const void *) = column->form == FORM_TEXT ? compare_texts : compare_ordered;
    size_t kept = 0;
    if (values->count)
        qsort(values->at, values->count, sizeof *values->at, compare);
    for (size_t i = 0; i < values->count; i++)
        if (!kept || compare(&values->at[kept - 1], &values->at[i]) != 0)
            values->at[kept++] = values->at[i];
    values->count = kept;
}

static void add_value(Region *region, PieceValues *values, Value value)
{
    if (value.kind != VALUE_NULL)
        *LIST_ADD(region, *values) = value;
}

static void add_test_values(Region *region, PieceValues *values, const FeelTest *test)
{
    if (test->kind == FEEL_TEST_RANGE) {
        add_value(region, values, test->range.low);
        add_value(region, values, test->range.high);
    } else if (test->value.kind == VALUE_LIST) {
        for (size_t i = 0; i < test->value.list->count; i++)
            add_value(region, values, test->value.list->at[i]);
    } else {
        add_value(region, values, test->value);
    }
}

static void add_domain_values(Region *region, const ColumnIndex *column, PieceValues *values)
{
    const Domain *domain = column->type->domain;
    if (!domain)
        return;
    for (uint32_t i = 0; i < domain->count; i++)
        add_value(region, values, domain->values[i]);
    if (domain->has_low)
        add_value(region, values, domain->low);
    if (domain->has_high)
        add_value(region, values, domain->high);
}

void cell_values_add(Region *region, const ColumnIndex *column, PieceValues *values, const FeelTests *tests)
{
    for (uint32_t i = 0; i < tests->count; i++)
        add_test_values(region, values, &tests->tests[i]);
    sort_values(column, values);
}

static void collect_values(Region *region, ColumnIndex *column, const FeelTests *tests, uint32_t rows)
{
    if (column->form == FORM_BOOLEAN)
        return;
    PieceValues values = { 0 };
    for (uint32_t r = 0; r < rows; r++)
        for (uint32_t i = 0; i < tests[r].count; i++)
            add_test_values(region, &values, &tests[r].tests[i]);
    add_domain_values(region, column, &values);
    sort_values(column, &values);
    column->values = values.at;
    column->count = (uint32_t)values.count;
}

/* First and last piece a range takes. */
static void pieces_of_range(const ColumnIndex *column, const Range *range, uint32_t *first, uint32_t *last)
{
    *first = 0;
    *last = 2 * column->count;
    if (range->low.kind != VALUE_NULL)
        *first = column_piece(column, range->low) + (range->low_closed ? 0 : 1);
    if (range->high.kind != VALUE_NULL)
        *last = column_piece(column, range->high) - (range->high_closed ? 0 : 1);
}

static void mark_value(const ColumnIndex *column, bool *pieces, Value value)
{
    if (value.kind == VALUE_LIST)
        for (size_t i = 0; i < value.list->count; i++)
            mark_value(column, pieces, value.list->at[i]);
    else if (value.kind != VALUE_NULL)
        pieces[column_piece(column, value)] = true;
}

static void mark_test(const ColumnIndex *column, bool *pieces, const FeelTest *test)
{
    if (test->kind == FEEL_TEST_VALUE) {
        mark_value(column, pieces, test->value);
        return;
    }
    if (test->range.comparison && test->range.operator == '!') {
        for (uint32_t i = 0; i < column_pieces(column); i++)
            pieces[i] |= i != column_piece(column, test->range.low);
        return;
    }
    uint32_t first, last;
    pieces_of_range(column, &test->range, &first, &last);
    for (uint32_t i = first; i <= last && i < column_pieces(column); i++)
        pieces[i] = true;
}

bool column_span(const ColumnIndex *column, const FeelTest *test, uint32_t *first, uint32_t *last)
{
    if (test->kind == FEEL_TEST_RANGE && !(test->range.comparison && test->range.operator == '!')) {
        pieces_of_range(column, &test->range, first, last);
        if (*last != UINT32_MAX && *last >= column_pieces(column))
            *last = column_pieces(column) - 1;
        return true;
    }
    if (test->kind != FEEL_TEST_VALUE || test->value.kind == VALUE_LIST || test->value.kind == VALUE_NULL)
        return false;
    *first = *last = column_piece(column, test->value);
    return true;
}

void cell_pieces(const ColumnIndex *column, const FeelTests *tests, bool *pieces)
{
    uint32_t count = column_pieces(column);
    memset(pieces, tests->any, count * sizeof *pieces);
    for (uint32_t i = 0; i < tests->count; i++)
        mark_test(column, pieces, &tests->tests[i]);
    for (uint32_t i = 0; i < count && tests->negated; i++)
        pieces[i] = !pieces[i];
}

static void narrow_column(Region *region, const Sheet *sheet, ColumnIndex *column, const FeelTests *tests)
{
    uint32_t count = column_pieces(column);
    bool *pieces = REGION_ARRAY(region, bool, count);
    column->masks = REGION_ARRAY(region, uint64_t, (size_t)count * sheet->words);
    for (uint32_t r = 0; r < sheet->row_count; r++) {
        cell_pieces(column, &tests[r], pieces);
        for (uint32_t i = 0; i < count; i++)
            if (pieces[i])
                rows_add(column->masks + (size_t)i * sheet->words, r);
    }
}

bool column_piece_allowed(const ColumnIndex *column, uint32_t piece)
{
    const Domain *domain = column->type->domain;
    if (!domain || column->form == FORM_BOOLEAN)
        return true;
    if (column->form == FORM_TEXT && !domain->count)
        return true;
    for (uint32_t i = 0; i < domain->count; i++)
        if (column_piece(column, domain->values[i]) == piece)
            return true;
    if (domain->count)
        return false;
    uint32_t low = domain->has_low ? column_piece(column, domain->low) + (domain->low_closed ? 0 : 1) : 0;
    uint32_t high = domain->has_high ? column_piece(column, domain->high) - (domain->high_closed ? 0 : 1) : 2 * column->count;
    return piece >= low && piece <= high;
}

/* The rows of a piece into a set; listed ones one by one. */
static void add_rows(uint64_t *set, const ColumnIndex *column, uint32_t piece, uint32_t words, uint64_t *scratch)
{
    if (!column->masks) {
        for (uint32_t k = column->starts[piece]; k < column->starts[piece + 1]; k++)
            rows_add(set, column->listed[k]);
        return;
    }
    const uint64_t *rows = column_set(column, piece, words, scratch);
    for (uint32_t w = 0; w < words; w++)
        set[w] |= rows[w];
}

void column_index_allowed(Region *region, ColumnIndex *column, uint32_t words)
{
    uint64_t *scratch = REGION_ARRAY(region, uint64_t, words);
    column->allowed = REGION_ARRAY(region, uint64_t, words);
    for (uint32_t i = 0; i < column_pieces(column); i++)
        if (column_piece_allowed(column, i))
            add_rows(column->allowed, column, i, words, scratch);
}

/* Symbols are numbered in the order of reading, so those of one column mostly lie close together: then a table says the piece. */
static void number_symbols(Region *region, ColumnIndex *column)
{
    if (column->form != FORM_TEXT || !column->count)
        return;
    uint32_t first = column->values[0].text->symbol, span = column->values[column->count - 1].text->symbol - first + 1;
    if (span / SYMBOLS_A_VALUE > column->count)
        return;
    uint32_t *pieces = region_take(region, span * sizeof *pieces);
    for (uint32_t i = 0; i < span; i++)
        pieces[i] = column->count;
    for (uint32_t i = 0; i < column->count; i++)
        pieces[column->values[i].text->symbol - first] = i;
    column->first_symbol = first;
    column->symbol_span = span;
    column->by_symbol = pieces;
}

static void index_column(Region *region, Sheet *sheet, ColumnIndex *column, const FeelTests *tests)
{
    collect_values(region, column, tests, sheet->row_count);
    number_symbols(region, column);
    column->any = REGION_ARRAY(region, uint64_t, sheet->words);
    for (uint32_t r = 0; r < sheet->row_count; r++)
        if (tests[r].any)
            rows_add(column->any, r);
    if (sheet->words > 1)
        wide_column(region, sheet, column, tests);
    else
        narrow_column(region, sheet, column, tests);
    column_index_allowed(region, column, sheet->words);
}

/* ---- outputs ---- */

static const struct {
    const char *written;
    Mark mark;
} MARKS[] = { { "*none*", MARK_NONE }, { "*not covered*", MARK_NOT_COVERED }, { "*not modelled*", MARK_NOT_MODELLED }, { "*announced*", MARK_ANNOUNCED } };

bool mark_read(Text text, Mark *mark)
{
    for (size_t i = 0; i < sizeof MARKS / sizeof *MARKS; i++)
        if (text_equal(text, text_of(MARKS[i].written))) {
            *mark = MARKS[i].mark;
            return true;
        }
    return false;
}

Text mark_text(Mark mark)
{
    for (size_t i = 0; i < sizeof MARKS / sizeof *MARKS; i++)
        if (MARKS[i].mark == mark)
            return text_slice(text_of(MARKS[i].written), 1, strlen(MARKS[i].written) - 1);
    return TEXT("conflict");
}

OutputCell output_read(Linker *linker, const FeelScope *scope, Span cell, const Type *wanted)
{
    OutputCell output = { .span = cell };
    if (text_is(text_trim(span_text(cell)), "-")) { /* the part is left out */
        output.constant = true;
        output.value = VALUE_NOTHING;
        return output;
    }
    if (mark_read(text_trim(span_text(cell)), &output.mark)) {
        output.is_mark = true;
        return output;
    }
    FeelContext context = link_context(linker, cell.source, scope);
    if (feel_literal(&output.value, &context, span_text(cell), wanted)) {
        output.constant = output.is_literal = true;
        return output;
    }
    const FeelNode *node = cell.from < cell.to ? feel_parse(&context, cell) : NULL;
    output.code = node ? feel_compile(&context, node, wanted) : NULL;
    output.constant = output.code && feel_code_constant(output.code, &output.value);
    output.is_slot = output.code && feel_code_slot(output.code, &output.up, &output.slot);
    return output;
}

static uint32_t part_named(const Type *record, Text name)
{
    for (uint32_t i = 0; i < record->count; i++)
        if (text_equal(record->entries[i].name, name))
            return i;
    return PART_WHOLE;
}

static void unknown_part(Linker *linker, const Decision *decision, const Column *column)
{
    Region *region = linker->region;
    LIST_OF(Text) known = { 0 };
    for (uint32_t i = 0; decision->record && i < decision->record->count; i++)
        *LIST_ADD(region, known) = decision->record->entries[i].name;
    for (uint32_t i = 0; decision->makes && i < linker->program->fact_count; i++)
        if (linker->program->facts[i].thing == decision->makes)
            *LIST_ADD(region, known) = linker->program->facts[i].name;
    Text kind = type_text_form(region, decision->type);
    Problem *p = report_error(linker->task->report, "unknown-part", column->header, "type \"" TEXT_FMT "\" has no part \"" TEXT_FMT "\"", TEXT_ARG(kind), TEXT_ARG(column->part));
    Text near = text_nearest(column->part, known.at, known.count);
    if (near.length)
        problem_hint(linker->task->report, p, "Did you mean \"." TEXT_FMT "\"?", TEXT_ARG(near));
    else if (!known.count)
        problem_hint(linker->task->report, p, "Head the column with the decision's own name.");
}

/* Which part of the value a column writes, and of which type; PART_WHOLE for the value itself. */
static uint32_t find_part(Linker *linker, const Decision *decision, HitPolicy policy, const Column *column, const Type **type)
{
    if (!column->part.length) {
        bool element = decision->type->kind == TYPE_LIST && policy >= HIT_COLLECT; /* else a row says the whole list */
        *type = element ? decision->type->of : decision->type;
        return PART_WHOLE;
    }
    if (decision->makes) {
        const Fact *fact = program_fact(linker->program, decision->makes, column->part);
        if (fact) {
            *type = fact->type;
            return fact->slot;
        }
    } else if (decision->record) {
        uint32_t part = part_named(decision->record, column->part);
        if (part != PART_WHOLE) {
            *type = decision->record->entries[part].type;
            return part;
        }
    }
    unknown_part(linker, decision, column);
    *type = &type_any;
    return PART_WHOLE;
}

/* Money columns of an aggregate keep the decision's own type. */
static bool aggregates(HitPolicy policy)
{
    return policy == HIT_COLLECT_SUM || policy == HIT_COLLECT_MIN || policy == HIT_COLLECT_MAX || policy == HIT_COLLECT_COUNT;
}

/* The law of a formula does not change with the day; only the rate of money told in another currency does. */
static bool reads_money(const FeelCode *code)
{
    const FeelRead *reads;
    size_t count = feel_code_reads(code, &reads);
    for (size_t i = 0; i < count; i++)
        if (!reads[i].function && reads[i].thing && reads[i].slot < reads[i].thing->count && reads[i].thing->slots[reads[i].slot].is_money)
            return true;
    return false;
}

uint32_t output_part(Linker *linker, const Decision *decision, HitPolicy policy, const Column *column, const Type **type)
{
    uint32_t part = find_part(linker, decision, policy, column, type);
    if (aggregates(policy))
        *type = policy == HIT_COLLECT_COUNT ? NULL : decision->type;
    return part;
}

static void read_outputs(Linker *linker, Decision *decision, Sheet *sheet)
{
    const Table *first = &sheet->block->table;
    const Type *types[LIMIT_TABLE_COLUMNS];
    uint32_t columns[LIMIT_TABLE_COLUMNS];
    sheet->parts = REGION_ARRAY(linker->region, uint32_t, first->column_count);
    for (uint32_t c = 0; c < first->column_count; c++)
        if (first->columns[c].kind == COLUMN_OUTPUT) {
            columns[sheet->part_count] = c;
            sheet->parts[sheet->part_count] = output_part(linker, decision, sheet->policy, &first->columns[c], &types[sheet->part_count]);
            sheet->part_count++;
        }
    const FeelScope *scope = decision_scope(linker, decision);
    for (uint32_t r = 0; r < sheet->row_count; r++) {
        OutputCell *outputs = REGION_ARRAY(linker->region, OutputCell, sheet->part_count + 1);
        for (uint32_t i = 0; i < sheet->part_count; i++)
            outputs[i] = output_read(linker, scope, sheet->rows[r].row->cells[columns[i]], types[i]);
        for (uint32_t i = 0; i < sheet->part_count; i++)
            sheet->needs_day |= outputs[i].code && reads_money(outputs[i].code);
        sheet->rows[r].outputs = outputs;
    }
}

/* ---- tables of one name are one ---- */

static bool same_columns(const Table *a, const Table *b)
{
    if (a->column_count != b->column_count)
        return false;
    for (uint32_t c = 0; c < a->column_count; c++)
        if (a->columns[c].kind != b->columns[c].kind || !text_equal(span_text(a->columns[c].header), span_text(b->columns[c].header)))
            return false;
    return true;
}

static void check_same_columns(Linker *linker, const Sheet *sheet, const DecisionBlock *block)
{
    bool policies = block->table.policy == sheet->block->table.policy;
    if (policies && same_columns(&sheet->block->table, &block->table))
        return;
    Problem *p = report_error(linker->task->report, "columns-differ", block->name_span,
                              "table \"" TEXT_FMT "\" has other columns or another hit policy here than on its other page", TEXT_ARG(block->name));
    problem_also(linker->task->report, p, sheet->block->name_span, "the other page");
}

static bool days_meet(DaySpans a, DaySpans b)
{
    for (uint32_t i = 0; i < a.count; i++)
        for (uint32_t k = 0; k < b.count; k++)
            if (a.at[i].first <= b.at[k].last && b.at[k].first <= a.at[i].last)
                return true;
    return false;
}

void row_mark_promised(Sheet *sheet, uint32_t r)
{
    DaySpans in_force = sheet->rows[r].row->in_force, promised = sheet->rows[r].page->modelled;
    int64_t outside;
    if (!promised.count || days_meet(in_force, promised))
        rows_add(sheet->promised, r);
    if (promised.count && !days_outside(promised, in_force, &outside))
        rows_add(sheet->always, r);
}

/* The rows of all blocks, as they are seen at the program's moment; NULL where one is not seen. */
static const Row **rows_seen(Linker *linker, const Decision *decision, const Sheet *sheet, uint32_t count)
{
    const Row **rows = REGION_ARRAY(linker->region, const Row *, count + 1);
    for (size_t b = 0, at = 0; b < sheet->blocks.count; b++)
        for (uint32_t r = 0; r < sheet->blocks.at[b]->table.row_count; r++)
            rows[at++] = &sheet->blocks.at[b]->table.rows[r];
    moment_rows(linker, decision, rows, count);
    return rows;
}

static void take_rows(Linker *linker, Sheet *sheet, const Row **rows, uint32_t count)
{
    sheet->rows = REGION_ARRAY(linker->region, SheetRow, count + 1);
    for (size_t b = 0, at = 0; b < sheet->blocks.count; b++)
        for (uint32_t r = 0; r < sheet->blocks.at[b]->table.row_count; r++, at++) {
            if (!rows[at])
                continue;
            sheet->rows[sheet->row_count] = (SheetRow){ .row = rows[at], .page = sheet->blocks.at[b]->page, .at = sheet->row_count, .id = text_string(linker->region, rows[at]->id) };
            sheet->row_count++;
        }
}

static void gather_rows(Linker *linker, const Decision *decision, Sheet *sheet)
{
    uint32_t count = 0;
    for (size_t b = 0; b < sheet->blocks.count; b++) {
        count += sheet->blocks.at[b]->table.row_count;
        check_same_columns(linker, sheet, sheet->blocks.at[b]);
    }
    take_rows(linker, sheet, rows_seen(linker, decision, sheet, count), count);
    sheet->words = sheet->row_count / 64 + 1;
    sheet->otherwise = REGION_ARRAY(linker->region, uint64_t, sheet->words);
    sheet->promised = REGION_ARRAY(linker->region, uint64_t, sheet->words);
    sheet->always = REGION_ARRAY(linker->region, uint64_t, sheet->words);
    for (uint32_t r = 0; r < sheet->row_count; r++) {
        if (sheet->rows[r].row->otherwise) {
            rows_add(sheet->otherwise, r);
            sheet->has_otherwise = true;
        }
        row_mark_promised(sheet, r);
    }
}

static void read_columns(Linker *linker, const Decision *decision, Sheet *sheet)
{
    const Table *first = &sheet->block->table;
    sheet->columns = REGION_ARRAY(linker->region, ColumnIndex, first->column_count);
    FeelTests *tests = REGION_ARRAY(linker->region, FeelTests, sheet->row_count + 1);
    if (sheet->words > 1)
        wide_begin(linker->region, sheet, first->column_count);
    for (uint32_t c = 0; c < first->column_count; c++) {
        if (first->columns[c].kind != COLUMN_INPUT)
            continue;
        ColumnIndex *column = &sheet->columns[sheet->column_count];
        *column = (ColumnIndex){ 0 };
        if (!read_header(linker, decision, column, first->columns[c].header))
            continue;
        for (uint32_t r = 0; r < sheet->row_count; r++)
            cell_tests_read(linker, column, &sheet->rows[r], sheet->rows[r].row->cells[c], &tests[r]);
        index_column(linker->region, sheet, column, tests);
        sheet->column_count++;
    }
}

/* A page may stay silent about the clock where nothing of the decision changes with the day; a table may not. */
static void read_clock(Linker *linker, const Decision *decision, Sheet *sheet)
{
    const DecisionBlock *block = sheet->block;
    if (!block->clock.length)
        return;
    FeelContext context = link_context(linker, block->clock_span.source, decision_scope(linker, decision));
    const FeelNode *node = feel_parse(&context, block->clock_span);
    sheet->clock = node ? feel_compile(&context, node, &type_date) : NULL;
    if (sheet->clock)
        sheet->clock_is_slot = feel_code_slot(sheet->clock, &sheet->clock_up, &sheet->clock_slot);
}

static void compile_table(Linker *linker, Decision *decision, Sheet *sheet)
{
    sheet->policy = sheet->block->table.policy;
    gather_rows(linker, decision, sheet);
    sheet_make_eras(linker->region, sheet);
    read_columns(linker, decision, sheet);
    read_outputs(linker, decision, sheet);
    if (sheet->words > 1) {
        wide_eras(sheet);
        groups_make(linker->region, sheet);
    }
}

void sheet_read_formula(Linker *linker, const Decision *decision, Sheet *sheet, Span text)
{
    FeelContext context = link_context(linker, text.source, decision_scope(linker, decision));
    const FeelNode *node = feel_parse(&context, text);
    sheet->code = node ? feel_compile(&context, node, decision->type) : NULL;
    sheet->needs_day = sheet->code && reads_money(sheet->code);
}

static void reading_not_constant(Linker *linker, Span value)
{
    Problem *p = report_error(linker->task->report, "reading-not-constant", value, "the value \"" TEXT_FMT "\" of a reading is not constant", TEXT_ARG(text_trim(span_text(value))));
    problem_hint(linker->task->report, p, "Write the value itself; a decision that reads the question may reckon with it.");
}

static void compile_question(Linker *linker, Decision *decision, Sheet *sheet)
{
    uint32_t count = sheet->block->reading_count;
    const Reading **readings = REGION_ARRAY(linker->region, const Reading *, count + 1);
    for (uint32_t i = 0; i < count; i++)
        readings[i] = &sheet->block->readings[i];
    sheet->reading_count = moment_readings(linker, readings, count);
    sheet->readings = REGION_ARRAY(linker->region, ReadingValue, count + 1);
    for (uint32_t i = 0; i < sheet->reading_count; i++) {
        OutputCell value = output_read(linker, NULL, readings[i]->value, decision->type);
        if (value.code && !value.constant)
            reading_not_constant(linker, value.span);
        sheet->readings[i] = (ReadingValue){ readings[i], value.value };
    }
}

static bool collects(const Sheet *sheet)
{
    return sheet->kind == SHEET_TABLE && sheet->block->table.policy >= HIT_COLLECT;
}

/* Lists add up over the layers, single values outvote each other: a decision is the one or the other. */
static void check_layers(Linker *linker, const Decision *decision)
{
    const Sheet *lowest = decision->sheets[decision->sheet_count - 1];
    for (uint32_t i = 0; i + 1 < decision->sheet_count; i++) {
        const Sheet *sheet = decision->sheets[i];
        if (collects(sheet) == collects(lowest))
            continue;
        Problem *p = report_error(linker->task->report, "layers-differ", sheet->block->name_span, "\"" TEXT_FMT "\" %s here, and not in the layer below", TEXT_ARG(decision->name),
                                  collects(sheet) ? "collects rows" : "takes one value");
        problem_also(linker->task->report, p, lowest->block->name_span, "the layer below");
        problem_hint(linker->task->report, p, "Collect tables add up over the layers; a row of any other table answers instead of the layer below.");
    }
}

void sheets_compile(Linker *linker, Decision *decision)
{
    check_layers(linker, decision);
    for (uint32_t i = 0; i < decision->sheet_count; i++) {
        Sheet *sheet = decision->sheets[i];
        read_clock(linker, decision, sheet);
        if (sheet->kind == SHEET_TABLE)
            compile_table(linker, decision, sheet);
        else if (sheet->kind == SHEET_FEEL)
            sheet_read_formula(linker, decision, sheet, sheet->block->feel);
        else
            compile_question(linker, decision, sheet);
    }
    const Sheet *only = decision->sheets[0];
    decision->is_plain = decision->sheet_count == 1 && only->layer == LAYER_LAW && decision->shape == SHAPE_PLAIN && !(only->kind == SHEET_TABLE && only->policy >= HIT_COLLECT);
    decision->formula = decision->is_plain && only->kind == SHEET_FEEL && !only->needs_day ? only->code : NULL;
}

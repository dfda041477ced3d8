/* determination/mutants.c - see mutants.h.
 *
 * Cells of inputs hold constants only: their texts are replaced by the other texts allowed, their numbers and days by their
 * neighbours. Outputs and formulas are walked as trees: each operator has one that is nearly it, each constant a neighbour.
 */
#include "determination/mutants.h"

#include "determination/sheet.h"
#include "feel/ast.h"

typedef struct Maker { /* the mutants of one cell */
    Region *keep;      /* their texts live here */
    Linker *linker;
    MutantList *all;
    size_t first;      /* of this cell's mutants among all */
    const BlockPlace *place;
    Mutant form;       /* what they have in common */
    Span cell;         /* as it stands */
} Maker;

/* ---- one change of text ---- */

static bool is_made(const Maker *maker, Span place, Text changed)
{
    for (size_t i = maker->first; i < maker->all->count; i++) {
        const Mutant *other = &maker->all->at[i];
        if (other->place.from == place.from && other->place.to == place.to && text_equal(other->changed, changed))
            return true;
    }
    return false;
}

/* The part from..to of the cell (bytes of its source) reads otherwise, and is shown as the change of `place`. */
static void splice(Maker *maker, Span place, uint32_t from, uint32_t to, Text instead, Text changed)
{
    if (is_made(maker, place, changed))
        return;
    const Source *page = maker->cell.source;
    Source *source = REGION_NEW(maker->keep, Source);
    source->name = page->name;
    source->bytes = text_format(maker->keep, TEXT_FMT TEXT_FMT TEXT_FMT, TEXT_ARG(text_slice(page->bytes, maker->cell.from, from)), TEXT_ARG(instead),
                                TEXT_ARG(text_slice(page->bytes, to, maker->cell.to)));
    Mutant mutant = maker->form;
    mutant.place = place;
    mutant.changed = changed;
    mutant.cell = (Span){ source, 0, (uint32_t)source->bytes.length };
    *LIST_ADD(maker->linker->region, *maker->all) = mutant;
}

static void replace(Maker *maker, Span place, Text changed)
{
    splice(maker, place, place.from, place.to, changed, changed);
}

/* ---- numbers and days ---- */

enum { MOST_DIGITS = 17 };

/* "0.05" and 1 are "0.06"; false for what is no plain number. */
static bool number_beside(Region *region, Text number, int step, Text *beside)
{
    int64_t digits = 0;
    int scale = 0;
    bool dot = false;
    if (!number.length || number.length > MOST_DIGITS)
        return false;
    for (size_t i = 0; i < number.length; i++) {
        char c = number.at[i];
        if ((c < '0' || c > '9') && (c != '.' || dot))
            return false;
        dot |= c == '.';
        scale += dot && c != '.';
        digits = c == '.' ? digits : digits * 10 + (c - '0');
    }
    digits += step;
    int64_t one = 1;
    for (int i = 0; i < scale; i++)
        one *= 10;
    const char *sign = digits < 0 ? "-" : "";
    digits = digits < 0 ? -digits : digits;
    *beside = scale ? text_format(region, "%s%lld.%0*lld", sign, (long long)(digits / one), scale, (long long)(digits % one)) : text_format(region, "%s%lld", sign, (long long)digits);
    return true;
}

static void step_number(Maker *maker, Span place)
{
    Text beside;
    for (int step = 1; step >= -1; step -= 2)
        if (number_beside(maker->keep, span_text(place), step, &beside))
            replace(maker, place, beside);
}

static void step_day(Maker *maker, Span place, int64_t day)
{
    replace(maker, place, date_text(maker->keep, day + 1));
    replace(maker, place, date_text(maker->keep, day - 1));
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* How many bytes of `text` from `at` on are a number: digits, and a point with digits behind it. */
static size_t number_length(Text text, size_t at)
{
    size_t end = at;
    while (end < text.length && is_digit(text.at[end]))
        end++;
    if (end + 1 < text.length && text.at[end] == '.' && is_digit(text.at[end + 1]))
        for (end++; end < text.length && is_digit(text.at[end]);)
            end++;
    return end - at;
}

enum { DAY_LENGTH = 10 }; /* YYYY-MM-DD */

/* Each number and each day of a stretch that holds constants only. */
static void step_literals(Maker *maker, Span span)
{
    Text text = span_text(span);
    for (size_t at = 0; at < text.length;) {
        int64_t day;
        size_t length = is_digit(text.at[at]) ? number_length(text, at) : 0;
        Span place = { span.source, span.from + (uint32_t)at, span.from + (uint32_t)(at + length) };
        if (length && at + DAY_LENGTH <= text.length && date_read(&day, text_slice(text, at, at + DAY_LENGTH))) {
            place.to = place.from + DAY_LENGTH;
            length = DAY_LENGTH;
            step_day(maker, place, day);
        } else if (length) {
            step_number(maker, place);
        }
        at += length ? length : 1;
    }
}

/* ---- texts ---- */

static Text quoted(Region *region, Value text)
{
    Builder out = builder_on(region);
    value_print(&out, text);
    return builder_text(&out);
}

static Text another_text(Region *region)
{
    return text_copy(region, TEXT("\"(another)\""));
}

static bool holds(const FeelTests *tests, Value value)
{
    for (uint32_t i = 0; i < tests->count; i++)
        if (value_equal(tests->tests[i].value, value) == 1)
            return true;
    return false;
}

/* The texts a column may hold: those allowed, else those that its cells name. */
static const Value *column_texts(const ColumnIndex *column, uint32_t *count)
{
    const Domain *domain = column->type->domain;
    bool allowed = domain && domain->count;
    *count = allowed ? domain->count : column->count;
    return allowed ? domain->values : column->values;
}

/* One text becomes each other one; of several each is left out, and each other one added. */
static void change_texts(Maker *maker, const ColumnIndex *column, const FeelTests *tests)
{
    uint32_t count;
    const Value *values = column_texts(column, &count);
    Span last = tests->tests[tests->count - 1].span;
    for (uint32_t i = 0; tests->count > 1 && i < tests->count; i++) {
        Span place = tests->tests[i].span;
        uint32_t from = i ? tests->tests[i - 1].span.to : place.from, to = i ? place.to : tests->tests[1].span.from;
        splice(maker, place, from, to, TEXT_NONE, TEXT_NONE);
    }
    for (uint32_t i = 0; i < count; i++) {
        if (values[i].kind != VALUE_TEXT || holds(tests, values[i]))
            continue;
        Text other = quoted(maker->keep, values[i]);
        if (tests->count == 1)
            replace(maker, last, other);
        else
            splice(maker, (Span){ last.source, last.to, last.to }, last.to, last.to, text_format(maker->keep, ", " TEXT_FMT, TEXT_ARG(other)), other);
    }
}

/* ---- inputs ---- */

static bool all_texts(const FeelTests *tests)
{
    for (uint32_t i = 0; i < tests->count; i++)
        if (tests->tests[i].kind != FEEL_TEST_VALUE || tests->tests[i].value.kind != VALUE_TEXT)
            return false;
    return tests->count > 0;
}

static void change_input(Maker *maker, const ColumnIndex *column, const SheetRow *row)
{
    FeelTests tests;
    cell_tests_read(maker->linker, column, row, maker->cell, &tests);
    if (tests.any)
        return;
    if (all_texts(&tests)) {
        change_texts(maker, column, &tests);
        return;
    }
    for (uint32_t i = 0; i < tests.count; i++) {
        const FeelTest *test = &tests.tests[i];
        if (test->kind == FEEL_TEST_VALUE && test->value.kind == VALUE_BOOLEAN)
            replace(maker, test->span, test->value.boolean ? TEXT("false") : TEXT("true"));
        else
            step_literals(maker, test->span);
    }
}

/* ---- outputs and formulas ---- */

static const struct {
    const char *sign, *other;
} NEARLY[OPERATORS] = {
    [OPERATOR_ADD] = { "+", "-" },         [OPERATOR_SUBTRACT] = { "-", "+" },   [OPERATOR_MULTIPLY] = { "*", "/" },  [OPERATOR_DIVIDE] = { "/", "*" },
    [OPERATOR_POWER] = { "**", "*" },      [OPERATOR_EQUAL] = { "=", "!=" },     [OPERATOR_UNEQUAL] = { "!=", "=" },  [OPERATOR_LESS] = { "<", "<=" },
    [OPERATOR_LESS_EQUAL] = { "<=", "<" }, [OPERATOR_MORE] = { ">", ">=" },      [OPERATOR_MORE_EQUAL] = { ">=", ">" },
};

/* The first `word` in from..to of the source becomes another. */
static void swap_word(Maker *maker, uint32_t from, uint32_t to, const char *word, const char *other)
{
    const Source *source = maker->cell.source;
    size_t at = text_find(text_slice(source->bytes, 0, to), text_of(word), from);
    if (from <= to && at != SIZE_MAX)
        replace(maker, (Span){ source, (uint32_t)at, (uint32_t)(at + strlen(word)) }, text_of(other));
}

static void swap_between(Maker *maker, const FeelNode *node, const char *word, const char *other)
{
    if (node->count == 2)
        swap_word(maker, node->items[0]->span.to, node->items[1]->span.from, word, other);
}

/* What stands beside a text that is compared says which texts there are. */
static Text compared_text(Maker *maker, const FeelNode *text, const FeelNode *around)
{
    for (uint32_t i = 0; around && around->kind == NODE_COMPARE && i < around->count; i++) {
        const Domain *domain = around->items[i]->type->domain;
        for (uint32_t k = 0; domain && k < domain->count; k++)
            if (value_equal(domain->values[k], text->value) == 0)
                return quoted(maker->keep, domain->values[k]);
    }
    return another_text(maker->keep);
}

/* A text that a column writes: the next one that its rows write, else one of those allowed. */
static Text written_text(Maker *maker, Value text)
{
    const Sheet *sheet = maker->place->sheet;
    uint32_t part = 0, own = maker->place->first_row + maker->form.row;
    for (uint32_t c = 0; c < maker->form.column; c++)
        part += maker->form.block->table.columns[c].kind == COLUMN_OUTPUT;
    for (uint32_t i = 1; i < sheet->row_count; i++) {
        const OutputCell *cell = &sheet->rows[(own + i) % sheet->row_count].outputs[part];
        if (cell->constant && cell->value.kind == VALUE_TEXT && value_equal(cell->value, text) == 0)
            return quoted(maker->keep, cell->value);
    }
    const Type *type;
    output_part(maker->linker, maker->place->decision, sheet->policy, &maker->form.block->table.columns[maker->form.column], &type);
    for (uint32_t k = 0; type && type->domain && k < type->domain->count; k++)
        if (value_equal(type->domain->values[k], text) == 0)
            return quoted(maker->keep, type->domain->values[k]);
    return another_text(maker->keep);
}

/* A day or a duration, as in date("...") and duration("P3Y"). */
static bool is_moment(Text text)
{
    int64_t day;
    return date_read(&day, text) || (text.length > 1 && text.at[0] == 'P' && (is_digit(text.at[1]) || text.at[1] == 'T'));
}

static void change_constant(Maker *maker, const FeelNode *node, const FeelNode *around)
{
    if (node->value.kind == VALUE_BOOLEAN)
        replace(maker, node->span, node->value.boolean ? TEXT("false") : TEXT("true"));
    else if (node->value.kind != VALUE_TEXT || is_moment(text_of_value(node->value)))
        step_literals(maker, node->span);
    else if (!around && maker->form.kind == MUTANT_OUTPUT)
        replace(maker, node->span, written_text(maker, node->value));
    else
        replace(maker, node->span, compared_text(maker, node, around));
}

static void change_node(Maker *maker, const FeelNode *node, const FeelNode *around)
{
    switch (node->kind) {
    case NODE_CONSTANT: change_constant(maker, node, around); return;
    case NODE_ARITHMETIC: case NODE_COMPARE: swap_between(maker, node, NEARLY[node->operator].sign, NEARLY[node->operator].other); break;
    case NODE_COMPARISON: swap_word(maker, node->span.from, node->items[0]->span.from, NEARLY[node->operator].sign, NEARLY[node->operator].other); break;
    case NODE_AND: swap_between(maker, node, "and", "or"); break;
    case NODE_OR: swap_between(maker, node, "or", "and"); break;
    case NODE_SOME: swap_word(maker, node->span.from, node->span.to, "some", "every"); break;
    case NODE_EVERY: swap_word(maker, node->span.from, node->span.to, "every", "some"); break;
    default: break;
    }
    for (uint32_t i = 0; i < node->count; i++)
        if (node->items[i]->span.source == maker->cell.source)
            change_node(maker, node->items[i], node);
}

static void change_mark(Maker *maker, Mark mark)
{
    for (Mark other = MARK_NONE; other <= MARK_NOT_COVERED; other++)
        if (other != mark)
            replace(maker, maker->cell, text_format(maker->keep, "*" TEXT_FMT "*", TEXT_ARG(mark_text(other))));
}

static void change_output(Maker *maker, const OutputCell *output)
{
    if (output->is_mark)
        change_mark(maker, output->mark);
    else if (output->is_literal)
        change_constant(maker, &(FeelNode){ .kind = NODE_CONSTANT, .span = output->span, .value = output->value }, NULL);
    else if (output->code)
        change_node(maker, feel_code_node(output->code), NULL);
}

/* ---- rows and blocks ---- */

static void start_cell(Maker *maker, MutantKind kind, uint32_t row, uint32_t column, Span cell)
{
    maker->first = maker->all->count;
    maker->form = (Mutant){ .kind = kind, .block = maker->form.block, .row = row, .column = column };
    maker->cell = cell;
}

static void delete_row(Maker *maker, uint32_t row)
{
    start_cell(maker, MUTANT_DELETED, row, 0, maker->form.block->table.rows[row].id_span);
    Mutant mutant = maker->form;
    mutant.place = maker->cell;
    *LIST_ADD(maker->linker->region, *maker->all) = mutant;
}

static void change_row(Maker *maker, uint32_t row)
{
    const Table *table = &maker->form.block->table;
    const Sheet *sheet = maker->place->sheet;
    const SheetRow *written = &sheet->rows[maker->place->first_row + row];
    uint32_t input = 0, output = 0;
    for (uint32_t c = 0; c < table->column_count; c++) {
        Span cell = table->rows[row].cells[c];
        if (table->columns[c].kind == COLUMN_INPUT) {
            start_cell(maker, MUTANT_INPUT, row, c, cell);
            change_input(maker, &sheet->columns[input++], written);
        } else if (table->columns[c].kind == COLUMN_OUTPUT) {
            start_cell(maker, MUTANT_OUTPUT, row, c, cell);
            change_output(maker, &written->outputs[output++]);
        } else if (table->columns[c].kind == COLUMN_IN_FORCE) {
            start_cell(maker, MUTANT_DAYS, row, c, cell);
            step_literals(maker, cell);
        }
    }
    delete_row(maker, row);
}

bool block_find(const Program *program, const DecisionBlock *block, BlockPlace *place)
{
    const Decision *decision = program_decision(program, block->name);
    for (uint32_t s = 0; decision && s < decision->sheet_count; s++) {
        uint32_t first = 0;
        for (size_t b = 0; b < decision->sheets[s]->blocks.count; b++) {
            if (decision->sheets[s]->blocks.at[b] == block) {
                *place = (BlockPlace){ program, program->decisions[decision->index], decision->sheets[s], first };
                return true;
            }
            first += decision->sheets[s]->blocks.at[b]->table.row_count;
        }
    }
    return false;
}

void mutants_of_block(Linker *linker, Region *keep, const BlockPlace *place, const DecisionBlock *block, MutantList *all)
{
    Maker maker = { .keep = keep, .linker = linker, .all = all, .place = place, .form = { .block = block } };
    for (uint32_t r = 0; block->kind == DECISION_TABLE && r < block->table.row_count; r++)
        change_row(&maker, r);
    if (block->kind != DECISION_FEEL)
        return;
    start_cell(&maker, MUTANT_FORMULA, 0, 0, block->feel);
    change_node(&maker, feel_code_node(place->sheet->code), NULL);
}

/* rulebook/dmn_trials.c - examples for the rows of another tool's table: what the model itself answers. See dmn_pages.h.
 *
 * For each rule values that its cells accept are put in, and the decision is worked out by dmn_run, which knows nothing of rulebooks. Where
 * a cell accepts anything, the values of its column's other cells are tried until the answer is the rule's own. A rule for which no such
 * values are seen from the cells, or that answers null, gets no example; `declarant check` names its row.
 */
#include "rulebook/dmn_pages.h"
#include "rulebook/page_writer.h"
#include "rulebook/reader.h"

enum { TRIES_PER_RULE = 256, TRIES_PER_TABLE = 16384, CHOICES_PER_INPUT = 8 };

typedef struct Choices {
    uint32_t count;
    Value *at;
} Choices;

typedef struct Trials {
    DmnSheet *sheet;
    Region *region;
    const DmnProgram *program;
    const DmnElement *decision;
    uint32_t inputs, outputs;
    const DmnElement **elements; /* one an input: what its expression names */
    Choices *choices;            /* one an input: what its cells accept, and anything */
    const XmlElement *table;
    uint32_t tries;              /* left; a rule has one at least */
} Trials;

static Text text_in(const XmlElement *holder)
{
    const XmlElement *text = xml_child(holder, "text");
    return text ? lines_trim(text->text) : TEXT_NONE;
}

static Value constant(const Trials *trials, Text text)
{
    Report unheard;
    report_init(&unheard, trials->region);
    Task task = { trials->region, &unheard, NULL };
    Source *source = REGION_NEW(trials->region, Source);
    *source = (Source){ TEXT("cell"), text };
    FeelContext context = { .task = &task, .source = source };
    const FeelNode *node = feel_parse(&context, (Span){ source, 0, (uint32_t)text.length });
    const FeelCode *code = node ? feel_compile(&context, node, NULL) : NULL;
    Value value = VALUE_NOTHING;
    if (code && feel_code_constant(code, &value))
        return value;
    return VALUE_NOTHING;
}

/* A little less or more than a bound: one, or a day. */
static Value beside(const Trials *trials, Text bound, char sign)
{
    Value value = constant(trials, text_format(trials->region, "(" TEXT_FMT ") %c 1", TEXT_ARG(bound), sign));
    if (value.kind != VALUE_NULL)
        return value;
    return constant(trials, text_format(trials->region, "(" TEXT_FMT ") %c duration(\"P1D\")", TEXT_ARG(bound), sign));
}

/* Anything of the input's type. */
static Value any_value(const Type *type)
{
    const Domain *domain = type->domain;
    if (domain && domain->count)
        return domain->values[0];
    switch (type->kind) {
    case TYPE_NUMBER: return value_small(1, 0);
    case TYPE_BOOLEAN: return value_boolean(true);
    case TYPE_DATE: return (Value){ .kind = VALUE_DATE };
    default: return VALUE_NOTHING;
    }
}

static const Type *type_of_input(const Trials *trials, uint32_t input)
{
    return trials->program->meanings[trials->elements[input]->slot].type;
}

/* A value that the cell accepts, by its first test. */
static Value value_for(const Trials *trials, Text cell, const Type *type)
{
    static const struct {
        const char *sign;
        char step;
    } signs[] = { { "<=", 0 }, { ">=", 0 }, { "<", '-' }, { ">", '+' } };
    Text rest, test = text_trim(cut_outside(cell, ',', &rest));
    if (!test.length || text_is(test, "-"))
        return any_value(type);
    for (size_t i = 0; i < 4; i++)
        if (text_starts(test, text_of(signs[i].sign))) {
            Text bound = text_slice(test, strlen(signs[i].sign), test.length);
            return signs[i].step ? beside(trials, bound, signs[i].step) : constant(trials, bound);
        }
    bool open = text_starts(test, TEXT("(")) || text_starts(test, TEXT("]"));
    size_t dots = open || text_starts(test, TEXT("[")) ? text_find(test, TEXT(".."), 0) : SIZE_MAX;
    if (dots != SIZE_MAX)
        return open ? beside(trials, text_slice(test, 1, dots), '+') : constant(trials, text_slice(test, 1, dots));
    return constant(trials, test);
}

/* ---- one rule ---- */

static void put_value(PageTable *out, Region *region, Value value)
{
    Builder text = builder_on(region);
    value_print(&text, value);
    page_table_cell(out, builder_text(&text));
}

static Value part_of(Region *region, Value value, Text name)
{
    if (value.kind == VALUE_LIST) {
        Value *items = REGION_ARRAY(region, Value, value.list->count);
        for (size_t i = 0; i < value.list->count; i++)
            items[i] = part_of(region, value.list->at[i], name);
        return value_list(region, items, value.list->count);
    }
    return context_entry(value, name);
}

static bool is_anything(Text cell)
{
    return !cell.length || text_is(cell, "-");
}

/* What the rule's cells accept; where that is anything, nothing yet. Without a rule: the default outputs, which ask for nothing. */
static bool fixed_values(const Trials *trials, const XmlElement *rule, Value *values, bool *fixed)
{
    const XmlElement *entry = rule ? xml_child(rule, "inputEntry") : NULL;
    for (uint32_t i = 0; i < trials->inputs; i++, entry = entry ? xml_next(entry) : NULL) {
        Text cell = entry ? text_in(entry) : TEXT_NONE;
        fixed[i] = !is_anything(cell);
        values[i] = fixed[i] ? value_for(trials, cell, type_of_input(trials, i)) : VALUE_NOTHING;
        if (fixed[i] && values[i].kind == VALUE_NULL)
            return false;
    }
    return true;
}

/* The combination of that number of what is tried for cells that accept anything; false: there are no more. */
static bool choose_values(const Trials *trials, uint32_t number, const bool *fixed, Value *values)
{
    for (uint32_t i = 0; i < trials->inputs; i++)
        if (!fixed[i]) {
            values[i] = trials->choices[i].at[number % trials->choices[i].count];
            number /= trials->choices[i].count;
        }
    return number == 0;
}

static Value answer_for(const Trials *trials, const Value *values)
{
    DmnRun run;
    dmn_open(&run, trials->region, trials->program);
    run.vm.iterations = LIMIT_ITERATIONS / 100;
    for (uint32_t i = 0; i < trials->inputs; i++)
        if (values[i].kind != VALUE_NULL)
            dmn_give(&run, trials->elements[i], values[i]);
    return dmn_decide(&run, trials->decision);
}

/* Is the answer what the rule writes? Not where it writes no constants, or the answer is a list of several rules'. */
static bool is_own_answer(const Trials *trials, const XmlElement *rule, Value answer)
{
    const XmlElement *entry = rule ? xml_child(rule, "outputEntry") : NULL;
    for (const XmlElement *output = xml_child(trials->table, "output"); output; output = xml_next(output), entry = rule && entry ? xml_next(entry) : NULL) {
        Value given = trials->outputs == 1 ? answer : part_of(trials->region, answer, xml_attribute(output, "name"));
        if (!rule)
            entry = xml_child(output, "defaultOutputEntry");
        Value written = entry ? constant(trials, text_in(entry)) : VALUE_NOTHING;
        if (written.kind == VALUE_NULL || value_equal(given, written) != 1)
            return false;
    }
    return true;
}

static void put_trial(const Trials *trials, PageTable *out, uint32_t number, const Value *values, Value answer)
{
    page_table_cell(out, number ? text_format(trials->region, "rule %u", number) : TEXT("default"));
    page_table_cell(out, TEXT("0001-01-01"));
    for (uint32_t i = 0; i < trials->inputs; i++)
        if (values[i].kind == VALUE_NULL)
            page_table_cell(out, TEXT("-"));
        else
            put_value(out, trials->region, values[i]);
    if (trials->outputs == 1)
        put_value(out, trials->region, answer);
    for (const XmlElement *output = xml_child(trials->table, "output"); output && trials->outputs > 1; output = xml_next(output))
        put_value(out, trials->region, part_of(trials->region, answer, xml_attribute(output, "name")));
}

/* The first combination whose answer is the rule's own, else the first that has any. */
static void try_rule(Trials *trials, PageTable *out, const XmlElement *rule, uint32_t number)
{
    Value *values = REGION_ARRAY(trials->region, Value, trials->inputs + 1), *kept = REGION_ARRAY(trials->region, Value, trials->inputs + 1), answer = VALUE_NOTHING;
    bool *fixed = REGION_ARRAY(trials->region, bool, trials->inputs + 1), own = false;
    if (!fixed_values(trials, rule, values, fixed))
        return;
    for (uint32_t i = 0; i < TRIES_PER_RULE && !own && (!i || trials->tries) && choose_values(trials, i, fixed, values); i++) {
        trials->tries -= trials->tries > 0;
        Value given = answer_for(trials, values);
        own = given.kind != VALUE_NULL && is_own_answer(trials, rule, given);
        if (!own && (given.kind == VALUE_NULL || answer.kind != VALUE_NULL))
            continue;
        answer = given;
        memcpy(kept, values, trials->inputs * sizeof *values);
    }
    if (answer.kind != VALUE_NULL)
        put_trial(trials, out, number, kept, answer);
}

/* ---- the table ---- */

static bool is_chosen(const Choices *choices, Value value)
{
    for (uint32_t i = 0; i < choices->count; i++)
        if (value_equal(choices->at[i], value) == 1)
            return true;
    return false;
}

/* What is tried for an input whose cell accepts anything: first anything, then what its other cells accept. */
static void find_choices(Trials *trials)
{
    trials->choices = REGION_ARRAY(trials->region, Choices, trials->inputs + 1);
    for (uint32_t i = 0; i < trials->inputs; i++) {
        Choices *choices = &trials->choices[i];
        choices->at = REGION_ARRAY(trials->region, Value, CHOICES_PER_INPUT);
        choices->at[choices->count++] = any_value(type_of_input(trials, i));
        for (const XmlElement *rule = xml_child(trials->table, "rule"); rule && choices->count < CHOICES_PER_INPUT; rule = xml_next(rule)) {
            const XmlElement *entry = xml_child(rule, "inputEntry");
            for (uint32_t at = 0; entry && at < i; at++)
                entry = xml_next(entry);
            Value value = entry && !is_anything(text_in(entry)) ? value_for(trials, text_in(entry), type_of_input(trials, i)) : VALUE_NOTHING;
            if (value.kind != VALUE_NULL && !is_chosen(choices, value))
                choices->at[choices->count++] = value;
        }
    }
}

static bool find_inputs(Trials *trials)
{
    for (const XmlElement *input = xml_child(trials->table, "input"); input; input = xml_next(input))
        trials->inputs++;
    for (const XmlElement *output = xml_child(trials->table, "output"); output; output = xml_next(output))
        trials->outputs++;
    trials->elements = REGION_ARRAY(trials->region, const DmnElement *, trials->inputs + 1);
    uint32_t at = 0;
    for (const XmlElement *input = xml_child(trials->table, "input"); input; input = xml_next(input), at++) {
        Text name = name_normal(trials->region, text_in(xml_child(input, "inputExpression")));
        trials->elements[at] = dmn_find(trials->program, TEXT_NONE, name);
        for (uint32_t i = 0; i < at; i++)
            if (trials->elements[i] == trials->elements[at])
                return false;
        if (!trials->elements[at] || trials->elements[at] == trials->decision)
            return false;
    }
    return trials->outputs > 0;
}

static void put_header(const Trials *trials, PageTable *out)
{
    Text name = trials->decision->name;
    page_table_cell(out, TEXT("example"));
    page_table_cell(out, TEXT("decided on"));
    for (uint32_t i = 0; i < trials->inputs; i++)
        page_table_cell(out, trials->elements[i]->name);
    for (const XmlElement *output = xml_child(trials->table, "output"); output; output = xml_next(output))
        page_table_cell(out, trials->outputs == 1 ? text_join(trials->region, TEXT("= "), name)
                                                  : text_format(trials->region, "= " TEXT_FMT "." TEXT_FMT, TEXT_ARG(name), TEXT_ARG(xml_attribute(output, "name"))));
    out->columns = (uint32_t)out->cells.count;
}

void dmn_put_trials(DmnSheet *sheet, Builder *out, const XmlElement *table)
{
    Trials trials = { .sheet = sheet, .region = sheet->task->region, .program = sheet->program, .table = table, .tries = TRIES_PER_TABLE };
    PageTable written = { .region = trials.region };
    trials.decision = trials.program ? dmn_find(trials.program, TEXT_NONE, sheet->name) : NULL;
    if (!trials.decision || !find_inputs(&trials))
        return;
    put_header(&trials, &written);
    find_choices(&trials);
    uint32_t number = 0;
    for (const XmlElement *rule = xml_child(table, "rule"); rule && !task_cancelled(sheet->task); rule = xml_next(rule))
        try_rule(&trials, &written, rule, ++number);
    if (xml_child(xml_child(table, "output"), "defaultOutputEntry"))
        try_rule(&trials, &written, NULL, 0);
    if (written.cells.count > written.columns)
        page_table_put(out, &written);
}

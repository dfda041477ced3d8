/* rulebook/dmn_trials.c - examples for the rows of another tool's table: what the model itself answers. See dmn_pages.h.
 *
 * For each rule a value that its cells accept is put in, and the decision is worked out by dmn_run, which knows nothing of rulebooks. A rule
 * for which no such value is seen from its cells, or that answers null, gets no example; `declarant check` names its row.
 */
#include "rulebook/dmn_pages.h"
#include "rulebook/page_writer.h"
#include "rulebook/reader.h"

typedef struct Trials {
    DmnSheet *sheet;
    Region *region;
    const DmnProgram *program;
    const DmnElement *decision;
    uint32_t inputs, outputs;
    const DmnElement **elements; /* one an input: what its expression names */
    const XmlElement *table;
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
    for (uint32_t i = 0; value.kind == VALUE_CONTEXT && i < value.context->shape->count; i++)
        if (text_equal(value.context->shape->names[i], name))
            return value.context->at[i];
    return VALUE_NOTHING;
}

static bool give_values(const Trials *trials, DmnRun *run, const XmlElement *rule, Value *values)
{
    const XmlElement *entry = xml_child(rule, "inputEntry");
    for (uint32_t i = 0; i < trials->inputs; i++, entry = entry ? xml_next(entry) : NULL) {
        values[i] = value_for(trials, entry ? text_in(entry) : TEXT_NONE, trials->program->meanings[trials->elements[i]->slot].type);
        if (values[i].kind != VALUE_NULL)
            dmn_give(run, trials->elements[i], values[i]);
        else if (entry && text_in(entry).length && !text_is(text_in(entry), "-"))
            return false;
    }
    return true;
}

static void try_rule(const Trials *trials, PageTable *out, const XmlElement *rule, uint32_t number)
{
    DmnRun run;
    Value *values = REGION_ARRAY(trials->region, Value, trials->inputs + 1);
    dmn_open(&run, trials->region, trials->program);
    run.vm.iterations = LIMIT_ITERATIONS / 100;
    if (!give_values(trials, &run, rule, values))
        return;
    Value answer = dmn_decide(&run, trials->decision);
    if (answer.kind == VALUE_NULL)
        return;
    page_table_cell(out, text_format(trials->region, "rule %u", number));
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

/* ---- the table ---- */

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
    Trials trials = { .sheet = sheet, .region = sheet->task->region, .program = sheet->program, .table = table };
    PageTable written = { .region = trials.region };
    trials.decision = trials.program ? dmn_find(trials.program, TEXT_NONE, sheet->name) : NULL;
    if (!trials.decision || !find_inputs(&trials))
        return;
    put_header(&trials, &written);
    uint32_t number = 0;
    for (const XmlElement *rule = xml_child(table, "rule"); rule && !task_cancelled(sheet->task); rule = xml_next(rule))
        try_rule(&trials, &written, rule, ++number);
    if (written.cells.count > written.columns)
        page_table_put(out, &written);
}

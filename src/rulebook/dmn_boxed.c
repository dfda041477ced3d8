/* rulebook/dmn_boxed.c - XML to boxed expressions (feel/boxed.h). One function a form; what is not a form is passed over, since
 * models are full of other tools' elements.
 */
#include "feel/boxed.h"
#include "rulebook/dmn.h"

typedef struct Reader {
    Task *task;
    Region *region;
    const DmnModel *model;
    uint32_t depth; /* forms inside one another */
} Reader;

typedef LIST_OF(const FeelBoxed *) BoxedList;
typedef LIST_OF(Text) TextList;
typedef LIST_OF(const Type *) TypeList;

static const FeelBoxed *form_at(Reader *reader, const XmlElement *xml);
static const FeelBoxed *form_in(Reader *reader, const XmlElement *holder);

static FeelBoxed *boxed_new(Reader *reader, BoxedKind kind, const XmlElement *xml)
{
    FeelBoxed *boxed = REGION_NEW(reader->region, FeelBoxed);
    boxed->kind = kind;
    boxed->span = xml->span;
    if (xml_has(xml, "typeRef"))
        boxed->type = dmn_type(reader->task, reader->model, xml_attribute(xml, "typeRef"));
    return boxed;
}

static void take_items(FeelBoxed *boxed, const BoxedList *items)
{
    boxed->items = items->at;
    boxed->count = (uint32_t)items->count;
}

/* A form that is missing where one must stand: null. */
static const FeelBoxed *or_null(Reader *reader, const FeelBoxed *boxed, const XmlElement *xml)
{
    static const Source nothing = { { "null", 4 }, { "null", 4 } };
    if (boxed)
        return boxed;
    FeelBoxed *literal = boxed_new(reader, BOXED_LITERAL, xml);
    literal->span = (Span){ &nothing, 0, 4 };
    literal->type = NULL;
    return literal;
}

static Text name_of(Reader *reader, const XmlElement *xml)
{
    return name_normal(reader->region, xml_attribute(xml, "name"));
}

/* ---- plain forms ---- */

static const FeelBoxed *read_literal(Reader *reader, const XmlElement *xml)
{
    const XmlElement *text = xml_child(xml, "text");
    if (!text || !text_trim(text->text).length)
        return NULL;
    FeelBoxed *boxed = boxed_new(reader, BOXED_LITERAL, xml);
    boxed->span = text->text_span;
    return boxed;
}

/* A context entry: its variable's name and type on the form in it; without a variable it is the result. */
static const FeelBoxed *read_entry(Reader *reader, const XmlElement *entry, Text *name)
{
    const XmlElement *variable = xml_child(entry, "variable");
    FeelBoxed *value = (FeelBoxed *)or_null(reader, form_in(reader, entry), entry);
    *name = variable ? name_of(reader, variable) : TEXT_NONE;
    if (!variable || !xml_has(variable, "typeRef"))
        return value;
    const Type *type = dmn_type(reader->task, reader->model, xml_attribute(variable, "typeRef"));
    if (value->kind != BOXED_FUNCTION && value->kind != BOXED_KNOWN)
        value->type = value->type ? value->type : type;
    return value;
}

static const FeelBoxed *read_context(Reader *reader, const XmlElement *xml)
{
    FeelBoxed *boxed = boxed_new(reader, BOXED_CONTEXT, xml);
    BoxedList items = { 0 };
    TextList names = { 0 };
    for (const XmlElement *entry = xml_child(xml, "contextEntry"); entry; entry = xml_next(entry)) {
        Text name;
        *LIST_ADD(reader->region, items) = read_entry(reader, entry, &name);
        *LIST_ADD(reader->region, names) = name;
    }
    take_items(boxed, &items);
    boxed->names = names.at;
    boxed->name_count = (uint32_t)names.count;
    return boxed;
}

static bool is_form(const XmlElement *xml);

static const FeelBoxed *read_list(Reader *reader, const XmlElement *xml)
{
    FeelBoxed *boxed = boxed_new(reader, BOXED_LIST, xml);
    BoxedList items = { 0 };
    for (const XmlElement *child = xml->first; child; child = child->next)
        if (is_form(child))
            *LIST_ADD(reader->region, items) = or_null(reader, form_at(reader, child), child);
    take_items(boxed, &items);
    return boxed;
}

/* relation: columns name the entries of a context for each row. */
static const FeelBoxed *read_relation(Reader *reader, const XmlElement *xml)
{
    FeelBoxed *boxed = boxed_new(reader, BOXED_LIST, xml);
    BoxedList rows = { 0 };
    TextList names = { 0 };
    for (const XmlElement *column = xml_child(xml, "column"); column; column = xml_next(column))
        *LIST_ADD(reader->region, names) = name_of(reader, column);
    for (const XmlElement *row = xml_child(xml, "row"); row; row = xml_next(row)) {
        FeelBoxed *context = (FeelBoxed *)read_list(reader, row);
        context->kind = BOXED_CONTEXT;
        context->names = names.at;
        context->name_count = (uint32_t)names.count;
        if (context->count > names.count)
            context->count = (uint32_t)names.count;
        *LIST_ADD(reader->region, rows) = context;
    }
    take_items(boxed, &rows);
    return boxed;
}

static const FeelBoxed *read_invocation(Reader *reader, const XmlElement *xml)
{
    FeelBoxed *boxed = boxed_new(reader, BOXED_INVOCATION, xml);
    BoxedList items = { 0 };
    TextList names = { 0 };
    const FeelBoxed *callee = form_in(reader, xml);
    if (!callee)
        return NULL;
    *LIST_ADD(reader->region, items) = callee;
    for (const XmlElement *binding = xml_child(xml, "binding"); binding; binding = xml_next(binding)) {
        const XmlElement *parameter = xml_child(binding, "parameter");
        *LIST_ADD(reader->region, names) = parameter ? name_of(reader, parameter) : TEXT_NONE;
        *LIST_ADD(reader->region, items) = or_null(reader, form_in(reader, binding), binding);
    }
    take_items(boxed, &items);
    boxed->names = names.at;
    boxed->name_count = (uint32_t)names.count;
    return boxed;
}

/* ---- functions ---- */

/* The text of the entry of that name in a boxed context, without its quotes. */
static Text quoted_entry(Reader *reader, const XmlElement *context, const char *wanted)
{
    for (const XmlElement *entry = xml_child(context, "contextEntry"); entry; entry = xml_next(entry)) {
        const XmlElement *variable = xml_child(entry, "variable"), *text = xml_child(xml_child(entry, "literalExpression"), "text");
        if (!variable || !text || !text_equal(name_of(reader, variable), text_of(wanted)))
            continue;
        Text value = text_trim(text->text);
        return value.length > 1 && *value.at == '"' ? text_slice(value, 1, value.length - 1) : value;
    }
    return TEXT_NONE;
}

static const FeelBoxed *read_external(Reader *reader, const XmlElement *xml)
{
    const XmlElement *context = xml_child(xml, "context");
    Text class_name = quoted_entry(reader, context, "class"), signature = quoted_entry(reader, context, "method signature");
    const FeelFunction *function = dmn_external_java(reader->region, class_name, signature);
    if (!function) {
        report_warning(reader->task->report, "dmn-external", xml->span, "external function \"" TEXT_FMT "." TEXT_FMT "\" is not emulated: it is null",
                       TEXT_ARG(class_name), TEXT_ARG(signature));
        return or_null(reader, NULL, xml);
    }
    FeelBoxed *boxed = boxed_new(reader, BOXED_KNOWN, xml);
    boxed->function = function;
    return boxed;
}

/* kind="Java" (or PMML): another language does the work. */
static const FeelBoxed *read_function(Reader *reader, const XmlElement *xml)
{
    Text kind = xml_attribute(xml, "kind");
    FeelBoxed *boxed = boxed_new(reader, BOXED_FUNCTION, xml);
    BoxedList items = { 0 };
    TextList names = { 0 };
    TypeList types = { 0 };
    for (const XmlElement *parameter = xml_child(xml, "formalParameter"); parameter; parameter = xml_next(parameter)) {
        *LIST_ADD(reader->region, names) = name_of(reader, parameter);
        *LIST_ADD(reader->region, types) = xml_has(parameter, "typeRef") ? dmn_type(reader->task, reader->model, xml_attribute(parameter, "typeRef")) : NULL;
    }
    bool external = kind.length && !text_is(kind, "FEEL");
    if (external) {
        FeelBoxed *call = (FeelBoxed *)read_external(reader, xml);
        if (call->kind == BOXED_KNOWN) { /* its parameters have the names and the order that the model gives them */
            FeelFunction *named = REGION_NEW(reader->region, FeelFunction);
            TypeEntry *parameters = REGION_ARRAY(reader->region, TypeEntry, names.count);
            *named = *call->function;
            for (size_t i = 0; i < names.count; i++)
                parameters[i] = (TypeEntry){ names.at[i], types.at[i] };
            named->parameters = parameters;
            named->count = (uint32_t)names.count;
            call->function = named;
            return call;
        }
        *LIST_ADD(reader->region, items) = call;
    } else {
        *LIST_ADD(reader->region, items) = or_null(reader, form_in(reader, xml), xml);
    }
    boxed->type = NULL; /* typeRef is the function's own type */
    boxed->names = names.at;
    boxed->types = types.at;
    boxed->name_count = (uint32_t)names.count;
    take_items(boxed, &items);
    return boxed;
}

/* ---- conditional, filter, iterators ---- */

/* The forms in the children of these names, in this order. */
static const FeelBoxed *read_parts(Reader *reader, BoxedKind kind, const XmlElement *xml, const char *const *parts, uint32_t count)
{
    FeelBoxed *boxed = boxed_new(reader, kind, xml);
    BoxedList items = { 0 };
    for (uint32_t i = 0; i < count; i++) {
        const XmlElement *part = xml_child(xml, parts[i]);
        *LIST_ADD(reader->region, items) = or_null(reader, part ? form_in(reader, part) : NULL, part ? part : xml);
    }
    take_items(boxed, &items);
    return boxed;
}

static const FeelBoxed *read_conditional(Reader *reader, const XmlElement *xml)
{
    static const char *const parts[] = { "if", "then", "else" };
    return read_parts(reader, BOXED_IF, xml, parts, 3);
}

static const FeelBoxed *read_filter(Reader *reader, const XmlElement *xml)
{
    static const char *const parts[] = { "in", "match" };
    return read_parts(reader, BOXED_FILTER, xml, parts, 2);
}

static const FeelBoxed *read_iterator(Reader *reader, const XmlElement *xml)
{
    static const char *const returns[] = { "in", "return" }, *const satisfies[] = { "in", "satisfies" };
    BoxedKind kind = xml_is(xml, "for") ? BOXED_FOR : xml_is(xml, "some") ? BOXED_SOME : BOXED_EVERY;
    FeelBoxed *boxed = (FeelBoxed *)read_parts(reader, kind, xml, kind == BOXED_FOR ? returns : satisfies, 2);
    Text *name = REGION_NEW(reader->region, Text);
    *name = name_normal(reader->region, xml_attribute(xml, "iteratorVariable"));
    boxed->names = name;
    boxed->name_count = 1;
    return boxed;
}

/* ---- decision tables ---- */

static Span text_span_in(const XmlElement *holder)
{
    const XmlElement *text = xml_child(holder, "text");
    return text && text_trim(text->text).length ? text->text_span : SPAN_NONE;
}

static char policy_of(Text name)
{
    static const struct {
        const char *name;
        char policy;
    } policies[] = { { "UNIQUE", 'U' }, { "ANY", 'A' }, { "PRIORITY", 'P' }, { "FIRST", 'F' }, { "RULE ORDER", 'R' }, { "OUTPUT ORDER", 'O' }, { "COLLECT", 'C' } };
    for (size_t i = 0; i < sizeof policies / sizeof *policies; i++)
        if (text_equal(name, text_of(policies[i].name)))
            return policies[i].policy;
    return 'U';
}

static char aggregation_of(Text name)
{
    return text_is(name, "SUM") ? '+' : text_is(name, "MIN") ? '<' : text_is(name, "MAX") ? '>' : text_is(name, "COUNT") ? '#' : '\0';
}

static BoxedInput read_input(Reader *reader, const XmlElement *xml)
{
    const XmlElement *expression = xml_child(xml, "inputExpression");
    const FeelBoxed *boxed = expression ? read_literal(reader, expression) : NULL;
    return (BoxedInput){ or_null(reader, boxed, xml), text_span_in(xml_child(xml, "inputValues")) };
}

static BoxedOutput read_output(Reader *reader, const XmlElement *xml)
{
    const XmlElement *otherwise = xml_child(xml, "defaultOutputEntry");
    return (BoxedOutput){ .name = name_of(reader, xml), .allowed = text_span_in(xml_child(xml, "outputValues")),
                          .type = xml_has(xml, "typeRef") ? dmn_type(reader->task, reader->model, xml_attribute(xml, "typeRef")) : NULL,
                          .otherwise = otherwise ? read_literal(reader, otherwise) : NULL };
}

static uint32_t count_children(const XmlElement *xml, const char *name)
{
    uint32_t count = 0;
    for (const XmlElement *child = xml_child(xml, name); child; child = xml_next(child))
        count++;
    return count;
}

static void read_rule(Reader *reader, const BoxedTable *table, const XmlElement *rule, Span *cells, const FeelBoxed **results)
{
    const XmlElement *entry = xml_child(rule, "inputEntry");
    for (uint32_t i = 0; i < table->input_count; i++, entry = entry ? xml_next(entry) : NULL)
        cells[i] = entry ? text_span_in(entry) : SPAN_NONE;
    entry = xml_child(rule, "outputEntry");
    for (uint32_t i = 0; i < table->output_count; i++, entry = entry ? xml_next(entry) : NULL)
        results[i] = entry ? read_literal(reader, entry) : NULL;
}

/* A table that is none, or is larger than one may be, is null. */
static bool is_sound(Reader *reader, const XmlElement *xml, const BoxedTable *table)
{
    uint32_t columns = table->input_count + table->output_count;
    if (!table->output_count)
        report_warning(reader->task->report, "dmn-table", xml->span, "decision table has no output: it is null");
    else if (columns > LIMIT_TABLE_COLUMNS)
        report_warning(reader->task->report, "dmn-table", xml->span, "decision table has %u columns: it is null (limit LIMIT_TABLE_COLUMNS, %d)", columns, LIMIT_TABLE_COLUMNS);
    else if (table->rule_count > LIMIT_TABLE_ROWS)
        report_warning(reader->task->report, "dmn-table", xml->span, "decision table has %u rules: it is null (limit LIMIT_TABLE_ROWS, %d)", table->rule_count, LIMIT_TABLE_ROWS);
    else
        return true;
    return false;
}

static const FeelBoxed *read_table(Reader *reader, const XmlElement *xml)
{
    FeelBoxed *boxed = boxed_new(reader, BOXED_TABLE, xml);
    BoxedTable *table = REGION_NEW(reader->region, BoxedTable);
    *table = (BoxedTable){ .policy = policy_of(xml_attribute(xml, "hitPolicy")), .aggregation = aggregation_of(xml_attribute(xml, "aggregation")),
                           .input_count = count_children(xml, "input"), .output_count = count_children(xml, "output"), .rule_count = count_children(xml, "rule") };
    if (!is_sound(reader, xml, table))
        return or_null(reader, NULL, xml);
    BoxedInput *inputs = REGION_ARRAY(reader->region, BoxedInput, table->input_count);
    BoxedOutput *outputs = REGION_ARRAY(reader->region, BoxedOutput, table->output_count);
    Span *cells = REGION_ARRAY(reader->region, Span, (size_t)table->rule_count * table->input_count);
    const FeelBoxed **results = REGION_ARRAY(reader->region, const FeelBoxed *, (size_t)table->rule_count * table->output_count);
    uint32_t at = 0;
    for (const XmlElement *input = xml_child(xml, "input"); input; input = xml_next(input))
        inputs[at++] = read_input(reader, input);
    at = 0;
    for (const XmlElement *output = xml_child(xml, "output"); output; output = xml_next(output))
        outputs[at++] = read_output(reader, output);
    at = 0;
    for (const XmlElement *rule = xml_child(xml, "rule"); rule; rule = xml_next(rule), at++)
        read_rule(reader, table, rule, cells + (size_t)at * table->input_count, results + (size_t)at * table->output_count);
    table->inputs = inputs;
    table->outputs = outputs;
    table->cells = cells;
    table->results = results;
    boxed->table = table;
    return boxed;
}

/* ---- which form ---- */

static const struct {
    const char *name;
    const FeelBoxed *(*read)(Reader *reader, const XmlElement *xml);
} forms[] = {
    { "literalExpression", read_literal }, { "context", read_context },         { "list", read_list },
    { "relation", read_relation },         { "invocation", read_invocation },   { "functionDefinition", read_function },
    { "encapsulatedLogic", read_function }, { "conditional", read_conditional }, { "filter", read_filter },
    { "for", read_iterator },              { "some", read_iterator },           { "every", read_iterator },
    { "decisionTable", read_table },
};
enum { FORMS = sizeof forms / sizeof *forms };

static int form_of(const XmlElement *xml)
{
    for (int i = 0; i < FORMS; i++)
        if (xml_is(xml, forms[i].name))
            return i;
    return -1;
}

static bool is_form(const XmlElement *xml)
{
    return form_of(xml) >= 0 && text_equal(xml->space, xml->parent->space);
}

static const FeelBoxed *form_at(Reader *reader, const XmlElement *xml)
{
    int form = form_of(xml);
    if (form < 0 || reader->depth >= LIMIT_EXPRESSION_DEPTH)
        return NULL;
    reader->depth++;
    const FeelBoxed *boxed = forms[form].read(reader, xml);
    reader->depth--;
    return boxed;
}

/* The first form directly in it. */
static const FeelBoxed *form_in(Reader *reader, const XmlElement *holder)
{
    for (const XmlElement *child = holder->first; child; child = child->next)
        if (is_form(child))
            return form_at(reader, child);
    return NULL;
}

const FeelBoxed *dmn_boxed(Task *task, const DmnModel *model, const XmlElement *holder)
{
    Reader reader = { task, task->region, model, 0 };
    return form_in(&reader, holder);
}

const FeelBoxed *dmn_boxed_at(Task *task, const DmnModel *model, const XmlElement *element)
{
    Reader reader = { task, task->region, model, 0 };
    return form_at(&reader, element);
}

/* rulebook/dmn_kit.c - see dmn_kit.h. What passes: numbers within 1e-8, all else exactly; null for null, whatever the reason. */
#include "feel/operate.h"
#include "rulebook/dmn_kit.h"

enum { TOLERANCE_EXPONENT = -8 };
static const char schema_instance[] = "http://www.w3.org/2001/XMLSchema-instance";

/* ---- values ---- */

static Text instance_attribute(const XmlElement *xml, const char *name)
{
    for (uint32_t i = 0; i < xml->attribute_count; i++)
        if (text_equal(xml->attributes[i].space, text_of(schema_instance)) && text_equal(xml->attributes[i].name, text_of(name)))
            return xml->attributes[i].value;
    return TEXT_NONE;
}

static Value read_value(Region *region, const XmlElement *holder);

static Value number_value(Region *region, Text text)
{
    Decimal number;
    return decimal_read(&number, text, true) ? value_decimal(region, &number) : VALUE_NOTHING;
}

/* xsi:type is a qualified name; its prefix is XML Schema's. */
static Value simple_value(Region *region, const XmlElement *xml)
{
    Text type = instance_attribute(xml, "type"), text = text_trim(xml->text);
    size_t colon = text_find(type, TEXT(":"), 0);
    if (text_is(instance_attribute(xml, "nil"), "true"))
        return VALUE_NOTHING;
    if (colon != SIZE_MAX)
        type = text_slice(type, colon + 1, type.length);
    if (text_is(type, "string"))
        return value_text(region, xml->text);
    if (text_is(type, "boolean"))
        return value_boolean(text_is(text, "true") || text_is(text, "1"));
    if (text_is(type, "date") || text_is(type, "time") || text_is(type, "dateTime") || text_is(type, "duration"))
        return at_literal(region, text);
    return number_value(region, text);
}

static Value list_value(Region *region, const XmlElement *xml)
{
    LIST_OF(Value) items = { 0 };
    for (const XmlElement *item = xml_child(xml, "item"); item; item = xml_next(item))
        *LIST_ADD(region, items) = read_value(region, item);
    return value_list(region, items.at, items.count);
}

static Value context_value(Region *region, const XmlElement *first)
{
    LIST_OF(Text) names = { 0 };
    LIST_OF(Value) values = { 0 };
    for (const XmlElement *component = first; component; component = xml_next(component)) {
        *LIST_ADD(region, names) = xml_attribute(component, "name");
        *LIST_ADD(region, values) = read_value(region, component);
    }
    Shape *shape = REGION_NEW(region, Shape);
    *shape = (Shape){ (uint32_t)names.count, names.at };
    Context *context = REGION_NEW(region, Context);
    *context = (Context){ shape, values.at };
    return (Value){ .kind = VALUE_CONTEXT, .context = context };
}

static Value read_value(Region *region, const XmlElement *holder)
{
    const XmlElement *value = xml_child(holder, "value"), *list = xml_child(holder, "list"), *component = xml_child(holder, "component");
    if (value)
        return simple_value(region, value);
    if (list)
        return list_value(region, list);
    return component ? context_value(region, component) : VALUE_NOTHING;
}

/* ---- reading ---- */

static KitNode node_of(const XmlElement *xml)
{
    KitNode node = { .name = xml_attribute(xml, "name"), .space = xml_attribute(xml, "namespace"), .expected = xml_child(xml, "expected") };
    node.error_result = text_is(xml_attribute(xml, "errorResult"), "true");
    return node;
}

static const KitNode *nodes_of(Region *region, const XmlElement *xml, const char *name, bool inputs, uint32_t *count)
{
    LIST_OF(KitNode) nodes = { 0 };
    for (const XmlElement *child = xml_child(xml, name); child; child = xml_next(child)) {
        KitNode node = node_of(child);
        node.name = name_normal(region, node.name);
        node.value = inputs ? read_value(region, child) : VALUE_NOTHING;
        *LIST_ADD(region, nodes) = node;
    }
    *count = (uint32_t)nodes.count;
    return nodes.at;
}

const KitFile *kit_read(Task *task, const Source *source)
{
    const XmlElement *xml = xml_read(task, source);
    LIST_OF(KitCase) cases = { 0 };
    if (!xml)
        return NULL;
    if (!xml_is(xml, "testCases")) {
        report_error(task->report, "kit-form", xml->span, "\"" TEXT_FMT "\" is not the \"testCases\" of a test file", TEXT_ARG(xml->name));
        return NULL;
    }
    for (const XmlElement *child = xml_child(xml, "testCase"); child; child = xml_next(child)) {
        KitCase one = { .id = xml_attribute(child, "id") };
        if (text_is(xml_attribute(child, "type"), "decisionService"))
            one.service = name_normal(task->region, xml_attribute(child, "invocableName"));
        one.inputs = nodes_of(task->region, child, "inputNode", true, &one.input_count);
        one.results = nodes_of(task->region, child, "resultNode", false, &one.result_count);
        *LIST_ADD(task->region, cases) = one;
    }
    const XmlElement *model = xml_child(xml, "modelName");
    KitFile *file = REGION_NEW(task->region, KitFile);
    *file = (KitFile){ model ? text_trim(model->text) : TEXT_NONE, (uint32_t)cases.count, cases.at };
    return file;
}

/* ---- comparing ---- */

static bool same(Region *region, Value actual, Value expected);

static bool same_numbers(Region *region, Value actual, Value expected)
{
    Value distance = number_subtract(region, actual, expected), tolerance = value_small(1, TOLERANCE_EXPONENT);
    Value back = number_subtract(region, expected, actual);
    return number_compare(distance, tolerance) < 0 && number_compare(back, tolerance) < 0;
}

static bool same_lists(Region *region, const List *actual, const List *expected)
{
    if (actual->count != expected->count)
        return false;
    for (size_t i = 0; i < actual->count; i++)
        if (!same(region, actual->at[i], expected->at[i]))
            return false;
    return true;
}

static bool same_contexts(Region *region, const Context *actual, const Context *expected)
{
    if (actual->shape->count != expected->shape->count)
        return false;
    for (uint32_t i = 0; i < expected->shape->count; i++) {
        uint32_t at = 0;
        while (at < actual->shape->count && !text_equal(actual->shape->names[at], expected->shape->names[i]))
            at++;
        if (at == actual->shape->count || !same(region, actual->at[at], expected->at[i]))
            return false;
    }
    return true;
}

/* Equal clocks show the same time with the same offset; a named zone is never expected. */
static bool same_clocks(const Clock *actual, const Clock *expected)
{
    return actual->days == expected->days && actual->nanoseconds == expected->nanoseconds && actual->zoned == expected->zoned &&
           actual->offset_seconds == expected->offset_seconds && !actual->zone;
}

static bool same(Region *region, Value actual, Value expected)
{
    if (value_is_number(actual) && value_is_number(expected))
        return same_numbers(region, actual, expected);
    if (actual.kind != expected.kind)
        return false;
    switch (actual.kind) {
    case VALUE_NULL: return true;
    case VALUE_LIST: return same_lists(region, actual.list, expected.list);
    case VALUE_CONTEXT: return same_contexts(region, actual.context, expected.context);
    case VALUE_TIME: case VALUE_DATE_TIME: return same_clocks(actual.clock, expected.clock);
    default: return values_equal(actual, expected) == 1;
    }
}

/* ---- running ---- */

static void give_inputs(DmnRun *run, const KitCase *one)
{
    for (uint32_t i = 0; i < one->input_count; i++) {
        const DmnElement *element = dmn_find(run->program, one->inputs[i].space, one->inputs[i].name);
        if (element)
            dmn_give(run, element, one->inputs[i].value);
    }
}

static Value actual_result(DmnRun *run, const KitCase *one, const KitNode *node)
{
    const DmnElement *asked = dmn_find(run->program, one->service.length ? TEXT_NONE : node->space, one->service.length ? one->service : node->name);
    if (!asked)
        return vm_fault(&run->vm, "no-such-decision", SPAN_NONE, "the model has no \"" TEXT_FMT "\"", TEXT_ARG(node->name));
    return asked->kind == DMN_SERVICE && one->service.length ? context_entry(dmn_serve(run, asked), node->name) : dmn_decide(run, asked);
}

static Text told_difference(DmnRun *run, const KitNode *node, Value actual, Value expected)
{
    Builder out = builder_on(run->vm.region);
    build_format(&out, TEXT_FMT ": expected ", TEXT_ARG(node->name));
    value_print(&out, expected);
    build_text(&out, TEXT(", found "));
    value_print(&out, actual);
    if (run->vm.fault_count)
        build_format(&out, " (%s: " TEXT_FMT ")", run->vm.faults[0].name, TEXT_ARG(run->vm.faults[0].message));
    return builder_text(&out);
}

/* Null because of an error says why. */
static bool explained(const DmnRun *run, const KitNode *node)
{
    return !node->error_result || run->vm.fault_count;
}

bool kit_run(Region *region, const DmnProgram *program, const KitCase *one, bool *has_value, Text *why)
{
    *has_value = false;
    bool passed = true;
    for (uint32_t i = 0; i < one->result_count; i++) {
        DmnRun run;
        dmn_open(&run, region, program);
        give_inputs(&run, one);
        Value expected = one->results[i].expected ? read_value(region, one->results[i].expected) : VALUE_NOTHING;
        Value actual = actual_result(&run, one, &one->results[i]);
        *has_value = *has_value || expected.kind != VALUE_NULL;
        if (passed && (!same(region, actual, expected) || !explained(&run, &one->results[i]))) {
            *why = told_difference(&run, &one->results[i], actual, expected);
            passed = false;
        }
    }
    return passed;
}

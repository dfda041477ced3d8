/* rulebook/dmn_read.c - the outline of a DMN model: its elements, names, imports. What stands in them is read by dmn_boxed.c. */
#include "rulebook/dmn.h"
#include "rulebook/names.h"

static const struct {
    const char *name;
    DmnKind kind;
} kinds[] = { { "inputData", DMN_INPUT }, { "decision", DMN_DECISION }, { "businessKnowledgeModel", DMN_KNOWLEDGE }, { "decisionService", DMN_SERVICE } };

/* Every version's namespace begins with the same words; from 1.7 on it is one and the same. */
static bool is_dmn(Text space)
{
    return text_starts(space, TEXT("https://www.omg.org/spec/DMN/")) || text_starts(space, TEXT("http://www.omg.org/spec/DMN/"));
}

static int kind_of(const XmlElement *xml)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (xml_is(xml, kinds[i].name))
            return (int)kinds[i].kind;
    return -1;
}

static DmnElement element_of(Task *task, const DmnModel *model, const XmlElement *xml, DmnKind kind)
{
    const XmlElement *variable = xml_child(xml, "variable");
    Text name = variable && xml_has(variable, "name") ? xml_attribute(variable, "name") : xml_attribute(xml, "name");
    return (DmnElement){ .kind = kind, .model = model, .xml = xml, .id = xml_attribute(xml, "id"), .name = name_normal(task->region, name),
                         .type_name = variable ? xml_attribute(variable, "typeRef") : TEXT_NONE };
}

static void check_count(Task *task, const DmnModel *model, const char *what, size_t count, const char *limit, size_t most)
{
    if (count > most)
        report_error(task->report, "too-many", model->xml->span, "model \"" TEXT_FMT "\" has %zu %s (limit %s, %zu)", TEXT_ARG(model->name), count, what, limit, most);
}

/* Two of one id could not be told apart by those who refer to them, two of one name by those who read them. */
static void check_twice(Task *task, const DmnModel *model)
{
    NameIndex ids = { .region = task->region }, names = { .region = task->region };
    for (uint32_t i = 0; i < model->element_count; i++) {
        const DmnElement *element = &model->elements[i];
        const DmnElement *same_id = element->id.length ? names_add(&ids, 0, element->id, element) : NULL;
        const DmnElement *same_name = element->name.length ? names_add(&names, 0, element->name, element) : NULL;
        const DmnElement *other = same_id ? same_id : same_name;
        if (!other)
            continue;
        Problem *problem = report_error(task->report, same_id ? "id-twice" : "name-twice", element->xml->span, "two elements of the model have the %s \"" TEXT_FMT "\"",
                                        same_id ? "id" : "name", TEXT_ARG(same_id ? element->id : element->name));
        problem_also(task->report, problem, other->xml->span, "the other");
    }
}

static void read_elements(Task *task, DmnModel *model)
{
    LIST_OF(DmnElement) elements = { 0 };
    LIST_OF(DmnImport) imports = { 0 };
    size_t types = 0;
    for (const XmlElement *xml = model->xml->first; xml; xml = xml->next) {
        if (!text_equal(xml->space, model->xml->space))
            continue;
        int kind = kind_of(xml);
        if (kind >= 0)
            *LIST_ADD(task->region, elements) = element_of(task, model, xml, (DmnKind)kind);
        else if (xml_is(xml, "import"))
            *LIST_ADD(task->region, imports) = (DmnImport){ name_normal(task->region, xml_attribute(xml, "name")), xml_attribute(xml, "namespace") };
        else
            types += xml_is(xml, "itemDefinition");
    }
    check_count(task, model, "elements", elements.count, "LIMIT_MODEL_PARTS", LIMIT_MODEL_PARTS);
    check_count(task, model, "item definitions", types, "LIMIT_MODEL_PARTS", LIMIT_MODEL_PARTS);
    check_count(task, model, "imports", imports.count, "LIMIT_MODEL_IMPORTS", LIMIT_MODEL_IMPORTS);
    model->elements = elements.at;
    model->element_count = (uint32_t)elements.count;
    model->imports = imports.at;
    model->import_count = (uint32_t)imports.count;
}

DmnModel *dmn_outline(Task *task, const Source *source, const XmlElement *xml)
{
    if (!xml_is(xml, "definitions") || !is_dmn(xml->space)) {
        report_error(task->report, "dmn-form", xml->span, "\"" TEXT_FMT "\" is not the \"definitions\" of a DMN model", TEXT_ARG(xml->name));
        return NULL;
    }
    DmnModel *model = REGION_NEW(task->region, DmnModel);
    *model = (DmnModel){ .source = source, .xml = xml, .space = xml_attribute(xml, "namespace"), .name = xml_attribute(xml, "name") };
    size_t errors = task->report->errors;
    read_elements(task, model);
    if (task->report->errors == errors)
        check_twice(task, model);
    return task->report->errors == errors ? model : NULL;
}

DmnModel *dmn_read(Task *task, const Source *source)
{
    const XmlElement *xml = xml_read(task, source);
    return xml ? dmn_outline(task, source, xml) : NULL;
}

/* rulebook/dmn_read.c - the outline of a DMN model: its elements, names, imports. What stands in them is read by dmn_boxed.c. */
#include "rulebook/dmn.h"

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

static void read_elements(Task *task, DmnModel *model)
{
    LIST_OF(DmnElement) elements = { 0 };
    LIST_OF(DmnImport) imports = { 0 };
    for (const XmlElement *xml = model->xml->first; xml; xml = xml->next) {
        if (!text_equal(xml->space, model->xml->space))
            continue;
        int kind = kind_of(xml);
        if (kind >= 0)
            *LIST_ADD(task->region, elements) = element_of(task, model, xml, (DmnKind)kind);
        else if (xml_is(xml, "import"))
            *LIST_ADD(task->region, imports) = (DmnImport){ name_normal(task->region, xml_attribute(xml, "name")), xml_attribute(xml, "namespace") };
    }
    model->elements = elements.at;
    model->element_count = (uint32_t)elements.count;
    model->imports = imports.at;
    model->import_count = (uint32_t)imports.count;
}

DmnModel *dmn_read(Task *task, const Source *source)
{
    const XmlElement *xml = xml_read(task, source);
    if (!xml)
        return NULL;
    if (!xml_is(xml, "definitions") || !is_dmn(xml->space)) {
        report_error(task->report, "dmn-form", xml->span, "\"" TEXT_FMT "\" is not the \"definitions\" of a DMN model", TEXT_ARG(xml->name));
        return NULL;
    }
    DmnModel *model = REGION_NEW(task->region, DmnModel);
    *model = (DmnModel){ .source = source, .xml = xml, .space = xml_attribute(xml, "namespace"), .name = xml_attribute(xml, "name") };
    read_elements(task, model);
    return model;
}

/* rulebook/dmn_types.c - item definitions as types: their components, collections, functions, and the values they allow.
 *
 * All names stand in a list before the first is worked out, so a definition may refer to a later one, or to itself.
 */
#include "rulebook/dmn.h"

/* Definitions are worked out so often that a type which refers to one that stands later, and that again to a later one, is whole. */
enum { ROUNDS = 8 };

/* An item definition and the type it becomes. */
typedef struct Definition {
    const XmlElement *xml;
    const DmnModel *model;
    Type *type;
} Definition;

static const Type type_any_context = { .kind = TYPE_CONTEXT, .name = { "context", 7 } };

static const Type *simple_type(Text name)
{
    if (text_starts(name, TEXT("feel:")))
        name = text_slice(name, 5, name.length);
    if (text_is(name, "context"))
        return &type_any_context;
    return text_is(name, "list") ? &type_any_list : type_simple(name);
}

const Type *dmn_type(Task *task, const DmnModel *model, Text name)
{
    Text normal = name_normal(task->region, name);
    for (size_t i = 0; i < model->type_count; i++)
        if (text_equal(model->types[i].name, normal))
            return model->types[i].type;
    const Type *simple = simple_type(normal);
    return simple ? simple : &type_any;
}

/* ---- what a definition says ---- */

/* A test over `?` from the text of allowed values; NULL when there is none, or it cannot be read. */
static const FeelCode *constraint_of(Task *task, const Definition *definition, const XmlElement *xml, const char *child)
{
    const XmlElement *text = xml_child(xml_child(xml, child), "text");
    if (!text || !text_trim(text->text).length)
        return NULL;
    Source *source = REGION_NEW(task->region, Source);
    *source = (Source){ text->text_span.source->name, text_format(task->region, "? in (" TEXT_FMT ")", TEXT_ARG(text_trim(text->text))) };
    FeelContext context = { .task = task, .source = source, .types = definition->model->types, .type_count = definition->model->type_count };
    FeelTests tests;
    Span whole = { source, 0, (uint32_t)source->bytes.length };
    if (!feel_parse_tests(&tests, &context, whole, &type_any) || !tests.count || !tests.tests[0].node)
        return NULL;
    return feel_compile(&context, tests.tests[0].node, NULL);
}

static void define(Task *task, const Definition *definition, const XmlElement *xml, Type *type);

static const Type *component_type(Task *task, const Definition *definition, const XmlElement *xml)
{
    Type *type = REGION_NEW(task->region, Type);
    define(task, definition, xml, type);
    return type;
}

/* typeRef, components or a function: what one value is. */
static Type base_type(Task *task, const Definition *definition, const XmlElement *xml)
{
    LIST_OF(TypeEntry) entries = { 0 };
    const XmlElement *reference = xml_child(xml, "typeRef"), *function = xml_child(xml, "functionItem");
    if (reference)
        return *dmn_type(task, definition->model, text_trim(reference->text));
    const XmlElement *child = xml_child(xml, function ? "functionItem" : "itemComponent");
    for (child = function ? xml_child(function, "parameters") : child; child; child = xml_next(child)) {
        Text name = name_normal(task->region, xml_attribute(child, "name"));
        const Type *type = function ? dmn_type(task, definition->model, xml_attribute(child, "typeRef")) : component_type(task, definition, child);
        *LIST_ADD(task->region, entries) = (TypeEntry){ name, type };
    }
    Type type = { .kind = function ? TYPE_FUNCTION : entries.count ? TYPE_CONTEXT : TYPE_ANY, .entries = entries.at, .count = (uint32_t)entries.count };
    if (function)
        type.of = dmn_type(task, definition->model, xml_attribute(function, "outputTypeRef"));
    return type;
}

/* A derived type adds to what its base allows: both must hold, so the base stays around it as a list's or value's own. */
static void define(Task *task, const Definition *definition, const XmlElement *xml, Type *type)
{
    Type base = base_type(task, definition, xml);
    const FeelCode *allowed = constraint_of(task, definition, xml, "allowedValues");
    const FeelCode *whole = constraint_of(task, definition, xml, "typeConstraint");
    bool many = text_is(xml_attribute(xml, "isCollection"), "true");
    if (many) {
        Type *item = REGION_NEW(task->region, Type);
        *item = base;
        item->constraint = allowed ? allowed : base.constraint;
        base = (Type){ .kind = TYPE_LIST, .of = item, .constraint = whole };
    } else if (allowed || whole) {
        base.constraint = allowed ? allowed : whole;
    }
    base.name = name_normal(task->region, xml_attribute(xml, "name"));
    *type = base;
}

/* ---- all of them ---- */

typedef LIST_OF(FeelTypeName) TypeNames;
typedef LIST_OF(Definition) Definitions;

static void name_types(Task *task, DmnModel *model, Definitions *definitions, TypeNames *names)
{
    for (const XmlElement *xml = xml_child(model->xml, "itemDefinition"); xml; xml = xml_next(xml)) {
        Type *type = REGION_NEW(task->region, Type);
        *type = type_any;
        *LIST_ADD(task->region, *definitions) = (Definition){ xml, model, type };
        *LIST_ADD(task->region, *names) = (FeelTypeName){ name_normal(task->region, xml_attribute(xml, "name")), type };
    }
    model->types = names->at;
    model->type_count = names->count;
}

/* The types of an imported model under its prefix. */
static void import_types(Task *task, DmnModel *model, const DmnImport *import, const DmnModel *from, size_t own)
{
    TypeNames all = { 0 };
    for (size_t i = 0; i < model->type_count; i++)
        *LIST_ADD(task->region, all) = model->types[i];
    for (size_t i = 0; i < own; i++) {
        Text name = from->types[i].name;
        *LIST_ADD(task->region, all) = (FeelTypeName){ import->name.length ? text_format(task->region, TEXT_FMT "." TEXT_FMT, TEXT_ARG(import->name), TEXT_ARG(name)) : name,
                                                       from->types[i].type };
    }
    model->types = all.at;
    model->type_count = all.count;
}

void dmn_link_types(Task *task, DmnModel **models, size_t count)
{
    Definitions definitions = { 0 };
    size_t *own = REGION_ARRAY(task->region, size_t, count);
    for (size_t i = 0; i < count; i++) {
        TypeNames names = { 0 };
        name_types(task, models[i], &definitions, &names);
        own[i] = names.count;
    }
    for (size_t i = 0; i < count; i++)
        for (uint32_t j = 0; j < models[i]->import_count; j++)
            for (size_t k = 0; k < count; k++)
                if (text_equal(models[k]->space, models[i]->imports[j].space))
                    import_types(task, models[i], &models[i]->imports[j], models[k], own[k]);
    for (int round = 0; round < ROUNDS; round++)
        for (size_t i = 0; i < definitions.count; i++)
            define(task, &definitions.at[i], definitions.at[i].xml, definitions.at[i].type);
}

/* rulebook/dmn_link.c - a model and those it imports become one program: a slot an element, and code for what has logic.
 *
 * An element sees only what it requires (FEEL.md c): required inputs and decisions as slots, required knowledge models as slots that
 * hold functions, required services as functions. Names of imported elements bear the import's prefix.
 */
#include "feel/boxed.h"
#include "rulebook/dmn.h"

enum { SLOTS_MOST = 60000 };

typedef struct Linker {
    Task *task;
    Region *region;
    DmnProgram *program;
} Linker;

/* ---- references ---- */

const DmnElement *dmn_resolve(const DmnProgram *program, const DmnModel *model, Text href)
{
    size_t mark = text_find(href, TEXT("#"), 0);
    Text id = mark == SIZE_MAX ? href : text_slice(href, mark + 1, href.length);
    Text space = mark == SIZE_MAX || mark == 0 ? model->space : text_slice(href, 0, mark);
    for (uint32_t i = 0; i < program->model_count; i++) {
        const DmnElement *found = text_equal(program->models[i]->space, space) ? names_find(&program->ids, i, id) : NULL;
        if (found)
            return found;
    }
    return NULL;
}

static const DmnElement *required(const Linker *linker, const DmnModel *model, const XmlElement *reference)
{
    return reference ? dmn_resolve(linker->program, model, xml_attribute(reference, "href")) : NULL;
}

/* ---- slots ---- */

static bool make_slots(Linker *linker)
{
    DmnProgram *program = linker->program;
    size_t count = 0;
    for (uint32_t i = 0; i < program->model_count; i++)
        count += program->models[i]->element_count;
    if (count > SLOTS_MOST) {
        report_error(linker->task->report, "too-many", SPAN_NONE, "models have more than %d elements", SLOTS_MOST);
        return false;
    }
    Slot *slots = REGION_ARRAY(linker->region, Slot, count);
    program->meanings = REGION_ARRAY(linker->region, DmnMeaning, count);
    program->services = REGION_ARRAY(linker->region, DmnService, count);
    program->thing = (ThingType){ .name = TEXT("model"), .slots = slots };
    for (uint32_t i = 0; i < program->model_count; i++)
        for (uint32_t j = 0; j < program->models[i]->element_count; j++) {
            DmnElement *element = &program->models[i]->elements[j];
            element->slot = program->thing.count++;
            names_add(&program->ids, i, element->id, element);
            const Type *type = dmn_type(linker->task, element->model, element->type_name);
            program->meanings[element->slot] = (DmnMeaning){ .element = element, .type = type };
            slots[element->slot] = (Slot){ .name = element->name, .type = type };
        }
    program->thing.type = (Type){ .kind = TYPE_THING, .thing = &program->thing };
    return true;
}

/* ---- services ---- */

typedef LIST_OF(const DmnElement *) ElementList;

static void collect(Linker *linker, const DmnElement *service, const char *child, ElementList *list)
{
    for (const XmlElement *reference = xml_child(service->xml, child); reference; reference = xml_next(reference)) {
        const DmnElement *element = required(linker, service->model, reference);
        if (element)
            *LIST_ADD(linker->region, *list) = element;
    }
}

static void make_service(Linker *linker, const DmnElement *element)
{
    ElementList inputs = { 0 }, outputs = { 0 };
    DmnMeaning *meaning = &linker->program->meanings[element->slot];
    collect(linker, element, "inputData", &inputs);
    collect(linker, element, "inputDecision", &inputs);
    collect(linker, element, "outputDecision", &outputs);
    const Type *result = meaning->type->kind == TYPE_FUNCTION ? meaning->type->of : meaning->type;
    DmnService *service = &linker->program->services[element->slot];
    *service = (DmnService){ .program = linker->program, .element = element, .input_count = (uint32_t)inputs.count, .inputs = inputs.at,
                             .output_count = (uint32_t)outputs.count, .outputs = outputs.at, .result = result && result->kind != TYPE_ANY ? result : NULL };
    TypeEntry *parameters = REGION_ARRAY(linker->region, TypeEntry, inputs.count);
    for (size_t i = 0; i < inputs.count; i++)
        parameters[i] = (TypeEntry){ inputs.at[i]->name, linker->program->meanings[inputs.at[i]->slot].type };
    FeelFunction *function = REGION_NEW(linker->region, FeelFunction);
    *function = (FeelFunction){ .name = element->name, .count = (uint32_t)inputs.count, .parameters = parameters, .result = result ? result : &type_any,
                                .call = dmn_service_call, .meaning = service };
    meaning->function = function;
}

/* ---- what an element sees ---- */

/* The name under which `model` knows an element: with the prefix of its import. */
static Text known_name(const Linker *linker, const DmnModel *model, const DmnElement *element)
{
    for (uint32_t i = 0; element->model != model && i < model->import_count; i++)
        if (text_equal(model->imports[i].space, element->model->space) && model->imports[i].name.length)
            return text_format(linker->region, TEXT_FMT "." TEXT_FMT, TEXT_ARG(model->imports[i].name), TEXT_ARG(element->name));
    return element->name;
}

static FeelName name_of_element(const Linker *linker, const DmnModel *model, const DmnElement *element)
{
    const DmnMeaning *meaning = &linker->program->meanings[element->slot];
    if (element->kind == DMN_SERVICE)
        return (FeelName){ .name = known_name(linker, model, element), .kind = FEEL_FUNCTION, .type = &type_any, .function = meaning->function };
    const Type *type = element->kind == DMN_KNOWLEDGE && meaning->type->kind != TYPE_FUNCTION ? &type_any : meaning->type;
    return (FeelName){ .name = known_name(linker, model, element), .kind = FEEL_SLOT, .type = type, .slot = element->slot, .thing = &linker->program->thing };
}

static const FeelScope *scope_of(const Linker *linker, const DmnElement *element)
{
    static const char *const requirements[] = { "informationRequirement", "knowledgeRequirement" };
    static const char *const references[][3] = { { "requiredInput", "requiredDecision", NULL }, { "requiredKnowledge", NULL, NULL } };
    LIST_OF(FeelName) names = { 0 };
    for (int i = 0; i < 2; i++)
        for (const XmlElement *requirement = xml_child(element->xml, requirements[i]); requirement; requirement = xml_next(requirement))
            for (int j = 0; references[i][j]; j++) {
                const DmnElement *found = required(linker, element->model, xml_child(requirement, references[i][j]));
                if (found)
                    *LIST_ADD(linker->region, names) = name_of_element(linker, element->model, found);
            }
    return feel_scope_new(linker->region, NULL, names.at, names.count);
}

/* ---- logic ---- */

static const FeelBoxed *logic_of(Linker *linker, const DmnElement *element)
{
    if (element->kind == DMN_DECISION)
        return dmn_boxed(linker->task, element->model, element->xml);
    const XmlElement *logic = xml_child(element->xml, "encapsulatedLogic");
    FeelBoxed *boxed = logic ? (FeelBoxed *)dmn_boxed_at(linker->task, element->model, logic) : NULL;
    const Type *type = linker->program->meanings[element->slot].type;
    const Type *result = type->kind == TYPE_FUNCTION ? type->of : type;
    if (boxed && boxed->kind == BOXED_FUNCTION && boxed->count && result && result->kind != TYPE_ANY && !boxed->items[0]->type)
        ((FeelBoxed *)boxed->items[0])->type = result;
    return boxed;
}

static const FeelCode *code_of(Linker *linker, const DmnElement *element, const FeelBoxed *boxed, Text *fault)
{
    Report told;
    report_init(&told, linker->region);
    Task task = { linker->region, &told, linker->task->cancel };
    FeelContext context = { .task = &task, .source = element->model->source, .scope = scope_of(linker, element), .types = element->model->types,
                            .type_count = element->model->type_count, .external = dmn_external };
    const FeelNode *node = feel_parse_boxed(&context, boxed);
    const FeelCode *code = node ? feel_compile(&context, node, NULL) : NULL;
    if (code)
        return code;
    *fault = text_format(linker->region, "the logic of \"" TEXT_FMT "\" cannot be read", TEXT_ARG(element->name));
    Problem *problem = report_warning(linker->task->report, "dmn-logic", element->xml->span, TEXT_FMT, TEXT_ARG(*fault));
    for (const Problem *at = told.first; at && problem; at = at->next)
        problem_also(linker->task->report, problem, at->span, TEXT_FMT, TEXT_ARG(at->message));
    return NULL;
}

static void make_code(Linker *linker, const DmnElement *element)
{
    DmnMeaning *meaning = &linker->program->meanings[element->slot];
    const FeelBoxed *boxed = logic_of(linker, element);
    if (boxed)
        meaning->code = code_of(linker, element, boxed, &meaning->fault);
}

const DmnProgram *dmn_link(Task *task, DmnModel **models, size_t count)
{
    DmnProgram *program = REGION_NEW(task->region, DmnProgram);
    Linker linker = { task, task->region, program };
    program->models = models;
    program->ids.region = task->region;
    program->model_count = (uint32_t)count;
    dmn_link_types(task, models, count);
    if (!make_slots(&linker))
        return NULL;
    dmn_check_circles(task, program);
    for (uint16_t slot = 0; slot < program->thing.count; slot++)
        if (program->meanings[slot].element->kind == DMN_SERVICE)
            make_service(&linker, program->meanings[slot].element);
    for (uint16_t slot = 0; slot < program->thing.count && !task_cancelled(task); slot++)
        if (program->meanings[slot].element->kind == DMN_DECISION || program->meanings[slot].element->kind == DMN_KNOWLEDGE)
            make_code(&linker, program->meanings[slot].element);
    return program;
}

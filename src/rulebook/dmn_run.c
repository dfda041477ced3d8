/* rulebook/dmn_run.c - inputs in, decisions out. A slot is worked out when it is first read; a call of a service has a frame of
 * its own, so its arguments neither leak out nor are taken from outside.
 */
#include "feel/operate.h"
#include "rulebook/dmn.h"

static const DmnProgram *program_of(const Vm *vm)
{
    return ((const DmnRun *)vm)->program;
}

/* ---- slots ---- */

static Value work_out(Vm *vm, Frame *frame, const DmnMeaning *meaning)
{
    Span span = meaning->element->xml->span;
    if (meaning->element->kind == DMN_INPUT)
        return VALUE_NOTHING;
    if (meaning->fault.length)
        return vm_fault(vm, "no-logic", span, TEXT_FMT, TEXT_ARG(meaning->fault));
    if (!meaning->code)
        return meaning->element->kind == DMN_DECISION ? VALUE_NOTHING : vm_fault(vm, "no-logic", span, "\"" TEXT_FMT "\" has no logic", TEXT_ARG(meaning->element->name));
    if (vm->depth >= LIMIT_CALL_DEPTH)
        return vm_fault(vm, "too-deep", span, "more than %d decisions inside one another (limit LIMIT_CALL_DEPTH)", LIMIT_CALL_DEPTH);
    vm->depth++;
    Value value = feel_run(vm, meaning->code, frame);
    vm->depth--;
    return meaning->element->kind == DMN_DECISION ? vm_convert(vm, value, meaning->type, span) : value;
}

static Value resolve(Vm *vm, Frame *frame, uint16_t slot)
{
    const DmnMeaning *meaning = &program_of(vm)->meanings[slot];
    if (frame->slots[slot].kind == VALUE_BUSY)
        return frame->slots[slot] = vm_fault(vm, "circle", meaning->element->xml->span, "\"" TEXT_FMT "\" requires itself", TEXT_ARG(meaning->element->name));
    if (frame->slots[slot].kind != VALUE_UNSET)
        return frame->slots[slot];
    frame->slots[slot] = (Value){ .kind = VALUE_BUSY };
    Value value = work_out(vm, frame, meaning);
    return frame->slots[slot] = value;
}

static Frame *frame_new(Region *region, const DmnProgram *program)
{
    Frame *frame = REGION_NEW(region, Frame);
    frame->type = &program->thing;
    frame->slots = REGION_ARRAY(region, Value, program->thing.count);
    return frame;
}

/* ---- a run ---- */

void dmn_open(DmnRun *run, Region *region, const DmnProgram *program)
{
    *run = (DmnRun){ .program = program };
    vm_init(&run->vm, region);
    run->vm.resolve = resolve;
    run->frame = frame_new(region, program);
}

static bool is_called(const DmnElement *element, Text space, Text name)
{
    return text_equal(element->name, name) && text_equal(element->model->space, space);
}

const DmnElement *dmn_find(const DmnProgram *program, Text space, Text name)
{
    if (!space.length)
        space = program->models[0]->space;
    for (uint16_t slot = 0; slot < program->thing.count; slot++)
        if (is_called(program->meanings[slot].element, space, name))
            return program->meanings[slot].element;
    return NULL;
}

void dmn_give(DmnRun *run, const DmnElement *element, Value value)
{
    run->frame->slots[element->slot] = vm_convert(&run->vm, value, run->program->meanings[element->slot].type, element->xml->span);
}

Value dmn_decide(DmnRun *run, const DmnElement *element)
{
    return resolve(&run->vm, run->frame, element->slot);
}

/* ---- services ---- */

/* The values of the output decisions: bare, or as a context by their names. */
static Value outputs_of(Vm *vm, const DmnService *service, Frame *frame)
{
    Region *region = vm->region;
    if (service->output_count == 1)
        return resolve(vm, frame, service->outputs[0]->slot);
    Text *names = REGION_ARRAY(region, Text, service->output_count);
    Context *context = REGION_NEW(region, Context);
    Shape *shape = REGION_NEW(region, Shape);
    context->at = REGION_ARRAY(region, Value, service->output_count);
    for (uint32_t i = 0; i < service->output_count; i++) {
        names[i] = service->outputs[i]->name;
        context->at[i] = resolve(vm, frame, service->outputs[i]->slot);
    }
    *shape = (Shape){ service->output_count, names };
    context->shape = shape;
    return (Value){ .kind = VALUE_CONTEXT, .context = context };
}

static Value serve(Vm *vm, const DmnService *service, const Value *arguments)
{
    Frame *frame = frame_new(vm->region, service->program);
    for (uint32_t i = 0; i < service->input_count; i++)
        frame->slots[service->inputs[i]->slot] = arguments[i];
    Value value = outputs_of(vm, service, frame);
    return service->result ? vm_convert(vm, value, service->result, service->element->xml->span) : value;
}

Value dmn_service_call(Vm *vm, const FeelFunction *function, Frame *here, const Value *arguments)
{
    const DmnService *service = function->meaning;
    (void)here;
    if (vm->depth >= LIMIT_CALL_DEPTH)
        return vm_fault(vm, "too-deep", service->element->xml->span, "more than %d calls inside one another (limit LIMIT_CALL_DEPTH)", LIMIT_CALL_DEPTH);
    Value *converted = REGION_ARRAY(vm->region, Value, service->input_count);
    for (uint32_t i = 0; i < service->input_count; i++) {
        converted[i] = arguments[i];
        if (!value_conform(vm, &converted[i], function->parameters[i].type))
            return vm_fault(vm, "wrong-arguments", service->element->xml->span, "argument \"" TEXT_FMT "\" does not conform: the service is not called",
                            TEXT_ARG(function->parameters[i].name));
    }
    vm->depth++;
    Value value = serve(vm, service, converted);
    vm->depth--;
    return value;
}

/* Called from outside: what was given, missing ones null; the outputs always by their names. */
Value dmn_serve(DmnRun *run, const DmnElement *element)
{
    const DmnService *service = &run->program->services[element->slot];
    Region *region = run->vm.region;
    Value *arguments = REGION_ARRAY(region, Value, service->input_count);
    for (uint32_t i = 0; i < service->input_count; i++) {
        Value given = run->frame->slots[service->inputs[i]->slot];
        arguments[i] = given.kind == VALUE_UNSET ? VALUE_NOTHING : given;
    }
    Value value = serve(&run->vm, service, arguments);
    if (service->output_count != 1)
        return value;
    Text *name = REGION_NEW(region, Text);
    Shape *shape = REGION_NEW(region, Shape);
    Context *context = REGION_NEW(region, Context);
    *name = service->outputs[0]->name;
    *shape = (Shape){ 1, name };
    *context = (Context){ shape, REGION_NEW(region, Value) };
    context->at[0] = value;
    return (Value){ .kind = VALUE_CONTEXT, .context = context };
}

/* feel/paths.c - reading slots of things, entries of contexts, properties; over lists each for itself. */
#include "feel/code.h"
#include "feel/operate.h"

/* ---- slots ---- */

static Value slot_unsettled(Vm *vm, Frame *frame, uint16_t slot, Span span)
{
    Value value = frame->slots[slot];
    if (value.kind <= VALUE_BUSY)
        value = vm->resolve ? vm->resolve(vm, frame, slot) : VALUE_NOTHING;
    if (value.kind <= VALUE_BUSY)
        return vm_fault(vm, "circle", span, "\"" TEXT_FMT "\" needs itself",
                        TEXT_ARG(frame->type->slots[slot].name));
    return value_settled(vm, value);
}

Value frame_slot(Vm *vm, Frame *frame, uint16_t slot, Span span)
{
    if (vm->on_read)
        vm->on_read(vm, frame, slot);
    return slot_unsettled(vm, frame, slot, span);
}

static Frame *frame_out(Frame *frame, uint8_t up)
{
    while (frame && up--)
        frame = frame->parent;
    return frame;
}

/* ---- one value ---- */

/* What a path gives on a value that is no thing, context or list: its absence, or null with a fault. */
static Value no_entry(Vm *vm, Value value, Text name, Span span)
{
    Value met;
    if (absence_met(vm, &value, 1, span, &met))
        return met;
    return vm_fault(vm, "no-such-entry", span, "%s has no entry \"" TEXT_FMT "\"", value_kind_name(value.kind),
                    TEXT_ARG(name));
}

static Value context_by_name(Vm *vm, Value value, Text name, Span span)
{
    enum { NAMES_AN_ITEM = 8 }; /* names looked at that cost as much as one item */
    const Context *context = value.context;
    if (context->shape->count > 16 * NAMES_AN_ITEM && !vm_spend(vm, context->shape->count / NAMES_AN_ITEM, span))
        return VALUE_NOTHING;
    for (uint32_t i = 0; i < context->shape->count; i++)
        if (text_equal(context->shape->names[i], name))
            return value_settled(vm, context->at[i]);
    return no_entry(vm, value, name, span);
}

static Value thing_by_name(Vm *vm, Value value, Text name, Span span)
{
    for (Frame *frame = value.thing; frame; frame = frame->parent) {
        for (uint16_t i = 0; i < frame->type->count; i++)
            if (text_equal(frame->type->slots[i].name, name))
                return frame_slot(vm, frame, i, span);
        if (frame != value.thing && text_equal(frame->type->name, name))
            return value_thing(frame);
    }
    return no_entry(vm, value, name, span);
}

static Value one_by_name(Vm *vm, Value value, Text name, Span span)
{
    if (value.kind == VALUE_CONTEXT)
        return context_by_name(vm, value, name, span);
    if (value.kind == VALUE_THING)
        return thing_by_name(vm, value, name, span);
    value = value_settled(vm, value);
    const Property *property = property_of(type_kind_of(value.kind), name);
    return property ? property->read(vm->region, value) : no_entry(vm, value, name, span);
}

/* ---- lists ---- */

/* What a path is, so that it can be mapped over a list. */
typedef struct Step {
    Opcode op;
    uint8_t up;
    uint16_t slot;
    Text name;
    Span span;
} Step;

static Value step_one(Vm *vm, Value value, const Step *step)
{
    Frame *frame = value.kind == VALUE_THING && step->op != OP_PATH ? frame_out(value.thing, step->up) : NULL;
    if (frame && step->op == OP_PATH_SLOT && step->slot < frame->type->count)
        return frame_slot(vm, frame, step->slot, step->span);
    if (frame && step->op == OP_PATH_OUTER)
        return value_thing(frame);
    return one_by_name(vm, value, step->name, step->span);
}

static Value step_list(Vm *vm, const List *list, const Step *step)
{
    if (!vm_spend(vm, list->count, step->span))
        return VALUE_NOTHING;
    Value *items = REGION_ARRAY(vm->region, Value, list->count);
    for (size_t i = 0; i < list->count; i++) {
        Value item = list->at[i];
        bool open = value_is_absence(item) && item.kind != VALUE_NOT_THERE;
        items[i] = open ? item : step_one(vm, item, step);
    }
    List *mapped = REGION_NEW(vm->region, List);
    *mapped = (List){ list->count, items };
    return (Value){ .kind = VALUE_LIST, .list = mapped };
}

static Value step_any(Vm *vm, Value value, const Step *step)
{
    return value.kind == VALUE_LIST ? step_list(vm, value.list, step) : step_one(vm, value, step);
}

Value path_by_name(Vm *vm, Value value, Text name, Span span)
{
    Step step = { OP_PATH, 0, 0, name, span };
    return step_any(vm, value, &step);
}

Value path_slot(Vm *vm, Value value, uint8_t up, uint16_t slot, Span span)
{
    Step step = { OP_PATH_SLOT, up, slot, TEXT("slot"), span };
    return step_any(vm, value, &step);
}

Value path_outer(Vm *vm, Value value, uint8_t up, Span span)
{
    Step step = { OP_PATH_OUTER, up, 0, TEXT("thing"), span };
    return step_any(vm, value, &step);
}

Value path_entry(Vm *vm, Value value, uint16_t entry, Text name, Span span)
{
    if (value.kind == VALUE_CONTEXT && entry < value.context->shape->count &&
        text_equal(value.context->shape->names[entry], name))
        return value_settled(vm, value.context->at[entry]);
    return path_by_name(vm, value, name, span);
}

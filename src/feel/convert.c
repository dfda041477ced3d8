/* feel/convert.c - values made to conform to a declared type (FEEL.md a.9): as they are, the one item of a list, a date as its
 * midnight; and held against the values that item definitions allow. What does not conform is null, whole. */
#include "feel/code.h"
#include "feel/operate.h"

static bool conforms(Vm *vm, Value value, const Type *type, uint32_t depth);

static bool items_conform(Vm *vm, const List *list, const Type *of, uint32_t depth)
{
    if (!vm_spend(vm, list->count, SPAN_NONE))
        return false;
    for (size_t i = 0; of && i < list->count; i++)
        if (!conforms(vm, list->at[i], of, depth))
            return false;
    return true;
}

static bool entry_conforms(Vm *vm, const Context *context, const TypeEntry *entry, uint32_t depth)
{
    for (uint32_t i = 0; i < context->shape->count; i++)
        if (text_equal(context->shape->names[i], entry->name))
            return conforms(vm, context->at[i], entry->type, depth);
    return false;
}

/* Entries beyond those the type names are allowed; a missing one is not. */
static bool entries_conform(Vm *vm, const Context *context, const Type *type, uint32_t depth)
{
    for (uint32_t i = 0; i < type->count; i++)
        if (!entry_conforms(vm, context, &type->entries[i], depth))
            return false;
    return true;
}

static bool is_allowed(Vm *vm, Value value, const Type *type)
{
    if (!type->constraint)
        return true;
    Value met = feel_run_test(vm, type->constraint, NULL, value);
    return met.kind == VALUE_BOOLEAN && met.boolean;
}

static bool is_of_type(Vm *vm, Value value, const Type *type)
{
    uint32_t steps = 0;
    return value_is_of(value, type, &steps) && vm_spend(vm, steps, SPAN_NONE);
}

/* Null conforms to every type, also inside a list or context (but is an instance of none). */
static bool conforms(Vm *vm, Value value, const Type *type, uint32_t depth)
{
    if (value.kind == VALUE_NULL || depth > LIMIT_VALUE_DEPTH)
        return value.kind == VALUE_NULL;
    bool fits = value.kind == VALUE_LIST && type->kind == TYPE_LIST         ? items_conform(vm, value.list, type->of, depth + 1)
                : value.kind == VALUE_CONTEXT && type->kind == TYPE_CONTEXT ? entries_conform(vm, value.context, type, depth + 1)
                                                                            : is_of_type(vm, value, type);
    return fits && is_allowed(vm, value, type);
}

static Value converted(Vm *vm, Value value, const Type *type)
{
    if (value.kind == VALUE_LIST && value.list->count == 1 && type->kind != TYPE_LIST)
        value = value.list->at[0];
    if (value.kind == VALUE_DATE && type->kind == TYPE_DATE_TIME)
        value = date_time_of_date(vm->region, value.days);
    return value;
}

bool value_conform(Vm *vm, Value *value, const Type *type)
{
    if (value_is_absence(*value) || type->kind == TYPE_ANY)
        return true;
    *value = converted(vm, *value, type);
    return conforms(vm, *value, type, 0);
}

Value vm_convert(Vm *vm, Value value, const Type *type, Span span)
{
    Value result = value;
    if (value_conform(vm, &result, type))
        return result;
    return vm_fault(vm, "not-conforming", span, "%s does not conform to " TEXT_FMT, value_kind_name(value.kind),
                    TEXT_ARG(type_text_form(vm->region, type)));
}

/* feel/convert.c - values made to conform to a declared type (FEEL.md a.9): as they are, the one item of a list, a date as its
 * midnight; and held against the values that item definitions allow. What does not conform is null, whole. */
#include "feel/code.h"
#include "feel/operate.h"

static bool allowed(Vm *vm, Value value, const Type *type, uint32_t depth);

static bool items_allowed(Vm *vm, const List *list, const Type *of, uint32_t depth)
{
    for (size_t i = 0; i < list->count; i++)
        if (!allowed(vm, list->at[i], of, depth))
            return false;
    return true;
}

static bool entries_allowed(Vm *vm, const Context *context, const Type *type, uint32_t depth)
{
    for (uint32_t i = 0; i < type->count; i++)
        for (uint32_t j = 0; j < context->shape->count; j++)
            if (text_equal(context->shape->names[j], type->entries[i].name) && !allowed(vm, context->at[j], type->entries[i].type, depth))
                return false;
    return true;
}

/* Is the value, and all in it, among what its type allows? Null is asked for by nobody but the list of values itself. */
static bool allowed(Vm *vm, Value value, const Type *type, uint32_t depth)
{
    if (depth > LIMIT_VALUE_DEPTH || value.kind == VALUE_NULL)
        return depth <= LIMIT_VALUE_DEPTH;
    if (value.kind == VALUE_LIST && type->kind == TYPE_LIST && !items_allowed(vm, value.list, type->of, depth + 1))
        return false;
    if (value.kind == VALUE_CONTEXT && type->kind == TYPE_CONTEXT && !entries_allowed(vm, value.context, type, depth + 1))
        return false;
    if (!type->constraint)
        return true;
    Value met = feel_run_test(vm, type->constraint, NULL, value);
    return met.kind == VALUE_BOOLEAN && met.boolean;
}

static bool is_of(Value value, const Type *type)
{
    return value.kind == VALUE_NULL || value_is_of(value, type);
}

static Value converted(Vm *vm, Value value, const Type *type)
{
    if (!is_of(value, type) && value.kind == VALUE_LIST && value.list->count == 1 && type->kind != TYPE_LIST)
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
    return is_of(*value, type) && allowed(vm, *value, type, 0);
}

Value vm_convert(Vm *vm, Value value, const Type *type, Span span)
{
    Value result = value;
    if (value_conform(vm, &result, type))
        return result;
    return vm_fault(vm, "not-conforming", span, "%s %s " TEXT_FMT, value_kind_name(value.kind),
                    is_of(result, type) ? "is not a value allowed by" : "does not conform to", TEXT_ARG(type_text_form(vm->region, type)));
}

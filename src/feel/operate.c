/* feel/operate.c - absences, comparison, logic and tests on values. See operate.h; arithmetic is in arithmetic.c. */
#include "feel/operate.h"

#include "feel/code.h"
#include "feel/parser.h"

/* ---- kinds and types ---- */

static const TypeKind type_kinds[VALUE_KINDS] = {
    [VALUE_UNSET] = TYPE_ANY,          [VALUE_BUSY] = TYPE_ANY,       [VALUE_NULL] = TYPE_NULL,
    [VALUE_UNKNOWN] = TYPE_ANY,        [VALUE_ABSENT] = TYPE_ANY,     [VALUE_NOT_THERE] = TYPE_ANY,
    [VALUE_BOOLEAN] = TYPE_BOOLEAN,    [VALUE_NUMBER] = TYPE_NUMBER,  [VALUE_DECIMAL] = TYPE_NUMBER,
    [VALUE_MONEY] = TYPE_MONEY,        [VALUE_TEXT] = TYPE_TEXT,      [VALUE_DATE] = TYPE_DATE,
    [VALUE_TIME] = TYPE_TIME,          [VALUE_DATE_TIME] = TYPE_DATE_TIME, [VALUE_MONTHS] = TYPE_MONTHS,
    [VALUE_SECONDS] = TYPE_SECONDS,    [VALUE_LIST] = TYPE_LIST,      [VALUE_CONTEXT] = TYPE_CONTEXT,
    [VALUE_RANGE] = TYPE_RANGE,        [VALUE_FUNCTION] = TYPE_FUNCTION, [VALUE_THING] = TYPE_THING,
};

static const Type type_range_any = { .kind = TYPE_RANGE, .of = &type_any };
static const Type type_context_any = { .kind = TYPE_CONTEXT };
static const Type type_function_any = { .kind = TYPE_FUNCTION, .of = &type_any };

static const Type *const plain_types[] = {
    [TYPE_ANY] = &type_any,         [TYPE_NULL] = &type_null,           [TYPE_BOOLEAN] = &type_boolean,
    [TYPE_NUMBER] = &type_number,   [TYPE_MONEY] = &type_money,         [TYPE_TEXT] = &type_text,
    [TYPE_DATE] = &type_date,       [TYPE_TIME] = &type_time,           [TYPE_DATE_TIME] = &type_date_time,
    [TYPE_MONTHS] = &type_months,   [TYPE_SECONDS] = &type_seconds,     [TYPE_LIST] = &type_any_list,
    [TYPE_RANGE] = &type_range_any, [TYPE_CONTEXT] = &type_context_any, [TYPE_THING] = &type_any,
    [TYPE_FUNCTION] = &type_function_any,
};

TypeKind type_kind_of(ValueKind kind)
{
    return type_kinds[kind];
}

const Type *type_of_kind(TypeKind kind)
{
    return plain_types[kind];
}

const Type *type_of_value(Value value)
{
    return value.kind == VALUE_THING ? &value.thing->type->type : plain_types[type_kinds[value.kind]];
}

static const Type *context_type(Region *region, const Context *context)
{
    Type *type = REGION_NEW(region, Type);
    TypeEntry *entries = REGION_ARRAY(region, TypeEntry, context->shape->count);
    for (uint32_t i = 0; i < context->shape->count; i++)
        entries[i] = (TypeEntry){ context->shape->names[i], type_of_value_in(region, context->at[i]) };
    *type = (Type){ .kind = TYPE_CONTEXT, .entries = entries, .count = context->shape->count, .shape = context->shape };
    return type;
}

/* What the items have in common. */
static const Type *list_type(Region *region, const List *list)
{
    const Type *of = list->count ? type_of_value_in(region, list->at[0]) : &type_any;
    for (size_t i = 1; i < list->count && of->kind != TYPE_ANY; i++)
        of = type_join(region, of, type_of_value_in(region, list->at[i]));
    return type_list_of(region, of);
}

const Type *type_of_value_in(Region *region, Value value)
{
    if (value.kind == VALUE_CONTEXT)
        return context_type(region, value.context);
    return value.kind == VALUE_LIST ? list_type(region, value.list) : type_of_value(value);
}

/* A value may hold the same list many times over, so that a walk is counted. */
static bool is_of(Value value, const Type *type, uint32_t *steps);

static bool list_is_of(const List *list, const Type *of, uint32_t *steps)
{
    for (size_t i = 0; of && of->kind != TYPE_ANY && i < list->count; i++)
        if (!is_of(list->at[i], of, steps))
            return false;
    return true;
}

static const Value *entry_of(const Context *context, Text name)
{
    for (uint32_t i = 0; i < context->shape->count; i++)
        if (text_equal(context->shape->names[i], name))
            return &context->at[i];
    return NULL;
}

/* Each entry asked for is there; null or of its type. */
static bool context_is_of(const Context *context, const Type *type, uint32_t *steps)
{
    for (uint32_t i = 0; i < type->count; i++) {
        const Value *value = entry_of(context, type->entries[i].name);
        if (!value || (value->kind != VALUE_NULL && !is_of(*value, type->entries[i].type, steps)))
            return false;
    }
    return true;
}

static bool range_is_of(const Range *range, const Type *of, uint32_t *steps)
{
    return !of || of->kind == TYPE_ANY || is_of(range->low.kind == VALUE_NULL ? range->high : range->low, of, steps);
}

/* As many parameters, each of which takes what is asked for; and what it gives is of the type asked for. A built-in takes and gives what its rows
 * say, which is no type; and a `function` without more is any. */
static bool function_is_of(const Function *function, const Type *type)
{
    if (type->name.length || function->kind == FUNCTION_BUILTIN)
        return true;
    bool model = function->kind == FUNCTION_MODEL;
    const TypeEntry *parameters = model ? function->model->parameters : function->code->parameter_entries;
    const Type *result = model ? function->model->result : function->code->type;
    if (type->count != (model ? function->model->count : function->code->parameters))
        return false;
    for (uint32_t i = 0; i < type->count; i++)
        if (!type_conforms(type->entries[i].type, parameters[i].type ? parameters[i].type : &type_any))
            return false;
    return !type->of || type_conforms(result ? result : &type_any, type->of);
}

static bool is_of(Value value, const Type *type, uint32_t *steps)
{
    TypeKind kind = type_kinds[value.kind];
    if (++*steps > LIMIT_VALUE_STEPS)
        return false;
    if (value.kind == VALUE_NULL)
        return type->kind == TYPE_NULL;
    if (type->kind == TYPE_ANY)
        return true;
    if (kind == TYPE_MONEY || type->kind == TYPE_MONEY)
        return (kind == TYPE_MONEY || kind == TYPE_NUMBER) && (type->kind == TYPE_MONEY || type->kind == TYPE_NUMBER);
    if (kind != type->kind)
        return false;
    switch (kind) {
    case TYPE_LIST: return list_is_of(value.list, type->of, steps);
    case TYPE_CONTEXT: return context_is_of(value.context, type, steps);
    case TYPE_RANGE: return range_is_of(value.range, type->of, steps);
    case TYPE_FUNCTION: return function_is_of(value.function, type);
    case TYPE_THING: return !type->thing || value.thing->type == type->thing;
    default: return true;
    }
}

bool value_is_of(Value value, const Type *type, uint32_t *steps)
{
    return is_of(value, type, steps);
}

/* ---- absences ---- */

typedef struct Absences {
    Value absent;     /* weightiest ABSENT; UNSET: none */
    const Hang *hang; /* of all that is unknown */
    bool unknown, not_there;
    uint32_t steps;   /* values looked at */
} Absences;

static void absences_add(Vm *vm, Absences *absences, Value value)
{
    if (value.kind == VALUE_ABSENT) {
        if (absences->absent.kind != VALUE_ABSENT || value.mark > absences->absent.mark)
            absences->absent = value;
    } else if (value.kind == VALUE_UNKNOWN) {
        absences->hang = absences->unknown ? hang_both(vm->region, absences->hang, value.hang) : value.hang;
        absences->unknown = true;
    } else if (value.kind == VALUE_NOT_THERE) {
        absences->not_there = true;
    }
}

static bool absences_give(Vm *vm, const Absences *absences, Span span, Value *met)
{
    if (absences->absent.kind == VALUE_ABSENT)
        *met = absences->absent;
    else if (absences->not_there)
        *met = vm_fault(vm, "not-there", span, "a value is read that does not exist in this case");
    else if (absences->unknown)
        *met = value_unknown(absences->hang);
    else
        return false;
    return true;
}

bool absence_met(Vm *vm, const Value *values, uint32_t count, Span span, Value *met)
{
    Absences absences = { 0 };
    for (uint32_t i = 0; i < count; i++)
        if (value_is_absence(values[i]))
            absences_add(vm, &absences, values[i]);
    return absences_give(vm, &absences, span, met);
}

static void absences_inside(Vm *vm, Absences *absences, Value value, int depth)
{
    absences_add(vm, absences, value);
    if (depth > LIMIT_VALUE_DEPTH || ++absences->steps > LIMIT_VALUE_STEPS)
        return;
    if (value.kind == VALUE_LIST)
        for (size_t i = 0; i < value.list->count; i++)
            absences_inside(vm, absences, value.list->at[i], depth + 1);
    if (value.kind == VALUE_CONTEXT)
        for (uint32_t i = 0; i < value.context->shape->count; i++)
            absences_inside(vm, absences, value.context->at[i], depth + 1);
}

bool absence_inside(Vm *vm, Value value, Span span, Value *met)
{
    Absences absences = { 0 };
    absences_inside(vm, &absences, value, 0);
    vm_spend(vm, absences.steps, span);
    return absences_give(vm, &absences, span, met);
}

Value vm_text(Vm *vm, Text text)
{
    const Str *symbol = vm->symbols ? symbol_find(vm->symbols, text) : NULL;
    return symbol ? (Value){ .kind = VALUE_TEXT, .text = symbol } : value_text(vm->region, text);
}

Value value_settled(Vm *vm, Value value)
{
    if (value.kind != VALUE_MONEY)
        return value;
    return vm->convert ? vm->convert(vm, value) : value_decimal(vm->region, &value.money->amount);
}

/* ---- equality and order ---- */

int values_equal(Value a, Value b)
{
    if (a.kind == VALUE_THING && b.kind == VALUE_THING)
        return a.thing == b.thing;
    return value_equal(a, b);
}

int values_equal_spent(Vm *vm, Value a, Value b, Span span)
{
    uint64_t steps = 0;
    if (a.kind == VALUE_THING && b.kind == VALUE_THING)
        return a.thing == b.thing;
    int equal = value_equal_counted(a, b, &steps);
    vm_spend(vm, steps, span);
    return equal;
}

void texts_spent(Vm *vm, Value a, Value b, Span span)
{
    if (a.kind == VALUE_TEXT && b.kind == VALUE_TEXT && a.text != b.text)
        vm_spend(vm, (a.text->length < b.text->length ? a.text->length : b.text->length) / SPEND_BYTES, span);
}

bool values_order(int *order, Value a, Value b)
{
    if (a.kind == b.kind || (value_is_number(a) && value_is_number(b)))
        return value_order(order, a, b);
    bool dates = (a.kind == VALUE_DATE && b.kind == VALUE_DATE_TIME) || (a.kind == VALUE_DATE_TIME && b.kind == VALUE_DATE);
    if (!dates)
        return false;
    Clock midnight = { .days = a.kind == VALUE_DATE ? a.days : b.days, .zoned = true };
    __int128 left = instant_of(a.kind == VALUE_DATE ? &midnight : a.clock);
    __int128 right = instant_of(b.kind == VALUE_DATE ? &midnight : b.clock);
    *order = (left > right) - (left < right);
    return true;
}

static Value not_comparable(Vm *vm, Value a, Value b, Span span)
{
    return vm_fault(vm, "not-comparable", span, "cannot compare %s with %s", value_kind_name(a.kind),
                    value_kind_name(b.kind));
}

static bool holds_items(Value value)
{
    return value.kind == VALUE_LIST || value.kind == VALUE_CONTEXT;
}

/* Equality of two values that are there or null. A difference in what is known decides; else what is open counts. */
static Value equality(Vm *vm, Value a, Value b, Span span)
{
    Value met;
    if (holds_items(a) && holds_items(b) && a.kind == b.kind) {
        Value both = value_list(vm->region, (Value[]){ a, b }, 2);
        if (absence_inside(vm, both, span, &met))
            return met;
    }
    int equal = values_equal_spent(vm, a, b, span);
    return equal < 0 ? not_comparable(vm, a, b, span) : value_boolean(equal);
}

static bool order_holds(Operator operator, int order)
{
    switch (operator) {
    case OPERATOR_LESS: return order < 0;
    case OPERATOR_LESS_EQUAL: return order <= 0;
    case OPERATOR_MORE: return order > 0;
    default: return order >= 0;
    }
}

Value operate_compare(Vm *vm, Operator operator, Value a, Value b, Span span)
{
    Value pair[2] = { value_settled(vm, a), value_settled(vm, b) }, met;
    if (absence_met(vm, pair, 2, span, &met))
        return met;
    if (operator == OPERATOR_EQUAL)
        return equality(vm, pair[0], pair[1], span);
    if (operator == OPERATOR_UNEQUAL)
        return operate_not(vm, equality(vm, pair[0], pair[1], span), span);
    int order;
    texts_spent(vm, pair[0], pair[1], span);
    if (!values_order(&order, pair[0], pair[1]))
        return not_comparable(vm, pair[0], pair[1], span);
    return value_boolean(order_holds(operator, order));
}

Value operate_between(Vm *vm, Value value, Value low, Value high, Span span)
{
    Value from = operate_compare(vm, OPERATOR_MORE_EQUAL, value, low, span);
    if (from.kind == VALUE_BOOLEAN && !from.boolean)
        return from;
    return operate_and(vm, from, operate_compare(vm, OPERATOR_LESS_EQUAL, value, high, span), span);
}

bool types_equal_comparable(const Type *a, const Type *b)
{
    return type_fits(a, b) || type_fits(b, a);
}

static const bool ordered_kinds[] = {
    [TYPE_ANY] = true, [TYPE_NULL] = true, [TYPE_NUMBER] = true,    [TYPE_MONEY] = true,  [TYPE_TEXT] = true,
    [TYPE_DATE] = true, [TYPE_TIME] = true, [TYPE_DATE_TIME] = true, [TYPE_MONTHS] = true, [TYPE_SECONDS] = true,
    [TYPE_FUNCTION] = false,
};

static bool is_day(TypeKind kind)
{
    return kind == TYPE_DATE || kind == TYPE_DATE_TIME;
}

bool types_order_comparable(const Type *a, const Type *b)
{
    if (!ordered_kinds[a->kind] || !ordered_kinds[b->kind])
        return false;
    return type_fits(a, b) || type_fits(b, a) || (is_day(a->kind) && is_day(b->kind));
}

/* ---- logic ---- */

/* A boolean, UNKNOWN or ABSENT as it is; anything else is null, with a fault unless it is null already. */
static Value truth(Vm *vm, Value value, Span span)
{
    Value met;
    if (value.kind == VALUE_BOOLEAN || value.kind == VALUE_NULL)
        return value;
    if (absence_met(vm, &value, 1, span, &met))
        return met;
    return vm_fault(vm, "wrong-type", span, "%s is not true or false", value_kind_name(value.kind));
}

/* Kleene: `decisive` on either side decides; else absences, then null, then the other. */
static Value kleene(Vm *vm, Value a, Value b, bool decisive, Span span)
{
    Value met;
    if ((a.kind == VALUE_BOOLEAN && a.boolean == decisive) || (b.kind == VALUE_BOOLEAN && b.boolean == decisive))
        return value_boolean(decisive);
    Value pair[2] = { truth(vm, a, span), truth(vm, b, span) };
    if (absence_met(vm, pair, 2, span, &met))
        return met;
    if (pair[0].kind != VALUE_BOOLEAN)
        return pair[0];
    return pair[1];
}

Value operate_and(Vm *vm, Value a, Value b, Span span)
{
    return kleene(vm, a, b, false, span);
}

Value operate_or(Vm *vm, Value a, Value b, Span span)
{
    return kleene(vm, a, b, true, span);
}

Value operate_not(Vm *vm, Value a, Span span)
{
    a = truth(vm, a, span);
    return a.kind == VALUE_BOOLEAN ? value_boolean(!a.boolean) : a;
}

/* ---- tests ---- */

/* Is value on the inner side of one end? 1, 0, -1 for null. */
static int inside_end(Value value, Value end, bool closed, bool is_low)
{
    int order;
    if (!values_order(&order, value, end))
        return -1;
    if (order == 0)
        return closed;
    return is_low ? order > 0 : order < 0;
}

/* Null; a fault unless one of the two is null itself. */
static Value no_order(Vm *vm, Value value, Value end, Span span)
{
    if (value.kind != VALUE_NULL && end.kind != VALUE_NULL)
        return not_comparable(vm, value, end, span);
    return vm_note(vm, "not-comparable", span, "null lies neither inside nor outside of a range");
}

static Value comparison_contains(Vm *vm, const Range *range, Value value, Span span)
{
    Value end = range->low.kind == VALUE_NULL ? range->high : range->low;
    int order;
    if (range->operator == '=' || range->operator == '!') {
        int equal = values_equal(value, end);
        return equal < 0 ? no_order(vm, value, end, span) : value_boolean(equal == (range->operator == '='));
    }
    if (!values_order(&order, value, end))
        return no_order(vm, value, end, span);
    switch (range->operator) {
    case '<': return value_boolean(order < 0);
    case 'l': return value_boolean(order <= 0);
    case '>': return value_boolean(order > 0);
    default: return value_boolean(order >= 0);
    }
}

Value range_contains(Vm *vm, const Range *range, Value value, Span span)
{
    Value three[3] = { value, range->low, range->high }, met;
    if (absence_met(vm, three, 3, SPAN_NONE, &met))
        return met;
    texts_spent(vm, value, range->low.kind == VALUE_TEXT ? range->low : range->high, span);
    if (range->comparison)
        return comparison_contains(vm, range, value, span);
    int low = inside_end(value, range->low, range->low_closed, true);
    int high = inside_end(value, range->high, range->high_closed, false);
    if (low < 0 || high < 0)
        return no_order(vm, value, low < 0 ? range->low : range->high, span);
    return value_boolean(low && high);
}

/* Have the value and the range's ends an order? Where one of them is null that is open. */
static bool has_order(Value value, const Range *range)
{
    int order;
    Value end = range->low.kind == VALUE_NULL ? range->high : range->low;
    bool null = value.kind == VALUE_NULL || end.kind == VALUE_NULL;
    return null || values_order(&order, value, end) || values_equal(value, end) >= 0;
}

/* One element of a list of tests; what cannot be compared does not match. */
static Value match_element(Vm *vm, Value value, Value element, Span span)
{
    Value pair[2] = { value, element }, met;
    if (absence_met(vm, pair, 2, SPAN_NONE, &met))
        return met;
    if (element.kind == VALUE_RANGE && value.kind != VALUE_RANGE)
        return has_order(value, element.range) ? range_contains(vm, element.range, value, span) : value_boolean(false);
    return value_boolean(values_equal_spent(vm, value, element, span) == 1);
}

/* Any element? An element that is a list matches a value equal to it, or one it holds. */
static Value match_list(Vm *vm, Value value, const List *list, Span span)
{
    Value answer = value_boolean(false);
    for (size_t i = 0; i < list->count; i++) {
        Value one = match_element(vm, value, list->at[i], span);
        if (one.kind == VALUE_BOOLEAN && one.boolean)
            return one;
        answer = operate_or(vm, answer, one, span);
    }
    return answer;
}

Value operate_match(Vm *vm, Value value, Value test, Span span)
{
    Value pair[2] = { value_settled(vm, value), value_settled(vm, test) }, met;
    value = pair[0];
    test = pair[1];
    if (absence_met(vm, pair, 2, span, &met))
        return met;
    if (test.kind == VALUE_LIST && value.kind == VALUE_LIST && values_equal_spent(vm, value, test, span) == 1)
        return value_boolean(true);
    if (test.kind == VALUE_LIST)
        return match_list(vm, value, test.list, span);
    if (test.kind == VALUE_RANGE && value.kind != VALUE_RANGE)
        return range_contains(vm, test.range, value, span);
    if (test.kind == VALUE_BOOLEAN && value.kind != VALUE_BOOLEAN && value.kind != VALUE_NULL)
        return test;
    int equal = values_equal_spent(vm, value, test, span);
    return equal < 0 ? not_comparable(vm, value, test, span) : value_boolean(equal);
}

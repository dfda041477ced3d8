/* feel/builtins.c - the table of built-in functions, how a row is chosen, and what every call has in common.
 *
 * The functions themselves are in builtins_*.c. A call converts single items to lists and lists of one to their item
 * where a parameter asks for it, lets absences through (feel.h), and refuses wrong kinds; the function sees good values.
 */
#include "feel/builtins.h"

#include "feel/operate.h"

#define BUILTIN(name, run, ...) Value run(BuiltinCall *call);
#include "feel/builtins.def"
#undef BUILTIN

#define REQUIRED(name, wants) { name, wants, false }
#define OPTIONAL(name, wants) { name, wants, true }
const Builtin builtins[] = {
#define BUILTIN(name, run, gives, flags, meaning, ...) { name, run, gives, flags, meaning, { __VA_ARGS__ } },
#include "feel/builtins.def"
#undef BUILTIN
};
const size_t builtin_count = sizeof builtins / sizeof *builtins;

/* ---- finding a row ---- */

static bool is_named(const Builtin *builtin, Text name)
{
    size_t length = strlen(builtin->name);
    return length == name.length && memcmp(builtin->name, name.at, length) == 0;
}

const Builtin *builtin_find(Text name)
{
    for (size_t i = 0; i < builtin_count; i++)
        if (builtins[i].name[0] == (name.length ? name.at[0] : 0) && is_named(&builtins[i], name))
            return &builtins[i];
    return NULL;
}

bool feel_is_builtin(Text name)
{
    return builtin_find(name) != NULL;
}

const Builtin *builtin_next(const Builtin *builtin)
{
    bool last = (size_t)(builtin - builtins) + 1 == builtin_count;
    return !last && strcmp(builtin[1].name, builtin->name) == 0 ? builtin + 1 : NULL;
}

uint32_t builtin_parameters(const Builtin *builtin)
{
    uint32_t count = 0;
    while (builtin->parameters[count].wants != W_NONE)
        count++;
    return count;
}

static uint32_t required_parameters(const Builtin *builtin)
{
    uint32_t least = 0, all = builtin_parameters(builtin);
    while (least < all && !builtin->parameters[least].optional)
        least++;
    return least;
}

static bool takes_count(const Builtin *builtin, uint32_t count)
{
    uint32_t least = required_parameters(builtin), all = builtin_parameters(builtin);
    Wants last = all ? builtin->parameters[all - 1].wants : W_NONE;
    bool many = last == W_VALUES || last == W_REST;
    return count >= least && (many || count <= all);
}

const Builtin *builtin_by_count(const Builtin *first, uint32_t count)
{
    for (const Builtin *row = first; row; row = builtin_next(row))
        if (takes_count(row, count))
            return row;
    return NULL;
}

static uint32_t place_of(const Builtin *builtin, Text name)
{
    for (uint32_t i = 0; builtin->parameters[i].wants != W_NONE; i++)
        if (text_equal(text_of(builtin->parameters[i].name), name))
            return i;
    return UINT32_MAX;
}

/* Each name is a parameter, none twice. */
static bool names_fit(const Builtin *row, const Text *names, uint32_t count, uint32_t *places)
{
    for (uint32_t i = 0; i < count; i++) {
        places[i] = place_of(row, names[i]);
        for (uint32_t j = 0; j < i; j++)
            if (places[j] == places[i])
                return false;
        if (places[i] == UINT32_MAX)
            return false;
    }
    return true;
}

static bool in_order(const uint32_t *places, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (places[i] != i)
            return false;
    return true;
}

/* The row with these names in this order, else the first with them in any: before(point, range) is not before(range, point). */
const Builtin *builtin_by_names(const Builtin *first, const Text *names, uint32_t count, uint32_t *places)
{
    for (const Builtin *row = first; row && count <= BUILTIN_PARAMETERS; row = builtin_next(row))
        if (!(row->flags & B_PLACE) && names_fit(row, names, count, places) && in_order(places, count))
            return row;
    for (const Builtin *row = first; row && count <= BUILTIN_PARAMETERS; row = builtin_next(row))
        if (!(row->flags & B_PLACE) && names_fit(row, names, count, places))
            return row;
    return NULL;
}

/* ---- the manual ---- */

void builtin_build_form(Builder *out, const Builtin *builtin)
{
    build_format(out, "%s(", builtin->name);
    for (uint32_t i = 0; builtin->parameters[i].wants != W_NONE; i++) {
        const BuiltinParameter *parameter = &builtin->parameters[i];
        bool many = parameter->wants == W_VALUES || parameter->wants == W_REST;
        build_format(out, "%s%s%s%s", i ? ", " : "", parameter->name, parameter->optional ? "?" : "", many ? "..." : "");
    }
    build_byte(out, ')');
}

static const char *const gives_words[] = {
    [G_ANY] = "any value", [G_NUMBER] = "number", [G_TEXT] = "text", [G_BOOLEAN] = "boolean", [G_DATE] = "date",
    [G_TIME] = "time", [G_DATE_TIME] = "date and time", [G_MONTHS] = "years and months duration",
    [G_SECONDS] = "days and time duration", [G_RANGE] = "range", [G_CONTEXT] = "context",
    [G_FIRST] = "what the first argument is", [G_LIST] = "list", [G_SAME_LIST] = "list", [G_ITEM] = "an item of the list",
    [G_NUMBERS] = "list of number", [G_TEXTS] = "list of text",
};

bool feel_builtin_line(Region *region, size_t index, Text *form, Text *meaning)
{
    if (index >= builtin_count)
        return false;
    Builder out = builder_on(region);
    builtin_build_form(&out, &builtins[index]);
    build_format(&out, " : %s", gives_words[builtins[index].gives]);
    *form = builder_text(&out);
    *meaning = text_of(builtins[index].meaning);
    return true;
}

/* ---- calling ---- */

Value call_fault(BuiltinCall *call, const char *name, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    Text message = text_format_list(call->vm->region, format, list);
    va_end(list);
    return vm_fault(call->vm, name, call->span, "%s: " TEXT_FMT, call->builtin->name, TEXT_ARG(message));
}

Value call_note(BuiltinCall *call, const char *name, const char *words)
{
    return vm_note(call->vm, name, call->span, "%s: %s", call->builtin->name, words);
}

bool whole_argument(BuiltinCall *call, uint32_t at, int64_t *number, Value *fault)
{
    Decimal decimal = decimal_of_value(call->at[at]);
    if (decimal_to_int64(number, &decimal))
        return true;
    *fault = call_fault(call, "out-of-range", "%s is too large", call->builtin->parameters[at].name);
    return false;
}

static const struct {
    uint32_t kinds; /* bits of ValueKind; 0: any */
} takes[] = {
#define BIT(kind) (1u << (kind))
#define POINTS                                                                                                                \
    (BIT(VALUE_NUMBER) | BIT(VALUE_DECIMAL) | BIT(VALUE_TEXT) | BIT(VALUE_DATE) | BIT(VALUE_TIME) | BIT(VALUE_DATE_TIME) | \
     BIT(VALUE_MONTHS) | BIT(VALUE_SECONDS))
    [W_NUMBER] = { BIT(VALUE_NUMBER) | BIT(VALUE_DECIMAL) },
    [W_TEXT] = { BIT(VALUE_TEXT) },
    [W_BOOLEAN] = { BIT(VALUE_BOOLEAN) },
    [W_DATE] = { BIT(VALUE_DATE) | BIT(VALUE_DATE_TIME) },
    [W_DAYTIME] = { BIT(VALUE_DATE) | BIT(VALUE_TIME) | BIT(VALUE_DATE_TIME) | BIT(VALUE_TEXT) },
    [W_TIME] = { BIT(VALUE_TIME) },
    [W_SECONDS] = { BIT(VALUE_SECONDS) },
    [W_POINT] = { POINTS },
    [W_POINT_OR_RANGE] = { POINTS | BIT(VALUE_RANGE) },
    [W_PLACE_OR_MATCH] = { BIT(VALUE_NUMBER) | BIT(VALUE_DECIMAL) | BIT(VALUE_FUNCTION) },
    [W_LIST] = { BIT(VALUE_LIST) },
    [W_CONTEXT] = { BIT(VALUE_CONTEXT) },
    [W_RANGE] = { BIT(VALUE_RANGE) },
    [W_FUNCTION] = { BIT(VALUE_FUNCTION) },
    [W_REST] = { 0 },
};

/* The argument as the parameter takes it; false when it is of another kind. */
static bool convert(Vm *vm, Value *value, const BuiltinParameter *parameter, uint32_t flags)
{
    uint32_t kinds = takes[parameter->wants].kinds;
    *value = value_settled(vm, *value);
    if (!kinds || kinds & BIT(value->kind))
        return true;
    if (value->kind == VALUE_NULL)
        return parameter->optional || (flags & B_NULLS && parameter->wants != W_LIST && parameter->wants != W_CONTEXT);
    if (value_is_absence(*value))
        return true;
    if (parameter->wants == W_LIST) {
        *value = value_list(vm->region, value, 1);
        return true;
    }
    if (value->kind == VALUE_LIST && value->list->count == 1)
        *value = value_settled(vm, value->list->at[0]);
    return kinds & BIT(value->kind) || value_is_absence(*value);
}

/* All arguments of a function over values as one list: the one list given, or all that is given. */
static Value values_list(Vm *vm, const Value *arguments, uint32_t count)
{
    if (count == 1 && (arguments[0].kind == VALUE_LIST || value_is_absence(arguments[0])))
        return arguments[0];
    return value_list(vm->region, arguments, count);
}

/* Amounts in other currencies among the items become numbers. */
static Value list_settled(Vm *vm, Value list)
{
    size_t i = 0;
    while (i < list.list->count && list.list->at[i].kind != VALUE_MONEY)
        i++;
    if (i == list.list->count)
        return list;
    Value copy = value_list(vm->region, list.list->at, list.list->count);
    for (i = 0; i < copy.list->count; i++)
        copy.list->at[i] = value_settled(vm, copy.list->at[i]);
    return copy;
}

static Value wrong_kind(BuiltinCall *call, const BuiltinParameter *parameter, Value value)
{
    return call_fault(call, "wrong-type", "%s cannot be %s", parameter->name, value_kind_name(value.kind));
}

/* Absences among arguments and, unless the function looks at items itself, among the items of lists. */
static bool absent_arguments(Vm *vm, const BuiltinCall *call, const Value *at, uint32_t count, Value *met)
{
    if (call->builtin->flags & B_OPEN)
        return false;
    if (absence_met(vm, at, count, call->span, met))
        return true;
    for (uint32_t i = 0; i < count && !(call->builtin->flags & B_ITEMS); i++)
        if (at[i].kind == VALUE_LIST && absence_inside(vm, at[i], call->span, met))
            return true;
    return false;
}

/* How many items the arguments hold: what the call costs. */
static size_t size_of(const Value *at, uint32_t count)
{
    size_t size = 0;
    for (uint32_t i = 0; i < count; i++)
        if (at[i].kind == VALUE_LIST)
            size += at[i].list->count;
        else if (at[i].kind == VALUE_TEXT)
            size += at[i].text->length / SPEND_BYTES;
    return size;
}

static const BuiltinParameter *parameter_at(const Builtin *builtin, uint32_t at)
{
    uint32_t all = builtin_parameters(builtin);
    return &builtin->parameters[at < all ? at : all - 1];
}

Value builtin_call(Vm *vm, const Builtin *builtin, const Value *arguments, uint32_t count, Span span)
{
    Value small[BUILTIN_PARAMETERS] = { { 0 } }, met, gathered;
    if (count && builtin->parameters[0].wants == W_VALUES) {
        gathered = values_list(vm, arguments, count);
        arguments = &gathered;
        count = 1;
    }
    Value *at = count <= BUILTIN_PARAMETERS ? small : REGION_ARRAY(vm->region, Value, count);
    uint32_t told = count, least = required_parameters(builtin); /* what a call by name leaves out is null */
    count = count < least ? least : count;
    BuiltinCall call = { vm, builtin, at, count, span };
    for (uint32_t i = 0; i < count; i++) {
        const BuiltinParameter *parameter = parameter_at(builtin, i);
        at[i] = i < told ? arguments[i] : VALUE_NOTHING;
        if (!convert(vm, &at[i], parameter, builtin->flags))
            return wrong_kind(&call, parameter, at[i]);
        if (at[i].kind == VALUE_LIST)
            at[i] = list_settled(vm, at[i]);
    }
    if (absent_arguments(vm, &call, at, count, &met))
        return met;
    return vm_spend(vm, size_of(at, count), span) ? builtin->run(&call) : VALUE_NOTHING;
}

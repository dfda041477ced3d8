/* feel/vm.c - running a program: one loop over small instructions, longer work in functions.
 *
 *     locals | stack -> ; `top` is one past the highest value
 *
 * Sums and products of small numbers, comparisons of them and slot reads that are worked out are done in the loop; all
 * else goes to operate.c, arithmetic.c, paths.c and the built-ins. A fault never stops the loop: it is null, and in a
 * strict run the result is null at the end (feel.h).
 */
#include "feel/builtins.h"
#include "feel/code.h"
#include "feel/hits.h"
#include "feel/operate.h"

enum { SMALL = 48 }; /* values of locals and stack that need no region */

/* ---- faults ---- */

void vm_init(Vm *vm, Region *region)
{
    *vm = (Vm){ .region = region, .iterations = LIMIT_ITERATIONS };
}

/* Null; the words are kept while there is room for them. */
static Value told(Vm *vm, const char *name, Span span, const char *format, va_list list)
{
    uint32_t most = sizeof vm->faults / sizeof *vm->faults;
    if (vm->fault_count >= most)
        return (Value){ .kind = VALUE_NULL, .problem = most };
    vm->faults[vm->fault_count++] = (FeelFault){ name, span, text_format_list(vm->region, format, list) };
    return (Value){ .kind = VALUE_NULL, .problem = vm->fault_count };
}

Value vm_fault(Vm *vm, const char *name, Span span, const char *format, ...)
{
    va_list list;
    vm->faulted = vm->faulted || vm->strict;
    va_start(list, format);
    Value null = told(vm, name, span, format, list);
    va_end(list);
    return null;
}

Value vm_note(Vm *vm, const char *name, Span span, const char *format, ...)
{
    va_list list;
    if (vm->strict)
        return VALUE_NOTHING;
    va_start(list, format);
    Value null = told(vm, name, span, format, list);
    va_end(list);
    return null;
}

bool vm_spend(Vm *vm, size_t items, Span span)
{
    vm->iterations -= items > LIMIT_ITERATIONS * (size_t)16 ? LIMIT_ITERATIONS : (int64_t)(items / 16);
    if (vm->iterations >= 0)
        return true;
    vm->iterations = -1;
    vm_fault(vm, "too-many-turns", span, "more than %d turns of iteration (limit LIMIT_ITERATIONS)", LIMIT_ITERATIONS);
    return false;
}

/* ---- suppositions: what runs after an unknown condition may not run at all, so its faults do not count ---- */

/* The state to come back to, kept in the unknown condition. */
static Value suppose(const Vm *vm, Value unknown)
{
    unknown.problem = vm->faulted ? UINT32_MAX : vm->fault_count;
    return unknown;
}

/* True when a fault came up since; it is forgotten. */
static bool suppose_end(Vm *vm, Value unknown)
{
    if (!vm->faulted || unknown.problem == UINT32_MAX)
        return false;
    vm->faulted = false;
    vm->fault_count = unknown.problem;
    return true;
}

/* ---- the longer instructions ---- */

static Value logic_after(Vm *vm, Value a, Value b, bool is_and, Span span)
{
    if (a.kind == VALUE_UNKNOWN && suppose_end(vm, a))
        return value_unknown(a.hang);
    return is_and ? operate_and(vm, a, b, span) : operate_or(vm, a, b, span);
}

/* Both branches of an unknown condition: the value when they agree, else unknown. */
static Value branches_joined(Vm *vm, Value condition, Value yes, Value no)
{
    bool faulted = suppose_end(vm, condition);
    if (!faulted && value_is_there(yes) && value_is_there(no) && values_equal(yes, no) == 1)
        return yes;
    const Hang *hang = condition.hang;
    if (yes.kind == VALUE_UNKNOWN)
        hang = hang_both(vm->region, hang, yes.hang);
    if (no.kind == VALUE_UNKNOWN)
        hang = hang_both(vm->region, hang, no.hang);
    return value_unknown(hang);
}

/* A condition that is no boolean, as BRANCH needs it: unknown, absent, or else false. */
static Value condition_of(Vm *vm, Value value, Span span)
{
    Value met;
    if (value.kind == VALUE_UNKNOWN)
        return suppose(vm, value);
    if (absence_met(vm, &value, 1, span, &met))
        return met;
    if (value.kind != VALUE_NULL)
        vm_fault(vm, "wrong-type", span, "condition is %s, not true or false", value_kind_name(value.kind));
    return value_boolean(false);
}

/* A list under construction; `list` is first, so that a pointer to it is one to a list. */
typedef struct Gather {
    List list;
    size_t room;
} Gather;

static Value gather_new(Vm *vm)
{
    return (Value){ .kind = VALUE_LIST, .list = &REGION_NEW(vm->region, Gather)->list };
}

/* Nothing is added to what has become unknown or absent. */
static void gather(Vm *vm, Value *result, Value item)
{
    if (result->kind != VALUE_LIST)
        return;
    Gather *list = (Gather *)result->list;
    if (list->list.count == list->room)
        list->list.at = region_grow(vm->region, list->list.at, list->list.count, &list->room, sizeof(Value));
    list->list.at[list->list.count++] = item;
}

/* The items so far; later ones come behind them. */
static Value gather_partial(Vm *vm, Value result)
{
    List *copy = REGION_NEW(vm->region, List);
    *copy = *result.list;
    return (Value){ .kind = VALUE_LIST, .list = copy };
}

static Value item_at(Vm *vm, Value list, Value index, Span span)
{
    int64_t at;
    Decimal number = decimal_of_value(index);
    if (!decimal_is_whole(&number))
        return vm_fault(vm, "wrong-type", span, "a place in a list is a whole number");
    if (!decimal_to_int64(&at, &number))
        return VALUE_NOTHING;
    int64_t count = (int64_t)list.list->count;
    if (at < 0)
        at += count + 1;
    return at >= 1 && at <= count ? list.list->at[at - 1] : VALUE_NOTHING;
}

/* The answer of a filter's condition for one item. True: go on with the next. */
static bool keep(Vm *vm, Value *local, Value answer, Span span)
{
    Value met, *result = &local[3];
    if (answer.kind == VALUE_BOOLEAN || answer.kind == VALUE_NULL) {
        if (answer.kind == VALUE_BOOLEAN && answer.boolean)
            gather(vm, result, local[0]);
        return true;
    }
    if (answer.kind == VALUE_UNKNOWN) {
        *result = value_unknown(hang_both(vm->region, result->kind == VALUE_UNKNOWN ? result->hang : NULL, answer.hang));
        return true;
    }
    if (absence_met(vm, &answer, 1, span, &met))
        *result = met;
    else if (value_is_number(answer))
        *result = item_at(vm, local[1], answer, span);
    else
        *result = vm_fault(vm, "wrong-type", span, "filter is %s, not a number or true or false",
                           value_kind_name(answer.kind));
    return false;
}

static Value as_list(Vm *vm, Value value)
{
    return value.kind == VALUE_LIST ? value : value_list(vm->region, &value, 1);
}

/* A filter by a value that is the same for all items. */
static Value filter_once(Vm *vm, Value list, Value condition, Span span)
{
    Value met, pair[2] = { list, condition };
    if (absence_met(vm, pair, 2, span, &met))
        return met;
    if (list.kind == VALUE_NULL)
        return vm_note(vm, "null-list", span, "what is filtered is null");
    list = as_list(vm, list);
    if (value_is_number(condition))
        return value_settled(vm, item_at(vm, list, condition, span));
    if (condition.kind == VALUE_BOOLEAN && condition.boolean)
        return list;
    if (condition.kind == VALUE_BOOLEAN || condition.kind == VALUE_NULL)
        return value_list(vm->region, NULL, 0);
    return vm_fault(vm, "wrong-type", span, "filter is %s, not a number or true or false",
                    value_kind_name(condition.kind));
}

static bool whole_end(Value value, int64_t *number)
{
    if (value.kind == VALUE_DATE) {
        *number = value.days;
        return true;
    }
    if (!value_is_number(value))
        return false;
    Decimal decimal = decimal_of_value(value);
    return decimal_is_whole(&decimal) && decimal_to_int64(number, &decimal);
}

/* from..to, both included, upward or downward. */
static Value span_list(Vm *vm, Value from, Value to, Span span)
{
    int64_t first, last;
    Value met, ends[2] = { from, to };
    if (absence_met(vm, ends, 2, span, &met))
        return met;
    bool fits = (from.kind == VALUE_DATE) == (to.kind == VALUE_DATE);
    if (!fits || !whole_end(from, &first) || !whole_end(to, &last))
        return vm_fault(vm, "wrong-type", span, "iteration from %s to %s is not over whole numbers or dates",
                        value_kind_name(from.kind), value_kind_name(to.kind));
    __int128 count = (last > first ? (__int128)last - first : (__int128)first - last) + 1;
    if (count > LIMIT_ITERATIONS || !vm_spend(vm, (size_t)count, span))
        return vm_fault(vm, "too-many-turns", span, "more than %d turns of iteration (limit LIMIT_ITERATIONS)",
                        LIMIT_ITERATIONS);
    Value *items = REGION_ARRAY(vm->region, Value, (size_t)count);
    for (int64_t i = 0; i < (int64_t)count; i++) {
        int64_t at = last > first ? first + i : first - i;
        items[i] = from.kind == VALUE_DATE ? value_date(at) : value_small(at, 0);
    }
    List *list = REGION_NEW(vm->region, List);
    *list = (List){ (size_t)count, items };
    return (Value){ .kind = VALUE_LIST, .list = list };
}

/* The turns over a range value: it must ascend and have both ends. */
static Value range_turns(Vm *vm, const Range *range, Span span)
{
    int64_t first, last;
    bool ends = whole_end(range->low, &first) && whole_end(range->high, &last);
    if (!ends || range->low.kind == VALUE_NULL || range->high.kind == VALUE_NULL || first > last)
        return vm_fault(vm, "wrong-type", span, "iteration needs an ascending range of whole numbers or dates");
    bool days = range->low.kind == VALUE_DATE;
    first += !range->low_closed;
    last -= !range->high_closed;
    if (first > last)
        return value_list(vm->region, NULL, 0);
    return span_list(vm, days ? value_date(first) : value_small(first, 0), days ? value_date(last) : value_small(last, 0),
                     span);
}

/* What a loop runs over, as a list; or what stands in its way: null, or an absence. */
static Value turns_of(Vm *vm, Value value, bool loop, Span span)
{
    Value met;
    if (absence_met(vm, &value, 1, span, &met))
        return met;
    if (value.kind == VALUE_RANGE && loop)
        return range_turns(vm, value.range, span);
    return value.kind == VALUE_NULL ? vm_note(vm, "null-list", span, "what is gone through is null") : as_list(vm, value);
}

/* In the boxed forms of some and every each turn must be true or false: one that is not makes the whole null, whatever the others are. */
static Value boxed_turn(Vm *vm, Value so_far, Value turn, bool some, Span span)
{
    if (so_far.kind == VALUE_NULL)
        return so_far;
    if (turn.kind != VALUE_BOOLEAN)
        return vm_fault(vm, "wrong-type", span, "%s is not true or false", value_kind_name(turn.kind));
    return value_boolean(some ? so_far.boolean || turn.boolean : so_far.boolean && turn.boolean);
}

/* One turn: of a loop, or a call. False, with a fault, when none are left. */
static bool take_turn(Vm *vm, Span span)
{
    if (vm->iterations-- > 0)
        return true;
    vm->iterations = -1;
    vm_fault(vm, "too-many-turns", span, "more than %d turns of iteration (limit LIMIT_ITERATIONS)", LIMIT_ITERATIONS);
    return false;
}

/* Set the variable to its next item. False: there is none, or no more turns are allowed. */
static bool turn(Vm *vm, Value *local, Span span)
{
    const List *list = local[1].list;
    size_t at = (size_t)local[2].number;
    if (at >= list->count || vm->faulted || vm->iterations < 0)
        return false;
    if (!take_turn(vm, span)) {
        local[1] = value_list(vm->region, NULL, 0);
        return false;
    }
    local[0] = value_settled(vm, list->at[at]);
    local[2].number++;
    return true;
}

static Value context_value(Vm *vm, const Shape *shape, const Value *at)
{
    Context *context = REGION_NEW(vm->region, Context);
    context->shape = shape;
    context->at = REGION_ARRAY(vm->region, Value, shape->count);
    if (shape->count)
        memcpy(context->at, at, shape->count * sizeof *at);
    return (Value){ .kind = VALUE_CONTEXT, .context = context };
}

static Value range_new(Vm *vm, Range range)
{
    Range *copy = REGION_NEW(vm->region, Range);
    *copy = range;
    return (Value){ .kind = VALUE_RANGE, .range = copy };
}

static Value range_value(Vm *vm, Value low, Value high, uint32_t closed, Span span)
{
    Value met, ends[2] = { value_settled(vm, low), value_settled(vm, high) };
    int order;
    if (absence_met(vm, ends, 2, span, &met))
        return met;
    bool open = ends[0].kind == VALUE_NULL || ends[1].kind == VALUE_NULL;
    if (!open && !values_order(&order, ends[0], ends[1]))
        return vm_fault(vm, "wrong-type", span, "range from %s to %s has no order", value_kind_name(ends[0].kind),
                        value_kind_name(ends[1].kind));
    return range_new(vm, (Range){ ends[0], ends[1], closed & 1, closed & 2, false, 0 });
}

static Value comparison_value(Vm *vm, Value end, uint8_t operator, Span span)
{
    Value met;
    end = value_settled(vm, end);
    if (absence_met(vm, &end, 1, span, &met))
        return met;
    Range range = { .low = VALUE_NOTHING, .high = VALUE_NOTHING, .comparison = true, .operator = operator };
    if (operator != '<' && operator != 'l')
        range.low = end;
    if (operator != '>' && operator != 'g')
        range.high = end;
    range.low_closed = operator == 'g' || operator == '=';
    range.high_closed = operator == 'l' || operator == '=';
    return range_new(vm, range);
}

static Value instance_of(Vm *vm, Value value, const Type *type, Span span)
{
    Value met;
    if (absence_met(vm, &value, 1, span, &met))
        return met;
    uint32_t steps = 0;
    bool is = value_is_of(value, type, &steps);
    return vm_spend(vm, steps, span) ? value_boolean(is) : VALUE_NOTHING;
}

static Value fault_of(Vm *vm, uint8_t which, Text name, Span span)
{
    if (which == UNKNOWN_LITERAL)
        return vm_fault(vm, "bad-literal", span, TEXT_FMT " is no date, time or duration", TEXT_ARG(name));
    if (which == UNKNOWN_TYPE)
        return vm_fault(vm, "unknown-type", span, "\"" TEXT_FMT "\" is no type", TEXT_ARG(name));
    if (which == UNKNOWN_ENTRY)
        return vm_fault(vm, "duplicate-entry", span, "an entry of the context stands twice");
    return vm_fault(vm, "unknown-name", span, "name \"" TEXT_FMT "\" is not known here", TEXT_ARG(name));
}

/* ---- functions ---- */

static Value function_value(Vm *vm, Function function)
{
    Function *copy = REGION_NEW(vm->region, Function);
    *copy = function;
    return (Value){ .kind = VALUE_FUNCTION, .function = copy };
}

static Value closure(Vm *vm, const FeelCode *body, const Value *locals, Frame *frame, Value input)
{
    Value *captured = REGION_ARRAY(vm->region, Value, body->captures);
    for (uint32_t i = 0; i < body->captures; i++)
        captured[i] = locals[body->captured[i].outer];
    return function_value(vm, (Function){ .kind = FUNCTION_CLOSURE, .code = body, .captured = captured, .frame = frame,
                                          .input = input });
}

/* A call of a value; a callee that is no function is null. */
static Value call_value(Vm *vm, Value callee, const Value *arguments, const Value *names, uint32_t count, Span span)
{
    Value met;
    if (absence_met(vm, &callee, 1, span, &met))
        return met;
    if (callee.kind != VALUE_FUNCTION)
        return vm_fault(vm, "not-a-function", span, "%s cannot be called", value_kind_name(callee.kind));
    if (!names)
        return function_call(vm, callee.function, arguments, count, span);
    Text *texts = REGION_ARRAY(vm->region, Text, count);
    for (uint32_t i = 0; i < count; i++)
        texts[i] = text_of_value(names[i]);
    return function_call_named(vm, callee.function, arguments, texts, count, span);
}

static Value call_model(Vm *vm, const FeelFunction *model, Frame *frame, const Value *arguments, Span span)
{
    if (vm->depth >= LIMIT_CALL_DEPTH)
        return vm_fault(vm, "too-deep", span, "more than %d calls inside one another (limit LIMIT_CALL_DEPTH)",
                        LIMIT_CALL_DEPTH);
    vm->depth++;
    Value result = model->call(vm, model, frame, arguments);
    vm->depth--;
    return result;
}

/* ---- the small instructions ---- */

static inline bool both_small(Value a, Value b)
{
    return a.kind == VALUE_NUMBER && b.kind == VALUE_NUMBER && a.exponent == b.exponent;
}

static inline Value add(Vm *vm, const FeelCode *code, const Instruction *step, Value a, Value b)
{
    int64_t sum;
    if (both_small(a, b) && !__builtin_add_overflow(a.number, b.number, &sum) && sum != INT64_MIN)
        return value_small(sum, a.exponent);
    if (value_is_number(a) && value_is_number(b)) {
        Value result = number_add(vm->region, a, b);
        if (result.kind != VALUE_NULL)
            return result;
    }
    return operate_arithmetic(vm, OPERATOR_ADD, a, b, code->spans[step - code->steps]);
}

static inline Value subtract(Vm *vm, const FeelCode *code, const Instruction *step, Value a, Value b)
{
    int64_t difference;
    if (both_small(a, b) && !__builtin_sub_overflow(a.number, b.number, &difference) && difference != INT64_MIN)
        return value_small(difference, a.exponent);
    if (value_is_number(a) && value_is_number(b)) {
        Value result = number_subtract(vm->region, a, b);
        if (result.kind != VALUE_NULL)
            return result;
    }
    return operate_arithmetic(vm, OPERATOR_SUBTRACT, a, b, code->spans[step - code->steps]);
}

static inline Value multiply(Vm *vm, const FeelCode *code, const Instruction *step, Value a, Value b)
{
    int64_t product;
    int exponent = a.exponent + b.exponent;
    if (a.kind == VALUE_NUMBER && b.kind == VALUE_NUMBER && exponent >= DECIMAL_LEAST_EXPONENT &&
        exponent <= DECIMAL_MOST_EXPONENT && !__builtin_mul_overflow(a.number, b.number, &product) && product != INT64_MIN)
        return value_small(product, (int16_t)exponent);
    if (value_is_number(a) && value_is_number(b)) {
        Value result = number_multiply(vm->region, a, b);
        if (result.kind != VALUE_NULL)
            return result;
    }
    return operate_arithmetic(vm, OPERATOR_MULTIPLY, a, b, code->spans[step - code->steps]);
}

/* A small number to a plain count of digits; all else is the built-in's own business. */
static inline Value rounded(Vm *vm, Value number, Value digits, Rounding mode)
{
    bool plain = number.kind == VALUE_NUMBER && digits.kind == VALUE_NUMBER && digits.exponent == 0 && digits.number > -1000 && digits.number < 1000;
    return plain ? number_round(vm->region, number, (int32_t)digits.number, mode) : VALUE_NOTHING;
}

static inline Value round_value(Vm *vm, const FeelCode *code, const Instruction *step, const Value *at)
{
    Value result = rounded(vm, at[0], at[1], (Rounding)step->a);
    return result.kind != VALUE_NULL ? result : builtin_call(vm, &builtins[step->c], at, step->b, code->spans[step - code->steps]);
}

static inline Value round_to(Vm *vm, const FeelCode *code, const Instruction *step, Value value)
{
    Value both[2] = { value, code->constants[step->c] };
    Value result = rounded(vm, both[0], both[1], (Rounding)step->a);
    return result.kind != VALUE_NULL ? result : builtin_call(vm, &builtins[step->b], both, 2, code->spans[step - code->steps]);
}

static inline bool order_holds(Operator operator, int order)
{
    switch (operator) {
    case OPERATOR_EQUAL: return order == 0;
    case OPERATOR_UNEQUAL: return order != 0;
    case OPERATOR_LESS: return order < 0;
    case OPERATOR_LESS_EQUAL: return order <= 0;
    case OPERATOR_MORE: return order > 0;
    default: return order >= 0;
    }
}

static inline Value compare(Vm *vm, const FeelCode *code, const Instruction *step, Operator operator, Value a, Value b)
{
    if (both_small(a, b) || (a.kind == VALUE_DATE && b.kind == VALUE_DATE))
        return value_boolean(order_holds(operator, (a.number > b.number) - (a.number < b.number)));
    if (value_is_number(a) && value_is_number(b))
        return value_boolean(order_holds(operator, number_compare(a, b)));
    return operate_compare(vm, operator, a, b, code->spans[step - code->steps]);
}

static inline Value read_slot(Vm *vm, const FeelCode *code, const Instruction *step, Frame *frame)
{
    for (uint8_t up = step->a; up && frame; up--)
        frame = frame->parent;
    if (!frame)
        return vm_fault(vm, "no-such-thing", code->spans[step - code->steps], "no thing stands around this one");
    Value value = frame->slots[step->b];
    if (value.kind > VALUE_BUSY && value.kind != VALUE_MONEY && !vm->on_read)
        return value;
    return frame_slot(vm, frame, step->b, code->spans[step - code->steps]);
}

static Value outer_thing(Frame *frame, uint8_t up)
{
    while (frame && up--)
        frame = frame->parent;
    return frame ? value_thing(frame) : VALUE_NOTHING;
}

static bool is_boolean(Value value, bool boolean)
{
    return value.kind == VALUE_BOOLEAN && value.boolean == boolean;
}

/* ---- the loop ---- */

#define CASE(name) label_##name
#define SPAN_HERE (code->spans[step - code->steps])
/* A traced run goes through one more label, so that an untraced one asks nothing. */
#define DISPATCH() goto *table[step->op]
#define NEXT_STEP() \
    do {            \
        step++;     \
        DISPATCH(); \
    } while (0)
#define GO_TO(number)                   \
    do {                                \
        step = code->steps + (number);  \
        DISPATCH();                     \
    } while (0)
#define TWO(expression)         \
    do {                        \
        top--;                  \
        top[-1] = (expression); \
        NEXT_STEP();            \
    } while (0)

/* `locals` holds the parameters and captured values already. */
static Value run(Vm *vm, const FeelCode *code, Frame *frame, Value input, Value *locals)
{
    static const void *const labels[OPCODES] = {
#define OP(name, operand, pops, pushes, meaning) &&label_##name,
#include "feel/opcodes.def"
#undef OP
    };
    static const void *const traced[OPCODES] = { [0 ... OPCODES - 1] = &&label_traced };
    const void *const *const table = __builtin_expect(vm->trace != NULL, 0) ? traced : labels;
    const Instruction *step = code->steps;
    Value *const stack = locals + code->locals;
    Value *top = stack;
    DISPATCH();

CASE(traced):
    vm->trace(vm, code, (uint32_t)(step - code->steps), stack, (size_t)(top - stack));
    goto *labels[step->op];
CASE(CONSTANT):
    *top++ = code->constants[step->c];
    NEXT_STEP();
CASE(SLOT):
    *top++ = read_slot(vm, code, step, frame);
    NEXT_STEP();
CASE(OUTER):
    *top++ = outer_thing(frame, step->a);
    NEXT_STEP();
CASE(LOCAL):
    *top++ = locals[step->b];
    NEXT_STEP();
CASE(SET_LOCAL):
    locals[step->b] = *--top;
    NEXT_STEP();
CASE(INPUT):
    *top++ = input;
    NEXT_STEP();
CASE(FAULT):
    *top++ = fault_of(vm, step->a, text_of_value(code->constants[step->c]), SPAN_HERE);
    NEXT_STEP();
CASE(ADD):
    TWO(add(vm, code, step, top[-1], top[0]));
CASE(SUBTRACT):
    TWO(subtract(vm, code, step, top[-1], top[0]));
CASE(MULTIPLY):
    TWO(multiply(vm, code, step, top[-1], top[0]));
CASE(ADD_SLOT):
    top[-1] = add(vm, code, step, top[-1], read_slot(vm, code, step, frame));
    NEXT_STEP();
CASE(SUBTRACT_SLOT):
    top[-1] = subtract(vm, code, step, top[-1], read_slot(vm, code, step, frame));
    NEXT_STEP();
CASE(MULTIPLY_SLOT):
    top[-1] = multiply(vm, code, step, top[-1], read_slot(vm, code, step, frame));
    NEXT_STEP();
CASE(DIVIDE):
    TWO(operate_arithmetic(vm, OPERATOR_DIVIDE, top[-1], top[0], SPAN_HERE));
CASE(POWER):
    TWO(operate_arithmetic(vm, OPERATOR_POWER, top[-1], top[0], SPAN_HERE));
CASE(EQUAL):
    TWO(compare(vm, code, step, OPERATOR_EQUAL, top[-1], top[0]));
CASE(UNEQUAL):
    TWO(compare(vm, code, step, OPERATOR_UNEQUAL, top[-1], top[0]));
CASE(LESS):
    TWO(compare(vm, code, step, OPERATOR_LESS, top[-1], top[0]));
CASE(LESS_EQUAL):
    TWO(compare(vm, code, step, OPERATOR_LESS_EQUAL, top[-1], top[0]));
CASE(MORE):
    TWO(compare(vm, code, step, OPERATOR_MORE, top[-1], top[0]));
CASE(MORE_EQUAL):
    TWO(compare(vm, code, step, OPERATOR_MORE_EQUAL, top[-1], top[0]));
CASE(NEGATE):
    top[-1] = operate_negate(vm, top[-1], SPAN_HERE);
    NEXT_STEP();
CASE(BETWEEN):
    top -= 2;
    if (value_is_number(top[-1]) && value_is_number(top[0]) && value_is_number(top[1])) {
        top[-1] = value_boolean(number_compare(top[-1], top[0]) >= 0 && number_compare(top[-1], top[1]) <= 0);
        NEXT_STEP();
    }
    top[-1] = operate_between(vm, top[-1], top[0], top[1], SPAN_HERE);
    NEXT_STEP();
CASE(AND_JUMP):
    if (is_boolean(top[-1], false))
        GO_TO(step->c);
    if (top[-1].kind == VALUE_UNKNOWN)
        top[-1] = suppose(vm, top[-1]);
    NEXT_STEP();
CASE(AND):
    TWO(logic_after(vm, top[-1], top[0], true, SPAN_HERE));
CASE(OR_JUMP):
    if (is_boolean(top[-1], true))
        GO_TO(step->c);
    if (top[-1].kind == VALUE_UNKNOWN)
        top[-1] = suppose(vm, top[-1]);
    NEXT_STEP();
CASE(OR):
    TWO(logic_after(vm, top[-1], top[0], false, SPAN_HERE));
CASE(MATCH):
    TWO(operate_match(vm, top[-1], top[0], SPAN_HERE));
CASE(BRANCH):
    top--;
    if (top[0].kind == VALUE_BOOLEAN) {
        locals[step->b].kind = VALUE_BOOLEAN; /* that it is known is all the end of the `if` asks */
        if (top[0].boolean)
            NEXT_STEP();
        GO_TO(step->c);
    }
    locals[step->b] = condition_of(vm, top[0], SPAN_HERE);
    if (locals[step->b].kind == VALUE_ABSENT) {
        *top++ = locals[step->b];
        GO_TO(code->steps[step->c - 1].c);
    }
    if (locals[step->b].kind == VALUE_UNKNOWN)
        NEXT_STEP();
    GO_TO(step->c);
CASE(BRANCH_ELSE):
    if (locals[step->b].kind == VALUE_UNKNOWN)
        NEXT_STEP();
    GO_TO(step->c);
CASE(BRANCH_END):
    if (locals[step->b].kind == VALUE_UNKNOWN)
        TWO(branches_joined(vm, locals[step->b], top[-1], top[0]));
    NEXT_STEP();
CASE(JUMP):
    GO_TO(step->c);
CASE(ITERATE):
    locals[step->b + 1] = turns_of(vm, top[-1], step->a, SPAN_HERE);
    locals[step->b + 2] = value_small(0, 0);
    if (locals[step->b + 1].kind != VALUE_LIST) {
        top[-1] = locals[step->b + 1];
        GO_TO(step->c);
    }
    top--;
    NEXT_STEP();
CASE(SPAN):
    TWO(span_list(vm, top[-1], top[0], SPAN_HERE));
CASE(NEXT):
    if (!turn(vm, &locals[step->b], SPAN_HERE))
        GO_TO(step->c);
    NEXT_STEP();
CASE(GATHER_NEW):
    locals[step->b] = gather_new(vm);
    NEXT_STEP();
CASE(PARTIAL):
    *top++ = gather_partial(vm, locals[step->b]);
    NEXT_STEP();
CASE(GATHER):
    gather(vm, &locals[step->b], *--top);
    NEXT_STEP();
CASE(KEEP):
    top--;
    if (!keep(vm, &locals[step->b], top[0], SPAN_HERE))
        GO_TO(step->c);
    NEXT_STEP();
CASE(FILTER):
    TWO(filter_once(vm, top[-1], top[0], SPAN_HERE));
CASE(SOME):
    top--;
    locals[step->b] = step->a ? boxed_turn(vm, locals[step->b], top[0], true, SPAN_HERE) : operate_or(vm, locals[step->b], top[0], SPAN_HERE);
    if (!step->a && is_boolean(locals[step->b], true))
        GO_TO(step->c);
    NEXT_STEP();
CASE(EVERY):
    top--;
    locals[step->b] = step->a ? boxed_turn(vm, locals[step->b], top[0], false, SPAN_HERE) : operate_and(vm, locals[step->b], top[0], SPAN_HERE);
    if (!step->a && is_boolean(locals[step->b], false))
        GO_TO(step->c);
    NEXT_STEP();
CASE(LIST):
    top -= step->b;
    *top = value_list(vm->region, top, step->b);
    top++;
    NEXT_STEP();
CASE(CONTEXT):
    top -= step->b;
    *top = context_value(vm, code->constants[step->c].context->shape, top);
    top++;
    NEXT_STEP();
CASE(RANGE):
    TWO(range_value(vm, top[-1], top[0], step->b, SPAN_HERE));
CASE(COMPARISON):
    top[-1] = comparison_value(vm, top[-1], (uint8_t)step->b, SPAN_HERE);
    NEXT_STEP();
CASE(PATH_SLOT):
    top[-1] = path_slot(vm, top[-1], step->a, step->b, SPAN_HERE);
    NEXT_STEP();
CASE(PATH_OUTER):
    top[-1] = path_outer(vm, top[-1], step->a, SPAN_HERE);
    NEXT_STEP();
CASE(PATH_ENTRY):
    top[-1] = path_entry(vm, top[-1], step->b, text_of_value(code->constants[step->c]), SPAN_HERE);
    NEXT_STEP();
CASE(PATH):
    top[-1] = path_by_name(vm, top[-1], text_of_value(code->constants[step->c]), SPAN_HERE);
    NEXT_STEP();
CASE(ROUND):
    top -= 2;
    *top = round_value(vm, code, step, top);
    top++;
    NEXT_STEP();
CASE(ROUND_TO):
    top[-1] = round_to(vm, code, step, top[-1]);
    NEXT_STEP();
CASE(BUILTIN):
    top -= step->b;
    *top = builtin_call(vm, &builtins[step->c], top, step->b, SPAN_HERE);
    top++;
    NEXT_STEP();
CASE(MODEL):
    top -= step->b;
    *top = call_model(vm, code->models[step->c], frame, top, SPAN_HERE);
    top++;
    NEXT_STEP();
CASE(CALL):
    top -= step->b;
    top[-1] = call_value(vm, top[-1], top, NULL, step->b, SPAN_HERE);
    NEXT_STEP();
CASE(CALL_NAMED):
    top -= step->b;
    top[-1] = call_value(vm, top[-1], top, code->constants[step->c].list->at, step->b, SPAN_HERE);
    NEXT_STEP();
CASE(CLOSURE):
    *top++ = closure(vm, code->bodies[step->c], locals, frame, input);
    NEXT_STEP();
CASE(FUNCTION_OF):
    *top++ = function_value(vm, (Function){ .kind = FUNCTION_BUILTIN, .builtin = &builtins[step->c] });
    NEXT_STEP();
CASE(MODEL_OF):
    *top++ = function_value(vm, (Function){ .kind = FUNCTION_MODEL, .model = code->models[step->c], .frame = frame });
    NEXT_STEP();
CASE(INSTANCE_OF):
    top[-1] = instance_of(vm, top[-1], code->types[step->c], SPAN_HERE);
    NEXT_STEP();
CASE(CONVERT):
    top[-1] = vm_convert(vm, top[-1], code->types[step->c], SPAN_HERE);
    NEXT_STEP();
CASE(UNLESS):
    top--;
    if (top[0].kind != VALUE_BOOLEAN || !top[0].boolean)
        GO_TO(step->c);
    NEXT_STEP();
CASE(NO_HITS):
    if (!locals[step->b].list->count)
        GO_TO(step->c);
    NEXT_STEP();
CASE(HITS):
    *top++ = table_result(vm, code->tables[step->c], locals[step->b].list, SPAN_HERE);
    NEXT_STEP();
CASE(RETURN):
    return vm->faulted || vm->iterations < 0 ? VALUE_NOTHING : top[-1];
}

/* ---- running ---- */

static Value run_large(Vm *vm, const FeelCode *code, Frame *frame, Value input)
{
    return run(vm, code, frame, input, REGION_ARRAY(vm->region, Value, code->size));
}

Value feel_run_test(Vm *vm, const FeelCode *code, Frame *frame, Value input)
{
    Value small[SMALL];
    if (code->size > SMALL)
        return run_large(vm, code, frame, input);
    return run(vm, code, frame, input, small);
}

Value feel_run(Vm *vm, const FeelCode *code, Frame *frame)
{
    Value small[SMALL];
    if (code->size > SMALL)
        return run_large(vm, code, frame, VALUE_NOTHING);
    return run(vm, code, frame, VALUE_NOTHING, small);
}

/* ---- calls ---- */

static Value call_closure(Vm *vm, const Function *function, const Value *arguments)
{
    Value small[SMALL];
    const FeelCode *code = function->code;
    Value *locals = code->size > SMALL ? REGION_ARRAY(vm->region, Value, code->size) : small;
    for (uint32_t i = 0; i < code->parameters; i++)
        locals[i] = arguments[i];
    for (uint32_t i = 0; i < code->captures; i++)
        locals[code->captured[i].inner] = function->captured[i];
    vm->depth++;
    Value result = run(vm, code, function->frame, function->input, locals);
    vm->depth--;
    return result;
}

static Value wrong_count(Vm *vm, uint32_t wanted, uint32_t count, Span span)
{
    return vm_fault(vm, "wrong-arguments", span, "function takes %u arguments, not %u", wanted, count);
}

/* One value where a list is asked for is a list of one: so in a call (DMN 1.5, 10.3.2.9.4), not where a result is bound. */
static Value as_asked(Vm *vm, Value value, const Type *type)
{
    bool list = !type || type->kind != TYPE_LIST || value.kind == VALUE_LIST || value.kind == VALUE_NULL || value_is_absence(value);
    return list ? value : value_list(vm->region, &value, 1);
}

/* Conversion and types of the arguments of closures and models, then the call. */
static Value call_typed(Vm *vm, const Function *function, const TypeEntry *parameters, const Value *arguments,
                        uint32_t count, Span span)
{
    if (!take_turn(vm, span))
        return VALUE_NOTHING;
    Value *converted = REGION_ARRAY(vm->region, Value, count);
    for (uint32_t i = 0; i < count; i++) {
        converted[i] = as_asked(vm, arguments[i], parameters[i].type);
        if (parameters[i].type && !value_conform(vm, &converted[i], parameters[i].type))
            return vm_fault(vm, "wrong-arguments", span, "argument \"" TEXT_FMT "\" is %s, not " TEXT_FMT,
                            TEXT_ARG(parameters[i].name), value_kind_name(arguments[i].kind),
                            TEXT_ARG(type_text_form(vm->region, parameters[i].type)));
    }
    if (function->kind == FUNCTION_MODEL)
        return call_model(vm, function->model, function->frame, converted, span);
    if (vm->depth >= LIMIT_CALL_DEPTH)
        return vm_fault(vm, "too-deep", span, "more than %d calls inside one another (limit LIMIT_CALL_DEPTH)",
                        LIMIT_CALL_DEPTH);
    return call_closure(vm, function, converted);
}

static const TypeEntry *parameters_of(const Function *function, uint32_t *count)
{
    bool model = function->kind == FUNCTION_MODEL;
    *count = model ? function->model->count : function->code->parameters;
    return model ? function->model->parameters : function->code->parameter_entries;
}

Value function_call(Vm *vm, const Function *function, const Value *arguments, uint32_t count, Span span)
{
    uint32_t wanted;
    if (function->kind == FUNCTION_BUILTIN) {
        const Builtin *builtin = builtin_by_count(function->builtin, count);
        return builtin ? builtin_call(vm, builtin, arguments, count, span)
                       : vm_fault(vm, "wrong-arguments", span, "\"%s\" cannot be called with %u arguments",
                                  function->builtin->name, count);
    }
    const TypeEntry *parameters = parameters_of(function, &wanted);
    if (wanted != count)
        return wrong_count(vm, wanted, count, span);
    return call_typed(vm, function, parameters, arguments, count, span);
}

static Value builtin_named(Vm *vm, const Function *function, const Value *arguments, const Text *names, uint32_t count,
                           Span span)
{
    uint32_t places[BUILTIN_PARAMETERS], most = 0;
    Value placed[BUILTIN_PARAMETERS] = { VALUE_NOTHING, VALUE_NOTHING, VALUE_NOTHING, VALUE_NOTHING };
    const Builtin *builtin = builtin_by_names(function->builtin, names, count, places);
    if (!builtin)
        return vm_fault(vm, "wrong-arguments", span, "\"%s\" has no parameters of these names", function->builtin->name);
    for (uint32_t i = 0; i < count; i++) {
        placed[places[i]] = arguments[i];
        most = places[i] + 1 > most ? places[i] + 1 : most;
    }
    return builtin_call(vm, builtin, placed, most, span);
}

static uint32_t place_of(const TypeEntry *parameters, uint32_t count, Text name)
{
    for (uint32_t i = 0; i < count; i++)
        if (text_equal(parameters[i].name, name))
            return i;
    return UINT32_MAX;
}

Value function_call_named(Vm *vm, const Function *function, const Value *arguments, const Text *names, uint32_t count,
                          Span span)
{
    uint32_t wanted;
    if (function->kind == FUNCTION_BUILTIN)
        return builtin_named(vm, function, arguments, names, count, span);
    const TypeEntry *parameters = parameters_of(function, &wanted);
    if (count > wanted)
        return wrong_count(vm, wanted, count, span);
    Value *placed = REGION_ARRAY(vm->region, Value, wanted);
    for (uint32_t i = 0; i < wanted; i++)
        placed[i] = VALUE_NOTHING;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t place = place_of(parameters, wanted, names[i]);
        if (place == UINT32_MAX)
            return vm_fault(vm, "wrong-arguments", span, "function has no parameter \"" TEXT_FMT "\"", TEXT_ARG(names[i]));
        placed[place] = arguments[i];
    }
    return call_typed(vm, function, parameters, placed, wanted, span);
}

uint32_t function_parameters(const Function *function)
{
    if (function->kind == FUNCTION_BUILTIN)
        return UINT32_MAX;
    return function->kind == FUNCTION_MODEL ? function->model->count : function->code->parameters;
}

/* feel/builtins_range.c - how two ranges, or a point and a range, lie to one another. Rows: builtins.def.
 *
 * An end is a value and a shade: an open low end lies a shade after its value, an open high end a shade before it. Then
 * every relation is an order of ends, and a point is a range whose two ends are one. A missing end lies beyond all.
 */
#include "feel/builtins.h"
#include "feel/operate.h"
#include "feel/parser.h"

typedef struct End {
    Value value;
    int shade; /* -1 just before the value, 0 at it, 1 just after; -2, 2: beyond all values */
} End;

typedef struct Stretch {
    End low, high;
    bool point;
} Stretch;

/* Two stretches in comparison. */
typedef struct Two {
    Stretch a, b;
    bool failed; /* two ends had no order */
} Two;

static Stretch stretch_of(Value value)
{
    if (value.kind != VALUE_RANGE)
        return (Stretch){ { value, 0 }, { value, 0 }, true };
    const Range *range = value.range;
    Stretch stretch = { { range->low, range->low_closed ? 0 : 1 }, { range->high, range->high_closed ? 0 : -1 }, false };
    if (range->low.kind == VALUE_NULL)
        stretch.low.shade = -2;
    if (range->high.kind == VALUE_NULL)
        stretch.high.shade = 2;
    return stretch;
}

static int sign(int number)
{
    return (number > 0) - (number < 0);
}

static bool is_beyond(End end)
{
    return end.shade == 2 || end.shade == -2;
}

static int order(Two *two, End a, End b)
{
    int by_value;
    if (is_beyond(a) || is_beyond(b)) {
        int left = is_beyond(a) ? a.shade : 0, right = is_beyond(b) ? b.shade : 0;
        return sign(left - right);
    }
    if (!values_order(&by_value, a.value, b.value)) {
        two->failed = true;
        return 0;
    }
    return by_value ? by_value : sign(a.shade - b.shade);
}

typedef bool Relation(Two *two);

static Value relate(BuiltinCall *call, Relation *relation, bool swapped)
{
    Value a = argument(call, 0), b = argument(call, 1);
    Two two = { stretch_of(swapped ? b : a), stretch_of(swapped ? a : b), false };
    bool answer = a.kind != VALUE_NULL && b.kind != VALUE_NULL && relation(&two);
    if (a.kind == VALUE_NULL || b.kind == VALUE_NULL || two.failed)
        return call_fault(call, "not-comparable", "%s and %s cannot be compared", value_kind_name(a.kind),
                          value_kind_name(b.kind));
    return value_boolean(answer);
}

static bool before(Two *two) { return order(two, two->a.high, two->b.low) < 0; }
static bool meets(Two *two)
{
    return two->a.high.shade == 0 && two->b.low.shade == 0 && order(two, two->a.high, two->b.low) == 0;
}
static bool overlaps(Two *two)
{
    return order(two, two->a.high, two->b.low) >= 0 && order(two, two->b.high, two->a.low) >= 0;
}
static bool overlaps_before(Two *two)
{
    return order(two, two->a.low, two->b.low) < 0 && order(two, two->a.high, two->b.low) >= 0 &&
           order(two, two->a.high, two->b.high) <= 0;
}
static bool finishes(Two *two)
{
    return order(two, two->a.high, two->b.high) == 0 && order(two, two->a.low, two->b.low) >= 0;
}
static bool starts(Two *two)
{
    return order(two, two->a.low, two->b.low) == 0 && order(two, two->a.high, two->b.high) <= 0;
}
static bool includes(Two *two)
{
    return order(two, two->a.low, two->b.low) <= 0 && order(two, two->a.high, two->b.high) >= 0;
}
static bool coincides(Two *two)
{
    two->failed = two->failed || two->a.point != two->b.point;
    return order(two, two->a.low, two->b.low) == 0 && order(two, two->a.high, two->b.high) == 0;
}

Value range_before(BuiltinCall *call) { return relate(call, before, false); }
Value range_after(BuiltinCall *call) { return relate(call, before, true); }
Value range_meets(BuiltinCall *call) { return relate(call, meets, false); }
Value range_met_by(BuiltinCall *call) { return relate(call, meets, true); }
Value range_overlaps(BuiltinCall *call) { return relate(call, overlaps, false); }
Value range_overlaps_before(BuiltinCall *call) { return relate(call, overlaps_before, false); }
Value range_overlaps_after(BuiltinCall *call) { return relate(call, overlaps_before, true); }
Value range_finishes(BuiltinCall *call) { return relate(call, finishes, false); }
Value range_finished_by(BuiltinCall *call) { return relate(call, finishes, true); }
Value range_starts(BuiltinCall *call) { return relate(call, starts, false); }
Value range_started_by(BuiltinCall *call) { return relate(call, starts, true); }
Value range_includes(BuiltinCall *call) { return relate(call, includes, false); }
Value range_during(BuiltinCall *call) { return relate(call, includes, true); }
Value range_coincides(BuiltinCall *call) { return relate(call, coincides, false); }

/* ---- range(from) ---- */

/* Where the ".." stands outside of quotes, or SIZE_MAX. */
static size_t dots_at(Text text)
{
    bool quoted = false;
    for (size_t i = 0; i + 1 < text.length; i++) {
        if (text.at[i] == '"')
            quoted = !quoted;
        if (!quoted && text.at[i] == '.' && text.at[i + 1] == '.')
            return i;
    }
    return SIZE_MAX;
}

/* date, time, date and time, duration, called with a text: what a date time literal may be (rule 60). */
static bool is_temporal_call(const FeelNode *node)
{
    static const char *const names[] = { "date", "time", "date and time", "duration" };
    if (!node->builtin || node->count != 2 || node->items[1]->kind != NODE_CONSTANT || node->items[1]->value.kind != VALUE_TEXT)
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(node->builtin->name, names[i]) == 0)
            return true;
    return false;
}

/* range endpoint = number | text | date time literal (rule 67) */
static bool is_plain_end(const FeelNode *node)
{
    if (node->kind == NODE_CALL)
        return is_temporal_call(node);
    if (node->kind == NODE_NEGATE)
        return node->items[0]->kind == NODE_CONSTANT && value_is_number(node->items[0]->value);
    return node->kind == NODE_CONSTANT;
}

/* One end as a constant; an empty text is a missing end. False: it is something else. */
static bool read_end(Vm *vm, Text text, Value *value)
{
    Report report;
    report_init(&report, vm->region);
    Task task = { .region = vm->region, .report = &report };
    Source *source = REGION_NEW(vm->region, Source);
    *source = (Source){ TEXT("range"), text };
    FeelContext context = { .task = &task, .source = source };
    *value = VALUE_NOTHING;
    if (!text.length)
        return true;
    const FeelNode *node = feel_parse(&context, (Span){ source, 0, (uint32_t)text.length });
    return node && is_plain_end(node) && node_fold(&context, node, value) && value->kind != VALUE_NULL;
}

static bool ends_fit(const Range *range)
{
    int by_value;
    if (range->low.kind == VALUE_NULL && range->low_closed)
        return false;
    if (range->high.kind == VALUE_NULL && range->high_closed)
        return false;
    if (range->low.kind == VALUE_NULL || range->high.kind == VALUE_NULL)
        return range->low.kind != range->high.kind;
    return type_kind_of(range->low.kind) == type_kind_of(range->high.kind) &&
           values_order(&by_value, range->low, range->high) && by_value <= 0;
}

/* With one end it is a comparison: range("[2..)") is >=2, range("(..2)") is <2. */
static void settle_form(Range *range)
{
    range->comparison = range->low.kind == VALUE_NULL || range->high.kind == VALUE_NULL;
    if (range->comparison && range->low.kind == VALUE_NULL)
        range->operator = range->high_closed ? 'l' : '<';
    else if (range->comparison)
        range->operator = range->low_closed ? 'g' : '>';
}

Value range_from(BuiltinCall *call)
{
    Text text = text_trim(text_of_value(call->at[0]));
    size_t dots = dots_at(text);
    Range *range = REGION_NEW(call->vm->region, Range);
    bool form = text.length >= 4 && strchr("[](", text.at[0]) && strchr("[])", text.at[text.length - 1]) &&
                dots != SIZE_MAX && dots >= 1 && dots + 2 <= text.length - 1;
    if (form) {
        range->low_closed = text.at[0] == '[';
        range->high_closed = text.at[text.length - 1] == ']';
        form = read_end(call->vm, text_trim(text_slice(text, 1, dots)), &range->low) &&
               read_end(call->vm, text_trim(text_slice(text, dots + 2, text.length - 1)), &range->high);
    }
    if (!form || !ends_fit(range))
        return call_fault(call, "bad-literal", "\"" TEXT_FMT "\" is not a range", TEXT_ARG(text));
    settle_form(range);
    return (Value){ .kind = VALUE_RANGE, .range = range };
}

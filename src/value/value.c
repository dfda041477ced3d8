/* value/value.c - see value.h.
 *
 * Numbers: what the inline fast paths cannot do is tried once more with 64-bit whole numbers of near exponents, then done
 * by decimal.h. Results become NUMBER again as soon as they fit, so that a long calculation stays fast.
 *
 * Equality and printing walk values of any shape, also ones that share parts many times over; both carry a `Walk` that
 * bounds how deep and how far they go.
 */
#include "value/value.h"

#include "value/date.h"

/* ---- making values ------------------------------------------------------------------------------ */

static Str *str_of(Region *region, Text text, uint32_t symbol)
{
    Str *str = region_take(region, sizeof *str + text.length);
    str->length = (uint32_t)text.length;
    str->symbol = symbol;
    if (text.length)
        memcpy(str->bytes, text.at, text.length);
    return str;
}

Value value_text(Region *region, Text text)
{
    return (Value){ .kind = VALUE_TEXT, .text = str_of(region, text, 0) };
}

Value value_list(Region *region, const Value *items, size_t count)
{
    List *list = region_take(region, sizeof *list);
    list->count = count;
    list->at = region_zero(region, count, sizeof *list->at);
    if (count)
        memcpy(list->at, items, count * sizeof *items);
    return (Value){ .kind = VALUE_LIST, .list = list };
}

static inline bool decimal_is_small(const Decimal *number)
{
    return number->coefficient <= (unsigned __int128)INT64_MAX + number->negative &&
           number->exponent >= INT16_MIN && number->exponent <= INT16_MAX;
}

Value value_decimal(Region *region, const Decimal *number)
{
    if (decimal_is_small(number)) {
        uint64_t magnitude = (uint64_t)number->coefficient;
        return value_small((int64_t)(number->negative ? 0 - magnitude : magnitude), (int16_t)number->exponent);
    }
    Decimal *copy = region_take(region, sizeof *copy);
    *copy = *number;
    return (Value){ .kind = VALUE_DECIMAL, .decimal = copy };
}

Decimal decimal_of_value(Value number)
{
    return number.kind == VALUE_NUMBER ? decimal_of(number.number, number.exponent) : *number.decimal;
}

/* ---- what an unknown hangs on --------------------------------------------------------------------- */

static bool hangs_are_one(const Hang *a, const Hang *b)
{
    if (a == b)
        return true;
    return !a->left && !b->left && a->thing && a->thing == b->thing && a->slot == b->slot;
}

const Hang *hang_both(Region *region, const Hang *a, const Hang *b)
{
    if (!a || !b)
        return a ? a : b;
    if (hangs_are_one(a, b))
        return a;
    Hang *hang = REGION_NEW(region, Hang);
    hang->left = a;
    hang->right = b;
    return hang;
}

const Hang *hang_on_slot(Region *region, Frame *thing, uint32_t slot)
{
    Hang *hang = REGION_NEW(region, Hang);
    hang->thing = thing;
    hang->slot = slot;
    return hang;
}

const Hang *hang_on_note(Region *region, Text note)
{
    Hang *hang = REGION_NEW(region, Hang);
    hang->note = note;
    return hang;
}

/* ---- numbers -------------------------------------------------------------------------------------- */

enum { POWERS = 19 };
static const int64_t ten[POWERS] = {
    1,
    10,
    100,
    1000,
    10000,
    100000,
    1000000,
    10000000,
    100000000,
    1000000000,
    10000000000,
    100000000000,
    1000000000000,
    10000000000000,
    100000000000000,
    1000000000000000,
    10000000000000000,
    100000000000000000,
    1000000000000000000,
};

/* Bring two small numbers to the lesser of their exponents; false when that does not fit 64 bits. */
static bool numbers_align(Value *a, Value *b)
{
    if (a->kind != VALUE_NUMBER || b->kind != VALUE_NUMBER)
        return false;
    Value *high = a->exponent > b->exponent ? a : b, *low = high == a ? b : a;
    int apart = high->exponent - low->exponent;
    if (apart >= POWERS || __builtin_mul_overflow(high->number, ten[apart], &high->number))
        return false;
    high->exponent = low->exponent;
    return true;
}

typedef bool Operation(Decimal *out, const Decimal *a, const Decimal *b);

static Value number_by_decimal(Region *region, Operation *operation, Value a, Value b)
{
    Decimal left = decimal_of_value(a), right = decimal_of_value(b), result;
    return operation(&result, &left, &right) ? value_decimal(region, &result) : VALUE_NOTHING;
}

Value number_add_slow(Region *region, Value a, Value b)
{
    int64_t sum;
    Value x = a, y = b;
    if (numbers_align(&x, &y) && !__builtin_add_overflow(x.number, y.number, &sum))
        return value_small(sum, x.exponent);
    return number_by_decimal(region, decimal_add, a, b);
}

Value number_subtract_slow(Region *region, Value a, Value b)
{
    int64_t difference;
    Value x = a, y = b;
    if (numbers_align(&x, &y) && !__builtin_sub_overflow(x.number, y.number, &difference))
        return value_small(difference, x.exponent);
    return number_by_decimal(region, decimal_subtract, a, b);
}

Value number_multiply_slow(Region *region, Value a, Value b)
{
    return number_by_decimal(region, decimal_multiply, a, b);
}

/* By hand, if it comes out even with at most six digits more than the whole quotient has, as percentages do. The exponent
 * is the one decimal_divide would choose: no digit more than needed. */
static bool divide_evenly(Value *out, Value a, Value b)
{
    const int64_t more = 1000 * 1000;
    int exponent = a.exponent - b.exponent;
    if (a.kind != VALUE_NUMBER || b.kind != VALUE_NUMBER || b.number <= 0 || b.number > INT64_MAX / more)
        return false;
    int64_t quotient = a.number / b.number, rest = a.number % b.number;
    if (rest * more % b.number != 0)
        return false;
    for (; rest; rest %= b.number, exponent--) {
        rest *= 10;
        if (__builtin_mul_overflow(quotient, 10, &quotient) || __builtin_add_overflow(quotient, rest / b.number, &quotient))
            return false;
    }
    *out = value_small(quotient, (int16_t)exponent);
    return exponent >= DECIMAL_LEAST_EXPONENT && exponent <= DECIMAL_MOST_EXPONENT;
}

Value number_divide(Region *region, Value a, Value b)
{
    Value even;
    return divide_evenly(&even, a, b) ? even : number_by_decimal(region, decimal_divide, a, b);
}

int number_compare_slow(Value a, Value b)
{
    Value x = a, y = b;
    if (numbers_align(&x, &y))
        return (x.number > y.number) - (x.number < y.number);
    Decimal left = decimal_of_value(a), right = decimal_of_value(b);
    return decimal_compare(&left, &right);
}

bool number_is_zero(Value number)
{
    return number.kind == VALUE_NUMBER ? number.number == 0 : number.decimal->coefficient == 0;
}

/* One step away from zero, or none: `rest` of `unit` was cut off `quotient`. */
static int64_t round_step(int64_t quotient, int64_t rest, int64_t unit, Rounding mode)
{
    if (rest == 0)
        return 0;
    int64_t away = rest < 0 ? -1 : 1, magnitude = rest < 0 ? -rest : rest;
    int half = magnitude > unit - magnitude ? 1 : magnitude == unit - magnitude ? 0 : -1;
    switch (mode) {
    case ROUND_HALF_EVEN: return half > 0 || (half == 0 && quotient & 1) ? away : 0;
    case ROUND_HALF_UP: return half >= 0 ? away : 0;
    case ROUND_HALF_DOWN: return half > 0 ? away : 0;
    case ROUND_UP: return away;
    case ROUND_DOWN: return 0;
    case ROUND_FLOOR: return away < 0 ? away : 0;
    case ROUND_CEILING: return away > 0 ? away : 0;
    }
    return 0;
}

/* To divide by 10^digits is to multiply by 2^(63 + shift) / 10^digits, rounded up, and to shift: exact for every magnitude below 2^63,
 * where the factor is too large by less than 2^shift (Granlund and Montgomery, "Division by Invariant Integers", theorem 4.2). No branch
 * has to be guessed, whatever the digits. */
typedef struct Divider {
    uint64_t factor; /* 0: of 10^0 */
    int shift;       /* digits of 10^digits - 1 in binary */
} Divider;

static const Divider divider[POWERS] = {
    { 0, 0 },
    { 0xcccccccccccccccd, 4 },
    { 0xa3d70a3d70a3d70b, 7 },
    { 0x83126e978d4fdf3c, 10 },
    { 0xd1b71758e219652c, 14 },
    { 0xa7c5ac471b478424, 17 },
    { 0x8637bd05af6c69b6, 20 },
    { 0xd6bf94d5e57a42bd, 24 },
    { 0xabcc77118461cefd, 27 },
    { 0x89705f4136b4a598, 30 },
    { 0xdbe6fecebdedd5bf, 34 },
    { 0xafebff0bcb24aaff, 37 },
    { 0x8cbccc096f5088cc, 40 },
    { 0xe12e13424bb40e14, 44 },
    { 0xb424dc35095cd810, 47 },
    { 0x901d7cf73ab0acda, 50 },
    { 0xe69594bec44de15c, 54 },
    { 0xb877aa3236a4b44a, 57 },
    { 0x9392ee8e921d5d08, 60 },
};

/* By 10^digits, at least one digit, cut towards zero. */
static inline int64_t divided(int64_t number, int64_t digits)
{
    if (number == INT64_MIN)
        return number / ten[digits];
    int64_t sign = number >> 63;
    uint64_t magnitude = (uint64_t)((number ^ sign) - sign);
    uint64_t quotient = (uint64_t)((unsigned __int128)magnitude * divider[digits].factor >> 63 >> divider[digits].shift);
    return ((int64_t)quotient ^ sign) - sign;
}

/* A half away from zero is half a unit added before cutting: the law's usual rounding, without a branch to guess. */
static bool half_up(int64_t number, int64_t digits, int64_t *quotient)
{
    int64_t half = ten[digits] / 2, raised;
    if (__builtin_add_overflow(number, number < 0 ? -half : half, &raised))
        return false;
    *quotient = divided(raised, digits);
    return true;
}

Value number_round(Region *region, Value number, int32_t scale, Rounding mode)
{
    int64_t drop = -(int64_t)scale - number.exponent;
    if (number.kind == VALUE_NUMBER && drop <= 0)
        return number;
    if (number.kind == VALUE_NUMBER && drop < POWERS && scale >= -DECIMAL_MOST_EXPONENT) {
        int64_t up;
        if (mode == ROUND_HALF_UP && half_up(number.number, drop, &up))
            return value_small(up, (int16_t)-scale);
        int64_t unit = ten[drop], quotient = divided(number.number, drop), rest = number.number - quotient * unit;
        return value_small(quotient + round_step(quotient, rest, unit, mode), (int16_t)-scale);
    }
    Decimal exact = decimal_of_value(number), rounded;
    return decimal_round(&rounded, &exact, scale, mode) ? value_decimal(region, &rounded) : VALUE_NOTHING;
}

/* ---- symbols -------------------------------------------------------------------------------------- */

/* An open hash table; `slots` is a power of two and at least twice `count`. */
struct Symbols {
    Region *region;   /* of the table and its texts */
    const Str **slot; /* `slots` places; NULL: free */
    uint32_t slots;   /* places */
    uint32_t count;   /* texts */
};

enum { FIRST_SLOTS = 256 };

Symbols *symbols_new(Region *region)
{
    Symbols *symbols = REGION_NEW(region, Symbols);
    symbols->region = region;
    symbols->slots = FIRST_SLOTS;
    symbols->slot = REGION_ARRAY(region, const Str *, FIRST_SLOTS);
    return symbols;
}

static Text text_of_str(const Str *str)
{
    return (Text){ str->bytes, str->length };
}

/* The place of `text`, or the free one where it would go. */
static const Str **symbol_slot(const Symbols *symbols, Text text)
{
    uint32_t at = (uint32_t)text_hash(text) & (symbols->slots - 1);
    while (symbols->slot[at] && !text_equal(text_of_str(symbols->slot[at]), text))
        at = (at + 1) & (symbols->slots - 1);
    return &symbols->slot[at];
}

static void symbols_grow(Symbols *symbols)
{
    Symbols larger = *symbols;
    larger.slots = symbols->slots * 2;
    larger.slot = REGION_ARRAY(symbols->region, const Str *, larger.slots);
    for (uint32_t i = 0; i < symbols->slots; i++)
        if (symbols->slot[i])
            *symbol_slot(&larger, text_of_str(symbols->slot[i])) = symbols->slot[i];
    *symbols = larger;
}

const Str *symbol_of(Symbols *symbols, Text text)
{
    const Str **slot = symbol_slot(symbols, text);
    if (*slot)
        return *slot;
    if ((symbols->count + 1) * 2 > symbols->slots) {
        symbols_grow(symbols);
        slot = symbol_slot(symbols, text);
    }
    const Str *made = str_of(symbols->region, text, symbols->count + 1);
    symbols->count++;
    return *slot = made;
}

const Str *symbol_find(const Symbols *symbols, Text text)
{
    return *symbol_slot(symbols, text);
}

uint32_t symbols_count(const Symbols *symbols)
{
    return symbols->count;
}

/* ---- order ---------------------------------------------------------------------------------------- */

static int order_of(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* A date as a date and time: midnight UTC; against a local date and time, midnight of the same place. */
static Clock clock_of_date(int64_t days, bool zoned)
{
    return (Clock){ .days = days, .zoned = zoned };
}

/* Order in time, to the second or with the fraction. False: one is local and the other is not. */
static bool clock_order(int *order, const Clock *a, const Clock *b, bool fraction)
{
    if (a->zoned != b->zoned)
        return false;
    __int128 day = 24 * 60 * 60, second = 1000 * 1000 * 1000;
    __int128 left = a->days * day + a->nanoseconds / second - (a->zoned ? a->offset_seconds : 0);
    __int128 right = b->days * day + b->nanoseconds / second - (b->zoned ? b->offset_seconds : 0);
    *order = left < right ? -1 : left > right;
    if (*order == 0 && fraction)
        *order = order_of(a->nanoseconds % second, b->nanoseconds % second);
    return true;
}

static bool is_date_or_time_of_date(Value value)
{
    return value.kind == VALUE_DATE || value.kind == VALUE_DATE_TIME;
}

/* Two of date, date and time, not both dates. */
static bool instant_order(int *order, Value a, Value b, bool fraction)
{
    Clock left = a.kind == VALUE_DATE ? clock_of_date(a.days, b.clock->zoned) : *a.clock;
    Clock right = b.kind == VALUE_DATE ? clock_of_date(b.days, left.zoned) : *b.clock;
    return clock_order(order, &left, &right, fraction);
}

static bool money_order(int *order, const Money *a, const Money *b)
{
    if (memcmp(a->currency, b->currency, sizeof a->currency) != 0)
        return false;
    *order = decimal_compare(&a->amount, &b->amount);
    return true;
}

static int seconds_order(const Seconds *a, const Seconds *b)
{
    int order = order_of(a->seconds, b->seconds);
    return order ? order : order_of(a->nanoseconds, b->nanoseconds);
}

static bool ordered(int *order, Value a, Value b, bool fraction)
{
    if (value_is_number(a) && value_is_number(b)) {
        *order = number_compare(a, b);
        return true;
    }
    if (a.kind != b.kind)
        return is_date_or_time_of_date(a) && is_date_or_time_of_date(b) && instant_order(order, a, b, fraction);
    switch (a.kind) {
    case VALUE_TEXT: *order = a.text == b.text ? 0 : text_compare(text_of_value(a), text_of_value(b)); return true;
    case VALUE_DATE: *order = order_of(a.days, b.days); return true;
    case VALUE_DATE_TIME: return instant_order(order, a, b, fraction);
    case VALUE_TIME: return clock_order(order, a.clock, b.clock, fraction);
    case VALUE_MONTHS: *order = order_of(a.months, b.months); return true;
    case VALUE_SECONDS: *order = seconds_order(a.seconds, b.seconds); return true;
    case VALUE_MONEY: return money_order(order, a.money, b.money);
    default: return false;
    }
}

bool value_order(int *order, Value a, Value b)
{
    return ordered(order, a, b, true);
}

/* ---- equality ------------------------------------------------------------------------------------- */

/* Bounds of a walk through a value. */
typedef struct Walk {
    uint32_t depth; /* lists, contexts and ranges around the present place */
    uint64_t steps; /* values visited so far, and each 16 bytes of texts compared */
    size_t most;    /* printing: length of what is built that may not be passed */
    bool cut;       /* printing: something was left out */
} Walk;

static bool walk_may_go_on(const Walk *walk)
{
    return walk->depth < LIMIT_VALUE_DEPTH && walk->steps < LIMIT_VALUE_STEPS;
}

static int equal(Walk *walk, Value a, Value b);

/* "and" over parts: a difference decides, then what cannot be compared. */
static int equal_and(int so_far, int part)
{
    if (so_far == 0 || part == 0)
        return 0;
    return so_far < 0 || part < 0 ? -1 : 1;
}

static int equal_lists(Walk *walk, const List *a, const List *b)
{
    if (a == b)
        return 1;
    if (a->count != b->count)
        return 0;
    int result = 1;
    for (size_t i = 0; i < a->count && result != 0; i++)
        result = equal_and(result, equal(walk, a->at[i], b->at[i]));
    return result;
}

/* Index of a name in a shape, looked for from `near` on; shape->count when it has none. */
static uint32_t shape_find(const Shape *shape, Text name, uint32_t near)
{
    for (uint32_t i = 0; i < shape->count; i++) {
        uint32_t at = near + i < shape->count ? near + i : near + i - shape->count;
        if (text_equal(shape->names[at], name))
            return at;
    }
    return shape->count;
}

Value context_entry(Value context, Text name)
{
    uint32_t at = context.kind == VALUE_CONTEXT ? shape_find(context.context->shape, name, 0) : 0;
    return context.kind == VALUE_CONTEXT && at < context.context->shape->count ? context.context->at[at] : VALUE_NOTHING;
}

static int equal_contexts(Walk *walk, const Context *a, const Context *b)
{
    if (a == b)
        return 1;
    if (a->shape->count != b->shape->count)
        return 0;
    int result = 1;
    for (uint32_t i = 0; i < a->shape->count && result != 0; i++) {
        uint32_t at = a->shape == b->shape ? i : shape_find(b->shape, a->shape->names[i], i);
        if (at == b->shape->count)
            return 0;
        walk->steps += at > i ? at - i : i - at;
        result = equal_and(result, equal(walk, a->at[i], b->at[at]));
    }
    return result;
}

static int equal_ranges(Walk *walk, const Range *a, const Range *b)
{
    if (a == b)
        return 1;
    if (a->comparison != b->comparison || a->low_closed != b->low_closed || a->high_closed != b->high_closed)
        return 0;
    if (a->comparison && a->operator!= b->operator)
        return 0;
    return equal_and(equal(walk, a->low, b->low), equal(walk, a->high, b->high));
}

static int equal_plain(Value a, Value b)
{
    int order;
    return ordered(&order, a, b, false) ? order == 0 : -1;
}

static int equal_texts(Walk *walk, Value a, Value b)
{
    if (a.text == b.text || a.text->length != b.text->length)
        return a.text == b.text;
    walk->steps += a.text->length / 16;
    return text_equal(text_of_value(a), text_of_value(b));
}

static int equal_of_kind(Walk *walk, Value a, Value b)
{
    switch (a.kind) {
    case VALUE_BOOLEAN: return a.boolean == b.boolean;
    case VALUE_TEXT: return equal_texts(walk, a, b);
    case VALUE_LIST: return equal_lists(walk, a.list, b.list);
    case VALUE_CONTEXT: return equal_contexts(walk, a.context, b.context);
    case VALUE_RANGE: return equal_ranges(walk, a.range, b.range);
    case VALUE_FUNCTION: return a.function == b.function;
    case VALUE_THING: return a.thing == b.thing;
    default: return equal_plain(a, b);
    }
}

static int equal(Walk *walk, Value a, Value b)
{
    if (a.kind == VALUE_NULL || b.kind == VALUE_NULL)
        return a.kind == b.kind;
    if (a.kind != b.kind)
        return equal_plain(a, b);
    walk->steps++;
    if (!walk_may_go_on(walk))
        return -1;
    walk->depth++;
    int result = equal_of_kind(walk, a, b);
    walk->depth--;
    return result;
}

int value_equal_counted(Value a, Value b, uint64_t *steps)
{
    Walk walk = { 0 };
    int result = equal(&walk, a, b);
    *steps += walk.steps;
    return result;
}

int value_equal(Value a, Value b)
{
    uint64_t steps = 0;
    return value_equal_counted(a, b, &steps);
}

/* ---- printing ------------------------------------------------------------------------------------- */

static void print(Walk *walk, Builder *out, Value value);

/* The letter of an escape that FEEL knows for this byte, or 0. */
static char escape_letter(char byte)
{
    switch (byte) {
    case '"': return '"';
    case '\\': return '\\';
    case '\n': return 'n';
    case '\r': return 'r';
    case '\t': return 't';
    default: return 0;
    }
}

static void print_text(Builder *out, Text text)
{
    build_byte(out, '"');
    for (size_t i = 0; i < text.length; i++) {
        char letter = escape_letter(text.at[i]);
        if (letter) {
            build_byte(out, '\\');
            build_byte(out, letter);
        } else if ((unsigned char)text.at[i] < ' ' || text.at[i] == 127) {
            build_format(out, "\\u%04X", (unsigned)text.at[i]);
        } else {
            build_byte(out, text.at[i]);
        }
    }
    build_byte(out, '"');
}

static bool is_name_start(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' || (unsigned char)byte >= 0x80;
}

/* May a context's key stand without quotes: words of letters and digits, one blank between two. */
static bool key_is_plain(Text key)
{
    if (!key.length || !is_name_start(key.at[0]) || key.at[key.length - 1] == ' ')
        return false;
    for (size_t i = 1; i < key.length; i++) {
        char byte = key.at[i];
        if (byte == ' ' && key.at[i - 1] == ' ')
            return false;
        if (!is_name_start(byte) && byte != ' ' && !(byte >= '0' && byte <= '9'))
            return false;
    }
    return true;
}

static void print_key(Builder *out, Text key)
{
    if (key_is_plain(key))
        build_text(out, key);
    else
        print_text(out, key);
    build_text(out, TEXT(": "));
}

/* No more parts may follow. */
static bool is_full(const Walk *walk, const Builder *out)
{
    return walk->steps >= LIMIT_VALUE_STEPS || out->length > walk->most;
}

static void print_list(Walk *walk, Builder *out, const List *list)
{
    build_byte(out, '[');
    for (size_t i = 0; i < list->count; i++) {
        if (i)
            build_text(out, TEXT(", "));
        print(walk, out, list->at[i]);
        if (is_full(walk, out))
            break;
    }
    build_byte(out, ']');
}

static void print_context(Walk *walk, Builder *out, const Context *context)
{
    build_byte(out, '{');
    for (uint32_t i = 0; i < context->shape->count; i++) {
        if (i)
            build_text(out, TEXT(", "));
        print_key(out, context->shape->names[i]);
        print(walk, out, context->at[i]);
        if (is_full(walk, out))
            break;
    }
    build_byte(out, '}');
}

/* <10, >=10, =10, !=10 */
static void print_comparison(Walk *walk, Builder *out, const Range *range)
{
    switch (range->operator) {
    case 'l': build_text(out, TEXT("<=")); break;
    case 'g': build_text(out, TEXT(">=")); break;
    case '!': build_text(out, TEXT("!=")); break;
    default: build_byte(out, (char)range->operator);
    }
    print(walk, out, range->low.kind == VALUE_NULL ? range->high : range->low);
}

static void print_range(Walk *walk, Builder *out, const Range *range)
{
    if (range->comparison) {
        print_comparison(walk, out, range);
        return;
    }
    build_byte(out, range->low_closed ? '[' : '(');
    print(walk, out, range->low);
    build_text(out, TEXT(".."));
    print(walk, out, range->high);
    build_byte(out, range->high_closed ? ']' : ')');
}

static void print_money(Builder *out, const Money *money)
{
    decimal_print(out, &money->amount);
    build_byte(out, ' ');
    build_text(out, (Text){ money->currency, strnlen(money->currency, sizeof money->currency) });
}

/* Kinds that are a word of their own. */
static const char *const word_of_kind[VALUE_KINDS] = {
    [VALUE_UNSET] = "unset",
    [VALUE_BUSY] = "busy",
    [VALUE_NULL] = "null",
    [VALUE_UNKNOWN] = "unknown",
    [VALUE_NOT_THERE] = "not there",
    [VALUE_FUNCTION] = "function",
};

static const char *const word_of_mark[] = {
    [MARK_NONE] = "*none*",
    [MARK_ANNOUNCED] = "*announced*",
    [MARK_NOT_MODELLED] = "*not modelled*",
    [MARK_NOT_COVERED] = "*not covered*",
    [MARK_CONFLICT] = "*conflict*",
};

static void print_number(Builder *out, Value value)
{
    Decimal number = decimal_of_value(value);
    decimal_print(out, &number);
}

static void print_kind(Walk *walk, Builder *out, Value value)
{
    switch (value.kind) {
    case VALUE_ABSENT: build_text(out, text_of(word_of_mark[value.mark])); break;
    case VALUE_BOOLEAN: build_text(out, value.boolean ? TEXT("true") : TEXT("false")); break;
    case VALUE_NUMBER:
    case VALUE_DECIMAL: print_number(out, value); break;
    case VALUE_MONEY: print_money(out, value.money); break;
    case VALUE_TEXT: print_text(out, text_of_value(value)); break;
    case VALUE_DATE: date_print(out, value.days); break;
    case VALUE_TIME: time_print(out, value.clock); break;
    case VALUE_DATE_TIME: date_time_print(out, value.clock); break;
    case VALUE_MONTHS: months_print(out, value.months); break;
    case VALUE_SECONDS: seconds_print(out, *value.seconds); break;
    case VALUE_LIST: print_list(walk, out, value.list); break;
    case VALUE_CONTEXT: print_context(walk, out, value.context); break;
    case VALUE_RANGE: print_range(walk, out, value.range); break;
    case VALUE_THING: build_text(out, value.thing->id); break;
    default: build_text(out, text_of(word_of_kind[value.kind]));
    }
}

static void print(Walk *walk, Builder *out, Value value)
{
    walk->steps++;
    if (!walk_may_go_on(walk) || out->length > walk->most) {
        build_text(out, TEXT("..."));
        walk->cut = true;
        return;
    }
    walk->depth++;
    print_kind(walk, out, value);
    walk->depth--;
}

bool value_print(Builder *out, Value value)
{
    Walk walk = { .most = out->length + LIMIT_VALUE_BYTES };
    print(&walk, out, value);
    return !walk.cut && !is_full(&walk, out);
}

const char *value_kind_name(ValueKind kind)
{
    static const char *const names[VALUE_KINDS] = {
        [VALUE_UNSET] = "unset",
        [VALUE_BUSY] = "busy",
        [VALUE_NULL] = "null",
        [VALUE_UNKNOWN] = "unknown",
        [VALUE_ABSENT] = "absent",
        [VALUE_NOT_THERE] = "not there",
        [VALUE_BOOLEAN] = "boolean",
        [VALUE_NUMBER] = "number",
        [VALUE_DECIMAL] = "number",
        [VALUE_MONEY] = "amount of money",
        [VALUE_TEXT] = "text",
        [VALUE_DATE] = "date",
        [VALUE_TIME] = "time",
        [VALUE_DATE_TIME] = "date and time",
        [VALUE_MONTHS] = "years and months duration",
        [VALUE_SECONDS] = "days and time duration",
        [VALUE_LIST] = "list",
        [VALUE_CONTEXT] = "context",
        [VALUE_RANGE] = "range",
        [VALUE_FUNCTION] = "function",
        [VALUE_THING] = "thing",
    };
    return (unsigned)kind < VALUE_KINDS ? names[kind] : "unset";
}

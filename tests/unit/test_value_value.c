/* tests/unit/test_value_value.c - numbers as values, symbols, equality, order, printing.
 *
 * Oracles: for number arithmetic decimal.h itself, which test_value_decimal.c proves on its own: the fast paths must
 * give what it gives, exponents included. For equality and order the public cases of the DMN test kit (0068) and
 * FEEL.md a.12, by hand.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "value/date.h"

static Region region;

static int drop_region(void **state)
{
    (void)state;
    region_close(&region);
    return 0;
}

static Value number(const char *text)
{
    Decimal decimal;
    assert_true(decimal_read(&decimal, text_of(text), true));
    return value_decimal(&region, &decimal);
}

static Value text(const char *string)
{
    return value_text(&region, text_of(string));
}

static Value date(const char *string)
{
    int64_t days;
    assert_true(date_read(&days, text_of(string)));
    return value_date(days);
}

static Value at(const char *string)
{
    Clock *clock = REGION_NEW(&region, Clock);
    assert_true(date_time_read(clock, text_of(string)));
    return (Value){ .kind = VALUE_DATE_TIME, .clock = clock };
}

static Value time_of_day(const char *string)
{
    Clock *clock = REGION_NEW(&region, Clock);
    assert_true(time_read(clock, text_of(string)));
    return (Value){ .kind = VALUE_TIME, .clock = clock };
}

static Value duration(const char *string)
{
    bool is_months;
    int64_t months;
    Seconds *seconds = REGION_NEW(&region, Seconds);
    assert_true(duration_read(&is_months, &months, seconds, text_of(string)));
    return is_months ? (Value){ .kind = VALUE_MONTHS, .months = months } : (Value){ .kind = VALUE_SECONDS, .seconds = seconds };
}

static Value list(size_t count, ...)
{
    Value items[8];
    va_list arguments;
    va_start(arguments, count);
    for (size_t i = 0; i < count; i++)
        items[i] = va_arg(arguments, Value);
    va_end(arguments);
    return value_list(&region, items, count);
}

/* A context of two entries. */
static Value context(const char *first, Value a, const char *second, Value b)
{
    Text *names = REGION_ARRAY(&region, Text, 2);
    names[0] = text_of(first);
    names[1] = text_of(second);
    Shape *shape = REGION_NEW(&region, Shape);
    *shape = (Shape){ 2, names };
    Context *made = REGION_NEW(&region, Context);
    *made = (Context){ shape, REGION_ARRAY(&region, Value, 2) };
    made->at[0] = a;
    made->at[1] = b;
    return (Value){ .kind = VALUE_CONTEXT, .context = made };
}

static Value range(bool low_closed, Value low, Value high, bool high_closed)
{
    Range *made = REGION_NEW(&region, Range);
    *made = (Range){ .low = low, .high = high, .low_closed = low_closed, .high_closed = high_closed };
    return (Value){ .kind = VALUE_RANGE, .range = made };
}

static Value comparison(char operator, Value low, Value high)
{
    Range *made = REGION_NEW(&region, Range);
    *made = (Range){ .low = low, .high = high, .comparison = true, .operator = (uint8_t)operator };
    return (Value){ .kind = VALUE_RANGE, .range = made };
}

static const char *printed(Value value)
{
    Builder builder = builder_on(&region);
    value_print(&builder, value);
    return text_string(&region, builder_text(&builder));
}

/* ---- numbers -------------------------------------------------------------------------------------- */

static const char *const numbers[] = {
    "0", "0.00", "1", "-1", "1.10", "0.05", "-2.5", "3", "7", "100", "1E3", "0E5", "9223372036854775807", "-9223372036854775808",
    "-9223372036854775807", "9223372036854775808", "922337203685477580.7", "4611686018427387904", "3037000500", "3037000499.5",
    "9999999999999999999999999999999999", "1E6111", "9E6144", "1E-6176", "-1E-6176", "1E-30", "123456789012345678",
    "0.333333333333333333", "1E18", "1E19", "-1E19", "2.675", "1E-6170", "5E6100",
    "8", "12345", "64E-4", "-1000000", "1E-6175", "9223372036854", "9223372036855", "15625", "128",
};
enum { NUMBERS = sizeof numbers / sizeof *numbers };

static void expect_same(Value ours, bool done, const Decimal *expected, const char *a, const char *b)
{
    if (!done) {
        assert_int_equal(ours.kind, VALUE_NULL);
        return;
    }
    assert_true(value_is_number(ours));
    Decimal given = decimal_of_value(ours);
    if (given.coefficient != expected->coefficient || given.exponent != expected->exponent || given.negative != expected->negative)
        fail_msg("%s and %s: %s", a, b, printed(ours));
    bool small = expected->coefficient <= (unsigned __int128)INT64_MAX + expected->negative;
    assert_int_equal(ours.kind, small ? VALUE_NUMBER : VALUE_DECIMAL);
}

static void check_pair(const char *left, const char *right)
{
    Value a = number(left), b = number(right);
    Decimal x = decimal_of_value(a), y = decimal_of_value(b), expected;
    bool done = decimal_add(&expected, &x, &y);
    expect_same(number_add(&region, a, b), done, &expected, left, right);
    done = decimal_subtract(&expected, &x, &y);
    expect_same(number_subtract(&region, a, b), done, &expected, left, right);
    done = decimal_multiply(&expected, &x, &y);
    expect_same(number_multiply(&region, a, b), done, &expected, left, right);
    done = decimal_divide(&expected, &x, &y);
    expect_same(number_divide(&region, a, b), done, &expected, left, right);
    assert_int_equal(number_compare(a, b), decimal_compare(&x, &y));
}

static void small_numbers_reckon_as_decimals_do(void **state)
{
    (void)state;
    for (int i = 0; i < NUMBERS; i++)
        for (int j = 0; j < NUMBERS; j++)
            check_pair(numbers[i], numbers[j]);
}

static void small_numbers_round_as_decimals_do(void **state)
{
    (void)state;
    static const int32_t scales[] = { -6112, -6111, -25, -19, -18, -3, -1, 0, 1, 2, 3, 17, 6175, 6176, INT32_MAX, INT32_MIN };
    for (int i = 0; i < NUMBERS; i++)
        for (size_t j = 0; j < sizeof scales / sizeof *scales; j++)
            for (Rounding mode = ROUND_HALF_EVEN; mode <= ROUND_CEILING; mode++) {
                Value value = number(numbers[i]);
                Decimal exact = decimal_of_value(value), expected;
                bool done = decimal_round(&expected, &exact, scales[j], mode);
                expect_same(number_round(&region, value, scales[j], mode), done, &expected, numbers[i], "rounded");
            }
}

/* oracle: the division of C. */
static void expect_cut(int64_t number, int digits, int64_t unit)
{
    Value cut = number_round(&region, value_small(number, (int16_t)-digits), 0, ROUND_DOWN);
    assert_int_equal(cut.kind, VALUE_NUMBER);
    assert_int_equal(cut.exponent, 0);
    assert_int_equal(cut.number, number / unit);
}

static void small_numbers_are_cut_as_by_division(void **state)
{
    (void)state;
    static const int64_t EDGES[] = { 0, 1, 9, INT64_MAX, INT64_MAX - 1, INT64_MIN, INT64_MIN + 1, INT64_MAX / 2 + 1 };
    uint64_t chance = 1;
    int64_t unit = 1;
    for (int digits = 1; digits <= 18; digits++) {
        unit *= 10;
        for (size_t i = 0; i < sizeof EDGES / sizeof *EDGES; i++)
            expect_cut(EDGES[i], digits, unit);
        for (int i = 0; i < 20000; i++) {
            chance = chance * 6364136223846793005u + 1442695040888963407u;
            int64_t number = (int64_t)(chance ^ chance >> 32) >> (chance >> 59), even = number / unit * unit;
            expect_cut(number, digits, unit);
            expect_cut(even, digits, unit);
            expect_cut(even > 0 ? even - 1 : even + 1, digits, unit);
        }
    }
}

static void zeros_are_zero(void **state)
{
    (void)state;
    assert_true(number_is_zero(number("0.00")));
    assert_false(number_is_zero(number("1E-6176")));
    assert_false(number_is_zero(number("1E30")));
}

/* ---- symbols and hangs ---------------------------------------------------------------------------- */

static void symbols_are_one_for_each_text(void **state)
{
    (void)state;
    Symbols *symbols = symbols_new(&region);
    for (int i = 0; i < 3000; i++) {
        Text name = text_format(&region, "name %d", i);
        assert_null(symbol_find(symbols, name));
        const Str *made = symbol_of(symbols, name);
        assert_int_equal(made->symbol, i + 1);
    }
    assert_int_equal(symbols_count(symbols), 3000);
    for (int i = 0; i < 3000; i++) {
        const Str *found = symbol_of(symbols, text_format(&region, "name %d", i));
        assert_int_equal(found->symbol, i + 1);
        assert_ptr_equal(symbol_find(symbols, text_format(&region, "name %d", i)), found);
    }
    assert_non_null(symbol_of(symbols, TEXT_NONE));
    assert_int_equal(symbol_find(symbols, TEXT(""))->length, 0);
}

static void hangs_join(void **state)
{
    (void)state;
    Frame thing = { .number = 1 };
    const Hang *first = hang_on_slot(&region, &thing, 3), *same = hang_on_slot(&region, &thing, 3);
    const Hang *note = hang_on_note(&region, TEXT("exchange rate"));
    assert_ptr_equal(hang_both(&region, first, NULL), first);
    assert_ptr_equal(hang_both(&region, NULL, first), first);
    assert_null(hang_both(&region, NULL, NULL));
    assert_ptr_equal(hang_both(&region, first, same), first);
    const Hang *both = hang_both(&region, first, note);
    assert_true(both->left == first && both->right == note && !both->thing);
    assert_true(text_is(note->note, "exchange rate"));
}

/* ---- equality ------------------------------------------------------------------------------------- */

static void expect_equal(int expected, Value a, Value b)
{
    if (value_equal(a, b) != expected || value_equal(b, a) != expected)
        fail_msg("%s = %s: %d and %d given, %d expected", printed(a), printed(b), value_equal(a, b), value_equal(b, a), expected);
}

static void plain_values_are_equal_by_value(void **state)
{
    (void)state;
    Value none = VALUE_NOTHING;
    expect_equal(1, none, none);
    expect_equal(0, none, number("0"));
    expect_equal(0, none, list(0));
    expect_equal(1, number("0"), number("0.00"));
    expect_equal(1, number("12300"), number("1.23e4"));
    expect_equal(1, number("1E30"), number("10E29"));
    expect_equal(-1, number("100"), text("100"));
    expect_equal(1, text("foo"), text("foo"));
    expect_equal(0, text("foo"), text("Foo"));
    expect_equal(1, value_boolean(true), value_boolean(true));
    expect_equal(-1, value_boolean(false), number("0"));
    expect_equal(-1, list(0), number("0"));
    expect_equal(-1, list(1, number("100")), number("100"));
}

static void times_are_equal_as_instants(void **state)
{
    (void)state;
    expect_equal(1, time_of_day("10:30:00.0001"), time_of_day("10:30:00.0002"));
    expect_equal(0, time_of_day("10:30:01"), time_of_day("10:30:00"));
    expect_equal(1, time_of_day("10:30:00Z"), time_of_day("10:30:00+00:00"));
    expect_equal(-1, time_of_day("10:30:00Z"), time_of_day("10:30:00"));
    expect_equal(1, at("2002-04-02T12:00:00-01:00"), at("2002-04-02T17:00:00+04:00"));
    expect_equal(1, at("2002-04-02T23:00:00-04:00"), at("2002-04-03T02:00:00-01:00"));
    expect_equal(1, at("2018-12-08T00:00:00.0001"), at("2018-12-08T00:00:00.0000"));
    expect_equal(1, at("2018-12-08"), at("2018-12-08T00:00:00"));
    expect_equal(-1, at("2018-12-08T00:00:00"), at("2018-12-08T00:00:00Z"));
    expect_equal(1, date("2002-04-02"), at("2002-04-02T00:00:00Z"));
    expect_equal(0, date("2002-04-02"), at("2002-04-02T00:00:00+01:00"));
    expect_equal(-1, date("2002-04-02"), time_of_day("00:00:00Z"));
    expect_equal(1, duration("P1D"), duration("PT24H"));
    expect_equal(1, duration("P0D"), duration("-P0D"));
    expect_equal(-1, duration("P0D"), duration("P0Y"));
    expect_equal(-1, duration("P1Y"), duration("P365D"));
    expect_equal(0, duration("PT0.1S"), duration("PT0.2S"));
}

static void parts_are_equal_in_depth(void **state)
{
    (void)state;
    Value one = number("1"), two = number("2"), word = text("x");
    expect_equal(1, list(2, one, list(1, two)), list(2, number("1.0"), list(1, two)));
    expect_equal(0, list(2, one, two), list(2, two, one));
    expect_equal(0, list(2, one, one), list(3, one, one, one));
    expect_equal(-1, list(2, one, word), list(2, one, two));
    expect_equal(0, list(2, word, one), list(2, one, two)); /* a difference decides */
    expect_equal(0, list(1, VALUE_NOTHING), list(1, one));
    expect_equal(1, context("a", one, "b", word), context("b", word, "a", one));
    expect_equal(0, context("a", one, "b", word), context("a", one, "c", word));
    expect_equal(0, context("a", one, "b", word), context("a", two, "b", word));
}

static void ranges_are_equal_as_written(void **state)
{
    (void)state;
    Value one = number("1"), ten = number("10"), none = VALUE_NOTHING;
    expect_equal(1, range(true, one, ten, true), range(true, one, ten, true));
    expect_equal(0, range(true, one, ten, true), range(false, one, ten, true));
    expect_equal(0, range(true, one, ten, true), range(true, one, number("11"), true));
    expect_equal(1, comparison('<', none, ten), comparison('<', none, ten));
    expect_equal(0, comparison('<', none, ten), range(false, none, ten, false));
    expect_equal(0, comparison('=', ten, ten), range(true, ten, ten, true));
}

static void order_is_of_one_kind(void **state)
{
    (void)state;
    int order;
    assert_true(value_order(&order, number("2"), number("10")) && order < 0);
    assert_true(value_order(&order, text("b"), text("a")) && order > 0);
    assert_true(value_order(&order, text("\xf0\x9f\x98\x80"), text("\xef\xbc\xa1")) && order > 0); /* by code points */
    assert_true(value_order(&order, date("2020-01-01"), date("2020-01-02")) && order < 0);
    assert_true(value_order(&order, date("2020-01-01"), at("2020-01-01T00:00:00+01:00")) && order > 0);
    assert_true(value_order(&order, date("2020-01-01"), at("2020-01-01T12:00:00")) && order < 0);
    assert_true(value_order(&order, at("2020-01-01T00:00:00.1"), at("2020-01-01T00:00:00.2")) && order < 0);
    assert_true(value_order(&order, duration("P1Y"), duration("P13M")) && order < 0);
    assert_true(value_order(&order, duration("-PT0.2S"), duration("-PT0.1S")) && order < 0);
    assert_false(value_order(&order, number("1"), text("1")));
    assert_false(value_order(&order, value_boolean(true), value_boolean(false)));
    assert_false(value_order(&order, list(0), list(0)));
    assert_false(value_order(&order, VALUE_NOTHING, VALUE_NOTHING));
    assert_false(value_order(&order, time_of_day("10:00:00"), time_of_day("10:00:00Z")));
    assert_false(value_order(&order, duration("P1Y"), duration("P1D")));
}

static void money_compares_in_one_currency(void **state)
{
    (void)state;
    Money ten = { { 10, 0, false }, "USD" }, more = { { 1050, -2, false }, "USD" }, other = { { 10, 0, false }, "VND" };
    Value a = { .kind = VALUE_MONEY, .money = &ten }, b = { .kind = VALUE_MONEY, .money = &more };
    Value c = { .kind = VALUE_MONEY, .money = &other };
    int order;
    assert_true(value_order(&order, a, b) && order < 0);
    expect_equal(-1, a, c);
    assert_string_equal(printed(b), "10.50 USD");
}

/* ---- values without end --------------------------------------------------------------------------- */

/* A list that holds another twice, so often that it has 2^`depth` ends. */
static Value doubled(int depth)
{
    Value value = number("1");
    for (int i = 0; i < depth; i++)
        value = list(2, value, value);
    return value;
}

static void walks_have_limits(void **state)
{
    (void)state;
    assert_int_equal(value_equal(doubled(60), doubled(60)), -1);
    Value deep = number("1"), other = number("1");
    for (int i = 0; i < 100 * 1000; i++) {
        deep = list(1, deep);
        other = list(1, other);
    }
    assert_int_equal(value_equal(deep, other), -1);
    const char *text = printed(deep);
    assert_non_null(strstr(text, "[...]"));
    assert_true(strlen(text) < 2000);
}

/* ---- printing ------------------------------------------------------------------------------------- */

static void values_print_as_feel_writes_them(void **state)
{
    (void)state;
    Frame thing = { .id = TEXT("line 3") };
    Value none = VALUE_NOTHING, one = number("1");
    const struct {
        Value value;
        const char *text;
    } cases[] = {
        { none, "null" },
        { value_unknown(NULL), "unknown" },
        { (Value){ .kind = VALUE_ABSENT, .mark = MARK_NONE }, "*none*" },
        { (Value){ .kind = VALUE_ABSENT, .mark = MARK_NOT_COVERED }, "*not covered*" },
        { (Value){ .kind = VALUE_ABSENT, .mark = MARK_NOT_MODELLED }, "*not modelled*" },
        { (Value){ .kind = VALUE_ABSENT, .mark = MARK_ANNOUNCED }, "*announced*" },
        { value_boolean(true), "true" },
        { value_small(-250, -2), "-2.50" },
        { number("1E3"), "1000" },
        { number("1E30"), "1000000000000000000000000000000" },
        { text("say \"a\\b\"\n\t\x01"), "\"say \\\"a\\\\b\\\"\\n\\t\\u0001\"" },
        { text("Vi\xe1\xbb\x87t"), "\"Vi\xe1\xbb\x87t\"" },
        { date("2020-02-29"), "2020-02-29" },
        { at("2020-02-29T10:00:00Z"), "2020-02-29T10:00:00Z" },
        { time_of_day("10:00:00+07:00"), "10:00:00+07:00" },
        { duration("P14M"), "P1Y2M" },
        { duration("PT25H"), "P1DT1H" },
        { list(0), "[]" },
        { list(2, one, text("x")), "[1, \"x\"]" },
        { context("a", one, "net + tax", text("x")), "{a: 1, \"net + tax\": \"x\"}" },
        { context("entry day", one, "", none), "{entry day: 1, \"\": null}" },
        { range(true, one, number("5"), false), "[1..5)" },
        { range(false, none, number("5"), true), "(null..5]" },
        { comparison('<', none, one), "<1" },
        { comparison('l', none, one), "<=1" },
        { comparison('>', one, none), ">1" },
        { comparison('g', one, none), ">=1" },
        { comparison('=', one, one), "=1" },
        { comparison('!', one, one), "!=1" },
        { value_thing(&thing), "line 3" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(printed(cases[i].value), cases[i].text);
}

static void every_kind_has_a_name(void **state)
{
    (void)state;
    for (int kind = 0; kind < VALUE_KINDS; kind++)
        assert_non_null(value_kind_name((ValueKind)kind));
    assert_string_equal(value_kind_name(VALUE_DECIMAL), "number");
    assert_string_equal(value_kind_name(VALUE_SECONDS), "days and time duration");
}

#define TEST_OF(name) cmocka_unit_test_teardown(name, drop_region)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_OF(small_numbers_reckon_as_decimals_do),
        TEST_OF(small_numbers_round_as_decimals_do),
        TEST_OF(small_numbers_are_cut_as_by_division),
        TEST_OF(zeros_are_zero),
        TEST_OF(symbols_are_one_for_each_text),
        TEST_OF(hangs_join),
        TEST_OF(plain_values_are_equal_by_value),
        TEST_OF(times_are_equal_as_instants),
        TEST_OF(parts_are_equal_in_depth),
        TEST_OF(ranges_are_equal_as_written),
        TEST_OF(order_is_of_one_kind),
        TEST_OF(money_compares_in_one_currency),
        TEST_OF(walks_have_limits),
        TEST_OF(values_print_as_feel_writes_them),
        TEST_OF(every_kind_has_a_name),
    };
    region_init(&region, NULL);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

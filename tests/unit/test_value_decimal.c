/* tests/unit/test_value_decimal.c - exact decimals against three oracles that know nothing of ours:
 *
 *   Python's decimal and fractions, by way of tests/value/decimal.vectors (tools/make-decimal-vectors.py)
 *   GCC's decimal128, bit for bit with exponents (tests/oracle/decimal_gcc.c)
 *   the text itself, for reading and printing: what a person would write down
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "oracle/decimal_gcc.h"
#include "value/decimal.h"

#define COEFFICIENT_END ((unsigned __int128)10000000000000000000u * 1000000000000000u)

typedef unsigned __int128 u128;

static Decimal decimal(const char *text)
{
    Decimal number;
    if (!decimal_read(&number, text_of(text), true))
        fail_msg("could not read %s", text);
    return number;
}

/* Coefficient and exponent, "-110E-2", as the vectors have them. */
static const char *shown(const Decimal *number)
{
    static char room[64];
    Region region;
    region_init(&region, NULL);
    Builder builder = builder_on(&region);
    Decimal plain = { number->coefficient, 0, number->negative };
    decimal_print(&builder, &plain);
    snprintf(room, sizeof room, TEXT_FMT "E%d", TEXT_ARG(builder_text(&builder)), number->exponent);
    region_close(&region);
    return room;
}

static const char *printed(const Decimal *number)
{
    static char room[DECIMAL_TEXT_MOST + 1];
    Region region;
    region_init(&region, NULL);
    Builder builder = builder_on(&region);
    decimal_print(&builder, number);
    snprintf(room, sizeof room, TEXT_FMT, TEXT_ARG(builder_text(&builder)));
    region_close(&region);
    return room;
}

/* ---- vectors -------------------------------------------------------------------------------------- */

typedef struct Vector {
    char operation[32], left[64], right[64], result[7000];
} Vector;

typedef void Check(const Vector *vector);

/* Every line of the vectors whose operation begins with `operation`; there must be some. */
static void each_vector(const char *operation, Check *check)
{
    FILE *file = fopen(DECLARANT_SOURCE "/tests/value/decimal.vectors", "r");
    assert_non_null(file);
    static char line[8000];
    int seen = 0;
    while (fgets(line, sizeof line, file)) {
        Vector vector = { 0 };
        bool print = strncmp(line, "print ", 6) == 0;
        int fields = print ? sscanf(line, "%31s %63s %6999s", vector.operation, vector.left, vector.result)
                           : sscanf(line, "%31s %63s %63s %6999s", vector.operation, vector.left, vector.right, vector.result);
        if (fields < 3 || strncmp(vector.operation, operation, strlen(operation)) != 0)
            continue;
        check(&vector);
        seen++;
    }
    fclose(file);
    assert_true(seen >= 100);
}

static void expect(const Vector *vector, bool done, const Decimal *ours)
{
    const char *answer = done ? shown(ours) : "refused";
    if (strcmp(answer, vector->result) != 0)
        fail_msg("%s %s %s: %s expected, %s given", vector->operation, vector->left, vector->right, vector->result, answer);
}

/* The same number, whatever its exponent: where the standard prefers none. */
static void expect_number(const Vector *vector, bool done, const Decimal *ours)
{
    bool refused = strcmp(vector->result, "refused") == 0;
    Decimal theirs = refused ? DECIMAL_ZERO : decimal(vector->result);
    if (done == refused || (done && decimal_compare(ours, &theirs) != 0))
        fail_msg("%s %s %s: %s expected, %s given", vector->operation, vector->left, vector->right, vector->result,
                 done ? shown(ours) : "refused");
}

static void check_arithmetic(const Vector *vector)
{
    Decimal a = decimal(vector->left), b = decimal(vector->right), ours;
    bool done = vector->operation[0] == 'a'   ? decimal_add(&ours, &a, &b)
                : vector->operation[0] == 's' ? decimal_subtract(&ours, &a, &b)
                : vector->operation[0] == 'm' ? decimal_multiply(&ours, &a, &b)
                                              : decimal_divide(&ours, &a, &b);
    expect(vector, done, &ours);
}

static void check_modulo(const Vector *vector)
{
    Decimal a = decimal(vector->left), b = decimal(vector->right), ours;
    bool done = decimal_modulo(&ours, &a, &b);
    expect_number(vector, done, &ours);
}

static void check_power(const Vector *vector)
{
    Decimal a = decimal(vector->left), ours;
    bool done = decimal_power(&ours, &a, atoll(vector->right));
    expect_number(vector, done, &ours);
}

static void check_round(const Vector *vector)
{
    static const char *const modes[] = { "half-even", "half-up", "half-down", "up", "down", "floor", "ceiling" };
    Decimal number = decimal(vector->left), ours;
    int mode = 0;
    while (strcmp(modes[mode], vector->operation + strlen("round-")) != 0)
        mode++;
    bool done = decimal_round(&ours, &number, atoi(vector->right), (Rounding)mode);
    expect(vector, done, &ours);
}

static void check_print(const Vector *vector)
{
    Decimal number = decimal(vector->left);
    assert_string_equal(printed(&number), vector->result);
}

static void adds_as_python_does(void **state)
{
    (void)state;
    each_vector("add", check_arithmetic);
}

static void subtracts_as_python_does(void **state)
{
    (void)state;
    each_vector("subtract", check_arithmetic);
}

static void multiplies_as_python_does(void **state)
{
    (void)state;
    each_vector("multiply", check_arithmetic);
}

static void divides_as_python_does(void **state)
{
    (void)state;
    each_vector("divide", check_arithmetic);
}

static void rounds_seven_ways_as_python_does(void **state)
{
    (void)state;
    each_vector("round-", check_round);
}

static void modulo_is_the_exact_floor(void **state)
{
    (void)state;
    each_vector("modulo", check_modulo);
}

static void powers_are_rounded_once(void **state)
{
    (void)state;
    each_vector("power", check_power);
}

static void prints_plain_digits_as_python_does(void **state)
{
    (void)state;
    each_vector("print", check_print);
}

/* ---- GCC ------------------------------------------------------------------------------------------ */

/* xorshift, George Marsaglia 2003. */
static uint64_t random_state = 0x9e3779b97f4a7c15u;
static uint64_t random_bits(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

static Decimal random_decimal(bool near)
{
    u128 coefficient = ((u128)random_bits() << 64 | random_bits()) >> random_bits() % 128;
    coefficient %= COEFFICIENT_END;
    int exponent = near ? (int)(random_bits() % 81) - 40 : (int)(random_bits() % 12288) - 6176;
    return (Decimal){ coefficient, exponent, random_bits() & 1 && coefficient };
}

static OracleDecimal for_oracle(Decimal number)
{
    return (OracleDecimal){ (uint64_t)(number.coefficient >> 64), (uint64_t)number.coefficient, number.exponent,
                            number.negative, true };
}

static void compare_with_gcc(char operation, const Decimal *a, const Decimal *b)
{
    Decimal ours = DECIMAL_ZERO;
    bool done = operation == '+'   ? decimal_add(&ours, a, b)
                : operation == '-' ? decimal_subtract(&ours, a, b)
                : operation == '*' ? decimal_multiply(&ours, a, b)
                                   : decimal_divide(&ours, a, b);
    OracleDecimal theirs = oracle_decimal(operation, for_oracle(*a), for_oracle(*b));
    u128 coefficient = (u128)theirs.high << 64 | theirs.low;
    bool same = done == theirs.finite && (!done || (ours.coefficient == coefficient && ours.exponent == theirs.exponent &&
                                                    ours.negative == (theirs.negative && coefficient)));
    if (!same)
        fail_msg("%s, exponent %d, sign %d %c exponent %d", shown(a), a->exponent, a->negative, operation, b->exponent);
}

static void agrees_with_gcc_bit_for_bit(void **state)
{
    (void)state;
    for (int i = 0; i < 50 * 1000; i++) {
        Decimal a = random_decimal(i % 4 != 0), b = random_decimal(i % 4 != 0);
        for (const char *operation = "+-*/"; *operation; operation++)
            compare_with_gcc(*operation, &a, &b);
        assert_int_equal(decimal_compare(&a, &b), oracle_decimal_compare(for_oracle(a), for_oracle(b)));
    }
}

/* ---- reading -------------------------------------------------------------------------------------- */

static void reads_what_is_a_number(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        { "0", "0E0" },        { "-0", "0E0" },       { "1.10", "110E-2" },    { "007", "7E0" },
        { ".5", "5E-1" },      { "+3", "3E0" },       { "-2.50", "-250E-2" },  { "1E+3", "1E3" },
        { "1.2e-3", "12E-4" }, { "0.00", "0E-2" },    { "1E6111", "1E6111" },  { "1E6144", "1000000000000000000000000000000000E6111" },
        { "10E-6177", "1E-6176" },                    { "0E99999", "0E6111" }, { "0E-99999", "0E-6176" },
        { "1e0000000000000000000000000000001", "1E1" },
        { "9999999999999999999999999999999999", "9999999999999999999999999999999999E0" },
        /* zeros at the end only move the exponent */
        { "123450000000000000000000000000000000000000", "1234500000000000000000000000000000E8" },
        { "1.0000000000000000000000000000000000000", "1000000000000000000000000000000000E-33" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Decimal number = decimal(cases[i][0]);
        assert_string_equal(shown(&number), cases[i][1]);
    }
}

static void refuses_what_is_not_a_number(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "", "-", "+", ".", "1.", "-.", "1e", "1e+", "1ee5", "e5", "1.2.3", "1,000", " 1", "1 ", "0x10", "--1", "+-1", "1_0",
        "NaN", "Infinity", "12345678901234567890123456789012345" /* 35 digits */,
        "1.00000000000000000000000000000000001" /* 36 */, "10000000000000000000000000000000001" /* 35 */,
        "1E6145", "10E6144", "1E-6177", "15E-6177", "1E999999999999999999999999999", "1E-999999999999999999999999999",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Decimal untouched = DECIMAL_ONE;
        if (decimal_read(&untouched, text_of(cases[i]), true))
            fail_msg("\"%s\" was read", cases[i]);
        assert_true(untouched.coefficient == 1);
    }
    Decimal number;
    assert_false(decimal_read(&number, TEXT("1e5"), false));
    assert_false(decimal_read(&number, ((Text){ "1\0", 2 }), true));
}

/* ---- zero ------------------------------------------------------------------------------------------ */

static void zero_is_never_negative(void **state)
{
    (void)state;
    static const char *const numbers[] = { "0", "0E3", "0E-6176", "5", "-5", "1E-6176", "-1E-6176" };
    enum { NUMBERS = sizeof numbers / sizeof *numbers };
    for (int i = 0; i < NUMBERS * NUMBERS; i++) {
        Decimal a = decimal(numbers[i / NUMBERS]), b = decimal(numbers[i % NUMBERS]), result[6];
        bool done[6] = { decimal_add(&result[0], &a, &b),      decimal_subtract(&result[1], &a, &b),
                         decimal_multiply(&result[2], &a, &b), decimal_divide(&result[3], &a, &b),
                         decimal_modulo(&result[4], &a, &b),   decimal_round(&result[5], &a, -3, ROUND_HALF_EVEN) };
        for (int j = 0; j < 6; j++)
            assert_false(done[j] && result[j].coefficient == 0 && result[j].negative);
    }
}

/* ---- the rest ------------------------------------------------------------------------------------- */

static void a_scale_not_reached_changes_nothing(void **state)
{
    (void)state;
    Decimal number = decimal("1.5"), rounded;
    assert_true(decimal_round(&rounded, &number, 6176, ROUND_UP));
    assert_string_equal(shown(&rounded), "15E-1");
    assert_true(decimal_round(&rounded, &number, INT32_MAX, ROUND_UP));
    assert_string_equal(shown(&rounded), "15E-1");
}

static void rounding_far_before_the_point(void **state)
{
    (void)state;
    Decimal number = decimal("1.5"), rounded;
    assert_true(decimal_round(&rounded, &number, -6111, ROUND_UP));
    assert_string_equal(shown(&rounded), "1E6111");
    assert_true(decimal_round(&rounded, &number, INT32_MIN, ROUND_HALF_UP));
    assert_true(rounded.coefficient == 0);
    assert_false(decimal_round(&rounded, &number, INT32_MIN, ROUND_UP));
}

static void whole_numbers_come_out(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool whole, fits;
        int64_t number;
    } cases[] = {
        { "0.00", true, true, 0 },
        { "12.00", true, true, 12 },
        { "-12.99", false, true, -12 },
        { "9223372036854775807", true, true, INT64_MAX },
        { "9223372036854775807.9", false, true, INT64_MAX },
        { "9223372036854775808", true, false, 0 },
        { "-9223372036854775808", true, true, INT64_MIN },
        { "-9223372036854775809", true, false, 0 },
        { "1E18", true, true, 1000000000000000000 },
        { "1E19", true, false, 0 },
        { "1E6111", true, false, 0 },
        { "0E6111", true, true, 0 },
        { "1E-6176", false, true, 0 },
        { "0E-6176", true, true, 0 },
        { "1.000000000000000000000000000000000", true, true, 1 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Decimal number = decimal(cases[i].text);
        int64_t whole = 0;
        assert_int_equal(decimal_is_whole(&number), cases[i].whole);
        assert_int_equal(decimal_to_int64(&whole, &number), cases[i].fits);
        assert_true(whole == cases[i].number);
    }
}

static void trimming_takes_zeros_after_the_point_only(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        { "2.50", "25E-1" }, { "100", "100E0" }, { "100.00", "100E0" }, { "1E3", "1E3" }, { "0.000", "0E0" }, { "-1.0", "-1E0" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Decimal number = decimal(cases[i][0]), trimmed = decimal_trimmed(&number);
        assert_string_equal(shown(&trimmed), cases[i][1]);
    }
}

/* Exact by hand: (10^17 + 1)^2 = 10^34 + 2 * 10^17 + 1 has 35 digits and loses its 1; 2^-3; 0.5^2. */
static void powers_known_by_hand(void **state)
{
    (void)state;
    static const struct {
        const char *base;
        int64_t power;
        const char *result; /* NULL: refused */
    } cases[] = {
        { "100000000000000001", 2, "1000000000000000020000000000000000E1" },
        { "2", -3, "125E-3" },
        { "0.5", 2, "25E-2" },
        { "-1", INT64_MIN, "1E0" },
        { "-1", INT64_MAX, "-1E0" },
        { "2", INT64_MAX, NULL },
        { "0.5", INT64_MIN, NULL },
        { "0.5", INT64_MAX, "0E-6176" },
        { "2", INT64_MIN, "0E-6176" },
        { "0", 0, "1E0" },
        { "0", -1, NULL },
        { "0", 5, "0E0" },
        { "7", 0, "1E0" },
        { "1E6111", 2, NULL },
        { "0.01", -1, "1E2" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Decimal base = decimal(cases[i].base), result;
        bool done = decimal_power(&result, &base, cases[i].power);
        assert_int_equal(done, cases[i].result != NULL);
        if (done)
            assert_string_equal(shown(&result), cases[i].result);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(adds_as_python_does),
        cmocka_unit_test(subtracts_as_python_does),
        cmocka_unit_test(multiplies_as_python_does),
        cmocka_unit_test(divides_as_python_does),
        cmocka_unit_test(rounds_seven_ways_as_python_does),
        cmocka_unit_test(modulo_is_the_exact_floor),
        cmocka_unit_test(powers_are_rounded_once),
        cmocka_unit_test(powers_known_by_hand),
        cmocka_unit_test(prints_plain_digits_as_python_does),
        cmocka_unit_test(agrees_with_gcc_bit_for_bit),
        cmocka_unit_test(reads_what_is_a_number),
        cmocka_unit_test(refuses_what_is_not_a_number),
        cmocka_unit_test(zero_is_never_negative),
        cmocka_unit_test(a_scale_not_reached_changes_nothing),
        cmocka_unit_test(rounding_far_before_the_point),
        cmocka_unit_test(whole_numbers_come_out),
        cmocka_unit_test(trimming_takes_zeros_after_the_point_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* tests/unit/test_determination_quick.c - the quick ways say what the long way says: the index of long tables (groups.h) against a
 * traced run, which never takes it; and cases side by side (lanes.h) against cases one by one. The oracle is the long way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "declarant.h"
#include "determination/run.h"

/* ---- chance: the same each time ---- */

static uint32_t below(uint64_t *seed, uint32_t count)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((*seed >> 33) % count);
}

/* ---- a long table, made up ---- */

static const char FACTS[] =
    "# Facts of the table\n\n## Things\n\n"
    "| thing | many | within | WCO Data Model class |\n|-------|------|--------|----------------------|\n| case | - | - | Declaration |\n\n"
    "## Facts\n\n"
    "| fact | of | type | values | only if | unit | en | zh | vi | WCO name |\n|------|----|------|--------|---------|------|----|----|----|----------|\n"
    "| jurisdiction | case | country | - | - | - | Which law? | 哪国？ | Nước nào? | - |\n"
    "| movement | case | text | \"import\" | - | - | Which way? | 方向？ | Chiều nào? | - |\n"
    "| maker | case | text | - | - | - | Whose? | 谁？ | Của ai? | - |\n"
    "| heading | case | number | - | - | - | Which code? | 编码？ | Mã nào? | - |\n"
    "| amount | case | number | - | - | - | How much? | 多少？ | Bao nhiêu? | - |\n"
    "| sealed | case | boolean | - | - | - | Is it sealed? | 密封？ | Niêm phong? | - |\n"
    "| entry day | case | date | - | - | - | When? | 何时？ | Khi nào? | - |\n";
static const char ANSWERS[] =
    "# Answers of the table\n\n## Lists of a determination\n\n| list | made from | key |\n|------|-----------|-----|\n| values | `rate` | thing |\n\n"
    "## Decisions that every jurisdiction answers\n\n| decision | per | type | asked when |\n|----------|-----|------|------------|\n| rate | case | number | - |\n";
static const char HEAD[] =
    "---\njurisdiction: ZZ\nlayer: law\nper: case\nclock: entry day\nmodelled: 2000-01-01 .. 2019-12-31\nchecked: 2026-11-20\n---\n\n"
    "# A table made up\n\n## Sources\n\n"
    "| id | instrument | grade | confidence | published | in force |\n|----|------------|-------|------------|-----------|----------|\n"
    "| MINI | A seed | practice | read | 2000-01-01 | 2000-01-01 .. |\n\n"
    "### `rate` : number\n\n| U | maker | heading | amount | sealed | rate | in force | source |\n|---|-------|---------|--------|--------|------|----------|--------|\n";

static void write_maker(FILE *out, uint64_t *seed)
{
    uint32_t a = below(seed, 26), b = below(seed, 26);
    switch (below(seed, 8)) {
    case 0: fputs("-", out); break;
    case 1: fprintf(out, "\"%c\", \"%c\"", 'A' + a, 'A' + b); break;
    case 2: fprintf(out, "not(\"%c\")", 'A' + a); break;
    default: fprintf(out, "\"%c\"", 'A' + a); break;
    }
}

static void write_heading(FILE *out, uint64_t *seed)
{
    uint32_t low = below(seed, 40), high = low + below(seed, 6);
    switch (below(seed, 8)) {
    case 0: fputs("-", out); break;
    case 1: fprintf(out, "< %u", low); break;
    case 2: fprintf(out, ">= %u.5", high); break;
    case 3: fprintf(out, "(%u..%u]", low, high + 1); break;
    case 4: fprintf(out, "%u", low); break;
    default: fprintf(out, "[%u..%u]", low, high); break;
    }
}

static void write_amount(FILE *out, uint64_t *seed)
{
    static const char *const CELLS[] = { "-", "-", "-", "< 10", "[10..20.25)", "> 20.25", "not(5)", "1, 2, 3" };
    fputs(CELLS[below(seed, 8)], out);
}

/* Close together at first, then far apart: cuts lie unevenly on the line. */
static uint32_t spread(uint32_t heading)
{
    return heading < 20 ? heading : 20 + (heading - 20) * 100000 + heading % 3;
}

/* WHOLE: only single makers and closed ranges, so that rows seldom lie over one another. CONSTANT: no row reckons. OTHERWISE: the last
 * row takes what is left. */
enum { WHOLE = 1, OTHERWISE = 2, CONSTANT = 4 };

static void write_row(FILE *out, uint64_t *seed, uint32_t number, int form)
{
    static const char *const SEALED[] = { "-", "-", "true", "false" };
    static const char *const DAYS[] = { "2000-01-01 ..", "2000-01-01 .. 2008-12-31", "2009-01-01 ..", "2003-02-01 .. 2003-12-31; 2010-05-05 .. 2011-01-01" };
    fprintf(out, "| R-%u | ", number);
    if (form & WHOLE)
        fprintf(out, "\"%c\" | [%u..%u] | - | - ", 'A' + number % 26, spread(number / 26 * 4), spread(number / 26 * 4 + below(seed, 4)));
    else {
        write_maker(out, seed);
        fputs(" | ", out);
        write_heading(out, seed);
        fputs(" | ", out);
        write_amount(out, seed);
        fprintf(out, " | %s ", SEALED[below(seed, 4)]);
    }
    fprintf(out, "| %s0.%u | %s | MINI |\n", form & CONSTANT || below(seed, 4) ? "" : "amount * ", below(seed, 1000), DAYS[form & WHOLE ? 0 : below(seed, 4)]);
}

static FILE *file_in(const char *folder, const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    return file;
}

static void write_book(const char *folder, uint64_t *seed, uint32_t rows, int form)
{
    FILE *file = file_in(folder, "facts.md");
    fputs(FACTS, file);
    fclose(file);
    file = file_in(folder, "answers.md");
    fputs(ANSWERS, file);
    fclose(file);
    file = file_in(folder, "rates.md");
    fputs(HEAD, file);
    for (uint32_t r = 0; r < rows; r++)
        write_row(file, seed, r, form);
    if (form & OTHERWISE)
        fputs("| R-end | otherwise | | | | 9 | 2000-01-01 .. | MINI |\n", file);
    fclose(file);
}

static void remove_book(const char *folder)
{
    static const char *const NAMES[] = { "facts.md", "answers.md", "rates.md" };
    char path[256];
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, NAMES[i]);
        unlink(path);
    }
    rmdir(folder);
}

/* ---- the index against the long way ---- */

static void tell(Run *run, const char *name, Value value)
{
    const Fact *fact = program_fact(run->program, NULL, text_of(name));
    run_tell(run->root, fact->slot, value);
}

static void tell_case(Run *run, uint64_t seed)
{
    Value amount = below(&seed, 2) ? value_small(below(&seed, 30), 0) : value_small(below(&seed, 3000), -2);
    Value heading = below(&seed, 3) ? value_small(below(&seed, 2) ? below(&seed, 45) : spread(below(&seed, 70)) + below(&seed, 2), 0) : below(&seed, 3) ? value_small(below(&seed, 450), -1) : value_small(below(&seed, 5), 1);
    char maker = (char)('A' + below(&seed, 27));
    const Str *symbol = symbol_find(run->program->symbols, (Text){ &maker, 1 });
    tell(run, "maker", symbol ? (Value){ .kind = VALUE_TEXT, .text = symbol } : value_text(run->region, (Text){ &maker, 1 }));
    tell(run, "heading", heading);
    tell(run, "amount", amount);
    tell(run, "entry day", value_date(10957 + below(&seed, 7305)));
    if (below(&seed, 8))
        tell(run, "sealed", value_boolean(below(&seed, 2)));
}

static Value rate_of(Run *run, Region *region, const Program *program, uint64_t seed, bool traced, uint32_t *row)
{
    run_init(run, program, region);
    if (traced)
        run_trace(run);
    run->root = &run_frame(run, program->things[0], NULL, true)->frame;
    tell_case(run, seed);
    const Decision *decision = program_decision(program, TEXT("rate"));
    Value value = run_read(run, run->root, decision->slot);
    *row = run_row(run->root, decision->slot);
    return value;
}

/* Returns how many cases met one row. */
static int compare_cases(Region *region, const Program *program, uint64_t seed)
{
    int fired = 0;
    for (int i = 0; i < 3000; i++) {
        RegionMark mark = region_mark(region);
        Run quick, longer;
        uint32_t row_quick, row_longer;
        uint64_t here = seed + (uint64_t)i * 977;
        Value a = rate_of(&quick, region, program, here, false, &row_quick), b = rate_of(&longer, region, program, here, true, &row_longer);
        assert_int_equal(a.kind, b.kind);
        assert_int_equal(row_quick, row_longer);
        if (value_is_number(a))
            assert_int_equal(value_equal(a, b), 1);
        if (a.kind == VALUE_ABSENT)
            assert_int_equal(a.mark, b.mark);
        fired += row_quick > 0;
        region_drop(region, mark);
    }
    return fired;
}

static void compare_book(uint64_t seed, uint32_t rows, int form)
{
    char folder[] = "/tmp/declarant-quick-XXXXXX";
    assert_non_null(mkdtemp(folder));
    write_book(folder, &seed, rows, form);
    Region region;
    Report report;
    region_init(&region, NULL);
    report_init(&report, &region);
    Task task = { .region = &region, .report = &report };
    const Rulebooks *books = rulebooks_read(&task, &(ReadOptions){ .folder = folder });
    remove_book(folder);
    const Program *program = books ? program_link(&task, books, &(LinkOptions){ .jurisdiction = TEXT("ZZ"), .movement = TEXT("import") }) : NULL;
    assert_non_null(program);
    int fired = compare_cases(&region, program, seed);
    assert_true(!(form & WHOLE) || fired > 100);
    region_close(&region);
}

static void test_long_tables(void **state)
{
    (void)state;
    static const uint32_t ROWS[] = { 65, 130, 400 };
    for (uint32_t i = 0; i < 3; i++) {
        compare_book(11 + i, ROWS[i], 0);
        compare_book(22 + i, ROWS[i], WHOLE);
        compare_book(33 + i, ROWS[i], WHOLE | OTHERWISE);
    }
}

/* ---- side by side against one by one ---- */

static const char *const TOLD[] = { "software kind", "medium", "with machinery", "separable", "software price", "carrier price", "machinery price", "duty rate", "vat rate", "entry day" };
static const char *const WANTED[] = { "customs value", "duty", "vat", "total" };
enum { TOLD_COUNT = 10, WANTED_COUNT = 4, CASES = 500 };

typedef struct Planned { /* a plan and how many values a case has */
    declarant_plan *plan;
    size_t told, wanted;
} Planned;

static declarant_value price_of(uint64_t *seed)
{
    static const declarant_value ODD[] = { { .kind = DECLARANT_UNKNOWN }, { .kind = DECLARANT_NUMBER, .exponent = -3, .is.number = INT64_MAX } };
    if (!below(seed, 20))
        return ODD[below(seed, 2)];
    return (declarant_value){ .kind = DECLARANT_NUMBER, .exponent = (int16_t)-(int)below(seed, 4), .is.number = below(seed, 1000000000) };
}

static declarant_value word_of(const declarant_plan *plan, uint64_t *seed, const char *a, const char *b)
{
    const char *word = below(seed, 25) ? below(seed, 2) ? a : b : "something else";
    return below(seed, 40) ? declarant_plan_text(plan, word, strlen(word)) : (declarant_value){ .kind = DECLARANT_UNKNOWN };
}

static void chance_case(const declarant_plan *plan, uint64_t *seed, declarant_value *told)
{
    told[0] = word_of(plan, seed, "application", "control-operating");
    told[1] = word_of(plan, seed, "carrier", "intermediary");
    for (int i = 2; i < 4; i++)
        told[i] = (declarant_value){ .kind = below(seed, 30) ? DECLARANT_BOOLEAN : DECLARANT_UNKNOWN, .is.number = below(seed, 2) };
    for (int i = 4; i < 9; i++)
        told[i] = price_of(seed);
    told[9] = (declarant_value){ .kind = below(seed, 30) ? DECLARANT_DATE : DECLARANT_UNKNOWN, .is.number = 10000 + below(seed, 9000) };
}

static void assert_same(const declarant_value *a, const declarant_value *b)
{
    assert_int_equal(a->kind, b->kind);
    assert_int_equal(a->length, b->length);
    if (a->kind == DECLARANT_LONG_NUMBER || a->kind == DECLARANT_TEXT) {
        assert_memory_equal(a->is.text, b->is.text, a->length);
        return;
    }
    assert_int_equal(a->exponent, b->exponent);
    if (a->kind == DECLARANT_NUMBER || a->kind == DECLARANT_BOOLEAN || a->kind == DECLARANT_DATE)
        assert_int_equal(a->is.number, b->is.number);
}

/* Returns how many values there are. */
static size_t compare_runs(const Planned *planned, const declarant_value *told, size_t at_once)
{
    static declarant_value together[CASES * WANTED_COUNT];
    static uint32_t rows[CASES * WANTED_COUNT];
    declarant_runner *side_by_side = NULL, *alone = NULL;
    size_t there = 0;
    assert_int_equal(declarant_runner_open(&side_by_side, planned->plan), DECLARANT_OK);
    assert_int_equal(declarant_runner_open(&alone, planned->plan), DECLARANT_OK);
    for (size_t i = 0; i < CASES; i += at_once) {
        size_t count = CASES - i < at_once ? CASES - i : at_once;
        assert_int_equal(declarant_runner_decide(together, rows, side_by_side, told + i * planned->told, count), DECLARANT_OK);
        for (size_t k = 0; k < count; k++) {
            declarant_value one[WANTED_COUNT];
            uint32_t row[WANTED_COUNT];
            assert_int_equal(declarant_runner_decide(one, row, alone, told + (i + k) * planned->told, 1), DECLARANT_OK);
            for (size_t d = 0; d < planned->wanted; d++) {
                assert_same(&together[k * planned->wanted + d], &one[d]);
                assert_int_equal(rows[k * planned->wanted + d], row[d]);
                there += one[d].kind == DECLARANT_NUMBER;
            }
        }
    }
    declarant_runner_close(&side_by_side);
    declarant_runner_close(&alone);
    return there;
}

static void test_side_by_side(void **state)
{
    (void)state;
    static declarant_value told[CASES * TOLD_COUNT];
    declarant_law *law = NULL;
    Planned planned = { NULL, TOLD_COUNT, WANTED_COUNT };
    declarant_law_options options = { .size = sizeof options, .rulebooks = DECLARANT_SOURCE "/bench/vn-mini" };
    uint64_t seed = 7;
    assert_int_equal(declarant_law_open(&law, &options, NULL), DECLARANT_OK);
    assert_int_equal(declarant_plan_open(&planned.plan, law, "ZZ", "import", TOLD, TOLD_COUNT, WANTED, WANTED_COUNT, NULL), DECLARANT_OK);
    for (size_t i = 0; i < CASES; i++)
        chance_case(planned.plan, &seed, told + i * TOLD_COUNT);
    compare_runs(&planned, told, 64);
    compare_runs(&planned, told, 100);
    compare_runs(&planned, told, 5);
    declarant_plan_close(&planned.plan);
    declarant_law_close(&law);
}

/* ---- long tables side by side ---- */

static const char *const ASKED[] = { "maker", "heading", "amount", "sealed", "entry day" };
static const char *const RATE[] = { "rate" };
enum { ASKED_COUNT = 5 };

static void chance_look_up(const declarant_plan *plan, uint64_t *seed, declarant_value *told)
{
    char maker = (char)('A' + below(seed, 27));
    uint32_t heading = below(seed, 2) ? below(seed, 45) : spread(below(seed, 70)) + below(seed, 2);
    told[0] = declarant_plan_text(plan, below(seed, 30) ? &maker : "?", 1);
    told[1] = (declarant_value){ .kind = below(seed, 30) ? DECLARANT_NUMBER : DECLARANT_UNKNOWN, .is.number = heading };
    told[2] = (declarant_value){ .kind = DECLARANT_NUMBER, .exponent = -2, .is.number = below(seed, 3000) };
    told[3] = (declarant_value){ .kind = below(seed, 8) ? DECLARANT_BOOLEAN : DECLARANT_UNKNOWN, .is.number = below(seed, 2) };
    told[4] = (declarant_value){ .kind = below(seed, 30) ? DECLARANT_DATE : DECLARANT_UNKNOWN, .is.number = 10957 + below(seed, 7305) };
    if (told[0].length) /* a text no symbol stands for lives as long as the case */
        told[0].is.text = "?";
}

static void compare_look_ups(uint64_t seed, uint32_t rows, int form)
{
    static declarant_value told[CASES * ASKED_COUNT];
    char folder[] = "/tmp/declarant-quick-XXXXXX";
    declarant_law *law = NULL;
    Planned planned = { NULL, ASKED_COUNT, 1 };
    assert_non_null(mkdtemp(folder));
    write_book(folder, &seed, rows, form);
    declarant_law_options options = { .size = sizeof options, .rulebooks = folder };
    assert_int_equal(declarant_law_open(&law, &options, NULL), DECLARANT_OK);
    assert_int_equal(declarant_plan_open(&planned.plan, law, "ZZ", "import", ASKED, ASKED_COUNT, RATE, 1, NULL), DECLARANT_OK);
    remove_book(folder);
    for (size_t i = 0; i < CASES; i++)
        chance_look_up(planned.plan, &seed, told + i * ASKED_COUNT);
    assert_true(compare_runs(&planned, told, 64) > 20 || !(form & WHOLE));
    declarant_plan_close(&planned.plan);
    declarant_law_close(&law);
}

static void test_long_tables_side_by_side(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 3; i++) {
        compare_look_ups(44 + i, 65, CONSTANT);
        compare_look_ups(55 + i, 400, CONSTANT);
        compare_look_ups(66 + i, 400, CONSTANT | WHOLE);
        compare_look_ups(77 + i, 400, CONSTANT | WHOLE | OTHERWISE);
        compare_look_ups(88 + i, 130, WHOLE);
    }
}

/* ---- facts that say whether another one is told ---- */

/* tests/determination/books/told: one price alone is the whole price, of both the sum; 30 + 12 = 42. */
static void test_whether_told(void **state)
{
    (void)state;
    static const char *const facts[] = { "entry day", "left", "right" }, *const wanted[] = { "value" };
    static const int64_t expected[] = { 30, 12, 42 };
    declarant_value day = { .kind = DECLARANT_DATE, .is.number = 18628 }, left = { .kind = DECLARANT_NUMBER, .is.number = 30 }; /* 2021-01-01 */
    declarant_value right = { .kind = DECLARANT_NUMBER, .is.number = 12 }, untold = { .kind = DECLARANT_UNKNOWN };
    declarant_value cases[] = { day, left, untold, day, untold, right, day, left, right }, results[3];
    declarant_law *law = NULL;
    declarant_plan *plan = NULL;
    declarant_runner *runner = NULL;
    declarant_law_options options = { .size = sizeof options, .rulebooks = DECLARANT_SOURCE "/tests/determination/books/told" };
    assert_int_equal(declarant_law_open(&law, &options, NULL), DECLARANT_OK);
    assert_int_equal(declarant_plan_open(&plan, law, "ZZ", "import", facts, 3, wanted, 1, NULL), DECLARANT_OK);
    assert_int_equal(declarant_runner_open(&runner, plan), DECLARANT_OK);
    assert_int_equal(declarant_runner_decide(results, NULL, runner, cases, 3), DECLARANT_OK);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(results[i].kind, DECLARANT_NUMBER);
        assert_int_equal(results[i].is.number, expected[i]);
    }
    declarant_runner_close(&runner);
    declarant_plan_close(&plan);
    declarant_law_close(&law);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_long_tables),
        cmocka_unit_test(test_side_by_side),
        cmocka_unit_test(test_long_tables_side_by_side),
        cmocka_unit_test(test_whether_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

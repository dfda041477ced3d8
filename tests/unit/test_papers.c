/* tests/unit/test_papers.c - what other people's readers cannot show of papers: memory that runs out, cells of values, records that grow.
 * How the forms look is tested in tests/papers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <locale.h>

#include "failing.h"
#include "papers/figures.h"
#include "papers/paper.h"

enum { ROWS = 4000, LINES = 300 };

static Paper *long_paper(Region *region)
{
    Paper *paper = paper_new(region, "long", TEXT("Long"), 0);
    PaperPart *part = paper_part(paper, "rows", TEXT("Rows"));
    paper_column(part, "words", TEXT("Words"), PAPER_TEXT);
    paper_column(part, "amount", TEXT("Amount"), PAPER_AMOUNT);
    for (uint64_t i = 0; i < ROWS; i++) {
        PaperRow *row = paper_row(part);
        paper_cell(part, row, "words", cell_plain(text_format(region, "row %llu with\ta tab, so that words are copied", (unsigned long long)i)));
        paper_cell(part, row, "amount", cell_count(region, i));
    }
    PaperPart *record = paper_record(paper, "record", TEXT("Record"));
    for (int i = 0; i < LINES; i++)
        paper_line(record, text_string(region, text_format(region, "line_%d", i)), TEXT("Line"), PAPER_NUMBER, cell_count(region, (uint64_t)i));
    return paper;
}

static void write_json(Task *task)
{
    Builder out = builder_on(task->region);
    paper_json(&out, long_paper(task->region), false);
}

static void write_csv(Task *task)
{
    Builder out = builder_on(task->region);
    paper_csv(task, &out, long_paper(task->region), TEXT_NONE);
}

static void write_html(Task *task)
{
    Builder out = builder_on(task->region);
    paper_html(&out, long_paper(task->region));
}

static void write_xlsx(Task *task)
{
    Builder out = builder_on(task->region);
    paper_xlsx(task, &out, long_paper(task->region));
}

static void test_memory_that_runs_out(void **state)
{
    (void)state;
    assert_true(fail_everywhere(write_json) > 5);
    assert_true(fail_everywhere(write_csv) > 5);
    assert_true(fail_everywhere(write_html) > 5);
    locale_t before = uselocale((locale_t)0);
    assert_true(fail_everywhere(write_xlsx) > 5); /* no file stays open */
    assert_ptr_equal(uselocale((locale_t)0), before);
}

static void test_records_keep_their_lines(void **state)
{
    (void)state;
    Region region;
    region_init(&region, NULL);
    const Paper *paper = long_paper(&region);
    const PaperPart *record = paper->parts.at[1];
    assert_int_equal(record->columns.count, LINES);
    assert_int_equal(record->rows.count, 1);
    for (int i = 0; i < LINES; i++)
        assert_true(text_equal(record->rows.at[0].cells[i].plain, text_format(&region, "%d", i)));
    region_close(&region);
}

static size_t occurrences(Text text, const char *of)
{
    size_t count = 0;
    for (size_t i = 0; i + strlen(of) <= text.length; i++)
        count += memcmp(text.at + i, of, strlen(of)) == 0;
    return count;
}

/* A column that people are not shown is in no row either, wherever it stands: the cells under a title are its own. */
static void test_columns_left_out(void **state)
{
    (void)state;
    Region region;
    region_init(&region, NULL);
    Paper *paper = paper_new(&region, "x", TEXT("x"), 0);
    PaperPart *part = paper_part(paper, "part", TEXT("Part"));
    paper_column_aside(part, "first", TEXT("First"), PAPER_TEXT);
    paper_column(part, "second", TEXT("Second"), PAPER_TEXT);
    paper_column_aside(part, "third", TEXT("Third"), PAPER_TEXT);
    paper_column(part, "fourth", TEXT("Fourth"), PAPER_TEXT);
    const char *keys[] = { "first", "second", "third", "fourth" };
    PaperRow *row = paper_row(part);
    for (size_t i = 0; i < 4; i++)
        paper_cell(part, row, keys[i], cell_plain(text_format(&region, "of %s", keys[i])));
    Builder out = builder_on(&region);
    paper_html(&out, paper);
    Text html = builder_text(&out);
    assert_int_equal(occurrences(html, "scope=\"col\""), 2);
    assert_int_equal(occurrences(html, "scope=\"row\""), 1);
    assert_int_equal(occurrences(html, ">of second</th>"), 1);
    assert_int_equal(occurrences(html, ">of fourth</td>"), 1);
    assert_int_equal(occurrences(html, "of first") + occurrences(html, "of third"), 0);
    region_close(&region);
}

static Text shown(const Paper *paper, PaperKind kind, const char *plain)
{
    return cell_shown(paper, kind, cell_plain(text_of(plain)));
}

static void test_cells_for_people(void **state)
{
    (void)state;
    Region region;
    region_init(&region, NULL);
    const Paper *english = paper_new(&region, "x", TEXT("x"), 0), *vietnamese = paper_new(&region, "x", TEXT("x"), 2);
    assert_true(text_is(shown(english, PAPER_AMOUNT, "7890000.5"), "7,890,000.50"));
    assert_true(text_is(shown(vietnamese, PAPER_AMOUNT, "7890000.5"), "7.890.000,50"));
    assert_true(text_is(shown(english, PAPER_RATE, "0.105"), "10.5%"));
    assert_true(text_is(shown(english, PAPER_NUMBER, "0012"), "12"));
    assert_true(text_is(shown(english, PAPER_NUMBER, "a dozen"), "a dozen"));
    assert_true(text_is(shown(english, PAPER_CODE, "0012"), "0012"));
    assert_true(text_is(shown(english, PAPER_YES, "true"), "yes"));
    assert_true(text_is(shown(english, PAPER_YES, ""), ""));
    assert_true(text_is(shown(english, PAPER_YES, "perhaps"), "perhaps"));
    region_close(&region);
}

static void test_cells_of_values(void **state)
{
    (void)state;
    Region region;
    region_init(&region, NULL);
    const Paper *paper = paper_new(&region, "x", TEXT("x"), 0);
    Determination answer = { 0 };
    assert_true(text_is(cell_value(paper, &answer, value_small(-125, -2)).plain, "-1.25"));
    assert_true(text_is(cell_value(paper, &answer, value_date(0)).plain, "1970-01-01"));
    assert_true(text_is(cell_value(paper, &answer, value_boolean(false)).plain, "false"));
    PaperCell open = cell_value(paper, &answer, value_unknown(NULL)), none = cell_value(paper, &answer, (Value){ .kind = VALUE_ABSENT, .mark = MARK_NONE });
    assert_true(!open.plain.length && text_is(open.words, "open"));
    assert_true(!none.plain.length && text_is(none.words, "nothing asked"));
    Money money = { decimal_of(728, -1), "USD" };
    PaperCell sum = cell_value(paper, &answer, (Value){ .kind = VALUE_MONEY, .money = &money });
    assert_true(text_is(sum.plain, "72.8") && text_is(sum.words, "72.80 USD"));
    Value two[] = { value_small(1000, 0), value_boolean(true) };
    PaperCell list = cell_value(paper, &answer, value_list(&region, two, 2));
    assert_true(text_is(list.plain, "1000; true") && text_is(list.words, "1,000; yes"));
    region_close(&region);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_memory_that_runs_out),
        cmocka_unit_test(test_records_keep_their_lines),
        cmocka_unit_test(test_columns_left_out),
        cmocka_unit_test(test_cells_for_people),
        cmocka_unit_test(test_cells_of_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

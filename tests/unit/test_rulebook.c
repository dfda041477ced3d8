/* tests/unit/test_rulebook.c - the room rulebook: Markdown as this project reads it, and pages of the law as a model.
 *
 * Oracles: the pages in tests/rulebook/pages/small were written for this test and what they must read as was worked out
 * by hand from docs/rulebook.md; RULEBOOK-SAMPLES.md, whose pages were run elsewhere; LIBRARIES.md 2.4 (what Markdown
 * libraries make of broken tables); Python 3.11 for columns in code points (len of the line before the place).
 * Each message has a folder in tests/reports.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include <sys/stat.h>
#include <unistd.h>

#include "failing.h"
#include "rulebook/reader.h"

#ifndef DECLARANT_SOURCE
#define DECLARANT_SOURCE "."
#endif
#define SMALL DECLARANT_SOURCE "/tests/rulebook/pages/small"

typedef struct Room {
    Region region;
    Report report;
    Task task;
    char folder[64]; /* an empty folder of its own */
} Room;

static int set_up(void **state)
{
    Room *room = calloc(1, sizeof *room);
    region_init(&room->region, NULL);
    report_init(&room->report, &room->region);
    room->task = (Task){ &room->region, &room->report, NULL };
    snprintf(room->folder, sizeof room->folder, "/tmp/declarant-test-XXXXXX");
    *state = room;
    return mkdtemp(room->folder) ? 0 : -1;
}

static int tear_down(void **state)
{
    Room *room = *state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", room->folder);
    int code = system(command);
    region_close(&room->region);
    free(room);
    return code;
}

static void assert_text(Text text, const char *expected)
{
    if (!text_equal(text, text_of(expected)))
        fail_msg("got \"" TEXT_FMT "\", expected \"%s\"", TEXT_ARG(text), expected);
}

static void assert_span(Span span, const char *expected)
{
    assert_text(span_text(span), expected);
}

static void assert_days(Room *room, DaySpans days, const char *expected)
{
    Builder out = builder_on(&room->region);
    days_print(&out, days);
    assert_text(builder_text(&out), expected);
}

static void assert_no_faults(Room *room)
{
    Builder out = builder_on(&room->region);
    report_print(&out, &room->report, false);
    if (room->report.errors)
        fail_msg(TEXT_FMT, TEXT_ARG(builder_text(&out)));
}

static const Rulebooks *read_folder(Room *room, ReadOptions options)
{
    const Rulebooks *books = rulebooks_read(&room->task, &options);
    assert_no_faults(room);
    assert_non_null(books);
    return books;
}

static const Rulebooks *read_small(Room *room)
{
    return read_folder(room, (ReadOptions){ .folder = SMALL, .cross_check = true });
}

static const DecisionBlock *decision_of(const Page *page, const char *name)
{
    for (uint32_t i = 0; i < page->decision_count; i++)
        if (text_equal(page->decisions[i].name, text_of(name)))
            return &page->decisions[i];
    fail_msg("no decision %s", name);
    return NULL;
}

static const Page *page_of(const Rulebooks *books, const char *path)
{
    const Page *page = rulebooks_find_page(books, text_of(path));
    assert_non_null(page);
    return page;
}

/* ---- days ---- */

static int64_t day(const char *written)
{
    int64_t days = 0;
    assert_true(date_read(&days, text_of(written)));
    return days;
}

static void spans_of_days(void **state)
{
    Room *room = *state;
    DaySpan first[] = { { day("2019-10-15"), day("2020-12-31") }, { day("2022-01-01"), DAY_OPEN } };
    DaySpan second[] = { { DAY_EVER, day("2019-01-01") }, { day("2021-01-01"), day("2021-06-30") } };
    DaySpans a = { 2, first }, b = { 2, second };
    assert_true(days_contain(a, day("2019-10-15")));
    assert_true(days_contain(a, day("2020-12-31")));
    assert_false(days_contain(a, day("2021-01-01")));
    assert_true(days_contain(a, day("9999-12-31")));
    assert_days(room, days_union(&room->region, a, b), ".. 2019-01-01; 2019-10-15 .. 2021-06-30; 2022-01-01 ..");
    assert_days(room, days_union(&room->region, a, (DaySpans){ 0, NULL }), "2019-10-15 .. 2020-12-31; 2022-01-01 ..");
    int64_t outside = 0;
    assert_false(days_outside(a, a, &outside));
    assert_true(days_outside(a, b, &outside));
    assert_int_equal(outside, day("2019-10-15"));
    assert_true(days_outside(b, a, &outside));
    assert_int_equal(outside, DAY_EVER);
    DaySpan open[] = { { DAY_EVER, DAY_OPEN } };
    assert_false(days_outside(a, (DaySpans){ 1, open }, &outside));
    assert_true(days_outside((DaySpans){ 1, open }, a, &outside));
}

static void a_gap_inside_is_found(void **state)
{
    (void)state;
    DaySpan row[] = { { day("2020-01-01"), DAY_OPEN } };
    DaySpan bases[] = { { day("2019-01-01"), day("2020-06-30") }, { day("2020-07-02"), DAY_OPEN } };
    int64_t outside = 0;
    assert_true(days_outside((DaySpans){ 1, row }, (DaySpans){ 2, bases }, &outside));
    assert_int_equal(outside, day("2020-07-01"));
}

/* ---- the whole model ---- */

static void facts_are_read(void **state)
{
    const Rulebooks *books = read_small(*state);
    assert_int_equal(books->thing_count, 3);
    assert_text(books->things[2].name, "declaration line");
    assert_text(books->things[2].within, "shipment");
    assert_text(books->things[2].made_by, "declaration lines");
    assert_text(books->things[0].many, "");
    assert_int_equal(books->fact_count, 7);
    const FactEntry *movement = &books->facts[0], *price = &books->facts[4], *made = &books->facts[6];
    assert_span(movement->values, "\"import\", \"export\"");
    assert_span(movement->only_if, "");
    assert_text(movement->question[1], "方向");
    assert_span(price->only_if, "medium = \"disc\"");
    assert_text(price->unit, "VND");
    assert_text(price->question[1], "");
    assert_false(price->made);
    assert_text(books->facts[5].jurisdiction, "IN");
    assert_true(made->made);
    assert_span(made->type, "-> shipment");
}

static void answers_are_read(void **state)
{
    const Rulebooks *books = read_small(*state);
    assert_int_equal(books->part_count, 4);
    assert_false(books->parts[0].made);
    assert_true(books->parts[1].made);
    assert_text(books->parts[1].catalogue, "");
    assert_true(books->parts[2].key);
    assert_text(books->parts[2].catalogue, "data/documents.csv");
    assert_span(books->parts[2].part_type, "name");
    assert_false(books->parts[3].key);
    assert_text(books->lists[0].type, "charge");
    assert_int_equal(books->lists[0].key_count, 2);
    assert_text(books->lists[0].keys[1], "thing");
    assert_text(books->lists[1].decision, "customs value");
    assert_span(books->answers[0].asked_when, "");
    assert_span(books->answers[1].asked_when, "medium != \"disc\"");
    assert_int_equal(books->catalogue_count, 1);
    assert_text(books->catalogues[0].names[1].name, "power, of attorney");
    assert_text(books->catalogues[0].names[1].words[2], "giấy ủy quyền");
}

static void front_matter_is_read(void **state)
{
    Room *room = *state;
    const Rulebooks *books = read_small(room);
    const Page *page = page_of(books, "vn/value.md"), *guidance = page_of(books, "in/value.md");
    assert_text(page->title, "Viet Nam: the value of a shipment");
    assert_int_equal(page->movement_count, 2);
    assert_text(page->movements[1], "export");
    assert_text(page->currency, "VND");
    assert_span(page->clock_span, "entry day");
    assert_days(room, page->modelled, "..");
    assert_int_equal(page->checked, day("2026-11-22"));
    assert_int_equal(page->layer, LAYER_LAW);
    assert_int_equal(page->not_modelled_count, 1);
    assert_text(page->not_modelled[0], "C39 17(10), other special\nimports.");
    assert_int_equal(guidance->layer, LAYER_GUIDANCE);
    assert_text(guidance->voice, "AP26");
    assert_int_equal(guidance->movement_count, 0);
}

static void registers_are_read(void **state)
{
    Room *room = *state;
    const Page *page = page_of(read_small(room), "vn/value.md");
    assert_int_equal(page->source_count, 3);
    assert_int_equal(page->sources[1].grade, GRADE_REGULATION);
    assert_int_equal(page->sources[1].confidence, CONFIDENCE_REPORTED);
    assert_false(page->sources[1].has_published);
    assert_true(page->sources[0].has_published);
    assert_int_equal(page->sources[0].published, day("2016-04-06"));
    assert_text(page->sources[2].instrument, "Law of 2005 | 2006");
    assert_days(room, page->sources[2].in_force, ".. 2016-08-31");
    assert_int_equal(page->charge_count, 2);
    assert_span(page->charges[0].rounding, "round half up(exact, 0)");
    assert_text(page->charges[0].name_in_law, "thuế nhập khẩu");
    assert_false(page->charges[0].beside);
    assert_true(page->charges[1].beside);
    assert_span(page->charges[1].rounding, "");
    assert_text(page->charges[1].of, "");
    assert_text(page->exchanges[0].rate, "transfer rate of the bank");
    assert_text(page->exchanges[0].citations.at[0].article, "8");
}

static void headings_are_read(void **state)
{
    const Page *page = page_of(read_small(*state), "vn/value.md");
    const DecisionBlock *question = decision_of(page, "paper counts"), *doubled = decision_of(page, "doubled");
    assert_int_equal(question->kind, DECISION_QUESTION);
    assert_span(question->type, "boolean");
    assert_text(question->per, "shipment");
    assert_int_equal(question->reading_count, 2);
    assert_span(question->readings[1].value, "true");
    assert_text(question->readings[1].citations.at[0].source->page->jurisdiction, "WORLD");
    assert_int_equal(doubled->kind, DECISION_FEEL);
    assert_span(doubled->feel, "customs value * 2");
    assert_span(doubled->type, "list of number");
    assert_int_equal(doubled->parameter_count, 2);
    assert_text(doubled->parameters[1].name, "times");
    assert_span(doubled->parameters[1].type, "number");
    assert_int_equal(doubled->citations.count, 2);
    assert_int_equal(doubled->citations.at[1].role, CITES_SUPPORT);
}

static void tables_are_read(void **state)
{
    Room *room = *state;
    const DecisionBlock *value = decision_of(page_of(read_small(room), "vn/value.md"), "customs value");
    const Table *table = &value->table;
    assert_text(value->prose, "The price counts;\npaper has no value.");
    assert_int_equal(table->policy, HIT_UNIQUE);
    assert_int_equal(table->column_count, 7);
    const ColumnKind kinds[] = { COLUMN_INPUT, COLUMN_INPUT, COLUMN_OUTPUT, COLUMN_IN_FORCE, COLUMN_SOURCE,
                                 COLUMN_CONFIDENCE, COLUMN_NOTE };
    for (int i = 0; i < 7; i++)
        assert_int_equal(table->columns[i].kind, kinds[i]);
    const Row *first = &table->rows[0], *second = &table->rows[1], *last = &table->rows[2];
    assert_text(first->id, "V-01");
    assert_int_equal(first->alias_count, 1);
    assert_text(first->aliases[0], "V-09");
    assert_span(first->cells[1], "-");
    assert_span(first->cells[6], "");
    assert_int_equal(first->citations.count, 3);
    assert_text(first->citations.at[0].article, "5(a)");
    assert_int_equal(first->citations.at[2].role, CITES_END);
    assert_text(first->citations.at[2].source->id, "L05");
    assert_span(first->citations.at[1].span, "also C39 2");
    assert_false(first->has_confidence);
    assert_span(second->cells[0], "\"a|b\"");
    assert_true(second->has_confidence);
    assert_int_equal(second->confidence, CONFIDENCE_INFERRED);
    assert_text(second->note, "纸 paper");
    assert_true(last->otherwise);
    assert_span(last->cells[1], "");
    assert_days(room, last->in_force, "..");
    assert_ptr_equal(last->table, table);
}

static void examples_are_read(void **state)
{
    const DecisionBlock *value = decision_of(page_of(read_small(*state), "vn/value.md"), "customs value");
    const ExampleTable *table = &value->examples[0];
    assert_int_equal(table->given_count, 2);
    assert_span(table->given[1].name, "medium");
    assert_span(table->given[1].value, "\"a;b\"");
    assert_int_equal(table->column_count, 4);
    assert_int_equal(table->columns[1].kind, EXAMPLE_EXPECTED);
    assert_span(table->columns[2].header, "customs duty.amount");
    assert_int_equal(table->columns[3].kind, EXAMPLE_BY);
    assert_text(table->rows[0].name, "a disc");
    assert_span(table->rows[0].cells[3], "V-09");
    assert_int_equal(value->case_count, 2);
    assert_text(value->cases[0].remark, "two lines; one, machine");
    assert_text(value->cases[1].name, "W04");
}

static void a_table_may_lie_beside_its_page(void **state)
{
    const DecisionBlock *duty = decision_of(page_of(read_small(*state), "vn/value.md"), "customs duty");
    const Table *table = &duty->table;
    assert_non_null(table->csv);
    assert_int_equal(table->row_count, 2);
    assert_text(table->columns[2].part, "rate");
    assert_span(table->rows[0].cells[0], "\"disc\", \"paper\"");
    assert_span(table->rows[0].cells[2], "0.05");
    assert_text(table->rows[1].aliases[0], "D-03");
    assert_span(table->rows[1].cells[1], "if price > 0 then \"x\" else null");
    assert_int_equal(table->rows[1].citations.count, 2);
    Place place = source_place(table->csv, table->rows[1].cells[2].from);
    assert_int_equal(place.line, 3);
}

static void names_are_found(void **state)
{
    const Rulebooks *books = read_small(*state);
    const DecisionBlock *decision = NULL;
    const Row *row = rulebooks_find_row(books, TEXT("VN"), TEXT("D-03"), &decision);
    assert_non_null(row);
    assert_text(row->id, "D-02");
    assert_text(decision->name, "customs duty");
    assert_text(rulebooks_find_row(books, TEXT("IN"), TEXT("V-01"), NULL)->citations.at[0].source_id, "AP26");
    assert_null(rulebooks_find_row(books, TEXT("IN"), TEXT("D-03"), NULL));
    assert_non_null(rulebooks_find_row(books, TEXT_NONE, TEXT("D-03"), NULL));
    assert_non_null(rulebooks_find_source(books, TEXT("IN"), TEXT("VAL")));
    assert_null(rulebooks_find_source(books, TEXT("IN"), TEXT("L16")));
}

/* ---- which pages ---- */

static void one_jurisdiction_and_the_world(void **state)
{
    Room *room = *state;
    const Rulebooks *books = read_folder(room, (ReadOptions){ .folder = SMALL, .jurisdiction = TEXT("IN") });
    assert_int_equal(books->page_count, 2);
    assert_text(books->pages[0].path, "in/value.md");
    assert_text(books->pages[1].path, "world/treaty.md");
}

static void write_file(Room *room, const char *name, Text bytes)
{
    char path[160];
    snprintf(path, sizeof path, "%s/%s", room->folder, name);
    for (char *slash = strchr(path + strlen(room->folder) + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0700);
        *slash = '/';
    }
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.at, 1, bytes.length, file), bytes.length);
    fclose(file);
}

static Text read_small_file(Room *room, const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", SMALL, name);
    const Source *source = file_read(&room->task, path, 0);
    assert_non_null(source);
    return source->bytes;
}

static void copy_small(Room *room, const char *name)
{
    write_file(room, name, read_small_file(room, name));
}

static void one_page_is_told_only_its_own_faults(void **state)
{
    Room *room = *state;
    char page[160];
    const char *const files[] = { "facts.md", "answers.md", "world/treaty.md", "vn/value.md", "vn/rates.csv",
                                  "data/documents.csv" };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        copy_small(room, files[i]);
    write_file(room, "vn/broken.md", TEXT("---\njurisdiction: VN\n---\n\n| a |\n"));
    snprintf(page, sizeof page, "%s/vn/value.md", room->folder);
    const Rulebooks *books = read_folder(room, (ReadOptions){ .folder = room->folder, .only_page = page,
                                                              .cross_check = true });
    assert_int_equal(books->page_count, 1);
    assert_text(books->pages[0].path, "vn/value.md");
    assert_non_null(books->pages[0].decisions[0].readings[1].citations.at[0].source); /* VAL stands on another page */
    ReadOptions all = { .folder = room->folder };
    assert_null(rulebooks_read(&room->task, &all));
}

static void the_environment_names_the_folder(void **state)
{
    Room *room = *state;
    setenv("DECLARANT_RULEBOOKS", SMALL, 1);
    assert_string_equal(rulebooks_folder(&room->task), SMALL);
    setenv("DECLARANT_RULEBOOKS", room->folder, 1);
    assert_null(rulebooks_folder(&room->task));
    assert_string_equal(room->report.first->name, "no-rulebooks");
    unsetenv("DECLARANT_RULEBOOKS");
}

/* ---- line ends, columns ---- */

static Text with_crlf(Region *region, Text text)
{
    Builder out = builder_on(region);
    for (size_t i = 0; i < text.length; i++) {
        if (text.at[i] == '\n')
            build_byte(&out, '\r');
        build_byte(&out, text.at[i]);
    }
    return builder_text(&out);
}

static void crlf_reads_the_same(void **state)
{
    Room *room = *state;
    const char *const files[] = { "facts.md", "answers.md", "world/treaty.md", "vn/value.md", "vn/rates.csv",
                                  "data/documents.csv" };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        write_file(room, files[i], with_crlf(&room->region, read_small_file(room, files[i])));
    const Rulebooks *books = read_folder(room, (ReadOptions){ .folder = room->folder, .cross_check = true });
    const DecisionBlock *value = decision_of(page_of(books, "vn/value.md"), "customs value");
    assert_span(value->table.rows[1].cells[0], "\"a|b\"");
    assert_text(value->table.rows[1].note, "纸 paper");
    assert_span(value->examples[0].given[1].value, "\"a;b\"");
    assert_text(value->cases[1].name, "W04");
    assert_text(value->prose, "The price counts;\r\npaper has no value.");
}

typedef struct Expected {
    const char *page;   /* from its first line */
    const char *fault;  /* name of the first fault, or NULL */
    uint32_t line, column;
} Expected;

static void read_blocks(Room *room, const char *text, Document *document)
{
    const Source *source = source_from(&room->task, TEXT("page.md"), text_of(text));
    assert_non_null(source);
    document_begin(&room->task, document, source);
    document_blocks(&room->task, document);
}

static void check_page(Room *room, const Expected *expected, bool cross)
{
    Document document;
    report_init(&room->report, &room->region);
    read_blocks(room, expected->page, &document);
    if (cross)
        md4c_check(&room->task, &document);
    const Problem *problem = room->report.first;
    if (!expected->fault) {
        assert_no_faults(room);
        return;
    }
    if (!problem)
        fail_msg("no fault in: %s", expected->page);
    assert_string_equal(problem->name, expected->fault);
    Place place = source_place(problem->span.source, problem->span.from);
    if (place.line != expected->line || place.column != expected->column)
        fail_msg("%s at %u:%u, expected %u:%u in: %s", problem->name, place.line, place.column, expected->line,
                 expected->column, expected->page);
}

/* LIBRARIES.md 2.4: what the packaged parsers are too kind about. */
static void what_libraries_let_pass(void **state)
{
    static const Expected PAGES[] = {
        { "| a | b |\n|---|---|\n| 1 | 2 | 3 |\n", "too-many-cells", 3, 11 },
        { "| a | b |\n|---|---|\n| 1 |\n", "too-few-cells", 3, 1 },
        { "| a | b |\n|---|---|\n| 1 | 2 |\nplain\n", "table-not-ended", 4, 1 },
        { "| a | b |\n|---|---|\n| `x | y` | 2 |\n", "too-many-cells", 3, 13 },
        { "| a | b |\n|---|\n| 1 | 2 |\n", "too-few-cells", 2, 1 },
        { "- item\n\n  | a |\n  |---|\n  | 1 |\n", "table-indented", 3, 1 },
        { "| 汉字 | việt |\n|---|---|\n| 1 | 2 | 3 |\n", "too-many-cells", 3, 11 },
        { "| 汉字 | việt | \tc |\n|---|---|---|\n| 1 | 2 | 3 |\n", "tab-in-table", 1, 15 },
        { "| a |\n| b |\n", "table-without-delimiter", 1, 1 },
        { "| a |\n|---|\n| 1 |\n|---|\n| 2 |\n", "table-not-ended", 4, 1 },
        { "prose\n| a |\n|---|\n", "table-not-begun", 2, 1 },
        { "| a |\n|---|\n| b\n", "row-not-closed", 3, 1 },
        { "| a |\n|---|\n| b \\|\n", "row-not-closed", 3, 1 },
        { "~~~\n| a |\n", "fence-not-closed", 1, 1 },
        { "```\n| a | not a table\n```\n", NULL, 0, 0 },
        { "| a |\n|-|\n| - |\n", "table-without-delimiter", 1, 1 },
        { "| a |\n|---|\n| - |\n", NULL, 0, 0 },
        { "|a|b|\r\n|:---|---:|\r\n||x|\r\n", NULL, 0, 0 },
        { "| a |\n|---|\n| 1 |", NULL, 0, 0 },
    };
    for (size_t i = 0; i < sizeof PAGES / sizeof *PAGES; i++)
        check_page(*state, &PAGES[i], false);
}

static void viewers_must_see_the_same(void **state)
{
    static const Expected PAGES[] = {
        { "| U | x |\n|---|---|\n| R1 | a * b * c |\n", NULL, 0, 0 },
        { "| U | x |\n|---|---|\n| R1 | a*b*c |\n", "table-reads-differently", 3, 9 },
        { "| U | x |\n|---|---|\n| R1 | a <b and c> d |\n", "table-reads-differently", 3, 10 },
        { "| U | x |\n|---|---|\n| R1 | a < b and c > d |\n", NULL, 0, 0 },
        { "| U | x |\n|---|---|\n| R1 | \"&amp;\" |\n", "table-reads-differently", 3, 9 },
        { "| U | x |\n|---|---|\n| R1 | *not covered* |\n", NULL, 0, 0 },
        { "| U | x |\n|---|---|\n| R1 | \"a\\|b\" |\n", NULL, 0, 0 },
        { "| U | x |\n|---|---|\n| R1 | [1..2], ]3..4[ |\n", NULL, 0, 0 },
        { "| U | x |\n|---|---|\n| R1 | __a |\n", NULL, 0, 0 },
        { "| U | x | note |\n|---|---|---|\n| R1 | 1 | *very* `odd` |\n", NULL, 0, 0 },
        { "| id | note |\n|---|---|\n| A | see [there](http://x.y) and *here* |\n", NULL, 0, 0 },
        { "> | a |\n> |---|\n> | 1 |\n", "table-reads-differently", 1, 5 },
        { "a | b\n---|---\n1 | 2\n", "table-reads-differently", 1, 1 },
        { "<!--\n\n| U | x |\n|---|---|\n| R1 | 1 |\n\n-->\n", "table-reads-differently", 3, 1 },
        { "- item\n\n| a |\n|---|\n| 1 |\n\n| b |\n|---|\n| 2 |\n", NULL, 0, 0 },
        { "| 汉 | b |\n|---|---|\n|  |  |\n| việt |  |\n", NULL, 0, 0 },
        { "---\njurisdiction: VN\n---\n\n| a |\n|---|\n| 1 |\n", NULL, 0, 0 },
    };
    for (size_t i = 0; i < sizeof PAGES / sizeof *PAGES; i++)
        check_page(*state, &PAGES[i], true);
}

static void cells_keep_their_place(void **state)
{
    Room *room = *state;
    Document document;
    read_blocks(room, "| a | b |\n|---|---|\n| 汉\\|字 | `c \\| d`   | \n", &document);
    assert_no_faults(room);
    Span first = block_cell(&document.blocks[0], 1, 0), second = block_cell(&document.blocks[0], 1, 1);
    assert_span(first, "汉|字");
    assert_span(second, "`c | d`");
    Place place = source_place(second.source, second.from);
    assert_int_equal(place.line, 3);
    assert_int_equal(place.column, 10);
}

/* ---- limits, memory ---- */

static void a_table_has_a_limit(void **state)
{
    Room *room = *state;
    Builder page = builder_on(&room->region);
    build_text(&page, TEXT("| a |\n|---|\n"));
    for (int i = 0; i <= LIMIT_TABLE_ROWS; i++)
        build_text(&page, TEXT("|1|\n"));
    Document document;
    const Source *source = source_from(&room->task, TEXT("page.md"), builder_text(&page));
    document_begin(&room->task, &document, source);
    document_blocks(&room->task, &document);
    assert_string_equal(room->report.first->name, "too-many-rows");
    assert_int_equal(document.block_count, 0);
}

static void read_small_quietly(Task *task)
{
    ReadOptions options = { .folder = SMALL, .cross_check = true };
    rulebooks_read(task, &options);
}

static void memory_may_run_out_anywhere(void **state)
{
    (void)state;
    assert_true(fail_everywhere(read_small_quietly) > 0);
}

/* ---- the samples ---- */

/* The n-th page between "~~~markdown" and "~~~" (or four of each). */
static Text sample(Text all, int n)
{
    size_t at = 0, from = 0;
    Text line;
    bool inside = false;
    while (line_next(all, &at, &line)) {
        bool opens = text_ends(line, TEXT("~~~markdown")), closes = text_is(line, "~~~") || text_is(line, "~~~~");
        if (opens && n-- == 0) {
            inside = true;
            from = at;
        } else if (inside && closes)
            return text_slice(all, from, (size_t)(line.at - all.at));
    }
    return TEXT_NONE;
}

static void the_samples_read_without_fault(void **state)
{
    static const char *const FILES[] = { "facts.md", "answers.md", "in/duties.md", "vn/value.md" };
    static const uint32_t DECISIONS[] = { 12, 11 }; /* headings "### `" and "### Open question" in each page, by grep */
    Room *room = *state;
    char path[512];
    const char *data = getenv("DECLARANT_TESTDATA");
    if (!data) {
        print_message("skipped: DECLARANT_TESTDATA is not set\n");
        skip();
    }
    snprintf(path, sizeof path, "%s/RULEBOOK-SAMPLES.md", data);
    const Source *samples = file_read(&room->task, path, 0);
    assert_non_null(samples);
    for (int i = 0; i < 4; i++)
        write_file(room, FILES[i], sample(samples->bytes, i));
    write_file(room, "data/documents.csv", TEXT("name\n"));
    write_file(room, "data/topics.csv", TEXT("name\n"));
    const Rulebooks *books = read_folder(room, (ReadOptions){ .folder = room->folder, .cross_check = true });
    for (int i = 0; i < 2; i++)
        assert_int_equal(books->pages[i].decision_count, DECISIONS[i]);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(spans_of_days), TEST(a_gap_inside_is_found), TEST(facts_are_read), TEST(answers_are_read),
        TEST(front_matter_is_read), TEST(registers_are_read), TEST(headings_are_read), TEST(tables_are_read),
        TEST(examples_are_read), TEST(a_table_may_lie_beside_its_page), TEST(names_are_found),
        TEST(one_jurisdiction_and_the_world), TEST(one_page_is_told_only_its_own_faults),
        TEST(the_environment_names_the_folder), TEST(crlf_reads_the_same), TEST(what_libraries_let_pass),
        TEST(viewers_must_see_the_same), TEST(cells_keep_their_place), TEST(a_table_has_a_limit),
        TEST(memory_may_run_out_anywhere), TEST(the_samples_read_without_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

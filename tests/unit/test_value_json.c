/* tests/unit/test_value_json.c - value/json.h: reading, refusing, finding, writing.
 *
 * Oracles: jansson for what is JSON and for what it says (oracle_json.h), RFC 8259 and RFC 6901 by hand for places,
 * messages and pointers.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/file.h"
#include "failing.h"
#include "oracle_json.h"
#include "value/json.h"

#define FOLDER DECLARANT_SOURCE "/tests/json"

/* What each test starts with. */
typedef struct Desk {
    Region region;
    Report report;
    Task task;
} Desk;

static int set_up(void **state)
{
    Desk *desk = calloc(1, sizeof *desk);
    region_init(&desk->region, NULL);
    report_init(&desk->report, &desk->region);
    desk->task = (Task){ &desk->region, &desk->report, NULL };
    *state = desk;
    return 0;
}

static int tear_down(void **state)
{
    Desk *desk = *state;
    region_close(&desk->region);
    free(desk);
    return 0;
}

/* A text in memory that ends where the text ends, so that a byte too far is seen. */
static const Source *source(Desk *desk, Text text)
{
    Source *made = REGION_NEW(&desk->region, Source);
    *made = (Source){ TEXT("t"), text };
    return made;
}

static const Json *reads(Desk *desk, const char *text)
{
    const Json *json = json_read(&desk->task, source(desk, text_of(text)));
    if (!json)
        fail_msg("%s is refused", text);
    return json;
}

static bool accepts(Desk *desk, Text text)
{
    char *exact = malloc(text.length ? text.length : 1);
    memcpy(exact, text.at, text.length);
    report_init(&desk->report, &desk->region);
    const Json *json = json_read(&desk->task, source(desk, (Text){ exact, text.length }));
    assert_int_equal(desk->report.errors, json ? 0 : 1);
    free(exact);
    return json;
}

static Text text_of_file(Desk *desk, const char *name)
{
    char path[500];
    snprintf(path, sizeof path, "%s/%s", FOLDER, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *bytes = region_take(&desk->region, 1 << 17);
    size_t length = fread(bytes, 1, 1 << 17, file);
    fclose(file);
    return (Text){ bytes, length };
}

static void assert_text(Text text, Text expected)
{
    if (!text_equal(text, expected))
        fail_msg("got \"" TEXT_FMT "\", expected \"" TEXT_FMT "\"", TEXT_ARG(text), TEXT_ARG(expected));
}

/* ---- the corpus ---- */

static void write_value(JsonWriter *writer, const Json *json)
{
    switch (json->kind) {
    case JSON_NULL:
        json_null(writer);
        return;
    case JSON_FALSE:
    case JSON_TRUE:
        json_boolean(writer, json->kind == JSON_TRUE);
        return;
    case JSON_NUMBER:
        json_raw(writer, json->text);
        return;
    case JSON_STRING:
        json_text(writer, json->text);
        return;
    default:
        break;
    }
    bool object = json->kind == JSON_OBJECT;
    uint32_t count = 0;
    json_open(writer, object ? '{' : '[');
    for (const Json *item = json->first; item; item = item->next, count++) {
        if (object)
            json_key(writer, item->key);
        write_value(writer, item);
    }
    json_close(writer, object ? '}' : ']');
    assert_int_equal(count, json->count);
}

static void test_corpus_is_read(void **state)
{
    Desk *desk = *state;
    FileList files = files_below(&desk->task, FOLDER "/accept", TEXT(".json"));
    assert_true(files.count >= 40);
    for (size_t i = 0; i < files.count; i++) {
        const char *name = path_join(&desk->region, TEXT("accept"), files.at[i]);
        Text text = text_of_file(desk, name);
        const Json *json = json_read(&desk->task, source(desk, text));
        if (!json || oracle_json_verdict(text.at, text.length) != ORACLE_ACCEPTS)
            fail_msg("%s is refused by %s", name, json ? "jansson" : "us");
        for (int compact = 0; compact < 2; compact++) {
            Builder out = builder_on(&desk->region);
            JsonWriter writer = json_writer(&out, compact);
            write_value(&writer, json);
            if (!oracle_json_same(text.at, text.length, out.at, out.length))
                fail_msg("%s was written as " TEXT_FMT, name, TEXT_ARG(builder_text(&out)));
        }
    }
}

static void test_corpus_is_refused(void **state)
{
    Desk *desk = *state;
    FileList files = files_below(&desk->task, FOLDER "/refuse", TEXT(".json"));
    assert_true(files.count >= 100);
    for (size_t i = 0; i < files.count; i++) {
        const char *name = path_join(&desk->region, TEXT("refuse"), files.at[i]);
        Text text = text_of_file(desk, name);
        if (accepts(desk, text))
            fail_msg("%s is read", name);
        if (!text_starts(files.at[i], TEXT("limit-")) && oracle_json_verdict(text.at, text.length) != ORACLE_REFUSES)
            fail_msg("%s is read by jansson", name);
    }
}

/* One verdict by both; false when they differ. */
static bool same_verdict(Desk *desk, Text text)
{
    RegionMark mark = region_mark(&desk->region);
    bool ours = accepts(desk, text);
    OracleVerdict theirs = oracle_json_verdict(text.at, text.length);
    report_init(&desk->report, &desk->region);
    region_drop(&desk->region, mark);
    return theirs == ORACLE_CANNOT_SAY || ours == (theirs == ORACLE_ACCEPTS);
}

/* Every text that is one edit away: a byte left out, changed, or put in. NUL is not among the bytes: jansson passes over
 * one that follows a number (refuse/nul-between.json has it). */
static void check_neighbours(Desk *desk, Text text, const char *name)
{
    static const char bytes[] = "\"\\,:[]{}01-+.eEu nt/\t\n\x01\x7f\xc3\xa9\xe7";
    char *edited = region_take(&desk->region, text.length + 1);
    for (size_t at = 0; at <= text.length; at++) {
        memcpy(edited, text.at, at);
        for (size_t i = 0; i + 1 < sizeof bytes; i++) {
            edited[at] = bytes[i];
            memcpy(edited + at + 1, text.at + at, text.length - at);
            bool same = same_verdict(desk, (Text){ edited, text.length + 1 });
            if (same && at < text.length) {
                memcpy(edited + at + 1, text.at + at + 1, text.length - at - 1);
                same = same_verdict(desk, (Text){ edited, text.length });
            }
            if (!same)
                fail_msg("%s, edited at byte %zu with 0x%02x", name, at, (unsigned char)bytes[i]);
        }
        if (at == text.length)
            break;
        memcpy(edited + at, text.at + at + 1, text.length - at - 1);
        if (!same_verdict(desk, (Text){ edited, text.length - 1 }))
            fail_msg("%s, without byte %zu", name, at);
    }
}

static void test_corpus_neighbours(void **state)
{
    Desk *desk = *state;
    static const char *const folders[] = { "accept", "refuse" };
    for (int folder = 0; folder < 2; folder++) {
        const char *path = path_join(&desk->region, TEXT(FOLDER), text_of(folders[folder]));
        FileList files = files_below(&desk->task, path, TEXT(".json"));
        for (size_t i = 0; i < files.count; i++) {
            const char *name = path_join(&desk->region, text_of(folders[folder]), files.at[i]);
            Text text = text_of_file(desk, name);
            bool deep = text_starts(files.at[i], TEXT("deep")) || text_starts(files.at[i], TEXT("limit"));
            if (text.length <= 120 && !deep) /* jansson allows more depth */
                check_neighbours(desk, text, name);
        }
    }
}

/* ---- messages ---- */

static Text next_line(Text *rest)
{
    return text_cut(*rest, '\n', rest);
}

static void check_message(Desk *desk, Text text, Text expected, Text hint)
{
    report_init(&desk->report, &desk->region);
    assert_null(json_read(&desk->task, source(desk, text)));
    Builder out = builder_on(&desk->region);
    report_print(&out, &desk->report, false);
    Text printed = builder_text(&out);
    Text first = text_cut(printed, '\n', &printed);
    assert_text(first, text_join(&desk->region, TEXT("t:"), expected));
    assert_text(desk->report.first->hint, hint);
}

static void test_messages(void **state)
{
    Desk *desk = *state;
    Text rest = text_of_file(desk, "messages.test");
    int count = 0;
    while (rest.length) {
        Text text = next_line(&rest);
        if (!text.length || text.at[0] == '#')
            continue;
        Text expected = next_line(&rest), hint = next_line(&rest);
        assert_true(text_starts(expected, TEXT("!! ")));
        check_message(desk, text, text_slice(expected, 3, expected.length), text_slice(hint, 2, hint.length));
        count++;
    }
    assert_true(count >= 25);
}

static void test_both_duplicates_are_shown(void **state)
{
    Desk *desk = *state;
    assert_false(accepts(desk, TEXT("{\"id\":1,\n\"\\u0069d\":2}")));
    const Problem *problem = desk->report.first;
    assert_string_equal(problem->name, "duplicate-key");
    assert_int_equal(problem->span.from, 9);
    assert_int_equal(problem->span.to, 18);
    assert_int_equal(problem->marks->span.from, 1);
    assert_int_equal(problem->marks->span.to, 5);
}

/* Of many keys, the earliest repetition is told, whatever the hashes say. */
static void test_duplicates_among_many(void **state)
{
    Desk *desk = *state;
    Builder out = builder_on(&desk->region);
    build_byte(&out, '{');
    for (int i = 0; i < 5000; i++)
        build_format(&out, "\"k%d\":%d,", i < 4000 ? i : i - 500, i);
    build_text(&out, TEXT("\"end\":0}"));
    assert_false(accepts(desk, builder_text(&out)));
    assert_text(desk->report.first->message, TEXT("the key \"k3500\" stands twice in one object"));
    size_t first = text_find(builder_text(&out), TEXT("\"k3500\""), 0);
    assert_int_equal(desk->report.first->marks->span.from, first);
    assert_int_equal(desk->report.first->span.from, text_find(builder_text(&out), TEXT("\"k3500\""), first + 1));
}

static void test_too_many_values(void **state)
{
    Desk *desk = *state;
    Builder out = builder_on(&desk->region);
    build_byte(&out, '[');
    for (int i = 0; i < LIMIT_JSON_VALUES; i++)
        build_text(&out, TEXT("0,"));
    build_text(&out, TEXT("0]"));
    Text text = builder_text(&out);
    assert_null(json_read(&desk->task, source(desk, text)));
    assert_text(desk->report.first->message, TEXT("the text has more values than the limit of 4000000"));
    assert_int_equal(desk->report.first->span.from, 1 + 2 * (LIMIT_JSON_VALUES - 1));
}

/* A text of four gigabytes is refused by its length alone: offsets have 32 bits. No file comes so far. */
static void test_too_large(void **state)
{
    Desk *desk = *state;
    assert_null(json_read(&desk->task, source(desk, (Text){ "0", UINT32_MAX })));
    assert_string_equal(desk->report.first->name, "json-size");
    assert_text(desk->report.first->message, TEXT("the text is larger than the limit of 4294967294 bytes"));
}

/* ---- the tree ---- */

static void test_tree(void **state)
{
    Desk *desk = *state;
    const char *text = " {\"a\": [1, -2.50, \"x\\ty\"], \"b\\u0063\": {}}";
    const Json *json = reads(desk, text);
    assert_int_equal(json->kind, JSON_OBJECT);
    assert_int_equal(json->count, 2);
    assert_int_equal(json->from, 1);
    assert_int_equal(json->to, strlen(text));
    const Json *list = json_get(json, TEXT("a"));
    assert_int_equal(list->count, 3);
    assert_int_equal(list->key_from, 2);
    assert_int_equal(list->from, 7);
    assert_text(list->first->next->text, TEXT("-2.50"));
    assert_text(list->first->next->next->text, TEXT("x\ty"));
    assert_int_equal(list->first->next->next->from, 18);
    assert_int_equal(list->first->next->next->to, 24);
    assert_int_equal(json_get(json, TEXT("bc"))->kind, JSON_OBJECT);
    assert_null(json_get(json, TEXT("bcd")));
    assert_null(json_get(list, TEXT("a")));
    assert_null(json_get(NULL, TEXT("a")));
}

/* oracle: the examples of RFC 6901, section 5 */
/* Lists near the root are empty in an outline, and their items, one after another, say what the whole tree says of them. */
static void test_outline(void **state)
{
    Desk *desk = *state;
    const Source *text = source(desk, TEXT("{\"a\": [1, {\"b\": [2, 3]}, [4] ], \"c\": {\"d\": [\"x\"], \"e\": {\"f\": [5]}}, \"g\": [ ]}"));
    const Json *outline = json_read_outline(&desk->task, text), *list = json_get(outline, TEXT("a"));
    assert_int_equal(list->count, 3);
    assert_null(list->first);
    assert_null(json_point(outline, TEXT("/c/d"))->first);
    assert_non_null(json_point(outline, TEXT("/c/e/f"))->first);
    JsonItems items = json_items(text, list);
    assert_true(text_is(json_item_next(&desk->task, &items)->text, "1"));
    assert_true(text_is(json_point(json_item_next(&desk->task, &items), TEXT("/b/1"))->text, "3"));
    assert_int_equal(json_item_next(&desk->task, &items)->count, 1);
    assert_null(json_item_next(&desk->task, &items));
    items = json_items(text, json_get(outline, TEXT("g")));
    assert_null(json_item_next(&desk->task, &items));
    assert_null(json_read_outline(&desk->task, source(desk, TEXT("{\"a\": [1, 2,]}"))));
    assert_string_equal(desk->report.first->name, "json-syntax");
}

static void test_pointers(void **state)
{
    Desk *desk = *state;
    const Json *json = reads(desk, "{\"foo\":[\"bar\",\"baz\"],\"\":0,\"a/b\":1,\"c%d\":2,\"e^f\":3,\"g|h\":4,"
                                   "\"i\\\\j\":5,\"k\\\"l\":6,\" \":7,\"m~n\":8,\"~1\":9}");
    static const struct {
        const char *pointer, *text;
    } found[] = { { "/foo/0", "bar" }, { "/foo/1", "baz" }, { "/", "0" },     { "/a~1b", "1" }, { "/c%d", "2" },  { "/e^f", "3" },
                  { "/g|h", "4" },     { "/i\\j", "5" },    { "/k\"l", "6" }, { "/ ", "7" },    { "/m~0n", "8" }, { "/~01", "9" } };
    for (size_t i = 0; i < sizeof found / sizeof *found; i++)
        assert_text(json_point(json, text_of(found[i].pointer))->text, text_of(found[i].text));
    assert_ptr_equal(json_point(json, TEXT("")), json);
    static const char *const missing[] = { "foo",     "/fo",    "/food", "/foo/2", "/foo/00", "/foo/-", "/foo/",
                                           "/foo/0/x", "/foo/1e0", "/foo/99999999999", "//", "/m~n~", "/a/b" };
    for (size_t i = 0; i < sizeof missing / sizeof *missing; i++)
        if (json_point(json, text_of(missing[i])))
            fail_msg("%s is found", missing[i]);
}

/* ---- writing ---- */

static Text write_sample(Desk *desk, bool compact)
{
    Builder *out = REGION_NEW(&desk->region, Builder);
    *out = builder_on(&desk->region);
    JsonWriter writer = json_writer(out, compact);
    json_open(&writer, '{');
    json_pair(&writer, "status", TEXT("determined"));
    json_pair_if(&writer, "note", TEXT(""));
    json_key(&writer, TEXT("lines"));
    json_open(&writer, '[');
    json_open(&writer, '{');
    json_key(&writer, TEXT("amount"));
    json_raw(&writer, TEXT("52600000.00"));
    json_key(&writer, TEXT("known"));
    json_boolean(&writer, true);
    json_close(&writer, '}');
    json_null(&writer);
    json_close(&writer, ']');
    json_key(&writer, TEXT("none"));
    json_open(&writer, '[');
    json_close(&writer, ']');
    json_close(&writer, '}');
    return builder_text(out);
}

static void test_writer_forms(void **state)
{
    Desk *desk = *state;
    assert_text(write_sample(desk, true),
                TEXT("{\"status\":\"determined\",\"lines\":[{\"amount\":52600000.00,\"known\":true},null],\"none\":[]}"));
    assert_text(write_sample(desk, false), TEXT("{\n"
                                                "  \"status\": \"determined\",\n"
                                                "  \"lines\": [\n"
                                                "    {\n"
                                                "      \"amount\": 52600000.00,\n"
                                                "      \"known\": true\n"
                                                "    },\n"
                                                "    null\n"
                                                "  ],\n"
                                                "  \"none\": []\n"
                                                "}"));
}

static void test_writer_escapes(void **state)
{
    Desk *desk = *state;
    Builder out = builder_on(&desk->region);
    JsonWriter writer = json_writer(&out, true);
    json_text(&writer, TEXT("a\"b\\c/\b\f\n\r\t\x01\x1f\x7f\0税"));
    assert_text(builder_text(&out), TEXT("\"a\\\"b\\\\c/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\\u0000税\""));
}

/* ---- memory that runs out ---- */

static void work(Task *task)
{
    Builder text = builder_on(task->region);
    build_byte(&text, '{');
    for (int i = 0; i < 2000; i++)
        build_format(&text, "\"k%d\":[\"\\u7a0e %d\",{}],", i, i);
    build_text(&text, TEXT("\"end\":0}"));
    Source made = { TEXT("t"), builder_text(&text) };
    const Json *json = json_read(task, &made);
    Builder out = builder_on(task->region);
    JsonWriter writer = json_writer(&out, false);
    write_value(&writer, json);
}

static void test_memory_runs_out(void **state)
{
    (void)state;
    assert_true(fail_everywhere(work) > 5);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_corpus_is_read),     TEST(test_corpus_is_refused),
        TEST(test_corpus_neighbours),  TEST(test_messages),
        TEST(test_both_duplicates_are_shown), TEST(test_duplicates_among_many),
        TEST(test_too_many_values),    TEST(test_too_large),
        TEST(test_tree), TEST(test_outline),               TEST(test_pointers),
        TEST(test_writer_forms),       TEST(test_writer_escapes),
        TEST(test_memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

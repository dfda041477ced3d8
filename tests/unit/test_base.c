/* tests/unit/test_base.c - the room base: regions, text, UTF-8, reports, files, CSV, hashes.
 *
 * Oracles: libunistring (which bytes are UTF-8), Python 3.11 (str.upper, str.lower, csv, hashlib), FIPS 180-4's two
 * examples (SHA-256), wcwidth's published rule for wide letters. Report texts follow STYLE.md, "Errors", by hand.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <unistr.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/late.h"
#include "base/utf8.h"
#include "failing.h"

/* What each test starts with. */
typedef struct Base {
    Region region;
    Report report;
    Task task;
    char folder[64]; /* an empty folder of its own */
} Base;

static int set_up(void **state)
{
    Base *base = calloc(1, sizeof *base);
    region_init(&base->region, NULL);
    report_init(&base->report, &base->region);
    base->task = (Task){ &base->region, &base->report, NULL };
    snprintf(base->folder, sizeof base->folder, "/tmp/declarant-test-XXXXXX");
    *state = base;
    return mkdtemp(base->folder) ? 0 : -1;
}

static int tear_down(void **state)
{
    Base *base = *state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", base->folder);
    int code = system(command);
    region_close(&base->region);
    free(base);
    return code;
}

static void assert_text(Text text, const char *expected)
{
    if (!text_equal(text, text_of(expected)))
        fail_msg("got \"" TEXT_FMT "\", expected \"%s\"", TEXT_ARG(text), expected);
}

static const char *printed(Base *base)
{
    Builder out = builder_on(&base->region);
    report_print(&out, &base->report, false);
    return text_string(&base->region, builder_text(&out));
}

static const Source *source(Base *base, const char *text)
{
    Source *made = REGION_NEW(&base->region, Source);
    *made = (Source){ TEXT("t.csv"), text_of(text) };
    return made;
}

static const char *in_folder(Base *base, const char *name)
{
    return path_join(&base->region, text_of(base->folder), text_of(name));
}

static void put(Base *base, const char *name, Text bytes)
{
    assert_true(file_write(&base->task, in_folder(base, name), bytes));
}

/* ---- regions and text ---- */

static void test_region_zero_bytes(void **state)
{
    Base *base = *state;
    void *a = region_take(&base->region, 0), *b = region_zero(&base->region, 0, 8);
    assert_non_null(a);
    assert_non_null(b);
    assert_ptr_not_equal(a, b);
}

static void test_region_mark_and_drop(void **state)
{
    Base *base = *state;
    char *kept = region_take(&base->region, 100);
    memset(kept, 'k', 100);
    RegionMark mark = region_mark(&base->region);
    size_t held = base->region.held;
    memset(region_take(&base->region, 1000000), 'x', 1000000);
    region_drop(&base->region, mark);
    assert_int_equal(base->region.held, held);
    assert_int_equal(kept[99], 'k');
}

static void take_too_much(void *argument)
{
    region_take(argument, 1 << 20);
}

static void take_past_size(void *argument)
{
    region_zero(argument, SIZE_MAX / 2, 4);
}

static void test_region_limit(void **state)
{
    (void)state;
    Region region;
    region_init(&region, NULL);
    region.limit = 100 * 1024;
    assert_false(region_guard(&region, take_too_much, &region));
    region.limit = SIZE_MAX;
    assert_false(region_guard(&region, take_past_size, &region));
    assert_true(region_guard(&region, take_too_much, &region));
    region_close(&region);
}

static void test_text_find(void **state)
{
    (void)state;
    static const struct {
        const char *text, *needle;
        size_t from, found;
    } cases[] = {
        { "abcabc", "bc", 0, 1 }, { "abcabc", "bc", 2, 4 },  { "abc", "", 3, 3 },        { "abc", "", 4, SIZE_MAX },
        { "aab", "ab", 0, 1 },    { "ab", "abc", 0, SIZE_MAX }, { "abc", "c", SIZE_MAX, SIZE_MAX }, { "", "a", 0, SIZE_MAX },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(text_find(text_of(cases[i].text), text_of(cases[i].needle), cases[i].from), cases[i].found);
    assert_true(text_ends(TEXT_NONE, TEXT_NONE));
    assert_false(text_ends(TEXT("a"), TEXT("ba")));
}

static void test_text_nearest(void **state)
{
    (void)state;
    const Text known[] = { TEXT("carrier"), TEXT("download"), TEXT("hosted access") };
    assert_text(text_nearest(TEXT("carier"), known, 3), "carrier");
    assert_text(text_nearest(TEXT("dowload"), known, 3), "download");
    assert_true(text_nearest(TEXT("xyz"), known, 3).length == 0);
}

static void test_source_place(void **state)
{
    Base *base = *state;
    const Source *text = source(base, "ab\r\n进口 x\r\n\nlast\ry");
    Place place = source_place(text, 10);
    assert_int_equal(place.line, 2);
    assert_int_equal(place.column, 3); /* code points */
    assert_text(place.text, "进口 x");
    assert_text(source_place(text, 14).text, "");
    place = source_place(text, 1000);
    assert_int_equal(place.line, 4);
    assert_int_equal(place.column, 7);
    assert_text(place.text, "last\ry"); /* a CR alone ends no line */
}

/* ---- UTF-8 ---- */

static void assert_same_verdict(const char *bytes, size_t length)
{
    const uint8_t *fault = u8_check((const uint8_t *)bytes, length);
    size_t expected = fault ? (size_t)(fault - (const uint8_t *)bytes) : SIZE_MAX;
    assert_int_equal(utf8_first_fault((Text){ bytes, length }), expected);
}

static void test_utf8_verdicts(void **state)
{
    (void)state;
    static const unsigned char edges[] = { 0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0,
                                           0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xf8, 0xfe, 0xff };
    enum { COUNT = sizeof edges };
    for (unsigned i = 0; i < 256 * COUNT * COUNT * COUNT; i++) {
        unsigned rest = i / 256;
        char bytes[4] = { (char)(i % 256), (char)edges[rest % COUNT], (char)edges[rest / COUNT % COUNT],
                          (char)edges[rest / COUNT / COUNT] };
        assert_same_verdict(bytes, 4);
    }
}

/* The fault must be found wherever it stands among the bytes that are skipped in groups. */
static void test_utf8_fault_positions(void **state)
{
    (void)state;
    char bytes[80];
    for (size_t length = 1; length <= sizeof bytes; length++)
        for (size_t at = 0; at < length; at++) {
            memset(bytes, 'a', sizeof bytes);
            bytes[at] = (char)0xff;
            assert_int_equal(utf8_first_fault((Text){ bytes, length }), at);
            bytes[at] = (char)0xc3;
            assert_same_verdict(bytes, length);
        }
}

static void test_utf8_code_points(void **state)
{
    Base *base = *state;
    static const uint32_t points[] = { 0, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff };
    Builder out = builder_on(&base->region);
    for (size_t i = 0; i < 10; i++)
        utf8_build(&out, points[i]);
    Text text = builder_text(&out);
    assert_int_equal(utf8_first_fault(text), SIZE_MAX);
    assert_int_equal(utf8_count(text), 10);
    size_t at = 0;
    for (size_t i = 0; i < 10; i++) {
        assert_int_equal(utf8_offset(text, i), at);
        assert_int_equal(utf8_next(text, &at), points[i]);
    }
    assert_int_equal(at, text.length);
    assert_int_equal(utf8_offset(text, 10), text.length);
}

static void test_utf8_width(void **state)
{
    (void)state;
    assert_int_equal(utf8_width(TEXT("abc")), 3);
    assert_int_equal(utf8_width(TEXT("进口关税")), 8);
    assert_int_equal(utf8_width(TEXT("thuế")), 4);
    assert_int_equal(utf8_width(TEXT("e\xcc\x81")), 1); /* combining acute */
    assert_int_equal(utf8_width(TEXT_NONE), 0);
}

/* oracle: Python 3.11, str.upper() and str.lower() */
static void test_utf8_case(void **state)
{
    Base *base = *state;
    Region *region = &base->region;
    assert_text(utf8_upper(region, TEXT("straße ﬃ")), "STRASSE FFI");
    assert_text(utf8_upper(region, TEXT("ΐ")), "\xce\x99\xcc\x88\xcc\x81"); /* one letter, three code points */
    assert_text(utf8_lower(region, TEXT("ΟΔΟΣ")), "οδος");
    assert_text(utf8_lower(region, TEXT("THUẾ Ⱥ")), "thuế ⱥ");
    assert_text(utf8_upper(region, TEXT("abcxyz{`@[ 1")), "ABCXYZ{`@[ 1");
    assert_text(utf8_lower(region, TEXT("ABCXYZ{`@[ 1")), "abcxyz{`@[ 1");
    assert_text(utf8_upper(region, TEXT_NONE), "");
}

/* ---- reports ---- */

static void test_report_anatomy(void **state)
{
    Base *base = *state;
    Builder text = builder_on(&base->region);
    for (int i = 1; i < 31; i++)
        build_byte(&text, '\n');
    build_text(&text, TEXT("### `place of supply`\n\n| U | in force |\n|---|\n"
                           "| B2C-small-1 | 2019-01-01 | false |\n| B2C-small-2 | 2021-07-02 | false |\n"));
    Source page = { TEXT("eu/vat/place-of-supply.md"), builder_text(&text) };
    Report *report = &base->report;
    Problem *p = report_error(report, "rule-gap", span_of(&page, text_slice(page.bytes, 30, 51)),
                              "no rule of table \"%s\" is in force on %s", "place of supply", "2021-07-01");
    size_t first = text_find(page.bytes, TEXT("B2C-small-1"), 0), second = text_find(page.bytes, TEXT("B2C-small-2"), 0);
    problem_also(report, p, (Span){ &page, (uint32_t)first, (uint32_t)first + 11 }, "last rule before the gap");
    problem_also(report, p, (Span){ &page, (uint32_t)second, (uint32_t)second + 11 }, "first rule after it");
    problem_hint(report, p, "If the law is silent that day, add a row \"%s\" with its source.", "not covered");
    problem_case(report, p, TEXT("{ sold on: 2021-07-01 }"));
    assert_string_equal(
        printed(base),
        "eu/vat/place-of-supply.md:31:1: error: no rule of table \"place of supply\" is in force on 2021-07-01 [rule-gap]\n"
        "   31 | ### `place of supply`\n"
        "      | ^^^^^^^^^^^^^^^^^^^^^\n"
        "   35 | | B2C-small-1 | 2019-01-01 | false |\n"
        "      |   ^^^^^^^^^^^ last rule before the gap\n"
        "   36 | | B2C-small-2 | 2021-07-02 | false |\n"
        "      |   ^^^^^^^^^^^ first rule after it\n"
        "  hint: If the law is silent that day, add a row \"not covered\" with its source.\n"
        "  case: { sold on: 2021-07-01 }\n");
}

static void test_report_without_source(void **state)
{
    Base *base = *state;
    Problem *p = report_error(&base->report, "unknown-fact", SPAN_NONE, "the case tells \"%s\", which is no fact", "medum");
    problem_where(&base->report, p, "case.json#/lines/%d", 0);
    report_warning(&base->report, "late", SPAN_NONE, "late");
    assert_string_equal(printed(base), "warning: late [late]\n"
                                       "case.json#/lines/0: error: the case tells \"medum\", which is no fact [unknown-fact]\n");
    assert_int_equal(base->report.errors, 1);
    assert_int_equal(base->report.warnings, 1);
}

static void test_report_wide_and_tabs(void **state)
{
    Base *base = *state;
    const Source *text = source(base, "税\t率: 五\n");
    report_error(&base->report, "x", (Span){ text, 4, 7 }, "a");
    report_error(&base->report, "x", (Span){ text, 9, 12 }, "b");
    assert_string_equal(printed(base), "t.csv:1:3: error: a [x]\n"
                                       "   1 | 税\t率: 五\n"
                                       "     |   \t^^\n"
                                       "t.csv:1:6: error: b [x]\n"
                                       "   1 | 税\t率: 五\n"
                                       "     |   \t    ^^\n");
}

/* What a file holds cannot steer the terminal. */
static void test_report_shows_controls(void **state)
{
    Base *base = *state;
    const Source *text = source(base, "a\33[31m\177\xff" "b\xe2\x80\xae" "c");
    report_error(&base->report, "x", (Span){ text, 8, 9 }, "\33]0;x\7");
    assert_string_equal(printed(base), "t.csv:1:9: error: ␛]0;x␇ [x]\n"
                                       "   1 | a␛[31m␡\xef\xbf\xbd" "b\xef\xbf\xbd" "c\n"
                                       "     |         ^\n");
}

static void test_report_order_and_files(void **state)
{
    Base *base = *state;
    Source a = { TEXT("a.md"), TEXT("one\ntwo\n") }, b = { TEXT("b.md"), TEXT("three\n") };
    report_error(&base->report, "b", (Span){ &b, 0, 5 }, "fourth");
    report_error(&base->report, "a", (Span){ &a, 4, 7 }, "second");
    report_warning(&base->report, "a", (Span){ &a, 4, 7 }, "third");
    Problem *p = report_error(&base->report, "a", (Span){ &a, 0, 1 }, "first");
    problem_also(&base->report, p, (Span){ &b, 2, 3 }, "see");
    assert_string_equal(printed(base), "a.md:1:1: error: first [a]\n   1 | one\n     | ^\n"
                                       "  at b.md:1:3:\n   1 | three\n     |   ^ see\n"
                                       "a.md:2:1: error: second [a]\n   2 | two\n     | ^^^\n"
                                       "a.md:2:1: warning: third [a]\n   2 | two\n     | ^^^\n"
                                       "b.md:1:1: error: fourth [b]\n   1 | three\n     | ^^^^^\n");
}

static void test_report_shared_line_and_ends(void **state)
{
    Base *base = *state;
    const Source *text = source(base, "a,a");
    Problem *p = report_error(&base->report, "x", (Span){ text, 2, 3 }, "twice");
    problem_also(&base->report, p, (Span){ text, 0, 1 }, "first here");
    report_error(&base->report, "x", (Span){ text, 3, 3 }, "end");
    assert_string_equal(printed(base), "t.csv:1:3: error: twice [x]\n   1 | a,a\n     |   ^\n     | ^ first here\n"
                                       "t.csv:1:4: error: end [x]\n   1 | a,a\n     |    ^\n");
}

static void test_report_long_line(void **state)
{
    Base *base = *state;
    char line[1001];
    memset(line, 'x', 1000);
    line[1000] = '\0';
    memcpy(line + 500, "HERE", 4);
    report_error(&base->report, "x", (Span){ source(base, line), 500, 504 }, "m");
    char expected[400];
    snprintf(expected, sizeof expected,
             "t.csv:1:501: error: m [x]\n   1 | ...%.60sHERE%.96s...\n     |    %*s^^^^\n", line, line, 60, "");
    assert_string_equal(printed(base), expected);
}

static void test_report_colour(void **state)
{
    Base *base = *state;
    Problem *p = report_error(&base->report, "x", SPAN_NONE, "m");
    problem_hint(&base->report, p, "Do.");
    Builder out = builder_on(&base->region);
    report_print(&out, &base->report, true);
    assert_text(builder_text(&out), "\33[1m\33[31merror:\33[0m m [x]\n  \33[1mhint:\33[0m Do.\n");
}

static void test_report_limit(void **state)
{
    Base *base = *state;
    for (int i = 0; i < LIMIT_PROBLEMS; i++)
        report_error(&base->report, "x", SPAN_NONE, "m");
    size_t held = base->region.held;
    for (int i = 0; i < 100000; i++) {
        Problem *p = report_error(&base->report, "x", SPAN_NONE, "m %d", i);
        problem_hint(&base->report, p, "Hint %d.", i);
        problem_also(&base->report, p, SPAN_NONE, "there");
    }
    assert_int_equal(base->report.errors, LIMIT_PROBLEMS + 100000);
    assert_int_equal(base->report.left_out, 100000);
    assert_true(base->region.held - held < 64 * 1024);
    assert_non_null(strstr(printed(base), "note: 100000 more were found and left out; a report keeps 1000 problems\n"));
}

/* ---- files ---- */

static void test_file_round_trip(void **state)
{
    Base *base = *state;
    put(base, "a.txt", TEXT("old"));
    assert_int_equal(chmod(in_folder(base, "a.txt"), 0640), 0);
    put(base, "a.txt", TEXT("new \0 bytes"));
    struct stat status;
    assert_int_equal(stat(in_folder(base, "a.txt"), &status), 0);
    assert_int_equal(status.st_mode & 0777, 0640);
    const Source *read = file_read(&base->task, in_folder(base, "a.txt"), 0);
    assert_non_null(read);
    assert_true(text_equal(read->bytes, TEXT("new \0 bytes")));
    assert_text(read->name, in_folder(base, "a.txt"));
    assert_int_equal(files_below(&base->task, base->folder, TEXT_NONE).count, 1); /* no temporary file stays */
}

static void assert_refused(Base *base, const char *path, size_t limit, const char *expected)
{
    int files = open_files();
    assert_null(file_read(&base->task, path, limit));
    assert_int_equal(open_files(), files);
    const char *text = printed(base);
    if (!strstr(text, expected))
        fail_msg("got %s", text);
    report_init(&base->report, &base->region);
}

static void test_file_refusals(void **state)
{
    Base *base = *state;
    put(base, "latin", TEXT("ab\nc\xe9\n"));
    put(base, "mark", TEXT("\xef\xbb\xbf{}"));
    put(base, "ten", TEXT("0123456789"));
    assert_refused(base, in_folder(base, "none"), 0, "could not open the file: there is no such file or directory [no-file]");
    assert_refused(base, base->folder, 0, "is a directory, a file is needed [file-is-directory]");
    assert_refused(base, in_folder(base, "latin"), 0, "latin:2:2: error: byte 0xE9 at offset 4 is not UTF-8 [not-utf8]");
    assert_refused(base, in_folder(base, "mark"), 0, "mark:1:1: error: the text begins with a byte-order mark");
    assert_refused(base, in_folder(base, "ten"), 9, "larger than the limit of 9 bytes [file-too-large]");
    assert_refused(base, "/dev/zero", 0, "larger than the limit of 67108864 bytes [file-too-large]");
    assert_non_null(file_read(&base->task, in_folder(base, "ten"), 10));
    assert_int_equal(file_read(&base->task, "/dev/null", 10)->bytes.length, 0);
}

/* A pipe tells no size: what counts is what comes. */
static void test_file_pipe(void **state)
{
    Base *base = *state;
    const char *path = in_folder(base, "pipe");
    assert_int_equal(mkfifo(path, 0600), 0);
    char command[200];
    snprintf(command, sizeof command, "yes abcdefg | head -c 300000 > %s &", path);
    assert_int_equal(system(command), 0);
    const Source *read = file_read(&base->task, path, 0);
    assert_non_null(read);
    assert_int_equal(read->bytes.length, 300000);
}

static void test_file_standard_input(void **state)
{
    Base *base = *state;
    put(base, "in", TEXT("from outside"));
    int former = dup(STDIN_FILENO), file = open(in_folder(base, "in"), O_RDONLY);
    dup2(file, STDIN_FILENO);
    const Source *read = file_read(&base->task, "-", 0);
    dup2(former, STDIN_FILENO);
    close(file);
    close(former);
    assert_text(read->name, "-");
    assert_text(read->bytes, "from outside");
}

static void test_files_below(void **state)
{
    Base *base = *state;
    assert_int_equal(mkdir(in_folder(base, "b"), 0700), 0);
    assert_int_equal(mkdir(in_folder(base, "b/c"), 0700), 0);
    put(base, "b/c/1.md", TEXT("x"));
    put(base, "b/2.md", TEXT("x"));
    put(base, "a.md", TEXT("x"));
    put(base, "a.csv", TEXT("x"));
    assert_int_equal(symlink("/etc", in_folder(base, "out")), 0);
    assert_int_equal(symlink("..", in_folder(base, "b/up")), 0);
    FileList files = files_below(&base->task, base->folder, TEXT(".md"));
    assert_int_equal(files.count, 3);
    assert_text(files.at[0], "a.md");
    assert_text(files.at[1], "b/2.md");
    assert_text(files.at[2], "b/c/1.md");
    assert_int_equal(base->report.errors, 0);
    assert_int_equal(files_below(&base->task, in_folder(base, "none"), TEXT(".md")).count, 0);
    assert_int_equal(base->report.errors, 1);
    assert_true(directory_exists(base->folder) && !file_exists(base->folder) && file_exists(in_folder(base, "a.md")));
}

static void test_path_join(void **state)
{
    Base *base = *state;
    assert_string_equal(path_join(&base->region, TEXT("a/b"), TEXT("c")), "a/b/c");
    assert_string_equal(path_join(&base->region, TEXT("/"), TEXT("c")), "/c");
    assert_string_equal(path_join(&base->region, TEXT_NONE, TEXT("c")), "c");
}

static void test_file_write_refusals(void **state)
{
    Base *base = *state;
    assert_false(file_write(&base->task, base->folder, TEXT("x")));
    assert_false(file_write(&base->task, "/dev/null", TEXT("x")));
    assert_false(file_write(&base->task, in_folder(base, "none/x"), TEXT("x")));
    assert_int_equal(base->report.errors, 3);
}

/* A write that stops half-way leaves the old file and nothing beside it. oracle: setrlimit(2), EFBIG */
static void test_file_write_half_way(void **state)
{
    Base *base = *state;
    put(base, "a", TEXT("old"));
    static char large[100000];
    struct rlimit former, small;
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &former);
    small = former;
    small.rlim_cur = 5000;
    setrlimit(RLIMIT_FSIZE, &small);
    bool wrote = file_write(&base->task, in_folder(base, "a"), (Text){ large, sizeof large });
    setrlimit(RLIMIT_FSIZE, &former);
    assert_false(wrote);
    assert_non_null(strstr(printed(base), "could not write the file: the file would be too large [file-unwritable]"));
    assert_text(file_read(&base->task, in_folder(base, "a"), 0)->bytes, "old");
    assert_int_equal(files_below(&base->task, base->folder, TEXT_NONE).count, 1);
}

static void test_file_write_keeps_links(void **state)
{
    Base *base = *state;
    put(base, "a", TEXT("old"));
    assert_int_equal(symlink("a", in_folder(base, "link")), 0);
    put(base, "link", TEXT("new"));
    struct stat status;
    assert_int_equal(lstat(in_folder(base, "link"), &status), 0);
    assert_true(S_ISLNK(status.st_mode));
    assert_text(file_read(&base->task, in_folder(base, "a"), 0)->bytes, "new");
}

/* ---- CSV ---- */

/* oracle: Python 3.11, csv.reader */
static void test_csv_cells(void **state)
{
    Base *base = *state;
    const Source *text = source(base, "id,name,\"the \"\"note\"\"\"\r\n1,\"a,b\nc\",\n\"\",税,\"\"\"\"");
    const Csv *csv = csv_read(&base->task, text);
    assert_non_null(csv);
    assert_int_equal(csv->columns, 3);
    assert_int_equal(csv->rows, 2);
    assert_text(csv->header[2].text, "the \"note\"");
    assert_text(csv_cell(csv, 0, 1)->text, "a,b\nc");
    assert_text(csv_cell(csv, 0, 2)->text, "");
    assert_text(csv_cell(csv, 1, 0)->text, "");
    assert_text(csv_cell(csv, 1, 1)->text, "税");
    assert_text(csv_cell(csv, 1, 2)->text, "\"");
    assert_text(span_text(csv_cell(csv, 0, 1)->span), "\"a,b\nc\"");
    assert_int_equal(csv_column(csv, TEXT("name")), 1);
    assert_int_equal(csv_column(csv, TEXT("nam")), -1);
}

static void test_csv_refusals(void **state)
{
    Base *base = *state;
    static const struct {
        const char *text, *first_line;
    } cases[] = {
        { "", "t.csv:1:1: error: the first line is no header row [csv-no-header]\n" },
        { "\na\n", "t.csv:1:1: error: the first line is no header row [csv-no-header]\n" },
        { "a,b,a\n", "t.csv:1:5: error: two columns are named \"a\" [csv-header-twice]\n" },
        { "a,b\n1\n", "t.csv:2:1: error: the row has 1 cell, the header has 2 [csv-row-length]\n" },
        { "a,b\n1,2,\n", "t.csv:2:1: error: the row has 3 cells, the header has 2 [csv-row-length]\n" },
        { "a\n1\n\n2\n", "t.csv:3:1: error: an empty line is no row [csv-empty-line]\n" },
        { "a\n1\n\r\n2\n", "t.csv:3:1: error: an empty line is no row [csv-empty-line]\n" },
        { "a,b\n1,\"x\n2,y\n", "t.csv:2:3: error: this quote is not closed [csv-quote]\n" },
        { "a,b\n1,\"x\"y\n",
          "t.csv:2:6: error: expected \",\" or the end of the row after the closing quote [csv-quote]\n" },
        { "a,b\n1,x\"y\"\n", "t.csv:2:4: error: a quote inside a cell that does not begin with one [csv-quote]\n" },
        { "a,b\r1,2\r", "t.csv:1:4: error: a carriage return without a line feed [csv-row-end]\n" },
        { "a\n1\r", "t.csv:2:2: error: a carriage return without a line feed [csv-row-end]\n" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        report_init(&base->report, &base->region);
        assert_null(csv_read(&base->task, source(base, cases[i].text)));
        const char *text = printed(base);
        if (strncmp(text, cases[i].first_line, strlen(cases[i].first_line)) != 0)
            fail_msg("case %zu gives %s", i, text);
    }
}

static void test_csv_limits(void **state)
{
    Base *base = *state;
    static char wide[1000];
    memset(wide, ',', sizeof wide - 1);
    assert_null(csv_read(&base->task, source(base, wide)));
    assert_non_null(strstr(printed(base), "t.csv:1:65: error: the row has more cells than the limit of 64 [csv-columns]"));
    Builder tall = builder_on(&base->region);
    for (int i = 0; i < LIMIT_TABLE_ROWS + 2; i++)
        build_text(&tall, TEXT("a\n"));
    Source text = { TEXT("t.csv"), builder_text(&tall) };
    report_init(&base->report, &base->region);
    assert_null(csv_read(&base->task, &text));
    assert_non_null(strstr(printed(base), "t.csv:200002:1: error: more rows than the limit of 200000 [csv-rows]"));
}

/* ---- hashes, and memory that runs out ---- */

/* oracle: FIPS 180-4's examples as NIST publishes them; Python's hashlib for the empty text */
static void test_sha256(void **state)
{
    Base *base = *state;
    const Text parts[] = { TEXT("abcdbcdecdefdefgefghfghighij"), TEXT(""), TEXT("hijkijkljklmklmnlmnomnopnopq") };
    const Text abc = TEXT("abc");
    Sha256 of_parts = sha256_of(parts, 3), of_abc = sha256_of(&abc, 1), of_none = sha256_of(NULL, 0);
    assert_text(sha256_text(&base->region, &of_parts),
                "sha256:248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    assert_text(sha256_text(&base->region, &of_abc),
                "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_text(sha256_text(&base->region, &of_none),
                "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void work_with_files(Task *task)
{
    const Source *self = file_read(task, DECLARANT_SOURCE "/tests/unit/test_base.c", 0);
    assert_non_null(self);
    assert_true(files_below(task, DECLARANT_SOURCE "/src", TEXT(".h")).count > 5);
    utf8_upper(task->region, self->bytes);
}

static void work_with_tables(Task *task)
{
    Builder text = builder_on(task->region);
    build_text(&text, TEXT("a,b\n"));
    for (int i = 0; i < 3000; i++)
        build_format(&text, "%d,\"x\"\"%d\"%s\n", i, i, i % 7 ? "" : ",");
    Source table = { TEXT("t.csv"), builder_text(&text) };
    csv_read(task, &table);
    Builder out = builder_on(task->region);
    report_print(&out, task->report, false);
}

/* The C library itself is always there; its length of "abc" is 3. */
static void test_late_library(void **state)
{
    Base *base = *state;
    size_t (*length)(const char *) = NULL;
    void *handle = LATE_OPEN(&base->task, "libc.so.6", "libc6", { "strlen", &length });
    assert_non_null(handle);
    assert_int_equal(length("abc"), 3);
    late_close(&handle);
    assert_null(handle);
    late_close(&handle);
}

static void test_late_library_missing(void **state)
{
    Base *base = *state;
    size_t (*length)(const char *) = NULL;
    assert_null(LATE_OPEN(&base->task, "libdeclarant-none.so.1", "nothing", { "strlen", &length }));
    assert_null(LATE_OPEN(&base->task, "libc.so.6", "libc6", { "declarant_none", &length }));
    assert_int_equal(base->report.errors, 2);
    assert_string_equal(base->report.first->name, "no-library");
    assert_text(base->report.first->hint, "Install Debian's package nothing.");
}

static void test_memory_runs_out(void **state)
{
    (void)state;
    assert_true(fail_everywhere(work_with_files) > 1);
    assert_true(fail_everywhere(work_with_tables) > 5);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_region_zero_bytes),     TEST(test_region_mark_and_drop),
        TEST(test_region_limit),          TEST(test_text_find),
        TEST(test_text_nearest),          TEST(test_source_place),
        TEST(test_utf8_verdicts),         TEST(test_utf8_fault_positions),
        TEST(test_utf8_code_points),      TEST(test_utf8_width),
        TEST(test_utf8_case),             TEST(test_report_anatomy),
        TEST(test_report_without_source), TEST(test_report_wide_and_tabs),
        TEST(test_report_shows_controls), TEST(test_report_order_and_files),
        TEST(test_report_shared_line_and_ends), TEST(test_report_long_line),
        TEST(test_report_colour),         TEST(test_report_limit),
        TEST(test_file_round_trip),       TEST(test_file_refusals),
        TEST(test_file_pipe),             TEST(test_file_standard_input),
        TEST(test_files_below),           TEST(test_path_join),
        TEST(test_file_write_refusals),   TEST(test_file_write_half_way),
        TEST(test_file_write_keeps_links), TEST(test_csv_cells),
        TEST(test_csv_refusals),          TEST(test_csv_limits),
        TEST(test_sha256),                TEST(test_late_library),
        TEST(test_late_library_missing),  TEST(test_memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The ledger's room against a store: SQLite in a folder of its own, or, where DECLARANT_TEST_PLACE names a server, PostgreSQL. tests/ledger/run.py runs this
 * program against both. Hashes expected here are those of Python's hashlib over json.dumps(sort_keys, no blanks), reckoned beside this file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "ledger/ledger.h"
#include "value/canonical.h"

typedef struct Bench {
    Region region;
    Report report;
    Task task;
    Ledger *ledger;
    char folder[64];
    Text place;
} Bench;

static const char noon[] = "2026-11-22T12:00:00.000000Z";

static void open_bench(Bench *bench)
{
    *bench = (Bench){ 0 };
    region_init(&bench->region, NULL);
    report_init(&bench->report, &bench->region);
    bench->task = (Task){ &bench->region, &bench->report, NULL };
    const char *told = getenv("DECLARANT_TEST_PLACE");
    strcpy(bench->folder, "/tmp/test-ledger-XXXXXX");
    assert_non_null(mkdtemp(bench->folder));
    bench->place = told ? text_of(told) : text_format(&bench->region, "%s/a.ledger", bench->folder);
    bench->ledger = ledger_open(&bench->task, &(LedgerOptions){ .place = bench->place, .make = true, .by = TEXT("tester"), .now = text_of(noon) });
    if (!bench->ledger) {
        Builder out = builder_on(&bench->region);
        report_print(&out, &bench->report, false);
        fail_msg("%.*s", TEXT_ARG(builder_text(&out)));
    }
}

static void close_bench(Bench *bench)
{
    ledger_close(&bench->ledger);
    static const char *const endings[] = { "a.ledger", "a.ledger-wal", "a.ledger-shm" };
    for (size_t i = 0; i < 3; i++)
        unlink(text_string(&bench->region, text_format(&bench->region, "%s/%s", bench->folder, endings[i])));
    rmdir(bench->folder);
    region_close(&bench->region);
}

static const Record *put(Bench *bench, RecordKind kind, const char *body)
{
    return ledger_put(&bench->task, bench->ledger, &(NewRecord){ .kind = kind, .case_id = TEXT("c"), .body = text_of(body) });
}

static const char *last_name(const Bench *bench)
{
    return bench->report.last ? bench->report.last->name : "";
}

static void a_record_is_named_by_its_hash(void **state)
{
    (void)state;
    Bench bench;
    open_bench(&bench);
    int64_t before = ledger_size(&bench.task, bench.ledger);
    assert_true(ledger_begin(&bench.task, bench.ledger));
    const Record *record = put(&bench, KIND_CONTRACT, "{ \"number\": \"A-1\", \"day\": \"2026-01-05\" }");
    assert_non_null(record);
    assert_string_equal(text_string(&bench.region, record->body), "{\"day\":\"2026-01-05\",\"number\":\"A-1\"}");
    assert_string_equal(text_string(&bench.region, record->body_hash), "sha256:4ebfa511e3e86b984f29de86f9e10507fe765b241a8c0c3afb7e93dc38737ac5");
    if (before == 0)
        assert_string_equal(text_string(&bench.region, record->hash), "sha256:ee2db41cdd5d5aa383986879b209220017276e7d66d509e39efb682e3696ddcd");
    assert_true(ledger_commit(&bench.task, bench.ledger));
    const Record *again = ledger_get(&bench.task, bench.ledger, record->hash);
    assert_non_null(again);
    assert_true(text_equal(again->body, record->body));
    assert_int_equal(ledger_size(&bench.task, bench.ledger), before + 1);
    LedgerCheck check;
    assert_true(ledger_check(&bench.task, bench.ledger, &check));
    assert_int_equal(check.faults.count, 0);
    close_bench(&bench);
}

static void a_body_that_its_kind_does_not_know_is_refused(void **state)
{
    (void)state;
    static const struct { RecordKind kind; const char *body, *name; } wrong[] = {
        { KIND_CONTRACT, "{}", "record-form" },
        { KIND_CONTRACT, "[]", "record-form" },
        { KIND_CONTRACT, "{\"number\": \"\"}", "record-form" },
        { KIND_CONTRACT, "{\"number\": \"1\", \"day\": \"2026-02-30\"}", "record-form" },
        { KIND_CONTRACT, "{\"number\": \"1\", \"nummber\": \"1\"}", "unknown-member" },
        { KIND_PAYMENT, "{\"number\": \"1\", \"day\": \"2026-02-03\", \"amount\": \"300\"}", "record-form" },
        { KIND_PAYMENT, "{\"number\": \"1\", \"day\": \"2026-02-03\", \"amount\": 300}", "record-form" },
        { KIND_FACT, "{\"path\": \"a\", \"value\": 0.5}", "json-not-canonical" },
        { KIND_HOUSE_CHANGE, "{\"file\": \"house.md\", \"because\": \"b\", \"author\": \"Li\", \"reviewer\": \" Li\"}", "same-person" },
        { KIND_DETERMINATION, "{\"facts\": \"sha256:00\"}", "record-form" },
    };
    Bench bench;
    open_bench(&bench);
    assert_true(ledger_begin(&bench.task, bench.ledger));
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        report_init(&bench.report, &bench.region);
        assert_null(put(&bench, wrong[i].kind, wrong[i].body));
        assert_string_equal(bench.report.first->name, wrong[i].name);
    }
    ledger_rollback(&bench.task, bench.ledger);
    close_bench(&bench);
}

static void what_is_not_committed_is_not_there(void **state)
{
    (void)state;
    Bench bench;
    open_bench(&bench);
    int64_t before = ledger_size(&bench.task, bench.ledger);
    assert_true(ledger_begin(&bench.task, bench.ledger));
    assert_non_null(put(&bench, KIND_CONTRACT, "{\"number\": \"B\"}"));
    ledger_rollback(&bench.task, bench.ledger);
    assert_int_equal(ledger_size(&bench.task, bench.ledger), before);
    assert_true(ledger_begin(&bench.task, bench.ledger));
    assert_non_null(put(&bench, KIND_CONTRACT, "{\"number\": \"B\"}"));
    ledger_close(&bench.ledger);
    bench.ledger = ledger_open(&bench.task, &(LedgerOptions){ .place = bench.place });
    assert_non_null(bench.ledger);
    assert_int_equal(ledger_size(&bench.task, bench.ledger), before);
    close_bench(&bench);
}

static void records_are_found_and_corrected(void **state)
{
    (void)state;
    Bench bench;
    Records found;
    open_bench(&bench);
    int64_t after = ledger_size(&bench.task, bench.ledger);
    assert_true(ledger_begin(&bench.task, bench.ledger));
    const Record *old = put(&bench, KIND_PAYMENT, "{\"number\": \"P1\", \"day\": \"2026-02-03\", \"amount\": \"300 USD\", \"payer\": \"Chi nhánh Hà Nội\"}");
    const Record *new = ledger_put(&bench.task, bench.ledger, &(NewRecord){ .kind = KIND_PAYMENT, .case_id = TEXT("c"), .corrects = old->hash,
                                   .body = TEXT("{\"number\": \"P1\", \"day\": \"2026-02-04\", \"amount\": \"300 USD\"}") });
    assert_non_null(new);
    assert_true(ledger_commit(&bench.task, bench.ledger));
    assert_true(ledger_find(&bench.task, bench.ledger, &(LedgerQuery){ .kind = TEXT("payment"), .case_id = TEXT("c"), .after = after }, &found));
    assert_int_equal(found.count, 2);
    assert_true(text_equal(found.at[0].corrected_by, new->hash));
    assert_true(text_equal(found.at[1].previous, old->hash));
    assert_true(ledger_find(&bench.task, bench.ledger, &(LedgerQuery){ .entry = "number", .key = TEXT("P1"), .after = after, .current = true }, &found));
    assert_int_equal(found.count, 1);
    assert_true(ledger_find(&bench.task, bench.ledger, &(LedgerQuery){ .entry = "party", .key = TEXT("Chi nhánh Hà Nội"), .after = after }, &found));
    assert_int_equal(found.count, 1);
    assert_true(ledger_rebuild(&bench.task, bench.ledger));
    assert_true(ledger_find(&bench.task, bench.ledger, &(LedgerQuery){ .entry = "day", .key = TEXT("2026-02-04"), .after = after }, &found));
    assert_int_equal(found.count, 1);
    assert_null(ledger_get(&bench.task, bench.ledger, TEXT("sha256:0000000000")));
    assert_string_equal(last_name(&bench), "no-record");
    close_bench(&bench);
}

static void blobs_are_kept_once_and_erased_by_name_only(void **state)
{
    (void)state;
    Bench bench;
    Text bytes;
    LedgerCheck check;
    open_bench(&bench);
    Text file = { "\0\xff%PDF\n\0", 8 };
    assert_true(ledger_begin(&bench.task, bench.ledger));
    Text hash = blob_put(&bench.task, bench.ledger, file);
    assert_true(hash.length && text_equal(hash, blob_put(&bench.task, bench.ledger, file)));
    Text empty = blob_put(&bench.task, bench.ledger, TEXT(""));
    assert_string_equal(text_string(&bench.region, empty), "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_true(ledger_commit(&bench.task, bench.ledger));
    assert_int_equal(blob_get(&bench.task, bench.ledger, hash, &bytes), BLOB_HERE);
    assert_true(text_equal(bytes, file));
    assert_int_equal(blob_get(&bench.task, bench.ledger, TEXT("sha256:00"), &bytes), BLOB_ABSENT);

    assert_true(ledger_begin(&bench.task, bench.ledger));
    const Record *party = put(&bench, KIND_PARTY, "{\"name\": \"Nguyễn Văn A\"}");
    Text body = text_format(&bench.region, "{\"erases\": [\"" TEXT_FMT "\", \"" TEXT_FMT "\"], \"because\": \"asked for\", \"who\": \"tester\"}", TEXT_ARG(hash), TEXT_ARG(party->hash));
    const Record *erasure = ledger_put(&bench.task, bench.ledger, &(NewRecord){ .kind = KIND_ERASURE, .body = body });
    assert_non_null(erasure);
    assert_true(ledger_erase(&bench.task, bench.ledger, erasure));
    assert_true(ledger_commit(&bench.task, bench.ledger));
    assert_int_equal(blob_get(&bench.task, bench.ledger, hash, &bytes), BLOB_ERASED);
    assert_int_equal(ledger_get(&bench.task, bench.ledger, party->hash)->body.length, 0);
    Records found;
    assert_true(ledger_find(&bench.task, bench.ledger, &(LedgerQuery){ .entry = "party", .key = TEXT("Nguyễn Văn A") }, &found));
    assert_int_equal(found.count, 0); /* nor does a list still say the name */
    assert_true(ledger_check(&bench.task, bench.ledger, &check));
    assert_int_equal(check.faults.count, 0);
    close_bench(&bench);
}

static void the_store_refuses_changes(void **state)
{
    (void)state;
    Bench bench;
    open_bench(&bench);
    assert_true(ledger_begin(&bench.task, bench.ledger));
    const Record *record = put(&bench, KIND_CONTRACT, "{\"number\": \"C\"}");
    assert_true(blob_put(&bench.task, bench.ledger, TEXT("a file")).length);
    assert_true(ledger_commit(&bench.task, bench.ledger));
    Store *store = bench.ledger->store;
    Text change = text_format(&bench.region, "UPDATE record SET body = '{}' WHERE hash = '" TEXT_FMT "'", TEXT_ARG(record->hash));
    const char *changes[] = { text_string(&bench.region, change), "DELETE FROM record", "DELETE FROM blob", "UPDATE record SET sequence = sequence + 1",
                              "INSERT INTO record VALUES (99999, 'x', 'x', 'x', 'x', 'x', '', 'x', 'x')", "UPDATE record SET body = NULL" };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        report_init(&bench.report, &bench.region);
        assert_int_equal(store->driver->script(&bench.task, store, changes[i]), STORE_FAILED);
        assert_string_equal(bench.report.first->name, "ledger-refused");
    }
    close_bench(&bench);
}

static bool fails(Task *task, Ledger *ledger, void *argument)
{
    (void)task;
    (void)ledger;
    ++*(int *)argument;
    return false;
}

static void a_writer_waits_no_longer_than_told(void **state)
{
    (void)state;
    Bench bench;
    open_bench(&bench);
    int calls = 0;
    Ledger *other = ledger_open(&bench.task, &(LedgerOptions){ .place = bench.place, .wait_ms = 50 });
    assert_non_null(other);
    assert_true(ledger_begin(&bench.task, bench.ledger));
    assert_non_null(put(&bench, KIND_CONTRACT, "{\"number\": \"D\"}"));
    int64_t seen = ledger_size(&bench.task, other); /* a reader does not wait */
    assert_true(seen >= 0);
    assert_false(ledger_transact(&bench.task, other, fails, &calls));
    assert_int_equal(calls, 0);
    assert_string_equal(last_name(&bench), "ledger-busy");
    assert_true(ledger_commit(&bench.task, bench.ledger));
    assert_int_equal(ledger_size(&bench.task, other), seen + 1);
    assert_false(ledger_transact(&bench.task, other, fails, &calls));
    assert_int_equal(calls, 1);
    ledger_close(&other);
    close_bench(&bench);
}

static void a_clock_that_runs_back_loses_nothing(void **state)
{
    (void)state;
    Bench bench;
    LedgerCheck check;
    open_bench(&bench);
    assert_true(ledger_begin(&bench.task, bench.ledger));
    assert_non_null(put(&bench, KIND_CONTRACT, "{\"number\": \"E\"}"));
    bench.ledger->now = TEXT("2026-11-21T12:00:00.000000Z");
    assert_non_null(put(&bench, KIND_CONTRACT, "{\"number\": \"F\"}"));
    assert_true(ledger_commit(&bench.task, bench.ledger));
    assert_string_equal(last_name(&bench), "clock-back");
    assert_true(ledger_check(&bench.task, bench.ledger, &check));
    assert_int_equal(check.faults.count, 0);
    assert_true(check.clocks.count >= 1);
    close_bench(&bench);
}

static void what_is_too_large_is_refused(void **state)
{
    (void)state;
    Bench bench;
    open_bench(&bench);
    assert_true(ledger_begin(&bench.task, bench.ledger));
    assert_int_equal(blob_put(&bench.task, bench.ledger, (Text){ "x", (size_t)LIMIT_BLOB_BYTES + 1 }).length, 0); /* its bytes are not looked at */
    assert_string_equal(last_name(&bench), "blob-too-large");
    if (!bench.ledger->store->driver->server) {
        sqlite3_limit(bench.ledger->store->handle, SQLITE_LIMIT_LENGTH, 1000);
        Text much = { region_zero(&bench.region, 1, 2000), 2000 };
        assert_int_equal(blob_put(&bench.task, bench.ledger, much).length, 0);
        assert_string_equal(last_name(&bench), "ledger-too-large");
    }
    close_bench(&bench);
}

/* ---- memory ---- */

static long grants = -1; /* allocations of SQLite that still succeed; -1: all. The test's own state: SQLite's functions take none */
static sqlite3_mem_methods system_memory;

static void *grant(int bytes)
{
    return grants == 0 || (grants > 0 && grants-- == 0) ? NULL : system_memory.xMalloc(bytes);
}

static void *regrant(void *old, int bytes)
{
    return grants == 0 || (grants > 0 && grants-- == 0) ? NULL : system_memory.xRealloc(old, bytes);
}

static void put_one(void *argument)
{
    Bench *bench = argument;
    if (ledger_begin(&bench->task, bench->ledger) && put(bench, KIND_CONTRACT, "{\"number\": \"M\"}"))
        ledger_commit(&bench->task, bench->ledger);
    else if (bench->ledger)
        ledger_rollback(&bench->task, bench->ledger);
}

/* SQLite's memory fails at each allocation in turn, from the opening to the commit: told, and what was there stays. */
static void memory_that_fails_loses_nothing(void **state)
{
    (void)state;
    Bench bench;
    LedgerCheck check;
    open_bench(&bench);
    if (bench.ledger->store->driver->server) {
        close_bench(&bench);
        skip();
    }
    int64_t before = ledger_size(&bench.task, bench.ledger), told = 0, done = 0;
    for (long fail = 0; fail < 3000 && !done; fail += fail < 100 ? 1 : 7) {
        ledger_close(&bench.ledger);
        report_init(&bench.report, &bench.region);
        grants = fail;
        bench.ledger = ledger_open(&bench.task, &(LedgerOptions){ .place = bench.place, .now = text_of(noon) });
        if (bench.ledger)
            put_one(&bench);
        grants = -1;
        ledger_close(&bench.ledger);
        bench.ledger = ledger_open(&bench.task, &(LedgerOptions){ .place = bench.place, .now = text_of(noon) });
        assert_non_null(bench.ledger);
        done = ledger_size(&bench.task, bench.ledger) - before;
        assert_true(done == 0 || done == 1);
        assert_true(done || bench.report.errors);
        for (const Problem *problem = bench.report.first; problem; problem = problem->next)
            told += strcmp(problem->name, "ledger-memory") == 0;
    }
    assert_int_equal(done, 1);
    assert_true(told > 10);
    assert_true(ledger_check(&bench.task, bench.ledger, &check));
    assert_int_equal(check.faults.count, 0);
    close_bench(&bench);
}

/* The region's memory fails at each allocation in turn: control comes back here, and nothing half-written is there. */
typedef struct Scarce {
    long left;
} Scarce;

static void *scarce_allocate(void *context, size_t bytes)
{
    Scarce *scarce = context;
    return scarce->left-- > 0 ? malloc(bytes) : NULL;
}

static void scarce_release(void *context, void *memory)
{
    (void)context;
    free(memory);
}

static void a_region_that_runs_dry_loses_nothing(void **state)
{
    (void)state;
    Bench bench;
    LedgerCheck check;
    open_bench(&bench);
    int64_t before = ledger_size(&bench.task, bench.ledger);
    bool done = false;
    for (long fail = 0; fail < 200 && !done; fail++) {
        Scarce scarce = { fail };
        Allocator allocator = { scarce_allocate, scarce_release, &scarce };
        Bench poor = { .place = bench.place };
        region_init(&poor.region, &allocator);
        report_init(&poor.report, &poor.region);
        poor.task = (Task){ &poor.region, &poor.report, NULL };
        poor.ledger = bench.ledger;
        bool ran = region_guard(&poor.region, put_one, &poor);
        if (!ran)
            ledger_rollback(&bench.task, bench.ledger);
        int64_t now = ledger_size(&bench.task, bench.ledger);
        done = now == before + 1;
        assert_true(now == before || done);
        region_close(&poor.region);
    }
    assert_true(done);
    assert_true(ledger_check(&bench.task, bench.ledger, &check));
    assert_int_equal(check.faults.count, 0);
    close_bench(&bench);
}

static void canonical_json_is_that_of_the_rfc(void **state)
{
    (void)state;
    /* RFC 8785, 3.2.3 (order of keys by UTF-16) and 3.2.2.2 (strings) */
    static const struct { const char *json, *expected; } pairs[] = {
        { "{\"\\u20ac\": \"Euro Sign\", \"\\r\": \"Carriage Return\", \"\\ufb33\": \"Hebrew Letter Dalet With Dagesh\", \"1\": \"One\", \"\\ud83d\\ude00\": \"Emoji: Grinning Face\", \"\\u0080\": \"Control\", \"\\u00f6\": \"Latin Small Letter O With Diaeresis\"}",
          "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xc2\x80\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\xef\xac\xb3\":\"Hebrew Letter Dalet With Dagesh\"}" },
        { "\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\"", "\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"" },
        { " [ null , true, false , 0, -0, 9007199254740991, {} , [] ] ", "[null,true,false,0,0,9007199254740991,{},[]]" },
        { "1.0", NULL }, { "1e3", NULL }, { "9007199254740992", NULL },
    };
    Bench bench;
    open_bench(&bench);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        Text out = canonical_text(&bench.task, TEXT("test"), text_of(pairs[i].json));
        if (pairs[i].expected)
            assert_string_equal(text_string(&bench.region, out), pairs[i].expected);
        else
            assert_int_equal(out.length, 0);
    }
    close_bench(&bench);
}

int main(void)
{
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &system_memory);
    sqlite3_mem_methods scarce = system_memory;
    scarce.xMalloc = grant;
    scarce.xRealloc = regrant;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &scarce);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_is_named_by_its_hash), cmocka_unit_test(a_body_that_its_kind_does_not_know_is_refused), cmocka_unit_test(what_is_not_committed_is_not_there),
        cmocka_unit_test(records_are_found_and_corrected), cmocka_unit_test(blobs_are_kept_once_and_erased_by_name_only), cmocka_unit_test(the_store_refuses_changes),
        cmocka_unit_test(a_writer_waits_no_longer_than_told), cmocka_unit_test(a_clock_that_runs_back_loses_nothing), cmocka_unit_test(canonical_json_is_that_of_the_rfc),
        cmocka_unit_test(what_is_too_large_is_refused), cmocka_unit_test(memory_that_fails_loses_nothing), cmocka_unit_test(a_region_that_runs_dry_loses_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

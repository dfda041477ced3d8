/* ledger/records.c - records put, found and read. See ledger.h. */
#include <sys/random.h>

#include "base/file.h"
#include "base/utf8.h"
#include "ledger/inside.h"
#include "ledger/instant.h"
#include "value/canonical.h"

/* ---- the envelope ---- */

static void member(Builder *out, const char *key, Text text)
{
    build_format(out, "%c\"%s\":", out->length ? ',' : '{', key);
    if (text.length)
        canonical_string(out, text);
    else
        build_text(out, TEXT("null"));
}

/* In the order of the keys, as canonical JSON has them. */
Text record_envelope(Region *region, const Record *record)
{
    Builder out = builder_on(region);
    member(&out, "body", record->body_hash);
    member(&out, "case", record->case_id);
    member(&out, "corrects", record->corrects);
    member(&out, "kind", record->kind);
    member(&out, "made_at", record->made_at);
    member(&out, "made_by", record->made_by);
    member(&out, "previous", record->previous);
    build_format(&out, ",\"sequence\":%lld}", (long long)record->sequence);
    return builder_text(&out);
}

Text text_sha256(Region *region, Text text)
{
    Sha256 hash = sha256_of(&text, 1);
    return sha256_text(region, &hash);
}

/* ---- rows ---- */

Record record_of_row(const StoreValue *row)
{
    return (Record){ .hash = row[0].text, .kind = row[1].text, .case_id = row[2].text, .sequence = row[3].integer, .made_at = row[4].text, .made_by = row[5].text,
                     .corrects = row[6].text, .body = row[7].text, .body_hash = row[8].text, .previous = row[9].text, .corrected_by = row[10].text };
}

bool ledger_ran(Task *task, Ledger *ledger, StoreOutcome outcome)
{
    if (outcome == STORE_AGAIN)
        store_tell_busy(task, ledger->store);
    return outcome == STORE_DONE;
}

/* ---- putting ---- */

/* Bytes nobody can guess, as hexadecimal digits. */
static Text salt(Region *region)
{
    unsigned char bytes[16];
    Builder out = builder_on(region);
    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
        memset(bytes, 0, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        build_format(&out, "%02x", bytes[i]);
    return builder_text(&out);
}

/* The body with a member more; what it is is checked by then. */
static Text salted(Region *region, Text body)
{
    Text rest = text_trim(text_slice(body, 1, body.length)), grain = salt(region);
    return text_format(region, "{\"salt\":\"" TEXT_FMT "\"%s" TEXT_FMT, TEXT_ARG(grain), rest.at[0] == '}' ? "" : ",", TEXT_ARG(rest));
}

/* The body in canonical form; empty with errors. */
static Text checked_body(Task *task, const NewRecord *record)
{
    const Source *source = source_from(task, text_format(task->region, "record of kind \"%s\"", kind_names[record->kind]), text_trim(record->body));
    const Json *json = source ? json_read(task, source) : NULL;
    if (!json || !kind_check(task, record->kind, source, json))
        return TEXT_NONE;
    bool plain = !kind_personal[record->kind] || json_get(json, TEXT("salt"));
    return canonical_text(task, source->name, plain ? source->bytes : salted(task->region, source->bytes));
}

static bool is_line(Text text)
{
    bool line = text.length <= LIMIT_ID_BYTES && utf8_first_fault(text) == SIZE_MAX;
    for (size_t i = 0; i < text.length; i++)
        line = line && (unsigned char)text.at[i] >= ' ' && text.at[i] != 0x7f;
    return line;
}

static bool refuse_line(Task *task, const char *what)
{
    report_error(task->report, "record-form", SPAN_NONE, "%s is one line of text (UTF-8) of at most %d bytes", what, LIMIT_ID_BYTES);
    return false;
}

bool case_id_check(Task *task, Text id)
{
    return is_line(id) || refuse_line(task, "a case's id");
}

/* An id stands in lists and in names of files, a name in the log: one line, without signs that end it, and text, or not every store took it. */
static bool are_lines(Task *task, const NewRecord *record, Text by)
{
    return case_id_check(task, record->case_id) && (is_line(by) || refuse_line(task, "the name of whoever makes a record"));
}

static bool is_there(Task *task, Ledger *ledger, Text hash)
{
    StoreRows rows;
    if (!hash.length)
        return true;
    if (!ledger_ran(task, ledger, STORE_RUN(task, ledger->store, STATEMENT_RECORD_GET, &rows, STORE_STR(hash))))
        return false;
    if (!rows.count)
        report_error(task->report, "no-record", SPAN_NONE, "the ledger has no record \"" TEXT_FMT "\"", TEXT_ARG(hash));
    return rows.count != 0;
}

/* A clock that runs back is no reason to lose a record: the sequence decides what came first. */
static void look_at_clock(Task *task, Ledger *ledger, const Record *record)
{
    if (ledger->clock_told || text_compare(record->made_at, ledger->last_at) >= 0)
        return;
    ledger->clock_told = true;
    Problem *problem = report_warning(task->report, "clock-back", SPAN_NONE, "the clock shows " TEXT_FMT ", the record before was made at " TEXT_FMT, TEXT_ARG(record->made_at), TEXT_ARG(ledger->last_at));
    problem_hint(task->report, problem, "The record is kept behind it all the same; set the clock right.");
}

static bool insert(Task *task, Ledger *ledger, const Record *record)
{
    return ledger_ran(task, ledger, STORE_RUN(task, ledger->store, STATEMENT_RECORD_PUT, NULL, STORE_STR(record->hash), STORE_STR(record->kind), STORE_STR(record->case_id),
                                              STORE_INT(record->sequence), STORE_STR(record->made_at), STORE_STR(record->made_by), STORE_STR(record->corrects),
                                              STORE_STR(record->body), STORE_STR(record->body_hash)));
}

const Record *ledger_put(Task *task, Ledger *ledger, const NewRecord *new)
{
    Text body = checked_body(task, new), by = new->made_by.length ? new->made_by : ledger->by;
    if (!body.length || !are_lines(task, new, by) || !is_there(task, ledger, new->corrects))
        return NULL;
    Record *record = REGION_NEW(task->region, Record);
    *record = (Record){ .kind = text_of(kind_names[new->kind]), .case_id = new->case_id, .sequence = ledger->last + 1, .made_at = instant_now(task->region, ledger->now),
                        .made_by = by, .corrects = new->corrects, .body = body, .body_hash = text_sha256(task->region, body),
                        .previous = text_copy(task->region, ledger->last_hash) };
    record->hash = text_sha256(task->region, record_envelope(task->region, record));
    if (ledger->last)
        look_at_clock(task, ledger, record);
    if (!insert(task, ledger, record) || !entries_put(task, ledger, record))
        return NULL;
    ledger_remember(ledger, record);
    return record;
}

/* ---- finding ---- */

static const Record *one_of(Task *task, Text name, const StoreRows *rows)
{
    if (rows->count == 1) {
        Record *record = REGION_NEW(task->region, Record);
        *record = record_of_row(store_row(rows, 0));
        return record;
    }
    if (rows->count)
        report_error(task->report, "which-record", SPAN_NONE, "more than one record begins with \"" TEXT_FMT "\"", TEXT_ARG(name));
    else
        report_error(task->report, "no-record", SPAN_NONE, "the ledger has no record \"" TEXT_FMT "\"", TEXT_ARG(name));
    return NULL;
}

const Record *ledger_get(Task *task, Ledger *ledger, Text name)
{
    enum { FEWEST_DIGITS = 8 };
    Text digits = text_starts(name, TEXT("sha256:")) ? text_slice(name, 7, name.length) : name;
    StoreRows rows = { 0 };
    if (digits.length < FEWEST_DIGITS)
        return one_of(task, name, &rows);
    Text from = text_join(task->region, TEXT("sha256:"), digits), to = text_join(task->region, from, TEXT("g")); /* behind every digit */
    if (!ledger_ran(task, ledger, STORE_RUN(task, ledger->store, STATEMENT_RECORD_BEGINS, &rows, STORE_STR(from), STORE_STR(to))))
        return NULL;
    return one_of(task, name, &rows);
}

const Record *ledger_at(Task *task, Ledger *ledger, int64_t sequence)
{
    StoreRows rows;
    if (!ledger_ran(task, ledger, STORE_RUN(task, ledger->store, STATEMENT_RECORD_AT, &rows, STORE_INT(sequence))) || !rows.count)
        return NULL;
    Record *record = REGION_NEW(task->region, Record);
    *record = record_of_row(store_row(&rows, 0));
    return record;
}

static StoreOutcome ask(Task *task, Ledger *ledger, const LedgerQuery *query, StoreRows *rows)
{
    Store *store = ledger->store;
    StoreValue after = STORE_INT(query->after), most = STORE_INT(query->most && query->most < LIMIT_LEDGER_RECORDS ? (int64_t)query->most : LIMIT_LEDGER_RECORDS);
    if (query->entry)
        return STORE_RUN(task, store, STATEMENT_RECORDS_BY_ENTRY, rows, after, most, STORE_STR(text_of(query->entry)), STORE_STR(query->key));
    if (query->case_id.length && query->kind.length)
        return STORE_RUN(task, store, STATEMENT_RECORDS_OF_BOTH, rows, after, most, STORE_STR(query->case_id), STORE_STR(query->kind));
    if (query->case_id.length)
        return STORE_RUN(task, store, STATEMENT_RECORDS_OF_CASE, rows, after, most, STORE_STR(query->case_id));
    if (query->kind.length)
        return STORE_RUN(task, store, STATEMENT_RECORDS_OF_KIND, rows, after, most, STORE_STR(query->kind));
    return STORE_RUN(task, store, STATEMENT_RECORDS, rows, after, most);
}

static bool is_wanted(const LedgerQuery *query, const Record *record)
{
    return (!query->kind.length || text_equal(query->kind, record->kind)) && (!query->case_id.length || text_equal(query->case_id, record->case_id)) &&
           !(query->current && record->corrected_by.length);
}

bool ledger_find(Task *task, Ledger *ledger, const LedgerQuery *query, Records *found)
{
    StoreRows rows;
    if (!ledger_ran(task, ledger, ask(task, ledger, query, &rows)))
        return false;
    *found = (Records){ 0 };
    for (size_t i = 0; i < rows.count; i++) {
        Record record = record_of_row(store_row(&rows, i));
        if (is_wanted(query, &record))
            *LIST_ADD(task->region, *found) = record;
    }
    return true;
}

bool ledger_hashes(Task *task, Ledger *ledger, int64_t after, Hashes *found)
{
    StoreRows rows;
    *found = (Hashes){ 0 };
    if (!ledger_ran(task, ledger, STORE_RUN(task, ledger->store, STATEMENT_RECORD_HASHES, &rows, STORE_INT(after), STORE_INT(LIMIT_LEDGER_RECORDS))))
        return false;
    for (size_t i = 0; i < rows.count; i++)
        *LIST_ADD(task->region, *found) = store_row(&rows, i)[1].text;
    return true;
}

int64_t ledger_size(Task *task, Ledger *ledger)
{
    StoreRows rows;
    if (!ledger_ran(task, ledger, store_run(task, ledger->store, STATEMENT_RECORD_COUNT, NULL, 0, &rows)))
        return -1;
    return store_row(&rows, 0)->integer;
}

bool ledger_keys(Task *task, Ledger *ledger, const char *entry, LedgerKeys *found)
{
    StoreRows rows;
    *found = (LedgerKeys){ 0 };
    if (!ledger_ran(task, ledger, STORE_RUN(task, ledger->store, STATEMENT_ENTRY_KEYS, &rows, STORE_STR(text_of(entry)), STORE_STR(TEXT("")), STORE_INT(LIMIT_LEDGER_RECORDS))))
        return false;
    for (size_t i = 0; i < rows.count; i++)
        *LIST_ADD(task->region, *found) = (LedgerKey){ store_row(&rows, i)[0].text, store_row(&rows, i)[1].integer, store_row(&rows, i)[2].integer };
    return true;
}

/* ---- reading ---- */

const Json *record_body(Task *task, const Record *record, const Source **source)
{
    if (!record->body.length)
        return NULL;
    *source = source_from(task, record->hash, record->body);
    return *source ? json_read(task, *source) : NULL;
}

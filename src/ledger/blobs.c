/* ledger/blobs.c - bytes kept by hash, and content that has to go. See ledger.h. */
#include "ledger/inside.h"

/* ---- keeping ---- */

static bool has_blob(Task *task, Ledger *ledger, Text hash, bool *there)
{
    StoreRows rows;
    bool ran = ledger_ran(task, ledger, STORE_RUN(task, ledger->store, STATEMENT_BLOB_HAS, &rows, STORE_STR(hash)));
    *there = ran && store_row(&rows, 0)->integer;
    return ran;
}

/* The same bytes again: kept once. Where they were erased they do not come back, and nobody is told that they are kept. */
static bool is_kept(Task *task, Ledger *ledger, Text hash)
{
    StoreRows rows;
    if (!ledger_ran(task, ledger, STORE_RUN(task, ledger->store, STATEMENT_BLOB_KEPT, &rows, STORE_STR(hash))))
        return false;
    if (store_row(&rows, 0)->integer)
        return true;
    Problem *problem = report_error(task->report, "erased-before", SPAN_NONE, "the content of \"" TEXT_FMT "\" was erased before", TEXT_ARG(hash));
    problem_hint(task->report, problem, "A ledger does not take bytes again that were erased from it.");
    return false;
}

Text blob_put(Task *task, Ledger *ledger, Text bytes)
{
    bool there;
    if (bytes.length > LIMIT_BLOB_BYTES) {
        report_error(task->report, "blob-too-large", SPAN_NONE, "a file of %zu bytes is larger than the limit of %d bytes", bytes.length, LIMIT_BLOB_BYTES);
        return TEXT_NONE;
    }
    Text hash = text_sha256(task->region, bytes);
    if (!has_blob(task, ledger, hash, &there))
        return TEXT_NONE;
    if (there)
        return is_kept(task, ledger, hash) ? hash : TEXT_NONE;
    StoreOutcome outcome = STORE_RUN(task, ledger->store, STATEMENT_BLOB_PUT, NULL, STORE_STR(hash), STORE_INT((int64_t)bytes.length), STORE_RAW(bytes));
    return ledger_ran(task, ledger, outcome) ? hash : TEXT_NONE;
}

static bool add_there(Task *task, Ledger *ledger, Text hash, bool *there)
{
    bool one;
    bool ran = has_blob(task, ledger, hash, &one);
    *there = *there && ran && one;
    return ran;
}

static bool member_blobs(Task *task, Ledger *ledger, MemberType type, const Json *value, bool *there)
{
    if (type == MEMBER_BLOB)
        return add_there(task, ledger, value->text, there);
    bool ran = true;
    for (const Json *page = type == MEMBER_PAGES ? value->first : NULL; page && ran; page = page->next)
        ran = add_there(task, ledger, page->count == 2 ? page->first->next->text : TEXT_NONE, there);
    return ran;
}

bool record_blobs(Task *task, Ledger *ledger, const Record *record, bool *there)
{
    const Source *source;
    const Json *body = record_body(task, record, &source);
    RecordKind kind = kind_named(record->kind);
    bool ran = true;
    *there = true;
    for (const Json *value = body && body->kind == JSON_OBJECT && kind < KINDS ? body->first : NULL; value && ran; value = value->next) {
        const KindMember *known = kind_member(kind, value->key);
        ran = !known || member_blobs(task, ledger, known->type, value, there);
    }
    return ran;
}

BlobOutcome blob_get(Task *task, Ledger *ledger, Text hash, Text *bytes)
{
    StoreRows rows;
    if (!ledger_ran(task, ledger, STORE_RUN(task, ledger->store, STATEMENT_BLOB_GET, &rows, STORE_STR(hash))))
        return BLOB_FAILED;
    if (!rows.count)
        return BLOB_ABSENT;
    const StoreValue *row = store_row(&rows, 0);
    if (row->kind == STORE_NULL)
        return BLOB_ERASED;
    *bytes = row->text;
    if (text_equal(text_sha256(task->region, row->text), hash))
        return BLOB_HERE;
    store_fault(task, ledger->store, "ledger-damaged", "the bytes of a blob are not those that were kept", hash);
    return BLOB_FAILED;
}

/* ---- erasure ---- */

/* What it was found by came from its body, and goes with it: the name of a party is as personal in a list. */
static bool clear_entries(Task *task, Ledger *ledger, Text hash)
{
    StoreRows rows;
    if (!ledger_ran(task, ledger, STORE_RUN(task, ledger->store, STATEMENT_RECORD_GET, &rows, STORE_STR(hash))))
        return false;
    if (!rows.count)
        return true;
    Record record = record_of_row(store_row(&rows, 0));
    return ledger_ran(task, ledger, STORE_RUN(task, ledger->store, STATEMENT_ENTRY_DROP, NULL, STORE_INT(record.sequence))) && entries_put(task, ledger, &record);
}

/* The triggers let it pass, since a record of kind erasure names the hash. */
static bool clear(Task *task, Ledger *ledger, Text hash)
{
    static const Statement both[] = { STATEMENT_RECORD_CLEAR, STATEMENT_BLOB_CLEAR };
    for (size_t i = 0; i < 2; i++)
        if (!ledger_ran(task, ledger, STORE_RUN(task, ledger->store, both[i], NULL, STORE_STR(hash))))
            return false;
    return clear_entries(task, ledger, hash);
}

bool ledger_erase(Task *task, Ledger *ledger, const Record *erasure)
{
    const Source *source;
    const Json *body = record_body(task, erasure, &source), *list = body ? json_get(body, TEXT("erases")) : NULL;
    for (const Json *item = list ? list->first : NULL; item; item = item->next)
        if (!clear(task, ledger, item->text))
            return false;
    return list != NULL;
}

/* casework/master.c - see master.h. */
#include "casework/master.h"

#include <stdlib.h>

#include "base/file.h"
#include "casework/approval.h"
#include "value/canonical.h"

/* ---- all that was decided ---- */

static void join(Builder *out, Text name)
{
    build_format(out, "%s" TEXT_FMT, out->length ? ", " : "", TEXT_ARG(name));
}

/* "anna, bo": who approved this record, and of whom that was only written down. False with an error. */
static bool approvals(Task *task, Ledger *ledger, MasterItem *item)
{
    Records found = { 0 };
    Builder counts = builder_on(task->region), told = builder_on(task->region);
    if (!ledger_find(task, ledger, &(LedgerQuery){ .entry = "approval", .key = item->record->hash, .kind = TEXT("approval"), .current = true }, &found))
        return false;
    for (size_t i = 0; i < found.count; i++) {
        Approval approval = approval_read(task, &found.at[i]);
        if (approval_counts(task, &approval, item->record))
            join(&counts, approval.who);
        else if (approval.told_by.length && text_is(approval.says, "approved"))
            join(&told, approval.who);
    }
    item->approved_by = builder_text(&counts);
    item->told_by_hand = builder_text(&told);
    return true;
}

/* The answer as it was kept; NULL where it was erased, or with an error. */
static const Json *answer_kept(Task *task, Ledger *ledger, const Json *body, bool *failed)
{
    Text bytes;
    BlobOutcome outcome = blob_get(task, ledger, json_text_at(body, "answer"), &bytes);
    const Source *source = outcome == BLOB_HERE ? source_from(task, TEXT("answer"), bytes) : NULL;
    *failed = outcome == BLOB_FAILED || outcome == BLOB_ABSENT;
    return source ? json_read(task, source) : NULL;
}

static void add_code(Task *task, MasterList *list, const MasterItem *base, const Json *code)
{
    const Json *of = json_get(code, TEXT("of"));
    MasterItem *item = LIST_ADD(task->region, *list);
    *item = *base;
    item->item = of && of->kind == JSON_OBJECT ? json_text_at(of, "id") : TEXT_NONE;
    item->code = json_text_at(code, "number");
    item->edition = json_text_at(code, "edition");
    item->status = json_text_at(code, "status");
}

static bool add_answer(Task *task, Ledger *ledger, MasterList *list, const Record *record)
{
    const Source *source;
    const Json *body = record_body(task, record, &source);
    MasterItem base = { .record = record, .status = json_text_at(body, "status"), .as_of = json_text_at(body, "as_of"), .engine = json_text_at(body, "engine"), .law = json_text_at(body, "law") };
    bool failed = false;
    const Json *answer = body ? answer_kept(task, ledger, body, &failed) : NULL, *codes = answer ? json_get(answer, TEXT("codes")) : NULL;
    if (failed || !approvals(task, ledger, &base))
        return false;
    const Json *code = codes && codes->kind == JSON_ARRAY ? codes->first : NULL;
    if (!code)
        *LIST_ADD(task->region, *list) = base;
    for (; code; code = code->next)
        add_code(task, list, &base, code);
    return true;
}

bool master_list(Task *task, Ledger *ledger, MasterList *list)
{
    LedgerKeys keys;
    *list = (MasterList){ 0 };
    if (!ledger_keys(task, ledger, "case", &keys))
        return false;
    for (size_t i = 0; i < keys.count; i++) {
        Records *found = REGION_NEW(task->region, Records);
        if (!ledger_find(task, ledger, &(LedgerQuery){ .kind = TEXT("determination"), .case_id = keys.at[i].key, .current = true }, found))
            return false;
        if (found->count && !add_answer(task, ledger, list, &found->at[found->count - 1]))
            return false;
    }
    return true;
}

/* ---- by lot ---- */

static int by_lot(const void *a, const void *b)
{
    const MasterItem *one = a, *other = b;
    return memcmp(one->lot.at, other->lot.at, sizeof one->lot.at);
}

void master_draw(MasterList *list, Text seed, size_t count)
{
    for (size_t i = 0; i < list->count; i++) {
        MasterItem *item = &list->at[i];
        item->lot = sha256_of((const Text[]){ seed, TEXT("\n"), item->record->case_id, TEXT("\n"), item->item, TEXT("\n"), item->record->hash }, 7);
    }
    if (list->count)
        qsort(list->at, list->count, sizeof *list->at, by_lot);
    list->count = count < list->count ? count : list->count;
}

/* ---- one of them proved ---- */

/* Is the record the one its hash names, and the head what its key signed over the log as it is? */
static bool holds(Task *task, const MasterProof *proof)
{
    Text envelope = record_envelope(task->region, proof->record);
    Sha256 hash = sha256_of(&envelope, 1);
    return text_equal(sha256_text(task->region, &hash), proof->record->hash) &&
           memcmp(proof->path.root.at, proof->head.root.at, sizeof proof->head.root.at) == 0 &&
           head_check(task->region, &proof->head, &proof->key) == HEAD_SIGNED;
}

MasterOutcome master_prove(Task *task, Ledger *ledger, Text hash, MasterProof *proof)
{
    const Record *head_record;
    *proof = (MasterProof){ .record = ledger_get(task, ledger, hash) };
    if (!proof->record || !evidence_head_last(task, ledger, &head_record, &proof->head, &proof->key))
        return MASTER_FAILED;
    uint64_t end = (uint64_t)proof->record->sequence;
    if (end > proof->head.size)
        return MASTER_UNSIGNED;
    if (!evidence_prove(task, ledger, (MerkleSpan){ end - 1, end }, proof->head.size, &proof->path))
        return MASTER_FAILED;
    return holds(task, proof) ? MASTER_PROVED : MASTER_BROKEN;
}

/* ---- that somebody looked ---- */

const Record *master_log(Task *task, Ledger *ledger, Text what, const Text *records, size_t count)
{
    Builder body = builder_on(task->region);
    build_text(&body, TEXT("{\"who\":"));
    canonical_string(&body, ledger->by.length ? ledger->by : TEXT("unknown"));
    build_text(&body, TEXT(",\"what\":"));
    canonical_string(&body, what);
    build_text(&body, TEXT(",\"records\":["));
    for (size_t i = 0; i < count; i++) {
        build_text(&body, i ? TEXT(",") : TEXT_NONE);
        canonical_string(&body, records[i]);
    }
    build_text(&body, TEXT("]}"));
    return ledger_put(task, ledger, &(NewRecord){ .kind = KIND_READING, .body = builder_text(&body) });
}

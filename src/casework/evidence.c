/* casework/evidence.c - evidence put in, found, erased, and the log it stands in. See evidence.h; looking whether all is whole: evidence_verify.c. */
#include "casework/evidence.h"

#include "base/base64.h"
#include "base/utf8.h"

/* ---- putting in ---- */

static void put_proves(JsonWriter *json, const NewEvidence *evidence)
{
    json_key(json, TEXT("proves"));
    json_open(json, '[');
    for (size_t i = 0; i < evidence->count; i++)
        json_text(json, evidence->proves[i]);
    json_close(json, ']');
    json_key(json, TEXT("says"));
    json_open(json, '{');
    for (size_t i = 0; i < evidence->count; i++)
        if (evidence->says[i].length) {
            json_key(json, evidence->proves[i]);
            json_text(json, evidence->says[i]);
        }
    json_close(json, '}');
}

static void put_count(JsonWriter *json, Region *region, const char *key, uint64_t count)
{
    json_key(json, text_of(key));
    json_raw(json, text_format(region, "%llu", (unsigned long long)count));
}

const Record *evidence_put(Task *task, Ledger *ledger, const NewEvidence *evidence)
{
    Text file = blob_put(task, ledger, evidence->bytes);
    if (!file.length)
        return NULL;
    Builder out = builder_on(task->region);
    JsonWriter json = json_writer(&out, true);
    json_open(&json, '{');
    json_pair(&json, "file", file);
    json_pair(&json, "file_name", evidence->name);
    put_count(&json, task->region, "size", evidence->bytes.length);
    json_pair(&json, "type", evidence->type);
    put_proves(&json, evidence);
    json_close(&json, '}');
    return ledger_put(task, ledger, &(NewRecord){ .kind = KIND_EVIDENCE, .case_id = evidence->case_id, .body = builder_text(&out) });
}

/* ---- looking ---- */

/* Bytes that are not those that were put in are no error here but a state: who looks at one file wants to see the others, too. */
static BlobOutcome file_state(Task *task, Ledger *ledger, Evidence *evidence)
{
    Report unheard;
    report_init(&unheard, task->region);
    Task quiet = { task->region, &unheard, task->cancel };
    return evidence->file.length ? blob_get(&quiet, ledger, evidence->file, &evidence->bytes) : BLOB_ERASED;
}

/* Columns of a damaged database may hold anything, and are shown. */
static const Record *sound(Region *region, const Record *record)
{
    Record *shown = REGION_NEW(region, Record);
    *shown = *record;
    shown->hash = utf8_sound(region, record->hash);
    shown->case_id = utf8_sound(region, record->case_id);
    shown->made_at = utf8_sound(region, record->made_at);
    shown->made_by = utf8_sound(region, record->made_by);
    return shown;
}

static Evidence evidence_of(Task *task, Ledger *ledger, const Record *record)
{
    const Source *source;
    Evidence evidence = { .record = sound(task->region, record), .body = record->body.length ? record_body(task, record, &source) : NULL };
    evidence.file = json_text_at(evidence.body, "file");
    evidence.name = json_text_at(evidence.body, "file_name");
    evidence.type = json_text_at(evidence.body, "type");
    evidence.state = file_state(task, ledger, &evidence);
    return evidence;
}

bool evidence_list(Task *task, Ledger *ledger, Text case_id, EvidenceList *found)
{
    Records *records = REGION_NEW(task->region, Records);
    if (!ledger_find(task, ledger, &(LedgerQuery){ .kind = TEXT("evidence"), .case_id = case_id }, records))
        return false;
    for (size_t i = 0; i < records->count; i++)
        *LIST_ADD(task->region, *found) = evidence_of(task, ledger, &records->at[i]);
    return true;
}

bool evidence_get(Task *task, Ledger *ledger, Text hash, Evidence *found)
{
    const Record *record = ledger_get(task, ledger, hash);
    if (!record)
        return false;
    if (text_is(record->kind, "evidence")) {
        *found = evidence_of(task, ledger, record);
        return true;
    }
    Problem *problem = report_error(task->report, "no-evidence", SPAN_NONE, "the record \"" TEXT_FMT "\" is no evidence but of kind \"" TEXT_FMT "\"",
                                    TEXT_ARG(hash), TEXT_ARG(record->kind));
    problem_hint(task->report, problem, "\"declarant evidence list\" shows what there is.");
    return false;
}

/* ---- the log ---- */

const Record *evidence_head_put(Task *task, Ledger *ledger, const SecretKey *key, Head *head)
{
    Sha256 *leaves;
    uint64_t size;
    MerkleEdge edge = { 0 };
    if (!log_leaves(task, ledger, &leaves, &size))
        return NULL;
    for (uint64_t i = 0; i < size; i++)
        merkle_add(&edge, &leaves[i]);
    Sha256 root = merkle_root(&edge);
    Text text = head_sign(task->region, key, size, &root);
    Builder out = builder_on(task->region);
    JsonWriter json = json_writer(&out, true);
    json_open(&json, '{');
    put_count(&json, task->region, "size", size);
    json_pair(&json, "text", text);
    json_pair(&json, "key", key_text(task->region, &key->open));
    json_close(&json, '}');
    if (!head_read(task, text, head))
        return NULL;
    return ledger_put(task, ledger, &(NewRecord){ .kind = KIND_HEAD, .body = builder_text(&out) });
}

static bool no_head(Task *task)
{
    Problem *problem = report_error(task->report, "no-head", SPAN_NONE, "the ledger has no signed head");
    problem_hint(task->report, problem, "Make one with \"declarant evidence head --key FILE\".");
    return false;
}

bool evidence_head_last(Task *task, Ledger *ledger, const Record **record, Head *head, PublicKey *key)
{
    Records *heads = REGION_NEW(task->region, Records);
    const Source *source;
    if (!ledger_find(task, ledger, &(LedgerQuery){ .kind = TEXT("head") }, heads))
        return false;
    if (!heads->count)
        return no_head(task);
    *record = &heads->at[heads->count - 1];
    const Json *body = record_body(task, *record, &source);
    return body && head_read(task, json_text_at(body, "text"), head) && key_read(task, json_text_at(body, "key"), key);
}

bool evidence_prove(Task *task, Ledger *ledger, MerkleSpan part, uint64_t size, EvidenceProof *proof)
{
    MerkleTree tree;
    if (!log_tree(task, ledger, &tree))
        return false;
    *proof = (EvidenceProof){ .part = part, .size = size ? size : tree.size };
    proof->count = merkle_prove(&tree, part, proof->size, proof->hashes);
    if (proof->count != SIZE_MAX) {
        proof->part_root = merkle_over(&tree, part);
        proof->root = merkle_over(&tree, (MerkleSpan){ 0, proof->size });
        return true;
    }
    report_error(task->report, "no-such-proof", SPAN_NONE, "the log has %llu records; there is no proof of %llu to %llu in %llu", (unsigned long long)tree.size,
                 (unsigned long long)part.from, (unsigned long long)part.to, (unsigned long long)proof->size);
    return false;
}

static void put_hash(JsonWriter *json, Region *region, const char *key, const Sha256 *hash)
{
    if (key)
        json_key(json, text_of(key));
    json_text(json, base64_text(region, (Text){ (const char *)hash->at, sizeof hash->at }));
}

void evidence_proof_json(JsonWriter *json, Region *region, const EvidenceProof *proof, bool leaf)
{
    json_open(json, '{');
    put_count(json, region, leaf ? "leafIdx" : "size1", leaf ? proof->part.from : proof->part.to);
    put_count(json, region, leaf ? "treeSize" : "size2", proof->size);
    put_hash(json, region, leaf ? "leafHash" : "root1", &proof->part_root);
    put_hash(json, region, leaf ? "root" : "root2", &proof->root);
    json_key(json, TEXT("proof"));
    json_open(json, '[');
    for (size_t i = 0; i < proof->count; i++)
        put_hash(json, region, NULL, &proof->hashes[i]);
    json_close(json, ']');
    json_close(json, '}');
}

/* ---- time stamps ---- */

static const Record *keep_stamp(Task *task, Ledger *ledger, const Record *head, Text reply, Text certificates, const Stamp *stamp)
{
    Text kept = blob_put(task, ledger, reply), trusted = kept.length ? blob_put(task, ledger, certificates) : TEXT_NONE;
    if (!trusted.length)
        return NULL;
    Builder out = builder_on(task->region);
    JsonWriter json = json_writer(&out, true);
    json_open(&json, '{');
    json_pair(&json, "head", head->hash);
    json_pair(&json, "reply", kept);
    json_pair(&json, "certificates", trusted);
    json_pair(&json, "time", stamp->time);
    json_pair_if(&json, "authority", stamp->authority);
    json_close(&json, '}');
    return ledger_put(task, ledger, &(NewRecord){ .kind = KIND_STAMP, .body = builder_text(&out) });
}

StampVerdict evidence_stamp_put(Task *task, Ledger *ledger, Text reply, Text certificates, Stamp *stamp, const Record **record)
{
    const Record *head_record;
    Head head;
    PublicKey key;
    *record = NULL;
    if (!evidence_head_last(task, ledger, &head_record, &head, &key))
        return STAMP_FAILED;
    Sha256 of = sha256_of(&head.text, 1);
    StampVerdict verdict = stamp_check(task, reply, &of, certificates, stamp);
    if (verdict != STAMP_HOLDS)
        return verdict;
    *record = keep_stamp(task, ledger, head_record, reply, certificates, stamp);
    return *record ? STAMP_HOLDS : STAMP_FAILED;
}

/* ---- erasure ---- */

/* Does another record, whose content is still there, rest on the same bytes? */
static bool rests_on(Task *task, Ledger *ledger, const Evidence *evidence, bool *other)
{
    Records found = { 0 };
    *other = false;
    if (!ledger_find(task, ledger, &(LedgerQuery){ .entry = "document", .key = evidence->file }, &found))
        return false;
    for (size_t i = 0; i < found.count; i++)
        *other = *other || (found.at[i].body.length && !text_equal(found.at[i].hash, evidence->record->hash));
    return true;
}

static Text erasure_body(Region *region, const NewErasure *erasure, const Evidence *evidence, bool file_kept)
{
    Builder out = builder_on(region);
    JsonWriter json = json_writer(&out, true);
    json_open(&json, '{');
    json_key(&json, TEXT("erases"));
    json_open(&json, '[');
    json_text(&json, evidence->record->hash);
    if (!file_kept)
        json_text(&json, evidence->file);
    json_close(&json, ']');
    json_pair(&json, "because", erasure->because);
    json_pair_if(&json, "rule", erasure->rule);
    json_pair(&json, "who", erasure->who);
    json_close(&json, '}');
    return builder_text(&out);
}

const Record *evidence_erase(Task *task, Ledger *ledger, const NewErasure *erasure, bool *file_kept)
{
    Evidence evidence;
    if (!evidence_get(task, ledger, erasure->hash, &evidence))
        return NULL;
    if (!evidence.body) {
        report_error(task->report, "erased-before", SPAN_NONE, "the content of \"" TEXT_FMT "\" was erased before", TEXT_ARG(erasure->hash));
        return NULL;
    }
    if (!rests_on(task, ledger, &evidence, file_kept))
        return NULL;
    Text body = erasure_body(task->region, erasure, &evidence, *file_kept);
    const Record *record = ledger_put(task, ledger, &(NewRecord){ .kind = KIND_ERASURE, .case_id = evidence.record->case_id, .body = body });
    return record && ledger_erase(task, ledger, record) ? record : NULL;
}

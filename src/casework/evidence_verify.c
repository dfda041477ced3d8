/* casework/evidence_verify.c - is everything still what it was? The ledger's own hashes and chain first, then what evidence adds: files, roots,
 * signatures, stamps, and a head that somebody kept outside. A fault is named and looking goes on. See evidence.h. */
#include "casework/evidence.h"

#include "base/utf8.h"

enum { PAGE = 1000 }; /* records read at a time */

typedef struct Looking {
    Task *task;
    Ledger *ledger;
    const EvidenceTrust *trust;
    EvidenceVerify *verify;
    Sha256 *leaves;  /* of the log */
    uint64_t size;
    MerkleEdge edge; /* grown up to the head at hand */
    Region hand;     /* memory of the record at hand, files too */
} Looking;

static void fault(Looking *looking, int64_t sequence, Text hash, const char *what)
{
    if (looking->verify->faults.count < LIMIT_PROBLEMS)
        *LIST_ADD(looking->task->region, looking->verify->faults) = (EvidenceFault){ sequence, utf8_sound(looking->task->region, text_copy(looking->task->region, hash)), what };
}

/* A task whose errors are no errors of this run: what cannot be read is a fault, and is told as one. */
static Task quiet(Looking *looking)
{
    Report *unheard = REGION_NEW(&looking->hand, Report);
    report_init(unheard, &looking->hand);
    return (Task){ &looking->hand, unheard, looking->task->cancel };
}

static Text member(const Json *body, const char *name)
{
    const Json *found = body ? json_get(body, text_of(name)) : NULL;
    return found && (found->kind == JSON_STRING || found->kind == JSON_NUMBER) ? found->text : TEXT_NONE;
}

/* Root of the first `size` leaves. Sizes come in rising order, but for who wrote into the database: then from the beginning. */
static Sha256 root_at(Looking *looking, uint64_t size)
{
    if (size < looking->edge.size)
        looking->edge = (MerkleEdge){ 0 };
    while (looking->edge.size < size)
        merkle_add(&looking->edge, &looking->leaves[looking->edge.size]);
    return merkle_root(&looking->edge);
}

/* ---- heads ---- */

static bool same_key(const PublicKey *a, const PublicKey *b)
{
    return text_equal(a->name, b->name) && !memcmp(a->bytes, b->bytes, sizeof a->bytes);
}

static bool root_holds(Looking *looking, const Head *head, uint64_t before)
{
    if (head->size > before || before > looking->size)
        return false;
    Sha256 root = root_at(looking, head->size);
    return !memcmp(root.at, head->root.at, sizeof root.at);
}

static const char *head_fault(Looking *looking, const Record *record, const Json *body)
{
    Head head;
    PublicKey key;
    Task task = quiet(looking);
    if (!head_read(&task, member(body, "text"), &head) || !key_read(&task, member(body, "key"), &key) ||
        !text_equal(member(body, "size"), text_format(task.region, "%llu", (unsigned long long)head.size)))
        return "head";
    if (looking->trust->key && !same_key(looking->trust->key, &key))
        return "key";
    if (head_check(task.region, &head, &key) != HEAD_SIGNED)
        return "signature";
    if (!root_holds(looking, &head, (uint64_t)record->sequence - 1))
        return "root";
    looking->verify->signed_size = (int64_t)head.size;
    looking->verify->unsigned_records = (int64_t)(looking->size - (uint64_t)record->sequence);
    return NULL;
}

static void look_at_head(Looking *looking, const Record *record, const Json *body)
{
    looking->verify->heads++;
    const char *what = head_fault(looking, record, body);
    if (what)
        fault(looking, record->sequence, record->hash, what);
}

/* ---- files and stamps ---- */

static BlobOutcome blob_of(Looking *looking, const Json *body, const char *name, Text *bytes)
{
    Task task = quiet(looking);
    return blob_get(&task, looking->ledger, member(body, name), bytes);
}

static void look_at_file(Looking *looking, const Record *record, const Json *body)
{
    Text bytes;
    looking->verify->evidence++;
    BlobOutcome state = record->body.length ? blob_of(looking, body, "file", &bytes) : BLOB_ERASED;
    looking->verify->files_erased += state == BLOB_ERASED;
    if (state != BLOB_HERE && state != BLOB_ERASED)
        fault(looking, record->sequence, record->hash, "file");
}

static bool stamp_holds(Looking *looking, const Json *body)
{
    Task task = quiet(looking);
    const Source *source;
    Stamp stamp;
    Text reply, certificates;
    const Record *head = body ? ledger_get(&task, looking->ledger, member(body, "head")) : NULL;
    Text text = member(head ? record_body(&task, head, &source) : NULL, "text");
    if (!text.length || blob_of(looking, body, "reply", &reply) != BLOB_HERE || blob_of(looking, body, "certificates", &certificates) != BLOB_HERE)
        return false;
    Sha256 hash = sha256_of(&text, 1);
    return stamp_check(&task, reply, &hash, certificates, &stamp) == STAMP_HOLDS && text_equal(stamp.time, member(body, "time"));
}

static void look_at_stamp(Looking *looking, const Record *record, const Json *body)
{
    looking->verify->stamps++;
    if (!stamp_holds(looking, body))
        fault(looking, record->sequence, record->hash, "stamp");
}

/* ---- all of them ---- */

typedef void Look(Looking *looking, const Record *record, const Json *body);

static bool look_at_each(Looking *looking, const char *kind, Look *look)
{
    int64_t after = 0;
    for (;;) {
        Records page = { 0 };
        if (!ledger_find(looking->task, looking->ledger, &(LedgerQuery){ .kind = text_of(kind), .after = after, .most = PAGE }, &page))
            return false;
        if (!page.count)
            return true;
        for (size_t i = 0; i < page.count; i++) {
            const Source *source;
            Task task = quiet(looking);
            look(looking, &page.at[i], page.at[i].body.length ? record_body(&task, &page.at[i], &source) : NULL);
            region_reset(&looking->hand);
        }
        after = page.at[page.count - 1].sequence;
    }
}

static void look_outside(Looking *looking)
{
    const Head *head = looking->trust->head;
    if (!head)
        return;
    if (looking->trust->key && head_check(looking->task->region, head, looking->trust->key) != HEAD_SIGNED)
        fault(looking, 0, TEXT_NONE, "signature");
    if (!root_holds(looking, head, looking->size))
        fault(looking, 0, TEXT_NONE, "outside");
}

typedef struct Guarded {
    Looking *looking;
    bool done; /* the store answered to the end */
} Guarded;

static void look_at_all(void *argument)
{
    Guarded *guarded = argument;
    Looking *looking = guarded->looking;
    looking->hand.on_empty = looking->task->region->on_empty; /* the guard around this */
    guarded->done = look_at_each(looking, "head", look_at_head) && look_at_each(looking, "evidence", look_at_file) && look_at_each(looking, "stamp", look_at_stamp);
    look_outside(looking);
}

/* The memory of the record at hand is closed whatever happens; it runs dry like the task's own. */
static bool guarded_look(Looking *looking)
{
    Guarded guarded = { looking, false };
    region_init(&looking->hand, NULL);
    bool enough = region_guard(looking->task->region, look_at_all, &guarded);
    region_close(&looking->hand);
    if (!enough)
        region_give_up(looking->task->region);
    return guarded.done;
}

bool evidence_verify(Task *task, Ledger *ledger, const EvidenceTrust *trust, EvidenceVerify *verify)
{
    *verify = (EvidenceVerify){ 0 };
    if (!ledger_check(task, ledger, &verify->ledger))
        return false;
    Looking looking = { .task = task, .ledger = ledger, .trust = trust, .verify = verify };
    for (size_t i = 0; i < verify->ledger.faults.count; i++)
        fault(&looking, verify->ledger.faults.at[i].sequence, verify->ledger.faults.at[i].hash, verify->ledger.faults.at[i].what);
    if (!log_leaves(task, ledger, &looking.leaves, &looking.size))
        return false;
    verify->unsigned_records = (int64_t)looking.size;
    return guarded_look(&looking);
}

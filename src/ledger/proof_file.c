/* ledger/proof_file.c - see proof_file.h. */
#include "ledger/proof_file.h"

#include "base/base64.h"

typedef enum Member { LEAF_IDX, TREE_SIZE, SIZE1, SIZE2, START, END, SIZE, ROOT, LEAF_HASH, ROOT1, ROOT2, PROOF, DESC, WANT_ERR, MEMBERS } Member;

static const char *const members[MEMBERS] = { "leafIdx", "treeSize", "size1", "size2", "start", "end", "size", "root",
                                              "leafHash", "root1", "root2", "proof", "desc", "wantErr" };

#define BIT(member) (1u << (member))
static const struct {
    const char *word;
    unsigned needs;                     /* a bit for each member */
    Member part_root, root, end, size;  /* where those of a ProofFile come from; MEMBERS: nowhere */
} kinds[PROOF_KINDS] = {
    [PROOF_LEAF] = { "inclusion", BIT(LEAF_IDX) | BIT(TREE_SIZE) | BIT(ROOT) | BIT(LEAF_HASH), LEAF_HASH, ROOT, MEMBERS, TREE_SIZE },
    [PROOF_OLDER] = { "consistency", BIT(SIZE1) | BIT(SIZE2) | BIT(ROOT1) | BIT(ROOT2), ROOT1, ROOT2, SIZE1, SIZE2 },
    [PROOF_LEAF_IN_PART] = { "subtree inclusion", BIT(LEAF_IDX) | BIT(START) | BIT(END) | BIT(ROOT) | BIT(LEAF_HASH), LEAF_HASH, ROOT, END, MEMBERS },
    [PROOF_PART] = { "subtree consistency", BIT(START) | BIT(END) | BIT(SIZE) | BIT(ROOT1) | BIT(ROOT2), ROOT1, ROOT2, END, SIZE },
};

const char *proof_kind_word(ProofKind kind)
{
    return kinds[kind].word;
}

const char *merkle_verdict_word(MerkleVerdict verdict)
{
    static const char *const words[MERKLE_VERDICTS] = {
        [MERKLE_HOLDS] = "the proof holds",
        [MERKLE_NO_SUBTREE] = "the leaves named form no subtree",
        [MERKLE_BEYOND] = "the leaves named lie beyond the tree",
        [MERKLE_OUTSIDE] = "the leaf is not in the subtree",
        [MERKLE_EMPTY] = "nothing can be shown from the empty tree",
        [MERKLE_HASH_LENGTH] = "a hash is not 32 bytes long",
        [MERKLE_PROOF_LENGTH] = "the proof has more or fewer hashes than it must have",
        [MERKLE_PART_DIFFERS] = "the proof leads to another hash of the leaves",
        [MERKLE_ROOT_DIFFERS] = "the proof leads to another root",
    };
    return words[verdict];
}

/* ---- reading ---- */

typedef struct Reading {
    Task *task;
    const Source *source;
    const Json *at[MEMBERS]; /* NULL: not there */
    unsigned seen;           /* the same as bits, those that no kind needs left out */
} Reading;

static bool find_members(Reading *reading, const Json *json)
{
    Report *report = reading->task->report;
    for (const Json *item = json->first; item; item = item->next) {
        size_t i = 0;
        while (i < MEMBERS && !text_equal(item->key, text_of(members[i])))
            i++;
        if (i == MEMBERS) {
            Span span = { reading->source, item->key_from, item->from };
            Problem *problem = report_error(report, "unknown-proof-member", span, "a proof has no member \"" TEXT_FMT "\"", TEXT_ARG(item->key));
            problem_hint(report, problem, "Known are leafIdx, treeSize, size1, size2, start, end, size, root, leafHash, root1, root2 and proof.");
            return false;
        }
        reading->at[i] = item;
        reading->seen |= i < PROOF ? BIT(i) : 0;
    }
    return true;
}

/* The kind is told by which members are there. */
static bool find_kind(Reading *reading, const Json *json, ProofKind *kind)
{
    for (*kind = 0; *kind < PROOF_KINDS && kinds[*kind].needs != reading->seen; (*kind)++)
        ;
    if (*kind < PROOF_KINDS && reading->at[PROOF])
        return true;
    Report *report = reading->task->report;
    Problem *problem = report_error(report, "no-proof", json_span(reading->source, json), "the members are those of no kind of proof");
    problem_hint(report, problem, "The manual declarant-evidence(1) shows the four kinds of proof.");
    return false;
}

/* Whole, without sign or exponent, below 2^64. */
static bool as_count(Text text, uint64_t *count)
{
    *count = 0;
    for (size_t i = 0; i < text.length; i++) {
        uint64_t digit = (uint64_t)(text.at[i] - '0');
        if (digit > 9 || *count > (UINT64_MAX - digit) / 10)
            return false;
        *count = *count * 10 + digit;
    }
    return true;
}

static bool read_count(Reading *reading, Member member, uint64_t *count)
{
    const Json *json = member < MEMBERS ? reading->at[member] : NULL;
    if (!json || (json->kind == JSON_NUMBER && as_count(json->text, count)))
        return true;
    report_error(reading->task->report, "proof-number", json_span(reading->source, json), "\"%s\" is no whole number below 2^64", members[member]);
    return false;
}

static bool read_hash(Reading *reading, const Json *json, const char *name, Text *bytes)
{
    *bytes = TEXT_NONE;
    if (json->kind == JSON_NULL || (json->kind == JSON_STRING && base64_bytes(reading->task->region, json->text, bytes)))
        return true;
    report_error(reading->task->report, "proof-hash", json_span(reading->source, json), "a hash of \"%s\" is not written in base64", name);
    return false;
}

static bool read_hashes(Reading *reading, ProofFile *proof)
{
    const Json *list = reading->at[PROOF];
    if (list->kind != JSON_ARRAY && list->kind != JSON_NULL) {
        report_error(reading->task->report, "proof-list", json_span(reading->source, list), "\"proof\" is no list of hashes");
        return false;
    }
    proof->proof = REGION_ARRAY(reading->task->region, Text, list->count);
    for (const Json *item = list->first; item; item = item->next)
        if (!read_hash(reading, item, "proof", &proof->proof[proof->count++]))
            return false;
    return true;
}

static bool read_members(Reading *reading, ProofFile *proof)
{
    ProofKind kind = proof->kind;
    return read_count(reading, LEAF_IDX, &proof->leaf) && read_count(reading, START, &proof->start) &&
           read_count(reading, kinds[kind].end, &proof->end) && read_count(reading, kinds[kind].size, &proof->size) &&
           read_hash(reading, reading->at[kinds[kind].part_root], members[kinds[kind].part_root], &proof->part_root) &&
           read_hash(reading, reading->at[kinds[kind].root], members[kinds[kind].root], &proof->root) && read_hashes(reading, proof);
}

bool proof_read(Task *task, const Source *source, ProofFile *proof)
{
    Reading reading = { .task = task, .source = source };
    const Json *json = json_read(task, source);
    if (!json)
        return false;
    *proof = (ProofFile){ 0 };
    if (json->kind != JSON_OBJECT) {
        report_error(task->report, "no-proof", json_span(source, json), "a proof is an object");
        return false;
    }
    return find_members(&reading, json) && find_kind(&reading, json, &proof->kind) && read_members(&reading, proof);
}

/* ---- judging ---- */

MerkleVerdict proof_verdict(const ProofFile *proof)
{
    MerkleSpan part = { proof->start, proof->end };
    if (proof->kind == PROOF_LEAF)
        return merkle_check_leaf(proof->leaf, proof->size, proof->part_root, proof->root, proof->proof, proof->count);
    if (proof->kind == PROOF_OLDER)
        return merkle_check_older(proof->end, proof->size, proof->part_root, proof->root, proof->proof, proof->count);
    if (proof->kind == PROOF_LEAF_IN_PART)
        return merkle_check_in_part(proof->leaf, part, proof->part_root, proof->root, proof->proof, proof->count);
    return merkle_check(part, proof->size, proof->part_root, proof->root, proof->proof, proof->count);
}

/* ledger/log.c - see log.h. */
#include "ledger/log.h"

#include "base/base64.h"

static const char lead[] = "sha256:";

bool log_leaf(Text hash, Sha256 *leaf)
{
    unsigned char bytes[sizeof leaf->at];
    if (!text_starts(hash, text_of(lead)) || !hex_into(text_slice(hash, sizeof lead - 1, hash.length), bytes, sizeof bytes))
        return false;
    *leaf = merkle_leaf((Text){ (const char *)bytes, sizeof bytes });
    return true;
}

static bool no_hash(Task *task, Text hash)
{
    report_error(task->report, "ledger-damaged", SPAN_NONE, "\"" TEXT_FMT "\" is no hash of a record", TEXT_ARG(hash));
    return false;
}

/* A page of hashes is read, turned into leaves and dropped, before the next. */
static bool read_page(Task *task, Ledger *ledger, Sha256 *leaves, uint64_t size, uint64_t *at)
{
    Hashes page = { 0 };
    if (!ledger_hashes(task, ledger, (int64_t)*at, &page))
        return false;
    for (size_t i = 0; i < page.count && *at < size; i++)
        if (!log_leaf(page.at[i], &leaves[(*at)++]))
            return no_hash(task, page.at[i]);
    if (page.count)
        return true;
    report_error(task->report, "ledger-damaged", SPAN_NONE, "the ledger has fewer records than it says");
    return false;
}

bool log_leaves(Task *task, Ledger *ledger, Sha256 **leaves, uint64_t *size)
{
    int64_t count = ledger_size(task, ledger);
    if (count < 0)
        return false;
    *size = (uint64_t)count;
    *leaves = REGION_ARRAY(task->region, Sha256, *size);
    for (uint64_t at = 0; at < *size;) {
        RegionMark mark = region_mark(task->region);
        if (!read_page(task, ledger, *leaves, *size, &at))
            return false;
        region_drop(task->region, mark);
    }
    return true;
}

bool log_tree(Task *task, Ledger *ledger, MerkleTree *tree)
{
    Sha256 *leaves;
    uint64_t size;
    if (!log_leaves(task, ledger, &leaves, &size))
        return false;
    *tree = merkle_tree(task->region, leaves, size);
    return true;
}

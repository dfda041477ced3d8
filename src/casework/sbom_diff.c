/* casework/sbom_diff.c - see sbom_diff.h. Both bills are sorted by what compares equal, version and hash, and gone through side by side. */
#include "casework/sbom_diff.h"

#include <stdlib.h>

const char *sbom_change_name(SbomChangeKind kind)
{
    static const char *const NAMES[] = { "came", "gone", "moved", "altered" };
    return NAMES[kind];
}

const char *trait_change_name(TraitChangeKind kind)
{
    static const char *const NAMES[] = { "came", "gone", "longer key", "other key", "shorter key", "moved", "renamed", "" };
    return NAMES[kind];
}

/* ---- components ---- */

typedef struct Sorted {
    const SbomComponent **at;
    size_t count;
} Sorted;

static Text first_hash(const SbomComponent *component) { return component->hash_count ? component->hashes[0].content : TEXT_NONE; }

static int by_identity(const void *a, const void *b)
{
    const SbomComponent *left = *(const SbomComponent *const *)a, *right = *(const SbomComponent *const *)b;
    int order = text_compare(left->key, right->key);
    order = order ? order : text_compare(left->version, right->version);
    order = order ? order : text_compare(first_hash(left), first_hash(right));
    return order ? order : (left > right) - (left < right);
}

/* Many tools tell one component once for every place it stands at. */
static bool is_told_before(const Sorted *sorted, const SbomComponent *component)
{
    const SbomComponent *last = sorted->count ? sorted->at[sorted->count - 1] : NULL;
    return last && text_equal(last->key, component->key) && text_equal(last->version, component->version) && !sbom_hashes_differ(last, component);
}

/* Each component once, without the product itself and without files of components. */
static Sorted sorted_of(Region *region, const Sbom *sbom)
{
    Sorted all = { REGION_ARRAY(region, const SbomComponent *, sbom->count + 1), 0 }, out = { all.at, 0 };
    for (uint32_t i = 0; i < sbom->count; i++)
        if (!sbom->components[i].is_product && !sbom->components[i].is_part)
            all.at[all.count++] = &sbom->components[i];
    qsort(all.at, all.count, sizeof *all.at, by_identity);
    for (size_t i = 0; i < all.count; i++)
        if (!is_told_before(&out, all.at[i]))
            out.at[out.count++] = all.at[i];
    return out;
}

/* How many from `at` have one identity. */
static size_t run_length(const Sorted *sorted, size_t at)
{
    size_t count = 0;
    while (at + count < sorted->count && text_equal(sorted->at[at + count]->key, sorted->at[at]->key))
        count++;
    return count;
}

typedef struct Diffing {
    Region *region;
    SbomDiff *out;
} Diffing;

/* Its first trait. Traits stand in the order of components. */
static const Trait *trait_of(const TraitList *traits, const SbomComponent *component)
{
    size_t low = 0, high = traits->list.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (traits->list.at[middle].from < component)
            low = middle + 1;
        else
            high = middle;
    }
    return low < traits->list.count && traits->list.at[low].from == component ? &traits->list.at[low] : NULL;
}

static void add_change(Diffing *diffing, SbomChangeKind kind, const SbomComponent *before, const SbomComponent *after)
{
    const Trait *trait = after ? trait_of(&diffing->out->after, after) : trait_of(&diffing->out->before, before);
    *LIST_ADD(diffing->region, diffing->out->components) = (SbomChange){ kind, before, after, trait };
}

typedef struct Side { /* the components of one identity in one bill, by version */
    const SbomComponent **at;
    size_t count;
} Side;

static size_t version_run(const Side *side, size_t at)
{
    size_t count = 0;
    while (at + count < side->count && text_equal(side->at[at + count]->version, side->at[at]->version))
        count++;
    return count;
}

/* One version in both bills, each with its files. What has the same hash in both is the same; what is left of both sides was altered; what
 * only one of them has more is a further file of a version that is in both. */
static void pair_version(Diffing *diffing, Side a, Side b)
{
    size_t left_a = 0, left_b = 0, same = 0;
    for (size_t i = 0, j = 0; i < a.count || j < b.count;) {
        int order = i == a.count ? 1 : j == b.count ? -1 : text_compare(first_hash(a.at[i]), first_hash(b.at[j]));
        if (order < 0)
            a.at[left_a++] = a.at[i++];
        else if (order > 0)
            b.at[left_b++] = b.at[j++];
        else
            i++, j++, same++;
    }
    for (size_t i = 0; i < left_a && i < left_b; i++) {
        bool altered = sbom_hashes_differ(a.at[i], b.at[i]);
        if (altered)
            add_change(diffing, SBOM_ALTERED, a.at[i], b.at[i]);
        same += !altered;
    }
    diffing->out->same += (uint32_t)same;
}

/* Takes out of both what has the same version; both are sorted by it, and stay so. */
static void pair_same(Diffing *diffing, Side *a, Side *b)
{
    size_t left_a = 0, left_b = 0, i = 0, j = 0;
    while (i < a->count || j < b->count) {
        int order = i == a->count ? 1 : j == b->count ? -1 : text_compare(a->at[i]->version, b->at[j]->version);
        size_t run_a = order <= 0 ? version_run(a, i) : 0, run_b = order >= 0 ? version_run(b, j) : 0;
        if (!order)
            pair_version(diffing, (Side){ a->at + i, run_a }, (Side){ b->at + j, run_b });
        else if (run_a)
            a->at[left_a++] = a->at[i];
        else
            b->at[left_b++] = b->at[j];
        i += run_a;
        j += run_b;
    }
    a->count = left_a;
    b->count = left_b;
}

static void diff_identity(Diffing *diffing, Side a, Side b)
{
    pair_same(diffing, &a, &b);
    for (size_t i = 0; i < a.count || i < b.count; i++)
        add_change(diffing, i >= a.count ? SBOM_CAME : i >= b.count ? SBOM_GONE : SBOM_MOVED, i < a.count ? a.at[i] : NULL, i < b.count ? b.at[i] : NULL);
}

static void diff_components(Diffing *diffing, Sorted before, Sorted after)
{
    for (size_t i = 0, j = 0; i < before.count || j < after.count;) {
        int order = i == before.count ? 1 : j == after.count ? -1 : text_compare(before.at[i]->key, after.at[j]->key);
        size_t count_a = order <= 0 ? run_length(&before, i) : 0, count_b = order >= 0 ? run_length(&after, j) : 0;
        diff_identity(diffing, (Side){ before.at + i, count_a }, (Side){ after.at + j, count_b });
        i += count_a;
        j += count_b;
    }
}

/* ---- traits ---- */

static int compare_traits(const Trait *left, const Trait *right)
{
    if (left->kind != right->kind)
        return left->kind < right->kind ? -1 : 1;
    return text_compare(left->same, right->same);
}

static int by_trait(const void *a, const void *b)
{
    const Trait *left = *(const Trait *const *)a, *right = *(const Trait *const *)b;
    int order = compare_traits(left, right);
    if (!order)
        order = (left->bits > right->bits) - (left->bits < right->bits);
    if (!order)
        order = text_compare(left->name, right->name);
    return order ? order : (left->from > right->from) - (left->from < right->from);
}

typedef struct SortedTraits {
    const Trait **at;
    size_t count;
} SortedTraits;

static SortedTraits sorted_traits(Region *region, const TraitList *traits)
{
    SortedTraits out = { REGION_ARRAY(region, const Trait *, traits->list.count + 1), traits->list.count };
    for (size_t i = 0; i < out.count; i++)
        out.at[i] = &traits->list.at[i];
    qsort(out.at, out.count, sizeof *out.at, by_trait);
    return out;
}

static size_t same_traits(const SortedTraits *sorted, size_t at)
{
    size_t count = 0;
    while (at + count < sorted->count && compare_traits(sorted->at[at + count], sorted->at[at]) == 0)
        count++;
    return count;
}

static void add_trait_change(Diffing *diffing, TraitChangeKind kind, const Trait *before, const Trait *after)
{
    *LIST_ADD(diffing->region, diffing->out->traits) = (TraitChange){ kind, before, after };
}

/* Keys of one algorithm, shortest first: those that were not there before, and whether the longest is gone. */
static void diff_keys(Diffing *diffing, const Trait **a, size_t count_a, const Trait **b, size_t count_b)
{
    uint32_t longest_before = a[count_a - 1]->bits, longest = b[count_b - 1]->bits;
    for (size_t i = 0, j = 0; j < count_b; j++) {
        while (i < count_a && a[i]->bits < b[j]->bits)
            i++;
        bool seen = j && b[j]->bits == b[j - 1]->bits, known = !b[j]->bits || (i < count_a && a[i]->bits == b[j]->bits);
        if (!seen && !known && (b[j]->bits != longest || longest > longest_before))
            add_trait_change(diffing, b[j]->bits > longest_before ? TRAIT_LONGER : TRAIT_OTHER_KEY, a[count_a - 1], b[j]);
    }
    if (longest && longest < longest_before)
        add_trait_change(diffing, TRAIT_SHORTER, a[count_a - 1], b[count_b - 1]);
}

/* Versions of one protocol, each once, by name: those that were not there before, and those that are gone. */
static void diff_versions(Diffing *diffing, const Trait **a, size_t count_a, const Trait **b, size_t count_b)
{
    for (size_t i = 0, j = 0; i < count_a || j < count_b;) {
        int order = i == count_a ? 1 : j == count_b ? -1 : text_compare(a[i]->name, b[j]->name);
        const Trait *before = order <= 0 ? a[i] : NULL, *after = order >= 0 ? b[j] : NULL;
        if (order > 0)
            add_trait_change(diffing, count_a ? TRAIT_MOVED : TRAIT_CAME, count_a ? a[count_a - 1] : NULL, after);
        else if (order < 0)
            add_trait_change(diffing, TRAIT_GONE, before, NULL);
        while (before && i < count_a && text_equal(a[i]->name, before->name))
            i++;
        while (after && j < count_b && text_equal(b[j]->name, after->name))
            j++;
    }
}

static bool is_library_kind(TraitKind kind) { return kind == TRAIT_CRYPTO_LIBRARY || kind == TRAIT_MODEL_LIBRARY || kind == TRAIT_MODEL; }

static int by_version(const void *a, const void *b)
{
    const Trait *left = *(const Trait *const *)a, *right = *(const Trait *const *)b;
    int order = text_compare(left->from->version, right->from->version);
    return order ? order : (left->from > right->from) - (left->from < right->from);
}

/* Are the versions of it the same in both? One may be there several times. */
static bool same_versions(const Trait **a, size_t count_a, const Trait **b, size_t count_b)
{
    size_t i = 0, j = 0;
    qsort(a, count_a, sizeof *a, by_version);
    qsort(b, count_b, sizeof *b, by_version);
    while (i < count_a && j < count_b) {
        Text version = a[i]->from->version;
        if (!text_equal(version, b[j]->from->version))
            return false;
        while (i < count_a && text_equal(a[i]->from->version, version))
            i++;
        while (j < count_b && text_equal(b[j]->from->version, version))
            j++;
    }
    return i == count_a && j == count_b;
}

/* The longest of them that encrypts; NULL: none does. */
static const Trait *that_encrypts(const Trait **at, size_t count)
{
    while (count--)
        if (at[count]->encrypts)
            return at[count];
    return NULL;
}

/* RSA that signs is not RSA that encrypts: the one came where only the other was. */
static void diff_algorithm(Diffing *diffing, const Trait **a, size_t count_a, const Trait **b, size_t count_b)
{
    const Trait *encrypts = that_encrypts(b, count_b);
    if (encrypts && !that_encrypts(a, count_a))
        add_trait_change(diffing, TRAIT_CAME, NULL, encrypts);
    else
        diff_keys(diffing, a, count_a, b, count_b);
}

static void diff_trait(Diffing *diffing, const Trait **a, size_t count_a, const Trait **b, size_t count_b)
{
    const Trait *any = count_a ? a[0] : b[0];
    if (any->kind == TRAIT_PROTOCOL)
        diff_versions(diffing, a, count_a, b, count_b);
    else if (!count_a)
        add_trait_change(diffing, TRAIT_CAME, NULL, that_encrypts(b, count_b) ? that_encrypts(b, count_b) : b[count_b - 1]);
    else if (!count_b)
        add_trait_change(diffing, TRAIT_GONE, a[count_a - 1], NULL);
    else if (!is_library_kind(any->kind))
        diff_algorithm(diffing, a, count_a, b, count_b);
    else if (!same_versions(a, count_a, b, count_b))
        add_trait_change(diffing, TRAIT_MOVED, a[count_a - 1], b[count_b - 1]);
}

static void diff_traits(Diffing *diffing, SortedTraits before, SortedTraits after)
{
    for (size_t i = 0, j = 0; i < before.count || j < after.count;) {
        int order = i == before.count ? 1 : j == after.count ? -1 : compare_traits(before.at[i], after.at[j]);
        size_t count_a = order <= 0 ? same_traits(&before, i) : 0, count_b = order >= 0 ? same_traits(&after, j) : 0;
        diff_trait(diffing, before.at + i, count_a, after.at + j, count_b);
        i += count_a;
        j += count_b;
    }
}

/* ---- libraries under another name ---- */

static const Trait *changed_trait(const TraitChange *change) { return change->after ? change->after : change->before; }

/* By family, what is gone before what came. */
static int by_family(const void *a, const void *b)
{
    const TraitChange *left = *(TraitChange *const *)a, *right = *(TraitChange *const *)b;
    const Trait *one = changed_trait(left), *other = changed_trait(right);
    int order = (one->kind > other->kind) - (one->kind < other->kind);
    order = order ? order : text_compare(one->family, other->family);
    order = order ? order : (right->kind == TRAIT_GONE) - (left->kind == TRAIT_GONE);
    return order ? order : text_compare(one->same, other->same);
}

static bool is_one_family(const TraitChange *left, const TraitChange *right)
{
    const Trait *one = changed_trait(left), *other = changed_trait(right);
    return one->kind == other->kind && text_equal(one->family, other->family);
}

/* What came takes the place of what is gone; of more that came, the last that is gone was their place. */
static void join_family(TraitChange **at, size_t gone, size_t came)
{
    for (size_t i = 0; i < came && gone; i++)
        *at[gone + i] = (TraitChange){ TRAIT_RENAMED, at[i < gone ? i : gone - 1]->before, at[gone + i]->after };
    for (size_t i = 0; i < gone && i < came; i++)
        at[i]->kind = TRAIT_JOINED;
}

/* What is gone and came of one family, a fork or the next major version under a name of its own, is one library under another name. */
static void join_renamed(Region *region, SbomDiff *out)
{
    size_t count = 0, left = 0;
    TraitChange **sorted = REGION_ARRAY(region, TraitChange *, out->traits.count + 1);
    for (size_t i = 0; i < out->traits.count; i++) {
        TraitChange *change = &out->traits.at[i];
        if (changed_trait(change)->family.length && (change->kind == TRAIT_GONE || change->kind == TRAIT_CAME))
            sorted[count++] = change;
    }
    qsort(sorted, count, sizeof *sorted, by_family);
    for (size_t i = 0, gone, all; i < count; i += all) {
        for (all = 0, gone = 0; i + all < count && is_one_family(sorted[i], sorted[i + all]); all++)
            gone += sorted[i + all]->kind == TRAIT_GONE;
        join_family(sorted + i, gone, all - gone);
    }
    for (size_t i = 0; i < out->traits.count; i++)
        if (out->traits.at[i].kind != TRAIT_JOINED)
            out->traits.at[left++] = out->traits.at[i];
    out->traits.count = left;
}

const SbomDiff *sbom_diff(Region *region, const TraitTables *tables, const Sbom *before, const Sbom *after)
{
    SbomDiff *out = REGION_NEW(region, SbomDiff);
    out->before = traits_of(region, tables, before);
    out->after = traits_of(region, tables, after);
    Diffing diffing = { region, out };
    diff_components(&diffing, sorted_of(region, before), sorted_of(region, after));
    diff_traits(&diffing, sorted_traits(region, &out->before), sorted_traits(region, &out->after));
    join_renamed(region, out);
    return out;
}

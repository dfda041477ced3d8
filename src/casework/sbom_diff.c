/* casework/sbom_diff.c - see sbom_diff.h. Both bills are sorted by identity, version and hash, and gone through side by side. */
#include "casework/sbom_diff.h"

#include <stdlib.h>

const char *sbom_change_name(SbomChangeKind kind)
{
    static const char *const NAMES[] = { "came", "gone", "moved", "altered" };
    return NAMES[kind];
}

const char *trait_change_name(TraitChangeKind kind)
{
    static const char *const NAMES[] = { "came", "gone", "longer key", "other key", "moved" };
    return NAMES[kind];
}

/* ---- components ---- */

typedef struct Sorted {
    const SbomComponent **at;
    size_t count;
} Sorted;

static int by_identity(const void *a, const void *b)
{
    const SbomComponent *left = *(const SbomComponent *const *)a, *right = *(const SbomComponent *const *)b;
    int order = text_compare(left->identity, right->identity);
    order = order ? order : text_compare(left->version, right->version);
    order = order ? order : text_compare(left->hash, right->hash);
    return order ? order : (left > right) - (left < right);
}

/* Without the product itself. */
static Sorted sorted_of(Region *region, const Sbom *sbom)
{
    Sorted out = { REGION_ARRAY(region, const SbomComponent *, sbom->count + 1), 0 };
    for (uint32_t i = 0; i < sbom->count; i++)
        if (!sbom->components[i].is_product)
            out.at[out.count++] = &sbom->components[i];
    qsort(out.at, out.count, sizeof *out.at, by_identity);
    return out;
}

/* How many from `at` have one identity. */
static size_t run_length(const Sorted *sorted, size_t at)
{
    size_t count = 0;
    while (at + count < sorted->count && text_equal(sorted->at[at + count]->identity, sorted->at[at]->identity))
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

/* Takes out of both what has the same version; both are sorted by it, and stay so. */
static void pair_same(Diffing *diffing, const SbomComponent **a, size_t *count_a, const SbomComponent **b, size_t *count_b)
{
    size_t left_a = 0, left_b = 0, i = 0, j = 0;
    while (i < *count_a || j < *count_b) {
        int order = i == *count_a ? 1 : j == *count_b ? -1 : text_compare(a[i]->version, b[j]->version);
        if (order < 0)
            a[left_a++] = a[i++];
        else if (order > 0)
            b[left_b++] = b[j++];
        else {
            bool altered = a[i]->hash.length && b[j]->hash.length && !text_equal(a[i]->hash, b[j]->hash);
            if (altered)
                add_change(diffing, SBOM_ALTERED, a[i], b[j]);
            diffing->out->same += !altered;
            i++, j++;
        }
    }
    *count_a = left_a;
    *count_b = left_b;
}

static void diff_identity(Diffing *diffing, const SbomComponent **a, size_t count_a, const SbomComponent **b, size_t count_b)
{
    pair_same(diffing, a, &count_a, b, &count_b);
    for (size_t i = 0; i < count_a || i < count_b; i++)
        add_change(diffing, i >= count_a ? SBOM_CAME : i >= count_b ? SBOM_GONE : SBOM_MOVED, i < count_a ? a[i] : NULL, i < count_b ? b[i] : NULL);
}

static void diff_components(Diffing *diffing, Sorted before, Sorted after)
{
    for (size_t i = 0, j = 0; i < before.count || j < after.count;) {
        int order = i == before.count ? 1 : j == after.count ? -1 : text_compare(before.at[i]->identity, after.at[j]->identity);
        size_t count_a = order <= 0 ? run_length(&before, i) : 0, count_b = order >= 0 ? run_length(&after, j) : 0;
        diff_identity(diffing, before.at + i, count_a, after.at + j, count_b);
        i += count_a;
        j += count_b;
    }
}

/* ---- traits ---- */

static int compare_traits(const Trait *left, const Trait *right)
{
    if (left->kind != right->kind)
        return left->kind < right->kind ? -1 : 1;
    return text_compare(left->name, right->name);
}

static int by_trait(const void *a, const void *b)
{
    const Trait *left = *(const Trait *const *)a, *right = *(const Trait *const *)b;
    int order = compare_traits(left, right);
    if (!order)
        order = (left->bits > right->bits) - (left->bits < right->bits);
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

/* Keys of one algorithm, shortest first: those that were not there before. */
static void diff_keys(Diffing *diffing, const Trait **a, size_t count_a, const Trait **b, size_t count_b)
{
    uint32_t longest = count_a ? a[count_a - 1]->bits : 0, seen = 0;
    for (size_t j = 0; j < count_b; j++) {
        bool known = !b[j]->bits || b[j]->bits == seen;
        for (size_t i = 0; i < count_a && !known; i++)
            known = a[i]->bits == b[j]->bits;
        if (!known)
            add_trait_change(diffing, b[j]->bits > longest ? TRAIT_LONGER : TRAIT_SHORTER, a[count_a - 1], b[j]);
        seen = b[j]->bits;
    }
}

static bool is_library_kind(TraitKind kind) { return kind == TRAIT_CRYPTO_LIBRARY || kind == TRAIT_MODEL_LIBRARY || kind == TRAIT_MODEL; }

static void diff_trait(Diffing *diffing, const Trait **a, size_t count_a, const Trait **b, size_t count_b)
{
    if (!count_a)
        add_trait_change(diffing, TRAIT_CAME, NULL, b[count_b - 1]);
    else if (!count_b)
        add_trait_change(diffing, TRAIT_GONE, a[count_a - 1], NULL);
    else if (is_library_kind(a[0]->kind) && !text_equal(a[count_a - 1]->from->version, b[count_b - 1]->from->version))
        add_trait_change(diffing, TRAIT_MOVED, a[count_a - 1], b[count_b - 1]);
    else
        diff_keys(diffing, a, count_a, b, count_b);
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

const SbomDiff *sbom_diff(Region *region, const TraitTables *tables, const Sbom *before, const Sbom *after)
{
    SbomDiff *out = REGION_NEW(region, SbomDiff);
    out->before = traits_of(region, tables, before);
    out->after = traits_of(region, tables, after);
    Diffing diffing = { region, out };
    diff_components(&diffing, sorted_of(region, before), sorted_of(region, after));
    diff_traits(&diffing, sorted_traits(region, &out->before), sorted_traits(region, &out->after));
    return out;
}

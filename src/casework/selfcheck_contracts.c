/* casework/selfcheck_contracts.c - self-check 1: what a contract says of delivery and licence, and what hangs on a point that it leaves open.
 *
 * A point is a row of type `mark`. Where it is not well, its row names a fact and values: the case is run with each, under the law and under
 * each voice, and what differs is what hangs on the point.
 */
#include "casework/selfcheck.h"

#include "determination/answer.h"

static Standing standing_of(const Entry *entry, Text state)
{
    if (!state.length)
        return STANDS_OPEN;
    if (text_is(state, "marked"))
        return STANDS_WELL;
    return entry->status == STATUS_DETERMINED && !text_is(state, "not told") ? STANDS_BADLY : STANDS_OPEN;
}

static bool is_in(const Entry *entry, const char *list)
{
    return text_equal(entry->list->list, text_of(list));
}

static ContractCheck *contract_of(OneCase *one, const Entry *entry)
{
    SelfCheck *check = one->check;
    for (size_t i = check->contract_checks.count; i-- > 0;) {
        ContractCheck *made = &check->contract_checks.at[i];
        if (made->answer == one->answer && text_equal(made->of, entry->of))
            return made;
    }
    ContractCheck *made = LIST_ADD(check->task->region, check->contract_checks);
    *made = (ContractCheck){ .file = one->source->name, .of = entry->of, .country = one->head.jurisdiction, .answer = one->answer };
    return made;
}

/* ---- what differs ---- */

static const Entry *same_entry(const Determination *answer, const Entry *entry)
{
    for (const Entry *at = answer ? answer->entries : NULL; at; at = at->next)
        if (text_equal(at->key, entry->key) && text_equal(at->list->list, entry->list->list))
            return at;
    return NULL;
}

static bool seen_before(const TriedFact *tried, uint32_t variant, const Entry *entry)
{
    for (uint32_t v = 0; v < variant; v++)
        if (same_entry(tried->answers[v], entry))
            return true;
    return false;
}

static void add_differing(Region *region, TriedFact *tried, const Entry *entry)
{
    const Entry **at = REGION_ARRAY(region, const Entry *, tried->count);
    bool differs = false;
    for (uint32_t v = 0; v < tried->count; v++) {
        at[v] = same_entry(tried->answers[v], entry);
        differs |= !compared_alike(at[0], at[v]);
    }
    if (differs)
        *LIST_ADD(region, tried->differing) = at;
}

/* In the order of the lists, whatever answer an entry stands in. */
static void find_differing(Region *region, TriedFact *tried, const Rulebooks *books)
{
    for (uint32_t i = 0; i < books->list_count; i++)
        for (uint32_t v = 0; v < tried->count; v++)
            for (const Entry *entry = tried->answers[v] ? tried->answers[v]->entries : NULL; entry; entry = entry->next)
                if (text_equal(entry->list->list, books->lists[i].list) && !seen_before(tried, v, entry))
                    add_differing(region, tried, entry);
}

/* ---- what hangs on a point ---- */

typedef struct Places { /* the things whose fact is told otherwise */
    LIST_OF(CaseChange) at;
} Places;

/* A fact of the contract is told of it; one of other things only where the case tells it: a machine stays as it is when software comes another way. */
static Places places_of(const OneCase *one, const Entry *entry, Text name)
{
    Region *region = one->check->task->region;
    Places places = { 0 };
    const Fact *own = program_fact(one->answer->program, entry->frame->type, name);
    if (own)
        *LIST_ADD(region, places.at) = (CaseChange){ .fact = name, .of = entry->of };
    for (uint32_t i = 0; !own && i < one->answer->facts->told_count; i++) {
        const CaseFact *told = &one->answer->facts->told[i];
        if (text_equal(told->fact->name, name))
            *LIST_ADD(region, places.at) = (CaseChange){ .fact = name, .of = frame_path(region, told->frame) };
    }
    return places;
}

static const Determination *with_value(const OneCase *one, const Places *places, Text value, const Alternative *voice)
{
    DetermineOptions options = one->check->options;
    CaseChange *changes = REGION_ARRAY(one->check->task->region, CaseChange, places->at.count);
    for (size_t i = 0; i < places->at.count; i++) {
        changes[i] = places->at.at[i];
        changes[i].value = value;
    }
    options.facts.changes = changes;
    options.facts.change_count = (uint32_t)places->at.count;
    options.facts.changed = true;
    options.voice = voice ? voice->voice : options.voice;
    return ask_again(one, one->source, &options);
}

/* Tried under one voice, or the law. */
static void try_under(OneCase *one, ContractCheck *contract, const ContractPoint *point, const Axis *axis, const Alternative *voice)
{
    Region *region = one->check->task->region;
    Places places = places_of(one, point->entry, axis->name);
    if (!places.at.count)
        return;
    TriedFact tried = { .mark = point->mark, .voice = voice ? voice->voice_source : NULL, .count = axis->value_count, .values = axis->values };
    tried.answers = REGION_ARRAY(region, const Determination *, tried.count);
    for (uint32_t v = 0; v < tried.count; v++)
        tried.answers[v] = with_value(one, &places, axis->values[v], voice);
    find_differing(region, &tried, one->answer->program->books);
    *LIST_ADD(region, contract->tried) = tried;
}

static void try_point(OneCase *one, ContractCheck *contract, const ContractPoint *point)
{
    Text tries = entry_text(point->entry, "tries");
    const Axis *axes;
    uint32_t count;
    if (!tries.length || !axes_read(one->check->task, tries, &axes, &count))
        return;
    try_under(one, contract, point, axes, NULL);
    for (const Alternative *at = one->answer->alternatives; at; at = at->next)
        if (at->voice.length)
            try_under(one, contract, point, axes, at);
}

/* ---- what voices say ---- */

/* A risk that a voice sees for sure in this contract, and the law does not. Paths are alike in two runs of one case; frames are not. */
static bool is_heard(const ContractCheck *contract, const Difference *difference)
{
    const Entry *other = difference->other;
    return !difference->main && other && is_in(other, "risks") && !other->only_if && entry_text(other, "risk").length && text_equal(other->of, contract->of);
}

static void hear(OneCase *one, ContractCheck *contract, const Alternative *voice)
{
    for (uint32_t i = 0; i < voice->difference_count; i++)
        if (is_heard(contract, &voice->differences[i]))
            *LIST_ADD(one->check->task->region, contract->guidance) = (Guidance){ voice->voice_source, voice->differences[i].other };
}

/* ---- the whole ---- */

static void add_point(OneCase *one, const Entry *entry)
{
    ContractCheck *contract = contract_of(one, entry);
    ContractPoint *point = LIST_ADD(one->check->task->region, contract->points);
    Text state = entry_text(entry, "state");
    *point = (ContractPoint){ entry, entry_text(entry, "mark"), state, standing_of(entry, state) };
    contract->standing = point->standing > contract->standing ? point->standing : contract->standing;
    if (point->standing != STANDS_WELL)
        try_point(one, contract, point);
}

void check_contracts(OneCase *one)
{
    size_t from = one->check->contract_checks.count;
    for (const Entry *entry = one->answer->entries; entry; entry = entry->next)
        if (is_in(entry, "marks") && entry->frame)
            add_point(one, entry);
    for (size_t i = from; i < one->check->contract_checks.count; i++)
        for (const Alternative *at = one->answer->alternatives; at; at = at->next)
            if (at->voice.length)
                hear(one, &one->check->contract_checks.at[i], at);
}

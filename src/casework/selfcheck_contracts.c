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

/* ---- what hangs on a point ---- */

/* Tried under one voice, or the law. A fact of things that the case has not is not tried. */
static void try_under(OneCase *one, ContractCheck *contract, const ContractPoint *point, const Alternative *voice)
{
    Task *task = one->check->task;
    Report unheard;
    report_init(&unheard, task->region);
    Task quietly = { task->region, &unheard, task->cancel };
    DetermineOptions options = one->check->options;
    const Axis *axes;
    uint32_t count;
    options.alone = true;
    options.voice = voice ? voice->voice : options.voice;
    if (!axes_read(&quietly, entry_words_of(point->entry, "tries"), &axes, &count))
        return;
    const Comparison *comparison = lawbook_compare(&quietly, one->check->lawbook, one->source, &options, axes, count);
    if (comparison)
        *LIST_ADD(task->region, contract->tried) = (TriedFact){ point->mark, voice ? voice->voice_source : NULL, comparison };
}

static void try_point(OneCase *one, ContractCheck *contract, const ContractPoint *point)
{
    if (!entry_words_of(point->entry, "tries").length)
        return;
    try_under(one, contract, point, NULL);
    for (const Alternative *at = one->answer->alternatives; at; at = at->next)
        if (at->voice.length)
            try_under(one, contract, point, at);
}

/* ---- what voices say ---- */

/* Paths are alike in two runs of one case; frames are not. */
static void hear(OneCase *one, ContractCheck *contract, const Alternative *voice)
{
    for (uint32_t i = 0; i < voice->difference_count; i++) {
        const Difference *difference = &voice->differences[i];
        if (!difference->main && difference->other && is_in(difference->other, "risks") && text_equal(difference->other->of, contract->of))
            *LIST_ADD(one->check->task->region, contract->guidance) = (Guidance){ voice->voice_source, difference->other };
    }
}

/* ---- the whole ---- */

static void add_point(OneCase *one, const Entry *entry)
{
    ContractCheck *contract = contract_of(one, entry);
    ContractPoint *point = LIST_ADD(one->check->task->region, contract->points);
    Text state = entry_words_of(entry, "state");
    *point = (ContractPoint){ entry, entry_words_of(entry, "mark"), state, standing_of(entry, state) };
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

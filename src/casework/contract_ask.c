/* casework/contract_ask.c - why points of contracts matter, and which charges hang on them: the engine is asked.
 *
 * Reasons are rows of type concern of the countries asked. A reason may name a fact: a case, told beside the texts or else invented
 * (data/contract/trials.jsonl), is then determined with each value of it.
 */
#include "base/file.h"
#include "casework/contract_review.h"
#include "determination/answer.h"
#include "value/date.h"

typedef struct Asking {
    Task *task;
    Lawbook *lawbook;
    ContractReview *review;
    const ContractReviewOptions *options;
} Asking;

static bool is_concern(const Entry *entry) { return text_is(entry->list->list, "concerns"); }

/* Does some contract leave the point open, or show a sign on it? */
static bool is_wanted(const ContractReview *review, Text concern)
{
    for (size_t i = 0; i < review->contracts.count; i++) {
        const ReviewedContract *reviewed = &review->contracts.at[i];
        for (int topic = 0; topic < TOPICS; topic++)
            if (text_equal(review->topics[topic].concern, concern) && reviewed->read && (reviewed->topics[topic].state != TOPIC_PRESENT || reviewed->untold[topic]))
                return true;
        if (reviewed->signs.count && text_is(concern, "split fee"))
            return true;
    }
    return false;
}

static void add_reason(Asking *asking, Text jurisdiction, const Determination *answer, const Entry *entry, const LawSource *voice)
{
    Text concern = entry_text(entry, "concern");
    for (size_t i = 0; i < asking->review->reasons.count; i++) /* rows of all the world come with every country */
        if (text_equal(asking->review->reasons.at[i].entry->key, entry->key))
            return;
    if (concern.length && is_wanted(asking->review, concern))
        *LIST_ADD(asking->task->region, asking->review->reasons) = (ReviewReason){ jurisdiction, concern, entry, voice, answer->program };
}

/* ---- what hangs on it ---- */

static const Source *trial_of(Asking *asking, Text jurisdiction)
{
    if (asking->options->base)
        return asking->options->base;
    Report unheard;
    report_init(&unheard, asking->task->region);
    Task quietly = { asking->task->region, &unheard, asking->task->cancel };
    const Source *source = file_read(&quietly, path_join(asking->task->region, text_of(asking->options->data_folder), TEXT("contract/trials.jsonl")), 0);
    Text rest = source ? source->bytes : TEXT_NONE;
    Text mark = text_format(asking->task->region, "{\"jurisdiction\":\"" TEXT_FMT "\"", TEXT_ARG(jurisdiction));
    while (rest.length) {
        Text line = text_cut(rest, '\n', &rest);
        if (text_starts(line, mark))
            return source_from(asking->task, TEXT("trial"), line);
    }
    return NULL;
}

static bool is_charge(const ComparedEntry *entry) { return text_is(entry->list, "lines"); }

static bool differs_in_charges(const Comparison *comparison)
{
    for (uint32_t i = 0; i < comparison->entry_count; i++)
        if (is_charge(&comparison->entries[i]))
            return true;
    return false;
}

static bool is_tried(const Asking *asking, Text jurisdiction, Text concern)
{
    for (size_t i = 0; i < asking->review->stakes.count; i++)
        if (text_equal(asking->review->stakes.at[i].jurisdiction, jurisdiction) && text_equal(asking->review->stakes.at[i].concern, concern))
            return true;
    return false;
}

static void try_fact(Asking *asking, Text jurisdiction, const Entry *entry)
{
    Report unheard;
    report_init(&unheard, asking->task->region);
    Task quietly = { asking->task->region, &unheard, asking->task->cancel };
    Text concern = entry_text(entry, "concern"), tries = entry_text(entry, "tries");
    const Source *source = tries.length && is_wanted(asking->review, concern) && !is_tried(asking, jurisdiction, concern) ? trial_of(asking, jurisdiction) : NULL;
    const Axis *axes;
    uint32_t count;
    if (!source || !axes_read(&quietly, tries, &axes, &count))
        return;
    DetermineOptions options = asking->options->options;
    options.facts.as_of = asking->review->day;
    options.facts.has_as_of = true;
    const Comparison *comparison = lawbook_compare(&quietly, asking->lawbook, source, &options, axes, count);
    if (!comparison || !differs_in_charges(comparison))
        return;
    *LIST_ADD(asking->task->region, asking->review->stakes) = (ReviewStake){ jurisdiction, concern, axes[0].name, comparison };
    asking->review->trial |= !asking->options->base;
}

/* ---- a country ---- */

static const Determination *ask(Asking *asking, Text jurisdiction)
{
    const Program *program = lawbook_program(asking->task, asking->lawbook, jurisdiction, TEXT("import"));
    Source *source = REGION_NEW(asking->task->region, Source);
    ReviewedCase unused = { .json = TEXT_NONE };
    *source = (Source){ TEXT("contract"), review_case_text(asking->task, asking->review, NULL, program, jurisdiction, NULL, &unused) };
    DetermineOptions options = asking->options->options;
    options.lists = REVIEW_LISTS;
    options.facts.as_of = asking->review->day;
    options.facts.has_as_of = true;
    CaseHead head;
    const Determination *answer = NULL;
    return lawbook_determine(asking->task, asking->lawbook, source, &options, &head, &answer) == LAWBOOK_DETERMINED ? answer : NULL;
}

static void ask_country(Asking *asking, Text jurisdiction)
{
    const Determination *answer = ask(asking, jurisdiction);
    for (const Entry *entry = answer ? answer->entries : NULL; entry; entry = entry->next)
        if (is_concern(entry))
            add_reason(asking, jurisdiction, answer, entry, NULL);
    for (const Alternative *voice = answer ? answer->alternatives : NULL; voice; voice = voice->next)
        for (const Difference *difference = voice->voice_source ? voice->differences : NULL; difference; difference = difference->next)
            if (difference->other && !difference->main && text_is(difference->list->list, "concerns"))
                add_reason(asking, jurisdiction, answer, difference->other, voice->voice_source);
    for (const Entry *entry = answer ? answer->entries : NULL; entry; entry = entry->next)
        if (is_concern(entry))
            try_fact(asking, jurisdiction, entry);
}

/* Has the country rows of its own? Those of all the world come with each. */
static bool has_rows(const Rulebooks *books, Text jurisdiction)
{
    for (uint32_t i = 0; i < books->page_count; i++)
        for (uint32_t k = 0; k < books->pages[i].decision_count && text_equal(books->pages[i].jurisdiction, jurisdiction); k++)
            if (text_is(span_text(books->pages[i].decisions[k].type), "list of concern"))
                return true;
    return false;
}

static bool seen_before(const Rulebooks *books, uint32_t at)
{
    for (uint32_t i = 0; i < at; i++)
        if (text_equal(books->pages[i].jurisdiction, books->pages[at].jurisdiction))
            return true;
    return false;
}

static void set_day(Asking *asking, const Rulebooks *books)
{
    const CaseOptions *facts = &asking->options->options.facts;
    asking->review->day = facts->as_of;
    asking->review->day_assumed = !facts->has_as_of;
    for (uint32_t i = 0; i < books->page_count && !facts->has_as_of; i++)
        if (books->pages[i].checked > asking->review->day)
            asking->review->day = books->pages[i].checked;
}

void review_ask(Task *task, Lawbook *lawbook, ContractReview *review, const ContractReviewOptions *options)
{
    Asking asking = { task, lawbook, review, options };
    const Rulebooks *books = lawbook_pages(task, lawbook, options->jurisdiction);
    if (!books)
        return;
    set_day(&asking, books);
    if (options->jurisdiction.length)
        ask_country(&asking, options->jurisdiction);
    for (uint32_t i = 0; i < books->page_count && !options->jurisdiction.length; i++)
        if (books->pages[i].jurisdiction.length && !text_is(books->pages[i].jurisdiction, "WORLD") && !seen_before(books, i) && has_rows(books, books->pages[i].jurisdiction))
            ask_country(&asking, books->pages[i].jurisdiction);
}

/* casework/contract_review.c - see contract_review.h. */
#include "casework/contract_review.h"

#include "base/csv.h"
#include "base/file.h"
#include "determination/answer.h"

/* ---- tables ---- */

static Text cell_of(const Csv *csv, uint32_t row, const char *column)
{
    int at = csv_column(csv, text_of(column));
    return at < 0 ? TEXT_NONE : csv_cell(csv, row, (uint32_t)at)->text;
}

static const Csv *table_of_data(Task *task, const char *data_folder, const char *name)
{
    const Source *source = file_read(task, path_join(task->region, text_of(data_folder), text_of(name)), 0);
    return source ? csv_read(task, source) : NULL;
}

static bool read_topics(Task *task, ContractReview *review, const char *data_folder)
{
    const Csv *csv = table_of_data(task, data_folder, "contract/topics.csv");
    for (uint32_t row = 0; csv && row < csv->rows; row++) {
        Topic topic;
        if (!topic_named(cell_of(csv, row, "topic"), &topic) || topic >= TOPICS)
            continue;
        review->topics[topic] = (ContractTopic){ cell_of(csv, row, "concern"), cell_of(csv, row, "mark"), cell_of(csv, row, "stated"), { cell_of(csv, row, "en"), cell_of(csv, row, "zh"), cell_of(csv, row, "vi") } };
    }
    return csv != NULL;
}

static bool read_yardsticks(Task *task, ContractReview *review, const char *data_folder)
{
    const Csv *csv = table_of_data(task, data_folder, "contract/yardsticks.csv");
    for (uint32_t row = 0; csv && row < csv->rows; row++) {
        Text name = cell_of(csv, row, "name"), value = cell_of(csv, row, "value");
        Decimal number;
        int64_t whole;
        if (!decimal_read(&number, value, false))
            continue;
        if (text_is(name, "percentage points beyond"))
            review->past_beyond = number;
        else if (text_is(name, "past contracts at least") && decimal_to_int64(&whole, &number) && whole > 0)
            review->past_least = (uint32_t)whole;
    }
    return csv != NULL;
}

/* ---- one contract ---- */

static void count_states(ReviewedContract *reviewed)
{
    for (int topic = 0; topic < TOPICS; topic++) {
        if (reviewed->untold[topic])
            reviewed->untold_count++;
        else
            reviewed->counts[reviewed->topics[topic].state]++;
    }
}

static void review_text(Task *task, ContractReview *review, const char *path, const ContractReviewOptions *options)
{
    ReviewedContract *reviewed = LIST_ADD(task->region, review->contracts);
    *reviewed = (ReviewedContract){ .path = text_of(path) };
    const ContractText *text = contract_text_read(task, path, options->encoding);
    if (!text)
        return;
    const Contract *contract = contract_read(task, text, review->words);
    reviewed->contract = contract;
    reviewed->read = contract->chinese || contract->english || contract->vietnamese;
    memcpy(reviewed->topics, contract->topics, sizeof reviewed->topics);
    for (size_t i = 0; i < contract->signs.count; i++)
        *LIST_ADD(task->region, reviewed->signs) = contract->signs.at[i];
    review_signs(task, review, reviewed);
    count_states(reviewed);
}

/* ---- facts of a contract, in a case ---- */

static bool state_of_mark(Text mark, TopicState *state)
{
    if (text_is(mark, "marked"))
        *state = TOPIC_PRESENT;
    for (int i = TOPIC_MISSING; i < TOPIC_STATES; i++)
        if (text_equal(mark, text_of(topic_state_name((TopicState)i))))
            *state = (TopicState)i;
    return text_is(mark, "marked") || *state != TOPIC_PRESENT;
}

/* Marks of one contract; what no mark judges, facts do not tell. */
static void take_marks(const ContractReview *review, ReviewedContract *reviewed, Text of)
{
    for (int topic = 0; topic < TOPICS; topic++)
        reviewed->untold[topic] = true;
    for (const Entry *entry = reviewed->case_answer->entries; entry; entry = entry->next) {
        if (!text_is(entry->list->list, "marks") || !text_equal(entry->of, of))
            continue;
        for (int topic = 0; topic < TOPICS; topic++) {
            TopicFinding *finding = &reviewed->topics[topic];
            if (review->topics[topic].mark.length && text_equal(review->topics[topic].mark, entry_text(entry, "mark")) && state_of_mark(entry_text(entry, "state"), &finding->state))
                reviewed->untold[topic] = false;
        }
    }
}

static void add_contract_of_case(Task *task, ContractReview *review, Text path, const Determination *answer, Text of)
{
    Text name = text_format(task->region, TEXT_FMT "#" TEXT_FMT, TEXT_ARG(path), TEXT_ARG(of));
    for (size_t i = 0; i < review->contracts.count; i++)
        if (review->contracts.at[i].case_answer == answer && text_equal(review->contracts.at[i].path, name))
            return;
    ReviewedContract *reviewed = LIST_ADD(task->region, review->contracts);
    *reviewed = (ReviewedContract){ .path = name, .case_answer = answer, .read = true };
    take_marks(review, reviewed, of);
    count_states(reviewed);
}

static void review_facts(Task *task, Lawbook *lawbook, ContractReview *review, const char *path, const ContractReviewOptions *options)
{
    const Source *source = file_read(task, path, 0);
    DetermineOptions asked = options->options;
    CaseHead head;
    const Determination *answer = NULL;
    asked.lists = TEXT("marks");
    LawbookOutcome outcome = source ? lawbook_determine(task, lawbook, source, &asked, &head, &answer) : LAWBOOK_FAILED;
    size_t before = review->contracts.count;
    for (const Entry *entry = outcome == LAWBOOK_DETERMINED ? answer->entries : NULL; entry; entry = entry->next)
        if (text_is(entry->list->list, "marks") && entry->of.length)
            add_contract_of_case(task, review, text_of(path), answer, entry->of);
    if (review->contracts.count == before)
        *LIST_ADD(task->region, review->contracts) = (ReviewedContract){ .path = text_of(path) };
}

/* ---- the whole ---- */

bool review_has_finding(const ContractReview *review)
{
    for (size_t i = 0; i < review->contracts.count; i++) {
        const ReviewedContract *reviewed = &review->contracts.at[i];
        if (reviewed->counts[TOPIC_MISSING] + reviewed->counts[TOPIC_UNCLEAR] + reviewed->counts[TOPIC_CONFLICTING] + reviewed->signs.count && reviewed->read)
            return true;
    }
    return false;
}

bool review_is_open(const ContractReview *review)
{
    for (size_t i = 0; i < review->contracts.count; i++)
        if (!review->contracts.at[i].read || review->contracts.at[i].untold_count)
            return true;
    return false;
}

static bool any_read(const ContractReview *review)
{
    for (size_t i = 0; i < review->contracts.count; i++)
        if (review->contracts.at[i].contract || review->contracts.at[i].case_answer)
            return true;
    return false;
}

ContractReview *contract_review(Task *task, Lawbook *lawbook, ContractWords *words, const char *const *paths, size_t count, const ContractReviewOptions *options)
{
    ContractReview *review = REGION_NEW(task->region, ContractReview);
    review->words = words;
    if (!read_topics(task, review, options->data_folder) || !read_yardsticks(task, review, options->data_folder) || !review_tables(task, review, options))
        return NULL;
    for (size_t i = 0; i < count; i++)
        if (text_ends(text_of(paths[i]), TEXT(".json")))
            review_facts(task, lawbook, review, paths[i], options);
        else
            review_text(task, review, paths[i], options);
    if (!any_read(review))
        return NULL;
    review_ask(task, lawbook, review, options);
    return review;
}

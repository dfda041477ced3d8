/* casework/contract_case.c - what a contract's text tells, as facts of a case, each with the line it comes from.
 *
 * A point that the contract speaks of is "stated"; what it says is told only where it is clear. Whatever a case beside the text tells stands as
 * it is: the text adds to it and takes nothing away.
 */
#include "casework/contract_review.h"
#include "determination/program.h"
#include "value/json.h"

typedef struct Casing {
    Task *task;
    const ContractReview *review;
    const ReviewedContract *reviewed; /* NULL: a contract of which nothing is known */
    const Program *program;           /* facts that it does not know are left out; NULL: none are */
    const Json *contract;             /* of the base: facts told there stand; NULL: none */
    Text base;                        /* its bytes */
    JsonWriter json;
    ReviewedCase *out;
} Casing;

static bool is_fact(const Casing *casing, Text name)
{
    const ThingType *type = casing->program ? program_thing(casing->program, TEXT("contract")) : NULL;
    return !casing->program || (type && program_fact(casing->program, type, name));
}

static void put_fact(Casing *casing, Text name, Text value, const TopicFinding *finding)
{
    Text key = text_snake(casing->task->region, name);
    if (!name.length || !is_fact(casing, name) || (casing->contract && json_get(casing->contract, key)))
        return;
    json_key(&casing->json, key);
    if (text_is(value, "true") || text_is(value, "false"))
        json_boolean(&casing->json, text_is(value, "true"));
    else
        json_text(&casing->json, value);
    *LIST_ADD(casing->task->region, casing->out->facts) = (ReviewedFact){ name, value, casing->reviewed->contract, finding->quotes.count ? finding->quotes.at[0]->from : UINT32_MAX };
}

static void put_topic(Casing *casing, int topic)
{
    const TopicFinding *finding = &casing->reviewed->topics[topic];
    if (casing->reviewed->untold[topic])
        return;
    put_fact(casing, casing->review->topics[topic].stated, finding->state == TOPIC_MISSING ? TEXT("false") : TEXT("true"), finding);
    if (finding->state == TOPIC_PRESENT && finding->value && finding->value->fact.length)
        put_fact(casing, finding->value->fact, finding->value->told, finding);
    else if (topic == TOPIC_UPDATES && finding->state == TOPIC_MISSING)
        put_fact(casing, TEXT("update clause agreed"), TEXT("false"), finding);
}

static void put_contract(Casing *casing)
{
    json_open(&casing->json, '{');
    if (!casing->contract || !json_get(casing->contract, TEXT("id")))
        json_pair(&casing->json, "id", TEXT("c1"));
    for (const Json *member = casing->contract ? casing->contract->first : NULL; member; member = member->next) {
        json_key(&casing->json, member->key);
        json_raw(&casing->json, text_slice(casing->base, member->from, member->to));
    }
    for (int topic = 0; casing->reviewed && casing->reviewed->read && topic < TOPICS; topic++)
        put_topic(casing, topic);
    json_close(&casing->json, '}');
}

static void put_contracts(Casing *casing)
{
    json_key(&casing->json, TEXT("contracts"));
    json_open(&casing->json, '[');
    put_contract(casing);
    json_close(&casing->json, ']');
}

Text review_case_text(Task *task, const ContractReview *review, const ReviewedContract *reviewed, const Program *program, Text jurisdiction, const ContractReviewOptions *options, ReviewedCase *out)
{
    Builder text = builder_on(task->region);
    const Json *base = options ? options->base_json : NULL, *contracts = base ? json_get(base, TEXT("contracts")) : NULL;
    Casing casing = { task, review, reviewed, program, contracts && contracts->kind == JSON_ARRAY ? contracts->first : NULL, base ? options->base->bytes : TEXT_NONE, json_writer(&text, false), out };
    json_open(&casing.json, '{');
    if (!base || !json_get(base, TEXT("jurisdiction")))
        json_pair_if(&casing.json, "jurisdiction", jurisdiction);
    if (!base || !json_get(base, TEXT("movement")))
        json_pair(&casing.json, "movement", TEXT("import"));
    for (const Json *member = base ? base->first : NULL; member; member = member->next) {
        if (text_is(member->key, "contracts"))
            continue;
        json_key(&casing.json, member->key);
        json_raw(&casing.json, text_slice(casing.base, member->from, member->to));
    }
    put_contracts(&casing);
    json_close(&casing.json, '}');
    return builder_text(&text);
}

bool review_case(Task *task, const ContractReview *review, const ContractReviewOptions *options, ReviewedCase *out)
{
    *out = (ReviewedCase){ .json = TEXT_NONE };
    if (review->contracts.count != 1 || !review->contracts.at[0].contract) {
        report_error(task->report, "one-contract", SPAN_NONE, "a case is made from the text of one contract alone, not from several, nor from facts");
        return false;
    }
    out->json = review_case_text(task, review, &review->contracts.at[0], NULL, options->jurisdiction, options, out);
    return true;
}

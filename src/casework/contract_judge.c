/* casework/contract_judge.c - from hits to the state of each topic.
 *
 *     answers that stand  ──none──▶ open words? unclear : missing
 *                         ──one side──▶ present (all parts of it that the topic asks for, else unclear)
 *                         ──two sides──▶ does an amendment, an order of precedence, a language settle it? present : conflicting
 *
 * Sides that begin with "+" are parts of one answer (a price and a content): all must be there, one whose rank is 0 only beside another. A
 * value of negative rank is no answer by itself ("included in the fee") and yet contradicts one.
 */
#include "casework/contract.h"

#include <stdlib.h>

#include "base/utf8.h"

enum { NEAR = 2, QUOTES_MOST = 20, COMPARED = 64, ITEM_LEAST = 4, ITEM_ALIKE = 55 }; /* passages; of one topic; hits; bytes; per cent of the longer one that the shorter one must make up */

typedef struct Judging {
    Task *task;
    Contract *contract;
    Topic topic;
    LIST_OF(Hit *) stand;  /* answers that count */
    TopicFinding *out;
} Judging;

const char *topic_state_name(TopicState state)
{
    static const char *const NAMES[] = { "present", "missing", "unclear", "conflicting" };
    return NAMES[state];
}

const char *topic_why_name(TopicWhy why)
{
    static const char *const NAMES[] = { "said", "nothing", "vague", "blank", "choice", "elsewhere", "denied", "two answers", "prevails" };
    return NAMES[why];
}

/* ---- what counts ---- */

static bool is_part(Text side) { return side.length && side.at[0] == '+'; }

/* A side that is denied speaks for the only other side that the values of the topic have. */
static const TopicValue *opposite(const Judging *judging, Text side)
{
    size_t count;
    const TopicValue *values = topic_values(judging->contract->words, &count), *other = NULL;
    for (size_t i = 0; i < count; i++) {
        if (values[i].topic != judging->topic || text_equal(values[i].side, side) || values[i].rank <= 0 || is_part(side) || text_find(side, TEXT("list:"), 0) == 0)
            continue;
        if (other && !text_equal(other->side, values[i].side))
            return NULL;
        other = other && other->rank >= values[i].rank ? other : &values[i];
    }
    return other;
}

static bool is_replaced(const Contract *contract, const Hit *hit)
{
    Text passage = text_slice(contract->text->source->bytes, contract->layout.passages.at[hit->passage].from, contract->layout.passages.at[hit->passage].to);
    for (size_t i = 0; i < contract->repeals.count; i++) {
        Text clause = contract->repeals.at[i].clause;
        char after = passage.length > clause.length ? passage.at[clause.length] : ' ';
        if (text_starts(passage, clause) && !(after >= '0' && after <= '9') && hit->sentence_from != contract->repeals.at[i].from && !hit->amends)
            return true;
    }
    return hit->replaced;
}

static int heaviest(const Judging *judging)
{
    int heaviest = 0;
    for (size_t i = 0; i < judging->stand.count; i++)
        if (judging->stand.at[i]->weight > heaviest)
            heaviest = judging->stand.at[i]->weight;
    return heaviest;
}

/* Weak words say nothing beside strong ones. */
static void drop_weak(Judging *judging)
{
    size_t kept = 0;
    int most = heaviest(judging);
    for (size_t i = 0; i < judging->stand.count; i++)
        if (judging->stand.at[i]->weight > 1 || most <= 1)
            judging->stand.at[kept++] = judging->stand.at[i];
    judging->stand.count = kept;
}

static bool is_essential(const Hit *hit, const Hit *other)
{
    return other->topic == hit->topic && other->kind == HIT_SAYS && !other->aside && other->value && other->value->rank > 0;
}

/* A part of an answer that needs another one beside it counts where that one stands, or next to it. */
static bool is_alone(const Judging *judging, const Hit *hit)
{
    if (!is_part(hit->side) || !hit->value || hit->value->rank > 0)
        return false;
    const Hit *first = judging->contract->hits.at, *end = first + judging->contract->hits.count;
    for (const Hit *other = hit; other >= first && other->passage + NEAR >= hit->passage; other--)
        if (is_essential(hit, other))
            return false;
    for (const Hit *other = hit; other < end && hit->passage + NEAR >= other->passage; other++)
        if (is_essential(hit, other))
            return false;
    return true;
}

static void drop_lonely(Judging *judging)
{
    size_t kept = 0;
    for (size_t i = 0; i < judging->stand.count; i++)
        if (!is_alone(judging, judging->stand.at[i]))
            judging->stand.at[kept++] = judging->stand.at[i];
    judging->stand.count = kept;
}

static void gather(Judging *judging)
{
    Contract *contract = judging->contract;
    for (size_t i = 0; i < contract->hits.count; i++) {
        Hit *hit = &contract->hits.at[i];
        if (hit->topic == judging->topic && hit->kind == HIT_SAYS && !hit->aside && !is_replaced(contract, hit))
            *LIST_ADD(judging->task->region, judging->stand) = hit;
    }
    drop_lonely(judging);
    drop_weak(judging);
}

/* ---- sides ---- */

static bool is_between(Text text, size_t at, size_t *length)
{
    static const char *const MARKS[] = { ",", ";", "、", " and ", " or ", " và ", " hoặc ", "和", "及", "\"" };
    for (size_t i = 0; i < sizeof MARKS / sizeof *MARKS; i++) {
        *length = strlen(MARKS[i]);
        if (text_starts(text_slice(text, at, text.length), text_of(MARKS[i])))
            return true;
    }
    return false;
}

/* The next item of a list, without blanks; empty at its end. */
static Text next_item(Text *list)
{
    while (list->length) {
        size_t at = 0, length = 0;
        while (at < list->length && !is_between(*list, at, &length))
            at++;
        Text item = text_trim(text_slice(*list, 0, at));
        *list = text_slice(*list, at + length, list->length);
        if (item.length >= ITEM_LEAST)
            return item;
    }
    return TEXT_NONE;
}

static bool same_item(Text a, Text b)
{
    Text small = a.length < b.length ? a : b, large = a.length < b.length ? b : a;
    return small.length * 100 >= large.length * ITEM_ALIKE && text_find(large, small, 0) != SIZE_MAX;
}

/* Does an item of one list stand in the other? */
static bool lists_meet(Region *region, Text a, Text b)
{
    RegionMark mark = region_mark(region);
    Text left = utf8_lower(region, a), right = utf8_lower(region, b);
    bool meet = false;
    for (Text item = next_item(&left); item.length && !meet; item = next_item(&left)) {
        Text rest = right;
        for (Text other = next_item(&rest); other.length && !meet; other = next_item(&rest))
            meet = same_item(item, other);
    }
    region_drop(region, mark);
    return meet;
}

static Text without_sign(Text side) { return is_part(side) ? text_slice(side, 1, side.length) : side; }

static bool touch(uint32_t a, uint32_t b) { return !a || !b || (a & b); }

/* The answer that a list of sides gives to a question: "network" to "way"; empty: none. */
static Text answer_to(Text sides, Text question)
{
    while (sides.length) {
        Text answer, side = without_sign(text_cut(sides, ' ', &sides));
        if (text_equal(text_cut(side, ':', &answer), question))
            return answer;
    }
    return TEXT_NONE;
}

/* One question, two answers: "way:carrier" and "way:network". */
static bool sides_differ(Text a, Text b)
{
    while (a.length) {
        Text answer, question = text_cut(without_sign(text_cut(a, ' ', &a)), ':', &answer), other = answer_to(b, question);
        if (answer.length && other.length && !text_equal(answer, other))
            return true;
    }
    return false;
}

static bool against(const Judging *judging, const Hit *a, const Hit *b)
{
    if (text_is(a->side, "list:in") || text_is(a->side, "list:out"))
        return sides_differ(a->side, b->side) && lists_meet(judging->task->region, a->told, b->told);
    return sides_differ(a->side, b->side) && touch(a->objects, b->objects) && touch(a->places, b->places) && touch(a->whose, b->whose);
}

/* Two answers for different things: each of the parties bears the taxes that are named. */
static bool shared_out(const Judging *judging)
{
    for (size_t i = 0; i < judging->stand.count; i++)
        for (size_t k = 0; k < i; k++)
            if (sides_differ(judging->stand.at[i]->side, judging->stand.at[k]->side))
                return true;
    return false;
}

/* A text may hold many: each is held against the first few of each side, which is enough to find two that differ. */
static bool disagree(const Judging *judging)
{
    for (size_t i = 0; i < judging->stand.count; i++)
        for (size_t k = 0; k < i && k < COMPARED; k++)
            if (against(judging, judging->stand.at[i], judging->stand.at[k]))
                return true;
    return false;
}

/* Only those for which `keep` holds, where there are any: what goes first, settles. */
static bool settle(Judging *judging, bool (*keep)(const Judging *judging, const Hit *hit))
{
    size_t kept = 0;
    for (size_t i = 0; i < judging->stand.count; i++)
        kept += keep(judging, judging->stand.at[i]);
    if (!kept || kept == judging->stand.count)
        return false;
    kept = 0;
    for (size_t i = 0; i < judging->stand.count; i++)
        if (keep(judging, judging->stand.at[i]))
            judging->stand.at[kept++] = judging->stand.at[i];
    judging->stand.count = kept;
    return true;
}

static bool is_amending(const Judging *judging, const Hit *hit)
{
    (void)judging;
    return hit->amends;
}

static Text without_article(Text name)
{
    return text_starts(name, TEXT("the ")) ? text_slice(name, 4, name.length) : text_starts(name, TEXT("this ")) ? text_slice(name, 5, name.length) : name;
}

/* It stands under a heading that holds the name of what goes first. */
static bool goes_first(const Judging *judging, const Hit *hit)
{
    const Contract *contract = judging->contract;
    for (uint32_t at = hit->heading; at != NO_HEADING; at = contract->layout.headings.at[at].up) {
        const Heading *heading = &contract->layout.headings.at[at];
        Text words = utf8_lower(judging->task->region, text_slice(contract->text->source->bytes, heading->from, heading->to));
        for (size_t i = 0; i < contract->first.count; i++)
            if (text_find(words, without_article(text_trim(contract->first.at[i])), 0) != SIZE_MAX)
                return true;
    }
    return false;
}

static bool is_in_language(const Judging *judging, const Hit *hit) { return hit->language == judging->contract->prevails; }

static bool settled(Judging *judging)
{
    if (settle(judging, is_amending) && !disagree(judging))
        return true;
    if (settle(judging, goes_first) && !disagree(judging))
        return true;
    return judging->contract->prevails && settle(judging, is_in_language) && !disagree(judging);
}

/* ---- quotes ---- */

static void quote(Judging *judging, const Hit *hit)
{
    if (judging->out->quotes.count >= QUOTES_MOST)
        return;
    for (size_t i = 0; i < judging->out->quotes.count; i++)
        if (judging->out->quotes.at[i]->sentence_from == hit->sentence_from)
            return;
    *LIST_ADD(judging->task->region, judging->out->quotes) = hit;
}

static void quote_kind(Judging *judging, HitKind kind, bool aside)
{
    for (size_t i = 0; i < judging->contract->hits.count; i++) {
        const Hit *hit = &judging->contract->hits.at[i];
        if (hit->topic == judging->topic && hit->kind == kind && hit->aside == aside && !is_replaced(judging->contract, hit))
            quote(judging, hit);
    }
}

static size_t count_of(const Judging *judging, HitKind kind, bool aside)
{
    size_t count = 0;
    for (size_t i = 0; i < judging->contract->hits.count; i++) {
        const Hit *hit = &judging->contract->hits.at[i];
        count += hit->topic == judging->topic && hit->kind == kind && hit->aside == aside && !is_replaced(judging->contract, hit) && !(kind == HIT_DENIES && is_part(hit->side));
    }
    return count;
}

/* ---- states ---- */

static void say(Judging *judging, TopicState state, TopicWhy why)
{
    judging->out->state = state;
    judging->out->why = why;
}

/* Words that leave it open; the plainest reason is told. */
static void judge_open(Judging *judging)
{
    static const struct { HitKind kind; bool aside; TopicWhy why; } REASONS[] = {
        { HIT_BLANK, false, WHY_BLANK }, { HIT_SAYS, true, WHY_CHOICE }, { HIT_VAGUE, false, WHY_VAGUE }, { HIT_DENIES, false, WHY_DENIED } };
    say(judging, TOPIC_MISSING, WHY_NOTHING);
    for (size_t i = 0; i < sizeof REASONS / sizeof *REASONS; i++)
        if (count_of(judging, REASONS[i].kind, REASONS[i].aside)) {
            if (judging->out->state == TOPIC_MISSING)
                say(judging, TOPIC_UNCLEAR, REASONS[i].why);
            quote_kind(judging, REASONS[i].kind, REASONS[i].aside);
        }
}

static const Hit *elsewhere_of(const Judging *judging, bool absent)
{
    for (size_t i = 0; i < judging->contract->hits.count; i++) {
        const Hit *hit = &judging->contract->hits.at[i];
        if (hit->topic == judging->topic && hit->kind == HIT_ELSEWHERE && hit->absent == absent)
            return hit;
    }
    return NULL;
}

static void judge_elsewhere(Judging *judging)
{
    const Hit *hit = elsewhere_of(judging, true);
    if (judging->out->state == TOPIC_MISSING && hit)
        say(judging, TOPIC_UNCLEAR, WHY_ELSEWHERE);
    if (hit && judging->out->state == TOPIC_UNCLEAR)
        quote(judging, hit);
}

static bool has_part(const Judging *judging, Text side)
{
    for (size_t i = 0; i < judging->stand.count; i++)
        if (text_equal(judging->stand.at[i]->side, side))
            return true;
    return false;
}

/* Parts of an answer: those that must be there, and what is told when only some are. */
static bool lacks_part(const Judging *judging, bool essential_only)
{
    size_t count;
    const TopicValue *values = topic_values(judging->contract->words, &count);
    for (size_t i = 0; i < count; i++)
        if (values[i].topic == judging->topic && is_part(values[i].side) && (values[i].rank > 0 || !essential_only) && !has_part(judging, values[i].side))
            return true;
    return false;
}

static bool is_in_parts(const Judging *judging)
{
    for (size_t i = 0; i < judging->stand.count; i++)
        if (is_part(judging->stand.at[i]->side))
            return true;
    return false;
}

static bool is_no_answer(const Judging *judging)
{
    for (size_t i = 0; i < judging->stand.count; i++)
        if (!judging->stand.at[i]->value || judging->stand.at[i]->value->rank >= 0)
            return false;
    return true;
}

static bool has_essential(const Judging *judging)
{
    for (size_t i = 0; i < judging->stand.count; i++)
        if (judging->stand.at[i]->value && judging->stand.at[i]->value->rank > 0)
            return true;
    return false;
}

static void quote_standing(Judging *judging)
{
    for (size_t i = 0; i < judging->stand.count; i++)
        quote(judging, judging->stand.at[i]);
}

static void tell_value(Judging *judging)
{
    const Hit *best = judging->stand.at[0];
    for (size_t i = 1; i < judging->stand.count; i++) {
        const Hit *hit = judging->stand.at[i];
        int rank = hit->value ? hit->value->rank : 0, best_rank = best->value ? best->value->rank : 0;
        if (hit->weight > best->weight || (hit->weight == best->weight && rank > best_rank))
            best = hit;
    }
    judging->out->value = best->value;
    judging->out->told = best->told;
}

/* Something denied that nobody says, where there are two sides only: the other one is the answer. */
static bool judge_denied(Judging *judging)
{
    for (size_t i = 0; i < judging->contract->hits.count; i++) {
        Hit *hit = &judging->contract->hits.at[i];
        const TopicValue *other = hit->topic == judging->topic && hit->kind == HIT_DENIES && !hit->aside && hit->weight >= 2 ? opposite(judging, hit->side) : NULL;
        if (!other || is_replaced(judging->contract, hit))
            continue;
        say(judging, TOPIC_PRESENT, WHY_DENIED);
        judging->out->value = other;
        quote(judging, hit);
        return true;
    }
    return false;
}

static void judge_answers(Judging *judging)
{
    bool two = disagree(judging), settles = two && settled(judging);
    say(judging, two && !settles ? TOPIC_CONFLICTING : TOPIC_PRESENT, two && !settles ? WHY_TWO_ANSWERS : settles ? WHY_PREVAILS : WHY_SAID);
    if (judging->out->state == TOPIC_PRESENT && is_no_answer(judging))
        say(judging, TOPIC_UNCLEAR, WHY_VAGUE);
    if (judging->out->state == TOPIC_PRESENT && is_in_parts(judging) && lacks_part(judging, false))
        say(judging, has_essential(judging) ? TOPIC_UNCLEAR : TOPIC_MISSING, has_essential(judging) ? WHY_VAGUE : WHY_NOTHING);
    if (judging->out->state == TOPIC_PRESENT)
        tell_value(judging);
    if (judging->out->state == TOPIC_PRESENT && shared_out(judging) && topic_value(judging->contract->words, judging->topic, TEXT("split")))
        judging->out->value = topic_value(judging->contract->words, judging->topic, TEXT("split"));
    if (judging->out->state != TOPIC_MISSING)
        quote_standing(judging);
}

static int by_place(const void *a, const void *b)
{
    const Hit *left = *(const Hit *const *)a, *right = *(const Hit *const *)b;
    return (left->from > right->from) - (left->from < right->from);
}

static void judge_topic(Task *task, Contract *contract, Topic topic)
{
    Judging judging = { .task = task, .contract = contract, .topic = topic, .out = &contract->topics[topic] };
    gather(&judging);
    if (judging.stand.count)
        judge_answers(&judging);
    if (!judging.stand.count || judging.out->state == TOPIC_MISSING) {
        if (!judge_denied(&judging))
            judge_open(&judging);
        judge_elsewhere(&judging);
    }
    if (judging.out->quotes.count)
        qsort(judging.out->quotes.at, judging.out->quotes.count, sizeof *judging.out->quotes.at, by_place);
}

void contract_judge(Task *task, Contract *contract)
{
    for (int topic = 0; topic < TOPICS; topic++)
        judge_topic(task, contract, (Topic)topic);
}

/* ---- the whole ---- */

const char *contract_form_name(ContractForm form)
{
    static const char *const NAMES[] = { "text", "pdf", "docx" };
    return NAMES[form];
}

Contract *contract_read(Task *task, const ContractText *text, ContractWords *words)
{
    Contract *contract = REGION_NEW(task->region, Contract);
    *contract = (Contract){ .text = text, .words = words };
    contract_layout(task, text, words, &contract->layout);
    contract_find(task, contract);
    contract_fees(task, contract);
    contract_judge(task, contract);
    return contract;
}

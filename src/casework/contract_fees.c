/* casework/contract_fees.c - amounts of a contract by what they are for, and the signs that a licence fee was split.
 *
 * A sign is a doubt that somebody else may have on reading these lines, never a finding of fact. Services that are described, or that stand
 * apart from the right to use in so many words, show no sign.
 */
#include "casework/contract.h"

#include "value/decimal.h"

enum { COMPARED = 500, MONEY_MOST = 12, ROUND_STEP = 5 }; /* fees; amounts of one sentence; a share that is a multiple of so many per cent is a round one */

typedef struct Counting {
    Task *task;
    Contract *contract;
    ContractWords *words;
} Counting;

const char *fee_kind_name(FeeKind kind)
{
    static const char *const NAMES[] = { "licence", "service", "goods", "total", "other" };
    return NAMES[kind];
}

/* ---- amounts ---- */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* The last mark parts decimals when not three digits follow it, or nothing but a zero stands before it; all others part thousands. */
Text amount_digits(Region *region, Text written)
{
    Builder out = builder_on(region);
    size_t mark = SIZE_MAX, digits = 0;
    for (size_t i = 0; i < written.length; i++)
        if (!is_digit(written.at[i]) && written.at[i] != ' ')
            mark = i;
    for (size_t i = mark == SIZE_MAX ? written.length : mark + 1; i < written.length; i++)
        digits += is_digit(written.at[i]);
    bool zero = mark != SIZE_MAX && text_is(text_trim(text_slice(written, 0, mark)), "0");
    bool decimals = mark != SIZE_MAX && digits > 0 && (digits != 3 || zero);
    for (size_t i = 0; i < written.length; i++)
        if (is_digit(written.at[i]))
            build_byte(&out, written.at[i]);
        else if (i == mark && decimals)
            build_byte(&out, '.');
    Decimal number;
    if (!out.length || !decimal_read(&number, builder_text(&out), false))
        return TEXT_NONE;
    Decimal trimmed = decimal_trimmed(&number), whole;
    Builder plain = builder_on(region);
    decimal_print(&plain, trimmed.exponent > 0 && decimal_round(&whole, &trimmed, 0, ROUND_HALF_EVEN) ? &whole : &trimmed);
    return builder_text(&plain);
}

/* ---- fees ---- */

static bool finds(const Counting *counting, const Sentence *sentence, PatternPart part, Text text, Match *match)
{
    Match here, best = { .from = SIZE_MAX };
    for (const char *language = sentence_languages(sentence); *language; language++)
        if (any_match(counting->words, patterns_of(counting->words, *language, TOPIC_FEES, part), text, 0, &here, NULL) && here.from < best.from)
            best = here;
    if (best.from != SIZE_MAX && match)
        *match = best;
    return best.from != SIZE_MAX;
}

/* What an amount is for: the words before it, nearest first; else those behind it. */
static FeeKind kind_in(const Counting *counting, const Sentence *sentence, Text text, size_t *at)
{
    static const struct { PatternPart part; FeeKind kind; } KINDS[] = {
        { PART_TOTAL_FEE, FEE_TOTAL }, { PART_SERVICE_FEE, FEE_SERVICE }, { PART_LICENCE_FEE, FEE_LICENCE }, { PART_GOODS_FEE, FEE_GOODS } };
    FeeKind kind = FEE_OTHER;
    size_t first = SIZE_MAX;
    Match match;
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        if (finds(counting, sentence, KINDS[i].part, text, &match) && match.from < first) {
            first = match.from;
            kind = KINDS[i].kind;
        }
    *at = first;
    return kind;
}

static Fee *add_fee(const Counting *counting, const Sentence *sentence, FeeKind kind, size_t from, size_t to)
{
    Contract *contract = counting->contract;
    Fee *fee = LIST_ADD(counting->task->region, contract->fees);
    *fee = (Fee){ .kind = kind, .from = place_of(sentence, from), .to = place_of(sentence, to), .heading = sentence->heading, .passage = sentence->passage,
                  .row = contract->layout.passages.at[sentence->passage].row };
    return fee;
}

static FeeKind kind_of_fee(const Counting *counting, const Sentence *sentence, size_t after, const Match *money)
{
    size_t at;
    FeeKind kind = kind_in(counting, sentence, text_slice(sentence->text, after, money->from), &at);
    if (kind != FEE_OTHER)
        return kind;
    size_t end = money->to + 60 < sentence->text.length ? money->to + 60 : sentence->text.length;
    while (end < sentence->text.length && ((unsigned char)sentence->text.at[end] & 0xC0) == 0x80)
        end++;
    return kind_in(counting, sentence, text_slice(sentence->text, money->to, end), &at);
}

static void take_money(const Counting *counting, const Sentence *sentence, size_t after, const Match *money, bool worded)
{
    Region *region = counting->task->region;
    Text rest;
    FeeKind kind = kind_of_fee(counting, sentence, after, money);
    Text amount = worded ? text_format(region, "%llu", (unsigned long long)number_in_words(counting->words, money->free, &rest)) : amount_digits(region, money->free);
    if (!amount.length || text_is(amount, "0") || kind == FEE_OTHER)
        return;
    Fee *fee = add_fee(counting, sentence, kind, money->from, money->to);
    Match share;
    fee->amount = amount;
    fee->currency = text_copy(region, text_trim(money->term));
    fee->worded = worded;
    fee->each = finds(counting, sentence, PART_PER_COPY, sentence->text, NULL);
    if (fee->row && finds(counting, sentence, PART_SHARE, text_slice(sentence->text, money->to, sentence->text.length), &share))
        fee->share = text_copy(region, share.free);
}

/* Amounts in the order of the sentence; of a row of a table only the last, which is quantity by price. */
static void take_amounts(const Counting *counting, const Sentence *sentence, PatternPart part, bool row)
{
    size_t after = 0, start = 0;
    Match money = { 0 }, next;
    bool any = false;
    for (size_t times = 0; times < MONEY_MOST && start < sentence->text.length; times++) {
        Text rest = text_slice(sentence->text, start, sentence->text.length);
        if (!finds(counting, sentence, part, rest, &next) || next.to == next.from)
            break;
        if (any && !row)
            take_money(counting, sentence, after, &money, part == PART_WORDED);
        after = any && !row ? money.to : 0;
        money = next;
        money.from += start;
        money.to += start;
        start = money.to;
        any = true;
    }
    if (any)
        take_money(counting, sentence, row ? 0 : after, &money, part == PART_WORDED);
}

static Text last_breath(Text text)
{
    size_t at = text.length;
    while (at && text.at[at - 1] != ',' && text.at[at - 1] != ';')
        at--;
    return text_slice(text, at, text.length);
}

/* "70 % of the price is the licence fee, 30 % is for technical services"; "licence fee 50%, support 50%": a share that a comma follows
 * belongs to what stands before it. */
static void take_shares(const Counting *counting, const Sentence *sentence)
{
    size_t start = 0;
    Match share;
    for (size_t times = 0; times < MONEY_MOST && start < sentence->text.length; times++) {
        Text rest = text_slice(sentence->text, start, sentence->text.length);
        if (!finds(counting, sentence, PART_SHARE, rest, &share) || share.to == share.from)
            return;
        size_t at, next_end = rest.length;
        Match next;
        if (finds(counting, sentence, PART_SHARE, text_slice(rest, share.to, rest.length), &next))
            next_end = share.to + next.from;
        Text behind = text_slice(rest, share.to, next_end), before = last_breath(text_slice(rest, 0, share.from));
        bool closes = !behind.length || behind.at[0] == ',' || behind.at[0] == ';' || behind.at[0] == '.';
        FeeKind kind = kind_in(counting, sentence, closes ? before : behind, &at);
        if (kind == FEE_OTHER)
            kind = kind_in(counting, sentence, closes ? behind : text_slice(rest, 0, share.from), &at);
        if (kind == FEE_LICENCE || kind == FEE_SERVICE)
            add_fee(counting, sentence, kind, start + share.from, start + share.to)->share = text_copy(counting->task->region, share.free);
        start += share.to;
    }
}

/* ---- signs in one sentence ---- */

static void add_sign(const Counting *counting, const char *name, uint32_t from, uint32_t to, Text about)
{
    Contract *contract = counting->contract;
    const SignKind *kind = sign_kind(counting->words, text_of(name));
    for (size_t i = 0; i < contract->signs.count; i++)
        if (contract->signs.at[i].kind == kind)
            return;
    if (kind)
        *LIST_ADD(counting->task->region, contract->signs) = (FeeSign){ kind, from, to, about };
}

static bool names_service_first(const Counting *counting, const Sentence *sentence)
{
    Match service, licence;
    bool named = finds(counting, sentence, PART_SERVICE_FEE, sentence->text, &service);
    return named && (!finds(counting, sentence, PART_LICENCE_FEE, sentence->text, &licence) || service.from < licence.from);
}

static void signs_of(const Counting *counting, const Sentence *sentence)
{
    static const struct { PatternPart part; const char *sign; } SIGNS[] = {
        { PART_RIGHT, "licence-as-service" }, { PART_AT_DELIVERY, "paid-at-delivery" }, { PART_UNMATCHED, "unmatched-payment" } };
    Match match;
    if (finds(counting, sentence, PART_GENUINE, sentence->text, NULL))
        return;
    for (size_t i = 0; i < sizeof SIGNS / sizeof *SIGNS; i++)
        if (finds(counting, sentence, SIGNS[i].part, sentence->text, &match))
            add_sign(counting, SIGNS[i].sign, place_of(sentence, 0), place_of(sentence, sentence->text.length), TEXT_NONE);
    bool service = finds(counting, sentence, PART_SERVICE_FEE, sentence->text, NULL) && finds(counting, sentence, PART_MONEY, sentence->text, NULL);
    if (service && names_service_first(counting, sentence) && finds(counting, sentence, PART_PER_COPY, sentence->text, &match))
        add_sign(counting, "per-copy-service", place_of(sentence, 0), place_of(sentence, sentence->text.length), TEXT_NONE);
}

static void count_sentence(void *context, Task *scratch, const Sentence *sentence)
{
    const Counting *counting = context;
    const Contract *contract = counting->contract;
    bool row = contract->layout.passages.at[sentence->passage].row;
    (void)scratch;
    if (contract->fees.count > LIMIT_CONTRACT_HITS) {
        counting->contract->skipped++;
        return;
    }
    take_amounts(counting, sentence, PART_MONEY, row);
    if (!row)
        take_amounts(counting, sentence, PART_WORDED, false);
    if (!row)
        take_shares(counting, sentence);
    signs_of(counting, sentence);
}

/* ---- signs in the whole ---- */

static const Fee *fee_of(const Contract *contract, FeeKind kind)
{
    for (size_t i = 0; i < contract->fees.count; i++)
        if (contract->fees.at[i].kind == kind && (contract->fees.at[i].amount.length || contract->fees.at[i].share.length))
            return &contract->fees.at[i];
    return NULL;
}

static bool has_hit(const Contract *contract, Topic topic, HitKind kind, Text side)
{
    for (size_t i = 0; i < contract->hits.count; i++) {
        const Hit *hit = &contract->hits.at[i];
        if (hit->topic == topic && hit->kind == kind && (!side.length || text_equal(hit->side, side)))
            return true;
    }
    return false;
}

/* The share of `part` in both, in per cent; false where they cannot be held against each other. */
static bool share_of(const Fee *part, const Fee *other, Decimal *percent)
{
    Decimal a, b, sum, hundred = decimal_of(100, 0), ratio;
    if (part->share.length && other->share.length)
        return decimal_read(percent, part->share, false);
    if (!decimal_read(&a, part->amount, false) || !decimal_read(&b, other->amount, false) || part->currency.length != other->currency.length)
        return false;
    return decimal_add(&sum, &a, &b) && decimal_divide(&ratio, &a, &sum) && decimal_multiply(percent, &ratio, &hundred);
}

static bool is_round(const Decimal *percent)
{
    Decimal step = decimal_of(ROUND_STEP, 0), rest, zero = decimal_of(0, 0);
    return decimal_modulo(&rest, percent, &step) && decimal_compare(&rest, &zero) == 0;
}

/* 50/50, 70/30: round shares that no described work explains. */
static void sign_of_split(const Counting *counting)
{
    const Contract *contract = counting->contract;
    const Fee *service = fee_of(contract, FEE_SERVICE), *licence = fee_of(contract, FEE_LICENCE);
    Decimal percent;
    if (!service || !licence || has_hit(contract, TOPIC_SERVICES, HIT_SAYS, TEXT("+content")) || !share_of(service, licence, &percent) || !is_round(&percent))
        return;
    const Fee *first = licence->from < service->from ? licence : service;
    add_sign(counting, "round-split", first->from, first->to, TEXT_NONE);
}

static void sign_of_no_work(const Counting *counting)
{
    const Contract *contract = counting->contract;
    const Fee *service = fee_of(contract, FEE_SERVICE);
    if (!service || has_hit(contract, TOPIC_SERVICES, HIT_SAYS, TEXT("+content")))
        return;
    for (size_t i = 0; i < contract->signs.count; i++) /* what the fee pays for is told: a right; or it is doubted already */
        if (text_is(contract->signs.at[i].kind->sign, "licence-as-service") || (!service->row && text_is(contract->signs.at[i].kind->sign, "unmatched-payment")))
            return;
    add_sign(counting, "no-work", service->from, service->to, TEXT_NONE);
}

/* ---- what fees say on the topics ---- */

static void add_price(const Counting *counting, const Fee *fee, Topic topic, const char *value, Text side)
{
    Contract *contract = counting->contract;
    const TopicValue *named = topic_value(counting->words, topic, text_of(value));
    Hit *hit = LIST_ADD(counting->task->region, contract->hits);
    *hit = (Hit){ .topic = topic, .kind = HIT_SAYS, .value = named, .told = fee->currency.length ? text_format(counting->task->region, TEXT_FMT " " TEXT_FMT, TEXT_ARG(fee->currency), TEXT_ARG(fee->amount)) : fee->amount,
                  .side = side.length ? side : named ? named->side : TEXT_NONE, .weight = 2, .from = fee->from, .to = fee->to, .sentence_from = fee->from, .sentence_to = fee->to,
                  .heading = fee->heading, .passage = fee->passage, .language = 'e', .row = UINT32_MAX };
}

/* Two amounts of the licence fee contradict each other only where one at least stands in prose: a table has many products. */
static bool is_contradicted(const Contract *contract, const Fee *fee)
{
    for (size_t i = 0; i < contract->fees.count && i < COMPARED; i++) {
        const Fee *other = &contract->fees.at[i];
        if (other->kind == FEE_LICENCE && other->amount.length && other->each == fee->each && !text_equal(other->amount, fee->amount) && (!other->row || !fee->row) && other->passage != fee->passage)
            return true;
    }
    return false;
}

static void prices_of(const Counting *counting)
{
    Contract *contract = counting->contract;
    for (size_t i = 0; i < contract->fees.count; i++) {
        const Fee *fee = &contract->fees.at[i];
        bool alone = fee->kind == FEE_LICENCE && is_contradicted(contract, fee);
        if (fee->amount.length && fee->kind == FEE_LICENCE)
            add_price(counting, fee, TOPIC_PRICES, "amount", alone ? text_format(counting->task->region, "price:" TEXT_FMT, TEXT_ARG(fee->amount)) : TEXT_NONE);
        else if (fee->share.length && fee->kind == FEE_LICENCE)
            add_price(counting, fee, TOPIC_PRICES, "apart", TEXT_NONE);
        if ((fee->amount.length || fee->share.length) && fee->kind == FEE_SERVICE)
            add_price(counting, fee, TOPIC_SERVICES, "priced", TEXT_NONE);
    }
}

void contract_fees(Task *task, Contract *contract)
{
    Counting counting = { task, contract, contract->words };
    each_sentence(task, contract, count_sentence, &counting);
    sign_of_split(&counting);
    sign_of_no_work(&counting);
    prices_of(&counting);
}

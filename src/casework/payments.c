/* casework/payments.c - see payments.h. */
#include "casework/payments.h"

#include "base/file.h"
#include "determination/answer.h"
#include "value/canonical.h"

typedef struct Finding { /* what is at hand */
    Task *task;
    Region *region;
    Ledger *ledger;
    const PaymentsAsk *ask;
    Payments *out;
    Text case_id;        /* the case that is asked */
    const Source *source;
    const Json *json;
    Text number;         /* of the contract at hand; or empty */
    Text contract;       /* its id */
    LIST_OF(Text) rates; /* exchange rates of other cases, as JSON */
} Finding;

const char *payment_state_name(PaymentState state)
{
    static const char *const names[] = { "free", "numbered", "not known", "needs a number", "paid without a number" };
    return names[state];
}

/* ---- reading ---- */

static Text member(const Json *object, Text key)
{
    const Json *value = object && object->kind == JSON_OBJECT ? json_get(object, key) : NULL;
    return value && value->kind == JSON_STRING ? value->text : TEXT_NONE;
}

static Text named(const Finding *finding, const Json *object, AuditRole role)
{
    return member(object, text_snake(finding->region, audit_name(finding->ask->names, role)));
}

static const Json *list_of(const Json *object, Text key)
{
    const Json *list = object && object->kind == JSON_OBJECT ? json_get(object, key) : NULL;
    return list && list->kind == JSON_ARRAY ? list->first : NULL;
}

static Text slice(const Source *source, const Json *json)
{
    return text_slice(source->bytes, json->from, json->to);
}

/* The case as its facts make it; NULL with an error. */
static const Json *case_json(const Finding *finding, Text case_id, const Source **source)
{
    Text text = casefile_json(finding->task, finding->ledger, case_id);
    *source = text.length ? source_from(finding->task, case_id, text) : NULL;
    return *source ? json_read(finding->task, *source) : NULL;
}

static bool records(const Finding *finding, LedgerQuery query, Records *found)
{
    query.current = true;
    *found = (Records){ 0 };
    return ledger_find(finding->task, finding->ledger, &query, found);
}

static const Json *body_of(const Finding *finding, const Record *record)
{
    const Source *source;
    return record_body(finding->task, record, &source);
}

/* ---- contracts by number ---- */

/* The number of a contract of a case by the records of kind contract; empty where none names it. False with an error. */
static bool contract_number(const Finding *finding, Text case_id, Text id, bool only, Text *number)
{
    Records found;
    *number = TEXT_NONE;
    if (!records(finding, (LedgerQuery){ .kind = TEXT("contract"), .case_id = case_id }, &found))
        return false;
    for (size_t i = 0; i < found.count; i++) {
        const Json *body = body_of(finding, &found.at[i]);
        Text of = member(body, TEXT("id"));
        if (of.length ? text_equal(of, id) : only || text_equal(member(body, TEXT("number")), id))
            *number = member(body, TEXT("number"));
    }
    return true;
}

static bool is_only(const Json *list)
{
    return list && !list->next;
}

/* ---- payments ---- */

static LedgerPayment *add_payment(Finding *finding, Text case_id, Text own)
{
    LedgerPayment *payment = LIST_ADD(finding->region, finding->out->at);
    bool here = text_equal(case_id, finding->case_id) || !case_id.length;
    *payment = (LedgerPayment){ .own = own, .case_id = case_id, .contract = finding->contract };
    payment->id = here ? own : text_format(finding->region, TEXT_FMT "@" TEXT_FMT, TEXT_ARG(own), TEXT_ARG(case_id));
    return payment;
}

static void add_told(Finding *finding, Text case_id, const Source *source, const Json *contract)
{
    size_t number = 0;
    for (const Json *told = list_of(contract, TEXT("payments")); told; told = told->next) {
        Text id = member(told, TEXT("id"));
        number++;
        LedgerPayment *payment = add_payment(finding, case_id, id.length ? id : text_format(finding->region, "%zu", number));
        payment->told = told;
        payment->source = source;
        payment->day = named(finding, told, ROLE_PAYMENT_DAY);
        payment->amount = named(finding, told, ROLE_PAYMENT_AMOUNT);
        payment->purpose = named(finding, told, ROLE_PAYMENT_PURPOSE);
        payment->number = named(finding, told, ROLE_PAYMENT_NUMBER);
    }
}

static void take_rates(Finding *finding, const Source *source, const Json *json)
{
    for (const Json *rate = list_of(json, TEXT("exchange_rates")); rate; rate = rate->next) {
        bool there = text_find(finding->source->bytes, slice(source, rate), 0) != SIZE_MAX;
        for (size_t i = 0; i < finding->rates.count && !there; i++)
            there = text_equal(finding->rates.at[i], slice(source, rate));
        if (!there)
            *LIST_ADD(finding->region, finding->rates) = slice(source, rate);
    }
}

/* What another case tells under the number of this contract. */
static bool add_other_case(Finding *finding, Text case_id)
{
    const Source *source;
    const Json *json = case_json(finding, case_id, &source), *first = json ? list_of(json, TEXT("contracts")) : NULL;
    for (const Json *contract = first; contract; contract = contract->next) {
        Text number;
        if (!contract_number(finding, case_id, member(contract, TEXT("id")), is_only(first), &number))
            return false;
        if (!text_equal(number, finding->number))
            continue;
        add_told(finding, case_id, source, contract);
        take_rates(finding, source, json);
    }
    return json != NULL;
}

static bool add_other_cases(Finding *finding)
{
    Records found;
    LIST_OF(Text) seen = { 0 };
    *LIST_ADD(finding->region, seen) = finding->case_id;
    if (!records(finding, (LedgerQuery){ .kind = TEXT("contract"), .entry = "contract", .key = finding->number }, &found))
        return false;
    for (size_t i = 0; i < found.count; i++) {
        bool there = !found.at[i].case_id.length;
        for (size_t k = 0; k < seen.count && !there; k++)
            there = text_equal(seen.at[k], found.at[i].case_id);
        if (there)
            continue;
        *LIST_ADD(finding->region, seen) = found.at[i].case_id;
        if (!add_other_case(finding, found.at[i].case_id))
            return false;
    }
    return true;
}

/* ---- what was paid ---- */

static LedgerPayment *payment_of(Finding *finding, Text case_id, Text own)
{
    for (size_t i = 0; i < finding->out->at.count; i++) {
        LedgerPayment *payment = &finding->out->at.at[i];
        bool same = text_equal(payment->contract, finding->contract) && text_equal(payment->own, own);
        if (same && (text_equal(payment->case_id, case_id) || !case_id.length))
            return payment;
    }
    return NULL;
}

static void take_paid(Finding *finding, const Record *record, const Json *body)
{
    Text number = member(body, TEXT("number")), day = member(body, TEXT("day")), amount = member(body, TEXT("amount")), purpose = member(body, TEXT("purpose"));
    LedgerPayment *payment = payment_of(finding, record->case_id, number);
    if (!payment)
        payment = add_payment(finding, record->case_id, number);
    if (payment->record && text_equal(payment->record->hash, record->hash))
        return; /* it is found by its contract and by its case */
    payment->record = record;
    payment->differs = payment->told && (!text_equal(payment->day, day) || !text_equal(payment->amount, amount));
    payment->told_day = payment->day;
    payment->told_amount = payment->amount;
    payment->day = day;
    payment->amount = amount;
    payment->purpose = purpose.length ? purpose : payment->purpose;
}

/* A record belongs to the contract at hand by its number; in the case itself also by the contract's id, or where there is but one. */
static bool is_of_contract(const Finding *finding, const Record *record, const Json *body, bool only)
{
    Text contract = member(body, TEXT("contract"));
    bool here = text_equal(record->case_id, finding->case_id);
    if (!contract.length)
        return here && (only || payment_of((Finding *)finding, record->case_id, member(body, TEXT("number"))));
    return (finding->number.length && text_equal(contract, finding->number)) || (here && text_equal(contract, finding->contract));
}

static bool add_paid(Finding *finding, LedgerQuery query, bool only)
{
    Records *found = REGION_NEW(finding->region, Records);
    if (!records(finding, query, found))
        return false;
    for (size_t i = 0; i < found->count; i++) {
        const Json *body = body_of(finding, &found->at[i]);
        if (body && is_of_contract(finding, &found->at[i], body, only))
            take_paid(finding, &found->at[i], body);
    }
    return true;
}

/* Numbers kept as filings that name a payment. */
static bool take_numbers(Finding *finding)
{
    for (size_t i = 0; i < finding->out->at.count; i++) {
        Records found;
        LedgerPayment *payment = &finding->out->at.at[i];
        if (!records(finding, (LedgerQuery){ .kind = TEXT("filing"), .entry = "payment", .key = payment->own }, &found))
            return false;
        for (size_t k = 0; k < found.count; k++)
            if (text_equal(found.at[k].case_id, payment->case_id))
                payment->number = member(body_of(finding, &found.at[k]), TEXT("number"));
    }
    return true;
}

static bool take_contract(Finding *finding, const Json *contract, bool only)
{
    finding->contract = member(contract, TEXT("id"));
    if (!contract_number(finding, finding->case_id, finding->contract, only, &finding->number))
        return false;
    if (finding->ask->contract.length && !text_equal(finding->number, finding->ask->contract))
        return true;
    add_told(finding, finding->case_id, finding->source, contract);
    if (finding->number.length && (!add_other_cases(finding) || !add_paid(finding, (LedgerQuery){ .kind = TEXT("payment"), .entry = "contract", .key = finding->number }, only)))
        return false;
    return add_paid(finding, (LedgerQuery){ .kind = TEXT("payment"), .case_id = finding->case_id }, only);
}

/* ---- the case that is asked ---- */

static void put_member(const Finding *finding, Builder *out, AuditRole role, Text value)
{
    if (!value.length)
        return;
    build_byte(out, ',');
    canonical_string(out, text_snake(finding->region, audit_name(finding->ask->names, role)));
    build_byte(out, ':');
    canonical_string(out, value);
}

static bool is_replaced(const Finding *finding, const LedgerPayment *payment, Text key)
{
    static const AuditRole roles[] = { ROLE_PAYMENT_DAY, ROLE_PAYMENT_AMOUNT, ROLE_PAYMENT_PURPOSE, ROLE_PAYMENT_NUMBER };
    const Text values[] = { payment->day, payment->amount, payment->purpose, payment->number };
    if (text_is(key, "id"))
        return true;
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (values[i].length && text_is_snake(key, audit_name(finding->ask->names, roles[i])))
            return true;
    return false;
}

static void put_raw(Builder *out, const Source *source, const Json *value)
{
    build_byte(out, ',');
    canonical_string(out, value->key);
    build_byte(out, ':');
    build_text(out, slice(source, value));
}

static void put_payment(const Finding *finding, Builder *out, const LedgerPayment *payment)
{
    build_text(out, TEXT("{\"id\":"));
    canonical_string(out, payment->id);
    put_member(finding, out, ROLE_PAYMENT_DAY, payment->day);
    put_member(finding, out, ROLE_PAYMENT_AMOUNT, payment->amount);
    put_member(finding, out, ROLE_PAYMENT_PURPOSE, payment->purpose);
    put_member(finding, out, ROLE_PAYMENT_NUMBER, payment->number);
    for (const Json *told = payment->told ? payment->told->first : NULL; told; told = told->next)
        if (!is_replaced(finding, payment, told->key))
            put_raw(out, payment->source, told);
    build_byte(out, '}');
}

static void put_contract(const Finding *finding, Builder *out, const Json *contract)
{
    Text id = member(contract, TEXT("id"));
    bool any = false;
    build_text(out, TEXT("{\"id\":"));
    canonical_string(out, id);
    for (const Json *told = contract->first; told; told = told->next)
        if (!text_is(told->key, "id") && !text_is(told->key, "payments"))
            put_raw(out, finding->source, told);
    build_text(out, TEXT(",\"payments\":["));
    for (size_t i = 0; i < finding->out->at.count; i++) {
        const LedgerPayment *payment = &finding->out->at.at[i];
        if (!text_equal(payment->contract, id))
            continue;
        build_text(out, any ? TEXT(",") : TEXT_NONE);
        put_payment(finding, out, payment);
        any = true;
    }
    build_text(out, TEXT("]}"));
}

static void put_contracts(const Finding *finding, Builder *out)
{
    build_text(out, TEXT("\"contracts\":["));
    for (const Json *contract = list_of(finding->json, TEXT("contracts")), *first = contract; contract; contract = contract->next) {
        build_text(out, contract != first ? TEXT(",") : TEXT_NONE);
        put_contract(finding, out, contract);
    }
    build_byte(out, ']');
}

static void put_rates(const Finding *finding, Builder *out)
{
    bool any = false;
    build_text(out, TEXT(",\"exchange_rates\":["));
    for (const Json *rate = list_of(finding->json, TEXT("exchange_rates")); rate; rate = rate->next, any = true)
        build_format(out, "%s" TEXT_FMT, any ? "," : "", TEXT_ARG(slice(finding->source, rate)));
    for (size_t i = 0; i < finding->rates.count; i++, any = true)
        build_format(out, "%s" TEXT_FMT, any ? "," : "", TEXT_ARG(finding->rates.at[i]));
    build_byte(out, ']');
}

/* The case with all its contracts' payments, as one case. */
static const Source *whole_case(const Finding *finding)
{
    Builder out = builder_on(finding->region);
    build_byte(&out, '{');
    put_contracts(finding, &out);
    put_rates(finding, &out);
    for (const Json *told = finding->json->first; told; told = told->next)
        if (!text_is(told->key, "contracts") && !text_is(told->key, "exchange_rates"))
            put_raw(&out, finding->source, told);
    build_byte(&out, '}');
    return source_from(finding->task, finding->case_id, builder_text(&out));
}

/* ---- the answer ---- */

static bool is_of(const Finding *finding, const Entry *entry, AuditRole role)
{
    return entry->frame && text_equal(entry->frame->type->name, audit_name(finding->ask->names, role));
}

static bool is_of_payment(const Finding *finding, const Entry *entry, const LedgerPayment *payment)
{
    return is_of(finding, entry, ROLE_PAYMENT) && text_equal(entry->frame->id, payment->id) && entry->frame->parent && text_equal(entry->frame->parent->id, payment->contract);
}

static bool part_is(const Entry *entry, const char *part, Text text)
{
    Value value = entry->value.kind == VALUE_CONTEXT ? entry_part(entry, part) : entry->value;
    return value.kind == VALUE_TEXT && text_equal(text_of_value(value), text);
}

static bool is_open(const Entry *entry)
{
    return entry->only_if || entry->status != STATUS_DETERMINED;
}

static PaymentState state_of(const LedgerPayment *payment, bool open)
{
    bool numbered = payment->number.length && !text_is(payment->number, "none");
    if (open || !payment->day.length || !payment->amount.length)
        return PAYMENT_OPEN;
    if (!payment->asks)
        return PAYMENT_FREE;
    return numbered ? PAYMENT_NUMBERED : payment->record ? PAYMENT_WITHOUT : PAYMENT_NEEDS;
}

static void judge(Finding *finding, LedgerPayment *payment)
{
    bool open = false;
    for (const Entry *entry = finding->out->answer->entries; entry; entry = entry->next) {
        if (!is_of_payment(finding, entry, payment))
            continue;
        bool form = text_is(entry->list->list, "fields") && (entry->value.kind != VALUE_CONTEXT || part_is(entry, "form", audit_name(finding->ask->names, ROLE_PAYMENT_FORM)));
        bool asks = text_is(entry->list->list, "registrations");
        open |= (form || asks) && is_open(entry);
        payment->form = form ? entry : payment->form;
        payment->asks = asks && !is_open(entry) ? entry : payment->asks;
    }
    payment->state = state_of(payment, open);
    finding->out->counts[payment->state]++;
}

static bool month_number(const Finding *finding, PaymentMonth *month)
{
    Records found;
    if (!records(finding, (LedgerQuery){ .kind = TEXT("filing"), .case_id = finding->case_id }, &found))
        return false;
    for (size_t i = 0; i < found.count; i++)
        if (text_equal(member(body_of(finding, &found.at[i]), TEXT("period")), month->month))
            month->number = member(body_of(finding, &found.at[i]), TEXT("number"));
    return true;
}

/* A charge that the law of the day does not raise at all. */
static bool is_none(const Entry *entry)
{
    return !is_open(entry) && entry->value.kind != VALUE_CONTEXT;
}

/* Charges of payments, of months, and for lateness; of one contract alone only its payments. */
static bool take_charge(Finding *finding, const Entry *entry)
{
    Payments *out = finding->out;
    bool whole = !finding->ask->contract.length;
    if (is_of(finding, entry, ROLE_PAYMENT))
        for (size_t i = 0; i < out->at.count; i++)
            if (is_of_payment(finding, entry, &out->at.at[i]))
                *LIST_ADD(finding->region, out->charges) = entry;
    if (whole && audit_named(finding->ask->names, ROLE_LATE_CHARGE, entry->decision->name))
        *LIST_ADD(finding->region, out->late) = entry;
    if (!whole || !is_of(finding, entry, ROLE_MONTH))
        return true;
    PaymentMonth *month = LIST_ADD(finding->region, out->months);
    *month = (PaymentMonth){ .charge = entry, .month = entry->frame->id };
    return month_number(finding, month);
}

static bool read_answer(Finding *finding)
{
    for (size_t i = 0; i < finding->out->at.count; i++)
        judge(finding, &finding->out->at.at[i]);
    for (const Entry *entry = finding->out->answer->entries; entry; entry = entry->next)
        if (text_is(entry->list->list, "lines") && !is_none(entry) && !take_charge(finding, entry))
            return false;
    return true;
}

/* ---- the whole ---- */

/* The first case under the number of a contract; false with an error, [no-contract] where there is none. */
static bool find_case(Finding *finding)
{
    Records found;
    Text number = finding->ask->contract;
    finding->case_id = finding->ask->case_id;
    if (!number.length)
        return casefile_find(finding->task, finding->ledger, finding->case_id) != NULL;
    if (!records(finding, (LedgerQuery){ .kind = TEXT("contract"), .entry = "contract", .key = number }, &found))
        return false;
    for (size_t i = 0; i < found.count && !finding->case_id.length; i++)
        finding->case_id = found.at[i].case_id;
    if (finding->case_id.length)
        return true;
    Problem *problem = report_error(finding->task->report, "no-contract", SPAN_NONE, "no case of the ledger is under the contract \"" TEXT_FMT "\"", TEXT_ARG(number));
    problem_hint(finding->task->report, problem, "Keep it with \"declarant case add CASE contract FILE\".");
    return false;
}

bool payments_find(Task *task, Ledger *ledger, Lawbook *lawbook, const PaymentsAsk *ask, Payments *payments)
{
    Finding finding = { .task = task, .region = task->region, .ledger = ledger, .ask = ask, .out = payments };
    *payments = (Payments){ .about = ask->contract.length ? ask->contract : ask->case_id };
    if (!find_case(&finding))
        return false;
    finding.json = case_json(&finding, finding.case_id, &finding.source);
    const Json *first = finding.json ? list_of(finding.json, TEXT("contracts")) : NULL;
    for (const Json *contract = first; contract; contract = contract->next)
        if (!take_contract(&finding, contract, is_only(first)))
            return false;
    const Source *source = finding.json && take_numbers(&finding) ? whole_case(&finding) : NULL;
    LawbookOutcome outcome = source ? lawbook_determine(task, lawbook, source, ask->options, &payments->head, &payments->answer) : LAWBOOK_FAILED;
    return outcome == LAWBOOK_DETERMINED ? read_answer(&finding) : outcome != LAWBOOK_FAILED;
}

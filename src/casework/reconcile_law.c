/* casework/reconcile_law.c - what the law makes of what was found. See reconcile.h.
 *
 *     payments without a number ──▶ is a registration asked for before them? ──▶ candidates (stream.h: there may be a million)
 *     candidates ──▶ kind, day, way of delivery, each once ──▶ one case ──▶ rows of the list `differences` ──▶ differences, or nothing asked
 */
#define _GNU_SOURCE /* qsort_r */
#include <stdlib.h>

#include "casework/exposure.h"
#include "casework/reconcile.h"
#include "determination/answer.h"
#include "determination/stream.h"

#define RECONCILE_LISTS TEXT("differences")

/* ---- payments that ask for a registration ---- */

enum { ASKED_TOGETHER = 100 }; /* payments of one contract that one case tells */

typedef struct Recordals {
    Reconciling *work;
    const AuditNames *names;
    Stream *stream;
    Region scratch;        /* of one case: the stream's own memory stays in the task's */
    const Fact *purpose;   /* with the words it may have; NULL: the law has none such */
    uint32_t *at;          /* payments by contract, then day */
    size_t count;
    size_t untold;         /* without amount, currency or day */
    size_t unknown;        /* the law could not say */
    size_t assumed;        /* their purpose is not told, or in words nobody knows */
    size_t unclear;        /* of these: as a licence they would be registered, as something else perhaps not */
    uint32_t carried;      /* of the contract at hand: 1 + the first payment that is to be registered; 0: none yet */
} Recordals;

static const Slip *slip_at(const Reconciling *work, uint32_t slip) { return &work->out->books.slips.at[slip]; }

static int by_contract(const void *a, const void *b, void *context)
{
    const Reconciliation *out = context;
    Unit left = slip_unit(out, *(const uint32_t *)a, LEG_PAID), right = slip_unit(out, *(const uint32_t *)b, LEG_PAID);
    if (left.contract != right.contract)
        return left.contract < right.contract ? -1 : 1;
    return left.day != right.day ? (left.day < right.day ? -1 : 1) : unit_compare(&left, &right);
}

static bool lacks_recordal(const Slip *slip) { return slip->when == SLIP_INSIDE && !slip->twice && !slip->recordal && !slip->has_recordal; }

static bool is_whole(const Slip *slip) { return slip->has_amount && slip->currency && slip->day != UNIT_NO_DAY && slip->amount > 0; }

/* Payments that count, in order; false: none of them lacks a recordal. */
static bool gather(Recordals *recordals)
{
    const Books *books = &recordals->work->out->books;
    bool any = false;
    recordals->at = region_take(recordals->work->region, (books->slips.count + 1) * sizeof *recordals->at);
    for (uint32_t i = 0; i < books->slips.count; i++) {
        const Slip *slip = &books->slips.at[i];
        if (slip->book != BOOK_PAYMENTS || slip->twice)
            continue;
        recordals->untold += lacks_recordal(slip) && !is_whole(slip);
        any |= lacks_recordal(slip) && is_whole(slip);
        if (is_whole(slip))
            recordals->at[recordals->count++] = i;
    }
    if (any)
        qsort_r(recordals->at, recordals->count, sizeof *recordals->at, by_contract, recordals->work->out);
    return any || recordals->untold;
}

static Text fact_key(Recordals *recordals, AuditRole role) { return text_snake(&recordals->scratch, audit_name(recordals->names, role)); }

static Text purpose_word(const Recordals *recordals, Text told)
{
    const Domain *domain = recordals->purpose ? recordals->purpose->domain : NULL;
    for (uint32_t i = 0; domain && i < domain->count; i++)
        if (domain->values[i].kind == VALUE_TEXT && text_equal(text_of_value(domain->values[i]), told))
            return told;
    return TEXT_NONE;
}

static bool has_declaration(const Reconciling *work, const Slip *payment)
{
    const ReconcileGroup *group = payment->group[LEG_PAID] ? &work->out->groups.at[payment->group[LEG_PAID] - 1] : NULL;
    for (uint32_t i = 0; group && i < group->wholes; i++)
        if (slip_at(work, work->out->members.at[group->from + i])->book == BOOK_DECLARATIONS)
            return true;
    return false;
}

static Text told_purpose(const Recordals *recordals, const Slip *slip)
{
    const NamePool *names = recordals->work->out->books.names;
    return purpose_word(recordals, name_shown(names, name_folded(names, slip->purpose)));
}

/* Where it is not told the strictest is asked about: a licence. Whether that is sure enough to make a difference, see take_slice. */
static Text purpose_of(Recordals *recordals, const Slip *slip)
{
    Text told = told_purpose(recordals, slip);
    if (told.length)
        return told;
    recordals->assumed += lacks_recordal(slip);
    return purpose_word(recordals, TEXT("licence"));
}

/* Not told what for, and customs saw goods, or told in words that nobody knows. */
static bool is_unclear(const Recordals *recordals, const Slip *slip)
{
    return !told_purpose(recordals, slip).length && (slip->purpose || has_declaration(recordals->work, slip));
}

static void tell_payment(Recordals *recordals, JsonWriter *json, uint32_t place, const Slip *slip)
{
    Region *region = &recordals->scratch;
    const NamePool *names = recordals->work->out->books.names;
    json_open(json, '{');
    json_pair(json, "id", text_format(region, "p%u", place));
    json_key(json, fact_key(recordals, ROLE_PAYMENT_DAY));
    json_text(json, date_text(region, slip->day));
    json_key(json, fact_key(recordals, ROLE_PAYMENT_AMOUNT));
    json_text(json, text_format(region, TEXT_FMT " " TEXT_FMT, TEXT_ARG(figure_text(region, slip->amount)), TEXT_ARG(name_of_rank(names, name_rank(names, slip->currency)))));
    Text purpose = purpose_of(recordals, slip);
    if (purpose.length) {
        json_key(json, fact_key(recordals, ROLE_PAYMENT_PURPOSE));
        json_text(json, purpose);
    }
    json_close(json, '}');
}

static Text tell_case(Recordals *recordals, const uint32_t *at, size_t count)
{
    Builder out = builder_on(&recordals->scratch);
    JsonWriter json = json_writer(&out, true);
    json_open(&json, '{');
    json_pair(&json, "jurisdiction", recordals->work->out->jurisdiction);
    json_pair(&json, "movement", TEXT("import"));
    json_key(&json, TEXT("contracts"));
    json_open(&json, '[');
    json_open(&json, '{');
    json_pair(&json, "id", TEXT("c"));
    json_key(&json, TEXT("payments"));
    json_open(&json, '[');
    if (recordals->carried)
        tell_payment(recordals, &json, 0, slip_at(recordals->work, recordals->carried - 1));
    for (size_t i = 0; i < count; i++)
        tell_payment(recordals, &json, (uint32_t)i + 1, slip_at(recordals->work, at[i]));
    json_close(&json, ']');
    json_close(&json, '}');
    json_close(&json, ']');
    json_close(&json, '}');
    return builder_text(&out);
}

typedef enum Asked { ASKED_NOTHING, ASKED_NUMBER, ASKED_UNKNOWN } Asked;

/* What the answers of all registrations say of one payment: a list that is not empty asks for one. */
static Asked asked_of(const Json *answer, uint32_t place)
{
    char path[32];
    Asked asked = ASKED_NOTHING;
    int length = snprintf(path, sizeof path, "c/p%u", place);
    for (const Json *decision = answer ? answer->first : NULL; decision; decision = decision->next) {
        const Json *told = decision->kind == JSON_OBJECT ? json_get(decision, (Text){ path, (size_t)length }) : NULL;
        if (!told || told->kind != JSON_STRING || text_is(told->text, "[]"))
            continue;
        if (told->text.length && told->text.at[0] == '[')
            return ASKED_NUMBER;
        asked = ASKED_UNKNOWN;
    }
    return answer ? asked : ASKED_UNKNOWN;
}

/* What the law finds wrong with the case makes it unknown. */
static void ask_slice(Recordals *recordals, const uint32_t *slips, size_t count, Asked *asked)
{
    Region *region = &recordals->scratch;
    Report unheard;
    report_init(&unheard, region);
    Task task = { region, &unheard, recordals->work->task->cancel };
    Text told = tell_case(recordals, slips, count);
    Builder out = builder_on(region);
    bool good = stream_case(recordals->stream, told, &out);
    if (!good) {
        Source *source = REGION_NEW(region, Source);
        *source = (Source){ TEXT("payments"), told };
        good = stream_case_strict(recordals->stream, &task, source, &out);
    }
    Source *answer = REGION_NEW(region, Source);
    *answer = (Source){ TEXT("answer"), builder_text(&out) };
    const Json *json = good ? json_read(&task, answer) : NULL;
    for (size_t i = 0; i < count; i++)
        asked[i] = asked_of(json, (uint32_t)i + 1);
    region_reset(region);
}

static void add_missing_recordal(Reconciling *work, uint32_t slip)
{
    const Slip *told = slip_at(work, slip);
    ReconcileDifference *candidate = LIST_ADD(work->region, work->candidates);
    *candidate = (ReconcileDifference){ .kind = DIFFERENCE_NO_RECORDAL, .leg = LEG_FILED, .slip = slip, .other = SLIP_NONE, .has_amount = true, .amount = told->amount, .whole = true };
    candidate->currency = name_rank(work->out->books.names, told->currency);
}

static void take_slice(Recordals *recordals, const uint32_t *slips, size_t count, const Asked *asked)
{
    for (size_t i = 0; i < count; i++) {
        const Slip *slip = slip_at(recordals->work, slips[i]);
        bool lacks = lacks_recordal(slip), unclear = is_unclear(recordals, slip);
        recordals->unknown += lacks && asked[i] == ASKED_UNKNOWN;
        recordals->unclear += lacks && unclear && asked[i] == ASKED_NUMBER;
        if (asked[i] == ASKED_NUMBER && lacks && !unclear)
            add_missing_recordal(recordals->work, slips[i]);
        if (asked[i] == ASKED_NUMBER && !recordals->carried)
            recordals->carried = slips[i] + 1;
    }
}

/* The payments of one contract, slice by slice in the order of days; the first that was to be registered stands before each later slice. */
static void ask_contract(Recordals *recordals, size_t from, size_t to)
{
    Asked asked[ASKED_TOGETHER];
    recordals->carried = 0;
    for (size_t at = from; at < to; at += ASKED_TOGETHER) {
        size_t count = to - at < ASKED_TOGETHER ? to - at : ASKED_TOGETHER;
        bool any = false;
        for (size_t i = 0; i < count; i++)
            any |= lacks_recordal(slip_at(recordals->work, recordals->at[at + i])) || !recordals->carried;
        if (!any)
            continue;
        ask_slice(recordals, &recordals->at[at], count, asked);
        take_slice(recordals, &recordals->at[at], count, asked);
    }
}

static bool any_lacks(const Recordals *recordals, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (lacks_recordal(slip_at(recordals->work, recordals->at[i])))
            return true;
    return false;
}

static void ask_contracts(Recordals *recordals)
{
    const Reconciling *work = recordals->work;
    for (size_t from = 0, to; from < recordals->count; from = to) {
        uint32_t contract = name_rank(work->out->books.names, slip_at(work, recordals->at[from])->contract);
        for (to = from + 1; to < recordals->count && contract && name_rank(work->out->books.names, slip_at(work, recordals->at[to])->contract) == contract;)
            to++;
        if (any_lacks(recordals, from, to))
            ask_contract(recordals, from, to);
    }
}

/* Decisions about registrations of payments. */
static bool open_stream(Recordals *recordals, const Program *program)
{
    Reconciling *work = recordals->work;
    LIST_OF(Text) names = { 0 };
    Text payment = audit_name(recordals->names, ROLE_PAYMENT);
    const ThingType *thing = program_thing(program, payment);
    for (uint32_t i = 0; i < program->decision_count; i++) {
        const Decision *decision = program->decisions[i];
        if (decision->record && text_is(decision->record->name, "registration") && decision->thing == thing)
            *LIST_ADD(work->region, names) = decision->name;
    }
    if (!names.count)
        return false;
    recordals->purpose = program_fact(program, thing, audit_name(recordals->names, ROLE_PAYMENT_PURPOSE));
    recordals->stream = stream_open(work->task, program, names.at, names.count);
    if (recordals->stream)
        stream_rates(recordals->stream, work->options->rates);
    return recordals->stream != NULL;
}

static bool find_recordals(Reconciling *work, const Program *program)
{
    Recordals recordals = { .work = work, .names = audit_names_read(work->task, work->options->reading.data_folder) };
    if (!recordals.names)
        return false;
    if (!work->out->books.given[BOOK_PAYMENTS] || !gather(&recordals) || !open_stream(&recordals, program))
        return work->task->report->errors == 0;
    region_init(&recordals.scratch, work->region->allocator);
    recordals.scratch.on_empty = work->region->on_empty;
    ask_contracts(&recordals);
    region_close(&recordals.scratch);
    stream_close(recordals.stream);
    reconcile_open(work, TEXT("recordals of payments"), TEXT("amount, currency or day not told"), recordals.untold);
    reconcile_open(work, TEXT("recordals of payments"), TEXT("the law of the day could not say, such as without an exchange rate"), recordals.unknown);
    reconcile_open(work, TEXT("recordals of payments"), TEXT("what for is not told in words that are known, and a licence fee would be registered"), recordals.unclear);
    work->out->purposes_assumed = recordals.assumed;
    return true;
}

/* ---- rows for candidates ---- */

typedef struct RowKey { /* what a row is asked by */
    DifferenceKind kind;
    Leg leg;
    Delivery delivery;
    int32_t day;
} RowKey;

typedef struct RowAsked {
    RowKey key;
    DifferenceRows *rows;
} RowAsked;

typedef struct RowsAsked {
    Reconciling *work;
    LIST_OF(RowAsked) at; /* each once, in the order of first need */
    uint32_t *places;     /* by kind, leg, delivery and day of the period: 1 + its place */
    int64_t days;
} RowsAsked;

/* The day a candidate is of: that of its slip, within the period. */
static int32_t day_of(const Reconciling *work, const ReconcileDifference *candidate)
{
    int32_t day = slip_at(work, candidate->slip)->day;
    return day == UNIT_NO_DAY || day < work->out->first || day > work->out->last ? (int32_t)work->out->last : day;
}

static Delivery delivery_in_group(const Reconciling *work, uint32_t number)
{
    const ReconcileGroup *group = number ? &work->out->groups.at[number - 1] : NULL;
    for (uint32_t i = 0; group && i < group->wholes + group->parts; i++) {
        Delivery delivery = slip_at(work, work->out->members.at[group->from + i])->delivery;
        if (delivery)
            return delivery;
    }
    return DELIVERY_UNTOLD;
}

/* As the slip tells it, or one that it is grouped with; what was declared at customs came on a carrier. */
static Delivery delivery_of(const Reconciling *work, const ReconcileDifference *candidate)
{
    const Slip *slip = slip_at(work, candidate->slip);
    Delivery delivery = slip->delivery;
    for (int leg = 0; leg < LEGS && !delivery; leg++)
        delivery = delivery_in_group(work, slip->group[leg]);
    if (!delivery && (slip->book == BOOK_DECLARATIONS || (slip->book == BOOK_PAYMENTS && has_declaration(work, slip))))
        return DELIVERY_CARRIER;
    return delivery;
}

static uint32_t *place_of(RowsAsked *asked, RowKey key)
{
    return &asked->places[(((size_t)key.kind * LEGS + key.leg) * (DELIVERY_OTHER + 1) + key.delivery) * (size_t)asked->days + (size_t)(key.day - asked->work->out->first)];
}

static DifferenceRows *rows_for(RowsAsked *asked, const ReconcileDifference *candidate)
{
    RowKey key = { candidate->kind, candidate->leg, delivery_of(asked->work, candidate), day_of(asked->work, candidate) };
    uint32_t *place = place_of(asked, key);
    if (!*place) {
        *LIST_ADD(asked->work->region, asked->at) = (RowAsked){ key, REGION_NEW(asked->work->region, DifferenceRows) };
        *place = (uint32_t)asked->at.count;
    }
    return asked->at.at[*place - 1].rows;
}

static void tell_difference(const RowsAsked *asked, JsonWriter *json, size_t place)
{
    static const char *const DELIVERIES[] = { "not told", "carrier", "network", "not told" }, *const BOOKS_COMPARED[LEGS] = { "declarations", "payments", "filings" };
    Region *region = asked->work->region;
    const RowKey *key = &asked->at.at[place].key;
    json_open(json, '{');
    json_pair(json, "id", text_format(region, "d%zu", place));
    json_pair(json, "difference_found", asked->work->out->kinds[key->kind].name);
    json_pair(json, "difference_day", date_text(region, key->day));
    json_pair(json, "compared_with", text_of(BOOKS_COMPARED[key->leg]));
    json_pair(json, "delivered_by", text_of(DELIVERIES[key->delivery]));
    json_pair(json, "last_day_compared", date_text(region, asked->work->out->last));
    json_close(json, '}');
}

static const Source *case_of_differences(const RowsAsked *asked)
{
    Builder out = builder_on(asked->work->region);
    JsonWriter json = json_writer(&out, true);
    json_open(&json, '{');
    json_pair(&json, "jurisdiction", asked->work->out->jurisdiction);
    json_pair(&json, "movement", TEXT("import"));
    json_key(&json, TEXT("mismatches"));
    json_open(&json, '[');
    for (size_t i = 0; i < asked->at.count; i++)
        tell_difference(asked, &json, i);
    json_close(&json, ']');
    json_close(&json, '}');
    Source *source = REGION_NEW(asked->work->region, Source);
    *source = (Source){ TEXT("differences"), builder_text(&out) };
    return source;
}

static void add_row(RowsAsked *asked, const Entry *entry, const LawSource *voice)
{
    Text id = entry->frame ? entry->frame->id : TEXT_NONE;
    size_t place = id.length > 1 ? strtoul(text_string(asked->work->region, text_slice(id, 1, id.length)), NULL, 10) : asked->at.count;
    if (place >= asked->at.count || entry->only_if || entry->status != STATUS_DETERMINED)
        return;
    Value due = entry_part(entry, "due");
    DifferenceRow *row = LIST_ADD(asked->work->region, asked->at.at[place].rows->at);
    *row = (DifferenceRow){ .entry = entry, .voice = voice, .because = entry_text(entry, "because"), .level = entry_text(entry, "level"), .why = entry_text(entry, "why"), .remedy = entry_text(entry, "remedy"), .owner = entry_text(entry, "owner") };
    row->due = due.kind == VALUE_DATE ? date_text(asked->work->region, due.days) : TEXT_NONE;
}

/* A row of a statute or practice that was read goes before good order of the trade. */
static int rows_in_order(const void *a, const void *b)
{
    const DifferenceRow *left = a, *right = b;
    if (!left->voice != !right->voice)
        return left->voice ? 1 : -1;
    if (left->entry->confidence != right->entry->confidence)
        return left->entry->confidence < right->entry->confidence ? -1 : 1; /* the surer first */
    return text_compare(left->entry->key, right->entry->key);
}

static void settle_rows(RowsAsked *asked)
{
    for (size_t i = 0; i < asked->at.count; i++) {
        DifferenceRows *rows = asked->at.at[i].rows;
        if (!rows->at.count)
            continue;
        qsort(rows->at.at, rows->at.count, sizeof *rows->at.at, rows_in_order);
        rows->nothing_asked = !rows->at.at[0].voice && text_is(rows->at.at[0].level, "none");
    }
}

static bool ask_rows(RowsAsked *asked)
{
    Reconciling *work = asked->work;
    DetermineOptions options = work->options->determine;
    options.lists = RECONCILE_LISTS;
    options.facts.has_as_of = false;
    CaseHead head;
    const Determination *answer = NULL;
    LawbookOutcome outcome = lawbook_determine(work->task, work->options->lawbook, case_of_differences(asked), &options, &head, &answer);
    if (outcome != LAWBOOK_DETERMINED)
        return outcome != LAWBOOK_FAILED;
    work->out->answer = answer;
    for (const Entry *entry = answer->entries; entry; entry = entry->next)
        if (text_equal(entry->list->list, RECONCILE_LISTS))
            add_row(asked, entry, NULL);
    for (const Alternative *other = answer->alternatives; other; other = other->next)
        for (const Difference *each = other->voice_source ? other->differences : NULL; each; each = each->next)
            if (each->other && text_equal(each->list->list, RECONCILE_LISTS))
                add_row(asked, each->other, other->voice_source);
    settle_rows(asked);
    return true;
}

/* ---- differences ---- */

static void take_candidate(Reconciling *work, const ReconcileDifference *candidate)
{
    if (candidate->rows && candidate->rows->nothing_asked)
        *LIST_ADD(work->region, work->out->passed) = *candidate;
    else
        *LIST_ADD(work->region, work->out->differences) = *candidate;
}

static bool judge_by_rows(Reconciling *work)
{
    RowsAsked asked = { .work = work, .days = work->out->last - work->out->first + 1 };
    asked.places = REGION_ARRAY(work->region, uint32_t, (size_t)DIFFERENCE_KINDS * LEGS * (DELIVERY_OTHER + 1) * (size_t)asked.days);
    for (size_t i = 0; i < work->candidates.count; i++)
        work->candidates.at[i].rows = rows_for(&asked, &work->candidates.at[i]);
    return !asked.at.count || ask_rows(&asked);
}

bool reconcile_law(Reconciling *work)
{
    const Text jurisdiction = work->out->jurisdiction;
    const Program *program = jurisdiction.length ? lawbook_program(work->task, work->options->lawbook, jurisdiction, TEXT("import")) : NULL;
    if (jurisdiction.length && !program)
        return false;
    if (program && (!find_recordals(work, program) || !judge_by_rows(work)))
        return false;
    if (!program && work->out->books.given[BOOK_PAYMENTS])
        reconcile_open(work, TEXT("recordals of payments"), TEXT("no country was told"), 1);
    for (size_t i = 0; i < work->candidates.count; i++)
        take_candidate(work, &work->candidates.at[i]);
    return true;
}

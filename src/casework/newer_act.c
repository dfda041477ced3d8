/* casework/newer_act.c - what was done upon an answer, and what follows from its being another: claims, corrections, tasks. See newer_inside.h.
 *
 *     charges at the border that rose ──▶ a correction as a case of its own ──▶ its time limits, and what it costs from today on
 */
#include "casework/newer_inside.h"

#include "base/file.h"
#include "determination/answer.h"
#include "determination/hang.h"

/* ---- what was done ---- */

typedef struct Acts { /* of one case */
    NewerWork *work;
    Records all;
} Acts;

/* Work that is done and by which the goods are declared, as data/audit.csv names it. */
static bool is_declaring(const Acts *acts, const Json *body)
{
    Text thing, name = text_cut(newer_member(body, "id"), '@', &thing);
    return text_is(newer_member(body, "state"), "done") && audit_named(acts->work->newer->options.names, ROLE_DECLARED, name);
}

static bool is_act(const Acts *acts, const Record *record, const Json *body, NewerStanding *standing)
{
    bool declares = text_is(record->kind, "declaration"), pays = text_is(record->kind, "filing") || text_is(record->kind, "payment");
    *standing = pays ? NEWER_PAID : NEWER_DECLARED;
    return declares || pays || (text_is(record->kind, "task") && is_declaring(acts, body));
}

/* On which determination does an act rest: the one it names, else the newest before it, else the first. */
static const Record *ground_of(const Acts *acts, const Record *act, const Json *body)
{
    const Record *ground = NULL;
    Text named = newer_member(body, "determination");
    for (size_t i = 0; i < acts->all.count; i++) {
        const Record *one = &acts->all.at[i];
        if (!text_is(one->kind, "determination") || (named.length && !text_equal(one->hash, named)))
            continue;
        if (!ground || one->sequence < act->sequence)
            ground = one;
    }
    return ground;
}

static void take_act(NewerWork *work, const Json *body, NewerStanding standing)
{
    Text number = newer_member(body, "number"), day = newer_member(body, "day");
    if (work->out.standing == NEWER_DECLARED)
        return; /* the declaration counts before a payment that follows it */
    work->out.standing = standing;
    work->out.act = text_copy(work->keep, number.length ? number : newer_member(body, "id"));
    work->out.act_day = text_copy(work->keep, day);
}

static void take_acts(const Acts *acts)
{
    for (size_t i = 0; i < acts->all.count; i++) {
        const Record *one = &acts->all.at[i];
        const Source *source;
        NewerStanding standing;
        if (text_is(one->kind, "fact") || one->corrected_by.length)
            continue;
        const Json *body = record_body(acts->work->task, one, &source);
        const Record *ground = body && is_act(acts, one, body, &standing) ? ground_of(acts, one, body) : NULL;
        if (ground && text_equal(ground->hash, acts->work->record->hash))
            take_act(acts->work, body, standing);
    }
}

static bool has_newer(const Acts *acts)
{
    for (size_t i = 0; i < acts->all.count; i++)
        if (text_is(acts->all.at[i].kind, "determination") && acts->all.at[i].sequence > acts->work->record->sequence)
            return true;
    return acts->work->record->corrected_by.length > 0;
}

bool newer_stand(NewerWork *work)
{
    Acts acts = { .work = work };
    if (!ledger_find(work->task, work->newer->ledger, &(LedgerQuery){ .case_id = work->record->case_id }, &acts.all))
        return false;
    work->out.standing = has_newer(&acts) ? NEWER_OVERTAKEN : NEWER_DRAFT;
    take_acts(&acts);
    return true;
}

/* ---- time limits ---- */

static void take_leaf(void *context, const Hang *leaf, uint32_t number)
{
    Text *fact = context;
    (void)number;
    const Meaning *meaning = leaf->thing ? slot_meaning(leaf->thing->type, (uint16_t)leaf->slot) : NULL;
    if (meaning && meaning->kind == MEANS_FACT && !fact->length)
        *fact = meaning->fact->name;
}

static void take_term(NewerWork *work, const Entry *entry, NewerTerm *term)
{
    Value day = entry_part(entry, "day");
    Text missing = TEXT_NONE;
    HangWalk walk = { .region = work->task->region };
    hang_round(&walk);
    hang_walk(&walk, entry->hang, take_leaf, &missing);
    *term = (NewerTerm){ .name = newer_name(work, TEXT_NONE, TEXT_NONE, entry->decision->name), .of = text_copy(work->keep, entry->of), .missing = newer_name(work, TEXT_NONE, TEXT_NONE, missing),
                          .articles = newer_articles(work->keep, entry->cited, entry->decision) };
    if (day.kind != VALUE_DATE)
        return;
    term->until = date_text(work->keep, day.days);
    term->over = day.days < work->newer->options.today;
}

/* Where the day from which it runs is not told the answer has no such time limit at all: that day is what is missing. */
static void take_untold(NewerWork *work, const Decision *decision)
{
    const Sheet *sheet = decision->sheet_count ? decision->sheets[0] : NULL;
    if (!sheet || !sheet->clock_is_slot || sheet->clock_up)
        return;
    NewerTerm *term = LIST_ADD(work->keep, work->out.claims);
    *term = (NewerTerm){ .name = newer_name(work, TEXT_NONE, TEXT_NONE, decision->name), .missing = newer_name(work, TEXT_NONE, TEXT_NONE, decision->thing->slots[sheet->clock_slot].name) };
}

static void take_claim(NewerWork *work, Text name)
{
    const Decision *decision = program_decision(work->after.program, name);
    size_t before = work->out.claims.count;
    for (const Entry *entry = work->after.answer->entries; entry; entry = entry->next)
        if (entry->decision == decision)
            take_term(work, entry, LIST_ADD(work->keep, work->out.claims));
    if (decision && work->out.claims.count == before)
        take_untold(work, decision);
}

static void take_claims(NewerWork *work)
{
    const AuditNames *names = work->newer->options.names;
    for (size_t i = 0; i < names->of[ROLE_CLAIM].names.count; i++)
        take_claim(work, names->of[ROLE_CLAIM].names.at[i]);
}

/* ---- the correction ---- */

typedef struct Short { /* what was declared too little, by the fact that tells it */
    Text fact;
    Decimal amount;
} Short;
typedef LIST_OF(Short) Shorts;

typedef struct Correcting {
    NewerWork *work;
    const AuditNames *names;
    Task *task;
    const ThingType *thing;
    Shorts shorts;
    Text start;           /* ISO day */
    const Source *source; /* the case of the correction */
    const Json *json;
} Correcting;

static bool has_fact(const Correcting *at, Text name)
{
    return program_fact(at->work->after.program, at->thing, name) != NULL;
}

/* "VAT tax missed": the fact that tells what is short of charges of this kind; "*" stands for every kind that none names. */
static Text fact_for(const Correcting *at, Text kind)
{
    Text other = TEXT_NONE;
    for (size_t i = 0; i < at->names->of[ROLE_SHORT].names.count; i++) {
        Text fact, of = text_cut(at->names->of[ROLE_SHORT].names.at[i], ' ', &fact);
        if (!has_fact(at, fact))
            continue;
        if (text_equal(of, kind))
            return fact;
        other = text_is(of, "*") ? fact : other;
    }
    return other;
}

static void add_short(Correcting *at, Text fact, Value amount, bool less)
{
    if (!fact.length || !value_is_number(amount))
        return;
    Decimal number = decimal_of_value(amount);
    for (size_t i = 0; i < at->shorts.count; i++) {
        Decimal *sum = &at->shorts.at[i].amount;
        if (text_equal(at->shorts.at[i].fact, fact))
            (less ? decimal_subtract : decimal_add)(sum, sum, &number);
    }
}

static void add_charges(Correcting *at, const Determination *answer, bool less)
{
    for (const Entry *entry = answer->entries; entry; entry = entry->next)
        if (entry->decision->charge && entry->decision->shape == SHAPE_CHARGE && charge_total(entry->decision) == TOTAL_BORDER)
            add_short(at, fact_for(at, entry->decision->charge->kind), entry_amount(entry), less);
}

/* Kind by kind where the law asks so; else all together. What is not short is told as nothing. */
static void find_shorts(Correcting *at)
{
    Text owed = audit_name(at->names, ROLE_OWED);
    for (size_t i = 0; i < at->names->of[ROLE_SHORT].names.count; i++) {
        Text fact;
        text_cut(at->names->of[ROLE_SHORT].names.at[i], ' ', &fact);
        if (has_fact(at, fact))
            *LIST_ADD(at->task->region, at->shorts) = (Short){ fact, DECIMAL_ZERO };
    }
    add_charges(at, at->work->after.answer, false);
    add_charges(at, at->work->before.answer, true);
    if (!at->shorts.count && has_fact(at, owed))
        *LIST_ADD(at->task->region, at->shorts) = (Short){ owed, at->work->out.border };
}

/* Of the declaration; where none tells it, the first day on which a value of the case was looked at. */
static Text start_of(const Correcting *at)
{
    const Note *note = NULL;
    if (at->work->out.standing == NEWER_DECLARED && at->work->out.act_day.length)
        return at->work->out.act_day;
    for (const Entry *entry = at->work->after.answer->entries; entry && !note; entry = entry->next)
        note = text_equal(entry->list->list, audit_name(at->names, ROLE_VALUES)) ? entry->note : NULL;
    return note && note->has_day ? date_text(at->task->region, note->day) : TEXT_NONE;
}

static void put(JsonWriter *json, const Correcting *at, Text fact, Text value)
{
    if (!fact.length || !value.length || !has_fact(at, fact))
        return;
    json_key(json, text_snake(at->task->region, fact));
    json_text(json, value);
}

static Text money(const Correcting *at, Value amount)
{
    Builder out = builder_on(at->task->region);
    value_print(&out, amount);
    build_format(&out, " " TEXT_FMT, TEXT_ARG(at->work->after.program->currency));
    return builder_text(&out);
}

static void put_shorts(JsonWriter *json, const Correcting *at)
{
    for (size_t i = 0; i < at->shorts.count; i++) {
        const Short *one = &at->shorts.at[i];
        bool some = decimal_compare(&one->amount, &DECIMAL_ZERO) > 0;
        put(json, at, one->fact, money(at, value_decimal(at->task->region, some ? &one->amount : &DECIMAL_ZERO)));
    }
}

/* Interest is counted from the day after; where the tax fell due later it is less, and that is said. */
static Text day_after(const Correcting *at)
{
    int64_t day;
    return date_read(&day, at->start) ? date_text(at->task->region, day + 1) : TEXT_NONE;
}

static void put_correction(JsonWriter *json, const Correcting *at)
{
    Value border = at->work->after.answer->border;
    json_open(json, '{');
    json_pair(json, "id", TEXT("1"));
    for (size_t i = 0; i < at->names->of[ROLE_START].names.count; i++)
        put(json, at, at->names->of[ROLE_START].names.at[i], at->start);
    put(json, at, audit_name(at->names, ROLE_LATE_FROM), day_after(at));
    put_shorts(json, at);
    if (value_is_number(border) && number_compare(border, value_small(0, 0)) > 0)
        put(json, at, audit_name(at->names, ROLE_DUE), money(at, border));
    json_close(json, '}');
}

/* What the case tells of itself, and the correction in place of its things. */
static bool write_case(Correcting *at)
{
    Builder out = builder_on(at->task->region);
    JsonWriter json = json_writer(&out, true);
    json_open(&json, '{');
    for (const Json *member = at->work->json->first; member; member = member->next) {
        if (member->kind == JSON_ARRAY && member->first && member->first->kind == JSON_OBJECT)
            continue;
        json_key(&json, member->key);
        json_raw(&json, span_text(json_span(at->work->source, member)));
    }
    json_key(&json, text_snake(at->task->region, at->thing->many));
    json_open(&json, '[');
    put_correction(&json, at);
    json_close(&json, ']');
    json_close(&json, '}');
    at->source = source_from(at->task, TEXT("correction"), builder_text(&out));
    at->json = at->source ? json_read(at->task, at->source) : NULL;
    return at->json != NULL;
}

static DetermineOptions asking(const Correcting *at)
{
    DetermineOptions options = at->work->options;
    options.alone = true;
    options.facts.has_as_of = false;
    options.facts.changed = true; /* what the case told for its things is not there now */
    options.moment = (LawMoment){ 0 };
    options.lists = TEXT_NONE;
    return options;
}

static void take_terms(Correcting *at)
{
    DetermineOptions options = asking(at);
    const Determination *answer = determine(at->task, at->work->after.program, at->source, at->json, &options);
    for (const Entry *entry = answer ? answer->entries : NULL; entry; entry = entry->next)
        if (entry->decision->shape == SHAPE_TERM && entry->decision->thing == at->thing)
            take_term(at->work, entry, LIST_ADD(at->work->keep, at->work->out.terms));
}

/* What it rests on as text: the pages may be gone when the paper is made. */
static void take_way(Correcting *at, const ExposureWay *way)
{
    Region *keep = at->work->keep;
    NewerWay *out = LIST_ADD(keep, at->work->out.ways);
    *out = (NewerWay){ .way = newer_name(at->work, TEXT_NONE, TEXT_NONE, way->way), .asks_announced = way->asks_announced, .announced = way->announced, .why = way->why, .known = way->steps.count > 0 };
    if (!out->known)
        return;
    out->step = way->steps.at[0];
    out->articles = newer_articles(keep, out->step.cited, NULL);
    out->step.cited = (CitedList){ 0 };
    out->ends = way->steps.count > 1;
}

static void take_exposure(Correcting *at)
{
    const NewerOptions *newer = &at->work->newer->options;
    DetermineOptions options = asking(at);
    Exposure exposure;
    exposure_of(&exposure, at->work->keep, at->task, at->work->after.program, at->source, at->json,
                &(ExposureOptions){ .names = at->names, .options = &options, .days = newer->days, .has_first = true, .first = newer->today });
    for (size_t i = 0; i < exposure.ways.count; i++)
        take_way(at, &exposure.ways.at[i]);
    at->work->out.no_start |= exposure.no_start;
}

static void correct(NewerWork *work)
{
    Correcting at = { .work = work, .names = work->newer->options.names, .task = work->task };
    at.thing = program_thing(work->after.program, audit_name(at.names, ROLE_THING));
    if (at.thing)
        find_shorts(&at);
    work->out.no_rule = !at.shorts.count;
    at.start = at.shorts.count ? start_of(&at) : TEXT_NONE;
    work->out.no_start = at.shorts.count && !at.start.length;
    if (!at.start.length || !write_case(&at))
        return;
    take_terms(&at);
    take_exposure(&at);
    work->out.no_rule = !work->out.ways.count && !work->out.no_start;
}

void newer_follow(NewerWork *work)
{
    NewerCase *out = &work->out;
    if (!newer_acted(out) || !out->has_border)
        return;
    int order = decimal_compare(&out->border, &DECIMAL_ZERO);
    if (order < 0)
        take_claims(work);
    out->disclose = order > 0;
    if (out->disclose)
        correct(work);
}

/* ---- tasks ---- */

/* The soonest day by which something must be claimed or corrected, that is not over. */
static Text due_of(const NewerCase *one)
{
    Text due = TEXT_NONE;
    for (size_t i = 0; i < one->claims.count + one->terms.count; i++) {
        const NewerTerm *term = i < one->claims.count ? &one->claims.at[i] : &one->terms.at[i - one->claims.count];
        if (term->until.length && !term->over && (!due.length || text_compare(term->until, due) < 0))
            due = term->until;
    }
    return due;
}

static const char *work_of(const NewerCase *one)
{
    if (one->disclose)
        return "disclose what was declared too little";
    if (newer_acted(one) && one->claims.count)
        return "claim back what was paid too much";
    return newer_acted(one) ? "look at what changed since it was declared" : "determine anew before it is declared";
}

static Text rows_of(Region *region, const NewerCase *one)
{
    Builder out = builder_on(region);
    for (size_t i = 0; i < one->changes.count && !out.length; i++)
        for (size_t k = 0; k < one->changes.at[i].causes.count && !out.length; k++)
            build_text(&out, one->changes.at[i].causes.at[k].after);
    return builder_text(&out);
}

static void text_if(JsonWriter *json, const char *key, Text text)
{
    if (text.length)
        json_pair(json, key, text);
}

const Record *newer_task(Task *task, Newer *newer, const NewerCase *one)
{
    Records found;
    Region *region = task->region;
    Text pages = text_slice(newer->manifest, sizeof "sha256:" - 1, sizeof "sha256:" + 11), of = text_slice(one->record, sizeof "sha256:" - 1, sizeof "sha256:" + 11);
    Text id = text_format(region, "law changed@" TEXT_FMT "/" TEXT_FMT, TEXT_ARG(of), TEXT_ARG(pages));
    if (!ledger_find(task, newer->ledger, &(LedgerQuery){ .entry = "task", .key = id }, &found) || found.count)
        return NULL;
    Builder out = builder_on(region);
    JsonWriter json = json_writer(&out, true);
    json_open(&json, '{');
    json_pair(&json, "id", id);
    json_pair(&json, "title", text_of(work_of(one)));
    json_pair(&json, "state", TEXT("open"));
    text_if(&json, "due", due_of(one));
    text_if(&json, "row", rows_of(region, one));
    json_close(&json, '}');
    return ledger_put(task, newer->ledger, &(NewRecord){ .kind = KIND_TASK, .case_id = one->case_id, .body = builder_text(&out) });
}

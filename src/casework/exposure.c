/* casework/exposure.c - see exposure.h. */
#include "casework/exposure.h"

#include "base/file.h"
#include "determination/answer.h"
#include "determination/cite.h"
#include "determination/hang.h"
#include "value/date.h"

enum { MOST_OPEN = 4 }; /* facts that are tried with all their values at once */

/* ---- names ---- */

static const char *const ROLES[AUDIT_ROLES] = {
    [ROLE_THING] = "thing", [ROLE_WAY] = "way", [ROLE_ANNOUNCED] = "announced", [ROLE_START] = "start", [ROLE_DAY] = "day", [ROLE_OWED] = "owed", [ROLE_OMITTED] = "omitted", [ROLE_RATE] = "rate", [ROLE_VALUES] = "values",
    [ROLE_TAX] = "tax", [ROLE_LATE] = "late", [ROLE_HELD] = "held", [ROLE_PAPERS] = "papers",
    [ROLE_PAYMENT] = "payment", [ROLE_PAYMENT_DAY] = "payment day", [ROLE_PAYMENT_AMOUNT] = "payment amount", [ROLE_PAYMENT_PURPOSE] = "payment purpose",
    [ROLE_PAYMENT_NUMBER] = "payment number", [ROLE_PAYMENT_FORM] = "payment form", [ROLE_MONTH] = "month", [ROLE_LATE_CHARGE] = "late charge",
    [ROLE_SHORT] = "short", [ROLE_DUE] = "tax due", [ROLE_LATE_FROM] = "late from", [ROLE_CLAIM] = "claim back", [ROLE_DECLARED] = "declared",
};

static bool take_name(Task *task, AuditNames *names, const CsvCell *role, Text name)
{
    for (int i = 0; i < AUDIT_ROLES; i++)
        if (text_equal(role->text, text_of(ROLES[i]))) {
            *LIST_ADD(task->region, names->of[i].names) = name;
            return true;
        }
    report_error(task->report, "audit-role", role->span, "the role \"" TEXT_FMT "\" is none of those that an audit knows", TEXT_ARG(role->text));
    return false;
}

const AuditNames *audit_names_read(Task *task, const char *data_folder)
{
    AuditNames *names = REGION_NEW(task->region, AuditNames);
    const Source *source = file_read(task, path_join(task->region, text_of(data_folder ? data_folder : ""), TEXT("audit.csv")), 0);
    const Csv *csv = source ? csv_read(task, source) : NULL;
    if (!csv)
        return NULL;
    int role = csv_column(csv, TEXT("role")), name = csv_column(csv, TEXT("name"));
    if (role < 0 || name < 0) {
        report_error(task->report, "audit-role", csv->header[0].span, "the table of an audit's names has the columns role and name");
        return NULL;
    }
    bool good = true;
    for (uint32_t i = 0; i < csv->rows; i++)
        good &= take_name(task, names, csv_cell(csv, i, (uint32_t)role), csv_cell(csv, i, (uint32_t)name)->text);
    return good ? names : NULL;
}

bool audit_named(const AuditNames *names, AuditRole role, Text name)
{
    for (size_t i = 0; i < names->of[role].names.count; i++)
        if (text_equal(names->of[role].names.at[i], name))
            return true;
    return false;
}

/* ---- amounts ---- */

typedef struct Amounts { /* of one day */
    bool any;                    /* one run at least is in it */
    Extent of[EXPOSURE_PARTS];
    Decimal exact;               /* the late fee before rounding, of the first run */
} Amounts;

static void add(Extent *sum, Value amount)
{
    if (amount.kind == VALUE_ABSENT && amount.mark == MARK_NONE)
        return;
    if (!value_is_number(amount)) {
        sum->open = true;
        return;
    }
    Decimal number = decimal_of_value(amount);
    decimal_add(&sum->lowest, &sum->lowest, &number);
    decimal_add(&sum->highest, &sum->highest, &number);
}

/* Of two runs of one day: from the lower to the higher. */
static void widen(Extent *all, const Extent *other)
{
    all->open |= other->open;
    if (decimal_compare(&other->lowest, &all->lowest) < 0)
        all->lowest = other->lowest;
    if (decimal_compare(&other->highest, &all->highest) > 0)
        all->highest = other->highest;
}

static void merge(Amounts *all, const Amounts *run)
{
    if (!all->any) {
        *all = *run;
        all->any = true;
        return;
    }
    for (int i = 0; i < EXPOSURE_PARTS; i++)
        widen(&all->of[i], &run->of[i]);
}

/* ---- one run ---- */

typedef struct Sweep { /* one correction under one way */
    Task *task;
    Region *keep;
    const ExposureOptions *options;
    const Program *program;
    const Source *source;
    const Json *json;
    const Json *correction;
    const ThingType *thing;
    Run *run;
    Frame *frame;              /* of the correction */
    LIST_OF(uint16_t) days;    /* slots that the day goes into */
    LIST_OF(uint16_t) owed;    /* slots of tax that the case tells itself */
    LIST_OF(const Decision *) charges;
    bool fined;                /* one of them is a fine */
    ExposureWay *way;
} Sweep;

typedef struct OpenFact { /* a fact that is not told and has few values */
    Frame *frame;
    uint16_t slot;
    const Value *values;
    uint32_t count;            /* 0: none was found */
} OpenFact;

static void take_open(void *context, const Hang *leaf, uint32_t number)
{
    OpenFact *open = context;
    (void)number;
    const Meaning *meaning = leaf->thing && !open->count ? slot_meaning(leaf->thing->type, (uint16_t)leaf->slot) : NULL;
    if (meaning && meaning->kind == MEANS_FACT) {
        open->count = fact_values(meaning->fact, &open->values);
        open->frame = leaf->thing;
        open->slot = (uint16_t)leaf->slot;
    }
}

static void look_for_open(const Sweep *sweep, OpenFact *open, Value amount)
{
    if (amount.kind != VALUE_UNKNOWN || open->count)
        return;
    HangWalk walk = { .region = sweep->task->region };
    hang_round(&walk);
    hang_walk(&walk, amount.hang, take_open, open);
}

static ExposurePart part_of(const Sweep *sweep, const Decision *charge)
{
    if (audit_named(sweep->options->names, ROLE_TAX, charge->name))
        return EXPOSURE_TAX;
    return audit_named(sweep->options->names, ROLE_LATE, charge->name) ? EXPOSURE_LATE : EXPOSURE_FINE;
}

static Value charge_part(Value charge, const char *part)
{
    return charge.kind == VALUE_CONTEXT ? context_entry(charge, text_of(part)) : charge;
}

/* Tax that is told as an amount: in the currency of the law, or it is open. */
static void add_owed(const Sweep *sweep, Amounts *out)
{
    for (size_t i = 0; i < sweep->owed.count; i++) {
        Value told = run_read(sweep->run, sweep->frame, sweep->owed.at[i]), amount = told;
        if (told.kind == VALUE_MONEY && text_equal(text_of(told.money->currency), sweep->program->currency))
            amount = value_decimal(sweep->task->region, &told.money->amount);
        if (told.kind == VALUE_UNKNOWN || told.kind == VALUE_NOT_THERE)
            continue;
        add(&out->of[EXPOSURE_TAX], amount);
        add(&out->of[EXPOSURE_TOTAL], amount);
    }
}

/* The first few-valued fact that keeps a charge open; `out` where there is none. */
static OpenFact run_once(Sweep *sweep, Amounts *out)
{
    OpenFact open = { 0 };
    *out = (Amounts){ 0 };
    out->of[EXPOSURE_FINE].open = out->of[EXPOSURE_TOTAL].open = !sweep->fined; /* no rule on fines is not a fine of nothing */
    add_owed(sweep, out);
    for (size_t i = 0; i < sweep->charges.count; i++) {
        const Decision *charge = sweep->charges.at[i];
        Value value = run_read(sweep->run, sweep->frame, charge->slot), amount = charge_part(value, "amount"), exact = charge_part(value, "exact");
        ExposurePart part = part_of(sweep, charge);
        add(&out->of[part], amount);
        add(&out->of[EXPOSURE_TOTAL], amount);
        look_for_open(sweep, &open, amount);
        Decimal number = value_is_number(exact) ? decimal_of_value(exact) : DECIMAL_ZERO;
        if (part == EXPOSURE_LATE)
            decimal_add(&out->exact, &out->exact, &number);
    }
    return open;
}

/* Under every value of the facts that keep a charge open, one after another. */
static void run_all(Sweep *sweep, Amounts *all, int depth)
{
    Amounts out;
    RegionMark mark = region_mark(sweep->task->region);
    run_reset(sweep->run);
    OpenFact open = run_once(sweep, &out);
    run_reset(sweep->run);
    region_drop(sweep->task->region, mark);
    if (!open.count || depth == MOST_OPEN) {
        merge(all, &out);
        return;
    }
    for (uint32_t i = 0; i < open.count; i++) {
        run_tell(open.frame, open.slot, open.values[i]);
        run_all(sweep, all, depth + 1);
    }
    run_tell(open.frame, open.slot, (Value){ .kind = VALUE_UNSET });
}

/* ---- steps ---- */

static bool same_extent(const Extent *a, const Extent *b)
{
    return a->open == b->open && decimal_compare(&a->lowest, &b->lowest) == 0 && decimal_compare(&a->highest, &b->highest) == 0;
}

/* A fee of so much a year does not divide into days without a rest: what differs in the twelfth digit behind the point is the same. */
static bool same_growth(const Decimal *a, const Decimal *b)
{
    Decimal one, other;
    return decimal_round(&one, a, 12, ROUND_HALF_EVEN) && decimal_round(&other, b, 12, ROUND_HALF_EVEN) && decimal_compare(&one, &other) == 0;
}

typedef struct Steps { /* as they are put together */
    Sweep *sweep;
    ExposureStep *at;  /* the newest; NULL before the first day */
    Amounts before;    /* of the day before */
} Steps;

/* Does the day belong to the step: the same but for a late fee that grows as before? */
static bool goes_on(const Steps *steps, const Amounts *day, Decimal *growth)
{
    const ExposureStep *step = steps->at;
    if (!step || !same_extent(&step->first[EXPOSURE_TAX], &day->of[EXPOSURE_TAX]) || !same_extent(&step->first[EXPOSURE_FINE], &day->of[EXPOSURE_FINE]))
        return false;
    if (step->last[EXPOSURE_LATE].open != day->of[EXPOSURE_LATE].open || !decimal_subtract(growth, &day->exact, &steps->before.exact))
        return false;
    return step->from == step->to || same_growth(growth, &step->a_day);
}

static void begin_step(Steps *steps, int64_t day, const Amounts *amounts)
{
    ExposureWay *way = steps->sweep->way;
    steps->at = LIST_ADD(steps->sweep->keep, way->steps);
    *steps->at = (ExposureStep){ .from = day, .to = day };
    memcpy(steps->at->first, amounts->of, sizeof steps->at->first);
    memcpy(steps->at->last, amounts->of, sizeof steps->at->last);
}

static void take_day(Steps *steps, int64_t day, const Amounts *amounts)
{
    Decimal growth;
    if (goes_on(steps, amounts, &growth)) {
        steps->at->a_day = growth;
        steps->at->grows = !amounts->of[EXPOSURE_LATE].open;
        steps->at->to = day;
        memcpy(steps->at->last, amounts->of, sizeof steps->at->last);
    } else
        begin_step(steps, day, amounts);
    steps->before = *amounts;
}

static void tell_day(Sweep *sweep, int64_t day)
{
    for (size_t i = 0; i < sweep->days.count; i++)
        run_tell(sweep->frame, sweep->days.at[i], value_date(day));
}

static void sweep_days(Sweep *sweep, int64_t start)
{
    Steps steps = { .sweep = sweep };
    if (sweep->options->has_first && sweep->options->first > start)
        start = sweep->options->first;
    for (uint32_t i = 0; i < sweep->options->days && !task_cancelled(sweep->task); i++) {
        Amounts amounts = { 0 };
        tell_day(sweep, start + i);
        run_all(sweep, &amounts, 0);
        take_day(&steps, start + i, &amounts);
    }
}

/* ---- a case of one correction ---- */

static Text raw(const Sweep *sweep, const Json *json)
{
    return (Text){ sweep->source->bytes.at + json->from, json->to - json->from };
}

static bool is_name(Text key, Text name)
{
    return name.length && text_is_snake(key, name);
}

/* Is it one that the sweep tells itself? */
static bool is_swept(const Sweep *sweep, Text key)
{
    const AuditNames *names = sweep->options->names;
    if (is_name(key, audit_name(names, ROLE_WAY)) || is_name(key, audit_name(names, ROLE_ANNOUNCED)))
        return true;
    for (size_t i = 0; i < names->of[ROLE_DAY].names.count; i++)
        if (is_name(key, names->of[ROLE_DAY].names.at[i]))
            return true;
    return false;
}

/* What the case tells beside its things, and its exchange rates. */
static bool stays(const Sweep *sweep, const Json *member)
{
    bool things = member->kind == JSON_ARRAY && member->first && member->first->kind == JSON_OBJECT;
    return !things || (sweep->program->exchange && is_name(member->key, sweep->program->exchange->many));
}

static void put_member(JsonWriter *json, const Sweep *sweep, const Json *member)
{
    json_key(json, member->key);
    json_raw(json, raw(sweep, member));
}

static void put_correction(JsonWriter *json, const Sweep *sweep)
{
    const AuditNames *names = sweep->options->names;
    json_open(json, '{');
    for (const Json *member = sweep->correction->first; member; member = member->next)
        if (!is_swept(sweep, member->key))
            put_member(json, sweep, member);
    json_key(json, text_snake(sweep->task->region, audit_name(names, ROLE_WAY)));
    json_text(json, sweep->way->way);
    if (sweep->way->asks_announced) {
        json_key(json, text_snake(sweep->task->region, audit_name(names, ROLE_ANNOUNCED)));
        json_boolean(json, sweep->way->announced);
    }
    json_close(json, '}');
}

static Text case_text(const Sweep *sweep)
{
    Builder out = builder_on(sweep->task->region);
    JsonWriter json = json_writer(&out, true);
    json_open(&json, '{');
    for (const Json *member = sweep->json->first; member; member = member->next)
        if (stays(sweep, member))
            put_member(&json, sweep, member);
    json_key(&json, text_snake(sweep->task->region, sweep->thing->many));
    json_open(&json, '[');
    put_correction(&json, sweep);
    json_close(&json, ']');
    json_close(&json, '}');
    return builder_text(&out);
}

static Frame *frame_of(const Run *run, const ThingType *type)
{
    for (RunFrame *at = run->told; at; at = at->next)
        if (at->frame.type == type)
            return &at->frame;
    return NULL;
}

/* Tells the correction to a run of its own; false with errors. */
static bool prepare(Sweep *sweep, bool tracing)
{
    DetermineOptions options = *sweep->options->options;
    const Case *facts;
    options.facts.has_as_of = false;
    options.facts.changed = true; /* what is not there under this way is left out */
    const Source *source = source_from(sweep->task, TEXT("correction"), case_text(sweep));
    const Json *json = source ? json_read(sweep->task, source) : NULL;
    sweep->run = json ? case_prepare(sweep->task, sweep->program, source, json, &options, tracing, &facts) : NULL;
    sweep->frame = sweep->run ? frame_of(sweep->run, sweep->thing) : NULL;
    return sweep->frame != NULL;
}

/* ---- what the fine rests on ---- */

typedef LIST_OF(Cited) CitedKept;

static void keep_cited(Sweep *sweep, CitedKept *kept, CitedList cited)
{
    for (uint32_t i = 0; i < cited.count; i++) {
        bool known = false;
        for (size_t k = 0; k < kept->count && !known; k++)
            known = same_cited(&kept->at[k], &cited.at[i]);
        if (!known)
            *LIST_ADD(sweep->keep, *kept) = cited.at[i];
    }
}

static void cite_day(Sweep *sweep, CitedKept *kept, int64_t day)
{
    Citing citing = { .task = sweep->task };
    tell_day(sweep, day);
    run_reset(sweep->run);
    for (size_t i = 0; i < sweep->charges.count; i++) {
        const Decision *charge = sweep->charges.at[i];
        if (part_of(sweep, charge) != EXPOSURE_TAX && run_read(sweep->run, sweep->frame, charge->slot).kind != VALUE_NULL)
            keep_cited(sweep, kept, cited_below(&citing, sweep->frame, charge->slot));
    }
}

/* Rules may take each other's place within a step that says the same. */
static void cite(Sweep *sweep, ExposureStep *step)
{
    CitedKept kept = { 0 };
    cite_day(sweep, &kept, step->from);
    if (step->to > step->from)
        cite_day(sweep, &kept, step->to);
    step->cited = (CitedList){ (uint32_t)kept.count, kept.at };
}

/* Once more, step by step, with what it rests on. */
static void cite_steps(Sweep *sweep)
{
    for (size_t i = 0; i < sweep->way->steps.count && prepare(sweep, true); i++)
        cite(sweep, &sweep->way->steps.at[i]);
}

static const Fact *fact_of(const Sweep *sweep, AuditRole role)
{
    return program_fact(sweep->program, sweep->thing, audit_name(sweep->options->names, role));
}

static void sweep_way(Sweep *sweep, int64_t start)
{
    Report report, *outer = sweep->task->report;
    report_init(&report, sweep->task->region);
    sweep->task->report = &report;
    if (prepare(sweep, false)) {
        sweep_days(sweep, start);
        cite_steps(sweep);
    }
    if (report.errors)
        sweep->way->why = text_copy(sweep->keep, report.first->message);
    sweep->task->report = outer;
}

static ExposureWay *add_way(Sweep *sweep, Exposure *exposure, Text value)
{
    const Json *id = json_get(sweep->correction, TEXT("id"));
    ExposureWay *way = LIST_ADD(sweep->keep, exposure->ways);
    *way = (ExposureWay){ .correction = id && id->kind == JSON_STRING ? text_copy(sweep->keep, id->text) : TEXT_NONE, .way = text_copy(sweep->keep, value) };
    sweep->way = way;
    return way;
}

/* Does it matter under this way whether a check was announced? */
static bool asks_announced(Sweep *sweep)
{
    const Fact *fact = fact_of(sweep, ROLE_ANNOUNCED);
    return fact && prepare(sweep, false) && !fact_refuted(sweep->run, sweep->frame, fact);
}

static void sweep_value(Sweep *sweep, Exposure *exposure, Text value, int64_t start)
{
    bool asks;
    RegionMark mark = region_mark(sweep->task->region);
    ExposureWay probe = { .way = value };
    Report unheard, *outer = sweep->task->report;
    report_init(&unheard, sweep->task->region);
    sweep->way = &probe;
    sweep->task->report = &unheard;
    asks = asks_announced(sweep);
    sweep->task->report = outer;
    for (int announced = 0; announced <= asks; announced++) {
        ExposureWay *way = add_way(sweep, exposure, value);
        way->asks_announced = asks;
        way->announced = announced;
        sweep_way(sweep, start);
    }
    if (sweep->keep != sweep->task->region)
        region_drop(sweep->task->region, mark);
}

/* ---- all of a case ---- */

static bool start_day(const Sweep *sweep, int64_t *start)
{
    for (const Json *member = sweep->correction->first; member; member = member->next)
        if (is_name(member->key, audit_name(sweep->options->names, ROLE_START)))
            return member->kind == JSON_STRING && date_read(start, member->text);
    return false;
}

static void find_slots(Sweep *sweep)
{
    const AuditNames *names = sweep->options->names;
    for (size_t i = 0; i < names->of[ROLE_DAY].names.count; i++) {
        const Fact *fact = program_fact(sweep->program, sweep->thing, names->of[ROLE_DAY].names.at[i]);
        if (fact)
            *LIST_ADD(sweep->keep, sweep->days) = fact->slot;
    }
    for (size_t i = 0; i < names->of[ROLE_OWED].names.count; i++) {
        const Fact *fact = program_fact(sweep->program, sweep->thing, names->of[ROLE_OWED].names.at[i]);
        if (fact)
            *LIST_ADD(sweep->keep, sweep->owed) = fact->slot;
    }
    for (uint32_t i = 0; i < sweep->program->decision_count; i++) {
        const Decision *decision = sweep->program->decisions[i];
        if (decision->shape != SHAPE_CHARGE || decision->thing != sweep->thing || !decision->charge)
            continue;
        *LIST_ADD(sweep->keep, sweep->charges) = decision;
        sweep->fined |= part_of(sweep, decision) == EXPOSURE_FINE;
    }
}

static void sweep_correction(Sweep *sweep, Exposure *exposure)
{
    const Fact *way = fact_of(sweep, ROLE_WAY);
    const Value *values;
    int64_t start;
    if (!start_day(sweep, &start)) {
        exposure->no_start = true;
        return;
    }
    uint32_t count = way ? fact_values(way, &values) : 0;
    for (uint32_t i = 0; i < count; i++)
        if (values[i].kind == VALUE_TEXT)
            sweep_value(sweep, exposure, text_of_value(values[i]), start);
}

void exposure_of(Exposure *exposure, Region *keep, Task *task, const Program *program, const Source *source, const Json *json, const ExposureOptions *options)
{
    *exposure = (Exposure){ 0 };
    Sweep sweep = { .task = task, .keep = keep, .options = options, .program = program, .source = source, .json = json };
    sweep.thing = program_thing(program, audit_name(options->names, ROLE_THING));
    const Json *list = sweep.thing ? json_get(json, text_snake(task->region, sweep.thing->many)) : NULL;
    if (!list || list->kind != JSON_ARRAY)
        return;
    find_slots(&sweep);
    for (const Json *item = list->first; item && sweep.charges.count; item = item->next) {
        sweep.correction = item;
        if (item->kind == JSON_OBJECT)
            sweep_correction(&sweep, exposure);
    }
}

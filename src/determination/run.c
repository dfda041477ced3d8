/* determination/run.c - frames, slots, money: how a run finds what an expression reads. See run.h. */
#include "determination/run.h"

#include "determination/decide.h"

/* ---- frames ---- */

RunFrame *run_frame(Run *run, const ThingType *type, Frame *parent, bool told)
{
    RunFrame *made = REGION_NEW(run->region, RunFrame);
    made->frame = (Frame){ .type = type, .parent = parent, .slots = REGION_ARRAY(run->region, Value, type->count) };
    made->record.rows = REGION_ARRAY(run->region, uint32_t, type->count);
    made->record.notes = run->tracing ? REGION_ARRAY(run->region, Note *, type->count) : NULL;
    made->frame.record = &made->record;
    bool parameters = type->index >= run->program->thing_count; /* the verifier gives a knowledge model a frame, too */
    made->decided = parameters ? REGION_ARRAY(run->region, const Decision *, type->count) : run->program->decided[type->index];
    if (!told)
        return made;
    made->told = REGION_ARRAY(run->region, Value, type->count);
    made->next = run->told;
    run->told = made;
    return made;
}

void run_tell(Frame *frame, uint16_t slot, Value value)
{
    ((RunFrame *)frame)->told[slot] = value; /* the Frame is the first field of its RunFrame */
    frame->slots[slot] = value;
}

void run_reset(Run *run)
{
    for (RunFrame *told = run->told; told; told = told->next) {
        memcpy(told->frame.slots, told->told, told->frame.type->count * sizeof(Value));
        if (run->tracing)
            told->record.notes = REGION_ARRAY(run->region, Note *, told->frame.type->count);
    }
    run_restart(run);
}

void run_restart(Run *run)
{
    run->made = 0;
    run->calls.count = run->calls.room = 0;
    if (run->program->question_count)
        memset(run->asked, 0, run->program->question_count * sizeof *run->asked);
    run->vm.faulted = false;
    run->vm.fault_count = 0;
    run->vm.iterations = LIMIT_ITERATIONS;
}

static void build_path(Builder *out, const Frame *frame)
{
    if (!frame->parent)
        return;
    build_path(out, frame->parent);
    if (out->length)
        build_byte(out, '/');
    build_text(out, frame->id);
}

Text frame_path(Region *region, const Frame *frame)
{
    Builder path = builder_on(region);
    build_path(&path, frame);
    return builder_text(&path);
}

/* ---- slots ---- */

static bool is_told(const Frame *frame, uint16_t slot)
{
    const RunFrame *run_frame = run_frame_of(frame);
    return run_frame && run_frame->told && (value_is_there(run_frame->told[slot]) || run_frame->told[slot].kind == VALUE_NULL);
}

/* Does the case tell that fact? While boxes are tried out, a fact that was not yet thought of may still be told. */
static Value is_fact_told(Run *run, Frame *frame, const Fact *speaks, const Fact *fact)
{
    const RunFrame *run_frame = run_frame_of(frame);
    bool open = run->proving && run_frame && run_frame->told && run_frame->told[fact->slot].kind == VALUE_UNSET;
    return open ? value_unknown(hang_on_slot(run->region, frame, run->telling ? fact->slot : speaks->slot)) : value_boolean(is_told(frame, fact->slot));
}

/* The figure or the currency of an amount as the case writes it. Where boxes are tried out an amount is a bare number, in no currency. */
static Value of_amount(Run *run, Frame *frame, const Fact *speaks)
{
    Value amount = run_read(run, frame, speaks->figure_of ? speaks->figure_of->slot : speaks->currency_of->slot);
    if (amount.kind == VALUE_MONEY)
        return speaks->figure_of ? value_decimal(run->region, &amount.money->amount) : value_text(run->region, text_of(amount.money->currency));
    if (!value_is_number(amount) || speaks->figure_of)
        return amount;
    return value_unknown(hang_on_slot(run->region, frame, speaks->slot));
}

/* A fact nobody told: outside its "only if" it is not there, else it is unknown. */
static Value untold_fact(Run *run, Frame *frame, uint16_t slot, const Fact *fact)
{
    bool may_be_told = run->proving && run_frame_of(frame) && run_frame_of(frame)->told;
    if (fact->whether)
        return is_fact_told(run, frame, fact, fact->whether);
    if (fact->figure_of || fact->currency_of)
        return of_amount(run, frame, fact);
    if (fact->entry->made || fact->when_told)
        return may_be_told ? value_unknown(hang_on_slot(run->region, frame, slot)) : (Value){ .kind = VALUE_NOT_THERE };
    if (fact->only_if) {
        Value there = feel_run(&run->vm, fact->only_if, frame);
        if (there.kind == VALUE_ABSENT)
            return there;
        if (there.kind == VALUE_NOT_THERE || (there.kind == VALUE_BOOLEAN && !there.boolean))
            return (Value){ .kind = VALUE_NOT_THERE };
        if (there.kind == VALUE_UNKNOWN)
            return value_unknown(there.hang);
    }
    return value_unknown(hang_on_slot(run->region, frame, slot));
}

static Value gather(Run *run, Frame *frame, const Meaning *meaning)
{
    Value outer = run_read(run, frame, meaning->via);
    if (outer.kind != VALUE_LIST)
        return outer;
    LIST_OF(Value) all = { 0 };
    for (size_t i = 0; i < outer.list->count; i++) {
        if (outer.list->at[i].kind != VALUE_THING)
            return outer.list->at[i];
        Value inner = run_read(run, outer.list->at[i].thing, meaning->inner);
        if (inner.kind != VALUE_LIST)
            return inner;
        for (size_t k = 0; k < inner.list->count; k++)
            *LIST_ADD(run->region, all) = inner.list->at[k];
    }
    return value_list(run->region, all.at, all.count);
}

static Value work_out(Run *run, Frame *frame, uint16_t slot)
{
    const Meaning *meaning = slot_meaning(frame->type, slot);
    switch (meaning->kind) {
    case MEANS_FACT: return untold_fact(run, frame, slot, meaning->fact);
    case MEANS_GATHER: return gather(run, frame, meaning);
    case MEANS_INNER: return run->proving ? value_unknown(hang_on_slot(run->region, frame, slot)) : value_list(run->region, NULL, 0);
    case MEANS_ID: return value_text(run->region, frame->id);
    case MEANS_PARAMETER: return run->proving ? value_unknown(hang_on_slot(run->region, frame, slot)) : VALUE_NOTHING;
    case MEANS_DECISION: break;
    }
    return VALUE_NOTHING;
}

Value run_resolve(Run *run, Frame *frame, uint16_t slot)
{
    const Decision *decision = ((const RunFrame *)frame)->decided[slot]; /* only frames of a run have slots to work out */
    frame->slots[slot].kind = VALUE_BUSY;
    Value value = decision ? decide(run, decision, frame, slot) : work_out(run, frame, slot);
    frame->slots[slot] = value;
    return value;
}

static Value resolve(Vm *vm, Frame *frame, uint16_t slot)
{
    return run_read((Run *)vm, frame, slot);
}

static void note_read(Vm *vm, Frame *frame, uint16_t slot)
{
    Run *run = (Run *)vm;
    bool is_parameter = !frame->record; /* the frame of a call lives no longer than the call; what it was given, the caller read */
    if (run->note && !is_parameter)
        *LIST_ADD(run->region, run->note->reads) = (ReadNote){ frame, slot };
}

/* ---- money ---- */

static bool text_value_is(Value value, Text text)
{
    return value.kind == VALUE_TEXT && text_equal(text_of_value(value), text);
}

static bool rate_fits(const Run *run, const Frame *exchange, Text from, Text to)
{
    const Program *program = run->program;
    const Value *slots = exchange->slots;
    return text_value_is(slots[program->exchange_from], from) && text_value_is(slots[program->exchange_to], to) &&
           value_is_number(slots[program->exchange_rate]) && slots[program->exchange_valid_from].kind == VALUE_DATE &&
           slots[program->exchange_valid_from].days <= run->day &&
           (slots[program->exchange_valid_to].kind != VALUE_DATE || slots[program->exchange_valid_to].days >= run->day);
}

static Value conflicting_rates(Run *run)
{
    Absence *absence = REGION_NEW(run->region, Absence);
    *absence = (Absence){ .decision = run->decision, .sheet = run->sheet, .frame = run->frame, .day = run->day, .has_day = run->has_day };
    return (Value){ .kind = VALUE_ABSENT, .mark = MARK_CONFLICT, .origin = absence };
}

static Value missing_rate(Run *run, Text from, Text to)
{
    Text day = date_text(run->region, run->day);
    return value_unknown(hang_on_note(run->region, text_format(run->region, "exchange rate " TEXT_FMT " to " TEXT_FMT " on " TEXT_FMT,
                                                               TEXT_ARG(from), TEXT_ARG(to), TEXT_ARG(day))));
}

/* A rate of the table as the case would tell it. */
static Frame *tabled_rate(Run *run, const Rate *rate)
{
    const Program *program = run->program;
    Frame *frame = &run_frame(run, program->exchange, run->root, false)->frame;
    const Fact *source = program_fact(program, program->exchange, TEXT("source"));
    frame->id = text_format(run->region, TEXT_FMT ":%u", TEXT_ARG(rate->place.source->name), rate->line);
    frame->slots[program->exchange_from] = value_text(run->region, rate->from);
    frame->slots[program->exchange_to] = value_text(run->region, rate->to);
    frame->slots[program->exchange_rate] = rate->rate;
    frame->slots[program->exchange_valid_from] = value_date(rate->first);
    frame->slots[program->exchange_valid_to] = value_date(rate->last);
    if (source)
        frame->slots[source->slot] = value_text(run->region, rate->source);
    return frame;
}

static bool is_of_pair(const Program *program, const Frame *exchange, Text from, Text to)
{
    return text_value_is(exchange->slots[program->exchange_from], from) && text_value_is(exchange->slots[program->exchange_to], to) &&
           value_is_number(exchange->slots[program->exchange_rate]) && exchange->slots[program->exchange_valid_to].kind == VALUE_DATE;
}

/* The rate that ended last before the run's day, of the case or of the table. */
static Frame *former_rate(Run *run, Text from, Text to)
{
    uint16_t end = run->program->exchange_valid_to;
    Frame *found = NULL;
    Value list = run->program->exchange ? run->root->slots[run->program->exchange_list] : VALUE_NOTHING;
    for (size_t i = 0; list.kind == VALUE_LIST && i < list.list->count; i++) {
        Frame *exchange = list.list->at[i].thing;
        bool ended = is_of_pair(run->program, exchange, from, to) && exchange->slots[end].days < run->day;
        if (ended && (!found || exchange->slots[end].days > found->slots[end].days))
            found = exchange;
    }
    const Rate *tabled = run->rates && run->program->exchange ? rates_find_last(run->rates, from, to, run->day) : NULL;
    return tabled && (!found || tabled->last > found->slots[end].days) ? tabled_rate(run, tabled) : found;
}

static Frame *lawful_rate(Run *run, Text from, Text to, bool *conflict)
{
    Frame *found = NULL;
    Value list = run->program->exchange ? run->root->slots[run->program->exchange_list] : VALUE_NOTHING;
    *conflict = false;
    for (size_t i = 0; list.kind == VALUE_LIST && i < list.list->count; i++) {
        Frame *exchange = list.list->at[i].thing;
        if (!rate_fits(run, exchange, from, to))
            continue;
        if (found && number_compare(found->slots[run->program->exchange_rate], exchange->slots[run->program->exchange_rate]) != 0)
            *conflict = true;
        found = exchange;
    }
    const Rate *tabled = run->rates && run->program->exchange ? rates_find(run->rates, from, to, run->day) : NULL;
    if (tabled && found && number_compare(found->slots[run->program->exchange_rate], tabled->rate) != 0)
        *conflict = true;
    if (!found && !tabled && run->rates_go_on)
        return former_rate(run, from, to);
    return tabled && !found ? tabled_rate(run, tabled) : found;
}

/* How one currency becomes another: by a rate told, or by way of the country's own currency. What is not used is null. */
typedef struct Crossing {
    Value rate;      /* multiplied by */
    Value divisor;   /* divided by */
    Frame *exchange; /* the rate told that is shown for it */
    bool conflict;   /* two rates are told for one day */
} Crossing;

static bool find_crossing(Run *run, Text from, Text to, Crossing *out)
{
    uint16_t rate = run->program->exchange_rate;
    Text home = run->program->currency;
    *out = (Crossing){ .rate = VALUE_NOTHING, .divisor = VALUE_NOTHING };
    out->exchange = lawful_rate(run, from, to, &out->conflict);
    if (out->exchange) {
        out->rate = out->exchange->slots[rate];
        return !out->conflict;
    }
    if (text_equal(to, home))
        return false;
    if (!text_equal(from, home)) {
        out->exchange = lawful_rate(run, from, home, &out->conflict);
        if (!out->exchange || out->conflict)
            return false;
        out->rate = out->exchange->slots[rate];
    }
    Frame *back = lawful_rate(run, to, home, &out->conflict);
    if (!back || out->conflict)
        return false;
    out->divisor = back->slots[rate];
    if (!out->exchange)
        out->exchange = back;
    return true;
}

static Value convert(Vm *vm, Value value)
{
    Run *run = (Run *)vm;
    Text from = text_of(value.money->currency);
    Text to = run->sheet && run->sheet->currency.length ? run->sheet->currency : run->program->currency;
    Value amount = value_decimal(run->region, &value.money->amount);
    if (text_equal(from, to) || number_is_zero(amount))
        return amount;
    if (!run->has_day)
        return value_unknown(hang_on_note(run->region, text_format(run->region, "the day on which " TEXT_FMT " is turned into " TEXT_FMT, TEXT_ARG(from), TEXT_ARG(to))));
    Crossing crossing;
    if (!find_crossing(run, from, to, &crossing))
        return crossing.conflict ? conflicting_rates(run) : missing_rate(run, from, to);
    Value result = amount;
    if (crossing.rate.kind != VALUE_NULL)
        result = number_multiply(run->region, result, crossing.rate);
    if (crossing.divisor.kind != VALUE_NULL)
        result = number_divide(run->region, result, crossing.divisor);
    if (run->note)
        *LIST_ADD(run->region, run->note->conversions) =
            (ConversionNote){ value.money, crossing.rate, crossing.exchange, crossing.divisor, result };
    return result;
}

/* ---- notes ---- */

typedef struct NoteWalk {
    void (*visit)(void *, Frame *, uint16_t, const Note *);
    void *context;
} NoteWalk;

static bool holds_inner_things(const Meaning *meaning)
{
    return meaning->kind == MEANS_INNER || (meaning->kind == MEANS_DECISION && meaning->decision->makes);
}

static void walk_notes(const NoteWalk *walk, Frame *frame)
{
    for (uint16_t i = 0; i < frame->type->count; i++) {
        for (const Note *note = run_note(frame, i); note; note = note->more)
            walk->visit(walk->context, frame, i, note);
        Value value = frame->slots[i];
        if (value.kind != VALUE_LIST || !holds_inner_things(slot_meaning(frame->type, i)))
            continue;
        for (size_t k = 0; k < value.list->count; k++)
            if (value.list->at[k].kind == VALUE_THING)
                walk_notes(walk, value.list->at[k].thing);
    }
}

void run_each_note(Run *run, void (*visit)(void *, Frame *, uint16_t, const Note *), void *context)
{
    NoteWalk walk = { visit, context };
    walk_notes(&walk, run->root);
    for (size_t i = 0; i < run->calls.count; i++)
        visit(context, NULL, 0, run->calls.at[i]);
}

/* ---- setting up, faults ---- */

void run_init(Run *run, const Program *program, Region *region)
{
    *run = (Run){ .program = program, .region = region };
    vm_init(&run->vm, region);
    run->vm.strict = true;
    run->vm.symbols = program->symbols;
    run->vm.resolve = resolve;
    run->vm.convert = convert;
    run->choices = REGION_ARRAY(region, uint32_t, program->question_count + 1);
    run->asked = REGION_ARRAY(region, bool, program->question_count + 1);
}

void run_trace(Run *run)
{
    run->tracing = true;
    run->vm.on_read = note_read;
}

void run_report_faults(const Run *run, Report *report)
{
    uint32_t kept = run->vm.fault_count < 8 ? run->vm.fault_count : 8;
    for (uint32_t i = 0; i < kept; i++)
        report_error(report, run->vm.faults[i].name, run->vm.faults[i].span, TEXT_FMT, TEXT_ARG(run->vm.faults[i].message));
}

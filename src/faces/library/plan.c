/* faces/library/plan.c - plans and runners of include/declarant.h: values by position in, values by position out.
 *
 * A plan is resolved names; a runner is one frame of each kind that the plan touches. Deciding is: put the told slots
 * back, write the facts, read the wanted slots. Several cases go side by side where lanes.h can; what is odd there goes
 * alone.
 */
#include "determination/lanes.h"
#include "faces/library/library.h"

enum {
    FEW = 4,    /* fewer cases than that go one by one */
    AHEAD = 16, /* a case is fetched from memory while this many before it are told */
    FETCHED = 64 / sizeof(declarant_value) /* at once */
};

typedef struct PlanFact {
    uint32_t thing; /* index of its thing type */
    uint16_t slot;
    const Fact *fact;
} PlanFact;

typedef struct PlanDecision {
    const Decision *decision;
    uint32_t part; /* UINT32_MAX: the value itself */
} PlanDecision;

struct declarant_plan {
    Allocator allocator;
    Region region;
    const Program *program;
    size_t fact_count, decision_count;
    PlanFact *facts;
    PlanDecision *decisions;
    bool *wanted; /* per thing type: a frame is made */
};

typedef struct SlotRange {
    Value *at;
    size_t bytes;
} SlotRange;

typedef struct WantedSlot {
    Frame *frame;
    uint16_t slot;
    uint32_t part; /* UINT32_MAX: the value itself */
    const uint32_t *row; /* where the run says which row fired */
} WantedSlot;

struct declarant_runner {
    Allocator allocator;
    Region region;
    const declarant_plan *plan;
    Run run;
    Frame **frames; /* per thing type */
    Value **told;   /* per fact of the plan: its slot */
    WantedSlot *wanted;  /* per decision of the plan: where it stands */
    LIST_OF(SlotRange) cleared; /* slots that a case leaves behind: all but the facts of the plan and the lists of things */
    Lanes *lanes;    /* NULL: some decision asks for more, or for a fact that the plan does not tell */
    size_t *lane_facts; /* by fact of the lanes: its place in the plan */
    RegionMark mark; /* behind the frames: what a decision takes is dropped before the next */
};

/* ---- plans ---- */

typedef struct OpenPlan {
    declarant_plan *plan;
    declarant_law *law;
    Text jurisdiction, movement;
    const char *const *facts;
    const char *const *decisions;
} OpenPlan;

static void want(declarant_plan *plan, const ThingType *thing)
{
    for (; thing; thing = thing->within)
        plan->wanted[thing->index] = true;
}

static bool take_fact(Call *call, declarant_plan *plan, const char *name, PlanFact *out)
{
    const Fact *fact = program_fact(plan->program, NULL, text_of(name));
    if (!fact) {
        report_error(call->task.report, "unknown-fact", SPAN_NONE, "no fact is called \"%s\"", name);
        return false;
    }
    *out = (PlanFact){ fact->thing->index, fact->slot, fact };
    want(plan, fact->thing);
    return true;
}

static bool take_decision(Call *call, declarant_plan *plan, const char *name, PlanDecision *out)
{
    Text part;
    Text whole = text_cut(text_of(name), '.', &part);
    const Decision *decision = program_decision(plan->program, whole);
    *out = (PlanDecision){ decision, UINT32_MAX };
    for (uint32_t i = 0; decision && part.length && decision->record && i < decision->record->count; i++)
        if (text_equal(decision->record->entries[i].name, part))
            out->part = i;
    bool found = decision && !decision->parameters && (!part.length || out->part != UINT32_MAX);
    if (found)
        want(plan, decision->thing);
    else
        report_error(call->task.report, "unknown-decision", SPAN_NONE, "no decision is called \"%s\"", name);
    return found;
}

static void open_plan(Call *call)
{
    OpenPlan *open = call->arguments;
    declarant_plan *plan = open->plan;
    plan->program = lawbook_program(&call->task, open->law->lawbook, open->jurisdiction, open->movement);
    if (!plan->program)
        return;
    plan->wanted = REGION_ARRAY(&plan->region, bool, plan->program->thing_count + 1);
    plan->facts = REGION_ARRAY(&plan->region, PlanFact, plan->fact_count + 1);
    plan->decisions = REGION_ARRAY(&plan->region, PlanDecision, plan->decision_count + 1);
    plan->wanted[0] = true;
    bool good = true;
    for (size_t i = 0; i < plan->fact_count; i++)
        good &= take_fact(call, plan, open->facts[i], &plan->facts[i]);
    for (size_t i = 0; i < plan->decision_count; i++)
        good &= take_decision(call, plan, open->decisions[i], &plan->decisions[i]);
    if (good)
        call->result = DECLARANT_OK;
}

declarant_result declarant_plan_open(declarant_plan **plan, declarant_law *law, const char *jurisdiction, const char *movement, const char *const *facts, size_t fact_count,
                                     const char *const *decisions, size_t decision_count, declarant_report **report)
{
    declarant_plan *made = law->allocator.allocate(law->allocator.context, sizeof *made);
    if (!made)
        return DECLARANT_NO_MEMORY;
    *made = (declarant_plan){ .allocator = law->allocator, .fact_count = fact_count, .decision_count = decision_count };
    region_init(&made->region, &made->allocator);
    OpenPlan open = { made, law, text_of(jurisdiction), text_of(movement), facts, decisions };
    Call call = { .allocator = &law->allocator, .arguments = &open, .work = open_plan };
    declarant_result result = call_run(&call, &made->region, report);
    if (result == DECLARANT_OK)
        *plan = made;
    else
        declarant_plan_close(&made);
    return result;
}

void declarant_plan_close(declarant_plan **plan)
{
    if (!plan || !*plan)
        return;
    Allocator allocator = (*plan)->allocator;
    region_close(&(*plan)->region);
    allocator.release(allocator.context, *plan);
    *plan = NULL;
}

declarant_value declarant_plan_text(const declarant_plan *plan, const char *text, size_t length)
{
    const Str *symbol = symbol_find(plan->program->symbols, (Text){ text, length });
    if (symbol)
        return (declarant_value){ .kind = DECLARANT_TEXT, .is.symbol = symbol };
    return (declarant_value){ .kind = DECLARANT_TEXT, .is.text = text, .length = (uint32_t)length };
}

/* ---- runners ---- */

static Frame *runner_frame(declarant_runner *runner, const ThingType *thing)
{
    Frame **place = &runner->frames[thing->index];
    if (*place)
        return *place;
    Frame *parent = thing->within ? runner_frame(runner, thing->within) : NULL;
    RunFrame *made = run_frame(&runner->run, thing, parent, true);
    made->frame.number = 1;
    made->frame.id = TEXT("1");
    *place = &made->frame;
    if (!parent)
        runner->run.root = *place;
    for (uint16_t i = 0; parent && i < parent->type->count; i++)
        if (text_equal(parent->type->slots[i].name, thing->many)) {
            Value self = value_thing(*place);
            run_tell(parent, i, value_list(&runner->region, &self, 1));
        }
    return *place;
}

static bool stays_told(const declarant_runner *runner, const RunFrame *frame, uint16_t slot)
{
    for (size_t i = 0; i < runner->plan->fact_count; i++)
        if (runner->told[i] == &frame->frame.slots[slot])
            return true;
    return frame->told[slot].kind != VALUE_UNSET;
}

static void find_cleared(declarant_runner *runner, const RunFrame *frame)
{
    SlotRange *last = NULL;
    for (uint16_t i = 0; i < frame->frame.type->count; i++) {
        if (stays_told(runner, frame, i)) {
            last = NULL;
            continue;
        }
        if (!last) {
            last = LIST_ADD(&runner->region, runner->cleared);
            *last = (SlotRange){ &frame->frame.slots[i], 0 };
        }
        last->bytes += sizeof(Value);
    }
}

static WantedSlot wanted_slot(const declarant_runner *runner, const PlanDecision *wanted)
{
    Frame *frame = runner->frames[wanted->decision->thing->index];
    const FrameRecord *record = frame->record;
    return (WantedSlot){ frame, wanted->decision->slot, wanted->part, &record->rows[wanted->decision->slot] };
}

/* The place of a lane's fact in the plan, or SIZE_MAX. */
static size_t place_in_plan(const declarant_plan *plan, const LaneColumn *column)
{
    for (size_t i = plan->fact_count; i-- > 0;)
        if (plan->facts[i].fact == column->fact)
            return i;
    return SIZE_MAX;
}

static void open_lanes(declarant_runner *runner)
{
    const declarant_plan *plan = runner->plan;
    const Decision **wanted = REGION_ARRAY(&runner->region, const Decision *, plan->decision_count + 1);
    for (size_t i = 0; i < plan->decision_count; i++) {
        wanted[i] = plan->decisions[i].decision;
        if (plan->decisions[i].part != UINT32_MAX)
            return;
    }
    LaneColumn *const *facts;
    Lanes *lanes = lanes_open(&runner->region, plan->program, wanted, plan->decision_count);
    size_t count = lanes ? lanes_facts(lanes, &facts) : 0;
    runner->lane_facts = REGION_ARRAY(&runner->region, size_t, count + 1);
    for (size_t i = 0; i < count; i++) {
        runner->lane_facts[i] = place_in_plan(plan, facts[i]);
        if (runner->lane_facts[i] == SIZE_MAX)
            return;
    }
    runner->lanes = lanes;
}

static void open_runner(void *argument)
{
    declarant_runner *runner = argument;
    const Program *program = runner->plan->program;
    run_init(&runner->run, program, &runner->region);
    runner->frames = REGION_ARRAY(&runner->region, Frame *, program->thing_count + 1);
    for (uint32_t i = 0; i < program->thing_count; i++)
        if (runner->plan->wanted[i])
            runner_frame(runner, program->things[i]);
    runner->told = REGION_ARRAY(&runner->region, Value *, runner->plan->fact_count + 1);
    for (size_t i = 0; i < runner->plan->fact_count; i++)
        runner->told[i] = &runner->frames[runner->plan->facts[i].thing]->slots[runner->plan->facts[i].slot];
    runner->wanted = REGION_ARRAY(&runner->region, WantedSlot, runner->plan->decision_count + 1);
    for (size_t i = 0; i < runner->plan->decision_count; i++)
        runner->wanted[i] = wanted_slot(runner, &runner->plan->decisions[i]);
    for (RunFrame *frame = runner->run.told; frame; frame = frame->next) {
        find_cleared(runner, frame);
        frame->told = frame->frame.slots; /* facts are written there: those that say whether another one is told find it */
    }
    open_lanes(runner);
    region_take(&runner->region, 1); /* so that the mark lies in a block */
    runner->mark = region_mark(&runner->region);
}

declarant_result declarant_runner_open(declarant_runner **runner, const declarant_plan *plan)
{
    declarant_runner *made = plan->allocator.allocate(plan->allocator.context, sizeof *made);
    if (!made)
        return DECLARANT_NO_MEMORY;
    *made = (declarant_runner){ .allocator = plan->allocator, .plan = plan };
    region_init(&made->region, &made->allocator);
    if (!region_guard(&made->region, open_runner, made)) {
        declarant_runner_close(&made);
        return DECLARANT_NO_MEMORY;
    }
    *runner = made;
    return DECLARANT_OK;
}

void declarant_runner_close(declarant_runner **runner)
{
    if (!runner || !*runner)
        return;
    Allocator allocator = (*runner)->allocator;
    region_close(&(*runner)->region);
    allocator.release(allocator.context, *runner);
    *runner = NULL;
}

/* ---- values in and out ---- */

/* A text that is no symbol yet. */
static Value new_text(declarant_runner *runner, const declarant_value *in)
{
    Text text = { in->is.text, in->length };
    const Str *symbol = symbol_find(runner->plan->program->symbols, text);
    return symbol ? (Value){ .kind = VALUE_TEXT, .text = symbol } : value_text(&runner->region, text);
}

/* Numbers, days and symbols stand in both forms at the same place: only the kind is translated. */
static inline Value value_in(declarant_runner *runner, const declarant_value *in)
{
    static const uint8_t KINDS[8] = { [DECLARANT_NUMBER] = VALUE_NUMBER, [DECLARANT_TEXT] = VALUE_TEXT, [DECLARANT_BOOLEAN] = VALUE_BOOLEAN, [DECLARANT_DATE] = VALUE_DATE };
    if (in->kind == DECLARANT_TEXT && (in->length || !in->is.symbol))
        return new_text(runner, in);
    int64_t number = in->kind == DECLARANT_BOOLEAN ? in->is.number != 0 : in->is.number;
    return (Value){ .kind = KINDS[in->kind & 7], .exponent = in->exponent, .number = number };
}

static declarant_value number_out(declarant_runner *runner, Value value)
{
    if (value.kind == VALUE_NUMBER)
        return (declarant_value){ .kind = DECLARANT_NUMBER, .exponent = value.exponent, .is.number = value.number };
    Builder digits = builder_on(&runner->region);
    value_print(&digits, value);
    return (declarant_value){ .kind = DECLARANT_LONG_NUMBER, .is.text = digits.at, .length = (uint32_t)digits.length };
}

static inline declarant_value value_out(declarant_runner *runner, Value value)
{
    if (value_is_number(value))
        return number_out(runner, value);
    switch (value.kind) {
    case VALUE_BOOLEAN: return (declarant_value){ .kind = DECLARANT_BOOLEAN, .is.number = value.boolean };
    case VALUE_DATE: return (declarant_value){ .kind = DECLARANT_DATE, .is.number = value.days };
    case VALUE_TEXT: return (declarant_value){ .kind = DECLARANT_TEXT, .is.text = value.text->bytes, .length = value.text->length };
    case VALUE_UNKNOWN: return (declarant_value){ .kind = DECLARANT_UNKNOWN };
    case VALUE_ABSENT: case VALUE_NOT_THERE: case VALUE_NULL: return (declarant_value){ .kind = DECLARANT_ABSENT };
    default: return (declarant_value){ .kind = DECLARANT_OTHER };
    }
}

/* ---- deciding ---- */

typedef struct Decide {
    declarant_runner *runner;
    declarant_value *results;
    uint32_t *rows;
    const declarant_value *facts;
    size_t left; /* cases still to decide */
} Decide;

static void tell_facts(declarant_runner *runner, const declarant_value *facts)
{
    size_t count = runner->plan->fact_count;
    runner->run.vm.iterations = LIMIT_ITERATIONS;
    for (size_t i = 0; i < runner->cleared.count; i++)
        memset(runner->cleared.at[i].at, 0, runner->cleared.at[i].bytes); /* VALUE_UNSET */
    for (size_t i = 0; i < count; i++)
        *runner->told[i] = value_in(runner, &facts[i]);
}

static inline void tell_result(declarant_runner *runner, const Decide *work, size_t at, Value value)
{
    if (value.kind == VALUE_NUMBER)
        work->results[at] = (declarant_value){ .kind = DECLARANT_NUMBER, .exponent = value.exponent, .is.number = value.number };
    else
        work->results[at] = value_out(runner, value);
}

static void decide_one(declarant_runner *runner, const Decide *work, size_t case_number)
{
    size_t first = case_number * runner->plan->decision_count;
    tell_facts(runner, work->facts + case_number * runner->plan->fact_count);
    for (size_t i = 0; i < runner->plan->decision_count; i++) {
        const WantedSlot *wanted = &runner->wanted[i];
        Value value = run_read(&runner->run, wanted->frame, wanted->slot);
        if (wanted->part != UINT32_MAX && value.kind == VALUE_CONTEXT)
            value = value.context->at[wanted->part];
        tell_result(runner, work, first + i, value);
        if (work->rows)
            work->rows[first + i] = *wanted->row;
    }
}

static inline void fetch(const declarant_value *facts, size_t count)
{
    for (size_t i = 0; i < count; i += FETCHED)
        __builtin_prefetch(&facts[i]);
}

/* Case by case, in the order of the memory that they come from. */
static void tell_lanes(declarant_runner *runner, const Decide *work, uint32_t count)
{
    LaneColumn *const *columns;
    size_t column_count = lanes_facts(runner->lanes, &columns), step = runner->plan->fact_count;
    const declarant_value *facts = work->facts;
    for (uint32_t lane = 0; lane < count; lane++, facts += step) {
        if (lane + AHEAD < work->left)
            fetch(facts + AHEAD * step, step);
        for (size_t i = 0; i < column_count; i++)
            columns[i]->at[lane] = value_in(runner, &facts[runner->lane_facts[i]]);
    }
}

static void results_of_lanes(declarant_runner *runner, const Decide *work, uint32_t count, uint64_t odd)
{
    size_t decisions = runner->plan->decision_count;
    for (size_t i = 0; i < decisions; i++) {
        const LaneColumn *column = lanes_result(runner->lanes, i);
        for (uint32_t lane = 0; lane < count; lane++) {
            if (odd >> lane & 1)
                continue;
            tell_result(runner, work, lane * decisions + i, column->at[lane]);
            if (work->rows)
                work->rows[lane * decisions + i] = column->rows[lane];
        }
    }
}

/* As many cases as there are lanes; each odd one anew, alone. False: one has a fault. */
static bool decide_side_by_side(declarant_runner *runner, const Decide *work, uint32_t count)
{
    tell_lanes(runner, work, count);
    uint64_t odd = lanes_decide(runner->lanes, &runner->region, count);
    results_of_lanes(runner, work, count, odd);
    for (; odd && !runner->run.vm.faulted; odd &= odd - 1)
        decide_one(runner, work, (size_t)__builtin_ctzll(odd));
    return !runner->run.vm.faulted;
}

static void decide_work(void *argument)
{
    Decide *work = argument;
    declarant_runner *runner = work->runner;
    const declarant_plan *plan = runner->plan;
    run_restart(&runner->run); /* slots are put back case by case */
    region_drop(&runner->region, runner->mark); /* texts of the last call's results go only now */
    while (work->left) {
        size_t count = runner->lanes && work->left >= FEW ? work->left : 1;
        count = count < LANES ? count : LANES;
        if (count > 1 ? !decide_side_by_side(runner, work, (uint32_t)count) : (decide_one(runner, work, 0), runner->run.vm.faulted))
            return;
        work->left -= count;
        work->facts += count * plan->fact_count;
        work->results += count * plan->decision_count;
        if (work->rows)
            work->rows += count * plan->decision_count;
    }
}

declarant_result declarant_runner_decide(declarant_value *results, uint32_t *rows, declarant_runner *runner, const declarant_value *facts, size_t count)
{
    Decide work = { runner, results, rows, facts, count };
    if (!region_guard(&runner->region, decide_work, &work))
        return DECLARANT_NO_MEMORY;
    return runner->run.vm.faulted ? DECLARANT_FAULT : DECLARANT_OK;
}

const char *declarant_plan_row(const declarant_plan *plan, size_t decision, uint32_t row)
{
    if (decision >= plan->decision_count || !row)
        return NULL;
    const Decision *found = plan->decisions[decision].decision;
    const Sheet *sheet = found->sheets[found->sheet_count - 1];
    return sheet->kind == SHEET_TABLE && row <= sheet->row_count ? sheet->rows[row - 1].id : NULL;
}

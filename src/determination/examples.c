/* determination/examples.c - the example tables of the pages, run as small cases of their own.
 *
 * An example is set up once and may be run again and again: the mutations of the law do (mutate.c).
 *
 * An example has one thing of each kind that its columns, its givens or its decision name, and of those around them. A
 * column named after a decision sets that decision; a column named after a fact of a made thing makes that thing.
 */
#include "determination/checking.h"
#include "determination/sheet.h"

typedef enum Expects { EXPECT_NOTHING, EXPECT_VALUE, EXPECT_NULL, EXPECT_UNKNOWN, EXPECT_MARK } Expects;

typedef struct Expected { /* what one cell says should come out */
    Expects what;
    bool is_call;         /* of the decision itself, which has parameters */
    const FeelCode *code; /* what is worked out; NULL with is_call */
    Mark mark;            /* MARK */
    Value value;          /* VALUE */
} Expected;

struct Example {
    Task *task;
    const Program *program;
    const DecisionBlock *block;
    const ExampleTable *table;
    const ExampleRow *row;
    Run run;
    Frame **frames;   /* per thing type: the one thing of the kind, or NULL */
    bool *wanted;     /* per thing type: named by a column */
    Value *arguments; /* of a decision with parameters */
    Expected *expected; /* per column */
};

/* ---- which name is meant ---- */

typedef struct Target {
    const Fact *fact;
    const Decision *decision;
    uint32_t parameter; /* 1 + index */
    uint32_t part;      /* 1 + index in the record, of "decision.part" */
    const ThingType *thing;
    const Type *type;
} Target;

static bool find_parameter(const Example *example, Text name, Target *target)
{
    const Decision *decision = program_decision(example->program, example->block->name);
    for (uint32_t i = 0; decision && decision->parameters && i < decision->parameters->count; i++)
        if (text_equal(decision->parameters->slots[i].name, name)) {
            *target = (Target){ .parameter = i + 1, .type = decision->parameters->slots[i].type };
            return true;
        }
    return false;
}

/* The fact nearest to the decision's thing, else the only one of that name. */
static const Fact *find_fact(const Example *example, Text name)
{
    const ThingType *thing = program_thing(example->program, example->block->per);
    for (; thing; thing = thing->within) {
        const Fact *fact = program_fact(example->program, thing, name);
        if (fact)
            return fact;
    }
    return program_fact(example->program, NULL, name);
}

static bool find_part(const Example *example, Text name, Target *target)
{
    Text part;
    Text whole = text_cut(name, '.', &part);
    const Decision *decision = part.length ? program_decision(example->program, whole) : NULL;
    for (uint32_t i = 0; decision && decision->record && i < decision->record->count; i++)
        if (text_equal(decision->record->entries[i].name, part)) {
            *target = (Target){ .decision = decision, .part = i + 1, .thing = decision->thing, .type = decision->record->entries[i].type };
            return true;
        }
    return false;
}

static bool find_target(const Example *example, Span header, Target *target)
{
    Text name = text_trim(span_text(header));
    *target = (Target){ 0 };
    if (find_parameter(example, name, target) || find_part(example, name, target))
        return true;
    const Fact *fact = find_fact(example, name);
    if (fact) {
        *target = (Target){ .fact = fact, .thing = fact->thing, .type = fact->type };
        return true;
    }
    const Decision *decision = program_decision(example->program, name);
    if (!decision || decision->parameters)
        return false;
    *target = (Target){ .decision = decision, .thing = decision->thing, .type = decision->type };
    return true;
}

static void unknown_column(const Example *example, Span header)
{
    LIST_OF(Text) known = { 0 };
    for (uint32_t i = 0; i < example->program->fact_count; i++)
        *LIST_ADD(example->task->region, known) = example->program->facts[i].name;
    for (uint32_t i = 0; i < example->program->decision_count; i++)
        *LIST_ADD(example->task->region, known) = example->program->decisions[i]->name;
    Problem *p = report_error(example->task->report, "unknown-column", header, "no fact or decision is called \"" TEXT_FMT "\"", TEXT_ARG(text_trim(span_text(header))));
    Text near = text_nearest(text_trim(span_text(header)), known.at, known.count);
    if (near.length)
        problem_hint(example->task->report, p, "Did you mean \"" TEXT_FMT "\"?", TEXT_ARG(near));
}

/* ---- the things of an example ---- */

static void want(Example *example, const ThingType *thing)
{
    for (; thing; thing = thing->within)
        if (thing->index < example->program->thing_count)
            example->wanted[thing->index] = true;
}

static const Decision *maker(const Program *program, const ThingType *thing)
{
    for (uint32_t i = 0; i < program->decision_count; i++)
        if (program->decisions[i]->makes == thing)
            return program->decisions[i];
    return NULL;
}

static bool want_columns(Example *example)
{
    Target target;
    bool good = true;
    for (uint32_t c = 0; c < example->table->column_count; c++)
        if (example->table->columns[c].kind == EXAMPLE_FACT) {
            if (find_target(example, example->table->columns[c].header, &target))
                want(example, target.thing);
            else {
                unknown_column(example, example->table->columns[c].header);
                good = false;
            }
        }
    for (uint32_t g = 0; g < example->table->given_count; g++)
        if (find_target(example, example->table->given[g].name, &target))
            want(example, target.thing);
        else {
            unknown_column(example, example->table->given[g].name);
            good = false;
        }
    return good;
}

/* The decision's own thing, unless it is a made one that no column names: then the example makes it itself. */
static void want_own(Example *example)
{
    const ThingType *thing = program_thing(example->program, example->block->per);
    while (thing && maker(example->program, thing) && !example->wanted[thing->index])
        thing = thing->within;
    want(example, thing);
}

static uint16_t slot_of(const ThingType *thing, Text name)
{
    for (uint16_t i = 0; i < thing->count; i++)
        if (text_equal(thing->slots[i].name, name))
            return i;
    return UINT16_MAX;
}

static Frame *make_frame(Example *example, const ThingType *thing)
{
    Frame **place = &example->frames[thing->index];
    if (*place)
        return *place;
    Frame *parent = thing->within ? make_frame(example, thing->within) : NULL;
    RunFrame *made = run_frame(&example->run, thing, parent, true);
    made->frame.number = 1;
    made->frame.id = TEXT("1");
    *place = &made->frame;
    if (!parent) {
        example->run.root = *place;
        return *place;
    }
    Value self = value_thing(*place);
    run_tell(parent, slot_of(parent->type, thing->many), value_list(example->task->region, &self, 1));
    return *place;
}

static void make_frames(Example *example)
{
    make_frame(example, example->program->things[0]);
    for (uint32_t i = 0; i < example->program->thing_count; i++)
        if (example->wanted[i])
            make_frame(example, example->program->things[i]);
}

/* ---- setting values ---- */

static FeelContext context_at(const Example *example, Span span, const FeelScope *scope)
{
    return (FeelContext){ .task = example->task, .source = span.source, .scope = scope, .symbols = example->program->symbols, .strict = true,
                          .things = (const ThingType *const *)example->program->things, .thing_count = example->program->thing_count };
}

static void tell_part(Frame *frame, const Decision *decision, uint32_t part, Value value, Region *region)
{
    Value old = frame->slots[decision->slot];
    Value *parts = REGION_ARRAY(region, Value, decision->record->count);
    for (uint32_t i = 0; i < decision->record->count; i++)
        parts[i] = old.kind == VALUE_CONTEXT ? old.context->at[i] : VALUE_NOTHING;
    parts[part] = value;
    Context *context = REGION_NEW(region, Context);
    *context = (Context){ decision->record->shape, parts };
    run_tell(frame, decision->slot, (Value){ .kind = VALUE_CONTEXT, .context = context });
}

static bool set_value(Example *example, Span name, Span cell)
{
    Target target;
    Value value;
    Text text = text_trim(span_text(cell));
    if (text_is(text, "-") || !find_target(example, name, &target))
        return true;
    FeelContext context = context_at(example, cell, NULL);
    if (target.type->kind == TYPE_THING) {
        value = value_thing(make_frame(example, target.fact->points_to));
    } else if (!feel_parse_cell_value(&value, &context, cell, target.type)) {
        return false;
    }
    if (target.parameter)
        example->arguments[target.parameter - 1] = value;
    else if (target.part)
        tell_part(example->frames[target.thing->index], target.decision, target.part - 1, value, example->task->region);
    else
        run_tell(example->frames[target.thing->index], target.fact ? target.fact->slot : target.decision->slot, value);
    return true;
}

static bool set_all(Example *example)
{
    bool good = true;
    for (uint32_t g = 0; g < example->table->given_count; g++)
        good &= set_value(example, example->table->given[g].name, example->table->given[g].value);
    for (uint32_t c = 0; c < example->table->column_count; c++)
        if (example->table->columns[c].kind == EXAMPLE_FACT)
            good &= set_value(example, example->table->columns[c].header, example->row->cells[c]);
    return good;
}

/* ---- what is expected ---- */

static Frame *standing_in(const Example *example)
{
    const ThingType *thing = program_thing(example->program, example->block->per);
    while (thing && !example->frames[thing->index])
        thing = thing->within;
    return thing ? example->frames[thing->index] : example->run.root;
}

static void read_expected_value(Example *example, Expected *expected, Span cell)
{
    Text text = text_trim(span_text(cell));
    FeelContext context = context_at(example, cell, NULL);
    if (text_is(text, "unknown"))
        expected->what = EXPECT_UNKNOWN;
    else if (mark_read(text, &expected->mark))
        expected->what = EXPECT_MARK;
    else if (text_is(text, "*conflict*"))
        *expected = (Expected){ .what = EXPECT_MARK, .is_call = expected->is_call, .code = expected->code, .mark = MARK_CONFLICT };
    else if (feel_parse_cell_value(&expected->value, &context, cell, &type_any))
        expected->what = expected->value.kind == VALUE_NULL ? EXPECT_NULL : EXPECT_VALUE;
}

static bool read_expected_code(Example *example, Expected *expected, Span header)
{
    const Decision *decision = program_decision(example->program, example->block->name);
    expected->is_call = decision && decision->parameters && text_equal(text_trim(span_text(header)), decision->name);
    if (expected->is_call)
        return true;
    FeelContext context = context_at(example, header, example->program->scopes[standing_in(example)->type->index]);
    const FeelNode *node = feel_parse(&context, header);
    expected->code = node ? feel_compile(&context, node, NULL) : NULL;
    return expected->code != NULL;
}

static void read_expected(Example *example)
{
    example->expected = REGION_ARRAY(example->task->region, Expected, example->table->column_count + 1);
    for (uint32_t c = 0; c < example->table->column_count; c++) {
        Span cell = example->row->cells[c];
        if (example->table->columns[c].kind != EXAMPLE_EXPECTED || text_is(text_trim(span_text(cell)), "-"))
            continue;
        if (read_expected_code(example, &example->expected[c], example->table->columns[c].header))
            read_expected_value(example, &example->expected[c], cell);
    }
}

static bool as_expected(const Expected *expected, Value value)
{
    switch (expected->what) {
    case EXPECT_NOTHING: return true;
    case EXPECT_NULL: return value.kind == VALUE_NULL;
    case EXPECT_UNKNOWN: return value.kind == VALUE_UNKNOWN;
    case EXPECT_MARK: return value.kind == VALUE_ABSENT && value.mark == expected->mark;
    case EXPECT_VALUE: break;
    }
    return value_equal(value, expected->value) == 1;
}

/* A call may write into what it is given. */
static Value called(Example *example)
{
    const Decision *decision = program_decision(example->program, example->block->name);
    Value *arguments = region_take(example->task->region, (example->block->parameter_count + 1) * sizeof *arguments);
    memcpy(arguments, example->arguments, example->block->parameter_count * sizeof *arguments);
    return run_call(&example->run.vm, decision->function, standing_in(example), arguments);
}

static Text value_words(Region *region, Value value)
{
    Builder out = builder_on(region);
    value_print(&out, value);
    return builder_text(&out);
}

static void check_expected(Example *example, uint32_t column)
{
    const Expected *expected = &example->expected[column];
    Span header = example->table->columns[column].header, cell = example->row->cells[column];
    if (!expected->is_call && !expected->code)
        return;
    Value value = expected->is_call ? called(example) : feel_run(&example->run.vm, expected->code, standing_in(example));
    if (example->run.vm.faulted || as_expected(expected, value))
        return; /* a fault is told for itself */
    Text text = text_trim(span_text(header));
    report_error(example->task->report, "example-fails", cell, "example \"" TEXT_FMT "\": " TEXT_FMT " is " TEXT_FMT ", expected " TEXT_FMT, TEXT_ARG(example->row->name), TEXT_ARG(text),
                 TEXT_ARG(value_words(example->task->region, value)), TEXT_ARG(text_trim(span_text(cell))));
}

typedef struct FiredSearch {
    Text id;
    bool found;
    Builder fired; /* the ids that fired, for the message */
    const Decision *decision;
} FiredSearch;

static bool row_is(const Row *row, Text id)
{
    bool is = text_equal(row->id, id);
    for (uint32_t i = 0; i < row->alias_count; i++)
        is |= text_equal(row->aliases[i], id);
    return is;
}

static void search_fired(void *context, Frame *frame, uint16_t slot, const Note *note)
{
    FiredSearch *search = context;
    (void)frame, (void)slot;
    if (!note->sheet || note->sheet->kind != SHEET_TABLE || !note->fired)
        return;
    for (uint32_t r = 0; r < note->sheet->row_count; r++)
        if (rows_have(note->fired, r)) {
            const Row *row = note->sheet->rows[r].row;
            search->found |= row_is(row, search->id);
            if (note->decision == search->decision)
                build_format(&search->fired, " " TEXT_FMT, TEXT_ARG(row->id));
        }
}

static void check_by(Example *example, uint32_t column)
{
    Span cell = example->row->cells[column];
    Text all = text_trim(span_text(cell));
    while (all.length && !text_is(all, "-")) {
        Text rest;
        FiredSearch search = { .id = text_trim(text_cut(all, ',', &rest)), .fired = builder_on(example->task->region),
                               .decision = program_decision(example->program, example->block->name) };
        run_each_note(&example->run, search_fired, &search);
        if (!search.found)
            report_error(example->task->report, "example-other-row", cell, "example \"" TEXT_FMT "\": row " TEXT_FMT " did not fire; of \"" TEXT_FMT "\" fired:" TEXT_FMT, TEXT_ARG(example->row->name),
                         TEXT_ARG(search.id), TEXT_ARG(example->block->name), TEXT_ARG(search.fired.length ? builder_text(&search.fired) : TEXT(" none")));
        all = text_trim(rest);
    }
}

static void check_row(Example *example)
{
    for (uint32_t c = 0; c < example->table->column_count; c++)
        if (example->table->columns[c].kind == EXAMPLE_EXPECTED)
            check_expected(example, c);
    for (uint32_t c = 0; c < example->table->column_count; c++)
        if (example->table->columns[c].kind == EXAMPLE_BY)
            check_by(example, c);
}

static void report_example_faults(const Example *example)
{
    for (uint32_t i = 0; i < example->run.vm.fault_count && i < 8; i++) {
        const FeelFault *fault = &example->run.vm.faults[i];
        Problem *p = report_error(example->task->report, fault->name, fault->span, TEXT_FMT, TEXT_ARG(fault->message));
        problem_also(example->task->report, p, example->row->name_span, "in this example");
    }
}

/* ---- running ---- */

static uint32_t voice_of(const Program *program, const Page *page)
{
    for (uint32_t i = 0; i < program->voice_count; i++)
        if (page->layer == LAYER_GUIDANCE && text_equal(program->voices[i], page->voice))
            return i + 1;
    return 0;
}

Example *example_open(Task *task, const Program *program, const DecisionBlock *block, const ExampleTable *table, const ExampleRow *row)
{
    Example *example = REGION_NEW(task->region, Example);
    *example = (Example){ .task = task, .program = program, .block = block, .table = table, .row = row };
    example->frames = REGION_ARRAY(task->region, Frame *, program->thing_count + 1);
    example->wanted = REGION_ARRAY(task->region, bool, program->thing_count + 1);
    example->arguments = REGION_ARRAY(task->region, Value, block->parameter_count + 1);
    run_init(&example->run, program, task->region);
    run_trace(&example->run);
    example->run.voice = voice_of(program, block->page);
    example->run.house = block->page->layer == LAYER_HOUSE;
    if (!want_columns(example))
        return NULL;
    want_own(example);
    make_frames(example);
    if (!set_all(example))
        return NULL;
    read_expected(example);
    return example;
}

Run *example_run(Task *task, Example *example)
{
    example->task = task;
    example->run.region = example->run.vm.region = task->region;
    run_reset(&example->run);
    check_row(example);
    report_example_faults(example);
    return &example->run;
}

void examples_each(const Program *program, void (*visit)(void *context, const DecisionBlock *block, const ExampleTable *table, const ExampleRow *row), void *context)
{
    for (uint32_t p = 0; p < program->page_count; p++)
        for (uint32_t d = 0; d < program->pages[p]->decision_count; d++) {
            const DecisionBlock *block = &program->pages[p]->decisions[d];
            for (uint32_t t = 0; t < block->example_count; t++)
                for (uint32_t r = 0; r < block->examples[t].row_count; r++)
                    visit(context, block, &block->examples[t], &block->examples[t].rows[r]);
        }
}

typedef struct Running { /* the examples of a program, one after another */
    Task *task;
    const Program *program;
    Reached *reached;
    uint32_t count;
} Running;

static void run_one(void *context, const DecisionBlock *block, const ExampleTable *table, const ExampleRow *row)
{
    Running *running = context;
    Example *example = example_open(running->task, running->program, block, table, row);
    if (example)
        reached_take(running->reached, example_run(running->task, example));
    running->count++;
}

uint32_t examples_run(Task *task, const Program *program, Reached *reached)
{
    Running running = { task, program, reached, 0 };
    examples_each(program, run_one, &running);
    return running.count;
}

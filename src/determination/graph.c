/* determination/graph.c - see graph.h. Nodes are decisions, and facts with their "only if"; an edge is a reading. */
#include "determination/graph.h"

void decision_each_code(const Decision *decision, void (*visit)(void *, const FeelCode *), void *context)
{
    for (uint32_t s = 0; s < decision->sheet_count; s++) {
        const Sheet *sheet = decision->sheets[s];
        if (sheet->clock)
            visit(context, sheet->clock);
        if (sheet->code)
            visit(context, sheet->code);
        for (uint32_t c = 0; c < sheet->column_count; c++)
            visit(context, sheet->columns[c].code);
        for (uint32_t r = 0; r < sheet->row_count; r++)
            for (uint32_t i = 0; i < sheet->part_count; i++)
                if (sheet->rows[r].outputs[i].code)
                    visit(context, sheet->rows[r].outputs[i].code);
    }
}

typedef enum Colour { NOT_SEEN, ON_THE_WAY, DONE } Colour;

typedef struct Step { /* one member of the way at hand: a decision, or a fact with its condition */
    const Decision *decision;
    const Fact *fact;
} Step;

typedef struct Walk {
    Task *task;
    const Program *program;
    uint8_t *decision_colour;  /* Colour by decision index */
    uint8_t *fact_colour;      /* Colour by fact */
    Step *way;                 /* from the root to here */
    uint32_t depth;
    uint32_t *place;           /* of each decision: how many were left before it */
    uint32_t left;
} Walk;

static void walk_decision(Walk *walk, const Decision *decision);

static Text step_name(const Step *step) { return step->decision ? step->decision->name : step->fact->name; }
static Span step_span(const Step *step) { return step->decision ? step->decision->span : step->fact->entry->span; }

static void report_circle(Walk *walk, const void *again)
{
    uint32_t first = 0, decisions = 0;
    while (walk->way[first].decision != again && walk->way[first].fact != again)
        first++;
    Builder members = builder_on(walk->task->region);
    for (uint32_t i = first; i < walk->depth; i++) {
        build_format(&members, "\"" TEXT_FMT "\" -> ", TEXT_ARG(step_name(&walk->way[i])));
        decisions += walk->way[i].decision != NULL;
    }
    build_format(&members, "\"" TEXT_FMT "\"", TEXT_ARG(step_name(&walk->way[first])));
    Problem *p = report_error(walk->task->report, "circle", step_span(&walk->way[first]), "%s go in a circle: " TEXT_FMT, decisions ? "decisions" : "conditions of facts", TEXT_ARG(builder_text(&members)));
    for (uint32_t i = first + 1; i < walk->depth; i++)
        problem_also(walk->task->report, p, step_span(&walk->way[i]), "through here");
}

static void walk_code(void *context, const FeelCode *code);

static void walk_fact(Walk *walk, const Fact *fact)
{
    size_t index = (size_t)(fact - walk->program->facts);
    if (walk->fact_colour[index] == ON_THE_WAY)
        report_circle(walk, fact);
    if (walk->fact_colour[index] != NOT_SEEN)
        return;
    walk->fact_colour[index] = ON_THE_WAY;
    walk->way[walk->depth++] = (Step){ .fact = fact };
    if (fact->only_if)
        walk_code(walk, fact->only_if);
    walk->depth--;
    walk->fact_colour[index] = DONE;
}

/* A gathered list is the inner list; a made thing's list is its decision. */
static void walk_slot(Walk *walk, const ThingType *thing, uint16_t slot)
{
    if (slot >= thing->count)
        return;
    const Meaning *meaning = slot_meaning(thing, slot);
    if (meaning->kind == MEANS_DECISION)
        walk_decision(walk, meaning->decision);
    else if (meaning->kind == MEANS_FACT)
        walk_fact(walk, meaning->fact);
    else if (meaning->kind == MEANS_GATHER) {
        const ThingType *inner = thing->slots[meaning->via].type->of->thing;
        walk_slot(walk, thing, meaning->via);
        walk_slot(walk, inner, meaning->inner);
    }
}

static bool lies_in(const ThingType *thing, const ThingType *around)
{
    while (thing && thing != around)
        thing = thing->within;
    return thing != NULL;
}

/* A knowledge model reads its own thing: it can be called from there and from the things inside, not from further out. */
static void check_call(const Walk *walk, const FeelRead *call)
{
    const Decision *caller = walk->depth ? walk->way[walk->depth - 1].decision : NULL;
    const Decision *model = call->function->meaning;
    if (!caller || lies_in(caller->thing, model->thing))
        return;
    Problem *p = report_error(walk->task->report, "call-from-outside", call->span, "\"" TEXT_FMT "\" belongs to each " TEXT_FMT " and cannot be called from a " TEXT_FMT, TEXT_ARG(model->name),
                              TEXT_ARG(model->thing->name), TEXT_ARG(caller->thing->name));
    problem_also(walk->task->report, p, model->span, "made here");
}

static void walk_code(void *context, const FeelCode *code)
{
    Walk *walk = context;
    const FeelRead *reads;
    size_t count = feel_code_reads(code, &reads);
    for (size_t i = 0; i < count; i++)
        if (reads[i].function) {
            check_call(walk, &reads[i]);
            walk_decision(walk, reads[i].function->meaning);
        } else if (reads[i].thing)
            walk_slot(walk, reads[i].thing, reads[i].slot);
}

static void walk_decision(Walk *walk, const Decision *decision)
{
    uint8_t *colour = &walk->decision_colour[decision->index];
    if (*colour == ON_THE_WAY)
        report_circle(walk, decision);
    if (*colour != NOT_SEEN)
        return;
    *colour = ON_THE_WAY;
    walk->way[walk->depth++] = (Step){ .decision = decision };
    decision_each_code(decision, walk_code, walk);
    walk->depth--;
    *colour = DONE;
    walk->place[decision->index] = walk->left++;
}

void graph_check(Task *task, const Program *program, uint32_t *place)
{
    Walk walk = { .task = task, .program = program, .place = place,
                  .decision_colour = REGION_ARRAY(task->region, uint8_t, program->decision_count + 1),
                  .fact_colour = REGION_ARRAY(task->region, uint8_t, program->fact_count + 1),
                  .way = REGION_ARRAY(task->region, Step, (size_t)program->decision_count + program->fact_count + 1) };
    for (uint32_t i = 0; i < program->decision_count; i++) /* charges first: who merely reads them does not move them */
        if (program->decisions[i]->shape == SHAPE_CHARGE)
            walk_decision(&walk, program->decisions[i]);
    for (uint32_t i = 0; i < program->decision_count; i++)
        walk_decision(&walk, program->decisions[i]);
    for (uint32_t i = 0; i < program->fact_count; i++)
        walk_fact(&walk, &program->facts[i]);
}

/* determination/asked.c - see asked.h. A walk from all that a determination gathers down to what it reads. */
#include "determination/asked.h"

#include "determination/graph.h"

typedef struct Asker {
    const Program *program;
    bool *seen;               /* decisions, by index */
    const Decision **waiting; /* asked for, and not yet looked into */
    uint32_t count;
} Asker;

static void ask_decision(Asker *asker, const Decision *decision)
{
    if (!decision || asker->seen[decision->index])
        return;
    asker->seen[decision->index] = true;
    asker->waiting[asker->count++] = decision;
}

static void ask_slot(Asker *asker, const ThingType *thing, uint16_t slot)
{
    const Meaning *meaning = slot < thing->count ? slot_meaning(thing, slot) : NULL;
    if (meaning && meaning->kind == MEANS_DECISION)
        ask_decision(asker, meaning->decision);
    if (!meaning || meaning->kind != MEANS_GATHER)
        return;
    ask_slot(asker, thing, meaning->via);
    ask_slot(asker, thing->slots[meaning->via].type->of->thing, meaning->inner);
}

static void ask_code(void *context, const FeelCode *code)
{
    Asker *asker = context;
    const FeelRead *reads;
    size_t count = code ? feel_code_reads(code, &reads) : 0;
    for (size_t i = 0; i < count; i++)
        if (reads[i].function)
            ask_decision(asker, reads[i].function->meaning);
        else if (reads[i].thing)
            ask_slot(asker, reads[i].thing, reads[i].slot);
}

/* What makes a thing is asked for by whatever belongs to the thing. */
static void ask_maker(Asker *asker, const ThingType *thing)
{
    for (; thing; thing = thing->within)
        for (uint32_t i = 0; i < asker->program->decision_count; i++)
            if (asker->program->decisions[i]->makes == thing)
                ask_decision(asker, asker->program->decisions[i]);
}

static void ask_all(Asker *asker)
{
    const Program *program = asker->program;
    for (uint32_t i = 0; i < program->answer_count; i++) {
        ask_decision(asker, program->answers[i].decision);
        ask_code(asker, program->answers[i].when);
    }
    for (uint32_t i = 0; i < program->fact_count; i++)
        ask_code(asker, program->facts[i].only_if);
    while (asker->count) {
        const Decision *decision = asker->waiting[--asker->count];
        ask_decision(asker, decision->due);
        ask_maker(asker, decision->thing);
        decision_each_code(decision, ask_code, asker);
    }
}

Asked asked_none(Region *region, const Rulebooks *books)
{
    Asked asked = { books, REGION_ARRAY(region, bool *, books->page_count + 1) };
    for (uint32_t p = 0; p < books->page_count; p++)
        asked.blocks[p] = REGION_ARRAY(region, bool, books->pages[p].decision_count + 1);
    return asked;
}

static void mark_blocks(const Asked *asked, const Decision *decision)
{
    for (uint32_t s = 0; s < decision->sheet_count; s++)
        for (size_t b = 0; b < decision->sheets[s]->blocks.count; b++) {
            const DecisionBlock *block = decision->sheets[s]->blocks.at[b];
            size_t page = (size_t)(block->page - asked->books->pages);
            asked->blocks[page][block - block->page->decisions] = true;
        }
}

void asked_add(Task *task, Asked *asked, const Program *program)
{
    RegionMark mark = region_mark(task->region);
    Asker asker = { .program = program, .seen = REGION_ARRAY(task->region, bool, program->decision_count + 1),
                    .waiting = REGION_ARRAY(task->region, const Decision *, program->decision_count + 1) };
    ask_all(&asker);
    for (uint32_t i = 0; i < program->decision_count; i++)
        if (asker.seen[i])
            mark_blocks(asked, program->decisions[i]);
    region_drop(task->region, mark);
}

/* ---- what is told ---- */

static void report_not_asked(Task *task, const DecisionBlock *block)
{
    Problem *p = report_warning(task->report, "decision-not-asked", block->name_span, "nobody asks for \"" TEXT_FMT "\"", TEXT_ARG(block->name));
    problem_hint(task->report, p, "No list of answers.md gathers it, and no decision that is asked for reads it; leave it out, or name where it is read.");
}

/* Readings that say the same are one. */
static bool has_one_reading(const DecisionBlock *block)
{
    for (uint32_t i = 1; i < block->reading_count; i++)
        if (!text_equal(text_trim(span_text(block->readings[i].value)), text_trim(span_text(block->readings[0].value))))
            return false;
    return true;
}

static void report_one_reading(Task *task, const DecisionBlock *block)
{
    Problem *p = report_error(task->report, "question-one-reading", block->name_span, "open question \"" TEXT_FMT "\" has one reading only", TEXT_ARG(block->name));
    problem_hint(task->report, p, "Name the other reading with its source, or make a decision of what is no longer open.");
}

void asked_report(Task *task, const Asked *asked)
{
    for (uint32_t p = 0; p < asked->books->page_count; p++)
        for (uint32_t d = 0; d < asked->books->pages[p].decision_count; d++) {
            const DecisionBlock *block = &asked->books->pages[p].decisions[d];
            if (!asked->blocks[p][d])
                report_not_asked(task, block);
            if (block->kind == DECISION_QUESTION && has_one_reading(block))
                report_one_reading(task, block);
        }
}

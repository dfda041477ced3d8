/* determination/eras.c - see eras.h. */
#include "determination/eras.h"

#include <stdlib.h>

#include "determination/graph.h"
#include "determination/proof.h"

/* ---- cutting ---- */

static int compare_days(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

static void sort_days(DayList *days)
{
    size_t kept = 0;
    if (days->count)
        qsort(days->at, days->count, sizeof *days->at, compare_days);
    for (size_t i = 0; i < days->count; i++)
        if (!kept || days->at[kept - 1] != days->at[i])
            days->at[kept++] = days->at[i];
    days->count = kept;
}

DaySpans days_cut(Region *region, DaySpan days, const DayList *at)
{
    LIST_OF(DaySpan) spans = { 0 };
    int64_t first = days.first;
    for (size_t i = 0; i < at->count; i++) {
        if (at->at[i] <= first || at->at[i] > days.last)
            continue;
        *LIST_ADD(region, spans) = (DaySpan){ first, at->at[i] - 1 };
        first = at->at[i];
    }
    *LIST_ADD(region, spans) = (DaySpan){ first, days.last };
    return (DaySpans){ (uint32_t)spans.count, spans.at };
}

/* ---- the eras of a sheet ---- */

static DaySpans modelled_days(Region *region, const Sheet *sheet)
{
    DaySpans all = { 0 };
    for (size_t i = 0; i < sheet->blocks.count; i++)
        all = days_union(region, all, sheet->blocks.at[i]->page->modelled);
    return all;
}

/* A column that reads the clock itself: on which days does it change its mind? */
static DayList clock_column_days(Region *region, const Sheet *sheet)
{
    DayList days = { 0 };
    for (uint32_t c = 0; c < sheet->column_count && sheet->clock_is_slot; c++) {
        const ColumnIndex *column = &sheet->columns[c];
        bool is_clock = column->is_slot && column->up == sheet->clock_up && column->slot == sheet->clock_slot;
        for (uint32_t i = 0; is_clock && i < column->count; i++) {
            *LIST_ADD(region, days) = column->values[i].days;
            *LIST_ADD(region, days) = column->values[i].days + 1;
        }
    }
    sort_days(&days);
    return days;
}

typedef LIST_OF(EraPart) PartList;

static void add_parts(Region *region, PartList *parts, EraPart part, const DayList *cuts)
{
    DaySpans spans = days_cut(region, part.days, cuts);
    for (uint32_t i = 0; i < spans.count; i++)
        *LIST_ADD(region, *parts) = (EraPart){ spans.at[i], part.era, part.promised };
}

/* What of an era the pages promise, and the rest of it. */
static void cut_era(Region *region, PartList *parts, EraPart era, DaySpans modelled, const DayList *cuts)
{
    DayList edges = { 0 };
    for (uint32_t i = 0; i < modelled.count; i++) {
        *LIST_ADD(region, edges) = modelled.at[i].first;
        if (modelled.at[i].last != DAY_OPEN)
            *LIST_ADD(region, edges) = modelled.at[i].last + 1;
    }
    DaySpans spans = days_cut(region, era.days, &edges);
    for (uint32_t i = 0; i < spans.count; i++) {
        bool promised = days_contain(modelled, spans.at[i].first);
        add_parts(region, parts, (EraPart){ spans.at[i], era.era, promised }, cuts);
    }
}

EraParts era_parts(Region *region, const Sheet *sheet)
{
    PartList parts = { 0 };
    DaySpans modelled = modelled_days(region, sheet);
    DayList cuts = clock_column_days(region, sheet);
    for (uint32_t era = 0; era < sheet->era_count; era++) {
        DaySpan days = { sheet->era_from[era], era + 1 < sheet->era_count ? sheet->era_from[era + 1] - 1 : DAY_OPEN };
        cut_era(region, &parts, (EraPart){ days, era, false }, modelled, &cuts);
    }
    return (EraParts){ parts.count, parts.at };
}

/* ---- what lies below ---- */

typedef struct Below { /* a walk over all that the columns of a sheet read */
    Region *region;
    const Program *program;
    const ThingType *clock_thing; /* whose slot the clock is; NULL: it is none */
    uint16_t clock_slot;
    bool *decisions;  /* seen, by index */
    bool *facts;      /* seen */
    DayList days;
    bool reckoned;    /* a formula reads the clock's day */
} Below;

static void below_code(void *context, const FeelCode *code);

static void add_spans(Below *below, DaySpans spans)
{
    for (uint32_t i = 0; i < spans.count; i++) {
        if (spans.at[i].first != DAY_EVER)
            *LIST_ADD(below->region, below->days) = spans.at[i].first;
        if (spans.at[i].last != DAY_OPEN)
            *LIST_ADD(below->region, below->days) = spans.at[i].last + 1;
    }
}

static void below_decision(Below *below, const Decision *decision)
{
    if (below->decisions[decision->index])
        return;
    below->decisions[decision->index] = true;
    for (uint32_t s = 0; s < decision->sheet_count; s++) {
        const Sheet *sheet = decision->sheets[s];
        bool same_clock = sheet->clock_is_slot && sheet->clock_slot == below->clock_slot && thing_outward(decision, sheet->clock_up) == below->clock_thing;
        for (uint32_t e = 1; same_clock && e < sheet->era_count; e++)
            *LIST_ADD(below->region, below->days) = sheet->era_from[e];
        for (uint32_t i = 0; same_clock && i < sheet->reading_count; i++)
            add_spans(below, sheet->readings[i].reading->in_force);
        for (uint32_t c = 0; c < sheet->column_count; c++) /* one that compares the clock with days */
            for (uint32_t i = 0; sheet->columns[c].type->kind == TYPE_DATE && i < sheet->columns[c].count; i++) {
                *LIST_ADD(below->region, below->days) = sheet->columns[c].values[i].days;
                *LIST_ADD(below->region, below->days) = sheet->columns[c].values[i].days + 1;
            }
    }
    decision_each_code(decision, below_code, below);
}

/* A made fact says what the rows that make its thing write on the day. */
static void below_makers(Below *below, const ThingType *thing)
{
    for (uint32_t i = 0; i < below->program->decision_count; i++)
        if (below->program->decisions[i]->makes == thing)
            below_decision(below, below->program->decisions[i]);
}

static void below_slot(Below *below, const ThingType *thing, uint16_t slot)
{
    const Meaning *meaning = slot < thing->count ? slot_meaning(thing, slot) : NULL;
    if (meaning && meaning->kind == MEANS_DECISION)
        below_decision(below, meaning->decision);
    if (!meaning || meaning->kind != MEANS_FACT || below->facts[meaning->fact - below->program->facts])
        return;
    below->facts[meaning->fact - below->program->facts] = true;
    if (meaning->fact->only_if)
        below_code(below, meaning->fact->only_if);
    if (meaning->fact->entry->made)
        below_makers(below, meaning->fact->thing);
}

static void below_code(void *context, const FeelCode *code)
{
    Below *below = context;
    const FeelRead *reads;
    size_t count = feel_code_reads(code, &reads);
    uint8_t up;
    uint16_t slot;
    for (size_t i = 0; i < count && !feel_code_slot(code, &up, &slot); i++)
        below->reckoned |= !reads[i].function && reads[i].thing == below->clock_thing && reads[i].slot == below->clock_slot;
    for (size_t i = 0; i < count; i++)
        if (reads[i].function)
            below_decision(below, reads[i].function->meaning);
        else if (reads[i].thing)
            below_slot(below, reads[i].thing, reads[i].slot);
}

DayList days_below(Region *region, const Program *program, const Decision *decision, const Sheet *sheet, bool *reckoned)
{
    Below below = { .region = region, .program = program, .decisions = REGION_ARRAY(region, bool, program->decision_count + 1),
                    .facts = REGION_ARRAY(region, bool, program->fact_count + 1) };
    below.clock_thing = sheet->clock_is_slot ? thing_outward(decision, sheet->clock_up) : NULL;
    below.clock_slot = sheet->clock_slot;
    for (uint32_t c = 0; c < sheet->column_count; c++)
        below_code(&below, sheet->columns[c].code);
    sort_days(&below.days);
    *reckoned = below.reckoned;
    return below.days;
}

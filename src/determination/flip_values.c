/* determination/flip_values.c - which facts of a case can be flipped, and to what: the values that some table tells apart. See flip.h.
 *
 * A fact with few values has them all. A number or day has, beside the one told, the nearest bounds of the columns that read it; the
 * day of a clock also the last day of the era before and the first of the one after.
 */
#include <stdlib.h>

#include "determination/answer.h"
#include "determination/flip.h"
#include "determination/sheet.h"

enum { NEAREST = 2 }; /* pieces on either side of the value told */

typedef struct ReadFact { /* a fact that some decision read */
    const Frame *frame;
    uint16_t slot;
    size_t candidate; /* 1 + its place among the candidates; 0: it is none */
} ReadFact;

typedef struct Collecting {
    Task *task;
    const Determination *first;
    const Case *trial;
    LIST_OF(Candidate) list;
    LIST_OF(Untried) untried;
    LIST_OF(ReadFact) reads;
    LIST_OF(const Note *) met; /* of the walk at hand */
} Collecting;

/* ---- values ---- */

typedef struct Values {
    Region *region;
    Value told;
    LIST_OF(Value) list;
} Values;

static void add_value(Values *values, Value value)
{
    if (values->list.count >= LIMIT_FLIP_VALUES || value_alike(value, values->told))
        return;
    for (size_t i = 0; i < values->list.count; i++)
        if (value_alike(values->list.at[i], value))
            return;
    *LIST_ADD(values->region, values->list) = value;
}

static const ThingType *outward(const ThingType *thing, uint8_t up)
{
    for (; thing && up; up--)
        thing = thing->within;
    return thing;
}

static bool reads_fact(const Decision *decision, uint8_t up, uint16_t slot, const Fact *fact)
{
    const ThingType *thing = outward(decision->parameters ? decision->parameters : decision->thing, up);
    return thing == fact->thing && slot == fact->slot;
}

static bool piece_ordered(const ColumnIndex *column, Value told)
{
    return column->form == FORM_ORDERED && (value_is_number(told) || told.kind == VALUE_DATE);
}

static void add_column(Values *values, const ColumnIndex *column)
{
    if (column->form == FORM_TEXT)
        for (uint32_t i = 0; i < column->count; i++)
            add_value(values, column->values[i]);
    if (!piece_ordered(column, values->told))
        return;
    int64_t here = column_piece(column, values->told), last = 2 * (int64_t)column->count;
    for (int64_t piece = here - NEAREST; piece <= here + NEAREST; piece++) {
        Value value;
        bool inside = piece >= 0 && piece <= last && piece != here && column_piece_allowed(column, (uint32_t)piece);
        if (inside && column_piece_value(values->region, column, (uint32_t)piece, &value))
            add_value(values, value);
    }
}

static void add_eras(Values *values, const Sheet *sheet)
{
    if (values->told.kind != VALUE_DATE || sheet->kind != SHEET_TABLE)
        return;
    uint32_t era = sheet_era(sheet, values->told.days);
    if (era > 0)
        add_value(values, value_date(sheet->era_from[era] - 1));
    if (era + 1 < sheet->era_count)
        add_value(values, value_date(sheet->era_from[era + 1]));
}

static void add_sheet(Values *values, const Decision *decision, const Sheet *sheet, const Fact *fact)
{
    if (sheet->clock_is_slot && reads_fact(decision, sheet->clock_up, sheet->clock_slot, fact))
        add_eras(values, sheet);
    for (uint32_t c = 0; c < sheet->column_count; c++)
        if (sheet->columns[c].is_slot && reads_fact(decision, sheet->columns[c].up, sheet->columns[c].slot, fact))
            add_column(values, &sheet->columns[c]);
}

static uint32_t other_values(Collecting *collecting, const Fact *fact, Value told, const Value **found)
{
    Values values = { .region = collecting->task->region, .told = told };
    const Value *few;
    const Program *program = collecting->first->program;
    uint32_t count = fact_values(fact, &few);
    for (uint32_t i = 0; i < count; i++)
        add_value(&values, few[i]);
    for (uint32_t i = 0; i < program->decision_count && !count; i++)
        for (uint32_t s = 0; s < program->decisions[i]->sheet_count; s++)
            add_sheet(&values, program->decisions[i], program->decisions[i]->sheets[s], fact);
    *found = values.list.at;
    return (uint32_t)values.list.count;
}

/* ---- which were read ---- */

static int by_place(const void *a, const void *b)
{
    const ReadFact *one = a, *other = b;
    uintptr_t x = (uintptr_t)one->frame, y = (uintptr_t)other->frame;
    return x != y ? (x > y) - (x < y) : (int)one->slot - (int)other->slot;
}

static void take_reads(void *context, Frame *frame, uint16_t slot, const Note *note)
{
    Collecting *collecting = context;
    (void)frame, (void)slot;
    for (size_t i = 0; i < note->reads.count; i++)
        if (slot_meaning(note->reads.at[i].frame->type, note->reads.at[i].slot)->kind == MEANS_FACT)
            *LIST_ADD(collecting->task->region, collecting->reads) = (ReadFact){ note->reads.at[i].frame, note->reads.at[i].slot, 0 };
}

/* Every fact that some decision read, once, in the order of by_place. */
static void find_reads(Collecting *collecting)
{
    run_each_note(collecting->first->run, take_reads, collecting);
    if (!collecting->reads.count)
        return;
    qsort(collecting->reads.at, collecting->reads.count, sizeof *collecting->reads.at, by_place);
    size_t kept = 1;
    for (size_t i = 1; i < collecting->reads.count; i++)
        if (by_place(&collecting->reads.at[i], &collecting->reads.at[kept - 1]) != 0)
            collecting->reads.at[kept++] = collecting->reads.at[i];
    collecting->reads.count = kept;
}

static ReadFact *read_of(const Collecting *collecting, const Frame *frame, uint16_t slot)
{
    ReadFact wanted = { frame, slot, 0 };
    return collecting->reads.count ? bsearch(&wanted, collecting->reads.at, collecting->reads.count, sizeof wanted, by_place) : NULL;
}

static void take_fact(Collecting *collecting, const CaseFact *main, const CaseFact *trial)
{
    const Fact *fact = main->fact;
    Value told = run_frame_of(main->frame)->told[fact->slot];
    ReadFact *read = read_of(collecting, main->frame, fact->slot);
    bool chooses_law = !fact->thing->within && (text_is(fact->name, "jurisdiction") || text_is(fact->name, "movement"));
    if (chooses_law || fact->points_to || told.kind == VALUE_LIST || told.kind == VALUE_UNSET || !read)
        return;
    const Value *values;
    uint32_t count = other_values(collecting, fact, told, &values);
    if (count) {
        *LIST_ADD(collecting->task->region, collecting->list) = (Candidate){ fact, main->frame, trial->frame, told, count, values, 0 };
        read->candidate = collecting->list.count;
    } else
        *LIST_ADD(collecting->task->region, collecting->untried) = (Untried){ fact, frame_path(collecting->task->region, main->frame) };
}

/* ---- which charges rest on them ---- */

static bool met(Collecting *collecting, const Note *note)
{
    for (size_t i = 0; i < collecting->met.count; i++)
        if (collecting->met.at[i] == note)
            return true;
    *LIST_ADD(collecting->task->region, collecting->met) = note;
    return false;
}

static void mark_fact(Collecting *collecting, const Frame *frame, uint16_t slot, uint64_t line)
{
    const ReadFact *read = read_of(collecting, frame, slot);
    if (read && read->candidate)
        collecting->list.at[read->candidate - 1].lines |= line;
}

static void mark_below(Collecting *collecting, Frame *frame, uint16_t slot, uint64_t line)
{
    for (const Note *note = run_note(frame, slot); note && !met(collecting, note); note = note->more)
        for (size_t i = 0; i < note->reads.count; i++) {
            const ReadNote *read = &note->reads.at[i];
            if (slot_meaning(read->frame->type, read->slot)->kind == MEANS_FACT)
                mark_fact(collecting, read->frame, read->slot, line);
            else
                mark_below(collecting, read->frame, read->slot, line);
        }
    const RunFrame *made = run_frame_of(frame);
    if (made && made->maker_note && frame->parent)
        mark_below(collecting, frame->parent, made->maker_note->decision->slot, line);
}

static void mark_lines(Collecting *collecting)
{
    uint32_t number = 0;
    for (const Entry *entry = collecting->first->entries; entry; entry = entry->next) {
        if (entry->decision->shape != SHAPE_CHARGE || !entry->frame || entry->frame->type != entry->decision->thing)
            continue;
        collecting->met.count = 0;
        mark_below(collecting, entry->frame, entry->decision->slot, UINT64_C(1) << (number < 63 ? number : 63));
        number++;
    }
}

Candidates flip_candidates(Task *task, const Determination *first, const Case *trial)
{
    Collecting collecting = { .task = task, .first = first, .trial = trial };
    find_reads(&collecting);
    for (uint32_t i = 0; i < first->facts->told_count && i < trial->told_count; i++)
        take_fact(&collecting, &first->facts->told[i], &trial->told[i]);
    mark_lines(&collecting);
    return (Candidates){ (uint32_t)collecting.list.count, collecting.list.at, (uint32_t)collecting.untried.count, collecting.untried.at };
}

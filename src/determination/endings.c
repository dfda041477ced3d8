/* determination/endings.c - see endings.h. One walk goes down from the charges, codes and values along what was read, and so meets what
 * they rest on; the other goes through all notes and takes the days on which anything at all begins or ends, to be tried. */
#include "determination/endings.h"

#include <stdlib.h>

#include "determination/answer.h"

/* ---- clocks ---- */

Text note_clock(const Note *note, const Fact **fact)
{
    const Sheet *sheet = note->sheet;
    *fact = NULL;
    if (!sheet || !sheet->clock_is_slot)
        return TEXT_NONE;
    const ThingType *thing = note->decision->parameters ? note->decision->parameters : note->decision->thing;
    for (uint8_t up = sheet->clock_up; up && thing; up--)
        thing = thing->within;
    if (!thing)
        return TEXT_NONE;
    const Meaning *meaning = slot_meaning(thing, sheet->clock_slot);
    *fact = meaning->kind == MEANS_FACT ? meaning->fact : NULL;
    return thing->slots[sheet->clock_slot].name;
}

/* ---- what was met ---- */

typedef struct Met { /* notes, by their address */
    Region *region;
    const void **at;
    size_t count, room;
} Met;

static size_t met_place(const Met *met, const void *what)
{
    size_t at = ((uintptr_t)what >> 4) * 0x9e3779b97f4a7c15u & (met->room - 1);
    while (met->at[at] && met->at[at] != what)
        at = (at + 1) & (met->room - 1);
    return at;
}

static void met_grow(Met *met)
{
    Met bigger = { met->region, NULL, met->count, met->room ? 2 * met->room : 256 };
    bigger.at = REGION_ARRAY(met->region, const void *, bigger.room);
    for (size_t i = 0; i < met->room; i++)
        if (met->at[i])
            bigger.at[met_place(&bigger, met->at[i])] = met->at[i];
    *met = bigger;
}

/* True the first time. */
static bool met_first(Met *met, const void *what)
{
    if (2 * (met->count + 1) > met->room)
        met_grow(met);
    size_t at = met_place(met, what);
    if (met->at[at])
        return false;
    met->at[at] = what;
    met->count++;
    return true;
}

/* ---- the way down ---- */

typedef struct Descent {
    Met met;
    void (*visit)(void *context, const Frame *frame, uint16_t slot, const Note *note);
    void *context;
} Descent;

static void descend(Descent *descent, const Frame *frame, uint16_t slot, const Note *note);

/* A thing that was made rests on the decision that made it. */
static void descend_slot(Descent *descent, const Frame *frame, uint16_t slot)
{
    const Note *note = run_note(frame, slot);
    const RunFrame *made = note ? NULL : run_frame_of(frame);
    if (note)
        descend(descent, frame, slot, note);
    else if (made && made->maker_note && frame->parent)
        descend(descent, frame->parent, 0, made->maker_note);
}

static void descend(Descent *descent, const Frame *frame, uint16_t slot, const Note *note)
{
    for (; note && met_first(&descent->met, note); note = note->more) {
        descent->visit(descent->context, frame, slot, note);
        for (size_t i = 0; i < note->reads.count; i++)
            descend_slot(descent, note->reads.at[i].frame, note->reads.at[i].slot);
        for (size_t i = 0; i < note->calls.count; i++)
            descend(descent, NULL, 0, note->calls.at[i]);
    }
}

/* The day on which a charge falls due is told with it. */
static void descend_due(Descent *descent, const Entry *entry)
{
    const Decision *due = entry->decision->shape == SHAPE_CHARGE && entry->value.kind == VALUE_CONTEXT ? entry->decision->due : NULL;
    const Frame *frame = entry->frame;
    while (due && frame && frame->type != due->thing)
        frame = frame->parent;
    if (due && frame)
        descend_slot(descent, frame, due->slot);
}

void figures_each_note(Task *task, const Determination *answer, void (*visit)(void *, const Frame *, uint16_t, const Note *), void *context)
{
    Descent descent = { { .region = task->region }, visit, context };
    for (const Entry *entry = answer->entries; entry; entry = entry->next) {
        if (!entry->frame || entry->frame->type != entry->decision->thing || !list_is_core(answer->program, entry->list))
            continue;
        descend_slot(&descent, entry->frame, entry->decision->slot);
        descend_due(&descent, entry);
    }
}

/* ---- endings ---- */

typedef struct Walk {
    Task *task;
    const Determination *answer;
    LIST_OF(Ending) list;
} Walk;

/* The last of the days that hold on `day` without a gap; DAY_OPEN: no end is known, or it does not hold. */
static int64_t last_of(DaySpans spans, int64_t day)
{
    for (uint32_t i = 0; i < spans.count; i++)
        if (spans.at[i].first <= day && day <= spans.at[i].last)
            return spans.at[i].last;
    return DAY_OPEN;
}

static void add_ending(Walk *walk, Ending ending)
{
    if (ending.last == DAY_OPEN)
        return;
    ending.after = ending.last + 1 - ending.day;
    for (size_t i = 0; i < walk->list.count; i++) {
        const Ending *known = &walk->list.at[i];
        if (known->kind == ending.kind && known->decision == ending.decision && known->day == ending.day && text_equal(known->name, ending.name))
            return;
    }
    *LIST_ADD(walk->task->region, walk->list) = ending;
}

static Ending ending_of(Walk *walk, const Frame *frame, const Note *note, EndingKind kind)
{
    Ending ending = { .kind = kind, .decision = note->decision, .of = frame ? frame_path(walk->task->region, frame) : TEXT_NONE, .day = note->day,
                      .house = note->sheet && note->sheet->layer == LAYER_HOUSE };
    ending.clock = note_clock(note, &ending.fact);
    return ending;
}

/* The source that ends it, else the first basis that is in force. */
static void name_source(Ending *ending, Citations citations)
{
    for (uint32_t i = 0; i < citations.count; i++) {
        const Citation *citation = &citations.at[i];
        bool in_force = citation->role == CITES_BASIS && citation->source && days_contain(citation->source->in_force, ending->day);
        if (!citation->source || (citation->role != CITES_END && (!in_force || ending->source)))
            continue;
        ending->source = citation->source;
        ending->article = citation->article;
        if (citation->role == CITES_END)
            return;
    }
}

static void add_rows(Walk *walk, const Frame *frame, const Note *note)
{
    const Sheet *sheet = note->sheet;
    const uint64_t *rows = note->possible ? note->possible : note->fired;
    for (uint32_t r = 0; rows && r < sheet->row_count; r++) {
        if (!rows_have(rows, r))
            continue;
        const Row *row = sheet->rows[r].row;
        Ending ending = ending_of(walk, frame, note, ENDING_ROW);
        ending.name = row->id;
        ending.last = last_of(row->in_force, note->day);
        name_source(&ending, row->citations);
        add_ending(walk, ending);
    }
}

static void add_reading(Walk *walk, const Frame *frame, const Note *note)
{
    const Reading *reading = note->sheet->readings[note->reading - 1].reading;
    Ending ending = ending_of(walk, frame, note, ENDING_READING);
    ending.name = reading->name;
    ending.last = last_of(reading->in_force, note->day);
    name_source(&ending, reading->citations);
    add_ending(walk, ending);
}

/* The register of a charge has no days of its own: it holds while one of its bases does. Of a charge that is not asked nothing is rounded. */
static void add_charge(Walk *walk, const Frame *frame, const Note *note, uint16_t slot)
{
    const ChargeEntry *charge = note->decision->charge;
    if (!frame || frame->slots[slot].kind != VALUE_CONTEXT)
        return;
    DaySpans spans = { 0 };
    for (uint32_t i = 0; i < charge->citations.count; i++)
        if (charge->citations.at[i].role == CITES_BASIS && charge->citations.at[i].source)
            spans = days_union(walk->task->region, spans, charge->citations.at[i].source->in_force);
    Ending ending = ending_of(walk, frame, note, ENDING_CHARGE);
    ending.name = charge->name;
    ending.last = last_of(spans, note->day);
    ending.house = charge->page->layer == LAYER_HOUSE;
    name_source(&ending, charge->citations);
    add_ending(walk, ending);
}

static Text word_of(Value value)
{
    return value.kind == VALUE_TEXT ? text_of_value(value) : TEXT_NONE;
}

static void add_rates(Walk *walk, const Frame *frame, const Note *note)
{
    const Program *program = walk->answer->program;
    const Fact *source = program->exchange ? program_fact(program, program->exchange, TEXT("source")) : NULL;
    for (size_t i = 0; i < note->conversions.count; i++) {
        const Frame *rate = note->conversions.at[i].exchange;
        if (!rate || rate->slots[program->exchange_valid_to].kind != VALUE_DATE)
            continue;
        Ending ending = ending_of(walk, frame, note, ENDING_RATE);
        ending.decision = NULL;
        ending.house = false;
        ending.name = text_format(walk->task->region, TEXT_FMT "/" TEXT_FMT, TEXT_ARG(word_of(rate->slots[program->exchange_from])),
                                  TEXT_ARG(word_of(rate->slots[program->exchange_to])));
        ending.last = rate->slots[program->exchange_valid_to].days;
        ending.words = source ? word_of(rate->slots[source->slot]) : TEXT_NONE;
        add_ending(walk, ending);
    }
}

static bool counts_working_days(const Decision *decision, Value term)
{
    if (decision->shape != SHAPE_TERM || term.kind != VALUE_CONTEXT)
        return false;
    Value unit = term.context->at[decision->made[2]], rest = term.context->at[decision->made[3]];
    return text_is(word_of(unit), "working days") || !text_is(word_of(rest), "stays");
}

/* A time limit of working days is one day only as far as the calendar reaches. */
static void add_calendar(Walk *walk, const Frame *frame, const Note *note, uint16_t slot)
{
    const Calendar *calendar = walk->answer->program->calendar;
    Value term = frame ? frame->slots[slot] : VALUE_NOTHING;
    if (!calendar || !counts_working_days(note->decision, term))
        return;
    Value day = term.context->at[note->decision->made[4]];
    if (day.kind != VALUE_DATE)
        return;
    Ending ending = ending_of(walk, frame, note, ENDING_CALENDAR);
    ending.decision = NULL;
    ending.name = calendar_name(calendar);
    ending.clock = note->decision->name;
    ending.fact = NULL;
    ending.day = day.days;
    ending.last = days_of(calendar_last_year(calendar), 12, 31);
    add_ending(walk, ending);
}

static void take_layer(void *context, const Frame *frame, uint16_t slot, const Note *note)
{
    Walk *walk = context;
    if (note->has_day && note->sheet && note->sheet->kind == SHEET_TABLE)
        add_rows(walk, frame, note);
    if (note->has_day && note->sheet && note->sheet->kind == SHEET_QUESTION && note->reading)
        add_reading(walk, frame, note);
    if (note->has_day && note->sheet && note->decision->charge)
        add_charge(walk, frame, note, slot);
    if (note->has_day)
        add_rates(walk, frame, note);
    if (slot)
        add_calendar(walk, frame, note, slot);
}

static int by_days(const void *a, const void *b)
{
    const Ending *x = a, *y = b;
    return (x->after > y->after) - (x->after < y->after);
}

/* Where the rule of a charge ends no later, that its register does says nothing more. */
static void drop_registers(Walk *walk)
{
    size_t kept = 0;
    for (size_t i = 0; i < walk->list.count; i++) {
        bool told = false;
        for (size_t k = 0; walk->list.at[i].kind == ENDING_CHARGE && k < walk->list.count && !told; k++)
            told = walk->list.at[k].kind == ENDING_ROW && walk->list.at[k].decision == walk->list.at[i].decision && walk->list.at[k].after <= walk->list.at[i].after;
        if (!told)
            walk->list.at[kept++] = walk->list.at[i];
    }
    walk->list.count = kept;
}

void endings_find(Task *task, const Determination *answer, const Ending **endings, uint32_t *count)
{
    Walk walk = { .task = task, .answer = answer };
    figures_each_note(task, answer, take_layer, &walk);
    drop_registers(&walk);
    if (walk.list.count)
        qsort(walk.list.at, walk.list.count, sizeof *walk.list.at, by_days);
    *endings = walk.list.at;
    *count = (uint32_t)walk.list.count;
}

/* ---- days to try ---- */

typedef struct Days {
    Region *region;
    const Determination *answer;
    LIST_OF(int64_t) list;
    LIST_OF(int64_t) known; /* two a decision that was looked at: its number and the day */
} Days;

static void add_day(Days *days, int64_t after)
{
    if (after <= 0)
        return;
    for (size_t i = 0; i < days->list.count; i++)
        if (days->list.at[i] == after)
            return;
    *LIST_ADD(days->region, days->list) = after;
}

/* A clock that is worked out moves otherwise than the days told do: what it is to meet may come somewhat later. */
static void add_boundary(Days *days, const Note *note, int64_t boundary)
{
    static const int DRIFT[] = { 0, 3, 10, 31, 92 };
    const Fact *fact;
    Text clock = note_clock(note, &fact);
    size_t count = fact || !clock.length ? 1 : sizeof DRIFT / sizeof *DRIFT;
    for (size_t i = 0; i < count; i++)
        add_day(days, boundary - note->day + DRIFT[i]);
}

static bool is_heard(const Run *run, const Sheet *sheet)
{
    return sheet->layer == LAYER_LAW || (sheet->layer == LAYER_HOUSE ? run->house : run->voice == sheet->voice + 1);
}

static void add_sheet(Days *days, const Note *note, const Sheet *sheet)
{
    for (uint32_t era = 1; sheet->kind == SHEET_TABLE && era < sheet->era_count; era++)
        if (sheet->era_from[era] > note->day)
            add_boundary(days, note, sheet->era_from[era]);
    for (uint32_t i = 0; sheet->kind == SHEET_QUESTION && i < sheet->reading_count; i++) {
        DaySpans spans = sheet->readings[i].reading->in_force;
        for (uint32_t k = 0; k < spans.count; k++) {
            if (spans.at[k].first > note->day)
                add_boundary(days, note, spans.at[k].first);
            if (spans.at[k].last != DAY_OPEN && spans.at[k].last >= note->day)
                add_boundary(days, note, spans.at[k].last + 1);
        }
    }
}

static bool seen_before(Days *days, const Decision *decision, int64_t day)
{
    for (size_t i = 0; i < days->known.count; i += 2)
        if (days->known.at[i] == decision->index && days->known.at[i + 1] == day)
            return true;
    *LIST_ADD(days->region, days->known) = decision->index;
    *LIST_ADD(days->region, days->known) = day;
    return false;
}

static void take_note(void *context, Frame *frame, uint16_t slot, const Note *note)
{
    Days *days = context;
    const Program *program = days->answer->program;
    (void)frame, (void)slot;
    if (!note->has_day)
        return;
    for (size_t i = 0; i < note->conversions.count; i++) {
        const Frame *rate = note->conversions.at[i].exchange;
        if (rate && rate->slots[program->exchange_valid_to].kind == VALUE_DATE)
            add_day(days, rate->slots[program->exchange_valid_to].days + 1 - note->day);
    }
    if (seen_before(days, note->decision, note->day))
        return;
    for (uint32_t s = 0; s < note->decision->sheet_count; s++)
        if (is_heard(days->answer->run, note->decision->sheets[s]))
            add_sheet(days, note, note->decision->sheets[s]);
}

static int by_number(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

void endings_days(Task *task, const Determination *answer, const int64_t **at, uint32_t *count)
{
    Days days = { .region = task->region, .answer = answer };
    run_each_note(answer->run, take_note, &days);
    if (days.list.count)
        qsort(days.list.at, days.list.count, sizeof *days.list.at, by_number);
    *at = days.list.at;
    *count = (uint32_t)days.list.count;
}

/* casework/quote.c - see quote.h. What a quote takes for granted is read off the notes of the run: rates, readings, facts that nobody told. */
#include "casework/quote.h"

#include "determination/answer.h"

typedef struct Gather {
    Region *region;
    Quote *quote;
} Gather;

static Text word_of(Value value)
{
    return value.kind == VALUE_TEXT ? text_of_value(value) : TEXT_NONE;
}

/* ---- exchange rates ---- */

static void add_rate(Gather *gather, const Frame *rate)
{
    const Program *program = gather->quote->answer->program;
    const Fact *source = program_fact(program, program->exchange, TEXT("source"));
    Value first = rate->slots[program->exchange_valid_from], last = rate->slots[program->exchange_valid_to];
    QuoteRate made = { .rate = rate->slots[program->exchange_rate], .source = source ? word_of(rate->slots[source->slot]) : TEXT_NONE,
                       .first = first.kind == VALUE_DATE ? first.days : 0, .has_first = first.kind == VALUE_DATE,
                       .last = last.kind == VALUE_DATE ? last.days : 0, .has_last = last.kind == VALUE_DATE };
    made.pair = text_format(gather->region, TEXT_FMT "/" TEXT_FMT, TEXT_ARG(word_of(rate->slots[program->exchange_from])), TEXT_ARG(word_of(rate->slots[program->exchange_to])));
    for (size_t i = 0; i < gather->quote->rates.count; i++)
        if (text_equal(gather->quote->rates.at[i].pair, made.pair) && value_alike(gather->quote->rates.at[i].rate, made.rate) && gather->quote->rates.at[i].last == made.last)
            return;
    *LIST_ADD(gather->region, gather->quote->rates) = made;
}

/* ---- readings ---- */

static void add_reading(Gather *gather, const Note *note)
{
    const Reading *reading = note->sheet->readings[note->reading - 1].reading;
    for (size_t i = 0; i < gather->quote->readings.count; i++)
        if (gather->quote->readings.at[i].reading == reading)
            return;
    *LIST_ADD(gather->region, gather->quote->readings) = (QuoteReading){ note->decision, reading };
}

/* ---- facts that nobody told ---- */

static void add_untold(Gather *gather, const ReadNote *read)
{
    const Meaning *meaning = slot_meaning(read->frame->type, read->slot);
    if (meaning->kind != MEANS_FACT || !meaning->fact->when_told || meaning->fact->entry->made || read->frame->slots[read->slot].kind != VALUE_NOT_THERE)
        return;
    for (size_t i = 0; i < gather->quote->untold.count; i++)
        if (gather->quote->untold.at[i] == meaning->fact)
            return;
    *LIST_ADD(gather->region, gather->quote->untold) = meaning->fact;
}

static void take_note(void *context, const Frame *frame, uint16_t slot, const Note *note)
{
    Gather *gather = context;
    (void)frame, (void)slot;
    for (size_t i = 0; i < note->conversions.count; i++)
        if (note->conversions.at[i].exchange)
            add_rate(gather, note->conversions.at[i].exchange);
    if (note->sheet && note->sheet->kind == SHEET_QUESTION && note->reading)
        add_reading(gather, note);
    for (size_t i = 0; i < note->reads.count; i++)
        add_untold(gather, &note->reads.at[i]);
}

/* ---- the whole ---- */

static Value sum_of(Region *region, const Determination *answer)
{
    const Value totals[] = { answer->border, answer->beside, answer->house };
    Value all = value_small(0, 0);
    for (size_t i = 0; i < sizeof totals / sizeof *totals; i++)
        all = value_is_number(all) && value_is_number(totals[i]) ? number_add(region, all, totals[i]) : value_unknown(NULL);
    return all;
}

const Quote *quote_of(Task *task, Lawbook *lawbook, const Source *source, const DetermineOptions *options)
{
    Quote *quote = REGION_NEW(task->region, Quote);
    quote->given = source->bytes;
    quote->outcome = lawbook_validity(task, lawbook, source, options, &quote->head, &quote->answer, &quote->validity);
    if (quote->outcome == LAWBOOK_FAILED)
        return NULL;
    if (quote->outcome != LAWBOOK_DETERMINED)
        return quote;
    quote->all = sum_of(task->region, quote->answer);
    Gather gather = { task->region, quote };
    figures_each_note(task, quote->answer, take_note, &gather);
    return quote;
}

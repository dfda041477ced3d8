/* determination/cite.c - see cite.h.
 *
 * A line rests on all that was read below it, and lines of one shipment share most of that. So what the readings of a note
 * rest on is gathered once and kept on the note, as numbers; a list for a line is then a merger of a few short lists.
 */
#include "determination/cite.h"

struct CitedBelow {
    const Citing *by;      /* whose numbers these are */
    uint32_t count;
    const uint32_t *numbers;
};

/* ---- numbers of citations ---- */

bool same_cited(const Cited *a, const Cited *b)
{
    return a->source == b->source && a->decision == b->decision && text_equal(a->row, b->row) && text_equal(a->citation->article, b->citation->article);
}

static size_t hash_of_text(size_t hash, Text text)
{
    for (size_t i = 0; i < text.length; i++)
        hash = hash * 33 + (unsigned char)text.at[i];
    return hash;
}

static size_t hash_of(const Cited *cited)
{
    size_t hash = ((uintptr_t)cited->source >> 4) * 31 + ((uintptr_t)cited->decision >> 4);
    hash = hash_of_text(hash_of_text(hash, cited->row), cited->citation->article);
    return hash * 0x9e3779b97f4a7c15u >> 20;
}

static uint32_t *place_of(const Citing *citing, const Cited *cited)
{
    size_t at = hash_of(cited) & (citing->place_room - 1);
    while (citing->places[at] && !same_cited(&citing->known.at[citing->places[at] - 1], cited))
        at = (at + 1) & (citing->place_room - 1);
    return &citing->places[at];
}

static void more_places(Citing *citing)
{
    citing->place_room = citing->place_room ? 2 * citing->place_room : 64;
    citing->places = REGION_ARRAY(citing->task->region, uint32_t, citing->place_room);
    for (size_t i = 0; i < citing->known.count; i++)
        *place_of(citing, &citing->known.at[i]) = (uint32_t)i + 1;
}

static uint32_t number_of(Citing *citing, const Cited *cited)
{
    if (2 * (citing->known.count + 1) > citing->place_room)
        more_places(citing);
    uint32_t *place = place_of(citing, cited);
    if (!*place) {
        *LIST_ADD(citing->task->region, citing->known) = *cited;
        *LIST_ADD(citing->task->region, citing->rounds) = 0;
        *place = (uint32_t)citing->known.count;
    }
    return *place - 1;
}

/* ---- the list at hand ---- */

static void list_begin(Citing *citing)
{
    citing->round++;
    citing->list.count = 0;
}

static void list_take(Citing *citing, uint32_t number)
{
    if (citing->rounds.at[number] == citing->round)
        return;
    citing->rounds.at[number] = citing->round;
    *LIST_ADD(citing->task->region, citing->list) = number;
}

static bool in_force_for(const Note *note, const Citation *citation)
{
    return citation->source && (!note->has_day || days_contain(citation->source->in_force, note->day));
}

/* Is some basis in force on the note's day? Under the lenses of moment.c a row may answer on days its bases do not reach. */
static bool some_basis_in_force(const Note *note, Citations citations)
{
    for (uint32_t i = 0; i < citations.count; i++)
        if (citations.at[i].role == CITES_BASIS && in_force_for(note, &citations.at[i]))
            return true;
    return false;
}

/* A row may name one basis after the other as the years went by: of these the ones of the day are cited. */
static void cite_all(Citing *citing, const Note *note, Citations citations, Cited like)
{
    bool choose = some_basis_in_force(note, citations);
    for (uint32_t i = 0; i < citations.count; i++) {
        Cited cited = like;
        cited.citation = &citations.at[i];
        cited.source = citations.at[i].source;
        if (!cited.source || (choose && cited.citation->role == CITES_BASIS && !in_force_for(note, cited.citation)))
            continue;
        if (cited.confidence < cited.source->confidence)
            cited.confidence = cited.source->confidence;
        list_take(citing, number_of(citing, &cited));
    }
}

static void cite_row(Citing *citing, const Note *note, const SheetRow *row)
{
    Cited like = { .row = row->row->id, .sheet_row = row, .decision = note->decision, .page = row->page,
                   .confidence = row->row->has_confidence ? row->row->confidence : CONFIDENCE_READ };
    cite_all(citing, note, row->row->citations, like);
}

static void cite_note(Citing *citing, const Note *note)
{
    const Sheet *sheet = note->sheet;
    if (sheet && sheet->kind == SHEET_TABLE) {
        const uint64_t *rows = note->possible ? note->possible : note->fired;
        for (uint32_t r = 0; rows && r < sheet->row_count; r++)
            if (rows_have(rows, r))
                cite_row(citing, note, &sheet->rows[r]);
    } else if (sheet && sheet->kind == SHEET_QUESTION && note->reading) {
        const Reading *reading = sheet->readings[note->reading - 1].reading;
        cite_all(citing, note, reading->citations, (Cited){ .row = reading->name, .decision = note->decision, .page = sheet->page });
    } else if (sheet && sheet->kind == SHEET_FEEL) {
        cite_all(citing, note, sheet->block->citations, (Cited){ .decision = note->decision, .page = sheet->page });
    }
    if (note->more)
        cite_note(citing, note->more);
}

static CitedList list_end(Citing *citing)
{
    Cited *all = region_take(citing->task->region, citing->list.count * sizeof *all);
    for (size_t i = 0; i < citing->list.count; i++)
        all[i] = citing->known.at[citing->list.at[i]];
    return (CitedList){ (uint32_t)citing->list.count, all };
}

/* ---- what readings rest on ---- */

static const struct CitedBelow *reads_of(Citing *citing, Note *note);

/* A fact of a made thing rests on the row that made the thing, and on what that row's table looked at. */
static const RunFrame *maker_of(const ReadNote *read)
{
    const RunFrame *made = run_frame_of(read->frame);
    bool told = !made || !made->maker || !made->maker_note || slot_meaning(read->frame->type, read->slot)->kind != MEANS_FACT;
    return told ? NULL : made;
}

static void take_below(Citing *citing, const struct CitedBelow *below)
{
    for (uint32_t i = 0; i < below->count; i++)
        list_take(citing, below->numbers[i]);
}

static void take_read(Citing *citing, const ReadNote *read)
{
    Note *below = run_note(read->frame, read->slot);
    const RunFrame *made = below ? NULL : maker_of(read);
    if (below)
        cite_note(citing, below);
    else if (made)
        cite_row(citing, made->maker_note, made->maker);
    if (below || made)
        take_below(citing, reads_of(citing, below ? below : made->maker_note));
}

/* First all that lies deeper, because there is but one list at hand. */
static void gather_deeper(Citing *citing, const Note *note)
{
    for (const Note *layer = note; layer; layer = layer->more) {
        for (size_t i = 0; i < layer->reads.count; i++) {
            Note *below = run_note(layer->reads.at[i].frame, layer->reads.at[i].slot);
            const RunFrame *made = below ? NULL : maker_of(&layer->reads.at[i]);
            if (below || made)
                (void)reads_of(citing, below ? below : made->maker_note);
        }
        for (size_t i = 0; i < layer->calls.count; i++)
            (void)reads_of(citing, layer->calls.at[i]);
    }
}

static const struct CitedBelow *reads_of(Citing *citing, Note *note)
{
    if (note->below && note->below->by == citing)
        return note->below;
    struct CitedBelow *kept = REGION_NEW(citing->task->region, struct CitedBelow);
    kept->by = citing; /* empty while it is gathered: a circle ends here */
    note->below = kept;
    gather_deeper(citing, note);
    list_begin(citing);
    for (const Note *layer = note; layer; layer = layer->more) {
        for (size_t i = 0; i < layer->reads.count; i++)
            take_read(citing, &layer->reads.at[i]);
        for (size_t i = 0; i < layer->calls.count; i++) {
            cite_note(citing, layer->calls.at[i]);
            take_below(citing, reads_of(citing, layer->calls.at[i]));
        }
    }
    uint32_t *numbers = region_take(citing->task->region, citing->list.count * sizeof *numbers);
    if (citing->list.count)
        memcpy(numbers, citing->list.at, citing->list.count * sizeof *numbers);
    kept->count = (uint32_t)citing->list.count;
    kept->numbers = numbers;
    return kept;
}

/* ---- lists ---- */

CitedList cited_below(Citing *citing, Frame *frame, uint16_t slot)
{
    Note *note = run_note(frame, slot);
    if (!note)
        return (CitedList){ 0 };
    const struct CitedBelow *below = reads_of(citing, note);
    list_begin(citing);
    cite_note(citing, note);
    take_below(citing, below);
    return list_end(citing);
}

CitedList cited_row(Citing *citing, const Note *note, const SheetRow *row)
{
    list_begin(citing);
    cite_row(citing, note, row);
    return list_end(citing);
}

CitedList cited_here(Task *task, const Note *note)
{
    Citing citing = { .task = task };
    list_begin(&citing);
    if (note)
        cite_note(&citing, note);
    return list_end(&citing);
}

CitedList cited_maker(Task *task, const RunFrame *made)
{
    Citing citing = { .task = task };
    list_begin(&citing);
    if (made->maker && made->maker_note)
        cite_row(&citing, made->maker_note, made->maker);
    return list_end(&citing);
}

/* determination/cause.c - see cause.h. Things are found in the other run by their kind and path, slots by their name: the two runs
 * may be of two programs. */
#include "determination/cause.h"

#include "determination/answer.h"
#include "determination/cite.h"

typedef struct Standing { /* a thing of one run */
    Frame *frame;
    Text path;
} Standing;

typedef struct Side {
    const Determination *answer;
    LIST_OF(Standing) places;
} Side;

typedef struct Met { /* a decision of a thing that the search has been to */
    Text path, name;
} Met;

struct CauseFinder {
    Task *task;
    Side before, after;
    bool days_moved; /* the case is told for another day: two days that differ say nothing */
    bool two_texts;  /* the pages are not the same: one row may say two things */
    LIST_OF(Met) met;
    LIST_OF(Cause) found;
};

/* ---- things and slots ---- */

static void take_places(Region *region, Side *side, Frame *frame)
{
    *LIST_ADD(region, side->places) = (Standing){ frame, frame_path(region, frame) };
    for (uint16_t i = 0; i < frame->type->count; i++) {
        const Meaning *meaning = slot_meaning(frame->type, i);
        bool inner = meaning->kind == MEANS_INNER || (meaning->kind == MEANS_DECISION && meaning->decision->makes);
        Value list = frame->slots[i];
        for (size_t k = 0; inner && list.kind == VALUE_LIST && k < list.list->count; k++)
            if (list.list->at[k].kind == VALUE_THING)
                take_places(region, side, list.list->at[k].thing);
    }
}

CauseFinder *cause_finder(Task *task, const Determination *before, const Determination *after)
{
    CauseFinder *finder = REGION_NEW(task->region, CauseFinder);
    *finder = (CauseFinder){ .task = task, .before = { .answer = before }, .after = { .answer = after }, .two_texts = !text_equal(before->law, after->law) };
    take_places(task->region, &finder->before, before->run->root);
    take_places(task->region, &finder->after, after->run->root);
    return finder;
}

CauseFinder *cause_finder_of_days(Task *task, const Determination *before, const Determination *after)
{
    CauseFinder *finder = cause_finder(task, before, after);
    finder->days_moved = true;
    return finder;
}

static Frame *frame_at(const Side *side, Text thing, Text path)
{
    for (size_t i = 0; i < side->places.count; i++)
        if (text_equal(side->places.at[i].path, path) && text_equal(side->places.at[i].frame->type->name, thing))
            return side->places.at[i].frame;
    return NULL;
}

static uint16_t slot_at(const Frame *frame, Text name)
{
    for (uint16_t i = 0; frame && i < frame->type->count; i++)
        if (text_equal(frame->type->slots[i].name, name))
            return i;
    return UINT16_MAX;
}

/* One slot of one run; frame NULL where that run has no such thing. */
typedef struct Spot {
    Frame *frame;
    uint16_t slot;
} Spot;

static Spot spot_at(const Side *side, Text thing, Text path, Text name)
{
    Frame *frame = frame_at(side, thing, path);
    uint16_t slot = slot_at(frame, name);
    return slot == UINT16_MAX ? (Spot){ NULL, 0 } : (Spot){ frame, slot };
}

static Value spot_value(Spot spot)
{
    return spot.frame ? spot.frame->slots[spot.slot] : VALUE_NOTHING;
}

static const Note *spot_note(Spot spot)
{
    return spot.frame ? run_note(spot.frame, spot.slot) : NULL;
}

/* ---- rows ---- */

static Text rows_of(Region *region, const Note *note)
{
    Builder out = builder_on(region);
    for (; note; note = note->more) {
        const Sheet *sheet = note->sheet;
        for (uint32_t r = 0; sheet && sheet->kind == SHEET_TABLE && note->fired && r < sheet->row_count; r++)
            if (rows_have(note->fired, r))
                build_format(&out, "%s" TEXT_FMT, out.length ? " " : "", TEXT_ARG(sheet->rows[r].row->id));
        if (sheet && sheet->kind == SHEET_QUESTION && note->reading)
            build_format(&out, "%s" TEXT_FMT, out.length ? " " : "", TEXT_ARG(sheet->readings[note->reading - 1].reading->name));
    }
    return builder_text(&out);
}

/* Of the words of `words`, those that `others` lacks. */
static Text words_without(Region *region, Text words, Text others)
{
    Builder out = builder_on(region);
    while (words.length) {
        Text word = text_cut(words, ' ', &words);
        bool shared = false;
        for (Text rest = others; rest.length && !shared;)
            shared = text_equal(text_cut(rest, ' ', &rest), word);
        if (!shared)
            build_format(&out, "%s" TEXT_FMT, out.length ? " " : "", TEXT_ARG(word));
    }
    return builder_text(&out);
}

static Text shown(Region *region, Value value)
{
    Builder out = builder_on(region);
    if (value.kind == VALUE_TEXT)
        return text_of_value(value);
    value_print(&out, value);
    return builder_text(&out);
}

/* ---- the search ---- */

typedef struct Parting { /* what a decision read that is not alike in both runs */
    LIST_OF(Met) decisions;
    LIST_OF(Text) things;   /* of each: the name of its thing */
    Text fact;
    Value from, to;
} Parting;

static void add_read(CauseFinder *finder, Parting *parting, const Frame *frame, uint16_t slot)
{
    Region *region = finder->task->region;
    MeaningKind kind = slot_meaning(frame->type, slot)->kind;
    if (kind != MEANS_FACT && kind != MEANS_DECISION)
        return;
    Text path = frame_path(region, frame), name = frame->type->slots[slot].name;
    Value before = spot_value(spot_at(&finder->before, frame->type->name, path, name));
    Value after = spot_value(spot_at(&finder->after, frame->type->name, path, name));
    if (before.kind == VALUE_UNSET || after.kind == VALUE_UNSET || value_alike(before, after)) /* what one run never asked parted them elsewhere */
        return;
    if (finder->days_moved && before.kind == VALUE_DATE && after.kind == VALUE_DATE)
        return;
    if (kind == MEANS_DECISION) {
        *LIST_ADD(region, parting->decisions) = (Met){ path, name };
        *LIST_ADD(region, parting->things) = frame->type->name;
    } else if (!parting->fact.length) {
        parting->fact = name;
        parting->from = before;
        parting->to = after;
    }
}

static void add_reads(CauseFinder *finder, Parting *parting, const Note *note)
{
    for (; note; note = note->more)
        for (size_t i = 0; i < note->reads.count; i++)
            add_read(finder, parting, note->reads.at[i].frame, note->reads.at[i].slot);
}

static CitedList cited_of(CauseFinder *finder, const Note *after, const Note *before)
{
    CitedList cited = after ? cited_here(finder->task, after) : (CitedList){ 0 };
    return cited.count || !before ? cited : cited_here(finder->task, before);
}

static void add_cause(CauseFinder *finder, Text name, Text path, const Note *before, const Note *after, const Parting *parting)
{
    Region *region = finder->task->region;
    Text was = rows_of(region, before), is = rows_of(region, after);
    bool same = finder->two_texts && text_equal(was, is); /* the row stands, and says otherwise */
    Cause cause = { .decision = name, .of = path, .before = same ? was : words_without(region, was, is), .after = same ? is : words_without(region, is, was),
                    .cited = cited_of(finder, after, before) };
    if (parting->fact.length) {
        cause.fact = parting->fact;
        cause.from = shown(region, parting->from);
        cause.to = shown(region, parting->to);
    }
    *LIST_ADD(region, finder->found) = cause;
}

static bool been_to(CauseFinder *finder, Text thing, Text path, Text name)
{
    Text where = text_format(finder->task->region, TEXT_FMT " " TEXT_FMT, TEXT_ARG(thing), TEXT_ARG(path));
    for (size_t i = 0; i < finder->met.count; i++)
        if (text_equal(finder->met.at[i].path, where) && text_equal(finder->met.at[i].name, name))
            return true;
    *LIST_ADD(finder->task->region, finder->met) = (Met){ where, name };
    return false;
}

/* The rows changed hands here, and what was told otherwise was read here; or the law itself is another. */
static bool parts_here(const CauseFinder *finder, const Parting *parting, bool other_rows)
{
    bool one_law = finder->before.answer->program == finder->after.answer->program;
    return other_rows && (parting->fact.length || !one_law || !parting->decisions.count);
}

static void seek(CauseFinder *finder, Text thing, Text path, Text name)
{
    if (finder->found.count >= CAUSES_MOST || been_to(finder, thing, path, name))
        return;
    const Note *before = spot_note(spot_at(&finder->before, thing, path, name));
    const Note *after = spot_note(spot_at(&finder->after, thing, path, name));
    Parting parting = { .from = VALUE_NOTHING, .to = VALUE_NOTHING };
    Region *region = finder->task->region;
    bool other_rows = !text_equal(rows_of(region, before), rows_of(region, after));
    add_reads(finder, &parting, after);
    add_reads(finder, &parting, before);
    if (parts_here(finder, &parting, other_rows)) {
        add_cause(finder, name, path, before, after, &parting);
        return;
    }
    size_t found = finder->found.count;
    for (size_t i = 0; i < parting.decisions.count; i++)
        seek(finder, parting.things.at[i], parting.decisions.at[i].path, parting.decisions.at[i].name);
    bool row_changed = finder->two_texts && !parting.decisions.count;
    if (finder->found.count == found && (other_rows || parting.fact.length || row_changed))
        add_cause(finder, name, path, before, after, &parting);
}

/* Where the thing is not made in one of the runs, the decision that makes it is what differs. */
static void seek_maker(CauseFinder *finder, const Frame *frame)
{
    const RunFrame *made = run_frame_of(frame);
    if (made && made->maker_note && frame->parent)
        seek(finder, frame->parent->type->name, frame_path(finder->task->region, frame->parent), made->maker_note->decision->name);
}

static void seek_entry(CauseFinder *finder, const Entry *entry, const Side *other)
{
    const Frame *frame = entry->frame;
    if (!frame)
        return;
    Text path = frame_path(finder->task->region, frame);
    if (frame_at(other, frame->type->name, path))
        seek(finder, frame->type->name, path, entry->decision->name);
    else
        seek_maker(finder, frame);
}

Text cause_rows_after(CauseFinder *finder, const Decision *decision, Text path)
{
    return rows_of(finder->task->region, spot_note(spot_at(&finder->after, decision->thing->name, path, decision->name)));
}

Causes causes_of(CauseFinder *finder, const Entry *before, const Entry *after)
{
    finder->met.count = finder->found.count = 0;
    seek_entry(finder, after ? after : before, after ? &finder->before : &finder->after);
    Cause *kept = REGION_ARRAY(finder->task->region, Cause, finder->found.count + 1);
    if (finder->found.count)
        memcpy(kept, finder->found.at, finder->found.count * sizeof *kept);
    return (Causes){ (uint32_t)finder->found.count, kept };
}

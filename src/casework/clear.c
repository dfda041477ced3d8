/* casework/clear.c - see clear.h. Which gates there are, for which thing and under what law, is told by the rulebooks; nothing of it is known here. */
#include "casework/clear.h"

#include "determination/answer.h"
#include "determination/hang.h"

typedef struct Clearing {
    Region *region;
    Clearance *made;
    Text only;
    HangWalk walk;
} Clearing;

const char *light_name(Light light)
{
    static const char *const names[] = { [LIGHT_GREEN] = "green", [LIGHT_OPEN] = "not known", [LIGHT_RED] = "red" };
    return names[light];
}

/* ---- entries ---- */

static bool is_of(const Entry *entry, const char *list)
{
    return entry->list && text_equal(entry->list->list, text_of(list));
}

/* Is `outer` the thing itself, or around it? */
static bool lies_in(const Frame *frame, const Frame *outer)
{
    while (frame && frame != outer)
        frame = frame->parent;
    return frame == outer;
}

/* ---- what is missing ---- */

typedef struct Leaves {
    Region *region;
    LIST_OF(MissingFact) at;
} Leaves;

static void add_leaf(void *context, const Hang *leaf, uint32_t number)
{
    (void)number;
    Leaves *leaves = context;
    MissingFact missing = { .note = leaf->note };
    if (leaf->thing) {
        const Meaning *meaning = slot_meaning(leaf->thing->type, (uint16_t)leaf->slot);
        missing.fact = meaning->kind == MEANS_FACT ? meaning->fact : NULL;
        missing.of = frame_path(leaves->region, leaf->thing);
        missing.note = missing.fact ? TEXT_NONE : leaf->thing->type->slots[leaf->slot].name;
    }
    *LIST_ADD(leaves->region, leaves->at) = missing;
}

static MissingFacts facts_of(Clearing *clearing, const Hang *first, const Hang *second)
{
    Leaves leaves = { .region = clearing->region };
    hang_round(&clearing->walk);
    hang_walk(&clearing->walk, first, add_leaf, &leaves);
    hang_walk(&clearing->walk, second, add_leaf, &leaves);
    return (MissingFacts){ leaves.at.at, leaves.at.count };
}

/* ---- gates ---- */

/* A gate that only perhaps stands there is no obstacle when it is open, and no certainty when it is shut. */
static Light light_of(const Entry *entry)
{
    Text state = entry_text(entry, "state");
    if (text_is(state, "green"))
        return LIGHT_GREEN;
    return text_is(state, "red") && !entry->only_if ? LIGHT_RED : LIGHT_OPEN;
}

/* What a thing waits for, where the gate itself cannot say: its row is open as a whole. */
static Text opens_of(const Entry *entry)
{
    static const struct { const char *thing, *opens; } ways[] = { { "shipment", "ship" }, { "payment", "pay" } };
    Text told = entry_text(entry, "opens");
    for (size_t i = 0; !told.length && entry->frame && i < sizeof ways / sizeof *ways; i++)
        if (text_equal(entry->frame->type->name, text_of(ways[i].thing)))
            told = text_of(ways[i].opens);
    return told;
}

static Gate gate_from(Clearing *clearing, const Entry *entry, Text voice)
{
    Gate gate = {
        .entry = entry, .gate = entry_text(entry, "gate"), .opens = opens_of(entry), .paper = entry_text(entry, "paper"),
        .why = entry_text(entry, "why"), .light = light_of(entry), .voice = voice,
    };
    if (entry->note && entry->note->has_day) {
        gate.has_day = true;
        gate.day = entry->note->day;
    }
    if (gate.light == LIGHT_OPEN)
        gate.missing = facts_of(clearing, entry->hang, entry->only_if);
    return gate;
}

/* ---- things that wait ---- */

/* "c1/p1" lies in "c1/p1" and in "c1". Paths are alike in every run of the case, frames are not. */
static bool path_lies_in(Text path, Text outer)
{
    return text_starts(path, outer) && (path.length == outer.length || path.at[outer.length] == '/');
}

static Waiting *waiting_at(Clearing *clearing, Frame *frame, Text opens)
{
    Text path = frame_path(clearing->region, frame);
    for (size_t i = 0; i < clearing->made->waiting.count; i++) {
        Waiting *waiting = &clearing->made->waiting.at[i];
        if (path_lies_in(path, waiting->of) && text_equal(waiting->opens, opens))
            return waiting;
    }
    Waiting *waiting = LIST_ADD(clearing->region, clearing->made->waiting);
    *waiting = (Waiting){ .frame = frame, .of = path, .opens = opens, .tax = value_small(0, 0) };
    return waiting;
}

/* Is the gate of the country whose law answers? What holds everywhere is no leave to ship or pay. */
static bool is_own(const Determination *answer, const Gate *gate)
{
    const CitedList *cited = &gate->entry->cited;
    return cited->count && text_equal(cited->at[0].page->jurisdiction, answer->program->jurisdiction);
}

static void count_gate(const Determination *answer, Waiting *waiting, const Gate *gate)
{
    if (gate->voice.length)
        return;
    waiting->own |= is_own(answer, gate);
    waiting->red += gate->light == LIGHT_RED;
    waiting->open += gate->light == LIGHT_OPEN;
    waiting->light = gate->light > waiting->light ? gate->light : waiting->light;
}

static void add_gate(Clearing *clearing, const Entry *entry, Text voice)
{
    Gate gate = gate_from(clearing, entry, voice);
    if (!entry->frame || (clearing->only.length && !text_equal(gate.opens, clearing->only)))
        return;
    Waiting *waiting = waiting_at(clearing, entry->frame, gate.opens);
    if (gate.has_day && !waiting->has_day) {
        waiting->has_day = true;
        waiting->day = gate.day;
    }
    count_gate(clearing->made->answer, waiting, &gate);
    *LIST_ADD(clearing->region, waiting->gates) = gate;
}

static bool comes_before(const Waiting *a, const Waiting *b)
{
    const Frame *left = a->frame, *right = b->frame;
    if (left->type != right->type)
        return left->type->index < right->type->index;
    while (left->parent && left->parent != right->parent) {
        left = left->parent;
        right = right->parent;
    }
    return left->number < right->number;
}

/* Where the law of the country was not asked, nobody knows that it lets the thing through. */
static void doubt_unasked(Clearance *made)
{
    for (size_t i = 0; i < made->waiting.count; i++)
        if (!made->waiting.at[i].own && made->waiting.at[i].light == LIGHT_GREEN)
            made->waiting.at[i].light = LIGHT_OPEN;
}

/* In the order of the case. A gate of an inner thing may have come before those of the thing around it. */
static void sort_waiting(Clearance *made)
{
    for (size_t i = 1; i < made->waiting.count; i++)
        for (size_t k = i; k && comes_before(&made->waiting.at[k], &made->waiting.at[k - 1]); k--) {
            Waiting between = made->waiting.at[k];
            made->waiting.at[k] = made->waiting.at[k - 1];
            made->waiting.at[k - 1] = between;
        }
}

static void gather_gates(Clearing *clearing)
{
    for (const Entry *entry = clearing->made->answer->entries; entry; entry = entry->next)
        if (is_of(entry, "gates"))
            add_gate(clearing, entry, TEXT_NONE);
}

/* Is it a row of that voice, and not of the law that it leaves as it is? */
static bool is_said_by(const Entry *entry, Text voice)
{
    for (uint32_t i = 0; i < entry->cited.count; i++)
        if (entry->cited.at[i].decision == entry->decision && text_equal(entry->cited.at[i].page->voice, voice))
            return true;
    return false;
}

/* Gates that one voice alone has, or has otherwise. */
static void gather_voices(Clearing *clearing)
{
    for (const Alternative *other = clearing->made->answer->alternatives; other; other = other->next)
        for (const Difference *each = other->voice.length ? other->differences : NULL; each; each = each->next)
            if (each->other && is_of(each->other, "gates") && is_said_by(each->other, other->voice))
                add_gate(clearing, each->other, other->voice);
}

/* ---- beside the gates ---- */

/* Does it bear on something that waits? A contract's licence bears on what is shipped under it, so all of a case does, unless one half is asked for. */
static bool bears(const Clearing *clearing, const Frame *frame)
{
    const Clearance *made = clearing->made;
    if (!clearing->only.length)
        return made->waiting.count > 0;
    for (size_t i = 0; frame && i < made->waiting.count; i++)
        if (lies_in(frame, made->waiting.at[i].frame) || lies_in(made->waiting.at[i].frame, frame))
            return true;
    return false;
}

/* The value of a fact of the case itself. */
static Value told_value(const Determination *answer, const char *name, const Fact **fact)
{
    *fact = program_fact(answer->program, answer->run->root->type, text_of(name));
    return *fact ? run_read(answer->run, answer->run->root, (*fact)->slot) : VALUE_NOTHING;
}

/* Does the case's list of things in hand name it? */
static Light held(const Determination *answer, const char *list, Text name)
{
    const Fact *fact;
    Value value = told_value(answer, list, &fact);
    if (value.kind != VALUE_LIST)
        return LIGHT_OPEN;
    for (size_t i = 0; i < value.list->count; i++)
        if (value.list->at[i].kind == VALUE_TEXT && text_equal(text_of_value(value.list->at[i]), name))
            return LIGHT_GREEN;
    return LIGHT_RED;
}

static void add_held(Clearing *clearing, const Entry *entry)
{
    Clearance *made = clearing->made;
    MissingFacts perhaps = facts_of(clearing, entry->only_if, NULL);
    if (is_of(entry, "documents")) {
        Light light = held(made->answer, "papers held", entry_text(entry, "document"));
        if (light != LIGHT_GREEN)
            *LIST_ADD(clearing->region, made->papers) = (Held){ entry, light, perhaps };
    } else if (is_of(entry, "permits")) {
        *LIST_ADD(clearing->region, made->permits) = (Held){ entry, held(made->answer, "permits held", entry_text(entry, "permit")), perhaps };
    }
}

static void add_tax(Clearing *clearing, const Entry *entry)
{
    Value amount = entry_amount(entry);
    if (entry->value.kind == VALUE_ABSENT && entry->value.mark == MARK_NONE)
        return;
    for (size_t i = 0; i < clearing->made->waiting.count; i++) {
        Waiting *waiting = &clearing->made->waiting.at[i];
        if (entry->frame != waiting->frame || !text_is(waiting->opens, "pay"))
            continue;
        bool known = value_is_number(waiting->tax) && value_is_number(amount);
        waiting->tax = known ? number_add(clearing->region, waiting->tax, amount) : value_unknown(entry->hang);
        *LIST_ADD(clearing->region, waiting->taxes) = entry;
    }
}

/* By their days, those that are open last; a time limit that does not run is left out. */
static void add_day(Clearing *clearing, const Entry *entry)
{
    Clearance *made = clearing->made;
    Value day = entry_part(entry, "day");
    bool open = entry->value.kind == VALUE_UNKNOWN || day.kind == VALUE_UNKNOWN;
    if (day.kind != VALUE_DATE && !open)
        return;
    *LIST_ADD(clearing->region, made->days) = entry;
    size_t at = made->days.count - 1;
    for (; at && day.kind == VALUE_DATE; at--) {
        Value before = entry_part(made->days.at[at - 1], "day");
        if (before.kind == VALUE_DATE && before.days <= day.days)
            break;
        made->days.at[at] = made->days.at[at - 1];
    }
    made->days.at[at] = entry;
}

static void gather_beside(Clearing *clearing)
{
    for (const Entry *entry = clearing->made->answer->entries; entry; entry = entry->next) {
        if (!bears(clearing, entry->frame))
            continue;
        add_held(clearing, entry);
        if (is_of(entry, "lines"))
            add_tax(clearing, entry);
        if (is_of(entry, "prohibitions"))
            *LIST_ADD(clearing->region, clearing->made->bars) = entry;
        if (is_of(entry, "deadlines"))
            add_day(clearing, entry);
    }
}

/* ---- acting for another ---- */

static void gather_mandate(Clearing *clearing)
{
    static const char *const facts[] = { "acting as", "agent", "principal", "agent acts", "mandate from", "mandate until", "mandate covers", "mandate held" };
    const Determination *answer = clearing->made->answer;
    const Fact *fact;
    if (told_value(answer, facts[0], &fact).kind != VALUE_TEXT)
        return;
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        Value value = told_value(answer, facts[i], &fact);
        if (fact && value.kind != VALUE_NOT_THERE && value.kind != VALUE_NULL)
            *LIST_ADD(clearing->region, clearing->made->mandate) = (Told){ fact, value };
    }
}

/* Does a page of this statement make gates, too? Then it is about them. */
static bool page_has_gates(const Entry *entry)
{
    const Page *page = entry->cited.count ? entry->cited.at[0].page : NULL;
    for (uint32_t i = 0; page && i < page->decision_count; i++)
        if (text_is(text_trim(span_text(page->decisions[i].type)), "list of gate"))
            return true;
    return false;
}

static void gather_statements(Clearing *clearing)
{
    for (const Entry *entry = clearing->made->answer->entries; entry; entry = entry->next)
        if (is_of(entry, "statements") && page_has_gates(entry))
            *LIST_ADD(clearing->region, clearing->made->statements) = entry;
}

/* ---- the whole ---- */

static Light worst(const Clearance *made)
{
    Light light = made->waiting.count ? LIGHT_GREEN : LIGHT_OPEN;
    for (size_t i = 0; i < made->waiting.count; i++)
        light = made->waiting.at[i].light > light ? made->waiting.at[i].light : light;
    return light;
}

const Clearance *clearance_make(Task *task, const Determination *answer, Text only)
{
    Clearance *made = REGION_NEW(task->region, Clearance);
    *made = (Clearance){ .answer = answer };
    Clearing clearing = { .region = task->region, .made = made, .only = only, .walk = { .region = task->region } };
    gather_gates(&clearing);
    gather_voices(&clearing);
    doubt_unasked(made);
    sort_waiting(made);
    gather_beside(&clearing);
    gather_mandate(&clearing);
    gather_statements(&clearing);
    made->light = worst(made);
    return made;
}

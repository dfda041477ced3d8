/* casework/forms_fill.c - the boxes of a form from the entries of a determination. See forms.h.
 *
 * An entry of `declarations` makes a sheet, or several where it holds no more than so many lines; entries of `boxes` whose thing is the
 * declaration's own fill its head, those of things within it its lines. What a cell of a row reads says where a box is from.
 */
#include "casework/forms.h"

#include "determination/answer.h"
#include "determination/cite.h"
#include "determination/hang.h"

typedef struct Filling {
    Task *task;
    Region *region;
    const Determination *answer;
    const Form *form;
    FilledForm *filled;
    const BoxState *head_states, *line_states; /* of boxes that no row of this case fills */
} Filling;

/* Where a box stands. */
typedef struct Spot {
    const FormSheet *sheet; /* on which it stands */
    const FormLine *line;   /* NULL: in the head */
} Spot;

/* ---- parts of entries ---- */

static int64_t part_count(const Entry *entry, const char *part, int64_t otherwise)
{
    Value value = context_entry(entry->value, text_of(part));
    int64_t count;
    if (!value_is_number(value))
        return otherwise;
    Decimal number = decimal_of_value(value);
    return decimal_to_int64(&count, &number) ? count : otherwise;
}

/* Is the entry's thing `around`, or inside of it? */
static bool is_within(const Frame *frame, const Frame *around)
{
    while (frame && frame != around)
        frame = frame->parent;
    return frame == around;
}

static bool is_of_kind(const Filling *filling, const Entry *entry, const char *list)
{
    return text_equal(entry->list->list, text_of(list)) && entry->value.kind == VALUE_CONTEXT && text_equal(entry_text(entry, "declaration"), filling->form->kind.name);
}

/* ---- where a box is from ---- */

/* The row that gave the entry, and the sheet it stands on. */
static const SheetRow *own_row(const Entry *entry, const Sheet **sheet)
{
    const SheetRow *row = NULL;
    for (uint32_t i = 0; i < entry->cited.count && !row; i++)
        if (entry->cited.at[i].decision == entry->decision)
            row = entry->cited.at[i].sheet_row;
    for (const Note *note = entry->note; row && note; note = note->more)
        if (note->sheet && row >= note->sheet->rows && row < note->sheet->rows + note->sheet->row_count) {
            *sheet = note->sheet;
            return row;
        }
    return NULL;
}

/* The cell of a part, or NULL where the row leaves it out. */
static const OutputCell *own_cell(const Entry *entry, const char *part)
{
    const Sheet *sheet;
    const SheetRow *row = own_row(entry, &sheet);
    const Shape *shape = entry->value.context->shape;
    for (uint32_t i = 0; row && i < sheet->part_count; i++)
        if (sheet->parts[i] < shape->count && text_equal(shape->names[sheet->parts[i]], text_of(part)))
            return &row->outputs[i];
    return NULL;
}

static Frame *frame_of(Frame *from, const ThingType *type)
{
    while (from && from->type != type)
        from = from->parent;
    return from;
}

static void add_origin(Filling *filling, Box *box, const ThingType *thing, uint16_t slot)
{
    const Meaning *meaning = slot_meaning(thing, slot);
    BoxOrigin origin = { .frame = frame_of(box->entry->frame, thing) };
    if (meaning->kind == MEANS_FACT)
        origin.fact = meaning->fact;
    else if (meaning->kind == MEANS_DECISION)
        origin.decision = meaning->decision;
    if (!origin.fact && !origin.decision)
        return;
    for (size_t i = 0; i < box->from.count; i++)
        if (box->from.at[i].fact == origin.fact && box->from.at[i].decision == origin.decision)
            return;
    if (origin.decision && origin.frame)
        origin.cited = cited_here(filling->task, run_note(origin.frame, slot));
    *LIST_ADD(filling->region, box->from) = origin;
}

static void add_origins(Filling *filling, Box *box, const OutputCell *cell)
{
    const FeelRead *reads;
    size_t count = cell && cell->code ? feel_code_reads(cell->code, &reads) : 0;
    for (size_t i = 0; i < count; i++)
        if (!reads[i].function)
            add_origin(filling, box, reads[i].thing, reads[i].slot);
}

/* ---- amounts as they were told ---- */

/* A cell that is a fact and nothing else stands in the box as the case tells it: an amount in its own currency. */
static Value told_value(const Box *box, const OutputCell *cell, Value value)
{
    uint8_t up;
    uint16_t slot;
    if (!cell || !cell->code || !feel_code_slot(cell->code, &up, &slot))
        return value;
    Frame *frame = box->entry->frame;
    for (; up && frame; up--)
        frame = frame->parent;
    return frame && slot < frame->type->count && frame->slots[slot].kind == VALUE_MONEY ? frame->slots[slot] : value;
}

/* How the row's decision turned the amount, or NULL: it is in the country's own currency. */
static const ConversionNote *conversion_of(const Entry *entry, Value told)
{
    for (const Note *note = entry->note; note && told.kind == VALUE_MONEY; note = note->more)
        for (size_t i = 0; i < note->conversions.count; i++)
            if (note->conversions.at[i].money == told.money)
                return &note->conversions.at[i];
    return NULL;
}

static Value exchange_fact(Filling *filling, Box *box, const char *fact, Value told)
{
    const ConversionNote *conversion = conversion_of(box->entry, told);
    const Fact *of = program_fact(filling->answer->program, filling->answer->program->exchange, text_of(fact));
    if (!conversion || !conversion->exchange || !of)
        return VALUE_NOTHING;
    box->from.count = 0;
    *LIST_ADD(filling->region, box->from) = (BoxOrigin){ .rate = conversion->exchange };
    return conversion->exchange->slots[of->slot];
}

/* ---- what a row asks to be written ---- */

typedef enum Fill {
    FILL_VALUE, FILL_RATE, FILL_RATE_SOURCE, FILL_RATE_DAY, FILL_LINE, FILL_LINES, FILL_SHEET, FILL_SHEETS, FILL_NOTHING, FILL_CUSTOMS, FILLS
} Fill;
static const char *const FILL_NAMES[FILLS] = {
    "value", "its exchange rate", "source of its rate", "first day of its rate", "number of the line", "count of lines", "number of the sheet",
    "count of sheets", "leave empty", "customs writes",
};

static Fill fill_of(const Entry *entry)
{
    Text named = entry_text(entry, "fill");
    for (Fill fill = FILL_VALUE; fill < FILLS; fill++)
        if (text_equal(named, text_of(FILL_NAMES[fill])))
            return fill;
    return FILL_VALUE;
}

static Value counted(Box *box, size_t count)
{
    box->from.count = 0;
    return value_small((int64_t)count, 0);
}

static Value written(Filling *filling, Box *box, Spot spot, Fill fill, Value told)
{
    switch (fill) {
    case FILL_RATE: return exchange_fact(filling, box, "rate", told);
    case FILL_RATE_SOURCE: return exchange_fact(filling, box, "source", told);
    case FILL_RATE_DAY: return exchange_fact(filling, box, "valid from", told);
    case FILL_LINE: return counted(box, spot.line ? spot.line->number : 1);
    case FILL_LINES: return counted(box, spot.sheet->lines.count);
    case FILL_SHEET: return counted(box, spot.sheet->number);
    case FILL_SHEETS: return counted(box, spot.sheet->count);
    default: return told;
    }
}

/* ---- what is missing ---- */

typedef struct Gathering {
    Filling *filling;
    Box *box;
} Gathering;

static const Fact *fact_of(const Hang *leaf)
{
    const Meaning *meaning = leaf->thing ? slot_meaning(leaf->thing->type, (uint16_t)leaf->slot) : NULL;
    return meaning && meaning->kind == MEANS_FACT ? meaning->fact : NULL;
}

static void add_missing(void *context, const Hang *leaf, uint32_t number)
{
    (void)number;
    Gathering *gathering = context;
    Region *region = gathering->filling->region;
    const Fact *fact = fact_of(leaf);
    Text note = fact || !leaf->thing ? leaf->note : leaf->thing->type->slots[leaf->slot].name;
    *LIST_ADD(region, gathering->box->missing) = (BoxMissing){ fact, leaf->thing ? frame_path(region, leaf->thing) : TEXT_NONE, note };
}

static bool has_unknown(Value value)
{
    if (value.kind != VALUE_CONTEXT)
        return value.kind == VALUE_UNKNOWN;
    Value amount = context_entry(value, TEXT("amount"));
    return amount.kind == VALUE_UNKNOWN;
}

/* The fact of the case behind it: of a figure or a currency the amount. */
static const Fact *told_fact(const BoxOrigin *origin)
{
    const Fact *fact = origin->fact;
    if (!fact)
        return NULL;
    return fact->figure_of ? fact->figure_of : fact->currency_of ? fact->currency_of : fact;
}

/* A fact that is there only when it is told, and was not: the box waits for it. */
static const BoxOrigin *untold_origin(const Box *box)
{
    for (size_t i = 0; i < box->from.count; i++) {
        const Fact *fact = told_fact(&box->from.at[i]);
        if (fact && fact->when_told)
            return &box->from.at[i];
    }
    return NULL;
}

static bool is_written(Value value)
{
    return value_is_there(value) && (value.kind != VALUE_TEXT || text_of_value(value).length);
}

static const Hang *box_hang(const Filling *filling, const Box *box)
{
    const BoxOrigin *untold = box->value.kind == VALUE_UNKNOWN || has_unknown(box->value) ? NULL : untold_origin(box);
    if (untold && untold->frame)
        return hang_both(filling->region, box->entry->only_if, hang_on_slot(filling->region, untold->frame, told_fact(untold)->slot));
    return hang_both(filling->region, box->entry->only_if, box->value.kind == VALUE_UNKNOWN ? box->value.hang : box->entry->hang);
}

static void gather_missing(Filling *filling, Box *box)
{
    const Hang *hang = box_hang(filling, box);
    HangWalk walk = { .region = filling->region };
    Gathering gathering = { filling, box };
    hang_round(&walk);
    hang_walk(&walk, hang, add_missing, &gathering);
}

/* ---- one box ---- */

static BoxState state_of(const Box *box, Fill fill)
{
    if (box->entry->only_if || has_unknown(box->value))
        return BOX_OPEN;
    if (fill == FILL_CUSTOMS)
        return BOX_CUSTOMS;
    if (is_written(box->value) && fill != FILL_NOTHING)
        return BOX_FILLED;
    if (box->value.kind == VALUE_ABSENT && box->value.mark != MARK_NONE)
        return BOX_NO_ANSWER;
    return fill == FILL_VALUE && !value_is_there(box->value) && untold_origin(box) ? BOX_OPEN : BOX_EMPTY;
}

static void fill_box(Filling *filling, Box *box, Spot spot, const Entry *entry)
{
    const OutputCell *cell = own_cell(entry, "value");
    box->entry = entry;
    Value value = context_entry(entry->value, TEXT("value"));
    add_origins(filling, box, cell);
    box->so_far = context_entry(entry->value, TEXT("so far"));
    Fill fill = fill_of(entry);
    box->value = value.kind == VALUE_UNKNOWN ? value : written(filling, box, spot, fill, told_value(box, cell, value));
    box->state = state_of(box, fill);
    if (box->state == BOX_OPEN)
        gather_missing(filling, box);
}

/* ---- which boxes rules speak of at all ---- */

static bool says(const Sheet *sheet, const SheetRow *row, const Decision *decision, const char *part, Text text)
{
    for (uint32_t i = 0; i < sheet->part_count; i++)
        if (sheet->parts[i] < decision->record->count && text_equal(decision->record->entries[sheet->parts[i]].name, text_of(part)))
            return row->outputs[i].constant && row->outputs[i].value.kind == VALUE_TEXT && text_equal(text_of_value(row->outputs[i].value), text);
    return false;
}

static bool sheet_speaks(const Sheet *sheet, const Decision *decision, Text kind, Text box)
{
    for (uint32_t i = 0; sheet->kind == SHEET_TABLE && i < sheet->row_count; i++)
        if (says(sheet, &sheet->rows[i], decision, "box", box) && says(sheet, &sheet->rows[i], decision, "declaration", kind))
            return true;
    return false;
}

/* Does any row speak of the box, of whatever day and case? */
static bool is_spoken_of(const Filling *filling, Text box)
{
    const Program *program = filling->answer->program;
    for (uint32_t i = 0; i < program->decision_count; i++) {
        const Decision *decision = program->decisions[i];
        for (uint32_t k = 0; decision->record && text_is(decision->record->name, "box") && k < decision->sheet_count; k++)
            if (sheet_speaks(decision->sheets[k], decision, filling->form->kind.name, box))
                return true;
    }
    return false;
}

static BoxState *states_of(const Filling *filling, const FormField *fields, uint32_t count)
{
    BoxState *states = REGION_ARRAY(filling->region, BoxState, count);
    for (uint32_t i = 0; i < count; i++)
        states[i] = is_spoken_of(filling, fields[i].box) ? BOX_NOT_ASKED : BOX_NO_RULE;
    return states;
}

static Box *boxes_new(Filling *filling, const FormField *fields, const BoxState *states, uint32_t count)
{
    Box *boxes = REGION_ARRAY(filling->region, Box, count);
    for (uint32_t i = 0; i < count; i++)
        boxes[i] = (Box){ .field = &fields[i], .state = states[i], .value = VALUE_NOTHING, .so_far = VALUE_NOTHING };
    return boxes;
}

static void fill_named(Filling *filling, Box *boxes, uint32_t count, Spot spot, const Entry *entry)
{
    Text name = entry_text(entry, "box");
    for (uint32_t i = 0; i < count; i++)
        if (text_equal(boxes[i].field->box, name) && (!boxes[i].entry || boxes[i].entry->only_if))
            fill_box(filling, &boxes[i], spot, entry);
}

/* ---- sheets ---- */

/* The things within the declaration of which a box speaks, in the order of the case: its lines. Open addressing finds the number of one. */
typedef struct Things {
    LIST_OF(Frame *) at;
    size_t *places; /* 1 + number; 0: free */
    size_t room;
} Things;

static size_t *thing_place(const Things *things, const Frame *frame)
{
    size_t at = ((uintptr_t)frame >> 4) * 0x9e3779b97f4a7c15u >> 20 & (things->room - 1);
    while (things->places[at] && things->at.at[things->places[at] - 1] != frame)
        at = (at + 1) & (things->room - 1);
    return &things->places[at];
}

static void more_places(Region *region, Things *things)
{
    things->room = things->room ? 2 * things->room : 64;
    things->places = REGION_ARRAY(region, size_t, things->room);
    for (size_t i = 0; i < things->at.count; i++)
        *thing_place(things, things->at.at[i]) = i + 1;
}

static void add_thing(Region *region, Things *things, Frame *frame)
{
    if (2 * things->at.count >= things->room)
        more_places(region, things);
    size_t *place = thing_place(things, frame);
    if (*place)
        return;
    *LIST_ADD(region, things->at) = frame;
    *place = things->at.count;
}

/* SIZE_MAX: it is none of them. */
static size_t thing_number(const Things *things, const Frame *frame)
{
    size_t place = things->room ? *thing_place(things, frame) : 0;
    return place ? place - 1 : SIZE_MAX;
}

static Things things_of(Filling *filling, const Frame *of)
{
    Things things = { 0 };
    for (const Entry *entry = filling->answer->entries; entry; entry = entry->next)
        if (is_of_kind(filling, entry, "boxes") && entry->frame != of && is_within(entry->frame, of))
            add_thing(filling->region, &things, entry->frame);
    return things;
}

static void add_lines(Filling *filling, FormSheet *sheet, const Things *things, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        *LIST_ADD(filling->region, sheet->lines) =
            (FormLine){ things->at.at[i], (uint32_t)(i - from + 1), boxes_new(filling, filling->form->lines, filling->line_states, filling->form->line_count) };
}

/* Does the row speak of this sheet: of the first, of those that follow, or of all? */
static bool is_of_sheet(const FormSheet *sheet, const Entry *entry)
{
    Text which = entry_text(entry, "sheet");
    return !which.length || text_equal(which, text_of(sheet->number == 1 ? "first" : "further"));
}

static void fill_sheet(Filling *filling, FormSheet *sheet, Things *things, size_t from)
{
    const Frame *of = sheet->declaration->frame;
    for (const Entry *entry = filling->answer->entries; entry; entry = entry->next) {
        if (!is_of_kind(filling, entry, "boxes") || !is_of_sheet(sheet, entry))
            continue;
        size_t at = entry->frame == of ? SIZE_MAX : thing_number(things, entry->frame);
        if (entry->frame == of)
            fill_named(filling, sheet->boxes, filling->form->head_count, (Spot){ sheet, NULL }, entry);
        else if (at != SIZE_MAX && at >= from && at - from < sheet->lines.count)
            fill_named(filling, sheet->lines.at[at - from].boxes, filling->form->line_count, (Spot){ sheet, &sheet->lines.at[at - from] }, entry);
    }
}

static void add_sheets(Filling *filling, const Entry *declaration)
{
    Things things = things_of(filling, declaration->frame);
    size_t count = things.at.count, most = (size_t)part_count(declaration, "lines", 0);
    size_t sheets = most && count ? (count + most - 1) / most : 1;
    for (size_t i = 0; i < sheets; i++) {
        size_t from = i * most, to = most && from + most < count ? from + most : count;
        FormSheet *sheet = LIST_ADD(filling->region, filling->filled->sheets);
        *sheet = (FormSheet){ .declaration = declaration, .number = (uint32_t)i + 1, .count = (uint32_t)sheets, .place = (uint32_t)filling->filled->sheets.count,
                              .boxes = boxes_new(filling, filling->form->heads, filling->head_states, filling->form->head_count) };
        add_lines(filling, sheet, &things, from, to);
        fill_sheet(filling, sheet, &things, from);
    }
}

static void count_boxes(FilledForm *filled, const Box *boxes, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        filled->counts[boxes[i].state]++;
}

const FilledForm *form_fill(Task *task, const Determination *answer, const Form *form)
{
    FilledForm *filled = REGION_NEW(task->region, FilledForm);
    *filled = (FilledForm){ .form = form };
    Filling filling = { .task = task, .region = task->region, .answer = answer, .form = form, .filled = filled };
    filling.head_states = states_of(&filling, form->heads, form->head_count);
    filling.line_states = states_of(&filling, form->lines, form->line_count);
    for (const Entry *entry = answer->entries; entry; entry = entry->next)
        if (text_is(entry->list->list, "declarations") && entry->value.kind != VALUE_CONTEXT && !filled->unsure)
            filled->unsure = entry;
        else if (is_of_kind(&filling, entry, "declarations"))
            add_sheets(&filling, entry);
    for (size_t i = 0; i < filled->sheets.count; i++) {
        const FormSheet *sheet = &filled->sheets.at[i];
        count_boxes(filled, sheet->boxes, form->head_count);
        for (size_t k = 0; k < sheet->lines.count; k++)
            count_boxes(filled, sheet->lines.at[k].boxes, form->line_count);
    }
    return filled;
}

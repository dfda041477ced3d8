/* determination/answer.c - see answer.h. Which decisions are asked, and how their values become entries of lists,
 * is told by answers.md; no list, charge or country is known here. */
#include "determination/answer.h"

#include "determination/cite.h"
#include "determination/sheet.h"

/* ---- things ---- */

typedef struct ThingWalk {
    Run *run;
    const ThingType *type;
    void (*visit)(void *, Frame *, Frame *, Value);
    void *context;
} ThingWalk;

static const ThingType *child_towards(const ThingType *from, const ThingType *type)
{
    while (type && type->within != from)
        type = type->within;
    return type;
}

static uint16_t list_slot(const ThingType *thing, Text many)
{
    for (uint16_t i = 0; i < thing->count; i++)
        if (text_equal(thing->slots[i].name, many))
            return i;
    return UINT16_MAX;
}

static void walk_things(const ThingWalk *walk, Frame *frame)
{
    if (frame->type == walk->type) {
        walk->visit(walk->context, frame, frame->parent, VALUE_NOTHING);
        return;
    }
    const ThingType *child = child_towards(frame->type, walk->type);
    uint16_t slot = child ? list_slot(frame->type, child->many) : UINT16_MAX;
    if (slot == UINT16_MAX)
        return;
    Value list = run_read(walk->run, frame, slot);
    if (list.kind != VALUE_LIST) {
        if (list.kind == VALUE_UNKNOWN || list.kind == VALUE_ABSENT)
            walk->visit(walk->context, NULL, frame, list);
        return;
    }
    for (size_t i = 0; i < list.list->count; i++)
        if (list.list->at[i].kind == VALUE_THING)
            walk_things(walk, list.list->at[i].thing);
}

void each_thing(Run *run, const ThingType *type, void (*visit)(void *, Frame *, Frame *, Value), void *context)
{
    ThingWalk walk = { run, type, visit, context };
    walk_things(&walk, run->root);
}

/* ---- rows of a list ---- */

/* A row that says the law asks nothing leaves no entry in a list. */
static bool leaves_entry(const Sheet *sheet, uint32_t row)
{
    for (uint32_t i = 0; i < sheet->part_count; i++)
        if (sheet->rows[row].outputs[i].is_mark && sheet->rows[row].outputs[i].mark == MARK_NONE)
            return false;
    return true;
}

/* The n-th certain (or open) row of a list's notes, in the order in which the values were collected. */
static const SheetRow *nth_row(const Note *note, size_t n, bool open)
{
    for (; note; note = note->more) {
        const Sheet *sheet = note->sheet;
        for (uint32_t r = 0; sheet && sheet->kind == SHEET_TABLE && r < sheet->row_count; r++) {
            bool certain = note->fired && rows_have(note->fired, r);
            bool possible = note->possible ? rows_have(note->possible, r) : certain;
            if ((open ? possible && !certain : certain) && leaves_entry(sheet, r) && n-- == 0)
                return &sheet->rows[r];
        }
    }
    return NULL;
}

/* ---- entries ---- */

typedef struct Asking {
    Task *task;
    Run *run;
    Answer *answer;
    const AnswerList *list;
    const AnswerSlot *asked;
    Citing citing;
    bool cites; /* entries say what they rest on; a run that is only compared need not */
    bool core;
} Asking;

/* ---- entries by their key ---- */

static size_t key_hash(const AnswerList *list, Text key)
{
    size_t hash = (uintptr_t)list >> 4;
    for (size_t i = 0; i < key.length; i++)
        hash = hash * 33 + (unsigned char)key.at[i];
    return hash * 0x9e3779b97f4a7c15u >> 20;
}

static Entry **entry_place(const Answer *answer, const AnswerList *list, Text key)
{
    size_t at = key_hash(list, key) & (answer->room - 1);
    while (answer->places[at] && (answer->places[at]->list != list || !text_equal(answer->places[at]->key, key)))
        at = (at + 1) & (answer->room - 1);
    return &answer->places[at];
}

Entry *entry_with_key(const Answer *answer, const AnswerList *list, Text key)
{
    return answer->room ? *entry_place(answer, list, key) : NULL;
}

static void index_entry(const Answer *answer, Entry *entry)
{
    Entry **place = entry_place(answer, entry->list, entry->key);
    if (!*place)
        *place = entry;
}

static void append_entry(Region *region, Answer *answer, Entry *entry)
{
    *(answer->last ? &answer->last->next : &answer->first) = entry;
    answer->last = entry;
    if (2 * ++answer->count <= answer->room) {
        index_entry(answer, entry);
        return;
    }
    answer->room = answer->room ? 2 * answer->room : 64;
    answer->places = REGION_ARRAY(region, Entry *, answer->room);
    for (Entry *each = answer->first; each; each = each->next)
        index_entry(answer, each);
}

void answer_index(Region *region, Answer *answer, const Determination *of)
{
    *answer = (Answer){ .first = of->entries, .count = of->entry_count, .room = 64 };
    while (answer->room < 2 * (size_t)of->entry_count)
        answer->room *= 2;
    answer->places = REGION_ARRAY(region, Entry *, answer->room);
    for (Entry *entry = of->entries; entry; entry = entry->next)
        index_entry(answer, entry);
}

/* ---- alike ---- */

static bool same_absence(Value a, Value b)
{
    return a.kind == b.kind && !value_is_there(a) && (a.kind != VALUE_ABSENT || a.mark == b.mark);
}

static bool list_alike(const List *a, const List *b)
{
    for (size_t i = 0; a->count == b->count && i < a->count; i++)
        if (!value_alike(a->at[i], b->at[i]))
            return false;
    return a->count == b->count;
}

bool value_alike(Value a, Value b)
{
    if (a.kind == VALUE_THING && b.kind == VALUE_THING)
        return text_equal(a.thing->id, b.thing->id) && text_equal(a.thing->type->name, b.thing->type->name);
    if (a.kind == VALUE_LIST && b.kind == VALUE_LIST)
        return list_alike(a.list, b.list);
    if (a.kind == VALUE_CONTEXT && b.kind == VALUE_CONTEXT && a.context->shape->count == b.context->shape->count) {
        for (uint32_t i = 0; i < a.context->shape->count; i++)
            if (!text_equal(a.context->shape->names[i], b.context->shape->names[i]) || !value_alike(a.context->at[i], b.context->at[i]))
                return false;
        return true;
    }
    return same_absence(a, b) || (value_is_there(a) && value_is_there(b) && value_equal(a, b) == 1);
}

bool entry_alike(const Entry *a, const Entry *b)
{
    return value_alike(a->value, b->value) && (a->only_if != NULL) == (b->only_if != NULL);
}

bool list_is_core(const Program *program, const AnswerList *list)
{
    if (list->type.length)
        return text_is(list->type, "charge");
    const Decision *decision = program_decision(program, list->decision);
    if (!decision)
        return false;
    return decision->type->kind == TYPE_MONEY || (decision->record && text_is(decision->record->name, "code"));
}

Value entry_part(const Entry *entry, const char *part)
{
    if (entry->value.kind != VALUE_CONTEXT)
        return VALUE_NOTHING;
    const Shape *shape = entry->value.context->shape;
    for (uint32_t i = 0; i < shape->count; i++)
        if (text_equal(shape->names[i], text_of(part)))
            return entry->value.context->at[i];
    return VALUE_NOTHING;
}

Text entry_text(const Entry *entry, const char *part)
{
    Value value = entry_part(entry, part);
    return value.kind == VALUE_TEXT ? text_of_value(value) : TEXT_NONE;
}

Value entry_amount(const Entry *entry)
{
    return entry->decision->shape == SHAPE_CHARGE && entry->value.kind == VALUE_CONTEXT ? entry_part(entry, "amount") : entry->value;
}

static Status status_of_value(Value value)
{
    if (value.kind == VALUE_UNKNOWN)
        return STATUS_UNDETERMINED;
    if (value.kind != VALUE_ABSENT)
        return STATUS_DETERMINED;
    return value.mark == MARK_NONE ? STATUS_DETERMINED : value.mark == MARK_CONFLICT ? STATUS_CONFLICT : STATUS_NOT_COVERED;
}

static Status worse(Status a, Status b) { return a > b ? a : b; }

/* A charge is as good as its amount; any other record as its worst part. */
static void judge_entry(Asking *asking, Entry *entry)
{
    Value value = entry->decision->shape == SHAPE_CHARGE ? entry_amount(entry) : entry->value;
    entry->status = status_of_value(value);
    if (value.kind == VALUE_CONTEXT)
        for (uint32_t i = 0; i < value.context->shape->count; i++)
            entry->status = worse(entry->status, status_of_value(value.context->at[i]));
    if (value.kind == VALUE_UNKNOWN)
        entry->hang = value.hang;
    else if (value.kind == VALUE_CONTEXT)
        for (uint32_t i = 0; i < value.context->shape->count; i++)
            if (value.context->at[i].kind == VALUE_UNKNOWN)
                entry->hang = hang_both(asking->task->region, entry->hang, value.context->at[i].hang);
}

static void rest_on(Entry *entry)
{
    entry->confidence = CONFIDENCE_READ;
    entry->rank = GRADE_STATUTE;
    for (uint32_t i = 0; i < entry->cited.count; i++) {
        const Cited *cited = &entry->cited.at[i];
        if (cited->citation->role != CITES_BASIS)
            continue;
        if (cited->confidence > entry->confidence)
            entry->confidence = cited->confidence;
        if (cited->source->grade > entry->rank)
            entry->rank = cited->source->grade;
    }
}

/* The due day of a line: the term named in the charges register, of this thing or one around it. */
static void set_due(Asking *asking, Entry *entry)
{
    const Decision *decision = entry->decision;
    entry->due = VALUE_NOTHING;
    if (!decision->charge)
        return;
    entry->due_words = decision->charge->due;
    Frame *frame = entry->frame;
    while (decision->due && frame && frame->type != decision->due->thing)
        frame = frame->parent;
    if (!decision->due || !frame)
        return;
    Value term = run_read(asking->run, frame, decision->due->slot);
    if (term.kind == VALUE_CONTEXT)
        entry->due = term.context->at[decision->due->made[4]];
    else if (term.kind == VALUE_UNKNOWN)
        entry->due = term;
}

static Text shown(Region *region, Value value)
{
    Builder out = builder_on(region);
    value_print(&out, value);
    return builder_text(&out);
}

static void set_formula(Asking *asking, Entry *entry)
{
    Region *region = asking->task->region;
    Value base = entry_part(entry, "base"), rate = entry_part(entry, "rate");
    Value exact = entry_part(entry, "exact"), amount = entry_part(entry, "amount");
    if (!value_is_number(base) || !value_is_number(rate) || !value_is_number(exact))
        return;
    Builder out = builder_on(region);
    build_format(&out, TEXT_FMT " * " TEXT_FMT " = " TEXT_FMT, TEXT_ARG(shown(region, base)), TEXT_ARG(shown(region, rate)), TEXT_ARG(shown(region, exact)));
    if (value_is_number(amount) && number_compare(amount, exact) != 0)
        build_format(&out, ", rounded " TEXT_FMT, TEXT_ARG(shown(region, amount)));
    entry->formula = builder_text(&out);
}

static Text entry_key(Asking *asking, const Entry *entry)
{
    Builder key = builder_on(asking->task->region);
    build_format(&key, TEXT_FMT, TEXT_ARG(asking->list->list));
    if (entry->decision->shape != SHAPE_RECORDS)
        build_format(&key, "|" TEXT_FMT, TEXT_ARG(entry->decision->name));
    bool with_thing = asking->list->key_count == 0;
    for (uint32_t i = 0; i < asking->list->key_count; i++) {
        Text name = asking->list->keys[i];
        if (text_is(name, "thing"))
            with_thing = true;
        else {
            build_byte(&key, '|');
            value_print(&key, entry_part(entry, text_string(asking->task->region, name)));
        }
    }
    if (with_thing)
        build_format(&key, "|" TEXT_FMT " " TEXT_FMT, TEXT_ARG(entry->decision->thing->name), TEXT_ARG(entry->of));
    return builder_text(&key);
}

static CitedList cited_both(Region *region, CitedList a, CitedList b)
{
    Cited *all = region_take(region, (a.count + b.count + 1) * sizeof *all);
    uint32_t count = a.count;
    if (a.count)
        memcpy(all, a.at, a.count * sizeof *all);
    for (uint32_t i = 0; i < b.count; i++) {
        bool twice = false;
        for (uint32_t k = 0; k < count && !twice; k++)
            twice = same_cited(&all[k], &b.at[i]);
        if (!twice)
            all[count++] = b.at[i];
    }
    return (CitedList){ count, all };
}

/* Entries of one key in one list are one: the surer one stays, and cites for both. */
static bool merge_entry(Asking *asking, const Entry *entry)
{
    if (entry->decision->shape != SHAPE_RECORDS)
        return false;
    Entry *old = entry_with_key(asking->answer, entry->list, entry->key);
    if (!old)
        return false;
    old->cited = cited_both(asking->task->region, old->cited, entry->cited);
    if (!entry->only_if)
        old->only_if = NULL;
    rest_on(old);
    return true;
}

static CitedList cited_rows(Asking *asking, const Entry *entry, const SheetRow *row)
{
    if (!asking->cites)
        return (CitedList){ 0 };
    return row ? cited_row(&asking->citing, entry->note, row) : cited_below(&asking->citing, entry->frame, entry->decision->slot);
}

static void add_entry(Asking *asking, Frame *frame, Value value, const Hang *only_if, const SheetRow *row)
{
    const Decision *decision = asking->asked->decision;
    Entry *entry = REGION_NEW(asking->task->region, Entry);
    *entry = (Entry){ .list = asking->list, .decision = decision, .frame = frame, .value = value, .only_if = only_if,
                      .of = frame_path(asking->task->region, frame), .due = VALUE_NOTHING };
    if (frame->type == decision->thing) {
        entry->note = run_note(frame, decision->slot);
        entry->cited = cited_rows(asking, entry, row);
    }
    entry->key = entry_key(asking, entry);
    judge_entry(asking, entry);
    rest_on(entry);
    if (decision->shape == SHAPE_CHARGE) {
        set_due(asking, entry);
        set_formula(asking, entry);
    }
    if (!merge_entry(asking, entry))
        append_entry(asking->task->region, asking->answer, entry);
}

/* Stands in a list for the rows that only perhaps fire: they are entries of their own. */
static bool stands_for_open(const Note *note, Value item)
{
    for (; note && item.kind == VALUE_UNKNOWN; note = note->more)
        if (note->open.count && note->hang == item.hang)
            return true;
    return false;
}

static void add_list(Asking *asking, Frame *frame, Value list, const Hang *only_if)
{
    const Note *note = run_note(frame, asking->asked->decision->slot);
    for (size_t i = 0, n = 0; i < list.list->count; i++)
        if (!stands_for_open(note, list.list->at[i]))
            add_entry(asking, frame, list.list->at[i], only_if, nth_row(note, n++, false));
    for (const Note *layer = note; layer; layer = layer->more)
        for (size_t i = 0; i < layer->open.count; i++)
            add_entry(asking, frame, layer->open.at[i].value, hang_both(asking->task->region, only_if, layer->open.at[i].hang), nth_row(layer, i, true));
}

/* Silence of the law is no entry; a row that says "none" is. */
static bool is_silent(const Decision *decision, Value value)
{
    if (value.kind == VALUE_NULL || value.kind == VALUE_NOT_THERE)
        return true;
    if (value.kind != VALUE_ABSENT)
        return false;
    const Absence *absence = value.origin;
    return value.mark == MARK_NONE && (decision->shape != SHAPE_CHARGE || !absence || !absence->row);
}

Total charge_total(const Decision *decision)
{
    if (decision->charge && decision->charge->page->layer == LAYER_HOUSE)
        return TOTAL_HOUSE;
    return decision->charge && decision->charge->beside ? TOTAL_BESIDE : TOTAL_BORDER;
}

/* The day of a decision of things that are not made yet, where it is a day of the things around them. */
static bool day_around(Run *run, const Decision *decision, const Sheet *sheet, Frame *around, int64_t *day)
{
    const ThingType *thing = decision->thing;
    uint8_t up = sheet->clock_up;
    for (; thing != around->type && up; up--)
        thing = thing->within;
    if (thing != around->type || !sheet->clock_is_slot)
        return false;
    for (; up; up--)
        around = around->parent;
    Value value = run_read(run, around, sheet->clock_slot);
    *day = value.kind == VALUE_DATE ? value.days : 0;
    return value.kind == VALUE_DATE;
}

/* The sheet's rows of that day all say that nothing is asked; `*some` where there are any. */
static bool silent_sheet(Run *run, const Decision *decision, const Sheet *sheet, Frame *around, bool *some)
{
    int64_t day;
    if (sheet->kind != SHEET_TABLE || !day_around(run, decision, sheet, around, &day))
        return false;
    const uint64_t *rows = sheet->era_rows + (size_t)sheet_era(sheet, day) * sheet->words;
    for (uint32_t row = 0; row < sheet->row_count; row++) {
        if (rows_have(rows, row) && leaves_entry(sheet, row))
            return false;
        *some |= rows_have(rows, row);
    }
    return true;
}

/* No layer of that day asks anything of any such thing, made or not: there was no such charge. */
static bool asks_nothing(Run *run, const Decision *decision, Frame *around)
{
    bool some = false, heard = false;
    for (uint32_t i = 0; i < decision->sheet_count; i++) {
        if (decision->sheets[i]->layer == LAYER_HOUSE && !run->house)
            continue;
        heard = true;
        if (!silent_sheet(run, decision, decision->sheets[i], around, &some))
            return false;
    }
    return some || !heard;
}

static void ask_thing(void *context, Frame *frame, Frame *around, Value missing)
{
    Asking *asking = context;
    const Decision *decision = asking->asked->decision;
    const Hang *only_if = NULL;
    if (task_cancelled(asking->task))
        return;
    if (!frame) {
        if ((asking->core || missing.kind == VALUE_UNKNOWN) && !asks_nothing(asking->run, decision, around))
            add_entry(asking, around, missing, NULL, NULL);
        return;
    }
    if (asking->asked->when) {
        Value when = feel_run(&asking->run->vm, asking->asked->when, frame);
        if (when.kind == VALUE_UNKNOWN)
            only_if = when.hang;
        else if (when.kind != VALUE_BOOLEAN || !when.boolean)
            return;
    }
    Value value = run_read(asking->run, frame, decision->slot);
    if (value.kind == VALUE_LIST)
        add_list(asking, frame, value, only_if);
    else if (!is_silent(decision, value))
        add_entry(asking, frame, value, only_if, NULL);
}

/* ---- the whole ---- */

bool list_is_gathered(const Run *run, const AnswerList *list)
{
    return !list->asked_for.length || text_lists(run->lists, list->list);
}

static bool answers_list(const AnswerList *list, const Decision *decision)
{
    if (list->decision.length)
        return text_equal(list->decision, decision->name);
    return decision->record && text_equal(list->type, decision->record->name);
}

/* What falls due at the border stands before what is listed beside it, a firm's own charges stand last. */
static void ask_list(Asking *asking)
{
    const Program *program = asking->run->program;
    asking->core = list_is_core(program, asking->list);
    for (uint32_t i = 0; i < TOTALS * program->answer_count; i++) {
        asking->asked = &program->answers[i % program->answer_count];
        if (answers_list(asking->list, asking->asked->decision) && charge_total(asking->asked->decision) == i / program->answer_count)
            each_thing(asking->run, asking->asked->decision->thing, ask_thing, asking);
    }
}

static Value add_amount(Region *region, Value total, const Entry *entry)
{
    Value amount = entry_amount(entry);
    if (amount.kind == VALUE_ABSENT && amount.mark == MARK_NONE)
        return total;
    if (value_is_number(total) && value_is_number(amount))
        return number_add(region, total, amount);
    if (amount.kind == VALUE_ABSENT || (amount.kind == VALUE_UNKNOWN && total.kind != VALUE_ABSENT))
        return amount;
    return total;
}

static void sum_up(Task *task, const Program *program, Answer *answer)
{
    Value *const totals[TOTALS] = { &answer->border, &answer->beside, &answer->house };
    answer->border = answer->beside = answer->house = value_small(0, 0);
    answer->confidence = CONFIDENCE_READ;
    answer->rank = GRADE_STATUTE;
    bool any = false;
    for (Entry *entry = answer->first; entry; entry = entry->next)
        any |= list_is_core(program, entry->list) && !entry->only_if;
    for (Entry *entry = answer->first; entry; entry = entry->next) {
        if ((any && !list_is_core(program, entry->list)) || entry->only_if)
            continue;
        if (any)
            answer->status = worse(answer->status, entry->status);
        answer->confidence = entry->confidence > answer->confidence ? entry->confidence : answer->confidence;
        answer->rank = entry->rank > answer->rank ? entry->rank : answer->rank;
        if (entry->decision->shape != SHAPE_CHARGE)
            continue;
        Value *total = totals[charge_total(entry->decision)];
        *total = add_amount(task->region, *total, entry);
    }
}

bool answer_build(Task *task, Run *run, Answer *answer, bool cites)
{
    *answer = (Answer){ 0 };
    Asking asking = { .task = task, .run = run, .answer = answer, .citing = { .task = task }, .cites = cites };
    for (uint32_t i = 0; i < run->program->books->list_count; i++) {
        asking.list = &run->program->books->lists[i];
        if (list_is_gathered(run, asking.list))
            ask_list(&asking);
    }
    if (run->vm.fault_count) {
        run_report_faults(run, task->report);
        return false;
    }
    sum_up(task, run->program, answer);
    return true;
}

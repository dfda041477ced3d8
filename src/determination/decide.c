/* determination/decide.c - one decision: its clock, its sheets from the top, what the engine makes of the value. See decide.h.
 *
 *     match.c  which rows fire  ->  hits.c  what they say  ->  here: layers, questions, formulas, charges and terms
 *
 * Most decisions of a case are plain; they go a quick way that is held to give the same.
 */
#include "determination/decide.h"

#include "determination/groups.h"
#include "determination/hits.h"

/* ---- open questions, formulas ---- */

static Value answered_under(Run *run, const Sheet *sheet)
{
    uint32_t choice = run->choices[sheet->question];
    run->asked[sheet->question] = true;
    if (run->proving && !choice) /* any reading may be meant */
        return value_unknown(hang_on_slot(run->region, run->frame, run->decision->slot));
    for (uint32_t i = 0; i < sheet->reading_count; i++) {
        bool in_force = !run->has_day || days_contain(sheet->readings[i].reading->in_force, run->day);
        if (!in_force || (choice && choice != i + 1))
            continue;
        if (run->note) {
            run->note->sheet = sheet;
            run->note->reading = i + 1;
        }
        return sheet->readings[i].value;
    }
    if (choice) { /* that reading is not in force on this day: the first that is answers */
        run->choices[sheet->question] = 0;
        Value value = answered_under(run, sheet);
        run->choices[sheet->question] = choice;
        return value;
    }
    return absent(run, MARK_NOT_COVERED, &(Absence){ 0 });
}

/* A context written by a formula takes the form of the declared record. */
static Value as_record(Run *run, const Decision *decision, Value value)
{
    if (value.kind != VALUE_CONTEXT || !decision->record || value.context->shape == decision->record->shape)
        return value;
    Value *parts = REGION_ARRAY(run->region, Value, decision->record->count);
    for (uint32_t i = 0; i < decision->record->count; i++) {
        parts[i] = VALUE_NOTHING;
        for (uint32_t k = 0; k < value.context->shape->count; k++)
            if (text_equal(value.context->shape->names[k], decision->record->entries[i].name))
                parts[i] = value.context->at[k];
    }
    return record_value(run, decision, parts);
}

static Value formula_value(Run *run, const Decision *decision, const Sheet *sheet, Frame *frame)
{
    if (run->note)
        run->note->sheet = sheet;
    return as_record(run, decision, feel_run(&run->vm, sheet->code, frame));
}

/* ---- a sheet ---- */

static Value clock_value(Run *run, const Sheet *sheet, Frame *frame)
{
    return sheet->clock_is_slot ? slot_value(run, frame, sheet->clock_up, sheet->clock_slot) : feel_run(&run->vm, sheet->clock, frame);
}

/* The day whose law counts. False: `*instead` is the decision's value. */
static bool set_clock(Run *run, const Sheet *sheet, Frame *frame, Value *instead)
{
    run->has_day = false;
    if (!sheet->clock || (sheet->kind == SHEET_FEEL && !sheet->needs_day && !run->tracing))
        return true;
    Value day = clock_value(run, sheet, frame);
    if (day.kind == VALUE_DATE) {
        run->day = day.days;
        run->has_day = true;
        if (run->note) {
            run->note->day = day.days;
            run->note->has_day = true;
        }
        return true;
    }
    if (sheet->kind == SHEET_FEEL && !sheet->needs_day)
        return true;
    *instead = day.kind == VALUE_UNKNOWN || day.kind == VALUE_ABSENT ? day : absent(run, MARK_NONE, &(Absence){ 0 });
    return false;
}

static Value finish(Run *run, const Decision *decision, Value value)
{
    if (value.kind != VALUE_CONTEXT || (decision->shape != SHAPE_CHARGE && decision->shape != SHAPE_TERM))
        return value;
    Value *parts = region_take(run->region, decision->record->count * sizeof(Value));
    memcpy(parts, value.context->at, decision->record->count * sizeof(Value));
    if (decision->shape == SHAPE_CHARGE)
        finish_charge(run, decision, parts);
    else
        finish_term(run, decision, parts);
    return record_value(run, decision, parts);
}

/* ---- a day nobody told ----
 *
 * A table waits for the day of its clock. But what it says on every day that its page promises holds whatever the day: that
 * nothing is asked, or the same word, yes or no, or the same entries of a list. A download needs no day of entry. */

static bool asks_nothing(const Sheet *sheet, const SheetRow *row)
{
    for (uint32_t i = 0; i < sheet->part_count; i++)
        if (!row->outputs[i].is_mark || row->outputs[i].mark != MARK_NONE)
            return false;
    return true;
}

/* What a row says, if it is a word, yes or no, or that nothing is asked; else a value that is nothing like that. */
static Value word_of_row(Run *run, const Decision *decision, const Sheet *sheet, const SheetRow *row, Frame *frame)
{
    const OutputCell *cell = &row->outputs[0];
    bool plain = sheet->part_count == 1 && sheet->parts[0] == PART_WHOLE && (cell->constant || cell->is_slot) && !sheet->needs_day;
    Value value = plain || asks_nothing(sheet, row) ? row_value(run, decision, sheet, row, frame) : VALUE_NOTHING;
    bool word = value.kind == VALUE_TEXT || value.kind == VALUE_BOOLEAN || (value.kind == VALUE_ABSENT && value.mark == MARK_NONE);
    return word ? value : VALUE_NOTHING;
}

/* What all rows that may fire say alike, or nothing. */
static Value word_of_rows(Run *run, const Decision *decision, const Sheet *sheet, const Match *match, Frame *frame)
{
    Value word = { .kind = VALUE_UNSET };
    for (uint32_t at = set_next(match->possible, match->words, 0); at != UINT32_MAX; at = set_next(match->possible, match->words, at + 1)) {
        Value here = word_of_row(run, decision, sheet, &sheet->rows[at], frame);
        bool alike = word.kind == VALUE_UNSET || (word.kind == VALUE_ABSENT ? here.kind == VALUE_ABSENT : value_equal(word, here) == 1);
        if (here.kind == VALUE_NULL || !alike)
            return VALUE_NOTHING;
        word = here;
    }
    return word.kind == VALUE_UNSET ? VALUE_NOTHING : word;
}

/* `open` is the clock's own value. Sets *answers to false where no row of a sheet above the law can fire. */
static Value value_of_any_day(Run *run, const Decision *decision, const Sheet *sheet, Frame *frame, Value open, bool *answers)
{
    Match match;
    if (open.kind != VALUE_UNKNOWN || sheet->kind != SHEET_TABLE)
        return open;
    match_among(run, sheet, sheet->promised, frame, &match);
    *answers = sheet->layer == LAYER_LAW || match.stopped || !set_empty(match.possible, match.words);
    Value word = match.stopped ? VALUE_NOTHING : word_of_rows(run, decision, sheet, &match, frame);
    if (word.kind == VALUE_NULL)
        return open;
    note_hit(run, &match);
    return word;
}

/* Does a row stand in the list on every promised day, in the same words? */
static bool stands_always(const Decision *decision, const Sheet *sheet, const Match *match, uint32_t at)
{
    if (decision->shape == SHAPE_THINGS || sheet->policy < HIT_COLLECT || !rows_have(sheet->always, at) || !rows_have(match->certain, at))
        return false;
    for (uint32_t i = 0; i < sheet->part_count; i++)
        if (!sheet->rows[at].outputs[i].constant)
            return false;
    return true;
}

/* The rows of a list that fire whatever the day; false where that hangs on the day. */
static bool match_any_day(Run *run, const Decision *decision, const Sheet *sheet, Frame *frame, Value open, Match *match)
{
    if (open.kind != VALUE_UNKNOWN)
        return false;
    match_among(run, sheet, sheet->promised, frame, match);
    for (uint32_t at = set_next(match->possible, match->words, 0); at != UINT32_MAX; at = set_next(match->possible, match->words, at + 1))
        if (!asks_nothing(sheet, &sheet->rows[at]) && !stands_always(decision, sheet, match, at))
            return false;
    return !match->stopped;
}

/* ---- the quick way: a small table, every column known, one row ----
 *
 * Most tables of a case are decided like this; anything out of the ordinary goes the long way and is decided there
 * anew. Nothing is noted, so a traced run never comes here. */

/* A few symbols are found one by one. */
static inline uint32_t quick_piece(const ColumnIndex *column, Value value)
{
    if (column->count > 4)
        return column_piece(column, value);
    uint32_t piece = 0;
    while (piece < column->count && column->values[piece].text != value.text)
        piece++;
    return piece;
}

static inline bool quick_column(Run *run, const ColumnIndex *column, Frame *frame, uint64_t *rows)
{
    if (!column->is_slot)
        return false;
    for (uint8_t up = column->up; up; up--)
        frame = frame->parent;
    Value value = run_read(run, frame, column->slot);
    if (column->form == FORM_BOOLEAN && value.kind == VALUE_BOOLEAN)
        *rows &= column->masks[value.boolean];
    else if (column->form == FORM_TEXT && value.kind == VALUE_TEXT && value.text->symbol)
        *rows &= column->masks[quick_piece(column, value)];
    else if (column->form == FORM_ORDERED && (value_is_number(value) || value.kind == VALUE_DATE))
        *rows &= column->masks[column_piece(column, value)];
    else
        return false;
    return true;
}

/* What a column says whose value is there already. Whether a row still looks at it is not asked: that would be guessed wrong often. */
static inline bool ready_column(const ColumnIndex *column, Frame *frame, uint64_t *rows)
{
    if (!column->is_slot || column->up)
        return false;
    Value value = frame->slots[column->slot];
    if (column->form == FORM_BOOLEAN && value.kind == VALUE_BOOLEAN) {
        *rows &= column->masks[value.boolean];
        return true;
    }
    if (column->form != FORM_TEXT || !column->by_symbol || value.kind != VALUE_TEXT || !value.text->symbol)
        return false;
    uint32_t at = value.text->symbol - column->first_symbol;
    *rows &= column->masks[at < column->symbol_span ? column->by_symbol[at] : column->count];
    return true;
}

/* The only row that fires, or -1. */
static int quick_row(Run *run, const Sheet *sheet, Frame *frame, uint64_t rows)
{
    for (uint32_t c = 0; c < sheet->column_count; c++) {
        const ColumnIndex *column = &sheet->columns[c];
        if (!ready_column(column, frame, &rows) && (rows & ~column->any[0]) && !quick_column(run, column, frame, &rows))
            return -1;
    }
    uint64_t first = rows & ~sheet->otherwise[0];
    rows = first ? first : rows;
    return rows && (rows & (rows - 1)) == 0 ? __builtin_ctzll(rows) : -1;
}

/* The same for a table of any length; *value is UNSET unless the row's value was met on the way. */
static int64_t era_row(Run *run, const Sheet *sheet, Frame *frame, uint32_t era, Value *value)
{
    value->kind = VALUE_UNSET;
    return sheet->words == 1 ? quick_row(run, sheet, frame, sheet->era_rows[era]) : groups_row(run, sheet, frame, era, value);
}

static bool quick_value(Run *run, const Decision *decision, const Sheet *sheet, Frame *frame, uint32_t *fired, bool *answers, Value *value)
{
    if (run->tracing)
        return false;
    int64_t row = era_row(run, sheet, frame, run->has_day ? sheet_era(sheet, run->day) : sheet->era_count - 1, value);
    *answers = row != ROW_NONE;
    if (row == ROW_NONE) {
        *value = no_row(run, sheet);
        return true;
    }
    if (row < 0)
        return false;
    *fired = (uint32_t)row + 1;
    *value = finish(run, decision, row_value(run, decision, sheet, &sheet->rows[row], frame));
    return true;
}

/* One value from one sheet. *answers is false when no row of it fires and a lower sheet may answer. Where its rows only perhaps
 * fire, *perhaps is what that hangs on. */
static Value sheet_value(Run *run, const Decision *decision, const Sheet *sheet, Frame *frame, uint32_t *fired, bool *answers, const Hang **perhaps)
{
    Value instead;
    *answers = true;
    *perhaps = NULL;
    if (!set_clock(run, sheet, frame, &instead)) {
        if (sheet->layer != LAYER_LAW && instead.kind == VALUE_UNKNOWN)
            *perhaps = instead.hang; /* on another day the sheet may say nothing */
        return value_of_any_day(run, decision, sheet, frame, instead, answers);
    }
    if (sheet->kind == SHEET_QUESTION)
        return answered_under(run, sheet);
    if (sheet->kind == SHEET_FEEL)
        return finish(run, decision, formula_value(run, decision, sheet, frame));
    Value quick;
    if (quick_value(run, decision, sheet, frame, fired, answers, &quick))
        return quick;
    Match match;
    match_rows(run, sheet, frame, &match);
    if (sheet->policy == HIT_FIRST)
        match_keep_first(&match);
    *answers = !set_empty(match.possible, match.words);
    if (*answers && set_empty(match.certain, match.words))
        *perhaps = match.hang;
    if (*answers || !run->note || !run->note->sheet)
        note_hit(run, &match);
    if (match.stopped)
        return match.stop;
    return finish(run, decision, single_value(run, decision, sheet, &match, frame, fired));
}

/* ---- layers ---- */

static bool sheet_heard(const Run *run, const Sheet *sheet)
{
    if (sheet->layer == LAYER_LAW)
        return true;
    return sheet->layer == LAYER_HOUSE ? run->house : run->voice == sheet->voice + 1;
}

/* What is written next goes into a note of its own. */
static void note_more(Run *run, const Decision *decision)
{
    if (!run->note)
        return;
    run->note = run->note->more = REGION_NEW(run->region, Note);
    run->note->decision = decision;
}

/* The highest sheet with a row that fires answers. Where its rows only perhaps fire, the sheet below must say the same. */
static Value one_value(Run *run, const Decision *decision, Frame *frame, uint32_t *fired)
{
    Value value = { .kind = VALUE_UNSET };
    const Hang *open = NULL;
    for (uint32_t i = 0; i < decision->sheet_count; i++) {
        bool answers;
        const Hang *perhaps;
        if (!sheet_heard(run, decision->sheets[i]))
            continue;
        if (open)
            note_more(run, decision);
        run->sheet = decision->sheets[i];
        Value here = sheet_value(run, decision, run->sheet, frame, fired, &answers, &perhaps);
        if (open && !answers && i + 1 < decision->sheet_count)
            continue;
        value = open ? agree(run, decision, value, here, open) : here;
        if (open)
            *fired = 0;
        if (answers && !perhaps)
            return value;
        if (answers)
            open = hang_both(run->region, open, perhaps);
    }
    return value.kind == VALUE_UNSET ? absent(run, MARK_NONE, &(Absence){ 0 }) : value;
}

/* Lists add over the layers, the law first. Each layer has a note of its own. */
static Value list_value(Run *run, const Decision *decision, Frame *frame)
{
    ValueList all = { 0 };
    const Sheet *last = NULL;
    Value instead;
    for (uint32_t i = decision->sheet_count; i-- > 0;) {
        const Sheet *sheet = decision->sheets[i];
        if (!sheet_heard(run, sheet))
            continue;
        if (last)
            note_more(run, decision);
        run->sheet = last = sheet;
        Match match;
        if (set_clock(run, sheet, frame, &instead))
            match_rows(run, sheet, frame, &match);
        else if (!match_any_day(run, decision, sheet, frame, instead, &match))
            return instead;
        note_hit(run, &match);
        if (match.stopped)
            return match.stop;
        Value stop = collect(run, decision, sheet, &match, frame, &all);
        if (stop.kind == VALUE_UNKNOWN)
            return stop;
    }
    return last ? collected(run, decision, last, &all) : value_list(run->region, NULL, 0);
}

/* ---- the whole ---- */

typedef struct Standing { /* where the run stood before this decision */
    const Decision *decision;
    const Sheet *sheet;
    Note *note;
    Frame *frame;
    int64_t day;
    bool has_day;
} Standing;

static Standing enter(Run *run, const Decision *decision, Frame *frame, Note *note)
{
    Standing before = { run->decision, run->sheet, run->note, run->frame, run->day, run->has_day };
    run->decision = decision;
    run->sheet = decision->sheets[decision->sheet_count - 1];
    run->frame = frame;
    run->note = note;
    run->has_day = false;
    return before;
}

static void leave(Run *run, Standing before)
{
    run->decision = before.decision;
    run->sheet = before.sheet;
    run->note = before.note;
    run->frame = before.frame;
    run->day = before.day;
    run->has_day = before.has_day;
}

static Value decide_in(Run *run, const Decision *decision, Frame *frame, Note *note, uint32_t *fired)
{
    Standing before = enter(run, decision, frame, note);
    Value value = is_collect(decision->sheets[decision->sheet_count - 1]) ? list_value(run, decision, frame) : one_value(run, decision, frame, fired);
    if (run->vm.faulted)
        value = faulted(run);
    leave(run, before);
    return value;
}

/* The era of the clock's day, or -1 when the long way must say what is wrong with it. */
static int64_t quick_era(Run *run, const Sheet *sheet, Frame *frame)
{
    if (!sheet->clock)
        return sheet->era_count - 1;
    if (!sheet->clock_is_slot)
        return -1;
    for (uint8_t up = sheet->clock_up; up; up--)
        frame = frame->parent;
    Value day = run_read(run, frame, sheet->clock_slot);
    return day.kind == VALUE_DATE ? (int64_t)sheet_era(sheet, day.days) : -1;
}

/* No row of a long table fires: why, for that a place to stand is needed. */
static Value nothing_fires(Run *run, const Decision *decision, const Sheet *sheet, Frame *frame)
{
    Value value;
    Standing before = enter(run, decision, frame, NULL);
    if (set_clock(run, sheet, frame, &value))
        value = no_row(run, sheet);
    leave(run, before);
    return value;
}

/* A table of plain values whose outputs turn no money: the row, and what it says, without a place to stand. */
static bool plain_row_value(Run *run, const Decision *decision, const Sheet *sheet, Frame *frame, uint32_t *fired, Value *value)
{
    if (sheet->kind != SHEET_TABLE || sheet->needs_day)
        return false;
    int64_t era = quick_era(run, sheet, frame);
    int64_t row = era < 0 ? ROW_UNSAID : era_row(run, sheet, frame, (uint32_t)era, value);
    if (row == ROW_NONE) {
        *value = nothing_fires(run, decision, sheet, frame);
        return true;
    }
    if (row < 0)
        return false;
    if (value->kind != VALUE_UNSET) {
        *fired = (uint32_t)row + 1;
        return true;
    }
    const OutputCell *cell = &sheet->rows[row].outputs[0];
    if (cell->is_mark)
        return false;
    *fired = (uint32_t)row + 1;
    *value = cell->constant ? cell->value : cell->is_slot ? slot_value(run, frame, cell->up, cell->slot) : feel_run(&run->vm, cell->code, frame);
    return true;
}

/* A decision of one sheet, in an untraced run, whose value needs no finishing. A formula that turns no money needs neither a
 * day nor a place to stand. */
static Value decide_quickly(Run *run, const Decision *decision, Frame *frame, uint32_t *fired)
{
    const Sheet *sheet = decision->sheets[0];
    bool answers;
    const Hang *perhaps;
    Value quick;
    if (decision->formula || plain_row_value(run, decision, sheet, frame, fired, &quick)) {
        Value value = decision->formula ? feel_run(&run->vm, decision->formula, frame) : quick;
        return run->vm.faulted ? faulted(run) : value;
    }
    Standing before = enter(run, decision, frame, NULL);
    Value value = sheet_value(run, decision, sheet, frame, fired, &answers, &perhaps);
    if (run->vm.faulted)
        value = faulted(run);
    leave(run, before);
    return value;
}

Value decide(Run *run, const Decision *decision, Frame *frame, uint16_t slot)
{
    FrameRecord *record = frame->record;
    Note *note = NULL;
    if (decision->is_plain && !record->notes) {
        record->rows[slot] = 0;
        return decide_quickly(run, decision, frame, &record->rows[slot]);
    }
    if (record->notes) {
        note = record->notes[slot] = REGION_NEW(run->region, Note);
        note->decision = decision;
    }
    record->rows[slot] = 0;
    return decide_in(run, decision, frame, note, &record->rows[slot]);
}

Value run_call(Vm *vm, const FeelFunction *function, Frame *here, const Value *arguments)
{
    Run *run = (Run *)vm;
    const Decision *decision = function->meaning;
    while (here && here->type != decision->thing)
        here = here->parent;
    if (!here) /* the linker refuses such a call; nothing may read outward from nowhere */
        return faulted(run);
    Frame parameters = { .type = decision->parameters, .parent = here, .slots = (Value *)arguments };
    uint32_t fired = 0;
    Note *note = NULL;
    if (run->tracing) {
        note = *LIST_ADD(run->region, run->calls) = REGION_NEW(run->region, Note);
        note->decision = decision;
        if (run->note)
            *LIST_ADD(run->region, run->note->calls) = note;
    }
    return decide_in(run, decision, &parameters, note, &fired);
}

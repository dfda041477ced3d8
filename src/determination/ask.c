/* determination/ask.c - see proof.h. Nothing is told at first. What the engine then cannot say hangs on facts; one of them is told,
 * each of its values in turn, until the box fits or is refused. So only what matters is ever told.
 */
#include "determination/hang.h"
#include "determination/proof.h"
#include "determination/sheet.h"
#include "determination/wide.h"
#include "feel/ast.h"

enum { TRIES_SMALL = 200, TRIES_WHOLE = 4096 }; /* runs for one box: eleven questions of yes and no */

typedef struct Asking { /* one box */
    Proof *proof;
    const Box *box;
    uint32_t left;  /* tries */
} Asking;

typedef LIST_OF(const Hang *) HangList;
typedef struct Opens { /* what hangs on what */
    HangList now;     /* each thing that is open */
    HangList waiting; /* columns that may be told as the box wants them, if anybody asks */
} Opens;

static void open_add(const Asking *asking, HangList *list, const Hang *hang)
{
    *LIST_ADD(asking->proof->run->region, *list) = hang;
}

/* ---- columns ---- */

static Frame *frame_outward(Frame *frame, uint8_t up)
{
    for (; up && frame; up--)
        frame = frame->parent;
    return frame;
}

const ThingType *thing_outward(const Decision *decision, uint8_t up)
{
    const ThingType *thing = decision->parameters ? decision->parameters : decision->thing;
    for (; up && thing; up--)
        thing = thing->within;
    return thing;
}

const Meaning *column_meaning(const Proof *proof, const ColumnIndex *column)
{
    const ThingType *thing = column->is_slot ? thing_outward(proof->decision, column->up) : NULL;
    return thing ? slot_meaning(thing, column->slot) : NULL;
}

static const Sheet *lowest_sheet(const Decision *decision)
{
    return decision->sheets[decision->sheet_count - 1];
}

bool is_question(const Decision *decision)
{
    return lowest_sheet(decision)->kind == SHEET_QUESTION;
}

/* Some row says null, or leaves the only part out. */
static bool may_say_nothing(const Decision *decision)
{
    for (uint32_t s = 0; s < decision->sheet_count; s++)
        for (uint32_t r = 0; decision->sheets[s]->part_count == 1 && r < decision->sheets[s]->row_count; r++) {
            const OutputCell *cell = &decision->sheets[s]->rows[r].outputs[0];
            if (cell->constant && !cell->is_mark && cell->value.kind == VALUE_NULL)
                return true;
        }
    return false;
}

bool column_may_be_missing(const Proof *proof, const ColumnIndex *column)
{
    const Meaning *meaning = column_meaning(proof, column);
    if (meaning && meaning->kind == MEANS_DECISION)
        return may_say_nothing(meaning->decision);
    return meaning && meaning->kind == MEANS_FACT && (meaning->fact->only_if || meaning->fact->when_told);
}

/* Letters that no cell names: a code of `length` capitals. */
static Value other_code(const Proof *proof, const ColumnIndex *column, size_t length)
{
    char code[4] = "AAA";
    for (code[0] = 'Z'; code[0] >= 'A'; code[0]--)
        for (code[1] = 'Z'; code[1] >= 'A'; code[1]--) {
            const Str *symbol = symbol_find(proof->program->symbols, (Text){ code, length });
            Value value = { .kind = VALUE_TEXT, .text = symbol };
            if (!symbol || column_piece(column, value) == column->count)
                return value_text(proof->run->region, (Text){ code, length });
        }
    return VALUE_NOTHING;
}

/* A country of the list that no cell names. */
static Value other_country(const Proof *proof, const ColumnIndex *column)
{
    const Csv *list = proof->program->countries;
    int alpha = list ? csv_column(list, TEXT("alpha2")) : -1;
    for (uint32_t r = 0; alpha >= 0 && r < list->rows; r++) {
        Text code = csv_cell(list, r, (uint32_t)alpha)->text;
        const Str *symbol = symbol_find(proof->program->symbols, code);
        if (!symbol || column_piece(column, (Value){ .kind = VALUE_TEXT, .text = symbol }) == column->count)
            return value_text(proof->run->region, code);
    }
    return alpha < 0 ? other_code(proof, column, 2) : VALUE_NOTHING;
}

static Value other_name(const Proof *proof, const ColumnIndex *column, const Catalogue *catalogue)
{
    for (uint32_t i = 0; i < catalogue->count; i++) {
        const Str *symbol = symbol_find(proof->program->symbols, catalogue->names[i].name);
        if (!symbol || column_piece(column, (Value){ .kind = VALUE_TEXT, .text = symbol }) == column->count)
            return value_text(proof->run->region, catalogue->names[i].name);
    }
    return VALUE_NOTHING;
}

bool proof_piece_value(const Proof *proof, const ColumnIndex *column, uint32_t piece, Value *value)
{
    const Meaning *meaning = column_meaning(proof, column);
    const Fact *fact = meaning && meaning->kind == MEANS_FACT ? meaning->fact : NULL;
    bool word = fact && column->form == FORM_TEXT && piece == column->count && (fact->is_country || fact->is_currency || fact->catalogue);
    if (!word)
        return column_piece_value(proof->run->region, column, piece, value);
    *value = fact->is_country ? other_country(proof, column) : fact->catalogue ? other_name(proof, column, fact->catalogue) : other_code(proof, column, 3);
    return value->kind == VALUE_TEXT;
}

PieceSet proof_allowed_pieces(const Proof *proof, const ColumnIndex *column)
{
    Region *region = proof->task->region;
    uint32_t count = column_pieces(column);
    bool *marks = REGION_ARRAY(region, bool, count + 1);
    Value value;
    for (uint32_t i = 0; i < count; i++)
        marks[i] = column_piece_allowed(column, i) && proof_piece_value(proof, column, i, &value);
    marks[count] = column_may_be_missing(proof, column);
    return pieces_marked(region, marks, count + 1);
}

/* ---- what a decision may say while its value is open ---- */

enum { SAYING_DEEP = 12 }; /* decisions that say what another says */

typedef struct Saying { /* may it say something that the box takes? */
    const Proof *proof;
    const ColumnIndex *column;
    PieceSet wanted;
} Saying;

static bool decision_may_say(const Saying *saying, Frame *frame, uint16_t slot, uint32_t deep);

static bool value_is_wanted(const Saying *saying, Value value)
{
    bool there = value_is_there(value) && value.kind != VALUE_LIST && value.kind != VALUE_CONTEXT;
    return pieces_have(saying->wanted, there ? column_piece(saying->column, value) : column_pieces(saying->column));
}

static bool slot_may_say(const Saying *saying, Frame *frame, uint8_t up, uint16_t slot, uint32_t deep)
{
    frame = frame_outward(frame, up);
    const Meaning *meaning = frame && slot < frame->type->count ? slot_meaning(frame->type, slot) : NULL;
    return !meaning || meaning->kind != MEANS_DECISION || !deep || decision_may_say(saying, frame, slot, deep - 1);
}

/* A formula says what its branches say. */
static bool node_may_say(const Saying *saying, const FeelNode *node, Frame *frame, uint32_t deep)
{
    if (node->kind == NODE_CONSTANT)
        return value_is_wanted(saying, node->value);
    if (node->kind == NODE_IF && node->count == 3)
        return node_may_say(saying, node->items[1], frame, deep) || node_may_say(saying, node->items[2], frame, deep);
    return node->kind != NODE_SLOT || slot_may_say(saying, frame, node->up, node->slot, deep);
}

static bool cell_may_say(const Saying *saying, const OutputCell *cell, Frame *frame, uint32_t deep)
{
    if (cell->is_mark)
        return false;
    if (cell->constant)
        return value_is_wanted(saying, cell->value);
    return !cell->code || node_may_say(saying, feel_code_node(cell->code), frame, deep);
}

/* Of a table only the rows that may fire. */
static bool note_may_say(const Saying *saying, const Note *note, Frame *frame, uint32_t deep)
{
    const Sheet *sheet = note->sheet;
    const uint64_t *rows = note->possible ? note->possible : note->fired;
    if (!sheet || sheet->kind == SHEET_QUESTION)
        return true;
    if (sheet->kind == SHEET_FEEL)
        return node_may_say(saying, feel_code_node(sheet->code), frame, deep);
    if (!rows || sheet->part_count != 1 || sheet->policy >= HIT_COLLECT)
        return true;
    for (uint32_t r = 0; r < sheet->row_count; r++)
        if (rows_have(rows, r) && cell_may_say(saying, &sheet->rows[r].outputs[0], frame, deep))
            return true;
    return false;
}

static bool decision_may_say(const Saying *saying, Frame *frame, uint16_t slot, uint32_t deep)
{
    Value value = run_read(saying->proof->run, frame, slot);
    if (value.kind != VALUE_UNKNOWN)
        return value.kind != VALUE_ABSENT && value_is_wanted(saying, value);
    const Note *note = run_note(frame, slot);
    for (const Note *at = note; at; at = at->more)
        if (note_may_say(saying, at, frame, deep))
            return true;
    return note == NULL;
}

/* ---- does what a column holds lie in the box? ---- */

static Fit value_fits(const Asking *asking, uint32_t at, Value value, Opens *opens)
{
    const ColumnIndex *column = &asking->proof->sheet->columns[at];
    PieceSet wanted = asking->box->at[at];
    if (value.kind == VALUE_UNKNOWN) {
        open_add(asking, &opens->now, value.hang);
        return FIT_OPEN;
    }
    if (value.kind == VALUE_ABSENT)
        return FIT_NO;
    bool there = value_is_there(value) && value.kind != VALUE_LIST && value.kind != VALUE_CONTEXT;
    if (!pieces_have(wanted, there ? column_piece(column, value) : column_pieces(column)))
        return FIT_NO;
    asking->proof->choices[at] = (Choice){ there, value };
    return FIT_YES;
}

/* A text that was made while running meets the symbols of the columns. */
static Value with_symbol(const Proof *proof, Value value)
{
    const Str *symbol = value.kind == VALUE_TEXT && !value.text->symbol ? symbol_find(proof->program->symbols, text_of_value(value)) : NULL;
    if (symbol)
        value.text = symbol;
    return value;
}

static Value column_read(const Proof *proof, const ColumnIndex *column, Frame *frame)
{
    Value value = column->is_slot ? run_read(proof->run, frame_outward(frame, column->up), column->slot) : feel_run(&proof->run->vm, column->code, frame);
    if (proof->run->vm.faulted)
        return (Value){ .kind = VALUE_ABSENT, .mark = MARK_CONFLICT };
    return with_symbol(proof, value.kind == VALUE_MONEY ? value_decimal(proof->run->region, &value.money->amount) : value);
}

/* A fact with a condition: is it there? */
static Fit fact_is_there(const Asking *asking, const Fact *fact, Frame *frame, Opens *opens)
{
    if (!fact->only_if || fact->when_told)
        return FIT_YES;
    Value there = feel_run(&asking->proof->run->vm, fact->only_if, frame);
    if (there.kind == VALUE_UNKNOWN)
        open_add(asking, &opens->now, there.hang);
    bool absent = there.kind == VALUE_NOT_THERE || (there.kind == VALUE_BOOLEAN && !there.boolean);
    return absent ? FIT_NO : there.kind == VALUE_BOOLEAN ? FIT_YES : FIT_OPEN;
}

static const Decision *maker_of(const Program *program, const ThingType *thing)
{
    for (uint32_t i = 0; i < program->decision_count; i++)
        if (program->decisions[i]->makes == thing)
            return program->decisions[i];
    return NULL;
}

static const Fact *made_fact(const Proof *proof, const ColumnIndex *column)
{
    const Meaning *meaning = column_meaning(proof, column);
    const Fact *fact = meaning && meaning->kind == MEANS_FACT ? meaning->fact : NULL;
    return fact && fact->entry->made && !fact->whether && !fact->figure_of && !fact->currency_of ? fact : NULL;
}

static Fit fact_fits(const Asking *asking, uint32_t at, const Fact *fact, Frame *frame, Opens *opens)
{
    const Proof *proof = asking->proof;
    PieceSet wanted = asking->box->at[at];
    uint32_t missing = column_pieces(&proof->sheet->columns[at]);
    if (made_fact(proof, &proof->sheet->columns[at]) && !proof->whole) /* things_fit looks at them together; what nothing makes nobody can ask */
        return maker_of(proof->program, fact->thing) || proof->seeking != SEEK_GAP ? FIT_YES : FIT_NO;
    Fit there = fact_is_there(asking, fact, frame, opens);
    if (there == FIT_OPEN)
        return FIT_OPEN;
    if (there == FIT_NO)
        return pieces_have(wanted, missing) ? FIT_YES : FIT_NO;
    return wanted.at[0].first == missing && !fact->when_told ? FIT_NO : FIT_YES;
}

/* Unknown, and it hangs on nothing but itself: it may be told as the box wants it. */
static bool is_free(const Frame *frame, const ColumnIndex *column, Value value)
{
    return column->is_slot && value.kind == VALUE_UNKNOWN && !value.hang->left && value.hang->thing == frame && value.hang->slot == column->slot;
}

static Fit column_fits(const Asking *asking, uint32_t at, Frame *frame, Opens *opens)
{
    const Proof *proof = asking->proof;
    const ColumnIndex *column = &proof->sheet->columns[at];
    const Meaning *meaning = column_meaning(proof, column);
    Frame *around = frame_outward(frame, column->up);
    if (meaning && meaning->kind == MEANS_FACT) {
        Fit fit = fact_fits(asking, at, meaning->fact, around, opens);
        if (fit != FIT_YES)
            return fit;
    }
    Value value = column_read(proof, column, frame);
    Saying saying = { proof, column, asking->box->at[at] };
    bool open = value.kind == VALUE_UNKNOWN && meaning && meaning->kind == MEANS_DECISION;
    if (open && !decision_may_say(&saying, around, column->slot, SAYING_DEEP))
        return FIT_NO;
    if (!is_free(around, column, value) || (proof->whole && proof->seeking != SEEK_GAP))
        return value_fits(asking, at, value, opens);
    open_add(asking, &opens->waiting, value.hang);
    return FIT_YES;
}

static Fit day_fits(const Asking *asking, Value day, Opens *opens)
{
    const DaySpan days = asking->proof->days;
    if (day.kind == VALUE_UNKNOWN) {
        open_add(asking, &opens->now, day.hang);
        return FIT_OPEN;
    }
    return day.kind == VALUE_DATE && day.days >= days.first && day.days <= days.last ? FIT_YES : FIT_NO;
}

/* The day of the clock must be one of the days at hand, or the table is not asked. In the small world it is told. */
static Fit clock_fits(const Asking *asking, Frame *frame, Opens *opens)
{
    const Proof *proof = asking->proof;
    const Sheet *sheet = proof->sheet;
    if (!sheet->clock || (!proof->whole && !sheet->clock_is_slot))
        return FIT_YES;
    if (!sheet->clock_is_slot)
        return day_fits(asking, feel_run(&proof->run->vm, sheet->clock, frame), opens);
    Frame *around = frame_outward(frame, sheet->clock_up);
    const Meaning *meaning = slot_meaning(around->type, sheet->clock_slot);
    Fit there = meaning->kind == MEANS_FACT ? fact_is_there(asking, meaning->fact, around, opens) : FIT_YES;
    return there == FIT_YES ? day_fits(asking, run_read(proof->run, around, sheet->clock_slot), opens) : there;
}

/* ---- things that rules make, in the small world ----
 *
 * One row of the maker writes all facts of a thing, and only where it fires: what columns hold of the thing must come from one row, and what
 * they hold of the things around it must let that row fire. */

typedef struct Making { /* of the thing at hand, or of one around it */
    const Asking *asking;
    const Decision *decision; /* that makes it */
    const Sheet *sheet;
    Frame *frame;             /* of the thing; what the maker reads stands around it */
} Making;

/* May what the cell says be what the box and the case have? */
static bool cell_may_make(const Making *making, const OutputCell *cell, uint16_t slot)
{
    const Proof *proof = making->asking->proof;
    Value told = run_frame_of(making->frame)->told[slot];
    if (!cell->constant)
        return true;
    if (told.kind != VALUE_UNSET && value_is_there(told) && value_equal(told, cell->value) == 0)
        return false;
    bool there = value_is_there(cell->value);
    for (uint32_t c = 0; c < proof->sheet->column_count; c++) {
        const ColumnIndex *column = &proof->sheet->columns[c];
        const Fact *fact = making->asking->box->chosen >> c & 1 ? made_fact(proof, column) : NULL;
        bool same = fact && fact->slot == slot && fact->thing == making->frame->type;
        if (same && !pieces_have(making->asking->box->at[c], there ? column_piece(column, cell->value) : column_pieces(column)))
            return false;
    }
    return true;
}

static bool row_writes(const Making *making, uint32_t row)
{
    for (uint32_t i = 0; i < making->sheet->part_count; i++) {
        const OutputCell *cell = &making->sheet->rows[row].outputs[i];
        if (cell->is_mark || !cell_may_make(making, cell, making->sheet->parts[i]))
            return false;
    }
    return true;
}

/* Does the row of the maker fire, as far as the case is told? */
static Fit row_fires(const Making *making, uint32_t row, Opens *opens)
{
    Fit all = FIT_YES;
    for (uint32_t c = 0; c < making->sheet->column_count && all != FIT_NO; c++) {
        const ColumnIndex *column = &making->sheet->columns[c];
        if (rows_have(making->sheet->otherwise, row) || rows_have(column->any, row))
            continue;
        Value value = column_read(making->asking->proof, column, making->frame->parent);
        bool there = value_is_there(value) && value.kind != VALUE_LIST && value.kind != VALUE_CONTEXT;
        if (value.kind == VALUE_UNKNOWN) {
            open_add(making->asking, &opens->now, value.hang);
            all = FIT_OPEN;
        } else if (!there || !column_takes(column, column_piece(column, value), making->sheet->words, row)) {
            all = FIT_NO;
        }
    }
    return all;
}

static bool same_clock(const Making *making)
{
    const Proof *proof = making->asking->proof;
    const Sheet *maker = making->sheet, *sheet = proof->sheet;
    const ThingType *thing = making->decision->thing;
    for (uint8_t up = maker->clock_up; up && thing; up--)
        thing = thing->within;
    return maker->clock_is_slot && sheet->clock_is_slot && maker->clock_slot == sheet->clock_slot && thing == thing_outward(proof->decision, sheet->clock_up);
}

/* The thing is there when some row of its maker that is in force on the day fires; by another clock, on any day. */
static Fit thing_fits(const Making *making, Opens *opens)
{
    const Sheet *maker = making->sheet;
    const uint64_t *rows = maker->era_rows + (size_t)sheet_era(maker, making->asking->proof->day) * maker->words;
    bool dated = same_clock(making);
    Fit best = FIT_NO;
    for (uint32_t r = 0; r < maker->row_count && best != FIT_YES; r++) {
        if ((dated && !rows_have(rows, r)) || !row_writes(making, r))
            continue;
        Fit fit = row_fires(making, r, opens);
        best = fit == FIT_NO ? best : fit;
    }
    return best;
}

/* Each thing that a rule makes, from the one at hand outwards. */
static Fit things_fit(const Asking *asking, Frame *frame, Opens *opens)
{
    Fit all = FIT_YES;
    for (; frame && all != FIT_NO; frame = frame->parent) {
        const Decision *decision = maker_of(asking->proof->program, frame->type);
        if (!decision || decision->sheet_count != 1 || decision->sheets[0]->kind != SHEET_TABLE || !run_frame_of(frame))
            continue;
        Fit fit = thing_fits(&(Making){ asking, decision, decision->sheets[0], frame }, opens);
        all = fit == FIT_YES ? all : fit;
    }
    return all;
}

/* ---- what the decision itself must say ---- */

/* Columns that the box leaves open, and the case too. */
static void open_others(const Asking *asking, Frame *frame, Opens *opens)
{
    const Sheet *sheet = asking->proof->sheet;
    for (uint32_t c = 0; c < sheet->column_count; c++) {
        Value value = asking->box->chosen >> c & 1 ? VALUE_NOTHING : column_read(asking->proof, &sheet->columns[c], frame);
        if (value.kind == VALUE_UNKNOWN)
            open_add(asking, &opens->waiting, value.hang);
    }
}

/* Rows that all say the same let the engine answer before every column is told: then those that wait are told first, and last those
 * that the box does not look at. */
static Fit outcome_fits(const Asking *asking, Frame *frame, Opens *opens)
{
    const Proof *proof = asking->proof;
    Value value = run_read(proof->run, frame, proof->decision->slot);
    if (value.kind == VALUE_UNKNOWN) {
        open_add(asking, &opens->now, value.hang);
        return FIT_OPEN;
    }
    if (proof->seeking == SEEK_ANSWER)
        return proof->run->vm.faulted ? FIT_NO : FIT_YES;
    const Absence *absence = value.kind == VALUE_ABSENT ? value.origin : NULL;
    bool ours = absence && !proof->run->vm.faulted && absence->decision == proof->decision && absence->sheet == proof->sheet;
    bool shown = proof->seeking == SEEK_GAP ? absence && absence->gap : proof->seeking == SEEK_NO_ROW ? value.mark == MARK_NOT_COVERED : value.mark == MARK_CONFLICT && absence && absence->other;
    if (ours && shown)
        return FIT_YES;
    if (!opens->waiting.count && proof->seeking == SEEK_GAP)
        open_others(asking, frame, opens);
    opens->now = opens->waiting;
    return opens->waiting.count ? FIT_OPEN : FIT_NO;
}

/* What makes the things is looked for when all else fits; before that it may only refuse. */
static Fit small_things_fit(const Asking *asking, Frame *frame, Fit others, Opens *opens)
{
    Opens making = { { 0 }, { 0 } };
    Fit fit = things_fit(asking, frame, others == FIT_YES ? opens : &making);
    return fit == FIT_NO || others == FIT_YES ? fit : others;
}

/* Everything at once, for one thing. */
static Fit frame_fits(const Asking *asking, Frame *frame, Opens *opens)
{
    const Proof *proof = asking->proof;
    Fit all = clock_fits(asking, frame, opens);
    for (uint32_t c = 0; c < proof->sheet->column_count && all != FIT_NO; c++) {
        Fit fit = asking->box->chosen >> c & 1 ? column_fits(asking, c, frame, opens) : FIT_YES;
        all = fit == FIT_YES ? all : fit;
    }
    if (proof->whole)
        return all == FIT_YES ? outcome_fits(asking, frame, opens) : all;
    return all == FIT_NO ? FIT_NO : small_things_fit(asking, frame, all, opens);
}

/* ---- things that rules make ---- */

/* Of all things of the type below a told one; the list that makes them may be open. */
static Fit made_fits(const Asking *asking, Frame *frame, const ThingType *wanted, Opens *opens);

static Fit list_fits(const Asking *asking, Value list, const ThingType *wanted, Opens *opens)
{
    Fit best = FIT_NO;
    if (list.kind == VALUE_UNKNOWN) {
        open_add(asking, &opens->now, list.hang);
        return FIT_OPEN;
    }
    for (size_t i = 0; list.kind == VALUE_LIST && i < list.list->count && best != FIT_YES; i++) {
        Fit fit = list.list->at[i].kind == VALUE_THING ? made_fits(asking, list.list->at[i].thing, wanted, opens) : FIT_NO;
        best = fit == FIT_NO ? best : fit;
    }
    return best;
}

static Fit made_fits(const Asking *asking, Frame *frame, const ThingType *wanted, Opens *opens)
{
    if (frame->type == wanted)
        return frame_fits(asking, frame, opens);
    const ThingType *next = wanted;
    while (next && next->within != frame->type)
        next = next->within;
    for (uint16_t i = 0; next && i < frame->type->count; i++)
        if (frame->type->slots[i].type->kind == TYPE_LIST && text_equal(frame->type->slots[i].name, next->many))
            return list_fits(asking, run_read(asking->proof->run, frame, i), wanted, opens);
    return FIT_NO;
}

static Fit world_fits(const Asking *asking, Opens *opens)
{
    Proof *proof = asking->proof;
    run_reset(proof->run);
    if (proof->frame)
        return frame_fits(asking, proof->frame, opens);
    return made_fits(asking, proof->run->root, proof->decision->thing, opens);
}

/* ---- telling one fact more ---- */

/* The fact told next: of those whose values can all be tried the one on which most of what is open hangs; else one of which some can. */
typedef struct Branch {
    Asking *asking;
    Frame *frame;
    uint16_t slot;
    Candidates values;
    uint32_t hanging; /* how many hang on it */
} Branch;

/* A value for each piece that the box allows; nothing to be told is one of them. */
static Candidates piece_candidates(const Asking *asking, uint32_t at)
{
    const Proof *proof = asking->proof;
    const ColumnIndex *column = &proof->sheet->columns[at];
    PieceSet wanted = asking->box->at[at];
    LIST_OF(Value) values = { 0 };
    for (uint32_t s = 0; s < wanted.count; s++)
        for (uint32_t i = wanted.at[s].first; i <= wanted.at[s].last && values.count < asking->left; i++) {
            Value value = { .kind = VALUE_NOT_THERE };
            if (i == column_pieces(column) || proof_piece_value(proof, column, i, &value))
                *LIST_ADD(proof->run->region, values) = value;
        }
    return (Candidates){ values.count, values.at, values.count < asking->left };
}

/* Every piece is one value. */
static bool are_points(const ColumnIndex *column, PieceSet pieces)
{
    for (uint32_t s = 0; s < pieces.count; s++)
        for (uint32_t i = pieces.at[s].first; i <= pieces.at[s].last; i++) {
            bool gap = column->form == FORM_TEXT ? i == column->count : column->form == FORM_ORDERED && i % 2 == 0;
            if (gap && i < column_pieces(column))
                return false;
        }
    return true;
}

/* What tells a fact apart elsewhere may cut its pieces once more. */
static Candidates box_candidates(const Asking *asking, uint32_t at, const Fact *fact)
{
    const ColumnIndex *column = &asking->proof->sheet->columns[at];
    Candidates pieces = piece_candidates(asking, at);
    Candidates all = fact ? fact_candidates(asking->proof, fact) : (Candidates){ 0 };
    Value *values = REGION_ARRAY(asking->proof->run->region, Value, pieces.count + all.count + 1);
    size_t count = pieces.count;
    memcpy(values, pieces.at, pieces.count * sizeof *values);
    for (size_t i = 0; i < all.count; i++)
        if (value_is_there(all.at[i]) && pieces_have(asking->box->at[at], column_piece(column, all.at[i])))
            values[count++] = all.at[i];
    return (Candidates){ count, values, pieces.whole && (!all.count || all.whole || are_points(column, asking->box->at[at])) };
}

static Candidates question_candidates(const Proof *proof, const Decision *question)
{
    const Sheet *sheet = lowest_sheet(question);
    Value *values = REGION_ARRAY(proof->run->region, Value, sheet->reading_count + 1);
    size_t count = 0;
    for (uint32_t i = 0; i < sheet->reading_count; i++)
        if (days_contain(sheet->readings[i].reading->in_force, proof->day))
            values[count++] = sheet->readings[i].value;
    return (Candidates){ count, values, true };
}

/* Which column of the box the slot stands in; UINT32_MAX: none. */
static uint32_t column_of(const Asking *asking, const Frame *frame, uint16_t slot)
{
    const Proof *proof = asking->proof;
    for (uint32_t c = 0; c < proof->sheet->column_count; c++) {
        const ColumnIndex *column = &proof->sheet->columns[c];
        if (asking->box->chosen >> c & 1 && column->is_slot && column->slot == slot && thing_outward(proof->decision, column->up) == frame->type)
            return c;
    }
    return UINT32_MAX;
}

/* No thing in it, or one of which nothing is told yet. */
static Candidates list_candidates(const Proof *proof, Frame *frame, uint16_t slot)
{
    Value *lists = REGION_ARRAY(proof->run->region, Value, 2);
    if (!proof->whole)
        return (Candidates){ 0 };
    Frame *inner = &run_frame(proof->run, frame->type->slots[slot].type->of->thing, frame, true)->frame;
    inner->number = 1;
    inner->id = TEXT("1");
    Value thing = value_thing(inner);
    lists[0] = value_list(proof->run->region, NULL, 0);
    lists[1] = value_list(proof->run->region, &thing, 1);
    return (Candidates){ 2, lists, false };
}

static Candidates leaf_candidates(const Asking *asking, Frame *frame, uint16_t slot)
{
    const Meaning *meaning = slot_meaning(frame->type, slot);
    uint32_t column = column_of(asking, frame, slot);
    if (meaning->kind == MEANS_DECISION && is_question(meaning->decision))
        return question_candidates(asking->proof, meaning->decision);
    if (meaning->kind == MEANS_INNER)
        return list_candidates(asking->proof, frame, slot);
    if (column != UINT32_MAX && (meaning->kind == MEANS_FACT || meaning->kind == MEANS_PARAMETER))
        return box_candidates(asking, column, meaning->kind == MEANS_FACT ? meaning->fact : NULL);
    return meaning->kind == MEANS_FACT ? fact_candidates(asking->proof, meaning->fact) : (Candidates){ 0 };
}

typedef struct Leaves { /* of all that is open, each once */
    const Asking *asking;
    LIST_OF(const Hang *) at;
    LIST_OF(uint32_t) hanging;
} Leaves;

static void seek_hope(void *context, const Hang *leaf, uint32_t number)
{
    bool *hope = context;
    (void)number;
    *hope |= leaf->thing || leaf->note.at != NEVER_TOLD.at;
}

/* Something hangs on nothing but facts that are left untold: nobody will ever know it. */
static bool is_hopeless(const Asking *asking, const Opens *opens)
{
    HangWalk walk = { .region = asking->proof->run->region };
    for (size_t i = 0; i < opens->now.count; i++) {
        bool hope = false;
        hang_round(&walk);
        hang_walk(&walk, opens->now.at[i], seek_hope, &hope);
        if (!hope)
            return true;
    }
    return false;
}

/* Of an open question in the whole world, where its reading is chosen: for all things at once, as a case does. Else NULL. */
static uint32_t *question_choice(const Proof *proof, const Frame *frame, uint16_t slot)
{
    const Meaning *meaning = proof->whole ? slot_meaning(frame->type, slot) : NULL;
    bool question = meaning && meaning->kind == MEANS_DECISION && is_question(meaning->decision);
    return question ? &proof->run->choices[lowest_sheet(meaning->decision)->question] : NULL;
}

static bool is_told(const Proof *proof, const Hang *leaf)
{
    const RunFrame *frame = leaf->thing ? run_frame_of(leaf->thing) : NULL;
    const uint32_t *choice = frame ? question_choice(proof, leaf->thing, (uint16_t)leaf->slot) : NULL;
    if (choice)
        return *choice != 0;
    return !frame || !frame->told || frame->told[leaf->slot].kind != VALUE_UNSET;
}

static void count_leaf(void *context, const Hang *leaf, uint32_t number)
{
    Leaves *leaves = context;
    Region *region = leaves->asking->proof->run->region;
    (void)number;
    if (is_told(leaves->asking->proof, leaf))
        return;
    for (size_t i = 0; i < leaves->at.count; i++)
        if (leaves->at.at[i]->thing == leaf->thing && leaves->at.at[i]->slot == leaf->slot) {
            leaves->hanging.at[i]++;
            return;
        }
    *LIST_ADD(region, leaves->at) = leaf;
    *LIST_ADD(region, leaves->hanging) = 1;
}

static Branch branch_of(Asking *asking, const Opens *opens)
{
    Branch branch = { .asking = asking };
    Leaves leaves = { .asking = asking };
    HangWalk walk = { .region = asking->proof->run->region };
    for (size_t i = 0; i < opens->now.count; i++) {
        hang_round(&walk);
        hang_walk(&walk, opens->now.at[i], count_leaf, &leaves);
    }
    for (size_t i = 0; i < leaves.at.count; i++) {
        if (branch.values.whole && leaves.hanging.at[i] <= branch.hanging)
            continue;
        Candidates values = leaf_candidates(asking, leaves.at.at[i]->thing, (uint16_t)leaves.at.at[i]->slot);
        if (values.count && (values.whole || !branch.hanging))
            branch = (Branch){ asking, leaves.at.at[i]->thing, (uint16_t)leaves.at.at[i]->slot, values, leaves.hanging.at[i] };
    }
    return branch;
}

static Fit box_fits(Asking *asking);

/* 1 + the reading that gives the value on the day; 0: none. */
static uint32_t reading_of(const Proof *proof, const Decision *question, Value value)
{
    const Sheet *sheet = lowest_sheet(question);
    for (uint32_t i = 0; i < sheet->reading_count; i++)
        if (days_contain(sheet->readings[i].reading->in_force, proof->day) && value_equal(sheet->readings[i].value, value) == 1)
            return i + 1;
    return 0;
}

/* That a fact is not told says that it is not told. */
static void tell_branch(const Branch *branch, Value value)
{
    uint32_t *choice = question_choice(branch->asking->proof, branch->frame, branch->slot);
    if (choice) {
        *choice = reading_of(branch->asking->proof, slot_meaning(branch->frame->type, branch->slot)->decision, value);
        return;
    }
    const Meaning *meaning = slot_meaning(branch->frame->type, branch->slot);
    const Fact *meant = meaning->kind == MEANS_FACT ? meaning->fact->whether : NULL;
    Region *region = branch->asking->proof->run->region;
    run_tell(branch->frame, branch->slot, value);
    if (meant && value.kind == VALUE_BOOLEAN && !value.boolean)
        run_tell(branch->frame, meant->slot, meant->when_told ? (Value){ .kind = VALUE_NOT_THERE } : value_unknown(hang_on_note(region, NEVER_TOLD)));
    else if (meant)
        run_tell(branch->frame, meant->slot, (Value){ .kind = VALUE_UNSET });
}

/* OPEN: no value fits, but not all were tried to the end. In the small world that is as good as a fit. */
static Fit some_value_fits(Asking *asking, const Branch *branch)
{
    bool whole = asking->proof->whole;
    Fit best = branch->values.whole ? FIT_NO : FIT_OPEN;
    for (size_t i = 0; i < branch->values.count; i++) {
        tell_branch(branch, branch->values.at[i]);
        Fit fit = box_fits(asking);
        if (fit == FIT_YES && whole)
            return FIT_YES; /* the case stays told, to be written down */
        if (fit == FIT_YES || (fit == FIT_OPEN && !whole)) {
            best = FIT_YES;
            break;
        }
        best = fit == FIT_OPEN ? FIT_OPEN : best;
    }
    tell_branch(branch, (Value){ .kind = VALUE_UNSET });
    return best;
}

/* What the box says of a decision is taken for granted while the conditions of other columns are looked at: where these then refuse, there is
 * no such case, though nobody knows yet how the decision comes about. */
static bool assume(const Asking *asking, uint32_t at)
{
    const Proof *proof = asking->proof;
    const ColumnIndex *column = &proof->sheet->columns[at];
    const Meaning *meaning = column_meaning(proof, column);
    PieceSet wanted = asking->box->at[at];
    bool single = wanted.count == 1 && wanted.at[0].first == wanted.at[0].last && wanted.at[0].first < column_pieces(column);
    bool point = single && (column->form == FORM_BOOLEAN || (column->form == FORM_TEXT ? wanted.at[0].first < column->count : wanted.at[0].first % 2 == 1));
    Frame *frame = frame_outward(proof->frame, column->up);
    Value value;
    if (!meaning || meaning->kind != MEANS_DECISION || !point || frame->slots[column->slot].kind != VALUE_UNSET || !proof_piece_value(proof, column, wanted.at[0].first, &value))
        return false;
    frame->slots[column->slot] = value;
    return true;
}

static Fit assumed_fits(const Asking *asking)
{
    const Proof *proof = asking->proof;
    bool any = false;
    Opens opens = { { 0 }, { 0 } };
    run_reset(proof->run);
    for (uint32_t c = 0; c < proof->sheet->column_count; c++)
        any |= asking->box->chosen >> c & 1 && assume(asking, c);
    return any ? frame_fits(asking, proof->frame, &opens) : FIT_OPEN;
}

static Fit box_fits(Asking *asking)
{
    Opens opens = { { 0 }, { 0 } };
    if (!asking->left || !effort_box(asking->proof->effort))
        return FIT_OPEN;
    asking->left--;
    Fit fit = world_fits(asking, &opens);
    if (fit != FIT_OPEN)
        return fit;
    if (is_hopeless(asking, &opens))
        return FIT_NO;
    if (!asking->proof->whole && assumed_fits(asking) == FIT_NO)
        return FIT_NO;
    Branch branch = branch_of(asking, &opens);
    return branch.hanging ? some_value_fits(asking, &branch) : FIT_OPEN;
}

/* What columns hold that nothing hung on: they are never told. */
static void fill_choices(Proof *proof, const Box *box)
{
    for (uint32_t c = 0; c < proof->sheet->column_count; c++) {
        uint32_t piece = box->chosen >> c & 1 && box->at[c].count ? box->at[c].at[0].first : UINT32_MAX;
        proof->choices[c] = (Choice){ 0 };
        if (piece < column_pieces(&proof->sheet->columns[c]))
            proof->choices[c].there = proof_piece_value(proof, &proof->sheet->columns[c], piece, &proof->choices[c].value);
    }
}

Fit box_asked(Proof *proof, const Box *box, Seeking seeking)
{
    Asking asking = { .proof = proof, .box = box, .left = proof->whole ? TRIES_WHOLE : TRIES_SMALL };
    proof->seeking = seeking;
    fill_choices(proof, box);
    Fit fit = box_fits(&asking);
    if (proof->whole)
        return fit;
    run_reset(proof->run);
    return fit == FIT_NO ? FIT_NO : FIT_YES;
}

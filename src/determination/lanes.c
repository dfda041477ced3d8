/* determination/lanes.c - see lanes.h. What a table says is found as decide.c does on its quick way: each column leaves some rows of
 * those in force; lanes with the same row are then worked out together.
 */
#include "determination/lanes.h"

#include "determination/groups.h"
#include "determination/sheet.h"

enum { ERAS_COUNTED = 8 };

typedef struct LaneOutput { /* of a row, or of a formula */
    const OutputCell *cell;      /* NULL: a formula */
    const FeelCode *code;        /* NULL: the cell is constant, a slot or a mark */
    const Value **columns;       /* code: by instruction */
    const LaneColumn *slot;      /* the cell is a slot */
} LaneOutput;

typedef struct LaneStep { /* one decision */
    const Sheet *sheet;
    LaneColumn *column;          /* of the decision */
    const LaneColumn *clock;     /* NULL: the sheet has none */
    const LaneColumn **inputs;   /* by column of the table */
    const Value **told;          /* a long table: the same, as values by lane */
    LaneOutput *outputs;         /* by row; a formula has one; a long table none */
} LaneStep;

struct Lanes {
    Region *region;
    const Program *program;
    LIST_OF(LaneColumn *) columns;
    LIST_OF(LaneColumn *) facts;
    LIST_OF(LaneStep) steps;     /* in the order of working out */
    const LaneColumn **results;
};

/* ---- which columns are read ---- */

static const LaneColumn *column_of(Lanes *lanes, const ThingType *thing, uint8_t up, uint16_t slot);

static LaneColumn *add_column(Lanes *lanes, const ThingType *thing, uint16_t slot, const Fact *fact)
{
    LaneColumn *column = REGION_NEW(lanes->region, LaneColumn);
    column->thing = thing;
    column->slot = slot;
    column->fact = fact;
    *LIST_ADD(lanes->region, lanes->columns) = column;
    if (fact)
        *LIST_ADD(lanes->region, lanes->facts) = column;
    return column;
}

static bool plan_code(Lanes *lanes, const ThingType *thing, const FeelCode *code, LaneOutput *output)
{
    uint32_t count = feel_lanes_steps(code);
    output->code = code;
    output->columns = REGION_ARRAY(lanes->region, const Value *, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        uint8_t up;
        uint16_t slot;
        if (!feel_lanes_slot(code, i, &up, &slot))
            continue;
        const LaneColumn *column = column_of(lanes, thing, up, slot);
        if (!column)
            return false;
        output->columns[i] = column->at;
    }
    return count > 0;
}

static bool plan_cell(Lanes *lanes, const ThingType *thing, const OutputCell *cell, LaneOutput *output)
{
    output->cell = cell;
    if (cell->is_mark || cell->constant)
        return true;
    if (!cell->is_slot)
        return plan_code(lanes, thing, cell->code, output);
    output->slot = column_of(lanes, thing, cell->up, cell->slot);
    return output->slot != NULL;
}

/* Long tables are decided where each row says a constant: groups.h has it at hand. */
static bool says_constants(const Sheet *sheet)
{
    for (uint32_t r = 0; r < sheet->row_count; r++)
        if (!sheet->rows[r].outputs[0].constant || sheet->rows[r].outputs[0].is_mark)
            return false;
    return sheet->groups && sheet->part_count == 1;
}

static bool plan_outputs(Lanes *lanes, const ThingType *thing, LaneStep *step)
{
    const Sheet *sheet = step->sheet;
    if (sheet->words > 1)
        return says_constants(sheet);
    step->outputs = REGION_ARRAY(lanes->region, LaneOutput, sheet->row_count + 1);
    for (uint32_t r = 0; r < sheet->row_count; r++)
        if (!plan_cell(lanes, thing, &sheet->rows[r].outputs[0], &step->outputs[r]))
            return false;
    return true;
}

static bool plan_column(Lanes *lanes, const ThingType *thing, LaneStep *step, uint32_t c)
{
    const ColumnIndex *column = &step->sheet->columns[c];
    step->inputs[c] = column->is_slot ? column_of(lanes, thing, column->up, column->slot) : NULL;
    step->told[c] = step->inputs[c] ? step->inputs[c]->at : NULL;
    return step->inputs[c] != NULL;
}

static bool plan_table(Lanes *lanes, const ThingType *thing, LaneStep *step)
{
    const Sheet *sheet = step->sheet;
    bool good = !sheet->needs_day && (!sheet->clock || sheet->clock_is_slot);
    step->inputs = REGION_ARRAY(lanes->region, const LaneColumn *, sheet->column_count + 1);
    step->told = REGION_ARRAY(lanes->region, const Value *, sheet->column_count + 1);
    if (good && sheet->clock)
        good = (step->clock = column_of(lanes, thing, sheet->clock_up, sheet->clock_slot)) != NULL;
    for (uint32_t c = 0; good && c < sheet->column_count; c++)
        good = plan_column(lanes, thing, step, c);
    return good && plan_outputs(lanes, thing, step);
}

static LaneColumn *plan_decision(Lanes *lanes, const Decision *decision)
{
    LaneStep step = { .sheet = decision->sheets[0] };
    if (!decision->is_plain || decision->parameters || (!decision->formula && step.sheet->kind != SHEET_TABLE))
        return NULL;
    if (decision->formula) {
        step.outputs = REGION_ARRAY(lanes->region, LaneOutput, 1);
        if (!plan_code(lanes, decision->thing, decision->formula, &step.outputs[0]))
            return NULL;
    } else if (!plan_table(lanes, decision->thing, &step)) {
        return NULL;
    }
    step.column = add_column(lanes, decision->thing, decision->slot, NULL);
    *LIST_ADD(lanes->region, lanes->steps) = step;
    return step.column;
}

/* The column of a slot so many things outward; what is worked out before, first. Circles are refused by graph.c. */
static const LaneColumn *column_of(Lanes *lanes, const ThingType *thing, uint8_t up, uint16_t slot)
{
    for (; up && thing; up--)
        thing = thing->within;
    if (!thing)
        return NULL;
    for (size_t i = 0; i < lanes->columns.count; i++)
        if (lanes->columns.at[i]->thing == thing && lanes->columns.at[i]->slot == slot)
            return lanes->columns.at[i];
    const Meaning *meaning = slot_meaning(thing, slot);
    if (meaning->kind == MEANS_FACT && !meaning->fact->whether && !meaning->fact->figure_of && !meaning->fact->currency_of)
        return add_column(lanes, thing, slot, meaning->fact);
    return meaning->kind == MEANS_DECISION ? plan_decision(lanes, meaning->decision) : NULL;
}

Lanes *lanes_open(Region *region, const Program *program, const Decision *const *decisions, size_t count)
{
    Lanes *lanes = REGION_NEW(region, Lanes);
    *lanes = (Lanes){ .region = region, .program = program, .results = REGION_ARRAY(region, const LaneColumn *, count + 1) };
    for (size_t i = 0; i < count; i++) {
        lanes->results[i] = column_of(lanes, decisions[i]->thing, 0, decisions[i]->slot);
        if (!lanes->results[i])
            return NULL;
    }
    return lanes;
}

size_t lanes_facts(const Lanes *lanes, LaneColumn *const **facts)
{
    *facts = lanes->facts.at;
    return lanes->facts.count;
}

const LaneColumn *lanes_result(const Lanes *lanes, size_t decision)
{
    return lanes->results[decision];
}

/* ---- which rows fire ---- */

/* Eras are few: counting those that have begun is quicker than searching. */
static inline uint32_t era_of(const Sheet *sheet, int64_t day)
{
    uint32_t era = 0;
    if (sheet->era_count > ERAS_COUNTED)
        return sheet_era(sheet, day);
    for (uint32_t e = 1; e < sheet->era_count; e++)
        era += sheet->era_from[e] <= day;
    return era;
}

/* The era of each lane's day. */
static void find_eras(const LaneStep *step, const LaneSet *lanes, uint32_t *eras, uint64_t *odd)
{
    const Sheet *sheet = step->sheet;
    uint64_t left = 0;
    for (uint32_t i = 0; i < lanes->count; i++) {
        uint32_t lane = lanes->at[i];
        Value day = step->clock ? step->clock->at[lane] : VALUE_NOTHING;
        left |= (uint64_t)(step->clock && day.kind != VALUE_DATE) << lane;
        eras[lane] = step->clock ? era_of(sheet, day.days) : sheet->era_count - 1;
    }
    *odd |= left;
}

/* A value of another kind is odd, unless no row that is left looks at the column. */
static inline void narrow_lane(const ColumnIndex *column, uint32_t lane, bool fits, uint32_t piece, uint64_t *rows, uint64_t *odd)
{
    if (fits)
        rows[lane] &= column->masks[piece];
    else
        *odd |= (uint64_t)((rows[lane] & ~column->any[0]) != 0) << lane;
}

static void narrow_by_boolean(const ColumnIndex *column, const Value *input, const LaneSet *lanes, uint64_t *rows, uint64_t *odd)
{
    for (uint32_t i = 0; i < lanes->count; i++) {
        Value value = input[lanes->at[i]];
        narrow_lane(column, lanes->at[i], value.kind == VALUE_BOOLEAN, value.boolean, rows, odd);
    }
}

static void narrow_by_symbol(const ColumnIndex *column, const Value *input, const LaneSet *lanes, uint64_t *rows, uint64_t *odd)
{
    uint32_t first = column->first_symbol;
    for (uint32_t i = 0; i < lanes->count; i++) {
        Value value = input[lanes->at[i]];
        bool fits = value.kind == VALUE_TEXT && value.text->symbol;
        uint32_t at = fits ? value.text->symbol - first : 0;
        narrow_lane(column, lanes->at[i], fits, at < column->symbol_span ? column->by_symbol[at] : column->count, rows, odd);
    }
}

static void narrow_by_value(const ColumnIndex *column, const Value *input, const LaneSet *lanes, uint64_t *rows, uint64_t *odd)
{
    for (uint32_t i = 0; i < lanes->count; i++) {
        Value value = input[lanes->at[i]];
        bool text = column->form == FORM_TEXT, fits = text ? value.kind == VALUE_TEXT && value.text->symbol : value_is_number(value) || value.kind == VALUE_DATE;
        narrow_lane(column, lanes->at[i], fits, fits ? column_piece(column, value) : 0, rows, odd);
    }
}

static void narrow_rows(const ColumnIndex *column, const Value *input, const LaneSet *lanes, uint64_t *rows, uint64_t *odd)
{
    if (column->form == FORM_BOOLEAN)
        narrow_by_boolean(column, input, lanes, rows, odd);
    else if (column->form == FORM_TEXT && column->by_symbol)
        narrow_by_symbol(column, input, lanes, rows, odd);
    else
        narrow_by_value(column, input, lanes, rows, odd);
}

/* From the sets of rows to the one row of each lane; where there is not one, odd. */
static void settle_rows(const Sheet *sheet, const LaneSet *lanes, uint64_t *rows, uint32_t *fired, uint64_t *odd)
{
    uint64_t none = 0;
    for (uint32_t i = 0; i < lanes->count; i++) {
        uint32_t lane = lanes->at[i];
        uint64_t first = rows[lane] & ~sheet->otherwise[0];
        uint64_t left = first ? first : rows[lane];
        bool one = left && !(left & (left - 1));
        fired[lane] = one ? (uint32_t)__builtin_ctzll(left) + 1 : 0;
        none |= (uint64_t)!one << lane;
    }
    *odd |= none;
}

/* ---- what they say ---- */

static void say(Region *region, const LaneOutput *output, const LaneSet *set, Value *out, uint64_t *odd)
{
    if (output->code) {
        feel_lanes_run(region, output->code, output->columns, set, out, odd);
        return;
    }
    uint64_t left = 0;
    for (uint32_t i = 0; i < set->count; i++) {
        uint8_t lane = set->at[i];
        out[lane] = output->slot ? output->slot->at[lane] : output->cell->value;
        left |= (uint64_t)(output->cell->is_mark || !(value_is_there(out[lane]) || out[lane].kind == VALUE_NULL) || out[lane].kind == VALUE_MONEY) << lane;
    }
    *odd |= left;
}

/* Lanes with the same row together. */
static void say_by_row(Region *region, LaneStep *step, const LaneSet *all, uint64_t *odd)
{
    LaneSet sets[64]; /* a table of one word */
    uint64_t seen = 0;
    for (uint32_t i = 0; i < all->count; i++) {
        uint32_t lane = all->at[i];
        uint32_t row = step->column->rows[lane];
        if (!row)
            continue;
        LaneSet *set = &sets[row - 1];
        if (!(seen >> (row - 1) & 1))
            set->count = 0;
        seen |= (uint64_t)1 << (row - 1);
        set->at[set->count++] = (uint8_t)lane;
    }
    for (; seen; seen &= seen - 1) {
        int row = __builtin_ctzll(seen);
        say(region, &step->outputs[row], &sets[row], step->column->at, odd);
    }
}

static void decide_long(LaneStep *step, const LaneSet *all, uint64_t *odd)
{
    uint32_t eras[LANES];
    int64_t rows[LANES];
    Value *said = step->column->at;
    uint64_t left = 0;
    find_eras(step, all, eras, odd);
    groups_lanes(step->sheet, step->told, all, eras, rows, said);
    for (uint32_t i = 0; i < all->count; i++) {
        uint32_t lane = all->at[i];
        bool one = rows[lane] >= 0;
        step->column->rows[lane] = one ? (uint32_t)rows[lane] + 1 : 0;
        left |= (uint64_t)(!one || !value_is_there(said[lane]) || said[lane].kind == VALUE_MONEY) << lane;
    }
    *odd |= left;
}

static void decide_table(Region *region, LaneStep *step, const LaneSet *all, uint64_t *odd)
{
    uint32_t eras[LANES];
    uint64_t rows[LANES];
    const Sheet *sheet = step->sheet;
    find_eras(step, all, eras, odd);
    for (uint32_t i = 0; i < all->count; i++)
        rows[all->at[i]] = sheet->era_rows[eras[all->at[i]]];
    for (uint32_t c = 0; c < sheet->column_count; c++)
        narrow_rows(&sheet->columns[c], step->inputs[c]->at, all, rows, odd);
    settle_rows(sheet, all, rows, step->column->rows, odd);
    say_by_row(region, step, all, odd);
}

static void decide_step(Region *region, LaneStep *step, const LaneSet *all, uint64_t *odd)
{
    if (step->sheet->kind == SHEET_FEEL)
        say(region, &step->outputs[0], all, step->column->at, odd);
    else if (step->sheet->words > 1)
        decide_long(step, all, odd);
    else
        decide_table(region, step, all, odd);
}

/* An odd lane goes no further: what stands in its columns is of an earlier case. */
static void leave_out(LaneSet *set, uint64_t odd)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < set->count; i++)
        if (!(odd >> set->at[i] & 1))
            set->at[kept++] = set->at[i];
    set->count = kept;
}

uint64_t lanes_decide(Lanes *lanes, Region *region, uint32_t count)
{
    LaneSet all = { .count = count };
    uint64_t odd = 0;
    for (uint32_t lane = 0; lane < count; lane++)
        all.at[lane] = (uint8_t)lane;
    for (size_t i = 0; i < lanes->steps.count; i++) {
        uint64_t before = odd;
        decide_step(region, &lanes->steps.at[i], &all, &odd);
        if (odd != before)
            leave_out(&all, odd);
    }
    return odd;
}

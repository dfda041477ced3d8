/* determination/explain.c - the tree from a figure down to facts and articles, and the rows that lost.
 *
 * The main run was traced: its notes say what each decision read. The tree follows them; a decision met again
 * further down is named but not unfolded twice.
 */
#include "determination/answer.h"
#include "determination/cite.h"
#include "determination/sheet.h"
#include "determination/wide.h"
#include "feel/code.h"

typedef struct Explaining {
    Task *task;
    const Determination *answer;
    bool lost_rows;
    LIST_OF(const Note *) unfolded;
} Explaining;

static Text shown(Region *region, Value value)
{
    Builder out = builder_on(region);
    value_print(&out, value);
    return builder_text(&out);
}

/* ---- formulas with values in the place of names ---- */

typedef struct Showing {
    const Explaining *explaining;
    const Note *note; /* of the decision: money is converted on its day, into its currency */
    Frame *frame;
} Showing;

/* The run is done; it stands again where the decision was worked out: money is in its currency, at the rate of its day. */
static void stand_on(Run *run, const Note *note)
{
    run->sheet = note->sheet;
    run->has_day = note->has_day;
    run->day = note->day;
}

/* A variable of the formula (for, some, every) has no value outside of it. */
static bool reads_variable(const FeelCode *code)
{
    for (uint32_t i = 0; i < code->count; i++)
        if (code->steps[i].op == OP_LOCAL)
            return true;
    return false;
}

/* The value that a reading has now; the run is done, so nothing is worked out anew but paths. */
static bool show_value(void *context, Builder *out, const FeelNode *node)
{
    Showing *showing = context;
    if (!feel_node_is_reading(node))
        return false;
    Run *run = showing->explaining->answer->run;
    Region *region = showing->explaining->task->region;
    Report report;
    report_init(&report, region);
    Task task = { .region = region, .report = &report };
    FeelContext reading = { .task = &task, .source = feel_node_span(node).source, .symbols = run->program->symbols, .strict = true };
    const FeelCode *code = feel_compile(&reading, node, NULL);
    stand_on(run, showing->note);
    if (!code || reads_variable(code))
        return false;
    Value value = feel_run(&run->vm, code, showing->frame);
    bool faulted = run->vm.faulted;
    run->vm.faulted = false;
    if (!faulted)
        value_print(out, value);
    return !faulted;
}

static Text formula_text(const Explaining *explaining, const Note *note, const FeelCode *code, Frame *frame, Value value)
{
    Region *region = explaining->task->region;
    Showing showing = { explaining, note, frame };
    Builder names = builder_on(region), values = builder_on(region);
    feel_print(&names, feel_code_node(code), NULL, NULL);
    feel_print(&values, feel_code_node(code), show_value, &showing);
    Text result = shown(region, value);
    if (text_equal(builder_text(&names), result))
        return result;
    if (text_equal(builder_text(&values), result))
        return text_format(region, TEXT_FMT " = " TEXT_FMT, TEXT_ARG(builder_text(&names)), TEXT_ARG(result));
    return text_format(region, TEXT_FMT " = " TEXT_FMT " = " TEXT_FMT, TEXT_ARG(builder_text(&names)), TEXT_ARG(builder_text(&values)), TEXT_ARG(result));
}

/* What an output says and how it came about; a literal stands for itself. */
static Text cell_formula(const Explaining *explaining, const Note *note, const OutputCell *cell, Frame *frame, Value value)
{
    if (cell->code)
        return formula_text(explaining, note, cell->code, frame, value);
    Region *region = explaining->task->region;
    Text written = text_trim(span_text(cell->span)), result = shown(region, value);
    return text_equal(written, result) ? result : text_format(region, TEXT_FMT " = " TEXT_FMT, TEXT_ARG(written), TEXT_ARG(result));
}

static uint32_t fired_row(const Note *note)
{
    for (uint32_t r = 0; note->fired && r < note->sheet->row_count; r++)
        if (rows_have(note->fired, r))
            return r;
    return UINT32_MAX;
}

static Value part_of(Value value, uint32_t part)
{
    if (part == PART_WHOLE || value.kind != VALUE_CONTEXT)
        return value;
    return value.context->at[part];
}

/* Each output of the row that fired: ".base = customs value = 7890000". */
static Text row_formula(const Explaining *explaining, const Note *note, Frame *frame, Value value)
{
    uint32_t row = fired_row(note);
    const Sheet *sheet = note->sheet;
    Builder out = builder_on(explaining->task->region);
    for (uint32_t i = 0; row != UINT32_MAX && i < sheet->part_count; i++) {
        const OutputCell *cell = &sheet->rows[row].outputs[i];
        if (!(cell->code || cell->is_literal) || note->decision->makes)
            continue;
        if (out.length)
            build_text(&out, TEXT("; "));
        if (sheet->parts[i] != PART_WHOLE)
            build_format(&out, TEXT_FMT ": ", TEXT_ARG(note->decision->record->entries[sheet->parts[i]].name));
        build_text(&out, cell_formula(explaining, note, cell, frame, part_of(value, sheet->parts[i])));
    }
    return builder_text(&out);
}

static Text note_formula(const Explaining *explaining, const Note *note, Frame *frame, Value value)
{
    if (!note->sheet)
        return TEXT_NONE;
    if (note->sheet->kind == SHEET_FEEL)
        return formula_text(explaining, note, note->sheet->code, frame, value);
    return note->sheet->kind == SHEET_TABLE ? row_formula(explaining, note, frame, value) : TEXT_NONE;
}

/* ---- rows that lost ---- */

static Text why_out_of_force(const Explaining *explaining, const SheetRow *row, int64_t day)
{
    Region *region = explaining->task->region;
    DaySpans days = row->row->in_force;
    for (uint32_t i = 0; i < days.count; i++)
        if (days.at[i].first > day)
            return text_format(region, "begins on " TEXT_FMT, TEXT_ARG(date_text(region, days.at[i].first)));
    return days.count ? text_format(region, "ended on " TEXT_FMT, TEXT_ARG(date_text(region, days.at[days.count - 1].last))) : TEXT("never in force");
}

static Value column_value(const Explaining *explaining, const Note *note, const ColumnIndex *column, Frame *frame)
{
    stand_on(explaining->answer->run, note);
    return feel_run(&explaining->answer->run->vm, column->code, frame);
}

static uint32_t input_column(const Sheet *sheet, uint32_t nth)
{
    const Table *table = &sheet->block->table;
    for (uint32_t c = 0; c < table->column_count; c++)
        if (table->columns[c].kind == COLUMN_INPUT && nth-- == 0)
            return c;
    return 0;
}

static bool cell_accepts(const ColumnIndex *column, uint32_t words, Value value, uint32_t row)
{
    if (rows_have(column->any, row))
        return true;
    if (value.kind == VALUE_UNKNOWN)
        return rows_have(column->allowed, row);
    return value_is_there(value) && column_takes(column, column_piece(column, value), words, row);
}

/* The first cell that refuses, in words. */
static Text why_lost(const Explaining *explaining, const Note *note, Frame *frame, uint32_t row)
{
    Region *region = explaining->task->region;
    const Sheet *sheet = note->sheet;
    const SheetRow *lost = &sheet->rows[row];
    if (note->has_day && !days_contain(lost->row->in_force, note->day))
        return why_out_of_force(explaining, lost, note->day);
    if (lost->row->otherwise)
        return TEXT("another row fits");
    for (uint32_t c = 0; c < sheet->column_count; c++) {
        Value value = column_value(explaining, note, &sheet->columns[c], frame);
        if (cell_accepts(&sheet->columns[c], sheet->words, value, row))
            continue;
        Text header = text_trim(span_text(sheet->columns[c].header));
        Text asks = text_trim(span_text(lost->row->cells[input_column(sheet, c)]));
        if (!value_is_there(value))
            return text_format(region, TEXT_FMT " is not there, the row asks for " TEXT_FMT, TEXT_ARG(header), TEXT_ARG(asks));
        return text_format(region, TEXT_FMT " is " TEXT_FMT ", the row asks for " TEXT_FMT, TEXT_ARG(header), TEXT_ARG(shown(region, value)), TEXT_ARG(asks));
    }
    return TEXT("another row comes first");
}

static void add_lost(Explaining *explaining, Step *step, Frame *frame)
{
    const Note *note = step->note;
    if (!explaining->lost_rows || !note || !note->sheet || note->sheet->kind != SHEET_TABLE || !note->fired || !frame)
        return;
    LIST_OF(LostRow) lost = { 0 };
    for (uint32_t r = 0; r < note->sheet->row_count; r++) {
        bool fired = rows_have(note->fired, r) || (note->possible && rows_have(note->possible, r));
        if (!fired)
            *LIST_ADD(explaining->task->region, lost) = (LostRow){ &note->sheet->rows[r], why_lost(explaining, note, frame, r) };
    }
    step->lost = lost.at;
    step->lost_count = (uint32_t)lost.count;
}

/* ---- the tree ---- */

static Step *slot_step(Explaining *explaining, Frame *frame, uint16_t slot);

static bool unfold(Explaining *explaining, const Note *note)
{
    for (size_t i = 0; i < explaining->unfolded.count; i++)
        if (explaining->unfolded.at[i] == note)
            return false;
    *LIST_ADD(explaining->task->region, explaining->unfolded) = note;
    return true;
}

static bool read_earlier(const Note *note, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (note->reads.at[i].frame == note->reads.at[at].frame && note->reads.at[i].slot == note->reads.at[at].slot)
            return true;
    return false;
}

static Step *conversion_step(Explaining *explaining, const ConversionNote *conversion)
{
    Region *region = explaining->task->region;
    Step *step = REGION_NEW(region, Step);
    Value amount = value_decimal(region, &conversion->money->amount);
    *step = (Step){ .kind = STEP_CONVERSION, .name = TEXT("exchange rate"), .of = frame_path(region, conversion->exchange), .value = conversion->result };
    Text formula = text_format(region, TEXT_FMT " %s", TEXT_ARG(shown(region, amount)), conversion->money->currency);
    if (conversion->rate.kind != VALUE_NULL)
        formula = text_format(region, TEXT_FMT " * " TEXT_FMT, TEXT_ARG(formula), TEXT_ARG(shown(region, conversion->rate)));
    if (conversion->divisor.kind != VALUE_NULL)
        formula = text_format(region, TEXT_FMT " / " TEXT_FMT, TEXT_ARG(formula), TEXT_ARG(shown(region, conversion->divisor)));
    step->formula = text_format(region, TEXT_FMT " = " TEXT_FMT, TEXT_ARG(formula), TEXT_ARG(shown(region, conversion->result)));
    return step;
}

static void append(const Step **first, Step *step)
{
    while (*first)
        first = (const Step **)&((Step *)*first)->next;
    *first = step;
}

/* Lists of things say nothing by themselves. */
static bool worth_showing(const Frame *frame, uint16_t slot)
{
    const Meaning *meaning = slot_meaning(frame->type, slot);
    return meaning->kind == MEANS_FACT || meaning->kind == MEANS_DECISION;
}

static void add_inner(Explaining *explaining, Step *step, const Note *note)
{
    for (size_t i = 0; i < note->reads.count; i++)
        if (!read_earlier(note, i) && worth_showing(note->reads.at[i].frame, note->reads.at[i].slot))
            append(&step->inner, slot_step(explaining, note->reads.at[i].frame, note->reads.at[i].slot));
    for (size_t i = 0; i < note->conversions.count; i++)
        append(&step->inner, conversion_step(explaining, &note->conversions.at[i]));
    if (note->more)
        add_inner(explaining, step, note->more);
}

static void decision_step(Explaining *explaining, Step *step, Frame *frame, const Decision *decision, const Note *note)
{
    step->kind = note && note->reading ? STEP_QUESTION : STEP_DECISION;
    step->decision = decision;
    step->note = note;
    if (!note)
        return;
    step->has_day = note->has_day;
    step->day = note->day;
    step->cited = cited_here(explaining->task, note);
    step->formula = note_formula(explaining, note, frame, step->value);
    if (!unfold(explaining, note))
        return;
    add_lost(explaining, step, frame);
    add_inner(explaining, step, note);
}

/* Which output of the making row wrote this fact. */
static const OutputCell *making_cell(const RunFrame *made, uint16_t slot)
{
    const Sheet *sheet = made->maker_note->sheet;
    for (uint32_t i = 0; i < sheet->part_count; i++)
        if (sheet->parts[i] == slot)
            return &made->maker->outputs[i];
    return NULL;
}

/* A fact of a made thing: what the row that made it says, and what its table looked at. */
static void made_step(Explaining *explaining, Step *step, Frame *frame, uint16_t slot)
{
    const RunFrame *made = run_frame_of(frame);
    if (!made || !made->maker || !made->maker_note || !made->maker_note->sheet)
        return;
    const OutputCell *cell = making_cell(made, slot);
    step->kind = STEP_DECISION;
    step->decision = made->maker_note->decision;
    step->cited = cited_maker(explaining->task, made);
    step->has_day = made->maker_note->has_day;
    step->day = made->maker_note->day;
    if (cell && (cell->code || cell->is_literal))
        step->formula = cell_formula(explaining, made->maker_note, cell, frame->parent, step->value);
    if (!unfold(explaining, made->maker_note))
        return;
    step->note = made->maker_note;
    add_lost(explaining, step, frame->parent);
    add_inner(explaining, step, made->maker_note);
}

static Step *slot_step(Explaining *explaining, Frame *frame, uint16_t slot)
{
    Step *step = REGION_NEW(explaining->task->region, Step);
    const Meaning *meaning = slot_meaning(frame->type, slot);
    *step = (Step){ .kind = STEP_FACT, .name = frame->type->slots[slot].name, .of = frame_path(explaining->task->region, frame),
                    .value = run_read(explaining->answer->run, frame, slot), .fact = meaning->fact };
    if (meaning->kind == MEANS_DECISION)
        decision_step(explaining, step, frame, meaning->decision, run_note(frame, slot));
    else if (meaning->kind == MEANS_FACT)
        made_step(explaining, step, frame, slot);
    return step;
}

const Step *explain(Task *task, const Determination *answer, Frame *frame, uint16_t slot, bool lost_rows)
{
    Explaining explaining = { .task = task, .answer = answer, .lost_rows = lost_rows };
    Run *run = answer->run;
    void (*reading)(Vm *, Frame *, uint16_t) = run->vm.on_read;
    run->vm.on_read = NULL; /* showing values is no reading */
    const Step *step = slot_step(&explaining, frame, slot);
    run->vm.on_read = reading;
    return step;
}

/* determination/rows.c - what can be said of a row alone: a charge of nothing gives its reason, a time limit its unit. See checking.h. */
#include "determination/checking.h"

static const OutputCell *cell_of(const Sheet *sheet, uint32_t row, uint32_t part)
{
    for (uint32_t i = 0; i < sheet->part_count; i++)
        if (sheet->parts[i] == part)
            return &sheet->rows[row].outputs[i];
    return NULL;
}

static bool says_standard(const OutputCell *reason)
{
    return !reason || (reason->constant && (reason->value.kind != VALUE_TEXT || text_is(text_of_value(reason->value), "S")));
}

static void check_zero(Task *task, const Decision *decision, const Sheet *sheet, uint32_t row)
{
    const OutputCell *rate = cell_of(sheet, row, decision->made[1]), *reason = cell_of(sheet, row, decision->made[2]);
    bool zero = rate && rate->constant && value_is_number(rate->value) && number_is_zero(rate->value);
    if (!zero || !says_standard(reason))
        return;
    Problem *p = report_error(task->report, "zero-without-reason", rate->span, "row " TEXT_FMT " charges nothing and gives no reason", TEXT_ARG(sheet->rows[row].row->id));
    if (reason)
        problem_also(task->report, p, reason->span, reason->value.kind == VALUE_TEXT ? "the standard rate is no reason" : "no reason");
    problem_hint(task->report, p, "Write the code of UN/EDIFACT 5305 that says why: Z, E, AE, G or O.");
}

static void check_unit(Task *task, const Decision *decision, const Sheet *sheet, uint32_t row)
{
    static const char *const UNITS = "days, working days, weeks, months, years";
    const OutputCell *unit = cell_of(sheet, row, decision->made[2]);
    if (!unit || !unit->constant || unit->value.kind != VALUE_TEXT)
        return;
    Text written = text_of_value(unit->value);
    if (text_find(text_of(UNITS), written, 0) == SIZE_MAX)
        report_error(task->report, "unknown-unit", unit->span, "\"" TEXT_FMT "\" is no unit of a time limit; known are %s", TEXT_ARG(written), UNITS);
}

void check_rows(Task *task, const Decision *decision, const Sheet *sheet)
{
    for (uint32_t r = 0; r < sheet->row_count; r++) {
        if (decision->shape == SHAPE_CHARGE)
            check_zero(task, decision, sheet, r);
        if (decision->shape == SHAPE_TERM)
            check_unit(task, decision, sheet, r);
    }
}


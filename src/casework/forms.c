/* casework/forms.c - which declarations there are, and the boxes of each in the order of its form: data/declarations.csv and
 * data/forms/KIND.csv. See forms.h. */
#include "casework/forms.h"

#include "base/csv.h"
#include "base/file.h"

const char *box_state_name(BoxState state)
{
    static const char *const names[BOX_STATES] = { "filled", "left empty", "written by customs", "open", "no answer", "not asked", "no rule" };
    return names[state];
}

/* ---- a table of the data folder ---- */

typedef struct DataTable {
    const Csv *csv;
    const Source *source;
    Task *task;
    bool complete; /* every column that was asked for is there */
} DataTable;

static DataTable table_read(Task *task, const char *data_folder, Text file)
{
    DataTable table = { .task = task, .complete = true };
    table.source = file_read(task, path_join(task->region, text_of(data_folder), file), 0);
    table.csv = table.source ? csv_read(task, table.source) : NULL;
    return table;
}

/* The cell of a column; a missing column is one error. */
static Text table_cell(DataTable *table, uint32_t row, const char *name)
{
    int column = csv_column(table->csv, text_of(name));
    if (column >= 0)
        return csv_cell(table->csv, row, (uint32_t)column)->text;
    if (table->complete)
        report_error(table->task->report, "missing-column", (Span){ table->source, 0, 0 }, "table has no column \"%s\"", name);
    table->complete = false;
    return TEXT_NONE;
}

/* ---- kinds ---- */

static int language_named(Text name)
{
    return text_is(name, "zh") ? 1 : text_is(name, "vi") ? 2 : 0;
}

static FormKind read_kind(DataTable *table, uint32_t row)
{
    return (FormKind){
        .name = table_cell(table, row, "name"),
        .words = { table_cell(table, row, "en"), table_cell(table, row, "zh"), table_cell(table, row, "vi") },
        .country = table_cell(table, row, "country"),
        .language = language_named(table_cell(table, row, "language")),
    };
}

const FormKinds *form_kinds(Task *task, const char *data_folder)
{
    DataTable table = table_read(task, data_folder, TEXT("declarations.csv"));
    if (!table.csv)
        return NULL;
    FormKinds *kinds = REGION_NEW(task->region, FormKinds);
    FormKind *at = REGION_ARRAY(task->region, FormKind, table.csv->rows);
    for (uint32_t row = 0; row < table.csv->rows; row++)
        at[row] = read_kind(&table, row);
    *kinds = (FormKinds){ table.csv->rows, at };
    return table.complete ? kinds : NULL;
}

const FormKind *form_kind(const FormKinds *kinds, Text name)
{
    for (uint32_t i = 0; i < kinds->count; i++)
        if (text_equal(kinds->at[i].name, name))
            return &kinds->at[i];
    return NULL;
}

/* ---- boxes ---- */

static void read_field(DataTable *table, uint32_t row, FormField *heads, FormField *lines, Form *form)
{
    FormField field = {
        .number = table_cell(table, row, "number"),
        .box = table_cell(table, row, "box"),
        .words = table_cell(table, row, "words"),
        .wco = table_cell(table, row, "wco"),
    };
    if (text_is(table_cell(table, row, "of"), "line"))
        lines[form->line_count++] = field;
    else
        heads[form->head_count++] = field;
}

const Form *form_read(Task *task, const char *data_folder, const FormKind *kind)
{
    DataTable table = table_read(task, data_folder, text_format(task->region, "forms/" TEXT_FMT ".csv", TEXT_ARG(kind->name)));
    if (!table.csv)
        return NULL;
    Form *form = REGION_NEW(task->region, Form);
    FormField *heads = REGION_ARRAY(task->region, FormField, table.csv->rows), *lines = REGION_ARRAY(task->region, FormField, table.csv->rows);
    *form = (Form){ .kind = *kind, .heads = heads, .lines = lines };
    for (uint32_t row = 0; row < table.csv->rows; row++)
        read_field(&table, row, heads, lines, form);
    return table.complete ? form : NULL;
}

/* casework/intake_table.c - see intake_table.h. Rows of facts become things of a case.
 *
 *     row ──▶ its case ──▶ for each thing that the table has columns of, outermost first: which one it is ──▶ its facts
 *
 * A thing whose id the row tells is that one. Where it tells none: a thing that other things of the table stand in is the only one of its kind; any
 * other is a new one in each row. Where it could be one of several, that is a question, never a choice.
 */
#include "casework/intake_inside.h"

typedef struct Rows {
    Intakes *intakes;
    Task *task;        /* of one row; its faults may be kept quiet */
    const IntakeTable *read;
    const IntakeNames *names;
    Columns *columns;
    uint32_t row;
    Intake *intake;    /* the row's case */
    IntakeThing **at;  /* by number of the thing in the books: the row's; NULL: none yet */
    const bool *has;   /* the same: the table has columns of it */
    LIST_OF(Text) bad; /* cases of which rows were put aside */
} Rows;

static uint32_t thing_number(const Rows *rows, const ThingEntry *thing)
{
    return (uint32_t)(thing - rows->names->books->things);
}

static const ThingEntry *within(const Rows *rows, const ThingEntry *thing)
{
    for (uint32_t i = 0; i < rows->names->books->thing_count; i++)
        if (text_equal(rows->names->books->things[i].name, thing->within))
            return &rows->names->books->things[i];
    return NULL;
}

static Text cell_of(Rows *rows, int field)
{
    int column = field < 0 ? -1 : columns_column(rows->columns, (uint32_t)field);
    return column < 0 ? TEXT_NONE : text_trim(table_cell(rows->read->table, rows->row, (uint32_t)column).text);
}

static IntakePlace place_of(Rows *rows, uint32_t column)
{
    Region *region = rows->task->region;
    return intake_place(rows->read->file, table_place(region, rows->read->table, rows->row, column), table_span(region, rows->read->table, rows->row, column));
}

/* ---- which thing ---- */

/* Do other things of the table stand in it? */
static bool holds_others(const Rows *rows, const ThingEntry *thing)
{
    for (uint32_t i = 0; i < rows->names->books->thing_count; i++)
        for (const ThingEntry *up = rows->has[i] ? within(rows, &rows->names->books->things[i]) : NULL; up; up = within(rows, up))
            if (up == thing)
                return true;
    return false;
}

static Text id_told(Rows *rows, const ThingEntry *thing, int *field)
{
    *field = column_field(rows->names->names, text_format(rows->task->region, "#" TEXT_FMT, TEXT_ARG(thing->name)));
    return cell_of(rows, *field);
}

static IntakeThing *several(Rows *rows, const ThingEntry *thing)
{
    Span span = table_span(rows->task->region, rows->read->table, rows->row, 0);
    Problem *problem = report_error(rows->task->report, "intake-thing", span, "the row does not say which " TEXT_FMT " it is of", TEXT_ARG(thing->name));
    problem_hint(rows->task->report, problem, "Add a column \"" TEXT_FMT "\" with the ids that the case has.", TEXT_ARG(thing->name));
    table_fail(rows->task, rows->read->table, rows->row, problem->message);
    return NULL;
}

static IntakeThing *new_thing(Rows *rows, IntakeThing *parent, Text list, const ThingEntry *thing)
{
    char prefix[2] = { thing->name.at[0], '\0' };
    bool line = text_is(thing->name, "invoice line");
    return intake_thing(rows->intake, parent, list, intake_free_id(rows->intake, parent, list, line ? "" : prefix), INTAKE_READ, rows->read->file);
}

/* A row that names no id. What came from elsewhere may be it, where it is the only one and this table has not told of it. */
static IntakeThing *unnamed_thing(Rows *rows, IntakeThing *parent, Text list, const ThingEntry *thing)
{
    size_t count = intake_count(parent, list);
    IntakeThing *first = count ? intake_at(parent, list, 0) : NULL;
    bool inner = holds_others(rows, thing), own = first && first->file == rows->read->file;
    if (!count || (!inner && own))
        return new_thing(rows, parent, list, thing);
    if (count > 1)
        return several(rows, thing);
    if (!inner && first->teller == rows->read->file)
        return several(rows, thing);
    first->teller = rows->read->file;
    return first;
}

static IntakeThing *thing_at(Rows *rows, const ThingEntry *thing)
{
    uint32_t number = thing_number(rows, thing);
    if (rows->at[number] || !thing->within.length)
        return thing->within.length ? rows->at[number] : rows->intake->root;
    const ThingEntry *up = within(rows, thing);
    IntakeThing *parent = up ? thing_at(rows, up) : NULL;
    if (!parent)
        return NULL;
    int field;
    Text list = text_snake(rows->task->region, thing->many), id = id_told(rows, thing, &field);
    IntakeThing *found = intake_find(rows->intake, parent, list, id);
    if (!found && id.length)
        found = intake_thing(rows->intake, parent, list, text_copy(rows->task->region, id), INTAKE_READ, rows->read->file);
    rows->at[number] = found ? found : unnamed_thing(rows, parent, list, thing);
    return rows->at[number];
}

/* ---- columns that nobody knows ---- */

static void leave_unknown(Rows *rows, const Columns *others)
{
    for (uint32_t column = 0; column < table_columns(rows->read->table); column++) {
        Text told = text_trim(table_cell(rows->read->table, rows->row, column).text);
        bool known = columns_meaning(rows->columns, column) >= 0 || (others && columns_meaning(others, column) >= 0);
        if (known || !told.length)
            continue;
        IntakePlace place = place_of(rows, column);
        intake_leave(rows->intake, text_trim(table_header(rows->read->table, column)), told, &place, INTAKE_NO_FACT);
    }
}

/* ---- a row ---- */

typedef struct Told { /* a cell that was read */
    uint32_t field, column;
    Text json;
} Told;
typedef LIST_OF(Told) TellList;

/* Every cell before any is told: a row is taken whole or not at all. */
static bool read_cells(Rows *rows, TellList *told)
{
    bool good = true;
    Text currency = cell_of(rows, rows->names->currency_field);
    for (uint32_t column = 0; column < table_columns(rows->read->table); column++) {
        int field = columns_meaning(rows->columns, column);
        Text json = TEXT_NONE;
        if (field < 0 || !rows->names->fields[field].fact)
            continue;
        CellRead read = intake_value(rows->task, rows->names, rows->read->table, rows->columns, rows->row, (uint32_t)field, currency, &json);
        good &= read != CELL_WRONG;
        if (read == CELL_READ)
            *LIST_ADD(rows->task->region, *told) = (Told){ (uint32_t)field, column, json };
    }
    return good;
}

static bool tell_row(Rows *rows, const TellList *told)
{
    bool good = true;
    memset(rows->at, 0, rows->names->books->thing_count * sizeof *rows->at);
    for (size_t i = 0; i < told->count && good; i++) {
        const NamedField *field = &rows->names->fields[told->at[i].field];
        IntakeThing *thing = thing_at(rows, field->thing);
        IntakePlace place = place_of(rows, told->at[i].column);
        good = thing && intake_tell(rows->intake, thing, field->key, told->at[i].json, &place, INTAKE_READ);
    }
    return good;
}

static Text case_of(Rows *rows)
{
    return cell_of(rows, rows->names->case_field);
}

static bool take_row(Rows *rows)
{
    TellList told = { 0 };
    Span span = table_span(rows->task->region, rows->read->table, rows->row, 0);
    if (!read_cells(rows, &told))
        return false;
    if (!told.count)
        return true;
    rows->intake = intakes_case(rows->intakes, case_of(rows), span);
    if (!rows->intake)
        return false;
    leave_unknown(rows, NULL);
    return tell_row(rows, &told);
}

/* ---- rows that are put aside ---- */

static bool is_bad(const Rows *rows, Text id)
{
    for (size_t i = rows->bad.count; i > 0; i--)
        if (text_equal(rows->bad.at[i - 1], id))
            return true;
    return false;
}

/* The faults of a row stay with the row; a case that lacks one of its rows would be another case, so it goes whole. */
static bool look_ahead(Rows *rows)
{
    Task *task = rows->task;
    for (rows->row = 0; rows->row < table_rows(rows->read->table); rows->row++) {
        Report unheard;
        TellList told = { 0 };
        report_init(&unheard, task->region);
        Task quiet = { task->region, &unheard, task->cancel };
        rows->task = &quiet;
        bool good = !table_failed(rows->read->table, rows->row) && read_cells(rows, &told);
        rows->task = task;
        Text id = case_of(rows);
        if (!good && id.length && !is_bad(rows, id))
            *LIST_ADD(task->region, rows->bad) = id;
        if (rows->bad.count > LIMIT_INTAKE_CASES)
            return intakes_too_many(task, table_span(task->region, rows->read->table, rows->row, 0));
    }
    return true;
}

static bool put_aside(Rows *rows)
{
    Text id = case_of(rows);
    if (!rows->read->put_aside)
        return false;
    if (id.length && is_bad(rows, id) && !table_failed(rows->read->table, rows->row))
        table_fail(rows->task, rows->read->table, rows->row, text_format(rows->task->region, "another row of the case \"" TEXT_FMT "\" could not be read", TEXT_ARG(id)));
    return table_failed(rows->read->table, rows->row);
}

/* ---- a table that is an invoice ---- */

typedef struct CaseRows {
    Text id;
    LIST_OF(uint32_t) rows;
} CaseRows;
typedef LIST_OF(CaseRows) CaseList;

/* Prices and amounts of lines stand on an invoice, and nowhere else; what has no fact but of things beside a shipment is none. */
static bool is_invoice(const IntakeTable *read, Region *scratch)
{
    const ColumnNames *names = invoice_columns(read->words);
    for (uint32_t column = 0; column < table_columns(read->table); column++) {
        Text header = table_header(read->table, column);
        int field = column_meant(scratch, names, header);
        Text key = field < 0 ? TEXT_NONE : column_names_at(names, (uint32_t)field)->key;
        int fact = column_meant(scratch, read->names->names, header);
        if ((text_is(key, "amount") || text_is(key, "unit_price")) && (fact < 0 || fact == read->names->amount_field))
            return true;
    }
    return false;
}

static bool group_rows(Rows *rows, CaseList *cases)
{
    Region *region = rows->task->region;
    for (rows->row = 0; rows->row < table_rows(rows->read->table); rows->row++) {
        if (cases->count > LIMIT_INTAKE_CASES)
            return intakes_too_many(rows->task, table_span(region, rows->read->table, rows->row, 0));
        if (invoice_leave_total(rows->task, rows->read->words, rows->read->table, rows->row))
            continue;
        Text id = case_of(rows);
        CaseRows *of = NULL;
        for (size_t i = cases->count; i > 0 && !of; i--)
            of = text_equal(cases->at[i - 1].id, id) ? &cases->at[i - 1] : NULL;
        if (!of) {
            of = LIST_ADD(region, *cases);
            *of = (CaseRows){ .id = id };
        }
        *LIST_ADD(region, of->rows) = rows->row;
    }
    return true;
}

/* What the row tells of the case and of the shipment in columns of facts. */
static bool tell_facts(Rows *rows)
{
    bool good = true;
    for (uint32_t column = 0; column < table_columns(rows->read->table); column++) {
        int field = columns_meaning(rows->columns, column);
        const NamedField *named = field < 0 ? NULL : &rows->names->fields[field];
        bool of_case = named && named->fact && !named->thing->within.length, of_shipment = named && named->fact && text_is(named->thing->name, "shipment");
        Text json, currency = cell_of(rows, rows->names->currency_field);
        if (!of_case && !of_shipment)
            continue;
        CellRead read = intake_value(rows->task, rows->names, rows->read->table, rows->columns, rows->row, (uint32_t)field, currency, &json);
        IntakePlace place = place_of(rows, column);
        good &= read != CELL_WRONG && (read != CELL_READ || intake_tell(rows->intake, of_case ? rows->intake->root : rows->intake->shipment, named->key, json, &place, INTAKE_READ));
    }
    return good;
}

static bool take_invoice(Rows *rows, Columns *columns, const CaseRows *of)
{
    const IntakeTable *read = rows->read;
    const Invoice *invoice = invoice_of_rows(rows->task, read->words, read->table, columns, &(InvoiceRows){ of->rows.at, (uint32_t)of->rows.count });
    rows->row = of->rows.at[0];
    rows->intake = invoice ? intakes_case(rows->intakes, of->id, table_span(rows->task->region, read->table, rows->row, 0)) : NULL;
    bool good = rows->intake && intake_invoice(rows->intake, read->file, invoice, read->words);
    for (size_t i = 0; good && i < of->rows.count; i++) {
        rows->row = of->rows.at[i];
        good = tell_facts(rows);
        leave_unknown(rows, columns);
    }
    return good;
}

/* Is the invoice sound? Where it is not, all its rows go aside with what is wrong with it. */
static bool is_sound(Rows *rows, Columns *columns, const CaseRows *of)
{
    Report unheard;
    report_init(&unheard, rows->task->region);
    Task quiet = { rows->task->region, &unheard, rows->task->cancel };
    const Invoice *invoice = invoice_of_rows(&quiet, rows->read->words, rows->read->table, columns, &(InvoiceRows){ of->rows.at, (uint32_t)of->rows.count });
    for (size_t i = 0; !invoice && unheard.first && i < of->rows.count; i++)
        if (!table_failed(rows->read->table, of->rows.at[i]))
            table_fail(rows->task, rows->read->table, of->rows.at[i], unheard.first->message);
    return invoice != NULL;
}

static bool take_invoices(Rows *rows)
{
    const IntakeTable *read = rows->read;
    ColumnsOptions options = read->columns;
    CaseList cases = { 0 };
    options.quiet = true;
    Columns *columns = columns_map(rows->task, invoice_columns(read->words), read->table, &options);
    if (!columns || !group_rows(rows, &cases))
        return false;
    bool good = true;
    for (size_t i = 0; i < cases.count; i++)
        good &= (read->put_aside && !is_sound(rows, columns, &cases.at[i])) || take_invoice(rows, columns, &cases.at[i]);
    return good;
}

/* ---- columns that the others decide ---- */

static bool lies_in(const Rows *rows, const ThingEntry *thing, const ThingEntry *outer)
{
    while (thing && thing != outer)
        thing = within(rows, thing);
    return thing != NULL;
}

static bool of_shipment(const Rows *rows, const ThingEntry *thing)
{
    while (thing && !text_is(thing->name, "shipment"))
        thing = within(rows, thing);
    return thing != NULL;
}

static const NamedField *field_of(const Rows *rows, uint32_t column)
{
    int field = columns_meaning(rows->columns, column);
    return field < 0 ? NULL : &rows->names->fields[field];
}

/* Does another column than `but` tell of the thing, or of one in it? */
static bool tells_of(const Rows *rows, const ThingEntry *thing, uint32_t but)
{
    for (uint32_t column = 0; column < table_columns(rows->read->table); column++) {
        const NamedField *field = column == but ? NULL : field_of(rows, column);
        if (field && field->thing && lies_in(rows, field->thing, thing))
            return true;
    }
    return false;
}

/* "contract number", a fact of the shipment: the thing that it is the number of; NULL: none. */
static const ThingEntry *numbered_thing(const Rows *rows, const NamedField *field)
{
    for (uint32_t i = 0; field && field->fact && i < rows->names->books->thing_count; i++) {
        const ThingEntry *thing = &rows->names->books->things[i];
        if (thing != field->thing && text_equal(field->fact->name, text_format(rows->task->region, TEXT_FMT " number", TEXT_ARG(thing->name))))
            return thing;
    }
    return NULL;
}

/* The number of a contract in a table that tells of contracts, and of no shipment, is the contract's id. */
static void settle_number(Rows *rows, uint32_t column)
{
    const NamedField *field = field_of(rows, column);
    const ThingEntry *thing = numbered_thing(rows, field);
    if (!thing || tells_of(rows, field->thing, column) || !tells_of(rows, thing, column))
        return;
    int id = column_field(rows->names->names, text_format(rows->task->region, "#" TEXT_FMT, TEXT_ARG(thing->name)));
    columns_settle(rows->columns, column, id >= 0 && columns_column(rows->columns, (uint32_t)id) < 0 ? id : -1);
}

/* "amount" beside a payment's facts: the field of "payment amount". -1: of no thing, or of several. */
static int amount_told(const Rows *rows)
{
    int found = -1;
    for (uint32_t i = 0; i < rows->names->field_count; i++) {
        const NamedField *field = &rows->names->fields[i];
        if (!field->fact || !tells_of(rows, field->thing, UINT32_MAX) || !text_equal(field->fact->name, text_format(rows->task->region, TEXT_FMT " amount", TEXT_ARG(field->thing->name))))
            continue;
        if (found >= 0 || columns_column(rows->columns, i) >= 0)
            return -1;
        found = (int)i;
    }
    return found;
}

static void settle_columns(Rows *rows)
{
    int amount = rows->names->amount_field < 0 ? -1 : columns_column(rows->columns, (uint32_t)rows->names->amount_field);
    for (uint32_t column = 0; column < table_columns(rows->read->table); column++)
        settle_number(rows, column);
    if (amount >= 0)
        columns_settle(rows->columns, (uint32_t)amount, amount_told(rows));
}

/* Its columns tell of what an invoice knows nothing of, and of nothing that only an invoice knows. */
static bool is_beside_shipments(const Rows *rows)
{
    const ColumnNames *names = invoice_columns(rows->read->words);
    bool beside = false;
    for (uint32_t column = 0; column < table_columns(rows->read->table); column++) {
        const NamedField *field = field_of(rows, column);
        bool invoice = column_meant(rows->task->region, names, table_header(rows->read->table, column)) >= 0;
        if (field && field->fact && field->thing->within.length && !numbered_thing(rows, field) && of_shipment(rows, field->thing))
            return false;
        if (invoice && !field)
            return false;
        beside |= !invoice && field && field->fact && field->thing->within.length;
    }
    return beside;
}

/* ---- the table ---- */

static const bool *things_of(const Rows *rows)
{
    bool *has = REGION_ARRAY(rows->task->region, bool, rows->names->books->thing_count);
    for (uint32_t column = 0; column < table_columns(rows->read->table); column++) {
        int field = columns_meaning(rows->columns, column);
        if (field >= 0 && rows->names->fields[field].thing)
            has[thing_number(rows, rows->names->fields[field].thing)] = true;
    }
    return has;
}

/* Without a column of a fact there is nothing to be read. */
static bool has_facts(const Rows *rows)
{
    for (uint32_t column = 0; column < table_columns(rows->read->table); column++) {
        int field = columns_meaning(rows->columns, column);
        if (field >= 0 && rows->names->fields[field].fact)
            return true;
    }
    Problem *problem = report_error(rows->task->report, "intake-no-column", table_header_span(rows->task->region, rows->read->table, 0), "no column of the table is called as a fact is");
    problem_hint(rows->task->report, problem, "\"declarant facts\" has them all; data/intake-columns.csv has other names.");
    return false;
}

static bool take_rows(Rows *rows)
{
    bool good = has_facts(rows);
    rows->at = REGION_ARRAY(rows->task->region, IntakeThing *, rows->names->books->thing_count);
    rows->has = things_of(rows);
    if (good && rows->read->put_aside)
        good = look_ahead(rows);
    for (rows->row = 0; good && rows->row < table_rows(rows->read->table); rows->row++)
        good &= invoice_leave_total(rows->task, rows->read->words, rows->read->table, rows->row) || put_aside(rows) || take_row(rows);
    return good;
}

bool intake_table(Intakes *intakes, const IntakeTable *read)
{
    Task *task = intakes->task;
    ColumnsOptions options = read->columns;
    options.quiet = true;
    Columns *columns = columns_map(task, read->names->names, read->table, &options);
    Rows rows = { .intakes = intakes, .task = task, .read = read, .names = read->names, .columns = columns };
    if (!columns)
        return false;
    if (is_invoice(read, task->region) && !is_beside_shipments(&rows))
        return take_invoices(&rows);
    settle_columns(&rows);
    return take_rows(&rows);
}

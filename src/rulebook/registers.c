/* rulebook/registers.c - tables whose columns have fixed names, and the three registers of a page of the law:
 * sources, charges, exchange rates. See reader.h. */
#include "rulebook/reader.h"

/* ---- any register ---- */

static const char *column_hint(const RegisterSpec *spec, Region *region)
{
    Builder list = builder_on(region);
    for (size_t i = 0; i < spec->column_count; i++)
        build_format(&list, "%s%s", i ? ", " : "", spec->columns[i].name);
    return text_string(region, builder_text(&list));
}

static void unknown_column(PageReader *reader, Span header, const RegisterSpec *spec)
{
    Text known[MOST_REGISTER_COLUMNS];
    for (size_t i = 0; i < spec->column_count; i++)
        known[i] = text_of(spec->columns[i].name);
    Text name = span_text(header);
    Problem *problem = report_error(reader->task->report, "unknown-column", header,
                                    "no column of \"%s\" is called \"" TEXT_FMT "\"",
                                    spec->section, TEXT_ARG(text_shown(name)));
    Text nearest = text_nearest(name, known, spec->column_count);
    if (nearest.length)
        problem_hint(reader->task->report, problem, "Did you mean \"" TEXT_FMT "\"?", TEXT_ARG(nearest));
    else
        problem_hint(reader->task->report, problem, "Its columns are: %s.", column_hint(spec, reader->region));
}

/* Two columns of one spec may share a name ("type"): the first one not yet taken is meant. */
static void place_column(RegisterRow *row, const RegisterSpec *spec, uint32_t at)
{
    Span header = block_cell(row->table, 0, at);
    bool known = false;
    for (size_t i = 0; i < spec->column_count; i++) {
        if (!text_equal(span_text(header), text_of(spec->columns[i].name)))
            continue;
        known = true;
        if (row->column[i] == NO_COLUMN) {
            row->column[i] = (int)at;
            return;
        }
    }
    if (!known)
        unknown_column(row->reader, header, spec);
    else
        report_error(row->reader->task->report, "column-twice", header, "column \"" TEXT_FMT "\" stands twice",
                     TEXT_ARG(text_shown(span_text(header))));
}

static void check_missing_columns(const RegisterRow *row, const RegisterSpec *spec)
{
    for (size_t i = 0; i < spec->column_count; i++)
        if (spec->columns[i].needed && row->column[i] == NO_COLUMN)
            report_error(row->reader->task->report, "missing-column", block_cell(row->table, 0, 0),
                         "table of \"%s\" has no column \"%s\"", spec->section, spec->columns[i].name);
}

void register_read(PageReader *reader, const Block *table, const RegisterSpec *spec)
{
    RegisterRow row = { .reader = reader, .table = table };
    for (size_t i = 0; i < MOST_REGISTER_COLUMNS; i++)
        row.column[i] = NO_COLUMN;
    for (uint32_t i = 0; i < table->column_count; i++)
        place_column(&row, spec, i);
    check_missing_columns(&row, spec);
    for (row.row = 1; row.row <= table->row_count; row.row++)
        spec->read(&row);
}

Span register_cell(const RegisterRow *row, int index)
{
    int column = row->column[index];
    if (column != NO_COLUMN)
        return block_cell(row->table, row->row, (uint32_t)column);
    uint32_t at = block_cell(row->table, row->row, 0).from;
    return (Span){ row->reader->source, at, at };
}

Span register_value(const RegisterRow *row, int index)
{
    Span cell = register_cell(row, index);
    if (is_dash(span_text(cell)))
        cell.to = cell.from;
    return cell;
}

Text register_text(const RegisterRow *row, int index)
{
    return span_text(register_value(row, index));
}

Text register_needed(const RegisterRow *row, int index)
{
    Text text = register_text(row, index);
    int column = row->column[index];
    if (!text.length && column != NO_COLUMN) {
        Text header = span_text(block_cell(row->table, 0, (uint32_t)column));
        report_error(row->reader->task->report, "empty-cell", register_cell(row, index),
                     "nothing stands in column \"" TEXT_FMT "\"",
                     TEXT_ARG(text_shown(header)));
    }
    return text;
}

static Span row_span(const RegisterRow *row)
{
    return block_cell(row->table, row->row, 0);
}

/* ---- ## Sources ---- */

enum { SOURCE_ID, SOURCE_INSTRUMENT, SOURCE_GRADE, SOURCE_CONFIDENCE, SOURCE_PUBLISHED, SOURCE_IN_FORCE, SOURCE_NOTE,
       SOURCE_ALIAS };
static const ColumnSpec SOURCE_COLUMNS[] = {
    { "id", true },        { "instrument", true }, { "grade", true }, { "confidence", false },
    { "published", true }, { "in force", true },   { "note", false }, { "alias", false },
};

static void check_source_id(const RegisterRow *row, Text id)
{
    bool fine = id.length && !memchr(id.at, ' ', id.length) && !memchr(id.at, ';', id.length);
    if (fine && !text_is(id, "also") && !text_is(id, "until"))
        return;
    report_error(row->reader->task->report, "source-id-form", row_span(row),
                 "\"" TEXT_FMT "\" cannot be the id of a source",
                 TEXT_ARG(text_shown(id)));
}

static void read_source(const RegisterRow *row)
{
    PageReader *reader = row->reader;
    LawSource source = { .id = register_needed(row, SOURCE_ID), .instrument = register_needed(row, SOURCE_INSTRUMENT),
                         .note = register_text(row, SOURCE_NOTE), .alias = register_text(row, SOURCE_ALIAS),
                         .page = reader->page, .span = row_span(row) };
    check_source_id(row, source.id);
    if (row->column[SOURCE_GRADE] != NO_COLUMN)
        grade_read(reader, register_cell(row, SOURCE_GRADE), &source.grade);
    if (register_text(row, SOURCE_CONFIDENCE).length)
        confidence_read(reader, register_cell(row, SOURCE_CONFIDENCE), &source.confidence);
    Text published = register_text(row, SOURCE_PUBLISHED);
    source.has_published = published.length && day_read(reader, published, &source.published);
    if (row->column[SOURCE_IN_FORCE] != NO_COLUMN)
        source.in_force = cell_days(reader, register_cell(row, SOURCE_IN_FORCE), source.id);
    *LIST_ADD(reader->region, reader->sources) = source;
}

/* ---- ## Charges ---- */

enum { CHARGE_NAME, CHARGE_KIND, CHARGE_IN_LAW, CHARGE_OF, CHARGE_PAYER, CHARGE_PAID_TO, CHARGE_ROUNDING, CHARGE_DUE,
       CHARGE_SOURCE, CHARGE_TOTAL };
static const ColumnSpec CHARGE_COLUMNS[] = {
    { "charge", true },  { "kind", true },     { "name in law", true }, { "of", false },    { "payer", true },
    { "paid to", true }, { "rounding", true }, { "due", true },         { "source", true }, { "total", false },
};

static bool charge_is_beside(const RegisterRow *row)
{
    Text total = register_text(row, CHARGE_TOTAL);
    if (total.length && !text_is(total, "border") && !text_is(total, "beside")) {
        Problem *problem = report_error(row->reader->task->report, "unknown-total", register_cell(row, CHARGE_TOTAL),
                                        "\"" TEXT_FMT "\" is not a total", TEXT_ARG(text_shown(total)));
        problem_hint(row->reader->task->report, problem, "Write \"border\" (the default) or \"beside\".");
    }
    return text_is(total, "beside");
}

static void read_charge(const RegisterRow *row)
{
    PageReader *reader = row->reader;
    ChargeEntry *charge = LIST_ADD(reader->region, reader->charges);
    *charge = (ChargeEntry){
        .name = register_needed(row, CHARGE_NAME),
        .kind = register_needed(row, CHARGE_KIND),
        .name_in_law = register_needed(row, CHARGE_IN_LAW),
        .of = register_text(row, CHARGE_OF),
        .payer = register_needed(row, CHARGE_PAYER),
        .paid_to = register_needed(row, CHARGE_PAID_TO),
        .rounding = register_value(row, CHARGE_ROUNDING),
        .due = register_text(row, CHARGE_DUE),
        .beside = charge_is_beside(row),
        .page = reader->page,
        .span = row_span(row),
    };
    if (row->column[CHARGE_SOURCE] != NO_COLUMN)
        charge->citations = cell_citations(reader, register_cell(row, CHARGE_SOURCE), charge->name);
}

/* ---- ## Exchange rates ---- */

enum { EXCHANGE_ID, EXCHANGE_CURRENCIES, EXCHANGE_RATE, EXCHANGE_IN_FORCE, EXCHANGE_SOURCE };
static const ColumnSpec EXCHANGE_COLUMNS[] = {
    { "id", true }, { "currencies", true }, { "rate", true }, { "in force", true }, { "source", true },
};

static void read_exchange(const RegisterRow *row)
{
    PageReader *reader = row->reader;
    ExchangeEntry *exchange = LIST_ADD(reader->region, reader->exchanges);
    *exchange = (ExchangeEntry){
        .id = register_needed(row, EXCHANGE_ID),
        .currencies = register_needed(row, EXCHANGE_CURRENCIES),
        .rate = register_needed(row, EXCHANGE_RATE),
        .page = reader->page,
        .span = row_span(row),
    };
    if (row->column[EXCHANGE_IN_FORCE] != NO_COLUMN)
        exchange->in_force = cell_days(reader, register_cell(row, EXCHANGE_IN_FORCE), exchange->id);
    if (row->column[EXCHANGE_SOURCE] != NO_COLUMN)
        exchange->citations = cell_citations(reader, register_cell(row, EXCHANGE_SOURCE), exchange->id);
}

/* ---- which heading opens which ---- */

#define COLUMNS(list) list, sizeof(list) / sizeof *(list)
static const RegisterSpec LAW_REGISTERS[] = {
    { "Sources", "source", COLUMNS(SOURCE_COLUMNS), read_source },
    { "Charges", "charge", COLUMNS(CHARGE_COLUMNS), read_charge },
    { "Exchange rates", "exchange rate", COLUMNS(EXCHANGE_COLUMNS), read_exchange },
};

const RegisterSpec *law_register(Text section)
{
    for (size_t i = 0; i < sizeof LAW_REGISTERS / sizeof *LAW_REGISTERS; i++)
        if (text_equal(section, text_of(LAW_REGISTERS[i].section)))
            return &LAW_REGISTERS[i];
    return NULL;
}

/* casework/columns.c - what columns are called, in data, and which column of a table means which field. See columns.h.
 *
 * A name is held in two forms: small and without blanks and signs, and the same without the marks of its letters. The second finds a field
 * only where it means one alone.
 */
#include "casework/columns.h"

#include <ctype.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/utf8.h"
#include "casework/columns_inside.h"
#include "casework/written.h"

typedef struct Name {
    Text form;      /* plain, squeezed */
    uint32_t field;
    bool bare;      /* without the marks of its letters */
    bool doubtful;  /* bare, and means more than one field */
} Name;

struct ColumnNames {
    Region *region;
    LIST_OF(ColumnField) fields;
    LIST_OF(Name) names;
};

/* ---- forms of a name ---- */

/* Letters and digits only; what only parts words is left out. */
static Text squeezed(Region *region, Text text)
{
    Builder out = builder_on(region);
    build_text(&out, TEXT_NONE);
    for (size_t at = 0; at < text.length;) {
        size_t from = at;
        uint32_t letter = utf8_next(text, &at);
        bool parts = letter < 0x80 ? !isalnum((int)letter) : letter == 0xa0 || (letter >= 0x2000 && letter < 0x2070) || (letter >= 0x3000 && letter < 0x3030);
        if (!parts)
            build_text(&out, text_slice(text, from, at));
    }
    return builder_text(&out);
}

static Text form_of(Region *region, Text name, bool bare)
{
    return squeezed(region, utf8_plain(region, name, bare));
}

/* "Value (USD)" -> "Value ", and what stands in the brackets; full-width brackets, too. */
static Text without_brackets(Region *region, Text header, Text *inside)
{
    Text plain = utf8_plain(region, header, false); /* only to find the brackets: their offsets are not those of the header */
    *inside = TEXT_NONE;
    if (!memchr(plain.at ? plain.at : "", '(', plain.length) && !memchr(plain.at ? plain.at : "", '[', plain.length))
        return header;
    static const struct { Text open, close; } pairs[] = { { { "(", 1 }, { ")", 1 } }, { { "[", 1 }, { "]", 1 } }, { { "（", 3 }, { "）", 3 } }, { { "［", 3 }, { "］", 3 } } };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        size_t open = text_find(header, pairs[i].open, 0), close = open == SIZE_MAX ? SIZE_MAX : text_find(header, pairs[i].close, open);
        if (close == SIZE_MAX)
            continue;
        *inside = written_trim(text_slice(header, open + pairs[i].open.length, close));
        return text_join(region, text_slice(header, 0, open), text_slice(header, close + pairs[i].close.length, header.length));
    }
    return header;
}

/* ---- names from data ---- */

static int find_name(const ColumnNames *names, Text form, bool bare)
{
    for (size_t i = 0; form.length && i < names->names.count; i++)
        if (names->names.at[i].bare == bare && text_equal(names->names.at[i].form, form))
            return (int)i;
    return -1;
}

ColumnNames *column_names_new(Region *region)
{
    ColumnNames *names = REGION_NEW(region, ColumnNames);
    names->region = region;
    return names;
}

void column_names_widths(ColumnNames *names, Text key, Text widths)
{
    int field = column_field(names, key);
    if (field >= 0)
        names->fields.at[field].widths = widths;
}

uint32_t column_names_count(const ColumnNames *names)
{
    return (uint32_t)names->fields.count;
}

const ColumnField *column_names_at(const ColumnNames *names, uint32_t field)
{
    return &names->fields.at[field];
}

int column_field(const ColumnNames *names, Text key)
{
    for (size_t i = 0; i < names->fields.count; i++)
        if (text_equal(names->fields.at[i].key, key))
            return (int)i;
    return -1;
}

static void add_bare(ColumnNames *names, Text name, uint32_t field)
{
    Text form = form_of(names->region, name, true);
    int there = find_name(names, form, true);
    if (there >= 0)
        names->names.at[there].doubtful |= names->names.at[there].field != field;
    else
        *LIST_ADD(names->region, names->names) = (Name){ form, field, true, false };
}

/* False where the name means another field. */
static bool add_name(ColumnNames *names, uint32_t field, Text name)
{
    Text form = form_of(names->region, name, false);
    int there = find_name(names, form, false);
    if (there >= 0)
        return names->names.at[there].field == field;
    if (!form.length)
        return true;
    *LIST_ADD(names->region, names->names) = (Name){ form, field, false, false };
    add_bare(names, name, field);
    return true;
}

static uint32_t add_field(ColumnNames *names, Text key, ColumnHolds kind)
{
    int there = column_field(names, key);
    if (there >= 0)
        return (uint32_t)there;
    *LIST_ADD(names->region, names->fields) = (ColumnField){ .key = text_copy(names->region, key), .kind = kind };
    return (uint32_t)names->fields.count - 1;
}

bool column_names_add(Task *task, ColumnNames *names, Text key, ColumnHolds kind, Text name)
{
    (void)task;
    return add_name(names, add_field(names, key, kind), name);
}

static const struct {
    const char *word;
    ColumnHolds kind;
} kind_words[] = { { "text", COLUMN_TEXT }, { "day", COLUMN_DAY }, { "number", COLUMN_NUMBER }, { "code", COLUMN_CODE }, { "yes", COLUMN_YES } };

static bool kind_named(Task *task, const CsvCell *cell, ColumnHolds *kind)
{
    *kind = COLUMN_TEXT;
    if (!cell || !cell->text.length)
        return true;
    for (size_t i = 0; i < sizeof kind_words / sizeof *kind_words; i++)
        if (text_equal(cell->text, text_of(kind_words[i].word))) {
            *kind = kind_words[i].kind;
            return true;
        }
    report_error(task->report, "column-kind", cell->span, "\"" TEXT_FMT "\" is no kind of column: text, day, number, code or yes", TEXT_ARG(cell->text));
    return false;
}

static bool take_names(Task *task, ColumnNames *names, uint32_t field, const CsvCell *cell)
{
    for (Text rest = cell->text; rest.length;) {
        Text name = text_trim(text_cut(rest, ';', &rest));
        if (add_name(names, field, name))
            continue;
        report_error(task->report, "column-name-twice", cell->span, "\"" TEXT_FMT "\" is a name of another field, too", TEXT_ARG(name));
        return false;
    }
    return true;
}

/* A row of the data: the field, its kind and width, its names in the other columns. */
static bool take_field(Task *task, ColumnNames *names, const Csv *csv, uint32_t row)
{
    int kind_column = csv_column(csv, TEXT("kind")), width_column = csv_column(csv, TEXT("width"));
    ColumnHolds kind;
    if (!kind_named(task, kind_column < 0 ? NULL : csv_cell(csv, row, (uint32_t)kind_column), &kind))
        return false;
    uint32_t field = add_field(names, csv_cell(csv, row, 0)->text, kind);
    if (width_column >= 0)
        names->fields.at[field].widths = csv_cell(csv, row, (uint32_t)width_column)->text;
    for (uint32_t column = 0; column < csv->columns; column++)
        if ((int)column != kind_column && (int)column != width_column && !take_names(task, names, field, csv_cell(csv, row, column)))
            return false;
    return true;
}

const ColumnNames *column_names_read(Task *task, const Source *source)
{
    const Csv *csv = csv_read(task, source);
    ColumnNames *names = column_names_new(task->region);
    bool good = csv != NULL;
    for (uint32_t row = 0; csv && row < csv->rows; row++)
        good &= take_field(task, names, csv, row);
    return good ? names : NULL;
}

const ColumnNames *column_names_open(Task *task, const char *data_folder, const char *file)
{
    const char *path = path_join(task->region, text_of(data_folder ? data_folder : "."), text_of(file));
    const Source *source = file_read(task, path, 0);
    return source ? column_names_read(task, source) : NULL;
}

static int meant(Region *scratch, const ColumnNames *names, Text header)
{
    int name = find_name(names, form_of(scratch, header, false), false);
    if (name < 0)
        name = find_name(names, form_of(scratch, header, true), true);
    return name < 0 || names->names.at[name].doubtful ? -1 : (int)names->names.at[name].field;
}

int column_meant(Region *scratch, const ColumnNames *names, Text header)
{
    RegionMark mark = region_mark(scratch);
    int field = meant(scratch, names, header);
    Text inside;
    if (field < 0)
        field = meant(scratch, names, without_brackets(scratch, header, &inside));
    region_drop(scratch, mark);
    return field;
}

bool column_is_listed(Region *scratch, const ColumnNames *names, uint32_t field, Text header, Text list)
{
    Text plain = form_of(scratch, header, false);
    while (list.length) {
        Text name = text_trim(text_cut(list, ',', &list));
        if (name.length && (text_equal(form_of(scratch, name, false), plain) || column_meant(scratch, names, name) == (int)field))
            return true;
    }
    return false;
}

/* ---- the columns of a table ---- */

static bool is_currency(Text text)
{
    bool capitals = text.length == 3;
    for (size_t i = 0; i < text.length && capitals; i++)
        capitals = isupper((unsigned char)text.at[i]);
    return capitals;
}

static Text currency_of(Region *region, Text header)
{
    Text inside;
    without_brackets(region, header, &inside);
    return is_currency(inside) ? inside : TEXT_NONE;
}

static bool nothing_in(const Table *table, uint32_t column)
{
    for (uint32_t row = 0; row < table_rows(table); row++)
        if (table_cell(table, row, column).text.length)
            return false;
    return true;
}

static void tell_unknown(Task *task, const Columns *columns, uint32_t column)
{
    Text header = table_header(columns->table, column);
    if (columns->options.quiet || (!written_trim(header).length && nothing_in(columns->table, column)))
        return;
    Problem *problem = report_warning(task->report, "column-unknown", table_header_span(task->region, columns->table, column), "column \"" TEXT_FMT "\" is not read", TEXT_ARG(written_trim(header)));
    problem_hint(task->report, problem, "Nothing that is asked for has this name.");
}

static bool tell_twice(Task *task, const Columns *columns, uint32_t field, uint32_t column)
{
    Text first = table_header(columns->table, (uint32_t)columns->of[field].column), second = table_header(columns->table, column);
    Problem *problem = report_error(task->report, "column-twice", table_header_span(task->region, columns->table, column), "columns \"" TEXT_FMT "\" and \"" TEXT_FMT "\" mean one thing",
                                    TEXT_ARG(written_trim(first)), TEXT_ARG(written_trim(second)));
    problem_also(task->report, problem, table_header_span(task->region, columns->table, (uint32_t)columns->of[field].column), "the first");
    return false;
}

static bool take_column(Task *task, Columns *columns, uint32_t column)
{
    Text header = table_header(columns->table, column);
    int field = columns->meaning[column] = column_meant(task->region, columns->names, header);
    if (field < 0) {
        tell_unknown(task, columns, column);
        return true;
    }
    ColumnState *state = &columns->of[field];
    if (state->column >= 0)
        return tell_twice(task, columns, (uint32_t)field, column);
    state->column = (int)column;
    state->currency = text_copy(task->region, currency_of(task->region, header));
    state->accepts_zeros = column_is_listed(task->region, columns->names, (uint32_t)field, header, columns->options.accept_zeros);
    return true;
}

Columns *columns_map(Task *task, const ColumnNames *names, Table *table, const ColumnsOptions *options)
{
    Columns *columns = REGION_NEW(task->region, Columns);
    *columns = (Columns){ names, table, *options, REGION_ARRAY(task->region, ColumnState, names->fields.count), REGION_ARRAY(task->region, int, table_columns(table)) };
    for (size_t i = 0; i < names->fields.count; i++)
        columns->of[i].column = -1;
    bool good = true;
    for (uint32_t column = 0; column < table_columns(table); column++)
        good &= take_column(task, columns, column);
    return good ? columns : NULL;
}

ColumnsFit columns_fit(Region *scratch, const ColumnNames *names, const Table *table)
{
    ColumnsFit fit = { 0, 0 };
    for (uint32_t column = 0; column < table_columns(table); column++) {
        bool known = column_meant(scratch, names, table_header(table, column)) >= 0;
        fit.known += known;
        fit.unknown += !known && written_trim(table_header(table, column)).length;
    }
    return fit;
}

int columns_column(const Columns *columns, uint32_t field)
{
    return columns->of[field].column;
}

int columns_meaning(const Columns *columns, uint32_t column)
{
    return columns->meaning[column];
}

void columns_settle(Columns *columns, uint32_t column, int field)
{
    ColumnState *from = &columns->of[columns->meaning[column]];
    if (field >= 0)
        columns->of[field] = *from;
    from->column = -1;
    columns->meaning[column] = field;
}

Span columns_span(Region *region, const Columns *columns, uint32_t row, uint32_t field)
{
    int column = columns->of[field].column;
    return table_span(region, columns->table, row, column < 0 ? 0 : (uint32_t)column);
}

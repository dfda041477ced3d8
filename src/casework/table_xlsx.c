/* casework/table_xlsx.c - the cells of one sheet of XLSX, as they stream by. See table.h.
 *
 *     row = { c } ; c = [ f ] [ v ] [ is ]     a cell: its formula, its value, its text where it is not shared
 *
 * Formulas are never reckoned: what the program that saved the file found is taken, and told; where it left nothing, the cell is refused.
 */
#include <stdlib.h>

#include "base/xml_stream.h"
#include "casework/sheet_book.h"
#include "casework/sheet_rows.h"

typedef struct Sheet {
    SheetRows rows;
    const Book *book;
    uint32_t next;           /* the first column that a cell may have */
    bool in_data, in_cell, in_text;
    bool has_value, has_formula;
    uint32_t aside;          /* elements of pronunciation that are open */
    char type[12];           /* of the cell: "s", "str" ...; empty: a number */
    uint32_t style;
} Sheet;

/* ---- values ---- */

static Text text_of_cell(const Sheet *sheet)
{
    return builder_text(&sheet->rows.text);
}

static bool put_day(Sheet *sheet, Text number)
{
    char day[SHEET_NUMBER_ROOM];
    size_t length = sheet_day(day, number, sheet->book->from_1904);
    if (!length)
        return rows_refuse_cell(&sheet->rows, "table-day", text_format(sheet->rows.task->region, "the cell is shown as a day, and " TEXT_FMT " counts none", TEXT_ARG(number)), "Write the day anew.");
    return rows_put(&sheet->rows, (Text){ day, length }, CELL_DAY, 0);
}

static bool take_number(Sheet *sheet)
{
    char number[SHEET_NUMBER_ROOM];
    size_t length;
    if (!rows_number(&sheet->rows, number, &length) || !length)
        return true;
    Text read = { number, length };
    BookForm form = sheet->style < sheet->book->forms.count ? sheet->book->forms.at[sheet->style] : (BookForm){ 0 };
    if (form.form == SHEET_DAY)
        return put_day(sheet, read);
    if (form.form == SHEET_DECIMALS)
        return rows_put_decimals(&sheet->rows, read, form.width);
    return form.form == SHEET_ZEROS ? rows_put_zeros(&sheet->rows, read, form.width) : rows_put(&sheet->rows, read, CELL_NUMBER, 0);
}

static bool take_shared(Sheet *sheet)
{
    Text text = text_of_cell(sheet);
    size_t number = 0;
    for (size_t i = 0; i < text.length && number < sheet->book->shared.count; i++)
        number = text.at[i] >= '0' && text.at[i] <= '9' ? number * 10 + (size_t)(text.at[i] - '0') : SIZE_MAX / 16;
    if (!text.length || number >= sheet->book->shared.count)
        return rows_refuse(&sheet->rows, "table-damaged", TEXT("the cell names a text that the file does not have"));
    Text shared = sheet->book->shared.at[number];
    sheet->rows.cells[sheet->rows.column] = (PackedCell){ .at = shared.at, .length = (uint32_t)shared.length };
    return true;
}

static bool take_text(Sheet *sheet)
{
    sheet->rows.text.length = book_unescape(sheet->rows.text.at, sheet->rows.text.length);
    return rows_put(&sheet->rows, text_of_cell(sheet), CELL_TEXT, 0);
}

static bool take_yes(Sheet *sheet)
{
    bool yes = text_is(text_of_cell(sheet), "1") || text_is(text_of_cell(sheet), "true");
    return rows_put(&sheet->rows, yes ? TEXT("true") : TEXT("false"), CELL_YES, 0);
}

static bool take_error(Sheet *sheet)
{
    return rows_put_error(&sheet->rows);
}

static bool take_iso_day(Sheet *sheet)
{
    return rows_put_iso_day(&sheet->rows, text_of_cell(sheet));
}

static const struct {
    const char *type;
    bool (*take)(Sheet *sheet);
} types[] = { { "", take_number }, { "n", take_number }, { "s", take_shared }, { "str", take_text }, { "inlineStr", take_text },
              { "b", take_yes },   { "e", take_error },  { "d", take_iso_day } };

static bool take_value(Sheet *sheet)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].type, sheet->type) == 0)
            return types[i].take(sheet);
    return rows_refuse(&sheet->rows, "table-damaged", text_format(sheet->rows.task->region, "the cell is of the kind \"%s\", which is not known", sheet->type));
}

/* Does the file hold what the formula of the cell came to? An empty value is one of a text alone: programs that cannot reckon write <v/>. */
static bool is_reckoned(const Sheet *sheet)
{
    return sheet->rows.text.length || strcmp(sheet->type, "inlineStr") == 0 || (sheet->has_value && strcmp(sheet->type, "str") == 0);
}

static bool end_cell(Sheet *sheet)
{
    sheet->in_cell = false;
    bool never_reckoned = sheet->has_formula && !is_reckoned(sheet);
    if (sheet->has_formula && !never_reckoned)
        rows_see(&sheet->rows, &sheet->rows.formulas);
    bool something = sheet->rows.text.length || never_reckoned || (sheet->has_value && strcmp(sheet->type, "e") == 0);
    if (!something)
        return true;
    if (!rows_reach(&sheet->rows))
        return false;
    return never_reckoned ? rows_refuse_formula(&sheet->rows) : take_value(sheet);
}

/* ---- where cells and rows stand ---- */

/* reference = letters digits ; false where it is none, or beyond a sheet */
static bool read_reference(const char *text, uint32_t *column, uint32_t *row)
{
    uint32_t letters = 0, digits = 0;
    for (; *text >= 'A' && *text <= 'Z' && letters <= SHEET_COLUMNS; text++)
        letters = letters * 26 + (uint32_t)(*text - 'A' + 1);
    for (; *text >= '0' && *text <= '9' && digits <= SHEET_ROWS; text++)
        digits = digits * 10 + (uint32_t)(*text - '0');
    *column = letters - 1;
    *row = digits;
    return letters >= 1 && letters <= SHEET_COLUMNS && digits >= 1 && digits <= SHEET_ROWS;
}

static bool is_on(const char *flag)
{
    return flag && (strcmp(flag, "1") == 0 || strcmp(flag, "true") == 0);
}

static bool start_row(Sheet *sheet, const char **attributes)
{
    const char *number = xml_stream_attribute(attributes, "r");
    sheet->next = 0;
    return rows_start(&sheet->rows, number ? strtoul(number, NULL, 10) : sheet->rows.row + 1, is_on(xml_stream_attribute(attributes, "hidden")));
}

static bool start_cell(Sheet *sheet, const char **attributes)
{
    const char *reference = xml_stream_attribute(attributes, "r"), *type = xml_stream_attribute(attributes, "t"), *style = xml_stream_attribute(attributes, "s");
    uint32_t column = sheet->next, row = sheet->rows.row;
    sheet->rows.text.length = 0;
    if (reference && (!read_reference(reference, &column, &row) || row != sheet->rows.row || column < sheet->next))
        return rows_refuse(&sheet->rows, "table-damaged", text_format(sheet->rows.task->region, "the cell \"%.20s\" stands in row %u, behind column %u", reference, sheet->rows.row, sheet->next));
    sheet->next = column + 1;
    sheet->in_cell = true;
    sheet->has_value = sheet->has_formula = sheet->in_text = false;
    sheet->aside = 0;
    sheet->style = style ? (uint32_t)strtoul(style, NULL, 10) : 0;
    memset(sheet->type, 0, sizeof sheet->type);
    strncpy(sheet->type, type ? type : "", sizeof sheet->type - 1);
    rows_cell(&sheet->rows, column);
    return true;
}

static void hide_columns(Sheet *sheet, const char **attributes)
{
    const char *from = xml_stream_attribute(attributes, "min"), *to = xml_stream_attribute(attributes, "max");
    if (is_on(xml_stream_attribute(attributes, "hidden")) && from && to)
        rows_hide_columns(&sheet->rows, strtoul(from, NULL, 10), strtoul(to, NULL, 10));
}

static void tell_merge(Sheet *sheet, const char **attributes)
{
    const char *area = xml_stream_attribute(attributes, "ref"), *to = area ? strchr(area, ':') : NULL;
    uint32_t column, row, last_column, last_row;
    if (to && read_reference(area, &column, &row) && read_reference(to + 1, &last_column, &last_row))
        rows_merge(&sheet->rows, column, row, last_row, area);
}

/* ---- what the stream brings ---- */

static bool start_in_cell(Sheet *sheet, Text name)
{
    sheet->aside += text_is(name, "rPh");
    sheet->in_text = text_is(name, "v") || (text_is(name, "t") && !sheet->aside);
    sheet->has_formula |= text_is(name, "f");
    sheet->has_value |= text_is(name, "v");
    return true;
}

static bool on_start(void *context, Text name, const char **attributes)
{
    Sheet *sheet = context;
    if (sheet->in_cell)
        return start_in_cell(sheet, name);
    if (text_is(name, "sheetData"))
        sheet->in_data = true;
    else if (sheet->in_data && text_is(name, "row"))
        return start_row(sheet, attributes);
    else if (sheet->in_data && text_is(name, "c"))
        return start_cell(sheet, attributes);
    else if (text_is(name, "col"))
        hide_columns(sheet, attributes);
    else if (text_is(name, "mergeCell"))
        tell_merge(sheet, attributes);
    return true;
}

static bool on_end(void *context, Text name)
{
    Sheet *sheet = context;
    sheet->in_text = false;
    if (sheet->in_cell) {
        sheet->aside -= text_is(name, "rPh") && sheet->aside;
        return text_is(name, "c") ? end_cell(sheet) : true;
    }
    if (text_is(name, "sheetData"))
        sheet->in_data = false;
    return sheet->in_data && text_is(name, "row") ? rows_end(&sheet->rows) : true;
}

static bool on_text(void *context, Text text)
{
    Sheet *sheet = context;
    if (sheet->in_text)
        build_text(&sheet->rows.text, text);
    return true;
}

bool table_read_xlsx(Task *task, Table *table, Archive *archive, const TableOptions *options)
{
    static const XmlHandlers handlers = { on_start, on_end, on_text };
    Book book;
    table->form = "XLSX";
    const BookSheet *chosen = book_open(task, &book, table, archive) ? book_choose(task, &book, table, options->sheet) : NULL;
    if (!chosen || !book_read_strings(task, &book, table))
        return false;
    table->sheet = chosen->name;
    Sheet *sheet = REGION_NEW(task->region, Sheet);
    sheet->rows = (SheetRows){ .task = task, .table = table, .text = builder_on(task->region) };
    sheet->book = &book;
    if (!xml_stream(task, archive, chosen->entry, LIMIT_ARCHIVE_BYTES, &handlers, sheet))
        return false;
    rows_tell(&sheet->rows);
    return true;
}

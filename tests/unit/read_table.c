/* read_table WHAT FILE ... - the readers of tables by themselves, for tests/table/run.py: what was read on stdout, the report on stderr.
 *
 *     read_table archive FILE [ENTRY [LIMIT]]    names of the entries, or the bytes of one
 *     read_table decode FILE [ENCODING]          the text in UTF-8
 *     read_table table FILE [NAME=VALUE ...]     kinds and cells, a row a line; sheet=, encoding=, keep=1, shown=1, place=1, failed=1, count=1
 *     read_table values FILE names=NAMES.csv [NAME=VALUE ...]    fields and their values, a row a line; also order=, decimal=, zeros=
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/archive.h"
#include "base/encoding.h"
#include "base/file.h"
#include "casework/columns.h"
#include "value/date.h"

typedef struct Asked {
    Task *task;
    int count;
    char **words; /* words[0] is the file */
    Builder out;
    bool good;
} Asked;

static const char *word(const Asked *asked, int at)
{
    return at < asked->count ? asked->words[at] : "";
}

static void read_archive(Asked *asked)
{
    Text bytes;
    if (!file_bytes(asked->task, asked->words[0], LIMIT_DATA_BYTES, &bytes))
        return;
    Archive *archive = archive_open(asked->task, text_of(asked->words[0]), bytes);
    if (!archive)
        return;
    asked->good = true;
    for (uint32_t i = 0; asked->count == 1 && i < archive_count(archive); i++)
        build_format(&asked->out, TEXT_FMT "\n", TEXT_ARG(archive_name(archive, i)));
    for (int i = 1; i < asked->count && asked->good; i += 2) {
        Text entry;
        asked->good = archive_read(asked->task, archive, text_of(asked->words[i]), i + 1 < asked->count ? strtoul(asked->words[i + 1], NULL, 10) : LIMIT_DATA_BYTES, &entry);
        if (asked->good)
            build_text(&asked->out, entry);
    }
    archive_close(&archive);
}

static void read_text(Asked *asked)
{
    const Source *source = file_read_decoded(asked->task, asked->words[0], LIMIT_DATA_BYTES, text_of(word(asked, 1)));
    asked->good = source;
    if (source)
        build_text(&asked->out, source->bytes);
}

/* ---- tables ---- */

static const char *option(const Asked *asked, const char *name)
{
    size_t length = strlen(name);
    for (int i = 1; i < asked->count; i++)
        if (strncmp(asked->words[i], name, length) == 0 && asked->words[i][length] == '=')
            return asked->words[i] + length + 1;
    return NULL;
}

static void print_cell(Asked *asked, Table *table, uint32_t row, uint32_t column)
{
    static const char kinds[] = { [CELL_TEXT] = 't', [CELL_NUMBER] = 'n', [CELL_DAY] = 'd', [CELL_YES] = 'y' };
    TableCell cell = table_cell(table, row, column);
    build_format(&asked->out, "%s%c:" TEXT_FMT, column ? "|" : "", kinds[cell.kind], TEXT_ARG(option(asked, "shown") ? cell.shown : cell.text));
    if (option(asked, "place")) {
        Span span = table_span(asked->task->region, table, row, column);
        Text place = table_place(asked->task->region, table, row, column);
        build_format(&asked->out, " <" TEXT_FMT "> <" TEXT_FMT ">", TEXT_ARG(span_text(span)), TEXT_ARG(place));
    }
}

static void print_table(Asked *asked, Table *table)
{
    for (uint32_t column = 0; column < table_columns(table); column++)
        build_format(&asked->out, "%s" TEXT_FMT, column ? "|" : "", TEXT_ARG(table_header(table, column)));
    build_byte(&asked->out, '\n');
    for (uint32_t row = 0; row < table_rows(table); row++) {
        for (uint32_t column = 0; column < table_columns(table); column++)
            print_cell(asked, table, row, column);
        build_byte(&asked->out, '\n');
    }
}

static TableOptions options_of(const Asked *asked)
{
    return (TableOptions){ text_of(option(asked, "encoding")), text_of(option(asked, "sheet")), option(asked, "keep") };
}

static void read_whole_table(Asked *asked)
{
    TableOptions options = options_of(asked);
    Table *table = table_read(asked->task, asked->words[0], &options);
    asked->good = table;
    if (!table)
        return;
    if (option(asked, "count"))
        build_format(&asked->out, "%u %u\n", table_rows(table), table_columns(table));
    else
        print_table(asked, table);
    if (option(asked, "failed"))
        build_text(&asked->out, table_failed_csv(asked->task, table));
}

/* ---- values ---- */

static void print_value(Asked *asked, const ColumnNames *names, Columns *columns, uint32_t row, uint32_t field)
{
    const ColumnField *of = column_names_at(names, field);
    Text text = TEXT_NONE;
    int64_t days = 0;
    bool yes = false;
    CellNumber number = { 0 };
    Task *task = asked->task;
    CellRead read = of->kind == COLUMN_DAY      ? columns_day(task, columns, row, field, &days)
                    : of->kind == COLUMN_NUMBER ? columns_number(task, columns, row, field, &number)
                    : of->kind == COLUMN_CODE   ? columns_code(task, columns, row, field, &text)
                    : of->kind == COLUMN_YES    ? columns_yes(task, columns, row, field, &yes)
                                                : columns_text(task, columns, row, field, &text);
    build_format(&asked->out, TEXT_FMT "=", TEXT_ARG(of->key));
    if (read == CELL_READ && of->kind == COLUMN_DAY)
        date_print(&asked->out, days);
    else if (read == CELL_READ && of->kind == COLUMN_NUMBER)
        decimal_print(&asked->out, &number.number), build_format(&asked->out, "%s" TEXT_FMT, number.percent ? "%" : "", TEXT_ARG(number.currency));
    else if (read == CELL_READ && of->kind == COLUMN_YES)
        build_format(&asked->out, "%s", yes ? "yes" : "no");
    else
        build_format(&asked->out, "%s" TEXT_FMT, read == CELL_WRONG ? "!" : read == CELL_NONE ? "-" : "", TEXT_ARG(text));
    build_byte(&asked->out, ' ');
}

static ColumnsOptions columns_options_of(const Asked *asked)
{
    const char *order = option(asked, "order"), *decimal = option(asked, "decimal");
    return (ColumnsOptions){ .day_order = !order ? DAY_ORDER_ASK : *order == 'd' ? DAY_ORDER_DMY : *order == 'm' ? DAY_ORDER_MDY : DAY_ORDER_YMD,
                             .decimal = !decimal ? DECIMAL_ASK : *decimal == 'p' ? DECIMAL_POINT : DECIMAL_COMMA,
                             .accept_zeros = text_of(option(asked, "zeros")) };
}

static void read_values(Asked *asked)
{
    TableOptions options = options_of(asked);
    ColumnsOptions columns_options = columns_options_of(asked);
    const char *named = option(asked, "names");
    const Source *source = file_read(asked->task, named ? named : "names.csv", 0);
    const ColumnNames *names = source ? column_names_read(asked->task, source) : NULL;
    Table *table = names ? table_read(asked->task, asked->words[0], &options) : NULL;
    Columns *columns = table ? columns_map(asked->task, names, table, &columns_options) : NULL;
    asked->good = columns;
    for (uint32_t row = 0; columns && row < table_rows(table); row++) {
        for (uint32_t field = 0; field < column_names_count(names); field++)
            if (columns_column(columns, field) >= 0)
                print_value(asked, names, columns, row, field);
        asked->out.at[asked->out.length - 1] = '\n';
        asked->out.length = option(asked, "count") ? 0 : asked->out.length; /* for bench/business_tables.py: reads and prints nothing */
    }
    if (columns && option(asked, "fit")) {
        ColumnsFit fit = columns_fit(asked->task->region, names, table);
        build_format(&asked->out, "%u known, %u not\n", fit.known, fit.unknown);
    }
    if (columns && option(asked, "failed"))
        build_text(&asked->out, table_failed_csv(asked->task, table));
}

static const struct {
    const char *name;
    void (*run)(Asked *);
} whats[] = { { "archive", read_archive }, { "decode", read_text }, { "table", read_whole_table }, { "values", read_values } };

static void print(FILE *to, const Builder *text)
{
    if (text->length) /* an empty one is nowhere */
        fwrite(text->at, 1, text->length, to);
}

int main(int count, char **words)
{
    Region region;
    Report report;
    region_init(&region, NULL);
    report_init(&report, &region);
    Task task = { &region, &report, NULL };
    Asked asked = { &task, count - 2, words + 2, builder_on(&region), false };
    for (size_t i = 0; count > 2 && i < sizeof whats / sizeof *whats; i++)
        if (strcmp(words[1], whats[i].name) == 0)
            whats[i].run(&asked);
    Builder talk = builder_on(&region);
    report_print(&talk, &report, false);
    print(stderr, &talk);
    print(stdout, &asked.out);
    int exit = asked.good && !report.errors ? 0 : 1;
    region_close(&region);
    return exit;
}

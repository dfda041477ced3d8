/* fuzz/fuzz_csv.c - any bytes as CSV: what is read, quoted and read again is the same; every report can be printed. */
#include <stdlib.h>

#include "base/csv.h"
#include "base/file.h"
#include "guarded.h"

static void write_row(Builder *out, const CsvCell *cells, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        build_text(out, i ? TEXT(",\"") : TEXT("\""));
        for (size_t at = 0; at < cells[i].text.length; at++) {
            build_byte(out, cells[i].text.at[at]);
            if (cells[i].text.at[at] == '"')
                build_byte(out, '"');
        }
        build_byte(out, '"');
    }
    build_text(out, TEXT("\r\n"));
}

static void check_accepted(Task *task, const Csv *csv)
{
    Builder out = builder_on(task->region);
    write_row(&out, csv->header, csv->columns);
    for (uint32_t row = 0; row < csv->rows; row++)
        write_row(&out, csv_cell(csv, row, 0), csv->columns);
    Source quoted = { TEXT("quoted"), builder_text(&out) };
    const Csv *again = csv_read(task, &quoted);
    if (!again || again->rows != csv->rows || again->columns != csv->columns)
        abort();
    for (size_t i = 0; i < (size_t)csv->rows * csv->columns; i++)
        if (!text_equal(csv->cells[i].text, again->cells[i].text))
            abort();
}

static void read_table(void *argument)
{
    Input *input = argument;
    Task *task = input->task;
    const Source *source = source_from(task, TEXT("fuzz"), input->bytes);
    const Csv *csv = source ? csv_read(task, source) : NULL;
    if (!csv != (task->report->errors > 0))
        abort();
    if (csv)
        check_accepted(task, csv);
    Builder out = builder_on(task->region);
    report_print(&out, task->report, true);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    return run_guarded(read_table, bytes, length);
}

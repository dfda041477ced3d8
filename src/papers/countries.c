/* papers/countries.c - see countries.h. */
#include "papers/countries.h"

#include "base/csv.h"
#include "base/file.h"

static Text name_in_list(const Csv *csv, Text code, int language)
{
    static const char *const columns[] = { "name_en", "name_zh", "name_vi" };
    int by = csv_column(csv, TEXT("alpha2")), name = csv_column(csv, text_of(columns[language]));
    for (uint32_t row = 0; by >= 0 && name >= 0 && row < csv->rows; row++)
        if (text_equal(csv_cell(csv, row, (uint32_t)by)->text, code))
            return csv_cell(csv, row, (uint32_t)name)->text;
    return TEXT_NONE;
}

Text country_name(Task *task, const char *data_folder, Text code, int language)
{
    Report unheard; /* a list that cannot be read leaves the code */
    report_init(&unheard, task->region);
    Task quietly = { task->region, &unheard, task->cancel };
    const char *path = data_folder ? path_join(task->region, text_of(data_folder), TEXT("codelists/countries.csv")) : NULL;
    const Source *source = path && file_exists(path) ? file_read(&quietly, path, 0) : NULL;
    const Csv *csv = source ? csv_read(&quietly, source) : NULL;
    Text name = csv ? name_in_list(csv, code, language) : TEXT_NONE;
    return name.length ? name : code;
}

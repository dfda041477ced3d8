/* faces/cli/tables.c - see tables.h. */
#include "faces/cli/tables.h"

#include "base/file.h"

/* The place of a word in a list that begins with nothing, or -1. */
static int word_at(const Cli *cli, OptionId option, const char *const *words, int count)
{
    Text told = cli_argument(cli, option);
    for (int i = 0; i < count; i++)
        if (text_equal(told, text_of(words[i])))
            return i;
    return -1;
}

Exit table_reading(Cli *cli, TableReading *reading)
{
    static const char *const orders[] = { "", "dmy", "mdy", "ymd" }, *const signs[] = { "", "point", "comma" };
    int order = word_at(cli, OPTION_DAY_ORDER, orders, 4), sign = word_at(cli, OPTION_DECIMAL, signs, 3);
    *reading = (TableReading){ .table = { .encoding = cli_argument(cli, OPTION_ENCODING), .sheet = cli_argument(cli, OPTION_SHEET), .keep_wrong = cli_on(cli, OPTION_FAILED) } };
    if (order < 0)
        return misuse(cli, SAY(cli, MSG_TABLE_DAY_ORDER, cli_argument(cli, OPTION_DAY_ORDER)));
    if (sign < 0)
        return misuse(cli, SAY(cli, MSG_TABLE_DECIMAL, cli_argument(cli, OPTION_DECIMAL)));
    reading->columns = (ColumnsOptions){ .day_order = (DayOrder)order, .decimal = (DecimalSign)sign, .accept_zeros = cli_argument(cli, OPTION_ACCEPT_ZEROS) };
    return EXIT_DONE;
}

Exit table_failed_rows(Cli *cli, const Table *const *tables, size_t count)
{
    Builder out = builder_on(&cli->region);
    uint32_t rows = 0;
    for (size_t i = 0; cli_on(cli, OPTION_FAILED) && i < count; i++)
        if (table_failures(tables[i])) {
            rows += table_failures(tables[i]);
            build_text(&out, table_failed_csv(&cli->task, tables[i]));
        }
    if (!rows)
        return EXIT_DONE;
    if (!file_write(&cli->task, cli->given[OPTION_FAILED], builder_text(&out)))
        return EXIT_ERROR;
    talk(cli, SAY(cli, MSG_ROWS_FAILED, say_count(cli, MSG_ROWS_COUNT, rows), cli_argument(cli, OPTION_FAILED)));
    return EXIT_DONE;
}

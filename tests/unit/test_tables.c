/* tests/unit/test_tables.c - memory that runs out while a table is read: at each place in turn, and nothing stays open or is lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/file.h"
#include "casework/columns.h"
#include "failing.h"

static const char NAMES[] = "field,kind,width,en,zh\na,text,,a,甲\nday,day,,d;day,日期\nvalue,number,,v;value,价值\ncode,code,8;10,c;code,编码\n";

/* A file of the fuzzer's corpus, whose first byte says how to read it. */
static void read_from_corpus(Task *task, const char *name, const char *encoding)
{
    Text bytes;
    char *path = text_string(task->region, text_format(task->region, "%s/fuzz/corpus/table/%s", DECLARANT_SOURCE, name));
    if (!file_bytes(task, path, 0x10000, &bytes))
        return;
    Source names = { TEXT("names"), text_of(NAMES) };
    const ColumnNames *known = column_names_read(task, &names);
    Table *table = table_of(task, text_of(name), text_slice(bytes, 1, bytes.length), &(TableOptions){ .encoding = text_of(encoding), .keep_wrong = true });
    Columns *columns = known && table ? columns_map(task, known, table, &(ColumnsOptions){ 0 }) : NULL;
    for (uint32_t row = 0; columns && row < table_rows(table); row++) {
        int64_t days;
        CellNumber number;
        Text code;
        columns_day(task, columns, row, 1, &days);
        columns_number(task, columns, row, 2, &number);
        columns_code(task, columns, row, 3, &code);
    }
    if (columns)
        table_failed_csv(task, table);
}

static void read_book(Task *task)
{
    read_from_corpus(task, "book.xlsx", "");
}

static void read_kept(Task *task)
{
    read_from_corpus(task, "kept", "");
}

static void read_foreign(Task *task)
{
    read_from_corpus(task, "gb18030", "GB18030");
}

static void test_memory_runs_out(void **state)
{
    (void)state;
    assert_true(fail_everywhere(read_book) > 3);
    assert_true(fail_everywhere(read_kept) > 1);
    assert_true(fail_everywhere(read_foreign) > 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_memory_runs_out) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

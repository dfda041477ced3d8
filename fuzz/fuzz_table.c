/* fuzz/fuzz_table.c - any bytes as a table, CSV, archive or text in some encoding, and the values of its columns. */
#include "guarded.h"
#include "table_values.h"

/* The first byte chooses how the rest is read. */
static void read_table(void *argument)
{
    static const char *const encodings[] = { "", "", "GB18030", "UTF-16LE", "windows-1258", "UTF-8" };
    const Input *input = argument;
    Task *task = input->task;
    unsigned char how = input->bytes.length ? (unsigned char)input->bytes.at[0] : 0;
    TableOptions options = { .encoding = text_of(encodings[how % 6]), .keep_wrong = how & 64 };
    Table *table = table_of(task, TEXT("fuzz"), text_slice(input->bytes, 1, input->bytes.length), &options);
    if (table)
        use_table(task, table);
    else if (!task->report->errors)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return run_guarded(read_table, data, size);
}

/* fuzz/fuzz_rates.c - any bytes as a table of exchange rates: whatever is read is found on its first and last day, at the same rate. */
#include <stdlib.h>

#include "base/file.h"
#include "determination/rates.h"
#include "guarded.h"
#include "value/date.h"

static void check_rate(const RateTable *table, const Json *told)
{
    const Text from = json_get(told, TEXT("from"))->text, to = json_get(told, TEXT("to"))->text;
    static const char *const ends[] = { "valid_from", "valid_to" };
    for (int i = 0; i < 2; i++) {
        int64_t day;
        if (!date_read(&day, json_get(told, text_of(ends[i]))->text))
            abort();
        const Rate *found = rates_find(table, from, to, day);
        if (!found || found->first > day || found->last < day)
            abort();
    }
}

static void check_accepted(Task *task, const RateTable *table)
{
    Builder out = builder_on(task->region);
    JsonWriter writer = json_writer(&out, true);
    rates_json(&writer, task->region, table);
    Source printed = { TEXT("printed"), builder_text(&out) };
    const Json *json = json_read(task, &printed);
    if (!json)
        abort();
    for (const Json *told = json->first; told; told = told->next)
        check_rate(table, told);
}

static void read_rates(void *argument)
{
    Input *input = argument;
    Task *task = input->task;
    const Source *source = source_from(task, TEXT("fuzz"), input->bytes);
    const RateTable *table = source ? rates_read(task, source) : NULL;
    if (!table != (task->report->errors > 0))
        abort();
    if (table)
        check_accepted(task, table);
    Builder out = builder_on(task->region);
    report_print(&out, task->report, true);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    return run_guarded(read_rates, bytes, length);
}

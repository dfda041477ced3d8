/* fuzz/fuzz_rates.c - any bytes as a table of exchange rates: whatever is read is found on its first and last day, at the same rate. */
#include <stdlib.h>

#include "base/file.h"
#include "determination/rates.h"
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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Region region;
    region_init(&region, NULL);
    Report report;
    report_init(&report, &region);
    Task task = { &region, &report, NULL };
    const Source *source = source_from(&task, TEXT("fuzz"), (Text){ (const char *)data, size });
    const RateTable *table = source ? rates_read(&task, source) : NULL;
    if (!table != (report.errors > 0))
        abort();
    if (table)
        check_accepted(&task, table);
    Builder out = builder_on(&region);
    report_print(&out, &report, true);
    region_close(&region);
    return 0;
}

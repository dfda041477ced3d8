/* fuzz/fuzz_json.c - any bytes as JSON: jansson gives the same verdict, and what is read and written twice is the same.
 *
 * Left out of the comparison: depth past our limit, and texts with NUL, which jansson passes over behind a number.
 */
#include <stdlib.h>

#include "guarded.h"
#include "oracle_json.h"
#include "value/json.h"

static void write_value(JsonWriter *writer, const Json *json)
{
    if (json->kind < JSON_NUMBER) {
        json_raw(writer, json->kind == JSON_NULL ? TEXT("null") : json->kind == JSON_TRUE ? TEXT("true") : TEXT("false"));
        return;
    }
    if (json->kind < JSON_ARRAY) {
        (json->kind == JSON_NUMBER ? json_raw : json_text)(writer, json->text);
        return;
    }
    json_open(writer, json->kind == JSON_OBJECT ? '{' : '[');
    for (const Json *item = json->first; item; item = item->next) {
        if (json->kind == JSON_OBJECT)
            json_key(writer, item->key);
        write_value(writer, item);
    }
    json_close(writer, json->kind == JSON_OBJECT ? '}' : ']');
}

static Text written(Task *task, const Json *json, bool compact)
{
    Builder out = builder_on(task->region);
    JsonWriter writer = json_writer(&out, compact);
    write_value(&writer, json);
    return builder_text(&out);
}

static void check_accepted(Task *task, const Source *source, const Json *json)
{
    Source pretty = { TEXT("pretty"), written(task, json, false) };
    const Json *again = json_read(task, &pretty);
    if (!again || !text_equal(written(task, json, true), written(task, again, true)))
        abort();
    if (oracle_json_verdict(source->bytes.at, source->bytes.length) == ORACLE_REFUSES)
        abort();
}

static void check_refused(Task *task, const Source *source)
{
    const Problem *problem = task->report->first;
    if (task->report->errors != 1 || problem->span.to > source->bytes.length || problem->span.from > problem->span.to)
        abort();
    Builder out = builder_on(task->region);
    report_print(&out, task->report, true);
    if (strcmp(problem->name, "json-depth") != 0 &&
        oracle_json_verdict(source->bytes.at, source->bytes.length) == ORACLE_ACCEPTS)
        abort();
}

static void read_value(void *argument)
{
    Input *input = argument;
    Source source = { TEXT("fuzz"), input->bytes };
    const Json *json = json_read(input->task, &source);
    if (!input->bytes.length || memchr(input->bytes.at, '\0', input->bytes.length))
        return;
    if (json)
        check_accepted(input->task, &source, json);
    else
        check_refused(input->task, &source);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    return run_guarded(read_value, bytes, length);
}

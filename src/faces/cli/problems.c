/* faces/cli/problems.c - problems as JSON, for those who read the result by machine. */
#include "faces/cli/problems.h"

#include "value/json.h"

static void place_json(JsonWriter *writer, Region *region, const Problem *problem)
{
    json_pair_if(writer, "where", problem->where);
    if (!problem->span.source)
        return;
    Place place = source_place(problem->span.source, problem->span.from);
    json_pair(writer, source_is_cell(problem->span.source) ? "where" : "file", problem->span.source->name);
    if (source_is_cell(problem->span.source))
        return;
    json_key(writer, TEXT("line"));
    json_raw(writer, text_format(region, "%u", place.line));
    json_key(writer, TEXT("column"));
    json_raw(writer, text_format(region, "%u", place.column));
}

void problem_list_json(JsonWriter *writer, Region *region, const Report *report)
{
    static const char *const severities[] = { [SEVERITY_NOTE] = "note", [SEVERITY_WARNING] = "warning", [SEVERITY_ERROR] = "error" };
    json_open(writer, '[');
    for (const Problem *problem = report->first; problem; problem = problem->next) {
        json_open(writer, '{');
        json_pair(writer, "severity", text_of(severities[problem->severity]));
        json_pair(writer, "name", text_of(problem->name));
        place_json(writer, region, problem);
        json_pair(writer, "message", problem->message);
        json_pair_if(writer, "hint", problem->hint);
        json_pair_if(writer, "case", problem->example);
        json_close(writer, '}');
    }
    json_close(writer, ']');
}

void problems_json(Builder *out, const Report *report, bool compact)
{
    JsonWriter writer = json_writer(out, compact);
    json_open(&writer, '{');
    json_pair(&writer, "status", TEXT("error"));
    json_key(&writer, TEXT("problems"));
    problem_list_json(&writer, out->region, report);
    json_close(&writer, '}');
}

/* faces/cli/problems.h - problems as JSON. */
#ifndef DECLARANT_FACES_CLI_PROBLEMS_H
#define DECLARANT_FACES_CLI_PROBLEMS_H

#include "base/report.h"
#include "value/json.h"

/* [{"severity", "name", "file", "line", "column", "message", "hint"}, ...] */
void problem_list_json(JsonWriter *writer, Region *region, const Report *report);
/* {"status": "error", "problems": [...]} */
void problems_json(Builder *out, const Report *report, bool compact);

#endif

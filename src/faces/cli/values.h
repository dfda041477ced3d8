/* faces/cli/values.h - JSON to values of the language, and back. */
#ifndef DECLARANT_FACES_CLI_VALUES_H
#define DECLARANT_FACES_CLI_VALUES_H

#include "faces/cli/cli.h"
#include "feel/feel.h"
#include "value/json.h"

/* Numbers, texts, lists, contexts (keys with "_" for blanks). Null with an error where a number is too long. */
Value value_of_json(Cli *cli, const Source *source, const Json *json);
/* Numbers as JSON numbers, dates and durations as texts. */
void json_of_value(Region *region, JsonWriter *writer, Value value);

#endif

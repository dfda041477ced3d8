/* value/canonical.h - the one way of writing a JSON value (RFC 8785): what is hashed, so that two machines can agree.
 *
 * Members stand in the order of their keys' UTF-16 code units, nothing stands between tokens, and only what must be is escaped.
 * Numbers are whole and lie within +-(2^53 - 1): amounts, rates and quantities are strings here, and a binary float never comes near one
 * (docs/decisions/0024-ledger.md). Within that the form is that of the RFC.
 */
#ifndef DECLARANT_VALUE_CANONICAL_H
#define DECLARANT_VALUE_CANONICAL_H

#include "value/json.h"

/* The value in that form behind what is in `out`. False with an error [json-not-canonical] at a number that is not whole or too large. */
bool canonical_json(Task *task, Builder *out, const Source *source, const Json *json);
/* The same of a text that is read first; empty with an error in the report. */
Text canonical_text(Task *task, Text name, Text json);

/* For who puts an object together: a string as the form writes it, quotes included. */
void canonical_string(Builder *out, Text text);

#endif

/* determination/stream.h - a few decisions for many cases: one JSON case in, one JSON object out.
 *
 * The quick reader knows only what is ordinary (plain strings, numbers of up to 18 digits, facts of the dictionary) and
 * writes facts straight into slots. Whatever else it meets it leaves alone: the caller then takes the strict way
 * (json_read, case_tell), which says what is wrong, or reads it as well. Nothing is noted, varied or explained.
 */
#ifndef DECLARANT_DETERMINATION_STREAM_H
#define DECLARANT_DETERMINATION_STREAM_H

#include "determination/case.h"

typedef struct Stream Stream;

/* `decisions` are names, or names with a part ("customs duty.amount"). NULL with errors in the report. Lives in task's region. */
Stream *stream_open(Task *task, const Program *program, const Text *decisions, size_t count);

/* Give back the memory of its last case; the rest goes with the region it was opened in. */
void stream_close(Stream *stream);

/* Exchange rates beside those of the cases; before the first case. */
void stream_rates(Stream *stream, const RateTable *rates);

/* Append {"customs_value": "...", ...} for the case `json`; a decision of an inner thing is an object by place
 * ({"s1/1/1": "..."}). Numbers, texts and days are strings, booleans bare; what is not there is its word ("unknown",
 * "not covered"). False, with nothing appended, when the case is not ordinary or not of the stream's jurisdiction and
 * movement. */
bool stream_case(Stream *stream, Text json, Builder *out);

/* The same for several cases, which are read one by one and decided side by side (lanes.h); each answer with a line end. Returns how
 * many were answered, from the first on: the next one is not ordinary, or no decision of the stream can be taken so. */
size_t stream_cases(Stream *stream, const Text *cases, size_t count, Builder *out);

/* The same by the strict way: false with errors in the report of `task`. */
bool stream_case_strict(Stream *stream, Task *task, const Source *source, Builder *out);

#endif

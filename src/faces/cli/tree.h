/* faces/cli/tree.h - why a figure is what it is, as a tree. */
#ifndef DECLARANT_FACES_CLI_TREE_H
#define DECLARANT_FACES_CLI_TREE_H

#include "faces/cli/view.h"
#include "value/json.h"

/* From a figure down to facts and articles; `depth` levels, 0: all. */
void tree_print(View *view, const Step *step, size_t depth);
void tree_json(JsonWriter *writer, const View *view, const Step *step, size_t depth);
/* Every decision that was worked out, with the rows that fired. */
void trace_print(View *view);

#endif

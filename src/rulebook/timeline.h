/* rulebook/timeline.h - when the rows of a decision hold: its eras, each between two days on which a row begins or ends. */
#ifndef DECLARANT_RULEBOOK_TIMELINE_H
#define DECLARANT_RULEBOOK_TIMELINE_H

#include "rulebook/model.h"
#include "value/json.h"

typedef struct Chart { /* one decision, all its blocks of one jurisdiction, layer and voice */
    const Page *page;  /* of the first block */
    Text name;
    LIST_OF(const Row *) rows;
    LIST_OF(int64_t) from; /* first days of the eras, ascending */
} Chart;

/* Is it the first block of a table: does a chart begin here? */
bool chart_begins(const Rulebooks *books, const DecisionBlock *block);
Chart chart_of(Region *region, const Rulebooks *books, const DecisionBlock *first);
/* The last day of an era, or DAY_OPEN; whether a row holds in it. */
int64_t chart_era_end(const Chart *chart, size_t era);
bool chart_holds(const Chart *chart, const Row *row, size_t era);

void chart_json(JsonWriter *json, const Chart *chart);

/* Every chart of a jurisdiction (empty: of all) whose decision has this name (empty: any), one after another. Returns how many. */
size_t charts_json(JsonWriter *json, const Rulebooks *books, Text jurisdiction, Text name);

#endif

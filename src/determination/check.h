/* determination/check.h - is a folder of rulebooks right? All faults at once, each with its place.
 *
 * Read, linked and typed; each table held against gaps and overlaps; each charge of nothing held to give its reason; every
 * example and every named case run; every row reached by one of them.
 */
#ifndef DECLARANT_DETERMINATION_CHECK_H
#define DECLARANT_DETERMINATION_CHECK_H

#include "determination/determination.h"

typedef struct CheckOptions {
    const char *folder;       /* rulebook folder */
    const char *data_folder;  /* catalogues, calendars; NULL: folder/data, folder/../data */
    const char *cases_folder; /* JSON cases that "Cases:" names; NULL: folder/../examples/cases */
    const char *house;        /* folder of a firm's own pages, checked with the others; NULL: none */
    const char *only_page;    /* one page with the folder's facts and answers; NULL: all */
} CheckOptions;

typedef struct CheckResult {
    uint32_t pages, decisions, rows, examples, cases; /* what was looked at */
    size_t errors, warnings;
} CheckResult;

/* True when there is no error. False also when the folder could not be read at all (pages is then 0). */
bool check_rulebooks(Task *task, const CheckOptions *options, CheckResult *result);

#endif

/* determination/case.h - a case as JSON becomes frames told to a run.
 *
 * Keys are fact names in snake_case, nested as the things are; money is "300 USD", numbers and rates are strings
 * of digits, days are ISO. Every fault names its place and, for a wrong word, the nearest known one.
 */
#ifndef DECLARANT_DETERMINATION_CASE_H
#define DECLARANT_DETERMINATION_CASE_H

#include "determination/run.h"
#include "value/json.h"

/* What decides which program a case needs; read before anything else. False with an error. */
typedef struct CaseHead {
    Text jurisdiction; /* may be empty: not told */
    Text movement;     /* may be empty */
} CaseHead;
bool case_head(Task *task, const Source *source, const Json *json, CaseHead *head);

typedef struct CaseChange { /* "what if": a fact told otherwise than the case tells it */
    Text fact;         /* its name */
    Text of;           /* id or path of its thing; empty: all things that have it */
    Text value;        /* as a case writes it */
} CaseChange;

typedef struct CaseOptions {
    bool has_as_of;
    int64_t as_of;     /* day for clocks that the case does not tell */
    const CaseChange *changes;
    uint32_t change_count;
    bool changed;      /* the case was told for something else: facts that are not there now are left out, not refused */
    const RateTable *rates; /* beside those of the case; NULL: none */
    int64_t moved;     /* every day that the case or as_of tells is told so many days later; those of exchange rates are not */
    bool rates_go_on;  /* on a day for which no rate is told, the one that ended last goes on */
} CaseOptions;

typedef struct LeftOut { /* a fact of the case that is not there after the change */
    Text name;         /* as the case or the change names it */
    Text of;           /* path of its thing */
    bool by_change;    /* the change itself told it: it does not apply to this thing */
} LeftOut;

typedef struct SetDay { /* a day that --as-of told */
    Frame *frame;
    uint16_t slot;
} SetDay;

typedef struct CaseFact { /* in the order of the case */
    Frame *frame;
    const Fact *fact;
} CaseFact;

typedef struct Case {
    Frame *root;
    const CaseFact *told;
    uint32_t told_count;
    const SetDay *set_days; /* set by as_of, to be echoed */
    uint32_t set_day_count;
    uint32_t thing_count;
    const LeftOut *left_out;
    uint32_t left_out_count;
    uint32_t changed_count; /* facts that the changes told */
} Case;

/* Tell everything to `run` (initialised, no frames yet). NULL with errors, all of them. Facts outside their "only if"
 * are errors too: contradictions are found here. */
const Case *case_tell(Task *task, Run *run, const Source *source, const Json *json, const CaseOptions *options);

/* Is a fact that is told there only under a condition which the run, as it is told now, refutes? */
bool fact_refuted(Run *run, Frame *frame, const Fact *fact);

/* One value of a fact as a case or a command line writes it, without JSON ("300 USD", "2025-12-05", "carrier", "true").
 * False with an error at `span`. */
bool fact_value_read(Task *task, const Program *program, const Fact *fact, Text text, Span span, Value *value);

/* Three capitals, as ISO 4217 has them. */
bool currency_form(Text text);

/* The things told to a run, by their ids. */
typedef struct ThingIndex ThingIndex;
ThingIndex *thing_index(Region *region, const Run *run);
/* The frame of `type` that stands beside `near` (may be NULL) and has this id; else the one with this path ("s1/m1"); else the
 * only one with this id. NULL when there is none, or several. */
Frame *thing_find(const ThingIndex *index, const Run *run, const ThingType *type, Text id, const Frame *near);

#endif

/* determination/validity.h - how long a determination holds: what it rests on, and on which day the first of it ends.
 *
 *     notes of the main run ──▶ endings: rows, readings, rates, calendars, each with its last day
 *     days on which some row begins or ends ──the case told so many days later──▶ the first on which its figures change
 *
 * What would happen later is asked, not reasoned: the case is told again with all its days moved by the same number, those of exchange
 * rates aside, and a rate goes on where none is told for the day. So a new row, a row that ends and a row that takes its place are found
 * alike. The day before is tried, too.
 */
#ifndef DECLARANT_DETERMINATION_VALIDITY_H
#define DECLARANT_DETERMINATION_VALIDITY_H

#include "determination/cause.h"
#include "determination/lawbook.h"

typedef enum EndingKind { ENDING_ROW, ENDING_READING, ENDING_RATE, ENDING_CHARGE, ENDING_CALENDAR } EndingKind;
const char *ending_name(EndingKind kind); /* "row" ... as in the JSON */

typedef struct Ending { /* something that the figures rest on has a last day */
    EndingKind kind;
    bool house;              /* it stands on a page of the house */
    const Decision *decision; /* that rests on it; NULL of none */
    Text of;                 /* path of its thing */
    Text name;               /* row, reading, "USD/VND", charge, calendar */
    Text clock;              /* whose day counts: "entry day"; empty: none */
    const Fact *fact;        /* the same, when it is one that a case tells */
    int64_t day;             /* what that clock shows */
    int64_t last;            /* the last day on it */
    int64_t after;           /* so many days from now it has ended: last + 1 - day */
    const LawSource *source; /* of its end where one is named, else of its row; NULL of rates and calendars */
    Text article;
    Text words;              /* of a rate: who published it */
    Text follower;           /* rows that fire then in its place; of a rate: the next one; empty: none */
} Ending;

typedef struct MovedDay { /* a day that the case or --as-of tells */
    const Fact *fact;
    Text of;
    int64_t day;
    bool set;                /* by --as-of */
} MovedDay;

typedef struct LaterChange { /* an entry that is another then */
    const AnswerList *list;
    const Entry *now, *then; /* NULL: not there */
    Causes causes;
} LaterChange;

typedef struct LaterDay { /* the first day on which something changes */
    bool found;
    int64_t after;           /* so many days from now */
    const Determination *then; /* the case, told for that day; alone */
    uint32_t change_count;
    const LaterChange *changes;
} LaterDay;

typedef struct Validity {
    bool ends;               /* a last day is known */
    int64_t after;           /* on the day so many days from now it holds no more: the first ending or change */
    uint32_t ending_count;
    const Ending *endings;   /* the soonest first */
    LaterDay figures;        /* charges, codes, values */
    LaterDay papers;         /* documents */
    uint32_t day_count;
    const MovedDay *days;    /* that were moved together: clocks of this case's figures first */
    uint32_t runs;
    bool stopped;            /* at the limit of runs: later changes were not looked for */
} Validity;

/* Calls `visit` with every note that the charges, codes and values of the answer rest on, each once; frame NULL and slot 0 where it is that of
 * a knowledge model, slot 0 where it is that of the maker of a thing. */
void figures_each_note(Task *task, const Determination *answer, void (*visit)(void *context, const Frame *frame, uint16_t slot, const Note *note), void *context);

/* Of a case that was determined as `answer` under the same options. NULL with errors. */
const Validity *validity_of(Task *task, const Source *source, const Json *json, const DetermineOptions *options, const Determination *answer);

/* The moved day that tells best how long it holds: the clock of what ends first, else the first clock; NULL: no day is told. */
const MovedDay *validity_day(const Validity *validity);

/* A case, determined, and how long that holds; *validity is set when the outcome is DETERMINED. */
LawbookOutcome lawbook_validity(Task *task, Lawbook *lawbook, const Source *source, const DetermineOptions *options, CaseHead *head, const Determination **answer,
                                const Validity **validity);

void validity_json(JsonWriter *json, const Determination *answer, const Validity *validity, int language);

#endif

/* casework/clear.h - may it be shipped, may it be paid: the gates of a case, gathered for each shipment and payment.
 *
 *     determination with its gates ──▶ here ──▶ for each thing that waits: gates, each green, red or not known ──▶ papers/clear_paper.h
 *
 * A gate is an entry of the list `gates`, made by a row of a rulebook. Here they are sorted by the thing that waits for them, and what a
 * determination says beside them is held against the case: papers and permits that are not in hand, taxes to keep back, days that are due.
 */
#ifndef DECLARANT_CASEWORK_CLEAR_H
#define DECLARANT_CASEWORK_CLEAR_H

#include "determination/lawbook.h"

/* How it stands: LIGHT_OPEN where a fact is missing, or the law of that day is not known. */
typedef enum Light { LIGHT_GREEN, LIGHT_OPEN, LIGHT_RED } Light;
const char *light_name(Light light); /* "green", "not known", "red" */

typedef struct MissingFact { /* what a gate hangs on */
    const Fact *fact; /* NULL: `note` says what is missing */
    Text of;          /* path of its thing; empty: the case itself */
    Text note;        /* "exchange rate USD to CNY on 2026-02-10" */
} MissingFact;

typedef struct MissingFacts {
    const MissingFact *at;
    size_t count;
} MissingFacts;

typedef struct Gate {
    const Entry *entry; /* of the list `gates` */
    Text gate;          /* its name in the catalogue; empty where even that is not known */
    Text opens;         /* "ship", "pay" */
    Text paper;         /* that shows it; or empty */
    Text why;           /* what it rests on, and what to do where it is red */
    Light light;
    bool has_day;
    int64_t day;        /* whose law counts */
    Text voice;         /* id of the source that alone says so; empty: the law, and what holds everywhere */
    MissingFacts missing; /* where it is not known */
} Gate;

typedef struct Waiting { /* a shipment or a payment, and what it waits for */
    Frame *frame;
    Text of;            /* "s1", "c1/p1" */
    Text opens;         /* "ship", "pay" */
    Light light;        /* the worst of its gates; a voice alone does not count; without a gate of the country's own law never green */
    bool own;           /* has it a gate of the country's own law, and not only those that hold everywhere? */
    bool has_day;
    int64_t day;        /* of its gates */
    LIST_OF(Gate) gates;
    LIST_OF(const Entry *) taxes; /* charges on a payment: what the payer keeps back or accounts for */
    Value tax;          /* their sum; UNKNOWN where one is open */
    uint32_t red, open; /* how many of its gates */
} Waiting;

typedef struct Held { /* something the law asks for, held against the case */
    const Entry *entry; /* of `documents` or `permits` */
    Light light;        /* in hand, not in hand, or not told */
    MissingFacts perhaps; /* it is needed only if: the facts that decide it; none: it is */
} Held;

typedef struct Told { /* a fact of the case as it is told */
    const Fact *fact;
    Value value;
} Told;

typedef struct Clearance {
    const Determination *answer;
    LIST_OF(Waiting) waiting; /* in the order of the case: first what ships, then what is paid */
    LIST_OF(Held) papers;     /* not in the file, or nobody told */
    LIST_OF(Held) permits;    /* all that are needed */
    LIST_OF(const Entry *) bars;       /* prohibitions */
    LIST_OF(const Entry *) days;       /* deadlines of things that wait, and of what lies around or in them */
    LIST_OF(const Entry *) statements; /* what the pages of these gates say of acting for another */
    LIST_OF(Told) mandate;    /* who acts, for whom, under which mandate; empty: nobody acts for another */
    Light light;              /* of the whole; LIGHT_OPEN, too, where nothing waits */
} Clearance;

typedef struct ClearedCase { /* one of many */
    Text file;                  /* and its line, where it holds a case a line */
    const Clearance *clearance; /* NULL: no law here answers */
    LawbookOutcome outcome;
    CaseHead head;
} ClearedCase;

typedef struct ClearedCases {
    ClearedCase *at;
    size_t count, room;
} ClearedCases;

/* What a case must have been asked for. */
#define CLEARANCE_LISTS TEXT("gates")

/* From a determination made with CLEARANCE_LISTS. `only`: "ship", "pay", or empty for both. In task's region. */
const Clearance *clearance_make(Task *task, const Determination *answer, Text only);

#endif

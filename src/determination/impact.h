/* determination/impact.h - a book of cases under the law of two days: which change, by how much, and what must then be done.
 *
 *     cases, one by one ──impact_case──▶ the same facts under the law of `from` and of `to` ──▶ sums by charge, things to do, cases that change
 *
 * The law is that of a day; the facts keep theirs, and so do the exchange rates: nothing but the rules changes. A case takes two quick
 * runs; only for the first case of each change is it asked which rules part.
 */
#ifndef DECLARANT_DETERMINATION_IMPACT_H
#define DECLARANT_DETERMINATION_IMPACT_H

#include "determination/cause.h"
#include "determination/lawbook.h"

typedef struct ImpactOptions {
    DetermineOptions options; /* layer, as-of, exchange rates; its moment may name what was known */
    int64_t from, to;         /* days whose law is asked */
} ImpactOptions;

typedef struct ImpactSum { /* of one charge, or one total, in one country */
    Text jurisdiction, movement, currency;
    Text name;                /* the charge; of a total: "border", "beside" */
    uint64_t cases;           /* in which it changes */
    uint64_t rise, fall;      /* of these: it is more, less */
    uint64_t open;            /* and is no number under one of the laws */
    Decimal before, after;    /* over all cases in which it is a number on both sides */
    Causes causes;            /* of a charge: of the first case in which it changes */
} ImpactSum;

typedef enum ImpactKind { IMPACT_ADDED, IMPACT_GONE, IMPACT_CHANGED } ImpactKind;

typedef struct ImpactThing { /* a paper, a permit, a day ...: an entry of a list that is not money */
    Text jurisdiction, movement;
    Text list, name;
    ImpactKind kind;
    uint64_t cases;
    Causes causes;            /* of the first case */
    const AnswerList *rank;   /* orders lists as answers.md has them */
} ImpactThing;

typedef struct ImpactCase { /* a case that changes */
    uint64_t line;
    Text id;
    Text jurisdiction, currency;
    Status before, after;
    bool has_border, has_beside;
    Decimal border, beside;   /* after less before, where both are numbers */
    uint32_t things;          /* entries of other lists that change */
} ImpactCase;

typedef struct ImpactFault { /* a line that is no good case */
    uint64_t line;
    Text message;
} ImpactFault;

typedef struct Impact {
    Task *task;               /* what is kept lives in its region */
    Lawbook *lawbook;
    ImpactOptions options;
    uint64_t cases, changed, undetermined; /* undetermined: under both laws alike */
    LIST_OF(ImpactSum) charges;
    LIST_OF(ImpactSum) totals;
    LIST_OF(ImpactThing) things;
    LIST_OF(ImpactCase) list; /* that change */
    LIST_OF(ImpactFault) faults;
} Impact;

void impact_open(Impact *impact, Task *task, Lawbook *lawbook, const ImpactOptions *options);
/* One case; `task`'s region may be emptied afterwards. False with errors in its report; the line is then a fault of the book. */
bool impact_case(Impact *impact, Task *task, const Source *source, uint64_t line);
/* Cases that move most money first; sums and things in order. Once, when all cases are in. */
void impact_sort(Impact *impact);

void impact_json(Builder *out, const Impact *impact, bool compact);

#endif

/* casework/newer.h - recorded answers under newer law: who paid too much, who paid too little, what to disclose, what could be known then.
 *
 *     a record of kind determination ──▶ the same facts, days and layer under newer pages ──▶ the same, or changed
 *     changed ──the law it was made with, from the ledger──▶ entry by entry: by how much, by which rows
 *             ──newer pages as they were known that day──▶ could it have been known then?
 *             ──what the ledger says was done──▶ declared or paid: claim back, or disclose; a draft is made anew
 *
 * What was declared or paid is taken to be what the answer said. A shortfall at the border becomes a correction of a case of its own,
 * which exposure.h reckons. Names of facts and charges: data/audit.csv.
 */
#ifndef DECLARANT_CASEWORK_NEWER_H
#define DECLARANT_CASEWORK_NEWER_H

#include "casework/exposure.h"
#include "ledger/answers.h"

typedef enum NewerOutcome {
    NEWER_SAME,    /* says what it said */
    NEWER_GROUNDS, /* says the same by other rows or articles */
    NEWER_CHANGED,
    NEWER_UNRUN,   /* could not be run, and why is told */
    NEWER_ERASED,  /* facts or answer are erased */
    NEWER_BROKEN,  /* its own law does not give what was recorded: what changed is told all the same */
    NEWER_OUTCOMES
} NewerOutcome;
const char *newer_outcome_name(NewerOutcome outcome); /* "same" ... */

typedef enum NewerStanding {
    NEWER_DRAFT,     /* nothing was done upon it */
    NEWER_OVERTAKEN, /* nor will be: a later determination of the case took its place */
    NEWER_DECLARED,  /* a declaration rests on it */
    NEWER_PAID,      /* a filing or a payment does */
    NEWER_STANDINGS
} NewerStanding;
const char *newer_standing_name(NewerStanding standing);

typedef enum NewerKnown {
    KNOWN_UNASKED, /* the law changed between two days: that is no matter of knowing */
    KNOWN_LATER,   /* was published later: could not have been known */
    KNOWN_THEN,    /* had been published: our pages lacked it */
    KNOWN_PARTLY,  /* what had been published gives a third answer; of all that changed: some of it had */
    NEWER_KNOWN
} NewerKnown;
const char *newer_known_name(NewerKnown known);

typedef struct NewerName { /* of a fact, a charge, a paper ..., told in words while its page is at hand */
    Text plain;
    Text words[3];          /* in English, Chinese, Vietnamese; as plain where a catalogue has none */
} NewerName;

typedef struct NewerCause { /* where the two runs part */
    NewerName decision;
    Text of;                /* path of its thing */
    Text before, after;     /* rows that fired; the same row in both: it says otherwise now */
    Text articles;
    bool has_published;     /* the newest basis tells the day */
    int64_t published;
    bool question;          /* another reading of an open question */
    bool unverified;        /* a basis is not verified */
} NewerCause;

typedef struct NewerChange { /* an entry that is not what it was */
    Text list, of;          /* the list; path of the thing; "readings", and which one */
    NewerName name;
    const char *kind;       /* "added", "gone", "changed" */
    Text before, after;     /* amount, code, day ... in words; or empty */
    bool is_money, has_moved; /* of a charge, or of what another reading comes to: */
    Decimal moved;          /* after less before */
    NewerKnown known;
    LIST_OF(NewerCause) causes;
} NewerChange;

typedef struct NewerTerm { /* a time limit */
    NewerName name;
    Text of;                /* path of its thing */
    Text until;             /* ISO day; empty: not known, and */
    NewerName missing;      /* the fact that would tell it; or empty */
    Text articles;
    bool over;              /* the day looked at lies behind it */
} NewerTerm;

typedef struct NewerWay { /* one way in which a shortfall may come to light, from the day looked at */
    NewerName way;          /* a value of the fact */
    bool asks_announced, announced;
    Text why;               /* nothing could be reckoned; or empty */
    bool known;
    ExposureStep step;      /* the days from then on that say the same; its articles are */
    Text articles;
    bool ends;              /* on a later day it costs otherwise */
} NewerWay;

typedef struct NewerCase { /* one record */
    Text record, case_id, made_at;
    NewerOutcome outcome;
    Text why;               /* UNRUN: the first fault; BROKEN: members that differ; or empty */
    Text fault;             /* UNRUN: the name of its message */
    Text why_words;         /* the same in the reader's language, where a face put it in; else empty */
    Text jurisdiction, currency;
    Text was, is;           /* statuses */
    NewerStanding standing;
    Text act;               /* number of the declaration, filing or payment; name of the work done; or empty */
    Text act_day;           /* ISO; or empty */
    bool has_border, has_beside; /* numbers on both sides: */
    Decimal border, beside; /* after less before */
    bool money;             /* a total, or the range it lies in, is another; or is open on one side */
    NewerKnown known;       /* of all that changed */
    Text known_day;         /* ISO: on which it was asked what could be known */
    bool readings;          /* another set of readings and voices, or what they cost, is told beside it */
    LIST_OF(NewerChange) changes;
    LIST_OF(NewerTerm) claims; /* paid too much: until when it is claimed back */
    LIST_OF(NewerTerm) terms;  /* paid too little: how long customs may ask, and how long a correction goes free */
    bool disclose;          /* too little was declared at the border */
    bool no_start;          /* no day is known from which to count */
    bool no_rule;           /* no page reckons a shortfall here */
    LIST_OF(NewerWay) ways; /* what it costs under each way it may come to light */
} NewerCase;

typedef struct NewerSum { /* of one country in one currency */
    Text jurisdiction, currency;
    uint64_t changed;       /* declared or paid; under the law of a day drafts, too: */
    uint64_t gaining, owing, open, disclose, later;
    Decimal gains, owes;    /* paid too much, too little; both without a sign */
    uint64_t drafts;        /* changed, and nothing was done upon them */
} NewerSum;

typedef struct NewerOptions {
    LawFolders law;         /* the newer pages */
    Lawbook *lawbook;       /* of these */
    const AuditNames *names;
    bool has_known;         /* what could be known: on this day; else that of the declaration, else of the record */
    int64_t known;
    bool has_law;           /* the law of a day, whatever day a case tells */
    int64_t law_day;
    int64_t today;          /* the day looked at */
    uint32_t days;          /* days of exposure from then on */
} NewerOptions;

typedef struct Newer {
    Task *task;             /* what is kept lives in its region */
    Ledger *ledger;
    NewerOptions options;
    Text manifest;          /* of the newer pages */
    Text shared;            /* of these all but pages of countries: facts, answers, catalogues, calendars */
    Text law;               /* of the ledger, of which it was last asked */
    bool law_shares;        /* whether all that is the same there */
    bool law_has_house;     /* and whether a house's own pages belong to it */
    Lawbook *housed;        /* the newer pages with these; NULL: none of them are open */
    Replay *replay;         /* laws of the ledger */
    Lawbook *lens;          /* the newer pages as known on some days; NULL before */
    uint32_t lens_days;
    int64_t lens_day;       /* the last of them */
    uint64_t counts[NEWER_OUTCOMES];
    LIST_OF(NewerCase) cases;
    LIST_OF(NewerSum) sums;
} Newer;

/* False with an error. Whoever opens it closes it, also after a guard. */
bool newer_open(Newer *newer, Task *task, Ledger *ledger, const NewerOptions *options);
void newer_close(Newer *newer);
/* One record of kind determination; `task`'s region may be emptied afterwards. What stands in the way of one is kept with it; false only where the ledger fails. */
bool newer_record(Newer *newer, Task *task, const Record *record);
/* Sums, and the cases in order: by currency those that move most money first. Once, when all are in. */
void newer_sort(Newer *newer);

/* Is it a change of what was done: declared or paid? */
static inline bool newer_acted(const NewerCase *one) { return one->standing == NEWER_DECLARED || one->standing == NEWER_PAID; }
static inline bool newer_changed(const NewerCase *one) { return one->outcome == NEWER_CHANGED || one->outcome == NEWER_BROKEN; }
/* Inside a transaction: a task for a case that changed; NULL without an error where there is one for these pages already, NULL with an error. */
const Record *newer_task(Task *task, Newer *newer, const NewerCase *one);

#endif

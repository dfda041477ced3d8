/* casework/reconcile.h - do licences, customs declarations, tax filings and payments of a quarter agree? And where they do not: what, for how
 * much, under which rule, and who does what by when.
 *
 *     tables, ISO/IEC 19770-3, ledger ──▶ slips ──pairing.h──▶ groups ──▶ candidates ──rows of the law──▶ differences ──▶ tasks
 *                                                  three legs            what is off              or: nothing is asked
 *
 * A slip is one row of one of the four books. The legs hold licences against declarations; what was licensed or declared against
 * payments; payments against filings. Whether what is found is a difference, how heavy, and what is to be done are rows of the list
 * `differences` (`reconcile.md` pages); whether a payment is registered before it goes is asked of the law of its day. A country is
 * told from outside; where none is told, no law is asked, and the paper says so.
 *
 * Names of columns, words and kinds are data: data/reconcile-columns.csv, reconcile-words.csv, reconcile-kinds.csv.
 */
#ifndef DECLARANT_CASEWORK_RECONCILE_H
#define DECLARANT_CASEWORK_RECONCILE_H

#include "casework/slips.h"
#include "determination/lawbook.h"
#include "ledger/ledger.h"

/* In the order of data/reconcile-kinds.csv. */
typedef enum DifferenceKind {
    DIFFERENCE_NOT_DECLARED, DIFFERENCE_NO_LICENCE, DIFFERENCE_NO_RECORDAL, DIFFERENCE_PAID_FOR_NOTHING, DIFFERENCE_NOT_FILED, DIFFERENCE_FILED_FOR_NOTHING,
    DIFFERENCE_CONTRACT, DIFFERENCE_CURRENCY, DIFFERENCE_VERSION, DIFFERENCE_NOT_ASSESSED, DIFFERENCE_QUANTITY, DIFFERENCE_VALUE, DIFFERENCE_CODE, DIFFERENCE_DAY,
    DIFFERENCE_LICENCE_EXPIRED, DIFFERENCE_RECORDAL_EXPIRED, DIFFERENCE_RULING_EXPIRED, DIFFERENCE_OVERUSED,
    DIFFERENCE_DECLARED_TWICE, DIFFERENCE_PAID_TWICE, DIFFERENCE_FILED_TWICE,
    DIFFERENCE_KINDS
} DifferenceKind;

enum { RECONCILE_DAYS = 3700 }; /* of a period at most: ten years */

typedef struct DifferenceWords { /* a row of data/reconcile-kinds.csv */
    Text name;
    uint32_t weight;     /* of a mismatch, when pairs are chosen */
    Text words[3];       /* en, zh, vi */
} DifferenceWords;

/* ---- what is found ---- */

typedef struct ReconcileGroup { /* of a leg: what belongs together */
    uint8_t leg, how;    /* Leg, PairHow */
    bool ambiguous;      /* other members would have the same sum */
    bool inside;         /* one of them is of the period */
    bool off;            /* a candidate was found in it */
    bool converted;      /* compared at a rate */
    uint32_t from, wholes, parts; /* slips in `members`: first those held against, then those that are */
} ReconcileGroup;

typedef struct DifferenceRow { /* what the law, practice or a voice says of one kind, one day, one way of delivery */
    const Entry *entry;
    const LawSource *voice;    /* NULL: the law, or what holds everywhere */
    Text because, level, why, remedy, owner, due; /* as the row has them, in English */
} DifferenceRow;

typedef struct DifferenceRows {
    LIST_OF(DifferenceRow) at; /* the law's own first, then what holds everywhere, then voices */
    bool nothing_asked;        /* the law's own row says so */
} DifferenceRows;

typedef struct ReconcileDifference {
    DifferenceKind kind;
    Leg leg;
    uint32_t slip;       /* that it is about */
    uint32_t other;      /* held against; or SLIP_NONE */
    uint32_t group;      /* 1 + its group; 0: none */
    bool has_amount;
    __int128 amount;     /* at stake, in ten-thousandths: what is off, or the record's whole amount */
    bool whole;          /* the latter */
    uint32_t currency;
    Text expected, found; /* what was held against what */
    const DifferenceRows *rows; /* NULL: no law was asked */
    const Entry *asks;   /* the registration that a payment should have had; or NULL */
    Text task;           /* id of its task */
    bool task_made;      /* in the ledger by this run */
    Text task_state;     /* as the ledger has it; or empty */
} ReconcileDifference;

typedef struct ReconcileOpen { /* what could not be compared, and why */
    Text what, why;
    size_t count;
} ReconcileOpen;

typedef struct ReconcileSum { /* of one kind in one currency */
    DifferenceKind kind;
    uint32_t currency;
    __int128 amount;
} ReconcileSum;

typedef struct Reconciliation {
    int64_t first, last;  /* period */
    Text period;          /* as it is called: "2026Q3" */
    int64_t window;
    Text jurisdiction;    /* empty: none */
    Books books;
    DifferenceWords kinds[DIFFERENCE_KINDS];
    size_t counts[BOOKS][SLIP_OUTSIDE + 1];
    LIST_OF(uint32_t) members;
    LIST_OF(ReconcileGroup) groups;
    LIST_OF(ReconcileDifference) differences; /* heaviest first */
    LIST_OF(ReconcileDifference) passed;      /* candidates of which the law asks nothing */
    LIST_OF(ReconcileOpen) open;
    size_t kind_counts[DIFFERENCE_KINDS];
    LIST_OF(ReconcileSum) sums;
    size_t components, ordered, largest;
    PairingRules rules[LEGS];
    size_t purposes_assumed; /* payments whose purpose nobody told */
    const Determination *answer; /* of the rows; NULL: none was asked */
} Reconciliation;

typedef struct ReconcileOptions {
    int64_t first, last; /* period; see period_read */
    Text period;
    int64_t window;      /* days around it whose records may match those of the period; default 0 */
    Tolerances tolerances; /* `currency` is set from the next */
    Text tolerance_currency;
    Text jurisdiction;
    const RateTable *rates;
    Lawbook *lawbook;
    DetermineOptions determine;
    SlipReading reading;
    Ledger *ledger;      /* NULL: none */
    uint64_t work;       /* steps of matching; 0: LIMIT_PAIRING_WORK */
} ReconcileOptions;

/* A quarter, "2026Q3" or "2026-Q3", or two days with ".." between them. */
bool period_read(Text text, int64_t *first, int64_t *last);
/* "0.5%", "10 USD", or both with a comma between. False: neither. */
bool tolerance_read(Text text, Tolerances *tolerances, Text *currency);

/* NULL with errors. */
Reconciliation *reconcile(Task *task, const SlipInput *inputs, size_t count, const ReconcileOptions *options);

/* Inside a transaction: a record of kind task for each difference that has none yet. */
bool reconcile_tasks(Task *task, Ledger *ledger, Reconciliation *work);

/* ---- inside of it ---- */

typedef struct ReleaseKept { /* the ledger has a release of it */
    uint32_t product, version; /* ranks */
} ReleaseKept;

typedef struct Reconciling { /* the work at hand */
    Task *task;
    Region *region;
    const ReconcileOptions *options;
    Reconciliation *out;
    LIST_OF(ReconcileDifference) candidates;
    LIST_OF(uint32_t) contracts;                           /* names of contracts that the ledger knows */
    LIST_OF(ReleaseKept) releases;
    bool *contract_known;  /* by rank of a name; NULL: neither licences nor a ledger tell any */
} Reconciling;

bool reconcile_ledger(Reconciling *work); /* slips of a ledger */
void reconcile_match(Reconciling *work);  /* groups, and candidates */
bool reconcile_law(Reconciling *work);    /* differences */
void reconcile_open(Reconciling *work, Text what, Text why, size_t count);

/* reconcile_judge.c */
typedef struct GroupSums { /* what a group is held against itself by: both sides as if each were one */
    Unit whole, part;
    uint32_t wholes, parts; /* how many units each is made of */
} GroupSums;
void judge_group(Reconciling *work, ReconcileGroup *group, const GroupSums *sums);
void judge_alone(Reconciling *work, Leg leg, uint32_t slip, uint32_t same_as); /* a slip of the period that has no partner; SLIP_NONE, or one like it that has */
void judge_slips(Reconciling *work); /* what one slip says by itself */
Unit slip_unit(const Reconciliation *out, uint32_t slip, Leg leg);

#endif

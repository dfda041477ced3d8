/* casework/procedure.h - the work a case asks for: which steps, in which order, what each waits for, and what was done.
 *
 *     determination with its list `tasks` ──┐
 *     records of the case: task, approval  ─┼─▶ each task: done, ready, or what it waits for
 *     evidence of the case                 ─┘
 *
 * Which work there is, what comes before it, which papers it needs, its last day and whether somebody else approves it are rows of the rulebooks (type `task`). Here
 * they are only held against the ledger.
 *
 *     assign ──▶ "assigned"      advance ──▶ "done"           without four eyes
 *                                advance ──▶ "prepared" ──approve (somebody else)──▶ advance ──▶ "done"
 */
#ifndef DECLARANT_CASEWORK_PROCEDURE_H
#define DECLARANT_CASEWORK_PROCEDURE_H

#include "casework/evidence.h"
#include "determination/determination.h"

typedef enum WorkStanding {
    WORK_DONE,
    WORK_READY,      /* nothing stands in its way */
    WORK_UNAPPROVED, /* prepared; waits for somebody else */
    WORK_AFTER,      /* waits for other work */
    WORK_PAPERS,     /* papers are missing */
    WORK_OPEN,       /* facts are missing */
    WORK_RED,        /* its gate is red */
    WORK_STANDINGS
} WorkStanding;
const char *work_standing_name(WorkStanding standing); /* "done", "ready" ... */

typedef LIST_OF(Text) Texts;

typedef struct Work {
    const Entry *entry;     /* of the list `tasks` */
    Text voice;             /* id of the source that alone asks for it; empty: not so */
    Text id;                /* "declare the goods", or with its thing "declare the goods@s1" */
    Text name, of;          /* its two halves */
    int64_t order;
    Text owner;             /* whose work the row says it is; or empty */
    Text assigned;          /* to whom it was given; or empty */
    Text due;               /* ISO day; empty: none */
    bool four_eyes;
    WorkStanding standing;
    Texts before;           /* ids of the work that it waits for */
    Texts papers;           /* what it needs: "mail or download log" */
    Texts missing;          /* those of them that nothing in the file is */
    Texts held;             /* hashes of the records of evidence that are */
    const Record *record;   /* newest of kind task; NULL: none */
    Text state, day;        /* as that says; or empty */
    const Record *approval; /* of that record; of what is done, of it as it was prepared; NULL: none */
    Text approved_by;
} Work;

typedef struct Procedure {
    const Determination *answer;
    Text case_id;
    int64_t seen;            /* newest record of the case that was looked at */
    LIST_OF(Work) work;      /* in their order */
    size_t counts[WORK_STANDINGS]; /* that of a voice alone left out */
    const Work *next;        /* first that is ready, else first that waits for approval; NULL: none */
} Procedure;

/* What a case must have been asked for. */
#define PROCEDURE_LISTS TEXT("tasks")

/* Newest record of a case; to be asked before its facts are read. -1 with an error. */
int64_t procedure_seen(Task *task, Ledger *ledger, Text case_id);
/* In task's region; NULL with an error of the store. */
const Procedure *procedure_make(Task *task, Ledger *ledger, Text case_id, const Determination *answer, int64_t seen);
/* "deliver", or "deliver@s1/1" where there are several. NULL with an error [no-task], [which-task]. */
const Work *procedure_find(Task *task, const Procedure *procedure, Text told);

/* Each inside a transaction; NULL with an error. What was recorded of the case since it was looked at makes advance and assign refuse [case-moved]. */

/* To the next state: "prepared" or "done". Refused while the gate is not green [step-refused], with why, and for a day before that of the work it rests on [day-before]. */
const Record *procedure_advance(Task *task, Ledger *ledger, const Procedure *procedure, const Work *work, Text day);
const Record *procedure_assign(Task *task, Ledger *ledger, const Procedure *procedure, const Work *work, Text who);
/* The newest record of a task, which must be prepared and not done yet. NULL with an error [not-prepared], [which-task]. */
const Record *procedure_prepared(Task *task, Ledger *ledger, Text case_id, Text told);
/* Whoever made a record, or is named in it as its author, does not approve it [same-person]. */
const Record *procedure_approve(Task *task, Ledger *ledger, Text case_id, const Record *record, Text who);

#endif

/* ledger/answers.h - determinations kept, and run again from the ledger alone.
 *
 *     facts of the case + law of today --keep_answer--> record of kind determination: facts, answer, law, options, engine
 *     such a record --replay--> the law laid out from its blobs, the facts from theirs, determined anew --> the same bytes, or not
 */
#ifndef DECLARANT_LEDGER_ANSWERS_H
#define DECLARANT_LEDGER_ANSWERS_H

#include "determination/lawbook.h"
#include "ledger/law.h"

typedef struct KeepOptions {
    LawFolders law;
    Text as_of, known_on; /* ISO days; empty: not told */
    Text layer;           /* "law", "house", a voice; empty: law */
    Text lists;           /* lists gathered besides, joined by commas */
    const Source *rates;  /* table of exchange rates beside the case; NULL: none */
} KeepOptions;

typedef struct KeptAnswer {
    const Record *record;
    Text status;  /* "determined" ... */
    Text answer;  /* canonical JSON */
} KeptAnswer;

/* Determines the case as its facts make it and keeps facts, answer and law in one transaction. False with errors. */
bool keep_answer(Task *task, Ledger *ledger, Text case_id, const KeepOptions *options, KeptAnswer *kept);

typedef enum ReplayOutcome { REPLAY_FAILED = -1, REPLAY_SAME, REPLAY_DIFFERS, REPLAY_ERASED } ReplayOutcome;

typedef struct Replayed {
    const Record *record;
    ReplayOutcome outcome;
    Text engine;      /* that made it */
    Text status, now; /* as it was kept; as it is said now */
    Text differs;     /* members of the answer that differ, joined by ", " */
} Replayed;

/* What a determination was asked, as its record keeps it: all that an answer depends on, beside the law. */
typedef struct KeptQuestion {
    Text case_id;         /* name of the case in messages */
    Text facts;           /* canonical JSON */
    Text as_of, known_on; /* ISO days; empty: not told */
    Text layer, lists;
    const Source *rates;  /* table of exchange rates beside the case; NULL: none */
} KeptQuestion;
/* Of a record and its body: SAME when question and answer (canonical JSON) are there. */
ReplayOutcome kept_question(Task *task, Ledger *ledger, const Record *record, const Json *body, KeptQuestion *question, Text *answer);
/* How it is to be asked again. False with errors. */
bool question_options(Task *task, const KeptQuestion *question, DetermineOptions *options);
/* An answer in the form in which it is kept; empty with an error. */
Text answer_canonical(Task *task, LawbookOutcome outcome, const CaseHead *head, const Determination *found);
/* Members of either of two kept answers that are not the same in the other, joined by ", ". */
Text answer_differences(Task *task, Text before, Text after);

typedef struct Replay Replay; /* the law of one record laid out and opened, kept for the next that rests on it */
/* In `task`'s region, which must outlive it; whoever asks it later may do so in a region that is emptied sooner. */
Replay *replay_open(Task *task);
void replay_close(Task *task, Replay **replay);
/* The law of a record of kind law, laid out and opened; good until the next is asked for. NULL with errors. */
Lawbook *replay_law(Task *task, Replay *replay, Ledger *ledger, Text law);
/* The folders in which it was laid out. */
const LawFolders *replay_folders(const Replay *replay);
/* One record of kind determination. FAILED with errors in the report. */
Replayed replay_record(Task *task, Replay *replay, Ledger *ledger, const Record *record);

/* Terms of keeping, of the newest determination of a case. */
typedef struct KeptTerm {
    Text until;    /* ISO day; empty: not known */
    Text name;     /* decision of the rulebook */
    Text of;       /* id of the thing; or empty */
    Text rows, articles;
} KeptTerm;
typedef LIST_OF(KeptTerm) KeptTerms;
/* `*record` NULL where the case has no determination. */
bool kept_terms(Task *task, Ledger *ledger, Text case_id, const Record **record, KeptTerms *terms);

#endif

/* determination/proof.h - inside of the verifier: can the values of a box be those of a case?
 *
 *     verify.c, tells.c ──box──▶ ask.c: tried in the engine, nothing told but what it hangs on ──▶ a case (witness.c)
 *
 * Two worlds. In the small one the things stand alone, and a fact that a rule makes may be told: cheap, and what it refuses nobody can
 * ask. In the whole one the case is told as a user tells it, things are made by their rules, and the decision itself must come out as the proof
 * says: what it finds can be run.
 */
#ifndef DECLARANT_DETERMINATION_PROOF_H
#define DECLARANT_DETERMINATION_PROOF_H

#include "determination/cover.h"
#include "determination/run.h"

/* What a column holds in a box: one of its pieces, or nothing. */
typedef struct Choice {
    bool there;
    Value value; /* stands for its piece */
} Choice;

typedef enum Seeking {
    SEEK_FIRING, /* rows that fire: a fault of the table whoever may ask */
    SEEK_GAP,    /* a case that no row takes, */
    SEEK_NO_ROW, /* one of a day on which no row is in force, */
    SEEK_CONFLICT, /* or one that two rows take which contradict one another */
    SEEK_ANSWER  /* a case in which the table answers */
} Seeking;

typedef struct Proof {
    Task *task;
    const Program *program;
    const Decision *decision;
    const Sheet *sheet;
    Effort *effort;       /* of the table */
    Run *run;
    Frame *frame;         /* of the decision's thing; in the whole world NULL where that is made */
    bool whole;           /* the whole world */
    Choice choices[LIMIT_TABLE_COLUMNS]; /* of the box that was tried last */
    int64_t day;          /* on which the clock stands: first of `days`, or the last where they have no first */
    DaySpan days;         /* in which no row and no rule below begins or ends */
    Seeking seeking;
} Proof;

Proof *proof_open(Task *task, const Program *program, const Decision *decision, const Sheet *sheet, DaySpan days, Effort *effort);
/* Try boxes out; only the layer of the sheet is heard over the law. */
void run_hear(Run *run, const Sheet *sheet);
/* The same in the whole world; NULL for a knowledge model, which no case can ask. */
Proof *proof_open_whole(const Proof *small);

typedef enum Fit { FIT_NO, FIT_YES, FIT_OPEN } Fit;

/* Is there a case with these values? NO is proved; OPEN says that none was found among those tried, which were not all. In the small world
 * what cannot be told either way is YES. */
Fit box_asked(Proof *proof, const Box *box, Seeking seeking);

/* The meaning of a column that is one slot, else NULL; where its frame stands. */
const Meaning *column_meaning(const Proof *proof, const ColumnIndex *column);
/* A value in the piece that a case can tell: a country is a country. False when there is none. */
bool proof_piece_value(const Proof *proof, const ColumnIndex *column, uint32_t piece, Value *value);
bool column_may_be_missing(const Proof *proof, const ColumnIndex *column);
/* All pieces that a case can tell, and being missing where it may be: some piece has no value, such as what lies between two days that
 * follow one another. */
PieceSet proof_allowed_pieces(const Proof *proof, const ColumnIndex *column);
/* The thing so many outward from that of the decision, or from its parameters. */
const ThingType *thing_outward(const Decision *decision, uint8_t up);
bool is_question(const Decision *decision);

/* witness.c: the values that stand for all that a fact may hold, as far as rules tell them apart. *whole: no other value differs. */
typedef struct Candidates {
    size_t count;
    Value *at;
    bool whole;
} Candidates;
Candidates fact_candidates(const Proof *proof, const Fact *fact);

/* What a fact hangs on that the case at hand leaves untold for good. */
extern const Text NEVER_TOLD;

/* The case told in the whole world, in one line of JSON. */
Text witness_text(Region *region, const Proof *proof);
/* The values of the box alone, where no whole case was found. */
Text choices_text(Region *region, const Proof *proof, uint64_t columns);

#endif

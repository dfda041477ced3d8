/* determination/flip.h - the smallest change of facts that changes the outcome, and what it is worth.
 *
 *     case ──▶ facts that were read ──▶ each with its other values, run again ──▶ changes that tell, most money first
 *
 * One fact at a time; two together only where both touch one charge and do more together than each alone. What the run limit leaves
 * untried is said. Only the runs that change anything are determined whole, with causes and warnings.
 */
#ifndef DECLARANT_DETERMINATION_FLIP_H
#define DECLARANT_DETERMINATION_FLIP_H

#include "determination/cause.h"
#include "determination/lawbook.h"

typedef struct FlipFact { /* a fact told otherwise */
    const Fact *fact;
    Text of;          /* path of its thing */
    Frame *frame;     /* of the first determination */
    Value from, to;
} FlipFact;

typedef struct FlipDifference {
    const Entry *before, *after; /* one may be NULL */
    Causes causes;
} FlipDifference;

typedef struct FlipWarning { /* a risk or prohibition that the change brings */
    const Entry *entry;
    const Determination *answer; /* whose entry it is */
    Text voice;       /* id of the voice that says so; empty: the law */
} FlipWarning;

typedef struct Flip {
    uint32_t fact_count;
    FlipFact facts[2];
    const Determination *answer;
    Value border, beside;   /* change of the totals; UNKNOWN where one is open */
    Value worth;            /* both together; UNKNOWN where one is open */
    bool both_ways;         /* some charge rises and another falls */
    uint32_t difference_count;
    const FlipDifference *differences;
    uint32_t warning_count;
    const FlipWarning *warnings;
} Flip;

typedef struct Untried { /* a fact that was read, and not varied */
    const Fact *fact;
    Text of;
} Untried;

typedef struct Flips {
    LawbookOutcome outcome;
    CaseHead head;
    const Determination *answer; /* the case as told, alone; DETERMINED */
    uint32_t count;
    const Flip *flips;      /* what saves most first, then what costs most, then what moves no money */
    uint32_t more;          /* found, and not told: past LIMIT_FLIPS */
    uint32_t untried_count;
    const Untried *untried;
    uint32_t runs, run_limit;
    bool runs_exhausted;    /* not every value, or not every pair, was tried */
    uint32_t pairs_left;    /* pairs not tried for that */
} Flips;

/* NULL with errors. `decision` (may be empty): only flips that change entries of this decision, of `place` where that is told. */
const Flips *lawbook_flips(Task *task, Lawbook *lawbook, const Source *source, const DetermineOptions *options, Text decision, Text place);

void flips_json(Builder *out, const Flips *flips, int language, bool compact);

/* ---- inside of the room ---- */

typedef struct Candidate { /* a fact told that some decision read */
    const Fact *fact;
    Frame *main, *trial; /* its thing in both runs */
    Value told;
    uint32_t count;
    const Value *values; /* others, that decisions tell apart */
    uint64_t lines;      /* charges that rest on it: one bit each, the 64th for all others */
} Candidate;

typedef struct Candidates {
    uint32_t count;
    const Candidate *at;
    uint32_t untried_count;
    const Untried *untried;
} Candidates;

/* flip_values.c */
Candidates flip_candidates(Task *task, const Determination *first, const Case *trial);

#endif

/* determination/vary.h - the same case run again: under other readings and voices, and with what is not told. */
#ifndef DECLARANT_DETERMINATION_VARY_H
#define DECLARANT_DETERMINATION_VARY_H

#include "determination/answer.h"

/* What varying needs: the main answer, and a second run told the same case. */
typedef struct Variation {
    Task *task;
    const Program *program;
    Run *main;               /* not touched */
    Run *trial;              /* reset and run again and again */
    const Answer *answer;    /* of the main run */
    bool *asked;             /* per question: asked in the main run or under another reading */
    Determination *out;      /* alternatives, exposure, missing, runs are written here */
} Variation;

/* Readings of the open questions the answer hangs on, and voices: one at a time, equal outcomes merged; then the lowest and
 * highest total over up to LIMIT_COMBINATIONS combinations. */
void vary_readings(Variation *variation);
/* Facts that are not told: what hangs on each, and the range over those with few values. */
void vary_missing(Variation *variation);
/* After the readings: what hangs on a question that nobody has decided becomes a range. */
void vary_undecided(Variation *variation);

#endif

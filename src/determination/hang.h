/* determination/hang.h - the facts that unknown values hang on, each once. */
#ifndef DECLARANT_DETERMINATION_HANG_H
#define DECLARANT_DETERMINATION_HANG_H

#include "determination/run.h"

typedef struct HangNode { /* a place of the open addressing of nodes */
    const Hang *hang; /* NULL: free */
    uint32_t round;   /* the walk that came by last */
} HangNode;

/* A walk over what values hang on. Everything it takes lies in `region`. */
typedef struct HangWalk {
    Region *region;
    uint32_t round;           /* 1, 2, ...: which walk this is */
    LIST_OF(const Hang *) leaves; /* all leaves met in any round; their place here is their number */
    LIST_OF(uint32_t) rounds; /* per leaf: the round in which it was visited last */
    uint32_t *places;         /* open addressing: 1 + number of a leaf */
    size_t place_room;
    HangNode *nodes;
    size_t node_count, node_room;
    LIST_OF(const Hang *) way; /* still to be visited */
} HangWalk;

typedef void HangVisit(void *context, const Hang *leaf, uint32_t number);

/* Begin a round: every leaf counts as not visited. A walk begins as { .region = ... }. */
void hang_round(HangWalk *walk);
/* Visit, from left to right, each leaf of `hang` (may be NULL) that this round has not visited yet. */
void hang_walk(HangWalk *walk, const Hang *hang, HangVisit *visit, void *context);

#endif

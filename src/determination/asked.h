/* determination/asked.h - which decisions does anybody ask for? An answer, a list, a condition of a fact, or a decision that is asked for. */
#ifndef DECLARANT_DETERMINATION_ASKED_H
#define DECLARANT_DETERMINATION_ASKED_H

#include "determination/program.h"

/* Per page of the rulebooks and block of the page: some program asks for it. */
typedef struct Asked {
    const Rulebooks *books;
    bool **blocks;
} Asked;

Asked asked_none(Region *region, const Rulebooks *books);
/* Add what one program asks for. */
void asked_add(Task *task, Asked *asked, const Program *program);
/* A warning for each decision that none does, an error for each open question with one reading. */
void asked_report(Task *task, const Asked *asked);

#endif

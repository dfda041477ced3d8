/* determination/checking.h - inside of the check: shared by check.c, verify.c and examples.c. */
#ifndef DECLARANT_DETERMINATION_CHECKING_H
#define DECLARANT_DETERMINATION_CHECKING_H

#include "determination/check.h"

typedef struct Reached { /* rows that some example or case fired: a set of pointers */
    Region *region;
    const Row **at;  /* open addressing */
    size_t count, room;
} Reached;

void reached_add(Reached *reached, const Row *row);
bool reached_has(const Reached *reached, const Row *row);
/* All rows that fired in a traced run. */
void reached_take(Reached *reached, Run *run);

/* verify.c: gaps, overlaps, zeros without a reason, words of terms. */
void verify_program(Task *task, const Program *program);
/* examples.c: every example table of every page of the program. Returns how many examples ran. */
uint32_t examples_run(Task *task, const Program *program, Reached *reached);

#endif

/* determination/checking.h - inside of the check: shared by check.c, rows.c, verify.c, examples.c and mutate.c. */
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

/* check.c: what is linked, one after another; a jurisdiction whose pages name no movement has one, of no name. */
typedef LIST_OF(Text) TextList;
TextList jurisdictions_of(Region *region, const Rulebooks *books);
TextList movements_of(Region *region, const Rulebooks *books, Text jurisdiction);

/* rows.c: zeros without a reason, words of terms. */
void check_rows(Task *task, const Decision *decision, const Sheet *sheet);

/* verify.c: gaps, overlaps, rows that contradict one another or never fire. */
void verify_program(Task *task, const Program *program);
/* One sheet of a decision, the same way. */
void verify_sheet(Task *task, const Program *program, const Decision *decision, Sheet *sheet);

/* examples.c: one example, set up; NULL with errors in the report. */
typedef struct Example Example;
Example *example_open(Task *task, const Program *program, const DecisionBlock *block, const ExampleTable *table, const ExampleRow *row);
/* Run it, traced: what comes out otherwise than expected is an error in task's report. What the run leaves lives in task's region, and
 * until the next one. */
Run *example_run(Task *task, Example *example);
void examples_each(const Program *program, void (*visit)(void *context, const DecisionBlock *block, const ExampleTable *table, const ExampleRow *row), void *context);
/* Every example table of every page of the program. Returns how many examples ran. */
uint32_t examples_run(Task *task, const Program *program, Reached *reached);

#endif

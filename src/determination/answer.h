/* determination/answer.h - from the values of one run to the entries of a determination. Inside of the room. */
#ifndef DECLARANT_DETERMINATION_ANSWER_H
#define DECLARANT_DETERMINATION_ANSWER_H

#include "determination/determination.h"

typedef struct Answer { /* all that one run says */
    Entry *first, *last;
    uint32_t count;
    Entry **places;       /* entries by list and key: open addressing */
    size_t room;
    Status status;        /* over the core: charges, codes, values */
    Value border, beside, house; /* totals */
    Confidence confidence;
    Grade rank;
} Answer;

/* Run everything that answers.md asks. Entries live in task's region. False when a fault of the rulebook was met
 * (reported). Without `cites` no entry says what it rests on: enough to compare and to add up. */
bool answer_build(Task *task, Run *run, Answer *answer, bool cites);
/* The entry of a list that has this key, or NULL. */
Entry *entry_with_key(const Answer *answer, const AnswerList *list, Text key);

/* The entries of a determination, to be found by their keys in `answer`. */
void answer_index(Region *region, Answer *answer, const Determination *of);

/* Does the list decide the whole status: charges, codes and amounts. */
bool list_is_core(const Program *program, const AnswerList *list);

/* Calls `visit` with every thing of `type`; where a list of things on the way is unknown or absent, with NULL, the
 * thing whose list it is and that value. */
void each_thing(Run *run, const ThingType *type, void (*visit)(void *context, Frame *frame, Frame *around, Value missing), void *context);

/* Is it gathered in this run: part of every determination, or asked for. */
bool list_is_gathered(const Run *run, const AnswerList *list);

/* Do two runs say the same? Also of two programs; what is not there is alike when it is absent alike. */
bool value_alike(Value a, Value b);
bool entry_alike(const Entry *a, const Entry *b);
/* Of two runs of one program. */
bool answers_differ(const Answer *main, const Answer *other);

/* A part of a record by index, or of a plain value the value. */
Value entry_part(const Entry *entry, const char *part);
/* The same where it is a text; else empty. */
Text entry_text(const Entry *entry, const char *part);
/* The amount a core entry stands for: a charge's amount, else the value. */
Value entry_amount(const Entry *entry);

#endif

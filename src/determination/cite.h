/* determination/cite.h - what a value rests on: the rows that fired below it, and their sources. Inside of the room. */
#ifndef DECLARANT_DETERMINATION_CITE_H
#define DECLARANT_DETERMINATION_CITE_H

#include "determination/determination.h"

/* Citations of one run, numbered, so that each is kept once however many values rest on it. */
typedef struct Citing {
    Task *task;
    LIST_OF(Cited) known;      /* every citation met so far */
    LIST_OF(uint32_t) rounds;  /* per citation: the list it was taken into last */
    uint32_t *places;          /* open addressing: 1 + number of a citation */
    size_t place_room;
    uint32_t round;            /* number of the list at hand */
    LIST_OF(uint32_t) list;    /* the list at hand: numbers of citations, in order */
} Citing;

/* The bases of a decision's note and of all it read: own rows first, each citation once. */
CitedList cited_below(Citing *citing, Frame *frame, uint16_t slot);
/* Those of one row. */
CitedList cited_row(Citing *citing, const Note *note, const SheetRow *row);
/* Those of one note alone. */
CitedList cited_here(Task *task, const Note *note);
/* The row that made a thing. */
CitedList cited_maker(Task *task, const RunFrame *made);

bool same_cited(const Cited *a, const Cited *b);

#endif

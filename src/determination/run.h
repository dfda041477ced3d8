/* determination/run.h - one case running through one program.
 *
 * Slots are worked out on first reading and kept. Beside each slot of a decision stands a Note: which sheet
 * answered, for which day, which rows fired, and, when tracing, what was read on the way. A run can be
 * reset and started again under another reading, voice or fact; its memory is reused.
 */
#ifndef DECLARANT_DETERMINATION_RUN_H
#define DECLARANT_DETERMINATION_RUN_H

#include "determination/program.h"
#include "determination/rates.h"

typedef struct ReadNote { /* a slot that a decision read */
    Frame *frame;
    uint16_t slot;
} ReadNote;

typedef struct ConversionNote { /* money turned into the page's currency */
    const Money *money;
    Value rate;     /* the rate used */
    Frame *exchange; /* the exchange rate told in the case */
    Value divisor;   /* of a crossing, the rate that was divided by; else VALUE_NOTHING */
    Value result;
} ConversionNote;

typedef struct OpenItem { /* what a row of a collect table says that only perhaps fires */
    Value value;
    const Hang *hang; /* the inputs that keep the row open */
} OpenItem;

typedef struct Note {
    const Decision *decision;
    const Sheet *sheet;       /* that answered; NULL: none did */
    int64_t day;              /* the day its clock showed */
    bool has_day;
    const uint64_t *fired;    /* rows that fired for sure */
    const uint64_t *possible; /* rows that fire for sure or perhaps; NULL: same as fired */
    const Hang *hang;         /* what keeps the possible ones open */
    uint32_t reading;         /* QUESTION: 1 + the reading answered under */
    LIST_OF(ReadNote) reads;
    LIST_OF(struct Note *) calls; /* of knowledge models */
    LIST_OF(ConversionNote) conversions;
    LIST_OF(OpenItem) open;   /* of a list: items that only perhaps belong to it */
    const struct CitedBelow *below; /* what its readings rest on, once it was asked (cite.c) */
    struct Note *more;        /* the note of the next layer, of a list to which several layers add */
} Note;

/* What hangs on a frame's `record`: one entry per slot. */
typedef struct FrameRecord {
    uint32_t *rows; /* 1 + the row that fired last in the slot's decision; 0: none or several */
    Note **notes;   /* only when tracing: NULL until the decision is worked out */
} FrameRecord;

/* Where an ABSENT comes from. */
typedef struct Absence {
    const Decision *decision;
    const Sheet *sheet;
    const SheetRow *row;  /* that says so; NULL: no row was in force, or none fits */
    const SheetRow *other; /* CONFLICT: the second row that fires */
    Frame *frame;
    int64_t day;
    bool has_day;
    bool gap;             /* rows are in force that day, but none fits these facts */
} Absence;

typedef struct RunFrame { /* a frame with what a run needs beside it */
    Frame frame;
    FrameRecord record;   /* what frame.record points to */
    const Decision *const *decided; /* per slot: the decision that fills it, or NULL */
    Value *told;          /* slots as they stand before the run */
    const SheetRow *maker; /* of a made thing: the row that made it */
    Note *maker_note;      /* and the note of the decision it belongs to; NULL when not tracing */
    struct RunFrame *next; /* the next frame told in the case */
} RunFrame;

typedef struct Run {
    Vm vm;                  /* first: the vm's callbacks find the run by it */
    const Program *program;
    Region *region;         /* made things, values and notes of one run */
    Frame *root;
    RunFrame *told;         /* all frames told in the case */
    uint32_t *choices;      /* per question: 1 + the reading to answer under; 0: the first in force */
    bool *asked;            /* per question: some decision of this run asked it */
    uint32_t voice;         /* 1 + the voice heard over the law; 0: none */
    const RateTable *rates; /* exchange rates beside those of the case; NULL: none */
    bool rates_go_on;       /* on a day for which no rate is told, the one that ended last goes on */
    bool house;             /* the house's positions answer first */
    Text lists;             /* lists that are gathered though answers.md leaves them to whoever asks for them, joined by commas */
    bool proving;           /* boxes are tried out: what a case tells is open */
    bool telling;           /* and is told in full, as a user would */
    bool tracing;           /* notes keep what was read */
    uint32_t made;          /* things made in this run */
    LIST_OF(Note *) calls;  /* tracing: notes of knowledge models called */
    const Decision *decision; /* being worked out, */
    const Sheet *sheet;     /* on which sheet, */
    Note *note;             /* noted where (tracing only), */
    Frame *frame;           /* for which thing, */
    int64_t day;            /* and on which day its clock stands */
    bool has_day;
} Run;

void run_init(Run *run, const Program *program, Region *region);
/* From now on notes keep what was read; before the first frame is made. */
void run_trace(Run *run);
/* A frame of `type` in `parent`; told slots UNSET. Linked into the run's told frames when `told`. */
RunFrame *run_frame(Run *run, const ThingType *type, Frame *parent, bool told);
/* The run's notes beside a frame; NULL for the frame of a knowledge model's parameters. */
static inline const RunFrame *run_frame_of(const Frame *frame)
{
    return frame->record ? (const RunFrame *)frame : NULL; /* the Frame is the first field of its RunFrame */
}
/* Set a slot before running: a fact, or a decision that is not to be worked out. */
void run_tell(Frame *frame, uint16_t slot, Value value);
/* Forget all results; keep what was told. */
void run_reset(Run *run);
/* The same where whoever tells puts every slot back. */
void run_restart(Run *run);

/* Work out a slot that is UNSET; run_read does when it must. */
Value run_resolve(Run *run, Frame *frame, uint16_t slot);
/* The value of a slot, worked out if need be. */
static inline Value run_read(Run *run, Frame *frame, uint16_t slot)
{
    return frame->slots[slot].kind == VALUE_UNSET ? run_resolve(run, frame, slot) : frame->slots[slot];
}
static inline Note *run_note(const Frame *frame, uint16_t slot)
{
    const FrameRecord *record = frame->record;
    return record && record->notes ? record->notes[slot] : NULL;
}
/* 1 + the row that fired in the decision of a slot already worked out; 0: none, or several. */
static inline uint32_t run_row(const Frame *frame, uint16_t slot) { return ((const FrameRecord *)frame->record)->rows[slot]; }

/* Every note of a traced run: of decisions of all things, told and made, and of knowledge models (frame NULL). */
void run_each_note(Run *run, void (*visit)(void *context, Frame *frame, uint16_t slot, const Note *note), void *context);

/* A knowledge model called from an expression. */
Value run_call(Vm *vm, const FeelFunction *function, Frame *here, const Value *arguments);

/* "s1/1/2": the ids from the outermost thing's child down. Empty for the outermost itself. */
Text frame_path(Region *region, const Frame *frame);

/* Every fault met in strict evaluation, as problems. */
void run_report_faults(const Run *run, Report *report);

#endif

/* feel/frame.h - the things of a case, and the slots an expression reads and the engine fills.
 *
 *     case ── shipments ── shipment ── invoice lines ── invoice line ── declaration lines ── declaration line
 *
 * Each thing is a Frame: a pointer to the thing around it and one Value per slot. A name in an expression
 * is compiled to (up, slot): so many frames outward, then that slot. A slot that is UNSET is worked out on first
 * reading by the vm's `resolve` (a decision is evaluated, a fact not told becomes UNKNOWN or NOT_THERE).
 */
#ifndef DECLARANT_FEEL_FRAME_H
#define DECLARANT_FEEL_FRAME_H

#include "feel/type.h"

typedef struct Slot {
    Text name;        /* "entry day" */
    const Type *type; /* static type */
    bool is_money;    /* a told amount that may need conversion when read: VALUE_MONEY is possible */
    void *meaning;    /* what the program behind it wants to know of the slot (fact, decision, ...) */
} Slot;

struct ThingType {
    Text name;               /* "invoice line" */
    Text many;               /* "invoice lines"; empty for the outermost */
    const ThingType *within; /* the thing around it; NULL for the outermost */
    uint16_t depth;          /* 0 for the outermost */
    uint16_t count;          /* slots */
    uint32_t index;          /* which thing type of the program */
    const Slot *slots;       /* count slots; own facts, decisions, lists of inner things */
    Type type;               /* TYPE_THING of this */
    Type list;               /* TYPE_LIST of this */
};

/* struct Frame itself stands in value/value.h, which prints a thing as its id. */

#endif

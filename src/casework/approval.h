/* casework/approval.h - a second pair of eyes: who approved a record, and whether that counts.
 *
 * Only `case approve` makes an approval that counts: whoever says it is who recorded it, and did not make what is approved. What somebody writes down of another ("case add CASE approval") is
 * kept and shown as told by whoever wrote it, and nothing goes on under it (docs/decisions/0027-told-by-hand.md).
 */
#ifndef DECLARANT_CASEWORK_APPROVAL_H
#define DECLARANT_CASEWORK_APPROVAL_H

#include "ledger/ledger.h"

typedef struct Approval {
    Text of;      /* hash of what it is about */
    Text says;    /* "approved", or what else was told */
    Text who;     /* who says it */
    Text by;      /* who recorded it */
    Text told_by; /* who wrote it down by hand; empty: it was made with `case approve` */
} Approval;

/* The members of a record of kind approval; all empty where its body cannot be read. */
Approval approval_read(Task *task, const Record *record);
/* Is it by somebody else than the maker and the author of `record`, in person? */
bool approval_counts(Task *task, const Approval *approval, const Record *record);
/* Did this person make the record, or is named in it as its author? */
bool approval_by_author(Task *task, const Record *record, Text who);

/* Was the record of this body written down by hand, of whomever? NULL: not so. */
bool is_told(const Json *body);
/* A record written down by hand, as `case add` takes it: its body says who told it where its kind is an act of somebody. NULL with an error. */
const Record *record_told(Task *task, Ledger *ledger, const NewRecord *new, const Source *file);

#endif

/* casework/invoice_demands.h - what the law, the trade and the voices of a country ask of an invoice, and what it costs to leave it out.
 *
 *     case ──determine──▶ list "demands" ──▶ each with the fact that is told otherwise when it is left out ──run again──▶ money
 *
 * A demand is a row of a rulebook (answers.md, type demand). The money is reckoned, never claimed: the case is determined once as it
 * should be and once with that fact told as its "left out" says.
 */
#ifndef DECLARANT_CASEWORK_INVOICE_DEMANDS_H
#define DECLARANT_CASEWORK_INVOICE_DEMANDS_H

#include "determination/lawbook.h"

typedef struct InvoiceCost { /* of leaving something out: the change against the case as it should be */
    bool reckoned;      /* the demand names a fact, and both runs came out */
    Text left_out;      /* "priced apart = false" */
    Value charges;      /* due at the border and beside it; UNKNOWN where one is open */
    Value value;        /* customs values; UNKNOWN likewise */
    Value most;         /* the highest due over other readings and open facts; UNKNOWN likewise */
    Text currency;
} InvoiceCost;

typedef struct InvoiceDemand {
    const Entry *entry;  /* a record of type demand */
    const Determination *answer; /* whose entry it is */
    Text voice;          /* id of the guidance voice that asks; empty: the law's pages */
    Text demand, place, says, looks_for, wording, without, left_out; /* parts of the record; empty: null */
    bool counts;         /* there may be `most` of what is counted */
    Decimal most;
    bool advice;         /* a voice asks, or practice that nobody held against a text */
    bool perhaps;        /* it hangs on facts that are not told whether it applies */
    InvoiceCost cost;
} InvoiceDemand;

typedef struct InvoiceDemands {
    LawbookOutcome outcome;
    CaseHead head;
    const Determination *answer; /* DETERMINED */
    LIST_OF(InvoiceDemand) at;   /* the law's first, then those of voices */
} InvoiceDemands;

/* NULL with errors. `costs`: reckon the money, too. */
const InvoiceDemands *invoice_demands(Task *task, Lawbook *lawbook, const Source *source, const DetermineOptions *options, bool costs);

/* Has the country of the answer a page of its own on invoices, for this movement? Where it has none, no demand of the law is no leave. */
bool invoice_law_is_known(const Determination *answer);

#endif

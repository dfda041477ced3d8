/* casework/invoice_sample.h - an invoice as the demands ask for it, filled with what a case tells; and the other way round, a case from what
 * an invoice tells.
 *
 *     case + demands ──invoice_sample──▶ Invoice ──invoice_ubl──▶ UBL 2.1
 *     Invoice ──invoice_case──▶ a case as JSON
 *
 * Nothing is invented: a party, a number, a day that the case does not tell stays open, and so does content or form of delivery that the
 * invoice does not name.
 */
#ifndef DECLARANT_CASEWORK_INVOICE_SAMPLE_H
#define DECLARANT_CASEWORK_INVOICE_SAMPLE_H

#include "casework/invoice_check.h"

/* Forms of the words on a sample; {1} is the name of the goods, or what it says. */
typedef struct SampleWords {
    Text carrier;   /* "{1}: carrier medium" */
    Text software;  /* "{1}: software licence" */
    Text together;  /* "{1}: carrier medium with software licence" */
    Text machine;   /* "{1}" */
    Text repair;    /* "Repair of {1}" */
    Text service;   /* "{1} (service)" */
    Text royalty;   /* "Royalty for {1}" */
    Text updates;   /* "Updates of {1} are in the price." */
    Text earlier;   /* "Paid with entry {1}; value for customs only." */
    Text tax;       /* "no tax is charged: category {1}" */
} SampleWords;

/* Of each shipment told the sample is one invoice; of a case with several the first. */
const Invoice *invoice_sample(Task *task, const InvoiceDemands *demands, const struct Phrases *phrases, int language, const SampleWords *forms);

/* A case in JSON from what the invoice tells; its lines are called by the numbers of the invoice's, "1+2". `jurisdiction` and `movement` may be empty. */
Text invoice_case(Task *task, const Invoice *invoice, const InvoiceWords *words, Text jurisdiction, Text movement);

/* UBL 2.1. Elements of what is open are left out. */
void invoice_ubl(Builder *out, const Invoice *invoice);

#endif

/* casework/invoice_check.h - what is wrong with an invoice, and what is missing on it.
 *
 *     invoice ──invoice_sums.c──▶ findings in the arithmetic ─┐
 *     invoice + case ──invoice_against.c──▶ what differs ─────┼─▶ InvoiceFindings
 *     invoice + demands ──invoice_check.c──▶ what is missing ─┘
 *
 * A finding has a name, a place in the file, the figures of its sentence and, where a demand asks for what is missing, that demand with
 * its article and cost. No figure is forgiven: what is reckoned must stand there, to half of the currency's smallest unit where a product
 * is rounded, and exactly where sums are drawn.
 */
#ifndef DECLARANT_CASEWORK_INVOICE_CHECK_H
#define DECLARANT_CASEWORK_INVOICE_CHECK_H

#include "casework/invoice.h"
#include "casework/invoice_demands.h"

typedef enum FindingLevel {
    FINDING_MUST,   /* arithmetic, and demands of the law or of practice that is known */
    FINDING_SHOULD, /* demands of a voice, and habits of the trade */
    FINDING_OPEN    /* it cannot be known whether it is met, or whether it is asked */
} FindingLevel;

enum { FINDING_FIGURES = 5 };

typedef struct InvoiceFinding {
    const char *name;             /* "line_amount"; its sentence is the word FOUND_line_amount */
    FindingLevel level;
    Span span;                    /* where; none: nowhere in particular */
    Text element;                 /* the same as a path; or empty */
    Text figures[FINDING_FIGURES]; /* what fills the sentence */
    uint32_t figure_count;
    const InvoiceDemand *demand;  /* what asks for it; NULL: arithmetic */
} InvoiceFinding;

typedef struct InvoiceFindings {
    LIST_OF(InvoiceFinding) at;
    uint32_t counts[FINDING_OPEN + 1]; /* by level */
    uint32_t met;                      /* demands that are met */
    Region *region;
} InvoiceFindings;

/* The figures alone. */
void invoice_sums(Task *task, const Invoice *invoice, const InvoiceWords *words, InvoiceFindings *findings);
struct Phrases;
typedef struct MissingOptions {
    const struct Phrases *phrases; /* wordings in other languages count, too; NULL: in English only */
    bool made;                     /* the case was made by invoice_case: its ids name the lines; else they are found by the name of the goods */
} MissingOptions;
/* What the demands ask for. */
void invoice_missing(Task *task, const Invoice *invoice, const InvoiceWords *words, const InvoiceDemands *demands, const MissingOptions *options, InvoiceFindings *findings);

/* Against the case: price of the goods, day, serial numbers. Not for a case that was made of the invoice. */
void invoice_against(Task *task, const Invoice *invoice, const InvoiceWords *words, const InvoiceDemands *demands, InvoiceFindings *findings);

/* What a line is, from its own word or from the words in its name. */
unsigned invoice_line_signs(Task *task, const InvoiceWords *words, const InvoiceRecord *line);

/* The same of all lines, where each is looked at beside the others of its product. */
typedef struct LineKinds {
    unsigned *signs;  /* per line */
    size_t *software; /* per line whose name has its product's word for software: 1 + the line of software it is the carrier of; 0: none */
} LineKinds;
LineKinds invoice_line_kinds(Task *task, const InvoiceWords *words, const Invoice *invoice);
/* A line of software, of no carrier, service or machine. */
bool invoice_is_software(unsigned signs);

/* Inside of the room: a new finding; figures are filled in by the caller. */
InvoiceFinding *finding_add(InvoiceFindings *findings, const char *name, FindingLevel level, const InvoiceValue *at);

#endif

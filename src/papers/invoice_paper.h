/* papers/invoice_paper.h - two papers on invoices: what one must say, with a sample; and what is wrong with one. */
#ifndef DECLARANT_PAPERS_INVOICE_PAPER_H
#define DECLARANT_PAPERS_INVOICE_PAPER_H

#include "casework/invoice_sample.h"
#include "papers/paper.h"
#include "rulebook/phrases.h"

typedef struct InvoicePaperOptions {
    int language;           /* 0 en, 1 zh, 2 vi */
    Text about;             /* the file */
    const Phrases *phrases; /* what the pages say, in other languages; NULL: English */
    bool case_made;         /* the case was made from the invoice */
} InvoicePaperOptions;

/* Forms of the words on a sample, in a language. */
SampleWords sample_words(int language);
/* `open`: what is missing on the sample. */
Paper *invoice_paper(Region *region, const InvoiceDemands *demands, const Invoice *sample, const InvoiceFindings *open, const InvoicePaperOptions *options);
/* `demands` NULL: none were looked at. `signs`: per line what it was read as. */
Paper *invoice_check_paper(Region *region, const Invoice *invoice, const InvoiceDemands *demands, const InvoiceFindings *findings, const unsigned *signs, const InvoicePaperOptions *options);

#endif

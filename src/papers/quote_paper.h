/* papers/quote_paper.h - a quote as a paper, and what became of it. */
#ifndef DECLARANT_PAPERS_QUOTE_PAPER_H
#define DECLARANT_PAPERS_QUOTE_PAPER_H

#include "casework/quote.h"
#include "papers/paper.h"

typedef struct QuoteWords { /* what the paper says beside its own words */
    Text about;                                      /* the file of the case */
    Text engine;                                     /* version of the program */
    Text layer, as_of, known_on;                     /* as they were asked for; or empty */
    Text (*phrase)(void *context, Text english);     /* a text of a page in the reader's language */
    void *context;
} QuoteWords;

/* With its hash in place: the JSON of this paper can be read back by quote_read. NULL with errors. */
Paper *quote_paper(Task *task, const Quote *quote, const QuoteWords *words, int language);
Paper *quote_comparison_paper(Task *task, const QuoteComparison *comparison, const QuoteWords *words, int language);

#endif

/* papers/law_book.h - the rulebooks as one HTML document for people who read law: tables, citations, timeline, index of sources.
 *
 *     Rulebooks + Phrases ──law_book_make──▶ one file that needs no other: no script, no font, no picture from outside
 *
 * Every row is an anchor under its own id; every source stands in the index of its country.
 */
#ifndef DECLARANT_PAPERS_LAW_BOOK_H
#define DECLARANT_PAPERS_LAW_BOOK_H

#include "rulebook/model.h"
#include "rulebook/phrases.h"

typedef struct LawBookOptions {
    int language;            /* of headings and of the book's own words: 0 en, 1 zh, 2 vi */
    const char *data_folder; /* where phrases and the names of countries lie; NULL: codes stand for names, English for all */
} LawBookOptions;

typedef struct LawBookCounts { /* what is in the book */
    uint32_t pages, decisions, rows, sources, unverified;
} LawBookCounts;

/* The document behind what `out` holds. `books`: read with no error; all of one country, or of all. */
void law_book_make(Task *task, Builder *out, const Rulebooks *books, const LawBookOptions *options, LawBookCounts *counts);

#endif

/* papers/book.h - inside of the law book: what its parts share. Nobody else includes this.
 *
 *     law_book.c gathers and frames, book_page.c goes through a page, book_table.c shows tables, book_index.c what stands at the end
 */
#ifndef DECLARANT_PAPERS_BOOK_H
#define DECLARANT_PAPERS_BOOK_H

#include "papers/html.h"
#include "papers/law_book.h"
#include "papers/words.h"
#include "rulebook/markdown.h"
#include "rulebook/names.h"

typedef struct BookDecision { /* a block of the model with its places in the document */
    const DecisionBlock *block;
    Text anchor;
    Text *rows; /* anchor of each row, or of each reading of a question */
} BookDecision;

typedef struct BookPage {
    const Page *page;
    Text anchor;
    BookDecision *decisions; /* one for each of the page's */
} BookPage;

typedef struct BookLink { /* to a place in the document */
    Text anchor, words;
} BookLink;

typedef struct BookSource { /* a source of a country, once, whatever pages it stands on */
    const LawSource *source;
    Text anchor;
    LIST_OF(BookLink) cited_by; /* rows, readings, formulas, registers of a page; each once */
} BookSource;

typedef struct BookCountry {
    Text code;
    Text name;            /* in the reader's language; the code where it has none */
    uint32_t scope;       /* of its names in Book.names and of its sources in Book.sources */
    uint32_t page_count;
    BookPage *pages;      /* the law first, then voices, then the house's positions */
    LIST_OF(BookSource *) sources;
    int64_t first, last;  /* days from and to which the bars run */
    uint32_t row_count, unverified;
} BookCountry;

typedef struct Book {
    Task *task;
    Region *region;
    Builder *out;
    const Rulebooks *books;
    const Phrases *phrases;
    int language;
    NameIndex anchors;    /* what is taken, under scope 0 */
    NameIndex names;      /* Text * : where a fact or a decision of a country is explained */
    NameIndex sources;    /* BookSource * */
    NameIndex catalogues; /* CatalogueName * : the words of a name */
    uint32_t country_count;
    BookCountry *countries;
} Book;

/* ---- law_book.c ---- */

/* An anchor that is free: `wanted`, else with `~` and `other` behind it, else with a number, too. */
Text book_anchor(Book *book, Text wanted, Text other);
static inline Text book_word(const Book *book, Word which) { return word(which, book->language); }
/* A text of a page in the reader's language; itself where nobody has translated it. */
Text book_phrase(const Book *book, Text english);
/* A text of a page in language 1 or 2, from the phrases or a catalogue; empty where it has none. */
Text book_translated(const Book *book, Text english, int language);
Confidence row_confidence(const Row *row);

/* ---- pieces that all parts show (book_table.c) ---- */

void put_days(Book *book, const BookCountry *country, DaySpans days);
Text days_words(Region *region, DaySpans days);
void put_citations(Book *book, const BookCountry *country, Citations citations);
/* A badge for everything less than read. */
void put_confidence(Book *book, Confidence confidence);
/* A name, as a link to where it is explained. */
void put_name(Book *book, const BookCountry *country, Text name);
/* The same in other words. */
void put_name_as(Book *book, const BookCountry *country, Text name, Text words);
void put_row_link(Book *book, Text anchor, Text words);
/* A heading's translations into the other languages, where they exist, as a line of their own. */
void put_other_languages(Book *book, Text english);

void put_decision_table(Book *book, const BookCountry *country, const BookDecision *decision);
void put_readings(Book *book, const BookCountry *country, const BookDecision *decision);
/* All examples of a decision, folded. */
void put_examples(Book *book, const DecisionBlock *block);

/* ---- book_page.c, book_index.c ---- */

void put_page(Book *book, const BookCountry *country, const BookPage *page);
void put_country_indexes(Book *book, const BookCountry *country);
void put_facts(Book *book);

#endif

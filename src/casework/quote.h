/* casework/quote.h - a quote: what a case will cost, with what it rests on and the last day it holds; and later held against what became of it.
 *
 *     case ──determine, under law and house──▶ answer ──validity──▶ Quote ──papers──▶ its JSON, which keeps the case
 *     Quote's JSON + final case or determination ──▶ QuoteComparison, line by line
 *
 * A quote reckons nothing: every figure is the engine's.
 */
#ifndef DECLARANT_CASEWORK_QUOTE_H
#define DECLARANT_CASEWORK_QUOTE_H

#include "determination/validity.h"

typedef struct QuoteRate { /* an exchange rate that a figure rests on */
    Text pair;    /* "USD/VND" */
    Value rate;
    Text source;  /* who published it */
    int64_t first, last;
    bool has_first, has_last;
} QuoteRate;

typedef struct QuoteReading { /* an open question, and how it was answered */
    const Decision *question;
    const Reading *reading;
} QuoteReading;

typedef struct Quote {
    LawbookOutcome outcome;
    CaseHead head;
    Text given;                  /* the case, as it was read */
    const Determination *answer; /* DETERMINED, as all below */
    const Validity *validity;
    Value all;                   /* the three totals together; UNKNOWN where one of them is */
    LIST_OF(QuoteRate) rates;
    LIST_OF(QuoteReading) readings;
    LIST_OF(const Fact *) untold; /* that are there only when told, and were looked at: taken as not there */
} Quote;

/* NULL with errors. */
const Quote *quote_of(Task *task, Lawbook *lawbook, const Source *source, const DetermineOptions *options);

/* ---- held against what became of it ---- */

typedef enum QuoteFate { QUOTE_SAME, QUOTE_MORE, QUOTE_LESS, QUOTE_NEW, QUOTE_GONE, QUOTE_OPEN } QuoteFate;
const char *fate_name(QuoteFate fate); /* "same" ...; open: no number on one side */

typedef struct QuotedLine {
    Text total;   /* "border", "beside", "house" */
    Text charge, of;
    Value amount; /* NULL: not a number */
    Value lowest, highest; /* NULL: no range */
} QuotedLine;

typedef struct QuotedRate {
    Text pair, rate;
} QuotedRate;

typedef struct QuoteFile { /* a quote read back */
    const Json *json;
    Text given;   /* the case it keeps */
    Text law, engine, as_of, known_on, layer, currency, hash;
    bool house;   /* the house was heard */
    LIST_OF(QuotedLine) lines;
    LIST_OF(QuotedLine) totals; /* charge is "border", "beside", "house", "all" */
    LIST_OF(QuotedRate) rates;
} QuoteFile;

/* The digest of a quote's JSON, its own "hash" left out; so the same however it is laid out. */
Text quote_digest(Task *task, const Json *json);
typedef enum QuoteRead { QUOTE_READ, QUOTE_FAULT, QUOTE_TAMPERED } QuoteRead;
/* FAULT: it is no quote; TAMPERED: it is not what it was when it was made. Both with an error. */
QuoteRead quote_read(Task *task, const Source *source, QuoteFile *out);

typedef struct ComparedLine {
    const QuotedLine *quoted; /* NULL: new */
    QuotedLine final;         /* total, charge and of are set in any case */
    QuoteFate fate;
    Value difference;         /* NULL where one side is no number */
    bool ranged;              /* the quote gave a range, */
    bool within;              /* and the final figure lies in it */
    Causes causes;            /* the rules at which the two part */
} ComparedLine;

typedef struct ComparedRate {
    Text pair, quoted, final;
} ComparedRate;

typedef struct QuoteComparison {
    const QuoteFile *quote;
    bool from_case;           /* the final side is a case, determined now; else a determination's JSON */
    bool no_house;            /* the final side was determined without the house: its fees are left out */
    bool other_law;           /* the rulebooks are not those of the quote */
    bool rerun_differs;       /* the quote's own case now comes to other figures: the rulebooks, not the facts, changed them */
    Text law;                 /* of the final side */
    const Determination *then, *final; /* the quote's case and the final one, determined now; NULL where there is none */
    LIST_OF(ComparedLine) lines;
    LIST_OF(ComparedLine) totals;
    LIST_OF(ComparedRate) rates; /* that are not alike */
} QuoteComparison;

/* NULL with errors. `final` is a case or the JSON of a determination; `options` are those for both runs, but for the days of the quote. */
const QuoteComparison *quote_compare(Task *task, Lawbook *lawbook, const QuoteFile *quote, const Source *final, const DetermineOptions *options);

#endif

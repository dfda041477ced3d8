/* papers/sheet.h - the country sheet: what an importer of software asks about a country, answered for one day.
 *
 *     questions, cases, asks (data/sheet/) ──▶ each case under the law of the country ──▶ answers, each with its article
 *
 * The questions are those of a guide of the US Commercial Service, in its order. Which case shows an answer, and what of its
 * determination, is data; nothing here knows a country.
 *
 *     questions.csv  id, part, en, zh, vi        "C9", "C", the question
 *     cases.csv      case, en, zh, vi            NAME.json beside it; what it is about
 *     asks.csv       question, case, list, name  a list of a determination, and in it: a decision, a topic or another name, a kind of
 *                                                charge; "not KIND" for the others; empty for all
 *
 * A case of the sheet tells no day and no country, and its money is in XXX (ISO 4217: no currency), for which the country's own stands in.
 */
#ifndef DECLARANT_PAPERS_SHEET_H
#define DECLARANT_PAPERS_SHEET_H

#include "determination/lawbook.h"
#include "rulebook/phrases.h"

typedef struct SheetCitation {
    Text row;                /* id; empty: a formula or a register */
    const LawSource *source;
    Text article;            /* "6(5)", or empty */
    Confidence confidence;   /* of the source, lowered by the row */
} SheetCitation;

typedef struct SheetEntry { /* one thing that the law says to a question */
    Text list;              /* "lines" */
    Text name;              /* as the pages write it: "customs duty" */
    Text key;               /* equal in two sheets when it is the same thing */
    Text words;             /* the name in the reader's language */
    Text says;              /* what holds, in the reader's language; may be empty */
    Text plain;             /* what holds, as the pages have it: for comparing */
    Text hangs;             /* names of facts it hangs on, or on which it depends whether it is there; empty: none */
    bool none;              /* the law asks nothing here: a cited answer, too */
    Status status;
    Confidence confidence;
    const LawSource *voice; /* a voice says so, not the law; NULL: the law */
    Text question, reading; /* it is so under this reading of this open question; empty: under the one answered under */
    uint32_t citation_count;
    const SheetCitation *citations; /* of the decision that says it */
    const Entry *entry;
    const Determination *answer;    /* whose entry it is */
} SheetEntry;

typedef struct SheetCase {
    Text name, about;
    bool covered;           /* some page of the country is for it */
    LIST_OF(SheetEntry) entries; /* in the order of the asks, then of the determination; what voices and readings say comes last */
} SheetCase;

typedef struct SheetQuestion {
    Text id, part, words;
    bool read;              /* something in the law that was read answers it */
    LIST_OF(SheetCase) cases;
} SheetQuestion;

typedef struct CountrySheet {
    Text country;           /* ISO 3166 alpha-2 */
    Text name;              /* in the reader's language */
    int64_t as_of;
    Text law;               /* hash of the pages of the first case */
    LIST_OF(SheetQuestion) questions;
} CountrySheet;

typedef struct SheetOptions {
    Text country;
    int64_t as_of;
    int language;            /* 0 en, 1 zh, 2 vi */
    const char *data_folder; /* where sheet/ lies */
} SheetOptions;

/* NULL with errors in the report: the data of the sheet or the rulebooks are at fault. */
const CountrySheet *sheet_make(Task *task, Lawbook *lawbook, const SheetOptions *options);
bool sheet_covered(const CountrySheet *sheet); /* does it answer anything */

typedef struct SheetChange { /* one thing that differs between two days */
    const SheetQuestion *question;
    const SheetCase *of;
    const SheetEntry *before, *after; /* NULL: not there on that day */
} SheetChange;

typedef struct SheetChanges {
    LIST_OF(SheetChange) list;
} SheetChanges;

/* What differs: in what is said, or in the rows that say it. */
SheetChanges sheet_changes(Region *region, const CountrySheet *before, const CountrySheet *after);

/* As JSON; `out` gets one object. */
void sheet_json(Builder *out, const CountrySheet *sheet);
void sheet_changes_json(Builder *out, const CountrySheet *before, const CountrySheet *after, const SheetChanges *changes);

#endif

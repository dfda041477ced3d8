/* casework/selfcheck.h - the three self-checks: what contracts say, which codes software has, which reliefs fit.
 *
 *     folder, cases, book ──selfcheck_path──▶ each case under its law ──▶ points of contracts, codes, reliefs ──▶ three sheets
 *
 * What a contract should say, what a code is and whether a relief fits are rows of the rulebooks (types `mark`, `code`, `relief` of
 * answers.md); here a case is only asked, asked again with other facts, and held against what is told.
 */
#ifndef DECLARANT_CASEWORK_SELFCHECK_H
#define DECLARANT_CASEWORK_SELFCHECK_H

#include "casework/table.h"
#include "determination/classify.h"
#include "determination/compare.h"
#include "determination/hints.h"

typedef enum Standing { STANDS_WELL, STANDS_OPEN, STANDS_BADLY } Standing; /* open: something is not known */

/* ---- contracts ---- */

typedef struct ContractPoint { /* one thing a contract should say */
    const Entry *entry;        /* of the list of marks */
    Text mark;                 /* "type of licence" */
    Text state;                /* "marked", "unclear", "missing", "conflicting", "not told"; empty: open */
    Standing standing;
} ContractPoint;

typedef struct TriedFact {     /* the case with each value of a fact on which something hangs */
    Text mark;                 /* of the point it was tried for */
    const LawSource *voice;    /* heard over the law; NULL: the law */
    uint32_t count;
    const Text *values;        /* of the fact, */
    const Determination **answers; /* and what the case comes to with each; NULL where it cannot be asked */
    LIST_OF(const Entry **) differing; /* entries that are not alike in all: one place a value, NULL where it is not there */
} TriedFact;

typedef struct Guidance {      /* what a voice says of the contract beyond the law */
    const LawSource *voice;
    const Entry *entry;        /* of the list of risks */
} Guidance;

typedef struct ContractCheck {
    Text file;                 /* "deal.json", "book.csv:3" */
    Text of;                   /* path of the contract */
    Text country;
    const Determination *answer;
    Standing standing;         /* worst of its points */
    LIST_OF(ContractPoint) points;
    LIST_OF(TriedFact) tried;
    LIST_OF(Guidance) guidance;
} ContractCheck;

/* ---- codes ---- */

typedef struct CodeCheck {
    Text file, of;             /* path of the declaration line */
    Text name;                 /* of the software, as told; may be empty */
    Text code;                 /* that is judged; empty: none was given */
    Text by;                   /* fact that tells it ("recommended code"), or empty: on the list itself or by a voice */
    const LawSource *voice;    /* that would give it; NULL: none */
    const Determination *answer;
    Candidates candidates;
    Assessment assessment;     /* of `code`, where there is one */
    HintList hints;            /* from the name: shown, never used */
    Standing standing;
} CodeCheck;

/* ---- reliefs ---- */

typedef struct ReliefCheck {
    Text file;
    const Determination *answer;
    const Entry *entry;        /* of the list of reliefs */
    Text relief;               /* name */
    Text fits;                 /* "fits", "does not fit"; empty: open */
    bool claimed;              /* the case claims it */
    bool tried;                /* its worth is what the case costs without it less what it costs with it */
    Value worth;               /* a number; UNKNOWN or other: it cannot be reckoned */
    Standing standing;         /* claimed, and does not fit: badly */
} ReliefCheck;

/* ---- the whole ---- */

typedef struct NotChecked {    /* a case that no law here answers */
    Text file;
    LawbookOutcome outcome;    /* UNTOLD or NOT_COVERED */
    CaseHead head;
} NotChecked;

typedef struct SelfCheck {
    Task *task;
    Lawbook *lawbook;
    DetermineOptions options;  /* as asked; lists are added */
    const Nomenclature *hs;    /* may be NULL */
    const ProductWords *words; /* may be NULL */
    Text country;              /* of software on a list whose row tells none; may be empty */
    TableOptions tables;       /* how tables are read */
    bool contracts, codes, reliefs; /* what is to be checked */
    uint32_t cases;            /* looked at, LIMIT_SELFCHECK_CASES at most */
    bool too_many;             /* there were more */
    LIST_OF(ContractCheck) contract_checks;
    LIST_OF(CodeCheck) code_checks;
    LIST_OF(ReliefCheck) relief_checks;
    LIST_OF(NotChecked) not_checked;
} SelfCheck;

/* A folder with all its files, or one file: a case (.json), a book of cases (.jsonl), a list of software (.csv or .xlsx with a column "function" or
 * "medium"), a book of contracts (any other table: one contract a row; "jurisdiction" and "movement" are the case's, "payment.purpose" and
 * "line.delivery_form" those of the things within and beside it). A file at fault is told in the report and left out. */
void selfcheck_path(SelfCheck *check, const char *path);
/* One case; what it is called in the sheets is the source's name. */
void selfcheck_case(SelfCheck *check, const Source *source);
/* Software by its name alone. */
void selfcheck_name(SelfCheck *check, Text name);
/* The worst of all that was looked at. */
Standing selfcheck_standing(const SelfCheck *check);

/* ---- inside ---- */

typedef struct OneCase { /* a case and its answer, alternatives and all */
    SelfCheck *check;
    const Source *source;
    const Json *json;
    CaseHead head;
    const Determination *answer;
} OneCase;

void check_contracts(OneCase *one);
/* `given`: a code that is to be judged beside those that the case tells; or empty. */
void check_codes(OneCase *one, Text given);
void check_reliefs(OneCase *one);
/* Determine it with the lists that are needed; false: said in the report or in `not_checked`, or there were too many. */
bool one_case(SelfCheck *check, const Source *source, OneCase *one);
/* The case again under `options`, alone; NULL where that cannot be. What it finds wrong is nobody's fault and not reported. */
const Determination *ask_again(const OneCase *one, const Source *source, const DetermineOptions *options);

#endif

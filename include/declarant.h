/* declarant.h - what the law asks when software crosses a border, as a library.
 *
 * Usable from any C or C++ program and from many threads. There is no global state, nothing is printed, the process
 * is never ended. Errors are values: a call that fails says why in a declarant_report.
 *
 *     declarant_law *law = NULL;
 *     declarant_report *report = NULL;
 *     if (declarant_law_open(&law, NULL, &report) == DECLARANT_OK) {
 *         declarant_answer *answer = NULL;
 *         if (declarant_determine(&answer, law, json, strlen(json), NULL, &report) == DECLARANT_OK)
 *             puts(declarant_answer_json(answer, NULL));
 *         declarant_answer_close(&answer);
 *     }
 *     declarant_report_close(&report);
 *     declarant_law_close(&law);
 *
 * Outputs stand first. Every handle that a call gives is closed by its _close, which sets it to NULL; closing NULL does
 * nothing. Within a major version there are only additions; option structs begin with their size, so that they may grow.
 */
#ifndef DECLARANT_H
#define DECLARANT_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define DECLARANT_API __attribute__((visibility("default")))
#else
#define DECLARANT_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* "0.1.0"; lives as long as the program. */
DECLARANT_API const char *declarant_version(void);

/* How a call ended. */
typedef enum declarant_result {
    DECLARANT_OK = 0,        /* done; outputs are set */
    DECLARANT_FAULT = 1,     /* the input or the rulebooks are at fault: the report says where; outputs untouched */
    DECLARANT_NO_MEMORY = 2, /* outputs untouched, no report */
    DECLARANT_CANCELLED = 3  /* the caller's cancel flag was raised */
} declarant_result;

/* ---- reports ---- */

typedef struct declarant_report declarant_report;

/* All problems in the form of the command line: place, message [name], excerpt, hint. Ends in NUL; *length may be NULL. */
DECLARANT_API const char *declarant_report_text(const declarant_report *report, size_t *length);
/* How many problems are errors. */
DECLARANT_API size_t declarant_report_errors(const declarant_report *report);
DECLARANT_API void declarant_report_close(declarant_report **report);

/* ---- law ---- */

typedef struct declarant_law declarant_law;

typedef struct declarant_law_options {
    size_t size;           /* sizeof(declarant_law_options) */
    const char *rulebooks; /* folder; NULL: DECLARANT_RULEBOOKS, else beside the program, else where installed */
    const char *data;      /* folder of catalogues and calendars; NULL: beside the rulebooks */
    void *(*allocate)(void *context, size_t bytes); /* NULL: malloc */
    void (*release)(void *context, void *memory);   /* NULL: free */
    void *context;         /* handed to both */
    const char *house;     /* folder of a firm's own pages, all of the layer "house", read with the rulebooks; NULL: none */
} declarant_law_options;

/* Open a folder of rulebooks. Pages are read when a case first asks for their jurisdiction.
 *
 *   law      closed with declarant_law_close; may be used by many threads at once
 *   options  NULL: all defaults
 *   report   may be NULL; a report given is closed first when *report is not NULL */
DECLARANT_API declarant_result declarant_law_open(declarant_law **law, const declarant_law_options *options, declarant_report **report);
DECLARANT_API void declarant_law_close(declarant_law **law);

/* ---- determinations ---- */

typedef struct declarant_answer declarant_answer;

typedef enum declarant_status { /* DESIGN part 4: status of a determination */
    DECLARANT_DETERMINED = 0,
    DECLARANT_RANGE = 1,        /* facts with few values are not told: lowest and highest stand in the exposure */
    DECLARANT_UNDETERMINED = 2, /* facts are not told: they stand in `missing` */
    DECLARANT_NOT_COVERED = 3,  /* no rule of that day is known */
    DECLARANT_CONFLICT = 4      /* two rules apply */
} declarant_status;

/* Exchange rates that customs or a bank published: a CSV table with the columns from, to, rate, valid from, valid to, source, and units where
 * a rate is for more than one. A rate holds from its first to its last day; beyond them there is none, and what needs one is undetermined. */
typedef struct declarant_rates declarant_rates;

/*   rates    closed with declarant_rates_close; independent of `law` and `csv` once made; may be used by many threads at once
 *   csv      `length` bytes of UTF-8 (RFC 4180)
 *
 * DECLARANT_FAULT  a column or a source is missing, a cell is malformed, two rates of one pair differ on one day */
DECLARANT_API declarant_result declarant_rates_open(declarant_rates **rates, declarant_law *law, const char *csv, size_t length, declarant_report **report);
DECLARANT_API void declarant_rates_close(declarant_rates **rates);

typedef struct declarant_determine_options {
    size_t size;            /* sizeof(declarant_determine_options) */
    const char *as_of;      /* "2025-12-05" for days that the case does not tell; NULL: none, such a case is undetermined */
    const char *layer;      /* "law" (default), "house", or the id of a guidance voice */
    const char *language;   /* of questions and names: "en" (default), "zh", "vi" */
    int trace;              /* not 0: with the rows that fired in every decision */
    int compact;            /* not 0: JSON on one line */
    int alone;              /* not 0: one run, no alternatives, no variation of what is missing */
    const volatile int *cancel; /* long work stops soon after it becomes other than 0; NULL: never */
    const char *known_on;   /* a day like `as_of`: only with what was published by that day; NULL: with all that is known today */
    const declarant_rates *rates; /* beside the exchange rates of the case; NULL: none */
} declarant_determine_options;

/* Determine one case.
 *
 *   answer   closed with declarant_answer_close; independent of `law` once made
 *   json     the case (CONTRACT: "A case"), `length` bytes of UTF-8
 *   options  NULL: all defaults
 *
 * DECLARANT_FAULT  the case is malformed or contradicts itself, or a rulebook is broken: never a determination from it */
DECLARANT_API declarant_result declarant_determine(declarant_answer **answer, declarant_law *law, const char *json, size_t length,
                                                   const declarant_determine_options *options, declarant_report **report);
/* The determination as JSON (DESIGN part 4); ends in NUL; *length may be NULL. Lives as long as the answer. */
DECLARANT_API const char *declarant_answer_json(const declarant_answer *answer, size_t *length);
DECLARANT_API declarant_status declarant_answer_status(const declarant_answer *answer);
DECLARANT_API void declarant_answer_close(declarant_answer **answer);

/* ---- questions: the same case, asked again ----
 *
 * Each answers in JSON, read with declarant_answer_json; docs/questions.md goes through it field by field. The options are those of
 * declarant_determine; `trace` and `alone` do not matter.
 */

/* One case told in several ways, side by side: what differs, and the rules at which the ways part.
 *
 *   vary   "delivery_form=carrier,download": a fact and its values; "@s1/1" behind the name means one thing only. Beside facts:
 *          jurisdiction, movement, layer, as_of, known_on. Several joined by ";": all combinations, 64 at most.
 *   status the worst of the ways
 *
 * DECLARANT_FAULT  as with declarant_determine; `vary` names what is no fact, or a value that the fact cannot have */
DECLARANT_API declarant_result declarant_compare(declarant_answer **answer, declarant_law *law, const char *json, size_t length, const char *vary,
                                                 const declarant_determine_options *options, declarant_report **report);

/* The smallest change of facts that changes the outcome, and its worth: one fact at a time, two together only where both touch one
 * charge and do more together than each alone. What the limit of runs left untried is said.
 *
 *   decision  only changes of this decision's entries ("customs value"); NULL: of any
 *   place     of this thing ("s1/1"); NULL: of all
 *   status    that of the case as told
 *
 * DECLARANT_FAULT  as with declarant_determine; no list of a determination shows `decision` */
DECLARANT_API declarant_result declarant_flips(declarant_answer **answer, declarant_law *law, const char *json, size_t length, const char *decision,
                                               const char *place, const declarant_determine_options *options, declarant_report **report);

/* How long the answer holds: what its charges, codes and values rest on, with the last day of each, and the first later day on which one of
 * them, or a paper, is another. To find it the case is told for later days, all its days moved by the same number, those of exchange rates aside; a
 * rate goes on where none is told for the day. The answer has "determination" and "validity"; without a determination the latter is null.
 *
 *   status    that of the case as told
 *
 * DECLARANT_FAULT  as with declarant_determine */
DECLARANT_API declarant_result declarant_validity(declarant_answer **answer, declarant_law *law, const char *json, size_t length,
                                                  const declarant_determine_options *options, declarant_report **report);

/* A book of cases under the law of two days: which change, by how much, and what must then be done. The facts keep their own days and
 * exchange rates; only the rules are those of the two days.
 *
 *   lines     one case a line (JSON Lines), `length` bytes; a line that is no good case is named in `faults` and left out
 *   from, to  days like `as_of`
 *   status    DECLARANT_DETERMINED
 *
 * DECLARANT_FAULT  a day is missing or none */
DECLARANT_API declarant_result declarant_impact(declarant_answer **answer, declarant_law *law, const char *lines, size_t length, const char *from,
                                                const char *to, const declarant_determine_options *options, declarant_report **report);

/* What changes between the law of one day and that of another: which rows take each other's place in which decisions, for which facts, and
 * a case that shows it, run under both laws; where no case was found, values of the columns.
 *
 *   jurisdiction  two letters of ISO 3166; all movements
 *   from, to      days like `as_of`
 *   decision      only this one; NULL: all tables of the law
 *   options       only `compact` and `cancel` matter
 *
 * DECLARANT_FAULT  a day is missing or none; no decision has that name; the rulebooks are at fault */
DECLARANT_API declarant_result declarant_law_diff(declarant_answer **answer, declarant_law *law, const char *jurisdiction, const char *from, const char *to,
                                                  const char *decision, const declarant_determine_options *options, declarant_report **report);

/* When the rows of decisions hold: a list of decisions, each with its eras (first and last day, ids of the rows in force).
 *
 *   jurisdiction  two letters of ISO 3166; NULL: all
 *   decision      only this one; NULL: all tables, of guidance too
 *   options       only `compact` and `cancel` matter
 *
 * DECLARANT_FAULT  no table has that name; the rulebooks are at fault */
DECLARANT_API declarant_result declarant_law_timeline(declarant_answer **answer, declarant_law *law, const char *jurisdiction, const char *decision,
                                                      const declarant_determine_options *options, declarant_report **report);

/* ---- plans: the same decisions for many cases ----
 *
 * A plan names the facts that will be told and the decisions that are wanted, once. A runner, one per thread, then takes
 * values by position and gives values by position: no names, no text, nothing to free. There is one thing of each kind.
 */

typedef struct declarant_plan declarant_plan;
typedef struct declarant_runner declarant_runner;

typedef enum declarant_kind {
    DECLARANT_UNKNOWN = 0, /* not told; as a result: hangs on a fact that is not told */
    DECLARANT_NUMBER = 1,  /* number * 10^exponent; money is in the currency of the law */
    DECLARANT_TEXT = 2,    /* text, length; of a text that comes from declarant_plan_text: symbol, length 0 */
    DECLARANT_BOOLEAN = 3, /* number: 0 or 1 */
    DECLARANT_DATE = 4,    /* number: days since 1970-01-01 */
    DECLARANT_ABSENT = 5,  /* results only: the law gives no value, or two */
    DECLARANT_LONG_NUMBER = 6, /* results only: more than 18 digits; text, length: its decimal digits */
    DECLARANT_OTHER = 7    /* results only: a list or record; ask declarant_determine for it */
} declarant_kind;

typedef struct declarant_value {
    int16_t kind;           /* declarant_kind */
    int16_t exponent;       /* of a number */
    uint32_t length;        /* of a text; 0 when it is a symbol */
    union {
        int64_t number;     /* of a number, a boolean, a date */
        const char *text;   /* not ended by NUL; as a result it lives until the runner's next call */
        const void *symbol; /* a text known to the law, from declarant_plan_text */
    } is;
} declarant_value;

/* Facts and decisions by name ("customs value", "customs duty.amount"). `jurisdiction` and `movement` choose the pages. */
DECLARANT_API declarant_result declarant_plan_open(declarant_plan **plan, declarant_law *law, const char *jurisdiction, const char *movement,
                                                   const char *const *facts, size_t fact_count, const char *const *decisions,
                                                   size_t decision_count, declarant_report **report);
DECLARANT_API void declarant_plan_close(declarant_plan **plan);
/* A text fact's value: a symbol when the law knows the text, filled once and told again and again at no cost; else the text
 * itself, which must then live as long as it is told. */
DECLARANT_API declarant_value declarant_plan_text(const declarant_plan *plan, const char *text, size_t length);

DECLARANT_API declarant_result declarant_runner_open(declarant_runner **runner, const declarant_plan *plan);
DECLARANT_API void declarant_runner_close(declarant_runner **runner);
/* Decide `count` cases that lie one behind the other: `facts` (as many a case as the plan has facts) and `results` (as many as it
 * has decisions) in the order of the plan; `rows`, when not NULL, takes for each decision 1 + the number of the row that fired in its
 * table, or 0 (declarant_plan_row names it). On DECLARANT_FAULT the results before the faulty case are set. */
DECLARANT_API declarant_result declarant_runner_decide(declarant_value *results, uint32_t *rows, declarant_runner *runner, const declarant_value *facts,
                                                       size_t count);
/* The id of a row ("S-01") that a decision of the plan reported; NULL when there is no such row. Ends in NUL. */
DECLARANT_API const char *declarant_plan_row(const declarant_plan *plan, size_t decision, uint32_t row);

/* ---- papers: documents made of the law ---- */

typedef struct declarant_paper declarant_paper;

typedef struct declarant_law_book_options {
    size_t size;               /* sizeof(declarant_law_book_options) */
    const char *jurisdiction;  /* ISO 3166 alpha-2: this country's pages only; NULL: all */
    const char *language;      /* of headings and of the book's own words: "en" (default), "zh", "vi" */
    const volatile int *cancel; /* as in declarant_determine_options */
} declarant_law_book_options;

/* The rulebooks as one HTML document, with tables, citations, timeline and an index of sources; it needs no other file, and every
 * row is an anchor under its own id. The pages are read anew.
 *
 *   paper    closed with declarant_paper_close; independent of `law` once made
 *   options  NULL: all defaults
 *
 * DECLARANT_FAULT  a rulebook is broken, or no page is for the jurisdiction */
DECLARANT_API declarant_result declarant_law_book(declarant_paper **paper, declarant_law *law, const declarant_law_book_options *options, declarant_report **report);
typedef struct declarant_sheet_options {
    size_t size;               /* sizeof(declarant_sheet_options) */
    const char *language;      /* "en" (default), "zh", "vi" */
    const char *until;         /* a day like `as_of`: what differs between the two, instead of the sheet; NULL: the sheet */
    const volatile int *cancel; /* as in declarant_determine_options */
} declarant_sheet_options;

/* The country sheet as JSON: the questions that the US Commercial Service answered in a guide of its own, for a country (ISO 3166 alpha-2)
 * and a day ("2025-12-05"), each answer with its article. A country or a day that is not covered gives a sheet whose "covered" is false.
 *
 * DECLARANT_FAULT  `as_of` is no day, or a rulebook or the data of the sheet are broken */
DECLARANT_API declarant_result declarant_sheet(declarant_paper **paper, declarant_law *law, const char *country, const char *as_of, const declarant_sheet_options *options,
                                               declarant_report **report);

/* The document, UTF-8; ends in NUL; *length may be NULL. Lives as long as the paper. */
DECLARANT_API const char *declarant_paper_text(const declarant_paper *paper, size_t *length);
DECLARANT_API void declarant_paper_close(declarant_paper **paper);

#ifdef __cplusplus
}
#endif

#endif

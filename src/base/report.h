/* base/report.h - what went wrong, where, and what to do about it.
 *
 * One anatomy for every fault the user can make (STYLE: "Errors"):
 *
 *     vn/value.md:31:1: error: no rule of table "customs value" is in force on 2021-07-01 [table-gap]
 *        35 | | S-01 | ... |
 *           |   ^^^^ last rule before the gap
 *       hint: If the law is silent that day, add a row "*not covered*" with its source.
 *       case: { "entry_day": "2021-07-01" }
 *
 * Wording: lower case, no full stop, the kind and the value of the thing. "could not" may work
 * tomorrow, "cannot" never will. Hints are sentences. Each name has a file in tests/reports/.
 */
#ifndef DECLARANT_BASE_REPORT_H
#define DECLARANT_BASE_REPORT_H

#include <stdio.h>

#include "base/source.h"

typedef enum Severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR } Severity;

/* A further place that belongs to a problem. */
typedef struct ProblemMark {
    struct ProblemMark *next;
    Span span;
    Text label; /* what stands there */
} ProblemMark;

typedef struct Problem {
    struct Problem *next;
    Severity severity;
    const char *name;   /* stable, kebab-case: "unknown-fact" */
    Span span;          /* the place; SPAN_NONE when there is none */
    Text where;         /* a place that is not in a source: a JSON pointer, a file name; or empty */
    Text message;       /* one line */
    ProblemMark *marks; /* further places, in order */
    Text hint;          /* a sentence, or empty */
    Text example;       /* the smallest case that shows it, or empty */
} Problem;

/* The words that are printed around problems. */
typedef struct ReportWords {
    const char *note, *warning, *error; /* "error" */
    const char *hint, *example, *at;    /* "hint:" */
    const char *left_out;               /* a printf form of a size_t and an int */
} ReportWords;

typedef struct Report {
    Region *region; /* problems live here */
    Problem *first; /* in the order they were found */
    Problem *last;
    size_t errors;    /* how many are errors */
    size_t warnings;  /* how many are warnings */
    size_t notes;     /* how many are notes: what was decided, which is no fault */
    size_t left_out;  /* found after the limit was reached, counted only */
    const ReportWords *words; /* of what is printed; NULL: English */
    Problem *spare;   /* handed out past the limit, again and again; NULL before */
} Report;

void report_init(Report *report, Region *region);

/* Add a problem. Never fails: past LIMIT_PROBLEMS it is counted, not kept, and a scratch one is returned. */
Problem *report_error(Report *report, const char *name, Span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
Problem *report_warning(Report *report, const char *name, Span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
Problem *report_note(Report *report, const char *name, Span span, const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Details; each returns nothing and takes printf forms. */
void problem_also(Report *report, Problem *problem, Span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void problem_hint(Report *report, Problem *problem, const char *format, ...) __attribute__((format(printf, 3, 4)));
void problem_where(Report *report, Problem *problem, const char *format, ...) __attribute__((format(printf, 3, 4)));
void problem_case(Report *report, Problem *problem, Text example);

/* The text form of one problem, or of all of them in order of file and place. `colour`: ANSI marks. */
void problem_print(Builder *out, const Problem *problem, bool colour);
void report_print(Builder *out, const Report *report, bool colour);

#endif

/* determination/lawbook.h - a folder of rulebooks, opened: programs read and linked when a case first needs them.
 *
 * Safe for many threads: a lock guards the list of programs, the programs themselves are read-only.
 */
#ifndef DECLARANT_DETERMINATION_LAWBOOK_H
#define DECLARANT_DETERMINATION_LAWBOOK_H

#include "determination/determination.h"

typedef struct Lawbook Lawbook;

typedef struct LawbookOptions {
    const char *folder;      /* rulebooks; must exist */
    const char *data_folder; /* catalogues and calendars; NULL: found by lawbook_data_folder */
    const char *house;       /* folder of a firm's own pages; NULL: none */
    bool examples;           /* keep what the tables of examples hold: deciding needs none of it, an export does */
    const Allocator *allocator; /* NULL: the default one; must outlive the lawbook */
} LawbookOptions;

/* DECLARANT_DATA, else data/ in or beside `folder`, else where installed; NULL when there is none. In task's region. */
const char *lawbook_data_folder(Task *task, const char *folder);

/* NULL with an error in the report. */
Lawbook *lawbook_open(Task *task, const LawbookOptions *options);
void lawbook_close(Lawbook **lawbook);

/* All pages of a jurisdiction, or of all where it is empty, read anew into the task's region: for who shows the law itself. NULL with
 * errors; there may be no page of the jurisdiction. */
const Rulebooks *lawbook_pages(Task *task, const Lawbook *lawbook, Text jurisdiction);
/* Where its catalogues, phrases and code lists lie; NULL: nowhere. */
const char *lawbook_data(const Lawbook *lawbook);
/* The folder of a firm's own pages; NULL: none. */
const char *lawbook_house(const Lawbook *lawbook);

/* The program of a jurisdiction and movement, linked once and kept; NULL with the faults in task's report. */
const Program *lawbook_program(Task *task, Lawbook *lawbook, Text jurisdiction, Text movement);
/* The same at another moment: as it was known on a day, as it stood on one. */
const Program *lawbook_program_at(Task *task, Lawbook *lawbook, Text jurisdiction, Text movement, LawMoment moment);

/* The pages of a jurisdiction, and a program of them, in task's region: for who changes what was linked. NULL with errors. */
const Rulebooks *lawbook_read(Task *task, const Lawbook *lawbook, Text jurisdiction);
const Program *lawbook_link(Task *task, const Lawbook *lawbook, const Rulebooks *books, Text jurisdiction, Text movement);

/* Is there a page of the law for the program's jurisdiction and movement? */
bool lawbook_covers(const Program *program);

typedef enum LawbookOutcome {
    LAWBOOK_FAILED,     /* told in the report */
    LAWBOOK_UNTOLD,     /* jurisdiction or movement is not told: nothing can be asked */
    LAWBOOK_NOT_COVERED, /* no page of the law is for this jurisdiction and movement */
    LAWBOOK_DETERMINED  /* *answer is set */
} LawbookOutcome;

/* One case, whole: read, its program found, determined. Results live in task's region. */
LawbookOutcome lawbook_determine(Task *task, Lawbook *lawbook, const Source *source, const DetermineOptions *options, CaseHead *head, const Determination **answer);

/* The same of a case already read, for what `head` names in its place. `*program` is set where there is one. */
LawbookOutcome lawbook_ask(Task *task, Lawbook *lawbook, const Source *source, const Json *json, const DetermineOptions *options, const CaseHead *head,
                           const Program **program, const Determination **answer);

/* The answer as JSON for every outcome but FAILED: also a case that tells no jurisdiction, and one that no page covers,
 * get a status, `missing` and `coverage`. */
void lawbook_json(Builder *out, LawbookOutcome outcome, const CaseHead *head, const Determination *answer, int language, bool trace, bool compact);

#endif

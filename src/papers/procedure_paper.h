/* papers/procedure_paper.h - the work of a case as a paper and as a calendar. */
#ifndef DECLARANT_PAPERS_PROCEDURE_PAPER_H
#define DECLARANT_PAPERS_PROCEDURE_PAPER_H

#include "base/csv.h"
#include "casework/procedure.h"
#include "papers/paper.h"
#include "rulebook/phrases.h"

typedef struct ProcedurePaperOptions {
    int language;           /* 0 en, 1 zh, 2 vi */
    const Csv *types;       /* data/evidence.csv, for the words of papers; NULL: their names */
    const Phrases *phrases; /* NULL: texts of rows stay English */
    Text as_of;             /* day by which work is late; empty: none is */
} ProcedurePaperOptions;

/* Each piece of work with its gate, papers, owner and last day; what comes next; what was done. NULL with an error of the store. */
Paper *procedure_paper(Task *task, Ledger *ledger, const Procedure *procedure, const ProcedurePaperOptions *options);

/* iCalendar (RFC 5545): of each piece of work with a last day a VTODO with an alarm a day before, and, as many calendars show no VTODO, a VEVENT of that day. The same
 * UIDs in every export, and the same bytes while the case is the same. NULL-length with an error. */
Text procedure_calendar(Task *task, Ledger *ledger, const Procedure *procedure, const ProcedurePaperOptions *options);

#endif

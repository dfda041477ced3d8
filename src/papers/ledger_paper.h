/* papers/ledger_paper.h - what the ledger holds, as papers. language: 0 en, 1 zh, 2 vi. NULL with errors in the report. */
#ifndef DECLARANT_PAPERS_LEDGER_PAPER_H
#define DECLARANT_PAPERS_LEDGER_PAPER_H

#include "ledger/answers.h"
#include "papers/paper.h"

/* Every case: what it is on, how it was last determined, when it was last touched. */
Paper *cases_paper(Task *task, Ledger *ledger, int language);
/* One case: its facts with where each is from, its determinations, its other records, until when it must be kept. `data`: folder of
 * the catalogues, whose words are shown; NULL: none. */
Paper *case_paper(Task *task, Ledger *ledger, Text case_id, const char *data, int language);
/* Determinations run again, in the order they were. */
Paper *replay_paper(Region *region, const Replayed *found, size_t count, int language);
/* Is the ledger what it was? */
Paper *ledger_check_paper(Region *region, const LedgerCheck *check, Text place, int language);
/* Until when each case must be kept, and which may go by `day`. */
Paper *ledger_kept_paper(Task *task, Ledger *ledger, Text day, int language);
/* "sha256:" and as many digits as tell one record from another. */
Text hash_short(Text hash);

/* "contracts/2026/a.pdf" -> "a.pdf" */
Text file_called(Text path);

#endif

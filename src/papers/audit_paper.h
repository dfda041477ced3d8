/* papers/audit_paper.h - the audit report of a book of cases as a paper. */
#ifndef DECLARANT_PAPERS_AUDIT_PAPER_H
#define DECLARANT_PAPERS_AUDIT_PAPER_H

#include "casework/audit.h"
#include "papers/paper.h"
#include "rulebook/phrases.h"

/* `phrases`: of the texts of pages in the reader's language. Lives as long as `region` and the audit. */
Paper *audit_paper(Region *region, const Audit *audit, const Phrases *phrases, int language);

#endif

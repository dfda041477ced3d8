/* papers/evidence_paper.h - what casework/evidence.h found, as papers. */
#ifndef DECLARANT_PAPERS_EVIDENCE_PAPER_H
#define DECLARANT_PAPERS_EVIDENCE_PAPER_H

#include "base/csv.h"
#include "casework/evidence.h"
#include "papers/paper.h"

/* `types`: data/evidence.csv; NULL: its names are shown as they are. `about`: the case, or empty. */
Paper *evidence_list_paper(Region *region, const EvidenceList *list, Text about, const Csv *types, int language);
Paper *evidence_paper(Region *region, const Evidence *evidence, const Csv *types, int language);
Paper *evidence_verify_paper(Region *region, const EvidenceVerify *verify, Text place, bool trusted, int language);
Paper *evidence_stamp_paper(Region *region, const Record *record, const Stamp *stamp, int language);
Paper *evidence_erasure_paper(Region *region, const Record *record, const NewErasure *erasure, bool file_kept, int language);
/* The word of a type in a language; the type itself where there is none. */
Text evidence_type_word(const Csv *types, Text type, int language);

#endif

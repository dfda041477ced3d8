/* papers/master_paper.h - the master list of what was decided, and the proof of one record. language: 0 en, 1 zh, 2 vi. */
#ifndef DECLARANT_PAPERS_MASTER_PAPER_H
#define DECLARANT_PAPERS_MASTER_PAPER_H

#include "casework/master.h"
#include "papers/paper.h"

/* `seed`: they were drawn by lot with it; empty: all of them. `readings`: who looked before. */
Paper *master_paper(Region *region, const MasterList *list, Text seed, const Records *readings, int language);
Paper *master_proof_paper(Region *region, const MasterProof *proof, int language);

#endif

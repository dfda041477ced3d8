/* papers/forms_paper.h - a filled declaration, and the list of declarations, as papers. */
#ifndef DECLARANT_PAPERS_FORMS_PAPER_H
#define DECLARANT_PAPERS_FORMS_PAPER_H

#include "casework/forms.h"
#include "papers/paper.h"
#include "rulebook/phrases.h"

/* Parts: boxes (of the head), lines (boxes of each line), taxes, missing (facts that open boxes wait for), unsaid (boxes no rule speaks of). */
Paper *form_paper(Region *region, const FilledForm *filled, const Determination *answer, const Phrases *phrases, Text about, int language);
/* Parts: declarations (of a country, or all; with an answer: which the case needs, and why). */
Paper *kinds_paper(Region *region, const FormKinds *kinds, const Determination *answer, const Phrases *phrases, Text about, int language);

#endif

/* papers/release_paper.h - a release check as a paper, and in the two forms that build pipelines read: SARIF 2.1.0 and JUnit. */
#ifndef DECLARANT_PAPERS_RELEASE_PAPER_H
#define DECLARANT_PAPERS_RELEASE_PAPER_H

#include "casework/release.h"
#include "papers/paper.h"
#include "rulebook/phrases.h"

typedef struct ReleasePaperOptions {
    int language;           /* 0 en, 1 zh, 2 vi */
    const Phrases *phrases; /* what the pages say, in other languages; NULL: English */
} ReleasePaperOptions;

Paper *release_paper(Region *region, const ReleaseCheck *check, const ReleasePaperOptions *options);

/* One result for each verdict other than "none"; it points at the components that made its facts. */
void release_sarif(Builder *out, Region *region, const ReleaseCheck *check);
/* One test for each verdict; it fails from this level on. */
void release_junit(Builder *out, Region *region, const ReleaseCheck *check, ReleaseLevel fail_on);

#endif

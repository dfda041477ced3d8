/* casework/release.h - does a new version have to be declared? Two bills of materials in, what the rows of each country say of the
 * difference out.
 *
 *     bills ──sbom_diff──▶ what is new ──▶ facts of a release ──▶ engine ──▶ verdicts, by the law and by each voice
 *
 * Nothing is judged here: the difference becomes facts, each with the component that it is known from, and the rows of the list
 * `verdicts` answer. What bills cannot show is told beside them, or assumed and said.
 */
#ifndef DECLARANT_CASEWORK_RELEASE_H
#define DECLARANT_CASEWORK_RELEASE_H

#include "casework/sbom_diff.h"
#include "determination/lawbook.h"

typedef enum ReleaseLevel { RELEASE_NONE, RELEASE_NOTE, RELEASE_DECLARE, RELEASE_LEVELS } ReleaseLevel;
const char *release_level_name(ReleaseLevel level); /* "none", "note", "declare": as rows have them */
bool release_level_named(Text name, ReleaseLevel *out);

typedef enum FactFrom { FACT_FROM_BILLS, FACT_TOLD, FACT_ASSUMED } FactFrom;

typedef struct ReleaseFact {
    Text name;          /* "new encryption", as the dictionary has it */
    Text value;         /* as JSON: true, "128" */
    FactFrom from;
    const Trait *trait; /* FROM_BILLS: what shows it; NULL: nothing of the kind came */
} ReleaseFact;

typedef struct ReleaseVerdict {
    const Entry *entry;
    const LawSource *voice;   /* a voice says so; NULL: the law */
    ReleaseLevel level;
    bool known;               /* false: the entry hangs on a fact that is not told */
} ReleaseVerdict;

typedef struct ReleaseCountry { /* what the rows of one country say */
    Text jurisdiction;
    LawbookOutcome outcome;
    const Determination *answer; /* DETERMINED */
    LIST_OF(ReleaseVerdict) verdicts; /* the law first; heaviest first */
    ReleaseLevel level;          /* the heaviest that is known */
    bool known;                  /* some row speaks, and none that is heavier hangs on a missing fact */
} ReleaseCountry;

typedef struct ReleaseCheck {
    const Sbom *before, *after;
    const SbomDiff *diff;
    LIST_OF(ReleaseFact) facts;
    LIST_OF(ReleaseCountry) countries;
    int64_t day;                 /* whose law is asked */
    bool day_assumed;            /* nobody told it: the day on which the newest page was checked */
    ReleaseLevel level;          /* the heaviest of all countries */
    bool known;
} ReleaseCheck;

typedef struct ReleaseOptions {
    Text jurisdiction;        /* empty: every country whose pages have verdicts */
    DetermineOptions options; /* layer, as-of; its as_of is the day of the release */
    const char *data_folder;
    const Json *told;         /* facts of the release told beside the bills, as an object; NULL: none */
    const Source *told_source;
} ReleaseOptions;

#define RELEASE_LISTS TEXT("verdicts")

/* NULL with errors in the report. */
const ReleaseCheck *release_check(Task *task, Lawbook *lawbook, const Source *before, const Source *after, const ReleaseOptions *options);

#endif

/* determination/determination.h - the answer to one case: what the law asks, and why.
 *
 *     Program + case ──run──▶ values and notes ──answer.c──▶ entries ──vary.c──▶ alternatives, exposure, missing
 *
 * The shape is DESIGN part 4. Everything in it lives in the task's region. Money is a decimal number in the
 * currency named beside it; a value that is not there is UNKNOWN or ABSENT and says why.
 */
#ifndef DECLARANT_DETERMINATION_DETERMINATION_H
#define DECLARANT_DETERMINATION_DETERMINATION_H

#include "determination/case.h"
#include "value/json.h"

typedef enum Status { STATUS_DETERMINED, STATUS_RANGE, STATUS_UNDETERMINED, STATUS_NOT_COVERED, STATUS_CONFLICT } Status;
const char *status_name(Status status); /* "determined" ... as in the JSON */

/* A row that fired and with it a source the answer rests on. */
typedef struct Cited {
    Text row;                   /* row id; empty for a formula or the charges register */
    const SheetRow *sheet_row;  /* NULL for a formula, a reading or a register */
    const Citation *citation;
    const LawSource *source;
    Confidence confidence;      /* of the source, lowered by the row */
    const Decision *decision;   /* whose row it is */
    const Page *page;
} Cited;

typedef struct CitedList {
    uint32_t count;
    const Cited *at;
} CitedList;

/* One entry of any list: lines, codes, documents, deadlines, statements ... */
typedef struct Entry {
    const AnswerList *list;     /* which list */
    const Decision *decision;   /* that gave it */
    Frame *frame;               /* whose: declaration line s1/1/1, payment c1/p1 */
    Text of;                    /* path of the frame's ids; empty for the case itself */
    Text key;                   /* equal in two runs when it is the same entry */
    Status status;
    Value value;                /* a record (CONTEXT), or a plain value (customs value); UNKNOWN or ABSENT */
    const Hang *hang;           /* what it hangs on, when not determined */
    const Hang *only_if;        /* the entry itself only perhaps belongs here: it hangs on this */
    bool has_range;             /* RANGE: amounts from lowest to highest */
    Value lowest, highest;
    CitedList cited;            /* bases of the decisions that it rests on, in order: own row first */
    Confidence confidence;      /* lowest of the bases */
    Grade rank;                 /* lowest of the bases */
    const Note *note;           /* how it was worked out; NULL in runs that do not trace */
    Text formula;               /* lines: "7890000 * 0 = 0" in words of the page; else empty */
    Value due;                  /* lines: DATE, UNKNOWN, or NULL when `due_words` says it */
    Text due_words;
    struct Entry *next;
} Entry;

/* The difference an alternative makes in one list. */
typedef struct Difference {
    const AnswerList *list;
    const Entry *main;          /* NULL: added by the alternative */
    const Entry *other;         /* NULL: not there in the alternative */
    struct Difference *next;
} Difference;

typedef struct Alternative {
    Text because;               /* "open question", "voice", "house" */
    const Decision *question;   /* open question; NULL for a voice */
    const Reading *reading;     /* under which it was run */
    Text voice;                 /* id of the voice's source */
    const LawSource *voice_source;
    Status status;
    Value border, beside;       /* totals */
    const Difference *differences;
    uint32_t difference_count;
    struct Alternative *merged; /* other readings that give the very same outcome */
    struct Alternative *next;
} Alternative;

enum { MISSING_ENTRIES = 100 }; /* of the entries that hang on one fact, so many are listed */

/* A fact that is missing, and what it would decide. */
typedef struct Missing {
    Frame *frame;
    const Fact *fact;           /* NULL: `note` says what is missing */
    Text of;
    Text note;
    uint32_t hangs;             /* how many entries hang on it */
    const Entry **entries;      /* which: the first of them */
    uint32_t entry_count;       /* how many are listed: hangs, or MISSING_ENTRIES when it is more */
    bool varied;                /* all its values were tried: */
    uint32_t value_count;
    const Value *values;        /* the values, */
    const Value *totals;        /* and the border total under each (UNKNOWN where others are open) */
    Value spread;               /* highest less lowest of these totals; where other facts keep them open, of the
                                   charges known under every value; NULL when nothing is */
} Missing;

typedef struct EraUsed {
    const Decision *decision;
    DaySpan days;
    int64_t day;
} EraUsed;

/* A row that would count on a day of this case, had it been known; or one that counts only because its end was not. */
typedef struct Later {
    const Decision *decision;
    const Row *row;
    bool goes_on;               /* it counts though it had ended; else it does not count though it was in force */
    int64_t published;          /* the day on which that could be known; DAY_OPEN: none is told */
    const LawSource *source;    /* what was published then; may be NULL */
} Later;

typedef struct Determination {
    const Program *program;
    Run *run;                   /* the main run, traced: explanations read it */
    const Case *facts;
    Status status;
    Entry *entries;             /* all lists one after another, in the order of answers.md */
    uint32_t entry_count;
    Value border, beside;       /* totals of the lines that fall due at the border, and beside it */
    Value house;                /* and of a firm's own charges, where the house is heard: they are in neither of the two */
    Text currency;
    Alternative *alternatives;
    bool has_exposure;
    Value lowest, highest;      /* of the border total over readings, voices and open facts */
    Value beside_lowest, beside_highest;
    Value house_lowest, house_highest;
    Value all_lowest, all_highest; /* of the three together, where they were reckoned in one run */
    const Missing *missing;     /* most money first */
    uint32_t missing_count;
    const EraUsed *eras;
    uint32_t era_count;
    Confidence confidence;      /* lowest over lines, codes and values */
    Grade rank;
    uint32_t runs;              /* how many runs were made */
    uint32_t run_limit;         /* how many may be made: LIMIT_RUNS, fewer where the case has many things */
    bool runs_exhausted;        /* that limit was reached: something was not varied */
    Text not_varied;
    Text law;                   /* sha256 of the pages that were linked */
    const Later *later;         /* under --known-on: what was published later and touches this case */
    uint32_t later_count;
    const LawSource **undated;  /* sources the answer rests on that tell no day of publication: taken as known from their first day */
    uint32_t undated_count;
    bool has_as_of;
    int64_t as_of;
} Determination;

/* In which total the lines of a charge stand. */
typedef enum Total { TOTAL_BORDER, TOTAL_BESIDE, TOTAL_HOUSE, TOTALS } Total;
Total charge_total(const Decision *decision);

typedef struct DetermineOptions {
    LawMoment moment;           /* of the program to be asked; lawbook_determine finds it */
    CaseOptions facts;
    Text voice;                 /* --layer: run under this guidance voice; empty: the law */
    bool house;                 /* --layer house */
    Text lists;                 /* lists to gather, too, of those that are no part of every determination; joined by commas */
    bool alone;                 /* no alternatives, no variation: one run */
} DetermineOptions;

/* NULL with errors in the report. */
const Determination *determine(Task *task, const Program *program, const Source *source, const Json *json, const DetermineOptions *options);

/* A case told to a run of its own, under the options' layer; NULL with errors. Inside of the room. */
Run *case_prepare(Task *task, const Program *program, const Source *source, const Json *json, const DetermineOptions *options, bool tracing, const Case **facts);
/* How often a case may be run to answer one question. */
uint32_t case_run_limit(const Case *facts);

/* Words of a catalogue name or a list in a language (0 en, 1 zh, 2 vi); the name itself when there are none. */
Text name_in(const Program *program, Text name, int language);
/* The same for a part of a type of answers.md, whose meaning names the catalogue: two catalogues may have one name for two things. */
Text name_in_part(const Program *program, Text type, Text part, Text name, int language);

/* The whole as JSON (DESIGN part 4). `trace`: with the rows that fired in every decision. */
void determination_json(Builder *out, const Determination *answer, int language, bool trace, bool compact);

/* One of its entries, and a value, in the same form. */
void determination_entry_json(JsonWriter *json, const Determination *answer, const Entry *entry, int language);
void determination_value_json(JsonWriter *json, Value value);

/* ---- explanation (explain.c): the tree from a figure down to facts and articles ---- */

typedef enum StepKind { STEP_FACT, STEP_DECISION, STEP_CONVERSION, STEP_QUESTION } StepKind;

typedef struct LostRow {
    const SheetRow *row;
    Text why;             /* "medium is \"flash\", it asks for not(...)" or "ended on 2019-10-14" */
} LostRow;

typedef struct Step {
    StepKind kind;
    Text name;            /* "customs value" */
    Text of;              /* path of the thing */
    Value value;
    const Fact *fact;
    const Decision *decision;
    const Note *note;
    bool has_day;
    int64_t day;          /* the day its clock showed */
    CitedList cited;      /* of this decision alone */
    Text formula;         /* with names, and with values in their place: "carrier price + freight share = 300 + 0" */
    const LostRow *lost;
    uint32_t lost_count;
    const struct Step *inner; /* what it read, in order, each once */
    const struct Step *next;
} Step;

/* The tree under one slot of the main run. `lost_rows`: also say which rows lost and why. */
const Step *explain(Task *task, const Determination *answer, Frame *frame, uint16_t slot, bool lost_rows);

#endif

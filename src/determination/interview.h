/* determination/interview.h - a case while it is being told, question by question.
 *
 *     answers ──write──▶ JSON ──determine──▶ what is missing ──next──▶ the question that matters most
 *
 * The case is a tree of things with their facts as JSON. Nothing that was told is ever thrown away: a fact that does not apply after
 * another answer is idle, a thing that is no longer counted is away, and both come back when they apply again.
 */
#ifndef DECLARANT_DETERMINATION_INTERVIEW_H
#define DECLARANT_DETERMINATION_INTERVIEW_H

#include "determination/determination.h"

typedef struct ToldFact {
    Text key;       /* snake_case, as in the case */
    Text json;      /* the value as JSON; empty: never told */
    bool not_known; /* asked, and nobody knows it; the value told before, if any, stays in `json` */
    bool idle;      /* does not apply as the case stands now */
} ToldFact;

typedef struct ToldThing {
    struct ToldThing *within; /* NULL: the case */
    Text many;      /* key of its list in `within`: "invoice_lines" */
    Text id;        /* as told, or made: "l1" */
    bool id_told;   /* is written with the case; else the case leaves it to the number */
    Text need;      /* of an exchange rate: the note that asks for it, "exchange rate USD to VND on DAY"; else empty */
    bool settled;   /* it was asked which things are in it */
    bool away;      /* no longer counted */
    bool idle;      /* no such thing under this law */
    LIST_OF(ToldFact *) facts;
    LIST_OF(struct ToldThing *) things;
} ToldThing;

typedef enum QuestionKind { ASK_FACT, ASK_THINGS, ASK_NOTHING } QuestionKind;

typedef struct Question {
    QuestionKind kind;
    ToldThing *thing;       /* whose */
    Text key;               /* FACT: its key; else empty */
    const Missing *missing; /* FACT: what hangs on it; NULL where it was asked for otherwise. Of the answer at hand */
} Question;

typedef struct Interview {
    Region *region;             /* all that was told lives here */
    ToldThing *root;
    LIST_OF(Question) asked;    /* in order, also those gone back over */
    size_t at;                  /* the question at hand */
    LIST_OF(Question) wanted;   /* to be asked next, whatever is missing */
    size_t wanted_at;
} Interview;

void interview_init(Interview *interview, Region *region);
/* Begin with a case; what it holds counts as told. */
void interview_load(Interview *interview, const Source *source, const Json *json);
/* The case as JSON, things and facts in the order of the dictionary (`program` may be NULL: in the order told). `idle`: with what does not
 * apply now, for a run that finds out whether it does. */
void interview_write(const Interview *interview, const Program *program, bool idle, JsonWriter *json);
/* What the run left out is idle, all else applies. Facts that became idle just now are added to `news`. */
typedef LIST_OF(Question) QuestionList;
void interview_settle(Interview *interview, const Case *facts, QuestionList *news);
/* The question at hand: one gone back to, one wanted, or the missing fact with most money; ASK_NOTHING when none is left. `answer` is NULL as
 * long as jurisdiction or movement is not told. */
Question interview_next(Interview *interview, const Determination *answer);
/* Does it ask for country or movement? */
bool interview_is_head(const Question *question);
/* To the one before; false: there is none. */
bool interview_back(Interview *interview);
/* Ask this fact now, and then go on where the interview stands. */
void interview_insert(Interview *interview, ToldThing *thing, Text key);
/* Nobody knows this fact. An exchange rate nobody knows is none: it is away, and not asked for again on another day. */
void interview_not_known(Interview *interview, const Program *program, ToldThing *thing, ToldFact *fact);
/* Leave the question at hand answered. */
void interview_step(Interview *interview);

/* The fact of a thing; NULL when it was never asked. */
ToldFact *told_fact(const ToldThing *thing, Text key);
/* The same, made when it is not there. */
ToldFact *told_fact_make(Interview *interview, ToldThing *thing, Text key);
/* The type of a thing; NULL: this law has none such. */
const ThingType *told_type(const Program *program, const ToldThing *thing);
const Fact *told_dictionary(const Program *program, const ToldThing *thing, Text key);
/* "s1/l1"; empty for the case. */
Text told_path(Region *region, const ToldThing *thing);
/* The thing at a path; NULL: none. */
ToldThing *told_at(ToldThing *root, Text path);
/* May things of `type` be told in things of `within`? */
bool told_inner(const Program *program, const ThingType *type, const ThingType *within);
uint32_t told_count(const ToldThing *thing, const ThingType *inner);
/* From now on there are `count` of them; those that were told before come first. */
void told_set_count(Interview *interview, const Program *program, ToldThing *thing, const ThingType *inner, uint32_t count);
/* One more, beside those there are. */
ToldThing *told_add(Interview *interview, const Program *program, ToldThing *within, const ThingType *type);

#endif

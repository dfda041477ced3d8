/* casework/contract_review.h - contracts reviewed: what each says, why it matters, what hangs on what it leaves open.
 *
 *     contracts ──contract_read──▶ topics, fees, signs ──▶ facts ──engine──▶ rows of type concern: why, by the law and by each voice
 *                                                                 └────────▶ a case with each value of an open fact: which charges differ
 *
 * What a contract says is read here; why it matters is a row of the rulebooks.
 */
#ifndef DECLARANT_CASEWORK_CONTRACT_REVIEW_H
#define DECLARANT_CASEWORK_CONTRACT_REVIEW_H

#include "casework/contract.h"
#include "determination/compare.h"

typedef struct ContractTopic { /* of data/contract/topics.csv */
    Text concern;         /* of the rows that say why it matters */
    Text mark;            /* of the rows that judge the facts of a case; or empty */
    Text stated;          /* fact of the contract: does it say it at all? or empty */
    Text name[3];
} ContractTopic;

typedef struct PaidOut {  /* a payment that was made: of the case, or of a table of payments */
    Text id, day, amount, currency;
    Text where;           /* "payments.csv: line 3", "case: c1/p1" */
} PaidOut;

typedef struct ReviewedContract {
    Text path;
    const Contract *contract;   /* NULL: of facts alone, or it could not be read */
    const Determination *case_answer; /* of facts; NULL: none */
    TopicFinding topics[TOPICS];
    bool untold[TOPICS];        /* of facts: nobody told it */
    bool read;                  /* false: told in the report, or in no language that patterns know */
    uint32_t counts[TOPIC_STATES];
    uint32_t untold_count;
    LIST_OF(FeeSign) signs;
} ReviewedContract;

typedef struct ReviewReason {   /* why a point matters: a row */
    Text jurisdiction;
    Text concern;
    const Entry *entry;
    const LawSource *voice;     /* a voice says so; NULL: the law */
    const Program *program;
} ReviewReason;

typedef struct ReviewStake {    /* what hangs on a point: a case told with each value of a fact */
    Text jurisdiction;
    Text concern;
    Text fact;
    const Comparison *comparison;
} ReviewStake;

typedef struct HousePast {      /* shares of services in the house's own contracts, in per cent */
    uint32_t count;
    Decimal least, most;
} HousePast;

typedef struct ContractReview {
    ContractTopic topics[TOPICS];
    LIST_OF(ReviewedContract) contracts;
    LIST_OF(ReviewReason) reasons; /* of points that some contract leaves open */
    LIST_OF(ReviewStake) stakes;
    LIST_OF(PaidOut) payments;
    HousePast past;
    uint32_t past_least;        /* contracts that a yardstick needs */
    Decimal past_beyond;        /* percentage points past its own range that are a sign */
    bool trial;                 /* stakes were reckoned on an invented case */
    int64_t day;                /* whose law is asked */
    bool day_assumed;
    ContractWords *words;
} ContractReview;

typedef struct ContractReviewOptions {
    Text jurisdiction;          /* empty: every country that has rows of its own */
    DetermineOptions options;
    Text encoding;
    const char *data_folder;
    const Source *base;         /* a case beside the texts; NULL: none */
    const Json *base_json;
    const char *payments;       /* tables; NULL: none */
    const char *history;
} ContractReviewOptions;

#define REVIEW_LISTS TEXT("marks,concerns")

/* NULL with errors where none could be read. */
ContractReview *contract_review(Task *task, Lawbook *lawbook, ContractWords *words, const char *const *paths, size_t count, const ContractReviewOptions *options);

/* Is something missing, unclear or conflicting, or is there a sign? */
bool review_has_finding(const ContractReview *review);
/* Was any contract not read, or a point not told? */
bool review_is_open(const ContractReview *review);

/* What the texts tell, as a case: the base with the facts of the one contract; and where each fact comes from. False with an error where
 * there are several contracts [one-contract]. */
typedef struct ReviewedFact {
    Text name, value;           /* as a case has them */
    const Contract *contract;
    uint32_t from;              /* byte of the line; UINT32_MAX: of no line, such as "not there" */
} ReviewedFact;
typedef struct ReviewedCase {
    Text json;
    LIST_OF(ReviewedFact) facts;
} ReviewedCase;
bool review_case(Task *task, const ContractReview *review, const ContractReviewOptions *options, ReviewedCase *out);

/* ---- inside ---- */

bool review_tables(Task *task, ContractReview *review, const ContractReviewOptions *options);
void review_signs(Task *task, const ContractReview *review, ReviewedContract *reviewed);
void review_ask(Task *task, Lawbook *lawbook, ContractReview *review, const ContractReviewOptions *options);
Text review_case_text(Task *task, const ContractReview *review, const ReviewedContract *reviewed, const Program *program, Text jurisdiction, const ContractReviewOptions *options, ReviewedCase *out);

#endif

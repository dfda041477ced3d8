/* casework/contract.h - what a contract's text says on the points that decide about tax and customs, with the line that says it.
 *
 *     file ──contract_text──▶ text ──layout──▶ passages under headings ──find──▶ hits of patterns ──judge──▶ topics
 *                                                                          └──fees──▶ amounts, signs of split fees
 *
 * Nothing here understands a contract. Patterns of data/contract/ find sentences that speak of a topic; structure (headings, tables of
 * contents, annexes, definitions, what prevails) and a few signs (negation, exception, choice, blank) decide what a sentence is good for.
 * Every answer therefore shows the line it rests on, and says "unclear" sooner than it guesses.
 */
#ifndef DECLARANT_CASEWORK_CONTRACT_H
#define DECLARANT_CASEWORK_CONTRACT_H

#include "base/task.h"
#include "casework/contract_words.h"

/* ---- the text ---- */

typedef enum ContractForm { CONTRACT_PLAIN, CONTRACT_PDF, CONTRACT_DOCX } ContractForm;
const char *contract_form_name(ContractForm form); /* "text", "pdf", "docx" */

typedef struct ContractText {
    Text path;                /* as it was named */
    const Source *source;     /* the text in UTF-8; of a PDF a form feed ends each page, of a DOCX a paragraph is a line */
    ContractForm form;
    LIST_OF(uint32_t) pages;  /* PDF: where each page begins */
} ContractText;

/* NULL with errors: what base/encoding.h, base/archive.h, base/xml.h say; [no-text] a scan, or nothing but blanks. */
const ContractText *contract_text_read(Task *task, const char *path, Text encoding);
/* The same of bytes in memory. */
const ContractText *contract_text_of(Task *task, Text path, Text bytes, Text encoding);
/* The page of a byte, from 1; 0: pages are not known. */
uint32_t contract_page(const ContractText *text, uint32_t byte);

/* Text of a DOCX: a paragraph a line, the cells of a table's row parted by " | ", what was struck out left out. NULL with errors. */
const Source *docx_text(Task *task, Text name, Text bytes);
/* Text of a PDF by poppler's pdftotext, run apart within limits of time, memory and output. NULL with errors: [no-program],
 * [pdf-unreadable], [pdf-encrypted], [pdf-limit]. */
const Source *pdf_text(Task *task, Text name, Text bytes);

/* ---- its layout ---- */

typedef struct Heading {
    uint32_t from, to;  /* its line */
    uint32_t up;        /* heading around it, by index; NO_HEADING: none */
    int rank;           /* 0: an annex, a schedule, an order form or another part; then smaller numbers are wider */
} Heading;

enum { NO_HEADING = UINT32_MAX };

typedef struct Passage { /* lines that are read as one: a paragraph, an item of a list, a row of a table */
    uint32_t from, to;
    uint32_t heading;   /* it stands under; NO_HEADING: none */
    bool row;           /* cells of a table */
} Passage;

typedef struct Repeal { /* words that take other words away: "clause 3.2 is deleted" */
    Text clause;        /* its number: "3.2" */
    uint32_t from;
} Repeal;

typedef struct ContractLayout {
    LIST_OF(Heading) headings;
    LIST_OF(Passage) passages;
    uint32_t left_out;  /* lines of tables of contents */
} ContractLayout;

typedef struct Contract Contract;

void contract_layout(Task *task, const ContractText *text, ContractWords *words, ContractLayout *layout);

/* A stretch of the text made plain: full-width forms narrow, traditional characters simplified, marks joined with their letters, blanks and
 * line ends one blank, none between Chinese characters. */
typedef struct PlainText {
    Text text;
    const uint32_t *places; /* of each byte, and of the end: where it stands in the source */
    bool han, latin;        /* which scripts it holds */
    bool vietnamese;        /* letters that only Vietnamese has */
} PlainText;

PlainText contract_plain(Region *region, ContractWords *words, Text bytes, uint32_t from, uint32_t to);

/* Where the sentence that begins at `from` ends. */
size_t sentence_end(ContractWords *words, Text plain, size_t from);

typedef struct Sentence {
    Text text;          /* plain */
    const uint32_t *places; /* of its bytes and its end */
    uint32_t passage, heading;
    bool han, latin, vietnamese;
    bool leads;         /* the first of its passage, and as short as a heading: "Delivery." */
} Sentence;

/* Calls `visit` with each sentence, in order; what it takes of task's scratch is dropped behind it. */
typedef void VisitSentence(void *context, Task *scratch, const Sentence *sentence);
void each_sentence(Task *task, const Contract *contract, VisitSentence *visit, void *context);
/* Languages whose patterns are held against the sentence: "ev" */
const char *sentence_languages(const Sentence *sentence);
static inline uint32_t place_of(const Sentence *sentence, size_t at) { return sentence->places[at]; }

/* ---- hits ---- */

typedef enum HitKind {
    HIT_SAYS,      /* gives a value */
    HIT_DENIES,    /* denies one: "shall not be delivered on discs" */
    HIT_VAGUE,     /* speaks of the topic and leaves it open */
    HIT_BLANK,     /* a blank, "to be agreed" */
    HIT_ELSEWHERE  /* points to an annex */
} HitKind;

typedef struct Hit {
    Topic topic;
    HitKind kind;
    const TopicValue *value;  /* of SAYS and DENIES; NULL: the topic has none, or it is free */
    Text told;                /* a free value as it stands: "36 months"; else empty */
    Text side;                /* what must agree among the hits of a topic: "way:network", "long:36" */
    uint32_t objects, places, whose; /* what, where and whom it is for, a bit each; 0: all */
    int weight;               /* of its pattern, 1 to 3 */
    uint32_t from, to;        /* in the source */
    uint32_t sentence_from, sentence_to;
    uint32_t heading;
    bool aside;               /* inside an exception, or one of several that somebody may choose */
    bool amends;              /* in words that replace others */
    bool replaced;            /* in words that are replaced */
    bool absent;              /* ELSEWHERE: there is no such annex here */
    uint32_t passage;
    char language;            /* 'e', 'z', 'v': of its pattern */
    uint32_t row;             /* of the table of patterns: which one */
} Hit;

typedef enum TopicState { TOPIC_PRESENT, TOPIC_MISSING, TOPIC_UNCLEAR, TOPIC_CONFLICTING, TOPIC_STATES } TopicState;
const char *topic_state_name(TopicState state); /* "present" ... */

typedef enum TopicWhy { /* how a state came about, for people */
    WHY_SAID, WHY_NOTHING, WHY_VAGUE, WHY_BLANK, WHY_CHOICE, WHY_ELSEWHERE, WHY_DENIED, WHY_TWO_ANSWERS, WHY_PREVAILS, WHY_KINDS
} TopicWhy;
const char *topic_why_name(TopicWhy why); /* "said", "nothing", "vague", "blank", "choice", "elsewhere", "denied", "two answers", "prevails" */

typedef struct TopicFinding {
    TopicState state;
    TopicWhy why;
    const TopicValue *value;  /* PRESENT, where the topic has values */
    Text told;                /* a free value, as it stands */
    LIST_OF(const Hit *) quotes; /* what it rests on, in the order of the text */
} TopicFinding;

/* ---- fees ---- */

typedef enum FeeKind { FEE_LICENCE, FEE_SERVICE, FEE_GOODS, FEE_TOTAL, FEE_OTHER } FeeKind;
/* Digits as people write them ("1.240.000", "22,320.00") with a point alone and without idle zeros; empty: no number. */
Text amount_digits(Region *region, Text written);
const char *fee_kind_name(FeeKind kind); /* "licence", "service", "goods", "total", "other" */

typedef struct Fee {
    FeeKind kind;
    Text amount;              /* digits with a point: "186000"; empty: left blank, or a share alone */
    Text currency;            /* as it stands: "EUR", "美元"; or empty */
    Text share;               /* "70": its share of the price in per cent; or empty */
    bool row;                 /* in a table */
    bool worded;              /* the amount is in words */
    bool each;                /* for each copy, user, device */
    uint32_t from, to;
    uint32_t heading, passage;
} Fee;

typedef struct FeeSign {
    const SignKind *kind;
    uint32_t from, to;        /* 0, 0: it stands in no line of this text */
    Text about;               /* what it was seen on, such as a payment; or empty */
} FeeSign;

/* ---- the whole ---- */

struct Contract {
    const ContractText *text;
    ContractWords *words;
    ContractLayout layout;
    LIST_OF(Hit) hits;
    LIST_OF(Repeal) repeals;
    LIST_OF(Text) first;      /* names of what goes first where places differ: "order form" */
    TopicFinding topics[TOPICS];
    LIST_OF(Fee) fees;
    LIST_OF(FeeSign) signs;
    bool chinese, english, vietnamese; /* languages that it is written in */
    char prevails;            /* language that prevails: 'e', 'z', 'v'; 0: none is told */
    uint32_t prevails_from, prevails_to;
    uint32_t skipped;         /* sentences that took too many steps, or stand behind LIMIT_CONTRACT_HITS */
};

/* Reads the text by the words: hits, topics, fees and what signs the text alone shows. Lives in task's region. NULL with errors. */
Contract *contract_read(Task *task, const ContractText *text, ContractWords *words);

/* ---- inside ---- */

void contract_find(Task *task, Contract *contract);
void contract_judge(Task *task, Contract *contract);
void contract_fees(Task *task, Contract *contract);

#endif

/* casework/contract_words.h - the words by which clauses of contracts are known: tables of data/contract/, patterns made ready.
 *
 *     values.csv                 topic, value, side, rank, fact, told, en, zh, vi
 *     en.csv, zh.csv, vi.csv     topic, part, value, weight, pattern
 *     numbers.csv                word, number, times
 *     traditional.csv            traditional, simplified
 *     signs.csv                  sign, rule, en, zh, vi
 *     wording.csv                topic, value, en, zh, vi
 *
 * A pattern is a regular expression of PCRE2, small and capital letters alike; <name> in it stands for the pattern of the row "word",
 * "name" above it. It is held against one sentence at a time, never against a whole text, and within limits of steps.
 */
#ifndef DECLARANT_CASEWORK_CONTRACT_WORDS_H
#define DECLARANT_CASEWORK_CONTRACT_WORDS_H

#include "base/task.h"

typedef enum Topic {
#define TOPIC(id, key) TOPIC_##id,
#include "casework/contract_topics.def"
#undef TOPIC
    TOPICS,
    TOPIC_ANY = TOPICS, /* patterns of no topic: signs of language and structure */
    TOPIC_FEES          /* patterns of fees and of signs of split fees */
} Topic;
enum { TOPIC_KINDS = TOPICS + 2 };

const char *topic_key(Topic topic); /* "delivery-form" */
bool topic_named(Text key, Topic *out);

typedef enum PatternPart {
#define PART(id, name) PART_##id,
#include "casework/contract_parts.def"
#undef PART
    PARTS
} PatternPart;

typedef struct TopicValue {
    Topic topic;
    Text value;    /* "download" */
    Text side;     /* "way:network": values agree that share what stands behind the colon, and differ where only that before it is the
                      same; with "+" before it, it is a part of an answer: all parts of a topic must be there */
    int rank;      /* of several the highest is told; below 0: no answer by itself; a part of rank 0 only counts beside another */
    Text fact;     /* fact of the contract that it tells; or empty */
    Text told;     /* the value of that fact */
    Text name[3];  /* en, zh, vi */
} TopicValue;

typedef struct SignKind { /* of a split fee */
    Text sign;     /* "round-split" */
    Text name[3];
} SignKind;

typedef struct Pattern {
    Topic topic;
    PatternPart part;
    const TopicValue *value; /* NULL: none */
    bool free;               /* its value is what the group "v" took */
    Text word;               /* column value as it stands */
    int weight;              /* 1 to 3 */
    char language;           /* 'e', 'z', 'v' */
    uint32_t row;            /* place among all patterns */
    uint32_t bit;            /* of its word among the objects or places of its topic */
    Span span;               /* of its cell */
    Text form;               /* with the patterns that it names in their places */
    void *code;              /* pcre2_code; NULL: a part of others */
} Pattern;

typedef struct PatternList {
    const Pattern **at;
    size_t count, room;
} PatternList;

typedef struct ContractWords ContractWords;

/* NULL with errors: a file that is not there, a pattern that PCRE2 does not take [contract-pattern], an unknown topic, part or value
 * [contract-word]. To be closed: patterns made ready hold memory of the system. */
ContractWords *contract_words_read(Task *task, const char *data_folder);
void contract_words_close(ContractWords **words);

/* Patterns of a topic, part and language ('e', 'z', 'v'), in the order of the file. */
const PatternList *patterns_of(const ContractWords *words, char language, Topic topic, PatternPart part);
/* Whether any pattern of the topic that finds sentences by itself could match. */
bool patterns_may_match(ContractWords *words, char language, Topic topic, Text text);

typedef struct Match {
    size_t from, to;
    Text free;       /* group "v"; or empty */
    Text term;       /* group "t"; or empty */
} Match;

/* The first match at or after `from`. Past the limit of steps: none, and the words count it. */
bool pattern_match(ContractWords *words, const Pattern *pattern, Text text, size_t from, Match *match);
/* The first match of any pattern of a list; which one, too, where `which` is not NULL. */
bool any_match(ContractWords *words, const PatternList *list, Text text, size_t from, Match *match, const Pattern **which);
uint32_t patterns_given_up(const ContractWords *words); /* matches that took too many steps, so far */

const TopicValue *topic_value(const ContractWords *words, Topic topic, Text value); /* NULL: no such value */
const TopicValue *topic_values(const ContractWords *words, size_t *count);
const SignKind *sign_kind(const ContractWords *words, Text sign);
/* Our own wording for a clause in a language (0 en, 1 zh, 2 vi); for a value, or for the topic where `value` is empty or has none. */
Text clause_wording(const ContractWords *words, Topic topic, Text value, int language);

/* A number in digits or words ("three", "二十四", "伍拾万", "hai mươi bốn"); 0: none. `*rest` is what follows it. */
uint64_t number_in_words(const ContractWords *words, Text text, Text *rest);
/* The simplified character of a traditional one; itself where it is none. */
uint32_t simplified(const ContractWords *words, uint32_t code_point);

#endif

/* feel/boxed.h - boxed expressions of a DMN model: pieces of FEEL put together by form, not by text (FEEL.md c).
 *
 * Each piece is read where the names of the pieces around it are known, and the whole becomes one tree, as if it had been written
 * as one expression: a boxed context sees its earlier entries, a body its parameters, a filter its item.
 */
#ifndef DECLARANT_FEEL_BOXED_H
#define DECLARANT_FEEL_BOXED_H

#include "feel/feel.h"

typedef enum BoxedKind {
    BOXED_LITERAL,    /* -; span is the expression */
    BOXED_CONTEXT,    /* one an entry; names: of the entries, one without a name is the result */
    BOXED_LIST,       /* items; relations are lists of contexts */
    BOXED_INVOCATION, /* what is called, then arguments; names: of the parameters */
    BOXED_FUNCTION,   /* body; names, types: of the parameters */
    BOXED_KNOWN,      /* -; function: one that is known otherwise (a service, an emulated external one) */
    BOXED_IF,         /* condition, then, else */
    BOXED_FILTER,     /* list, condition */
    BOXED_FOR,        /* domain, body; names: the one variable */
    BOXED_SOME,       /* domain, condition; names */
    BOXED_EVERY,      /* domain, condition; names */
    BOXED_TABLE       /* -; table */
} BoxedKind;

typedef struct FeelBoxed FeelBoxed;
typedef struct BoxedTable BoxedTable;

struct FeelBoxed {
    BoxedKind kind;
    Span span;                    /* LITERAL: the text; else where it stands */
    const Type *type;             /* what its value is made to conform to; NULL: anything */
    uint32_t count;               /* items */
    const FeelBoxed *const *items;
    uint32_t name_count;
    const Text *names;            /* normal form */
    const Type *const *types;     /* FUNCTION: one a name; NULL: anything */
    const FeelFunction *function; /* KNOWN */
    const BoxedTable *table;      /* TABLE */
};

typedef struct BoxedInput {
    const FeelBoxed *expression;
    Span allowed; /* tests for the values it may take; nowhere: all */
} BoxedInput;

typedef struct BoxedOutput {
    Text name;                  /* normal form; of the one output of a table it does not matter */
    const Type *type;           /* NULL: anything */
    Span allowed;               /* its values in the order of rank; nowhere: none told */
    const FeelBoxed *otherwise; /* when no rule hits; NULL: null */
} BoxedOutput;

struct BoxedTable {
    char policy;      /* U A F P R O C */
    char aggregation; /* of C: + < > #; 0: none */
    uint32_t input_count, output_count, rule_count;
    const BoxedInput *inputs;
    const BoxedOutput *outputs;
    const Span *cells;                /* rule by rule, one an input; an empty one matches anything */
    const FeelBoxed *const *results;  /* rule by rule, one an output */
};

/* NULL with errors in the report when a piece cannot be read. */
const FeelNode *feel_parse_boxed(const FeelContext *context, const FeelBoxed *boxed);

#endif

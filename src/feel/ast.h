/* feel/ast.h - the tree of an expression: what the parser makes, and types, compiler and printer walk.
 *
 * One kind of node for all: a kind, its children in order, and what the kind needs besides. Types are worked out as
 * the nodes are made, since a name after a dot or in a filter can only be read when the type before it is known.
 * Nodes are read-only once the parser has handed them out.
 */
#ifndef DECLARANT_FEEL_AST_H
#define DECLARANT_FEEL_AST_H

#include "feel/feel.h"

typedef struct Builtin Builtin; /* feel/builtins.h */

typedef enum NodeKind {     /* children; what else */
    NODE_CONSTANT,          /* -; value; text: as written */
    NODE_SLOT,              /* -; slot of a frame `up` outward */
    NODE_OUTER,             /* -; the frame `up` outward, as a thing */
    NODE_LOCAL,             /* -; variable */
    NODE_INPUT,             /* -; the `?` of a cell */
    NODE_UNKNOWN,           /* -; what the text names is not known: null with a fault */
    NODE_BUILTIN,           /* -; a built-in as a value: builtin */
    NODE_MODEL,             /* -; a function of the scope as a value: function */
    NODE_PATH,              /* what before the dot; text: the entry; path */
    NODE_FILTER,            /* list, condition; variable: item */
    NODE_CALL,              /* callee (BUILTIN, MODEL or any), arguments; names: of named arguments, else NULL */
    NODE_NEGATE,            /* operand */
    NODE_ARITHMETIC,        /* left, right; operator */
    NODE_COMPARE,           /* left, right; operator */
    NODE_AND,               /* left, right */
    NODE_OR,                /* left, right */
    NODE_BETWEEN,           /* value, low, high */
    NODE_IN,                /* value, tests ...; variable: the value as `?` */
    NODE_TEST,              /* `?`, expression: does the input match it (FEEL.md a.4)? */
    NODE_IF,                /* condition, then, else */
    NODE_FOR,               /* domains ..., body; variables: one a domain; partial */
    NODE_SOME,              /* domains ..., condition; variables */
    NODE_EVERY,             /* domains ..., condition; variables */
    NODE_SPAN,              /* from, to: the domain a..b of an iteration */
    NODE_LIST,              /* items */
    NODE_CONTEXT,           /* values; variables: one an entry, in order */
    NODE_RANGE,             /* low, high; closed ends */
    NODE_COMPARISON,        /* operand; operator: <10 as a value */
    NODE_FUNCTION,          /* body; variables: parameters */
    NODE_INSTANCE_OF,       /* operand; wanted: the type asked for */
    NODE_CONVERT,           /* operand; wanted: what it is made to conform to */
    NODE_TABLE,             /* see FeelTable: inputs, then each rule's condition and outputs, then default outputs; table; variables: of the inputs */
    NODE_KINDS
} NodeKind;

/* What is constant about a decision table inside an expression. */
typedef struct FeelTable {
    char policy;                 /* U A F P R O C */
    char aggregation;            /* of C: + < > #; 0: none */
    bool has_default;            /* default outputs stand last among the children */
    uint32_t inputs, outputs, rules;
    const Shape *shape;          /* of several outputs: their names; NULL: one output, which stands bare */
    const List *const *ranking;  /* one an output: its values in the order of rank; NULL: it has no rank */
} FeelTable;

typedef enum Operator {
    OPERATOR_ADD, OPERATOR_SUBTRACT, OPERATOR_MULTIPLY, OPERATOR_DIVIDE, OPERATOR_POWER,
    OPERATOR_EQUAL, OPERATOR_UNEQUAL, OPERATOR_LESS, OPERATOR_LESS_EQUAL, OPERATOR_MORE, OPERATOR_MORE_EQUAL,
    OPERATORS
} Operator;
extern const char *const operator_signs[OPERATORS]; /* "+", "<=" ... */

/* A name that the expression itself makes: of a for, a filter's item, a context entry, a parameter. */
typedef struct Variable {
    Text name;
    const Type *type;
    uint32_t function; /* number of the function literal it belongs to; 0: the expression itself */
    uint32_t local;    /* its place among that function's locals; a loop's variable is followed by its state */
    uint32_t places;   /* how many locals it takes */
    bool read;         /* somebody reads it */
} Variable;

/* What is not known, as the operand of the instruction FAULT. */
typedef enum UnknownKind { UNKNOWN_NAME, UNKNOWN_ENTRY /* it stands twice */, UNKNOWN_LITERAL /* @ */, UNKNOWN_TYPE } UnknownKind;

struct FeelNode {
    uint8_t kind;     /* NodeKind */
    uint8_t operator; /* Operator, where the kind has one; UNKNOWN: UnknownKind */
    uint8_t up;       /* SLOT, OUTER: frames outward */
    bool constant;    /* no reading, no variable, no clock in it: the same each time */
    bool uses_input;  /* `?` is read in it */
    bool low_closed, high_closed; /* RANGE */
    bool boxed;       /* SOME, EVERY: of a boxed form, where each turn must be true or false */
    uint16_t slot;    /* SLOT; PATH to a slot of a thing */
    uint16_t height;  /* of the tree below, held under LIMIT_EXPRESSION_CHAIN */
    uint32_t locals;  /* locals that variables made below take; FUNCTION: of its body */
    uint32_t count;   /* children */
    const FeelNode **items;
    Span span;
    const Type *type; /* never NULL */
    Text text;        /* SLOT, OUTER, LOCAL, UNKNOWN, PATH: the name in normal form; CONSTANT: as written, or its name */
    Value value;      /* CONSTANT */
    Variable *variable;   /* LOCAL; FILTER, IN */
    Variable **variables; /* FOR, SOME, EVERY, CONTEXT, FUNCTION */
    uint32_t variable_count;
    uint32_t function;    /* FUNCTION: its number; LOCAL: the function that reads */
    Variable *partial;    /* FOR: the results so far */
    const ThingType *thing; /* SLOT: which has the slot, may be NULL; PATH to a slot: which has it */
    uint8_t path;         /* PATH: PathKind */
    const Builtin *builtin;
    const FeelFunction *model;
    const Text *names;    /* CALL by name */
    const Type *wanted;   /* INSTANCE_OF, CONVERT */
    const FeelTable *table; /* TABLE */
};

typedef enum PathKind {
    PATH_DYNAMIC, /* looked up by name when it runs */
    PATH_SLOT,    /* a slot of the thing, or of a thing around it, `up` outward */
    PATH_OUTER,   /* the thing around it, `up` outward */
    PATH_ENTRY    /* the entry number `slot` of a context of known form */
} PathKind;

#endif

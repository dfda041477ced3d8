/* feel/feel.h - FEEL: text to tree to program, and how a program is run.
 *
 *     text ──lexer, parser──▶ FeelNode ──types, compiler──▶ FeelCode ──vm──▶ Value
 *
 * Names hold blanks and symbols and are found by longest match in the scope (FEEL.md a.2). A FeelCode is
 * read-only and may be run by many threads, each with its own Vm.
 */
#ifndef DECLARANT_FEEL_FEEL_H
#define DECLARANT_FEEL_FEEL_H

#include "feel/frame.h"

typedef struct FeelNode FeelNode; /* tree: feel/ast.h */
typedef struct FeelCode FeelCode; /* program: feel/code.h */
typedef struct Vm Vm;

/* ---- what names mean ---- */

/* A function an expression may call by name: a knowledge model of the rulebook. Built-ins are known without it. */
typedef struct FeelFunction {
    Text name;
    uint32_t count;           /* parameters */
    const TypeEntry *parameters;
    const Type *result;
    /* `here` is the frame of the expression that calls. */
    Value (*call)(Vm *vm, const struct FeelFunction *function, Frame *here, const Value *arguments);
    const void *meaning;
} FeelFunction;

typedef enum FeelNameKind { FEEL_SLOT, FEEL_OUTER, FEEL_CONSTANT, FEEL_FUNCTION } FeelNameKind;

typedef struct FeelName {
    Text name; /* normal form: single blanks, none around symbols */
    FeelNameKind kind;
    const Type *type;
    uint8_t up;    /* SLOT: frames outward; OUTER: the frame so far outward itself, as a thing */
    uint16_t slot; /* SLOT */
    Value value;   /* CONSTANT */
    const FeelFunction *function;
    const ThingType *thing; /* SLOT: the thing type that has it, for feel_code_reads; NULL: found by name */
} FeelName;

/* A name in normal form: single blanks, none around symbols. */
Text name_normal(Region *region, Text name);

/* Names visible at one place, innermost first. Build it with feel_scope_new; read-only after. */
typedef struct FeelScope FeelScope;
FeelScope *feel_scope_new(Region *region, const FeelScope *outer, const FeelName *names, size_t count);
/* The longest names first is the scope's own business; NULL when unknown. Inner scopes win. */
const FeelName *feel_scope_find(const FeelScope *scope, Text name);

/* ---- reading ---- */

/* A type that has a name of its own: an item definition of a model. */
typedef struct FeelTypeName {
    Text name; /* normal form; of an imported model with its prefix: "lib.tRow" */
    const Type *type;
} FeelTypeName;

typedef struct FeelContext {
    Task *task;               /* faults are reported at their place in `source` */
    const Source *source;     /* the text lies in it */
    const FeelScope *scope;
    Symbols *symbols;         /* texts of the program become symbols */
    bool strict;              /* rulebooks: an unknown name or a wrong type is an error; else it is null at run time */
    const ThingType *const *things; /* thing types that exist, for paths; may be NULL */
    size_t thing_count;
    const FeelTypeName *types; /* known besides FEEL's own; may be NULL */
    size_t type_count;
    /* A function written in another language, by what its definition says of it; NULL result: not known. NULL: there are none. */
    const FeelFunction *(*external)(Region *region, Value definition);
} FeelContext;

/* One expression. NULL with errors in the report when it cannot be read (or, strict, does not type). */
const FeelNode *feel_parse(const FeelContext *context, Span text);
Span feel_node_span(const FeelNode *node);

/* A cell of a decision table: "-", "not(...)", or tests separated by commas. */
typedef enum FeelTestKind { FEEL_TEST_VALUE, FEEL_TEST_RANGE, FEEL_TEST_EXPRESSION } FeelTestKind;
typedef struct FeelTest {
    FeelTestKind kind;
    Value value;          /* VALUE: constant to be equal to (a list: any of its elements) */
    Range range;          /* RANGE: constant; <10 and the like have one undefined side */
    const FeelNode *node; /* EXPRESSION: boolean over `?`, or a value to equal; not constant */
    Span span;
} FeelTest;
typedef struct FeelTests {
    bool any;     /* "-" */
    bool negated; /* not( ... ) */
    uint32_t count;
    const FeelTest *tests;
} FeelTests;
/* `input` is the type of the column, checked against constants when strict. False with errors in the report. */
bool feel_parse_tests(FeelTests *out, const FeelContext *context, Span text, const Type *input);

/* One constant of an example or of facts: a number, "text", true, false, null, a bare ISO date (where `type` is a date, a
 * list of dates or NULL), a list of them; "-" is UNKNOWN without a hang. `type` NULL: any. False with errors in the
 * report when it cannot be read, is not constant, or, strict, does not fit the type or its allowed values. */
bool feel_parse_cell_value(Value *out, const FeelContext *context, Span text, const Type *type);

/* A cell that is one plain literal of that type, read without tree and program; a closed range of two. False: it takes the parser to say. */
bool feel_literal(Value *out, const FeelContext *context, Text text, const Type *type);
bool feel_literal_range(Range *out, Text text, const Type *type);

/* Words that cannot be names: keywords; and is it the name of a built-in function? */
const Text *feel_keywords(size_t *count);
bool feel_is_builtin(Text name);
/* One built-in for the manual: "substring(string, start position, length?) : text" and what it does; false past the end. */
bool feel_builtin_line(Region *region, size_t index, Text *form, Text *meaning);

/* ---- compiling ---- */

/* A program for the node; constants folded. `wanted` NULL: any type. NULL with errors when the type does not fit. */
const FeelCode *feel_compile(const FeelContext *context, const FeelNode *node, const Type *wanted);

/* A constant expression's value, else false. */
bool feel_code_constant(const FeelCode *code, Value *value);
/* A program that only reads one slot: then evaluation can be skipped. */
bool feel_code_slot(const FeelCode *code, uint8_t *up, uint16_t *slot);
/* Every slot the program reads: of which thing type, and which slot; and every function it calls. */
typedef struct FeelRead {
    const ThingType *thing;
    uint16_t slot;
    const FeelFunction *function; /* not NULL: a call instead */
    Span span;                    /* where it is read */
} FeelRead;
size_t feel_code_reads(const FeelCode *code, const FeelRead **reads);
const Type *feel_code_type(const FeelCode *code);
const FeelNode *feel_code_node(const FeelCode *code);
/* The listing of `declarant feel --listing`: one instruction a line with its operand and the text it comes from. */
void feel_listing(Builder *out, const FeelCode *code);

/* ---- running ---- */

/* What went wrong while running; in strict mode the first one ends the evaluation. */
typedef struct FeelFault {
    const char *name; /* "division-by-zero", "wrong-type", "no-such-entry", ... */
    Span span;
    Text message;
} FeelFault;

struct Vm {
    Region *region;     /* values made while running live here */
    const Symbols *symbols; /* so that texts made at run time meet symbols; may be NULL */
    bool strict;        /* the first fault makes the evaluation FAULTED: every result is then NULL */
    bool faulted;       /* strict: a fault was met */
    uint32_t fault_count;
    FeelFault faults[8]; /* the first ones */
    int64_t iterations; /* left of LIMIT_ITERATIONS; set by vm_init, counted down */
    int32_t depth;      /* calls inside one another */
    bool has_now;       /* now() and today() are told; else they are null with a fault */
    int64_t today;      /* days */
    int64_t now_nanoseconds;
    /* Work out an UNSET slot; returns what the slot holds after. */
    Value (*resolve)(Vm *vm, Frame *frame, uint16_t slot);
    /* A VALUE_MONEY in the currency of whoever is being evaluated: a number, UNKNOWN or ABSENT. */
    Value (*convert)(Vm *vm, Value money);
    /* With --trace: called before each instruction; NULL: never. */
    void (*trace)(Vm *vm, const FeelCode *code, uint32_t at, const Value *stack, size_t height);
    /* When not NULL, called for each slot read (the explanation's tree). */
    void (*on_read)(Vm *vm, Frame *frame, uint16_t slot);
    void *context;      /* the engine's */
};

void vm_init(Vm *vm, Region *region);
/* Run in `frame` (may be NULL when the program reads no slots). */
Value feel_run(Vm *vm, const FeelCode *code, Frame *frame);
/* The same with `?` bound. */
Value feel_run_test(Vm *vm, const FeelCode *code, Frame *frame, Value input);
/* The value as `type` asks: as it is, the one item of a list, a date as a date and time; null with a fault when it does not conform, or is
 * not among the values the type allows. */
Value vm_convert(Vm *vm, Value value, const Type *type, Span span);
/* Add a fault and return null; for functions that the engine provides. */
Value vm_fault(Vm *vm, const char *name, Span span, const char *format, ...) __attribute__((format(printf, 4, 5)));
/* The same for a null that is no error, as of the sum of nothing: told where the run is not strict. */
Value vm_note(Vm *vm, const char *name, Span span, const char *format, ...) __attribute__((format(printf, 4, 5)));

/* ---- printing ---- */

/* The expression in normal form. `show`, when given, may print a node itself and return true: so a formula is shown
 * with values in the place of names. */
typedef bool FeelShow(void *context, Builder *out, const FeelNode *node);
void feel_print(Builder *out, const FeelNode *node, FeelShow *show, void *context);
/* For a node that is a plain reading of a slot or a path that ends in one (x, a.b.c): true and its program. */
bool feel_node_is_reading(const FeelNode *node);

#endif

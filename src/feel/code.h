/* feel/code.h - the program of an expression: small instructions over a stack, made by compile.c, run by vm.c.
 *
 *     locals (parameters, captured values, variables) | stack of values being worked on ->
 *
 * Read-only after compiling. RETURN is always last. Every instruction has its span, so that faults point at the text.
 */
#ifndef DECLARANT_FEEL_CODE_H
#define DECLARANT_FEEL_CODE_H

#include "feel/ast.h"
#include "feel/function.h"

typedef enum Opcode {
#define OP(name, operand, pops, pushes, meaning) OP_##name,
#include "feel/opcodes.def"
#undef OP
    OPCODES
} Opcode;

typedef struct Instruction {
    uint8_t op; /* Opcode */
    uint8_t a;  /* frames outward, or a flag */
    uint16_t b; /* slot, local or count */
    uint32_t c; /* constant, step, or index */
} Instruction;

/* A local of the function around, copied when the closure is made, put into a local when it is called. */
typedef struct Capture {
    uint16_t outer, inner;
} Capture;

struct FeelCode {
    uint32_t count; /* instructions */
    const Instruction *steps;
    const Span *spans;      /* one an instruction */
    const Value *constants;
    const Type *const *types;      /* of INSTANCE_OF, CONVERT */
    const FeelTable *const *tables; /* of HITS */
    const FeelCode *const *bodies; /* of CLOSURE */
    const FeelFunction *const *models; /* of MODEL calls */
    uint32_t locals;        /* parameters first, then variables, captured values, conditions */
    uint32_t size;          /* locals and the highest stack */
    const Type *type;
    const FeelNode *node;
    size_t read_count;
    const FeelRead *reads;
    uint32_t parameters;    /* of a function's body */
    const TypeEntry *parameter_entries; /* names and types */
    uint32_t captures;
    const Capture *captured; /* what it takes along from the function around it */
};

#endif

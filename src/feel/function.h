/* feel/function.h - functions as values: closures, built-ins, functions of the scope. */
#ifndef DECLARANT_FEEL_FUNCTION_H
#define DECLARANT_FEEL_FUNCTION_H

#include "feel/feel.h"

struct Function {
    enum { FUNCTION_CLOSURE, FUNCTION_BUILTIN, FUNCTION_MODEL } kind;
    const FeelCode *code;             /* CLOSURE: its body */
    const Value *captured;            /* CLOSURE: code->captures values of the defining scope */
    Frame *frame;                     /* CLOSURE, MODEL: where it was made */
    Value input;                      /* CLOSURE: `?` where it was made */
    const struct Builtin *builtin;    /* BUILTIN: the first of its name */
    const FeelFunction *model;        /* MODEL */
};

/* Call a function value with positional arguments. A fault (wrong count, too deep) is null. */
Value function_call(Vm *vm, const Function *function, const Value *arguments, uint32_t count, Span span);
/* By name: names[i] is the name of arguments[i]. */
Value function_call_named(Vm *vm, const Function *function, const Value *arguments, const Text *names, uint32_t count,
                          Span span);
/* How many parameters it has; UINT32_MAX when that depends. */
uint32_t function_parameters(const Function *function);

#endif

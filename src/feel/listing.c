/* feel/listing.c - a program as text, one instruction a line: `declarant feel --listing`. */
#include "feel/builtins.h"
#include "feel/code.h"

typedef enum OperandKind {
    OPERAND_NONE, OPERAND_CONSTANT, OPERAND_LOCAL, OPERAND_SLOT, OPERAND_STEP, OPERAND_LOCAL_STEP, OPERAND_COUNT,
    OPERAND_NAME, OPERAND_ENTRY, OPERAND_BUILTIN, OPERAND_MODEL, OPERAND_TYPE, OPERAND_BODY
} OperandKind;

static const struct {
    const char *name;
    OperandKind operand;
    const char *meaning;
} rows[OPCODES] = {
#define OP(name, operand, pops, pushes, meaning) { #name, OPERAND_##operand, meaning },
#include "feel/opcodes.def"
#undef OP
};

static void list_value(Builder *out, Value value)
{
    if (value.kind == VALUE_CONTEXT && !value.context->at)
        build_format(out, "form of %u", value.context->shape->count);
    else
        value_print(out, value);
}

static void list_operand(Builder *out, const FeelCode *code, const Instruction *step)
{
    switch (rows[step->op].operand) {
    case OPERAND_NONE: break;
    case OPERAND_CONSTANT:
    case OPERAND_NAME: list_value(out, code->constants[step->c]); break;
    case OPERAND_LOCAL: build_format(out, "local %u", step->b); break;
    case OPERAND_SLOT: build_format(out, "up %u slot %u", step->a, step->b); break;
    case OPERAND_STEP: build_format(out, "-> %u", step->c); break;
    case OPERAND_LOCAL_STEP: build_format(out, "local %u -> %u", step->b, step->c); break;
    case OPERAND_COUNT: build_format(out, "%u", step->b); break;
    case OPERAND_ENTRY:
        build_format(out, "%u ", step->b);
        list_value(out, code->constants[step->c]);
        break;
    case OPERAND_BUILTIN: build_format(out, "%s, %u", builtins[step->c].name, step->b); break;
    case OPERAND_MODEL: build_format(out, TEXT_FMT ", %u", TEXT_ARG(code->models[step->c]->name), step->b); break;
    case OPERAND_TYPE: build_text(out, type_text_form(out->region, code->types[step->c])); break;
    case OPERAND_BODY: build_format(out, "body %u", step->c); break;
    }
}

/* The text an instruction comes from, on one line. */
static void list_text(Builder *out, Span span)
{
    Text text = span_text(span);
    for (size_t i = 0; i < text.length && i < 60; i++)
        build_byte(out, text.at[i] == '\n' || text.at[i] == '\r' ? ' ' : text.at[i]);
}

static void list_code(Builder *out, const FeelCode *code, int depth)
{
    for (uint32_t i = 0; i < code->count; i++) {
        size_t start = out->length;
        build_format(out, "%*s%4u  %-12s ", depth * 4, "", i, rows[code->steps[i].op].name);
        list_operand(out, code, &code->steps[i]);
        while (out->length - start < 48)
            build_byte(out, ' ');
        build_text(out, TEXT("; "));
        list_text(out, code->spans[i]);
        build_byte(out, '\n');
        if (code->steps[i].op == OP_CLOSURE)
            list_code(out, code->bodies[code->steps[i].c], depth + 1);
    }
}

void feel_listing(Builder *out, const FeelCode *code)
{
    list_code(out, code, 0);
}

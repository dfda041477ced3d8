/* feel/printer.c - tree to text in normal form: single blanks, the fewest parentheses that keep the meaning.
 *
 * What is printed reads back as the same tree, unless `show` puts something else in the place of a node.
 */
#include "feel/builtins.h"
#include "feel/parser.h"

/* Tightness of each kind, as FEEL.md a.3; a child that is looser than its place wants gets parentheses. */
enum { LEVEL_OPEN = 1, LEVEL_OR, LEVEL_AND, LEVEL_COMPARE, LEVEL_SUM, LEVEL_PRODUCT, LEVEL_POWER, LEVEL_NEGATE, LEVEL_INSTANCE,
       LEVEL_POSTFIX };

typedef struct Printer {
    Builder *out;
    FeelShow *show;
    void *context;
} Printer;

static void print(Printer *printer, const FeelNode *node, int wanted);

static int operator_level(Operator operator)
{
    switch (operator) {
    case OPERATOR_ADD:
    case OPERATOR_SUBTRACT: return LEVEL_SUM;
    case OPERATOR_MULTIPLY:
    case OPERATOR_DIVIDE: return LEVEL_PRODUCT;
    case OPERATOR_POWER: return LEVEL_POWER;
    default: return LEVEL_COMPARE;
    }
}

static int level_of(const FeelNode *node)
{
    switch (node->kind) {
    case NODE_IF: case NODE_FOR: case NODE_SOME: case NODE_EVERY: case NODE_FUNCTION: return LEVEL_OPEN;
    case NODE_OR: return LEVEL_OR;
    case NODE_AND: return LEVEL_AND;
    case NODE_COMPARE: case NODE_BETWEEN: case NODE_IN: case NODE_COMPARISON: return LEVEL_COMPARE;
    case NODE_ARITHMETIC: return operator_level(node->operator);
    case NODE_NEGATE: return LEVEL_NEGATE;
    case NODE_INSTANCE_OF: return LEVEL_INSTANCE;
    case NODE_UNKNOWN: return node->operator == UNKNOWN_TYPE ? LEVEL_INSTANCE : LEVEL_POSTFIX;
    case NODE_TEST: return level_of(node->items[1]);
    default: return LEVEL_POSTFIX;
    }
}

static void print_list(Printer *printer, const FeelNode *const *items, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (i)
            build_text(printer->out, TEXT(", "));
        print(printer, items[i], LEVEL_OPEN);
    }
}

/* As it is written, or by its name. */
static void print_constant(Printer *printer, const FeelNode *node)
{
    if (node->text.length)
        build_text(printer->out, node->text);
    else
        value_print(printer->out, node->value);
}

static void print_two(Printer *printer, const FeelNode *node, const char *sign, int level, int right)
{
    print(printer, node->items[0], level);
    build_format(printer->out, " %s ", sign);
    print(printer, node->items[1], right);
}

static void print_path(Printer *printer, const FeelNode *node)
{
    const FeelNode *before = node->items[0];
    bool implied = before->kind == NODE_LOCAL && text_is(before->text, "item") && span_text(before->span).length &&
                   before->span.to > before->span.from && before->span.from == node->span.from &&
                   !text_starts(span_text(node->span), TEXT("item"));
    if (!implied) {
        print(printer, before, LEVEL_POSTFIX);
        build_byte(printer->out, '.');
    }
    build_text(printer->out, node->text);
}

static void print_call(Printer *printer, const FeelNode *node)
{
    print(printer, node->items[0], LEVEL_POSTFIX);
    build_byte(printer->out, '(');
    for (uint32_t i = 1; i < node->count; i++) {
        if (i > 1)
            build_text(printer->out, TEXT(", "));
        if (node->names)
            build_format(printer->out, TEXT_FMT ": ", TEXT_ARG(node->names[i - 1]));
        print(printer, node->items[i], LEVEL_OPEN);
    }
    build_byte(printer->out, ')');
}

static void print_in(Printer *printer, const FeelNode *node)
{
    bool several = node->count != 2 || level_of(node->items[1]) < LEVEL_SUM;
    print(printer, node->items[0], LEVEL_SUM);
    build_text(printer->out, several ? TEXT(" in (") : TEXT(" in "));
    print_list(printer, node->items + 1, node->count - 1);
    if (several)
        build_byte(printer->out, ')');
}

static void print_if(Printer *printer, const FeelNode *node)
{
    build_text(printer->out, TEXT("if "));
    print(printer, node->items[0], LEVEL_OPEN);
    build_text(printer->out, TEXT(" then "));
    print(printer, node->items[1], LEVEL_OPEN);
    build_text(printer->out, TEXT(" else "));
    print(printer, node->items[2], LEVEL_OPEN);
}

static void print_loop(Printer *printer, const FeelNode *node)
{
    const char *word = node->kind == NODE_FOR ? "for" : node->kind == NODE_SOME ? "some" : "every";
    build_format(printer->out, "%s ", word);
    for (uint32_t i = 0; i < node->variable_count; i++) {
        build_format(printer->out, "%s" TEXT_FMT " in ", i ? ", " : "", TEXT_ARG(node->variables[i]->name));
        print(printer, node->items[i], LEVEL_OPEN);
    }
    build_text(printer->out, node->kind == NODE_FOR ? TEXT(" return ") : TEXT(" satisfies "));
    print(printer, node->items[node->count - 1], LEVEL_OPEN);
}

static void print_key(Printer *printer, Text name)
{
    Value value = value_text(printer->out->region, name);
    const Text symbols = TEXT(":\"\\{}[](),");
    bool plain = name.length && !(name.at[0] >= '0' && name.at[0] <= '9');
    for (size_t i = 0; i < name.length; i++)
        plain = plain && !memchr(symbols.at, name.at[i], symbols.length);
    if (plain)
        build_text(printer->out, name);
    else
        value_print(printer->out, value);
}

static void print_context(Printer *printer, const FeelNode *node)
{
    build_byte(printer->out, '{');
    for (uint32_t i = 0; i < node->count; i++) {
        if (i)
            build_text(printer->out, TEXT(", "));
        print_key(printer, node->variables[i]->name);
        build_text(printer->out, TEXT(": "));
        print(printer, node->items[i], LEVEL_OPEN);
    }
    build_byte(printer->out, '}');
}

static void print_range(Printer *printer, const FeelNode *node)
{
    build_byte(printer->out, node->low_closed ? '[' : '(');
    print(printer, node->items[0], LEVEL_SUM);
    build_text(printer->out, TEXT(".."));
    print(printer, node->items[1], LEVEL_SUM);
    build_byte(printer->out, node->high_closed ? ']' : ')');
}

static void print_function(Printer *printer, const FeelNode *node)
{
    build_text(printer->out, TEXT("function("));
    for (uint32_t i = 0; i < node->variable_count; i++) {
        build_format(printer->out, "%s" TEXT_FMT, i ? ", " : "", TEXT_ARG(node->variables[i]->name));
        if (node->variables[i]->type->kind != TYPE_ANY)
            build_format(printer->out, ": " TEXT_FMT, TEXT_ARG(feel_type_form(printer->out->region, node->variables[i]->type)));
    }
    build_text(printer->out, TEXT(") "));
    print(printer, node->items[0], LEVEL_OPEN);
}

static void print_arithmetic(Printer *printer, const FeelNode *node)
{
    int level = operator_level(node->operator);
    print_two(printer, node, operator_signs[node->operator], level, level + 1);
}

static void print_between(Printer *printer, const FeelNode *node)
{
    print(printer, node->items[0], LEVEL_SUM);
    build_text(printer->out, TEXT(" between "));
    print(printer, node->items[1], LEVEL_SUM);
    build_text(printer->out, TEXT(" and "));
    print(printer, node->items[2], LEVEL_SUM);
}

static void print_span(Printer *printer, const FeelNode *node)
{
    print(printer, node->items[0], LEVEL_SUM);
    build_text(printer->out, TEXT(".."));
    print(printer, node->items[1], LEVEL_SUM);
}

/* A sign before its operand. */
static void print_after(Printer *printer, const FeelNode *node, const char *sign, int level)
{
    build_text(printer->out, text_of(sign));
    print(printer, node->items[0], level);
}

static void print_brackets(Printer *printer, const FeelNode *const *items, uint32_t count)
{
    build_byte(printer->out, '[');
    print_list(printer, items, count);
    build_byte(printer->out, ']');
}

static void print_filter(Printer *printer, const FeelNode *node)
{
    print(printer, node->items[0], LEVEL_POSTFIX);
    print_brackets(printer, node->items + 1, 1);
}

static void print_instance(Printer *printer, const FeelNode *node)
{
    print(printer, node->items[0], LEVEL_POSTFIX);
    build_text(printer->out, TEXT(" instance of "));
    build_text(printer->out, feel_type_form(printer->out->region, node->wanted));
}

/* Nothing is an instance of a type nobody knows, whatever stood before it. */
static void print_unknown(Printer *printer, const FeelNode *node)
{
    if (node->operator == UNKNOWN_TYPE)
        build_text(printer->out, TEXT("null instance of "));
    build_text(printer->out, node->text);
}

static void print_kind(Printer *printer, const FeelNode *node)
{
    switch (node->kind) {
    case NODE_CONSTANT: print_constant(printer, node); break;
    case NODE_PATH: print_path(printer, node); break;
    case NODE_CALL: print_call(printer, node); break;
    case NODE_ARITHMETIC: print_arithmetic(printer, node); break;
    case NODE_COMPARE: print_two(printer, node, operator_signs[node->operator], LEVEL_SUM, LEVEL_SUM); break;
    case NODE_AND: print_two(printer, node, "and", LEVEL_AND, LEVEL_COMPARE); break;
    case NODE_OR: print_two(printer, node, "or", LEVEL_OR, LEVEL_AND); break;
    case NODE_BETWEEN: print_between(printer, node); break;
    case NODE_IN: print_in(printer, node); break;
    case NODE_TEST: print(printer, node->items[1], LEVEL_OPEN); break;
    case NODE_IF: print_if(printer, node); break;
    case NODE_FOR: case NODE_SOME: case NODE_EVERY: print_loop(printer, node); break;
    case NODE_SPAN: print_span(printer, node); break;
    case NODE_NEGATE: print_after(printer, node, "-", LEVEL_NEGATE); break;
    case NODE_FILTER: print_filter(printer, node); break;
    case NODE_LIST: print_brackets(printer, node->items, node->count); break;
    case NODE_CONTEXT: print_context(printer, node); break;
    case NODE_RANGE: print_range(printer, node); break;
    case NODE_COMPARISON: print_after(printer, node, operator_signs[node->operator], LEVEL_SUM); break;
    case NODE_FUNCTION: print_function(printer, node); break;
    case NODE_INSTANCE_OF: print_instance(printer, node); break;
    case NODE_UNKNOWN: print_unknown(printer, node); break;
    default: build_text(printer->out, node->text);
    }
}

static void print(Printer *printer, const FeelNode *node, int wanted)
{
    if (printer->show && printer->show(printer->context, printer->out, node))
        return;
    bool loose = level_of(node) < wanted;
    if (loose)
        build_byte(printer->out, '(');
    print_kind(printer, node);
    if (loose)
        build_byte(printer->out, ')');
}

void feel_print(Builder *out, const FeelNode *node, FeelShow *show, void *context)
{
    Printer printer = { out, show, context };
    print(&printer, node, LEVEL_OPEN);
}

bool feel_node_is_reading(const FeelNode *node)
{
    if (node->kind == NODE_SLOT)
        return true;
    if (node->kind != NODE_PATH)
        return false;
    const FeelNode *before = node->items[0];
    return before->kind == NODE_OUTER || before->kind == NODE_LOCAL || feel_node_is_reading(before);
}

/* feel/compile.c - tree to program: one function a kind of node, jumps patched when their target is known.
 *
 * What is constant is run once, here. Reads are noted as they are emitted. `if` keeps its condition in a local, since an
 * unknown condition runs both branches: see BRANCH in vm.c.
 */
#include "feel/code.h"
#include "feel/parser.h"

enum { FOLD_ITERATIONS = 1000, FOLD_FAILURES = 16 };

/* What is shared by an expression and the function literals in it. */
typedef struct Shared {
    const FeelContext *context;
    Region *region;
    LIST_OF(FeelRead) reads;
    uint32_t fold_failures; /* constants that could not be worked out: after some, no more are tried */
    bool fold;              /* false while compiling what is to be folded */
    bool failed;            /* an error was told */
} Shared;

typedef struct Compiler {
    Shared *shared;
    Region *region;
    struct Compiler *outer;   /* of the function around it; NULL: the expression */
    uint32_t function;        /* number of the function literal; 0: the expression */
    uint32_t locals;          /* taken so far */
    uint32_t height, highest; /* of the stack */
    LIST_OF(Instruction) steps;
    LIST_OF(Span) spans;
    LIST_OF(Value) constants;
    LIST_OF(const Type *) types;
    LIST_OF(const FeelTable *) tables;
    LIST_OF(const FeelCode *) bodies;
    LIST_OF(const FeelFunction *) models;
    LIST_OF(Capture) captures;
    LIST_OF(const Variable *) captured; /* beside captures: whose */
    Span span;                /* of the node being compiled */
} Compiler;

static void emit_node(Compiler *compiler, const FeelNode *node);

/* ---- emitting ---- */

static const struct {
    int8_t pops, pushes;
} effects[OPCODES] = {
#define OP(name, operand, pops, pushes, meaning) { pops, pushes },
#include "feel/opcodes.def"
#undef OP
};

/* Returns the step's number. `count`: how many values it pops where the list says -1. */
static uint32_t emit_count(Compiler *compiler, Opcode op, uint32_t a, uint32_t b, uint32_t c, uint32_t count)
{
    compiler->height -= effects[op].pops < 0 ? count : (uint32_t)effects[op].pops;
    compiler->height += (uint32_t)effects[op].pushes;
    if (compiler->height > compiler->highest)
        compiler->highest = compiler->height;
    *LIST_ADD(compiler->region, compiler->steps) = (Instruction){ (uint8_t)op, (uint8_t)a, (uint16_t)b, c };
    *LIST_ADD(compiler->region, compiler->spans) = compiler->span;
    return (uint32_t)compiler->steps.count - 1;
}

static uint32_t emit(Compiler *compiler, Opcode op, uint32_t a, uint32_t b, uint32_t c)
{
    return emit_count(compiler, op, a, b, c, 0);
}

static uint32_t here(const Compiler *compiler)
{
    return (uint32_t)compiler->steps.count;
}

static void land(Compiler *compiler, uint32_t step)
{
    compiler->steps.at[step].c = here(compiler);
}

static uint32_t constant(Compiler *compiler, Value value)
{
    *LIST_ADD(compiler->region, compiler->constants) = value;
    return (uint32_t)compiler->constants.count - 1;
}

static uint32_t constant_text(Compiler *compiler, Text text)
{
    return constant(compiler, value_text(compiler->region, text));
}

static void emit_constant(Compiler *compiler, Value value)
{
    emit(compiler, OP_CONSTANT, 0, 0, constant(compiler, value));
}

static uint32_t local_new(Compiler *compiler)
{
    return compiler->locals++;
}

/* Where the variable lies here; one of a function around is captured, through every function between. */
static uint32_t local_of(Compiler *compiler, const Variable *variable)
{
    if (variable->function == compiler->function || !compiler->outer)
        return variable->local;
    for (size_t i = 0; i < compiler->captured.count; i++)
        if (compiler->captured.at[i] == variable)
            return compiler->captures.at[i].inner;
    uint32_t outer = local_of(compiler->outer, variable), inner = local_new(compiler);
    *LIST_ADD(compiler->region, compiler->captures) = (Capture){ (uint16_t)outer, (uint16_t)inner };
    *LIST_ADD(compiler->region, compiler->captured) = variable;
    return inner;
}

/* ---- reads ---- */

static void note_read(Compiler *compiler, const ThingType *thing, uint16_t slot)
{
    *LIST_ADD(compiler->region, compiler->shared->reads) = (FeelRead){ thing, slot, NULL, compiler->span };
}

static void note_call(Compiler *compiler, const FeelFunction *function)
{
    *LIST_ADD(compiler->region, compiler->shared->reads) = (FeelRead){ NULL, 0, function, compiler->span };
}

/* A path whose thing is not known before it runs may read that slot of any thing. */
static void note_any(Compiler *compiler, Text name)
{
    const FeelContext *context = compiler->shared->context;
    for (size_t i = 0; i < context->thing_count; i++)
        for (uint16_t slot = 0; slot < context->things[i]->count; slot++)
            if (text_equal(context->things[i]->slots[slot].name, name))
                note_read(compiler, context->things[i], slot);
}

/* ---- leaves ---- */

static void emit_leaf_constant(Compiler *compiler, const FeelNode *node)
{
    emit_constant(compiler, node->value);
}

static void emit_slot(Compiler *compiler, const FeelNode *node)
{
    note_read(compiler, node->thing, node->slot);
    emit(compiler, OP_SLOT, node->up, node->slot, 0);
}

static void emit_outer(Compiler *compiler, const FeelNode *node)
{
    emit(compiler, OP_OUTER, node->up, 0, 0);
}

static void emit_local(Compiler *compiler, const FeelNode *node)
{
    emit(compiler, OP_LOCAL, 0, local_of(compiler, node->variable), 0);
}

static void emit_input(Compiler *compiler, const FeelNode *node)
{
    (void)node;
    emit(compiler, OP_INPUT, 0, 0, 0);
}

static void emit_unknown(Compiler *compiler, const FeelNode *node)
{
    emit(compiler, OP_FAULT, node->operator, 0, constant_text(compiler, node->text));
}

static void emit_builtin_value(Compiler *compiler, const FeelNode *node)
{
    emit(compiler, OP_FUNCTION_OF, 0, 0, (uint32_t)(node->builtin - builtins));
}

static uint32_t model_index(Compiler *compiler, const FeelFunction *model)
{
    note_call(compiler, model);
    *LIST_ADD(compiler->region, compiler->models) = model;
    return (uint32_t)compiler->models.count - 1;
}

static void emit_model_value(Compiler *compiler, const FeelNode *node)
{
    emit(compiler, OP_MODEL_OF, 0, 0, model_index(compiler, node->model));
}

/* ---- operators ---- */

static void emit_children(Compiler *compiler, const FeelNode *node)
{
    for (uint32_t i = 0; i < node->count; i++)
        emit_node(compiler, node->items[i]);
}

/* Sums and products with a slot on the right, which most formulas of the law are, take one instruction. */
static uint8_t fused_with_slot(Operator operator)
{
    return operator == OPERATOR_ADD ? OP_ADD_SLOT : operator == OPERATOR_SUBTRACT ? OP_SUBTRACT_SLOT : operator == OPERATOR_MULTIPLY ? OP_MULTIPLY_SLOT : 0;
}

static void emit_operator(Compiler *compiler, const FeelNode *node)
{
    static const uint8_t codes[OPERATORS] = { OP_ADD,  OP_SUBTRACT,   OP_MULTIPLY, OP_DIVIDE, OP_POWER, OP_EQUAL, OP_UNEQUAL,
                                              OP_LESS, OP_LESS_EQUAL, OP_MORE,     OP_MORE_EQUAL };
    const FeelNode *right = node->items[1];
    uint8_t fused = fused_with_slot(node->operator);
    if (fused && right->kind == NODE_SLOT) {
        emit_node(compiler, node->items[0]);
        note_read(compiler, right->thing, right->slot);
        emit(compiler, fused, right->up, right->slot, 0);
        return;
    }
    emit_children(compiler, node);
    emit(compiler, codes[node->operator], 0, 0, 0);
}

static void emit_simple(Compiler *compiler, const FeelNode *node)
{
    static const uint8_t codes[NODE_KINDS] = { [NODE_NEGATE] = OP_NEGATE, [NODE_BETWEEN] = OP_BETWEEN,
                                               [NODE_TEST] = OP_MATCH,    [NODE_SPAN] = OP_SPAN };
    emit_children(compiler, node);
    emit(compiler, codes[node->kind], 0, 0, 0);
}

static void emit_and(Compiler *compiler, const FeelNode *node)
{
    bool is_and = node->kind == NODE_AND;
    emit_node(compiler, node->items[0]);
    uint32_t jump = emit(compiler, is_and ? OP_AND_JUMP : OP_OR_JUMP, 0, 0, 0);
    emit_node(compiler, node->items[1]);
    emit(compiler, is_and ? OP_AND : OP_OR, 0, 0, 0);
    land(compiler, jump);
}

/* Any of the tests; each is true, false, null or open. */
static void emit_any(Compiler *compiler, const FeelNode *const *tests, uint32_t count)
{
    uint32_t *jumps = REGION_ARRAY(compiler->region, uint32_t, count + 1);
    emit_constant(compiler, value_boolean(false));
    for (uint32_t i = 0; i < count; i++) {
        jumps[i] = emit(compiler, OP_OR_JUMP, 0, 0, 0);
        emit_node(compiler, tests[i]);
        emit(compiler, OP_OR, 0, 0, 0);
    }
    for (uint32_t i = 0; i < count; i++)
        land(compiler, jumps[i]);
}

static void emit_in(Compiler *compiler, const FeelNode *node)
{
    emit_node(compiler, node->items[0]);
    emit(compiler, OP_SET_LOCAL, 0, local_of(compiler, node->variable), 0);
    if (node->count == 2 && node->items[1]->kind == NODE_TEST)
        emit_node(compiler, node->items[1]);
    else
        emit_any(compiler, node->items + 1, node->count - 1);
}

/* condition BRANCH then BRANCH_ELSE else BRANCH_END: the value of `then` may lie below that of `else`. BRANCH_ELSE stands
 * directly before the else part, so that BRANCH finds the end of the whole there. */
static void emit_if(Compiler *compiler, const FeelNode *node)
{
    uint32_t kept = local_new(compiler);
    emit_node(compiler, node->items[0]);
    uint32_t branch = emit(compiler, OP_BRANCH, 0, kept, 0);
    emit_node(compiler, node->items[1]);
    uint32_t past = emit(compiler, OP_BRANCH_ELSE, 0, kept, 0);
    land(compiler, branch);
    emit_node(compiler, node->items[2]);
    emit(compiler, OP_BRANCH_END, 0, kept, 0);
    land(compiler, past);
    compiler->height--;
}

/* ---- loops ---- */

/* The domains inside one another; *turn is the innermost NEXT, to go back to. Returns where ITERATEs are to be landed. */
static uint32_t *emit_domains(Compiler *compiler, const FeelNode *node, uint32_t *turn, uint32_t *out)
{
    uint32_t *begins = REGION_ARRAY(compiler->region, uint32_t, node->variable_count);
    for (uint32_t i = 0; i < node->variable_count; i++) {
        uint32_t local = local_of(compiler, node->variables[i]);
        emit_node(compiler, node->items[i]);
        begins[i] = emit(compiler, OP_ITERATE, 1, local, 0);
        uint32_t next = emit(compiler, OP_NEXT, 0, local, *turn);
        if (i == 0)
            *out = next;
        *turn = next;
    }
    return begins;
}

/* The end of a loop: the result, then the place where a domain that is none jumps to with what it pushed instead. */
static void emit_loop_end(Compiler *compiler, uint32_t out, const uint32_t *begins, uint32_t count, uint32_t result)
{
    land(compiler, out);
    emit(compiler, OP_LOCAL, 0, result, 0);
    for (uint32_t i = 0; i < count; i++)
        land(compiler, begins[i]);
}

static void emit_for(Compiler *compiler, const FeelNode *node)
{
    uint32_t result = local_new(compiler), turn = 0, out = 0;
    emit(compiler, OP_GATHER_NEW, 0, result, 0);
    uint32_t *begins = emit_domains(compiler, node, &turn, &out);
    if (node->partial->read) {
        emit(compiler, OP_PARTIAL, 0, result, 0);
        emit(compiler, OP_SET_LOCAL, 0, local_of(compiler, node->partial), 0);
    }
    emit_node(compiler, node->items[node->count - 1]);
    emit(compiler, OP_GATHER, 0, result, 0);
    emit(compiler, OP_JUMP, 0, 0, turn);
    emit_loop_end(compiler, out, begins, node->variable_count, result);
}

static void emit_quantified(Compiler *compiler, const FeelNode *node)
{
    uint32_t result = local_new(compiler), turn = 0, out = 0;
    bool some = node->kind == NODE_SOME;
    emit_constant(compiler, value_boolean(!some));
    emit(compiler, OP_SET_LOCAL, 0, result, 0);
    uint32_t *begins = emit_domains(compiler, node, &turn, &out);
    emit_node(compiler, node->items[node->count - 1]);
    uint32_t decided = emit(compiler, some ? OP_SOME : OP_EVERY, node->boxed, result, 0);
    emit(compiler, OP_JUMP, 0, 0, turn);
    land(compiler, decided);
    emit_loop_end(compiler, out, begins, node->variable_count, result);
}

/* A condition that does not look at the item is worked out once: then it is an index, or keeps all or nothing. */
static void emit_filter(Compiler *compiler, const FeelNode *node)
{
    emit_node(compiler, node->items[0]);
    if (!node->variable->read) {
        emit_node(compiler, node->items[1]);
        emit(compiler, OP_FILTER, 0, 0, 0);
        return;
    }
    uint32_t item = local_of(compiler, node->variable), result = item + PLACES_LOOP;
    uint32_t begin = emit(compiler, OP_ITERATE, 0, item, 0);
    emit(compiler, OP_GATHER_NEW, 0, result, 0);
    uint32_t next = emit(compiler, OP_NEXT, 0, item, 0);
    emit_node(compiler, node->items[1]);
    uint32_t keep = emit(compiler, OP_KEEP, 0, item, 0);
    emit(compiler, OP_JUMP, 0, 0, next);
    land(compiler, keep);
    emit_loop_end(compiler, next, &begin, 1, result);
}

/* ---- collections ---- */

static void emit_list(Compiler *compiler, const FeelNode *node)
{
    emit_children(compiler, node);
    emit_count(compiler, OP_LIST, 0, node->count, 0, node->count);
}

static void emit_context(Compiler *compiler, const FeelNode *node)
{
    if (node->type->kind != TYPE_CONTEXT) {
        emit(compiler, OP_FAULT, UNKNOWN_ENTRY, 0, constant_text(compiler, TEXT("context")));
        return;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        emit_node(compiler, node->items[i]);
        if (!node->variables[i]->read)
            continue;
        uint32_t local = local_of(compiler, node->variables[i]);
        emit(compiler, OP_SET_LOCAL, 0, local, 0);
        emit(compiler, OP_LOCAL, 0, local, 0);
    }
    Context *form = REGION_NEW(compiler->region, Context);
    form->shape = node->type->shape;
    Value value = { .kind = VALUE_CONTEXT, .context = form };
    emit_count(compiler, OP_CONTEXT, 0, node->count, constant(compiler, value), node->count);
}

static void emit_range(Compiler *compiler, const FeelNode *node)
{
    emit_children(compiler, node);
    emit(compiler, OP_RANGE, 0, (node->low_closed ? 1u : 0u) | (node->high_closed ? 2u : 0u), 0);
}

static void emit_comparison(Compiler *compiler, const FeelNode *node)
{
    static const char signs[OPERATORS] = { [OPERATOR_EQUAL] = '=',      [OPERATOR_UNEQUAL] = '!',
                                           [OPERATOR_LESS] = '<',       [OPERATOR_LESS_EQUAL] = 'l',
                                           [OPERATOR_MORE] = '>',       [OPERATOR_MORE_EQUAL] = 'g' };
    emit_children(compiler, node);
    emit(compiler, OP_COMPARISON, 0, (uint32_t)signs[node->operator], 0);
}

static void emit_path(Compiler *compiler, const FeelNode *node)
{
    emit_node(compiler, node->items[0]);
    switch (node->path) {
    case PATH_SLOT:
        note_read(compiler, node->thing, node->slot);
        emit(compiler, OP_PATH_SLOT, node->up, node->slot, 0);
        return;
    case PATH_OUTER:
        emit(compiler, OP_PATH_OUTER, node->up, 0, 0);
        return;
    case PATH_ENTRY:
        emit(compiler, OP_PATH_ENTRY, 0, node->slot, constant_text(compiler, node->text));
        return;
    default:
        if (type_item(node->items[0]->type)->kind == TYPE_ANY)
            note_any(compiler, node->text);
        emit(compiler, OP_PATH, 0, 0, constant_text(compiler, node->text));
    }
}

/* ---- functions ---- */

static void emit_arguments(Compiler *compiler, const FeelNode *node)
{
    for (uint32_t i = 1; i < node->count; i++)
        emit_node(compiler, node->items[i]);
}

static Value names_value(Compiler *compiler, const FeelNode *node)
{
    Value *names = REGION_ARRAY(compiler->region, Value, node->count);
    for (uint32_t i = 1; i < node->count; i++)
        names[i - 1] = value_text(compiler->region, node->names[i - 1]);
    return value_list(compiler->region, names, node->count - 1);
}

/* The built-ins that round get an instruction of their own: charges are rounded all day long. */
static bool rounding_of(const Builtin *builtin, uint8_t *mode)
{
    static const struct {
        const char *name;
        Rounding mode;
    } ROUNDINGS[] = { { "decimal", ROUND_HALF_EVEN }, { "round half up", ROUND_HALF_UP }, { "round half down", ROUND_HALF_DOWN },
                      { "round up", ROUND_UP },       { "round down", ROUND_DOWN } };
    for (size_t i = 0; i < sizeof ROUNDINGS / sizeof *ROUNDINGS; i++)
        if (strcmp(builtin->name, ROUNDINGS[i].name) == 0) {
            *mode = (uint8_t)ROUNDINGS[i].mode;
            return true;
        }
    return false;
}

/* Rounding to a count of digits that is written down. */
static bool emit_round_to(Compiler *compiler, const FeelNode *node, uint32_t count)
{
    uint8_t mode;
    if (count != 2 || node->items[2]->kind != NODE_CONSTANT || !rounding_of(node->builtin, &mode))
        return false;
    emit_node(compiler, node->items[1]);
    emit(compiler, OP_ROUND_TO, mode, (uint16_t)(node->builtin - builtins), constant(compiler, node->items[2]->value));
    return true;
}

static void emit_builtin_call(Compiler *compiler, const FeelNode *node, uint32_t count)
{
    uint8_t mode = 0;
    bool rounds = count == 2 && rounding_of(node->builtin, &mode);
    emit_count(compiler, rounds ? OP_ROUND : OP_BUILTIN, mode, count, (uint32_t)(node->builtin - builtins), count);
}

static void emit_call(Compiler *compiler, const FeelNode *node)
{
    uint32_t count = node->count - 1;
    if (!node->builtin && !node->model)
        emit_node(compiler, node->items[0]);
    if (node->builtin && emit_round_to(compiler, node, count))
        return;
    emit_arguments(compiler, node);
    if (node->builtin)
        emit_builtin_call(compiler, node, count);
    else if (node->model)
        emit_count(compiler, OP_MODEL, 0, count, model_index(compiler, node->model), count);
    else if (node->names)
        emit_count(compiler, OP_CALL_NAMED, 0, count, constant(compiler, names_value(compiler, node)), count + 1);
    else
        emit_count(compiler, OP_CALL, 0, count, 0, count + 1);
}

static const FeelCode *compiler_code(Compiler *compiler, const FeelNode *node);

static const TypeEntry *parameter_entries(Compiler *compiler, const FeelNode *node)
{
    TypeEntry *entries = REGION_ARRAY(compiler->region, TypeEntry, node->variable_count);
    for (uint32_t i = 0; i < node->variable_count; i++)
        entries[i] = (TypeEntry){ node->variables[i]->name, node->variables[i]->type };
    return entries;
}

static void emit_function(Compiler *compiler, const FeelNode *node)
{
    Compiler inner = { .shared = compiler->shared, .region = compiler->region, .outer = compiler };
    inner.function = node->function;
    inner.locals = node->locals;
    FeelCode *code = (FeelCode *)compiler_code(&inner, node->items[0]);
    code->parameters = node->variable_count;
    code->parameter_entries = parameter_entries(compiler, node);
    *LIST_ADD(compiler->region, compiler->bodies) = code;
    emit(compiler, OP_CLOSURE, 0, 0, (uint32_t)compiler->bodies.count - 1);
}

static void emit_instance(Compiler *compiler, const FeelNode *node)
{
    emit_children(compiler, node);
    *LIST_ADD(compiler->region, compiler->types) = node->wanted;
    emit(compiler, OP_INSTANCE_OF, 0, 0, (uint32_t)compiler->types.count - 1);
}

static void emit_convert(Compiler *compiler, const FeelNode *node)
{
    emit_children(compiler, node);
    *LIST_ADD(compiler->region, compiler->types) = node->wanted;
    emit(compiler, OP_CONVERT, 0, 0, (uint32_t)compiler->types.count - 1);
}

/* ---- decision tables ---- */

/* The outputs of one rule, bare or as a context; `at`: the first of them among the children. */
static void emit_outputs(Compiler *compiler, const FeelNode *node, uint32_t at)
{
    const FeelTable *table = node->table;
    for (uint32_t i = 0; i < table->outputs; i++)
        emit_node(compiler, node->items[at + i]);
    if (!table->shape)
        return;
    Context *form = REGION_NEW(compiler->region, Context);
    form->shape = table->shape;
    Value value = { .kind = VALUE_CONTEXT, .context = form };
    emit_count(compiler, OP_CONTEXT, 0, table->outputs, constant(compiler, value), table->outputs);
}

/* A rule that hits puts its outputs on the list; under F nothing is looked at after the first. Returns the jump there, or UINT32_MAX. */
static uint32_t emit_rule(Compiler *compiler, const FeelNode *node, uint32_t at, uint32_t hits)
{
    emit_node(compiler, node->items[at]);
    uint32_t miss = emit(compiler, OP_UNLESS, 0, 0, 0);
    emit_outputs(compiler, node, at + 1);
    emit(compiler, OP_GATHER, 0, hits, 0);
    uint32_t done = node->table->policy == 'F' ? emit(compiler, OP_JUMP, 0, 0, 0) : UINT32_MAX;
    land(compiler, miss);
    return done;
}

/* Inputs into variables; the rules in order; then what the hits give, or without any the default. */
static void emit_table(Compiler *compiler, const FeelNode *node)
{
    const FeelTable *table = node->table;
    uint32_t hits = local_new(compiler), at = table->inputs, width = 1 + table->outputs;
    uint32_t *dones = REGION_ARRAY(compiler->region, uint32_t, table->rules + 1);
    for (uint32_t i = 0; i < table->inputs; i++) {
        emit_node(compiler, node->items[i]);
        emit(compiler, OP_SET_LOCAL, 0, local_of(compiler, node->variables[i]), 0);
    }
    emit(compiler, OP_GATHER_NEW, 0, hits, 0);
    for (uint32_t rule = 0; rule < table->rules; rule++, at += width)
        dones[rule] = emit_rule(compiler, node, at, hits);
    for (uint32_t rule = 0; rule < table->rules; rule++)
        if (dones[rule] != UINT32_MAX)
            land(compiler, dones[rule]);
    uint32_t none = table->has_default ? emit(compiler, OP_NO_HITS, 0, hits, 0) : 0;
    *LIST_ADD(compiler->region, compiler->tables) = table;
    emit(compiler, OP_HITS, 0, hits, (uint32_t)compiler->tables.count - 1);
    if (!table->has_default)
        return;
    uint32_t past = emit(compiler, OP_JUMP, 0, 0, 0);
    land(compiler, none);
    compiler->height--;
    emit_outputs(compiler, node, at);
    land(compiler, past);
}

static void (*const emitters[NODE_KINDS])(Compiler *compiler, const FeelNode *node) = {
    [NODE_CONSTANT] = emit_leaf_constant, [NODE_SLOT] = emit_slot,           [NODE_OUTER] = emit_outer,
    [NODE_LOCAL] = emit_local,            [NODE_INPUT] = emit_input,         [NODE_UNKNOWN] = emit_unknown,
    [NODE_BUILTIN] = emit_builtin_value,  [NODE_MODEL] = emit_model_value,   [NODE_PATH] = emit_path,
    [NODE_FILTER] = emit_filter,          [NODE_CALL] = emit_call,           [NODE_NEGATE] = emit_simple,
    [NODE_ARITHMETIC] = emit_operator,    [NODE_COMPARE] = emit_operator,    [NODE_AND] = emit_and,
    [NODE_OR] = emit_and,                 [NODE_BETWEEN] = emit_simple,      [NODE_IN] = emit_in,
    [NODE_TEST] = emit_simple,            [NODE_IF] = emit_if,
    [NODE_FOR] = emit_for,                [NODE_SOME] = emit_quantified,     [NODE_EVERY] = emit_quantified,
    [NODE_SPAN] = emit_simple,            [NODE_LIST] = emit_list,           [NODE_CONTEXT] = emit_context,
    [NODE_RANGE] = emit_range,            [NODE_COMPARISON] = emit_comparison, [NODE_FUNCTION] = emit_function,
    [NODE_INSTANCE_OF] = emit_instance,   [NODE_CONVERT] = emit_convert,     [NODE_TABLE] = emit_table,
};

/* ---- constants ---- */

/* Run the constant node once. False: it has a fault (told when strict), or is too much work: then it is left to run. */
static bool fold(Shared *shared, const FeelNode *node, Value *value)
{
    Shared inside = { .context = shared->context, .region = shared->region };
    Compiler compiler = { .shared = &inside, .region = shared->region, .locals = node->locals };
    const FeelCode *code = compiler_code(&compiler, node);
    Vm vm;
    vm_init(&vm, shared->region);
    vm.symbols = shared->context->symbols;
    vm.iterations = FOLD_ITERATIONS;
    *value = feel_run(&vm, code, NULL);
    if (!vm.fault_count && vm.iterations >= 0)
        return value->kind != VALUE_FUNCTION;
    shared->fold_failures++;
    if (!shared->context->strict || vm.iterations < 0)
        return false;
    report_error(shared->context->task->report, vm.faults[0].name, vm.faults[0].span, TEXT_FMT,
                 TEXT_ARG(vm.faults[0].message));
    shared->failed = true;
    return false;
}

static bool may_fold(const Shared *shared, const FeelNode *node)
{
    return shared->fold && node->constant && node->kind != NODE_CONSTANT && node->kind != NODE_BUILTIN &&
           !shared->failed && shared->fold_failures < FOLD_FAILURES;
}

static void emit_node(Compiler *compiler, const FeelNode *node)
{
    Value value;
    Span outside = compiler->span;
    compiler->span = node->span;
    if (may_fold(compiler->shared, node) && fold(compiler->shared, node, &value))
        emit_constant(compiler, value);
    else
        emitters[node->kind](compiler, node);
    compiler->span = outside;
}

bool node_fold(const FeelContext *context, const FeelNode *node, Value *value)
{
    Shared shared = { .context = context, .region = context->task->region, .fold = true };
    if (node->kind != NODE_CONSTANT)
        return node->constant && fold(&shared, node, value);
    *value = node->value;
    return true;
}

/* ---- the whole ---- */

static const FeelCode *compiler_code(Compiler *compiler, const FeelNode *node)
{
    compiler->span = node->span;
    emit_node(compiler, node);
    emit(compiler, OP_RETURN, 0, 0, 0);
    FeelCode *code = REGION_NEW(compiler->region, FeelCode);
    *code = (FeelCode){ .count = (uint32_t)compiler->steps.count, .steps = compiler->steps.at,
                        .spans = compiler->spans.at, .constants = compiler->constants.at,
                        .types = compiler->types.at, .tables = compiler->tables.at, .bodies = compiler->bodies.at, .models = compiler->models.at,
                        .locals = compiler->locals, .size = compiler->locals + compiler->highest,
                        .type = node->type, .node = node, .captures = (uint32_t)compiler->captures.count,
                        .captured = compiler->captures.at };
    return code;
}

/* The result must fit what is wanted, and be one of the values allowed there. */
static bool check_wanted(const FeelContext *context, const FeelNode *node, const Type *wanted)
{
    Parser parser = { .context = context, .region = context->task->region, .source = node->span.source };
    if (!context->strict || !wanted)
        return true;
    if (!type_fits(node->type, wanted))
        parser_complain(&parser, "wrong-type", node->span, "expected " TEXT_FMT ", found " TEXT_FMT,
                        TEXT_ARG(type_text_form(parser.region, wanted)),
                        TEXT_ARG(type_text_form(parser.region, node->type)));
    else
        type_check_allowed(&parser, node, wanted);
    return !parser.errors;
}

const FeelCode *feel_compile(const FeelContext *context, const FeelNode *node, const Type *wanted)
{
    Shared shared = { .context = context, .region = context->task->region, .fold = true };
    Compiler compiler = { .shared = &shared, .region = shared.region, .locals = node->locals };
    if (!check_wanted(context, node, wanted))
        return NULL;
    FeelCode *code = (FeelCode *)compiler_code(&compiler, node);
    code->reads = shared.reads.at;
    code->read_count = shared.reads.count;
    return shared.failed ? NULL : code;
}

bool feel_code_constant(const FeelCode *code, Value *value)
{
    if (code->count != 2 || code->steps[0].op != OP_CONSTANT)
        return false;
    *value = code->constants[code->steps[0].c];
    return true;
}

bool feel_code_slot(const FeelCode *code, uint8_t *up, uint16_t *slot)
{
    if (code->count != 2 || code->steps[0].op != OP_SLOT)
        return false;
    *up = code->steps[0].a;
    *slot = code->steps[0].b;
    return true;
}

size_t feel_code_reads(const FeelCode *code, const FeelRead **reads)
{
    *reads = code->reads;
    return code->read_count;
}

const Type *feel_code_type(const FeelCode *code)
{
    return code->type;
}

const FeelNode *feel_code_node(const FeelCode *code)
{
    return code->node;
}

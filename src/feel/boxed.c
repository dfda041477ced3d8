/* feel/boxed.c - see boxed.h. One function a form; each makes the nodes that the parser makes for the same thing in text. */
#include "feel/boxed.h"

#include "feel/parser.h"

static const FeelNode *boxed_node(Parser *parser, const FeelBoxed *boxed);

/* Go on in another text; what the expression has made so far stays known. */
static void read_from(Parser *parser, Span text)
{
    parser->source = text.source;
    parser->last = (Token){ TOKEN_END, 0, text.from, text.from };
    lexer_start(parser, text);
}

static void know(Parser *parser, Variable *variable, bool is_item)
{
    Local *local = REGION_NEW(parser->region, Local);
    *local = (Local){ parser->locals, variable, is_item };
    parser->locals = local;
}

static FeelNode *node_at(Parser *parser, NodeKind kind, Span span, uint32_t children)
{
    FeelNode *node = node_new(parser, kind, span.from, children);
    node->span = span;
    parser->source = span.source;
    parser->last = (Token){ TOKEN_END, 0, span.from, span.to };
    return node;
}

static const FeelNode *finish(Parser *parser, FeelNode *node, Span span)
{
    node_finish(parser, node);
    node->span = span;
    return parser->failed ? NULL : node;
}

/* ---- forms ---- */

static const FeelNode *literal_node(Parser *parser, const FeelBoxed *boxed)
{
    read_from(parser, boxed->span);
    const FeelNode *node = parse_expression(parser);
    return parser_finish(parser) ? node : NULL;
}

/* The entries in order; a last one without a name is what the whole gives. */
static const FeelNode *context_node(Parser *parser, const FeelBoxed *boxed)
{
    const Local *outside = parser->locals;
    bool has_result = boxed->count && !boxed->names[boxed->count - 1].length;
    FeelNode *node = node_new(parser, NODE_CONTEXT, boxed->span.from, boxed->count);
    node->variables = REGION_ARRAY(parser->region, Variable *, boxed->count);
    node->variable_count = boxed->count;
    for (uint32_t i = 0; i < boxed->count; i++) {
        node->items[i] = boxed_node(parser, boxed->items[i]);
        if (!node->items[i])
            return NULL;
        node->variables[i] = variable_new(parser, boxed->names[i], node->items[i]->type, PLACES_PLAIN);
        *LIST_ADD(parser->region, parser->keys) = boxed->names[i];
        if (boxed->names[i].length)
            know(parser, node->variables[i], false);
    }
    parser->locals = outside;
    const FeelNode *whole = finish(parser, node, boxed->span);
    if (!whole || !has_result)
        return whole;
    FeelNode *path = node_at(parser, NODE_PATH, boxed->span, 1);
    path->items[0] = whole;
    path->text = TEXT_NONE;
    return finish(parser, path, boxed->span);
}

static const FeelNode *children_node(Parser *parser, NodeKind kind, const FeelBoxed *boxed)
{
    FeelNode *node = node_new(parser, kind, boxed->span.from, boxed->count);
    for (uint32_t i = 0; i < boxed->count; i++)
        if (!(node->items[i] = boxed_node(parser, boxed->items[i])))
            return NULL;
    return finish(parser, node, boxed->span);
}

static const FeelNode *invocation_node(Parser *parser, const FeelBoxed *boxed)
{
    FeelNode *node = node_new(parser, NODE_CALL, boxed->span.from, boxed->count);
    for (uint32_t i = 0; i < boxed->count; i++)
        if (!(node->items[i] = boxed_node(parser, boxed->items[i])))
            return NULL;
    node->names = boxed->names;
    const FeelNode *callee = node->items[0];
    if (callee->kind == NODE_BUILTIN || callee->kind == NODE_MODEL) { /* called as values, by name */
        FeelNode *value = node_at(parser, callee->kind, callee->span, 0);
        value->builtin = callee->builtin;
        value->model = callee->model;
        node->items[0] = finish(parser, value, callee->span);
    }
    return finish(parser, node, boxed->span);
}

static const FeelNode *function_node(Parser *parser, const FeelBoxed *boxed)
{
    const Local *outside = parser->locals;
    uint32_t function = parser->function, variables = parser->variables;
    FeelNode *node = node_new(parser, NODE_FUNCTION, boxed->span.from, 1);
    node->function = parser->function = ++parser->functions;
    parser->variables = 0;
    node->variables = REGION_ARRAY(parser->region, Variable *, boxed->name_count);
    node->variable_count = boxed->name_count;
    for (uint32_t i = 0; i < boxed->name_count; i++) {
        const Type *type = boxed->types && boxed->types[i] ? boxed->types[i] : &type_any;
        node->variables[i] = variable_new(parser, boxed->names[i], type, PLACES_PLAIN);
        know(parser, node->variables[i], false);
    }
    node->items[0] = boxed_node(parser, boxed->items[0]);
    parser->locals = outside;
    parser->function = function;
    node->locals = parser->variables;
    parser->variables = variables;
    return node->items[0] ? finish(parser, node, boxed->span) : NULL;
}

static const FeelNode *known_node(Parser *parser, const FeelBoxed *boxed)
{
    FeelNode *node = node_at(parser, NODE_MODEL, boxed->span, 0);
    node->model = boxed->function;
    node->text = boxed->function->name;
    return finish(parser, node, boxed->span);
}

static const FeelNode *filter_node(Parser *parser, const FeelBoxed *boxed)
{
    FeelNode *node = node_new(parser, NODE_FILTER, boxed->span.from, 2);
    const Local *outside = parser->locals;
    if (!(node->items[0] = boxed_node(parser, boxed->items[0])))
        return NULL;
    node->variable = variable_new(parser, TEXT("item"), type_item(node->items[0]->type), PLACES_FILTER);
    know(parser, node->variable, true);
    node->items[1] = boxed_node(parser, boxed->items[1]);
    parser->locals = outside;
    return node->items[1] ? finish(parser, node, boxed->span) : NULL;
}

static const FeelNode *loop_node(Parser *parser, NodeKind kind, const FeelBoxed *boxed)
{
    FeelNode *node = node_new(parser, kind, boxed->span.from, 2);
    const Local *outside = parser->locals;
    if (!(node->items[0] = boxed_node(parser, boxed->items[0])))
        return NULL;
    node->boxed = true;
    node->variables = REGION_ARRAY(parser->region, Variable *, 1);
    node->variable_count = 1;
    node->variables[0] = variable_new(parser, boxed->names[0], type_turn(node->items[0]->type), PLACES_LOOP);
    know(parser, node->variables[0], false);
    if (kind == NODE_FOR) {
        node->partial = variable_new(parser, TEXT("partial"), &type_any_list, PLACES_PLAIN);
        know(parser, node->partial, false);
    }
    node->items[1] = boxed_node(parser, boxed->items[1]);
    parser->locals = outside;
    return node->items[1] ? finish(parser, node, boxed->span) : NULL;
}

/* ---- decision tables ---- */

static const FeelNode *true_node(Parser *parser, Span span)
{
    return node_constant(parser, span, value_boolean(true), &type_boolean);
}

static const FeelNode *local_node(Parser *parser, Variable *variable, Span span)
{
    FeelNode *node = node_at(parser, NODE_LOCAL, span, 0);
    variable->read = true;
    node->variable = variable;
    node->text = variable->name;
    node->type = variable->type;
    node->function = parser->function;
    return finish(parser, node, span);
}

static const FeelNode *not_node(Parser *parser, const FeelNode *operand, Span span)
{
    FeelNode *node = node_at(parser, NODE_CALL, span, 2);
    FeelNode *callee = node_at(parser, NODE_BUILTIN, span, 0);
    callee->builtin = node->builtin = builtin_find(TEXT("not"));
    node->items[0] = finish(parser, callee, span);
    node->items[1] = operand;
    return finish(parser, node, span);
}

/* tests = expression { "," expression }, each held against the input, which is `?` in them */
static bool cell_tests(Parser *parser, Variable *input, NodeList *tests)
{
    do {
        input->read = false;
        const FeelNode *test = parse_expression(parser);
        if (!test)
            return false;
        bool reads = input->read;
        *LIST_ADD(parser->region, *tests) = node_test(parser, local_node(parser, input, test->span), test, reads);
    } while (lexer_take_sign(parser, ','));
    return !parser->failed;
}

/* input "in" tests, or the other way round for not(...) */
static const FeelNode *tests_node(Parser *parser, Variable *input, Span cell)
{
    NodeList tests = { 0 };
    const FeelNode *value = local_node(parser, input, cell);
    read_from(parser, cell);
    bool negated = lexer_is_word(parser, "not") && lexer_opens_after(parser);
    if (negated) {
        lexer_next(parser);
        lexer_next(parser);
    }
    FeelNode *node = node_new(parser, NODE_IN, cell.from, 0);
    node->variable = variable_new(parser, TEXT("?"), value->type, PLACES_PLAIN);
    const Local *outside = parser->locals;
    know(parser, node->variable, false);
    bool read = cell_tests(parser, node->variable, &tests) && (!negated || take_sign_or_fail(parser, ')', "\",\" or \")\""));
    parser->locals = outside;
    if (!read || !parser_finish(parser))
        return NULL;
    node_adopt(parser, node, value, &tests);
    const FeelNode *whole = finish(parser, node, cell);
    return whole && negated ? not_node(parser, whole, cell) : whole;
}

/* NULL: the cell takes anything. */
static bool cell_node(Parser *parser, Variable *input, Span cell, const FeelNode **node)
{
    Text text = text_trim(span_text(cell));
    *node = NULL;
    if (!text.length || text_is(text, "-"))
        return true;
    *node = tests_node(parser, input, cell);
    return *node != NULL;
}

static const FeelNode *both(Parser *parser, const FeelNode *a, const FeelNode *b, Span span)
{
    if (!a || !b)
        return a ? a : b;
    FeelNode *node = node_at(parser, NODE_AND, span, 2);
    node->items[0] = a;
    node->items[1] = b;
    return finish(parser, node, span);
}

/* What must hold whatever the rule: each input is among the values it may take. NULL: nothing. */
static bool inputs_allowed(Parser *parser, const BoxedTable *table, Variable **inputs, const FeelNode **allowed)
{
    *allowed = NULL;
    for (uint32_t i = 0; i < table->input_count; i++) {
        const FeelNode *node = NULL;
        if (table->inputs[i].allowed.source && !cell_node(parser, inputs[i], table->inputs[i].allowed, &node))
            return false;
        *allowed = both(parser, *allowed, node, table->inputs[i].allowed);
    }
    return !parser->failed;
}

static const FeelNode *rule_condition(Parser *parser, const BoxedTable *table, uint32_t rule, Variable **inputs, const FeelNode *allowed, Span span)
{
    const FeelNode *condition = allowed;
    for (uint32_t i = 0; i < table->input_count; i++) {
        const FeelNode *cell;
        Span at = table->cells[(size_t)rule * table->input_count + i];
        if (!cell_node(parser, inputs[i], at, &cell))
            return NULL;
        condition = both(parser, condition, cell, at);
    }
    return condition ? condition : true_node(parser, span);
}

/* An output's values in the order of rank, constants all. */
static const List *ranking_of(Parser *parser, const BoxedOutput *output)
{
    LIST_OF(Value) values = { 0 };
    if (!output->allowed.source)
        return NULL;
    read_from(parser, output->allowed);
    do {
        const FeelNode *node = parse_expression(parser);
        Value value;
        if (!node || !node_fold(parser->context, node, &value))
            break;
        *LIST_ADD(parser->region, values) = value;
    } while (lexer_take_sign(parser, ','));
    return value_list(parser->region, values.at, values.count).list;
}

static const Shape *output_shape(Region *region, const BoxedTable *table)
{
    if (table->output_count < 2)
        return NULL;
    Text *names = REGION_ARRAY(region, Text, table->output_count);
    for (uint32_t i = 0; i < table->output_count; i++)
        names[i] = table->outputs[i].name;
    Shape *shape = REGION_NEW(region, Shape);
    *shape = (Shape){ table->output_count, names };
    return shape;
}

static const FeelTable *table_of(Parser *parser, const BoxedTable *boxed)
{
    FeelTable *table = REGION_NEW(parser->region, FeelTable);
    const List **ranking = REGION_ARRAY(parser->region, const List *, boxed->output_count);
    *table = (FeelTable){ .policy = boxed->policy, .aggregation = boxed->aggregation, .inputs = boxed->input_count, .outputs = boxed->output_count,
                          .rules = boxed->rule_count, .shape = output_shape(parser->region, boxed) };
    for (uint32_t i = 0; i < boxed->output_count; i++) {
        ranking[i] = ranking_of(parser, &boxed->outputs[i]);
        table->has_default = table->has_default || boxed->outputs[i].otherwise;
    }
    table->ranking = ranking;
    return table;
}

/* `node` as a value of the output's type. */
static const FeelNode *typed(Parser *parser, const FeelNode *node, const Type *type)
{
    if (!node || !type || type->kind == TYPE_ANY)
        return node;
    FeelNode *convert = node_at(parser, NODE_CONVERT, node->span, 1);
    convert->items[0] = node;
    convert->wanted = type;
    convert->type = type;
    return finish(parser, convert, node->span);
}

static const FeelNode *output_node(Parser *parser, const FeelBoxed *boxed, const BoxedOutput *output, Span span)
{
    if (!boxed)
        return node_constant(parser, span, VALUE_NOTHING, &type_null);
    return typed(parser, boxed_node(parser, boxed), output->type);
}

/* Inputs become variables without a name that anybody could write. */
static bool table_inputs(Parser *parser, const BoxedTable *table, FeelNode *node)
{
    for (uint32_t i = 0; i < table->input_count; i++) {
        node->items[i] = boxed_node(parser, table->inputs[i].expression);
        if (!node->items[i])
            return false;
        node->variables[i] = variable_new(parser, TEXT_NONE, node->items[i]->type, PLACES_PLAIN);
    }
    return true;
}

static bool table_rules(Parser *parser, const FeelBoxed *boxed, FeelNode *node)
{
    const BoxedTable *table = boxed->table;
    const FeelNode *allowed;
    uint32_t at = table->input_count;
    if (!inputs_allowed(parser, table, node->variables, &allowed))
        return false;
    for (uint32_t rule = 0; rule < table->rule_count; rule++) {
        if (!(node->items[at++] = rule_condition(parser, table, rule, node->variables, allowed, boxed->span)))
            return false;
        for (uint32_t i = 0; i < table->output_count; i++)
            if (!(node->items[at++] = output_node(parser, table->results[(size_t)rule * table->output_count + i], &table->outputs[i], boxed->span)))
                return false;
    }
    for (uint32_t i = 0; node->table->has_default && i < table->output_count; i++)
        if (!(node->items[at++] = output_node(parser, table->outputs[i].otherwise, &table->outputs[i], boxed->span)))
            return false;
    return true;
}

static const FeelNode *table_node(Parser *parser, const FeelBoxed *boxed)
{
    const BoxedTable *table = boxed->table;
    const FeelTable *form = table_of(parser, table);
    uint32_t children = table->input_count + table->rule_count * (1 + table->output_count) + (form->has_default ? table->output_count : 0);
    FeelNode *node = node_new(parser, NODE_TABLE, boxed->span.from, children);
    node->table = form;
    node->variables = REGION_ARRAY(parser->region, Variable *, table->input_count);
    node->variable_count = table->input_count;
    if (!table_inputs(parser, table, node) || !table_rules(parser, boxed, node))
        return NULL;
    return finish(parser, node, boxed->span);
}

/* ---- the whole ---- */

static const FeelNode *form_node(Parser *parser, const FeelBoxed *boxed)
{
    switch (boxed->kind) {
    case BOXED_LITERAL: return literal_node(parser, boxed);
    case BOXED_CONTEXT: return context_node(parser, boxed);
    case BOXED_LIST: return children_node(parser, NODE_LIST, boxed);
    case BOXED_INVOCATION: return invocation_node(parser, boxed);
    case BOXED_FUNCTION: return function_node(parser, boxed);
    case BOXED_KNOWN: return known_node(parser, boxed);
    case BOXED_IF: return children_node(parser, NODE_IF, boxed);
    case BOXED_FILTER: return filter_node(parser, boxed);
    case BOXED_FOR: return loop_node(parser, NODE_FOR, boxed);
    case BOXED_SOME: return loop_node(parser, NODE_SOME, boxed);
    case BOXED_EVERY: return loop_node(parser, NODE_EVERY, boxed);
    default: return table_node(parser, boxed);
    }
}

static const FeelNode *boxed_node(Parser *parser, const FeelBoxed *boxed)
{
    if (!parser_enter(parser))
        return NULL;
    const FeelNode *node = typed(parser, form_node(parser, boxed), boxed->type);
    parser->depth--;
    return parser->failed ? NULL : node;
}

const FeelNode *feel_parse_boxed(const FeelContext *context, const FeelBoxed *boxed)
{
    Parser parser = { .context = context, .region = context->task->region };
    const FeelNode *node = boxed_node(&parser, boxed);
    return parser.errors ? NULL : node;
}

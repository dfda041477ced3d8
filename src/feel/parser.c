/* feel/parser.c - tokens to tree, by recursive descent; each function has its rule.
 *
 * Loosest to tightest: or; and; comparison, between, in; + -; * /; **; unary -; instance of; path, filter, call.
 * Names are looked up as they are met (lexer.c), so every name the expression makes itself enters the scope at once:
 * iterators, entries of a context, the item of a filter, parameters.
 */
#include "feel/parser.h"

#include "base/utf8.h"
#include "feel/scope.h"

const char *const operator_signs[OPERATORS] = { "+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=" };

static const FeelNode *parse_postfix(Parser *parser);
static const FeelNode *parse_sum(Parser *parser);

/* ---- faults ---- */

const FeelNode *parser_fail(Parser *parser, const char *format, ...)
{
    if (parser->failed)
        return NULL;
    va_list list;
    va_start(list, format);
    Text message = text_format_list(parser->region, format, list);
    va_end(list);
    Span span = { parser->source, parser->token.from, parser->token.to };
    report_error(parser->context->task->report, "syntax", span, TEXT_FMT, TEXT_ARG(message));
    parser->failed = true;
    parser->errors++;
    parser->token = (Token){ TOKEN_END, 0, parser->end, parser->end };
    return NULL;
}

const FeelNode *parser_expected(Parser *parser, const char *wanted)
{
    Text last = text_slice(parser->bytes, parser->last.from, parser->last.to);
    Text here = lexer_text(parser);
    if (parser->token.kind != TOKEN_END)
        return parser_fail(parser, "expected %s before \"" TEXT_FMT "\"", wanted, TEXT_ARG(here));
    if (!last.length)
        return parser_fail(parser, "expression is empty");
    parser->token.from = parser->token.to = parser->last.to;
    return parser_fail(parser, "expression ends after \"" TEXT_FMT "\", expected %s", TEXT_ARG(last), wanted);
}

bool parser_enter(Parser *parser)
{
    if (!parser->failed && ++parser->depth > LIMIT_EXPRESSION_DEPTH)
        parser_fail(parser, "expression is nested more than %d deep (limit LIMIT_EXPRESSION_DEPTH)",
                    LIMIT_EXPRESSION_DEPTH);
    return !parser->failed;
}

Problem *parser_complain(Parser *parser, const char *name, Span span, const char *format, ...)
{
    if (!parser->context->strict || parser->failed)
        return NULL;
    va_list list;
    va_start(list, format);
    Text message = text_format_list(parser->region, format, list);
    va_end(list);
    parser->errors++;
    return report_error(parser->context->task->report, name, span, TEXT_FMT, TEXT_ARG(message));
}

bool take_sign_or_fail(Parser *parser, int sign, const char *wanted)
{
    if (lexer_take_sign(parser, sign))
        return true;
    parser_expected(parser, wanted);
    return false;
}

static bool take_word_or_fail(Parser *parser, const char *word)
{
    if (lexer_take_word(parser, word))
        return true;
    char wanted[32];
    snprintf(wanted, sizeof wanted, "\"%s\"", word);
    parser_expected(parser, wanted);
    return false;
}

/* ---- nodes ---- */

FeelNode *node_new(Parser *parser, NodeKind kind, uint32_t from, uint32_t children)
{
    FeelNode *node = REGION_NEW(parser->region, FeelNode);
    node->kind = (uint8_t)kind;
    node->type = &type_any;
    node->span = (Span){ parser->source, from, from };
    node->count = children;
    node->items = REGION_ARRAY(parser->region, const FeelNode *, children);
    return node;
}

static bool kind_is_constant(const FeelNode *node)
{
    switch (node->kind) {
    case NODE_SLOT: case NODE_OUTER: case NODE_LOCAL: case NODE_INPUT: case NODE_UNKNOWN: case NODE_MODEL:
    case NODE_FUNCTION:
        return false;
    case NODE_BUILTIN:
        return !(node->builtin->flags & B_CLOCK);
    default:
        return true;
    }
}

static void take_locals(FeelNode *node, const Variable *variable)
{
    uint32_t end = variable ? variable->local + variable->places : 0;
    node->locals = end > node->locals ? end : node->locals;
}

/* How many locals the variables of this tree take, in its own function. */
static void count_locals(FeelNode *node)
{
    if (node->kind == NODE_FUNCTION)
        return;
    for (uint32_t i = 0; i < node->count; i++)
        if (node->items[i]->kind != NODE_FUNCTION && node->items[i]->locals > node->locals)
            node->locals = node->items[i]->locals;
    for (uint32_t i = 0; i < node->variable_count; i++)
        take_locals(node, node->variables[i]);
    take_locals(node, node->partial);
    take_locals(node, node->variable);
}

void node_finish(Parser *parser, FeelNode *node)
{
    count_locals(node);
    uint32_t height = 0;
    node->constant = kind_is_constant(node);
    node->uses_input = node->kind == NODE_INPUT;
    for (uint32_t i = 0; i < node->count; i++) {
        const FeelNode *child = node->items[i];
        node->constant = node->constant && child->constant;
        node->uses_input = node->uses_input || child->uses_input;
        height = child->height > height ? child->height : height;
    }
    if (height >= LIMIT_EXPRESSION_CHAIN)
        parser_fail(parser, "expression has more than %d operators in a chain (limit LIMIT_EXPRESSION_CHAIN)",
                    LIMIT_EXPRESSION_CHAIN);
    node->height = (uint16_t)(height + 1);
    node->span.to = parser->failed ? node->span.from : parser->last.to;
    if (!parser->failed)
        type_node(parser, node);
}

const FeelNode *node_constant(Parser *parser, Span span, Value value, const Type *type)
{
    FeelNode *node = node_new(parser, NODE_CONSTANT, span.from, 0);
    node->value = value;
    node->type = type;
    node->constant = true;
    node->span = span;
    node->text = span_text(span);
    return node;
}

void node_adopt(Parser *parser, FeelNode *node, const FeelNode *first, const NodeList *rest)
{
    uint32_t lead = first ? 1 : 0;
    node->count = (uint32_t)rest->count + lead;
    node->items = REGION_ARRAY(parser->region, const FeelNode *, node->count);
    if (first)
        node->items[0] = first;
    for (size_t i = 0; i < rest->count; i++)
        node->items[i + lead] = rest->at[i];
}

static const FeelNode *node_two(Parser *parser, NodeKind kind, int operator, const FeelNode *a, const FeelNode *b)
{
    if (!a || !b)
        return NULL;
    FeelNode *node = node_new(parser, kind, a->span.from, 2);
    node->operator = (uint8_t)operator;
    node->items[0] = a;
    node->items[1] = b;
    node_finish(parser, node);
    return node;
}

static const FeelNode *node_one(Parser *parser, NodeKind kind, int operator, uint32_t from, const FeelNode *a)
{
    if (!a)
        return NULL;
    FeelNode *node = node_new(parser, kind, from, 1);
    node->operator = (uint8_t)operator;
    node->items[0] = a;
    node_finish(parser, node);
    return node;
}

Variable *variable_new(Parser *parser, Text name, const Type *type, uint32_t places)
{
    Variable *variable = REGION_NEW(parser->region, Variable);
    variable->name = name;
    variable->type = type;
    variable->function = parser->function;
    variable->local = parser->variables;
    variable->places = places;
    parser->variables += places;
    return variable;
}

static const FeelNode *node_local(Parser *parser, uint32_t from, Variable *variable)
{
    FeelNode *node = node_new(parser, NODE_LOCAL, from, 0);
    variable->read = true;
    node->variable = variable;
    node->text = variable->name;
    node->type = variable->type;
    node->function = parser->function;
    node_finish(parser, node);
    return node;
}

/* ---- names ---- */

/* What a name was found to be. */
typedef struct Found {
    const Local *local;     /* a name of the expression, or the entry of the filter's item */
    bool is_entry;          /* the entry of a filter's item */
    const FeelName *name;   /* of the scope */
    const Builtin *builtin;
    bool is_input;
} Found;

static bool local_known(const Parser *parser, Text name, Found *found)
{
    for (const Local *local = parser->locals; local; local = local->outer) {
        found->is_entry = local->is_item && type_has_entry(local->variable->type, name);
        if (found->is_entry || text_equal(local->variable->name, name)) {
            found->local = local;
            return true;
        }
    }
    return false;
}

static bool name_known(Parser *parser, Text name, void *argument)
{
    Found *found = argument;
    if (local_known(parser, name, found))
        return true;
    found->is_input = parser->input && text_is(name, "?");
    found->name = found->is_input ? NULL : feel_scope_find(parser->context->scope, name);
    found->builtin = found->is_input || found->name ? NULL : builtin_find(name);
    return found->is_input || found->name || found->builtin;
}

static const FeelNode *node_path(Parser *parser, const FeelNode *before, Text name)
{
    FeelNode *node = node_new(parser, NODE_PATH, before->span.from, 1);
    node->items[0] = before;
    node->text = name;
    node_finish(parser, node);
    return node;
}

/* The thing that has the slot of a name, as far as things and scope tell. */
static const ThingType *thing_of_slot(const Parser *parser, const FeelName *name)
{
    if (name->thing)
        return name->thing;
    for (size_t i = 0; i < parser->context->thing_count; i++) {
        const ThingType *thing = parser->context->things[i];
        if (name->slot < thing->count && text_equal(thing->slots[name->slot].name, name->name))
            return thing;
    }
    return NULL;
}

static const FeelNode *node_of_name(Parser *parser, uint32_t from, const FeelName *name)
{
    static const uint8_t kinds[] = { NODE_SLOT, NODE_OUTER, NODE_CONSTANT, NODE_MODEL };
    FeelNode *node = node_new(parser, kinds[name->kind], from, 0);
    node->text = name->name;
    node->type = name->type ? name->type : &type_any;
    node->up = name->up;
    node->slot = name->slot;
    node->value = name->value;
    node->model = name->function;
    node->thing = name->kind == FEEL_SLOT ? thing_of_slot(parser, name) : NULL;
    node_finish(parser, node);
    return node;
}

static const FeelNode *node_of_found(Parser *parser, uint32_t from, const Found *found)
{
    if (found->local && found->is_entry)
        return NULL;
    if (found->local)
        return node_local(parser, from, found->local->variable);
    if (found->name)
        return node_of_name(parser, from, found->name);
    FeelNode *node = node_new(parser, found->is_input ? NODE_INPUT : NODE_BUILTIN, from, 0);
    node->builtin = found->builtin;
    node->type = found->is_input ? parser->input : &type_any;
    node->text = found->is_input ? TEXT("?") : text_of(found->builtin->name);
    node_finish(parser, node);
    return node;
}

/* All names that could have been meant, for a hint. */
static Text nearest_name(Parser *parser, Text name)
{
    LIST_OF(Text) known = { 0 };
    for (const Local *local = parser->locals; local; local = local->outer)
        *LIST_ADD(parser->region, known) = local->variable->name;
    for (const FeelScope *scope = parser->context->scope; scope; scope = scope->outer)
        for (size_t i = 0; i < scope->count; i++)
            *LIST_ADD(parser->region, known) = scope->names[i].name;
    for (size_t i = 0; i < builtin_count; i++)
        *LIST_ADD(parser->region, known) = text_of(builtins[i].name);
    return text_nearest(name, known.at, known.count);
}

/* Could the word at the token go on with a name nobody knows? */
static bool goes_on(const Parser *parser)
{
    return parser->token.kind == TOKEN_NAME && (!lexer_is_keyword(lexer_text(parser)) || lexer_is_word(parser, "of"));
}

/* The words of a name nobody knows: one; where names are held strictly, all up to a sign or keyword, so that the message
 * names what was meant. `from` is where it begins, at or before the token. */
static Text take_unknown(Parser *parser, uint32_t from)
{
    if (parser->token.from == from)
        lexer_next(parser);
    while (parser->context->strict && goes_on(parser))
        lexer_next(parser);
    return name_normal(parser->region, text_slice(parser->bytes, from, parser->last.to));
}

static const FeelNode *parse_unknown(Parser *parser, uint32_t from)
{
    FeelNode *node = node_new(parser, NODE_UNKNOWN, from, 0);
    node->text = take_unknown(parser, from);
    node_finish(parser, node);
    Problem *problem = parser_complain(parser, "unknown-name", node->span, "name \"" TEXT_FMT "\" is not known here",
                                       TEXT_ARG(node->text));
    Text nearest = problem ? nearest_name(parser, node->text) : TEXT_NONE;
    if (nearest.length)
        problem_hint(parser->context->task->report, problem, "Did you mean \"" TEXT_FMT "\"?", TEXT_ARG(nearest));
    return node;
}

/* Inside a filter over items of unknown form, a name nobody knows may be an entry of the item. */
static const Local *open_item(const Parser *parser)
{
    for (const Local *local = parser->locals; local; local = local->outer)
        if (local->is_item && local->variable->type->kind == TYPE_ANY)
            return local;
    return NULL;
}

static const FeelNode *parse_word(Parser *parser);

/* name = the longest known prefix of the run of words and signs */
static const FeelNode *parse_name(Parser *parser)
{
    Found found = { 0 };
    Text name;
    uint32_t from = parser->token.from;
    if (lexer_name(parser, name_known, &found, &name)) {
        if (found.builtin && parser->context->strict && goes_on(parser))
            return parse_unknown(parser, from); /* "number of discs" is not the function "number" */
        if (found.local && found.is_entry)
            return node_path(parser, node_local(parser, from, found.local->variable), name);
        return node_of_found(parser, from, &found);
    }
    if (lexer_is_keyword(lexer_text(parser)))
        return parse_word(parser);
    const Local *item = parser->context->strict ? NULL : open_item(parser);
    if (!item)
        return parse_unknown(parser, from);
    name = text_copy(parser->region, lexer_text(parser));
    lexer_next(parser);
    return node_path(parser, node_local(parser, from, item->variable), name);
}

/* ---- expressions that begin with a keyword ---- */

/* if = "if" expression "then" expression "else" expression */
static const FeelNode *parse_if(Parser *parser, uint32_t from)
{
    FeelNode *node = node_new(parser, NODE_IF, from, 3);
    node->items[0] = parse_expression(parser);
    if (!node->items[0] || !take_word_or_fail(parser, "then"))
        return NULL;
    node->items[1] = parse_expression(parser);
    if (!node->items[1] || !take_word_or_fail(parser, "else"))
        return NULL;
    node->items[2] = parse_expression(parser);
    if (!node->items[2])
        return NULL;
    node_finish(parser, node);
    return node;
}

/* domain = expression [ ".." expression ] */
static const FeelNode *parse_domain(Parser *parser)
{
    const FeelNode *from = parse_expression(parser);
    if (!from || !lexer_take_sign(parser, SIGN_SPAN))
        return from;
    return node_two(parser, NODE_SPAN, 0, from, parse_expression(parser));
}

/* iterator = name "in" domain ; its name is known from here on */
static bool parse_iterator(Parser *parser, NodeList *domains, VariableList *variables)
{
    Text name;
    if (!lexer_name_until(parser, "", true, &name)) {
        parser_expected(parser, "a name and \"in\"");
        return false;
    }
    if (!take_word_or_fail(parser, "in"))
        return false;
    const FeelNode *domain = parse_domain(parser);
    if (!domain)
        return false;
    Variable *variable = variable_new(parser, name, type_turn(domain->type), PLACES_LOOP);
    *LIST_ADD(parser->region, *domains) = domain;
    *LIST_ADD(parser->region, *variables) = variable;
    Local *local = REGION_NEW(parser->region, Local);
    *local = (Local){ parser->locals, variable, false };
    parser->locals = local;
    return true;
}

static const FeelNode *parse_loop_body(Parser *parser, FeelNode *node, const char *word, NodeList *children)
{
    if (!take_word_or_fail(parser, word))
        return NULL;
    const FeelNode *body = parse_expression(parser);
    if (!body)
        return NULL;
    *LIST_ADD(parser->region, *children) = body;
    node_adopt(parser, node, NULL, children);
    node_finish(parser, node);
    return node;
}

/* for = "for" iterator { "," iterator } "return" expression ; some and every with "satisfies" */
static const FeelNode *parse_loop(Parser *parser, NodeKind kind, uint32_t from)
{
    const Local *outside = parser->locals;
    FeelNode *node = node_new(parser, kind, from, 0);
    NodeList children = { 0 };
    VariableList variables = { 0 };
    do {
        if (!parse_iterator(parser, &children, &variables))
            return NULL;
    } while (lexer_take_sign(parser, ','));
    node->variables = variables.at;
    node->variable_count = (uint32_t)variables.count;
    Local partial = { parser->locals, NULL, false };
    if (kind == NODE_FOR) {
        partial.variable = node->partial = variable_new(parser, TEXT("partial"), &type_any_list, PLACES_PLAIN);
        parser->locals = &partial;
    }
    const FeelNode *done = parse_loop_body(parser, node, kind == NODE_FOR ? "return" : "satisfies", &children);
    parser->locals = outside;
    return done;
}

static const FeelNode *keyword_constant(Parser *parser, Value value, const Type *type)
{
    Span span = { parser->source, parser->last.from, parser->last.to };
    return node_constant(parser, span, value, type);
}

/* An expression that begins with a keyword. */
static const FeelNode *parse_word(Parser *parser)
{
    uint32_t from = parser->token.from;
    if (lexer_take_word(parser, "if"))
        return parse_if(parser, from);
    if (lexer_take_word(parser, "for"))
        return parse_loop(parser, NODE_FOR, from);
    if (lexer_take_word(parser, "some"))
        return parse_loop(parser, NODE_SOME, from);
    if (lexer_take_word(parser, "every"))
        return parse_loop(parser, NODE_EVERY, from);
    if (lexer_is_word(parser, "function"))
        return parse_function(parser);
    if (lexer_take_word(parser, "true"))
        return keyword_constant(parser, value_boolean(true), &type_boolean);
    if (lexer_take_word(parser, "false"))
        return keyword_constant(parser, value_boolean(false), &type_boolean);
    if (lexer_take_word(parser, "null"))
        return keyword_constant(parser, VALUE_NOTHING, &type_null);
    return parser_expected(parser, "a value");
}

/* ---- literals ---- */

static Span token_span(const Parser *parser)
{
    return (Span){ parser->source, parser->token.from, parser->token.to };
}

/* Does a bare ISO date stand at the token? */
static bool bare_date_ahead(const Parser *parser, int64_t *days)
{
    Text date = text_slice(parser->bytes, parser->token.from, parser->token.from + 10);
    if (!parser->bare_dates || parser->token.from + 10 > parser->end || !date_read(days, date))
        return false;
    uint32_t after = parser->token.from + 10;
    return after >= parser->end || !strchr("0123456789-:T", parser->bytes.at[after]);
}

static const FeelNode *parse_bare_date(Parser *parser, int64_t days)
{
    parser->token.to = parser->at = parser->token.from + 10;
    Span span = token_span(parser);
    lexer_next(parser);
    return node_constant(parser, span, value_date(days), &type_date);
}

/* number, or in a cell of dates a bare date */
static const FeelNode *parse_number(Parser *parser)
{
    int64_t days;
    Decimal number;
    Text text = lexer_text(parser);
    if (bare_date_ahead(parser, &days))
        return parse_bare_date(parser, days);
    if (text.length > LIMIT_NUMBER_TEXT)
        return parser_fail(parser, "number has more than %d characters (limit LIMIT_NUMBER_TEXT)", LIMIT_NUMBER_TEXT);
    if (!decimal_read(&number, text, true))
        return parser_fail(parser, "number \"" TEXT_FMT "\" has more than %d digits or is out of range", TEXT_ARG(text),
                           LIMIT_NUMBER_DIGITS);
    Span span = token_span(parser);
    lexer_next(parser);
    return node_constant(parser, span, value_decimal(parser->region, &number), &type_number);
}

static Value text_value(Parser *parser, Text text)
{
    if (!parser->context->symbols)
        return value_text(parser->region, text);
    return (Value){ .kind = VALUE_TEXT, .text = symbol_of(parser->context->symbols, text) };
}

static const FeelNode *parse_text(Parser *parser)
{
    Value value = text_value(parser, lexer_string(parser, parser->token));
    Span span = token_span(parser);
    lexer_next(parser);
    return node_constant(parser, span, value, &type_text);
}

/* What the text names is not known: null when it runs. */
static const FeelNode *node_unknown(Parser *parser, UnknownKind kind, Span span)
{
    FeelNode *node = node_new(parser, NODE_UNKNOWN, span.from, 0);
    node->operator = (uint8_t)kind;
    node->text = span_text(span);
    node_finish(parser, node);
    return node;
}

/* at = "@" text ; a text of no known form is null */
static const FeelNode *parse_at(Parser *parser)
{
    Span span = token_span(parser);
    span.from--; /* the @ */
    Value value = at_literal(parser->region, lexer_string(parser, parser->token));
    lexer_next(parser);
    if (value.kind != VALUE_NULL)
        return node_constant(parser, span, value, type_of_value(value));
    parser_complain(parser, "bad-literal", span, "@ does not begin a date, time or duration: " TEXT_FMT, TEXT_ARG(span_text(span)));
    return node_unknown(parser, UNKNOWN_LITERAL, span);
}

/* ---- brackets ---- */

/* The second end of a range and its bracket: sum ( ")" | "]" | "[" ) */
static const FeelNode *parse_range_rest(Parser *parser, uint32_t from, bool low_closed, const FeelNode *low)
{
    FeelNode *node = node_new(parser, NODE_RANGE, from, 2);
    bool outside = parser->no_filter;
    parser->no_filter = true;
    node->items[0] = low;
    node->items[1] = parse_sum(parser);
    parser->no_filter = outside;
    if (!node->items[1])
        return NULL;
    node->low_closed = low_closed;
    node->high_closed = lexer_is_sign(parser, ']');
    if (!lexer_take_sign(parser, ']') && !lexer_take_sign(parser, ')') && !lexer_take_sign(parser, '['))
        return parser_expected(parser, "the closing bracket of a range");
    node_finish(parser, node);
    return node;
}

/* paren = "(" expression ")" | range */
static const FeelNode *parse_parenthesis(Parser *parser)
{
    uint32_t from = parser->token.from;
    lexer_next(parser);
    const FeelNode *inner = parse_expression(parser);
    if (!inner)
        return NULL;
    if (lexer_take_sign(parser, SIGN_SPAN))
        return parse_range_rest(parser, from, false, inner);
    return take_sign_or_fail(parser, ')', "\")\"") ? inner : NULL;
}

/* ]a..b] and ]a..b[ */
static const FeelNode *parse_open_range(Parser *parser)
{
    uint32_t from = parser->token.from;
    lexer_next(parser);
    const FeelNode *low = parse_sum(parser);
    if (!low || !take_sign_or_fail(parser, SIGN_SPAN, "\"..\""))
        return NULL;
    return parse_range_rest(parser, from, false, low);
}

/* list = "[" [ expression { "," expression } ] "]" | range */
static const FeelNode *parse_list(Parser *parser)
{
    FeelNode *node = node_new(parser, NODE_LIST, parser->token.from, 0);
    NodeList items = { 0 };
    lexer_next(parser);
    while (!lexer_is_sign(parser, ']') || items.count) {
        const FeelNode *item = parse_expression(parser);
        if (!item)
            return NULL;
        if (!items.count && lexer_take_sign(parser, SIGN_SPAN))
            return parse_range_rest(parser, node->span.from, true, item);
        *LIST_ADD(parser->region, items) = item;
        if (!lexer_take_sign(parser, ','))
            break;
    }
    if (!take_sign_or_fail(parser, ']', "\",\" or \"]\""))
        return NULL;
    node_adopt(parser, node, NULL, &items);
    node_finish(parser, node);
    return node;
}

/* key = name ":" | text ":" */
static bool parse_key(Parser *parser, Text *key)
{
    if (parser->token.kind == TOKEN_TEXT) {
        *key = lexer_string(parser, parser->token);
        lexer_next(parser);
    } else if (!lexer_name_until(parser, ":", false, key)) {
        parser_expected(parser, "the name of an entry and \":\"");
        return false;
    }
    *LIST_ADD(parser->region, parser->keys) = *key;
    return take_sign_or_fail(parser, ':', "\":\"");
}

/* entry = key expression ; later entries see it */
static bool parse_entry(Parser *parser, NodeList *values, VariableList *variables)
{
    Text key;
    if (!parse_key(parser, &key))
        return false;
    const FeelNode *value = parse_expression(parser);
    if (!value)
        return false;
    Variable *variable = variable_new(parser, key, value->type, PLACES_PLAIN);
    *LIST_ADD(parser->region, *values) = value;
    *LIST_ADD(parser->region, *variables) = variable;
    Local *local = REGION_NEW(parser->region, Local);
    *local = (Local){ parser->locals, variable, false };
    parser->locals = local;
    return true;
}

/* context = "{" [ entry { "," entry } ] "}" */
static const FeelNode *parse_context(Parser *parser)
{
    const Local *outside = parser->locals;
    FeelNode *node = node_new(parser, NODE_CONTEXT, parser->token.from, 0);
    NodeList values = { 0 };
    VariableList variables = { 0 };
    lexer_next(parser);
    while (!lexer_is_sign(parser, '}') || values.count) {
        if (!parse_entry(parser, &values, &variables))
            return NULL;
        if (!lexer_take_sign(parser, ','))
            break;
    }
    parser->locals = outside;
    if (!take_sign_or_fail(parser, '}', "\",\" or \"}\""))
        return NULL;
    node->variables = variables.at;
    node->variable_count = (uint32_t)variables.count;
    node_adopt(parser, node, NULL, &values);
    node_finish(parser, node);
    return node;
}

static const struct {
    int sign;
    Operator operator;
} comparison_signs[] = { { '=', OPERATOR_EQUAL },           { SIGN_UNEQUAL, OPERATOR_UNEQUAL },
                         { '<', OPERATOR_LESS },            { SIGN_LESS_EQUAL, OPERATOR_LESS_EQUAL },
                         { '>', OPERATOR_MORE },            { SIGN_MORE_EQUAL, OPERATOR_MORE_EQUAL } };

/* The comparison sign at the token, taken; or -1. */
static int take_comparison_sign(Parser *parser)
{
    for (size_t i = 0; i < sizeof comparison_signs / sizeof *comparison_signs; i++)
        if (lexer_take_sign(parser, comparison_signs[i].sign))
            return comparison_signs[i].operator;
    return -1;
}

/* comparison form = ( "<" | "<=" | ">" | ">=" | "=" | "!=" ) sum */
static const FeelNode *parse_comparison_form(Parser *parser)
{
    uint32_t from = parser->token.from;
    int operator = take_comparison_sign(parser);
    if (operator < 0)
        return parser_expected(parser, "a value");
    return node_one(parser, NODE_COMPARISON, operator, from, parse_sum(parser));
}

static const FeelNode *parse_sign(Parser *parser)
{
    switch (parser->token.sign) {
    case '(': return parse_parenthesis(parser);
    case '[': return parse_list(parser);
    case ']': return parse_open_range(parser);
    case '{': return parse_context(parser);
    default: return parse_comparison_form(parser);
    }
}

/* primary = number | text | "@" text | name | keyword expression | paren | list | context | comparison form */
static const FeelNode *parse_primary(Parser *parser)
{
    switch (parser->token.kind) {
    case TOKEN_NUMBER: return parse_number(parser);
    case TOKEN_TEXT: return parse_text(parser);
    case TOKEN_AT: return parse_at(parser);
    case TOKEN_NAME: return parse_name(parser);
    case TOKEN_SIGN: return parse_sign(parser);
    default: return parser_expected(parser, "a value");
    }
}

/* ---- what follows a primary ---- */

/* Entry names that may follow a dot: of the type before it, or any the language or the text knows. */
static bool entry_known(Parser *parser, Text name, void *argument)
{
    const Type *type = argument;
    if (type->kind == TYPE_LIST)
        type = type->of;
    if (type_has_entry(type, name) || property_find(name))
        return true;
    if (type->kind == TYPE_CONTEXT || type->kind == TYPE_THING)
        return false;
    for (size_t i = 0; i < parser->keys.count; i++)
        if (text_equal(parser->keys.at[i], name))
            return true;
    for (size_t i = 0; i < parser->context->thing_count; i++)
        if (type_has_entry(&parser->context->things[i]->type, name))
            return true;
    return false;
}

/* path = primary "." name */
static const FeelNode *parse_path(Parser *parser, const FeelNode *before)
{
    Text name;
    if (parser->token.kind != TOKEN_NAME)
        return parser_expected(parser, "the name of an entry");
    if (!lexer_name(parser, entry_known, (void *)before->type, &name))
        name = take_unknown(parser, parser->token.from);
    return node_path(parser, before, name);
}

/* filter = primary "[" expression "]" ; `item` and its entries are known inside */
static const FeelNode *parse_filter(Parser *parser, const FeelNode *list)
{
    FeelNode *node = node_new(parser, NODE_FILTER, list->span.from, 2);
    node->variable = variable_new(parser, TEXT("item"), type_item(list->type), PLACES_FILTER);
    Local local = { parser->locals, node->variable, true };
    parser->locals = &local;
    node->items[0] = list;
    node->items[1] = parse_expression(parser);
    parser->locals = local.outer;
    if (!node->items[1] || !take_sign_or_fail(parser, ']', "\"]\""))
        return NULL;
    node_finish(parser, node);
    return node;
}

/* postfix = primary { "." name | "[" expression "]" | "(" arguments ")" } */
static const FeelNode *parse_postfix(Parser *parser)
{
    const FeelNode *node = parse_primary(parser);
    while (node && !parser->failed) {
        if (lexer_take_sign(parser, '.'))
            node = parse_path(parser, node);
        else if (!parser->no_filter && lexer_take_sign(parser, '['))
            node = parse_filter(parser, node);
        else if (lexer_take_sign(parser, '('))
            node = parse_call(parser, node);
        else
            return node;
    }
    return parser->failed ? NULL : node;
}

/* list, range, context and function alone are no types: what is in them must be said (DMN 1.5, table 61). */
static bool is_type_form(Text text)
{
    return text_is(text, "list") || text_is(text, "range") || text_is(text, "context") || text_is(text, "function");
}

/* instance = postfix [ "instance" "of" type ] */
static const FeelNode *parse_instance(Parser *parser)
{
    const FeelNode *operand = parse_postfix(parser);
    if (!operand || !lexer_is_word(parser, "instance") || !lexer_is_word_after(parser, parser->at, "of"))
        return operand;
    lexer_next(parser);
    lexer_next(parser);
    FeelNode *node = node_new(parser, NODE_INSTANCE_OF, operand->span.from, 1);
    node->items[0] = operand;
    uint32_t from = parser->token.from;
    parser->unknown_type = false;
    node->wanted = parse_type(parser);
    Span type = { parser->source, from, parser->last.to };
    if (!node->wanted)
        return NULL;
    if (is_type_form(span_text(type)))
        parser_complain(parser, "unknown-type", type, "\"" TEXT_FMT "\" must say what is in it, as list<number> does", TEXT_ARG(span_text(type)));
    if (parser->unknown_type || is_type_form(span_text(type)))
        return node_unknown(parser, UNKNOWN_TYPE, type);
    node_finish(parser, node);
    return node;
}

/* negation = { "-" } instance */
static const FeelNode *parse_negation(Parser *parser)
{
    uint32_t from = parser->token.from;
    if (!lexer_take_sign(parser, '-'))
        return parse_instance(parser);
    if (!parser_enter(parser))
        return NULL;
    const FeelNode *operand = parse_negation(parser);
    parser->depth--;
    return node_one(parser, NODE_NEGATE, 0, from, operand);
}

/* power = negation { "**" negation } ; from the left */
static const FeelNode *parse_power(Parser *parser)
{
    const FeelNode *node = parse_negation(parser);
    while (node && lexer_take_sign(parser, SIGN_POWER))
        node = node_two(parser, NODE_ARITHMETIC, OPERATOR_POWER, node, parse_negation(parser));
    return node;
}

/* product = power { ( "*" | "/" ) power } */
static const FeelNode *parse_product(Parser *parser)
{
    const FeelNode *node = parse_power(parser);
    while (node && !parser->failed) {
        if (lexer_take_sign(parser, '*'))
            node = node_two(parser, NODE_ARITHMETIC, OPERATOR_MULTIPLY, node, parse_power(parser));
        else if (lexer_take_sign(parser, '/'))
            node = node_two(parser, NODE_ARITHMETIC, OPERATOR_DIVIDE, node, parse_power(parser));
        else
            return node;
    }
    return parser->failed ? NULL : node;
}

/* sum = product { ( "+" | "-" ) product } */
static const FeelNode *parse_sum(Parser *parser)
{
    const FeelNode *node = parse_product(parser);
    while (node && !parser->failed) {
        if (lexer_take_sign(parser, '+'))
            node = node_two(parser, NODE_ARITHMETIC, OPERATOR_ADD, node, parse_product(parser));
        else if (lexer_take_sign(parser, '-'))
            node = node_two(parser, NODE_ARITHMETIC, OPERATOR_SUBTRACT, node, parse_product(parser));
        else
            return node;
    }
    return parser->failed ? NULL : node;
}

/* ---- comparison ---- */

/* between = sum "between" sum "and" sum */
static const FeelNode *parse_between(Parser *parser, const FeelNode *value)
{
    FeelNode *node = node_new(parser, NODE_BETWEEN, value->span.from, 3);
    node->items[0] = value;
    node->items[1] = parse_sum(parser);
    if (!node->items[1] || !take_word_or_fail(parser, "and"))
        return NULL;
    node->items[2] = parse_sum(parser);
    if (!node->items[2])
        return NULL;
    node_finish(parser, node);
    return node;
}

const FeelNode *node_test(Parser *parser, const FeelNode *input, const FeelNode *test, bool reads_input)
{
    if (reads_input)
        return test;
    FeelNode *node = node_new(parser, NODE_TEST, test->span.from, 2);
    node->items[0] = input;
    node->items[1] = test;
    node_finish(parser, node);
    node->span = test->span;
    return node;
}

static const FeelNode *in_test(Parser *parser, Variable *input, const FeelNode *test)
{
    bool reads = input->read;
    return node_test(parser, node_local(parser, test->span.from, input), test, reads);
}

/* tests = expression { "," expression } ")" ; or the rest of a range (a..b) */
static bool parse_test_list(Parser *parser, Variable *input, uint32_t from, NodeList *tests)
{
    do {
        input->read = false;
        const FeelNode *test = parse_expression(parser);
        if (!test)
            return false;
        if (!tests->count && lexer_take_sign(parser, SIGN_SPAN)) {
            test = parse_range_rest(parser, from, false, test);
            if (test)
                *LIST_ADD(parser->region, *tests) = in_test(parser, input, test);
            return test != NULL;
        }
        *LIST_ADD(parser->region, *tests) = in_test(parser, input, test);
    } while (lexer_take_sign(parser, ','));
    return take_sign_or_fail(parser, ')', "\",\" or \")\"");
}

/* One test without parentheses, or a list of them. */
static bool parse_in_tests(Parser *parser, Variable *input, NodeList *tests)
{
    uint32_t from = parser->token.from;
    if (lexer_take_sign(parser, '('))
        return parse_test_list(parser, input, from, tests);
    input->read = false;
    const FeelNode *test = parse_sum(parser);
    if (test)
        *LIST_ADD(parser->region, *tests) = in_test(parser, input, test);
    return test != NULL;
}

/* in = sum "in" ( sum | "(" tests ")" ) ; `?` is the value inside the tests */
static const FeelNode *parse_in(Parser *parser, const FeelNode *value)
{
    FeelNode *node = node_new(parser, NODE_IN, value->span.from, 0);
    NodeList tests = { 0 };
    node->variable = variable_new(parser, TEXT("?"), value->type, PLACES_PLAIN);
    Local local = { parser->locals, node->variable, false };
    parser->locals = &local;
    bool outside = parser->no_filter;
    parser->no_filter = false;
    bool read = parse_in_tests(parser, node->variable, &tests);
    parser->no_filter = outside;
    parser->locals = local.outer;
    if (!read || parser->failed)
        return NULL;
    node_adopt(parser, node, value, &tests);
    node_finish(parser, node);
    return node;
}

/* comparison = sum [ sign sum | "between" sum "and" sum | "in" tests ] */
static const FeelNode *parse_comparison(Parser *parser)
{
    const FeelNode *left = parse_sum(parser);
    if (!left)
        return NULL;
    if (lexer_take_word(parser, "between"))
        return parse_between(parser, left);
    if (lexer_take_word(parser, "in"))
        return parse_in(parser, left);
    int operator = take_comparison_sign(parser);
    return operator < 0 ? left : node_two(parser, NODE_COMPARE, operator, left, parse_sum(parser));
}

/* and = comparison { "and" comparison } */
static const FeelNode *parse_and(Parser *parser)
{
    const FeelNode *node = parse_comparison(parser);
    while (node && lexer_take_word(parser, "and"))
        node = node_two(parser, NODE_AND, 0, node, parse_comparison(parser));
    return node;
}

/* expression = and { "or" and } */
static const FeelNode *parse_or(Parser *parser)
{
    const FeelNode *node = parse_and(parser);
    while (node && lexer_take_word(parser, "or"))
        node = node_two(parser, NODE_OR, 0, node, parse_and(parser));
    return node;
}

const FeelNode *parse_expression(Parser *parser)
{
    if (!parser_enter(parser))
        return NULL;
    bool outside = parser->no_filter;
    parser->no_filter = false;
    const FeelNode *node = parse_or(parser);
    parser->no_filter = outside;
    parser->depth--;
    return parser->failed ? NULL : node;
}

/* ---- a whole text ---- */

void parser_start(Parser *parser, const FeelContext *context, Span text)
{
    *parser = (Parser){ .context = context, .region = context->task->region };
    parser->source = text.source ? text.source : context->source;
    text.source = parser->source;
    parser->bytes = parser->source->bytes;
    parser->token = (Token){ TOKEN_END, 0, text.from, text.to };
    parser->end = text.to;
    if (text.to - text.from > LIMIT_EXPRESSION_BYTES)
        parser_fail(parser, "expression has more than %d bytes (limit LIMIT_EXPRESSION_BYTES)", LIMIT_EXPRESSION_BYTES);
    else if (utf8_first_fault(span_text(text)) != SIZE_MAX)
        parser_fail(parser, "expression is not UTF-8");
    lexer_start(parser, text);
}

/* Words left over behind a name: perhaps they were meant as one name. */
static void fail_left_over(Parser *parser)
{
    Text both = text_slice(parser->bytes, parser->last.from, parser->token.to);
    Text nearest = parser->token.kind == TOKEN_NAME ? nearest_name(parser, name_normal(parser->region, both)) : TEXT_NONE;
    Report *report = parser->context->task->report;
    parser_fail(parser, "expected an operator or the end before \"" TEXT_FMT "\"", TEXT_ARG(lexer_text(parser)));
    if (nearest.length && report->last)
        problem_hint(report, report->last, "Did you mean \"" TEXT_FMT "\"?", TEXT_ARG(nearest));
}

bool parser_finish(Parser *parser)
{
    if (!parser->failed && parser->token.kind != TOKEN_END)
        fail_left_over(parser);
    return !parser->errors;
}

const FeelNode *feel_parse(const FeelContext *context, Span text)
{
    Parser parser;
    parser_start(&parser, context, text);
    const FeelNode *node = parse_expression(&parser);
    return parser_finish(&parser) ? node : NULL;
}

Span feel_node_span(const FeelNode *node)
{
    return node->span;
}

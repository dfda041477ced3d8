/* feel/calls.c - reading calls, function literals and type names.
 *
 * A call of a known built-in or function of the scope is bound here: the overload is chosen and named arguments are put
 * in their places, so that the vm only counts. What cannot be bound is an error when strict, else a null when it runs.
 */
#include "feel/parser.h"

/* ---- arguments ---- */

/* Is it `name :`? Then the name is taken, else nothing. */
static bool named_argument_ahead(Parser *parser, Text *name)
{
    Token token = parser->token, last = parser->last;
    uint32_t at = parser->at;
    if (lexer_name_until(parser, ":", false, name) && lexer_take_sign(parser, ':'))
        return true;
    parser->token = token;
    parser->last = last;
    parser->at = at;
    return false;
}

typedef struct Arguments {
    NodeList values;
    LIST_OF(Text) names;
    bool by_name;
} Arguments;

/* arguments = [ name ":" expression { "," name ":" expression } | expression { "," expression } ] ")" */
static bool parse_arguments(Parser *parser, Arguments *arguments)
{
    if (lexer_take_sign(parser, ')'))
        return true;
    do {
        Text name;
        bool named = named_argument_ahead(parser, &name);
        if (arguments->values.count && named != arguments->by_name) {
            parser_expected(parser, "arguments all by name or all by place");
            return false;
        }
        arguments->by_name = named;
        if (named)
            *LIST_ADD(parser->region, arguments->names) = name;
        const FeelNode *value = parse_expression(parser);
        if (!value)
            return false;
        *LIST_ADD(parser->region, arguments->values) = value;
    } while (lexer_take_sign(parser, ','));
    return take_sign_or_fail(parser, ')', "\",\" or \")\"");
}

/* ---- binding ---- */

static Problem *complain_arguments(Parser *parser, const FeelNode *callee, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static Problem *complain_arguments(Parser *parser, const FeelNode *callee, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    Text message = text_format_list(parser->region, format, list);
    va_end(list);
    return parser_complain(parser, "wrong-arguments", callee->span, TEXT_FMT, TEXT_ARG(message));
}

/* Put the named values in the places; what is missing is null. */
static void place_by_name(Parser *parser, Arguments *arguments, const uint32_t *places)
{
    uint32_t most = 0;
    for (size_t i = 0; i < arguments->values.count; i++)
        most = places[i] + 1 > most ? places[i] + 1 : most;
    NodeList placed = { 0 };
    Span here = { parser->source, parser->last.from, parser->last.to };
    FeelNode *missing = (FeelNode *)node_constant(parser, here, VALUE_NOTHING, &type_null);
    missing->text = TEXT("null");
    for (uint32_t i = 0; i < most; i++)
        *LIST_ADD(parser->region, placed) = missing;
    for (size_t i = 0; i < arguments->values.count; i++)
        placed.at[places[i]] = arguments->values.at[i];
    arguments->values = placed;
    arguments->by_name = false;
}

static const Builtin *complain_builtin(Parser *parser, const FeelNode *callee, size_t count)
{
    Builder forms = builder_on(parser->region);
    for (const Builtin *row = callee->builtin; row; row = builtin_next(row)) {
        builtin_build_form(&forms, row);
        if (builtin_next(row))
            build_text(&forms, TEXT("; "));
    }
    Problem *problem = complain_arguments(parser, callee, "\"%s\" cannot be called with these %zu arguments",
                                          callee->builtin->name, count);
    if (problem)
        problem_hint(parser->context->task->report, problem, "Its form is: " TEXT_FMT ".",
                     TEXT_ARG(builder_text(&forms)));
    return NULL;
}

static const Builtin *bind_builtin(Parser *parser, const FeelNode *callee, Arguments *arguments)
{
    const Builtin *builtin;
    uint32_t count = (uint32_t)arguments->values.count;
    if (!arguments->by_name) {
        builtin = builtin_by_count(callee->builtin, count);
        return builtin ? builtin : complain_builtin(parser, callee, count);
    }
    uint32_t places[BUILTIN_PARAMETERS];
    builtin = builtin_by_names(callee->builtin, arguments->names.at, count, places);
    if (!builtin)
        return complain_builtin(parser, callee, count);
    place_by_name(parser, arguments, places);
    return builtin;
}

/* Which parameter has the name; UINT32_MAX: none. */
static uint32_t parameter_of(const FeelFunction *function, Text name)
{
    for (uint32_t i = 0; i < function->count; i++)
        if (text_equal(function->parameters[i].name, name))
            return i;
    return UINT32_MAX;
}

static bool model_places(Parser *parser, const FeelNode *callee, const Arguments *arguments, uint32_t *places)
{
    for (size_t i = 0; i < arguments->names.count; i++) {
        places[i] = parameter_of(callee->model, arguments->names.at[i]);
        for (size_t j = 0; j < i; j++)
            if (places[j] == places[i])
                places[i] = UINT32_MAX;
        if (places[i] == UINT32_MAX) {
            complain_arguments(parser, callee, "\"" TEXT_FMT "\" has no free parameter \"" TEXT_FMT "\"",
                               TEXT_ARG(callee->model->name), TEXT_ARG(arguments->names.at[i]));
            return false;
        }
    }
    return true;
}

static bool bind_model(Parser *parser, const FeelNode *callee, Arguments *arguments)
{
    const FeelFunction *model = callee->model;
    if (arguments->values.count != model->count) {
        complain_arguments(parser, callee, "\"" TEXT_FMT "\" takes %u arguments, not %zu", TEXT_ARG(model->name),
                           model->count, arguments->values.count);
        return false;
    }
    if (!arguments->by_name)
        return true;
    uint32_t *places = REGION_ARRAY(parser->region, uint32_t, model->count);
    if (!model_places(parser, callee, arguments, places))
        return false;
    place_by_name(parser, arguments, places);
    return true;
}

/* call = postfix "(" arguments */
const FeelNode *parse_call(Parser *parser, const FeelNode *callee)
{
    Arguments arguments = { 0 };
    if (!parse_arguments(parser, &arguments))
        return NULL;
    FeelNode *node = node_new(parser, NODE_CALL, callee->span.from, 0);
    if (callee->kind == NODE_BUILTIN)
        node->builtin = bind_builtin(parser, callee, &arguments);
    else if (callee->kind == NODE_MODEL && bind_model(parser, callee, &arguments))
        node->model = callee->model;
    if (arguments.by_name)
        node->names = arguments.names.at;
    node_adopt(parser, node, callee, &arguments.values);
    node_finish(parser, node);
    return node;
}

/* ---- function literals ---- */

/* parameter = name [ ":" type ] */
static bool parse_parameter(Parser *parser, VariableList *parameters)
{
    Text name;
    const Type *type = &type_any;
    if (!lexer_name_until(parser, ":,)", false, &name)) {
        parser_expected(parser, "the name of a parameter");
        return false;
    }
    if (lexer_take_sign(parser, ':') && !(type = parse_type(parser)))
        return false;
    Variable *variable = variable_new(parser, name, type, PLACES_PLAIN);
    *LIST_ADD(parser->region, *parameters) = variable;
    Local *local = REGION_NEW(parser->region, Local);
    *local = (Local){ parser->locals, variable, false };
    parser->locals = local;
    return true;
}

static bool parse_parameters(Parser *parser, VariableList *parameters)
{
    if (!take_sign_or_fail(parser, '(', "\"(\""))
        return false;
    if (lexer_take_sign(parser, ')'))
        return true;
    do {
        if (!parse_parameter(parser, parameters))
            return false;
    } while (lexer_take_sign(parser, ','));
    return take_sign_or_fail(parser, ')', "\",\" or \")\"");
}

/* A function of another language: known by the constant context behind `external`, else null. */
static const FeelNode *external_node(Parser *parser, const FeelNode *literal)
{
    Value definition = VALUE_NOTHING;
    bool constant = node_fold(parser->context, literal->items[0], &definition);
    const FeelFunction *found = constant ? parser->context->external(parser->region, definition) : NULL;
    FeelNode *node = node_new(parser, found ? NODE_MODEL : NODE_UNKNOWN, literal->span.from, 0);
    node->text = TEXT("external function");
    if (found) {
        FeelFunction *named = REGION_NEW(parser->region, FeelFunction);
        TypeEntry *parameters = REGION_ARRAY(parser->region, TypeEntry, literal->variable_count);
        for (uint32_t i = 0; i < literal->variable_count; i++)
            parameters[i] = (TypeEntry){ literal->variables[i]->name, literal->variables[i]->type };
        *named = *found;
        named->parameters = parameters;
        named->count = literal->variable_count;
        node->model = named;
        node->text = named->name;
    }
    node_finish(parser, node);
    return node;
}

/* function = "function" "(" [ parameter { "," parameter } ] ")" [ "external" ] expression */
const FeelNode *parse_function(Parser *parser)
{
    const Local *outside = parser->locals;
    uint32_t function = parser->function, variables = parser->variables;
    FeelNode *node = node_new(parser, NODE_FUNCTION, parser->token.from, 1);
    VariableList parameters = { 0 };
    lexer_next(parser);
    node->function = parser->function = ++parser->functions;
    parser->variables = 0;
    if (!parse_parameters(parser, &parameters))
        return NULL;
    node->variables = parameters.at;
    node->variable_count = (uint32_t)parameters.count;
    bool external = lexer_is_word(parser, "external");
    if (external && !parser->context->external)
        return parser_fail(parser, "external functions cannot be called here");
    if (external)
        lexer_next(parser);
    node->items[0] = parse_expression(parser);
    parser->locals = outside;
    parser->function = function;
    node->locals = parser->variables;
    parser->variables = variables;
    if (!node->items[0])
        return NULL;
    if (external)
        return external_node(parser, node);
    node_finish(parser, node);
    return node;
}

/* ---- types ---- */

static const Type type_context_any = { .kind = TYPE_CONTEXT, .name = { "context", 7 }, .count = 0 };
static const Type type_function_any = { .kind = TYPE_FUNCTION, .name = { "function", 8 }, .of = &type_any };

static const struct {
    const char *name;
    const Type *type;
} simple_types[] = {
    { "Any", &type_any },
    { "Null", &type_null },
    { "boolean", &type_boolean },
    { "number", &type_number },
    { "string", &type_text },
    { "date", &type_date },
    { "time", &type_time },
    { "date and time", &type_date_time },
    { "dateTime", &type_date_time },
    { "years and months duration", &type_months },
    { "yearMonthDuration", &type_months },
    { "days and time duration", &type_seconds },
    { "dayTimeDuration", &type_seconds },
    { "list", NULL },
    { "range", NULL },
    { "context", NULL },
    { "function", NULL },
};

const Type *type_simple(Text name)
{
    for (size_t i = 0; i < sizeof simple_types / sizeof *simple_types; i++)
        if (text_equal(text_of(simple_types[i].name), name))
            return simple_types[i].type;
    return NULL;
}

/* What the name of a type was found to be. */
typedef struct FoundType {
    const Type *type; /* NULL: one with something in angle brackets */
} FoundType;

static bool type_known(Parser *parser, Text name, void *argument)
{
    FoundType *found = argument;
    for (size_t i = 0; i < parser->context->type_count; i++)
        if (text_equal(parser->context->types[i].name, name)) {
            found->type = parser->context->types[i].type;
            return true;
        }
    for (size_t i = 0; i < sizeof simple_types / sizeof *simple_types; i++)
        if (text_equal(text_of(simple_types[i].name), name)) {
            found->type = simple_types[i].type;
            return true;
        }
    return false;
}

/* A type that cannot be read: told, and NULL. */
static const Type *type_expected(Parser *parser, const char *wanted)
{
    parser_expected(parser, wanted);
    return NULL;
}

/* A name that is no type is an error where names are (strict), else null for what asks for it. */
static const Type *type_unknown(Parser *parser)
{
    parser->depth--;
    if (parser->context->strict || parser->token.kind != TOKEN_NAME || parser->failed)
        return type_expected(parser, "the name of a type");
    parser->unknown_type = true;
    lexer_next(parser);
    return &type_any;
}

/* of = "<" type ">" */
static const Type *parse_type_of(Parser *parser, TypeKind kind)
{
    Type *type = REGION_NEW(parser->region, Type);
    type->kind = kind;
    type->of = &type_any;
    if (!lexer_take_sign(parser, '<'))
        return type;
    type->of = parse_type(parser);
    return type->of && take_sign_or_fail(parser, '>', "\">\"") ? type : NULL;
}

/* context = "context" "<" name ":" type { "," name ":" type } ">" */
static const Type *parse_type_context(Parser *parser)
{
    LIST_OF(TypeEntry) entries = { 0 };
    if (!lexer_take_sign(parser, '<'))
        return &type_context_any;
    do {
        TypeEntry entry;
        if (!lexer_name_until(parser, ":", false, &entry.name))
            return type_expected(parser, "the name of an entry");
        if (!take_sign_or_fail(parser, ':', "\":\"") || !(entry.type = parse_type(parser)))
            return NULL;
        *LIST_ADD(parser->region, entries) = entry;
    } while (lexer_take_sign(parser, ','));
    Type *type = REGION_NEW(parser->region, Type);
    *type = (Type){ .kind = TYPE_CONTEXT, .entries = entries.at, .count = (uint32_t)entries.count };
    return take_sign_or_fail(parser, '>', "\">\"") ? type : NULL;
}

/* function = "function" "<" [ type { "," type } ] ">" "->" type */
static const Type *parse_type_function(Parser *parser)
{
    LIST_OF(TypeEntry) parameters = { 0 };
    if (!lexer_take_sign(parser, '<'))
        return &type_function_any;
    while (!lexer_is_sign(parser, '>')) {
        const Type *parameter = parse_type(parser);
        if (!parameter)
            return NULL;
        *LIST_ADD(parser->region, parameters) = (TypeEntry){ TEXT_NONE, parameter };
        if (!lexer_take_sign(parser, ','))
            break;
    }
    if (!take_sign_or_fail(parser, '>', "\">\"") || !take_sign_or_fail(parser, SIGN_ARROW, "\"->\""))
        return NULL;
    Type *type = REGION_NEW(parser->region, Type);
    *type = (Type){ .kind = TYPE_FUNCTION, .entries = parameters.at, .count = (uint32_t)parameters.count };
    type->of = parse_type(parser);
    return type->of ? type : NULL;
}

static const Type *parse_type_inside(Parser *parser, Text name)
{
    if (text_is(name, "list"))
        return parse_type_of(parser, TYPE_LIST);
    if (text_is(name, "range"))
        return parse_type_of(parser, TYPE_RANGE);
    return text_is(name, "context") ? parse_type_context(parser) : parse_type_function(parser);
}

/* type = name | "list" of | "range" of | context | function */
const Type *parse_type(Parser *parser)
{
    Text name;
    FoundType found;
    if (!parser_enter(parser))
        return NULL;
    if (parser->token.kind != TOKEN_NAME || !lexer_name(parser, type_known, &found, &name))
        return type_unknown(parser);
    const Type *type = found.type ? found.type : parse_type_inside(parser, name);
    parser->depth--;
    return type;
}

/* ---- printing types ---- */

static void build_form(Builder *out, const Type *type, int depth);

static void build_entries(Builder *out, const Type *type, int depth)
{
    for (uint32_t i = 0; i < type->count; i++) {
        build_text(out, i ? TEXT(", ") : TEXT_NONE);
        build_text(out, type->entries[i].name);
        build_text(out, type->kind == TYPE_CONTEXT ? TEXT(": ") : TEXT_NONE);
        build_form(out, type->entries[i].type, depth);
    }
}

static void build_compound(Builder *out, const Type *type, int depth)
{
    if (type->kind == TYPE_LIST || type->kind == TYPE_RANGE) {
        build_text(out, type->kind == TYPE_LIST ? TEXT("list<") : TEXT("range<"));
        build_form(out, type->of, depth);
    } else {
        build_text(out, type->kind == TYPE_FUNCTION ? TEXT("function<") : TEXT("context<"));
        build_entries(out, type, depth);
    }
    build_byte(out, '>');
    if (type->kind == TYPE_FUNCTION) {
        build_text(out, TEXT(" -> "));
        build_form(out, type->of, depth);
    }
}

static void build_form(Builder *out, const Type *type, int depth)
{
    for (size_t i = 0; i < sizeof simple_types / sizeof *simple_types; i++)
        if (simple_types[i].type && simple_types[i].type->kind == type->kind) {
            build_text(out, text_of(simple_types[i].name));
            return;
        }
    if (type == &type_context_any || type == &type_function_any || depth > LIMIT_EXPRESSION_DEPTH)
        build_text(out, type->name);
    else
        build_compound(out, type, depth + 1);
}

Text feel_type_form(Region *region, const Type *type)
{
    Builder out = builder_on(region);
    build_form(&out, type, 0);
    return builder_text(&out);
}

/* feel/tests.c - cells: the unary tests of a decision table, and constants of examples.
 *
 * A test that is constant is handed out as a value or range, so that the proofs see sets; anything else becomes an
 * expression that is true, false or null for the input `?`.
 */
#include "feel/parser.h"

/* ---- reading cells ---- */

static bool holds_dates(const Type *type)
{
    if (!type)
        return true;
    type = type_item(type);
    return type->kind == TYPE_ANY || type->kind == TYPE_DATE || type->kind == TYPE_DATE_TIME;
}

static void cell_start(Parser *parser, const FeelContext *context, Span text, const Type *type)
{
    parser_start(parser, context, text);
    parser->bare_dates = holds_dates(type);
}

static const FeelNode *input_node(Parser *parser)
{
    FeelNode *node = node_new(parser, NODE_INPUT, parser->token.from, 0);
    node->type = parser->input;
    node->text = TEXT("?");
    node_finish(parser, node);
    return node;
}

/* ---- one test ---- */

/* A constant range, or a list of constants without ranges, is a set; other lists are left to the vm. */
static bool is_set(Value value)
{
    if (value.kind != VALUE_LIST)
        return true;
    for (size_t i = 0; i < value.list->count; i++)
        if (value.list->at[i].kind == VALUE_RANGE || value.list->at[i].kind == VALUE_LIST)
            return false;
    return true;
}

static FeelTest test_of_value(Value value, Span span)
{
    FeelTest test = { .kind = FEEL_TEST_VALUE, .value = value, .span = span };
    if (value.kind != VALUE_RANGE)
        return test;
    if (value.range->comparison && value.range->operator == '=') {
        test.value = value.range->low;
        return test;
    }
    test.kind = FEEL_TEST_RANGE;
    test.range = *value.range;
    return test;
}

/* test = expression ; true for the input when it reads it, else compared with it */
static bool parse_test(Parser *parser, FeelTest *test)
{
    const FeelNode *node = parse_expression(parser);
    if (!node)
        return false;
    Value value;
    const FeelNode *whole = node_test(parser, input_node(parser), node, node->uses_input);
    if (parser->failed)
        return false;
    if (node->constant && node_fold(parser->context, node, &value) && is_set(value))
        *test = test_of_value(value, node->span);
    else
        *test = (FeelTest){ .kind = FEEL_TEST_EXPRESSION, .node = whole, .span = node->span };
    return true;
}

/* "!= x" alone is the other way round of "x". */
static void turn_unequal(FeelTests *tests, FeelTest *test)
{
    if (tests->count != 1 || test->kind != FEEL_TEST_RANGE || test->range.operator != '!')
        return;
    *test = (FeelTest){ .kind = FEEL_TEST_VALUE, .value = test->range.low, .span = test->span };
    tests->negated = !tests->negated;
}

/* tests = test { "," test } */
static bool parse_test_rows(Parser *parser, FeelTests *out)
{
    LIST_OF(FeelTest) tests = { 0 };
    do {
        FeelTest test;
        if (!parse_test(parser, &test))
            return false;
        *LIST_ADD(parser->region, tests) = test;
    } while (lexer_take_sign(parser, ','));
    out->count = (uint32_t)tests.count;
    out->tests = tests.at;
    turn_unequal(out, tests.at);
    return true;
}

/* cell = "-" | "not" "(" tests ")" | tests */
static bool parse_cell(Parser *parser, FeelTests *out)
{
    if (parser->token.kind == TOKEN_END) {
        out->any = true;
        return true;
    }
    if (lexer_is_sign(parser, '-') && parser->at >= parser->end) {
        lexer_next(parser);
        out->any = true;
        return true;
    }
    if (!lexer_is_word(parser, "not") || !lexer_opens_after(parser))
        return parse_test_rows(parser, out);
    lexer_next(parser);
    lexer_next(parser);
    out->negated = true;
    return parse_test_rows(parser, out) && take_sign_or_fail(parser, ')', "\",\" or \")\"");
}

/* ---- plain cells, without a tree ---- */

static bool plain_boolean(Value *out, Text text, const Type *input)
{
    bool yes = text_is(text, "true");
    if (!input || input->kind != TYPE_BOOLEAN || input->domain || input->constraint || (!yes && !text_is(text, "false")))
        return false;
    *out = value_boolean(yes);
    return true;
}

static bool plain_test(FeelTest *test, const FeelContext *context, Span span, const Type *input)
{
    *test = (FeelTest){ .kind = FEEL_TEST_VALUE, .span = span };
    if (plain_boolean(&test->value, span_text(span), input) || feel_literal(&test->value, context, span_text(span), input))
        return true;
    test->kind = FEEL_TEST_RANGE;
    return feel_literal_range(&test->range, span_text(span), input);
}

/* The next part, up to a comma that stands in no text or to the end; false behind the last one. */
static bool plain_part(Text text, size_t *at, Text *part)
{
    bool quoted = false;
    size_t from = *at, end = from;
    if (from > text.length)
        return false;
    for (; end < text.length && (quoted || text.at[end] != ','); end++)
        quoted ^= text.at[end] == '"';
    *part = text_trim(text_slice(text, from, end));
    *at = end + 1;
    return true;
}

static uint32_t plain_count(Text text)
{
    uint32_t count = 0;
    Text part;
    for (size_t at = 0; plain_part(text, &at, &part);)
        count++;
    return count;
}

/* plain cell = "-" | plain tests | "not(" plain tests ")" ; plain tests = plain test { "," plain test } ; false: the parser says */
static bool plain_cell(FeelTests *out, const FeelContext *context, Span span, const Type *input)
{
    Text text = text_trim(span_text(span));
    *out = (FeelTests){ .any = text_is(text, "-"), .negated = text_starts(text, TEXT("not(")) && text_ends(text, TEXT(")")) };
    if (out->any)
        return true;
    if (out->negated)
        text = text_slice(text, 4, text.length - 1);
    FeelTest *tests = REGION_ARRAY(context->task->region, FeelTest, plain_count(text));
    Text part;
    for (size_t at = 0; plain_part(text, &at, &part); out->count++)
        if (!plain_test(&tests[out->count], context, span_of(span.source, part), input))
            return false;
    out->tests = tests;
    return true;
}

bool feel_parse_tests(FeelTests *out, const FeelContext *context, Span text, const Type *input)
{
    Parser parser;
    size_t errors = context->task->report->errors;
    if (plain_cell(out, context, text, input))
        return true;
    *out = (FeelTests){ 0 };
    cell_start(&parser, context, text, input);
    parser.input = input ? input : &type_any;
    if (!parser.failed)
        parse_cell(&parser, out);
    return parser_finish(&parser) && context->task->report->errors == errors;
}

/* ---- constants of examples ---- */

static bool complain_constant(Parser *parser, const FeelNode *node)
{
    Report *report = parser->context->task->report;
    Problem *problem = report_error(report, "not-constant", node->span, "\"" TEXT_FMT "\" is not constant", TEXT_ARG(span_text(node->span)));
    problem_hint(report, problem, "Write the value itself, which is the same on every day.");
    return false;
}

/* The value fits the type, item by item, and is allowed there. */
static bool check_value(Parser *parser, const FeelNode *node, const Type *type)
{
    if (!type)
        return true;
    if (!type_fits(node->type, type))
        parser_complain(parser, "wrong-type", node->span, "expected " TEXT_FMT ", found " TEXT_FMT,
                        TEXT_ARG(type_text_form(parser->region, type)),
                        TEXT_ARG(type_text_form(parser->region, node->type)));
    else
        type_check_allowed(parser, node, type);
    return !parser->errors;
}

bool feel_parse_cell_value(Value *out, const FeelContext *context, Span text, const Type *type)
{
    Parser parser;
    *out = value_unknown(NULL);
    cell_start(&parser, context, text, type);
    if (!parser.failed && lexer_is_sign(&parser, '-') && parser.at >= parser.end)
        return true;
    const FeelNode *node = parse_expression(&parser);
    if (!parser_finish(&parser) || !check_value(&parser, node, type))
        return false;
    size_t errors = context->task->report->errors;
    if (node_fold(context, node, out))
        return true;
    return context->task->report->errors > errors ? false : complain_constant(&parser, node);
}

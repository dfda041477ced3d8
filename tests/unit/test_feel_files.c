/* tests/unit/test_feel_files.c - runs the cases of tests/feel/(any).test and prints TAP.
 *
 * A case is an expression on one or more lines, then what it gives, then a blank line:
 *
 *     1 / 3 * 3
 *     => 0.9999999999999999999999999999999999
 *
 *     1 / 0
 *     => null [division-by-zero]            the first fault of the run
 *
 *     1 +
 *     !! 1:4: error: expression ends after "+", expected a value [syntax]      read strictly, first problem
 *
 *     1 + 2 * a
 *     == 1 + 2 * a                          printed in normal form
 *
 *     7 | >= 5, < 2                         a cell of a decision table, in a file whose first line is "cells:"
 *     => true
 *
 * Lines that begin with # are remarks. A line `facts: {context}` before the first case puts its entries into scope.
 * Known everywhere: `unknown`, `open` (two unknown values), `uncovered`, `announced` (two absent ones), `not there`.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "feel/feel.h"
#include "feel/operate.h"

#ifdef DECLARANT_SOURCE
#define FOLDER DECLARANT_SOURCE "/tests/feel"
#else
#define FOLDER "tests/feel"
#endif

typedef struct Suite {
    Region *region;
    Text file;
    const FeelScope *scope;
    Symbols *symbols;
    bool cells;
    int number, failed; /* of the whole run */
} Suite;

typedef struct Case {
    Text expression;
    Text mark;     /* "=>", "!!" or "==" */
    Text expected;
} Case;

/* ---- names in scope ---- */

static Value special(Region *region, const char *note)
{
    return value_unknown(hang_on_note(region, text_of(note)));
}

static const FeelScope *special_scope(Region *region)
{
    FeelName names[] = {
        { .name = TEXT("unknown"), .kind = FEEL_CONSTANT, .type = &type_any, .value = special(region, "unknown") },
        { .name = TEXT("open"), .kind = FEEL_CONSTANT, .type = &type_any, .value = special(region, "open") },
        { .name = TEXT("uncovered"), .kind = FEEL_CONSTANT, .type = &type_any,
          .value = { .kind = VALUE_ABSENT, .mark = MARK_NOT_COVERED } },
        { .name = TEXT("announced"), .kind = FEEL_CONSTANT, .type = &type_any,
          .value = { .kind = VALUE_ABSENT, .mark = MARK_ANNOUNCED } },
        { .name = TEXT("not there"), .kind = FEEL_CONSTANT, .type = &type_any, .value = { .kind = VALUE_NOT_THERE } },
    };
    return feel_scope_new(region, NULL, names, sizeof names / sizeof *names);
}

static FeelContext context_of(Suite *suite, Task *task, Report *report, const Source *source, bool strict)
{
    report_init(report, suite->region);
    *task = (Task){ .region = suite->region, .report = report };
    return (FeelContext){ .task = task, .source = source, .scope = suite->scope, .symbols = suite->symbols, .strict = strict };
}

static Span whole(const Source *source)
{
    return (Span){ source, 0, (uint32_t)source->bytes.length };
}

static void add_facts(Suite *suite, Text text)
{
    Report report;
    Task task;
    Source *source = REGION_NEW(suite->region, Source);
    *source = (Source){ suite->file, text };
    FeelContext context = context_of(suite, &task, &report, source, false);
    const FeelNode *node = feel_parse(&context, whole(source));
    Vm vm;
    vm_init(&vm, suite->region);
    Value facts = node ? feel_run(&vm, feel_compile(&context, node, NULL), NULL) : VALUE_NOTHING;
    if (facts.kind != VALUE_CONTEXT) {
        printf("Bail out! facts of " TEXT_FMT " are no context\n", TEXT_ARG(suite->file));
        exit(1);
    }
    FeelName *names = REGION_ARRAY(suite->region, FeelName, facts.context->shape->count);
    for (uint32_t i = 0; i < facts.context->shape->count; i++)
        names[i] = (FeelName){ .name = facts.context->shape->names[i], .kind = FEEL_CONSTANT,
                               .type = type_of_value_in(suite->region, facts.context->at[i]), .value = facts.context->at[i] };
    suite->scope = feel_scope_new(suite->region, suite->scope, names, facts.context->shape->count);
}

/* ---- running a case ---- */

static Text first_problem(Suite *suite, const Report *report)
{
    const Problem *problem = report->first;
    if (!problem)
        return TEXT("no problem");
    Place place = problem->span.source ? source_place(problem->span.source, problem->span.from) : (Place){ 0 };
    return text_format(suite->region, "%u:%u: error: " TEXT_FMT " [%s]", place.line, place.column,
                       TEXT_ARG(problem->message), problem->name);
}

static Text result_text(Suite *suite, const Vm *vm, Value value, bool with_fault)
{
    Builder out = builder_on(suite->region);
    value_print(&out, value);
    if (with_fault)
        build_format(&out, " [%s]", vm->fault_count ? vm->faults[0].name : "no fault");
    return builder_text(&out);
}

static Text run_expression(Suite *suite, const Source *source, bool with_fault)
{
    Report report;
    Task task;
    FeelContext context = context_of(suite, &task, &report, source, false);
    const FeelNode *node = feel_parse(&context, whole(source));
    const FeelCode *code = node ? feel_compile(&context, node, NULL) : NULL;
    if (!code)
        return first_problem(suite, &report);
    Vm vm;
    vm_init(&vm, suite->region);
    vm.symbols = suite->symbols;
    return result_text(suite, &vm, feel_run(&vm, code, NULL), with_fault);
}

static Text run_strict(Suite *suite, const Source *source)
{
    Report report;
    Task task;
    FeelContext context = context_of(suite, &task, &report, source, true);
    const FeelNode *node = feel_parse(&context, whole(source));
    if (node)
        feel_compile(&context, node, NULL);
    return first_problem(suite, &report);
}

static Text run_printer(Suite *suite, const Source *source)
{
    Report report;
    Task task;
    FeelContext context = context_of(suite, &task, &report, source, false);
    const FeelNode *node = feel_parse(&context, whole(source));
    Builder out = builder_on(suite->region);
    if (!node)
        return first_problem(suite, &report);
    feel_print(&out, node, NULL, NULL);
    return builder_text(&out);
}

static Value run_test(const FeelContext *context, Vm *vm, const FeelTest *test, Value input)
{
    if (test->kind == FEEL_TEST_EXPRESSION)
        return feel_run_test(vm, feel_compile(context, test->node, NULL), NULL, input);
    Range range = test->range;
    Value value = test->value;
    if (test->kind == FEEL_TEST_RANGE)
        value = (Value){ .kind = VALUE_RANGE, .range = &range };
    return operate_match(vm, input, value, test->span);
}

/* "input | cell" */
static Text run_cell(Suite *suite, const Source *source, bool strict)
{
    Report report;
    Task task;
    Text cell, input_text = text_cut(source->bytes, '|', &cell);
    FeelContext context = context_of(suite, &task, &report, source, strict);
    const FeelNode *node = feel_parse(&context, span_of(source, input_text));
    FeelTests tests;
    Vm vm;
    vm_init(&vm, suite->region);
    Value input = node ? feel_run(&vm, feel_compile(&context, node, NULL), NULL) : VALUE_NOTHING;
    const Type *type = type_of_value(input);
    if (!node || !feel_parse_tests(&tests, &context, span_of(source, cell), type->kind == TYPE_NULL ? &type_any : type))
        return first_problem(suite, &report);
    Value answer = value_boolean(tests.any);
    for (uint32_t i = 0; i < tests.count; i++)
        answer = operate_or(&vm, answer, run_test(&context, &vm, &tests.tests[i], input), SPAN_NONE);
    return result_text(suite, &vm, tests.negated ? operate_not(&vm, answer, SPAN_NONE) : answer, false);
}

static Text run_case(Suite *suite, const Case *test)
{
    Source *source = REGION_NEW(suite->region, Source);
    *source = (Source){ suite->file, test->expression };
    if (suite->cells)
        return run_cell(suite, source, text_is(test->mark, "!!"));
    if (text_is(test->mark, "!!"))
        return run_strict(suite, source);
    if (text_is(test->mark, "=="))
        return run_printer(suite, source);
    return run_expression(suite, source, text_starts(test->expected, TEXT("null [")));
}

static void report_case(Suite *suite, const Case *test, uint32_t line)
{
    Text found = run_case(suite, test), rest;
    bool same = text_equal(found, test->expected);
    suite->number++;
    suite->failed += !same;
    printf("%s %d - " TEXT_FMT ":%u " TEXT_FMT "\n", same ? "ok" : "not ok", suite->number, TEXT_ARG(suite->file), line,
           TEXT_ARG(text_cut(test->expression, '\n', &rest)));
    if (!same)
        printf("# expected " TEXT_FMT "\n#    found " TEXT_FMT "\n", TEXT_ARG(test->expected), TEXT_ARG(found));
}

/* ---- reading a file ---- */

static bool is_result(Text line)
{
    return text_starts(line, TEXT("=> ")) || text_starts(line, TEXT("!! ")) || text_starts(line, TEXT("== "));
}

static void run_line(Suite *suite, Text line, uint32_t number, Case *test)
{
    if (text_starts(line, TEXT("facts: "))) {
        add_facts(suite, text_slice(line, 7, line.length));
    } else if (text_is(line, "cells:")) {
        suite->cells = true;
    } else if (is_result(line)) {
        test->mark = text_slice(line, 0, 2);
        test->expected = text_slice(line, 3, line.length);
        report_case(suite, test, number);
        *test = (Case){ 0 };
    } else if (line.length && line.at[0] != '#') {
        const char *start = test->expression.length ? test->expression.at : line.at;
        test->expression = (Text){ start, (size_t)(line.at + line.length - start) };
    }
}

static void run_file(Suite *suite, Task *task, const char *path)
{
    const Source *source = file_read(task, path, 0);
    if (!source) {
        printf("Bail out! cannot read %s\n", path);
        exit(1);
    }
    Text rest = source->bytes;
    Case test = { 0 };
    suite->file = text_of(strrchr(path, '/') ? strrchr(path, '/') + 1 : path);
    suite->scope = special_scope(suite->region);
    suite->cells = false;
    for (uint32_t line = 1; rest.length; line++) {
        Text text = text_cut(rest, '\n', &rest);
        run_line(suite, text, line, &test);
    }
}

int main(int count, char **arguments)
{
    Region region;
    region_init(&region, NULL);
    Report report;
    report_init(&report, &region);
    Task task = { .region = &region, .report = &report };
    Suite suite = { .region = &region, .symbols = symbols_new(&region) };
    if (count > 1) {
        for (int i = 1; i < count; i++)
            run_file(&suite, &task, arguments[i]);
    } else {
        FileList files = files_below(&task, FOLDER, TEXT(".test"));
        for (size_t i = 0; i < files.count; i++)
            run_file(&suite, &task, path_join(&region, TEXT(FOLDER), files.at[i]));
    }
    printf("1..%d\n", suite.number);
    region_close(&region);
    return suite.failed != 0;
}

/* fuzz/fuzz_feel.c - any bytes as an expression and as a cell: read, compiled and run without a crash; what is printed in
 * normal form reads back and prints the same; what is read strictly has no error, what is refused has one. */
#include <stdlib.h>

#include "feel/feel.h"

typedef struct Run {
    Region region;
    Report report;
    Task task;
    Source source;
    FeelContext context;
} Run;

static const FeelScope *names(Region *region)
{
    FeelName all[] = {
        { .name = TEXT("a"), .kind = FEEL_CONSTANT, .type = &type_number, .value = value_small(7, 0) },
        { .name = TEXT("a b"), .kind = FEEL_CONSTANT, .type = &type_any, .value = value_unknown(NULL) },
        { .name = TEXT("b"), .kind = FEEL_CONSTANT, .type = &type_any, .value = { .kind = VALUE_ABSENT } },
        { .name = TEXT("n"), .kind = FEEL_CONSTANT, .type = &type_any, .value = { .kind = VALUE_NOT_THERE } },
    };
    return feel_scope_new(region, NULL, all, sizeof all / sizeof *all);
}

static const FeelNode *read_again(Run *run, Text text, Source *source)
{
    *source = (Source){ TEXT("again"), text };
    run->context.source = source;
    return feel_parse(&run->context, (Span){ source, 0, (uint32_t)text.length });
}

/* May it make names of its own? With `{a-b: 1, c: (a) - b}` the form without parentheses is another name. */
static bool makes_names(Text text)
{
    const Text words[] = { TEXT("{"), TEXT("for"), TEXT("some"), TEXT("every"), TEXT("function") };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text_find(text, words[i], 0) != SIZE_MAX)
            return true;
    return false;
}

/* Printed twice, the second time from what was read of the first. */
static void check_printing(Run *run, const FeelNode *node)
{
    Source source;
    Builder first = builder_on(&run->region), second = builder_on(&run->region);
    feel_print(&first, node, NULL, NULL);
    if (first.length >= 2000 || makes_names(builder_text(&first)))
        return;
    const FeelNode *again = read_again(run, builder_text(&first), &source);
    if (!again)
        abort();
    feel_print(&second, again, NULL, NULL);
    if (!text_equal(builder_text(&first), builder_text(&second)))
        abort();
}

static void run_node(Run *run, const FeelNode *node)
{
    const FeelCode *code = feel_compile(&run->context, node, NULL);
    Builder out = builder_on(&run->region);
    Vm vm;
    vm_init(&vm, &run->region);
    vm.iterations = 2000;
    vm.strict = run->context.strict;
    if (!code)
        return;
    feel_listing(&out, code);
    value_print(&out, feel_run_test(&vm, code, NULL, value_small(1, 0)));
}

static void work(void *argument)
{
    Run *run = argument;
    Span whole = { &run->source, 0, (uint32_t)run->source.bytes.length };
    FeelTests tests;
    Value value;
    run->context = (FeelContext){ .task = &run->task, .source = &run->source, .scope = names(&run->region) };
    const FeelNode *node = feel_parse(&run->context, whole);
    if (!node != (run->report.errors > 0))
        abort();
    if (node) {
        run_node(run, node);
        check_printing(run, node);
    }
    run->context.source = &run->source;
    if (feel_parse_tests(&tests, &run->context, whole, &type_number))
        for (uint32_t i = 0; i < tests.count; i++)
            if (tests.tests[i].kind == FEEL_TEST_EXPRESSION)
                run_node(run, tests.tests[i].node);
    run->context.strict = true;
    feel_parse_cell_value(&value, &run->context, whole, &type_date);
    node = feel_parse(&run->context, whole);
    if (node)
        run_node(run, node);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Run run = { .source = { TEXT("fuzz"), { (const char *)data, size } } };
    region_init(&run.region, NULL);
    run.region.limit = 512 * 1024 * 1024;
    report_init(&run.report, &run.region);
    run.task = (Task){ .region = &run.region, .report = &run.report };
    region_guard(&run.region, work, &run);
    region_close(&run.region);
    return 0;
}

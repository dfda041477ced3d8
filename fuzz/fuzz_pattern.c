/* fuzz/fuzz_pattern.c - any bytes as flags, pattern, replacement and text, one a line: what the reader lets through PCRE2 takes,
 * and replacing and splitting agree on where the matches are. */
#include <stdlib.h>

#include "base/utf8.h"
#include "feel/feel.h"
#include "feel/pattern.h"

typedef struct Input {
    Region region;
    Report report;
    Task task;
    Text bytes;
} Input;

static void write_text(Builder *out, Text text)
{
    value_print(out, value_text(out->region, text));
}

static Value evaluate(Input *input, const char *function, Text last, Text flags, Text pattern)
{
    Builder out = builder_on(&input->region);
    build_format(&out, "%s(", function);
    write_text(&out, last);
    build_text(&out, TEXT(", "));
    write_text(&out, pattern);
    if (*function == 'r')
        build_text(&out, TEXT(", \"<$0>\""));
    if (*function != 's') {
        build_text(&out, TEXT(", "));
        write_text(&out, flags);
    }
    build_byte(&out, ')');
    Source source = { TEXT("call"), builder_text(&out) };
    FeelContext context = { .task = &input->task, .source = &source };
    const FeelNode *node = feel_parse(&context, (Span){ &source, 0, (uint32_t)out.length });
    const FeelCode *code = node ? feel_compile(&context, node, NULL) : NULL;
    Vm vm;
    vm_init(&vm, &input->region);
    return code ? feel_run(&vm, code, NULL) : VALUE_NOTHING;
}

static void work(void *argument)
{
    Input *input = argument;
    Text rest, flags = text_cut(input->bytes, '\n', &rest), pattern = text_cut(rest, '\n', &rest);
    PatternFlags read;
    uint32_t groups;
    const char *fault;
    if (utf8_first_fault(input->bytes) != SIZE_MAX || !pattern_flags(&read, flags))
        return;
    pattern_translate(&input->region, pattern, &read, &groups, &fault);
    Value found = evaluate(input, "matches", rest, flags, pattern);
    if (fault && found.kind == VALUE_BOOLEAN)
        abort(); /* refused, and yet it matched */
    Value replaced = evaluate(input, "replace", rest, flags, pattern);
    if (found.kind == VALUE_BOOLEAN && !found.boolean && replaced.kind == VALUE_TEXT && !text_equal(text_of_value(replaced), rest))
        abort(); /* something was replaced where nothing matches */
    evaluate(input, "split", rest, flags, pattern);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Input input = { .bytes = { (const char *)data, size } };
    region_init(&input.region, NULL);
    input.region.limit = 256 * 1024 * 1024;
    report_init(&input.report, &input.region);
    input.task = (Task){ .region = &input.region, .report = &input.report };
    region_guard(&input.region, work, &input);
    region_close(&input.region);
    return 0;
}

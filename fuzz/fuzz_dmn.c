/* fuzz/fuzz_dmn.c - any bytes as a DMN model: read, linked, every decision and service worked out, and turned into pages.
 *
 * A NUL byte parts the model from others that it may import.
 */
#include "guarded.h"

#include "base/file.h"
#include "rulebook/dmn_pages.h"

enum { MOST_MODELS = 4 };

static size_t read_models(const Input *input, DmnModel **models)
{
    Text rest = input->bytes;
    size_t count = 0;
    while (rest.at && count < MOST_MODELS) {
        const Source *source = source_from(input->task, TEXT("model.dmn"), text_cut(rest, '\0', &rest));
        models[count] = source ? dmn_read(input->task, source) : NULL;
        if (!models[count])
            break;
        count++;
    }
    return count;
}

static void decide_all(const Input *input, const DmnProgram *program)
{
    DmnRun run;
    Builder out = builder_on(input->task->region);
    dmn_open(&run, input->task->region, program);
    run.vm.iterations = 2000;
    for (uint16_t slot = 0; slot < program->thing.count; slot++) {
        const DmnElement *element = program->meanings[slot].element;
        if (element->kind == DMN_INPUT)
            dmn_give(&run, element, value_small(3, 0));
        value_print(&out, element->kind == DMN_SERVICE ? dmn_serve(&run, element) : dmn_decide(&run, element));
        out.length = 0;
    }
}

static void work(void *argument)
{
    const Input *input = argument;
    DmnModel **models = REGION_ARRAY(input->task->region, DmnModel *, MOST_MODELS);
    size_t count = read_models(input, models);
    const DmnProgram *program = count ? dmn_link(input->task, models, count) : NULL;
    DmnPages pages;
    if (program)
        decide_all(input, program);
    if (count)
        dmn_pages(input->task, models[0], &pages);
    Builder out = builder_on(input->task->region);
    report_print(&out, input->task->report, false);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    return run_guarded(work, bytes, length);
}

/* fuzz/fuzz_kit.c - any bytes as a file of the test kit: read, and its cases run against a model.
 *
 * A NUL byte parts the test file from the model; without one the cases meet a model of nothing.
 */
#include "guarded.h"

#include "base/file.h"
#include "rulebook/dmn_kit.h"

static const DmnProgram *read_program(const Input *input, Text bytes)
{
    static const char nothing[] = "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" namespace=\"n\" name=\"n\"/>";
    const Source *source = source_from(input->task, TEXT("model.dmn"), bytes.length ? bytes : text_of(nothing));
    DmnModel **models = REGION_ARRAY(input->task->region, DmnModel *, 1);
    models[0] = source ? dmn_read(input->task, source) : NULL;
    return models[0] ? dmn_link(input->task, models, 1) : NULL;
}

static void work(void *argument)
{
    const Input *input = argument;
    Text model, tests = text_cut(input->bytes, '\0', &model);
    const Source *source = source_from(input->task, TEXT("tests.xml"), tests);
    const KitFile *kit = source ? kit_read(input->task, source) : NULL;
    const DmnProgram *program = kit ? read_program(input, model) : NULL;
    for (uint32_t i = 0; program && i < kit->case_count && i < 100; i++) {
        bool has_value;
        Text why;
        kit_run(input->task->region, program, &kit->cases[i], &has_value, &why);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    return run_guarded(work, bytes, length);
}

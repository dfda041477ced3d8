/* fuzz/fuzz_case.c - any bytes as a case, against the shipped rulebooks: told, determined, varied, written as JSON.
 *
 * The law is linked once. What comes out must be JSON again.
 */
#include "base/file.h"
#include "determination/lawbook.h"
#include "guarded.h"

static void open_law(void *argument)
{
    Input *input = argument;
    LawbookOptions options = { .folder = DECLARANT_SOURCE "/rulebooks", .data_folder = DECLARANT_SOURCE "/data" };
    *(Lawbook **)input->beside = lawbook_open(input->task, &options);
}

static void determine_case(void *argument)
{
    Input *input = argument;
    DetermineOptions options = { .house = input->bytes.length % 2 };
    CaseHead head = { 0 };
    const Determination *answer = NULL;
    const Source *source = source_from(input->task, TEXT("case"), input->bytes);
    LawbookOutcome outcome = source ? lawbook_determine(input->task, *(Lawbook **)input->beside, source, &options, &head, &answer) : LAWBOOK_FAILED;
    Builder out = builder_on(input->task->region);
    if (outcome == LAWBOOK_FAILED) {
        report_print(&out, input->task->report, false);
        if (!out.length)
            __builtin_trap(); /* refused without a word */
        return;
    }
    lawbook_json(&out, outcome, &head, answer, 0, true, true);
    const Source *written = source_from(input->task, TEXT("answer"), builder_text(&out));
    if (!written || !json_read(input->task, written))
        __builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static Lawbook *lawbook;
    Input input = { .bytes = { (const char *)bytes, length }, .beside = &lawbook };
    if (!lawbook)
        guarded(open_law, &input);
    if (lawbook)
        guarded(determine_case, &input);
    return 0;
}

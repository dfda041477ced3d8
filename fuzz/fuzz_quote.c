/* fuzz/fuzz_quote.c - any bytes as a quote, and as a case to be quoted: what a quote writes is read back as what it was.
 *
 * The law is linked once.
 */
#include "base/file.h"
#include "guarded.h"
#include "papers/quote_paper.h"

static void open_law(void *argument)
{
    Input *input = argument;
    LawbookOptions options = { .folder = DECLARANT_SOURCE "/rulebooks", .data_folder = DECLARANT_SOURCE "/data", .house = DECLARANT_SOURCE "/examples/house" };
    *(Lawbook **)input->beside = lawbook_open(input->task, &options);
}

/* A fault is told. */
static void read_quote(void *argument)
{
    Input *input = argument;
    QuoteFile file;
    const Source *source = source_from(input->task, TEXT("quote"), input->bytes);
    if (source && quote_read(input->task, source, &file) != QUOTE_READ && !input->task->report->errors)
        __builtin_trap();
}

static void quote_case(void *argument)
{
    Input *input = argument;
    DetermineOptions options = { .house = input->bytes.length % 2 };
    const Source *source = source_from(input->task, TEXT("case"), input->bytes);
    const Quote *quote = source ? quote_of(input->task, *(Lawbook **)input->beside, source, &options) : NULL;
    if (!quote || quote->outcome != LAWBOOK_DETERMINED)
        return;
    QuoteWords words = { .about = TEXT("case"), .engine = TEXT("0") };
    const Paper *paper = quote_paper(input->task, quote, &words, 0);
    Builder out = builder_on(input->task->region);
    QuoteFile file;
    if (!paper)
        return;
    paper_json(&out, paper, input->bytes.length % 3);
    const Source *written = source_from(input->task, TEXT("quote"), builder_text(&out));
    if (!written || quote_read(input->task, written, &file) != QUOTE_READ)
        __builtin_trap();
    if (!quote_compare(input->task, *(Lawbook **)input->beside, &file, source, &options))
        __builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static Lawbook *lawbook;
    Input input = { .bytes = { (const char *)bytes, length }, .beside = &lawbook };
    if (!lawbook)
        guarded(open_law, &input);
    guarded(read_quote, &input);
    if (lawbook)
        guarded(quote_case, &input);
    return 0;
}

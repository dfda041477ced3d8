/* fuzz/fuzz_rulebook.c - one page of a rulebook, from front matter to the checks, md4c's second reading included.
 *
 * The first byte says what the rest is: "f" a facts.md or answers.md, all else a page of the law. The spans of what was
 * read are touched, so that one that lies outside of its page is seen.
 */
#include "guarded.h"

#include "rulebook/reader.h"

static uint64_t touch(const Page *page)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < page->decision_count; i++) {
        const Table *table = &page->decisions[i].table;
        for (uint32_t k = 0; k < table->row_count; k++)
            for (uint32_t c = 0; c < table->column_count; c++)
                sum += text_hash(span_text(table->rows[k].cells[c]));
        sum += text_hash(page->decisions[i].prose) + text_hash(span_text(page->decisions[i].feel));
    }
    return sum;
}

static void read_page(void *argument)
{
    Input *input = argument;
    bool facts = input->bytes.length && input->bytes.at[0] == 'f';
    ReadOptions options = { .folder = "/nowhere", .cross_check = true };
    Page page = { .path = facts ? TEXT_NONE : TEXT("page.md") };
    Library library = { .task = input->task, .options = &options, .folder = "/nowhere", .pages = &page };
    const Source *source = source_from(input->task, TEXT("page.md"), text_slice(input->bytes, 1, input->bytes.length));
    if (!source)
        return;
    page_read(&library, input->task, source, &page);
    library.page_count = library.wanted_count = !facts;
    sources_resolve(&library);
    library_check(&library);
    Builder out = builder_on(input->task->region);
    report_print(&out, input->task->report, false);
    if (touch(&page) == 1)
        build_byte(&out, '\n');
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    return run_guarded(read_page, bytes, length);
}

/* fuzz/fuzz_program.c - any bytes as a page of the law, linked with facts and answers that hold still: read, linked, proved, its
 * examples run, and one case determined under it.
 */
#include "base/file.h"
#include "determination/checking.h"
#include "guarded.h"
#include "rulebook/reader.h"

#define BOOK DECLARANT_SOURCE "/tests/determination/books/charges/"

static const char *const CASE = "{\"jurisdiction\":\"ZZ\",\"movement\":\"import\",\"entry_day\":\"2021-01-01\",\"items\":[{\"price\":\"100 ZZD\",\"kind\":\"levy\"},{}]}";

/* facts.md and answers.md go into the library; their page is dropped. */
static void read_root(Library *library, const char *path)
{
    Page page = { .path = TEXT_NONE };
    const Source *source = file_read(library->task, path, 0);
    if (source)
        page_read(library, library->task, source, &page);
}

static Rulebooks books_of(const Library *library)
{
    return (Rulebooks){
        .folder = TEXT("/nowhere"), .page_count = library->page_count, .pages = library->pages,
        .thing_count = (uint32_t)library->things.count, .things = library->things.at,
        .fact_count = (uint32_t)library->facts.count, .facts = library->facts.at,
        .part_count = (uint32_t)library->parts.count, .parts = library->parts.at,
        .list_count = (uint32_t)library->lists.count, .lists = library->lists.at,
        .answer_count = (uint32_t)library->answers.count, .answers = library->answers.at,
    };
}

static void determine_case(Task *task, const Program *program)
{
    const Source *source = source_from(task, TEXT("case"), text_of(CASE));
    const Json *json = json_read(task, source);
    const Determination *answer = json ? determine(task, program, source, json, &(DetermineOptions){ 0 }) : NULL;
    Builder out = builder_on(task->region);
    if (answer)
        determination_json(&out, answer, 0, true, false);
}

static void link_page(void *argument)
{
    Input *input = argument;
    Task *task = input->task;
    ReadOptions options = { .folder = "/nowhere" };
    Page page = { .path = TEXT("page.md") };
    Library library = { .task = task, .options = &options, .folder = "/nowhere", .pages = &page };
    const Source *source = source_from(task, TEXT("page.md"), input->bytes);
    read_root(&library, BOOK "facts.md");
    read_root(&library, BOOK "answers.md");
    if (!source)
        return;
    page_read(&library, task, source, &page);
    library.page_count = library.wanted_count = 1;
    sources_resolve(&library);
    library_check(&library);
    Rulebooks books = books_of(&library);
    LinkOptions link = { .jurisdiction = TEXT("ZZ"), .movement = TEXT("import") };
    const Program *program = task->report->errors ? NULL : program_link(task, &books, &link);
    Reached reached = { .region = task->region };
    if (program) {
        verify_program(task, program);
        examples_run(task, program, &reached);
        determine_case(task, program);
    }
    Builder out = builder_on(task->region);
    report_print(&out, task->report, false);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    return run_guarded(link_page, bytes, length);
}

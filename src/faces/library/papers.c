/* faces/library/papers.c - the documents of include/declarant.h over the room of papers. */
#include "faces/library/library.h"

#include "papers/law_book.h"
#include "papers/sheet.h"

struct declarant_paper {
    Allocator allocator; /* a copy: the paper may outlive the law */
    Region region;
    const char *text;    /* the document, in the region */
    size_t length;
};

typedef struct Making {
    declarant_law *law;
    declarant_paper *paper;
    Text jurisdiction;
    const char *as_of, *until; /* of the country sheet; until NULL: one day */
    int language;
    const volatile int *cancel;
    Text made;           /* the document, still in the call's region */
} Making;

static void keep_text(void *argument)
{
    Making *making = argument;
    making->paper->text = text_string(&making->paper->region, making->made);
    making->paper->length = making->made.length;
}

static bool has_page(const Task *task, const Rulebooks *books, Text jurisdiction)
{
    for (uint32_t i = 0; books && i < books->page_count; i++)
        if (!jurisdiction.length || text_equal(books->pages[i].jurisdiction, jurisdiction))
            return true;
    if (books)
        report_error(task->report, "no-law-of", SPAN_NONE, "no page of the rulebooks is for \"" TEXT_FMT "\"", TEXT_ARG(jurisdiction));
    return false;
}

static void law_book_work(Call *call)
{
    Making *making = call->arguments;
    Task *task = &call->task;
    task->cancel = making->cancel;
    const Rulebooks *books = lawbook_pages(task, making->law->lawbook, making->jurisdiction);
    Builder out = builder_on(task->region);
    LawBookOptions options = { .language = making->language, .data_folder = lawbook_data(making->law->lawbook) };
    LawBookCounts counts;
    bool any = has_page(task, books, making->jurisdiction);
    if (any)
        law_book_make(task, &out, books, &options, &counts);
    making->made = builder_text(&out);
    if (any)
        call->result = region_guard(&making->paper->region, keep_text, making) ? DECLARANT_OK : DECLARANT_NO_MEMORY;
    if (task_cancelled(task))
        call->result = DECLARANT_CANCELLED;
}

static bool put_sheet(Call *call, const Making *making, Builder *out)
{
    bool has, has_until;
    int64_t until = 0;
    SheetOptions options = { .country = making->jurisdiction, .language = making->language, .data_folder = lawbook_data(making->law->lawbook) };
    if (!call_day(call, "as_of", making->as_of, &has, &options.as_of) || !call_day(call, "until", making->until, &has_until, &until))
        return false;
    const CountrySheet *sheet = sheet_make(&call->task, making->law->lawbook, &options);
    options.as_of = until;
    const CountrySheet *after = sheet && has_until ? sheet_make(&call->task, making->law->lawbook, &options) : NULL;
    if (!sheet || (has_until && !after))
        return false;
    SheetChanges changes = after ? sheet_changes(call->task.region, sheet, after) : (SheetChanges){ 0 };
    if (after)
        sheet_changes_json(out, sheet, after, &changes);
    else
        sheet_json(out, sheet);
    return true;
}

static void sheet_work(Call *call)
{
    Making *making = call->arguments;
    Builder out = builder_on(call->task.region);
    call->task.cancel = making->cancel;
    bool made = put_sheet(call, making, &out);
    making->made = builder_text(&out);
    if (made)
        call->result = region_guard(&making->paper->region, keep_text, making) ? DECLARANT_OK : DECLARANT_NO_MEMORY;
    if (task_cancelled(&call->task))
        call->result = DECLARANT_CANCELLED;
}

static declarant_result make_paper(declarant_paper **paper, Making *making, void (*work)(Call *call), declarant_report **report)
{
    const Allocator *allocator = &making->law->allocator;
    declarant_paper *made = allocator->allocate(allocator->context, sizeof *made);
    if (!made)
        return DECLARANT_NO_MEMORY;
    *made = (declarant_paper){ .allocator = *allocator, .text = "" };
    region_init(&made->region, &made->allocator);
    making->paper = made;
    Region scratch;
    region_init(&scratch, allocator);
    Call call = { .allocator = allocator, .arguments = making, .work = work };
    declarant_result result = call_run(&call, &scratch, report);
    region_close(&scratch);
    if (result == DECLARANT_OK)
        *paper = made;
    else
        declarant_paper_close(&made);
    return result;
}

declarant_result declarant_law_book(declarant_paper **paper, declarant_law *law, const declarant_law_book_options *given, declarant_report **report)
{
    declarant_law_book_options known;
    library_options(&known, sizeof known, given, given ? given->size : 0);
    Making making = { .law = law, .jurisdiction = text_of(known.jurisdiction), .language = library_language(known.language), .cancel = known.cancel };
    return make_paper(paper, &making, law_book_work, report);
}

declarant_result declarant_sheet(declarant_paper **paper, declarant_law *law, const char *country, const char *as_of, const declarant_sheet_options *given, declarant_report **report)
{
    declarant_sheet_options known;
    library_options(&known, sizeof known, given, given ? given->size : 0);
    Making making = { .law = law, .jurisdiction = text_of(country), .as_of = as_of ? as_of : "", .until = known.until, .language = library_language(known.language), .cancel = known.cancel };
    return make_paper(paper, &making, sheet_work, report);
}

const char *declarant_paper_text(const declarant_paper *paper, size_t *length)
{
    if (length)
        *length = paper->length;
    return paper->text;
}

void declarant_paper_close(declarant_paper **paper)
{
    if (!paper || !*paper)
        return;
    declarant_paper *closing = *paper;
    Allocator allocator = closing->allocator;
    region_close(&closing->region);
    allocator.release(allocator.context, closing);
    *paper = NULL;
}

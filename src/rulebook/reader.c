/* rulebook/reader.c - the way through a folder of rulebooks. See model.h and reader.h.
 *
 *     facts.md, answers.md ──▶ pages below ──▶ catalogues ──▶ what cites what ──▶ checks over all pages
 */
#include "rulebook/reader.h"

#include <sys/stat.h>

enum { PEEKED = 512 }; /* bytes in which a page's front matter mostly lies */

/* ---- one file ---- */

/* The jurisdiction of a page, without reading more of it than its front matter. */
static Text peek_jurisdiction(Text bytes)
{
    Text key = TEXT("jurisdiction:"), line;
    size_t at = 0;
    if (!line_next(bytes, &at, &line) || !text_is(text_trim(line), "---"))
        return TEXT_NONE;
    while (line_next(bytes, &at, &line) && at < bytes.length && !text_is(text_trim(line), "---"))
        if (text_starts(line, key))
            return text_trim(text_slice(line, key.length, line.length));
    return TEXT_NONE;
}

void page_read(Library *library, Task *task, const Source *source, Page *page)
{
    Document *document = REGION_NEW(task->region, Document);
    document_begin(task, document, source);
    PageReader reader = { .library = library, .task = task, .region = task->region, .document = document,
                          .source = document->source, .page = page };
    page->source = document->source;
    page->document = document;
    front_matter_read(&reader);
    size_t errors = task->report->errors;
    document->without_examples = library->options->without_examples;
    document_blocks(task, document);
    bool sound = task->report->errors == errors; /* else viewers differ for a reason that was told */
    blocks_read(&reader);
    if (library->options->cross_check && task == library->task && sound)
        md4c_check(task, document);
}

/* facts.md and answers.md: what they hold goes into the library, and their page is dropped. */
static void read_root_file(Library *library, const char *name)
{
    Task *task = library->task;
    const char *path = path_shown(task->region, text_of(library->folder), text_of(name));
    const Source *source = file_read(task, path, 0);
    if (source)
        page_read(library, task, source, REGION_NEW(task->region, Page));
}

static bool is_asked_for(const Library *library, Text found)
{
    Text wanted = library->options->jurisdiction;
    return !wanted.length || text_equal(found, wanted) || text_is(found, "WORLD");
}

/* Most pages belong to other countries: their first lines say so, and no more of them is read. */
static bool is_of_another(const Library *library, const char *path)
{
    char head[PEEKED];
    Text found = library->options->jurisdiction.length ? peek_jurisdiction((Text){ head, file_peek(path, head, sizeof head) }) : TEXT_NONE;
    return found.length && !is_asked_for(library, found);
}

/* A firm's folder holds what the firm says, never the law. */
static void check_is_house(Task *task, const Page *page)
{
    if (page->layer == LAYER_HOUSE)
        return;
    Problem *problem = report_error(task->report, "house-layer", (Span){ page->source, 0, 0 }, "page of a house is not on the layer \"house\"");
    problem_hint(task->report, problem, "Write \"layer: house\" into its front matter; law and guidance stand among the rulebooks.");
}

typedef struct PageFile {
    const char *path; /* to be opened, and shown in messages */
    Text name;        /* "vn/value.md", "house/fees.md" */
    bool house;       /* of the house's folder */
} PageFile;

typedef LIST_OF(PageFile) PageFiles;

static void read_page(Library *library, Task *task, const PageFile *file)
{
    if (is_of_another(library, file->path))
        return;
    const Source *source = file_read(task, file->path, 0);
    if (!source || !is_asked_for(library, peek_jurisdiction(source->bytes)))
        return;
    Page *page = &library->pages[library->page_count++];
    *page = (Page){ .path = file->name };
    page_read(library, task, source, page);
    if (file->house)
        check_is_house(task, page);
}

/* ---- the folders ---- */

static bool same_file(const char *a, const char *b)
{
    struct stat first, second;
    return stat(a, &first) == 0 && stat(b, &second) == 0 && first.st_dev == second.st_dev &&
           first.st_ino == second.st_ino;
}

static bool is_page(Text name)
{
    bool root_file = text_is(name, "facts.md") || text_is(name, "answers.md");
    return !root_file && !text_is(name, "README.md") && !text_ends(name, TEXT("/README.md"));
}

static void add_pages_below(Library *library, const char *folder, bool house, PageFiles *files)
{
    Region *region = library->task->region;
    FileList found = files_below(library->task, folder, TEXT(".md"));
    for (size_t i = 0; i < found.count; i++) {
        Text name = house ? text_join(region, TEXT("house/"), found.at[i]) : found.at[i];
        if (is_page(found.at[i]))
            *LIST_ADD(region, *files) = (PageFile){ path_shown(region, text_of(folder), found.at[i]), name, house };
    }
}

static void read_all_pages(Library *library, const PageFiles *files)
{
    for (size_t i = 0; i < files->count && !task_cancelled(library->task); i++)
        read_page(library, library->task, &files->at[i]);
    library->wanted_count = library->page_count;
}

/* facts.md and answers.md are read anyway. */
static bool is_root_file(const Library *library, const char *path)
{
    Region *region = library->task->region;
    Text folder = text_of(library->folder);
    return same_file(path, path_join(region, folder, TEXT("facts.md"))) ||
           same_file(path, path_join(region, folder, TEXT("answers.md")));
}

/* The page asked for comes first; the others of the folder lend it their sources and facts, and keep their faults. */
static void read_one_page(Library *library, const PageFiles *files, const char *only)
{
    Task *task = library->task;
    Report quiet;
    report_init(&quiet, task->region);
    Task quietly = { task->region, &quiet, task->cancel };
    if (!is_root_file(library, only))
        read_page(library, task, &(PageFile){ only, text_of(only), false });
    library->wanted_count = library->page_count;
    for (size_t i = 0; i < files->count; i++)
        if (!same_file(files->at[i].path, only))
            read_page(library, &quietly, &files->at[i]);
        else if (library->wanted_count)
            library->pages[0].path = files->at[i].name;
}

static void read_pages(Library *library)
{
    PageFiles files = { 0 };
    add_pages_below(library, library->folder, false, &files);
    if (library->options->house)
        add_pages_below(library, library->options->house, true, &files);
    library->pages = REGION_ARRAY(library->task->region, Page, files.count + 1);
    if (library->options->only_page)
        read_one_page(library, &files, library->options->only_page);
    else
        read_all_pages(library, &files);
}

static const Rulebooks *rulebooks_of(const Library *library)
{
    Rulebooks *books = REGION_NEW(library->task->region, Rulebooks);
    *books = (Rulebooks){
        .folder = text_of(library->folder),
        .page_count = library->wanted_count, .pages = library->pages,
        .thing_count = (uint32_t)library->things.count, .things = library->things.at,
        .fact_count = (uint32_t)library->facts.count, .facts = library->facts.at,
        .part_count = (uint32_t)library->parts.count, .parts = library->parts.at,
        .list_count = (uint32_t)library->lists.count, .lists = library->lists.at,
        .answer_count = (uint32_t)library->answers.count, .answers = library->answers.at,
        .catalogue_count = (uint32_t)library->catalogues.count, .catalogues = library->catalogues.at,
    };
    return books;
}

static bool has_house(Task *task, const char *house)
{
    if (!house || directory_exists(house))
        return true;
    Problem *problem = report_error(task->report, "no-house", SPAN_NONE, "\"%s\" is no folder of a house", house);
    problem_hint(task->report, problem, "Name the folder that holds the firm's own pages.");
    return false;
}

const Rulebooks *rulebooks_read(Task *task, const ReadOptions *options)
{
    size_t errors = task->report->errors;
    if (!has_house(task, options->house))
        return NULL;
    const char *folder = text_string(task->region, text_of(options->folder));
    Library library = { .task = task, .options = options, .folder = folder };
    read_root_file(&library, "facts.md");
    read_root_file(&library, "answers.md");
    read_pages(&library);
    catalogues_read(&library);
    sources_resolve(&library);
    library_check(&library);
    return task->report->errors > errors || task_cancelled(task) ? NULL : rulebooks_of(&library);
}

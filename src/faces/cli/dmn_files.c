/* faces/cli/dmn_files.c - `declarant dmn export` and `declarant dmn import`: pages of rulebooks as DMN models, and back.
 *
 *     declarant dmn export vn/duty.md                    one page, on stdout or into the file of --out
 *     declarant dmn export VN --out DIR                  a country's pages, facts.md and answers.md, one file each
 *     declarant dmn import FILE|DIR --out DIR            the pages of these models
 */
#include "faces/cli/dmn_files.h"

#include "base/file.h"
#include "base/utf8.h"
#include "determination/dmn_export.h"
#include "faces/cli/load.h"
#include "rulebook/dmn_pages.h"

typedef struct Files {
    Cli *cli;
    const Rulebooks *books;
    DmnVersion version;
    const char *folder; /* of --out; NULL: stdout */
    bool one;           /* --out names a file */
    size_t written;
} Files;

/* ---- export ---- */

static const Source *page_source(Files *files, Text path)
{
    return file_read(&files->cli->task, path_join(&files->cli->region, files->books->folder, path), 0);
}

/* Facts stand in the registers of the files they were read from. */
static const Source *root_source(Files *files, Text path)
{
    const Source *source = page_source(files, path);
    Source *named = REGION_NEW(&files->cli->region, Source);
    if (!source)
        return NULL;
    *named = *source;
    for (uint32_t i = 0; i < files->books->fact_count && text_is(path, "facts.md"); i++)
        if (!files->books->facts[i].jurisdiction.length || text_ends(files->books->facts[i].source->name, TEXT("/facts.md"))) {
            named->name = files->books->facts[i].source->name;
            break;
        }
    return named;
}

static Text folder_part(Text path)
{
    size_t at = path.length;
    while (at > 0 && path.at[at - 1] != '/')
        at--;
    return at ? text_slice(path, 0, at - 1) : TEXT_NONE;
}

static bool write_below(Files *files, Text path, Text bytes)
{
    Cli *cli = files->cli;
    const char *whole = files->one ? files->folder : path_join(&cli->region, text_of(files->folder), path);
    Text folder = folder_part(text_of(whole));
    if (folder.length && !directory_make(&cli->task, text_string(&cli->region, folder)))
        return false;
    files->written++;
    return file_write(&cli->task, whole, bytes);
}

static bool put_model(Files *files, Text path, Text bytes)
{
    if (!files->folder) {
        build_text(&files->cli->out, bytes);
        return true;
    }
    Text name = text_join(&files->cli->region, text_slice(path, 0, path.length - strlen(".md")), TEXT(".dmn"));
    return write_below(files, name, bytes);
}

static bool export_one(Files *files, const DmnExport *export)
{
    Cli *cli = files->cli;
    Builder out = builder_on(&cli->region);
    if (!export->source)
        return false;
    dmn_export(&cli->task, &out, export);
    return put_model(files, export->path, builder_text(&out));
}

/* A page for every movement is linked under the first that the country's pages name. */
static Text movement_of(const Files *files, const Page *page)
{
    if (page->movement_count)
        return page->movements[0];
    for (uint32_t i = 0; i < files->books->page_count; i++)
        if (text_equal(files->books->pages[i].jurisdiction, page->jurisdiction) && files->books->pages[i].movement_count)
            return files->books->pages[i].movements[0];
    return TEXT_NONE;
}

/* The country under whose law a page of the world is linked: the first there is. */
static Text jurisdiction_of(const Files *files, const Page *page)
{
    for (uint32_t i = 0; text_is(page->jurisdiction, "WORLD") && i < files->books->page_count; i++)
        if (!text_is(files->books->pages[i].jurisdiction, "WORLD"))
            return files->books->pages[i].jurisdiction;
    return page->jurisdiction;
}

/* The page as the program knows it: programs have rulebooks of their own. */
static const Page *same_page(const Program *program, const Page *page)
{
    return rulebooks_find_page(program->books, page->path);
}

static bool export_page(Files *files, const Page *page)
{
    Cli *cli = files->cli;
    Lawbook *lawbook = load_whole_lawbook(cli);
    const Program *program = lawbook ? lawbook_program(&cli->task, lawbook, jurisdiction_of(files, page), movement_of(files, page)) : NULL;
    const Page *linked = program ? same_page(program, page) : NULL;
    DmnExport export = { .version = files->version, .books = program ? program->books : NULL, .program = program, .page = linked, .path = page->path };
    if (!linked)
        return false;
    export.source = page_source(files, page->path);
    return export_one(files, &export);
}

static bool export_root(Files *files, Text path)
{
    DmnExport export = { .version = files->version, .books = files->books, .source = root_source(files, path), .path = path };
    return export_one(files, &export);
}

/* ---- which pages ---- */

static bool is_of(const Page *page, Text jurisdiction)
{
    return !jurisdiction.length || text_equal(page->jurisdiction, jurisdiction) || text_is(page->jurisdiction, "WORLD");
}

static bool export_all(Files *files, Text jurisdiction)
{
    if (!export_root(files, TEXT("facts.md")) || !export_root(files, TEXT("answers.md")))
        return false;
    for (uint32_t i = 0; i < files->books->page_count; i++)
        if (is_of(&files->books->pages[i], jurisdiction) && !export_page(files, &files->books->pages[i]))
            return false;
    return true;
}

/* "vn/duty.md", or a path that ends so. */
static const Page *page_named(const Files *files, Text name)
{
    for (uint32_t i = 0; i < files->books->page_count; i++) {
        Text path = files->books->pages[i].path;
        if (text_equal(name, path) || text_ends(name, text_join(&files->cli->region, TEXT("/"), path)))
            return &files->books->pages[i];
    }
    return NULL;
}

static bool has_law(const Files *files, Text jurisdiction)
{
    for (uint32_t i = 0; i < files->books->page_count; i++)
        if (text_equal(files->books->pages[i].jurisdiction, jurisdiction))
            return true;
    return false;
}

static Exit export_named(Files *files, Text name)
{
    Cli *cli = files->cli;
    const Page *page = page_named(files, name);
    bool root = text_is(name, "facts.md") || text_is(name, "answers.md");
    if (page || root) {
        files->one = files->folder && !directory_exists(files->folder);
        return (root ? export_root(files, name) : export_page(files, page)) ? EXIT_DONE : EXIT_ERROR;
    }
    Text code = utf8_upper(&cli->region, name);
    if (name.length && !has_law(files, code))
        return misuse(cli, SAY(cli, MSG_DMN_NO_PAGE, name));
    if (!files->folder)
        return misuse(cli, say(cli, MSG_DMN_OUT));
    if (!export_all(files, code))
        return EXIT_ERROR;
    talk(cli, SAY(cli, MSG_DMN_WRITTEN, text_format(&cli->region, "%zu", files->written), text_of(files->folder)));
    return EXIT_DONE;
}

Exit dmn_export_command(Cli *cli)
{
    Text version = cli_argument(cli, OPTION_DMN);
    Files files = { .cli = cli, .version = text_is(version, "1.3") ? DMN_1_3 : DMN_1_5, .folder = cli->given[OPTION_OUT] };
    if (cli_on(cli, OPTION_DMN) && !text_is(version, "1.3") && !text_is(version, "1.5"))
        return misuse(cli, SAY(cli, MSG_DMN_VERSIONS, version));
    files.books = load_books(cli, TEXT_NONE);
    if (!files.books)
        return EXIT_ERROR;
    Exit exit = export_named(&files, cli_operand(cli, 1));
    if (exit != EXIT_DONE)
        cli->out.length = 0;
    return exit;
}

/* ---- import ---- */

/* A model of another tool brings facts of its own: those that are there are not written over. */
static bool takes_place(Files *files, const DmnPages *pages)
{
    Cli *cli = files->cli;
    const char *facts = files->folder ? path_join(&cli->region, text_of(files->folder), TEXT("facts.md")) : NULL;
    if (pages->count == 1 || (facts && !file_exists(facts)))
        return false;
    if (facts)
        report_error(&cli->report, "file-exists", SPAN_NONE, "\"%s\" is there already: a model of another tool needs a folder of its own", facts);
    else
        talk(cli, say(cli, MSG_DMN_OUT));
    return true;
}

static bool import_file(Files *files, Text path)
{
    Cli *cli = files->cli;
    const Source *source = file_read(&cli->task, text_string(&cli->region, path), 0);
    DmnModel *model = source ? dmn_read(&cli->task, source) : NULL;
    DmnPages pages;
    if (!model || !dmn_pages(&cli->task, model, &pages) || takes_place(files, &pages))
        return false;
    for (uint32_t i = 0; i < pages.count; i++)
        if (!files->folder)
            build_text(&cli->out, pages.at[i].text);
        else if (!write_below(files, pages.at[i].path, pages.at[i].text))
            return false;
    return true;
}

/* A folder of models, or one. */
Exit dmn_import_command(Cli *cli)
{
    Files files = { .cli = cli, .folder = cli->given[OPTION_OUT] };
    Text named = cli_operand(cli, 1);
    if (!named.length)
        return misuse(cli, say(cli, MSG_NEEDS_FILE));
    bool folder = directory_exists(text_string(&cli->region, named)), sound = true;
    if (folder && !files.folder)
        return misuse(cli, say(cli, MSG_DMN_OUT));
    if (!folder) {
        sound = import_file(&files, named);
    } else {
        FileList list = files_below(&cli->task, text_string(&cli->region, named), TEXT(".dmn"));
        for (size_t i = 0; i < list.count; i++)
            sound &= import_file(&files, text_of(path_join(&cli->region, named, list.at[i])));
    }
    if (!sound)
        cli->out.length = 0;
    else if (files.folder)
        talk(cli, SAY(cli, MSG_DMN_WRITTEN, text_format(&cli->region, "%zu", files.written), text_of(files.folder)));
    return sound ? EXIT_DONE : EXIT_ERROR;
}

/* faces/cli/load.c - finds the rulebooks and reads no more of them than the case needs. See load.h. */
#include "faces/cli/load.h"

#include <stdlib.h>

#include "base/file.h"

#ifndef DECLARANT_INSTALLED_DATA
#define DECLARANT_INSTALLED_DATA ""
#endif

/* ---- folders ---- */

const char *load_folder(Cli *cli)
{
    const char *told = cli->given[OPTION_RULEBOOKS];
    if (!told)
        return rulebooks_folder(&cli->task);
    if (directory_exists(told))
        return told;
    Problem *problem = report_error(&cli->report, "no-rulebooks", SPAN_NONE, "\"%s\" is no folder of rulebooks", told);
    problem_hint(&cli->report, problem, "Name the folder that holds facts.md and answers.md.");
    return NULL;
}

const char *load_data_folder(Cli *cli, const char *rulebooks)
{
    const char *told = getenv("DECLARANT_DATA");
    if (told && *told)
        return told;
    const char *places[] = {
        rulebooks ? path_join(&cli->region, text_of(rulebooks), TEXT("data")) : "",
        rulebooks ? path_join(&cli->region, text_of(rulebooks), TEXT("../data")) : "",
        DECLARANT_INSTALLED_DATA,
    };
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (*places[i] && directory_exists(places[i]))
            return places[i];
    return NULL;
}

const char *load_data_alone(Cli *cli)
{
    Report unheard;
    report_init(&unheard, &cli->region);
    Task task = { &cli->region, &unheard, NULL };
    const char *told = cli->given[OPTION_RULEBOOKS];
    return load_data_folder(cli, told ? told : rulebooks_folder(&task));
}

/* ---- rulebooks ---- */

const Rulebooks *load_books(Cli *cli, Text jurisdiction)
{
    const char *folder = load_folder(cli);
    if (!folder)
        return NULL;
    ReadOptions options = { .folder = folder, .data_folder = load_data_folder(cli, folder), .jurisdiction = jurisdiction };
    return rulebooks_read(&cli->task, &options);
}

static const Program *link_books(Cli *cli, const Rulebooks *books, Text jurisdiction, Text movement)
{
    char *folder = text_string(&cli->region, books->folder);
    LinkOptions options = { jurisdiction, movement, load_data_folder(cli, folder) };
    return program_link(&cli->task, books, &options);
}

const Loaded *load_law(Cli *cli, Text jurisdiction, Text movement)
{
    for (Loaded *loaded = cli->loaded; loaded; loaded = loaded->next)
        if (text_equal(loaded->jurisdiction, jurisdiction) && text_equal(loaded->movement, movement))
            return loaded;
    Loaded *loaded = REGION_NEW(&cli->region, Loaded);
    *loaded = (Loaded){ .jurisdiction = text_copy(&cli->region, jurisdiction), .movement = text_copy(&cli->region, movement), .next = cli->loaded };
    cli->loaded = loaded;
    loaded->books = load_books(cli, loaded->jurisdiction);
    if (loaded->books)
        loaded->program = link_books(cli, loaded->books, loaded->jurisdiction, loaded->movement);
    return loaded;
}

/* ---- cases ---- */

/* Is there a page of the law for it? Without one nothing is asked, and silence would look like "nothing is due". */
static bool is_covered(const Rulebooks *books, const CaseHead *head)
{
    for (uint32_t i = 0; i < books->page_count; i++) {
        const Page *page = &books->pages[i];
        if (page->layer != LAYER_LAW || !text_equal(page->jurisdiction, head->jurisdiction))
            continue;
        for (uint32_t k = 0; k < page->movement_count; k++)
            if (text_equal(page->movements[k], head->movement))
                return true;
        if (!page->movement_count && page->decision_count)
            return true;
    }
    return false;
}

Opened case_open(Cli *cli, Task *task, const Source *source, const DetermineOptions *options)
{
    Opened opened = { .kind = OPENED_FAILED };
    const Json *json = source ? json_read(task, source) : NULL;
    if (!json || !case_head(task, source, json, &opened.head))
        return opened;
    if (!opened.head.jurisdiction.length || !opened.head.movement.length) {
        opened.kind = OPENED_UNTOLD;
        return opened;
    }
    opened.law = load_law(cli, opened.head.jurisdiction, opened.head.movement);
    if (opened.law->program)
        opened.answer = determine(task, opened.law->program, source, json, options);
    if (opened.answer)
        opened.kind = is_covered(opened.law->books, &opened.head) ? OPENED_DETERMINED : OPENED_NOT_COVERED;
    return opened;
}

bool day_given(Text text, int64_t *day)
{
    return date_read(day, text);
}

Exit determine_options(Cli *cli, DetermineOptions *options)
{
    *options = (DetermineOptions){ 0 };
    Text as_of = cli_argument(cli, OPTION_AS_OF), layer = cli_argument(cli, OPTION_LAYER);
    if (cli_on(cli, OPTION_AS_OF)) {
        options->facts.has_as_of = true;
        if (!day_given(as_of, &options->facts.as_of))
            return misuse(cli, SAY(cli, MSG_NOT_A_DAY, as_of));
    }
    options->house = text_is(layer, "house");
    if (!options->house && !text_is(layer, "law"))
        options->voice = layer;
    return EXIT_DONE;
}

/* faces/cli/load.c - finds the rulebooks and reads no more of them than the case needs. See load.h. */
#include "faces/cli/load.h"

#include "base/file.h"

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

const char *load_data_folder(Cli *cli)
{
    Report unheard;
    report_init(&unheard, &cli->region);
    Task task = { &cli->region, &unheard, NULL };
    const char *told = cli->given[OPTION_RULEBOOKS];
    const char *folder = told ? told : rulebooks_folder(&task);
    return lawbook_data_folder(&cli->task, folder ? folder : "");
}

/* ---- phrases ---- */

/* Faults of the files are told by `declarant check`; who asks for an answer gets it in as many words as can be read. */
static const Phrases *load_phrases(Cli *cli)
{
    Report unheard;
    report_init(&unheard, &cli->region);
    Task task = { &cli->region, &unheard, NULL };
    return phrases_read(&task, load_data_folder(cli), cli->given[OPTION_HOUSE]);
}

/* A formula may have put a value behind a text: "control software for the machine: 8471.30" is known by its lead. */
static Text led_phrase(Cli *cli, Text english)
{
    size_t colon = text_find(english, TEXT(": "), 0);
    Text words = colon == SIZE_MAX ? TEXT_NONE : phrase_in(cli->phrases, text_slice(english, 0, colon + 1), cli->language);
    return words.length ? text_join(cli->scratch, words, text_slice(english, colon + 1, english.length)) : english;
}

const Phrases *cli_phrases(Cli *cli)
{
    if (!cli->phrases)
        cli->phrases = load_phrases(cli);
    return cli->phrases;
}

Text phrase(Cli *cli, Text english)
{
    if (cli->language == 0 || !english.length)
        return english;
    Text words = phrase_in(cli_phrases(cli), english, cli->language);
    return words.length ? words : led_phrase(cli, english);
}

/* ---- rulebooks ---- */

const Rulebooks *load_books(Cli *cli, Text jurisdiction)
{
    const char *folder = load_folder(cli);
    if (!folder)
        return NULL;
    ReadOptions options = { .folder = folder, .data_folder = lawbook_data_folder(&cli->task, folder), .house = cli->given[OPTION_HOUSE], .jurisdiction = jurisdiction };
    return rulebooks_read(&cli->task, &options);
}

Text cli_jurisdiction(Cli *cli)
{
    Text code = cli_argument(cli, OPTION_JURISDICTION);
    Builder capitals = builder_on(&cli->region);
    for (size_t i = 0; i < code.length; i++)
        build_byte(&capitals, code.at[i] >= 'a' && code.at[i] <= 'z' ? (char)(code.at[i] - 'a' + 'A') : code.at[i]);
    return builder_text(&capitals);
}

bool has_jurisdiction(Cli *cli, const Rulebooks *books)
{
    Text code = cli_jurisdiction(cli);
    for (uint32_t i = 0; i < books->page_count; i++)
        if (!code.length || text_equal(books->pages[i].jurisdiction, code))
            return true;
    talk(cli, SAY(cli, MSG_NO_LAW_OF, code));
    return false;
}

static Lawbook *open_lawbook(Cli *cli, bool examples)
{
    LawbookOptions options = { .folder = load_folder(cli), .house = cli->given[OPTION_HOUSE], .examples = examples };
    if (!cli->lawbook && options.folder)
        cli->lawbook = lawbook_open(&cli->task, &options);
    return cli->lawbook;
}

Lawbook *load_lawbook(Cli *cli)
{
    return open_lawbook(cli, false);
}

Lawbook *load_whole_lawbook(Cli *cli)
{
    return open_lawbook(cli, true);
}

/* ---- cases ---- */

Opened case_open(Cli *cli, Task *task, const Source *source, const DetermineOptions *options)
{
    Opened opened = { .outcome = LAWBOOK_FAILED };
    Lawbook *lawbook = source ? load_lawbook(cli) : NULL;
    if (lawbook)
        opened.outcome = lawbook_determine(task, lawbook, source, options, &opened.head, &opened.answer);
    return opened;
}

bool day_given(Text text, int64_t *day)
{
    return date_read(day, text);
}

const RateTable *cli_rates(Cli *cli)
{
    const Source *source = cli_on(cli, OPTION_RATES) ? file_read(&cli->task, cli->given[OPTION_RATES], 0) : NULL;
    return source ? rates_read(&cli->task, source) : NULL;
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
    if (cli_on(cli, OPTION_KNOWN_ON)) {
        options->moment.has_known = true;
        if (!day_given(cli_argument(cli, OPTION_KNOWN_ON), &options->moment.known))
            return misuse(cli, SAY(cli, MSG_NOT_A_DAY, cli_argument(cli, OPTION_KNOWN_ON)));
    }
    options->facts.rates = cli_rates(cli);
    if (cli_on(cli, OPTION_RATES) && !options->facts.rates)
        return EXIT_ERROR;
    options->house = text_is(layer, "house");
    if (!options->house && !text_is(layer, "law"))
        options->voice = layer;
    return EXIT_DONE;
}

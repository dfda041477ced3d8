/* faces/cli/law_book.c - `declarant law book`: the rulebooks as one HTML document. */
#include "faces/cli/law.h"
#include "papers/law_book.h"

static void pair_count(JsonWriter *writer, Region *region, const char *key, uint32_t number)
{
    json_key(writer, text_of(key));
    json_raw(writer, text_format(region, "%u", number));
}

/* As JSON: how much is in it; the document itself only where no file takes it. */
static void counts_json(LawView *view, const LawBookCounts *counts, Text html)
{
    JsonWriter *writer = view->writer;
    json_open(writer, '{');
    pair_count(writer, view->region, "pages", counts->pages);
    pair_count(writer, view->region, "decisions", counts->decisions);
    pair_count(writer, view->region, "rows", counts->rows);
    pair_count(writer, view->region, "sources", counts->sources);
    pair_count(writer, view->region, "unverified", counts->unverified);
    if (cli_on(view->cli, OPTION_OUTPUT))
        json_pair(writer, "output", cli_argument(view->cli, OPTION_OUTPUT));
    else
        json_pair(writer, "html", html);
    json_close(writer, '}');
}

static Exit written(LawView *view)
{
    Cli *cli = view->cli;
    size_t bytes = cli->out.length;
    Exit exit = cli_output(cli);
    if (exit == EXIT_DONE && cli_on(cli, OPTION_OUTPUT) && !view->writer)
        talk(cli, SAY(cli, MSG_WRITTEN, text_format(view->region, "%zu", bytes), cli_argument(cli, OPTION_OUTPUT)));
    return exit;
}

Exit law_book(LawView *view)
{
    Cli *cli = view->cli;
    LawBookOptions options = { .language = cli->language, .data_folder = lawbook_data_folder(&cli->task, load_folder(cli)) };
    LawBookCounts counts;
    Builder json = cli->out;
    cli->out = builder_on(&cli->region);
    law_book_make(&cli->task, &cli->out, view->books, &options, &counts);
    Text html = builder_text(&cli->out);
    Exit exit = view->writer && !cli_on(cli, OPTION_OUTPUT) ? EXIT_DONE : written(view);
    if (!view->writer)
        return exit;
    cli->out = json;
    counts_json(view, &counts, html);
    return exit;
}

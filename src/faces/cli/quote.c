/* faces/cli/quote.c - `declarant quote`: what a case will cost and until when that holds; `quote compare` holds it against what became of it. */
#include "papers/quote_paper.h"

#include "base/file.h"
#include "faces/cli/load.h"
#include "faces/cli/paper_out.h"

#ifndef DECLARANT_VERSION
#define DECLARANT_VERSION "0"
#endif

static Text phrase_of(void *context, Text english)
{
    return phrase(context, english);
}

static QuoteWords words_for(Cli *cli, Text about)
{
    Text layer = cli_argument(cli, OPTION_LAYER);
    return (QuoteWords){ .about = about, .engine = TEXT(DECLARANT_VERSION), .layer = text_is(layer, "house") || text_is(layer, "law") ? TEXT_NONE : layer,
                         .as_of = cli_argument(cli, OPTION_AS_OF), .known_on = cli_argument(cli, OPTION_KNOWN_ON), .phrase = phrase_of, .context = cli };
}

/* The house is heard where its folder is named: a quote is what the client will pay. */
static Exit quote_options(Cli *cli, DetermineOptions *options)
{
    Exit exit = determine_options(cli, options);
    options->house = options->house || cli_on(cli, OPTION_HOUSE);
    return exit;
}

static Exit exit_of(const Quote *quote)
{
    if (quote->outcome != LAWBOOK_DETERMINED)
        return EXIT_OPEN;
    Status status = quote->answer->status;
    return status == STATUS_DETERMINED ? EXIT_DONE : status == STATUS_CONFLICT ? EXIT_CONFLICT : EXIT_OPEN;
}

static Text status_words(Cli *cli, Text status)
{
    Message named = message_named("STATUS_", text_snake(&cli->region, status));
    return named == MESSAGES ? status : say(cli, named);
}

static Exit make_quote(Cli *cli)
{
    DetermineOptions options;
    Exit exit = cli_paper_form(cli);
    if (exit == EXIT_DONE)
        exit = quote_options(cli, &options);
    if (exit != EXIT_DONE)
        return exit;
    Lawbook *lawbook = load_lawbook(cli);
    const Source *source = lawbook ? file_read(&cli->task, cli->operands[0], 0) : NULL;
    const Quote *quote = source ? quote_of(&cli->task, lawbook, source, &options) : NULL;
    QuoteWords words = words_for(cli, cli_operand(cli, 0));
    const Paper *paper = quote ? quote_paper(&cli->task, quote, &words, cli->language) : NULL;
    if (!paper)
        return EXIT_ERROR;
    exit = cli_paper(cli, paper);
    if (exit == EXIT_DONE && exit_of(quote) != EXIT_DONE)
        talk(cli, SAY(cli, MSG_QUOTE_NOT_FIRM, status_words(cli, paper->verdict.plain)));
    return exit == EXIT_DONE ? exit_of(quote) : exit;
}

/* ---- compare ---- */

static Exit compare_quote(Cli *cli)
{
    DetermineOptions options;
    QuoteFile quote;
    Exit exit = cli_paper_form(cli);
    if (exit == EXIT_DONE)
        exit = quote_options(cli, &options);
    if (exit != EXIT_DONE)
        return exit;
    const Source *source = file_read(&cli->task, cli->operands[1], 0);
    QuoteRead read = source ? quote_read(&cli->task, source, &quote) : QUOTE_FAULT;
    if (read != QUOTE_READ)
        return read == QUOTE_TAMPERED ? EXIT_BROKEN : EXIT_ERROR;
    options.house = options.house && quote.house;
    Lawbook *lawbook = load_lawbook(cli);
    const Source *final = lawbook ? file_read(&cli->task, cli->operands[2], 0) : NULL;
    const QuoteComparison *comparison = final ? quote_compare(&cli->task, lawbook, &quote, final, &options) : NULL;
    if (!comparison)
        return EXIT_ERROR;
    QuoteWords words = words_for(cli, text_format(&cli->region, TEXT_FMT ", " TEXT_FMT, TEXT_ARG(cli_operand(cli, 1)), TEXT_ARG(cli_operand(cli, 2))));
    return cli_paper(cli, quote_comparison_paper(&cli->task, comparison, &words, cli->language));
}

Exit command_quote(Cli *cli)
{
    if (text_is(cli_operand(cli, 0), "compare"))
        return cli->operand_count == 3 ? compare_quote(cli) : misuse(cli, say(cli, MSG_QUOTE_COMPARE_USE));
    if (cli->operand_count != 1)
        return misuse(cli, say(cli, MSG_QUOTE_USE));
    return make_quote(cli);
}

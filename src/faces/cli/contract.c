/* faces/cli/contract.c - `declarant contract review FILE...`: what contracts say on the points that decide about tax and customs, and with --out
 * the facts of one contract as a case, with the origin of each beside it. */
#include "base/file.h"
#include "faces/cli/load.h"
#include "faces/cli/paper_out.h"
#include "papers/contract_paper.h"

static bool read_options(Cli *cli, ContractReviewOptions *options)
{
    options->jurisdiction = cli_jurisdiction(cli);
    options->encoding = cli_argument(cli, OPTION_ENCODING);
    options->payments = cli->given[OPTION_PAYMENTS];
    options->history = cli->given[OPTION_HISTORY];
    options->base = cli_on(cli, OPTION_CASE) ? file_read(&cli->task, cli->given[OPTION_CASE], 0) : NULL;
    options->base_json = options->base ? json_read(&cli->task, options->base) : NULL;
    return !cli_on(cli, OPTION_CASE) || options->base_json;
}

/* ---- --out ---- */

/* [{ "fact", "value", "file", "line", "quote" }]: where each fact of the case comes from. */
static Text origins_of(Cli *cli, const ReviewedCase *made)
{
    Builder out = builder_on(&cli->region);
    JsonWriter json = json_writer(&out, false);
    json_open(&json, '[');
    for (size_t i = 0; i < made->facts.count; i++) {
        const ReviewedFact *fact = &made->facts.at[i];
        json_open(&json, '{');
        json_pair(&json, "fact", text_snake(&cli->region, fact->name));
        json_pair(&json, "value", fact->value);
        json_pair(&json, "file", fact->contract->text->path);
        if (fact->from != UINT32_MAX) {
            Place place = source_place(fact->contract->text->source, fact->from);
            json_key(&json, TEXT("line"));
            json_raw(&json, text_format(&cli->region, "%u", place.line));
            json_pair(&json, "quote", text_trim(place.text));
        }
        json_close(&json, '}');
    }
    json_close(&json, ']');
    build_byte(&out, '\n');
    return builder_text(&out);
}

static bool write_case(Cli *cli, const ContractReview *review, const ContractReviewOptions *options)
{
    ReviewedCase made;
    Text path = cli_argument(cli, OPTION_OUT);
    if (!path.length)
        return true;
    if (!review_case(&cli->task, review, options, &made))
        return false;
    Text stem = text_ends(path, TEXT(".json")) ? text_slice(path, 0, path.length - 5) : path, origins = text_join(&cli->region, stem, TEXT(".origins.json"));
    if (!file_write(&cli->task, cli->given[OPTION_OUT], text_join(&cli->region, made.json, TEXT("\n"))) || !file_write(&cli->task, text_string(&cli->region, origins), origins_of(cli, &made)))
        return false;
    talk(cli, SAY(cli, MSG_CONTRACT_WROTE, path, origins));
    return true;
}

/* ---- the review ---- */

static Exit exit_of(Cli *cli, const ContractReview *review)
{
    if (review_has_finding(review)) {
        talk(cli, say(cli, MSG_CONTRACT_FINDING));
        return EXIT_FINDING;
    }
    if (!review_is_open(review))
        return EXIT_DONE;
    talk(cli, say(cli, MSG_CONTRACT_OPEN));
    return EXIT_OPEN;
}

/* A file without text, such as a scan, is no fault of the file: nothing is known of it. */
static bool only_without_text(const Cli *cli)
{
    for (const Problem *problem = cli->report.first; problem; problem = problem->next)
        if (problem->severity == SEVERITY_ERROR && strcmp(problem->name, "no-text") != 0)
            return false;
    return cli->report.errors > 0;
}

static Exit review(Cli *cli, ContractWords *words, ContractReviewOptions *options)
{
    Lawbook *lawbook = load_lawbook(cli);
    if (!lawbook || !read_options(cli, options))
        return EXIT_ERROR;
    options->data_folder = lawbook_data(lawbook);
    const ContractReview *made = contract_review(&cli->task, lawbook, words, cli->operands + 1, cli->operand_count - 1, options);
    if (!made)
        return only_without_text(cli) ? EXIT_OPEN : EXIT_ERROR;
    ContractPaperOptions paper = { .language = cli->language, .phrases = cli_phrases(cli) };
    Exit exit = cli_paper(cli, contract_paper(&cli->region, made, &paper));
    if (exit != EXIT_DONE)
        return exit;
    if (!write_case(cli, made, options) || (cli->report.errors && !only_without_text(cli)))
        return EXIT_ERROR;
    return exit_of(cli, made);
}

Exit command_contract(Cli *cli)
{
    ContractReviewOptions options = { .jurisdiction = TEXT_NONE };
    if (cli->operand_count < 2 || !text_is(cli_operand(cli, 0), "review"))
        return misuse(cli, say(cli, MSG_CONTRACT_NEEDS));
    Exit exit = determine_options(cli, &options.options);
    if (exit == EXIT_DONE)
        exit = cli_paper_form(cli);
    if (exit != EXIT_DONE)
        return exit;
    ContractWords *words = contract_words_read(&cli->task, load_data_folder(cli));
    if (!words)
        return EXIT_ERROR;
    exit = review(cli, words, &options);
    contract_words_close(&words);
    return exit;
}

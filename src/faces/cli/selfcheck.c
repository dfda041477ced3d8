/* faces/cli/selfcheck.c - `declarant selfcheck`: contracts, codes and reliefs of a folder of cases, each on a sheet. */
#include "casework/selfcheck.h"

#include <unistd.h>

#include "base/file.h"
#include "faces/cli/load.h"
#include "faces/cli/paper_out.h"
#include "faces/cli/tables.h"
#include "papers/selfcheck_paper.h"

static Text reworded(const void *cli, Text english)
{
    return reword(cli, english);
}

/* ---- what is asked ---- */

/* The first operand may name one of the three; false: it names none, all three are asked for. */
static bool take_kind(SelfCheck *check, Text word)
{
    check->contracts = text_is(word, "contracts");
    check->codes = text_is(word, "code");
    check->reliefs = text_is(word, "reliefs");
    if (check->contracts || check->codes || check->reliefs)
        return true;
    check->contracts = check->codes = check->reliefs = true;
    return false;
}

/* With somebody at the terminal: where the contracts are. Empty: no answer came. */
static Text ask_where(Cli *cli)
{
    char line[LIMIT_ANSWER_BYTES];
    Text question = say(cli, MSG_SELFCHECK_WHERE);
    fprintf(stderr, TEXT_FMT " ", TEXT_ARG(question));
    fflush(stderr);
    return fgets(line, sizeof line, stdin) ? text_copy(&cli->region, text_trim(text_cut(text_of(line), '\n', &(Text){ 0 }))) : TEXT_NONE;
}

static bool is_path(const char *word)
{
    return file_exists(word) || directory_exists(word) || text_is(text_of(word), "-");
}

/* ---- the check ---- */

static bool open_check(Cli *cli, SelfCheck *check)
{
    check->task = &cli->task;
    check->lawbook = load_lawbook(cli);
    check->country = cli_jurisdiction(cli);
    if (!check->lawbook)
        return false;
    const char *data = lawbook_data(check->lawbook);
    check->words = product_words_read(&cli->task, data);
    check->hs = check->codes ? nomenclature_read(&cli->task, data) : NULL;
    return check->words && (check->hs || !check->codes);
}

/* A word that is no file is the name of a software, where codes alone are asked for. */
static void look_at(SelfCheck *check, const char *word)
{
    bool name = check->codes && !check->contracts && !is_path(word);
    if (name)
        selfcheck_name(check, text_of(word));
    else
        selfcheck_path(check, word);
}

static Exit finish(Cli *cli, const SelfCheck *check, Text about)
{
    static const Exit exits[] = { [STANDS_WELL] = EXIT_DONE, [STANDS_OPEN] = EXIT_OPEN, [STANDS_BADLY] = EXIT_FINDING };
    if (cli->report.errors && !check->cases)
        return EXIT_ERROR;
    SelfcheckPaperOptions options = { .about = about, .data_folder = lawbook_data(check->lawbook), .language = cli->language, .reword = reworded, .context = cli };
    const Paper *paper = selfcheck_paper(check, &options);
    Exit exit = cli_paper(cli, paper);
    if (exit != EXIT_DONE)
        return exit;
    if (cli->report.errors)
        return EXIT_ERROR;
    Standing standing = selfcheck_standing(check);
    if (standing != STANDS_WELL)
        talk(cli, paper->verdict.words);
    return exits[standing];
}

static Text about_of(Cli *cli, size_t from, Text where)
{
    Builder out = builder_on(&cli->region);
    for (size_t i = from; i < cli->operand_count; i++)
        build_format(&out, "%s" TEXT_FMT, out.length ? ", " : "", TEXT_ARG(cli_operand(cli, i)));
    return out.length ? builder_text(&out) : where;
}

Exit command_selfcheck(Cli *cli)
{
    SelfCheck check = { .cases = 0 };
    size_t from = take_kind(&check, cli_operand(cli, 0)) ? 1 : 0;
    Text where = TEXT_NONE;
    Exit exit = determine_options(cli, &check.options);
    TableReading reading;
    if (exit == EXIT_DONE)
        exit = table_reading(cli, &reading);
    if (exit == EXIT_DONE)
        exit = cli_paper_form(cli);
    if (exit != EXIT_DONE)
        return exit;
    check.tables = reading.table;
    if (from >= cli->operand_count && isatty(STDIN_FILENO))
        where = ask_where(cli);
    if (from >= cli->operand_count && !where.length)
        return misuse(cli, say(cli, MSG_SELFCHECK_NEEDS));
    if (!open_check(cli, &check))
        return EXIT_ERROR;
    for (size_t i = from; i < cli->operand_count; i++)
        look_at(&check, cli->operands[i]);
    if (where.length)
        look_at(&check, text_string(&cli->region, where));
    return finish(cli, &check, about_of(cli, from, where));
}

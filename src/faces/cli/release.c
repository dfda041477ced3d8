/* faces/cli/release.c - `declarant release check OLD NEW`: two bills of materials in, what the new version asks for out. */
#include "base/file.h"
#include "faces/cli/load.h"
#include "faces/cli/paper_out.h"
#include "papers/release_paper.h"

/* Facts told beside the bills: one JSON object. False with an error. */
static bool read_facts(Cli *cli, ReleaseOptions *options)
{
    if (!cli_on(cli, OPTION_FACTS))
        return true;
    options->told_source = file_read(&cli->task, cli->given[OPTION_FACTS], 0);
    options->told = options->told_source ? json_read(&cli->task, options->told_source) : NULL;
    if (!options->told || options->told->kind == JSON_OBJECT)
        return options->told != NULL;
    report_error(&cli->report, "release-facts", json_span(options->told_source, options->told), "facts of a release are told as an object");
    return false;
}

static Exit level_given(Cli *cli, ReleaseLevel *level)
{
    Text given = cli_argument(cli, OPTION_FAIL_ON);
    *level = RELEASE_DECLARE;
    if (!given.length || (release_level_named(given, level) && *level != RELEASE_NONE))
        return EXIT_DONE;
    return misuse(cli, SAY(cli, MSG_RELEASE_LEVEL, given));
}

static bool is_form(const Cli *cli, const char *form) { return text_equal(cli_argument(cli, OPTION_FORMAT), text_of(form)); }

static Exit show(Cli *cli, const ReleaseCheck *check, const ReleasePaperOptions *paper, ReleaseLevel fail_on)
{
    if (is_form(cli, "sarif"))
        release_sarif(&cli->out, &cli->region, check);
    else if (is_form(cli, "junit"))
        release_junit(&cli->out, &cli->region, check, fail_on);
    else
        return cli_paper(cli, release_paper(&cli->region, check, paper));
    return cli_output(cli);
}

static Exit exit_of(Cli *cli, const ReleaseCheck *check, ReleaseLevel fail_on)
{
    if (check->level >= fail_on) {
        talk(cli, SAY(cli, MSG_RELEASE_FINDING, check->after->source->name, text_of(release_level_name(check->level))));
        return EXIT_FINDING;
    }
    if (check->known)
        return EXIT_DONE;
    talk(cli, SAY(cli, MSG_RELEASE_OPEN, check->after->source->name));
    return EXIT_OPEN;
}

static Exit run_check(Cli *cli, ReleaseOptions *options, const ReleasePaperOptions *paper, ReleaseLevel fail_on)
{
    const Source *before = sbom_file(&cli->task, cli->operands[1]), *after = before ? sbom_file(&cli->task, cli->operands[2]) : NULL;
    Lawbook *lawbook = after && read_facts(cli, options) ? load_lawbook(cli) : NULL;
    if (!lawbook)
        return EXIT_ERROR;
    options->data_folder = lawbook_data(lawbook);
    const ReleaseCheck *check = release_check(&cli->task, lawbook, before, after, options);
    if (!check)
        return EXIT_ERROR;
    Exit exit = show(cli, check, paper, fail_on);
    return exit == EXIT_DONE ? exit_of(cli, check, fail_on) : exit;
}

Exit command_release(Cli *cli)
{
    ReleaseOptions options = { .jurisdiction = cli_jurisdiction(cli) };
    ReleasePaperOptions paper = { .language = cli->language };
    ReleaseLevel fail_on;
    if (cli->operand_count != 3 || !text_is(cli_operand(cli, 0), "check"))
        return misuse(cli, say(cli, MSG_RELEASE_NEEDS));
    Exit exit = determine_options(cli, &options.options);
    if (exit == EXIT_DONE)
        exit = level_given(cli, &fail_on);
    if (exit == EXIT_DONE && !is_form(cli, "sarif") && !is_form(cli, "junit"))
        exit = cli_paper_form(cli);
    if (exit != EXIT_DONE)
        return exit;
    paper.phrases = cli_phrases(cli);
    return run_check(cli, &options, &paper, fail_on);
}

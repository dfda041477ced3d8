/* faces/cli/clear.c - `declarant clear`: may I ship, may I pay? A case in, its gates out, as a paper. */
#include "base/file.h"
#include "faces/cli/load.h"
#include "faces/cli/paper_out.h"
#include "papers/clear_paper.h"

/* ---- exits ---- */

static Exit exit_of(Light light)
{
    static const Exit exits[] = { [LIGHT_GREEN] = EXIT_DONE, [LIGHT_OPEN] = EXIT_OPEN, [LIGHT_RED] = EXIT_FINDING };
    return exits[light];
}

/* Why the exit is not 0, in one line. */
static void talk_light(Cli *cli, const Clearance *clearance, Text file)
{
    uint32_t red = 0, open = 0;
    for (size_t i = 0; i < clearance->waiting.count; i++) {
        red += clearance->waiting.at[i].red;
        open += clearance->waiting.at[i].open;
    }
    if (clearance->light == LIGHT_GREEN)
        return;
    Text with[] = { file, text_format(&cli->region, "%u", red), text_format(&cli->region, "%u", open) };
    talk(cli, clearance->waiting.count ? say_with(cli, MSG_CLEAR_GATES, with, 3) : SAY(cli, MSG_CLEAR_NOTHING, file));
}

/* ---- one case ---- */

static Exit show(Cli *cli, const Determination *answer, Text file)
{
    const Clearance *clearance = clearance_make(&cli->task, answer, cli_argument(cli, OPTION_ONLY));
    ClearPaperOptions options = { .language = cli->language, .about = file, .phrases = cli_phrases(cli) };
    Exit exit = cli_paper(cli, clear_paper(&cli->region, clearance, &options));
    if (exit != EXIT_DONE)
        return exit;
    talk_light(cli, clearance, file);
    return exit_of(clearance->light);
}

static Exit nothing_to_show(Cli *cli, const Opened *opened, Text file)
{
    bool untold = opened->outcome == LAWBOOK_UNTOLD;
    talk(cli, untold ? SAY(cli, MSG_CLEAR_UNTOLD, file) : SAY(cli, MSG_CLEAR_NO_LAW, file, opened->head.jurisdiction, opened->head.movement));
    return EXIT_OPEN;
}

Exit command_clear(Cli *cli)
{
    DetermineOptions options;
    Text only = cli_argument(cli, OPTION_ONLY), file = cli_operand(cli, 0);
    Exit exit = determine_options(cli, &options);
    if (exit == EXIT_DONE)
        exit = cli_paper_form(cli);
    if (exit != EXIT_DONE)
        return exit;
    if (cli->operand_count != 1)
        return misuse(cli, say(cli, MSG_NEEDS_FILE));
    if (only.length && !text_is(only, "ship") && !text_is(only, "pay"))
        return misuse(cli, SAY(cli, MSG_CLEAR_ONLY, only));
    options.lists = CLEARANCE_LISTS;
    const Source *source = file_read(&cli->task, cli->operands[0], 0);
    Opened opened = case_open(cli, &cli->task, source, &options);
    if (opened.outcome == LAWBOOK_FAILED)
        return EXIT_ERROR;
    return opened.outcome == LAWBOOK_DETERMINED ? show(cli, opened.answer, file) : nothing_to_show(cli, &opened, file);
}

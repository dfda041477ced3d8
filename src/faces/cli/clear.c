/* faces/cli/clear.c - `declarant clear`: may I ship, may I pay? A case in, its gates out, as a paper; many cases, a line for each that waits. */
#include "base/file.h"
#include "faces/cli/lines.h"
#include "faces/cli/load.h"
#include "faces/cli/paper_out.h"
#include "papers/clear_paper.h"

typedef struct Clearing {
    Cli *cli;
    DetermineOptions options;
    ClearedCases cases;
    bool broken;  /* a case could not be read; told in the report */
} Clearing;

/* ---- exits ---- */

static Exit exit_of(Light light)
{
    static const Exit exits[] = { [LIGHT_GREEN] = EXIT_DONE, [LIGHT_OPEN] = EXIT_OPEN, [LIGHT_RED] = EXIT_FINDING };
    return exits[light];
}

static Text no_law(Cli *cli, const ClearedCase *one)
{
    if (one->outcome == LAWBOOK_UNTOLD)
        return SAY(cli, MSG_CLEAR_UNTOLD, one->file);
    return SAY(cli, MSG_CLEAR_NO_LAW, one->file, one->head.jurisdiction, one->head.movement);
}

/* Why the exit is not 0, in one line. */
static void talk_light(Cli *cli, const ClearedCase *one)
{
    uint32_t red = 0, open = 0;
    const Clearance *clearance = one->clearance;
    if (!clearance || clearance->light == LIGHT_GREEN) {
        if (!clearance)
            talk(cli, no_law(cli, one));
        return;
    }
    for (size_t i = 0; i < clearance->waiting.count; i++) {
        red += clearance->waiting.at[i].red;
        open += clearance->waiting.at[i].open;
    }
    if (clearance->waiting.count && !red && !open) {
        talk(cli, SAY(cli, MSG_CLEAR_NOT_ASKED, one->file, one->head.jurisdiction));
        return;
    }
    Text with[] = { one->file, text_format(&cli->region, "%u", red), text_format(&cli->region, "%u", open) };
    talk(cli, clearance->waiting.count ? say_with(cli, MSG_CLEAR_GATES, with, 3) : SAY(cli, MSG_CLEAR_NOTHING, one->file));
}

static Exit worst_exit(const Clearing *clearing)
{
    Light worst = clearing->cases.count ? LIGHT_GREEN : LIGHT_OPEN;
    for (size_t i = 0; i < clearing->cases.count; i++) {
        const ClearedCase *one = &clearing->cases.at[i];
        Light light = one->clearance ? one->clearance->light : LIGHT_OPEN;
        worst = light > worst ? light : worst;
    }
    return clearing->broken ? EXIT_ERROR : exit_of(worst);
}

/* ---- cases ---- */

/* `file`: what it is called in the paper. */
static void clear_source(Clearing *clearing, const Source *source, Text file)
{
    Cli *cli = clearing->cli;
    Opened opened = case_open(cli, &cli->task, source, &clearing->options);
    if (opened.outcome == LAWBOOK_FAILED) {
        clearing->broken = true;
        return;
    }
    ClearedCase one = { .file = file, .outcome = opened.outcome, .head = opened.head };
    if (opened.outcome == LAWBOOK_DETERMINED)
        one.clearance = clearance_make(&cli->task, opened.answer, cli_argument(cli, OPTION_ONLY));
    *LIST_ADD(&cli->region, clearing->cases) = one;
}

static void clear_lines(Clearing *clearing, const char *path)
{
    Lines lines;
    Text line;
    Cli *cli = clearing->cli;
    clearing->broken |= !lines_open(cli, &lines, path);
    while (!clearing->broken && lines_next(&lines, &line)) {
        Text name = text_format(&cli->region, "%s:%llu", path, (unsigned long long)lines.number);
        clear_source(clearing, source_from(&cli->task, name, text_copy(&cli->region, line)), name);
    }
    if (lines.file)
        clearing->broken |= !lines_close(cli, &lines);
}

static void clear_path(Clearing *clearing, const char *path)
{
    Cli *cli = clearing->cli;
    if (text_ends(text_of(path), TEXT(".jsonl"))) {
        clear_lines(clearing, path);
        return;
    }
    if (!directory_exists(path)) {
        clear_source(clearing, file_read(&cli->task, path, 0), text_of(path));
        return;
    }
    FileList files = files_below(&cli->task, path, TEXT(".json"));
    for (size_t i = 0; i < files.count; i++)
        clear_source(clearing, file_read(&cli->task, path_join(&cli->region, text_of(path), files.at[i]), 0), files.at[i]);
}

/* ---- papers ---- */

static bool is_many(const Cli *cli)
{
    return cli->operand_count > 1 || directory_exists(cli->operands[0]) || text_ends(cli_operand(cli, 0), TEXT(".jsonl"));
}

static Exit show_many(Clearing *clearing, const ClearPaperOptions *options)
{
    Cli *cli = clearing->cli;
    const Paper *paper = cleared_cases_paper(&cli->region, &clearing->cases, options);
    Exit shown = cli_paper(cli, paper), exit = worst_exit(clearing);
    if (shown == EXIT_DONE && exit != EXIT_DONE)
        talk(cli, paper->verdict.words);
    return shown == EXIT_DONE ? exit : shown;
}

static Exit show_one(Clearing *clearing, const ClearPaperOptions *options)
{
    const ClearedCase *one = clearing->cases.count ? &clearing->cases.at[0] : NULL;
    if (!one)
        return EXIT_ERROR;
    Exit shown = one->clearance ? cli_paper(clearing->cli, clear_paper(&clearing->cli->region, one->clearance, options)) : EXIT_DONE;
    if (shown != EXIT_DONE)
        return shown;
    talk_light(clearing->cli, one);
    return worst_exit(clearing);
}

Exit command_clear(Cli *cli)
{
    Clearing clearing = { .cli = cli };
    Text only = cli_argument(cli, OPTION_ONLY);
    Exit exit = determine_options(cli, &clearing.options);
    if (exit == EXIT_DONE)
        exit = cli_paper_form(cli);
    if (exit != EXIT_DONE)
        return exit;
    if (!cli->operand_count)
        return misuse(cli, say(cli, MSG_NEEDS_FILE));
    if (only.length && !text_is(only, "ship") && !text_is(only, "pay"))
        return misuse(cli, SAY(cli, MSG_CLEAR_ONLY, only));
    bool many = is_many(cli);
    clearing.options.lists = CLEARANCE_LISTS;
    clearing.options.alone = many;
    for (size_t i = 0; i < cli->operand_count; i++)
        clear_path(&clearing, cli->operands[i]);
    ClearPaperOptions options = { .language = cli->language, .about = cli_operand(cli, 0), .phrases = cli_phrases(cli) };
    return many ? show_many(&clearing, &options) : show_one(&clearing, &options);
}

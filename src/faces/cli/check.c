/* faces/cli/check.c - `declarant check`: are the rulebooks right? Faults on stderr, one line of counts on stdout. */
#include <limits.h>
#include <stdlib.h>

#include "base/file.h"
#include "determination/check.h"
#include "faces/cli/load.h"
#include "faces/cli/mutations.h"
#include "faces/cli/problems.h"
#include "value/json.h"

typedef struct Asked { /* what is to be checked */
    CheckOptions options;
    Text only; /* keep only problems of this name; empty: all */
    Text page; /* keep only problems of this page; empty: all */
} Asked;

static bool is_page(Text path)
{
    return text_ends(path, TEXT(".md")) && !directory_exists(path.at);
}

/* The folder around a page that holds facts.md; NULL when there is none. */
static const char *folder_of(Cli *cli, Text page)
{
    Text folder = page;
    while (folder.length) {
        size_t end = folder.length;
        while (end > 0 && folder.at[end - 1] != '/')
            end--;
        folder = end ? text_slice(folder, 0, end - 1) : TEXT_NONE;
        const char *path = folder.length ? text_string(&cli->region, folder) : end ? "/" : ".";
        if (file_exists(path_join(&cli->region, text_of(path), TEXT("facts.md"))))
            return path;
    }
    return NULL;
}

static Text without_dot(Text path)
{
    while (text_starts(path, TEXT("./")))
        path = text_slice(path, 2, path.length);
    return path;
}

/* The path from the root: a folder above the one we stand in can be found by it. */
static Text whole_path(Cli *cli, Text page)
{
    char whole[PATH_MAX];
    return realpath(page.at, whole) ? text_copy(&cli->region, text_of(whole)) : TEXT_NONE;
}

/* A page lies in a folder of rulebooks, and is checked among its sisters; one that lies elsewhere is checked with the
 * facts and answers of the folder that is used without being named. */
static bool ask_page(Cli *cli, Asked *asked, Text page)
{
    for (int i = 0; i < 2 && !cli_on(cli, OPTION_RULEBOOKS); i++) {
        Text path = i == 0 ? page : whole_path(cli, page);
        asked->options.folder = path.length ? folder_of(cli, path) : NULL;
        asked->page = without_dot(path);
        if (asked->options.folder)
            return true;
    }
    asked->page = TEXT_NONE;
    asked->options.only_page = text_string(&cli->region, page);
    asked->options.folder = load_folder(cli);
    return asked->options.folder != NULL;
}

/* PATH is a folder or a page; what is neither is the name of a check. */
static bool ask(Cli *cli, Asked *asked)
{
    size_t at = 0;
    Text first = cli_operand(cli, 0);
    bool is_path = first.length && (directory_exists(first.at) || file_exists(first.at) || text_find(first, TEXT("/"), 0) != SIZE_MAX);
    if (is_path)
        at++;
    asked->only = cli_operand(cli, at);
    if (is_path && is_page(first))
        return ask_page(cli, asked, first);
    asked->options.folder = is_path ? cli->operands[0] : load_folder(cli);
    return asked->options.folder != NULL;
}

static bool is_kept(const Asked *asked, const Problem *problem)
{
    if (asked->only.length && !text_equal(text_of(problem->name), asked->only))
        return false;
    return !asked->page.length || (problem->span.source && text_equal(without_dot(problem->span.source->name), asked->page));
}

/* The problems that were asked for, counted anew. */
static Report problems_kept(Cli *cli, const Asked *asked)
{
    Report kept;
    report_init(&kept, &cli->region);
    for (Problem *problem = cli->report.first; problem; problem = problem->next) {
        if (!is_kept(asked, problem))
            continue;
        Problem *copy = REGION_NEW(&cli->region, Problem);
        *copy = *problem;
        copy->next = NULL;
        *(kept.last ? &kept.last->next : &kept.first) = copy;
        kept.last = copy;
        kept.errors += problem->severity == SEVERITY_ERROR;
        kept.warnings += problem->severity == SEVERITY_WARNING;
    }
    return kept;
}

static void result_json(Cli *cli, const CheckResult *result)
{
    const struct {
        const char *key;
        uint64_t count;
    } counts[] = {
        { "pages", result->pages }, { "decisions", result->decisions }, { "rows", result->rows }, { "examples", result->examples },
        { "cases", result->cases }, { "errors", result->errors }, { "warnings", result->warnings },
    };
    JsonWriter writer = json_writer(&cli->out, false);
    json_open(&writer, '{');
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        json_key(&writer, text_of(counts[i].key));
        json_raw(&writer, text_format(&cli->region, "%llu", (unsigned long long)counts[i].count));
    }
    json_key(&writer, TEXT("problems"));
    problem_list_json(&writer, &cli->region, &cli->report);
    json_close(&writer, '}');
    build_byte(&cli->out, '\n');
}

/* Pages that cannot be read are not counted: then only the faults are. */
static void show_result(Cli *cli, const CheckResult *result)
{
    Text counts[] = { say_count(cli, MSG_PAGES, result->pages), say_count(cli, MSG_DECISIONS, result->decisions), say_count(cli, MSG_ROWS, result->rows),
                      say_count(cli, MSG_EXAMPLES, result->examples), say_count(cli, MSG_CASES, result->cases) };
    for (size_t i = 0; result->pages && i < sizeof counts / sizeof *counts; i++)
        build_format(&cli->out, TEXT_FMT "%s", TEXT_ARG(counts[i]), i + 1 < sizeof counts / sizeof *counts ? ", " : ": ");
    Text errors = say_count(cli, MSG_ERRORS, result->errors), warnings = say_count(cli, MSG_WARNINGS, result->warnings);
    build_format(&cli->out, TEXT_FMT ", " TEXT_FMT "\n", TEXT_ARG(errors), TEXT_ARG(warnings));
}

/* A folder without a dictionary is none of rulebooks. */
static bool is_folder(Cli *cli, const char *folder)
{
    if (directory_exists(folder) && file_exists(path_join(&cli->region, text_of(folder), TEXT("facts.md"))))
        return true;
    Problem *problem = report_error(&cli->report, "no-rulebooks", SPAN_NONE, "\"%s\" is no folder of rulebooks", folder);
    problem_hint(&cli->report, problem, "Name a folder that holds facts.md and answers.md, or a page in one.");
    return false;
}

/* NAME is then a decision or a row; what is at fault itself is told instead. */
static Exit check_mutants(Cli *cli, const Asked *asked, CheckResult *result)
{
    if (!result->errors)
        return mutations_show(cli, &(MutateOptions){ .check = asked->options, .page = asked->page, .name = asked->only });
    if (cli->json)
        result_json(cli, result);
    else
        show_result(cli, result);
    return EXIT_FINDING;
}

Exit command_check(Cli *cli)
{
    Asked asked = { 0 };
    CheckResult result = { 0 };
    if (!ask(cli, &asked) || !is_folder(cli, asked.options.folder))
        return EXIT_ERROR;
    asked.options.house = cli->given[OPTION_HOUSE];
    asked.options.data_folder = lawbook_data_folder(&cli->task, asked.options.folder);
    check_rulebooks(&cli->task, &asked.options, &result);
    if (cli_on(cli, OPTION_MUTATE))
        return check_mutants(cli, &asked, &result);
    if (asked.only.length || asked.page.length)
        cli->report = problems_kept(cli, &asked);
    result.errors = cli->report.errors;
    result.warnings = cli->report.warnings;
    if (cli->json)
        result_json(cli, &result);
    else
        show_result(cli, &result);
    return result.errors ? EXIT_FINDING : EXIT_DONE;
}

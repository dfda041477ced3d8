/* faces/cli/main.c - the binary: arguments, dispatch, and what goes out at the end.
 *
 * The first word that is no option names the command. Options are read by getopt_long from options.def; a word such as
 * -30wd or -1 is an operand, since no option of ours begins with a digit. Everything a command takes lives in one
 * region; a run that finds no memory comes back here.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "faces/cli/cli.h"
#include "faces/cli/ledger_open.h"
#include "faces/cli/load.h"
#include "faces/cli/paper_out.h"
#include "faces/cli/problems.h"
#include "faces/cli/screen.h"
#include "faces/cli/tables.h"
#include "ledger/ledger.h"
#include "value/zone.h"

#ifndef DECLARANT_VERSION
#define DECLARANT_VERSION "0"
#endif

const Option known_options[OPTIONS] = {
#define OPTION(id, name, argument, en, zh, vi) [OPTION_##id] = { name, argument, { en, zh, vi } },
#include "faces/cli/options.def"
#undef OPTION
};

const Command known_commands[] = {
#define COMMAND(name, function, operands, takes, example, en, zh, vi) \
    { name, function, operands, (takes) | COMMON_OPTIONS, example, { en, zh, vi } },
#include "faces/cli/commands.def"
#undef COMMAND
};
const size_t command_count = sizeof known_commands / sizeof *known_commands;

/* What may stand before the command. */
static const Command no_command = { "", NULL, "", COMMON_OPTIONS | TAKES(VERSION) | TAKES(COMPLETION) | TAKES(MANUAL), "", { "", "", "" } };

enum { OPERAND_MARK = '\1' }; /* put before an operand that looks like an option */

typedef struct Process { /* what main hands into the guard */
    Cli *cli;
    int count;
    char **arguments;
    Exit exit;
} Process;

/* ---- saying ---- */

Text say(const Cli *cli, Message message)
{
    return message_text(message, cli->language);
}

/* "{2}" at byte `at`: 2; else 0. */
static size_t blank_at(Text form, size_t at, size_t count)
{
    if (at + 2 >= form.length || form.at[at] != '{' || form.at[at + 2] != '}')
        return 0;
    size_t number = (size_t)(form.at[at + 1] - '0');
    return number >= 1 && number <= count ? number : 0;
}

Text fill_in(Region *region, Text form, const Text *with, size_t count)
{
    Builder out = builder_on(region);
    for (size_t at = 0; at < form.length;) {
        size_t number = blank_at(form, at, count);
        if (number)
            build_text(&out, with[number - 1]);
        else
            build_byte(&out, form.at[at]);
        at += number ? 3 : 1;
    }
    return builder_text(&out);
}

Text say_with(const Cli *cli, Message message, const Text *with, size_t count)
{
    return fill_in(cli->scratch, say(cli, message), with, count);
}

Text say_count(const Cli *cli, Message message, uint64_t number)
{
    Text many, one = text_cut(say(cli, message), '|', &many);
    Text digits = text_format(cli->scratch, "%llu", (unsigned long long)number);
    return fill_in(cli->scratch, number == 1 || !many.length ? one : many, &digits, 1);
}

/* ---- writing ---- */

static bool write_all(int file, Text bytes)
{
    while (bytes.length) {
        ssize_t put = write(file, bytes.at, bytes.length);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        bytes = text_slice(bytes, (size_t)put, bytes.length);
    }
    return true;
}

void talk(const Cli *cli, Text line)
{
    Builder out = builder_on(cli->scratch);
    build_visible(&out, line);
    build_byte(&out, '\n');
    write_all(STDERR_FILENO, builder_text(&out));
}

Exit misuse(const Cli *cli, Text line)
{
    Text name = text_of(cli->command->name);
    talk(cli, SAY(cli, MSG_MISUSE, line));
    talk(cli, name.length ? SAY(cli, MSG_SEE_HELP_OF, name) : say(cli, MSG_SEE_HELP));
    return EXIT_USE;
}

bool cli_flush(Cli *cli)
{
    Text bytes = builder_text(&cli->out);
    cli->out.length = 0;
    if (cli->unwritable || write_all(STDOUT_FILENO, bytes))
        return !cli->unwritable;
    cli->unwritable = true;
    talk(cli, SAY(cli, MSG_UNWRITABLE, text_of(strerror(errno))));
    return false;
}

Exit cli_output(Cli *cli)
{
    if (!cli_on(cli, OPTION_OUTPUT))
        return EXIT_DONE;
    bool written = file_write(&cli->task, cli->given[OPTION_OUTPUT], builder_text(&cli->out));
    cli->out.length = 0;
    return written ? EXIT_DONE : EXIT_ERROR;
}

void cli_tell(Cli *cli, const Report *report, bool in_out)
{
    Builder out = builder_on(cli->scratch);
    Report words = report_in(cli, report);
    report_print(&out, &words, cli->colour_talk);
    write_all(STDERR_FILENO, builder_text(&out));
    if (!in_out || !cli->json)
        return;
    problems_json(&cli->out, report, false);
    build_byte(&cli->out, '\n');
}

/* ---- options ---- */

/* Whose letters the locale asks for; English where it asks for neither of the others. */
static int language_of_locale(void)
{
    static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *locale = getenv(names[i]);
        if (locale && *locale)
            return strncmp(locale, "zh", 2) == 0 ? 1 : strncmp(locale, "vi", 2) == 0 ? 2 : 0;
    }
    return 0;
}

static bool language_named(Text name, int *language)
{
    static const char *const names[LANGUAGES] = { "en", "zh", "vi" };
    for (int i = 0; i < LANGUAGES; i++)
        if (text_equal(name, text_of(names[i]))) {
            *language = i;
            return true;
        }
    return false;
}

/* Words that look like options with a digit get a mark before them, so that getopt takes them for operands. */
static char **mark_operands(Region *region, int count, char **arguments)
{
    char **marked = REGION_ARRAY(region, char *, (size_t)count + 1);
    for (int i = 0; i < count; i++) {
        const char *word = arguments[i];
        bool number = word[0] == '-' && ((word[1] >= '0' && word[1] <= '9') || word[1] == '.' || word[1] == '(');
        marked[i] = number ? text_string(region, text_format(region, "%c%s", OPERAND_MARK, word)) : arguments[i];
    }
    return marked;
}

static const char *unmarked(const char *word)
{
    return word[0] == OPERAND_MARK ? word + 1 : word;
}

static const struct option *getopt_table(Region *region, OptionSet takes)
{
    struct option *table = REGION_ARRAY(region, struct option, OPTIONS + 1);
    size_t count = 0;
    for (int i = 0; i < OPTIONS; i++)
        if (takes >> i & 1)
            table[count++] = (struct option){ known_options[i].name, known_options[i].argument ? required_argument : no_argument, NULL, 256 + i };
    return table;
}

static Exit unknown_option(const Cli *cli, const char *word)
{
    Text known[OPTIONS], name = text_cut(text_of(word), '=', &(Text){ 0 });
    size_t count = 0;
    for (int i = 0; i < OPTIONS; i++)
        if (cli->command->takes >> i & 1)
            known[count++] = text_format(cli->task.region, "--%s", known_options[i].name);
    return misuse(cli, text_join(cli->task.region, SAY(cli, MSG_UNKNOWN_OPTION, name), nearest_hint(cli, name, known, count)));
}

/* Reads options until the words end (or, with "+" first in `form`, until the first operand). */
static Exit read_options(Cli *cli, int count, char **arguments, const char *form)
{
    const struct option *table = getopt_table(&cli->region, cli->command->takes);
    opterr = 0;
    optind = 0;
    for (int found; (found = getopt_long(count, arguments, form, table, NULL)) != -1;) {
        if (found == 'h')
            found = 256 + OPTION_HELP;
        if (found == ':')
            return misuse(cli, SAY(cli, MSG_OPTION_NEEDS, text_of(unmarked(arguments[optind - 1]))));
        if (found < 256)
            return unknown_option(cli, unmarked(arguments[optind - 1]));
        cli->given[found - 256] = optarg ? unmarked(optarg) : "";
    }
    return EXIT_DONE;
}

/* What the options that every command takes mean. */
static Exit settle_common(Cli *cli)
{
    cli->json = cli_on(cli, OPTION_JSON);
    if (cli_on(cli, OPTION_NO_COLOR))
        cli->colour = cli->colour_talk = false;
    Text language = cli_argument(cli, OPTION_LANG);
    if (cli_on(cli, OPTION_LANG) && !language_named(language, &cli->language))
        return misuse(cli, SAY(cli, MSG_UNKNOWN_LANGUAGE, language));
    return EXIT_DONE;
}

/* ---- dispatch ---- */

/* A ledger that is not what was kept breaks off whatever command meets it, and is more than an error. */
static Exit broken_or(Exit exit, const Report *report)
{
    for (const Problem *problem = report->first; problem && exit == EXIT_ERROR; problem = problem->next)
        if (strcmp(problem->name, "ledger-damaged") == 0)
            return EXIT_BROKEN;
    return exit;
}

static Exit run_command(Cli *cli, int count, char **arguments)
{
    Exit exit = read_options(cli, count, arguments, ":h");
    if (exit == EXIT_DONE)
        exit = settle_common(cli);
    if (exit != EXIT_DONE)
        return exit;
    cli->operand_count = (size_t)(count - optind);
    cli->operands = REGION_ARRAY(&cli->region, const char *, cli->operand_count + 1);
    for (size_t i = 0; i < cli->operand_count; i++)
        cli->operands[i] = unmarked(arguments[optind + (int)i]);
    if (!cli_on(cli, OPTION_HELP))
        return broken_or(cli->command->run(cli), &cli->report);
    help_command(cli, cli->command);
    return EXIT_DONE;
}

static Exit unknown_command(const Cli *cli, Text name)
{
    Text *known = REGION_ARRAY(cli->task.region, Text, command_count);
    for (size_t i = 0; i < command_count; i++)
        known[i] = text_of(known_commands[i].name);
    return misuse(cli, text_join(cli->task.region, SAY(cli, MSG_UNKNOWN_COMMAND, name), nearest_hint(cli, name, known, command_count)));
}

/* "declarant --help". */
static Exit help(Cli *cli)
{
    help_all(cli);
    return EXIT_DONE;
}

static Exit print_completion(Cli *cli)
{
    Text shell = cli_argument(cli, OPTION_COMPLETION);
    return completion_print(cli, shell) ? EXIT_DONE : misuse(cli, SAY(cli, MSG_UNKNOWN_SHELL, shell));
}

static Exit print_manual(Cli *cli)
{
    Text name = cli_argument(cli, OPTION_MANUAL);
    const Command *command = command_named(name);
    if (!command && name.length)
        return unknown_command(cli, name);
    help_manual(cli, command ? command : &no_command);
    return EXIT_DONE;
}

static Exit print_version(Cli *cli)
{
    build_format(&cli->out, cli->json ? "{\"declarant\": \"%s\", \"time_zones\": \"%s\"}\n" : "declarant %s (time zones %s)\n", DECLARANT_VERSION, zone_edition());
    return EXIT_DONE;
}

static Exit run_without_command(Cli *cli)
{
    if (cli_on(cli, OPTION_HELP))
        return help(cli);
    if (cli_on(cli, OPTION_VERSION))
        return print_version(cli);
    if (cli_on(cli, OPTION_COMPLETION))
        return print_completion(cli);
    if (cli_on(cli, OPTION_MANUAL))
        return print_manual(cli);
    return misuse(cli, say(cli, MSG_NO_COMMAND));
}

static Exit dispatch(Cli *cli, int count, char **arguments)
{
    char **words = mark_operands(&cli->region, count, arguments);
    Exit exit = read_options(cli, count, words, "+:h");
    if (exit == EXIT_DONE)
        exit = settle_common(cli);
    if (exit != EXIT_DONE)
        return exit;
    int at = optind;
    if (at >= count)
        return run_without_command(cli);
    if (text_is(text_of(words[at]), "help")) { /* "help NAME" is "NAME --help" */
        cli->given[OPTION_HELP] = "";
        if (++at >= count)
            return help(cli);
    }
    Text name = text_of(unmarked(words[at]));
    const Command *command = command_named(name);
    if (!command)
        return unknown_command(cli, name);
    cli->command = command;
    return run_command(cli, count - at, words + at);
}

/* ---- the process ---- */

/* A closed stdin, stdout or stderr would hand its number to the next file opened: then a result would be written
 * into a rulebook. Each gets something harmless that refuses what it is not for. */
static void hold_standard_files(void)
{
    for (int file = STDIN_FILENO; file <= STDERR_FILENO; file++)
        if (fcntl(file, F_GETFD) < 0 && open("/dev/null", file == STDIN_FILENO ? O_WRONLY : file == STDOUT_FILENO ? O_RDONLY : O_WRONLY) < 0)
            return;
}

static void run_process(void *argument)
{
    Process *process = argument;
    Cli *cli = process->cli;
    cli->out = builder_on(&cli->region);
    process->exit = dispatch(cli, process->count, process->arguments);
    if (cli->report.errors + cli->report.warnings + cli->report.notes)
        cli_tell(cli, &cli->report, process->exit == EXIT_ERROR);
    if (!cli_flush(cli))
        process->exit = EXIT_ERROR;
}

int main(int count, char **arguments)
{
    static const char no_memory[] = "declarant: out of memory\n";
    Cli cli = { .language = language_of_locale(), .command = &no_command };
    Process process = { &cli, count, arguments, EXIT_ERROR };
    hold_standard_files();
    signal(SIGPIPE, SIG_IGN);
    region_init(&cli.region, NULL);
    report_init(&cli.report, &cli.region);
    cli.task = (Task){ &cli.region, &cli.report, NULL };
    cli.scratch = &cli.region;
    cli.colour = screen_colours(STDOUT_FILENO);
    cli.colour_talk = screen_colours(STDERR_FILENO);
    cli.width = screen_width(STDOUT_FILENO);
    if (!region_guard(&cli.region, run_process, &process)) {
        process.exit = EXIT_ERROR;
        write_all(STDERR_FILENO, (Text){ no_memory, sizeof no_memory - 1 });
    }
    ledger_close(&cli.ledger);
    lawbook_close(&cli.lawbook);
    region_close(&cli.region);
    return process.exit;
}

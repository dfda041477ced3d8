/* faces/cli/cli.h - the command line: what all commands share.
 *
 *     arguments ──main.c──▶ command ──load.c──▶ rooms inside ──▶ a result on stdout, talk on stderr, an exit code
 *
 * A command builds its result in `out`; main.c writes it when the command is done. A face reads the outside world,
 * calls inward and prints; it holds no rule.
 */
#ifndef DECLARANT_FACES_CLI_CLI_H
#define DECLARANT_FACES_CLI_CLI_H

#include "base/task.h"
#include "faces/cli/messages.h"

/* Exit codes; the manual explains them. */
typedef enum Exit {
    EXIT_DONE = 0,     /* determined, or done */
    EXIT_ERROR = 1,    /* error of file, input, system */
    EXIT_USE = 2,      /* wrong use */
    EXIT_OPEN = 3,     /* range, undetermined, not covered */
    EXIT_CONFLICT = 4, /* two rules apply */
    EXIT_FINDING = 5,  /* a finding at the level asked */
    EXIT_BROKEN = 6    /* integrity broken */
} Exit;

typedef enum OptionId {
#define OPTION(id, name, argument, en, zh, vi) OPTION_##id,
#include "faces/cli/options.def"
#undef OPTION
    OPTIONS
} OptionId;

typedef struct Option {
    const char *name;     /* "as-of" */
    const char *argument; /* "DAY"; NULL: takes none */
    const char *help[LANGUAGES];
} Option;
extern const Option known_options[OPTIONS];
typedef unsigned __int128 OptionSet; /* a bit for each OptionId */
_Static_assert(OPTIONS <= 128, "one bit for each option");

typedef struct Cli {
    Task task;              /* what lives as long as the process */
    Region region;          /* its memory */
    Region *scratch;        /* where words are put together: a region that is emptied more often, or the same */
    Report report;          /* its faults; main.c prints them */
    int language;           /* 0 en, 1 zh, 2 vi */
    bool json;              /* --json */
    bool colour;            /* result goes to a terminal that wants colour */
    bool colour_talk;       /* so does the talk */
    size_t width;           /* columns of the result */
    const char *given[OPTIONS]; /* argument of each option given, "" when it takes none; NULL: not given */
    const char **operands;  /* what is no option, in order */
    size_t operand_count;
    const struct Command *command;
    Builder out;            /* the result so far */
    bool unwritable;        /* writing to stdout failed, and that was said */
    struct Lawbook *lawbook; /* opened by load.c, closed by main.c; NULL before */
    struct Ledger *ledger;  /* opened by ledger_open.c, closed by main.c; NULL before */
    const struct Phrases *phrases; /* read by load.c when the first is asked for; NULL before */
} Cli;

typedef struct Command {
    const char *name;
    Exit (*run)(Cli *cli);
    const char *operands; /* "FILE..." */
    OptionSet takes;      /* what else it takes */
    const char *example;  /* a line that runs as it is */
    const char *help[LANGUAGES];
} Command;
extern const Command known_commands[];
extern const size_t command_count;
#define COMMON_OPTIONS (TAKES(JSON) | TAKES(LANG) | TAKES(NO_COLOR) | TAKES(HELP))
#define TAKES(id) ((OptionSet)1 << OPTION_##id)

#define COMMAND(name, function, operands, takes, example, en, zh, vi) Exit function(Cli *cli);
#include "faces/cli/commands.def"
#undef COMMAND

static inline bool cli_on(const Cli *cli, OptionId id) { return cli->given[id] != NULL; }
/* The argument of an option, or empty. */
static inline Text cli_argument(const Cli *cli, OptionId id) { return text_of(cli->given[id]); }
static inline Text cli_operand(const Cli *cli, size_t at)
{
    return at < cli->operand_count ? text_of(cli->operands[at]) : TEXT_NONE;
}

/* Words of the program itself, in the language of the run. {1}, {2} ... are filled in. */
Text say(const Cli *cli, Message message);
Text say_with(const Cli *cli, Message message, const Text *with, size_t count);
#define SAY(cli, message, ...) \
    say_with((cli), (message), (const Text[]){ __VA_ARGS__ }, sizeof((const Text[]){ __VA_ARGS__ }) / sizeof(Text))
/* A form with what stands in its blanks. */
Text fill_in(Region *region, Text form, const Text *with, size_t count);
/* said.c: what the rooms inside say in English, in the language of the run; what said.def does not have as it is. */
Text reword(const Cli *cli, Text english);
/* The same of all problems, in memory that lives as long as `scratch`. */
Report report_in(const Cli *cli, const Report *report);
/* "{1} page|{1} pages": the form for the number. */
Text say_count(const Cli *cli, Message message, uint64_t number);

/* A line on stderr. */
void talk(const Cli *cli, Text line);
/* A line on stderr that says what is wrong with the command line, and where help is. */
Exit misuse(const Cli *cli, Text line);
/* Write what is in `out` now; false when stdout does not take it, which is told once. */
bool cli_flush(Cli *cli);
/* What is in `out` into the file of --output, whole or not at all, and nothing of it on stdout; without --output nothing is done. */
Exit cli_output(Cli *cli);
/* Problems of a report on stderr, and, with --json, as an object in `out`. */
void cli_tell(Cli *cli, const Report *report, bool in_out);

/* help.c, completion.c */
void help_all(Cli *cli);
void help_command(Cli *cli, const Command *command);
void help_manual(Cli *cli, const Command *command);
bool completion_print(Cli *cli, Text shell); /* false: no such shell */
const Command *command_named(Text name);
/* "; did you mean "x"?" or empty. */
Text nearest_hint(const Cli *cli, Text word, const Text *known, size_t count);

#endif

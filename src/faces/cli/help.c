/* faces/cli/help.c - help on one screen, the options of a manual page, and the hint at the nearest word. */
#include "base/utf8.h"
#include "faces/cli/cli.h"
#include "faces/cli/screen.h"

enum { SCREEN_LINES = 40, MANY_COMMANDS = 4 };

static Screen help_screen(Cli *cli)
{
    return (Screen){ &cli->out, cli->width < 100 ? cli->width : 100, cli->colour, cli->language };
}

const Command *command_named(Text name)
{
    for (size_t i = 0; i < command_count; i++)
        if (text_equal(text_of(known_commands[i].name), name))
            return &known_commands[i];
    return NULL;
}

Text nearest_hint(const Cli *cli, Text word, const Text *known, size_t count)
{
    Text nearest = text_nearest(word, known, count);
    return nearest.length ? SAY(cli, MSG_DID_YOU_MEAN, nearest) : TEXT_NONE;
}

/* "--as-of DAY" */
static Text option_form(const Cli *cli, const Option *option)
{
    return option->argument ? text_format(cli->task.region, "--%s %s", option->name, option->argument)
                            : text_format(cli->task.region, "--%s", option->name);
}

static void show_options(Cli *cli, Screen *screen, OptionSet takes)
{
    size_t widest = 0;
    for (int i = 0; i < OPTIONS; i++)
        if (takes >> i & 1 && utf8_width(option_form(cli, &known_options[i])) > widest)
            widest = utf8_width(option_form(cli, &known_options[i]));
    for (int i = 0; i < OPTIONS; i++)
        if (takes >> i & 1)
            screen_labelled(screen, widest, option_form(cli, &known_options[i]), STYLE_PLAIN, text_of(known_options[i].help[cli->language]));
}

static void show_example(Cli *cli, Screen *screen, Text example)
{
    screen_heading(screen, say(cli, MSG_HELP_EXAMPLE));
    screen_blanks(screen, 2);
    screen_put(screen, STYLE_PLAIN, example);
    screen_end(screen);
}

/* Those that many commands take: nobody looks for them here. */
static OptionSet wide_options(void)
{
    OptionSet wide = 0;
    for (int i = 0; i < OPTIONS; i++) {
        size_t takers = 0;
        for (size_t k = 0; k < command_count; k++)
            takers += (size_t)(known_commands[k].takes >> i & 1);
        if (takers >= MANY_COMMANDS)
            wide |= (OptionSet)1 << i;
    }
    return wide;
}

/* In one line, without what they do. */
static void name_options(Cli *cli, Screen *screen, const Command *command, OptionSet options)
{
    Builder line = builder_on(cli->task.region);
    for (int i = 0; i < OPTIONS; i++)
        if (options >> i & 1) {
            build_text(&line, line.length ? TEXT(", ") : TEXT_NONE);
            build_text(&line, option_form(cli, &known_options[i]));
        }
    screen_heading(screen, SAY(cli, MSG_HELP_WIDE_OPTIONS, text_of(command->name)));
    screen_blanks(screen, 2);
    screen_wrap(screen, 2, 2, STYLE_PLAIN, builder_text(&line));
}

static void show_command(Cli *cli, const Command *command, OptionSet named)
{
    Screen screen = help_screen(cli);
    Region *region = cli->task.region;
    screen_wrap(&screen, 0, 2, STYLE_PLAIN, text_format(region, "declarant %s - %s", command->name, command->help[cli->language]));
    screen_heading(&screen, say(cli, MSG_HELP_USAGE));
    screen_blanks(&screen, 2);
    screen_put(&screen, STYLE_PLAIN, text_format(region, "declarant %s [--OPTION ...] %s", command->name, command->operands));
    screen_end(&screen);
    screen_heading(&screen, say(cli, MSG_HELP_OPTIONS));
    show_options(cli, &screen, command->takes & ~named);
    if (named)
        name_options(cli, &screen, command, named);
    show_example(cli, &screen, text_of(command->example));
}

static size_t lines_from(const Cli *cli, size_t start)
{
    size_t lines = 0;
    for (size_t i = start; i < cli->out.length; i++)
        lines += cli->out.at[i] == '\n';
    return lines;
}

/* Where a screen does not hold it all, options that many commands take are named only. */
void help_command(Cli *cli, const Command *command)
{
    size_t start = cli->out.length;
    show_command(cli, command, 0);
    if (lines_from(cli, start) <= SCREEN_LINES)
        return;
    cli->out.length = start;
    show_command(cli, command, command->takes & wide_options());
}

static void show_exits(Cli *cli, Screen *screen)
{
    static const Message words[] = { MSG_EXIT_0, MSG_EXIT_1, MSG_EXIT_2, MSG_EXIT_3, MSG_EXIT_4, MSG_EXIT_5, MSG_EXIT_6 };
    Builder line = builder_on(cli->task.region);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        Text meaning = say(cli, words[i]);
        build_format(&line, "%s%zu " TEXT_FMT, i ? "; " : "", i, TEXT_ARG(meaning));
    }
    screen_heading(screen, say(cli, MSG_HELP_EXITS));
    screen_blanks(screen, 2);
    screen_wrap(screen, 2, 2, STYLE_PLAIN, builder_text(&line));
}

void help_all(Cli *cli)
{
    Screen screen = help_screen(cli);
    screen_wrap(&screen, 0, 0, STYLE_PLAIN, say(cli, MSG_HELP_WHAT));
    screen_heading(&screen, say(cli, MSG_HELP_COMMANDS));
    for (size_t i = 0; i < command_count; i++)
        screen_labelled(&screen, 9, text_of(known_commands[i].name), STYLE_PLAIN, text_of(known_commands[i].help[cli->language]));
    screen_heading(&screen, say(cli, MSG_HELP_OPTIONS));
    show_options(cli, &screen, COMMON_OPTIONS | TAKES(VERSION) | TAKES(COMPLETION));
    show_exits(cli, &screen);
    show_example(cli, &screen, TEXT("declarant determine examples/cases/vn-w11.json"));
    build_byte(&cli->out, '\n');
    screen_wrap(&screen, 0, 0, STYLE_FAINT, say(cli, MSG_HELP_MORE));
}

/* The section OPTIONS of a manual page, in scdoc's form and in English whatever the language. */
void help_manual(Cli *cli, const Command *command)
{
    OptionSet takes = command->takes & ~TAKES(MANUAL);
    for (int i = 0; i < OPTIONS; i++) {
        if (!(takes >> i & 1))
            continue;
        build_format(&cli->out, "*--%s*", known_options[i].name);
        if (known_options[i].argument)
            build_format(&cli->out, " _%s_", known_options[i].argument);
        Text help = text_of(known_options[i].help[0]);
        char first = (char)(help.at[0] >= 'a' && help.at[0] <= 'z' ? help.at[0] - 'a' + 'A' : help.at[0]);
        build_format(&cli->out, "\n\t%c" TEXT_FMT ".\n\n", first, TEXT_ARG(text_slice(help, 1, help.length)));
    }
}

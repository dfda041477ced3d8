/* faces/cli/completion.c - completions for bash, zsh and fish, made from the lists of commands and options. */
#include "faces/cli/cli.h"

/* "--as-of --json ..." */
static void build_options(Builder *out, OptionSet takes)
{
    for (int i = 0; i < OPTIONS; i++)
        if (takes >> i & 1)
            build_format(out, " --%s", known_options[i].name);
}

static void build_commands(Builder *out)
{
    for (size_t i = 0; i < command_count; i++)
        build_format(out, " %s", known_commands[i].name);
}

static const OptionSet top_options = COMMON_OPTIONS | TAKES(VERSION) | TAKES(COMPLETION);

static void bash(Builder *out)
{
    build_text(out, TEXT("# completion of declarant for bash\n_declarant() {\n"
                         "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} options\n"
                         "  case $before in\n"
                         "    --lang) COMPREPLY=($(compgen -W 'en zh vi' -- \"$word\")); return ;;\n"
                         "    --rest-day) COMPREPLY=($(compgen -W 'next stays previous' -- \"$word\")); return ;;\n"
                         "    --completion) COMPREPLY=($(compgen -W 'bash zsh fish' -- \"$word\")); return ;;\n"
                         "  esac\n"
                         "  if [ \"$COMP_CWORD\" -eq 1 ] && [ \"${word#-}\" = \"$word\" ]; then\n"
                         "    COMPREPLY=($(compgen -W '"));
    build_commands(out);
    build_text(out, TEXT("' -- \"$word\")); return\n  fi\n  case ${COMP_WORDS[1]} in\n"));
    for (size_t i = 0; i < command_count; i++) {
        build_format(out, "    %s) options='", known_commands[i].name);
        build_options(out, known_commands[i].takes);
        build_text(out, TEXT("' ;;\n"));
    }
    build_text(out, TEXT("    *) options='"));
    build_options(out, top_options);
    build_text(out, TEXT("' ;;\n  esac\n"
                         "  case $word in\n"
                         "    -*) COMPREPLY=($(compgen -W \"$options\" -- \"$word\")) ;;\n"
                         "    *) COMPREPLY=($(compgen -f -- \"$word\")) ;;\n"
                         "  esac\n}\n"
                         "complete -o filenames -F _declarant declarant\n"));
}

/* A help text inside of single quotes; brackets and colons mean something to zsh. */
static void build_quoted(Builder *out, const char *text, const char *escaped)
{
    for (; *text; text++) {
        if (*text == '\'') {
            build_text(out, TEXT("'\\''"));
            continue;
        }
        if (strchr(escaped, *text))
            build_byte(out, '\\');
        build_byte(out, *text);
    }
}

static void zsh_options(Builder *out, OptionSet takes)
{
    build_text(out, TEXT("      _arguments \\\n"));
    for (int i = 0; i < OPTIONS; i++) {
        if (!(takes >> i & 1))
            continue;
        build_format(out, "        '--%s[", known_options[i].name);
        build_quoted(out, known_options[i].help[0], "[]:");
        build_text(out, TEXT("]"));
        if (known_options[i].argument)
            build_format(out, ":%s:_files", known_options[i].argument);
        build_text(out, TEXT("' \\\n"));
    }
    build_text(out, TEXT("        '*:file:_files' ;;\n"));
}

static void zsh(Builder *out)
{
    build_text(out, TEXT("#compdef declarant\n_declarant() {\n  if (( CURRENT == 2 )); then\n    local -a known=(\n"));
    for (size_t i = 0; i < command_count; i++) {
        build_format(out, "      '%s:", known_commands[i].name);
        build_quoted(out, known_commands[i].help[0], ":");
        build_text(out, TEXT("'\n"));
    }
    build_text(out, TEXT("    )\n    _describe command known\n    return\n  fi\n  shift words\n  (( CURRENT-- ))\n  case $words[1] in\n"));
    for (size_t i = 0; i < command_count; i++) {
        build_format(out, "    %s)\n", known_commands[i].name);
        zsh_options(out, known_commands[i].takes);
    }
    build_text(out, TEXT("  esac\n}\n_declarant \"$@\"\n"));
}

static void fish_option(Builder *out, const char *condition, const Option *option)
{
    build_format(out, "complete -c declarant -n '%s' -l %s%s -d '", condition, option->name, option->argument ? " -r" : "");
    build_quoted(out, option->help[0], "\\");
    build_text(out, TEXT("'\n"));
}

static void fish(Region *region, Builder *out)
{
    build_text(out, TEXT("# completion of declarant for fish\n"));
    for (size_t i = 0; i < command_count; i++) {
        build_format(out, "complete -c declarant -n __fish_use_subcommand -f -a %s -d '", known_commands[i].name);
        build_quoted(out, known_commands[i].help[0], "\\");
        build_text(out, TEXT("'\n"));
    }
    for (size_t i = 0; i < command_count; i++) {
        Text condition = text_format(region, "__fish_seen_subcommand_from %s", known_commands[i].name);
        for (int k = 0; k < OPTIONS; k++)
            if (known_commands[i].takes >> k & 1)
                fish_option(out, text_string(region, condition), &known_options[k]);
    }
    for (int k = 0; k < OPTIONS; k++)
        if (top_options >> k & 1)
            fish_option(out, "__fish_use_subcommand", &known_options[k]);
}

bool completion_print(Cli *cli, Text shell)
{
    if (text_is(shell, "bash"))
        bash(&cli->out);
    else if (text_is(shell, "zsh"))
        zsh(&cli->out);
    else if (text_is(shell, "fish"))
        fish(cli->task.region, &cli->out);
    else
        return false;
    return true;
}

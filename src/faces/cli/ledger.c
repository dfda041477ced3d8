/* faces/cli/ledger.c - `declarant ledger`: is it whole, what is derived made anew, until when cases are kept, kinds of records; and `declarant backup`. */
#include "base/file.h"
#include "faces/cli/ledger_open.h"
#include "faces/cli/paper_out.h"
#include "ledger/backup.h"
#include "papers/ledger_paper.h"

/* ---- ledger ---- */

static Exit check(Cli *cli)
{
    LedgerCheck found;
    Ledger *ledger = load_ledger(cli, false);
    if (!ledger || !ledger_check(&cli->task, ledger, &found))
        return EXIT_ERROR;
    Paper *paper = ledger_check_paper(&cli->region, &found, store_shown(&cli->region, ledger->store->place), cli->language);
    Exit exit = cli_paper(cli, paper);
    if (exit != EXIT_DONE || !found.faults.count)
        return exit;
    talk(cli, paper->verdict.words);
    return EXIT_BROKEN;
}

static Exit rebuild(Cli *cli)
{
    Ledger *ledger = load_ledger(cli, false);
    if (!ledger || !ledger_rebuild(&cli->task, ledger))
        return EXIT_ERROR;
    talk(cli, say(cli, MSG_LEDGER_REBUILT));
    return EXIT_DONE;
}

static Exit kept(Cli *cli)
{
    int64_t day;
    Text told = cli_on(cli, OPTION_AS_OF) ? cli_argument(cli, OPTION_AS_OF) : cli_today(cli);
    if (!day_given(told, &day))
        return misuse(cli, SAY(cli, MSG_NOT_A_DAY, told));
    Ledger *ledger = load_ledger(cli, false);
    const Paper *paper = ledger ? ledger_kept_paper(&cli->task, ledger, told, cli->language) : NULL;
    return paper ? cli_paper(cli, paper) : EXIT_ERROR;
}

/* A schema for each kind. */
static Exit kinds(Cli *cli)
{
    JsonWriter json = json_writer(&cli->out, false);
    json_open(&json, '{');
    for (int kind = 0; kind < KINDS; kind++) {
        json_key(&json, text_of(kind_names[kind]));
        kind_schema(&json, (RecordKind)kind);
    }
    json_close(&json, '}');
    build_byte(&cli->out, '\n');
    return cli_output(cli);
}

Exit command_ledger(Cli *cli)
{
    static const struct {
        const char *word;
        Exit (*run)(Cli *cli);
    } parts[] = { { "check", check }, { "rebuild", rebuild }, { "kept", kept }, { "kinds", kinds } };
    Exit exit = cli_paper_form(cli);
    if (exit != EXIT_DONE)
        return exit;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (cli->operand_count == 1 && text_equal(cli_operand(cli, 0), text_of(parts[i].word)))
            return parts[i].run(cli);
    return misuse(cli, say(cli, MSG_LEDGER_USE));
}

/* ---- backup ---- */

static Exit tell_copied(Cli *cli, const CopyCount *count, Text where)
{
    Text records = text_format(&cli->region, "%lld", (long long)count->records), blobs = text_format(&cli->region, "%lld", (long long)count->blobs);
    talk(cli, SAY(cli, MSG_BACKUP_DONE, where, records, blobs));
    return EXIT_DONE;
}

static Exit back_up(Cli *cli)
{
    CopyCount count;
    Ledger *ledger = load_ledger(cli, false);
    if (!ledger || !ledger_backup(&cli->task, ledger, cli->operands[0], &count))
        return EXIT_ERROR;
    return tell_copied(cli, &count, cli_operand(cli, 0));
}

static Exit restore(Cli *cli)
{
    CopyCount count;
    Ledger *from = ledger_open(&cli->task, &(LedgerOptions){ .place = cli_operand(cli, 1) });
    Ledger *to = from ? load_ledger(cli, true) : NULL;
    bool done = to && ledger_copy(&cli->task, from, to, &count);
    ledger_close(&from);
    return done ? tell_copied(cli, &count, store_shown(&cli->region, to->store->place)) : EXIT_ERROR;
}

Exit command_backup(Cli *cli)
{
    if (cli->operand_count == 2 && text_is(cli_operand(cli, 0), "restore"))
        return restore(cli);
    return cli->operand_count == 1 ? back_up(cli) : misuse(cli, say(cli, MSG_BACKUP_USE));
}

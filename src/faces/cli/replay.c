/* faces/cli/replay.c - `declarant replay`: determinations of the ledger run again from the ledger alone. */
#include "faces/cli/ledger_open.h"
#include "faces/cli/paper_out.h"
#include "ledger/answers.h"
#include "ledger/casefile.h"
#include "papers/ledger_paper.h"

typedef LIST_OF(Replayed) ReplayedList;

/* Each in memory of its own would be given back; what is told of it is little and stays. */
static void run_all(Cli *cli, Ledger *ledger, const Records *records, ReplayedList *list)
{
    Replay *replay = replay_open(&cli->task);
    for (size_t i = 0; i < records->count; i++)
        *LIST_ADD(&cli->region, *list) = replay_record(&cli->task, replay, ledger, &records->at[i]);
    replay_close(&cli->task, &replay);
}

/* Those of the case, or of all; or the one record that is named. */
static bool find(Cli *cli, Ledger *ledger, Text name, Records *records)
{
    if (!name.length)
        return ledger_find(&cli->task, ledger, &(LedgerQuery){ .kind = TEXT("determination") }, records);
    return casefile_find(&cli->task, ledger, name) && ledger_find(&cli->task, ledger, &(LedgerQuery){ .kind = TEXT("determination"), .case_id = name }, records);
}

static Exit exit_of(const ReplayedList *list)
{
    Exit exit = EXIT_DONE;
    for (size_t i = 0; i < list->count; i++) {
        if (list->at[i].outcome == REPLAY_DIFFERS)
            return EXIT_BROKEN;
        if (list->at[i].outcome == REPLAY_FAILED)
            exit = EXIT_ERROR;
        else if (list->at[i].outcome == REPLAY_ERASED && exit == EXIT_DONE)
            exit = EXIT_OPEN;
    }
    return exit;
}

Exit command_replay(Cli *cli)
{
    Records records = { 0 };
    ReplayedList list = { 0 };
    Exit exit = cli_paper_form(cli);
    if (exit != EXIT_DONE)
        return exit;
    if (cli->operand_count + cli_on(cli, OPTION_ALL) != 1)
        return misuse(cli, say(cli, MSG_REPLAY_USE));
    Ledger *ledger = load_ledger(cli, false);
    if (!ledger || !find(cli, ledger, cli_operand(cli, 0), &records))
        return EXIT_ERROR;
    run_all(cli, ledger, &records, &list);
    Paper *paper = replay_paper(&cli->region, list.at, list.count, cli->language);
    paper->about = cli->operand_count ? cli_operand(cli, 0) : TEXT_NONE;
    exit = cli_paper(cli, paper);
    if (exit == EXIT_DONE && exit_of(&list) != EXIT_DONE)
        talk(cli, paper->verdict.words);
    return exit == EXIT_DONE ? exit_of(&list) : exit;
}

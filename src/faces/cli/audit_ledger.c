/* faces/cli/audit_ledger.c - `declarant audit list`, `sample` and `prove`: what an auditor reads in the ledger, and that it was read. */
#include <stdlib.h>

#include "faces/cli/audit.h"
#include "faces/cli/ledger_open.h"
#include "faces/cli/paper_out.h"
#include "papers/master_paper.h"

typedef struct Looking { /* what is to be written down of this look */
    Text what;
    const Text *records;
    size_t count;
} Looking;

static bool log_it(Task *task, Ledger *ledger, void *argument)
{
    const Looking *looking = argument;
    return master_log(task, ledger, looking->what, looking->records, looking->count) != NULL;
}

/* The records of a list, each once: those of one case stand together unless they were drawn by lot. */
static const Text *records_of(Region *region, const MasterList *list, size_t *count)
{
    Text *records = REGION_ARRAY(region, Text, list->count + 1);
    *count = 0;
    for (size_t i = 0; i < list->count; i++) {
        bool there = false;
        for (size_t k = *count; k > 0 && !there; k--)
            there = text_equal(records[k - 1], list->at[i].record->hash);
        if (!there)
            records[(*count)++] = list->at[i].record->hash;
    }
    return records;
}

/* Nobody sees the list before it is written down that it was read. */
static Exit show_list(Cli *cli, Ledger *ledger, MasterList *list, Text seed, Text what)
{
    Looking looking = { .what = what };
    Records readings = { 0 };
    looking.records = records_of(&cli->region, list, &looking.count);
    if (!ledger_transact(&cli->task, ledger, log_it, &looking) || !ledger_find(&cli->task, ledger, &(LedgerQuery){ .kind = TEXT("reading") }, &readings))
        return EXIT_ERROR;
    return cli_paper(cli, master_paper(&cli->region, list, seed, &readings, cli->language));
}

Exit audit_list(Cli *cli)
{
    MasterList list;
    if (cli->operand_count != 1)
        return misuse(cli, SAY(cli, MSG_AUDIT_NEEDS, cli_operand(cli, 1)));
    Exit exit = cli_paper_form(cli);
    Ledger *ledger = exit == EXIT_DONE ? load_ledger(cli, false) : NULL;
    if (exit != EXIT_DONE)
        return exit;
    return ledger && master_list(&cli->task, ledger, &list) ? show_list(cli, ledger, &list, TEXT_NONE, TEXT("audit list")) : EXIT_ERROR;
}

Exit audit_sample(Cli *cli)
{
    char *end = NULL;
    MasterList list;
    Text told = cli_operand(cli, 1), seed = cli_on(cli, OPTION_SEED) ? cli_argument(cli, OPTION_SEED) : TEXT("1");
    long long count = cli->operand_count == 2 ? strtoll(cli->operands[1], &end, 10) : 0;
    if (!end || *end || count < 1)
        return misuse(cli, SAY(cli, MSG_NOT_A_NUMBER, told));
    if (count > LIMIT_AUDIT_SAMPLE)
        return misuse(cli, SAY(cli, MSG_NUMBER_TOO_LARGE, told, text_format(&cli->region, "%u", LIMIT_AUDIT_SAMPLE)));
    Exit exit = cli_paper_form(cli);
    Ledger *ledger = exit == EXIT_DONE ? load_ledger(cli, false) : NULL;
    if (exit != EXIT_DONE)
        return exit;
    if (!ledger || !master_list(&cli->task, ledger, &list))
        return EXIT_ERROR;
    master_draw(&list, seed, (size_t)count);
    return show_list(cli, ledger, &list, seed, text_format(&cli->region, "audit sample %lld --seed " TEXT_FMT, count, TEXT_ARG(seed)));
}

Exit audit_prove(Cli *cli)
{
    MasterProof proof;
    if (cli->operand_count != 2)
        return misuse(cli, SAY(cli, MSG_AUDIT_NEEDS, cli_operand(cli, 0)));
    Exit exit = cli_paper_form(cli);
    Ledger *ledger = exit == EXIT_DONE ? load_ledger(cli, false) : NULL;
    if (!ledger)
        return exit == EXIT_DONE ? EXIT_ERROR : exit;
    MasterOutcome outcome = master_prove(&cli->task, ledger, cli_operand(cli, 1), &proof);
    if (outcome == MASTER_FAILED)
        return EXIT_ERROR;
    if (outcome == MASTER_PROVED) {
        Looking looking = { TEXT("audit prove"), &proof.record->hash, 1 };
        return ledger_transact(&cli->task, ledger, log_it, &looking) ? cli_paper(cli, master_proof_paper(&cli->region, &proof, cli->language)) : EXIT_ERROR;
    }
    talk(cli, outcome == MASTER_BROKEN ? say(cli, MSG_LEDGER_BROKEN) : SAY(cli, MSG_AUDIT_UNSIGNED, text_slice(proof.record->hash, 7, 19)));
    return outcome == MASTER_BROKEN ? EXIT_BROKEN : EXIT_OPEN;
}

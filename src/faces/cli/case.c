/* faces/cli/case.c - `declarant case`: cases in the ledger. Which of its parts is meant, and those that only look. */
#include "faces/cli/case.h"

#include "faces/cli/paper_out.h"
#include "ledger/casefile.h"
#include "papers/ledger_paper.h"

Exit command_case(Cli *cli)
{
    static const struct {
        const char *word;
        size_t fewest, most; /* operands after it */
        Exit (*run)(Cli *cli);
    } parts[] = {
        { "new", 0, 1000, case_new },       { "list", 0, 0, case_list }, { "show", 1, 1, case_show }, { "file", 1, 1, case_file },
        { "record", 1, 1, case_record }, { "fact", 2, 1000, case_fact }, { "add", 3, 3, case_add }, { "payments", 0, 1, case_payments },
        { "status", 1, 1, case_status }, { "advance", 2, 2, case_advance }, { "assign", 3, 3, case_assign }, { "approve", 2, 2, case_approve }, { "export", 1, 1, case_export },
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (text_equal(cli_operand(cli, 0), text_of(parts[i].word)) && case_operands(cli) >= parts[i].fewest && case_operands(cli) <= parts[i].most)
            return parts[i].run(cli);
    return misuse(cli, say(cli, MSG_CASE_USE));
}

static Exit show(Cli *cli, Ledger *ledger, const Paper *paper)
{
    (void)ledger;
    return paper ? cli_paper(cli, paper) : EXIT_ERROR;
}

Exit case_list(Cli *cli)
{
    Exit exit = cli_paper_form(cli);
    Ledger *ledger = exit == EXIT_DONE ? load_ledger(cli, false) : NULL;
    if (!ledger)
        return exit == EXIT_DONE ? EXIT_ERROR : exit;
    return show(cli, ledger, cases_paper(&cli->task, ledger, cli->language));
}

Exit case_show(Cli *cli)
{
    Exit exit = cli_paper_form(cli);
    Ledger *ledger = exit == EXIT_DONE ? load_ledger(cli, false) : NULL;
    if (!ledger)
        return exit == EXIT_DONE ? EXIT_ERROR : exit;
    return show(cli, ledger, case_paper(&cli->task, ledger, case_operand(cli, 0), load_data_folder(cli), cli->language));
}

/* The case as its facts make it: JSON that `determine` takes. */
Exit case_file(Cli *cli)
{
    Ledger *ledger = load_ledger(cli, false);
    if (!ledger || !casefile_find(&cli->task, ledger, case_operand(cli, 0)))
        return EXIT_ERROR;
    Text json = casefile_json(&cli->task, ledger, case_operand(cli, 0));
    if (!json.length)
        return EXIT_ERROR;
    build_text(&cli->out, json);
    build_byte(&cli->out, '\n');
    return cli_output(cli);
}

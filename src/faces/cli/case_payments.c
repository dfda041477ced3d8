/* faces/cli/case_payments.c - `declarant case payments`: all payments of a case or a contract under the law of their days. */
#include "faces/cli/case.h"
#include "faces/cli/paper_out.h"
#include "papers/payments_paper.h"

/* What the exit code says, on a line of its own: the verdict. */
static Exit finish(Cli *cli, const Payments *payments, const Paper *paper)
{
    bool lacking = payments->counts[PAYMENT_NEEDS] + payments->counts[PAYMENT_WITHOUT] > 0;
    if (!lacking && !payments->counts[PAYMENT_OPEN])
        return EXIT_DONE;
    talk(cli, paper->verdict.words);
    return lacking ? EXIT_FINDING : EXIT_OPEN;
}

Exit case_payments(Cli *cli)
{
    Payments payments;
    DetermineOptions options;
    PaymentsAsk ask = { .case_id = case_operand(cli, 0), .contract = cli_argument(cli, OPTION_CONTRACT), .options = &options };
    Exit exit = determine_options(cli, &options);
    if (exit == EXIT_DONE)
        exit = cli_paper_form(cli);
    if (exit == EXIT_DONE && (ask.case_id.length > 0) == (ask.contract.length > 0))
        exit = misuse(cli, say(cli, MSG_PAYMENTS_USE));
    if (exit != EXIT_DONE)
        return exit;
    Ledger *ledger = load_ledger(cli, false);
    Lawbook *lawbook = ledger ? load_lawbook(cli) : NULL;
    options.alone = true;
    ask.names = lawbook ? audit_names_read(&cli->task, lawbook_data(lawbook)) : NULL;
    if (!ask.names || !payments_find(&cli->task, ledger, lawbook, &ask, &payments))
        return EXIT_ERROR;
    if (!payments.answer) {
        talk(cli, SAY(cli, MSG_PAYMENTS_NO_LAW, payments.about));
        return EXIT_OPEN;
    }
    const Paper *paper = payments_paper(&cli->region, &payments, cli_phrases(cli), cli->language);
    exit = cli_paper(cli, paper);
    return exit == EXIT_DONE ? finish(cli, &payments, paper) : exit;
}

/* faces/cli/reconcile.c - `declarant reconcile 2026Q3 FILE...`: do licences, declarations, filings and payments agree? */
#include "faces/cli/reconcile.h"

#include "faces/cli/ledger_open.h"
#include "faces/cli/load.h"
#include "faces/cli/paper_out.h"
#include "papers/reconcile_paper.h"

static bool whole_number(Text text, int64_t most, int64_t *out)
{
    Decimal number;
    return decimal_read(&number, text, false) && decimal_is_whole(&number) && decimal_to_int64(out, &number) && *out >= 0 && *out <= most;
}

static Exit read_days(Cli *cli, OptionId option, int64_t *days)
{
    *days = 0;
    if (!cli_on(cli, option) || whole_number(cli_argument(cli, option), RECONCILE_DAYS, days))
        return EXIT_DONE;
    return misuse(cli, SAY(cli, MSG_RECONCILE_DAYS, text_of(known_options[option].name), cli_argument(cli, option)));
}

static Exit read_tolerances(Cli *cli, ReconcileOptions *options)
{
    int64_t days;
    Decimal quantity;
    Exit exit = read_days(cli, OPTION_TOLERANCE_DAYS, &days);
    options->tolerances.days = (int32_t)days;
    if (exit == EXIT_DONE && cli_on(cli, OPTION_TOLERANCE_VALUE) && !tolerance_read(cli_argument(cli, OPTION_TOLERANCE_VALUE), &options->tolerances, &options->tolerance_currency))
        return misuse(cli, SAY(cli, MSG_RECONCILE_TOLERANCE, cli_argument(cli, OPTION_TOLERANCE_VALUE)));
    if (exit != EXIT_DONE || !cli_on(cli, OPTION_TOLERANCE_QUANTITY))
        return exit;
    Text told = cli_argument(cli, OPTION_TOLERANCE_QUANTITY);
    bool good = decimal_read(&quantity, told, false) && !quantity.negative && slip_figure(&quantity, &options->tolerances.quantity);
    return good ? EXIT_DONE : misuse(cli, SAY(cli, MSG_RECONCILE_DAYS, text_of(known_options[OPTION_TOLERANCE_QUANTITY].name), told));
}

static Exit read_options(Cli *cli, ReconcileOptions *options)
{
    Exit exit = determine_options(cli, &options->determine);
    if (exit == EXIT_DONE)
        exit = read_tolerances(cli, options);
    if (exit == EXIT_DONE)
        exit = read_days(cli, OPTION_WINDOW, &options->window);
    if (exit == EXIT_DONE)
        exit = reconcile_reading(cli, &options->reading);
    if (exit == EXIT_DONE)
        exit = cli_paper_form(cli);
    options->period = cli_operand(cli, 0);
    options->jurisdiction = cli_jurisdiction(cli);
    options->rates = options->determine.facts.rates;
    return exit;
}

/* Files told by an option first, then those that are known by their columns. */
static size_t gather_inputs(Cli *cli, SlipInput *inputs)
{
    static const OptionId BY_BOOK[BOOKS] = { OPTION_LICENCES, OPTION_DECLARATIONS, OPTION_FILINGS, OPTION_PAYMENTS };
    size_t count = 0;
    for (int book = 0; book < BOOKS; book++)
        if (cli_on(cli, BY_BOOK[book]))
            inputs[count++] = (SlipInput){ cli->given[BY_BOOK[book]], book };
    for (size_t i = 1; i < cli->operand_count; i++)
        inputs[count++] = (SlipInput){ cli->operands[i], -1 };
    return count;
}

static bool make_tasks(Task *task, Ledger *ledger, void *argument) { return reconcile_tasks(task, ledger, argument); }

static Exit exit_of(Cli *cli, const Reconciliation *work)
{
    if (work->differences.count) {
        talk(cli, SAY(cli, MSG_RECONCILE_FINDING, work->period, text_format(&cli->region, "%zu", work->differences.count)));
        return EXIT_FINDING;
    }
    if (!work->open.count)
        return EXIT_DONE;
    talk(cli, SAY(cli, MSG_RECONCILE_OPEN, work->period));
    return EXIT_OPEN;
}

static Exit show(Cli *cli, const Reconciliation *work)
{
    Text form = cli_argument(cli, OPTION_FORMAT);
    bool machine = cli->json || text_is(form, "json") || text_is(form, "csv") || text_is(form, "xlsx");
    ReconcilePaperOptions options = { .language = cli->language, .phrases = cli_phrases(cli), .pairs = machine };
    Exit exit = cli_paper(cli, reconcile_paper(&cli->region, work, &options));
    return exit == EXIT_DONE ? exit_of(cli, work) : exit;
}

static Exit run(Cli *cli, ReconcileOptions *options, const SlipInput *inputs, size_t count)
{
    options->lawbook = load_lawbook(cli);
    options->reading.data_folder = options->lawbook ? lawbook_data(options->lawbook) : NULL;
    bool keeps = cli_on(cli, OPTION_LEDGER) || !count;
    options->ledger = options->lawbook && keeps ? load_ledger(cli, false) : NULL;
    if (!options->lawbook || (keeps && !options->ledger))
        return EXIT_ERROR;
    Reconciliation *work = reconcile(&cli->task, inputs, count, options);
    if (!work)
        return EXIT_ERROR;
    if (options->ledger && !ledger_transact(&cli->task, options->ledger, make_tasks, work))
        return EXIT_ERROR;
    Exit exit = reconcile_failed(cli, &work->books);
    return exit == EXIT_DONE ? show(cli, work) : exit;
}

Exit command_reconcile(Cli *cli)
{
    ReconcileOptions options = { 0 };
    SlipInput *inputs = REGION_ARRAY(&cli->region, SlipInput, cli->operand_count + BOOKS + 1);
    size_t count = gather_inputs(cli, inputs);
    if (!cli->operand_count || !period_read(cli_operand(cli, 0), &options.first, &options.last))
        return misuse(cli, SAY(cli, MSG_RECONCILE_PERIOD, cli_operand(cli, 0)));
    Exit exit = read_options(cli, &options);
    return exit == EXIT_DONE ? run(cli, &options, inputs, count) : exit;
}

/* faces/cli/ledger_open.c - see ledger_open.h. */
#include "faces/cli/ledger_open.h"

#include <stdlib.h>

#include "base/file.h"
#include "ledger/instant.h"

static Text environment(const char *name)
{
    return text_of(getenv(name));
}

Text cli_user(Cli *cli)
{
    Text told[] = { cli_argument(cli, OPTION_BY), environment("DECLARANT_USER"), environment("LOGNAME"), environment("USER") };
    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        if (told[i].length)
            return told[i];
    return TEXT_NONE;
}

static bool now_told(Cli *cli, Text *now)
{
    *now = environment("DECLARANT_NOW");
    if (!now->length || instant_is(*now))
        return true;
    report_error(&cli->report, "not-an-instant", SPAN_NONE, "DECLARANT_NOW is \"" TEXT_FMT "\", which is no instant such as \"YYYY-MM-DDThh:mm:ss.000000Z\"", TEXT_ARG(*now));
    return false;
}

Text cli_today(Cli *cli)
{
    Text now = environment("DECLARANT_NOW");
    return text_slice(instant_now(&cli->region, instant_is(now) ? now : TEXT_NONE), 0, 10);
}

Ledger *load_ledger(Cli *cli, bool make)
{
    LedgerOptions options = { .place = cli_argument(cli, OPTION_LEDGER), .make = make, .by = cli_user(cli) };
    if (!options.place.length)
        options.place = environment("DECLARANT_LEDGER");
    if (cli->ledger || !now_told(cli, &options.now))
        return cli->ledger;
    if (options.place.length)
        return cli->ledger = ledger_open(&cli->task, &options);
    Problem *problem = report_error(&cli->report, "no-ledger-named", SPAN_NONE, "no ledger is named");
    problem_hint(&cli->report, problem, "Name a file or a PostgreSQL server with --ledger, or with DECLARANT_LEDGER.");
    return NULL;
}

Text keep_file(Cli *cli, Ledger *ledger, const char *path)
{
    Text bytes;
    return file_bytes(&cli->task, path, LIMIT_BLOB_BYTES, &bytes) ? blob_put(&cli->task, ledger, bytes) : TEXT_NONE;
}

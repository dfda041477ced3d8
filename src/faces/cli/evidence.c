/* faces/cli/evidence.c - `declarant evidence`: which of its parts is meant, and what they share. */
#include "faces/cli/evidence.h"

#include "base/file.h"
#include "faces/cli/ledger_open.h"

static const struct {
    const char *word;
    Exit (*run)(Cli *cli);  /* needs no ledger, or opens it itself */
    EvidenceWork *work;     /* needs one */
    size_t operands;        /* that it needs, its own word left out */
    const char *named;      /* what they are */
} parts[] = {
    { "check-proof", evidence_check_proof, NULL, 1, "FILE" },
    { "key", evidence_key, NULL, 3, "new FILE NAME" },
    { "complete", evidence_complete, NULL, 1, "CASE" },
    { "add", NULL, evidence_add, 2, "CASE FILE" },
    { "list", NULL, evidence_show_all, 0, "[CASE]" },
    { "show", NULL, evidence_show, 1, "RECORD" },
    { "get", NULL, evidence_take, 1, "RECORD" },
    { "verify", NULL, evidence_check, 0, "" },
    { "prove", NULL, evidence_prove_one, 1, "RECORD | SIZE SIZE" },
    { "head", NULL, evidence_head, 0, "" },
    { "stamp", NULL, evidence_stamp, 0, "[REPLY]" },
    { "bundle", NULL, evidence_bundle, 1, "CASE" },
    { "erase", NULL, evidence_remove, 1, "RECORD" },
};
enum { PARTS = sizeof parts / sizeof *parts };

static Exit with_ledger(Cli *cli, size_t part)
{
    Ledger *ledger = load_ledger(cli, false);
    return ledger ? parts[part].work(cli, ledger) : EXIT_ERROR;
}

Exit command_evidence(Cli *cli)
{
    Text named[PARTS];
    for (size_t i = 0; i < PARTS; i++) {
        named[i] = text_of(parts[i].word);
        if (!text_equal(cli_operand(cli, 0), named[i]))
            continue;
        if (cli->operand_count < 1 + parts[i].operands)
            return misuse(cli, SAY(cli, MSG_NEEDS_OPERANDS, text_of(parts[i].named)));
        return parts[i].run ? parts[i].run(cli) : with_ledger(cli, i);
    }
    Text hint = cli->operand_count ? nearest_hint(cli, cli_operand(cli, 0), named, PARTS) : TEXT_NONE;
    return misuse(cli, text_join(&cli->region, say(cli, MSG_EVIDENCE_USE), hint));
}

/* ---- what the parts share ---- */

const Csv *evidence_types(Cli *cli)
{
    const char *folder = load_data_folder(cli);
    const char *path = folder ? path_join(&cli->region, text_of(folder), TEXT("evidence.csv")) : NULL;
    const Source *source = path && file_exists(path) ? file_read(&cli->task, path, 0) : NULL;
    return source ? csv_read(&cli->task, source) : NULL;
}

Exit evidence_secret_key(Cli *cli, SecretKey *key)
{
    if (!cli_on(cli, OPTION_KEY))
        return misuse(cli, SAY(cli, MSG_NEEDS_OPTION, TEXT("key")));
    const Source *source = file_read(&cli->task, cli->given[OPTION_KEY], 0);
    return source && key_secret_read(&cli->task, source->bytes, key) ? EXIT_DONE : EXIT_ERROR;
}

Exit evidence_out(Cli *cli)
{
    return cli_output(cli);
}

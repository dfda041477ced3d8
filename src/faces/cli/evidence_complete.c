/* faces/cli/evidence_complete.c - is there evidence for each fact of a case that needs it? The facts are those of the ledger, or of a file. */
#include "base/file.h"
#include "faces/cli/evidence.h"
#include "faces/cli/ledger_open.h"
#include "faces/cli/paper_out.h"
#include "ledger/casefile.h"
#include "papers/complete_paper.h"

static Exit show(Cli *cli, const Completeness *complete)
{
    static const Exit exits[PROOF_STANDINGS] = { EXIT_DONE, EXIT_OPEN, EXIT_FINDING, EXIT_FINDING };
    CompletePaperOptions options = { .language = cli->language, .about = cli_operand(cli, 1), .types = evidence_types(cli), .phrases = cli_phrases(cli) };
    Exit exit = cli_paper(cli, complete_paper(&cli->region, complete, &options));
    if (exit != EXIT_DONE || complete->standing == PROOF_CONFIRMED)
        return exit;
    Text missing = text_format(&cli->region, "%zu", complete->counts[PROOF_MISSING]), conflicting = text_format(&cli->region, "%zu", complete->counts[PROOF_CONFLICTING]);
    talk(cli, complete->standing == PROOF_OPEN ? SAY(cli, MSG_EVIDENCE_OPEN, cli_operand(cli, 1)) : SAY(cli, MSG_EVIDENCE_INCOMPLETE, cli_operand(cli, 1), missing, conflicting));
    return exits[complete->standing];
}

/* The facts of a case in the ledger with its evidence; of a file without any: what will be needed. NULL with an error. */
static const Source *find_facts(Cli *cli, EvidenceList *list)
{
    if (file_exists(cli->operands[1]))
        return file_read(&cli->task, cli->operands[1], 0);
    Ledger *ledger = load_ledger(cli, false);
    Text json = ledger && casefile_find(&cli->task, ledger, cli_operand(cli, 1)) ? casefile_json(&cli->task, ledger, cli_operand(cli, 1)) : TEXT_NONE;
    const Source *source = json.length ? source_from(&cli->task, cli_operand(cli, 1), json) : NULL;
    return source && evidence_list(&cli->task, ledger, cli_operand(cli, 1), list) ? source : NULL;
}

Exit evidence_complete(Cli *cli)
{
    DetermineOptions options;
    EvidenceList list = { 0 };
    Exit exit = determine_options(cli, &options);
    if (exit == EXIT_DONE)
        exit = cli_paper_form(cli);
    if (exit != EXIT_DONE)
        return exit;
    const Source *source = find_facts(cli, &list);
    const Json *facts = source ? json_read(&cli->task, source) : NULL;
    if (!facts)
        return EXIT_ERROR;
    options.lists = COMPLETENESS_LISTS;
    Opened opened = case_open(cli, &cli->task, source, &options);
    if (opened.outcome == LAWBOOK_FAILED)
        return EXIT_ERROR;
    if (opened.outcome == LAWBOOK_DETERMINED)
        return show(cli, completeness_make(&cli->task, opened.answer, facts, &list));
    talk(cli, SAY(cli, MSG_EVIDENCE_OPEN, cli_operand(cli, 1)));
    return EXIT_OPEN;
}

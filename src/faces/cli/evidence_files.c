/* faces/cli/evidence_files.c - evidence put in, listed, shown, given out and erased. */
#include "base/file.h"
#include "faces/cli/evidence.h"
#include "faces/cli/paper_out.h"
#include "ledger/casefile.h"
#include "papers/evidence_paper.h"

/* ---- add ---- */

static Text file_name_of(Text path)
{
    for (size_t at = path.length; at-- > 0;)
        if (path.at[at] == '/')
            return text_slice(path, at + 1, path.length);
    return path;
}

static bool is_type(const Csv *types, Text type)
{
    int column = types ? csv_column(types, TEXT("name")) : -1;
    for (uint32_t row = 0; column >= 0 && row < types->rows; row++)
        if (text_equal(csv_cell(types, row, (uint32_t)column)->text, type))
            return true;
    return false;
}

static Exit not_a_type(Cli *cli, const Csv *types, Text type)
{
    size_t count = types ? types->rows : 0;
    Text *known = REGION_ARRAY(&cli->region, Text, count);
    for (uint32_t row = 0; row < count; row++)
        known[row] = csv_cell(types, row, 0)->text;
    return misuse(cli, text_join(&cli->region, SAY(cli, MSG_NOT_EVIDENCE_KIND, type), nearest_hint(cli, type, known, count)));
}

/* "shipments:s1/entry_day=YYYY-MM-DD, contracts:c1/contract_day" */
static void read_facts(Cli *cli, Text given, NewEvidence *evidence)
{
    LIST_OF(Text) paths = { 0 }, says = { 0 };
    while (given.length) {
        Text says_this, path = text_cut(text_trim(text_cut(given, ',', &given)), '=', &says_this);
        if (!text_trim(path).length)
            continue;
        *LIST_ADD(&cli->region, paths) = text_trim(path);
        *LIST_ADD(&cli->region, says) = text_trim(says_this);
    }
    evidence->proves = paths.at;
    evidence->says = says.at;
    evidence->count = paths.count;
}

typedef struct Adding {
    const NewEvidence *evidence;
    const Record *record;
} Adding;

static bool add_it(Task *task, Ledger *ledger, void *argument)
{
    Adding *adding = argument;
    adding->record = casefile_find(task, ledger, adding->evidence->case_id) ? evidence_put(task, ledger, adding->evidence) : NULL;
    return adding->record != NULL;
}

Exit evidence_add(Cli *cli, Ledger *ledger)
{
    const Csv *types = evidence_types(cli);
    NewEvidence evidence = { .case_id = cli_operand(cli, 1), .name = file_name_of(cli_operand(cli, 2)), .type = cli_argument(cli, OPTION_KIND) };
    if (!cli_on(cli, OPTION_KIND))
        return misuse(cli, SAY(cli, MSG_NEEDS_OPTION, TEXT("kind")));
    if (!is_type(types, evidence.type))
        return not_a_type(cli, types, evidence.type);
    read_facts(cli, cli_argument(cli, OPTION_FACT), &evidence);
    if (!evidence.count)
        return misuse(cli, SAY(cli, MSG_NEEDS_OPTION, TEXT("fact")));
    Exit form = cli_paper_form(cli);
    if (form != EXIT_DONE)
        return form;
    if (!file_bytes(&cli->task, cli->operands[2], LIMIT_BLOB_BYTES, &evidence.bytes))
        return EXIT_ERROR;
    Adding adding = { &evidence, NULL };
    Evidence found;
    if (!ledger_transact(&cli->task, ledger, add_it, &adding) || !evidence_get(&cli->task, ledger, adding.record->hash, &found))
        return EXIT_ERROR;
    Paper *paper = evidence_paper(&cli->region, &found, types, cli->language);
    return cli_paper(cli, paper);
}

/* ---- list, show, get ---- */

Exit evidence_show_all(Cli *cli, Ledger *ledger)
{
    EvidenceList list = { 0 };
    if (!evidence_list(&cli->task, ledger, cli_operand(cli, 1), &list))
        return EXIT_ERROR;
    Exit exit = cli_paper(cli, evidence_list_paper(&cli->region, &list, cli_operand(cli, 1), evidence_types(cli), cli->language));
    bool whole = true;
    for (size_t i = 0; i < list.count; i++)
        whole = whole && (list.at[i].state == BLOB_HERE || list.at[i].state == BLOB_ERASED);
    if (exit != EXIT_DONE || whole)
        return exit;
    talk(cli, say(cli, MSG_LEDGER_BROKEN));
    return EXIT_BROKEN;
}

Exit evidence_show(Cli *cli, Ledger *ledger)
{
    Evidence found;
    if (!evidence_get(&cli->task, ledger, cli_operand(cli, 1), &found))
        return EXIT_ERROR;
    return cli_paper(cli, evidence_paper(&cli->region, &found, evidence_types(cli), cli->language));
}

Exit evidence_take(Cli *cli, Ledger *ledger)
{
    Evidence found;
    if (!evidence_get(&cli->task, ledger, cli_operand(cli, 1), &found))
        return EXIT_ERROR;
    if (found.state == BLOB_ERASED) {
        talk(cli, SAY(cli, MSG_EVIDENCE_GONE, cli_operand(cli, 1)));
        return EXIT_OPEN;
    }
    if (found.state != BLOB_HERE) {
        talk(cli, say(cli, MSG_LEDGER_BROKEN));
        return EXIT_BROKEN;
    }
    build_text(&cli->out, found.bytes);
    return evidence_out(cli);
}

/* ---- erase ---- */

typedef struct Erasing {
    const NewErasure *erasure;
    const Record *record;
    bool file_kept;
} Erasing;

static bool erase_it(Task *task, Ledger *ledger, void *argument)
{
    Erasing *erasing = argument;
    erasing->record = evidence_erase(task, ledger, erasing->erasure, &erasing->file_kept);
    return erasing->record != NULL;
}

Exit evidence_remove(Cli *cli, Ledger *ledger)
{
    static const struct {
        OptionId id;
        const char *name;
    } needed[] = { { OPTION_BECAUSE, "because" }, { OPTION_RULE, "rule" }, { OPTION_BY, "by" } };
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (!cli_argument(cli, needed[i].id).length)
            return misuse(cli, SAY(cli, MSG_NEEDS_OPTION, text_of(needed[i].name)));
    NewErasure erasure = { cli_operand(cli, 1), cli_argument(cli, OPTION_BECAUSE), cli_argument(cli, OPTION_RULE), cli_argument(cli, OPTION_BY) };
    Erasing erasing = { .erasure = &erasure };
    Exit form = cli_paper_form(cli);
    if (form != EXIT_DONE)
        return form;
    if (!ledger_transact(&cli->task, ledger, erase_it, &erasing))
        return EXIT_ERROR;
    return cli_paper(cli, evidence_erasure_paper(&cli->region, erasing.record, &erasure, erasing.file_kept, cli->language));
}

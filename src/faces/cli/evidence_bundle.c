/* faces/cli/evidence_bundle.c - the evidence of a case in one file: its files, all records of the case, their proofs under a signed head. */
#include "base/base64.h"
#include "faces/cli/evidence.h"
#include "papers/bundle.h"
#include "papers/evidence_paper.h"

typedef struct Bundling {
    Cli *cli;
    Ledger *ledger;
    Bundle bundle;
    Head head;
    MerkleTree tree;
} Bundling;

/* ---- the head it stands under ---- */

typedef struct Signing {
    const SecretKey *key;
    Head head;
} Signing;

static bool sign_it(Task *task, Ledger *ledger, void *argument)
{
    Signing *signing = argument;
    return evidence_head_put(task, ledger, signing->key, &signing->head) != NULL;
}

/* With --key a new one; else the newest there is. */
static Exit find_head(Bundling *bundling)
{
    Cli *cli = bundling->cli;
    SecretKey secret;
    PublicKey key;
    const Record *record;
    Signing signing = { .key = &secret };
    if (cli_on(cli, OPTION_KEY)) {
        Exit exit = evidence_secret_key(cli, &secret);
        if (exit != EXIT_DONE)
            return exit;
        if (!ledger_transact(&cli->task, bundling->ledger, sign_it, &signing))
            return EXIT_ERROR;
    }
    if (!evidence_head_last(&cli->task, bundling->ledger, &record, &bundling->head, &key))
        return EXIT_ERROR;
    bundling->bundle.head = bundling->head.text;
    bundling->bundle.key = key_text(&cli->region, &key);
    return EXIT_DONE;
}

/* ---- what stands in it ---- */

/* False where the record is not the one that its hash names: a bundle of such would be red for ever. */
static bool add_record(Bundling *bundling, const Record *record)
{
    Region *region = &bundling->cli->region;
    Text envelope = record_envelope(region, record);
    Sha256 hash = sha256_of(&envelope, 1);
    if (!text_equal(sha256_text(region, &hash), record->hash))
        return false;
    Sha256 hashes[MERKLE_PROOF];
    uint64_t at = (uint64_t)record->sequence - 1;
    size_t count = merkle_prove(&bundling->tree, (MerkleSpan){ at, at + 1 }, bundling->head.size, hashes);
    Text *proof = REGION_ARRAY(region, Text, count == SIZE_MAX ? 0 : count);
    for (size_t i = 0; count != SIZE_MAX && i < count; i++)
        proof[i] = text_copy(region, (Text){ (const char *)hashes[i].at, sizeof hashes[i].at });
    *LIST_ADD(region, bundling->bundle.records) = (BundleRecord){ envelope, record->body, proof, count == SIZE_MAX ? 0 : count };
    return true;
}

static bool has_file(const Bundle *bundle, Text hash)
{
    for (size_t i = 0; i < bundle->files.count; i++)
        if (text_equal(bundle->files.at[i].hash, hash))
            return true;
    return false;
}

static Exit add_files(Bundling *bundling, const EvidenceList *list)
{
    Cli *cli = bundling->cli;
    for (size_t i = 0; i < list->count; i++) {
        const Evidence *evidence = &list->at[i];
        if (evidence->state != BLOB_HERE && evidence->state != BLOB_ERASED) {
            talk(cli, say(cli, MSG_LEDGER_BROKEN));
            return EXIT_BROKEN;
        }
        if (evidence->file.length && !has_file(&bundling->bundle, evidence->file))
            *LIST_ADD(&cli->region, bundling->bundle.files) = (BundleFile){ evidence->file, evidence->bytes, evidence->state == BLOB_ERASED };
    }
    return EXIT_DONE;
}

/* All records of the case that the head stands over. */
static Exit add_records(Bundling *bundling, const EvidenceList *list)
{
    Cli *cli = bundling->cli;
    Records records = { 0 };
    const Record *last = list->at[list->count - 1].record;
    if ((uint64_t)last->sequence > bundling->head.size) {
        talk(cli, say(cli, MSG_BUNDLE_UNSIGNED));
        return EXIT_OPEN;
    }
    if (!ledger_find(&cli->task, bundling->ledger, &(LedgerQuery){ .case_id = cli_operand(cli, 1) }, &records) || !log_tree(&cli->task, bundling->ledger, &bundling->tree))
        return EXIT_ERROR;
    for (size_t i = 0; i < records.count && (uint64_t)records.at[i].sequence <= bundling->head.size; i++)
        if (!add_record(bundling, &records.at[i])) {
            talk(cli, say(cli, MSG_LEDGER_BROKEN));
            return EXIT_BROKEN;
        }
    return EXIT_DONE;
}

static void add_words(Bundling *bundling)
{
    Region *region = &bundling->cli->region;
    const Csv *types = evidence_types(bundling->cli);
    for (uint32_t row = 0; types && row < types->rows; row++) {
        Text type = csv_cell(types, row, 0)->text;
        BundleWord *word = LIST_ADD(region, bundling->bundle.words);
        word->key = text_join(region, TEXT("type_"), type);
        for (int language = 0; language < 3; language++)
            word->words[language] = evidence_type_word(types, type, language);
    }
}

Exit evidence_bundle(Cli *cli, Ledger *ledger)
{
    Bundling bundling = { .cli = cli, .ledger = ledger, .bundle = { .language = cli->language } };
    EvidenceList list = { 0 };
    if (!cli_on(cli, OPTION_OUTPUT))
        return misuse(cli, SAY(cli, MSG_NEEDS_OPTION, TEXT("output")));
    if (!evidence_list(&cli->task, ledger, cli_operand(cli, 1), &list))
        return EXIT_ERROR;
    if (!list.count) {
        talk(cli, SAY(cli, MSG_BUNDLE_NO_EVIDENCE, cli_operand(cli, 1)));
        return EXIT_OPEN;
    }
    Exit exit = find_head(&bundling);
    if (exit == EXIT_DONE)
        exit = add_files(&bundling, &list);
    if (exit == EXIT_DONE)
        exit = add_records(&bundling, &list);
    if (exit != EXIT_DONE)
        return exit;
    add_words(&bundling);
    bundle_html(&cli->out, &bundling.bundle);
    exit = evidence_out(cli);
    if (exit == EXIT_DONE)
        talk(cli, SAY(cli, MSG_BUNDLE_WRITTEN, text_format(&cli->region, "%zu", bundling.bundle.files.count),
                      text_format(&cli->region, "%zu", bundling.bundle.records.count), cli_argument(cli, OPTION_OUTPUT)));
    return exit;
}

/* faces/cli/evidence_log.c - keys, signed heads, proofs, time stamps, and whether all is whole. */
#include "base/file.h"
#include "faces/cli/evidence.h"
#include "faces/cli/paper_out.h"
#include "papers/evidence_paper.h"

/* ---- keys ---- */

Exit evidence_key(Cli *cli)
{
    SecretKey key;
    if (!text_is(cli_operand(cli, 1), "new"))
        return misuse(cli, SAY(cli, MSG_NEEDS_OPERANDS, TEXT("new FILE NAME")));
    if (!key_new(&cli->task, cli_operand(cli, 3), &key) || !key_write(&cli->task, cli->operands[2], &key))
        return EXIT_ERROR;
    build_format(&cli->out, TEXT_FMT "\n", TEXT_ARG(key_text(&cli->region, &key.open)));
    talk(cli, SAY(cli, MSG_KEY_MADE, cli_operand(cli, 2)));
    return EXIT_DONE;
}

/* ---- heads ---- */

typedef struct Signing {
    const SecretKey *key;
    Head head;
} Signing;

static bool sign_it(Task *task, Ledger *ledger, void *argument)
{
    Signing *signing = argument;
    return evidence_head_put(task, ledger, signing->key, &signing->head) != NULL;
}

/* With --key a new one is made; without, the newest is shown. */
Exit evidence_head(Cli *cli, Ledger *ledger)
{
    SecretKey key;
    Signing signing = { .key = &key };
    const Record *record;
    PublicKey open;
    if (cli_on(cli, OPTION_KEY)) {
        Exit exit = evidence_secret_key(cli, &key);
        if (exit != EXIT_DONE)
            return exit;
        if (!ledger_transact(&cli->task, ledger, sign_it, &signing))
            return EXIT_ERROR;
    } else if (!evidence_head_last(&cli->task, ledger, &record, &signing.head, &open))
        return EXIT_ERROR;
    build_text(&cli->out, signing.head.text);
    return evidence_out(cli);
}

/* ---- proofs ---- */

static bool as_size(Text text, uint64_t *size)
{
    *size = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (text.at[i] < '0' || text.at[i] > '9' || *size > INT64_MAX / 10 - 1)
            return false;
        *size = *size * 10 + (uint64_t)(text.at[i] - '0');
    }
    return text.length && *size;
}

Exit evidence_prove_one(Cli *cli, Ledger *ledger)
{
    uint64_t older, size = 0;
    EvidenceProof proof;
    bool leaf = cli->operand_count == 2;
    if (!leaf && !as_size(cli_operand(cli, 1), &older))
        return misuse(cli, SAY(cli, MSG_NOT_A_NUMBER, cli_operand(cli, 1)));
    if (!leaf && !as_size(cli_operand(cli, 2), &size))
        return misuse(cli, SAY(cli, MSG_NOT_A_NUMBER, cli_operand(cli, 2)));
    const Record *record = leaf ? ledger_get(&cli->task, ledger, cli_operand(cli, 1)) : NULL;
    if (leaf && !record)
        return EXIT_ERROR;
    MerkleSpan part = leaf ? (MerkleSpan){ (uint64_t)record->sequence - 1, (uint64_t)record->sequence } : (MerkleSpan){ 0, older };
    if (!evidence_prove(&cli->task, ledger, part, size, &proof))
        return EXIT_ERROR;
    JsonWriter writer = json_writer(&cli->out, false);
    evidence_proof_json(&writer, &cli->region, &proof, leaf);
    build_byte(&cli->out, '\n');
    return evidence_out(cli);
}

/* ---- time stamps ---- */

typedef struct Stamping {
    Text reply, certificates;
    Stamp stamp;
    StampVerdict verdict;
    const Record *record;
} Stamping;

static bool stamp_it(Task *task, Ledger *ledger, void *argument)
{
    Stamping *stamping = argument;
    stamping->verdict = evidence_stamp_put(task, ledger, stamping->reply, stamping->certificates, &stamping->stamp, &stamping->record);
    return stamping->verdict == STAMP_HOLDS;
}

static Exit make_query(Cli *cli, Ledger *ledger)
{
    const Record *record;
    Head head;
    PublicKey key;
    if (!evidence_head_last(&cli->task, ledger, &record, &head, &key))
        return EXIT_ERROR;
    Sha256 of = sha256_of(&head.text, 1);
    if (!cli_on(cli, OPTION_OUTPUT))
        return misuse(cli, SAY(cli, MSG_NEEDS_OPTION, TEXT("output")));
    build_text(&cli->out, stamp_query(&cli->region, &of));
    return evidence_out(cli);
}

/* Without a reply the query for one is made. */
Exit evidence_stamp(Cli *cli, Ledger *ledger)
{
    Stamping stamping = { .verdict = STAMP_FAILED };
    if (cli->operand_count < 2)
        return make_query(cli, ledger);
    if (!cli_on(cli, OPTION_CERTIFICATES))
        return misuse(cli, SAY(cli, MSG_NEEDS_OPTION, TEXT("certificates")));
    if (!file_bytes(&cli->task, cli->operands[1], LIMIT_FILE_BYTES, &stamping.reply) ||
        !file_bytes(&cli->task, cli->given[OPTION_CERTIFICATES], LIMIT_FILE_BYTES, &stamping.certificates))
        return EXIT_ERROR;
    bool kept = ledger_transact(&cli->task, ledger, stamp_it, &stamping);
    if (kept)
        return cli_paper(cli, evidence_stamp_paper(&cli->region, stamping.record, &stamping.stamp, cli->language));
    if (stamping.verdict <= STAMP_HOLDS)
        return EXIT_ERROR;
    talk(cli, SAY(cli, MSG_STAMP_FAILS, cli_operand(cli, 1), reword(cli, text_of(stamp_verdict_word(stamping.verdict)))));
    return stamping.verdict == STAMP_UNREADABLE ? EXIT_ERROR : EXIT_BROKEN;
}

/* ---- whether all is whole ---- */

/* --key and --head. False with an error. */
static bool read_trust(Cli *cli, PublicKey *key, Head *head, EvidenceTrust *trust)
{
    if (cli_on(cli, OPTION_KEY)) {
        const Source *source = file_read(&cli->task, cli->given[OPTION_KEY], 0);
        if (!source || !key_read(&cli->task, source->bytes, key))
            return false;
        trust->key = key;
    }
    if (cli_on(cli, OPTION_HEAD)) {
        const Source *source = file_read(&cli->task, cli->given[OPTION_HEAD], 0);
        if (!source || !head_read(&cli->task, source->bytes, head))
            return false;
        trust->head = head;
    }
    return true;
}

Exit evidence_check(Cli *cli, Ledger *ledger)
{
    PublicKey key;
    Head head;
    EvidenceTrust trust = { 0 };
    EvidenceVerify verify;
    if (!read_trust(cli, &key, &head, &trust) || !evidence_verify(&cli->task, ledger, &trust, &verify))
        return EXIT_ERROR;
    Exit exit = cli_paper(cli, evidence_verify_paper(&cli->region, &verify, store_shown(&cli->region, ledger->store->place), trust.key || trust.head, cli->language));
    if (exit != EXIT_DONE || !verify.faults.count)
        return exit;
    talk(cli, say(cli, MSG_LEDGER_BROKEN));
    return EXIT_BROKEN;
}

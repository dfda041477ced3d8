/* faces/cli/evidence_proof.c - `declarant evidence check-proof`: does a proof about a log hold? It asks nobody: what the file says is enough. */
#include "base/file.h"
#include "faces/cli/evidence.h"
#include "ledger/proof_file.h"
#include "value/json.h"

static void proof_json(Cli *cli, JsonWriter *writer, Text path, const ProofFile *proof, MerkleVerdict verdict)
{
    json_open(writer, '{');
    json_pair(writer, "file", path);
    json_pair(writer, "kind", text_of(proof_kind_word(proof->kind)));
    json_key(writer, TEXT("holds"));
    json_boolean(writer, verdict == MERKLE_HOLDS);
    if (verdict != MERKLE_HOLDS)
        json_pair(writer, "why", reword(cli, text_of(merkle_verdict_word(verdict))));
    json_close(writer, '}');
}

static Exit check_one(Cli *cli, JsonWriter *writer, Text path)
{
    ProofFile proof;
    const Source *source = file_read(&cli->task, text_string(&cli->region, path), 0);
    if (!source || !proof_read(&cli->task, source, &proof))
        return EXIT_ERROR;
    MerkleVerdict verdict = proof_verdict(&proof);
    Text kind = reword(cli, text_of(proof_kind_word(proof.kind))), why = reword(cli, text_of(merkle_verdict_word(verdict)));
    if (cli->json)
        proof_json(cli, writer, path, &proof, verdict);
    if (verdict != MERKLE_HOLDS) {
        talk(cli, SAY(cli, MSG_PROOF_FAILS, path, kind, why));
        return EXIT_BROKEN;
    }
    if (!cli->json)
        build_format(&cli->out, TEXT_FMT "\n", TEXT_ARG(SAY(cli, MSG_PROOF_HOLDS, path, kind)));
    return EXIT_DONE;
}

/* All of them; a file that cannot be read is worse than a proof that does not hold. */
Exit evidence_check_proof(Cli *cli)
{
    if (cli->operand_count < 2)
        return misuse(cli, say(cli, MSG_NEEDS_FILE));
    JsonWriter writer = json_writer(&cli->out, false);
    Exit all = EXIT_DONE;
    if (cli->json)
        json_open(&writer, '[');
    for (size_t i = 1; i < cli->operand_count; i++) {
        Exit one = check_one(cli, &writer, cli_operand(cli, i));
        all = one == EXIT_DONE || all == EXIT_ERROR ? all : one;
    }
    if (cli->json)
        json_close(&writer, ']');
    return all;
}

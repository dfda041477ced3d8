/* faces/cli/evidence.c - `declarant evidence`: which of its parts is meant. */
#include "faces/cli/evidence.h"

Exit command_evidence(Cli *cli)
{
    static const struct {
        const char *word;
        Exit (*run)(Cli *cli);
    } parts[] = {
        { "check-proof", evidence_check_proof },
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (text_equal(cli_operand(cli, 0), text_of(parts[i].word)))
            return parts[i].run(cli);
    return misuse(cli, say(cli, MSG_EVIDENCE_USE));
}

/* faces/cli/audit.c - `declarant audit`: which of its words is meant. */
#include "faces/cli/audit.h"

typedef struct AuditWord {
    const char *name;
    Exit (*run)(Cli *cli);
} AuditWord;

static const AuditWord WORDS[] = { { "report", audit_report }, { "list", audit_list }, { "sample", audit_sample }, { "prove", audit_prove } };
enum { WORD_COUNT = sizeof WORDS / sizeof *WORDS };

Exit command_audit(Cli *cli)
{
    Text known[WORD_COUNT], name = cli_operand(cli, 0);
    for (size_t i = 0; i < WORD_COUNT; i++) {
        known[i] = text_of(WORDS[i].name);
        if (text_equal(name, known[i]))
            return WORDS[i].run(cli);
    }
    return misuse(cli, text_join(&cli->region, SAY(cli, MSG_AUDIT_NEEDS, name), nearest_hint(cli, name, known, WORD_COUNT)));
}

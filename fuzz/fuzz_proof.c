/* fuzz/fuzz_proof.c - any bytes as a proof about a log: read, judged, or refused with an error. */
#include <stdlib.h>

#include "guarded.h"
#include "ledger/proof_file.h"

static void judge(void *argument)
{
    Input *input = argument;
    Source source = { TEXT("fuzz"), input->bytes };
    ProofFile proof;
    if (!proof_read(input->task, &source, &proof)) {
        if (!input->task->report->errors)
            abort();
        return;
    }
    if (!merkle_verdict_word(proof_verdict(&proof)))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return run_guarded(judge, data, size);
}

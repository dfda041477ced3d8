/* fuzz/fuzz_stamp.c - any bytes as an authority's reply to a time-stamp query. No reply of the fuzzer's holds. The bytes before the first
 * "-----BEGIN" are the reply, the rest the certificates. */
#include <stdlib.h>

#include "guarded.h"
#include "ledger/stamp.h"

static void judge(void *argument)
{
    Input *input = argument;
    size_t at = text_find(input->bytes, TEXT("-----BEGIN"), 0);
    Text reply = text_slice(input->bytes, 0, at == SIZE_MAX ? input->bytes.length : at), certificates = text_slice(input->bytes, reply.length, input->bytes.length);
    Sha256 of = { { 0 } };
    Stamp stamp;
    if (!stamp_verdict_word(stamp_check(input->task, reply, &of, certificates, &stamp)))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return run_guarded(judge, data, size);
}

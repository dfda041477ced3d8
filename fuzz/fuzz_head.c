/* fuzz/fuzz_head.c - any bytes as a signed head, and as a key: read and judged, or refused with an error. No head of the fuzzer's is signed. */
#include <stdlib.h>

#include "guarded.h"
#include "ledger/head.h"

static void judge(void *argument)
{
    Input *input = argument;
    PublicKey key = { .name = TEXT("example.com/ledger"), .mark = { 1, 2, 3, 4 } };
    SecretKey secret;
    Head head;
    if (head_read(input->task, input->bytes, &head) ? head_check(input->task->region, &head, &key) == HEAD_SIGNED : !input->task->report->errors)
        abort();
    if (key_read(input->task, input->bytes, &key) && !text_find(input->bytes, key.name, 0) && !key.name.length)
        abort();
    key_secret_read(input->task, input->bytes, &secret);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return run_guarded(judge, data, size);
}

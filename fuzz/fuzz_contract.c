/* fuzz/fuzz_contract.c - any bytes as a contract, plain or DOCX: every topic has a state, every hit stands inside the text, the same bytes say
 * the same twice. PDF is left to the program that reads it.
 */
#include <stdlib.h>

#include "casework/contract.h"
#include "guarded.h"

static Region kept; /* of the words, which outlive all inputs */
static Report told;

static ContractWords *words_once(void)
{
    static ContractWords *words;
    if (words)
        return words;
    region_init(&kept, NULL);
    report_init(&told, &kept);
    Task task = { &kept, &told, NULL };
    words = contract_words_read(&task, DECLARANT_SOURCE "/data");
    if (!words)
        exit(1);
    return words;
}

static void check_hits(const Contract *contract)
{
    for (size_t i = 0; i < contract->hits.count; i++) {
        const Hit *hit = &contract->hits.at[i];
        if (hit->from > hit->to || hit->to > contract->text->source->bytes.length || hit->topic >= TOPICS)
            abort();
    }
}

static void read_contract(void *argument)
{
    Input *input = argument;
    if (text_starts(input->bytes, TEXT("%PDF-")))
        return;
    const ContractText *text = contract_text_of(input->task, TEXT("fuzz"), input->bytes, TEXT_NONE);
    if (!text && !input->task->report->errors)
        abort();
    if (!text)
        return;
    const Contract *contract = contract_read(input->task, text, input->beside), *again = contract_read(input->task, text, input->beside);
    check_hits(contract);
    for (int topic = 0; topic < TOPICS; topic++)
        if (contract->topics[topic].state != again->topics[topic].state)
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    guarded(read_contract, &(Input){ .bytes = { (const char *)data, size }, .beside = words_once() });
    return 0;
}

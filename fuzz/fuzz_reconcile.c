/* fuzz/fuzz_reconcile.c - any bytes as a list of records, or as two books that are paired: twice, in two orders, which must say the same. */
#include <stdlib.h>

#include "casework/pairing.h"
#include "casework/slips_records.h"
#include "guarded.h"

enum { UNIT_BYTES = 8, UNITS_MOST = 80 };

/* A unit from eight bytes; small numbers, so that many are alike. */
static Unit unit_of(const unsigned char *at, uint32_t number)
{
    return (Unit){ .contract = at[0] % 3, .product = at[1] % 3, .version = at[2] % 3, .currency = 1 + at[3] % 2, .code = at[3] / 128, .amount = (at[4] + 1) % 16 * (at[5] % 4 + 1), .quantity = at[5] % 5,
                   .day = at[6] % 7 ? at[6] % 7 : UNIT_NO_DAY, .told = at[7] % 4, .order = at[7] / 4, .of = number };
}

/* The book as it comes, or the other way round. */
static uint32_t book_of(Text bytes, bool parts, bool turned, Unit *units)
{
    uint32_t count = (uint32_t)(bytes.length / UNIT_BYTES), half = count / 2, from = parts ? half : 0, to = parts ? count : half;
    for (uint32_t i = from; i < to; i++) {
        uint32_t number = turned ? to - 1 - (i - from) : i;
        units[i - from] = unit_of((const unsigned char *)bytes.at + (size_t)number * UNIT_BYTES, number);
    }
    return to - from;
}

/* What does not hang on who of several alike is taken: for each group its members' contents, summed. */
static uint64_t outcome(const Unit *wholes, uint32_t whole_count, const Unit *parts, uint32_t part_count, size_t groups)
{
    uint64_t all = groups;
    for (uint32_t i = 0; i < whole_count; i++)
        for (uint32_t k = 0; k < part_count; k++)
            if (wholes[i].group && wholes[i].group == parts[k].group) {
                uint64_t one = (uint64_t)wholes[i].amount * 31 + (uint64_t)parts[k].amount * 17 + wholes[i].version * 7 + parts[k].version * 5 + (uint64_t)((int64_t)wholes[i].day - parts[k].day) + wholes[i].product;
                all += one * one + one;
                if (wholes[i].contract != parts[k].contract || (wholes[i].product && parts[k].product && wholes[i].product != parts[k].product))
                    abort();
            }
    return all;
}

static uint64_t pair(Task *task, Text bytes, bool turned)
{
    PairingRules rules = { .weights = { 16, 8, 4, 4, 2, 1, 1 }, .tolerances = { .share = 20000, .days = 1 } };
    Pairing pairing = { .work = 200000 };
    Unit wholes[UNITS_MOST], parts[UNITS_MOST];
    uint32_t whole_count = book_of(bytes, false, turned, wholes), part_count = book_of(bytes, true, turned, parts);
    units_pair(task, wholes, whole_count, parts, part_count, &rules, &pairing);
    return outcome(wholes, whole_count, parts, part_count, pairing.groups.count);
}

static void read_any(void *argument)
{
    const Input *input = argument;
    Task *task = input->task;
    Text rest = text_slice(input->bytes, 1, input->bytes.length);
    RecordTable records;
    if (!input->bytes.length || input->bytes.at[0] & 1) {
        if (!records_read(task, TEXT("fuzz"), rest, &records) && !task->report->errors)
            abort();
        return;
    }
    rest = text_slice(rest, 0, UNITS_MOST * UNIT_BYTES);
    if (pair(task, rest, false) != pair(task, rest, true))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return run_guarded(read_any, data, size);
}

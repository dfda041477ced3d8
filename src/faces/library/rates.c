/* faces/library/rates.c - tables of exchange rates as a handle of include/declarant.h. */
#include "faces/library/library.h"

#include "base/file.h"

typedef struct OpenRates {
    declarant_rates *rates;
    Text csv;
} OpenRates;

/* The call's region is the handle's own: the table stays in it, with a copy of the text that its places point into. */
static void open_rates(Call *call)
{
    OpenRates *open = call->arguments;
    const Source *source = source_from(&call->task, TEXT("rates"), text_copy(call->task.region, open->csv));
    open->rates->table = source ? rates_read(&call->task, source) : NULL;
    call->result = open->rates->table ? DECLARANT_OK : DECLARANT_FAULT;
}

declarant_result declarant_rates_open(declarant_rates **rates, declarant_law *law, const char *csv, size_t length, declarant_report **report)
{
    declarant_rates *made = law->allocator.allocate(law->allocator.context, sizeof *made);
    if (!made)
        return DECLARANT_NO_MEMORY;
    *made = (declarant_rates){ .allocator = law->allocator };
    region_init(&made->region, &made->allocator);
    OpenRates open = { made, { csv, length } };
    Call call = { .allocator = &law->allocator, .arguments = &open, .work = open_rates };
    declarant_result result = call_run(&call, &made->region, report);
    if (result == DECLARANT_OK)
        *rates = made;
    else
        declarant_rates_close(&made);
    return result;
}

void declarant_rates_close(declarant_rates **rates)
{
    if (!rates || !*rates)
        return;
    Allocator allocator = (*rates)->allocator;
    declarant_rates *closing = *rates;
    region_close(&closing->region);
    allocator.release(allocator.context, closing);
    *rates = NULL;
}

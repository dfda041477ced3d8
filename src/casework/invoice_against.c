/* casework/invoice_against.c - an invoice held against the case it belongs to: is the price of the goods the one that the case tells, was it
 * issued before the entry, does it bear the serial numbers? See invoice_check.h.
 */
#include <stdlib.h>

#include "casework/invoice_check.h"

typedef struct Against {
    Task *task;
    const Invoice *invoice;
    const InvoiceWords *words;
    const InvoiceDemands *demands;
    InvoiceFindings *findings;
} Against;

/* A fact as the case tells it, of one thing; UNSET where it does not. */
static Value told(const Against *against, const RunFrame *run, const char *name)
{
    const Fact *fact = program_fact(against->demands->answer->program, run->frame.type, text_of(name));
    return fact && run->told && fact->thing == run->frame.type ? run->told[fact->slot] : (Value){ 0 };
}

static bool is_thing(const RunFrame *run, const char *name)
{
    return text_equal(run->frame.type->name, text_of(name));
}

static void figure(InvoiceFinding *finding, Text text)
{
    finding->figures[finding->figure_count++] = text;
}

static Text printed(const Against *against, const Decimal *number)
{
    Builder out = builder_on(against->task->region);
    Decimal plain = decimal_trimmed(number);
    decimal_print(&out, &plain);
    return builder_text(&out);
}

/* ---- the price of the goods ---- */

/* One more price of the case; false where it is in another currency than the invoice. */
static bool add_price(const Against *against, Value price, Decimal *sum, bool *any)
{
    Text currency = invoice_head(against->invoice, HEAD_currency)->text;
    if (price.kind != VALUE_MONEY)
        return !value_is_number(price) || text_equal(currency, against->demands->answer->currency);
    *any = true;
    return text_equal((Text){ price.money->currency, 3 }, currency) && decimal_add(sum, sum, &price.money->amount);
}

/* All that the case tells as paid for goods; false where it cannot be held against the invoice. */
static bool case_price(const Against *against, Decimal *sum)
{
    static const char *const prices[] = { "carrier price", "software price", "hardware price" };
    bool any = false;
    *sum = DECIMAL_ZERO;
    for (const RunFrame *run = against->demands->answer->run->told; run; run = run->next)
        for (size_t i = 0; is_thing(run, "invoice line") && i < sizeof prices / sizeof *prices; i++)
            if (!add_price(against, told(against, run, prices[i]), sum, &any))
                return false;
    return any;
}

/* All lines but services, royalties and freight; false where one has no amount. */
static bool invoice_price(const Against *against, Decimal *sum, const InvoiceValue **last)
{
    const InvoiceRecords *lines = invoice_lines(against->invoice);
    *sum = DECIMAL_ZERO;
    for (size_t i = 0; i < lines->count; i++) {
        unsigned signs = invoice_line_signs(against->task, against->words, &lines->at[i]), beside = LINE_IS_SERVICE | LINE_IS_ROYALTY | LINE_IS_FREIGHT;
        if ((signs & beside) && !(signs & (LINE_IS_CARRIER | LINE_IS_MACHINE)))
            continue;
        *last = &lines->at[i].at[LINE_amount];
        if (!(*last)->told || !decimal_add(sum, sum, &(*last)->number))
            return false;
    }
    return *last != NULL;
}

static void check_price(const Against *against)
{
    Decimal of_case, of_invoice;
    const InvoiceValue *last = NULL;
    if (!case_price(against, &of_case) || !invoice_price(against, &of_invoice, &last) || decimal_compare(&of_case, &of_invoice) == 0)
        return;
    InvoiceFinding *finding = finding_add(against->findings, "differs_from_case", FINDING_MUST, last);
    figure(finding, printed(against, &of_case));
    figure(finding, printed(against, &of_invoice));
}

/* ---- days ---- */

static void check_day(const Against *against, const RunFrame *run)
{
    const InvoiceValue *day = invoice_head(against->invoice, HEAD_day);
    Value entry = told(against, run, "entry day");
    if (!day->told || entry.kind != VALUE_DATE || day->day <= entry.days)
        return;
    Builder out = builder_on(against->task->region);
    value_print(&out, entry);
    InvoiceFinding *finding = finding_add(against->findings, "invoice_after_entry", FINDING_MUST, day);
    figure(finding, day->text);
    figure(finding, builder_text(&out));
}

/* ---- serial numbers ---- */

typedef struct Serials { /* of all lines, in order */
    size_t count;
    Text *at;
} Serials;

static int by_bytes(const void *a, const void *b)
{
    return text_compare(*(const Text *)a, *(const Text *)b);
}

static Serials serials_of(Region *region, const Invoice *invoice)
{
    LIST_OF(Text) all = { 0 };
    for (size_t i = 0; i < invoice_lines(invoice)->count; i++) {
        Text list = invoice_lines(invoice)->at[i].at[LINE_serial_numbers].text;
        while (list.length)
            *LIST_ADD(region, all) = text_trim(text_cut(list, ';', &list));
    }
    if (all.count)
        qsort(all.at, all.count, sizeof *all.at, by_bytes);
    return (Serials){ all.count, all.at };
}

static void check_serials(const Against *against, const RunFrame *run, const Serials *there)
{
    Value serials = told(against, run, "serial numbers");
    for (size_t i = 0; serials.kind == VALUE_LIST && i < serials.list->count; i++) {
        Value serial = serials.list->at[i];
        Text wanted = serial.kind == VALUE_TEXT ? text_of_value(serial) : TEXT_NONE;
        if (wanted.length && (!there->count || !bsearch(&wanted, there->at, there->count, sizeof wanted, by_bytes)))
            figure(finding_add(against->findings, "serial_not_there", FINDING_MUST, NULL), wanted);
    }
}

void invoice_against(Task *task, const Invoice *invoice, const InvoiceWords *words, const InvoiceDemands *demands, InvoiceFindings *findings)
{
    Against against = { task, invoice, words, demands, findings };
    Serials there = serials_of(task->region, invoice);
    check_price(&against);
    for (const RunFrame *run = demands->answer->run->told; run; run = run->next) {
        if (is_thing(run, "shipment"))
            check_day(&against, run);
        else if (is_thing(run, "invoice line"))
            check_serials(&against, run, &there);
    }
}

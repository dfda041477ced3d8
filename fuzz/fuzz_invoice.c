/* fuzz/fuzz_invoice.c - any bytes as an invoice, by each of its readers: what is read is reckoned, made a case and written as UBL; the case
 * is JSON, and the figures of the UBL are those that were read.
 */
#include <stdlib.h>

#include "base/file.h"
#include "casework/invoice_sample.h"
#include "guarded.h"
#include "value/json.h"

static const char COLUMNS[] = "field,en,zh,vi\nrecord,record type,,\nnumber,invoice no,,\ncurrency,,,\nname,goods,,\nquantity,qty,,\nunit_price,price,,\namount,,,\ntotal.payable,total,,\nkind,,,\ntax.rate,,,\n";
static const char KINDS[] = "kind,word\ncarrier,disc\nsoftware,licence\nservice,training\n";
static const char CURRENCIES[] = "code,numeric,minor_units\nUSD,840,2\nVND,704,0\n";

static const Csv *table(Task *task, const char *bytes)
{
    const Source *source = source_from(task, TEXT("table"), text_of(bytes));
    return csv_read(task, source);
}

static void same_figure(const InvoiceValue *a, const InvoiceValue *b)
{
    if (a->told && (!b->told || decimal_compare(&a->number, &b->number) != 0))
        abort();
}

/* Written and read again, every figure of a line is what it was. */
static void check_written(Task *task, const InvoiceWords *words, const Invoice *invoice)
{
    static const LineField figures[] = { LINE_quantity, LINE_unit_price, LINE_amount };
    Builder out = builder_on(task->region);
    invoice_ubl(&out, invoice);
    const Source *source = source_from(task, TEXT("written"), builder_text(&out));
    const Invoice *again = source ? invoice_read(task, words, source) : NULL;
    if (!again || invoice_lines(again)->count != invoice_lines(invoice)->count)
        abort();
    for (size_t i = 0; i < invoice_lines(invoice)->count; i++)
        for (size_t k = 0; k < sizeof figures / sizeof *figures; k++)
            same_figure(&invoice_lines(invoice)->at[i].at[figures[k]], &invoice_lines(again)->at[i].at[figures[k]]);
    for (int i = HEAD_total_lines; i <= HEAD_total_payable; i++)
        if (i != HEAD_total_tax)
            same_figure(&invoice->head.at[i], &again->head.at[i]);
}

static void check_read(Task *task, const InvoiceWords *words, const Invoice *invoice)
{
    InvoiceFindings findings = { .region = task->region };
    invoice_sums(task, invoice, words, &findings);
    const Source *made = source_from(task, TEXT("case"), invoice_case(task, invoice, words, TEXT("ZZ"), TEXT("import")));
    if (!made || !json_read(task, made))
        abort();
    check_written(task, words, invoice);
}

static void read_any(void *argument)
{
    Input *input = argument;
    Task *task = input->task;
    const InvoiceWords *words = invoice_words_of(task, &(InvoiceData){ table(task, COLUMNS), table(task, KINDS), table(task, CURRENCIES), NULL });
    const Source *source = source_from(task, TEXT("fuzz"), input->bytes);
    const Invoice *invoice = source ? invoice_read(task, words, source) : NULL;
    if (!invoice != (task->report->errors > 0))
        abort();
    if (invoice)
        check_read(task, words, invoice);
    Builder out = builder_on(task->region);
    report_print(&out, task->report, true);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return run_guarded(read_any, data, size);
}

/* casework/invoice_sums.c - the figures of an invoice, reckoned again. See invoice_check.h.
 *
 * The checks are those that the European standard on invoices has for its totals: line, sum of lines, allowances, charges, net, taxes, gross, payable. Each takes the
 * figures that are told and, where one is not told, what it should be, so that one wrong figure is found once.
 */
#include <stdlib.h>

#include "casework/invoice_check.h"

typedef struct Summing {
    Task *task;
    const Invoice *invoice;
    const InvoiceWords *words;
    InvoiceFindings *findings;
    bool has_unit;       /* the currency is known */
    int32_t decimals;    /* of its smallest unit */
    Decimal half;        /* of that unit */
} Summing;

InvoiceFinding *finding_add(InvoiceFindings *findings, const char *name, FindingLevel level, const InvoiceValue *at)
{
    InvoiceFinding *finding = LIST_ADD(findings->region, findings->at);
    *finding = (InvoiceFinding){ .name = name, .level = level };
    if (at) {
        finding->span = at->span;
        finding->element = at->element;
    }
    findings->counts[level]++;
    return finding;
}

static void figure(InvoiceFinding *finding, Text text)
{
    if (finding->figure_count < FINDING_FIGURES)
        finding->figures[finding->figure_count++] = text;
}

static Text number_text_of(const Summing *sums, const Decimal *number)
{
    Builder out = builder_on(sums->task->region);
    Decimal shown = decimal_trimmed(number);
    decimal_print(&out, &shown);
    return builder_text(&out);
}

/* ---- arithmetic that says when it cannot go on ---- */

static Decimal told_or(const InvoiceValue *value, Decimal otherwise)
{
    return value->told ? value->number : otherwise;
}

static bool plus(Decimal *sum, const Decimal *more) { return decimal_add(sum, sum, more); }
static bool minus(Decimal *sum, const Decimal *less) { return decimal_subtract(sum, sum, less); }

static bool is_within(const Decimal *a, const Decimal *b, const Decimal *tolerance)
{
    Decimal gap;
    if (!decimal_subtract(&gap, a, b))
        return false;
    gap.negative = false;
    return decimal_compare(&gap, tolerance) <= 0;
}

/* The sum does not fit 34 digits: nothing can be said of it. */
static void too_large(Summing *sums, const InvoiceValue *at)
{
    finding_add(sums->findings, "too_large", FINDING_OPEN, at);
}

/* ---- lines ---- */

static bool line_exact(const InvoiceRecord *line, Decimal *exact)
{
    const InvoiceValue *base = &line->at[LINE_price_quantity];
    if (!decimal_multiply(exact, &line->at[LINE_quantity].number, &line->at[LINE_unit_price].number))
        return false;
    if (base->told && !decimal_divide(exact, exact, &base->number))
        return false;
    Decimal charge = told_or(&line->at[LINE_charge], DECIMAL_ZERO), allowance = told_or(&line->at[LINE_allowance], DECIMAL_ZERO);
    return plus(exact, &charge) && minus(exact, &allowance);
}

static void check_line_amount(Summing *sums, const InvoiceRecord *line)
{
    const InvoiceValue *amount = &line->at[LINE_amount];
    Decimal exact;
    if (!amount->told || !line->at[LINE_quantity].told || !line->at[LINE_unit_price].told)
        return;
    if (line->at[LINE_price_quantity].told && !line->at[LINE_price_quantity].number.coefficient) {
        finding_add(sums->findings, "price_quantity_zero", FINDING_MUST, &line->at[LINE_price_quantity]);
        return;
    }
    if (!line_exact(line, &exact)) {
        too_large(sums, amount);
        return;
    }
    if (is_within(&exact, &amount->number, &sums->half))
        return;
    InvoiceFinding *finding = finding_add(sums->findings, "line_amount", FINDING_MUST, amount);
    figure(finding, line->at[LINE_quantity].text);
    figure(finding, line->at[LINE_unit_price].text);
    figure(finding, number_text_of(sums, &exact));
    figure(finding, amount->text);
}

static void check_sign(Summing *sums, const InvoiceRecord *line)
{
    const InvoiceValue *quantity = &line->at[LINE_quantity], *price = &line->at[LINE_unit_price];
    if (quantity->told && (quantity->number.negative || !quantity->number.coefficient))
        figure(finding_add(sums->findings, "quantity_not_positive", FINDING_MUST, quantity), quantity->text);
    if (price->told && price->number.negative)
        figure(finding_add(sums->findings, "price_negative", FINDING_MUST, price), price->text);
}

static size_t listed(Text list)
{
    size_t count = 0;
    while (list.length) {
        Text rest, item = text_cut(list, ';', &rest);
        count += text_trim(item).length > 0;
        list = rest;
    }
    return count;
}

static void check_serials(Summing *sums, const InvoiceRecord *line)
{
    const InvoiceValue *serials = &line->at[LINE_serial_numbers], *quantity = &line->at[LINE_quantity];
    int64_t pieces;
    if (!serials->told || !quantity->told || !decimal_to_int64(&pieces, &quantity->number) || pieces < 0)
        return;
    size_t count = listed(serials->text);
    if (count == (uint64_t)pieces)
        return;
    InvoiceFinding *finding = finding_add(sums->findings, "serial_count", FINDING_SHOULD, serials);
    figure(finding, text_format(sums->task->region, "%zu", count));
    figure(finding, quantity->text);
}

static void check_decimals(Summing *sums, const InvoiceValue *amount)
{
    Decimal shown = decimal_trimmed(&amount->number);
    if (!amount->told || !sums->has_unit || -shown.exponent <= sums->decimals)
        return;
    InvoiceFinding *finding = finding_add(sums->findings, "minor_units", FINDING_MUST, amount);
    figure(finding, amount->text);
    figure(finding, text_format(sums->task->region, "%d", sums->decimals));
}

static void check_lines(Summing *sums)
{
    const InvoiceRecords *lines = invoice_lines(sums->invoice);
    if (!lines->count)
        finding_add(sums->findings, "no_lines", FINDING_MUST, NULL);
    for (size_t i = 0; i < lines->count; i++) {
        check_line_amount(sums, &lines->at[i]);
        check_sign(sums, &lines->at[i]);
        check_serials(sums, &lines->at[i]);
        check_decimals(sums, &lines->at[i].at[LINE_amount]);
    }
}

/* ---- lines that stand twice ---- */

typedef struct LineKey {
    Text key;
    size_t line;
} LineKey;

static int by_key(const void *a, const void *b)
{
    const LineKey *left = a, *right = b;
    int order = text_compare(left->key, right->key);
    return order ? order : left->line < right->line ? -1 : 1;
}

static Text line_key(Region *region, const InvoiceRecord *line, const LineField *fields, size_t count)
{
    Builder out = builder_on(region);
    for (size_t i = 0; i < count; i++) {
        build_text(&out, line->at[fields[i]].text);
        build_byte(&out, '\0');
    }
    return builder_text(&out);
}

static void find_twice(Summing *sums, const char *name, FindingLevel level, const LineField *fields, size_t count)
{
    const InvoiceRecords *lines = invoice_lines(sums->invoice);
    LineKey *keys = REGION_ARRAY(sums->task->region, LineKey, lines->count + 1);
    for (size_t i = 0; i < lines->count; i++)
        keys[i] = (LineKey){ line_key(sums->task->region, &lines->at[i], fields, count), i };
    qsort(keys, lines->count, sizeof *keys, by_key);
    for (size_t i = 1; i < lines->count; i++) {
        const InvoiceRecord *line = &lines->at[keys[i].line];
        const InvoiceValue *value = &line->at[fields[0]];
        if (!value->told || !text_equal(keys[i].key, keys[i - 1].key))
            continue;
        InvoiceFinding *finding = finding_add(sums->findings, name, level, value);
        figure(finding, value->text);
        figure(finding, lines->at[keys[i - 1].line].element);
    }
}

static void check_twice(Summing *sums)
{
    static const LineField all[] = { LINE_name, LINE_description, LINE_note, LINE_quantity, LINE_unit_price, LINE_amount, LINE_serial_numbers, LINE_code };
    static const LineField ids[] = { LINE_id }, serials[] = { LINE_serial_numbers };
    find_twice(sums, "line_twice", FINDING_SHOULD, all, sizeof all / sizeof *all);
    find_twice(sums, "id_twice", FINDING_MUST, ids, 1);
    find_twice(sums, "serial_twice", FINDING_MUST, serials, 1);
}

/* ---- charges ---- */

static bool is_charge(const InvoiceRecord *record)
{
    return text_is(record->at[CHARGE_kind].text, "charge");
}

static void check_charge(Summing *sums, const InvoiceRecord *record)
{
    const InvoiceValue *base = &record->at[CHARGE_base], *percent = &record->at[CHARGE_percent], *amount = &record->at[CHARGE_amount];
    Decimal exact, hundredth = decimal_of(1, -2);
    if (!base->told || !percent->told || !amount->told)
        return;
    if (!decimal_multiply(&exact, &base->number, &percent->number) || !decimal_multiply(&exact, &exact, &hundredth)) {
        too_large(sums, amount);
        return;
    }
    if (is_within(&exact, &amount->number, &sums->half))
        return;
    InvoiceFinding *finding = finding_add(sums->findings, "charge_amount", FINDING_MUST, amount);
    figure(finding, percent->text);
    figure(finding, base->text);
    figure(finding, number_text_of(sums, &exact));
    figure(finding, amount->text);
}

/* ---- totals ---- */

/* A total that is told must be what is reckoned. */
static void check_total(Summing *sums, HeadField field, const char *name, const Decimal *exact)
{
    const InvoiceValue *told = invoice_head(sums->invoice, field);
    if (!told->told || decimal_compare(&told->number, exact) == 0)
        return;
    InvoiceFinding *finding = finding_add(sums->findings, name, FINDING_MUST, told);
    figure(finding, number_text_of(sums, exact));
    figure(finding, told->text);
}

static bool sum_lines(const Invoice *invoice, Decimal *sum)
{
    const InvoiceRecords *lines = invoice_lines(invoice);
    *sum = DECIMAL_ZERO;
    for (size_t i = 0; i < lines->count; i++) {
        const InvoiceValue *amount = &lines->at[i].at[LINE_amount];
        Decimal exact;
        bool reckoned = !amount->told && lines->at[i].at[LINE_quantity].told && lines->at[i].at[LINE_unit_price].told && line_exact(&lines->at[i], &exact);
        if (!amount->told && !reckoned)
            return false;
        if (!plus(sum, reckoned ? &exact : &amount->number))
            return false;
    }
    return true;
}

static bool sum_charges(const Invoice *invoice, bool charges, Decimal *sum)
{
    const InvoiceRecords *records = &invoice->of[GROUP_CHARGE];
    *sum = DECIMAL_ZERO;
    for (size_t i = 0; i < records->count; i++)
        if (is_charge(&records->at[i]) == charges && !plus(sum, &records->at[i].at[CHARGE_amount].number))
            return false;
    return true;
}

static bool sum_taxes(const Invoice *invoice, Decimal *sum)
{
    const InvoiceRecords *taxes = &invoice->of[GROUP_TAX];
    *sum = DECIMAL_ZERO;
    for (size_t i = 0; i < taxes->count; i++)
        if (!plus(sum, &taxes->at[i].at[TAX_amount].number))
            return false;
    return true;
}

/* Everything from the lines down to what is to be paid; false where a figure is missing or does not fit. */
static bool check_totals(Summing *sums)
{
    const Invoice *invoice = sums->invoice;
    Decimal lines, allowances, charges, tax;
    if (!sum_lines(invoice, &lines) || !sum_charges(invoice, false, &allowances) || !sum_charges(invoice, true, &charges) || !sum_taxes(invoice, &tax))
        return false;
    check_total(sums, HEAD_total_lines, "lines_total", &lines);
    if (invoice->of[GROUP_CHARGE].count) {
        check_total(sums, HEAD_total_allowances, "allowances_total", &allowances);
        check_total(sums, HEAD_total_charges, "charges_total", &charges);
    }
    Decimal net = told_or(invoice_head(invoice, HEAD_total_lines), lines);
    allowances = told_or(invoice_head(invoice, HEAD_total_allowances), allowances);
    charges = told_or(invoice_head(invoice, HEAD_total_charges), charges);
    if (!minus(&net, &allowances) || !plus(&net, &charges))
        return false;
    check_total(sums, HEAD_total_net, "net_total", &net);
    if (invoice->of[GROUP_TAX].count)
        check_total(sums, HEAD_total_tax, "tax_total", &tax);
    Decimal gross = told_or(invoice_head(invoice, HEAD_total_net), net);
    tax = told_or(invoice_head(invoice, HEAD_total_tax), tax);
    if (!plus(&gross, &tax))
        return false;
    check_total(sums, HEAD_total_gross, "gross_total", &gross);
    Decimal payable = told_or(invoice_head(invoice, HEAD_total_gross), gross);
    Decimal prepaid = told_or(invoice_head(invoice, HEAD_total_prepaid), DECIMAL_ZERO), rounding = told_or(invoice_head(invoice, HEAD_total_rounding), DECIMAL_ZERO);
    if (!minus(&payable, &prepaid) || !plus(&payable, &rounding))
        return false;
    check_total(sums, HEAD_total_payable, "payable_total", &payable);
    return true;
}

static void check_total_decimals(Summing *sums)
{
    for (int i = HEAD_total_lines; i <= HEAD_total_payable; i++)
        check_decimals(sums, invoice_head(sums->invoice, (HeadField)i));
}

/* ---- taxes ---- */

static bool same_rate(const InvoiceValue *category, const InvoiceValue *rate, const InvoiceRecord *tax)
{
    const InvoiceValue *of_tax = &tax->at[TAX_rate];
    bool rates = rate->told && of_tax->told ? decimal_compare(&rate->number, &of_tax->number) == 0 : rate->told == of_tax->told;
    return rates && text_equal(category->text, tax->at[TAX_category].text);
}

/* The sum of all that bears this tax; false where some line does not say what it bears. */
static bool taxed(const Invoice *invoice, const InvoiceRecord *tax, Decimal *sum)
{
    const InvoiceRecords *lines = invoice_lines(invoice), *charges = &invoice->of[GROUP_CHARGE];
    *sum = DECIMAL_ZERO;
    for (size_t i = 0; i < lines->count; i++) {
        const InvoiceRecord *line = &lines->at[i];
        if (!line->at[LINE_tax_category].told || !line->at[LINE_amount].told)
            return false;
        if (same_rate(&line->at[LINE_tax_category], &line->at[LINE_tax_rate], tax) && !plus(sum, &line->at[LINE_amount].number))
            return false;
    }
    for (size_t i = 0; i < charges->count; i++) {
        const InvoiceRecord *charge = &charges->at[i];
        if (!charge->at[CHARGE_tax_category].told)
            return false;
        if (!same_rate(&charge->at[CHARGE_tax_category], &charge->at[CHARGE_tax_rate], tax))
            continue;
        if (!(is_charge(charge) ? plus(sum, &charge->at[CHARGE_amount].number) : minus(sum, &charge->at[CHARGE_amount].number)))
            return false;
    }
    return true;
}

static void check_tax(Summing *sums, const InvoiceRecord *tax)
{
    const InvoiceValue *base = &tax->at[TAX_base], *rate = &tax->at[TAX_rate], *amount = &tax->at[TAX_amount];
    Decimal exact, hundredth = decimal_of(1, -2);
    if (base->told && taxed(sums->invoice, tax, &exact) && decimal_compare(&exact, &base->number) != 0) {
        InvoiceFinding *finding = finding_add(sums->findings, "tax_base", FINDING_MUST, base);
        figure(finding, number_text_of(sums, &exact));
        figure(finding, base->text);
    }
    if (!base->told || !rate->told || !amount->told)
        return;
    if (!decimal_multiply(&exact, &base->number, &rate->number) || !decimal_multiply(&exact, &exact, &hundredth)) {
        too_large(sums, amount);
        return;
    }
    if (is_within(&exact, &amount->number, &sums->half))
        return;
    InvoiceFinding *finding = finding_add(sums->findings, "tax_amount", FINDING_MUST, amount);
    figure(finding, rate->text);
    figure(finding, base->text);
    figure(finding, number_text_of(sums, &exact));
    figure(finding, amount->text);
}

/* ---- currencies and days ---- */

static void check_record_currency(Summing *sums, const InvoiceRecord *record, InvoiceGroup group)
{
    Text currency = invoice_head(sums->invoice, HEAD_currency)->text;
    InvoiceFields fields = invoice_fields(group);
    for (uint32_t i = 0; i < fields.count; i++) {
        const InvoiceValue *value = &record->at[i];
        if (!value->told || !value->currency.length || text_equal(value->currency, currency))
            continue;
        InvoiceFinding *finding = finding_add(sums->findings, "currency_mixed", FINDING_MUST, value);
        figure(finding, value->text);
        figure(finding, value->currency);
        figure(finding, currency);
    }
}

static void check_currencies(Summing *sums)
{
    const InvoiceValue *currency = invoice_head(sums->invoice, HEAD_currency);
    if (!currency->told)
        return;
    if (!sums->has_unit)
        figure(finding_add(sums->findings, "currency_unknown", FINDING_MUST, currency), currency->text);
    check_record_currency(sums, &sums->invoice->head, GROUP_HEAD);
    for (int group = GROUP_LINE; group < INVOICE_GROUPS; group++)
        for (size_t i = 0; i < sums->invoice->of[group].count; i++)
            check_record_currency(sums, &sums->invoice->of[group].at[i], (InvoiceGroup)group);
}

static void check_day_order(Summing *sums, const InvoiceValue *earlier, const InvoiceValue *later, const char *name, const InvoiceValue *at)
{
    if (!earlier->told || !later->told || earlier->day <= later->day)
        return;
    InvoiceFinding *finding = finding_add(sums->findings, name, FINDING_MUST, at);
    figure(finding, later->text);
    figure(finding, earlier->text);
}

static void check_days(Summing *sums)
{
    const InvoiceValue *day = invoice_head(sums->invoice, HEAD_day), *due = invoice_head(sums->invoice, HEAD_due_day);
    check_day_order(sums, day, due, "due_before_invoice", due);
    const InvoiceRecords *references = &sums->invoice->of[GROUP_REFERENCE];
    for (size_t i = 0; i < references->count; i++)
        check_day_order(sums, &references->at[i].at[REFERENCE_day], day, "reference_after_invoice", &references->at[i].at[REFERENCE_day]);
}

void invoice_sums(Task *task, const Invoice *invoice, const InvoiceWords *words, InvoiceFindings *findings)
{
    Summing sums = { .task = task, .invoice = invoice, .words = words, .findings = findings };
    sums.has_unit = invoice_minor_units(words, invoice_head(invoice, HEAD_currency)->text, &sums.decimals);
    sums.half = sums.has_unit ? decimal_of(5, -(sums.decimals + 1)) : DECIMAL_ZERO;
    check_currencies(&sums);
    check_days(&sums);
    check_lines(&sums);
    check_twice(&sums);
    for (size_t i = 0; i < invoice->of[GROUP_CHARGE].count; i++)
        check_charge(&sums, &invoice->of[GROUP_CHARGE].at[i]);
    for (size_t i = 0; i < invoice->of[GROUP_TAX].count; i++)
        check_tax(&sums, &invoice->of[GROUP_TAX].at[i]);
    if (!check_totals(&sums) && invoice_lines(invoice)->count)
        finding_add(findings, "totals_open", FINDING_OPEN, invoice_head(invoice, HEAD_total_payable));
    check_total_decimals(&sums);
}

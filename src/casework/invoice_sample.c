/* casework/invoice_sample.c - a filled invoice for a case. See invoice_sample.h. Amounts are the case's, sums are exact. */
#include "casework/invoice_sample.h"

#include "rulebook/phrases.h"

enum { PRICE_DECIMALS = 6 }; /* a unit price of more decimals is written as the price of all pieces */

typedef struct Sampling {
    Task *task;
    const InvoiceDemands *demands;
    const Program *program;
    const SampleWords *forms;
    const struct Phrases *phrases;
    int language;
    Invoice *invoice;
    const Frame *shipment;
    Text category;     /* of the seller's tax; empty: not told */
    Decimal total;
    bool summed;       /* all amounts are told in one currency, and fit */
} Sampling;

/* ---- what the case tells ---- */

static Value told(const Sampling *sampling, const Frame *frame, const char *name)
{
    const Fact *fact = frame ? program_fact(sampling->program, frame->type, text_of(name)) : NULL;
    const RunFrame *run = frame ? run_frame_of(frame) : NULL;
    return fact && run && run->told && fact->thing == frame->type ? run->told[fact->slot] : (Value){ 0 };
}

static Text told_text(const Sampling *sampling, const Frame *frame, const char *name)
{
    Value value = told(sampling, frame, name);
    return value.kind == VALUE_TEXT ? text_of_value(value) : TEXT_NONE;
}

typedef struct Price { /* an amount with its currency */
    bool told;
    Decimal amount;
    Text currency;
} Price;

static Price told_price(const Sampling *sampling, const Frame *frame, const char *name)
{
    Value value = told(sampling, frame, name);
    if (value.kind == VALUE_MONEY)
        return (Price){ true, value.money->amount, (Text){ value.money->currency, 3 } };
    if (value_is_number(value))
        return (Price){ true, decimal_of_value(value), sampling->demands->answer->currency };
    return (Price){ 0 };
}

static bool same_thing(const Frame *frame, const char *name)
{
    return text_equal(frame->type->name, text_of(name));
}

/* ---- what is asked of a thing ---- */

static const InvoiceDemand *asked(const Sampling *sampling, const Frame *frame, const char *looks_for)
{
    for (size_t i = 0; i < sampling->demands->at.count; i++) {
        const InvoiceDemand *demand = &sampling->demands->at.at[i];
        if (text_equal(demand->looks_for, text_of(looks_for)) && text_equal(demand->entry->of, frame_path(sampling->task->region, frame)))
            return demand;
    }
    return NULL;
}

static Text filled(const Sampling *sampling, Text form, Text with)
{
    Builder out = builder_on(sampling->task->region);
    size_t at = text_find(form, TEXT("{1}"), 0);
    build_text(&out, text_slice(form, 0, at == SIZE_MAX ? form.length : at));
    if (at != SIZE_MAX) {
        build_text(&out, with);
        build_text(&out, text_slice(form, at + 3, form.length));
    }
    return builder_text(&out);
}

/* ---- lines ---- */

static void put(const Sampling *sampling, InvoiceRecord *line, LineField field, Text text)
{
    invoice_put(sampling->invoice, line, GROUP_LINE, field, text);
}

/* One price for all pieces: the price of one where it is exact, else the whole as the price of so many. */
static void put_price(Sampling *sampling, InvoiceRecord *line, const Decimal *amount, const Decimal *quantity)
{
    Decimal each, back;
    Invoice *invoice = sampling->invoice;
    bool exact = decimal_divide(&each, amount, quantity) && decimal_multiply(&back, &each, quantity) && decimal_compare(&back, amount) == 0;
    each = decimal_trimmed(&each);
    if (exact && -each.exponent <= PRICE_DECIMALS) {
        invoice_put_number(invoice, line, GROUP_LINE, LINE_unit_price, &each);
        return;
    }
    invoice_put_number(invoice, line, GROUP_LINE, LINE_unit_price, amount);
    invoice_put_number(invoice, line, GROUP_LINE, LINE_price_quantity, quantity);
}

static void add_amount(Sampling *sampling, InvoiceRecord *line, Price price)
{
    Invoice *invoice = sampling->invoice;
    if (!invoice->head.at[HEAD_currency].told)
        invoice_put(invoice, &invoice->head, GROUP_HEAD, HEAD_currency, price.currency);
    sampling->summed &= price.told && text_equal(price.currency, invoice->head.at[HEAD_currency].text);
    if (!price.told)
        return;
    invoice_put_number(invoice, line, GROUP_LINE, LINE_amount, &price.amount);
    line->at[LINE_amount].currency = text_copy(invoice->region, price.currency);
    sampling->summed = sampling->summed && decimal_add(&sampling->total, &sampling->total, &price.amount);
}

static void put_tax(Sampling *sampling, InvoiceRecord *line)
{
    put(sampling, line, LINE_tax_category, sampling->category);
    if (sampling->category.length && !text_is(sampling->category, "O"))
        put(sampling, line, LINE_tax_rate, TEXT("0"));
}

static InvoiceRecord *add_line(Sampling *sampling, const Frame *goods, const char *kind, Text name, Price price)
{
    Invoice *invoice = sampling->invoice;
    InvoiceRecord *line = invoice_add(invoice, GROUP_LINE);
    Value quantity = told(sampling, goods, "quantity");
    Decimal pieces = value_is_number(quantity) ? decimal_of_value(quantity) : DECIMAL_ONE;
    line->element = text_format(invoice->region, "%zu", invoice->of[GROUP_LINE].count);
    put(sampling, line, LINE_id, line->element);
    put(sampling, line, LINE_kind, text_of(kind));
    put(sampling, line, LINE_name, name);
    put(sampling, line, LINE_unit, TEXT("C62"));
    invoice_put_number(invoice, line, GROUP_LINE, LINE_quantity, &pieces);
    add_amount(sampling, line, price);
    if (price.told)
        put_price(sampling, line, &price.amount, &pieces);
    put_tax(sampling, line);
    return line;
}

static Text list_text(const Sampling *sampling, Value list)
{
    Builder out = builder_on(sampling->task->region);
    for (size_t i = 0; list.kind == VALUE_LIST && i < list.list->count; i++) {
        if (i)
            build_text(&out, TEXT("; "));
        if (list.list->at[i].kind == VALUE_TEXT)
            build_text(&out, text_of_value(list.list->at[i]));
    }
    return builder_text(&out);
}

static void put_goods(Sampling *sampling, InvoiceRecord *line, const Frame *goods)
{
    put(sampling, line, LINE_origin, told_text(sampling, goods, "origin"));
    put(sampling, line, LINE_code, told_text(sampling, goods, "told code"));
    put(sampling, line, LINE_serial_numbers, list_text(sampling, told(sampling, goods, "serial numbers")));
    put(sampling, line, LINE_medium, told_text(sampling, goods, "medium"));
}

static void put_software(Sampling *sampling, InvoiceRecord *line, const Frame *goods)
{
    put(sampling, line, LINE_licence, told_text(sampling, goods, "licence agreement"));
    put(sampling, line, LINE_content, told_text(sampling, goods, "content"));
    put(sampling, line, LINE_delivery_form, told_text(sampling, goods, "delivery form"));
    put(sampling, line, LINE_earlier_entry, told_text(sampling, goods, "number of the first entry"));
}

static Price both(Price carrier, Price software)
{
    if (!carrier.told || !software.told)
        return carrier.told ? carrier : software;
    Price sum = carrier;
    sum.told = text_equal(carrier.currency, software.currency) && decimal_add(&sum.amount, &carrier.amount, &software.amount);
    return sum;
}

static bool is_software(Text content)
{
    return content.length && !text_is(content, "none");
}

static void add_carrier_and_software(Sampling *sampling, const Frame *goods, Text name)
{
    Price carrier = told_price(sampling, goods, "carrier price"), software = told_price(sampling, goods, "software price");
    bool on_carrier = text_is(told_text(sampling, goods, "delivery form"), "carrier");
    Value apart = told(sampling, goods, "priced apart");
    bool parted = on_carrier && (asked(sampling, goods, "lines apart") || (apart.kind == VALUE_BOOLEAN && apart.boolean));
    if (parted) {
        put_goods(sampling, add_line(sampling, goods, "carrier", filled(sampling, sampling->forms->carrier, name), carrier), goods);
        put_software(sampling, add_line(sampling, goods, "software", filled(sampling, sampling->forms->software, name), software), goods);
        return;
    }
    Text form = on_carrier ? sampling->forms->together : sampling->forms->software;
    InvoiceRecord *line = add_line(sampling, goods, on_carrier ? "" : "software", filled(sampling, form, name), both(carrier, software));
    if (on_carrier)
        put_goods(sampling, line, goods);
    put_software(sampling, line, goods);
}

/* What went out for repair and comes back is invoiced with its repair. */
static bool add_repair(Sampling *sampling, const Frame *goods, Text name)
{
    Price repair = told_price(sampling, goods, "repair cost");
    if (repair.told)
        put_goods(sampling, add_line(sampling, goods, "service", filled(sampling, sampling->forms->repair, name), repair), goods);
    return repair.told;
}

static void add_goods(Sampling *sampling, const Frame *goods)
{
    Text name = told_text(sampling, goods, "name");
    Price hardware = told_price(sampling, goods, "hardware price");
    bool software = is_software(told_text(sampling, goods, "content"));
    if (!name.length)
        name = goods->id;
    if (add_repair(sampling, goods, name))
        return;
    if (hardware.told || !software)
        put_goods(sampling, add_line(sampling, goods, "machine", filled(sampling, sampling->forms->machine, name), hardware.told ? hardware : told_price(sampling, goods, "carrier price")), goods);
    if (software && (!hardware.told || told_price(sampling, goods, "software price").told))
        add_carrier_and_software(sampling, goods, name);
}

static void add_cost(Sampling *sampling, const Frame *cost)
{
    Price amount = told_price(sampling, cost, "cost amount");
    Text kind = told_text(sampling, cost, "cost kind");
    if (asked(sampling, cost, "line of its own"))
        add_line(sampling, cost, "service", filled(sampling, sampling->forms->service, kind), amount);
    else if (asked(sampling, cost, "royalty"))
        add_line(sampling, cost, "royalty", filled(sampling, sampling->forms->royalty, kind), amount);
}

/* ---- notes ---- */

static void add_note(Sampling *sampling, Text text)
{
    InvoiceRecord *record = invoice_add(sampling->invoice, GROUP_NOTE);
    invoice_put(sampling->invoice, record, GROUP_NOTE, NOTE_text, text);
}

static Text in_language(const Sampling *sampling, Text english)
{
    Text words = sampling->language && sampling->phrases ? phrase_in(sampling->phrases, english, sampling->language) : TEXT_NONE;
    return words.length ? words : english;
}

static void add_notes(Sampling *sampling)
{
    for (size_t i = 0; i < sampling->demands->at.count; i++) {
        const InvoiceDemand *demand = &sampling->demands->at.at[i];
        const Frame *frame = demand->entry->frame;
        Text name = told_text(sampling, frame, "name"), entry = told_text(sampling, frame, "number of the first entry");
        if (demand->wording.length)
            add_note(sampling, in_language(sampling, demand->wording));
        else if (text_is(demand->looks_for, "updates"))
            add_note(sampling, filled(sampling, sampling->forms->updates, name));
        else if (text_is(demand->looks_for, "earlier entry") && entry.length)
            add_note(sampling, filled(sampling, sampling->forms->earlier, entry));
    }
}

/* ---- head and totals ---- */

static void put_head(Sampling *sampling)
{
    static const struct {
        HeadField field;
        const char *fact;
    } heads[] = {
        { HEAD_number, "commercial invoice number" }, { HEAD_seller_name, "seller on the invoice" }, { HEAD_seller_country, "seller country on the invoice" },
        { HEAD_buyer_name, "buyer on the invoice" },  { HEAD_buyer_country, "buyer country on the invoice" }, { HEAD_delivery_terms, "terms of delivery" },
        { HEAD_payment_terms, "terms of payment" },
    };
    Invoice *invoice = sampling->invoice;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        invoice_put(invoice, &invoice->head, GROUP_HEAD, heads[i].field, told_text(sampling, sampling->shipment, heads[i].fact));
    Value day = told(sampling, sampling->shipment, "commercial invoice day");
    if (day.kind == VALUE_DATE) {
        Builder out = builder_on(invoice->region);
        value_print(&out, day);
        invoice_put(invoice, &invoice->head, GROUP_HEAD, HEAD_day, builder_text(&out));
    }
    invoice_put(invoice, &invoice->head, GROUP_HEAD, HEAD_type, TEXT("380"));
    sampling->category = told_text(sampling, sampling->shipment, "seller tax category");
}

static void put_totals(Sampling *sampling)
{
    static const HeadField totals[] = { HEAD_total_lines, HEAD_total_net, HEAD_total_gross, HEAD_total_payable };
    Invoice *invoice = sampling->invoice;
    if (!sampling->summed || !invoice->of[GROUP_LINE].count)
        return;
    for (size_t i = 0; i < sizeof totals / sizeof *totals; i++)
        invoice_put_number(invoice, &invoice->head, GROUP_HEAD, totals[i], &sampling->total);
    if (!sampling->category.length)
        return;
    invoice_put(invoice, &invoice->head, GROUP_HEAD, HEAD_total_tax, TEXT("0"));
    InvoiceRecord *tax = invoice_add(invoice, GROUP_TAX);
    invoice_put(invoice, tax, GROUP_TAX, TAX_category, sampling->category);
    if (!text_is(sampling->category, "O"))
        invoice_put(invoice, tax, GROUP_TAX, TAX_rate, TEXT("0"));
    invoice_put_number(invoice, tax, GROUP_TAX, TAX_base, &sampling->total);
    invoice_put(invoice, tax, GROUP_TAX, TAX_amount, TEXT("0"));
    if (!text_is(sampling->category, "Z"))
        invoice_put(invoice, tax, GROUP_TAX, TAX_reason, filled(sampling, sampling->forms->tax, sampling->category));
}

/* ---- all of it ---- */

/* The things of the case in its order: a run keeps them newest first. */
static const Frame **frames_of(Region *region, const Run *run, size_t *count)
{
    *count = 0;
    for (const RunFrame *told = run->told; told; told = told->next)
        ++*count;
    const Frame **frames = REGION_ARRAY(region, const Frame *, *count + 1);
    size_t at = *count;
    for (const RunFrame *told = run->told; told; told = told->next)
        frames[--at] = &told->frame;
    return frames;
}

const Invoice *invoice_sample(Task *task, const InvoiceDemands *demands, const struct Phrases *phrases, int language, const SampleWords *forms)
{
    const Determination *answer = demands->answer;
    Sampling sampling = { .task = task, .demands = demands, .program = answer->program, .forms = forms, .phrases = phrases, .language = language, .summed = true };
    sampling.invoice = invoice_new(task, NULL, "sample");
    sampling.total = DECIMAL_ZERO;
    size_t count;
    const Frame **frames = frames_of(task->region, answer->run, &count);
    for (size_t i = 0; i < count; i++) {
        if (same_thing(frames[i], "shipment") && !sampling.shipment) {
            sampling.shipment = frames[i];
            put_head(&sampling);
        }
        bool inside = sampling.shipment && frames[i]->parent == sampling.shipment;
        if (inside && same_thing(frames[i], "invoice line"))
            add_goods(&sampling, frames[i]);
        else if (inside && same_thing(frames[i], "cost"))
            add_cost(&sampling, frames[i]);
    }
    add_notes(&sampling);
    put_totals(&sampling);
    return sampling.invoice;
}

/* casework/invoice_case.c - a case from an invoice: what it tells, and nothing else. See invoice_sample.h.
 *
 * A line for the carrier and one for the software are one thing of a case, priced apart; a line for both is one, priced as one. Content,
 * medium and form of delivery are told only where the invoice names them in a field of its own: a word in a name is a hint, no fact.
 */
#include "casework/invoice_sample.h"
#include "value/json.h"

typedef struct Casing {
    Task *task;
    const Invoice *invoice;
    const InvoiceWords *words;
    JsonWriter json;
    const unsigned *signs;
    bool *used;         /* per line: it is in the case */
    size_t next;        /* the line from which on software is still looked for */
} Casing;

static const InvoiceValue *value_of(const InvoiceRecord *line, LineField field)
{
    return &line->at[field];
}

static Text money(const Casing *casing, const InvoiceValue *amount)
{
    Text currency = amount->currency.length ? amount->currency : invoice_head(casing->invoice, HEAD_currency)->text;
    return text_format(casing->task->region, TEXT_FMT " " TEXT_FMT, TEXT_ARG(amount->text), TEXT_ARG(currency));
}

static void put_money(Casing *casing, const char *key, const InvoiceValue *amount)
{
    bool currency = amount->currency.length || invoice_head(casing->invoice, HEAD_currency)->told;
    if (amount->told && currency && !amount->number.negative)
        json_pair(&casing->json, key, money(casing, amount));
}

/* What either line of a pair tells of the goods. */
static void put_either(Casing *casing, const char *key, LineField field, const InvoiceRecord *one, const InvoiceRecord *other)
{
    const InvoiceValue *value = value_of(one, field)->told || !other ? value_of(one, field) : value_of(other, field);
    json_pair_if(&casing->json, key, value->text);
}

static void put_serials(Casing *casing, const InvoiceRecord *line)
{
    Text list = value_of(line, LINE_serial_numbers)->text;
    if (!list.length)
        return;
    json_key(&casing->json, TEXT("serial_numbers"));
    json_open(&casing->json, '[');
    while (list.length) {
        Text item = text_trim(text_cut(list, ';', &list));
        if (item.length)
            json_text(&casing->json, item);
    }
    json_close(&casing->json, ']');
}

static void put_common(Casing *casing, const InvoiceRecord *goods, const InvoiceRecord *software)
{
    const InvoiceValue *quantity = value_of(goods, LINE_quantity);
    const InvoiceRecord *named = software ? software : goods;
    json_pair_if(&casing->json, "name", value_of(named, LINE_name)->text);
    put_either(casing, "delivery_form", LINE_delivery_form, goods, software);
    put_either(casing, "medium", LINE_medium, goods, software);
    put_either(casing, "content", LINE_content, goods, software);
    put_either(casing, "licence_agreement", LINE_licence, goods, software);
    put_either(casing, "number_of_the_first_entry", LINE_earlier_entry, goods, software);
    json_pair_if(&casing->json, "origin", value_of(goods, LINE_origin)->text);
    if (quantity->told && !quantity->number.negative && quantity->number.coefficient)
        json_pair(&casing->json, "quantity", quantity->text);
    put_serials(casing, goods);
}

/* The lines that the thing is made of, by their numbers: "3", "3+4". */
static Text id_of(const Casing *casing, size_t line, const InvoiceRecord *software)
{
    size_t other = software ? (size_t)(software - invoice_lines(casing->invoice)->at) : 0;
    return software ? text_format(casing->task->region, "%zu+%zu", line + 1, other + 1) : text_format(casing->task->region, "%zu", line + 1);
}

static void put_goods(Casing *casing, size_t line, const InvoiceRecord *software)
{
    const InvoiceRecord *goods = &invoice_lines(casing->invoice)->at[line];
    unsigned signs = casing->signs[line];
    bool carrier = signs & LINE_IS_CARRIER, both = carrier && (signs & LINE_IS_SOFTWARE);
    json_open(&casing->json, '{');
    json_pair(&casing->json, "id", id_of(casing, line, software));
    put_common(casing, goods, software);
    if (carrier && !value_of(goods, LINE_delivery_form)->told && !(software && value_of(software, LINE_delivery_form)->told))
        json_pair(&casing->json, "delivery_form", TEXT("carrier"));
    if (software || both) {
        json_key(&casing->json, TEXT("priced_apart"));
        json_boolean(&casing->json, software != NULL);
    }
    if (signs & LINE_IS_MACHINE)
        put_money(casing, "hardware_price", value_of(goods, LINE_amount));
    else if (carrier && !both)
        put_money(casing, "carrier_price", value_of(goods, LINE_amount));
    else if (signs & (LINE_IS_SOFTWARE | LINE_IS_LICENCE))
        put_money(casing, "software_price", value_of(goods, LINE_amount));
    if (software)
        put_money(casing, "software_price", value_of(software, LINE_amount));
    json_close(&casing->json, '}');
}

static bool is_software(unsigned signs)
{
    return (signs & (LINE_IS_SOFTWARE | LINE_IS_LICENCE)) && !(signs & (LINE_IS_CARRIER | LINE_IS_SERVICE | LINE_IS_MACHINE));
}

/* The next line of software that belongs to no carrier yet. */
static const InvoiceRecord *take_software(Casing *casing)
{
    const InvoiceRecords *lines = invoice_lines(casing->invoice);
    for (; casing->next < lines->count; casing->next++)
        if (!casing->used[casing->next] && is_software(casing->signs[casing->next])) {
            casing->used[casing->next] = true;
            return &lines->at[casing->next++];
        }
    return NULL;
}

static void put_lines(Casing *casing)
{
    const InvoiceRecords *lines = invoice_lines(casing->invoice);
    for (size_t i = 0; i < lines->count; i++) {
        unsigned signs = casing->signs[i];
        if (!(signs & LINE_IS_CARRIER) || (signs & LINE_IS_SERVICE))
            continue;
        casing->used[i] = true;
        put_goods(casing, i, signs & LINE_IS_SOFTWARE ? NULL : take_software(casing));
    }
    for (size_t i = 0; i < lines->count; i++)
        if (!casing->used[i] && !(casing->signs[i] & (LINE_IS_SERVICE | LINE_IS_ROYALTY | LINE_IS_FREIGHT)))
            put_goods(casing, i, NULL);
}

static void put_shipment(Casing *casing)
{
    static const struct {
        const char *key;
        HeadField field;
    } heads[] = {
        { "commercial_invoice_number", HEAD_number }, { "commercial_invoice_day", HEAD_day }, { "seller_on_the_invoice", HEAD_seller_name },
        { "buyer_on_the_invoice", HEAD_buyer_name }, { "terms_of_delivery", HEAD_delivery_terms }, { "terms_of_payment", HEAD_payment_terms },
    };
    json_open(&casing->json, '{');
    json_pair(&casing->json, "id", TEXT("s1"));
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        json_pair_if(&casing->json, heads[i].key, invoice_head(casing->invoice, heads[i].field)->text);
    json_key(&casing->json, TEXT("invoice_lines"));
    json_open(&casing->json, '[');
    put_lines(casing);
    json_close(&casing->json, ']');
    json_close(&casing->json, '}');
}

Text invoice_case(Task *task, const Invoice *invoice, const InvoiceWords *words, Text jurisdiction, Text movement)
{
    Builder out = builder_on(task->region);
    size_t count = invoice_lines(invoice)->count;
    unsigned *signs = REGION_ARRAY(task->region, unsigned, count + 1);
    for (size_t i = 0; i < count; i++)
        signs[i] = invoice_line_signs(task, words, &invoice_lines(invoice)->at[i]);
    Casing casing = { task, invoice, words, json_writer(&out, false), signs, REGION_ARRAY(task->region, bool, count + 1), 0 };
    json_open(&casing.json, '{');
    json_pair_if(&casing.json, "jurisdiction", jurisdiction);
    json_pair_if(&casing.json, "movement", movement);
    json_key(&casing.json, TEXT("shipments"));
    json_open(&casing.json, '[');
    put_shipment(&casing);
    json_close(&casing.json, ']');
    json_close(&casing.json, '}');
    return builder_text(&out);
}

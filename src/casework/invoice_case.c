/* casework/invoice_case.c - a case from an invoice: what it tells, and nothing else. See invoice_sample.h and intake.h.
 *
 * A line for the carrier and one for the software are one thing of a case, priced apart; a line for both is one, priced as one. Content,
 * medium and form of delivery are told only where the invoice names them in a field of its own: a word in a name is a hint, no fact. What the
 * case has no fact for is told as left.
 */
#include "casework/intake.h"
#include "casework/invoice_sample.h"
#include "value/canonical.h"

typedef struct Goods { /* one thing of the case */
    size_t line;
    const InvoiceRecord *software; /* the line of its software; NULL: it has none apart */
} Goods;

typedef struct Casing {
    Intake *intake;
    const IntakeFile *file;
    const Invoice *invoice;
    const unsigned *signs;  /* per line: what it is */
    const size_t *software; /* per line: see LineKinds */
    bool *taken;            /* per line: it is in the case */
    size_t next;            /* the line from which on software is still looked for */
    LIST_OF(Goods) goods;
    bool used_head[HEAD_FIELDS];
    bool *used;             /* per line and field */
    IntakeThing *shipment;
    size_t before;          /* lines that the shipment had before */
    bool earlier;           /* they are an earlier case's */
    bool good;
} Casing;

static const InvoiceValue *value_of(const InvoiceRecord *line, LineField field)
{
    return &line->at[field];
}

static size_t number_of(const Casing *casing, const InvoiceRecord *line)
{
    return (size_t)(line - invoice_lines(casing->invoice)->at);
}

static IntakePlace place_of(const Casing *casing, const InvoiceValue *value)
{
    return intake_place(casing->file, value->element, value->span);
}

/* ---- telling ---- */

static void tell(Casing *casing, IntakeThing *thing, const char *key, const InvoiceValue *value, Text text, IntakeHow how)
{
    IntakePlace place = place_of(casing, value);
    casing->good &= intake_tell_text(casing->intake, thing, text_of(key), text, &place, how);
}

/* A field of a line; it is used then. */
static const InvoiceValue *use(Casing *casing, const InvoiceRecord *line, LineField field)
{
    casing->used[number_of(casing, line) * LINE_FIELDS + field] = true;
    return value_of(line, field);
}

static void tell_field(Casing *casing, IntakeThing *thing, const char *key, const InvoiceRecord *line, LineField field, IntakeHow how)
{
    if (value_of(line, field)->told)
        tell(casing, thing, key, use(casing, line, field), value_of(line, field)->text, how);
}

/* An amount with its currency; one that is negative, or whose currency nobody tells, is left. */
static bool money_text(const Casing *casing, const InvoiceValue *amount, Text *text)
{
    Text currency = amount->currency.length ? amount->currency : invoice_head(casing->invoice, HEAD_currency)->text;
    *text = text_format(casing->intake->task->region, TEXT_FMT " " TEXT_FMT, TEXT_ARG(amount->text), TEXT_ARG(currency));
    return amount->told && currency.length && !amount->number.negative;
}

static void tell_money(Casing *casing, IntakeThing *thing, const char *key, const InvoiceRecord *line)
{
    Text text;
    if (money_text(casing, value_of(line, LINE_amount), &text))
        tell(casing, thing, key, use(casing, line, LINE_amount), text, INTAKE_READ);
}

/* What either line of a pair tells of the goods. */
static void tell_either(Casing *casing, IntakeThing *thing, const char *key, LineField field, const InvoiceRecord *one, const InvoiceRecord *other)
{
    tell_field(casing, thing, key, value_of(one, field)->told || !other ? one : other, field, INTAKE_READ);
}

static void tell_serials(Casing *casing, IntakeThing *thing, const InvoiceRecord *line)
{
    Text list = value_of(line, LINE_serial_numbers)->text;
    Builder out = builder_on(casing->intake->task->region);
    while (list.length) {
        Text item = text_trim(text_cut(list, ';', &list));
        if (!item.length)
            continue;
        build_byte(&out, out.length ? ',' : '[');
        canonical_string(&out, item);
    }
    if (!out.length)
        return;
    build_byte(&out, ']');
    IntakePlace place = place_of(casing, use(casing, line, LINE_serial_numbers));
    casing->good &= intake_tell(casing->intake, thing, TEXT("serial_numbers"), builder_text(&out), &place, INTAKE_READ);
}

/* ---- one thing of the goods ---- */

/* The case may call it otherwise: a name is how it is called, no figure. */
static void tell_name(Casing *casing, IntakeThing *thing, const InvoiceRecord *line)
{
    const IntakeFact *called = intake_fact(thing, TEXT("name"));
    const InvoiceValue *name = value_of(line, LINE_name);
    IntakePlace place = place_of(casing, name);
    if (!called || !name->told) {
        tell_field(casing, thing, "name", line, LINE_name, INTAKE_READ);
        return;
    }
    use(casing, line, LINE_name);
    intake_leave(casing->intake, TEXT("name"), name->text, &place, INTAKE_OTHER_NAME);
}

/* The code is the seller's; one of another list than the Harmonized System is none. */
static void tell_code(Casing *casing, IntakeThing *thing, const InvoiceRecord *line)
{
    const InvoiceValue *list = value_of(line, LINE_code_list), *code = value_of(line, LINE_code);
    if (!code->told)
        return;
    use(casing, line, LINE_code_list);
    if (!list->told || text_is(list->text, "HS"))
        tell_field(casing, thing, "told_code", line, LINE_code, INTAKE_SELLER);
    else {
        IntakePlace place = place_of(casing, use(casing, line, LINE_code));
        intake_leave(casing->intake, TEXT("code"), code->text, &place, INTAKE_OTHER_CODE);
    }
}

static void tell_common(Casing *casing, IntakeThing *thing, const InvoiceRecord *goods, const InvoiceRecord *software)
{
    const InvoiceValue *quantity = value_of(goods, LINE_quantity);
    tell_name(casing, thing, software ? software : goods);
    tell_either(casing, thing, "delivery_form", LINE_delivery_form, goods, software);
    tell_either(casing, thing, "medium", LINE_medium, goods, software);
    tell_either(casing, thing, "content", LINE_content, goods, software);
    tell_either(casing, thing, "licence_agreement", LINE_licence, goods, software);
    tell_either(casing, thing, "number_of_the_first_entry", LINE_earlier_entry, goods, software);
    tell_field(casing, thing, "origin", goods, LINE_origin, INTAKE_READ);
    if (quantity->told && !quantity->number.negative && quantity->number.coefficient)
        tell_field(casing, thing, "quantity", goods, LINE_quantity, INTAKE_READ);
    if (software && value_of(software, LINE_quantity)->told && quantity->told && decimal_compare(&quantity->number, &value_of(software, LINE_quantity)->number) == 0)
        use(casing, software, LINE_quantity);
    tell_serials(casing, thing, goods);
    tell_code(casing, thing, goods);
}

/* Do carrier and software stand on lines of their own? */
static void tell_apart(Casing *casing, IntakeThing *thing, const InvoiceRecord *goods, const InvoiceRecord *software)
{
    Region *region = casing->intake->task->region;
    const InvoiceRecord *last = software ? software : goods;
    Text element = software ? text_format(region, TEXT_FMT ", " TEXT_FMT, TEXT_ARG(goods->element), TEXT_ARG(software->element)) : last->element;
    IntakePlace place = intake_place(casing->file, element, last->span);
    casing->good &= intake_tell(casing->intake, thing, TEXT("priced_apart"), software ? TEXT("true") : TEXT("false"), &place, INTAKE_LINES);
}

static void tell_prices(Casing *casing, IntakeThing *thing, const InvoiceRecord *goods, const InvoiceRecord *software, unsigned signs)
{
    bool carrier = signs & LINE_IS_CARRIER, both = carrier && (signs & LINE_IS_SOFTWARE);
    if (signs & LINE_IN_DOUBT)
        return;
    if (signs & LINE_IS_MACHINE)
        tell_money(casing, thing, "hardware_price", goods);
    else if (carrier && !both)
        tell_money(casing, thing, "carrier_price", goods);
    else if (signs & (LINE_IS_SOFTWARE | LINE_IS_LICENCE))
        tell_money(casing, thing, "software_price", goods);
    if (software)
        tell_money(casing, thing, "software_price", software);
}

static void tell_goods(Casing *casing, IntakeThing *thing, const Goods *told)
{
    const InvoiceRecord *goods = &invoice_lines(casing->invoice)->at[told->line];
    unsigned signs = casing->signs[told->line];
    bool carrier = signs & LINE_IS_CARRIER, both = carrier && (signs & LINE_IS_SOFTWARE);
    tell_common(casing, thing, goods, told->software);
    if (carrier && !intake_fact(thing, TEXT("delivery_form")))
        tell(casing, thing, "delivery_form", value_of(goods, LINE_name), TEXT("carrier"), INTAKE_WORDS);
    if (told->software || (both && !(signs & LINE_IN_DOUBT)))
        tell_apart(casing, thing, goods, told->software);
    tell_prices(casing, thing, goods, told->software, signs);
}

/* ---- which of the case's lines it is ---- */

/* The lines that the thing is made of, by their numbers: "3", "3+4". */
static Text id_of(const Casing *casing, const Goods *goods)
{
    Region *region = casing->intake->task->region;
    return goods->software ? text_format(region, "%zu+%zu", goods->line + 1, number_of(casing, goods->software) + 1) : text_format(region, "%zu", goods->line + 1);
}

static bool is_called(const IntakeThing *thing, Text name)
{
    const IntakeFact *called = text_is(thing->list, "invoice_lines") ? intake_fact(thing, TEXT("name")) : NULL;
    return called && text_equal(called->value, name);
}

/* The line of the case that is called as the goods are, by its id or by its name. */
static IntakeThing *line_called(Casing *casing, const InvoiceRecord *line)
{
    Intake *intake = casing->intake;
    IntakeThing *found = intake_find(intake, casing->shipment, TEXT("invoice_lines"), value_of(line, LINE_id)->text);
    Builder name = builder_on(intake->task->region);
    canonical_string(&name, value_of(line, LINE_name)->text);
    for (size_t i = 0; !found && value_of(line, LINE_name)->told && i < casing->shipment->things.count; i++)
        if (is_called(casing->shipment->things.at[i], builder_text(&name)))
            found = casing->shipment->things.at[i];
    return found;
}

/* Where the case has lines already, each of the goods must be one of them: a line put beside it would be goods that nobody sent. */
static IntakeThing *line_of(Casing *casing, const Goods *goods)
{
    Intake *intake = casing->intake;
    const InvoiceRecord *line = &invoice_lines(casing->invoice)->at[goods->line];
    if (!casing->before)
        return intake_thing(intake, casing->shipment, TEXT("invoice_lines"), id_of(casing, goods), INTAKE_READ, casing->file);
    IntakeThing *found = line_called(casing, line);
    if (!found && goods->software)
        found = line_called(casing, goods->software);
    if (!found && casing->before == 1 && casing->goods.count == 1)
        found = intake_at(casing->shipment, TEXT("invoice_lines"), 0);
    if (!found && casing->earlier)
        found = intake_thing(intake, casing->shipment, TEXT("invoice_lines"), intake_free_id(intake, casing->shipment, TEXT("invoice_lines"), ""), INTAKE_READ, casing->file);
    if (found && found->how == INTAKE_EARLIER)
        found->how = INTAKE_READ;
    if (found)
        return found;
    Problem *problem = report_error(intake->task->report, "intake-line", line->span, "\"" TEXT_FMT "\" is none of the lines that " TEXT_FMT " has in the case", TEXT_ARG(value_of(line, LINE_name)->text),
                                    TEXT_ARG(casing->shipment->path));
    problem_where(intake->task->report, problem, TEXT_FMT, TEXT_ARG(line->element));
    problem_hint(intake->task->report, problem, "Give the line of the case the name or the number of the invoice's line, or leave out the lines of the case.");
    casing->good = false;
    return NULL;
}

/* ---- lines that belong together ---- */

/* The next line of software that belongs to no carrier yet. */
static const InvoiceRecord *take_software(Casing *casing)
{
    const InvoiceRecords *lines = invoice_lines(casing->invoice);
    for (; casing->next < lines->count; casing->next++)
        if (!casing->taken[casing->next] && invoice_is_software(casing->signs[casing->next])) {
            casing->taken[casing->next] = true;
            return &lines->at[casing->next++];
        }
    return NULL;
}

/* That of its product, which is kept for it. A line for both has none apart, one in doubt none that is known. */
static const InvoiceRecord *software_of(Casing *casing, size_t line)
{
    unsigned signs = casing->signs[line];
    if (signs & LINE_OF_PRODUCT)
        return casing->software[line] ? &invoice_lines(casing->invoice)->at[casing->software[line] - 1] : NULL;
    return signs & (LINE_IS_SOFTWARE | LINE_IN_DOUBT) ? NULL : take_software(casing);
}

static void gather_goods(Casing *casing)
{
    const InvoiceRecords *lines = invoice_lines(casing->invoice);
    Region *region = casing->intake->task->region;
    for (size_t i = 0; i < lines->count; i++)
        if (casing->software[i])
            casing->taken[casing->software[i] - 1] = true;
    for (size_t i = 0; i < lines->count; i++) {
        unsigned signs = casing->signs[i];
        if (!(signs & LINE_IS_CARRIER) || (signs & LINE_IS_SERVICE))
            continue;
        casing->taken[i] = true;
        *LIST_ADD(region, casing->goods) = (Goods){ i, software_of(casing, i) };
    }
    for (size_t i = 0; i < lines->count; i++)
        if (!casing->taken[i] && !(casing->signs[i] & (LINE_IS_SERVICE | LINE_IS_ROYALTY | LINE_IS_FREIGHT))) {
            casing->taken[i] = true;
            *LIST_ADD(region, casing->goods) = (Goods){ i, NULL };
        }
}

/* ---- the shipment ---- */

/* The one that bears the invoice's number; else one that bears none and is not another invoice's; else a new one. The only one of a base case is it in any case. */
static IntakeThing *shipment_of(Casing *casing)
{
    Intake *intake = casing->intake;
    Text list = TEXT("shipments"), number = invoice_head(casing->invoice, HEAD_number)->text;
    IntakeThing *free = NULL, *only = intake_count(intake->root, list) == 1 ? intake_at(intake->root, list, 0) : NULL;
    for (size_t i = 0; i < intake->root->things.count; i++) {
        IntakeThing *thing = intake->root->things.at[i];
        const IntakeFact *told = text_equal(thing->list, list) ? intake_fact(thing, TEXT("commercial_invoice_number")) : NULL;
        Builder out = builder_on(intake->task->region);
        canonical_string(&out, number);
        if (told && text_equal(told->value, builder_text(&out)))
            return thing;
        bool others = thing->how == INTAKE_READ && intake_count(thing, TEXT("invoice_lines"));
        if (text_equal(thing->list, list) && !told && !others && !free)
            free = thing;
    }
    if (free || (only && only->how == INTAKE_BASE))
        return free ? free : only;
    return intake_thing(intake, intake->root, list, intake_free_id(intake, intake->root, list, "s"), INTAKE_READ, casing->file);
}

static void tell_head(Casing *casing, const char *key, HeadField field)
{
    const InvoiceValue *value = invoice_head(casing->invoice, field);
    if (value->told)
        tell(casing, casing->shipment, key, value, value->text, INTAKE_READ);
    casing->used_head[field] = true;
}

static void tell_heads(Casing *casing)
{
    static const struct {
        const char *key;
        HeadField field;
    } heads[] = {
        { "commercial_invoice_number", HEAD_number }, { "commercial_invoice_day", HEAD_day }, { "seller_on_the_invoice", HEAD_seller_name },
        { "seller_country_on_the_invoice", HEAD_seller_country }, { "buyer_on_the_invoice", HEAD_buyer_name }, { "buyer_country_on_the_invoice", HEAD_buyer_country },
        { "terms_of_delivery", HEAD_delivery_terms }, { "terms_of_payment", HEAD_payment_terms }, { "contract_number", HEAD_contract },
    };
    Text total;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        tell_head(casing, heads[i].key, heads[i].field);
    const InvoiceValue *payable = invoice_head(casing->invoice, HEAD_total_payable);
    if (money_text(casing, payable, &total) && payable->number.coefficient) {
        tell(casing, casing->shipment, "invoice_total", payable, total, INTAKE_READ);
        casing->used_head[HEAD_total_payable] = true;
    }
    casing->used_head[HEAD_currency] = true;
}

/* Is the word one that the fact of a shipment may have? */
static bool may_have(const Rulebooks *books, const char *fact, Text word, Region *region)
{
    Text quoted = text_format(region, "\"" TEXT_FMT "\"", TEXT_ARG(word));
    for (uint32_t i = 0; books && i < books->fact_count; i++)
        if (text_is(books->facts[i].of, "shipment") && text_equal(books->facts[i].name, text_of(fact)))
            return text_find(span_text(books->facts[i].values), quoted, 0) != SIZE_MAX;
    return false;
}

/* The tax category that all goods bear is that of the sale. */
static void tell_category(Casing *casing)
{
    const InvoiceRecords *lines = invoice_lines(casing->invoice);
    const InvoiceValue *first = casing->goods.count ? value_of(&lines->at[casing->goods.at[0].line], LINE_tax_category) : NULL;
    for (size_t i = 0; first && i < lines->count; i++)
        if (casing->taken[i] && !text_equal(value_of(&lines->at[i], LINE_tax_category)->text, first->text))
            return;
    if (!first || !first->told || !may_have(casing->intake->books, "seller tax category", first->text, casing->intake->task->region))
        return;
    tell(casing, casing->shipment, "seller_tax_category", first, first->text, INTAKE_READ);
    for (size_t i = 0; i < lines->count; i++)
        if (casing->taken[i])
            use(casing, &lines->at[i], LINE_tax_category);
}

/* ---- what is left ---- */

static void leave(Casing *casing, InvoiceGroup group, uint32_t field, const InvoiceValue *value, IntakeWhy why)
{
    IntakePlace place = place_of(casing, value);
    if (value->told)
        intake_leave(casing->intake, text_of(invoice_fields(group).at[field].key), value->text, &place, why);
}

static IntakeWhy why_left(const Casing *casing, size_t line, uint32_t field)
{
    const InvoiceValue *value = &invoice_lines(casing->invoice)->at[line].at[field];
    if (!casing->taken[line])
        return INTAKE_NO_GOODS;
    bool currency = value->currency.length || invoice_head(casing->invoice, HEAD_currency)->told;
    if (field == LINE_name)
        return INTAKE_OTHER_NAME;
    if (field == LINE_amount && (casing->signs[line] & LINE_IN_DOUBT))
        return INTAKE_IN_DOUBT;
    return field == LINE_amount && !currency ? INTAKE_NO_CURRENCY : INTAKE_NO_FACT;
}

static void leave_rest(Casing *casing)
{
    const Invoice *invoice = casing->invoice;
    for (uint32_t i = 0; i < HEAD_FIELDS; i++)
        if (!casing->used_head[i])
            leave(casing, GROUP_HEAD, i, &invoice->head.at[i], INTAKE_NO_FACT);
    for (size_t line = 0; line < invoice_lines(invoice)->count; line++)
        for (uint32_t i = 0; i < LINE_FIELDS; i++)
            if (i != LINE_id && i != LINE_kind && !casing->used[line * LINE_FIELDS + i])
                leave(casing, GROUP_LINE, i, &invoice_lines(invoice)->at[line].at[i], why_left(casing, line, i));
    for (int group = GROUP_CHARGE; group < INVOICE_GROUPS; group++)
        for (size_t record = 0; record < invoice->of[group].count; record++)
            for (uint32_t i = 0; i < invoice_fields(group).count; i++)
                leave(casing, group, i, &invoice->of[group].at[record].at[i], INTAKE_NO_FACT);
}

/* ---- the whole ---- */

bool intake_invoice(Intake *intake, const IntakeFile *file, const Invoice *invoice, const InvoiceWords *words)
{
    Region *region = intake->task->region;
    size_t count = invoice_lines(invoice)->count;
    LineKinds kinds = invoice_line_kinds(intake->task, words, invoice);
    Casing casing = { .intake = intake, .file = file, .invoice = invoice, .signs = kinds.signs, .software = kinds.software, .good = true };
    casing.taken = REGION_ARRAY(region, bool, count + 1);
    casing.used = REGION_ARRAY(region, bool, (count + 1) * LINE_FIELDS);
    casing.shipment = shipment_of(&casing);
    intake->shipment = casing.shipment;
    casing.before = intake_count(casing.shipment, TEXT("invoice_lines"));
    casing.earlier = casing.before && intake_at(casing.shipment, TEXT("invoice_lines"), 0)->how == INTAKE_EARLIER;
    tell_heads(&casing);
    gather_goods(&casing);
    for (size_t i = 0; i < casing.goods.count; i++) {
        IntakeThing *thing = line_of(&casing, &casing.goods.at[i]);
        if (thing)
            tell_goods(&casing, thing, &casing.goods.at[i]);
    }
    tell_category(&casing);
    intake_drop_earlier(intake, casing.shipment, TEXT("invoice_lines"));
    leave_rest(&casing);
    return casing.good;
}

Text invoice_case(Task *task, const Invoice *invoice, const InvoiceWords *words, Text jurisdiction, Text movement)
{
    Intake *intake = intake_new(task, TEXT_NONE);
    const IntakePlace nowhere = { 0 };
    if (jurisdiction.length)
        intake_tell_text(intake, intake->root, TEXT("jurisdiction"), jurisdiction, &nowhere, INTAKE_TOLD);
    if (movement.length)
        intake_tell_text(intake, intake->root, TEXT("movement"), movement, &nowhere, INTAKE_TOLD);
    intake_invoice(intake, NULL, invoice, words);
    return intake_json(intake);
}

/* papers/invoice_paper.c - see invoice_paper.h. */
#include "papers/invoice_paper.h"

#include "determination/answer.h"
#include "papers/articles.h"
#include "papers/figures.h"
#include "papers/paper_words.h"

typedef struct Making {
    Region *region;
    const InvoiceDemands *demands; /* NULL: none */
    Paper *paper;
} Making;

/* ---- words ---- */

static Text demand_words(const Making *making, const InvoiceDemand *demand)
{
    return name_in_part(demand->answer->program, TEXT("demand"), TEXT("demand"), demand->demand, making->paper->language);
}

/* What the trade asks everywhere, and no voice of a country. */
static bool is_habit(const InvoiceDemand *demand)
{
    return demand->advice && !demand->voice.length;
}

/* "law", "trade", or the id of a voice. */
static PaperCell asked_by(const Making *making, const InvoiceDemand *demand)
{
    if (demand->voice.length)
        return cell_plain(demand->voice);
    return word_cell(making->paper, "INV_BY_", demand->advice ? TEXT("trade") : TEXT("law"));
}

/* ---- money ---- */

/* "+631,200.00": with its sign; not known where it is open. */
static PaperCell change_cell(const Making *making, Value change)
{
    if (!value_is_number(change))
        return cell_toned(TEXT_NONE, paper_word(making->paper, WORD_NOT_KNOWN), TONE_DOUBT);
    Decimal number = decimal_of_value(change);
    Builder plain = builder_on(making->region), words = builder_on(making->region);
    decimal_print(&plain, &number);
    if (!number.negative && number.coefficient)
        build_byte(&words, '+');
    build_number(&words, &number, making->paper->language);
    return cell_toned(builder_text(&plain), builder_text(&words), number.coefficient && !number.negative ? TONE_BAD : TONE_PLAIN);
}

static bool is_cost(Value change)
{
    if (!value_is_number(change))
        return false;
    Decimal number = decimal_of_value(change);
    return number.coefficient && !number.negative;
}

/* What is most of the two: what is due, or what may be due under other readings. */
static Value worst(const InvoiceCost *cost)
{
    if (is_cost(cost->charges) || !value_is_number(cost->most))
        return cost->charges;
    return cost->most;
}

static Text money_words(const Making *making, Value change, Text currency)
{
    return text_format(making->region, TEXT_FMT " " TEXT_FMT, TEXT_ARG(change_cell(making, change).words), TEXT_ARG(currency));
}

/* "+631,200 VND"; "up to +42,080,000 VND" where only another reading asks for it. */
static Text cost_words(const Making *making, const InvoiceCost *cost)
{
    Text words = money_words(making, worst(cost), cost->currency);
    bool surely = is_cost(cost->charges) || !is_cost(cost->most);
    return surely ? words : paper_form(making->paper, WORD_INV_UP_TO, &words, 1);
}

static PaperCell cost_cell(const Making *making, const InvoiceCost *cost)
{
    if (!cost->reckoned)
        return cell_plain(TEXT_NONE);
    PaperCell cell = change_cell(making, worst(cost));
    if (cell.plain.length)
        cell.words = cost_words(making, cost);
    return cell;
}

static void put_money(Making *making, const InvoiceDemands *demands)
{
    PaperPart *part = paper_part(making->paper, "money", paper_word(making->paper, WORD_INV_MONEY));
    part->lead = paper_word(making->paper, WORD_INV_MONEY_LEAD);
    ADD_COLUMNS(part, COLUMN("demand", WORD_INV_DEMAND, PAPER_WORD), COLUMN("of", WORD_COLUMN_OF, PAPER_CODE), COLUMN("told_as", WORD_INV_FACT, PAPER_TEXT),
                COLUMN("charges", WORD_INV_CHARGES, PAPER_AMOUNT), COLUMN("at_most", WORD_INV_MOST, PAPER_AMOUNT),
                COLUMN("customs_value", WORD_INV_VALUE, PAPER_AMOUNT), COLUMN("currency", WORD_COLUMN_CURRENCY, PAPER_CODE));
    for (size_t i = 0; i < demands->at.count; i++) {
        const InvoiceDemand *demand = &demands->at.at[i];
        if (!demand->cost.reckoned)
            continue;
        PaperRow *row = paper_row(part);
        paper_cell(part, row, "demand", cell_words(demand->demand, demand_words(making, demand)));
        paper_cell(part, row, "of", cell_plain(demand->entry->of));
        paper_cell(part, row, "told_as", phrase_cell(making->paper, demand->cost.left_out));
        paper_cell(part, row, "charges", change_cell(making, demand->cost.charges));
        paper_cell(part, row, "at_most", change_cell(making, demand->cost.most));
        paper_cell(part, row, "customs_value", change_cell(making, demand->cost.value));
        paper_cell(part, row, "currency", cell_plain(demand->cost.currency));
    }
}

/* ---- what it must show ---- */

static Text says_words(const Making *making, const InvoiceDemand *demand)
{
    Text says = paper_phrase(making->paper, demand->says);
    if (!demand->wording.length)
        return says;
    Text wording = paper_phrase(making->paper, demand->wording);
    return text_format(making->region, TEXT_FMT ": \"" TEXT_FMT "\"", TEXT_ARG(says), TEXT_ARG(wording));
}

static Text without_words(const Making *making, const InvoiceDemand *demand)
{
    if (!demand->without.length)
        return TEXT_NONE;
    Text without = paper_phrase(making->paper, demand->without);
    return paper_form(making->paper, WORD_INV_WITHOUT, &without, 1);
}

static void put_demand(Making *making, PaperPart *part, const InvoiceDemand *demand)
{
    PaperRow *row = paper_row(part);
    paper_cell(part, row, "demand", cell_toned(demand->demand, demand_words(making, demand), demand->advice ? TONE_PLAIN : TONE_STRONG));
    paper_cell(part, row, "asked_by", asked_by(making, demand));
    paper_cell(part, row, "place", phrase_cell(making->paper, demand->place));
    paper_cell(part, row, "says", cell_words(demand->says, says_words(making, demand)));
    paper_cell(part, row, "costs", cost_cell(making, &demand->cost));
    paper_cell(part, row, "article", article_cell(making->paper, demand->entry));
    row->below = without_words(making, demand);
}

static void put_demands(Making *making)
{
    PaperPart *part = paper_part(making->paper, "demands", paper_word(making->paper, WORD_INV_DEMANDS));
    part->main = true;
    ADD_COLUMNS(part, COLUMN("demand", WORD_INV_DEMAND, PAPER_WORD), COLUMN("asked_by", WORD_INV_ASKED_BY, PAPER_WORD), COLUMN("place", WORD_INV_PLACE, PAPER_WORD),
                COLUMN("says", WORD_INV_SAYS, PAPER_TEXT), COLUMN("costs", WORD_INV_COST, PAPER_AMOUNT), COLUMN("article", WORD_COLUMN_ARTICLE, PAPER_CODE));
    for (size_t i = 0; i < making->demands->at.count; i++)
        if (!is_habit(&making->demands->at.at[i]))
            put_demand(making, part, &making->demands->at.at[i]);
}

/* Many, and asked everywhere: in short. */
static void put_habits(Making *making)
{
    PaperPart *part = paper_part(making->paper, "habits", paper_word(making->paper, WORD_INV_HABITS));
    part->lead = paper_word(making->paper, WORD_INV_HABITS_LEAD);
    ADD_COLUMNS(part, COLUMN("demand", WORD_INV_DEMAND, PAPER_WORD), COLUMN("place", WORD_INV_PLACE, PAPER_WORD), COLUMN("without", WORD_INV_LEFT_OUT, PAPER_TEXT),
                COLUMN("article", WORD_COLUMN_ARTICLE, PAPER_CODE));
    for (size_t i = 0; i < making->demands->at.count; i++) {
        const InvoiceDemand *demand = &making->demands->at.at[i];
        if (!is_habit(demand))
            continue;
        PaperRow *row = paper_row(part);
        paper_cell(part, row, "demand", cell_words(demand->demand, demand_words(making, demand)));
        paper_cell(part, row, "place", phrase_cell(making->paper, demand->place));
        paper_cell(part, row, "without", phrase_cell(making->paper, demand->without));
        paper_cell(part, row, "article", cell_toned(entry_rows(making->region, demand->entry), TEXT_NONE, TONE_FAINT));
    }
}

static void put_verdict(Making *making)
{
    uint32_t law = 0, advice = 0;
    const InvoiceCost *most = NULL;
    for (size_t i = 0; i < making->demands->at.count; i++) {
        const InvoiceDemand *demand = &making->demands->at.at[i];
        *(demand->advice ? &advice : &law) += 1;
        bool dearer = demand->cost.reckoned && is_cost(worst(&demand->cost)) && (!most || number_compare(worst(&demand->cost), worst(most)) > 0);
        most = dearer ? &demand->cost : most;
    }
    Text with[] = { text_format(making->region, "%u", law), text_format(making->region, "%u", advice), most ? cost_words(making, most) : TEXT_NONE };
    making->paper->verdict = cell_words(TEXT("demands"), paper_form(making->paper, most ? WORD_INV_VERDICT_COST : WORD_INV_VERDICT, with, 3));
}

/* ---- the sample ---- */

static bool is_asked(const InvoiceFindings *open, const char *key)
{
    for (size_t i = 0; i < open->at.count; i++)
        if (open->at.at[i].demand && text_equal(open->at.at[i].demand->looks_for, text_of(key)))
            return true;
    return false;
}

static PaperCell filled_cell(const Making *making, const InvoiceValue *value, bool asked)
{
    if (value->told)
        return cell_plain(value->text);
    return asked ? cell_toned(TEXT_NONE, paper_word(making->paper, WORD_INV_OPEN), TONE_DOUBT) : cell_plain(TEXT_NONE);
}

static void put_sample_head(Making *making, const Invoice *sample, const InvoiceFindings *open)
{
    static const struct {
        HeadField field;
        const char *key;
        Word title;
        PaperKind kind;
    } lines[] = {
        { HEAD_number, "number", WORD_INV_number, PAPER_CODE }, { HEAD_day, "day", WORD_INV_day, PAPER_DAY }, { HEAD_seller_name, "seller", WORD_INV_seller, PAPER_TEXT },
        { HEAD_buyer_name, "buyer", WORD_INV_buyer, PAPER_TEXT }, { HEAD_delivery_terms, "delivery_terms", WORD_INV_delivery, PAPER_TEXT },
        { HEAD_payment_terms, "payment_terms", WORD_INV_payment, PAPER_TEXT }, { HEAD_currency, "currency", WORD_COLUMN_CURRENCY, PAPER_CODE },
        { HEAD_total_payable, "payable", WORD_INV_payable, PAPER_AMOUNT },
    };
    PaperPart *part = paper_record(making->paper, "sample", paper_word(making->paper, WORD_INV_SAMPLE));
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        const InvoiceValue *value = invoice_head(sample, lines[i].field);
        bool asked = is_asked(open, invoice_fields(GROUP_HEAD).at[lines[i].field].key);
        paper_line(part, lines[i].key, paper_word(making->paper, lines[i].title), lines[i].kind, filled_cell(making, value, asked));
    }
}

static void put_sample_line(Making *making, PaperPart *part, const InvoiceRecord *line, const InvoiceFindings *open)
{
    static const struct {
        const char *key;
        LineField field;
    } cells[] = { { "line", LINE_id }, { "name", LINE_name }, { "quantity", LINE_quantity }, { "unit_price", LINE_unit_price }, { "price_quantity", LINE_price_quantity },
                  { "amount", LINE_amount }, { "origin", LINE_origin }, { "code", LINE_code }, { "serial_numbers", LINE_serial_numbers } };
    PaperRow *row = paper_row(part);
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        bool goods = text_is(line->at[LINE_kind].text, "carrier") || text_is(line->at[LINE_kind].text, "machine") || !line->at[LINE_kind].told;
        bool asked = is_asked(open, invoice_fields(GROUP_LINE).at[cells[i].field].key) && (goods || cells[i].field != LINE_origin);
        paper_cell(part, row, cells[i].key, filled_cell(making, &line->at[cells[i].field], asked));
    }
}

static void put_sample_lines(Making *making, const Invoice *sample, const InvoiceFindings *open)
{
    PaperPart *part = paper_part(making->paper, "lines", paper_word(making->paper, WORD_INV_LINES));
    ADD_COLUMNS(part, COLUMN("line", WORD_INV_LINE, PAPER_CODE), COLUMN("name", WORD_INV_NAME, PAPER_TEXT), COLUMN("quantity", WORD_INV_QUANTITY, PAPER_NUMBER),
                COLUMN("unit_price", WORD_INV_UNIT_PRICE, PAPER_NUMBER), COLUMN("price_quantity", WORD_INV_PER, PAPER_NUMBER),
                COLUMN("amount", WORD_INV_AMOUNT, PAPER_AMOUNT), COLUMN("origin", WORD_INV_ORIGIN, PAPER_CODE), COLUMN("code", WORD_INV_CODE, PAPER_CODE),
                COLUMN("serial_numbers", WORD_INV_SERIALS, PAPER_CODE));
    for (size_t i = 0; i < invoice_lines(sample)->count; i++)
        put_sample_line(making, part, &invoice_lines(sample)->at[i], open);
}

static void put_sample_notes(Making *making, const Invoice *sample)
{
    PaperPart *part = paper_part(making->paper, "sample_notes", paper_word(making->paper, WORD_INV_SAMPLE_NOTES));
    ADD_COLUMNS(part, COLUMN("note", WORD_INV_NOTE, PAPER_TEXT));
    for (size_t i = 0; i < sample->of[GROUP_NOTE].count; i++)
        paper_cell(part, paper_row(part), "note", cell_plain(sample->of[GROUP_NOTE].at[i].at[NOTE_text].text));
}

SampleWords sample_words(int language)
{
    return (SampleWords){ .carrier = word(WORD_SAMPLE_carrier, language), .software = word(WORD_SAMPLE_software, language), .together = word(WORD_SAMPLE_together, language),
                          .machine = word(WORD_SAMPLE_machine, language), .repair = word(WORD_SAMPLE_repair, language), .service = word(WORD_SAMPLE_service, language),
                          .royalty = word(WORD_SAMPLE_royalty, language), .updates = word(WORD_SAMPLE_updates, language), .earlier = word(WORD_SAMPLE_earlier, language),
                          .tax = word(WORD_SAMPLE_tax, language) };
}

Paper *invoice_paper(Region *region, const InvoiceDemands *demands, const Invoice *sample, const InvoiceFindings *open, const InvoicePaperOptions *options)
{
    Making making = { region, demands, paper_new(region, "invoice", word(WORD_INV_TITLE, options->language), options->language) };
    making.paper->about = options->about;
    making.paper->phrases = options->phrases;
    paper_rests_on(making.paper, demands->answer);
    put_verdict(&making);
    put_demands(&making);
    put_money(&making, demands);
    put_habits(&making);
    put_sample_head(&making, sample, open);
    put_sample_lines(&making, sample, open);
    put_sample_notes(&making, sample);
    if (!invoice_law_is_known(demands->answer))
        paper_note(making.paper, paper_word(making.paper, WORD_INV_UNASKED));
    return making.paper;
}

/* ---- the check ---- */

static Text found_words(const Making *making, const InvoiceFinding *finding)
{
    Text form = word_named("FOUND_", text_of(finding->name), making->paper->language);
    if (!finding->demand)
        return word_filled(making->region, form, finding->figures, finding->figure_count);
    Text with = demand_words(making, finding->demand);
    return word_filled(making->region, form, &with, 1);
}

/* "InvoiceLine[2] PriceAmount": a long path by its ends. */
static Text short_path(const Making *making, Text element)
{
    Text rest, first = text_cut(element, '/', &rest), last = rest;
    while (text_find(last, TEXT("/"), 0) != SIZE_MAX)
        text_cut(last, '/', &last);
    if (!first.length || !rest.length)
        return element;
    return text_ends(first, TEXT("]")) ? text_format(making->region, TEXT_FMT " " TEXT_FMT, TEXT_ARG(first), TEXT_ARG(last)) : last;
}

/* Line and column, and the element, column or pointer: "12:24 Price/PriceAmount". */
static PaperCell where_cell(const Making *making, const InvoiceFinding *finding)
{
    if (!finding->span.source)
        return cell_plain(finding->element);
    Place place = source_place(finding->span.source, finding->span.from);
    Text at = text_format(making->region, "%u:%u", place.line, place.column), path = short_path(making, finding->element);
    if (!finding->element.length)
        return cell_plain(at);
    return cell_words(text_format(making->region, TEXT_FMT " " TEXT_FMT, TEXT_ARG(at), TEXT_ARG(finding->element)), text_format(making->region, TEXT_FMT " " TEXT_FMT, TEXT_ARG(at), TEXT_ARG(path)));
}

static PaperCell level_cell(const Making *making, FindingLevel level)
{
    static const struct {
        const char *name;
        PaperTone tone;
    } levels[] = { [FINDING_MUST] = { "must", TONE_BAD }, [FINDING_SHOULD] = { "should", TONE_DOUBT }, [FINDING_OPEN] = { "open", TONE_DOUBT } };
    return cell_toned(text_of(levels[level].name), word_named("INV_LEVEL_", text_of(levels[level].name), making->paper->language), levels[level].tone);
}

/* "Write: one line with ... Left out: ..." */
static Text remedy_words(const Making *making, const InvoiceDemand *demand)
{
    Text says = says_words(making, demand), write = paper_form(making->paper, WORD_INV_WRITE, &says, 1), without = without_words(making, demand);
    return text_format(making->region, TEXT_FMT "%s" TEXT_FMT, TEXT_ARG(write), without.length && making->paper->language != 1 ? " " : "", TEXT_ARG(without));
}

static void put_finding(Making *making, PaperPart *part, const InvoiceFinding *finding)
{
    PaperRow *row = paper_row(part);
    paper_cell(part, row, "level", level_cell(making, finding->level));
    paper_cell(part, row, "where", where_cell(making, finding));
    paper_cell(part, row, "kind", cell_toned(text_of(finding->name), TEXT_NONE, TONE_FAINT));
    paper_cell(part, row, "finding", cell_plain(found_words(making, finding)));
    if (!finding->demand)
        return;
    paper_cell(part, row, "asked_by", asked_by(making, finding->demand));
    paper_cell(part, row, "costs", cost_cell(making, &finding->demand->cost));
    paper_cell(part, row, "article", article_cell(making->paper, finding->demand->entry));
    row->below = remedy_words(making, finding->demand);
}

static void put_findings(Making *making, const InvoiceFindings *findings)
{
    PaperPart *part = paper_part(making->paper, "findings", paper_word(making->paper, WORD_INV_FINDINGS));
    part->main = true;
    part->none = paper_word(making->paper, WORD_INV_NO_FINDINGS);
    ADD_COLUMNS(part, COLUMN("level", WORD_INV_LEVEL, PAPER_WORD), COLUMN("where", WORD_INV_WHERE, PAPER_CODE), COLUMN("finding", WORD_INV_FINDING, PAPER_TEXT),
                COLUMN("asked_by", WORD_INV_ASKED_BY, PAPER_WORD), COLUMN("costs", WORD_INV_COST, PAPER_AMOUNT), COLUMN("article", WORD_COLUMN_ARTICLE, PAPER_CODE),
                COLUMN("kind", WORD_INV_KIND_OF, PAPER_WORD));
    for (int level = FINDING_MUST; level <= FINDING_OPEN; level++)
        for (size_t i = 0; i < findings->at.count; i++)
            if (findings->at.at[i].level == (FindingLevel)level)
                put_finding(making, part, &findings->at.at[i]);
}

static Text sign_words(const Making *making, unsigned signs)
{
    static const char *const names[] = { "carrier", "software", "service", "royalty", "licence", "machine", "freight" };
    Builder out = builder_on(making->region);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (signs & (1u << i)) {
            build_text(&out, out.length ? TEXT(", ") : TEXT_NONE);
            build_text(&out, word_named("INV_IS_", text_of(names[i]), making->paper->language));
        }
    return builder_text(&out);
}

static void put_lines_read(Making *making, const Invoice *invoice, const unsigned *signs)
{
    PaperPart *part = paper_part(making->paper, "lines", paper_word(making->paper, WORD_INV_READ));
    ADD_COLUMNS(part, COLUMN("line", WORD_INV_LINE, PAPER_CODE), COLUMN("name", WORD_INV_NAME, PAPER_TEXT), COLUMN("kind", WORD_INV_KIND, PAPER_TEXT),
                COLUMN("amount", WORD_INV_AMOUNT, PAPER_AMOUNT));
    for (size_t i = 0; i < invoice_lines(invoice)->count; i++) {
        const InvoiceRecord *line = &invoice_lines(invoice)->at[i];
        PaperRow *row = paper_row(part);
        paper_cell(part, row, "line", cell_plain(line->at[LINE_id].told ? line->at[LINE_id].text : line->element));
        paper_cell(part, row, "name", cell_plain(line->at[LINE_name].text));
        Text kind = sign_words(making, signs[i]);
        paper_cell(part, row, "kind", kind.length ? cell_plain(kind) : cell_toned(TEXT_NONE, paper_word(making->paper, WORD_NOT_KNOWN), TONE_DOUBT));
        paper_cell(part, row, "amount", cell_plain(line->at[LINE_amount].text));
    }
}

static void put_check_verdict(Making *making, const InvoiceFindings *findings, bool looked)
{
    const uint32_t *counts = findings->counts;
    bool none = !findings->at.count, found = counts[FINDING_MUST] || counts[FINDING_SHOULD], clean = none && looked;
    Text met = text_format(making->region, "%u", findings->met);
    Text with[] = { text_format(making->region, "%u", counts[FINDING_MUST]), text_format(making->region, "%u", counts[FINDING_SHOULD]), text_format(making->region, "%u", counts[FINDING_OPEN]), met };
    Word form = clean ? WORD_INV_CLEAN : none ? WORD_INV_FIGURES : WORD_INV_FOUND;
    Text words = clean ? paper_form(making->paper, form, &met, 1) : paper_form(making->paper, form, with, 4);
    making->paper->verdict = cell_toned(clean ? TEXT("clean") : found ? TEXT("findings") : TEXT("open"), words, clean ? TONE_GOOD : found ? TONE_BAD : TONE_DOUBT);
}

Paper *invoice_check_paper(Region *region, const Invoice *invoice, const InvoiceDemands *demands, const InvoiceFindings *findings, const unsigned *signs, const InvoicePaperOptions *options)
{
    Making making = { region, demands, paper_new(region, "invoice_check", word(WORD_INV_CHECK_TITLE, options->language), options->language) };
    making.paper->about = options->about;
    making.paper->phrases = options->phrases;
    if (demands && demands->answer)
        paper_rests_on(making.paper, demands->answer);
    put_check_verdict(&making, findings, demands && demands->answer);
    put_findings(&making, findings);
    if (demands && demands->answer)
        put_money(&making, demands);
    put_lines_read(&making, invoice, signs);
    if (!demands || !demands->answer)
        paper_note(making.paper, paper_word(making.paper, WORD_INV_NO_LAW));
    else if (options->case_made)
        paper_note(making.paper, paper_word(making.paper, WORD_INV_CASE_MADE));
    if (demands && demands->answer && !invoice_law_is_known(demands->answer))
        paper_note(making.paper, paper_word(making.paper, WORD_INV_UNASKED));
    return making.paper;
}

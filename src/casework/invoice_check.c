/* casework/invoice_check.c - what the demands ask for, looked for on an invoice. See invoice_check.h.
 *
 * A demand names in machine words what to look for: a field of the invoice ("number", "unit_price") or one of the words of LOOKS below. C
 * knows how to look; what is asked, where and why is a row of a rulebook.
 */
#include "casework/invoice_check.h"

#include "base/utf8.h"
#include "rulebook/phrases.h"

typedef enum Met { MET, MISSING, NOT_KNOWN } Met;

typedef struct Looking {
    Task *task;
    const Invoice *invoice;
    const InvoiceWords *words;
    const MissingOptions *options;
    InvoiceFindings *findings;
    const InvoiceDemand *demand;
    const Frame *goods;      /* of the case that the demand speaks of; NULL: of all */
    Text name;               /* theirs in small letters; may be empty */
    const InvoiceValue *at;  /* where it was looked for; NULL: nowhere in particular */
    Text element;            /* of the line, where there is no value */
    Span span;
    unsigned *signs;         /* per line: what it is */
    size_t *room;            /* for the numbers of lines: one look at a time */
    Text *said;              /* per line: name and description in small letters */
} Looking;

/* ---- what a line is ---- */

unsigned invoice_line_signs(Task *task, const InvoiceWords *words, const InvoiceRecord *line)
{
    const InvoiceValue *kind = &line->at[LINE_kind];
    unsigned told = kind->told ? invoice_sign(kind->text) : 0;
    unsigned named = invoice_signs_in(task->region, words, line->at[LINE_name].text) | invoice_signs_in(task->region, words, line->at[LINE_description].text);
    named &= ~(unsigned)LINE_SAYS_UPDATES;
    return told ? told | (named & LINE_IS_LICENCE) : named | (line->at[LINE_licence].told ? LINE_IS_LICENCE : 0);
}

/* ---- lines that a demand speaks of ---- */

static bool says_name(Region *region, Text text, Text name)
{
    RegionMark mark = region_mark(region);
    bool found = text_find(utf8_lower(region, text), utf8_lower(region, name), 0) != SIZE_MAX;
    region_drop(region, mark);
    return found;
}

static bool line_named(const Looking *looking, size_t line)
{
    return looking->name.length && text_find(looking->said[line], looking->name, 0) != SIZE_MAX;
}

/* The lines spoken of, by their numbers: those that bear the name of the goods; where none does, all. */
typedef struct Lines {
    size_t count;
    size_t *at;
} Lines;

/* "1+2": the lines a thing of a made case was made of. */
static Lines lines_by_id(const Looking *looking, Text id)
{
    size_t all = invoice_lines(looking->invoice)->count;
    Lines lines = { 0, looking->room };
    while (id.length && lines.count < 2) {
        Decimal number;
        int64_t line;
        Text part = text_cut(id, '+', &id);
        if (decimal_read(&number, part, false) && decimal_to_int64(&line, &number) && line >= 1 && (uint64_t)line <= all)
            lines.at[lines.count++] = (size_t)line - 1;
    }
    return lines;
}

static Lines lines_of(const Looking *looking)
{
    size_t all = invoice_lines(looking->invoice)->count;
    if (looking->options->made && looking->goods)
        return lines_by_id(looking, looking->goods->id);
    Lines lines = { 0, looking->room };
    bool named = false;
    for (size_t i = 0; i < all && !named; i++)
        named = line_named(looking, i);
    for (size_t i = 0; i < all; i++)
        if (!named || line_named(looking, i))
            lines.at[lines.count++] = i;
    return lines;
}

static const InvoiceRecord *line_at(const Looking *looking, const Lines *lines, size_t i)
{
    return &invoice_lines(looking->invoice)->at[lines->at[i]];
}

static void point_at(Looking *looking, const InvoiceRecord *line)
{
    looking->element = line->element;
    looking->span = line->span;
}

/* ---- how to look ---- */

static Met look_head(Looking *looking, uint32_t field)
{
    const InvoiceValue *value = &looking->invoice->head.at[field];
    looking->at = value->told ? value : NULL;
    return value->told ? MET : MISSING;
}

/* Only goods have an origin; what is no goods by its words is passed over. */
static bool field_is_asked(const Looking *looking, size_t line, uint32_t field)
{
    unsigned signs = looking->signs[line], goods = LINE_IS_CARRIER | LINE_IS_MACHINE;
    return field != LINE_origin || (signs & goods) || !signs;
}

static Met look_lines(Looking *looking, uint32_t field)
{
    Lines lines = lines_of(looking);
    bool list = invoice_fields(GROUP_LINE).at[field].kind == INVOICE_LIST;
    for (size_t i = 0; i < lines.count; i++) {
        const InvoiceRecord *line = line_at(looking, &lines, i);
        if (line->at[field].told && list)
            return MET;
        if (line->at[field].told || !field_is_asked(looking, lines.at[i], field))
            continue;
        point_at(looking, line);
        if (!list)
            return MISSING;
    }
    return list || !lines.count ? MISSING : MET;
}

/* One line for the carrier, another for the software. */
static Met look_apart(Looking *looking)
{
    Lines lines = lines_of(looking);
    bool carrier = false, software = false, unclear = false, doubt = false;
    for (size_t i = 0; i < lines.count; i++) {
        unsigned signs = looking->signs[lines.at[i]];
        doubt |= (signs & LINE_IN_DOUBT) != 0;
        bool holds = signs & LINE_IS_CARRIER, programs = signs & (LINE_IS_SOFTWARE | LINE_IS_LICENCE);
        carrier |= holds;
        software |= programs && !holds && !(signs & LINE_IS_SERVICE);
        unclear |= !signs || (programs && !holds);
        point_at(looking, line_at(looking, &lines, i));
    }
    if (doubt)
        return NOT_KNOWN;
    if (carrier && software)
        return MET;
    return lines.count > 1 && unclear ? NOT_KNOWN : MISSING;
}

static Met look_sign(Looking *looking, unsigned sign, unsigned against)
{
    Lines lines = lines_of(looking);
    bool unclear = false;
    for (size_t i = 0; i < lines.count; i++) {
        unsigned signs = looking->signs[lines.at[i]];
        if ((signs & sign) && !(signs & against))
            return MET;
        unclear |= !signs;
        point_at(looking, line_at(looking, &lines, i));
    }
    return unclear ? NOT_KNOWN : MISSING;
}

static Met look_own_line(Looking *looking) { return look_sign(looking, LINE_IS_SERVICE, LINE_IS_CARRIER | LINE_IS_MACHINE); }
static Met look_royalty(Looking *looking) { return look_sign(looking, LINE_IS_ROYALTY, 0); }
static Met look_licence(Looking *looking) { return look_sign(looking, LINE_IS_LICENCE, 0); }

typedef bool (*Test)(Looking *looking, Text text);

static bool test_updates(Looking *looking, Text text)
{
    return invoice_signs_in(looking->task->region, looking->words, text) & LINE_SAYS_UPDATES;
}

/* The wording, in the language of the page or as it is translated. */
static bool test_wording(Looking *looking, Text text)
{
    bool found = says_name(looking->task->region, text, looking->demand->wording);
    for (int language = 1; !found && looking->options->phrases && language <= 2; language++) {
        Text words = phrase_in(looking->options->phrases, looking->demand->wording, language);
        found = words.length && says_name(looking->task->region, text, words);
    }
    return found;
}

/* Every text of an invoice in which something may be said. */
static Met look_texts(Looking *looking, Test test)
{
    static const LineField fields[] = { LINE_name, LINE_description, LINE_note };
    const InvoiceRecords *notes = &looking->invoice->of[GROUP_NOTE];
    Lines lines = lines_of(looking);
    for (size_t i = 0; i < notes->count; i++)
        if (test(looking, notes->at[i].at[NOTE_text].text))
            return MET;
    for (size_t i = 0; i < lines.count; i++)
        for (size_t k = 0; k < sizeof fields / sizeof *fields; k++)
            if (test(looking, line_at(looking, &lines, i)->at[fields[k]].text))
                return MET;
    return MISSING;
}

static Met look_updates(Looking *looking) { return look_texts(looking, test_updates); }
static Met look_wording(Looking *looking) { return look_texts(looking, test_wording); }

/* UN/EDIFACT 1001, declarations of goods at customs; and our own word. */
static bool is_entry(Text kind)
{
    return text_is(kind, "929") || text_is(kind, "customs entry") || text_is(kind, "bill of entry") || text_is(kind, "customs declaration");
}

static Met look_earlier_entry(Looking *looking)
{
    const InvoiceRecords *references = &looking->invoice->of[GROUP_REFERENCE];
    for (size_t i = 0; i < references->count; i++)
        if (is_entry(references->at[i].at[REFERENCE_kind].text) && references->at[i].at[REFERENCE_number].told)
            return MET;
    Lines lines = lines_of(looking);
    for (size_t i = 0; i < lines.count; i++) {
        if (line_at(looking, &lines, i)->at[LINE_earlier_entry].told)
            return MET;
        point_at(looking, line_at(looking, &lines, i));
    }
    return MISSING;
}

static Met look_count(Looking *looking)
{
    size_t count = invoice_lines(looking->invoice)->count;
    Decimal lines = decimal_of((int64_t)count, 0);
    if (!looking->demand->counts || decimal_compare(&lines, &looking->demand->most) <= 0)
        return MET;
    int64_t most;
    if (decimal_to_int64(&most, &looking->demand->most) && most >= 0 && (size_t)most < count)
        point_at(looking, &invoice_lines(looking->invoice)->at[most]);
    return MISSING;
}

/* "decimals of unit_price": none has more than `most`. */
static Met look_decimals(Looking *looking, uint32_t field)
{
    const InvoiceRecords *lines = invoice_lines(looking->invoice);
    for (size_t i = 0; i < lines->count; i++) {
        const InvoiceValue *value = &lines->at[i].at[field];
        Decimal plain = decimal_trimmed(&value->number), decimals = decimal_of(-(int64_t)plain.exponent, 0);
        if (!value->told || !looking->demand->counts || decimal_compare(&decimals, &looking->demand->most) <= 0)
            continue;
        looking->at = value;
        return MISSING;
    }
    return MET;
}

static const struct {
    const char *word;
    Met (*look)(Looking *looking);
} LOOKS[] = {
    { "lines apart", look_apart },   { "line of its own", look_own_line }, { "royalty", look_royalty },     { "licence", look_licence },
    { "updates", look_updates },     { "wording", look_wording },          { "earlier entry", look_earlier_entry }, { "number of lines", look_count },
};

static Met look(Looking *looking)
{
    Text what = looking->demand->looks_for, decimals = TEXT("decimals of ");
    for (size_t i = 0; i < sizeof LOOKS / sizeof *LOOKS; i++)
        if (text_equal(what, text_of(LOOKS[i].word)))
            return LOOKS[i].look(looking);
    int line = invoice_field(GROUP_LINE, what), head = invoice_field(GROUP_HEAD, what);
    if (text_starts(what, decimals)) {
        line = invoice_field(GROUP_LINE, text_slice(what, decimals.length, what.length));
        return line < 0 ? NOT_KNOWN : look_decimals(looking, (uint32_t)line);
    }
    if (line >= 0 && !text_starts(looking->demand->place, TEXT("head")))
        return look_lines(looking, (uint32_t)line);
    if (head >= 0)
        return look_head(looking, (uint32_t)head);
    return line >= 0 ? look_lines(looking, (uint32_t)line) : NOT_KNOWN;
}

/* ---- from demand to finding ---- */

/* The goods that the demand's thing is, or stands in: what has a name. */
static const Frame *goods_of(const InvoiceDemand *demand, Text *name)
{
    *name = TEXT_NONE;
    for (const Frame *frame = demand->entry->frame; frame; frame = frame->parent) {
        const Fact *fact = program_fact(demand->answer->program, frame->type, TEXT("name"));
        if (!fact || fact->thing != frame->type)
            continue;
        if (frame->slots[fact->slot].kind == VALUE_TEXT)
            *name = text_of_value(frame->slots[fact->slot]);
        return frame;
    }
    return NULL;
}

static FindingLevel level_of(const InvoiceDemand *demand, Met met)
{
    if (met == NOT_KNOWN || demand->perhaps)
        return FINDING_OPEN;
    return demand->advice ? FINDING_SHOULD : FINDING_MUST;
}

static void add_missing(const Looking *looking, Met met)
{
    const char *name = met == NOT_KNOWN ? "demand_open" : looking->demand->perhaps ? "demand_perhaps" : looking->demand->counts ? "demand_exceeded" : "demand_missing";
    InvoiceFinding *finding = finding_add(looking->findings, name, level_of(looking->demand, met), looking->at);
    finding->demand = looking->demand;
    if (!looking->at) {
        finding->span = looking->span;
        finding->element = looking->element;
    }
}

void invoice_missing(Task *task, const Invoice *invoice, const InvoiceWords *words, const InvoiceDemands *demands, const MissingOptions *options, InvoiceFindings *findings)
{
    const InvoiceRecords *lines = invoice_lines(invoice);
    unsigned *signs = invoice_line_kinds(task, words, invoice).signs;
    Text *said = REGION_ARRAY(task->region, Text, lines->count + 1);
    size_t *room = REGION_ARRAY(task->region, size_t, lines->count + 2);
    for (size_t i = 0; i < lines->count; i++) {
        const InvoiceValue *line = lines->at[i].at;
        said[i] = utf8_lower(task->region, text_format(task->region, TEXT_FMT "\n" TEXT_FMT, TEXT_ARG(line[LINE_name].text), TEXT_ARG(line[LINE_description].text)));
    }
    for (size_t i = 0; i < demands->at.count; i++) {
        const InvoiceDemand *demand = &demands->at.at[i];
        if (!demand->looks_for.length)
            continue;
        Looking looking = { .task = task, .invoice = invoice, .words = words, .options = options, .findings = findings, .demand = demand, .signs = signs, .said = said, .room = room };
        looking.goods = goods_of(demand, &looking.name);
        looking.name = utf8_lower(task->region, looking.name);
        Met met = look(&looking);
        findings->met += met == MET;
        if (met != MET)
            add_missing(&looking, met);
    }
}

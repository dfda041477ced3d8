/* casework/invoice_kinds.c - what a line is beside the others. See invoice_check.h.
 *
 *     管理软件3 光盘          shared  管理软件3      ──▶ its own word: 光盘, the carrier
 *     管理软件3 软件许可              of one product ──▶ its own word: 软件许可, the software
 *
 * A name that has words for carrier and for software is for both, unless its words for software are only the product's: then it shares them with a
 * line of software, and what the two do not share decides. Where that does not tell the one from the other, the line is in doubt.
 */
#include "base/utf8.h"
#include "casework/invoice_check.h"

enum {
    PROGRAMS = LINE_IS_SOFTWARE | LINE_IS_LICENCE,
    MOST_BYTES = 1000, /* of a name that is compared */
    MOST_PIECES = 128, /* of the same */
    MOST_STEPS = 50 * 1000 * 1000 /* of one invoice: about a second */
};

typedef struct Pieces { /* words of Latin letters, and single signs of other scripts */
    size_t count;
    struct { size_t from, to; } at[MOST_PIECES];
} Pieces;

typedef struct Parted { /* a text without what it shares */
    Text shared, before, after;
} Parted;

typedef enum Verdict { VERDICT_BOTH, VERDICT_DOUBT, VERDICT_CARRIER } Verdict;

typedef struct Comparing {
    Task *task;
    const InvoiceWords *words;
    const InvoiceRecords *lines;
    LineKinds kinds;
    bool *paired;   /* per line: it is a carrier's software */
    size_t steps;
    size_t shared;  /* pieces that the pair at hand shares */
} Comparing;

/* ---- what two texts share ---- */

static bool is_latin(uint32_t sign)
{
    return (sign >= '0' && sign <= '9') || (sign >= 'a' && sign <= 'z') || (sign >= 0xC0 && sign < 0x250) || (sign >= 0x300 && sign < 0x370) || (sign >= 0x1E00 && sign < 0x1F00);
}

/* False where there are too many. */
static bool cut_pieces(Text text, Pieces *pieces)
{
    bool within = false;
    pieces->count = 0;
    for (size_t at = 0; at < text.length;) {
        size_t from = at;
        uint32_t sign = utf8_next(text, &at);
        bool latin = is_latin(sign);
        if (latin && within)
            pieces->at[pieces->count - 1].to = at;
        else if (latin || invoice_is_letter(sign)) {
            if (pieces->count == MOST_PIECES)
                return false;
            pieces->at[pieces->count].from = from;
            pieces->at[pieces->count++].to = at;
        }
        within = latin;
    }
    return true;
}

static Text piece(Text text, const Pieces *pieces, size_t i)
{
    return text_slice(text, pieces->at[i].from, pieces->at[i].to);
}

static Parted parted(Text text, const Pieces *pieces, size_t end, size_t count)
{
    if (!count)
        return (Parted){ .before = text };
    size_t from = pieces->at[end - count].from, to = pieces->at[end - 1].to;
    return (Parted){ text_slice(text, from, to), text_slice(text, 0, from), text_slice(text, to, text.length) };
}

/* The longest run of pieces that both have. */
static size_t part(Text one, Text other, Parted *left, Parted *right)
{
    Pieces a, b;
    uint16_t run[MOST_PIECES + 1] = { 0 };
    size_t most = 0, a_end = 0, b_end = 0;
    if (!cut_pieces(one, &a) || !cut_pieces(other, &b))
        a.count = b.count = 0;
    for (size_t i = 0; i < a.count; i++)
        for (size_t k = b.count; k > 0; k--) {
            run[k] = text_equal(piece(one, &a, i), piece(other, &b, k - 1)) ? (uint16_t)(run[k - 1] + 1) : 0;
            if (run[k] > most)
                most = run[k], a_end = i + 1, b_end = k;
        }
    *left = parted(one, &a, a_end, most);
    *right = parted(other, &b, b_end, most);
    return most;
}

/* ---- one line beside another ---- */

/* The words of a line that are not the product's: in its name, and in its description, where the name may stand again. */
static Text own_words(Region *region, const Parted *name, const Parted *description)
{
    Builder out = builder_on(region);
    Text rest[] = { name->before, name->after, description->before, description->after };
    for (size_t i = 0; i < sizeof rest / sizeof *rest; i++)
        for (size_t at = 0; at <= rest[i].length;) {
            size_t found = i >= 2 && name->shared.length ? text_find(rest[i], name->shared, at) : SIZE_MAX;
            size_t to = found == SIZE_MAX ? rest[i].length : found;
            build_text(&out, text_slice(rest[i], at, to));
            build_byte(&out, '\n');
            at = found == SIZE_MAX ? to + 1 : to + name->shared.length;
        }
    return builder_text(&out);
}

static Verdict verdict_of(const Comparing *comparing, Text shared, Text left, Text right, unsigned told)
{
    Region *region = comparing->task->region;
    unsigned both = invoice_signs_in(region, comparing->words, shared), mine = invoice_signs_in(region, comparing->words, left);
    unsigned theirs = invoice_signs_in(region, comparing->words, right) | told;
    bool named = invoice_names_more(region, comparing->words, shared), more = invoice_names_more(region, comparing->words, left);
    bool other_more = invoice_names_more(region, comparing->words, right);
    if (!(both & PROGRAMS) || (mine & PROGRAMS) || !(mine & LINE_IS_CARRIER) || (!named && ((both & LINE_IS_LICENCE) || (more && other_more))))
        return VERDICT_BOTH;
    bool one_product = !(more && other_more) && !(more && (both & LINE_IS_LICENCE)) && (named || (!more && !other_more));
    return one_product && (theirs & PROGRAMS) ? VERDICT_CARRIER : VERDICT_DOUBT;
}

static Text small(const Comparing *comparing, const InvoiceRecord *line, LineField field)
{
    return utf8_lower(comparing->task->region, line->at[field].text);
}

static unsigned told_kind(const InvoiceRecord *line)
{
    return (line->at[LINE_kind].told ? invoice_sign(line->at[LINE_kind].text) : 0) | (line->at[LINE_licence].told ? LINE_IS_LICENCE : 0);
}

static Verdict beside(Comparing *comparing, const InvoiceRecord *line, const InvoiceRecord *software)
{
    Region *region = comparing->task->region;
    RegionMark mark = region_mark(region);
    Parted name, its_name, description, its_description;
    comparing->shared = part(small(comparing, line, LINE_name), small(comparing, software, LINE_name), &name, &its_name);
    comparing->shared += part(small(comparing, line, LINE_description), small(comparing, software, LINE_description), &description, &its_description);
    Text shared = text_format(region, TEXT_FMT "\n" TEXT_FMT, TEXT_ARG(name.shared), TEXT_ARG(description.shared));
    Verdict verdict = verdict_of(comparing, shared, own_words(region, &name, &description), own_words(region, &its_name, &its_description), told_kind(software));
    region_drop(region, mark);
    return verdict;
}

/* ---- a line beside all others ---- */

static size_t length_of(const InvoiceRecord *line)
{
    return line->at[LINE_name].text.length + line->at[LINE_description].text.length;
}

static bool may_be_both(const Comparing *comparing, size_t line)
{
    unsigned signs = comparing->kinds.signs[line];
    return !comparing->lines->at[line].at[LINE_kind].told && (signs & LINE_IS_CARRIER) && (signs & PROGRAMS) && !(signs & (LINE_IS_SERVICE | LINE_IS_MACHINE));
}

bool invoice_is_software(unsigned signs)
{
    return (signs & PROGRAMS) && !(signs & (LINE_IS_CARRIER | LINE_IS_SERVICE | LINE_IS_MACHINE));
}

/* Of several lines of software that it may be the carrier of: the one it shares most with, best one that has no carrier yet. */
static void look_beside(Comparing *comparing, size_t line)
{
    const InvoiceRecord *record = &comparing->lines->at[line];
    Verdict best = VERDICT_BOTH;
    size_t most = 0, software = 0;
    for (size_t i = 0; i < comparing->lines->count && comparing->steps < MOST_STEPS; i++) {
        const InvoiceRecord *other = &comparing->lines->at[i];
        comparing->steps++;
        if (!invoice_is_software(comparing->kinds.signs[i]))
            continue;
        comparing->steps += length_of(record) * length_of(other) / 8; /* pieces are longer than a byte */
        bool long_names = length_of(record) > MOST_BYTES || length_of(other) > MOST_BYTES;
        Verdict verdict = long_names ? VERDICT_DOUBT : beside(comparing, record, other);
        size_t weight = 2 * comparing->shared + !comparing->paired[i];
        best = verdict > best ? verdict : best;
        if (verdict == VERDICT_CARRIER && weight > most)
            most = weight, software = i + 1;
    }
    if (best == VERDICT_DOUBT || comparing->steps >= MOST_STEPS)
        comparing->kinds.signs[line] |= LINE_IN_DOUBT;
    else if (best == VERDICT_CARRIER) {
        comparing->kinds.signs[line] &= ~(unsigned)PROGRAMS;
        comparing->kinds.signs[line] |= LINE_OF_PRODUCT;
        comparing->kinds.software[line] = comparing->paired[software - 1] ? 0 : software;
        comparing->paired[software - 1] = true;
    }
}

LineKinds invoice_line_kinds(Task *task, const InvoiceWords *words, const Invoice *invoice)
{
    const InvoiceRecords *lines = invoice_lines(invoice);
    Comparing comparing = { .task = task, .words = words, .lines = lines };
    comparing.kinds = (LineKinds){ REGION_ARRAY(task->region, unsigned, lines->count + 1), REGION_ARRAY(task->region, size_t, lines->count + 1) };
    comparing.paired = REGION_ARRAY(task->region, bool, lines->count + 1);
    for (size_t i = 0; i < lines->count; i++)
        comparing.kinds.signs[i] = invoice_line_signs(task, words, &lines->at[i]);
    for (size_t i = 0; i < lines->count; i++)
        if (may_be_both(&comparing, i))
            look_beside(&comparing, i);
    return comparing.kinds;
}

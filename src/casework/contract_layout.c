/* casework/contract_layout.c - from lines to headings and passages, and from bytes to text that patterns can be held against.
 *
 * A line begins a new passage after an empty one, behind a heading, at a number, a bullet or "Label:", as a row of a table, and where the line
 * before it ended early. All other lines go on with the one before. A heading is a short line with a number (or in capitals) and no full
 * stop; how wide it is, its number tells: "第三条" and "3." hold "3.1", that holds "(a)".
 */
#include "casework/contract.h"

#include <uninorm.h>
#include <unictype.h>

#include "base/utf8.h"

enum { HEADING_WIDE = 64, LABEL_WIDE = 30, CONTENTS_LINES = 200, RANK_NONE = 100 };

typedef struct Line {
    uint32_t from, to;   /* without blanks around it and its end */
    uint32_t width;      /* columns */
    uint32_t number_to;  /* where what stands before its words ends: "3.1 " */
    int rank;            /* of that number; RANK_NONE: there is none */
    bool row, bullet, end; /* a row of a table; begins with a bullet; ends a sentence */
} Line;

typedef struct Laying {
    Task *task;
    const ContractText *text;
    ContractWords *words;
    ContractLayout *out;
    LIST_OF(Line) lines;
    uint32_t full;        /* width of a line that was filled */
} Laying;

/* ---- plain text ---- */

static bool is_han(uint32_t c) { return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF); }
static bool is_blank(uint32_t c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == 0xA0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200B); }

/* Letters with the marks of Vietnamese alone: horned and barred ones, and those of the block of twice marked Latin letters. */
static bool is_vietnamese(uint32_t c) { return (c >= 0x1EA0 && c <= 0x1EF9) || c == 0x1A0 || c == 0x1A1 || c == 0x1AF || c == 0x1B0 || c == 0x110 || c == 0x111; }

static uint32_t plain_sign(uint32_t c)
{
    static const struct { uint32_t from, to; } SIGNS[] = {
        { 0x2018, '\'' }, { 0x2019, '\'' }, { 0x201C, '"' }, { 0x201D, '"' }, { 0x300C, '"' }, { 0x300D, '"' }, { 0x2010, '-' }, { 0x2011, '-' }, { 0x2012, '-' }, { 0x2013, '-' }, { 0x2014, '-' }, { 0x2212, '-' } };
    if (c >= 0xFF01 && c <= 0xFF5E)
        return c - 0xFF01 + '!';
    for (size_t i = 0; i < sizeof SIGNS / sizeof *SIGNS; i++)
        if (c == SIGNS[i].from)
            return SIGNS[i].to;
    return c;
}

typedef struct Plain { /* text in the making */
    Builder out;
    LIST_OF(uint32_t) places;
    Region *region;
    uint32_t last;      /* character written last; 0: none */
    size_t last_at;     /* and where it stands */
    bool blank;         /* a blank is due before the next */
    uint32_t blank_place;
} Plain;

static void plain_put(Plain *plain, uint32_t c, uint32_t place)
{
    plain->last_at = plain->out.length;
    utf8_build(&plain->out, c);
    while (plain->places.count < plain->out.length)
        *LIST_ADD(plain->region, plain->places) = place;
    plain->last = c;
}

static void plain_letter(Plain *plain, uint32_t c, uint32_t place)
{
    if (plain->blank && plain->last && !(is_han(plain->last) && is_han(c)))
        plain_put(plain, ' ', plain->blank_place);
    plain->blank = false;
    plain_put(plain, c, place);
}

/* A mark that stands apart from its letter is joined with it; one that joins with none is left out. */
static bool plain_mark(Plain *plain, uint32_t c)
{
    if (c < 0x300 || c > 0x36F)
        return false;
    uint32_t joined = plain->last ? uc_composition(plain->last, c) : 0;
    if (joined) {
        uint32_t place = plain->places.at[plain->last_at];
        plain->out.length = plain->places.count = plain->last_at;
        plain_put(plain, joined, place);
    }
    return true;
}

static void plain_character(Plain *plain, PlainText *made, ContractWords *words, uint32_t c, uint32_t place)
{
    if (is_blank(c)) {
        plain->blank_place = plain->blank ? plain->blank_place : place;
        plain->blank = true;
    } else if (c != 0xAD && !plain_mark(plain, c)) {
        plain_letter(plain, simplified(words, plain_sign(c)), place);
    }
    made->han |= is_han(c);
    made->latin |= (c < 128 && (c | 32) >= 'a' && (c | 32) <= 'z');
    made->vietnamese |= is_vietnamese(plain->last);
}

PlainText contract_plain(Region *region, ContractWords *words, Text bytes, uint32_t from, uint32_t to)
{
    Plain plain = { .out = builder_on(region), .region = region };
    PlainText made = { .han = false };
    Text part = text_slice(bytes, from, to);
    for (size_t at = 0; at < part.length;) {
        uint32_t place = from + (uint32_t)at;
        plain_character(&plain, &made, words, utf8_next(part, &at), place);
    }
    *LIST_ADD(region, plain.places) = to;
    made.text = builder_text(&plain.out);
    made.places = plain.places.at;
    return made;
}

/* ---- sentences ---- */

static bool is_upper_or_other(Text plain, size_t at)
{
    if (at >= plain.length)
        return true;
    uint32_t c = utf8_next(plain, &at);
    return !uc_is_general_category(c, UC_LOWERCASE_LETTER);
}

static bool is_abbreviated(ContractWords *words, Text plain, size_t dot)
{
    size_t from = dot > 12 ? dot - 12 : 0;
    Match match;
    while (from < dot && ((unsigned char)plain.at[from] & 0xC0) == 0x80)
        from++;
    Text before = text_slice(plain, from, dot + 1);
    return any_match(words, patterns_of(words, 'e', TOPIC_ANY, PART_ABBREVIATION), before, 0, &match, NULL) || any_match(words, patterns_of(words, 'v', TOPIC_ANY, PART_ABBREVIATION), before, 0, &match, NULL);
}

static size_t past_closing(Text plain, size_t at)
{
    while (at < plain.length && (plain.at[at] == '"' || plain.at[at] == ')'))
        at++;
    return at;
}

/* A full stop ends a sentence before a blank and no small letter, marks that close being left aside: '("... on discs.") is deleted' is one. Behind a single number it belongs to that: "1. Delivery". */
static bool dot_ends(ContractWords *words, Text plain, size_t from, size_t at)
{
    size_t next = past_closing(plain, at + 1);
    if (next == at + 1 && next < plain.length && plain.at[next] != ' ')
        return false;
    if (!is_upper_or_other(plain, next + 1) || at < from + 4)
        return false;
    return !is_abbreviated(words, plain, at);
}

static size_t wide_end(Text plain, size_t at) /* 。 ； ！ ？ of plain text: the first is not made narrow, the others are */
{
    return at + 2 < plain.length && memcmp(plain.at + at, "\xE3\x80\x82", 3) == 0 ? 3 : 0;
}

size_t sentence_end(ContractWords *words, Text plain, size_t from)
{
    for (size_t at = from; at < plain.length; at++) {
        size_t wide = wide_end(plain, at);
        if (wide)
            return at + wide;
        if (plain.at[at] == ';' || plain.at[at] == '!' || plain.at[at] == '?')
            return at + 1;
        if (plain.at[at] == '.' && dot_ends(words, plain, from, at))
            return at + 1;
        if (at - from >= LIMIT_CONTRACT_SENTENCE && ((unsigned char)plain.at[at] & 0xC0) != 0x80)
            return at;
    }
    return plain.length;
}

/* ---- lines ---- */

static Text line_text(const Laying *laying, const Line *line) { return text_slice(laying->text->source->bytes, line->from, line->to); }

static bool ends_sentence(Text text)
{
    static const char *const ENDS[] = { ".", ";", "。", "；", "!", "?", "！", "？" };
    for (size_t i = 0; i < sizeof ENDS / sizeof *ENDS; i++)
        if (text_ends(text, text_of(ENDS[i])))
            return true;
    return false;
}

static bool is_row(Text text)
{
    size_t wide = 0;
    for (size_t i = 0; i + 2 < text.length; i++)
        wide += text.at[i] == ' ' && text.at[i + 1] == ' ' && text.at[i + 2] == ' ' && (!i || text.at[i - 1] != ' ');
    return text.length && (memchr(text.at, '|', text.length) || memchr(text.at, '\t', text.length) || wide > 0);
}

/* What its number is, by the tables of each language: their column value is the rank. */
static void number_line(Laying *laying, Line *line)
{
    Text text = line_text(laying, line);
    Text head = text_slice(text, 0, text.length < 120 ? text.length : 120);
    while (head.length && head.length < text.length && ((unsigned char)text.at[head.length] & 0xC0) == 0x80)
        head.length--;
    Match match;
    const Pattern *which;
    line->rank = RANK_NONE;
    for (const char *language = "ezv"; *language; language++) {
        const PatternList *list = patterns_of(laying->words, *language, TOPIC_ANY, PART_NUMBERING);
        if (line->rank == RANK_NONE && any_match(laying->words, list, head, 0, &match, &which) && match.from == 0) {
            line->rank = which->word.length ? which->word.at[0] - '0' : 5;
            line->number_to = line->from + (uint32_t)match.to;
        }
    }
}

static void add_line(Laying *laying, uint32_t from, uint32_t to)
{
    Text bytes = laying->text->source->bytes;
    while (from < to && is_blank((unsigned char)bytes.at[from]))
        from++;
    while (from + 2 < to && memcmp(bytes.at + from, "\xE3\x80\x80", 3) == 0)
        from += 3;
    while (to > from && is_blank((unsigned char)bytes.at[to - 1]))
        to--;
    Line line = { .from = from, .to = to, .number_to = from };
    Text text = text_slice(bytes, from, to);
    line.width = (uint32_t)utf8_width(text_slice(text, 0, text.length < 1000 ? text.length : 1000));
    line.end = ends_sentence(text);
    line.bullet = text_starts(text, TEXT("- ")) || text_starts(text, TEXT("* ")) || text_starts(text, TEXT("•")) || text_starts(text, TEXT("·")) || text_starts(text, TEXT("+ ")) || text_starts(text, TEXT("– "));
    if (to > from)
        number_line(laying, &line);
    line.row = is_row(text_slice(text, line.number_to - from, text.length));
    *LIST_ADD(laying->task->region, laying->lines) = line;
}

/* The width that most long lines have: nine in ten are no wider. */
static uint32_t full_width(const Laying *laying)
{
    uint32_t counts[256] = { 0 }, lines = 0, seen = 0;
    for (size_t i = 0; i < laying->lines.count; i++) {
        uint32_t width = laying->lines.at[i].width;
        counts[width < 255 ? width : 255]++;
        lines += width > 0;
    }
    for (uint32_t width = 1; width < 256; width++) {
        seen += counts[width];
        if (seen * 10 >= lines * 9)
            return width;
    }
    return 255;
}

static void cut_lines(Laying *laying)
{
    Text bytes = laying->text->source->bytes;
    uint32_t from = 0;
    for (uint32_t at = 0; at <= bytes.length; at++)
        if (at == bytes.length || bytes.at[at] == '\n' || bytes.at[at] == '\f') {
            if (at > from || at < bytes.length)
                add_line(laying, from, at);
            from = at + 1;
        } else if (at - from >= LIMIT_CONTRACT_PASSAGE && ((unsigned char)bytes.at[at] & 0xC0) != 0x80) {
            add_line(laying, from, at);
            from = at;
        }
    laying->full = full_width(laying);
}

/* ---- headings ---- */

static bool has_label(Text text)
{
    size_t colon = text_find(text, TEXT(":"), 0), wide = text_find(text, TEXT("："), 0);
    colon = wide < colon ? wide : colon;
    return colon != SIZE_MAX && colon > 0 && colon < 100 && utf8_width(text_slice(text, 0, colon)) <= LABEL_WIDE;
}

static bool is_capitals(Text text)
{
    size_t letters = 0;
    for (size_t at = 0; at < text.length;) {
        uint32_t c = utf8_next(text, &at);
        if (uc_is_general_category(c, UC_LOWERCASE_LETTER) || is_han(c))
            return false;
        letters += uc_is_general_category(c, UC_UPPERCASE_LETTER);
    }
    return letters >= 4;
}

static const PatternList *list_of(const Laying *laying, char language, PatternPart part) { return patterns_of(laying->words, language, TOPIC_ANY, part); }

static bool matches_any(const Laying *laying, PatternPart part, Text text, Match *match)
{
    for (const char *language = "ezv"; *language; language++)
        if (any_match(laying->words, list_of(laying, *language, part), text, 0, match, NULL))
            return true;
    return false;
}

/* The heading of an annex or of another part of the paper: "ANNEX B - FEES", "附件一", "Phụ lục 01". */
static bool is_part_heading(const Laying *laying, const Line *line)
{
    Match match;
    Text text = line_text(laying, line);
    return line->width <= HEADING_WIDE && !line->end && matches_any(laying, PART_ANNEX, text, &match) && match.from == 0;
}

static bool is_short(const Line *line) { return line->width > 0 && line->width <= HEADING_WIDE && !line->end && !line->row && !line->bullet; }

/* "Price of the software licence: TBD": however long the label, the line answers. */
static bool has_answer(Text words)
{
    Text answer;
    text_cut(words, ':', &answer);
    return text_trim(answer).length > 0;
}

/* The number alone makes "3. Delivery" a heading; a line that goes on in small letters is the first of a paragraph. */
static bool goes_on(const Laying *laying, size_t at)
{
    if (at + 1 >= laying->lines.count || laying->lines.at[at].width + 12 < laying->full)
        return false;
    const Line *next = &laying->lines.at[at + 1];
    return next->width && next->rank == RANK_NONE && !is_upper_or_other(line_text(laying, next), 0);
}

static bool is_heading(const Laying *laying, size_t at)
{
    const Line *line = &laying->lines.at[at];
    Text text = line_text(laying, line), words = text_slice(text, line->number_to - line->from, text.length);
    if (!is_short(line))
        return false;
    if (is_capitals(words) && utf8_count(words) <= 60)
        return !has_label(text) || line->rank < RANK_NONE;
    if (line->rank >= 5 || has_label(text) || has_answer(words) || !words.length)
        return false;
    return !goes_on(laying, at) && text_find(words, TEXT("，"), 0) == SIZE_MAX && text_find(words, TEXT(","), 0) == SIZE_MAX;
}

static uint32_t heading_around(const ContractLayout *out, uint32_t last, int rank)
{
    while (last != NO_HEADING && out->headings.at[last].rank >= rank)
        last = out->headings.at[last].up;
    return last;
}

static uint32_t add_heading(Laying *laying, const Line *line, uint32_t last, int rank)
{
    *LIST_ADD(laying->task->region, laying->out->headings) = (Heading){ line->from, line->to, heading_around(laying->out, last, rank), rank };
    return (uint32_t)laying->out->headings.count - 1;
}

/* ---- tables of contents ---- */

/* "3. Delivery ........ 7": dots, or a page number behind a wide gap. */
static bool has_leader(Text text)
{
    if (text_find(text, TEXT("....."), 0) != SIZE_MAX || text_find(text, TEXT("……"), 0) != SIZE_MAX || text_find(text, TEXT(". . . ."), 0) != SIZE_MAX)
        return text.length && text.at[text.length - 1] >= '0' && text.at[text.length - 1] <= '9';
    size_t digits = text.length;
    while (digits && text.at[digits - 1] >= '0' && text.at[digits - 1] <= '9')
        digits--;
    return digits < text.length && text.length - digits <= 3 && digits > 3 && text.at[digits - 1] == ' ' && text.at[digits - 2] == ' ' && text.at[digits - 3] == ' ';
}

/* A table of contents goes on until a line that is no short one, or until its first line comes again. */
static size_t contents_end(const Laying *laying, size_t at)
{
    size_t first = 0, end = at + 1;
    for (; end < laying->lines.count && end < at + CONTENTS_LINES; end++) {
        const Line *line = &laying->lines.at[end];
        if (!line->width)
            continue;
        if (line->width > HEADING_WIDE + 20 || (line->end && !has_leader(line_text(laying, line))))
            return end;
        Text text = line_text(laying, line);
        if (first && text_starts(laying->lines.at[first].width ? line_text(laying, &laying->lines.at[first]) : TEXT_NONE, text))
            return end;
        first = first ? first : end;
    }
    return end;
}

/* ---- passages ---- */

static bool begins_passage(const Laying *laying, size_t at, bool after_heading)
{
    const Line *line = &laying->lines.at[at];
    if (line->row && at && laying->lines.at[at - 1].rank < RANK_NONE && !laying->lines.at[at - 1].row && laying->lines.at[at - 1].width && line->rank == RANK_NONE && !after_heading)
        return false; /* "(b) Installation," and its amount on the next line */
    if (after_heading || !at || line->row || line->bullet || line->rank < RANK_NONE || has_label(line_text(laying, line)))
        return true;
    const Line *before = &laying->lines.at[at - 1];
    return !before->width || before->row || before->width * 10 < laying->full * 7;
}

static void add_to_passage(Laying *laying, size_t at, uint32_t heading, bool begins)
{
    ContractLayout *out = laying->out;
    const Line *line = &laying->lines.at[at];
    const Passage *last = out->passages.count ? &out->passages.at[out->passages.count - 1] : NULL;
    if (begins || !last || line->to - last->from > LIMIT_CONTRACT_PASSAGE || last->heading != heading)
        *LIST_ADD(laying->task->region, out->passages) = (Passage){ line->from, line->to, heading, line->row };
    else
        out->passages.at[out->passages.count - 1].to = line->to;
}

static void lay_lines(Laying *laying)
{
    uint32_t heading = NO_HEADING;
    bool fresh = true;
    Match match;
    for (size_t at = 0; at < laying->lines.count; at++) {
        const Line *line = &laying->lines.at[at];
        Text text = line_text(laying, line);
        size_t end = at;
        if (is_short(line) && matches_any(laying, PART_CONTENTS, text, &match))
            end = contents_end(laying, at);
        else if (has_leader(text))
            end = at + 1;
        if (end > at) {
            laying->out->left_out += (uint32_t)(end - at);
            at = end - 1;
            fresh = true;
        } else if (is_part_heading(laying, line) || is_heading(laying, at)) {
            heading = add_heading(laying, line, heading, is_part_heading(laying, line) ? 0 : line->rank == RANK_NONE ? 1 : line->rank);
            fresh = true;
        } else if (line->width) {
            add_to_passage(laying, at, heading, begins_passage(laying, at, fresh));
            fresh = false;
        }
    }
}

void contract_layout(Task *task, const ContractText *text, ContractWords *words, ContractLayout *layout)
{
    Laying laying = { .task = task, .text = text, .words = words, .out = layout };
    cut_lines(&laying);
    lay_lines(&laying);
}

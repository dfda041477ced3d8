/* papers/paper.c - papers as they are made, and the words of their cells. See paper.h. */
#include "papers/paper.h"

#include <assert.h>

#include "papers/figures.h"
#include "papers/words.h"

enum { HASH_SHOWN = 7 + 16 }; /* "sha256:" and as much as tells one law from another */
enum { INDENT = 2, MOST_LEVELS = 20 }; /* of a tree: blanks a level, and levels that are shown */

/* ---- making one ---- */

Paper *paper_new(Region *region, const char *kind, Text title, int language)
{
    Paper *paper = REGION_NEW(region, Paper);
    *paper = (Paper){ .region = region, .language = language, .kind = kind, .title = title };
    return paper;
}

void paper_rests_on(Paper *paper, const Determination *answer)
{
    paper->law = answer->law;
    if (answer->has_as_of)
        paper->as_of = date_text(paper->region, answer->as_of);
}

PaperPart *paper_part(Paper *paper, const char *key, Text title)
{
    PaperPart *part = REGION_NEW(paper->region, PaperPart);
    *part = (PaperPart){ .key = key, .title = title, .region = paper->region, .language = paper->language };
    *LIST_ADD(paper->region, paper->parts) = part;
    return part;
}

PaperPart *paper_record(Paper *paper, const char *key, Text title)
{
    PaperPart *part = paper_part(paper, key, title);
    part->record = true;
    return part;
}

void paper_column(PaperPart *part, const char *key, Text title, PaperKind kind)
{
    assert(!part->rows.count && (part->record || part->columns.count < PAPER_COLUMNS));
    *LIST_ADD(part->region, part->columns) = (PaperColumn){ .key = key, .title = title, .kind = kind };
}

void paper_column_aside(PaperPart *part, const char *key, Text title, PaperKind kind)
{
    paper_column(part, key, title, kind);
    part->columns.at[part->columns.count - 1].aside = true;
}

PaperRow *paper_row(PaperPart *part)
{
    PaperRow *row = LIST_ADD(part->region, part->rows);
    *row = (PaperRow){ .cells = REGION_ARRAY(part->region, PaperCell, part->columns.count) };
    return row;
}

PaperRow *paper_row_of(PaperPart *part, const PaperCell *cells, size_t count)
{
    assert(count <= part->columns.count);
    PaperRow *row = paper_row(part);
    memcpy(row->cells, cells, count * sizeof *cells);
    return row;
}

static size_t column_of(const PaperPart *part, const char *key)
{
    for (size_t i = 0; i < part->columns.count; i++)
        if (strcmp(part->columns.at[i].key, key) == 0)
            return i;
    assert(!"a part has the column that is set");
    return 0;
}

void paper_cell(PaperPart *part, PaperRow *row, const char *key, PaperCell cell)
{
    row->cells[column_of(part, key)] = cell;
}

/* Room for one more cell: it doubles, so that long records cost little. */
static void widen(PaperPart *record, PaperRow *row)
{
    size_t count = record->columns.count;
    if (count & (count - 1))
        return;
    PaperCell *wider = REGION_ARRAY(record->region, PaperCell, count ? 2 * count : 1);
    if (count)
        memcpy(wider, row->cells, count * sizeof *wider);
    row->cells = wider;
}

void paper_line(PaperPart *record, const char *key, Text title, PaperKind kind, PaperCell cell)
{
    assert(record->record);
    PaperRow *row = record->rows.count ? record->rows.at : LIST_ADD(record->region, record->rows);
    if (!record->columns.count)
        *row = (PaperRow){ 0 };
    widen(record, row);
    *LIST_ADD(record->region, record->columns) = (PaperColumn){ .key = key, .title = title, .kind = kind };
    row->cells[record->columns.count - 1] = cell;
}

void paper_note(Paper *paper, Text sentence)
{
    *LIST_ADD(paper->region, paper->notes) = sentence;
}

/* ---- cells ---- */

PaperCell cell_count(Region *region, uint64_t count)
{
    return cell_plain(text_format(region, "%llu", (unsigned long long)count));
}

static Text printed(Region *region, Value value)
{
    Builder out = builder_on(region);
    value_print(&out, value);
    return builder_text(&out);
}

static PaperCell absent_cell(const Paper *paper, Mark mark)
{
    PaperTone tone = mark == MARK_NONE ? TONE_FAINT : mark == MARK_CONFLICT ? TONE_BAD : TONE_DOUBT;
    return cell_toned(TEXT_NONE, mark_text_in(mark, paper->language), tone);
}

static PaperCell money_cell(const Paper *paper, const Money *money)
{
    Builder plain = builder_on(paper->region), words = builder_on(paper->region);
    decimal_print(&plain, &money->amount);
    build_amount(&words, &money->amount, paper->language);
    build_format(&words, " %s", money->currency);
    return cell_words(builder_text(&plain), builder_text(&words));
}

typedef struct Listed { /* what is put together for machines and for people */
    Builder plain, words;
} Listed;

/* "name: value"; the value alone where it has no name. What is not there is left out. */
static void add_listed(Listed *out, const Paper *paper, const Determination *answer, Text name, Value value)
{
    PaperCell cell = cell_value(paper, answer, value);
    Text shown = cell_shown(paper, value_is_number(value) ? PAPER_NUMBER : value.kind == VALUE_BOOLEAN ? PAPER_YES : PAPER_TEXT, cell);
    const char *named = name.length ? ": " : "";
    if (cell.plain.length)
        build_format(&out->plain, "%s" TEXT_FMT "%s" TEXT_FMT, out->plain.length ? "; " : "", TEXT_ARG(name), named, TEXT_ARG(cell.plain));
    if (shown.length)
        build_format(&out->words, "%s" TEXT_FMT "%s" TEXT_FMT, out->words.length ? "; " : "", TEXT_ARG(name), named, TEXT_ARG(shown));
}

static PaperCell list_cell(const Paper *paper, const Determination *answer, const List *list)
{
    Listed out = { builder_on(paper->region), builder_on(paper->region) };
    for (size_t i = 0; i < list->count; i++)
        add_listed(&out, paper, answer, TEXT_NONE, list->at[i]);
    return cell_words(builder_text(&out.plain), builder_text(&out.words));
}

static PaperCell context_cell(const Paper *paper, const Determination *answer, const Context *context)
{
    Listed out = { builder_on(paper->region), builder_on(paper->region) };
    for (uint32_t i = 0; i < context->shape->count; i++)
        add_listed(&out, paper, answer, context->shape->names[i], context->at[i]);
    return cell_words(builder_text(&out.plain), builder_text(&out.words));
}

PaperCell cell_value(const Paper *paper, const Determination *answer, Value value)
{
    switch ((ValueKind)value.kind) {
    case VALUE_UNSET: case VALUE_BUSY: case VALUE_NULL: case VALUE_NOT_THERE: return (PaperCell){ 0 };
    case VALUE_UNKNOWN: return cell_toned(TEXT_NONE, word(WORD_OPEN, paper->language), TONE_DOUBT);
    case VALUE_ABSENT: return absent_cell(paper, (Mark)value.mark);
    case VALUE_BOOLEAN: return cell_yes(value.boolean);
    case VALUE_MONEY: return money_cell(paper, value.money);
    case VALUE_TEXT: return cell_words(text_of_value(value), name_in(answer->program, text_of_value(value), paper->language));
    case VALUE_DATE: return cell_day(paper->region, value.days);
    case VALUE_LIST: return list_cell(paper, answer, value.list);
    case VALUE_CONTEXT: return context_cell(paper, answer, value.context);
    default: return cell_plain(printed(paper->region, value));
    }
}

/* ---- showing it ---- */

/* A figure as people read it; as it stands where it is none. */
static Text figure_shown(const Paper *paper, PaperKind kind, Text plain)
{
    static void (*const builds[])(Builder *, const Decimal *, int) = {
        [PAPER_NUMBER] = build_number, [PAPER_AMOUNT] = build_amount, [PAPER_RATE] = build_percent,
    };
    Decimal number;
    if (!decimal_read(&number, plain, false))
        return plain;
    Builder out = builder_on(paper->region);
    builds[kind](&out, &number, paper->language);
    return builder_text(&out);
}

Text cell_shown(const Paper *paper, PaperKind kind, PaperCell cell)
{
    if (cell.words.length)
        return cell.words;
    if (kind_is_figure(kind))
        return figure_shown(paper, kind, cell.plain);
    if (kind == PAPER_YES && text_is(cell.plain, "true"))
        return word(WORD_YES, paper->language);
    if (kind == PAPER_YES && text_is(cell.plain, "false"))
        return word(WORD_NO, paper->language);
    return cell.plain;
}

Text row_indented(const Paper *paper, const PaperRow *row, Text shown)
{
    if (!row->level || !shown.length)
        return shown;
    Builder out = builder_on(paper->region);
    build_format(&out, "%*s", (int)(INDENT * (row->level < MOST_LEVELS ? row->level : MOST_LEVELS)), "");
    build_text(&out, shown);
    return builder_text(&out);
}

bool part_has_remarks(const PaperPart *part)
{
    for (size_t i = 0; i < part->rows.count; i++)
        if (part->rows.at[i].below.length)
            return true;
    return false;
}

Text paper_basis(const Paper *paper)
{
    Text with[] = { text_slice(paper->law, 0, HASH_SHOWN), paper->as_of };
    if (!paper->law.length && !paper->as_of.length)
        return TEXT_NONE;
    Word form = !paper->law.length ? WORD_BASIS_AS_OF : paper->as_of.length ? WORD_BASIS_LAW_AS_OF : WORD_BASIS_LAW;
    return word_filled(paper->region, word(form, paper->language), with, 2);
}

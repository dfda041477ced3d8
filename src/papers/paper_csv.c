/* papers/paper_csv.c - one table of a paper as CSV (RFC 4180), safe to open in a spreadsheet. See paper.h. */
#include "papers/paper.h"

/* ---- cells ---- */

/* What a spreadsheet takes for the start of a formula, wide forms of the letters too; or eats before it looks. */
static bool starts_formula(Text text)
{
    static const char *const starts[] = { "=", "+", "-", "@", "\t", "\r", "\n", "\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0" };
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (text_starts(text, text_of(starts[i])))
            return true;
    return false;
}

static bool is_plain_number(Text text)
{
    Decimal number;
    return !text_starts(text, TEXT("+")) && decimal_read(&number, text, false);
}

static bool needs_quotes(Text text)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.at[i] == ',' || text.at[i] == '"' || text.at[i] == '\n' || text.at[i] == '\r')
            return true;
    return false;
}

static void put_quoted(Builder *out, Text text)
{
    build_byte(out, '"');
    for (size_t i = 0; i < text.length; i++) {
        if (text.at[i] == '"')
            build_byte(out, '"');
        build_byte(out, text.at[i]);
    }
    build_byte(out, '"');
}

static void put_cell(Builder *out, bool first, Text text)
{
    if (!first)
        build_byte(out, ',');
    if (starts_formula(text) && !is_plain_number(text))
        text = text_join(out->region, TEXT("'"), text);
    if (needs_quotes(text))
        put_quoted(out, text);
    else
        build_text(out, text);
}

/* ---- the table ---- */

static void put_header(Builder *out, const PaperPart *part, bool remarks)
{
    for (size_t i = 0; i < part->columns.count; i++)
        put_cell(out, i == 0, text_of(part->columns.at[i].key));
    if (remarks)
        put_cell(out, !part->columns.count, TEXT("remark"));
    build_text(out, TEXT("\r\n"));
}

static void put_row(Builder *out, const PaperPart *part, const PaperRow *row, bool remarks)
{
    for (size_t i = 0; i < part->columns.count; i++)
        put_cell(out, i == 0, row->cells[i].plain);
    if (remarks)
        put_cell(out, !part->columns.count, row->below);
    build_text(out, TEXT("\r\n"));
}

/* The part that was asked for; without a key the main one, else the first table, else the first part. */
static const PaperPart *part_named(const Paper *paper, Text key)
{
    const PaperPart *table = NULL;
    for (size_t i = 0; i < paper->parts.count; i++) {
        const PaperPart *part = paper->parts.at[i];
        if (key.length ? text_equal(text_of(part->key), key) : part->main)
            return part;
        if (!table && !part->record)
            table = part;
    }
    if (key.length)
        return NULL;
    return table ? table : paper->parts.count ? paper->parts.at[0] : NULL;
}

static bool no_part(Task *task, const Paper *paper, Text key)
{
    Builder known = builder_on(task->region);
    for (size_t i = 0; i < paper->parts.count; i++)
        build_format(&known, "%s%s", i ? ", " : "", paper->parts.at[i]->key);
    Problem *problem = report_error(task->report, "no-part", SPAN_NONE, "the paper \"%s\" has no part \"" TEXT_FMT "\"", paper->kind, TEXT_ARG(key));
    problem_hint(task->report, problem, "Its parts are: " TEXT_FMT ".", TEXT_ARG(builder_text(&known)));
    return false;
}

bool paper_csv(Task *task, Builder *out, const Paper *paper, Text key)
{
    const PaperPart *part = part_named(paper, key);
    if (!part)
        return !key.length || no_part(task, paper, key); /* a paper without parts is an empty table */
    bool remarks = part_has_remarks(part);
    put_header(out, part, remarks);
    for (size_t i = 0; i < part->rows.count; i++)
        put_row(out, part, &part->rows.at[i], remarks);
    return true;
}

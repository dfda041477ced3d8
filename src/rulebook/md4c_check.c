/* rulebook/md4c_check.c - does a Markdown viewer see the tables that run? See reader.h.
 *
 * The page is read a second time by md4c. Its tables must be ours, in order, with as many rows and columns, and every
 * piece of text it shows must lie in our cell. In tables of rules and examples nothing may vanish either: "a*b*c" loses
 * its stars in a viewer, "x <y and z> 2" its middle.
 *
 * md4c holds memory of its own while it runs, so nothing is taken from the region and nothing reported until it is done:
 * the first difference of each table is noted in an array made before. */
#include <md4c.h>

#include "rulebook/reader.h"

typedef struct Fault {
    uint32_t at;      /* byte in the page */
    const char *what; /* NULL: none */
} Fault;

typedef struct Comparer {
    Text page;            /* what md4c reads: the page behind its front matter */
    const Document *document;
    const Block **tables; /* ours, in order; then NULL */
    Fault *faults;        /* one per table, and one more for what stands behind the last */
    size_t table;         /* the one md4c must come to next, or is in */
    bool inside;          /* in a table of md4c's */
    bool aligned;         /* a piece of text has shown that it is ours */
    bool foreign;         /* it is none of ours */
    uint32_t row, column; /* md4c's place in it; column counts from 1 */
    uint32_t seen;        /* byte up to which the cell is accounted for */
    uint32_t cell_from, cell_to; /* our cell, in the page as it was read */
    bool link;            /* the cell has a link, whose address is not shown */
} Comparer;

static void note(Comparer *comparer, uint32_t at, const char *what)
{
    Fault *fault = &comparer->faults[comparer->table];
    if (!fault->what)
        *fault = (Fault){ at, what };
}

static const Block *table_of(const Comparer *comparer)
{
    return comparer->foreign ? NULL : comparer->tables[comparer->table];
}

/* ---- which table is it ---- */

/* Tables of ours that md4c has passed by are none to it. */
static void align(Comparer *comparer, uint32_t at)
{
    comparer->aligned = true;
    while (comparer->tables[comparer->table] && at >= comparer->tables[comparer->table]->span.to) {
        note(comparer, comparer->tables[comparer->table]->span.from, "viewers show no table here");
        comparer->table++;
    }
    const Block *table = comparer->tables[comparer->table];
    comparer->foreign = !table || at < table->span.from;
    if (comparer->foreign)
        note(comparer, at, "viewers show a table here");
}

/* ---- cells ---- */

static char byte_at(const Comparer *comparer, uint32_t at)
{
    Text page = comparer->document->original->bytes;
    return at < page.length ? page.at[at] : '\0';
}

/* Our cell as it stands in the page: "\|" is two bytes there. */
static void find_cell(Comparer *comparer)
{
    const Block *table = table_of(comparer);
    if (!table || comparer->row > table->row_count || comparer->column > table->column_count)
        return;
    Span cell = block_cell(table, comparer->row, comparer->column - 1);
    Text page = comparer->document->original->bytes;
    comparer->cell_from = comparer->seen = cell.from;
    comparer->cell_to = cell.from == cell.to ? cell.to : (uint32_t)cell_end(page, cell.from);
    while (comparer->cell_to > comparer->cell_from && memchr(" \t", page.at[comparer->cell_to - 1], 2))
        comparer->cell_to--;
}

/* Rules and examples must be shown whole; registers and notes may hold links and stress. */
static bool is_strict(const Comparer *comparer)
{
    const Block *table = table_of(comparer);
    if (!table)
        return false;
    Text corner = span_text(block_cell(table, 0, 0)), header = span_text(block_cell(table, 0, comparer->column - 1));
    return (corner.length <= 2 || text_is(corner, "example")) && !text_is(header, "note");
}

/* May the byte at `at` be left out by a viewer? */
static bool may_vanish(const Comparer *comparer, uint32_t at)
{
    bool edge = at == comparer->cell_from || at + 1 == comparer->cell_to;
    char byte = byte_at(comparer, at);
    return byte == ' ' || byte == '`' || (byte == '*' && edge) || (byte == '\\' && byte_at(comparer, at + 1) == '|');
}

/* The bytes from `seen` to `to` were not shown. */
static void check_vanished(Comparer *comparer, uint32_t to)
{
    for (uint32_t at = comparer->seen; at < to && !comparer->link; at++)
        if (!may_vanish(comparer, at)) {
            note(comparer, at, "viewers do not show this");
            return;
        }
}

static void begin_cell(Comparer *comparer)
{
    comparer->column++;
    comparer->link = false;
    comparer->cell_from = comparer->cell_to = comparer->seen = 0;
    if (comparer->aligned)
        find_cell(comparer);
}

static void end_cell(Comparer *comparer)
{
    const Block *table = table_of(comparer);
    if (comparer->aligned && table && comparer->column <= table->column_count && is_strict(comparer))
        check_vanished(comparer, comparer->cell_to);
}

/* A piece of text that md4c shows in a cell. */
static void see(Comparer *comparer, uint32_t from, uint32_t to)
{
    if (!comparer->aligned) {
        align(comparer, from);
        find_cell(comparer);
    }
    if (comparer->foreign)
        return;
    if (from < comparer->cell_from || to > comparer->cell_to || !comparer->cell_to) {
        note(comparer, from, "viewers show this in another cell");
        return;
    }
    if (is_strict(comparer))
        check_vanished(comparer, from);
    comparer->seen = to;
}

static void end_row(Comparer *comparer)
{
    const Block *table = table_of(comparer);
    if (comparer->aligned && table && comparer->column != table->column_count)
        note(comparer, block_cell(table, 0, 0).from, "viewers show another number of columns");
}

static void end_table(Comparer *comparer)
{
    const Block *table = table_of(comparer);
    comparer->inside = false;
    if (!table)
        return;
    if (comparer->row != table->row_count)
        note(comparer, table->span.from, "viewers show another number of rows");
    comparer->table++;
}

/* ---- what md4c calls ---- */

static int enter_block(MD_BLOCKTYPE type, void *detail, void *context)
{
    Comparer *comparer = context;
    (void)detail;
    if (type == MD_BLOCK_TABLE) {
        comparer->inside = true;
        comparer->aligned = comparer->foreign = false;
        comparer->row = UINT32_MAX;
    } else if (type == MD_BLOCK_TR) {
        comparer->row++;
        comparer->column = 0;
    } else if (type == MD_BLOCK_TH || type == MD_BLOCK_TD)
        begin_cell(comparer);
    return 0;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *context)
{
    (void)detail;
    if (type == MD_BLOCK_TABLE)
        end_table(context);
    else if (type == MD_BLOCK_TR)
        end_row(context);
    else if (type == MD_BLOCK_TH || type == MD_BLOCK_TD)
        end_cell(context);
    return 0;
}

static int enter_span(MD_SPANTYPE type, void *detail, void *context)
{
    (void)detail;
    ((Comparer *)context)->link |= type == MD_SPAN_A || type == MD_SPAN_IMG;
    return 0;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *context)
{
    (void)type, (void)detail, (void)context;
    return 0;
}

/* Tags vanish, entities and line breaks turn into something else: none of them is shown as it was written. */
static int show_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *context)
{
    Comparer *comparer = context;
    uintptr_t at = (uintptr_t)text, from = (uintptr_t)comparer->page.at;
    bool ours = at >= from && at + size <= from + comparer->page.length;
    bool as_written = type == MD_TEXT_NORMAL || type == MD_TEXT_CODE;
    if (!comparer->inside || !ours || !as_written)
        return 0;
    uint32_t place = (uint32_t)(at - from) + comparer->document->body;
    see(comparer, place, place + size);
    return 0;
}

/* ---- all ---- */

static size_t collect_tables(const Document *document, const Block **tables)
{
    size_t count = 0;
    for (uint32_t i = 0; i < document->block_count; i++)
        if (document->blocks[i].kind == BLOCK_TABLE)
            tables[count++] = &document->blocks[i];
    return count;
}

static void tell(Task *task, const Document *document, const Fault *fault)
{
    if (!fault->what)
        return;
    Span span = { document->original, fault->at, fault->at + 1 };
    Problem *problem = report_error(task->report, "table-reads-differently", span,
                                    "this table reads differently in Markdown viewers: %s",
                                    fault->what);
    problem_hint(task->report, problem, "Write blanks around \"*\" and \"<\", and a blank line before and after the table.");
}

void md4c_check(Task *task, const Document *document)
{
    const MD_PARSER parser = { 0, MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH, enter_block, leave_block, enter_span,
                               leave_span, show_text, NULL, NULL };
    Text all = document->original->bytes;
    Comparer comparer = { .page = text_slice(all, document->body, all.length), .document = document };
    comparer.tables = REGION_ARRAY(task->region, const Block *, (size_t)document->block_count + 1);
    comparer.faults = REGION_ARRAY(task->region, Fault, (size_t)document->block_count + 1);
    size_t count = collect_tables(document, comparer.tables);
    if (!comparer.page.length)
        return;
    if (md_parse(comparer.page.at, (MD_SIZE)comparer.page.length, &parser, &comparer) != 0) {
        report_error(task->report, "table-reads-differently", (Span){ document->original, 0, 0 },
                     "the Markdown library could not read this page");
        return;
    }
    for (; comparer.table < count; comparer.table++)
        note(&comparer, comparer.tables[comparer.table]->span.from, "viewers show no table here");
    for (size_t i = 0; i <= count; i++)
        tell(task, document, &comparer.faults[i]);
}

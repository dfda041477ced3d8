/* casework/table_csv.c - CSV as programs of several countries write it. See table.h.
 *
 *     file = [ "sep=" mark end ] { row } ; row = cell { mark cell } end ; end = LF | CR LF
 *     cell = quoted | plain ; the mark is a comma, semicolon, tab or bar: that which the header line has
 *
 * One pass over the bytes; a cell points into the file, and only one with doubled quotes is copied. A quote inside a plain cell and text
 * behind a closing quote spoil their row; a quote that is never closed spoils the file, since nothing behind it can be trusted.
 */
#include <strings.h>

#include "casework/table_inside.h"

static const char marks[] = { ',', ';', '\t', '|' };
static const char *const mark_names[] = { "commas", "semicolons", "tabs", "bars" };
enum { MARKS = sizeof marks, LINES_ABOVE = 10 /* the header: titles */ };

enum { ENDS_CELL = 1 }; /* of a byte: it may end a plain cell */

typedef struct Reading {
    Task *task;
    Table *table;
    const char *at, *end; /* what is still to be read */
    char mark;
    uint8_t ends[256];    /* by byte: ENDS_CELL */
    uint32_t line;        /* of `at` */
    uint32_t count;       /* cells of the row so far */
    PackedCell cells[LIMIT_DATA_COLUMNS];
    const char *fault;    /* why the row is wrong; NULL: it is not */
    const char *fault_at;
} Reading;

static Span place(const Reading *reading, const char *at, size_t length)
{
    return span_of(reading->table->source, (Text){ at, length });
}

/* ---- the mark ---- */

/* How often each mark stands in the line at `at`, outside of quotes; its end. */
static const char *count_marks(const char *at, const char *end, uint32_t *counts)
{
    bool quoted = false;
    memset(counts, 0, MARKS * sizeof *counts);
    for (; at < end && (quoted || *at != '\n'); at++) {
        quoted ^= *at == '"';
        for (size_t i = 0; i < MARKS && !quoted; i++)
            counts[i] += *at == marks[i];
    }
    return at < end ? at + 1 : end;
}

static bool has_marks(const uint32_t *counts)
{
    return counts[0] || counts[1] || counts[2] || counts[3];
}

/* The mark that stands in the header, below titles that have none, and equally often in the row below; else the one that stands there most often. */
static size_t choose_mark(const Reading *reading)
{
    uint32_t first[MARKS], second[MARKS];
    const char *next = count_marks(reading->at, reading->end, first);
    for (int titles = 0; titles < LINES_ABOVE && next < reading->end && !has_marks(first); titles++)
        next = count_marks(next, reading->end, first);
    count_marks(next, reading->end, second);
    size_t best = 0;
    for (size_t i = 1; i < MARKS; i++) {
        bool fits = first[i] && first[i] == second[i], best_fits = first[best] && first[best] == second[best];
        if (fits != best_fits ? fits : first[i] > first[best])
            best = i;
    }
    return best;
}

/* Spreadsheet programs say their mark in a first line "sep=;". */
static bool takes_told_mark(Reading *reading, size_t *mark)
{
    Text line, all = { reading->at, (size_t)(reading->end - reading->at) }, rest;
    line = text_cut(all, '\n', &rest);
    if (text_ends(line, TEXT("\r")))
        line.length--;
    if (line.length != 5 || strncasecmp(line.at, "sep=", 4) != 0)
        return false;
    const char *found = memchr(marks, line.at[4], MARKS);
    if (!found)
        return false;
    *mark = (size_t)(found - marks);
    reading->at = rest.at ? rest.at : reading->end;
    reading->line++;
    return true;
}

static void set_mark(Reading *reading)
{
    size_t mark;
    bool told = takes_told_mark(reading, &mark);
    if (!told)
        mark = choose_mark(reading);
    reading->mark = marks[mark];
    static const char always[] = { '"', '\r', '\n' };
    for (size_t i = 0; i < sizeof always; i++)
        reading->ends[(unsigned char)always[i]] = ENDS_CELL;
    reading->ends[(unsigned char)reading->mark] = ENDS_CELL;
    if (mark != 0)
        report_note(reading->task->report, "table-mark", place(reading, reading->at, 0), told ? "cells are parted by %s, as the file says" : "cells are parted by %s, as in the header", mark_names[mark]);
}

/* ---- cells ---- */

static bool at_row_end(const Reading *reading)
{
    const char *at = reading->at;
    return at >= reading->end || *at == '\n' || (*at == '\r' && at + 1 < reading->end && at[1] == '\n');
}

static void skip_row_end(Reading *reading)
{
    reading->at += reading->at < reading->end && *reading->at == '\r';
    reading->at += reading->at < reading->end;
    reading->line++;
}

/* A cell whose quotes were doubled: a copy, before it where it stands. */
static void copy_cell(Reading *reading, PackedCell *cell, const char *from)
{
    const Source *source = reading->table->source;
    uint32_t ends[2] = { (uint32_t)(from - source->bytes.at), (uint32_t)(reading->at - source->bytes.at) };
    char *copy = table_room(reading->task->region, reading->table, sizeof ends + cell->length);
    memcpy(copy, ends, sizeof ends);
    copy += sizeof ends;
    uint32_t length = 0;
    for (uint32_t i = 0; i < cell->length; i++) {
        copy[length++] = cell->at[i];
        i += cell->at[i] == '"';
    }
    *cell = (PackedCell){ .at = copy, .length = length, .form = PACKED_COPIED };
}

static bool never_closed(Reading *reading, const char *from)
{
    Problem *problem = table_complain(reading->task, reading->table, false, "csv-quote", place(reading, from, 1), TEXT("this quote is not closed"));
    problem_hint(reading->task->report, problem, "A quote inside a quoted cell is written twice.");
    return false;
}

static uint32_t lines_in(const char *at, const char *end)
{
    uint32_t count = 0;
    while (at < end && (at = memchr(at, '\n', (size_t)(end - at)))) {
        count++;
        at++;
    }
    return count;
}

/* quoted = '"' { any byte but '"' | '""' } '"' */
static bool read_quoted(Reading *reading, PackedCell *cell)
{
    const char *from = reading->at, *at = from + 1;
    bool doubled = false;
    for (;; at += 2, doubled = true) {
        at = at < reading->end ? memchr(at, '"', (size_t)(reading->end - at)) : NULL;
        if (!at)
            return never_closed(reading, from);
        if (at + 1 >= reading->end || at[1] != '"')
            break;
    }
    reading->line += lines_in(from, at);
    reading->at = at + 1;
    *cell = (PackedCell){ .at = from + 1, .length = (uint32_t)(at - from - 1), .form = PACKED_QUOTED };
    if (doubled)
        copy_cell(reading, cell, from);
    return true;
}

/* plain = { any byte but the mark, '"', CR, LF } */
static void read_plain(Reading *reading, PackedCell *cell)
{
    const char *at = reading->at;
    while (at < reading->end && !reading->ends[(unsigned char)*at])
        at++;
    *cell = (PackedCell){ .at = reading->at, .length = (uint32_t)(at - reading->at) };
    reading->at = at;
}

/* Steps over the rest of a line that is no row: what is not read stays with its last cell, so that nothing is lost. */
static void leave_row(Reading *reading, PackedCell *cell, const char *why)
{
    reading->fault = why;
    reading->fault_at = reading->at;
    const char *end = memchr(reading->at, '\n', (size_t)(reading->end - reading->at));
    const char *stop = end ? end : reading->end;
    if (stop > reading->at && stop[-1] == '\r')
        stop--;
    Span span = table_span_of(reading->task->region, reading->table, cell, 0, 0);
    const char *from = reading->table->source->bytes.at + span.from;
    *cell = (PackedCell){ .at = from, .length = (uint32_t)(stop - from) };
    reading->at = stop;
}

/* cell = quoted | plain. False: the file cannot be read on. */
static bool read_cell(Reading *reading)
{
    PackedCell *cell = &reading->cells[reading->count];
    bool quoted = reading->at < reading->end && *reading->at == '"';
    if (quoted && !read_quoted(reading, cell))
        return false;
    if (!quoted)
        read_plain(reading, cell);
    reading->count++;
    if (at_row_end(reading) || *reading->at == reading->mark)
        return true;
    if (!quoted && *reading->at == '\r') {
        Problem *problem = table_complain(reading->task, reading->table, false, "csv-row-end", place(reading, reading->at, 1), TEXT("a carriage return without a line feed"));
        problem_hint(reading->task->report, problem, "Save the file with ends of lines as Windows or Unix have them.");
        return false;
    }
    leave_row(reading, cell, quoted ? "text stands behind the closing quote" : "a quote stands inside a cell that does not begin with one");
    return true;
}

/* row = cell { mark cell } end */
static bool read_row(Reading *reading)
{
    reading->count = 0;
    reading->fault = NULL;
    for (;; reading->at++) {
        if (reading->count == LIMIT_DATA_COLUMNS) {
            table_complain(reading->task, reading->table, false, "table-columns", place(reading, reading->at, 1),
                           text_format(reading->task->region, "the row has more than %d cells (limit LIMIT_DATA_COLUMNS)", LIMIT_DATA_COLUMNS));
            return false;
        }
        if (!read_cell(reading))
            return false;
        if (at_row_end(reading))
            return true;
    }
}

static void tell_fault(Reading *reading, uint32_t line)
{
    Table *table = reading->table;
    Task *task = reading->task;
    bool header = !table->begun;
    Problem *problem = table_complain(task, table, !header, "csv-quote", place(reading, reading->fault_at, 1), text_of(reading->fault));
    problem_hint(task->report, problem, "Put the whole cell in quotes, and write each quote inside it twice.");
    if (!header && table->keep_wrong) {
        PackedCell *copy = region_take(task->region, reading->count * sizeof *copy);
        memcpy(copy, reading->cells, reading->count * sizeof *copy);
        *LIST_ADD(task->region, table->wrong) = (WrongRow){ copy, reading->count, line, table->rows, text_of(reading->fault) };
    }
}

static bool take_row(Reading *reading)
{
    uint32_t line = reading->line;
    if (!read_row(reading))
        return false;
    if (reading->fault)
        tell_fault(reading, line);
    else if (!table_take_row(reading->task, reading->table, reading->cells, reading->count, line))
        return false;
    if (reading->at < reading->end)
        skip_row_end(reading);
    return reading->table->begun || !reading->table->spoiled; /* without a header no row can be judged */
}

bool table_read_csv(Task *task, Table *table)
{
    Text all = table->source->bytes;
    Reading *reading = REGION_NEW(task->region, Reading);
    *reading = (Reading){ .task = task, .table = table, .at = all.at ? all.at : "", .end = (all.at ? all.at : "") + all.length, .line = 1 };
    set_mark(reading);
    while (reading->at < reading->end && !(table->spoiled && task->report->left_out) && !task_cancelled(task))
        if (!take_row(reading))
            return false;
    return true;
}

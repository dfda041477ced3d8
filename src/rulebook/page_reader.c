/* rulebook/page_reader.c - the blocks of one page, one after another: headings open what tables and lines below fill.
 *
 *     level 1   the title                 level 2   a register ("## Sources") or plain words
 *     level 3   a decision or plain words  lower     plain words
 */
#include "rulebook/reader.h"

/* ---- the end of a decision ---- */

static Text prose_of(const PageReader *reader)
{
    return lines_trim(span_text(reader->prose_from));
}

/* The prose of a decision ends where the first thing that counts begins. */
static void end_prose(PageReader *reader, uint32_t at)
{
    if (!reader->decision || reader->prose_from.to != UINT32_MAX)
        return;
    reader->prose_from.to = at;
    reader->decision->prose = prose_of(reader);
}

static void check_body(PageReader *reader)
{
    const DecisionBlock *decision = reader->decision;
    bool question = decision->kind == DECISION_QUESTION;
    bool body = question ? reader->readings.count : decision->table.columns || decision->feel.source;
    if (body || reader->document->rows_lost)
        return;
    Problem *problem = report_error(reader->task->report, "decision-without-body", decision->name_span,
                                    "\"" TEXT_FMT "\" has no %s",
                                    TEXT_ARG(text_shown(decision->name)), question ? "readings" : "table and no block");
    problem_hint(reader->task->report, problem, question ? "Write a table with the columns reading, value, stance, in force, source."
                                                         : "Write a table, or a fenced block \"```feel\".");
}

static void given_without_table(PageReader *reader)
{
    if (reader->given.count)
        report_error(reader->task->report, "line-out-of-place", reader->given_span,
                     "no table of examples follows this line");
    reader->given.at = NULL;
    reader->given.count = reader->given.room = 0;
}

void decision_end(PageReader *reader)
{
    DecisionBlock *decision = reader->decision;
    given_without_table(reader);
    if (!decision)
        return;
    end_prose(reader, (uint32_t)reader->source->bytes.length);
    check_body(reader);
    decision->readings = reader->readings.at;
    decision->reading_count = (uint32_t)reader->readings.count;
    decision->examples = reader->examples.at;
    decision->example_count = (uint32_t)reader->examples.count;
    decision->cases = reader->cases.at;
    decision->case_count = (uint32_t)reader->cases.count;
    memset(&reader->readings, 0, sizeof reader->readings);
    memset(&reader->examples, 0, sizeof reader->examples);
    memset(&reader->cases, 0, sizeof reader->cases);
    reader->decision = NULL;
}

/* ---- headings ---- */

static const RegisterSpec *register_of(const PageReader *reader, Text section)
{
    const RegisterSpec *spec = facts_register(section);
    bool law = reader->page->path.length > 0;
    if (!spec && law)
        spec = law_register(section);
    if (!spec && (!law || text_is(section, "Types")))
        spec = answers_register(section);
    return spec;
}

static void read_heading(PageReader *reader, const Block *block)
{
    end_prose(reader, block->span.from);
    if (block->level > 3)
        return;
    decision_end(reader);
    reader->lost = false;
    if (block->level == 1 && !reader->page->title.length)
        reader->page->title = span_text(block->text);
    if (block->level <= 2)
        reader->section = block->level == 2 ? register_of(reader, span_text(block->text)) : NULL;
    else if (heading_read(reader, block->text))
        reader->prose_from = (Span){ reader->source, block->span.to, UINT32_MAX };
}

/* ---- tables and blocks ---- */

/* What follows below the same heading would be out of place, too; it is told once. */
static void get_lost(PageReader *reader)
{
    reader->lost = true;
    reader->library->rows_lost = true;
}

static void table_out_of_place(PageReader *reader, const Block *block)
{
    get_lost(reader);
    Problem *problem = report_error(reader->task->report, "table-out-of-place", block_cell(block, 0, 0),
                                    "table belongs to no decision and no register");
    problem_hint(reader->task->report, problem, "The heading of a decision reads \"### `NAME` : TYPE\".");
}

static void read_table(PageReader *reader, const Block *block)
{
    end_prose(reader, block->span.from);
    Text corner = span_text(block_cell(block, 0, 0));
    if (!reader->decision && reader->section)
        register_read(reader, block, reader->section);
    else if (!reader->decision)
        table_out_of_place(reader, block);
    else if (text_is(corner, "example"))
        example_table_read(reader, block);
    else if (reader->decision->kind == DECISION_QUESTION)
        question_table_read(reader, block);
    else
        decision_table_read(reader, block);
}

static void read_fence(PageReader *reader, const Block *block)
{
    if (!text_is(span_text(block->info), "feel"))
        return;
    end_prose(reader, block->span.from);
    DecisionBlock *decision = reader->decision;
    if (!decision || decision->kind == DECISION_QUESTION) {
        report_error(reader->task->report, "block-out-of-place", block->info, "block of FEEL belongs to no decision");
        get_lost(reader);
        return;
    }
    if (decision->table.columns || decision->feel.source) {
        report_error(reader->task->report, "second-body", block->info,
                     "decision \"" TEXT_FMT "\" has a table or a block already",
                     TEXT_ARG(text_shown(decision->name)));
        return;
    }
    decision->kind = DECISION_FEEL;
    decision->feel = block->text;
    if (!lines_trim(span_text(block->text)).length)
        report_error(reader->task->report, "empty-block", block->info, "block of FEEL is empty");
}

/* ---- lines that count ---- */

static void read_given_line(PageReader *reader, Span rest)
{
    if (reader->decision)
        given_read(reader, rest);
    else
        report_error(reader->task->report, "line-out-of-place", rest, "this line belongs to no decision");
}

static void read_cases_line(PageReader *reader, Span rest)
{
    if (reader->decision)
        cases_read(reader, rest);
    else
        report_error(reader->task->report, "line-out-of-place", rest, "this line belongs to no decision");
}

static void read_source_line(PageReader *reader, Span rest)
{
    if (reader->decision && reader->decision->kind == DECISION_FEEL && !reader->decision->citations.count)
        reader->decision->citations = cell_citations(reader, rest, reader->decision->name);
    else
        report_error(reader->task->report, "line-out-of-place", rest,
                     "one line of sources stands below a block of FEEL, and nowhere else");
}

static void read_not_modelled_line(PageReader *reader, Span rest)
{
    *LIST_ADD(reader->region, reader->not_modelled) = lines_trim(span_text(rest));
}

static void read_csv_line(PageReader *reader, Span rest)
{
    Text file = lines_trim(span_text(rest));
    if (reader->decision && reader->decision->kind != DECISION_QUESTION && text_ends(file, TEXT(".csv")))
        decision_csv_read(reader, span_part(rest, file), file);
    else
        report_error(reader->task->report, "line-out-of-place", rest, "this line names no table of a decision");
}

static const struct {
    bool keeps_prose; /* it may stand amid the prose of a decision */
    void (*read)(PageReader *reader, Span rest);
} LINES[] = {
    [LINE_GIVEN] = { false, read_given_line },   [LINE_CASES] = { false, read_cases_line },
    [LINE_SOURCE] = { false, read_source_line }, [LINE_NOT_MODELLED] = { true, read_not_modelled_line },
    [LINE_TABLE] = { false, read_csv_line },
};

/* A line that counts runs on to the end of its paragraph, or to the next one that counts. */
static void read_paragraph(PageReader *reader, const Block *block)
{
    Text all = span_text(block->span), line;
    size_t at = 0, from = 0, begin = 0;
    LineWord word = LINE_PLAIN;
    while (begin = at, line_next(all, &at, &line)) {
        LineWord next = line_word(line);
        if (next == LINE_PLAIN)
            continue;
        if (word != LINE_PLAIN)
            LINES[word].read(reader, span_part(block->span, lines_trim(text_slice(all, from, begin))));
        if (!LINES[next].keeps_prose)
            end_prose(reader, block->span.from + (uint32_t)begin);
        word = next;
        from = begin + line_word_text(next).length;
    }
    if (word != LINE_PLAIN)
        LINES[word].read(reader, span_part(block->span, lines_trim(text_slice(all, from, all.length))));
}

/* ---- the page ---- */

static void read_block(PageReader *reader, const Block *block)
{
    if (reader->lost && block->kind != BLOCK_HEADING) {
        reader->library->rows_lost |= block->kind == BLOCK_TABLE;
        return;
    }
    switch (block->kind) {
    case BLOCK_HEADING: read_heading(reader, block); break;
    case BLOCK_PARAGRAPH: read_paragraph(reader, block); break;
    case BLOCK_TABLE: read_table(reader, block); break;
    case BLOCK_FENCE: read_fence(reader, block); break;
    }
}

/* Decisions keep their place while they are read, because rows point to their tables. */
static void make_room(PageReader *reader)
{
    size_t headings = 0;
    for (uint32_t i = 0; i < reader->document->block_count; i++)
        headings += reader->document->blocks[i].kind == BLOCK_HEADING && reader->document->blocks[i].level == 3;
    reader->decisions = REGION_ARRAY(reader->region, DecisionBlock, headings);
}

void blocks_read(PageReader *reader)
{
    Page *page = reader->page;
    make_room(reader);
    for (uint32_t i = 0; i < reader->document->block_count; i++)
        read_block(reader, &reader->document->blocks[i]);
    decision_end(reader);
    page->decisions = reader->decisions;
    page->sources = reader->sources.at;
    page->source_count = (uint32_t)reader->sources.count;
    page->charges = reader->charges.at;
    page->charge_count = (uint32_t)reader->charges.count;
    page->exchanges = reader->exchanges.at;
    page->exchange_count = (uint32_t)reader->exchanges.count;
    page->not_modelled = reader->not_modelled.at;
    page->not_modelled_count = (uint32_t)reader->not_modelled.count;
    reader->library->rows_lost |= reader->document->rows_lost;
}

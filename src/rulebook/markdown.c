/* rulebook/markdown.c - see markdown.h.
 *
 * One pass over the lines. A line's first byte tells its block: "#" a heading, "```" or "~~~" a fence, "|" a table; all
 * else is prose. Tables are counted before they are cut, so that their cells take one piece of memory.
 */
#include "rulebook/markdown.h"

typedef struct Cutter {
    Task *task;
    Document *document;
    Text all;       /* bytes of document->source */
    char *writable; /* the same bytes, when "\|" stands in them: cells are unescaped in place; else NULL */
    size_t at;      /* first byte of the next line */
    LIST_OF(Block) blocks;
} Cutter;

/* ---- lines ---- */

bool line_next(Text text, size_t *at, Text *line)
{
    if (*at >= text.length)
        return false;
    const char *begin = text.at + *at;
    const char *end = memchr(begin, '\n', text.length - *at);
    size_t length = end ? (size_t)(end - begin) : text.length - *at;
    *at += length + (end != NULL);
    if (end && length && begin[length - 1] == '\r')
        length--;
    *line = (Text){ begin, length };
    return true;
}

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

Text lines_trim(Text text)
{
    while (text.length && is_space(text.at[0]))
        text = (Text){ text.at + 1, text.length - 1 };
    while (text.length && is_space(text.at[text.length - 1]))
        text.length--;
    return text;
}

Text text_shown(Text text)
{
    enum { MOST = 100 };
    text = lines_trim(text);
    size_t length = 0;
    while (length < text.length && length < MOST && text.at[length] != '\n' && text.at[length] != '\r')
        length++;
    while (length < text.length && length && ((unsigned char)text.at[length] & 0xc0) == 0x80)
        length--;
    return (Text){ text.at, length };
}

static bool peek(const Cutter *cutter, Text *line)
{
    size_t at = cutter->at;
    return line_next(cutter->all, &at, line);
}

static bool take(Cutter *cutter, Text *line)
{
    return line_next(cutter->all, &cutter->at, line);
}

static Span span_in(const Cutter *cutter, Text part)
{
    return span_of(cutter->document->source, part);
}

static Span span_between(const Cutter *cutter, const char *from, const char *to)
{
    return span_in(cutter, (Text){ from, (size_t)(to - from) });
}

/* Blanks before the first other byte; the line's length when there is none. */
static size_t indent_of(Text line)
{
    size_t indent = 0;
    while (indent < line.length && (line.at[indent] == ' ' || line.at[indent] == '\t'))
        indent++;
    return indent;
}

enum { MOST_INDENT = 3 }; /* one more and Markdown takes the line for code */

static bool is_blank_line(Text line)
{
    return indent_of(line) == line.length;
}

static bool is_table_line(Text line)
{
    size_t indent = indent_of(line);
    return indent < line.length && line.at[indent] == '|';
}

static int heading_level(Text line)
{
    size_t indent = indent_of(line), level = 0;
    if (indent > MOST_INDENT)
        return 0;
    while (indent + level < line.length && line.at[indent + level] == '#')
        level++;
    size_t after = indent + level;
    bool ends = after == line.length || line.at[after] == ' ' || line.at[after] == '\t';
    return level >= 1 && level <= 6 && ends ? (int)level : 0;
}

/* Length of a run of fence marks that opens the line, at least three; 0: no fence. */
static size_t fence_length(Text line, char *mark)
{
    size_t indent = indent_of(line);
    if (indent > MOST_INDENT || indent == line.length)
        return 0;
    *mark = line.at[indent];
    if (*mark != '`' && *mark != '~')
        return 0;
    size_t length = 0;
    while (indent + length < line.length && line.at[indent + length] == *mark)
        length++;
    Text info = text_slice(line, indent + length, line.length);
    bool inline_code = *mark == '`' && info.length && memchr(info.at, '`', info.length);
    return length >= 3 && !inline_code ? length : 0;
}

static bool is_prose(Text line)
{
    char mark;
    return !is_blank_line(line) && !is_table_line(line) && !heading_level(line) && !fence_length(line, &mark);
}

/* ---- front matter ---- */

/* front entry = key ":" [ value ] */
static void read_front_line(Task *task, const Source *source, Text line, FrontEntry *entry)
{
    Text value;
    Text key = text_trim(text_cut(line, ':', &value));
    *entry = (FrontEntry){ span_of(source, key), span_of(source, text_trim(value)) };
    if (value.at)
        return;
    Problem *problem = report_error(task->report, "front-matter-form", span_of(source, text_trim(line)),
                                    "line of the front matter has no \":\"");
    problem_hint(task->report, problem, "A line of the front matter reads \"key: value\".");
    entry->key = SPAN_NONE;
}

static bool is_front_rule(Text line)
{
    return text_is(text_trim(line), "---");
}

/* front matter = "---" { front entry } "---", at the very start; a blank line ends one that is not closed */
static void read_front(Task *task, Document *document)
{
    Text all = document->source->bytes, line;
    size_t at = 0;
    LIST_OF(FrontEntry) entries = { 0 };
    document->has_front = line_next(all, &at, &line) && is_front_rule(line);
    if (!document->has_front)
        return;
    bool closed = false;
    while (!closed && line_next(all, &at, &line) && !is_blank_line(line)) {
        closed = is_front_rule(line);
        if (!closed)
            read_front_line(task, document->source, line, LIST_ADD(task->region, entries));
    }
    if (!closed)
        report_error(task->report, "front-matter-not-closed", (Span){ document->source, 0, 3 },
                     "no line \"---\" closes the front matter");
    document->front = entries.at;
    document->front_count = (uint32_t)entries.count;
    document->body = (uint32_t)at;
}

/* Cells are unescaped in place, so a page with "\|" gets bytes of its own. */
static const Source *source_to_read(Region *region, const Source *original)
{
    if (text_find(original->bytes, TEXT("\\|"), 0) == SIZE_MAX)
        return original;
    Source *copy = REGION_NEW(region, Source);
    *copy = (Source){ original->name, text_copy(region, original->bytes) };
    return copy;
}

void document_begin(Task *task, Document *document, const Source *source)
{
    *document = (Document){ .source = source_to_read(task->region, source), .original = source };
    read_front(task, document);
}

/* ---- headings, prose, fences ---- */

/* "## Words ##" -> "Words" */
static Text heading_words(Text line, size_t level)
{
    Text words = text_trim(text_slice(line, indent_of(line) + level, line.length));
    size_t length = words.length;
    while (length && words.at[length - 1] == '#')
        length--;
    bool closing = length < words.length && (length == 0 || words.at[length - 1] == ' ');
    return closing ? text_trim((Text){ words.at, length }) : words;
}

static void cut_heading(Cutter *cutter)
{
    Text line;
    take(cutter, &line);
    int level = heading_level(line);
    *LIST_ADD(cutter->task->region, cutter->blocks) = (Block){
        .kind = BLOCK_HEADING,
        .span = span_in(cutter, line),
        .level = (uint8_t)level,
        .text = span_in(cutter, heading_words(line, (size_t)level)),
    };
}

static void no_blank_before_table(Cutter *cutter, Text line)
{
    Problem *problem = report_error(cutter->task->report, "table-not-begun", span_in(cutter, text_trim(line)),
                                    "table stands directly below a line of prose");
    problem_hint(cutter->task->report, problem, "Put a blank line before the table.");
}

static void cut_paragraph(Cutter *cutter)
{
    Text line;
    take(cutter, &line);
    const char *from = line.at, *to = line.at + line.length;
    while (peek(cutter, &line) && is_prose(line)) {
        take(cutter, &line);
        to = line.at + line.length;
    }
    *LIST_ADD(cutter->task->region, cutter->blocks) =
        (Block){ .kind = BLOCK_PARAGRAPH, .span = span_between(cutter, from, to) };
    if (peek(cutter, &line) && is_table_line(line))
        no_blank_before_table(cutter, line);
}

static bool closes_fence(Text line, char mark, size_t length)
{
    char other;
    size_t closing = fence_length(line, &other);
    return closing >= length && other == mark && text_trim(line).length == closing;
}

/* fence = ( "```" | "~~~" ) info EOL { line } closing fence */
static void cut_fence(Cutter *cutter)
{
    Text opening, line;
    char mark = 0;
    take(cutter, &opening);
    size_t length = fence_length(opening, &mark);
    const char *from = cutter->all.at + cutter->at, *to = from;
    bool closed = false;
    while (!closed && take(cutter, &line)) {
        closed = closes_fence(line, mark, length);
        if (!closed)
            to = line.at + line.length;
    }
    Text info = text_trim(text_slice(opening, indent_of(opening) + length, opening.length));
    if (!closed)
        report_error(cutter->task->report, "fence-not-closed", span_in(cutter, opening),
                     "fenced text \"" TEXT_FMT "\" has no end", TEXT_ARG(text_shown(info)));
    *LIST_ADD(cutter->task->region, cutter->blocks) = (Block){
        .kind = BLOCK_FENCE,
        .span = span_between(cutter, opening.at, closed ? line.at + line.length : to),
        .text = span_between(cutter, from, to),
        .info = span_in(cutter, info),
    };
}

/* ---- tables ---- */

/* Backslashes right before `at`, none before `from`. */
static size_t backslashes(Text text, size_t from, size_t at)
{
    size_t count = 0;
    while (at - count > from && text.at[at - count - 1] == '\\')
        count++;
    return count;
}

size_t cell_end(Text text, size_t at)
{
    size_t from = at;
    while (at < text.length) {
        const char *bar = memchr(text.at + at, '|', text.length - at);
        if (!bar)
            return text.length;
        at = (size_t)(bar - text.at);
        if (backslashes(text, from, at) % 2 == 0)
            return at;
        at++;
    }
    return text.length;
}

/* Read "\|" as "|"; the bytes saved become blanks behind the cell's text, so that all else keeps its place. */
static Text cell_unescaped(const Cutter *cutter, Text cell)
{
    if (!cutter->writable || text_find(cell, TEXT("\\|"), 0) == SIZE_MAX)
        return cell;
    char *bytes = cutter->writable + (cell.at - cutter->all.at);
    size_t kept = 0;
    for (size_t i = 0; i < cell.length; i++) {
        if (bytes[i] == '\\' && i + 1 < cell.length && bytes[i + 1] == '|')
            i++;
        bytes[kept++] = bytes[i];
    }
    memset(bytes + kept, ' ', cell.length - kept);
    return (Text){ cell.at, kept };
}

/* The next cell of `line` from *at (a byte behind a "|"); false when only blanks are left. */
static bool next_cell(const Cutter *cutter, Text line, size_t *at, Span *cell)
{
    size_t end = cell_end(line, *at);
    Text raw = { line.at + *at, end - *at };
    Text words = text_trim(raw);
    if (end == line.length && !words.length)
        return false;
    if (!words.length)
        words = (Text){ raw.at + (raw.length ? 1 : 0), 0 };
    *cell = span_in(cutter, cell_unescaped(cutter, words));
    *at = end + 1;
    return true;
}

static uint32_t count_cells(Text line)
{
    size_t at = indent_of(line) + 1;
    uint32_t count = 0;
    while (at < line.length) {
        size_t end = cell_end(line, at);
        count += end < line.length || text_trim(text_slice(line, at, end)).length > 0;
        at = end + 1;
    }
    return count;
}

static void check_row_ends(Cutter *cutter, Text line)
{
    Text words = text_trim(line);
    size_t indent = indent_of(line);
    const char *tab = memchr(line.at, '\t', line.length);
    Report *report = cutter->task->report;
    if (tab)
        report_error(report, "tab-in-table", span_between(cutter, tab, tab + 1), "tab in a table");
    if (indent)
        report_error(report, "table-indented", span_between(cutter, line.at, line.at + indent),
                     "row of a table is indented by %zu", indent);
    size_t last = words.length - 1; /* a row has at least its first "|" */
    if (last == 0 || words.at[last] != '|' || backslashes(words, 0, last) % 2)
        report_error(report, "row-not-closed", span_in(cutter, words), "row of a table does not end in \"|\"");
}

/* Where a surplus begins, or where the row ends too early. */
static Span wrong_cells_span(const Cutter *cutter, Text line, uint32_t wanted)
{
    size_t at = indent_of(line) + 1;
    for (uint32_t i = 0; i < wanted && at < line.length; i++)
        at = cell_end(line, at) + 1;
    if (at < line.length)
        return span_in(cutter, text_trim(text_slice(line, at, line.length)));
    return span_in(cutter, text_trim(line));
}

static bool check_cell_count(Cutter *cutter, Text line, uint32_t wanted)
{
    uint32_t count = count_cells(line);
    if (count == wanted)
        return true;
    Report *report = cutter->task->report;
    Problem *problem = report_error(report, count > wanted ? "too-many-cells" : "too-few-cells",
                                    wrong_cells_span(cutter, line,
                                                     wanted), "row has %u cells, its table has %u columns",
                                    count, wanted);
    problem_hint(report, problem, "A \"|\" inside a cell is written \"\\|\".");
    cutter->document->rows_lost = true;
    return false;
}

/* Cells of one row to `cells`; columns not there stay as they are. */
static void cut_row(Cutter *cutter, Text line, uint32_t columns, Span *cells)
{
    size_t at = indent_of(line) + 1;
    for (uint32_t i = 0; i < columns && at <= line.length; i++)
        if (!next_cell(cutter, line, &at, &cells[i]))
            return;
}

/* delimiter cell = [ ":" ] "---" { "-" } [ ":" ]; with fewer dashes some viewers see no table */
static bool is_delimiter_cell(Text cell)
{
    if (text_starts(cell, TEXT(":")))
        cell = text_slice(cell, 1, cell.length);
    if (text_ends(cell, TEXT(":")))
        cell = text_slice(cell, 0, cell.length - 1);
    size_t dashes = 0;
    while (dashes < cell.length && cell.at[dashes] == '-')
        dashes++;
    return dashes >= 3 && dashes == cell.length;
}

/* delimiter row = "|" { delimiter cell "|" } */
static bool is_delimiter_row(Text line)
{
    Text rest;
    text_cut(text_trim(line), '|', &rest);
    if (!rest.length || !memchr(" \t:-", rest.at[0], 4)) /* most rows begin otherwise */
        return false;
    while (rest.length)
        if (!is_delimiter_cell(text_trim(text_cut(rest, '|', &rest))))
            return false;
    return true;
}

static bool is_example_header(Text header)
{
    size_t at = indent_of(header) + 1;
    return at < header.length && text_is(text_trim(text_slice(header, at, cell_end(header, at))), "example");
}

static size_t count_table_lines(const Cutter *cutter)
{
    size_t at = cutter->at, count = 0;
    Text line;
    while (line_next(cutter->all, &at, &line) && is_table_line(line))
        count++;
    return count;
}

static void cut_delimiter(Cutter *cutter, Text header, uint32_t columns)
{
    Text line;
    if (peek(cutter, &line) && is_table_line(line) && is_delimiter_row(line)) {
        take(cutter, &line);
        check_row_ends(cutter, line);
        check_cell_count(cutter, line, columns);
        return;
    }
    Problem *problem = report_error(cutter->task->report, "table-without-delimiter", span_in(cutter, text_trim(header)),
                                    "no delimiter row below the header of the table");
    problem_hint(cutter->task->report, problem, "Write a row such as \"|---|---|\" below the header.");
    cutter->document->rows_lost = true;
}

static void delimiter_in_body(Cutter *cutter, Text line)
{
    Problem *problem = report_error(cutter->task->report, "table-not-ended", span_in(cutter, text_trim(line)),
                                    "a second delimiter row stands in one table");
    problem_hint(cutter->task->report, problem, "Put a blank line between two tables.");
    cutter->document->rows_lost = true;
}

static void cut_body_row(Cutter *cutter, Text line, Block *table, Span *cells)
{
    check_row_ends(cutter, line);
    if (is_delimiter_row(line))
        delimiter_in_body(cutter, line);
    else if (check_cell_count(cutter, line, table->column_count))
        cut_row(cutter, line, table->column_count, cells + (size_t)++table->row_count * table->column_count);
}

/* `cells` may be NULL: then the rows are passed over. */
static void cut_body(Cutter *cutter, Block *table, Span *cells)
{
    Text line;
    while (peek(cutter, &line) && is_table_line(line)) {
        take(cutter, &line);
        if (cells)
            cut_body_row(cutter, line, table, cells);
        table->span.to = (uint32_t)(line.at + line.length - cutter->all.at);
    }
    if (!peek(cutter, &line) || is_blank_line(line))
        return;
    Problem *problem = report_error(cutter->task->report, "table-not-ended", span_in(cutter, text_trim(line)),
                                    "no blank line ends the table above");
    problem_hint(cutter->task->report, problem, "Put a blank line below the table; some viewers take this line for a row.");
}

static bool table_too_large(Cutter *cutter, Text header, uint32_t columns, size_t rows)
{
    Report *report = cutter->task->report;
    Span span = span_in(cutter, text_shown(header));
    if (columns > LIMIT_TABLE_COLUMNS)
        report_error(report, "too-many-columns", span, "table has %u columns, the limit is %d", columns,
                     LIMIT_TABLE_COLUMNS);
    if (rows > LIMIT_TABLE_ROWS)
        report_error(report, "too-many-rows", span, "table has %zu rows, the limit is %d", rows, LIMIT_TABLE_ROWS);
    return columns > LIMIT_TABLE_COLUMNS || rows > LIMIT_TABLE_ROWS;
}

static void skip_table(Cutter *cutter)
{
    Text line;
    while (peek(cutter, &line) && is_table_line(line))
        take(cutter, &line);
    cutter->document->rows_lost = true;
}

/* table = header row, delimiter row, { row }, blank line */
static void cut_table(Cutter *cutter)
{
    Text header;
    size_t lines = count_table_lines(cutter);
    take(cutter, &header);
    uint32_t columns = count_cells(header);
    check_row_ends(cutter, header);
    if (columns == 0 || table_too_large(cutter, header, columns, lines > 2 ? lines - 2 : 0)) {
        skip_table(cutter);
        return;
    }
    bool skip = cutter->document->without_examples && is_example_header(header);
    Span *cells = REGION_ARRAY(cutter->task->region, Span, (skip ? 1 : lines) * columns);
    Block table = { .kind = BLOCK_TABLE, .span = span_in(cutter, header), .column_count = columns, .cells = cells };
    cut_row(cutter, header, columns, cells);
    cut_delimiter(cutter, header, columns);
    cut_body(cutter, &table, skip ? NULL : cells);
    *LIST_ADD(cutter->task->region, cutter->blocks) = table;
}

/* ---- lines that count ---- */

static const char *const LINE_WORDS[] = { [LINE_GIVEN] = "Given:", [LINE_CASES] = "Cases:", [LINE_SOURCE] = "Source:", [LINE_NOT_MODELLED] = "Not modelled:", [LINE_TABLE] = "table:", [LINE_PLAIN] = "" };

LineWord line_word(Text line)
{
    if (!line.length || !memchr("GCSNt", line.at[0], 5))
        return LINE_PLAIN;
    LineWord word = LINE_GIVEN;
    while (word < LINE_PLAIN && !text_starts(line, text_of(LINE_WORDS[word])))
        word++;
    return word;
}

Text line_word_text(LineWord word)
{
    return text_of(LINE_WORDS[word]);
}

/* ---- all ---- */

static void cut_block(Cutter *cutter, Text line)
{
    char mark;
    if (is_blank_line(line))
        take(cutter, &line);
    else if (heading_level(line))
        cut_heading(cutter);
    else if (is_table_line(line))
        cut_table(cutter);
    else if (fence_length(line, &mark))
        cut_fence(cutter);
    else
        cut_paragraph(cutter);
}

void document_blocks(Task *task, Document *document)
{
    Text all = document->source->bytes, line;
    Cutter cutter = { .task = task, .document = document, .all = all, .at = document->body };
    if (document->source != document->original)
        cutter.writable = (char *)all.at; /* bytes of our own: source_to_read */
    while (peek(&cutter, &line) && !task_cancelled(task))
        cut_block(&cutter, line);
    document->blocks = cutter.blocks.at;
    document->block_count = (uint32_t)cutter.blocks.count;
}

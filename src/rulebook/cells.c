/* rulebook/cells.c - what stands in a cell: grades, confidences, citations, marks, names. See reader.h. */
#include "rulebook/reader.h"

/* ---- words ---- */

static const char *const GRADE_NAMES[GRADES] = { "statute", "treaty", "regulation", "judgment", "ruling", "guidance",
                                                 "practice" };
static const char *const CONFIDENCE_NAMES[CONFIDENCES] = { "read", "reported", "inferred", "unverified" };

const char *grade_name(Grade grade)
{
    return GRADE_NAMES[grade];
}

const char *confidence_name(Confidence confidence)
{
    return CONFIDENCE_NAMES[confidence];
}

void hint_nearest(Task *task, Problem *problem, Text word, const Text *known, size_t count)
{
    Text nearest = text_nearest(word, known, count);
    if (nearest.length)
        problem_hint(task->report, problem, "Did you mean \"" TEXT_FMT "\"?", TEXT_ARG(nearest));
}

/* Place of `cell`'s word in `names`, or -1 with an error that lists them. */
static int word_read(PageReader *reader, Span cell, const char *problem_name, const char *what,
                     const char *const *names,
                     size_t count)
{
    Text word = span_text(cell);
    Builder list = builder_on(reader->region);
    for (size_t i = 0; i < count; i++)
        if (text_equal(word, text_of(names[i])))
            return (int)i;
    for (size_t i = 0; i < count; i++)
        build_format(&list, "%s%s", i ? ", " : "", names[i]);
    Problem *problem = report_error(reader->task->report, problem_name, cell, "\"" TEXT_FMT "\" is not a %s",
                                    TEXT_ARG(text_shown(word)), what);
    problem_hint(reader->task->report, problem, "Known are: " TEXT_FMT ".", TEXT_ARG(builder_text(&list)));
    return -1;
}

bool grade_read(PageReader *reader, Span cell, Grade *grade)
{
    int found = word_read(reader, cell, "unknown-grade", "grade of a source", GRADE_NAMES, GRADES);
    *grade = found < 0 ? GRADE_PRACTICE : (Grade)found;
    return found >= 0;
}

bool confidence_read(PageReader *reader, Span cell, Confidence *confidence)
{
    int found = word_read(reader, cell, "unknown-confidence", "confidence", CONFIDENCE_NAMES, CONFIDENCES);
    *confidence = found < 0 ? CONFIDENCE_READ : (Confidence)found;
    return found >= 0;
}

void check_mark(PageReader *reader, Span cell)
{
    static const Text MARKS[] = {
        { "*none*", 6 }, { "*not covered*", 13 }, { "*not modelled*", 14 }, { "*announced*", 11 },
    };
    Text text = span_text(cell);
    if (!text.length || text.at[0] != '*')
        return;
    for (size_t i = 0; i < 4; i++)
        if (text_equal(text, MARKS[i]))
            return;
    Problem *problem = report_error(reader->task->report, "unknown-mark", cell, "no mark reads \"" TEXT_FMT "\"",
                                    TEXT_ARG(text_shown(text)));
    Text nearest = text_nearest(text, MARKS, 4);
    if (nearest.length)
        problem_hint(reader->task->report, problem, "Did you mean \"" TEXT_FMT "\"?", TEXT_ARG(nearest));
    else
        problem_hint(reader->task->report, problem,
                     "The marks are *none*, *not covered*, *not modelled* and *announced*.");
}

/* ---- stretches of text ---- */

Span span_part(Span span, Text part)
{
    if (!part.at)
        return (Span){ span.source, span.to, span.to };
    return span_of(span.source, part);
}

static bool opens(char byte)
{
    return byte == '(' || byte == '[' || byte == '{';
}

static bool closes(char byte)
{
    return byte == ')' || byte == ']' || byte == '}';
}

/* Behind the quoted text that begins at `at`; its end when no quote closes it. */
static size_t skip_quoted(Text text, size_t at)
{
    for (at++; at < text.length && text.at[at] != '"'; at++)
        at += text.at[at] == '\\';
    return at;
}

Text cut_outside(Text text, char mark, Text *rest)
{
    size_t depth = 0;
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.at[i];
        if (byte == '"')
            i = skip_quoted(text, i);
        else if (opens(byte))
            depth++;
        else if (closes(byte))
            depth -= depth > 0;
        else if (byte == mark && !depth) {
            *rest = (Text){ text.at + i + 1, text.length - i - 1 };
            return (Text){ text.at, i };
        }
    }
    *rest = TEXT_NONE;
    return text;
}

Text back_quoted(Text text, Text *after)
{
    Text rest;
    text_cut(text, '`', &rest);
    Text inside = text_cut(rest, '`', after);
    return after->at ? text_trim(inside) : TEXT_NONE;
}

bool is_name_byte(char byte)
{
    unsigned char c = (unsigned char)byte;
    return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ' ' ||
           c == '-' || c == '\'';
}

bool is_name(Text text)
{
    bool digit = text.length && text.at[0] >= '0' && text.at[0] <= '9';
    if (!text.length || digit || text.at[0] == ' ' || text.at[0] == '-')
        return false;
    for (size_t i = 0; i < text.length; i++)
        if (!is_name_byte(text.at[i]) || (text.at[i] == ' ' && i + 1 < text.length && text.at[i + 1] == ' '))
            return false;
    return true;
}

/* ---- citations ---- */

static bool take_word(Text *text, Text word)
{
    bool there = text_starts(*text, word) && text->length > word.length && text->at[word.length] == ' ';
    if (there)
        *text = text_trim(text_slice(*text, word.length, text->length));
    return there;
}

/* citation = [ "also" | "until" ] source id [ article ] */
static void read_citation(PageReader *reader, Text part, Citation *citation)
{
    Span span = span_of(reader->source, part);
    CitationRole role = CITES_BASIS;
    if (take_word(&part, TEXT("also")))
        role = CITES_SUPPORT;
    else if (take_word(&part, TEXT("until")))
        role = CITES_END;
    Text article;
    Text id = text_cut(part, ' ', &article);
    *citation = (Citation){ .source_id = id, .article = text_trim(article), .role = role, .span = span };
}

static size_t count_semicolons(Text text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.length; i++)
        count += text.at[i] == ';';
    return count;
}

/* citations = citation { ";" citation } | "-" */
Citations citations_read(PageReader *reader, Span cell)
{
    Text rest = lines_trim(span_text(cell));
    if (!rest.length || is_dash(rest))
        return (Citations){ 0, NULL };
    Citation *at = REGION_ARRAY(reader->region, Citation, count_semicolons(rest) + 1);
    uint32_t count = 0;
    do {
        Text part = lines_trim(text_cut(rest, ';', &rest));
        if (part.length)
            read_citation(reader, part, &at[count++]);
        else
            report_error(reader->task->report, "empty-citation", cell,
                         "nothing stands between two \";\" of the source");
    } while (rest.at);
    return (Citations){ count, at };
}

Citations cell_citations(PageReader *reader, Span cell, Text row)
{
    Citations citations = citations_read(reader, cell);
    for (uint32_t i = 0; i < citations.count; i++)
        if (citations.at[i].role == CITES_BASIS)
            return citations;
    Problem *problem = report_error(reader->task->report, "row-without-source", cell,
                                    citations.count ? "\"" TEXT_FMT "\" has no basis, only support"
                                                    : "\"" TEXT_FMT "\" has no source",
                                    TEXT_ARG(text_shown(row)));
    problem_hint(reader->task->report, problem, "Write the id of a source, then the article: \"C39 6(5)\".");
    return citations;
}

/* Neighbouring rows mostly hold for the same days: the same words are read once. */
DaySpans cell_days(PageReader *reader, Span cell, Text row)
{
    Text text = span_text(cell);
    if (reader->last_days.count && text_equal(text, span_text(reader->last_days_text)))
        return reader->last_days;
    DaySpans days = { 0, NULL };
    if (!text.length || is_dash(text)) {
        report_error(reader->task->report, "row-without-days", cell,
                     "\"" TEXT_FMT "\" does not say when it is in force",
                     TEXT_ARG(text_shown(row)));
        return days;
    }
    if (!days_read(reader, cell, &days))
        return (DaySpans){ 0, NULL };
    reader->last_days = days;
    reader->last_days_text = cell;
    return days;
}

/* base/report.c - keeps problems, and prints them with the lines they stand in.
 *
 * Problems hold byte offsets only. Printing first gathers the lines of one problem (its own place,
 * then its marks), so that all line numbers share one gutter, then writes head, lines and details.
 * What is shown was written by others: control characters and broken UTF-8 go out as visible signs,
 * never as they are, so that a file cannot steer the reader's terminal.
 */
#include "base/report.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/utf8.h"

enum {
    LINE_COLUMNS = 160, /* a longer line is cut around the mark */
    COLUMNS_BEFORE = 60 /* of a cut line, code points kept before the mark */
};

void report_init(Report *report, Region *region)
{
    *report = (Report){ .region = region };
}

/* Past the limit one spare problem is handed out, and what is hung on it is not kept. */
static Problem *spare_problem(Report *report)
{
    report->left_out++;
    if (!report->spare)
        report->spare = REGION_NEW(report->region, Problem);
    return report->spare;
}

static Problem *add_problem(Report *report, Severity severity, const char *name, Span span)
{
    size_t *counter = severity == SEVERITY_ERROR ? &report->errors : severity == SEVERITY_WARNING ? &report->warnings : &report->notes;
    if (report->errors + report->warnings + report->notes - report->left_out >= LIMIT_PROBLEMS) {
        ++*counter;
        return spare_problem(report);
    }
    Problem *problem = REGION_NEW(report->region, Problem);
    ++*counter;
    problem->severity = severity;
    problem->name = name;
    problem->span = span;
    *(report->last ? &report->last->next : &report->first) = problem;
    report->last = problem;
    return problem;
}

/* The formatted text, or nothing when the problem is only counted. */
static Text detail(Report *report, const Problem *problem, const char *format, va_list list)
{
    return problem == report->spare ? TEXT_NONE : utf8_sound(report->region, text_format_list(report->region, format, list)); /* it quotes what came from outside */
}

Problem *report_error(Report *report, const char *name, Span span, const char *format, ...)
{
    Problem *problem = add_problem(report, SEVERITY_ERROR, name, span);
    va_list list;
    va_start(list, format);
    problem->message = detail(report, problem, format, list);
    va_end(list);
    return problem;
}

Problem *report_warning(Report *report, const char *name, Span span, const char *format, ...)
{
    Problem *problem = add_problem(report, SEVERITY_WARNING, name, span);
    va_list list;
    va_start(list, format);
    problem->message = detail(report, problem, format, list);
    va_end(list);
    return problem;
}

Problem *report_note(Report *report, const char *name, Span span, const char *format, ...)
{
    Problem *problem = add_problem(report, SEVERITY_NOTE, name, span);
    va_list list;
    va_start(list, format);
    problem->message = detail(report, problem, format, list);
    va_end(list);
    return problem;
}

void problem_also(Report *report, Problem *problem, Span span, const char *format, ...)
{
    if (problem == report->spare)
        return;
    ProblemMark *mark = REGION_NEW(report->region, ProblemMark);
    mark->span = span;
    va_list list;
    va_start(list, format);
    mark->label = text_format_list(report->region, format, list);
    va_end(list);
    ProblemMark **end = &problem->marks;
    while (*end)
        end = &(*end)->next;
    *end = mark;
}

void problem_hint(Report *report, Problem *problem, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    problem->hint = detail(report, problem, format, list);
    va_end(list);
}

void problem_where(Report *report, Problem *problem, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    problem->where = detail(report, problem, format, list);
    va_end(list);
}

void problem_case(Report *report, Problem *problem, Text example)
{
    if (problem != report->spare)
        problem->example = text_copy(report->region, example);
}

/* ---- what is shown of a foreign text ---- */

/* One code point as it goes to the screen. */
typedef struct Shown {
    char bytes[4];  /* UTF-8 */
    uint8_t length; /* bytes used */
    uint8_t columns; /* columns it takes */
    bool tab;       /* a tab, which takes as many as the terminal likes */
} Shown;

static const Shown shown_fault = { "\xef\xbf\xbd", 3, 1, false }; /* U+FFFD */

/* C1 controls, and the marks that turn the direction of what follows. */
static bool is_hidden(uint32_t code_point)
{
    return (code_point >= 0x80 && code_point < 0xa0) || (code_point >= 0x2028 && code_point <= 0x202e) ||
           (code_point >= 0x2066 && code_point <= 0x2069) || code_point == 0x200e || code_point == 0x200f ||
           code_point == 0xfeff;
}

static Shown show_ascii(char byte)
{
    unsigned char code = (unsigned char)byte;
    if (code == '\t')
        return (Shown){ "\t", 1, 1, true };
    if (code >= 0x20 && code < 0x7f)
        return (Shown){ { byte }, 1, 1, false };
    char low = (char)(0x80 + (code == 0x7f ? 0x21 : code)); /* the pictures U+2400 to U+2421 */
    return (Shown){ { '\xe2', '\x90', low }, 3, 1, false };
}

/* The code point at `at`, which is stepped over; a byte that is not UTF-8 counts as one. */
static Shown shown_next(Text text, size_t *at)
{
    unsigned char lead = (unsigned char)text.at[*at];
    if (lead < 0x80)
        return show_ascii(text.at[(*at)++]);
    size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    Text letter = text_slice(text, *at, *at + length);
    if (letter.length < length || utf8_first_fault(letter) != SIZE_MAX) {
        ++*at;
        return shown_fault;
    }
    if (is_hidden(utf8_next(text, at)))
        return shown_fault;
    Shown shown = { .length = (uint8_t)length, .columns = (uint8_t)utf8_width(letter) };
    memcpy(shown.bytes, letter.at, length);
    return shown;
}

static void build_shown(Builder *out, Text text)
{
    for (size_t at = 0; at < text.length;) {
        Shown shown = shown_next(text, &at);
        build_text(out, (Text){ shown.bytes, shown.length });
    }
}

/* ---- one problem ---- */

/* A line to show, with the stretch to mark. */
typedef struct Excerpt {
    Span span;   /* the stretch */
    Place place; /* where it begins */
    Text label;  /* what to say behind the carets; may be empty */
} Excerpt;

typedef struct Excerpts {
    Excerpt *at;
    size_t count, room;
    int gutter; /* digits of the largest line number */
} Excerpts;

/* The part of a line that is shown. */
typedef struct Window {
    size_t from, to; /* bytes of the line */
} Window;

static const char *const colours[] = { [SEVERITY_NOTE] = "\33[36m", [SEVERITY_WARNING] = "\33[35m", [SEVERITY_ERROR] = "\33[31m" };
static const ReportWords english = { "note", "warning", "error", "hint:", "case:", "at", "note: %zu more were found and left out; a report keeps %d problems\n" };
static const char bold[] = "\33[1m", faint[] = "\33[2m", plain[] = "\33[0m";

static void paint(Builder *out, const char *ansi, bool colour)
{
    if (colour)
        build_text(out, text_of(ansi));
}

static void build_place(Builder *out, const Source *source, const Place *place)
{
    build_shown(out, source->name);
    if (source_is_cell(source))
        build_byte(out, ':');
    else
        build_format(out, ":%u:%u:", place->line, place->column);
}

static void add_excerpt(Region *region, Excerpts *excerpts, Span span, Text label)
{
    if (!span.source)
        return;
    Excerpt excerpt = { span, source_place(span.source, span.from), label };
    int digits = 1;
    for (uint32_t rest = excerpt.place.line; rest > 9; rest /= 10)
        digits++;
    if (digits > excerpts->gutter)
        excerpts->gutter = digits;
    *LIST_ADD(region, *excerpts) = excerpt;
}

static Excerpts gather_excerpts(Region *region, const Problem *problem)
{
    Excerpts excerpts = { 0 };
    add_excerpt(region, &excerpts, problem->span, TEXT_NONE);
    for (const ProblemMark *mark = problem->marks; mark; mark = mark->next)
        add_excerpt(region, &excerpts, mark->span, mark->label);
    return excerpts;
}

static const char *severity_word(const ReportWords *words, Severity severity)
{
    return severity == SEVERITY_ERROR ? words->error : severity == SEVERITY_WARNING ? words->warning : words->note;
}

static void print_head(Builder *out, const ReportWords *words, const Problem *problem, const Excerpts *excerpts, bool colour)
{
    paint(out, bold, colour);
    if (problem->span.source) {
        build_place(out, problem->span.source, &excerpts->at[0].place);
        build_byte(out, ' ');
    } else if (problem->where.length) {
        build_shown(out, problem->where);
        build_text(out, TEXT(": "));
    }
    paint(out, colours[problem->severity], colour);
    build_format(out, "%s:", severity_word(words, problem->severity));
    paint(out, plain, colour);
    build_byte(out, ' ');
    build_shown(out, problem->message);
    if (problem->name)
        build_format(out, " [%s]", problem->name);
    build_byte(out, '\n');
}

/* Bytes of the line before the excerpt's stretch. */
static size_t mark_from(const Excerpt *excerpt)
{
    Text line = excerpt->place.text;
    size_t start = line.length ? (size_t)(line.at - excerpt->span.source->bytes.at) : excerpt->span.from;
    size_t before = excerpt->span.from > start ? excerpt->span.from - start : 0;
    return before < line.length ? before : line.length;
}

/* Bytes of the line before the stretch's end: at most the line's. */
static size_t mark_to(const Excerpt *excerpt, size_t from)
{
    size_t length = excerpt->span.to > excerpt->span.from ? excerpt->span.to - excerpt->span.from : 0;
    size_t rest = excerpt->place.text.length - from;
    return from + (length < rest ? length : rest);
}

static size_t step_back(Text line, size_t at, size_t code_points)
{
    for (; at > 0 && code_points > 0; code_points--)
        do
            at--;
        while (at > 0 && ((unsigned char)line.at[at] & 0xc0) == 0x80);
    return at;
}

static Window window_around(Text line, size_t mark)
{
    if (line.length <= LINE_COLUMNS)
        return (Window){ 0, line.length };
    Window window = { step_back(line, mark, COLUMNS_BEFORE), 0 };
    size_t columns = 0;
    window.to = window.from;
    for (size_t at = window.from; at < line.length && columns < LINE_COLUMNS; window.to = at)
        columns += shown_next(line, &at).columns;
    return window;
}

/* The gutter: a line number, or blanks in its place when `line` is 0. */
static void print_gutter(Builder *out, uint32_t line, int digits, bool colour)
{
    paint(out, faint, colour);
    if (line)
        build_format(out, "   %*u |", digits, line);
    else
        build_format(out, "   %*s |", digits, "");
    paint(out, plain, colour);
}

static void print_line(Builder *out, const Excerpt *excerpt, Window window, int digits, bool colour)
{
    Text line = excerpt->place.text;
    print_gutter(out, excerpt->place.line, digits, colour);
    if (window.to > window.from)
        build_byte(out, ' ');
    if (window.from > 0)
        build_text(out, TEXT("..."));
    build_shown(out, text_slice(line, window.from, window.to));
    if (window.to < line.length)
        build_text(out, TEXT("..."));
    build_byte(out, '\n');
}

/* Blanks as wide as what stands above, tabs as tabs, up to the stretch. */
static void print_padding(Builder *out, Text line, Window window, size_t stop)
{
    build_text(out, window.from > 0 ? TEXT("    ") : TEXT(" "));
    for (size_t at = window.from; at < stop;) {
        Shown shown = shown_next(line, &at);
        for (int i = 0; i < shown.columns; i++)
            build_byte(out, shown.tab ? '\t' : ' ');
    }
}

static size_t columns_between(Text line, size_t from, size_t to)
{
    size_t columns = 0;
    while (from < to)
        columns += shown_next(line, &from).columns;
    return columns;
}

static void print_carets(Builder *out, const Excerpt *excerpt, Window window, int digits, bool colour)
{
    Text line = excerpt->place.text;
    size_t from = mark_from(excerpt);
    size_t to = mark_to(excerpt, from);
    print_gutter(out, 0, digits, colour);
    print_padding(out, line, window, from);
    paint(out, colours[SEVERITY_ERROR], colour);
    size_t columns = columns_between(line, from, to < window.to ? to : window.to);
    do
        build_byte(out, '^');
    while (columns-- > 1);
    if (excerpt->label.length)
        build_byte(out, ' ');
    build_shown(out, excerpt->label);
    paint(out, plain, colour);
    build_byte(out, '\n');
}

static bool same_line(const Excerpt *a, const Excerpt *b)
{
    return a->span.source == b->span.source && a->place.line == b->place.line;
}

static void print_other_place(Builder *out, const ReportWords *words, const Excerpt *excerpt)
{
    build_format(out, "  %s ", words->at);
    build_place(out, excerpt->span.source, &excerpt->place);
    build_byte(out, '\n');
}

/* Marks that follow one another in one line share it, unless it is so long that each has its own part;
 * a mark in another file than what was said last says so. */
static void print_excerpts(Builder *out, const ReportWords *words, const Source *source, const Excerpts *excerpts, bool colour)
{
    for (size_t i = 0; i < excerpts->count; i++) {
        const Excerpt *excerpt = &excerpts->at[i];
        Window window = window_around(excerpt->place.text, mark_from(excerpt));
        bool whole = window.from == 0 && window.to == excerpt->place.text.length;
        if (excerpt->span.source != source)
            print_other_place(out, words, excerpt);
        if (i == 0 || !whole || !same_line(excerpt, excerpt - 1))
            print_line(out, excerpt, window, excerpts->gutter, colour);
        print_carets(out, excerpt, window, excerpts->gutter, colour);
        source = excerpt->span.source;
    }
}

static void print_detail(Builder *out, const char *word, Text text, bool colour)
{
    if (!text.length)
        return;
    build_text(out, TEXT("  "));
    paint(out, bold, colour);
    build_text(out, text_of(word));
    paint(out, plain, colour);
    build_byte(out, ' ');
    build_shown(out, text);
    build_byte(out, '\n');
}

static void print_problem(Builder *out, const ReportWords *words, const Problem *problem, bool colour)
{
    Excerpts excerpts = gather_excerpts(out->region, problem);
    print_head(out, words, problem, &excerpts, colour);
    print_excerpts(out, words, problem->span.source, &excerpts, colour);
    print_detail(out, words->hint, problem->hint, colour);
    print_detail(out, words->example, problem->example, colour);
}

void problem_print(Builder *out, const Problem *problem, bool colour)
{
    print_problem(out, &english, problem, colour);
}

/* ---- all problems ---- */

/* A problem and its turn, so that equal places stay in the order they were found. */
typedef struct Turn {
    const Problem *problem;
    size_t index;
} Turn;

/* Cells of one sheet count as one file: they stay in the order they were found. */
static Text problem_file(const Problem *problem)
{
    const Source *source = problem->span.source;
    if (!source)
        return problem->where;
    size_t cell = source_is_cell(source) ? text_find(source->name, TEXT("!"), 0) : SIZE_MAX;
    return text_slice(source->name, 0, cell);
}

static int compare_turns(const void *left, const void *right)
{
    const Turn *a = left, *b = right;
    int order = text_compare(problem_file(a->problem), problem_file(b->problem));
    if (order)
        return order;
    if (a->problem->span.from != b->problem->span.from)
        return a->problem->span.from < b->problem->span.from ? -1 : 1;
    return a->index < b->index ? -1 : 1;
}

void report_print(Builder *out, const Report *report, bool colour)
{
    const ReportWords *words = report->words ? report->words : &english;
    struct {
        Turn *at;
        size_t count, room;
    } turns = { 0 };
    for (const Problem *problem = report->first; problem; problem = problem->next) {
        Turn turn = { problem, turns.count };
        *LIST_ADD(out->region, turns) = turn;
    }
    if (turns.count)
        qsort(turns.at, turns.count, sizeof *turns.at, compare_turns);
    for (size_t i = 0; i < turns.count; i++)
        print_problem(out, words, turns.at[i].problem, colour);
    if (report->left_out)
        build_text(out, text_format(out->region, words->left_out, report->left_out, LIMIT_PROBLEMS));
}

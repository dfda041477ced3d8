/* rulebook/days.c - spans of days: the time in which a source, a row or a reading is law. See model.h, reader.h. */
#include "rulebook/reader.h"

bool days_contain(DaySpans spans, int64_t day)
{
    for (uint32_t i = 0; i < spans.count; i++)
        if (spans.at[i].first <= day && day <= spans.at[i].last)
            return true;
    return false;
}

/* First day from `day` on that `outer` lacks; DAY_OPEN when it lacks none. */
static int64_t first_lacking(DaySpans outer, int64_t day)
{
    for (uint32_t i = 0; i < outer.count; i++) {
        if (day < outer.at[i].first)
            return day;
        if (day <= outer.at[i].last)
            day = outer.at[i].last == DAY_OPEN ? DAY_OPEN : outer.at[i].last + 1;
    }
    return day;
}

bool days_outside(DaySpans inner, DaySpans outer, int64_t *day)
{
    for (uint32_t i = 0; i < inner.count; i++) {
        int64_t lacking = first_lacking(outer, inner.at[i].first);
        if (lacking != DAY_OPEN && lacking <= inner.at[i].last) {
            *day = lacking;
            return true;
        }
    }
    return false;
}

/* Put `span` behind the spans so far, none of which begins later; joins it to the last where they meet. */
static void append_span(DaySpan *at, uint32_t *count, DaySpan span)
{
    DaySpan *last = *count ? &at[*count - 1] : NULL;
    if (last && (last->last == DAY_OPEN || span.first <= last->last + 1))
        last->last = span.last > last->last ? span.last : last->last;
    else
        at[(*count)++] = span;
}

DaySpans days_union(Region *region, DaySpans a, DaySpans b)
{
    if (!a.count || !b.count)
        return a.count ? a : b;
    DaySpan *at = REGION_ARRAY(region, DaySpan, (size_t)a.count + b.count);
    uint32_t count = 0, i = 0, j = 0;
    while (i < a.count || j < b.count) {
        bool from_a = j == b.count || (i < a.count && a.at[i].first <= b.at[j].first);
        append_span(at, &count, from_a ? a.at[i++] : b.at[j++]);
    }
    return (DaySpans){ count, at };
}

void days_print(Builder *out, DaySpans spans)
{
    for (uint32_t i = 0; i < spans.count; i++) {
        if (i)
            build_text(out, TEXT("; "));
        if (spans.at[i].first != DAY_EVER) {
            date_print(out, spans.at[i].first);
            build_byte(out, ' ');
        }
        build_text(out, TEXT(".."));
        if (spans.at[i].last != DAY_OPEN) {
            build_byte(out, ' ');
            date_print(out, spans.at[i].last);
        }
    }
}

/* ---- reading ---- */

bool day_read(PageReader *reader, Text text, int64_t *day)
{
    if (date_read(day, text))
        return true;
    Problem *problem = report_error(reader->task->report, "not-a-day", span_of(reader->source, text),
                                    "\"" TEXT_FMT "\" is not a day", TEXT_ARG(text_shown(text)));
    problem_hint(reader->task->report, problem, "A day is written YYYY-MM-DD and stands in the calendar.");
    return false;
}

static bool span_form_fault(PageReader *reader, Text text)
{
    Problem *problem = report_error(reader->task->report, "days-form", span_of(reader->source, text),
                                    "\"" TEXT_FMT "\" is not a span of days", TEXT_ARG(text_shown(text)));
    problem_hint(reader->task->report, problem,
                 "Write \"2019-10-15 ..\", \"2019-10-15 .. 2026-06-30\" or \".. 2015-03-31\"; join several with \";\".");
    return false;
}

/* span = [ day ] ".." [ day ] */
static bool read_span(PageReader *reader, Text text, DaySpan *span)
{
    size_t dots = text_find(text, TEXT(".."), 0);
    if (dots == SIZE_MAX)
        return span_form_fault(reader, text);
    Text first = text_trim(text_slice(text, 0, dots));
    Text last = text_trim(text_slice(text, dots + 2, text.length));
    *span = (DaySpan){ DAY_EVER, DAY_OPEN };
    bool fine = !first.length || day_read(reader, first, &span->first);
    fine &= !last.length || day_read(reader, last, &span->last);
    if (fine && span->first > span->last) {
        report_error(reader->task->report, "days-reversed", span_of(reader->source, text),
                     "span of days \"" TEXT_FMT "\" ends before it begins", TEXT_ARG(text_shown(text)));
        fine = false;
    }
    return fine;
}

/* Put `span` in its place by first day; false when it shares a day with another. */
static bool insert_span(DaySpan *at, uint32_t *count, DaySpan span)
{
    uint32_t place = *count;
    while (place && at[place - 1].first > span.first)
        place--;
    if ((place && at[place - 1].last >= span.first) || (place < *count && at[place].first <= span.last))
        return false;
    memmove(at + place + 1, at + place, (*count - place) * sizeof *at);
    at[place] = span;
    ++*count;
    return true;
}

static size_t count_parts(Text text)
{
    size_t count = 1;
    for (size_t i = 0; i < text.length; i++)
        count += text.at[i] == ';';
    return count;
}

static DaySpans joined(DaySpan *at, uint32_t count)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++)
        append_span(at, &kept, at[i]);
    return (DaySpans){ kept, at };
}

/* days = span { ";" span } */
bool days_read(PageReader *reader, Span written, DaySpans *out)
{
    Text rest = text_trim(span_text(written)), part;
    size_t most = count_parts(rest);
    *out = (DaySpans){ 0, NULL };
    if (most > LIMIT_DAY_SPANS) {
        report_error(reader->task->report, "too-many-spans", written, "%zu spans of days in one cell, the limit is %d",
                     most, LIMIT_DAY_SPANS);
        return false;
    }
    DaySpan *at = REGION_ARRAY(reader->region, DaySpan, most);
    uint32_t count = 0;
    bool fine = true;
    do {
        DaySpan span;
        part = text_trim(text_cut(rest, ';', &rest));
        bool read = read_span(reader, part, &span);
        if (read && !insert_span(at, &count, span)) {
            report_error(reader->task->report, "days-overlap", span_of(reader->source, part),
                         "span of days \"" TEXT_FMT "\" shares days with another of its cell", TEXT_ARG(text_shown(part)));
            read = false;
        }
        fine &= read;
    } while (rest.at);
    *out = joined(at, count);
    return fine;
}

bool days_from_cell(Task *task, Span cell, DaySpans *out)
{
    PageReader reader = { .task = task, .region = task->region, .source = cell.source };
    return days_read(&reader, cell, out);
}

/* papers/procedure_calendar.c - the last days of a case's work as iCalendar (RFC 5545). See procedure_paper.h. */
#include "base/hash.h"
#include "determination/answer.h"
#include "papers/articles.h"
#include "papers/procedure_paper.h"
#include "papers/words.h"
#include "value/date.h"

enum { LINE_OCTETS = 75 }; /* of a content line, RFC 5545 3.1: longer ones are folded */

typedef struct Writing {
    Region *region;             /* for texts on the way */
    Builder out;                /* the calendar so far */
    const Procedure *procedure; /* whose work */
    const ProcedurePaperOptions *options; /* as they were asked for */
    Text stamp; /* "20261122T093000Z" */
} Writing;

/* ---- lines ---- */

/* contentline = name *(";" param ) ":" value CRLF, folded between characters of UTF-8. */
static void put_line(Writing *writing, const char *name, Text value)
{
    Text line = text_format(writing->region, "%s:" TEXT_FMT, name, TEXT_ARG(value));
    size_t used = 0;
    for (size_t i = 0; i < line.length;) {
        size_t wide = 1;
        while (i + wide < line.length && ((unsigned char)line.at[i + wide] & 0xc0) == 0x80)
            wide++;
        if (used + wide > LINE_OCTETS) {
            build_text(&writing->out, TEXT("\r\n "));
            used = 1;
        }
        build_text(&writing->out, text_slice(line, i, i + wide));
        used += wide;
        i += wide;
    }
    build_text(&writing->out, TEXT("\r\n"));
}

/* TEXT = *(TSAFE-CHAR / ":" / DQUOTE / ESCAPED-CHAR); other control characters have no place in it. */
static Text escaped(Region *region, Text text)
{
    Builder out = builder_on(region);
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        if (byte == '\n')
            build_text(&out, TEXT("\\n"));
        else if (byte == '\\' || byte == ';' || byte == ',')
            build_format(&out, "\\%c", byte);
        else if (byte >= ' ' && byte != 0x7f)
            build_byte(&out, (char)byte);
    }
    return builder_text(&out);
}

static void put_text(Writing *writing, const char *name, Text text)
{
    put_line(writing, name, escaped(writing->region, text));
}

/* "2026-05-20" -> "20260520" */
static Text compact(Region *region, Text day)
{
    return text_format(region, TEXT_FMT TEXT_FMT TEXT_FMT, TEXT_ARG(text_slice(day, 0, 4)), TEXT_ARG(text_slice(day, 5, 7)), TEXT_ARG(text_slice(day, 8, 10)));
}

static Text day_after(Region *region, Text day)
{
    int64_t days = 0;
    return date_read(&days, day) ? compact(region, date_text(region, days + 1)) : TEXT_NONE;
}

/* ---- of one piece of work ---- */

static Text uid_of(Writing *writing, const Work *work, const char *which)
{
    Text named = text_format(writing->region, "%s\n" TEXT_FMT "\n" TEXT_FMT, which, TEXT_ARG(writing->procedure->case_id), TEXT_ARG(work->id));
    Sha256 hash = sha256_of(&named, 1);
    return text_format(writing->region, TEXT_FMT "@declarant", TEXT_ARG(text_slice(sha256_text(writing->region, &hash), 7, 39)));
}

static Text translated(Writing *writing, const Entry *entry, const char *part)
{
    Value value = entry_part(entry, part);
    Text text = value.kind == VALUE_TEXT ? text_of_value(value) : TEXT_NONE;
    Text words = writing->options->phrases && writing->options->language ? phrase_in(writing->options->phrases, text, writing->options->language) : TEXT_NONE;
    return words.length ? words : text;
}

static Text summary(Writing *writing, const Work *work)
{
    Text name = name_in_part(writing->procedure->answer->program, TEXT("task"), TEXT("task"), work->name, writing->options->language);
    Text of = work->of.length ? text_format(writing->region, " (" TEXT_FMT ")", TEXT_ARG(work->of)) : TEXT_NONE;
    return text_format(writing->region, TEXT_FMT ": " TEXT_FMT TEXT_FMT, TEXT_ARG(writing->procedure->case_id), TEXT_ARG(name), TEXT_ARG(of));
}

static Text description(Writing *writing, const Work *work)
{
    Text leaves = translated(writing, work->entry, "leaves");
    Text left = word_filled(writing->region, word(WORD_WORK_LEAVES, writing->options->language), &leaves, 1);
    return text_format(writing->region, TEXT_FMT ".\n" TEXT_FMT "\n" TEXT_FMT, TEXT_ARG(translated(writing, work->entry, "why")), TEXT_ARG(left), TEXT_ARG(entry_articles(writing->region, work->entry)));
}

static void put_head(Writing *writing, const Work *work, const char *which)
{
    put_line(writing, "BEGIN", text_of(which));
    put_line(writing, "UID", uid_of(writing, work, which));
    put_line(writing, "DTSTAMP", writing->stamp);
    put_text(writing, "SUMMARY", summary(writing, work));
    put_text(writing, "DESCRIPTION", description(writing, work));
}

static void put_alarm(Writing *writing, const Work *work, const char *trigger)
{
    Text what = summary(writing, work);
    put_line(writing, "BEGIN", TEXT("VALARM"));
    put_line(writing, "ACTION", TEXT("DISPLAY"));
    put_text(writing, "DESCRIPTION", word_filled(writing->region, word(WORD_WORK_REMINDER, writing->options->language), &what, 1));
    put_line(writing, trigger, TEXT("-P1D"));
    put_line(writing, "END", TEXT("VALARM"));
}

static void put_todo(Writing *writing, const Work *work)
{
    bool done = work->standing == WORK_DONE;
    put_head(writing, work, "VTODO");
    put_line(writing, "DUE;VALUE=DATE", compact(writing->region, work->due));
    put_line(writing, "STATUS", done ? TEXT("COMPLETED") : work->record ? TEXT("IN-PROCESS") : TEXT("NEEDS-ACTION"));
    if (!done)
        put_alarm(writing, work, "TRIGGER;RELATED=END");
    put_line(writing, "END", TEXT("VTODO"));
}

static void put_event(Writing *writing, const Work *work)
{
    put_head(writing, work, "VEVENT");
    put_line(writing, "DTSTART;VALUE=DATE", compact(writing->region, work->due));
    put_line(writing, "DTEND;VALUE=DATE", day_after(writing->region, work->due));
    put_line(writing, "TRANSP", TEXT("TRANSPARENT"));
    put_line(writing, "RELATED-TO", uid_of(writing, work, "VTODO"));
    if (work->standing != WORK_DONE)
        put_alarm(writing, work, "TRIGGER");
    put_line(writing, "END", TEXT("VEVENT"));
}

/* The instant of the newest record of the case: the bytes change only when the case does. */
static Text stamp_of(Task *task, Ledger *ledger, const Procedure *procedure)
{
    const Record *record = ledger_at(task, ledger, procedure->seen);
    if (!record)
        return TEXT_NONE;
    Text at = record->made_at;
    return text_format(task->region, TEXT_FMT "T" TEXT_FMT TEXT_FMT TEXT_FMT "Z", TEXT_ARG(compact(task->region, at)), TEXT_ARG(text_slice(at, 11, 13)), TEXT_ARG(text_slice(at, 14, 16)), TEXT_ARG(text_slice(at, 17, 19)));
}

Text procedure_calendar(Task *task, Ledger *ledger, const Procedure *procedure, const ProcedurePaperOptions *options)
{
    Writing writing = { task->region, builder_on(task->region), procedure, options, stamp_of(task, ledger, procedure) };
    if (!writing.stamp.length)
        return TEXT_NONE;
    put_line(&writing, "BEGIN", TEXT("VCALENDAR"));
    put_line(&writing, "VERSION", TEXT("2.0"));
    put_line(&writing, "PRODID", TEXT("-//declarant//case//EN"));
    for (size_t i = 0; i < procedure->work.count; i++)
        if (procedure->work.at[i].due.length) {
            put_todo(&writing, &procedure->work.at[i]);
            put_event(&writing, &procedure->work.at[i]);
        }
    put_line(&writing, "END", TEXT("VCALENDAR"));
    return builder_text(&writing.out);
}

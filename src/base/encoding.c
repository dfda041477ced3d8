/* base/encoding.c - see encoding.h. glibc's iconv knows the encodings; UTF-8 is only looked at and stays where it is. */
#include "base/encoding.h"

#include <ctype.h>
#include <errno.h>
#include <iconv.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/utf8.h"

enum { NAME_BYTES = 40, PIECE = 16 * 1024, SAMPLE_BYTES = 60, SAMPLE_LETTERS = 12, CLEAR = 6 };

typedef struct Decoding {
    Task *task;
    Text name;        /* of the file */
    Text bytes;       /* what is read, without its mark */
    Text encoding;    /* what was told; empty: not */
    const char *from; /* what the bytes are in, for iconv; NULL: UTF-8 */
} Decoding;

static Source *source_of(const Decoding *decoding, Text bytes)
{
    Source *source = REGION_NEW(decoding->task->region, Source);
    *source = (Source){ .name = decoding->name, .bytes = bytes };
    return source;
}

static Problem *complain(const Decoding *decoding, const char *name, Text why)
{
    Problem *problem = report_error(decoding->task->report, name, SPAN_NONE, TEXT_FMT, TEXT_ARG(why));
    problem_where(decoding->task->report, problem, TEXT_FMT, TEXT_ARG(decoding->name));
    return problem;
}

/* ---- marks ---- */

typedef struct Mark {
    Text bytes;
    const char *family; /* as names of encodings begin, small, without signs */
    const char *from;   /* for iconv; NULL: UTF-8 */
} Mark;

static const Mark marks[] = { /* the longer first */
    { { "\xff\xfe\0\0", 4 }, "utf32", "UTF-32LE" }, { { "\0\0\xfe\xff", 4 }, "utf32", "UTF-32BE" }, { { "\xef\xbb\xbf", 3 }, "utf8", NULL },
    { { "\xff\xfe", 2 }, "utf16", "UTF-16LE" },     { { "\xfe\xff", 2 }, "utf16", "UTF-16BE" },
};

static const Mark *mark_before(Text bytes)
{
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (text_starts(bytes, marks[i].bytes))
            return &marks[i];
    return NULL;
}

/* "UTF-16LE" -> "utf16le" */
static Text plain_name(Region *region, Text encoding)
{
    Builder out = builder_on(region);
    build_text(&out, TEXT_NONE);
    for (size_t i = 0; i < encoding.length; i++)
        if (isalnum((unsigned char)encoding.at[i]))
            build_byte(&out, (char)tolower((unsigned char)encoding.at[i]));
    return builder_text(&out);
}

/* Steps over a mark; false with an error where it is not that of the encoding that was told. */
static bool take_mark(Decoding *decoding, Text told)
{
    const Mark *mark = mark_before(decoding->bytes);
    if (!mark)
        return true;
    if (told.length && !text_starts(told, text_of(mark->family))) {
        Problem *problem = complain(decoding, "encoding-mark", text_format(decoding->task->region, "the text begins with the mark of %s, and \"" TEXT_FMT "\" is told",
                                                                           mark->from ? mark->from : "UTF-8", TEXT_ARG(decoding->encoding)));
        problem_hint(decoding->task->report, problem, "Leave --encoding out: the mark says what the text is in.");
        return false;
    }
    decoding->bytes = text_slice(decoding->bytes, mark->bytes.length, decoding->bytes.length);
    decoding->from = mark->from;
    decoding->encoding = TEXT_NONE;
    return true;
}

/* ---- lines that are UTF-8, and lines that are not ---- */

typedef enum LineIs { LINE_ASCII, LINE_UTF8, LINE_CLEARLY_UTF8, LINE_OTHER } LineIs;

/* Bytes of other encodings make a letter or two of UTF-8 by chance; with many in one line and no fault it is none. */
static LineIs look_at(Text line)
{
    if (utf8_first_fault(line) != SIZE_MAX)
        return LINE_OTHER;
    size_t weight = 0;
    for (size_t at = 0; at < line.length && weight < CLEAR;) {
        uint32_t letter = utf8_next(line, &at);
        weight += letter < 0x80 ? 0 : letter < 0x800 ? 1 : 2;
    }
    return weight >= CLEAR ? LINE_CLEARLY_UTF8 : weight ? LINE_UTF8 : LINE_ASCII;
}

typedef struct Lines { /* the first of each kind; at NULL: none */
    Text clear, other;
} Lines;

static Lines look_over(Text bytes)
{
    Lines found = { TEXT_NONE, TEXT_NONE };
    for (Text rest = bytes; rest.length && !(found.clear.at && found.other.at);) {
        Text line = text_cut(rest, '\n', &rest);
        LineIs is = look_at(line);
        if (is == LINE_CLEARLY_UTF8 && !found.clear.at)
            found.clear = line;
        if (is == LINE_OTHER && !found.other.at)
            found.other = line;
    }
    return found;
}

static Span fault_in(const Source *source, Text line)
{
    Span span = span_of(source, line);
    size_t fault = utf8_first_fault(line);
    span.from += fault == SIZE_MAX ? 0 : (uint32_t)fault;
    span.to = span.from + 1;
    return span;
}

static void report_mixed(const Decoding *decoding, const Lines *lines)
{
    const Source *source = source_of(decoding, decoding->bytes);
    Report *report = decoding->task->report;
    Problem *problem = report_error(report, "mixed-encodings", fault_in(source, lines->other), "some lines are in UTF-8, and this one is not");
    problem_also(report, problem, span_of(source, lines->clear), "this line is in UTF-8");
    problem_hint(report, problem, "Put the parts into one encoding where they were saved, and join them again.");
}

/* ---- iconv ---- */

typedef struct Converting {
    iconv_t handle;
    Text rest;   /* what is not converted yet */
    Builder out; /* UTF-8 so far */
    bool failed; /* rest begins with bytes that are not of the encoding */
} Converting;

static void convert(void *argument)
{
    Converting *converting = argument;
    char piece[PIECE], *in = (char *)(uintptr_t)converting->rest.at;
    size_t left = converting->rest.length;
    for (bool flushed = false; !flushed && !converting->failed;) {
        char *out = piece;
        size_t room = sizeof piece;
        flushed = left == 0;
        if (iconv(converting->handle, flushed ? NULL : &in, flushed ? NULL : &left, &out, &room) == (size_t)-1)
            converting->failed = errno != E2BIG;
        build_text(&converting->out, (Text){ piece, sizeof piece - room });
    }
    converting->rest = (Text){ in, left };
}

typedef enum Converted { CONVERTED, NOT_CONVERTED, NO_SUCH_ENCODING } Converted;

/* What could be converted is in *out; *rest begins where it could not. */
static Converted from_encoding(Region *region, const char *encoding, Text bytes, Text *out, Text *rest)
{
    Converting converting = { iconv_open("UTF-8", encoding), bytes, builder_on(region), false };
    if (converting.handle == (iconv_t)-1)
        return NO_SUCH_ENCODING;
    bool lived = region_guard(region, convert, &converting);
    iconv_close(converting.handle);
    if (!lived)
        region_give_up(region);
    *out = builder_text(&converting.out);
    *rest = converting.rest;
    return converting.failed ? NOT_CONVERTED : CONVERTED;
}

/* ---- what an unknown encoding may be ---- */

static const char *const candidates[] = { "GB18030", "Big5", "windows-1258", "TCVN5712-1", "windows-1252" };

static bool parts_words(char byte)
{
    return (unsigned char)byte < '0';
}

/* The word around a byte: no encoding has signs below "0" as a part of a letter. */
static Text word_around(Text bytes, size_t at)
{
    size_t from = at, to = at;
    while (from > 0 && at - from < SAMPLE_BYTES && !parts_words(bytes.at[from - 1]))
        from--;
    while (to < bytes.length && to - at < SAMPLE_BYTES && !parts_words(bytes.at[to]))
        to++;
    return text_slice(bytes, from, to);
}

/* `GB18030 reads "...", Big5 reads "..."` */
static Text readings(Region *region, Text word)
{
    Builder out = builder_on(region);
    build_text(&out, TEXT_NONE);
    for (size_t i = 0; i < sizeof candidates / sizeof *candidates; i++) {
        Text read, rest;
        if (from_encoding(region, candidates[i], word, &read, &rest) == CONVERTED)
            build_format(&out, "%s%s reads \"" TEXT_FMT "\"", out.length ? ", " : "", candidates[i], TEXT_ARG(text_slice(read, 0, utf8_offset(read, SAMPLE_LETTERS))));
    }
    return builder_text(&out);
}

static const Source *refuse_bytes(const Decoding *decoding, size_t fault)
{
    Lines lines = look_over(decoding->bytes);
    if (lines.clear.at) {
        report_mixed(decoding, &lines);
        return NULL;
    }
    Report *report = decoding->task->report;
    const Source *source = source_of(decoding, decoding->bytes);
    Problem *problem = report_error(report, "not-utf8", (Span){ source, (uint32_t)fault, (uint32_t)fault + 1 }, "byte 0x%02X at offset %zu is not UTF-8",
                                    (unsigned char)decoding->bytes.at[fault], fault);
    Text read = readings(decoding->task->region, word_around(decoding->bytes, fault));
    if (read.length)
        problem_hint(report, problem, "Say with --encoding what the file was saved in: " TEXT_FMT ".", TEXT_ARG(read));
    else
        problem_hint(report, problem, "Say with --encoding what the file was saved in.");
    return NULL;
}

static const Source *refuse_nul(const Decoding *decoding, const Source *source, size_t at)
{
    Problem *problem = report_error(decoding->task->report, "nul-byte", (Span){ source, (uint32_t)at, (uint32_t)at + 1 }, "the text holds a NUL byte");
    if (!decoding->from && !decoding->encoding.length)
        problem_hint(decoding->task->report, problem, "Where it is UTF-16 without a mark, say --encoding %s.", at % 2 ? "UTF-16LE" : "UTF-16BE");
    return NULL;
}

/* ---- the two ways ---- */

static const Source *as_it_is(const Decoding *decoding)
{
    const char *nul = decoding->bytes.length ? memchr(decoding->bytes.at, '\0', decoding->bytes.length) : NULL;
    if (nul)
        return refuse_nul(decoding, source_of(decoding, decoding->bytes), (size_t)(nul - decoding->bytes.at));
    size_t fault = utf8_first_fault(decoding->bytes);
    return fault == SIZE_MAX ? source_of(decoding, decoding->bytes) : refuse_bytes(decoding, fault);
}

static const Source *refuse_name(const Decoding *decoding)
{
    Problem *problem = complain(decoding, "no-encoding", text_format(decoding->task->region, "\"" TEXT_FMT "\" is no encoding that is known here", TEXT_ARG(decoding->encoding)));
    problem_hint(decoding->task->report, problem, "Say for instance GB18030, Big5, windows-1258, UTF-16LE; \"iconv -l\" lists them all.");
    return NULL;
}

/* The place is shown in what could be read so far. */
static const Source *refuse_rest(const Decoding *decoding, Text read, Text rest, Text encoding)
{
    Region *region = decoding->task->region;
    const Source *source = source_of(decoding, text_join(region, read, TEXT("\xef\xbf\xbd")));
    Problem *problem = report_error(decoding->task->report, "not-encoding", (Span){ source, (uint32_t)read.length, (uint32_t)read.length + 3 }, "byte 0x%02X is not " TEXT_FMT,
                                    rest.length ? (unsigned char)rest.at[0] : 0, TEXT_ARG(encoding));
    problem_hint(decoding->task->report, problem, "The file may be damaged there, cut short, or in another encoding.");
    return NULL;
}

/* False with an error where the bytes, or some lines of them, are plainly UTF-8. */
static bool is_not_utf8(const Decoding *decoding)
{
    Lines lines = look_over(decoding->bytes);
    if (!lines.clear.at)
        return true;
    if (lines.other.at) {
        report_mixed(decoding, &lines);
        return false;
    }
    Report *report = decoding->task->report;
    Problem *problem = report_error(report, "not-encoding", span_of(source_of(decoding, decoding->bytes), lines.clear), "the text is UTF-8, and \"" TEXT_FMT "\" is told",
                                    TEXT_ARG(decoding->encoding));
    problem_hint(report, problem, "Leave --encoding out.");
    return false;
}

static const Source *converted(const Decoding *decoding)
{
    Text encoding = decoding->from ? text_of(decoding->from) : decoding->encoding, read, rest;
    bool by_letters = decoding->from || text_starts(encoding, TEXT("U")) || text_starts(encoding, TEXT("u")); /* UTF-16: lines are no lines as bytes */
    if (!by_letters && !is_not_utf8(decoding))
        return NULL;
    Converted how = from_encoding(decoding->task->region, text_string(decoding->task->region, encoding), decoding->bytes, &read, &rest);
    if (how == NO_SUCH_ENCODING)
        return refuse_name(decoding);
    if (how == NOT_CONVERTED)
        return refuse_rest(decoding, read, rest, encoding);
    if (read.length >= UINT32_MAX)
        return complain(decoding, "file-too-large", TEXT("the text is larger than 4 GiB in UTF-8")), NULL;
    if (text_starts(read, marks[2].bytes))
        read = text_slice(read, marks[2].bytes.length, read.length);
    const char *nul = read.length ? memchr(read.at, '\0', read.length) : NULL;
    const Source *source = source_of(decoding, read);
    return nul ? refuse_nul(decoding, source, (size_t)(nul - read.at)) : source;
}

/* A name that iconv is asked for has no "//" that would change letters it does not know. */
static bool is_name(Text encoding)
{
    for (size_t i = 0; i < encoding.length; i++)
        if (!isalnum((unsigned char)encoding.at[i]) && !memchr("-_.:", encoding.at[i], 4))
            return false;
    return encoding.length <= NAME_BYTES;
}

/* "UTF-16" alone, without a mark, would be a guess. */
static bool has_order(const Decoding *decoding, Text plain)
{
    if (!text_is(plain, "utf16") && !text_is(plain, "utf32") && !text_is(plain, "ucs2") && !text_is(plain, "ucs4"))
        return true;
    Problem *problem = complain(decoding, "no-encoding", text_format(decoding->task->region, "\"" TEXT_FMT "\" without a mark does not say which byte comes first", TEXT_ARG(decoding->encoding)));
    problem_hint(decoding->task->report, problem, "Say UTF-16LE or UTF-16BE.");
    return false;
}

const Source *source_decoded(Task *task, Text name, Text bytes, Text encoding)
{
    Decoding decoding = { task, name, bytes, encoding, NULL };
    if (bytes.length >= UINT32_MAX)
        return complain(&decoding, "file-too-large", TEXT("the text is larger than 4 GiB")), NULL;
    if (!is_name(encoding))
        return refuse_name(&decoding);
    Text plain = plain_name(task->region, encoding);
    if (!take_mark(&decoding, plain))
        return NULL;
    if (decoding.from)
        return converted(&decoding);
    if (!decoding.encoding.length || text_is(plain, "utf8"))
        return as_it_is(&decoding);
    return has_order(&decoding, plain) ? converted(&decoding) : NULL;
}

const Source *file_read_decoded(Task *task, const char *path, size_t limit, Text encoding)
{
    Text bytes;
    if (!file_bytes(task, path, limit ? limit : LIMIT_FILE_BYTES, &bytes))
        return NULL;
    return source_decoded(task, text_copy(task->region, text_of(path)), bytes, encoding);
}

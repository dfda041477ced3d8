/* faces/cli/decide.c - see decide.h. The quick reader of determination/stream.h takes what is ordinary, the strict way all
 * else. Input is read in large pieces, and what was answered is written before the next piece is waited for: a program at
 * the other end of two pipes can ask and listen in turn. */
#include "faces/cli/decide.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"
#include "determination/stream.h"
#include "faces/cli/load.h"
#include "faces/cli/problems.h"

enum { PIECE = 256 * 1024, AT_ONCE = 64 /* lines */ };

typedef struct StreamOf { /* a stream for each jurisdiction and movement met */
    Text jurisdiction, movement;
    Stream *stream;      /* NULL: there is none */
    Report why;          /* what was told when it could not be opened; each such line tells it */
    struct StreamOf *next;
} StreamOf;

typedef struct Deciding {
    Cli *cli;
    Text *names;       /* decisions wanted */
    size_t name_count;
    StreamOf *streams;
    LawMoment moment;  /* --known-on */
    const RateTable *rates; /* --rates */
    Stream *latest;    /* the one that answered last; NULL at first */
    Region region;     /* of one strict case */
    const char *path;
    uint64_t number;   /* line */
    Exit exit;
} Deciding;

/* ---- one line ---- */

static Stream *stream_for(Deciding *deciding, const CaseHead *head)
{
    Cli *cli = deciding->cli;
    for (StreamOf *known = deciding->streams; known; known = known->next)
        if (text_equal(known->jurisdiction, head->jurisdiction) && text_equal(known->movement, head->movement)) {
            if (!known->stream)
                cli->report = known->why;
            return known->stream;
        }
    Lawbook *lawbook = load_lawbook(cli);
    const Program *program = lawbook ? lawbook_program_at(&cli->task, lawbook, head->jurisdiction, head->movement, deciding->moment) : NULL;
    StreamOf *made = REGION_NEW(&cli->region, StreamOf);
    *made = (StreamOf){ .jurisdiction = text_copy(&cli->region, head->jurisdiction), .movement = text_copy(&cli->region, head->movement), .next = deciding->streams };
    made->stream = program ? stream_open(&cli->task, program, deciding->names, deciding->name_count) : NULL;
    if (made->stream)
        stream_rates(made->stream, deciding->rates);
    else
        made->why = cli->report;
    deciding->streams = made;
    return made->stream;
}

static bool decide_strictly(Deciding *deciding, Task *task, const Source *source)
{
    CaseHead head = { 0 };
    const Json *json = source ? json_read(task, source) : NULL;
    if (!json || !case_head(task, source, json, &head))
        return false;
    Stream *stream = stream_for(deciding, &head);
    if (!stream)
        return false;
    deciding->latest = stream;
    return stream_case_strict(stream, task, source, &deciding->cli->out);
}

static void tell_fault(Deciding *deciding, const Report *report)
{
    Cli *cli = deciding->cli;
    bool of_case = report->errors > 0;
    cli_tell(cli, of_case ? report : &cli->report, false);
    problems_json(&cli->out, of_case ? report : &cli->report, true);
    if (!of_case)
        report_init(&cli->report, &cli->region);
    deciding->exit = EXIT_ERROR;
}

static void strict_line(Deciding *deciding, Text line)
{
    Report report;
    region_reset(&deciding->region);
    report_init(&report, &deciding->region);
    Task task = { .region = &deciding->region, .report = &report };
    Text name = text_format(&deciding->region, "%s, line %llu", deciding->path, (unsigned long long)deciding->number);
    size_t before = deciding->cli->out.length;
    if (decide_strictly(deciding, &task, source_from(&task, name, line)))
        return;
    deciding->cli->out.length = before;
    tell_fault(deciding, &report);
}

static void decide_line(Deciding *deciding, Text line)
{
    deciding->number++;
    if (line.length && line.at[line.length - 1] == '\r')
        line.length--;
    if (!text_trim(line).length)
        return;
    if (!deciding->latest || !stream_case(deciding->latest, line, &deciding->cli->out))
        strict_line(deciding, line);
    build_byte(&deciding->cli->out, '\n');
}

/* ---- a file ---- */

typedef struct Window { /* what was read and not yet answered */
    int file;
    char *at;
    size_t from, to, room;
} Window;

/* Read one more piece behind what is left; false at the end, or when reading failed. */
static bool read_piece(Deciding *deciding, Window *window)
{
    Cli *cli = deciding->cli;
    memmove(window->at, window->at + window->from, window->to - window->from);
    window->to -= window->from;
    window->from = 0;
    if (window->to == window->room) {
        size_t wanted = window->room * 2;
        char *grown = region_take(&cli->region, wanted);
        memcpy(grown, window->at, window->to);
        window->at = grown;
        window->room = wanted;
    }
    ssize_t got;
    do
        got = read(window->file, window->at + window->to, window->room - window->to);
    while (got < 0 && errno == EINTR);
    if (got > 0)
        window->to += (size_t)got;
    if (got < 0) {
        report_error(&cli->report, "file-unreadable", SPAN_NONE, "could not read \"%s\"", deciding->path);
        deciding->exit = EXIT_ERROR;
    }
    return got > 0;
}

static bool too_long(Deciding *deciding, const Window *window)
{
    if (window->to - window->from <= LIMIT_FILE_BYTES)
        return false;
    report_error(&deciding->cli->report, "file-too-large", SPAN_NONE, "line %llu of \"%s\" is longer than the limit of %d bytes", (unsigned long long)deciding->number + 1, deciding->path, LIMIT_FILE_BYTES);
    deciding->exit = EXIT_ERROR;
    return true;
}

/* The next whole lines of the window, as many as go side by side. */
static size_t take_lines(Window *window, Text *lines)
{
    size_t count = 0;
    const char *end;
    while (count < AT_ONCE && (end = memchr(window->at + window->from, '\n', window->to - window->from))) {
        const char *line = window->at + window->from;
        lines[count++] = (Text){ line, (size_t)(end - line) };
        window->from = (size_t)(end - window->at) + 1;
    }
    return count;
}

/* Side by side as far as they are ordinary; the first that is not, alone. */
static void decide_some(Deciding *deciding, const Text *lines, size_t count)
{
    while (count) {
        size_t done = deciding->latest ? stream_cases(deciding->latest, lines, count, &deciding->cli->out) : 0;
        deciding->number += done;
        if (done < count)
            decide_line(deciding, lines[done++]);
        lines += done;
        count -= done;
    }
}

static void decide_window(Deciding *deciding, Window *window)
{
    Text lines[AT_ONCE];
    size_t count;
    while ((count = take_lines(window, lines)) > 0) {
        decide_some(deciding, lines, count);
        if (deciding->cli->out.length >= PIECE && !cli_flush(deciding->cli))
            return;
    }
}

static void decide_file(Deciding *deciding, int file)
{
    Window window = { .file = file, .at = region_take(&deciding->cli->region, PIECE), .room = PIECE };
    while (!deciding->cli->unwritable && !too_long(deciding, &window) && read_piece(deciding, &window)) {
        decide_window(deciding, &window);
        cli_flush(deciding->cli);
    }
    if (window.to > window.from && deciding->exit == EXIT_DONE)
        decide_line(deciding, (Text){ window.at + window.from, window.to - window.from });
    cli_flush(deciding->cli);
}

static void decide_path(Deciding *deciding, const char *path)
{
    bool standard = strcmp(path, "-") == 0;
    int file = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    deciding->path = path;
    deciding->number = 0;
    if (file < 0 || (!standard && directory_exists(path))) {
        report_error(&deciding->cli->report, file < 0 ? "no-file" : "file-is-directory", SPAN_NONE, "could not open the file \"%s\"", path);
        deciding->exit = EXIT_ERROR;
    } else {
        decide_file(deciding, file);
    }
    if (!standard && file >= 0)
        close(file);
}

/* ---- the whole ---- */

static void split_names(Deciding *deciding, Text names)
{
    LIST_OF(Text) list = { 0 };
    while (names.length) {
        Text name = text_trim(text_cut(names, ',', &names));
        if (name.length)
            *LIST_ADD(&deciding->cli->region, list) = name;
    }
    deciding->names = list.at;
    deciding->name_count = list.count;
}

Exit decide_lines(Cli *cli, Text names, const DetermineOptions *options)
{
    Deciding deciding = { .cli = cli, .moment = options->moment, .rates = options->facts.rates, .exit = EXIT_DONE };
    region_init(&deciding.region, NULL);
    deciding.region.on_empty = cli->region.on_empty;
    split_names(&deciding, names);
    for (size_t i = 0; i < cli->operand_count && !cli->unwritable; i++)
        decide_path(&deciding, cli->operands[i]);
    if (!cli->operand_count)
        decide_path(&deciding, "-");
    for (StreamOf *known = deciding.streams; known; known = known->next)
        if (known->stream)
            stream_close(known->stream);
    region_close(&deciding.region);
    return deciding.exit;
}

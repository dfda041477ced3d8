/* faces/cli/audit_report.c - `declarant audit report`: books of cases, one a line, or folders of cases, as one paper.
 *
 * Each case is worked in a region of its own, which is emptied before the next. A file or line that cannot be read is told and goes into
 * the report.
 */
#include <stdlib.h>

#include "base/file.h"
#include "faces/cli/audit.h"
#include "faces/cli/lines.h"
#include "faces/cli/load.h"
#include "faces/cli/paper_out.h"
#include "papers/audit_paper.h"

enum { USUAL_DAYS = 3 * 365 + 1 };

typedef struct Book { /* what is at hand */
    Cli *cli;
    Audit audit;
    Region region;  /* of one case */
    Report report;
    Task task;
    Text place;     /* of the case */
    Text line;      /* of a book; or empty */
    const char *path; /* of a file that is one case; or NULL */
    bool good;
    bool found;     /* is there any file of those that were named */
} Book;

/* ---- reading ---- */

static void work_case(void *argument)
{
    Book *book = argument;
    region_reset(&book->region);
    report_init(&book->report, &book->region);
    book->task = (Task){ &book->region, &book->report, NULL };
    const Source *source = book->path ? file_read(&book->task, book->path, 0) : source_from(&book->task, book->place, book->line);
    book->good = audit_case(&book->audit, &book->task, source, book->place);
}

static void no_memory(Book *book)
{
    Cli *cli = book->cli;
    report_init(&book->report, &cli->region);
    Problem *problem = report_error(&book->report, "out-of-memory", SPAN_NONE, "there is no memory for this case");
    problem_where(&book->report, problem, TEXT_FMT, TEXT_ARG(book->place));
    book->task = (Task){ &cli->region, &book->report, NULL };
    book->good = audit_case(&book->audit, &book->task, NULL, book->place);
}

static bool read_case(Book *book)
{
    if (!region_guard(&book->region, work_case, book))
        no_memory(book);
    if (!book->good)
        cli_tell(book->cli, &book->report, false);
    return book->good;
}

static bool read_lines(Book *book, const char *path)
{
    Lines lines;
    bool good = true;
    if (!lines_open(book->cli, &lines, path))
        return false;
    book->path = NULL;
    while (lines_next(&lines, &book->line)) {
        char place[32];
        int length = snprintf(place, sizeof place, ":%llu", (unsigned long long)lines.number);
        book->place = text_join(&book->cli->region, text_of(path), (Text){ place, (size_t)length });
        good &= read_case(book);
    }
    return lines_close(book->cli, &lines) && good;
}

static bool read_file(Book *book, const char *path)
{
    book->path = path;
    book->place = text_of(path);
    return read_case(book);
}

static bool read_folder(Book *book, const char *path)
{
    bool good = true;
    Region *region = &book->cli->region;
    FileList cases = files_below(&book->cli->task, path, TEXT(".json")), books = files_below(&book->cli->task, path, TEXT(".jsonl"));
    for (size_t i = 0; i < cases.count; i++)
        good &= read_file(book, path_join(region, text_of(path), cases.at[i]));
    for (size_t i = 0; i < books.count; i++)
        good &= read_lines(book, path_join(region, text_of(path), books.at[i]));
    return good;
}

static bool read_path(Book *book, const char *path)
{
    bool folder = directory_exists(path), there = text_is(text_of(path), "-") || file_exists(path);
    book->found |= there || folder;
    if (folder)
        return read_folder(book, path);
    return !there || text_ends(text_of(path), TEXT(".json")) ? read_file(book, path) : read_lines(book, path);
}

/* ---- the command ---- */

static Exit number_given(Cli *cli, OptionId id, uint32_t most, uint32_t *number)
{
    char *end;
    const char *given = cli->given[id];
    if (!given)
        return EXIT_DONE;
    long long told = strtoll(given, &end, 10);
    if (*end || end == given || told < 1)
        return misuse(cli, SAY(cli, MSG_NOT_A_NUMBER, text_of(given)));
    if (told > most)
        return misuse(cli, SAY(cli, MSG_NUMBER_TOO_LARGE, text_of(given), text_format(&cli->region, "%u", most)));
    *number = (uint32_t)told;
    return EXIT_DONE;
}

static Exit options_given(Cli *cli, AuditOptions *options)
{
    *options = (AuditOptions){ .days = USUAL_DAYS, .seed = cli_on(cli, OPTION_SEED) ? cli_argument(cli, OPTION_SEED) : TEXT("1") };
    Exit exit = cli_paper_form(cli);
    if (exit == EXIT_DONE)
        exit = determine_options(cli, &options->options);
    if (exit == EXIT_DONE)
        exit = number_given(cli, OPTION_SAMPLE, LIMIT_AUDIT_SAMPLE, &options->sample);
    if (exit == EXIT_DONE)
        exit = number_given(cli, OPTION_DAYS, LIMIT_AUDIT_DAYS, &options->days);
    if (exit == EXIT_DONE && cli->operand_count < 2)
        exit = misuse(cli, say(cli, MSG_NEEDS_FILE));
    return exit;
}

/* What the exit code says, on a line of its own. */
static Exit finish(Cli *cli, const Audit *audit, bool good)
{
    if (!good)
        return EXIT_ERROR;
    if (!audit->open)
        return EXIT_DONE;
    talk(cli, say_count(cli, MSG_AUDIT_OPEN, audit->open));
    return EXIT_OPEN;
}

Exit audit_report(Cli *cli)
{
    AuditOptions options;
    Exit exit = options_given(cli, &options);
    if (exit != EXIT_DONE)
        return exit;
    Lawbook *lawbook = load_lawbook(cli);
    Book book = { .cli = cli };
    options.data_folder = lawbook ? lawbook_data(lawbook) : NULL;
    if (!lawbook || !audit_open(&book.audit, &cli->task, lawbook, &options))
        return EXIT_ERROR;
    bool good = true;
    region_init(&book.region, NULL);
    for (size_t i = 1; i < cli->operand_count; i++)
        good &= read_path(&book, cli->operands[i]);
    region_close(&book.region);
    good &= audit_close(&book.audit);
    if (!book.found)
        return EXIT_ERROR;
    exit = cli_paper(cli, audit_paper(&cli->region, &book.audit, cli_phrases(cli), cli->language));
    return exit == EXIT_DONE ? finish(cli, &book.audit, good) : exit;
}

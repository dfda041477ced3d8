/* faces/cli/replay_newer.c - `declarant replay --newer`: recorded answers under newer law.
 *
 * Each is worked in a region of its own, which is emptied before the next; what is kept of one is what changed.
 */
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "faces/cli/paper_out.h"
#include "faces/cli/replay.h"
#include "papers/newer_paper.h"

enum { USUAL_DAYS = 366, TOLD_EVERY = 1000 };

typedef enum FailOn { FAIL_ON_ANY, FAIL_ON_MONEY, FAIL_ON_OWES, FAIL_LEVELS } FailOn;
static const char *const FAIL_NAMES[FAIL_LEVELS] = { "any", "money", "owes" };

typedef struct Session { /* what is at hand */
    Cli *cli;
    Newer newer;
    Ledger *ledger;
    NewerOptions options;
    FailOn fail_on;
    Replay *law;     /* of --under, where it names a record */
    Region region;   /* of one record */
    Report report;
    Task task;
    const Record *record;
    bool good;
    bool tasks;
    uint64_t made;   /* tasks */
    Exit exit;
} Session;

/* ---- options ---- */

static Exit day_option(Cli *cli, OptionId id, bool *has, int64_t *day)
{
    if (!cli_on(cli, id))
        return EXIT_DONE;
    *has = day_given(cli_argument(cli, id), day);
    return *has ? EXIT_DONE : misuse(cli, SAY(cli, MSG_NOT_A_DAY, cli_argument(cli, id)));
}

static Exit days_option(Cli *cli, uint32_t *days)
{
    char *end;
    const char *given = cli->given[OPTION_DAYS];
    long long told = given ? strtoll(given, &end, 10) : USUAL_DAYS;
    if (given && (*end || end == given || told < 1))
        return misuse(cli, SAY(cli, MSG_NOT_A_NUMBER, text_of(given)));
    if (told > LIMIT_AUDIT_DAYS)
        return misuse(cli, SAY(cli, MSG_NUMBER_TOO_LARGE, text_of(given), text_format(&cli->region, "%u", LIMIT_AUDIT_DAYS)));
    *days = (uint32_t)told;
    return EXIT_DONE;
}

static Exit level_option(Cli *cli, FailOn *level)
{
    Text given = cli_argument(cli, OPTION_FAIL_ON);
    *level = FAIL_ON_ANY;
    for (int i = 0; given.length && i < FAIL_LEVELS; i++)
        if (text_equal(given, text_of(FAIL_NAMES[i]))) {
            *level = (FailOn)i;
            return EXIT_DONE;
        }
    return given.length ? misuse(cli, SAY(cli, MSG_REPLAY_LEVEL, given)) : EXIT_DONE;
}

static Exit options_given(Cli *cli, Session *session)
{
    NewerOptions *options = &session->options;
    bool has_today = false;
    Exit exit = day_option(cli, OPTION_KNOWN_ON, &options->has_known, &options->known);
    if (exit == EXIT_DONE)
        exit = day_option(cli, OPTION_TO, &options->has_law, &options->law_day);
    if (exit == EXIT_DONE)
        exit = day_option(cli, OPTION_AS_OF, &has_today, &options->today);
    if (exit == EXIT_DONE)
        exit = days_option(cli, &options->days);
    if (exit == EXIT_DONE)
        exit = level_option(cli, &session->fail_on);
    if (!has_today)
        day_given(cli_today(cli), &options->today);
    session->tasks = cli_on(cli, OPTION_TASKS);
    return exit == EXIT_DONE && session->tasks && options->has_law ? misuse(cli, say(cli, MSG_REPLAY_NO_TASKS)) : exit;
}

/* ---- the newer pages ---- */

/* A law that the ledger keeps. */
static bool law_of_ledger(Session *session, const char *under)
{
    Cli *cli = session->cli;
    const Record *record = ledger_get(&cli->task, session->ledger, text_of(under));
    if (record && !text_is(record->kind, "law")) {
        Problem *problem = report_error(&cli->report, "not-a-law", SPAN_NONE, "the record \"%s\" is no law but of kind \"" TEXT_FMT "\"", under, TEXT_ARG(record->kind));
        problem_hint(&cli->report, problem, "Name a folder of rulebooks, or a record of kind law; each determination names its own.");
        return false;
    }
    session->law = replay_open(&cli->task);
    session->options.lawbook = record ? replay_law(&cli->task, session->law, session->ledger, record->hash) : NULL;
    if (session->options.lawbook)
        session->options.law = *replay_folders(session->law);
    return session->options.lawbook != NULL;
}

/* Each case would say so otherwise. */
static bool holds_rulebooks(Cli *cli, const char *folder)
{
    if (file_exists(path_join(&cli->region, text_of(folder), TEXT("facts.md"))))
        return true;
    Problem *problem = report_error(&cli->report, "no-rulebooks", SPAN_NONE, "\"%s\" is no folder of rulebooks", folder);
    problem_hint(&cli->report, problem, "Name the folder that holds facts.md and answers.md.");
    return false;
}

/* A folder of rulebooks, or a record of kind law: --under; else the pages at hand. */
static bool find_law(Session *session)
{
    Cli *cli = session->cli;
    NewerOptions *options = &session->options;
    const char *under = cli->given[OPTION_UNDER];
    if (under && !directory_exists(under))
        return law_of_ledger(session, under);
    if (under)
        cli->given[OPTION_RULEBOOKS] = under;
    const char *folder = load_folder(cli);
    options->lawbook = folder && holds_rulebooks(cli, folder) ? load_lawbook(cli) : NULL;
    if (options->lawbook)
        options->law = (LawFolders){ load_folder(cli), lawbook_data(options->lawbook), lawbook_house(options->lawbook) };
    return options->lawbook != NULL;
}

/* ---- the records ---- */

static void work_record(void *argument)
{
    Session *session = argument;
    region_reset(&session->region);
    report_init(&session->report, &session->region);
    session->task = (Task){ &session->region, &session->report, session->cli->task.cancel };
    session->good = newer_record(&session->newer, &session->task, session->record);
}

static void tell_progress(size_t done)
{
    char line[64];
    if (done % TOLD_EVERY || !isatty(STDERR_FILENO))
        return;
    int length = snprintf(line, sizeof line, "\r%zu\r", done);
    if (write(STDERR_FILENO, line, (size_t)length) < 0)
        return;
}

static bool run_record(Session *session, const Record *record)
{
    session->record = record;
    if (region_guard(&session->region, work_record, session)) {
        if (!session->good)
            cli_tell(session->cli, &session->report, false);
        return session->good;
    }
    report_error(&session->cli->report, "out-of-memory", SPAN_NONE, "there is no memory for record \"" TEXT_FMT "\"", TEXT_ARG(record->hash));
    return false;
}

/* From the first determination of a case on: --from. */
static size_t first_of(const Records *records, Text from)
{
    for (size_t i = 0; i < records->count; i++)
        if (!from.length || text_equal(records->at[i].case_id, from))
            return i;
    return records->count;
}

static bool run_all(Session *session, const Records *records)
{
    bool good = true;
    region_init(&session->region, NULL);
    for (size_t i = first_of(records, cli_argument(session->cli, OPTION_FROM)); i < records->count && good; i++) {
        good = run_record(session, &records->at[i]);
        tell_progress(i + 1);
    }
    region_close(&session->region);
    newer_sort(&session->newer);
    return good;
}

/* What the rooms inside say of a case that could not be run, in the reader's language. */
static void reword_all(Session *session)
{
    for (size_t i = 0; i < session->newer.cases.count; i++) {
        NewerCase *one = &session->newer.cases.at[i];
        if (one->outcome == NEWER_UNRUN)
            one->why_words = reword(session->cli, one->why);
    }
}

/* ---- tasks ---- */

static bool task_work(Task *task, Ledger *ledger, void *argument)
{
    Session *session = argument;
    (void)ledger;
    session->made = 0;
    for (size_t i = 0; i < session->newer.cases.count; i++) {
        const NewerCase *one = &session->newer.cases.at[i];
        if (newer_changed(one) && one->standing != NEWER_OVERTAKEN)
            session->made += newer_task(task, &session->newer, one) != NULL;
    }
    return !task->report->errors;
}

/* ---- what the exit code says ---- */

static bool counts_at(const Session *session, const NewerCase *one)
{
    bool rises = (one->has_border && decimal_compare(&one->border, &DECIMAL_ZERO) > 0) || (one->has_beside && decimal_compare(&one->beside, &DECIMAL_ZERO) > 0);
    if (!newer_changed(one))
        return false;
    return session->fail_on == FAIL_ON_ANY || (session->fail_on == FAIL_ON_MONEY ? one->money : newer_acted(one) && rises);
}

static Exit finish(const Session *session, const Paper *paper)
{
    const uint64_t *counts = session->newer.counts;
    bool found = false;
    for (size_t i = 0; i < session->newer.cases.count && !found; i++)
        found = counts_at(session, &session->newer.cases.at[i]);
    bool unrun = counts[NEWER_UNRUN] + counts[NEWER_ERASED] > 0;
    Exit exit = counts[NEWER_BROKEN] ? EXIT_BROKEN : found ? EXIT_FINDING : unrun ? EXIT_OPEN : EXIT_DONE;
    if (exit != EXIT_DONE)
        talk(session->cli, paper->verdict.words);
    return exit;
}

/* ---- the command ---- */

static bool has_from(Session *session, const Records *records)
{
    Text from = cli_argument(session->cli, OPTION_FROM);
    if (!from.length || first_of(records, from) < records->count)
        return true;
    report_error(&session->cli->report, "no-case", SPAN_NONE, "no determination of a case \"" TEXT_FMT "\" is among these", TEXT_ARG(from));
    return false;
}

static Exit run(Session *session)
{
    Cli *cli = session->cli;
    Records records = { 0 };
    if (!replay_find(cli, session->ledger, &records) || !has_from(session, &records) || !find_law(session))
        return EXIT_ERROR;
    session->options.names = audit_names_read(&cli->task, lawbook_data(session->options.lawbook));
    if (!session->options.names || !newer_open(&session->newer, &cli->task, session->ledger, &session->options))
        return EXIT_ERROR;
    if (!run_all(session, &records) || (session->tasks && !ledger_transact(&cli->task, session->ledger, task_work, session)))
        return EXIT_ERROR;
    reword_all(session);
    Paper *paper = newer_paper(&cli->region, &session->newer, &(NewerPaperOptions){ cli_phrases(cli), cli->language, cli_on(cli, OPTION_CHANGED), session->made, session->tasks });
    paper->about = cli->operand_count == 1 ? cli_operand(cli, 0) : TEXT_NONE;
    Exit exit = cli_paper(cli, paper);
    return exit == EXIT_DONE ? finish(session, paper) : exit;
}

static void run_work(void *argument)
{
    Session *session = argument;
    session->exit = run(session);
}

/* Pages that were laid out go also when memory runs out. */
Exit replay_newer(Cli *cli)
{
    Session session = { .cli = cli };
    Exit exit = options_given(cli, &session);
    if (exit != EXIT_DONE)
        return exit;
    session.ledger = load_ledger(cli, false);
    if (!session.ledger)
        return EXIT_ERROR;
    bool enough = region_guard(&cli->region, run_work, &session);
    newer_close(&session.newer);
    replay_close(&cli->task, &session.law);
    if (!enough)
        region_give_up(&cli->region);
    return session.exit;
}

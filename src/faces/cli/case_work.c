/* faces/cli/case_work.c - the parts of `declarant case` that are about work: status, advance, assign, approve, export.
 *
 * The law's day is --as-of; the clock of the machine only stands in the record as the instant at which it was made.
 */
#include "base/file.h"
#include "faces/cli/case.h"
#include "faces/cli/evidence.h"
#include "faces/cli/paper_out.h"
#include "ledger/casefile.h"
#include "papers/procedure_paper.h"

typedef struct Working { /* what one transaction is to do */
    Cli *cli;
    Ledger *ledger;
    const Procedure *procedure; /* NULL: the command needs none */
    const Work *work;           /* the task that is meant; NULL: none */
    const Record *record;       /* what was put */
} Working;

/* ---- looking ---- */

/* The case determined, and its work held against the ledger. What was recorded before is looked at first, so that nothing that comes between is overlooked. */
static Exit look(Cli *cli, Working *working)
{
    DetermineOptions options;
    Text case_id = case_operand(cli, 0);
    Exit exit = determine_options(cli, &options);
    working->cli = cli;
    working->ledger = exit == EXIT_DONE ? load_ledger(cli, false) : NULL;
    if (!working->ledger || !casefile_find(&cli->task, working->ledger, case_id))
        return exit == EXIT_DONE ? EXIT_ERROR : exit;
    int64_t seen = procedure_seen(&cli->task, working->ledger, case_id);
    Text json = casefile_json(&cli->task, working->ledger, case_id);
    const Source *source = json.length ? source_from(&cli->task, case_id, json) : NULL;
    if (!source)
        return EXIT_ERROR;
    options.lists = PROCEDURE_LISTS;
    Opened opened = case_open(cli, &cli->task, source, &options);
    if (opened.outcome == LAWBOOK_FAILED)
        return EXIT_ERROR;
    if (opened.outcome != LAWBOOK_DETERMINED) {
        talk(cli, SAY(cli, MSG_CASE_WORK_OPEN, case_id));
        return EXIT_OPEN;
    }
    working->procedure = procedure_make(&cli->task, working->ledger, case_id, opened.answer, seen);
    return working->procedure ? EXIT_DONE : EXIT_ERROR;
}

static ProcedurePaperOptions paper_options(Cli *cli)
{
    return (ProcedurePaperOptions){ .language = cli->language, .types = evidence_types(cli), .phrases = cli_phrases(cli), .as_of = cli_argument(cli, OPTION_AS_OF) };
}

/* ---- status ---- */

static Text late_work(Cli *cli, const Procedure *procedure)
{
    Builder out = builder_on(&cli->region);
    Text day = cli_argument(cli, OPTION_AS_OF);
    for (size_t i = 0; i < procedure->work.count; i++) {
        const Work *work = &procedure->work.at[i];
        if (day.length && work->standing != WORK_DONE && work->due.length && !work->voice.length && text_compare(work->due, day) < 0)
            build_format(&out, "%s" TEXT_FMT, out.length ? ", " : "", TEXT_ARG(work->id));
    }
    return builder_text(&out);
}

static Exit show(Working *working)
{
    Cli *cli = working->cli;
    const Procedure *procedure = working->procedure;
    ProcedurePaperOptions options = paper_options(cli);
    const Paper *paper = procedure_paper(&cli->task, working->ledger, procedure, &options);
    Exit exit = paper ? cli_paper(cli, paper) : EXIT_ERROR;
    Text late = late_work(cli, procedure);
    if (exit != EXIT_DONE)
        return exit;
    if (late.length) {
        talk(cli, SAY(cli, MSG_CASE_OVERDUE, procedure->case_id, late));
        return EXIT_FINDING;
    }
    if (!procedure->counts[WORK_OPEN] || procedure->next)
        return EXIT_DONE;
    talk(cli, SAY(cli, MSG_CASE_WORK_OPEN, procedure->case_id));
    return EXIT_OPEN;
}

Exit case_status(Cli *cli)
{
    Working working = { 0 };
    Exit exit = cli_paper_form(cli);
    if (exit == EXIT_DONE)
        exit = look(cli, &working);
    return exit == EXIT_DONE ? show(&working) : exit;
}

/* ---- export ---- */

static Exit put_calendar(Working *working)
{
    Cli *cli = working->cli;
    ProcedurePaperOptions options = paper_options(cli);
    Text calendar = procedure_calendar(&cli->task, working->ledger, working->procedure, &options);
    if (!calendar.length)
        return EXIT_ERROR;
    build_text(&cli->out, calendar);
    return cli_output(cli);
}

Exit case_export(Cli *cli)
{
    Working working = { 0 };
    bool paper = cli->json || (cli_on(cli, OPTION_FORMAT) && !text_is(cli_argument(cli, OPTION_FORMAT), "ics"));
    Exit exit = paper ? cli_paper_form(cli) : EXIT_DONE;
    if (exit == EXIT_DONE)
        exit = look(cli, &working);
    if (exit != EXIT_DONE)
        return exit;
    return paper ? show(&working) : put_calendar(&working);
}

/* ---- advance, assign ---- */

static bool put_advance(Task *task, Ledger *ledger, void *argument)
{
    Working *working = argument;
    working->record = procedure_advance(task, ledger, working->procedure, working->work, cli_argument(working->cli, OPTION_AS_OF));
    return working->record != NULL;
}

static bool put_assign(Task *task, Ledger *ledger, void *argument)
{
    Working *working = argument;
    working->record = procedure_assign(task, ledger, working->procedure, working->work, text_trim(case_operand(working->cli, 2)));
    return working->record != NULL;
}

static Exit act(Cli *cli, Working *working, LedgerWork *put)
{
    Exit exit = look(cli, working);
    if (exit != EXIT_DONE)
        return exit;
    working->work = procedure_find(&cli->task, working->procedure, case_operand(cli, 1));
    if (!working->work || !ledger_transact(&cli->task, working->ledger, put, working))
        return EXIT_ERROR;
    return tell_kept(cli, working->record);
}

Exit case_advance(Cli *cli)
{
    Working working = { 0 };
    if (!cli_on(cli, OPTION_AS_OF))
        return misuse(cli, SAY(cli, MSG_NEEDS_OPTION, text_of(known_options[OPTION_AS_OF].name)));
    Exit exit = act(cli, &working, put_advance);
    if (exit != EXIT_DONE)
        return exit;
    bool done = !working.work->four_eyes || working.work->approval;
    talk(cli, SAY(cli, done ? MSG_CASE_DONE : MSG_CASE_PREPARED, working.work->id));
    return EXIT_DONE;
}

Exit case_assign(Cli *cli)
{
    Working working = { 0 };
    if (!text_trim(case_operand(cli, 2)).length)
        return misuse(cli, say(cli, MSG_CASE_USE));
    return act(cli, &working, put_assign);
}

/* ---- approve ---- */

/* A record by its hash: "sha256:...", or eight digits of it and more. */
static bool is_record(Text told)
{
    Text digits = text_starts(told, TEXT("sha256:")) ? text_slice(told, 7, told.length) : told;
    for (size_t i = 0; i < digits.length; i++)
        if (!strchr("0123456789abcdef", digits.at[i]) || !digits.at[i])
            return false;
    return digits.length >= 8;
}

static const Record *record_of(Task *task, Ledger *ledger, Text case_id, Text told)
{
    const Record *record = ledger_get(task, ledger, told);
    if (!record || !record->case_id.length || text_equal(record->case_id, case_id))
        return record;
    report_error(task->report, "other-case", SPAN_NONE, "the record belongs to case \"" TEXT_FMT "\"", TEXT_ARG(record->case_id));
    return NULL;
}

static bool put_approval(Task *task, Ledger *ledger, void *argument)
{
    Working *working = argument;
    Text case_id = case_operand(working->cli, 0), told = case_operand(working->cli, 1);
    if (!casefile_find(task, ledger, case_id))
        return false;
    const Record *record = is_record(told) ? record_of(task, ledger, case_id, told) : procedure_prepared(task, ledger, case_id, told);
    working->record = record ? procedure_approve(task, ledger, case_id, record, cli_user(working->cli)) : NULL;
    return working->record != NULL;
}

Exit case_approve(Cli *cli)
{
    Working working = { .cli = cli };
    if (!cli_user(cli).length)
        return misuse(cli, SAY(cli, MSG_NEEDS_OPTION, TEXT("by")));
    Ledger *ledger = load_ledger(cli, false);
    if (!ledger || !ledger_transact(&cli->task, ledger, put_approval, &working))
        return EXIT_ERROR;
    return tell_kept(cli, working.record);
}

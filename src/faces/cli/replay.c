/* faces/cli/replay.c - `declarant replay`: determinations of the ledger run again from the ledger alone; under newer law: replay_newer.c. */
#include "faces/cli/replay.h"

#include <stdlib.h>

#include "faces/cli/paper_out.h"
#include "ledger/answers.h"
#include "ledger/casefile.h"
#include "papers/ledger_paper.h"

typedef LIST_OF(Replayed) ReplayedList;

typedef struct Running { /* one record at a time, each in memory of its own */
    Cli *cli;
    Ledger *ledger;
    const Records *records;
    ReplayedList *list;
    Replay *replay;
    Region region;
    Task task;
    const Record *record;
    Replayed found;
} Running;

static void run_work(void *argument)
{
    Running *running = argument;
    running->task = (Task){ &running->region, &running->cli->report, running->cli->task.cancel };
    running->found = replay_record(&running->task, running->replay, running->ledger, running->record);
}

/* What is told of it is little and stays. */
static Replayed kept(Region *region, Replayed found)
{
    found.engine = text_copy(region, found.engine);
    found.status = text_copy(region, found.status);
    found.now = text_copy(region, found.now);
    found.differs = text_copy(region, found.differs);
    return found;
}

static void run_each(void *argument)
{
    Running *running = argument;
    Cli *cli = running->cli;
    for (size_t i = 0; i < running->records->count; i++) {
        region_reset(&running->region);
        running->record = &running->records->at[i];
        running->found = (Replayed){ .record = running->record, .outcome = REPLAY_FAILED };
        if (!region_guard(&running->region, run_work, running))
            report_error(&cli->report, "out-of-memory", SPAN_NONE, "there is no memory for record \"" TEXT_FMT "\"", TEXT_ARG(running->record->hash));
        *LIST_ADD(&cli->region, *running->list) = kept(&cli->region, running->found);
    }
}

/* Pages that were laid out go also when memory runs out. */
static void run_all(Cli *cli, Ledger *ledger, const Records *records, ReplayedList *list)
{
    Running running = { .cli = cli, .ledger = ledger, .records = records, .list = list, .replay = replay_open(&cli->task) };
    region_init(&running.region, NULL);
    bool enough = region_guard(&cli->region, run_each, &running);
    region_close(&running.region);
    replay_close(&cli->task, &running.replay);
    if (!enough)
        region_give_up(&cli->region);
}

static int by_sequence(const void *a, const void *b)
{
    const Record *one = a, *other = b;
    return (one->sequence > other->sequence) - (one->sequence < other->sequence);
}

static bool find_of_case(Cli *cli, Ledger *ledger, Text case_id, Records *records)
{
    Records found = { 0 };
    if (!casefile_find(&cli->task, ledger, case_id) || !ledger_find(&cli->task, ledger, &(LedgerQuery){ .kind = TEXT("determination"), .case_id = case_id }, &found))
        return false;
    for (size_t i = 0; i < found.count; i++)
        *LIST_ADD(&cli->region, *records) = found.at[i];
    return true;
}

static bool named_before(const Cli *cli, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (text_equal(cli_operand(cli, i), cli_operand(cli, at)))
            return true;
    return false;
}

bool replay_find(Cli *cli, Ledger *ledger, Records *records)
{
    if (!cli->operand_count)
        return ledger_find(&cli->task, ledger, &(LedgerQuery){ .kind = TEXT("determination") }, records);
    for (size_t i = 0; i < cli->operand_count; i++)
        if (!named_before(cli, i) && !find_of_case(cli, ledger, cli_operand(cli, i), records))
            return false;
    if (records->count)
        qsort(records->at, records->count, sizeof *records->at, by_sequence);
    return true;
}

static Exit exit_of(const ReplayedList *list)
{
    Exit exit = EXIT_DONE;
    for (size_t i = 0; i < list->count; i++) {
        if (list->at[i].outcome == REPLAY_DIFFERS)
            return EXIT_BROKEN;
        if (list->at[i].outcome == REPLAY_FAILED)
            exit = EXIT_ERROR;
        else if (list->at[i].outcome == REPLAY_ERASED && exit == EXIT_DONE)
            exit = EXIT_OPEN;
    }
    return exit;
}

static const OptionId OF_NEWER[] = { OPTION_UNDER, OPTION_TO, OPTION_KNOWN_ON, OPTION_AS_OF, OPTION_DAYS, OPTION_FAIL_ON, OPTION_CHANGED, OPTION_TASKS, OPTION_FROM, OPTION_HOUSE };

/* An option that tells of newer law, without --newer; NULL: none. */
static const char *lone_option(const Cli *cli)
{
    for (size_t i = 0; i < sizeof OF_NEWER / sizeof *OF_NEWER; i++)
        if (cli_on(cli, OF_NEWER[i]))
            return known_options[OF_NEWER[i]].name;
    return NULL;
}

static Exit replay_same(Cli *cli)
{
    Records records = { 0 };
    ReplayedList list = { 0 };
    Ledger *ledger = load_ledger(cli, false);
    if (!ledger || !replay_find(cli, ledger, &records))
        return EXIT_ERROR;
    run_all(cli, ledger, &records, &list);
    Paper *paper = replay_paper(&cli->region, list.at, list.count, cli->language);
    paper->about = cli->operand_count == 1 ? cli_operand(cli, 0) : TEXT_NONE;
    Exit exit = cli_paper(cli, paper);
    if (exit == EXIT_DONE && exit_of(&list) != EXIT_DONE)
        talk(cli, paper->verdict.words);
    return exit == EXIT_DONE ? exit_of(&list) : exit;
}

Exit command_replay(Cli *cli)
{
    Exit exit = cli_paper_form(cli);
    if (exit != EXIT_DONE)
        return exit;
    if ((cli->operand_count > 0) == cli_on(cli, OPTION_ALL))
        return misuse(cli, say(cli, MSG_REPLAY_USE));
    if (cli_on(cli, OPTION_NEWER))
        return replay_newer(cli);
    const char *lone = lone_option(cli);
    return lone ? misuse(cli, SAY(cli, MSG_REPLAY_NEEDS_NEWER, text_of(lone))) : replay_same(cli);
}

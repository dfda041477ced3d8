/* casework/selfcheck.c - one case of a self-check: determined with the lists that are needed, then handed to each of the three checks. */
#include "casework/selfcheck.h"

#include "determination/answer.h"

const Determination *ask_again(const OneCase *one, const Source *source, const DetermineOptions *options)
{
    Task *task = one->check->task;
    Report unheard;
    report_init(&unheard, task->region);
    Task quietly = { task->region, &unheard, task->cancel };
    DetermineOptions alone = *options;
    alone.alone = true;
    CaseHead head;
    const Determination *answer = NULL;
    return lawbook_determine(&quietly, one->check->lawbook, source, &alone, &head, &answer) == LAWBOOK_DETERMINED ? answer : NULL;
}

/* The lists that answers.md leaves to whoever asks for them. */
static Text lists_of(const SelfCheck *check)
{
    if (check->contracts && check->reliefs)
        return TEXT("marks,reliefs");
    return check->contracts ? TEXT("marks") : check->reliefs ? TEXT("reliefs") : TEXT_NONE;
}

/* The first case past the limit is told, the rest are passed over. */
static bool has_room(SelfCheck *check)
{
    if (check->cases == LIMIT_SELFCHECK_CASES && !check->too_many)
        report_error(check->task->report, "too-many-cases", SPAN_NONE, "one self-check takes %d cases at most; the others were not looked at", LIMIT_SELFCHECK_CASES);
    check->too_many = check->cases == LIMIT_SELFCHECK_CASES;
    return !check->too_many;
}

bool one_case(SelfCheck *check, const Source *source, OneCase *one)
{
    if (!has_room(check))
        return false;
    DetermineOptions options = check->options;
    const Program *program = NULL;
    options.lists = lists_of(check);
    *one = (OneCase){ .check = check, .source = source, .json = json_read(check->task, source) };
    if (!one->json || !case_head(check->task, source, one->json, &one->head))
        return false;
    LawbookOutcome outcome = lawbook_ask(check->task, check->lawbook, source, one->json, &options, &one->head, &program, &one->answer);
    check->cases++;
    if (outcome != LAWBOOK_DETERMINED && outcome != LAWBOOK_FAILED)
        *LIST_ADD(check->task->region, check->not_checked) = (NotChecked){ source->name, outcome, one->head };
    return outcome == LAWBOOK_DETERMINED;
}

void selfcheck_case(SelfCheck *check, const Source *source)
{
    OneCase one;
    if (!one_case(check, source, &one))
        return;
    if (check->contracts)
        check_contracts(&one);
    if (check->codes)
        check_codes(&one, TEXT_NONE);
    if (check->reliefs)
        check_reliefs(&one);
}

static Standing worse(Standing a, Standing b) { return a > b ? a : b; }

Standing selfcheck_standing(const SelfCheck *check)
{
    Standing worst = check->not_checked.count ? STANDS_OPEN : STANDS_WELL;
    for (size_t i = 0; i < check->contract_checks.count; i++)
        worst = worse(worst, check->contract_checks.at[i].standing);
    for (size_t i = 0; i < check->code_checks.count; i++)
        worst = worse(worst, check->code_checks.at[i].standing);
    for (size_t i = 0; i < check->relief_checks.count; i++)
        worst = worse(worst, check->relief_checks.at[i].standing);
    return worst;
}

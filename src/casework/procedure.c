/* casework/procedure.c - the work of a case, held against its records. See procedure.h; what is left behind: procedure_act.c. */
#include "casework/procedure.h"

#include <stdlib.h>

#include "casework/approval.h"
#include "determination/answer.h"
#include "value/date.h"

typedef struct Making {
    Task *task;
    Ledger *ledger;
    Procedure *made;          /* so far */
    EvidenceList evidence;    /* of the case */
    Records tasks, approvals; /* of the case, in the order they were made */
} Making;

const char *work_standing_name(WorkStanding standing)
{
    static const char *const names[WORK_STANDINGS] = { "done", "ready", "to be approved", "waits", "papers missing", "open", "red" };
    return names[standing];
}

/* ---- what the row says ---- */

static Text day_of(Region *region, Value value)
{
    return value.kind == VALUE_DATE ? date_text(region, value.days) : TEXT_NONE;
}

static void split(Region *region, Text list, Texts *parts)
{
    while (list.length)
        *LIST_ADD(region, *parts) = text_trim(text_cut(list, ',', &list));
}

static Work work_of(Region *region, const Entry *entry, Text voice)
{
    Value order = entry_part(entry, "order"), four = entry_part(entry, "four eyes");
    Work work = { .entry = entry, .voice = voice, .name = entry_text(entry, "task"), .of = entry->of, .owner = entry_text(entry, "owner") };
    work.id = work.of.length ? text_format(region, TEXT_FMT "@" TEXT_FMT, TEXT_ARG(work.name), TEXT_ARG(work.of)) : work.name;
    work.order = order.kind == VALUE_NUMBER && !order.exponent ? order.number : 0;
    work.four_eyes = four.kind == VALUE_BOOLEAN && four.boolean;
    work.due = day_of(region, entry_part(entry, "due"));
    split(region, entry_text(entry, "papers"), &work.papers);
    return work;
}

static void add(Making *making, const Entry *entry, Text voice)
{
    if (entry->list && text_is(entry->list->list, "tasks") && entry->value.kind == VALUE_CONTEXT && entry_text(entry, "task").length)
        *LIST_ADD(making->task->region, making->made->work) = work_of(making->task->region, entry, voice);
}

/* What one voice alone asks for. */
static void add_voices(Making *making)
{
    for (const Alternative *other = making->made->answer->alternatives; other; other = other->next)
        for (const Difference *each = other->voice.length ? other->differences : NULL; each; each = each->next)
            if (each->other && !each->main)
                add(making, each->other, other->voice);
}

static int in_order(const void *a, const void *b)
{
    const Work *one = a, *other = b;
    if (one->order != other->order)
        return one->order < other->order ? -1 : 1;
    return text_compare(one->id, other->id);
}

/* ---- what the ledger says ---- */

/* What is done keeps the approval under which it was done. */
static void find_approval(Making *making, Work *work)
{
    if (!text_is(work->state, "done")) {
        work->approval = NULL;
        work->approved_by = TEXT_NONE;
    }
    for (size_t i = 0; i < making->approvals.count; i++) {
        Approval approval = approval_read(making->task, &making->approvals.at[i]);
        if (!approval_counts(making->task, &approval, work->record))
            continue;
        work->approval = &making->approvals.at[i];
        work->approved_by = approval.who;
    }
}

static void find_records(Making *making, Work *work)
{
    const Source *source;
    for (size_t i = 0; i < making->tasks.count; i++) {
        const Json *body = record_body(making->task, &making->tasks.at[i], &source);
        if (!text_equal(json_text_at(body, "id"), work->id) || is_told(body))
            continue;
        work->record = &making->tasks.at[i];
        work->state = json_text_at(body, "state");
        work->day = json_text_at(body, "day");
        work->assigned = json_text_at(body, "owner");
        find_approval(making, work);
    }
}

/* ---- papers ---- */

static bool is_one_of(Text type, Text either)
{
    for (size_t at = 0; at < either.length;) {
        size_t end = text_find(either, TEXT(" or "), at);
        end = end == SIZE_MAX ? either.length : end;
        if (text_equal(text_trim(text_slice(either, at, end)), type))
            return true;
        at = end + sizeof " or " - 1;
    }
    return false;
}

static bool hold(Making *making, Work *work, Text either)
{
    bool found = false;
    for (size_t i = 0; i < making->evidence.count; i++) {
        const Evidence *one = &making->evidence.at[i];
        if (!one->body || one->state != BLOB_HERE || one->record->corrected_by.length || !is_one_of(one->type, either))
            continue;
        *LIST_ADD(making->task->region, work->held) = one->record->hash;
        found = true;
    }
    return found;
}

static void find_papers(Making *making, Work *work)
{
    for (size_t i = 0; i < work->papers.count; i++)
        if (!hold(making, work, work->papers.at[i]))
            *LIST_ADD(making->task->region, work->missing) = work->papers.at[i];
}

/* ---- where it stands ---- */

/* Other work of that name that is not done: of the same thing where it is asked there, else of any. */
static void find_before(Making *making, Work *work, Text name)
{
    bool same = false;
    for (size_t i = 0; i < making->made->work.count; i++)
        same = same || (text_equal(making->made->work.at[i].name, name) && text_equal(making->made->work.at[i].of, work->of));
    for (size_t i = 0; i < making->made->work.count; i++) {
        const Work *other = &making->made->work.at[i];
        if (text_equal(other->name, name) && (!same || text_equal(other->of, work->of)) && !text_is(other->state, "done"))
            *LIST_ADD(making->task->region, work->before) = other->id;
    }
}

static bool is_open(const Work *work)
{
    static const char *const parts[] = { "state", "after", "papers", "four eyes" };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (entry_part(work->entry, parts[i]).kind == VALUE_UNKNOWN)
            return true;
    return work->entry->only_if != NULL;
}

static WorkStanding stand(const Work *work)
{
    if (text_is(work->state, "done"))
        return WORK_DONE;
    if (is_open(work))
        return WORK_OPEN;
    if (!text_is(entry_text(work->entry, "state"), "green"))
        return WORK_RED;
    if (work->before.count)
        return WORK_AFTER;
    if (work->missing.count)
        return WORK_PAPERS;
    return work->four_eyes && text_is(work->state, "prepared") && !work->approval ? WORK_UNAPPROVED : WORK_READY;
}

static void settle(Making *making, Work *work)
{
    Texts names = { 0 };
    split(making->task->region, entry_text(work->entry, "after"), &names);
    for (size_t i = 0; i < names.count; i++)
        find_before(making, work, names.at[i]);
    find_papers(making, work);
    work->standing = stand(work);
    if (!work->voice.length)
        making->made->counts[work->standing]++;
}

static const Work *first_that(const Procedure *procedure, WorkStanding standing)
{
    for (size_t i = 0; i < procedure->work.count; i++)
        if (procedure->work.at[i].standing == standing)
            return &procedure->work.at[i];
    return NULL;
}

int64_t procedure_seen(Task *task, Ledger *ledger, Text case_id)
{
    Records found;
    if (!ledger_find(task, ledger, &(LedgerQuery){ .case_id = case_id }, &found))
        return -1;
    return found.count ? found.at[found.count - 1].sequence : 0;
}

const Procedure *procedure_make(Task *task, Ledger *ledger, Text case_id, const Determination *answer, int64_t seen)
{
    Making making = { .task = task, .ledger = ledger, .made = REGION_NEW(task->region, Procedure) };
    Procedure *made = making.made;
    made->answer = answer;
    made->case_id = case_id;
    made->seen = seen;
    if (seen < 0 || !evidence_list(task, ledger, case_id, &making.evidence) || !ledger_find(task, ledger, &(LedgerQuery){ .kind = TEXT("task"), .case_id = case_id }, &making.tasks) ||
        !ledger_find(task, ledger, &(LedgerQuery){ .kind = TEXT("approval"), .case_id = case_id }, &making.approvals))
        return NULL;
    for (const Entry *entry = answer->entries; entry; entry = entry->next)
        add(&making, entry, TEXT_NONE);
    add_voices(&making);
    if (made->work.count)
        qsort(made->work.at, made->work.count, sizeof *made->work.at, in_order);
    for (size_t i = 0; i < made->work.count; i++)
        find_records(&making, &made->work.at[i]);
    for (size_t i = 0; i < made->work.count; i++)
        settle(&making, &made->work.at[i]);
    made->next = first_that(made, WORK_READY);
    made->next = made->next ? made->next : first_that(made, WORK_UNAPPROVED);
    return made;
}

/* casework/procedure_act.c - what a step leaves in the ledger: advanced, assigned, approved. See procedure.h. */
#include "casework/procedure.h"

#include "casework/approval.h"
#include "determination/answer.h"

/* ---- which is meant ---- */

static const Work *no_such(Task *task, const Procedure *procedure, Text told)
{
    Text *known = REGION_ARRAY(task->region, Text, procedure->work.count + 1);
    for (size_t i = 0; i < procedure->work.count; i++)
        known[i] = procedure->work.at[i].name;
    Text near = text_nearest(told, known, procedure->work.count);
    Problem *problem = report_error(task->report, "no-task", SPAN_NONE, "the rules of that day ask for no task \"" TEXT_FMT "\" in case \"" TEXT_FMT "\"", TEXT_ARG(told), TEXT_ARG(procedure->case_id));
    if (near.length)
        problem_hint(task->report, problem, "Did you mean \"" TEXT_FMT "\"?", TEXT_ARG(near));
    return NULL;
}

const Work *procedure_find(Task *task, const Procedure *procedure, Text told)
{
    const Work *found = NULL;
    for (size_t i = 0; i < procedure->work.count; i++) {
        const Work *work = &procedure->work.at[i];
        if (text_equal(work->id, told))
            return work;
        if (!text_equal(work->name, told))
            continue;
        if (found) {
            Problem *problem = report_error(task->report, "which-task", SPAN_NONE, "there are several tasks \"" TEXT_FMT "\"", TEXT_ARG(told));
            problem_hint(task->report, problem, "Name the thing behind it: \"" TEXT_FMT "\" or \"" TEXT_FMT "\".", TEXT_ARG(found->id), TEXT_ARG(work->id));
            return NULL;
        }
        found = work;
    }
    return found ? found : no_such(task, procedure, told);
}

/* ---- what stands in the way ---- */

/* Did somebody else record anything of the case since it was looked at? One writer at a time: nobody can come between this and what is put now. */
static bool has_moved(Task *task, Ledger *ledger, const Procedure *procedure)
{
    Records found;
    if (!ledger_find(task, ledger, &(LedgerQuery){ .case_id = procedure->case_id, .after = procedure->seen, .most = 1 }, &found))
        return true;
    if (!found.count)
        return false;
    Problem *problem = report_error(task->report, "case-moved", SPAN_NONE, "\"" TEXT_FMT "\" recorded something of case \"" TEXT_FMT "\" in the meantime; nothing was done", TEXT_ARG(found.at[0].made_by), TEXT_ARG(procedure->case_id));
    problem_hint(task->report, problem, "Look at the case again, and then once more at what is to be done.");
    return true;
}

static Text listed(Region *region, const Texts *texts)
{
    Builder out = builder_on(region);
    for (size_t i = 0; i < texts->count; i++)
        build_format(&out, "%s" TEXT_FMT, i ? ", " : "", TEXT_ARG(texts->at[i]));
    return builder_text(&out);
}

static Text why_not(Region *region, const Work *work)
{
    Value why = entry_part(work->entry, "why");
    switch (work->standing) {
    case WORK_DONE: return TEXT("it is done");
    case WORK_UNAPPROVED: return TEXT("it is prepared, and somebody else has to approve it");
    case WORK_AFTER: return text_format(region, "not done yet: " TEXT_FMT, TEXT_ARG(listed(region, &work->before)));
    case WORK_PAPERS: return text_format(region, "not in the file: " TEXT_FMT, TEXT_ARG(listed(region, &work->missing)));
    case WORK_OPEN: return TEXT("it hangs on facts that are not told");
    default: return why.kind == VALUE_TEXT ? text_of_value(why) : TEXT("its gate is red");
    }
}

static bool may_go_on(Task *task, const Procedure *procedure, const Work *work, Text day)
{
    if (work->standing != WORK_READY) {
        report_error(task->report, "step-refused", SPAN_NONE, "\"" TEXT_FMT "\" cannot go on: " TEXT_FMT, TEXT_ARG(work->id), TEXT_ARG(why_not(task->region, work)));
        return false;
    }
    Value named = entry_part(work->entry, "after");
    Text after = named.kind == VALUE_TEXT ? text_of_value(named) : TEXT_NONE;
    for (size_t i = 0; i < procedure->work.count; i++) {
        const Work *other = &procedure->work.at[i];
        if ((other != work && !text_lists(after, other->name)) || text_compare(day, other->day) >= 0)
            continue;
        report_error(task->report, "day-before", SPAN_NONE, "\"" TEXT_FMT "\" cannot be of " TEXT_FMT ": \"" TEXT_FMT "\" is of " TEXT_FMT, TEXT_ARG(work->id), TEXT_ARG(day), TEXT_ARG(other->id), TEXT_ARG(other->day));
        return false;
    }
    return true;
}

/* ---- what is left ---- */

typedef struct NewTask {
    const char *state;
    Text owner, day;
    bool leaves; /* with what is in the file */
} NewTask;

static const Record *put_task(Task *task, Ledger *ledger, const Procedure *procedure, const Work *work, const NewTask *new)
{
    Builder out = builder_on(task->region);
    JsonWriter json = json_writer(&out, true);
    Value leaves = entry_part(work->entry, "leaves");
    json_open(&json, '{');
    json_pair(&json, "id", work->id);
    json_pair(&json, "title", work->name);
    json_pair(&json, "state", text_of(new->state));
    json_pair_if(&json, "owner", new->owner);
    json_pair_if(&json, "due", work->due);
    json_pair_if(&json, "day", new->day);
    json_pair_if(&json, "row", work->entry->cited.count ? work->entry->cited.at[0].row : TEXT_NONE);
    if (new->leaves && leaves.kind == VALUE_TEXT)
        json_pair(&json, "leaves", text_of_value(leaves));
    if (new->leaves && work->held.count) {
        json_key(&json, TEXT("left"));
        json_open(&json, '[');
        for (size_t i = 0; i < work->held.count; i++)
            json_text(&json, work->held.at[i]);
        json_close(&json, ']');
    }
    json_close(&json, '}');
    return ledger_put(task, ledger, &(NewRecord){ .kind = KIND_TASK, .case_id = procedure->case_id, .body = builder_text(&out) });
}

const Record *procedure_advance(Task *task, Ledger *ledger, const Procedure *procedure, const Work *work, Text day)
{
    if (has_moved(task, ledger, procedure) || !may_go_on(task, procedure, work, day))
        return NULL;
    bool done = !work->four_eyes || (text_is(work->state, "prepared") && work->approval);
    NewTask new = { done ? "done" : "prepared", work->assigned, day, true };
    return put_task(task, ledger, procedure, work, &new);
}

const Record *procedure_assign(Task *task, Ledger *ledger, const Procedure *procedure, const Work *work, Text who)
{
    if (has_moved(task, ledger, procedure))
        return NULL;
    if (work->standing == WORK_DONE) {
        report_error(task->report, "step-refused", SPAN_NONE, "\"" TEXT_FMT "\" cannot go on: " TEXT_FMT, TEXT_ARG(work->id), TEXT_ARG(why_not(task->region, work)));
        return NULL;
    }
    NewTask new = { "assigned", who, TEXT_NONE, false };
    return put_task(task, ledger, procedure, work, &new);
}

/* ---- four eyes ---- */

const Record *procedure_approve(Task *task, Ledger *ledger, Text case_id, const Record *record, Text who)
{
    if (approval_by_author(task, record, who)) {
        report_error(task->report, "same-person", SPAN_NONE, "\"" TEXT_FMT "\" cannot approve what the same person made", TEXT_ARG(who));
        return NULL;
    }
    Builder out = builder_on(task->region);
    JsonWriter json = json_writer(&out, true);
    json_open(&json, '{');
    json_pair(&json, "of", record->hash);
    json_pair(&json, "says", TEXT("approved"));
    json_pair(&json, "who", text_trim(who));
    json_close(&json, '}');
    return ledger_put(task, ledger, &(NewRecord){ .kind = KIND_APPROVAL, .case_id = case_id, .made_by = who, .body = builder_text(&out) });
}

static bool is_named(Text id, Text told)
{
    return text_equal(id, told) || (text_starts(id, told) && id.length > told.length && id.at[told.length] == '@');
}

static const Json *body_of(Task *task, const Record *record)
{
    const Source *source;
    return record_body(task, record, &source);
}

const Record *procedure_prepared(Task *task, Ledger *ledger, Text case_id, Text told)
{
    Records *tasks = REGION_NEW(task->region, Records);
    const Record *found = NULL;
    if (!ledger_find(task, ledger, &(LedgerQuery){ .kind = TEXT("task"), .case_id = case_id }, tasks))
        return NULL;
    for (size_t i = 0; i < tasks->count; i++) {
        const Json *body = body_of(task, &tasks->at[i]);
        Text id = json_text_at(body, "id");
        if (!is_named(id, told) || is_told(body))
            continue;
        if (found && !text_equal(json_text_at(body_of(task, found), "id"), id)) {
            report_error(task->report, "which-task", SPAN_NONE, "there are several tasks \"" TEXT_FMT "\"", TEXT_ARG(told));
            return NULL;
        }
        found = &tasks->at[i];
    }
    if (found && text_is(json_text_at(body_of(task, found), "state"), "prepared"))
        return found;
    Problem *problem = report_error(task->report, "not-prepared", SPAN_NONE, "there is no prepared task \"" TEXT_FMT "\" in case \"" TEXT_FMT "\"", TEXT_ARG(told), TEXT_ARG(case_id));
    problem_hint(task->report, problem, "Work that wants a second pair of eyes is prepared with \"case advance\", and then approved.");
    return NULL;
}

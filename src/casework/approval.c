/* casework/approval.c - see approval.h. */
#include "casework/approval.h"

/* The member that says of an act that somebody wrote it down by hand. */
static const char *const told_by = "told_by";

bool is_told(const Json *body)
{
    return body && json_get(body, text_of(told_by));
}

Approval approval_read(Task *task, const Record *record)
{
    const Source *source;
    const Json *body = record->body.length ? record_body(task, record, &source) : NULL;
    return (Approval){ json_text_at(body, "of"), json_text_at(body, "says"), json_text_at(body, "who"), record->made_by, json_text_at(body, told_by) };
}

bool approval_by_author(Task *task, const Record *record, Text who)
{
    const Source *source;
    const Json *body = record->body.length ? record_body(task, record, &source) : NULL;
    Text author = json_text_at(body, "author"), name = text_trim(who);
    return text_equal(text_trim(record->made_by), name) || (author.length && text_equal(text_trim(author), name));
}

bool approval_counts(Task *task, const Approval *approval, const Record *record)
{
    bool in_person = !approval->told_by.length && text_equal(text_trim(approval->by), text_trim(approval->who));
    return in_person && text_is(approval->says, "approved") && text_equal(approval->of, record->hash) && !approval_by_author(task, record, approval->who);
}

/* ---- by hand ---- */

/* The body as it was written, and who told it: whatever it says of that itself is left out. */
static Text body_told(Task *task, const Source *file, const Json *body, Text by)
{
    Builder out = builder_on(task->region);
    JsonWriter json = json_writer(&out, true);
    json_open(&json, '{');
    for (const Json *member = body->first; member; member = member->next) {
        if (text_equal(member->key, text_of(told_by)))
            continue;
        json_key(&json, member->key);
        json_raw(&json, span_text(json_span(file, member)));
    }
    json_pair(&json, told_by, by.length ? by : TEXT("unknown"));
    json_close(&json, '}');
    return builder_text(&out);
}

const Record *record_told(Task *task, Ledger *ledger, const NewRecord *new, const Source *file)
{
    NewRecord told = *new;
    told.body = file->bytes;
    if (kind_member(new->kind, text_of(told_by))) {
        const Json *body = json_read(task, file);
        if (!body)
            return NULL;
        if (body->kind == JSON_OBJECT)
            told.body = body_told(task, file, body, ledger->by);
    }
    return ledger_put(task, ledger, &told);
}

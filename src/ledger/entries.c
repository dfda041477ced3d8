/* ledger/entries.c - what is derived from records: lists by which they are found. kinds.def says which member is a key of which list. */
#include "ledger/inside.h"

static void add(Task *task, Entries *entries, const char *name, Text key)
{
    if (!key.length)
        return;
    for (size_t i = 0; i < entries->count; i++)
        if (strcmp(entries->at[i].name, name) == 0 && text_equal(entries->at[i].key, key))
            return;
    (void)LIST_ADD(task->region, *entries);
    entries->at[entries->count - 1].name = name;
    entries->at[entries->count - 1].key = key;
}

/* A text, or each of a list. */
static void add_member(Task *task, Entries *entries, const char *name, const Json *value)
{
    if (value->kind == JSON_STRING)
        add(task, entries, name, value->text);
    for (const Json *item = value->kind == JSON_ARRAY ? value->first : NULL; item; item = item->next)
        if (item->kind == JSON_STRING)
            add(task, entries, name, item->text);
}

bool entries_of(Task *task, const Record *record, Entries *entries)
{
    const Source *source;
    const Json *body = record_body(task, record, &source);
    RecordKind kind = kind_named(record->kind);
    add(task, entries, "case", record->case_id);
    add(task, entries, "corrects", record->corrects);
    for (const Json *value = body && body->kind == JSON_OBJECT ? body->first : NULL; value; value = value->next) {
        const KindMember *known = kind < KINDS ? kind_member(kind, value->key) : NULL;
        if (known && known->entry)
            add_member(task, entries, known->entry, value);
    }
    return body || !record->body.length;
}

bool entries_put(Task *task, Ledger *ledger, const Record *record)
{
    Entries entries = { 0 };
    if (!entries_of(task, record, &entries))
        return false;
    for (size_t i = 0; i < entries.count; i++)
        if (!ledger_ran(task, ledger, STORE_RUN(task, ledger->store, STATEMENT_ENTRY_PUT, NULL, STORE_STR(text_of(entries.at[i].name)), STORE_STR(entries.at[i].key), STORE_INT(record->sequence))))
            return false;
    return true;
}

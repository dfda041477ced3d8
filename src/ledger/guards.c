/* ledger/guards.c - do the triggers that keep records from being changed stand as they were made? Who takes one away can change what the next one to look finds right. See ledger.h.
 *
 * What they were made as is the text of schema.def: each trigger of the store, and in PostgreSQL its function, is a piece of that text, and each trigger of the text is in the store. A later step
 * that takes a trigger away or makes it anew has to be reckoned with here.
 */
#include "ledger/inside.h"

#define MAKES TEXT("CREATE TRIGGER ")

typedef struct Guarding {
    Task *task;
    Text made;      /* all steps of the schema */
    StoreRows rows; /* triggers of the store: name, then definitions; one that is turned off has an empty one */
    GuardFaults *faults;
} Guarding;

static void tell(Guarding *guarding, Text name)
{
    *LIST_ADD(guarding->task->region, *guarding->faults) = text_copy(guarding->task->region, name);
}

static bool is_as_made(const Guarding *guarding, const StoreValue *row)
{
    for (size_t column = 1; column < guarding->rows.columns; column++)
        if (!row[column].text.length || text_find(guarding->made, row[column].text, 0) == SIZE_MAX)
            return false;
    return true;
}

static bool is_there(const Guarding *guarding, Text name)
{
    for (size_t i = 0; i < guarding->rows.count; i++)
        if (text_equal(store_row(&guarding->rows, i)->text, name))
            return true;
    return false;
}

bool guards_look(Task *task, Ledger *ledger, GuardFaults *faults)
{
    Guarding guarding = { .task = task, .made = ledger_schema_text(task->region, ledger->store), .faults = faults };
    if (!ledger_ran(task, ledger, store_run(task, ledger->store, STATEMENT_GUARDS, NULL, 0, &guarding.rows)))
        return false;
    for (size_t i = 0; i < guarding.rows.count; i++)
        if (!is_as_made(&guarding, store_row(&guarding.rows, i)))
            tell(&guarding, store_row(&guarding.rows, i)->text);
    for (size_t at = text_find(guarding.made, MAKES, 0); at != SIZE_MAX; at = text_find(guarding.made, MAKES, at + 1)) {
        size_t from = at + MAKES.length, to = text_find(guarding.made, TEXT(" "), from);
        Text name = text_slice(guarding.made, from, to);
        if (!is_there(&guarding, name))
            tell(&guarding, name);
    }
    return true;
}

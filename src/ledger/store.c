/* ledger/store.c - see store.h: which driver a place means, and what both share. */
#include "ledger/store.h"

/* ---- places ---- */

bool store_is_server(Text place)
{
    static const char *const beginnings[] = { "postgresql://", "postgres://", "host=", "service=", "dbname=" };
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
        if (text_starts(place, text_of(beginnings[i])))
            return true;
    return false;
}

/* "postgresql://user:secret@host/x" -> "postgresql://user:...@host/x" */
static Text without_url_password(Region *region, Text place)
{
    size_t user = text_find(place, TEXT("://"), 0), at = text_find(place, TEXT("@"), 0);
    size_t colon = user == SIZE_MAX ? SIZE_MAX : text_find(place, TEXT(":"), user + 3);
    if (at == SIZE_MAX || colon == SIZE_MAX || colon > at)
        return place;
    return text_format(region, TEXT_FMT ":..." TEXT_FMT, TEXT_ARG(text_slice(place, 0, colon)), TEXT_ARG(text_slice(place, at, place.length)));
}

Text store_shown(Region *region, Text place)
{
    if (!store_is_server(place))
        return place;
    size_t word = text_find(place, TEXT("password="), 0);
    if (word == SIZE_MAX)
        return without_url_password(region, place);
    return text_join(region, text_slice(place, 0, word), TEXT("password=..."));
}

/* ---- errors ---- */

Problem *store_fault(Task *task, const Store *store, const char *name, const char *words, Text detail)
{
    Problem *problem = report_error(task->report, name, SPAN_NONE, detail.length ? "%s: " TEXT_FMT : "%s" TEXT_FMT, words, TEXT_ARG(detail));
    Text place = store_shown(task->region, store->place);
    problem_where(task->report, problem, TEXT_FMT, TEXT_ARG(place));
    return problem;
}

void store_tell_busy(Task *task, const Store *store)
{
    Problem *problem = store_fault(task, store, "ledger-busy", "could not write: another process is writing and did not end in time", TEXT_NONE);
    problem_hint(task->report, problem, "Try once more when the other has ended.");
}

/* ---- a store ---- */

Store *store_open(Task *task, const StoreOptions *options)
{
    Store *store = REGION_NEW(task->region, Store);
    store->place = text_of(text_string(task->region, options->place));
    store->driver = store_is_server(options->place) ? &store_postgres : &store_sqlite;
    if (store->driver->open(task, store, options))
        return store;
    store_close(&store);
    return NULL;
}

void store_close(Store **store)
{
    if (*store)
        (*store)->driver->close(*store);
    *store = NULL;
}

StoreOutcome store_run(Task *task, Store *store, Statement statement, const StoreValue *values, size_t count, StoreRows *rows)
{
    if (rows)
        *rows = (StoreRows){ 0 };
    return store->driver->run(task, store, statement, values, count, rows);
}

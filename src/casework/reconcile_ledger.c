/* casework/reconcile_ledger.c - licences, declarations, filings and payments of a ledger as slips, and the tasks that go back into it.
 * See reconcile.h.
 *
 * What a record does not tell of itself its case may: the only contract of the case is that of its records.
 */
#include "casework/reconcile.h"

typedef struct CaseContract {
    Text case_id;
    uint32_t contract;
} CaseContract;

typedef struct LedgerReading {
    Reconciling *work;
    uint32_t file[BOOKS];  /* 1 + its SlipFile; 0: none yet */
    LIST_OF(CaseContract) contracts;
} LedgerReading;

static Text member(const Json *body, const char *name)
{
    const Json *value = body ? json_get(body, text_of(name)) : NULL;
    return value && (value->kind == JSON_STRING || value->kind == JSON_NUMBER) ? value->text : TEXT_NONE;
}

static int32_t day_in(const Json *body, const char *name)
{
    int64_t day;
    return date_read(&day, member(body, name)) ? (int32_t)day : UNIT_NO_DAY;
}

static bool figure_in(Text text, int64_t *figure)
{
    Decimal number;
    return text.length && decimal_read(&number, text, false) && slip_figure(&number, figure);
}

/* "300 USD" */
static void take_amount(Reconciling *work, Slip *slip, Text amount)
{
    Text currency, figure = text_cut(amount, ' ', &currency);
    slip->has_amount = figure_in(figure, &slip->amount);
    slip->currency = name_put(work->out->books.names, currency);
}

/* ---- contracts of cases ---- */

static bool read_contracts(LedgerReading *reading, Ledger *ledger)
{
    Reconciling *work = reading->work;
    Records found;
    const Source *source;
    if (!ledger_find(work->task, ledger, &(LedgerQuery){ .kind = TEXT("contract"), .current = true }, &found))
        return false;
    for (size_t i = 0; i < found.count; i++) {
        Text number = member(record_body(work->task, &found.at[i], &source), "number");
        uint32_t name = name_put(work->out->books.names, number);
        *LIST_ADD(work->region, reading->contracts) = (CaseContract){ found.at[i].case_id, name };
        *LIST_ADD(work->region, work->contracts) = name;
    }
    return true;
}

/* The contract of a case that has one only. */
static uint32_t contract_of(const LedgerReading *reading, Text case_id)
{
    uint32_t found = 0;
    for (size_t i = 0; i < reading->contracts.count && case_id.length; i++) {
        if (!text_equal(reading->contracts.at[i].case_id, case_id))
            continue;
        if (found)
            return 0;
        found = reading->contracts.at[i].contract;
    }
    return found;
}

/* ---- one record ---- */

static void take_licence(Reconciling *work, Slip *slip, const Json *body)
{
    slip->product = name_put(work->out->books.names, member(body, "of"));
    slip->day = day_in(body, "from");
    slip->until = day_in(body, "to");
    slip->has_quantity = figure_in(member(body, "seats"), &slip->quantity);
    slip->has_used = figure_in(member(body, "used"), &slip->used);
}

static void take_declaration(Reconciling *work, Slip *slip, const Json *body)
{
    slip->day = day_in(body, "day");
    slip->has_quantity = figure_in(member(body, "quantity"), &slip->quantity);
    slip->code = name_put(work->out->books.names, member(body, "code"));
}

static void take_filing(Reconciling *work, Slip *slip, const Json *body)
{
    slip->day = day_in(body, "day");
    slip->form = name_put(work->out->books.names, member(body, "form"));
    slip->to_payment = name_put(work->out->books.numbers, member(body, "payment"));
    slip->is_recordal = slip->to_payment && !slip->form; /* kept as the number of a payment: casework/payments.h */
}

static void take_payment(Reconciling *work, Slip *slip, const Json *body)
{
    slip->day = day_in(body, "day");
    slip->purpose = name_put(work->out->books.names, member(body, "purpose"));
}

static uint32_t file_of(LedgerReading *reading, Book book)
{
    Books *books = &reading->work->out->books;
    if (!reading->file[book]) {
        *LIST_ADD(books->region, books->files) = (SlipFile){ .name = TEXT("ledger"), .form = TEXT("ledger"), .book = book };
        reading->file[book] = (uint32_t)books->files.count;
        books->given[book] = true;
    }
    return reading->file[book] - 1;
}

static void take_record(LedgerReading *reading, Book book, const Record *record)
{
    static void (*const TAKE[BOOKS])(Reconciling *, Slip *, const Json *) = { take_licence, take_declaration, take_filing, take_payment };
    Reconciling *work = reading->work;
    Books *books = &work->out->books;
    const Source *source;
    const Json *body = record->body.length ? record_body(work->task, record, &source) : NULL;
    if (!body)
        return;
    uint32_t file = file_of(reading, book);
    books->files.at[file].rows++;
    Slip *slip = slip_new(books, book, file, (uint32_t)record->sequence);
    slip->number = name_put(books->numbers, member(body, "number"));
    slip->contract = name_put(books->names, member(body, "contract"));
    slip->contract = slip->contract ? slip->contract : contract_of(reading, record->case_id);
    slip->product = name_put(books->names, member(body, "product"));
    slip->version = name_put(books->names, member(body, "version"));
    slip->case_id = name_put(books->names, record->case_id);
    take_amount(work, slip, member(body, "amount"));
    TAKE[book](work, slip, body);
}

static bool read_book(LedgerReading *reading, Ledger *ledger, Book book)
{
    static const char *const NAMES[BOOKS] = { "licence", "declaration", "filing", "payment" };
    int64_t after = 0;
    for (;;) {
        Records found;
        LedgerQuery query = { .kind = text_of(NAMES[book]), .after = after, .most = 10000, .current = true };
        if (!ledger_find(reading->work->task, ledger, &query, &found))
            return false;
        for (size_t i = 0; i < found.count; i++)
            take_record(reading, book, &found.at[i]);
        if (found.count < query.most)
            return true;
        after = found.at[found.count - 1].sequence;
    }
}

static bool read_releases(LedgerReading *reading, Ledger *ledger)
{
    Reconciling *work = reading->work;
    Records found;
    const Source *source;
    if (!ledger_find(work->task, ledger, &(LedgerQuery){ .kind = TEXT("release"), .current = true }, &found))
        return false;
    for (size_t i = 0; i < found.count; i++) {
        const Json *body = record_body(work->task, &found.at[i], &source);
        *LIST_ADD(work->region, work->releases) = (ReleaseKept){ name_put(work->out->books.names, member(body, "product")), name_put(work->out->books.names, member(body, "number")) };
    }
    return true;
}

/* Where no country is told, and all cases of the ledger are of one, it is that. */
static bool read_country(LedgerReading *reading, Ledger *ledger)
{
    Reconciling *work = reading->work;
    Records found;
    const Source *source;
    Text only = TEXT_NONE;
    if (work->out->jurisdiction.length)
        return true;
    if (!ledger_find(work->task, ledger, &(LedgerQuery){ .kind = TEXT("case"), .current = true }, &found))
        return false;
    for (size_t i = 0; i < found.count; i++) {
        Text country = member(record_body(work->task, &found.at[i], &source), "jurisdiction");
        if (only.length && !text_equal(only, country))
            return true;
        only = country;
    }
    work->out->jurisdiction = only;
    return true;
}

bool reconcile_ledger(Reconciling *work)
{
    LedgerReading reading = { .work = work };
    Ledger *ledger = work->options->ledger;
    if (!ledger)
        return true;
    bool good = read_country(&reading, ledger) && read_contracts(&reading, ledger) && read_releases(&reading, ledger);
    for (Book book = 0; book < BOOKS && good; book++)
        good = read_book(&reading, ledger, book);
    return good;
}

/* ---- tasks ---- */

static Text what_to_do(const Reconciliation *out, const ReconcileDifference *difference)
{
    const DifferenceRows *rows = difference->rows;
    return rows && rows->at.count && rows->at.at[0].remedy.length ? rows->at.at[0].remedy : out->kinds[difference->kind].words[0];
}

static Text task_body(Task *task, const Reconciliation *out, const ReconcileDifference *difference)
{
    const DifferenceRow *row = difference->rows && difference->rows->at.count ? &difference->rows->at.at[0] : NULL;
    Builder builder = builder_on(task->region);
    JsonWriter json = json_writer(&builder, true);
    json_open(&json, '{');
    json_pair(&json, "id", difference->task);
    json_pair(&json, "title", what_to_do(out, difference));
    json_pair(&json, "step", out->kinds[difference->kind].name);
    json_pair(&json, "state", TEXT("open"));
    if (row) {
        json_pair_if(&json, "owner", row->owner);
        json_pair_if(&json, "due", row->due);
        json_pair_if(&json, "row", row->entry->cited.count ? row->entry->cited.at[0].row : TEXT_NONE);
    }
    json_close(&json, '}');
    return builder_text(&builder);
}

static bool put_task(Task *task, Ledger *ledger, const Reconciliation *out, ReconcileDifference *difference)
{
    Records found;
    const Source *source;
    if (!ledger_find(task, ledger, &(LedgerQuery){ .kind = TEXT("task"), .entry = "task", .key = difference->task }, &found))
        return false;
    if (found.count) {
        difference->task_state = member(record_body(task, &found.at[found.count - 1], &source), "state");
        return true;
    }
    Text case_id = name_shown(out->books.names, out->books.slips.at[difference->slip].case_id);
    NewRecord record = { .kind = KIND_TASK, .case_id = case_id, .body = task_body(task, out, difference) };
    difference->task_made = ledger_put(task, ledger, &record) != NULL;
    difference->task_state = TEXT("open");
    return difference->task_made;
}

bool reconcile_tasks(Task *task, Ledger *ledger, Reconciliation *work)
{
    for (size_t i = 0; i < work->differences.count; i++) {
        work->differences.at[i].task_made = false; /* the transaction may have been begun anew */
        if (!put_task(task, ledger, work, &work->differences.at[i]))
            return false;
    }
    return true;
}

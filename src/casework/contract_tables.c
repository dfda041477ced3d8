/* casework/contract_tables.c - payments that were made, and the house's own past, held against the fees of a contract.
 *
 * A payment is owed when it is a fee, the sum of fees, or a share of either that the contract names. The yardstick for the share of services is the
 * house's own: the range of its past contracts, and so many percentage points beyond (data/contract/yardsticks.csv).
 */
#include "base/file.h"
#include "casework/columns.h"
#include "casework/contract_review.h"
#include "value/date.h"

typedef struct TableReading {
    Task *task;
    ContractReview *review;
    Table *table;
    Columns *columns;
    const ColumnNames *names;
} TableReading;

static bool open_table(TableReading *reading, const char *path, const char *data_folder, Text encoding)
{
    static const ColumnsOptions FORGIVING = { .quiet = true };
    TableOptions options = { .encoding = encoding };
    reading->names = column_names_open(reading->task, data_folder, "contract-columns.csv");
    reading->table = reading->names ? table_read(reading->task, path, &options) : NULL;
    reading->columns = reading->table ? columns_map(reading->task, reading->names, reading->table, &FORGIVING) : NULL;
    return reading->columns != NULL;
}

static Text text_cell(TableReading *reading, uint32_t row, const char *field)
{
    Text text;
    int at = column_field(reading->names, text_of(field));
    return at >= 0 && columns_text(reading->task, reading->columns, row, (uint32_t)at, &text) == CELL_READ ? text_copy(reading->task->region, text) : TEXT_NONE;
}

static bool number_cell(TableReading *reading, uint32_t row, const char *field, CellNumber *number)
{
    int at = column_field(reading->names, text_of(field));
    return at >= 0 && columns_number(reading->task, reading->columns, row, (uint32_t)at, number) == CELL_READ;
}

/* What a cell or a case tells is a number already: a point in it is no mark between thousands, as it may be in a contract. */
static Text digits_of(Region *region, const Decimal *number)
{
    Builder out = builder_on(region);
    Decimal trimmed = decimal_trimmed(number), whole;
    decimal_print(&out, trimmed.exponent > 0 && decimal_round(&whole, &trimmed, 0, ROUND_HALF_EVEN) ? &whole : &trimmed);
    return builder_text(&out);
}

/* ---- payments ---- */

static void read_payment(TableReading *reading, uint32_t row)
{
    CellNumber amount;
    int64_t day;
    int at = column_field(reading->names, TEXT("day"));
    if (!number_cell(reading, row, "amount", &amount))
        return;
    PaidOut *paid = LIST_ADD(reading->task->region, reading->review->payments);
    *paid = (PaidOut){ .id = text_cell(reading, row, "id"), .amount = digits_of(reading->task->region, &amount.number), .currency = text_copy(reading->task->region, amount.currency) };
    Text currency = text_cell(reading, row, "currency");
    paid->currency = currency.length ? currency : paid->currency;
    if (at >= 0 && columns_day(reading->task, reading->columns, row, (uint32_t)at, &day) == CELL_READ)
        paid->day = date_text(reading->task->region, day);
    paid->where = text_format(reading->task->region, TEXT_FMT ": " TEXT_FMT, TEXT_ARG(table_name(reading->table)), TEXT_ARG(table_row_place(reading->task->region, reading->table, row)));
}

static bool read_payments(Task *task, ContractReview *review, const ContractReviewOptions *options)
{
    TableReading reading = { .task = task, .review = review };
    if (!open_table(&reading, options->payments, options->data_folder, options->encoding))
        return false;
    for (uint32_t row = 0; row < table_rows(reading.table); row++)
        read_payment(&reading, row);
    return !task->report->errors;
}

/* Those that the case beside the text tells: "40000 USD". */
static void payments_of_case(Task *task, ContractReview *review, const ContractReviewOptions *options)
{
    const Json *contracts = options->base_json ? json_get(options->base_json, TEXT("contracts")) : NULL;
    for (const Json *contract = contracts && contracts->kind == JSON_ARRAY ? contracts->first : NULL; contract; contract = contract->next) {
        const Json *payments = json_get(contract, TEXT("payments"));
        for (const Json *payment = payments && payments->kind == JSON_ARRAY ? payments->first : NULL; payment; payment = payment->next) {
            const Json *amount = json_get(payment, TEXT("payment_amount")), *day = json_get(payment, TEXT("payment_day")), *id = json_get(payment, TEXT("id"));
            if (!amount || amount->kind != JSON_STRING)
                continue;
            Text currency, digits = text_cut(amount->text, ' ', &currency);
            Decimal number;
            if (!decimal_read(&number, digits, false))
                continue;
            *LIST_ADD(task->region, review->payments) = (PaidOut){ .id = id ? id->text : TEXT_NONE, .day = day ? day->text : TEXT_NONE, .amount = digits_of(task->region, &number), .currency = currency,
                .where = text_format(task->region, TEXT_FMT ": " TEXT_FMT, TEXT_ARG(options->base->name), TEXT_ARG(id ? id->text : TEXT("payment"))) };
        }
    }
}

/* ---- the house's past ---- */

static bool share_of_services(const Decimal *licence, const Decimal *service, Decimal *percent)
{
    Decimal sum, ratio, hundred = decimal_of(100, 0), zero = decimal_of(0, 0);
    return decimal_add(&sum, licence, service) && decimal_compare(&sum, &zero) > 0 && decimal_divide(&ratio, service, &sum) && decimal_multiply(percent, &ratio, &hundred);
}

static bool read_history(Task *task, ContractReview *review, const ContractReviewOptions *options)
{
    TableReading reading = { .task = task, .review = review };
    HousePast *past = &review->past;
    if (!open_table(&reading, options->history, options->data_folder, options->encoding))
        return false;
    for (uint32_t row = 0; row < table_rows(reading.table); row++) {
        CellNumber licence, service;
        Decimal percent;
        if (!number_cell(&reading, row, "licence_fee", &licence) || !number_cell(&reading, row, "service_fee", &service) || !share_of_services(&licence.number, &service.number, &percent))
            continue;
        past->least = !past->count || decimal_compare(&percent, &past->least) < 0 ? percent : past->least;
        past->most = !past->count || decimal_compare(&percent, &past->most) > 0 ? percent : past->most;
        past->count++;
    }
    return !task->report->errors;
}

bool review_tables(Task *task, ContractReview *review, const ContractReviewOptions *options)
{
    payments_of_case(task, review, options);
    return (!options->payments || read_payments(task, review, options)) && (!options->history || read_history(task, review, options));
}

/* ---- signs ---- */

enum { AMOUNTS_MOST = 60 };

typedef struct Owed { /* amounts that a contract owes */
    Decimal at[AMOUNTS_MOST];
    Decimal shares[AMOUNTS_MOST]; /* in per cent, as its instalments have them */
    size_t count, share_count;
} Owed;

static void add_owed(Owed *owed, const Decimal *amount)
{
    if (owed->count < AMOUNTS_MOST)
        owed->at[owed->count++] = *amount;
}

/* Fees, their sum, and the shares that stand anywhere in the text. */
static void find_owed(const ReviewedContract *reviewed, Owed *owed)
{
    Decimal sum = decimal_of(0, 0), amount;
    for (size_t i = 0; i < reviewed->contract->fees.count; i++) {
        const Fee *fee = &reviewed->contract->fees.at[i];
        if (fee->share.length && owed->share_count < AMOUNTS_MOST && decimal_read(&owed->shares[owed->share_count], fee->share, false))
            owed->share_count++;
        if (!decimal_read(&amount, fee->amount, false))
            continue;
        add_owed(owed, &amount);
        Decimal with;
        if (fee->kind != FEE_TOTAL && !fee->worded && decimal_add(&with, &sum, &amount))
            sum = with;
    }
    add_owed(owed, &sum);
}

/* A share of an amount is whole percent between 5 and 95: what instalments are. */
static bool is_share(const Decimal *paid, const Decimal *owed)
{
    Decimal ratio, percent, hundred = decimal_of(100, 0), five = decimal_of(5, 0), rest, zero = decimal_of(0, 0);
    if (decimal_compare(owed, &zero) <= 0 || decimal_compare(paid, owed) > 0 || !decimal_divide(&ratio, paid, owed) || !decimal_multiply(&percent, &ratio, &hundred))
        return false;
    return decimal_modulo(&rest, &percent, &five) && decimal_compare(&rest, &zero) == 0;
}

static bool is_owed(const Owed *owed, const Decimal *paid)
{
    for (size_t i = 0; i < owed->count; i++)
        if (decimal_compare(paid, &owed->at[i]) == 0 || is_share(paid, &owed->at[i]))
            return true;
    return false;
}

static void sign_payments(Task *task, const ContractReview *review, ReviewedContract *reviewed)
{
    Owed owed = { .count = 0 };
    Decimal paid;
    find_owed(reviewed, &owed);
    if (owed.count < 2) /* no fee is known: nothing to hold them against */
        return;
    for (size_t i = 0; i < review->payments.count; i++) {
        const PaidOut *payment = &review->payments.at[i];
        if (!decimal_read(&paid, payment->amount, false) || is_owed(&owed, &paid))
            continue;
        *LIST_ADD(task->region, reviewed->signs) = (FeeSign){ sign_kind(review->words, TEXT("unmatched-payment")), 0, 0,
            text_format(task->region, TEXT_FMT " " TEXT_FMT "%s" TEXT_FMT " (" TEXT_FMT ")", TEXT_ARG(payment->amount), TEXT_ARG(payment->currency), payment->day.length ? ", " : "", TEXT_ARG(payment->day), TEXT_ARG(payment->where)) };
    }
}

static bool sum_of(const ReviewedContract *reviewed, FeeKind kind, Decimal *sum, const Fee **first)
{
    bool any = false;
    *sum = decimal_of(0, 0);
    for (size_t i = 0; i < reviewed->contract->fees.count; i++) {
        const Fee *fee = &reviewed->contract->fees.at[i];
        Decimal amount, with;
        if (fee->kind != kind || fee->worded || !decimal_read(&amount, fee->amount, false) || !decimal_add(&with, sum, &amount))
            continue;
        *sum = with;
        *first = any ? *first : fee;
        any = true;
    }
    return any;
}

static Text percent_text(Region *region, const Decimal *percent)
{
    Decimal rounded;
    Builder out = builder_on(region);
    decimal_print(&out, decimal_round(&rounded, percent, 1, ROUND_HALF_EVEN) ? &rounded : percent);
    return builder_text(&out);
}

static void sign_history(Task *task, const ContractReview *review, ReviewedContract *reviewed)
{
    Decimal licence, service, percent, high, low;
    const Fee *fee = NULL, *other = NULL;
    const HousePast *past = &review->past;
    if (past->count < review->past_least || !sum_of(reviewed, FEE_LICENCE, &licence, &other) || !sum_of(reviewed, FEE_SERVICE, &service, &fee) || !share_of_services(&licence, &service, &percent))
        return;
    if (!decimal_add(&high, &past->most, &review->past_beyond) || !decimal_subtract(&low, &past->least, &review->past_beyond))
        return;
    if (decimal_compare(&percent, &high) > 0 || decimal_compare(&percent, &low) < 0)
        *LIST_ADD(task->region, reviewed->signs) = (FeeSign){ sign_kind(review->words, TEXT("off-history")), fee->from, fee->to,
            text_format(task->region, TEXT_FMT " %%; %u: " TEXT_FMT " - " TEXT_FMT " %%", TEXT_ARG(percent_text(task->region, &percent)), past->count, TEXT_ARG(percent_text(task->region, &past->least)), TEXT_ARG(percent_text(task->region, &past->most))) };
}

void review_signs(Task *task, const ContractReview *review, ReviewedContract *reviewed)
{
    if (review->payments.count)
        sign_payments(task, review, reviewed);
    if (review->past.count)
        sign_history(task, review, reviewed);
}

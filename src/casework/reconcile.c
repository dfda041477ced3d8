/* casework/reconcile.c - the whole of it: slips, groups, candidates, what the law says, sums. See reconcile.h. */
#define _GNU_SOURCE /* qsort_r */
#include "casework/reconcile.h"

#include <stdlib.h>

#include "base/csv.h"
#include "base/file.h"
#include "value/value.h"

/* ---- names ---- */

const char *book_name(Book book)
{
    static const char *const NAMES[] = { "licences", "declarations", "filings", "payments" };
    return NAMES[book];
}

const char *leg_name(Leg leg)
{
    static const char *const NAMES[] = { "licences and declarations", "payments and what was paid for", "payments and filings" };
    return NAMES[leg];
}

/* ---- options ---- */

static bool digits(Text text, size_t count)
{
    bool all = text.length == count;
    for (size_t i = 0; i < text.length && all; i++)
        all = text.at[i] >= '0' && text.at[i] <= '9';
    return all;
}

/* quarter = YYYY ["-"] "Q" 1..4 ; period = day ".." day */
bool period_read(Text text, int64_t *first, int64_t *last)
{
    size_t dots = text_find(text, TEXT(".."), 0), sign = 4 + (text.length == 7);
    if (dots != SIZE_MAX)
        return date_read(first, text_slice(text, 0, dots)) && date_read(last, text_slice(text, dots + 2, text.length)) && *first <= *last && *last - *first < RECONCILE_DAYS;
    bool form = (text.length == 6 || (text.length == 7 && text.at[4] == '-')) && digits(text_slice(text, 0, 4), 4) && (text.at[sign] == 'Q' || text.at[sign] == 'q');
    int quarter = form ? text.at[sign + 1] - '0' : 0, year = form ? atoi((char[]){ text.at[0], text.at[1], text.at[2], text.at[3], 0 }) : 0;
    if (quarter < 1 || quarter > 4 || year < 1)
        return false;
    *first = days_of(year, quarter * 3 - 2, 1);
    *last = days_of(year, quarter * 3, days_in_month(year, quarter * 3));
    return true;
}

static bool share_read(Text text, Tolerances *tolerances)
{
    Decimal number;
    int64_t figure;
    if (!decimal_read(&number, text_trim(text), false) || number.negative || !slip_figure(&number, &figure) || figure > 100 * 10000)
        return false;
    tolerances->share = figure; /* ten-thousandths of a per cent are millionths */
    return true;
}

static bool sum_read(Text text, Tolerances *tolerances, Text *currency)
{
    Text rest, figure = text_cut(text_trim(text), ' ', &rest);
    Decimal number;
    *currency = text_trim(rest);
    return currency->length == 3 && decimal_read(&number, figure, false) && !number.negative && slip_figure(&number, &tolerances->amount);
}

/* tolerance = one ["," one] ; one = number "%" | number " " CUR */
bool tolerance_read(Text text, Tolerances *tolerances, Text *currency)
{
    if (!text_trim(text).length)
        return false;
    while (text.length) {
        Text one = text_trim(text_cut(text, ',', &text));
        bool share = text_ends(one, TEXT("%"));
        if (!(share ? share_read(text_slice(one, 0, one.length - 1), tolerances) : sum_read(one, tolerances, currency)))
            return false;
    }
    return true;
}

/* ---- kinds ---- */

static Text cell_of(const Csv *csv, uint32_t row, const char *column)
{
    int at = csv_column(csv, text_of(column));
    return at < 0 ? TEXT_NONE : csv_cell(csv, row, (uint32_t)at)->text;
}

static bool read_kinds(Reconciling *work)
{
    static const char *const LANGUAGES[] = { "en", "zh", "vi" };
    const char *folder = work->options->reading.data_folder;
    const Source *source = file_read(work->task, path_join(work->region, text_of(folder ? folder : "."), TEXT("reconcile-kinds.csv")), 0);
    const Csv *csv = source ? csv_read(work->task, source) : NULL;
    if (csv && csv->rows != DIFFERENCE_KINDS) {
        report_error(work->task->report, "reconcile-kinds", (Span){ source, 0, 0 }, "there are %u kinds of difference, it takes %d", csv->rows, DIFFERENCE_KINDS);
        return false;
    }
    for (uint32_t row = 0; csv && row < csv->rows; row++) {
        DifferenceWords *kind = &work->out->kinds[row];
        kind->name = cell_of(csv, row, "name");
        kind->weight = (uint32_t)strtoul(text_string(work->region, cell_of(csv, row, "weight")), NULL, 10) % 1000;
        for (int i = 0; i < 3; i++)
            kind->words[i] = cell_of(csv, row, LANGUAGES[i]);
    }
    return csv != NULL;
}

/* ---- what could not be compared ---- */

void reconcile_open(Reconciling *work, Text what, Text why, size_t count)
{
    Reconciliation *out = work->out;
    for (size_t i = 0; i < out->open.count && count; i++)
        if (text_equal(out->open.at[i].what, what) && text_equal(out->open.at[i].why, why)) {
            out->open.at[i].count += count;
            return;
        }
    if (count)
        *LIST_ADD(work->region, out->open) = (ReconcileOpen){ what, why, count };
}

static void open_books(Reconciling *work)
{
    const bool *given = work->out->books.given;
    for (Book book = 0; book < BOOKS; book++)
        if (!given[book])
            reconcile_open(work, text_of(book_name(book)), TEXT("not given"), 1);
    for (size_t i = 0; i < work->out->books.files.count; i++)
        reconcile_open(work, text_of(book_name(work->out->books.files.at[i].book)), TEXT("rows that could not be read"), work->out->books.files.at[i].failed);
}

/* ---- the period ---- */

static SlipWhen when_of(const Reconciliation *out, const Slip *slip)
{
    if (slip->day == UNIT_NO_DAY)
        return SLIP_UNDATED;
    if (slip->day >= out->first && slip->day <= out->last)
        return SLIP_INSIDE;
    return slip->day >= out->first - out->window && slip->day <= out->last + out->window ? SLIP_NEAR : SLIP_OUTSIDE;
}

static void set_when(Reconciliation *out)
{
    for (size_t i = 0; i < out->books.slips.count; i++) {
        Slip *slip = &out->books.slips.at[i];
        slip->when = (uint8_t)when_of(out, slip);
        out->counts[slip->book][slip->when]++;
    }
}

/* ---- rules of the legs ---- */

/* To ten-thousandths, for a comparison alone. */
static bool turn(const RateTable *rates, Text from, Text to, int64_t day, int64_t amount, int64_t *out)
{
    const Rate *rate = rates_find(rates, from, to, day);
    Decimal number = decimal_of(amount, -4), told = rate ? decimal_of_value(rate->rate) : DECIMAL_ZERO, product, rounded;
    return rate && decimal_multiply(&product, &number, &told) && decimal_round(&rounded, &product, 4, ROUND_HALF_EVEN) && slip_figure(&rounded, out);
}

/* At the rate of the part's day: into the currency of the whole, else, where only that rate is told, into the part's. */
static bool at_rate(void *context, const Unit *whole, const Unit *part, int64_t *expected, int64_t *found, uint32_t *currency)
{
    const Reconciling *work = context;
    const RateTable *rates = work->options->rates;
    Text from = name_of_rank(work->out->books.names, part->currency), to = name_of_rank(work->out->books.names, whole->currency);
    int64_t day = part->day != UNIT_NO_DAY ? part->day : whole->day;
    if (!rates || day == UNIT_NO_DAY)
        return false;
    if (turn(rates, from, to, day, part->amount, found))
        return true;
    *currency = part->currency;
    return turn(rates, to, from, day, whole->amount, expected);
}

static void set_rules(Reconciling *work)
{
    const ReconcileOptions *options = work->options;
    Tolerances tolerances = options->tolerances;
    Reconciliation *out = work->out;
    tolerances.currency = name_rank(out->books.names, name_find(out->books.names, options->tolerance_currency));
    tolerances.amount = tolerances.currency ? tolerances.amount : 0;
    const DifferenceWords *kinds = out->kinds;
    PairingWeights all = { .currency = kinds[DIFFERENCE_CURRENCY].weight, .version = kinds[DIFFERENCE_NOT_ASSESSED].weight, .quantity = kinds[DIFFERENCE_QUANTITY].weight,
                           .amount = kinds[DIFFERENCE_VALUE].weight, .code = kinds[DIFFERENCE_CODE].weight, .day = kinds[DIFFERENCE_DAY].weight, .untold = 1 };
    PairingWeights paid = all;
    paid.version = paid.quantity = paid.code = 0;
    out->rules[LEG_DECLARED] = (PairingRules){ .weights = all, .tolerances = tolerances, .rate = at_rate, .context = work };
    out->rules[LEG_PAID] = out->rules[LEG_FILED] = (PairingRules){ .weights = paid, .tolerances = tolerances, .rate = at_rate, .context = work };
}

static void know_contracts(Reconciling *work)
{
    Books *books = &work->out->books;
    if (!books->given[BOOK_LICENCES] && !work->contracts.count)
        return;
    work->contract_known = REGION_ARRAY(work->region, bool, names_count(books->names) + 1);
    for (size_t i = 0; i < books->slips.count; i++)
        if (books->slips.at[i].book == BOOK_LICENCES)
            work->contract_known[name_rank(books->names, books->slips.at[i].contract)] = true;
    for (size_t i = 0; i < work->contracts.count; i++)
        work->contract_known[name_rank(books->names, work->contracts.at[i])] = true;
}

/* ---- order, sums, tasks' ids ---- */

static int level_of(const ReconcileDifference *difference)
{
    Text level = difference->rows && difference->rows->at.count ? difference->rows->at.at[0].level : TEXT_NONE;
    return text_is(level, "high") ? 0 : text_is(level, "medium") ? 1 : 2;
}

static int heaviest_first(const void *a, const void *b, void *context)
{
    const Reconciliation *out = context;
    const ReconcileDifference *left = a, *right = b;
    if (level_of(left) != level_of(right))
        return level_of(left) - level_of(right);
    if (left->kind != right->kind)
        return (int)left->kind - (int)right->kind;
    if (left->currency != right->currency)
        return left->currency < right->currency ? -1 : 1;
    if (left->amount != right->amount)
        return left->amount > right->amount ? -1 : 1;
    Unit one = slip_unit(out, left->slip, LEG_DECLARED), other = slip_unit(out, right->slip, LEG_DECLARED);
    one.order = other.order = 0;
    int order = unit_compare(&one, &other);
    const NamePool *numbers = out->books.numbers;
    return order ? order : text_compare(name_shown(numbers, out->books.slips.at[left->slip].number), name_shown(numbers, out->books.slips.at[right->slip].number));
}

static void add_up(Reconciling *work, const ReconcileDifference *difference)
{
    Reconciliation *out = work->out;
    out->kind_counts[difference->kind]++;
    if (!difference->has_amount)
        return;
    for (size_t i = 0; i < out->sums.count; i++)
        if (out->sums.at[i].kind == difference->kind && out->sums.at[i].currency == difference->currency) {
            out->sums.at[i].amount += difference->amount;
            return;
        }
    *LIST_ADD(work->region, out->sums) = (ReconcileSum){ difference->kind, difference->currency, difference->amount };
}

/* "reconcile/2026Q3/value off/17": by the number; where none is told, by what the slip says. */
static Text task_id(Reconciling *work, const ReconcileDifference *difference)
{
    const Slip *slip = &work->out->books.slips.at[difference->slip];
    const Books *books = &work->out->books;
    Text number = name_shown(books->numbers, slip->number), kind = work->out->kinds[difference->kind].name;
    if (slip->item)
        number = text_format(work->region, TEXT_FMT "-" TEXT_FMT, TEXT_ARG(number), TEXT_ARG(name_shown(books->numbers, slip->item)));
    if (!slip->number)
        number = text_format(work->region, TEXT_FMT ", " TEXT_FMT ", " TEXT_FMT, TEXT_ARG(name_shown(books->names, slip->contract)), TEXT_ARG(name_shown(books->names, slip->product)), TEXT_ARG(figure_text(work->region, slip->amount)));
    return text_format(work->region, "reconcile/" TEXT_FMT "/" TEXT_FMT "/" TEXT_FMT, TEXT_ARG(work->out->period), TEXT_ARG(kind), TEXT_ARG(number));
}

/* Two of one kind and number are told apart in their order, which does not hang on that of the files. */
static void name_tasks(Reconciling *work)
{
    Reconciliation *out = work->out;
    uint32_t again = 1;
    for (size_t i = 0; i < out->differences.count; i++) {
        Text id = task_id(work, &out->differences.at[i]);
        Text before = i ? out->differences.at[i - 1].task : TEXT_NONE;
        again = text_equal(id, text_slice(before, 0, id.length)) && (before.length == id.length || before.at[id.length] == '#') ? again + 1 : 1;
        out->differences.at[i].task = again > 1 ? text_format(work->region, TEXT_FMT "#%u", TEXT_ARG(id), again) : id;
    }
}

static void finish(Reconciling *work)
{
    Reconciliation *out = work->out;
    if (out->differences.count)
        qsort_r(out->differences.at, out->differences.count, sizeof *out->differences.at, heaviest_first, out);
    if (out->passed.count)
        qsort_r(out->passed.at, out->passed.count, sizeof *out->passed.at, heaviest_first, out);
    for (size_t i = 0; i < out->differences.count; i++)
        add_up(work, &out->differences.at[i]);
    name_tasks(work);
}

/* ---- the whole ---- */

static Reconciliation *begin(Task *task, const ReconcileOptions *options)
{
    Reconciliation *out = REGION_NEW(task->region, Reconciliation);
    out->first = options->first;
    out->last = options->last;
    out->period = options->period;
    out->window = options->window;
    out->jurisdiction = options->jurisdiction;
    out->books.region = task->region;
    out->books.names = name_pool(task->region);
    out->books.numbers = name_pool(task->region);
    return out;
}

Reconciliation *reconcile(Task *task, const SlipInput *inputs, size_t count, const ReconcileOptions *options)
{
    Reconciling *work = REGION_NEW(task->region, Reconciling);
    *work = (Reconciling){ .task = task, .region = task->region, .options = options, .out = begin(task, options) };
    if (!read_kinds(work) || !slips_read(task, &work->out->books, inputs, count, &options->reading) || !reconcile_ledger(work))
        return NULL;
    names_rank(work->out->books.names);
    set_when(work->out);
    set_rules(work);
    know_contracts(work);
    open_books(work);
    reconcile_match(work);
    judge_slips(work);
    if (!reconcile_law(work))
        return NULL;
    finish(work);
    return work->out;
}

/* casework/slips_read.c - files of the four books: which book a file is, and a slip for each of its rows. See slips.h.
 *
 * Includes the readers of tables and nothing of the rulebook's room: both have a Table.
 */
#include "base/csv.h"
#include "base/file.h"
#include "casework/columns.h"
#include "casework/slips.h"
#include "casework/slips_records.h"

/* ---- what the columns are called in data/reconcile-columns.csv ---- */

typedef enum Field {
    FIELD_NUMBER, FIELD_LICENCE, FIELD_DECLARATION, FIELD_PAYMENT, FIELD_FILING, FIELD_ITEM, FIELD_CONTRACT, FIELD_PRODUCT, FIELD_VERSION, FIELD_QUANTITY, FIELD_USED, FIELD_AMOUNT,
    FIELD_CURRENCY, FIELD_DAY, FIELD_LICENCE_DAY, FIELD_DECLARATION_DAY, FIELD_PAYMENT_DAY, FIELD_FILING_DAY, FIELD_UNTIL, FIELD_DUE, FIELD_CODE, FIELD_DELIVERY, FIELD_FORM, FIELD_RECORDAL,
    FIELD_RECORDAL_UNTIL, FIELD_RULING, FIELD_RULING_UNTIL, FIELD_VERDICT, FIELD_PURPOSE, FIELD_CASE, FIELDS
} Field;

enum { L = 1 << BOOK_LICENCES, D = 1 << BOOK_DECLARATIONS, F = 1 << BOOK_FILINGS, P = 1 << BOOK_PAYMENTS, ALL = L | D | F | P };

/* Which books have the field, so that a file is known by its columns. */
static const struct { const char *key; unsigned books; } FIELD_NAMES[FIELDS] = {
    [FIELD_NUMBER] = { "number", ALL },       [FIELD_LICENCE] = { "licence", L | D | P },    [FIELD_DECLARATION] = { "declaration", D | P | F },       [FIELD_PAYMENT] = { "payment", F | P },
    [FIELD_FILING] = { "filing", F },         [FIELD_ITEM] = { "item", ALL },                [FIELD_CONTRACT] = { "contract", ALL },              [FIELD_PRODUCT] = { "product", ALL },
    [FIELD_VERSION] = { "version", L | D },   [FIELD_QUANTITY] = { "quantity", L | D },      [FIELD_USED] = { "used", L },                        [FIELD_AMOUNT] = { "amount", ALL },
    [FIELD_CURRENCY] = { "currency", ALL },   [FIELD_DAY] = { "day", ALL },                  [FIELD_LICENCE_DAY] = { "licence_day", L },          [FIELD_DECLARATION_DAY] = { "declaration_day", D | F },
    [FIELD_PAYMENT_DAY] = { "payment_day", P | F }, [FIELD_FILING_DAY] = { "filing_day", F }, [FIELD_UNTIL] = { "until", L },                     [FIELD_DUE] = { "due", L | D },
    [FIELD_CODE] = { "code", L | D },         [FIELD_DELIVERY] = { "delivery", ALL },        [FIELD_FORM] = { "form", F },                        [FIELD_RECORDAL] = { "recordal", P },
    [FIELD_RECORDAL_UNTIL] = { "recordal_until", P }, [FIELD_RULING] = { "ruling", D },      [FIELD_RULING_UNTIL] = { "ruling_until", D },        [FIELD_VERDICT] = { "verdict", L },
    [FIELD_PURPOSE] = { "purpose", P },       [FIELD_CASE] = { "case", ALL } };

static const Field OWN_NUMBER[BOOKS] = { FIELD_LICENCE, FIELD_DECLARATION, FIELD_FILING, FIELD_PAYMENT };
static const Field OWN_DAY[BOOKS] = { FIELD_LICENCE_DAY, FIELD_DECLARATION_DAY, FIELD_FILING_DAY, FIELD_PAYMENT_DAY };
/* What is read where a book has not its own: tax offices have names that customs have, too ("申报日期", "số tờ khai"). */
static const Field LIKE_NUMBER[BOOKS] = { FIELD_NUMBER, FIELD_NUMBER, FIELD_DECLARATION, FIELD_NUMBER };
static const Field LIKE_DAY[BOOKS] = { FIELD_DAY, FIELD_DAY, FIELD_DECLARATION_DAY, FIELD_DAY };

/* ---- words ---- */

struct SlipWords {
    NamePool *pool;
    uint8_t *kinds; /* by folded name */
    Text *told;     /* the same as the data has it: "purpose licence" */
};

static WordKind kind_named(Text name)
{
    static const char *const NAMES[WORD_KINDS] = { "", "total", "carrier", "network", "recordal form", "assessed", "declare" };
    for (int i = 1; i < WORD_KINDS; i++)
        if (text_equal(name, text_of(NAMES[i])))
            return (WordKind)i;
    return WORD_KIND_NONE;
}

static const NamePool *read_currencies(Task *task, const char *data_folder)
{
    const char *path = path_join(task->region, text_of(data_folder ? data_folder : "."), TEXT("codelists/currencies.csv"));
    const Source *source = file_read(task, path, 0);
    const Csv *csv = source ? csv_read(task, source) : NULL;
    int code = csv ? csv_column(csv, TEXT("code")) : -1;
    NamePool *pool = code < 0 ? NULL : name_pool(task->region);
    for (uint32_t row = 0; pool && row < csv->rows; row++)
        name_put(pool, csv_cell(csv, row, (uint32_t)code)->text);
    return pool;
}

const SlipWords *slip_words_read(Task *task, const char *data_folder)
{
    const char *path = path_join(task->region, text_of(data_folder ? data_folder : "."), TEXT("reconcile-words.csv"));
    const Source *source = file_read(task, path, 0);
    const Csv *csv = source ? csv_read(task, source) : NULL;
    int kind = csv ? csv_column(csv, TEXT("kind")) : -1, word = csv ? csv_column(csv, TEXT("word")) : -1;
    if (kind < 0 || word < 0)
        return NULL;
    SlipWords *words = REGION_NEW(task->region, SlipWords);
    words->pool = name_pool(task->region);
    for (uint32_t row = 0; row < csv->rows; row++)
        name_put(words->pool, csv_cell(csv, row, (uint32_t)word)->text);
    words->kinds = REGION_ARRAY(task->region, uint8_t, names_count(words->pool) + 1);
    words->told = REGION_ARRAY(task->region, Text, names_count(words->pool) + 1);
    for (uint32_t row = 0; row < csv->rows; row++) {
        uint32_t name = name_find(words->pool, csv_cell(csv, row, (uint32_t)word)->text);
        words->told[name] = csv_cell(csv, row, (uint32_t)kind)->text;
        words->kinds[name] = (uint8_t)kind_named(words->told[name]);
    }
    return words;
}

WordKind slip_word(const SlipWords *words, Text text)
{
    uint32_t name = text.length ? name_find(words->pool, text) : 0;
    return name ? (WordKind)words->kinds[name] : WORD_KIND_NONE;
}

Text slip_word_means(const SlipWords *words, Text kind, Text text)
{
    uint32_t name = text.length ? name_find(words->pool, text) : 0;
    Text rest, first = text_cut(name ? words->told[name] : TEXT_NONE, ' ', &rest);
    return text_equal(first, kind) ? rest : TEXT_NONE;
}

/* ---- slips and figures ---- */

Slip *slip_new(Books *books, Book book, uint32_t file, uint32_t line)
{
    Slip *slip = LIST_ADD(books->region, books->slips);
    *slip = (Slip){ .book = (uint8_t)book, .file = file, .line = line, .day = UNIT_NO_DAY, .until = UNIT_NO_DAY, .due = UNIT_NO_DAY, .other_day = UNIT_NO_DAY, .same_as = SLIP_NONE };
    return slip;
}

bool slip_figure(const Decimal *number, int64_t *figure)
{
    Decimal scaled = decimal_trimmed(number);
    scaled.exponent += 4;
    return decimal_is_whole(&scaled) && decimal_to_int64(figure, &scaled) && *figure < INT64_MAX / 4 && *figure > -(INT64_MAX / 4);
}

Text figure_text(Region *region, __int128 figure)
{
    bool negative = figure < 0;
    unsigned __int128 rest = negative ? -(unsigned __int128)figure : (unsigned __int128)figure;
    char digits[48], *at = digits + sizeof digits;
    for (int place = 0; place < 5 || rest; place++) {
        if (place == 4)
            *--at = '.';
        *--at = (char)('0' + (int)(rest % 10));
        rest /= 10;
    }
    if (negative)
        *--at = '-';
    Text text = { at, (size_t)(digits + sizeof digits - at) };
    size_t point = text_find(text, TEXT("."), 0);
    while (text.length > point + 1 && text.at[text.length - 1] == '0')
        text.length--;
    if (text.length == point + 1)
        text.length--;
    return text_copy(region, text);
}

Text slip_place(Region *region, const Books *books, const Slip *slip)
{
    const SlipFile *file = &books->files.at[slip->file];
    if (file->lines)
        return text_format(region, "line %u", file->lines[slip->line]);
    if (file->table)
        return table_row_place(region, file->table, slip->line);
    return slip->line ? text_format(region, "line %u", slip->line) : TEXT_NONE;
}

/* ---- one table ---- */

typedef struct Reading {
    Task *task;
    Books *books;
    const SlipReading *options;
    const ColumnNames *names;
    const SlipWords *words;
    const NamePool *currencies; /* codes of data/codelists/currencies.csv */
    uint32_t fields[FIELDS]; /* their numbers in `names` */
    Table *table;
    Columns *columns;
    uint32_t file;
    uint32_t row;
    const RecordTable *records; /* the table was made of these; NULL: it is one */
    bool good;               /* all of this row could be read */
} Reading;

static bool find_fields(Reading *reading)
{
    for (int i = 0; i < FIELDS; i++) {
        int field = column_field(reading->names, text_of(FIELD_NAMES[i].key));
        if (field < 0) {
            report_error(reading->task->report, "reconcile-columns", SPAN_NONE, "data/reconcile-columns.csv has no field \"%s\"", FIELD_NAMES[i].key);
            return false;
        }
        reading->fields[i] = (uint32_t)field;
    }
    return true;
}

static bool has_field(const Reading *reading, Field field) { return columns_column(reading->columns, reading->fields[field]) >= 0; }

static Text text_at(Reading *reading, Field field)
{
    Text text = TEXT_NONE;
    if (has_field(reading, field))
        reading->good &= columns_text(reading->task, reading->columns, reading->row, reading->fields[field], &text) != CELL_WRONG;
    return text;
}

static uint32_t name_at(Reading *reading, Field field) { return name_put(reading->books->names, text_at(reading, field)); }
static uint32_t number_at(Reading *reading, Field field) { return name_put(reading->books->numbers, text_at(reading, field)); }

static int32_t day_at(Reading *reading, Field field)
{
    int64_t day;
    CellRead read = has_field(reading, field) ? columns_day(reading->task, reading->columns, reading->row, reading->fields[field], &day) : CELL_NONE;
    reading->good &= read != CELL_WRONG;
    return read == CELL_READ ? (int32_t)day : UNIT_NO_DAY;
}

static void figure_wrong(Reading *reading, Field field)
{
    Task *task = reading->task;
    Problem *problem = report_error(task->report, "reconcile-figure", columns_span(task->region, reading->columns, reading->row, reading->fields[field]), "this figure has more than four digits after the point, or more than 14 before it");
    problem_hint(task->report, problem, "Figures are compared exactly and never rounded: give the figure of the paper itself.");
    table_fail(task, reading->table, reading->row, TEXT("more than four digits after the point, or more than 14 before it"));
    reading->good = false;
}

/* True: it is told. `currency` is that of the cell, where one stands there. */
static bool figure_at(Reading *reading, Field field, int64_t *figure, Text *currency)
{
    CellNumber number;
    CellRead read = has_field(reading, field) ? columns_number(reading->task, reading->columns, reading->row, reading->fields[field], &number) : CELL_NONE;
    reading->good &= read != CELL_WRONG;
    if (read != CELL_READ)
        return false;
    if (!slip_figure(&number.number, figure)) {
        figure_wrong(reading, field);
        return false;
    }
    if (currency)
        *currency = number.currency;
    return true;
}

static uint32_t code_at(Reading *reading)
{
    Text code = TEXT_NONE;
    if (has_field(reading, FIELD_CODE))
        reading->good &= columns_code(reading->task, reading->columns, reading->row, reading->fields[FIELD_CODE], &code) != CELL_WRONG;
    return name_put(reading->books->names, code);
}

/* ---- a row ---- */

/* Its code, where the words know what is told; else that. */
static Text currency_of(const Reading *reading, Text told)
{
    Text code = slip_word_means(reading->words, TEXT("currency"), told);
    return code.length ? code : told;
}

static bool is_currency(const Reading *reading, Text code) { return !code.length || name_find(reading->currencies, code); }

static void currency_wrong(Reading *reading, Text code)
{
    Task *task = reading->task;
    report_error(task->report, "reconcile-currency", columns_span(task->region, reading->columns, reading->row, reading->fields[FIELD_CURRENCY]), "\"" TEXT_FMT "\" is no currency that is known", TEXT_ARG(code));
    table_fail(task, reading->table, reading->row, TEXT("no currency"));
    reading->good = false;
}

static void read_currency(Reading *reading, Slip *slip, Text in_cell)
{
    Text told = currency_of(reading, text_at(reading, FIELD_CURRENCY));
    in_cell = currency_of(reading, in_cell);
    if (!is_currency(reading, told) || !is_currency(reading, in_cell)) {
        currency_wrong(reading, is_currency(reading, told) ? in_cell : told);
        return;
    }
    slip->currency = name_put(reading->books->names, told.length ? told : in_cell);
    uint32_t other = told.length && in_cell.length ? name_put(reading->books->names, in_cell) : slip->currency;
    if (name_folded(reading->books->names, other) == name_folded(reading->books->names, slip->currency))
        return;
    Task *task = reading->task;
    report_error(task->report, "reconcile-currency", columns_span(task->region, reading->columns, reading->row, reading->fields[FIELD_CURRENCY]),
                 "the column of currencies says " TEXT_FMT ", the amount is in " TEXT_FMT, TEXT_ARG(told), TEXT_ARG(in_cell));
    table_fail(task, reading->table, reading->row, TEXT("two currencies"));
    reading->good = false;
}

static void read_numbers(Reading *reading, Slip *slip)
{
    Book book = slip->book;
    bool lent = !has_field(reading, OWN_NUMBER[book]);
    slip->number = number_at(reading, lent ? LIKE_NUMBER[book] : OWN_NUMBER[book]);
    if (!slip->number)
        slip->number = number_at(reading, FIELD_NUMBER);
    slip->item = number_at(reading, FIELD_ITEM);
    slip->to_licence = book != BOOK_LICENCES ? number_at(reading, FIELD_LICENCE) : 0;
    slip->to_declaration = book != BOOK_DECLARATIONS && !(lent && LIKE_NUMBER[book] == FIELD_DECLARATION) ? number_at(reading, FIELD_DECLARATION) : 0;
    slip->to_payment = book != BOOK_PAYMENTS ? number_at(reading, FIELD_PAYMENT) : 0;
    slip->recordal = number_at(reading, FIELD_RECORDAL);
    slip->ruling = number_at(reading, FIELD_RULING);
}

static void read_days(Reading *reading, Slip *slip)
{
    static const Field UNTIL[BOOKS] = { FIELD_UNTIL, FIELD_RULING_UNTIL, FIELD_UNTIL, FIELD_RECORDAL_UNTIL };
    slip->day = day_at(reading, has_field(reading, OWN_DAY[slip->book]) ? OWN_DAY[slip->book] : LIKE_DAY[slip->book]);
    if (slip->day == UNIT_NO_DAY)
        slip->day = day_at(reading, FIELD_DAY);
    slip->until = day_at(reading, UNTIL[slip->book]);
    slip->due = day_at(reading, FIELD_DUE);
    slip->other_day = slip->book == BOOK_FILINGS ? day_at(reading, FIELD_PAYMENT_DAY) : UNIT_NO_DAY;
}

static void read_figures(Reading *reading, Slip *slip)
{
    Text currency = TEXT_NONE;
    slip->has_amount = figure_at(reading, FIELD_AMOUNT, &slip->amount, &currency);
    slip->has_quantity = figure_at(reading, FIELD_QUANTITY, &slip->quantity, NULL);
    slip->has_used = figure_at(reading, FIELD_USED, &slip->used, NULL);
    read_currency(reading, slip, currency);
}

static uint32_t purpose_at(Reading *reading)
{
    Text told = text_at(reading, FIELD_PURPOSE), meant = slip_word_means(reading->words, TEXT("purpose"), told);
    return name_put(reading->books->names, meant.length ? meant : told);
}

static void read_words(Reading *reading, Slip *slip)
{
    slip->contract = name_at(reading, FIELD_CONTRACT);
    slip->product = name_at(reading, FIELD_PRODUCT);
    slip->version = name_at(reading, FIELD_VERSION);
    slip->purpose = purpose_at(reading);
    slip->case_id = name_at(reading, FIELD_CASE);
    slip->form = name_at(reading, FIELD_FORM);
    slip->code = code_at(reading);
    Text delivery = text_at(reading, FIELD_DELIVERY), verdict = text_at(reading, FIELD_VERDICT);
    WordKind way = slip_word(reading->words, delivery), assessed = slip_word(reading->words, verdict);
    slip->delivery = way == WORD_KIND_CARRIER ? DELIVERY_CARRIER : way == WORD_KIND_NETWORK ? DELIVERY_NETWORK : delivery.length ? DELIVERY_OTHER : DELIVERY_UNTOLD;
    slip->assessed = assessed == WORD_KIND_DECLARE ? ASSESSED_DECLARE : assessed == WORD_KIND_ASSESSED ? ASSESSED_DONE : ASSESSED_UNTOLD;
    slip->is_recordal = slip->form && slip_word(reading->words, name_shown(reading->books->names, slip->form)) == WORD_KIND_RECORDAL;
}

static bool is_total_word(const Reading *reading, Text text)
{
    while (text.length && (text.at[text.length - 1] == ':' || text.at[text.length - 1] == '.'))
        text.length--;
    return text.length && text.length < 40 && slip_word(reading->words, text) == WORD_KIND_TOTAL;
}

/* A row of totals has its word in some cell, and neither contract nor number: who is called so is a thing like any other. */
static bool is_total(Reading *reading, Book book)
{
    bool word = false;
    for (uint32_t column = 0; column < table_columns(reading->table) && !word; column++)
        word = is_total_word(reading, text_trim(table_cell(reading->table, reading->row, column).text));
    if (!word)
        return false;
    Text contract = text_at(reading, FIELD_CONTRACT), number = text_at(reading, OWN_NUMBER[book]);
    return (!contract.length || is_total_word(reading, contract)) && (!number.length || is_total_word(reading, number));
}

static bool is_empty(const Slip *slip) { return !slip->number && !slip->contract && !slip->product && !slip->has_amount && !slip->has_quantity; }

static void read_row(Reading *reading, Book book)
{
    SlipFile *file = &reading->books->files.at[reading->file];
    if (table_failed(reading->table, reading->row))
        return;
    if (is_total(reading, book)) {
        file->totals++;
        return;
    }
    Slip *slip = slip_new(reading->books, book, reading->file, reading->row);
    reading->good = true;
    read_numbers(reading, slip);
    read_words(reading, slip);
    read_days(reading, slip);
    read_figures(reading, slip);
    bool empty = reading->good && is_empty(slip);
    file->empty += empty;
    if (empty || !reading->good)
        reading->books->slips.count--;
    else
        file->rows++;
}

/* ---- which book ---- */

static int score(const Reading *reading, Book book)
{
    int known = 0;
    for (int field = 0; field < FIELDS; field++)
        if (has_field(reading, field))
            known += FIELD_NAMES[field].books >> book & 1 ? (field == (int)OWN_NUMBER[book] || field == (int)OWN_DAY[book] ? 2 : 1) : -2;
    return known;
}

/* The book most of whose fields are there; -1 where two fit alike. */
static int recognise(Reading *reading)
{
    static const char *const OPTIONS[BOOKS] = { "--licences", "--declarations", "--filings", "--payments" };
    int best = 0, second = -1;
    for (int book = 1; book < BOOKS; book++) {
        int here = score(reading, book), most = score(reading, best);
        second = here >= most ? (here == most ? best : -1) : second;
        best = here > most ? book : best;
    }
    bool same = false;
    for (int book = 0; book < BOOKS; book++)
        if (book != best && score(reading, book) == score(reading, best))
            second = book, same = true;
    if (!same)
        return best;
    Text name = table_name(reading->table);
    Problem *problem = report_error(reading->task->report, "reconcile-book", SPAN_NONE, "the columns of " TEXT_FMT " fit %s and %s alike", TEXT_ARG(name), book_name(best), book_name(second));
    problem_hint(reading->task->report, problem, "Say which it is: %s FILE or %s FILE.", OPTIONS[best], OPTIONS[second]);
    return -1;
}

static bool read_table(Reading *reading, const SlipInput *input)
{
    const SlipReading *options = reading->options;
    ColumnsOptions columns = { .day_order = (DayOrder)options->day_order, .decimal = (DecimalSign)options->decimal, .accept_zeros = options->accept_zeros };
    reading->columns = columns_map(reading->task, reading->names, reading->table, &columns);
    int book = !reading->columns ? -1 : input->book >= 0 ? input->book : recognise(reading);
    if (book < 0)
        return false;
    reading->file = (uint32_t)reading->books->files.count;
    *LIST_ADD(reading->books->region, reading->books->files) =
        (SlipFile){ .name = table_name(reading->table), .form = reading->records ? TEXT("records") : text_of(table_form(reading->table)), .book = (Book)book,
                    .recognised = input->book < 0, .table = reading->table, .lines = reading->records ? reading->records->lines : NULL };
    reading->books->given[book] = true;
    size_t errors = reading->task->report->errors;
    for (reading->row = 0; reading->row < table_rows(reading->table) && !task_cancelled(reading->task); reading->row++)
        read_row(reading, (Book)book);
    reading->books->files.at[reading->file].failed = table_failures(reading->table);
    return reading->options->failed || reading->task->report->errors == errors;
}

/* ---- files ---- */

static bool read_records(Reading *reading, const SlipInput *input)
{
    Text bytes;
    RecordTable *records = REGION_NEW(reading->task->region, RecordTable);
    if (!file_bytes(reading->task, input->path, LIMIT_FILE_BYTES, &bytes) || !records_read(reading->task, text_of(input->path), bytes, records))
        return false;
    reading->records = records;
    reading->table = table_of(reading->task, text_of(input->path), records->csv, &(TableOptions){ 0 });
    return reading->table && read_table(reading, input);
}

static bool read_file(Reading *reading, const SlipInput *input)
{
    char start[64];
    size_t length = file_peek(input->path, start, sizeof start);
    reading->records = NULL;
    if (looks_like_records((Text){ start, length }))
        return read_records(reading, input);
    TableOptions options = { .encoding = reading->options->encoding, .sheet = reading->options->sheet, .keep_wrong = reading->options->failed };
    reading->table = table_read(reading->task, input->path, &options);
    return reading->table && read_table(reading, input);
}

static bool read_folder(Reading *reading, const SlipInput *input)
{
    static const char *const ENDINGS[] = { ".csv", ".xlsx", ".ods", ".tsv", ".xml", ".json" };
    bool good = true, any = false;
    for (size_t i = 0; i < sizeof ENDINGS / sizeof *ENDINGS; i++) {
        FileList files = files_below(reading->task, input->path, text_of(ENDINGS[i]));
        for (size_t k = 0; k < files.count; k++, any = true)
            good &= read_file(reading, &(SlipInput){ path_join(reading->task->region, text_of(input->path), files.at[k]), input->book });
    }
    if (!any)
        report_error(reading->task->report, "reconcile-folder", SPAN_NONE, "no table is in the folder \"%s\"", input->path);
    return good && any;
}

bool slips_read(Task *task, Books *books, const SlipInput *inputs, size_t count, const SlipReading *options)
{
    Reading reading = { .task = task, .books = books, .options = options };
    reading.names = column_names_open(task, options->data_folder, "reconcile-columns.csv");
    reading.words = reading.names ? slip_words_read(task, options->data_folder) : NULL;
    reading.currencies = reading.words ? read_currencies(task, options->data_folder) : NULL;
    bool good = reading.currencies && find_fields(&reading), ready = good;
    for (size_t i = 0; i < count && ready; i++)
        good &= directory_exists(inputs[i].path) ? read_folder(&reading, &inputs[i]) : read_file(&reading, &inputs[i]);
    return good;
}

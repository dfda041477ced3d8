/* casework/invoice_words.c - the names that people give columns of an invoice, and the words that tell what a line is.
 *
 * All are data: data/codelists/currencies.csv for the decimals of a currency, data/invoice-columns.csv (field, then names in three languages, parted by ";"), data/invoice-words.csv (kind, word). How names
 * of columns are held against them stands in columns.h; a word is found as a whole word, in scripts without blanks
 * anywhere.
 */
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/utf8.h"
#include "casework/invoice.h"

typedef struct KindWord {
    Text word;     /* small letters, not empty */
    unsigned sign; /* of its kind */
} KindWord;

typedef struct Currency {
    Text code;
    int32_t decimals;
} Currency;

typedef struct CodeName {
    Text name; /* small letters */
    Text code;
} CodeName;

typedef struct CodeNames {
    LIST_OF(CodeName) at; /* by bytes */
} CodeNames;

struct InvoiceWords {
    LIST_OF(Currency) currencies;
    CodeNames currency_names, country_names;
    LIST_OF(Text) totals;
    ColumnNames *columns;
    LIST_OF(KindWord) words; /* by bytes, */
    size_t starts[257];      /* so that those with first byte b are starts[b] .. starts[b + 1] - 1 */
};

static const Csv *data_table(Task *task, const char *data_folder, const char *name)
{
    const char *path = path_join(task->region, text_of(data_folder ? data_folder : "."), text_of(name));
    const Source *source = file_read(task, path, 0);
    return source ? csv_read(task, source) : NULL;
}

static void add_names(Task *task, InvoiceWords *words, Text key, Text names, bool is_code)
{
    ColumnHolds holds = is_code ? COLUMN_CODE : invoice_column_holds(key);
    while (names.length) {
        Text name = text_trim(text_cut(names, ';', &names));
        if (name.length)
            column_names_add(task, words->columns, key, holds, name);
    }
}

static void add_currencies(Task *task, InvoiceWords *words, const Csv *csv)
{
    int code = csv_column(csv, TEXT("code")), digits = csv_column(csv, TEXT("minor_units"));
    for (uint32_t row = 0; code >= 0 && digits >= 0 && row < csv->rows; row++) {
        Text text = csv_cell(csv, row, (uint32_t)digits)->text;
        if (text.length == 1)
            *LIST_ADD(task->region, words->currencies) = (Currency){ csv_cell(csv, row, (uint32_t)code)->text, text.at[0] - '0' };
    }
}

static int by_bytes(const void *a, const void *b)
{
    return text_compare(((const KindWord *)a)->word, ((const KindWord *)b)->word);
}

static int by_name(const void *a, const void *b)
{
    return text_compare(((const CodeName *)a)->name, ((const CodeName *)b)->name);
}

static void add_code_names(Task *task, CodeNames *names, const Csv *csv, Text code_column)
{
    int code = csv ? csv_column(csv, code_column) : -1;
    for (uint32_t row = 0; code >= 0 && row < csv->rows; row++)
        for (uint32_t column = 0; column < csv->columns; column++) {
            Text name = csv_cell(csv, row, column)->text;
            if (text_starts(csv->header[column].text, TEXT("name_")) && name.length)
                *LIST_ADD(task->region, names->at) = (CodeName){ utf8_lower(task->region, name), csv_cell(csv, row, (uint32_t)code)->text };
        }
    if (names->at.count)
        qsort(names->at.at, names->at.count, sizeof *names->at.at, by_name);
}

static Text code_named(Region *scratch, const CodeNames *names, Text told)
{
    RegionMark mark = region_mark(scratch);
    CodeName sought = { .name = utf8_lower(scratch, told) };
    const CodeName *found = names->at.count ? bsearch(&sought, names->at.at, names->at.count, sizeof sought, by_name) : NULL;
    region_drop(scratch, mark);
    return found ? found->code : told;
}

Text invoice_country_code(Region *scratch, const InvoiceWords *words, Text told) { return code_named(scratch, &words->country_names, told); }
Text invoice_currency_code(Region *scratch, const InvoiceWords *words, Text told) { return code_named(scratch, &words->currency_names, told); }

static void add_totals(Task *task, InvoiceWords *words, const Csv *kinds)
{
    for (uint32_t row = 0; row < kinds->rows && kinds->columns >= 2; row++)
        if (text_is(csv_cell(kinds, row, 0)->text, "total"))
            *LIST_ADD(task->region, words->totals) = utf8_lower(task->region, csv_cell(kinds, row, 1)->text);
}

static void add_kinds(Task *task, InvoiceWords *words, const Csv *kinds)
{
    for (uint32_t row = 0; row < kinds->rows && kinds->columns >= 2; row++) {
        KindWord word = { utf8_lower(task->region, csv_cell(kinds, row, 1)->text), invoice_sign(csv_cell(kinds, row, 0)->text) };
        if (word.word.length && word.sign)
            *LIST_ADD(task->region, words->words) = word;
    }
    if (words->words.count)
        qsort(words->words.at, words->words.count, sizeof *words->words.at, by_bytes);
    for (size_t i = 0; i < words->words.count; i++)
        words->starts[(unsigned char)words->words.at[i].word.at[0] + 1]++;
    for (size_t byte = 0; byte < 256; byte++)
        words->starts[byte + 1] += words->starts[byte];
}

/* A row of the data: the field, its names, and of a code the digits it has. */
static void add_field(Task *task, InvoiceWords *words, const Csv *columns, uint32_t row)
{
    int width = csv_column(columns, TEXT("width"));
    Text key = csv_cell(columns, row, 0)->text, widths = width < 0 ? TEXT_NONE : csv_cell(columns, row, (uint32_t)width)->text;
    for (uint32_t i = 0; i < columns->columns; i++)
        if ((int)i != width)
            add_names(task, words, key, csv_cell(columns, row, i)->text, widths.length > 0);
    if (widths.length)
        column_names_widths(words->columns, key, widths);
}

const InvoiceWords *invoice_words_of(Task *task, const InvoiceData *data)
{
    InvoiceWords *words = REGION_NEW(task->region, InvoiceWords);
    words->columns = column_names_new(task->region);
    add_currencies(task, words, data->currencies);
    add_code_names(task, &words->currency_names, data->currencies, TEXT("code"));
    add_code_names(task, &words->country_names, data->countries, TEXT("alpha2"));
    for (uint32_t row = 0; row < data->columns->rows; row++)
        add_field(task, words, data->columns, row);
    add_kinds(task, words, data->kinds);
    add_totals(task, words, data->kinds);
    return words;
}

const InvoiceWords *invoice_words_read(Task *task, const char *data_folder)
{
    InvoiceData data = { data_table(task, data_folder, "invoice-columns.csv"), data_table(task, data_folder, "invoice-words.csv"), data_table(task, data_folder, "codelists/currencies.csv"),
                         data_table(task, data_folder, "codelists/countries.csv") };
    return data.columns && data.kinds && data.currencies && data.countries ? invoice_words_of(task, &data) : NULL;
}

/* ---- rows of totals ---- */

static bool is_total_word(Task *task, const InvoiceWords *words, Text text)
{
    while (text.length && (text.at[text.length - 1] == ':' || text.at[text.length - 1] == '.'))
        text.length--;
    Text small = utf8_lower(task->region, text);
    for (size_t i = 0; i < words->totals.count; i++)
        if (text_equal(words->totals.at[i], small))
            return true;
    return false;
}

/* Digits and what stands between them; a currency beside them is three capitals. */
static bool is_figure(Text text)
{
    bool capitals = text.length == 3;
    bool digits = true;
    for (size_t i = 0; i < text.length; i++) {
        capitals = capitals && text.at[i] >= 'A' && text.at[i] <= 'Z';
        digits = digits && (unsigned char)text.at[i] < 0x80 && strchr("0123456789.,-+() %", text.at[i]);
    }
    return capitals || digits;
}

static bool is_total(Task *task, const InvoiceWords *words, const Table *table, uint32_t row)
{
    RegionMark mark = region_mark(task->region);
    bool word = false, other = false;
    for (uint32_t column = 0; column < table_columns(table) && !other; column++) {
        Text text = text_trim(table_cell(table, row, column).text);
        if (!text.length || is_figure(text) || !text_equal(invoice_currency_code(task->region, words, text), text))
            continue;
        bool total = !word && text.length < 40 && is_total_word(task, words, text);
        other = !total;
        word |= total;
    }
    region_drop(task->region, mark);
    return word && !other;
}

bool invoice_leave_total(Task *task, const InvoiceWords *words, const Table *table, uint32_t row)
{
    if (!is_total(task, words, table, row))
        return false;
    report_note(task->report, "table-totals", table_span(task->region, table, row, 0), "the row is one of totals: it is left out");
    return true;
}

bool invoice_minor_units(const InvoiceWords *words, Text currency, int32_t *decimals)
{
    for (size_t i = 0; i < words->currencies.count; i++)
        if (text_equal(words->currencies.at[i].code, currency)) {
            *decimals = words->currencies.at[i].decimals;
            return true;
        }
    return false;
}

const ColumnNames *invoice_columns(const InvoiceWords *words)
{
    return words->columns;
}

/* ---- words that tell what a line is ---- */

unsigned invoice_sign(Text kind)
{
    static const struct {
        const char *kind;
        LineSign sign;
    } signs[] = { { "carrier", LINE_IS_CARRIER }, { "software", LINE_IS_SOFTWARE }, { "service", LINE_IS_SERVICE }, { "royalty", LINE_IS_ROYALTY },
                  { "licence", LINE_IS_LICENCE }, { "machine", LINE_IS_MACHINE }, { "freight", LINE_IS_FREIGHT }, { "updates", LINE_SAYS_UPDATES } };
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (text_equal(kind, text_of(signs[i].kind)))
            return signs[i].sign;
    return 0;
}

static bool is_letter(Text text, size_t at)
{
    unsigned char byte = at < text.length ? (unsigned char)text.at[at] : ' ';
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
}

/* Words of Latin letters end where their letters end; signs of other scripts stand side by side. */
static bool stands_at(Text text, size_t at, Text word)
{
    if (text.length - at < word.length || memcmp(text.at + at, word.at, word.length) != 0)
        return false;
    bool begins = !is_letter(word, 0) || at == 0 || !is_letter(text, at - 1);
    return begins && (!is_letter(word, word.length - 1) || !is_letter(text, at + word.length));
}

bool invoice_is_letter(uint32_t sign)
{
    if (sign < 0xC0)
        return (sign >= '0' && sign <= '9') || (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z');
    return !(sign >= 0x2000 && sign < 0x2070) && !(sign >= 0x3000 && sign < 0x3040) && !(sign >= 0xFF00 && sign < 0xFF10);
}

/* The longest word that stands there; 0: none does. */
static size_t word_at(const InvoiceWords *words, Text small, size_t at)
{
    unsigned char first = (unsigned char)small.at[at];
    size_t longest = 0;
    for (size_t i = words->starts[first]; i < words->starts[first + 1]; i++)
        if (words->words.at[i].word.length > longest && stands_at(small, at, words->words.at[i].word))
            longest = words->words.at[i].word.length;
    return longest;
}

bool invoice_names_more(Region *scratch, const InvoiceWords *words, Text text)
{
    RegionMark mark = region_mark(scratch);
    Text small = utf8_lower(scratch, text);
    size_t covered = 0;
    bool more = false;
    for (size_t at = 0; at < small.length && !more;) {
        size_t from = at, to = from + word_at(words, small, from);
        covered = to > covered ? to : covered;
        more = invoice_is_letter(utf8_next(small, &at)) && from >= covered;
    }
    region_drop(scratch, mark);
    return more;
}

unsigned invoice_signs_in(Region *scratch, const InvoiceWords *words, Text text)
{
    RegionMark mark = region_mark(scratch);
    Text small = utf8_lower(scratch, text);
    unsigned signs = 0;
    for (size_t at = 0; at < small.length; at++) {
        unsigned char first = (unsigned char)small.at[at];
        for (size_t i = words->starts[first]; i < words->starts[first + 1]; i++)
            if (stands_at(small, at, words->words.at[i].word))
                signs |= words->words.at[i].sign;
    }
    region_drop(scratch, mark);
    return signs;
}

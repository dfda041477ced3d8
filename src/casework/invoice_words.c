/* casework/invoice_words.c - the names that people give columns of an invoice, and the words that tell what a line is.
 *
 * All are data: data/codelists/currencies.csv for the decimals of a currency, data/invoice-columns.csv (field, then names in three languages, parted by ";"), data/invoice-words.csv (kind, word). How names
 * of columns are held against them stands in columns.h; a word is found as a whole word, in scripts without blanks
 * anywhere.
 */
#include <stdlib.h>

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

struct InvoiceWords {
    LIST_OF(Currency) currencies;
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

static void add_names(Task *task, InvoiceWords *words, Text key, Text names)
{
    while (names.length) {
        Text name = text_trim(text_cut(names, ';', &names));
        if (name.length)
            column_names_add(task, words->columns, key, invoice_column_holds(key), name);
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

const InvoiceWords *invoice_words_of(Task *task, const Csv *columns, const Csv *kinds, const Csv *currencies)
{
    InvoiceWords *words = REGION_NEW(task->region, InvoiceWords);
    words->columns = column_names_new(task->region);
    add_currencies(task, words, currencies);
    for (uint32_t row = 0; row < columns->rows; row++)
        for (uint32_t i = 0; i < columns->columns; i++)
            add_names(task, words, csv_cell(columns, row, 0)->text, csv_cell(columns, row, i)->text);
    add_kinds(task, words, kinds);
    return words;
}

const InvoiceWords *invoice_words_read(Task *task, const char *data_folder)
{
    const Csv *columns = data_table(task, data_folder, "invoice-columns.csv"), *kinds = data_table(task, data_folder, "invoice-words.csv");
    const Csv *currencies = data_table(task, data_folder, "codelists/currencies.csv");
    return columns && kinds && currencies ? invoice_words_of(task, columns, kinds, currencies) : NULL;
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

/* casework/invoice_words.c - the names that people give columns of an invoice, and the words that tell what a line is.
 *
 * All are data: data/codelists/currencies.csv for the decimals of a currency, data/invoice-columns.csv (field, then names in three languages, parted by ";"), data/invoice-words.csv (kind, word). A
 * name of a column is held against them without capitals, blanks and signs; a word is found as a whole word, in scripts without blanks
 * anywhere.
 */
#include "base/csv.h"
#include "base/file.h"
#include "base/utf8.h"
#include "casework/invoice.h"

typedef struct NamedColumn {
    Text name; /* squeezed */
    char *key;
} NamedColumn;

typedef struct KindWord {
    Text kind;
    Text word; /* small letters */
} KindWord;

typedef struct Currency {
    Text code;
    int32_t decimals;
} Currency;

struct InvoiceWords {
    LIST_OF(Currency) currencies;
    LIST_OF(NamedColumn) columns;
    LIST_OF(KindWord) words;
};

/* Small letters; what only parts words is left out: "Unit price" and "unit_price" are one. */
static Text squeezed(Region *region, Text name)
{
    Text small = utf8_lower(region, name);
    Builder out = builder_on(region);
    for (size_t i = 0; i < small.length; i++)
        if (!memchr(" _.-#/()\t", small.at[i], 9))
            build_byte(&out, small.at[i]);
    return builder_text(&out);
}

static const Csv *table_read(Task *task, const char *data_folder, const char *name)
{
    const char *path = path_join(task->region, text_of(data_folder ? data_folder : "."), text_of(name));
    const Source *source = file_read(task, path, 0);
    return source ? csv_read(task, source) : NULL;
}

static void add_names(Task *task, InvoiceWords *words, Text key, Text names)
{
    char *field = text_string(task->region, key);
    while (names.length) {
        Text name = text_trim(text_cut(names, ';', &names));
        if (name.length)
            *LIST_ADD(task->region, words->columns) = (NamedColumn){ squeezed(task->region, name), field };
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

const InvoiceWords *invoice_words_of(Task *task, const Csv *columns, const Csv *kinds, const Csv *currencies)
{
    InvoiceWords *words = REGION_NEW(task->region, InvoiceWords);
    add_currencies(task, words, currencies);
    for (uint32_t row = 0; row < columns->rows; row++)
        for (uint32_t i = 0; i < columns->columns; i++)
            add_names(task, words, csv_cell(columns, row, 0)->text, csv_cell(columns, row, i)->text);
    for (uint32_t row = 0; row < kinds->rows && kinds->columns >= 2; row++)
        *LIST_ADD(task->region, words->words) = (KindWord){ csv_cell(kinds, row, 0)->text, utf8_lower(task->region, csv_cell(kinds, row, 1)->text) };
    return words;
}

const InvoiceWords *invoice_words_read(Task *task, const char *data_folder)
{
    const Csv *columns = table_read(task, data_folder, "invoice-columns.csv"), *kinds = table_read(task, data_folder, "invoice-words.csv");
    const Csv *currencies = table_read(task, data_folder, "codelists/currencies.csv");
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

const char *invoice_column(Region *scratch, const InvoiceWords *words, Text name)
{
    RegionMark mark = region_mark(scratch);
    Text wanted = squeezed(scratch, name);
    const char *found = NULL;
    for (size_t i = 0; i < words->columns.count && !found; i++)
        if (text_equal(words->columns.at[i].name, wanted))
            found = words->columns.at[i].key;
    region_drop(scratch, mark);
    return found;
}

/* ---- words that tell what a line is ---- */

static bool is_letter(Text text, size_t at)
{
    unsigned char byte = at < text.length ? (unsigned char)text.at[at] : ' ';
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
}

static bool holds_word(Text text, Text word)
{
    for (size_t at = text_find(text, word, 0); at != SIZE_MAX; at = text_find(text, word, at + 1)) {
        bool begins = !is_letter(word, 0) || at == 0 || !is_letter(text, at - 1);
        bool ends = !is_letter(word, word.length - 1) || !is_letter(text, at + word.length);
        if (begins && ends)
            return true;
    }
    return false;
}

bool invoice_word_in(Region *scratch, const InvoiceWords *words, const char *kind, Text text, Text *word)
{
    RegionMark mark = region_mark(scratch);
    Text small = utf8_lower(scratch, text);
    bool found = false;
    for (size_t i = 0; i < words->words.count && !found; i++) {
        const KindWord *candidate = &words->words.at[i];
        found = text_equal(candidate->kind, text_of(kind)) && candidate->word.length && holds_word(small, candidate->word);
        if (found && word)
            *word = candidate->word;
    }
    region_drop(scratch, mark);
    return found;
}

/* casework/invoice.h - a commercial invoice: what it says, value by value, each with its place in the file it was read from.
 *
 *     UBL, CII ┐
 *     JSON ────┼─▶ Invoice ──▶ invoice_check.h (findings), invoice_case.h (a case), invoice_ubl.h (UBL again)
 *     CSV, XLSX┘
 *
 * An invoice is a head and records of five groups: lines, charges, taxes, references, notes. Which fields each may have stands once in
 * invoice_fields.def. A reader forgives the order of columns and keys and their names in three languages; never a figure: what is no
 * plain decimal number, and a field that is told twice, is refused with its place.
 */
#ifndef DECLARANT_CASEWORK_INVOICE_H
#define DECLARANT_CASEWORK_INVOICE_H

#include "base/csv.h"
#include "casework/columns.h"

typedef enum InvoiceGroup { GROUP_HEAD, GROUP_LINE, GROUP_CHARGE, GROUP_TAX, GROUP_REFERENCE, GROUP_NOTE, INVOICE_GROUPS } InvoiceGroup;

typedef enum InvoiceKind { /* of a field */
    INVOICE_TEXT,
    INVOICE_NUMBER,   /* quantity, rate in per cent: digits with an optional sign and point */
    INVOICE_AMOUNT,   /* the same, money */
    INVOICE_DAY,      /* ISO day */
    INVOICE_CURRENCY, /* ISO 4217, three capitals */
    INVOICE_COUNTRY,  /* ISO 3166-1 alpha-2, two capitals */
    INVOICE_LIST      /* texts; `text` holds them joined by "; " */
} InvoiceKind;

#define HEAD(id, key, kind) HEAD_##id,
typedef enum HeadField {
#include "casework/invoice_fields.def"
    HEAD_FIELDS
} HeadField;
#define LINE(id, key, kind) LINE_##id,
typedef enum LineField {
#include "casework/invoice_fields.def"
    LINE_FIELDS
} LineField;
#define CHARGE(id, key, kind) CHARGE_##id,
typedef enum ChargeField {
#include "casework/invoice_fields.def"
    CHARGE_FIELDS
} ChargeField;
#define TAX(id, key, kind) TAX_##id,
typedef enum TaxField {
#include "casework/invoice_fields.def"
    TAX_FIELDS
} TaxField;
#define REFERENCE(id, key, kind) REFERENCE_##id,
typedef enum ReferenceField {
#include "casework/invoice_fields.def"
    REFERENCE_FIELDS
} ReferenceField;
#define NOTE(id, key, kind) NOTE_##id,
typedef enum NoteField {
#include "casework/invoice_fields.def"
    NOTE_FIELDS
} NoteField;

typedef struct InvoiceField {
    const char *key;  /* "seller.name" */
    InvoiceKind kind;
} InvoiceField;

typedef struct InvoiceFields { /* of a group */
    uint32_t count;
    const InvoiceField *at;
} InvoiceFields;
InvoiceFields invoice_fields(InvoiceGroup group);
/* The number of a field by its key, or -1. */
int invoice_field(InvoiceGroup group, Text key);

typedef struct InvoiceValue {
    bool told;
    Text text;      /* as read, without blanks around it */
    size_t room;    /* LIST: bytes that `text` may grow to where it stands; 0: it is somebody else's */
    Decimal number; /* NUMBER, AMOUNT */
    int64_t day;    /* DAY: since 1970-01-01 */
    Text currency;  /* of an AMOUNT that names one itself; empty: the invoice's */
    Text element;   /* where in the file: "InvoiceLine[2]/Price/PriceAmount", "/lines/1/unit_price", "Unit price" */
    Span span;      /* the same as bytes; none in an invoice that was made */
} InvoiceValue;

typedef struct InvoiceRecord {
    InvoiceValue *at; /* as many as its group has fields */
    Text element;     /* of the whole record: "InvoiceLine[2]" */
    Span span;
} InvoiceRecord;

typedef LIST_OF(InvoiceRecord) InvoiceRecords;

typedef struct Invoice {
    const Source *source; /* NULL: made, or read from a table */
    Text name;            /* of the file; empty: made */
    const char *form;     /* "UBL 2.1", "CII", "JSON", "CSV", "XLSX" */
    InvoiceRecord head;
    InvoiceRecords of[INVOICE_GROUPS]; /* GROUP_LINE ... GROUP_NOTE; of[GROUP_HEAD] stays empty */
    Region *region;
} Invoice;

static inline const InvoiceValue *invoice_head(const Invoice *invoice, HeadField field) { return &invoice->head.at[field]; }
static inline const InvoiceRecords *invoice_lines(const Invoice *invoice) { return &invoice->of[GROUP_LINE]; }

/* Names of columns and words that tell what a line is, in three languages: data/invoice-columns.csv, data/invoice-words.csv. */
typedef struct InvoiceWords InvoiceWords;
/* NULL with an error. `data_folder`: where catalogues lie. */
const InvoiceWords *invoice_words_read(Task *task, const char *data_folder);
typedef struct InvoiceData { /* the tables of these words, which live as long as they */
    const Csv *columns;    /* fields and their names */
    const Csv *kinds;      /* kinds and their words */
    const Csv *currencies; /* codes, decimals, names */
    const Csv *countries;  /* codes and names; NULL: none */
} InvoiceData;
/* The same of tables that were read. */
const InvoiceWords *invoice_words_of(Task *task, const InvoiceData *data);
/* The code of a country or currency that is called so in one of the three languages; else what was told. */
Text invoice_country_code(Region *scratch, const InvoiceWords *words, Text told);
Text invoice_currency_code(Region *scratch, const InvoiceWords *words, Text told);
/* Is the row one of totals: a word for a total, and beside it nothing but figures? Then that is told as a note. */
bool invoice_leave_total(Task *task, const InvoiceWords *words, const Table *table, uint32_t row);
/* What the words of a text speak of. */
typedef enum LineSign {
    LINE_IS_CARRIER = 1, LINE_IS_SOFTWARE = 2, LINE_IS_SERVICE = 4, LINE_IS_ROYALTY = 8, LINE_IS_LICENCE = 16, LINE_IS_MACHINE = 32, LINE_IS_FREIGHT = 64, LINE_SAYS_UPDATES = 128,
    LINE_IN_DOUBT = 256,  /* beside others of its product it is for the carrier alone, or for carrier and software */
    LINE_OF_PRODUCT = 512 /* a carrier whose name has the product's word for software */
} LineSign;
/* The sign of a kind ("carrier"); 0: it is none. */
unsigned invoice_sign(Text kind);
/* The signs of all words in a text: whole words, capitals aside. */
unsigned invoice_signs_in(Region *scratch, const InvoiceWords *words, Text text);
/* Letters, digits and signs of words, not what stands between them. */
bool invoice_is_letter(uint32_t sign);
/* Does a text name anything beside such words? */
bool invoice_names_more(Region *scratch, const InvoiceWords *words, Text text);

/* Decimals of a currency by ISO 4217; false: it is none that is in use. */
bool invoice_minor_units(const InvoiceWords *words, Text currency, int32_t *decimals);

typedef struct InvoiceReading { /* zeros are the defaults */
    TableOptions table;
    ColumnsOptions columns;
} InvoiceReading;
/* Reads bytes by what they begin with: "<" UBL or CII, "{" JSON, else a table, CSV or a workbook. NULL with errors, each with its place. The bytes must live
 * as long as the invoice. */
const Invoice *invoice_open(Task *task, const InvoiceWords *words, Text name, Text bytes, const InvoiceReading *options);
/* The same of text that was read; a table is CSV. */
const Invoice *invoice_read(Task *task, const InvoiceWords *words, const Source *source);
typedef struct InvoiceRows {
    const uint32_t *at;
    uint32_t count;
} InvoiceRows;
/* The invoice that some rows of a table make; `rows` NULL: all of them. */
const Invoice *invoice_of_rows(Task *task, const InvoiceWords *words, Table *table, Columns *columns, const InvoiceRows *rows);
/* What its columns may be called; keys are those of the fields. */
const ColumnNames *invoice_columns(const InvoiceWords *words);

/* ---- making one ---- */

Invoice *invoice_new(Task *task, const Source *source, const char *form);
InvoiceRecord *invoice_add(Invoice *invoice, InvoiceGroup group);
/* Sets a field from text, by its kind. False with an error at the value's span: not of its kind, or told before with another text.
 * `told` holds text, span, element and, of an amount, its currency. An empty text is not told. */
bool invoice_tell(Task *task, InvoiceRecord *record, InvoiceGroup group, uint32_t field, const InvoiceValue *told);
/* The same of a made invoice, which cannot fail. */
void invoice_put(Invoice *invoice, InvoiceRecord *record, InvoiceGroup group, uint32_t field, Text text);
void invoice_put_number(Invoice *invoice, InvoiceRecord *record, InvoiceGroup group, uint32_t field, const Decimal *number);

/* ---- inside of the room ---- */

struct XmlElement;
bool invoice_read_ubl(Task *task, Invoice *invoice, const struct XmlElement *root); /* invoice_ubl_read.c */
bool invoice_read_cii(Task *task, Invoice *invoice, const struct XmlElement *root); /* invoice_cii_read.c */
/* Is the document of that form? */
bool invoice_is_cii(const struct XmlElement *root);
bool invoice_read_json(Task *task, Invoice *invoice); /* invoice_json.c */
bool invoice_within_limits(Task *task, const Invoice *invoice);
/* What its columns hold by the kinds of its fields. */
ColumnHolds invoice_column_holds(Text key);

#endif

/* casework/slips.h - the four books of a quarter as slips: one for each row, from whatever file or ledger it came.
 *
 * Names are numbers of a pool in which what differs only in capitals, blanks or widths is one; figures are whole ten-thousandths: exact,
 * small and quick to compare. What does not fit is an error with its place, never rounded.
 */
#ifndef DECLARANT_CASEWORK_SLIPS_H
#define DECLARANT_CASEWORK_SLIPS_H

#include "base/task.h"
#include "casework/pairing.h"
#include "value/decimal.h"

typedef enum Book { BOOK_LICENCES, BOOK_DECLARATIONS, BOOK_FILINGS, BOOK_PAYMENTS, BOOKS } Book;
const char *book_name(Book book); /* "licences" ... */

typedef enum Leg { LEG_DECLARED, LEG_PAID, LEG_FILED, LEGS } Leg;
const char *leg_name(Leg leg);    /* "licences and declarations" ... */

/* ---- slips ---- */

typedef enum SlipWhen { SLIP_INSIDE, SLIP_NEAR, SLIP_UNDATED, SLIP_OUTSIDE } SlipWhen; /* of the period; NEAR: within the window */
typedef enum Delivery { DELIVERY_UNTOLD, DELIVERY_CARRIER, DELIVERY_NETWORK, DELIVERY_OTHER } Delivery;
typedef enum Assessed { ASSESSED_UNTOLD, ASSESSED_DONE, ASSESSED_DECLARE } Assessed;

enum { SLIP_NONE = UINT32_MAX };

/* Texts are numbers of a NamePool: of `numbers` where that is said, else of `names`; 0: not told. */
typedef struct Slip {
    uint8_t book, when, delivery, assessed;
    bool has_amount, has_quantity, has_used;
    bool is_recordal;       /* a filing that is a recordal */
    bool twice;             /* the same stands before: `same_as` */
    uint32_t file, line;    /* of SlipFile, and where in it */
    uint32_t number, item, recordal, ruling;         /* of numbers */
    uint32_t to_licence, to_declaration, to_payment; /* of numbers: what it refers to */
    uint32_t contract, product, version, currency, code, form, purpose, case_id;
    int64_t amount, quantity, used; /* in ten-thousandths */
    int32_t day, until, due, other_day; /* UNIT_NO_DAY: not told. until: of licence, recordal or ruling; other_day: payment day on a filing */
    uint32_t group[LEGS];   /* 1 + its group; 0: none. Of a payment among filings: one of them */
    bool has_recordal;      /* a payment that one of the filings registers */
    uint32_t same_as;       /* slip; SLIP_NONE */
} Slip;

/* ---- names (slips_names.c) ---- */

typedef struct NamePool NamePool;
Text name_shown(const NamePool *pool, uint32_t name); /* as it was written first; empty of 0 */
/* Its place in the order of all names, without capitals, blanks and widths; 0 of 0. */
uint32_t name_rank(const NamePool *pool, uint32_t name);
Text name_of_rank(const NamePool *pool, uint32_t rank);

NamePool *name_pool(Region *region);
uint32_t name_put(NamePool *pool, Text text); /* the text must live as long as the pool */
uint32_t name_find(const NamePool *pool, Text text); /* 0: none like it */
uint32_t name_folded(const NamePool *pool, uint32_t name); /* the first that is like it */
uint64_t name_hash(const NamePool *pool, uint32_t name);   /* of the folded name: an order that does not hang on when it came */
size_t names_count(const NamePool *pool);
void names_rank(NamePool *pool); /* once all are there */

typedef struct SlipFile {
    Text name;
    Text form;           /* "CSV", "XLSX", "records" (XML, JSON), "ledger" */
    Book book;
    const uint32_t *lines; /* of a list of records: the line of each row; NULL: none */
    bool recognised;     /* by its columns, and not told */
    const void *table;   /* a Table (casework/table.h), of which `line` is a row from 0; NULL: none, `line` is a line or 0 */
    uint32_t rows;       /* slips */
    uint32_t totals;     /* rows of totals: left out */
    uint32_t empty;      /* rows with neither number nor contract nor figure: left out */
    uint32_t failed;     /* rows that could not be read */
} SlipFile;

typedef struct Books {
    Region *region;
    LIST_OF(SlipFile) files;
    LIST_OF(Slip) slips;
    NamePool *names, *numbers;
    bool given[BOOKS];
} Books;

static inline bool slip_is_of_ledger(const Books *books, const Slip *slip) { return text_is(books->files.at[slip->file].form, "ledger"); }

/* ---- reading ---- */

typedef struct SlipInput {
    const char *path;
    int book;            /* Book, or -1: by its columns */
} SlipInput;

typedef struct SlipReading { /* as the options say; see base/encoding.h, casework/table.h, casework/columns.h */
    Text encoding, sheet, accept_zeros;
    int day_order, decimal;
    const char *data_folder;
    bool failed;         /* rows that cannot be read do not stop the work: they are put aside */
} SlipReading;

/* False with errors. */
bool slips_read(Task *task, Books *books, const SlipInput *inputs, size_t count, const SlipReading *reading);
Slip *slip_new(Books *books, Book book, uint32_t file, uint32_t line);
/* False: more than four digits after the point, or too large. */
bool slip_figure(const Decimal *number, int64_t *figure);
/* "line 12", "Sheet1!5"; or empty. */
Text slip_place(Region *region, const Books *books, const Slip *slip);
/* Figures in ten-thousandths as text. */
Text figure_text(Region *region, __int128 figure);

/* ---- words: data/reconcile-words.csv ---- */

typedef enum WordKind { WORD_KIND_NONE, WORD_KIND_TOTAL, WORD_KIND_CARRIER, WORD_KIND_NETWORK, WORD_KIND_RECORDAL, WORD_KIND_ASSESSED, WORD_KIND_DECLARE, WORD_KINDS } WordKind;
typedef struct SlipWords SlipWords;
const SlipWords *slip_words_read(Task *task, const char *data_folder);
WordKind slip_word(const SlipWords *words, Text text);
/* "licence" of a word whose kind is "purpose licence"; empty: `text` is no word of such a kind. */
Text slip_word_means(const SlipWords *words, Text kind, Text text);

#endif

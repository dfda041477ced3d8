/* papers/paper.h - a paper: what a command found, in one shape that all writers read.
 *
 *     result of casework ──▶ Paper ──▶ text on a terminal, JSON, CSV, XLSX, HTML
 *
 * A paper is a title, a verdict and parts. A part is a table; with `record` it is one thing, told line by line. Every cell has what a
 * machine reads ("7890000.00", "2025-12-05", "red") and may have other words for people. Keys and plain values are the same in every
 * language, titles and words are the reader's. Nothing here knows a country: rows come from determinations and from what was given.
 */
#ifndef DECLARANT_PAPERS_PAPER_H
#define DECLARANT_PAPERS_PAPER_H

#include "papers/articles.h"
#include "rulebook/phrases.h"
#include "value/date.h"

enum { PAPER_COLUMNS = 20 }; /* of one part at most; a record has as many lines as it needs */

typedef enum PaperKind { /* what a column holds, and so how it is shown and written */
    PAPER_TEXT,          /* words as they are */
    PAPER_WORD,          /* one of a closed list: `plain` is the word of the machine form */
    PAPER_NUMBER,        /* decimal digits without an exponent: counts, quantities */
    PAPER_AMOUNT,        /* the same, money: shown with two decimals at least and with separators; its currency stands beside it */
    PAPER_RATE,          /* a fraction, shown as per cent */
    PAPER_DAY,           /* ISO day */
    PAPER_CODE,          /* text whose leading zeros and dots count: never a number in a spreadsheet */
    PAPER_YES            /* "true", "false", or nothing when it is not known */
} PaperKind;

typedef enum PaperTone { TONE_PLAIN, TONE_STRONG, TONE_FAINT, TONE_GOOD, TONE_DOUBT, TONE_BAD } PaperTone;

typedef struct PaperCell {
    Text plain;     /* for machines; empty: nothing is there, null in JSON */
    Text words;     /* for people; empty: `plain`, shown as the column's kind asks */
    PaperTone tone; /* never the only bearer of a meaning */
} PaperCell;

typedef struct PaperColumn {
    const char *key; /* "customs_value": key in JSON, header in CSV */
    Text title;      /* for people */
    PaperKind kind;
    bool aside;      /* in the machine forms and spreadsheets alone: text and HTML leave it out */
} PaperColumn;

typedef struct PaperRow {
    PaperCell *cells; /* as many as the part has columns */
    uint32_t level;   /* of a tree: how far its first cell is indented */
    Text below;       /* a remark under it, such as why; or empty. "remark" in the machine forms */
} PaperRow;

typedef struct PaperPart {
    const char *key;  /* "gates": its key in JSON, with --part, and the name of its sheet */
    Text title;
    Text lead;        /* a sentence above it; or empty */
    Text none;        /* what is said in place of a table without rows; empty: such a part is left out for people */
    bool record;      /* one row, shown line by line, an object in JSON */
    bool aside;       /* in the machine forms and spreadsheets alone: text and HTML leave it out */
    bool main;        /* the part that CSV writes unless --part names another; one of a paper, else its first table */
    LIST_OF(PaperColumn) columns;
    LIST_OF(PaperRow) rows;
    Region *region;
    int language;     /* the paper's */
} PaperPart;

typedef struct Paper {
    Region *region;
    int language;       /* 0 en, 1 zh, 2 vi */
    const Phrases *phrases; /* what pages say, in other languages; NULL: in English */
    const char *kind;   /* "clear": what paper it is, and the name of its files */
    Text title;
    Text about;         /* the case or file it is on; or empty */
    PaperCell verdict;  /* "green" and "You may ship and pay.", with its tone; or empty */
    LIST_OF(PaperPart *) parts;
    LIST_OF(Text) notes; /* sentences at the end: assumptions, what was not looked at */
    Text law;           /* hash of the law's pages it rests on; or empty */
    Text as_of;         /* ISO day of --as-of; or empty */
} Paper;

/* ---- making one ---- */

/* Keys and `kind` are literals of ours, snake_case; no key of a part is one that paper_json writes for itself. */
Paper *paper_new(Region *region, const char *kind, Text title, int language);
/* What it rests on: hash of the law, --as-of. */
void paper_rests_on(Paper *paper, const Determination *answer);
PaperPart *paper_part(Paper *paper, const char *key, Text title);
PaperPart *paper_record(Paper *paper, const char *key, Text title);
void paper_column(PaperPart *part, const char *key, Text title, PaperKind kind);
/* The same of one that people are not shown. */
void paper_column_aside(PaperPart *part, const char *key, Text title, PaperKind kind);
/* A new row of empty cells, good until the next one is added. All columns come first. */
PaperRow *paper_row(PaperPart *part);
/* A new row with its cells in the order of the columns: ADD_ROW(part, cell_plain(id), cell_none(), ...). */
PaperRow *paper_row_of(PaperPart *part, const PaperCell *cells, size_t count);
#define ADD_ROW(part, ...) paper_row_of((part), (const PaperCell[]){ __VA_ARGS__ }, sizeof((const PaperCell[]){ __VA_ARGS__ }) / sizeof(PaperCell))
/* Sets the cell of a column that the part has. */
void paper_cell(PaperPart *part, PaperRow *row, const char *key, PaperCell cell);
/* A line of a record. */
void paper_line(PaperPart *record, const char *key, Text title, PaperKind kind, PaperCell cell);
void paper_note(Paper *paper, Text sentence);

/* Cells. */
static inline PaperCell cell_plain(Text plain) { return (PaperCell){ .plain = plain }; }
static inline PaperCell cell_words(Text plain, Text words) { return (PaperCell){ .plain = plain, .words = words }; }
static inline PaperCell cell_toned(Text plain, Text words, PaperTone tone) { return (PaperCell){ plain, words, tone }; }
static inline PaperCell cell_none(void) { return (PaperCell){ .plain = TEXT_NONE }; }
static inline PaperCell cell_yes(bool yes) { return cell_plain(yes ? TEXT("true") : TEXT("false")); }
static inline PaperCell cell_day(Region *region, int64_t day) { return cell_plain(date_text(region, day)); }
PaperCell cell_count(Region *region, uint64_t count);
/* A value of a determination: numbers, days, texts; what is open or absent in words, with nothing for machines. */
PaperCell cell_value(const Paper *paper, const Determination *answer, Value value);

/* ---- showing it: what the writers for people share ---- */

/* The words of a cell: its own, else its plain value as its column's kind asks ("7,890,000.00", "10.5%", "yes"). */
Text cell_shown(const Paper *paper, PaperKind kind, PaperCell cell);
/* The words of a row's first cell behind as many blanks as its level asks. */
Text row_indented(const Paper *paper, const PaperRow *row, Text shown);
static inline bool kind_is_figure(PaperKind kind) { return kind == PAPER_NUMBER || kind == PAPER_AMOUNT || kind == PAPER_RATE; }
/* Has the part nothing to show, not even a sentence in place of its rows? */
static inline bool part_is_silent(const PaperPart *part) { return part->aside || (!part->rows.count && !part->none.length); }
/* Is there a remark under any of its rows? */
bool part_has_remarks(const PaperPart *part);
/* "Law sha256:0123456789abcdef, as of 2025-12-05." or what there is of it. */
Text paper_basis(const Paper *paper);

/* ---- writing it ---- */

/* { "paper": kind, "title", "about", "verdict": { "is", "says" }, PART: [ {...} ] or {...}, ..., "notes", "law", "as_of" } */
void paper_json(Builder *out, const Paper *paper, bool compact);
/* One table, RFC 4180 with the keys as header and, where rows have remarks, "remark" behind them: part `key`, or the main one when it is
 * empty. Cells that a spreadsheet would reckon with (= + - @ and their wide forms, tab, line ends; no plain number) begin with an
 * apostrophe. False with an error [no-part] that names the parts there are. */
bool paper_csv(Task *task, Builder *out, const Paper *paper, Text key);
/* Office Open XML: a sheet "about", then one a part. Amounts and rates stand as exact text beside a number column that can be summed.
 * The same bytes for the same paper. False with an error: no libxlsxwriter [no-library], more rows than a sheet has [sheet-rows]. */
bool paper_xlsx(Task *task, Builder *out, const Paper *paper);
/* One file that opens without a network, in light and dark, and prints well. */
void paper_html(Builder *out, const Paper *paper);

#endif

/* papers/paper_words.h - what a paper says in its reader's language, and the cells that papers of many kinds make alike. */
#ifndef DECLARANT_PAPERS_PAPER_WORDS_H
#define DECLARANT_PAPERS_PAPER_WORDS_H

#include "papers/paper.h"
#include "papers/words.h"

/* A word of our own. */
Text paper_word(const Paper *paper, Word which);
/* A form with its blanks {1} .. {9} filled. */
Text paper_form(const Paper *paper, Word form, const Text *with, size_t count);
#define PAPER_FILLED(paper, form, ...) paper_form((paper), (form), (const Text[]){ __VA_ARGS__ }, sizeof((const Text[]){ __VA_ARGS__ }) / sizeof(Text))
/* What a page says; the English where nobody translated it. */
Text paper_phrase(const Paper *paper, Text english);

/* Columns that are known beforehand, as a table:
 *
 *     ADD_COLUMNS(part, COLUMN("day", WORD_CLEAR_DAY, PAPER_DAY), ASIDE("record", WORD_LEDGER_RECORD, PAPER_CODE));
 */
typedef struct TableColumn {
    const char *key; /* as in PaperColumn; NULL: this column is left out */
    Word title;
    PaperKind kind;
    bool aside;      /* in the machine forms and spreadsheets alone */
} TableColumn;
#define COLUMN(key, title, kind) { (key), (title), (kind), false }
#define ASIDE(key, title, kind) { (key), (title), (kind), true }
/* Where it depends. */
#define COLUMN_IF(is, key, title, kind) { (is) ? (key) : NULL, (title), (kind), false }
#define ASIDE_IF(is, key, title, kind) { (key), (title), (kind), (is) }
void paper_columns(PaperPart *part, const TableColumn *columns, size_t count);
#define ADD_COLUMNS(part, ...) paper_columns((part), (const TableColumn[]){ __VA_ARGS__ }, sizeof((const TableColumn[]){ __VA_ARGS__ }) / sizeof(TableColumn))

/* A plain word of a closed list and what the reader calls it: "TOTAL_", "border". */
PaperCell word_cell(const Paper *paper, const char *prefix, Text plain);
/* A text of a page, for machines in English. */
PaperCell phrase_cell(const Paper *paper, Text english);
/* "ROW: PEN420 15(4)", faint. */
PaperCell article_cell(const Paper *paper, const Entry *entry);

#endif

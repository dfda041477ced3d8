/* rulebook/markdown.h - a page of Markdown as blocks: front matter, headings, paragraphs, tables, fenced text.
 *
 *     bytes ──page_split──▶ Document ──reader.c──▶ Page
 *
 * Markdown libraries are too kind for law: they drop surplus cells, fill in missing ones, and take a plain line below a
 * table for one more row. This reader refuses all that. Everything it gives is a span of the source; nothing is copied.
 */
#ifndef DECLARANT_RULEBOOK_MARKDOWN_H
#define DECLARANT_RULEBOOK_MARKDOWN_H

#include "base/task.h"

typedef struct FrontEntry { /* "key: value" */
    Span key, value;        /* value of no bytes: nothing stands behind the colon */
} FrontEntry;

typedef enum BlockKind { BLOCK_HEADING, BLOCK_PARAGRAPH, BLOCK_TABLE, BLOCK_FENCE } BlockKind;

typedef struct Block {
    BlockKind kind;
    Span span;             /* all its lines, without the last line's end */
    uint8_t level;         /* HEADING: 1 .. 6 */
    Span text;             /* HEADING: its words; FENCE: the lines between the fences */
    Span info;             /* FENCE: "feel" */
    uint32_t column_count; /* TABLE */
    uint32_t row_count;    /* TABLE: body rows; rows with a wrong number of cells are left out */
    const Span *cells;     /* TABLE: header first, then row by row; trimmed */
} Block;

typedef struct Document {
    const Source *source;   /* what the spans lie in: the page, with "\|" in cells already read as "|" */
    const Source *original; /* the page as it was read */
    bool has_front;
    uint32_t front_count;
    const FrontEntry *front;
    uint32_t body;          /* first byte behind the front matter */
    uint32_t block_count;
    const Block *blocks;
    bool without_examples;  /* set by the caller between the two steps: of tables of examples only the header is read */
    bool rows_lost;         /* some rows were left out, so counting and looking up rows proves nothing */
} Document;

/* A line of a paragraph that counts begins with one of these words, and runs on to the next such line or the paragraph's end. */
typedef enum LineWord { LINE_GIVEN, LINE_CASES, LINE_SOURCE, LINE_NOT_MODELLED, LINE_TABLE, LINE_PLAIN } LineWord;
/* Which word the line begins with; PLAIN: it is prose. */
LineWord line_word(Text line);
/* "Given:"; empty of PLAIN. */
Text line_word_text(LineWord word);

/* Begin `document` over `source` and read its front matter; faults are reported. */
void document_begin(Task *task, Document *document, const Source *source);
/* Read all blocks behind the front matter; faults are reported, and what can be read is read. */
void document_blocks(Task *task, Document *document);

static inline Span block_cell(const Block *table, uint32_t row, uint32_t column) /* row 0 is the header */
{
    return table->cells[(size_t)row * table->column_count + column];
}

/* Byte of the "|" that ends the cell beginning at `at`, or the text's length. */
size_t cell_end(Text text, size_t at);

/* The line that begins at *at, without its end; steps to the next. False at the end of the text. */
bool line_next(Text text, size_t *at, Text *line);
/* Text without blanks, tabs and line ends around it. */
Text lines_trim(Text text);
/* A stretch of `text` for a message: never more than a line of it. */
Text text_shown(Text text);

#endif

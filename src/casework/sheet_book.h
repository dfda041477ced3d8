/* casework/sheet_book.h - a workbook of XLSX: which sheets it has, the texts its cells share, the forms its numbers are shown in.
 *
 *     _rels/.rels ─▶ workbook ─▶ its sheets, its styles, its shared strings
 */
#ifndef DECLARANT_CASEWORK_SHEET_BOOK_H
#define DECLARANT_CASEWORK_SHEET_BOOK_H

#include "base/archive.h"
#include "casework/sheet_values.h"
#include "casework/table_inside.h"

typedef struct BookSheet {
    Text name;
    Text entry;  /* of the archive */
    bool hidden;
} BookSheet;

typedef struct BookForm {
    uint8_t form;   /* SheetForm */
    uint16_t width; /* of SHEET_ZEROS */
} BookForm;

typedef struct Book {
    Archive *archive;
    LIST_OF(BookSheet) sheets;
    Text styles, strings;     /* entries; empty: there is none */
    bool from_1904;           /* how days are counted */
    LIST_OF(BookForm) forms;  /* by the number that a cell names as its style */
    LIST_OF(Text) shared;     /* by number */
} Book;

/* Sheets and forms. False with errors. */
bool book_open(Task *task, Book *book, Table *table, Archive *archive);
/* The texts that cells share. */
bool book_read_strings(Task *task, Book *book, Table *table);
/* What --sheet names, or the first that is not hidden; NULL with an error. */
const BookSheet *book_choose(Task *task, const Book *book, const Table *table, Text told);
/* "_x000D_" is a letter by its number, in place; the new length. */
size_t book_unescape(char *at, size_t length);

#endif

/* rulebook/reader.h - inside of the rulebook room: what its readers share. Nobody else includes this.
 *
 *     folder ──reader.c──▶ files ──markdown.c──▶ blocks ──registers, tables, examples──▶ Library ──checks.c──▶ Rulebooks
 *
 * A Library is everything read so far; a PageReader goes through the blocks of one page and fills in both.
 */
#ifndef DECLARANT_RULEBOOK_READER_H
#define DECLARANT_RULEBOOK_READER_H

#include "base/csv.h"
#include "base/file.h"
#include "rulebook/markdown.h"
#include "rulebook/model.h"
#include "rulebook/names.h"

/* All that was read of a folder, while it grows. */
typedef struct Library {
    Task *task;                 /* faults of the pages asked for */
    const ReadOptions *options;
    const char *folder;
    uint32_t page_count;
    uint32_t wanted_count;      /* the first pages: those asked for; the others are read for their sources and facts */
    Page *pages;                /* room for every file of the folder, so that pages keep their place */
    LIST_OF(ThingEntry) things;
    LIST_OF(FactEntry) facts;
    LIST_OF(AnswerPart) parts;
    LIST_OF(AnswerList) lists;
    LIST_OF(AnswerDecision) answers;
    LIST_OF(Catalogue) catalogues;
    bool rows_lost;             /* rows were refused, so what looks up rows would complain for nothing */
} Library;

struct RegisterSpec;

typedef struct PageReader {
    Library *library;
    Task *task;
    Region *region;
    const Document *document;
    const Source *source;
    Page *page;                        /* of facts.md and answers.md: one that is dropped */
    const struct RegisterSpec *section; /* register the last level-2 heading opened, or NULL */
    DecisionBlock *decision;           /* the one being read, or NULL */
    bool lost;                         /* the heading above could not be read: what stands below it is passed over */
    DecisionBlock *decisions;          /* room for every level-3 heading */
    LIST_OF(LawSource) sources;
    LIST_OF(ChargeEntry) charges;
    LIST_OF(ExchangeEntry) exchanges;
    LIST_OF(Text) not_modelled;
    LIST_OF(Reading) readings;         /* of the decision being read */
    LIST_OF(ExampleTable) examples;    /* of the decision being read */
    LIST_OF(CaseName) cases;           /* of the decision being read */
    LIST_OF(ExampleGiven) given;       /* waiting for the next table of examples */
    Span given_span;                   /* the line they stand on */
    Span prose_from;                   /* heading of the decision, until its prose is known */
    Span last_days_text;               /* "in force" as the row above wrote it */
    DaySpans last_days;                /* and what it means */
} PageReader;

/* ---- registers: tables whose columns are known by name ---- */

typedef struct ColumnSpec {
    const char *name;
    bool needed;
} ColumnSpec;

enum { MOST_REGISTER_COLUMNS = 16, NO_COLUMN = -1 };

typedef struct RegisterRow {
    PageReader *reader;
    const Block *table;
    uint32_t row;                         /* 1 .. row_count */
    int column[MOST_REGISTER_COLUMNS];    /* place of each column of the spec in the table, or NO_COLUMN */
} RegisterRow;

typedef struct RegisterSpec {
    const char *section; /* words of the heading */
    const char *what;    /* "source": what a row tells */
    const ColumnSpec *columns;
    size_t column_count;
    void (*read)(const RegisterRow *row);
} RegisterSpec;

/* Every row of `table` to spec->read; unknown and missing columns are reported. */
void register_read(PageReader *reader, const Block *table, const RegisterSpec *spec);
/* Cell in column `index` of the spec; of no bytes when the column is not there. */
Span register_cell(const RegisterRow *row, int index);
/* The same, of no bytes when it reads "-". */
Span register_value(const RegisterRow *row, int index);
Text register_text(const RegisterRow *row, int index);
/* The same, with an error when nothing stands there. */
Text register_needed(const RegisterRow *row, int index);

/* The register a level-2 heading opens, or NULL. */
const RegisterSpec *law_register(Text section);
const RegisterSpec *facts_register(Text section);
const RegisterSpec *answers_register(Text section);

/* ---- cells ---- */

bool day_read(PageReader *reader, Text text, int64_t *day);
bool days_read(PageReader *reader, Span written, DaySpans *out);
/* The "in force" of a row: an error when empty; the cell above with the same words is not read again. */
DaySpans cell_days(PageReader *reader, Span cell, Text row);
Citations citations_read(PageReader *reader, Span cell);
/* The same; an error when there is no basis. */
Citations cell_citations(PageReader *reader, Span cell, Text row);
bool confidence_read(PageReader *reader, Span cell, Confidence *confidence);
bool grade_read(PageReader *reader, Span cell, Grade *grade);
/* `*none*` and its sisters: an error when the cell begins like a mark and is none. */
void check_mark(PageReader *reader, Span cell);
Span span_part(Span span, Text part); /* `part` must lie in the span's source */
static inline bool is_dash(Text text)
{
    return text_is(text, "-");
}
/* Cut at the first `mark` outside quotes, brackets, braces and parentheses. */
Text cut_outside(Text text, char mark, Text *rest);
/* Text between the first two back quotes, or empty; *after is what follows. */
Text back_quoted(Text text, Text *after);
/* "Did you mean ...?" when one of `known` is near. */
void hint_nearest(Task *task, Problem *problem, Text word, const Text *known, size_t count);
/* Letters, digits, blanks and - ' , one blank between words. */
bool is_name(Text text);
bool is_name_byte(char byte);
/* Words that FEEL, its types or the engine need for themselves, and built-in functions: no fact and no decision is called so. */
bool is_language_word(Text name);
/* A word such as "Delivery": a sentence began with it. "CVD" and "Viet" inside a name are names of the world. */
bool begins_sentence(Text name);
/* An error when the name is a keyword, a type or a built-in function: it would hide them. */
void check_name_is_free(PageReader *reader, Span cell);
/* "number", "list of document", "-> invoice line": an error when it cannot be a type; that it exists is not asked here. */
void check_type(PageReader *reader, Span cell);

/* ---- parts of a page ---- */

void front_matter_read(PageReader *reader);
void blocks_read(PageReader *reader);
/* "### `NAME` : TYPE per THING on `CLOCK`" into a new current decision; false: an error, or plain words. */
bool heading_read(PageReader *reader, Span heading);
/* Does a heading of level 3 name a decision, or is it plain words? */
bool heading_names_decision(Text heading);
void decision_end(PageReader *reader);
void decision_table_read(PageReader *reader, const Block *block);
void decision_csv_read(PageReader *reader, Span line, Text file);
void question_table_read(PageReader *reader, const Block *block);
void example_table_read(PageReader *reader, const Block *block);
void given_read(PageReader *reader, Span line);
void cases_read(PageReader *reader, Span line);

/* ---- the folder ---- */

/* All of one file into `page` and the library; a page without path is facts.md or answers.md. */
void page_read(Library *library, Task *task, const Source *source, Page *page);

/* A path under `base` as messages show it: without "./". */
char *path_shown(Region *region, Text base, Text name);
/* True when `name` leads out of its folder. */
bool path_leaves(Text name);
void catalogues_read(Library *library);
/* The bytes of a CSV file with its quotes resolved in place, so that every cell is a span. NULL with errors. */
const Csv *csv_as_spans(Task *task, const char *path, const Source **source);

/* ---- what takes more than one page to tell ---- */

/* Number of a jurisdiction for name indexes; 0 is WORLD. */
uint32_t jurisdiction_scope(Text jurisdiction);
void sources_resolve(Library *library);
void library_check(Library *library);
/* md4c must see the cells this reader saw. */
void md4c_check(Task *task, const Document *document);

#endif

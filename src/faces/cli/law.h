/* faces/cli/law.h - what the parts of `declarant law` share: list and show (law.c, law_show.c), timeline (timeline.c). */
#ifndef DECLARANT_FACES_CLI_LAW_H
#define DECLARANT_FACES_CLI_LAW_H

#include "faces/cli/load.h"
#include "faces/cli/screen.h"
#include "value/json.h"

typedef struct LawView {
    Cli *cli;
    Region *region;
    const Rulebooks *books;
    Screen screen;
    size_t label; /* columns of the labels of what is shown */
    bool has_grade;
    Grade grade;   /* --grade */
    JsonWriter *writer; /* --json: into it; else NULL */
} LawView;

/* Is the page of the jurisdiction asked for? */
bool law_has_page(const LawView *view, const Page *page);
Text law_days(const LawView *view, DaySpans days);
/* "C39 6(5); also L16 5" */
Text law_citations(const LawView *view, Citations citations);
/* Words of the reader's language; as JSON in English. A text of a page; a message with one blank; a word that has a message
 * PREFIXword, else a text of a page. */
Text law_phrase(const LawView *view, Text english);
Text law_say(const LawView *view, Message message, Text with);
Text law_word(const LawView *view, const char *prefix, Text word);
/* A name in words, with the name behind it. */
Text law_named(const LawView *view, Text name);
Text law_type(const LawView *view, Text type);
/* The cell of a row. */
Text law_cell(const Row *row, uint32_t column);

/* What a name means: how many things it is the name of, each of them shown. */
size_t law_show(LawView *view, Text name);
/* The same for charts: a decision, a jurisdiction, or everything when it is empty. */
size_t law_timeline(LawView *view, Text name);
/* Every text an answer can show, with its translations; with `missing` those that lack one, and EXIT_FINDING when there are any. */
Exit law_words(LawView *view, bool missing);
/* All pages as one HTML document, printed or written to --output; as JSON what is in it. */
Exit law_book(LawView *view);
/* law_diff.c: two days of law held against each other. */
Exit law_diff(LawView *view);

#endif

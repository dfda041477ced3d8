/* faces/cli/view.h - a determination for people: on one screen, in their language, with what to do next.
 *
 *     title - charges - goods - alternatives - what is missing - papers, days, steps, risks - sources - foot
 *
 * In short unless --full asks for all: then sources, articles, statements and steps are counted, not shown.
 */
#ifndef DECLARANT_FACES_CLI_VIEW_H
#define DECLARANT_FACES_CLI_VIEW_H

#include "faces/cli/load.h"
#include "faces/cli/screen.h"
#include "papers/articles.h"

struct Cause;

typedef struct View {
    Cli *cli;
    Region *region;              /* what is laid out lives here */
    Screen screen;
    const Determination *answer;
    const Program *program;
    Text only;                   /* --only: lists to show, joined by commas; empty: all */
    bool full;                   /* --full: leave nothing out */
    bool begun;                  /* some part stands below the title */
} View;

View view_of(Cli *cli, Region *region, const Determination *answer);

/* view.c */
/* All but the foot, part by part. */
void view_body(View *view);
void view_title(View *view);
void view_sources(View *view);
void view_foot(View *view);
/* view_lines.c */
void view_charges(View *view);
/* Is it a charge that the law does not ask for, which the short answer only counts? */
bool view_not_asked(const View *view, const Entry *entry);
void view_goods(View *view);
/* view_doubt.c */
void view_alternatives(View *view);
void view_missing(View *view);
/* view_lists.c: every list but lines, codes and values; and how much was left out */
void view_lists(View *view);
void view_left_out(View *view);

/* ---- pieces that all of them use (view.c) ---- */

/* Does --only leave the list in? */
bool view_shows(const View *view, Text list);
/* A heading; in short only the first has an empty line above it. */
void view_heading(View *view, Text words);
/* How many sources the lists that are shown cite. */
size_t view_source_count(const View *view);
/* As much of `words` as fits into `width` columns, with "…" where something is missing. */
Text words_cut(const View *view, Text words, size_t width);
/* A part of a record; a NULL value when it has none. */
Value value_part(Value record, const char *name);
/* The value in words: "7,890,000", "2025-12-05", "open", "not covered". */
Text value_words(const View *view, Value value);
/* The value as a sum of money without its currency: 72.8 is "72.80". */
Text sum_words(const View *view, Value sum);
/* "7,890,000 VND" */
Text amount_words(const View *view, Value amount);
/* Words for a mark of absence, a status, a reason: the message "PREFIXword", else the word itself. */
Text word_in(const View *view, const char *prefix, Text word);
/* "unverified" where a basis of the entry is known from nowhere that could be held against the law; else nothing. */
Text unverified_words(const View *view, const Entry *entry);
Text name_words(const View *view, Text name);
/* The same with the name behind it, by which a case or a command calls it, where the words are others. */
Text named_words(const View *view, Text name);
/* "s1/1/1", or nothing where the case has only one thing of that kind: then the path would tell nothing. */
Text place_words(const View *view, const Frame *frame);
/* "origin (s1/1), entry day (s1)": what a value hangs on. */
Text hang_words(const View *view, const Hang *hang);
/* The same as bare names, long ones cut: "origin, entry day". */
Text hang_names(const View *view, const Hang *hang);
/* A fact: in English its name, else its question without the mark at its end. */
Text fact_words(const View *view, const Fact *fact);
/* "customs value, rows A and B, 2025-12-05": where the law gives no value; empty when it gives one. */
Text absence_words(const View *view, Value value);
/* The ids of the rows, own ones first, that are not yet in `out`. */
void add_rows(Builder *out, const CitedList *cited);
/* The few ids that a reader knows from the law: the first row, then those that are no part of another (no "/" in them). */
Text known_rows(const View *view, const CitedList *cited);
/* "+631,200 VND" or "-5 VND": the change, with its sign; empty when there is none. */
Text change_words(const View *view, Value from, Value to);
/* Why an alternative is one: "reading B of ...", "voice ...". */
Text view_because(const View *view, const Alternative *alternative);
/* What an entry says, in one or two words. */
Text entry_words(const View *view, const Entry *entry);
/* What an entry is: its key word where it has one, else its decision. */
Text entry_name(const View *view, const Entry *entry);
/* compare.c: "duty rate: ROW instead of ROW (DO 1)". */
Text cause_words(const View *view, const struct Cause *cause);
void words_add(Builder *out, const char *between, Text words);
Style status_style(Status status);

#endif

/* papers/selfcheck_words.h - inside of the self-check's paper: what all its sheets share. */
#ifndef DECLARANT_PAPERS_SELFCHECK_WORDS_H
#define DECLARANT_PAPERS_SELFCHECK_WORDS_H

#include "papers/paper_words.h"
#include "papers/selfcheck_paper.h"
#include "papers/sheet_words.h"

typedef struct CheckSheet { /* one paper in the making */
    const SelfCheck *check;
    const SelfcheckPaperOptions *options;
    Paper *paper;
    Region *region;
    SheetWords words;
} CheckSheet;

/* A word of the sheets, and a part with its title. */
Text sheet_word(const CheckSheet *sheet, Word word);
PaperPart *check_part(CheckSheet *sheet, const char *key, Word title);
/* A part of a record of the rulebooks: plain as the page has it, words in the language. */
PaperCell told_cell(const CheckSheet *sheet, const Determination *answer, Text plain);
/* The questions that an open entry waits for; empty when it is not open. */
Text asks_of(const CheckSheet *sheet, const Determination *answer, const Entry *entry);
Text confidence_words(const CheckSheet *sheet, Confidence confidence);
/* Title of the source in whose voice something is said; "the law" for none. */
PaperCell voice_cell(const CheckSheet *sheet, const LawSource *voice);
/* A file as people see it: "plant" of "deals/plant.json". */
Text file_name(Text file);
/* "deals/plant.json#c1"; people see "plant c1", or "plant" where it is alone in its file. */
PaperCell place_cell(const CheckSheet *sheet, Text file, Text of, bool alone);
/* Those that are not empty, one after another. */
Text sentences(const CheckSheet *sheet, const Text *parts, size_t count);
/* Digits of a number; nothing where there is none. */
PaperCell number_cell(const CheckSheet *sheet, Value value);

void contract_sheets(CheckSheet *sheet);
void code_sheet(CheckSheet *sheet);
void relief_sheet(CheckSheet *sheet);

#endif

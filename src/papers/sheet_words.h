/* papers/sheet_words.h - inside of the country sheet: an entry of a determination in words. */
#ifndef DECLARANT_PAPERS_SHEET_WORDS_H
#define DECLARANT_PAPERS_SHEET_WORDS_H

#include "papers/sheet.h"

typedef struct SheetWords {
    Region *region;
    const Phrases *phrases;
    int language;
} SheetWords;

SheetWords sheet_words(Task *task, const char *data_folder, int language);
/* The entry as the sheet shows it; its key, and who says it under what, are left to the caller. */
SheetEntry sheet_entry(const SheetWords *words, const Determination *answer, const Entry *entry);
/* A text of a page, or a name, in the language. */
Text sheet_text(const SheetWords *words, const Determination *answer, Text text);
/* The name an entry goes by among its like: its topic, document, permit; of a charge or an amount that of its decision. */
Text entry_own_name(const Entry *entry);

#endif

/* rulebook/phrases.h - what pages say in English, put into Chinese and Vietnamese: data/phrases/NAME.csv.
 *
 * Names have catalogues. A phrase is any other text of a page that an answer shows: a stance, a statement, a remedy, an
 * authority. The English text, letter for letter, is its key; so a page needs no second name for what it says, and a text
 * that nobody has translated is shown as it is. Columns en, zh, vi; a translation may be empty.
 */
#ifndef DECLARANT_RULEBOOK_PHRASES_H
#define DECLARANT_RULEBOOK_PHRASES_H

#include "base/task.h"

typedef struct Phrases Phrases;

/* All files of data_folder/phrases (NULL: no folder), in order of their names, then those of house/data/phrases (NULL: none). A row or file at fault is told in the report
 * and left out: an empty text, a row without any translation, two translations of one text. Never NULL. */
const Phrases *phrases_read(Task *task, const char *data_folder, const char *house);
/* The text in a language (1 zh, 2 vi); empty when it has none. */
Text phrase_in(const Phrases *phrases, Text english, int language);
/* The texts there are, each once, in the order of the files. */
size_t phrase_count(const Phrases *phrases);
Text phrase_key(const Phrases *phrases, size_t at, Span *span);

#endif

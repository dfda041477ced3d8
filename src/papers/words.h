/* papers/words.h - words of our own that papers show, in English, Chinese and Vietnamese. */
#ifndef DECLARANT_PAPERS_WORDS_H
#define DECLARANT_PAPERS_WORDS_H

#include "base/text.h"

typedef enum Word {
#define WORD(key, en, zh, vi) WORD_##key,
#include "papers/words.def"
#undef WORD
    WORDS
} Word;

/* language: 0 en, 1 zh, 2 vi */
Text word(Word word, int language);
/* The word whose key is `prefix` and `name`: "GRADE_", "statute"; `name` itself where there is none. */
Text word_named(const char *prefix, Text name, int language);
/* A form with its blanks {1} .. {9} filled. */
Text word_filled(Region *region, Text form, const Text *with, size_t count);

#endif

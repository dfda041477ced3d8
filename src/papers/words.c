/* papers/words.c - see words.h. */
#include "papers/words.h"

enum { LANGUAGES = 3 };

static const struct {
    const char *key;
    const char *words[LANGUAGES];
} TABLE[] = {
#define WORD(key, en, zh, vi) [WORD_##key] = { #key, { en, zh, vi } },
#include "papers/words.def"
#undef WORD
};

Text word(Word word, int language)
{
    return text_of(TABLE[word].words[language]);
}

Text word_named(const char *prefix, Text name, int language)
{
    Text start = text_of(prefix);
    for (int i = 0; i < WORDS; i++) {
        Text key = text_of(TABLE[i].key);
        if (text_starts(key, start) && text_equal(text_slice(key, start.length, key.length), name))
            return word((Word)i, language);
    }
    return name;
}

Text word_filled(Region *region, Text form, const Text *with, size_t count)
{
    Builder out = builder_on(region);
    for (size_t at = 0; at < form.length; at++) {
        size_t blank = form.at[at] == '{' && at + 2 < form.length && form.at[at + 2] == '}' ? (size_t)(form.at[at + 1] - '0') : 0;
        if (blank < 1 || blank > count) {
            build_byte(&out, form.at[at]);
            continue;
        }
        build_text(&out, with[blank - 1]);
        at += 2;
    }
    return builder_text(&out);
}

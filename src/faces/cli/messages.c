/* faces/cli/messages.c - the words of messages.def, found by key. */
#include "faces/cli/messages.h"

static const struct {
    const char *key;
    const char *words[LANGUAGES];
} messages[MESSAGES] = {
#define MESSAGE(key, en, zh, vi) [MSG_##key] = { #key, { en, zh, vi } },
#include "faces/cli/messages.def"
#undef MESSAGE
};

Text message_text(Message message, int language)
{
    return text_of(messages[message].words[language]);
}

static bool is_key(Text key, Text prefix, Text word)
{
    if (key.length != prefix.length + word.length || !text_starts(key, prefix))
        return false;
    for (size_t i = 0; i < word.length; i++) {
        char letter = word.at[i] == ' ' || word.at[i] == '-' ? '_' : word.at[i];
        if (key.at[prefix.length + i] != letter)
            return false;
    }
    return true;
}

Message message_named(const char *prefix, Text word)
{
    for (int i = 0; i < MESSAGES; i++)
        if (is_key(text_of(messages[i].key), text_of(prefix), word))
            return (Message)i;
    return MESSAGES;
}

/* ---- back from a text to its message ---- */

/* Cut `form` at its next blank: *literal stands before it; its number, 0 at the end. */
static size_t next_blank(Text *form, Text *literal)
{
    for (size_t i = 0; i + 2 < form->length; i++) {
        if (form->at[i] != '{' || form->at[i + 2] != '}')
            continue;
        size_t number = (size_t)(form->at[i + 1] - '0');
        *literal = text_slice(*form, 0, i);
        *form = text_slice(*form, i + 3, form->length);
        return number;
    }
    *literal = *form;
    *form = TEXT_NONE;
    return 0;
}

/* Each blank takes as little as it can, the last one all. */
static bool fits(Text form, Text said, Text with[MOST_BLANKS], size_t *count)
{
    Text literal;
    size_t blank = next_blank(&form, &literal);
    *count = 0;
    if (!text_starts(said, literal))
        return false;
    said = text_slice(said, literal.length, said.length);
    while (blank) {
        size_t next = next_blank(&form, &literal);
        size_t end = literal.length ? text_find(said, literal, 0) : said.length;
        if (end == SIZE_MAX || blank > MOST_BLANKS)
            return false;
        with[blank - 1] = text_slice(said, 0, end);
        *count = blank > *count ? blank : *count;
        said = text_slice(said, end + literal.length, said.length);
        blank = next;
    }
    return !said.length;
}

Message message_fitting(const char *prefix, Text said, Text with[MOST_BLANKS], size_t *count)
{
    for (int i = 0; i < MESSAGES; i++)
        if (text_starts(text_of(messages[i].key), text_of(prefix)) && fits(text_of(messages[i].words[0]), said, with, count))
            return (Message)i;
    return MESSAGES;
}

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

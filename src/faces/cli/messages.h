/* faces/cli/messages.h - what the program itself says, in English, Chinese and Vietnamese. */
#ifndef DECLARANT_FACES_CLI_MESSAGES_H
#define DECLARANT_FACES_CLI_MESSAGES_H

#include "base/text.h"

enum { LANGUAGES = 3 };

typedef enum Message {
#define MESSAGE(key, en, zh, vi) MSG_##key,
#include "faces/cli/messages.def"
#undef MESSAGE
    MESSAGES
} Message;

Text message_text(Message message, int language);
/* The message whose key is `prefix` and `word` with "_" for each blank and dash; MESSAGES when there is none. */
Message message_named(const char *prefix, Text word);

#endif

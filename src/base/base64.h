/* base/base64.h - bytes as letters (RFC 4648, part 4), strictly: padded, no blanks, no bits to spare. */
#ifndef DECLARANT_BASE_BASE64_H
#define DECLARANT_BASE_BASE64_H

#include "base/text.h"

Text base64_text(Region *region, Text bytes);
/* False when `text` is not what base64_text would write. */
bool base64_bytes(Region *region, Text text, Text *bytes);

/* The same in lower-case hexadecimal digits. */
Text hex_text(Region *region, Text bytes);
bool hex_bytes(Region *region, Text text, Text *bytes);
/* Into the caller's memory: `room` bytes, neither more nor less. */
bool hex_into(Text text, unsigned char *bytes, size_t room);

#endif

/* base/utf8.h - UTF-8 as text that can be counted, checked and laid out on a screen. */
#ifndef DECLARANT_BASE_UTF8_H
#define DECLARANT_BASE_UTF8_H

#include "base/text.h"

/* Byte offset of the first byte that is not UTF-8 (overlong, surrogate, past U+10FFFF, cut short), or SIZE_MAX. */
size_t utf8_first_fault(Text text);
/* Code points of valid UTF-8. */
size_t utf8_count(Text text);
/* Byte offset of the n-th code point (0 based); text.length when there are fewer. */
size_t utf8_offset(Text text, size_t n);
/* Decode the code point at `at` of valid UTF-8 and step over it. */
uint32_t utf8_next(Text text, size_t *at);
void utf8_build(Builder *out, uint32_t code_point);
/* Columns on a terminal (CJK wide letters take two, combining ones none). */
size_t utf8_width(Text text);
/* Full case mapping (libunistring), so that the sharp s becomes SS. */
Text utf8_upper(Region *region, Text text);
Text utf8_lower(Region *region, Text text);

/* Small letters in their plain forms: full-width letters as others, and with `bare` without marks, so that Vietnamese words are found
 * however they were typed (the letter d with its bar is a d then). For looking up, never for showing. */
Text utf8_plain(Region *region, Text text, bool bare);

/* The text itself where it is UTF-8; else with U+FFFD in place of each byte that is not. */
Text utf8_sound(Region *region, Text text);

#endif

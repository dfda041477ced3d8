/* base/text.h - text is a pointer and a length; a NUL byte is data like any other. */
#ifndef DECLARANT_BASE_TEXT_H
#define DECLARANT_BASE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/region.h"

/* UTF-8 bytes owned by somebody else, usually a region or a source. */
typedef struct Text {
    const char *at; /* may be NULL when length is 0 */
    size_t length;  /* bytes */
} Text;

#define TEXT(literal) ((Text){ "" literal "", sizeof(literal) - 1 })
#define TEXT_NONE ((Text){ NULL, 0 })
#define TEXT_FMT "%.*s"
#define TEXT_ARG(text) (int)(text).length, ((text).at ? (text).at : "")

static inline Text text_of(const char *string) { return (Text){ string, string ? strlen(string) : 0 }; }
static inline bool text_equal(Text a, Text b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.at, b.at, a.length) == 0);
}
#define text_is(text, literal) text_equal((text), TEXT(literal))

/* <0, 0, >0 by bytes, which for UTF-8 is by code points. */
int text_compare(Text a, Text b);
bool text_starts(Text text, Text with);
bool text_ends(Text text, Text with);
/* Byte offset of the first `needle` at or after `from`, or SIZE_MAX. */
size_t text_find(Text text, Text needle, size_t from);
Text text_slice(Text text, size_t from, size_t to); /* bytes from..to, to not included; clamped */
Text text_trim(Text text);                          /* without blanks and tabs at both ends */
/* Cut at the first `mark`: the part before it; *rest is what follows, or empty when there is none. */
Text text_cut(Text text, char mark, Text *rest);
uint64_t text_hash(Text text); /* for tables in memory only; never stored, never shown */

Text text_copy(Region *region, Text text);
/* A copy that ends in NUL, for calls into the system; the Text's own NUL bytes stay. */
char *text_string(Region *region, Text text);
Text text_join(Region *region, Text a, Text b);
Text text_format(Region *region, const char *format, ...) __attribute__((format(printf, 2, 3)));
Text text_format_list(Region *region, const char *format, va_list list);

bool text_lists(Text list, Text word);              /* is `word` one of those that commas part, blanks around them aside */

/* "entry day" -> "entry_day" (JSON keys; capitals become small) and, but for capitals, back. */
Text text_snake(Region *region, Text name);
Text text_unsnake(Region *region, Text key);
/* Is `key` the snake_case of `name`, whatever its capitals? */
bool text_is_snake(Text key, Text name);

/* The nearest of `known` to `word` by edit distance, for hints; empty when none is near
 * (more than a third of the letters differ). */
Text text_nearest(Text word, const Text *known, size_t count);

/* Text under construction in a region. */
typedef struct Builder {
    Region *region; /* where the bytes live */
    char *at;       /* the bytes so far */
    size_t length;  /* how many */
    size_t room;    /* how many fit before it grows */
} Builder;

static inline Builder builder_on(Region *region) { return (Builder){ region, NULL, 0, 0 }; }
void builder_room(Builder *builder, size_t more); /* make sure `more` bytes fit */
static inline void build_byte(Builder *builder, char byte)
{
    if (builder->length == builder->room)
        builder_room(builder, 1);
    builder->at[builder->length++] = byte;
}
void build_text(Builder *builder, Text text);
void build_format(Builder *builder, const char *format, ...) __attribute__((format(printf, 2, 3)));
static inline Text builder_text(const Builder *builder) { return (Text){ builder->at, builder->length }; }

#endif

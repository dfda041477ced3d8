/* value/json.h - strict JSON (RFC 8259): raw number text, byte offsets, no duplicate keys.
 *
 * The tree lives in the task's region and points into the source's bytes; numbers are kept as written. Refused with
 * their place: anything after the value, a byte-order mark, invalid UTF-8, lone surrogates, control characters in
 * strings, duplicate keys, depth over LIMIT_JSON_DEPTH, more than LIMIT_JSON_VALUES values.
 */
#ifndef DECLARANT_VALUE_JSON_H
#define DECLARANT_VALUE_JSON_H

#include "base/task.h"

typedef enum JsonKind { JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT } JsonKind;

typedef struct Json {
    JsonKind kind;
    uint32_t from, to;  /* its bytes in the source, quotes and brackets included */
    Text key;           /* as a member of an object: its key, escapes resolved */
    uint32_t key_from;  /* as a member: where the key stands */
    Text text;          /* STRING: escapes resolved; NUMBER: as written */
    struct Json *first; /* ARRAY, OBJECT: first item */
    struct Json *next;  /* the item after this one, in the same array or object */
    uint32_t count;     /* ARRAY, OBJECT: how many items */
} Json;

/* The whole of `source` as one value, or NULL with one error in the report. */
const Json *json_read(Task *task, const Source *source);

/* The same of a document whose size lies in its lists: those that are members of the document's object, or of an object in it, are gone
 * through and left empty; `count` says how many items they have. LIMIT_JSON_VALUES holds for the rest, and for each item alone. */
const Json *json_read_outline(Task *task, const Source *source);

/* The items of a list that an outline left empty, one after another. */
typedef struct JsonItems {
    const Source *source;
    const Json *array;
    uint32_t at; /* byte behind the item that was read last */
} JsonItems;
static inline JsonItems json_items(const Source *source, const Json *array) { return (JsonItems){ source, array, array->from + 1 }; }
/* The next item, in the task's region, or NULL after the last. The caller drops what it no longer needs. */
const Json *json_item_next(Task *task, JsonItems *items);

/* A member by key, or NULL. */
const Json *json_get(const Json *object, Text key);
/* Text of a member that is one; empty where it is none, or is not there. `object` may be NULL. */
Text json_text_at(const Json *object, const char *key);
/* Follow an RFC 6901 pointer ("/lines/0/amount"), or NULL. */
const Json *json_point(const Json *from, Text pointer);
static inline Span json_span(const Source *source, const Json *json) { return (Span){ source, json->from, json->to }; }

/* Writing. Text goes out escaped; the writer puts commas, and indents two blanks a level unless compact. */
typedef struct JsonWriter {
    Builder *out;
    bool compact;
    uint32_t depth;
    bool after_key; /* a key was written, its value comes next */
    bool after_value[LIMIT_JSON_DEPTH + 1]; /* a comma is needed before the next item at this depth */
} JsonWriter;

JsonWriter json_writer(Builder *out, bool compact);
void json_open(JsonWriter *writer, char bracket);  /* '{' or '[' */
void json_close(JsonWriter *writer, char bracket); /* '}' or ']' */
void json_key(JsonWriter *writer, Text key);
void json_text(JsonWriter *writer, Text text);
void json_raw(JsonWriter *writer, Text json); /* a number or a whole value already in JSON */
void json_boolean(JsonWriter *writer, bool boolean);
void json_null(JsonWriter *writer);
/* key and text in one call; the _if form leaves it out when the text is empty. */
void json_pair(JsonWriter *writer, const char *key, Text text);
void json_pair_if(JsonWriter *writer, const char *key, Text text);

#endif

/* papers/bundle.c - see bundle.h. The program is bundle.js, its words are bundle_words.def. */
#include "papers/bundle.h"

#include "base/base64.h"
#include "base/hash.h"
#include "papers/html.h"
#include "value/json.h"

/* The bytes of bundle.js, put here by the assembler; cmake/Rooms.cmake names the file. */
__asm__(".section .rodata\n"
        ".global declarant_bundle_program\n.hidden declarant_bundle_program\ndeclarant_bundle_program:\n.incbin \"" DECLARANT_BUNDLE_PROGRAM "\"\n"
        ".global declarant_bundle_program_end\n.hidden declarant_bundle_program_end\ndeclarant_bundle_program_end:\n.byte 0\n"
        ".previous\n");
extern const char declarant_bundle_program[], declarant_bundle_program_end[];

static const struct {
    const char *key, *words[3];
} words[] = {
#define BUNDLE_WORD(key, en, zh, vi) { key, { en, zh, vi } },
#include "papers/bundle_words.def"
#undef BUNDLE_WORD
};

/* ---- the data ---- */

static void put_record(JsonWriter *writer, Region *region, const BundleRecord *record)
{
    json_open(writer, '{');
    json_pair(writer, "envelope", record->envelope);
    json_key(writer, TEXT("body"));
    if (record->body.length)
        json_text(writer, record->body);
    else
        json_null(writer);
    json_key(writer, TEXT("proof"));
    json_open(writer, '[');
    for (size_t i = 0; i < record->proof_count; i++)
        json_text(writer, base64_text(region, record->proof[i]));
    json_close(writer, ']');
    json_close(writer, '}');
}

static void put_file(JsonWriter *writer, Region *region, const BundleFile *file)
{
    json_open(writer, '{');
    json_pair(writer, "hash", file->hash);
    json_key(writer, TEXT("bytes"));
    if (file->erased)
        json_null(writer);
    else
        json_text(writer, base64_text(region, file->bytes));
    json_close(writer, '}');
}

/* "<" as \u003c, so that nothing in it can end the element it stands in. */
static Text without_tags(Region *region, Text json)
{
    Builder out = builder_on(region);
    for (size_t at = 0; at < json.length;) {
        size_t next = text_find(json, TEXT("<"), at);
        build_text(&out, text_slice(json, at, next == SIZE_MAX ? json.length : next));
        if (next == SIZE_MAX)
            break;
        build_text(&out, TEXT("\\u003c"));
        at = next + 1;
    }
    return builder_text(&out);
}

Text bundle_data(Region *region, const Bundle *bundle)
{
    Builder out = builder_on(region);
    JsonWriter writer = json_writer(&out, true);
    json_open(&writer, '{');
    json_key(&writer, TEXT("bundle"));
    json_raw(&writer, TEXT("1"));
    json_pair(&writer, "head", bundle->head);
    json_pair(&writer, "key", bundle->key);
    json_key(&writer, TEXT("records"));
    json_open(&writer, '[');
    for (size_t i = 0; i < bundle->records.count; i++)
        put_record(&writer, region, &bundle->records.at[i]);
    json_close(&writer, ']');
    json_key(&writer, TEXT("files"));
    json_open(&writer, '[');
    for (size_t i = 0; i < bundle->files.count; i++)
        put_file(&writer, region, &bundle->files.at[i]);
    json_close(&writer, ']');
    json_close(&writer, '}');
    return without_tags(region, builder_text(&out));
}

/* ---- the program ---- */

static void put_word(JsonWriter *writer, const BundleWord *word)
{
    json_key(writer, word->key);
    json_open(writer, '[');
    for (size_t language = 0; language < 3; language++)
        json_text(writer, word->words[language]);
    json_close(writer, ']');
}

static Text words_json(Region *region, const Bundle *bundle)
{
    Builder out = builder_on(region);
    JsonWriter writer = json_writer(&out, true);
    json_open(&writer, '{');
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        put_word(&writer, &(BundleWord){ text_of(words[i].key), { text_of(words[i].words[0]), text_of(words[i].words[1]), text_of(words[i].words[2]) } });
    for (size_t i = 0; i < bundle->words.count; i++)
        put_word(&writer, &bundle->words.at[i]);
    json_close(&writer, '}');
    return without_tags(region, builder_text(&out));
}

/* The program, with its words in front of it. */
static Text program_text(Region *region, const Bundle *bundle)
{
    Builder out = builder_on(region);
    build_text(&out, TEXT("\"use strict\";const WORDS="));
    build_text(&out, words_json(region, bundle));
    build_text(&out, TEXT(";\n"));
    build_text(&out, (Text){ declarant_bundle_program, (size_t)(declarant_bundle_program_end - declarant_bundle_program) });
    return builder_text(&out);
}

static Text style_text(Region *region)
{
    static const char *const lines[] = {
#include "papers/style.def"
#include "papers/bundle_style.def"
    };
    Builder out = builder_on(region);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        build_text(&out, text_of(lines[i]));
    return builder_text(&out);
}

/* "sha256-" and base64, as a rule of content names a script. */
static Text named_by_hash(Region *region, Text text)
{
    Sha256 hash = sha256_of(&text, 1);
    return text_join(region, TEXT("sha256-"), base64_text(region, (Text){ (const char *)hash.at, sizeof hash.at }));
}

/* ---- the page ---- */

static Text not_checked(int language)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].key, "not_checked") == 0)
            return text_of(words[i].words[language]);
    return TEXT_NONE;
}

void bundle_html(Builder *out, const Bundle *bundle)
{
    static const char *const tags[] = { "en", "zh", "vi" };
    Region *region = out->region;
    Text program = program_text(region, bundle), style = style_text(region), data = bundle_data(region, bundle);
    Sha256 hash = sha256_of(&data, 1);
    HTML(out, "<!DOCTYPE html>\n<html lang=\"{1}\"><head><meta charset=\"utf-8\"/>"
              "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src '{2}'; style-src '{3}'; base-uri 'none'; form-action 'none'\"/>"
              "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/><meta name=\"color-scheme\" content=\"light dark\"/><title>Declarant</title><style>",
         text_of(tags[bundle->language]), named_by_hash(region, program), named_by_hash(region, style));
    build_text(out, style);
    HTML_PLAIN(out, "</style></head><body><nav id=\"languages\" aria-label=\"English, 中文, Tiếng Việt\"></nav><main id=\"found\"><section class=\"banner bad\">");
    for (int language = 0; language < 3; language++)
        HTML(out, "<p lang=\"{1}\">✗ {2}</p>", text_of(tags[language]), not_checked(language));
    HTML(out, "</section></main><footer><p>Declarant</p></footer>\n<script type=\"application/json\" id=\"data\" data-sha256=\"{1}\">",
         hex_text(region, (Text){ (const char *)hash.at, sizeof hash.at }));
    build_text(out, data);
    build_text(out, TEXT("</script>\n<script>"));
    build_text(out, program);
    build_text(out, TEXT("</script></body></html>\n"));
}

/* determination/dmn_types.c - types in a rulebook's words as item definitions. See dmn_exporting.h.
 *
 * A thing has those entries that the page reaches by a path; a record has its parts; a fact with allowed values has a type of its own.
 */
#include <stdlib.h>

#include "determination/dmn_exporting.h"

static const struct {
    const char *words, *reference;
} simple[] = {
    { "number", "number" }, { "money", "number" }, { "text", "string" }, { "boolean", "boolean" }, { "date", "date" }, { "time", "time" },
    { "date and time", "date and time" }, { "duration", "days and time duration" }, { "years and months duration", "years and months duration" },
    { "country", "string" }, { "currency", "string" }, { "name", "string" },
};

/* ---- names ---- */

/* "list of invoice line" -> "tListOfInvoiceLine"; letters and digits are kept. */
static Text camel(Region *region, Text words)
{
    Builder out = builder_on(region);
    bool begins = true;
    build_byte(&out, 't');
    for (size_t i = 0; i < words.length; i++) {
        char byte = words.at[i];
        bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') || (unsigned char)byte >= 0x80;
        if (letter)
            build_byte(&out, begins && byte >= 'a' && byte <= 'z' ? (char)(byte - 'a' + 'A') : byte);
        begins = !letter;
    }
    return builder_text(&out);
}

static bool is_taken(const Exporter *exporter, Text name)
{
    for (size_t i = 0; i < exporter->items.count; i++)
        if (text_equal(exporter->items.at[i].name, name))
            return true;
    return false;
}

/* The item definition for these words or this fact, made when it is first asked for. */
static Text item_named(Exporter *exporter, Text words, const FactEntry *fact)
{
    for (size_t i = 0; i < exporter->items.count; i++)
        if (exporter->items.at[i].fact == fact && text_equal(exporter->items.at[i].words, words))
            return exporter->items.at[i].name;
    Text name = camel(exporter->region, words);
    for (int i = 2; is_taken(exporter, name); i++)
        name = text_format(exporter->region, TEXT_FMT "%d", TEXT_ARG(camel(exporter->region, words)), i);
    *LIST_ADD(exporter->region, exporter->items) = (ItemType){ name, words, fact };
    return name;
}

/* ---- references ---- */

uint32_t dmn_part_count(const Rulebooks *books, Text type)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < books->part_count; i++)
        count += text_equal(books->parts[i].type, type);
    return count ? count : text_is(type, "code") ? 2 : 0;
}

static bool is_thing(const Exporter *exporter, Text words)
{
    const Rulebooks *books = exporter->export->books;
    for (uint32_t i = 0; i < books->thing_count; i++)
        if (text_equal(books->things[i].name, words))
            return true;
    return false;
}

Text dmn_type_ref(Exporter *exporter, Text words)
{
    words = text_trim(words);
    if (text_starts(words, TEXT("->")))
        words = text_trim(text_slice(words, 2, words.length));
    for (size_t i = 0; i < sizeof simple / sizeof *simple; i++)
        if (text_equal(words, text_of(simple[i].words)))
            return text_of(simple[i].reference);
    if (text_starts(words, TEXT("name of ")))
        return TEXT("string");
    if (text_starts(words, TEXT("list of ")) || dmn_part_count(exporter->export->books, words) || is_thing(exporter, words))
        return item_named(exporter, words, NULL);
    return TEXT("Any");
}

/* Allowed values stand where a fact holds one plain value. */
Text dmn_fact_type_ref(Exporter *exporter, const FactEntry *fact)
{
    Text words = span_text(fact->type), values = span_text(fact->values);
    bool plain = !text_starts(words, TEXT("->")) && !text_starts(words, TEXT("list of "));
    return plain && values.length ? item_named(exporter, fact->name, fact) : dmn_type_ref(exporter, words);
}

/* ---- definitions ---- */

static void put_component(Exporter *exporter, Text name, Text reference)
{
    xml_open(&exporter->xml, "itemComponent");
    xml_put_attribute(&exporter->xml, "name", name);
    xml_put(&exporter->xml, "typeRef", reference);
    xml_close(&exporter->xml);
}

static void put_parts(Exporter *exporter, Text type)
{
    const Rulebooks *books = exporter->export->books;
    bool any = false;
    for (uint32_t i = 0; i < books->part_count; i++)
        if (text_equal(books->parts[i].type, type)) {
            put_component(exporter, books->parts[i].part, dmn_type_ref(exporter, span_text(books->parts[i].part_type)));
            any = true;
        }
    if (any || !text_is(type, "code"))
        return;
    put_component(exporter, TEXT("number"), TEXT("string"));
    put_component(exporter, TEXT("edition"), TEXT("string"));
}

static int compare_reached(const void *a, const void *b)
{
    const DmnReached *left = a, *right = b;
    int by_thing = (left->thing->index > right->thing->index) - (left->thing->index < right->thing->index);
    return by_thing ? by_thing : text_compare(left->entry.name, right->entry.name);
}

static void put_entries(Exporter *exporter, Text thing)
{
    if (exporter->reached.count)
        qsort(exporter->reached.at, exporter->reached.count, sizeof *exporter->reached.at, compare_reached);
    for (size_t i = 0; i < exporter->reached.count; i++) {
        const DmnReached *reached = &exporter->reached.at[i];
        const DmnNeed *entry = &reached->entry;
        if (text_equal(reached->thing->name, thing))
            put_component(exporter, entry->name, entry->fact ? dmn_fact_type_ref(exporter, entry->fact) : dmn_type_ref(exporter, entry->type));
    }
}

static void put_item(Exporter *exporter, size_t at)
{
    ItemType item = exporter->items.at[at];
    xml_open(&exporter->xml, "itemDefinition");
    xml_put_attribute(&exporter->xml, "id", dmn_id(exporter, "type", item.name));
    xml_put_attribute(&exporter->xml, "name", item.name);
    bool list = !item.fact && text_starts(item.words, TEXT("list of "));
    if (list)
        xml_put_attribute(&exporter->xml, "isCollection", TEXT("true"));
    if (item.fact) {
        xml_put(&exporter->xml, "typeRef", dmn_type_ref(exporter, span_text(item.fact->type)));
        xml_open(&exporter->xml, "allowedValues");
        xml_put(&exporter->xml, "text", span_text(item.fact->values));
        xml_close(&exporter->xml);
    } else if (list) {
        xml_put(&exporter->xml, "typeRef", dmn_type_ref(exporter, text_slice(item.words, strlen("list of "), item.words.length)));
    } else {
        put_parts(exporter, item.words);
        put_entries(exporter, item.words);
    }
    xml_close(&exporter->xml);
}

/* Writing one may ask for more: the list grows while it is gone through. */
void dmn_put_item_definitions(Exporter *exporter)
{
    for (size_t i = 0; i < exporter->items.count; i++)
        put_item(exporter, i);
}

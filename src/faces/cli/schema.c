/* faces/cli/schema.c - JSON Schema 2020-12 of a case, made from facts.md.
 *
 * Things nest as they do in the case; what a rulebook makes is left out. A condition ("only if") and bounds of numbers,
 * which are told as text, cannot be said in a schema: they stand in a $comment, and determine checks them.
 */
#include "faces/cli/facts.h"
#include "value/json.h"

typedef struct Schema {
    Cli *cli;
    const Rulebooks *books;
    JsonWriter writer;
} Schema;

static void write_thing(Schema *schema, const ThingEntry *thing);

/* ---- types ---- */

static void write_pattern(Schema *schema, const char *pattern)
{
    json_pair(&schema->writer, "type", TEXT("string"));
    json_pair(&schema->writer, "pattern", text_of(pattern));
}

static void write_format(Schema *schema, const char *format)
{
    json_pair(&schema->writer, "type", TEXT("string"));
    json_pair(&schema->writer, "format", text_of(format));
}

/* text = '"' { character | '\' character } '"' : the next one of a list; false when something else stands there. */
static bool next_quoted(Region *region, Text cell, size_t *at, Text *text)
{
    Builder out = builder_on(region);
    while (*at < cell.length && (cell.at[*at] == ' ' || cell.at[*at] == ','))
        ++*at;
    if (*at >= cell.length || cell.at[(*at)++] != '"')
        return false;
    for (; *at < cell.length && cell.at[*at] != '"'; ++*at) {
        if (cell.at[*at] == '\\' && *at + 1 < cell.length)
            ++*at;
        build_byte(&out, cell.at[*at]);
    }
    ++*at;
    *text = builder_text(&out);
    return true;
}

/* Is the cell nothing but quoted texts joined by commas? */
static bool is_enumeration(Region *region, Text cell)
{
    Text text;
    size_t at = 0;
    while (at < cell.length)
        if (!next_quoted(region, cell, &at, &text))
            return false;
    return cell.length > 0;
}

static void write_text(Schema *schema, Text values)
{
    json_pair(&schema->writer, "type", TEXT("string"));
    if (!is_enumeration(&schema->cli->region, values))
        return;
    json_key(&schema->writer, TEXT("enum"));
    json_open(&schema->writer, '[');
    Text text;
    for (size_t at = 0; at < values.length && next_quoted(&schema->cli->region, values, &at, &text);)
        json_text(&schema->writer, text);
    json_close(&schema->writer, ']');
}

/* "data/documents.csv" is the catalogue "documents". */
static const Catalogue *catalogue_named(const Rulebooks *books, Text name)
{
    for (uint32_t i = 0; i < books->catalogue_count; i++) {
        Text file = books->catalogues[i].file;
        size_t end = file.length >= 4 ? file.length - 4 : 0, from = end;
        while (from > 0 && file.at[from - 1] != '/')
            from--;
        if (text_equal(text_slice(file, from, end), name))
            return &books->catalogues[i];
    }
    return NULL;
}

static void write_catalogue(Schema *schema, Text name)
{
    const Catalogue *catalogue = catalogue_named(schema->books, name);
    json_pair(&schema->writer, "type", TEXT("string"));
    if (!catalogue || !catalogue->count)
        return;
    json_key(&schema->writer, TEXT("enum"));
    json_open(&schema->writer, '[');
    for (uint32_t i = 0; i < catalogue->count; i++)
        json_text(&schema->writer, catalogue->names[i].name);
    json_close(&schema->writer, ']');
}

static bool cut_prefix(Text *text, Text prefix)
{
    if (!text_starts(*text, prefix))
        return false;
    *text = text_trim(text_slice(*text, prefix.length, text->length));
    return true;
}

static void write_type(Schema *schema, Text type, Text values)
{
    if (cut_prefix(&type, TEXT("list of "))) {
        json_pair(&schema->writer, "type", TEXT("array"));
        json_key(&schema->writer, TEXT("items"));
        json_open(&schema->writer, '{');
        write_type(schema, type, values);
        json_close(&schema->writer, '}');
    } else if (cut_prefix(&type, TEXT("name of ")))
        write_catalogue(schema, type);
    else if (text_is(type, "money"))
        write_pattern(schema, "^-?[0-9]+(\\.[0-9]+)? [A-Z]{3}$");
    else if (text_is(type, "number"))
        write_pattern(schema, "^-?[0-9]+(\\.[0-9]+)?$");
    else if (text_is(type, "country"))
        write_pattern(schema, "^[A-Z]{2}$");
    else if (text_is(type, "currency"))
        write_pattern(schema, "^[A-Z]{3}$");
    else if (text_is(type, "boolean"))
        json_pair(&schema->writer, "type", TEXT("boolean"));
    else if (text_is(type, "date") || text_is(type, "duration"))
        write_format(schema, text_is(type, "date") ? "date" : "duration");
    else
        write_text(schema, values);
}

/* ---- facts and things ---- */

static void add_comment(Builder *out, const char *label, Text text)
{
    if (text.length && !text_is(text, "-"))
        build_format(out, "%s%s " TEXT_FMT, out->length ? "; " : "", label, TEXT_ARG(text));
}

static void write_comment(Schema *schema, const FactEntry *fact)
{
    Builder out = builder_on(&schema->cli->region);
    Text values = cell_text(fact->values), type = cell_text(fact->type);
    add_comment(&out, "only if", cell_text(fact->only_if));
    if (!is_enumeration(&schema->cli->region, values))
        add_comment(&out, "values", values);
    if (text_starts(type, TEXT("->")))
        add_comment(&out, "the id of a", text_trim(text_slice(type, 2, type.length)));
    add_comment(&out, "unit:", fact->unit);
    add_comment(&out, "WCO Data Model:", fact->wco);
    add_comment(&out, "only in", fact->jurisdiction);
    json_pair_if(&schema->writer, "$comment", builder_text(&out));
}

static bool is_same_fact(const Schema *schema, const FactEntry *fact, const FactEntry *other)
{
    return fact_is_told(schema->cli, other) && text_equal(fact->name, other->name) && text_equal(fact->of, other->of);
}

/* The form of one fact, in an object of its own. */
static void write_form(Schema *schema, const FactEntry *fact)
{
    json_open(&schema->writer, '{');
    json_pair_if(&schema->writer, "description", fact_question(fact, schema->cli->language));
    write_type(schema, cell_text(fact->type), cell_text(fact->values));
    write_comment(schema, fact);
    json_close(&schema->writer, '}');
}

/* Two countries may have a fact of one name and give it other values: then any of the forms will do. */
static void write_fact(Schema *schema, uint32_t at)
{
    const FactEntry *facts = schema->books->facts;
    uint32_t forms = 0;
    for (uint32_t i = at; i < schema->books->fact_count; i++)
        forms += is_same_fact(schema, &facts[at], &facts[i]);
    json_key(&schema->writer, text_snake(&schema->cli->region, facts[at].name));
    if (forms == 1) {
        write_form(schema, &facts[at]);
        return;
    }
    json_open(&schema->writer, '{');
    json_key(&schema->writer, TEXT("anyOf"));
    json_open(&schema->writer, '[');
    for (uint32_t i = at; i < schema->books->fact_count; i++)
        if (is_same_fact(schema, &facts[at], &facts[i]))
            write_form(schema, &facts[i]);
    json_close(&schema->writer, ']');
    json_close(&schema->writer, '}');
}

static void write_inner(Schema *schema, const ThingEntry *inner)
{
    json_key(&schema->writer, text_snake(&schema->cli->region, inner->many));
    json_open(&schema->writer, '{');
    json_pair(&schema->writer, "type", TEXT("array"));
    json_key(&schema->writer, TEXT("items"));
    json_open(&schema->writer, '{');
    write_thing(schema, inner);
    json_close(&schema->writer, '}');
    json_close(&schema->writer, '}');
}

/* Keys of the outermost thing that are no facts. */
static void write_special(Schema *schema)
{
    json_key(&schema->writer, TEXT("remark"));
    json_open(&schema->writer, '{');
    json_pair(&schema->writer, "type", TEXT("string"));
    json_close(&schema->writer, '}');
    json_key(&schema->writer, TEXT("readings"));
    json_open(&schema->writer, '{');
    json_pair(&schema->writer, "description", say(schema->cli, MSG_SCHEMA_READINGS));
    json_pair(&schema->writer, "type", TEXT("object"));
    json_key(&schema->writer, TEXT("additionalProperties"));
    json_open(&schema->writer, '{');
    json_pair(&schema->writer, "type", TEXT("string"));
    json_close(&schema->writer, '}');
    json_close(&schema->writer, '}');
}

/* Facts of one name in one thing are one property, written where the first stands. */
static bool named_before(const Schema *schema, uint32_t at)
{
    const FactEntry *facts = schema->books->facts;
    for (uint32_t i = 0; i < at; i++)
        if (is_same_fact(schema, &facts[at], &facts[i]))
            return true;
    return false;
}

static void write_properties(Schema *schema, const ThingEntry *thing)
{
    const Rulebooks *books = schema->books;
    for (uint32_t i = 0; i < books->fact_count; i++)
        if (text_equal(books->facts[i].of, thing->name) && fact_is_told(schema->cli, &books->facts[i]) && !named_before(schema, i))
            write_fact(schema, i);
    for (uint32_t i = 0; i < books->thing_count; i++)
        if (text_equal(books->things[i].within, thing->name) && !books->things[i].made_by.length)
            write_inner(schema, &books->things[i]);
}

static void write_thing(Schema *schema, const ThingEntry *thing)
{
    json_pair(&schema->writer, "type", TEXT("object"));
    json_key(&schema->writer, TEXT("properties"));
    json_open(&schema->writer, '{');
    if (thing->within.length) {
        json_key(&schema->writer, TEXT("id"));
        json_open(&schema->writer, '{');
        json_pair(&schema->writer, "type", TEXT("string"));
        json_close(&schema->writer, '}');
    } else
        write_special(schema);
    write_properties(schema, thing);
    json_close(&schema->writer, '}');
    json_key(&schema->writer, TEXT("additionalProperties"));
    json_boolean(&schema->writer, false);
}

void schema_print(Cli *cli, const Rulebooks *books)
{
    Schema schema = { cli, books, json_writer(&cli->out, false) };
    json_open(&schema.writer, '{');
    json_pair(&schema.writer, "$schema", TEXT("https://json-schema.org/draft/2020-12/schema"));
    json_pair(&schema.writer, "title", say(cli, MSG_SCHEMA_TITLE));
    for (uint32_t i = 0; i < books->thing_count; i++)
        if (!books->things[i].within.length) {
            write_thing(&schema, &books->things[i]);
            break;
        }
    json_close(&schema.writer, '}');
    build_byte(&cli->out, '\n');
}

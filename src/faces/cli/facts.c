/* faces/cli/facts.c - `declarant facts`: the dictionary as a table, one entry whole, as JSON, or as a JSON Schema. */
#include "faces/cli/facts.h"

#include "base/utf8.h"
#include "faces/cli/load.h"
#include "faces/cli/screen.h"

enum { LEAST_LABEL = 10 };

typedef struct Dictionary {
    Cli *cli;
    const Rulebooks *books;
    Screen screen;
} Dictionary;

Text cell_text(Span span)
{
    Text text = text_trim(span_text(span));
    return text_is(text, "-") ? TEXT_NONE : text;
}

Text fact_question(const FactEntry *fact, int language)
{
    return fact->question[language].length ? fact->question[language] : fact->question[0];
}

bool fact_is_told(Cli *cli, const FactEntry *fact)
{
    Text jurisdiction = cli_jurisdiction(cli);
    return !fact->made && (!jurisdiction.length || !fact->jurisdiction.length || text_equal(fact->jurisdiction, jurisdiction));
}

/* ---- words ---- */

/* type = "list of " type | "-> " thing | "name of " catalogue | word */
Text type_words(Cli *cli, Text type)
{
    Text list = TEXT("list of "), thing = TEXT("-> "), name = TEXT("name of ");
    if (cli->language == 0)
        return type;
    if (text_starts(type, list))
        return SAY(cli, MSG_TYPE_LIST, type_words(cli, text_slice(type, list.length, type.length)));
    if (text_starts(type, thing))
        return SAY(cli, MSG_TYPE_POINTS, phrase(cli, text_slice(type, thing.length, type.length)));
    if (text_starts(type, name))
        return SAY(cli, MSG_TYPE_NAME, text_slice(type, name.length, type.length));
    Message named = message_named("TYPE_", type);
    return named == MESSAGES ? phrase(cli, type) : say(cli, named);
}

/* A condition that reads "told" is one of the words; any other is an expression. */
static Text told_words(const Cli *cli, Text only_if)
{
    return text_is(only_if, "told") && cli->language ? say(cli, MSG_FACT_TOLD) : only_if;
}

/* "disc" or "stick" -> "disc" 光盘 or "stick" U盘: the words stand behind the value, which is what a case writes. */
static Text values_in_words(Cli *cli, Text values)
{
    Builder out = builder_on(&cli->region);
    for (size_t at = 0, end; at < values.length; at = end) {
        size_t closing = values.at[at] == '"' ? text_find(values, TEXT("\""), at + 1) : SIZE_MAX;
        end = closing == SIZE_MAX ? at + 1 : closing + 1;
        build_text(&out, text_slice(values, at, end));
        Text value = closing == SIZE_MAX ? TEXT_NONE : text_slice(values, at + 1, closing), words = phrase(cli, value);
        if (!text_equal(words, value))
            build_format(&out, " " TEXT_FMT, TEXT_ARG(words));
    }
    return builder_text(&out);
}

/* ---- the table ---- */

/* Allowed values, and under which condition the fact is there. */
static Text values_words(const Dictionary *dictionary, const FactEntry *fact)
{
    Text values = values_in_words(dictionary->cli, cell_text(fact->values)), only_if = cell_text(fact->only_if);
    if (!only_if.length)
        return values;
    Text condition = SAY(dictionary->cli, MSG_FACT_ONLY_IF, told_words(dictionary->cli, only_if));
    return values.length ? text_format(&dictionary->cli->region, TEXT_FMT "\n" TEXT_FMT, TEXT_ARG(values), TEXT_ARG(condition)) : condition;
}

/* In other languages with its name behind it. */
static Text thing_words(Cli *cli, Text name)
{
    Text words = phrase(cli, name);
    return text_equal(words, name) ? name : text_format(&cli->region, TEXT_FMT " " TEXT_FMT, TEXT_ARG(words), TEXT_ARG(name));
}

static void show_thing(Dictionary *dictionary, const ThingEntry *thing)
{
    Cli *cli = dictionary->cli;
    Grid grid = grid_new(&cli->region);
    static const Message headers[] = { MSG_COLUMN_FACT, MSG_COLUMN_TYPE, MSG_COLUMN_VALUES, MSG_COLUMN_QUESTION };
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        grid_column(&grid, say(cli, headers[i]), false, false);
    for (uint32_t i = 0; i < dictionary->books->fact_count; i++) {
        const FactEntry *fact = &dictionary->books->facts[i];
        if (!text_equal(fact->of, thing->name) || !fact_is_told(cli, fact))
            continue;
        GridRow *row = grid_row(&grid);
        row->at[0] = (GridCell){ fact->name, STYLE_BOLD };
        row->at[1].text = type_words(cli, cell_text(fact->type));
        row->at[2].text = values_words(dictionary, fact);
        row->at[3].text = fact_question(fact, cli->language);
    }
    if (!grid.rows.count)
        return;
    screen_heading(&dictionary->screen, thing->within.length ? SAY(cli, MSG_THING_WITHIN, thing_words(cli, thing->name), thing->many, phrase(cli, thing->within)) : thing_words(cli, thing->name));
    grid_print(&dictionary->screen, &grid);
}

/* ---- one fact ---- */

static void show_fact(Dictionary *dictionary, const FactEntry *fact)
{
    Cli *cli = dictionary->cli;
    const struct {
        Message label;
        Text text;
    } lines[] = {
        { MSG_COLUMN_QUESTION, fact_question(fact, cli->language) }, { MSG_COLUMN_THING, thing_words(cli, fact->of) }, { MSG_COLUMN_TYPE, type_words(cli, cell_text(fact->type)) },
        { MSG_COLUMN_VALUES, values_in_words(cli, cell_text(fact->values)) }, { MSG_COLUMN_ONLY_IF, told_words(cli, cell_text(fact->only_if)) }, { MSG_COLUMN_UNIT, phrase(cli, fact->unit) },
        { MSG_COLUMN_WCO, fact->wco }, { MSG_COLUMN_KEY, text_snake(&cli->region, fact->name) }, { MSG_COLUMN_IN, fact->jurisdiction },
    };
    screen_put(&dictionary->screen, STYLE_BOLD, fact->name);
    screen_end(&dictionary->screen);
    size_t width = LEAST_LABEL;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        width = utf8_width(say(cli, lines[i].label)) > width ? utf8_width(say(cli, lines[i].label)) : width;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (lines[i].text.length && !text_is(lines[i].text, "-"))
            screen_labelled(&dictionary->screen, width, say(cli, lines[i].label), STYLE_PLAIN, lines[i].text);
}

static const ThingEntry *thing_named(const Rulebooks *books, Text name)
{
    for (uint32_t i = 0; i < books->thing_count; i++)
        if (text_equal(books->things[i].name, name) || text_equal(books->things[i].many, name))
            return &books->things[i];
    return NULL;
}

static void unknown_fact(Dictionary *dictionary, Text name)
{
    Cli *cli = dictionary->cli;
    Text *known = REGION_ARRAY(&cli->region, Text, dictionary->books->fact_count + dictionary->books->thing_count);
    size_t count = 0;
    for (uint32_t i = 0; i < dictionary->books->fact_count; i++)
        known[count++] = dictionary->books->facts[i].name;
    for (uint32_t i = 0; i < dictionary->books->thing_count; i++)
        known[count++] = dictionary->books->things[i].name;
    Problem *problem = report_error(&cli->report, "unknown-fact", SPAN_NONE, "no fact or thing is called \"" TEXT_FMT "\"", TEXT_ARG(name));
    Text nearest = text_nearest(name, known, count);
    if (nearest.length)
        problem_hint(&cli->report, problem, "Did you mean \"" TEXT_FMT "\"?", TEXT_ARG(nearest));
}

/* Several things may have a fact of one name; all are shown. */
static bool show_named(Dictionary *dictionary, Text name)
{
    const ThingEntry *thing = thing_named(dictionary->books, name);
    size_t shown = 0;
    if (thing)
        show_thing(dictionary, thing);
    for (uint32_t i = 0; i < dictionary->books->fact_count; i++)
        if (text_equal(dictionary->books->facts[i].name, name)) {
            if (shown++)
                screen_end(&dictionary->screen);
            show_fact(dictionary, &dictionary->books->facts[i]);
        }
    if (thing || shown)
        return true;
    unknown_fact(dictionary, name);
    return false;
}

/* ---- as JSON ---- */

static void fact_json(Cli *cli, JsonWriter *writer, const FactEntry *fact)
{
    json_open(writer, '{');
    json_pair(writer, "fact", fact->name);
    json_pair(writer, "key", text_snake(&cli->region, fact->name));
    json_pair(writer, "of", fact->of);
    json_pair(writer, "type", cell_text(fact->type));
    json_pair_if(writer, "values", cell_text(fact->values));
    json_pair_if(writer, "only_if", cell_text(fact->only_if));
    json_pair_if(writer, "unit", text_is(fact->unit, "-") ? TEXT_NONE : fact->unit);
    json_pair_if(writer, "question", fact_question(fact, cli->language));
    json_pair_if(writer, "wco", text_is(fact->wco, "-") ? TEXT_NONE : fact->wco);
    json_pair_if(writer, "jurisdiction", fact->jurisdiction);
    json_close(writer, '}');
}

static bool facts_json(Dictionary *dictionary, Text name)
{
    Cli *cli = dictionary->cli;
    JsonWriter writer = json_writer(&cli->out, false);
    size_t shown = 0;
    json_open(&writer, '[');
    for (uint32_t i = 0; i < dictionary->books->fact_count; i++) {
        const FactEntry *fact = &dictionary->books->facts[i];
        if (!fact_is_told(cli, fact) || (name.length && !text_equal(fact->name, name) && !text_equal(fact->of, name)))
            continue;
        fact_json(cli, &writer, fact);
        shown++;
    }
    json_close(&writer, ']');
    build_byte(&cli->out, '\n');
    if (shown || !name.length)
        return true;
    cli->out.length = 0;
    unknown_fact(dictionary, name);
    return false;
}

/* ---- the command ---- */

Exit command_facts(Cli *cli)
{
    Builder name = builder_on(&cli->region);
    for (size_t i = 0; i < cli->operand_count; i++) {
        if (i)
            build_byte(&name, ' ');
        build_text(&name, cli_operand(cli, i));
    }
    Dictionary dictionary = { cli, load_books(cli, cli_jurisdiction(cli)), { &cli->out, cli->width, cli->colour, cli->language } };
    if (!dictionary.books)
        return EXIT_ERROR;
    if (!has_jurisdiction(cli, dictionary.books))
        return EXIT_OPEN;
    Text wanted = text_unsnake(&cli->region, builder_text(&name));
    if (cli_on(cli, OPTION_SCHEMA))
        schema_print(cli, dictionary.books);
    else if (cli->json)
        return facts_json(&dictionary, wanted) ? EXIT_DONE : EXIT_ERROR;
    else if (wanted.length)
        return show_named(&dictionary, wanted) ? EXIT_DONE : EXIT_ERROR;
    else
        for (uint32_t i = 0; i < dictionary.books->thing_count; i++)
            show_thing(&dictionary, &dictionary.books->things[i]);
    return EXIT_DONE;
}

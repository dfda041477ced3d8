/* rulebook/facts_reader.c - "## Things" and "## Facts": what a case is made of, and every question that can be put.
 *
 * Values and conditions stay spans: the determination room reads their FEEL. Here it is only seen whether words that
 * must be quoted are. */
#include "feel/builtins.h"
#include "rulebook/reader.h"

/* ---- names ---- */

bool is_language_word(Text name)
{
    static const char *const WORDS[] = {
        "if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "and", "or", "not", "true", "false",
        "null", "function", "instance of", "between", "external", "date", "time", "date and time", "duration", "number",
        "money", "boolean", "text", "string", "list", "context", "range", "any", "otherwise", "id",
    };
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (text_equal(name, text_of(WORDS[i])))
            return true;
    return builtin_find(name) != NULL;
}

void check_name_is_free(PageReader *reader, Span cell)
{
    if (is_language_word(span_text(cell)))
        report_error(reader->task->report, "name-taken", cell,
                     "\"" TEXT_FMT "\" is a word of the language and cannot be a name", TEXT_ARG(span_text(cell)));
}

bool begins_sentence(Text name)
{
    return name.length > 1 && name.at[0] >= 'A' && name.at[0] <= 'Z' && name.at[1] >= 'a' && name.at[1] <= 'z';
}

static void check_name(PageReader *reader, Span cell)
{
    Text name = span_text(cell);
    if (!name.length)
        return;
    if (!is_name(name) || begins_sentence(name)) {
        Problem *problem = report_error(reader->task->report, "name-form", cell, "\"" TEXT_FMT "\" cannot be a name",
                                        TEXT_ARG(text_shown(name)));
        problem_hint(reader->task->report, problem, "Names are lower-case words with one blank between them.");
    } else
        check_name_is_free(reader, cell);
}

/* ---- ## Things ---- */

enum { THING_NAME, THING_MANY, THING_WITHIN, THING_WCO };
static const ColumnSpec THING_COLUMNS[] = {
    { "thing", true }, { "many", true }, { "within", true }, { "WCO Data Model class", false },
};

/* within = THING [ "(made by `" DECISION "`)" ] */
static void read_within(const RegisterRow *row, ThingEntry *thing)
{
    PageReader *reader = row->reader;
    Text made, within = register_text(row, THING_WITHIN);
    thing->within = text_trim(text_cut(within, '(', &made));
    if (!made.at)
        return;
    Text after;
    bool fine = text_starts(made, TEXT("made by `"));
    thing->made_by = back_quoted(made, &after);
    if (fine && thing->made_by.length && text_is(text_trim(after), ")"))
        return;
    Problem *problem = report_error(reader->task->report, "within-form", register_cell(row, THING_WITHIN),
                                    "\"" TEXT_FMT "\" does not say within what the thing is", TEXT_ARG(text_shown(within)));
    problem_hint(reader->task->report, problem, "Write the name of a thing, or \"invoice line (made by `declaration lines`)\".");
}

static void read_thing(const RegisterRow *row)
{
    PageReader *reader = row->reader;
    ThingEntry thing = { .name = register_needed(row, THING_NAME), .many = register_text(row, THING_MANY),
                         .wco = register_text(row, THING_WCO), .span = block_cell(row->table, row->row, 0) };
    check_name(reader, register_value(row, THING_NAME));
    check_name(reader, register_value(row, THING_MANY));
    read_within(row, &thing);
    if (thing.within.length && !thing.many.length)
        report_error(reader->task->report, "empty-cell", register_cell(row, THING_MANY),
                     "thing \"" TEXT_FMT "\" has no word for many of it", TEXT_ARG(text_shown(thing.name)));
    *LIST_ADD(reader->region, reader->library->things) = thing;
}

/* ---- ## Facts ---- */

enum { FACT_NAME, FACT_OF, FACT_TYPE, FACT_VALUES, FACT_ONLY_IF, FACT_UNIT, FACT_EN, FACT_ZH, FACT_VI, FACT_WCO,
       FACT_IN };
static const ColumnSpec FACT_COLUMNS[] = {
    { "fact", true },  { "of", true },  { "type", true }, { "values", true },    { "only if", true }, { "unit", false },
    { "en", true },    { "zh", false }, { "vi", false },  { "WCO name", false }, { "in", false },
};

static bool is_quoted(Text word)
{
    return word.length >= 2 && word.at[0] == '"' && word.at[word.length - 1] == '"';
}

/* Allowed values of a text are quoted words; "carrier, download" would be names of facts. */
static void check_quotes(PageReader *reader, Span cell, Span type)
{
    Text kind = span_text(type), rest = span_text(cell);
    if (!rest.length || (!text_is(kind, "text") && !text_is(kind, "list of text")) || text_starts(rest, TEXT("not(")))
        return;
    do {
        Text word = text_trim(cut_outside(rest, ',', &rest));
        if (is_quoted(word))
            continue;
        Problem *problem = report_error(reader->task->report, "value-without-quotes", span_part(cell, word),
                                        "allowed value \"" TEXT_FMT "\" is not quoted", TEXT_ARG(text_shown(word)));
        problem_hint(reader->task->report, problem, "Words stand in double quotes: \"carrier\", \"download\".");
    } while (rest.at);
}

/* type = { "list of" } ( word { word } | "->" THING ) */
static bool is_type(Text type)
{
    while (text_starts(type, TEXT("list of ")))
        type = text_trim(text_slice(type, 8, type.length));
    if (text_starts(type, TEXT("->")))
        type = text_trim(text_slice(type, 2, type.length));
    return is_name(type) && !text_is(type, "list of") && !text_is(type, "list");
}

void check_type(PageReader *reader, Span cell)
{
    Text type = span_text(cell);
    if (is_type(type))
        return;
    Problem *problem = report_error(reader->task->report, "type-form", cell, "\"" TEXT_FMT "\" cannot be a type",
                                    TEXT_ARG(text_shown(type)));
    problem_hint(reader->task->report, problem, "A type reads \"number\", \"money\", \"list of document\" or \"-> invoice line\".");
}

static bool is_jurisdiction(Text text)
{
    return text.length == 2 && text.at[0] >= 'A' && text.at[0] <= 'Z' && text.at[1] >= 'A' && text.at[1] <= 'Z';
}

/* A fact on a page of the law holds for its jurisdiction. */
static Text fact_jurisdiction(const RegisterRow *row)
{
    PageReader *reader = row->reader;
    Text in = register_text(row, FACT_IN), page = reader->page->jurisdiction;
    if (in.length && !is_jurisdiction(in))
        report_error(reader->task->report, "wrong-jurisdiction", register_cell(row, FACT_IN),
                     "\"" TEXT_FMT "\" is not a jurisdiction", TEXT_ARG(text_shown(in)));
    return in.length || text_is(page, "WORLD") ? in : page;
}

/* made = "(made)" | "(made: is `" FACT "` told?)" | "(made: figure of `" FACT "`)" | "(made: currency of `" FACT "`)" */
static bool read_made_form(FactEntry *fact)
{
    const struct { const char *before, *after; Text *fact; } forms[] = {
        { "(made: is `", "told?)", &fact->whether }, { "(made: figure of `", ")", &fact->figure_of }, { "(made: currency of `", ")", &fact->currency_of } };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        Text after = TEXT_NONE;
        if (!text_starts(fact->question[0], text_of(forms[i].before)))
            continue;
        *forms[i].fact = back_quoted(fact->question[0], &after);
        return forms[i].fact->length && text_equal(text_trim(after), text_of(forms[i].after));
    }
    return false;
}

static void read_made(const RegisterRow *row, FactEntry *fact)
{
    fact->made = text_starts(fact->question[0], TEXT("(made"));
    if (!fact->made || text_is(fact->question[0], "(made)") || read_made_form(fact))
        return;
    Problem *problem = report_error(row->reader->task->report, "made-form", register_cell(row, FACT_EN),
                                    "\"" TEXT_FMT "\" does not say what is made", TEXT_ARG(text_shown(fact->question[0])));
    problem_hint(row->reader->task->report, problem, "Write \"(made)\", \"(made: is `price` told?)\", \"(made: figure of `price`)\" or \"(made: currency of `price`)\".");
}

static void read_fact(const RegisterRow *row)
{
    PageReader *reader = row->reader;
    FactEntry *fact = LIST_ADD(reader->region, reader->library->facts);
    *fact = (FactEntry){
        .name = register_needed(row, FACT_NAME),
        .of = register_needed(row, FACT_OF),
        .type = register_cell(row, FACT_TYPE),
        .values = register_value(row, FACT_VALUES),
        .only_if = register_value(row, FACT_ONLY_IF),
        .unit = register_text(row, FACT_UNIT),
        .question = { register_needed(row, FACT_EN), register_text(row, FACT_ZH), register_text(row, FACT_VI) },
        .wco = register_text(row, FACT_WCO),
        .jurisdiction = fact_jurisdiction(row),
        .source = reader->source,
        .span = block_cell(row->table, row->row, 0),
    };
    read_made(row, fact);
    check_name(reader, register_value(row, FACT_NAME));
    if (row->column[FACT_TYPE] != NO_COLUMN)
        check_type(reader, fact->type);
    check_quotes(reader, fact->values, fact->type);
}

/* ---- which heading opens which ---- */

#define COLUMNS(list) list, sizeof(list) / sizeof *(list)
static const RegisterSpec FACTS_REGISTERS[] = {
    { "Things", "thing", COLUMNS(THING_COLUMNS), read_thing },
    { "Facts", "fact", COLUMNS(FACT_COLUMNS), read_fact },
};

const RegisterSpec *facts_register(Text section)
{
    for (size_t i = 0; i < sizeof FACTS_REGISTERS / sizeof *FACTS_REGISTERS; i++)
        if (text_equal(section, text_of(FACTS_REGISTERS[i].section)))
            return &FACTS_REGISTERS[i];
    return NULL;
}

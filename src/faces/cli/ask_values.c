/* faces/cli/ask_values.c - an answer becomes a value of its fact. See ask.h. A choice may be given by its number, by its word in
 * the language of the run, or as the case writes it; what stands in quotes is taken as it is. */
#include "base/utf8.h"
#include "faces/cli/ask.h"
#include "faces/cli/facts.h"
#include "papers/countries.h"

/* ---- what may be answered ---- */

const Fact *ask_fact(const Asking *asking, const Question *question)
{
    return asking->answer ? told_dictionary(asking->answer->program, question->thing, question->key) : NULL;
}

const FactEntry *ask_entry(const Asking *asking, const Question *question)
{
    const Fact *fact = ask_fact(asking, question);
    for (uint32_t i = 0; !fact && i < asking->books->fact_count; i++)
        if (text_equal(asking->books->facts[i].of, asking->books->things[0].name) && text_is_snake(question->key, asking->books->facts[i].name))
            return &asking->books->facts[i];
    return fact ? fact->entry : NULL;
}

static void add_choice(Choices *choices, Text value, Text words)
{
    for (size_t i = 0; i < choices->count; i++)
        if (text_equal(choices->values[i], value))
            return;
    choices->values[choices->count] = value;
    choices->words[choices->count++] = words.length ? words : value;
}

static Choices choices_of(Asking *asking, size_t most)
{
    return (Choices){ 0, REGION_ARRAY(&asking->region, Text, most + 1), REGION_ARRAY(&asking->region, Text, most + 1) };
}

/* Countries that some page of the law is for. */
static Choices country_choices(Asking *asking)
{
    Choices choices = choices_of(asking, asking->books->page_count);
    for (uint32_t i = 0; i < asking->books->page_count; i++) {
        const Page *page = &asking->books->pages[i];
        if (page->jurisdiction.length == 2 && page->decision_count)
            add_choice(&choices, page->jurisdiction, country_name(&asking->task, load_data_folder(asking->cli), page->jurisdiction, asking->cli->language));
    }
    return choices;
}

/* The texts in quotes of a cell of facts.md. */
static Choices movement_choices(Asking *asking, const FactEntry *entry)
{
    Text rest = span_text(entry->values);
    Choices choices = choices_of(asking, rest.length);
    while (rest.length) {
        text_cut(rest, '"', &rest);
        Text value = text_cut(rest, '"', &rest);
        Message named = message_named("MOVEMENT_", value);
        if (value.length)
            add_choice(&choices, value, named == MESSAGES ? phrase(asking->cli, value) : say(asking->cli, named));
    }
    return choices;
}

static Choices boolean_choices(Asking *asking)
{
    Choices choices = choices_of(asking, 2);
    add_choice(&choices, TEXT("true"), say(asking->cli, MSG_YES));
    add_choice(&choices, TEXT("false"), say(asking->cli, MSG_NO));
    return choices;
}

static Choices text_choices(Asking *asking, const Domain *domain)
{
    Choices choices = choices_of(asking, domain->count);
    for (uint32_t i = 0; i < domain->count; i++)
        if (domain->values[i].kind == VALUE_TEXT)
            add_choice(&choices, text_of_value(domain->values[i]), phrase(asking->cli, text_of_value(domain->values[i])));
    return choices;
}

static Choices name_choices(Asking *asking, const Catalogue *catalogue)
{
    Choices choices = choices_of(asking, catalogue->count);
    for (uint32_t i = 0; i < catalogue->count; i++)
        add_choice(&choices, catalogue->names[i].name, catalogue->names[i].words[asking->cli->language]);
    return choices;
}

static void add_things(Asking *asking, Choices *choices, const ToldThing *thing, const ThingType *type, size_t most)
{
    for (size_t i = 0; i < thing->things.count && choices->count < most; i++) {
        if (!thing->things.at[i]->away && told_type(asking->answer->program, thing->things.at[i]) == type)
            add_choice(choices, told_path(&asking->region, thing->things.at[i]), ask_thing_words(asking, thing->things.at[i]));
        add_things(asking, choices, thing->things.at[i], type, most);
    }
}

Choices ask_choices(Asking *asking, const Question *question)
{
    enum { MOST_THINGS = 1000 };
    const Fact *fact = ask_fact(asking, question);
    const FactEntry *entry = ask_entry(asking, question);
    if (!question->thing->within && text_is(question->key, "jurisdiction"))
        return country_choices(asking);
    if (!question->thing->within && text_is(question->key, "movement"))
        return movement_choices(asking, entry);
    if (!fact)
        return (Choices){ 0 };
    if (fact->type->kind == TYPE_BOOLEAN)
        return boolean_choices(asking);
    if (fact->catalogue)
        return name_choices(asking, fact->catalogue);
    Choices choices = choices_of(asking, MOST_THINGS);
    if (fact->points_to)
        add_things(asking, &choices, asking->interview.root, fact->points_to, MOST_THINGS);
    return fact->domain && !fact->points_to ? text_choices(asking, fact->domain) : choices;
}

/* ---- what is told ---- */

static Text choice_words(const Choices *choices, Text value)
{
    for (size_t i = 0; i < choices->count; i++)
        if (text_equal(choices->values[i], value))
            return choices->words[i];
    return value;
}

static Text json_words(Asking *asking, const Choices *choices, const Json *json)
{
    if (json->kind == JSON_TRUE || json->kind == JSON_FALSE)
        return choice_words(choices, json->kind == JSON_TRUE ? TEXT("true") : TEXT("false"));
    if (json->kind != JSON_ARRAY)
        return choice_words(choices, json->text);
    Builder out = builder_on(&asking->region);
    for (const Json *item = json->first; item; item = item->next)
        words_add(&out, ", ", json_words(asking, choices, item));
    return builder_text(&out);
}

Text ask_told_words(Asking *asking, const Question *question, const ToldFact *told)
{
    if (!told || (!told->json.length && !told->not_known))
        return TEXT_NONE;
    if (told->not_known)
        return say(asking->cli, MSG_ASK_NOT_KNOWN);
    Source source = { TEXT("answers"), told->json };
    const Json *json = json_read(&asking->task, &source);
    Choices choices = ask_choices(asking, question);
    return json ? json_words(asking, &choices, json) : TEXT_NONE;
}

/* ---- one value ---- */

/* 1, 2, ... up to `most`; 0: it is no such number. */
static size_t number_of(Text text, size_t most)
{
    size_t number = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (text.at[i] < '0' || text.at[i] > '9' || number > most)
            return 0;
        number = number * 10 + (size_t)(text.at[i] - '0');
    }
    return number <= most ? number : 0;
}

static bool same_words(Asking *asking, Text a, Text b)
{
    return text_equal(utf8_lower(&asking->region, a), utf8_lower(&asking->region, b));
}

/* The value that is meant: as written, by its word, by its number; else the text itself. */
static Text chosen(Asking *asking, const Choices *choices, Text text)
{
    for (size_t i = 0; i < choices->count; i++)
        if (text_equal(choices->values[i], text))
            return text;
    for (size_t i = 0; i < choices->count; i++)
        if (same_words(asking, choices->words[i], text) || same_words(asking, choices->values[i], text))
            return choices->values[i];
    size_t number = number_of(text, choices->count);
    return number ? choices->values[number - 1] : text;
}

static bool is_chosen(const Choices *choices, Text value)
{
    for (size_t i = 0; i < choices->count; i++)
        if (text_equal(choices->values[i], value))
            return true;
    return false;
}

/* "300 usd" is "300 USD": capitals cost a person time and tell nothing. */
static Text tidy(Asking *asking, const Fact *fact, Text text)
{
    bool code = fact->is_country || fact->is_currency;
    if (!code && fact->type->kind != TYPE_MONEY)
        return text;
    Builder out = builder_on(&asking->region);
    for (size_t i = 0; i < text.length; i++)
        build_byte(&out, text.at[i] >= 'a' && text.at[i] <= 'z' ? (char)(text.at[i] - 'a' + 'A') : text.at[i]);
    return builder_text(&out);
}

static bool is_quoted(Text text)
{
    return text.length >= 2 && text.at[0] == '"' && text_ends(text, TEXT("\""));
}

static void tell_report(Asking *asking)
{
    Report words = report_in(asking->cli, &asking->report);
    for (const Problem *problem = words.first; problem; problem = problem->next) {
        ask_say(asking, STYLE_BAD, problem->message);
        if (problem->hint.length)
            ask_say(asking, STYLE_FAINT, problem->hint);
    }
    report_init(&asking->report, &asking->region);
}

/* One value as JSON; false when it is none of the fact, which is told. Pointers and lists are judged with the whole case. */
static bool value_json(Asking *asking, const Fact *fact, const Choices *choices, Text text, JsonWriter *json)
{
    Value value;
    Text meant = is_quoted(text) ? text_slice(text, 1, text.length - 1) : chosen(asking, choices, text);
    meant = fact ? tidy(asking, fact, meant) : meant;
    bool closed = !fact || fact->points_to || fact->type->kind == TYPE_BOOLEAN || (fact->type->kind == TYPE_LIST && choices->count);
    if (closed && !is_chosen(choices, meant)) {
        ask_say(asking, STYLE_BAD, SAY(asking->cli, MSG_ASK_NO_CHOICE, meant));
        return false;
    }
    if (!closed && fact->type->kind != TYPE_LIST && !fact_value_read(&asking->task, asking->answer->program, fact, meant, SPAN_NONE, &value)) {
        tell_report(asking);
        return false;
    }
    if (fact && fact->type->kind == TYPE_BOOLEAN)
        json_boolean(json, text_is(meant, "true"));
    else
        json_text(json, meant);
    return true;
}

static bool list_json(Asking *asking, const Fact *fact, const Choices *choices, Text line, JsonWriter *json)
{
    json_open(json, '[');
    for (Text rest = line; rest.length;) {
        Text item = text_trim(text_cut(rest, ',', &rest));
        if (item.length && !value_json(asking, fact, choices, item, json))
            return false;
    }
    json_close(json, ']');
    return true;
}

static bool take_fact(Asking *asking, Text line)
{
    const Fact *fact = ask_fact(asking, &asking->question);
    Choices choices = ask_choices(asking, &asking->question);
    Builder out = builder_on(&asking->region);
    JsonWriter json = json_writer(&out, true);
    bool list = fact && fact->type->kind == TYPE_LIST;
    if (list ? !list_json(asking, fact, &choices, line, &json) : !value_json(asking, fact, &choices, line, &json))
        return false;
    ToldFact *told = told_fact_make(&asking->interview, asking->question.thing, asking->question.key);
    asking->before = *told;
    asking->changed = told;
    told->json = text_copy(asking->interview.region, builder_text(&out));
    told->not_known = false;
    return true;
}

/* ---- how many things ---- */

Kinds ask_kinds(Asking *asking, const ToldThing *thing)
{
    const Program *program = asking->answer->program;
    const ThingType *type = told_type(program, thing);
    Kinds kinds = { 0, REGION_ARRAY(&asking->region, const ThingType *, program->thing_count + 1) };
    for (uint32_t i = 0; type && i < program->thing_count; i++)
        if (program->things[i] != program->exchange && told_inner(program, program->things[i], type))
            kinds.at[kinds.count++] = program->things[i];
    return kinds;
}

/* "2", "2x3": the second kind, one or three of it. */
static bool read_count(const Kinds *kinds, Text word, size_t *kind, size_t *count)
{
    Text many, first = text_cut(word, 'x', &many);
    *kind = number_of(first, kinds->count);
    *count = many.length ? number_of(many, LIMIT_ANSWER_THINGS) : 1;
    return *kind && (*count || text_is(many, "0"));
}

static bool take_things(Asking *asking, Text line)
{
    Kinds kinds = ask_kinds(asking, asking->question.thing);
    size_t *counts = REGION_ARRAY(&asking->region, size_t, kinds.count + 1), kind, count;
    for (Text rest = line; rest.length;) {
        Text word = text_trim(text_cut(rest, text_find(rest, TEXT(","), 0) == SIZE_MAX ? ' ' : ',', &rest));
        if (word.length && !read_count(&kinds, word, &kind, &count)) {
            ask_say(asking, STYLE_BAD, SAY(asking->cli, MSG_ASK_NO_COUNT, word, text_format(&asking->region, "%d", LIMIT_ANSWER_THINGS)));
            return false;
        }
        if (word.length)
            counts[kind - 1] = count;
    }
    for (size_t i = 0; i < kinds.count; i++)
        told_set_count(&asking->interview, asking->answer->program, asking->question.thing, kinds.at[i], (uint32_t)counts[i]);
    asking->question.thing->settled = true;
    asking->changed = NULL;
    return true;
}

bool ask_take(Asking *asking, Text line)
{
    return asking->question.kind == ASK_THINGS ? take_things(asking, line) : take_fact(asking, line);
}

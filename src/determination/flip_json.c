/* determination/flip_json.c - flips as JSON: each change of facts with all it changes, why, and who warns of it. */
#include "determination/answer.h"
#include "determination/flip.h"

static void write_value(JsonWriter *json, const char *key, Value value)
{
    json_key(json, text_of(key));
    determination_value_json(json, value);
}

static void write_count(JsonWriter *json, const char *key, uint32_t count)
{
    json_key(json, text_of(key));
    json_raw(json, text_format(json->out->region, "%u", count));
}

static void write_fact(JsonWriter *json, const FlipFact *fact)
{
    json_open(json, '{');
    json_pair(json, "fact", fact->fact->name);
    json_pair(json, "thing", fact->fact->thing->name);
    json_pair(json, "id", fact->of);
    write_value(json, "from", fact->from);
    write_value(json, "to", fact->to);
    json_close(json, '}');
}

static void write_entry(JsonWriter *json, const char *key, const Determination *answer, const Entry *entry, int language)
{
    json_key(json, text_of(key));
    if (entry)
        determination_entry_json(json, answer, entry, language);
    else
        json_null(json);
}

static void write_difference(JsonWriter *json, const Flips *flips, const Flip *flip, const FlipDifference *difference, int language)
{
    const Entry *entry = difference->after ? difference->after : difference->before;
    json_open(json, '{');
    json_pair(json, "list", text_snake(json->out->region, entry->list->list));
    write_entry(json, "before", flips->answer, difference->before, language);
    write_entry(json, "after", flip->answer, difference->after, language);
    json_key(json, TEXT("causes"));
    json_open(json, '[');
    for (uint32_t i = 0; i < difference->causes.count; i++)
        cause_json(json, &difference->causes.at[i]);
    json_close(json, ']');
    json_close(json, '}');
}

static void write_warning(JsonWriter *json, const FlipWarning *warning, int language)
{
    json_open(json, '{');
    json_pair(json, "list", text_snake(json->out->region, warning->entry->list->list));
    json_pair_if(json, "voice", warning->voice);
    write_entry(json, "entry", warning->answer, warning->entry, language);
    json_close(json, '}');
}

static void write_names(JsonWriter *json, const Determination *answer)
{
    json_key(json, TEXT("left_out"));
    json_open(json, '[');
    for (uint32_t i = 0; i < answer->facts->left_out_count; i++)
        json_text(json, answer->facts->left_out[i].name);
    json_close(json, ']');
}

static void write_flip(JsonWriter *json, const Flips *flips, const Flip *flip, int language)
{
    json_open(json, '{');
    json_key(json, TEXT("change"));
    json_open(json, '[');
    for (uint32_t i = 0; i < flip->fact_count; i++)
        write_fact(json, &flip->facts[i]);
    json_close(json, ']');
    json_pair(json, "status", text_of(status_name(flip->answer->status)));
    write_value(json, "border", flip->answer->border);
    write_value(json, "beside", flip->answer->beside);
    write_value(json, "border_difference", flip->border);
    write_value(json, "beside_difference", flip->beside);
    write_value(json, "worth", flip->worth);
    json_key(json, TEXT("pulls_both_ways"));
    json_boolean(json, flip->both_ways);
    write_names(json, flip->answer);
    json_key(json, TEXT("warnings"));
    json_open(json, '[');
    for (uint32_t i = 0; i < flip->warning_count; i++)
        write_warning(json, &flip->warnings[i], language);
    json_close(json, ']');
    json_key(json, TEXT("differences"));
    json_open(json, '[');
    for (uint32_t i = 0; i < flip->difference_count; i++)
        write_difference(json, flips, flip, &flip->differences[i], language);
    json_close(json, ']');
    json_close(json, '}');
}

static void write_untried(JsonWriter *json, const Flips *flips)
{
    json_key(json, TEXT("not_varied"));
    json_open(json, '[');
    for (uint32_t i = 0; i < flips->untried_count; i++) {
        json_open(json, '{');
        json_pair(json, "fact", flips->untried[i].fact->name);
        json_pair(json, "id", flips->untried[i].of);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void write_determined(JsonWriter *json, const Flips *flips, int language)
{
    json_pair_if(json, "currency", flips->answer->currency);
    write_value(json, "border", flips->answer->border);
    write_value(json, "beside", flips->answer->beside);
    json_key(json, TEXT("flips"));
    json_open(json, '[');
    for (uint32_t i = 0; i < flips->count; i++)
        write_flip(json, flips, &flips->flips[i], language);
    json_close(json, ']');
    write_count(json, "more_flips", flips->more);
    write_untried(json, flips);
    write_count(json, "runs", flips->runs);
    if (!flips->runs_exhausted)
        return;
    write_count(json, "run_limit", flips->run_limit);
    write_count(json, "pairs_not_tried", flips->pairs_left);
}

void flips_json(Builder *out, const Flips *flips, int language, bool compact)
{
    JsonWriter json = json_writer(out, compact);
    Status status = flips->outcome == LAWBOOK_UNTOLD ? STATUS_UNDETERMINED : flips->outcome == LAWBOOK_DETERMINED ? flips->answer->status : STATUS_NOT_COVERED;
    json_open(&json, '{');
    json_pair(&json, "status", text_of(status_name(status)));
    json_pair_if(&json, "jurisdiction", flips->head.jurisdiction);
    json_pair_if(&json, "movement", flips->head.movement);
    if (flips->outcome == LAWBOOK_DETERMINED)
        write_determined(&json, flips, language);
    json_close(&json, '}');
}

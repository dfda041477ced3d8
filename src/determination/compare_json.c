/* determination/compare_json.c - a comparison as JSON: the variants, and of their entries those that differ, each whole, with what parts them. */
#include "determination/answer.h"
#include "determination/compare.h"

static void write_axes(JsonWriter *json, const Comparison *comparison)
{
    json_key(json, TEXT("varied"));
    json_open(json, '[');
    for (uint32_t i = 0; i < comparison->axis_count; i++) {
        json_open(json, '{');
        json_pair(json, "name", comparison->axes[i].name);
        json_key(json, TEXT("values"));
        json_open(json, '[');
        for (uint32_t k = 0; k < comparison->axes[i].value_count; k++)
            json_text(json, comparison->axes[i].values[k]);
        json_close(json, ']');
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void write_left_out(JsonWriter *json, const Case *facts)
{
    json_key(json, TEXT("left_out"));
    json_open(json, '[');
    for (uint32_t i = 0; i < facts->left_out_count; i++) {
        json_open(json, '{');
        json_pair(json, "fact", facts->left_out[i].name);
        json_pair(json, "id", facts->left_out[i].of);
        json_pair(json, "why", facts->left_out[i].by_change ? TEXT("the change does not apply to it") : TEXT("not there after the change"));
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void write_value(JsonWriter *json, const char *key, Value value)
{
    json_key(json, text_of(key));
    determination_value_json(json, value);
}

static void write_missing(JsonWriter *json, const Determination *answer)
{
    json_key(json, TEXT("missing"));
    json_open(json, '[');
    for (uint32_t i = 0; i < answer->missing_count; i++)
        json_text(json, answer->missing[i].fact ? answer->missing[i].fact->name : answer->missing[i].note);
    json_close(json, ']');
}

static void write_answer(JsonWriter *json, const Variant *variant, bool first)
{
    const Determination *answer = variant->answer;
    json_pair_if(json, "currency", answer->currency);
    write_value(json, "border", answer->border);
    write_value(json, "beside", answer->beside);
    if (answer->has_exposure) {
        write_value(json, "lowest", answer->lowest);
        write_value(json, "highest", answer->highest);
    }
    if (!first) {
        write_value(json, "border_difference", variant->border);
        write_value(json, "beside_difference", variant->beside);
        json_key(json, TEXT("pulls_both_ways"));
        json_boolean(json, variant->both_ways);
    }
    write_left_out(json, answer->facts);
    write_missing(json, answer);
    json_pair(json, "confidence", text_of(confidence_name(answer->confidence)));
    json_pair(json, "law", answer->law);
}

static void write_variant(JsonWriter *json, const Comparison *comparison, uint32_t at)
{
    const Variant *variant = &comparison->variants[at];
    json_open(json, '{');
    json_key(json, TEXT("told"));
    json_open(json, '{');
    for (uint32_t i = 0; i < comparison->axis_count; i++) {
        json_key(json, comparison->axes[i].name);
        json_text(json, variant->values[i]);
    }
    json_close(json, '}');
    json_pair(json, "status", text_of(status_name(variant->status)));
    json_pair_if(json, "jurisdiction", variant->head.jurisdiction);
    json_pair_if(json, "movement", variant->head.movement);
    if (variant->answer)
        write_answer(json, variant, at == 0);
    json_close(json, '}');
}

void cause_json(JsonWriter *json, const Cause *cause)
{
    json_open(json, '{');
    json_pair(json, "decision", cause->decision);
    json_pair(json, "id", cause->of);
    json_pair_if(json, "rows_before", cause->before);
    json_pair_if(json, "rows_after", cause->after);
    json_pair_if(json, "fact", cause->fact);
    json_pair_if(json, "from", cause->from);
    json_pair_if(json, "to", cause->to);
    json_key(json, TEXT("citations"));
    json_open(json, '[');
    for (uint32_t i = 0; i < cause->cited.count; i++) {
        json_open(json, '{');
        json_pair(json, "source", cause->cited.at[i].source->id);
        json_pair(json, "instrument", cause->cited.at[i].source->instrument);
        json_pair_if(json, "article", cause->cited.at[i].citation->article);
        json_close(json, '}');
    }
    json_close(json, ']');
    json_close(json, '}');
}

static void write_difference(JsonWriter *json, const Comparison *comparison, const ComparedEntry *entry, int language)
{
    json_open(json, '{');
    json_pair(json, "list", text_snake(json->out->region, entry->list));
    json_key(json, TEXT("entries"));
    json_open(json, '[');
    for (uint32_t v = 0; v < comparison->variant_count; v++)
        if (entry->at[v])
            determination_entry_json(json, comparison->variants[v].answer, entry->at[v], language);
        else
            json_null(json);
    json_close(json, ']');
    json_key(json, TEXT("causes"));
    json_open(json, '[');
    for (uint32_t v = 0; v < comparison->variant_count; v++) {
        json_open(json, '[');
        for (uint32_t i = 0; i < entry->causes[v].count; i++)
            cause_json(json, &entry->causes[v].at[i]);
        json_close(json, ']');
    }
    json_close(json, ']');
    json_close(json, '}');
}

void comparison_json(Builder *out, const Comparison *comparison, int language, bool compact)
{
    JsonWriter json = json_writer(out, compact);
    json_open(&json, '{');
    write_axes(&json, comparison);
    json_key(&json, TEXT("variants"));
    json_open(&json, '[');
    for (uint32_t v = 0; v < comparison->variant_count; v++)
        write_variant(&json, comparison, v);
    json_close(&json, ']');
    json_key(&json, TEXT("differences"));
    json_open(&json, '[');
    for (uint32_t i = 0; i < comparison->entry_count; i++)
        write_difference(&json, comparison, &comparison->entries[i], language);
    json_close(&json, ']');
    json_key(&json, TEXT("alike"));
    json_raw(&json, text_format(out->region, "%u", comparison->alike_count));
    json_close(&json, '}');
}

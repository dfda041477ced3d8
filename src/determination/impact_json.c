/* determination/impact_json.c - what a change of law does to a book of cases, as JSON. */
#include "determination/impact.h"

static void write_count(JsonWriter *json, const char *key, uint64_t count)
{
    json_key(json, text_of(key));
    json_raw(json, text_format(json->out->region, "%llu", (unsigned long long)count));
}

static void write_decimal(JsonWriter *json, const char *key, const Decimal *number)
{
    json_key(json, text_of(key));
    determination_value_json(json, value_decimal(json->out->region, number));
}

static void write_causes(JsonWriter *json, Causes causes)
{
    json_key(json, TEXT("causes"));
    json_open(json, '[');
    for (uint32_t i = 0; i < causes.count; i++)
        cause_json(json, &causes.at[i]);
    json_close(json, ']');
}

static void write_sum(JsonWriter *json, const ImpactSum *sum, const char *key, bool causes)
{
    Decimal moved;
    decimal_subtract(&moved, &sum->after, &sum->before);
    json_open(json, '{');
    json_pair(json, "jurisdiction", sum->jurisdiction);
    json_pair(json, "movement", sum->movement);
    json_pair(json, key, sum->name);
    json_pair(json, "currency", sum->currency);
    write_count(json, "cases", sum->cases);
    write_count(json, "more", sum->rise);
    write_count(json, "less", sum->fall);
    write_count(json, "open", sum->open);
    write_decimal(json, "before", &sum->before);
    write_decimal(json, "after", &sum->after);
    write_decimal(json, "difference", &moved);
    if (causes)
        write_causes(json, sum->causes);
    json_close(json, '}');
}

static void write_thing(JsonWriter *json, const ImpactThing *thing)
{
    static const char *const kinds[] = { [IMPACT_ADDED] = "added", [IMPACT_GONE] = "gone", [IMPACT_CHANGED] = "changed" };
    json_open(json, '{');
    json_pair(json, "jurisdiction", thing->jurisdiction);
    json_pair(json, "movement", thing->movement);
    json_pair(json, "list", text_snake(json->out->region, thing->list));
    json_pair(json, "name", thing->name);
    json_pair(json, "change", text_of(kinds[thing->kind]));
    write_count(json, "cases", thing->cases);
    write_causes(json, thing->causes);
    json_close(json, '}');
}

static void write_case(JsonWriter *json, const ImpactCase *one)
{
    json_open(json, '{');
    write_count(json, "line", one->line);
    json_pair_if(json, "id", one->id);
    json_pair(json, "jurisdiction", one->jurisdiction);
    json_pair(json, "status_before", text_of(status_name(one->before)));
    json_pair(json, "status_after", text_of(status_name(one->after)));
    json_pair_if(json, "currency", one->currency);
    if (one->has_border)
        write_decimal(json, "border_difference", &one->border);
    if (one->has_beside)
        write_decimal(json, "beside_difference", &one->beside);
    write_count(json, "other_changes", one->things);
    json_close(json, '}');
}

static void write_faults(JsonWriter *json, const Impact *impact)
{
    json_key(json, TEXT("faults"));
    json_open(json, '[');
    for (size_t i = 0; i < impact->faults.count; i++) {
        json_open(json, '{');
        write_count(json, "line", impact->faults.at[i].line);
        json_pair(json, "message", impact->faults.at[i].message);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void write_sums(JsonWriter *json, const Impact *impact)
{
    json_key(json, TEXT("totals"));
    json_open(json, '[');
    for (size_t i = 0; i < impact->totals.count; i++)
        write_sum(json, &impact->totals.at[i], "total", false);
    json_close(json, ']');
    json_key(json, TEXT("charges"));
    json_open(json, '[');
    for (size_t i = 0; i < impact->charges.count; i++)
        write_sum(json, &impact->charges.at[i], "charge", true);
    json_close(json, ']');
}

void impact_json(Builder *out, const Impact *impact, bool compact)
{
    JsonWriter json = json_writer(out, compact);
    json_open(&json, '{');
    json_pair(&json, "from", date_text(out->region, impact->options.from));
    json_pair(&json, "to", date_text(out->region, impact->options.to));
    write_count(&json, "cases", impact->cases);
    write_count(&json, "changed", impact->changed);
    write_count(&json, "undetermined", impact->undetermined);
    write_sums(&json, impact);
    json_key(&json, TEXT("things"));
    json_open(&json, '[');
    for (size_t i = 0; i < impact->things.count; i++)
        write_thing(&json, &impact->things.at[i]);
    json_close(&json, ']');
    json_key(&json, TEXT("changed_cases"));
    json_open(&json, '[');
    for (size_t i = 0; i < impact->list.count; i++)
        write_case(&json, &impact->list.at[i]);
    json_close(&json, ']');
    write_faults(&json, impact);
    json_close(&json, '}');
}

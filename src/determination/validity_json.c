/* determination/validity_json.c - how long a determination holds, as JSON. */
#include "determination/answer.h"
#include "determination/validity.h"

static void write_number(JsonWriter *json, const char *key, int64_t number)
{
    json_key(json, text_of(key));
    json_raw(json, text_format(json->out->region, "%lld", (long long)number));
}

static void write_day(JsonWriter *json, const char *key, int64_t day)
{
    json_pair(json, key, date_text(json->out->region, day));
}

static void write_ending(JsonWriter *json, const Ending *ending)
{
    json_open(json, '{');
    json_pair(json, "ends", text_of(ending_name(ending->kind)));
    json_pair(json, "layer", ending->house ? TEXT("house") : TEXT("law"));
    json_pair(json, "name", ending->name);
    if (ending->decision)
        json_pair(json, "decision", ending->decision->name);
    json_pair(json, "id", ending->of);
    json_pair_if(json, "clock", ending->clock);
    write_day(json, "day", ending->day);
    write_day(json, "last", ending->last);
    write_number(json, "after", ending->after);
    if (ending->source) {
        json_pair(json, "source", ending->source->id);
        json_pair(json, "instrument", ending->source->instrument);
        json_pair_if(json, "article", ending->article);
    }
    json_pair_if(json, "published_by", ending->words);
    json_pair_if(json, "follower", ending->follower);
    json_close(json, '}');
}

static void write_change(JsonWriter *json, const LaterDay *day, const Determination *answer, const LaterChange *change, int language)
{
    json_open(json, '{');
    json_pair(json, "list", text_snake(json->out->region, change->list->list));
    json_key(json, TEXT("now"));
    if (change->now)
        determination_entry_json(json, answer, change->now, language);
    else
        json_null(json);
    json_key(json, TEXT("then"));
    if (change->then)
        determination_entry_json(json, day->then, change->then, language);
    else
        json_null(json);
    json_key(json, TEXT("causes"));
    json_open(json, '[');
    for (uint32_t i = 0; i < change->causes.count; i++)
        cause_json(json, &change->causes.at[i]);
    json_close(json, ']');
    json_close(json, '}');
}

static void write_total(JsonWriter *json, const char *key, Value total)
{
    json_key(json, text_of(key));
    determination_value_json(json, total);
}

static void write_later(JsonWriter *json, const char *key, const LaterDay *day, const Determination *answer, const Validity *validity, int language)
{
    json_key(json, text_of(key));
    if (!day->found) {
        json_null(json);
        return;
    }
    const MovedDay *clock = validity_day(validity);
    json_open(json, '{');
    write_number(json, "after", day->after);
    if (clock)
        write_day(json, "day", clock->day + day->after);
    json_pair(json, "status", text_of(status_name(day->then->status)));
    write_total(json, "border", day->then->border);
    write_total(json, "beside", day->then->beside);
    if (day->then->run->house)
        write_total(json, "house", day->then->house);
    json_key(json, TEXT("changes"));
    json_open(json, '[');
    for (uint32_t i = 0; i < day->change_count; i++)
        write_change(json, day, answer, &day->changes[i], language);
    json_close(json, ']');
    json_close(json, '}');
}

static void write_days(JsonWriter *json, const Validity *validity)
{
    json_key(json, TEXT("days"));
    json_open(json, '[');
    for (uint32_t i = 0; i < validity->day_count; i++) {
        const MovedDay *day = &validity->days[i];
        json_open(json, '{');
        json_pair(json, "fact", text_snake(json->out->region, day->fact->name));
        json_pair(json, "id", day->of);
        write_day(json, "day", day->day);
        if (validity->ends)
            write_day(json, "last", day->day + validity->after - 1);
        json_key(json, TEXT("as_of"));
        json_boolean(json, day->set);
        json_close(json, '}');
    }
    json_close(json, ']');
}

void validity_json(JsonWriter *json, const Determination *answer, const Validity *validity, int language)
{
    const MovedDay *clock = validity_day(validity);
    json_open(json, '{');
    json_key(json, TEXT("ends"));
    json_boolean(json, validity->ends);
    if (validity->ends)
        write_number(json, "after", validity->after);
    if (clock) {
        json_pair(json, "clock", text_snake(json->out->region, clock->fact->name));
        if (validity->ends)
            write_day(json, "holds_until", clock->day + validity->after - 1);
    }
    json_key(json, TEXT("endings"));
    json_open(json, '[');
    for (uint32_t i = 0; i < validity->ending_count; i++)
        write_ending(json, &validity->endings[i]);
    json_close(json, ']');
    write_later(json, "figures_change", &validity->figures, answer, validity, language);
    write_later(json, "papers_change", &validity->papers, answer, validity, language);
    write_days(json, validity);
    json_key(json, TEXT("looked_no_further"));
    json_boolean(json, validity->stopped);
    json_close(json, '}');
}

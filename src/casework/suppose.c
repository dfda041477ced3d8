/* casework/suppose.c - see suppose.h. */
#include "casework/suppose.h"

#include "base/file.h"
#include "determination/answer.h"
#include "value/date.h"

typedef struct Supposing {
    Task *task;
    const AuditNames *names;
    const Determination *answer;
    SupposedList *list;
} Supposing;

static bool is_number(const Entry *entry)
{
    return entry && value_is_number(entry_amount(entry));
}

static bool rises(Decimal *by, Value from, Value to)
{
    if (!value_is_number(from) || !value_is_number(to))
        return false;
    Decimal before = decimal_of_value(from), after = decimal_of_value(to);
    return decimal_compare(&after, &before) > 0 && decimal_subtract(by, &after, &before);
}

/* The highest of a thing stays. */
static void keep_highest(Supposing *at, Supposed found)
{
    for (size_t i = 0; i < at->list->at.count; i++) {
        Supposed *known = &at->list->at.at[i];
        if (!text_equal(known->thing, found.thing))
            continue;
        if (decimal_compare(&found.omitted, &known->omitted) > 0)
            *known = found;
        return;
    }
    *LIST_ADD(at->task->region, at->list->at) = found;
}

static void take_values(Supposing *at, const Alternative *alternative)
{
    Text values = audit_name(at->names, ROLE_VALUES);
    for (const Difference *difference = alternative->differences; difference; difference = difference->next) {
        Supposed found = { .alternative = alternative, .value = difference->main };
        if (!text_equal(difference->list->list, values) || !is_number(difference->main) || !is_number(difference->other))
            continue;
        found.thing = difference->main->of;
        if (rises(&found.omitted, entry_amount(difference->main), entry_amount(difference->other)))
            keep_highest(at, found);
    }
}

static void take_totals(Supposing *at, const Alternative *alternative)
{
    Supposed found = { .alternative = alternative };
    if (rises(&found.omitted, at->answer->border, alternative->border))
        keep_highest(at, found);
}

/* Does the law of this case ask how much tax was paid short? */
static bool asks_owed(const Supposing *at)
{
    return program_fact(at->answer->program, NULL, audit_name(at->names, ROLE_OWED)) != NULL;
}

/* ---- the corrections as a case ---- */

static void put_text(JsonWriter *json, Task *task, Text fact, Text value)
{
    if (!fact.length || !value.length)
        return;
    json_key(json, text_snake(task->region, fact));
    json_text(json, value);
}

static Text money(const Supposing *at, const Decimal *amount)
{
    Builder out = builder_on(at->task->region);
    decimal_print(&out, amount);
    build_format(&out, " " TEXT_FMT, TEXT_ARG(at->answer->currency));
    return builder_text(&out);
}

/* The rate of the line's charges of a kind together, under the alternative where it differs; empty where one is no number. */
static Text rate_of(const Supposing *at, const Supposed *one, Text kind)
{
    Value sum = VALUE_NOTHING;
    for (const Entry *entry = at->answer->entries; entry; entry = entry->next) {
        if (!entry->decision->charge || !text_equal(entry->decision->charge->kind, kind) || !text_equal(entry->of, one->thing))
            continue;
        const Entry *said = entry;
        for (const Difference *difference = one->alternative->differences; difference; difference = difference->next)
            said = difference->main == entry && difference->other ? difference->other : said;
        Value rate = said->value.kind == VALUE_ABSENT && said->value.mark == MARK_NONE ? value_small(0, 0) : entry_part(said, "rate");
        if (!value_is_number(rate))
            return TEXT_NONE;
        sum = value_is_number(sum) ? number_add(at->task->region, sum, rate) : rate;
    }
    if (!value_is_number(sum))
        return TEXT_NONE;
    Builder out = builder_on(at->task->region);
    value_print(&out, sum);
    return builder_text(&out);
}

/* The day on which the value was looked at; of the whole case the first such day. */
static Text day_of(const Supposing *at, const Supposed *one)
{
    const Note *note = one->value ? one->value->note : NULL;
    for (const Entry *entry = at->answer->entries; entry && !one->value && !note; entry = entry->next)
        note = text_equal(entry->list->list, audit_name(at->names, ROLE_VALUES)) ? entry->note : NULL;
    return note && note->has_day ? date_text(at->task->region, note->day) : TEXT_NONE;
}

static void put_correction(JsonWriter *json, const Supposing *at, const Supposed *one, size_t number)
{
    const AuditNames *names = at->names;
    Task *task = at->task;
    json_open(json, '{');
    put_text(json, task, TEXT("id"), text_format(task->region, "%zu", number));
    for (size_t i = 0; i < names->of[ROLE_START].names.count; i++)
        put_text(json, task, names->of[ROLE_START].names.at[i], day_of(at, one));
    put_text(json, task, audit_name(names, one->value ? ROLE_OMITTED : ROLE_OWED), money(at, &one->omitted));
    for (size_t i = 0; one->value && i < names->of[ROLE_RATE].names.count; i++) {
        Text fact, kind = text_cut(names->of[ROLE_RATE].names.at[i], ' ', &fact); /* "KIND name of the fact" */
        put_text(json, task, fact, rate_of(at, one, kind));
    }
    json_close(json, '}');
}

static void put_head(JsonWriter *json, const Json *of, const Source *source)
{
    for (const Json *member = of->first; member; member = member->next) {
        bool things = member->kind == JSON_ARRAY && member->first && member->first->kind == JSON_OBJECT;
        if (things)
            continue;
        json_key(json, member->key);
        json_raw(json, (Text){ source->bytes.at + member->from, member->to - member->from });
    }
}

static void write_case(Supposing *at, const Source *source, const Json *of)
{
    const ThingType *thing = program_thing(at->answer->program, audit_name(at->names, ROLE_THING));
    Builder out = builder_on(at->task->region);
    JsonWriter json = json_writer(&out, true);
    json_open(&json, '{');
    put_head(&json, of, source);
    json_key(&json, text_snake(at->task->region, thing->many));
    json_open(&json, '[');
    for (size_t i = 0; i < at->list->at.count; i++)
        put_correction(&json, at, &at->list->at.at[i], i + 1);
    json_close(&json, ']');
    json_close(&json, '}');
    at->list->source = source_from(at->task, TEXT("supposed"), builder_text(&out));
    at->list->json = at->list->source ? json_read(at->task, at->list->source) : NULL;
}

void suppose(SupposedList *list, Task *task, const AuditNames *names, const Source *source, const Json *json, const Determination *answer)
{
    *list = (SupposedList){ 0 };
    Supposing at = { task, names, answer, list };
    bool owed = asks_owed(&at);
    for (const Alternative *alternative = answer->alternatives; alternative; alternative = alternative->next)
        if (owed)
            take_totals(&at, alternative);
        else
            take_values(&at, alternative);
    if (list->at.count && program_thing(answer->program, audit_name(names, ROLE_THING)))
        write_case(&at, source, json);
}

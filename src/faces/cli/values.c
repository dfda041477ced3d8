/* faces/cli/values.c - JSON to values of the language, and back: what `feel` and `dmn` are told and tell. */
#include "faces/cli/values.h"

#include "feel/operate.h"

static Value list_value(Cli *cli, const Source *source, const Json *json)
{
    Value *items = REGION_ARRAY(&cli->region, Value, json->count + 1);
    size_t count = 0;
    for (const Json *item = json->first; item; item = item->next)
        items[count++] = value_of_json(cli, source, item);
    return value_list(&cli->region, items, count);
}

static Value context_value(Cli *cli, const Source *source, const Json *json)
{
    Text *names = REGION_ARRAY(&cli->region, Text, json->count + 1);
    Shape *shape = REGION_NEW(&cli->region, Shape);
    Context *context = REGION_NEW(&cli->region, Context);
    *shape = (Shape){ json->count, names };
    *context = (Context){ shape, REGION_ARRAY(&cli->region, Value, json->count + 1) };
    size_t at = 0;
    for (const Json *member = json->first; member; member = member->next, at++) {
        names[at] = name_normal(&cli->region, text_unsnake(&cli->region, member->key));
        context->at[at] = value_of_json(cli, source, member);
    }
    return (Value){ .kind = VALUE_CONTEXT, .context = context };
}

static Value number_value(Cli *cli, const Source *source, const Json *json)
{
    Decimal number;
    if (decimal_read(&number, json->text, true))
        return value_decimal(&cli->region, &number);
    report_error(&cli->report, "number-too-long", json_span(source, json), "a number has more than %d digits", LIMIT_NUMBER_DIGITS);
    return VALUE_NOTHING;
}

Value value_of_json(Cli *cli, const Source *source, const Json *json)
{
    switch (json->kind) {
    case JSON_NULL: return VALUE_NOTHING;
    case JSON_FALSE: case JSON_TRUE: return value_boolean(json->kind == JSON_TRUE);
    case JSON_NUMBER: return number_value(cli, source, json);
    case JSON_STRING: return value_text(&cli->region, json->text);
    case JSON_ARRAY: return list_value(cli, source, json);
    case JSON_OBJECT: return context_value(cli, source, json);
    }
    return VALUE_NOTHING;
}

/* ---- back to JSON ---- */

static void write_number(Builder *scratch, JsonWriter *writer, Value value)
{
    value_print(scratch, value);
    json_raw(writer, builder_text(scratch));
}

static void write_list(Region *region, JsonWriter *writer, const List *list)
{
    json_open(writer, '[');
    for (size_t i = 0; i < list->count; i++)
        json_of_value(region, writer, list->at[i]);
    json_close(writer, ']');
}

static void write_context(Region *region, JsonWriter *writer, const Context *context)
{
    json_open(writer, '{');
    for (uint32_t i = 0; i < context->shape->count; i++) {
        json_key(writer, context->shape->names[i]);
        json_of_value(region, writer, context->at[i]);
    }
    json_close(writer, '}');
}

/* A date, time or duration bare; ranges and functions as the language writes them. */
static void write_other(Region *region, JsonWriter *writer, Value value)
{
    Builder out = builder_on(region);
    switch (value.kind) {
    case VALUE_DATE: date_print(&out, value.days); break;
    case VALUE_TIME: time_print(&out, value.clock); break;
    case VALUE_DATE_TIME: date_time_print(&out, value.clock); break;
    case VALUE_MONTHS: months_print(&out, value.months); break;
    case VALUE_SECONDS: seconds_print(&out, *value.seconds); break;
    default: value_print(&out, value);
    }
    json_text(writer, builder_text(&out));
}

void json_of_value(Region *region, JsonWriter *writer, Value value)
{
    Builder scratch = builder_on(region);
    if (writer->depth >= LIMIT_JSON_DEPTH)
        return json_null(writer);
    switch (value.kind) {
    case VALUE_NULL: json_null(writer); break;
    case VALUE_BOOLEAN: json_boolean(writer, value.boolean); break;
    case VALUE_NUMBER: case VALUE_DECIMAL: write_number(&scratch, writer, value); break;
    case VALUE_TEXT: json_text(writer, text_of_value(value)); break;
    case VALUE_LIST: write_list(region, writer, value.list); break;
    case VALUE_CONTEXT: write_context(region, writer, value.context); break;
    default: write_other(region, writer, value);
    }
}

/* determination/lawdiff_json.c - the difference of two days of law as JSON. */
#include "determination/lawdiff.h"

#include "value/json.h"

static void write_row(JsonWriter *json, const char *key, const SheetRow *row, Text outputs)
{
    json_key(json, text_of(key));
    if (!row) {
        json_null(json);
        return;
    }
    Builder days = builder_on(json->out->region);
    days_print(&days, row->row->in_force);
    json_open(json, '{');
    json_pair(json, "row", row->row->id);
    json_pair(json, "says", outputs);
    json_pair(json, "in_force", builder_text(&days));
    json_key(json, TEXT("citations"));
    json_open(json, '[');
    for (uint32_t i = 0; i < row->row->citations.count; i++) {
        const Citation *citation = &row->row->citations.at[i];
        json_open(json, '{');
        json_pair(json, "source", citation->source_id);
        json_pair_if(json, "article", citation->article);
        if (citation->source && citation->source->has_published)
            json_pair(json, "published", date_text(json->out->region, citation->source->published));
        json_close(json, '}');
    }
    json_close(json, ']');
    json_close(json, '}');
}

static void write_change(JsonWriter *json, const LawChange *change)
{
    json_open(json, '{');
    json_pair(json, "jurisdiction", change->jurisdiction);
    json_pair(json, "decision", change->decision);
    json_pair(json, "page", change->page->path);
    write_row(json, "before", change->before, change->from);
    write_row(json, "after", change->after, change->to);
    json_pair_if(json, "facts", change->facts);
    if (change->is_case) {
        json_key(json, TEXT("case"));
        json_raw(json, change->witness);
        json_pair(json, "value_before", change->value_before);
        json_pair(json, "value_after", change->value_after);
    } else {
        json_pair_if(json, "values", change->witness);
    }
    json_close(json, '}');
}

void lawdiff_json(Builder *out, const LawDiff *diff, bool compact)
{
    JsonWriter json = json_writer(out, compact);
    json_open(&json, '{');
    json_pair(&json, "from", date_text(out->region, diff->from));
    json_pair(&json, "to", date_text(out->region, diff->to));
    json_key(&json, TEXT("tables"));
    json_raw(&json, text_format(out->region, "%u", diff->decisions));
    json_key(&json, TEXT("changes"));
    json_open(&json, '[');
    for (uint32_t i = 0; i < diff->count; i++)
        write_change(&json, &diff->changes[i]);
    json_close(&json, ']');
    if (diff->spent)
        json_pair(&json, "limit_reached", text_of(diff->spent));
    json_close(&json, '}');
}

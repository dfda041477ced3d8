/* papers/sheet_json.c - the country sheet and its differences as JSON. See sheet.h. */
#include "papers/sheet.h"
#include "value/json.h"

static void put_flag(JsonWriter *json, const char *key, bool flag)
{
    json_key(json, text_of(key));
    json_boolean(json, flag);
}

static void put_citation(JsonWriter *json, const SheetCitation *citation)
{
    json_open(json, '{');
    json_pair_if(json, "row", citation->row);
    json_pair(json, "source", citation->source->id);
    json_pair(json, "instrument", citation->source->instrument);
    json_pair_if(json, "article", citation->article);
    json_pair(json, "grade", text_of(grade_name(citation->source->grade)));
    json_pair(json, "confidence", text_of(confidence_name(citation->confidence)));
    json_close(json, '}');
}

static void put_under(JsonWriter *json, const SheetEntry *entry)
{
    if (entry->voice) {
        json_pair(json, "voice", entry->voice->id);
        json_pair(json, "instrument", entry->voice->instrument);
    }
    json_pair_if(json, "open_question", entry->question);
    json_pair_if(json, "reading", entry->reading);
}

static void put_entry(JsonWriter *json, const SheetEntry *entry)
{
    json_open(json, '{');
    json_pair(json, "list", entry->list);
    json_pair(json, "name", entry->name);
    json_pair(json, "text", entry->words);
    json_pair_if(json, "says", entry->says);
    if (entry->none)
        put_flag(json, "none", true);
    json_pair(json, "status", text_of(status_name(entry->status)));
    json_pair_if(json, "hangs_on", entry->hangs);
    json_pair(json, "confidence", text_of(confidence_name(entry->confidence)));
    put_under(json, entry);
    json_key(json, TEXT("citations"));
    json_open(json, '[');
    for (uint32_t i = 0; i < entry->citation_count; i++)
        put_citation(json, &entry->citations[i]);
    json_close(json, ']');
    json_close(json, '}');
}

static void put_case(JsonWriter *json, const SheetCase *of)
{
    json_open(json, '{');
    json_pair(json, "case", of->name);
    json_pair(json, "about", of->about);
    put_flag(json, "covered", of->covered);
    json_key(json, TEXT("answers"));
    json_open(json, '[');
    for (size_t i = 0; i < of->entries.count; i++)
        put_entry(json, &of->entries.at[i]);
    json_close(json, ']');
    json_close(json, '}');
}

static void put_question(JsonWriter *json, const SheetQuestion *question)
{
    json_open(json, '{');
    json_pair(json, "id", question->id);
    json_pair(json, "part", question->part);
    json_pair(json, "question", question->words);
    put_flag(json, "read", question->read);
    json_key(json, TEXT("cases"));
    json_open(json, '[');
    for (size_t i = 0; i < question->cases.count; i++)
        put_case(json, &question->cases.at[i]);
    json_close(json, ']');
    json_close(json, '}');
}

static void put_head(JsonWriter *json, const CountrySheet *sheet)
{
    json_pair(json, "jurisdiction", sheet->country);
    json_pair(json, "country", sheet->name);
}

static Text day_text(Builder *out, int64_t day)
{
    return date_text(out->region, day);
}

void sheet_json(Builder *out, const CountrySheet *sheet)
{
    JsonWriter json = json_writer(out, false);
    json_open(&json, '{');
    put_head(&json, sheet);
    json_pair(&json, "as_of", day_text(out, sheet->as_of));
    json_pair_if(&json, "law", sheet->law);
    put_flag(&json, "covered", sheet_covered(sheet));
    json_key(&json, TEXT("questions"));
    json_open(&json, '[');
    for (size_t i = 0; i < sheet->questions.count; i++)
        put_question(&json, &sheet->questions.at[i]);
    json_close(&json, ']');
    json_close(&json, '}');
}

static void put_side(JsonWriter *json, const char *key, const SheetEntry *entry)
{
    if (!entry)
        return;
    json_key(json, text_of(key));
    put_entry(json, entry);
}

void sheet_changes_json(Builder *out, const CountrySheet *before, const CountrySheet *after, const SheetChanges *changes)
{
    JsonWriter json = json_writer(out, false);
    json_open(&json, '{');
    put_head(&json, before);
    json_pair(&json, "before", day_text(out, before->as_of));
    json_pair(&json, "after", day_text(out, after->as_of));
    json_key(&json, TEXT("changes"));
    json_open(&json, '[');
    for (size_t i = 0; i < changes->list.count; i++) {
        const SheetChange *change = &changes->list.at[i];
        json_open(&json, '{');
        json_pair(&json, "id", change->question->id);
        json_pair(&json, "question", change->question->words);
        json_pair(&json, "case", change->of->name);
        json_pair(&json, "about", change->of->about);
        put_side(&json, "before", change->before);
        put_side(&json, "after", change->after);
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_close(&json, '}');
}

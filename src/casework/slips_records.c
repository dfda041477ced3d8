/* casework/slips_records.c - see slips_records.h. */
#include "casework/slips_records.h"

#include "base/file.h"
#include "base/xml.h"
#include "value/json.h"

typedef struct RecordCell {
    uint32_t column;
    Text text;
} RecordCell;

typedef struct RecordRow {
    uint32_t from, count; /* of `cells` */
    uint32_t byte;        /* where it begins */
} RecordRow;

typedef struct Records {
    Task *task;
    LIST_OF(Text) columns;
    LIST_OF(RecordCell) cells;
    LIST_OF(RecordRow) rows;
} Records;

/* ---- gathering ---- */

static uint32_t column_of(Records *records, Text name)
{
    for (uint32_t i = 0; i < records->columns.count; i++)
        if (text_equal(records->columns.at[i], name))
            return i;
    if (records->columns.count <= LIMIT_DATA_COLUMNS) /* one too many is enough to refuse them all */
        *LIST_ADD(records->task->region, records->columns) = name;
    return (uint32_t)records->columns.count - 1;
}

static void add_cell(Records *records, Text name, Text text)
{
    uint32_t column = column_of(records, name);
    *LIST_ADD(records->task->region, records->cells) = (RecordCell){ column, text };
}

enum { RECORD_VALUES = 2 }; /* plain values that make a record */

/* What was added since `from` is a record, or too little to be one. */
static void end_record(Records *records, uint32_t from, uint32_t byte)
{
    uint32_t count = (uint32_t)records->cells.count - from;
    if (count < RECORD_VALUES)
        records->cells.count = from;
    else
        *LIST_ADD(records->task->region, records->rows) = (RecordRow){ from, count, byte };
}

static bool is_plain(const XmlElement *element) { return !element->first && text_trim(element->text).length; }

static void gather_xml(Records *records, const XmlElement *element)
{
    uint32_t from = (uint32_t)records->cells.count;
    for (uint32_t i = 0; i < element->attribute_count; i++)
        if (!element->attributes[i].space.length)
            add_cell(records, element->attributes[i].name, element->attributes[i].value);
    for (const XmlElement *inner = element->first; inner; inner = inner->next)
        if (is_plain(inner))
            add_cell(records, inner->name, text_trim(inner->text));
    end_record(records, from, element->span.from);
    for (const XmlElement *inner = element->first; inner; inner = inner->next)
        if (inner->first || inner->attribute_count >= RECORD_VALUES)
            gather_xml(records, inner);
}

static Text plain_json(const Json *json)
{
    switch (json->kind) {
    case JSON_STRING:
    case JSON_NUMBER: return json->text;
    case JSON_TRUE: return TEXT("true");
    case JSON_FALSE: return TEXT("false");
    default: return TEXT_NONE;
    }
}

static void gather_json(Records *records, const Json *json)
{
    uint32_t from = (uint32_t)records->cells.count;
    for (const Json *inner = json->kind == JSON_OBJECT ? json->first : NULL; inner; inner = inner->next)
        if (plain_json(inner).length)
            add_cell(records, inner->key, plain_json(inner));
    end_record(records, from, json->from);
    for (const Json *inner = json->kind == JSON_OBJECT || json->kind == JSON_ARRAY ? json->first : NULL; inner; inner = inner->next)
        gather_json(records, inner);
}

/* ---- as a table ---- */

/* "startDate" -> "start Date"; names of columns are compared without capitals. */
static void build_name(Builder *out, Text name)
{
    for (size_t i = 0; i < name.length; i++) {
        bool begins = i && name.at[i] >= 'A' && name.at[i] <= 'Z' && name.at[i - 1] >= 'a' && name.at[i - 1] <= 'z';
        if (begins)
            build_byte(out, ' ');
        if (name.at[i] == '"')
            build_byte(out, '"');
        build_byte(out, name.at[i]);
    }
}

static void build_escaped(Builder *out, Text text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (text.at[i] == '"')
            build_byte(out, '"');
        build_byte(out, text.at[i]);
    }
}

static void build_header(Builder *out, const Records *records)
{
    for (uint32_t i = 0; i < records->columns.count; i++) {
        build_text(out, i ? TEXT(",\"") : TEXT("\""));
        build_name(out, records->columns.at[i]);
        build_byte(out, '"');
    }
    build_byte(out, '\n');
}

/* Several values of one name stand in one cell, parted by ";", as references may. */
static void build_row(Builder *out, const Records *records, const RecordRow *row)
{
    for (uint32_t column = 0; column < records->columns.count; column++) {
        bool any = false;
        build_text(out, column ? TEXT(",\"") : TEXT("\""));
        for (uint32_t i = row->from; i < row->from + row->count; i++) {
            if (records->cells.at[i].column != column)
                continue;
            build_text(out, any ? TEXT(";") : TEXT_NONE);
            build_escaped(out, records->cells.at[i].text);
            any = true;
        }
        build_byte(out, '"');
    }
    build_byte(out, '\n');
}

/* Lines of the records, which come in order of their bytes but for records in records. */
static uint32_t *lines_of(const Records *records, const Source *source)
{
    uint32_t *lines = REGION_ARRAY(records->task->region, uint32_t, records->rows.count + 1), line = 1, byte = 0;
    for (uint32_t i = 0; i < records->rows.count; i++) {
        if (records->rows.at[i].byte < byte)
            line = 1, byte = 0;
        for (; byte < records->rows.at[i].byte; byte++)
            line += source->bytes.at[byte] == '\n';
        lines[i] = line;
    }
    return lines;
}

bool looks_like_records(Text start)
{
    for (size_t i = 0; i < start.length; i++)
        if (!strchr("\xEF\xBB\xBF\r\n\t ", start.at[i]))
            return start.at[i] == '<' || start.at[i] == '{' || start.at[i] == '[';
    return false;
}

static bool gather(Records *records, const Source *source)
{
    size_t at = 0;
    while (at < source->bytes.length && strchr("\r\n\t ", source->bytes.at[at]))
        at++;
    if (at < source->bytes.length && source->bytes.at[at] == '<') {
        const XmlElement *root = xml_read(records->task, source);
        if (root)
            gather_xml(records, root);
        return root != NULL;
    }
    const Json *json = json_read(records->task, source);
    if (json)
        gather_json(records, json);
    return json != NULL;
}

bool records_read(Task *task, Text name, Text bytes, RecordTable *out)
{
    Records records = { .task = task };
    if (text_starts(bytes, TEXT("\xEF\xBB\xBF")))
        bytes = text_slice(bytes, 3, bytes.length);
    const Source *source = source_from(task, name, bytes);
    if (!source || !gather(&records, source))
        return false;
    if (!records.rows.count || records.columns.count > LIMIT_DATA_COLUMNS) {
        report_error(task->report, "reconcile-records", (Span){ source, 0, 0 }, records.rows.count ? "its records have more than %d names of values" : "no record is in it: an element or object with two plain values", LIMIT_DATA_COLUMNS);
        return false;
    }
    Builder csv = builder_on(task->region);
    build_header(&csv, &records);
    for (uint32_t i = 0; i < records.rows.count; i++)
        build_row(&csv, &records, &records.rows.at[i]);
    *out = (RecordTable){ builder_text(&csv), lines_of(&records, source), (uint32_t)records.rows.count };
    return true;
}

/* papers/paper_json.c - a paper for machines. See paper.h. */
#include "papers/paper.h"

/* -?digits[.digits] without needless zeros in front: what JSON takes for a number as it stands. Money and rates are texts all the same:
 * whoever reads them as binary floats would read other figures. */
static bool is_number(Text plain)
{
    Decimal number;
    Text size = text_starts(plain, TEXT("-")) ? text_slice(plain, 1, plain.length) : plain;
    bool bare = size.length && size.at[0] >= '0' && size.at[0] <= '9' && size.at[size.length - 1] != '.';
    bool padded = size.length > 1 && size.at[0] == '0' && size.at[1] != '.';
    return bare && !padded && decimal_read(&number, plain, false);
}

static void put_plain(JsonWriter *json, PaperKind kind, Text plain)
{
    if (!plain.length)
        json_null(json);
    else if (kind == PAPER_NUMBER && is_number(plain))
        json_raw(json, plain);
    else if (kind == PAPER_YES && (text_is(plain, "true") || text_is(plain, "false")))
        json_boolean(json, text_is(plain, "true"));
    else
        json_text(json, plain);
}

static void put_row(JsonWriter *json, const PaperPart *part, const PaperRow *row)
{
    json_open(json, '{');
    for (size_t i = 0; i < part->columns.count; i++) {
        json_key(json, text_of(part->columns.at[i].key));
        put_plain(json, part->columns.at[i].kind, row->cells[i].plain);
    }
    if (row->level) {
        Builder level = builder_on(part->region);
        build_format(&level, "%u", row->level);
        json_key(json, TEXT("level"));
        json_raw(json, builder_text(&level));
    }
    json_pair_if(json, "remark", row->below);
    json_close(json, '}');
}

static void put_rows(JsonWriter *json, const PaperPart *part)
{
    json_open(json, '[');
    for (size_t i = 0; i < part->rows.count; i++)
        put_row(json, part, &part->rows.at[i]);
    json_close(json, ']');
}

static void put_part(JsonWriter *json, const PaperPart *part)
{
    json_key(json, text_of(part->key));
    if (!part->record)
        put_rows(json, part);
    else if (part->rows.count)
        put_row(json, part, part->rows.at);
    else
        json_null(json);
}

static void put_verdict(JsonWriter *json, const Paper *paper)
{
    if (!paper->verdict.plain.length && !paper->verdict.words.length)
        return;
    json_key(json, TEXT("verdict"));
    json_open(json, '{');
    json_key(json, TEXT("is"));
    put_plain(json, PAPER_WORD, paper->verdict.plain);
    json_pair_if(json, "says", paper->verdict.words);
    json_close(json, '}');
}

void paper_json(Builder *out, const Paper *paper, bool compact)
{
    JsonWriter json = json_writer(out, compact);
    json_open(&json, '{');
    json_pair(&json, "paper", text_of(paper->kind));
    json_pair(&json, "title", paper->title);
    json_pair_if(&json, "about", paper->about);
    put_verdict(&json, paper);
    for (size_t i = 0; i < paper->parts.count; i++)
        put_part(&json, paper->parts.at[i]);
    if (paper->notes.count) {
        json_key(&json, TEXT("notes"));
        json_open(&json, '[');
        for (size_t i = 0; i < paper->notes.count; i++)
            json_text(&json, paper->notes.at[i]);
        json_close(&json, ']');
    }
    json_pair_if(&json, "law", paper->law);
    json_pair_if(&json, "as_of", paper->as_of);
    json_close(&json, '}');
}

/* casework/quote_read.c - a quote read back from its JSON. See quote.h. It must be what it was: its digest goes over every member but the
 * digest itself, kind by kind, so that neither indents nor escapes matter, and nothing else can be other. */
#include "casework/quote.h"

#include "base/hash.h"
#include "value/decimal.h"

/* ---- digest ---- */

/* 250000.00 is 250000: a program on the way may have left zeros out. */
static Text plain_number(Region *region, Text written)
{
    Decimal number;
    if (!decimal_read(&number, written, true))
        return written;
    Builder out = builder_on(region);
    number = decimal_trimmed(&number);
    decimal_print(&out, &number);
    return builder_text(&out);
}

/* Of the hash of what stands within, so that a value is a fixed number of bytes and none can pass for another. */
static Text digest_of(Region *region, const Json *json, bool in_kept)
{
    LIST_OF(Text) parts = { 0 };
    Text text = json->kind == JSON_NUMBER ? plain_number(region, json->text) : json->text;
    *LIST_ADD(region, parts) = text_format(region, "%d %zu ", (int)json->kind, text.length);
    *LIST_ADD(region, parts) = text;
    for (const Json *item = json->first; item; item = item->next) {
        if (in_kept && text_is(item->key, "hash"))
            continue;
        *LIST_ADD(region, parts) = text_format(region, "%zu ", item->key.length);
        *LIST_ADD(region, parts) = item->key;
        *LIST_ADD(region, parts) = digest_of(region, item, text_is(item->key, "kept"));
    }
    Sha256 hash = sha256_of(parts.at, parts.count);
    return sha256_text(region, &hash);
}

Text quote_digest(Task *task, const Json *json)
{
    return digest_of(task->region, json, false);
}

/* ---- members ---- */

static Text text_at(const Json *json, const char *pointer)
{
    const Json *found = json_point(json, text_of(pointer));
    return found && (found->kind == JSON_STRING || found->kind == JSON_NUMBER) ? found->text : TEXT_NONE;
}

static Value number_at(Region *region, const Json *json, const char *key)
{
    Decimal number;
    const Json *found = json_get(json, text_of(key));
    bool good = found && (found->kind == JSON_NUMBER || found->kind == JSON_STRING) && decimal_read(&number, found->text, false);
    return good ? value_decimal(region, &number) : VALUE_NOTHING;
}

static QuotedLine line_at(Region *region, const Json *item)
{
    return (QuotedLine){ .total = text_at(item, "/total"), .charge = text_at(item, "/charge"), .of = text_at(item, "/of"), .amount = number_at(region, item, "amount"),
                         .lowest = number_at(region, item, "lowest"), .highest = number_at(region, item, "highest") };
}

static void read_members(Region *region, const Json *json, QuoteFile *out)
{
    const Json *lines = json_get(json, TEXT("lines")), *totals = json_get(json, TEXT("totals")), *assumed = json_get(json, TEXT("assumptions"));
    for (const Json *item = lines ? lines->first : NULL; item; item = item->next)
        *LIST_ADD(region, out->lines) = line_at(region, item);
    for (const Json *item = totals ? totals->first : NULL; item; item = item->next) {
        QuotedLine total = line_at(region, item);
        total.charge = total.total;
        *LIST_ADD(region, out->totals) = total;
    }
    for (const Json *item = assumed ? assumed->first : NULL; item; item = item->next)
        if (text_is(text_at(item, "/kind"), "rate"))
            *LIST_ADD(region, out->rates) = (QuotedRate){ text_at(item, "/what"), text_at(item, "/value") };
}

static bool is_quote(const Json *json)
{
    return json->kind == JSON_OBJECT && text_is(text_at(json, "/paper"), "quote") && text_at(json, "/kept/case").length;
}

QuoteRead quote_read(Task *task, const Source *source, QuoteFile *out)
{
    const Json *json = json_read(task, source);
    if (!json)
        return QUOTE_FAULT;
    if (!is_quote(json)) {
        Problem *p = report_error(task->report, "no-quote", json_span(source, json), "\"" TEXT_FMT "\" is no quote that keeps its case", TEXT_ARG(source->name));
        problem_hint(task->report, p, "Save a quote with \"declarant quote CASE --json --output QUOTE\".");
        return QUOTE_FAULT;
    }
    *out = (QuoteFile){ .json = json, .given = text_at(json, "/kept/case"), .law = text_at(json, "/kept/law_hash"), .engine = text_at(json, "/kept/engine"),
                        .as_of = text_at(json, "/kept/days_as_of"), .known_on = text_at(json, "/kept/known_on"), .layer = text_at(json, "/kept/layer"),
                        .currency = text_at(json, "/kept/currency"), .hash = text_at(json, "/kept/hash") };
    const Json *house = json_point(json, TEXT("/kept/house"));
    out->house = house && house->kind == JSON_TRUE;
    read_members(task->region, json, out);
    if (text_equal(quote_digest(task, json), out->hash))
        return QUOTE_READ;
    const Json *hash = json_point(json, TEXT("/kept/hash"));
    Problem *p = report_error(task->report, "quote-altered", json_span(source, hash ? hash : json), "the quote is not what it was when it was made");
    problem_hint(task->report, p, "Compare with the file that \"declarant quote\" wrote; what this one holds has the hash " TEXT_FMT ".", TEXT_ARG(quote_digest(task, json)));
    return QUOTE_TAMPERED;
}

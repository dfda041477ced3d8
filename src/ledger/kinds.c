/* ledger/kinds.c - see kinds.h. */
#include "ledger/kinds.h"

#include "value/date.h"
#include "value/decimal.h"

const char *const kind_names[KINDS] = {
#define KIND(id, name, personal) [KIND_##id] = name,
#define MEMBER(id, name, type, needed, entry)
#include "ledger/kinds.def"
#undef KIND
#undef MEMBER
};

const bool kind_personal[KINDS] = {
#define KIND(id, name, personal) [KIND_##id] = personal,
#define MEMBER(id, name, type, needed, entry)
#include "ledger/kinds.def"
#undef KIND
#undef MEMBER
};

const KindMember kind_members[] = {
#define KIND(id, name, personal)
#define MEMBER(id, name, type, needed, entry) { KIND_##id, name, MEMBER_##type, needed, entry },
#include "ledger/kinds.def"
#undef KIND
#undef MEMBER
};
const size_t kind_member_count = sizeof kind_members / sizeof *kind_members;

RecordKind kind_named(Text name)
{
    int kind = 0;
    while (kind < KINDS && !text_equal(name, text_of(kind_names[kind])))
        kind++;
    return (RecordKind)kind;
}

/* What every kind may hold besides. */
static const KindMember common_members[] = {
    { KINDS, "note", MEMBER_TEXT, false, NULL },
    { KINDS, "salt", MEMBER_TEXT, false, NULL },
};

const KindMember *kind_member(RecordKind kind, Text name)
{
    for (size_t i = 0; i < sizeof common_members / sizeof *common_members; i++)
        if (text_equal(name, text_of(common_members[i].name)))
            return &common_members[i];
    for (size_t i = 0; i < kind_member_count; i++)
        if (kind_members[i].kind == kind && text_equal(name, text_of(kind_members[i].name)))
            return &kind_members[i];
    return NULL;
}

/* ---- what a member is ---- */

bool is_hash(Text text)
{
    if (text.length != 71 || !text_starts(text, TEXT("sha256:")))
        return false;
    for (size_t i = 7; i < text.length; i++)
        if (!strchr("0123456789abcdef", text.at[i]))
            return false;
    return true;
}

static bool is_decimal(Text text)
{
    Decimal number;
    return decimal_read(&number, text, false);
}

/* "300 USD" */
static bool is_amount(Text text)
{
    Text currency, number = text_cut(text, ' ', &currency);
    bool capitals = currency.length == 3;
    for (size_t i = 0; i < currency.length; i++)
        capitals = capitals && currency.at[i] >= 'A' && currency.at[i] <= 'Z';
    return capitals && is_decimal(number);
}

static bool is_instant(Text text)
{
    Clock clock;
    return date_time_read(&clock, text) && clock.zoned;
}

static bool is_whole(const Json *value)
{
    for (size_t i = 0; i < value->text.length; i++)
        if (value->text.at[i] < '0' || value->text.at[i] > '9')
            return false;
    return value->kind == JSON_NUMBER;
}

static bool each(const Json *list, bool (*is)(Text))
{
    bool all = list->kind == JSON_ARRAY;
    for (const Json *item = all ? list->first : NULL; item; item = item->next)
        all = all && item->kind == JSON_STRING && is(item->text);
    return all;
}

static bool is_told(Text text)
{
    return text.length != 0;
}

static bool are_pages(const Json *list)
{
    bool all = list->kind == JSON_ARRAY;
    for (const Json *page = all ? list->first : NULL; page; page = page->next)
        all = all && page->kind == JSON_ARRAY && page->count == 2 && page->first->kind == JSON_STRING && page->first->next->kind == JSON_STRING && is_hash(page->first->next->text);
    return all;
}

static bool fits(MemberType type, const Json *value)
{
    int64_t day;
    bool text = value->kind == JSON_STRING;
    switch (type) {
    case MEMBER_TEXT:
        return text && is_told(value->text);
    case MEMBER_DAY:
        return text && date_read(&day, value->text);
    case MEMBER_INSTANT:
        return text && is_instant(value->text);
    case MEMBER_HASH:
    case MEMBER_BLOB:
        return text && is_hash(value->text);
    case MEMBER_PAGES:
        return are_pages(value);
    case MEMBER_HASHES:
        return each(value, is_hash);
    case MEMBER_TEXTS:
        return each(value, is_told);
    case MEMBER_AMOUNT:
        return text && is_amount(value->text);
    case MEMBER_DECIMAL:
        return text && is_decimal(value->text);
    case MEMBER_WHOLE:
        return is_whole(value);
    case MEMBER_FLAG:
        return value->kind == JSON_TRUE || value->kind == JSON_FALSE;
    case MEMBER_ANY:
        return true;
    }
    return false;
}

static const char *const type_words[] = {
    [MEMBER_TEXT] = "a text", [MEMBER_DAY] = "a day (YYYY-MM-DD)", [MEMBER_INSTANT] = "an instant (YYYY-MM-DDThh:mm:ssZ)", [MEMBER_HASH] = "a hash (sha256:...)",
    [MEMBER_BLOB] = "a hash (sha256:...)", [MEMBER_PAGES] = "a list of pages, each a path and a hash", [MEMBER_HASHES] = "a list of hashes", [MEMBER_TEXTS] = "a list of texts", [MEMBER_AMOUNT] = "an amount such as \"300 USD\"", [MEMBER_DECIMAL] = "a number as text",
    [MEMBER_WHOLE] = "a whole number", [MEMBER_FLAG] = "true or false", [MEMBER_ANY] = "a value",
};

/* ---- a body ---- */

static void tell_unknown(Task *task, RecordKind kind, const Source *source, const Json *member)
{
    Text known[64];
    size_t count = 0;
    for (size_t i = 0; i < kind_member_count && count < sizeof known / sizeof *known; i++)
        if (kind_members[i].kind == kind)
            known[count++] = text_of(kind_members[i].name);
    Problem *problem = report_error(task->report, "unknown-member", (Span){ source, member->key_from, member->from }, "a record of kind \"%s\" has no \"" TEXT_FMT "\"", kind_names[kind], TEXT_ARG(member->key));
    Text nearest = text_nearest(member->key, known, count);
    if (nearest.length)
        problem_hint(task->report, problem, "Did you mean \"" TEXT_FMT "\"?", TEXT_ARG(nearest));
}

static bool check_member(Task *task, RecordKind kind, const Source *source, const Json *member)
{
    const KindMember *known = kind_member(kind, member->key);
    if (!known) {
        tell_unknown(task, kind, source, member);
        return false;
    }
    if (fits(known->type, member))
        return true;
    report_error(task->report, "record-form", json_span(source, member), "\"%s\" of a record of kind \"%s\" is %s", known->name, kind_names[kind], type_words[known->type]);
    return false;
}

/* Four eyes: who writes a position of the house does not approve it. */
static bool has_two_persons(Task *task, RecordKind kind, const Source *source, const Json *body)
{
    const Json *author = json_get(body, TEXT("author")), *reviewer = json_get(body, TEXT("reviewer"));
    if (kind != KIND_HOUSE_CHANGE || !author || !reviewer || !text_equal(text_trim(author->text), text_trim(reviewer->text)))
        return true;
    report_error(task->report, "same-person", json_span(source, reviewer), "\"" TEXT_FMT "\" cannot review what the same person wrote", TEXT_ARG(reviewer->text));
    return false;
}

bool kind_check(Task *task, RecordKind kind, const Source *source, const Json *body)
{
    if (body->kind != JSON_OBJECT) {
        report_error(task->report, "record-form", json_span(source, body), "a record of kind \"%s\" is an object", kind_names[kind]);
        return false;
    }
    bool good = true;
    for (const Json *member = body->first; member; member = member->next)
        good = check_member(task, kind, source, member) && good;
    for (size_t i = 0; i < kind_member_count; i++)
        if (kind_members[i].kind == kind && kind_members[i].needed && !json_get(body, text_of(kind_members[i].name))) {
            report_error(task->report, "record-form", json_span(source, body), "a record of kind \"%s\" needs \"%s\", %s", kind_names[kind], kind_members[i].name, type_words[kind_members[i].type]);
            good = false;
        }
    return good && has_two_persons(task, kind, source, body);
}

/* ---- its schema ---- */

static const char *const type_schemas[] = {
    [MEMBER_TEXT] = "{\"type\": \"string\", \"minLength\": 1}",
    [MEMBER_DAY] = "{\"type\": \"string\", \"format\": \"date\"}",
    [MEMBER_INSTANT] = "{\"type\": \"string\", \"format\": \"date-time\"}",
    [MEMBER_HASH] = "{\"type\": \"string\", \"pattern\": \"^sha256:[0-9a-f]{64}$\"}",
    [MEMBER_BLOB] = "{\"type\": \"string\", \"pattern\": \"^sha256:[0-9a-f]{64}$\"}",
    [MEMBER_PAGES] = "{\"type\": \"array\", \"items\": {\"type\": \"array\", \"items\": {\"type\": \"string\"}, \"minItems\": 2, \"maxItems\": 2}}",
    [MEMBER_HASHES] = "{\"type\": \"array\", \"items\": {\"type\": \"string\", \"pattern\": \"^sha256:[0-9a-f]{64}$\"}}",
    [MEMBER_TEXTS] = "{\"type\": \"array\", \"items\": {\"type\": \"string\", \"minLength\": 1}}",
    [MEMBER_AMOUNT] = "{\"type\": \"string\", \"pattern\": \"^-?[0-9]+([.][0-9]+)? [A-Z]{3}$\"}",
    [MEMBER_DECIMAL] = "{\"type\": \"string\", \"pattern\": \"^-?[0-9]+([.][0-9]+)?$\"}",
    [MEMBER_WHOLE] = "{\"type\": \"integer\", \"minimum\": 0}",
    [MEMBER_FLAG] = "{\"type\": \"boolean\"}",
    [MEMBER_ANY] = "true",
};

void kind_schema(JsonWriter *json, RecordKind kind)
{
    json_open(json, '{');
    json_pair(json, "title", text_of(kind_names[kind]));
    json_pair(json, "type", TEXT("object"));
    json_key(json, TEXT("properties"));
    json_open(json, '{');
    for (size_t i = 0; i < kind_member_count; i++)
        if (kind_members[i].kind == kind) {
            json_key(json, text_of(kind_members[i].name));
            json_raw(json, text_of(type_schemas[kind_members[i].type]));
        }
    json_key(json, TEXT("note"));
    json_raw(json, text_of(type_schemas[MEMBER_TEXT]));
    json_close(json, '}');
    json_key(json, TEXT("required"));
    json_open(json, '[');
    for (size_t i = 0; i < kind_member_count; i++)
        if (kind_members[i].kind == kind && kind_members[i].needed)
            json_text(json, text_of(kind_members[i].name));
    json_close(json, ']');
    json_key(json, TEXT("additionalProperties"));
    json_boolean(json, false);
    json_close(json, '}');
}

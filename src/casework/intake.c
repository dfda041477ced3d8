/* casework/intake.c - see intake.h. Things and their facts as they are told, and the case written out. */
#include "casework/intake.h"

#include "base/hash.h"
#include "value/canonical.h"

const char *intake_how_name(IntakeHow how)
{
    static const char *const names[] = { "read", "words", "lines", "seller", "base", "earlier", "told" };
    return names[how];
}

const char *intake_why_name(IntakeWhy why)
{
    static const char *const names[] = { "no fact", "no goods", "other code", "other name", "told anew", "not sent", "asked again", "no currency", "in doubt" };
    return names[why];
}

/* ---- files and places ---- */

IntakeFile *intake_file(Task *task, Text name, Text bytes)
{
    IntakeFile *file = REGION_NEW(task->region, IntakeFile);
    Sha256 hash = sha256_of(&bytes, 1);
    *file = (IntakeFile){ .name = name, .bytes = bytes, .hash = sha256_text(task->region, &hash), .region = task->region, .lines = REGION_NEW(task->region, IntakeLines) };
    return file;
}

static void count_lines(const IntakeFile *file, const Source *source)
{
    Text bytes = source->bytes;
    *file->lines = (IntakeLines){ .source = source };
    *LIST_ADD(file->region, file->lines->starts) = 0;
    for (size_t at = text_find(bytes, TEXT("\n"), 0); at != SIZE_MAX; at = text_find(bytes, TEXT("\n"), at + 1))
        *LIST_ADD(file->region, file->lines->starts) = (uint32_t)at + 1;
}

/* The line on which a byte stands, from 1. */
static int64_t line_of(const IntakeFile *file, Span span)
{
    if (file->lines->source != span.source)
        count_lines(file, span.source);
    size_t from = 0, to = file->lines->starts.count;
    while (to - from > 1) {
        size_t middle = from + (to - from) / 2;
        if (file->lines->starts.at[middle] <= span.from)
            from = middle;
        else
            to = middle;
    }
    return (int64_t)from + 1;
}

/* A cell of a workbook has a source of its own, in which there is no line. */
IntakePlace intake_place(const IntakeFile *file, Text element, Span span)
{
    bool lined = file && span.source && text_equal(span.source->name, file->name);
    return (IntakePlace){ file, element, span, lined ? line_of(file, span) : 0 };
}

/* ---- things ---- */

Intake *intake_new(Task *task, Text id)
{
    Intake *intake = REGION_NEW(task->region, Intake);
    *intake = (Intake){ .task = task, .id = id, .root = REGION_NEW(task->region, IntakeThing) };
    return intake;
}

/* The slot of a path in the table of things, or the free one where it would stand. */
static IntakeThing **slot_of(const Intake *intake, Text path)
{
    size_t at = text_hash(path) & (intake->room - 1);
    while (intake->by_path[at] && !text_equal(intake->by_path[at]->path, path))
        at = (at + 1) & (intake->room - 1);
    return &intake->by_path[at];
}

static void remember(Intake *intake, IntakeThing *thing)
{
    IntakeThing **old = intake->by_path;
    size_t old_room = intake->room;
    if (intake->thing_count * 2 >= old_room) {
        intake->room = old_room ? old_room * 2 : 64;
        intake->by_path = REGION_ARRAY(intake->task->region, IntakeThing *, intake->room);
        for (size_t i = 0; i < old_room; i++)
            if (old[i])
                *slot_of(intake, old[i]->path) = old[i];
    }
    *slot_of(intake, thing->path) = thing;
    intake->thing_count++;
}

IntakeThing *intake_find(const Intake *intake, const IntakeThing *within, Text list, Text id)
{
    if (!intake->room || !id.length)
        return NULL;
    RegionMark mark = region_mark(intake->task->region);
    IntakeThing *found = *slot_of(intake, casefile_path(intake->task->region, within->path, list, id, 0));
    region_drop(intake->task->region, mark);
    return found && !found->dropped ? found : NULL;
}

/* An empty list looks like a fact until the first thing of it comes. */
static void drop_empty_list(IntakeThing *within, Text list)
{
    for (size_t i = 0; i < within->facts.count; i++)
        if (text_equal(within->facts.at[i].key, list)) {
            within->facts.count--;
            memmove(&within->facts.at[i], &within->facts.at[i + 1], (within->facts.count - i) * sizeof within->facts.at[i]);
            return;
        }
}

IntakeThing *intake_thing(Intake *intake, IntakeThing *within, Text list, Text id, IntakeHow how, const IntakeFile *file)
{
    drop_empty_list(within, list);
    Region *region = intake->task->region;
    IntakeThing *thing = REGION_NEW(region, IntakeThing);
    size_t index = intake_count(within, list);
    *thing = (IntakeThing){ .list = list, .id = id, .path = casefile_path(region, within->path, list, id, index), .index = index, .how = how, .file = file };
    *LIST_ADD(region, within->things) = thing;
    remember(intake, thing);
    return thing;
}

/* Things of one list mostly stand together; the last of them knows how many came before. */
size_t intake_count(const IntakeThing *within, Text list)
{
    for (size_t i = within->things.count; i > 0; i--)
        if (text_equal(within->things.at[i - 1]->list, list))
            return within->things.at[i - 1]->index + 1;
    return 0;
}

IntakeThing *intake_at(const IntakeThing *within, Text list, size_t index)
{
    for (size_t i = 0; i < within->things.count; i++)
        if (text_equal(within->things.at[i]->list, list) && within->things.at[i]->index == index)
            return within->things.at[i];
    return NULL;
}

Text intake_free_id(const Intake *intake, const IntakeThing *within, Text list, const char *prefix)
{
    for (size_t number = intake_count(within, list) + 1;; number++) {
        Text id = text_format(intake->task->region, "%s%zu", prefix, number);
        if (!intake_find(intake, within, list, id))
            return id;
    }
}

/* ---- facts ---- */

static IntakeFact *fact_of(const IntakeThing *thing, Text key)
{
    for (size_t i = 0; i < thing->facts.count; i++)
        if (text_equal(thing->facts.at[i].key, key))
            return &thing->facts.at[i];
    return NULL;
}

const IntakeFact *intake_fact(const IntakeThing *thing, Text key)
{
    return fact_of(thing, key);
}

static Text unquoted(Text value)
{
    bool quoted = value.length >= 2 && value.at[0] == '"';
    return quoted ? text_slice(value, 1, value.length - 1) : value;
}

/* The same value: alike, or figures of one size ("300 USD", "300.00 USD"). */
static bool is_same(Text a, Text b)
{
    Text rest_a, rest_b, figure_a = text_cut(unquoted(a), ' ', &rest_a), figure_b = text_cut(unquoted(b), ' ', &rest_b);
    Decimal one, other;
    if (text_equal(a, b))
        return true;
    bool figures = text_equal(rest_a, rest_b) && figure_a.length <= LIMIT_NUMBER_TEXT && figure_b.length <= LIMIT_NUMBER_TEXT;
    return figures && decimal_read(&one, figure_a, false) && decimal_read(&other, figure_b, false) && decimal_compare(&one, &other) == 0;
}

Text intake_place_words(Region *region, const IntakePlace *place)
{
    Text file = place->file ? place->file->name : TEXT("command line");
    return text_format(region, TEXT_FMT "%s" TEXT_FMT, TEXT_ARG(file), place->element.length ? ", " : "", TEXT_ARG(place->element));
}

static bool conflict(Intake *intake, const IntakeThing *thing, const IntakeFact *first, Text value, const IntakePlace *place)
{
    Task *task = intake->task;
    Text of = thing->path.length ? thing->path : TEXT("the case"), there = intake_place_words(task->region, &first->place), here = intake_place_words(task->region, place);
    Problem *problem = report_error(task->report, "intake-conflict", place->span, "\"" TEXT_FMT "\" of " TEXT_FMT " is told as " TEXT_FMT " and as " TEXT_FMT, TEXT_ARG(first->key),
                                    TEXT_ARG(of), TEXT_ARG(first->value), TEXT_ARG(value));
    problem_where(task->report, problem, TEXT_FMT, TEXT_ARG(here));
    problem_also(task->report, problem, first->place.span, "told first: " TEXT_FMT, TEXT_ARG(there));
    problem_hint(task->report, problem, "Nothing is chosen: mend one of the two, " TEXT_FMT " or " TEXT_FMT ".", TEXT_ARG(there), TEXT_ARG(here));
    return false;
}

bool intake_tell(Intake *intake, IntakeThing *thing, Text key, Text value, const IntakePlace *place, IntakeHow how)
{
    IntakeFact *first = fact_of(thing, key);
    if (!first) {
        *LIST_ADD(intake->task->region, thing->facts) = (IntakeFact){ .key = key, .value = value, .place = *place, .how = how };
        return true;
    }
    bool same = is_same(first->value, value);
    if (!same && first->how != INTAKE_EARLIER)
        return conflict(intake, thing, first, value, place);
    if (first->how == INTAKE_EARLIER) {
        if (!same)
            intake_leave(intake, casefile_path(intake->task->region, thing->path, key, TEXT_NONE, SIZE_MAX), unquoted(first->value), &first->place, INTAKE_TOLD_ANEW);
        *first = (IntakeFact){ .key = key, .value = value, .place = *place, .how = how };
    }
    return true;
}

void intake_drop_earlier(Intake *intake, IntakeThing *within, Text list)
{
    size_t kept = 0, index = 0;
    for (size_t i = 0; i < within->things.count; i++) {
        IntakeThing *thing = within->things.at[i];
        bool listed = text_equal(thing->list, list);
        const IntakeFact *name = intake_fact(thing, TEXT("name"));
        if (listed && thing->how == INTAKE_EARLIER) {
            thing->dropped = true;
            intake_leave(intake, thing->path, name ? unquoted(name->value) : thing->id, name ? &name->place : &(IntakePlace){ .file = thing->file }, INTAKE_NOT_SENT);
            continue;
        }
        if (listed)
            thing->index = index++;
        within->things.at[kept++] = thing;
    }
    within->things.count = kept;
}

bool intake_tell_text(Intake *intake, IntakeThing *thing, Text key, Text text, const IntakePlace *place, IntakeHow how)
{
    Builder out = builder_on(intake->task->region);
    canonical_string(&out, text);
    return intake_tell(intake, thing, key, builder_text(&out), place, how);
}

/* What is left of an earlier case is called by its path: there are no two of it. */
static bool may_repeat(IntakeWhy why)
{
    return why != INTAKE_ASKED_AGAIN && why != INTAKE_TOLD_ANEW && why != INTAKE_NOT_SENT;
}

enum { LEFT_APART = 200 }; /* so many lines that are no goods are listed one by one: a freight is told with its figure */

static bool is_left_so(const IntakeLeft *left, const Intake *intake, Text what, Text value, const IntakePlace *place, IntakeWhy why)
{
    bool apart = why == INTAKE_NO_GOODS && intake->left.count < LEFT_APART && !text_equal(left->value, value);
    return left->why == why && left->place.file == place->file && text_equal(left->what, what) && !apart;
}

void intake_leave(Intake *intake, Text what, Text value, const IntakePlace *place, IntakeWhy why)
{
    for (size_t i = 0; may_repeat(why) && i < intake->left.count; i++) {
        IntakeLeft *left = &intake->left.at[i];
        if (is_left_so(left, intake, what, value, place, why)) {
            left->count++;
            return;
        }
    }
    *LIST_ADD(intake->task->region, intake->left) = (IntakeLeft){ what, value, *place, why, 1 };
}

static size_t facts_of(const IntakeThing *thing, IntakeHow how, bool any)
{
    size_t count = 0;
    for (size_t i = 0; i < thing->facts.count; i++)
        count += any || thing->facts.at[i].how == how;
    for (size_t i = 0; i < thing->things.count; i++)
        count += facts_of(thing->things.at[i], how, any);
    return count;
}

size_t intake_facts(const Intake *intake, IntakeHow how, bool any)
{
    return facts_of(intake->root, how, any);
}

/* ---- written out ---- */

static void write_thing(JsonWriter *json, IntakeThing *thing)
{
    json_open(json, '{');
    json_pair_if(json, "id", thing->list.length ? thing->id : TEXT_NONE);
    for (size_t i = 0; i < thing->facts.count; i++) {
        IntakeFact *fact = &thing->facts.at[i];
        json_key(json, fact->key);
        json_raw(json, fact->value);
        fact->to = json->out->length;
        fact->from = fact->to - fact->value.length;
    }
    for (size_t i = 0; i < thing->things.count; i++) {
        Text list = thing->things.at[i]->list;
        if (thing->things.at[i]->index)
            continue;
        json_key(json, list);
        json_open(json, '[');
        for (size_t k = i; k < thing->things.count; k++)
            if (text_equal(thing->things.at[k]->list, list))
                write_thing(json, thing->things.at[k]);
        json_close(json, ']');
    }
    json_close(json, '}');
}

Text intake_json(Intake *intake)
{
    Builder out = builder_on(intake->task->region);
    JsonWriter json = json_writer(&out, false);
    write_thing(&json, intake->root);
    build_byte(&out, '\n');
    return builder_text(&out);
}

static const IntakeFact *fact_at(const IntakeThing *thing, size_t byte)
{
    const IntakeFact *found = NULL;
    for (size_t i = 0; i < thing->facts.count && !found; i++)
        found = byte >= thing->facts.at[i].from && byte < thing->facts.at[i].to ? &thing->facts.at[i] : NULL;
    for (size_t i = 0; i < thing->things.count && !found; i++)
        found = fact_at(thing->things.at[i], byte);
    return found;
}

const IntakeFact *intake_fact_at(const Intake *intake, size_t byte)
{
    return fact_at(intake->root, byte);
}

/* ---- where each fact is from ---- */

/* What every fact of the thing, and of those in it, is given to. */
static void each_fact(const IntakeThing *thing, void (*visit)(void *argument, const IntakeThing *thing, const IntakeFact *fact), void *argument)
{
    for (size_t i = 0; i < thing->facts.count; i++)
        visit(argument, thing, &thing->facts.at[i]);
    for (size_t i = 0; i < thing->things.count; i++)
        each_fact(thing->things.at[i], visit, argument);
}

static void write_place(JsonWriter *json, Region *region, const IntakePlace *place)
{
    json_pair_if(json, "document", place->file ? place->file->hash : TEXT_NONE);
    json_pair_if(json, "document_name", place->file ? place->file->name : TEXT_NONE);
    json_pair_if(json, "place", place->element);
    if (place->line) {
        json_key(json, TEXT("line"));
        json_raw(json, text_format(region, "%lld", (long long)place->line));
    }
}

typedef struct Writing {
    JsonWriter *json;
    Region *region;
} Writing;

static void write_origin(void *argument, const IntakeThing *thing, const IntakeFact *fact)
{
    Writing *writing = argument;
    json_open(writing->json, '{');
    json_pair(writing->json, "path", casefile_path(writing->region, thing->path, fact->key, TEXT_NONE, SIZE_MAX));
    json_key(writing->json, TEXT("value"));
    json_raw(writing->json, fact->value);
    json_pair(writing->json, "how", text_of(intake_how_name(fact->how)));
    write_place(writing->json, writing->region, &fact->place);
    json_close(writing->json, '}');
}

static void write_left(JsonWriter *json, Region *region, const IntakeLeft *left)
{
    json_open(json, '{');
    json_pair(json, "what", left->what);
    json_pair(json, "value", left->value);
    json_pair(json, "why", text_of(intake_why_name(left->why)));
    json_key(json, TEXT("count"));
    json_raw(json, text_format(region, "%llu", (unsigned long long)left->count));
    write_place(json, region, &left->place);
    json_close(json, '}');
}

Text intake_origins(const Intake *intake, Text case_json)
{
    Region *region = intake->task->region;
    Builder out = builder_on(region);
    JsonWriter json = json_writer(&out, false);
    Sha256 hash = sha256_of(&case_json, 1);
    json_open(&json, '{');
    json_pair(&json, "case", intake->id);
    json_pair(&json, "case_hash", sha256_text(region, &hash));
    json_key(&json, TEXT("facts"));
    json_open(&json, '[');
    each_fact(intake->root, write_origin, &(Writing){ &json, region });
    json_close(&json, ']');
    json_key(&json, TEXT("not_used"));
    json_open(&json, '[');
    for (size_t i = 0; i < intake->left.count; i++)
        write_left(&json, region, &intake->left.at[i]);
    json_close(&json, ']');
    json_close(&json, '}');
    build_byte(&out, '\n');
    return builder_text(&out);
}

typedef struct Keeping {
    Region *region;
    CaseOrigins *origins;
} Keeping;

static void keep_origin(void *argument, const IntakeThing *thing, const IntakeFact *fact)
{
    Keeping *keeping = argument;
    const IntakePlace *place = &fact->place;
    FactOrigin origin = { .place = place->element, .line = place->line, .note = fact->how == INTAKE_READ ? TEXT_NONE : text_of(intake_how_name(fact->how)) };
    if (place->file) {
        origin.document = place->file->hash;
        origin.document_name = place->file->name;
    }
    *LIST_ADD(keeping->region, *keeping->origins) = (PathOrigin){ .path = casefile_path(keeping->region, thing->path, fact->key, TEXT_NONE, SIZE_MAX), .origin = origin };
}

void intake_ledger_origins(const Intake *intake, CaseOrigins *origins)
{
    *origins = (CaseOrigins){ 0 };
    each_fact(intake->root, keep_origin, &(Keeping){ intake->task->region, origins });
}

/* ---- origins that were written ---- */

static Text member(const Json *fact, const char *key)
{
    const Json *told = json_get(fact, text_of(key));
    return told && (told->kind == JSON_STRING || told->kind == JSON_NUMBER) ? told->text : TEXT_NONE;
}

static int64_t whole(Text digits)
{
    int64_t number = 0;
    for (size_t i = 0; i < digits.length && i < 10; i++)
        number = number * 10 + (digits.at[i] >= '0' && digits.at[i] <= '9' ? digits.at[i] - '0' : 0);
    return number;
}

static bool take_origin(Task *task, const Source *source, const Json *fact, CaseOrigins *origins)
{
    const Json *value = fact->kind == JSON_OBJECT ? json_get(fact, TEXT("value")) : NULL;
    Text how = value ? member(fact, "how") : TEXT_NONE;
    Builder canonical = builder_on(task->region);
    if (!value || !member(fact, "path").length) {
        Problem *problem = report_error(task->report, "origins-form", json_span(source, fact), "an origin has no \"path\" or no \"value\"");
        problem_hint(task->report, problem, "Origins are written by \"declarant case new --from ... --out\".");
        return false;
    }
    if (!canonical_json(task, &canonical, source, value))
        return false;
    FactOrigin origin = { .document = member(fact, "document"), .document_name = member(fact, "document_name"), .place = member(fact, "place"), .line = whole(member(fact, "line")) };
    origin.note = text_is(how, "read") ? TEXT_NONE : how;
    *LIST_ADD(task->region, *origins) = (PathOrigin){ member(fact, "path"), builder_text(&canonical), origin };
    return true;
}

bool intake_origins_read(Task *task, const Source *source, CaseOrigins *origins)
{
    const Json *json = json_read(task, source), *facts = json && json->kind == JSON_OBJECT ? json_get(json, TEXT("facts")) : NULL;
    *origins = (CaseOrigins){ 0 };
    if (json && (!facts || facts->kind != JSON_ARRAY))
        report_error(task->report, "origins-form", json_span(source, json), "a file of origins has a list \"facts\"");
    if (!facts || facts->kind != JSON_ARRAY)
        return false;
    for (const Json *fact = facts->first; fact; fact = fact->next)
        if (!take_origin(task, source, fact, origins))
            return false;
    return true;
}

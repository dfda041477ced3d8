/* determination/stream.c - see stream.h. */
#include "determination/stream.h"

#include "determination/answer.h"
#include "determination/sheet.h"

typedef struct KeyEntry { /* a key of a thing's JSON object */
    Text key;         /* snake_case; empty: a free place */
    const Fact *fact;
    const ThingType *inner; /* a list of things */
    uint16_t slot;
    bool is_id, is_head; /* "id"; jurisdiction or movement, which must be the stream's */
    Text head;        /* is_head: the value it must have */
} KeyEntry;

typedef struct KeyTable { /* open addressing by hash of the key */
    KeyEntry *at;
    uint32_t mask;
} KeyTable;

typedef struct FramePool { /* frames of one thing type, used again for each case */
    LIST_OF(RunFrame *) all;
    size_t used;
} FramePool;

typedef struct Wanted {
    const Decision *decision;
    uint32_t part; /* UINT32_MAX: the value itself */
    Text key;
} Wanted;

typedef struct ToldFact { /* a fact whose condition is to be held against the case */
    Frame *frame;
    const Fact *fact;
} ToldFact;

struct Stream {
    Region *region;   /* the stream's own: pools, tables */
    Region work;      /* of one case */
    const Program *program;
    KeyTable *keys;   /* per thing type */
    FramePool *pools; /* per thing type */
    Wanted *wanted;
    size_t wanted_count;
    Run run;
    LIST_OF(ToldFact) told;
    const char *at, *end; /* of the case being read */
    uint32_t depth;
};

/* ---- opening ---- */

static uint32_t key_hash(Text key)
{
    uint32_t hash = (uint32_t)key.length * 0x9e3779b1u;
    for (size_t i = 0; i < key.length; i++)
        hash = (hash ^ (unsigned char)key.at[i]) * 0x01000193u;
    return hash ^ hash >> 15;
}

static void add_key(KeyTable *table, KeyEntry entry)
{
    uint32_t at = key_hash(entry.key) & table->mask;
    while (table->at[at].key.length && !text_equal(table->at[at].key, entry.key))
        at = (at + 1) & table->mask;
    table->at[at] = entry;
}

static void key_of_slot(Stream *stream, KeyTable *table, const ThingType *thing, uint16_t slot)
{
    const Meaning *meaning = slot_meaning(thing, slot);
    KeyEntry entry = { .key = text_snake(stream->region, thing->slots[slot].name), .slot = slot };
    if (meaning->kind == MEANS_FACT && !meaning->fact->entry->made)
        entry.fact = meaning->fact;
    else if (meaning->kind == MEANS_INNER)
        entry.inner = thing->slots[slot].type->of->thing;
    else
        return;
    add_key(table, entry);
}

static void make_keys(Stream *stream, const ThingType *thing)
{
    KeyTable *table = &stream->keys[thing->index];
    uint32_t size = 16;
    while (size < 4u * thing->count)
        size *= 2;
    *table = (KeyTable){ REGION_ARRAY(stream->region, KeyEntry, size), size - 1 };
    for (uint16_t i = 0; i < thing->count; i++)
        key_of_slot(stream, table, thing, i);
    if (thing->within) {
        add_key(table, (KeyEntry){ .key = TEXT("id"), .is_id = true });
        return;
    }
    const Fact *jurisdiction = program_fact(stream->program, thing, TEXT("jurisdiction")), *movement = program_fact(stream->program, thing, TEXT("movement"));
    add_key(table, (KeyEntry){ .key = TEXT("jurisdiction"), .is_head = true, .head = stream->program->jurisdiction, .fact = jurisdiction });
    add_key(table, (KeyEntry){ .key = TEXT("movement"), .is_head = true, .head = stream->program->movement, .fact = movement });
}

static bool want(Task *task, Stream *stream, Text name)
{
    Text part;
    Text whole = text_trim(text_cut(name, '.', &part));
    const Decision *decision = program_decision(stream->program, whole);
    Wanted wanted = { decision, UINT32_MAX, text_snake(stream->region, text_trim(name)) };
    for (uint32_t i = 0; decision && part.length && decision->record && i < decision->record->count; i++)
        if (text_equal(decision->record->entries[i].name, part))
            wanted.part = i;
    if (!decision || decision->parameters || (part.length && wanted.part == UINT32_MAX)) {
        report_error(task->report, "unknown-decision", SPAN_NONE, "no decision is called \"" TEXT_FMT "\"", TEXT_ARG(text_trim(name)));
        return false;
    }
    stream->wanted[stream->wanted_count++] = wanted;
    return true;
}

Stream *stream_open(Task *task, const Program *program, const Text *decisions, size_t count)
{
    Stream *stream = REGION_NEW(task->region, Stream);
    *stream = (Stream){ .region = task->region, .program = program };
    region_init(&stream->work, task->region->allocator);
    stream->keys = REGION_ARRAY(task->region, KeyTable, program->thing_count + 1);
    stream->pools = REGION_ARRAY(task->region, FramePool, program->thing_count + 1);
    stream->wanted = REGION_ARRAY(task->region, Wanted, count + 1);
    for (uint32_t i = 0; i < program->thing_count; i++)
        make_keys(stream, program->things[i]);
    run_init(&stream->run, program, task->region);
    bool good = true;
    for (size_t i = 0; i < count; i++)
        good &= want(task, stream, decisions[i]);
    return good ? stream : NULL;
}

/* ---- frames ---- */

static Frame *pooled_frame(Stream *stream, const ThingType *type, Frame *parent)
{
    FramePool *pool = &stream->pools[type->index];
    if (pool->used == pool->all.count) {
        Region *work = stream->run.region;
        stream->run.region = stream->region; /* the frame outlives the case */
        *LIST_ADD(stream->region, pool->all) = run_frame(&stream->run, type, NULL, false);
        stream->run.region = work;
    }
    Frame *frame = &pool->all.at[pool->used++]->frame;
    memset(frame->slots, 0, type->count * sizeof(Value)); /* VALUE_UNSET */
    frame->parent = parent;
    return frame;
}

/* ---- the quick reader ---- */

static inline void skip_blanks(Stream *stream)
{
    while (stream->at < stream->end && (*stream->at == ' ' || *stream->at == '\t'))
        stream->at++;
}

static inline bool take(Stream *stream, char mark)
{
    skip_blanks(stream);
    if (stream->at == stream->end || *stream->at != mark)
        return false;
    stream->at++;
    return true;
}

/* A string of printable ASCII without escapes. */
static bool take_string(Stream *stream, Text *text)
{
    if (!take(stream, '"'))
        return false;
    const char *from = stream->at;
    while (stream->at < stream->end && *stream->at != '"') {
        if ((unsigned char)*stream->at < 0x20 || (unsigned char)*stream->at >= 0x7f || *stream->at == '\\')
            return false;
        stream->at++;
    }
    *text = (Text){ from, (size_t)(stream->at - from) };
    return take(stream, '"');
}

static bool take_word(Stream *stream, Text word)
{
    if ((size_t)(stream->end - stream->at) < word.length || memcmp(stream->at, word.at, word.length) != 0)
        return false;
    stream->at += word.length;
    return true;
}

/* digits [ "." digits ], at most 18 of them */
static bool quick_number(Text text, Value *value)
{
    int64_t number = 0;
    int exponent = 0, digits = 0;
    bool point = false;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.at[i];
        if (c == '.' && !point && i > 0 && i + 1 < text.length) {
            point = true;
            continue;
        }
        if (c < '0' || c > '9' || ++digits > 18)
            return false;
        number = number * 10 + (c - '0');
        exponent -= point;
    }
    *value = value_small(number, (int16_t)exponent);
    return digits > 0;
}

static bool in_domain(const Domain *domain, Value value)
{
    for (uint32_t i = 0; i < domain->count; i++)
        if (domain->values[i].kind == VALUE_TEXT ? domain->values[i].text == value.text : false)
            return true;
    return domain->count == 0;
}

/* A text of a closed list: its symbol. */
static bool quick_text(const Stream *stream, const Fact *fact, Text text, Value *value)
{
    if (!fact->domain || !fact->domain->count)
        return false;
    for (uint32_t i = 0; i < fact->domain->count; i++) {
        const Str *allowed = fact->domain->values[i].text;
        if (fact->domain->values[i].kind == VALUE_TEXT && allowed->length == text.length && memcmp(allowed->bytes, text.at, text.length) == 0) {
            *value = (Value){ .kind = VALUE_TEXT, .text = allowed };
            return true;
        }
    }
    (void)stream;
    return false;
}

/* A number without a bound, or with the bound "not less than nothing", which digits without a sign keep. */
static bool bound_is_plain(const Domain *domain)
{
    return !domain || (!domain->count && !domain->has_high && domain->has_low && domain->low_closed && value_is_number(domain->low) && number_is_zero(domain->low));
}

/* Any other value by the strict reader; its faults are not told here. */
static bool slow_value(Stream *stream, const Fact *fact, Text text, Value *value)
{
    Report report;
    report_init(&report, &stream->work);
    Task task = { .region = &stream->work, .report = &report };
    return fact_value_read(&task, stream->program, fact, text, SPAN_NONE, value);
}

static bool take_value(Stream *stream, const Fact *fact, Value *value)
{
    Text text;
    skip_blanks(stream);
    if (fact->type->kind == TYPE_BOOLEAN) {
        *value = value_boolean(stream->at < stream->end && *stream->at == 't');
        return take_word(stream, value->boolean ? TEXT("true") : TEXT("false"));
    }
    if (fact->type->kind == TYPE_LIST || fact->type->kind == TYPE_THING || !take_string(stream, &text))
        return false;
    if (fact->type->kind == TYPE_NUMBER && bound_is_plain(fact->domain) && quick_number(text, value))
        return true;
    if (fact->type->kind == TYPE_TEXT && quick_text(stream, fact, text, value))
        return in_domain(fact->domain, *value);
    if (fact->type->kind == TYPE_DATE && !fact->domain)
        return date_read(&value->days, text) && (value->kind = VALUE_DATE);
    return slow_value(stream, fact, text, value);
}

static bool take_thing(Stream *stream, Frame *frame);

static bool take_things(Stream *stream, Frame *parent, const ThingType *type, uint16_t slot)
{
    LIST_OF(Value) things = { 0 };
    if (!take(stream, '['))
        return false;
    if (!take(stream, ']'))
        do {
            Frame *frame = pooled_frame(stream, type, parent);
            *LIST_ADD(&stream->work, things) = value_thing(frame);
            frame->number = (uint32_t)things.count;
            frame->id = TEXT_NONE;
            if (things.count > LIMIT_THINGS || !take_thing(stream, frame))
                return false;
            if (!frame->id.length)
                frame->id = text_format(&stream->work, "%u", frame->number);
        } while (take(stream, ','));
    else
        stream->at--; /* the bracket is taken below */
    parent->slots[slot] = value_list(&stream->work, things.at, things.count);
    return take(stream, ']');
}

static const KeyEntry *find_key(const KeyTable *table, Text key)
{
    uint32_t at = key_hash(key) & table->mask;
    while (table->at[at].key.length) {
        if (text_equal(table->at[at].key, key))
            return &table->at[at];
        at = (at + 1) & table->mask;
    }
    return NULL;
}

static bool take_head(Stream *stream, Frame *frame, const KeyEntry *entry)
{
    Text text;
    if (!take_string(stream, &text) || !text_equal(text, entry->head))
        return false;
    if (entry->fact)
        frame->slots[entry->fact->slot] = value_text(&stream->work, text);
    return true;
}

static bool take_member(Stream *stream, Frame *frame)
{
    Text key;
    if (!take_string(stream, &key) || !take(stream, ':'))
        return false;
    const KeyEntry *entry = find_key(&stream->keys[frame->type->index], key);
    if (!entry)
        return false;
    if (entry->is_head)
        return take_head(stream, frame, entry);
    if (entry->is_id)
        return !frame->id.length && take_string(stream, &frame->id) && frame->id.length;
    if (frame->slots[entry->slot].kind != VALUE_UNSET) /* told twice */
        return false;
    if (entry->inner)
        return take_things(stream, frame, entry->inner, entry->slot);
    if (entry->fact->only_if)
        *LIST_ADD(&stream->work, stream->told) = (ToldFact){ frame, entry->fact };
    return take_value(stream, entry->fact, &frame->slots[entry->slot]);
}

static bool take_thing(Stream *stream, Frame *frame)
{
    if (++stream->depth > LIMIT_JSON_DEPTH || !take(stream, '{'))
        return false;
    if (!take(stream, '}')) {
        do {
            if (!take_member(stream, frame))
                return false;
        } while (take(stream, ','));
        if (!take(stream, '}'))
            return false;
    }
    stream->depth--;
    return true;
}

static bool ids_differ(const Stream *stream)
{
    for (uint32_t t = 0; t < stream->program->thing_count; t++) {
        const FramePool *pool = &stream->pools[t];
        for (size_t i = 1; i < pool->used; i++)
            if (pool->used > 64 || (pool->all.at[i]->frame.parent == pool->all.at[i - 1]->frame.parent && text_equal(pool->all.at[i]->frame.id, pool->all.at[i - 1]->frame.id)))
                return false; /* many things, or two of one id: the strict way looks closely */
    }
    return true;
}

static bool conditions_hold(Stream *stream)
{
    for (size_t i = 0; i < stream->told.count; i++) {
        Value there = feel_run(&stream->run.vm, stream->told.at[i].fact->only_if, stream->told.at[i].frame);
        if (there.kind == VALUE_NOT_THERE || (there.kind == VALUE_BOOLEAN && !there.boolean))
            return false;
    }
    return true;
}

/* ---- writing ---- */

static void write_text(Builder *out, Text text)
{
    JsonWriter writer = json_writer(out, true);
    json_text(&writer, text);
}

static void write_value(Builder *out, Value value)
{
    switch (value.kind) {
    case VALUE_BOOLEAN: build_text(out, value.boolean ? TEXT("true") : TEXT("false")); return;
    case VALUE_NUMBER: case VALUE_DECIMAL: case VALUE_DATE:
        build_byte(out, '"');
        value_print(out, value);
        build_byte(out, '"');
        return;
    case VALUE_TEXT: write_text(out, text_of_value(value)); return;
    case VALUE_ABSENT: write_text(out, mark_text(value.mark)); return;
    case VALUE_UNKNOWN: build_text(out, TEXT("\"unknown\"")); return;
    case VALUE_NOT_THERE: build_text(out, TEXT("\"not there\"")); return;
    case VALUE_NULL: build_text(out, TEXT("null")); return;
    default: break;
    }
    Builder text = builder_on(out->region);
    value_print(&text, value);
    write_text(out, builder_text(&text));
}

static Value wanted_value(Stream *stream, const Wanted *wanted, Frame *frame)
{
    Value value = run_read(&stream->run, frame, wanted->decision->slot);
    return wanted->part != UINT32_MAX && value.kind == VALUE_CONTEXT ? value.context->at[wanted->part] : value;
}

typedef struct Writing {
    Stream *stream;
    const Wanted *wanted;
    Builder *out;
    bool any;
} Writing;

static void write_of_thing(void *context, Frame *frame, Frame *around, Value missing)
{
    Writing *writing = context;
    if (writing->any)
        build_byte(writing->out, ',');
    writing->any = true;
    write_text(writing->out, frame_path(&writing->stream->work, frame ? frame : around));
    build_byte(writing->out, ':');
    write_value(writing->out, frame ? wanted_value(writing->stream, writing->wanted, frame) : missing);
}

static void write_wanted(Stream *stream, const Wanted *wanted, Builder *out)
{
    write_text(out, wanted->key);
    build_byte(out, ':');
    if (wanted->decision->thing == stream->program->things[0]) {
        write_value(out, wanted_value(stream, wanted, stream->run.root));
        return;
    }
    Writing writing = { stream, wanted, out, false };
    build_byte(out, '{');
    each_thing(&stream->run, wanted->decision->thing, write_of_thing, &writing);
    build_byte(out, '}');
}

static bool write_all(Stream *stream, Builder *out)
{
    size_t before = out->length;
    build_byte(out, '{');
    for (size_t i = 0; i < stream->wanted_count; i++) {
        if (i)
            build_byte(out, ',');
        write_wanted(stream, &stream->wanted[i], out);
    }
    build_byte(out, '}');
    if (stream->run.vm.faulted)
        out->length = before;
    return !stream->run.vm.faulted;
}

/* ---- one case ---- */

static void begin_case(Stream *stream, Region *work)
{
    region_reset(&stream->work);
    stream->work.on_empty = stream->region->on_empty;
    for (uint32_t i = 0; i < stream->program->thing_count; i++)
        stream->pools[i].used = 0;
    stream->told.count = stream->told.room = 0;
    stream->depth = 0;
    stream->run.region = stream->run.vm.region = work;
    stream->run.told = NULL;
    run_reset(&stream->run);
}

bool stream_case(Stream *stream, Text json, Builder *out)
{
    begin_case(stream, &stream->work);
    stream->at = json.at;
    stream->end = json.at + json.length;
    stream->run.root = pooled_frame(stream, stream->program->things[0], NULL);
    if (!take_thing(stream, stream->run.root))
        return false;
    skip_blanks(stream);
    return stream->at == stream->end && ids_differ(stream) && conditions_hold(stream) && write_all(stream, out);
}

bool stream_case_strict(Stream *stream, Task *task, const Source *source, Builder *out)
{
    begin_case(stream, task->region);
    const Json *json = json_read(task, source);
    if (!json || !case_tell(task, &stream->run, source, json, &(CaseOptions){ 0 }))
        return false;
    bool good = write_all(stream, out);
    run_report_faults(&stream->run, task->report);
    return good;
}

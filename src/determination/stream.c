/* determination/stream.c - see stream.h. */
#include "determination/stream.h"

#include "determination/answer.h"
#include "determination/lanes.h"
#include "determination/sheet.h"

typedef struct KeyEntry { /* a key of a thing's JSON object */
    Text key;         /* snake_case; empty: a free place */
    const Fact *fact;
    const ThingType *inner; /* a list of things */
    uint16_t slot;
    bool is_id;       /* "id" */
    uint8_t head;     /* jurisdiction or movement, which must be the stream's: its bit in Stream.heads; else 0 */
    Text head_text;   /* the value it must have */
    Value head_value; /* and as a value */
    const struct KeyEntry *follower; /* the key that came after it in the last case: likely again */
} KeyEntry;

typedef struct KeyTable { /* open addressing by hash of the key */
    KeyEntry *at;
    uint32_t mask;
    const KeyEntry *opener; /* the key with which the thing began in the last case */
} KeyTable;

typedef struct FramePool { /* frames of one thing type, used again for each case */
    LIST_OF(RunFrame *) all;
    size_t used;
} FramePool;

typedef struct Wanted {
    const Decision *decision;
    uint32_t part; /* UINT32_MAX: the value itself */
    Text key;      /* as it is written: "customs_value": */
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
    Lanes *lanes;     /* NULL: cases are decided one by one */
    bool flat;        /* only things[0] may be told: of cases that go side by side */
    uint8_t heads, heads_wanted; /* bits of the heads that the case tells, and must tell */
};

static void write_text(Builder *out, Text text)
{
    JsonWriter writer = json_writer(out, true);
    json_text(&writer, text);
}

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

static void add_head(Stream *stream, KeyTable *table, const char *key, const ThingType *thing, Text value, uint8_t bit)
{
    const Str *symbol = symbol_find(stream->program->symbols, value);
    KeyEntry entry = { .key = text_of(key), .head = bit, .head_text = value, .fact = program_fact(stream->program, thing, text_of(key)) };
    entry.head_value = symbol ? (Value){ .kind = VALUE_TEXT, .text = symbol } : value_text(stream->region, value);
    add_key(table, entry);
    stream->heads_wanted |= value.length ? bit : 0;
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
    *table = (KeyTable){ REGION_ARRAY(stream->region, KeyEntry, size), size - 1, NULL };
    for (uint16_t i = 0; i < thing->count; i++)
        key_of_slot(stream, table, thing, i);
    if (thing->within) {
        add_key(table, (KeyEntry){ .key = TEXT("id"), .is_id = true });
        return;
    }
    add_head(stream, table, "jurisdiction", thing, stream->program->jurisdiction, 1);
    add_head(stream, table, "movement", thing, stream->program->movement, 2);
}

static void unknown_decision(Task *task, const Program *program, Text name)
{
    LIST_OF(Text) known = { 0 };
    for (uint32_t i = 0; i < program->decision_count; i++)
        if (!program->decisions[i]->parameters)
            *LIST_ADD(task->region, known) = program->decisions[i]->name;
    Problem *p = report_error(task->report, "unknown-decision", SPAN_NONE, "no decision is called \"" TEXT_FMT "\"", TEXT_ARG(name));
    Text near = text_nearest(name, known.at, known.count);
    if (near.length)
        problem_hint(task->report, p, "Did you mean \"" TEXT_FMT "\"?", TEXT_ARG(near));
}

static bool want(Task *task, Stream *stream, Text name)
{
    Text part;
    Text whole = text_trim(text_cut(name, '.', &part));
    const Decision *decision = program_decision(stream->program, whole);
    Builder key = builder_on(stream->region);
    write_text(&key, text_snake(stream->region, text_trim(name)));
    build_byte(&key, ':');
    Wanted wanted = { decision, UINT32_MAX, builder_text(&key) };
    for (uint32_t i = 0; decision && part.length && decision->record && i < decision->record->count; i++)
        if (text_equal(decision->record->entries[i].name, part))
            wanted.part = i;
    if (!decision || decision->parameters || (part.length && wanted.part == UINT32_MAX)) {
        unknown_decision(task, stream->program, text_trim(name));
        return false;
    }
    stream->wanted[stream->wanted_count++] = wanted;
    return true;
}

/* Where all that is wanted and read is of the outermost thing. */
static void open_lanes(Stream *stream)
{
    const ThingType *root = stream->program->things[0];
    const Decision **wanted = REGION_ARRAY(stream->region, const Decision *, stream->wanted_count + 1);
    for (size_t i = 0; i < stream->wanted_count; i++) {
        wanted[i] = stream->wanted[i].decision;
        if (stream->wanted[i].part != UINT32_MAX || wanted[i]->thing != root)
            return;
    }
    LaneColumn *const *facts;
    Lanes *lanes = lanes_open(stream->region, stream->program, wanted, stream->wanted_count);
    for (size_t i = 0; lanes && i < lanes_facts(lanes, &facts); i++)
        if (facts[i]->thing != root)
            return;
    stream->lanes = lanes;
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
    if (good)
        open_lanes(stream);
    return good ? stream : NULL;
}

void stream_rates(Stream *stream, const RateTable *rates)
{
    stream->run.rates = rates;
}

/* ---- frames ---- */

static Frame *pooled_frame(Stream *stream, const ThingType *type, Frame *parent)
{
    FramePool *pool = &stream->pools[type->index];
    if (pool->used == pool->all.count) {
        Region *work = stream->run.region;
        stream->run.region = stream->region; /* the frame outlives the case */
        RunFrame *made = run_frame(&stream->run, type, NULL, false);
        made->told = made->frame.slots; /* what stands there is what was told: facts that say whether another one is told look there */
        *LIST_ADD(stream->region, pool->all) = made;
        stream->run.region = work;
    }
    Frame *frame = &pool->all.at[pool->used++]->frame;
    memset(frame->slots, 0, type->count * sizeof(Value)); /* VALUE_UNSET */
    frame->parent = parent;
    return frame;
}

/* ---- the quick reader ---- */

/* For keys and words of a few bytes, where a call costs more than the comparing. */
static inline bool same_bytes(const char *a, const char *b, size_t count)
{
    uint64_t x, y;
    for (; count >= 8; a += 8, b += 8, count -= 8) {
        memcpy(&x, a, 8);
        memcpy(&y, b, 8);
        if (x != y)
            return false;
    }
    while (count && *a == *b)
        a++, b++, count--;
    return count == 0;
}

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
    if ((size_t)(stream->end - stream->at) < word.length || !same_bytes(stream->at, word.at, word.length))
        return false;
    stream->at += word.length;
    return true;
}

/* '"' digits [ "." digits ] '"', at most 18 digits. Nothing is taken when it is anything else. */
static bool take_number(Stream *stream, Value *value)
{
    const char *at = stream->at + 1, *point = NULL;
    uint64_t number = 0;
    while (at < stream->end && at - stream->at < 21) {
        unsigned digit = (unsigned)*at - '0';
        if (digit <= 9)
            number = number * 10 + digit;
        else if (*at == '.' && !point)
            point = at;
        else
            break;
        at++;
    }
    long written = at - stream->at - 1 - (point != NULL);
    if (at == stream->end || *at != '"' || written < 1 || written > 18 || point == stream->at + 1 || point == at - 1)
        return false;
    *value = value_small((int64_t)number, (int16_t)(point ? -(at - point - 1) : 0));
    stream->at = at + 1;
    return true;
}

/* '"' year-month-day '"' of an ordinary year. */
static bool take_date(Stream *stream, Value *value)
{
    if (stream->end - stream->at < 12 || stream->at[11] != '"')
        return false;
    *value = (Value){ .kind = VALUE_DATE };
    if (!date_read(&value->days, (Text){ stream->at + 1, 10 }))
        return false;
    stream->at += 12;
    return true;
}

/* A text of a closed list: its symbol. Nothing is taken when it is none of them. */
static bool take_symbol(Stream *stream, const Fact *fact, Value *value)
{
    size_t left = (size_t)(stream->end - stream->at);
    for (uint32_t i = 0; fact->domain && i < fact->domain->count; i++) {
        const Str *allowed = fact->domain->values[i].text;
        if (fact->domain->values[i].kind != VALUE_TEXT || left < allowed->length + 2 || stream->at[allowed->length + 1] != '"' ||
            !same_bytes(stream->at + 1, allowed->bytes, allowed->length))
            continue;
        *value = (Value){ .kind = VALUE_TEXT, .text = allowed };
        stream->at += allowed->length + 2;
        return true;
    }
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
    if (fact->type->kind == TYPE_LIST || fact->type->kind == TYPE_THING || stream->at == stream->end || *stream->at != '"')
        return false;
    if (fact->type->kind == TYPE_NUMBER && bound_is_plain(fact->domain) && take_number(stream, value))
        return true;
    if (fact->type->kind == TYPE_TEXT && take_symbol(stream, fact, value))
        return true;
    if (fact->type->kind == TYPE_DATE && !fact->domain && take_date(stream, value))
        return true;
    return take_string(stream, &text) && slow_value(stream, fact, text, value);
}

static bool take_thing(Stream *stream, Frame *frame);

static bool take_things(Stream *stream, Frame *parent, const ThingType *type, uint16_t slot)
{
    LIST_OF(Value) things = { 0 };
    if (stream->flat || !take(stream, '['))
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

static KeyEntry *find_key(const KeyTable *table, Text key)
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
    if (!take_string(stream, &text) || text.length != entry->head_text.length || !same_bytes(text.at, entry->head_text.at, text.length) || stream->heads & entry->head)
        return false;
    stream->heads |= entry->head;
    if (entry->fact)
        frame->slots[entry->fact->slot] = entry->head_value;
    return true;
}

/* Is the key that is likely next written here, quotes and all? */
static inline bool take_likely(Stream *stream, const KeyEntry *likely)
{
    if (!likely)
        return false;
    skip_blanks(stream);
    size_t length = likely->key.length;
    if ((size_t)(stream->end - stream->at) < length + 2 || stream->at[0] != '"' || stream->at[length + 1] != '"' || !same_bytes(stream->at + 1, likely->key.at, length))
        return false;
    stream->at += length + 2;
    return true;
}

/* The entry of the key that stands here; cases of one origin have their keys in one order. */
static KeyEntry *take_key(Stream *stream, const KeyTable *table, const KeyEntry *likely)
{
    Text key;
    if (take_likely(stream, likely))
        return (KeyEntry *)likely;
    return take_string(stream, &key) ? find_key(table, key) : NULL;
}

static bool take_member(Stream *stream, Frame *frame, KeyEntry **before)
{
    KeyTable *table = &stream->keys[frame->type->index];
    const KeyEntry **likely = *before ? &(*before)->follower : &table->opener;
    KeyEntry *entry = take_key(stream, table, *likely);
    if (!entry || !take(stream, ':'))
        return false;
    *likely = entry;
    *before = entry;
    if (entry->head)
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
    KeyEntry *before = NULL;
    if (!take(stream, '}')) {
        do {
            if (!take_member(stream, frame, &before))
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

enum { DIGITS_MOST = 20, COPIED = 24 }; /* digits of a number; bytes that are copied for them, a round count */

/* The digits of a number before `end`, at least so many; returns where they begin. */
static char *write_digits(char *end, uint64_t rest, int least)
{
    char *at = end;
    for (; rest >= 100; rest /= 100) {
        unsigned two = (unsigned)(rest % 100);
        *--at = (char)('0' + two % 10);
        *--at = (char)('0' + two / 10);
    }
    for (; rest; rest /= 10)
        *--at = (char)('0' + rest % 10);
    while (end - at < least)
        *--at = '0';
    return at;
}

/* A number with up to 18 digits behind the point; false when it has more. A fixed count of bytes is copied, which is quicker than the
 * right one; what is too much is written over or lies behind the end. */
static bool write_small(Builder *out, Value value)
{
    char digits[DIGITS_MOST + COPIED] = { 0 }, *end = digits + DIGITS_MOST;
    int point = -value.exponent;
    if (point < 0 || point > 18)
        return false;
    const char *from = write_digits(end, value.number < 0 ? -(uint64_t)value.number : (uint64_t)value.number, point + 1);
    builder_room(out, 2 * COPIED + 4);
    char *to = out->at + out->length;
    *to++ = '"';
    if (value.number < 0)
        *to++ = '-';
    memcpy(to, from, COPIED);
    to += end - point - from;
    if (point) {
        *to++ = '.';
        memcpy(to, end - point, COPIED);
        to += point;
    }
    *to++ = '"';
    out->length = (size_t)(to - out->at);
    return true;
}

static void write_value(Builder *out, Value value)
{
    switch (value.kind) {
    case VALUE_BOOLEAN: build_text(out, value.boolean ? TEXT("true") : TEXT("false")); return;
    case VALUE_NUMBER:
        if (write_small(out, value))
            return;
        /* fall through */
    case VALUE_DECIMAL: case VALUE_DATE:
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
    build_text(out, wanted->key);
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

void stream_close(Stream *stream)
{
    region_close(&stream->work);
}

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

static bool read_case(Stream *stream, Text json, Frame *frame)
{
    stream->at = json.at;
    stream->end = json.at + json.length;
    stream->depth = 0;
    stream->told.count = 0;
    stream->heads = 0;
    stream->run.root = frame;
    if (!take_thing(stream, frame))
        return false;
    skip_blanks(stream);
    return stream->at == stream->end && stream->heads == stream->heads_wanted && conditions_hold(stream);
}

bool stream_case(Stream *stream, Text json, Builder *out)
{
    begin_case(stream, &stream->work);
    return read_case(stream, json, pooled_frame(stream, stream->program->things[0], NULL)) && ids_differ(stream) && write_all(stream, out);
}

/* ---- several cases ---- */

/* Their frames; returns how many could be read, from the first on. */
static uint32_t read_cases(Stream *stream, const Text *cases, size_t count, Frame **frames)
{
    uint32_t read = 0;
    stream->flat = true;
    while (read < count && read < LANES) {
        frames[read] = pooled_frame(stream, stream->program->things[0], NULL);
        if (!read_case(stream, cases[read], frames[read]))
            break;
        read++;
    }
    stream->flat = false;
    return read;
}

static uint64_t decide_cases(Stream *stream, Frame *const *frames, uint32_t count)
{
    LaneColumn *const *facts;
    size_t fact_count = lanes_facts(stream->lanes, &facts);
    for (uint32_t lane = 0; lane < count; lane++)
        for (size_t i = 0; i < fact_count; i++)
            facts[i]->at[lane] = frames[lane]->slots[facts[i]->slot];
    return lanes_decide(stream->lanes, &stream->work, count);
}

static void write_lane(Stream *stream, uint32_t lane, Builder *out)
{
    for (size_t i = 0; i < stream->wanted_count; i++) {
        build_byte(out, i ? ',' : '{');
        build_text(out, stream->wanted[i].key);
        write_value(out, lanes_result(stream->lanes, i)->at[lane]);
    }
    build_byte(out, '}');
}

/* An odd one, by the run. */
static bool write_alone(Stream *stream, Frame *frame, Builder *out)
{
    run_reset(&stream->run);
    stream->run.root = frame;
    return write_all(stream, out);
}

size_t stream_cases(Stream *stream, const Text *cases, size_t count, Builder *out)
{
    Frame *frames[LANES];
    if (!stream->lanes || !stream->wanted_count)
        return 0;
    begin_case(stream, &stream->work);
    uint32_t read = read_cases(stream, cases, count, frames);
    uint64_t odd = decide_cases(stream, frames, read);
    for (uint32_t lane = 0; lane < read; lane++) {
        if (!(odd >> lane & 1))
            write_lane(stream, lane, out);
        else if (!write_alone(stream, frames[lane], out))
            return lane;
        build_byte(out, '\n');
    }
    return read;
}

bool stream_case_strict(Stream *stream, Task *task, const Source *source, Builder *out)
{
    begin_case(stream, task->region);
    const Json *json = json_read(task, source);
    if (!json || !case_tell(task, &stream->run, source, json, &(CaseOptions){ .rates = stream->run.rates }))
        return false;
    bool good = write_all(stream, out);
    run_report_faults(&stream->run, task->report);
    return good;
}

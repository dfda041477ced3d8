/* determination/case.c - see case.h. First all things and their facts, then pointers between things, then the days that
 * --as-of tells, then the contradictions: a fact told outside its "only if". */
#include "determination/case.h"

#include "base/utf8.h"

typedef struct Pointer { /* a "-> thing" to be found when all things are there */
    Frame *frame;
    const Fact *fact;
    Text id;
    Span span;
} Pointer;

typedef struct Told { /* a fact and where it was told */
    Frame *frame;
    const Fact *fact;
    Span span;
    bool by_change;
} Told;

typedef struct Teller {
    Task *task;
    Run *run;
    const Program *program;
    const Source *source;
    uint32_t things;
    LIST_OF(Pointer) pointers;
    LIST_OF(Told) told;
    LIST_OF(SetDay) set_days;
    const CaseOptions *options;
    LIST_OF(LeftOut) left_out;
    uint32_t changed;
} Teller;

/* ---- words for messages ---- */

static const char *json_kind(const Json *json)
{
    static const char *const NAMES[] = { "null", "false", "true", "a number", "a text", "a list", "an object" };
    return NAMES[json->kind];
}

static const char *article(Text noun)
{
    return noun.length && memchr("aeiou", noun.at[0], 5) ? "an" : "a";
}

static Problem *wrong_form(Task *task, Span span, const Fact *fact, Text text, const char *wanted)
{
    return report_error(task->report, "wrong-type", span, "\"" TEXT_FMT "\" is no %s for \"" TEXT_FMT "\"", TEXT_ARG(text), wanted, TEXT_ARG(fact->name));
}

/* ---- values from text ---- */

static bool read_number(Task *task, const Fact *fact, Text text, Span span, Value *value)
{
    Decimal number;
    if (decimal_read(&number, text, false)) {
        *value = value_decimal(task->region, &number);
        return true;
    }
    size_t digits = 0;
    for (size_t i = 0; i < text.length; i++)
        digits += text.at[i] >= '0' && text.at[i] <= '9';
    Problem *p = wrong_form(task, span, fact, text, "number");
    if (digits > LIMIT_NUMBER_DIGITS)
        problem_hint(task->report, p, "A number may have %d significant digits; this one has %zu.", LIMIT_NUMBER_DIGITS, digits);
    else
        problem_hint(task->report, p, "Write digits with an optional sign and point, such as \"1250.50\"; no exponent, no thousands mark.");
    return false;
}

static bool is_upper(char letter) { return letter >= 'A' && letter <= 'Z'; }

bool currency_form(Text text)
{
    return text.length == 3 && is_upper(text.at[0]) && is_upper(text.at[1]) && is_upper(text.at[2]);
}

/* "300 USD" */
static bool read_money(Task *task, const Program *program, const Fact *fact, Text text, Span span, Value *value)
{
    Text currency;
    Text digits = text_cut(text, ' ', &currency);
    if (!currency_form(currency)) {
        Problem *p = wrong_form(task, span, fact, text, "amount of money");
        problem_hint(task->report, p, "Write the amount and its currency, such as \"300 USD\".");
        return false;
    }
    if (!read_number(task, fact, digits, span, value))
        return false;
    if (text_equal(currency, program->currency) && !program->several_currencies)
        return true;
    Money *money = REGION_NEW(task->region, Money);
    money->amount = decimal_of_value(*value);
    memcpy(money->currency, currency.at, 3);
    *value = (Value){ .kind = VALUE_MONEY, .money = money };
    return true;
}

static Value text_value(Task *task, const Program *program, Text text)
{
    const Str *symbol = symbol_find(program->symbols, text);
    return symbol ? (Value){ .kind = VALUE_TEXT, .text = symbol } : value_text(task->region, text);
}

static bool country_known(const Program *program, Text text)
{
    if (text.length != 2 || !is_upper(text.at[0]) || !is_upper(text.at[1]))
        return false;
    int column = program->countries ? csv_column(program->countries, TEXT("alpha2")) : -1;
    for (uint32_t r = 0; column >= 0 && r < program->countries->rows; r++)
        if (text_equal(csv_cell(program->countries, r, (uint32_t)column)->text, text))
            return true;
    return column < 0;
}

/* The words a catalogue allows; true when there is no catalogue. */
static bool catalogue_has(const Catalogue *catalogue, Text text)
{
    for (uint32_t i = 0; catalogue && i < catalogue->count; i++)
        if (text_equal(catalogue->names[i].name, text))
            return true;
    return !catalogue;
}

static bool refuse_word(Task *task, const Fact *fact, Text text, Span span, const Text *known, size_t count)
{
    Problem *p = report_error(task->report, "value-not-allowed", span, "\"" TEXT_FMT "\" is no value of \"" TEXT_FMT "\"", TEXT_ARG(text), TEXT_ARG(fact->name));
    Text near = text_nearest(text, known, count);
    Builder all = builder_on(task->region);
    for (size_t i = 0; i < count && i < 40; i++)
        build_format(&all, "%s\"" TEXT_FMT "\"", i ? ", " : "", TEXT_ARG(known[i]));
    if (near.length)
        problem_hint(task->report, p, "Did you mean \"" TEXT_FMT "\"? The values are " TEXT_FMT ".", TEXT_ARG(near), TEXT_ARG(builder_text(&all)));
    else if (count)
        problem_hint(task->report, p, "The values are " TEXT_FMT ".", TEXT_ARG(builder_text(&all)));
    return false;
}

static bool check_words(Task *task, const Fact *fact, const Domain *domain, Text text, Span span)
{
    Text *known = REGION_ARRAY(task->region, Text, domain->count + 1);
    for (uint32_t i = 0; i < domain->count; i++) {
        known[i] = text_of_value(domain->values[i]);
        if (text_equal(known[i], text))
            return true;
    }
    return refuse_word(task, fact, text, span, known, domain->count);
}

static bool check_text(Task *task, const Program *program, const Fact *fact, Text text, Span span)
{
    if (fact->is_country && !country_known(program, text)) {
        wrong_form(task, span, fact, text, "country (two letters of ISO 3166)");
        return false;
    }
    if (fact->is_currency && !currency_form(text)) {
        wrong_form(task, span, fact, text, "currency (three letters of ISO 4217)");
        return false;
    }
    if (!catalogue_has(fact->catalogue, text)) {
        Text *known = REGION_ARRAY(task->region, Text, fact->catalogue->count + 1);
        for (uint32_t i = 0; i < fact->catalogue->count; i++)
            known[i] = fact->catalogue->names[i].name;
        return refuse_word(task, fact, text, span, known, fact->catalogue->count);
    }
    const Domain *domain = fact->domain;
    return !domain || !domain->count || domain->values[0].kind != VALUE_TEXT || check_words(task, fact, domain, text, span);
}

static bool inside(const Domain *domain, Value value)
{
    int order;
    if (domain->has_low && value_order(&order, value, domain->low) && (order < 0 || (order == 0 && !domain->low_closed)))
        return false;
    if (domain->has_high && value_order(&order, value, domain->high) && (order > 0 || (order == 0 && !domain->high_closed)))
        return false;
    for (uint32_t i = 0; i < domain->count; i++)
        if (value_equal(domain->values[i], value) == 1)
            return true;
    return domain->count == 0;
}

/* Money in another currency is held against a bound by its amount: bounds of money are zero. */
static bool check_domain(Task *task, const Fact *fact, Value value, Text text, Span span)
{
    Value plain = value.kind == VALUE_MONEY ? value_decimal(task->region, &value.money->amount) : value;
    if (!fact->domain || inside(fact->domain, plain))
        return true;
    Problem *p = report_error(task->report, "value-not-allowed", span, "\"" TEXT_FMT "\" is no value of \"" TEXT_FMT "\"", TEXT_ARG(text), TEXT_ARG(fact->name));
    problem_hint(task->report, p, "It must be " TEXT_FMT ".", TEXT_ARG(text_trim(span_text(fact->entry->values))));
    return false;
}

static bool read_plain(Task *task, const Program *program, const Fact *fact, const Type *type, Text text, Span span, Value *value)
{
    int64_t days;
    switch (type->kind) {
    case TYPE_NUMBER: return read_number(task, fact, text, span, value) && check_domain(task, fact, *value, text, span);
    case TYPE_MONEY: return read_money(task, program, fact, text, span, value) && check_domain(task, fact, *value, text, span);
    case TYPE_DATE:
        if (!date_read(&days, text)) {
            Problem *p = wrong_form(task, span, fact, text, "day");
            problem_hint(task->report, p, "Days are written year-month-day, such as \"2025-12-05\".");
            return false;
        }
        *value = value_date(days);
        return check_domain(task, fact, *value, text, span);
    case TYPE_TEXT:
        *value = text_value(task, program, text);
        return check_text(task, program, fact, text, span);
    default: break;
    }
    wrong_form(task, span, fact, text, "value");
    return false;
}

static bool read_duration(Task *task, const Fact *fact, Text text, Span span, Value *value)
{
    bool is_months;
    int64_t months;
    Seconds *seconds = REGION_NEW(task->region, Seconds);
    if (!duration_read(&is_months, &months, seconds, text)) {
        wrong_form(task, span, fact, text, "duration");
        return false;
    }
    *value = is_months ? (Value){ .kind = VALUE_MONTHS, .months = months } : (Value){ .kind = VALUE_SECONDS, .seconds = seconds };
    return true;
}

static bool read_typed(Task *task, const Program *program, const Fact *fact, const Type *type, Text text, Span span, Value *value)
{
    if (type->kind == TYPE_MONTHS || type->kind == TYPE_SECONDS)
        return read_duration(task, fact, text, span, value);
    if (type->kind == TYPE_BOOLEAN) {
        *value = value_boolean(text_is(text, "true"));
        if (text_is(text, "true") || text_is(text, "false"))
            return true;
        wrong_form(task, span, fact, text, "true or false");
        return false;
    }
    return read_plain(task, program, fact, type, text, span, value);
}

bool fact_value_read(Task *task, const Program *program, const Fact *fact, Text text, Span span, Value *value)
{
    return read_typed(task, program, fact, fact->type, text, span, value);
}

/* ---- values from JSON ---- */

static bool tell_value(Teller *teller, Frame *frame, const Fact *fact, const Type *type, const Json *json, Value *value);

static bool tell_list(Teller *teller, Frame *frame, const Fact *fact, const Json *json, Value *value)
{
    LIST_OF(Value) items = { 0 };
    for (const Json *item = json->first; item; item = item->next)
        if (!tell_value(teller, frame, fact, fact->type->of, item, LIST_ADD(teller->task->region, items)))
            return false;
    *value = value_list(teller->task->region, items.at, items.count);
    return true;
}

static bool refuse_kind(Teller *teller, const Fact *fact, const Json *json, const char *wanted)
{
    Problem *p = report_error(teller->task->report, "wrong-type", json_span(teller->source, json), "\"" TEXT_FMT "\" is told as %s, it takes %s",
                              TEXT_ARG(fact->name), json_kind(json), wanted);
    if (json->kind == JSON_NUMBER)
        problem_hint(teller->task->report, p, "Numbers are written as text, so that no program on the way can round them: \"" TEXT_FMT "\".", TEXT_ARG(json->text));
    if (json->kind == JSON_NULL)
        problem_hint(teller->task->report, p, "Leave a fact out when it is not known.");
    return false;
}

static bool tell_value(Teller *teller, Frame *frame, const Fact *fact, const Type *type, const Json *json, Value *value)
{
    Span span = json_span(teller->source, json);
    if (type->kind == TYPE_LIST)
        return json->kind == JSON_ARRAY ? tell_list(teller, frame, fact, json, value) : refuse_kind(teller, fact, json, "a list");
    if (type->kind == TYPE_BOOLEAN) {
        *value = value_boolean(json->kind == JSON_TRUE);
        return json->kind == JSON_TRUE || json->kind == JSON_FALSE || refuse_kind(teller, fact, json, "true or false");
    }
    if (json->kind != JSON_STRING)
        return refuse_kind(teller, fact, json, "a text");
    if (type->kind == TYPE_THING) {
        *LIST_ADD(teller->task->region, teller->pointers) = (Pointer){ frame, fact, json->text, span };
        *value = (Value){ .kind = VALUE_UNSET };
        return true;
    }
    return read_typed(teller->task, teller->program, fact, type, json->text, span, value);
}

/* ---- things ---- */

static void tell_thing(Teller *teller, Frame *frame, const Json *json);

/* The place of a thing's id; of the whole thing where the case leaves its id to the number. */
static Span id_span(const Teller *teller, const Json *item)
{
    const Json *id = item->kind == JSON_OBJECT ? json_get(item, TEXT("id")) : NULL;
    return json_span(teller->source, id ? id : item);
}

static void refuse_id(Teller *teller, const ThingType *type, const Value *things, const Json *first, const Json *item, Text id)
{
    Problem *p = report_error(teller->task->report, "id-twice", id_span(teller, item), "two of the " TEXT_FMT " have the id \"" TEXT_FMT "\"", TEXT_ARG(type->many), TEXT_ARG(id));
    for (size_t i = 0; first != item; first = first->next, i++)
        if (text_equal(things[i].thing->id, id)) {
            problem_also(teller->task->report, p, id_span(teller, first), "first here");
            return;
        }
}

/* Ids are unique among the things of one list. `first` is the JSON of the first. */
static void check_ids(Teller *teller, const ThingType *type, const Value *things, size_t count, const Json *first)
{
    const Json *item = first;
    size_t room = 16;
    while (room < 2 * count)
        room *= 2;
    Text *places = REGION_ARRAY(teller->task->region, Text, room);
    for (size_t i = 0; i < count && teller->task->report->errors <= LIMIT_PROBLEMS; i++, item = item->next) {
        Text id = things[i].thing->id;
        size_t at = 5381;
        for (size_t k = 0; k < id.length; k++)
            at = at * 33 + (unsigned char)id.at[k];
        for (at &= room - 1; places[at].at && !text_equal(places[at], id);)
            at = (at + 1) & (room - 1);
        if (places[at].at)
            refuse_id(teller, type, things, first, item, id);
        places[at] = id;
    }
}

static Value tell_inner(Teller *teller, Frame *parent, const ThingType *type, const Json *list)
{
    LIST_OF(Value) things = { 0 };
    if (list->kind != JSON_ARRAY) {
        report_error(teller->task->report, "wrong-type", json_span(teller->source, list), "\"" TEXT_FMT "\" is %s, it takes a list", TEXT_ARG(type->many), json_kind(list));
        return value_list(teller->task->region, NULL, 0);
    }
    for (const Json *item = list->first; item; item = item->next) {
        if (++teller->things > LIMIT_THINGS) {
            report_error(teller->task->report, "too-many-things", json_span(teller->source, item), "the case has more than %d things", LIMIT_THINGS);
            break;
        }
        RunFrame *frame = run_frame(teller->run, type, parent, true);
        frame->frame.number = (uint32_t)things.count + 1;
        frame->frame.id = text_format(teller->task->region, "%u", frame->frame.number);
        *LIST_ADD(teller->task->region, things) = value_thing(&frame->frame);
        tell_thing(teller, &frame->frame, item);
    }
    check_ids(teller, type, things.at, things.count, list->first);
    return value_list(teller->task->region, things.at, things.count);
}

static const Fact *fact_by_key(const Program *program, const ThingType *thing, Text key)
{
    for (uint32_t i = 0; i < program->fact_count; i++)
        if (program->facts[i].thing == thing && text_is_snake(key, program->facts[i].name))
            return &program->facts[i];
    return NULL;
}

static const ThingType *inner_by_key(const Program *program, const ThingType *thing, Text key)
{
    for (uint32_t i = 0; i < program->thing_count; i++)
        if (program->things[i]->within == thing && text_is_snake(key, program->things[i]->many))
            return program->things[i];
    return NULL;
}

static uint16_t slot_by_name(const ThingType *thing, Text name)
{
    for (uint16_t i = 0; i < thing->count; i++)
        if (text_equal(thing->slots[i].name, name))
            return i;
    return UINT16_MAX;
}

static void unknown_fact(Teller *teller, const ThingType *thing, const Json *member)
{
    LIST_OF(Text) known = { 0 };
    for (uint16_t i = 0; i < thing->count; i++)
        if (slot_meaning(thing, i)->kind != MEANS_DECISION && slot_meaning(thing, i)->kind != MEANS_GATHER)
            *LIST_ADD(teller->task->region, known) = text_snake(teller->task->region, thing->slots[i].name);
    Span span = { teller->source, member->key_from, member->from };
    span.to = span.from + (uint32_t)member->key.length + 2;
    Problem *p = report_error(teller->task->report, "unknown-fact", span, "%s " TEXT_FMT " has no fact \"" TEXT_FMT "\"", article(thing->name), TEXT_ARG(thing->name), TEXT_ARG(member->key));
    Text near = text_nearest(member->key, known.at, known.count);
    if (near.length)
        problem_hint(teller->task->report, p, "Did you mean \"" TEXT_FMT "\"?", TEXT_ARG(near));
    else
        problem_hint(teller->task->report, p, "\"declarant facts\" lists the facts of each thing.");
}

static Value moved_days(Region *region, Value value, int64_t days)
{
    if (days && value.kind == VALUE_DATE)
        return value_date(value.days + days);
    if (!days || value.kind != VALUE_LIST)
        return value;
    Value *items = REGION_ARRAY(region, Value, value.list->count + 1);
    for (size_t i = 0; i < value.list->count; i++)
        items[i] = moved_days(region, value.list->at[i], days);
    return value_list(region, items, value.list->count);
}

static void tell_fact(Teller *teller, Frame *frame, const Fact *fact, const Json *member)
{
    Value value;
    if (fact->entry->made) {
        report_error(teller->task->report, "fact-is-made", json_span(teller->source, member), "\"" TEXT_FMT "\" is made by the rulebook and cannot be told", TEXT_ARG(fact->name));
        return;
    }
    if (!tell_value(teller, frame, fact, fact->type, member, &value))
        return;
    if (frame->type != teller->program->exchange)
        value = moved_days(teller->task->region, value, teller->options->moved);
    if (frame->slots[fact->slot].kind != VALUE_UNSET)
        report_error(teller->task->report, "fact-twice", json_span(teller->source, member), "\"" TEXT_FMT "\" is told twice, under two spellings", TEXT_ARG(fact->name));
    run_tell(frame, fact->slot, value);
    *LIST_ADD(teller->task->region, teller->told) = (Told){ .frame = frame, .fact = fact, .span = json_span(teller->source, member) };
}

static void tell_id(Teller *teller, Frame *frame, const Json *member)
{
    if (member->kind != JSON_STRING || !member->text.length) {
        report_error(teller->task->report, "wrong-type", json_span(teller->source, member), "an id is %s, it takes a text", member->kind == JSON_STRING ? "empty" : json_kind(member));
        return;
    }
    if (member->text.length > LIMIT_ID_BYTES) {
        report_error(teller->task->report, "id-too-long", json_span(teller->source, member), "an id of %zu bytes is longer than the limit of %d", member->text.length, LIMIT_ID_BYTES);
        return;
    }
    frame->id = member->text;
    run_tell(frame, 0, value_text(teller->task->region, member->text));
}

static void leave_out(Teller *teller, const Frame *frame, Text name, bool by_change)
{
    *LIST_ADD(teller->task->region, teller->left_out) = (LeftOut){ name, frame_path(teller->task->region, frame), by_change };
}

static void unknown_question(Teller *teller, const Json *member)
{
    const Program *program = teller->program;
    Text *known = REGION_ARRAY(teller->task->region, Text, program->question_count + 1);
    for (uint32_t q = 0; q < program->question_count; q++)
        known[q] = program->questions[q]->name;
    Span span = { teller->source, member->key_from, member->key_from + (uint32_t)member->key.length + 2 };
    Problem *p = report_error(teller->task->report, "unknown-question", span, "no open question is called \"" TEXT_FMT "\"", TEXT_ARG(member->key));
    Text near = text_nearest(member->key, known, program->question_count);
    if (near.length)
        problem_hint(teller->task->report, p, "Did you mean \"" TEXT_FMT "\"?", TEXT_ARG(near));
}

static void unknown_reading(Teller *teller, const Json *member, const Sheet *sheet, Text question)
{
    bool is_text = member->kind == JSON_STRING;
    Problem *p = report_error(teller->task->report, "unknown-reading", json_span(teller->source, member), "the open question \"" TEXT_FMT "\" has no reading " TEXT_FMT, TEXT_ARG(question),
                              TEXT_ARG(is_text ? text_format(teller->task->region, "\"" TEXT_FMT "\"", TEXT_ARG(member->text)) : text_of(json_kind(member))));
    Builder all = builder_on(teller->task->region);
    for (uint32_t i = 0; i < sheet->reading_count; i++)
        build_format(&all, "%s\"" TEXT_FMT "\"", i ? ", " : "", TEXT_ARG(sheet->readings[i].reading->name));
    problem_hint(teller->task->report, p, "Its readings are " TEXT_FMT ".", TEXT_ARG(builder_text(&all)));
}

/* "readings": { "name of the question": "a" } answers an open question for this case. */
static void tell_reading(Teller *teller, const Json *member)
{
    const Program *program = teller->program;
    for (uint32_t q = 0; q < program->question_count; q++) {
        Text name = program->questions[q]->name;
        if (!text_equal(member->key, name) && !text_is_snake(member->key, name))
            continue;
        const Sheet *sheet = program->questions[q]->sheets[program->questions[q]->sheet_count - 1];
        for (uint32_t i = 0; i < sheet->reading_count; i++)
            if (member->kind == JSON_STRING && text_equal(sheet->readings[i].reading->name, member->text)) {
                teller->run->choices[q] = i + 1;
                return;
            }
        if (teller->options->changed)
            leave_out(teller, teller->run->root, member->key, false);
        else
            unknown_reading(teller, member, sheet, name);
        return;
    }
    if (teller->options->changed)
        leave_out(teller, teller->run->root, member->key, false);
    else
        unknown_question(teller, member);
}

/* Keys of the outermost thing that are no facts of the dictionary. */
static bool tell_special(Teller *teller, const Json *member)
{
    if (text_is(member->key, "readings") && member->kind == JSON_OBJECT) {
        for (const Json *reading = member->first; reading; reading = reading->next)
            tell_reading(teller, reading);
        return true;
    }
    return text_is(member->key, "jurisdiction") || text_is(member->key, "movement") || text_is(member->key, "remark");
}

static void tell_member(Teller *teller, Frame *frame, const Json *member)
{
    const ThingType *thing = frame->type;
    if (text_is(member->key, "id")) {
        tell_id(teller, frame, member);
        return;
    }
    const Fact *fact = fact_by_key(teller->program, thing, member->key);
    if (fact) {
        tell_fact(teller, frame, fact, member);
        return;
    }
    const ThingType *inner = inner_by_key(teller->program, thing, member->key);
    uint16_t slot = inner ? slot_by_name(thing, inner->many) : UINT16_MAX;
    if (slot != UINT16_MAX && slot_meaning(thing, slot)->kind == MEANS_INNER)
        run_tell(frame, slot, tell_inner(teller, frame, inner, member));
    else if (!frame->parent && tell_special(teller, member))
        return;
    else if (teller->options->changed)
        leave_out(teller, frame, member->key, false);
    else
        unknown_fact(teller, thing, member);
}

static void tell_thing(Teller *teller, Frame *frame, const Json *json)
{
    if (json->kind != JSON_OBJECT) {
        report_error(teller->task->report, "wrong-type", json_span(teller->source, json), "%s " TEXT_FMT " is %s, it takes an object", article(frame->type->name), TEXT_ARG(frame->type->name), json_kind(json));
        return;
    }
    for (const Json *member = json->first; member && teller->task->report->errors <= LIMIT_PROBLEMS; member = member->next)
        tell_member(teller, frame, member);
}

/* ---- things that point to things ---- */

static void refuse_pointer(Teller *teller, const Pointer *pointer)
{
    const ThingType *type = pointer->fact->points_to;
    const RunFrame *found = NULL;
    for (const RunFrame *told = teller->run->told; told && !found; told = told->next)
        if (told->frame.type == type && text_equal(told->frame.id, pointer->id))
            found = told;
    Problem *p = report_error(teller->task->report, "no-such-thing", pointer->span, found ? "several " TEXT_FMT " of the case have the id \"" TEXT_FMT "\"" : "no " TEXT_FMT " of the case has the id \"" TEXT_FMT "\"",
                              TEXT_ARG(found ? type->many : type->name), TEXT_ARG(pointer->id));
    if (found)
        problem_hint(teller->task->report, p, "Name the one that is meant by the ids on the way to it, such as \"" TEXT_FMT "\".", TEXT_ARG(frame_path(teller->task->region, &found->frame)));
}

static void settle_pointers(Teller *teller)
{
    const ThingIndex *index = teller->pointers.count ? thing_index(teller->task->region, teller->run) : NULL;
    for (size_t i = 0; i < teller->pointers.count; i++) {
        const Pointer *pointer = &teller->pointers.at[i];
        Frame *to = thing_find(index, teller->run, pointer->fact->points_to, pointer->id, pointer->frame);
        if (to)
            run_tell(pointer->frame, pointer->fact->slot, value_thing(to));
        else
            refuse_pointer(teller, pointer);
    }
}

/* ---- changes ---- */

static bool is_meant(const Teller *teller, const Frame *frame, Text of)
{
    return !of.length || text_equal(frame->id, of) || text_equal(frame_path(teller->task->region, frame), of);
}

static void change_fact(Teller *teller, Frame *frame, const Fact *fact, const CaseChange *change)
{
    Value value;
    if (!fact_value_read(teller->task, teller->program, fact, change->value, SPAN_NONE, &value))
        return;
    for (size_t i = 0; i < teller->told.count; i++)
        if (teller->told.at[i].frame == frame && teller->told.at[i].fact == fact)
            teller->told.at[i] = teller->told.at[--teller->told.count];
    run_tell(frame, fact->slot, value);
    *LIST_ADD(teller->task->region, teller->told) = (Told){ .frame = frame, .fact = fact, .by_change = true };
    teller->changed++;
}

static void make_change(Teller *teller, const CaseChange *change)
{
    for (RunFrame *told = teller->run->told; told; told = told->next) {
        const Fact *fact = is_meant(teller, &told->frame, change->of) ? program_fact(teller->program, told->frame.type, change->fact) : NULL;
        if (fact && !fact->entry->made && !fact->points_to && teller->task->report->errors <= LIMIT_PROBLEMS)
            change_fact(teller, &told->frame, fact, change);
    }
}

/* ---- the days of --as-of ---- */

/* A day that is there only when it is told (a guarantee, an arrival) is not one that every case has. */
static void set_days(Teller *teller, const CaseOptions *options)
{
    if (!options->has_as_of)
        return;
    for (RunFrame *told = teller->run->told; told; told = told->next)
        for (uint32_t i = 0; i < teller->program->fact_count; i++) {
            const Fact *fact = &teller->program->facts[i];
            if (!fact->is_clock || fact->when_told || fact->thing != told->frame.type || told->told[fact->slot].kind != VALUE_UNSET)
                continue;
            run_tell(&told->frame, fact->slot, value_date(options->as_of + options->moved));
            *LIST_ADD(teller->task->region, teller->set_days) = (SetDay){ &told->frame, fact->slot };
        }
}

/* ---- contradictions ---- */

/* A fact that is there only under a condition which the case refutes. */
bool fact_refuted(Run *run, Frame *frame, const Fact *fact)
{
    if (!fact->only_if || fact->when_told)
        return false;
    Value there = feel_run(&run->vm, fact->only_if, frame);
    return there.kind == VALUE_NOT_THERE || (there.kind == VALUE_BOOLEAN && !there.boolean);
}

static bool is_refuted(Teller *teller, const Told *told)
{
    return fact_refuted(teller->run, told->frame, told->fact);
}

static const CaseFact *told_facts(const Teller *teller)
{
    CaseFact *facts = REGION_ARRAY(teller->task->region, CaseFact, teller->told.count + 1);
    for (size_t i = 0; i < teller->told.count; i++)
        facts[i] = (CaseFact){ teller->told.at[i].frame, teller->told.at[i].fact };
    return facts;
}

static void refuse_told(Teller *teller, const Told *told)
{
    Problem *p = report_error(teller->task->report, "fact-not-there", told->span, "\"" TEXT_FMT "\" is told, but it is there only if " TEXT_FMT, TEXT_ARG(told->fact->name),
                              TEXT_ARG(text_trim(span_text(told->fact->entry->only_if))));
    problem_hint(teller->task->report, p, "Either this fact or one of those it depends on is wrong; leave it out if it does not apply.");
}

/* The first that is refuted is taken back; others may hang on it, so that all are looked at again. */
static bool take_one_back(Teller *teller)
{
    for (size_t i = 0; i < teller->told.count; i++) {
        Told *told = &teller->told.at[i];
        if (!is_refuted(teller, told))
            continue;
        leave_out(teller, told->frame, told->fact->name, told->by_change);
        run_tell(told->frame, told->fact->slot, (Value){ .kind = VALUE_UNSET });
        *told = teller->told.at[--teller->told.count];
        return true;
    }
    return false;
}

static void check_conditions(Teller *teller)
{
    bool changed = teller->options->changed;
    for (size_t i = 0; !changed && i < teller->told.count; i++)
        if (is_refuted(teller, &teller->told.at[i]))
            refuse_told(teller, &teller->told.at[i]);
    run_reset(teller->run);
    while (changed && take_one_back(teller))
        run_reset(teller->run);
    run_reset(teller->run);
}

/* ---- the whole ---- */

static Text head_text(Task *task, const Source *source, const Json *json, const char *key, bool *good)
{
    const Json *member = json->first;
    while (member && !text_is_snake(member->key, text_of(key)))
        member = member->next;
    if (!member)
        return TEXT_NONE;
    if (member->kind == JSON_STRING)
        return member->text;
    report_error(task->report, "wrong-type", json_span(source, member), "\"%s\" is %s, it takes a text", key, json_kind(member));
    *good = false;
    return TEXT_NONE;
}

bool case_head(Task *task, const Source *source, const Json *json, CaseHead *head)
{
    bool good = true;
    if (json->kind != JSON_OBJECT) {
        report_error(task->report, "wrong-type", json_span(source, json), "a case is %s, it takes an object", json_kind(json));
        return false;
    }
    head->jurisdiction = head_text(task, source, json, "jurisdiction", &good);
    head->movement = head_text(task, source, json, "movement", &good);
    return good;
}

const Case *case_tell(Task *task, Run *run, const Source *source, const Json *json, const CaseOptions *options)
{
    size_t errors = task->report->errors;
    Teller teller = { .task = task, .run = run, .program = run->program, .source = source, .options = options };
    RunFrame *root = run_frame(run, run->program->things[0], NULL, true);
    run->root = &root->frame;
    run->rates = options->rates;
    run->rates_go_on = options->rates_go_on;
    tell_thing(&teller, run->root, json);
    settle_pointers(&teller);
    for (uint32_t i = 0; i < options->change_count; i++)
        make_change(&teller, &options->changes[i]);
    set_days(&teller, options);
    if (task->report->errors == errors)
        check_conditions(&teller);
    if (task->report->errors != errors)
        return NULL;
    Case *made = REGION_NEW(task->region, Case);
    *made = (Case){ run->root, told_facts(&teller), (uint32_t)teller.told.count, teller.set_days.at, (uint32_t)teller.set_days.count, teller.things,
                    teller.left_out.at, (uint32_t)teller.left_out.count, teller.changed };
    return made;
}

/* determination/interview.c - see interview.h. */
#include "determination/interview.h"

enum { RATE_NOTE = 24 }; /* bytes of "exchange rate USD to VND" */

/* ---- things and facts ---- */

void interview_init(Interview *interview, Region *region)
{
    *interview = (Interview){ .region = region, .root = REGION_NEW(region, ToldThing) };
}

ToldFact *told_fact(const ToldThing *thing, Text key)
{
    for (size_t i = 0; i < thing->facts.count; i++)
        if (text_equal(thing->facts.at[i]->key, key))
            return thing->facts.at[i];
    return NULL;
}

ToldFact *told_fact_make(Interview *interview, ToldThing *thing, Text key)
{
    ToldFact *fact = told_fact(thing, key);
    if (fact)
        return fact;
    fact = REGION_NEW(interview->region, ToldFact);
    fact->key = text_copy(interview->region, key);
    *LIST_ADD(interview->region, thing->facts) = fact;
    return fact;
}

bool told_inner(const Program *program, const ThingType *type, const ThingType *within)
{
    for (uint32_t i = 0; type->within == within && i < program->books->thing_count; i++)
        if (text_equal(program->books->things[i].name, type->name))
            return !program->books->things[i].made_by.length;
    return false;
}

const ThingType *told_type(const Program *program, const ToldThing *thing)
{
    const ThingType *within = thing->within ? told_type(program, thing->within) : NULL;
    if (!thing->within)
        return program->things[0];
    for (uint32_t i = 0; within && i < program->thing_count; i++)
        if (told_inner(program, program->things[i], within) && text_is_snake(thing->many, program->things[i]->many))
            return program->things[i];
    return NULL;
}

const Fact *told_dictionary(const Program *program, const ToldThing *thing, Text key)
{
    const ThingType *type = told_type(program, thing);
    for (uint32_t i = 0; type && i < program->fact_count; i++)
        if (program->facts[i].thing == type && text_is_snake(key, program->facts[i].name))
            return &program->facts[i];
    return NULL;
}

Text told_path(Region *region, const ToldThing *thing)
{
    if (!thing->within)
        return TEXT_NONE;
    Text outer = told_path(region, thing->within);
    return text_format(region, TEXT_FMT "%s" TEXT_FMT, TEXT_ARG(outer), outer.length ? "/" : "", TEXT_ARG(thing->id));
}

/* An id may hold a slash itself, so that paths are compared whole. */
ToldThing *told_at(ToldThing *root, Text path)
{
    if (!path.length)
        return root;
    for (size_t i = 0; i < root->things.count; i++) {
        ToldThing *thing = root->things.at[i];
        Text rest = text_slice(path, thing->id.length, path.length);
        if (thing->away || !text_starts(path, thing->id) || (rest.length && rest.at[0] != '/'))
            continue;
        ToldThing *found = told_at(thing, rest.length ? text_slice(rest, 1, rest.length) : TEXT_NONE);
        if (found)
            return found;
    }
    return NULL;
}

/* The things of several lists may share ids ("1" of the lines, "1" of the costs): the frame says which list is meant. */
static ToldThing *thing_of(ToldThing *root, const Frame *frame)
{
    ToldThing *outer = frame->parent ? thing_of(root, frame->parent) : root;
    for (size_t i = 0; frame->parent && outer && i < outer->things.count; i++) {
        ToldThing *thing = outer->things.at[i];
        if (!thing->away && text_equal(thing->id, frame->id) && text_is_snake(thing->many, frame->type->many))
            return thing;
    }
    return frame->parent ? NULL : root;
}

/* ---- how many there are ---- */

static bool is_of(const ToldThing *thing, const ThingType *type)
{
    return text_is_snake(thing->many, type->many);
}

uint32_t told_count(const ToldThing *thing, const ThingType *inner)
{
    uint32_t count = 0;
    for (size_t i = 0; i < thing->things.count; i++)
        count += is_of(thing->things.at[i], inner) && !thing->things.at[i]->away;
    return count;
}

static bool has_id(const ToldThing *thing, Text id)
{
    for (size_t i = 0; i < thing->things.count; i++)
        if (text_equal(thing->things.at[i]->id, id))
            return true;
    return false;
}

/* "l1" for an invoice line: the letter of its last word, and the first number that is free. */
static Text new_id(const Interview *interview, const ToldThing *within, const ThingType *type)
{
    size_t letter = 0;
    for (size_t i = 0; i + 1 < type->name.length; i++)
        if (type->name.at[i] == ' ')
            letter = i + 1;
    for (uint32_t number = 1;; number++) {
        Text id = text_format(interview->region, "%c%u", type->name.at[letter], number);
        if (!has_id(within, id))
            return id;
    }
}

static void want_facts(Interview *interview, const Program *program, ToldThing *thing, const ThingType *type)
{
    for (uint32_t i = 0; i < program->fact_count; i++) {
        const Fact *fact = &program->facts[i];
        if (fact->thing == type && !fact->entry->made)
            *LIST_ADD(interview->region, interview->wanted) = (Question){ ASK_FACT, thing, text_snake(interview->region, fact->name), NULL };
    }
}

/* No fact of an exchange rate is ever missing, for without it there is none: all its facts are asked. */
ToldThing *told_add(Interview *interview, const Program *program, ToldThing *within, const ThingType *type)
{
    ToldThing *thing = REGION_NEW(interview->region, ToldThing);
    *thing = (ToldThing){ .within = within, .many = text_snake(interview->region, type->many), .id = new_id(interview, within, type), .id_told = true };
    *LIST_ADD(interview->region, within->things) = thing;
    if (type == program->exchange)
        want_facts(interview, program, thing, type);
    return thing;
}

void told_set_count(Interview *interview, const Program *program, ToldThing *thing, const ThingType *inner, uint32_t count)
{
    uint32_t there = 0;
    for (size_t i = 0; i < thing->things.count; i++)
        if (is_of(thing->things.at[i], inner))
            thing->things.at[i]->away = there++ >= count;
    while (there++ < count)
        told_add(interview, program, thing, inner);
}

/* ---- reading a case ---- */

static bool holds_things(const Json *json)
{
    return json->kind == JSON_ARRAY && json->first && json->first->kind == JSON_OBJECT;
}

static void load_thing(Interview *interview, const Source *source, ToldThing *thing, const Json *json);

static void load_things(Interview *interview, const Source *source, ToldThing *within, const Json *list)
{
    uint32_t number = 0;
    for (const Json *item = list->first; item; item = item->next) {
        ToldThing *thing = REGION_NEW(interview->region, ToldThing);
        *thing = (ToldThing){ .within = within, .many = text_copy(interview->region, list->key), .id = text_format(interview->region, "%u", ++number) };
        *LIST_ADD(interview->region, within->things) = thing;
        load_thing(interview, source, thing, item);
    }
}

static void load_member(Interview *interview, const Source *source, ToldThing *thing, const Json *member)
{
    if (holds_things(member)) {
        load_things(interview, source, thing, member);
    } else if (thing->within && text_is(member->key, "id")) {
        thing->id = text_copy(interview->region, member->text);
        thing->id_told = true;
    } else if (member->kind != JSON_ARRAY || member->first) {
        told_fact_make(interview, thing, member->key)->json = text_copy(interview->region, text_slice(source->bytes, member->from, member->to));
    }
}

/* What is in it was asked before the first of its facts. Of a shipment or a contract with nothing in it that is asked again: a case written by
 * hand may just not be that far. */
static void load_thing(Interview *interview, const Source *source, ToldThing *thing, const Json *json)
{
    for (const Json *member = json->first; member; member = member->next)
        load_member(interview, source, thing, member);
    thing->settled = thing->things.count || (thing->facts.count && thing->within && thing->within->within);
}

void interview_load(Interview *interview, const Source *source, const Json *json)
{
    load_thing(interview, source, interview->root, json);
}

/* ---- writing the case ---- */

typedef struct Writing {
    const Program *program;
    bool idle;
    JsonWriter *json;
} Writing;

static bool is_written(const Writing *writing, const ToldFact *fact)
{
    return fact->json.length && !fact->not_known && (writing->idle || !fact->idle);
}

static void write_fact(Writing *writing, const ToldFact *fact)
{
    json_key(writing->json, fact->key);
    json_raw(writing->json, fact->json);
}

static void write_facts(Writing *writing, const ToldThing *thing, const ThingType *type)
{
    for (uint32_t i = 0; type && i < writing->program->fact_count; i++)
        for (size_t k = 0; writing->program->facts[i].thing == type && k < thing->facts.count; k++)
            if (is_written(writing, thing->facts.at[k]) && text_is_snake(thing->facts.at[k]->key, writing->program->facts[i].name))
                write_fact(writing, thing->facts.at[k]);
    for (size_t k = 0; k < thing->facts.count; k++)
        if (is_written(writing, thing->facts.at[k]) && (!type || !told_dictionary(writing->program, thing, thing->facts.at[k]->key)))
            write_fact(writing, thing->facts.at[k]);
}

static void write_thing(Writing *writing, const ToldThing *thing);

static bool is_there(const Writing *writing, const ToldThing *thing)
{
    return !thing->away && (writing->idle || !thing->idle);
}

/* The list that `first` is the first of; the others of it stand behind it. */
static void write_list(Writing *writing, const ToldThing *within, size_t first)
{
    Text many = within->things.at[first]->many;
    for (size_t i = 0; i < first; i++)
        if (is_there(writing, within->things.at[i]) && text_equal(within->things.at[i]->many, many))
            return;
    json_key(writing->json, many);
    json_open(writing->json, '[');
    for (size_t i = first; i < within->things.count; i++)
        if (is_there(writing, within->things.at[i]) && text_equal(within->things.at[i]->many, many))
            write_thing(writing, within->things.at[i]);
    json_close(writing->json, ']');
}

static void write_lists(Writing *writing, const ToldThing *thing, const ThingType *type)
{
    for (uint32_t t = 0; type && t < writing->program->thing_count; t++)
        for (size_t i = 0; told_inner(writing->program, writing->program->things[t], type) && i < thing->things.count; i++)
            if (is_there(writing, thing->things.at[i]) && is_of(thing->things.at[i], writing->program->things[t]))
                write_list(writing, thing, i);
    for (size_t i = 0; i < thing->things.count; i++)
        if (is_there(writing, thing->things.at[i]) && (!type || !told_type(writing->program, thing->things.at[i])))
            write_list(writing, thing, i);
}

static void write_thing(Writing *writing, const ToldThing *thing)
{
    const ThingType *type = writing->program ? told_type(writing->program, thing) : NULL;
    json_open(writing->json, '{');
    if (thing->id_told)
        json_pair(writing->json, "id", thing->id);
    write_facts(writing, thing, type);
    write_lists(writing, thing, type);
    json_close(writing->json, '}');
}

void interview_write(const Interview *interview, const Program *program, bool idle, JsonWriter *json)
{
    Writing writing = { program, idle, json };
    write_thing(&writing, interview->root);
}

/* ---- what applies ---- */

static void wake(ToldThing *thing, QuestionList *before, Region *region)
{
    for (size_t i = 0; i < thing->facts.count; i++) {
        if (thing->facts.at[i]->idle)
            *LIST_ADD(region, *before) = (Question){ ASK_FACT, thing, thing->facts.at[i]->key, NULL };
        thing->facts.at[i]->idle = false;
    }
    for (size_t i = 0; i < thing->things.count; i++) {
        thing->things.at[i]->idle = false;
        wake(thing->things.at[i], before, region);
    }
}

static bool was_idle(const QuestionList *before, const ToldThing *thing, Text key)
{
    for (size_t i = 0; i < before->count; i++)
        if (before->at[i].thing == thing && text_equal(before->at[i].key, key))
            return true;
    return false;
}

static void put_aside(Interview *interview, const LeftOut *left, const QuestionList *before, QuestionList *news)
{
    ToldThing *thing = told_at(interview->root, left->of);
    for (size_t i = 0; thing && i < thing->facts.count; i++) {
        ToldFact *fact = thing->facts.at[i];
        if (!text_equal(fact->key, left->name) && !text_is_snake(fact->key, left->name))
            continue;
        fact->idle = true;
        if (!was_idle(before, thing, fact->key))
            *LIST_ADD(interview->region, *news) = (Question){ ASK_FACT, thing, fact->key, NULL };
    }
    for (size_t i = 0; thing && i < thing->things.count; i++)
        thing->things.at[i]->idle |= text_equal(thing->things.at[i]->many, left->name);
}

void interview_settle(Interview *interview, const Case *facts, QuestionList *news)
{
    QuestionList before = { 0 };
    wake(interview->root, &before, interview->region);
    for (uint32_t i = 0; i < facts->left_out_count; i++)
        put_aside(interview, &facts->left_out[i], &before, news);
}

/* ---- the next question ---- */

static bool is_gone_thing(const ToldThing *thing)
{
    return thing && (thing->away || thing->idle || is_gone_thing(thing->within));
}

static bool is_gone(const Question *question)
{
    const ToldFact *fact = question->kind == ASK_FACT ? told_fact(question->thing, question->key) : NULL;
    return is_gone_thing(question->thing) || (fact && fact->idle);
}

static bool is_answered(const ToldThing *thing, Text key)
{
    const ToldFact *fact = told_fact(thing, key);
    return fact && (fact->not_known || fact->json.length);
}

/* What must be known before any law can be asked. */
static const char *const heads[] = { "jurisdiction", "movement" };

bool interview_is_head(const Question *question)
{
    bool head = false;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        head |= question->kind == ASK_FACT && !question->thing->within && text_equal(question->key, text_of(heads[i]));
    return head;
}

/* Without a law only these can be asked, also in the midst of questions gone back over. */
static Question next_head(Interview *interview)
{
    if (interview->at < interview->asked.count && interview_is_head(&interview->asked.at[interview->at]))
        return interview->asked.at[interview->at];
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (!is_answered(interview->root, text_of(heads[i]))) {
            interview_insert(interview, interview->root, text_of(heads[i]));
            return interview->asked.at[interview->at];
        }
    return (Question){ .kind = ASK_NOTHING, .thing = interview->root };
}

static bool next_wanted(Interview *interview, Question *question)
{
    while (interview->wanted_at < interview->wanted.count) {
        *question = interview->wanted.at[interview->wanted_at++];
        if (!is_gone(question) && !is_answered(question->thing, question->key))
            return true;
    }
    return false;
}

/* May anything be told in it? Exchange rates are asked for when one is needed. */
static bool may_hold(const Program *program, const ToldThing *thing)
{
    const ThingType *type = told_type(program, thing);
    for (uint32_t i = 0; type && i < program->thing_count; i++)
        if (program->things[i] != program->exchange && told_inner(program, program->things[i], type))
            return true;
    return false;
}

static bool next_things(ToldThing *thing, const Program *program, Question *question)
{
    if (is_gone_thing(thing))
        return false;
    if (!thing->settled && may_hold(program, thing)) {
        *question = (Question){ ASK_THINGS, thing, TEXT_NONE, NULL };
        return true;
    }
    for (size_t i = 0; i < thing->things.count; i++)
        if (next_things(thing->things.at[i], program, question))
            return true;
    return false;
}

/* "exchange rate USD to VND on DAY": the rate is told as a thing of its own, its two currencies at once. */
static bool next_rate(Interview *interview, const Program *program, Text note, Question *question)
{
    static const char lead[] = "exchange rate ";
    const ThingType *type = program->exchange;
    bool form = type && text_starts(note, text_of(lead)) && note.length > RATE_NOTE;
    if (!form || is_answered(interview->root, note) || is_answered(interview->root, text_slice(note, 0, RATE_NOTE)))
        return false;
    Text from = text_slice(note, sizeof lead - 1, sizeof lead + 2), to = text_slice(note, sizeof lead + 6, sizeof lead + 9);
    ToldThing *rate = told_add(interview, program, interview->root, type);
    rate->need = text_copy(interview->region, note);
    told_fact_make(interview, rate, text_snake(interview->region, type->slots[program->exchange_from].name))->json = text_format(interview->region, "\"" TEXT_FMT "\"", TEXT_ARG(from));
    told_fact_make(interview, rate, text_snake(interview->region, type->slots[program->exchange_to].name))->json = text_format(interview->region, "\"" TEXT_FMT "\"", TEXT_ARG(to));
    told_fact_make(interview, interview->root, note)->not_known = true; /* it is asked for once */
    return next_wanted(interview, question);
}

static bool next_missing(Interview *interview, const Determination *answer, Question *question)
{
    for (uint32_t i = 0; i < answer->missing_count; i++) {
        const Missing *missing = &answer->missing[i];
        if (!missing->fact && next_rate(interview, answer->program, missing->note, question))
            return true;
        ToldThing *thing = missing->fact && missing->frame ? thing_of(interview->root, missing->frame) : NULL;
        Text key = thing ? text_snake(interview->region, missing->fact->name) : TEXT_NONE;
        if (!thing || is_answered(thing, key))
            continue;
        *question = (Question){ ASK_FACT, thing, key, missing };
        return true;
    }
    return false;
}

static Question new_question(Interview *interview, const Determination *answer)
{
    Question question = { .kind = ASK_NOTHING, .thing = interview->root };
    if (next_wanted(interview, &question) || next_things(interview->root, answer->program, &question))
        return question;
    next_missing(interview, answer, &question);
    return question;
}

Question interview_next(Interview *interview, const Determination *answer)
{
    while (interview->at < interview->asked.count && is_gone(&interview->asked.at[interview->at]))
        interview->at++;
    if (!answer)
        return next_head(interview);
    if (interview->at < interview->asked.count)
        return interview->asked.at[interview->at];
    Question question = new_question(interview, answer);
    if (question.kind == ASK_NOTHING)
        return question;
    *LIST_ADD(interview->region, interview->asked) = question;
    interview->asked.at[interview->at].missing = NULL; /* what hangs on it will be others when it is asked again */
    return question;
}

bool interview_back(Interview *interview)
{
    for (size_t at = interview->at; at > 0; at--)
        if (!is_gone(&interview->asked.at[at - 1])) {
            interview->at = at - 1;
            return true;
        }
    return false;
}

void interview_step(Interview *interview)
{
    interview->at++;
}

void interview_insert(Interview *interview, ToldThing *thing, Text key)
{
    Question question = { ASK_FACT, thing, text_copy(interview->region, key), NULL };
    *LIST_ADD(interview->region, interview->asked) = question;
    for (size_t i = interview->asked.count - 1; i > interview->at; i--)
        interview->asked.at[i] = interview->asked.at[i - 1];
    interview->asked.at[interview->at] = question;
}

void interview_not_known(Interview *interview, const Program *program, ToldThing *thing, ToldFact *fact)
{
    const ThingType *type = program ? told_type(program, thing) : NULL;
    fact->not_known = true;
    if (!type || type != program->exchange || !text_is_snake(fact->key, type->slots[program->exchange_rate].name))
        return;
    thing->away = true;
    if (thing->need.length)
        told_fact_make(interview, interview->root, text_slice(thing->need, 0, RATE_NOTE))->not_known = true;
}

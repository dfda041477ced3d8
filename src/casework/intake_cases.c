/* casework/intake_cases.c - a case that begins with another: all of it (a base), or what does not age (an earlier case). See intake.h.
 *
 * Of an earlier case days, figures and evidence are asked again. That follows from the type of a fact, and for texts and yes-or-no from
 * data/intake-again.csv: thing, fact (empty: the whole thing), why.
 */
#include "casework/intake.h"

#include "base/file.h"

typedef struct Taking {
    Intake *intake;
    const IntakeFile *file;
    const Source *source;
    const Rulebooks *books; /* NULL: everything is taken */
    const Csv *again;
    IntakeHow how;
    bool good;
} Taking;

/* ---- what does not age ---- */

static const ThingEntry *thing_of(const Taking *taking, Text list)
{
    for (uint32_t i = 0; i < taking->books->thing_count; i++)
        if (list.length ? text_is_snake(list, taking->books->things[i].many) : !taking->books->things[i].within.length)
            return &taking->books->things[i];
    return NULL;
}

static const FactEntry *fact_of(const Taking *taking, Text thing, Text key)
{
    for (uint32_t i = 0; i < taking->books->fact_count; i++)
        if (text_equal(taking->books->facts[i].of, thing) && text_is_snake(key, taking->books->facts[i].name))
            return &taking->books->facts[i];
    return NULL;
}

/* `fact` empty: the whole thing. */
static bool is_listed(const Taking *taking, Text thing, Text fact)
{
    for (uint32_t row = 0; row < taking->again->rows && taking->again->columns >= 2; row++)
        if (text_equal(csv_cell(taking->again, row, 0)->text, thing) && text_equal(csv_cell(taking->again, row, 1)->text, fact))
            return true;
    return false;
}

static bool is_copied(const Taking *taking, Text list, Text key)
{
    static const char *const asked_again[] = { "date", "money", "number" };
    const ThingEntry *thing = taking->books ? thing_of(taking, list) : NULL;
    const FactEntry *fact = thing ? fact_of(taking, thing->name, key) : NULL;
    if (!taking->books)
        return true;
    for (size_t i = 0; fact && i < sizeof asked_again / sizeof *asked_again; i++)
        if (text_equal(text_trim(span_text(fact->type)), text_of(asked_again[i])))
            return false;
    return fact && !is_listed(taking, thing->name, fact->name);
}

static bool is_thing_copied(const Taking *taking, Text list)
{
    const ThingEntry *thing = taking->books ? thing_of(taking, list) : NULL;
    return !taking->books || (thing && !is_listed(taking, thing->name, TEXT_NONE));
}

/* ---- the walk ---- */

static IntakePlace place_of(const Taking *taking, const Json *json)
{
    return intake_place(taking->file, TEXT_NONE, json_span(taking->source, json));
}

static Text value_of(const Taking *taking, const Json *json)
{
    return text_slice(taking->source->bytes, json->from, json->to);
}

static void take_fact(Taking *taking, IntakeThing *thing, const Json *member)
{
    IntakePlace place = place_of(taking, member);
    if (is_copied(taking, thing->list, member->key)) {
        taking->good &= intake_tell(taking->intake, thing, member->key, value_of(taking, member), &place, taking->how);
        return;
    }
    Text value = member->kind == JSON_STRING ? member->text : value_of(taking, member);
    intake_leave(taking->intake, casefile_path(taking->intake->task->region, thing->path, member->key, TEXT_NONE, SIZE_MAX), value, &place, INTAKE_ASKED_AGAIN);
}

static bool has_things(const Json *list)
{
    return list->kind == JSON_ARRAY && list->first && list->first->kind == JSON_OBJECT;
}

static void take_object(Taking *taking, IntakeThing *thing, const Json *object);

static void take_thing(Taking *taking, IntakeThing *within, Text list, const Json *item)
{
    Intake *intake = taking->intake;
    const Json *id = item->kind == JSON_OBJECT ? json_get(item, TEXT("id")) : NULL;
    Text named = id && id->kind == JSON_STRING ? id->text : TEXT_NONE;
    if (item->kind != JSON_OBJECT) {
        report_error(intake->task->report, "case-form", json_span(taking->source, item), "an item of \"" TEXT_FMT "\" is no object", TEXT_ARG(list));
        taking->good = false;
    } else if (intake_find(intake, within, list, named)) {
        report_error(intake->task->report, "id-twice", json_span(taking->source, item), "two of the \"" TEXT_FMT "\" have the id \"" TEXT_FMT "\"", TEXT_ARG(list), TEXT_ARG(named));
        taking->good = false;
    } else
        take_object(taking, intake_thing(intake, within, list, named, taking->how, taking->file), item);
}

static void take_things(Taking *taking, IntakeThing *within, const Json *list)
{
    IntakePlace place = place_of(taking, list);
    if (!is_thing_copied(taking, list->key)) {
        Text path = casefile_path(taking->intake->task->region, within->path, list->key, TEXT_NONE, SIZE_MAX);
        intake_leave(taking->intake, path, TEXT_NONE, &place, INTAKE_ASKED_AGAIN);
        return;
    }
    for (const Json *item = list->first; item && taking->good; item = item->next)
        take_thing(taking, within, list->key, item);
}

static void take_object(Taking *taking, IntakeThing *thing, const Json *object)
{
    for (const Json *member = object->first; member && taking->good; member = member->next) {
        bool named = thing->list.length && text_is(member->key, "id") && member->kind == JSON_STRING;
        if (member->kind == JSON_NULL || named)
            continue;
        if (has_things(member))
            take_things(taking, thing, member);
        else
            take_fact(taking, thing, member);
    }
}

static bool take_case(Taking *taking)
{
    Task *task = taking->intake->task;
    const Json *json = json_read(task, taking->source);
    if (!json)
        return false;
    if (json->kind != JSON_OBJECT) {
        report_error(task->report, "case-form", json_span(taking->source, json), "a case is an object");
        return false;
    }
    take_object(taking, taking->intake->root, json);
    return taking->good;
}

bool intake_base(Intake *intake, const IntakeFile *file, const Source *source)
{
    return take_case(&(Taking){ .intake = intake, .file = file, .source = source, .how = INTAKE_BASE, .good = true });
}

bool intake_earlier(Intake *intake, const IntakeFile *file, const Source *source, const Rulebooks *books, const char *data_folder)
{
    const Source *list = file_read(intake->task, path_join(intake->task->region, text_of(data_folder ? data_folder : "."), TEXT("intake-again.csv")), 0);
    const Csv *again = list ? csv_read(intake->task, list) : NULL;
    return again && take_case(&(Taking){ intake, file, source, books, again, INTAKE_EARLIER, true });
}

/* ---- many cases ---- */

/* An id that is a file's name as well: no folder, nothing hidden, nothing that cannot be seen. */
static bool is_case_id(Task *task, Text id, Span span)
{
    bool good = id.length && id.length <= LIMIT_ID_BYTES && id.at[0] != '.' && id.at[0] != '-';
    for (size_t i = 0; good && i < id.length; i++)
        good = (unsigned char)id.at[i] >= ' ' && id.at[i] != 127 && !strchr("/\\:*?\"<>|", id.at[i]);
    if (good)
        return true;
    Problem *problem = report_error(task->report, "intake-case-id", span, "\"" TEXT_FMT "\" cannot be the id of a case", TEXT_ARG(id));
    problem_hint(task->report, problem, "It becomes the name of a file: %d bytes at most, without / \\ : * ? \" < > |, and it begins with no point or dash.", LIMIT_ID_BYTES);
    return false;
}

static bool begin(const IntakeStart *start, Intake *intake)
{
    const IntakePlace nowhere = { 0 };
    bool good = (!start->base || intake_base(intake, start->base, start->base_source)) &&
                (!start->earlier || intake_earlier(intake, start->earlier, start->earlier_source, start->books, start->data_folder));
    if (start->jurisdiction.length)
        good = good && intake_tell_text(intake, intake->root, TEXT("jurisdiction"), start->jurisdiction, &nowhere, INTAKE_TOLD);
    if (start->movement.length)
        good = good && intake_tell_text(intake, intake->root, TEXT("movement"), start->movement, &nowhere, INTAKE_TOLD);
    return good;
}

bool intakes_too_many(Task *task, Span span)
{
    report_error(task->report, "intake-cases", span, "more than %d cases; that is the limit", LIMIT_INTAKE_CASES);
    return false;
}

Intake *intakes_case(Intakes *intakes, Text id, Span span)
{
    Text wanted = id.length ? id : intakes->start.id;
    for (size_t i = intakes->at.count; i > 0; i--)
        if (text_equal(intakes->at.at[i - 1]->id, wanted))
            return intakes->at.at[i - 1];
    if (!is_case_id(intakes->task, wanted, span))
        return NULL;
    if (intakes->at.count == LIMIT_INTAKE_CASES) {
        intakes_too_many(intakes->task, span);
        return NULL;
    }
    Intake *intake = intake_new(intakes->task, text_copy(intakes->task->region, wanted));
    intake->books = intakes->start.books;
    if (!begin(&intakes->start, intake))
        return NULL;
    *LIST_ADD(intakes->task->region, intakes->at) = intake;
    return intake;
}

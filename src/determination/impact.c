/* determination/impact.c - see impact.h. */
#include "determination/impact.h"

#include <stdlib.h>

#include "determination/answer.h"
#include "determination/compare.h"

void impact_open(Impact *impact, Task *task, Lawbook *lawbook, const ImpactOptions *options)
{
    *impact = (Impact){ .task = task, .lawbook = lawbook, .options = *options };
    impact->options.options.alone = true;
}

/* ---- one case under two laws ---- */

typedef struct Side { /* one law */
    const Program *program;
    Run *run;
    Answer answer;
    bool covered;
} Side;

typedef struct Pair { /* one case under both */
    Impact *impact;
    Task *task;
    const Source *source;
    const Json *json;
    CaseHead head;
    Side before, after;
    const Determination *whole[2]; /* traced, when first asked for; NULL before */
    CauseFinder *finder;
    ImpactCase out;
    bool changed;
} Pair;

static LawMoment moment_of(const Impact *impact, int64_t law)
{
    LawMoment moment = impact->options.options.moment;
    moment.has_law = true;
    moment.law = law;
    return moment;
}

static bool run_side(Pair *pair, Side *side, int64_t law)
{
    const Case *facts;
    Impact *impact = pair->impact;
    side->program = lawbook_program_at(pair->task, impact->lawbook, pair->head.jurisdiction, pair->head.movement, moment_of(impact, law));
    if (!side->program)
        return false;
    side->run = case_prepare(pair->task, side->program, pair->source, pair->json, &impact->options.options, false, &facts);
    side->covered = lawbook_covers(side->program);
    return side->run && answer_build(pair->task, side->run, &side->answer, false);
}

/* ---- why: asked of the first case of each change ---- */

static const Determination *whole(Pair *pair, int which)
{
    DetermineOptions options = pair->impact->options.options;
    const Side *side = which ? &pair->after : &pair->before;
    if (!pair->whole[which])
        pair->whole[which] = determine(pair->task, side->program, pair->source, pair->json, &options);
    return pair->whole[which];
}

static const Entry *traced(const Determination *answer, const Entry *entry)
{
    for (const Entry *at = entry ? answer->entries : NULL; at; at = at->next)
        if (text_equal(at->key, entry->key) && text_equal(at->list->list, entry->list->list))
            return at;
    return NULL;
}

static Causes kept_causes(Region *region, Causes causes)
{
    Cause *kept = REGION_ARRAY(region, Cause, causes.count + 1);
    for (uint32_t i = 0; i < causes.count; i++) {
        const Cause *from = &causes.at[i];
        kept[i] = (Cause){ .decision = text_copy(region, from->decision), .before = text_copy(region, from->before), .after = text_copy(region, from->after),
                           .fact = text_copy(region, from->fact), .from = text_copy(region, from->from), .to = text_copy(region, from->to) };
        Cited *cited = REGION_ARRAY(region, Cited, from->cited.count + 1);
        memcpy(cited, from->cited.at, from->cited.count * sizeof *cited); /* what they point to is the law's */
        kept[i].cited = (CitedList){ from->cited.count, cited };
    }
    return (Causes){ causes.count, kept };
}

static Causes why(Pair *pair, const Entry *before, const Entry *after)
{
    const Determination *one = whole(pair, 0), *other = whole(pair, 1);
    if (!one || !other)
        return (Causes){ 0 };
    if (!pair->finder)
        pair->finder = cause_finder(pair->task, one, other);
    const Entry *was = traced(one, before), *is = traced(other, after);
    return was || is ? kept_causes(pair->impact->task->region, causes_of(pair->finder, was, is)) : (Causes){ 0 };
}

/* ---- sums ---- */

static Value money_of(const Entry *entry)
{
    Value amount = entry ? entry_amount(entry) : value_small(0, 0);
    return amount.kind == VALUE_ABSENT && amount.mark == MARK_NONE ? value_small(0, 0) : amount;
}

static bool same_place(const Pair *pair, Text jurisdiction, Text movement)
{
    return text_equal(pair->head.jurisdiction, jurisdiction) && text_equal(pair->head.movement, movement);
}

static void add_sum(ImpactSum *sum, Value before, Value after)
{
    sum->cases++;
    if (!value_is_number(before) || !value_is_number(after)) {
        sum->open++;
        return;
    }
    Decimal from = decimal_of_value(before), to = decimal_of_value(after);
    decimal_add(&sum->before, &sum->before, &from);
    decimal_add(&sum->after, &sum->after, &to);
    int order = decimal_compare(&to, &from);
    sum->rise += order > 0;
    sum->fall += order < 0;
}

static ImpactSum new_sum(const Pair *pair, Text name)
{
    Region *region = pair->impact->task->region;
    return (ImpactSum){ .jurisdiction = text_copy(region, pair->head.jurisdiction), .movement = text_copy(region, pair->head.movement),
                        .currency = text_copy(region, pair->after.program->currency), .name = text_copy(region, name), .before = decimal_of(0, 0), .after = decimal_of(0, 0) };
}

static ImpactSum *charge_sum(Pair *pair, const Entry *before, const Entry *after)
{
    Impact *impact = pair->impact;
    Text name = (after ? after : before)->decision->name;
    for (size_t i = 0; i < impact->charges.count; i++)
        if (text_equal(impact->charges.at[i].name, name) && same_place(pair, impact->charges.at[i].jurisdiction, impact->charges.at[i].movement))
            return &impact->charges.at[i];
    ImpactSum *made = LIST_ADD(impact->task->region, impact->charges);
    *made = new_sum(pair, name);
    made->causes = why(pair, before, after);
    return made;
}

static ImpactSum *total_sum(Pair *pair, const char *name)
{
    Impact *impact = pair->impact;
    for (size_t i = 0; i < impact->totals.count; i++)
        if (text_equal(impact->totals.at[i].name, text_of(name)) && same_place(pair, impact->totals.at[i].jurisdiction, impact->totals.at[i].movement))
            return &impact->totals.at[i];
    ImpactSum *made = LIST_ADD(impact->task->region, impact->totals);
    *made = new_sum(pair, text_of(name));
    return made;
}

/* ---- things ---- */

/* What the entry is called: the first word of its key, else its decision. */
static Text name_of(Pair *pair, const Entry *entry)
{
    Value key = entry->list->key_count ? entry_part(entry, text_string(pair->task->region, entry->list->keys[0])) : VALUE_NOTHING;
    return key.kind == VALUE_TEXT ? text_of_value(key) : entry->decision->name;
}

static void add_thing(Pair *pair, const Entry *before, const Entry *after)
{
    Impact *impact = pair->impact;
    Region *region = impact->task->region;
    const Entry *entry = after ? after : before;
    ImpactKind kind = !before ? IMPACT_ADDED : !after ? IMPACT_GONE : IMPACT_CHANGED;
    Text name = name_of(pair, entry), list = entry->list->list;
    pair->out.things++;
    for (size_t i = 0; i < impact->things.count; i++) {
        ImpactThing *thing = &impact->things.at[i];
        if (thing->kind == kind && text_equal(thing->name, name) && text_equal(thing->list, list) && same_place(pair, thing->jurisdiction, thing->movement)) {
            thing->cases++;
            return;
        }
    }
    *LIST_ADD(region, impact->things) = (ImpactThing){ text_copy(region, pair->head.jurisdiction), text_copy(region, pair->head.movement), text_copy(region, list), text_copy(region, name),
                                                       kind, 1, why(pair, before, after), entry->list };
}

/* ---- differences ---- */

static void add_difference(Pair *pair, const Entry *before, const Entry *after)
{
    const Entry *entry = after ? after : before;
    pair->changed = true;
    if (entry->decision->shape == SHAPE_CHARGE)
        add_sum(charge_sum(pair, before, after), money_of(before), money_of(after));
    else
        add_thing(pair, before, after);
}

static const Entry *twin(const Side *from, const Side *to, const Entry *entry)
{
    size_t list = (size_t)(entry->list - from->program->books->lists);
    return list < to->program->books->list_count ? entry_with_key(&to->answer, &to->program->books->lists[list], entry->key) : NULL;
}

static void find_differences(Pair *pair)
{
    for (const Entry *entry = pair->before.answer.first; entry; entry = entry->next) {
        const Entry *same = twin(&pair->before, &pair->after, entry);
        if (!compared_alike(entry, same))
            add_difference(pair, entry, same);
    }
    for (const Entry *entry = pair->after.answer.first; entry; entry = entry->next)
        if (!twin(&pair->after, &pair->before, entry) && !compared_alike(NULL, entry))
            add_difference(pair, NULL, entry);
}

static void take_total(Pair *pair, const char *name, Value before, Value after, bool *has, Decimal *moved)
{
    bool alike = value_alike(before, after);
    *has = value_is_number(before) && value_is_number(after);
    *moved = decimal_of(0, 0);
    if (*has) {
        Decimal from = decimal_of_value(before), to = decimal_of_value(after);
        decimal_subtract(moved, &to, &from);
    }
    if (!alike)
        add_sum(total_sum(pair, name), before, after);
}

static Status status_of(const Side *side)
{
    return side->covered ? side->answer.status : STATUS_NOT_COVERED;
}

static Text case_id(const Pair *pair)
{
    const Json *id = json_get(pair->json, TEXT("id"));
    return id && id->kind == JSON_STRING ? id->text : TEXT_NONE;
}

static void keep_case(Pair *pair, uint64_t line)
{
    Impact *impact = pair->impact;
    Region *region = impact->task->region;
    pair->out.line = line;
    pair->out.id = text_copy(region, case_id(pair));
    pair->out.jurisdiction = text_copy(region, pair->head.jurisdiction);
    pair->out.currency = pair->after.program->currency;
    impact->changed++;
    *LIST_ADD(region, impact->list) = pair->out;
}

static void compare_sides(Pair *pair, uint64_t line)
{
    Impact *impact = pair->impact;
    pair->out.before = status_of(&pair->before);
    pair->out.after = status_of(&pair->after);
    pair->changed = pair->out.before != pair->out.after;
    find_differences(pair);
    take_total(pair, "border", pair->before.answer.border, pair->after.answer.border, &pair->out.has_border, &pair->out.border);
    take_total(pair, "beside", pair->before.answer.beside, pair->after.answer.beside, &pair->out.has_beside, &pair->out.beside);
    impact->cases++;
    impact->undetermined += pair->out.before != STATUS_DETERMINED && pair->out.after != STATUS_DETERMINED;
    if (pair->changed)
        keep_case(pair, line);
}

static bool told_where(Pair *pair)
{
    if (pair->head.jurisdiction.length && pair->head.movement.length)
        return true;
    report_error(pair->task->report, "case-untold", json_span(pair->source, pair->json), "the case tells no %s", pair->head.jurisdiction.length ? "movement" : "jurisdiction");
    return false;
}

static void keep_fault(Impact *impact, Task *task, uint64_t line)
{
    const Problem *first = task->report->first;
    Region *region = impact->task->region;
    Text message = first ? text_format(region, TEXT_FMT " [%s]", TEXT_ARG(first->message), first->name) : TEXT("?");
    *LIST_ADD(region, impact->faults) = (ImpactFault){ line, message };
}

bool impact_case(Impact *impact, Task *task, const Source *source, uint64_t line)
{
    Pair pair = { .impact = impact, .task = task, .source = source };
    pair.json = source ? json_read(task, source) : NULL;
    bool good = pair.json && case_head(task, source, pair.json, &pair.head) && told_where(&pair) && run_side(&pair, &pair.before, impact->options.from) &&
                run_side(&pair, &pair.after, impact->options.to);
    if (good)
        compare_sides(&pair, line);
    else
        keep_fault(impact, task, line);
    return good;
}

/* ---- order ---- */

static Decimal size_of(const ImpactCase *one)
{
    Decimal sum, nothing = decimal_of(0, 0), minus;
    if (!decimal_add(&sum, &one->border, &one->beside) || decimal_compare(&sum, &nothing) >= 0)
        return sum;
    decimal_subtract(&minus, &nothing, &sum);
    return minus;
}

static int by_money(const void *a, const void *b)
{
    const ImpactCase *one = a, *other = b;
    Decimal x = size_of(one), y = size_of(other);
    int order = text_compare(one->currency, other->currency);
    if (!order)
        order = decimal_compare(&y, &x);
    return order ? order : (one->line > other->line) - (one->line < other->line);
}

static int by_list(const void *a, const void *b)
{
    const ImpactThing *one = a, *other = b;
    int order = text_compare(one->jurisdiction, other->jurisdiction);
    if (!order)
        order = (int)one->kind - (int)other->kind;
    if (!order)
        order = text_compare(one->list, other->list);
    if (!order)
        order = (other->cases > one->cases) - (other->cases < one->cases);
    return order ? order : text_compare(one->name, other->name);
}

static int by_name(const void *a, const void *b)
{
    const ImpactSum *one = a, *other = b;
    int order = text_compare(one->jurisdiction, other->jurisdiction);
    if (!order)
        order = text_compare(one->movement, other->movement);
    return order ? order : text_compare(one->name, other->name);
}

void impact_sort(Impact *impact)
{
    if (impact->list.count)
        qsort(impact->list.at, impact->list.count, sizeof *impact->list.at, by_money);
    if (impact->things.count)
        qsort(impact->things.at, impact->things.count, sizeof *impact->things.at, by_list);
    if (impact->charges.count)
        qsort(impact->charges.at, impact->charges.count, sizeof *impact->charges.at, by_name);
    if (impact->totals.count)
        qsort(impact->totals.at, impact->totals.count, sizeof *impact->totals.at, by_name);
}

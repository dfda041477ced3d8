/* casework/invoice_demands.c - see invoice_demands.h. Demands that name the same fact of the same thing share their runs. */
#include "casework/invoice_demands.h"

#include "determination/answer.h"

typedef struct Asking {
    Task *task;
    Lawbook *lawbook;
    const Source *source;
    const DetermineOptions *options;
    InvoiceDemands *demands;
} Asking;

/* ---- the list ---- */

static void add_demand(Asking *asking, const Determination *answer, const Entry *entry, Text voice)
{
    InvoiceDemand *demand = LIST_ADD(asking->task->region, asking->demands->at);
    *demand = (InvoiceDemand){
        .entry = entry,
        .answer = answer,
        .voice = voice,
        .demand = entry_text(entry, "demand"),
        .place = entry_text(entry, "place"),
        .says = entry_text(entry, "says"),
        .looks_for = entry_text(entry, "looks for"),
        .wording = entry_text(entry, "wording"),
        .without = entry_text(entry, "without"),
        .left_out = entry_text(entry, "left out"),
        .advice = voice.length || (entry->rank == GRADE_PRACTICE && entry->confidence == CONFIDENCE_UNVERIFIED),
        .perhaps = entry->only_if != NULL || entry->status != STATUS_DETERMINED,
    };
    Value most = context_entry(entry->value, TEXT("most"));
    demand->counts = value_is_number(most);
    if (demand->counts)
        demand->most = decimal_of_value(most);
}

static bool is_demand(const AnswerList *list)
{
    return list && text_is(list->type, "demand");
}

static void gather(Asking *asking, const Determination *answer)
{
    for (const Entry *entry = answer->entries; entry; entry = entry->next)
        if (is_demand(entry->list) && entry->value.kind == VALUE_CONTEXT)
            add_demand(asking, answer, entry, TEXT_NONE);
    for (const Alternative *other = answer->alternatives; other; other = other->next)
        for (const Difference *difference = other->differences; text_is(other->because, "voice") && difference; difference = difference->next)
            if (is_demand(difference->list) && !difference->main && difference->other && difference->other->value.kind == VALUE_CONTEXT)
                add_demand(asking, answer, difference->other, other->voice);
}

/* ---- money ---- */

typedef struct Sums { /* of one run */
    Value charges, value, most;
    Text currency;
} Sums;

static Value sum_of(Region *region, Value a, Value b)
{
    return value_is_number(a) && value_is_number(b) ? number_add(region, a, b) : value_unknown(NULL);
}

static Sums sums_of(Region *region, const Determination *answer)
{
    Sums sums = { sum_of(region, answer->border, answer->beside), value_small(0, 0), sum_of(region, answer->highest, answer->beside_highest), answer->currency };
    for (const Entry *entry = answer->entries; entry; entry = entry->next)
        if (text_is(entry->list->list, "values"))
            sums.value = sum_of(region, sums.value, entry->value);
    if (!answer->has_exposure)
        sums.most = sums.charges;
    return sums;
}

/* A word is told as a case tells it, without quotes: "priced apart = false", "update standing = sold by itself". */
static CaseChange change_of(Text left_out, Text of)
{
    Text value, fact = text_trim(text_cut(left_out, '=', &value));
    return (CaseChange){ fact, of, text_trim(value) };
}

static bool run_with(Asking *asking, const CaseChange *change, Sums *sums)
{
    DetermineOptions options = *asking->options;
    CaseChange changes[1] = { *change };
    Report quiet;
    report_init(&quiet, asking->task->region);
    Task task = { asking->task->region, &quiet, asking->task->cancel };
    options.facts.changes = changes;
    options.facts.change_count = 1;
    options.facts.changed = true;
    CaseHead head;
    const Determination *answer = NULL;
    if (lawbook_determine(&task, asking->lawbook, asking->source, &options, &head, &answer) != LAWBOOK_DETERMINED)
        return false;
    *sums = sums_of(task.region, answer);
    return true;
}

/* The fact as it should be: a yes where leaving out makes it a no; any other as the case tells it. */
static CaseChange kept(CaseChange change)
{
    if (text_is(change.value, "false"))
        change.value = TEXT("true");
    else if (text_is(change.value, "true"))
        change.value = TEXT("false");
    return change;
}

static Value less(Region *region, Value a, Value b)
{
    return value_is_number(a) && value_is_number(b) ? number_subtract(region, a, b) : value_unknown(NULL);
}

static InvoiceCost reckon(Asking *asking, const InvoiceDemand *demand)
{
    Region *region = asking->task->region;
    CaseChange without = change_of(demand->left_out, demand->entry->of), with = kept(without);
    Sums before = sums_of(region, asking->demands->answer), after;
    InvoiceCost cost = { .left_out = demand->left_out };
    bool flips = !text_equal(with.value, without.value);
    if ((flips && !run_with(asking, &with, &before)) || !run_with(asking, &without, &after))
        return cost;
    cost.reckoned = true;
    cost.charges = less(region, after.charges, before.charges);
    cost.value = less(region, after.value, before.value);
    cost.most = less(region, after.most, before.most);
    cost.currency = after.currency;
    return cost;
}

static const InvoiceDemand *same_fact(const InvoiceDemands *demands, size_t before, const InvoiceDemand *demand)
{
    for (size_t i = 0; i < before; i++)
        if (text_equal(demands->at.at[i].left_out, demand->left_out) && text_equal(demands->at.at[i].entry->of, demand->entry->of))
            return &demands->at.at[i];
    return NULL;
}

static void reckon_all(Asking *asking)
{
    uint32_t runs = 0, most = case_run_limit(asking->demands->answer->facts);
    for (size_t i = 0; i < asking->demands->at.count && runs < most; i++) {
        InvoiceDemand *demand = &asking->demands->at.at[i];
        const InvoiceDemand *same = demand->left_out.length ? same_fact(asking->demands, i, demand) : NULL;
        if (same)
            demand->cost = same->cost;
        else if (demand->left_out.length) {
            demand->cost = reckon(asking, demand);
            runs += 2;
        }
    }
}

/* ---- both ---- */

const InvoiceDemands *invoice_demands(Task *task, Lawbook *lawbook, const Source *source, const DetermineOptions *options, bool costs)
{
    InvoiceDemands *demands = REGION_NEW(task->region, InvoiceDemands);
    DetermineOptions asked = *options;
    asked.lists = TEXT("demands");
    Asking asking = { task, lawbook, source, options, demands };
    demands->outcome = lawbook_determine(task, lawbook, source, &asked, &demands->head, &demands->answer);
    if (demands->outcome == LAWBOOK_FAILED)
        return NULL;
    if (demands->outcome != LAWBOOK_DETERMINED)
        return demands;
    gather(&asking, demands->answer);
    if (costs)
        reckon_all(&asking);
    return demands;
}

/* ---- what was looked at ---- */

static bool is_own_demand(const Program *program, const Decision *decision)
{
    if (!decision->record || !text_is(decision->record->name, "demand"))
        return false;
    for (uint32_t i = 0; i < decision->sheet_count; i++)
        if (decision->sheets[i]->layer == LAYER_LAW && text_equal(decision->sheets[i]->page->jurisdiction, program->jurisdiction))
            return true;
    return false;
}

bool invoice_law_is_known(const Determination *answer)
{
    for (uint32_t i = 0; i < answer->program->decision_count; i++)
        if (is_own_demand(answer->program, answer->program->decisions[i]))
            return true;
    return false;
}

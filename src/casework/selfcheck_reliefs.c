/* casework/selfcheck_reliefs.c - self-check 3: which reliefs fit a case, and what each is worth.
 *
 * A relief is a row of type `relief`. Its worth stands in the row where the row can reckon it; else the row names the fact that claims it, and
 * the case is run with that claim and without it.
 */
#include "base/file.h"
#include "casework/selfcheck.h"

#include "determination/answer.h"

/* ---- a claim ---- */

enum { CLAIM_FACTS = 4 };

typedef struct ClaimFact {
    Text fact;          /* "relief claimed" */
    Text with, without; /* its values; "*": as it is told; without empty: it is not told */
    const Fact *is;
    Frame *frame;       /* of the thing that would claim it */
} ClaimFact;

typedef struct Claim {  /* the first fact claims, the others go with it */
    uint32_t count;
    ClaimFact facts[CLAIM_FACTS];
} Claim;

static bool find_fact(const OneCase *one, const Entry *entry, ClaimFact *made)
{
    for (Frame *frame = entry->frame; frame && !made->is; frame = frame->parent) {
        made->is = program_fact(one->answer->program, frame->type, made->fact);
        made->frame = frame;
    }
    return made->is != NULL;
}

/* claim = fact "=" value [ "," value ] { ";" fact "=" value [ "," value ] } */
static bool read_claim(const OneCase *one, const Entry *entry, Claim *claim)
{
    Report unheard;
    report_init(&unheard, one->check->task->region);
    Task quietly = { one->check->task->region, &unheard, NULL };
    const Axis *axes;
    uint32_t count;
    if (!axes_read(&quietly, entry_text(entry, "claim"), &axes, &count) || count > CLAIM_FACTS)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        ClaimFact *made = &claim->facts[claim->count++];
        *made = (ClaimFact){ .fact = axes[i].name, .with = axes[i].values[0], .without = axes[i].value_count > 1 ? axes[i].values[1] : TEXT_NONE };
        if (!find_fact(one, entry, made))
            return false;
    }
    return true;
}

static Text as_told(Region *region, Value value)
{
    Builder out = builder_on(region);
    if (value.kind == VALUE_TEXT)
        return text_of_value(value);
    value_print(&out, value);
    return builder_text(&out);
}

static bool is_claimed(const OneCase *one, const Claim *claim)
{
    const ClaimFact *first = &claim->facts[0];
    Value told = first->frame->slots[first->is->slot];
    return value_is_there(told) && (text_is(first->with, "*") || text_equal(as_told(one->check->task->region, told), first->with));
}

/* ---- the case without a claim ---- */

static bool is_member(const Json *member, const Claim *claim)
{
    for (uint32_t i = 0; i < claim->count; i++)
        if (text_is_snake(member->key, claim->facts[i].fact))
            return true;
    return false;
}

static void copy_without(const OneCase *one, JsonWriter *writer, const Json *json, const Claim *claim)
{
    bool object = json->kind == JSON_OBJECT;
    if (!object && json->kind != JSON_ARRAY) {
        json_raw(writer, text_slice(one->source->bytes, json->from, json->to));
        return;
    }
    json_open(writer, object ? '{' : '[');
    for (const Json *item = json->first; item; item = item->next) {
        if (object && is_member(item, claim))
            continue;
        if (object)
            json_key(writer, item->key);
        copy_without(one, writer, item, claim);
    }
    json_close(writer, object ? '}' : ']');
}

/* Nobody claims it: another thing that claims the same would hide what this one is worth, so all of them are left out. */
static const Source *case_without(const OneCase *one, const Claim *claim)
{
    Builder out = builder_on(one->check->task->region);
    JsonWriter writer = json_writer(&out, true);
    copy_without(one, &writer, one->json, claim);
    return source_from(one->check->task, one->source->name, builder_text(&out));
}

/* ---- worth ---- */

static Value cost_of(Region *region, const Determination *answer)
{
    if (!answer || !value_is_number(answer->border) || !value_is_number(answer->beside))
        return value_unknown(NULL);
    return number_add(region, answer->border, answer->beside);
}

static const Determination *told_so(const OneCase *one, const Claim *claim, bool with)
{
    CaseChange changes[CLAIM_FACTS];
    DetermineOptions options = one->check->options;
    for (uint32_t i = 0; i < claim->count; i++) {
        const ClaimFact *made = &claim->facts[i];
        changes[i] = (CaseChange){ .fact = made->fact, .of = frame_path(one->check->task->region, made->frame), .value = with ? made->with : made->without };
    }
    options.facts.changes = changes;
    options.facts.change_count = claim->count;
    options.facts.changed = true;
    return ask_again(one, one->source, &options);
}

static const Determination *without(const OneCase *one, const Claim *claim)
{
    DetermineOptions options = one->check->options;
    options.facts.changed = true;
    return claim->facts[0].without.length ? told_so(one, claim, false) : ask_again(one, case_without(one, claim), &options);
}

/* What the case costs without the claim less what it costs with it. */
static Value tried_worth(const OneCase *one, const Claim *claim, bool claimed)
{
    Region *region = one->check->task->region;
    Value with = cost_of(region, claimed ? one->answer : told_so(one, claim, true));
    Value bare = cost_of(region, claimed ? without(one, claim) : one->answer);
    return value_is_number(with) && value_is_number(bare) ? number_subtract(region, bare, with) : value_unknown(NULL);
}

/* ---- one relief ---- */

/* An entry that is there only if something untold is so says nothing yet. */
static bool is_open(const Entry *entry)
{
    return entry->only_if || entry->status != STATUS_DETERMINED;
}

static Standing standing_of(const ReliefCheck *made)
{
    if (!made->fits.length)
        return STANDS_OPEN;
    return made->claimed && !text_is(made->fits, "fits") ? STANDS_BADLY : STANDS_WELL;
}

static void check_relief(OneCase *one, const Entry *entry)
{
    Claim claim = { .count = 0 };
    Text fits = entry_text(entry, "fits");
    ReliefCheck *made = LIST_ADD(one->check->task->region, one->check->relief_checks);
    *made = (ReliefCheck){ .file = one->source->name, .answer = one->answer, .entry = entry, .relief = entry_text(entry, "relief"), .fits = is_open(entry) ? TEXT_NONE : fits };
    made->worth = entry->value.kind == VALUE_CONTEXT ? entry_part(entry, "worth") : VALUE_NOTHING;
    bool can_be_claimed = read_claim(one, entry, &claim);
    made->claimed = can_be_claimed && is_claimed(one, &claim);
    made->standing = standing_of(made);
    made->tried = can_be_claimed && !value_is_number(made->worth) && text_is(fits, "fits");
    if (made->tried)
        made->worth = tried_worth(one, &claim, made->claimed);
}

void check_reliefs(OneCase *one)
{
    for (const Entry *entry = one->answer->entries; entry; entry = entry->next)
        if (text_is(entry->list->list, "reliefs"))
            check_relief(one, entry);
}

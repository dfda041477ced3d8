/* determination/flip.c - see flip.h. Quick runs find the changes that tell; those are then determined whole. */
#include "determination/flip.h"

#include <stdlib.h>

#include "determination/answer.h"

typedef struct Found { /* a change that tells; its second part is NULL where it is one */
    const Candidate *part[2];
    Value value[2];
    Value border, beside; /* totals: numbers, or UNKNOWN */
} Found;

typedef struct Single { /* what one value of one candidate did */
    bool ran;
    Value worth;          /* of both totals; UNKNOWN where one is open */
} Single;

typedef struct Taken { /* a told fact that is not there after the change */
    const CaseFact *told;
    Value value;
} Taken;

typedef struct Flipping {
    Task *task;
    const Program *program;
    const Source *source;
    const Json *json;
    const DetermineOptions *options;
    Text decision, place; /* only what changes these entries; empty: any */
    Flips *out;
    Run *trial;
    const Case *facts;    /* of the trial */
    Answer base;          /* the trial as told */
    Candidates candidates;
    Single **singles;     /* per candidate and value */
    LIST_OF(Found) found;
    LIST_OF(Taken) taken;
} Flipping;

/* ---- one run ---- */

static bool runs_left(Flipping *flipping)
{
    if (flipping->out->runs < flipping->out->run_limit && !task_cancelled(flipping->task))
        return true;
    flipping->out->runs_exhausted = true;
    return false;
}

/* Told facts that the change refutes are taken back until none is; the changed ones stay, or the change is none. */
static bool settle(Flipping *flipping, const Found *found)
{
    Run *run = flipping->trial;
    for (uint32_t i = 0; i < flipping->facts->told_count; i++) {
        const CaseFact *told = &flipping->facts->told[i];
        Value now = run_frame_of(told->frame)->told[told->fact->slot];
        if (now.kind == VALUE_UNSET || !fact_refuted(run, told->frame, told->fact))
            continue;
        for (int p = 0; p < 2; p++)
            if (found->part[p] && found->part[p]->trial == told->frame && found->part[p]->fact == told->fact)
                return false;
        *LIST_ADD(flipping->task->region, flipping->taken) = (Taken){ told, now };
        run_tell(told->frame, told->fact->slot, (Value){ .kind = VALUE_UNSET });
        run_reset(run);
        i = UINT32_MAX; /* others may hang on it: from the first again */
    }
    return true;
}

static void tell_back(Flipping *flipping, const Found *found)
{
    for (size_t i = 0; i < flipping->taken.count; i++)
        run_tell(flipping->taken.at[i].told->frame, flipping->taken.at[i].told->fact->slot, flipping->taken.at[i].value);
    for (int p = 0; p < 2; p++)
        if (found->part[p])
            run_tell(found->part[p]->trial, found->part[p]->fact->slot, found->part[p]->told);
    flipping->taken = (__typeof__(flipping->taken)){ 0 };
    run_reset(flipping->trial);
}

static bool is_asked(const Flipping *flipping, const Entry *entry)
{
    if (flipping->decision.length && !text_equal(entry->decision->name, flipping->decision))
        return false;
    return !flipping->place.length || text_equal(entry->of, flipping->place) || (entry->frame && text_equal(entry->frame->id, flipping->place));
}

static bool asked_differs(const Flipping *flipping, const Answer *a, const Answer *b)
{
    for (const Entry *entry = a->first; entry; entry = entry->next) {
        const Entry *same = is_asked(flipping, entry) ? entry_with_key(b, entry->list, entry->key) : NULL;
        if (is_asked(flipping, entry) && (!same || !entry_alike(entry, same)))
            return true;
    }
    return false;
}

static bool tells(const Flipping *flipping, const Answer *answer)
{
    if (!flipping->decision.length)
        return answers_differ(&flipping->base, answer);
    return asked_differs(flipping, &flipping->base, answer) || asked_differs(flipping, answer, &flipping->base);
}

/* Numbers of a run outlive its memory only by value. */
static Value kept(Region *region, bool number, const Decimal *decimal)
{
    return number ? value_decimal(region, decimal) : value_unknown(NULL);
}

/* Run the trial with the change. True when it tells; its totals in *found. False too when no runs are left. */
static bool run_change(Flipping *flipping, Found *found)
{
    Region *region = flipping->task->region;
    RegionMark mark = region_mark(region);
    Answer answer;
    bool told = false, good[2] = { false, false };
    Decimal total[2];
    for (int p = 0; p < 2; p++)
        if (found->part[p])
            run_tell(found->part[p]->trial, found->part[p]->fact->slot, found->value[p]);
    run_reset(flipping->trial);
    if (settle(flipping, found)) {
        flipping->out->runs++;
        told = answer_build(flipping->task, flipping->trial, &answer, false) && tells(flipping, &answer);
        for (int i = 0; i < 2 && told; i++) {
            Value sum = i ? answer.beside : answer.border;
            good[i] = value_is_number(sum);
            total[i] = good[i] ? decimal_of_value(sum) : (Decimal){ 0 };
        }
    }
    tell_back(flipping, found);
    region_drop(region, mark);
    found->border = kept(region, good[0], &total[0]);
    found->beside = kept(region, good[1], &total[1]);
    return told;
}

static Value change(Region *region, Value from, Value to)
{
    return value_is_number(from) && value_is_number(to) ? number_subtract(region, to, from) : value_unknown(NULL);
}

static Value worth_of(const Flipping *flipping, Value border, Value beside)
{
    Region *region = flipping->task->region;
    Value a = change(region, flipping->base.border, border), b = change(region, flipping->base.beside, beside);
    return value_is_number(a) && value_is_number(b) ? number_add(region, a, b) : value_unknown(NULL);
}

/* ---- one fact ---- */

static void try_single(Flipping *flipping, uint32_t at, uint32_t value)
{
    const Candidate *candidate = &flipping->candidates.at[at];
    Found found = { .part = { candidate, NULL }, .value = { candidate->values[value] } };
    Single *single = &flipping->singles[at][value];
    if (!runs_left(flipping))
        return;
    bool told = run_change(flipping, &found);
    *single = (Single){ true, told ? worth_of(flipping, found.border, found.beside) : value_small(0, 0) };
    if (told)
        *LIST_ADD(flipping->task->region, flipping->found) = found;
}

static void try_singles(Flipping *flipping)
{
    Region *region = flipping->task->region;
    flipping->singles = REGION_ARRAY(region, Single *, flipping->candidates.count + 1);
    for (uint32_t i = 0; i < flipping->candidates.count; i++) {
        flipping->singles[i] = REGION_ARRAY(region, Single, flipping->candidates.at[i].count + 1);
        for (uint32_t v = 0; v < flipping->candidates.at[i].count; v++)
            try_single(flipping, i, v);
    }
}

/* ---- two facts ---- */

static Value size_of(Region *region, Value worth)
{
    return number_compare(worth, value_small(0, 0)) < 0 ? number_subtract(region, value_small(0, 0), worth) : worth;
}

/* More than each alone, and not just both added up: else the single changes say it all. */
static bool does_more(const Flipping *flipping, Value pair, Value a, Value b)
{
    Region *region = flipping->task->region;
    if (!value_is_number(pair) || !value_is_number(a) || !value_is_number(b))
        return false;
    Value size = size_of(region, pair);
    bool more = number_compare(size, size_of(region, a)) > 0 && number_compare(size, size_of(region, b)) > 0;
    return more && number_compare(pair, number_add(region, a, b)) != 0;
}

static Value distance(Region *region, const Found *found, int part)
{
    Value to = found->value[part], from = found->part[part]->told;
    if (to.kind == VALUE_DATE && from.kind == VALUE_DATE)
        return value_small(to.days > from.days ? to.days - from.days : from.days - to.days, 0);
    return value_is_number(to) && value_is_number(from) ? size_of(region, number_subtract(region, to, from)) : value_small(0, 0);
}

/* Of changes of the same facts that come to the same sums, the nearest stays: `found` replaces what it is nearer than. */
static bool is_nearest(Flipping *flipping, const Found *found)
{
    Region *region = flipping->task->region;
    for (size_t i = 0; i < flipping->found.count; i++) {
        Found *other = &flipping->found.at[i];
        bool same = other->part[0] == found->part[0] && other->part[1] == found->part[1] && value_alike(other->border, found->border) && value_alike(other->beside, found->beside);
        for (int p = 0; p < 2 && same && found->part[p]; p++) {
            bool ordered = found->value[p].kind == VALUE_DATE || value_is_number(found->value[p]);
            same = ordered || value_alike(other->value[p], found->value[p]);
        }
        if (!same)
            continue;
        int nearer = 0;
        for (int p = 0; p < 2 && found->part[p] && !nearer; p++)
            nearer = number_compare(distance(region, found, p), distance(region, other, p));
        if (nearer < 0)
            *other = *found;
        return false;
    }
    return true;
}

static void take_pair(Flipping *flipping, const Found *found)
{
    if (is_nearest(flipping, found))
        *LIST_ADD(flipping->task->region, flipping->found) = *found;
}

static void try_pair_values(Flipping *flipping, uint32_t a, uint32_t b, uint32_t va, uint32_t vb)
{
    const Candidate *one = &flipping->candidates.at[a], *other = &flipping->candidates.at[b];
    Found found = { .part = { one, other }, .value = { one->values[va], other->values[vb] } };
    const Single *first = &flipping->singles[a][va], *second = &flipping->singles[b][vb];
    if (first->ran && second->ran && run_change(flipping, &found) && does_more(flipping, worth_of(flipping, found.border, found.beside), first->worth, second->worth))
        take_pair(flipping, &found);
}

static void try_pair(Flipping *flipping, uint32_t a, uint32_t b)
{
    const Candidate *one = &flipping->candidates.at[a], *other = &flipping->candidates.at[b];
    if (flipping->out->runs + one->count * other->count > flipping->out->run_limit || !runs_left(flipping)) {
        flipping->out->pairs_left++;
        flipping->out->runs_exhausted = true;
        return;
    }
    for (uint32_t va = 0; va < one->count; va++)
        for (uint32_t vb = 0; vb < other->count; vb++)
            try_pair_values(flipping, a, b, va, vb);
}

static void try_pairs(Flipping *flipping)
{
    for (uint32_t a = 0; a < flipping->candidates.count; a++)
        for (uint32_t b = a + 1; b < flipping->candidates.count; b++)
            if (flipping->candidates.at[a].lines & flipping->candidates.at[b].lines)
                try_pair(flipping, a, b);
}

/* ---- the order: what saves most, what costs most, what moves no money, what is open ---- */

typedef struct Ranked {
    Found found;
    Value worth;
    uint32_t at; /* place found: equals keep it */
} Ranked;

static int group_of(Value worth)
{
    if (!value_is_number(worth))
        return 2;
    int sign = number_compare(worth, value_small(0, 0));
    return sign < 0 ? 0 : sign > 0 ? 1 : 3;
}

/* What one may choose stands before days, which one has. */
static int of_days(const Found *found)
{
    return found->value[0].kind == VALUE_DATE || (found->part[1] && found->value[1].kind == VALUE_DATE);
}

static int by_worth(const void *a, const void *b)
{
    const Ranked *one = a, *other = b;
    int groups = group_of(one->worth) - group_of(other->worth);
    if (groups)
        return groups;
    int sizes = group_of(one->worth) < 2 ? number_compare(one->worth, other->worth) : 0;
    if (sizes)
        return group_of(one->worth) == 1 ? -sizes : sizes;
    int days = of_days(&one->found) - of_days(&other->found);
    return days ? days : (one->at > other->at) - (one->at < other->at);
}

static Ranked *rank(Flipping *flipping)
{
    Ranked *ranked = REGION_ARRAY(flipping->task->region, Ranked, flipping->found.count + 1);
    for (size_t i = 0; i < flipping->found.count; i++)
        ranked[i] = (Ranked){ flipping->found.at[i], worth_of(flipping, flipping->found.at[i].border, flipping->found.at[i].beside), (uint32_t)i };
    qsort(ranked, flipping->found.count, sizeof *ranked, by_worth);
    return ranked;
}

/* ---- determined whole ---- */

/* As a case writes it. */
static Text as_told(const Flipping *flipping, const Fact *fact, Value value)
{
    Region *region = flipping->task->region;
    Builder out = builder_on(region);
    if (value.kind == VALUE_TEXT)
        return text_of_value(value);
    if (value.kind == VALUE_DATE)
        return date_text(region, value.days);
    value_print(&out, value);
    if (fact->type->kind == TYPE_MONEY && value_is_number(value))
        build_format(&out, " " TEXT_FMT, TEXT_ARG(flipping->program->currency));
    return builder_text(&out);
}

static const Determination *determined(Flipping *flipping, const Found *found, uint32_t voice)
{
    Region *region = flipping->task->region;
    DetermineOptions options = *flipping->options;
    CaseChange *changes = REGION_ARRAY(region, CaseChange, 2);
    for (int p = 0; found && p < 2 && found->part[p]; p++)
        changes[options.facts.change_count++] = (CaseChange){ found->part[p]->fact->name, frame_path(region, found->part[p]->main), as_told(flipping, found->part[p]->fact, found->value[p]) };
    options.facts.changes = changes;
    options.facts.changed = found != NULL;
    options.alone = true;
    if (voice)
        options.voice = flipping->program->voices[voice - 1];
    flipping->out->runs++;
    return determine(flipping->task, flipping->program, flipping->source, flipping->json, &options);
}

static const Entry *same_entry(const Determination *answer, const Entry *entry)
{
    for (const Entry *at = answer->entries; at; at = at->next)
        if (at->list == entry->list && text_equal(at->key, entry->key))
            return at;
    return NULL;
}

typedef struct FlipTelling {
    Flipping *flipping;
    Flip *flip;
    CauseFinder *finder;
    LIST_OF(FlipDifference) differences;
    LIST_OF(FlipWarning) warnings;
    bool up, down;
} FlipTelling;

static Value charged(const Entry *entry)
{
    Value amount = entry ? entry_amount(entry) : value_small(0, 0);
    return amount.kind == VALUE_ABSENT && amount.mark == MARK_NONE ? value_small(0, 0) : amount;
}

static void add_difference(FlipTelling *telling, const Entry *before, const Entry *after)
{
    Region *region = telling->flipping->task->region;
    *LIST_ADD(region, telling->differences) = (FlipDifference){ before, after, causes_of(telling->finder, before, after) };
    const Entry *entry = after ? after : before;
    Value moved = entry->decision->shape == SHAPE_CHARGE ? change(region, charged(before), charged(after)) : VALUE_NOTHING;
    if (value_is_number(moved)) {
        telling->up |= number_compare(moved, value_small(0, 0)) > 0;
        telling->down |= number_compare(moved, value_small(0, 0)) < 0;
    }
}

static void find_differences(FlipTelling *telling, const Determination *before, const Determination *after)
{
    for (const Entry *entry = before->entries; entry; entry = entry->next) {
        const Entry *same = same_entry(after, entry);
        if (!same || !entry_alike(entry, same))
            add_difference(telling, entry, same);
    }
    for (const Entry *entry = after->entries; entry; entry = entry->next)
        if (!same_entry(before, entry))
            add_difference(telling, NULL, entry);
}

/* Lists whose entries warn: DESIGN part 4. */
static bool warns(const Entry *entry)
{
    return text_is(entry->list->list, "risks") || text_is(entry->list->list, "prohibitions");
}

static bool warned(const FlipTelling *telling, const Entry *entry)
{
    for (size_t i = 0; i < telling->warnings.count; i++)
        if (text_equal(telling->warnings.at[i].entry->key, entry->key))
            return true;
    return false;
}

static void add_warnings(FlipTelling *telling, const Determination *before, const Determination *after, Text voice)
{
    for (const Entry *entry = after ? after->entries : NULL; entry; entry = entry->next)
        if (warns(entry) && entry->status == STATUS_DETERMINED && !same_entry(before, entry) && !warned(telling, entry))
            *LIST_ADD(telling->flipping->task->region, telling->warnings) = (FlipWarning){ entry, after, voice };
}

/* What the law and every voice say against it. */
static void find_warnings(FlipTelling *telling, const Found *found, const Determination **voices)
{
    Flipping *flipping = telling->flipping;
    add_warnings(telling, flipping->out->answer, telling->flip->answer, TEXT_NONE);
    for (uint32_t v = 1; v <= flipping->program->voice_count; v++)
        if (voices[v] && runs_left(flipping))
            add_warnings(telling, voices[v], determined(flipping, found, v), flipping->program->voices[v - 1]);
}

static void tell_facts(Flipping *flipping, const Found *found, Flip *flip)
{
    for (int p = 0; p < 2 && found->part[p]; p++)
        flip->facts[flip->fact_count++] = (FlipFact){ found->part[p]->fact, frame_path(flipping->task->region, found->part[p]->main), found->part[p]->main, found->part[p]->told, found->value[p] };
}

static bool tell_flip(Flipping *flipping, const Ranked *ranked, Flip *flip, const Determination **voices)
{
    *flip = (Flip){ .worth = ranked->worth };
    tell_facts(flipping, &ranked->found, flip);
    flip->answer = determined(flipping, &ranked->found, 0);
    if (!flip->answer)
        return false;
    FlipTelling telling = { .flipping = flipping, .flip = flip, .finder = cause_finder(flipping->task, flipping->out->answer, flip->answer) };
    find_differences(&telling, flipping->out->answer, flip->answer);
    find_warnings(&telling, &ranked->found, voices);
    flip->border = change(flipping->task->region, flipping->base.border, ranked->found.border);
    flip->beside = change(flipping->task->region, flipping->base.beside, ranked->found.beside);
    flip->both_ways = telling.up && telling.down;
    flip->differences = telling.differences.at;
    flip->difference_count = (uint32_t)telling.differences.count;
    flip->warnings = telling.warnings.at;
    flip->warning_count = (uint32_t)telling.warnings.count;
    return true;
}

static bool tell_flips(Flipping *flipping)
{
    Region *region = flipping->task->region;
    Flips *out = flipping->out;
    size_t count = flipping->found.count < LIMIT_FLIPS ? flipping->found.count : LIMIT_FLIPS;
    Ranked *ranked = rank(flipping);
    Flip *flips = REGION_ARRAY(region, Flip, count + 1);
    const Determination **voices = REGION_ARRAY(region, const Determination *, flipping->program->voice_count + 1);
    for (uint32_t v = 1; v <= flipping->program->voice_count && count; v++)
        voices[v] = determined(flipping, NULL, v);
    for (size_t i = 0; i < count; i++)
        if (!tell_flip(flipping, &ranked[i], &flips[i], voices))
            return false;
    out->flips = flips;
    out->count = (uint32_t)count;
    out->more = (uint32_t)(flipping->found.count - count);
    return true;
}

/* ---- the whole ---- */

static bool find_flips(Flipping *flipping)
{
    Task *task = flipping->task;
    flipping->trial = case_prepare(task, flipping->program, flipping->source, flipping->json, flipping->options, false, &flipping->facts);
    if (!flipping->trial || !answer_build(task, flipping->trial, &flipping->base, false))
        return false;
    flipping->out->run_limit = case_run_limit(flipping->facts);
    flipping->out->runs = 2;
    flipping->candidates = flip_candidates(task, flipping->out->answer, flipping->facts);
    flipping->out->untried = flipping->candidates.untried;
    flipping->out->untried_count = flipping->candidates.untried_count;
    try_singles(flipping);
    try_pairs(flipping);
    return tell_flips(flipping);
}

static bool entry_exists(const Flips *flips, Text decision)
{
    for (uint32_t i = 0; i < flips->answer->program->answer_count; i++)
        if (text_equal(flips->answer->program->answers[i].decision->name, decision))
            return true;
    return false;
}

static bool decision_known(Task *task, const Flips *flips, Text decision)
{
    const Program *program = flips->answer->program;
    if (!decision.length || entry_exists(flips, decision))
        return true;
    Text *known = REGION_ARRAY(task->region, Text, program->answer_count + 1);
    for (uint32_t i = 0; i < program->answer_count; i++)
        known[i] = program->answers[i].decision->name;
    Problem *p = report_error(task->report, "unknown-entry", SPAN_NONE, "no list of a determination shows \"" TEXT_FMT "\"", TEXT_ARG(decision));
    Text near = text_nearest(decision, known, program->answer_count);
    if (near.length)
        problem_hint(task->report, p, "Did you mean \"" TEXT_FMT "\"?", TEXT_ARG(near));
    return false;
}

const Flips *lawbook_flips(Task *task, Lawbook *lawbook, const Source *source, const DetermineOptions *options, Text decision, Text place)
{
    Flips *out = REGION_NEW(task->region, Flips);
    DetermineOptions alone = *options;
    const Program *program = NULL;
    const Json *json = json_read(task, source);
    *out = (Flips){ .outcome = LAWBOOK_FAILED };
    if (!json || !case_head(task, source, json, &out->head))
        return NULL;
    alone.alone = true;
    out->outcome = lawbook_ask(task, lawbook, source, json, &alone, &out->head, &program, &out->answer);
    if (out->outcome != LAWBOOK_DETERMINED)
        return out->outcome == LAWBOOK_FAILED ? NULL : out;
    Flipping flipping = { .task = task, .program = program, .source = source, .json = json, .options = options, .decision = decision, .place = place, .out = out };
    return decision_known(task, out, decision) && find_flips(&flipping) ? out : NULL;
}

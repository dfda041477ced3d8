/* casework/reconcile_judge.c - what is off in a group, what stands alone, and what one slip says by itself: candidates. See reconcile.h. */
#include "casework/reconcile.h"

/* ---- units ---- */

/* What of a slip counts in a leg. A payment is held against the day it was due; a filing that tells the day of its payment, against that. */
Unit slip_unit(const Reconciliation *out, uint32_t number, Leg leg)
{
    const Books *books = &out->books;
    const Slip *slip = &books->slips.at[number];
    Unit unit = { .contract = name_rank(books->names, slip->contract), .product = name_rank(books->names, slip->product), .currency = name_rank(books->names, slip->currency), .of = number };
    unit.version = leg == LEG_DECLARED ? name_rank(books->names, slip->version) : 0;
    unit.code = leg == LEG_DECLARED ? name_rank(books->names, slip->code) : 0;
    unit.amount = slip->amount;
    unit.quantity = leg == LEG_DECLARED ? slip->quantity : 0;
    unit.told = (slip->has_amount ? UNIT_AMOUNT : 0u) | (leg == LEG_DECLARED && slip->has_quantity ? UNIT_QUANTITY : 0u);
    unit.day = leg == LEG_PAID && slip->book != BOOK_PAYMENTS ? slip->due : leg == LEG_FILED && slip->book == BOOK_FILINGS ? slip->other_day : slip->day;
    unit.order = name_hash(books->numbers, slip->number) ^ name_hash(books->numbers, slip->item) * 31;
    return unit;
}

/* ---- candidates ---- */

static Text shown(const Reconciling *work, uint32_t name) { return name_shown(work->out->books.names, name); }

static const Slip *slip_at(const Reconciling *work, uint32_t slip) { return &work->out->books.slips.at[slip]; }

static ReconcileDifference *add_candidate(Reconciling *work, DifferenceKind kind, Leg leg, uint32_t slip, uint32_t other)
{
    const Slip *told = slip_at(work, slip);
    ReconcileDifference *candidate = LIST_ADD(work->region, work->candidates);
    *candidate = (ReconcileDifference){ .kind = kind, .leg = leg, .slip = slip, .other = other, .has_amount = told->has_amount, .amount = told->amount, .whole = true };
    candidate->currency = name_rank(work->out->books.names, told->currency);
    return candidate;
}

static Text amount_words(const Reconciling *work, int64_t amount, uint32_t currency)
{
    Text code = name_of_rank(work->out->books.names, currency), figure = figure_text(work->region, amount);
    return code.length ? text_format(work->region, TEXT_FMT " " TEXT_FMT, TEXT_ARG(figure), TEXT_ARG(code)) : figure;
}

/* The currency alone, where no amount is told. */
static Text told_amount(const Reconciling *work, const Unit *unit)
{
    return unit->told & UNIT_AMOUNT ? amount_words(work, unit->amount, unit->currency) : name_of_rank(work->out->books.names, unit->currency);
}

static Text day_words(const Reconciling *work, int32_t day) { return day == UNIT_NO_DAY ? TEXT_NONE : date_text(work->region, day); }

/* ---- in a group ---- */

typedef struct Judging {
    Reconciling *work;
    ReconcileGroup *group;
    const GroupSums *sums;
    uint32_t first_whole, first_part; /* slips */
} Judging;

static ReconcileDifference *off(Judging *judging, DifferenceKind kind)
{
    ReconcileDifference *candidate = add_candidate(judging->work, kind, judging->group->leg, judging->first_part, judging->first_whole);
    candidate->group = (uint32_t)(judging->group - judging->work->out->groups.at) + 1;
    judging->group->off = true;
    return candidate;
}

static void judge_amount(Judging *judging, const UnitsOff *found)
{
    const Unit *whole = &judging->sums->whole, *part = &judging->sums->part;
    if (!found->currency && !found->amount)
        return;
    ReconcileDifference *candidate = off(judging, found->currency ? DIFFERENCE_CURRENCY : DIFFERENCE_VALUE);
    candidate->expected = told_amount(judging->work, whole);
    candidate->found = told_amount(judging->work, part);
    candidate->has_amount = part->told & UNIT_AMOUNT; /* what is in several currencies has no sum */
    candidate->amount = part->amount;
    candidate->currency = part->currency;
    if (!found->amount)
        return;
    candidate->whole = false;
    candidate->amount = found->amount_by < 0 ? -(__int128)found->amount_by : found->amount_by;
    candidate->currency = found->compared_in;
}

static void judge_quantity(Judging *judging, const UnitsOff *found)
{
    if (!found->quantity)
        return;
    ReconcileDifference *candidate = off(judging, DIFFERENCE_QUANTITY);
    candidate->expected = figure_text(judging->work->region, judging->sums->whole.quantity);
    candidate->found = figure_text(judging->work->region, judging->sums->part.quantity);
}

/* A payment may come before it is due. */
static void judge_day(Judging *judging, const UnitsOff *found)
{
    if (!found->day || (judging->group->leg == LEG_PAID && found->days_by < 0))
        return;
    ReconcileDifference *candidate = off(judging, DIFFERENCE_DAY);
    candidate->expected = day_words(judging->work, judging->sums->whole.day);
    candidate->found = day_words(judging->work, judging->sums->part.day);
}

static bool is_released(const Reconciling *work, const Slip *licence)
{
    const NamePool *names = work->out->books.names;
    for (size_t i = 0; i < work->releases.count; i++)
        if (work->releases.at[i].product == name_rank(names, licence->product) && work->releases.at[i].version == name_rank(names, licence->version))
            return true;
    return false;
}

static void judge_version(Judging *judging, uint32_t whole, uint32_t part)
{
    const Slip *licence = slip_at(judging->work, whole);
    if (licence->assessed == ASSESSED_DONE || (licence->assessed == ASSESSED_UNTOLD && is_released(judging->work, licence)))
        return;
    ReconcileDifference *candidate = off(judging, licence->assessed == ASSESSED_DECLARE ? DIFFERENCE_VERSION : DIFFERENCE_NOT_ASSESSED);
    candidate->slip = part;
    candidate->other = whole;
    candidate->expected = shown(judging->work, licence->version);
    candidate->found = shown(judging->work, slip_at(judging->work, part)->version);
}

static size_t next_sign(Text code, size_t at)
{
    while (at < code.length && (code.at[at] == '.' || code.at[at] == ' '))
        at++;
    return at;
}

/* Codes agree as far as the shorter of them goes; points and blanks do not count. */
static bool codes_agree(const Reconciling *work, const Slip *a, const Slip *b)
{
    Text left = shown(work, name_folded(work->out->books.names, a->code)), right = shown(work, name_folded(work->out->books.names, b->code));
    for (size_t i = next_sign(left, 0), k = next_sign(right, 0); i < left.length && k < right.length; i = next_sign(left, i + 1), k = next_sign(right, k + 1))
        if (left.at[i] != right.at[k])
            return false;
    return true;
}

static void judge_code(Judging *judging, uint32_t whole, uint32_t part)
{
    const Slip *licence = slip_at(judging->work, whole), *declaration = slip_at(judging->work, part);
    if (codes_agree(judging->work, licence, declaration))
        return;
    ReconcileDifference *candidate = off(judging, DIFFERENCE_CODE);
    candidate->slip = part;
    candidate->other = whole;
    candidate->expected = shown(judging->work, licence->code);
    candidate->found = shown(judging->work, declaration->code);
}

enum { PAIRS_MOST = 10000 }; /* of one group with several on either side, whose versions and codes are held against each other one by one */

/* Versions and codes of each with each: where one side is one, that is all there is to compare. */
static void judge_pairs(Judging *judging)
{
    const ReconcileGroup *group = judging->group;
    const uint32_t *members = &judging->work->out->members.at[group->from];
    if (group->leg != LEG_DECLARED)
        return;
    if (group->wholes > 1 && group->parts > 1 && (uint64_t)group->wholes * group->parts > PAIRS_MOST) {
        reconcile_open(judging->work, text_of(leg_name(LEG_DECLARED)), TEXT("versions and codes of a group that is too large"), 1);
        return;
    }
    for (uint32_t i = 0; i < group->wholes; i++)
        for (uint32_t k = 0; k < group->parts; k++) {
            uint32_t whole = members[i], part = members[group->wholes + k];
            Unit left = slip_unit(judging->work->out, whole, LEG_DECLARED), right = slip_unit(judging->work->out, part, LEG_DECLARED);
            UnitsOff found = units_off(&left, &right, &judging->work->out->rules[LEG_DECLARED]);
            if (found.version)
                judge_version(judging, whole, part);
            if (found.code)
                judge_code(judging, whole, part);
        }
}

static void note_open(Judging *judging, const UnitsOff *found)
{
    Text leg = text_of(leg_name(judging->group->leg));
    if (found->amount_open && !found->currency)
        reconcile_open(judging->work, leg, TEXT("value not told on both sides"), 1);
    if (found->quantity_open)
        reconcile_open(judging->work, leg, TEXT("quantity not told on both sides"), 1);
    if (found->currency)
        reconcile_open(judging->work, leg, TEXT("currencies differ, and no rate of the day is told"), 1);
}

void judge_group(Reconciling *work, ReconcileGroup *group, const GroupSums *sums)
{
    const uint32_t *members = &work->out->members.at[group->from];
    Judging judging = { work, group, sums, members[0], members[group->wholes] };
    UnitsOff found = units_off(&sums->whole, &sums->part, &work->out->rules[group->leg]);
    group->converted = found.converted;
    judge_amount(&judging, &found);
    judge_quantity(&judging, &found);
    judge_day(&judging, &found);
    judge_pairs(&judging);
    note_open(&judging, &found);
}

/* ---- alone ---- */

static bool is_contract_known(const Reconciling *work, const Slip *slip)
{
    return !work->contract_known || !slip->contract || work->contract_known[name_rank(work->out->books.names, slip->contract)];
}

static DifferenceKind kind_alone(Leg leg, const Slip *slip)
{
    switch (slip->book) {
    case BOOK_LICENCES: return DIFFERENCE_NOT_DECLARED;
    case BOOK_DECLARATIONS: return DIFFERENCE_NO_LICENCE;
    case BOOK_PAYMENTS: return leg == LEG_FILED ? DIFFERENCE_NOT_FILED : DIFFERENCE_PAID_FOR_NOTHING;
    default: return DIFFERENCE_FILED_FOR_NOTHING;
    }
}

static DifferenceKind kind_twice(const Slip *slip)
{
    return slip->book == BOOK_DECLARATIONS ? DIFFERENCE_DECLARED_TWICE : slip->book == BOOK_PAYMENTS ? DIFFERENCE_PAID_TWICE : DIFFERENCE_FILED_TWICE;
}

/* Which of two that are alike came first: by its day, then by its number. */
static bool comes_first(const Reconciling *work, uint32_t one, uint32_t other)
{
    const Slip *a = slip_at(work, one), *b = slip_at(work, other);
    if (a->day != b->day)
        return a->day < b->day;
    return text_compare(name_shown(work->out->books.numbers, a->number), name_shown(work->out->books.numbers, b->number)) < 0;
}

/* `slip` takes the place of one that is like it in its group. */
static void take_place(Reconciling *work, Leg leg, uint32_t slip, uint32_t other)
{
    Slip *slips = work->out->books.slips.at;
    const ReconcileGroup *group = slips[other].group[leg] ? &work->out->groups.at[slips[other].group[leg] - 1] : NULL;
    for (uint32_t i = 0; group && i < group->wholes + group->parts; i++)
        if (work->out->members.at[group->from + i] == other)
            work->out->members.at[group->from + i] = slip;
    slips[slip].group[leg] = slips[other].group[leg];
    slips[other].group[leg] = 0;
}

/* The one that counts of all that are alike; ways to it are made shorter. */
static uint32_t counted(Reconciling *work, uint32_t slip)
{
    Slip *slips = work->out->books.slips.at;
    while (slips[slip].twice) {
        uint32_t next = slips[slip].same_as;
        slips[slip].same_as = slips[next].twice ? slips[next].same_as : next;
        slip = next;
    }
    return slip;
}

/* Of two that are alike the one that came later is too much, unless its day made it the better partner. */
static void judge_same(Reconciling *work, Leg leg, uint32_t number, uint32_t same_as)
{
    same_as = counted(work, same_as);
    bool day_decides = slip_unit(work->out, number, leg).day != slip_unit(work->out, same_as, leg).day;
    bool swap = !day_decides && comes_first(work, number, same_as) && slip_at(work, same_as)->when == SLIP_INSIDE;
    if (swap)
        take_place(work, leg, number, same_as);
    Slip *extra = &work->out->books.slips.at[swap ? same_as : number];
    extra->twice = true; /* so that nothing else is asked of it */
    extra->same_as = swap ? number : same_as;
}

void judge_alone(Reconciling *work, Leg leg, uint32_t number, uint32_t same_as)
{
    const Slip *slip = slip_at(work, number);
    if (slip->when == SLIP_UNDATED)
        reconcile_open(work, text_of(leg_name(leg)), TEXT("without a partner, and its day is not told"), 1);
    if (slip->when != SLIP_INSIDE)
        return;
    if (same_as != SLIP_NONE && slip->book != BOOK_LICENCES) {
        judge_same(work, leg, number, same_as);
        return;
    }
    bool of_contract = slip->book != BOOK_LICENCES && leg != LEG_FILED;
    bool unknown = (of_contract || slip->book == BOOK_FILINGS) && !is_contract_known(work, slip);
    add_candidate(work, unknown ? DIFFERENCE_CONTRACT : kind_alone(leg, slip), leg, number, SLIP_NONE);
}

/* ---- by themselves ---- */

static void judge_twice(Reconciling *work, uint32_t number)
{
    const Slip *slip = slip_at(work, number);
    bool copy = slip->twice && slip_is_of_ledger(&work->out->books, slip) && !slip_is_of_ledger(&work->out->books, slip_at(work, slip->same_as));
    if (!slip->twice || slip->when != SLIP_INSIDE || copy)
        return;
    if (slip->book == BOOK_LICENCES)
        reconcile_open(work, TEXT("licences"), TEXT("listed twice under one number: counted once"), 1);
    else
        add_candidate(work, kind_twice(slip), LEG_DECLARED, number, counted(work, slip->same_as));
}

/* An inventory tells what is held now: an old licence is expired where it is still in use. */
static void judge_licence(Reconciling *work, uint32_t number)
{
    const Slip *slip = slip_at(work, number);
    bool in_use = slip->has_used ? slip->used > 0 : slip->when != SLIP_OUTSIDE;
    if (slip->until != UNIT_NO_DAY && slip->until < work->out->last && in_use) {
        ReconcileDifference *candidate = add_candidate(work, DIFFERENCE_LICENCE_EXPIRED, LEG_DECLARED, number, SLIP_NONE);
        candidate->expected = day_words(work, slip->until);
        candidate->found = date_text(work->region, work->out->last);
    }
    if (!slip->has_used || !slip->has_quantity || slip->used <= slip->quantity)
        return;
    ReconcileDifference *candidate = add_candidate(work, DIFFERENCE_OVERUSED, LEG_DECLARED, number, SLIP_NONE);
    candidate->expected = figure_text(work->region, slip->quantity);
    candidate->found = figure_text(work->region, slip->used);
}

static void judge_until(Reconciling *work, uint32_t number, DifferenceKind kind)
{
    const Slip *slip = slip_at(work, number);
    if (slip->when != SLIP_INSIDE || slip->until == UNIT_NO_DAY || slip->until >= slip->day)
        return;
    ReconcileDifference *candidate = add_candidate(work, kind, LEG_DECLARED, number, SLIP_NONE);
    candidate->expected = day_words(work, slip->until);
    candidate->found = day_words(work, slip->day);
}

/* What was found in a group is told of the one that counts: it may have taken the place of another since. */
static void settle_places(Reconciling *work)
{
    for (size_t i = 0; i < work->candidates.count; i++) {
        ReconcileDifference *candidate = &work->candidates.at[i];
        if (candidate->group)
            candidate->slip = counted(work, candidate->slip);
        if (candidate->group && candidate->other != SLIP_NONE)
            candidate->other = counted(work, candidate->other);
    }
}

void judge_slips(Reconciling *work)
{
    settle_places(work);
    for (uint32_t i = 0; i < work->out->books.slips.count; i++) {
        judge_twice(work, i);
        switch (slip_at(work, i)->book) {
        case BOOK_LICENCES: judge_licence(work, i); break;
        case BOOK_DECLARATIONS: judge_until(work, i, DIFFERENCE_RULING_EXPIRED); break;
        case BOOK_PAYMENTS: judge_until(work, i, DIFFERENCE_RECORDAL_EXPIRED); break;
        default: break;
        }
    }
}

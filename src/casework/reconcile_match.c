/* casework/reconcile_match.c - the three legs: which slips stand against which, by what they refer to, else by pairing.h. See reconcile.h.
 *
 *     licences ─── declarations          leg 1
 *         └── items ──┘─── payments      leg 2: what is licensed, declared, or both, is one item
 *                payments ─── filings    leg 3: once for each kind of tax, once for recordals
 */
#include <stdlib.h>

#include "casework/reconcile.h"

typedef struct Item { /* of leg 2: a group of leg 1, or one slip */
    uint32_t slip;        /* its first */
    uint32_t group;       /* 1 + the group of leg 1; 0: the slip alone */
} Item;

typedef struct Matcher {
    Reconciling *work;
    Reconciliation *out;
    const Slip *slips;
    uint32_t slip_count;
    uint32_t *numbered;   /* for each book, by name of its number: 1 + the first slip */
    uint32_t *next;       /* by slip: 1 + the next of that number and book */
    size_t numbers;       /* names there are */
    Item *items;
    uint32_t item_count;
    uint32_t *item_of;    /* by slip: 1 + its item; 0: none */
    uint64_t steps;       /* of matching that are left */
} Matcher;

typedef struct LegWork { /* one leg, or one kind of filing in it */
    Matcher *matcher;
    Leg leg;
    bool recordals;       /* these filings are */
    Unit *wholes, *parts;
    uint32_t whole_count, part_count;
    uint32_t *whole_of, *part_of; /* by slip: 1 + its unit before they are sorted; 0: none */
    uint32_t *above;      /* of each unit, wholes first: another that belongs to it, nearer to the first; the first: itself */
    Pairing pairing;
} LegWork;

/* ---- the same number twice ---- */

static bool is_same(const Books *books, const Slip *a, const Slip *b)
{
    const NamePool *names = books->names, *numbers = books->numbers;
    const uint32_t words[][2] = { { name_folded(numbers, a->number), name_folded(numbers, b->number) },    { name_folded(numbers, a->item), name_folded(numbers, b->item) },
                                  { name_folded(names, a->contract), name_folded(names, b->contract) },    { name_folded(names, a->product), name_folded(names, b->product) },
                                  { name_folded(names, a->version), name_folded(names, b->version) },      { name_folded(names, a->form), name_folded(names, b->form) },
                                  { name_folded(names, a->currency), name_folded(names, b->currency) },    { a->book, b->book },
                                  { a->has_amount, b->has_amount },                                        { a->has_quantity, b->has_quantity } };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (words[i][0] != words[i][1])
            return false;
    return a->amount == b->amount && a->quantity == b->quantity;
}

static uint64_t mixed(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
    return hash ^ hash >> 29;
}

static uint64_t sameness(const Books *books, const Slip *slip)
{
    uint64_t hash = mixed(slip->book, name_folded(books->numbers, slip->number));
    hash = mixed(hash, name_folded(books->numbers, slip->item));
    hash = mixed(hash, name_folded(books->names, slip->product));
    return mixed(mixed(hash, (uint64_t)slip->amount), (uint64_t)slip->quantity);
}

/* The earlier of the two is the one that counts. */
static uint32_t keep_earlier(Slip *slips, uint32_t kept, uint32_t slip)
{
    bool earlier = slips[slip].day < slips[kept].day;
    uint32_t first = earlier ? slip : kept, second = earlier ? kept : slip;
    slips[second].twice = true;
    slips[second].same_as = first;
    return first;
}

static void find_twice(Matcher *matcher)
{
    Books *books = &matcher->out->books;
    size_t room = 64;
    while (room < (size_t)matcher->slip_count * 2)
        room *= 2;
    RegionMark mark = region_mark(matcher->work->region);
    uint32_t *places = REGION_ARRAY(matcher->work->region, uint32_t, room);
    for (uint32_t i = 0; i < matcher->slip_count; i++) {
        Slip *slip = &books->slips.at[i];
        size_t place = sameness(books, slip) & (room - 1);
        if (!slip->number || slip->when == SLIP_OUTSIDE || slip->twice)
            continue;
        while (places[place] && !is_same(books, &books->slips.at[places[place] - 1], slip))
            place = (place + 1) & (room - 1);
        places[place] = 1 + (places[place] ? keep_earlier(books->slips.at, places[place] - 1, i) : i);
    }
    region_drop(matcher->work->region, mark);
}

/* What a file and the ledger both have is one record: that of the file, which tells more. */
static void leave_out_copies(Matcher *matcher)
{
    Books *books = &matcher->out->books;
    size_t numbers = names_count(books->numbers) + 1;
    RegionMark mark = region_mark(matcher->work->region);
    uint32_t *of_files = REGION_ARRAY(matcher->work->region, uint32_t, numbers * BOOKS);
    for (uint32_t i = 0; i < matcher->slip_count; i++)
        if (!slip_is_of_ledger(books, &matcher->slips[i]))
            of_files[matcher->slips[i].book * numbers + name_folded(books->numbers, matcher->slips[i].number)] = i + 1;
    for (uint32_t i = 0; i < matcher->slip_count; i++) {
        Slip *slip = &books->slips.at[i];
        uint32_t copy = of_files[slip->book * numbers + name_folded(books->numbers, slip->number)];
        if (!slip->number || !copy || !slip_is_of_ledger(books, slip))
            continue;
        slip->twice = true;
        slip->same_as = copy - 1;
    }
    region_drop(matcher->work->region, mark);
}

/* ---- what refers to what ---- */

static bool takes_part(const Slip *slip) { return slip->when != SLIP_OUTSIDE && !slip->twice; }

static void number_slips(Matcher *matcher)
{
    const Books *books = &matcher->out->books;
    matcher->numbers = names_count(books->numbers) + 1;
    matcher->numbered = REGION_ARRAY(matcher->work->region, uint32_t, matcher->numbers * BOOKS);
    matcher->next = REGION_ARRAY(matcher->work->region, uint32_t, matcher->slip_count + 1);
    for (uint32_t i = matcher->slip_count; i-- > 0;) {
        const Slip *slip = &matcher->slips[i];
        if (!slip->number || !takes_part(slip))
            continue;
        uint32_t *first = &matcher->numbered[slip->book * matcher->numbers + name_folded(books->numbers, slip->number)];
        matcher->next[i] = *first;
        *first = i + 1;
    }
}

static bool may_be_meant(const Matcher *matcher, const Slip *from, const Slip *slip)
{
    const NamePool *names = matcher->out->books.names;
    bool product = !from->product || !slip->product || name_folded(names, from->product) == name_folded(names, slip->product);
    bool contract = !from->contract || !slip->contract || name_folded(names, from->contract) == name_folded(names, slip->contract);
    return product && contract;
}

enum { MEANT_MOST = 64 }; /* slips under one number that are looked at; of more none is meant */

/* 1 + the only slip of a book under that number that can be meant; 0: none, or several. */
static uint32_t meant(const Matcher *matcher, const Slip *from, Book book, uint32_t number)
{
    uint32_t found = 0, looked = 0;
    for (uint32_t at = number ? matcher->numbered[book * matcher->numbers + number] : 0; at; at = matcher->next[at - 1]) {
        if (++looked > MEANT_MOST)
            return 0;
        if (!may_be_meant(matcher, from, &matcher->slips[at - 1]))
            continue;
        if (found)
            return 0;
        found = at;
    }
    return found;
}

static uint32_t top(LegWork *leg, uint32_t unit)
{
    while (leg->above[unit] != unit)
        unit = leg->above[unit] = leg->above[leg->above[unit]];
    return unit;
}

static void join(LegWork *leg, uint32_t a, uint32_t b)
{
    a = top(leg, a);
    b = top(leg, b);
    leg->above[a > b ? a : b] = a > b ? b : a;
}

/* One or more numbers, parted by ";": each that names one slip joins the two. */
static void follow(LegWork *leg, uint32_t unit, const Slip *from, Book book, uint32_t reference)
{
    const NamePool *numbers = leg->matcher->out->books.numbers;
    Text rest = name_shown(numbers, reference);
    while (rest.length) {
        uint32_t slip = meant(leg->matcher, from, book, name_folded(numbers, name_find(numbers, text_cut(rest, ';', &rest))));
        uint32_t whole = slip ? leg->whole_of[slip - 1] : 0, part = slip ? leg->part_of[slip - 1] : 0;
        bool from_part = unit >= leg->whole_count;
        if (from_part && whole)
            join(leg, unit, whole - 1);
        else if (!from_part && part)
            join(leg, unit, leg->whole_count + part - 1);
    }
}

static void follow_all(LegWork *leg)
{
    const Slip *slips = leg->matcher->slips;
    for (uint32_t i = 0; i < leg->part_count; i++) {
        const Slip *slip = &slips[leg->parts[i].of];
        follow(leg, leg->whole_count + i, slip, BOOK_LICENCES, slip->to_licence);
        follow(leg, leg->whole_count + i, slip, BOOK_DECLARATIONS, slip->to_declaration);
        follow(leg, leg->whole_count + i, slip, BOOK_PAYMENTS, slip->to_payment);
    }
    for (uint32_t i = 0; i < leg->whole_count; i++) {
        const Slip *slip = leg->leg == LEG_PAID ? &slips[leg->matcher->items[leg->wholes[i].of].slip] : &slips[leg->wholes[i].of];
        follow(leg, i, slip, BOOK_DECLARATIONS, leg->leg == LEG_DECLARED ? slip->to_declaration : 0);
        follow(leg, i, slip, BOOK_FILINGS, leg->leg == LEG_FILED && leg->recordals ? slip->recordal : 0);
    }
}

static Unit *unit_at(LegWork *leg, uint32_t unit) { return unit < leg->whole_count ? &leg->wholes[unit] : &leg->parts[unit - leg->whole_count]; }

/* Units that refer to one another are groups before anything is matched. */
static void group_referred(LegWork *leg)
{
    Region *region = leg->matcher->work->region;
    uint32_t count = leg->whole_count + leg->part_count;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t first = top(leg, i);
        if (first == i)
            continue;
        Unit *head = unit_at(leg, first);
        if (!head->group) {
            *LIST_ADD(region, leg->pairing.groups) = (PairGroup){ .how = PAIR_REFERRED };
            head->group = (uint32_t)leg->pairing.groups.count;
        }
        unit_at(leg, i)->group = head->group;
    }
}

static void refer(LegWork *leg)
{
    Region *region = leg->matcher->work->region;
    uint32_t slips = leg->matcher->slip_count;
    leg->whole_of = REGION_ARRAY(region, uint32_t, slips + 1);
    leg->part_of = REGION_ARRAY(region, uint32_t, slips + 1);
    leg->above = REGION_ARRAY(region, uint32_t, leg->whole_count + leg->part_count + 1);
    for (uint32_t i = 0; i < leg->whole_count + leg->part_count; i++)
        leg->above[i] = i;
    for (uint32_t i = 0; i < leg->part_count; i++)
        leg->part_of[leg->parts[i].of] = i + 1;
    for (uint32_t i = 0; i < leg->whole_count && leg->leg != LEG_PAID; i++)
        leg->whole_of[leg->wholes[i].of] = i + 1;
    if (leg->leg == LEG_PAID)
        memcpy(leg->whole_of, leg->matcher->item_of, slips * sizeof *leg->whole_of);
    follow_all(leg);
    group_referred(leg);
}

/* ---- what the groups are made of ---- */

/* Both sides as if each were one: told only where all tell it, in one currency. */
static void add_to_sum(Unit *sum, uint32_t *count, const Unit *unit)
{
    if (!(*count)++) {
        *sum = *unit;
        return;
    }
    sum->told &= unit->told;
    sum->told &= sum->currency == unit->currency ? UINT32_MAX : ~(uint32_t)UNIT_AMOUNT;
    if (__builtin_add_overflow(sum->amount, unit->amount, &sum->amount))
        sum->told &= ~(uint32_t)UNIT_AMOUNT;
    if (__builtin_add_overflow(sum->quantity, unit->quantity, &sum->quantity))
        sum->told &= ~(uint32_t)UNIT_QUANTITY;
    sum->day = unit->day > sum->day ? unit->day : sum->day;
}

static void add_member(Matcher *matcher, ReconcileGroup *group, uint32_t slip, bool whole)
{
    *LIST_ADD(matcher->work->region, matcher->out->members) = slip;
    group->inside |= matcher->slips[slip].when == SLIP_INSIDE;
    *(whole ? &group->wholes : &group->parts) += 1;
}

/* All slips of an item: those of its group of leg 1, or the one. */
static void add_item(Matcher *matcher, ReconcileGroup *group, uint32_t number)
{
    const Item *item = &matcher->items[number];
    const ReconcileGroup *inner = item->group ? &matcher->out->groups.at[item->group - 1] : NULL;
    for (uint32_t i = 0; inner && i < inner->wholes + inner->parts; i++)
        add_member(matcher, group, matcher->out->members.at[inner->from + i], true);
    if (!inner)
        add_member(matcher, group, item->slip, true);
}

static void mark_member(LegWork *leg, uint32_t slip, uint32_t group)
{
    Slip *marked = &leg->matcher->out->books.slips.at[slip];
    if (leg->recordals && marked->book == BOOK_PAYMENTS)
        marked->has_recordal = true;
    else
        marked->group[leg->leg] = group;
}

typedef struct Grouped { /* units by their groups, without sorting them again */
    uint32_t *first;    /* by group: 1 + its first unit */
    uint32_t *next;     /* by unit: 1 + the next of its group */
} Grouped;

static Grouped group_units(Region *region, const Unit *units, uint32_t count, size_t groups)
{
    Grouped grouped = { REGION_ARRAY(region, uint32_t, groups + 1), REGION_ARRAY(region, uint32_t, count + 1) };
    for (uint32_t i = count; i-- > 0;)
        if (units[i].group) {
            grouped.next[i] = grouped.first[units[i].group];
            grouped.first[units[i].group] = i + 1;
        }
    return grouped;
}

static void take_group(LegWork *leg, const Grouped *wholes, const Grouped *parts, uint32_t number)
{
    Matcher *matcher = leg->matcher;
    Reconciliation *out = matcher->out;
    const PairGroup *paired = &leg->pairing.groups.at[number - 1];
    ReconcileGroup group = { .leg = (uint8_t)leg->leg, .how = (uint8_t)paired->how, .ambiguous = paired->ambiguous, .from = (uint32_t)out->members.count };
    GroupSums sums = { 0 };
    for (uint32_t at = wholes->first[number]; at; at = wholes->next[at - 1]) {
        add_to_sum(&sums.whole, &sums.wholes, &leg->wholes[at - 1]);
        if (leg->leg == LEG_PAID)
            add_item(matcher, &group, leg->wholes[at - 1].of);
        else
            add_member(matcher, &group, leg->wholes[at - 1].of, true);
    }
    for (uint32_t at = parts->first[number]; at; at = parts->next[at - 1]) {
        add_to_sum(&sums.part, &sums.parts, &leg->parts[at - 1]);
        add_member(matcher, &group, leg->parts[at - 1].of, false);
    }
    *LIST_ADD(matcher->work->region, out->groups) = group;
    for (uint32_t i = 0; i < group.wholes + group.parts; i++)
        mark_member(leg, out->members.at[group.from + i], (uint32_t)out->groups.count);
    if (group.inside)
        judge_group(matcher->work, &out->groups.at[out->groups.count - 1], &sums);
}

/* ---- what has no partner ---- */

static bool is_alike(const Unit *a, const Unit *b)
{
    return a->contract == b->contract && a->product == b->product && a->version == b->version && a->currency == b->currency && a->told == b->told && a->amount == b->amount &&
           a->quantity == b->quantity;
}

/* Parts stand in their order: one that is like it, and has a partner, is among its neighbours. */
static uint32_t like_it(const LegWork *leg, uint32_t unit, const uint32_t *grouped_before, const uint32_t *grouped_after)
{
    const uint32_t candidates[] = { grouped_before[unit], grouped_after[unit] };
    for (size_t i = 0; i < 2; i++) {
        const Unit *other = candidates[i] ? &leg->parts[candidates[i] - 1] : NULL;
        if (other && is_alike(other, &leg->parts[unit]))
            return other->of;
    }
    return SLIP_NONE;
}

static void judge_parts(LegWork *leg)
{
    Region *region = leg->matcher->work->region;
    uint32_t *before = REGION_ARRAY(region, uint32_t, leg->part_count + 1), *after = REGION_ARRAY(region, uint32_t, leg->part_count + 1);
    for (uint32_t i = 0, last = 0; i < leg->part_count; i++) {
        before[i] = last;
        last = leg->parts[i].group ? i + 1 : last;
    }
    for (uint32_t i = leg->part_count, last = 0; i-- > 0;) {
        after[i] = last;
        last = leg->parts[i].group ? i + 1 : last;
    }
    for (uint32_t i = 0; i < leg->part_count; i++)
        if (!leg->parts[i].group)
            judge_alone(leg->matcher->work, leg->leg, leg->parts[i].of, like_it(leg, i, before, after));
}

static void take_leg(LegWork *leg)
{
    Region *region = leg->matcher->work->region;
    Grouped wholes = group_units(region, leg->wholes, leg->whole_count, leg->pairing.groups.count);
    Grouped parts = group_units(region, leg->parts, leg->part_count, leg->pairing.groups.count);
    for (uint32_t number = 1; number <= leg->pairing.groups.count; number++)
        take_group(leg, &wholes, &parts, number);
    judge_parts(leg);
}

static void match_leg(LegWork *leg)
{
    Reconciliation *out = leg->matcher->out;
    leg->pairing.work = leg->matcher->steps;
    refer(leg);
    units_pair(leg->matcher->work->task, leg->wholes, leg->whole_count, leg->parts, leg->part_count, &out->rules[leg->leg], &leg->pairing);
    leg->matcher->steps = leg->pairing.work;
    out->components += leg->pairing.components;
    out->ordered += leg->pairing.ordered;
    out->largest = leg->pairing.largest > out->largest ? leg->pairing.largest : out->largest;
    take_leg(leg);
}

/* ---- the legs ---- */

enum { FORM_ANY = UINT32_MAX, FORMS_MOST = 16 /* kinds of tax that are matched one by one; of more no difference is made */ };

typedef struct SlipFilter { /* which slips of a book */
    Book book;
    bool by_form, recordals;
    uint32_t form;       /* rank; FORM_ANY */
} SlipFilter;

static bool passes(const Matcher *matcher, const SlipFilter *filter, const Slip *slip)
{
    if (slip->book != filter->book || !takes_part(slip))
        return false;
    if (!filter->by_form)
        return true;
    return slip->is_recordal == filter->recordals && (filter->recordals || filter->form == FORM_ANY || name_rank(matcher->out->books.names, slip->form) == filter->form);
}

static Unit *units_of(Matcher *matcher, const SlipFilter *filter, Leg leg, uint32_t *count)
{
    *count = 0;
    for (uint32_t i = 0; i < matcher->slip_count; i++)
        *count += passes(matcher, filter, &matcher->slips[i]);
    Unit *units = region_take(matcher->work->region, (*count + 1) * sizeof *units);
    for (uint32_t i = 0, at = 0; i < matcher->slip_count; i++)
        if (passes(matcher, filter, &matcher->slips[i]))
            units[at++] = slip_unit(matcher->out, i, leg);
    return units;
}

static void match_declared(Matcher *matcher)
{
    LegWork leg = { .matcher = matcher, .leg = LEG_DECLARED };
    leg.wholes = units_of(matcher, &(SlipFilter){ .book = BOOK_LICENCES }, LEG_DECLARED, &leg.whole_count);
    leg.parts = units_of(matcher, &(SlipFilter){ .book = BOOK_DECLARATIONS }, LEG_DECLARED, &leg.part_count);
    if (!matcher->out->books.given[BOOK_LICENCES] || !matcher->out->books.given[BOOK_DECLARATIONS])
        return;
    match_leg(&leg);
    for (uint32_t i = 0; i < leg.whole_count; i++)
        if (!leg.wholes[i].group)
            judge_alone(matcher->work, LEG_DECLARED, leg.wholes[i].of, SLIP_NONE);
}

static void add_item_of(Matcher *matcher, uint32_t slip)
{
    const Slip *told = &matcher->slips[slip];
    uint32_t group = told->group[LEG_DECLARED];
    if (matcher->item_of[slip] || !takes_part(told) || (told->book != BOOK_LICENCES && told->book != BOOK_DECLARATIONS))
        return;
    const ReconcileGroup *inner = group ? &matcher->out->groups.at[group - 1] : NULL;
    matcher->items[matcher->item_count] = (Item){ inner ? matcher->out->members.at[inner->from] : slip, group };
    matcher->item_count++;
    matcher->item_of[slip] = matcher->item_count;
    for (uint32_t i = 0; inner && i < inner->wholes + inner->parts; i++)
        matcher->item_of[matcher->out->members.at[inner->from + i]] = matcher->item_count;
}

/* Licences say what is to be paid; where none is there, declarations do. */
static Unit item_unit(const Matcher *matcher, uint32_t number)
{
    const Item *item = &matcher->items[number];
    const ReconcileGroup *group = item->group ? &matcher->out->groups.at[item->group - 1] : NULL;
    Unit sum = { 0 };
    uint32_t count = 0;
    for (uint32_t i = 0; group && i < group->wholes; i++) {
        Unit unit = slip_unit(matcher->out, matcher->out->members.at[group->from + i], LEG_PAID);
        add_to_sum(&sum, &count, &unit);
    }
    if (!group)
        sum = slip_unit(matcher->out, item->slip, LEG_PAID);
    sum.of = number;
    return sum;
}

static void match_paid(Matcher *matcher)
{
    const bool *given = matcher->out->books.given;
    LegWork leg = { .matcher = matcher, .leg = LEG_PAID };
    matcher->items = region_take(matcher->work->region, (matcher->slip_count + 1) * sizeof *matcher->items);
    matcher->item_of = REGION_ARRAY(matcher->work->region, uint32_t, matcher->slip_count + 1);
    if (!given[BOOK_PAYMENTS] || (!given[BOOK_LICENCES] && !given[BOOK_DECLARATIONS]))
        return;
    for (uint32_t i = 0; i < matcher->slip_count; i++)
        add_item_of(matcher, i);
    leg.whole_count = matcher->item_count;
    leg.wholes = region_take(matcher->work->region, (leg.whole_count + 1) * sizeof *leg.wholes);
    for (uint32_t i = 0; i < leg.whole_count; i++)
        leg.wholes[i] = item_unit(matcher, i);
    leg.parts = units_of(matcher, &(SlipFilter){ .book = BOOK_PAYMENTS }, LEG_PAID, &leg.part_count);
    match_leg(&leg);
}

/* Payments against filings of one form, or against recordals. */
static void match_form(Matcher *matcher, bool recordals, uint32_t form)
{
    LegWork leg = { .matcher = matcher, .leg = LEG_FILED, .recordals = recordals };
    leg.parts = units_of(matcher, &(SlipFilter){ BOOK_FILINGS, true, recordals, form }, LEG_FILED, &leg.part_count);
    if (!leg.part_count)
        return;
    leg.wholes = units_of(matcher, &(SlipFilter){ .book = BOOK_PAYMENTS }, LEG_FILED, &leg.whole_count);
    match_leg(&leg);
}

static int by_number(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return left < right ? -1 : left > right;
}

typedef struct Forms {
    uint32_t *at;
    size_t count;
} Forms;

/* Ranks of the forms of taxes, each once, in order. */
static Forms forms_of(Matcher *matcher)
{
    LIST_OF(uint32_t) found = { 0 };
    for (uint32_t i = 0, last = UINT32_MAX; i < matcher->slip_count; i++) {
        const Slip *slip = &matcher->slips[i];
        if (slip->book != BOOK_FILINGS || slip->is_recordal || !takes_part(slip) || slip->form == last)
            continue;
        last = slip->form;
        *LIST_ADD(matcher->work->region, found) = name_rank(matcher->out->books.names, last);
    }
    Forms forms = { found.at, 0 };
    if (found.count)
        qsort(found.at, found.count, sizeof *found.at, by_number);
    for (size_t i = 0; i < found.count; i++)
        if (!forms.count || forms.at[forms.count - 1] != found.at[i])
            forms.at[forms.count++] = found.at[i];
    if (forms.count > FORMS_MOST)
        forms.at[0] = FORM_ANY, forms.count = 1;
    return forms;
}

static void match_filed(Matcher *matcher)
{
    const bool *given = matcher->out->books.given;
    if (!given[BOOK_PAYMENTS] || !given[BOOK_FILINGS])
        return;
    match_form(matcher, true, 0);
    Forms forms = forms_of(matcher);
    for (size_t i = 0; i < forms.count; i++)
        match_form(matcher, false, forms.at[i]);
    if (!forms.count)
        reconcile_open(matcher->work, TEXT("tax filings"), TEXT("only recordals are among the filings"), 1);
    for (uint32_t i = 0; i < matcher->slip_count && forms.count; i++) {
        const Slip *slip = &matcher->slips[i];
        if (slip->book == BOOK_PAYMENTS && takes_part(slip) && !slip->group[LEG_FILED])
            judge_alone(matcher->work, LEG_FILED, i, SLIP_NONE);
    }
}

void reconcile_match(Reconciling *work)
{
    Reconciliation *out = work->out;
    Matcher matcher = { .work = work, .out = out, .slips = out->books.slips.at, .slip_count = (uint32_t)out->books.slips.count };
    matcher.steps = work->options->work ? work->options->work : LIMIT_PAIRING_WORK;
    if (work->options->ledger)
        leave_out_copies(&matcher);
    find_twice(&matcher);
    number_slips(&matcher);
    match_declared(&matcher);
    match_paid(&matcher);
    match_filed(&matcher);
}

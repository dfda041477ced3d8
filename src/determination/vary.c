/* determination/vary.c - see vary.h. A variation's run costs microseconds, so the questions "what if" are answered by
 * asking them, not by reasoning about them. Runs whose entries are not kept give their memory back at once. */
#include "determination/vary.h"

#include "determination/hang.h"

/* ---- totals, kept apart from the memory of a run ---- */

typedef struct Bounds {
    bool any;             /* some run gave a number */
    bool open;            /* some run gave none */
    Decimal lowest, highest;
} Bounds;

static void bounds_take(Bounds *bounds, Value total)
{
    if (!value_is_number(total)) {
        bounds->open = true;
        return;
    }
    Decimal number = decimal_of_value(total);
    if (!bounds->any || decimal_compare(&number, &bounds->lowest) < 0)
        bounds->lowest = number;
    if (!bounds->any || decimal_compare(&number, &bounds->highest) > 0)
        bounds->highest = number;
    bounds->any = true;
}

static bool is_closed(const Bounds *bounds)
{
    return bounds->any && !bounds->open;
}

static Value bound_value(Region *region, const Bounds *bounds, bool highest)
{
    return bounds->any ? value_decimal(region, highest ? &bounds->highest : &bounds->lowest) : VALUE_NOTHING;
}

/* The totals of a determination over several runs. */
typedef struct Sums {
    Bounds of[TOTALS];
    Bounds all; /* of the totals of one run together */
} Sums;

static void sums_of(Sums *sums, Region *region, const Answer *answer)
{
    const Value totals[TOTALS] = { answer->border, answer->beside, answer->house };
    Value all = value_small(0, 0);
    for (int i = 0; i < TOTALS; i++) {
        bounds_take(&sums->of[i], totals[i]);
        all = value_is_number(all) && value_is_number(totals[i]) ? number_add(region, all, totals[i]) : VALUE_NOTHING;
    }
    bounds_take(&sums->all, all);
}

/* The same of the trial. A run that hears the house while the main one does not, or the other way, says nothing of its charges. */
static void sums_take(const Variation *variation, Sums *sums, const Answer *answer)
{
    Sums kept = *sums;
    sums_of(sums, variation->task->region, answer);
    if (variation->trial->house == variation->main->house)
        return;
    sums->of[TOTAL_HOUSE] = kept.of[TOTAL_HOUSE];
    sums->all = kept.all;
}

static bool run_again(Variation *variation, Answer *answer, bool cites)
{
    variation->out->runs++;
    run_reset(variation->trial);
    bool good = answer_build(variation->task, variation->trial, answer, cites);
    for (uint32_t q = 0; q < variation->program->question_count; q++)
        variation->asked[q] |= variation->trial->asked[q];
    return good;
}

static bool runs_left(Variation *variation)
{
    if (variation->out->runs < variation->out->run_limit && !task_cancelled(variation->task))
        return true;
    variation->out->runs_exhausted = true;
    return false;
}

/* ---- differences ---- */

typedef struct Differences {
    Region *region;
    Difference *first, *last;
    uint32_t count;
} Differences;

static void add_difference(Differences *all, const AnswerList *list, const Entry *main, const Entry *other)
{
    Difference *difference = REGION_NEW(all->region, Difference);
    *difference = (Difference){ list, main, other, NULL };
    *(all->last ? &all->last->next : &all->first) = difference;
    all->last = difference;
    all->count++;
}

bool answers_differ(const Answer *main, const Answer *other)
{
    for (const Entry *entry = main->first; entry; entry = entry->next) {
        const Entry *same = entry_with_key(other, entry->list, entry->key);
        if (!same || !entry_alike(entry, same))
            return true;
    }
    for (const Entry *entry = other->first; entry; entry = entry->next)
        if (!entry_with_key(main, entry->list, entry->key))
            return true;
    return false;
}

static void compare_entries(Differences *all, const Answer *main, const Answer *other)
{
    for (const Entry *entry = main->first; entry; entry = entry->next) {
        const Entry *same = entry_with_key(other, entry->list, entry->key);
        if (!same || !entry_alike(entry, same))
            add_difference(all, entry->list, entry, same);
    }
    for (const Entry *entry = other->first; entry; entry = entry->next)
        if (!entry_with_key(main, entry->list, entry->key))
            add_difference(all, entry->list, NULL, entry);
}

/* ---- alternatives ---- */

static bool same_outcome(const Alternative *a, const Alternative *b)
{
    const Difference *x = a->differences, *y = b->differences;
    for (; x && y; x = x->next, y = y->next)
        if (x->list != y->list || x->main != y->main || (x->other != NULL) != (y->other != NULL) || (x->other && !entry_alike(x->other, y->other)))
            return false;
    return !x && !y;
}

static void add_alternative(Variation *variation, Alternative *alternative)
{
    Alternative **end = &variation->out->alternatives;
    for (; *end; end = &(*end)->next)
        if (same_outcome(*end, alternative)) {
            alternative->merged = (*end)->merged;
            (*end)->merged = alternative;
            return;
        }
    *end = alternative;
}

static void keep_alternative(Variation *variation, Alternative like, const Answer *answer)
{
    Region *region = variation->task->region;
    Differences all = { .region = region };
    compare_entries(&all, variation->answer, answer);
    Alternative *alternative = REGION_NEW(region, Alternative);
    *alternative = like;
    alternative->status = answer->status;
    alternative->border = answer->border;
    alternative->beside = answer->beside;
    alternative->differences = all.first;
    alternative->difference_count = all.count;
    add_alternative(variation, alternative);
}

/* Run the trial as it is set now; keep the outcome when it differs from the main answer. It is then run once more, to say
 * also what it rests on: few of the runs differ. */
static void try_alternative(Variation *variation, Alternative like, Sums *sums)
{
    RegionMark mark = region_mark(variation->task->region);
    Answer answer;
    if (!runs_left(variation) || !run_again(variation, &answer, false))
        return;
    sums_take(variation, sums, &answer);
    bool kept = answers_differ(variation->answer, &answer);
    run_reset(variation->trial);
    region_drop(variation->task->region, mark);
    if (kept && run_again(variation, &answer, true))
        keep_alternative(variation, like, &answer);
}

static const Sheet *question_sheet(const Decision *decision)
{
    for (uint32_t s = 0; s < decision->sheet_count; s++)
        if (decision->sheets[s]->kind == SHEET_QUESTION)
            return decision->sheets[s];
    return NULL;
}

static void try_readings(Variation *variation, uint32_t question, Sums *sums)
{
    const Decision *decision = variation->program->questions[question];
    const Sheet *sheet = question_sheet(decision);
    uint32_t told = variation->trial->choices[question];
    for (uint32_t i = 0; sheet && !told && i < sheet->reading_count; i++) {
        variation->trial->choices[question] = i + 1;
        try_alternative(variation, (Alternative){ .because = TEXT("open question"), .question = decision, .reading = sheet->readings[i].reading }, sums);
    }
    variation->trial->choices[question] = told;
}

static const LawSource *source_named(const Program *program, Text id)
{
    for (uint32_t p = 0; p < program->page_count; p++)
        for (uint32_t i = 0; i < program->pages[p]->source_count; i++)
            if (text_equal(program->pages[p]->sources[i].id, id))
                return &program->pages[p]->sources[i];
    return NULL;
}

static void try_voices(Variation *variation, Sums *sums)
{
    uint32_t main_voice = variation->main->voice;
    for (uint32_t v = 0; v <= variation->program->voice_count; v++) {
        if (v == main_voice)
            continue;
        variation->trial->voice = v;
        Text id = v ? variation->program->voices[v - 1] : TEXT("law");
        try_alternative(variation, (Alternative){ .because = TEXT("voice"), .voice = id, .voice_source = v ? source_named(variation->program, id) : NULL }, sums);
    }
    variation->trial->voice = main_voice;
}

static bool has_house(const Program *program)
{
    for (uint32_t i = 0; i < program->page_count; i++)
        if (program->pages[i]->layer == LAYER_HOUSE)
            return true;
    return false;
}

/* The house's own positions, or, where the case is answered under them, the law without them. */
static void try_house(Variation *variation, Sums *sums)
{
    if (!has_house(variation->program))
        return;
    bool main = variation->main->house;
    variation->trial->house = !main;
    try_alternative(variation, (Alternative){ .because = main ? TEXT("voice") : TEXT("house"), .voice = main ? TEXT("law") : TEXT_NONE }, sums);
    variation->trial->house = main;
}

/* ---- lowest and highest over combinations of readings ---- */

typedef struct OpenQuestion {
    uint32_t question;
    uint32_t readings;
} OpenQuestion;

typedef struct OpenQuestions {
    LIST_OF(OpenQuestion) list;
    uint64_t combinations; /* of readings; counted until it is past LIMIT_COMBINATIONS */
} OpenQuestions;

static void asked_questions(const Variation *variation, OpenQuestions *open)
{
    *open = (OpenQuestions){ .combinations = 1 };
    for (uint32_t q = 0; q < variation->program->question_count; q++) {
        const Sheet *sheet = question_sheet(variation->program->questions[q]);
        if (!sheet || !variation->asked[q] || variation->main->choices[q] || sheet->reading_count < 2)
            continue;
        *LIST_ADD(variation->task->region, open->list) = (OpenQuestion){ q, sheet->reading_count };
        if (open->combinations <= LIMIT_COMBINATIONS)
            open->combinations *= sheet->reading_count;
    }
}

static void run_dropped(Variation *variation, Sums *sums)
{
    RegionMark mark = region_mark(variation->task->region);
    Answer answer;
    if (runs_left(variation) && run_again(variation, &answer, false)) {
        sums_take(variation, sums, &answer);
        run_reset(variation->trial);
        region_drop(variation->task->region, mark);
    }
}

static void try_combination(Variation *variation, const OpenQuestions *open, uint64_t number, Sums *sums)
{
    for (uint32_t i = 0; i < open->list.count; i++) {
        variation->trial->choices[open->list.at[i].question] = 1 + (uint32_t)(number % open->list.at[i].readings);
        number /= open->list.at[i].readings;
    }
    run_dropped(variation, sums);
    for (uint32_t i = 0; i < open->list.count; i++)
        variation->trial->choices[open->list.at[i].question] = 0;
}

/* A total that some run left open has no lowest and no highest. */
static void set_exposure(Variation *variation, const Sums *sums)
{
    Region *region = variation->task->region;
    Determination *out = variation->out;
    struct {
        const Bounds *bounds;
        Value *lowest, *highest;
    } const ends[] = {
        { &sums->of[TOTAL_BORDER], &out->lowest, &out->highest },
        { &sums->of[TOTAL_BESIDE], &out->beside_lowest, &out->beside_highest },
        { &sums->of[TOTAL_HOUSE], &out->house_lowest, &out->house_highest },
        { &sums->all, &out->all_lowest, &out->all_highest },
    };
    out->has_exposure = is_closed(&sums->of[TOTAL_BORDER]) || is_closed(&sums->of[TOTAL_BESIDE]);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        *ends[i].lowest = is_closed(ends[i].bounds) ? bound_value(region, ends[i].bounds, false) : VALUE_NOTHING;
        *ends[i].highest = is_closed(ends[i].bounds) ? bound_value(region, ends[i].bounds, true) : VALUE_NOTHING;
    }
}

void vary_readings(Variation *variation)
{
    Sums sums = { 0 };
    OpenQuestions open;
    sums_of(&sums, variation->task->region, variation->answer);
    memcpy(variation->asked, variation->main->asked, variation->program->question_count * sizeof(bool));
    asked_questions(variation, &open);
    for (uint32_t i = 0; i < open.list.count; i++)
        try_readings(variation, open.list.at[i].question, &sums);
    try_voices(variation, &sums);
    try_house(variation, &sums);
    asked_questions(variation, &open); /* another reading may ask a further question */
    if (open.combinations > LIMIT_COMBINATIONS)
        variation->out->not_varied = text_format(variation->task->region, "the open questions have more than %d combinations: each reading was tried alone", LIMIT_COMBINATIONS);
    else if (open.list.count > 1)
        for (uint64_t i = 0; i < open.combinations; i++)
            try_combination(variation, &open, i, &sums);
    set_exposure(variation, &sums);
}

/* ---- what is missing ---- */

typedef struct Leaf {
    Frame *frame;   /* NULL for a note */
    uint16_t slot;
    Text note;
    uint32_t entry_count; /* how many entries hang on it */
    LIST_OF(const Entry *) entries; /* the first of them */
} Leaf;

typedef struct Leaves { /* by number of the walk */
    Region *region;
    HangWalk walk;
    LIST_OF(Leaf) list;
    const Entry *entry;   /* at hand */
} Leaves;

static void take_leaf(void *context, const Hang *hang, uint32_t number)
{
    Leaves *leaves = context;
    if (number == leaves->list.count)
        *LIST_ADD(leaves->region, leaves->list) = (Leaf){ .frame = hang->thing, .slot = (uint16_t)hang->slot, .note = hang->note };
    Leaf *leaf = &leaves->list.at[number];
    if (leaf->entry_count++ < MISSING_ENTRIES)
        *LIST_ADD(leaves->region, leaf->entries) = leaves->entry;
}

/* What the entries hang on, and which of them hang on it. */
static void take_leaves(Leaves *leaves, const Program *program, const Entry *first, bool core_only)
{
    leaves->walk.region = leaves->region;
    for (const Entry *entry = first; entry; entry = entry->next) {
        if (core_only && (!list_is_core(program, entry->list) || entry->status == STATUS_DETERMINED))
            continue;
        leaves->entry = entry;
        hang_round(&leaves->walk);
        hang_walk(&leaves->walk, entry->hang, take_leaf, leaves);
        if (!core_only)
            hang_walk(&leaves->walk, entry->only_if, take_leaf, leaves);
    }
}

static const Fact *leaf_fact(const Leaf *leaf)
{
    if (!leaf->frame)
        return NULL;
    const Meaning *meaning = slot_meaning(leaf->frame->type, leaf->slot);
    return meaning->kind == MEANS_FACT ? meaning->fact : NULL;
}

/* The trial's frame for a frame of the main run: both were told the same case in the same order. */
static Frame *twin(const Variation *variation, const Frame *frame)
{
    RunFrame *b = variation->trial->told;
    for (RunFrame *a = variation->main->told; a && b; a = a->next, b = b->next)
        if (&a->frame == frame)
            return &b->frame;
    return NULL;
}

/* ---- ranges ---- */

typedef struct Search {
    Variation *variation;
    Sums sums;
    Bounds *lines;        /* per entry of the main answer */
    bool stopped;         /* no runs were left */
    bool open;            /* something stays open whatever the few-valued facts are */
    Status worst;
} Search;

/* "s1/d1/1" lies within "s1/d1". */
static bool lies_within(Text inner, Text outer)
{
    return text_starts(inner, outer) && inner.length > outer.length && inner.at[outer.length] == '/';
}

/* A row that says the law asks nothing makes nothing due. */
static Value charged(const Entry *entry)
{
    Value amount = entry_amount(entry);
    return amount.kind == VALUE_ABSENT && amount.mark == MARK_NONE ? value_small(0, 0) : amount;
}

/* What a run gives where the main answer has `entry`. An entry that stood for things not yet made is what they sum to. */
static Value amount_in(const Variation *variation, const Answer *answer, const Entry *entry)
{
    Region *region = variation->task->region;
    const Entry *same = entry_with_key(answer, entry->list, entry->key);
    if (same)
        return charged(same);
    if (entry->decision->shape != SHAPE_CHARGE) /* where nothing is made nothing is due, but nothing has a code or a value either */
        return VALUE_NOTHING;
    Value total = value_small(0, 0);
    for (same = answer->first; same && value_is_number(total); same = same->next)
        if (same->decision == entry->decision && lies_within(same->of, entry->of))
            total = value_is_number(charged(same)) ? number_add(region, total, charged(same)) : VALUE_NOTHING;
    return total;
}

/* Bounds per entry of the main answer: of those that are open there. */
static void take_lines(const Variation *variation, Bounds *lines, const Answer *answer)
{
    uint32_t i = 0;
    for (Entry *entry = variation->answer->first; entry; entry = entry->next, i++) {
        if (entry->status != STATUS_UNDETERMINED || !list_is_core(variation->program, entry->list))
            continue;
        bounds_take(&lines[i], amount_in(variation, answer, entry));
    }
}

static void search_values(Search *search);

static void search_leaf(Search *search, Frame *frame, uint16_t slot, const Value *values, uint32_t count)
{
    for (uint32_t i = 0; i < count && !search->stopped; i++) {
        run_tell(frame, slot, values[i]);
        search_values(search);
    }
    run_tell(frame, slot, (Value){ .kind = VALUE_UNSET });
}

/* Run; where core entries are still open, set the first few-valued fact they hang on to each of its values. */
static void search_values(Search *search)
{
    Variation *variation = search->variation;
    RegionMark mark = region_mark(variation->task->region);
    Answer answer;
    if (!runs_left(variation) || !run_again(variation, &answer, false)) {
        search->stopped = true;
        return;
    }
    Leaf first = { 0 };
    const Value *values = NULL;
    uint32_t count = 0;
    Leaves leaves = { .region = variation->task->region };
    take_leaves(&leaves, variation->program, answer.first, true);
    for (size_t i = 0; i < leaves.list.count && !count; i++) {
        first = leaves.list.at[i];
        count = leaf_fact(&first) ? fact_values(leaf_fact(&first), &values) : 0;
    }
    if (!count) {
        search->open = search->open || answer.status == STATUS_UNDETERMINED;
        sums_of(&search->sums, variation->task->region, &answer);
        take_lines(variation, search->lines, &answer);
        search->worst = answer.status > search->worst ? answer.status : search->worst;
    }
    run_reset(variation->trial);
    region_drop(variation->task->region, mark);
    if (count && !search->stopped)
        search_leaf(search, first.frame, first.slot, values, count);
}

static void mark_ranges(Search *search)
{
    Region *region = search->variation->task->region;
    uint32_t i = 0;
    for (Entry *entry = search->variation->answer->first; entry; entry = entry->next, i++) {
        const Bounds *bounds = &search->lines[i];
        if (!bounds->any || bounds->open)
            continue;
        entry->has_range = true;
        entry->status = STATUS_RANGE;
        entry->lowest = bound_value(region, bounds, false);
        entry->highest = bound_value(region, bounds, true);
    }
}

static void find_range(Variation *variation)
{
    Search search = { .variation = variation };
    search.lines = REGION_ARRAY(variation->task->region, Bounds, variation->answer->count + 1);
    search_values(&search);
    if (search.stopped)
        return;
    mark_ranges(&search);
    if (search.open || !search.sums.of[TOTAL_BORDER].any || search.sums.of[TOTAL_BORDER].open || search.sums.of[TOTAL_BESIDE].open)
        return;
    variation->out->status = search.worst > STATUS_UNDETERMINED ? search.worst : STATUS_RANGE;
    variation->out->has_exposure = true;
    set_exposure(variation, &search.sums);
}

/* ---- each missing fact on its own ---- */

typedef struct Trial { /* of one missing fact */
    const Value *values;
    uint32_t count;
    Bounds *totals;  /* border total under each value */
    Bounds *lines;   /* per entry of the main answer, over all values */
} Trial;

static void try_value(Variation *variation, Trial *trial, uint32_t at)
{
    RegionMark mark = region_mark(variation->task->region);
    Answer answer;
    if (!runs_left(variation) || !run_again(variation, &answer, false))
        return;
    bounds_take(&trial->totals[at], answer.border);
    take_lines(variation, trial->lines, &answer);
    run_reset(variation->trial);
    region_drop(variation->task->region, mark);
}

static Value difference(Region *region, const Bounds *bounds)
{
    return number_subtract(region, bound_value(region, bounds, true), bound_value(region, bounds, false));
}

/* Highest less lowest total; where other facts keep the total open, of the charges that are known under every value. */
static Value spread_of(const Variation *variation, const Trial *trial, const Bounds *totals)
{
    Region *region = variation->task->region;
    if (totals->any && !totals->open)
        return difference(region, totals);
    Value spread = VALUE_NOTHING;
    uint32_t i = 0;
    for (Entry *entry = variation->answer->first; entry; entry = entry->next, i++) {
        const Bounds *line = &trial->lines[i];
        bool border = entry->decision->charge && charge_total(entry->decision) == TOTAL_BORDER;
        if (border && line->any && !line->open)
            spread = spread.kind == VALUE_NULL ? difference(region, line) : number_add(region, spread, difference(region, line));
    }
    return spread;
}

static void try_values(Variation *variation, const Leaf *leaf, Missing *missing)
{
    Region *region = variation->task->region;
    Trial trial = { 0 };
    trial.count = missing->fact ? fact_values(missing->fact, &trial.values) : 0;
    bool fits = variation->out->runs + trial.count <= variation->out->run_limit;
    variation->out->runs_exhausted |= !fits;
    Frame *frame = trial.count && fits && leaf->frame ? twin(variation, leaf->frame) : NULL;
    if (!frame)
        return;
    Bounds all = { 0 };
    Value *totals = REGION_ARRAY(region, Value, trial.count);
    trial.totals = REGION_ARRAY(region, Bounds, trial.count);
    trial.lines = REGION_ARRAY(region, Bounds, variation->answer->count + 1);
    for (uint32_t i = 0; i < trial.count; i++) {
        run_tell(frame, leaf->slot, trial.values[i]);
        try_value(variation, &trial, i);
        totals[i] = trial.totals[i].any ? bound_value(region, &trial.totals[i], true) : value_unknown(NULL);
        bounds_take(&all, totals[i]);
    }
    run_tell(frame, leaf->slot, (Value){ .kind = VALUE_UNSET });
    missing->varied = true;
    missing->value_count = trial.count;
    missing->values = trial.values;
    missing->totals = totals;
    missing->spread = spread_of(variation, &trial, &all);
}

/* Most money first, then what most entries hang on. */
static bool more_important(const Missing *a, const Missing *b)
{
    bool a_money = value_is_number(a->spread), b_money = value_is_number(b->spread);
    if (a_money && b_money && number_compare(a->spread, b->spread) != 0)
        return number_compare(a->spread, b->spread) > 0;
    if (a_money != b_money)
        return b_money ? number_is_zero(b->spread) : !number_is_zero(a->spread);
    return a->hangs > b->hangs;
}

/* Sorted by merging, so that what weighs the same stays in the order of the entries. */
static void sort_missing(Region *region, Missing *list, size_t count)
{
    if (count < 2)
        return;
    size_t half = count / 2;
    sort_missing(region, list, half);
    sort_missing(region, list + half, count - half);
    Missing *sorted = region_take(region, count * sizeof *sorted);
    for (size_t a = 0, b = half, i = 0; i < count; i++) {
        bool second = a == half || (b < count && more_important(&list[b], &list[a]));
        sorted[i] = second ? list[b++] : list[a++];
    }
    memcpy(list, sorted, count * sizeof *list);
}

static Missing missing_of(const Variation *variation, const Leaf *leaf)
{
    return (Missing){ .frame = leaf->frame, .fact = leaf_fact(leaf), .note = leaf->note, .spread = VALUE_NOTHING,
                      .of = leaf->frame ? frame_path(variation->task->region, leaf->frame) : TEXT_NONE,
                      .hangs = leaf->entry_count, .entries = leaf->entries.at, .entry_count = (uint32_t)leaf->entries.count };
}

void vary_missing(Variation *variation)
{
    Region *region = variation->task->region;
    Leaves leaves = { .region = region };
    take_leaves(&leaves, variation->program, variation->answer->first, false);
    Missing *list = REGION_ARRAY(region, Missing, leaves.list.count + 1);
    for (size_t i = 0; i < leaves.list.count; i++) {
        list[i] = missing_of(variation, &leaves.list.at[i]);
        try_values(variation, &leaves.list.at[i], &list[i]);
    }
    sort_missing(region, list, leaves.list.count);
    variation->out->missing = list;
    variation->out->missing_count = (uint32_t)leaves.list.count;
    if (variation->out->status == STATUS_UNDETERMINED)
        find_range(variation);
}

/* ---- questions that nobody has decided ---- */

static bool is_undecided(const Alternative *alternative)
{
    for (; alternative; alternative = alternative->merged) {
        const Sheet *sheet = alternative->question ? question_sheet(alternative->question) : NULL;
        if (sheet && sheet->block->undecided)
            return true;
    }
    return false;
}

/* What the two do not say alike is open in the first. */
static void open_parts(Region *region, Entry *entry, const Entry *other)
{
    if (entry->value.kind != VALUE_CONTEXT || other->value.kind != VALUE_CONTEXT)
        return;
    const Shape *shape = entry->value.context->shape;
    Context *open = REGION_NEW(region, Context);
    *open = (Context){ shape, REGION_ARRAY(region, Value, shape->count) };
    for (uint32_t i = 0; i < shape->count; i++) {
        bool alike = i < other->value.context->shape->count && value_alike(entry->value.context->at[i], other->value.context->at[i]);
        open->at[i] = alike ? entry->value.context->at[i] : value_unknown(NULL);
    }
    entry->value = (Value){ .kind = VALUE_CONTEXT, .context = open };
    entry->formula = TEXT_NONE;
}

/* The line of the main answer from the least to the most that it is under these readings. */
static bool widen(Region *region, Entry *entry, const Entry *other)
{
    Bounds bounds = { 0 };
    bounds_take(&bounds, entry->has_range ? entry->lowest : charged(entry));
    bounds_take(&bounds, entry->has_range ? entry->highest : charged(entry));
    bounds_take(&bounds, charged(other));
    if (!is_closed(&bounds))
        return false;
    entry->has_range = true;
    entry->status = STATUS_RANGE;
    entry->lowest = bound_value(region, &bounds, false);
    entry->highest = bound_value(region, &bounds, true);
    open_parts(region, entry, other);
    return true;
}

static bool is_charge(const Entry *entry)
{
    return entry && entry->decision->shape == SHAPE_CHARGE;
}

static void widen_lines(Variation *variation, const Alternative *alternative)
{
    Determination *out = variation->out;
    for (const Difference *one = alternative->differences; one; one = one->next) {
        Entry *entry = is_charge(one->main) && is_charge(one->other) ? entry_with_key(variation->answer, one->list, one->main->key) : NULL;
        if (!entry || !widen(variation->task->region, entry, one->other))
            continue;
        Value *const totals[TOTALS] = { &out->border, &out->beside, &out->house };
        *totals[charge_total(entry->decision)] = value_unknown(NULL);
        if (out->status == STATUS_DETERMINED)
            out->status = STATUS_RANGE;
    }
}

/* Where no reading is better than the others, what hangs on it is a range; the readings stand beside it as ever. */
void vary_undecided(Variation *variation)
{
    for (const Alternative *alternative = variation->out->alternatives; alternative; alternative = alternative->next)
        if (is_undecided(alternative))
            widen_lines(variation, alternative);
}

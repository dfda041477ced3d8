/* determination/validity.c - see validity.h. A day is tried by an untraced run; only the day that is found is determined whole. */
#include "determination/validity.h"

#include <stdlib.h>

#include "determination/answer.h"
#include "determination/endings.h"

const char *ending_name(EndingKind kind)
{
    static const char *const NAMES[] = { [ENDING_ROW] = "row", [ENDING_READING] = "reading", [ENDING_RATE] = "rate", [ENDING_CHARGE] = "charge", [ENDING_CALENDAR] = "calendar" };
    return NAMES[kind];
}

/* ---- the case, told for a later day ---- */

typedef struct Ahead {
    Task *task;
    const Source *source;
    const Json *json;
    const DetermineOptions *options;
    const Determination *answer;
    Answer base;  /* of the case as it is told: an untraced run like the others */
    Validity *out;
    uint32_t limit;
} Ahead;

static DetermineOptions moved_options(const Ahead *later, int64_t after)
{
    DetermineOptions options = *later->options;
    options.alone = true;
    options.facts.moved = after;
    options.facts.rates_go_on = true;
    options.facts.changed = options.facts.changed || after != 0;
    return options;
}

/* False where the case cannot be told for that day, or faults: then nothing is known of it. */
static bool answer_later(Ahead *later, int64_t after, Answer *answer)
{
    const Case *facts;
    Report quiet;
    report_init(&quiet, later->task->region);
    Task task = { later->task->region, &quiet, later->task->cancel };
    DetermineOptions options = moved_options(later, after);
    Run *run = case_prepare(&task, later->answer->program, later->source, later->json, &options, false, &facts);
    later->out->runs++;
    return run && answer_build(&task, run, answer, false);
}

/* ---- does anything differ ---- */

static bool is_paper(const AnswerList *list)
{
    return text_is(list->list, "documents");
}

static bool counts_here(const Ahead *later, const AnswerList *list, bool papers)
{
    return papers ? is_paper(list) : list_is_core(later->answer->program, list);
}

static uint32_t count_entries(const Ahead *later, const Answer *answer, bool papers)
{
    uint32_t count = 0;
    for (const Entry *entry = answer->first; entry; entry = entry->next)
        count += counts_here(later, entry->list, papers);
    return count;
}

static bool differs(const Ahead *later, const Answer *other, bool papers)
{
    if (count_entries(later, &later->base, papers) != count_entries(later, other, papers))
        return true;
    for (const Entry *entry = later->base.first; entry; entry = entry->next) {
        const Entry *same = counts_here(later, entry->list, papers) ? entry_with_key(other, entry->list, entry->key) : entry;
        if (!same || (same != entry && !entry_alike(entry, same)))
            return true;
    }
    return false;
}

typedef struct Tried { /* what changes on a day */
    bool known, figures, papers;
} Tried;

static Tried try_day(Ahead *later, int64_t after)
{
    RegionMark mark = region_mark(later->task->region);
    Answer answer;
    Tried tried = { .known = answer_later(later, after, &answer) };
    if (tried.known) {
        tried.figures = differs(later, &answer, false);
        tried.papers = differs(later, &answer, true);
    }
    region_drop(later->task->region, mark);
    return tried;
}

/* ---- the first day on which something changes ---- */

typedef struct Bracket { /* the last day tried on which nothing had changed, and the first on which something has */
    bool found;
    int64_t before, after;
} Bracket;

static void take(Bracket *bracket, int64_t day, bool changed)
{
    if (bracket->found)
        return;
    bracket->found = changed;
    *(changed ? &bracket->after : &bracket->before) = day;
}

/* What a clock that is worked out meets may lie between two days that were tried. */
static void narrow(Ahead *later, Bracket *bracket, bool papers)
{
    while (bracket->found && bracket->after - bracket->before > 1 && later->out->runs < later->limit) {
        int64_t middle = bracket->before + (bracket->after - bracket->before) / 2;
        Tried tried = try_day(later, middle);
        *((papers ? tried.papers : tried.figures) ? &bracket->after : &bracket->before) = middle;
    }
}

static void search(Ahead *later, Bracket *figures, Bracket *papers)
{
    const int64_t *days;
    uint32_t count;
    endings_days(later->task, later->answer, &days, &count);
    for (uint32_t i = 0; i < count && !(figures->found && papers->found); i++) {
        if (later->out->runs >= later->limit || task_cancelled(later->task)) {
            later->out->stopped = true;
            return;
        }
        Tried tried = try_day(later, days[i]);
        if (!tried.known)
            continue;
        take(figures, days[i], tried.figures);
        take(papers, days[i], tried.papers);
    }
    narrow(later, figures, false);
    narrow(later, papers, true);
}

/* ---- what changes then, and why ---- */

static const Determination *determine_later(Ahead *later, int64_t after)
{
    DetermineOptions options = moved_options(later, after);
    return determine(later->task, later->answer->program, later->source, later->json, &options);
}

typedef LIST_OF(LaterChange) Changes;

static void add_change(Ahead *later, Changes *changes, CauseFinder *finder, const Entry *now, const Entry *then)
{
    *LIST_ADD(later->task->region, *changes) = (LaterChange){ (now ? now : then)->list, now, then, causes_of(finder, now, then) };
}

static bool find_changes(Ahead *later, const Determination *now, LaterDay *day, bool papers)
{
    Changes changes = { 0 };
    Answer before, after;
    day->then = determine_later(later, day->after);
    if (!day->then)
        return false;
    answer_index(later->task->region, &before, now);
    answer_index(later->task->region, &after, day->then);
    CauseFinder *finder = cause_finder_of_days(later->task, now, day->then);
    for (const Entry *entry = now->entries; entry; entry = entry->next) {
        const Entry *then = counts_here(later, entry->list, papers) ? entry_with_key(&after, entry->list, entry->key) : NULL;
        if (counts_here(later, entry->list, papers) && (!then || !entry_alike(entry, then)))
            add_change(later, &changes, finder, entry, then);
    }
    for (const Entry *entry = day->then->entries; entry; entry = entry->next)
        if (counts_here(later, entry->list, papers) && !entry_with_key(&before, entry->list, entry->key))
            add_change(later, &changes, finder, NULL, entry);
    day->changes = changes.at;
    day->change_count = (uint32_t)changes.count;
    return true;
}

/* ---- what takes the place of what ends ---- */

/* Days for which the case is determined whole to see what follows; of a large case fewer, for each costs as much as many that are tried. */
enum { MOST_FOLLOWED = 12, TRIED_FOR_ONE = 16 };

static Text rate_then(const Ahead *later, const Ending *ending, const Determination *then)
{
    const Program *program = later->answer->program;
    Value list = program->exchange ? then->run->root->slots[program->exchange_list] : VALUE_NOTHING;
    Text to, from = text_cut(ending->name, '/', &to);
    for (size_t i = 0; list.kind == VALUE_LIST && i < list.list->count; i++) {
        const Value *slots = list.list->at[i].thing->slots;
        Value buys = slots[program->exchange_from], bought = slots[program->exchange_to];
        bool pair = buys.kind == VALUE_TEXT && bought.kind == VALUE_TEXT && text_equal(text_of_value(buys), from) && text_equal(text_of_value(bought), to);
        if (pair && slots[program->exchange_valid_from].kind == VALUE_DATE && slots[program->exchange_valid_from].days == ending->last + 1) {
            Builder out = builder_on(later->task->region);
            value_print(&out, slots[program->exchange_rate]);
            return builder_text(&out);
        }
    }
    return TEXT_NONE;
}

static void find_followers(Ahead *later, const Determination *now, Ending *endings, uint32_t count)
{
    const Determination *then = NULL;
    CauseFinder *finder = NULL;
    uint32_t most = later->limit / TRIED_FOR_ONE < MOST_FOLLOWED ? later->limit / TRIED_FOR_ONE : MOST_FOLLOWED, days = 0;
    for (uint32_t i = 0; i < count; i++) {
        Ending *ending = &endings[i];
        if (!i || endings[i - 1].after != ending->after) {
            if (days++ == most)
                return;
            then = determine_later(later, ending->after);
            finder = then ? cause_finder_of_days(later->task, now, then) : NULL;
        }
        if (finder && ending->kind == ENDING_RATE)
            ending->follower = rate_then(later, ending, then);
        else if (finder && ending->decision && !ending->decision->parameters)
            ending->follower = cause_rows_after(finder, ending->decision, ending->of);
        if (text_equal(ending->follower, ending->name))
            ending->follower = TEXT_NONE;
    }
}

/* ---- the days that are moved ---- */

static bool was_set(const Case *facts, const Frame *frame, uint16_t slot)
{
    for (uint32_t i = 0; i < facts->set_day_count; i++)
        if (facts->set_days[i].frame == frame && facts->set_days[i].slot == slot)
            return true;
    return false;
}

static void take_days(Ahead *later, bool clocks)
{
    Validity *out = later->out;
    const Program *program = later->answer->program;
    LIST_OF(MovedDay) list = { .at = (MovedDay *)out->days, .count = out->day_count, .room = out->day_count };
    for (const RunFrame *told = later->answer->run->told; told; told = told->next)
        for (uint32_t i = 0; i < program->fact_count && told->frame.type != program->exchange; i++) {
            const Fact *fact = &program->facts[i];
            if (fact->thing == told->frame.type && fact->is_clock == clocks && told->told[fact->slot].kind == VALUE_DATE)
                *LIST_ADD(later->task->region, list) = (MovedDay){ fact, frame_path(later->task->region, &told->frame), told->told[fact->slot].days,
                                                                   was_set(later->answer->facts, &told->frame, fact->slot) };
        }
    out->days = list.at;
    out->day_count = (uint32_t)list.count;
}

static bool day_is_around(const MovedDay *day, Text of)
{
    return !day->of.length || text_starts(of, day->of);
}

const MovedDay *validity_day(const Validity *validity)
{
    const Ending *first = validity->ending_count && validity->endings[0].after == validity->after ? &validity->endings[0] : NULL;
    for (uint32_t i = 0; first && i < validity->day_count; i++)
        if (validity->days[i].fact == first->fact && day_is_around(&validity->days[i], first->of))
            return &validity->days[i];
    return validity->day_count ? &validity->days[0] : NULL;
}

/* ---- the whole ---- */

static void soonest(Validity *out, bool known, int64_t after)
{
    if (known && (!out->ends || after < out->after))
        out->after = after;
    out->ends |= known;
}

static bool look_ahead(Ahead *later, const Determination *now)
{
    Validity *out = later->out;
    Bracket figures = { 0 }, papers = { 0 };
    if (!answer_later(later, 0, &later->base))
        return false;
    search(later, &figures, &papers);
    out->figures = (LaterDay){ .found = figures.found, .after = figures.after };
    out->papers = (LaterDay){ .found = papers.found, .after = papers.after };
    return (!figures.found || find_changes(later, now, &out->figures, false)) && (!papers.found || find_changes(later, now, &out->papers, true));
}

const Validity *validity_of(Task *task, const Source *source, const Json *json, const DetermineOptions *options, const Determination *answer)
{
    Validity *out = REGION_NEW(task->region, Validity);
    uint32_t limit = case_run_limit(answer->facts);
    Ahead later = { .task = task, .source = source, .json = json, .options = options, .answer = answer, .out = out,
                    .limit = limit < LIMIT_LATER_RUNS ? limit : LIMIT_LATER_RUNS };
    endings_find(task, answer, &out->endings, &out->ending_count);
    take_days(&later, true);
    take_days(&later, false);
    const Determination *now = determine_later(&later, 0); /* one run like those it is held against */
    if (!now || !look_ahead(&later, now))
        return NULL;
    find_followers(&later, now, (Ending *)out->endings, out->ending_count);
    soonest(out, out->ending_count > 0, out->ending_count ? out->endings[0].after : 0);
    soonest(out, out->figures.found, out->figures.after);
    soonest(out, out->papers.found, out->papers.after);
    return out;
}

LawbookOutcome lawbook_validity(Task *task, Lawbook *lawbook, const Source *source, const DetermineOptions *options, CaseHead *head, const Determination **answer,
                                const Validity **validity)
{
    const Json *json = json_read(task, source);
    const Program *program = NULL;
    if (!json || !case_head(task, source, json, head))
        return LAWBOOK_FAILED;
    LawbookOutcome outcome = lawbook_ask(task, lawbook, source, json, options, head, &program, answer);
    if (outcome != LAWBOOK_DETERMINED)
        return outcome;
    *validity = validity_of(task, source, json, options, *answer);
    return *validity ? LAWBOOK_DETERMINED : LAWBOOK_FAILED;
}

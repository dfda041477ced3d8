/* determination/mutate.c - see mutate.h.
 *
 *     pages ──▶ units, one a block ──▶ threads, each with programs of its own ──▶ fates of the mutants ──▶ counts by page
 *
 * Pages are read once, and shared. Each thread links its own programs, sets up all examples, and runs them once to learn which
 * decisions each of them reaches. A mutant then costs one changed cell, the proof of one table and the examples that reach it.
 */
#include "determination/mutate.h"

#include <pthread.h>
#include <unistd.h>

#include "base/file.h"
#include "determination/change.h"
#include "determination/checking.h"
#include "determination/lawbook.h"
#include "determination/reasons.h"

enum { MOST_THREADS = 16 };

typedef struct Unit { /* one table or formula of a page */
    const Page *page;
    const DecisionBlock *block;
    Text jurisdiction;
    MutantList mutants; /* in the region of the thread that tried them */
    uint8_t *fates;     /* Fate of each */
} Unit;

typedef struct Work { /* shared by the threads */
    const MutateOptions *options;
    const Rulebooks *books;
    Unit *units;
    size_t unit_count;
    size_t next;        /* unit to take; counted up by all */
    const volatile int *cancel;
} Work;

/* ---- the law of one jurisdiction, as one thread has it ---- */

typedef LIST_OF(Example *) ExampleList;

typedef struct Linked { /* one movement */
    const Program *program;
    ExampleList *reaching; /* per decision: the examples that work it out */
} Linked;

typedef struct Worker {
    Work *work;
    pthread_t thread;
    bool started;       /* the thread runs */
    bool done;          /* it came to its end: memory sufficed */
    Region keep;        /* mutants and fates */
    Region law;         /* programs and examples of one jurisdiction */
    Region scratch;     /* of one mutant */
    Text jurisdiction;  /* which one */
    size_t linked_count;
    Linked *linked;
} Worker;

typedef struct Reaching { /* which decisions one example reaches */
    Worker *worker;
    Linked *linked;
    Example *example;
    Report *report;
} Reaching;

static void note_reached(void *context, Frame *frame, uint16_t slot, const Note *note)
{
    const Reaching *reaching = context;
    (void)frame, (void)slot;
    ExampleList *list = &reaching->linked->reaching[note->decision->index];
    if (!list->count || list->at[list->count - 1] != reaching->example)
        *LIST_ADD(&reaching->worker->law, *list) = reaching->example;
}

static void open_example(void *context, const DecisionBlock *block, const ExampleTable *table, const ExampleRow *row)
{
    Reaching *reaching = context;
    Worker *worker = reaching->worker;
    Task law = { .region = &worker->law, .report = reaching->report };
    reaching->example = example_open(&law, reaching->linked->program, block, table, row);
    if (!reaching->example)
        return;
    region_reset(&worker->scratch);
    Report report;
    report_init(&report, &worker->scratch);
    Run *run = example_run(&(Task){ .region = &worker->scratch, .report = &report }, reaching->example);
    run_each_note(run, note_reached, reaching);
}

static void link_movement(Worker *worker, Linked *linked, Text movement)
{
    Report report;
    report_init(&report, &worker->law);
    Task task = { .region = &worker->law, .report = &report, .cancel = worker->work->cancel };
    LinkOptions options = { .jurisdiction = worker->jurisdiction, .movement = movement, .data_folder = worker->work->options->check.data_folder };
    linked->program = program_link(&task, worker->work->books, &options);
    if (!linked->program)
        return;
    linked->reaching = REGION_ARRAY(&worker->law, ExampleList, linked->program->decision_count + 1);
    Reaching reaching = { .worker = worker, .linked = linked, .report = &report };
    examples_each(linked->program, open_example, &reaching);
}

static void take_jurisdiction(Worker *worker, Text jurisdiction)
{
    if (worker->linked && text_equal(worker->jurisdiction, jurisdiction))
        return;
    region_reset(&worker->law);
    worker->jurisdiction = jurisdiction;
    TextList movements = movements_of(&worker->law, worker->work->books, jurisdiction);
    worker->linked = REGION_ARRAY(&worker->law, Linked, movements.count);
    worker->linked_count = movements.count;
    for (size_t i = 0; i < movements.count; i++)
        link_movement(worker, &worker->linked[i], movements.at[i]);
}

/* ---- one mutant ---- */

static Linker linker_of(Task *task, const Program *program)
{
    return (Linker){ .task = task, .region = task->region, .books = program->books, .program = (Program *)program, .thing_list = (const ThingType **)program->things };
}

/* Some example fails. The one that does is asked first the next time. */
static bool is_killed(Worker *worker, ExampleList *examples)
{
    for (size_t i = 0; i < examples->count; i++) {
        RegionMark mark = region_mark(&worker->scratch);
        Report report;
        report_init(&report, &worker->scratch);
        Example *example = examples->at[i];
        example_run(&(Task){ .region = &worker->scratch, .report = &report }, example);
        bool failed = report.errors > 0;
        region_drop(&worker->scratch, mark);
        if (!failed)
            continue;
        examples->at[i] = examples->at[0];
        examples->at[0] = example;
        return true;
    }
    return false;
}

static Fate changed_fate(Worker *worker, Linked *linked, Task *task, const Change *change)
{
    size_t errors = task->report->errors;
    verify_sheet(task, linked->program, change->place.decision, change->place.sheet);
    if (task->report->errors > errors)
        return FATE_REFUSED;
    if (is_killed(worker, &linked->reaching[change->place.decision->index]))
        return FATE_KILLED;
    return change_matters(task, change) ? FATE_SURVIVED : FATE_EQUAL;
}

static Fate fate_in(Worker *worker, Linked *linked, const BlockPlace *place, const Mutant *mutant)
{
    region_reset(&worker->scratch);
    Report report;
    report_init(&report, &worker->scratch);
    Task task = { .region = &worker->scratch, .report = &report, .cancel = worker->work->cancel };
    Linker linker = linker_of(&task, linked->program);
    Change change;
    Fate fate = change_make(&change, &linker, place, mutant) ? changed_fate(worker, linked, &task, &change) : FATE_REFUSED;
    change_undo(&change);
    return fate;
}

/* Under each movement that has the page: refused by one is refused, killed by one is killed; survived when it is seen by one and
 * noticed by none. */
static Fate fate_of(Worker *worker, const Mutant *mutant)
{
    Fate worst = FATE_EQUAL;
    for (size_t i = 0; i < worker->linked_count; i++) {
        BlockPlace place;
        Linked *linked = &worker->linked[i];
        if (!linked->program || !block_find(linked->program, mutant->block, &place))
            continue;
        Fate fate = fate_in(worker, linked, &place, mutant);
        if (fate == FATE_REFUSED || fate == FATE_KILLED)
            return fate;
        if (fate == FATE_SURVIVED)
            worst = fate;
    }
    return worst;
}

/* ---- units ---- */

static void prepare(Worker *worker, const DecisionBlock *block)
{
    BlockPlace place;
    for (size_t i = 0; i < worker->linked_count; i++)
        if (worker->linked[i].program && block_find(worker->linked[i].program, block, &place))
            change_prepare(&worker->law, &place);
}

static bool is_asked(const MutateOptions *options, const Mutant *mutant)
{
    if (!options->name.length || text_equal(mutant->block->name, options->name))
        return true;
    return mutant->kind != MUTANT_FORMULA && text_equal(mutant_row(mutant), options->name);
}

static void make_mutants(Worker *worker, Unit *unit)
{
    Report report;
    region_reset(&worker->scratch);
    report_init(&report, &worker->scratch);
    Task task = { .region = &worker->scratch, .report = &report };
    for (size_t i = 0; i < worker->linked_count; i++) {
        BlockPlace place;
        MutantList all = { 0 };
        if (!worker->linked[i].program || !block_find(worker->linked[i].program, unit->block, &place))
            continue;
        Linker linker = linker_of(&task, worker->linked[i].program);
        mutants_of_block(&linker, &worker->keep, &place, unit->block, &all);
        for (size_t k = 0; k < all.count; k++)
            if (is_asked(worker->work->options, &all.at[k]))
                *LIST_ADD(&worker->keep, unit->mutants) = all.at[k];
        return;
    }
}

static void try_unit(Worker *worker, Unit *unit)
{
    take_jurisdiction(worker, unit->jurisdiction);
    prepare(worker, unit->block);
    make_mutants(worker, unit);
    unit->fates = REGION_ARRAY(&worker->keep, uint8_t, unit->mutants.count + 1);
    Task task = { .cancel = worker->work->cancel };
    for (size_t i = 0; i < unit->mutants.count && !task_cancelled(&task); i++)
        unit->fates[i] = (uint8_t)fate_of(worker, &unit->mutants.at[i]);
}

static Unit *next_unit(Work *work)
{
    size_t at = __atomic_fetch_add(&work->next, 1, __ATOMIC_RELAXED);
    return at < work->unit_count ? &work->units[at] : NULL;
}

static void try_units(void *argument)
{
    Worker *worker = argument;
    for (Unit *unit = next_unit(worker->work); unit; unit = next_unit(worker->work))
        try_unit(worker, unit);
    worker->done = true;
}

static void guard_law(void *argument) { region_guard(&((Worker *)argument)->law, try_units, argument); }
static void guard_keep(void *argument) { region_guard(&((Worker *)argument)->keep, guard_law, argument); }

static void *worker_run(void *argument)
{
    region_guard(&((Worker *)argument)->scratch, guard_keep, argument);
    return NULL;
}

static bool is_tried(const MutateOptions *options, const Page *page, const DecisionBlock *block)
{
    Text name = page->source->name;
    while (text_starts(name, TEXT("./")))
        name = text_slice(name, 2, name.length);
    return block->kind != DECISION_QUESTION && (!options->page.length || text_equal(name, options->page));
}

static void collect_units(Task *task, Work *work, TextList jurisdictions)
{
    LIST_OF(Unit) units = { 0 };
    for (size_t j = 0; j < jurisdictions.count; j++)
        for (uint32_t p = 0; p < work->books->page_count; p++) {
            const Page *page = &work->books->pages[p];
            bool here = text_equal(page->jurisdiction, jurisdictions.at[j]) || (j == 0 && text_is(page->jurisdiction, "WORLD"));
            for (uint32_t d = 0; here && d < page->decision_count; d++)
                if (is_tried(work->options, page, &page->decisions[d]))
                    *LIST_ADD(task->region, units) = (Unit){ .page = page, .block = &page->decisions[d], .jurisdiction = jurisdictions.at[j] };
        }
    work->units = units.at;
    work->unit_count = units.count;
}

/* ---- threads ---- */

static unsigned thread_count(const Work *work)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    unsigned count = work->options->threads ? work->options->threads : processors > 0 ? (unsigned)processors : 1;
    count = count > MOST_THREADS ? MOST_THREADS : count;
    return count > work->unit_count ? (unsigned)work->unit_count + !work->unit_count : count;
}

/* The first works on the thread of the caller; one that cannot be started is done without. */
static void start_workers(Worker *workers, unsigned count)
{
    for (unsigned i = 1; i < count; i++)
        workers[i].started = pthread_create(&workers[i].thread, NULL, worker_run, &workers[i]) == 0;
    worker_run(&workers[0]);
    for (unsigned i = 1; i < count; i++)
        if (workers[i].started)
            pthread_join(workers[i].thread, NULL);
}

/* ---- what came of it ---- */

static PageFates *fates_of_page(Task *task, MutateResult *result, const Page *page, size_t *room)
{
    for (uint32_t i = 0; i < result->page_count; i++)
        if (result->pages[i].page == page)
            return &result->pages[i];
    if (result->page_count == *room)
        result->pages = region_grow(task->region, result->pages, result->page_count, room, sizeof *result->pages);
    result->pages[result->page_count] = (PageFates){ .page = page };
    return &result->pages[result->page_count++];
}

typedef LIST_OF(Survivor) SurvivorList;

static void add_survivor(Task *task, SurvivorList *list, const Unit *unit, const Mutant *mutant)
{
    Survivor *survivor = LIST_ADD(task->region, *list);
    *survivor = (Survivor){ unit->page, *mutant };
    survivor->mutant.changed = text_copy(task->region, mutant->changed);
    survivor->mutant.cell = SPAN_NONE;
}

static void count_fates(Task *task, const Work *work, Reasons *reasons, MutateResult *result)
{
    SurvivorList survivors = { 0 };
    size_t room = 0;
    for (size_t u = 0; u < work->unit_count; u++) {
        const Unit *unit = &work->units[u];
        for (size_t i = 0; i < unit->mutants.count; i++) {
            const Mutant *mutant = &unit->mutants.at[i];
            Fate fate = unit->fates[i];
            if (fate == FATE_SURVIVED && reasons_have(reasons, unit->page->path, mutant))
                fate = FATE_EXPLAINED;
            fates_of_page(task, result, unit->page, &room)->count[fate]++;
            result->total[fate]++;
            if (fate == FATE_SURVIVED)
                add_survivor(task, &survivors, unit, mutant);
        }
    }
    result->survivors = survivors.at;
    result->survivor_count = survivors.count;
}

Text mutant_row(const Mutant *mutant)
{
    return mutant->kind == MUTANT_FORMULA ? TEXT_NONE : mutant->block->table.rows[mutant->row].id;
}

Text mutant_column(const Mutant *mutant)
{
    if (mutant->kind == MUTANT_DELETED)
        return TEXT("row");
    return mutant->kind == MUTANT_FORMULA ? mutant->block->name : text_trim(span_text(mutant->block->table.columns[mutant->column].header));
}

Text mutant_before(const Mutant *mutant)
{
    return span_text(mutant->place);
}

static bool run_all(Task *task, Work *work, Worker *workers, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        workers[i].work = work;
        region_init(&workers[i].keep, NULL);
        region_init(&workers[i].law, NULL);
        region_init(&workers[i].scratch, NULL);
    }
    start_workers(workers, count);
    bool done = true;
    for (unsigned i = 0; i < count; i++)
        done &= workers[i].done || (i && !workers[i].started);
    if (!done)
        report_error(task->report, "out-of-memory", SPAN_NONE, "memory ran out");
    return done;
}

static void close_all(Worker *workers, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        region_close(&workers[i].keep);
        region_close(&workers[i].law);
        region_close(&workers[i].scratch);
    }
}

bool mutate_rulebooks(Task *task, const MutateOptions *options, MutateResult *result)
{
    *result = (MutateResult){ 0 };
    const CheckOptions *check = &options->check;
    ReadOptions read = { .folder = check->folder, .data_folder = check->data_folder, .house = check->house, .only_page = check->only_page };
    Work work = { .options = options, .books = rulebooks_read(task, &read), .cancel = task->cancel };
    Reasons reasons;
    if (!work.books || !reasons_read(task, check->folder, &reasons))
        return false;
    collect_units(task, &work, jurisdictions_of(task->region, work.books));
    Worker workers[MOST_THREADS] = { 0 };
    unsigned count = thread_count(&work);
    bool done = run_all(task, &work, workers, count);
    if (done)
        count_fates(task, &work, &reasons, result);
    if (done && !options->page.length && !options->name.length && !check->only_page)
        reasons_warn(task, &reasons);
    close_all(workers, count);
    return done;
}

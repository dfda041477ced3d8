/* determination/lawbook.c - see lawbook.h. */
#include "determination/lawbook.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/file.h"

#ifndef DECLARANT_INSTALLED_DATA
#define DECLARANT_INSTALLED_DATA ""
#endif

enum { MOST_PROGRAMS = 64 }; /* kept; a case that asks for one more has it linked for itself alone */

typedef struct Linked {
    Text jurisdiction, movement;
    LawMoment moment;
    const Program *program; /* NULL: the rulebooks are at fault */
    const Report *report;   /* what was found while linking */
    struct Linked *next;
} Linked;

struct Lawbook {
    Region region;           /* pages and programs */
    const Allocator *allocator;
    const char *folder;
    const char *data_folder; /* NULL: none found */
    const char *house;       /* NULL: none */
    bool examples;           /* are kept */
    pthread_mutex_t lock;    /* guards region and linked */
    Linked *linked;
    uint32_t count;          /* how many are kept */
};

/* Beside the rulebooks that this program would find by itself: a folder of one's own needs no copy of the data. */
static const char *shipped_data_folder(Task *task)
{
    Report quiet;
    report_init(&quiet, task->region);
    const char *shipped = rulebooks_folder(&(Task){ .region = task->region, .report = &quiet });
    return shipped ? path_join(task->region, text_of(shipped), TEXT("../data")) : "";
}

const char *lawbook_data_folder(Task *task, const char *folder)
{
    const char *told = getenv("DECLARANT_DATA");
    if (told && *told)
        return told;
    const char *places[] = { path_join(task->region, text_of(folder), TEXT("data")), path_join(task->region, text_of(folder), TEXT("../data")), DECLARANT_INSTALLED_DATA, NULL };
    for (size_t i = 0; places[i]; i++)
        if (*places[i] && directory_exists(places[i]))
            return places[i];
    const char *shipped = shipped_data_folder(task);
    return *shipped && directory_exists(shipped) ? shipped : NULL;
}

Lawbook *lawbook_open(Task *task, const LawbookOptions *options)
{
    if (!directory_exists(options->folder)) {
        Problem *p = report_error(task->report, "no-rulebooks", SPAN_NONE, "\"%s\" is no folder of rulebooks", options->folder);
        problem_hint(task->report, p, "Name the folder that holds facts.md and answers.md.");
        return NULL;
    }
    const Allocator *allocator = options->allocator ? options->allocator : &allocator_default;
    const char *data = options->data_folder ? options->data_folder : lawbook_data_folder(task, options->folder);
    size_t folder_size = strlen(options->folder) + 1, data_size = data ? strlen(data) + 1 : 0, house_size = options->house ? strlen(options->house) + 1 : 0;
    Lawbook *lawbook = allocator->allocate(allocator->context, sizeof *lawbook + folder_size + data_size + house_size);
    if (!lawbook)
        region_give_up(task->region);
    char *texts = (char *)(lawbook + 1); /* the folders stand behind it: one allocation, which is there or is not */
    memcpy(texts, options->folder, folder_size);
    if (data)
        memcpy(texts + folder_size, data, data_size);
    if (options->house)
        memcpy(texts + folder_size + data_size, options->house, house_size);
    *lawbook = (Lawbook){ .allocator = allocator, .folder = texts, .data_folder = data ? texts + folder_size : NULL, .examples = options->examples,
                          .house = options->house ? texts + folder_size + data_size : NULL };
    pthread_mutex_init(&lawbook->lock, NULL);
    region_init(&lawbook->region, allocator);
    return lawbook;
}

void lawbook_close(Lawbook **lawbook)
{
    if (!*lawbook)
        return;
    const Allocator *allocator = (*lawbook)->allocator;
    pthread_mutex_destroy(&(*lawbook)->lock);
    region_close(&(*lawbook)->region);
    allocator->release(allocator->context, *lawbook);
    *lawbook = NULL;
}

/* ---- pages ---- */

const char *lawbook_data(const Lawbook *lawbook)
{
    return lawbook->data_folder;
}

const char *lawbook_house(const Lawbook *lawbook)
{
    return lawbook->house;
}

const Rulebooks *lawbook_pages(Task *task, const Lawbook *lawbook, Text jurisdiction)
{
    ReadOptions options = { .folder = lawbook->folder, .data_folder = lawbook->data_folder, .house = lawbook->house, .jurisdiction = jurisdiction };
    return rulebooks_read(task, &options);
}

/* ---- programs ---- */

typedef struct LinkWork { /* reading and linking under a guard: the lock must be given back when memory runs out */
    Task *task;           /* of the caller */
    Lawbook *lawbook;
    Region *region;       /* of the lawbook, or of the caller when enough is kept */
    Text jurisdiction, movement;
    LawMoment moment;
    Linked *linked;
} LinkWork;

static void link_work(void *argument)
{
    LinkWork *work = argument;
    const Lawbook *lawbook = work->lawbook;
    Region *region = work->region;
    Report *report = REGION_NEW(region, Report);
    report_init(report, region);
    Task task = { .region = region, .report = report, .cancel = work->task->cancel };
    Linked *linked = REGION_NEW(region, Linked);
    *linked = (Linked){ .jurisdiction = text_copy(region, work->jurisdiction), .movement = text_copy(region, work->movement), .moment = work->moment, .report = report };
    ReadOptions read = { .folder = lawbook->folder, .data_folder = lawbook->data_folder, .house = lawbook->house, .jurisdiction = linked->jurisdiction, .without_examples = !lawbook->examples };
    const Rulebooks *books = rulebooks_read(&task, &read);
    LinkOptions link = { linked->jurisdiction, linked->movement, lawbook->data_folder, work->moment };
    linked->program = books ? program_link(&task, books, &link) : NULL;
    work->linked = linked;
}

static bool same_moment(LawMoment a, LawMoment b)
{
    return a.has_known == b.has_known && a.known == b.known && a.has_law == b.has_law && a.law == b.law;
}

static Linked *find_linked(const Lawbook *lawbook, const LinkWork *work)
{
    for (Linked *linked = lawbook->linked; linked; linked = linked->next)
        if (text_equal(linked->jurisdiction, work->jurisdiction) && text_equal(linked->movement, work->movement) && same_moment(linked->moment, work->moment))
            return linked;
    return NULL;
}

/* A jurisdiction and movement stay linked, also when the rulebooks are at fault, so that no row of cases can fill the
 * memory; but not what was broken off. */
static void keep_linked(Lawbook *lawbook, const LinkWork *work)
{
    if (!work->linked || work->region != &lawbook->region || (!work->linked->program && task_cancelled(work->task)))
        return;
    work->linked->next = lawbook->linked;
    lawbook->linked = work->linked;
    lawbook->count++;
}

/* What was found while linking is told to everyone who asks; the texts stay where they are. */
static void tell_faults(Task *task, const Linked *linked)
{
    for (const Problem *problem = linked->report->first; problem; problem = problem->next) {
        Problem *copy = REGION_NEW(task->region, Problem);
        *copy = *problem;
        copy->next = NULL;
        *(task->report->last ? &task->report->last->next : &task->report->first) = copy;
        task->report->last = copy;
    }
    task->report->errors += linked->report->errors;
    task->report->warnings += linked->report->warnings;
}

const Program *lawbook_program(Task *task, Lawbook *lawbook, Text jurisdiction, Text movement)
{
    return lawbook_program_at(task, lawbook, jurisdiction, movement, (LawMoment){ 0 });
}

const Program *lawbook_program_at(Task *task, Lawbook *lawbook, Text jurisdiction, Text movement, LawMoment moment)
{
    pthread_mutex_lock(&lawbook->lock);
    LinkWork work = { .task = task, .lawbook = lawbook, .jurisdiction = jurisdiction, .movement = movement, .moment = moment };
    work.linked = find_linked(lawbook, &work);
    work.region = lawbook->count < MOST_PROGRAMS ? &lawbook->region : task->region;
    RegionMark mark = region_mark(work.region);
    bool found = work.linked != NULL;
    bool done = found || region_guard(work.region, link_work, &work);
    if (!done)
        region_drop(work.region, mark);
    else if (!found)
        keep_linked(lawbook, &work);
    pthread_mutex_unlock(&lawbook->lock);
    if (!done)
        region_give_up(task->region);
    if (!work.linked->program)
        tell_faults(task, work.linked);
    return work.linked->program;
}

const Rulebooks *lawbook_read(Task *task, const Lawbook *lawbook, Text jurisdiction)
{
    ReadOptions read = { .folder = lawbook->folder, .data_folder = lawbook->data_folder, .house = lawbook->house, .jurisdiction = jurisdiction };
    return rulebooks_read(task, &read);
}

const Program *lawbook_link(Task *task, const Lawbook *lawbook, const Rulebooks *books, Text jurisdiction, Text movement)
{
    LinkOptions link = { .jurisdiction = jurisdiction, .movement = movement, .data_folder = lawbook->data_folder };
    return program_link(task, books, &link);
}

/* ---- cases ---- */

static bool is_law(const Program *program, const Page *page)
{
    return page->layer == LAYER_LAW && page->decision_count && text_equal(page->jurisdiction, program->jurisdiction);
}

/* Is there a page of the law for it? Without one nothing is asked, and silence would look like "nothing is due". Where
 * pages name their movements, one for all of them (time limits, say) does not cover a movement that none names. */
bool lawbook_covers(const Program *program)
{
    bool general = false, named = false;
    for (uint32_t i = 0; i < program->page_count; i++) {
        const Page *page = program->pages[i];
        general |= is_law(program, page);
        if (is_law(program, page) && page->movement_count)
            return true;
    }
    for (uint32_t i = 0; i < program->books->page_count; i++)
        named |= is_law(program, &program->books->pages[i]) && program->books->pages[i].movement_count;
    return general && !named;
}

LawbookOutcome lawbook_ask(Task *task, Lawbook *lawbook, const Source *source, const Json *json, const DetermineOptions *options, const CaseHead *head,
                           const Program **program, const Determination **answer)
{
    if (!head->jurisdiction.length || !head->movement.length)
        return LAWBOOK_UNTOLD;
    *program = lawbook_program_at(task, lawbook, head->jurisdiction, head->movement, options->moment);
    if (!*program)
        return LAWBOOK_FAILED;
    *answer = determine(task, *program, source, json, options);
    if (!*answer)
        return LAWBOOK_FAILED;
    return lawbook_covers(*program) ? LAWBOOK_DETERMINED : LAWBOOK_NOT_COVERED;
}

LawbookOutcome lawbook_determine(Task *task, Lawbook *lawbook, const Source *source, const DetermineOptions *options, CaseHead *head, const Determination **answer)
{
    const Json *json = json_read(task, source);
    const Program *program = NULL;
    if (!json || !case_head(task, source, json, head))
        return LAWBOOK_FAILED;
    return lawbook_ask(task, lawbook, source, json, options, head, &program, answer);
}

/* ---- answers without a program ---- */

static void write_untold(JsonWriter *json, const CaseHead *head)
{
    json_key(json, TEXT("missing"));
    json_open(json, '[');
    for (int i = 0; i < 2; i++) {
        if ((i == 0 ? head->jurisdiction : head->movement).length)
            continue;
        json_open(json, '{');
        json_pair(json, "fact", i == 0 ? TEXT("jurisdiction") : TEXT("movement"));
        json_pair(json, "thing", TEXT("case"));
        json_close(json, '}');
    }
    json_close(json, ']');
}

void lawbook_json(Builder *out, LawbookOutcome outcome, const CaseHead *head, const Determination *answer, int language, bool trace, bool compact)
{
    if (outcome == LAWBOOK_DETERMINED) {
        determination_json(out, answer, language, trace, compact);
        return;
    }
    JsonWriter json = json_writer(out, compact);
    json_open(&json, '{');
    json_pair(&json, "status", text_of(status_name(outcome == LAWBOOK_UNTOLD ? STATUS_UNDETERMINED : STATUS_NOT_COVERED)));
    json_pair_if(&json, "jurisdiction", head->jurisdiction);
    json_pair_if(&json, "movement", head->movement);
    if (outcome == LAWBOOK_UNTOLD)
        write_untold(&json, head);
    else
        json_pair(&json, "why", TEXT("no page of the law is for this jurisdiction and movement"));
    json_close(&json, '}');
}

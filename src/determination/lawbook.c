/* determination/lawbook.c - see lawbook.h. */
#include "determination/lawbook.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/file.h"

#ifndef DECLARANT_INSTALLED_DATA
#define DECLARANT_INSTALLED_DATA ""
#endif

typedef struct Linked {
    Text jurisdiction, movement;
    const Program *program;
    struct Linked *next;
} Linked;

struct Lawbook {
    Region region;           /* pages and programs */
    const Allocator *allocator;
    char *folder;
    const char *data_folder; /* NULL: none found */
    pthread_mutex_t lock;    /* guards region and linked */
    Linked *linked;
};

const char *lawbook_data_folder(Task *task, const char *folder)
{
    const char *told = getenv("DECLARANT_DATA");
    if (told && *told)
        return told;
    const char *places[] = { path_join(task->region, text_of(folder), TEXT("data")), path_join(task->region, text_of(folder), TEXT("../data")), DECLARANT_INSTALLED_DATA };
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (*places[i] && directory_exists(places[i]))
            return places[i];
    return NULL;
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
    Lawbook *lawbook = allocator->allocate(allocator->context, sizeof *lawbook);
    if (!lawbook)
        region_give_up(task->region);
    *lawbook = (Lawbook){ .allocator = allocator };
    pthread_mutex_init(&lawbook->lock, NULL);
    region_init(&lawbook->region, allocator);
    lawbook->region.on_empty = task->region->on_empty;
    lawbook->folder = text_string(&lawbook->region, text_of(options->folder));
    lawbook->data_folder = data ? text_string(&lawbook->region, text_of(data)) : NULL;
    lawbook->region.on_empty = NULL;
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

/* ---- programs ---- */

typedef struct LinkWork { /* reading and linking under a guard: the lock must be given back when memory runs out */
    Task *task;           /* of the caller: its report */
    Lawbook *lawbook;
    Text jurisdiction, movement;
    const Program *program;
} LinkWork;

static void link_work(void *argument)
{
    LinkWork *work = argument;
    Lawbook *lawbook = work->lawbook;
    Task task = { .region = &lawbook->region, .report = work->task->report, .cancel = work->task->cancel };
    Linked *linked = REGION_NEW(&lawbook->region, Linked);
    linked->jurisdiction = text_copy(&lawbook->region, work->jurisdiction);
    linked->movement = text_copy(&lawbook->region, work->movement);
    ReadOptions read = { .folder = lawbook->folder, .data_folder = lawbook->data_folder, .jurisdiction = linked->jurisdiction };
    const Rulebooks *books = rulebooks_read(&task, &read);
    LinkOptions link = { linked->jurisdiction, linked->movement, lawbook->data_folder };
    linked->program = books ? program_link(&task, books, &link) : NULL;
    work->program = linked->program;
    if (!linked->program)
        return; /* not kept: the next case is told the faults again */
    linked->next = lawbook->linked;
    lawbook->linked = linked;
}

static const Program *find_linked(const Lawbook *lawbook, Text jurisdiction, Text movement)
{
    for (const Linked *linked = lawbook->linked; linked; linked = linked->next)
        if (text_equal(linked->jurisdiction, jurisdiction) && text_equal(linked->movement, movement))
            return linked->program;
    return NULL;
}

const Program *lawbook_program(Task *task, Lawbook *lawbook, Text jurisdiction, Text movement)
{
    pthread_mutex_lock(&lawbook->lock);
    LinkWork work = { task, lawbook, jurisdiction, movement, find_linked(lawbook, jurisdiction, movement) };
    bool done = work.program || region_guard(&lawbook->region, link_work, &work);
    pthread_mutex_unlock(&lawbook->lock);
    if (!done)
        region_give_up(task->region);
    return work.program;
}

/* ---- cases ---- */

/* Is there a page of the law for it? Without one nothing is asked, and silence would look like "nothing is due". */
static bool is_covered(const Program *program)
{
    for (uint32_t i = 0; i < program->page_count; i++)
        if (program->pages[i]->layer == LAYER_LAW && program->pages[i]->decision_count && text_equal(program->pages[i]->jurisdiction, program->jurisdiction))
            return true;
    return false;
}

LawbookOutcome lawbook_determine(Task *task, Lawbook *lawbook, const Source *source, const DetermineOptions *options, CaseHead *head, const Determination **answer)
{
    const Json *json = json_read(task, source);
    if (!json || !case_head(task, source, json, head))
        return LAWBOOK_FAILED;
    if (!head->jurisdiction.length || !head->movement.length)
        return LAWBOOK_UNTOLD;
    const Program *program = lawbook_program(task, lawbook, head->jurisdiction, head->movement);
    if (!program)
        return LAWBOOK_FAILED;
    *answer = determine(task, program, source, json, options);
    if (!*answer)
        return LAWBOOK_FAILED;
    return is_covered(program) ? LAWBOOK_DETERMINED : LAWBOOK_NOT_COVERED;
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

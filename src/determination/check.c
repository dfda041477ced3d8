/* determination/check.c - see check.h. A jurisdiction is linked once for each movement that its pages name. */
#include "determination/asked.h"
#include "determination/checking.h"
#include "rulebook/phrases.h"

#include "base/file.h"
#include "base/utf8.h"
#include "determination/answer.h"
#include "determination/lawbook.h"

/* ---- rows that were reached ---- */

static size_t place_of(const Reached *reached, const Row *row)
{
    size_t at = ((uintptr_t)row >> 4) * 0x9e3779b97f4a7c15u & (reached->room - 1);
    while (reached->at[at] && reached->at[at] != row)
        at = (at + 1) & (reached->room - 1);
    return at;
}

static void grow(Reached *reached)
{
    Reached bigger = { reached->region, NULL, 0, reached->room ? reached->room * 2 : 4096 };
    bigger.at = REGION_ARRAY(reached->region, const Row *, bigger.room);
    for (size_t i = 0; i < reached->room; i++)
        if (reached->at[i])
            bigger.at[place_of(&bigger, reached->at[i])] = reached->at[i];
    bigger.count = reached->count;
    *reached = bigger;
}

void reached_add(Reached *reached, const Row *row)
{
    if (2 * (reached->count + 1) > reached->room)
        grow(reached);
    size_t at = place_of(reached, row);
    reached->count += reached->at[at] == NULL;
    reached->at[at] = row;
}

bool reached_has(const Reached *reached, const Row *row)
{
    return reached->room && reached->at[place_of(reached, row)] == row;
}

static void take_note(void *context, Frame *frame, uint16_t slot, const Note *note)
{
    (void)frame, (void)slot;
    for (uint32_t r = 0; note->fired && note->sheet && note->sheet->kind == SHEET_TABLE && r < note->sheet->row_count; r++)
        if (rows_have(note->fired, r))
            reached_add(context, note->sheet->rows[r].row);
}

void reached_take(Reached *reached, Run *run)
{
    run_each_note(run, take_note, reached);
}

/* ---- cases ---- */

typedef struct CaseFile {
    Text name;           /* "vn-w07", in lower case */
    const Source *source;
    const Json *json;
    CaseHead head;
} CaseFile;

typedef LIST_OF(CaseFile) CaseFiles;

static CaseFiles read_cases(Task *task, const char *folder)
{
    CaseFiles cases = { 0 };
    if (!folder || !directory_exists(folder))
        return cases;
    FileList files = files_below(task, folder, TEXT(".json"));
    for (size_t i = 0; i < files.count; i++) {
        CaseFile file = { .name = utf8_lower(task->region, text_slice(files.at[i], 0, files.at[i].length - 5)) };
        file.source = file_read(task, path_join(task->region, text_of(folder), files.at[i]), 0);
        file.json = file.source ? json_read(task, file.source) : NULL;
        if (file.json && case_head(task, file.source, file.json, &file.head))
            *LIST_ADD(task->region, cases) = file;
    }
    return cases;
}

static bool case_is_named(const CaseFile *file, Text name)
{
    if (text_equal(file->name, name))
        return true;
    return text_ends(file->name, name) && file->name.at[file->name.length - name.length - 1] == '-';
}

static bool has_case(Task *task, const CaseFiles *cases, Text name)
{
    Text lower = utf8_lower(task->region, name);
    for (size_t i = 0; i < cases->count; i++)
        if (case_is_named(&cases->at[i], lower))
            return true;
    return false;
}

static void run_case(Task *task, const Program *program, const CaseFile *file, Reached *reached)
{
    Run *run = REGION_NEW(task->region, Run);
    Answer answer;
    run_init(run, program, task->region);
    run_trace(run);
    if (!case_tell(task, run, file->source, file->json, &(CaseOptions){ 0 }))
        return;
    for (uint32_t voice = 0; voice <= program->voice_count; voice++) {
        run_reset(run);
        run->voice = voice;
        if (answer_build(task, run, &answer, false))
            reached_take(reached, run);
    }
}

static uint32_t run_cases(Task *task, const Program *program, const CaseFiles *cases, Reached *reached)
{
    uint32_t count = 0;
    for (size_t i = 0; i < cases->count; i++) {
        const CaseHead *head = &cases->at[i].head;
        bool here = text_equal(head->jurisdiction, program->jurisdiction) && (!program->movement.length || text_equal(head->movement, program->movement));
        if (here)
            run_case(task, program, &cases->at[i], reached);
        count += here;
    }
    return count;
}

static void check_case_names(Task *task, const Page *page, const CaseFiles *cases)
{
    for (uint32_t d = 0; d < page->decision_count; d++)
        for (uint32_t i = 0; i < page->decisions[d].case_count; i++) {
            const CaseName *name = &page->decisions[d].cases[i];
            if (cases->count && !has_case(task, cases, name->name))
                report_error(task->report, "case-missing", name->span, "no case file is called \"" TEXT_FMT "\"", TEXT_ARG(name->name));
            else if (!cases->count)
                report_warning(task->report, "case-missing", name->span, "no case file is called \"" TEXT_FMT "\": there is no folder of cases", TEXT_ARG(name->name));
        }
}

/* ---- programs ---- */

static void add_text(Region *region, TextList *list, Text text)
{
    for (size_t i = 0; i < list->count; i++)
        if (text_equal(list->at[i], text))
            return;
    *LIST_ADD(region, *list) = text;
}

TextList jurisdictions_of(Region *region, const Rulebooks *books)
{
    TextList list = { 0 };
    for (uint32_t i = 0; i < books->page_count; i++)
        if (!text_is(books->pages[i].jurisdiction, "WORLD"))
            add_text(region, &list, books->pages[i].jurisdiction);
    if (!list.count && books->page_count)
        add_text(region, &list, books->pages[0].jurisdiction);
    return list;
}

TextList movements_of(Region *region, const Rulebooks *books, Text jurisdiction)
{
    TextList list = { 0 };
    for (uint32_t i = 0; i < books->page_count; i++)
        for (uint32_t m = 0; text_equal(books->pages[i].jurisdiction, jurisdiction) && m < books->pages[i].movement_count; m++)
            add_text(region, &list, books->pages[i].movements[m]);
    if (!list.count)
        add_text(region, &list, TEXT_NONE);
    return list;
}

typedef struct Check {
    Task *task;
    const CheckOptions *options;
    const Rulebooks *books;
    CaseFiles cases;
    Reached reached;
    Asked asked;
    bool all_linked; /* every program that there is */
    CheckResult *result;
} Check;

/* The same fault is found again under each movement: it is told once. */
static void check_program(Check *check, Text jurisdiction, Text movement)
{
    LinkOptions link = { .jurisdiction = jurisdiction, .movement = movement, .data_folder = check->options->data_folder };
    const Program *program = program_link(check->task, check->books, &link);
    if (!program) {
        check->all_linked = false;
        return;
    }
    asked_add(check->task, &check->asked, program);
    check->result->decisions += program->decision_count;
    verify_program(check->task, program);
    check->result->examples += examples_run(check->task, program, &check->reached);
    check->result->cases += run_cases(check->task, program, &check->cases, &check->reached);
}

static bool same_problem(const Problem *a, const Problem *b)
{
    return a->span.source == b->span.source && a->span.from == b->span.from && strcmp(a->name, b->name) == 0 && text_equal(a->message, b->message);
}

static void drop_repeated(Report *report)
{
    for (Problem *a = report->first; a; a = a->next)
        for (Problem *before = a; before->next;) {
            if (same_problem(a, before->next)) {
                report->errors -= before->next->severity == SEVERITY_ERROR;
                report->warnings -= before->next->severity == SEVERITY_WARNING;
                if (report->last == before->next)
                    report->last = before;
                before->next = before->next->next;
            } else {
                before = before->next;
            }
        }
}

static void check_reached(Check *check)
{
    for (uint32_t p = 0; p < check->books->page_count; p++)
        for (uint32_t d = 0; d < check->books->pages[p].decision_count; d++) {
            const DecisionBlock *block = &check->books->pages[p].decisions[d];
            for (uint32_t r = 0; block->kind == DECISION_TABLE && r < block->table.row_count; r++) {
                const Row *row = &block->table.rows[r];
                if (!reached_has(&check->reached, row))
                    report_error(check->task->report, "row-not-reached", row->id_span, "no example reaches row " TEXT_FMT " of \"" TEXT_FMT "\"", TEXT_ARG(row->id), TEXT_ARG(block->name));
            }
        }
}

static void check_linked(Check *check)
{
    TextList jurisdictions = jurisdictions_of(check->task->region, check->books);
    for (size_t j = 0; j < jurisdictions.count; j++) {
        TextList movements = movements_of(check->task->region, check->books, jurisdictions.at[j]);
        for (size_t m = 0; m < movements.count; m++)
            check_program(check, jurisdictions.at[j], movements.at[m]);
    }
}

static uint32_t count_rows(const Rulebooks *books)
{
    uint32_t rows = 0;
    for (uint32_t p = 0; p < books->page_count; p++)
        for (uint32_t d = 0; d < books->pages[p].decision_count; d++)
            rows += books->pages[p].decisions[d].table.row_count;
    return rows;
}

static const char *cases_folder(Task *task, const CheckOptions *options)
{
    return options->cases_folder ? options->cases_folder : path_join(task->region, text_of(options->folder), TEXT("../examples/cases"));
}

bool check_rulebooks(Task *task, const CheckOptions *told, CheckResult *result)
{
    *result = (CheckResult){ 0 };
    CheckOptions *options = REGION_NEW(task->region, CheckOptions);
    *options = *told;
    if (!options->data_folder)
        options->data_folder = lawbook_data_folder(task, options->folder);
    Check check = { .task = task, .options = options, .result = result, .reached = { .region = task->region } };
    ReadOptions read = { .folder = options->folder, .data_folder = options->data_folder, .house = options->house, .only_page = options->only_page, .cross_check = true };
    check.books = rulebooks_read(task, &read);
    phrases_read(task, options->data_folder, options->house);
    if (check.books) {
        result->pages = check.books->page_count;
        result->rows = count_rows(check.books);
        check.cases = read_cases(task, cases_folder(task, options));
        for (uint32_t p = 0; p < check.books->page_count; p++)
            check_case_names(task, &check.books->pages[p], &check.cases);
        size_t errors = task->report->errors;
        check.asked = asked_none(task->region, check.books);
        check.all_linked = true;
        check_linked(&check);
        if (check.all_linked && !options->only_page)
            asked_report(task, &check.asked);
        if (task->report->errors == errors)
            check_reached(&check);
    }
    drop_repeated(task->report);
    result->errors = task->report->errors;
    result->warnings = task->report->warnings;
    return result->errors == 0;
}

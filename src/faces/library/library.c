/* faces/library/library.c - include/declarant.h over the rooms. Every call runs under a guard, so that running out of memory
 * is a result and not the end of the process. */
#include "faces/library/library.h"

#include "base/file.h"

#ifndef DECLARANT_VERSION
#define DECLARANT_VERSION "0.0.0"
#endif

const char *declarant_version(void)
{
    return DECLARANT_VERSION;
}

/* ---- handles: each is a region that holds the handle itself ---- */

struct declarant_report {
    Allocator allocator; /* a copy: the report may outlive the law */
    Region region;
    Report report;
    const char *text;
    size_t length;
};

struct declarant_answer {
    Allocator allocator; /* a copy: the answer may outlive the law */
    Region region;
    declarant_status status;
    const char *json;
    size_t length;
};

/* ---- reports ---- */

static void finish_report(void *argument)
{
    declarant_report *made = argument;
    Builder out = builder_on(&made->region);
    report_print(&out, &made->report, false);
    made->length = out.length;
    made->text = text_string(&made->region, builder_text(&out));
}

const char *declarant_report_text(const declarant_report *report, size_t *length)
{
    if (length)
        *length = report ? report->length : 0;
    return report && report->text ? report->text : "";
}

size_t declarant_report_errors(const declarant_report *report)
{
    return report ? report->report.errors : 0;
}

void declarant_report_close(declarant_report **report)
{
    if (!report || !*report)
        return;
    Allocator allocator = (*report)->allocator;
    region_close(&(*report)->region);
    allocator.release(allocator.context, *report);
    *report = NULL;
}

/* ---- one call: a scratch region, a report, a guard ---- */

static void run_call_work(void *argument)
{
    Call *call = argument;
    call->work(call);
}

declarant_result call_run(Call *call, Region *region, declarant_report **report)
{
    declarant_report_close(report);
    declarant_report *made = call->allocator->allocate(call->allocator->context, sizeof *made);
    if (!made)
        return DECLARANT_NO_MEMORY;
    *made = (declarant_report){ .allocator = *call->allocator };
    region_init(&made->region, &made->allocator);
    report_init(&made->report, region);
    call->task = (Task){ .region = region, .report = &made->report };
    call->result = DECLARANT_FAULT;
    bool done = region_guard(region, run_call_work, call);
    if (done && call->result == DECLARANT_FAULT)
        done = region_guard(&made->region, finish_report, made);
    made->report.first = made->report.last = NULL; /* they lived in `region` */
    declarant_result result = done ? call->result : DECLARANT_NO_MEMORY;
    if (report && result == DECLARANT_FAULT)
        *report = made;
    else
        declarant_report_close(&made);
    return result;
}

/* ---- law ---- */

typedef struct OpenLaw {
    declarant_law *law;
    const declarant_law_options *options;
} OpenLaw;

static void open_law(Call *call)
{
    OpenLaw *open = call->arguments;
    const declarant_law_options *options = open->options;
    const char *folder = options && options->rulebooks ? options->rulebooks : rulebooks_folder(&call->task);
    if (!folder)
        return;
    LawbookOptions lawbook = { .folder = folder, .data_folder = options ? options->data : NULL, .house = options ? options->house : NULL, .allocator = &open->law->allocator };
    open->law->lawbook = lawbook_open(&call->task, &lawbook);
    call->result = open->law->lawbook ? DECLARANT_OK : DECLARANT_FAULT;
}

static Allocator allocator_of(const declarant_law_options *options)
{
    if (!options || !options->allocate || !options->release)
        return allocator_default;
    return (Allocator){ options->allocate, options->release, options->context };
}

void library_options(void *known, size_t known_size, const void *given, size_t given_size)
{
    memset(known, 0, known_size);
    if (given)
        memcpy(known, given, given_size < known_size ? given_size : known_size);
}

declarant_result declarant_law_open(declarant_law **law, const declarant_law_options *given, declarant_report **report)
{
    declarant_law_options known;
    const declarant_law_options *options = given ? &known : NULL;
    library_options(&known, sizeof known, given, given ? given->size : 0);
    Allocator allocator = allocator_of(options);
    declarant_law *made = allocator.allocate(allocator.context, sizeof *made);
    if (!made)
        return DECLARANT_NO_MEMORY;
    *made = (declarant_law){ .allocator = allocator };
    Region scratch;
    region_init(&scratch, &made->allocator);
    OpenLaw open = { made, options };
    Call call = { .allocator = &made->allocator, .arguments = &open, .work = open_law };
    declarant_result result = call_run(&call, &scratch, report);
    region_close(&scratch);
    if (result == DECLARANT_OK)
        *law = made;
    else
        declarant_law_close(&made);
    return result;
}

void declarant_law_close(declarant_law **law)
{
    if (!law || !*law)
        return;
    Allocator allocator = (*law)->allocator;
    lawbook_close(&(*law)->lawbook);
    allocator.release(allocator.context, *law);
    *law = NULL;
}

/* ---- determinations ---- */

int library_language(const char *language)
{
    static const char *const NAMES[] = { "en", "zh", "vi" };
    for (int i = 0; language && i < 3; i++)
        if (strcmp(language, NAMES[i]) == 0)
            return i;
    return 0;
}

/* A day of the options by its name; true where none is given, false with an error where it is none. */
bool call_day(Call *call, const char *name, const char *text, bool *has, int64_t *day)
{
    *has = text && date_read(day, text_of(text));
    if (text && !*has)
        report_error(call->task.report, "not-a-day", SPAN_NONE, "%s \"%s\" is no day", name, text);
    return !text || *has;
}

static bool read_options(Call *call, const declarant_determine_options *options, DetermineOptions *out)
{
    *out = (DetermineOptions){ 0 };
    if (!options)
        return true;
    out->alone = options->alone != 0;
    out->facts.rates = options->rates ? options->rates->table : NULL;
    out->house = options->layer && strcmp(options->layer, "house") == 0;
    if (options->layer && !out->house && strcmp(options->layer, "law") != 0)
        out->voice = text_of(options->layer);
    return call_day(call, "as_of", options->as_of, &out->facts.has_as_of, &out->facts.as_of) &&
           call_day(call, "known_on", options->known_on, &out->moment.has_known, &out->moment.known);
}

static declarant_status status_of(LawbookOutcome outcome, const Determination *answer)
{
    if (outcome == LAWBOOK_UNTOLD)
        return DECLARANT_UNDETERMINED;
    return outcome == LAWBOOK_NOT_COVERED ? DECLARANT_NOT_COVERED : (declarant_status)answer->status;
}

/* The answer keeps its JSON; all that led to it goes with the scratch region. */
static void keep_json(void *argument)
{
    Asked *asked = argument;
    asked->answer->json = text_string(&asked->answer->region, asked->made);
    asked->answer->length = asked->made.length;
}

static void ask_work(Call *call)
{
    Asked *asked = call->arguments;
    const declarant_determine_options *options = asked->options;
    DetermineOptions inner;
    Builder out = builder_on(call->task.region);
    call->task.cancel = options ? options->cancel : NULL;
    if (read_options(call, options, &inner) && asked->ask(call, asked, &inner, library_language(options ? options->language : NULL), &out)) {
        asked->answer->status = asked->status;
        asked->made = builder_text(&out);
        call->result = region_guard(&asked->answer->region, keep_json, asked) ? DECLARANT_OK : DECLARANT_NO_MEMORY;
    }
    if (task_cancelled(&call->task))
        call->result = DECLARANT_CANCELLED;
}

declarant_result ask_run(declarant_answer **answer, declarant_law *law, Asked *asked, const declarant_determine_options *given, declarant_report **report)
{
    declarant_determine_options known;
    asked->options = given ? &known : NULL;
    library_options(&known, sizeof known, given, given ? given->size : 0);
    declarant_answer *made = law->allocator.allocate(law->allocator.context, sizeof *made);
    if (!made)
        return DECLARANT_NO_MEMORY;
    *made = (declarant_answer){ .allocator = law->allocator, .json = "" };
    region_init(&made->region, &made->allocator);
    Region scratch;
    region_init(&scratch, &law->allocator);
    asked->law = law;
    asked->answer = made;
    Call call = { .allocator = &law->allocator, .arguments = asked, .work = ask_work };
    declarant_result result = call_run(&call, &scratch, report);
    region_close(&scratch);
    if (result == DECLARANT_OK)
        *answer = made;
    else
        declarant_answer_close(&made);
    return result;
}

static bool ask_determination(Call *call, Asked *asked, const DetermineOptions *inner, int language, Builder *out)
{
    const declarant_determine_options *options = asked->options;
    CaseHead head = { 0 };
    const Determination *answer = NULL;
    const Source *source = source_from(&call->task, TEXT("case"), asked->given);
    LawbookOutcome outcome = source ? lawbook_determine(&call->task, asked->law->lawbook, source, inner, &head, &answer) : LAWBOOK_FAILED;
    if (outcome == LAWBOOK_FAILED)
        return false;
    lawbook_json(out, outcome, &head, answer, language, options && options->trace, options && options->compact);
    asked->status = status_of(outcome, answer);
    return true;
}

declarant_result declarant_determine(declarant_answer **answer, declarant_law *law, const char *json, size_t length, const declarant_determine_options *given,
                                     declarant_report **report)
{
    Asked asked = { .given = { json, length }, .ask = ask_determination };
    return ask_run(answer, law, &asked, given, report);
}

const char *declarant_answer_json(const declarant_answer *answer, size_t *length)
{
    if (length)
        *length = answer->length;
    return answer->json;
}

declarant_status declarant_answer_status(const declarant_answer *answer)
{
    return answer->status;
}

void declarant_answer_close(declarant_answer **answer)
{
    if (!answer || !*answer)
        return;
    Allocator allocator = (*answer)->allocator;
    declarant_answer *closing = *answer;
    region_close(&closing->region);
    allocator.release(allocator.context, closing);
    *answer = NULL;
}

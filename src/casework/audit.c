/* casework/audit.c - see audit.h. */
#include "casework/audit.h"

#include <stdlib.h>

#include "base/file.h"
#include "determination/answer.h"
#include "determination/hang.h"

enum { MOST_WHY = 4 }; /* names of what a case hangs on */

bool audit_open(Audit *audit, Task *task, Lawbook *lawbook, const AuditOptions *options)
{
    *audit = (Audit){ .task = task, .lawbook = lawbook, .options = *options };
    audit->names = audit_names_read(task, options->data_folder);
    return audit->names != NULL;
}

/* ---- one case ---- */

typedef struct Work { /* a case at hand */
    Audit *audit;
    Task *task;          /* of this case */
    Region *keep;
    const Source *source;
    const Json *json;
    CaseHead head;
    const Program *program;
    const Determination *answer;
    uint32_t index;      /* of the case in the report */
    AuditCase out;
} Work;

static AuditAmount amount_of(Value value)
{
    return value_is_number(value) ? (AuditAmount){ true, decimal_of_value(value) } : (AuditAmount){ 0 };
}

static AuditAmount difference(Value from, Value to)
{
    AuditAmount a = amount_of(from), b = amount_of(to), out = { .known = a.known && b.known };
    return out.known && decimal_subtract(&out.number, &b.number, &a.number) ? out : (AuditAmount){ 0 };
}

static bool is_nothing(const AuditAmount *amount)
{
    return amount->known && amount->number.coefficient == 0;
}

/* ---- readings that matter ---- */

static void take_readings(Work *work)
{
    const Determination *answer = work->answer;
    for (const Alternative *first = answer->alternatives; first; first = first->next)
        for (const Alternative *at = first; at; at = at->merged) {
            AuditReading reading = { .of = work->index, .question = at->question, .reading = at->reading, .voice = at->voice_source, .voice_id = text_copy(work->keep, at->voice),
                                     .border = difference(answer->border, at->border), .beside = difference(answer->beside, at->beside) };
            if (is_nothing(&reading.border) && is_nothing(&reading.beside))
                continue;
            *LIST_ADD(work->keep, work->audit->readings) = reading;
            work->out.readings++;
        }
}

/* ---- papers ---- */

/* The names of the papers that the case says it holds; NULL: it does not say. */
static const Json *papers_held(const Work *work)
{
    const Json *held = json_get(work->json, text_snake(work->task->region, audit_name(work->audit->names, ROLE_HELD)));
    return held && held->kind == JSON_ARRAY ? held : NULL;
}

static bool is_held(const Json *held, Text document)
{
    for (const Json *item = held ? held->first : NULL; item; item = item->next)
        if (item->kind == JSON_STRING && text_equal(item->text, document))
            return true;
    return false;
}

static CitedList kept_cited(Region *keep, const Entry *entry)
{
    Cited *at = REGION_ARRAY(keep, Cited, entry->cited.count + 1);
    uint32_t count = 0;
    for (uint32_t i = 0; i < entry->cited.count; i++)
        if (entry->cited.at[i].decision == entry->decision)
            at[count++] = entry->cited.at[i];
    return (CitedList){ count, at };
}

static Text part_text(Region *keep, const Entry *entry, uint32_t part)
{
    const Context *context = entry->value.context;
    bool there = part < context->shape->count && context->at[part].kind == VALUE_TEXT;
    return there ? text_copy(keep, text_of_value(context->at[part])) : TEXT_NONE;
}

static void take_papers(Work *work)
{
    const Json *held = papers_held(work);
    for (const Entry *entry = work->answer->entries; entry; entry = entry->next) {
        if (entry->only_if || entry->value.kind != VALUE_CONTEXT || !text_equal(entry->list->list, audit_name(work->audit->names, ROLE_PAPERS)))
            continue;
        AuditPaper paper = { .of = work->index, .document = part_text(work->keep, entry, 0), .needed_by = part_text(work->keep, entry, 1),
                             .thing = text_copy(work->keep, entry->of), .told = held != NULL };
        if (is_held(held, paper.document))
            continue;
        paper.cited = kept_cited(work->keep, entry);
        *LIST_ADD(work->keep, work->audit->papers) = paper;
        work->out.papers++;
    }
}

/* ---- why it is not determined ---- */

static void add_word(Builder *out, Text word)
{
    if (word.length && text_find(builder_text(out), word, 0) == SIZE_MAX)
        build_format(out, "%s" TEXT_FMT, out->length ? ", " : "", TEXT_ARG(word));
}

static Text why_open(const Work *work)
{
    Builder out = builder_on(work->keep);
    for (uint32_t i = 0; i < work->answer->missing_count && i < MOST_WHY; i++) {
        const Missing *missing = &work->answer->missing[i];
        add_word(&out, missing->fact ? missing->fact->name : missing->note);
    }
    for (const Entry *entry = work->answer->entries; entry && !out.length; entry = entry->next)
        if (list_is_core(work->program, entry->list) && entry->status != STATUS_DETERMINED)
            add_word(&out, entry->decision->name);
    return builder_text(&out);
}

/* ---- exposure ---- */

static void lower(AuditAmount *least, const Decimal *number)
{
    if (!least->known || decimal_compare(number, &least->number) < 0)
        *least = (AuditAmount){ true, *number };
}

static void higher(AuditAmount *most, const Decimal *number)
{
    if (!most->known || decimal_compare(number, &most->number) > 0)
        *most = (AuditAmount){ true, *number };
}

static void take_way(Work *work, const ExposureWay *way)
{
    *LIST_ADD(work->keep, work->audit->ways) = (AuditWay){ .of = work->index, .way = *way };
    for (size_t i = 0; i < way->steps.count; i++) {
        const ExposureStep *step = &way->steps.at[i];
        lower(&work->out.least, &step->first[EXPOSURE_TOTAL].lowest);
        higher(&work->out.most, &step->last[EXPOSURE_TOTAL].highest);
        work->out.exposure_open |= step->last[EXPOSURE_TOTAL].open;
    }
}

static size_t number_of(Text digits)
{
    size_t number = 0;
    for (size_t i = 0; i < digits.length; i++)
        number = 10 * number + (size_t)(digits.at[i] - '0');
    return number;
}

/* What it would cost if the costliest reading of each line held. */
static void take_supposed(Work *work, const ExposureOptions *options)
{
    Exposure exposure;
    SupposedList list;
    suppose(&list, work->task, work->audit->names, work->source, work->json, work->answer);
    if (!list.json)
        return;
    exposure_of(&exposure, work->keep, work->task, work->program, list.source, list.json, options);
    for (size_t i = 0; i < exposure.ways.count; i++) {
        ExposureWay way = exposure.ways.at[i];
        const Supposed *one = &list.at.at[number_of(way.correction) - 1];
        const Alternative *by = one->alternative;
        way.correction = text_copy(work->keep, one->thing);
        *LIST_ADD(work->keep, work->audit->supposed) = (AuditWay){ work->index, way, by->question, by->reading, by->voice_source, text_copy(work->keep, by->voice) };
    }
}

static void take_exposure(Work *work)
{
    Exposure exposure;
    ExposureOptions options = { .names = work->audit->names, .options = &work->audit->options.options, .days = work->audit->options.days };
    take_supposed(work, &options);
    exposure_of(&exposure, work->keep, work->task, work->program, work->source, work->json, &options);
    work->audit->no_start += exposure.no_start;
    work->out.exposed = exposure.ways.count > 0 || exposure.no_start;
    for (size_t i = 0; i < exposure.ways.count; i++)
        take_way(work, &exposure.ways.at[i]);
}

/* ---- totals ---- */

static AuditTotal *total_of(Audit *audit, const AuditCase *one)
{
    for (size_t i = 0; i < audit->totals.count; i++)
        if (text_equal(audit->totals.at[i].jurisdiction, one->jurisdiction) && text_equal(audit->totals.at[i].currency, one->currency))
            return &audit->totals.at[i];
    AuditTotal *total = LIST_ADD(audit->task->region, audit->totals);
    *total = (AuditTotal){ .jurisdiction = one->jurisdiction, .currency = one->currency };
    return total;
}

static void add_up(Decimal *sum, const AuditAmount *amount)
{
    if (amount->known)
        decimal_add(sum, sum, &amount->number);
}

static void take_total(Audit *audit, const AuditCase *one)
{
    AuditTotal *total = total_of(audit, one);
    bool known = one->border.known && one->beside.known;
    total->law = total->law.length ? total->law : one->law;
    total->cases++;
    total->determined += one->status == STATUS_DETERMINED;
    total->known += known;
    if (known) {
        add_up(&total->border, &one->border);
        add_up(&total->beside, &one->beside);
        add_up(&total->lowest, &one->lowest);
        add_up(&total->highest, &one->highest);
    }
    total->exposed += one->most.known;
    add_up(&total->least, &one->least);
    add_up(&total->most, &one->most);
    total->exposure_open |= one->exposure_open;
}

static int by_country(const void *a, const void *b)
{
    const AuditTotal *one = a, *other = b;
    int order = text_compare(one->jurisdiction, other->jurisdiction);
    return order ? order : text_compare(one->currency, other->currency);
}

/* ---- the sample ---- */

static void take_pick(Audit *audit, uint32_t of, Text text)
{
    AuditPick pick = { .hash = sha256_of((const Text[]){ audit->options.seed, TEXT("\n"), text }, 3), .of = of };
    size_t at = audit->picks.count;
    while (at > 0 && memcmp(pick.hash.at, audit->picks.at[at - 1].hash.at, sizeof pick.hash.at) < 0)
        at--;
    if (at >= audit->options.sample)
        return;
    pick.text = text_copy(audit->task->region, text);
    if (audit->picks.count < audit->options.sample)
        LIST_ADD(audit->task->region, audit->picks);
    memmove(&audit->picks.at[at + 1], &audit->picks.at[at], (audit->picks.count - 1 - at) * sizeof pick);
    audit->picks.at[at] = pick;
}

/* Every figure of a case with all it rests on. */
static void grow_trees(Audit *audit, const AuditPick *pick)
{
    for (const Entry *entry = pick->answer->entries; entry; entry = entry->next)
        if (list_is_core(pick->answer->program, entry->list) && entry->frame && entry->frame->type == entry->decision->thing)
            *LIST_ADD(audit->task->region, audit->trees) = (AuditTree){ .of = pick->of, .step = explain(audit->task, pick->answer, entry->frame, entry->decision->slot, true) };
}

static bool make_pick(Audit *audit, AuditPick *pick)
{
    DetermineOptions options = audit->options.options;
    CaseHead head;
    options.alone = true;
    const Source *source = source_from(audit->task, audit->cases.at[pick->of].place, pick->text);
    LawbookOutcome outcome = lawbook_determine(audit->task, audit->lawbook, source, &options, &head, &pick->answer);
    if (outcome == LAWBOOK_DETERMINED)
        grow_trees(audit, pick);
    else
        pick->answer = NULL;
    return outcome != LAWBOOK_FAILED;
}

/* ---- a case ---- */

/* The name of the file without its folders and ".json". */
static Text file_name(Text place)
{
    size_t from = place.length;
    while (from > 0 && place.at[from - 1] != '/')
        from--;
    Text name = text_slice(place, from, place.length);
    return text_ends(name, TEXT(".json")) ? text_slice(name, 0, name.length - sizeof ".json" + 1) : name;
}

static Text id_of(const Work *work)
{
    const Json *id = json_get(work->json, TEXT("id"));
    return id && id->kind == JSON_STRING && id->text.length ? text_copy(work->keep, id->text) : file_name(work->out.place);
}

static void take_figures(Work *work)
{
    const Determination *answer = work->answer;
    work->out.status = lawbook_covers(work->program) ? answer->status : STATUS_NOT_COVERED;
    work->out.currency = work->program->currency;
    work->out.border = amount_of(answer->border);
    work->out.beside = amount_of(answer->beside);
    Value all = value_is_number(answer->border) && value_is_number(answer->beside) ? number_add(work->task->region, answer->border, answer->beside) : VALUE_NOTHING;
    work->out.lowest = answer->has_exposure ? amount_of(answer->all_lowest) : amount_of(all);
    work->out.highest = answer->has_exposure ? amount_of(answer->all_highest) : amount_of(all);
    work->out.confidence = answer->confidence;
    work->out.rank = answer->rank;
    work->out.law = text_copy(work->keep, answer->law);
    if (work->out.status != STATUS_DETERMINED)
        work->out.why = why_open(work);
}

/* What can be said of it; LAWBOOK_FAILED with errors. */
static LawbookOutcome ask(Work *work)
{
    if (!work->json || !case_head(work->task, work->source, work->json, &work->head))
        return LAWBOOK_FAILED;
    return lawbook_ask(work->task, work->audit->lawbook, work->source, work->json, &work->audit->options.options, &work->head, &work->program, &work->answer);
}

static void take_case(Work *work, LawbookOutcome outcome)
{
    work->out.id = id_of(work);
    work->out.program = work->program;
    work->out.jurisdiction = text_copy(work->keep, work->head.jurisdiction);
    work->out.movement = text_copy(work->keep, work->head.movement);
    work->out.status = outcome == LAWBOOK_UNTOLD ? STATUS_UNDETERMINED : STATUS_NOT_COVERED;
    if (outcome == LAWBOOK_UNTOLD)
        work->out.why = work->head.jurisdiction.length ? TEXT("movement") : TEXT("jurisdiction");
    if (outcome != LAWBOOK_DETERMINED)
        return;
    take_figures(work);
    take_readings(work);
    take_papers(work);
    take_exposure(work);
}

static bool keep_fault(Audit *audit, Task *task, const Source *source, Text place)
{
    const Problem *first = task->report->first;
    Region *keep = audit->task->region;
    Text message = first ? text_format(keep, TEXT_FMT " [%s]", TEXT_ARG(first->message), first->name) : TEXT_NONE;
    (void)source;
    *LIST_ADD(keep, audit->faults) = (AuditFault){ place, message };
    return false;
}

bool audit_case(Audit *audit, Task *task, const Source *source, Text place)
{
    Region *keep = audit->task->region;
    Work work = { .audit = audit, .task = task, .keep = keep, .source = source, .index = (uint32_t)audit->cases.count };
    work.out.place = text_copy(keep, place);
    work.json = source ? json_read(task, source) : NULL;
    LawbookOutcome outcome = ask(&work);
    if (outcome == LAWBOOK_FAILED)
        return keep_fault(audit, task, source, work.out.place);
    take_case(&work, outcome);
    *LIST_ADD(keep, audit->cases) = work.out;
    audit->open += work.out.status != STATUS_DETERMINED;
    take_total(audit, &work.out);
    if (audit->options.sample)
        take_pick(audit, work.index, text_trim(source->bytes));
    return true;
}

bool audit_close(Audit *audit)
{
    bool good = true;
    if (audit->totals.count)
        qsort(audit->totals.at, audit->totals.count, sizeof *audit->totals.at, by_country);
    for (size_t i = 0; i < audit->picks.count; i++)
        good &= make_pick(audit, &audit->picks.at[i]);
    return good;
}

/* determination/determination.c - one case, whole: told, run, varied, summed up. See determination.h. */
#include "determination/determination.h"

#include "determination/sheet.h"
#include "determination/vary.h"

const char *status_name(Status status)
{
    static const char *const NAMES[] = { "determined", "range", "undetermined", "not covered", "conflict" };
    return NAMES[status];
}

/* ---- words ---- */

static bool find_words(const Catalogue *catalogue, Text name, int language, Text *words)
{
    for (uint32_t i = 0; i < catalogue->count; i++)
        if (text_equal(catalogue->names[i].name, name)) {
            *words = catalogue->names[i].words[language].length ? catalogue->names[i].words[language] : name;
            return true;
        }
    return false;
}

Text name_in(const Program *program, Text name, int language)
{
    Text words = name;
    for (uint32_t c = 0; c < program->books->catalogue_count; c++)
        if (find_words(&program->books->catalogues[c], name, language, &words))
            break;
    return words;
}

Text name_in_part(const Program *program, Text type, Text part, Text name, int language)
{
    const Rulebooks *books = program->books;
    Text words;
    for (uint32_t i = 0; i < books->part_count; i++)
        if (books->parts[i].catalogue.length && text_equal(books->parts[i].type, type) && text_equal(books->parts[i].part, part))
            for (uint32_t c = 0; c < books->catalogue_count; c++)
                if (text_equal(books->catalogues[c].file, books->parts[i].catalogue) && find_words(&books->catalogues[c], name, language, &words))
                    return words;
    return name_in(program, name, language);
}

/* ---- eras ---- */

typedef LIST_OF(EraUsed) Eras;

typedef struct EraWalk {
    Region *region;
    Eras eras;
} EraWalk;

static void add_era(void *context, Frame *frame, uint16_t slot, const Note *note)
{
    EraWalk *walk = context;
    (void)frame, (void)slot;
    if (!note->sheet || note->sheet->kind != SHEET_TABLE || !note->has_day)
        return;
    EraUsed era = { note->decision, sheet_era_days(note->sheet, sheet_era(note->sheet, note->day)), note->day };
    for (size_t i = 0; i < walk->eras.count; i++)
        if (walk->eras.at[i].decision == era.decision && walk->eras.at[i].day == era.day)
            return;
    *LIST_ADD(walk->region, walk->eras) = era;
}

/* ---- what was not known yet ---- */

typedef struct LaterWalk {
    Region *region;
    LIST_OF(Later) later;
    LIST_OF(const LawSource *) undated;
} LaterWalk;

/* The source that made the difference: the first one that was published after the day, with the role asked for. */
static const LawSource *unknown_source(const Row *row, CitationRole role, int64_t known)
{
    for (uint32_t i = 0; i < row->citations.count; i++) {
        const Citation *citation = &row->citations.at[i];
        if (citation->role == role && citation->source && source_published(citation->source) > known)
            return citation->source;
    }
    return NULL;
}

/* What begins instead of a row whose end was not known. */
static const LawSource *follower_source(const Program *program, const LaterRow *ended, int64_t day)
{
    for (size_t i = 0; i < program->later.count; i++) {
        const LaterRow *row = &program->later.at[i];
        if (row->decision != ended->decision || !days_contain(row->row->in_force, day) || days_contain(row->seen, day))
            continue;
        const LawSource *source = unknown_source(row->row, CITES_BASIS, program->moment.known);
        if (source)
            return source;
    }
    return NULL;
}

static void add_later(LaterWalk *walk, const Program *program, const EraUsed *era)
{
    for (size_t i = 0; i < program->later.count; i++) {
        const LaterRow *row = &program->later.at[i];
        bool was = days_contain(row->row->in_force, era->day), seen = days_contain(row->seen, era->day);
        if (row->decision != era->decision || was == seen)
            continue;
        const LawSource *source = unknown_source(row->row, seen ? CITES_END : CITES_BASIS, program->moment.known);
        if (!source && seen)
            source = unknown_source(row->row, CITES_BASIS, program->moment.known);
        if (!source && seen)
            source = follower_source(program, row, era->day);
        *LIST_ADD(walk->region, walk->later) = (Later){ row->decision, row->row, seen, source ? source_published(source) : DAY_OPEN, source };
    }
}

static void add_undated(LaterWalk *walk, const Entry *entry)
{
    for (uint32_t i = 0; i < entry->cited.count; i++) {
        const Cited *cited = &entry->cited.at[i];
        bool noted = !cited->source || cited->source->has_published || cited->citation->role != CITES_BASIS;
        for (size_t k = 0; k < walk->undated.count && !noted; k++)
            noted = text_equal(walk->undated.at[k]->id, cited->source->id);
        if (!noted)
            *LIST_ADD(walk->region, walk->undated) = cited->source;
    }
}

static void find_later(Region *region, Determination *out)
{
    LaterWalk walk = { .region = region };
    if (!out->program->moment.has_known)
        return;
    for (uint32_t i = 0; i < out->era_count; i++)
        add_later(&walk, out->program, &out->eras[i]);
    for (const Entry *entry = out->entries; entry; entry = entry->next)
        add_undated(&walk, entry);
    out->later = walk.later.at;
    out->later_count = (uint32_t)walk.later.count;
    out->undated = walk.undated.at;
    out->undated_count = (uint32_t)walk.undated.count;
}

/* ---- layers ---- */

static bool choose_layer(Task *task, const Program *program, const DetermineOptions *options, Run *run)
{
    run->house = options->house;
    if (!options->voice.length || text_is(options->voice, "law"))
        return true;
    for (uint32_t i = 0; i < program->voice_count; i++)
        if (text_equal(program->voices[i], options->voice)) {
            run->voice = i + 1;
            return true;
        }
    Problem *p = report_error(task->report, "unknown-voice", SPAN_NONE, "no guidance page speaks with the voice \"" TEXT_FMT "\"", TEXT_ARG(options->voice));
    Text near = text_nearest(options->voice, program->voices, program->voice_count);
    if (near.length)
        problem_hint(task->report, p, "Did you mean \"" TEXT_FMT "\"?", TEXT_ARG(near));
    return false;
}

/* ---- the whole ---- */

Run *case_prepare(Task *task, const Program *program, const Source *source, const Json *json, const DetermineOptions *options, bool tracing, const Case **facts)
{
    Run *run = REGION_NEW(task->region, Run);
    run_init(run, program, task->region);
    run->lists = options->lists;
    if (tracing)
        run_trace(run);
    *facts = case_tell(task, run, source, json, &options->facts);
    return *facts && choose_layer(task, program, options, run) ? run : NULL;
}

static void take_answer(Determination *out, const Answer *answer)
{
    out->status = answer->status;
    out->entries = answer->first;
    out->entry_count = answer->count;
    out->border = answer->border;
    out->beside = answer->beside;
    out->house = answer->house;
    out->confidence = answer->confidence;
    out->rank = answer->rank;
}

/* A large case is varied less often, so that the time stays in bounds. */
uint32_t case_run_limit(const Case *facts)
{
    uint32_t runs = LIMIT_RUN_THINGS / (facts->thing_count + 1);
    return runs > LIMIT_RUNS ? LIMIT_RUNS : runs < LIMIT_RUNS_LEAST ? LIMIT_RUNS_LEAST : runs;
}

const Determination *determine(Task *task, const Program *program, const Source *source, const Json *json, const DetermineOptions *options)
{
    Determination *out = REGION_NEW(task->region, Determination);
    const Case *again;
    *out = (Determination){ .program = program, .currency = program->currency, .has_as_of = options->facts.has_as_of, .as_of = options->facts.as_of, .runs = 1 };
    out->run = case_prepare(task, program, source, json, options, true, &out->facts);
    Answer *answer = REGION_NEW(task->region, Answer);
    out->run_limit = out->run ? case_run_limit(out->facts) : 0;
    if (!out->run || !answer_build(task, out->run, answer, true))
        return NULL;
    take_answer(out, answer);
    Run *trial = options->alone ? NULL : case_prepare(task, program, source, json, options, true, &again);
    if (trial) {
        bool *asked = REGION_ARRAY(task->region, bool, program->question_count + 1);
        Variation variation = { task, program, out->run, trial, answer, asked, out };
        vary_readings(&variation);
        vary_missing(&variation);
        vary_undecided(&variation);
    }
    EraWalk walk = { .region = task->region };
    run_each_note(out->run, add_era, &walk);
    out->eras = walk.eras.at;
    out->era_count = (uint32_t)walk.eras.count;
    find_later(task->region, out);
    out->law = text_copy(task->region, program->law);
    return out;
}

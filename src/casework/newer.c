/* casework/newer.c - see newer.h. Most records say what they said: one run tells that. Only those that do not are run under their own law,
 * and as the law was known. */
#include "casework/newer_inside.h"

#include <stdlib.h>

#include "base/file.h"
#include "determination/answer.h"
#include "value/zone.h"

enum { MOST_LENS_DAYS = 16, MOST_ARTICLES = 6 };

/* ---- names ---- */

const char *newer_outcome_name(NewerOutcome outcome)
{
    static const char *const names[] = { "same", "other grounds", "changed", "not run", "erased", "broken" };
    return names[outcome];
}

const char *newer_standing_name(NewerStanding standing)
{
    static const char *const names[] = { "draft", "overtaken", "declared", "paid" };
    return names[standing];
}

const char *newer_known_name(NewerKnown known)
{
    static const char *const names[] = { "not asked", "published later", "known then", "partly" };
    return names[known];
}

/* ---- opening ---- */

/* Pages of countries are told apart by the hash of those that are linked for a case; all else counts for every case. */
static bool is_shared(Text path)
{
    static const char folder[] = "rulebooks/";
    if (!text_starts(path, text_of(folder)) || !text_ends(path, TEXT(".md")))
        return true;
    return text_find(path, TEXT("/"), sizeof folder - 1) == SIZE_MAX;
}

static Text shared_of(Region *region, const Json *files)
{
    Builder out = builder_on(region);
    for (const Json *file = files ? files->first : NULL; file; file = file->next)
        if (file->count == 2 && is_shared(file->first->text))
            build_format(&out, TEXT_FMT " " TEXT_FMT "\n", TEXT_ARG(file->first->text), TEXT_ARG(file->first->next->text));
    return builder_text(&out);
}

bool newer_open(Newer *newer, Task *task, Ledger *ledger, const NewerOptions *options)
{
    LawText text;
    *newer = (Newer){ .task = task, .ledger = ledger, .options = *options };
    newer->replay = replay_open(task);
    if (!law_read(task, &options->law, &text))
        return false;
    newer->manifest = text.hash;
    const Source *source = source_from(task, TEXT("law"), text.manifest);
    newer->shared = shared_of(task->region, source ? json_read(task, source) : NULL);
    return newer->shared.length > 0;
}

/* What rests on pages of the ledger that are laid out, which the next law of the ledger takes the place of. */
static void forget_house(Newer *newer)
{
    if (newer->housed)
        lawbook_close(&newer->lens);
    newer->lens_days = newer->lens ? newer->lens_days : 0;
    lawbook_close(&newer->housed);
}

void newer_close(Newer *newer)
{
    forget_house(newer);
    lawbook_close(&newer->lens);
    if (newer->replay)
        replay_close(newer->task, &newer->replay);
}

/* ---- one run ---- */

bool newer_run(NewerWork *work, Lawbook *lawbook, const DetermineOptions *options, NewerSide *side)
{
    *side = (NewerSide){ .status = STATUS_UNDETERMINED };
    side->outcome = lawbook_ask(work->task, lawbook, work->source, work->json, options, &work->head, &side->program, &side->answer);
    if (side->outcome == LAWBOOK_NOT_COVERED)
        side->status = STATUS_NOT_COVERED;
    else if (side->outcome == LAWBOOK_DETERMINED)
        side->status = side->answer->status;
    return side->outcome != LAWBOOK_FAILED;
}

static Text said(NewerWork *work, const NewerSide *side)
{
    return answer_canonical(work->task, side->outcome, &work->head, side->answer);
}

static bool holds(Text words, Text word)
{
    for (Text rest = words; rest.length;)
        if (text_equal(text_trim(text_cut(rest, ';', &rest)), word))
            return true;
    return false;
}

Text newer_articles(Region *region, CitedList cited, const Decision *of)
{
    Builder out = builder_on(region);
    uint32_t count = 0;
    for (uint32_t i = 0; i < cited.count && count < MOST_ARTICLES; i++) {
        const Cited *one = &cited.at[i];
        if (!one->source || one->citation->role == CITES_SUPPORT || (of && one->decision != of))
            continue;
        Text article = one->citation->article, words = text_format(region, TEXT_FMT "%s" TEXT_FMT, TEXT_ARG(one->source->id), article.length ? " " : "", TEXT_ARG(article));
        if (holds(builder_text(&out), words))
            continue;
        build_format(&out, "%s" TEXT_FMT, out.length ? "; " : "", TEXT_ARG(words));
        count++;
    }
    return builder_text(&out);
}

NewerName newer_name(const NewerWork *work, Text type, Text part, Text name)
{
    NewerName out = { .plain = text_copy(work->keep, name) };
    for (int language = 0; language < 3 && name.length; language++)
        out.words[language] = text_copy(work->keep, name_in_part(work->after.program, type, part, name, language));
    return out;
}

/* ---- the same, or not ---- */

/* Members of an answer that tell of the pages and of the work, not of the case. */
static bool is_of_the_pages(Text name)
{
    static const char *const names[] = { "law", "coverage", "eras", "runs", "undated_sources", "published_later", "not_varied" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (text_equal(name, text_of(names[i])))
            return true;
    return false;
}

static bool says_the_same(NewerWork *work, Text now)
{
    if (text_equal(now, work->kept))
        return true;
    Text rest = answer_differences(work->task, work->kept, now);
    while (rest.length)
        if (!is_of_the_pages(text_trim(text_cut(rest, ',', &rest))))
            return false;
    return true;
}

/* ---- the same pages ---- */

/* Asked of each law of the ledger once as long as records of one law follow one another. */
static void look_at_law(NewerWork *work, Text law)
{
    Newer *newer = work->newer;
    const Source *source;
    if (text_equal(newer->law, law))
        return;
    forget_house(newer);
    const Record *record = ledger_get(work->task, newer->ledger, law);
    const Json *body = record ? record_body(work->task, record, &source) : NULL, *files = body ? json_get(body, TEXT("files")) : NULL;
    Text shared = shared_of(work->task->region, files);
    newer->law_shares = text_equal(shared, newer->shared);
    newer->law_has_house = text_find(text_join(work->task->region, TEXT("\n"), shared), TEXT("\nhouse/"), 0) != SIZE_MAX;
    newer->law = text_copy(newer->task->region, law);
}

/* The pages it is run under; false with errors. A record that was made with a house's own pages is run with them again, unless others are told. */
static bool find_pages(NewerWork *work)
{
    Newer *newer = work->newer;
    Text law = newer_member(work->body, "law");
    look_at_law(work, law);
    work->law = newer->options.law;
    work->lawbook = newer->options.lawbook;
    if (work->law.house || !newer->law_has_house)
        return true;
    if (!replay_law(work->task, newer->replay, newer->ledger, law))
        return false;
    work->law.house = replay_folders(newer->replay)->house;
    if (!newer->housed) {
        lawbook_close(&newer->lens);
        newer->lens_days = 0;
        newer->housed = lawbook_open(work->task, &(LawbookOptions){ .folder = work->law.rulebooks, .data_folder = work->law.data, .house = work->law.house });
    }
    work->lawbook = newer->housed;
    return work->lawbook != NULL;
}

/* The very pages and the very engine: what it says is what it said, which `replay` proves without newer pages. */
static bool is_of_these_pages(NewerWork *work)
{
    Text pages = newer_member(work->body, "pages");
    if (work->newer->options.has_law || !pages.length || !text_is(newer_member(work->body, "engine"), DECLARANT_VERSION))
        return false;
    if (!text_equal(newer_member(work->body, "time_zones"), text_of(zone_edition())) || !work->newer->law_shares)
        return false;
    const Program *program = lawbook_program(work->task, work->lawbook, work->head.jurisdiction, work->head.movement);
    return program && text_equal(program->law, pages);
}

/* ---- what was recorded ---- */

/* Its own law must give what was recorded; else what is told rests on another answer, and that is said. */
static bool run_own_law(NewerWork *work)
{
    Newer *newer = work->newer;
    Lawbook *own = replay_law(work->task, newer->replay, newer->ledger, newer_member(work->body, "law"));
    if (!own || !newer_run(work, own, &work->options, &work->before))
        return false;
    Text then = said(work, &work->before);
    if (!text_equal(then, work->kept)) {
        work->out.outcome = NEWER_BROKEN;
        work->out.why = text_copy(work->keep, answer_differences(work->task, work->kept, then));
    }
    return true;
}

static void unrun(NewerWork *work)
{
    const Problem *first = work->task->report->first;
    work->out.outcome = NEWER_UNRUN;
    work->out.why = first ? text_copy(work->keep, first->message) : TEXT_NONE;
    work->out.fault = first ? text_copy(work->keep, text_of(first->name)) : TEXT_NONE;
}

/* ---- as it was known ---- */

/* The newer pages, linked as known on a few days at a time, so that a ledger of years does not fill the memory with programs. */
static Lawbook *lens_for(NewerWork *work, int64_t day)
{
    Newer *newer = work->newer;
    if (newer->lens && newer->lens_day == day)
        return newer->lens;
    if (newer->lens_days == MOST_LENS_DAYS) {
        lawbook_close(&newer->lens);
        newer->lens_days = 0;
    }
    if (!newer->lens)
        newer->lens = lawbook_open(work->task, &(LawbookOptions){ .folder = work->law.rulebooks, .data_folder = work->law.data, .house = work->law.house });
    newer->lens_day = day;
    newer->lens_days++;
    return newer->lens;
}

/* The day on which it is asked what could be known: of the act, else of the record; never later than the record itself says. */
static int64_t day_of_knowing(const NewerWork *work)
{
    const NewerOptions *options = &work->newer->options;
    int64_t day = options->known;
    Text told = work->out.act_day.length ? work->out.act_day : text_slice(work->record->made_at, 0, sizeof "YYYY-MM-DD" - 1);
    if (!options->has_known && !date_read(&day, told))
        day = options->today;
    return work->options.moment.has_known && work->options.moment.known < day ? work->options.moment.known : day;
}

static bool run_known(NewerWork *work)
{
    DetermineOptions options = work->options;
    if (work->newer->options.has_law)
        return true;
    options.alone = true;
    options.moment.has_known = true;
    options.moment.known = day_of_knowing(work);
    work->options_known = options.moment.known;
    Lawbook *lens = lens_for(work, options.moment.known);
    work->out.known_day = date_text(work->keep, options.moment.known);
    work->has_known = lens && newer_run(work, lens, &options, &work->known);
    return work->has_known;
}

/* ---- a record ---- */

/* False: the case cannot be run, and why is in the report. */
static bool read_question(NewerWork *work)
{
    work->source = source_from(work->task, work->question.case_id, work->question.facts);
    work->json = work->source ? json_read(work->task, work->source) : NULL;
    return work->json && question_options(work->task, &work->question, &work->options) && case_head(work->task, work->source, work->json, &work->head);
}

static void take_head(NewerWork *work)
{
    work->out.jurisdiction = text_copy(work->keep, work->head.jurisdiction);
    work->out.currency = work->after.program ? text_copy(work->keep, work->after.program->currency) : TEXT_NONE;
    work->out.was = text_copy(work->keep, newer_member(work->body, "status"));
    work->out.is = work->after.program ? text_of(status_name(work->after.status)) : work->out.was;
}

/* Under newer pages; true when there is more to tell of it. */
static bool run_newer(NewerWork *work)
{
    const NewerOptions *newer = &work->newer->options;
    bool good = find_pages(work) && read_question(work);
    if (good && is_of_these_pages(work)) {
        take_head(work);
        return false;
    }
    DetermineOptions options = work->options;
    options.moment.has_law = newer->has_law;
    options.moment.law = newer->law_day;
    if (!good || !newer_run(work, work->lawbook, &options, &work->after)) {
        unrun(work);
        return false;
    }
    take_head(work);
    return !says_the_same(work, said(work, &work->after));
}

static void look_closer(NewerWork *work)
{
    if (!run_own_law(work) || !run_known(work) || !newer_compare(work)) {
        unrun(work);
        return;
    }
    if (newer_changed(&work->out) && !work->newer->options.has_law)
        newer_follow(work);
}

static bool look(NewerWork *work)
{
    ReplayOutcome outcome = kept_question(work->task, work->newer->ledger, work->record, work->body, &work->question, &work->kept);
    if (outcome == REPLAY_ERASED)
        work->out.outcome = NEWER_ERASED;
    else if (outcome == REPLAY_FAILED)
        return false;
    else if (run_newer(work)) {
        if (!newer_stand(work))
            return false;
        look_closer(work);
    }
    return true;
}

bool newer_record(Newer *newer, Task *task, const Record *record)
{
    Region *keep = newer->task->region;
    const Source *source;
    NewerWork work = { .newer = newer, .task = task, .keep = keep, .record = record };
    work.out = (NewerCase){ .record = text_copy(keep, record->hash), .case_id = text_copy(keep, record->case_id), .made_at = text_copy(keep, record->made_at) };
    work.body = record_body(task, record, &source);
    if (!work.body)
        work.out.outcome = NEWER_ERASED;
    if (work.body ? !look(&work) : task->report->errors > 0)
        return false;
    newer->counts[work.out.outcome]++;
    *LIST_ADD(keep, newer->cases) = work.out;
    return true;
}

/* ---- sums and order ---- */

static NewerSum *sum_of(Newer *newer, const NewerCase *one)
{
    for (size_t i = 0; i < newer->sums.count; i++)
        if (text_equal(newer->sums.at[i].jurisdiction, one->jurisdiction) && text_equal(newer->sums.at[i].currency, one->currency))
            return &newer->sums.at[i];
    NewerSum *sum = LIST_ADD(newer->task->region, newer->sums);
    *sum = (NewerSum){ .jurisdiction = one->jurisdiction, .currency = one->currency };
    return sum;
}

/* What is paid to customs and what beside it go to different offices: one does not make up for the other. */
static void add_moved(NewerSum *sum, const NewerCase *one, bool *gains, bool *owes)
{
    const Decimal *moved[] = { one->has_border ? &one->border : NULL, one->has_beside ? &one->beside : NULL };
    for (int i = 0; i < 2; i++) {
        int order = moved[i] ? decimal_compare(moved[i], &DECIMAL_ZERO) : 0;
        if (order > 0)
            decimal_add(&sum->owes, &sum->owes, moved[i]);
        if (order < 0)
            decimal_subtract(&sum->gains, &sum->gains, moved[i]);
        *owes |= order > 0;
        *gains |= order < 0;
    }
}

static void add_case(Newer *newer, const NewerCase *one)
{
    bool gains = false, owes = false;
    if (!newer_changed(one))
        return;
    NewerSum *sum = sum_of(newer, one);
    sum->drafts += one->standing == NEWER_DRAFT;
    if (!newer_acted(one) && !(newer->options.has_law && one->standing == NEWER_DRAFT)) /* under the law of a day a draft costs as much as what was declared */
        return;
    add_moved(sum, one, &gains, &owes);
    sum->changed++;
    sum->gaining += gains;
    sum->owing += owes;
    sum->open += one->money && (!one->has_border || !one->has_beside);
    sum->disclose += one->disclose;
    sum->later += one->known == KNOWN_LATER;
}

static Decimal size_of(const NewerCase *one)
{
    Decimal sum, minus, border = one->has_border ? one->border : DECIMAL_ZERO, beside = one->has_beside ? one->beside : DECIMAL_ZERO;
    if (!decimal_add(&sum, &border, &beside) || decimal_compare(&sum, &DECIMAL_ZERO) >= 0)
        return sum;
    decimal_subtract(&minus, &DECIMAL_ZERO, &sum);
    return minus;
}

/* What was acted upon before drafts, what changed before what did not. */
static int rank_of(const NewerCase *one)
{
    if (newer_changed(one))
        return newer_acted(one) ? 0 : one->standing == NEWER_DRAFT ? 1 : 2;
    return one->outcome == NEWER_UNRUN || one->outcome == NEWER_ERASED ? 3 : 4;
}

static int by_money(const void *a, const void *b)
{
    const NewerCase *one = a, *other = b;
    int order = rank_of(one) - rank_of(other);
    if (!order)
        order = text_compare(one->currency, other->currency);
    Decimal x = size_of(one), y = size_of(other);
    if (!order)
        order = decimal_compare(&y, &x);
    if (!order)
        order = text_compare(one->case_id, other->case_id);
    if (!order)
        order = text_compare(one->made_at, other->made_at);
    return order ? order : text_compare(one->record, other->record);
}

static int by_country(const void *a, const void *b)
{
    const NewerSum *one = a, *other = b;
    int order = text_compare(one->jurisdiction, other->jurisdiction);
    return order ? order : text_compare(one->currency, other->currency);
}

void newer_sort(Newer *newer)
{
    for (size_t i = 0; i < newer->cases.count; i++)
        add_case(newer, &newer->cases.at[i]);
    if (newer->cases.count)
        qsort(newer->cases.at, newer->cases.count, sizeof *newer->cases.at, by_money);
    if (newer->sums.count)
        qsort(newer->sums.at, newer->sums.count, sizeof *newer->sums.at, by_country);
}

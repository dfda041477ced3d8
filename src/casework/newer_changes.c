/* casework/newer_changes.c - two determinations of one case under two texts of the law, entry by entry. See newer_inside.h. */
#include "casework/newer_inside.h"

#include "determination/answer.h"
#include "determination/cause.h"
#include "determination/compare.h"
#include "determination/sheet.h"

typedef struct Comparing {
    NewerWork *work;
    CauseFinder *finder;
    Answer before, after, known; /* entries by their keys */
    uint32_t asked, later, then; /* changes of which it was asked whether they could be known; those published later, those that had been */
} Comparing;

/* ---- entries ---- */

/* The same list in the other's books, which are read apart. */
static const AnswerList *list_in(const Determination *answer, const AnswerList *list)
{
    const Rulebooks *books = answer->program->books;
    for (uint32_t i = 0; i < books->list_count; i++)
        if (text_equal(books->lists[i].list, list->list))
            return &books->lists[i];
    return NULL;
}

static const Entry *twin(const Answer *in, const Determination *of, const Entry *entry)
{
    const AnswerList *list = list_in(of, entry->list);
    return list ? entry_with_key(in, list, entry->key) : NULL;
}

/* What the entry is called: the first word of its key, else its decision. */
static NewerName name_of(const NewerWork *work, const Entry *entry)
{
    Text part = entry->list->key_count ? entry->list->keys[0] : TEXT("charge");
    Value key = entry->list->key_count ? entry_part(entry, text_string(work->task->region, part)) : VALUE_NOTHING;
    return newer_name(work, entry->list->type, part, key.kind == VALUE_TEXT ? text_of_value(key) : entry->decision->name);
}

static Text shown(Region *keep, Value value)
{
    Builder out = builder_on(keep);
    if (value.kind == VALUE_ABSENT)
        return mark_text(value.mark);
    if (value.kind == VALUE_UNKNOWN)
        return TEXT("not known");
    if (value.kind == VALUE_TEXT)
        return text_copy(keep, text_of_value(value));
    if (value_is_there(value) && value.kind != VALUE_CONTEXT && value.kind != VALUE_LIST && value.kind != VALUE_THING)
        value_print(&out, value);
    return builder_text(&out);
}

/* The first part of a record that the two do not say alike; of one alone, none. */
static const char *part_that_differs(Region *region, const Entry *before, const Entry *after)
{
    if (!before || !after || before->value.kind != VALUE_CONTEXT || after->value.kind != VALUE_CONTEXT)
        return NULL;
    const Shape *shape = after->value.context->shape;
    for (uint32_t i = 0; i < shape->count; i++) {
        const char *part = text_string(region, shape->names[i]);
        if (!value_alike(entry_part(before, part), after->value.context->at[i]))
            return part;
    }
    return NULL;
}

static Text told(Comparing *comparing, const Entry *entry, const char *part)
{
    Region *keep = comparing->work->keep;
    if (!entry)
        return TEXT_NONE;
    if (entry->decision->shape == SHAPE_CHARGE)
        return shown(keep, entry_amount(entry));
    if (entry->value.kind != VALUE_CONTEXT)
        return shown(keep, entry->value);
    static const char *const telling[] = { "day", "number", "state", "level", "says", "why" };
    for (size_t i = 0; !part && i < sizeof telling / sizeof *telling; i++)
        part = entry_part(entry, telling[i]).kind != VALUE_NULL ? telling[i] : NULL;
    return part ? shown(keep, entry_part(entry, part)) : TEXT_NONE;
}

/* ---- causes ---- */

static bool is_question(const Program *program, Text name)
{
    for (uint32_t i = 0; i < program->question_count; i++)
        if (text_equal(program->questions[i]->name, name))
            return true;
    return false;
}

static void take_cited(NewerCause *out, CitedList cited)
{
    int64_t newest = DAY_EVER;
    for (uint32_t i = 0; i < cited.count; i++) {
        const Cited *one = &cited.at[i];
        out->unverified |= one->confidence == CONFIDENCE_UNVERIFIED;
        if (!one->source || one->citation->role != CITES_BASIS || source_published(one->source) < newest)
            continue;
        newest = source_published(one->source);
        out->has_published = one->source->has_published;
        out->published = newest;
    }
}

static void take_cause(Comparing *comparing, NewerChange *change, const Cause *cause)
{
    Region *keep = comparing->work->keep;
    NewerCause out = { .decision = newer_name(comparing->work, TEXT_NONE, TEXT_NONE, cause->decision), .of = text_copy(keep, cause->of), .before = text_copy(keep, cause->before), .after = text_copy(keep, cause->after),
                       .articles = newer_articles(keep, cause->cited, NULL), .question = is_question(comparing->work->after.program, cause->decision) };
    take_cited(&out, cause->cited);
    *LIST_ADD(keep, change->causes) = out;
}

/* ---- known ---- */

static NewerKnown known_of(Comparing *comparing, const Entry *before, const Entry *after)
{
    const NewerWork *work = comparing->work;
    const Determination *answer = work->known.answer;
    if (!work->has_known || !answer)
        return KNOWN_UNASKED;
    const Entry *known = twin(&comparing->known, answer, after ? after : before);
    if (compared_alike(known, after))
        return KNOWN_THEN;
    return compared_alike(known, before) || !known || known->status != STATUS_DETERMINED ? KNOWN_LATER : KNOWN_PARTLY;
}

static void keep_change(Comparing *comparing, const NewerChange *change)
{
    comparing->asked += change->known != KNOWN_UNASKED;
    comparing->later += change->known == KNOWN_LATER;
    comparing->then += change->known == KNOWN_THEN;
    *LIST_ADD(comparing->work->keep, comparing->work->out.changes) = *change;
}

/* ---- changes ---- */

static Value money_of(const Entry *entry)
{
    Value amount = entry ? entry_amount(entry) : value_small(0, 0);
    return amount.kind == VALUE_ABSENT && amount.mark == MARK_NONE ? value_small(0, 0) : amount;
}

static void take_money(NewerChange *change, const Entry *before, const Entry *after)
{
    Value from = money_of(before), to = money_of(after);
    change->is_money = (after ? after : before)->decision->shape == SHAPE_CHARGE;
    if (!change->is_money || !value_is_number(from) || !value_is_number(to))
        return;
    Decimal was = decimal_of_value(from), is = decimal_of_value(to);
    change->has_moved = decimal_subtract(&change->moved, &is, &was);
}

static void add_change(Comparing *comparing, const Entry *before, const Entry *after)
{
    NewerWork *work = comparing->work;
    const Entry *entry = after ? after : before;
    const char *part = part_that_differs(work->task->region, before, after);
    NewerChange change = { .list = text_copy(work->keep, entry->list->list), .name = name_of(work, entry), .of = text_copy(work->keep, entry->of),
                           .kind = !before ? "added" : !after ? "gone" : "changed", .before = told(comparing, before, part), .after = told(comparing, after, part),
                           .known = known_of(comparing, before, after) };
    take_money(&change, before, after);
    Causes causes = causes_of(comparing->finder, before, after);
    for (uint32_t i = 0; i < causes.count; i++)
        take_cause(comparing, &change, &causes.at[i]);
    keep_change(comparing, &change);
}

static void find_changes(Comparing *comparing)
{
    NewerWork *work = comparing->work;
    for (const Entry *entry = work->before.answer->entries; entry; entry = entry->next) {
        const Entry *same = twin(&comparing->after, work->after.answer, entry);
        if (!compared_alike(entry, same))
            add_change(comparing, entry, same);
    }
    for (const Entry *entry = work->after.answer->entries; entry; entry = entry->next)
        if (!twin(&comparing->before, work->before.answer, entry) && !compared_alike(NULL, entry))
            add_change(comparing, NULL, entry);
}

/* ---- readings ---- */

static bool same_alternative(const Alternative *a, const Alternative *b)
{
    Text question = a->question ? a->question->name : TEXT_NONE, other = b->question ? b->question->name : TEXT_NONE;
    return text_equal(a->because, b->because) && text_equal(question, other) && text_equal(a->voice, b->voice) &&
           text_equal(a->reading ? a->reading->name : TEXT_NONE, b->reading ? b->reading->name : TEXT_NONE);
}

/* The one that is like it; what it comes to stands at the first of those that say the same. */
static const Alternative *alternative_like(const Determination *answer, const Alternative *like)
{
    for (const Alternative *first = answer->alternatives; first; first = first->next)
        for (const Alternative *one = first; one; one = one->merged)
            if (same_alternative(one, like))
                return first;
    return NULL;
}

/* A reading or voice that came is known from its sources alone: the run of what was known asks for no alternatives. */
static void take_reading(const NewerWork *work, NewerChange *change, const Alternative *one)
{
    NewerCause cause = { .decision = change->name, .after = text_copy(work->keep, one->reading ? one->reading->name : TEXT_NONE), .question = one->question != NULL };
    Builder articles = builder_on(work->keep);
    int64_t newest = one->voice_source ? source_published(one->voice_source) : DAY_EVER;
    cause.has_published = one->voice_source && one->voice_source->has_published;
    for (uint32_t i = 0; one->reading && i < one->reading->citations.count; i++) {
        const Citation *citation = &one->reading->citations.at[i];
        if (!citation->source || citation->role != CITES_BASIS)
            continue;
        build_format(&articles, "%s" TEXT_FMT "%s" TEXT_FMT, articles.length ? "; " : "", TEXT_ARG(citation->source->id), citation->article.length ? " " : "", TEXT_ARG(citation->article));
        if (source_published(citation->source) < newest)
            continue;
        newest = source_published(citation->source);
        cause.has_published = citation->source->has_published;
    }
    cause.published = newest;
    cause.articles = builder_text(&articles);
    change->known = !work->has_known ? KNOWN_UNASKED : newest > work->options_known ? KNOWN_LATER : KNOWN_THEN;
    *LIST_ADD(work->keep, change->causes) = cause;
}

static void add_reading(Comparing *comparing, const Alternative *one, const Alternative *before, const Alternative *after)
{
    NewerWork *work = comparing->work;
    bool beside = before && after && value_alike(before->border, after->border);
    Value from = !before ? VALUE_NOTHING : beside ? before->beside : before->border, to = !after ? VALUE_NOTHING : beside ? after->beside : after->border;
    if (before && after && value_alike(from, to))
        return;
    Text of = one->reading ? one->reading->name : one->voice;
    NewerChange change = { .list = TEXT("readings"), .of = text_copy(work->keep, of), .name = newer_name(work, TEXT_NONE, TEXT_NONE, one->question ? one->question->name : one->voice_source ? one->voice_source->instrument : one->because),
                           .kind = !before ? "added" : !after ? "gone" : "changed", .before = shown(work->keep, from), .after = shown(work->keep, to), .is_money = true };
    if (value_is_number(from) && value_is_number(to)) {
        Decimal was = decimal_of_value(from), is = decimal_of_value(to);
        change.has_moved = decimal_subtract(&change.moved, &is, &was);
    }
    if (!before)
        take_reading(work, &change, one);
    keep_change(comparing, &change);
}

static void find_readings(Comparing *comparing)
{
    const Determination *before = comparing->work->before.answer, *after = comparing->work->after.answer;
    for (const Alternative *first = before->alternatives; first; first = first->next)
        for (const Alternative *one = first; one; one = one->merged)
            add_reading(comparing, one, first, alternative_like(after, one));
    for (const Alternative *first = after->alternatives; first; first = first->next)
        for (const Alternative *one = first; one; one = one->merged)
            if (!alternative_like(before, one))
                add_reading(comparing, one, NULL, first);
}

/* ---- the whole ---- */

static bool moved(Value before, Value after, Decimal *by)
{
    if (!value_is_number(before) || !value_is_number(after))
        return false;
    Decimal from = decimal_of_value(before), to = decimal_of_value(after);
    return decimal_subtract(by, &to, &from);
}

/* Readings and voices, what each would come to, and between what the money lies. */
static Text doubts(Region *region, const Determination *answer)
{
    Builder out = builder_on(region);
    for (const Alternative *first = answer->alternatives; first; first = first->next)
        for (const Alternative *one = first; one; one = one->merged) {
            build_format(&out, TEXT_FMT "|" TEXT_FMT "|" TEXT_FMT "|", TEXT_ARG(one->question ? one->question->name : one->voice), TEXT_ARG(one->reading ? one->reading->name : TEXT_NONE), TEXT_ARG(one->because));
            value_print(&out, first->border);
            build_byte(&out, '|');
            value_print(&out, first->beside);
            build_byte(&out, '\n');
        }
    return builder_text(&out);
}

static bool same_range(const Determination *a, const Determination *b)
{
    return a->has_exposure == b->has_exposure &&
           (!a->has_exposure || (value_alike(a->lowest, b->lowest) && value_alike(a->highest, b->highest) && value_alike(a->beside_lowest, b->beside_lowest) && value_alike(a->beside_highest, b->beside_highest)));
}

static void take_totals(NewerWork *work)
{
    const Determination *before = work->before.answer, *after = work->after.answer;
    work->out.has_border = moved(before->border, after->border, &work->out.border);
    work->out.has_beside = moved(before->beside, after->beside, &work->out.beside);
    work->out.money = !value_alike(before->border, after->border) || !value_alike(before->beside, after->beside) || !same_range(before, after);
    work->out.readings = !text_equal(doubts(work->task->region, before), doubts(work->task->region, after));
}

static NewerKnown known_of_all(const Comparing *comparing)
{
    if (!comparing->asked)
        return KNOWN_UNASKED;
    return comparing->later == comparing->asked ? KNOWN_LATER : comparing->then == comparing->asked ? KNOWN_THEN : KNOWN_PARTLY;
}

static void compare_answers(NewerWork *work)
{
    Comparing comparing = { .work = work, .finder = cause_finder(work->task, work->before.answer, work->after.answer) };
    answer_index(work->task->region, &comparing.before, work->before.answer);
    answer_index(work->task->region, &comparing.after, work->after.answer);
    if (work->known.answer)
        answer_index(work->task->region, &comparing.known, work->known.answer);
    find_changes(&comparing);
    find_readings(&comparing);
    take_totals(work);
    work->out.known = known_of_all(&comparing);
}

bool newer_compare(NewerWork *work)
{
    bool both = work->before.answer && work->after.answer;
    if (both)
        compare_answers(work);
    bool other = work->before.status != work->after.status || work->out.changes.count || work->out.money || work->out.readings || (!both && work->before.answer != work->after.answer);
    if (work->out.outcome != NEWER_BROKEN)
        work->out.outcome = other ? NEWER_CHANGED : NEWER_GROUNDS;
    return true;
}

/* rulebook/sources.c - who cites what: finds every cited source, and holds the days of rows against those of their bases.
 *
 * A source is looked for on the page, then on all pages of its jurisdiction, then on the pages of WORLD. */
#include "rulebook/reader.h"

typedef struct Resolver {
    Library *library;
    Report *report;
    Region *region;
    NameIndex index;    /* scope: a page, or a jurisdiction */
    const Page *page;   /* the one whose citations are resolved */
    uint32_t page_scope;
} Resolver;

/* ---- scopes ---- */

enum { WORLD_SCOPE = 0, PAGE_SCOPES = 0x10000 };

uint32_t jurisdiction_scope(Text jurisdiction)
{
    if (jurisdiction.length != 2)
        return WORLD_SCOPE;
    return (uint32_t)(unsigned char)jurisdiction.at[0] << 8 | (unsigned char)jurisdiction.at[1];
}

/* ---- the index ---- */

static bool same_days(DaySpans a, DaySpans b)
{
    return a.count == b.count && (!a.count || memcmp(a.at, b.at, a.count * sizeof *a.at) == 0);
}

static bool says_the_same(const LawSource *a, const LawSource *b)
{
    return text_equal(a->instrument, b->instrument) && a->grade == b->grade && a->confidence == b->confidence &&
           a->has_published == b->has_published && a->published == b->published && same_days(a->in_force, b->in_force);
}

static void source_clash(Resolver *resolver, const LawSource *source, const LawSource *former, const char *name,
                         const char *what)
{
    Problem *problem = report_error(resolver->report, name, source->span, "source \"" TEXT_FMT "\" %s",
                                    TEXT_ARG(text_shown(source->id)), what);
    problem_also(resolver->report, problem, former->span, "the other row");
}

static void index_source(Resolver *resolver, const LawSource *source, uint32_t page_scope)
{
    const LawSource *former = names_add(&resolver->index, page_scope, source->id, source);
    if (former) {
        source_clash(resolver, source, former, "source-twice", "stands twice on its page");
        return;
    }
    former = names_add(&resolver->index, jurisdiction_scope(source->page->jurisdiction), source->id, source);
    if (former && !says_the_same(source, former))
        source_clash(resolver, source, former, "source-differs", "is another on another page");
}

/* ---- citations ---- */

enum { MOST_COMPARED = 1000 }; /* ids a misspelt one is held against */

static void unknown_source(Resolver *resolver, const Citation *citation)
{
    LIST_OF(Text) known = { 0 };
    Problem *problem = report_error(resolver->report, "unknown-source", citation->span,
                                    "no source has the id \"" TEXT_FMT "\"",
                                    TEXT_ARG(text_shown(citation->source_id)));
    if (resolver->report->left_out)
        return; /* nobody will read the hint */
    uint32_t here = jurisdiction_scope(resolver->page->jurisdiction);
    for (uint32_t i = 0; i < resolver->library->page_count; i++) {
        const Page *page = &resolver->library->pages[i];
        uint32_t scope = jurisdiction_scope(page->jurisdiction);
        bool visible = scope == here || scope == WORLD_SCOPE;
        for (uint32_t k = 0; k < page->source_count && visible && known.count < MOST_COMPARED; k++)
            *LIST_ADD(resolver->region, known) = page->sources[k].id;
    }
    Text nearest = text_nearest(citation->source_id, known.at, known.count);
    if (nearest.length)
        problem_hint(resolver->report, problem, "Did you mean \"" TEXT_FMT "\"?", TEXT_ARG(nearest));
    else
        problem_hint(resolver->report, problem, "A citation is the id of a source, a blank, and the article.");
}

static const LawSource *find_source(const Resolver *resolver, Text id)
{
    uint32_t scopes[] = { resolver->page_scope, jurisdiction_scope(resolver->page->jurisdiction), WORLD_SCOPE };
    const LawSource *found = NULL;
    for (size_t i = 0; i < 3 && !found; i++)
        found = names_find(&resolver->index, scopes[i], id);
    return found;
}

/* Citations are read-only for all who come later; here they are still being made. */
static bool resolve(Resolver *resolver, Citations citations)
{
    bool all = true;
    for (uint32_t i = 0; i < citations.count; i++) {
        Citation *citation = (Citation *)&citations.at[i];
        citation->source = find_source(resolver, citation->source_id);
        if (!citation->source)
            unknown_source(resolver, citation);
        all &= citation->source != NULL;
    }
    return all;
}

/* ---- no row outlives its basis ---- */

static DaySpans days_of_bases(Region *region, Citations citations)
{
    DaySpans days = { 0, NULL };
    for (uint32_t i = 0; i < citations.count; i++)
        if (citations.at[i].role == CITES_BASIS)
            days = days_union(region, days, citations.at[i].source->in_force);
    return days;
}

/* "on 2016-01-01", or "before 1993-02-01" when the row has no first day. */
static Text day_words(Region *region, int64_t day, DaySpans bases)
{
    if (day == DAY_EVER && bases.count)
        return text_format(region, "before " TEXT_FMT, TEXT_ARG(date_text(region, bases.at[0].first)));
    if (day == DAY_EVER)
        return TEXT("on any day");
    return text_format(region, "on " TEXT_FMT, TEXT_ARG(date_text(region, day)));
}

static void mark_bases(Report *report, Problem *problem, Citations citations)
{
    for (uint32_t i = 0; i < citations.count; i++) {
        if (citations.at[i].role != CITES_BASIS)
            continue;
        Builder days = builder_on(report->region);
        days_print(&days, citations.at[i].source->in_force);
        problem_also(report, problem, citations.at[i].source->span, "in force " TEXT_FMT, TEXT_ARG(builder_text(&days)));
    }
}

void citations_reach(Task *task, DaySpans days, Citations citations, Text row, Span span)
{
    int64_t day;
    DaySpans bases = days_of_bases(task->region, citations);
    if (!bases.count || !days_outside(days, bases, &day))
        return;
    Problem *problem = report_error(task->report, "source-not-in-force", span, "no basis of \"" TEXT_FMT "\" is in force " TEXT_FMT,
                                    TEXT_ARG(text_shown(row)), TEXT_ARG(day_words(task->region, day, bases)));
    mark_bases(task->report, problem, citations);
    problem_hint(task->report, problem, "End the row when its basis ends, or cite the instrument that followed it.");
}

static void resolve_dated(Resolver *resolver, DaySpans days, Citations citations, Text row, Span span)
{
    if (resolve(resolver, citations))
        citations_reach(resolver->library->task, days, citations, row, span);
}

/* ---- pages ---- */

static void resolve_decision(Resolver *resolver, const DecisionBlock *decision)
{
    resolve(resolver, decision->citations);
    for (uint32_t i = 0; i < decision->table.row_count; i++) {
        const Row *row = &decision->table.rows[i];
        resolve_dated(resolver, row->in_force, row->citations, row->id, row->in_force_span);
    }
    for (uint32_t i = 0; i < decision->reading_count; i++) {
        const Reading *reading = &decision->readings[i];
        resolve_dated(resolver, reading->in_force, reading->citations, reading->name, reading->span);
    }
}

static void check_voice(Resolver *resolver, const Page *page)
{
    if (page->voice.length && !find_source(resolver, page->voice))
        unknown_source(resolver, &(Citation){ .source_id = page->voice, .span = span_of(page->source, page->voice) });
}

static void resolve_page(Resolver *resolver, const Page *page)
{
    check_voice(resolver, page);
    for (uint32_t i = 0; i < page->decision_count; i++)
        resolve_decision(resolver, &page->decisions[i]);
    for (uint32_t i = 0; i < page->charge_count; i++)
        resolve(resolver, page->charges[i].citations);
    for (uint32_t i = 0; i < page->exchange_count; i++) {
        const ExchangeEntry *exchange = &page->exchanges[i];
        resolve_dated(resolver, exchange->in_force, exchange->citations, exchange->id, exchange->span);
    }
}

void sources_resolve(Library *library)
{
    Task *task = library->task;
    Resolver resolver = { .library = library, .report = task->report, .region = task->region,
                          .index = { .region = task->region } };
    for (uint32_t i = 0; i < library->page_count; i++)
        for (uint32_t k = 0; k < library->pages[i].source_count; k++)
            index_source(&resolver, &library->pages[i].sources[k], PAGE_SCOPES + i);
    for (uint32_t i = 0; i < library->wanted_count; i++) {
        resolver.page = &library->pages[i];
        resolver.page_scope = PAGE_SCOPES + i;
        resolve_page(&resolver, resolver.page);
    }
}

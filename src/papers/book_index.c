/* papers/book_index.c - what stands behind a country's pages: open questions, what to check first, the timeline, the sources; and
 * the facts of all countries. See book.h. */
#include <stdlib.h>

#include "papers/book.h"

static void open_index(Book *book, const BookCountry *country, const char *at, Word heading)
{
    HTML(book->out, "<section class=\"index\" id=\"{1}:{2}\"><h3>{3} <span class=\"aside\">{4}</span></h3>", country->code, text_of(at), book_word(book, heading), country->name);
}

/* ---- each row and reading of a country ---- */

typedef void PutEach(Book *book, const BookCountry *country, const BookDecision *decision);

static void each_decision(Book *book, const BookCountry *country, PutEach *put)
{
    for (uint32_t i = 0; i < country->page_count; i++)
        for (uint32_t k = 0; k < country->pages[i].page->decision_count; k++)
            put(book, country, &country->pages[i].decisions[k]);
}

static void put_question(Book *book, const BookCountry *country, const BookDecision *decision)
{
    (void)country;
    if (decision->block->kind != DECISION_QUESTION)
        return;
    HTML(book->out, "<li><a href=\"#{1}\">{2}</a> <span class=\"aside\">{3}</span></li>\n", decision->anchor, book_phrase(book, decision->block->name), decision->block->page->path);
}

static void put_questions(Book *book, const BookCountry *country)
{
    open_index(book, country, "questions", WORD_QUESTIONS);
    HTML_PLAIN(book->out, "<ul class=\"columns\">");
    each_decision(book, country, put_question);
    HTML_PLAIN(book->out, "</ul></section>\n");
}

static bool has_unverified(const BookDecision *decision)
{
    for (uint32_t i = 0; decision->block->kind == DECISION_TABLE && i < decision->block->table.row_count; i++)
        if (row_confidence(&decision->block->table.rows[i]) == CONFIDENCE_UNVERIFIED)
            return true;
    return false;
}

static void put_unverified(Book *book, const BookCountry *country, const BookDecision *decision)
{
    (void)country;
    if (!has_unverified(decision))
        return;
    HTML(book->out, "<li><a href=\"#{1}\">{2}</a>", decision->anchor, book_phrase(book, decision->block->name));
    const Table *table = &decision->block->table;
    for (uint32_t i = 0; i < table->row_count; i++)
        if (row_confidence(&table->rows[i]) == CONFIDENCE_UNVERIFIED) {
            HTML_PLAIN(book->out, " ");
            put_row_link(book, decision->rows[i], table->rows[i].id);
        }
    HTML_PLAIN(book->out, "</li>\n");
}

static void put_to_check(Book *book, const BookCountry *country)
{
    open_index(book, country, "unverified", WORD_UNVERIFIED_RULES);
    HTML(book->out, "<p class=\"aside\">{1}</p><ul class=\"columns\">", book_word(book, WORD_UNVERIFIED_LEAD));
    each_decision(book, country, put_unverified);
    HTML_PLAIN(book->out, "</ul></section>\n");
}

/* ---- timeline ---- */

typedef struct Event {
    int64_t day;
    bool begins;                  /* else the day before was its last */
    const BookDecision *decision;
    uint32_t order, row;          /* as the pages have them */
} Event;

typedef struct Events {
    LIST_OF(Event) list;
} Events;

static void add_event(Book *book, Events *events, const BookDecision *decision, uint32_t row, int64_t day, bool begins)
{
    uint32_t order = (uint32_t)events->list.count;
    *LIST_ADD(book->region, events->list) = (Event){ day, begins, decision, order, row };
}

static void add_events(Book *book, Events *events, const BookDecision *decision)
{
    for (uint32_t i = 0; decision->block->kind == DECISION_TABLE && i < decision->block->table.row_count; i++) {
        DaySpans days = decision->block->table.rows[i].in_force;
        for (uint32_t k = 0; k < days.count; k++) {
            if (days.at[k].first != DAY_EVER)
                add_event(book, events, decision, i, days.at[k].first, true);
            if (days.at[k].last != DAY_OPEN)
                add_event(book, events, decision, i, days.at[k].last + 1, false);
        }
    }
}

/* Newest day first; on a day what begins before what has ended; then as the pages have it. */
static int by_day(const void *a, const void *b)
{
    const Event *one = a, *other = b;
    if (one->day != other->day)
        return one->day < other->day ? 1 : -1;
    if (one->begins != other->begins)
        return one->begins ? -1 : 1;
    return one->order < other->order ? -1 : 1;
}

static void put_events(Book *book, const Event *events, size_t count, bool begins)
{
    const BookDecision *decision = NULL;
    for (size_t i = 0; i < count; i++) {
        if (events[i].begins != begins)
            continue;
        if (decision != events[i].decision)
            HTML(book->out, "{1}<a class=\"name\" href=\"#{2}\">{3}</a>", decision ? TEXT(" · ") : TEXT_NONE, events[i].decision->anchor, book_phrase(book, events[i].decision->block->name));
        decision = events[i].decision;
        HTML_PLAIN(book->out, " ");
        put_row_link(book, decision->rows[events[i].row], decision->block->table.rows[events[i].row].id);
    }
}

static size_t same_day(const Event *events, size_t count)
{
    size_t many = 1;
    while (many < count && events[many].day == events[0].day)
        many++;
    return many;
}

static void put_timeline_rows(Book *book, const Event *events, size_t count)
{
    for (size_t i = 0; i < count;) {
        size_t many = same_day(events + i, count - i);
        HTML(book->out, "<tr><th scope=\"row\">{1}</th><td>", date_text(book->region, events[i].day));
        put_events(book, events + i, many, true);
        HTML_PLAIN(book->out, "</td><td>");
        put_events(book, events + i, many, false);
        HTML_PLAIN(book->out, "</td></tr>\n");
        i += many;
    }
}

static void put_timeline(Book *book, const BookCountry *country)
{
    Events events = { 0 };
    for (uint32_t i = 0; i < country->page_count; i++)
        for (uint32_t k = 0; k < country->pages[i].page->decision_count; k++)
            add_events(book, &events, &country->pages[i].decisions[k]);
    if (events.list.count)
        qsort(events.list.at, events.list.count, sizeof *events.list.at, by_day);
    open_index(book, country, "timeline", WORD_TIMELINE);
    HTML(book->out, "<p class=\"aside\">{1}</p><table class=\"timeline\"><thead><tr><th scope=\"col\">{2}</th><th scope=\"col\">{3}</th><th scope=\"col\">{4}</th></tr></thead><tbody>\n",
         book_word(book, WORD_TIMELINE_LEAD), book_word(book, WORD_DAY), book_word(book, WORD_BEGINS), book_word(book, WORD_ENDED));
    put_timeline_rows(book, events.list.at, events.list.count);
    HTML_PLAIN(book->out, "</tbody></table></section>\n");
}

/* ---- sources ---- */

static void put_cited_by(Book *book, const BookSource *source)
{
    if (!source->cited_by.count)
        HTML(book->out, "<span class=\"aside\">{1}</span>", book_word(book, WORD_NOT_CITED));
    for (size_t i = 0; i < source->cited_by.count; i++) {
        put_row_link(book, source->cited_by.at[i].anchor, source->cited_by.at[i].words);
        HTML_PLAIN(book->out, " ");
    }
}

static void put_source(Book *book, const BookCountry *country, const BookSource *made)
{
    const LawSource *source = made->source;
    Text confidence = text_of(confidence_name(source->confidence));
    HTML(book->out, "<tr id=\"{1}\" class=\"{2}\"><th scope=\"row\">{3}</th><td>{4}", made->anchor, confidence, source->id, book_phrase(book, source->instrument));
    if (source->alias.length)
        HTML(book->out, "<p class=\"note\">{1} {2}</p>", book_word(book, WORD_ALIAS), source->alias);
    if (source->note.length && !text_is(source->note, "-"))
        HTML(book->out, "<p class=\"note\">{1}</p>", book_phrase(book, source->note));
    HTML(book->out, "</td><td>{1} <b class=\"mark {2}\">{3}</b></td><td class=\"days\">", word_named("GRADE_", text_of(grade_name(source->grade)), book->language), confidence, word_named("CONFIDENCE_", confidence, book->language));
    if (source->has_published)
        HTML(book->out, "<span class=\"aside\">{1} {2}</span> ", book_word(book, WORD_PUBLISHED), date_text(book->region, source->published));
    put_days(book, country, source->in_force);
    HTML_PLAIN(book->out, "</td><td class=\"cited\">");
    put_cited_by(book, made);
    HTML_PLAIN(book->out, "</td></tr>\n");
}

static int by_id(const void *a, const void *b)
{
    return text_compare((*(BookSource *const *)a)->source->id, (*(BookSource *const *)b)->source->id);
}

static void put_sources(Book *book, const BookCountry *country)
{
    static const Word heads[] = { WORD_SOURCE, WORD_INSTRUMENT, WORD_GRADE, WORD_IN_FORCE, WORD_CITED_BY };
    if (country->sources.count)
        qsort(country->sources.at, country->sources.count, sizeof *country->sources.at, by_id);
    open_index(book, country, "sources", WORD_SOURCES);
    HTML_PLAIN(book->out, "<table class=\"rules sources\"><thead><tr>");
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        HTML(book->out, "<th scope=\"col\">{1}</th>", book_word(book, heads[i]));
    HTML_PLAIN(book->out, "</tr></thead><tbody>\n");
    for (size_t i = 0; i < country->sources.count; i++)
        put_source(book, country, country->sources.at[i]);
    HTML_PLAIN(book->out, "</tbody></table></section>\n");
}

void put_country_indexes(Book *book, const BookCountry *country)
{
    put_questions(book, country);
    put_to_check(book, country);
    put_timeline(book, country);
    put_sources(book, country);
}

/* ---- facts ---- */

static void put_fact(Book *book, const FactEntry *fact)
{
    Text key = text_format(book->region, TEXT_FMT "|" TEXT_FMT, TEXT_ARG(fact->name), TEXT_ARG(fact->jurisdiction));
    const Text *anchor = names_find(&book->names, 0, key);
    Text question = fact->question[book->language].length ? fact->question[book->language] : fact->question[0];
    if (!anchor)
        return;
    HTML(book->out, "<tr id=\"{1}\"><th scope=\"row\">{2} <span class=\"alias\">{3}</span></th><td>{4}</td>", *anchor, fact->name, fact->jurisdiction, question);
    HTML(book->out, "<td>{1}</td><td><code>{2}</code></td><td>", book_phrase(book, fact->of), text_trim(span_text(fact->type)));
    if (fact->values.from < fact->values.to)
        HTML(book->out, "<code>{1}</code>", text_trim(span_text(fact->values)));
    if (fact->only_if.from < fact->only_if.to)
        HTML(book->out, "<p class=\"note\">{1} <code>{2}</code></p>", book_word(book, WORD_ONLY_IF), text_trim(span_text(fact->only_if)));
    HTML_PLAIN(book->out, "</td></tr>\n");
}

void put_facts(Book *book)
{
    static const Word heads[] = { WORD_FACT, WORD_QUESTION, WORD_OF, WORD_TYPE, WORD_VALUES };
    HTML(book->out, "<section class=\"country\" id=\"facts\"><h2>{1}</h2><p class=\"aside\">{2}</p><table class=\"rules facts\"><thead><tr>", book_word(book, WORD_FACTS), book_word(book, WORD_FACTS_LEAD));
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        HTML(book->out, "<th scope=\"col\">{1}</th>", book_word(book, heads[i]));
    HTML_PLAIN(book->out, "</tr></thead><tbody>\n");
    for (uint32_t i = 0; i < book->books->fact_count; i++)
        put_fact(book, &book->books->facts[i]);
    HTML_PLAIN(book->out, "</tbody></table></section>\n");
}

/* faces/cli/timeline.c - `declarant law timeline`: the eras of each decision, a row a rule.
 *
 *     import VAT                 2009-01-01  2015-01-01  2024-07-01
 *       V-01                     ==========  ==========
 *       V-02                                             ==========>
 *
 * A decision is cut at every day on which one of its rows begins or ends. Each era takes a column as wide as a day is
 * written; eras that do not fit go into a further block.
 */
#include <stdlib.h>

#include "base/utf8.h"
#include "faces/cli/law.h"

enum { ERA_WIDTH = 10, GAP = 2, LEAST_NAME = 8, MOST_NAME = 32 };

typedef struct Chart { /* one decision, all its blocks of one jurisdiction and layer */
    const Page *page;
    Text name;
    LIST_OF(const Row *) rows;
    LIST_OF(int64_t) from; /* first days of the eras, ascending */
} Chart;

/* ---- gathering ---- */

static int by_day(const void *a, const void *b)
{
    int64_t one = *(const int64_t *)a, other = *(const int64_t *)b;
    return (one > other) - (one < other);
}

static void add_edge(Region *region, Chart *chart, int64_t day)
{
    for (size_t i = 0; i < chart->from.count; i++)
        if (chart->from.at[i] == day)
            return;
    *LIST_ADD(region, chart->from) = day;
}

static void add_rows(Region *region, Chart *chart, const Table *table)
{
    for (uint32_t i = 0; i < table->row_count; i++) {
        const Row *row = &table->rows[i];
        *LIST_ADD(region, chart->rows) = row;
        for (uint32_t k = 0; k < row->in_force.count; k++) {
            add_edge(region, chart, row->in_force.at[k].first);
            if (row->in_force.at[k].last != DAY_OPEN)
                add_edge(region, chart, row->in_force.at[k].last + 1);
        }
    }
}

/* The same decision goes on on other pages of its jurisdiction, layer and voice. */
static bool goes_on(const Page *a, const Page *b)
{
    return a->layer == b->layer && text_equal(a->jurisdiction, b->jurisdiction) && text_equal(a->voice, b->voice);
}

static Chart chart_of(const LawView *view, const DecisionBlock *first)
{
    Chart chart = { .page = first->page, .name = first->name };
    for (uint32_t i = 0; i < view->books->page_count; i++) {
        const Page *page = &view->books->pages[i];
        for (uint32_t k = 0; goes_on(page, first->page) && k < page->decision_count; k++)
            if (page->decisions[k].kind == DECISION_TABLE && text_equal(page->decisions[k].name, first->name))
                add_rows(view->region, &chart, &page->decisions[k].table);
    }
    if (chart.from.count)
        qsort(chart.from.at, chart.from.count, sizeof *chart.from.at, by_day);
    return chart;
}

/* Is it the first block of its decision? */
static bool is_first(const LawView *view, const DecisionBlock *block)
{
    for (uint32_t i = 0; i < view->books->page_count; i++) {
        const Page *page = &view->books->pages[i];
        for (uint32_t k = 0; goes_on(page, block->page) && k < page->decision_count; k++)
            if (text_equal(page->decisions[k].name, block->name))
                return &page->decisions[k] == block;
    }
    return true;
}

/* ---- as text ---- */

static int64_t era_end(const Chart *chart, size_t era)
{
    return era + 1 < chart->from.count ? chart->from.at[era + 1] - 1 : DAY_OPEN;
}

static bool holds_in(const Row *row, const Chart *chart, size_t era)
{
    return days_contain(row->in_force, chart->from.at[era]);
}

static size_t name_width(const Chart *chart)
{
    size_t width = LEAST_NAME;
    for (size_t i = 0; i < chart->rows.count; i++)
        if (utf8_width(chart->rows.at[i]->id) > width)
            width = utf8_width(chart->rows.at[i]->id);
    return width < MOST_NAME ? width : MOST_NAME;
}

static void put_name(LawView *view, Style style, Text name, size_t width)
{
    size_t taken = utf8_width(name);
    screen_blanks(&view->screen, 2);
    screen_put(&view->screen, style, name);
    screen_blanks(&view->screen, taken < width ? width - taken : 0);
}

static void put_days(LawView *view, const Chart *chart, size_t first, size_t last, size_t width)
{
    put_name(view, STYLE_PLAIN, TEXT_NONE, width);
    for (size_t era = first; era < last; era++) {
        int64_t day = chart->from.at[era];
        screen_blanks(&view->screen, GAP);
        screen_put(&view->screen, STYLE_FAINT, day == DAY_EVER ? TEXT("..        ") : date_text(view->region, day));
    }
    screen_end(&view->screen);
}

/* The bar of one row: an era in which it holds is filled, also the gap to the next one. */
static void put_bar(LawView *view, const Chart *chart, const Row *row, size_t first, size_t last)
{
    for (size_t era = first; era < last; era++) {
        bool holds = holds_in(row, chart, era), before = era > first && holds_in(row, chart, era - 1);
        bool open = holds && era_end(chart, era) == DAY_OPEN;
        for (int i = 0; i < GAP; i++)
            build_text(view->screen.out, holds && before ? TEXT("━") : TEXT(" "));
        for (int i = 0; i < ERA_WIDTH; i++)
            build_text(view->screen.out, !holds ? TEXT(" ") : open && i == ERA_WIDTH - 1 ? TEXT("▶") : TEXT("━"));
    }
    while (view->screen.out->length && view->screen.out->at[view->screen.out->length - 1] == ' ')
        view->screen.out->length--;
    screen_end(&view->screen);
}

static bool holds_between(const Chart *chart, const Row *row, size_t first, size_t last)
{
    for (size_t era = first; era < last; era++)
        if (holds_in(row, chart, era))
            return true;
    return false;
}

static void put_block(LawView *view, const Chart *chart, size_t first, size_t last)
{
    size_t width = name_width(chart);
    put_days(view, chart, first, last, width);
    for (size_t i = 0; i < chart->rows.count; i++) {
        if (!holds_between(chart, chart->rows.at[i], first, last))
            continue;
        put_name(view, STYLE_PLAIN, chart->rows.at[i]->id, width);
        put_bar(view, chart, chart->rows.at[i], first, last);
    }
}

static void put_chart(LawView *view, const Chart *chart)
{
    size_t room = view->screen.width - 2 - name_width(chart), eras = room / (ERA_WIDTH + GAP);
    if (!eras)
        eras = 1;
    if (view->screen.out->length)
        screen_end(&view->screen);
    screen_put(&view->screen, STYLE_BOLD, law_named(view, chart->name));
    screen_put(&view->screen, STYLE_FAINT, text_format(view->region, "   " TEXT_FMT "  " TEXT_FMT, TEXT_ARG(chart->page->jurisdiction), TEXT_ARG(chart->page->path)));
    screen_end(&view->screen);
    for (size_t first = 0; first < chart->from.count; first += eras)
        put_block(view, chart, first, first + eras < chart->from.count ? first + eras : chart->from.count);
}

/* ---- as JSON ---- */

static void era_json(LawView *view, const Chart *chart, size_t era)
{
    json_open(view->writer, '{');
    if (chart->from.at[era] != DAY_EVER)
        json_pair(view->writer, "first", date_text(view->region, chart->from.at[era]));
    if (era_end(chart, era) != DAY_OPEN)
        json_pair(view->writer, "last", date_text(view->region, era_end(chart, era)));
    json_key(view->writer, TEXT("rows"));
    json_open(view->writer, '[');
    for (size_t i = 0; i < chart->rows.count; i++)
        if (holds_in(chart->rows.at[i], chart, era))
            json_text(view->writer, chart->rows.at[i]->id);
    json_close(view->writer, ']');
    json_close(view->writer, '}');
}

static void chart_json(LawView *view, const Chart *chart)
{
    json_open(view->writer, '{');
    json_pair(view->writer, "decision", chart->name);
    json_pair(view->writer, "jurisdiction", chart->page->jurisdiction);
    json_pair(view->writer, "page", chart->page->path);
    json_pair_if(view->writer, "voice", chart->page->voice);
    json_key(view->writer, TEXT("eras"));
    json_open(view->writer, '[');
    for (size_t era = 0; era < chart->from.count; era++)
        era_json(view, chart, era);
    json_close(view->writer, ']');
    json_close(view->writer, '}');
}

/* ---- by name ---- */

static bool is_asked(const LawView *view, const DecisionBlock *decision, Text name)
{
    bool wanted = !name.length || text_equal(decision->name, name) || text_equal(decision->page->jurisdiction, name);
    return wanted && law_has_page(view, decision->page) && decision->kind == DECISION_TABLE && is_first(view, decision);
}

size_t law_timeline(LawView *view, Text name)
{
    size_t count = 0;
    for (uint32_t i = 0; i < view->books->page_count; i++) {
        const Page *page = &view->books->pages[i];
        for (uint32_t k = 0; k < page->decision_count; k++) {
            if (!is_asked(view, &page->decisions[k], name))
                continue;
            Chart chart = chart_of(view, &page->decisions[k]);
            count++;
            if (view->writer)
                chart_json(view, &chart);
            else
                put_chart(view, &chart);
        }
    }
    return count;
}

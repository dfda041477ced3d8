/* faces/cli/timeline.c - `declarant law timeline`: the eras of each decision, a row a rule.
 *
 *     import VAT                 2009-01-01  2015-01-01  2024-07-01
 *       V-01                     ==========  ==========
 *       V-02                                             ==========>
 *
 * A decision is cut at every day on which one of its rows begins or ends. Each era takes a column as wide as a day is
 * written; eras that do not fit go into a further block.
 */
#include "base/utf8.h"
#include "faces/cli/law.h"
#include "rulebook/timeline.h"

enum { ERA_WIDTH = 10, GAP = 2, LEAST_NAME = 8, MOST_NAME = 32 };

/* ---- as text ---- */

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
        bool holds = chart_holds(chart, row, era), before = era > first && chart_holds(chart, row, era - 1);
        bool open = holds && chart_era_end(chart, era) == DAY_OPEN;
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
        if (chart_holds(chart, row, era))
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

/* ---- by name ---- */

static bool is_asked(const LawView *view, const DecisionBlock *decision, Text name)
{
    bool wanted = !name.length || text_equal(decision->name, name) || text_equal(decision->page->jurisdiction, name);
    return wanted && law_has_page(view, decision->page) && chart_begins(view->books, decision);
}

size_t law_timeline(LawView *view, Text name)
{
    size_t count = 0;
    for (uint32_t i = 0; i < view->books->page_count; i++) {
        const Page *page = &view->books->pages[i];
        for (uint32_t k = 0; k < page->decision_count; k++) {
            if (!is_asked(view, &page->decisions[k], name))
                continue;
            Chart chart = chart_of(view->region, view->books, &page->decisions[k]);
            count++;
            if (view->writer)
                chart_json(view->writer, &chart);
            else
                put_chart(view, &chart);
        }
    }
    return count;
}

/* rulebook/timeline.c - see timeline.h. The days of its rows cut a decision into eras; a decision may go on on several pages. */
#include "rulebook/timeline.h"

#include <stdlib.h>

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

bool chart_begins(const Rulebooks *books, const DecisionBlock *block)
{
    for (uint32_t i = 0; i < books->page_count; i++) {
        const Page *page = &books->pages[i];
        for (uint32_t k = 0; goes_on(page, block->page) && k < page->decision_count; k++)
            if (text_equal(page->decisions[k].name, block->name))
                return &page->decisions[k] == block && block->kind == DECISION_TABLE;
    }
    return false;
}

Chart chart_of(Region *region, const Rulebooks *books, const DecisionBlock *first)
{
    Chart chart = { .page = first->page, .name = first->name };
    for (uint32_t i = 0; i < books->page_count; i++) {
        const Page *page = &books->pages[i];
        for (uint32_t k = 0; goes_on(page, first->page) && k < page->decision_count; k++)
            if (page->decisions[k].kind == DECISION_TABLE && text_equal(page->decisions[k].name, first->name))
                add_rows(region, &chart, &page->decisions[k].table);
    }
    if (chart.from.count)
        qsort(chart.from.at, chart.from.count, sizeof *chart.from.at, by_day);
    return chart;
}

int64_t chart_era_end(const Chart *chart, size_t era)
{
    return era + 1 < chart->from.count ? chart->from.at[era + 1] - 1 : DAY_OPEN;
}

bool chart_holds(const Chart *chart, const Row *row, size_t era)
{
    return days_contain(row->in_force, chart->from.at[era]);
}

/* ---- as JSON ---- */

static void era_json(JsonWriter *json, const Chart *chart, size_t era)
{
    json_open(json, '{');
    if (chart->from.at[era] != DAY_EVER)
        json_pair(json, "first", date_text(json->out->region, chart->from.at[era]));
    if (chart_era_end(chart, era) != DAY_OPEN)
        json_pair(json, "last", date_text(json->out->region, chart_era_end(chart, era)));
    json_key(json, TEXT("rows"));
    json_open(json, '[');
    for (size_t i = 0; i < chart->rows.count; i++)
        if (chart_holds(chart, chart->rows.at[i], era))
            json_text(json, chart->rows.at[i]->id);
    json_close(json, ']');
    json_close(json, '}');
}

void chart_json(JsonWriter *json, const Chart *chart)
{
    json_open(json, '{');
    json_pair(json, "decision", chart->name);
    json_pair(json, "jurisdiction", chart->page->jurisdiction);
    json_pair(json, "page", chart->page->path);
    json_pair_if(json, "voice", chart->page->voice);
    json_key(json, TEXT("eras"));
    json_open(json, '[');
    for (size_t era = 0; era < chart->from.count; era++)
        era_json(json, chart, era);
    json_close(json, ']');
    json_close(json, '}');
}

static size_t page_charts(JsonWriter *json, const Rulebooks *books, const Page *page, Text name)
{
    size_t count = 0;
    for (uint32_t k = 0; k < page->decision_count; k++) {
        const DecisionBlock *block = &page->decisions[k];
        if ((name.length && !text_equal(block->name, name)) || !chart_begins(books, block))
            continue;
        Chart chart = chart_of(json->out->region, books, block);
        chart_json(json, &chart);
        count++;
    }
    return count;
}

size_t charts_json(JsonWriter *json, const Rulebooks *books, Text jurisdiction, Text name)
{
    size_t count = 0;
    json_open(json, '[');
    for (uint32_t i = 0; i < books->page_count; i++)
        if (!jurisdiction.length || text_equal(books->pages[i].jurisdiction, jurisdiction))
            count += page_charts(json, books, &books->pages[i], name);
    json_close(json, ']');
    return count;
}

/* rulebook/lookup.c - finding a page, a row, a source by name in what was read. See model.h. */
#include "rulebook/model.h"

const Page *rulebooks_find_page(const Rulebooks *books, Text path)
{
    for (uint32_t i = 0; i < books->page_count; i++)
        if (text_equal(books->pages[i].path, path))
            return &books->pages[i];
    return NULL;
}

static bool row_is_called(const Row *row, Text id)
{
    bool found = text_equal(row->id, id);
    for (uint32_t i = 0; i < row->alias_count; i++)
        found |= text_equal(row->aliases[i], id);
    return found;
}

static const Row *find_in_page(const Page *page, Text id, const DecisionBlock **decision)
{
    for (uint32_t i = 0; i < page->decision_count; i++) {
        const Table *table = &page->decisions[i].table;
        for (uint32_t k = 0; k < table->row_count; k++)
            if (row_is_called(&table->rows[k], id)) {
                if (decision)
                    *decision = &page->decisions[i];
                return &table->rows[k];
            }
    }
    return NULL;
}

const Row *rulebooks_find_row(const Rulebooks *books, Text jurisdiction, Text id, const DecisionBlock **decision)
{
    const Row *found = NULL;
    for (uint32_t i = 0; i < books->page_count && !found; i++)
        if (!jurisdiction.length || text_equal(books->pages[i].jurisdiction, jurisdiction))
            found = find_in_page(&books->pages[i], id, decision);
    return found;
}

static const LawSource *find_source(const Rulebooks *books, Text jurisdiction, Text id)
{
    for (uint32_t i = 0; i < books->page_count; i++) {
        const Page *page = &books->pages[i];
        for (uint32_t k = 0; k < page->source_count && text_equal(page->jurisdiction, jurisdiction); k++)
            if (text_equal(page->sources[k].id, id))
                return &page->sources[k];
    }
    return NULL;
}

const LawSource *rulebooks_find_source(const Rulebooks *books, Text jurisdiction, Text id)
{
    const LawSource *found = find_source(books, jurisdiction, id);
    return found ? found : find_source(books, TEXT("WORLD"), id);
}

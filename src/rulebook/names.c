/* rulebook/names.c - see names.h. Open addressing, at most half full. */
#include "rulebook/names.h"

static NameEntry *place_of(const NameIndex *index, uint32_t scope, Text name)
{
    uint64_t hash = text_hash(name) ^ (scope * 0x9e3779b97f4a7c15u);
    size_t mask = index->room - 1;
    for (size_t i = (size_t)(hash ^ hash >> 32) & mask;; i = (i + 1) & mask) {
        NameEntry *entry = &index->at[i];
        if (!entry->means || (entry->scope == scope && text_equal(entry->name, name)))
            return entry;
    }
}

const void *names_find(const NameIndex *index, uint32_t scope, Text name)
{
    return index->room ? place_of(index, scope, name)->means : NULL;
}

static void grow(NameIndex *index)
{
    NameIndex larger = { index->region, index->count, index->room ? index->room * 2 : 64, NULL };
    larger.at = REGION_ARRAY(index->region, NameEntry, larger.room);
    for (size_t i = 0; i < index->room; i++)
        if (index->at[i].means)
            *place_of(&larger, index->at[i].scope, index->at[i].name) = index->at[i];
    *index = larger;
}

const void *names_add(NameIndex *index, uint32_t scope, Text name, const void *means)
{
    if (index->count * 2 >= index->room)
        grow(index);
    NameEntry *entry = place_of(index, scope, name);
    if (entry->means)
        return entry->means;
    *entry = (NameEntry){ name, scope, means };
    index->count++;
    return NULL;
}

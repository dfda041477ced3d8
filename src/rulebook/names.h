/* rulebook/names.h - an index from names to what they name, for lookups that must not scan. */
#ifndef DECLARANT_RULEBOOK_NAMES_H
#define DECLARANT_RULEBOOK_NAMES_H

#include "base/text.h"

typedef struct NameEntry {
    Text name;
    uint32_t scope;    /* which names live together: a jurisdiction, a layer, a page; the caller's numbers */
    const void *means; /* NULL: the place is free */
} NameEntry;

typedef struct NameIndex {
    Region *region;
    size_t count, room; /* room: a power of two, or 0 */
    NameEntry *at;
} NameIndex;

/* What `name` means in `scope`, or NULL. */
const void *names_find(const NameIndex *index, uint32_t scope, Text name);
/* Add it unless it is there; returns what was there before, or NULL. */
const void *names_add(NameIndex *index, uint32_t scope, Text name, const void *means);

#endif

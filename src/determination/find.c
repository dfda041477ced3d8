/* determination/find.c - things of a case by their ids. See case.h.
 *
 * One open addressing of (thing around it, type, id) finds a thing where it stands; the same with no thing around it says
 * whether the id is the only one of its type.
 */
#include "determination/case.h"

typedef struct IdPlace {
    const Frame *around; /* NULL: anywhere */
    const ThingType *type;
    Text id;
    Frame *frame;        /* NULL: a free place */
    uint32_t count;      /* how many things answer to it */
} IdPlace;

struct ThingIndex {
    IdPlace *places;
    size_t room;
};

static size_t place_hash(const Frame *around, const ThingType *type, Text id)
{
    size_t hash = ((uintptr_t)around >> 4) * 31 + ((uintptr_t)type >> 4);
    for (size_t i = 0; i < id.length; i++)
        hash = hash * 33 + (unsigned char)id.at[i];
    return hash * 0x9e3779b97f4a7c15u >> 20;
}

static IdPlace *place_of(const ThingIndex *index, const Frame *around, const ThingType *type, Text id)
{
    size_t at = place_hash(around, type, id) & (index->room - 1);
    for (;; at = (at + 1) & (index->room - 1)) {
        IdPlace *place = &index->places[at];
        if (!place->frame || (place->around == around && place->type == type && text_equal(place->id, id)))
            return place;
    }
}

static void add_place(ThingIndex *index, const Frame *around, Frame *frame)
{
    IdPlace *place = place_of(index, around, frame->type, frame->id);
    if (!place->frame)
        *place = (IdPlace){ around, frame->type, frame->id, frame, 0 };
    place->count++;
}

ThingIndex *thing_index(Region *region, const Run *run)
{
    ThingIndex *index = REGION_NEW(region, ThingIndex);
    size_t count = 0;
    for (const RunFrame *told = run->told; told; told = told->next)
        count++;
    index->room = 64;
    while (index->room < 4 * count)
        index->room *= 2;
    index->places = REGION_ARRAY(region, IdPlace, index->room);
    for (RunFrame *told = run->told; told; told = told->next) {
        add_place(index, told->frame.parent, &told->frame);
        if (told->frame.parent)
            add_place(index, NULL, &told->frame);
    }
    return index;
}

/* The thing of the way from the outermost to `type` that stands `above` levels over `type`. */
static const ThingType *type_above(const ThingType *type, uint32_t above)
{
    for (; above; above--)
        type = type->within;
    return type;
}

/* "s1/m1" from the outermost down; an id may hold a stroke itself, so every split is tried. */
static Frame *find_path(const ThingIndex *index, const ThingType *type, uint32_t above, const Frame *around, Text path)
{
    const ThingType *here = type_above(type, above);
    if (above == 0)
        return place_of(index, around, here, path)->frame;
    for (size_t i = 1; i + 1 < path.length; i++) {
        if (path.at[i] != '/')
            continue;
        Frame *next = place_of(index, around, here, text_slice(path, 0, i))->frame;
        Frame *found = next ? find_path(index, type, above - 1, next, text_slice(path, i + 1, path.length)) : NULL;
        if (found)
            return found;
    }
    return NULL;
}

Frame *thing_find(const ThingIndex *index, const Run *run, const ThingType *type, Text id, const Frame *near)
{
    if (!type->within)
        return NULL;
    Frame *beside = near && near->parent ? place_of(index, near->parent, type, id)->frame : NULL;
    if (beside)
        return beside;
    uint32_t above = 0;
    for (const ThingType *t = type->within; t->within; t = t->within)
        above++;
    Frame *found = find_path(index, type, above, run->root, id);
    if (found)
        return found;
    const IdPlace *place = place_of(index, NULL, type, id);
    return place->count == 1 ? place->frame : NULL;
}

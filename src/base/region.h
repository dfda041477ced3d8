/* base/region.h - memory that is dropped whole.
 *
 * Everything that lives as long as a rulebook, a determination or a request is taken from one
 * region, and goes when that region goes. Nothing in it is freed alone.
 *
 * No function here returns NULL. When the system has no memory left, or the region's limit is
 * reached, control goes back to the nearest guard (base/task.h), which frees what it opened and
 * reports "out of memory". Code between therefore never checks for NULL.
 */
#ifndef DECLARANT_BASE_REGION_H
#define DECLARANT_BASE_REGION_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>

/* The caller's memory functions; `context` is handed to both.
 * allocate returns NULL when there is no memory; release takes what allocate gave. */
typedef struct Allocator {
    void *(*allocate)(void *context, size_t bytes);
    void (*release)(void *context, void *memory);
    void *context;
} Allocator;

extern const Allocator allocator_default; /* malloc and free */

typedef struct RegionBlock RegionBlock;

typedef struct Region {
    RegionBlock *block;         /* newest block; older ones hang on it */
    RegionBlock *spare;         /* a block that was dropped, kept for the next that is needed; NULL: none */
    char *at;                   /* first free byte of the newest block */
    char *end;                  /* end of the newest block */
    size_t held;                /* bytes in all blocks, the spare one apart */
    size_t limit;               /* most bytes the blocks may hold; SIZE_MAX: none */
    const Allocator *allocator; /* where blocks come from */
    jmp_buf *on_empty;          /* where control goes when there is no memory; NULL: abort() */
} Region;

/* A place in a region to come back to. */
typedef struct RegionMark {
    RegionBlock *block;
    char *at;
} RegionMark;

/* Prepare the caller's `region`; takes no memory yet. `allocator` NULL: the default one. */
void region_init(Region *region, const Allocator *allocator);

/* `bytes` of memory, aligned for any type, not cleared. Zero bytes give a valid pointer. */
void *region_take_slow(Region *region, size_t bytes);
static inline void *region_take(Region *region, size_t bytes)
{
    size_t rounded = (bytes + !bytes + 15) & ~(size_t)15;
    if (rounded < bytes || rounded > (size_t)(region->end - region->at))
        return region_take_slow(region, bytes);
    void *memory = region->at;
    region->at += rounded;
    return memory;
}

/* The same, cleared; `count` times `bytes`, a product past SIZE_MAX is "no memory". */
void *region_zero(Region *region, size_t count, size_t bytes);

/* Go to the nearest guard as if memory had run out: for code that came back from its own guard only
 * to close a file or a handle. */
_Noreturn void region_give_up(Region *region);

/* Empty it for reuse; keeps one block so that a loop takes nothing from the system. */
void region_reset(Region *region);

/* Remember a place, and drop all that was taken after it. Marks are dropped in reverse order. */
RegionMark region_mark(const Region *region);
void region_drop(Region *region, RegionMark mark);

/* Give everything back. The region may be used again. */
void region_close(Region *region);

#define REGION_NEW(region, type) ((type *)region_zero((region), 1, sizeof(type)))
#define REGION_ARRAY(region, type, count) ((type *)region_zero((region), (count), sizeof(type)))

/* A growing array in a region. `at` is typed by the caller's struct:
 *     struct { Row *at; size_t count, room; } rows = {0};
 *     *LIST_ADD(region, rows) = row;                                   */
void *region_grow(Region *region, void *old, size_t count, size_t *room, size_t item);
#define LIST_OF(type)       \
    struct {                \
        type *at;           \
        size_t count, room; \
    }
#define LIST_ADD(region, list)                                                                              \
    (((list).count == (list).room                                                                           \
          ? (void)((list).at = region_grow((region), (list).at, (list).count, &(list).room, sizeof *(list).at)) \
          : (void)0),                                                                                       \
     &(list).at[(list).count++])

#endif

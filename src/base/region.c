/* base/region.c - blocks of memory, newest first. See region.h. */
#include "base/region.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct RegionBlock {
    RegionBlock *older; /* the block before; NULL for the first */
    char *end;          /* end of this block's bytes */
    size_t size;        /* bytes of the block, this head included */
};

enum { FIRST_BLOCK = 16 * 1024, LARGEST_STEP = 4 * 1024 * 1024 };

static void *default_allocate(void *context, size_t bytes)
{
    (void)context;
    return malloc(bytes);
}

static void default_release(void *context, void *memory)
{
    (void)context;
    free(memory);
}

const Allocator allocator_default = { default_allocate, default_release, NULL };

void region_init(Region *region, const Allocator *allocator)
{
    *region = (Region){ .limit = SIZE_MAX, .allocator = allocator ? allocator : &allocator_default };
}

static size_t block_head(void)
{
    return (sizeof(RegionBlock) + 15) & ~(size_t)15;
}

void region_give_up(Region *region)
{
    if (region->on_empty)
        longjmp(*region->on_empty, 1);
    abort();
}

/* Each block is twice the last, up to a step, so that many small takes cost few blocks. */
static size_t next_block_size(const Region *region, size_t wanted)
{
    size_t size = region->block ? region->block->size * 2 : FIRST_BLOCK;
    if (size > LARGEST_STEP)
        size = LARGEST_STEP;
    return size < wanted ? wanted : size;
}

/* The spare block when it is large enough, else a new one. */
static RegionBlock *take_block(Region *region, size_t wanted)
{
    RegionBlock *block = region->spare && region->spare->size >= wanted ? region->spare : NULL;
    size_t size = block ? block->size : next_block_size(region, wanted);
    if (size > region->limit || region->held > region->limit - size)
        region_give_up(region);
    if (block)
        region->spare = NULL;
    else
        block = region->allocator->allocate(region->allocator->context, size);
    if (!block)
        region_give_up(region);
    *block = (RegionBlock){ region->block, (char *)block + size, size };
    return block;
}

void *region_take_slow(Region *region, size_t bytes)
{
    size_t head = block_head();
    if (bytes > SIZE_MAX - head - 32)
        region_give_up(region);
    size_t rounded = (bytes + !bytes + 15) & ~(size_t)15;
    RegionBlock *block = take_block(region, head + rounded);
    region->block = block;
    region->held += block->size;
    region->at = (char *)block + head + rounded;
    region->end = block->end;
    return (char *)block + head;
}

void *region_zero(Region *region, size_t count, size_t bytes)
{
    size_t product;
    if (__builtin_mul_overflow(count, bytes, &product))
        region_give_up(region);
    return memset(region_take(region, product), 0, product);
}

/* What is dropped is mostly taken again at once: the largest block of those that are not out of the common stays at hand. */
static void release_newest(Region *region)
{
    RegionBlock *block = region->block, *kept = region->spare;
    region->block = block->older;
    region->held -= block->size;
    if (block->size <= LARGEST_STEP && (!kept || kept->size < block->size)) {
        region->spare = block;
        block = kept;
    }
    if (block)
        region->allocator->release(region->allocator->context, block);
}

void region_reset(Region *region)
{
    while (region->block && region->block->older)
        release_newest(region);
    if (region->block) {
        region->at = (char *)region->block + block_head();
        region->end = region->block->end;
    }
}

RegionMark region_mark(const Region *region)
{
    return (RegionMark){ region->block, region->at };
}

void region_drop(Region *region, RegionMark mark)
{
    if (!mark.block) {
        region_reset(region);
        return;
    }
    while (region->block != mark.block)
        release_newest(region);
    region->at = mark.at;
    region->end = region->block->end;
}

void region_close(Region *region)
{
    while (region->block)
        release_newest(region);
    if (region->spare)
        region->allocator->release(region->allocator->context, region->spare);
    region->spare = NULL;
    region->at = region->end = NULL;
}

void *region_grow(Region *region, void *old, size_t count, size_t *room, size_t item)
{
    size_t wanted = *room ? *room * 2 : 8;
    size_t bytes;
    if (__builtin_mul_overflow(wanted, item, &bytes))
        region_give_up(region);
    void *grown = region_take(region, bytes);
    if (count)
        memcpy(grown, old, count * item);
    *room = wanted;
    return grown;
}

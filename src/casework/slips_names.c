/* casework/slips_names.c - names as numbers: what is written alike but for capitals, blanks and widths is one. See slips.h.
 *
 * Each way of writing is folded once, however often it stands in a file.
 */
#define _GNU_SOURCE /* qsort_r */
#include <stdlib.h>

#include "base/utf8.h"
#include "casework/slips.h"

typedef struct Name {
    Text shown;      /* as written */
    uint64_t hash;   /* of that */
    bool put;        /* it was written so somewhere, and not only folded */
    uint32_t folded; /* the name it is folded to; itself */
    uint32_t rank;   /* among those that are folded */
    Text best;       /* of a folded one: of all ways it was written the first in order */
} Name;

struct NamePool {
    Region *region;
    LIST_OF(Name) at;      /* name n stands at n - 1 */
    uint32_t *places;      /* open addressing: 1 + place in `at` */
    size_t room;           /* a power of two */
    LIST_OF(uint32_t) ranked; /* names in order */
};

NamePool *name_pool(Region *region)
{
    NamePool *pool = REGION_NEW(region, NamePool);
    pool->region = region;
    pool->room = 64;
    pool->places = REGION_ARRAY(region, uint32_t, pool->room);
    return pool;
}

/* ---- alike but for capitals, blanks and widths ---- */

static bool is_plain(Text text)
{
    for (size_t i = 0; i < text.length; i++)
        if ((unsigned char)text.at[i] >= 0x80 || text.at[i] == '\t' || (text.at[i] == ' ' && (!i || i + 1 == text.length || text.at[i + 1] == ' ')) || (text.at[i] >= 'A' && text.at[i] <= 'Z'))
            return false;
    return true;
}

/* Letters of full width have their narrow ones; other blanks are blanks. */
static uint32_t narrow(uint32_t code)
{
    if (code >= 0xFF01 && code <= 0xFF5E)
        return code - 0xFEE0;
    return code == 0x3000 || code == 0xA0 || code == '\t' ? ' ' : code;
}

static Text folded(Region *region, Text text)
{
    Builder out = builder_on(region);
    bool blank = false;
    for (size_t at = 0; at < text.length;) {
        uint32_t code = narrow(utf8_next(text, &at));
        if (code == ' ') {
            blank = out.length > 0;
            continue;
        }
        if (blank)
            build_byte(&out, ' ');
        blank = false;
        utf8_build(&out, code);
    }
    return utf8_lower(region, builder_text(&out));
}

/* ---- putting and finding ---- */

static size_t place_of(const NamePool *pool, Text text, uint64_t hash)
{
    size_t place = hash & (pool->room - 1);
    while (pool->places[place]) {
        const Name *name = &pool->at.at[pool->places[place] - 1];
        if (name->hash == hash && text_equal(name->shown, text))
            break;
        place = (place + 1) & (pool->room - 1);
    }
    return place;
}

static void grow(NamePool *pool)
{
    size_t room = pool->room * 4;
    uint32_t *places = REGION_ARRAY(pool->region, uint32_t, room);
    for (uint32_t i = 0; i < pool->at.count; i++) {
        size_t place = pool->at.at[i].hash & (room - 1);
        while (places[place])
            place = (place + 1) & (room - 1);
        places[place] = i + 1;
    }
    pool->places = places;
    pool->room = room;
}

static uint32_t put_written(NamePool *pool, Text text)
{
    uint64_t hash = text_hash(text);
    size_t place = place_of(pool, text, hash);
    if (pool->places[place])
        return pool->places[place];
    if (pool->at.count * 2 >= pool->room) {
        grow(pool);
        place = place_of(pool, text, hash);
    }
    *LIST_ADD(pool->region, pool->at) = (Name){ .shown = text, .hash = hash };
    return pool->places[place] = (uint32_t)pool->at.count;
}

uint32_t name_put(NamePool *pool, Text text)
{
    text = text_trim(text);
    if (!text.length)
        return 0;
    uint32_t name = put_written(pool, text);
    if (pool->at.at[name - 1].put)
        return name;
    pool->at.at[name - 1].put = true;
    uint32_t like = is_plain(text) ? name : put_written(pool, folded(pool->region, text));
    pool->at.at[like - 1].folded = like;
    pool->at.at[name - 1].folded = like;
    Text *best = &pool->at.at[like - 1].best;
    if (!best->length || text_compare(text, *best) < 0)
        *best = text;
    return name;
}

uint32_t name_find(const NamePool *pool, Text text)
{
    Region scratch;
    region_init(&scratch, pool->region->allocator);
    scratch.on_empty = pool->region->on_empty;
    text = text_trim(text);
    if (!is_plain(text))
        text = folded(&scratch, text);
    uint32_t found = text.length ? pool->places[place_of(pool, text, text_hash(text))] : 0;
    region_close(&scratch);
    return found;
}

uint32_t name_folded(const NamePool *pool, uint32_t name) { return name ? pool->at.at[name - 1].folded : 0; }
Text name_shown(const NamePool *pool, uint32_t name) { return name ? pool->at.at[name - 1].shown : TEXT_NONE; }
uint64_t name_hash(const NamePool *pool, uint32_t name) { return name ? pool->at.at[name_folded(pool, name) - 1].hash : 0; }

/* ---- the order of names ---- */

static int by_text(const void *a, const void *b, void *context)
{
    const NamePool *pool = context;
    return text_compare(pool->at.at[*(const uint32_t *)a - 1].shown, pool->at.at[*(const uint32_t *)b - 1].shown);
}

void names_rank(NamePool *pool)
{
    pool->ranked.count = 0;
    for (uint32_t i = 0; i < pool->at.count; i++)
        if (pool->at.at[i].folded == i + 1)
            *LIST_ADD(pool->region, pool->ranked) = i + 1;
    if (pool->ranked.count)
        qsort_r(pool->ranked.at, pool->ranked.count, sizeof *pool->ranked.at, by_text, pool);
    for (uint32_t i = 0; i < pool->ranked.count; i++)
        pool->at.at[pool->ranked.at[i] - 1].rank = i + 1;
}

uint32_t name_rank(const NamePool *pool, uint32_t name) { return name ? pool->at.at[name_folded(pool, name) - 1].rank : 0; }
Text name_of_rank(const NamePool *pool, uint32_t rank) { return rank ? pool->at.at[pool->ranked.at[rank - 1] - 1].best : TEXT_NONE; }

size_t names_count(const NamePool *pool) { return pool->at.count; }

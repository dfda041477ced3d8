/* determination/moment.c - see moment.h. Two lenses, one behind the other:
 *
 *   known  a day of a row counts only where every basis in force on it was published; an end that was not known has not come
 *   law    rows in force on one day hold on every day, the others on none
 */
#include "determination/moment.h"

#include <stdlib.h>

/* ---- days ---- */

/* What is left of `days` without the days of `gone`. */
static DaySpans days_without(Region *region, DaySpans days, DaySpans gone)
{
    LIST_OF(DaySpan) left = { 0 };
    for (uint32_t i = 0; i < days.count; i++) {
        int64_t from = days.at[i].first, last = days.at[i].last;
        for (uint32_t k = 0; k < gone.count && from <= last; k++) {
            if (gone.at[k].last < from || gone.at[k].first > last)
                continue;
            if (gone.at[k].first > from)
                *LIST_ADD(region, left) = (DaySpan){ from, gone.at[k].first - 1 };
            from = gone.at[k].last == DAY_OPEN ? DAY_OPEN : gone.at[k].last + 1;
            if (from == DAY_OPEN)
                break;
        }
        if (from <= last && !(from == DAY_OPEN && last == DAY_OPEN))
            *LIST_ADD(region, left) = (DaySpan){ from, last };
    }
    return (DaySpans){ (uint32_t)left.count, left.at };
}

/* ---- what was published ---- */

int64_t source_published(const LawSource *source)
{
    if (source->has_published)
        return source->published;
    return source->in_force.count ? source->in_force.at[0].first : DAY_EVER;
}

static bool is_known(const LawSource *source, int64_t day)
{
    return source && source_published(source) <= day;
}

/* Without the days on which the row also rests on something not yet published. */
static DaySpans known_days(Region *region, DaySpans in_force, Citations citations, int64_t day)
{
    for (uint32_t i = 0; i < citations.count && in_force.count; i++) {
        const Citation *citation = &citations.at[i];
        if (citation->role != CITES_BASIS || is_known(citation->source, day))
            continue;
        DaySpan ever = { DAY_EVER, DAY_OPEN };
        bool dated = citation->source && citation->source->in_force.count;
        in_force = days_without(region, in_force, dated ? citation->source->in_force : (DaySpans){ 1, &ever });
    }
    return in_force;
}

/* ---- ends ---- */

typedef struct Beginning { /* a day on which a row of the table begins */
    int64_t day;
    bool known;
} Beginning;

typedef struct Beginnings {
    LIST_OF(Beginning) at; /* ascending by day */
} Beginnings;

static int by_day(const void *a, const void *b)
{
    int64_t one = ((const Beginning *)a)->day, other = ((const Beginning *)b)->day;
    return (one > other) - (one < other);
}

static size_t first_from(const Beginnings *all, int64_t day)
{
    size_t low = 0, high = all->at.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (all->at.at[middle].day < day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The day before the next known row of the table begins: so long goes on what nobody knew to end. */
static int64_t goes_on_until(const Beginnings *all, int64_t day)
{
    for (size_t i = first_from(all, day); i < all->at.count; i++)
        if (all->at.at[i].known)
            return all->at.at[i].day - 1;
    return DAY_OPEN;
}

/* Was it known that the row ends on this day? By the source of the end; where none is named, by the row that follows it; where
 * none follows, the row named its own end. */
static bool end_known(const Beginnings *all, Citations citations, int64_t last, int64_t day)
{
    bool named = false, follows = false;
    for (uint32_t i = 0; i < citations.count; i++) {
        if (citations.at[i].role == CITES_END && is_known(citations.at[i].source, day))
            return true;
        named |= citations.at[i].role == CITES_END;
    }
    for (size_t i = first_from(all, last + 1); i < all->at.count && all->at.at[i].day == last + 1; i++) {
        if (all->at.at[i].known && !named)
            return true;
        follows = true;
    }
    return !named && !follows;
}

static DaySpans with_open_ends(Region *region, const Beginnings *all, DaySpans known, DaySpans written, Citations citations, int64_t day)
{
    DaySpans out = known;
    for (uint32_t i = 0; i < known.count; i++) {
        int64_t last = known.at[i].last;
        bool cut = last != DAY_OPEN && days_contain(written, last + 1);
        if (last == DAY_OPEN || (!cut && end_known(all, citations, last, day)))
            continue;
        DaySpan *longer = REGION_NEW(region, DaySpan);
        *longer = (DaySpan){ known.at[i].first, goes_on_until(all, last + 1) };
        out = days_union(region, out, (DaySpans){ 1, longer });
    }
    return out;
}

/* ---- rows ---- */

static bool same_days(DaySpans a, DaySpans b)
{
    return a.count == b.count && (!a.count || memcmp(a.at, b.at, a.count * sizeof *a.at) == 0);
}

static Beginnings beginnings_of(Linker *linker, const Row **rows, uint32_t count, const DaySpans *known)
{
    Beginnings all = { 0 };
    for (uint32_t r = 0; r < count; r++)
        for (uint32_t i = 0; i < rows[r]->in_force.count; i++) {
            int64_t first = rows[r]->in_force.at[i].first;
            *LIST_ADD(linker->region, all.at) = (Beginning){ first, days_contain(known[r], first) };
        }
    if (all.at.count)
        qsort(all.at.at, all.at.count, sizeof *all.at.at, by_day);
    return all;
}

static const Row *row_in(Linker *linker, const Row *row, DaySpans days)
{
    if (!days.count || same_days(days, row->in_force))
        return days.count ? row : NULL;
    Row *seen = REGION_NEW(linker->region, Row);
    *seen = *row;
    seen->in_force = days;
    return seen;
}

static void see_known(Linker *linker, const Decision *decision, const Row **rows, uint32_t count)
{
    Program *program = linker->program;
    Region *region = linker->region;
    DaySpans *known = REGION_ARRAY(region, DaySpans, count + 1);
    for (uint32_t r = 0; r < count; r++)
        known[r] = known_days(region, rows[r]->in_force, rows[r]->citations, program->moment.known);
    Beginnings all = beginnings_of(linker, rows, count, known);
    for (uint32_t r = 0; r < count; r++) {
        const Row *written = rows[r];
        DaySpans days = with_open_ends(region, &all, known[r], written->in_force, written->citations, program->moment.known);
        rows[r] = row_in(linker, written, days);
        if (rows[r] != written)
            *LIST_ADD(region, program->later) = (LaterRow){ decision, written, days };
    }
}

static DaySpans always(Linker *linker)
{
    DaySpan *ever = REGION_NEW(linker->region, DaySpan);
    *ever = (DaySpan){ DAY_EVER, DAY_OPEN };
    return (DaySpans){ 1, ever };
}

void moment_rows(Linker *linker, const Decision *decision, const Row **rows, uint32_t count)
{
    LawMoment moment = linker->program->moment;
    if (moment.has_known)
        see_known(linker, decision, rows, count);
    for (uint32_t r = 0; moment.has_law && r < count; r++)
        if (rows[r])
            rows[r] = days_contain(rows[r]->in_force, moment.law) ? row_in(linker, rows[r], always(linker)) : NULL;
}

/* ---- readings ---- */

static const Reading *reading_in(Linker *linker, const Reading *reading, DaySpans days)
{
    if (!days.count || same_days(days, reading->in_force))
        return days.count ? reading : NULL;
    Reading *seen = REGION_NEW(linker->region, Reading);
    *seen = *reading;
    seen->in_force = days;
    return seen;
}

/* A reading is an opinion: it goes on when nothing is known against it. */
static const Reading *reading_seen(Linker *linker, const Reading *reading)
{
    LawMoment moment = linker->program->moment;
    const Beginnings none = { 0 };
    if (moment.has_known) {
        DaySpans known = known_days(linker->region, reading->in_force, reading->citations, moment.known);
        reading = reading_in(linker, reading, with_open_ends(linker->region, &none, known, reading->in_force, reading->citations, moment.known));
    }
    if (reading && moment.has_law)
        reading = days_contain(reading->in_force, moment.law) ? reading_in(linker, reading, always(linker)) : NULL;
    return reading;
}

uint32_t moment_readings(Linker *linker, const Reading **readings, uint32_t count)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        const Reading *seen = reading_seen(linker, readings[i]);
        if (seen)
            readings[kept++] = seen;
    }
    return kept;
}

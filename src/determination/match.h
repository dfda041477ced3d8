/* determination/match.h - which rows of a table fire: two sets of rows, narrowed column by column.
 *
 * `possible` holds the rows that no cell refuses, `certain` those that every cell accepts. They differ only where a
 * column's value is unknown. Inside of the run: shared by match.c, hits.c and decide.c.
 */
#ifndef DECLARANT_DETERMINATION_MATCH_H
#define DECLARANT_DETERMINATION_MATCH_H

#include "determination/run.h"
#include "determination/sheet.h"

enum { WORDS_KEPT = 4, COLUMNS_KEPT = LIMIT_TABLE_COLUMNS };

typedef struct Match {
    uint64_t small[3 * WORDS_KEPT]; /* room for both sets, and one more, when the table is small */
    uint64_t *possible;
    uint64_t *certain;
    uint32_t words;
    bool open;                 /* some column was unknown */
    bool stopped;              /* `stop` is the decision's value: an absence or a fault reached it */
    Value stop;
    const Hang *hang;          /* what the unknown columns that tell possible rows apart hang on */
    const Hang *hangs[COLUMNS_KEPT]; /* when open: what each column hangs on; NULL: it is known */
} Match;

/* Narrow by every column of the sheet, for the day the run's clock stands on. */
void match_rows(Run *run, const Sheet *sheet, Frame *frame, Match *match);

/* The same for a set of rows of several days. */
void match_among(Run *run, const Sheet *sheet, const uint64_t *rows, Frame *frame, Match *match);

/* Sets of rows. set_next: the first row at or after `from`, or UINT32_MAX. */
bool set_empty(const uint64_t *set, uint32_t words);
uint32_t set_count(const uint64_t *set, uint32_t words);
uint32_t set_next(const uint64_t *set, uint32_t words, uint32_t from);
const uint64_t *set_copy(Region *region, const uint64_t *set, uint32_t words);

/* A value the law does not give, with where the run stands now; `faulted` also ends the evaluation. */
Value absent(Run *run, Mark mark, const Absence *absence);
Value faulted(Run *run);

/* The value of a slot so many frames outward. */
static inline Value slot_value(Run *run, Frame *frame, uint8_t up, uint16_t slot)
{
    for (; up; up--)
        frame = frame->parent;
    if (run->vm.on_read)
        run->vm.on_read(&run->vm, frame, slot);
    return run_read(run, frame, slot);
}

#endif

/* determination/groups.c - see groups.h. Rows are put down in two rounds: how many stand where, then which.
 *
 * Cuts are found without searching long: the line from a group's first cut to its last is sliced evenly, about one slice a cut, and each
 * slice knows the cut it begins behind. Where cuts lie unevenly, what lies within a slice is halved.
 *
 * A coordinate is where a value stands on the line of the sorted column: twice the number in the column's scale, one more where it lies
 * between that number and the next. So a range, open or closed, is from one coordinate to another, both included.
 */
#include "determination/groups.h"

#include <stdlib.h>

#include "determination/match.h"
#include "determination/sheet.h"
#include "determination/wide.h"

enum {
    COPIES_MOST = 4,   /* places of a row in the groups, on average */
    ENTRIES_MOST = 16, /* places of a row in the lists behind the bounds, on average */
    SLICES_A_CUT = 2,
    SPARE = 256
};

/* What a look-up needs of a row, side by side for the cache's sake. */
typedef struct Entry {
    Value value;      /* its one output when that is constant, else UNSET */
    uint32_t row;
    uint32_t eras[2]; /* first and last era in which it is in force; SCATTERED: the set of the era says */
    uint32_t more;    /* 1: another entry of the same stretch follows */
} Entry;

/* Where a stretch of the line begins, and its entries: up to the next cut all values fit the same rows. */
typedef struct Cut {
    int64_t at;      /* coordinate; of the first stretch, INT64_MIN */
    uint32_t entry;  /* its first one in Groups.entries; UINT32_MAX: no row stands here */
} Cut;

typedef struct Group {
    uint64_t key;     /* pieces of the key columns as one number */
    int64_t begin;    /* coordinate where the first slice begins: the second cut; the first stretch ends there */
    uint32_t count;   /* cuts, at least one; 0: a free place of the table */
    uint32_t cuts;    /* where they begin in Groups.cuts */
    uint32_t slices;  /* where they begin in Groups.slices, if there is more than one cut */
    uint32_t sliced;  /* how many slices; one more is the end of the last */
    uint32_t width;   /* of a slice, in binary digits */
} Group;

struct Groups {
    uint32_t key_count;
    uint32_t keys[COLUMNS_KEPT];   /* columns whose pieces make the key */
    uint32_t other_count;
    uint32_t others[COLUMNS_KEPT]; /* columns that each row is asked about */
    const ColumnIndex *sorted;     /* the column behind the cuts; NULL: none */
    uint32_t shift;                /* 64 less the bits of the table's size */
    Group *table;                  /* open addressing by hash of the key */
    Cut *cuts;
    uint32_t *slices;              /* of each, the last cut that is not behind its begin; the last slice of a group has no end */
    Entry *entries;
};

/* ---- what a row takes ---- */

static const uint32_t *limits_at(const Sheet *sheet, uint32_t row, uint32_t column)
{
    return sheet->limits + (size_t)row * sheet->stride + 2 * (1 + column);
}

static bool is_span(const uint32_t *limits) { return limits[0] <= limits[1]; }

/* Rows that read "otherwise", and rows that no day or value reaches, stand nowhere. */
static bool row_stands(const Sheet *sheet, uint32_t row)
{
    for (uint32_t c = 0; c <= sheet->column_count; c++) {
        const uint32_t *limits = sheet->limits + (size_t)row * sheet->stride + 2 * c;
        if (!is_span(limits) && !wide_scattered(limits))
            return false;
    }
    return true;
}

static uint32_t pieces_taken(const Sheet *sheet, uint32_t row, uint32_t c)
{
    const uint32_t *limits = limits_at(sheet, row, c);
    return is_span(limits) ? limits[1] - limits[0] + 1 : column_pieces(&sheet->columns[c]); /* scattered: as if it took all */
}

/* ---- choosing the columns ---- */

static bool asks_single_values(const Sheet *sheet, uint32_t c)
{
    const ColumnIndex *column = &sheet->columns[c];
    for (uint32_t r = 0; column->form == FORM_ORDERED && r < sheet->row_count; r++) {
        const uint32_t *limits = limits_at(sheet, r, c);
        bool any = rows_have(column->any, r), point = limits[0] == limits[1] && limits[0] % 2;
        if (row_stands(sheet, r) && !any && !point)
            return false;
    }
    return column->is_slot && column->count > 0;
}

/* Places in the groups when the column joins the key; `copies` has each row's so far. */
static uint64_t copies_with(const Sheet *sheet, uint32_t c, const uint32_t *copies)
{
    uint64_t all = 0;
    for (uint32_t r = 0; r < sheet->row_count; r++)
        all += (uint64_t)copies[r] * pieces_taken(sheet, r, c);
    return all;
}

static void join_key(const Sheet *sheet, Groups *groups, uint32_t c, uint32_t *copies, uint64_t *range)
{
    uint64_t wider;
    if (!asks_single_values(sheet, c) || copies_with(sheet, c, copies) > (uint64_t)COPIES_MOST * sheet->row_count + SPARE ||
        __builtin_mul_overflow(*range, column_pieces(&sheet->columns[c]), &wider))
        return;
    *range = wider;
    groups->keys[groups->key_count++] = c;
    for (uint32_t r = 0; r < sheet->row_count; r++)
        copies[r] *= pieces_taken(sheet, r, c);
}

static bool is_key(const Groups *groups, uint32_t c)
{
    for (uint32_t k = 0; k < groups->key_count; k++)
        if (groups->keys[k] == c)
            return true;
    return false;
}

/* Twice a key is a coordinate. */
static bool keys_fit(const ColumnIndex *column)
{
    return column->keys && column->keys[0] > INT64_MIN / 2 && column->keys[column->count - 1] < INT64_MAX / 2;
}

static bool may_be_sorted(const Sheet *sheet, uint32_t c)
{
    for (uint32_t r = 0; r < sheet->row_count; r++)
        if (wide_scattered(limits_at(sheet, r, c)))
            return false;
    return sheet->columns[c].form == FORM_ORDERED && sheet->columns[c].is_slot && keys_fit(&sheet->columns[c]);
}

/* Of the columns that are left, the one with the most bounds is sorted. */
static void choose_columns(Region *region, const Sheet *sheet, Groups *groups)
{
    RegionMark mark = region_mark(region);
    uint32_t *copies = REGION_ARRAY(region, uint32_t, sheet->row_count);
    uint64_t range = 1;
    for (uint32_t r = 0; r < sheet->row_count; r++)
        copies[r] = row_stands(sheet, r);
    for (uint32_t c = 0; c < sheet->column_count; c++)
        join_key(sheet, groups, c, copies, &range);
    region_drop(region, mark);
    for (uint32_t c = 0; c < sheet->column_count; c++)
        if (!is_key(groups, c) && may_be_sorted(sheet, c) && (!groups->sorted || sheet->columns[c].count > groups->sorted->count))
            groups->sorted = &sheet->columns[c];
    for (uint32_t c = 0; c < sheet->column_count; c++)
        if (!is_key(groups, c) && &sheet->columns[c] != groups->sorted)
            groups->others[groups->other_count++] = c;
}

/* ---- placing rows into groups ---- */

typedef struct RowPlace { /* a row in a group */
    uint64_t key;
    uint32_t row;
} RowPlace;

typedef LIST_OF(RowPlace) Places;

static void place_row(Region *region, const Sheet *sheet, const Groups *groups, uint32_t row, uint32_t at, uint64_t key, Places *places)
{
    if (at == groups->key_count) {
        *LIST_ADD(region, *places) = (RowPlace){ key, row };
        return;
    }
    const ColumnIndex *column = &sheet->columns[groups->keys[at]];
    const uint32_t *limits = limits_at(sheet, row, groups->keys[at]);
    uint32_t first = is_span(limits) ? limits[0] : 0, last = is_span(limits) ? limits[1] : column_pieces(column) - 1;
    for (uint32_t piece = first; piece <= last; piece++)
        if (is_span(limits) || column_takes(column, piece, sheet->words, row))
            place_row(region, sheet, groups, row, at + 1, key * column_pieces(column) + piece, places);
}

static int compare_places(const void *a, const void *b)
{
    const RowPlace *left = a, *right = b;
    if (left->key != right->key)
        return left->key < right->key ? -1 : 1;
    return (left->row > right->row) - (left->row < right->row);
}

/* ---- cuts ---- */

static int compare_cuts(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

/* The first coordinate that the row takes, and the first behind that it does not; INT64_MIN and INT64_MAX: it takes all on that side. */
static void row_cuts(const Groups *groups, const uint32_t *limits, int64_t cuts[2])
{
    const ColumnIndex *column = groups->sorted;
    uint32_t first = limits[0], last = limits[1];
    cuts[0] = first % 2 ? 2 * column->keys[first / 2] : first ? 2 * column->keys[first / 2 - 1] + 1 : INT64_MIN;
    cuts[1] = last % 2 ? 2 * column->keys[last / 2] + 1 : last / 2 < column->count ? 2 * column->keys[last / 2] : INT64_MAX;
}

typedef struct Making { /* of one group */
    const Sheet *sheet;
    const RowPlace *places;
    uint32_t count;   /* places */
    int64_t *cuts;    /* where stretches begin; the first is INT64_MIN */
    uint32_t cut_count;
    uint32_t *taken;  /* by place: the first and the last stretch that its row takes */
    uint32_t *starts; /* where the rows of each stretch begin in `rows`; one more at the end */
    uint32_t *rows;   /* by stretch */
    size_t room;      /* of rows */
} Making;

typedef struct Lists { /* what all groups share, growing */
    LIST_OF(Cut) cuts;
    LIST_OF(uint32_t) slices;
    LIST_OF(Entry) entries;
} Lists;

static const uint32_t *sorted_limits(const Groups *groups, const Making *making, uint32_t place)
{
    return limits_at(making->sheet, making->places[place].row, (uint32_t)(groups->sorted - making->sheet->columns));
}

static void find_cuts(const Groups *groups, Making *making)
{
    uint32_t count = 1, kept = 1;
    making->cuts[0] = INT64_MIN;
    for (uint32_t i = 0; groups->sorted && i < making->count; i++) {
        int64_t cuts[2];
        row_cuts(groups, sorted_limits(groups, making, i), cuts);
        for (int k = 0; k < 2; k++)
            if (cuts[k] != INT64_MIN && cuts[k] != INT64_MAX)
                making->cuts[count++] = cuts[k];
    }
    qsort(making->cuts, count, sizeof *making->cuts, compare_cuts);
    for (uint32_t i = 1; i < count; i++)
        if (making->cuts[kept - 1] != making->cuts[i])
            making->cuts[kept++] = making->cuts[i];
    making->cut_count = kept;
}

static uint32_t stretch_at(const Making *making, int64_t cut)
{
    uint32_t low = 0, high = making->cut_count;
    while (high - low > 1) {
        uint32_t middle = (low + high) / 2;
        if (making->cuts[middle] <= cut)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* First and last stretch that each row takes; returns how many all take together. */
static uint64_t find_stretches(const Groups *groups, Making *making)
{
    uint64_t all = 0;
    for (uint32_t i = 0; i < making->count; i++) {
        uint32_t *taken = making->taken + 2 * (size_t)i;
        int64_t cuts[2] = { INT64_MIN, INT64_MAX };
        if (making->cut_count > 1)
            row_cuts(groups, sorted_limits(groups, making, i), cuts);
        taken[0] = stretch_at(making, cuts[0]);
        taken[1] = cuts[1] == INT64_MAX ? making->cut_count - 1 : stretch_at(making, cuts[1]) - 1;
        all += taken[1] - taken[0] + 1;
    }
    return all;
}

/* How many rows each stretch has, summed up. */
static void count_rows(Making *making)
{
    memset(making->starts, 0, (making->cut_count + 1) * sizeof *making->starts);
    for (uint32_t i = 0; i < making->count; i++)
        for (uint32_t k = making->taken[2 * i]; k <= making->taken[2 * i + 1]; k++)
            making->starts[k + 1]++;
    for (uint32_t k = 0; k < making->cut_count; k++)
        making->starts[k + 1] += making->starts[k];
}

/* Rows by stretch, in the order of the table. */
static void list_stretches(Region *region, Making *making)
{
    count_rows(making);
    while (making->room < making->starts[making->cut_count])
        making->rows = region_grow(region, making->rows, 0, &making->room, sizeof *making->rows);
    for (uint32_t i = 0; i < making->count; i++)
        for (uint32_t k = making->taken[2 * i]; k <= making->taken[2 * i + 1]; k++)
            making->rows[making->starts[k]++] = making->places[i].row;
    memmove(making->starts + 1, making->starts, making->cut_count * sizeof *making->starts); /* each start has moved to its end */
    making->starts[0] = 0;
}

static Entry entry_of(const Sheet *sheet, uint32_t row, bool more)
{
    const uint32_t *eras = sheet->limits + (size_t)row * sheet->stride;
    const OutputCell *cell = &sheet->rows[row].outputs[0];
    bool plain = sheet->part_count == 1 && cell->constant && !cell->is_mark;
    return (Entry){ plain ? cell->value : (Value){ .kind = VALUE_UNSET }, row, { eras[0], eras[1] }, more };
}

/* How far behind the second cut a coordinate lies that is not before it. */
static inline uint64_t behind(int64_t begin, int64_t coordinate)
{
    return (uint64_t)coordinate - (uint64_t)begin;
}

static void slice_group(Region *region, const Making *making, Group *group, Lists *lists)
{
    const int64_t *cuts = making->cuts;
    uint32_t cut = 1, last = making->cut_count - 1;
    group->begin = cuts[1];
    group->slices = (uint32_t)lists->slices.count;
    while (behind(group->begin, cuts[last]) >> group->width >= SLICES_A_CUT * making->cut_count)
        group->width++;
    group->sliced = (uint32_t)(behind(group->begin, cuts[last]) >> group->width) + 1;
    for (uint32_t slice = 0; slice < group->sliced; slice++) {
        while (cut < last && behind(group->begin, cuts[cut + 1]) <= (uint64_t)slice << group->width)
            cut++;
        *LIST_ADD(region, lists->slices) = cut;
    }
    *LIST_ADD(region, lists->slices) = last;
}

static Group make_group(Region *region, const Groups *groups, Making *making, Lists *lists)
{
    find_cuts(groups, making);
    if (find_stretches(groups, making) > (uint64_t)ENTRIES_MOST * making->count + SPARE) {
        making->cut_count = 1; /* ranges lie over one another: all rows in one stretch */
        find_stretches(groups, making);
    }
    list_stretches(region, making);
    Group group = { .key = making->places[0].key, .count = making->cut_count, .cuts = (uint32_t)lists->cuts.count };
    if (group.count > 1)
        slice_group(region, making, &group, lists);
    for (uint32_t i = 0; i < making->cut_count; i++) {
        uint32_t from = making->starts[i], to = making->starts[i + 1];
        *LIST_ADD(region, lists->cuts) = (Cut){ making->cuts[i], from < to ? (uint32_t)lists->entries.count : UINT32_MAX };
        for (uint32_t k = from; k < to; k++)
            *LIST_ADD(region, lists->entries) = entry_of(making->sheet, making->rows[k], k + 1 < to);
    }
    return group;
}

/* ---- the table of groups ---- */

static inline uint32_t place_of(const Groups *groups, uint64_t key)
{
    return (uint32_t)(key * 0x9e3779b97f4a7c15u >> groups->shift);
}

static inline uint32_t place_after(const Groups *groups, uint32_t at)
{
    return (at + 1) & (uint32_t)((1ull << (64 - groups->shift)) - 1);
}

static void make_table(Region *region, Groups *groups, size_t count)
{
    uint32_t bits = 3;
    while ((1ull << bits) < 2 * count)
        bits++;
    groups->shift = 64 - bits;
    groups->table = REGION_ARRAY(region, Group, 1ull << bits);
}

static void put_group(Groups *groups, Group group)
{
    uint32_t at = place_of(groups, group.key);
    while (groups->table[at].count)
        at = place_after(groups, at);
    groups->table[at] = group;
}

static size_t count_groups(const Places *places)
{
    size_t count = 0;
    for (size_t i = 0; i < places->count; i++)
        count += i == 0 || places->at[i].key != places->at[i - 1].key;
    return count;
}

static void make_groups(Region *region, const Sheet *sheet, Groups *groups, const Places *places)
{
    Lists lists = { 0 };
    Making making = { .sheet = sheet, .cuts = REGION_ARRAY(region, int64_t, 2 * places->count + 1) };
    making.starts = REGION_ARRAY(region, uint32_t, 2 * places->count + 3);
    making.taken = REGION_ARRAY(region, uint32_t, 2 * places->count + 1);
    make_table(region, groups, count_groups(places));
    for (size_t i = 0; i < places->count; i += making.count) {
        making.places = &places->at[i];
        making.count = 0;
        while (i + making.count < places->count && places->at[i + making.count].key == places->at[i].key)
            making.count++;
        put_group(groups, make_group(region, groups, &making, &lists));
    }
    groups->cuts = lists.cuts.at;
    groups->slices = lists.slices.at;
    groups->entries = lists.entries.at;
}

void groups_make(Region *region, Sheet *sheet)
{
    Groups *groups = REGION_NEW(region, Groups);
    Places places = { 0 };
    choose_columns(region, sheet, groups);
    for (uint32_t r = 0; r < sheet->row_count; r++)
        if (row_stands(sheet, r))
            place_row(region, sheet, groups, r, 0, 0, &places);
    if (places.count)
        qsort(places.at, places.count, sizeof *places.at, compare_places);
    make_groups(region, sheet, groups, &places);
    sheet->groups = groups;
}

/* ---- looking up: what is told stands by column ---- */

static bool has_place(const ColumnIndex *column, Value value)
{
    switch (column->form) {
    case FORM_BOOLEAN: return value.kind == VALUE_BOOLEAN;
    case FORM_TEXT: return value.kind == VALUE_TEXT && value.text->symbol;
    default: return value_is_number(value) || value.kind == VALUE_DATE;
    }
}

/* Where the number stands in a coarser scale. */
static bool coarse_coordinate(int64_t number, int digits, int64_t *coordinate)
{
    int64_t unit = 1;
    for (; digits; digits--)
        if (__builtin_mul_overflow(unit, 10, &unit))
            return false;
    int64_t whole = number / unit, rest = number % unit;
    whole -= rest < 0;
    *coordinate = 2 * whole + (rest != 0);
    return true;
}

/* Of a number or day of the column's kind; false when it has no place on a line of whole numbers. */
static inline bool coordinate_of(const ColumnIndex *column, Value value, int64_t *coordinate)
{
    Value bound = column->values[0];
    int64_t number = value.number;
    if (value.kind != bound.kind || number > INT64_MAX / 2 || number < INT64_MIN / 2)
        return false;
    *coordinate = 2 * number;
    if (value.kind == VALUE_DATE || value.exponent == bound.exponent)
        return true;
    if (value.exponent < bound.exponent)
        return coarse_coordinate(number, bound.exponent - value.exponent, coordinate);
    for (int digits = value.exponent - bound.exponent; digits; digits--)
        if (__builtin_mul_overflow(*coordinate, 10, coordinate))
            return false;
    return true;
}

static inline bool in_era(const Sheet *sheet, const Entry *entry, uint32_t era)
{
    return is_span(entry->eras) ? era >= entry->eras[0] && era <= entry->eras[1] : rows_have(sheet->era_rows + (size_t)era * sheet->words, entry->row);
}

static bool others_take(const Sheet *sheet, const Groups *groups, const uint32_t *pieces, uint32_t row)
{
    for (uint32_t i = 0; i < groups->other_count; i++) {
        uint32_t c = groups->others[i];
        const uint32_t *taken = limits_at(sheet, row, c);
        if (is_span(taken) ? pieces[i] < taken[0] || pieces[i] > taken[1] : !column_takes(&sheet->columns[c], pieces[i], sheet->words, row))
            return false;
    }
    return true;
}

/* The entries of the stretch in which the coordinate lies, or NULL. */
static inline const Entry *entries_at(const Groups *groups, const Group *group, int64_t coordinate)
{
    const Cut *from = groups->cuts + group->cuts;
    if (group->count > 1 && coordinate >= group->begin) {
        uint64_t slice = behind(group->begin, coordinate) >> group->width;
        const uint32_t *cut = groups->slices + group->slices + (slice < group->sliced ? slice : group->sliced - 1);
        uint32_t length = cut[1] - cut[0] + 1;
        for (from += cut[0]; length > 1;) {
            uint32_t half = length / 2;
            from += from[half].at <= coordinate ? half : 0;
            length -= half;
        }
    }
    return from->entry == UINT32_MAX ? NULL : groups->entries + from->entry;
}

typedef struct Ask { /* one look-up */
    const Group *group;  /* NULL: no row has these keys */
    int64_t coordinate;  /* in the sorted column */
    const Entry *entry;  /* the first of the stretch, or NULL */
} Ask;

static const Group *find_group(const Sheet *sheet, const Groups *groups, const Value *told)
{
    uint64_t key = 0;
    for (uint32_t k = 0; k < groups->key_count; k++) {
        const ColumnIndex *column = &sheet->columns[groups->keys[k]];
        key = key * column_pieces(column) + column_piece(column, told[groups->keys[k]]);
    }
    uint32_t at = place_of(groups, key);
    while (groups->table[at].count && groups->table[at].key != key)
        at = place_after(groups, at);
    return groups->table[at].count ? &groups->table[at] : NULL;
}

/* False when something told has no place in its column. */
static bool begin_ask(const Sheet *sheet, const Groups *groups, const Value *told, Ask *ask)
{
    for (uint32_t c = 0; c < sheet->column_count; c++)
        if (!has_place(&sheet->columns[c], told[c]))
            return false;
    ask->coordinate = 0;
    if (groups->sorted && !coordinate_of(groups->sorted, told[groups->sorted - sheet->columns], &ask->coordinate))
        return false;
    ask->group = find_group(sheet, groups, told);
    return true;
}

static inline void find_entry(const Groups *groups, Ask *ask)
{
    ask->entry = ask->group ? entries_at(groups, ask->group, ask->coordinate) : NULL;
}

/* The only entry of the stretch that fires, else ROW_NONE or ROW_UNSAID. */
static int64_t row_that_fires(const Sheet *sheet, const Ask *ask, const Value *told, uint32_t era, Value *value)
{
    const Groups *groups = sheet->groups;
    uint32_t pieces[COLUMNS_KEPT];
    int64_t found = ROW_NONE;
    for (uint32_t i = 0; i < groups->other_count; i++)
        pieces[i] = column_piece(&sheet->columns[groups->others[i]], told[groups->others[i]]);
    const Entry *entry = ask->entry;
    for (bool more = entry; more; entry++) {
        more = entry->more;
        if (!in_era(sheet, entry, era) || !others_take(sheet, groups, pieces, entry->row))
            continue;
        if (found >= 0)
            return ROW_UNSAID; /* two rows: the long way says what that means */
        found = entry->row;
        *value = entry->value;
    }
    return found == ROW_NONE && sheet->has_otherwise ? ROW_UNSAID : found;
}

/* The columns' values of a case, for a run; false when one is worked out by a program. */
static bool tell_columns(Run *run, const Sheet *sheet, Frame *frame, Value *told)
{
    for (uint32_t c = 0; c < sheet->column_count; c++) {
        const ColumnIndex *column = &sheet->columns[c];
        Frame *of = frame;
        if (!column->is_slot)
            return false;
        for (uint8_t up = column->up; up; up--)
            of = of->parent;
        told[c] = run_read(run, of, column->slot);
        if (!has_place(column, told[c]))
            return false;
    }
    return true;
}

int64_t groups_row(Run *run, const Sheet *sheet, Frame *frame, uint32_t era, Value *value)
{
    const Groups *groups = sheet->groups;
    Value told[COLUMNS_KEPT];
    Ask ask;
    if (!groups) /* a row was changed in place (change.h) */
        return ROW_UNSAID;
    if (!tell_columns(run, sheet, frame, told) || !begin_ask(sheet, groups, told, &ask))
        return ROW_UNSAID;
    find_entry(groups, &ask);
    return row_that_fires(sheet, &ask, told, era, value);
}

/* ---- many look-ups at once ----
 *
 * A long table does not fit the nearest memory, and each step of a look-up waits for the one before. So each step is taken for all
 * lanes before the next: while one waits, the others are under way. */

static void tell_lane(const Sheet *sheet, const Value *const *columns, uint32_t lane, Value *told)
{
    for (uint32_t c = 0; c < sheet->column_count; c++)
        told[c] = columns[c][lane];
}

void groups_lanes(const Sheet *sheet, const Value *const *columns, const LaneSet *lanes, const uint32_t *eras, int64_t *rows, Value *values)
{
    const Groups *groups = sheet->groups;
    Ask asks[LANES];
    Value told[COLUMNS_KEPT];
    for (uint32_t i = 0; i < lanes->count; i++) {
        tell_lane(sheet, columns, lanes->at[i], told);
        rows[lanes->at[i]] = begin_ask(sheet, groups, told, &asks[i]) ? ROW_NONE : ROW_UNSAID;
    }
    for (uint32_t i = 0; i < lanes->count; i++)
        if (rows[lanes->at[i]] != ROW_UNSAID)
            find_entry(groups, &asks[i]);
    for (uint32_t i = 0; i < lanes->count; i++) {
        uint32_t lane = lanes->at[i];
        tell_lane(sheet, columns, lane, told);
        if (rows[lane] != ROW_UNSAID)
            rows[lane] = row_that_fires(sheet, &asks[i], told, eras[lane], &values[lane]);
    }
}

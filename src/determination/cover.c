/* determination/cover.c - see cover.h. A node of the search is a list of rows that still take the box; splitting it by a column
 * gives one list for each group of pieces that the rows do not tell apart. */
#include "determination/cover.h"

#include <stdlib.h>

#include "determination/sheet.h"

/* ---- sets of pieces ---- */

bool pieces_have(PieceSet set, uint32_t piece)
{
    uint32_t low = 0, high = set.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (set.at[middle].last < piece)
            low = middle + 1;
        else
            high = middle;
    }
    return low < set.count && set.at[low].first <= piece;
}

PieceSet pieces_both(Region *region, PieceSet a, PieceSet b)
{
    PieceSpan *spans = region_take(region, (a.count + b.count + 1) * sizeof *spans);
    uint32_t count = 0;
    for (uint32_t i = 0, k = 0; i < a.count && k < b.count;) {
        uint32_t first = a.at[i].first > b.at[k].first ? a.at[i].first : b.at[k].first;
        uint32_t last = a.at[i].last < b.at[k].last ? a.at[i].last : b.at[k].last;
        if (first <= last)
            spans[count++] = (PieceSpan){ first, last };
        if (a.at[i].last < b.at[k].last)
            i++;
        else
            k++;
    }
    return (PieceSet){ count, spans };
}

/* Is all of `inner` in `outer`? */
static bool pieces_within(PieceSet inner, PieceSet outer)
{
    uint32_t k = 0;
    for (uint32_t i = 0; i < inner.count; i++) {
        while (k < outer.count && outer.at[k].last < inner.at[i].last)
            k++;
        if (k == outer.count || outer.at[k].first > inner.at[i].first)
            return false;
    }
    return true;
}

static bool pieces_meet(PieceSet a, PieceSet b)
{
    for (uint32_t i = 0, k = 0; i < a.count && k < b.count;) {
        if (a.at[i].first <= b.at[k].last && b.at[k].first <= a.at[i].last)
            return true;
        if (a.at[i].last < b.at[k].last)
            i++;
        else
            k++;
    }
    return false;
}

PieceSet pieces_marked(Region *region, const bool *marks, uint32_t count)
{
    LIST_OF(PieceSpan) spans = { 0 };
    for (uint32_t i = 0; i < count; i++) {
        if (!marks[i])
            continue;
        if (i && marks[i - 1])
            spans.at[spans.count - 1].last = i;
        else
            *LIST_ADD(region, spans) = (PieceSpan){ i, i };
    }
    return (PieceSet){ (uint32_t)spans.count, spans.at };
}

/* ---- the grid of a sheet ---- */

typedef void RowVisit(void *context, uint32_t piece, uint32_t row);

static void visit_rows(const Sheet *sheet, const ColumnIndex *column, uint32_t piece, RowVisit *visit, void *context)
{
    for (uint32_t k = column->masks ? 0 : column->starts[piece]; !column->masks && k < column->starts[piece + 1]; k++)
        visit(context, piece, column->listed[k]);
    for (uint32_t w = 0; column->masks && w < sheet->words; w++)
        for (uint64_t rest = column->masks[(size_t)piece * sheet->words + w] & ~column->any[w]; rest; rest &= rest - 1)
            visit(context, piece, w * 64 + (uint32_t)__builtin_ctzll(rest));
}

typedef struct CellSpans { /* the spans of one column's cells, while they are gathered */
    uint32_t *counts;  /* by row */
    PieceSpan **spans; /* by row; NULL while they are counted */
    uint32_t *lasts;   /* by row: 1 + the last piece seen */
    const uint64_t *any;
} CellSpans;

static void take_piece(void *context, uint32_t piece, uint32_t row)
{
    CellSpans *cells = context;
    if (rows_have(cells->any, row))
        return;
    bool goes_on = cells->counts[row] && cells->lasts[row] == piece;
    cells->lasts[row] = piece + 1;
    if (!goes_on)
        cells->counts[row]++;
    if (cells->spans && !goes_on)
        cells->spans[row][cells->counts[row] - 1].first = piece;
    if (cells->spans)
        cells->spans[row][cells->counts[row] - 1].last = piece;
}

static void visit_column(const Sheet *sheet, const ColumnIndex *column, CellSpans *cells)
{
    memset(cells->counts, 0, sheet->row_count * sizeof *cells->counts);
    for (uint32_t i = 0; i < column_pieces(column); i++)
        visit_rows(sheet, column, i, take_piece, cells);
}

static void grid_column(Region *region, Grid *grid, const Sheet *sheet, uint32_t at, CellSpans *cells)
{
    const ColumnIndex *column = &sheet->columns[at];
    PieceSpan *whole = REGION_NEW(region, PieceSpan);
    *whole = (PieceSpan){ 0, column_pieces(column) };
    cells->any = column->any;
    PieceSpan **spans = cells->spans;
    cells->spans = NULL;
    visit_column(sheet, column, cells);
    for (uint32_t r = 0; r < sheet->row_count; r++)
        spans[r] = rows_have(column->any, r) ? whole : region_take(region, (cells->counts[r] + 1) * sizeof **spans);
    cells->spans = spans;
    visit_column(sheet, column, cells);
    for (uint32_t r = 0; r < sheet->row_count; r++)
        grid->written[r] |= (uint64_t)!rows_have(column->any, r) << at;
    for (uint32_t r = 0; r < sheet->row_count; r++)
        grid->cells[(size_t)r * grid->columns + at] = (PieceSet){ rows_have(column->any, r) ? 1 : cells->counts[r], spans[r] };
}

Grid grid_of(Region *region, const Sheet *sheet, uint32_t spare)
{
    Grid grid = { .columns = sheet->column_count, .rows = sheet->row_count + spare };
    grid.allowed = REGION_ARRAY(region, PieceSet, grid.columns + 1);
    grid.written = REGION_ARRAY(region, uint64_t, grid.rows + 1);
    grid.cells = REGION_ARRAY(region, PieceSet, (size_t)grid.columns * grid.rows + 1);
    CellSpans cells = { .counts = REGION_ARRAY(region, uint32_t, grid.rows + 1), .spans = REGION_ARRAY(region, PieceSpan *, grid.rows + 1),
                        .lasts = REGION_ARRAY(region, uint32_t, grid.rows + 1) };
    for (uint32_t c = 0; c < grid.columns; c++)
        grid_column(region, &grid, sheet, c, &cells);
    return grid;
}

static PieceSet cell_of(const Grid *grid, uint32_t row, uint32_t column)
{
    return grid->cells[(size_t)row * grid->columns + column];
}

/* ---- what it costs ---- */

static bool spent(Effort *effort, const char *name, uint64_t limit)
{
    if (!effort->spent) {
        effort->spent = name;
        effort->limit = limit;
    }
    return false;
}

bool effort_work(Effort *effort, uint64_t rows)
{
    effort->work += rows;
    return effort->work <= LIMIT_PROOF_WORK || spent(effort, "LIMIT_PROOF_WORK", LIMIT_PROOF_WORK);
}

bool effort_box(Effort *effort)
{
    effort->boxes++;
    return effort->boxes <= LIMIT_PROOF_BOXES || spent(effort, "LIMIT_PROOF_BOXES", LIMIT_PROOF_BOXES);
}

/* ---- what was found before ----
 *
 * Key: the rows and the columns already chosen. Lists are kept whole, so that a hash that two of them share does no harm; when
 * there is no room left, nothing more is remembered. */

enum { MEMO_LEAST = 1 << 10, MEMO_PLACES = 1 << 15, MEMO_ROWS = 32 }; /* places; rows for each of them */

typedef struct MemoEntry {
    uint32_t round;   /* of which search; another: the place is free */
    bool gap;
    uint64_t chosen;
    uint32_t from, count; /* rows, in Memo.rows */
} MemoEntry;

struct Memo {
    uint32_t places, room;        /* entries and rows there is room for; places is a power of two */
    uint32_t round, filled, used; /* search, entries and rows of it */
    MemoEntry *entries;
    uint32_t *rows;
};

Memo *memo_new(Region *region, uint32_t rows)
{
    Memo *memo = REGION_NEW(region, Memo);
    memo->places = MEMO_LEAST;
    while (memo->places < MEMO_PLACES && memo->places < 64 * (uint64_t)rows)
        memo->places *= 2;
    memo->room = MEMO_ROWS * memo->places;
    memo->entries = REGION_ARRAY(region, MemoEntry, memo->places);
    memo->rows = region_take(region, memo->room * sizeof *memo->rows);
    return memo;
}

static uint64_t rows_hash(const uint32_t *rows, uint32_t count, uint64_t seed)
{
    uint64_t hash = seed * 0x9e3779b97f4a7c15u + count;
    for (uint32_t i = 0; i < count; i++) {
        hash = (hash ^ rows[i]) * 0xff51afd7ed558ccdu;
        hash ^= hash >> 32;
    }
    return hash;
}

static MemoEntry *memo_place(const Memo *memo, RowList rows, uint64_t chosen)
{
    size_t at = rows_hash(rows.at, rows.count, chosen) & (memo->places - 1);
    while (memo->entries[at].round == memo->round) {
        const MemoEntry *entry = &memo->entries[at];
        if (entry->chosen == chosen && entry->count == rows.count && memcmp(memo->rows + entry->from, rows.at, rows.count * sizeof *rows.at) == 0)
            break;
        at = (at + 1) & (memo->places - 1);
    }
    return &memo->entries[at];
}

static void memo_keep(Memo *memo, RowList rows, uint64_t chosen, bool gap)
{
    if (2 * memo->filled >= memo->places || rows.count > memo->room - memo->used)
        return;
    *memo_place(memo, rows, chosen) = (MemoEntry){ memo->round, gap, chosen, memo->used, rows.count };
    memcpy(memo->rows + memo->used, rows.at, rows.count * sizeof *rows.at);
    memo->used += rows.count;
    memo->filled++;
}

/* ---- splitting ---- */

typedef struct Node { /* of one search */
    const Search *search;
    uint64_t *looks;   /* by row: bit c, it does not take all that column c can hold here */
    PieceSet base[LIMIT_TABLE_COLUMNS]; /* what each column can hold here */
    PieceSet box[LIMIT_TABLE_COLUMNS];  /* what it holds in the box at hand */
} Node;

typedef struct Group { /* pieces that the same rows take */
    PieceSet pieces;
    RowList rows;
} Group;

typedef LIST_OF(Group) GroupList;
typedef LIST_OF(uint32_t) Cuts;

static int compare_cuts(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

static void add_cuts(Region *region, Cuts *cuts, PieceSet set)
{
    for (uint32_t i = 0; i < set.count; i++) {
        *LIST_ADD(region, *cuts) = set.at[i].first;
        *LIST_ADD(region, *cuts) = set.at[i].last + 1;
    }
}

/* Where the rows or the base begin or end: ascending, each once. */
static Cuts cuts_of(const Node *node, RowList rows, uint32_t column)
{
    Region *region = node->search->region;
    Cuts cuts = { 0 };
    add_cuts(region, &cuts, node->base[column]);
    for (uint32_t i = 0; i < rows.count; i++)
        if (node->looks[rows.at[i]] >> column & 1)
            add_cuts(region, &cuts, cell_of(node->search->grid, rows.at[i], column));
    qsort(cuts.at, cuts.count, sizeof *cuts.at, compare_cuts);
    size_t kept = 0;
    for (size_t i = 0; i < cuts.count; i++)
        if (!kept || cuts.at[kept - 1] != cuts.at[i])
            cuts.at[kept++] = cuts.at[i];
    cuts.count = kept;
    return cuts;
}

static uint32_t cut_index(const Cuts *cuts, uint32_t at)
{
    const uint32_t *found = bsearch(&at, cuts->at, cuts->count, sizeof at, compare_cuts);
    return (uint32_t)(found - cuts->at);
}

/* For each interval between two cuts the rows that take it. Counted first, then listed: `starts` is one longer than the intervals. */
typedef struct Intervals {
    uint32_t count;
    uint32_t *starts;
    uint32_t *rows;
} Intervals;

typedef void IntervalVisit(Intervals *intervals, uint32_t interval, uint32_t row);

static void count_interval(Intervals *intervals, uint32_t interval, uint32_t row)
{
    (void)row;
    intervals->starts[interval + 1]++;
}

static void list_interval(Intervals *intervals, uint32_t interval, uint32_t row)
{
    intervals->rows[intervals->starts[interval]++] = row;
}

static void each_interval(const Node *node, RowList rows, uint32_t column, const Cuts *cuts, Intervals *intervals, IntervalVisit *visit)
{
    const PieceSpan all = { cuts->at[0], cuts->at[cuts->count - 1] - 1 };
    for (uint32_t i = 0; i < rows.count; i++) {
        bool looks = node->looks[rows.at[i]] >> column & 1;
        PieceSet cell = looks ? cell_of(node->search->grid, rows.at[i], column) : (PieceSet){ 1, &all };
        for (uint32_t s = 0; s < cell.count; s++)
            for (uint32_t k = cut_index(cuts, cell.at[s].first), end = cut_index(cuts, cell.at[s].last + 1); k < end; k++)
                visit(intervals, k, rows.at[i]);
    }
}

/* How many entries the lists of all intervals have together. */
static uint64_t intervals_cost(const Node *node, RowList rows, uint32_t column, const Cuts *cuts)
{
    uint64_t cost = rows.count + cuts->count;
    for (uint32_t i = 0; i < rows.count; i++) {
        if (!(node->looks[rows.at[i]] >> column & 1)) {
            cost += cuts->count;
            continue;
        }
        PieceSet cell = cell_of(node->search->grid, rows.at[i], column);
        for (uint32_t s = 0; s < cell.count; s++)
            cost += 1 + cut_index(cuts, cell.at[s].last + 1) - cut_index(cuts, cell.at[s].first);
    }
    return cost;
}

static bool make_intervals(const Node *node, RowList rows, uint32_t column, const Cuts *cuts, Intervals *intervals)
{
    Region *region = node->search->region;
    if (!effort_work(node->search->effort, intervals_cost(node, rows, column, cuts)))
        return false;
    intervals->count = (uint32_t)cuts->count - 1;
    intervals->starts = REGION_ARRAY(region, uint32_t, intervals->count + 2);
    each_interval(node, rows, column, cuts, intervals, count_interval);
    for (uint32_t i = 0; i < intervals->count; i++)
        intervals->starts[i + 1] += intervals->starts[i];
    intervals->rows = region_take(region, (intervals->starts[intervals->count] + 1) * sizeof *intervals->rows);
    each_interval(node, rows, column, cuts, intervals, list_interval);
    memmove(intervals->starts + 1, intervals->starts, intervals->count * sizeof *intervals->starts); /* each start has moved to its end */
    intervals->starts[0] = 0;
    return true;
}

typedef struct Grouping { /* groups while they are made */
    uint32_t *places; /* hash table: 1 + index of the group */
    size_t room;
    LIST_OF(struct { uint32_t group; PieceSpan span; }) spans; /* in the order of pieces */
    GroupList groups;
} Grouping;

static uint32_t group_of(Region *region, Grouping *grouping, RowList rows)
{
    size_t at = rows_hash(rows.at, rows.count, 0) & (grouping->room - 1);
    for (; grouping->places[at]; at = (at + 1) & (grouping->room - 1)) {
        RowList other = grouping->groups.at[grouping->places[at] - 1].rows;
        if (other.count == rows.count && memcmp(other.at, rows.at, rows.count * sizeof *rows.at) == 0)
            return grouping->places[at] - 1;
    }
    *LIST_ADD(region, grouping->groups) = (Group){ .rows = rows };
    grouping->places[at] = (uint32_t)grouping->groups.count;
    return (uint32_t)grouping->groups.count - 1;
}

/* The spans stand in the order of pieces: each group takes its own, joined where they touch. */
static void share_spans(Region *region, Grouping *grouping)
{
    PieceSpan **spans = REGION_ARRAY(region, PieceSpan *, grouping->groups.count + 1);
    for (size_t i = 0; i < grouping->spans.count; i++)
        grouping->groups.at[grouping->spans.at[i].group].pieces.count++;
    for (size_t g = 0; g < grouping->groups.count; g++) {
        spans[g] = region_take(region, grouping->groups.at[g].pieces.count * sizeof **spans + 1);
        grouping->groups.at[g].pieces = (PieceSet){ 0, spans[g] };
    }
    for (size_t i = 0; i < grouping->spans.count; i++) {
        PieceSet *pieces = &grouping->groups.at[grouping->spans.at[i].group].pieces;
        PieceSpan *mine = spans[grouping->spans.at[i].group], span = grouping->spans.at[i].span;
        if (pieces->count && mine[pieces->count - 1].last + 1 == span.first)
            mine[pieces->count - 1].last = span.last;
        else
            mine[pieces->count++] = span;
    }
}

static int compare_groups(const void *a, const void *b)
{
    const Group *left = a, *right = b;
    if (left->rows.count != right->rows.count)
        return left->rows.count < right->rows.count ? -1 : 1;
    return left->pieces.at[0].first < right->pieces.at[0].first ? -1 : 1;
}

/* What the column can hold, in groups of pieces that the rows do not tell apart; those with fewest rows first. */
static GroupList split(const Node *node, RowList rows, uint32_t column)
{
    Region *region = node->search->region;
    Cuts cuts = cuts_of(node, rows, column);
    Intervals intervals;
    Grouping grouping = { .room = 16 };
    if (!make_intervals(node, rows, column, &cuts, &intervals))
        return grouping.groups;
    while (grouping.room < 2 * (size_t)intervals.count)
        grouping.room *= 2;
    grouping.places = REGION_ARRAY(region, uint32_t, grouping.room);
    for (uint32_t i = 0; i < intervals.count; i++) {
        if (!pieces_have(node->base[column], cuts.at[i]))
            continue;
        uint32_t group = group_of(region, &grouping, (RowList){ intervals.starts[i + 1] - intervals.starts[i], intervals.rows + intervals.starts[i] });
        LIST_ADD(region, grouping.spans)->group = group;
        grouping.spans.at[grouping.spans.count - 1].span = (PieceSpan){ cuts.at[i], cuts.at[i + 1] - 1 };
    }
    share_spans(region, &grouping);
    qsort(grouping.groups.at, grouping.groups.count, sizeof *grouping.groups.at, compare_groups);
    return grouping.groups;
}

/* The row with fewest columns left decides: one of these must be chosen to shut it out. Of them the one that most rows look at.
 * UINT32_MAX: some row looks at none any more, and so takes the whole box. */
static uint32_t next_column(const Node *node, RowList rows, uint64_t chosen)
{
    uint64_t shortest = ~(uint64_t)0;
    for (uint32_t i = 0; i < rows.count; i++) {
        uint64_t left = node->looks[rows.at[i]] & ~chosen;
        if (!left)
            return UINT32_MAX;
        if (__builtin_popcountll(left) < __builtin_popcountll(shortest))
            shortest = left;
    }
    uint32_t best = UINT32_MAX, most = 0;
    for (uint32_t c = 0; c < node->search->grid->columns; c++) {
        uint32_t count = 0;
        for (uint32_t i = 0; shortest >> c & 1 && i < rows.count; i++)
            count += node->looks[rows.at[i]] >> c & 1;
        if (count > most) {
            most = count;
            best = c;
        }
    }
    return best;
}

/* ---- is there any box that no row takes? ---- */

static bool has_gap(const Node *node, RowList rows, uint64_t chosen);

static bool some_group_has_gap(const Node *node, RowList rows, uint32_t column, uint64_t chosen)
{
    RegionMark mark = region_mark(node->search->region);
    GroupList groups = split(node, rows, column);
    bool gap = false;
    for (size_t i = 0; i < groups.count && !gap && !node->search->effort->spent; i++)
        gap = has_gap(node, groups.at[i].rows, chosen | (uint64_t)1 << column);
    region_drop(node->search->region, mark);
    return gap;
}

static bool has_gap(const Node *node, RowList rows, uint64_t chosen)
{
    Effort *effort = node->search->effort;
    if (!rows.count)
        return true;
    if (!effort_work(effort, rows.count))
        return false;
    uint32_t column = next_column(node, rows, chosen);
    if (column == UINT32_MAX)
        return false;
    const MemoEntry *known = memo_place(node->search->memo, rows, chosen);
    if (known->round == node->search->memo->round)
        return known->gap;
    bool gap = some_group_has_gap(node, rows, column, chosen);
    if (!effort->spent)
        memo_keep(node->search->memo, rows, chosen, gap);
    return gap;
}

/* ---- each of them ---- */

static Box box_of(Node *node, uint64_t chosen)
{
    return (Box){ node->box, chosen };
}

static bool visit_gaps(Node *node, RowList rows, uint64_t chosen)
{
    const Search *search = node->search;
    if (!has_gap(node, rows, chosen))
        return false;
    Box box = box_of(node, chosen);
    if (!rows.count)
        return search->found(search->context, &box);
    if (chosen && !search->possible(search->context, &box))
        return false;
    uint32_t column = next_column(node, rows, chosen);
    RegionMark mark = region_mark(search->region);
    GroupList groups = split(node, rows, column);
    bool enough = false;
    for (size_t i = 0; i < groups.count && !enough && !search->effort->spent; i++) {
        node->box[column] = groups.at[i].pieces;
        enough = visit_gaps(node, groups.at[i].rows, chosen | (uint64_t)1 << column);
    }
    node->box[column] = node->base[column];
    if (!enough)
        region_drop(search->region, mark);
    return enough;
}

/* What each column can hold where all the firing rows fire; false when that is nothing. */
static bool begin_box(Node *node, RowList firing)
{
    const Grid *grid = node->search->grid;
    for (uint32_t c = 0; c < grid->columns; c++) {
        node->base[c] = grid->allowed[c];
        for (uint32_t i = 0; i < firing.count; i++)
            if (!pieces_within(node->base[c], cell_of(grid, firing.at[i], c)))
                node->base[c] = pieces_both(node->search->region, node->base[c], cell_of(grid, firing.at[i], c));
        node->box[c] = node->base[c];
        if (!node->base[c].count)
            return false;
    }
    return true;
}

bool rows_meet(const Grid *grid, uint32_t a, uint32_t b)
{
    for (uint64_t both = grid->written[a] & grid->written[b]; both; both &= both - 1) {
        uint32_t column = (uint32_t)__builtin_ctzll(both);
        if (!pieces_meet(cell_of(grid, a, column), cell_of(grid, b, column)))
            return false;
    }
    return true;
}

/* The row reaches into the box: which columns does it look at there? */
static bool reaches(Node *node, uint32_t row)
{
    for (uint64_t written = node->search->grid->written[row]; written; written &= written - 1) {
        uint32_t column = (uint32_t)__builtin_ctzll(written);
        PieceSet cell = cell_of(node->search->grid, row, column);
        if (pieces_within(node->base[column], cell))
            continue;
        node->looks[row] |= (uint64_t)1 << column;
        if (!pieces_meet(node->base[column], cell))
            return false;
    }
    return true;
}

/* The silent rows that reach into the box. */
static RowList begin_rows(Node *node, RowList firing, RowList silent)
{
    const Grid *grid = node->search->grid;
    uint32_t *rows = region_take(node->search->region, (silent.count + 1) * sizeof *rows), count = 0;
    node->looks = REGION_ARRAY(node->search->region, uint64_t, grid->rows + 1);
    for (uint32_t i = 0; i < silent.count; i++) {
        bool meets = !firing.count || rows_meet(grid, firing.at[0], silent.at[i]);
        if (meets && reaches(node, silent.at[i]))
            rows[count++] = silent.at[i];
    }
    return (RowList){ count, rows };
}

/* The columns that the firing rows look at belong to the box from the start. */
static uint64_t columns_looked_at(const Node *node, RowList firing)
{
    uint64_t columns = 0;
    for (uint32_t i = 0; i < firing.count; i++)
        columns |= node->search->grid->written[firing.at[i]];
    return columns;
}

typedef struct Firing { /* the caller is shown the columns of the firing rows as well */
    const Search *outer;
    uint64_t columns;
} Firing;

static bool outer_possible(void *context, const Box *box)
{
    const Firing *firing = context;
    return firing->outer->possible(firing->outer->context, &(Box){ box->at, box->chosen | firing->columns });
}

static bool outer_found(void *context, const Box *box)
{
    const Firing *firing = context;
    return firing->outer->found(firing->outer->context, &(Box){ box->at, box->chosen | firing->columns });
}

bool cover_search(const Search *search, RowList firing, RowList silent)
{
    RegionMark mark = region_mark(search->region);
    Firing shown = { .outer = search };
    Search inner = *search;
    inner.possible = outer_possible;
    inner.found = outer_found;
    inner.context = &shown;
    Node *node = REGION_NEW(search->region, Node);
    node->search = &inner;
    bool enough = false;
    search->memo->round++;
    search->memo->filled = search->memo->used = 0;
    if (effort_work(search->effort, (uint64_t)firing.count + silent.count) && begin_box(node, firing)) {
        shown.columns = columns_looked_at(node, firing);
        enough = visit_gaps(node, begin_rows(node, firing, silent), 0);
    }
    if (!enough)
        region_drop(search->region, mark);
    return enough;
}

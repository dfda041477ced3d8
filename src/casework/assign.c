/* casework/assign.c - see assign.h. */
#include "casework/assign.h"

static PairCost plus(PairCost a, PairCost b) { return (PairCost){ a.first + b.first, a.amount + b.amount, a.quantity + b.quantity, a.days + b.days }; }
static PairCost minus(PairCost a, PairCost b) { return (PairCost){ a.first - b.first, a.amount - b.amount, a.quantity - b.quantity, a.days - b.days }; }

int pair_cost_compare(const PairCost *a, const PairCost *b)
{
    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    if (a->amount != b->amount)
        return a->amount < b->amount ? -1 : 1;
    if (a->quantity != b->quantity)
        return a->quantity < b->quantity ? -1 : 1;
    return a->days < b->days ? -1 : a->days > b->days;
}

/* Rows are never more than columns: where they are, the two change places. Place 0 of `of` and its kin is the row that is being placed. */
typedef struct Assigning {
    const PairCost *costs;
    uint32_t rows, columns; /* as they are searched */
    bool turned;            /* rows are the columns of `costs` */
    PairCost *row_price, *column_price;
    uint32_t *of;           /* for each column from 1: its row from 1; 0: free */
    uint32_t *before;       /* on the path to a column: the column before */
    PairCost *least;        /* from the path so far to each column */
    bool *reached;          /* is it on the path; `least` holds only where `touched` */
    bool *touched;
} Assigning;

static const PairCost *cost_at(const Assigning *assigning, uint32_t row, uint32_t column)
{
    return assigning->turned ? &assigning->costs[(size_t)(column - 1) * assigning->rows + row - 1] : &assigning->costs[(size_t)(row - 1) * assigning->columns + column - 1];
}

static bool is_nothing(const PairCost *cost) { return !cost->first && !cost->amount && !cost->quantity && !cost->days; }

/* The first free column that costs the row nothing. */
static bool take_free(Assigning *assigning, uint32_t row)
{
    for (uint32_t column = 1; column <= assigning->columns; column++)
        if (!assigning->of[column] && is_nothing(cost_at(assigning, row, column))) {
            assigning->of[column] = row;
            return true;
        }
    return false;
}

/* Looks from column `at`, whose row is on the path, at all others; the nearest of them, and how far it is. */
static uint32_t look_on(Assigning *assigning, uint32_t at, PairCost *step)
{
    uint32_t row = assigning->of[at], nearest = 0;
    for (uint32_t column = 1; column <= assigning->columns; column++) {
        if (assigning->reached[column])
            continue;
        PairCost reduced = minus(minus(*cost_at(assigning, row, column), assigning->row_price[row]), assigning->column_price[column]);
        if (!assigning->touched[column] || pair_cost_compare(&reduced, &assigning->least[column]) < 0) {
            assigning->least[column] = reduced;
            assigning->before[column] = at;
            assigning->touched[column] = true;
        }
        if (!nearest || pair_cost_compare(&assigning->least[column], step) < 0) {
            *step = assigning->least[column];
            nearest = column;
        }
    }
    return nearest;
}

static void move_prices(Assigning *assigning, PairCost step)
{
    for (uint32_t column = 0; column <= assigning->columns; column++)
        if (assigning->reached[column]) {
            uint32_t row = assigning->of[column];
            assigning->row_price[row] = plus(assigning->row_price[row], step);
            assigning->column_price[column] = minus(assigning->column_price[column], step);
        } else
            assigning->least[column] = minus(assigning->least[column], step);
}

static void place(Assigning *assigning, uint32_t row)
{
    uint32_t at = 0;
    memset(assigning->reached, 0, assigning->columns + 1);
    memset(assigning->touched, 0, assigning->columns + 1);
    assigning->of[0] = row;
    do {
        PairCost step = { 0 };
        assigning->reached[at] = true;
        uint32_t next = look_on(assigning, at, &step);
        move_prices(assigning, step);
        at = next;
    } while (assigning->of[at]);
    while (at) {
        uint32_t before = assigning->before[at];
        assigning->of[at] = assigning->of[before];
        at = before;
    }
}

static void tell(const Assigning *assigning, uint32_t *to)
{
    for (uint32_t column = 1; column <= assigning->columns; column++) {
        uint32_t row = assigning->of[column];
        if (!row || cost_at(assigning, row, column)->first >= PAIR_REFUSED)
            continue;
        to[(assigning->turned ? column : row) - 1] = assigning->turned ? row : column;
    }
}

void pairs_assign(Region *region, const PairCost *costs, uint32_t rows, uint32_t columns, uint32_t *to)
{
    bool turned = rows > columns;
    Assigning assigning = { .costs = costs, .rows = turned ? columns : rows, .columns = turned ? rows : columns, .turned = turned };
    assigning.row_price = REGION_ARRAY(region, PairCost, assigning.rows + 1);
    assigning.column_price = REGION_ARRAY(region, PairCost, assigning.columns + 1);
    assigning.least = REGION_ARRAY(region, PairCost, assigning.columns + 1);
    assigning.of = REGION_ARRAY(region, uint32_t, assigning.columns + 1);
    assigning.before = REGION_ARRAY(region, uint32_t, assigning.columns + 1);
    assigning.reached = REGION_ARRAY(region, bool, assigning.columns + 1);
    assigning.touched = REGION_ARRAY(region, bool, assigning.columns + 1);
    bool *placed = REGION_ARRAY(region, bool, assigning.rows + 1);
    memset(to, 0, rows * sizeof *to);
    for (uint32_t row = 1; row <= assigning.rows; row++)
        placed[row] = take_free(&assigning, row);
    for (uint32_t row = 1; row <= assigning.rows; row++)
        if (!placed[row])
            place(&assigning, row);
    tell(&assigning, to);
}

/* faces/cli/view_lines.c - the charges as a table with their totals, and the goods with code and customs value. */
#include "faces/cli/view.h"

enum { CHARGE, OF, BASE, RATE, AMOUNT, DUE, REASON, PAYER = DUE }; /* in short the payer, and below the line when it is due */

/* ---- charges ---- */

static Grid charge_grid(const View *view)
{
    Grid grid = grid_new(view->region);
    grid_column(&grid, say(view->cli, MSG_COLUMN_CHARGE), false, false);
    grid_column(&grid, say(view->cli, MSG_COLUMN_OF), false, false);
    grid_column(&grid, say(view->cli, MSG_COLUMN_BASE), true, true);
    grid_column(&grid, say(view->cli, MSG_COLUMN_RATE), true, true);
    grid_column(&grid, say(view->cli, MSG_COLUMN_AMOUNT), true, true);
    grid_column(&grid, say(view->cli, view->full ? MSG_COLUMN_DUE : MSG_COLUMN_PAYER), false, false);
    grid_column(&grid, say(view->cli, MSG_COLUMN_REASON), false, false);
    return grid;
}

static Text range_words(const View *view, Value lowest, Value highest)
{
    Text low = sum_words(view, lowest), high = sum_words(view, highest);
    return text_equal(low, high) ? low : text_format(view->region, TEXT_FMT " ..\n" TEXT_FMT, TEXT_ARG(low), TEXT_ARG(high));
}

static Text rate_words(const View *view, Value rate)
{
    return value_is_number(rate) ? percent_text(view->region, rate, view->cli->language) : value_words(view, rate);
}

/* What the law calls it, who pays whom, under which rules, and whether one of them is unverified: the line under the figures. */
static Text below_words(const View *view, const Entry *entry)
{
    const ChargeEntry *charge = entry->decision->charge;
    Builder out = builder_on(view->region), rules = builder_on(view->region);
    add_rows(&rules, &entry->cited);
    if (charge && !text_equal(charge->name_in_law, name_words(view, entry->decision->name)))
        words_add(&out, "", charge->name_in_law);
    if (charge && charge->payer.length)
        words_add(&out, "; ", SAY(view->cli, MSG_PAYS, name_words(view, charge->payer), name_words(view, charge->paid_to)));
    if (rules.length)
        words_add(&out, "; ", SAY(view->cli, MSG_RULES, builder_text(&rules)));
    words_add(&out, "; ", unverified_words(view, entry));
    return builder_text(&out);
}

static Text due_words(const View *view, const Entry *entry)
{
    if (entry->value.kind == VALUE_ABSENT && entry->value.mark == MARK_NONE)
        return TEXT_NONE;
    if (entry->due.kind == VALUE_NULL) /* a time limit that does not run is no day */
        return entry->decision->due ? TEXT_NONE : name_words(view, entry->due_words);
    return value_words(view, entry->due);
}

/* The same in one short line: rules, name in law, when it is due, and whether that is unverified. */
static Text short_below(const View *view, const Entry *entry)
{
    const ChargeEntry *charge = entry->decision->charge;
    Builder out = builder_on(view->region);
    Text due = due_words(view, entry);
    build_text(&out, known_rows(view, &entry->cited));
    if (charge && !text_equal(charge->name_in_law, name_words(view, entry->decision->name)))
        words_add(&out, "; ", charge->name_in_law);
    if (due.length)
        words_add(&out, "; ", entry->due.kind == VALUE_NULL ? due : SAY(view->cli, MSG_DUE, due));
    words_add(&out, "; ", unverified_words(view, entry));
    return builder_text(&out);
}

/* The amount of a charge; a charge that is not there at all is its own amount. */
static Value entry_result(const Entry *entry)
{
    return entry->value.kind == VALUE_CONTEXT ? value_part(entry->value, "amount") : entry->value;
}

/* The amount is one and the same whatever is told. */
static bool is_one_figure(const Entry *entry)
{
    return entry->has_range && value_equal(entry->lowest, entry->highest) == 1;
}

/* Why the rate is as it is; for an open line, what it hangs on. */
static Text reason_words(const View *view, const Entry *entry)
{
    Builder out = builder_on(view->region);
    Value reason = value_part(entry->value, "reason");
    if (reason.kind == VALUE_TEXT)
        words_add(&out, "", word_in(view, "REASON_", text_of_value(reason)));
    else if (reason.kind == VALUE_UNKNOWN && entry->status == STATUS_DETERMINED)
        words_add(&out, "", value_words(view, reason)); /* nought for one reason or another */
    if (is_one_figure(entry))
        return builder_text(&out);
    if (entry->status != STATUS_DETERMINED)
        words_add(&out, "; ", word_in(view, "STATUS_", text_of(status_name(entry->status))));
    Text hang = hang_words(view, entry->hang), only_if = hang_words(view, entry->only_if);
    words_add(&out, ": ", hang);
    words_add(&out, ": ", absence_words(view, entry_result(entry)));
    if (only_if.length)
        words_add(&out, "; ", SAY(view->cli, MSG_ONLY_IF, only_if));
    return builder_text(&out);
}

static void charge_row(const View *view, Grid *grid, const Entry *entry)
{
    GridRow *row = grid_row(grid);
    Style style = entry->status == STATUS_DETERMINED ? STYLE_PLAIN : status_style(entry->status);
    row->at[CHARGE] = (GridCell){ name_words(view, entry->decision->name), STYLE_BOLD };
    row->at[OF].text = entry->of;
    row->at[BASE].text = sum_words(view, value_part(entry->value, "base"));
    row->at[RATE].text = rate_words(view, value_part(entry->value, "rate"));
    row->at[AMOUNT] = (GridCell){ entry->has_range ? range_words(view, entry->lowest, entry->highest) : sum_words(view, entry_result(entry)), style };
    if (view->full)
        row->at[DUE].text = due_words(view, entry);
    else if (entry->decision->charge)
        row->at[PAYER].text = name_words(view, entry->decision->charge->payer);
    row->at[REASON] = (GridCell){ reason_words(view, entry), style };
    row->below = view->full ? below_words(view, entry) : short_below(view, entry);
}

/* A total that is open has a range only where the whole answer is one: else some part of it has no bounds. */
static void total_row(const View *view, Grid *grid, Message name, Value total, Value lowest, Value highest)
{
    GridRow *row = grid_row(grid);
    bool bounded = view->answer->status == STATUS_RANGE && view->answer->has_exposure;
    bool ranges = bounded && !value_is_number(total) && value_is_number(lowest) && value_is_number(highest);
    row->rule = view->full;
    row->at[CHARGE] = (GridCell){ say(view->cli, name), STYLE_BOLD };
    row->at[AMOUNT] = (GridCell){ ranges ? range_words(view, lowest, highest) : sum_words(view, total), STYLE_BOLD };
}

/* A charge that the law does not ask for in this case: in short it is only counted. */
bool view_not_asked(const View *view, const Entry *entry)
{
    return !view->full && !view->only.length && entry->decision->charge && entry->status == STATUS_DETERMINED && !entry->only_if &&
           entry->value.kind == VALUE_ABSENT && entry->value.mark == MARK_NONE;
}

/* The lines of one side with their total; nothing when there are none. */
static void charge_side(const View *view, Grid *grid, Total side)
{
    const Determination *answer = view->answer;
    size_t shown = 0, there = 0;
    for (const Entry *entry = answer->entries; entry; entry = entry->next) {
        bool of_side = text_is(entry->list->list, "lines") && charge_total(entry->decision) == side, left_out = view_not_asked(view, entry);
        if (of_side && !left_out)
            charge_row(view, grid, entry);
        shown += of_side && !left_out;
        there += of_side;
    }
    if (!shown && (side != TOTAL_BORDER || !there))
        return; /* nothing due at the border is worth its line, nothing beside it is not */
    const struct {
        Message name;
        Value sum, lowest, highest;
    } totals[TOTALS] = {
        [TOTAL_BORDER] = { MSG_TOTAL_BORDER, answer->border, answer->lowest, answer->highest },
        [TOTAL_BESIDE] = { MSG_TOTAL_BESIDE, answer->beside, answer->beside_lowest, answer->beside_highest },
        [TOTAL_HOUSE] = { MSG_TOTAL_HOUSE, answer->house, answer->house_lowest, answer->house_highest },
    };
    total_row(view, grid, totals[side].name, totals[side].sum, totals[side].lowest, totals[side].highest);
}

void view_charges(View *view)
{
    if (!view_shows(view, TEXT("lines")))
        return;
    Grid grid = charge_grid(view);
    for (Total side = TOTAL_BORDER; side < TOTALS; side++)
        charge_side(view, &grid, side);
    if (!grid.rows.count)
        return;
    view_heading(view, SAY(view->cli, MSG_LIST_lines, view->answer->currency));
    grid_print(&view->screen, &grid);
}

/* ---- goods ---- */

typedef struct Good { /* a thing with its code and its value */
    const Frame *frame;
    const Entry *code, *value;
} Good;

typedef struct Goods {
    LIST_OF(Good) at;
} Goods;

/* Entries of one thing mostly follow one another, so the search begins with the newest. */
static Good *good_of(Region *region, Goods *goods, const Frame *frame, size_t reach)
{
    for (size_t i = goods->at.count; i > 0 && goods->at.count - i < reach; i--)
        if (goods->at.at[i - 1].frame == frame)
            return &goods->at.at[i - 1];
    Good *good = LIST_ADD(region, goods->at);
    *good = (Good){ .frame = frame };
    return good;
}

/* Codes come first, values in the same order later: value number n mostly belongs to good number n. */
static Goods goods_of(const View *view)
{
    Goods goods = { 0 };
    size_t values = 0;
    for (const Entry *entry = view->answer->entries; entry; entry = entry->next) {
        bool code = text_is(entry->list->list, "codes"), value = text_is(entry->list->list, "values");
        if (!(code || value) || !view_shows(view, entry->list->list))
            continue;
        bool next = value && values < goods.at.count && goods.at.at[values].frame == entry->frame;
        Good *good = next ? &goods.at.at[values] : good_of(view->region, &goods, entry->frame, 64);
        values += value;
        if (code)
            good->code = entry;
        else
            good->value = entry;
    }
    return goods;
}

/* Words of one result, with what it hangs on where it is open. */
static Text result_words(const View *view, const Entry *entry, Value value)
{
    if (entry->has_range)
        return range_words(view, entry->lowest, entry->highest);
    Builder out = builder_on(view->region);
    words_add(&out, "", sum_words(view, value));
    words_add(&out, ": ", hang_words(view, entry->hang));
    words_add(&out, ": ", absence_words(view, value));
    return builder_text(&out);
}

/* "unverified" where code or value rests on what nobody verified. */
static Text good_doubt(const View *view, const Good *good)
{
    Text code = good->code ? unverified_words(view, good->code) : TEXT_NONE;
    return code.length || !good->value ? code : unverified_words(view, good->value);
}

static Text good_below(const View *view, Text rules, Text doubt)
{
    return doubt.length ? text_format(view->region, TEXT_FMT "; " TEXT_FMT, TEXT_ARG(rules), TEXT_ARG(doubt)) : rules;
}

static void good_row(const View *view, Grid *grid, const Good *good)
{
    GridRow *row = grid_row(grid);
    Builder rules = builder_on(view->region), known = builder_on(view->region);
    row->at[0].text = good->frame ? frame_path(view->region, good->frame) : TEXT_NONE;
    if (good->code) {
        bool record = good->code->value.kind == VALUE_CONTEXT;
        Value number = value_part(good->code->value, "number");
        row->at[1] = (GridCell){ result_words(view, good->code, record ? number : good->code->value), STYLE_BOLD };
        row->at[2].text = value_words(view, value_part(good->code->value, "edition"));
        add_rows(&rules, &good->code->cited);
        words_add(&known, "", known_rows(view, &(CitedList){ good->code->cited.count ? 1 : 0, good->code->cited.at }));
    }
    if (good->value) {
        row->at[3].text = result_words(view, good->value, good->value->value);
        add_rows(&rules, &good->value->cited);
        words_add(&known, "; ", known_rows(view, &good->value->cited));
    }
    Text doubt = good_doubt(view, good);
    words_add(&known, "; ", doubt);
    if (!view->full)
        row->at[4] = (GridCell){ builder_text(&known), STYLE_FAINT };
    else if (rules.length)
        row->below = good_below(view, SAY(view->cli, MSG_RULES, builder_text(&rules)), doubt);
}

void view_goods(View *view)
{
    Goods goods = goods_of(view);
    if (!goods.at.count)
        return;
    Grid grid = grid_new(view->region);
    grid_column(&grid, say(view->cli, MSG_COLUMN_LINE), false, false);
    grid_column(&grid, say(view->cli, MSG_COLUMN_CODE), false, false);
    grid_column(&grid, say(view->cli, MSG_COLUMN_EDITION), false, false);
    grid_column(&grid, SAY(view->cli, MSG_COLUMN_CUSTOMS_VALUE, view->answer->currency), true, false);
    grid_column(&grid, say(view->cli, MSG_COLUMN_RULES), false, false);
    for (size_t i = 0; i < goods.at.count; i++)
        good_row(view, &grid, &goods.at.at[i]);
    view_heading(view, say(view->cli, MSG_GOODS));
    grid_print(&view->screen, &grid);
}

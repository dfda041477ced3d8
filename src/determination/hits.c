/* determination/hits.c - see hits.h.
 *
 * One possible row that is certain fires. Several possible rows that say the same: the value is known all the same. Else
 * the value is unknown and hangs on the columns that still tell the possible rows apart.
 */
#include "determination/hits.h"

/* ---- outputs ---- */

static Value cell_value(Run *run, const SheetRow *row, const OutputCell *cell, Frame *frame)
{
    if (cell->is_mark)
        return absent(run, cell->mark, &(Absence){ .row = row });
    if (cell->is_slot) {
        Value value = slot_value(run, frame, cell->up, cell->slot);
        return value.kind == VALUE_MONEY ? run->vm.convert(&run->vm, value) : value;
    }
    return cell->constant ? cell->value : feel_run(&run->vm, cell->code, frame);
}

Value record_value(Run *run, const Decision *decision, const Value *parts)
{
    Context *context = REGION_NEW(run->region, Context);
    Value *values = region_take(run->region, decision->record->count * sizeof(Value));
    memcpy(values, parts, decision->record->count * sizeof(Value));
    *context = (Context){ decision->record->shape, values };
    return (Value){ .kind = VALUE_CONTEXT, .context = context };
}

/* What a row says, as the value of one hit. */
Value row_value(Run *run, const Decision *decision, const Sheet *sheet, const SheetRow *row, Frame *frame)
{
    if (sheet->part_count == 1 && sheet->parts[0] == PART_WHOLE)
        return cell_value(run, row, &row->outputs[0], frame);
    Value *parts = REGION_ARRAY(run->region, Value, decision->record->count);
    for (uint32_t i = 0; i < decision->record->count; i++)
        parts[i] = VALUE_NOTHING;
    for (uint32_t i = 0; i < sheet->part_count; i++) {
        if (row->outputs[i].is_mark)
            return cell_value(run, row, &row->outputs[i], frame);
        if (sheet->parts[i] != PART_WHOLE)
            parts[sheet->parts[i]] = cell_value(run, row, &row->outputs[i], frame);
    }
    return record_value(run, decision, parts);
}

/* One made thing from a row: its written facts are told, the rest is worked out like any other. */
static Value row_thing(Run *run, const Decision *decision, const Sheet *sheet, const SheetRow *row, Frame *frame, uint32_t number)
{
    if (++run->made > LIMIT_THINGS)
        return faulted(run);
    RunFrame *made = run_frame(run, decision->makes, frame, false);
    made->maker = row;
    made->maker_note = run->note;
    made->frame.number = number;
    made->frame.id = text_format(run->region, "%u", number);
    for (uint32_t i = 0; i < sheet->part_count; i++)
        if (sheet->parts[i] != PART_WHOLE)
            made->frame.slots[sheet->parts[i]] = cell_value(run, row, &row->outputs[i], frame);
    return value_thing(&made->frame);
}

/* ---- several rows that may fire: what they agree about ---- */

static const Hang *hang_of(Value value)
{
    return value.kind == VALUE_UNKNOWN ? value.hang : NULL;
}

static Value agree_plain(Run *run, Value a, Value b, const Hang *hang)
{
    if (a.kind == VALUE_ABSENT && b.kind == VALUE_ABSENT && a.mark == b.mark)
        return a;
    if (a.kind == VALUE_NULL && b.kind == VALUE_NULL)
        return a;
    if (value_is_there(a) && value_is_there(b) && value_equal(a, b) == 1)
        return a;
    return value_unknown(hang_both(run->region, hang, hang_both(run->region, hang_of(a), hang_of(b))));
}

Value agree(Run *run, const Decision *decision, Value a, Value b, const Hang *hang)
{
    if (a.kind != VALUE_CONTEXT || b.kind != VALUE_CONTEXT || a.context->shape != b.context->shape)
        return agree_plain(run, a, b, hang);
    Value *parts = region_take(run->region, a.context->shape->count * sizeof(Value));
    for (uint32_t i = 0; i < a.context->shape->count; i++)
        parts[i] = agree_plain(run, a.context->at[i], b.context->at[i], hang);
    return record_value(run, decision, parts);
}

/* ---- notes ---- */

void note_hit(Run *run, const Match *match)
{
    if (!run->note)
        return;
    run->note->sheet = run->sheet;
    run->note->fired = set_copy(run->region, match->certain, match->words);
    run->note->possible = match->open ? set_copy(run->region, match->possible, match->words) : NULL;
    run->note->hang = match->hang;
}

/* ---- hit policies that give one value ---- */

Value no_row(Run *run, const Sheet *sheet)
{
    const uint64_t *era = sheet->era_rows + (size_t)(run->has_day ? sheet_era(sheet, run->day) : 0) * sheet->words;
    bool nothing = set_empty(era, sheet->words);
    return absent(run, nothing ? MARK_NOT_COVERED : MARK_NOT_MODELLED, &(Absence){ .gap = !nothing });
}

static Value two_rows(Run *run, const Sheet *sheet, const Match *match)
{
    uint32_t first = set_next(match->certain, match->words, 0);
    uint32_t second = set_next(match->certain, match->words, first + 1);
    return absent(run, MARK_CONFLICT, &(Absence){ .row = &sheet->rows[first], .other = second == UINT32_MAX ? NULL : &sheet->rows[second] });
}

static Value all_agree(Run *run, const Decision *decision, const Sheet *sheet, const Match *match, Frame *frame)
{
    uint32_t row = set_next(match->possible, match->words, 0);
    Value value = row_value(run, decision, sheet, &sheet->rows[row], frame);
    while ((row = set_next(match->possible, match->words, row + 1)) != UINT32_MAX)
        value = agree(run, decision, value, row_value(run, decision, sheet, &sheet->rows[row], frame), match->hang);
    return value;
}

static bool same_said(Value a, Value b)
{
    if (a.kind == VALUE_ABSENT || b.kind == VALUE_ABSENT)
        return a.kind == b.kind && a.mark == b.mark;
    return (a.kind == VALUE_NULL && b.kind == VALUE_NULL) || value_equal(a, b) == 1;
}

/* Any: rows that fire together must say the same. */
static Value any_value(Run *run, const Decision *decision, const Sheet *sheet, const Match *match, Frame *frame)
{
    uint32_t row = set_next(match->certain, match->words, 0);
    Value value = row_value(run, decision, sheet, &sheet->rows[row], frame);
    bool open = match->open;
    while ((row = set_next(match->certain, match->words, row + 1)) != UINT32_MAX) {
        Value other = row_value(run, decision, sheet, &sheet->rows[row], frame);
        if (value.kind == VALUE_UNKNOWN || other.kind == VALUE_UNKNOWN)
            open = true;
        else if (!same_said(value, other))
            return two_rows(run, sheet, match);
    }
    return open ? all_agree(run, decision, sheet, match, frame) : value;
}

void match_keep_first(Match *match)
{
    uint32_t first = set_next(match->certain, match->words, 0);
    if (first == UINT32_MAX)
        return;
    for (uint32_t row = first + 1; row < match->words * 64; row++) {
        match->possible[row / 64] &= ~((uint64_t)1 << (row % 64));
        match->certain[row / 64] &= ~((uint64_t)1 << (row % 64));
    }
    if (set_count(match->possible, match->words) == 1)
        match->open = false;
}

static uint32_t rank_of(const Decision *decision, Value value)
{
    const Domain *domain = decision->type->domain;
    for (uint32_t i = 0; domain && i < domain->count; i++)
        if (value_equal(domain->values[i], value) == 1)
            return i;
    return UINT32_MAX;
}

/* The rank of the best row that fires for sure, and its value. */
static uint32_t best_certain(Run *run, const Decision *decision, const Sheet *sheet, const Match *match, Frame *frame, Value *best)
{
    uint32_t best_rank = UINT32_MAX;
    *best = (Value){ .kind = VALUE_UNSET };
    for (uint32_t row = set_next(match->certain, match->words, 0); row != UINT32_MAX; row = set_next(match->certain, match->words, row + 1)) {
        Value value = row_value(run, decision, sheet, &sheet->rows[row], frame);
        uint32_t rank = rank_of(decision, value);
        if (best->kind == VALUE_UNSET || rank < best_rank) {
            *best = value;
            best_rank = rank;
        }
    }
    return best_rank;
}

/* Priority: the value that stands first among the values the decision can take. A row that is only possible matters when it
 * would win. */
static Value priority_value(Run *run, const Decision *decision, const Sheet *sheet, const Match *match, Frame *frame)
{
    Value value;
    uint32_t best_rank = best_certain(run, decision, sheet, match, frame, &value);
    for (uint32_t row = set_next(match->possible, match->words, 0); row != UINT32_MAX; row = set_next(match->possible, match->words, row + 1)) {
        if (rows_have(match->certain, row))
            continue;
        Value other = row_value(run, decision, sheet, &sheet->rows[row], frame);
        if (value.kind == VALUE_UNSET)
            value = other;
        else if (rank_of(decision, other) < best_rank || other.kind == VALUE_UNKNOWN)
            value = agree(run, decision, value, other, match->hang);
    }
    return value;
}

Value single_value(Run *run, const Decision *decision, const Sheet *sheet, Match *match, Frame *frame, uint32_t *fired)
{
    uint32_t count = set_count(match->possible, match->words);
    if (count == 0)
        return no_row(run, sheet);
    if (count == 1 && !set_empty(match->certain, match->words)) {
        uint32_t row = set_next(match->certain, match->words, 0);
        *fired = row + 1;
        return row_value(run, decision, sheet, &sheet->rows[row], frame);
    }
    if (sheet->policy == HIT_PRIORITY)
        return priority_value(run, decision, sheet, match, frame);
    if (sheet->policy == HIT_ANY && !set_empty(match->certain, match->words))
        return any_value(run, decision, sheet, match, frame);
    if (set_count(match->certain, match->words) > 1)
        return two_rows(run, sheet, match);
    return all_agree(run, decision, sheet, match, frame);
}

/* ---- hit policies that give a list, or a sum over one ---- */

/* What keeps one row open: the unknown columns that it looks at. */
static const Hang *row_hang(Run *run, const Sheet *sheet, const Match *match, uint32_t row)
{
    const Hang *hang = NULL;
    for (uint32_t c = 0; c < sheet->column_count; c++)
        if (match->hangs[c] && !rows_have(sheet->columns[c].any, row))
            hang = hang_both(run->region, hang, match->hangs[c]);
    return hang ? hang : match->hang;
}

static void add_hits(Run *run, const Decision *decision, const Sheet *sheet, const Match *match, Frame *frame, ValueList *all)
{
    uint32_t number = (uint32_t)all->count;
    for (uint32_t row = set_next(match->possible, match->words, 0); row != UINT32_MAX; row = set_next(match->possible, match->words, row + 1)) {
        const SheetRow *hit = &sheet->rows[row];
        if (decision->shape == SHAPE_THINGS) {
            *LIST_ADD(run->region, *all) = row_thing(run, decision, sheet, hit, frame, ++number);
            continue;
        }
        Value value = row_value(run, decision, sheet, hit, frame);
        bool certain = rows_have(match->certain, row);
        if (value.kind == VALUE_ABSENT && value.mark == MARK_NONE)
            continue;
        if (certain)
            *LIST_ADD(run->region, *all) = value;
        else if (run->note)
            *LIST_ADD(run->region, run->note->open) = (OpenItem){ value, row_hang(run, sheet, match, row) };
    }
}

static bool has_open_rows(const Match *match)
{
    return match->open && memcmp(match->possible, match->certain, match->words * sizeof(uint64_t)) != 0;
}

Value collect(Run *run, const Decision *decision, const Sheet *sheet, const Match *match, Frame *frame, ValueList *all)
{
    bool open = has_open_rows(match);
    if (open && decision->shape == SHAPE_THINGS)
        return value_unknown(match->hang);
    add_hits(run, decision, sheet, match, frame, all);
    if (open)
        *LIST_ADD(run->region, *all) = value_unknown(match->hang);
    return VALUE_NOTHING;
}

/* The lowest, the highest or the sum of numbers; lowest and highest also of days. */
static Value fold(Run *run, HitPolicy policy, const ValueList *all)
{
    Value total = all->at[0];
    for (size_t i = 1; i < all->count; i++) {
        Value value = all->at[i];
        int order = 0;
        if (policy == HIT_COLLECT_SUM)
            total = number_add(run->region, total, value);
        else if (value_order(&order, value, total) && (policy == HIT_COLLECT_MIN ? order < 0 : order > 0))
            total = value;
    }
    return total;
}

/* What keeps a list from being reckoned: the heaviest absence, else all that its items hang on. */
static Value missing_item(Run *run, const ValueList *all)
{
    Value missing = { .kind = VALUE_UNSET };
    for (size_t i = 0; i < all->count; i++) {
        Value item = all->at[i];
        if (item.kind == VALUE_ABSENT && (missing.kind != VALUE_ABSENT || item.mark > missing.mark))
            missing = item;
        else if (item.kind == VALUE_UNKNOWN && missing.kind != VALUE_ABSENT)
            missing = value_unknown(hang_both(run->region, missing.kind == VALUE_UNKNOWN ? missing.hang : NULL, item.hang));
        else if (!value_is_there(item) && missing.kind == VALUE_UNSET)
            missing = item;
    }
    return missing;
}

static bool gives_list(HitPolicy policy)
{
    return policy == HIT_COLLECT || policy == HIT_RULE_ORDER || policy == HIT_OUTPUT_ORDER;
}

bool is_collect(const Sheet *sheet)
{
    return sheet->kind == SHEET_TABLE && sheet->policy >= HIT_COLLECT;
}

/* Output order: by the order of the values the elements may take; equal ones stay in rule order. */
static void order_by_output(const Decision *decision, ValueList *all)
{
    Decision element = *decision;
    element.type = decision->type->kind == TYPE_LIST ? decision->type->of : decision->type;
    for (size_t i = 1; i < all->count; i++)
        for (size_t k = i; k > 0 && rank_of(&element, all->at[k]) < rank_of(&element, all->at[k - 1]); k--) {
            Value swap = all->at[k];
            all->at[k] = all->at[k - 1];
            all->at[k - 1] = swap;
        }
}

Value collected(Run *run, const Decision *decision, const Sheet *sheet, ValueList *all)
{
    if (sheet->policy == HIT_OUTPUT_ORDER)
        order_by_output(decision, all);
    if (gives_list(sheet->policy))
        return value_list(run->region, all->at, all->count);
    Value missing = missing_item(run, all);
    if (missing.kind != VALUE_UNSET)
        return missing;
    if (sheet->policy == HIT_COLLECT_COUNT)
        return value_small((int64_t)all->count, 0);
    if (!all->count) /* nothing adds up to nothing; the lowest of nothing is no figure */
        return sheet->policy == HIT_COLLECT_SUM ? value_small(0, 0) : no_row(run, sheet);
    return fold(run, sheet->policy, all);
}

/* determination/decide.c - which rows of a table fire, and what they say. See decide.h.
 *
 * Two sets of rows are narrowed column by column: `possible` (no cell refuses) and `certain` (every cell accepts).
 * They differ only where a column's value is unknown. One possible row that is certain: it fires. Several possible
 * rows that say the same: the value is known all the same. Else the value is unknown and hangs on the columns that
 * still tell the possible rows apart.
 */
#include "determination/decide.h"

#include "determination/sheet.h"

enum { WORDS_KEPT = 4, COLUMNS_KEPT = 64 };

typedef struct Match {
    uint64_t small[2 * WORDS_KEPT]; /* room for both sets when the table is small */
    uint64_t *possible;
    uint64_t *certain;
    uint32_t words;
    bool open;                 /* some column was unknown */
    bool stopped;              /* `stop` is the decision's value: an absence or a fault reached it */
    Value stop;
    const Hang *hang;
    const Hang *hangs[COLUMNS_KEPT]; /* when open: what each column hangs on; NULL: it is known */
} Match;

/* ---- sets ---- */

static bool set_empty(const uint64_t *set, uint32_t words)
{
    for (uint32_t i = 0; i < words; i++)
        if (set[i])
            return false;
    return true;
}

static uint32_t set_count(const uint64_t *set, uint32_t words)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < words; i++)
        count += (uint32_t)__builtin_popcountll(set[i]);
    return count;
}

/* The first row at or after `from`, or UINT32_MAX. */
static uint32_t set_next(const uint64_t *set, uint32_t words, uint32_t from)
{
    for (uint32_t i = from / 64; i < words; i++) {
        uint64_t rest = i == from / 64 ? set[i] >> (from % 64) << (from % 64) : set[i];
        if (rest)
            return i * 64 + (uint32_t)__builtin_ctzll(rest);
    }
    return UINT32_MAX;
}

static const uint64_t *set_copy(Region *region, const uint64_t *set, uint32_t words)
{
    uint64_t *copy = region_take(region, words * sizeof *copy);
    return memcpy(copy, set, words * sizeof *copy);
}

/* ---- absences ---- */

static Value absent(Run *run, Mark mark, const Absence *absence)
{
    Absence *kept = REGION_NEW(run->region, Absence);
    *kept = *absence;
    kept->decision = run->decision;
    kept->sheet = kept->sheet ? kept->sheet : run->sheet;
    kept->frame = run->frame;
    kept->day = run->day;
    kept->has_day = run->has_day;
    return (Value){ .kind = VALUE_ABSENT, .mark = (uint8_t)mark, .origin = kept };
}

static Value faulted(Run *run)
{
    run->vm.faulted = true;
    return absent(run, MARK_CONFLICT, &(Absence){ 0 });
}

/* ---- matching ---- */

static Value slot_value(Run *run, Frame *frame, uint8_t up, uint16_t slot)
{
    for (; up; up--)
        frame = frame->parent;
    if (run->vm.on_read)
        run->vm.on_read(&run->vm, frame, slot);
    return run_read(run, frame, slot);
}

static Value column_value(Run *run, const ColumnIndex *column, Frame *frame)
{
    if (!column->is_slot)
        return feel_run(&run->vm, column->code, frame);
    Value value = slot_value(run, frame, column->up, column->slot);
    return value.kind == VALUE_MONEY ? run->vm.convert(&run->vm, value) : value;
}

/* A text made while running meets the symbols of the program. */
static Value as_symbol(const Run *run, Value value)
{
    if (value.kind == VALUE_TEXT && value.text->symbol == 0) {
        const Str *symbol = symbol_find(run->program->symbols, text_of_value(value));
        if (symbol)
            value.text = symbol;
    }
    return value;
}

static bool form_takes(const ColumnIndex *column, Value value)
{
    switch (column->form) {
    case FORM_TEXT: return value.kind == VALUE_TEXT;
    case FORM_BOOLEAN: return value.kind == VALUE_BOOLEAN;
    default: return value.kind != VALUE_TEXT && value.kind != VALUE_BOOLEAN && value.kind != VALUE_LIST && value.kind != VALUE_CONTEXT;
    }
}

static void keep(uint64_t *set, const uint64_t *of, uint32_t words)
{
    for (uint32_t i = 0; i < words; i++)
        set[i] &= of[i];
}

static void narrow_known(Match *match, const ColumnIndex *column, Value value)
{
    const uint64_t *rows = column->masks + (size_t)column_piece(column, value) * match->words;
    keep(match->possible, rows, match->words);
    keep(match->certain, rows, match->words);
}

static void narrow_unknown(Match *match, const ColumnIndex *column)
{
    for (uint32_t i = 0; i < match->words; i++)
        match->possible[i] &= column->allowed[i] | column->any[i];
    keep(match->certain, column->any, match->words);
    match->open = true;
}

static bool tells_apart(const Match *match, const ColumnIndex *column)
{
    for (uint32_t i = 0; i < match->words; i++)
        if (match->possible[i] & ~column->any[i])
            return true;
    return false;
}

/* Narrow by one column; false when its value is an absence that may stop the whole. */
static bool narrow(Run *run, Match *match, const ColumnIndex *column, Value value)
{
    if (value.kind > VALUE_NOT_THERE && form_takes(column, value)) {
        narrow_known(match, column, as_symbol(run, value));
        return true;
    }
    if (value.kind == VALUE_UNKNOWN) {
        narrow_unknown(match, column);
        return true;
    }
    if (value.kind == VALUE_ABSENT)
        return false;
    keep(match->possible, column->any, match->words); /* not there, or null: only "-" accepts it */
    keep(match->certain, column->any, match->words);
    return true;
}

/* "otherwise" takes what no other row takes: only possible while no other row is certain. */
static void settle_otherwise(const Sheet *sheet, Match *match)
{
    bool other_certain = false, other_possible = false;
    for (uint32_t i = 0; i < match->words; i++) {
        other_certain |= (match->certain[i] & ~sheet->otherwise[i]) != 0;
        other_possible |= (match->possible[i] & ~sheet->otherwise[i]) != 0;
    }
    for (uint32_t i = 0; i < match->words; i++) {
        if (other_certain)
            match->possible[i] &= ~sheet->otherwise[i];
        if (other_possible)
            match->certain[i] &= ~sheet->otherwise[i];
    }
}

static void match_begin(Run *run, const Sheet *sheet, Match *match)
{
    match->words = sheet->words;
    match->open = match->stopped = false;
    match->hang = NULL;
    match->possible = sheet->words <= WORDS_KEPT ? match->small : region_take(run->region, 2 * sheet->words * sizeof(uint64_t));
    match->certain = match->possible + sheet->words;
    const uint64_t *era = sheet->era_rows + (size_t)(run->has_day ? sheet_era(sheet, run->day) : sheet->era_count - 1) * sheet->words;
    memcpy(match->possible, era, sheet->words * sizeof(uint64_t));
    memcpy(match->certain, era, sheet->words * sizeof(uint64_t));
}

/* Absences and unknowns count only where a possible row looks at them. */
static void match_end(Run *run, const Sheet *sheet, Match *match, const Value *values, bool absences)
{
    settle_otherwise(sheet, match);
    for (uint32_t c = 0; (match->open || absences) && c < sheet->column_count; c++) {
        match->hangs[c] = values[c].kind == VALUE_UNKNOWN ? values[c].hang : NULL;
        if (!tells_apart(match, &sheet->columns[c]))
            continue;
        if (values[c].kind == VALUE_ABSENT) {
            if (!match->stopped || values[c].mark > match->stop.mark)
                match->stop = values[c];
            match->stopped = true;
        } else if (values[c].kind == VALUE_UNKNOWN) {
            match->hang = hang_both(run->region, match->hang, values[c].hang);
        }
    }
}

static void match_rows(Run *run, const Sheet *sheet, Frame *frame, Match *match)
{
    Value values[COLUMNS_KEPT];
    bool absences = false;
    match_begin(run, sheet, match);
    for (uint32_t c = 0; c < sheet->column_count; c++) {
        values[c] = VALUE_NOTHING;
        if (!tells_apart(match, &sheet->columns[c]))
            continue; /* no row still possible looks at it */
        values[c] = column_value(run, &sheet->columns[c], frame);
        absences |= !narrow(run, match, &sheet->columns[c], values[c]);
    }
    match_end(run, sheet, match, values, absences);
}

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

static Value record_value(Run *run, const Decision *decision, const Value *parts)
{
    Context *context = REGION_NEW(run->region, Context);
    Value *values = region_take(run->region, decision->record->count * sizeof(Value));
    memcpy(values, parts, decision->record->count * sizeof(Value));
    *context = (Context){ decision->record->shape, values };
    return (Value){ .kind = VALUE_CONTEXT, .context = context };
}

/* What a row says, as the value of one hit. */
static Value row_value(Run *run, const Decision *decision, const Sheet *sheet, const SheetRow *row, Frame *frame)
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

static Value agree(Run *run, const Decision *decision, Value a, Value b, const Hang *hang)
{
    if (a.kind != VALUE_CONTEXT || b.kind != VALUE_CONTEXT || a.context->shape != b.context->shape)
        return agree_plain(run, a, b, hang);
    Value *parts = region_take(run->region, a.context->shape->count * sizeof(Value));
    for (uint32_t i = 0; i < a.context->shape->count; i++)
        parts[i] = agree_plain(run, a.context->at[i], b.context->at[i], hang);
    return record_value(run, decision, parts);
}

/* ---- notes ---- */

static void note_hit(Run *run, const Match *match)
{
    if (!run->note)
        return;
    run->note->sheet = run->sheet;
    run->note->fired = set_copy(run->region, match->certain, match->words);
    run->note->possible = match->open ? set_copy(run->region, match->possible, match->words) : NULL;
    run->note->hang = match->hang;
}

/* ---- hit policies that give one value ---- */

static Value no_row(Run *run, const Sheet *sheet)
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

/* First: a certain row shuts out all below it. */
static void keep_first(Match *match)
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

static Value single_value(Run *run, const Decision *decision, const Sheet *sheet, Match *match, Frame *frame, uint32_t *fired)
{
    if (sheet->policy == HIT_FIRST)
        keep_first(match);
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

typedef LIST_OF(Value) ValueList;

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

static Value collect(Run *run, const Decision *decision, const Sheet *sheet, const Match *match, Frame *frame, ValueList *all)
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

static bool is_collect(const Sheet *sheet)
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

static Value collected(Run *run, const Decision *decision, const Sheet *sheet, ValueList *all)
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

/* ---- open questions, formulas ---- */

static Value answered_under(Run *run, const Sheet *sheet)
{
    uint32_t choice = run->choices[sheet->question];
    run->asked[sheet->question] = true;
    for (uint32_t i = 0; i < sheet->reading_count; i++) {
        bool in_force = !run->has_day || days_contain(sheet->readings[i].reading->in_force, run->day);
        if (!in_force || (choice && choice != i + 1))
            continue;
        if (run->note) {
            run->note->sheet = sheet;
            run->note->reading = i + 1;
        }
        return sheet->readings[i].value;
    }
    if (choice) { /* that reading is not in force on this day: the first that is answers */
        run->choices[sheet->question] = 0;
        Value value = answered_under(run, sheet);
        run->choices[sheet->question] = choice;
        return value;
    }
    return absent(run, MARK_NOT_COVERED, &(Absence){ 0 });
}

/* A context written by a formula takes the form of the declared record. */
static Value as_record(Run *run, const Decision *decision, Value value)
{
    if (value.kind != VALUE_CONTEXT || !decision->record || value.context->shape == decision->record->shape)
        return value;
    Value *parts = REGION_ARRAY(run->region, Value, decision->record->count);
    for (uint32_t i = 0; i < decision->record->count; i++) {
        parts[i] = VALUE_NOTHING;
        for (uint32_t k = 0; k < value.context->shape->count; k++)
            if (text_equal(value.context->shape->names[k], decision->record->entries[i].name))
                parts[i] = value.context->at[k];
    }
    return record_value(run, decision, parts);
}

static Value formula_value(Run *run, const Decision *decision, const Sheet *sheet, Frame *frame)
{
    if (run->note)
        run->note->sheet = sheet;
    return as_record(run, decision, feel_run(&run->vm, sheet->code, frame));
}

/* ---- a sheet ---- */

static Value clock_value(Run *run, const Sheet *sheet, Frame *frame)
{
    return sheet->clock_is_slot ? slot_value(run, frame, sheet->clock_up, sheet->clock_slot) : feel_run(&run->vm, sheet->clock, frame);
}

/* The day whose law counts. False: `*instead` is the decision's value. */
static bool set_clock(Run *run, const Sheet *sheet, Frame *frame, Value *instead)
{
    run->has_day = false;
    if (!sheet->clock || (sheet->kind == SHEET_FEEL && !sheet->needs_day && !run->tracing))
        return true;
    Value day = clock_value(run, sheet, frame);
    if (day.kind == VALUE_DATE) {
        run->day = day.days;
        run->has_day = true;
        if (run->note) {
            run->note->day = day.days;
            run->note->has_day = true;
        }
        return true;
    }
    if (sheet->kind == SHEET_FEEL && !sheet->needs_day)
        return true;
    *instead = day.kind == VALUE_UNKNOWN || day.kind == VALUE_ABSENT ? day : absent(run, MARK_NONE, &(Absence){ 0 });
    return false;
}

static Value finish(Run *run, const Decision *decision, Value value)
{
    if (value.kind != VALUE_CONTEXT || (decision->shape != SHAPE_CHARGE && decision->shape != SHAPE_TERM))
        return value;
    Value *parts = region_take(run->region, decision->record->count * sizeof(Value));
    memcpy(parts, value.context->at, decision->record->count * sizeof(Value));
    if (decision->shape == SHAPE_CHARGE)
        finish_charge(run, decision, parts);
    else
        finish_term(run, decision, parts);
    return record_value(run, decision, parts);
}

/* ---- the quick way: a small table, every column known, one row ----
 *
 * Most tables of a case are decided like this; anything out of the ordinary goes the long way and is decided there
 * anew. Nothing is noted, so a traced run never comes here. */

/* A few symbols are found one by one. */
static inline uint32_t quick_piece(const ColumnIndex *column, Value value)
{
    if (column->count > 4)
        return column_piece(column, value);
    uint32_t piece = 0;
    while (piece < column->count && column->values[piece].text != value.text)
        piece++;
    return piece;
}

static inline bool quick_column(Run *run, const ColumnIndex *column, Frame *frame, uint64_t *rows)
{
    if (!column->is_slot)
        return false;
    for (uint8_t up = column->up; up; up--)
        frame = frame->parent;
    Value value = run_read(run, frame, column->slot);
    if (column->form == FORM_BOOLEAN && value.kind == VALUE_BOOLEAN)
        *rows &= column->masks[value.boolean];
    else if (column->form == FORM_TEXT && value.kind == VALUE_TEXT && value.text->symbol)
        *rows &= column->masks[quick_piece(column, value)];
    else if (column->form == FORM_ORDERED && (value_is_number(value) || value.kind == VALUE_DATE))
        *rows &= column->masks[column_piece(column, value)];
    else
        return false;
    return true;
}

/* The only row that fires, or -1. */
static int quick_row(Run *run, const Sheet *sheet, Frame *frame, uint64_t rows)
{
    for (uint32_t c = 0; c < sheet->column_count; c++)
        if ((rows & ~sheet->columns[c].any[0]) && !quick_column(run, &sheet->columns[c], frame, &rows))
            return -1;
    uint64_t first = rows & ~sheet->otherwise[0];
    rows = first ? first : rows;
    return rows && (rows & (rows - 1)) == 0 ? __builtin_ctzll(rows) : -1;
}

static bool quick_value(Run *run, const Decision *decision, const Sheet *sheet, Frame *frame, uint32_t *fired, Value *value)
{
    if (run->tracing || sheet->words != 1)
        return false;
    int row = quick_row(run, sheet, frame, sheet->era_rows[run->has_day ? sheet_era(sheet, run->day) : sheet->era_count - 1]);
    if (row < 0)
        return false;
    *fired = (uint32_t)row + 1;
    *value = finish(run, decision, row_value(run, decision, sheet, &sheet->rows[row], frame));
    return true;
}

/* One value from one sheet. *answers is false when no row of it fires and a lower sheet may answer. */
static Value sheet_value(Run *run, const Decision *decision, const Sheet *sheet, Frame *frame, uint32_t *fired, bool *answers)
{
    Value instead;
    *answers = true;
    if (!set_clock(run, sheet, frame, &instead))
        return instead;
    if (sheet->kind == SHEET_QUESTION)
        return answered_under(run, sheet);
    if (sheet->kind == SHEET_FEEL)
        return finish(run, decision, formula_value(run, decision, sheet, frame));
    Value quick;
    if (quick_value(run, decision, sheet, frame, fired, &quick))
        return quick;
    Match match;
    match_rows(run, sheet, frame, &match);
    *answers = !set_empty(match.possible, match.words);
    if (*answers || !run->note || !run->note->sheet)
        note_hit(run, &match);
    if (match.stopped)
        return match.stop;
    return finish(run, decision, single_value(run, decision, sheet, &match, frame, fired));
}

/* ---- layers ---- */

static bool sheet_heard(const Run *run, const Sheet *sheet)
{
    if (sheet->layer == LAYER_LAW)
        return true;
    return sheet->layer == LAYER_HOUSE ? run->house : run->voice == sheet->voice + 1;
}

static Value one_value(Run *run, const Decision *decision, Frame *frame, uint32_t *fired)
{
    Value value = { .kind = VALUE_UNSET };
    for (uint32_t i = 0; i < decision->sheet_count; i++) {
        bool answers;
        if (!sheet_heard(run, decision->sheets[i]))
            continue;
        run->sheet = decision->sheets[i];
        value = sheet_value(run, decision, run->sheet, frame, fired, &answers);
        if (answers)
            return value;
    }
    return value.kind == VALUE_UNSET ? absent(run, MARK_NONE, &(Absence){ 0 }) : value;
}

/* Lists add over the layers, the law first. Each layer has a note of its own. */
static Value list_value(Run *run, const Decision *decision, Frame *frame)
{
    ValueList all = { 0 };
    const Sheet *last = NULL;
    Value instead;
    for (uint32_t i = decision->sheet_count; i-- > 0;) {
        const Sheet *sheet = decision->sheets[i];
        if (!sheet_heard(run, sheet))
            continue;
        if (last && run->note)
            run->note = run->note->more = REGION_NEW(run->region, Note);
        if (run->note)
            run->note->decision = decision;
        run->sheet = last = sheet;
        if (!set_clock(run, sheet, frame, &instead))
            return instead;
        Match match;
        match_rows(run, sheet, frame, &match);
        note_hit(run, &match);
        if (match.stopped)
            return match.stop;
        Value stop = collect(run, decision, sheet, &match, frame, &all);
        if (stop.kind == VALUE_UNKNOWN)
            return stop;
    }
    return last ? collected(run, decision, last, &all) : value_list(run->region, NULL, 0);
}

/* ---- the whole ---- */

typedef struct Standing { /* where the run stood before this decision */
    const Decision *decision;
    const Sheet *sheet;
    Note *note;
    Frame *frame;
    int64_t day;
    bool has_day;
} Standing;

static Standing enter(Run *run, const Decision *decision, Frame *frame, Note *note)
{
    Standing before = { run->decision, run->sheet, run->note, run->frame, run->day, run->has_day };
    run->decision = decision;
    run->sheet = decision->sheets[decision->sheet_count - 1];
    run->frame = frame;
    run->note = note;
    run->has_day = false;
    return before;
}

static void leave(Run *run, Standing before)
{
    run->decision = before.decision;
    run->sheet = before.sheet;
    run->note = before.note;
    run->frame = before.frame;
    run->day = before.day;
    run->has_day = before.has_day;
}

static Value decide_in(Run *run, const Decision *decision, Frame *frame, Note *note, uint32_t *fired)
{
    Standing before = enter(run, decision, frame, note);
    Value value = is_collect(decision->sheets[decision->sheet_count - 1]) ? list_value(run, decision, frame) : one_value(run, decision, frame, fired);
    if (run->vm.faulted)
        value = faulted(run);
    leave(run, before);
    return value;
}

/* The era of the clock's day, or -1 when the long way must say what is wrong with it. */
static int64_t quick_era(Run *run, const Sheet *sheet, Frame *frame)
{
    if (!sheet->clock)
        return sheet->era_count - 1;
    if (!sheet->clock_is_slot)
        return -1;
    for (uint8_t up = sheet->clock_up; up; up--)
        frame = frame->parent;
    Value day = run_read(run, frame, sheet->clock_slot);
    return day.kind == VALUE_DATE ? (int64_t)sheet_era(sheet, day.days) : -1;
}

/* A small table of plain values whose outputs turn no money: the row, and what it says, without a place to stand. */
static bool plain_row_value(Run *run, const Sheet *sheet, Frame *frame, uint32_t *fired, Value *value)
{
    if (sheet->kind != SHEET_TABLE || sheet->needs_day || sheet->words != 1)
        return false;
    int64_t era = quick_era(run, sheet, frame);
    int row = era < 0 ? -1 : quick_row(run, sheet, frame, sheet->era_rows[era]);
    const OutputCell *cell = row < 0 ? NULL : &sheet->rows[row].outputs[0];
    if (!cell || cell->is_mark)
        return false;
    *fired = (uint32_t)row + 1;
    *value = cell->constant ? cell->value : cell->is_slot ? slot_value(run, frame, cell->up, cell->slot) : feel_run(&run->vm, cell->code, frame);
    return true;
}

/* A decision of one sheet, in an untraced run, whose value needs no finishing. A formula that turns no money needs neither a
 * day nor a place to stand. */
static Value decide_quickly(Run *run, const Decision *decision, Frame *frame, uint32_t *fired)
{
    const Sheet *sheet = decision->sheets[0];
    bool answers;
    Value quick;
    if (decision->formula || plain_row_value(run, sheet, frame, fired, &quick)) {
        Value value = decision->formula ? feel_run(&run->vm, decision->formula, frame) : quick;
        return run->vm.faulted ? faulted(run) : value;
    }
    Standing before = enter(run, decision, frame, NULL);
    Value value = sheet_value(run, decision, sheet, frame, fired, &answers);
    if (run->vm.faulted)
        value = faulted(run);
    leave(run, before);
    return value;
}

Value decide(Run *run, const Decision *decision, Frame *frame, uint16_t slot)
{
    FrameRecord *record = frame->record;
    Note *note = NULL;
    if (decision->is_plain && !record->notes) {
        record->rows[slot] = 0;
        return decide_quickly(run, decision, frame, &record->rows[slot]);
    }
    if (record->notes) {
        note = record->notes[slot] = REGION_NEW(run->region, Note);
        note->decision = decision;
    }
    record->rows[slot] = 0;
    return decide_in(run, decision, frame, note, &record->rows[slot]);
}

Value run_call(Vm *vm, const FeelFunction *function, Frame *here, const Value *arguments)
{
    Run *run = (Run *)vm;
    const Decision *decision = function->meaning;
    while (here && here->type != decision->thing)
        here = here->parent;
    Frame parameters = { .type = decision->parameters, .parent = here, .slots = (Value *)arguments };
    uint32_t fired = 0;
    Note *note = NULL;
    if (run->tracing) {
        note = *LIST_ADD(run->region, run->calls) = REGION_NEW(run->region, Note);
        note->decision = decision;
        if (run->note)
            *LIST_ADD(run->region, run->note->calls) = note;
    }
    return decide_in(run, decision, &parameters, note, &fired);
}

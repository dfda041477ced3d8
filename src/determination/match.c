/* determination/match.c - see match.h. A column's value picks a set of rows from its index (sheet.h); the sets are
 * and-ed. A column that no possible row looks at any more is not even read.
 */
#include "determination/match.h"

#include "determination/wide.h"

/* ---- sets ---- */

bool set_empty(const uint64_t *set, uint32_t words)
{
    for (uint32_t i = 0; i < words; i++)
        if (set[i])
            return false;
    return true;
}

uint32_t set_count(const uint64_t *set, uint32_t words)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < words; i++)
        count += (uint32_t)__builtin_popcountll(set[i]);
    return count;
}

/* The first row at or after `from`, or UINT32_MAX. */
uint32_t set_next(const uint64_t *set, uint32_t words, uint32_t from)
{
    for (uint32_t i = from / 64; i < words; i++) {
        uint64_t rest = i == from / 64 ? set[i] >> (from % 64) << (from % 64) : set[i];
        if (rest)
            return i * 64 + (uint32_t)__builtin_ctzll(rest);
    }
    return UINT32_MAX;
}

const uint64_t *set_copy(Region *region, const uint64_t *set, uint32_t words)
{
    uint64_t *copy = region_take(region, words * sizeof *copy);
    return memcpy(copy, set, words * sizeof *copy);
}

/* ---- absences ---- */

Value absent(Run *run, Mark mark, const Absence *absence)
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

Value faulted(Run *run)
{
    run->vm.faulted = true;
    return absent(run, MARK_CONFLICT, &(Absence){ 0 });
}

/* ---- matching ---- */

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
    const uint64_t *rows = column_set(column, column_piece(column, value), match->words, match->certain + match->words);
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

static void match_begin(Run *run, const Sheet *sheet, const uint64_t *rows, Match *match)
{
    match->words = sheet->words;
    match->open = match->stopped = false;
    match->hang = NULL;
    match->possible = sheet->words <= WORDS_KEPT ? match->small : region_take(run->region, 3 * sheet->words * sizeof(uint64_t));
    match->certain = match->possible + sheet->words;
    memcpy(match->possible, rows, sheet->words * sizeof(uint64_t));
    memcpy(match->certain, rows, sheet->words * sizeof(uint64_t));
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

void match_among(Run *run, const Sheet *sheet, const uint64_t *rows, Frame *frame, Match *match)
{
    Value values[COLUMNS_KEPT];
    bool absences = false;
    match_begin(run, sheet, rows, match);
    for (uint32_t c = 0; c < sheet->column_count; c++) {
        values[c] = VALUE_NOTHING;
        if (!tells_apart(match, &sheet->columns[c]))
            continue; /* no row still possible looks at it */
        values[c] = column_value(run, &sheet->columns[c], frame);
        absences |= !narrow(run, match, &sheet->columns[c], values[c]);
    }
    match_end(run, sheet, match, values, absences);
}

void match_rows(Run *run, const Sheet *sheet, Frame *frame, Match *match)
{
    uint32_t era = run->has_day ? sheet_era(sheet, run->day) : sheet->era_count - 1;
    match_among(run, sheet, sheet->era_rows + (size_t)era * sheet->words, frame, match);
}

/* determination/classify.c - candidates for the code of goods, and the verdict on a code. See classify.h. */
#include "determination/classify.h"

#include "determination/sheet.h"

enum { LEAST_DIGITS = 4, MOST_DIGITS = 12, WORLD_DIGITS = 6 };

typedef struct Finding {
    Task *task;
    const Determination *answer;
    Candidates *out;
    LIST_OF(CodeCandidate) found;
} Finding;

bool is_code_entry(const Entry *entry)
{
    return text_is(entry->list->list, "codes");
}

static Text text_part(Value record, Text part)
{
    Value value = context_entry(record, part);
    return value.kind == VALUE_TEXT ? text_of_value(value) : TEXT_NONE;
}

Text code_digits(Region *region, Text written)
{
    Builder out = builder_on(region);
    for (size_t i = 0; i < written.length; i++) {
        char byte = written.at[i];
        if (byte >= '0' && byte <= '9')
            build_byte(&out, byte);
        else if (byte != '.' && byte != ' ')
            return TEXT_NONE;
    }
    return out.length >= LEAST_DIGITS && out.length <= MOST_DIGITS ? builder_text(&out) : TEXT_NONE;
}

/* ---- candidates ---- */

/* What the row writes as the code, where that is a plain text. */
static Text number_of_row(const Decision *decision, const Sheet *sheet, const SheetRow *row)
{
    for (uint32_t i = 0; i < sheet->part_count; i++) {
        const OutputCell *cell = &row->outputs[i];
        bool whole = sheet->parts[i] == PART_WHOLE;
        if (!whole && text_is(decision->record->entries[sheet->parts[i]].name, "number") && cell->is_literal && cell->value.kind == VALUE_TEXT)
            return text_of_value(cell->value);
    }
    return TEXT_NONE;
}

static Confidence row_confidence(const SheetRow *row)
{
    Confidence lowest = row->row->has_confidence ? row->row->confidence : CONFIDENCE_READ;
    for (uint32_t i = 0; i < row->row->citations.count; i++) {
        const LawSource *source = row->row->citations.at[i].source;
        if (source && row->row->citations.at[i].role == CITES_BASIS && source->confidence > lowest)
            lowest = source->confidence;
    }
    return lowest;
}

static void add_candidate(Finding *finding, CodeCandidate candidate)
{
    *LIST_ADD(finding->task->region, finding->found) = candidate;
}

static void add_given(Finding *finding)
{
    const Candidates *out = finding->out;
    const Note *note = out->step->note;
    const SheetRow *row = NULL;
    for (uint32_t i = 0; note && note->sheet && note->sheet->kind == SHEET_TABLE && note->fired && i < note->sheet->row_count && !row; i++)
        if (rows_have(note->fired, i))
            row = &note->sheet->rows[i];
    if (out->number.length)
        add_candidate(finding, (CodeCandidate){ .standing = CODE_GIVEN, .number = out->number, .row = row, .confidence = out->entry->confidence });
}

/* Rows that may still fire, once what is missing is told. */
static void add_possible(Finding *finding)
{
    const Note *note = finding->out->step->note;
    if (!note || !note->sheet || note->sheet->kind != SHEET_TABLE || !note->possible || finding->out->number.length)
        return;
    for (uint32_t i = 0; i < note->sheet->row_count; i++) {
        const SheetRow *row = &note->sheet->rows[i];
        Text number = number_of_row(finding->out->entry->decision, note->sheet, row);
        if (number.length && rows_have(note->possible, i))
            add_candidate(finding, (CodeCandidate){ .standing = CODE_POSSIBLE, .number = number, .row = row, .confidence = row_confidence(row) });
    }
}

/* The codes of the same goods under other readings and voices. */
static void add_readings(Finding *finding)
{
    const Candidates *out = finding->out;
    for (const Alternative *other = finding->answer->alternatives; other; other = other->next)
        for (const Difference *at = other->differences; at; at = at->next) {
            bool same = at->other && is_code_entry(at->other) && text_equal(at->other->of, out->entry->of);
            Text number = same ? text_part(at->other->value, TEXT("number")) : TEXT_NONE;
            if (number.length && !text_equal(number, out->number))
                add_candidate(finding, (CodeCandidate){ .standing = CODE_READING, .number = number, .alternative = other, .confidence = at->other->confidence });
        }
}

/* A row in force that day lost by one of its cells; those of other days say nothing of these goods. */
static bool is_of_the_day(const Step *step, const SheetRow *row)
{
    return !step->has_day || days_contain(row->row->in_force, step->day);
}

static void add_rejected(Finding *finding)
{
    const Step *step = finding->out->step;
    for (uint32_t i = 0; i < step->lost_count; i++) {
        const LostRow *lost = &step->lost[i];
        Text number = number_of_row(finding->out->entry->decision, step->note->sheet, lost->row);
        if (number.length && is_of_the_day(step, lost->row))
            add_candidate(finding, (CodeCandidate){ .standing = CODE_REJECTED, .number = number, .row = lost->row, .why = lost->why, .confidence = row_confidence(lost->row) });
    }
}

void candidates_of(Task *task, const Determination *answer, const Entry *entry, Candidates *out)
{
    bool decided = entry->frame && entry->frame->type == entry->decision->thing; /* else it is not known which goods there are */
    *out = (Candidates){ .entry = entry, .step = decided ? explain(task, answer, entry->frame, entry->decision->slot, true) : NULL,
                         .number = text_part(entry->value, TEXT("number")), .edition = text_part(entry->value, TEXT("edition")) };
    Finding finding = { .task = task, .answer = answer, .out = out };
    if (decided) {
        add_given(&finding);
        add_possible(&finding);
    }
    add_readings(&finding);
    if (decided)
        add_rejected(&finding);
    out->at = finding.found.at;
    out->count = (uint32_t)finding.found.count;
}

/* ---- the verdict ---- */

/* Leading digits in common, the dots of `written` apart. */
static uint32_t common_digits(Text digits, Text written, uint32_t *length)
{
    uint32_t common = 0, at = 0;
    for (size_t i = 0; i < written.length; i++) {
        if (written.at[i] < '0' || written.at[i] > '9')
            continue;
        common += common == at && at < digits.length && digits.at[at] == written.at[i];
        at++;
    }
    *length = at;
    return common;
}

/* One begins with the other. */
static bool is_same_way(Text digits, Text written)
{
    uint32_t length, common = common_digits(digits, written, &length);
    return common == length || common == digits.length;
}

/* What only a guidance page or the house says is shown, but does not stand against the law. */
static bool is_guidance(const CodeCandidate *candidate)
{
    return candidate->alternative && !candidate->alternative->question;
}

static const CodeCandidate *candidate_with(const Candidates *candidates, Text digits, CodeStanding standing)
{
    for (uint32_t i = 0; i < candidates->count; i++)
        if (candidates->at[i].standing == standing && !is_guidance(&candidates->at[i]) && is_same_way(digits, candidates->at[i].number))
            return &candidates->at[i];
    return NULL;
}

static Assessment reasonable(const Candidates *candidates, Text digits, Assessment so_far)
{
    uint32_t length;
    common_digits(digits, candidates->number, &length);
    so_far.verdict = VERDICT_REASONABLE;
    so_far.ground = digits.length == length ? GROUND_SAME : digits.length < length ? GROUND_SHORTER : GROUND_LONGER;
    return so_far;
}

/* Chapters of the world's nomenclature end at 97; what comes after is national and cannot be looked up. */
static bool stands_nowhere(const Candidates *candidates, Text digits, const Nomenclature *hs, HsSet *elsewhere)
{
    Text six = text_slice(digits, 0, WORLD_DIGITS);
    int edition = hs && candidates->edition.length ? hs_edition_named(hs, candidates->edition) : -1;
    bool national = text_compare(text_slice(digits, 0, 2), TEXT("97")) > 0;
    if (edition < 0 || national || six.length == 5)
        return false;
    *elsewhere = hs_editions(hs, six);
    return !hs_has(*elsewhere, edition);
}

/* Not what the law gives. A code that rests on an inference of ours does not make another wrong. */
static Assessment other_code(const Candidates *candidates, Text digits, const Nomenclature *hs, Assessment so_far)
{
    so_far.verdict = VERDICT_WRONG;
    if (stands_nowhere(candidates, digits, hs, &so_far.editions)) {
        so_far.ground = GROUND_NOT_IN_HS;
        return so_far;
    }
    so_far.candidate = candidate_with(candidates, digits, CODE_REJECTED);
    so_far.ground = so_far.candidate ? GROUND_REJECTED : GROUND_NO_ROW;
    bool unsure = candidates->number.length && candidates->entry->confidence > CONFIDENCE_REPORTED;
    bool nothing = !candidates->number.length && !candidate_with(candidates, digits, CODE_REJECTED);
    if (unsure || nothing) {
        so_far.verdict = VERDICT_DOUBTFUL;
        so_far.ground = unsure ? GROUND_UNSURE : GROUND_NO_CODE;
    }
    return so_far;
}

Assessment code_assess(const Candidates *candidates, Text digits, const Nomenclature *hs)
{
    static const struct {
        CodeStanding standing;
        VerdictGround ground;
    } doubts[] = { { CODE_READING, GROUND_READING }, { CODE_POSSIBLE, GROUND_POSSIBLE } };
    uint32_t length = 0;
    Assessment out = { .agrees = candidates->number.length ? common_digits(digits, candidates->number, &length) : 0 };
    out.candidate = candidates->number.length ? candidate_with(candidates, digits, CODE_GIVEN) : NULL;
    if (out.candidate)
        return reasonable(candidates, digits, out);
    for (size_t i = 0; i < sizeof doubts / sizeof *doubts; i++) {
        out.candidate = candidate_with(candidates, digits, doubts[i].standing);
        if (out.candidate) {
            out.verdict = VERDICT_DOUBTFUL;
            out.ground = doubts[i].ground;
            return out;
        }
    }
    return other_code(candidates, digits, hs, out);
}

/* casework/selfcheck_codes.c - self-check 2: a code that somebody gives software, held against what the law gives.
 *
 * Codes come from the case (its own and a recommended one), from a list beside the software, or from a voice that would give another code
 * than the law. The name of the software is shown with what it lets one guess; nothing is worked out from it.
 */
#include "casework/selfcheck.h"

static const char *const CODE_FACTS[] = { "recommended code", "told code" };

/* What a voice would give is nobody's code yet. */
static Standing standing_of(const CodeCheck *made)
{
    static const Standing standings[] = { [VERDICT_REASONABLE] = STANDS_WELL, [VERDICT_DOUBTFUL] = STANDS_OPEN, [VERDICT_WRONG] = STANDS_BADLY };
    if (made->code.length && !made->voice)
        return standings[made->assessment.verdict];
    return made->candidates.number.length ? STANDS_WELL : STANDS_OPEN;
}

/* The text of a fact told of the thing or of one around it. */
static Text told_text(const Determination *answer, const Frame *frame, Text name)
{
    for (; frame; frame = frame->parent) {
        const Fact *fact = program_fact(answer->program, frame->type, name);
        if (fact && frame->slots[fact->slot].kind == VALUE_TEXT)
            return text_of_value(frame->slots[fact->slot]);
    }
    return TEXT_NONE;
}

static void add_hints(OneCase *one, CodeCheck *made)
{
    const Entry *entry = made->candidates.entry;
    for (const Frame *frame = entry->frame; one->check->words && frame; frame = frame->parent)
        hints_of(one->check->task->region, one->answer->run, one->check->words, frame, &made->hints);
}

static void add_check(OneCase *one, const Candidates *candidates, Text code, Text by, const LawSource *voice)
{
    SelfCheck *check = one->check;
    CodeCheck *made = LIST_ADD(check->task->region, check->code_checks);
    *made = (CodeCheck){ .file = one->source->name, .of = candidates->entry->of, .code = code, .by = by, .voice = voice, .answer = one->answer, .candidates = *candidates };
    made->name = told_text(one->answer, candidates->entry->frame, TEXT("name"));
    if (code.length)
        made->assessment = code_assess(candidates, code_digits(check->task->region, code), check->hs);
    add_hints(one, made);
    made->standing = standing_of(made);
}

/* Is the code judged already, of those from `from` on? */
static bool is_judged(const SelfCheck *check, size_t from, Text code)
{
    Region *region = check->task->region;
    for (size_t i = from; i < check->code_checks.count; i++)
        if (text_equal(code_digits(region, check->code_checks.at[i].code), code_digits(region, code)))
            return true;
    return false;
}

/* What a voice would give is judged as anybody's code. */
static void add_voices(OneCase *one, const Candidates *candidates, size_t from)
{
    for (uint32_t i = 0; i < candidates->count; i++) {
        const CodeCandidate *candidate = &candidates->at[i];
        bool voice = candidate->standing == CODE_READING && candidate->alternative && candidate->alternative->voice_source;
        bool code = voice && code_digits(one->check->task->region, candidate->number).length;
        if (code && !is_judged(one->check, from, candidate->number))
            add_check(one, candidates, candidate->number, TEXT_NONE, candidate->alternative->voice_source);
    }
}

static void check_goods(OneCase *one, const Entry *entry, Text given)
{
    Task *task = one->check->task;
    Candidates candidates;
    size_t from = one->check->code_checks.count;
    candidates_of(task, one->answer, entry, &candidates);
    if (given.length)
        add_check(one, &candidates, given, TEXT_NONE, NULL);
    for (size_t i = 0; i < sizeof CODE_FACTS / sizeof *CODE_FACTS; i++) {
        Text code = told_text(one->answer, entry->frame, text_of(CODE_FACTS[i]));
        if (code_digits(task->region, code).length)
            add_check(one, &candidates, code, text_of(CODE_FACTS[i]), NULL);
    }
    add_voices(one, &candidates, from);
    if (one->check->code_checks.count == from)
        add_check(one, &candidates, TEXT_NONE, TEXT_NONE, NULL);
}

void check_codes(OneCase *one, Text given)
{
    for (const Entry *entry = one->answer->entries; entry; entry = entry->next)
        if (is_code_entry(entry) && entry->frame)
            check_goods(one, entry, given);
}

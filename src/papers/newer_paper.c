/* papers/newer_paper.c - see newer_paper.h. What was declared or paid comes first, most money first; then drafts; then what could not be run. */
#include "papers/newer_paper.h"

#include "papers/ledger_paper.h"
#include "papers/paper_words.h"

typedef struct View {
    Region *region;
    const Newer *newer;
    const NewerPaperOptions *options;
    Paper *paper;
} View;

/* ---- parts and cells ---- */

static PaperPart *add_part(const View *view, const char *key, Word title)
{
    return paper_part(view->paper, key, paper_word(view->paper, title));
}

/* Of a catalogue, else of the phrases. */
static Text words_of(const View *view, const NewerName *name)
{
    Text words = name->words[view->options->language];
    return words.length && !text_equal(words, name->plain) ? words : paper_phrase(view->paper, name->plain);
}

static PaperCell name_cell(const View *view, const NewerName *name)
{
    return name->plain.length ? cell_words(name->plain, words_of(view, name)) : cell_none();
}

static PaperCell named_cell(const View *view, const char *prefix, Text plain)
{
    return cell_words(plain, word_named(prefix, text_snake(view->region, plain), view->options->language));
}

static Text digits(const View *view, const Decimal *number)
{
    Builder out = builder_on(view->region);
    Decimal trimmed = decimal_trimmed(number);
    decimal_print(&out, &trimmed);
    return builder_text(&out);
}

static PaperCell sum_cell(const View *view, const Decimal *number)
{
    bool some = decimal_compare(number, &DECIMAL_ZERO) != 0;
    return cell_toned(digits(view, number), TEXT_NONE, some ? TONE_STRONG : TONE_FAINT);
}

/* "+" tells that it is more. */
static PaperCell moved_cell(const View *view, bool has, const Decimal *moved)
{
    int order = has ? decimal_compare(moved, &DECIMAL_ZERO) : 0;
    if (!has)
        return cell_toned(TEXT_NONE, paper_word(view->paper, WORD_OPEN), TONE_DOUBT);
    PaperCell cell = cell_toned(digits(view, moved), TEXT_NONE, order ? TONE_PLAIN : TONE_FAINT);
    if (order > 0)
        cell.words = text_join(view->region, TEXT("+"), cell_shown(view->paper, PAPER_AMOUNT, cell));
    return cell;
}

static PaperCell known_cell(const View *view, NewerKnown known)
{
    return known == KNOWN_UNASKED ? cell_none() : named_cell(view, "NEWER_KNOWN_", text_of(newer_known_name(known)));
}

static PaperCell extent_cell(const View *view, const Extent *extent)
{
    Text lowest = digits(view, &extent->lowest), highest = digits(view, &extent->highest);
    Text low = cell_shown(view->paper, PAPER_AMOUNT, cell_plain(lowest)), high = cell_shown(view->paper, PAPER_AMOUNT, cell_plain(highest));
    bool one = decimal_compare(&extent->lowest, &extent->highest) == 0;
    Text words = one ? low : PAPER_FILLED(view->paper, WORD_AUDIT_BETWEEN, low, high);
    return cell_words(highest, extent->open ? PAPER_FILLED(view->paper, WORD_AUDIT_AND_OPEN, words, TEXT_NONE) : words);
}

/* ---- sums ---- */

static void add_counts(const View *view)
{
    PaperPart *part = paper_record(view->paper, "counts", paper_word(view->paper, WORD_NEWER_COUNTS));
    const uint64_t *counts = view->newer->counts;
    static const struct { const char *key; Word title; NewerOutcome outcome; } lines[] = {
        { "same", WORD_NEWER_IS_same, NEWER_SAME }, { "other_grounds", WORD_NEWER_IS_other_grounds, NEWER_GROUNDS }, { "changed", WORD_NEWER_IS_changed, NEWER_CHANGED },
        { "not_run", WORD_NEWER_IS_not_run, NEWER_UNRUN }, { "erased", WORD_NEWER_IS_erased, NEWER_ERASED }, { "broken", WORD_NEWER_IS_broken, NEWER_BROKEN },
    };
    paper_line(part, "cases", paper_word(view->paper, WORD_NEWER_CASES), PAPER_NUMBER, cell_count(view->region, view->newer->cases.count));
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (counts[lines[i].outcome] || i < 3)
            paper_line(part, lines[i].key, paper_word(view->paper, lines[i].title), PAPER_NUMBER, cell_count(view->region, counts[lines[i].outcome]));
    if (view->options->with_tasks)
        paper_line(part, "tasks", paper_word(view->paper, WORD_NEWER_TASKS), PAPER_NUMBER, cell_count(view->region, view->options->tasks));
}

static void add_sums(const View *view)
{
    bool law = view->newer->options.has_law;
    PaperPart *part = add_part(view, "totals", WORD_TOTALS);
    ADD_COLUMNS(part, COLUMN("jurisdiction", WORD_COUNTRY, PAPER_CODE), COLUMN("currency", WORD_AUDIT_CURRENCY, PAPER_CODE), COLUMN("changed", WORD_NEWER_ACTED, PAPER_NUMBER),
                ASIDE("gaining", WORD_NEWER_GAINING, PAPER_NUMBER), COLUMN("gains", law ? WORD_NEWER_SUM_LESS : WORD_NEWER_GAINS, PAPER_AMOUNT), ASIDE("owing", WORD_NEWER_OWING, PAPER_NUMBER),
                COLUMN("owes", law ? WORD_NEWER_SUM_MORE : WORD_NEWER_OWES, PAPER_AMOUNT), COLUMN("open", WORD_NEWER_OPEN, PAPER_NUMBER), ASIDE_IF(law, "disclose", WORD_NEWER_DISCLOSE, PAPER_NUMBER),
                ASIDE_IF(law, "published_later", WORD_NEWER_LATER, PAPER_NUMBER), COLUMN("drafts", WORD_NEWER_DRAFTS, PAPER_NUMBER));
    part->lead = paper_word(view->paper, view->newer->options.has_law ? WORD_NEWER_TOTALS_LAW : WORD_NEWER_TOTALS_LEAD);
    for (size_t i = 0; i < view->newer->sums.count; i++) {
        const NewerSum *sum = &view->newer->sums.at[i];
        Region *region = view->region;
        ADD_ROW(part, cell_plain(sum->jurisdiction), cell_plain(sum->currency), cell_count(region, sum->changed), cell_count(region, sum->gaining), sum_cell(view, &sum->gains),
                cell_count(region, sum->owing), sum_cell(view, &sum->owes), cell_count(region, sum->open), cell_count(region, sum->disclose), cell_count(region, sum->later),
                cell_count(region, sum->drafts));
    }
}

/* ---- cases ---- */

/* What it means for the house. */
static Word meaning_of(const View *view, const NewerCase *one)
{
    int border = one->has_border ? decimal_compare(&one->border, &DECIMAL_ZERO) : 0, beside = one->has_beside ? decimal_compare(&one->beside, &DECIMAL_ZERO) : 0;
    bool more = border > 0 || beside > 0, less = border < 0 || beside < 0;
    if (view->newer->options.has_law)
        return more && less ? WORD_NEWER_MORE_AND_LESS : more ? WORD_NEWER_MORE : less ? WORD_NEWER_LESS : one->money ? WORD_NEWER_OPEN_ONE : WORD_NEWER_NO_MONEY;
    if (!newer_acted(one))
        return one->standing == NEWER_DRAFT ? WORD_NEWER_ANEW : WORD_NEWER_NOTHING;
    if (more || less)
        return more && less ? WORD_NEWER_BOTH : more ? WORD_NEWER_OWES_ONE : WORD_NEWER_GAINS_ONE;
    return one->money ? WORD_NEWER_OPEN_ONE : WORD_NEWER_NO_MONEY;
}

static PaperCell meaning_cell(const View *view, const NewerCase *one)
{
    static const struct { Word word; const char *plain; PaperTone tone; } words[] = {
        { WORD_NEWER_MORE_AND_LESS, "more and less", TONE_DOUBT }, { WORD_NEWER_MORE, "more", TONE_BAD }, { WORD_NEWER_LESS, "less", TONE_GOOD }, { WORD_NEWER_NO_MONEY, "no money", TONE_PLAIN },
        { WORD_NEWER_ANEW, "make anew", TONE_DOUBT }, { WORD_NEWER_NOTHING, "nothing to do", TONE_FAINT }, { WORD_NEWER_BOTH, "too little and too much", TONE_BAD },
        { WORD_NEWER_OWES_ONE, "too little", TONE_BAD }, { WORD_NEWER_GAINS_ONE, "too much", TONE_GOOD }, { WORD_NEWER_OPEN_ONE, "open", TONE_DOUBT },
    };
    Word meant = meaning_of(view, one);
    for (size_t i = 0; newer_changed(one) && i < sizeof words / sizeof *words; i++)
        if (words[i].word == meant)
            return cell_toned(text_of(words[i].plain), paper_word(view->paper, meant), words[i].tone);
    return cell_none();
}

static void say(const View *view, Builder *out, Word form, Text with)
{
    build_format(out, "%s" TEXT_FMT, out->length ? " " : "", TEXT_ARG(PAPER_FILLED(view->paper, form, with, TEXT_NONE)));
}

static Text case_remark(const View *view, const NewerCase *one)
{
    Builder out = builder_on(view->region);
    if (one->outcome == NEWER_BROKEN)
        say(view, &out, WORD_NEWER_SAY_BROKEN, one->why);
    if (newer_changed(one) && !text_equal(one->was, one->is))
        build_format(&out, "%s" TEXT_FMT, out.length ? " " : "",
                     TEXT_ARG(PAPER_FILLED(view->paper, WORD_NEWER_SAY_STATUS, word_named("STATUS_", text_snake(view->region, one->was), view->options->language), word_named("STATUS_", text_snake(view->region, one->is), view->options->language))));
    if (one->readings)
        say(view, &out, WORD_NEWER_SAY_READINGS, TEXT_NONE);
    if (one->disclose && one->no_rule)
        say(view, &out, WORD_NEWER_SAY_NO_RULE, TEXT_NONE);
    if (one->disclose && one->no_start)
        say(view, &out, WORD_NEWER_SAY_NO_START, TEXT_NONE);
    if (newer_acted(one) && one->has_border && decimal_compare(&one->border, &DECIMAL_ZERO) < 0 && !one->claims.count && !view->newer->options.has_law)
        say(view, &out, WORD_NEWER_SAY_NO_CLAIM, TEXT_NONE);
    return builder_text(&out);
}

static PaperCell outcome_cell(const View *view, const NewerCase *one)
{
    static const PaperTone tones[] = { TONE_GOOD, TONE_GOOD, TONE_STRONG, TONE_DOUBT, TONE_DOUBT, TONE_BAD };
    PaperCell cell = named_cell(view, "NEWER_IS_", text_of(newer_outcome_name(one->outcome)));
    cell.tone = tones[one->outcome];
    return cell;
}

static void add_case(const View *view, PaperPart *part, const NewerCase *one)
{
    bool changed = newer_changed(one);
    PaperCell standing = changed ? named_cell(view, "NEWER_", text_of(newer_standing_name(one->standing))) : cell_none();
    PaperRow *row = ADD_ROW(part, cell_toned(one->case_id, TEXT_NONE, changed ? TONE_STRONG : TONE_PLAIN), outcome_cell(view, one), standing, changed ? moved_cell(view, one->has_border, &one->border) : cell_none(),
                            changed ? moved_cell(view, one->has_beside, &one->beside) : cell_none(), cell_plain(changed ? one->currency : TEXT_NONE), meaning_cell(view, one), known_cell(view, one->known),
                            cell_plain(one->known_day), cell_plain(one->act), cell_plain(one->act_day), cell_plain(one->was), cell_plain(one->is), cell_yes(one->readings), cell_plain(one->jurisdiction),
                            cell_words(one->record, hash_short(one->record)), cell_plain(one->made_at));
    row->below = case_remark(view, one);
}

static void add_cases(const View *view)
{
    PaperPart *part = add_part(view, "cases", WORD_NEWER_CASES);
    ADD_COLUMNS(part, COLUMN("case", WORD_CASE, PAPER_CODE), COLUMN("outcome", WORD_REPLAY_OUTCOME, PAPER_WORD), COLUMN("standing", WORD_NEWER_STANDING, PAPER_WORD),
                COLUMN("border_moved", WORD_NEWER_BORDER, PAPER_AMOUNT), COLUMN("beside_moved", WORD_NEWER_BESIDE, PAPER_AMOUNT), COLUMN("currency", WORD_AUDIT_CURRENCY, PAPER_CODE),
                COLUMN("means", WORD_NEWER_MEANS, PAPER_WORD), COLUMN("known", WORD_NEWER_KNOWN, PAPER_WORD), ASIDE("known_day", WORD_NEWER_KNOWN_DAY, PAPER_DAY),
                ASIDE("act", WORD_NEWER_ACT, PAPER_CODE), ASIDE("act_day", WORD_NEWER_ACT_DAY, PAPER_DAY), ASIDE("status_before", WORD_NEWER_BEFORE, PAPER_WORD),
                ASIDE("status_after", WORD_NEWER_AFTER, PAPER_WORD), ASIDE("readings_differ", WORD_AUDIT_READINGS, PAPER_YES), ASIDE("jurisdiction", WORD_COUNTRY, PAPER_CODE),
                ASIDE("record", WORD_LEDGER_RECORD, PAPER_CODE), ASIDE("made_at", WORD_LEDGER_AT, PAPER_TEXT));
    part->main = true;
    part->none = paper_word(view->paper, WORD_NEWER_NONE);
    for (size_t i = 0; i < view->newer->cases.count; i++) {
        const NewerCase *one = &view->newer->cases.at[i];
        if (one->outcome != NEWER_UNRUN && (!view->options->changed || newer_changed(one)))
            add_case(view, part, one);
    }
}

/* ---- changes ---- */

static Text rows_words(const View *view, const NewerCause *cause)
{
    if (text_equal(cause->before, cause->after))
        return cause->after.length ? PAPER_FILLED(view->paper, WORD_NEWER_ROW_CHANGED, cause->after, TEXT_NONE) : paper_word(view->paper, WORD_NEWER_TEXT_CHANGED);
    if (!cause->before.length)
        return PAPER_FILLED(view->paper, WORD_NEWER_ROW_ADDED, cause->after, TEXT_NONE);
    if (!cause->after.length)
        return PAPER_FILLED(view->paper, WORD_NEWER_ROW_GONE, cause->before, TEXT_NONE);
    return PAPER_FILLED(view->paper, WORD_NEWER_ROW_TOOK, cause->after, cause->before);
}

static Text cause_words(const View *view, const NewerCause *cause)
{
    Builder out = builder_on(view->region);
    Text name = words_of(view, &cause->decision);
    build_format(&out, TEXT_FMT ": " TEXT_FMT, TEXT_ARG(name), TEXT_ARG(rows_words(view, cause)));
    if (cause->articles.length)
        build_format(&out, ", " TEXT_FMT, TEXT_ARG(cause->articles));
    build_text(&out, TEXT(", "));
    build_text(&out, cause->has_published ? PAPER_FILLED(view->paper, WORD_NEWER_PUBLISHED, date_text(view->region, cause->published), TEXT_NONE) : paper_word(view->paper, WORD_NEWER_UNDATED));
    if (cause->question)
        build_format(&out, ", " TEXT_FMT, TEXT_ARG(paper_word(view->paper, WORD_NEWER_QUESTION)));
    if (cause->unverified)
        build_format(&out, ", " TEXT_FMT, TEXT_ARG(paper_word(view->paper, WORD_CONFIDENCE_unverified)));
    return builder_text(&out);
}

static Text change_remark(const View *view, const NewerChange *change)
{
    Builder out = builder_on(view->region);
    for (size_t i = 0; i < change->causes.count; i++)
        build_format(&out, "%s" TEXT_FMT, i ? "; " : "", TEXT_ARG(cause_words(view, &change->causes.at[i])));
    return builder_text(&out);
}

/* An amount, a code or a day as it is; a text of a page in the reader's words. */
static PaperCell told_cell(const View *view, const NewerChange *change, Text told)
{
    return change->is_money ? cell_words(told, cell_shown(view->paper, PAPER_AMOUNT, cell_plain(told))) : cell_words(told, paper_phrase(view->paper, told));
}

static void add_change(const View *view, PaperPart *part, const NewerCase *one, const NewerChange *change)
{
    const NewerCause none = { 0 }, *first = change->causes.count ? &change->causes.at[0] : &none;
    PaperRow *row = ADD_ROW(part, cell_plain(one->case_id), name_cell(view, &change->name), cell_plain(change->of), named_cell(view, "NEWER_KIND_", text_of(change->kind)),
                            told_cell(view, change, change->before), told_cell(view, change, change->after), change->has_moved ? moved_cell(view, true, &change->moved) : cell_none(),
                            cell_plain(change->is_money ? one->currency : TEXT_NONE), known_cell(view, change->known), cell_plain(change->list), name_cell(view, &first->decision), cell_plain(first->before),
                            cell_plain(first->after), cell_plain(first->articles), first->has_published ? cell_day(view->region, first->published) : cell_none(), cell_yes(first->question),
                            cell_yes(first->unverified), cell_plain(one->record));
    row->below = change_remark(view, change);
}

static void add_changes(const View *view)
{
    PaperPart *part = add_part(view, "changes", WORD_NEWER_CHANGES);
    ADD_COLUMNS(part, COLUMN("case", WORD_CASE, PAPER_CODE), COLUMN("what", WORD_NEWER_WHAT, PAPER_TEXT), COLUMN("of", WORD_AUDIT_THING, PAPER_CODE),
                COLUMN("change", WORD_NEWER_KIND, PAPER_WORD), COLUMN("before", WORD_NEWER_BEFORE, PAPER_TEXT), COLUMN("after", WORD_NEWER_AFTER, PAPER_TEXT),
                COLUMN("moved", WORD_NEWER_MOVED, PAPER_AMOUNT), ASIDE("currency", WORD_AUDIT_CURRENCY, PAPER_CODE), COLUMN("known", WORD_NEWER_KNOWN, PAPER_WORD),
                ASIDE("list", WORD_NEWER_LIST, PAPER_CODE), ASIDE("decision", WORD_NEWER_DECISION, PAPER_TEXT), ASIDE("rows_before", WORD_NEWER_ROWS_BEFORE, PAPER_CODE),
                ASIDE("rows_after", WORD_NEWER_ROWS_AFTER, PAPER_CODE), ASIDE("article", WORD_AUDIT_ARTICLE, PAPER_TEXT), ASIDE("published", WORD_NEWER_PUBLISHED_ON, PAPER_DAY),
                ASIDE("question", WORD_QUESTION, PAPER_YES), ASIDE("unverified", WORD_CONFIDENCE_unverified, PAPER_YES), ASIDE("record", WORD_LEDGER_RECORD, PAPER_CODE));
    for (size_t i = 0; i < view->newer->cases.count; i++)
        for (size_t k = 0; k < view->newer->cases.at[i].changes.count; k++)
            add_change(view, part, &view->newer->cases.at[i], &view->newer->cases.at[i].changes.at[k]);
}

/* ---- time limits ---- */

static PaperCell until_cell(const View *view, const NewerTerm *term)
{
    if (term->until.length)
        return cell_toned(term->until, term->over ? PAPER_FILLED(view->paper, WORD_NEWER_OVER, term->until, TEXT_NONE) : TEXT_NONE, term->over ? TONE_BAD : TONE_PLAIN);
    Text words = term->missing.plain.length ? PAPER_FILLED(view->paper, WORD_NEWER_MISSING, words_of(view, &term->missing), TEXT_NONE) : paper_word(view->paper, WORD_NEWER_NO_TERM);
    return cell_toned(TEXT_NONE, words, TONE_DOUBT);
}

static void add_term(const View *view, PaperPart *part, const NewerCase *one, const NewerTerm *term)
{
    ADD_ROW(part, cell_plain(one->case_id), name_cell(view, &term->name), until_cell(view, term), term->until.length ? cell_yes(term->over) : cell_none(), cell_plain(term->missing.plain), cell_plain(term->articles), cell_plain(one->record));
}

static void add_terms(const View *view, const char *key, Word title, Word lead, bool claims)
{
    PaperPart *part = add_part(view, key, title);
    ADD_COLUMNS(part, COLUMN("case", WORD_CASE, PAPER_CODE), COLUMN("term", WORD_NEWER_TERM, PAPER_TEXT), COLUMN("until", WORD_NEWER_UNTIL, PAPER_DAY),
                ASIDE("over", WORD_NEWER_IS_OVER, PAPER_YES), ASIDE("missing", WORD_NEWER_MISSES, PAPER_TEXT), COLUMN("article", WORD_AUDIT_ARTICLE, PAPER_TEXT),
                ASIDE("record", WORD_LEDGER_RECORD, PAPER_CODE));
    part->lead = paper_word(view->paper, lead);
    for (size_t i = 0; i < view->newer->cases.count; i++) {
        const NewerCase *one = &view->newer->cases.at[i];
        for (size_t k = 0; k < (claims ? one->claims.count : one->terms.count); k++)
            add_term(view, part, one, claims ? &one->claims.at[k] : &one->terms.at[k]);
    }
}

/* ---- what to disclose ---- */

static Text way_words(const View *view, const NewerWay *way)
{
    Text words = words_of(view, &way->way);
    return !way->asks_announced ? words : PAPER_FILLED(view->paper, way->announced ? WORD_AUDIT_WAY_AFTER : WORD_AUDIT_WAY_BEFORE, words, TEXT_NONE);
}

static void add_way(const View *view, PaperPart *part, const NewerCase *one, const NewerWay *way)
{
    const ExposureStep *step = &way->step;
    PaperCell none = cell_none();
    PaperRow *row = ADD_ROW(part, cell_plain(one->case_id), cell_words(way->way.plain, way_words(view, way)), way->asks_announced ? cell_yes(way->announced) : none,
                            way->known ? extent_cell(view, &step->first[EXPOSURE_TAX]) : none, way->known ? extent_cell(view, &step->first[EXPOSURE_FINE]) : none,
                            way->known ? extent_cell(view, &step->first[EXPOSURE_LATE]) : none, way->known ? extent_cell(view, &step->first[EXPOSURE_TOTAL]) : none, cell_plain(one->currency),
                            way->known && way->ends ? cell_day(view->region, step->to) : none, way->known ? cell_day(view->region, step->from) : none, cell_plain(way->articles), cell_plain(one->record));
    row->below = way->known ? way->articles : way->why;
}

static void add_ways(const View *view)
{
    PaperPart *part = add_part(view, "disclose", WORD_NEWER_DISCLOSURE);
    ADD_COLUMNS(part, COLUMN("case", WORD_CASE, PAPER_CODE), COLUMN("way", WORD_AUDIT_WAY, PAPER_WORD), ASIDE("check_announced", WORD_AUDIT_ANNOUNCED, PAPER_YES),
                COLUMN("tax", WORD_AUDIT_TAX, PAPER_AMOUNT), COLUMN("fine", WORD_AUDIT_FINE, PAPER_AMOUNT), COLUMN("late", WORD_AUDIT_LATE, PAPER_AMOUNT),
                COLUMN("total", WORD_AUDIT_TOTAL, PAPER_AMOUNT), ASIDE("currency", WORD_AUDIT_CURRENCY, PAPER_CODE), COLUMN("until", WORD_NEWER_WAY_UNTIL, PAPER_DAY),
                ASIDE("on", WORD_NEWER_ON, PAPER_DAY), ASIDE("article", WORD_AUDIT_ARTICLE, PAPER_TEXT), ASIDE("record", WORD_LEDGER_RECORD, PAPER_CODE));
    part->lead = PAPER_FILLED(view->paper, WORD_NEWER_DISCLOSURE_LEAD, date_text(view->region, view->newer->options.today), TEXT_NONE);
    for (size_t i = 0; i < view->newer->cases.count; i++)
        for (size_t k = 0; k < view->newer->cases.at[i].ways.count; k++)
            add_way(view, part, &view->newer->cases.at[i], &view->newer->cases.at[i].ways.at[k]);
}

/* ---- what could not be run ---- */

static Text named_fault(const View *view, Text why, Text name)
{
    return text_format(view->region, TEXT_FMT " [" TEXT_FMT "]", TEXT_ARG(why), TEXT_ARG(name));
}

static void add_unrun(const View *view)
{
    PaperPart *part = add_part(view, "not_run", WORD_NEWER_NOT_RUN);
    ADD_COLUMNS(part, COLUMN("case", WORD_CASE, PAPER_CODE), COLUMN("record", WORD_LEDGER_RECORD, PAPER_CODE), COLUMN("why", WORD_AUDIT_MESSAGE, PAPER_TEXT));
    for (size_t i = 0; i < view->newer->cases.count; i++) {
        const NewerCase *one = &view->newer->cases.at[i];
        if (one->outcome == NEWER_UNRUN)
            ADD_ROW(part, cell_plain(one->case_id), cell_words(one->record, hash_short(one->record)), cell_toned(named_fault(view, one->why, one->fault), named_fault(view, one->why_words.length ? one->why_words : one->why, one->fault), TONE_BAD));
    }
}

/* ---- the paper ---- */

static PaperCell verdict(const View *view)
{
    const uint64_t *counts = view->newer->counts;
    uint64_t same = counts[NEWER_SAME] + counts[NEWER_GROUNDS], changed = counts[NEWER_CHANGED] + counts[NEWER_BROKEN], unrun = counts[NEWER_UNRUN] + counts[NEWER_ERASED];
    Text with[] = { cell_shown(view->paper, PAPER_NUMBER, cell_count(view->region, view->newer->cases.count)), cell_shown(view->paper, PAPER_NUMBER, cell_count(view->region, same)),
                    cell_shown(view->paper, PAPER_NUMBER, cell_count(view->region, changed)), cell_shown(view->paper, PAPER_NUMBER, cell_count(view->region, unrun)) };
    Text says = paper_form(view->paper, unrun ? WORD_NEWER_SAYS_UNRUN : WORD_NEWER_SAYS, with, 4);
    if (counts[NEWER_BROKEN])
        return cell_toned(TEXT("broken"), says, TONE_BAD);
    if (changed)
        return cell_toned(TEXT("changed"), says, TONE_STRONG);
    return unrun ? cell_toned(TEXT("not run"), says, TONE_DOUBT) : cell_toned(TEXT("same"), says, TONE_GOOD);
}

static bool any_acted(const Newer *newer)
{
    for (size_t i = 0; i < newer->sums.count; i++)
        if (newer->sums.at[i].changed)
            return true;
    return false;
}

static bool any_ways(const Newer *newer)
{
    for (size_t i = 0; i < newer->cases.count; i++)
        if (newer->cases.at[i].ways.count)
            return true;
    return false;
}

static void add_notes(const View *view)
{
    Paper *paper = view->paper;
    const NewerOptions *options = &view->newer->options;
    if (options->has_law) {
        paper_note(paper, PAPER_FILLED(paper, WORD_NEWER_NOTE_LAW, date_text(view->region, options->law_day), TEXT_NONE));
        return;
    }
    if (any_acted(view->newer))
        paper_note(paper, paper_word(paper, WORD_NEWER_NOTE_ACTED));
    if (any_ways(view->newer))
        paper_note(paper, paper_word(paper, WORD_NEWER_NOTE_WAYS));
    if (view->newer->counts[NEWER_CHANGED] + view->newer->counts[NEWER_BROKEN])
        paper_note(paper, paper_word(paper, WORD_NEWER_NOTE_KNOWN));
}

Paper *newer_paper(Region *region, const Newer *newer, const NewerPaperOptions *options)
{
    Paper *paper = paper_new(region, "replay_newer", word(WORD_NEWER_TITLE, options->language), options->language);
    View view = { region, newer, options, paper };
    paper->phrases = options->phrases;
    paper->verdict = verdict(&view);
    paper->law = newer->manifest;
    add_counts(&view);
    add_sums(&view);
    add_cases(&view);
    add_ways(&view);
    add_terms(&view, "terms", WORD_NEWER_TERMS, WORD_NEWER_TERMS_LEAD, false);
    add_terms(&view, "claims", WORD_NEWER_CLAIMS, WORD_NEWER_CLAIMS_LEAD, true);
    add_changes(&view);
    add_unrun(&view);
    add_notes(&view);
    return paper;
}

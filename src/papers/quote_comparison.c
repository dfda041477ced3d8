/* papers/quote_comparison.c - a quote beside what became of it, as a paper. See quote_paper.h. Who bears a difference it does not say. */
#include "papers/figures.h"
#include "papers/quote_paper.h"
#include "papers/paper_words.h"

typedef struct Making {
    Region *region;
    Paper *paper;
    const QuoteComparison *comparison;
    const Determination *answer; /* whose names are known; NULL: none */
    const QuoteWords *words;
} Making;

static Text named(const Making *making, Text name)
{
    Text words = making->answer ? name_in(making->answer->program, name, making->paper->language) : name;
    return text_equal(words, name) && making->words->phrase && name.length ? making->words->phrase(making->words->context, name) : words;
}

static PaperCell amount_cell(const Making *making, Value amount)
{
    return value_is_number(amount) ? cell_value(making->paper, making->answer, amount) : (PaperCell){ 0 };
}

/* ---- why ---- */

static Text or_dash(Text words)
{
    return words.length ? words : TEXT("–");
}

static void add_words(Builder *out, Text words)
{
    build_format(out, "%s" TEXT_FMT, out->length ? "; " : "", TEXT_ARG(words));
}

static void add_cause(const Making *making, Builder *out, const Cause *cause)
{
    if (cause->before.length || cause->after.length)
        add_words(out, PAPER_FILLED(making->paper, WORD_QUOTE_ROWS, named(making, cause->decision), or_dash(cause->before), or_dash(cause->after)));
    if (cause->fact.length)
        add_words(out, PAPER_FILLED(making->paper, WORD_COMPARE_FACT, named(making, cause->fact), or_dash(cause->from), or_dash(cause->to)));
    if (cause->cited.count && (cause->before.length || cause->after.length))
        build_format(out, " (" TEXT_FMT ")", TEXT_ARG(cited_article(making->region, &cause->cited.at[0])));
}

static Text why(const Making *making, const ComparedLine *line)
{
    Builder out = builder_on(making->region);
    if (line->fate == QUOTE_SAME)
        return TEXT_NONE;
    bool rows = false;
    for (uint32_t i = 0; i < line->causes.count; i++) {
        add_cause(making, &out, &line->causes.at[i]);
        rows |= line->causes.at[i].before.length || line->causes.at[i].after.length;
    }
    for (size_t i = 0; !rows && i < making->comparison->rates.count; i++) {
        const ComparedRate *rate = &making->comparison->rates.at[i];
        add_words(&out, PAPER_FILLED(making->paper, WORD_COMPARE_BY_RATE, rate->pair, or_dash(rate->quoted), rate->final));
    }
    return builder_text(&out);
}

/* ---- lines ---- */

static PaperCell fate_cell(const Making *making, const ComparedLine *line)
{
    static const PaperTone TONES[] = { [QUOTE_SAME] = TONE_GOOD, [QUOTE_MORE] = TONE_DOUBT, [QUOTE_LESS] = TONE_DOUBT, [QUOTE_NEW] = TONE_DOUBT, [QUOTE_GONE] = TONE_DOUBT, [QUOTE_OPEN] = TONE_DOUBT };
    Text name = text_of(fate_name(line->fate));
    return cell_toned(name, word_named("FATE_", name, making->paper->language), TONES[line->fate]);
}

static void put_line(const Making *making, PaperPart *part, const ComparedLine *line, bool total)
{
    PaperRow *row = paper_row(part);
    Text name = line->final.charge;
    paper_cell(part, row, total ? "total" : "charge", cell_words(name, total ? word_named("TOTAL_", name, making->paper->language) : named(making, name)));
    if (!total)
        paper_cell(part, row, "of", cell_plain(line->final.of));
    paper_cell(part, row, "quoted", amount_cell(making, line->quoted ? line->quoted->amount : VALUE_NOTHING));
    paper_cell(part, row, "final", amount_cell(making, line->final.amount));
    paper_cell(part, row, "difference", amount_cell(making, line->difference));
    paper_cell(part, row, "outcome", fate_cell(making, line));
    paper_cell(part, row, "within_range", line->ranged ? cell_yes(line->within) : (PaperCell){ 0 });
    row->below = total ? TEXT_NONE : why(making, line);
}

static PaperPart *compared_part(const Making *making, const char *key, Word title, bool total)
{
    PaperPart *part = paper_part(making->paper, key, paper_word(making->paper, title));
    ADD_COLUMNS(part, COLUMN_IF(total, "total", WORD_QUOTE_TOTAL, PAPER_WORD), COLUMN_IF(!total, "charge", WORD_CHARGE, PAPER_TEXT),
                COLUMN_IF(!total, "of", WORD_OF, PAPER_CODE), COLUMN("quoted", WORD_COMPARE_QUOTED, PAPER_AMOUNT), COLUMN("final", WORD_COMPARE_FINAL, PAPER_AMOUNT),
                COLUMN("difference", WORD_QUOTE_MORE_BY, PAPER_AMOUNT), COLUMN("outcome", WORD_COMPARE_FATE, PAPER_WORD),
                COLUMN("within_range", WORD_COMPARE_WITHIN, PAPER_YES));
    return part;
}

static void put_rates(const Making *making)
{
    PaperPart *part = paper_part(making->paper, "rates", paper_word(making->paper, WORD_COMPARE_RATES));
    ADD_COLUMNS(part, COLUMN("pair", WORD_CURRENCIES, PAPER_CODE), COLUMN("quoted", WORD_COMPARE_QUOTED, PAPER_NUMBER),
                COLUMN("final", WORD_COMPARE_FINAL, PAPER_NUMBER));
    for (size_t i = 0; i < making->comparison->rates.count; i++) {
        const ComparedRate *rate = &making->comparison->rates.at[i];
        PaperRow *row = paper_row(part);
        paper_cell(part, row, "pair", cell_plain(rate->pair));
        paper_cell(part, row, "quoted", cell_plain(rate->quoted));
        paper_cell(part, row, "final", cell_plain(rate->final));
    }
}

/* ---- the verdict ---- */

static Text sum_words(const Making *making, Value sum)
{
    Builder out = builder_on(making->region);
    Decimal number = decimal_of_value(sum);
    if (number_compare(sum, value_small(0, 0)) > 0)
        build_byte(&out, '+');
    build_amount(&out, &number, making->paper->language);
    build_format(&out, " " TEXT_FMT, TEXT_ARG(making->comparison->quote->currency));
    return builder_text(&out);
}

static void set_verdict(const Making *making)
{
    const QuoteComparison *comparison = making->comparison;
    uint64_t differ = 0;
    for (size_t i = 0; i < comparison->lines.count; i++)
        differ += comparison->lines.at[i].fate != QUOTE_SAME;
    const ComparedLine *all = comparison->totals.count && !comparison->no_house ? &comparison->totals.at[comparison->totals.count - 1] : NULL;
    Text count = cell_count(making->region, differ).plain;
    Text says = !differ ? paper_word(making->paper, WORD_COMPARE_SAYS_SAME)
                        : all && value_is_number(all->difference) ? PAPER_FILLED(making->paper, WORD_COMPARE_SAYS, count, sum_words(making, all->difference)) : PAPER_FILLED(making->paper, WORD_COMPARE_SAYS_OPEN, count);
    making->paper->verdict = cell_toned(differ ? TEXT("differs") : TEXT("same"), says, differ ? TONE_DOUBT : TONE_GOOD);
}

Paper *quote_comparison_paper(Task *task, const QuoteComparison *comparison, const QuoteWords *words, int language)
{
    Making making = { .region = task->region, .comparison = comparison, .answer = comparison->final ? comparison->final : comparison->then, .words = words };
    making.paper = paper_new(task->region, "quote_comparison", word(WORD_COMPARE_TITLE, language), language);
    making.paper->about = words->about;
    making.paper->law = comparison->law;
    set_verdict(&making);
    PaperPart *lines = compared_part(&making, "lines", WORD_QUOTE_LINES, false);
    lines->main = true;
    for (size_t i = 0; i < comparison->lines.count; i++)
        put_line(&making, lines, &comparison->lines.at[i], false);
    PaperPart *totals = compared_part(&making, "totals", WORD_QUOTE_TOTALS, true);
    for (size_t i = 0; i < comparison->totals.count; i++)
        put_line(&making, totals, &comparison->totals.at[i], true);
    put_rates(&making);
    if (comparison->other_law)
        paper_note(making.paper, paper_word(making.paper, WORD_COMPARE_OTHER_LAW));
    if (comparison->no_house)
        paper_note(making.paper, paper_word(making.paper, WORD_COMPARE_NO_HOUSE));
    if (comparison->rerun_differs)
        paper_note(making.paper, paper_word(making.paper, WORD_COMPARE_RERUN));
    if (!comparison->from_case)
        paper_note(making.paper, paper_word(making.paper, WORD_COMPARE_NO_CAUSES));
    return making.paper;
}

/* papers/quote_paper.c - see quote_paper.h. The verdict is the sum and the last day it holds; what it keeps for later stands last. */
#include "papers/quote_paper.h"

#include "base/file.h"
#include "determination/answer.h"
#include "papers/figures.h"
#include "papers/paper_words.h"

enum { MOST_ENDINGS = 20, MOST_RULES = 8 };

typedef struct Making {
    Task *task;
    Region *region;
    Paper *paper;
    const Quote *quote;
    const Determination *answer;
    const QuoteWords *words;
} Making;

static const char *const TOTAL_NAMES[TOTALS] = { "border", "beside", "house" };

static Text phrase(const Making *making, Text english)
{
    return making->words->phrase && english.length ? making->words->phrase(making->words->context, english) : english;
}

/* A charge has its name in a catalogue, any other decision among the phrases. */
static Text named(const Making *making, Text name)
{
    Text words = name_in(making->answer->program, name, making->paper->language);
    return text_equal(words, name) ? phrase(making, name) : words;
}

static Text fact_name(const Making *making, const Fact *fact)
{
    Text words = phrase(making, fact->name);
    bool asks = making->paper->language && text_equal(words, fact->name) && fact->entry->question[making->paper->language].length;
    return asks ? fact->entry->question[making->paper->language] : words;
}

static PaperCell number_cell(const Making *making, Value value)
{
    return value_is_number(value) ? cell_value(making->paper, making->answer, value) : (PaperCell){ 0 };
}

static Text money_words(const Making *making, Value value)
{
    Builder out = builder_on(making->region);
    if (!value_is_number(value))
        return paper_word(making->paper, WORD_QUOTE_UNKNOWN);
    Decimal number = decimal_of_value(value);
    build_amount(&out, &number, making->paper->language);
    build_format(&out, " " TEXT_FMT, TEXT_ARG(making->answer->currency));
    return builder_text(&out);
}

/* ---- totals ---- */

static bool is_spread(Value lowest, Value highest)
{
    return value_is_number(lowest) && value_is_number(highest) && number_compare(lowest, highest) != 0;
}

static void put_total(const Making *making, PaperPart *part, const char *name, Value sum, Value lowest, Value highest)
{
    PaperRow *row = paper_row(part);
    bool spread = is_spread(lowest, highest);
    paper_cell(part, row, "total", word_cell(making->paper, "TOTAL_", text_of(name)));
    PaperCell amount = cell_value(making->paper, making->answer, sum);
    amount.tone = strcmp(name, "all") == 0 ? TONE_STRONG : amount.tone;
    paper_cell(part, row, "amount", amount);
    paper_cell(part, row, "lowest", spread ? number_cell(making, lowest) : (PaperCell){ 0 });
    paper_cell(part, row, "highest", spread ? number_cell(making, highest) : (PaperCell){ 0 });
    paper_cell(part, row, "currency", cell_plain(making->answer->currency));
}

static bool heard_house(const Determination *answer)
{
    return answer->run->house;
}

static void put_totals(const Making *making)
{
    const Determination *answer = making->answer;
    PaperPart *part = paper_part(making->paper, "totals", paper_word(making->paper, WORD_QUOTE_TOTALS));
    ADD_COLUMNS(part, COLUMN("total", WORD_QUOTE_TOTAL, PAPER_WORD), COLUMN("amount", WORD_QUOTE_AMOUNT, PAPER_AMOUNT), COLUMN("lowest", WORD_LOWEST, PAPER_AMOUNT),
                COLUMN("highest", WORD_HIGHEST, PAPER_AMOUNT), COLUMN("currency", WORD_QUOTE_CURRENCY, PAPER_CODE));
    put_total(making, part, "border", answer->border, answer->lowest, answer->highest);
    put_total(making, part, "beside", answer->beside, answer->beside_lowest, answer->beside_highest);
    if (heard_house(answer))
        put_total(making, part, "house", answer->house, answer->house_lowest, answer->house_highest);
    put_total(making, part, "all", making->quote->all, answer->all_lowest, answer->all_highest);
    if (is_spread(answer->lowest, answer->highest) || is_spread(answer->beside_lowest, answer->beside_highest) || is_spread(answer->all_lowest, answer->all_highest))
        part->lead = paper_word(making->paper, WORD_QUOTE_TOTALS_LEAD);
}

/* ---- lines ---- */

static bool is_line(const Entry *entry)
{
    Value amount = entry->decision->shape == SHAPE_CHARGE ? entry_amount(entry) : VALUE_NOTHING;
    return entry->decision->shape == SHAPE_CHARGE && !(amount.kind == VALUE_ABSENT && amount.mark == MARK_NONE);
}

static Text first_words(Text words, int most)
{
    Text rest = words;
    for (int i = 0; i < most && rest.length; i++)
        (void)text_cut(rest, ' ', &rest);
    return rest.length ? text_trim(text_slice(words, 0, words.length - rest.length)) : words;
}

static Text line_remark(const Making *making, const Entry *entry)
{
    const ChargeEntry *charge = entry->decision->charge;
    Text rows = first_words(entry_rows(making->region, entry), MOST_RULES);
    Text rules = rows.length ? PAPER_FILLED(making->paper, WORD_QUOTE_RULES, rows) : TEXT_NONE;
    if (!charge)
        return rules;
    Text due = entry->due.kind == VALUE_DATE ? date_text(making->region, entry->due.days) : named(making, entry->due_words);
    Text pays = PAPER_FILLED(making->paper, WORD_QUOTE_PAYS, named(making, charge->payer), named(making, charge->paid_to), due);
    return rules.length ? text_format(making->region, TEXT_FMT "; " TEXT_FMT, TEXT_ARG(pays), TEXT_ARG(rules)) : pays;
}

static PaperCell line_amount(const Making *making, const Entry *entry)
{
    PaperCell cell = cell_value(making->paper, making->answer, entry_amount(entry));
    if (entry->has_range)
        cell = cell_toned(TEXT_NONE, PAPER_FILLED(making->paper, WORD_QUOTE_FROM_TO, number_text(making->region, entry->lowest, making->paper->language), number_text(making->region, entry->highest, making->paper->language)), TONE_DOUBT);
    return cell;
}

static void put_line(const Making *making, PaperPart *part, const Entry *entry)
{
    PaperRow *row = paper_row(part);
    paper_cell(part, row, "charge", cell_words(entry->decision->name, named(making, entry->decision->name)));
    paper_cell(part, row, "of", cell_plain(entry->of));
    paper_cell(part, row, "base", number_cell(making, entry_part(entry, "base")));
    paper_cell(part, row, "rate", number_cell(making, entry_part(entry, "rate")));
    paper_cell(part, row, "amount", line_amount(making, entry));
    paper_cell(part, row, "lowest", entry->has_range ? cell_words(number_cell(making, entry->lowest).plain, TEXT(" ")) : (PaperCell){ 0 });
    paper_cell(part, row, "highest", entry->has_range ? cell_words(number_cell(making, entry->highest).plain, TEXT(" ")) : (PaperCell){ 0 });
    paper_cell(part, row, "total", word_cell(making->paper, "TOTAL_", text_of(TOTAL_NAMES[charge_total(entry->decision)])));
    paper_cell(part, row, "articles", cell_plain(entry_articles(making->region, entry)));
    row->below = line_remark(making, entry);
}

static void put_lines(const Making *making)
{
    PaperPart *part = paper_part(making->paper, "lines", paper_word(making->paper, WORD_QUOTE_LINES));
    part->main = true;
    ADD_COLUMNS(part, COLUMN("total", WORD_QUOTE_TOTAL, PAPER_WORD), COLUMN("charge", WORD_CHARGE, PAPER_TEXT), COLUMN("of", WORD_OF, PAPER_CODE),
                COLUMN("base", WORD_QUOTE_BASE, PAPER_AMOUNT), COLUMN("rate", WORD_QUOTE_RATE, PAPER_RATE), COLUMN("amount", WORD_QUOTE_AMOUNT, PAPER_AMOUNT),
                COLUMN("lowest", WORD_LOWEST, PAPER_AMOUNT), COLUMN("highest", WORD_HIGHEST, PAPER_AMOUNT), COLUMN("articles", WORD_QUOTE_ARTICLE, PAPER_TEXT));
    for (const Entry *entry = making->answer->entries; entry; entry = entry->next)
        if (is_line(entry))
            put_line(making, part, entry);
}

/* ---- what is open ---- */

static bool touches_figures(const Making *making, const Missing *missing)
{
    for (uint32_t i = 0; i < missing->entry_count; i++)
        if (list_is_core(making->answer->program, missing->entries[i]->list))
            return true;
    return false;
}

static void put_missing(const Making *making, PaperPart *part, const Missing *missing)
{
    PaperRow *row = paper_row(part);
    Text question = missing->fact ? missing->fact->entry->question[making->paper->language] : TEXT_NONE;
    question = question.length ? question : missing->fact ? missing->fact->name : missing->note;
    paper_cell(part, row, "question", cell_plain(question));
    paper_cell(part, row, "fact", missing->fact ? cell_plain(text_snake(making->region, missing->fact->name)) : (PaperCell){ 0 });
    paper_cell(part, row, "of", cell_plain(missing->of));
    paper_cell(part, row, "worth", number_cell(making, missing->spread));
    paper_cell(part, row, "decides", cell_count(making->region, missing->hangs));
}

static void put_open(const Making *making)
{
    PaperPart *part = paper_part(making->paper, "open", paper_word(making->paper, WORD_QUOTE_OPEN));
    part->none = paper_word(making->paper, WORD_QUOTE_OPEN_NONE);
    ADD_COLUMNS(part, COLUMN("question", WORD_QUESTION, PAPER_TEXT), COLUMN("fact", WORD_FACT, PAPER_CODE), COLUMN("of", WORD_OF, PAPER_CODE),
                COLUMN("worth", WORD_QUOTE_WORTH, PAPER_AMOUNT), COLUMN("decides", WORD_QUOTE_DECIDES, PAPER_NUMBER));
    for (uint32_t i = 0; i < making->answer->missing_count; i++)
        if (touches_figures(making, &making->answer->missing[i]))
            put_missing(making, part, &making->answer->missing[i]);
}

static Value change(const Making *making, Value from, Value to)
{
    return value_is_number(from) && value_is_number(to) ? number_subtract(making->region, to, from) : VALUE_NOTHING;
}

static Text alternative_words(const Making *making, const Alternative *alternative)
{
    if (alternative->question)
        return PAPER_FILLED(making->paper, WORD_QUOTE_OTHER_READING, phrase(making, alternative->question->name), alternative->reading->name, phrase(making, alternative->reading->stance));
    if (alternative->voice_source)
        return alternative->voice_source->instrument;
    return paper_word(making->paper, WORD_THE_LAW);
}

static bool moves_money(const Making *making, const Alternative *alternative)
{
    Value border = change(making, making->answer->border, alternative->border), beside = change(making, making->answer->beside, alternative->beside);
    return !value_is_number(border) || !value_is_number(beside) || !number_is_zero(border) || !number_is_zero(beside);
}

static void put_others(const Making *making)
{
    PaperPart *part = paper_part(making->paper, "others", paper_word(making->paper, WORD_QUOTE_OTHERS));
    ADD_COLUMNS(part, COLUMN("what", WORD_QUOTE_WHAT, PAPER_TEXT), COLUMN("border_difference", WORD_QUOTE_AT_BORDER, PAPER_AMOUNT),
                COLUMN("beside_difference", WORD_QUOTE_BESIDE, PAPER_AMOUNT));
    for (const Alternative *at = making->answer->alternatives; at; at = at->next) {
        bool law_alone = !at->question && !at->voice_source;
        if (law_alone || !moves_money(making, at))
            continue;
        PaperRow *row = paper_row(part);
        paper_cell(part, row, "what", cell_plain(alternative_words(making, at)));
        paper_cell(part, row, "border_difference", number_cell(making, change(making, making->answer->border, at->border)));
        paper_cell(part, row, "beside_difference", number_cell(making, change(making, making->answer->beside, at->beside)));
    }
}

/* ---- what it takes for granted ---- */

static void put_assumed(const Making *making, PaperPart *part, const char *kind, PaperCell what, PaperCell value, Text source)
{
    PaperRow *row = paper_row(part);
    paper_cell(part, row, "kind", word_cell(making->paper, "ASSUMED_", text_of(kind)));
    paper_cell(part, row, "what", what);
    paper_cell(part, row, "value", value);
    paper_cell(part, row, "source", cell_plain(source));
}

static Text days_of_rate(const Making *making, const QuoteRate *rate)
{
    Text days = PAPER_FILLED(making->paper, WORD_QUOTE_FROM_TO, rate->has_first ? date_text(making->region, rate->first) : TEXT("..."), rate->has_last ? date_text(making->region, rate->last) : TEXT("..."));
    return rate->source.length ? text_format(making->region, TEXT_FMT ", " TEXT_FMT, TEXT_ARG(rate->source), TEXT_ARG(days)) : days;
}

static Text reading_source(const Making *making, const Reading *reading)
{
    Builder out = builder_on(making->region);
    for (uint32_t i = 0; i < reading->citations.count; i++) {
        const Citation *citation = &reading->citations.at[i];
        if (citation->role == CITES_BASIS)
            build_format(&out, "%s" TEXT_FMT "%s" TEXT_FMT, out.length ? "; " : "", TEXT_ARG(citation->source_id), citation->article.length ? " " : "", TEXT_ARG(citation->article));
    }
    return builder_text(&out);
}

static void put_assumptions(const Making *making)
{
    const Quote *quote = making->quote;
    PaperPart *part = paper_part(making->paper, "assumptions", paper_word(making->paper, WORD_QUOTE_ASSUMED));
    ADD_COLUMNS(part, COLUMN("kind", WORD_QUOTE_KIND, PAPER_WORD), COLUMN("what", WORD_QUOTE_WHAT, PAPER_TEXT), COLUMN("value", WORD_VALUE, PAPER_TEXT),
                COLUMN("source", WORD_SOURCE, PAPER_TEXT));
    for (size_t i = 0; i < quote->rates.count; i++)
        put_assumed(making, part, "rate", cell_plain(quote->rates.at[i].pair),
                    cell_words(number_cell(making, quote->rates.at[i].rate).plain, number_text(making->region, quote->rates.at[i].rate, making->paper->language)), days_of_rate(making, &quote->rates.at[i]));
    for (size_t i = 0; i < quote->readings.count; i++) {
        const QuoteReading *read = &quote->readings.at[i];
        put_assumed(making, part, "reading", cell_words(read->question->name, phrase(making, read->question->name)),
                    cell_words(read->reading->name, text_format(making->region, TEXT_FMT ": " TEXT_FMT, TEXT_ARG(read->reading->name), TEXT_ARG(phrase(making, read->reading->stance)))),
                    reading_source(making, read->reading));
    }
    for (uint32_t i = 0; i < quote->validity->day_count; i++)
        if (quote->validity->days[i].set)
            put_assumed(making, part, "day", cell_words(text_snake(making->region, quote->validity->days[i].fact->name), fact_name(making, quote->validity->days[i].fact)),
                        cell_day(making->region, quote->validity->days[i].day), quote->validity->days[i].of);
    for (size_t i = 0; i < quote->untold.count; i++)
        put_assumed(making, part, "untold", cell_words(text_snake(making->region, quote->untold.at[i]->name), fact_name(making, quote->untold.at[i])), (PaperCell){ 0 }, TEXT_NONE);
}

/* ---- how long it holds ---- */

static Text ending_words(const Making *making, const Ending *ending)
{
    Text decision = ending->decision ? named(making, ending->decision->name) : TEXT_NONE;
    Text form = word_named("ENDS_", text_of(ending_name(ending->kind)), making->paper->language);
    return word_filled(making->region, form, (const Text[]){ ending->name, decision }, 2);
}

static Text ending_source(const Making *making, const Ending *ending)
{
    if (!ending->source)
        return ending->words;
    return text_format(making->region, TEXT_FMT "%s" TEXT_FMT, TEXT_ARG(ending->source->id), ending->article.length ? " " : "", TEXT_ARG(ending->article));
}

/* The first ending, where nothing changes before it. */
static const Ending *first_ending(const Validity *validity)
{
    return validity->ending_count && validity->endings[0].after == validity->after ? &validity->endings[0] : NULL;
}

static PaperCell day_after(const Making *making, int64_t after)
{
    const MovedDay *clock = validity_day(making->quote->validity);
    return clock ? cell_day(making->region, clock->day + after) : cell_count(making->region, (uint64_t)after);
}

static Value total_of(const Making *making, const Determination *answer)
{
    Value all = value_small(0, 0);
    const Value totals[] = { answer->border, answer->beside, answer->house };
    for (size_t i = 0; i < sizeof totals / sizeof *totals; i++)
        all = value_is_number(all) && value_is_number(totals[i]) ? number_add(making->region, all, totals[i]) : VALUE_NOTHING;
    return all;
}

static PaperCell change_of_all(const Making *making, const LaterDay *day)
{
    Value moved = change(making, making->quote->all, total_of(making, day->then));
    PaperCell cell = number_cell(making, moved);
    return value_is_number(moved) ? cell : cell_words(TEXT_NONE, paper_word(making->paper, WORD_QUOTE_UNKNOWN));
}

static PaperCell not_known(const Making *making)
{
    return cell_words(TEXT_NONE, paper_word(making->paper, WORD_QUOTE_NOT_FOUND));
}

static void put_holds(const Making *making)
{
    const Validity *validity = making->quote->validity;
    const MovedDay *clock = validity_day(validity);
    const Ending *first = validity->ends ? first_ending(validity) : NULL;
    PaperPart *part = paper_record(making->paper, "holds", paper_word(making->paper, WORD_QUOTE_HOLDS));
    paper_line(part, "until", paper_word(making->paper, WORD_QUOTE_LAST), PAPER_DAY, validity->ends ? day_after(making, validity->after - 1) : cell_words(TEXT_NONE, paper_word(making->paper, WORD_QUOTE_NO_END)));
    if (clock)
        paper_line(part, "clock", paper_word(making->paper, WORD_QUOTE_CLOCK), PAPER_TEXT, cell_words(text_snake(making->region, clock->fact->name), text_format(making->region, TEXT_FMT " " TEXT_FMT, TEXT_ARG(fact_name(making, clock->fact)), TEXT_ARG(clock->of))));
    if (validity->ends)
        paper_line(part, "because", paper_word(making->paper, WORD_QUOTE_BECAUSE), PAPER_TEXT, first ? cell_words(first->name, ending_words(making, first)) : cell_words(TEXT("change"), paper_word(making->paper, WORD_ENDS_change)));
    if (first)
        paper_line(part, "source", paper_word(making->paper, WORD_SOURCE), PAPER_TEXT, cell_plain(ending_source(making, first)));
    if (first && first->follower.length)
        paper_line(part, "follower", paper_word(making->paper, WORD_QUOTE_FOLLOWER), PAPER_TEXT, cell_plain(first->follower));
    paper_line(part, "figures_change", paper_word(making->paper, WORD_QUOTE_FIGURES), PAPER_DAY, validity->figures.found ? day_after(making, validity->figures.after) : not_known(making));
    if (validity->figures.found)
        paper_line(part, "figures_change_by", paper_word(making->paper, WORD_QUOTE_FIGURES_BY), PAPER_AMOUNT, change_of_all(making, &validity->figures));
    paper_line(part, "papers_change", paper_word(making->paper, WORD_QUOTE_PAPERS), PAPER_DAY, validity->papers.found ? day_after(making, validity->papers.after) : not_known(making));
}

static void put_endings(const Making *making)
{
    const Validity *validity = making->quote->validity;
    PaperPart *part = paper_part(making->paper, "endings", paper_word(making->paper, WORD_QUOTE_ENDINGS));
    ADD_COLUMNS(part, COLUMN("last", WORD_QUOTE_ON, PAPER_DAY), COLUMN("what", WORD_QUOTE_WHAT, PAPER_TEXT), COLUMN("layer", WORD_QUOTE_LAYER, PAPER_WORD),
                COLUMN("source", WORD_SOURCE, PAPER_TEXT), COLUMN("follower", WORD_QUOTE_FOLLOWER, PAPER_TEXT));
    for (uint32_t i = 0; i < validity->ending_count && i < MOST_ENDINGS; i++) {
        const Ending *ending = &validity->endings[i];
        PaperRow *row = paper_row(part);
        paper_cell(part, row, "last", cell_day(making->region, ending->last));
        paper_cell(part, row, "what", cell_words(ending->name, ending_words(making, ending)));
        paper_cell(part, row, "layer", word_cell(making->paper, "QUOTE_LAYER_", ending->house ? TEXT("house") : TEXT("law")));
        paper_cell(part, row, "source", cell_plain(ending_source(making, ending)));
        paper_cell(part, row, "follower", cell_plain(ending->follower));
    }
}

static Text causes_words(const Making *making, Causes causes)
{
    Builder out = builder_on(making->region);
    for (uint32_t i = 0; i < causes.count; i++) {
        const Cause *cause = &causes.at[i];
        Text before = cause->before.length ? first_words(cause->before, MOST_RULES) : TEXT("–"), after = cause->after.length ? first_words(cause->after, MOST_RULES) : TEXT("–");
        Text says = PAPER_FILLED(making->paper, WORD_QUOTE_ROWS, named(making, cause->decision), before, after);
        build_format(&out, "%s" TEXT_FMT, i ? "; " : "", TEXT_ARG(says));
        if (cause->cited.count)
            build_format(&out, " (" TEXT_FMT ")", TEXT_ARG(cited_article(making->region, &cause->cited.at[0])));
    }
    return builder_text(&out);
}

static PaperCell entry_cell(const Making *making, const Entry *entry)
{
    if (!entry)
        return cell_words(TEXT_NONE, TEXT("–"));
    if (entry->decision->shape == SHAPE_CHARGE)
        return line_amount(making, entry);
    return entry->value.kind == VALUE_CONTEXT ? cell_value(making->paper, making->answer, entry_part(entry, "number")) : cell_value(making->paper, making->answer, entry->value);
}

static void put_change(const Making *making, PaperPart *part, const LaterChange *change_then)
{
    const Entry *entry = change_then->now ? change_then->now : change_then->then;
    Value now = change_then->now ? entry_amount(change_then->now) : value_small(0, 0), then = change_then->then ? entry_amount(change_then->then) : value_small(0, 0);
    PaperRow *row = paper_row(part);
    paper_cell(part, row, "what", cell_words(entry->decision->name, named(making, entry->decision->name)));
    paper_cell(part, row, "of", cell_plain(entry->of));
    paper_cell(part, row, "now", entry_cell(making, change_then->now));
    paper_cell(part, row, "then", entry_cell(making, change_then->then));
    paper_cell(part, row, "difference", number_cell(making, change(making, now, then)));
    row->below = causes_words(making, change_then->causes);
}

static void put_changes(const Making *making)
{
    const LaterDay *day = &making->quote->validity->figures;
    PaperPart *part = paper_part(making->paper, "changes", paper_word(making->paper, WORD_QUOTE_CHANGES));
    ADD_COLUMNS(part, COLUMN("what", WORD_QUOTE_WHAT, PAPER_TEXT), COLUMN("of", WORD_OF, PAPER_CODE), COLUMN("now", WORD_QUOTE_NOW, PAPER_AMOUNT),
                COLUMN("then", WORD_QUOTE_THEN, PAPER_AMOUNT), COLUMN("difference", WORD_QUOTE_MORE_BY, PAPER_AMOUNT));
    if (day->found)
        part->lead = PAPER_FILLED(making->paper, WORD_QUOTE_CHANGES_ON, day_after(making, day->after).plain, cell_count(making->region, (uint64_t)day->after).plain);
    for (uint32_t i = 0; i < day->change_count; i++)
        put_change(making, part, &day->changes[i]);
}

/* ---- what it keeps ---- */

static PaperPart *put_kept(const Making *making)
{
    PaperPart *part = paper_record(making->paper, "kept", paper_word(making->paper, WORD_QUOTE_KEPT));
    paper_line(part, "engine", paper_word(making->paper, WORD_ENGINE), PAPER_CODE, cell_plain(making->words->engine));
    paper_line(part, "law_hash", paper_word(making->paper, WORD_PAPER_LAW), PAPER_CODE, cell_plain(making->answer->law));
    paper_line(part, "house", paper_word(making->paper, WORD_QUOTE_HOUSE), PAPER_YES, cell_yes(heard_house(making->answer)));
    paper_line(part, "layer", paper_word(making->paper, WORD_QUOTE_LAYER), PAPER_CODE, cell_plain(making->words->layer));
    paper_line(part, "days_as_of", paper_word(making->paper, WORD_PAPER_AS_OF), PAPER_DAY, cell_plain(making->words->as_of));
    paper_line(part, "known_on", paper_word(making->paper, WORD_PUBLISHED), PAPER_DAY, cell_plain(making->words->known_on));
    paper_line(part, "currency", paper_word(making->paper, WORD_QUOTE_CURRENCY), PAPER_CODE, cell_plain(making->answer->currency));
    paper_line(part, "case", paper_word(making->paper, WORD_CASE), PAPER_TEXT, cell_words(making->quote->given, paper_word(making->paper, WORD_QUOTE_CASE_KEPT)));
    paper_line(part, "hash", paper_word(making->paper, WORD_QUOTE_HASH), PAPER_CODE, (PaperCell){ 0 });
    return part;
}

/* The digest is that of the paper's own JSON, read again without it. */
static bool seal(const Making *making, PaperPart *kept)
{
    Builder out = builder_on(making->region);
    paper_json(&out, making->paper, true);
    const Source *source = source_from(making->task, TEXT("quote"), builder_text(&out));
    const Json *json = source ? json_read(making->task, source) : NULL;
    if (!json)
        return false;
    kept->rows.at[0].cells[kept->columns.count - 1] = cell_plain(quote_digest(making->task, json));
    return true;
}

/* ---- the verdict ---- */

static Text all_words(const Making *making)
{
    const Determination *answer = making->answer;
    if (value_is_number(making->quote->all))
        return money_words(making, making->quote->all);
    if (value_is_number(answer->all_lowest) && value_is_number(answer->all_highest))
        return PAPER_FILLED(making->paper, WORD_QUOTE_FROM_TO, number_text(making->region, answer->all_lowest, making->paper->language), money_words(making, answer->all_highest));
    return TEXT_NONE;
}

/* Why it ends when it does. */
static Text until_words(const Making *making)
{
    const Ending *first = first_ending(making->quote->validity);
    return first ? ending_words(making, first) : paper_word(making->paper, WORD_ENDS_change);
}

static Text verdict_words(const Making *making)
{
    const Validity *validity = making->quote->validity;
    Text all = all_words(making);
    if (!validity->ends)
        return all.length ? PAPER_FILLED(making->paper, WORD_QUOTE_SAYS_NO_END, all) : paper_word(making->paper, WORD_QUOTE_SAYS_OPEN_NO_END);
    Text last = day_after(making, validity->after - 1).plain, why = until_words(making);
    return all.length ? PAPER_FILLED(making->paper, WORD_QUOTE_SAYS, all, last, why) : PAPER_FILLED(making->paper, WORD_QUOTE_SAYS_OPEN, last, why);
}

static bool has_lines(const Determination *answer)
{
    for (const Entry *entry = answer->entries; entry; entry = entry->next)
        if (entry->list && text_is(entry->list->list, "lines"))
            return true;
    return false;
}

static void set_verdict(const Making *making)
{
    const Determination *answer = making->answer;
    Text says = has_lines(answer) ? verdict_words(making) : paper_word(making->paper, WORD_QUOTE_SAYS_NOTHING);
    making->paper->verdict = cell_toned(text_of(status_name(answer->status)), says, answer->status == STATUS_DETERMINED ? TONE_GOOD : TONE_DOUBT);
}

static Paper *without_answer(const Making *making)
{
    bool untold = making->quote->outcome == LAWBOOK_UNTOLD;
    making->paper->verdict = cell_toned(text_of(status_name(untold ? STATUS_UNDETERMINED : STATUS_NOT_COVERED)),
                                        paper_word(making->paper, untold ? WORD_QUOTE_SAYS_UNTOLD : WORD_QUOTE_SAYS_NOT_COVERED), TONE_DOUBT);
    return making->paper;
}

Paper *quote_paper(Task *task, const Quote *quote, const QuoteWords *words, int language)
{
    Making making = { .task = task, .region = task->region, .quote = quote, .answer = quote->answer, .words = words };
    making.paper = paper_new(task->region, "quote", word(WORD_QUOTE_TITLE, language), language);
    making.paper->about = words->about;
    if (quote->outcome != LAWBOOK_DETERMINED)
        return without_answer(&making);
    set_verdict(&making);
    paper_rests_on(making.paper, quote->answer);
    put_totals(&making);
    put_lines(&making);
    put_open(&making);
    put_holds(&making);
    put_changes(&making);
    put_endings(&making);
    put_assumptions(&making);
    put_others(&making);
    paper_note(making.paper, paper_word(making.paper, WORD_QUOTE_MOVED));
    if (quote->validity->stopped)
        paper_note(making.paper, paper_word(making.paper, WORD_QUOTE_STOPPED));
    if (heard_house(quote->answer))
        paper_note(making.paper, paper_word(making.paper, WORD_QUOTE_HOUSE_APART));
    PaperPart *kept = put_kept(&making);
    return seal(&making, kept) ? making.paper : NULL;
}

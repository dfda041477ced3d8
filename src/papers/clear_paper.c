/* papers/clear_paper.c - see clear_paper.h. */
#include "papers/clear_paper.h"

#include "determination/answer.h"
#include "papers/articles.h"
#include "papers/paper_words.h"

typedef struct Making {
    Region *region;
    const Clearance *clearance;
    Paper *paper;
} Making;

/* ---- words ---- */

/* A name of a catalogue, as a part of this entry. */
static PaperCell name_cell(const Making *making, const Entry *entry, const char *part)
{
    Value value = entry_part(entry, part);
    if (value.kind != VALUE_TEXT)
        return cell_value(making->paper, making->clearance->answer, value);
    Text name = text_of_value(value);
    Text words = name_in_part(making->clearance->answer->program, entry->list->type, text_of(part), name, making->paper->language);
    return cell_words(name, text_equal(words, name) ? paper_phrase(making->paper, name) : words);
}

/* The paper that shows a gate: one of the catalogue, or words of its page. */
static PaperCell paper_named(const Making *making, Text paper)
{
    Text words = name_in_part(making->clearance->answer->program, TEXT("document"), TEXT("document"), paper, making->paper->language);
    return cell_words(paper, text_equal(words, paper) ? paper_phrase(making->paper, paper) : words);
}

/* A charge or a time limit is called as its decision is. */
static PaperCell decision_cell(const Making *making, const Entry *entry, const char *part)
{
    Text name = entry->decision->name;
    return cell_words(name, name_in_part(making->clearance->answer->program, entry->list->type, text_of(part), name, making->paper->language));
}

/* How surely the row itself is known: the lowest of the sources it rests on; mere support does not count. */
static PaperCell known_cell(const Making *making, const Entry *entry)
{
    Confidence lowest = CONFIDENCE_READ;
    for (uint32_t i = 0; i < entry->cited.count; i++) {
        const Cited *cited = &entry->cited.at[i];
        bool rests = cited->decision == entry->decision && (!cited->citation || cited->citation->role == CITES_BASIS);
        lowest = rests && cited->confidence > lowest ? cited->confidence : lowest;
    }
    Text name = text_of(confidence_name(lowest));
    return cell_toned(name, word_named("CONFIDENCE_", name, making->paper->language), lowest == CONFIDENCE_UNVERIFIED ? TONE_DOUBT : TONE_FAINT);
}

static PaperCell light_cell(const Making *making, Light light)
{
    static const struct { Word words; PaperTone tone; } lights[] = {
        [LIGHT_GREEN] = { WORD_CLEAR_GREEN, TONE_GOOD }, [LIGHT_OPEN] = { WORD_NOT_KNOWN, TONE_DOUBT }, [LIGHT_RED] = { WORD_CLEAR_RED, TONE_BAD } };
    return cell_toned(text_of(light_name(light)), paper_word(making->paper, lights[light].words), lights[light].tone);
}

static PaperCell held_cell(const Making *making, Light light)
{
    if (light == LIGHT_OPEN)
        return cell_toned(TEXT_NONE, paper_word(making->paper, WORD_NOT_TOLD), TONE_DOUBT);
    PaperCell cell = cell_yes(light == LIGHT_GREEN);
    cell.tone = light == LIGHT_GREEN ? TONE_GOOD : TONE_BAD;
    return cell;
}

/* A figure or a day of an entry, open where the whole entry is. */
static PaperCell figure_cell(const Making *making, const Entry *entry, const char *part)
{
    bool whole = entry->value.kind == VALUE_UNKNOWN || entry->value.kind == VALUE_ABSENT;
    return cell_value(making->paper, making->clearance->answer, whole ? entry->value : entry_part(entry, part));
}

/* ---- the verdict ---- */

/* How it stands with all that waits to be shipped, or paid; false where nothing does. */
static bool light_of_opens(const Clearance *clearance, Text opens, Light *light)
{
    bool any = false;
    *light = LIGHT_GREEN;
    for (size_t i = 0; i < clearance->waiting.count; i++) {
        const Waiting *waiting = &clearance->waiting.at[i];
        if (!text_equal(waiting->opens, opens))
            continue;
        any = true;
        *light = waiting->light > *light ? waiting->light : *light;
    }
    return any;
}

static Text verdict_words(const Making *making)
{
    static const struct { const char *opens; Word form; } ways[] = { { "ship", WORD_CLEAR_SHIP }, { "pay", WORD_CLEAR_PAY } };
    static const Word answers[] = { [LIGHT_GREEN] = WORD_YES, [LIGHT_OPEN] = WORD_NOT_KNOWN, [LIGHT_RED] = WORD_NO };
    Builder out = builder_on(making->region);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        Light light;
        if (!light_of_opens(making->clearance, text_of(ways[i].opens), &light))
            continue;
        Text answer = paper_word(making->paper, answers[light]);
        build_format(&out, "%s" TEXT_FMT, out.length ? " " : "", TEXT_ARG(paper_form(making->paper, ways[i].form, &answer, 1)));
    }
    return out.length ? builder_text(&out) : paper_word(making->paper, WORD_CLEAR_NOTHING);
}

/* ---- what waits, and its gates ---- */

static void add_waiting(Making *making)
{
    PaperPart *part = paper_part(making->paper, "waiting", paper_word(making->paper, WORD_CLEAR_WAITING));
    ADD_COLUMNS(part, COLUMN("of", WORD_COLUMN_OF, PAPER_CODE), COLUMN("opens", WORD_CLEAR_OPENS, PAPER_WORD), COLUMN("verdict", WORD_COLUMN_STATE, PAPER_WORD),
                COLUMN("red", WORD_CLEAR_RED, PAPER_NUMBER), COLUMN("open", WORD_NOT_KNOWN, PAPER_NUMBER), COLUMN("day", WORD_CLEAR_DAY, PAPER_DAY),
                COLUMN("tax", WORD_CLEAR_TAX, PAPER_AMOUNT), COLUMN("currency", WORD_COLUMN_CURRENCY, PAPER_CODE));
    for (size_t i = 0; i < making->clearance->waiting.count; i++) {
        const Waiting *waiting = &making->clearance->waiting.at[i];
        PaperRow *row = paper_row(part);
        if (waiting->taxes.count) {
            paper_cell(part, row, "tax", cell_value(making->paper, making->clearance->answer, waiting->tax));
            paper_cell(part, row, "currency", cell_plain(making->clearance->answer->currency));
        }
        paper_cell(part, row, "of", cell_plain(waiting->of));
        paper_cell(part, row, "opens", phrase_cell(making->paper, waiting->opens));
        paper_cell(part, row, "verdict", light_cell(making, waiting->light));
        paper_cell(part, row, "red", cell_count(making->region, waiting->red));
        paper_cell(part, row, "open", cell_count(making->region, waiting->open));
        if (waiting->has_day)
            paper_cell(part, row, "day", cell_day(making->region, waiting->day));
    }
}

/* "Who is to receive the money? [payee, c1/p1]" */
static Text missing_words(const Making *making, const MissingFact *missing)
{
    if (!missing->fact)
        return paper_phrase(making->paper, missing->note);
    Text asked = missing->fact->entry->question[making->paper->language];
    Text name = text_snake(making->region, missing->fact->name);
    if (!asked.length)
        asked = missing->fact->entry->question[0];
    return text_format(making->region, TEXT_FMT " [" TEXT_FMT "%s" TEXT_FMT "]", TEXT_ARG(asked), TEXT_ARG(name), missing->of.length ? ", " : "", TEXT_ARG(missing->of));
}

/* A line for each fact, in this form. */
static void add_missing(const Making *making, Builder *out, Word form, const MissingFacts *missing)
{
    for (size_t i = 0; i < missing->count; i++) {
        Text asked = missing_words(making, &missing->at[i]);
        build_format(out, "%s" TEXT_FMT, out->length ? "\n" : "", TEXT_ARG(paper_form(making->paper, form, &asked, 1)));
    }
}

/* Why a gate is no way through; nothing of one that is. */
static Text gate_remark(const Making *making, const Gate *gate)
{
    if (gate->light == LIGHT_GREEN)
        return TEXT_NONE;
    Builder out = builder_on(making->region);
    build_text(&out, paper_phrase(making->paper, gate->why));
    add_missing(making, &out, WORD_CLEAR_NEEDS, &gate->missing);
    return builder_text(&out);
}

static void put_gate(Making *making, PaperPart *part, const Waiting *waiting, const Gate *gate)
{
    PaperRow *row = paper_row(part);
    paper_cell(part, row, "of", cell_plain(waiting->of));
    paper_cell(part, row, "gate", name_cell(making, gate->entry, "gate"));
    paper_cell(part, row, "state", light_cell(making, gate->light));
    paper_cell(part, row, "paper", paper_named(making, gate->paper));
    paper_cell(part, row, "article", article_cell(making->paper, gate->entry));
    paper_cell(part, row, "known", known_cell(making, gate->entry));
    if (gate->has_day)
        paper_cell(part, row, "day", cell_day(making->region, gate->day));
    if (gate->voice.length)
        paper_cell(part, row, "voice", cell_plain(gate->voice));
    row->below = gate_remark(making, gate);
}

static void put_gates(Making *making, PaperPart *part, const Waiting *waiting, Light light, bool voices)
{
    for (size_t i = 0; i < waiting->gates.count; i++) {
        const Gate *gate = &waiting->gates.at[i];
        if (gate->light == light && (gate->voice.length > 0) == voices)
            put_gate(making, part, waiting, gate);
    }
}

/* The gates of the law and of good order, or those that one voice alone has. */
static void add_gates(Making *making, const char *key, Word title, bool voices)
{
    PaperPart *part = paper_part(making->paper, key, paper_word(making->paper, title));
    part->main = !voices;
    ADD_COLUMNS(part, COLUMN("of", WORD_COLUMN_OF, PAPER_CODE), COLUMN("gate", WORD_CLEAR_GATE, PAPER_WORD), COLUMN("state", WORD_COLUMN_STATE, PAPER_WORD),
                COLUMN("paper", WORD_CLEAR_PAPER, PAPER_TEXT), COLUMN("article", WORD_COLUMN_ARTICLE, PAPER_TEXT), COLUMN("known", WORD_CLEAR_KNOWN, PAPER_WORD),
                COLUMN("day", WORD_CLEAR_DAY, PAPER_DAY), COLUMN_IF(voices, "voice", WORD_COLUMN_VOICE, PAPER_CODE));
    for (size_t i = 0; i < making->clearance->waiting.count; i++)
        for (int light = LIGHT_RED; light >= LIGHT_GREEN; light--) /* what is shut first */
            put_gates(making, part, &making->clearance->waiting.at[i], (Light)light, voices);
}

/* ---- beside the gates ---- */

static void add_taxes(Making *making)
{
    PaperPart *part = paper_part(making->paper, "taxes", paper_word(making->paper, WORD_CLEAR_TAXES));
    ADD_COLUMNS(part, COLUMN("of", WORD_COLUMN_OF, PAPER_CODE), COLUMN("charge", WORD_CLEAR_CHARGE, PAPER_WORD), COLUMN("base", WORD_CLEAR_BASE, PAPER_AMOUNT),
                COLUMN("rate", WORD_COLUMN_RATE, PAPER_RATE), COLUMN("amount", WORD_COLUMN_AMOUNT, PAPER_AMOUNT),
                COLUMN("currency", WORD_COLUMN_CURRENCY, PAPER_CODE), COLUMN("article", WORD_COLUMN_ARTICLE, PAPER_TEXT));
    for (size_t i = 0; i < making->clearance->waiting.count; i++) {
        const Waiting *waiting = &making->clearance->waiting.at[i];
        for (size_t k = 0; k < waiting->taxes.count; k++) {
            const Entry *tax = waiting->taxes.at[k];
            PaperRow *row = paper_row(part);
            paper_cell(part, row, "of", cell_plain(waiting->of));
            paper_cell(part, row, "charge", decision_cell(making, tax, "charge"));
            paper_cell(part, row, "base", figure_cell(making, tax, "base"));
            paper_cell(part, row, "rate", figure_cell(making, tax, "rate"));
            paper_cell(part, row, "amount", figure_cell(making, tax, "amount"));
            paper_cell(part, row, "currency", cell_plain(making->clearance->answer->currency));
            paper_cell(part, row, "article", article_cell(making->paper, tax));
        }
    }
}

/* Papers or permits: what it is, for which thing, for which step or from whom, and whether it is in hand. */
typedef struct HeldForm {
    const char *key, *what, *beside; /* of the part; of the entry: its name, and what stands beside it */
    Word title, what_title, beside_title;
} HeldForm;

static void add_held(Making *making, const HeldForm *form, const Held *held, size_t count)
{
    PaperPart *part = paper_part(making->paper, form->key, paper_word(making->paper, form->title));
    ADD_COLUMNS(part, COLUMN(form->what, form->what_title, PAPER_WORD), COLUMN("of", WORD_COLUMN_OF, PAPER_CODE), COLUMN("in_hand", WORD_CLEAR_IN_HAND, PAPER_YES),
                COLUMN("beside", form->beside_title, PAPER_TEXT), COLUMN("article", WORD_COLUMN_ARTICLE, PAPER_TEXT));
    for (size_t i = 0; i < count; i++) {
        PaperRow *row = paper_row(part);
        paper_cell(part, row, form->what, name_cell(making, held[i].entry, form->what));
        paper_cell(part, row, "of", cell_plain(held[i].entry->of));
        paper_cell(part, row, "in_hand", held_cell(making, held[i].light));
        paper_cell(part, row, "beside", name_cell(making, held[i].entry, form->beside));
        paper_cell(part, row, "article", article_cell(making->paper, held[i].entry));
        Builder perhaps = builder_on(making->region);
        add_missing(making, &perhaps, WORD_CLEAR_PERHAPS, &held[i].perhaps);
        row->below = builder_text(&perhaps);
    }
}

static void add_papers(Making *making)
{
    static const HeldForm papers = { "papers", "document", "needed by", WORD_CLEAR_PAPERS, WORD_CLEAR_PAPER, WORD_CLEAR_FOR };
    static const HeldForm permits = { "permits", "permit", "from", WORD_CLEAR_PERMITS, WORD_CLEAR_PERMIT, WORD_CLEAR_FROM };
    add_held(making, &permits, making->clearance->permits.at, making->clearance->permits.count);
    add_held(making, &papers, making->clearance->papers.at, making->clearance->papers.count);
}

static void add_bars(Making *making)
{
    PaperPart *part = paper_part(making->paper, "prohibitions", paper_word(making->paper, WORD_CLEAR_BARS));
    ADD_COLUMNS(part, COLUMN("prohibition", WORD_CLEAR_BAR, PAPER_WORD), COLUMN("of", WORD_COLUMN_OF, PAPER_CODE), COLUMN("why", WORD_CLEAR_WHY, PAPER_TEXT),
                COLUMN("article", WORD_COLUMN_ARTICLE, PAPER_TEXT));
    for (size_t i = 0; i < making->clearance->bars.count; i++) {
        const Entry *entry = making->clearance->bars.at[i];
        PaperRow *row = paper_row(part);
        paper_cell(part, row, "prohibition", name_cell(making, entry, "prohibition"));
        paper_cell(part, row, "of", cell_plain(entry->of));
        paper_cell(part, row, "why", name_cell(making, entry, "why"));
        paper_cell(part, row, "article", article_cell(making->paper, entry));
    }
}

static void add_days(Making *making)
{
    PaperPart *part = paper_part(making->paper, "days", paper_word(making->paper, WORD_CLEAR_DAYS));
    ADD_COLUMNS(part, COLUMN("day", WORD_CLEAR_DAY, PAPER_DAY), COLUMN("term", WORD_CLEAR_TERM, PAPER_WORD), COLUMN("of", WORD_COLUMN_OF, PAPER_CODE),
                COLUMN("article", WORD_COLUMN_ARTICLE, PAPER_TEXT));
    for (size_t i = 0; i < making->clearance->days.count; i++) {
        const Entry *entry = making->clearance->days.at[i];
        PaperRow *row = paper_row(part);
        paper_cell(part, row, "day", figure_cell(making, entry, "day"));
        paper_cell(part, row, "term", decision_cell(making, entry, "term"));
        paper_cell(part, row, "of", cell_plain(entry->of));
        paper_cell(part, row, "article", article_cell(making->paper, entry));
    }
}

/* ---- acting for another ---- */

/* A fact of the mandate in words: its texts are the dictionary's, not names of a catalogue. */
static PaperCell told_cell(const Making *making, Value value)
{
    Builder plain = builder_on(making->region), words = builder_on(making->region);
    if (value.kind == VALUE_BOOLEAN)
        return cell_words(value.boolean ? TEXT("true") : TEXT("false"), paper_word(making->paper, value.boolean ? WORD_YES : WORD_NO));
    if (value.kind != VALUE_TEXT && value.kind != VALUE_LIST)
        return cell_value(making->paper, making->clearance->answer, value);
    const Value *at = value.kind == VALUE_LIST ? value.list->at : &value;
    size_t count = value.kind == VALUE_LIST ? value.list->count : 1;
    for (size_t i = 0; i < count; i++) {
        Text text = at[i].kind == VALUE_TEXT ? text_of_value(at[i]) : TEXT_NONE;
        build_format(&plain, "%s" TEXT_FMT, plain.length ? "; " : "", TEXT_ARG(text));
        build_format(&words, "%s" TEXT_FMT, words.length ? "; " : "", TEXT_ARG(paper_phrase(making->paper, text)));
    }
    return cell_words(builder_text(&plain), builder_text(&words));
}

/* The mandate as it is told: each fact with its question. */
static void add_mandate(Making *making)
{
    if (!making->clearance->mandate.count)
        return;
    PaperPart *part = paper_part(making->paper, "acting", paper_word(making->paper, WORD_CLEAR_ACTING));
    ADD_COLUMNS(part, COLUMN("fact", WORD_COLUMN_FACT, PAPER_TEXT), COLUMN("value", WORD_CLEAR_TOLD, PAPER_TEXT));
    for (size_t i = 0; i < making->clearance->mandate.count; i++) {
        const Told *told = &making->clearance->mandate.at[i];
        Text asked = told->fact->entry->question[making->paper->language];
        PaperRow *row = paper_row(part);
        paper_cell(part, row, "fact", cell_words(text_snake(making->region, told->fact->name), asked.length ? asked : told->fact->entry->question[0]));
        paper_cell(part, row, "value", told_cell(making, told->value));
    }
}

static void add_statements(Making *making)
{
    PaperPart *part = paper_part(making->paper, "law_of_agents", paper_word(making->paper, WORD_CLEAR_AGENTS));
    ADD_COLUMNS(part, COLUMN("topic", WORD_CLEAR_TOPIC, PAPER_WORD), COLUMN("says", WORD_CLEAR_SAYS, PAPER_TEXT),
                COLUMN("article", WORD_COLUMN_ARTICLE, PAPER_TEXT));
    for (size_t i = 0; i < making->clearance->statements.count; i++) {
        const Entry *entry = making->clearance->statements.at[i];
        PaperRow *row = paper_row(part);
        paper_cell(part, row, "topic", name_cell(making, entry, "topic"));
        paper_cell(part, row, "says", name_cell(making, entry, "says"));
        paper_cell(part, row, "article", article_cell(making->paper, entry));
    }
}

/* ---- notes ---- */

static bool page_noted(const Page *const *pages, size_t count, const Page *page)
{
    for (size_t i = 0; i < count; i++)
        if (pages[i] == page)
            return true;
    return false;
}

/* What the pages of these gates leave out, each page once. */
static void add_notes(Making *making)
{
    LIST_OF(const Page *) seen = { 0 };
    bool own = true;
    for (size_t i = 0; i < making->clearance->waiting.count; i++) {
        const Waiting *waiting = &making->clearance->waiting.at[i];
        own &= waiting->own;
        for (size_t k = 0; k < waiting->gates.count; k++) {
            const CitedList *cited = &waiting->gates.at[k].entry->cited;
            const Page *page = cited->count ? cited->at[0].page : NULL;
            if (!page || page_noted(seen.at, seen.count, page))
                continue;
            *LIST_ADD(making->region, seen) = page;
            for (uint32_t n = 0; n < page->not_modelled_count; n++) {
                Text left = paper_phrase(making->paper, page->not_modelled[n]);
                paper_note(making->paper, paper_form(making->paper, WORD_CLEAR_NOT_MODELLED, &left, 1));
            }
        }
    }
    if (!own)
        paper_note(making->paper, paper_form(making->paper, WORD_CLEAR_NO_OWN, &making->clearance->answer->program->jurisdiction, 1));
}

/* ---- the whole ---- */

Paper *clear_paper(Region *region, const Clearance *clearance, const ClearPaperOptions *options)
{
    Making making = { region, clearance, paper_new(region, "clear", word(WORD_CLEAR_TITLE, options->language), options->language) };
    static const PaperTone tones[] = { [LIGHT_GREEN] = TONE_GOOD, [LIGHT_OPEN] = TONE_DOUBT, [LIGHT_RED] = TONE_BAD };
    making.paper->about = options->about;
    making.paper->phrases = options->phrases;
    making.paper->verdict = cell_toned(text_of(light_name(clearance->light)), verdict_words(&making), tones[clearance->light]);
    paper_rests_on(making.paper, clearance->answer);
    add_waiting(&making);
    add_gates(&making, "gates", WORD_CLEAR_GATES, false);
    add_gates(&making, "voices", WORD_PAPER_VOICES, true);
    add_taxes(&making);
    add_bars(&making);
    add_papers(&making);
    add_days(&making);
    add_mandate(&making);
    add_statements(&making);
    add_notes(&making);
    return making.paper;
}

/* ---- many cases ---- */

/* The gates of one state, by their names in words. */
static Text gates_in_words(const Making *making, const Waiting *waiting, Light light)
{
    Builder out = builder_on(making->region);
    for (size_t i = 0; i < waiting->gates.count; i++) {
        const Gate *gate = &waiting->gates.at[i];
        if (gate->light == light && !gate->voice.length)
            build_format(&out, "%s" TEXT_FMT, out.length ? "; " : "", TEXT_ARG(name_cell(making, gate->entry, "gate").words));
    }
    return builder_text(&out);
}

static void put_case(Making *making, PaperPart *part, Text file, const Waiting *waiting)
{
    PaperRow *row = paper_row(part);
    paper_cell(part, row, "file", cell_plain(file));
    paper_cell(part, row, "of", cell_plain(waiting->of));
    paper_cell(part, row, "opens", phrase_cell(making->paper, waiting->opens));
    paper_cell(part, row, "verdict", light_cell(making, waiting->light));
    paper_cell(part, row, "red_gates", cell_plain(gates_in_words(making, waiting, LIGHT_RED)));
    paper_cell(part, row, "open_gates", cell_plain(gates_in_words(making, waiting, LIGHT_OPEN)));
    if (waiting->has_day)
        paper_cell(part, row, "day", cell_day(making->region, waiting->day));
}

static void put_cases(Making *making, PaperPart *part, const ClearedCases *cases, Light light)
{
    for (size_t i = 0; i < cases->count; i++) {
        making->clearance = cases->at[i].clearance;
        for (size_t k = 0; making->clearance && k < making->clearance->waiting.count; k++)
            if (making->clearance->waiting.at[k].light == light)
                put_case(making, part, cases->at[i].file, &making->clearance->waiting.at[k]);
    }
}

static PaperPart *cases_part(const Making *making)
{
    PaperPart *part = paper_part(making->paper, "cases", paper_word(making->paper, WORD_CLEAR_WAITING));
    part->main = true;
    part->none = paper_word(making->paper, WORD_CLEAR_NOTHING);
    ADD_COLUMNS(part, COLUMN("file", WORD_COLUMN_CASE, PAPER_CODE), COLUMN("of", WORD_COLUMN_OF, PAPER_CODE), COLUMN("opens", WORD_CLEAR_OPENS, PAPER_WORD),
                COLUMN("verdict", WORD_COLUMN_STATE, PAPER_WORD), COLUMN("red_gates", WORD_CLEAR_RED, PAPER_TEXT), COLUMN("open_gates", WORD_NOT_KNOWN, PAPER_TEXT),
                COLUMN("day", WORD_CLEAR_DAY, PAPER_DAY));
    return part;
}

/* "12 may go, 5 may not, 2 are not known." */
static PaperCell cases_verdict(const Making *making, const ClearedCases *cases)
{
    static const PaperTone tones[] = { [LIGHT_GREEN] = TONE_GOOD, [LIGHT_OPEN] = TONE_DOUBT, [LIGHT_RED] = TONE_BAD };
    uint32_t counts[] = { [LIGHT_GREEN] = 0, [LIGHT_OPEN] = 0, [LIGHT_RED] = 0 };
    for (size_t i = 0; i < cases->count; i++) {
        counts[LIGHT_OPEN] += !cases->at[i].clearance;
        for (size_t k = 0; cases->at[i].clearance && k < cases->at[i].clearance->waiting.count; k++)
            counts[cases->at[i].clearance->waiting.at[k].light]++;
    }
    Light worst = counts[LIGHT_RED] ? LIGHT_RED : counts[LIGHT_OPEN] || !counts[LIGHT_GREEN] ? LIGHT_OPEN : LIGHT_GREEN;
    Text with[3];
    for (size_t i = 0; i < 3; i++)
        with[i] = text_format(making->region, "%u", counts[(const Light[]){ LIGHT_GREEN, LIGHT_RED, LIGHT_OPEN }[i]]);
    return cell_toned(text_of(light_name(worst)), paper_form(making->paper, WORD_CLEAR_COUNTS, with, 3), tones[worst]);
}

Paper *cleared_cases_paper(Region *region, const ClearedCases *cases, const ClearPaperOptions *options)
{
    Making making = { region, NULL, paper_new(region, "clear", word(WORD_CLEAR_TITLE, options->language), options->language) };
    making.paper->about = options->about;
    making.paper->phrases = options->phrases;
    making.paper->verdict = cases_verdict(&making, cases);
    PaperPart *part = cases_part(&making);
    put_cases(&making, part, cases, LIGHT_RED);
    put_cases(&making, part, cases, LIGHT_OPEN);
    put_cases(&making, part, cases, LIGHT_GREEN);
    for (size_t i = 0; i < cases->count; i++)
        if (!cases->at[i].clearance)
            paper_note(making.paper, paper_form(making.paper, WORD_CLEAR_NO_LAW, &cases->at[i].file, 1));
    return making.paper;
}

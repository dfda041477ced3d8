/* papers/audit_paper.c - see audit_paper.h: totals, cases, readings, papers, exposure, what could not be read, the sample. */
#include "papers/audit_paper.h"

#include "papers/figures.h"
#include "papers/paper_words.h"

typedef struct AuditView {
    Region *region;
    const Audit *audit;
    const Phrases *phrases;
    Paper *paper;
    int language;
} AuditView;

/* ---- words and cells ---- */

static const AuditCase *case_of(const AuditView *view, uint32_t at)
{
    return &view->audit->cases.at[at];
}

/* A text of a page, or a name of a catalogue. */
static Text translated(const AuditView *view, const Program *program, Text text)
{
    Text found = view->language ? phrase_in(view->phrases, text, view->language) : TEXT_NONE;
    return found.length || !program ? (found.length ? found : text) : name_in(program, text, view->language);
}

static PaperCell name_cell(const AuditView *view, const Program *program, Text name)
{
    return cell_words(name, translated(view, program, name));
}

static Text digits(const AuditView *view, const Decimal *number)
{
    Builder out = builder_on(view->region);
    decimal_print(&out, number);
    return builder_text(&out);
}

static Text amount_words(const AuditView *view, const Decimal *number)
{
    Builder out = builder_on(view->region);
    build_amount(&out, number, view->language);
    return builder_text(&out);
}

static PaperCell decimal_cell(const AuditView *view, const Decimal *number)
{
    return cell_plain(digits(view, number));
}

static PaperCell amount_cell(const AuditView *view, const AuditAmount *amount)
{
    return amount->known ? decimal_cell(view, &amount->number) : cell_toned(TEXT_NONE, paper_word(view->paper, WORD_OPEN), TONE_DOUBT);
}

static PaperCell known_cell(const AuditView *view, const AuditAmount *amount)
{
    return amount->known ? decimal_cell(view, &amount->number) : cell_none();
}

static Text count_words(const AuditView *view, uint64_t count)
{
    Builder out = builder_on(view->region);
    Decimal number = decimal_of((int64_t)count, 0);
    build_number(&out, &number, view->language);
    return builder_text(&out);
}

/* From the lowest to the highest, for people; the highest for machines, which none is where something is open. */
static PaperCell range_cell(const AuditView *view, const Decimal *lowest, const Decimal *highest, bool open)
{
    PaperCell cell = decimal_cell(view, highest);
    bool one = decimal_compare(lowest, highest) == 0;
    if (!one)
        cell.words = PAPER_FILLED(view->paper, WORD_AUDIT_BETWEEN, amount_words(view, lowest), amount_words(view, highest));
    if (!open)
        return cell;
    Text known = one ? amount_words(view, highest) : cell.words;
    bool nothing = one && !highest->coefficient;
    return cell_toned(TEXT_NONE, nothing ? paper_word(view->paper, WORD_OPEN) : PAPER_FILLED(view->paper, WORD_AUDIT_AND_OPEN, known, TEXT_NONE), TONE_DOUBT);
}

static PaperCell status_cell(const AuditView *view, Status status)
{
    static const PaperTone tones[] = {
        [STATUS_DETERMINED] = TONE_GOOD, [STATUS_RANGE] = TONE_DOUBT, [STATUS_UNDETERMINED] = TONE_DOUBT, [STATUS_NOT_COVERED] = TONE_BAD, [STATUS_CONFLICT] = TONE_BAD,
    };
    Text name = text_of(status_name(status));
    return cell_toned(name, word_named("STATUS_", text_snake(view->region, name), view->language), tones[status]);
}

static Text confidence_words(const AuditView *view, Confidence confidence)
{
    return word_named("CONFIDENCE_", text_of(confidence_name(confidence)), view->language);
}

/* "regulation, reported" for people: what the case rests on. */
static PaperCell rank_cell(const AuditView *view, const AuditCase *one)
{
    Text name = text_of(grade_name(one->rank));
    Text words = PAPER_FILLED(view->paper, WORD_AUDIT_RANK_AND_CONFIDENCE, word_named("GRADE_", name, view->language), confidence_words(view, one->confidence));
    return cell_toned(name, words, one->confidence == CONFIDENCE_UNVERIFIED ? TONE_DOUBT : TONE_PLAIN);
}

static PaperCell confidence_cell(const AuditView *view, Confidence confidence)
{
    return cell_words(text_of(confidence_name(confidence)), confidence_words(view, confidence));
}

/* ---- columns ---- */

static PaperPart *add_part(const AuditView *view, const char *key, Word title, const TableColumn *columns, size_t count)
{
    PaperPart *part = paper_part(view->paper, key, paper_word(view->paper, title));
    paper_columns(part, columns, count);
    return part;
}
#define ADD_PART(view, key, title, columns) add_part((view), (key), (title), (columns), sizeof(columns) / sizeof *(columns))

/* ---- totals and cases ---- */

static void add_totals(const AuditView *view)
{
    static const TableColumn columns[] = {
        COLUMN("jurisdiction", WORD_COUNTRY, PAPER_CODE), COLUMN("currency", WORD_AUDIT_CURRENCY, PAPER_CODE),
        COLUMN("cases", WORD_AUDIT_CASES, PAPER_NUMBER), COLUMN("determined", WORD_AUDIT_DETERMINED, PAPER_NUMBER),
        ASIDE("known", WORD_AUDIT_KNOWN, PAPER_NUMBER), COLUMN("border", WORD_AUDIT_BORDER, PAPER_AMOUNT),
        COLUMN("beside", WORD_AUDIT_BESIDE, PAPER_AMOUNT), ASIDE("lowest", WORD_LOWEST, PAPER_AMOUNT),
        ASIDE("highest", WORD_HIGHEST, PAPER_AMOUNT), ASIDE("exposure_lowest", WORD_AUDIT_EXPOSED_LOWEST, PAPER_AMOUNT),
        COLUMN("exposure_highest", WORD_AUDIT_EXPOSED, PAPER_AMOUNT), ASIDE("law", WORD_PAPER_LAW, PAPER_CODE),
    };
    PaperPart *part = ADD_PART(view, "totals", WORD_TOTALS, columns);
    part->lead = paper_word(view->paper, WORD_AUDIT_TOTALS_LEAD);
    for (size_t i = 0; i < view->audit->totals.count; i++) {
        const AuditTotal *total = &view->audit->totals.at[i];
        PaperCell least = total->exposed ? decimal_cell(view, &total->least) : cell_none();
        PaperCell most = total->exposed ? range_cell(view, &total->least, &total->most, total->exposure_open) : cell_none();
        ADD_ROW(part, cell_plain(total->jurisdiction), cell_plain(total->currency), cell_count(view->region, total->cases), cell_count(view->region, total->determined),
                cell_count(view->region, total->known), decimal_cell(view, &total->border), decimal_cell(view, &total->beside), decimal_cell(view, &total->lowest),
                decimal_cell(view, &total->highest), least, most, cell_plain(total->law));
    }
}

static Text why_words(const AuditView *view, const AuditCase *one)
{
    Builder out = builder_on(view->region);
    for (Text rest = one->why; rest.length;)
        build_format(&out, "%s" TEXT_FMT, out.length ? ", " : "", TEXT_ARG(translated(view, one->program, text_trim(text_cut(rest, ',', &rest)))));
    return builder_text(&out);
}

static void say_more(const AuditView *view, Builder *out, Word form, Text with)
{
    if (with.length)
        build_format(out, "%s" TEXT_FMT, out->length ? "; " : "", TEXT_ARG(PAPER_FILLED(view->paper, form, with, TEXT_NONE)));
}

/* What stands under a case: why it is open, what it rests on, and how much of the parts below is its own. */
static Text case_remark(const AuditView *view, const AuditCase *one, PaperCell rank, PaperCell exposure)
{
    Builder out = builder_on(view->region);
    say_more(view, &out, WORD_AUDIT_WHY, why_words(view, one));
    say_more(view, &out, WORD_AUDIT_RESTS_ON, rank.words);
    say_more(view, &out, WORD_AUDIT_HAS_READINGS, one->readings ? count_words(view, one->readings) : TEXT_NONE);
    say_more(view, &out, WORD_AUDIT_HAS_PAPERS, one->papers ? count_words(view, one->papers) : TEXT_NONE);
    say_more(view, &out, WORD_AUDIT_HAS_EXPOSURE, cell_shown(view->paper, PAPER_AMOUNT, exposure));
    return builder_text(&out);
}

static void add_case(const AuditView *view, PaperPart *part, const AuditCase *one)
{
    bool covered = one->currency.length > 0;
    PaperCell nothing = cell_none(), rank = covered ? rank_cell(view, one) : nothing;
    PaperCell exposed = one->most.known ? range_cell(view, &one->least.number, &one->most.number, one->exposure_open) : nothing;
    PaperRow *row = ADD_ROW(part, cell_plain(one->id), cell_plain(one->jurisdiction), cell_plain(one->movement),
                            status_cell(view, one->status), covered ? amount_cell(view, &one->border) : nothing, covered ? amount_cell(view, &one->beside) : nothing,
                            cell_plain(one->currency), known_cell(view, &one->lowest), known_cell(view, &one->highest), rank,
                            covered ? confidence_cell(view, one->confidence) : nothing, cell_count(view->region, one->readings), cell_count(view->region, one->papers),
                            known_cell(view, &one->least), exposed, cell_plain(one->place));
    row->below = case_remark(view, one, rank, exposed);
}

static void add_cases(const AuditView *view)
{
    static const TableColumn columns[] = {
        COLUMN("case", WORD_CASE, PAPER_TEXT), COLUMN("jurisdiction", WORD_COUNTRY, PAPER_CODE), ASIDE("movement", WORD_AUDIT_MOVEMENT, PAPER_WORD),
        COLUMN("status", WORD_AUDIT_STATUS, PAPER_WORD), COLUMN("border", WORD_AUDIT_BORDER, PAPER_AMOUNT), COLUMN("beside", WORD_AUDIT_BESIDE, PAPER_AMOUNT),
        COLUMN("currency", WORD_AUDIT_CURRENCY, PAPER_CODE), ASIDE("lowest", WORD_LOWEST, PAPER_AMOUNT), ASIDE("highest", WORD_HIGHEST, PAPER_AMOUNT),
        ASIDE("rank", WORD_AUDIT_RANK, PAPER_WORD), ASIDE("confidence", WORD_AUDIT_CONFIDENCE, PAPER_WORD), ASIDE("readings", WORD_AUDIT_READINGS, PAPER_NUMBER),
        ASIDE("papers", WORD_AUDIT_PAPERS_COUNT, PAPER_NUMBER), ASIDE("exposure_lowest", WORD_AUDIT_EXPOSED_LOWEST, PAPER_AMOUNT),
        ASIDE("exposure_highest", WORD_AUDIT_EXPOSED, PAPER_AMOUNT), ASIDE("place", WORD_AUDIT_PLACE, PAPER_TEXT),
    };
    PaperPart *part = ADD_PART(view, "cases", WORD_AUDIT_CASES, columns);
    part->main = true;
    for (size_t i = 0; i < view->audit->cases.count; i++)
        add_case(view, part, &view->audit->cases.at[i]);
}

/* ---- readings ---- */

static Text voice_words(const AuditView *view, const LawSource *voice, Text id)
{
    if (voice)
        return translated(view, NULL, voice->instrument);
    return id.length ? paper_word(view->paper, WORD_AUDIT_LAW_ALONE) : paper_word(view->paper, WORD_AUDIT_HOUSE);
}

static void add_reading(const AuditView *view, PaperPart *part, const AuditReading *reading)
{
    const AuditCase *one = case_of(view, reading->of);
    PaperCell question = reading->question ? name_cell(view, one->program, reading->question->name) : cell_words(reading->voice_id, voice_words(view, reading->voice, reading->voice_id));
    PaperRow *row = ADD_ROW(part, cell_plain(one->id), question, reading->reading ? cell_plain(reading->reading->name) : cell_none(),
                            amount_cell(view, &reading->border), amount_cell(view, &reading->beside), cell_plain(one->currency));
    if (reading->reading)
        row->below = translated(view, one->program, reading->reading->stance);
}

/* "No paper is missing", but only of a book of which every case is known. */
static Word none_words(const AuditView *view, Word none)
{
    const Audit *audit = view->audit;
    return audit->cases.count && !audit->open && !audit->faults.count ? none : WORD_AUDIT_NONE_KNOWN;
}

static void add_readings(const AuditView *view)
{
    static const TableColumn columns[] = {
        COLUMN("case", WORD_CASE, PAPER_TEXT), COLUMN("question", WORD_QUESTION, PAPER_TEXT), COLUMN("reading", WORD_AUDIT_READING, PAPER_CODE),
        COLUMN("border", WORD_AUDIT_BORDER, PAPER_AMOUNT), COLUMN("beside", WORD_AUDIT_BESIDE, PAPER_AMOUNT), COLUMN("currency", WORD_AUDIT_CURRENCY, PAPER_CODE),
    };
    PaperPart *part = ADD_PART(view, "readings", WORD_AUDIT_OPEN_READINGS, columns);
    part->lead = paper_word(view->paper, WORD_AUDIT_READINGS_LEAD);
    part->none = paper_word(view->paper, none_words(view, WORD_AUDIT_READINGS_NONE));
    for (size_t i = 0; i < view->audit->readings.count; i++)
        add_reading(view, part, &view->audit->readings.at[i]);
}

/* ---- papers ---- */

static void add_papers(const AuditView *view)
{
    static const TableColumn columns[] = {
        COLUMN("case", WORD_CASE, PAPER_TEXT), COLUMN("paper", WORD_AUDIT_PAPER, PAPER_TEXT), COLUMN("for", WORD_AUDIT_THING, PAPER_CODE),
        COLUMN("needed_by", WORD_AUDIT_NEEDED_BY, PAPER_TEXT), COLUMN("state", WORD_AUDIT_STATE, PAPER_WORD), COLUMN("article", WORD_AUDIT_ARTICLE, PAPER_TEXT),
        ASIDE("rules", WORD_AUDIT_RULES, PAPER_TEXT),
    };
    PaperPart *part = ADD_PART(view, "papers", WORD_AUDIT_PAPERS, columns);
    part->lead = paper_word(view->paper, WORD_AUDIT_PAPERS_LEAD);
    part->none = paper_word(view->paper, none_words(view, WORD_AUDIT_PAPERS_NONE));
    for (size_t i = 0; i < view->audit->papers.count; i++) {
        const AuditPaper *paper = &view->audit->papers.at[i];
        const AuditCase *one = case_of(view, paper->of);
        PaperCell state = paper->told ? cell_toned(TEXT("missing"), paper_word(view->paper, WORD_AUDIT_PAPER_missing), TONE_BAD) : cell_toned(TEXT("not told"), paper_word(view->paper, WORD_NOT_TOLD), TONE_DOUBT);
        ADD_ROW(part, cell_plain(one->id), name_cell(view, one->program, paper->document), cell_plain(paper->thing), name_cell(view, one->program, paper->needed_by), state,
                cell_plain(cited_articles(view->region, paper->cited)), cell_plain(cited_rows(view->region, paper->cited)));
    }
}

/* ---- exposure ---- */

static Text way_words(const AuditView *view, const AuditCase *one, const ExposureWay *way)
{
    Text words = translated(view, one->program, way->way);
    return !way->asks_announced ? words : PAPER_FILLED(view->paper, way->announced ? WORD_AUDIT_WAY_AFTER : WORD_AUDIT_WAY_BEFORE, words, TEXT_NONE);
}

/* What is known of it at least. */
static PaperCell lowest_cell(const AuditView *view, const Extent *extent)
{
    return decimal_cell(view, &extent->lowest);
}

static PaperCell extent_cell(const AuditView *view, const Extent *extent)
{
    return range_cell(view, &extent->lowest, &extent->highest, extent->open);
}

/* The late fee a day, rounded to what a currency shows. */
static PaperCell a_day_cell(const AuditView *view, const ExposureStep *step)
{
    Decimal shown;
    PaperCell cell = step->grows ? decimal_cell(view, &step->a_day) : cell_none();
    if (step->grows && decimal_round(&shown, &step->a_day, 2, ROUND_HALF_EVEN))
        cell.words = amount_words(view, &shown);
    return cell;
}

/* The case, and for people which of its corrections. */
static PaperCell correction_cell(const AuditView *view, const AuditWay *way)
{
    Text id = case_of(view, way->of)->id;
    return cell_words(id, text_format(view->region, TEXT_FMT " " TEXT_FMT, TEXT_ARG(id), TEXT_ARG(way->way.correction)));
}

static bool is_question(const Program *program, const Decision *decision)
{
    for (uint32_t i = 0; i < program->question_count; i++)
        if (program->questions[i] == decision)
            return true;
    return false;
}

/* What it rests on, and first the readings of open questions under which it was reckoned. */
static Text step_remark(const AuditView *view, const AuditCase *one, const ExposureStep *step)
{
    Builder out = builder_on(view->region);
    for (uint32_t i = 0; i < step->cited.count; i++) {
        const Cited *cited = &step->cited.at[i];
        if (!is_question(one->program, cited->decision))
            continue;
        Text words = PAPER_FILLED(view->paper, WORD_AUDIT_UNDER, cited->row, translated(view, one->program, cited->decision->name));
        if (text_find(builder_text(&out), words, 0) == SIZE_MAX)
            build_format(&out, TEXT_FMT "; ", TEXT_ARG(words));
    }
    build_text(&out, cited_articles(view->region, step->cited));
    return builder_text(&out);
}

static void add_step(const AuditView *view, PaperPart *part, const AuditWay *way, const ExposureStep *step)
{
    const AuditCase *one = case_of(view, way->of);
    PaperRow *row = ADD_ROW(part, correction_cell(view, way), cell_plain(way->way.correction), cell_words(way->way.way, way_words(view, one, &way->way)),
            way->way.asks_announced ? cell_yes(way->way.announced) : cell_none(), cell_day(view->region, step->from), cell_day(view->region, step->to),
            extent_cell(view, &step->last[EXPOSURE_TAX]), lowest_cell(view, &step->last[EXPOSURE_FINE]), extent_cell(view, &step->last[EXPOSURE_FINE]), a_day_cell(view, step),
            extent_cell(view, &step->last[EXPOSURE_LATE]), lowest_cell(view, &step->last[EXPOSURE_TOTAL]), extent_cell(view, &step->last[EXPOSURE_TOTAL]), cell_plain(one->currency),
            cell_plain(cited_articles(view->region, step->cited)), cell_plain(cited_rows(view->region, step->cited)));
    row->below = step_remark(view, one, step);
}

static void add_way(const AuditView *view, PaperPart *part, const AuditWay *way)
{
    const AuditCase *one = case_of(view, way->of);
    for (size_t i = 0; i < way->way.steps.count; i++)
        add_step(view, part, way, &way->way.steps.at[i]);
    if (!way->way.why.length)
        return;
    PaperRow *row = paper_row(part);
    paper_cell(part, row, "case", correction_cell(view, way));
    paper_cell(part, row, "way", cell_words(way->way.way, way_words(view, one, &way->way)));
    row->below = way->way.why;
}

#define STEP_COLUMNS                                                                                                                                                  \
    COLUMN("way", WORD_AUDIT_WAY, PAPER_WORD), ASIDE("check_announced", WORD_AUDIT_ANNOUNCED, PAPER_YES), COLUMN("from", WORD_AUDIT_FROM, PAPER_DAY),       \
    COLUMN("to", WORD_AUDIT_TO, PAPER_DAY), ASIDE("tax", WORD_AUDIT_TAX, PAPER_AMOUNT), ASIDE("fine_lowest", WORD_AUDIT_FINE_LOWEST, PAPER_AMOUNT),         \
    COLUMN("fine_highest", WORD_AUDIT_FINE, PAPER_AMOUNT), COLUMN("late_a_day", WORD_AUDIT_A_DAY, PAPER_AMOUNT), ASIDE("late", WORD_AUDIT_LATE, PAPER_AMOUNT), \
    ASIDE("total_lowest", WORD_AUDIT_TOTAL_LOWEST, PAPER_AMOUNT), COLUMN("total_highest", WORD_AUDIT_TOTAL, PAPER_AMOUNT),                                     \
    ASIDE("currency", WORD_AUDIT_CURRENCY, PAPER_CODE), ASIDE("article", WORD_AUDIT_ARTICLE, PAPER_TEXT), ASIDE("rules", WORD_AUDIT_RULES, PAPER_TEXT)

static void add_exposure(const AuditView *view)
{
    static const TableColumn columns[] = { COLUMN("case", WORD_CASE, PAPER_TEXT), ASIDE("correction", WORD_AUDIT_CORRECTION, PAPER_CODE), STEP_COLUMNS };
    PaperPart *part = ADD_PART(view, "exposure", WORD_AUDIT_EXPOSURE, columns);
    part->lead = paper_word(view->paper, WORD_AUDIT_EXPOSURE_LEAD);
    part->none = paper_word(view->paper, WORD_AUDIT_EXPOSURE_NONE);
    for (size_t i = 0; i < view->audit->ways.count; i++)
        add_way(view, part, &view->audit->ways.at[i]);
}

static void add_supposed(const AuditView *view)
{
    static const TableColumn columns[] = {
        COLUMN("case", WORD_CASE, PAPER_TEXT), ASIDE("line", WORD_AUDIT_THING, PAPER_CODE), STEP_COLUMNS,
        ASIDE("question", WORD_QUESTION, PAPER_TEXT), ASIDE("reading", WORD_AUDIT_READING, PAPER_CODE),
    };
    PaperPart *part = ADD_PART(view, "supposed", WORD_AUDIT_SUPPOSED, columns);
    part->lead = paper_word(view->paper, WORD_AUDIT_SUPPOSED_LEAD);
    for (size_t i = 0; i < view->audit->supposed.count; i++) {
        size_t first = part->rows.count;
        const AuditWay *way = &view->audit->supposed.at[i];
        Text reading = way->reading ? way->reading->name : TEXT_NONE;
        Text question = way->question ? way->question->name : way->voice_id;
        Text words = way->question ? PAPER_FILLED(view->paper, WORD_AUDIT_UNDER, reading, translated(view, case_of(view, way->of)->program, question)) : voice_words(view, way->voice, way->voice_id);
        add_way(view, part, way);
        for (size_t k = first; k < part->rows.count; k++) {
            PaperRow *row = &part->rows.at[k];
            paper_cell(part, row, "question", cell_words(question, words));
            paper_cell(part, row, "reading", cell_plain(reading));
            row->below = text_format(view->region, TEXT_FMT "%s" TEXT_FMT, TEXT_ARG(words), row->below.length ? "; " : "", TEXT_ARG(row->below));
        }
    }
}

/* ---- faults ---- */

static void add_faults(const AuditView *view)
{
    static const TableColumn columns[] = { COLUMN("place", WORD_AUDIT_PLACE, PAPER_TEXT), COLUMN("why", WORD_AUDIT_MESSAGE, PAPER_TEXT) };
    PaperPart *part = ADD_PART(view, "unread", WORD_AUDIT_UNREAD, columns);
    for (size_t i = 0; i < view->audit->faults.count; i++)
        ADD_ROW(part, cell_plain(view->audit->faults.at[i].place), cell_toned(view->audit->faults.at[i].message, TEXT_NONE, TONE_BAD));
}

/* ---- the sample ---- */

typedef struct Branch { /* a case of the sample, as its steps are put down */
    const AuditView *view;
    PaperPart *part;
    const AuditCase *one;
    const Determination *answer;
} Branch;

static Text lost_words(const Branch *branch, const Step *step)
{
    Builder out = builder_on(branch->view->region);
    for (uint32_t i = 0; i < step->lost_count; i++)
        build_format(&out, "%s%s: " TEXT_FMT, i ? "; " : "", step->lost[i].row->id, TEXT_ARG(step->lost[i].why));
    return builder_text(&out);
}

static void add_tree(const Branch *branch, const Step *step, uint32_t level)
{
    const AuditView *view = branch->view;
    PaperRow *row = ADD_ROW(branch->part, name_cell(view, branch->one->program, step->name), cell_plain(step->of), cell_value(view->paper, branch->answer, step->value),
                            step->has_day ? cell_day(view->region, step->day) : cell_none(), cell_plain(cited_rows(view->region, step->cited)),
                            cell_plain(cited_articles(view->region, step->cited)), cell_plain(branch->one->id), cell_plain(lost_words(branch, step)));
    row->level = level;
    row->below = text_find(step->formula, TEXT(" = "), 0) != SIZE_MAX ? step->formula : TEXT_NONE;
    for (const Step *inner = step->inner; inner; inner = inner->next)
        add_tree(branch, inner, level + 1);
}

static void add_pick(const AuditView *view, PaperPart *part, const AuditPick *pick)
{
    Branch branch = { view, part, case_of(view, pick->of), pick->answer };
    PaperRow *row = paper_row(part);
    paper_cell(part, row, "step", cell_toned(branch.one->id, TEXT_NONE, TONE_STRONG));
    paper_cell(part, row, "case", cell_plain(branch.one->id));
    for (size_t i = 0; i < view->audit->trees.count && pick->answer; i++)
        if (view->audit->trees.at[i].of == pick->of)
            add_tree(&branch, view->audit->trees.at[i].step, 1);
}

static void add_sample(const AuditView *view)
{
    static const TableColumn columns[] = {
        COLUMN("step", WORD_AUDIT_STEP, PAPER_TEXT), COLUMN("of", WORD_AUDIT_THING, PAPER_CODE), COLUMN("value", WORD_PAPER_VALUE, PAPER_TEXT),
        COLUMN("day", WORD_AUDIT_DAY, PAPER_DAY), COLUMN("rules", WORD_AUDIT_RULES, PAPER_TEXT), COLUMN("article", WORD_AUDIT_ARTICLE, PAPER_TEXT),
        ASIDE("case", WORD_CASE, PAPER_TEXT), ASIDE("lost", WORD_AUDIT_LOST, PAPER_TEXT),
    };
    if (!view->audit->options.sample)
        return;
    PaperPart *part = ADD_PART(view, "sample", WORD_AUDIT_SAMPLE, columns);
    part->lead = PAPER_FILLED(view->paper, WORD_AUDIT_NOTE_SAMPLE, view->audit->options.seed, TEXT_NONE);
    for (size_t i = 0; i < view->audit->picks.count; i++)
        add_pick(view, part, &view->audit->picks.at[i]);
}

/* ---- the paper ---- */

static PaperCell verdict(const AuditView *view)
{
    const Audit *audit = view->audit;
    uint64_t all = audit->cases.count + audit->faults.count;
    Text with[] = { count_words(view, all), count_words(view, audit->cases.count - audit->open), count_words(view, audit->open), count_words(view, audit->faults.count) };
    Text says = word_filled(view->region, paper_word(view->paper, WORD_AUDIT_SAYS), with, 4);
    if (audit->faults.count)
        return cell_toned(TEXT("unread"), says, TONE_BAD);
    return audit->open ? cell_toned(TEXT("open"), says, TONE_DOUBT) : cell_toned(TEXT("determined"), says, TONE_GOOD);
}

static void add_notes(const AuditView *view)
{
    const Audit *audit = view->audit;
    if (audit->ways.count || audit->supposed.count)
        paper_note(view->paper, PAPER_FILLED(view->paper, WORD_AUDIT_NOTE_DAYS, count_words(view, audit->options.days), TEXT_NONE));
    if (audit->supposed.count)
        paper_note(view->paper, paper_word(view->paper, WORD_AUDIT_NOTE_SUPPOSED));
    if (audit->no_start)
        paper_note(view->paper, PAPER_FILLED(view->paper, WORD_AUDIT_NOTE_NO_START, count_words(view, audit->no_start), TEXT_NONE));
    if (audit->papers.count)
        paper_note(view->paper, paper_word(view->paper, WORD_AUDIT_NOTE_PAPERS));
}

Paper *audit_paper(Region *region, const Audit *audit, const Phrases *phrases, int language)
{
    Paper *paper = paper_new(region, "audit", word(WORD_AUDIT_TITLE, language), language);
    AuditView view = { region, audit, phrases, paper, language };
    paper->verdict = verdict(&view);
    if (audit->options.options.facts.has_as_of)
        paper->as_of = date_text(region, audit->options.options.facts.as_of);
    add_totals(&view);
    add_cases(&view);
    add_readings(&view);
    add_papers(&view);
    add_exposure(&view);
    add_supposed(&view);
    add_faults(&view);
    add_sample(&view);
    add_notes(&view);
    return paper;
}

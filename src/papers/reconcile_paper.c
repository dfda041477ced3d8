/* papers/reconcile_paper.c - see reconcile_paper.h. */
#include "papers/reconcile_paper.h"

#include "determination/answer.h"
#include "papers/articles.h"
#include "papers/paper_words.h"

typedef struct Making {
    Region *region;
    const Reconciliation *work;
    Paper *paper;
} Making;

/* ---- words and cells ---- */

static const Word BOOK_WORDS[BOOKS] = { WORD_REC_LICENCES, WORD_REC_DECLARATIONS, WORD_REC_FILINGS, WORD_REC_PAYMENTS };
static const Word LEG_WORDS[LEGS] = { WORD_REC_LEG_DECLARED, WORD_REC_LEG_PAID, WORD_REC_LEG_FILED };
static const char *const HOW_NAMES[] = { "assigned", "referred", "sum", "joined", "ordered" };
static const Word HOW_WORDS[] = { WORD_REC_ASSIGNED, WORD_REC_REFERRED, WORD_REC_SUM, WORD_REC_JOINED, WORD_REC_ORDERED };

static Text own(const Making *making, Word which) { return paper_word(making->paper, which); }

static PaperCell kind_cell(const Making *making, DifferenceKind kind)
{
    const DifferenceWords *words = &making->work->kinds[kind];
    return cell_words(words->name, words->words[making->paper->language]);
}

static PaperCell book_cell(const Making *making, Book book) { return cell_words(text_of(book_name(book)), own(making, BOOK_WORDS[book])); }

static PaperCell level_cell(const Making *making, Text level)
{
    static const struct { const char *name; Word words; PaperTone tone; } LEVELS[] = {
        { "high", WORD_REC_HIGH, TONE_BAD }, { "medium", WORD_REC_MEDIUM, TONE_DOUBT }, { "low", WORD_REC_LOW, TONE_PLAIN }, { "none", WORD_REC_NOTHING, TONE_GOOD } };
    for (size_t i = 0; i < sizeof LEVELS / sizeof *LEVELS; i++)
        if (text_equal(level, text_of(LEVELS[i].name)))
            return cell_toned(level, own(making, LEVELS[i].words), LEVELS[i].tone);
    return cell_none();
}

static const Slip *slip_at(const Making *making, uint32_t slip) { return &making->work->books.slips.at[slip]; }
static Text number_of(const Making *making, uint32_t slip) { return slip == SLIP_NONE ? TEXT_NONE : name_shown(making->work->books.numbers, slip_at(making, slip)->number); }
static Text name_at(const Making *making, uint32_t name) { return name_shown(making->work->books.names, name); }

/* Without its folder: two files of one name are told apart in the list of files. */
static Text short_name(Text name)
{
    size_t from = name.length;
    while (from && name.at[from - 1] != '/')
        from--;
    return text_slice(name, from, name.length);
}

/* "declarations.csv, line 12" */
static Text place_of(const Making *making, uint32_t slip)
{
    if (slip == SLIP_NONE)
        return TEXT_NONE;
    Text file = short_name(making->work->books.files.at[slip_at(making, slip)->file].name), place = slip_place(making->region, &making->work->books, slip_at(making, slip));
    if (text_starts(place, TEXT("line ")))
        place = PAPER_FILLED(making->paper, WORD_REC_LINE, text_slice(place, 5, place.length));
    return place.length ? text_format(making->region, TEXT_FMT ", " TEXT_FMT, TEXT_ARG(file), TEXT_ARG(place)) : file;
}

static PaperCell amount_cell(const Making *making, bool has, __int128 amount) { return has ? cell_plain(figure_text(making->region, amount)) : cell_none(); }

/* ---- counts and money by kind ---- */

static void put_kind(const Making *making, PaperPart *part, DifferenceKind kind, const ReconcileSum *sum, bool first)
{
    PaperRow *row = paper_row(part);
    paper_cell(part, row, "kind", kind_cell(making, kind));
    paper_cell(part, row, "count", first ? cell_count(making->region, making->work->kind_counts[kind]) : cell_none());
    paper_cell(part, row, "amount", amount_cell(making, sum, sum ? sum->amount : 0));
    paper_cell(part, row, "currency", cell_plain(sum ? name_of_rank(making->work->books.names, sum->currency) : TEXT_NONE));
}

/* A kind in several currencies has a row for each; they are never added up. */
static void put_kinds(const Making *making, PaperPart *part, DifferenceKind kind)
{
    bool first = true;
    for (uint32_t currency = 0, found = 1; found; first = false) {
        const ReconcileSum *next = NULL;
        for (size_t i = 0; i < making->work->sums.count; i++) {
            const ReconcileSum *sum = &making->work->sums.at[i];
            if (sum->kind == kind && (first || sum->currency > currency) && (!next || sum->currency < next->currency))
                next = sum;
        }
        found = next != NULL;
        if (next || first)
            put_kind(making, part, kind, next, first);
        currency = next ? next->currency : 0;
    }
}

static void add_kinds(const Making *making)
{
    PaperPart *part = paper_part(making->paper, "kinds", own(making, WORD_REC_KINDS));
    paper_column(part, "kind", own(making, WORD_REC_KIND), PAPER_WORD);
    paper_column(part, "count", own(making, WORD_REC_COUNT), PAPER_NUMBER);
    paper_column(part, "amount", own(making, WORD_REC_AT_STAKE), PAPER_AMOUNT);
    paper_column(part, "currency", own(making, WORD_REC_CURRENCY), PAPER_CODE);
    for (DifferenceKind kind = 0; kind < DIFFERENCE_KINDS; kind++)
        if (making->work->kind_counts[kind])
            put_kinds(making, part, kind);
}

/* ---- the list ---- */

static void difference_columns(const Making *making, PaperPart *part)
{
    paper_column(part, "kind", own(making, WORD_REC_KIND), PAPER_WORD);
    paper_column(part, "level", own(making, WORD_REC_LEVEL), PAPER_WORD);
    paper_column(part, "number", own(making, WORD_REC_NUMBER), PAPER_CODE);
    paper_column_aside(part, "contract", own(making, WORD_REC_CONTRACT), PAPER_CODE);
    paper_column_aside(part, "product", own(making, WORD_REC_PRODUCT), PAPER_TEXT);
    paper_column_aside(part, "book", own(making, WORD_REC_BOOK), PAPER_WORD);
    paper_column_aside(part, "place", own(making, WORD_REC_PLACE), PAPER_TEXT);
    paper_column_aside(part, "against", own(making, WORD_REC_AGAINST), PAPER_CODE);
    paper_column_aside(part, "against_place", own(making, WORD_REC_AGAINST_PLACE), PAPER_TEXT);
    paper_column_aside(part, "day", own(making, WORD_REC_DAY), PAPER_DAY);
    paper_column_aside(part, "expected", own(making, WORD_REC_EXPECTED), PAPER_TEXT);
    paper_column_aside(part, "found", own(making, WORD_REC_FOUND), PAPER_TEXT);
    paper_column(part, "amount", own(making, WORD_REC_AT_STAKE), PAPER_AMOUNT);
    paper_column(part, "currency", own(making, WORD_REC_CURRENCY), PAPER_CODE);
    paper_column_aside(part, "money", own(making, WORD_REC_MONEY), PAPER_WORD);
    paper_column_aside(part, "owner", own(making, WORD_REC_OWNER), PAPER_WORD);
    paper_column(part, "due", own(making, WORD_REC_DUE), PAPER_DAY);
    paper_column_aside(part, "article", own(making, WORD_COLUMN_ARTICLE), PAPER_TEXT);
    paper_column_aside(part, "task", own(making, WORD_REC_TASK), PAPER_CODE);
    paper_column_aside(part, "state", own(making, WORD_REC_STATE), PAPER_CODE);
}

static const DifferenceRow *first_row(const ReconcileDifference *difference)
{
    return difference->rows && difference->rows->at.count ? &difference->rows->at.at[0] : NULL;
}

static Text article_of(const Making *making, const DifferenceRow *row) { return row ? entry_articles(making->region, row->entry) : TEXT_NONE; }

static void join_words(Builder *out, Text words, const char *between)
{
    if (!words.length)
        return;
    if (out->length)
        build_text(out, text_of(between));
    build_text(out, words);
}

/* "against 17 (licences.csv, line 7)"; of a record without a number its place alone. */
static Text against_words(const Making *making, uint32_t slip)
{
    Text number = number_of(making, slip), place = place_of(making, slip);
    return number.length ? PAPER_FILLED(making->paper, WORD_REC_HELD_AGAINST, number, place) : PAPER_FILLED(making->paper, WORD_REC_HELD_AGAINST_PLACE, place);
}

/* "declarations.csv, line 12; 900 USD, 1,000 USD were expected (licences.csv, line 7)" */
static Text held_words(const Making *making, const ReconcileDifference *difference)
{
    Builder out = builder_on(making->region);
    join_words(&out, place_of(making, difference->slip), "");
    join_words(&out, name_at(making, slip_at(making, difference->slip)->contract), "; ");
    if (difference->found.length)
        join_words(&out, PAPER_FILLED(making->paper, WORD_REC_NOT_BUT, difference->found, difference->expected), "; ");
    if (difference->other != SLIP_NONE)
        join_words(&out, against_words(making, difference->other), "; ");
    return builder_text(&out);
}

static Text below_of(const Making *making, const ReconcileDifference *difference)
{
    const DifferenceRow *row = first_row(difference);
    Builder out = builder_on(making->region);
    join_words(&out, held_words(making, difference), "");
    if (row) {
        join_words(&out, paper_phrase(making->paper, row->remedy), "; ");
        join_words(&out, article_of(making, row), "; ");
    }
    return builder_text(&out);
}

static void put_difference(const Making *making, PaperPart *part, const ReconcileDifference *difference)
{
    const Slip *slip = slip_at(making, difference->slip);
    const DifferenceRow *law = first_row(difference);
    PaperRow *row = paper_row(part);
    paper_cell(part, row, "kind", kind_cell(making, difference->kind));
    paper_cell(part, row, "level", law ? level_cell(making, law->level) : cell_none());
    paper_cell(part, row, "number", cell_plain(number_of(making, difference->slip)));
    paper_cell(part, row, "contract", cell_plain(name_at(making, slip->contract)));
    paper_cell(part, row, "product", cell_plain(name_at(making, slip->product)));
    paper_cell(part, row, "book", book_cell(making, slip->book));
    paper_cell(part, row, "place", cell_plain(place_of(making, difference->slip)));
    paper_cell(part, row, "against", cell_plain(number_of(making, difference->other)));
    paper_cell(part, row, "against_place", cell_plain(place_of(making, difference->other)));
    paper_cell(part, row, "day", slip->day == UNIT_NO_DAY ? cell_none() : cell_day(making->region, slip->day));
    paper_cell(part, row, "expected", cell_plain(difference->expected));
    paper_cell(part, row, "found", cell_plain(difference->found));
    paper_cell(part, row, "amount", amount_cell(making, difference->has_amount, difference->amount));
    paper_cell(part, row, "currency", cell_plain(difference->has_amount ? name_of_rank(making->work->books.names, difference->currency) : TEXT_NONE));
    paper_cell(part, row, "money", difference->has_amount ? cell_words(difference->whole ? TEXT("record") : TEXT("difference"), own(making, difference->whole ? WORD_REC_MONEY_RECORD : WORD_REC_MONEY_OFF)) : cell_none());
    paper_cell(part, row, "owner", phrase_cell(making->paper, law ? law->owner : TEXT_NONE));
    paper_cell(part, row, "due", cell_plain(law ? law->due : TEXT_NONE));
    paper_cell(part, row, "article", cell_plain(article_of(making, law)));
    paper_cell(part, row, "task", cell_plain(difference->task));
    paper_cell(part, row, "state", cell_plain(difference->task_state));
    row->below = below_of(making, difference);
}

static void add_differences(const Making *making)
{
    PaperPart *part = paper_part(making->paper, "differences", own(making, WORD_REC_DIFFERENCES));
    part->main = true;
    part->none = own(making, WORD_REC_NO_DIFFERENCES);
    difference_columns(making, part);
    for (size_t i = 0; i < making->work->differences.count && i < LIMIT_RECONCILE_LISTED; i++)
        put_difference(making, part, &making->work->differences.at[i]);
}

/* ---- of which nothing is asked ---- */

enum { ROWS_SHOWN = 200 }; /* different answers of rows that are shown */

/* The place of a row among those that are shown already; `count` where it is new, ROWS_SHOWN where there is no place left. */
static size_t place_shown(const DifferenceRow *const *shown, size_t count, const DifferenceRow *row)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(shown[i]->why, row->why) && text_equal(shown[i]->remedy, row->remedy))
            return i;
    return count;
}

/* What voices say otherwise. */
static Text voices_of(const Making *making, const DifferenceRows *rows)
{
    Builder out = builder_on(making->region);
    for (size_t i = 0; i < rows->at.count; i++)
        if (rows->at.at[i].voice)
            join_words(&out, text_format(making->region, TEXT_FMT ": " TEXT_FMT, TEXT_ARG(paper_phrase(making->paper, rows->at.at[i].voice->instrument)), TEXT_ARG(paper_phrase(making->paper, rows->at.at[i].why))), "; ");
    return builder_text(&out);
}

/* Records with one answer are one row for people. */
static void add_passed(const Making *making)
{
    PaperPart *part = paper_part(making->paper, "nothing_asked", own(making, WORD_REC_PASSED));
    part->lead = own(making, WORD_REC_PASSED_LEAD);
    paper_column(part, "kind", own(making, WORD_REC_KIND), PAPER_WORD);
    paper_column(part, "count", own(making, WORD_REC_COUNT), PAPER_NUMBER);
    paper_column(part, "why", own(making, WORD_COLUMN_WHY), PAPER_TEXT);
    paper_column(part, "article", own(making, WORD_COLUMN_ARTICLE), PAPER_TEXT);
    const DifferenceRow *shown[ROWS_SHOWN];
    size_t counts[ROWS_SHOWN] = { 0 }, count = 0;
    const ReconcileDifference *of[ROWS_SHOWN];
    for (size_t i = 0; i < making->work->passed.count; i++) {
        const DifferenceRow *row = &making->work->passed.at[i].rows->at.at[0];
        size_t place = place_shown(shown, count, row);
        if (place == ROWS_SHOWN)
            continue;
        if (place == count) {
            of[count] = &making->work->passed.at[i];
            shown[count++] = row;
        }
        counts[place]++;
    }
    for (size_t i = 0; i < count; i++) {
        PaperRow *row = paper_row(part);
        paper_cell(part, row, "kind", kind_cell(making, of[i]->kind));
        paper_cell(part, row, "count", cell_count(making->region, counts[i]));
        paper_cell(part, row, "why", phrase_cell(making->paper, shown[i]->why));
        paper_cell(part, row, "article", cell_plain(article_of(making, shown[i])));
        row->below = voices_of(making, of[i]->rows);
    }
}

static void add_passed_list(const Making *making)
{
    PaperPart *part = paper_part(making->paper, "nothing_asked_of", own(making, WORD_REC_PASSED));
    part->aside = true;
    paper_column(part, "kind", own(making, WORD_REC_KIND), PAPER_WORD);
    paper_column(part, "number", own(making, WORD_REC_NUMBER), PAPER_CODE);
    paper_column(part, "contract", own(making, WORD_REC_CONTRACT), PAPER_CODE);
    paper_column(part, "place", own(making, WORD_REC_PLACE), PAPER_TEXT);
    for (size_t i = 0; i < making->work->passed.count; i++) {
        const ReconcileDifference *passed = &making->work->passed.at[i];
        PaperRow *row = paper_row(part);
        paper_cell(part, row, "kind", kind_cell(making, passed->kind));
        paper_cell(part, row, "number", cell_plain(number_of(making, passed->slip)));
        paper_cell(part, row, "contract", cell_plain(name_at(making, slip_at(making, passed->slip)->contract)));
        paper_cell(part, row, "place", cell_plain(place_of(making, passed->slip)));
    }
}

/* ---- what the law and voices say of each kind ---- */

static void put_row(const Making *making, PaperPart *part, DifferenceKind kind, const DifferenceRow *said)
{
    PaperRow *row = paper_row(part);
    Text grade = text_of(grade_name(said->entry->rank)), voice = said->voice ? said->voice->id : TEXT_NONE;
    Text because = word_named("BECAUSE_", text_snake(making->region, said->because), making->paper->language);
    paper_cell(part, row, "kind", kind_cell(making, kind));
    paper_cell(part, row, "by", cell_words(voice.length ? voice : said->because, said->voice ? paper_phrase(making->paper, said->voice->instrument) : because.length ? because : said->because));
    paper_cell(part, row, "level", level_cell(making, said->level));
    paper_cell(part, row, "grade", cell_words(grade, word_named("GRADE_", grade, making->paper->language)));
    paper_cell(part, row, "confidence", word_cell(making->paper, "CONFIDENCE_", text_of(confidence_name(said->entry->confidence))));
    paper_cell(part, row, "article", cell_plain(article_of(making, said)));
    row->below = text_format(making->region, TEXT_FMT "; " TEXT_FMT, TEXT_ARG(paper_phrase(making->paper, said->why)), TEXT_ARG(paper_phrase(making->paper, said->remedy)));
}

static void add_rows(const Making *making)
{
    const DifferenceRow *shown[ROWS_SHOWN];
    size_t count = 0;
    PaperPart *part = paper_part(making->paper, "rows", own(making, WORD_REC_ROWS));
    paper_column(part, "kind", own(making, WORD_REC_KIND), PAPER_WORD);
    paper_column(part, "by", own(making, WORD_REC_BY), PAPER_WORD);
    paper_column(part, "level", own(making, WORD_REC_LEVEL), PAPER_WORD);
    paper_column(part, "grade", own(making, WORD_REC_GRADE), PAPER_WORD);
    paper_column(part, "confidence", own(making, WORD_REC_CONFIDENCE), PAPER_WORD);
    paper_column(part, "article", own(making, WORD_COLUMN_ARTICLE), PAPER_TEXT);
    for (size_t i = 0; i < making->work->differences.count; i++) {
        const ReconcileDifference *difference = &making->work->differences.at[i];
        for (size_t k = 0; difference->rows && k < difference->rows->at.count; k++) {
            const DifferenceRow *row = &difference->rows->at.at[k];
            bool said_above = !row->voice && text_is(row->because, "good order");
            if (said_above || place_shown(shown, count, row) != count || count == ROWS_SHOWN)
                continue;
            shown[count++] = row;
            put_row(making, part, difference->kind, row);
        }
    }
}

/* ---- what could not be compared ---- */

/* What casework says of it, in words of papers. */
static const struct { const char *said; Word words; } OPEN_WORDS[] = {
    { "licences", WORD_REC_LICENCES },
    { "declarations", WORD_REC_DECLARATIONS },
    { "filings", WORD_REC_FILINGS },
    { "payments", WORD_REC_PAYMENTS },
    { "licences and declarations", WORD_REC_LEG_DECLARED },
    { "payments and what was paid for", WORD_REC_LEG_PAID },
    { "payments and filings", WORD_REC_LEG_FILED },
    { "recordals of payments", WORD_REC_OPEN_RECORDALS },
    { "tax filings", WORD_REC_FILINGS },
    { "not given", WORD_REC_OPEN_NOT_GIVEN },
    { "no country was told", WORD_REC_OPEN_COUNTRY },
    { "value not told on both sides", WORD_REC_OPEN_VALUE },
    { "quantity not told on both sides", WORD_REC_OPEN_QUANTITY },
    { "currencies differ, and no rate of the day is told", WORD_REC_OPEN_RATE },
    { "without a partner, and its day is not told", WORD_REC_OPEN_DAY },
    { "listed twice under one number: counted once", WORD_REC_OPEN_LISTED_TWICE },
    { "amount, currency or day not told", WORD_REC_OPEN_PAYMENT },
    { "the law of the day could not say, such as without an exchange rate", WORD_REC_OPEN_LAW },
    { "what for is not told in words that are known, and a licence fee would be registered", WORD_REC_OPEN_PURPOSE },
    { "only recordals are among the filings", WORD_REC_OPEN_NO_TAX },
    { "versions and codes of a group that is too large", WORD_REC_OPEN_GROUP },
    { "rows that could not be read", WORD_REC_OPEN_FAILED } };

static PaperCell open_cell(const Making *making, Text said)
{
    for (size_t i = 0; i < sizeof OPEN_WORDS / sizeof *OPEN_WORDS; i++)
        if (text_equal(said, text_of(OPEN_WORDS[i].said)))
            return cell_words(said, own(making, OPEN_WORDS[i].words));
    return cell_plain(said);
}

static void add_open(const Making *making)
{
    PaperPart *part = paper_part(making->paper, "not_compared", own(making, WORD_REC_OPEN));
    paper_column(part, "what", own(making, WORD_REC_WHAT), PAPER_TEXT);
    paper_column(part, "why", own(making, WORD_COLUMN_WHY), PAPER_TEXT);
    paper_column(part, "count", own(making, WORD_REC_COUNT), PAPER_NUMBER);
    for (size_t i = 0; i < making->work->open.count; i++) {
        const ReconcileOpen *open = &making->work->open.at[i];
        PaperRow *row = paper_row(part);
        paper_cell(part, row, "what", open_cell(making, open->what));
        paper_cell(part, row, "why", open_cell(making, open->why));
        paper_cell(part, row, "count", cell_count(making->region, open->count));
    }
}

/* ---- what belongs together ---- */

static void count_groups(const Making *making, uint64_t counts[LEGS][PAIR_ORDERED + 1])
{
    for (size_t i = 0; i < making->work->groups.count; i++)
        counts[making->work->groups.at[i].leg][making->work->groups.at[i].how]++;
}

static void add_pairs(const Making *making)
{
    uint64_t counts[LEGS][PAIR_ORDERED + 1] = { { 0 } };
    count_groups(making, counts);
    PaperPart *part = paper_part(making->paper, "matched", own(making, WORD_REC_MATCHED));
    paper_column(part, "leg", own(making, WORD_REC_LEG), PAPER_WORD);
    for (int how = 0; how <= PAIR_ORDERED; how++)
        paper_column(part, HOW_NAMES[how], own(making, HOW_WORDS[how]), PAPER_NUMBER);
    for (int leg = 0; leg < LEGS; leg++) {
        PaperRow *row = paper_row(part);
        paper_cell(part, row, "leg", cell_words(text_of(leg_name(leg)), own(making, LEG_WORDS[leg])));
        for (int how = 0; how <= PAIR_ORDERED; how++)
            paper_cell(part, row, HOW_NAMES[how], cell_count(making->region, counts[leg][how]));
    }
}

static Text members_of(const Making *making, const ReconcileGroup *group, bool wholes)
{
    Builder out = builder_on(making->region);
    uint32_t from = group->from + (wholes ? 0 : group->wholes), count = wholes ? group->wholes : group->parts;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t slip = making->work->members.at[from + i];
        Text number = number_of(making, slip);
        join_words(&out, number.length ? number : place_of(making, slip), "; ");
    }
    return builder_text(&out);
}

static void add_pair_list(const Making *making)
{
    PaperPart *part = paper_part(making->paper, "pairs", own(making, WORD_REC_PAIRS));
    part->aside = true;
    paper_column(part, "leg", own(making, WORD_REC_LEG), PAPER_WORD);
    paper_column(part, "how", own(making, WORD_REC_HOW), PAPER_WORD);
    paper_column(part, "wholes", own(making, WORD_REC_AGAINST), PAPER_CODE);
    paper_column(part, "parts", own(making, WORD_REC_NUMBER), PAPER_CODE);
    paper_column(part, "agree", own(making, WORD_REC_AGREE), PAPER_YES);
    paper_column(part, "at_rate", own(making, WORD_REC_AT_RATE), PAPER_YES);
    paper_column(part, "other_sums", own(making, WORD_REC_OTHER_SUMS), PAPER_YES);
    for (size_t i = 0; i < making->work->groups.count; i++) {
        const ReconcileGroup *group = &making->work->groups.at[i];
        PaperRow *row = paper_row(part);
        paper_cell(part, row, "leg", cell_words(text_of(leg_name(group->leg)), own(making, LEG_WORDS[group->leg])));
        paper_cell(part, row, "how", cell_words(text_of(HOW_NAMES[group->how]), own(making, HOW_WORDS[group->how])));
        paper_cell(part, row, "wholes", cell_plain(members_of(making, group, true)));
        paper_cell(part, row, "parts", cell_plain(members_of(making, group, false)));
        paper_cell(part, row, "agree", cell_yes(!group->off));
        paper_cell(part, row, "at_rate", cell_yes(group->converted));
        paper_cell(part, row, "other_sums", cell_yes(group->ambiguous));
    }
}

/* ---- files ---- */

static void add_files(const Making *making)
{
    PaperPart *part = paper_part(making->paper, "files", own(making, WORD_REC_FILES));
    paper_column(part, "file", own(making, WORD_REC_FILE), PAPER_TEXT);
    paper_column(part, "book", own(making, WORD_REC_BOOK), PAPER_WORD);
    paper_column(part, "recognised", own(making, WORD_REC_RECOGNISED), PAPER_YES);
    paper_column(part, "rows", own(making, WORD_REC_RECORDS), PAPER_NUMBER);
    paper_column(part, "totals", own(making, WORD_REC_TOTALS), PAPER_NUMBER);
    paper_column(part, "empty", own(making, WORD_REC_EMPTY), PAPER_NUMBER);
    paper_column(part, "failed", own(making, WORD_REC_FAILED), PAPER_NUMBER);
    for (size_t i = 0; i < making->work->books.files.count; i++) {
        const SlipFile *file = &making->work->books.files.at[i];
        PaperRow *row = paper_row(part);
        paper_cell(part, row, "file", cell_plain(file->name));
        paper_cell(part, row, "book", book_cell(making, file->book));
        paper_cell(part, row, "recognised", cell_yes(file->recognised));
        paper_cell(part, row, "rows", cell_count(making->region, file->rows));
        paper_cell(part, row, "totals", cell_count(making->region, file->totals));
        paper_cell(part, row, "empty", cell_count(making->region, file->empty));
        paper_cell(part, row, "failed", cell_count(making->region, file->failed));
    }
}

static void add_books(const Making *making)
{
    PaperPart *part = paper_part(making->paper, "books", own(making, WORD_REC_BOOKS));
    paper_column(part, "book", own(making, WORD_REC_BOOK), PAPER_WORD);
    paper_column(part, "inside", own(making, WORD_REC_INSIDE), PAPER_NUMBER);
    paper_column(part, "near", own(making, WORD_REC_NEAR), PAPER_NUMBER);
    paper_column(part, "undated", own(making, WORD_REC_UNDATED), PAPER_NUMBER);
    paper_column(part, "outside", own(making, WORD_REC_OUTSIDE), PAPER_NUMBER);
    static const char *const KEYS[] = { "inside", "near", "undated", "outside" };
    for (Book book = 0; book < BOOKS; book++) {
        PaperRow *row = paper_row(part);
        paper_cell(part, row, "book", book_cell(making, book));
        for (int when = 0; when <= SLIP_OUTSIDE; when++)
            paper_cell(part, row, KEYS[when], cell_count(making->region, making->work->counts[book][when]));
    }
}

/* ---- the whole ---- */

static PaperCell verdict_cell(const Making *making)
{
    const Reconciliation *work = making->work;
    Text count = text_format(making->region, "%zu", work->differences.count);
    if (work->differences.count)
        return cell_toned(TEXT("differences"), PAPER_FILLED(making->paper, work->differences.count == 1 ? WORD_REC_ONE : WORD_REC_VERDICT, count), TONE_BAD);
    if (work->open.count)
        return cell_toned(TEXT("not compared"), own(making, WORD_REC_VERDICT_OPEN), TONE_DOUBT);
    return cell_toned(TEXT("agree"), own(making, WORD_REC_VERDICT_AGREE), TONE_GOOD);
}

static void add_tolerances(const Making *making)
{
    const Tolerances *tolerances = &making->work->rules[LEG_DECLARED].tolerances;
    Text share = figure_text(making->region, tolerances->share), quantity = figure_text(making->region, tolerances->quantity);
    Text amount = tolerances->amount ? text_format(making->region, "%s" TEXT_FMT " " TEXT_FMT, "", TEXT_ARG(figure_text(making->region, tolerances->amount)), TEXT_ARG(name_of_rank(making->work->books.names, tolerances->currency))) : TEXT("0");
    paper_note(making->paper, PAPER_FILLED(making->paper, WORD_REC_NOTE_TOLERANCE, share, amount, quantity, text_format(making->region, "%d", tolerances->days)));
}

static void add_notes(const Making *making)
{
    const Reconciliation *work = making->work;
    paper_note(making->paper, PAPER_FILLED(making->paper, WORD_REC_NOTE_PERIOD, date_text(making->region, work->first), date_text(making->region, work->last), text_format(making->region, "%lld", (long long)work->window)));
    add_tolerances(making);
    paper_note(making->paper, own(making, WORD_REC_NOTE_MONEY));
    if (work->differences.count > LIMIT_RECONCILE_LISTED)
        paper_note(making->paper, PAPER_FILLED(making->paper, WORD_REC_NOTE_LISTED, text_format(making->region, "%d", LIMIT_RECONCILE_LISTED), text_format(making->region, "%zu", work->differences.count)));
    if (!work->jurisdiction.length)
        paper_note(making->paper, own(making, WORD_REC_NOTE_COUNTRY));
    if (work->purposes_assumed)
        paper_note(making->paper, PAPER_FILLED(making->paper, WORD_REC_NOTE_PURPOSE, text_format(making->region, "%zu", work->purposes_assumed)));
    if (work->ordered)
        paper_note(making->paper, PAPER_FILLED(making->paper, WORD_REC_NOTE_ORDERED, text_format(making->region, "%zu", work->ordered), text_format(making->region, "%d", LIMIT_PAIRING_EXACT)));
}

Paper *reconcile_paper(Region *region, const Reconciliation *work, const ReconcilePaperOptions *options)
{
    Making making = { region, work, paper_new(region, "reconcile", word(WORD_REC_TITLE, options->language), options->language) };
    making.paper->phrases = options->phrases;
    making.paper->about = work->jurisdiction.length ? text_format(region, TEXT_FMT ", " TEXT_FMT, TEXT_ARG(work->period), TEXT_ARG(work->jurisdiction)) : work->period;
    making.paper->verdict = verdict_cell(&making);
    if (work->answer)
        paper_rests_on(making.paper, work->answer);
    add_kinds(&making);
    add_differences(&making);
    add_open(&making);
    add_passed(&making);
    add_rows(&making);
    add_pairs(&making);
    if (options->pairs) {
        add_passed_list(&making);
        add_pair_list(&making);
    }
    add_books(&making);
    add_files(&making);
    add_notes(&making);
    return making.paper;
}

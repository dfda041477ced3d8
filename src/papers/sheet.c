/* papers/sheet.c - reads the questions of the country sheet, determines their cases, and picks what answers them. See sheet.h. */
#include "base/csv.h"
#include "base/file.h"
#include "papers/countries.h"
#include "papers/sheet_words.h"
#include "papers/words.h"

typedef struct SheetTable { /* one of the sheet's CSV files */
    const Source *source;
    const Csv *csv;
    int columns[6]; /* in the order in which they were asked for */
} SheetTable;

typedef struct Determined { /* a case, determined once for all questions that look at it */
    Text name, about;
    const Determination *answer; /* NULL: not covered */
    struct Determined *next;
} Determined;

typedef struct Maker {
    Task *task;
    Region *region;
    Lawbook *lawbook;
    const SheetOptions *options;
    SheetTable questions, cases, asks;
    SheetWords words;
    Determined *determined; /* the newest first */
    CountrySheet *sheet;
    bool failed;            /* told in the report */
} Maker;

/* ---- the data ---- */

enum { ID, PART, FIRST_WORDS, CASE_NAME = 0, ABOUT = 1, QUESTION = 0, IN_CASE, LIST, NAME };

static bool find_columns(const Maker *maker, SheetTable *table, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        table->columns[i] = csv_column(table->csv, text_of(names[i]));
        if (table->columns[i] >= 0)
            continue;
        report_error(maker->task->report, "sheet-column", (Span){ table->source, 0, 0 }, "the table has no column \"%s\"", names[i]);
        return false;
    }
    return true;
}

static bool read_table(Maker *maker, SheetTable *table, const char *file, const char *const *names, size_t count)
{
    const char *folder = maker->options->data_folder ? maker->options->data_folder : "data";
    const char *path = path_join(maker->region, text_of(folder), text_format(maker->region, "sheet/%s", file));
    table->source = file_read(maker->task, path, 0);
    table->csv = table->source ? csv_read(maker->task, table->source) : NULL;
    return table->csv && find_columns(maker, table, names, count);
}

static const CsvCell *cell_of(const SheetTable *table, uint32_t row, int column)
{
    return csv_cell(table->csv, row, (uint32_t)table->columns[column]);
}

static Text text_at(const SheetTable *table, uint32_t row, int column)
{
    return cell_of(table, row, column)->text;
}

/* English where there is no translation. */
static Text words_at(const Maker *maker, const SheetTable *table, uint32_t row, int first)
{
    Text words = text_at(table, row, first + maker->options->language);
    return words.length ? words : text_at(table, row, first);
}

static bool read_tables(Maker *maker)
{
    static const char *const questions[] = { "id", "part", "en", "zh", "vi" }, *const cases[] = { "case", "en", "zh", "vi" }, *const asks[] = { "question", "case", "list", "name" };
    return read_table(maker, &maker->questions, "questions.csv", questions, 5) && read_table(maker, &maker->cases, "cases.csv", cases, 4) && read_table(maker, &maker->asks, "asks.csv", asks, 4);
}

/* ---- cases ---- */

static bool is_case_name(Text name)
{
    for (size_t i = 0; i < name.length; i++)
        if (!((name.at[i] >= 'a' && name.at[i] <= 'z') || (name.at[i] >= '0' && name.at[i] <= '9') || name.at[i] == '-'))
            return false;
    return name.length > 0;
}

/* Money of no currency is in the country's own. */
static Text in_own_currency(Region *region, Text json, Text currency)
{
    Text none = TEXT(" XXX\"");
    Builder out = builder_on(region);
    size_t from = 0;
    for (size_t at; currency.length && (at = text_find(json, none, from)) != SIZE_MAX; from = at + none.length) {
        build_text(&out, text_slice(json, from, at));
        build_format(&out, " " TEXT_FMT "\"", TEXT_ARG(currency));
    }
    build_text(&out, text_slice(json, from, json.length));
    return builder_text(&out);
}

static const Determination *ask_case(Maker *maker, const Source *source, CaseHead head, const Program *program)
{
    DetermineOptions options = { .facts = { .has_as_of = true, .as_of = maker->options->as_of, .changed = true } };
    const Source *own = source_from(maker->task, source->name, in_own_currency(maker->region, source->bytes, program->currency));
    const Json *json = own ? json_read(maker->task, own) : NULL;
    const Determination *answer = NULL;
    LawbookOutcome outcome = json ? lawbook_ask(maker->task, maker->lawbook, own, json, &options, &head, &program, &answer) : LAWBOOK_FAILED;
    maker->failed |= outcome == LAWBOOK_FAILED;
    return outcome == LAWBOOK_DETERMINED ? answer : NULL;
}

/* NULL where no page of the country is for it, and where it fails. */
static const Determination *determine_case(Maker *maker, Text name)
{
    const char *path = path_join(maker->region, text_of(maker->options->data_folder), text_format(maker->region, "sheet/" TEXT_FMT ".json", TEXT_ARG(name)));
    const Source *source = file_read(maker->task, path, 0);
    const Json *json = source ? json_read(maker->task, source) : NULL;
    CaseHead head = { 0 };
    if (!json || !case_head(maker->task, source, json, &head)) {
        maker->failed = true;
        return NULL;
    }
    head.jurisdiction = maker->options->country;
    const Program *program = lawbook_program(maker->task, maker->lawbook, head.jurisdiction, head.movement);
    maker->failed |= !program;
    return program ? ask_case(maker, source, head, program) : NULL;
}

static const Determined *case_named(Maker *maker, const CsvCell *cell)
{
    for (const Determined *known = maker->determined; known; known = known->next)
        if (text_equal(known->name, cell->text))
            return known;
    for (uint32_t row = 0; row < maker->cases.csv->rows; row++) {
        if (!text_equal(text_at(&maker->cases, row, CASE_NAME), cell->text) || !is_case_name(cell->text))
            continue;
        Determined *made = REGION_NEW(maker->region, Determined);
        *made = (Determined){ cell->text, words_at(maker, &maker->cases, row, ABOUT), determine_case(maker, cell->text), maker->determined };
        return maker->determined = made;
    }
    report_error(maker->task->report, "sheet-case", cell->span, "no case of the sheet is called \"" TEXT_FMT "\"", TEXT_ARG(cell->text));
    maker->failed = true;
    return NULL;
}

/* ---- what answers ---- */

static bool is_named(const Entry *entry, Text name)
{
    const ChargeEntry *charge = entry->decision->charge;
    return text_equal(entry->decision->name, name) || (charge && text_equal(charge->kind, name)) || text_equal(entry_own_name(entry), name);
}

static bool is_wanted(const Maker *maker, uint32_t ask, const AnswerList *list, const Entry *entry)
{
    Text name = text_at(&maker->asks, ask, NAME), others = TEXT("not ");
    if (!text_equal(list->list, text_at(&maker->asks, ask, LIST)))
        return false;
    if (text_starts(name, others))
        return !is_named(entry, text_slice(name, others.length, name.length));
    return !name.length || is_named(entry, name);
}

static bool is_there(const SheetCase *of, const Entry *entry)
{
    for (size_t i = 0; i < of->entries.count; i++)
        if (of->entries.at[i].entry == entry)
            return true;
    return false;
}

static void add_entry(Maker *maker, SheetCase *of, const Determination *answer, const Entry *entry, const Alternative *under)
{
    if (is_there(of, entry))
        return;
    SheetEntry made = sheet_entry(&maker->words, answer, entry);
    if (entry->status == STATUS_NOT_COVERED && !made.citation_count)
        return; /* no rule of the day was read: that is no answer */
    made.voice = under ? under->voice_source : NULL;
    made.question = under && under->question ? under->question->name : TEXT_NONE;
    made.reading = under && under->reading ? under->reading->name : TEXT_NONE;
    made.key = text_format(maker->region, TEXT_FMT "|" TEXT_FMT "|" TEXT_FMT "|" TEXT_FMT, TEXT_ARG(entry->key), TEXT_ARG(made.voice ? made.voice->id : TEXT_NONE), TEXT_ARG(made.question), TEXT_ARG(made.reading));
    *LIST_ADD(maker->region, of->entries) = made;
}

static void take_main(Maker *maker, SheetCase *of, const Determination *answer, uint32_t ask)
{
    for (const Entry *entry = answer->entries; entry; entry = entry->next)
        if (is_wanted(maker, ask, entry->list, entry))
            add_entry(maker, of, answer, entry, NULL);
}

/* Figures may differ below what the sheet shows of them. */
static bool shows_the_same(const Maker *maker, const Determination *answer, const Difference *difference)
{
    return difference->main && text_equal(sheet_entry(&maker->words, answer, difference->main).plain, sheet_entry(&maker->words, answer, difference->other).plain);
}

/* What voices say otherwise or beside, and what holds under other readings. */
static void take_others(Maker *maker, SheetCase *of, const Determination *answer, uint32_t ask)
{
    for (const Alternative *under = answer->alternatives; under; under = under->next)
        for (const Difference *difference = under->differences; difference; difference = difference->next)
            if (difference->other && is_wanted(maker, ask, difference->list, difference->other) && !shows_the_same(maker, answer, difference))
                add_entry(maker, of, answer, difference->other, under);
}

static SheetCase *case_of_question(Maker *maker, SheetQuestion *question, const Determined *determined)
{
    for (size_t i = 0; i < question->cases.count; i++)
        if (text_equal(question->cases.at[i].name, determined->name))
            return &question->cases.at[i];
    SheetCase *made = LIST_ADD(maker->region, question->cases);
    *made = (SheetCase){ .name = determined->name, .about = determined->about, .covered = determined->answer != NULL };
    return made;
}

typedef void Take(Maker *maker, SheetCase *of, const Determination *answer, uint32_t ask);

static void take_asked(Maker *maker, SheetQuestion *question, Take *take)
{
    for (uint32_t ask = 0; ask < maker->asks.csv->rows && !maker->failed; ask++) {
        const Determined *determined = text_equal(text_at(&maker->asks, ask, QUESTION), question->id) ? case_named(maker, cell_of(&maker->asks, ask, IN_CASE)) : NULL;
        if (!determined)
            continue;
        SheetCase *of = case_of_question(maker, question, determined);
        if (determined->answer && !maker->sheet->law.length)
            maker->sheet->law = determined->answer->law;
        if (determined->answer)
            take(maker, of, determined->answer, ask);
    }
}

static void answer_question(Maker *maker, uint32_t row)
{
    SheetQuestion question = { .id = text_at(&maker->questions, row, ID), .part = text_at(&maker->questions, row, PART), .words = words_at(maker, &maker->questions, row, FIRST_WORDS) };
    take_asked(maker, &question, take_main);
    take_asked(maker, &question, take_others);
    for (size_t i = 0; i < question.cases.count; i++)
        question.read |= question.cases.at[i].entries.count > 0;
    *LIST_ADD(maker->region, maker->sheet->questions) = question;
}

const CountrySheet *sheet_make(Task *task, Lawbook *lawbook, const SheetOptions *options)
{
    Maker maker = { .task = task, .region = task->region, .lawbook = lawbook, .options = options, .sheet = REGION_NEW(task->region, CountrySheet) };
    *maker.sheet = (CountrySheet){ .country = options->country, .as_of = options->as_of };
    if (!read_tables(&maker))
        return NULL;
    maker.words = sheet_words(task, options->data_folder, options->language);
    maker.sheet->name = country_name(task, options->data_folder, options->country, options->language);
    for (uint32_t row = 0; row < maker.questions.csv->rows && !maker.failed && !task_cancelled(task); row++)
        answer_question(&maker, row);
    return maker.failed || task_cancelled(task) ? NULL : maker.sheet;
}

bool sheet_covered(const CountrySheet *sheet)
{
    for (size_t i = 0; i < sheet->questions.count; i++)
        if (sheet->questions.at[i].read)
            return true;
    return false;
}

/* ---- what differs ---- */

static const SheetEntry *entry_like(const SheetCase *of, const SheetEntry *like)
{
    for (size_t i = 0; i < of->entries.count; i++)
        if (text_equal(of->entries.at[i].key, like->key))
            return &of->entries.at[i];
    return NULL;
}

static bool same_rows(const SheetEntry *a, const SheetEntry *b)
{
    if (a->citation_count != b->citation_count)
        return false;
    for (uint32_t i = 0; i < a->citation_count; i++)
        if (!text_equal(a->citations[i].row, b->citations[i].row))
            return false;
    return true;
}

static void changes_of_case(Region *region, SheetChanges *changes, const SheetQuestion *question, const SheetCase *before, const SheetCase *after)
{
    for (size_t i = 0; i < before->entries.count; i++) {
        const SheetEntry *was = &before->entries.at[i], *is = entry_like(after, was);
        if (!is || !text_equal(was->plain, is->plain) || !same_rows(was, is))
            *LIST_ADD(region, changes->list) = (SheetChange){ question, before, was, is };
    }
    for (size_t i = 0; i < after->entries.count; i++)
        if (!entry_like(before, &after->entries.at[i]))
            *LIST_ADD(region, changes->list) = (SheetChange){ question, after, NULL, &after->entries.at[i] };
}

SheetChanges sheet_changes(Region *region, const CountrySheet *before, const CountrySheet *after)
{
    SheetChanges changes = { 0 };
    for (size_t q = 0; q < before->questions.count; q++)
        for (size_t c = 0; c < before->questions.at[q].cases.count; c++)
            changes_of_case(region, &changes, &before->questions.at[q], &before->questions.at[q].cases.at[c], &after->questions.at[q].cases.at[c]);
    return changes;
}

/* rulebook/phrases.c - see phrases.h. The same text may stand in several files, since each author has a file of their own;
 * then its translations must be the same, and one may tell what the other leaves empty. */
#include "rulebook/phrases.h"

#include "rulebook/reader.h"

enum { LANGUAGES = 3 };

typedef struct Phrase {
    Text words[LANGUAGES]; /* en, zh, vi; empty: not translated */
    Span spans[LANGUAGES]; /* where each was first told */
} Phrase;

struct Phrases {
    NameIndex index; /* English text -> Phrase */
    LIST_OF(const Phrase *) all;
};

static const Text columns[LANGUAGES] = { { "en", 2 }, { "zh", 2 }, { "vi", 2 } };

/* A translation that another row told otherwise. */
static void report_differs(Task *task, const Phrase *known, const CsvCell *cell, int language)
{
    Problem *problem = report_error(task->report, "phrase-twice", cell->span, "\"" TEXT_FMT "\" is translated in two ways", TEXT_ARG(known->words[0]));
    problem_also(task->report, problem, known->spans[language], "first here");
    problem_hint(task->report, problem, "Keep one of them; a text has the same words on every page.");
}

static void merge(Task *task, Phrase *known, const CsvCell *const cells[LANGUAGES])
{
    for (int i = 1; i < LANGUAGES; i++) {
        Text words = text_trim(cells[i]->text);
        if (known->words[i].length && words.length && !text_equal(known->words[i], words))
            report_differs(task, known, cells[i], i);
        if (known->words[i].length)
            continue;
        known->words[i] = words;
        known->spans[i] = cells[i]->span;
    }
}

static void read_row(Task *task, Phrases *phrases, const CsvCell *const cells[LANGUAGES])
{
    Text english = text_trim(cells[0]->text);
    if (!english.length) {
        report_error(task->report, "empty-cell", cells[0]->span, "nothing stands in column \"en\"");
        return;
    }
    if (!text_trim(cells[1]->text).length && !text_trim(cells[2]->text).length) {
        report_error(task->report, "phrase-empty", cells[0]->span, "\"" TEXT_FMT "\" is translated into no language", TEXT_ARG(english));
        return;
    }
    Phrase *known = (Phrase *)names_find(&phrases->index, 0, english);
    if (!known) {
        known = REGION_NEW(task->region, Phrase);
        known->words[0] = english;
        known->spans[0] = cells[0]->span;
        names_add(&phrases->index, 0, english, known);
        *LIST_ADD(task->region, phrases->all) = known;
    }
    merge(task, known, cells);
}

static bool find_columns(Task *task, const Source *source, const Csv *csv, uint32_t at[LANGUAGES])
{
    for (int i = 0; i < LANGUAGES; i++) {
        int column = csv_column(csv, columns[i]);
        if (column < 0) {
            Problem *problem = report_error(task->report, "missing-column", (Span){ source, 0, 0 }, "phrases have no column \"" TEXT_FMT "\"", TEXT_ARG(columns[i]));
            problem_hint(task->report, problem, "A file of phrases has the columns en, zh and vi.");
            return false;
        }
        at[i] = (uint32_t)column;
    }
    return true;
}

static void read_file(Task *task, Phrases *phrases, const char *path)
{
    uint32_t at[LANGUAGES];
    const Source *source = file_read(task, path, 0);
    const Csv *csv = source ? csv_read(task, source) : NULL;
    if (!csv || !find_columns(task, source, csv, at))
        return;
    for (uint32_t row = 0; row < csv->rows; row++) {
        const CsvCell *cells[LANGUAGES];
        for (int i = 0; i < LANGUAGES; i++)
            cells[i] = csv_cell(csv, row, at[i]);
        read_row(task, phrases, cells);
    }
}

static void read_folder(Task *task, Phrases *phrases, const char *data_folder)
{
    const char *folder = data_folder ? path_join(task->region, text_of(data_folder), TEXT("phrases")) : NULL;
    if (!folder || !directory_exists(folder))
        return;
    FileList files = files_below(task, folder, TEXT(".csv"));
    for (size_t i = 0; i < files.count; i++)
        read_file(task, phrases, path_shown(task->region, text_of(folder), files.at[i]));
}

const Phrases *phrases_read(Task *task, const char *data_folder, const char *house)
{
    Phrases *phrases = REGION_NEW(task->region, Phrases);
    phrases->index.region = task->region;
    read_folder(task, phrases, data_folder);
    if (house)
        read_folder(task, phrases, path_join(task->region, text_of(house), TEXT("data")));
    return phrases;
}

Text phrase_in(const Phrases *phrases, Text english, int language)
{
    const Phrase *phrase = names_find(&phrases->index, 0, english);
    return phrase ? phrase->words[language] : TEXT_NONE;
}

size_t phrase_count(const Phrases *phrases)
{
    return phrases->all.count;
}

Text phrase_key(const Phrases *phrases, size_t at, Span *span)
{
    *span = phrases->all.at[at]->spans[0];
    return phrases->all.at[at]->words[0];
}

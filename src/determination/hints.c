/* determination/hints.c - see hints.h. */
#include "determination/hints.h"

#include <stdlib.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/utf8.h"

#define WORDS_FILE "product-words.csv"
enum { MOST_FOUND_PLACES = 64 };

/* ---- the table ---- */

static int longest_first(const void *a, const void *b)
{
    const ProductWord *left = a, *right = b;
    if (left->word.length != right->word.length)
        return left->word.length > right->word.length ? -1 : 1;
    return text_compare(left->word, right->word);
}

static bool check_twice(Task *task, const ProductWords *words)
{
    bool good = true;
    for (size_t i = 1; i < words->count; i++)
        if (text_equal(words->at[i - 1].word, words->at[i].word)) {
            Problem *problem = report_error(task->report, "word-twice", words->at[i].place, "word \"" TEXT_FMT "\" stands twice", TEXT_ARG(words->at[i].word));
            problem_also(task->report, problem, words->at[i - 1].place, "the other");
            good = false;
        }
    return good;
}

static const ProductWords *words_of_csv(Task *task, const Csv *csv)
{
    static const char *const names[] = { "word", "fact", "value" };
    int at[3];
    for (int i = 0; i < 3; i++)
        if ((at[i] = csv_column(csv, text_of(names[i]))) < 0) {
            report_error(task->report, "column-missing", csv->header[0].span, "a table of product words has no column \"%s\"", names[i]);
            return NULL;
        }
    ProductWord *list = REGION_ARRAY(task->region, ProductWord, csv->rows + 1);
    for (uint32_t row = 0; row < csv->rows; row++) {
        const CsvCell *word = csv_cell(csv, row, (uint32_t)at[0]);
        list[row] = (ProductWord){ utf8_lower(task->region, word->text), csv_cell(csv, row, (uint32_t)at[1])->text, csv_cell(csv, row, (uint32_t)at[2])->text, word->span };
    }
    qsort(list, csv->rows, sizeof *list, longest_first);
    ProductWords *words = REGION_NEW(task->region, ProductWords);
    *words = (ProductWords){ csv->rows, list };
    return check_twice(task, words) ? words : NULL;
}

const ProductWords *product_words_read(Task *task, const char *data_folder)
{
    const char *path = data_folder ? path_join(task->region, text_of(data_folder), TEXT(WORDS_FILE)) : NULL;
    if (!path || !file_exists(path))
        return REGION_NEW(task->region, ProductWords);
    const Source *source = file_read(task, path, 0);
    const Csv *csv = source ? csv_read(task, source) : NULL;
    return csv ? words_of_csv(task, csv) : NULL;
}

/* ---- finding them ---- */

typedef struct Search {
    Text text;  /* small letters */
    struct {
        size_t from, to;
    } taken[MOST_FOUND_PLACES]; /* places that longer words have taken */
    size_t count;
} Search;

static bool is_letter(Text text, size_t at)
{
    unsigned char byte = at < text.length ? (unsigned char)text.at[at] : 0;
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
}

/* Words of Latin letters end where their letters end; signs of other scripts stand side by side. */
static bool is_whole_word(Text text, size_t at, Text word)
{
    bool begins = !is_letter(word, 0) || at == 0 || !is_letter(text, at - 1);
    bool ends = !is_letter(word, word.length - 1) || !is_letter(text, at + word.length);
    return begins && ends;
}

static bool is_taken(const Search *search, size_t from, size_t to)
{
    for (size_t i = 0; i < search->count; i++)
        if (from >= search->taken[i].from && to <= search->taken[i].to)
            return true;
    return false;
}

static bool find_word(Search *search, Text word)
{
    for (size_t at = text_find(search->text, word, 0); at != SIZE_MAX; at = text_find(search->text, word, at + 1)) {
        if (!is_whole_word(search->text, at, word) || is_taken(search, at, at + word.length))
            continue;
        if (search->count < MOST_FOUND_PLACES) {
            search->taken[search->count].from = at;
            search->taken[search->count++].to = at + word.length;
        }
        return true;
    }
    return false;
}

static bool is_hinted(const HintList *list, const Fact *fact)
{
    for (size_t i = 0; i < list->at.count; i++)
        if (list->at.at[i].fact == fact)
            return true;
    return false;
}

/* The value of the fact as it is told, else UNSET. */
static Value told_value(const Frame *frame, const Fact *fact)
{
    return ((const RunFrame *)frame)->told[fact->slot];
}

static void add_hint(Region *region, const Run *run, const ProductWord *word, const Frame *frame, Text said, HintList *out)
{
    const Fact *fact = program_fact(run->program, frame->type, word->fact);
    Value is = fact ? told_value(frame, fact) : VALUE_NOTHING;
    bool told = is.kind != VALUE_UNSET, same = is.kind == VALUE_TEXT && text_equal(text_of_value(is), word->value);
    if (fact && !same && !is_hinted(out, fact))
        *LIST_ADD(region, out->at) = (Hint){ word, fact, said, told, is };
}

void hints_of(Region *region, const Run *run, const ProductWords *words, const Frame *frame, HintList *out)
{
    const RunFrame *thing = run_frame_of(frame);
    for (uint32_t i = 0; thing && thing->told && i < run->program->fact_count; i++) {
        const Fact *fact = &run->program->facts[i];
        bool free_text = fact->thing == frame->type && fact->type->kind == TYPE_TEXT && !fact->domain && !fact->catalogue && !fact->is_country && !fact->is_currency;
        Value said = free_text ? thing->told[fact->slot] : VALUE_NOTHING;
        if (said.kind != VALUE_TEXT)
            continue;
        Search search = { .text = utf8_lower(region, text_of_value(said)) };
        for (size_t w = 0; w < words->count; w++)
            if (find_word(&search, words->at[w].word))
                add_hint(region, run, &words->at[w], frame, text_of_value(said), out);
    }
}

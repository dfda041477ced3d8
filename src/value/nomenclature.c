/* value/nomenclature.c - see nomenclature.h. Codes lie in the order of their digits, so that one code and all codes below another
 * are found by halving; the correlation of two editions is read when it is first asked for. */
#include "value/nomenclature.h"

#include <stdlib.h>

#include "base/csv.h"
#include "base/file.h"

/* ---- tables ---- */

typedef struct Sheet { /* a CSV file with the columns that are needed */
    const Source *source;
    const Csv *csv;
    int column[8];
} Sheet;

static bool find_columns(Task *task, Sheet *sheet, const char *const *names)
{
    for (int i = 0; names[i]; i++) {
        sheet->column[i] = csv_column(sheet->csv, text_of(names[i]));
        if (sheet->column[i] >= 0)
            continue;
        report_error(task->report, "missing-column", (Span){ sheet->source, 0, 0 }, "the table has no column \"%s\"", names[i]);
        return false;
    }
    return true;
}

/* Columns in the order of `names`, which ends in NULL. */
static bool sheet_read(Task *task, Sheet *sheet, const char *path, const char *const *names)
{
    sheet->source = file_read(task, path, 0);
    sheet->csv = sheet->source ? csv_read(task, sheet->source) : NULL;
    return sheet->csv && find_columns(task, sheet, names);
}

static const CsvCell *cell(const Sheet *sheet, uint32_t row, int column)
{
    return csv_cell(sheet->csv, row, (uint32_t)sheet->column[column]);
}

static const char *path_in(Task *task, const char *folder, const char *name)
{
    return path_join(task->region, text_of(folder), text_of(name));
}

/* ---- editions ---- */

static bool editions_read(Task *task, Nomenclature *hs)
{
    static const char *const names[] = { "edition", "name", "in_force_from", NULL };
    Sheet sheet;
    if (!sheet_read(task, &sheet, path_in(task, hs->folder, "editions.csv"), names))
        return false;
    HsEdition *editions = REGION_ARRAY(task->region, HsEdition, HS_MOST_EDITIONS);
    for (uint32_t row = 0; row < sheet.csv->rows; row++) {
        const CsvCell *from = cell(&sheet, row, 2);
        HsEdition edition = { cell(&sheet, row, 0)->text, cell(&sheet, row, 1)->text, 0 };
        if (row == HS_MOST_EDITIONS) {
            report_error(task->report, "hs-edition", from->span, "more editions than the limit of %d", HS_MOST_EDITIONS);
            return false;
        }
        if (!date_read(&edition.from, from->text)) {
            report_error(task->report, "hs-edition", from->span, "\"" TEXT_FMT "\" is no day on which an edition begins", TEXT_ARG(from->text));
            return false;
        }
        editions[row] = edition;
    }
    hs->editions = editions;
    hs->edition_count = sheet.csv->rows;
    return true;
}

int hs_edition_named(const Nomenclature *hs, Text name)
{
    for (uint32_t i = 0; i < hs->edition_count; i++) {
        long long began = ymd_of(hs->editions[i].from).year;
        char year[24];
        snprintf(year, sizeof year, "%lld", began);
        if (text_equal(hs->editions[i].id, name) || text_equal(hs->editions[i].name, name) || text_equal(text_of(year), name))
            return (int)i;
    }
    return -1;
}

int hs_edition_on(const Nomenclature *hs, int64_t day)
{
    int found = -1;
    for (uint32_t i = 0; i < hs->edition_count; i++)
        if (hs->editions[i].from <= day)
            found = (int)i;
    return found;
}

static int edition_of(const Nomenclature *hs, Text id)
{
    for (uint32_t i = 0; i < hs->edition_count; i++)
        if (text_equal(hs->editions[i].id, id))
            return (int)i;
    return -1;
}

static HsSet span_set(int first, int last)
{
    HsSet set = 0;
    for (int i = first; i <= last; i++)
        set |= (HsSet)1 << i;
    return set;
}

/* spans = span { " " span } ; span = edition [ "-" edition ] */
static bool spans_read(Task *task, const Nomenclature *hs, const CsvCell *cell, HsSet *set)
{
    *set = 0;
    for (Text rest = cell->text; rest.length;) {
        Text last, first = text_cut(text_cut(rest, ' ', &rest), '-', &last);
        int from = edition_of(hs, first), to = last.length ? edition_of(hs, last) : from;
        if (from < 0 || to < from) {
            report_error(task->report, "hs-edition", cell->span, "\"" TEXT_FMT "\" are no editions of editions.csv", TEXT_ARG(cell->text));
            return false;
        }
        *set |= span_set(from, to);
    }
    return true;
}

/* ---- codes ---- */

static bool codes_read(Task *task, Nomenclature *hs)
{
    static const char *const names[] = { "code", "editions", "description", NULL };
    Sheet sheet;
    if (!sheet_read(task, &sheet, path_in(task, hs->folder, "codes.csv"), names))
        return false;
    HsCode *codes = region_take(task->region, sizeof(HsCode) * (sheet.csv->rows + 1));
    for (uint32_t row = 0; row < sheet.csv->rows; row++) {
        codes[row] = (HsCode){ .code = cell(&sheet, row, 0)->text, .description = cell(&sheet, row, 2)->text };
        if (!spans_read(task, hs, cell(&sheet, row, 1), &codes[row].editions))
            return false;
        if (row && text_compare(codes[row - 1].code, codes[row].code) > 0) {
            report_error(task->report, "hs-order", cell(&sheet, row, 0)->span, "code \"" TEXT_FMT "\" stands after a higher one", TEXT_ARG(codes[row].code));
            return false;
        }
    }
    hs->codes = codes;
    hs->code_count = sheet.csv->rows;
    return true;
}

static bool roles_read(Task *task, Nomenclature *hs)
{
    static const char *const names[] = { "code", "first", "last", "role", "en", "zh", "vi", NULL };
    Sheet sheet;
    if (!sheet_read(task, &sheet, path_in(task, hs->folder, "software-headings.csv"), names))
        return false;
    HsRole *roles = REGION_ARRAY(task->region, HsRole, sheet.csv->rows);
    for (uint32_t row = 0; row < sheet.csv->rows; row++) {
        int first = edition_of(hs, cell(&sheet, row, 1)->text), last = edition_of(hs, cell(&sheet, row, 2)->text);
        roles[row] = (HsRole){ .code = cell(&sheet, row, 0)->text, .role = cell(&sheet, row, 3)->text };
        for (int i = 0; i < HS_LANGUAGES; i++)
            roles[row].words[i] = cell(&sheet, row, 4 + i)->text;
        if (first < 0 || last < first) {
            report_error(task->report, "hs-edition", cell(&sheet, row, 1)->span, "the code stands from one edition of editions.csv to a later one");
            return false;
        }
        roles[row].editions = span_set(first, last);
    }
    hs->roles = roles;
    hs->role_count = sheet.csv->rows;
    return true;
}

const Nomenclature *nomenclature_read(Task *task, const char *data_folder)
{
    Nomenclature *hs = REGION_NEW(task->region, Nomenclature);
    hs->folder = path_in(task, data_folder ? data_folder : "", "hs");
    if (!directory_exists(hs->folder)) {
        Problem *problem = report_error(task->report, "no-nomenclature", SPAN_NONE, "the codes of the Harmonized System are not there");
        problem_hint(task->report, problem, "Name the folder of the data in DECLARANT_DATA; the codes lie in its folder \"hs\".");
        return NULL;
    }
    return editions_read(task, hs) && codes_read(task, hs) && roles_read(task, hs) ? hs : NULL;
}

/* The first entry that is not before `code`. */
static const HsCode *lower_bound(const Nomenclature *hs, Text code)
{
    size_t low = 0, high = hs->code_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (text_compare(hs->codes[middle].code, code) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return hs->codes + low;
}

HsRange hs_code(const Nomenclature *hs, Text code)
{
    HsRange range = { lower_bound(hs, code), NULL };
    for (range.end = range.first; range.end < hs->codes + hs->code_count && text_equal(range.end->code, code);)
        range.end++;
    return range;
}

HsRange hs_below(const Nomenclature *hs, Text prefix)
{
    HsRange range = { lower_bound(hs, prefix), NULL };
    for (range.end = range.first; range.end < hs->codes + hs->code_count && text_starts(range.end->code, prefix);)
        range.end++;
    return range;
}

HsSet hs_editions(const Nomenclature *hs, Text code)
{
    HsSet set = 0;
    HsRange range = hs_code(hs, code);
    for (const HsCode *at = range.first; at < range.end; at++)
        set |= at->editions;
    return set;
}

const HsCode *hs_in(const Nomenclature *hs, Text code, int edition)
{
    HsRange range = hs_code(hs, code);
    for (const HsCode *at = range.first; at < range.end; at++)
        if (hs_has(at->editions, edition))
            return at;
    return NULL;
}

const HsRole *hs_role(const Nomenclature *hs, Text code, int edition)
{
    for (size_t i = 0; i < hs->role_count; i++)
        if (text_equal(hs->roles[i].code, code) && hs_has(hs->roles[i].editions, edition))
            return &hs->roles[i];
    return NULL;
}

bool hs_is_reused(HsSet set)
{
    HsSet whole = set ? set / (set & -set) : 0; /* the oldest edition as bit 0 */
    return (whole & (whole + 1)) != 0;
}

/* ---- correlation ---- */

static int by_newer(const void *a, const void *b)
{
    const HsLink *one = a, *other = b;
    int order = text_compare(one->newer, other->newer);
    return order ? order : text_compare(one->older, other->older);
}

static int by_older(const void *a, const void *b)
{
    const HsLink *one = a, *other = b;
    int order = text_compare(one->older, other->older);
    return order ? order : text_compare(one->newer, other->newer);
}

static const HsLink *sorted(Region *region, const HsLink *links, size_t count, int (*order)(const void *, const void *))
{
    HsLink *copy = REGION_ARRAY(region, HsLink, count + 1);
    if (count) {
        memcpy(copy, links, count * sizeof *copy);
        qsort(copy, count, sizeof *copy, order);
    }
    return copy;
}

bool hs_links_read(Task *task, const Nomenclature *hs, int older, HsLinks *links)
{
    static const char *const names[] = { "newer", "older", "partial", "relation", NULL };
    Sheet sheet;
    Text name = text_format(task->region, "correlation/" TEXT_FMT "-" TEXT_FMT ".csv", TEXT_ARG(hs->editions[older + 1].id), TEXT_ARG(hs->editions[older].id));
    if (!sheet_read(task, &sheet, path_in(task, hs->folder, text_string(task->region, name)), names))
        return false;
    HsLink *at = REGION_ARRAY(task->region, HsLink, sheet.csv->rows);
    for (uint32_t row = 0; row < sheet.csv->rows; row++)
        at[row] = (HsLink){ cell(&sheet, row, 0)->text, cell(&sheet, row, 1)->text, text_is(cell(&sheet, row, 2)->text, "1"), cell(&sheet, row, 3)->text };
    *links = (HsLinks){ older, sheet.csv->rows, sorted(task->region, at, sheet.csv->rows, by_newer), sorted(task->region, at, sheet.csv->rows, by_older) };
    return true;
}

static Text side(const HsLink *link, bool older)
{
    return older ? link->older : link->newer;
}

/* Of links sorted by that side, the first that is not before `code`. */
static size_t first_link(const HsLink *at, size_t count, bool older, Text code)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (text_compare(side(&at[middle], older), code) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_named(const HsLinks *links, bool older, Text code)
{
    const HsLink *at = older ? links->by_older : links->at;
    size_t first = first_link(at, links->count, older, code);
    return first < links->count && text_equal(side(&at[first], older), code);
}

void hs_links_of(Region *region, const Nomenclature *hs, const HsLinks *links, Text code, bool forward, HsLinkList *out)
{
    const HsLink *at = forward ? links->by_older : links->at;
    HsSet set = hs_editions(hs, code);
    for (size_t i = first_link(at, links->count, forward, code); i < links->count && text_equal(side(&at[i], forward), code); i++)
        *LIST_ADD(region, out->at) = at[i];
    bool both = hs_has(set, links->older) && hs_has(set, links->older + 1);
    if (both && !is_named(links, false, code) && !is_named(links, true, code))
        *LIST_ADD(region, out->at) = (HsLink){ code, code, false, TEXT("1:1") };
}

/* ---- codes as people write them ---- */

HsForm hs_code_read(Region *region, Text written, Text *code)
{
    Builder digits = builder_on(region);
    for (size_t i = 0; i < written.length; i++) {
        char letter = written.at[i];
        if (letter >= '0' && letter <= '9')
            build_byte(&digits, letter);
        else if ((letter != '.' && letter != ' ') || !digits.length)
            return HS_WRONG;
    }
    size_t count = digits.length;
    *code = text_slice(builder_text(&digits), 0, 6);
    if (count == 2 || count == 4 || count == 6)
        return HS_WHOLE;
    return count == 8 || count == 10 ? HS_NATIONAL : HS_WRONG;
}

Text hs_code_text(Region *region, Text code)
{
    if (code.length <= 4)
        return code;
    return text_format(region, TEXT_FMT "." TEXT_FMT, TEXT_ARG(text_slice(code, 0, 4)), TEXT_ARG(text_slice(code, 4, code.length)));
}

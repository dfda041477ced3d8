/* rulebook/catalogue.c - tables beside the pages: catalogues of names, and rows kept as CSV. See reader.h. */
#include "rulebook/reader.h"

/* ---- CSV as spans ---- */

/* A cell's words, without the quotes of CSV, stand at its place; blanks fill what the quotes took. */
static void resolve_in_place(const Source *source, char *bytes, CsvCell *cell)
{
    size_t from = cell->span.from, room = cell->span.to - cell->span.from;
    size_t length = cell->text.length < room ? cell->text.length : room;
    bool quoted = room && bytes[from] == '"';
    if (quoted) {
        memcpy(bytes + from, cell->text.at, length);
        memset(bytes + from + length, ' ', room - length);
    }
    Text words = text_trim((Text){ bytes + from, quoted ? length : room });
    cell->span = span_of(source, words);
}

const Csv *csv_as_spans(Task *task, const char *path, const Source **source)
{
    const Source *original = file_read(task, path, 0);
    const Csv *csv = original ? csv_read(task, original) : NULL;
    if (!csv)
        return NULL;
    Source *resolved = REGION_NEW(task->region, Source);
    char *bytes = text_string(task->region, original->bytes);
    *resolved = (Source){ original->name, { bytes, original->bytes.length } };
    for (uint32_t i = 0; i < csv->columns; i++)
        resolve_in_place(resolved, bytes, &csv->header[i]);
    for (size_t i = 0; i < (size_t)csv->rows * csv->columns; i++)
        resolve_in_place(resolved, bytes, &csv->cells[i]);
    *source = resolved;
    return csv;
}

/* ---- catalogues ---- */

/* The file as it lies in the data folder: "data/documents.csv" -> "documents.csv". */
static Text inside_data(Text file)
{
    return text_starts(file, TEXT("data/")) ? text_slice(file, 5, file.length) : file;
}

/* Where the catalogue lies, or NULL. */
static const char *catalogue_path(const Library *library, Text file)
{
    Region *region = library->task->region;
    const char *data = library->options->data_folder;
    const char *places[3] = { NULL, path_shown(region, text_of(library->folder), file), NULL };
    Text above = text_of(path_join(region, text_of(library->folder), TEXT("..")));
    places[2] = path_join(region, above, file);
    if (data)
        places[0] = path_shown(region, text_of(data), inside_data(file));
    for (size_t i = 0; i < 3; i++)
        if (places[i] && file_exists(places[i]))
            return places[i];
    return NULL;
}

static void check_name(Task *task, NameIndex *index, const CatalogueName *name)
{
    if (!name->name.length)
        report_error(task->report, "empty-cell", name->span, "nothing stands in column \"name\"");
    const CatalogueName *former = names_add(index, 0, name->name, name);
    if (!former)
        return;
    Problem *problem = report_error(task->report, "name-twice", name->span, "name \"" TEXT_FMT "\" stands twice", TEXT_ARG(text_shown(name->name)));
    problem_also(task->report, problem, former->span, "first here");
}

/* The rows of the file go behind the names there are. */
static void read_names(Task *task, const Csv *csv, int name, Catalogue *catalogue, NameIndex *index)
{
    static const Text LANGUAGES[] = { { "en", 2 }, { "zh", 2 }, { "vi", 2 } };
    CatalogueName *names = REGION_ARRAY(task->region, CatalogueName, catalogue->count + csv->rows + 1);
    if (catalogue->count)
        memcpy(names, catalogue->names, catalogue->count * sizeof *names);
    for (uint32_t row = 0; row < csv->rows; row++) {
        const CsvCell *cell = csv_cell(csv, row, (uint32_t)name);
        CatalogueName *made = &names[catalogue->count + row];
        *made = (CatalogueName){ .name = cell->text, .span = cell->span };
        for (int i = 0; i < 3; i++) {
            int column = csv_column(csv, LANGUAGES[i]);
            made->words[i] = column < 0 ? TEXT_NONE : csv_cell(csv, row, (uint32_t)column)->text;
        }
        check_name(task, index, made);
    }
    catalogue->names = names;
    catalogue->count += csv->rows;
}

static void read_catalogue(Library *library, const char *path, Catalogue *catalogue, NameIndex *index)
{
    Task *task = library->task;
    const Source *source = file_read(task, path, 0);
    const Csv *csv = source ? csv_read(task, source) : NULL;
    catalogue->source = catalogue->source ? catalogue->source : source;
    if (!csv)
        return;
    int name = csv_column(csv, TEXT("name"));
    if (name < 0)
        report_error(task->report, "missing-column", (Span){ source, 0, 0 }, "catalogue has no column \"name\"");
    else
        read_names(task, csv, name, catalogue, index);
}

/* A house's own names stand beside those of the law. */
static void read_house_names(Library *library, Text file, Catalogue *catalogue, NameIndex *index)
{
    const char *house = library->options->house;
    const char *path = house ? path_join(library->task->region, text_of(house), text_join(library->task->region, TEXT("data/"), inside_data(file))) : NULL;
    if (path && file_exists(path))
        read_catalogue(library, path, catalogue, index);
}

static void want_catalogue(Library *library, Text file, Span span)
{
    for (size_t i = 0; i < library->catalogues.count; i++)
        if (text_equal(library->catalogues.at[i].file, file))
            return;
    Catalogue catalogue = { .file = file };
    const char *path = path_leaves(file) ? NULL : catalogue_path(library, file);
    NameIndex index = { .region = library->task->region };
    if (path) {
        read_catalogue(library, path, &catalogue, &index);
        read_house_names(library, file, &catalogue, &index);
    } else {
        Problem *problem = report_error(library->task->report, "catalogue-missing", span,
                                        "catalogue \"" TEXT_FMT "\" is not there",
                                        TEXT_ARG(text_shown(file)));
        problem_hint(library->task->report, problem, "Catalogues lie in the folder data beside the rulebooks.");
    }
    *LIST_ADD(library->task->region, library->catalogues) = catalogue;
}

/* "list of name of documents" names data/documents.csv */
static void want_catalogue_of_type(Library *library, Span type)
{
    Text text = span_text(type), of = TEXT("name of ");
    if (text_starts(text, TEXT("list of ")))
        text = text_slice(text, 8, text.length);
    if (!text_starts(text, of))
        return;
    Text name = text_slice(text, of.length, text.length);
    want_catalogue(library, text_format(library->task->region, "data/" TEXT_FMT ".csv", TEXT_ARG(name)), type);
}

void catalogues_read(Library *library)
{
    for (size_t i = 0; i < library->parts.count; i++) {
        const AnswerPart *part = &library->parts.at[i];
        if (part->catalogue.length)
            want_catalogue(library, part->catalogue, span_part(part->span, part->catalogue));
    }
    for (size_t i = 0; i < library->facts.count; i++)
        want_catalogue_of_type(library, library->facts.at[i].type);
}

/* casework/sheet_book.c - see sheet_book.h. Names of parts and what they hold: ECMA-376 part 1 (SpreadsheetML) and part 2 (packages). */
#include "casework/sheet_book.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "base/xml.h"
#include "base/xml_stream.h"

enum { ESCAPE = 7 }; /* "_x000D_" */

/* ---- parts that are small enough for a tree ---- */

static const XmlElement *read_tree(Task *task, const Table *table, Archive *archive, Text entry)
{
    Text bytes;
    if (!archive_read(task, archive, entry, LIMIT_FILE_BYTES, &bytes))
        return NULL;
    Source *source = REGION_NEW(task->region, Source);
    source->name = text_format(task->region, TEXT_FMT ":" TEXT_FMT, TEXT_ARG(table->file), TEXT_ARG(entry));
    source->bytes = text_starts(bytes, TEXT("\xef\xbb\xbf")) ? text_slice(bytes, 3, bytes.length) : bytes;
    return xml_read(task, source);
}

static Text folder_of(Text entry)
{
    size_t end = entry.length;
    while (end > 0 && entry.at[end - 1] != '/')
        end--;
    return text_slice(entry, 0, end);
}

/* The entry a relationship names: from the root, or from the folder of the part it belongs to. */
static Text resolve(Region *region, Text folder, Text target)
{
    if (text_starts(target, TEXT("/")))
        return text_slice(target, 1, target.length);
    while (text_starts(target, TEXT("../"))) {
        target = text_slice(target, 3, target.length);
        folder = folder_of(text_slice(folder, 0, folder.length ? folder.length - 1 : 0));
    }
    return text_join(region, folder, target);
}

static Text relations_of(Region *region, Text entry)
{
    Text folder = folder_of(entry);
    return text_format(region, TEXT_FMT "_rels/" TEXT_FMT ".rels", TEXT_ARG(folder), TEXT_ARG(text_slice(entry, folder.length, entry.length)));
}

static const XmlElement *by_kind(const XmlElement *relations, Text ending)
{
    const XmlElement *relation = xml_child(relations, "Relationship");
    while (relation && !text_ends(xml_attribute(relation, "Type"), ending))
        relation = xml_next(relation);
    return relation;
}

static const XmlElement *by_id(const XmlElement *relations, Text id)
{
    const XmlElement *relation = xml_child(relations, "Relationship");
    while (relation && !text_equal(xml_attribute(relation, "Id"), id))
        relation = xml_next(relation);
    return relation;
}

static bool not_a_book(Task *task, const Table *table)
{
    Problem *problem = report_error(task->report, "table-form", SPAN_NONE, "the archive is no spreadsheet");
    problem_where(task->report, problem, TEXT_FMT, TEXT_ARG(table->file));
    problem_hint(task->report, problem, "Tables are read from .xlsx, .ods and CSV.");
    return false;
}

/* ---- the workbook ---- */

static bool is_on(Text flag)
{
    return text_is(flag, "1") || text_is(flag, "true") || text_is(flag, "on");
}

static Text relation_id(const XmlElement *sheet)
{
    for (uint32_t i = 0; i < sheet->attribute_count; i++)
        if (text_is(sheet->attributes[i].name, "id") && sheet->attributes[i].space.length)
            return sheet->attributes[i].value;
    return TEXT_NONE;
}

/* Sheets that hold cells; those with a chart alone do not count. */
static void list_sheets(Task *task, Book *book, const XmlElement *workbook, const XmlElement *relations, Text folder)
{
    for (const XmlElement *sheet = xml_child(xml_child(workbook, "sheets"), "sheet"); sheet; sheet = xml_next(sheet)) {
        const XmlElement *relation = by_id(relations, relation_id(sheet));
        if (!relation || !text_ends(xml_attribute(relation, "Type"), TEXT("/worksheet")))
            continue;
        Text state = xml_attribute(sheet, "state");
        *LIST_ADD(task->region, book->sheets) = (BookSheet){ xml_attribute(sheet, "name"), resolve(task->region, folder, xml_attribute(relation, "Target")), state.length && !text_is(state, "visible") };
    }
}

static Text related(Region *region, const XmlElement *relations, Text folder, Text ending)
{
    const XmlElement *relation = by_kind(relations, ending);
    return relation ? resolve(region, folder, xml_attribute(relation, "Target")) : TEXT_NONE;
}

static bool open_workbook(Task *task, Book *book, const Table *table, Text entry)
{
    const XmlElement *workbook = read_tree(task, table, book->archive, entry);
    if (!workbook)
        return false;
    if (!xml_is(workbook, "workbook"))
        return not_a_book(task, table);
    const XmlElement *relations = read_tree(task, table, book->archive, relations_of(task->region, entry));
    if (!relations)
        return false;
    Text folder = folder_of(entry);
    const XmlElement *properties = xml_child(workbook, "workbookPr");
    book->from_1904 = properties && is_on(xml_attribute(properties, "date1904"));
    book->styles = related(task->region, relations, folder, TEXT("/styles"));
    book->strings = related(task->region, relations, folder, TEXT("/sharedStrings"));
    list_sheets(task, book, workbook, relations, folder);
    return book->sheets.count || not_a_book(task, table);
}

/* ---- styles ---- */

static Text code_of(const XmlElement *formats, Text number)
{
    for (const XmlElement *format = xml_child(formats, "numFmt"); format; format = xml_next(format))
        if (text_equal(xml_attribute(format, "numFmtId"), number))
            return xml_attribute(format, "formatCode");
    return TEXT_NONE;
}

static bool read_forms(Task *task, Book *book, const Table *table)
{
    if (!book->styles.length)
        return true;
    const XmlElement *styles = read_tree(task, table, book->archive, book->styles);
    if (!styles)
        return false;
    const XmlElement *formats = xml_child(styles, "numFmts");
    for (const XmlElement *form = xml_child(xml_child(styles, "cellXfs"), "xf"); form && book->forms.count <= UINT16_MAX; form = xml_next(form)) {
        Text number = xml_attribute(form, "numFmtId");
        BookForm made = { 0 };
        made.form = (uint8_t)sheet_form((uint32_t)strtoul(text_string(task->region, number), NULL, 10), code_of(formats, number), &made.width);
        *LIST_ADD(task->region, book->forms) = made;
    }
    return true;
}

bool book_open(Task *task, Book *book, Table *table, Archive *archive)
{
    *book = (Book){ .archive = archive };
    if (!archive_has(archive, TEXT("_rels/.rels")))
        return not_a_book(task, table);
    const XmlElement *relations = read_tree(task, table, archive, TEXT("_rels/.rels"));
    if (!relations)
        return false;
    const XmlElement *relation = by_kind(relations, TEXT("/officeDocument"));
    if (!relation)
        return not_a_book(task, table);
    return open_workbook(task, book, table, resolve(task->region, TEXT_NONE, xml_attribute(relation, "Target"))) && read_forms(task, book, table);
}

/* ---- texts that cells share ---- */

typedef struct Strings {
    Task *task;
    Book *book;
    Table *table;
    Builder text;   /* of the one being read */
    uint32_t aside; /* elements of pronunciation that are open: not part of the text */
    bool in_text;
    size_t bytes;   /* of all */
} Strings;

static bool start_string(void *context, Text name, const char **attributes)
{
    Strings *strings = context;
    (void)attributes;
    if (text_is(name, "si"))
        strings->text.length = 0;
    strings->aside += text_is(name, "rPh");
    strings->in_text = text_is(name, "t") && !strings->aside;
    return true;
}

static bool end_string(void *context, Text name)
{
    Strings *strings = context;
    strings->in_text = false;
    strings->aside -= text_is(name, "rPh");
    if (!text_is(name, "si"))
        return true;
    strings->text.length = book_unescape(strings->text.at, strings->text.length);
    Region *region = strings->task->region;
    *LIST_ADD(region, strings->book->shared) = table_keep(region, strings->table, builder_text(&strings->text));
    return true;
}

static bool text_of_string(void *context, Text text)
{
    Strings *strings = context;
    if (strings->in_text)
        build_text(&strings->text, text);
    return true;
}

bool book_read_strings(Task *task, Book *book, Table *table)
{
    static const XmlHandlers handlers = { start_string, end_string, text_of_string };
    if (!book->strings.length)
        return true;
    Strings strings = { .task = task, .book = book, .table = table, .text = builder_on(task->region) };
    return xml_stream(task, book->archive, book->strings, LIMIT_DATA_BYTES, &handlers, &strings);
}

static bool is_escape(const char *at, size_t length)
{
    if (length < ESCAPE || at[0] != '_' || at[1] != 'x' || at[ESCAPE - 1] != '_')
        return false;
    for (size_t i = 2; i < ESCAPE - 1; i++)
        if (!isxdigit((unsigned char)at[i]))
            return false;
    return true;
}

/* The letter by its number, as UTF-8; a half of a pair stays as it is written. */
static size_t put_letter(char *out, const char *escape)
{
    char digits[5] = { escape[2], escape[3], escape[4], escape[5], '\0' };
    unsigned long letter = strtoul(digits, NULL, 16);
    if (letter >= 0xd800 && letter < 0xe000) {
        memmove(out, escape, ESCAPE);
        return ESCAPE;
    }
    if (letter < 0x80) {
        out[0] = (char)letter;
        return 1;
    }
    size_t length = letter < 0x800 ? 2 : 3;
    out[0] = (char)(length == 2 ? 0xc0 | letter >> 6 : 0xe0 | letter >> 12);
    if (length == 3)
        out[1] = (char)(0x80 | (letter >> 6 & 0x3f));
    out[length - 1] = (char)(0x80 | (letter & 0x3f));
    return length;
}

size_t book_unescape(char *at, size_t length)
{
    char *mark = length ? memchr(at, '_', length) : NULL;
    if (!mark)
        return length;
    size_t out = (size_t)(mark - at);
    for (size_t in = out; in < length;) {
        if (is_escape(at + in, length - in)) {
            out += put_letter(at + out, at + in);
            in += ESCAPE;
        } else {
            at[out++] = at[in++];
        }
    }
    return out;
}

/* ---- which sheet ---- */

static Text names_of(Region *region, const Book *book)
{
    Builder out = builder_on(region);
    for (size_t i = 0; i < book->sheets.count; i++)
        build_format(&out, "%s\"" TEXT_FMT "\"%s", i ? ", " : "", TEXT_ARG(book->sheets.at[i].name), book->sheets.at[i].hidden ? " (hidden)" : "");
    return builder_text(&out);
}

static const BookSheet *told_sheet(const Book *book, Text told)
{
    size_t number = 0;
    for (size_t i = 0; i < told.length && number <= book->sheets.count; i++)
        number = isdigit((unsigned char)told.at[i]) ? number * 10 + (size_t)(told.at[i] - '0') : SIZE_MAX / 16;
    for (size_t i = 0; i < book->sheets.count; i++)
        if (text_equal(book->sheets.at[i].name, told))
            return &book->sheets.at[i];
    return number >= 1 && number <= book->sheets.count ? &book->sheets.at[number - 1] : NULL;
}

static const BookSheet *first_shown(const Book *book)
{
    for (size_t i = 0; i < book->sheets.count; i++)
        if (!book->sheets.at[i].hidden)
            return &book->sheets.at[i];
    return &book->sheets.at[0];
}

const BookSheet *book_choose(Task *task, const Book *book, const Table *table, Text told)
{
    const BookSheet *sheet = told.length ? told_sheet(book, told) : first_shown(book);
    Problem *problem = NULL;
    if (!sheet) {
        problem = report_error(task->report, "no-such-sheet", SPAN_NONE, "the file has no sheet \"" TEXT_FMT "\"", TEXT_ARG(told));
        problem_hint(task->report, problem, "It has " TEXT_FMT ".", TEXT_ARG(names_of(task->region, book)));
    } else if (!told.length && book->sheets.count > 1) {
        problem = report_note(task->report, "table-sheet", SPAN_NONE, "the sheet \"" TEXT_FMT "\" is read, of " TEXT_FMT, TEXT_ARG(sheet->name), TEXT_ARG(names_of(task->region, book)));
        problem_hint(task->report, problem, "--sheet names another.");
    }
    if (problem)
        problem_where(task->report, problem, TEXT_FMT, TEXT_ARG(table->file));
    return sheet;
}

/* papers/paper_xlsx.c - a paper as a spreadsheet, by libxlsxwriter, which is loaded when the first is written. See paper.h.
 *
 *     about │ part │ part ...      each with a header that stays, columns as wide as what stands in them
 *
 * Only strings, numbers and days are written: nothing that comes from outside can become a formula or a link. An amount stands twice:
 * as text with every digit, and as a number where fifteen digits hold it, which is what spreadsheets reckon with. That is the one
 * place where a figure of ours becomes a binary one; nothing is read back from it.
 */
#define _GNU_SOURCE /* memfd_create */
#include <ctype.h>
#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/late.h"
#include "base/utf8.h"
#include "papers/figures.h"
#include "papers/paper.h"
#include "papers/words.h"

enum {
    SHEET_ROWS = 1048576 - 1,   /* of the format, without the header */
    SHEET_LETTERS = 32767,      /* of one cell, in UTF-16 */
    SHEET_NAME = 31,            /* letters of a sheet's name */
    EXACT_DIGITS = 15,          /* that a spreadsheet keeps of a number */
    LEAST_WIDTH = 9, MOST_WIDTH = 60,
    SAMPLE_ROWS = 1024,         /* rows that say how wide a column is */
    A4 = 9
};
enum { DAYS_TO_1970 = 25569, FIRST_SHEET_DAY = 61 }; /* 1900-03-01 is day 61; days before it are counted otherwise by every program */
enum { FIXED_TIME = 315532800 };                     /* 1980-01-01: the same paper is the same file, whenever it is written */

/* ---- the library ---- */

#define FUNCTIONS(DO)                                                                                                         \
    DO(workbook_new) DO(workbook_add_worksheet) DO(workbook_add_format) DO(workbook_set_properties) DO(workbook_close)        \
    DO(worksheet_write_string) DO(worksheet_write_number) DO(worksheet_set_column) DO(worksheet_freeze_panes)                 \
    DO(worksheet_repeat_rows) DO(worksheet_set_landscape) DO(worksheet_fit_to_pages) DO(worksheet_set_paper)                  \
    DO(format_set_bold) DO(format_set_text_wrap) DO(format_set_align) DO(format_set_num_format) DO(format_set_bottom) DO(lxw_strerror)

typedef struct Xlsx { /* libxlsxwriter's functions, by their own names */
    void *handle;
#define POINTER(name) __typeof__(&name) name;
    FUNCTIONS(POINTER)
#undef POINTER
} Xlsx;

static bool load(Task *task, Xlsx *xlsx)
{
#define SYMBOL(name) { #name, &xlsx->name },
    xlsx->handle = LATE_OPEN(task, "libxlsxwriter.so.4", "libxlsxwriter4", FUNCTIONS(SYMBOL));
#undef SYMBOL
    return xlsx->handle != NULL;
}

typedef struct Sheets { /* a spreadsheet as it is written */
    Task *task;
    Region *region;
    const Xlsx *xlsx;
    const Paper *paper;
    lxw_workbook *book;
    lxw_format *head, *text, *number, *day, *title; /* header, wrapped text, figures, ISO days, first column of a record */
    lxw_error error;                                /* the first that was met */
} Sheets;

static void note(Sheets *sheets, lxw_error error)
{
    if (sheets->error == LXW_NO_ERROR)
        sheets->error = error;
}

/* ---- cells ---- */

/* "_x0041_" is read as a letter by its number: 7 bytes from `at`. */
static bool is_escape(Text text, size_t at)
{
    if (at + 7 > text.length || text.at[at] != '_' || text.at[at + 1] != 'x' || text.at[at + 6] != '_')
        return false;
    for (size_t i = at + 2; i < at + 6; i++)
        if (!isxdigit((unsigned char)text.at[i]))
            return false;
    return true;
}

static void build_letter(Builder *out, Text text, size_t from, size_t to)
{
    if (is_escape(text, from))
        build_text(out, TEXT("_x005F"));
    bool line_end = text.at[from] == '\n' || (text.at[from] == '\r' && to < text.length && text.at[to] == '\n');
    if (!line_end)
        build_visible(out, text_slice(text, from, to));
    else if (text.at[from] == '\n')
        build_byte(out, '\n');
}

/* As a cell may hold it: no hidden letters but line ends, no more than a cell takes. */
static const char *cell_string(const Sheets *sheets, Text text)
{
    Builder out = builder_on(sheets->region);
    for (size_t at = 0, units = 0; at < text.length;) {
        size_t from = at, before = out.length;
        units += utf8_next(text, &at) > 0xffff ? 2 : 1;
        if (units >= SHEET_LETTERS) {
            build_text(&out, TEXT("…"));
            break;
        }
        build_letter(&out, text, from, at);
        units += out.length > before + 6 ? 6 : 0; /* an escape counts as it is written */
    }
    build_byte(&out, '\0');
    return out.at;
}

static void put_text(Sheets *sheets, lxw_worksheet *sheet, size_t row, size_t column, lxw_format *format, Text text)
{
    if (text.length)
        note(sheets, sheets->xlsx->worksheet_write_string(sheet, (lxw_row_t)row, (lxw_col_t)column, cell_string(sheets, text), format));
}

/* Is the figure one that fifteen digits hold? */
static bool is_exact(Text plain)
{
    Decimal number;
    if (!decimal_read(&number, plain, false))
        return false;
    unsigned __int128 digits = number.coefficient, most = 1;
    while (digits && digits % 10 == 0)
        digits /= 10;
    for (int i = 0; i < EXACT_DIGITS; i++)
        most *= 10;
    return digits < most && plain.length < SHEET_LETTERS / 2;
}

static void put_number(Sheets *sheets, lxw_worksheet *sheet, size_t row, size_t column, Text plain)
{
    if (is_exact(plain))
        note(sheets, sheets->xlsx->worksheet_write_number(sheet, (lxw_row_t)row, (lxw_col_t)column, strtod(text_string(sheets->region, plain), NULL), sheets->number));
}

/* The number of a day in a spreadsheet; 0 where it is none, or too early. */
static int64_t sheet_day(Text plain)
{
    int64_t day;
    if (!date_read(&day, plain) || day + DAYS_TO_1970 < FIRST_SHEET_DAY || ymd_of(day).year > 9999)
        return 0;
    return day + DAYS_TO_1970;
}

/* A figure is text with all its digits, and beside it a number; a count is a number alone where that tells all. */
static bool is_doubled(PaperKind kind)
{
    return kind == PAPER_AMOUNT || kind == PAPER_RATE;
}

static void put_cell(Sheets *sheets, lxw_worksheet *sheet, size_t row, size_t column, PaperKind kind, PaperCell cell)
{
    int64_t day = kind == PAPER_DAY ? sheet_day(cell.plain) : 0;
    if (day)
        note(sheets, sheets->xlsx->worksheet_write_number(sheet, (lxw_row_t)row, (lxw_col_t)column, (double)day, sheets->day));
    else if (kind == PAPER_NUMBER && is_exact(cell.plain))
        put_number(sheets, sheet, row, column, cell.plain);
    else if (kind_is_figure(kind) && cell.plain.length)
        put_text(sheets, sheet, row, column, sheets->text, cell.plain);
    else
        put_text(sheets, sheet, row, column, sheets->text, cell_shown(sheets->paper, kind, cell));
    if (is_doubled(kind))
        put_number(sheets, sheet, row, column + 1, cell.plain);
}

/* ---- sheets ---- */

/* Never one that a user would have to read sideways. */
static void settle_page(Sheets *sheets, lxw_worksheet *sheet)
{
    sheets->xlsx->worksheet_freeze_panes(sheet, 1, 0);
    sheets->xlsx->worksheet_repeat_rows(sheet, 0, 0);
    sheets->xlsx->worksheet_set_paper(sheet, A4);
    sheets->xlsx->worksheet_set_landscape(sheet);
    sheets->xlsx->worksheet_fit_to_pages(sheet, 1, 0);
}

static size_t longest_line(Text text)
{
    size_t longest = 0;
    while (text.length) {
        size_t width = utf8_width(text_cut(text, '\n', &text));
        longest = width > longest ? width : longest;
    }
    return longest;
}

static void set_width(Sheets *sheets, lxw_worksheet *sheet, size_t column, size_t letters)
{
    double width = (double)(letters < LEAST_WIDTH ? LEAST_WIDTH : letters > MOST_WIDTH ? MOST_WIDTH : letters) + 2;
    note(sheets, sheets->xlsx->worksheet_set_column(sheet, (lxw_col_t)column, (lxw_col_t)column, width, NULL));
}

static size_t column_width(const Sheets *sheets, const PaperPart *part, size_t column)
{
    const PaperColumn *of = &part->columns.at[column];
    size_t most = longest_line(of->title);
    for (size_t i = 0; i < part->rows.count && i < SAMPLE_ROWS; i++) {
        size_t width = longest_line(cell_shown(sheets->paper, of->kind, part->rows.at[i].cells[column])) + 2 * part->rows.at[i].level * (column == 0);
        most = width > most ? width : most;
    }
    return most;
}

static lxw_worksheet *add_sheet(Sheets *sheets, const char *name)
{
    Text cut = text_slice(text_of(name), 0, SHEET_NAME);
    lxw_worksheet *sheet = sheets->xlsx->workbook_add_worksheet(sheets->book, text_string(sheets->region, cut));
    if (!sheet)
        note(sheets, LXW_ERROR_PARAMETER_VALIDATION);
    else
        settle_page(sheets, sheet);
    return sheet;
}

static void put_row(Sheets *sheets, lxw_worksheet *sheet, size_t at, const PaperPart *part, const PaperRow *row)
{
    size_t column = 0;
    for (size_t i = 0; i < part->columns.count; i++) {
        PaperKind kind = part->columns.at[i].kind;
        PaperCell cell = row->cells[i];
        if (i == 0 && row->level)
            cell.words = row_indented(sheets->paper, row, cell_shown(sheets->paper, kind, cell));
        put_cell(sheets, sheet, at, column, kind, cell);
        column += is_doubled(kind) ? 2 : 1;
    }
    put_text(sheets, sheet, at, column, sheets->text, row->below);
}

static void put_header(Sheets *sheets, lxw_worksheet *sheet, const PaperPart *part)
{
    size_t column = 0;
    for (size_t i = 0; i < part->columns.count; i++) {
        Text title = part->columns.at[i].title;
        put_text(sheets, sheet, 0, column, sheets->head, title);
        set_width(sheets, sheet, column++, column_width(sheets, part, i));
        if (!is_doubled(part->columns.at[i].kind))
            continue;
        Text twin = word_filled(sheets->region, word(WORD_PAPER_AS_NUMBER, sheets->paper->language), &title, 1);
        put_text(sheets, sheet, 0, column, sheets->head, twin);
        set_width(sheets, sheet, column++, longest_line(twin));
    }
    if (!part_has_remarks(part))
        return;
    put_text(sheets, sheet, 0, column, sheets->head, word(WORD_PAPER_REMARK, sheets->paper->language));
    set_width(sheets, sheet, column, MOST_WIDTH);
}

static void put_table(Sheets *sheets, const PaperPart *part)
{
    lxw_worksheet *sheet = add_sheet(sheets, part->key);
    if (!sheet)
        return;
    put_header(sheets, sheet, part);
    for (size_t i = 0; i < part->rows.count; i++) {
        RegionMark mark = region_mark(sheets->region);
        put_row(sheets, sheet, i + 1, part, &part->rows.at[i]);
        region_drop(sheets->region, mark);
    }
}

/* ---- records: a line each, what it is and what it says ---- */

static lxw_worksheet *add_lines(Sheets *sheets, const char *name, Text title)
{
    lxw_worksheet *sheet = add_sheet(sheets, name);
    if (!sheet)
        return NULL;
    Text value = word(WORD_PAPER_VALUE, sheets->paper->language);
    put_text(sheets, sheet, 0, 0, sheets->head, title);
    put_text(sheets, sheet, 0, 1, sheets->head, value);
    put_text(sheets, sheet, 0, 2, sheets->head, word_filled(sheets->region, word(WORD_PAPER_AS_NUMBER, sheets->paper->language), &value, 1));
    set_width(sheets, sheet, 0, MOST_WIDTH / 2);
    set_width(sheets, sheet, 1, MOST_WIDTH);
    set_width(sheets, sheet, 2, MOST_WIDTH / 3);
    return sheet;
}

static void put_record(Sheets *sheets, const PaperPart *part)
{
    lxw_worksheet *sheet = add_lines(sheets, part->key, part->title);
    if (!sheet || !part->rows.count)
        return;
    for (size_t i = 0; i < part->columns.count; i++) {
        put_text(sheets, sheet, i + 1, 0, sheets->title, part->columns.at[i].title);
        put_cell(sheets, sheet, i + 1, 1, part->columns.at[i].kind, part->rows.at[0].cells[i]);
    }
    put_text(sheets, sheet, part->columns.count + 1, 0, sheets->title, part->rows.at[0].below.length ? word(WORD_PAPER_REMARK, sheets->paper->language) : TEXT_NONE);
    put_text(sheets, sheet, part->columns.count + 1, 1, sheets->text, part->rows.at[0].below);
}

/* ---- the sheet about the paper ---- */

typedef struct Lines { /* a sheet of lines as it grows */
    Sheets *sheets;
    lxw_worksheet *sheet;
    size_t at; /* the next row */
} Lines;

static void add_line(Lines *lines, Text title, Text says)
{
    if (!says.length)
        return;
    put_text(lines->sheets, lines->sheet, lines->at, 0, lines->sheets->title, title);
    put_text(lines->sheets, lines->sheet, lines->at++, 1, lines->sheets->text, says);
}

static void put_about(Sheets *sheets)
{
    const Paper *paper = sheets->paper;
    Lines lines = { sheets, add_lines(sheets, "about", paper->title), 1 };
    if (!lines.sheet)
        return;
    add_line(&lines, word(WORD_PAPER_SUBJECT, paper->language), paper->about);
    add_line(&lines, word(WORD_PAPER_VERDICT, paper->language), cell_shown(paper, PAPER_WORD, paper->verdict));
    for (size_t i = 0; i < paper->parts.count; i++) {
        const PaperPart *part = paper->parts.at[i];
        add_line(&lines, part->title, part->rows.count ? part->lead : part->none);
    }
    for (size_t i = 0; i < paper->notes.count; i++)
        add_line(&lines, i ? TEXT_NONE : word(WORD_PAPER_NOTES, paper->language), paper->notes.at[i]);
    add_line(&lines, word(WORD_PAPER_LAW, paper->language), paper->law);
    add_line(&lines, word(WORD_PAPER_AS_OF, paper->language), paper->as_of);
    add_line(&lines, TEXT_NONE, word(WORD_NO_ADVICE, paper->language));
}

/* ---- the file ---- */

static lxw_format *format_of(Sheets *sheets, const char *number, bool bold, bool wrap)
{
    lxw_format *format = sheets->xlsx->workbook_add_format(sheets->book);
    if (number)
        sheets->xlsx->format_set_num_format(format, number);
    if (bold)
        sheets->xlsx->format_set_bold(format);
    if (wrap)
        sheets->xlsx->format_set_text_wrap(format);
    sheets->xlsx->format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    return format;
}

static void make_formats(Sheets *sheets)
{
    sheets->head = format_of(sheets, "@", true, true);
    sheets->xlsx->format_set_bottom(sheets->head, LXW_BORDER_THIN);
    sheets->title = format_of(sheets, "@", true, true);
    sheets->text = format_of(sheets, "@", false, true);
    sheets->number = format_of(sheets, NULL, false, false);
    sheets->day = format_of(sheets, "yyyy\\-mm\\-dd", false, false);
}

static void fill(void *argument)
{
    Sheets *sheets = argument;
    const Paper *paper = sheets->paper;
    lxw_doc_properties properties = { .title = (char *)cell_string(sheets, paper->title), .created = FIXED_TIME };
    note(sheets, sheets->xlsx->workbook_set_properties(sheets->book, &properties));
    make_formats(sheets);
    put_about(sheets);
    for (size_t i = 0; i < paper->parts.count; i++)
        if (paper->parts.at[i]->record)
            put_record(sheets, paper->parts.at[i]);
        else
            put_table(sheets, paper->parts.at[i]);
}

typedef struct Written { /* the bytes of the file, read under a guard */
    Builder bytes;
    int file;
    bool done;
} Written;

static void read_back(void *argument)
{
    Written *written = argument;
    off_t size = lseek(written->file, 0, SEEK_END);
    if (size <= 0)
        return;
    builder_room(&written->bytes, (size_t)size);
    for (off_t at = 0; at < size;) {
        ssize_t got = pread(written->file, written->bytes.at + at, (size_t)(size - at), at);
        if (got <= 0)
            return;
        at += got;
    }
    written->bytes.length = (size_t)size;
    written->done = true;
}

static bool told(Task *task, const char *why)
{
    report_error(task->report, "no-sheet", SPAN_NONE, "could not write the spreadsheet: %s", why);
    return false;
}

/* The library writes to a path: that of a file that lives in memory alone. Book and file are closed whatever happens; false when memory ran out. */
static bool write_book(Sheets *sheets, Written *written)
{
    char path[40];
    snprintf(path, sizeof path, "/proc/self/fd/%d", written->file);
    sheets->book = sheets->xlsx->workbook_new(path);
    if (!sheets->book)
        return false;
    bool filled = region_guard(sheets->region, fill, sheets);
    note(sheets, sheets->xlsx->workbook_close(sheets->book));
    return filled && (sheets->error != LXW_NO_ERROR || region_guard(sheets->region, read_back, written));
}

/* Figures are written with a point, whatever the host program's locale says. */
static bool write_in_c(Sheets *sheets, Written *written)
{
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0), before = uselocale(plain);
    bool lived = write_book(sheets, written);
    uselocale(before);
    freelocale(plain);
    return lived;
}

static bool fits(Task *task, const Paper *paper)
{
    for (size_t i = 0; i < paper->parts.count; i++) {
        const PaperPart *part = paper->parts.at[i];
        if (part->rows.count <= SHEET_ROWS)
            continue;
        Problem *problem = report_error(task->report, "sheet-rows", SPAN_NONE, "the part \"%s\" has %zu rows, and a sheet takes %d", part->key, part->rows.count, SHEET_ROWS);
        problem_hint(task->report, problem, "Ask for --format csv.");
        return false;
    }
    return true;
}

bool paper_xlsx(Task *task, Builder *out, const Paper *paper)
{
    Xlsx xlsx;
    if (!fits(task, paper) || !load(task, &xlsx))
        return false;
    Sheets sheets = { .task = task, .region = task->region, .xlsx = &xlsx, .paper = paper };
    Written written = { builder_on(task->region), memfd_create("paper", MFD_CLOEXEC), false };
    int fault = errno;
    bool lived = written.file < 0 || write_in_c(&sheets, &written);
    if (written.file >= 0)
        close(written.file);
    if (!written.done && lived)
        told(task, written.file < 0 ? strerror(fault) : xlsx.lxw_strerror(sheets.error ? sheets.error : LXW_ERROR_CREATING_XLSX_FILE));
    late_close(&xlsx.handle);
    if (!lived)
        region_give_up(task->region);
    build_text(out, builder_text(&written.bytes));
    return written.done;
}

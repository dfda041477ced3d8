/* paper_forms NAME FORM [LANGUAGE] [PART]: a paper of tests/papers in one of its forms, for tests/papers/run.py. */
#include <stdio.h>
#include <stdlib.h>

#include "papers/paper.h"

enum { MANY = 100000 };

static Text word_in(int language, Text en, Text zh, Text vi)
{
    return language == 1 ? zh : language == 2 ? vi : en;
}

/* ---- what a good paper looks like: clearance of a payment ---- */

static void gate(PaperPart *part, Text gate, PaperCell state, Text day, Text article, Text below)
{
    PaperRow *row = paper_row(part);
    paper_cell(part, row, "gate", cell_plain(gate));
    paper_cell(part, row, "state", state);
    paper_cell(part, row, "by", cell_plain(day));
    paper_cell(part, row, "article", cell_plain(article));
    row->below = below;
}

static void add_gates(Paper *paper)
{
    PaperPart *gates = paper_part(paper, "gates", word_in(paper->language, TEXT("Gates"), TEXT("关口"), TEXT("Các cửa")));
    gates->main = true;
    gates->lead = word_in(paper->language, TEXT("What must be so before money or goods move."), TEXT("款项或货物移动之前须满足的条件。"), TEXT("Điều phải có trước khi tiền hoặc hàng di chuyển."));
    paper_column(gates, "gate", word_in(paper->language, TEXT("Gate"), TEXT("关口"), TEXT("Cửa")), PAPER_TEXT);
    paper_column(gates, "state", word_in(paper->language, TEXT("State"), TEXT("状态"), TEXT("Trạng thái")), PAPER_WORD);
    paper_column(gates, "by", word_in(paper->language, TEXT("By"), TEXT("期限"), TEXT("Hạn")), PAPER_DAY);
    paper_column(gates, "article", word_in(paper->language, TEXT("Article"), TEXT("条文"), TEXT("Điều khoản")), PAPER_TEXT);
    gate(gates, TEXT("recordal of the payment"), cell_toned(TEXT("red"), TEXT("missing"), TONE_BAD), TEXT("2025-12-05"), TEXT("X1 4(2)"), TEXT("The payment is above the threshold, and no number of a recordal is held."));
    gate(gates, TEXT("payee equals contract party"), cell_toned(TEXT("green"), TEXT("so"), TONE_GOOD), TEXT(""), TEXT("X2 7; X3 1"), TEXT_NONE);
    gate(gates, TEXT("carrier insured"), cell_toned(TEXT("unknown"), TEXT("not known"), TONE_DOUBT), TEXT("2026-01-31"), TEXT("X9 12"), TEXT_NONE);
}

static void add_amounts(Paper *paper)
{
    PaperPart *part = paper_part(paper, "amounts", word_in(paper->language, TEXT("Amounts"), TEXT("金额"), TEXT("Số tiền")));
    paper_column(part, "line", word_in(paper->language, TEXT("Line"), TEXT("项目"), TEXT("Dòng")), PAPER_TEXT);
    paper_column(part, "code", word_in(paper->language, TEXT("Code"), TEXT("编码"), TEXT("Mã")), PAPER_CODE);
    paper_column(part, "pieces", word_in(paper->language, TEXT("Pieces"), TEXT("数量"), TEXT("Số lượng")), PAPER_NUMBER);
    paper_column(part, "rate", word_in(paper->language, TEXT("Rate"), TEXT("税率"), TEXT("Thuế suất")), PAPER_RATE);
    paper_column(part, "amount", word_in(paper->language, TEXT("Amount"), TEXT("金额"), TEXT("Số tiền")), PAPER_AMOUNT);
    paper_column(part, "currency", word_in(paper->language, TEXT("Currency"), TEXT("币种"), TEXT("Tiền tệ")), PAPER_CODE);
    paper_column(part, "paid", word_in(paper->language, TEXT("Paid"), TEXT("已付"), TEXT("Đã trả")), PAPER_YES);
    static const char *const rows[][7] = {
        { "import duty", "85234990", "3", "0.105", "828450.5", "VND", "true" },
        { "VAT", "00012345", "1", "0.1", "-7890000", "VND", "false" },
        { "all digits", "8523.49.10", "2.50", "0.0333333333333333333333333333333333", "1234567890123456789012345678901.234", "VND", "" },
    };
    for (size_t i = 0; i < 3; i++) {
        PaperRow *row = paper_row(part);
        row->level = i == 1;
        for (size_t k = 0; k < 7; k++)
            row->cells[k] = cell_plain(text_of(rows[i][k]));
    }
}

static Paper *good(Region *region, int language)
{
    Paper *paper = paper_new(region, "forms", word_in(language, TEXT("Clearance of a payment"), TEXT("付款放行"), TEXT("Kiểm tra khoản thanh toán")), language);
    paper->about = TEXT("payment p1, case.json");
    paper->verdict = cell_toned(TEXT("red"), word_in(language, TEXT("Do not pay yet: one gate is red, one is not known."), TEXT("暂勿付款：一处不通过，一处未知。"), TEXT("Chưa được thanh toán: một cửa không đạt, một cửa chưa rõ.")), TONE_BAD);
    add_gates(paper);
    add_amounts(paper);
    PaperPart *who = paper_record(paper, "parties", word_in(language, TEXT("Parties"), TEXT("当事人"), TEXT("Các bên")));
    paper_line(who, "payer", word_in(language, TEXT("Payer"), TEXT("付款人"), TEXT("Bên trả")), PAPER_TEXT, cell_plain(TEXT("Buyer Co.")));
    paper_line(who, "payee", word_in(language, TEXT("Payee"), TEXT("收款人"), TEXT("Bên nhận")), PAPER_TEXT, cell_plain(TEXT("Vendor Inc.")));
    paper_line(who, "sum", word_in(language, TEXT("Sum"), TEXT("金额"), TEXT("Số tiền")), PAPER_AMOUNT, cell_plain(TEXT("50000")));
    paper_line(who, "on", word_in(language, TEXT("On"), TEXT("日期"), TEXT("Ngày")), PAPER_DAY, cell_plain(TEXT("2025-12-05")));
    paper_line(who, "told", TEXT("Not told"), PAPER_TEXT, (PaperCell){ 0 });
    PaperPart *none = paper_part(paper, "clauses", word_in(language, TEXT("Clauses"), TEXT("条款"), TEXT("Điều khoản hợp đồng")));
    paper_column(none, "clause", TEXT("Clause"), PAPER_TEXT);
    none->none = word_in(language, TEXT("No clause of the contract was read."), TEXT("未读取合同条款。"), TEXT("Chưa đọc điều khoản hợp đồng nào."));
    paper_column(paper_part(paper, "silent", TEXT("Silent")), "x", TEXT("X"), PAPER_TEXT);
    paper_note(paper, word_in(language, TEXT("Rates are those of the day of entry."), TEXT("汇率按进口日计。"), TEXT("Tỷ giá theo ngày nhập khẩu.")));
    paper->law = TEXT("sha256:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff");
    paper->as_of = TEXT("2025-12-05");
    return paper;
}

/* ---- what others may hand in ---- */

#define TEXT_AT(literal) { literal, sizeof(literal) - 1 }
static const Text HOSTILE[] = {
    TEXT_AT("=HYPERLINK(\"http://x\",\"y\")"), TEXT_AT("+1+1"), TEXT_AT("-1+1"), TEXT_AT("-12.50"), TEXT_AT("@SUM(A1)"), TEXT_AT("\t=1+1"), TEXT_AT("\r=1"), TEXT_AT("\n=1"),
    TEXT_AT("</td></tr><script>alert(1)</script>"), TEXT_AT("a\0b"), TEXT_AT("\x1b[31mred\x07"), TEXT_AT("\xe2\x80\xae" "evil\xe2\x80\xac"), TEXT_AT("\"quoted\", and\r\nlines"),
    TEXT_AT("_x0041_"), TEXT_AT("\xef\xbc\x9d" "1+1"), TEXT_AT("&amp; &#60; ]]>"), TEXT_AT("\xef\xbf\xbf"), TEXT_AT("{=SUM(A1:A2)}"), TEXT_AT("http://x.example/"), TEXT_AT("\xf0\x9f\x90\x94"), TEXT_AT(""),
};

static Paper *hostile(Region *region, int language)
{
    Paper *paper = paper_new(region, "forms", TEXT("=1+1</title><script>alert(1)</script>"), language);
    paper->about = TEXT("\"><img src=x onerror=alert(1)>\x1b[2J");
    paper->verdict = cell_toned(TEXT("=bad"), TEXT("</p><script>alert(1)</script>"), TONE_BAD);
    PaperPart *part = paper_part(paper, "cells", TEXT("</h2><b>"));
    part->lead = TEXT("</p><script>");
    static const char *const keys[] = { "text", "word", "number", "amount", "rate", "day", "code", "yes" };
    for (size_t i = 0; i < 8; i++)
        paper_column(part, keys[i], text_format(region, "\"><x y=\"%zu", i), (PaperKind)i);
    for (size_t i = 0; i < sizeof HOSTILE / sizeof *HOSTILE; i++) {
        PaperRow *row = paper_row(part);
        row->level = (uint32_t)i;
        row->below = i % 3 ? TEXT_NONE : HOSTILE[i];
        for (size_t k = 0; k < 8; k++)
            row->cells[k] = cell_plain(HOSTILE[i]);
    }
    PaperPart *record = paper_record(paper, "record", TEXT("=record"));
    for (size_t i = 0; i < sizeof HOSTILE / sizeof *HOSTILE; i++)
        paper_line(record, text_string(region, text_format(region, "line_%zu", i)), HOSTILE[i], PAPER_TEXT, cell_plain(HOSTILE[i]));
    paper_note(paper, TEXT("=1+1"));
    return paper;
}

static Paper *numbers(Region *region, int language)
{
    static const char *const plain[] = {
        "0", "-0.00", "1234567890123456789012345678901234", "0.1", "-0.05", "100000000000000", "999999999999999", "1000000000000001", "9999999999999.995", "123456789012345000000", "0.000000000000000000000000000000001", "1e5", "007", "1.", ".5", "+5", "12,5",
    };
    Paper *paper = paper_new(region, "forms", TEXT("Numbers"), language);
    PaperPart *part = paper_part(paper, "numbers", TEXT("Numbers"));
    paper_column(part, "number", TEXT("Number"), PAPER_NUMBER);
    paper_column(part, "amount", TEXT("Amount"), PAPER_AMOUNT);
    paper_column(part, "rate", TEXT("Rate"), PAPER_RATE);
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        PaperRow *row = paper_row(part);
        for (size_t k = 0; k < 3; k++)
            row->cells[k] = cell_plain(text_of(plain[i]));
    }
    PaperPart *days = paper_part(paper, "days", TEXT("Days"));
    paper_column(days, "day", TEXT("Day"), PAPER_DAY);
    static const char *const written[] = { "1993-07-01", "2024-02-29", "1900-03-01", "1900-02-28", "9999-12-31", "0001-01-01", "2023-02-29", "soon" };
    for (size_t i = 0; i < sizeof written / sizeof *written; i++)
        paper_row(days)->cells[0] = cell_plain(text_of(written[i]));
    return paper;
}

static Paper *empty(Region *region, int language)
{
    Paper *paper = paper_new(region, "forms", TEXT("Nothing"), language);
    paper_part(paper, "no_columns", TEXT("No columns"));
    PaperPart *rows = paper_part(paper, "rows_of_nothing", TEXT("Rows of nothing"));
    paper_row(rows);
    paper_row(rows)->below = TEXT("below nothing");
    PaperPart *bare = paper_part(paper, "a_part_with_a_key_longer_than_a_sheet_has_letters", TEXT("Bare"));
    paper_column(bare, "x", TEXT_NONE, PAPER_TEXT);
    bare->none = TEXT("Nothing.");
    paper_record(paper, "no_lines", TEXT("No lines"));
    return paper;
}

static Paper *bare(Region *region, int language)
{
    return paper_new(region, "forms", TEXT("Bare"), language);
}

static Paper *many(Region *region, int language)
{
    Paper *paper = paper_new(region, "forms", TEXT("Many"), language);
    PaperPart *part = paper_part(paper, "many", TEXT("Many"));
    paper_column(part, "number", TEXT("Number"), PAPER_NUMBER);
    paper_column(part, "amount", TEXT("Amount"), PAPER_AMOUNT);
    paper_column(part, "words", TEXT("Words"), PAPER_TEXT);
    for (uint64_t i = 0; i < MANY; i++) {
        PaperRow *row = paper_row(part);
        row->cells[0] = cell_count(region, i);
        row->cells[1] = cell_plain(text_format(region, "%llu.%02u", (unsigned long long)i * 7, (unsigned)(i % 100)));
        row->cells[2] = cell_plain(text_format(region, "row %llu", (unsigned long long)i));
    }
    return paper;
}

/* One row more than a sheet has. */
static Paper *million(Region *region, int language)
{
    Paper *paper = paper_new(region, "forms", TEXT("Million"), language);
    PaperPart *part = paper_part(paper, "million", TEXT("Million"));
    paper_column(part, "x", TEXT("X"), PAPER_TEXT);
    for (int i = 0; i < 1048576; i++)
        paper_row(part)->cells[0] = cell_plain(TEXT("x"));
    return paper;
}

/* A cell longer than a spreadsheet takes, of letters that count double there. */
static Paper *wide(Region *region, int language)
{
    Paper *paper = paper_new(region, "forms", TEXT("Wide"), language);
    PaperPart *part = paper_part(paper, "wide", TEXT("Wide"));
    for (int i = 0; i < PAPER_COLUMNS; i++)
        paper_column(part, text_string(region, text_format(region, "c%d", i)), text_format(region, "Column %d", i), PAPER_TEXT);
    PaperRow *row = paper_row(part);
    Builder out = builder_on(region);
    for (int i = 0; i < 40000; i++)
        build_text(&out, TEXT("\xf0\x9f\x90\x94"));
    for (int i = 0; i < PAPER_COLUMNS; i++)
        row->cells[i] = cell_plain(i ? TEXT("a long cell that must be wrapped somewhere") : builder_text(&out));
    return paper;
}

/* ---- forms ---- */

static const struct {
    const char *name;
    Paper *(*make)(Region *region, int language);
} PAPERS[] = { { "good", good }, { "hostile", hostile }, { "numbers", numbers }, { "empty", empty }, { "bare", bare }, { "many", many }, { "wide", wide }, { "million", million } };

static bool write_form(Task *task, Builder *out, const Paper *paper, const char *form, Text key)
{
    if (strcmp(form, "json") == 0 || strcmp(form, "line") == 0)
        paper_json(out, paper, strcmp(form, "line") == 0);
    else if (strcmp(form, "html") == 0)
        paper_html(out, paper);
    else
        return strcmp(form, "csv") == 0 ? paper_csv(task, out, paper, key) : paper_xlsx(task, out, paper);
    return true;
}

int main(int count, char **arguments)
{
    Region region;
    Report report;
    region_init(&region, NULL);
    report_init(&report, &region);
    Task task = { &region, &report, NULL };
    Builder out = builder_on(&region);
    const Paper *paper = NULL;
    for (size_t i = 0; count > 2 && i < sizeof PAPERS / sizeof *PAPERS; i++)
        if (strcmp(arguments[1], PAPERS[i].name) == 0)
            paper = PAPERS[i].make(&region, count > 3 ? atoi(arguments[3]) : 0);
    bool done = paper && write_form(&task, &out, paper, arguments[2], text_of(count > 4 ? arguments[4] : ""));
    if (out.length)
        fwrite(out.at, 1, out.length, stdout);
    out.length = 0;
    report_print(&out, &report, false);
    if (out.length)
        fwrite(out.at, 1, out.length, stderr);
    region_close(&region);
    return done ? 0 : 1;
}

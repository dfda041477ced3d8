/* papers/paper_html.c - a paper as one HTML file that opens without a network, in light and dark, and prints well. See paper.h. */
#include "papers/figures.h"
#include "papers/html.h"
#include "papers/paper.h"
#include "papers/words.h"

enum { MOST_INDENT = 6 }; /* levels of a tree that paper_style.def has */

static const char *const STYLE[] = {
#include "papers/paper_style.def"
};

static const char *const TONES[] = {
    [TONE_PLAIN] = "", [TONE_STRONG] = "strong", [TONE_FAINT] = "faint", [TONE_GOOD] = "good", [TONE_DOUBT] = "doubt", [TONE_BAD] = "bad",
};

/* ---- text ---- */

/* Line ends stay, all else that is hidden is made visible. */
static void put_text(Builder *out, const Paper *paper, Text text)
{
    for (bool again = false; text.length; again = true) {
        if (again)
            HTML_PLAIN(out, "<br/>");
        Text line = text_cut(text, '\n', &text);
        bool ends = text.length && text_ends(line, TEXT("\r"));
        html_escape(out, text_visible(paper->region, text_slice(line, 0, line.length - ends)));
    }
}

static void put_line(Builder *out, const Paper *paper, const char *open, Text text, const char *close)
{
    if (!text.length)
        return;
    build_text(out, text_of(open));
    put_text(out, paper, text);
    build_text(out, text_of(close));
}

/* ---- cells ---- */

static const char *kind_class(PaperKind kind)
{
    return kind_is_figure(kind) ? "n" : kind == PAPER_DAY ? "day" : kind == PAPER_CODE ? "code" : "";
}

static void put_cell_text(Builder *out, const Paper *paper, PaperKind kind, PaperCell cell)
{
    Text shown = cell_shown(paper, kind, cell);
    const char *tone = TONES[cell.tone];
    if (*tone && shown.length)
        HTML(out, "<span class=\"{1}\">", text_of(tone));
    put_text(out, paper, shown);
    if (*tone && shown.length)
        HTML_PLAIN(out, "</span>");
}

static void put_head_cell(Builder *out, const Paper *paper, const PaperRow *row, const PaperColumn *column, PaperCell cell)
{
    uint32_t level = row->level < MOST_INDENT ? row->level : MOST_INDENT;
    Text indent = level ? text_format(paper->region, " l%u", level) : TEXT_NONE;
    HTML(out, "<th scope=\"row\" class=\"{1}{2}\">", text_of(kind_class(column->kind)), indent);
    put_cell_text(out, paper, column->kind, cell);
    HTML_PLAIN(out, "</th>");
}

static void put_cell(Builder *out, const Paper *paper, const PaperColumn *column, PaperCell cell)
{
    if (!cell_shown(paper, column->kind, cell).length) {
        HTML_PLAIN(out, "<td></td>");
        return;
    }
    HTML(out, "<td class=\"{1}\" data-label=\"{2}\">", text_of(kind_class(column->kind)), text_visible(paper->region, column->title));
    put_cell_text(out, paper, column->kind, cell);
    HTML_PLAIN(out, "</td>");
}

/* ---- tables ---- */

static void put_header(Builder *out, const Paper *paper, const PaperPart *part)
{
    HTML_PLAIN(out, "<thead><tr>");
    for (size_t i = 0; i < part->columns.count; i++) {
        if (part->columns.at[i].aside)
            continue;
        HTML(out, "<th scope=\"col\" class=\"{1}\">", text_of(kind_class(part->columns.at[i].kind)));
        put_text(out, paper, part->columns.at[i].title);
        HTML_PLAIN(out, "</th>");
    }
    HTML_PLAIN(out, "</tr></thead>\n");
}

static size_t shown_columns(const PaperPart *part)
{
    size_t count = 0;
    for (size_t i = 0; i < part->columns.count; i++)
        count += !part->columns.at[i].aside;
    return count ? count : 1;
}

static void put_row(Builder *out, const Paper *paper, const PaperPart *part, const PaperRow *row)
{
    build_text(out, row->below.length ? TEXT("<tr class=\"said\">") : TEXT("<tr>"));
    bool first = true;
    for (size_t i = 0; i < part->columns.count; i++) {
        if (part->columns.at[i].aside)
            continue;
        if (first)
            put_head_cell(out, paper, row, &part->columns.at[i], row->cells[i]);
        else
            put_cell(out, paper, &part->columns.at[i], row->cells[i]);
        first = false;
    }
    HTML_PLAIN(out, "</tr>\n");
    if (!row->below.length)
        return;
    HTML(out, "<tr class=\"below\"><td colspan=\"{1}\">", text_format(paper->region, "%zu", shown_columns(part)));
    put_text(out, paper, row->below);
    HTML_PLAIN(out, "</td></tr>\n");
}

static void put_record_rows(Builder *out, const Paper *paper, const PaperPart *part)
{
    const PaperRow *row = part->rows.at;
    for (size_t i = 0; i < part->columns.count; i++) {
        const PaperColumn *column = &part->columns.at[i];
        if (column->aside || !cell_shown(paper, column->kind, row->cells[i]).length)
            continue;
        HTML_PLAIN(out, "<tr><th scope=\"row\">");
        put_text(out, paper, column->title);
        HTML(out, "</th><td class=\"{1}\">", text_of(kind_class(column->kind)));
        put_cell_text(out, paper, column->kind, row->cells[i]);
        HTML_PLAIN(out, "</td></tr>\n");
    }
    if (row->below.length)
        HTML_PLAIN(out, "<tr class=\"below\"><td colspan=\"2\">");
    put_line(out, paper, "", row->below, "</td></tr>\n");
}

static void put_table(Builder *out, const Paper *paper, const PaperPart *part)
{
    build_text(out, part->record ? TEXT("<table class=\"record\">") : TEXT("<table>"));
    HTML_PLAIN(out, "<caption><h2>");
    put_text(out, paper, part->title);
    HTML_PLAIN(out, "</h2>");
    put_line(out, paper, "<p class=\"lead\">", part->lead, "</p>");
    HTML_PLAIN(out, "</caption>\n");
    if (!part->record)
        put_header(out, paper, part);
    HTML_PLAIN(out, "<tbody>\n");
    if (part->record)
        put_record_rows(out, paper, part);
    for (size_t i = 0; i < part->rows.count && !part->record; i++)
        put_row(out, paper, part, &part->rows.at[i]);
    HTML_PLAIN(out, "</tbody></table>\n");
}

static void put_part(Builder *out, const Paper *paper, const PaperPart *part)
{
    if (part_is_silent(part))
        return;
    HTML(out, "<section id=\"{1}\">\n", text_of(part->key));
    if (part->rows.count)
        put_table(out, paper, part);
    else {
        put_line(out, paper, "<h2>", part->title, "</h2>");
        put_line(out, paper, "<p class=\"lead\">", part->lead, "</p>");
        put_line(out, paper, "<p>", part->none, "</p>\n");
    }
    HTML_PLAIN(out, "</section>\n");
}

/* ---- frame ---- */

static void put_top(Builder *out, const Paper *paper)
{
    HTML_PLAIN(out, "<header><h1>");
    put_text(out, paper, paper->title);
    HTML_PLAIN(out, "</h1>");
    put_line(out, paper, "<p class=\"about\">", paper->about, "</p>");
    Text verdict = cell_shown(paper, PAPER_WORD, paper->verdict);
    if (verdict.length)
        HTML(out, "<p class=\"verdict {1}\">", text_of(TONES[paper->verdict.tone]));
    put_line(out, paper, "", verdict, "</p>");
    HTML_PLAIN(out, "</header>\n");
}

static void put_notes(Builder *out, const Paper *paper)
{
    if (!paper->notes.count)
        return;
    HTML(out, "<section><h2>{1}</h2><ul>\n", word(WORD_PAPER_NOTES, paper->language));
    for (size_t i = 0; i < paper->notes.count; i++)
        put_line(out, paper, "<li>", paper->notes.at[i], "</li>\n");
    HTML_PLAIN(out, "</ul></section>\n");
}

void paper_html(Builder *out, const Paper *paper)
{
    html_head(out, paper->language, text_visible(paper->region, paper->title), STYLE, sizeof STYLE / sizeof *STYLE);
    HTML_PLAIN(out, "<body><main>\n");
    put_top(out, paper);
    for (size_t i = 0; i < paper->parts.count; i++)
        put_part(out, paper, paper->parts.at[i]);
    put_notes(out, paper);
    HTML_PLAIN(out, "<footer>");
    put_line(out, paper, "<p>", paper_basis(paper), "</p>");
    put_line(out, paper, "<p>", word(WORD_NO_ADVICE, paper->language), "</p>");
    HTML_PLAIN(out, "</footer>\n</main></body></html>\n");
}

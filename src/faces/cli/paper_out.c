/* faces/cli/paper_out.c - a paper on the terminal, and the choice of its forms. See paper_out.h. */
#include "faces/cli/paper_out.h"

#include <unistd.h>

#include "base/utf8.h"
#include "faces/cli/screen.h"
#include "papers/words.h"

enum { INDENT = 2, LABEL_ROOM = 34 };

static const Style STYLE_OF[] = {
    [TONE_PLAIN] = STYLE_PLAIN, [TONE_STRONG] = STYLE_BOLD, [TONE_FAINT] = STYLE_FAINT,
    [TONE_GOOD] = STYLE_GOOD, [TONE_DOUBT] = STYLE_DOUBT, [TONE_BAD] = STYLE_BAD,
};

/* ---- text ---- */

static void put_paragraph(Screen *screen, size_t indent, Style style, Text text)
{
    if (!text.length)
        return;
    screen_blanks(screen, indent);
    screen_wrap(screen, indent, indent, style, text);
}

/* A range in words may wrap, a figure may not. */
static bool is_fixed(const PaperPart *part, size_t column)
{
    PaperKind kind = part->columns.at[column].kind;
    bool fixed = kind_is_figure(kind) || kind == PAPER_DAY;
    for (size_t i = 0; i < part->rows.count && fixed; i++)
        fixed = !part->rows.at[i].cells[column].words.length;
    return fixed;
}

static bool is_tree(const PaperPart *part)
{
    for (size_t i = 0; i < part->rows.count; i++)
        if (part->rows.at[i].level)
            return true;
    return false;
}

static void put_row(Grid *grid, const Paper *paper, const PaperPart *part, const PaperRow *from)
{
    GridRow *row = grid_row(grid);
    row->below = from->below;
    for (size_t i = 0, at = 0; i < part->columns.count; i++) {
        if (part->columns.at[i].aside)
            continue;
        Text shown = cell_shown(paper, part->columns.at[i].kind, from->cells[i]);
        row->at[at++] = (GridCell){ i ? shown : row_indented(paper, from, shown), STYLE_OF[from->cells[i].tone] };
    }
}

static void put_table(Screen *screen, const Paper *paper, const PaperPart *part)
{
    Grid grid = grid_new(paper->region);
    for (size_t i = 0; i < part->columns.count; i++)
        if (!part->columns.at[i].aside)
            grid_column(&grid, part->columns.at[i].title, kind_is_figure(part->columns.at[i].kind), is_fixed(part, i));
    grid.may_title = !is_tree(part);
    for (size_t i = 0; i < part->rows.count; i++)
        put_row(&grid, paper, part, &part->rows.at[i]);
    grid_print(screen, &grid);
}

static void put_record(Screen *screen, const Paper *paper, const PaperPart *part)
{
    size_t width = 0;
    for (size_t i = 0; i < part->columns.count; i++) {
        size_t title = utf8_width(part->columns.at[i].title);
        width = title > width && title <= LABEL_ROOM ? title : width;
    }
    for (size_t i = 0; i < part->columns.count; i++) {
        PaperCell cell = part->rows.at[0].cells[i];
        Text shown = cell_shown(paper, part->columns.at[i].kind, cell);
        if (shown.length && !part->columns.at[i].aside)
            screen_labelled(screen, width, part->columns.at[i].title, STYLE_OF[cell.tone], shown);
    }
    put_paragraph(screen, 2 * INDENT, STYLE_FAINT, part->rows.at[0].below);
}

static void put_part(Screen *screen, const Paper *paper, const PaperPart *part)
{
    if (part_is_silent(part))
        return;
    screen_heading(screen, part->title);
    put_paragraph(screen, INDENT, STYLE_FAINT, part->lead);
    if (!part->rows.count)
        put_paragraph(screen, INDENT, STYLE_FAINT, part->none);
    else if (part->record)
        put_record(screen, paper, part);
    else
        put_table(screen, paper, part);
}

/* Verdict first; the title stands below it, with what the paper is on. */
static void put_top(Screen *screen, const Paper *paper)
{
    Text verdict = cell_shown(paper, PAPER_WORD, paper->verdict);
    if (verdict.length)
        put_paragraph(screen, 0, paper->verdict.tone == TONE_PLAIN ? STYLE_BOLD : STYLE_OF[paper->verdict.tone], verdict);
    screen_put(screen, STYLE_BOLD, paper->title);
    Text about = paper->about.length ? text_format(paper->region, "  " TEXT_FMT, TEXT_ARG(paper->about)) : TEXT_NONE;
    size_t lead = utf8_width(paper->title);
    screen_wrap(screen, lead, INDENT, STYLE_FAINT, about);
}

static void paper_text(Cli *cli, const Paper *paper)
{
    Screen screen = { &cli->out, cli->width, cli->colour, cli->language };
    put_top(&screen, paper);
    for (size_t i = 0; i < paper->parts.count; i++)
        put_part(&screen, paper, paper->parts.at[i]);
    if (paper->notes.count)
        screen_heading(&screen, word(WORD_PAPER_NOTES, paper->language));
    for (size_t i = 0; i < paper->notes.count; i++)
        screen_item(&screen, STYLE_PLAIN, paper->notes.at[i]);
    screen_end(&screen);
    put_paragraph(&screen, 0, STYLE_FAINT, paper_basis(paper));
    put_paragraph(&screen, 0, STYLE_FAINT, word(WORD_NO_ADVICE, paper->language));
}

/* ---- forms ---- */

static bool write_text(Cli *cli, const Paper *paper)
{
    if (cli_on(cli, OPTION_OUTPUT))
        cli->colour = false;
    paper_text(cli, paper);
    return true;
}

static bool write_json(Cli *cli, const Paper *paper)
{
    paper_json(&cli->out, paper, false);
    build_byte(&cli->out, '\n');
    return true;
}

static bool write_csv(Cli *cli, const Paper *paper)
{
    return paper_csv(&cli->task, &cli->out, paper, cli_argument(cli, OPTION_PART));
}

static bool write_xlsx(Cli *cli, const Paper *paper)
{
    return paper_xlsx(&cli->task, &cli->out, paper);
}

static bool write_html(Cli *cli, const Paper *paper)
{
    paper_html(&cli->out, paper);
    return true;
}

typedef struct Form {
    const char *name;                            /* as --format has it */
    bool (*write)(Cli *cli, const Paper *paper); /* false: a problem stands in the report */
    bool bytes;                                  /* no terminal can show it */
} Form;

static const Form FORMS[] = {
    { "text", write_text, false }, { "json", write_json, false }, { "csv", write_csv, false }, { "xlsx", write_xlsx, true }, { "html", write_html, false },
};
enum { FORM_COUNT = sizeof FORMS / sizeof *FORMS };

/* --format; else --json is json; else text. NULL: there is no such form. */
static const Form *form_asked(const Cli *cli)
{
    Text name = cli_on(cli, OPTION_FORMAT) ? cli_argument(cli, OPTION_FORMAT) : cli->json ? TEXT("json") : TEXT("text");
    for (size_t i = 0; i < FORM_COUNT; i++)
        if (text_equal(name, text_of(FORMS[i].name)))
            return &FORMS[i];
    return NULL;
}

static Exit unknown_form(Cli *cli)
{
    Text known[FORM_COUNT], name = cli_argument(cli, OPTION_FORMAT);
    for (size_t i = 0; i < FORM_COUNT; i++)
        known[i] = text_of(FORMS[i].name);
    return misuse(cli, text_join(&cli->region, SAY(cli, MSG_UNKNOWN_FORM, name), nearest_hint(cli, name, known, FORM_COUNT)));
}

Exit cli_paper_form(Cli *cli)
{
    const Form *form = form_asked(cli);
    if (!form)
        return unknown_form(cli);
    if (form->bytes && !cli_on(cli, OPTION_OUTPUT) && isatty(STDOUT_FILENO))
        return misuse(cli, SAY(cli, MSG_FORM_NEEDS_FILE, text_of(form->name)));
    if (cli_on(cli, OPTION_PART) && form->write != write_csv)
        return misuse(cli, say(cli, MSG_PART_IS_FOR_CSV));
    cli->json = form->write == write_json; /* problems, too, go out as they were asked for */
    return EXIT_DONE;
}

Exit cli_paper(Cli *cli, const Paper *paper)
{
    Exit exit = cli_paper_form(cli);
    if (exit != EXIT_DONE)
        return exit;
    return form_asked(cli)->write(cli, paper) ? cli_output(cli) : EXIT_ERROR;
}

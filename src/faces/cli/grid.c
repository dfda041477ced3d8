/* faces/cli/grid.c - a table fitted to the width of the screen.
 *
 * Every column first takes what its widest line needs. Where that is too much, the widest column that may wrap gives
 * up one column after another, first down to its longest word, then below it. Before a word is torn, the first cells of
 * each row go on a line of their own above the others, where the table allows it:
 *
 *     cn-07-delivers-otherwise  CN
 *       mend   conflicting   marked   marked
 */
#include "base/utf8.h"
#include "faces/cli/screen.h"

enum { GAP = 2, MARGIN = 2, NARROW = 6, LONG_WORD = 30, WIDE_WORD = 12, MOST_TITLES = 3 };

Grid grid_new(Region *region)
{
    return (Grid){ .region = region };
}

void grid_column(Grid *grid, Text header, bool right, bool fixed)
{
    grid->column[grid->columns++] = (GridColumn){ header, right, fixed };
}

GridRow *grid_row(Grid *grid)
{
    GridRow *row = LIST_ADD(grid->region, grid->rows);
    *row = (GridRow){ 0 };
    return row;
}

/* ---- fitting ---- */

typedef struct Fit {
    size_t width[GRID_COLUMNS]; /* 0: the column is left out */
    size_t least[GRID_COLUMNS]; /* its longest word */
    size_t total;               /* with gaps and margin */
    size_t margin;
    size_t titles;              /* columns, from the first, that stand on a line above the others */
} Fit;

static size_t most(size_t a, size_t b)
{
    return a > b ? a : b;
}

static size_t longest_line(Text text)
{
    size_t longest = 0;
    for (Text rest = text; rest.length;)
        longest = most(longest, utf8_width(text_cut(rest, '\n', &rest)));
    return longest;
}

/* Wide letters need no blanks between words: a few of them are as one. */
static size_t longest_word(Text text)
{
    size_t longest = 0, width = 0;
    bool wide = false;
    for (size_t at = 0; at < text.length;) {
        size_t from = at;
        uint32_t letter = utf8_next(text, &at);
        size_t columns = utf8_width(text_slice(text, from, at));
        bool ends = letter == ' ' || letter == '\n' || (columns > 1) != wide;
        wide = columns > 1;
        width = letter == ' ' || letter == '\n' ? 0 : ends ? columns : width + columns;
        longest = most(longest, wide && width > WIDE_WORD ? WIDE_WORD : width);
    }
    return longest < LONG_WORD ? longest : LONG_WORD;
}

static void fit_column(Fit *fit, const Grid *grid, size_t column)
{
    bool filled = false;
    for (size_t i = 0; i < grid->rows.count; i++) {
        Text text = grid->rows.at[i].at[column].text;
        filled |= text.length > 0;
        fit->width[column] = most(fit->width[column], longest_line(text));
        fit->least[column] = most(fit->least[column], longest_word(text));
    }
    Text header = grid->column[column].header;
    fit->width[column] = filled ? most(fit->width[column], utf8_width(header)) : 0;
    fit->least[column] = grid->column[column].fixed ? fit->width[column] : most(fit->least[column], longest_word(header));
    if (filled)
        fit->total += fit->width[column] + GAP;
}

/* The widest column that may still give; GRID_COLUMNS when there is none. */
static size_t giving(const Fit *fit, const Grid *grid, bool below_words)
{
    size_t widest = GRID_COLUMNS;
    for (size_t i = 0; i < grid->columns; i++) {
        size_t floor = below_words ? (grid->column[i].fixed ? fit->least[i] : NARROW) : fit->least[i];
        if (fit->width[i] > floor && (widest == GRID_COLUMNS || fit->width[i] > fit->width[widest]))
            widest = i;
    }
    return widest;
}

/* What the table takes when no word is torn. */
static size_t least_total(const Fit *fit, const Grid *grid)
{
    size_t total = fit->margin - GAP;
    for (size_t i = 0; i < grid->columns; i++)
        total += fit->width[i] ? fit->least[i] + GAP : 0;
    return total;
}

static Fit fit_all(const Grid *grid, size_t titles)
{
    Fit fit = { .margin = titles ? 2 * MARGIN : MARGIN, .titles = titles };
    fit.total = fit.margin - GAP;
    for (size_t i = titles; i < grid->columns; i++)
        fit_column(&fit, grid, i);
    return fit;
}

/* With as few titles as tear no word; one column is left at least. */
static Fit fit_words(const Grid *grid, size_t width)
{
    Fit fit = fit_all(grid, 0);
    if (!grid->may_title || grid->columns <= MOST_TITLES || least_total(&fit, grid) <= width)
        return fit;
    for (size_t titles = 1; titles <= MOST_TITLES && least_total(&fit, grid) > width; titles++)
        fit = fit_all(grid, titles);
    return fit;
}

static Fit fit_grid(const Grid *grid, size_t width)
{
    Fit fit = fit_words(grid, width);
    while (fit.total > width) {
        size_t gives = giving(&fit, grid, false);
        if (gives == GRID_COLUMNS)
            gives = giving(&fit, grid, true);
        if (gives == GRID_COLUMNS)
            break;
        fit.width[gives]--;
        fit.total--;
    }
    return fit;
}

/* ---- printing ---- */

static bool is_last(const Fit *fit, size_t columns, size_t column)
{
    for (size_t i = column + 1; i < columns; i++)
        if (fit->width[i])
            return false;
    return true;
}

static void print_piece(Screen *screen, const Grid *grid, const Fit *fit, size_t column, Style style, Text text)
{
    size_t width = utf8_width(text), room = fit->width[column];
    size_t blanks = width < room ? room - width : 0;
    bool right = grid->column[column].right;
    if (right)
        screen_blanks(screen, blanks);
    screen_put(screen, style, text);
    if (is_last(fit, grid->columns, column))
        return;
    screen_blanks(screen, (right ? 0 : blanks) + GAP);
}

/* Blanks at the end of a line, which the empty cells of a row leave. */
static void trim_end(Builder *out)
{
    while (out->length && out->at[out->length - 1] == ' ')
        out->length--;
}

/* What is too wide for what is left of the line begins a new one. */
static void print_titles(Screen *screen, const Fit *fit, const GridRow *row)
{
    size_t used = 0;
    for (size_t i = 0; i < fit->titles; i++) {
        Text text = row->at[i].text;
        size_t width = utf8_width(text);
        if (!width)
            continue;
        if (used && used + GAP + width > screen->width) {
            screen_end(screen);
            used = 0;
        }
        screen_blanks(screen, used ? GAP : MARGIN);
        used += width + GAP;
        if (used <= screen->width) {
            screen_put(screen, row->at[i].style, text);
            continue;
        }
        screen_wrap(screen, MARGIN, MARGIN, row->at[i].style, text);
        used = 0;
    }
    if (used)
        screen_end(screen);
}

static void print_row(Screen *screen, const Grid *grid, const Fit *fit, const GridRow *row)
{
    size_t at[GRID_COLUMNS] = { 0 };
    print_titles(screen, fit, row);
    for (bool more = true; more;) {
        more = false;
        screen_blanks(screen, fit->margin);
        for (size_t i = 0; i < grid->columns; i++) {
            if (!fit->width[i])
                continue;
            Text line = TEXT_NONE;
            line_take(row->at[i].text, fit->width[i], &at[i], &line);
            more |= at[i] < row->at[i].text.length;
            print_piece(screen, grid, fit, i, row->at[i].style, line);
        }
        trim_end(screen->out);
        screen_end(screen);
    }
}

static void print_rule(Screen *screen, size_t width)
{
    screen_blanks(screen, MARGIN);
    for (size_t i = MARGIN; i < width; i++)
        build_text(screen->out, TEXT("─"));
    screen_end(screen);
}

static void print_header(Screen *screen, const Grid *grid, const Fit *fit)
{
    GridRow header = { 0 };
    size_t letters = 0;
    for (size_t i = 0; i < grid->columns; i++) {
        header.at[i] = (GridCell){ grid->column[i].header, STYLE_FAINT };
        letters += grid->column[i].header.length;
    }
    if (letters)
        print_row(screen, grid, fit, &header);
}

static void print_below(Screen *screen, Text below)
{
    if (!below.length)
        return;
    screen_blanks(screen, 2 * MARGIN);
    screen_wrap(screen, 2 * MARGIN, 2 * MARGIN, STYLE_FAINT, below);
}

void grid_print(Screen *screen, const Grid *grid)
{
    Fit fit = fit_grid(grid, screen->width);
    print_header(screen, grid, &fit);
    for (size_t i = 0; i < grid->rows.count; i++) {
        if (grid->rows.at[i].rule)
            print_rule(screen, fit.total < screen->width ? fit.total : screen->width);
        print_row(screen, grid, &fit, &grid->rows.at[i]);
        print_below(screen, grid->rows.at[i].below);
    }
}

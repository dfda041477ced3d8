/* faces/cli/screen.h - text laid out on a terminal: wrapped lines, tables fitted to its width, colour.
 *
 * Widths are display columns, so that wide letters count as two. What comes from outside goes out with its control
 * characters made visible: a case cannot steer the reader's terminal.
 */
#ifndef DECLARANT_FACES_CLI_SCREEN_H
#define DECLARANT_FACES_CLI_SCREEN_H

#include "papers/figures.h"

typedef enum Style { STYLE_PLAIN, STYLE_BOLD, STYLE_FAINT, STYLE_GOOD, STYLE_DOUBT, STYLE_BAD, STYLES } Style;

typedef struct Screen {
    Builder *out;
    size_t width; /* columns */
    bool colour;
    int language; /* of separators in numbers */
} Screen;

/* Columns of the terminal on `file`, else COLUMNS, else 100; never less than 40. */
size_t screen_width(int file);
/* May `file` be coloured: a terminal, no NO_COLOR, TERM not "dumb". */
bool screen_colours(int file);

void screen_put(Screen *screen, Style style, Text text);
void screen_end(Screen *screen); /* end of line */
void screen_blanks(Screen *screen, size_t count);
/* A heading on a line of its own, parted from what stands above by an empty one. */
void screen_heading(Screen *screen, Text text);
/* Wrapped: the first line behind `lead`, which is already written and `lead_width` wide; the others behind as many
 * blanks as `indent`. Ends the line. */
void screen_wrap(Screen *screen, size_t lead_width, size_t indent, Style style, Text text);
/* "  - text", wrapped. */
void screen_item(Screen *screen, Style style, Text text);
/* "  label  text", the text wrapped beside the label, which takes `label_width` columns. */
void screen_labelled(Screen *screen, size_t label_width, Text label, Style style, Text text);

/* The stretch of `text` from *at that fits into `width` columns, cut at a blank, a line end or beside a wide letter;
 * *at steps to the next. False when nothing is left. */
bool line_take(Text text, size_t width, size_t *at, Text *line);

/* ---- tables ---- */

enum { GRID_COLUMNS = 20 };

typedef struct GridColumn {
    Text header;  /* may be empty */
    bool right;   /* numbers stand at the right */
    bool fixed;   /* never narrower than its widest cell */
} GridColumn;

typedef struct GridCell {
    Text text; /* a line end begins a new line of the cell */
    Style style;
} GridCell;

typedef struct GridRow {
    GridCell at[GRID_COLUMNS];
    bool rule;  /* a line above it */
    Text below; /* a faint line under it, as wide as the table; or empty */
} GridRow;

typedef struct Grid {
    Region *region;
    bool may_title; /* where words would be torn, the first cells of a row stand on a line above the others */
    size_t columns;
    GridColumn column[GRID_COLUMNS];
    LIST_OF(GridRow) rows;
} Grid;

Grid grid_new(Region *region);
void grid_column(Grid *grid, Text header, bool right, bool fixed);
/* A new row of empty cells; fill in `at`. Good until the next one is added. */
GridRow *grid_row(Grid *grid);
/* Behind two blanks; columns without a single filled cell are left out. */
void grid_print(Screen *screen, const Grid *grid);

#endif

/* faces/cli/screen.c - width, colour and wrapping of the terminal form. See screen.h; tables are in grid.c. */
#include "faces/cli/screen.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/utf8.h"

enum { LEAST_WIDTH = 40, USUAL_WIDTH = 100, MOST_WIDTH = 1000 };

static const char *const ansi[STYLES] = {
    [STYLE_PLAIN] = "",       [STYLE_BOLD] = "\33[1m",   [STYLE_FAINT] = "\33[2m",
    [STYLE_GOOD] = "\33[32m", [STYLE_DOUBT] = "\33[33m", [STYLE_BAD] = "\33[31m",
};

/* ---- the terminal ---- */

static size_t told_width(void)
{
    const char *told = getenv("COLUMNS");
    long columns = told ? strtol(told, NULL, 10) : 0;
    return columns > 0 ? (size_t)columns : USUAL_WIDTH;
}

size_t screen_width(int file)
{
    struct winsize size;
    bool known = isatty(file) && ioctl(file, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    size_t width = known ? size.ws_col : told_width();
    return width < LEAST_WIDTH ? LEAST_WIDTH : width > MOST_WIDTH ? MOST_WIDTH : width;
}

bool screen_colours(int file)
{
    const char *none = getenv("NO_COLOR"), *terminal = getenv("TERM");
    bool dumb = terminal && strcmp(terminal, "dumb") == 0;
    return !(none && *none) && !dumb && isatty(file);
}

/* ---- pieces ---- */

void screen_put(Screen *screen, Style style, Text text)
{
    bool painted = screen->colour && style != STYLE_PLAIN && text.length;
    if (painted)
        build_text(screen->out, text_of(ansi[style]));
    build_visible(screen->out, text);
    if (painted)
        build_text(screen->out, TEXT("\33[0m"));
}

void screen_end(Screen *screen)
{
    build_byte(screen->out, '\n');
}

void screen_blanks(Screen *screen, size_t count)
{
    while (count-- > 0)
        build_byte(screen->out, ' ');
}

void screen_heading(Screen *screen, Text text)
{
    if (screen->out->length)
        screen_end(screen);
    screen_put(screen, STYLE_BOLD, text);
    screen_end(screen);
}

/* ---- wrapping ---- */

/* A line may end behind a wide letter (no blanks stand between them) and before one. */
static bool breaks_beside(uint32_t letter)
{
    return letter >= 0x2e80 && letter < 0xff00;
}

/* Closing marks never begin a line. */
static bool hangs_on(uint32_t letter)
{
    return letter == 0x3001 || letter == 0x3002 || letter == 0xff0c || letter == 0xff1b || letter == 0xff1a ||
           letter == 0xff1f || letter == 0xff09 || letter == 0x300b;
}

typedef struct Breaking {
    size_t to;   /* where the line may end */
    size_t next; /* where the next one then begins */
    bool found;
} Breaking;

static size_t past_blanks(Text text, size_t at)
{
    while (at < text.length && text.at[at] == ' ')
        at++;
    return at;
}

/* Notes a place to break between bytes `from` and `at`, where `letter` stands. */
static void note_break(Breaking *breaking, Text text, size_t from, size_t at, uint32_t letter)
{
    bool same_blanks = breaking->found && breaking->next > from; /* of several in a row the first counts */
    if (letter == ' ' && !same_blanks)
        *breaking = (Breaking){ from, past_blanks(text, at), true };
    else if (letter != ' ' && breaks_beside(letter) && !hangs_on(letter) && from > 0)
        *breaking = (Breaking){ from, from, true };
}

bool line_take(Text text, size_t width, size_t *at, Text *line)
{
    if (*at >= text.length)
        return false;
    size_t begin = *at, columns = 0, here = begin;
    Breaking breaking = { 0 };
    while (here < text.length) {
        size_t from = here;
        uint32_t letter = utf8_next(text, &here);
        if (letter == '\n') {
            *line = text_slice(text, begin, from);
            *at = here;
            return true;
        }
        columns += utf8_width(text_slice(text, from, here));
        if (from > begin)
            note_break(&breaking, text, from, here, letter);
        if (columns <= width)
            continue;
        if (!breaking.found || breaking.to == begin)
            breaking = (Breaking){ from > begin ? from : here, from > begin ? from : here, true };
        *line = text_slice(text, begin, breaking.to);
        *at = breaking.next;
        return true;
    }
    *line = text_slice(text, begin, text.length);
    *at = text.length;
    return true;
}

void screen_wrap(Screen *screen, size_t lead_width, size_t indent, Style style, Text text)
{
    size_t room = screen->width > indent + 10 ? screen->width - indent : 10;
    size_t first = screen->width > lead_width + 10 ? screen->width - lead_width : 10;
    Text line;
    size_t at = 0;
    for (bool begun = false; line_take(text, begun ? room : first, &at, &line); begun = true) {
        if (begun) {
            screen_end(screen);
            screen_blanks(screen, indent);
        }
        screen_put(screen, style, line);
    }
    screen_end(screen);
}

void screen_item(Screen *screen, Style style, Text text)
{
    build_text(screen->out, TEXT("  - "));
    screen_wrap(screen, 4, 4, style, text);
}

void screen_labelled(Screen *screen, size_t label_width, Text label, Style style, Text text)
{
    size_t width = utf8_width(label), indent = 2 + label_width + 2;
    screen_blanks(screen, 2);
    screen_put(screen, STYLE_PLAIN, label);
    screen_blanks(screen, width < label_width ? label_width - width + 2 : 2);
    screen_wrap(screen, width < label_width ? indent : width + 4, indent, style, text);
}

/* faces/cli/hs_trace.c - `declarant hs trace`: what became of a code, and what it came from, edition by edition.
 *
 * A step takes all codes that were reached to the next edition by the correlation of the two. Codes divide and merge on the way, so the
 * ways grow apart: what is reached is a set, and each step says which code leads to which.
 */
#include <stdlib.h>

#include "faces/cli/hs.h"

enum { MOST_LINKS = 24, MOST_REACHED = 40, MOST_ORIGINS = 8, WORDS_WIDTH = 72 };

typedef struct Codes {
    LIST_OF(Text) at;
} Codes;

typedef struct Walk {
    HsView *view;
    bool forward;
    int at;      /* the edition that was reached */
    Codes codes; /* the codes reached in it, each once, in order */
} Walk;

static int by_code(const void *a, const void *b)
{
    return text_compare(*(const Text *)a, *(const Text *)b);
}

/* In order, each once. */
static void tidy(Codes *codes)
{
    size_t kept = 0;
    if (codes->at.count)
        qsort(codes->at.at, codes->at.count, sizeof *codes->at.at, by_code);
    for (size_t i = 0; i < codes->at.count; i++)
        if (!kept || !text_equal(codes->at.at[kept - 1], codes->at.at[i]))
            codes->at.at[kept++] = codes->at.at[i];
    codes->at.count = kept;
}

/* All subheadings below what was asked for: of a subheading, itself. */
static Codes codes_asked(const HsView *view, int edition)
{
    Codes codes = { 0 };
    HsRange below = hs_below(view->hs, view->code);
    for (const HsCode *at = below.first; at < below.end; at++)
        if (at->code.length == 6 && hs_has(at->editions, edition))
            *LIST_ADD(view->region, codes.at) = at->code;
    tidy(&codes);
    return codes;
}

/* ---- one step ---- */

static Text target_of(const Walk *walk, const HsLink *link)
{
    return walk->forward ? link->newer : link->older;
}

static Text origin_of(const Walk *walk, const HsLink *link)
{
    return walk->forward ? link->older : link->newer;
}

static bool is_unchanged(const HsLink *link)
{
    return text_is(link->relation, "1:1") && !link->partial && text_equal(link->newer, link->older);
}

/* The link to the same number first. */
static void put_same_first(const Walk *walk, HsLinkList *links, size_t from, Text code)
{
    for (size_t i = from; i < links->at.count; i++) {
        HsLink link = links->at.at[i];
        if (!text_equal(target_of(walk, &link), code))
            continue;
        memmove(&links->at.at[from + 1], &links->at.at[from], (i - from) * sizeof link);
        links->at.at[from] = link;
        return;
    }
}

/* The links of all codes reached; a code without one keeps its place with an empty target. */
static HsLinkList links_of(const Walk *walk, const HsLinks *links)
{
    HsLinkList all = { 0 };
    Region *region = walk->view->region;
    for (size_t i = 0; i < walk->codes.at.count; i++) {
        Text code = walk->codes.at.at[i];
        size_t before = all.at.count;
        hs_links_of(region, walk->view->hs, links, code, walk->forward, &all);
        put_same_first(walk, &all, before, code);
        if (all.at.count == before)
            *LIST_ADD(region, all.at) = walk->forward ? (HsLink){ TEXT_NONE, code, false, TEXT_NONE } : (HsLink){ code, TEXT_NONE, false, TEXT_NONE };
    }
    return all;
}

static Text remark(const Walk *walk, const HsLink *link)
{
    const Cli *cli = walk->view->cli;
    if (!target_of(walk, link).length)
        return say(cli, MSG_HS_NO_LINK);
    if (link->partial)
        return say(cli, walk->forward ? MSG_HS_PART : MSG_HS_PART_OF);
    return is_unchanged(link) ? say(cli, MSG_HS_UNCHANGED) : TEXT_NONE;
}

/* Do both lead to the same code in the same way, and neither to its own number? Then they share a row. */
static bool is_alike(const Walk *walk, const HsLink *a, const HsLink *b)
{
    bool own = text_equal(a->newer, a->older) || text_equal(b->newer, b->older);
    return !own && target_of(walk, a).length && text_equal(target_of(walk, a), target_of(walk, b)) && text_equal(a->relation, b->relation) && a->partial == b->partial;
}

static bool is_shown(const Walk *walk, const HsLinkList *links, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (is_alike(walk, &links->at.at[i], &links->at.at[at]))
            return true;
    return false;
}

/* "8523.29, 8523.41": all codes that lead to the same one. */
static Text origins(const Walk *walk, const HsLinkList *links, size_t first)
{
    Builder out = builder_on(walk->view->region);
    size_t count = 0;
    for (size_t i = first; i < links->at.count; i++) {
        if (i != first && !is_alike(walk, &links->at.at[first], &links->at.at[i]))
            continue;
        if (++count > MOST_ORIGINS)
            continue;
        build_format(&out, "%s" TEXT_FMT, out.length ? ", " : "", TEXT_ARG(hs_code_text(walk->view->region, origin_of(walk, &links->at.at[i]))));
    }
    if (count > MOST_ORIGINS)
        build_text(&out, TEXT(", ..."));
    return builder_text(&out);
}

/* What a code is; in short as much as a line or two hold. */
static Text what_words(const HsView *view, Text code, int edition)
{
    Text words = hs_words(view, code, edition);
    size_t at = 0;
    Text line;
    if (cli_on(view->cli, OPTION_FULL) || !line_take(words, WORDS_WIDTH, &at, &line) || at >= words.length)
        return words;
    return text_join(view->region, line, TEXT("…"));
}

static void link_row(const Walk *walk, Grid *grid, const HsLinkList *links, size_t at, int next)
{
    const HsView *view = walk->view;
    const HsLink *link = &links->at.at[at];
    Text target = target_of(walk, link);
    GridRow *row = grid_row(grid);
    row->at[0].text = origins(walk, links, at);
    row->at[1] = (GridCell){ target.length ? hs_code_text(view->region, target) : TEXT("-"), STYLE_BOLD };
    row->at[2].text = link->relation;
    row->at[3].text = remark(walk, link);
    row->at[4] = (GridCell){ is_unchanged(link) || !target.length ? TEXT_NONE : what_words(view, target, next), STYLE_FAINT };
}

/* The rows in which a number goes on as itself stand before the others. */
static size_t fill_rows(const Walk *walk, Grid *grid, const HsLinkList *links, int next, size_t most)
{
    size_t count = 0;
    for (int own = 1; own >= 0; own--)
        for (size_t i = 0; i < links->at.count; i++) {
            bool goes_on = text_equal(links->at.at[i].newer, links->at.at[i].older);
            if (goes_on != (own == 1) || is_shown(walk, links, i))
                continue;
            if (count++ < most)
                link_row(walk, grid, links, i, next);
        }
    return count;
}

static void show_step(Walk *walk, const HsLinkList *links, int next)
{
    static const Message headers[] = { MSG_COLUMN_BEFORE, MSG_COLUMN_AFTER, MSG_COLUMN_RELATION, MSG_COLUMN_NOTE, MSG_COLUMN_WHAT };
    HsView *view = walk->view;
    Grid grid = grid_new(view->region);
    size_t most = cli_on(view->cli, OPTION_FULL) ? links->at.count : MOST_LINKS;
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        grid_column(&grid, say(view->cli, headers[i]), false, i == 1 || i == 2);
    size_t shown = fill_rows(walk, &grid, links, next, most);
    screen_heading(&view->screen, SAY(view->cli, MSG_HS_STEP, hs_edition_name(view, walk->at), hs_edition_name(view, next)));
    grid_print(&view->screen, &grid);
    if (shown <= most)
        return;
    screen_item(&view->screen, STYLE_FAINT, say_count(view->cli, MSG_MORE_OF_THEM, shown - most));
    screen_item(&view->screen, STYLE_DOUBT, say(view->cli, MSG_HS_MANY));
}

static void step_json(const Walk *walk, const HsLinkList *links, int next)
{
    JsonWriter *writer = walk->view->writer;
    json_open(writer, '{');
    json_pair(writer, "from", walk->view->hs->editions[walk->at].id);
    json_pair(writer, "to", walk->view->hs->editions[next].id);
    json_key(writer, TEXT("links"));
    json_open(writer, '[');
    for (size_t i = 0; i < links->at.count; i++) {
        const HsLink *link = &links->at.at[i];
        json_open(writer, '{');
        json_pair(writer, "from", hs_code_text(walk->view->region, origin_of(walk, link)));
        json_pair_if(writer, "to", hs_code_text(walk->view->region, target_of(walk, link)));
        json_pair_if(writer, "relation", link->relation);
        json_key(writer, TEXT("partial"));
        json_raw(writer, link->partial ? TEXT("true") : TEXT("false"));
        json_close(writer, '}');
    }
    json_close(writer, ']');
    json_close(writer, '}');
}

/* To the edition beside it; false with errors. */
static bool take_step(Walk *walk)
{
    HsView *view = walk->view;
    HsLinks links;
    int next = walk->at + (walk->forward ? 1 : -1);
    if (!hs_links_read(&view->cli->task, view->hs, walk->forward ? walk->at : next, &links))
        return false;
    HsLinkList all = links_of(walk, &links);
    if (view->writer)
        step_json(walk, &all, next);
    else
        show_step(walk, &all, next);
    walk->codes = (Codes){ 0 };
    for (size_t i = 0; i < all.at.count; i++)
        if (target_of(walk, &all.at.at[i]).length)
            *LIST_ADD(view->region, walk->codes.at) = target_of(walk, &all.at.at[i]);
    tidy(&walk->codes);
    walk->at = next;
    return true;
}

/* ---- the whole way ---- */

static void show_reached(const Walk *walk)
{
    HsView *view = walk->view;
    Builder out = builder_on(view->region);
    for (size_t i = 0; i < walk->codes.at.count && i < MOST_REACHED; i++)
        build_format(&out, "%s" TEXT_FMT, i ? ", " : "", TEXT_ARG(hs_code_text(view->region, walk->codes.at.at[i])));
    if (walk->codes.at.count > MOST_REACHED)
        build_text(&out, TEXT(" ..."));
    if (!out.length)
        build_text(&out, TEXT("-"));
    screen_wrap(&view->screen, 0, 2, STYLE_BOLD, SAY(view->cli, MSG_HS_SO_IN, hs_edition_name(view, walk->at), builder_text(&out)));
}

static void reached_json(const Walk *walk)
{
    json_key(walk->view->writer, TEXT("codes"));
    json_open(walk->view->writer, '[');
    for (size_t i = 0; i < walk->codes.at.count; i++)
        json_text(walk->view->writer, hs_code_text(walk->view->region, walk->codes.at.at[i]));
    json_close(walk->view->writer, ']');
}

static bool walk_to(HsView *view, int from, int to)
{
    Walk walk = { view, to > from, from, codes_asked(view, from) };
    if (view->writer) {
        json_key(view->writer, walk.forward ? TEXT("forward") : TEXT("backward"));
        json_open(view->writer, '{');
        json_pair(view->writer, "to", view->hs->editions[to].id);
        json_key(view->writer, TEXT("steps"));
        json_open(view->writer, '[');
    }
    while (walk.at != to && walk.codes.at.count)
        if (!take_step(&walk))
            return false;
    if (!view->writer) {
        show_reached(&walk);
        return true;
    }
    json_close(view->writer, ']');
    reached_json(&walk);
    json_close(view->writer, '}');
    return true;
}

static void show_start(HsView *view, int from)
{
    Screen *screen = &view->screen;
    screen_put(screen, STYLE_BOLD, hs_code_text(view->region, view->code));
    screen_put(screen, STYLE_FAINT, text_format(view->region, "   " TEXT_FMT, TEXT_ARG(hs_edition_name(view, from))));
    screen_end(screen);
    if (view->national)
        screen_wrap(screen, 0, 2, STYLE_DOUBT, SAY(view->cli, MSG_HS_NATIONAL, view->written, hs_code_text(view->region, view->code)));
    hs_warn_reused(view);
    screen_blanks(screen, 2);
    screen_wrap(screen, 2, 2, STYLE_PLAIN, hs_words(view, view->code, from));
}

static bool trace(HsView *view, int from, int to)
{
    int newest = (int)view->hs->edition_count - 1;
    if (view->writer) {
        json_open(view->writer, '{');
        json_pair(view->writer, "code", hs_code_text(view->region, view->code));
        json_pair(view->writer, "edition", view->hs->editions[from].id);
    } else {
        show_start(view, from);
    }
    bool told = true;
    if (to < 0 ? from < newest : to > from)
        told = walk_to(view, from, to < 0 ? newest : to);
    if (told && (to < 0 ? from > 0 : to < from))
        told = walk_to(view, from, to < 0 ? 0 : to);
    if (view->writer)
        json_close(view->writer, '}');
    return told;
}

/* The edition in which the code is meant: told, or the newest that has it where the number was used but once. */
static Exit read_start(HsView *view, int *from)
{
    HsSet set = hs_editions(view->hs, view->code);
    Exit exit = hs_edition_given(view, OPTION_FROM, from);
    if (exit != EXIT_DONE)
        return exit;
    if (*from < 0)
        *from = view->edition;
    if (!set || (*from >= 0 && !hs_has(set, *from)))
        return hs_not_found(view, *from);
    if (*from >= 0)
        return EXIT_DONE;
    if (hs_is_reused(set))
        return misuse(view->cli, SAY(view->cli, MSG_HS_SAY_WHICH, hs_code_text(view->region, view->code), hs_set_words(view, set)));
    for (int i = 0; i < (int)view->hs->edition_count; i++)
        *from = hs_has(set, i) ? i : *from;
    return EXIT_DONE;
}

Exit hs_trace(HsView *view)
{
    int from, to;
    Exit exit = read_start(view, &from);
    if (exit == EXIT_DONE)
        exit = hs_edition_given(view, OPTION_TO, &to);
    if (exit != EXIT_DONE)
        return exit;
    if (trace(view, from, to))
        return EXIT_DONE;
    view->cli->out.length = 0;
    return EXIT_ERROR;
}

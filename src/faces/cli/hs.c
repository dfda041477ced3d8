/* faces/cli/hs.c - `declarant hs`: what a code of the Harmonized System means, edition by edition, and which code has certain words. */
#include "faces/cli/hs.h"

#include <stdlib.h>

#include "base/utf8.h"

enum { MOST_FOUND = 20, MOST_WORDS = 16 };

/* ---- words ---- */

Text hs_edition_name(const HsView *view, int edition)
{
    return view->hs->editions[edition].name;
}

/* The last edition of the run of editions that begins at `first`. */
static int run_end(const HsView *view, HsSet set, int first)
{
    int last = first;
    while (last + 1 < (int)view->hs->edition_count && hs_has(set, last + 1))
        last++;
    return last;
}

static Text span_words(const HsView *view, int first, int last)
{
    Text from = hs_edition_name(view, first);
    return first == last ? from : text_format(view->region, TEXT_FMT " .. " TEXT_FMT, TEXT_ARG(from), TEXT_ARG(hs_edition_name(view, last)));
}

Text hs_set_words(const HsView *view, HsSet set)
{
    Builder out = builder_on(view->region);
    for (int i = 0; i < (int)view->hs->edition_count; i++) {
        if (!hs_has(set, i))
            continue;
        int last = run_end(view, set, i);
        build_format(&out, "%s" TEXT_FMT, out.length ? ", " : "", TEXT_ARG(span_words(view, i, last)));
        i = last;
    }
    return builder_text(&out);
}

static Text role_words(const HsView *view, const HsRole *role)
{
    Text words = view->writer ? role->words[0] : role->words[view->cli->language];
    return words.length ? words : role->words[0];
}

Text hs_words(const HsView *view, Text code, int edition)
{
    const HsRole *role = hs_role(view->hs, code, edition);
    const HsCode *entry = hs_in(view->hs, code, edition);
    return role ? role_words(view, role) : entry ? entry->description : TEXT_NONE;
}

/* ---- what was asked ---- */

static Text editions_known(const HsView *view)
{
    Builder out = builder_on(view->region);
    for (uint32_t i = 0; i < view->hs->edition_count; i++)
        build_format(&out, "%s" TEXT_FMT, i ? ", " : "", TEXT_ARG(view->hs->editions[i].id));
    return builder_text(&out);
}

Exit hs_edition_given(HsView *view, OptionId option, int *edition)
{
    Text name = cli_argument(view->cli, option);
    *edition = cli_on(view->cli, option) ? hs_edition_named(view->hs, name) : -1;
    if (!cli_on(view->cli, option) || *edition >= 0)
        return EXIT_DONE;
    return misuse(view->cli, SAY(view->cli, MSG_HS_NOT_AN_EDITION, name, editions_known(view)));
}

/* --edition, else --day. */
static Exit read_edition(HsView *view)
{
    Cli *cli = view->cli;
    int64_t day;
    Exit exit = hs_edition_given(view, OPTION_EDITION, &view->edition);
    if (exit != EXIT_DONE || view->edition >= 0 || !cli_on(cli, OPTION_DAY))
        return exit;
    if (!day_given(cli_argument(cli, OPTION_DAY), &day))
        return misuse(cli, SAY(cli, MSG_NOT_A_DAY, cli_argument(cli, OPTION_DAY)));
    view->edition = hs_edition_on(view->hs, day);
    if (view->edition >= 0)
        return EXIT_DONE;
    talk(cli, SAY(cli, MSG_HS_BEFORE_ALL, cli_argument(cli, OPTION_DAY)));
    return EXIT_OPEN;
}

static Exit read_code(HsView *view)
{
    Cli *cli = view->cli;
    Builder out = builder_on(view->region);
    for (size_t i = 1; i < cli->operand_count; i++)
        build_format(&out, "%s%s", i > 1 ? " " : "", cli->operands[i]);
    view->written = builder_text(&out);
    if (!view->written.length)
        return misuse(cli, say(cli, MSG_HS_NEEDS_CODE));
    HsForm form = hs_code_read(view->region, view->written, &view->code);
    view->national = form == HS_NATIONAL;
    return form == HS_WRONG ? misuse(cli, SAY(cli, MSG_HS_NOT_A_CODE, view->written)) : EXIT_DONE;
}

/* ---- what is not there, and what is there twice ---- */

static void editions_json(const HsView *view, HsSet set)
{
    json_key(view->writer, TEXT("editions"));
    json_open(view->writer, '[');
    for (int i = 0; i < (int)view->hs->edition_count; i++)
        if (hs_has(set, i))
            json_text(view->writer, view->hs->editions[i].id);
    json_close(view->writer, ']');
}

Exit hs_not_found(HsView *view, int edition)
{
    Cli *cli = view->cli;
    HsSet set = hs_editions(view->hs, view->code);
    Text code = hs_code_text(view->region, view->code);
    if (view->writer) {
        json_open(view->writer, '{');
        json_pair(view->writer, "status", TEXT("not covered"));
        json_pair(view->writer, "code", code);
        if (edition >= 0)
            json_pair(view->writer, "edition", view->hs->editions[edition].id);
        editions_json(view, set);
        json_close(view->writer, '}');
    }
    talk(cli, set ? SAY(cli, MSG_HS_NOT_IN, hs_edition_name(view, edition), code, hs_set_words(view, set)) : SAY(cli, MSG_HS_NOWHERE, code));
    return EXIT_OPEN;
}

static HsSet all_editions(const HsView *view)
{
    return (HsSet)(((uint64_t)1 << view->hs->edition_count) - 1);
}

/* The first run of editions of a set. */
static HsSet first_run(const HsView *view, HsSet set)
{
    int first = 0;
    while (!hs_has(set, first))
        first++;
    HsSet before = ((HsSet)1 << first) - 1, up_to = (HsSet)(((uint64_t)2 << run_end(view, set, first)) - 1);
    return up_to & ~before & all_editions(view);
}

void hs_warn_reused(HsView *view)
{
    HsSet set = hs_editions(view->hs, view->code);
    if (!hs_is_reused(set))
        return;
    HsSet first = first_run(view, set);
    Text words = SAY(view->cli, MSG_HS_REUSED, hs_set_words(view, first), hs_set_words(view, set & ~first));
    screen_wrap(&view->screen, 0, 2, STYLE_BAD, words);
}

/* ---- show ---- */

static void show_national(HsView *view)
{
    if (view->national)
        screen_wrap(&view->screen, 0, 2, STYLE_DOUBT, SAY(view->cli, MSG_HS_NATIONAL, view->written, hs_code_text(view->region, view->code)));
    if (view->edition >= 0 && cli_on(view->cli, OPTION_DAY))
        screen_wrap(&view->screen, 0, 2, STYLE_FAINT, SAY(view->cli, MSG_HS_DAY, hs_edition_name(view, view->edition), cli_argument(view->cli, OPTION_DAY)));
}

/* One meaning with the editions that have it: our words, and the short description below them. */
static void show_life(HsView *view, size_t width, int first, int last)
{
    const HsCode *entry = hs_in(view->hs, view->code, first);
    const HsRole *role = hs_role(view->hs, view->code, first);
    Text span = span_words(view, first, last);
    if (!entry) {
        screen_labelled(&view->screen, width, span, STYLE_DOUBT, say(view->cli, MSG_HS_EMPTY));
        return;
    }
    if (role)
        screen_labelled(&view->screen, width, span, STYLE_BOLD, role_words(view, role));
    screen_labelled(&view->screen, width, role ? TEXT_NONE : span, role ? STYLE_FAINT : STYLE_PLAIN, entry->description);
}

/* Does the code mean the same in both editions, or stand in neither? */
static bool is_same_life(const HsView *view, int one, int other)
{
    return hs_in(view->hs, view->code, one) == hs_in(view->hs, view->code, other) && hs_role(view->hs, view->code, one) == hs_role(view->hs, view->code, other);
}

typedef struct Lives { /* spans of editions in which the code means one thing, or stands empty between two that have it */
    size_t count;
    struct {
        int first, last;
    } at[HS_MOST_EDITIONS];
    size_t width; /* of the widest label: a span, a chapter, a heading */
} Lives;

/* The one edition that was asked for, or from the first that has the code to the last. */
static Lives lives_of(const HsView *view, int edition)
{
    Lives lives = { 0 };
    HsSet set = hs_editions(view->hs, view->code);
    int first = edition, end = edition + 1;
    if (view->edition < 0)
        for (first = 0, end = (int)view->hs->edition_count; !hs_has(set, first);)
            first++;
    while (!hs_has(set, end - 1))
        end--;
    for (int from = first, to; from < end; from = to) {
        for (to = from + 1; to < end && is_same_life(view, from, to);)
            to++;
        lives.at[lives.count].first = from;
        lives.at[lives.count++].last = to - 1;
        size_t width = utf8_width(span_words(view, from, to - 1));
        lives.width = width > lives.width ? width : lives.width;
    }
    size_t parent = utf8_width(SAY(view->cli, MSG_HS_HEADING, text_slice(view->code, 0, 4)));
    lives.width = view->code.length > 2 && parent > lives.width ? parent : lives.width;
    return lives;
}

static void show_parents(HsView *view, const Lives *lives, int edition)
{
    static const Message names[] = { [2] = MSG_HS_CHAPTER, [4] = MSG_HS_HEADING };
    for (size_t digits = 2; digits < view->code.length; digits += 2) {
        Text parent = text_slice(view->code, 0, digits), label = SAY(view->cli, names[digits], parent);
        screen_labelled(&view->screen, lives->width, label, STYLE_FAINT, hs_words(view, parent, edition));
    }
}

static bool is_child(const HsView *view, const HsCode *entry, int edition)
{
    return entry->code.length == view->code.length + 2 && hs_has(entry->editions, edition);
}

static void show_children(HsView *view, int edition)
{
    HsRange below = hs_below(view->hs, view->code);
    bool begun = false;
    for (const HsCode *at = below.first; at < below.end; at++) {
        if (!is_child(view, at, edition))
            continue;
        if (!begun)
            screen_heading(&view->screen, SAY(view->cli, MSG_HS_BELOW, hs_edition_name(view, edition)));
        begun = true;
        screen_labelled(&view->screen, 8, hs_code_text(view->region, at->code), STYLE_PLAIN, hs_words(view, at->code, edition));
    }
}

static int newest_of(const HsView *view, HsSet set)
{
    int newest = (int)view->hs->edition_count - 1;
    while (newest >= 0 && !hs_has(set, newest))
        newest--;
    return newest;
}

/* ---- the lines of the law here ---- */

/* The code in quotes without its dots: does it begin with the one that was asked for? */
static bool is_line_of(const HsView *view, Text literal)
{
    Builder digits = builder_on(view->region);
    for (size_t i = 0; i < literal.length; i++)
        if (literal.at[i] != '.')
            build_byte(&digits, literal.at[i]);
    return text_starts(builder_text(&digits), view->code);
}

/* The texts in quotes of a row's outputs that are lines below the code; each once for its row. */
static size_t row_lines(HsView *view, const Page *page, const Row *row, void (*tell)(HsView *, const Page *, const Row *, Text))
{
    size_t told = 0;
    for (uint32_t c = 0; c < row->table->column_count; c++) {
        Text cell = row->table->columns[c].kind == COLUMN_OUTPUT ? span_text(row->cells[c]) : TEXT_NONE;
        Text literal, rest;
        for (text_cut(cell, '"', &rest); rest.length; text_cut(rest, '"', &rest)) {
            literal = text_cut(rest, '"', &rest);
            if (!literal.length || literal.at[0] < '0' || literal.at[0] > '9' || !is_line_of(view, literal))
                continue;
            tell(view, page, row, literal);
            told++;
        }
    }
    return told;
}

static void show_line(HsView *view, const Page *page, const Row *row, Text line)
{
    Text words = text_format(view->region, TEXT_FMT "  " TEXT_FMT, TEXT_ARG(row->id), TEXT_ARG(page->path));
    screen_labelled(&view->screen, 12, line, STYLE_PLAIN, words);
}

static void line_json(HsView *view, const Page *page, const Row *row, Text line)
{
    json_open(view->writer, '{');
    json_pair(view->writer, "line", line);
    json_pair(view->writer, "row", row->id);
    json_pair(view->writer, "page", page->path);
    json_close(view->writer, '}');
}

/* Every row of the decisions of type code of one page. */
static size_t page_lines(HsView *view, const Page *page)
{
    size_t told = 0;
    for (uint32_t d = 0; d < page->decision_count; d++) {
        const DecisionBlock *decision = &page->decisions[d];
        bool coded = decision->kind == DECISION_TABLE && text_is(text_trim(span_text(decision->type)), "code");
        for (uint32_t r = 0; coded && r < decision->table.row_count; r++)
            told += row_lines(view, page, &decision->table.rows[r], view->writer ? line_json : show_line);
    }
    return told;
}

/* --jurisdiction: the rows that name a line below the code. False with errors. */
static bool show_law(HsView *view)
{
    Text jurisdiction = cli_jurisdiction(view->cli);
    size_t told = 0;
    const Rulebooks *books = load_books(view->cli, jurisdiction);
    if (!books)
        return false;
    if (view->writer) {
        json_key(view->writer, TEXT("law"));
        json_open(view->writer, '[');
    } else {
        screen_heading(&view->screen, SAY(view->cli, MSG_HS_IN_LAW, jurisdiction));
    }
    for (uint32_t p = 0; p < books->page_count; p++)
        if (text_equal(books->pages[p].jurisdiction, jurisdiction))
            told += page_lines(view, &books->pages[p]);
    if (view->writer)
        json_close(view->writer, ']');
    else if (!told)
        screen_item(&view->screen, STYLE_FAINT, say(view->cli, MSG_HS_NO_LINE));
    return true;
}

/* ---- show, whole ---- */

static bool show_text(HsView *view, int edition)
{
    Screen *screen = &view->screen;
    Text code = hs_code_text(view->region, view->code);
    screen_put(screen, STYLE_BOLD, code);
    if (view->edition >= 0)
        screen_put(screen, STYLE_FAINT, text_format(view->region, "   " TEXT_FMT, TEXT_ARG(hs_edition_name(view, edition))));
    screen_end(screen);
    show_national(view);
    hs_warn_reused(view);
    Lives lives = lives_of(view, edition);
    show_parents(view, &lives, edition);
    for (size_t i = 0; i < lives.count; i++)
        show_life(view, lives.width, lives.at[i].first, lives.at[i].last);
    show_children(view, edition);
    if (cli_on(view->cli, OPTION_JURISDICTION) && !show_law(view))
        return false;
    screen_end(screen);
    Text from = text_format(view->region, TEXT_FMT " --from " TEXT_FMT, TEXT_ARG(code), TEXT_ARG(view->hs->editions[edition].id));
    if (view->code.length >= 4)
        screen_wrap(screen, 0, 2, STYLE_FAINT, SAY(view->cli, MSG_HS_TRACE_HINT, from));
    screen_wrap(screen, 0, 2, STYLE_FAINT, say(view->cli, MSG_HS_NOT_LAW));
    return true;
}

static void meaning_json(HsView *view, int edition)
{
    const HsRole *role = hs_role(view->hs, view->code, edition);
    json_open(view->writer, '{');
    json_pair(view->writer, "edition", view->hs->editions[edition].id);
    json_pair(view->writer, "name", hs_edition_name(view, edition));
    json_pair(view->writer, "in_force_from", date_text(view->region, view->hs->editions[edition].from));
    json_pair(view->writer, "description", hs_in(view->hs, view->code, edition)->description);
    if (role) {
        json_pair(view->writer, "role", role->role);
        json_pair(view->writer, "words", role->words[0]);
    }
    json_close(view->writer, '}');
}

static void relatives_json(HsView *view, int edition)
{
    HsRange below = hs_below(view->hs, view->code);
    json_key(view->writer, TEXT("parents"));
    json_open(view->writer, '[');
    for (size_t digits = 2; digits < view->code.length; digits += 2)
        json_text(view->writer, text_slice(view->code, 0, digits));
    json_close(view->writer, ']');
    json_key(view->writer, TEXT("below"));
    json_open(view->writer, '[');
    for (const HsCode *at = below.first; at < below.end; at++)
        if (is_child(view, at, edition))
            json_text(view->writer, hs_code_text(view->region, at->code));
    json_close(view->writer, ']');
}

static bool show_json(HsView *view, int edition)
{
    HsSet set = hs_editions(view->hs, view->code);
    json_open(view->writer, '{');
    json_pair(view->writer, "code", hs_code_text(view->region, view->code));
    if (view->national)
        json_pair(view->writer, "written", view->written);
    json_key(view->writer, TEXT("reused"));
    json_raw(view->writer, hs_is_reused(set) ? TEXT("true") : TEXT("false"));
    editions_json(view, set);
    json_key(view->writer, TEXT("meanings"));
    json_open(view->writer, '[');
    for (int i = 0; i < (int)view->hs->edition_count; i++)
        if (hs_has(set, i) && (view->edition < 0 || i == view->edition))
            meaning_json(view, i);
    json_close(view->writer, ']');
    relatives_json(view, edition);
    bool told = !cli_on(view->cli, OPTION_JURISDICTION) || show_law(view);
    json_close(view->writer, '}');
    return told;
}

static Exit show(HsView *view)
{
    HsSet set = hs_editions(view->hs, view->code);
    if (!set || (view->edition >= 0 && !hs_has(set, view->edition)))
        return hs_not_found(view, view->edition);
    int edition = view->edition >= 0 ? view->edition : newest_of(view, set);
    bool shown = view->writer ? show_json(view, edition) : show_text(view, edition);
    if (shown)
        return EXIT_DONE;
    view->cli->out.length = 0;
    return EXIT_ERROR;
}

/* ---- search ---- */

typedef struct Found {
    const HsCode *entry;
    const HsRole *role; /* NULL: none that fits */
    int rank;           /* the lower, the earlier */
} Found;

typedef struct Search {
    HsView *view;
    size_t count;
    Text words[MOST_WORDS]; /* in small letters */
    LIST_OF(Found) at;
} Search;

/* Each word must be in one of the texts, or begin the code. */
static bool has_all(const Search *search, const Text *texts, size_t count, Text code)
{
    for (size_t w = 0; w < search->count; w++) {
        bool found = text_starts(code, search->words[w]);
        for (size_t i = 0; i < count && !found; i++)
            found = text_find(texts[i], search->words[w], 0) != SIZE_MAX;
        if (!found)
            return false;
    }
    return true;
}

/* *own: our own words alone have them all. */
static bool fits(const Search *search, const HsCode *entry, const HsRole *role, bool *own)
{
    Region *region = search->view->region;
    Text texts[HS_LANGUAGES + 1] = { { 0 } };
    for (int i = 0; role && i < HS_LANGUAGES; i++)
        texts[i] = utf8_lower(region, role->words[i]);
    *own = role && has_all(search, texts, HS_LANGUAGES, entry->code);
    texts[HS_LANGUAGES] = utf8_lower(region, entry->description);
    return *own || has_all(search, texts, HS_LANGUAGES + 1, entry->code);
}

static const HsRole *role_of(const HsView *view, const HsCode *entry)
{
    for (size_t i = 0; i < view->hs->role_count; i++)
        if (text_equal(view->hs->roles[i].code, entry->code) && (view->hs->roles[i].editions & entry->editions))
            return &view->hs->roles[i];
    return NULL;
}

/* What software meets comes first, then what still stands, then the broader code. */
static int rank_of(const HsView *view, const HsCode *entry, bool own, bool role)
{
    bool current = hs_has(entry->editions, (int)view->hs->edition_count - 1);
    return (own ? 0 : role ? 8 : 16) + (current ? 0 : 4) + (int)entry->code.length / 2 - 1;
}

static int by_rank(const void *a, const void *b)
{
    const Found *one = a, *other = b;
    if (one->rank != other->rank)
        return one->rank - other->rank;
    int order = text_compare(one->entry->code, other->entry->code);
    return order ? order : (one->entry > other->entry) - (one->entry < other->entry);
}

static void find(Search *search)
{
    const HsView *view = search->view;
    for (size_t i = 0; i < view->hs->code_count; i++) {
        const HsCode *entry = &view->hs->codes[i];
        const HsRole *role = role_of(view, entry);
        bool own;
        if ((view->edition >= 0 && !hs_has(entry->editions, view->edition)) || !fits(search, entry, role, &own))
            continue;
        *LIST_ADD(view->region, search->at) = (Found){ entry, role, rank_of(view, entry, own, role != NULL) };
    }
    if (search->at.count)
        qsort(search->at.at, search->at.count, sizeof *search->at.at, by_rank);
}

static void found_json(HsView *view, const Found *found)
{
    json_open(view->writer, '{');
    json_pair(view->writer, "code", hs_code_text(view->region, found->entry->code));
    editions_json(view, found->entry->editions);
    if (found->role) {
        json_pair(view->writer, "role", found->role->role);
        json_pair(view->writer, "words", found->role->words[0]);
    }
    json_pair(view->writer, "description", found->entry->description);
    json_close(view->writer, '}');
}

static void show_found(HsView *view, const Search *search)
{
    Grid grid = grid_new(view->region);
    size_t most = cli_on(view->cli, OPTION_FULL) ? search->at.count : MOST_FOUND;
    grid_column(&grid, say(view->cli, MSG_COLUMN_CODE), false, true);
    grid_column(&grid, say(view->cli, MSG_COLUMN_EDITIONS), false, true);
    grid_column(&grid, say(view->cli, MSG_COLUMN_WHAT), false, false);
    for (size_t i = 0; i < search->at.count && i < most; i++) {
        const Found *found = &search->at.at[i];
        GridRow *row = grid_row(&grid);
        row->at[0] = (GridCell){ hs_code_text(view->region, found->entry->code), STYLE_BOLD };
        row->at[1].text = hs_set_words(view, found->entry->editions);
        row->at[2].text = found->role ? role_words(view, found->role) : found->entry->description;
    }
    grid_print(&view->screen, &grid);
    if (search->at.count > most)
        screen_item(&view->screen, STYLE_FAINT, say_count(view->cli, MSG_MORE_OF_THEM, search->at.count - most));
    screen_wrap(&view->screen, 0, 2, STYLE_FAINT, say(view->cli, MSG_HS_NOT_LAW));
}

/* Words may come in one operand or in several; dots inside a number are left out, so that a code is a word too. */
static void read_words(Search *search)
{
    Region *region = search->view->region;
    for (size_t i = 1; i < search->view->cli->operand_count; i++)
        for (Text rest = utf8_lower(region, cli_operand(search->view->cli, i)); rest.length;) {
            Text word = text_cut(rest, ' ', &rest), digits;
            if (hs_code_read(region, word, &digits) == HS_WHOLE)
                word = digits;
            if (word.length && search->count < MOST_WORDS)
                search->words[search->count++] = word;
        }
}

static Exit search_codes(HsView *view)
{
    Search search = { .view = view };
    read_words(&search);
    if (!search.count)
        return misuse(view->cli, say(view->cli, MSG_HS_NEEDS_WORDS));
    find(&search);
    if (view->writer) {
        json_open(view->writer, '[');
        for (size_t i = 0; i < search.at.count; i++)
            found_json(view, &search.at.at[i]);
        json_close(view->writer, ']');
    } else if (search.at.count) {
        show_found(view, &search);
    }
    if (search.at.count)
        return EXIT_DONE;
    Builder words = builder_on(view->region);
    for (size_t i = 0; i < search.count; i++)
        build_format(&words, "%s" TEXT_FMT, i ? " " : "", TEXT_ARG(search.words[i]));
    talk(view->cli, SAY(view->cli, MSG_HS_NOTHING_FOUND, builder_text(&words)));
    return EXIT_OPEN;
}

/* ---- the command ---- */

static Exit run_verb(HsView *view, Text verb)
{
    bool assess = text_is(verb, "assess");
    if (assess || text_is(verb, "classify"))
        return hs_classify(view, assess);
    Exit exit = read_edition(view);
    if (exit != EXIT_DONE)
        return exit;
    if (text_is(verb, "search"))
        return search_codes(view);
    exit = read_code(view);
    if (exit != EXIT_DONE)
        return exit;
    return text_is(verb, "show") ? show(view) : hs_trace(view);
}

static bool is_verb(Text verb)
{
    static const char *const verbs[] = { "show", "search", "trace", "classify", "assess" };
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (text_equal(verb, text_of(verbs[i])))
            return true;
    return false;
}

Exit command_hs(Cli *cli)
{
    Text verb = cli_operand(cli, 0);
    JsonWriter writer = json_writer(&cli->out, false);
    HsView view = { .cli = cli, .region = &cli->region, .screen = { &cli->out, cli->width, cli->colour, cli->language }, .edition = -1 };
    if (!is_verb(verb))
        return misuse(cli, say(cli, MSG_HS_NEEDS_VERB));
    view.hs = nomenclature_read(&cli->task, load_data_folder(cli));
    if (!view.hs)
        return EXIT_ERROR;
    view.writer = cli->json ? &writer : NULL;
    Exit exit = run_verb(&view, verb);
    if (view.writer && cli->out.length)
        build_byte(&cli->out, '\n');
    return exit;
}

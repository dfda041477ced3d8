/* faces/cli/impact.c - `declarant impact`: a book of cases, one a line, under the law of two days.
 *
 * Each case is worked in a region of its own, which is emptied before the next; what is kept of a case is a line. On a terminal the count
 * of cases is told while it runs.
 */
#include "determination/impact.h"

#include <unistd.h>

#include "base/file.h"
#include "base/utf8.h"
#include "faces/cli/lines.h"
#include "faces/cli/problems.h"
#include "faces/cli/view.h"

enum { MOST_ID = 20, MOST_CASES = 15, MOST_THINGS = 8, TOLD_EVERY = 1000 };

typedef struct Book { /* what is at hand */
    Cli *cli;
    Impact impact;
    Region region;   /* of one case */
    Report report;
    Task task;
    const char *path;
    Text line;
    uint64_t number, total;
    bool good;
} Book;

/* ---- reading ---- */

static void work_case(void *argument)
{
    Book *book = argument;
    region_reset(&book->region);
    report_init(&book->report, &book->region);
    book->task = (Task){ &book->region, &book->report, NULL };
    Text name = text_format(&book->region, "%s, line %llu", book->path, (unsigned long long)book->number);
    const Source *source = source_from(&book->task, name, book->line);
    book->good = impact_case(&book->impact, &book->task, source, book->number);
}

static void tell_progress(const Book *book)
{
    if (book->total % TOLD_EVERY || !isatty(STDERR_FILENO))
        return;
    char line[64];
    int length = snprintf(line, sizeof line, "\r%llu", (unsigned long long)book->total);
    if (write(STDERR_FILENO, line, (size_t)length) < 0)
        return;
}

static void end_progress(const Book *book)
{
    if (book->total >= TOLD_EVERY && isatty(STDERR_FILENO) && write(STDERR_FILENO, "\r             \r", 15) < 0)
        return;
}

static bool read_path(Book *book, const char *path)
{
    Lines lines;
    bool good = true;
    book->path = path;
    if (!lines_open(book->cli, &lines, path))
        return false;
    while (lines_next(&lines, &book->line)) {
        book->number = lines.number;
        book->total++;
        if (!region_guard(&book->region, work_case, book)) {
            report_init(&book->report, &book->cli->region);
            Problem *problem = report_error(&book->report, "out-of-memory", SPAN_NONE, "there is no memory for this case");
            problem_where(&book->report, problem, "%s, line %llu", path, (unsigned long long)book->number);
            book->good = false;
        }
        if (!book->good)
            cli_tell(book->cli, &book->report, false);
        good &= book->good;
        tell_progress(book);
    }
    return lines_close(book->cli, &lines) && good;
}

/* ---- words ---- */

typedef struct ImpactPage {
    Cli *cli;
    View view;
    const Impact *impact;
} ImpactPage;

static Text number_words(const ImpactPage *page, const Decimal *number)
{
    Builder out = builder_on(&page->cli->region);
    build_amount(&out, number, page->cli->language);
    return builder_text(&out);
}

static Text count_words(const ImpactPage *page, uint64_t count)
{
    Builder out = builder_on(&page->cli->region);
    Decimal number = decimal_of((int64_t)count, 0);
    build_number(&out, &number, page->cli->language);
    return builder_text(&out);
}

static Text moved_words(const ImpactPage *page, const Decimal *before, const Decimal *after)
{
    Decimal moved, nothing = decimal_of(0, 0);
    decimal_subtract(&moved, after, before);
    Text words = number_words(page, &moved);
    int sign = decimal_compare(&moved, &nothing);
    if (!sign)
        return TEXT("0");
    return text_join(&page->cli->region, sign < 0 ? TEXT("−") : TEXT("+"), text_slice(words, sign < 0, words.length));
}

static Text because_words(const ImpactPage *page, Causes causes)
{
    Builder out = builder_on(&page->cli->region);
    for (uint32_t i = 0; i < causes.count && i < 2; i++)
        words_add(&out, "; ", cause_words(&page->view, &causes.at[i]));
    return builder_text(&out);
}

/* ---- the page ---- */

static Grid sums_grid(const ImpactPage *page)
{
    Grid grid = grid_new(&page->cli->region);
    grid_column(&grid, TEXT_NONE, false, false);
    grid_column(&grid, TEXT_NONE, false, true);
    grid_column(&grid, say(page->cli, MSG_IMPACT_COUNTED), true, true);
    grid_column(&grid, say(page->cli, MSG_IMPACT_BEFORE), true, true);
    grid_column(&grid, say(page->cli, MSG_IMPACT_AFTER), true, true);
    grid_column(&grid, say(page->cli, MSG_IMPACT_MOVED), true, true);
    grid_column(&grid, TEXT_NONE, false, true);
    return grid;
}

static void sum_row(const ImpactPage *page, Grid *grid, const ImpactSum *sum, Text name, Style style)
{
    GridRow *row = grid_row(grid);
    row->at[0] = (GridCell){ name, style };
    row->at[1].text = sum->jurisdiction;
    row->at[2].text = count_words(page, sum->cases);
    bool all_open = sum->open == sum->cases;
    row->at[3].text = all_open ? TEXT("–") : number_words(page, &sum->before);
    row->at[4].text = all_open ? TEXT("–") : number_words(page, &sum->after);
    row->at[5] = (GridCell){ all_open ? say(page->cli, MSG_OPEN) : moved_words(page, &sum->before, &sum->after), style };
    row->at[6].text = sum->currency;
    if (sum->causes.count)
        row->below = because_words(page, sum->causes);
}

static void put_sums(ImpactPage *page)
{
    const Impact *impact = page->impact;
    Grid grid = sums_grid(page);
    if (!impact->charges.count && !impact->totals.count)
        return;
    screen_heading(&page->view.screen, say(page->cli, MSG_IMPACT_MONEY));
    for (size_t i = 0; i < impact->charges.count; i++)
        sum_row(page, &grid, &impact->charges.at[i], name_words(&page->view, impact->charges.at[i].name), STYLE_PLAIN);
    for (size_t i = 0; i < impact->totals.count; i++)
        sum_row(page, &grid, &impact->totals.at[i], say(page->cli, text_is(impact->totals.at[i].name, "border") ? MSG_ROW_BORDER : MSG_ROW_BESIDE), STYLE_BOLD);
    grid_print(&page->view.screen, &grid);
}

static void put_thing(ImpactPage *page, const ImpactThing *thing)
{
    static const char *const signs[] = { [IMPACT_ADDED] = "+", [IMPACT_GONE] = "−", [IMPACT_CHANGED] = "≠" };
    Text because = because_words(page, thing->causes);
    Builder out = builder_on(&page->cli->region);
    Text list = word_in(&page->view, "LIST_", thing->list);
    build_format(&out, "%s " TEXT_FMT ": " TEXT_FMT "  ", signs[thing->kind], TEXT_ARG(list), TEXT_ARG(name_words(&page->view, thing->name)));
    build_text(&out, SAY(page->cli, MSG_IMPACT_IN_CASES, thing->jurisdiction, count_words(page, thing->cases)));
    words_add(&out, "; ", because);
    screen_item(&page->view.screen, STYLE_PLAIN, builder_text(&out));
}

/* By kind of change, list by list; in short the first of each. */
static void put_things(ImpactPage *page)
{
    static const Message titles[] = { [IMPACT_ADDED] = MSG_IMPACT_ADDED, [IMPACT_GONE] = MSG_IMPACT_GONE, [IMPACT_CHANGED] = MSG_IMPACT_CHANGED };
    for (int kind = IMPACT_ADDED; kind <= IMPACT_CHANGED; kind++) {
        uint32_t shown = 0, left = 0;
        for (size_t i = 0; i < page->impact->things.count; i++) {
            if ((int)page->impact->things.at[i].kind != kind)
                continue;
            if (!shown++)
                screen_heading(&page->view.screen, say(page->cli, titles[kind]));
            if (page->view.full || shown <= MOST_THINGS)
                put_thing(page, &page->impact->things.at[i]);
            else
                left++;
        }
        if (left)
            screen_item(&page->view.screen, STYLE_FAINT, say_count(page->cli, MSG_MORE_OF_THEM, left));
    }
}

static Text case_money(const ImpactPage *page, bool has, const Decimal *moved)
{
    Decimal nothing = decimal_of(0, 0);
    if (!has)
        return say(page->cli, MSG_OPEN);
    return decimal_compare(moved, &nothing) == 0 ? TEXT("–") : moved_words(page, &nothing, moved);
}

static void case_row(const ImpactPage *page, Grid *grid, const ImpactCase *one)
{
    GridRow *row = grid_row(grid);
    Text before = word_in(&page->view, "STATUS_", text_of(status_name(one->before))), after = word_in(&page->view, "STATUS_", text_of(status_name(one->after)));
    row->at[0].text = text_format(&page->cli->region, "%llu", (unsigned long long)one->line);
    row->at[1].text = words_cut(&page->view, one->id, MOST_ID);
    row->at[2].text = one->jurisdiction;
    row->at[3].text = case_money(page, one->has_border, &one->border);
    row->at[4].text = case_money(page, one->has_beside, &one->beside);
    row->at[5].text = one->currency;
    row->at[6].text = one->things ? count_words(page, one->things) : TEXT("–");
    row->at[7] = (GridCell){ text_equal(before, after) ? after : text_format(&page->cli->region, TEXT_FMT " → " TEXT_FMT, TEXT_ARG(before), TEXT_ARG(after)), status_style(one->after) };
}

static void put_cases(ImpactPage *page)
{
    const Impact *impact = page->impact;
    static const Message heads[] = { MSG_COLUMN_LINE_OF_BOOK, MSG_IMPACT_CASE, MESSAGES, MSG_COLUMN_BORDER, MSG_COLUMN_BESIDE, MESSAGES, MSG_COLUMN_OTHER, MSG_ROW_STATUS };
    size_t most = page->view.full ? impact->list.count : MOST_CASES;
    Grid grid = grid_new(&page->cli->region);
    if (!impact->list.count)
        return;
    screen_heading(&page->view.screen, say(page->cli, MSG_IMPACT_CASES));
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        grid_column(&grid, heads[i] == MESSAGES ? TEXT_NONE : say(page->cli, heads[i]), i == 0 || i == 3 || i == 4 || i == 6, true);
    for (size_t i = 0; i < impact->list.count && i < most; i++)
        case_row(page, &grid, &impact->list.at[i]);
    grid_print(&page->view.screen, &grid);
    if (impact->list.count > most)
        screen_item(&page->view.screen, STYLE_FAINT, say_count(page->cli, MSG_MORE_OF_THEM, impact->list.count - most));
}

static void put_impact(Cli *cli, const Impact *impact, const Program *program)
{
    Determination nothing = { .program = program };
    ImpactPage page = { cli, view_of(cli, &cli->region, &nothing), impact };
    Screen *screen = &page.view.screen;
    screen_put(screen, STYLE_BOLD, SAY(cli, MSG_IMPACT_TITLE, date_text(&cli->region, impact->options.from), date_text(&cli->region, impact->options.to)));
    screen_end(screen);
    screen_wrap(screen, 0, 2, STYLE_PLAIN, SAY(cli, MSG_IMPACT_COUNT, count_words(&page, impact->cases), count_words(&page, impact->changed), count_words(&page, impact->undetermined)));
    put_sums(&page);
    put_things(&page);
    put_cases(&page);
    screen_end(screen);
    if (impact->faults.count)
        screen_wrap(screen, 0, 2, STYLE_BAD, say_count(cli, MSG_IMPACT_FAULTS, impact->faults.count));
    screen_wrap(screen, 0, 2, STYLE_FAINT, say(cli, MSG_IMPACT_MEANING));
    screen_wrap(screen, 0, 2, STYLE_FAINT, say(cli, MSG_NO_ADVICE));
}

/* ---- the command ---- */

static Exit days_given(Cli *cli, ImpactOptions *options)
{
    Text from = cli_argument(cli, OPTION_FROM), to = cli_argument(cli, OPTION_TO);
    if (!cli_on(cli, OPTION_FROM) || !cli_on(cli, OPTION_TO))
        return misuse(cli, say(cli, MSG_NEEDS_TWO_DAYS));
    if (!day_given(from, &options->from))
        return misuse(cli, SAY(cli, MSG_NOT_A_DAY, from));
    return day_given(to, &options->to) ? EXIT_DONE : misuse(cli, SAY(cli, MSG_NOT_A_DAY, to));
}

/* Some program of the book, for the words of the page. */
static const Program *some_program(Cli *cli, const Impact *impact)
{
    if (!impact->totals.count && !impact->things.count)
        return NULL;
    Text jurisdiction = impact->totals.count ? impact->totals.at[0].jurisdiction : impact->things.at[0].jurisdiction;
    Text movement = impact->totals.count ? impact->totals.at[0].movement : impact->things.at[0].movement;
    return lawbook_program(&cli->task, cli->lawbook, jurisdiction, movement);
}

static void print_impact(Cli *cli, Impact *impact)
{
    static const Rulebooks no_books = { 0 };
    static const Program no_program = { .books = &no_books };
    impact_sort(impact);
    if (cli->json) {
        impact_json(&cli->out, impact, false);
        build_byte(&cli->out, '\n');
        return;
    }
    const Program *program = some_program(cli, impact);
    put_impact(cli, impact, program ? program : &no_program);
}

Exit command_impact(Cli *cli)
{
    ImpactOptions options = { 0 };
    Exit exit = days_given(cli, &options);
    if (exit == EXIT_DONE)
        exit = determine_options(cli, &options.options);
    if (exit != EXIT_DONE)
        return exit;
    if (!cli->operand_count)
        return misuse(cli, say(cli, MSG_NEEDS_FILE));
    Lawbook *lawbook = load_lawbook(cli);
    if (!lawbook)
        return EXIT_ERROR;
    Book book = { .cli = cli };
    bool good = true;
    region_init(&book.region, NULL);
    impact_open(&book.impact, &cli->task, lawbook, &options);
    for (size_t i = 0; i < cli->operand_count; i++)
        good &= read_path(&book, cli->operands[i]);
    end_progress(&book);
    region_close(&book.region);
    print_impact(cli, &book.impact);
    return good ? EXIT_DONE : EXIT_ERROR;
}

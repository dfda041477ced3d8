/* faces/cli/sheet.c - `declarant sheet`: what the guide's questions A to E come to in a country on a day, and what differs between two days. */
#include "papers/sheet.h"

#include "faces/cli/load.h"
#include "faces/cli/screen.h"

enum { WHAT, SAYS, ARTICLE, KNOWN };

typedef struct SheetView {
    Cli *cli;
    Region *region;
    Screen screen;
} SheetView;

/* ---- cells ---- */

/* "ROW: SOURCE ARTICLE" */
static Text article_words(const SheetView *view, const SheetEntry *entry)
{
    Builder out = builder_on(view->region);
    for (uint32_t i = 0; i < entry->citation_count; i++) {
        const SheetCitation *citation = &entry->citations[i];
        bool again = i && text_equal(citation->row, entry->citations[i - 1].row);
        build_format(&out, "%s", !i ? "" : again ? "; " : "\n");
        if (citation->row.length && !again)
            build_format(&out, TEXT_FMT ": ", TEXT_ARG(citation->row));
        build_format(&out, TEXT_FMT "%s" TEXT_FMT, TEXT_ARG(citation->source->id), citation->article.length ? " " : "", TEXT_ARG(citation->article));
    }
    return builder_text(&out);
}

static Text says_words(const SheetView *view, const SheetEntry *entry)
{
    Text says = entry->says;
    if (entry->hangs.length)
        says = SAY(view->cli, MSG_SHEET_HANGS, says, entry->hangs);
    return entry->question.length ? SAY(view->cli, MSG_SHEET_READING, phrase(view->cli, entry->question), entry->reading, says) : says;
}

static Text known_words(const SheetView *view, const SheetEntry *entry)
{
    Message named = message_named("CONFIDENCE_", text_of(confidence_name(entry->confidence)));
    return entry->confidence == CONFIDENCE_READ || named == MESSAGES ? TEXT_NONE : say(view->cli, named);
}

static void put_entry(const SheetView *view, Grid *grid, const SheetEntry *entry, Text mark)
{
    GridRow *row = grid_row(grid);
    row->at[WHAT] = (GridCell){ mark.length ? text_join(view->region, mark, entry->words) : entry->words, entry->voice || entry->question.length ? STYLE_FAINT : STYLE_BOLD };
    row->at[SAYS] = (GridCell){ says_words(view, entry), entry->status == STATUS_DETERMINED ? STYLE_PLAIN : STYLE_DOUBT };
    row->at[ARTICLE] = (GridCell){ article_words(view, entry), STYLE_FAINT };
    row->at[KNOWN] = (GridCell){ known_words(view, entry), entry->confidence == CONFIDENCE_UNVERIFIED ? STYLE_BAD : STYLE_FAINT };
}

static Grid sheet_grid(const SheetView *view)
{
    Grid grid = grid_new(view->region);
    for (int i = 0; i < 4; i++)
        grid_column(&grid, TEXT_NONE, false, i == KNOWN);
    return grid;
}

/* ---- one day ---- */

static void put_line(SheetView *view, size_t indent, Style style, Text text)
{
    screen_blanks(&view->screen, indent);
    screen_wrap(&view->screen, indent, indent, style, text);
}

/* What the law says, or a voice; "none" stands apart. Whether there was any. */
static bool put_entries(SheetView *view, const SheetCase *of, const LawSource *voice)
{
    Grid grid = sheet_grid(view);
    bool any = false;
    for (size_t i = 0; i < of->entries.count; i++) {
        const SheetEntry *entry = &of->entries.at[i];
        if (entry->voice != voice || entry->none)
            continue;
        any = true;
        put_entry(view, &grid, entry, TEXT_NONE);
    }
    if (any)
        grid_print(&view->screen, &grid);
    return any;
}

/* "nothing is asked by: social welfare surcharge (ROW)" */
static bool put_nothing_asked(SheetView *view, const SheetCase *of, const LawSource *voice)
{
    Builder out = builder_on(view->region);
    for (size_t i = 0; i < of->entries.count; i++) {
        const SheetEntry *entry = &of->entries.at[i];
        if (entry->voice != voice || !entry->none)
            continue;
        Text row = entry->citation_count ? entry->citations[0].row : TEXT_NONE;
        build_format(&out, "%s" TEXT_FMT "%s" TEXT_FMT "%s", out.length ? "; " : "", TEXT_ARG(entry->words), row.length ? " (" : "", TEXT_ARG(row), row.length ? ")" : "");
    }
    if (out.length)
        put_line(view, 2, STYLE_FAINT, SAY(view->cli, MSG_SHEET_NOTHING, builder_text(&out)));
    return out.length > 0;
}

static bool heard_before(const SheetCase *of, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (of->entries.at[i].voice == of->entries.at[at].voice)
            return true;
    return false;
}

static void put_voices(SheetView *view, const SheetCase *of)
{
    for (size_t i = 0; i < of->entries.count; i++) {
        const LawSource *voice = of->entries.at[i].voice;
        if (!voice || heard_before(of, i))
            continue;
        put_line(view, 2, STYLE_FAINT, SAY(view->cli, MSG_SHEET_VOICE, phrase(view->cli, voice->instrument)));
        put_entries(view, of, voice);
        put_nothing_asked(view, of, voice);
    }
}

static void put_case(SheetView *view, const SheetCase *of)
{
    put_line(view, 2, STYLE_FAINT, of->about);
    bool any = put_entries(view, of, NULL);
    any |= put_nothing_asked(view, of, NULL);
    if (!any)
        put_line(view, 4, STYLE_DOUBT, say(view->cli, MSG_SHEET_NOT_READ));
    put_voices(view, of);
}

static void put_question(SheetView *view, const SheetQuestion *question)
{
    screen_end(&view->screen);
    Text head = text_format(view->region, TEXT_FMT "  " TEXT_FMT, TEXT_ARG(question->id), TEXT_ARG(question->words));
    put_line(view, 0, STYLE_BOLD, head);
    for (size_t i = 0; i < question->cases.count; i++)
        put_case(view, &question->cases.at[i]);
}

static void put_sheet(SheetView *view, const CountrySheet *sheet)
{
    put_line(view, 0, STYLE_BOLD, SAY(view->cli, MSG_SHEET_TITLE, sheet->name, date_text(view->region, sheet->as_of)));
    for (size_t i = 0; i < sheet->questions.count; i++)
        put_question(view, &sheet->questions.at[i]);
    screen_end(&view->screen);
    put_line(view, 0, STYLE_FAINT, say(view->cli, MSG_SHEET_FOOT));
}

/* ---- two days ---- */

/* "- ", and behind it the voice that says it. */
static void put_side(const SheetView *view, Grid *grid, const SheetEntry *entry, const char *mark)
{
    Text voice = entry && entry->voice ? entry->voice->id : TEXT_NONE;
    if (entry)
        put_entry(view, grid, entry, text_format(view->region, "%s" TEXT_FMT "%s", mark, TEXT_ARG(voice), voice.length ? ": " : ""));
}

static void put_change(const SheetView *view, Grid *grid, const SheetChange *change)
{
    put_side(view, grid, change->before, "- ");
    put_side(view, grid, change->after, "+ ");
}

static void put_changes(SheetView *view, const CountrySheet *before, const CountrySheet *after, const SheetChanges *changes)
{
    Text days[] = { date_text(view->region, before->as_of), date_text(view->region, after->as_of) };
    if (!changes->list.count)
        put_line(view, 0, STYLE_PLAIN, SAY(view->cli, MSG_SHEET_SAME, before->name, days[0], days[1]));
    else
        put_line(view, 0, STYLE_BOLD, SAY(view->cli, MSG_SHEET_DIFF_TITLE, before->name, days[0], days[1]));
    for (size_t i = 0; i < changes->list.count;) {
        const SheetChange *first = &changes->list.at[i];
        Grid grid = sheet_grid(view);
        screen_end(&view->screen);
        put_line(view, 0, STYLE_BOLD, text_format(view->region, TEXT_FMT "  " TEXT_FMT, TEXT_ARG(first->question->id), TEXT_ARG(first->question->words)));
        put_line(view, 2, STYLE_FAINT, first->of->about);
        for (; i < changes->list.count && changes->list.at[i].question == first->question && text_equal(changes->list.at[i].of->name, first->of->name); i++)
            put_change(view, &grid, &changes->list.at[i]);
        grid_print(&view->screen, &grid);
    }
}

/* ---- the command ---- */

static const CountrySheet *sheet_of(Cli *cli, Text country, int64_t day)
{
    Lawbook *lawbook = load_lawbook(cli);
    if (!lawbook)
        return NULL;
    SheetOptions options = { .country = country, .as_of = day, .language = cli->language, .data_folder = lawbook_data(lawbook) };
    return sheet_make(&cli->task, lawbook, &options);
}

static Text capitals(Cli *cli, Text code)
{
    char *made = text_string(&cli->region, code);
    for (size_t i = 0; i < code.length; i++)
        if (made[i] >= 'a' && made[i] <= 'z')
            made[i] = (char)(made[i] - 'a' + 'A');
    return (Text){ made, code.length };
}

static Exit finish(Cli *cli, Text country, bool covered)
{
    if (cli->json)
        build_byte(&cli->out, '\n');
    if (!covered) {
        cli->out.length = cli->json ? cli->out.length : 0;
        talk(cli, SAY(cli, MSG_NO_LAW_OF, country));
    }
    Exit exit = cli_output(cli);
    return exit == EXIT_DONE && !covered ? EXIT_OPEN : exit;
}

static Exit one_day(SheetView *view, Text country)
{
    Cli *cli = view->cli;
    int64_t day;
    if (!cli_on(cli, OPTION_AS_OF) || cli->operand_count != 1)
        return misuse(cli, say(cli, MSG_SHEET_NEEDS));
    if (!day_given(cli_argument(cli, OPTION_AS_OF), &day))
        return misuse(cli, SAY(cli, MSG_NOT_A_DAY, cli_argument(cli, OPTION_AS_OF)));
    const CountrySheet *sheet = sheet_of(cli, country, day);
    if (!sheet)
        return EXIT_ERROR;
    if (cli->json)
        sheet_json(&cli->out, sheet);
    else
        put_sheet(view, sheet);
    return finish(cli, country, sheet_covered(sheet));
}

static Exit two_days(SheetView *view)
{
    Cli *cli = view->cli;
    Text country = capitals(cli, cli_operand(cli, 1));
    int64_t days[2];
    if (cli->operand_count != 4 || cli_on(cli, OPTION_AS_OF))
        return misuse(cli, say(cli, MSG_SHEET_DIFF_NEEDS));
    for (size_t i = 0; i < 2; i++)
        if (!day_given(cli_operand(cli, 2 + i), &days[i]))
            return misuse(cli, SAY(cli, MSG_NOT_A_DAY, cli_operand(cli, 2 + i)));
    const CountrySheet *before = sheet_of(cli, country, days[0]), *after = before ? sheet_of(cli, country, days[1]) : NULL;
    if (!after)
        return EXIT_ERROR;
    SheetChanges changes = sheet_changes(view->region, before, after);
    if (cli->json)
        sheet_changes_json(&cli->out, before, after, &changes);
    else
        put_changes(view, before, after, &changes);
    return finish(cli, country, sheet_covered(before) || sheet_covered(after));
}

Exit command_sheet(Cli *cli)
{
    bool to_file = cli_on(cli, OPTION_OUTPUT);
    SheetView view = { .cli = cli, .region = &cli->region, .screen = { &cli->out, cli->width, cli->colour && !to_file, cli->language } };
    if (!cli->operand_count)
        return misuse(cli, say(cli, MSG_SHEET_NEEDS));
    if (text_is(cli_operand(cli, 0), "diff"))
        return two_days(&view);
    return one_day(&view, capitals(cli, cli_operand(cli, 0)));
}

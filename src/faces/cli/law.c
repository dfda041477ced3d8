/* faces/cli/law.c - `declarant law`: which sources and pages there are, what a rule says, and when it held. */
#include "faces/cli/law.h"

#include "faces/cli/facts.h"

/* ---- pieces ---- */

bool law_has_page(const LawView *view, const Page *page)
{
    Text jurisdiction = cli_jurisdiction(view->cli);
    return !jurisdiction.length || text_equal(page->jurisdiction, jurisdiction);
}

Text law_days(const LawView *view, DaySpans days)
{
    Builder out = builder_on(view->region);
    days_print(&out, days);
    return builder_text(&out);
}

Text law_phrase(const LawView *view, Text english)
{
    return view->writer ? english : phrase(view->cli, english);
}

Text law_say(const LawView *view, Message message, Text with)
{
    Cli english = *view->cli;
    english.language = 0;
    return SAY(view->writer ? &english : view->cli, message, with);
}

Text law_word(const LawView *view, const char *prefix, Text word)
{
    Message named = view->writer ? MESSAGES : message_named(prefix, word);
    return named == MESSAGES ? law_phrase(view, word) : say(view->cli, named);
}

Text law_named(const LawView *view, Text name)
{
    Text words = law_phrase(view, name);
    return text_equal(words, name) ? name : SAY(view->cli, MSG_WORDS_AND_NAME, words, name);
}

Text law_type(const LawView *view, Text type)
{
    return view->writer ? type : type_words(view->cli, type);
}

Text law_citations(const LawView *view, Citations citations)
{
    static const Message roles[] = { [CITES_BASIS] = MSG_ROLE_BASIS, [CITES_SUPPORT] = MSG_ROLE_SUPPORT, [CITES_END] = MSG_ROLE_END };
    Builder out = builder_on(view->region);
    for (uint32_t i = 0; i < citations.count; i++) {
        const Citation *citation = &citations.at[i];
        Text words = citation->article.length ? text_format(view->region, TEXT_FMT " " TEXT_FMT, TEXT_ARG(citation->source_id), TEXT_ARG(citation->article)) : citation->source_id;
        build_format(&out, "%s" TEXT_FMT, i ? "; " : "", TEXT_ARG(law_say(view, roles[citation->role], words)));
    }
    return builder_text(&out);
}

Text law_cell(const Row *row, uint32_t column)
{
    return text_trim(span_text(row->cells[column]));
}

/* ---- list ---- */

/* The same source may stand on several pages; its first one counts. */
static bool listed_before(const LawView *view, uint32_t page, uint32_t source)
{
    const Page *pages = view->books->pages;
    Text id = pages[page].sources[source].id;
    for (uint32_t i = 0; i <= page; i++)
        for (uint32_t k = 0; k < pages[i].source_count && !(i == page && k == source); k++)
            if (text_equal(pages[i].jurisdiction, pages[page].jurisdiction) && text_equal(pages[i].sources[k].id, id))
                return true;
    return false;
}

static void source_row(const LawView *view, Grid *grid, const Page *page, const LawSource *source)
{
    GridRow *row = grid_row(grid);
    row->at[0].text = page->jurisdiction;
    row->at[1] = (GridCell){ source->id, STYLE_BOLD };
    row->at[2].text = law_phrase(view, source->instrument);
    row->at[3].text = law_word(view, "GRADE_", text_of(grade_name(source->grade)));
    row->at[4].text = law_word(view, "CONFIDENCE_", text_of(confidence_name(source->confidence)));
    row->at[5].text = law_days(view, source->in_force);
}

static void source_json(const LawView *view, const Page *page, const LawSource *source)
{
    JsonWriter *writer = view->writer;
    json_open(writer, '{');
    json_pair(writer, "jurisdiction", page->jurisdiction);
    json_pair(writer, "id", source->id);
    json_pair(writer, "instrument", source->instrument);
    json_pair(writer, "grade", text_of(grade_name(source->grade)));
    json_pair(writer, "confidence", text_of(confidence_name(source->confidence)));
    if (source->has_published)
        json_pair(writer, "published", date_text(view->region, source->published));
    json_pair(writer, "in_force", law_days(view, source->in_force));
    json_pair_if(writer, "alias", source->alias);
    json_pair_if(writer, "note", source->note);
    json_close(writer, '}');
}

static size_t each_source(const LawView *view, Grid *grid)
{
    size_t count = 0;
    for (uint32_t i = 0; i < view->books->page_count; i++) {
        const Page *page = &view->books->pages[i];
        for (uint32_t k = 0; k < page->source_count; k++) {
            const LawSource *source = &page->sources[k];
            if (!law_has_page(view, page) || (view->has_grade && source->grade != view->grade) || listed_before(view, i, k))
                continue;
            count++;
            if (grid)
                source_row(view, grid, page, source);
            else
                source_json(view, page, source);
        }
    }
    return count;
}

static Text movements_words(const LawView *view, const Page *page)
{
    Builder out = builder_on(view->region);
    for (uint32_t i = 0; i < page->movement_count; i++)
        build_format(&out, "%s" TEXT_FMT, i ? ", " : "", TEXT_ARG(law_word(view, "MOVEMENT_", page->movements[i])));
    return builder_text(&out);
}

static uint32_t rows_of(const Page *page)
{
    uint32_t rows = 0;
    for (uint32_t i = 0; i < page->decision_count; i++)
        rows += page->decisions[i].kind == DECISION_TABLE ? page->decisions[i].table.row_count : 0;
    return rows;
}

static void page_json(const LawView *view, const Page *page)
{
    static const char *const layers[] = { [LAYER_LAW] = "law", [LAYER_GUIDANCE] = "guidance", [LAYER_HOUSE] = "house" };
    JsonWriter *writer = view->writer;
    json_open(writer, '{');
    json_pair(writer, "path", page->path);
    json_pair(writer, "title", page->title);
    json_pair(writer, "jurisdiction", page->jurisdiction);
    json_pair_if(writer, "movement", movements_words(view, page));
    json_pair(writer, "layer", text_of(layers[page->layer]));
    json_pair_if(writer, "voice", page->voice);
    json_pair_if(writer, "modelled", law_days(view, page->modelled));
    if (page->has_checked)
        json_pair(writer, "checked", date_text(view->region, page->checked));
    json_key(writer, TEXT("decisions"));
    json_raw(writer, text_format(view->region, "%u", page->decision_count));
    json_key(writer, TEXT("rows"));
    json_raw(writer, text_format(view->region, "%u", rows_of(page)));
    json_close(writer, '}');
}

static void page_row(const LawView *view, Grid *grid, const Page *page)
{
    GridRow *row = grid_row(grid);
    row->at[0] = (GridCell){ page->path, STYLE_BOLD };
    row->at[1].text = law_phrase(view, page->title);
    row->at[2].text = page->layer == LAYER_LAW ? movements_words(view, page) : page->voice;
    row->at[3].text = law_days(view, page->modelled);
    row->at[4].text = page->has_checked ? date_text(view->region, page->checked) : TEXT_NONE;
    row->at[5].text = text_format(view->region, "%u", rows_of(page));
}

static void list_json(LawView *view)
{
    json_open(view->writer, '{');
    json_key(view->writer, TEXT("sources"));
    json_open(view->writer, '[');
    each_source(view, NULL);
    json_close(view->writer, ']');
    json_key(view->writer, TEXT("pages"));
    json_open(view->writer, '[');
    for (uint32_t i = 0; i < view->books->page_count; i++)
        if (law_has_page(view, &view->books->pages[i]))
            page_json(view, &view->books->pages[i]);
    json_close(view->writer, ']');
    json_close(view->writer, '}');
}

static void columns_of(const LawView *view, Grid *grid, const Message *headers, size_t count)
{
    for (size_t i = 0; i < count; i++)
        grid_column(grid, say(view->cli, headers[i]), false, false);
}

static void list_text(LawView *view)
{
    static const Message of_sources[] = { MSG_COLUMN_IN, MSG_COLUMN_ID, MSG_COLUMN_INSTRUMENT, MSG_COLUMN_GRADE, MSG_COLUMN_CONFIDENCE, MSG_COLUMN_IN_FORCE };
    static const Message of_pages[] = { MSG_COLUMN_PAGE, MSG_COLUMN_TITLE, MSG_COLUMN_FOR, MSG_COLUMN_MODELLED, MSG_COLUMN_CHECKED, MSG_COLUMN_ROWS };
    Grid sources = grid_new(view->region), pages = grid_new(view->region);
    columns_of(view, &sources, of_sources, sizeof of_sources / sizeof *of_sources);
    columns_of(view, &pages, of_pages, sizeof of_pages / sizeof *of_pages);
    each_source(view, &sources);
    grid_print(&view->screen, &sources);
    for (uint32_t i = 0; i < view->books->page_count; i++)
        if (law_has_page(view, &view->books->pages[i]))
            page_row(view, &pages, &view->books->pages[i]);
    screen_heading(&view->screen, say(view->cli, MSG_PAGES_HEADING));
    grid_print(&view->screen, &pages);
}

/* ---- the command ---- */

static bool grade_given(LawView *view, Text word)
{
    view->has_grade = word.length > 0;
    for (int i = 0; i < GRADES; i++)
        if (text_equal(word, text_of(grade_name((Grade)i)))) {
            view->grade = (Grade)i;
            return true;
        }
    return !word.length;
}

static Text name_given(Cli *cli)
{
    Builder out = builder_on(&cli->region);
    for (size_t i = 1; i < cli->operand_count; i++)
        build_format(&out, "%s%s", i > 1 ? " " : "", cli->operands[i]);
    return builder_text(&out);
}

static Exit list(LawView *view)
{
    if (view->writer)
        list_json(view);
    else
        list_text(view);
    return EXIT_DONE;
}

static void not_found(LawView *view, Text name)
{
    LIST_OF(Text) known = { 0 };
    for (uint32_t i = 0; i < view->books->page_count; i++) {
        const Page *page = &view->books->pages[i];
        for (uint32_t k = 0; k < page->source_count; k++)
            *LIST_ADD(view->region, known) = page->sources[k].id;
        for (uint32_t k = 0; k < page->decision_count; k++)
            *LIST_ADD(view->region, known) = page->decisions[k].name;
    }
    Problem *problem = report_error(&view->cli->report, "unknown-name", SPAN_NONE, "no row, source, decision or page is called \"" TEXT_FMT "\"", TEXT_ARG(name));
    Text nearest = text_nearest(name, known.at, known.count);
    if (nearest.length)
        problem_hint(&view->cli->report, problem, "Did you mean \"" TEXT_FMT "\"?", TEXT_ARG(nearest));
}

static Exit named(LawView *view, Text name, size_t (*print)(LawView *view, Text name))
{
    if (view->writer)
        json_open(view->writer, '[');
    size_t count = print(view, name);
    if (view->writer)
        json_close(view->writer, ']');
    if (count)
        return EXIT_DONE;
    view->cli->out.length = 0;
    not_found(view, name);
    return EXIT_ERROR;
}

static Exit show(LawView *view)
{
    Text name = name_given(view->cli);
    return name.length ? named(view, name, law_show) : misuse(view->cli, say(view->cli, MSG_LAW_NEEDS_NAME));
}

static Exit timeline(LawView *view)
{
    return named(view, name_given(view->cli), law_timeline);
}

static Exit words(LawView *view)
{
    return law_words(view, cli_on(view->cli, OPTION_MISSING));
}

static const struct {
    const char *verb;
    Exit (*run)(LawView *view);
    bool writes; /* it minds --output itself */
} VERBS[] = { { "list", list, false }, { "show", show, false }, { "timeline", timeline, false }, { "words", words, false }, { "book", law_book, true }, { "diff", law_diff, false } };
enum { VERB_COUNT = sizeof VERBS / sizeof *VERBS };

static size_t verb_named(Text name)
{
    size_t at = 0;
    while (at < VERB_COUNT && !text_equal(name, text_of(VERBS[at].verb)))
        at++;
    return at;
}

Exit command_law(Cli *cli)
{
    Text grade = cli_argument(cli, OPTION_GRADE);
    size_t verb = verb_named(cli_operand(cli, 0));
    JsonWriter writer = json_writer(&cli->out, false);
    LawView view = { .cli = cli, .region = &cli->region, .screen = { &cli->out, cli->width, cli->colour && !cli_on(cli, OPTION_OUTPUT), cli->language } };
    if (verb == VERB_COUNT)
        return misuse(cli, say(cli, MSG_LAW_NEEDS_VERB));
    if (!grade_given(&view, grade))
        return misuse(cli, SAY(cli, MSG_NOT_A_GRADE, grade));
    view.books = load_books(cli, cli_jurisdiction(cli));
    if (!view.books)
        return EXIT_ERROR;
    if (!has_jurisdiction(cli, view.books))
        return EXIT_OPEN;
    view.writer = cli->json ? &writer : NULL;
    Exit exit = VERBS[verb].run(&view);
    bool done = exit == EXIT_DONE || exit == EXIT_FINDING;
    if (view.writer && done)
        build_byte(&cli->out, '\n');
    return VERBS[verb].writes || !done || cli_output(cli) == EXIT_DONE ? exit : EXIT_ERROR;
}

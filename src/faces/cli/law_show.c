/* faces/cli/law_show.c - `declarant law show`: a row, a source, a decision or a page, with who cites it. */
#include "base/utf8.h"
#include "faces/cli/facts.h"
#include "faces/cli/law.h"

enum { LABEL_WIDTH = 14, MOST_LABEL = 32 };

/* ---- who cites ---- */

static bool cites(Citations citations, Text source)
{
    for (uint32_t i = 0; i < citations.count; i++)
        if (text_equal(citations.at[i].source_id, source))
            return true;
    return false;
}

static void add_citing(Builder *out, Text decision, Text row)
{
    build_format(out, "%s" TEXT_FMT, out->length ? "; " : "", TEXT_ARG(decision));
    if (row.length)
        build_format(out, " " TEXT_FMT, TEXT_ARG(row));
}

static void citing_in_decision(Builder *out, const DecisionBlock *decision, Text source)
{
    if (cites(decision->citations, source))
        add_citing(out, decision->name, TEXT_NONE);
    for (uint32_t i = 0; decision->kind == DECISION_TABLE && i < decision->table.row_count; i++)
        if (cites(decision->table.rows[i].citations, source))
            add_citing(out, decision->name, decision->table.rows[i].id);
    for (uint32_t i = 0; i < decision->reading_count; i++)
        if (cites(decision->readings[i].citations, source))
            add_citing(out, decision->name, decision->readings[i].name);
}

/* "customs value S-01; import VAT V-02": every row of the jurisdiction that names the source. */
static Text citing_words(const LawView *view, const Page *home, Text source)
{
    Builder out = builder_on(view->region);
    for (uint32_t i = 0; i < view->books->page_count; i++) {
        const Page *page = &view->books->pages[i];
        if (!text_equal(page->jurisdiction, home->jurisdiction))
            continue;
        for (uint32_t k = 0; k < page->charge_count; k++)
            if (cites(page->charges[k].citations, source))
                add_citing(&out, page->charges[k].name, TEXT_NONE);
        for (uint32_t k = 0; k < page->exchange_count; k++)
            if (cites(page->exchanges[k].citations, source))
                add_citing(&out, page->exchanges[k].id, TEXT_NONE);
        for (uint32_t k = 0; k < page->decision_count; k++)
            citing_in_decision(&out, &page->decisions[k], source);
    }
    return builder_text(&out);
}

static Text sheet_cell(const ExampleRow *row, uint32_t column)
{
    return text_trim(span_text(row->cells[column]));
}

/* The examples of a decision whose column "by" names the row. */
static Text examples_of_row(const LawView *view, const DecisionBlock *decision, Text id)
{
    Builder out = builder_on(view->region);
    for (uint32_t i = 0; i < decision->example_count; i++) {
        const ExampleTable *table = &decision->examples[i];
        for (uint32_t c = 0; c < table->column_count; c++)
            for (uint32_t r = 0; table->columns[c].kind == EXAMPLE_BY && r < table->row_count; r++)
                if (text_equal(sheet_cell(&table->rows[r], c), id))
                    add_citing(&out, table->rows[r].name, TEXT_NONE);
    }
    return builder_text(&out);
}

/* ---- pieces ---- */

static void pair(LawView *view, const char *key, Message label, Text text)
{
    if (!text.length)
        return;
    if (view->writer)
        json_pair(view->writer, key, text);
    else
        screen_labelled(&view->screen, view->label, say(view->cli, label), STYLE_PLAIN, text);
}

static void open_item(LawView *view, const char *kind, Message title, Text name, const Page *page)
{
    if (view->writer) {
        json_open(view->writer, '{');
        json_pair(view->writer, "kind", text_of(kind));
        json_pair(view->writer, "name", name);
        json_pair(view->writer, "jurisdiction", page->jurisdiction);
        json_pair(view->writer, "page", page->path);
        return;
    }
    if (view->screen.out->length)
        screen_end(&view->screen);
    screen_put(&view->screen, STYLE_BOLD, SAY(view->cli, title, law_named(view, name)));
    screen_put(&view->screen, STYLE_FAINT, text_format(view->region, "   " TEXT_FMT "  " TEXT_FMT, TEXT_ARG(page->jurisdiction), TEXT_ARG(page->path)));
    screen_end(&view->screen);
}

static void close_item(LawView *view)
{
    if (view->writer)
        json_close(view->writer, '}');
}

/* Prose as paragraphs: single line ends are blanks, blank lines end a paragraph. */
static Text prose_words(Region *region, Text prose)
{
    Builder out = builder_on(region);
    for (size_t i = 0; i < prose.length; i++) {
        bool end = prose.at[i] == '\n', empty = i + 1 < prose.length && prose.at[i + 1] == '\n';
        if (prose.at[i] != '\r')
            build_byte(&out, end && !empty && !(i > 0 && prose.at[i - 1] == '\n') ? ' ' : prose.at[i]);
    }
    return builder_text(&out);
}

static void show_prose(LawView *view, Text prose)
{
    if (!prose.length)
        return;
    if (view->writer)
        json_pair(view->writer, "prose", prose);
    else {
        screen_blanks(&view->screen, 2);
        screen_wrap(&view->screen, 2, 2, STYLE_PLAIN, prose_words(view->region, prose));
    }
}

/* The sources a citation list names, with their instruments. */
static void show_instruments(LawView *view, Citations citations)
{
    for (uint32_t i = 0; i < citations.count && !view->writer; i++) {
        const LawSource *source = citations.at[i].source;
        if (source)
            screen_labelled(&view->screen, view->label, text_format(view->region, "  " TEXT_FMT, TEXT_ARG(source->id)), STYLE_FAINT, law_phrase(view, source->instrument));
    }
}

/* ---- a row ---- */

static bool is_named(const Row *row, Text name)
{
    for (uint32_t i = 0; i < row->alias_count; i++)
        if (text_equal(row->aliases[i], name))
            return true;
    return text_equal(row->id, name);
}

/* An output always does; an input does unless it takes anything. */
static bool cell_says(const Row *row, uint32_t column)
{
    ColumnKind kind = row->table->columns[column].kind;
    return kind == COLUMN_OUTPUT || (kind == COLUMN_INPUT && law_cell(row, column).length && !text_is(law_cell(row, column), "-"));
}

/* "medium: "flash"": each cell with its header. */
static void show_cells(LawView *view, const Row *row)
{
    const Table *table = row->table;
    if (view->writer) {
        json_key(view->writer, TEXT("cells"));
        json_open(view->writer, '{');
    }
    for (uint32_t i = 0; i < table->column_count; i++) {
        const Column *column = &table->columns[i];
        Text header = text_trim(span_text(column->header)), cell = law_cell(row, i);
        if (!cell_says(row, i))
            continue;
        if (view->writer)
            json_pair(view->writer, text_string(view->region, header), cell);
        else
            screen_labelled(&view->screen, view->label, header, column->kind == COLUMN_OUTPUT ? STYLE_BOLD : STYLE_PLAIN, cell);
    }
    if (view->writer)
        json_close(view->writer, '}');
}

/* As wide as the widest header that is shown, within reason. */
static size_t label_width(const Row *row)
{
    size_t width = LABEL_WIDTH;
    for (uint32_t i = 0; i < row->table->column_count; i++) {
        size_t header = utf8_width(text_trim(span_text(row->table->columns[i].header)));
        if (cell_says(row, i) && header > width)
            width = header;
    }
    return width < MOST_LABEL ? width : MOST_LABEL;
}

static void show_row(LawView *view, const DecisionBlock *decision, const Row *row)
{
    view->label = label_width(row);
    open_item(view, "row", MSG_TITLE_ROW, row->id, decision->page);
    pair(view, "decision", MSG_COLUMN_DECISION, decision->name);
    show_cells(view, row);
    pair(view, "in_force", MSG_COLUMN_IN_FORCE, law_days(view, row->in_force));
    pair(view, "source", MSG_COLUMN_SOURCE, law_citations(view, row->citations));
    show_instruments(view, row->citations);
    pair(view, "note", MSG_COLUMN_NOTE, text_is(row->note, "-") ? TEXT_NONE : law_phrase(view, row->note));
    pair(view, "examples", MSG_COLUMN_EXAMPLES, examples_of_row(view, decision, row->id));
    show_prose(view, decision->prose);
    close_item(view);
    view->label = LABEL_WIDTH;
}

static size_t show_rows(LawView *view, const DecisionBlock *decision, Text name)
{
    size_t count = 0;
    for (uint32_t i = 0; decision->kind == DECISION_TABLE && i < decision->table.row_count; i++)
        if (is_named(&decision->table.rows[i], name)) {
            show_row(view, decision, &decision->table.rows[i]);
            count++;
        }
    return count;
}

/* ---- a source ---- */

static void show_source(LawView *view, const Page *page, const LawSource *source)
{
    open_item(view, "source", MSG_TITLE_SOURCE, source->id, page);
    pair(view, "instrument", MSG_COLUMN_INSTRUMENT, law_phrase(view, source->instrument));
    pair(view, "grade", MSG_COLUMN_GRADE, law_word(view, "GRADE_", text_of(grade_name(source->grade))));
    pair(view, "confidence", MSG_COLUMN_CONFIDENCE, law_word(view, "CONFIDENCE_", text_of(confidence_name(source->confidence))));
    pair(view, "published", MSG_COLUMN_PUBLISHED, source->has_published ? date_text(view->region, source->published) : TEXT_NONE);
    pair(view, "in_force", MSG_COLUMN_IN_FORCE, law_days(view, source->in_force));
    pair(view, "alias", MSG_COLUMN_ALIAS, source->alias);
    pair(view, "note", MSG_COLUMN_NOTE, law_phrase(view, source->note));
    pair(view, "cited_by", MSG_COLUMN_CITED_BY, citing_words(view, page, source->id));
    close_item(view);
}

/* ---- a decision ---- */

/* "medium "flash", priced apart true": the inputs of a row that ask for something. */
static Text row_inputs(const LawView *view, const Row *row)
{
    Builder out = builder_on(view->region);
    for (uint32_t i = 0; i < row->table->column_count; i++) {
        Text cell = law_cell(row, i);
        if (row->table->columns[i].kind != COLUMN_INPUT || text_is(cell, "-") || !cell.length)
            continue;
        build_format(&out, "%s" TEXT_FMT " " TEXT_FMT, out.length ? ", " : "", TEXT_ARG(text_trim(span_text(row->table->columns[i].header))), TEXT_ARG(cell));
    }
    return builder_text(&out);
}

static Text row_outputs(const LawView *view, const Row *row)
{
    Builder out = builder_on(view->region);
    for (uint32_t i = 0; i < row->table->column_count; i++) {
        const Column *column = &row->table->columns[i];
        if (column->kind != COLUMN_OUTPUT)
            continue;
        build_format(&out, "%s", out.length ? ", " : "");
        if (column->part.length)
            build_format(&out, TEXT_FMT " ", TEXT_ARG(column->part));
        build_text(&out, law_cell(row, i));
    }
    return builder_text(&out);
}

static void rows_grid(LawView *view, const DecisionBlock *decision)
{
    static const Message headers[] = { MSG_COLUMN_ROW, MSG_COLUMN_WHERE, MSG_COLUMN_SAYS, MSG_COLUMN_IN_FORCE, MSG_COLUMN_SOURCE };
    Grid grid = grid_new(view->region);
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        grid_column(&grid, say(view->cli, headers[i]), false, false);
    for (uint32_t i = 0; i < decision->table.row_count; i++) {
        const Row *row = &decision->table.rows[i];
        GridRow *line = grid_row(&grid);
        line->at[0] = (GridCell){ row->id, STYLE_BOLD };
        line->at[1].text = row_inputs(view, row);
        line->at[2].text = row_outputs(view, row);
        line->at[3].text = law_days(view, row->in_force);
        line->at[4].text = law_citations(view, row->citations);
    }
    grid_print(&view->screen, &grid);
}

static void rows_json(LawView *view, const DecisionBlock *decision)
{
    json_key(view->writer, TEXT("rows"));
    json_open(view->writer, '[');
    for (uint32_t i = 0; i < decision->table.row_count; i++) {
        const Row *row = &decision->table.rows[i];
        json_open(view->writer, '{');
        json_pair(view->writer, "id", row->id);
        show_cells(view, row);
        json_pair(view->writer, "in_force", law_days(view, row->in_force));
        json_pair(view->writer, "source", law_citations(view, row->citations));
        json_close(view->writer, '}');
    }
    json_close(view->writer, ']');
}

static void show_readings(LawView *view, const DecisionBlock *decision)
{
    for (uint32_t i = 0; i < decision->reading_count && !view->writer; i++) {
        const Reading *reading = &decision->readings[i];
        Text words = text_format(view->region, TEXT_FMT ": " TEXT_FMT "  [" TEXT_FMT "] " TEXT_FMT, TEXT_ARG(text_trim(span_text(reading->value))), TEXT_ARG(law_phrase(view, reading->stance)),
                                 TEXT_ARG(law_citations(view, reading->citations)), TEXT_ARG(law_days(view, reading->in_force)));
        screen_labelled(&view->screen, 4, reading->name, STYLE_PLAIN, words);
    }
}

/* The fact it is, by its question; an expression stands for itself. */
static Text clock_words(const LawView *view, Text clock)
{
    for (uint32_t i = 0; i < view->books->fact_count && view->cli->language && !view->writer; i++)
        if (text_equal(view->books->facts[i].name, clock))
            return SAY(view->cli, MSG_WORDS_AND_NAME, fact_question(&view->books->facts[i], view->cli->language), clock);
    return clock;
}

static void show_decision(LawView *view, const DecisionBlock *decision)
{
    open_item(view, "decision", MSG_TITLE_DECISION, decision->name, decision->page);
    pair(view, "type", MSG_COLUMN_TYPE, law_type(view, text_trim(span_text(decision->type))));
    pair(view, "per", MSG_COLUMN_THING, law_phrase(view, decision->per));
    pair(view, "clock", MSG_COLUMN_CLOCK, clock_words(view, decision->clock));
    show_prose(view, decision->prose);
    if (decision->kind == DECISION_FEEL)
        pair(view, "feel", MSG_COLUMN_FORMULA, text_trim(span_text(decision->feel)));
    pair(view, "source", MSG_COLUMN_SOURCE, law_citations(view, decision->citations));
    show_readings(view, decision);
    if (decision->kind == DECISION_TABLE && view->writer)
        rows_json(view, decision);
    else if (decision->kind == DECISION_TABLE)
        rows_grid(view, decision);
    close_item(view);
}

/* ---- a page ---- */

static void show_page(LawView *view, const Page *page)
{
    open_item(view, "page", MSG_TITLE_PAGE, page->title, page);
    pair(view, "modelled", MSG_COLUMN_MODELLED, law_days(view, page->modelled));
    pair(view, "checked", MSG_COLUMN_CHECKED, page->has_checked ? date_text(view->region, page->checked) : TEXT_NONE);
    pair(view, "voice", MSG_COLUMN_VOICE, page->voice);
    Builder names = builder_on(view->region), lacks = builder_on(view->region);
    for (uint32_t i = 0; i < page->decision_count; i++)
        add_citing(&names, page->decisions[i].name, TEXT_NONE);
    for (uint32_t i = 0; i < page->not_modelled_count; i++)
        add_citing(&lacks, law_phrase(view, page->not_modelled[i]), TEXT_NONE);
    pair(view, "decisions", MSG_COLUMN_DECISIONS, builder_text(&names));
    pair(view, "not_modelled", MSG_MARK_NOT_MODELLED, builder_text(&lacks));
    close_item(view);
}

/* ---- by name ---- */

static bool is_page_named(const Page *page, Text name)
{
    return text_equal(page->path, name) || text_equal(page->title, name) || (text_ends(page->path, TEXT(".md")) && text_equal(text_slice(page->path, 0, page->path.length - 3), name));
}

static size_t show_on_page(LawView *view, const Page *page, Text name)
{
    size_t count = 0;
    if (is_page_named(page, name)) {
        show_page(view, page);
        count++;
    }
    for (uint32_t i = 0; i < page->decision_count; i++) {
        if (text_equal(page->decisions[i].name, name)) {
            show_decision(view, &page->decisions[i]);
            count++;
        }
        count += show_rows(view, &page->decisions[i], name);
    }
    return count;
}

/* A source stands on several pages of its jurisdiction, but is shown once. */
static size_t show_sources(LawView *view, Text name)
{
    size_t count = 0;
    Text last = TEXT_NONE;
    for (uint32_t i = 0; i < view->books->page_count; i++) {
        const Page *page = &view->books->pages[i];
        for (uint32_t k = 0; k < page->source_count; k++) {
            if (!law_has_page(view, page) || !text_equal(page->sources[k].id, name) || (count && text_equal(last, page->jurisdiction)))
                continue;
            show_source(view, page, &page->sources[k]);
            last = page->jurisdiction;
            count++;
        }
    }
    return count;
}

size_t law_show(LawView *view, Text name)
{
    view->label = LABEL_WIDTH;
    size_t count = show_sources(view, name);
    for (uint32_t i = 0; i < view->books->page_count; i++)
        if (law_has_page(view, &view->books->pages[i]))
            count += show_on_page(view, &view->books->pages[i], name);
    return count;
}

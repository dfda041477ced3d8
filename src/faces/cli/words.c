/* faces/cli/words.c - `declarant law words`: every text of the pages that an answer can show, and what it is in Chinese
 * and Vietnamese.
 *
 * Names come from the catalogues, questions from the dictionary; all else is found where it stands: the stances of open
 * questions, the texts in the outputs of list decisions, the lines "Not modelled:", the words of exchange rates. A text put
 * together by a formula cannot be found, nor translated: texts are written as constants.
 */
#include "faces/cli/law.h"
#include "rulebook/phrases.h"

typedef struct Word {
    const char *kind; /* "name", "question", "text" ... */
    Text text;        /* in English */
    Text words[LANGUAGES];
    Span span;
    bool needed;      /* must be told in every language; else it may stay in its own */
} Word;

typedef struct Words {
    LawView *view;
    const Phrases *phrases;
    LIST_OF(Word) at;
} Words;

/* ---- gathering ---- */

static bool is_there(const Words *words, Text text)
{
    for (size_t i = 0; i < words->at.count; i++)
        if (text_equal(words->at.at[i].text, text))
            return true;
    return false;
}

/* Two small letters beside one another: a figure or a code is the same in every language. */
static bool has_words(Text text)
{
    for (size_t i = 1; i < text.length; i++)
        if (text.at[i - 1] >= 'a' && text.at[i - 1] <= 'z' && text.at[i] >= 'a' && text.at[i] <= 'z')
            return true;
    return false;
}

/* "licence_term=perpetual,subscription": a fact as a case writes it, with its values or without, is the same in every language. */
static bool is_key(Text text)
{
    size_t at = 0;
    bool stroke = false;
    for (; at < text.length && ((text.at[at] >= 'a' && text.at[at] <= 'z') || text.at[at] == '_'); at++)
        stroke |= text.at[at] == '_';
    return stroke && (at == text.length || text.at[at] == '=');
}

static void add_phrase(Words *words, const char *kind, Text text, Span span, bool needed)
{
    text = text_trim(text);
    if (!has_words(text) || is_key(text) || is_there(words, text))
        return;
    Word word = { kind, text, { text }, span, needed };
    for (int i = 1; i < LANGUAGES; i++)
        word.words[i] = phrase_in(words->phrases, text, i);
    *LIST_ADD(words->view->region, words->at) = word;
}

/* Is it the name of something in a catalogue, or one of the program's own words (yes, high)? */
static bool is_name(const Words *words, Text text)
{
    const Rulebooks *books = words->view->books;
    for (uint32_t c = 0; c < books->catalogue_count; c++)
        for (uint32_t i = 0; i < books->catalogues[c].count; i++)
            if (text_equal(books->catalogues[c].names[i].name, text))
                return true;
    return message_named("WORD_", text) != MESSAGES;
}

/* The letters between quotes, without the strokes that keep a quote inside. */
static Text literal_text(Region *region, Text written)
{
    Builder out = builder_on(region);
    for (size_t i = 0; i < written.length; i++) {
        bool kept = written.at[i] == '\\' && i + 1 < written.length && (written.at[i + 1] == '"' || written.at[i + 1] == '\\');
        build_byte(&out, written.at[kept ? ++i : i]);
    }
    return builder_text(&out);
}

static size_t literal_end(Text text, size_t at)
{
    while (at < text.length && text.at[at] != '"')
        at += text.at[at] == '\\' ? 2 : 1;
    return at;
}

/* Every text in quotes in a cell or formula. */
static void add_literals(Words *words, const char *kind, Span span)
{
    Text text = span_text(span);
    for (size_t at = 0; at < text.length; at++) {
        if (text.at[at] != '"')
            continue;
        size_t end = literal_end(text, at + 1);
        Text literal = literal_text(words->view->region, text_slice(text, at + 1, end));
        if (!is_name(words, literal))
            add_phrase(words, kind, literal, (Span){ span.source, span.from + (uint32_t)at, span.from + (uint32_t)end + 1 }, true);
        at = end;
    }
}

/* ---- pages ---- */

/* A type whose parts are words for the reader: charges and time limits have codes and figures. */
static bool is_worded(const Rulebooks *books, Text type)
{
    for (uint32_t i = 0; i < books->list_count; i++)
        if (text_equal(books->lists[i].type, type))
            return !text_is(type, "charge") && !text_is(type, "term");
    return false;
}

static Text record_of(const DecisionBlock *decision)
{
    Text type = text_trim(span_text(decision->type)), list = TEXT("list of ");
    return text_starts(type, list) ? text_slice(type, list.length, type.length) : type;
}

/* Does the column hold texts: a part of that type, or the whole record? */
static bool holds_texts(const Rulebooks *books, Text record, const Column *column)
{
    if (column->kind != COLUMN_OUTPUT)
        return false;
    for (uint32_t i = 0; i < books->part_count && column->part.length; i++)
        if (text_equal(books->parts[i].type, record) && text_equal(books->parts[i].part, column->part))
            return text_is(text_trim(span_text(books->parts[i].part_type)), "text");
    return !column->part.length;
}

static void add_table(Words *words, const DecisionBlock *decision, Text record)
{
    const Table *table = &decision->table;
    for (uint32_t c = 0; c < table->column_count; c++)
        for (uint32_t r = 0; holds_texts(words->view->books, record, &table->columns[c]) && r < table->row_count; r++)
            add_literals(words, "text", table->rows[r].cells[c]);
}

/* A name: letters, digits and blanks; what has other signs is an expression. */
static bool is_plain(Text text)
{
    for (size_t i = 0; i < text.length; i++)
        if (memchr(".()[]+*/=<>\"", text.at[i], 12))
            return false;
    return true;
}

static void add_decision(Words *words, const DecisionBlock *decision)
{
    Text record = record_of(decision);
    if (decision->clock.length && is_plain(decision->clock))
        add_phrase(words, "clock", decision->clock, decision->clock_span, true);
    if (decision->kind == DECISION_QUESTION)
        add_phrase(words, "open question", decision->name, decision->name_span, true);
    for (uint32_t i = 0; i < decision->reading_count; i++) {
        add_phrase(words, "stance", decision->readings[i].stance, decision->readings[i].span, true);
        add_literals(words, "value", decision->readings[i].value);
    }
    if (!is_worded(words->view->books, record))
        return;
    if (decision->kind == DECISION_TABLE)
        add_table(words, decision, record);
    else if (decision->kind == DECISION_FEEL)
        add_literals(words, "text", decision->feel);
}

static void add_page(Words *words, const Page *page)
{
    Span top = { page->source, 0, 0 };
    for (uint32_t i = 0; i < page->decision_count; i++)
        add_decision(words, &page->decisions[i]);
    for (uint32_t i = 0; i < page->not_modelled_count; i++)
        add_phrase(words, "not modelled", page->not_modelled[i], top, true);
    for (uint32_t i = 0; i < page->exchange_count; i++) {
        add_phrase(words, "exchange rate", page->exchanges[i].currencies, page->exchanges[i].span, true);
        add_phrase(words, "exchange rate", page->exchanges[i].rate, page->exchanges[i].span, true);
    }
    add_phrase(words, "title", page->title, top, false);
    for (uint32_t i = 0; i < page->source_count; i++)
        add_phrase(words, "instrument", page->sources[i].instrument, page->sources[i].span, false);
}

/* ---- names and questions ---- */

static void add_names(Words *words)
{
    const Rulebooks *books = words->view->books;
    for (uint32_t c = 0; c < books->catalogue_count; c++)
        for (uint32_t i = 0; i < books->catalogues[c].count; i++) {
            const CatalogueName *name = &books->catalogues[c].names[i];
            *LIST_ADD(words->view->region, words->at) = (Word){ "name", name->name, { name->words[0], name->words[1], name->words[2] }, name->span, true };
        }
}

static bool is_asked(const LawView *view, Text jurisdiction)
{
    Text wanted = cli_jurisdiction(view->cli);
    return !wanted.length || !jurisdiction.length || text_equal(jurisdiction, wanted);
}

static void add_fact(Words *words, const FactEntry *fact)
{
    if (!fact->made && fact->question[0].length && is_asked(words->view, fact->jurisdiction))
        *LIST_ADD(words->view->region, words->at) = (Word){ "question", fact->question[0], { fact->question[0], fact->question[1], fact->question[2] }, fact->span, true };
}

static void add_dictionary(Words *words)
{
    const Rulebooks *books = words->view->books;
    for (uint32_t i = 0; i < books->thing_count; i++)
        add_phrase(words, "thing", books->things[i].name, books->things[i].span, true);
    for (uint32_t i = 0; i < books->part_count; i++) {
        add_phrase(words, "part", books->parts[i].type, books->parts[i].span, true);
        add_phrase(words, "part", books->parts[i].part, books->parts[i].span, true);
    }
    for (uint32_t i = 0; i < books->fact_count; i++)
        add_fact(words, &books->facts[i]);
    for (uint32_t i = 0; i < books->fact_count; i++)
        if (!books->facts[i].made && is_asked(words->view, books->facts[i].jurisdiction))
            add_literals(words, "value", books->facts[i].values);
}

/* ---- showing ---- */

/* In English both others are looked for. */
static bool is_missing(const Words *words, const Word *word)
{
    int language = words->view->cli->language;
    return language ? !word->words[language].length : !word->words[1].length || !word->words[2].length;
}

/* A file as it lies below or beside the rulebooks. */
static Text file_words(const LawView *view, const Word *word)
{
    Text name = word->span.source->name, folder = view->books->folder;
    bool below = text_starts(name, folder) && name.length > folder.length && name.at[folder.length] == '/';
    return below ? text_slice(name, folder.length + 1, name.length) : name;
}

static void word_json(const LawView *view, const Word *word)
{
    JsonWriter *writer = view->writer;
    Place place = source_place(word->span.source, word->span.from);
    json_open(writer, '{');
    json_pair(writer, "kind", text_of(word->kind));
    json_pair(writer, "text", word->text);
    json_pair_if(writer, "zh", word->words[1]);
    json_pair_if(writer, "vi", word->words[2]);
    json_pair(writer, "file", file_words(view, word));
    json_key(writer, TEXT("line"));
    json_raw(writer, text_format(view->region, "%u", place.line));
    json_key(writer, TEXT("needed"));
    json_raw(writer, word->needed ? TEXT("true") : TEXT("false"));
    json_close(writer, '}');
}

static void word_row(const LawView *view, Grid *grid, const Word *word)
{
    int language = view->cli->language ? view->cli->language : 1;
    Place place = source_place(word->span.source, word->span.from);
    GridRow *row = grid_row(grid);
    row->at[0] = (GridCell){ say(view->cli, message_named("WORDS_", text_of(word->kind))), STYLE_FAINT };
    row->at[1].text = word->text;
    row->at[2].text = word->words[language];
    row->at[3] = (GridCell){ text_format(view->region, TEXT_FMT ":%u", TEXT_ARG(file_words(view, word)), place.line), STYLE_FAINT };
}

static size_t show_words(Words *words, bool missing)
{
    static const Message headers[] = { MSG_COLUMN_KIND, MSG_COLUMN_TEXT, MSG_COLUMN_WORDS, MSG_COLUMN_PLACE };
    LawView *view = words->view;
    Grid grid = grid_new(view->region);
    size_t lacking = 0;
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        grid_column(&grid, say(view->cli, headers[i]), false, false);
    for (size_t i = 0; i < words->at.count; i++) {
        const Word *word = &words->at.at[i];
        bool lacks = is_missing(words, word);
        lacking += lacks && word->needed;
        if (missing && !(lacks && word->needed))
            continue;
        if (view->writer)
            word_json(view, word);
        else
            word_row(view, &grid, word);
    }
    if (!view->writer)
        grid_print(&view->screen, &grid);
    return lacking;
}

Exit law_words(LawView *view, bool missing)
{
    Words words = { .view = view, .phrases = phrases_read(&view->cli->task, load_data_folder(view->cli), view->cli->given[OPTION_HOUSE]) };
    add_names(&words);
    add_dictionary(&words);
    for (uint32_t i = 0; i < view->books->page_count; i++)
        if (law_has_page(view, &view->books->pages[i]))
            add_page(&words, &view->books->pages[i]);
    if (view->writer)
        json_open(view->writer, '[');
    size_t lacking = show_words(&words, missing);
    if (view->writer)
        json_close(view->writer, ']');
    if (view->cli->report.errors)
        return EXIT_ERROR;
    if (!missing || !lacking)
        return EXIT_DONE;
    talk(view->cli, say_count(view->cli, MSG_WORDS_LACKING, lacking));
    return EXIT_FINDING;
}

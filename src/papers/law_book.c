/* papers/law_book.c - gathers what the book shows, gives everything its anchor, and frames the document. See law_book.h.
 *
 *     countries ──▶ pages ──▶ anchors of rows, decisions, sources ──▶ who cites what ──▶ contents, countries, indexes
 */
#include "papers/book.h"
#include "papers/countries.h"

static const char *const STYLE[] = {
#include "papers/book_style.def"
};

/* ---- words ---- */

Text book_translated(const Book *book, Text english, int language)
{
    Text words = language ? phrase_in(book->phrases, english, language) : TEXT_NONE;
    if (words.length || !language)
        return words;
    const CatalogueName *name = names_find(&book->catalogues, 0, english);
    return name ? name->words[language] : TEXT_NONE;
}

Text book_phrase(const Book *book, Text english)
{
    Text words = book->language ? book_translated(book, english, book->language) : TEXT_NONE;
    return words.length ? words : english;
}

Confidence row_confidence(const Row *row)
{
    Confidence lowest = row->has_confidence ? row->confidence : CONFIDENCE_READ;
    for (uint32_t i = 0; i < row->citations.count; i++) {
        const Citation *citation = &row->citations.at[i];
        if (citation->role == CITES_BASIS && citation->source && citation->source->confidence > lowest)
            lowest = citation->source->confidence;
    }
    return lowest;
}

/* ---- anchors ---- */

static bool take_anchor(Book *book, Text anchor)
{
    static const char taken;
    return anchor.length && !names_add(&book->anchors, 0, anchor, &taken);
}

Text book_anchor(Book *book, Text wanted, Text other)
{
    Text anchor = html_anchor(book->region, wanted);
    if (take_anchor(book, anchor))
        return anchor;
    Text second = html_anchor(book->region, text_format(book->region, TEXT_FMT "~" TEXT_FMT, TEXT_ARG(wanted), TEXT_ARG(other)));
    anchor = second;
    for (unsigned number = 2; !take_anchor(book, anchor); number++)
        anchor = text_format(book->region, TEXT_FMT "~%u", TEXT_ARG(second), number);
    return anchor;
}

/* Whose row it is, where its id is taken: the voice, else the country. */
static Text whose(const Page *page)
{
    return page->layer == LAYER_GUIDANCE ? page->voice : page->layer == LAYER_HOUSE ? TEXT("house") : page->jurisdiction;
}

static void explain_name(Book *book, uint32_t scope, Text name, Text anchor)
{
    Text *kept = REGION_NEW(book->region, Text);
    *kept = anchor;
    names_add(&book->names, scope, name, kept);
}

static void anchor_rows(Book *book, const Page *page, BookDecision *decision)
{
    const DecisionBlock *block = decision->block;
    uint32_t count = block->kind == DECISION_TABLE ? block->table.row_count : block->reading_count;
    decision->rows = REGION_ARRAY(book->region, Text, count);
    for (uint32_t i = 0; i < count; i++)
        decision->rows[i] = block->kind == DECISION_TABLE ? book_anchor(book, block->table.rows[i].id, whose(page))
                                                          : book_anchor(book, text_format(book->region, TEXT_FMT "/" TEXT_FMT, TEXT_ARG(decision->anchor), TEXT_ARG(block->readings[i].name)), TEXT_NONE);
}

static Text page_anchor(Book *book, const Page *page)
{
    Text path = text_ends(page->path, TEXT(".md")) ? text_slice(page->path, 0, page->path.length - 3) : page->path;
    return book_anchor(book, path, page->jurisdiction);
}

static void anchor_page(Book *book, const BookCountry *country, BookPage *made)
{
    made->anchor = page_anchor(book, made->page);
    for (uint32_t i = 0; i < made->page->decision_count; i++) {
        BookDecision *decision = &made->decisions[i];
        decision->anchor = book_anchor(book, text_format(book->region, TEXT_FMT "/" TEXT_FMT, TEXT_ARG(made->anchor), TEXT_ARG(decision->block->name)), TEXT_NONE);
        explain_name(book, country->scope, decision->block->name, decision->anchor);
    }
}

/* Rows take their ids before anything else may; the readings of a question stand below its anchor. */
static void anchor_rows_of(Book *book, const BookCountry *country, bool tables)
{
    for (uint32_t i = 0; i < country->page_count; i++)
        for (uint32_t k = 0; k < country->pages[i].page->decision_count; k++)
            if ((country->pages[i].page->decisions[k].kind == DECISION_TABLE) == tables)
                anchor_rows(book, country->pages[i].page, &country->pages[i].decisions[k]);
}

static void anchor_pages(Book *book, const BookCountry *country)
{
    for (uint32_t i = 0; i < country->page_count; i++)
        anchor_page(book, country, &country->pages[i]);
    anchor_rows_of(book, country, false);
}

/* ---- gathering ---- */

static BookCountry *country_of(Book *book, Text code)
{
    for (uint32_t i = 0; i < book->country_count; i++)
        if (text_equal(book->countries[i].code, code))
            return &book->countries[i];
    BookCountry *country = &book->countries[book->country_count++];
    *country = (BookCountry){ .code = code, .scope = book->country_count, .first = DAY_OPEN, .last = DAY_EVER };
    return country;
}

static BookPage page_of(Book *book, const Page *page)
{
    BookPage made = { .page = page, .decisions = REGION_ARRAY(book->region, BookDecision, page->decision_count) };
    for (uint32_t i = 0; i < page->decision_count; i++)
        made.decisions[i].block = &page->decisions[i];
    return made;
}

static void gather_pages(Book *book)
{
    const Rulebooks *books = book->books;
    book->countries = REGION_ARRAY(book->region, BookCountry, books->page_count);
    for (uint32_t i = 0; i < books->page_count; i++)
        country_of(book, books->pages[i].jurisdiction)->page_count++;
    for (uint32_t i = 0; i < book->country_count; i++) {
        BookCountry *country = &book->countries[i];
        country->pages = REGION_ARRAY(book->region, BookPage, country->page_count);
        country->page_count = 0;
        for (Layer layer = LAYER_LAW; layer <= LAYER_HOUSE; layer++)
            for (uint32_t k = 0; k < books->page_count; k++)
                if (books->pages[k].layer == layer && text_equal(books->pages[k].jurisdiction, country->code))
                    country->pages[country->page_count++] = page_of(book, &books->pages[k]);
    }
}

static void reach_days(BookCountry *country, DaySpans days)
{
    for (uint32_t i = 0; i < days.count; i++) {
        int64_t first = days.at[i].first, last = days.at[i].last;
        int64_t edge = last != DAY_OPEN ? last : first;
        if (first != DAY_EVER && first < country->first)
            country->first = first;
        if (edge != DAY_EVER && edge > country->last)
            country->last = edge;
    }
}

static void gather_sources(Book *book, BookCountry *country, const Page *page)
{
    for (uint32_t i = 0; i < page->source_count; i++) {
        const LawSource *source = &page->sources[i];
        if (names_find(&book->sources, country->scope, source->id))
            continue;
        BookSource *made = REGION_NEW(book->region, BookSource);
        made->source = source;
        made->anchor = book_anchor(book, text_format(book->region, TEXT_FMT ":" TEXT_FMT, TEXT_ARG(country->code), TEXT_ARG(source->id)), TEXT_NONE);
        names_add(&book->sources, country->scope, source->id, made);
        *LIST_ADD(book->region, country->sources) = made;
    }
}

static void note_citing(Book *book, const BookCountry *country, Citations citations, Text anchor, Text words)
{
    for (uint32_t i = 0; i < citations.count; i++) {
        BookSource *source = (BookSource *)names_find(&book->sources, country->scope, citations.at[i].source_id);
        if (source && (!source->cited_by.count || !text_equal(source->cited_by.at[source->cited_by.count - 1].anchor, anchor)))
            *LIST_ADD(book->region, source->cited_by) = (BookLink){ anchor, words };
    }
}

static void gather_rows(Book *book, BookCountry *country, const BookDecision *decision)
{
    const Table *table = &decision->block->table;
    for (uint32_t i = 0; i < table->row_count; i++) {
        const Row *row = &table->rows[i];
        note_citing(book, country, row->citations, decision->rows[i], row->id);
        reach_days(country, row->in_force);
        country->row_count++;
        country->unverified += row_confidence(row) == CONFIDENCE_UNVERIFIED;
    }
}

static void gather_decision(Book *book, BookCountry *country, const BookDecision *decision)
{
    const DecisionBlock *block = decision->block;
    Text name = book_phrase(book, block->name);
    note_citing(book, country, block->citations, decision->anchor, name);
    if (block->kind == DECISION_TABLE)
        gather_rows(book, country, decision);
    for (uint32_t i = 0; i < block->reading_count; i++) {
        Text words = text_format(book->region, TEXT_FMT ": " TEXT_FMT, TEXT_ARG(name), TEXT_ARG(block->readings[i].name));
        note_citing(book, country, block->readings[i].citations, decision->rows[i], words);
        reach_days(country, block->readings[i].in_force);
    }
}

static void gather_registers(Book *book, const BookCountry *country, const BookPage *page)
{
    for (uint32_t i = 0; i < page->page->charge_count; i++)
        note_citing(book, country, page->page->charges[i].citations, page->anchor, book_phrase(book, page->page->charges[i].name));
    for (uint32_t i = 0; i < page->page->exchange_count; i++)
        note_citing(book, country, page->page->exchanges[i].citations, page->anchor, page->page->exchanges[i].id);
}

static void gather_country(Book *book, BookCountry *country)
{
    for (uint32_t i = 0; i < country->page_count; i++)
        gather_sources(book, country, country->pages[i].page);
    for (uint32_t i = 0; i < country->page_count; i++) {
        for (uint32_t k = 0; k < country->pages[i].page->decision_count; k++)
            gather_decision(book, country, &country->pages[i].decisions[k]);
        gather_registers(book, country, &country->pages[i]);
    }
    if (country->first > country->last)
        country->first = country->last = 0;
}

static void gather_catalogues(Book *book)
{
    for (uint32_t i = 0; i < book->books->catalogue_count; i++)
        for (uint32_t k = 0; k < book->books->catalogues[i].count; k++)
            names_add(&book->catalogues, 0, book->books->catalogues[i].names[k].name, &book->books->catalogues[i].names[k]);
}

static void anchor_facts(Book *book)
{
    for (uint32_t i = 0; i < book->books->fact_count; i++) {
        const FactEntry *fact = &book->books->facts[i];
        Text anchor = book_anchor(book, text_format(book->region, "fact:" TEXT_FMT, TEXT_ARG(fact->name)), fact->jurisdiction);
        for (uint32_t k = 0; k < book->country_count; k++)
            if (!fact->jurisdiction.length || text_equal(fact->jurisdiction, book->countries[k].code))
                explain_name(book, book->countries[k].scope, fact->name, anchor);
        explain_name(book, 0, text_format(book->region, TEXT_FMT "|" TEXT_FMT, TEXT_ARG(fact->name), TEXT_ARG(fact->jurisdiction)), anchor);
    }
}

/* What the frame of the document links to; no row may take it. */
static const char *const FRAME[] = { "contents", "guide", "facts" };
static const struct {
    const char *at;
    Word words;
} INDEXES[] = { { "questions", WORD_QUESTIONS }, { "unverified", WORD_UNVERIFIED_RULES }, { "timeline", WORD_TIMELINE }, { "sources", WORD_SOURCES } };
enum { FRAMES = sizeof FRAME / sizeof *FRAME, INDEX_COUNT = sizeof INDEXES / sizeof *INDEXES };

static void reserve_anchors(Book *book)
{
    for (size_t i = 0; i < FRAMES; i++)
        take_anchor(book, text_of(FRAME[i]));
    for (uint32_t i = 0; i < book->country_count; i++) {
        take_anchor(book, book->countries[i].code);
        for (size_t k = 0; k < INDEX_COUNT; k++)
            take_anchor(book, text_format(book->region, TEXT_FMT ":%s", TEXT_ARG(book->countries[i].code), INDEXES[k].at));
    }
}

static void gather(Book *book, const char *data_folder)
{
    gather_catalogues(book);
    gather_pages(book);
    reserve_anchors(book);
    for (uint32_t i = 0; i < book->country_count; i++)
        anchor_rows_of(book, &book->countries[i], true);
    for (uint32_t i = 0; i < book->country_count; i++) {
        BookCountry *country = &book->countries[i];
        country->name = country_name(book->task, data_folder, country->code, book->language);
        anchor_pages(book, country);
        gather_country(book, country);
    }
    anchor_facts(book);
}

/* ---- frame ---- */

static LawBookCounts counts_of(const Book *book)
{
    LawBookCounts counts = { .pages = book->books->page_count };
    for (uint32_t i = 0; i < book->country_count; i++) {
        counts.rows += book->countries[i].row_count;
        counts.unverified += book->countries[i].unverified;
        counts.sources += (uint32_t)book->countries[i].sources.count;
    }
    for (uint32_t i = 0; i < book->books->page_count; i++)
        counts.decisions += book->books->pages[i].decision_count;
    return counts;
}

static void put_count(Book *book, uint32_t number, Word what)
{
    HTML(book->out, "<div><dt>{2}</dt><dd>{1}</dd></div>", text_format(book->region, "%u", number), book_word(book, what));
}

static int64_t last_check(const Rulebooks *books)
{
    int64_t day = DAY_EVER;
    for (uint32_t i = 0; i < books->page_count; i++)
        if (books->pages[i].has_checked && books->pages[i].checked > day)
            day = books->pages[i].checked;
    return day;
}

static void put_cover(Book *book, const LawBookCounts *counts)
{
    HTML(book->out, "<header class=\"cover\"><h1>{1}</h1><p class=\"lead\">{2}</p><dl class=\"counts\">", book_word(book, WORD_BOOK_TITLE), book_word(book, WORD_BOOK_LEAD));
    put_count(book, counts->pages, WORD_COUNT_PAGES);
    put_count(book, counts->decisions, WORD_COUNT_DECISIONS);
    put_count(book, counts->rows, WORD_COUNT_RULES);
    put_count(book, counts->sources, WORD_COUNT_SOURCES);
    put_count(book, counts->unverified, WORD_COUNT_UNVERIFIED);
    int64_t checked = last_check(book->books);
    if (checked != DAY_EVER)
        HTML(book->out, "<div><dt>{2}</dt><dd>{1}</dd></div>", date_text(book->region, checked), book_word(book, WORD_COUNT_UNTIL));
    HTML(book->out, "</dl><p class=\"aside\">{1}</p></header>\n", book_word(book, WORD_NO_ADVICE));
}

static void put_legend(Book *book)
{
    HTML(book->out, "<section class=\"how\" id=\"guide\"><h2>{1}</h2><ul><li>{2}</li><li>{3}</li><li>{4}<dl class=\"legend\">",
         book_word(book, WORD_HOW_TO_READ), book_word(book, WORD_READ_ROWS), book_word(book, WORD_READ_MARKS), book_word(book, WORD_READ_SOURCES));
    for (Confidence confidence = CONFIDENCE_READ; confidence < CONFIDENCES; confidence++) {
        Text name = text_of(confidence_name(confidence));
        HTML(book->out, "<dt><b class=\"mark {1}\">{2}</b></dt><dd>{3}</dd>", name, word_named("CONFIDENCE_", name, book->language), word_named("MEANS_", name, book->language));
    }
    HTML_PLAIN(book->out, "</dl></li></ul></section>\n");
}

/* The title without the country's name, which stands above it. */
static Text short_title(Text title)
{
    Text rest, country = text_cut(title, ':', &rest);
    return rest.length && country.length < 24 ? text_trim(rest) : title;
}

static Text short_words(const Book *book, const Page *page)
{
    Text words = book_phrase(book, page->title), rest = TEXT_NONE;
    if (book->language == 0 || text_equal(words, page->title))
        return short_title(words);
    size_t colon = text_find(words, TEXT("："), 0);
    if (colon != SIZE_MAX)
        rest = text_slice(words, colon + strlen("："), words.length);
    return rest.length ? rest : short_title(words);
}

static void put_contents_of(Book *book, const BookCountry *country)
{
    HTML(book->out, "<li><a class=\"land\" href=\"#{1}\">{2}</a><ol>", country->code, country->name);
    for (uint32_t i = 0; i < country->page_count; i++) {
        const Page *page = country->pages[i].page;
        HTML(book->out, "<li><a href=\"#{1}\">{2}</a></li>", country->pages[i].anchor, page->layer == LAYER_LAW ? short_words(book, page) : book_phrase(book, page->title));
    }
    for (size_t i = 0; i < INDEX_COUNT; i++)
        HTML(book->out, "<li class=\"index\"><a href=\"#{1}:{2}\">{3}</a></li>", country->code, text_of(INDEXES[i].at), book_word(book, INDEXES[i].words));
    HTML_PLAIN(book->out, "</ol></li>");
}

static void put_contents(Book *book)
{
    HTML(book->out, "<nav id=\"contents\" aria-label=\"{1}\"><h2>{1}</h2><ol><li><a class=\"land\" href=\"#guide\">{2}</a></li>", book_word(book, WORD_CONTENTS), book_word(book, WORD_HOW_TO_READ));
    for (uint32_t i = 0; i < book->country_count; i++)
        put_contents_of(book, &book->countries[i]);
    HTML(book->out, "<li><a class=\"land\" href=\"#facts\">{1}</a></li></ol></nav>\n", book_word(book, WORD_FACTS));
}

static void put_layer(Book *book, const BookCountry *country, Layer layer, Word heading)
{
    bool any = false;
    for (uint32_t i = 0; i < country->page_count; i++) {
        if (country->pages[i].page->layer != layer)
            continue;
        if (!any && layer != LAYER_LAW)
            HTML(book->out, "<h3 class=\"layer\">{1}</h3>", book_word(book, heading));
        any = true;
        put_page(book, country, &country->pages[i]);
    }
}

static void put_country(Book *book, BookCountry *country)
{
    Text days[] = { date_text(book->region, country->first), date_text(book->region, country->last) };
    HTML(book->out, "<section class=\"country\" id=\"{1}\"><h2>{2}</h2>", country->code, country->name);
    if (country->row_count)
        HTML(book->out, "<p class=\"aside\">{1}</p>", word_filled(book->region, book_word(book, WORD_READ_DAYS), days, 2));
    put_layer(book, country, LAYER_LAW, WORD_THE_LAW);
    put_layer(book, country, LAYER_GUIDANCE, WORD_THE_VOICES);
    put_layer(book, country, LAYER_HOUSE, WORD_THE_HOUSE);
    put_country_indexes(book, country);
    HTML_PLAIN(book->out, "</section>\n");
}

void law_book_make(Task *task, Builder *out, const Rulebooks *books, const LawBookOptions *options, LawBookCounts *counts)
{
    Report unheard; /* faults of phrases are told by those who check them */
    report_init(&unheard, task->region);
    Task quietly = { task->region, &unheard, task->cancel };
    Book book = { .task = task, .region = task->region, .out = out, .books = books, .language = options->language, .phrases = phrases_read(&quietly, options->data_folder, NULL) };
    book.anchors.region = book.names.region = book.sources.region = book.catalogues.region = task->region;
    gather(&book, options->data_folder);
    *counts = counts_of(&book);
    html_head(book.out, book.language, book_word(&book, WORD_BOOK_TITLE), STYLE, sizeof STYLE / sizeof *STYLE);
    HTML_PLAIN(book.out, "<body>\n");
    put_cover(&book, counts);
    put_contents(&book);
    HTML_PLAIN(out, "<main>\n");
    put_legend(&book);
    for (uint32_t i = 0; i < book.country_count; i++)
        put_country(&book, &book.countries[i]);
    put_facts(&book);
    HTML_PLAIN(out, "</main></body></html>\n");
}

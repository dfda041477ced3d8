/* papers/book_page.c - one page of the law, block by block as its author wrote it: prose, decisions, registers. See book.h. */
#include "papers/book.h"

typedef struct PageView {
    Book *book;
    const BookCountry *country;
    const BookPage *page;
    const BookDecision *decision; /* below whose heading we are; NULL: none */
    uint32_t next_decision;       /* the page's next one */
    bool examples_shown;          /* all of the decision's, at the first of their tables */
    bool in_section;              /* an element of the decision is open */
    enum { NAMES, CHARGES, EXCHANGE_RATES } section; /* what a table below the last heading of level 2 is */
} PageView;

/* ---- head ---- */

static void put_meta(Book *book, Text label, Text value)
{
    if (value.length)
        HTML(book->out, "<div><dt>{1}</dt><dd>{2}</dd></div>", label, value);
}

static Text movements_of(const Book *book, const Page *page)
{
    Builder out = builder_on(book->region);
    for (uint32_t i = 0; i < page->movement_count; i++)
        build_format(&out, "%s" TEXT_FMT, i ? ", " : "", TEXT_ARG(book_phrase(book, page->movements[i])));
    return out.length ? builder_text(&out) : book_word(book, WORD_EVERY_MOVEMENT);
}

static Text layer_of(const Book *book, const Page *page)
{
    static const Word layers[] = { [LAYER_LAW] = WORD_LAYER_law, [LAYER_GUIDANCE] = WORD_LAYER_guidance, [LAYER_HOUSE] = WORD_LAYER_house };
    return book_word(book, layers[page->layer]);
}

static void put_page_head(const PageView *view)
{
    Book *book = view->book;
    const Page *page = view->page->page;
    HTML(book->out, "<header><h3>{1}</h3><p class=\"tongues\">", book_phrase(book, page->title));
    put_other_languages(book, page->title);
    HTML_PLAIN(book->out, "</p><dl class=\"meta\">");
    put_meta(book, layer_of(book, page), page->layer == LAYER_GUIDANCE ? page->voice : movements_of(book, page));
    put_meta(book, book_word(book, WORD_MODELLED), days_words(book->region, page->modelled));
    put_meta(book, book_word(book, WORD_CHECKED), page->has_checked ? date_text(book->region, page->checked) : TEXT_NONE);
    HTML(book->out, "<div><dt></dt><dd><code>{1}</code></dd></div></dl></header>\n", page->path);
}

/* ---- decisions ---- */

static void close_decision(PageView *view)
{
    if (view->in_section)
        HTML_PLAIN(view->book->out, "</section>\n");
    view->in_section = false;
    view->decision = NULL;
}

static void put_nature(const PageView *view)
{
    Book *book = view->book;
    const DecisionBlock *block = view->decision->block;
    HTML(book->out, "<p class=\"nature\"><code>{1}</code>", text_trim(span_text(block->type)));
    if (block->per.length)
        HTML(book->out, " {1}", word_filled(book->region, book_word(book, WORD_PER), (const Text[]){ book_phrase(book, block->per) }, 1));
    if (block->clock.length) {
        HTML_PLAIN(book->out, " · ");
        put_name(book, view->country, block->clock);
    }
    HTML_PLAIN(book->out, "</p>");
}

static void put_parameters(const PageView *view)
{
    const DecisionBlock *block = view->decision->block;
    for (uint32_t i = 0; i < block->parameter_count; i++)
        HTML(view->book->out, "{1}{2}{3}", i ? TEXT(", ") : TEXT("("), block->parameters[i].name, i + 1 == block->parameter_count ? TEXT(")") : TEXT_NONE);
}

static void open_decision(PageView *view)
{
    Book *book = view->book;
    view->decision = &view->page->decisions[view->next_decision++];
    view->examples_shown = false;
    view->in_section = true;
    const DecisionBlock *block = view->decision->block;
    HTML(book->out, "<section class=\"decision\" id=\"{1}\"><h4>", view->decision->anchor);
    if (block->kind == DECISION_QUESTION)
        HTML(book->out, "<b class=\"question\">{1}</b> ", book_word(book, block->undecided ? WORD_UNDECIDED : WORD_OPEN_QUESTION));
    HTML(book->out, "<a href=\"#{1}\">{2}", view->decision->anchor, book_phrase(book, block->name));
    put_parameters(view);
    HTML_PLAIN(book->out, "</a> <span class=\"tongues\">");
    put_other_languages(book, block->name);
    HTML_PLAIN(book->out, "</span></h4>");
    put_nature(view);
}

static bool is_next_decision(const PageView *view, const Block *block)
{
    const Page *page = view->page->page;
    if (view->next_decision >= page->decision_count)
        return false;
    Span name = page->decisions[view->next_decision].name_span;
    return name.from >= block->span.from && name.to <= block->span.to;
}

/* ---- headings ---- */

/* What a table below it is, and the heading in the reader's words. */
static Text begin_section(PageView *view, Text words)
{
    bool rates = text_is(words, "Exchange rates");
    view->section = rates ? EXCHANGE_RATES : text_is(words, "Charges") ? CHARGES : NAMES;
    return rates ? book_word(view->book, WORD_EXCHANGE_RATES) : word_named("REGISTER_", words, view->book->language);
}

static void put_heading(PageView *view, const Block *block)
{
    if (block->level == 1)
        return;
    if (block->level <= 3)
        close_decision(view);
    Text words = block->level == 2 ? begin_section(view, span_text(block->text)) : span_text(block->text);
    if (block->level == 3 && is_next_decision(view, block))
        open_decision(view);
    else
        HTML(view->book->out, "<h4 class=\"plain\">{1}</h4>\n", book_phrase(view->book, words));
}

/* ---- registers ---- */

/* A cell that bears its column's name, for screens on which a row is a card. */
static void put_labelled(Book *book, Word label, const char *form, Text words)
{
    HTML(book->out, "<td data-label=\"{1}\">", book_word(book, label));
    html_fill(book->out, form, &words, 1);
    HTML_PLAIN(book->out, "</td>");
}

static void put_charge(const PageView *view, const ChargeEntry *charge)
{
    Book *book = view->book;
    HTML_PLAIN(book->out, "<tr><th scope=\"row\">");
    put_name_as(book, view->country, charge->name, book_phrase(book, charge->name));
    HTML(book->out, "<p class=\"note\">{1} · {2}</p></th>", charge->name_in_law, charge->kind);
    put_labelled(book, WORD_PAYER, "{1}", book_phrase(book, charge->payer));
    put_labelled(book, WORD_PAID_TO, "{1}", book_phrase(book, charge->paid_to));
    put_labelled(book, WORD_ROUNDING, "<code>{1}</code>", text_trim(span_text(charge->rounding)));
    put_labelled(book, WORD_DUE, "{1}", book_phrase(book, charge->due));
    HTML_PLAIN(book->out, "<td class=\"by\">");
    put_citations(book, view->country, charge->citations);
    HTML_PLAIN(book->out, "</td></tr>\n");
}

static void put_heads_of(Book *book, const Word *heads, size_t count)
{
    HTML_PLAIN(book->out, "<table class=\"register\"><thead><tr>");
    for (size_t i = 0; i < count; i++)
        HTML(book->out, "<th scope=\"col\">{1}</th>", book_word(book, heads[i]));
    HTML_PLAIN(book->out, "</tr></thead><tbody>\n");
}

static void put_charges(const PageView *view, const Block *block)
{
    static const Word heads[] = { WORD_CHARGE, WORD_PAYER, WORD_PAID_TO, WORD_ROUNDING, WORD_DUE, WORD_SOURCE };
    const Page *page = view->page->page;
    put_heads_of(view->book, heads, sizeof heads / sizeof *heads);
    for (uint32_t i = 0; i < page->charge_count; i++)
        if (page->charges[i].span.from >= block->span.from && page->charges[i].span.to <= block->span.to)
            put_charge(view, &page->charges[i]);
    HTML_PLAIN(view->book->out, "</tbody></table>\n");
}

static void put_exchange(const PageView *view, const ExchangeEntry *entry)
{
    Book *book = view->book;
    HTML(book->out, "<tr id=\"{1}\"><th scope=\"row\">{2}</th><td>{3}</td><td>{4}</td><td class=\"days\">", book_anchor(book, entry->id, entry->page->jurisdiction), entry->id,
         book_phrase(book, entry->currencies), book_phrase(book, entry->rate));
    put_days(book, view->country, entry->in_force);
    HTML_PLAIN(book->out, "</td><td class=\"by\">");
    put_citations(book, view->country, entry->citations);
    HTML_PLAIN(book->out, "</td></tr>\n");
}

static void put_exchanges(const PageView *view, const Block *block)
{
    static const Word heads[] = { WORD_RULE, WORD_CURRENCIES, WORD_RATE, WORD_IN_FORCE, WORD_SOURCE };
    const Page *page = view->page->page;
    put_heads_of(view->book, heads, sizeof heads / sizeof *heads);
    for (uint32_t i = 0; i < page->exchange_count; i++)
        if (page->exchanges[i].span.from >= block->span.from && page->exchanges[i].span.to <= block->span.to)
            put_exchange(view, &page->exchanges[i]);
    HTML_PLAIN(view->book->out, "</tbody></table>\n");
}

/* Sources, facts and things stand in the indexes; the page only names them. */
static void put_names(const PageView *view, const Block *block)
{
    Book *book = view->book;
    HTML_PLAIN(book->out, "<p class=\"names\">");
    for (uint32_t row = 1; row <= block->row_count; row++) {
        Text name = span_text(block_cell(block, row, 0));
        const BookSource *source = names_find(&book->sources, view->country->scope, name);
        HTML_PLAIN(book->out, " ");
        if (source)
            HTML(book->out, "<a class=\"src\" href=\"#{1}\" title=\"{2}\">{3}</a>", source->anchor, book_phrase(book, source->source->instrument), name);
        else
            put_name(book, view->country, name);
    }
    HTML_PLAIN(book->out, "</p>\n");
}

static void put_register(const PageView *view, const Block *block)
{
    if (view->section == CHARGES)
        put_charges(view, block);
    else if (view->section == EXCHANGE_RATES)
        put_exchanges(view, block);
    else
        put_names(view, block);
}

/* ---- what stands below a heading ---- */

static void put_table(PageView *view, const Block *block)
{
    const DecisionBlock *decision = view->decision ? view->decision->block : NULL;
    if (!decision)
        put_register(view, block);
    else if (!text_is(span_text(block_cell(block, 0, 0)), "example"))
        decision->kind == DECISION_QUESTION ? put_readings(view->book, view->country, view->decision) : put_decision_table(view->book, view->country, view->decision);
    else if (!view->examples_shown)
        put_examples(view->book, decision);
    view->examples_shown |= decision && text_is(span_text(block_cell(block, 0, 0)), "example");
}

static void put_formula(const PageView *view, const Block *block)
{
    Book *book = view->book;
    HTML(book->out, "<pre class=\"formula\"><code>{1}</code></pre>", span_text(block->text));
    if (!view->decision || !view->decision->block->citations.count)
        return;
    HTML(book->out, "<p class=\"by\">{1}: ", book_word(book, WORD_SOURCE));
    put_citations(book, view->country, view->decision->block->citations);
    HTML_PLAIN(book->out, "</p>\n");
}

static void put_cases(const PageView *view)
{
    const DecisionBlock *decision = view->decision->block;
    HTML(view->book->out, "<p class=\"aside\">{1}:", book_word(view->book, WORD_CASES));
    for (uint32_t i = 0; i < decision->case_count; i++)
        HTML(view->book->out, "{1} {2}{3}{4}{5}", i ? TEXT(",") : TEXT_NONE, decision->cases[i].name, decision->cases[i].remark.length ? TEXT(" (") : TEXT_NONE, decision->cases[i].remark,
             decision->cases[i].remark.length ? TEXT(")") : TEXT_NONE);
    HTML_PLAIN(view->book->out, "</p>\n");
}

static void put_prose(const PageView *view, Text words)
{
    HTML_PLAIN(view->book->out, "<div lang=\"en\">");
    html_prose(view->book->out, words);
    HTML_PLAIN(view->book->out, "</div>\n");
}

/* A line that counts, with what runs on behind it. */
static void put_line(const PageView *view, LineWord word, Text words)
{
    if (word == LINE_PLAIN)
        put_prose(view, words);
    else if (word == LINE_NOT_MODELLED)
        HTML(view->book->out, "<p class=\"lacks\"><b>{1}</b> {2}</p>\n", book_word(view->book, WORD_NOT_MODELLED), book_phrase(view->book, words));
    else if (word == LINE_CASES && view->decision)
        put_cases(view);
    else if (word == LINE_TABLE && view->decision && view->decision->block->kind == DECISION_TABLE)
        put_decision_table(view->book, view->country, view->decision);
}

static void put_paragraph(const PageView *view, const Block *block)
{
    Text all = span_text(block->span), line;
    size_t at = 0, from = 0, begin = 0;
    LineWord word = LINE_PLAIN;
    while (begin = at, line_next(all, &at, &line)) {
        LineWord next = line_word(line);
        if (next == LINE_PLAIN)
            continue;
        if (begin > from)
            put_line(view, word, lines_trim(text_slice(all, from, begin)));
        word = next;
        from = begin + line_word_text(next).length;
    }
    put_line(view, word, lines_trim(text_slice(all, from, all.length)));
}

static void put_block(PageView *view, const Block *block)
{
    switch (block->kind) {
    case BLOCK_HEADING: put_heading(view, block); break;
    case BLOCK_PARAGRAPH: put_paragraph(view, block); break;
    case BLOCK_TABLE: put_table(view, block); break;
    case BLOCK_FENCE: put_formula(view, block); break;
    }
}

void put_page(Book *book, const BookCountry *country, const BookPage *page)
{
    PageView view = { .book = book, .country = country, .page = page };
    HTML(book->out, "<section class=\"page\" id=\"{1}\">", page->anchor);
    put_page_head(&view);
    for (uint32_t i = 0; i < page->page->document->block_count; i++)
        put_block(&view, &page->page->document->blocks[i]);
    close_decision(&view);
    HTML_PLAIN(book->out, "</section>\n");
}

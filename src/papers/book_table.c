/* papers/book_table.c - tables of rules, readings of open questions, examples; and the pieces they share. See book.h.
 *
 * A table of rules is shown as sentences, not as the grid it is: what a rule asks, what follows, when, and on which article. Columns in
 * which a rule takes anything are left out, so that every table has five columns, however many it has on its page. */
#include "papers/book.h"

/* ---- days ---- */

/* "FIRST – LAST; FIRST –" */
Text days_words(Region *region, DaySpans days)
{
    Builder out = builder_on(region);
    for (uint32_t i = 0; i < days.count; i++) {
        if (i)
            build_text(&out, TEXT("; "));
        if (days.at[i].first != DAY_EVER)
            date_print(&out, days.at[i].first);
        build_text(&out, TEXT(" – "));
        if (days.at[i].last != DAY_OPEN)
            date_print(&out, days.at[i].last);
    }
    return text_trim(builder_text(&out));
}

enum { BAR = 1000 }; /* width of a bar in its own units */

static int place_on_bar(const BookCountry *country, int64_t day, bool after)
{
    if (day == DAY_OPEN || day == DAY_EVER || country->last <= country->first)
        return day == DAY_OPEN || (day != DAY_EVER && after) ? BAR : 0;
    int64_t at = (day + after - country->first) * (BAR - 40) / (country->last - country->first);
    return at < 0 ? 0 : at > BAR ? BAR : (int)at;
}

static void put_bar(Book *book, const BookCountry *country, DaySpans days)
{
    build_format(book->out, "<svg class=\"bar\" viewBox=\"0 0 %d 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><path d=\"M0 4h%d\"/><path class=\"on\" d=\"", BAR, BAR);
    for (uint32_t i = 0; i < days.count; i++) {
        int from = place_on_bar(country, days.at[i].first, false), to = place_on_bar(country, days.at[i].last, true);
        build_format(book->out, "M%d 4H%d", from, to < from + 4 ? from + 4 : to);
    }
    HTML_PLAIN(book->out, "\"/></svg>");
}

static void put_day(Book *book, int64_t day)
{
    if (day != DAY_EVER && day != DAY_OPEN)
        HTML(book->out, "<time>{1}</time>", date_text(book->region, day));
}

void put_days(Book *book, const BookCountry *country, DaySpans days)
{
    for (uint32_t i = 0; i < days.count; i++) {
        HTML_PLAIN(book->out, "<span class=\"span\">");
        put_day(book, days.at[i].first);
        HTML_PLAIN(book->out, "\xc2\xa0\xe2\x80\x93 "); /* a blank that holds, a dash */
        put_day(book, days.at[i].last);
        HTML_PLAIN(book->out, "</span> ");
    }
    put_bar(book, country, days);
}

/* ---- links and badges ---- */

void put_row_link(Book *book, Text anchor, Text words)
{
    HTML(book->out, "<a class=\"rule\" href=\"#{1}\">{2}</a>", anchor, words);
}

void put_name_as(Book *book, const BookCountry *country, Text name, Text words)
{
    const Text *anchor = names_find(&book->names, country->scope, name);
    if (anchor)
        HTML(book->out, "<a class=\"name\" href=\"#{1}\">{2}</a>", *anchor, words);
    else
        html_escape(book->out, words);
}

void put_name(Book *book, const BookCountry *country, Text name)
{
    put_name_as(book, country, name, name);
}

void put_confidence(Book *book, Confidence confidence)
{
    Text name = text_of(confidence_name(confidence));
    if (confidence != CONFIDENCE_READ)
        HTML(book->out, "<b class=\"mark {1}\" title=\"{3}\">{2}</b>", name, word_named("CONFIDENCE_", name, book->language), word_named("MEANS_", name, book->language));
}

void put_other_languages(Book *book, Text english)
{
    static const char *const tags[] = { "en", "zh-Hans", "vi" };
    bool any = false;
    for (int language = 0; language < 3; language++) {
        Text words = language == book->language ? TEXT_NONE : language ? book_translated(book, english, language) : english;
        if (!words.length || (language == 0 && text_equal(book_phrase(book, english), english)))
            continue;
        HTML(book->out, "{3}<span lang=\"{1}\">{2}</span>", text_of(tags[language]), words, any ? TEXT(" · ") : TEXT_NONE);
        any = true;
    }
}

static void put_citation(Book *book, const BookCountry *country, const Citation *citation)
{
    static const Word roles[] = { [CITES_BASIS] = WORDS, [CITES_SUPPORT] = WORD_ALSO, [CITES_END] = WORD_UNTIL };
    const BookSource *source = names_find(&book->sources, country->scope, citation->source_id);
    if (roles[citation->role] != WORDS)
        HTML(book->out, "<i>{1}</i> ", book_word(book, roles[citation->role]));
    if (source)
        HTML(book->out, "<a class=\"src\" href=\"#{1}\" title=\"{2}\">{3}</a>", source->anchor, book_phrase(book, source->source->instrument), citation->source_id);
    else
        HTML(book->out, "<span title=\"{1}\">{2}</span>", citation->source ? book_phrase(book, citation->source->instrument) : TEXT_NONE, citation->source_id);
    if (citation->article.length)
        HTML(book->out, " {1}", citation->article);
}

void put_citations(Book *book, const BookCountry *country, Citations citations)
{
    for (uint32_t i = 0; i < citations.count; i++) {
        HTML(book->out, "<span class=\"cite{1}\">", citations.at[i].role == CITES_BASIS ? TEXT_NONE : TEXT(" aside"));
        put_citation(book, country, &citations.at[i]);
        HTML_PLAIN(book->out, "</span> ");
    }
}

/* ---- cells ---- */

static Text cell_of(const Row *row, uint32_t column)
{
    return text_trim(span_text(row->cells[column]));
}

static bool is_mark(Text cell)
{
    return cell.length > 2 && cell.at[0] == '*' && cell.at[cell.length - 1] == '*';
}

/* "words" with nothing else around it: the words; else empty. */
static Text only_words(Text cell)
{
    bool quoted = cell.length > 2 && cell.at[0] == '"' && cell.at[cell.length - 1] == '"';
    Text inner = quoted ? text_slice(cell, 1, cell.length - 1) : TEXT_NONE;
    return text_find(inner, TEXT("\""), 0) == SIZE_MAX && text_find(inner, TEXT("\\"), 0) == SIZE_MAX ? inner : TEXT_NONE;
}

static void put_value(Book *book, Text cell)
{
    Text words = only_words(cell);
    if (is_mark(cell))
        HTML(book->out, "<b class=\"absent\">{1}</b>", text_slice(cell, 1, cell.length - 1));
    else if (words.length)
        HTML(book->out, "<span class=\"words\">{1}</span>", book_phrase(book, words));
    else
        HTML(book->out, "<code>{1}</code>", cell);
}

static void put_condition(Book *book, const BookCountry *country, const Column *column, Text cell)
{
    HTML_PLAIN(book->out, "<li>");
    put_name(book, country, text_trim(span_text(column->header)));
    HTML(book->out, " <code>{1}</code></li>", cell);
}

static bool asks(const Row *row, uint32_t column)
{
    Text cell = cell_of(row, column);
    return row->table->columns[column].kind == COLUMN_INPUT && cell.length && !text_is(cell, "-");
}

static void put_conditions(Book *book, const BookCountry *country, const Row *row)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < row->table->column_count; i++)
        count += asks(row, i);
    if (row->otherwise || !count) {
        HTML(book->out, "<span class=\"aside\">{1}</span>", book_word(book, row->otherwise ? WORD_OTHERWISE : WORD_ALWAYS));
        return;
    }
    HTML_PLAIN(book->out, "<ul class=\"if\">");
    for (uint32_t i = 0; i < row->table->column_count; i++)
        if (asks(row, i))
            put_condition(book, country, &row->table->columns[i], cell_of(row, i));
    HTML_PLAIN(book->out, "</ul>");
}

/* "E" of a charge's reason is a code; its words stand beside it. */
static void put_reason_words(Book *book, Text part, Text cell)
{
    Text code = text_is(part, "reason") ? only_words(cell) : TEXT_NONE, words = word_named("REASON_", code, book->language);
    if (code.length && !text_equal(words, code))
        HTML(book->out, " <span class=\"aside\">{1}</span>", words);
}

static void put_outcome(Book *book, const Row *row, uint32_t column)
{
    Text part = row->table->columns[column].part, cell = cell_of(row, column);
    if (row->table->columns[column].kind != COLUMN_OUTPUT || text_is(cell, "-"))
        return;
    HTML_PLAIN(book->out, "<li>");
    if (part.length)
        HTML(book->out, "<span class=\"part\">{1}</span> ", part);
    put_value(book, cell);
    put_reason_words(book, part, cell);
    HTML_PLAIN(book->out, "</li>");
}

/* A mark in any output cell is the whole row's value. */
static Text mark_of(const Row *row)
{
    for (uint32_t i = 0; i < row->table->column_count; i++)
        if (row->table->columns[i].kind == COLUMN_OUTPUT && is_mark(cell_of(row, i)))
            return cell_of(row, i);
    return TEXT_NONE;
}

static void put_outcomes(Book *book, const Row *row)
{
    Text mark = mark_of(row);
    HTML_PLAIN(book->out, "<ul class=\"then\">");
    for (uint32_t i = 0; !mark.length && i < row->table->column_count; i++)
        put_outcome(book, row, i);
    if (mark.length) {
        HTML_PLAIN(book->out, "<li>");
        put_value(book, mark);
        HTML_PLAIN(book->out, "</li>");
    }
    HTML_PLAIN(book->out, "</ul>");
    if (row->note.length && !text_is(row->note, "-"))
        HTML(book->out, "<p class=\"note\">{1}</p>", book_phrase(book, row->note));
}

/* ---- rules ---- */

static void put_heads(Book *book, const Word *heads, size_t count)
{
    HTML_PLAIN(book->out, "<thead><tr>");
    for (size_t i = 0; i < count; i++)
        HTML(book->out, "<th scope=\"col\">{1}</th>", book_word(book, heads[i]));
    HTML_PLAIN(book->out, "</tr></thead><tbody>\n");
}

static void put_id(Book *book, const Row *row, Text anchor)
{
    HTML(book->out, "<th scope=\"row\"><a class=\"rule\" href=\"#{1}\">{2}</a>", anchor, row->id);
    for (uint32_t i = 0; i < row->alias_count; i++)
        HTML(book->out, " <span class=\"alias\" id=\"{1}\">{2}</span>", book_anchor(book, row->aliases[i], anchor), row->aliases[i]);
    put_confidence(book, row_confidence(row));
    HTML_PLAIN(book->out, "</th>");
}

static void put_row(Book *book, const BookCountry *country, const Row *row, Text anchor)
{
    HTML(book->out, "<tr id=\"{1}\" class=\"{2}\">", anchor, text_of(confidence_name(row_confidence(row))));
    put_id(book, row, anchor);
    HTML_PLAIN(book->out, "<td>");
    put_conditions(book, country, row);
    HTML_PLAIN(book->out, "</td><td>");
    put_outcomes(book, row);
    HTML_PLAIN(book->out, "</td><td class=\"days\">");
    put_days(book, country, row->in_force);
    HTML_PLAIN(book->out, "</td><td class=\"by\">");
    put_citations(book, country, row->citations);
    HTML_PLAIN(book->out, "</td></tr>\n");
}

static Text policy_words(const Book *book, HitPolicy policy)
{
    static const Word words[] = {
        [HIT_UNIQUE] = WORD_POLICY_U, [HIT_ANY] = WORD_POLICY_A, [HIT_PRIORITY] = WORD_POLICY_P, [HIT_FIRST] = WORD_POLICY_F, [HIT_COLLECT] = WORD_POLICY_C,
        [HIT_COLLECT_SUM] = WORD_POLICY_SUM, [HIT_COLLECT_MIN] = WORD_POLICY_MIN, [HIT_COLLECT_MAX] = WORD_POLICY_MAX, [HIT_COLLECT_COUNT] = WORD_POLICY_COUNT,
        [HIT_RULE_ORDER] = WORD_POLICY_R, [HIT_OUTPUT_ORDER] = WORD_POLICY_O,
    };
    return book_word(book, words[policy]);
}

void put_decision_table(Book *book, const BookCountry *country, const BookDecision *decision)
{
    static const Word heads[] = { WORD_RULE, WORD_IF, WORD_THEN, WORD_IN_FORCE, WORD_SOURCE };
    const Table *table = &decision->block->table;
    HTML(book->out, "<table class=\"rules\"><caption>{1}</caption>", policy_words(book, table->policy));
    put_heads(book, heads, sizeof heads / sizeof *heads);
    for (uint32_t i = 0; i < table->row_count; i++)
        put_row(book, country, &table->rows[i], decision->rows[i]);
    HTML_PLAIN(book->out, "</tbody></table>\n");
}

/* ---- readings ---- */

static Confidence citations_confidence(Citations citations)
{
    Row row = { .citations = citations };
    return row_confidence(&row);
}

static void put_reading(Book *book, const BookCountry *country, const Reading *reading, Text anchor, bool answers)
{
    HTML(book->out, "<tr id=\"{1}\" class=\"{2}\"><th scope=\"row\"><a class=\"rule\" href=\"#{1}\">{3}</a>", anchor, text_of(confidence_name(citations_confidence(reading->citations))), reading->name);
    if (answers)
        HTML(book->out, " <span class=\"alias\">{1}</span>", book_word(book, WORD_ANSWERED_UNDER));
    put_confidence(book, citations_confidence(reading->citations));
    HTML_PLAIN(book->out, "</th><td>");
    put_value(book, text_trim(span_text(reading->value)));
    HTML(book->out, "</td><td>{1}</td><td class=\"days\">", book_phrase(book, reading->stance));
    put_days(book, country, reading->in_force);
    HTML_PLAIN(book->out, "</td><td class=\"by\">");
    put_citations(book, country, reading->citations);
    HTML_PLAIN(book->out, "</td></tr>\n");
}

void put_readings(Book *book, const BookCountry *country, const BookDecision *decision)
{
    static const Word heads[] = { WORD_READING, WORD_VALUE, WORD_STANCE, WORD_IN_FORCE, WORD_SOURCE };
    const DecisionBlock *block = decision->block;
    HTML_PLAIN(book->out, "<table class=\"rules readings\">");
    put_heads(book, heads, sizeof heads / sizeof *heads);
    for (uint32_t i = 0; i < block->reading_count; i++)
        put_reading(book, country, &block->readings[i], decision->rows[i], i == 0 && !block->undecided);
    HTML_PLAIN(book->out, "</tbody></table>\n");
}

/* ---- examples ---- */

static void put_given(Book *book, const ExampleTable *table)
{
    if (!table->given_count)
        return;
    HTML(book->out, "<p class=\"aside\">{1}", book_word(book, WORD_GIVEN));
    for (uint32_t i = 0; i < table->given_count; i++)
        HTML(book->out, "{1} {2} = <code>{3}</code>", i ? TEXT(";") : TEXT(":"), span_text(table->given[i].name), span_text(table->given[i].value));
    HTML_PLAIN(book->out, "</p>");
}

static void put_example_heads(Book *book, const ExampleTable *table)
{
    HTML_PLAIN(book->out, "<thead><tr><td></td>");
    for (uint32_t i = 0; i < table->column_count; i++) {
        const ExampleColumn *column = &table->columns[i];
        if (column->kind == EXAMPLE_BY)
            HTML(book->out, "<th scope=\"col\">{1}</th>", book_word(book, WORD_BY_RULES));
        else
            HTML(book->out, "<th scope=\"col\">{1}{2}</th>", column->kind == EXAMPLE_EXPECTED ? TEXT("= ") : TEXT_NONE, text_trim(span_text(column->header)));
    }
    HTML_PLAIN(book->out, "</tr></thead><tbody>\n");
}

static void put_example(Book *book, const ExampleTable *table, const ExampleRow *row)
{
    HTML(book->out, "<tr><th scope=\"row\">{1}</th>", row->name);
    for (uint32_t i = 0; i < table->column_count; i++) {
        Text cell = text_trim(span_text(row->cells[i]));
        HTML(book->out, "<td>{1}</td>", text_is(cell, "-") ? TEXT_NONE : cell);
    }
    HTML_PLAIN(book->out, "</tr>\n");
}

static void put_example_table(Book *book, const ExampleTable *table)
{
    put_given(book, table);
    HTML_PLAIN(book->out, "<div class=\"wide\"><table class=\"examples\">");
    put_example_heads(book, table);
    for (uint32_t i = 0; i < table->row_count; i++)
        put_example(book, table, &table->rows[i]);
    HTML_PLAIN(book->out, "</tbody></table></div>\n");
}

void put_examples(Book *book, const DecisionBlock *block)
{
    uint32_t rows = 0;
    for (uint32_t i = 0; i < block->example_count; i++)
        rows += block->examples[i].row_count;
    HTML(book->out, "<details><summary>{1} <span class=\"aside\">{2}</span></summary>", book_word(book, WORD_EXAMPLES), text_format(book->region, "%u", rows));
    for (uint32_t i = 0; i < block->example_count; i++)
        put_example_table(book, &block->examples[i]);
    HTML_PLAIN(book->out, "</details>\n");
}

/* papers/articles.c - see articles.h. */
#include "papers/articles.h"

Text cited_article(Region *region, const Cited *cited)
{
    Text id = cited->citation ? cited->citation->source_id : cited->source->id;
    Text article = cited->citation ? cited->citation->article : TEXT_NONE;
    return article.length ? text_format(region, TEXT_FMT " " TEXT_FMT, TEXT_ARG(id), TEXT_ARG(article)) : id;
}

/* Does `words`, parted by `mark`, hold `word`? */
static bool holds(Text words, char mark, Text word)
{
    for (Text rest = words; rest.length;)
        if (text_equal(text_trim(text_cut(rest, mark, &rest)), word))
            return true;
    return false;
}

static void add_once(Builder *out, char mark, const char *between, Text word)
{
    if (!word.length || holds(builder_text(out), mark, word))
        return;
    build_format(out, "%s" TEXT_FMT, out->length ? between : "", TEXT_ARG(word));
}

/* Of one decision, or of all where `of` is NULL. */
static Text articles_of(Region *region, CitedList cited, const Decision *of)
{
    Builder out = builder_on(region);
    for (uint32_t i = 0; i < cited.count; i++)
        if (cited.at[i].source && (!of || cited.at[i].decision == of))
            add_once(&out, ';', "; ", cited_article(region, &cited.at[i]));
    return builder_text(&out);
}

static Text rows_of(Region *region, CitedList cited, const Decision *of)
{
    Builder out = builder_on(region);
    for (uint32_t i = 0; i < cited.count; i++)
        if (cited.at[i].sheet_row && (!of || cited.at[i].decision == of))
            add_once(&out, ' ', " ", cited.at[i].row);
    return builder_text(&out);
}

Text cited_articles(Region *region, CitedList cited)
{
    return articles_of(region, cited, NULL);
}

Text cited_rows(Region *region, CitedList cited)
{
    return rows_of(region, cited, NULL);
}

Text entry_articles(Region *region, const Entry *entry)
{
    return articles_of(region, entry->cited, entry->decision);
}

Text entry_rows(Region *region, const Entry *entry)
{
    return rows_of(region, entry->cited, entry->decision);
}

/* papers/paper_words.c - see paper_words.h. */
#include "papers/paper_words.h"

Text paper_word(const Paper *paper, Word which)
{
    return word(which, paper->language);
}

Text paper_form(const Paper *paper, Word form, const Text *with, size_t count)
{
    return word_filled(paper->region, paper_word(paper, form), with, count);
}

void paper_columns(PaperPart *part, const TableColumn *columns, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (columns[i].key)
            (columns[i].aside ? paper_column_aside : paper_column)(part, columns[i].key, word(columns[i].title, part->language), columns[i].kind);
}

Text paper_phrase(const Paper *paper, Text english)
{
    Text words = paper->phrases && paper->language ? phrase_in(paper->phrases, english, paper->language) : TEXT_NONE;
    return words.length ? words : english;
}

PaperCell word_cell(const Paper *paper, const char *prefix, Text plain)
{
    return cell_words(plain, word_named(prefix, plain, paper->language));
}

PaperCell phrase_cell(const Paper *paper, Text english)
{
    return cell_words(english, paper_phrase(paper, english));
}

PaperCell article_cell(const Paper *paper, const Entry *entry)
{
    Text rows = entry_rows(paper->region, entry), articles = entry_articles(paper->region, entry);
    const char *between = rows.length && articles.length ? ": " : "";
    return cell_toned(text_format(paper->region, TEXT_FMT "%s" TEXT_FMT, TEXT_ARG(rows), between, TEXT_ARG(articles)), TEXT_NONE, TONE_FAINT);
}

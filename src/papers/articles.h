/* papers/articles.h - what an entry of a determination rests on, in the short form that every paper has. */
#ifndef DECLARANT_PAPERS_ARTICLES_H
#define DECLARANT_PAPERS_ARTICLES_H

#include "determination/determination.h"

/* "PEN420 15(4)": source and article; the source alone where no article is named. */
Text cited_article(Region *region, const Cited *cited);
/* Every article of a list, each once; every row. */
Text cited_articles(Region *region, CitedList cited);
Text cited_rows(Region *region, CitedList cited);
/* "PEN420 15(4); L16 5": the articles of an entry's own decision, for people and machines alike. */
Text entry_articles(Region *region, const Entry *entry);
/* "ROW ROW": the rows of an entry's own decision. */
Text entry_rows(Region *region, const Entry *entry);

#endif

/* determination/hints.h - what the name of a product lets one guess: data/product-words.csv, a word, and the fact and value it speaks of.
 *
 * A guess is no fact: it is never put into a case. It is shown beside a fact that is not told, or that is told otherwise.
 */
#ifndef DECLARANT_DETERMINATION_HINTS_H
#define DECLARANT_DETERMINATION_HINTS_H

#include "determination/run.h"

typedef struct ProductWord {
    Text word;  /* small letters; of letters with blanks it is found as whole words, else anywhere */
    Text fact;
    Text value;
    Span place;
} ProductWord;

typedef struct ProductWords {
    size_t count;
    const ProductWord *at; /* longest first */
} ProductWords;

typedef struct Hint {
    const ProductWord *word;
    const Fact *fact;
    Text said;      /* the fact's text in which the word was found */
    bool told;      /* the case tells the fact, otherwise */
    Value is;       /* told: as what */
} Hint;

typedef struct HintList {
    LIST_OF(Hint) at;
} HintList;

/* From DATA/product-words.csv; none where the file is not there. NULL with errors: a column is missing, a word stands twice. */
const ProductWords *product_words_read(Task *task, const char *data_folder);
/* What the free texts told of a thing (its name) say of its other facts, where these are not told, or told otherwise; each fact once, by the
 * longest word. */
void hints_of(Region *region, const Run *run, const ProductWords *words, const Frame *frame, HintList *out);

#endif

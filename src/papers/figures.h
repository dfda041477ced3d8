/* papers/figures.h - numbers as people read them, and where there is none why; and text of others that cannot steer a reader's screen. */
#ifndef DECLARANT_PAPERS_FIGURES_H
#define DECLARANT_PAPERS_FIGURES_H

#include "value/value.h"

/* language: 0 en, 1 zh, 2 vi */

/* "7,890,000.50", in Vietnamese "7.890.000,50". Never an exponent. */
void build_number(Builder *out, const Decimal *number, int language);
/* The same for money: 72.8 is 72.80. */
void build_amount(Builder *out, const Decimal *number, int language);
Text number_text(Region *region, Value number, int language);
/* A fraction as per cent: 0.105 -> "10.5%". */
void build_percent(Builder *out, const Decimal *number, int language);
Text percent_text(Region *region, Value number, int language);

/* Where the law gives no value: "nothing asked", "not covered" ... */
Text mark_text_in(Mark mark, int language);

/* `text` with control characters, line ends too, and marks that turn the direction, made visible. */
void build_visible(Builder *out, Text text);
/* The same; `text` itself where nothing in it is hidden. */
Text text_visible(Region *region, Text text);

#endif

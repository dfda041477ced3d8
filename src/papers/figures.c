/* papers/figures.c - see figures.h. */
#include "papers/figures.h"

#include "base/utf8.h"
#include "papers/words.h"

/* ---- text of others ---- */

/* Letters a terminal obeys instead of showing: controls, and marks that turn the direction; and those that no XML document may hold. */
static bool is_hidden(uint32_t letter)
{
    return letter < 0x20 || (letter >= 0x7f && letter < 0xa0) || (letter >= 0x2028 && letter <= 0x202e) ||
           (letter >= 0x2066 && letter <= 0x2069) || letter == 0x200e || letter == 0x200f || letter == 0xfeff ||
           letter == 0xfffe || letter == 0xffff;
}

void build_visible(Builder *out, Text text)
{
    for (size_t at = 0; at < text.length;) {
        size_t from = at;
        if (is_hidden(utf8_next(text, &at)))
            build_text(out, TEXT("\xef\xbf\xbd"));
        else
            build_text(out, text_slice(text, from, at));
    }
}

Text text_visible(Region *region, Text text)
{
    bool hides = false;
    for (size_t at = 0; at < text.length && !hides;)
        hides = is_hidden(utf8_next(text, &at));
    if (!hides)
        return text;
    Builder out = builder_on(region);
    build_visible(&out, text);
    return builder_text(&out);
}

/* ---- numbers ---- */

/* Separators: of thousands, and of the fraction. */
static const char *const separators[] = { ",.", ",.", ".," };

static void build_grouped(Builder *out, Text whole, char group)
{
    for (size_t i = 0; i < whole.length; i++) {
        if (i > 0 && (whole.length - i) % 3 == 0)
            build_byte(out, group);
        build_byte(out, whole.at[i]);
    }
}

/* Zeros beyond the cents say nothing, nor does a single one: 605,625.00000 is 605,625.00, and 1,790,000.0 is 1,790,000. */
static Text to_cents(Text fraction)
{
    while (fraction.length > 2 && fraction.at[fraction.length - 1] == '0')
        fraction.length--;
    return text_equal(fraction, TEXT("0")) ? TEXT("") : fraction;
}

/* All of the number; gives the digits behind the point. */
static Text build_digits(Builder *out, const Decimal *number, int language)
{
    Builder digits = builder_on(out->region);
    Decimal size = *number;
    size.negative = false;
    decimal_print(&digits, &size);
    Text fraction, whole = text_cut(builder_text(&digits), '.', &fraction);
    fraction = to_cents(fraction);
    if (number->negative)
        build_byte(out, '-');
    build_grouped(out, whole, separators[language][0]);
    if (fraction.length)
        build_byte(out, separators[language][1]);
    build_text(out, fraction);
    return fraction;
}

void build_number(Builder *out, const Decimal *number, int language)
{
    build_digits(out, number, language);
}

void build_amount(Builder *out, const Decimal *number, int language)
{
    if (build_digits(out, number, language).length == 1)
        build_byte(out, '0');
}

Text number_text(Region *region, Value number, int language)
{
    Builder out = builder_on(region);
    Decimal decimal = decimal_of_value(number);
    build_number(&out, &decimal, language);
    return builder_text(&out);
}

void build_percent(Builder *out, const Decimal *number, int language)
{
    Decimal hundred = decimal_of(100, 0), product;
    bool fits = decimal_multiply(&product, number, &hundred);
    product = decimal_trimmed(fits ? &product : number);
    build_number(out, &product, language);
    if (fits)
        build_byte(out, '%');
}

Text percent_text(Region *region, Value number, int language)
{
    Builder out = builder_on(region);
    Decimal decimal = decimal_of_value(number);
    build_percent(&out, &decimal, language);
    return builder_text(&out);
}

/* ---- marks ---- */

Text mark_text_in(Mark mark, int language)
{
    static const Word words[] = {
        [MARK_NONE] = WORD_MARK_NONE, [MARK_ANNOUNCED] = WORD_MARK_ANNOUNCED, [MARK_NOT_MODELLED] = WORD_MARK_NOT_MODELLED,
        [MARK_NOT_COVERED] = WORD_MARK_NOT_COVERED, [MARK_CONFLICT] = WORD_MARK_CONFLICT,
    };
    return word(words[mark], language);
}

/* feel/literal.c - cells that are one plain literal, read without tree and program: most cells of a long table are.
 *
 * Only what needs no judging is taken here: ASCII text without escapes, digits without a sign, a closed range of two such numbers,
 * and only where the type takes it as it is. All else, and everything that is wrong, is the parser's.
 */
#include "feel/feel.h"

enum { DIGITS_MOST = 18, TEXT_MOST = 255 };

/* Is the value one that the type lists, or does it list none? */
static bool is_listed(const Type *type, Value value)
{
    const Domain *domain = type->domain;
    if (type->constraint || (domain && (domain->has_low || domain->has_high)))
        return false;
    for (uint32_t i = 0; domain && i < domain->count; i++)
        if (domain->values[i].kind == value.kind && domain->values[i].text == value.text)
            return true;
    return !domain || !domain->count;
}

/* text = '"' { ASCII character but '"' and "\" } '"' */
static bool take_text(Value *out, const FeelContext *context, Text text)
{
    if (text.length < 2 || text.length > TEXT_MOST || text.at[0] != '"' || text.at[text.length - 1] != '"' || !context->symbols)
        return false;
    Text inside = { text.at + 1, text.length - 2 };
    for (size_t i = 0; i < inside.length; i++)
        if (inside.at[i] < ' ' || inside.at[i] > '~' || inside.at[i] == '"' || inside.at[i] == '\\')
            return false;
    *out = (Value){ .kind = VALUE_TEXT, .text = symbol_of(context->symbols, inside) };
    return true;
}

/* number = digits [ "." digits ] */
static bool take_number(Value *out, Text text)
{
    size_t point = 0; /* digits before it */
    uint64_t number = 0;
    if (!text.length || text.length > DIGITS_MOST)
        return false;
    for (size_t i = 0; i < text.length; i++) {
        unsigned digit = (unsigned char)text.at[i] - (unsigned)'0';
        if (digit <= 9)
            number = number * 10 + digit;
        else if (text.at[i] == '.' && !point && i && i + 1 < text.length)
            point = i;
        else
            return false;
    }
    *out = value_small((int64_t)number, (int16_t)(point ? (int)(point + 1) - (int)text.length : 0));
    return true;
}

bool feel_literal(Value *out, const FeelContext *context, Text text, const Type *type)
{
    if (!type)
        return false;
    if (type->kind == TYPE_TEXT)
        return take_text(out, context, text) && is_listed(type, *out);
    return type->kind == TYPE_NUMBER && !type->domain && !type->constraint && take_number(out, text);
}

bool feel_literal_range(Range *out, Text text, const Type *type)
{
    if (!type || type->kind != TYPE_NUMBER || type->domain || type->constraint || text.length < 2 || text.at[0] != '[' || text.at[text.length - 1] != ']')
        return false;
    Text inside = { text.at + 1, text.length - 2 };
    size_t dots = text_find(inside, TEXT(".."), 0);
    *out = (Range){ .low_closed = true, .high_closed = true };
    return dots != SIZE_MAX && take_number(&out->low, text_slice(inside, 0, dots)) && take_number(&out->high, text_slice(inside, dots + 2, inside.length)) &&
           number_compare(out->low, out->high) <= 0;
}

/* casework/written.c - see written.h. A text is first made plain: full-width digits and signs become narrow, blanks of all widths one. */
#include "casework/written.h"

#include <ctype.h>
#include <strings.h>

#include "base/utf8.h"
#include "value/date.h"

enum { PLAIN_ROOM = 96 };

/* ---- plain text ---- */

static const struct {
    uint32_t from, to, plain; /* code points from .. to become plain */
    bool each;                /* or plain, plain + 1 ... */
} plain_forms[] = {
    { 0xff01, 0xff5e, '!', true },  /* full-width forms of ASCII */
    { 0x00a0, 0x00a0, ' ', false }, { 0x2000, 0x200b, ' ', false }, { 0x202f, 0x202f, ' ', false }, { 0x3000, 0x3000, ' ', false },
    { 0x2019, 0x2019, '\'', false }, { 0x2212, 0x2212, '-', false }, { 0x2013, 0x2013, '-', false }, { 0x3002, 0x3002, '.', false },
};

static uint32_t plain_letter(uint32_t letter)
{
    for (size_t i = 0; i < sizeof plain_forms / sizeof *plain_forms; i++)
        if (letter >= plain_forms[i].from && letter <= plain_forms[i].to)
            return plain_forms[i].plain + (plain_forms[i].each ? letter - plain_forms[i].from : 0);
    return letter;
}

static bool is_blank_at(Text text, size_t at, size_t *next)
{
    *next = at;
    return plain_letter(utf8_next(text, next)) == ' ' || text.at[at] == '\t' || text.at[at] == '\n' || text.at[at] == '\r';
}

Text written_trim(Text text)
{
    size_t from = 0, next, end = text.length;
    while (from < text.length && is_blank_at(text, from, &next))
        from = next;
    while (end > from) {
        size_t last = end - 1;
        while (last > from && ((unsigned char)text.at[last] & 0xc0) == 0x80)
            last--;
        if (!is_blank_at(text, last, &next))
            break;
        end = last;
    }
    return text_slice(text, from, end);
}

/* The text in plain letters; empty where it is too long to be a day or a number. */
static Text made_plain(Text text, char *room)
{
    Text trimmed = written_trim(text);
    size_t length = 0;
    for (size_t at = 0; at < trimmed.length;) {
        size_t from = at;
        uint32_t letter = utf8_next(trimmed, &at), plain = plain_letter(letter);
        if (length + 4 > PLAIN_ROOM)
            return TEXT_NONE;
        if (plain < 0x80) {
            room[length++] = (char)plain;
        } else {
            memcpy(room + length, trimmed.at + from, at - from);
            length += at - from;
        }
    }
    return (Text){ room, length };
}

/* ---- days ---- */

typedef struct Part { /* of a day: a number, or the name of a month */
    int number;
    int digits; /* 0: a name */
} Part;

static const char *const months[] = { "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december" };
/* What may stand between the parts of a day, besides signs: Chinese and Vietnamese say which part is which. */
static const Text between[] = { { "年", 3 }, { "月", 3 }, { "日", 3 }, { "号", 3 }, { "ngày", 5 }, { "tháng", 6 }, { "năm", 4 }, { "Ngày", 5 }, { "of", 2 } };

static bool step_between(Text text, size_t *at)
{
    if (strchr("/.-, \t", text.at[*at])) {
        ++*at;
        return true;
    }
    for (size_t i = 0; i < sizeof between / sizeof *between; i++)
        if (text_starts(text_slice(text, *at, text.length), between[i])) {
            *at += between[i].length;
            return true;
        }
    return false;
}

/* The month of an English name, whole or its first three letters (and "sept"); 0: none. */
static int month_named(Text name)
{
    for (int i = 0; i < 12; i++) {
        size_t length = strlen(months[i]);
        if ((name.length == length || name.length == 3 || (i == 8 && name.length == 4)) && name.length <= length && strncasecmp(name.at, months[i], name.length) == 0)
            return i + 1;
    }
    return 0;
}

static bool read_part(Text text, size_t *at, Part *part)
{
    size_t from = *at;
    *part = (Part){ 0, 0 };
    while (*at < text.length && isdigit((unsigned char)text.at[*at]) && *at - from < 5)
        part->number = part->number * 10 + (text.at[(*at)++] - '0');
    part->digits = (int)(*at - from);
    if (part->digits)
        return part->digits <= 4;
    while (*at < text.length && isalpha((unsigned char)text.at[*at]))
        ++*at;
    part->number = month_named(text_slice(text, from, *at));
    return part->number > 0;
}

/* time = digits ":" digits [ ":" digits [ "." digits ] ] [ "Z" ], behind "T" or a blank: the day is what counts */
static bool is_time(Text text)
{
    int colons = 0;
    for (size_t i = 0; i < text.length; i++) {
        colons += text.at[i] == ':';
        if (!isdigit((unsigned char)text.at[i]) && !strchr(":.Z", text.at[i]))
            return false;
    }
    return colons >= 1 && colons <= 2;
}

static Text without_time(Text text)
{
    for (size_t i = 8; i + 4 < text.length; i++)
        if ((text.at[i] == 'T' || text.at[i] == ' ') && isdigit((unsigned char)text.at[i - 1]) && is_time(text_slice(text, i + 1, text.length)))
            return text_slice(text, 0, i);
    return text;
}

/* day = part { between } part { between } part { between } */
static bool read_parts(Text text, Part *parts)
{
    size_t at = 0, count = 0;
    while (at < text.length) {
        if (step_between(text, &at))
            continue;
        if (count == 3 || !read_part(text, &at, &parts[count]))
            return false;
        count++;
    }
    return count == 3;
}

static void can_be(WrittenDay *day, DayOrder order, Part year, Part month, Part of_month)
{
    if (year.digits != 4 || month.digits > 2 || of_month.digits > 2 || !of_month.digits || !ymd_is_real(year.number, month.number, of_month.number))
        return;
    day->can[order] = true;
    day->days[order] = days_of(year.number, month.number, of_month.number);
}

/* One order that every reader shares: what is told does not matter. */
static void can_only_be(WrittenDay *day, Part year, Part month, Part of_month)
{
    for (DayOrder order = DAY_ORDER_DMY; order <= DAY_ORDER_YMD; order++)
        can_be(day, order, year, month, of_month);
}

static bool is_eight_digits(Text text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!isdigit((unsigned char)text.at[i]))
            return false;
    return text.length == 8;
}

static int number_at(Text text, size_t from, size_t count)
{
    int number = 0;
    for (size_t i = from; i < from + count; i++)
        number = number * 10 + (text.at[i] - '0');
    return number;
}

WrittenDay written_day(Text text)
{
    WrittenDay day = { 0 };
    char room[PLAIN_ROOM];
    Part parts[3];
    Text plain = without_time(made_plain(text, room));
    if (is_eight_digits(plain)) {
        can_only_be(&day, (Part){ number_at(plain, 0, 4), 4 }, (Part){ number_at(plain, 4, 2), 2 }, (Part){ number_at(plain, 6, 2), 2 });
        return day;
    }
    if (!read_parts(plain, parts))
        return day;
    bool says_month = text_find(plain, TEXT("tháng"), 0) != SIZE_MAX;
    if (parts[0].digits == 4)
        can_only_be(&day, parts[0], parts[1], parts[2]);
    else if (says_month)
        can_only_be(&day, parts[2], parts[1], parts[0]);
    else if (!parts[1].digits)
        can_only_be(&day, parts[2], parts[1], parts[0]);
    else if (!parts[0].digits)
        can_only_be(&day, parts[2], parts[0], parts[1]);
    else {
        can_be(&day, DAY_ORDER_DMY, parts[2], parts[1], parts[0]);
        can_be(&day, DAY_ORDER_MDY, parts[2], parts[0], parts[1]);
    }
    day.short_year = parts[0].digits < 3 && parts[1].digits < 3 && parts[2].digits && parts[2].digits < 3;
    return day;
}

/* ---- numbers ---- */

/* Cuts a currency from one end: three capitals, or a sign that is no part of a number. */
static Text cut_currency(Text *text)
{
    Text all = written_trim(*text);
    size_t from = 0, to = all.length;
    while (from < to && !isdigit((unsigned char)all.at[from]) && !strchr(".,+-(", all.at[from]))
        from++;
    Text before = written_trim(text_slice(all, 0, from));
    while (to > from && !isdigit((unsigned char)all.at[to - 1]) && !strchr(".,-)%", all.at[to - 1]))
        to--;
    Text behind = written_trim(text_slice(all, to, all.length));
    if (before.length && behind.length)
        return TEXT_NONE;
    *text = written_trim(text_slice(all, from, to));
    return before.length ? before : behind;
}

static bool is_currency(Text text)
{
    bool capitals = text.length == 3;
    for (size_t i = 0; i < text.length && capitals; i++)
        capitals = isupper((unsigned char)text.at[i]);
    return capitals || utf8_count(text) <= 2 || text_starts(text, TEXT("US$"));
}

/* "(5.00)" and "5.00-" are below zero, as ledgers write them. */
static bool cut_sign(Text *text, bool *negative)
{
    *negative = false;
    if (text->length >= 2 && text->at[0] == '(' && text->at[text->length - 1] == ')') {
        *negative = true;
        *text = written_trim(text_slice(*text, 1, text->length - 1));
        return true;
    }
    if (!text->length)
        return false;
    char first = text->at[0], last = text->at[text->length - 1];
    if (first == '-' || first == '+')
        *text = text_slice(*text, 1, text->length);
    else if (last == '-')
        *text = text_slice(*text, 0, text->length - 1);
    *negative = first == '-' || (first != '+' && last == '-');
    *text = written_trim(*text);
    return text->length > 0;
}

/* Digits before the decimal sign: alone, or 1 to 3 and then groups of three; where comma is the mark also groups of two before the last,
 * which are lakhs and crores. The digits go to `out`. */
static bool read_groups(Text text, char mark, char *out, size_t *length)
{
    size_t groups = 0, in_group = 0, twos = 0, threes = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (text.at[i] == mark) {
            if (in_group == 0 || (groups > 0 && in_group != 2 && in_group != 3) || (groups == 0 && in_group > 3))
                return false;
            twos += groups > 0 && in_group == 2;
            threes += groups > 0 && in_group == 3;
            groups++;
            in_group = 0;
            continue;
        }
        if (!isdigit((unsigned char)text.at[i]))
            return false;
        in_group++;
        out[(*length)++] = text.at[i];
    }
    if (groups == 0)
        return true;
    bool western = twos == 0, lakhs = mark == ',' && threes == 0 && text_find(text, TEXT(","), 0) <= 2;
    return in_group == 3 && text.at[0] != '0' && (western || lakhs);
}

static bool read_with(Text text, char decimal, char group, Decimal *out)
{
    char digits[PLAIN_ROOM + 2];
    size_t length = 0, point = 0;
    while (point < text.length && text.at[point] != decimal)
        point++;
    char mark = group;
    if (memchr(text.at, ' ', point))
        mark = ' ';
    else if (memchr(text.at, '\'', point))
        mark = '\'';
    if (!read_groups(text_slice(text, 0, point), mark, digits, &length))
        return false;
    if (point < text.length) {
        if (point + 1 == text.length)
            return false;
        digits[length++] = '.';
        for (size_t i = point + 1; i < text.length; i++) {
            if (!isdigit((unsigned char)text.at[i]))
                return false;
            digits[length++] = text.at[i];
        }
    }
    Text plain = { digits, length };
    if (length && digits[0] == '.') {
        memmove(digits + 1, digits, length);
        digits[0] = '0';
        plain.length++;
    }
    return decimal_read(out, plain, false);
}

WrittenNumber written_number(Region *scratch, Text text)
{
    WrittenNumber number = { 0 };
    char room[PLAIN_ROOM];
    bool negative;
    Text plain = made_plain(text, room);
    Text currency = cut_currency(&plain);
    if (currency.length && !is_currency(currency))
        return number;
    number.percent = text_ends(plain, TEXT("%"));
    plain.length -= number.percent;
    plain = written_trim(plain);
    if (!cut_sign(&plain, &negative))
        return number;
    number.can[DECIMAL_POINT] = read_with(plain, '.', ',', &number.numbers[DECIMAL_POINT]);
    number.can[DECIMAL_COMMA] = read_with(plain, ',', '.', &number.numbers[DECIMAL_COMMA]);
    for (DecimalSign sign = DECIMAL_POINT; sign <= DECIMAL_COMMA; sign++)
        if (negative && number.can[sign] && number.numbers[sign].coefficient)
            number.numbers[sign].negative = true;
    number.currency = currency.length ? text_copy(scratch, currency) : TEXT_NONE;
    return number;
}

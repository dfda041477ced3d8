/* feel/builtins_text.c - functions over texts; they count code points. Rows: builtins.def. */
#include "base/utf8.h"
#include "feel/builtins.h"
#include "feel/operate.h"

static Text text_at(const BuiltinCall *call, uint32_t at)
{
    return text_of_value(call->at[at]);
}

static Value text_result(BuiltinCall *call, Text text)
{
    return vm_text(call->vm, text);
}

/* A position from 1, or from the end when negative, as an index from 0. False: it is 0. */
static bool index_of_position(int64_t position, int64_t count, int64_t *index)
{
    *index = position > 0 ? position - 1 : position + count;
    return position != 0;
}

Value text_substring(BuiltinCall *call)
{
    Text text = text_at(call, 0);
    int64_t count = (int64_t)utf8_count(text), position, length = count, from;
    Value fault;
    if (!whole_argument(call, 1, &position, &fault) || (given(call, 2) && !whole_argument(call, 2, &length, &fault)))
        return fault;
    if (!index_of_position(position, count, &from) || from < 0 || from >= count)
        return call_fault(call, "out-of-range", "start position %lld is outside the text", (long long)position);
    if (given(call, 2) && length < 1)
        return call_fault(call, "out-of-range", "length %lld is less than 1", (long long)length);
    int64_t rest = count - from;
    int64_t to = length < rest ? from + length : count;
    return text_result(call, text_slice(text, utf8_offset(text, (size_t)from), utf8_offset(text, (size_t)to)));
}

Value text_length(BuiltinCall *call)
{
    return value_small((int64_t)utf8_count(text_at(call, 0)), 0);
}

Value text_upper(BuiltinCall *call)
{
    return text_result(call, utf8_upper(call->vm->region, text_at(call, 0)));
}

Value text_lower(BuiltinCall *call)
{
    return text_result(call, utf8_lower(call->vm->region, text_at(call, 0)));
}

Value text_before(BuiltinCall *call)
{
    size_t found = text_find(text_at(call, 0), text_at(call, 1), 0);
    return text_result(call, found == SIZE_MAX ? TEXT_NONE : text_slice(text_at(call, 0), 0, found));
}

Value text_after(BuiltinCall *call)
{
    Text text = text_at(call, 0), match = text_at(call, 1);
    size_t found = text_find(text, match, 0);
    return text_result(call, found == SIZE_MAX ? TEXT_NONE : text_slice(text, found + match.length, text.length));
}

Value text_contains(BuiltinCall *call)
{
    return value_boolean(text_find(text_at(call, 0), text_at(call, 1), 0) != SIZE_MAX);
}

Value text_starts_with(BuiltinCall *call)
{
    return value_boolean(text_starts(text_at(call, 0), text_at(call, 1)));
}

Value text_ends_with(BuiltinCall *call)
{
    return value_boolean(text_ends(text_at(call, 0), text_at(call, 1)));
}

/* Nulls are left out; other kinds are faults. */
Value text_join_list(BuiltinCall *call)
{
    Builder out = builder_on(call->vm->region);
    Text delimiter = given(call, 1) ? text_at(call, 1) : TEXT_NONE;
    const List *list = call->at[0].list;
    bool first = true;
    for (size_t i = 0; i < list->count; i++) {
        if (list->at[i].kind == VALUE_NULL)
            continue;
        if (list->at[i].kind != VALUE_TEXT)
            return call_fault(call, "wrong-type", "item %zu is %s, not a text", i + 1, value_kind_name(list->at[i].kind));
        if (!first)
            build_text(&out, delimiter);
        if (!vm_spend(call->vm, (list->at[i].text->length + delimiter.length) / SPEND_BYTES, call->span))
            return VALUE_NOTHING;
        build_text(&out, text_of_value(list->at[i]));
        first = false;
    }
    return text_result(call, builder_text(&out));
}

/* ---- conversion from and to text ---- */

/* Texts stand bare, dates and durations as they are read, all else as FEEL writes it. */
Value string_from(BuiltinCall *call)
{
    Value value = argument(call, 0);
    Builder out = builder_on(call->vm->region);
    if (value.kind == VALUE_NULL || value.kind == VALUE_TEXT)
        return value;
    if (!value_print(&out, value))
        return call_fault(call, "too-large", "the text would have more than %d parts (limit LIMIT_VALUE_STEPS), or %d bytes (limit LIMIT_VALUE_BYTES)",
                          LIMIT_VALUE_STEPS, LIMIT_VALUE_BYTES);
    if (!vm_spend(call->vm, out.length / SPEND_BYTES, call->span))
        return VALUE_NOTHING;
    return text_result(call, builder_text(&out));
}

/* A separator is a blank, comma or point, or null for none. */
static bool separator(Value value, char *mark)
{
    Text text = value.kind == VALUE_TEXT ? text_of_value(value) : TEXT_NONE;
    *mark = text.length ? text.at[0] : '\0';
    return value.kind == VALUE_NULL || (text.length == 1 && strchr(" ,.", text.at[0]));
}

static Text without_separators(Region *region, Text text, char grouping, char decimal)
{
    Builder out = builder_on(region);
    for (size_t i = 0; i < text.length; i++)
        if (decimal && text.at[i] == decimal)
            build_byte(&out, '.');
        else if (!grouping || text.at[i] != grouping)
            build_byte(&out, text.at[i]);
    return builder_text(&out);
}

Value number_from(BuiltinCall *call)
{
    char grouping, decimal;
    Decimal number;
    if (argument(call, 0).kind != VALUE_TEXT)
        return call_fault(call, "wrong-type", "from cannot be %s", value_kind_name(argument(call, 0).kind));
    if (!separator(argument(call, 1), &grouping) || !separator(argument(call, 2), &decimal) || decimal == ' ' ||
        (grouping && grouping == decimal))
        return call_fault(call, "wrong-arguments", "separators must be blank, comma or point, and differ");
    Text plain = without_separators(call->vm->region, text_at(call, 0), grouping, decimal);
    if (!decimal_read(&number, plain, true))
        return call_fault(call, "bad-literal", "\"" TEXT_FMT "\" is not a number", TEXT_ARG(text_at(call, 0)));
    return value_decimal(call->vm->region, &number);
}

/* faces/cli/view_doubt.c - other readings with their difference, and the facts that are missing with what hangs on them. */
#include "faces/cli/view.h"

enum { MOST_HANGING = 5, MOST_DIFFERENCES = 6, MOST_VALUES = 6 };

/* ---- alternatives ---- */

/* "+631,200 VND" or "-5 VND": the change, with its sign; empty when there is none. */
static Text change_words(const View *view, Value from, Value to)
{
    if (!value_is_number(from) || !value_is_number(to))
        return from.kind == to.kind ? TEXT_NONE : text_join(view->region, TEXT("→ "), amount_words(view, to));
    Value change = number_subtract(view->region, to, from);
    if (!value_is_number(change) || number_is_zero(change))
        return TEXT_NONE;
    Text words = amount_words(view, change);
    bool less = text_starts(words, TEXT("-"));
    return text_join(view->region, less ? TEXT("−") : TEXT("+"), text_slice(words, less, words.length));
}

/* The change of both totals: "+631,200 VND; +5 VND beside the border". */
static Text money_change(const View *view, const Alternative *alternative)
{
    const Determination *answer = view->answer;
    Text border = change_words(view, answer->border, alternative->border);
    Text beside = change_words(view, answer->beside, alternative->beside);
    Builder out = builder_on(view->region);
    words_add(&out, "; ", border);
    if (beside.length)
        words_add(&out, "; ", SAY(view->cli, MSG_BESIDE_CHANGE, beside));
    if (out.length)
        return builder_text(&out);
    bool known = value_is_number(answer->border) && value_is_number(answer->beside);
    return say(view->cli, known ? MSG_SAME_MONEY : MSG_OPEN_MONEY);
}

static Text because_words(const View *view, const Alternative *alternative)
{
    if (alternative->question) {
        Text stance = alternative->reading ? alternative->reading->stance : TEXT_NONE;
        Text name = alternative->reading ? alternative->reading->name : TEXT_NONE;
        return SAY(view->cli, MSG_BECAUSE_READING, name, alternative->question->name, stance);
    }
    if (alternative->voice.length)
        return SAY(view->cli, MSG_BECAUSE_VOICE, alternative->voice, alternative->voice_source ? alternative->voice_source->instrument : TEXT_NONE);
    return say(view->cli, MSG_BECAUSE_HOUSE);
}

/* What an entry says, in one or two words. */
static Text entry_words(const View *view, const Entry *entry)
{
    Value amount = value_part(entry->value, "amount");
    if (text_is(entry->list->list, "lines"))
        return value_words(view, entry->value.kind == VALUE_CONTEXT ? amount : entry->value);
    return value_words(view, entry->value);
}

/* What an entry is: its key word where it has one, else its decision. */
static Text entry_name(const View *view, const Entry *entry)
{
    Value key = entry->list->key_count ? value_part(entry->value, text_string(view->region, entry->list->keys[0])) : VALUE_NOTHING;
    Text name = key.kind == VALUE_TEXT ? text_of_value(key) : entry->decision->name;
    Text words = name_words(view, name), place = entry->frame ? place_words(view, entry->frame) : entry->of;
    return place.length ? text_format(view->region, TEXT_FMT " (" TEXT_FMT ")", TEXT_ARG(words), TEXT_ARG(place)) : words;
}

static Text difference_words(const View *view, const Difference *difference)
{
    const Entry *here = difference->main ? difference->main : difference->other;
    Text name = entry_name(view, here);
    if (!difference->main)
        return text_format(view->region, "+ " TEXT_FMT, TEXT_ARG(name));
    if (!difference->other)
        return text_format(view->region, "- " TEXT_FMT, TEXT_ARG(name));
    Text from = entry_words(view, difference->main), to = entry_words(view, difference->other);
    if (text_equal(from, to))
        return name;
    return text_format(view->region, TEXT_FMT " " TEXT_FMT " → " TEXT_FMT, TEXT_ARG(name), TEXT_ARG(from), TEXT_ARG(to));
}

static Text differences_words(const View *view, const Alternative *alternative)
{
    Builder out = builder_on(view->region);
    uint32_t shown = 0;
    for (const Difference *difference = alternative->differences; difference; difference = difference->next) {
        if (shown++ == MOST_DIFFERENCES) {
            words_add(&out, "; ", TEXT("..."));
            break;
        }
        words_add(&out, "; ", difference_words(view, difference));
    }
    return builder_text(&out);
}

static void show_alternative(View *view, const Alternative *alternative)
{
    Builder out = builder_on(view->region);
    build_format(&out, TEXT_FMT "  ", TEXT_ARG(money_change(view, alternative)));
    build_text(&out, because_words(view, alternative));
    for (const Alternative *merged = alternative->merged; merged; merged = merged->merged)
        words_add(&out, "; ", because_words(view, merged));
    words_add(&out, ": ", differences_words(view, alternative));
    screen_item(&view->screen, STYLE_PLAIN, builder_text(&out));
}

void view_alternatives(View *view)
{
    const Determination *answer = view->answer;
    if (!answer->alternatives)
        return;
    screen_heading(&view->screen, say(view->cli, MSG_ALTERNATIVES));
    for (const Alternative *alternative = answer->alternatives; alternative; alternative = alternative->next)
        show_alternative(view, alternative);
    bool bounded = answer->has_exposure && (value_is_number(answer->border) || answer->status == STATUS_RANGE);
    bool known = bounded && value_is_number(answer->lowest) && value_is_number(answer->highest);
    if (known && number_compare(answer->lowest, answer->highest) != 0)
        screen_item(&view->screen, STYLE_BOLD, SAY(view->cli, MSG_EXPOSURE, amount_words(view, answer->lowest), amount_words(view, answer->highest)));
}

/* ---- missing ---- */

static Text hanging_words(const View *view, const Missing *missing)
{
    Builder out = builder_on(view->region);
    for (uint32_t i = 0; i < missing->entry_count; i++) {
        if (i == MOST_HANGING) {
            words_add(&out, ", ", TEXT("..."));
            break;
        }
        words_add(&out, ", ", entry_name(view, missing->entries[i]));
    }
    return builder_text(&out);
}

/* "optical disc: 0; flash: 631,200" */
static Text trial_words(const View *view, const Missing *missing)
{
    Builder out = builder_on(view->region);
    for (uint32_t i = 0; i < missing->value_count && i < MOST_VALUES; i++)
        words_add(&out, "; ", text_format(view->region, TEXT_FMT ": " TEXT_FMT, TEXT_ARG(value_words(view, missing->values[i])), TEXT_ARG(value_words(view, missing->totals[i]))));
    if (missing->value_count > MOST_VALUES)
        words_add(&out, "; ", TEXT("..."));
    return builder_text(&out);
}

static Text question_words(const View *view, const Missing *missing)
{
    if (!missing->fact)
        return missing->note;
    Text question = missing->fact->entry->question[view->cli->language];
    Text name = text_snake(view->region, missing->fact->name);
    Text place = missing->of.length ? missing->of : TEXT("case");
    return text_format(view->region, TEXT_FMT "  [" TEXT_FMT ", " TEXT_FMT "]", TEXT_ARG(question), TEXT_ARG(name), TEXT_ARG(place));
}

void view_missing(View *view)
{
    if (!view->answer->missing_count)
        return;
    screen_heading(&view->screen, say(view->cli, MSG_MISSING));
    for (uint32_t i = 0; i < view->answer->missing_count; i++) {
        const Missing *missing = &view->answer->missing[i];
        screen_item(&view->screen, STYLE_DOUBT, question_words(view, missing));
        Builder more = builder_on(view->region);
        Text hanging = hanging_words(view, missing);
        if (hanging.length)
            words_add(&more, "", SAY(view->cli, MSG_HANGS_ON_IT, hanging));
        if (missing->varied && value_is_number(missing->spread) && !number_is_zero(missing->spread))
            words_add(&more, ". ", SAY(view->cli, MSG_SPREAD, amount_words(view, missing->spread), trial_words(view, missing)));
        if (!more.length)
            continue;
        screen_blanks(&view->screen, 4);
        screen_wrap(&view->screen, 4, 4, STYLE_FAINT, builder_text(&more));
    }
}

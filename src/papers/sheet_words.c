/* papers/sheet_words.c - see sheet_words.h. */
#include "papers/sheet_words.h"

#include "determination/answer.h"
#include "determination/hang.h"
#include "determination/sheet.h"
#include "papers/words.h"

SheetWords sheet_words(Task *task, const char *data_folder, int language)
{
    Report unheard; /* faults of phrases are told by those who check them */
    report_init(&unheard, task->region);
    Task quietly = { task->region, &unheard, task->cancel };
    return (SheetWords){ task->region, phrases_read(&quietly, data_folder, NULL), language };
}

/* ---- names ---- */

static const Value *own_part(const Entry *entry)
{
    if (entry->value.kind != VALUE_CONTEXT || entry->decision->shape == SHAPE_CHARGE || !entry->value.context->shape->count)
        return NULL;
    const Value *first = &entry->value.context->at[0];
    return first->kind == VALUE_TEXT && entry->decision->shape == SHAPE_RECORDS ? first : NULL;
}

Text entry_own_name(const Entry *entry)
{
    const Value *part = own_part(entry);
    return part ? text_of_value(*part) : entry->decision->name;
}

Text sheet_text(const SheetWords *words, const Determination *answer, Text text)
{
    Text found = words->language ? phrase_in(words->phrases, text, words->language) : TEXT_NONE;
    return found.length ? found : name_in(answer->program, text, words->language);
}

/* A text of a record: a name of a catalogue, else a text of a page. */
static Text part_words(const SheetWords *words, const Determination *answer, const Entry *entry, uint32_t part)
{
    Text text = text_of_value(entry->value.context->at[part]);
    Text named = name_in_part(answer->program, entry->list->type, entry->value.context->shape->names[part], text, words->language);
    return text_equal(named, text) ? sheet_text(words, answer, text) : named;
}

/* ---- figures ---- */

static Text printed(Region *region, Value value)
{
    Builder out = builder_on(region);
    value_print(&out, value);
    return builder_text(&out);
}

static Text percent(Region *region, Value rate)
{
    Builder out = builder_on(region);
    Decimal number = decimal_of_value(rate), hundred = decimal_of(100, 0), product;
    bool fits = decimal_multiply(&product, &number, &hundred);
    product = decimal_trimmed(fits ? &product : &number);
    decimal_print(&out, &product);
    build_text(&out, fits ? TEXT("%") : TEXT_NONE);
    return builder_text(&out);
}

static Text money(const SheetWords *words, const Determination *answer, Value amount)
{
    return text_format(words->region, TEXT_FMT " " TEXT_FMT, TEXT_ARG(printed(words->region, amount)), TEXT_ARG(answer->currency));
}

static Text filled(const SheetWords *words, Word form, Text first, Text second)
{
    return word_filled(words->region, word(form, words->language), (const Text[]){ first, second }, 2);
}

/* "12% of 4343.00 INR", "0% (exempt)". */
static Text charge_words(const SheetWords *words, const Determination *answer, const Entry *entry)
{
    Value base = entry_part(entry, "base"), rate = entry_part(entry, "rate"), reason = entry_part(entry, "reason");
    if (!value_is_number(rate))
        return value_is_number(entry_amount(entry)) ? money(words, answer, entry_amount(entry)) : TEXT_NONE;
    Text says = percent(words->region, rate);
    Decimal number = decimal_of_value(rate), zero = decimal_of(0, 0);
    if (value_is_number(base) && decimal_compare(&number, &zero) != 0)
        says = filled(words, WORD_RATE_OF_BASE, says, money(words, answer, base));
    if (reason.kind == VALUE_TEXT && !text_is(text_of_value(reason), "S"))
        says = filled(words, WORD_WITH_REASON, says, word_named("REASON_", text_of_value(reason), words->language));
    return says;
}

static void add(Builder *out, const char *between, Text text)
{
    if (text.length)
        build_format(out, "%s" TEXT_FMT, out->length ? between : "", TEXT_ARG(text));
}

static Text record_words(const SheetWords *words, const Determination *answer, const Entry *entry)
{
    Builder out = builder_on(words->region);
    const Context *context = entry->value.context;
    bool records = entry->decision->shape == SHAPE_RECORDS;
    for (uint32_t i = own_part(entry) ? 1 : 0; i < context->shape->count; i++)
        if (context->at[i].kind == VALUE_TEXT)
            add(&out, records ? "; " : " · ", part_words(words, answer, entry, i));
        else if (context->at[i].kind == VALUE_DATE)
            add(&out, "; ", date_text(words->region, context->at[i].days));
    return builder_text(&out);
}

static Text figure_words(const SheetWords *words, const Determination *answer, const Entry *entry)
{
    if (entry->decision->shape == SHAPE_CHARGE && entry->value.kind == VALUE_CONTEXT)
        return charge_words(words, answer, entry);
    if (entry->value.kind == VALUE_CONTEXT)
        return record_words(words, answer, entry);
    if (value_is_number(entry->value))
        return entry->decision->type->kind == TYPE_MONEY || entry->decision->shape == SHAPE_CHARGE ? money(words, answer, entry->value) : printed(words->region, entry->value);
    return entry->value.kind == VALUE_TEXT ? sheet_text(words, answer, text_of_value(entry->value)) : TEXT_NONE;
}

static Text says(const SheetWords *words, const Determination *answer, const Entry *entry)
{
    Builder out = builder_on(words->region);
    if (entry->status != STATUS_DETERMINED)
        add(&out, "", word_named("STATUS_", text_snake(words->region, text_of(status_name(entry->status))), words->language));
    if (entry->value.kind == VALUE_ABSENT && entry->status == STATUS_DETERMINED)
        add(&out, ": ", mark_text(entry->value.mark));
    if (entry->has_range)
        add(&out, ": ", text_format(words->region, TEXT_FMT " – " TEXT_FMT, TEXT_ARG(money(words, answer, entry->lowest)), TEXT_ARG(money(words, answer, entry->highest))));
    else
        add(&out, ": ", figure_words(words, answer, entry));
    return builder_text(&out);
}

/* ---- what it hangs on ---- */

typedef struct Hanging {
    const SheetWords *words;
    const Program *program;
    Builder *out;
} Hanging;

/* The question of the fact; a name where it is none. */
static Text leaf_words(const Hanging *hanging, const Hang *leaf)
{
    for (uint32_t i = 0; leaf->thing && i < hanging->program->fact_count; i++) {
        const Fact *fact = &hanging->program->facts[i];
        if (fact->thing != leaf->thing->type || fact->slot != leaf->slot)
            continue;
        Text question = fact->entry->question[hanging->words->language];
        return question.length ? question : fact->entry->question[0];
    }
    return leaf->thing ? leaf->thing->type->slots[leaf->slot].name : leaf->note;
}

static void add_leaf(void *context, const Hang *leaf, uint32_t number)
{
    (void)number;
    Hanging *hanging = context;
    add(hanging->out, " ", leaf_words(hanging, leaf));
}

static Text hangs_on(const SheetWords *words, const Determination *answer, const Entry *entry)
{
    Builder out = builder_on(words->region);
    Hanging hanging = { words, answer->program, &out };
    HangWalk walk = { .region = words->region };
    hang_round(&walk);
    hang_walk(&walk, entry->hang, add_leaf, &hanging);
    hang_walk(&walk, entry->only_if, add_leaf, &hanging);
    return builder_text(&out);
}

/* ---- citations ---- */

/* Of the decision that gave the entry; where it is a formula without a source, of what it read first. */
static bool is_own(const Entry *entry, const Cited *cited)
{
    return cited->decision == entry->decision && cited->citation->role != CITES_END;
}

static void cite(const SheetWords *words, SheetEntry *made, const Entry *entry)
{
    SheetCitation *citations = REGION_ARRAY(words->region, SheetCitation, entry->cited.count);
    bool any = false;
    for (uint32_t i = 0; i < entry->cited.count; i++)
        any |= is_own(entry, &entry->cited.at[i]);
    for (uint32_t i = 0; i < entry->cited.count; i++) {
        const Cited *cited = &entry->cited.at[i];
        if (any ? is_own(entry, cited) : i == 0)
            citations[made->citation_count++] = (SheetCitation){ cited->row, cited->source, cited->citation->article, cited->confidence };
    }
    made->citations = citations;
}

SheetEntry sheet_entry(const SheetWords *words, const Determination *answer, const Entry *entry)
{
    SheetWords english = { words->region, words->phrases, 0 };
    Text name = entry_own_name(entry);
    SheetEntry made = { .list = entry->list->list, .name = name, .status = entry->status, .confidence = entry->confidence, .entry = entry, .answer = answer };
    made.words = own_part(entry) ? part_words(words, answer, entry, 0) : sheet_text(words, answer, name);
    made.none = entry->status == STATUS_DETERMINED && entry->value.kind == VALUE_ABSENT && entry->value.mark == MARK_NONE;
    made.says = says(words, answer, entry);
    made.plain = says(&english, answer, entry);
    made.hangs = hangs_on(words, answer, entry);
    cite(words, &made, entry);
    return made;
}

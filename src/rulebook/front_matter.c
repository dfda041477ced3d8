/* rulebook/front_matter.c - the "key: value" lines at the top of a page. See reader.h.
 *
 * Each key is a row of KEYS: its name, whether a page of the law needs it, and who reads its value. */
#include "rulebook/reader.h"

static void wrong_value(PageReader *reader, Span value, const char *name, const char *what, const char *hint)
{
    Problem *problem = report_error(reader->task->report, name, value, "\"" TEXT_FMT "\" is not a %s",
                                    TEXT_ARG(text_shown(span_text(value))), what);
    problem_hint(reader->task->report, problem, "%s", hint);
}

/* ---- values ---- */

static bool is_capitals(Text text, size_t length)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.at[i] < 'A' || text.at[i] > 'Z')
            return false;
    return text.length == length;
}

static void read_jurisdiction(PageReader *reader, Span value)
{
    reader->page->jurisdiction = span_text(value);
    if (!is_capitals(span_text(value), 2) && !text_is(span_text(value), "WORLD"))
        wrong_value(reader, value, "wrong-jurisdiction", "jurisdiction",
                    "Write two capital letters (ISO 3166), or WORLD.");
}

/* movement = word { "," word }; whether they are known is asked when facts.md was read (checks.c) */
static void read_movement(PageReader *reader, Span value)
{
    Text rest = span_text(value);
    LIST_OF(Text) movements = { 0 };
    do {
        Text word = text_trim(text_cut(rest, ',', &rest));
        if (word.length)
            *LIST_ADD(reader->region, movements) = word;
        else
            wrong_value(reader, value, "front-matter-value", "list of movements",
                        "Write words with commas between them.");
    } while (rest.at);
    reader->page->movements = movements.at;
    reader->page->movement_count = (uint32_t)movements.count;
}

static void read_layer(PageReader *reader, Span value)
{
    static const Text NAMES[] = { { "law", 3 }, { "guidance", 8 }, { "house", 5 } };
    for (int i = 0; i < 3; i++)
        if (text_equal(span_text(value), NAMES[i])) {
            reader->page->layer = (Layer)i;
            return;
        }
    wrong_value(reader, value, "unknown-layer", "layer", "Layers are: law, guidance, house.");
}

static void read_voice(PageReader *reader, Span value)
{
    reader->page->voice = span_text(value);
}

static void read_currency(PageReader *reader, Span value)
{
    reader->page->currency = span_text(value);
    if (!is_capitals(span_text(value), 3))
        wrong_value(reader, value, "wrong-currency", "currency", "Write three capital letters (ISO 4217).");
}

static void read_per(PageReader *reader, Span value)
{
    reader->page->per = span_text(value);
    reader->page->per_span = value;
}

static void read_clock(PageReader *reader, Span value)
{
    reader->page->clock = span_text(value);
    reader->page->clock_span = value;
}

static void read_modelled(PageReader *reader, Span value)
{
    days_read(reader, value, &reader->page->modelled);
}

static void read_checked(PageReader *reader, Span value)
{
    reader->page->has_checked = day_read(reader, span_text(value), &reader->page->checked);
}

/* ---- keys ---- */

/* "modelled" and "currency" hang on what the page decides: checks.c */
typedef enum Need { ALWAYS, ON_GUIDANCE, NOT_HERE } Need;

static const struct {
    const char *name;
    Need need;
    void (*read)(PageReader *reader, Span value);
} KEYS[] = {
    { "jurisdiction", ALWAYS, read_jurisdiction },
    { "movement", NOT_HERE, read_movement },
    { "layer", ALWAYS, read_layer },
    { "voice", ON_GUIDANCE, read_voice },
    { "currency", NOT_HERE, read_currency },
    { "per", NOT_HERE, read_per },
    { "clock", NOT_HERE, read_clock },
    { "modelled", NOT_HERE, read_modelled },
    { "checked", ALWAYS, read_checked },
};
enum { KEY_COUNT = sizeof KEYS / sizeof *KEYS };

static void unknown_key(PageReader *reader, Span key)
{
    Text known[KEY_COUNT];
    for (size_t i = 0; i < KEY_COUNT; i++)
        known[i] = text_of(KEYS[i].name);
    Problem *problem = report_error(reader->task->report, "unknown-key", key,
                                    "no key of the front matter is called \"" TEXT_FMT "\"",
                                    TEXT_ARG(text_shown(span_text(key))));
    Text nearest = text_nearest(span_text(key), known, KEY_COUNT);
    if (nearest.length)
        problem_hint(reader->task->report, problem, "Did you mean \"" TEXT_FMT "\"?", TEXT_ARG(nearest));
    else
        problem_hint(reader->task->report, problem,
                     "Its keys are: jurisdiction, movement, layer, voice, currency, per, clock, modelled, checked.");
}

static void read_entry(PageReader *reader, const FrontEntry *entry, bool *seen)
{
    for (size_t i = 0; i < KEY_COUNT; i++) {
        if (!text_equal(span_text(entry->key), text_of(KEYS[i].name)))
            continue;
        if (seen[i])
            report_error(reader->task->report, "key-twice", entry->key, "key \"%s\" stands twice in the front matter",
                         KEYS[i].name);
        else if (!span_text(entry->value).length)
            report_error(reader->task->report, "front-matter-value", entry->key, "key \"%s\" has no value",
                         KEYS[i].name);
        else
            KEYS[i].read(reader, entry->value);
        seen[i] = true;
        return;
    }
    if (entry->key.source)
        unknown_key(reader, entry->key);
}

static bool is_needed(Need need, Layer layer)
{
    return need == ALWAYS || (need == ON_GUIDANCE && layer == LAYER_GUIDANCE);
}

static void missing_key(PageReader *reader, const char *name)
{
    bool there = reader->document->has_front;
    Problem *problem = report_error(reader->task->report, "missing-key", (Span){ reader->source, 0, there ? 3 : 0 },
                                    "front matter has no \"%s\"", name);
    if (!there)
        problem_hint(reader->task->report, problem, "A page begins with \"---\", lines \"key: value\", and \"---\".");
}

void front_matter_read(PageReader *reader)
{
    bool seen[KEY_COUNT] = { false };
    const Page *page = reader->page;
    for (uint32_t i = 0; i < reader->document->front_count; i++)
        read_entry(reader, &reader->document->front[i], seen);
    if (page->path.length == 0) /* facts.md, answers.md: nothing is needed */
        return;
    for (size_t i = 0; i < KEY_COUNT; i++)
        if (!seen[i] && is_needed(KEYS[i].need, page->layer))
            missing_key(reader, KEYS[i].name);
    if (page->voice.length && page->layer != LAYER_GUIDANCE)
        report_error(reader->task->report, "voice-out-of-place", span_of(reader->source, page->voice),
                     "only a guidance page has a voice");
}

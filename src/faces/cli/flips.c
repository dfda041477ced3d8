/* faces/cli/flips.c - see flips.h. Most money first: what would save, what would cost, what stays open, what moves no money. */
#include "faces/cli/flips.h"

#include "determination/answer.h"
#include "determination/flip.h"
#include "determination/hang.h"
#include "faces/cli/view.h"

enum { MOST_WORDS = 4 };

/* How many of each group are shown in short. */
static const uint32_t most_shown[] = { 8, 12, 12, 8, 6 };

typedef struct FlipPage {
    Cli *cli;
    View view;
    const Flips *flips;
} FlipPage;

typedef enum Group { SETTLES, SAVES, COSTS, OPEN, NO_MONEY, GROUPS } Group;

static Group group_of(const Flip *flip)
{
    if (!value_is_number(flip->worth))
        return value_is_number(flip->answer->border) && value_is_number(flip->answer->beside) ? SETTLES : OPEN;
    int sign = number_compare(flip->worth, value_small(0, 0));
    return sign < 0 ? SAVES : sign > 0 ? COSTS : NO_MONEY;
}

/* ---- one flip ---- */

static Text told_words(const FlipPage *page, const Fact *fact, Value value)
{
    if (fact->type->kind == TYPE_MONEY && value_is_number(value))
        return amount_words(&page->view, value);
    return value_words(&page->view, value);
}

/* "delivery: hosted access instead of carrier (s1/1); ..." */
static Text change_line(const FlipPage *page, const Flip *flip)
{
    Builder out = builder_on(&page->cli->region);
    for (uint32_t i = 0; i < flip->fact_count; i++) {
        const FlipFact *fact = &flip->facts[i];
        Text place = place_words(&page->view, fact->frame);
        words_add(&out, " + ", SAY(page->cli, MSG_FLIP_FACT, fact_words(&page->view, fact->fact), told_words(page, fact->fact, fact->to), told_words(page, fact->fact, fact->from)));
        if (place.length)
            build_format(&out, " (" TEXT_FMT ")", TEXT_ARG(place));
    }
    return builder_text(&out);
}

static Text money_line(const FlipPage *page, const Flip *flip)
{
    const Value nothing = value_small(0, 0);
    Text border = value_is_number(flip->border) ? change_words(&page->view, nothing, flip->border) : TEXT_NONE;
    Text beside = value_is_number(flip->beside) ? change_words(&page->view, nothing, flip->beside) : TEXT_NONE;
    Builder out = builder_on(&page->cli->region);
    words_add(&out, "; ", border);
    if (beside.length)
        words_add(&out, "; ", SAY(page->cli, MSG_BESIDE_CHANGE, beside));
    if (group_of(flip) == SETTLES)
        return SAY(page->cli, MSG_FLIP_THEN, amount_words(&page->view, flip->answer->border), amount_words(&page->view, flip->answer->beside));
    if (!out.length)
        build_text(&out, say(page->cli, group_of(flip) == OPEN ? MSG_OPEN_MONEY : MSG_SAME_MONEY));
    return builder_text(&out);
}

static Value amount_of(const Entry *entry)
{
    Value amount = entry ? entry_amount(entry) : value_small(0, 0);
    return amount.kind == VALUE_ABSENT && amount.mark == MARK_NONE ? value_small(0, 0) : amount;
}

/* "duty +800; licence tax −1,500" */
static Text pulls_line(const FlipPage *page, const Flip *flip)
{
    Builder out = builder_on(&page->cli->region);
    for (uint32_t i = 0; i < flip->difference_count; i++) {
        const FlipDifference *one = &flip->differences[i];
        const Entry *entry = one->after ? one->after : one->before;
        Text moved = entry->decision->shape == SHAPE_CHARGE ? change_words(&page->view, amount_of(one->before), amount_of(one->after)) : TEXT_NONE;
        if (moved.length)
            words_add(&out, "; ", text_format(&page->cli->region, TEXT_FMT " " TEXT_FMT, TEXT_ARG(entry_name(&page->view, entry)), TEXT_ARG(moved)));
    }
    return builder_text(&out);
}

/* Where no money moves: what else does. */
static Text other_line(const FlipPage *page, const Flip *flip)
{
    Builder out = builder_on(&page->cli->region);
    for (uint32_t i = 0; i < flip->difference_count && i < MOST_WORDS; i++) {
        const FlipDifference *one = &flip->differences[i];
        const Entry *entry = one->after ? one->after : one->before;
        Text name = entry_name(&page->view, entry);
        const char *form = !one->before ? "+ " TEXT_FMT : !one->after ? "− " TEXT_FMT : TEXT_FMT;
        words_add(&out, "; ", text_format(&page->cli->region, form, TEXT_ARG(name)));
    }
    if (flip->difference_count > MOST_WORDS)
        words_add(&out, "; ", TEXT("..."));
    return builder_text(&out);
}

static Value moved_by(const FlipPage *page, const FlipDifference *one)
{
    const Entry *entry = one->after ? one->after : one->before;
    Value from = amount_of(one->before), to = amount_of(one->after), nothing = value_small(0, 0);
    if (entry->decision->shape != SHAPE_CHARGE || !value_is_number(from) || !value_is_number(to))
        return nothing;
    Value moved = number_subtract(page->cli->task.region, to, from);
    return number_compare(moved, nothing) < 0 ? number_subtract(page->cli->task.region, nothing, moved) : moved;
}

/* The rule at which the charge that moves most parts, with its articles; where no charge moves, that of the first entry. */
static const Cause *first_cause(const FlipPage *page, const Flip *flip)
{
    const FlipDifference *most = NULL;
    for (uint32_t i = 0; i < flip->difference_count; i++) {
        const FlipDifference *one = &flip->differences[i];
        if (one->causes.count && (!most || number_compare(moved_by(page, one), moved_by(page, most)) > 0))
            most = one;
    }
    return most ? &most->causes.at[0] : NULL;
}

static void put_line(FlipPage *page, Style style, Text words)
{
    if (!words.length)
        return;
    screen_blanks(&page->view.screen, 6);
    screen_wrap(&page->view.screen, 6, 8, style, words);
}

static void put_warning(FlipPage *page, const FlipWarning *warning)
{
    Text remedy = value_words(&page->view, value_part(warning->entry->value, "remedy"));
    Text name = entry_name(&page->view, warning->entry);
    Builder out = builder_on(&page->cli->region);
    build_text(&out, warning->voice.length ? SAY(page->cli, MSG_WARNS_VOICE, name, warning->voice) : SAY(page->cli, MSG_WARNS, name));
    words_add(&out, ": ", phrase(page->cli, remedy));
    put_line(page, STYLE_BAD, builder_text(&out));
}

typedef struct Names { /* each once */
    const FlipPage *page;
    Builder out;
    uint32_t count;
} Names;

static void add_name(Names *names, Text name)
{
    if (name.length && text_find(builder_text(&names->out), name, 0) == SIZE_MAX && ++names->count <= 2 * MOST_WORDS)
        words_add(&names->out, ", ", name);
}

static void add_leaf(void *context, const Hang *leaf, uint32_t number)
{
    Names *names = context;
    (void)number;
    add_name(names, hang_names(&names->page->view, leaf));
}

/* The facts that open charges and codes hang on, each once. */
static Text missing_line(const FlipPage *page, const Determination *answer)
{
    Names names = { page, builder_on(&page->cli->region), 0 };
    HangWalk walk = { .region = &page->cli->region };
    hang_round(&walk);
    for (const Entry *entry = answer->entries; entry; entry = entry->next)
        if (entry->status == STATUS_UNDETERMINED && list_is_core(answer->program, entry->list))
            hang_walk(&walk, entry->hang, add_leaf, &names);
    if (names.count > 2 * MOST_WORDS)
        words_add(&names.out, ", ", TEXT("..."));
    return builder_text(&names.out);
}

/* Why the money is open: what must be told, or that the law is not known. */
static Text open_line(const FlipPage *page, const Determination *answer)
{
    Text missing = missing_line(page, answer);
    if (missing.length)
        return SAY(page->cli, MSG_STILL_TO_TELL, missing);
    return answer->status == STATUS_DETERMINED ? TEXT_NONE : word_in(&page->view, "STATUS_", text_of(status_name(answer->status)));
}

static void put_flip(FlipPage *page, const Flip *flip)
{
    Screen *screen = &page->view.screen;
    const Cause *cause = first_cause(page, flip);
    Text line = text_format(&page->cli->region, TEXT_FMT "  " TEXT_FMT, TEXT_ARG(money_line(page, flip)), TEXT_ARG(change_line(page, flip)));
    screen_item(screen, STYLE_PLAIN, line);
    if (flip->both_ways)
        put_line(page, STYLE_DOUBT, SAY(page->cli, MSG_BOTH_WAYS, pulls_line(page, flip)));
    if (group_of(flip) == NO_MONEY)
        put_line(page, STYLE_FAINT, other_line(page, flip));
    if (group_of(flip) == OPEN)
        put_line(page, STYLE_DOUBT, open_line(page, flip->answer));
    if (cause && group_of(flip) != NO_MONEY)
        put_line(page, STYLE_FAINT, cause_words(&page->view, cause));
    for (uint32_t i = 0; i < flip->warning_count; i++)
        put_warning(page, &flip->warnings[i]);
}

/* ---- the page ---- */

static void put_group(FlipPage *page, Group group)
{
    static const Message titles[GROUPS] = { [SETTLES] = MSG_FLIPS_SETTLE, [SAVES] = MSG_FLIPS_SAVE, [COSTS] = MSG_FLIPS_COST, [OPEN] = MSG_FLIPS_OPEN, [NO_MONEY] = MSG_FLIPS_SAME };
    uint32_t shown = 0, left = 0;
    for (uint32_t i = 0; i < page->flips->count; i++) {
        if (group_of(&page->flips->flips[i]) != group)
            continue;
        if (!shown)
            screen_heading(&page->view.screen, say(page->cli, titles[group]));
        if (page->view.full || shown < most_shown[group])
            put_flip(page, &page->flips->flips[i]);
        else
            left++;
        shown++;
    }
    if (left)
        screen_item(&page->view.screen, STYLE_FAINT, say_count(page->cli, MSG_MORE_OF_THEM, left));
}

static void put_untried(FlipPage *page)
{
    Builder out = builder_on(&page->cli->region);
    uint32_t shown = 0;
    for (uint32_t i = 0; i < page->flips->untried_count; i++) {
        Text name = fact_words(&page->view, page->flips->untried[i].fact);
        if (text_find(builder_text(&out), name, 0) == SIZE_MAX && (page->view.full || shown++ < 2 * MOST_WORDS))
            words_add(&out, ", ", name);
    }
    if (out.length)
        screen_wrap(&page->view.screen, 0, 2, STYLE_FAINT, SAY(page->cli, MSG_FLIPS_UNTRIED, builder_text(&out)));
}

static void put_foot(FlipPage *page)
{
    const Flips *flips = page->flips;
    Screen *screen = &page->view.screen;
    screen_end(screen);
    if (flips->more)
        screen_wrap(screen, 0, 2, STYLE_DOUBT, say_count(page->cli, MSG_FLIPS_MORE, flips->more));
    put_untried(page);
    screen_wrap(screen, 0, 2, STYLE_FAINT, say_count(page->cli, MSG_FLIPS_RUNS, flips->runs));
    if (flips->runs_exhausted)
        screen_wrap(screen, 0, 2, STYLE_DOUBT, SAY(page->cli, MSG_FLIPS_EXHAUSTED, text_format(&page->cli->region, "%u", flips->run_limit), text_format(&page->cli->region, "%u", flips->pairs_left)));
    screen_wrap(screen, 0, 2, STYLE_FAINT, say(page->cli, MSG_NO_ADVICE));
}

static void put_flips(Cli *cli, const Flips *flips)
{
    FlipPage page = { cli, view_of(cli, &cli->region, flips->answer), flips };
    Screen *screen = &page.view.screen;
    Text border = amount_words(&page.view, flips->answer->border), beside = amount_words(&page.view, flips->answer->beside);
    screen_put(screen, status_style(flips->answer->status), word_in(&page.view, "STATUS_", text_of(status_name(flips->answer->status))));
    screen_put(screen, STYLE_PLAIN, SAY(cli, MSG_FLIPS_TITLE, border, beside));
    screen_end(screen);
    for (Group group = 0; group < GROUPS; group++)
        put_group(&page, group);
    if (!flips->count)
        screen_item(screen, STYLE_PLAIN, say(cli, MSG_FLIPS_NONE));
    put_foot(&page);
}

Exit flips_show(Cli *cli, const Source *source, const DetermineOptions *options, Text decision, Text place)
{
    Lawbook *lawbook = source ? load_lawbook(cli) : NULL;
    const Flips *flips = lawbook ? lawbook_flips(&cli->task, lawbook, source, options, decision, place) : NULL;
    if (!flips)
        return EXIT_ERROR;
    if (cli->json) {
        flips_json(&cli->out, flips, cli->language, false);
        build_byte(&cli->out, '\n');
    } else if (flips->outcome == LAWBOOK_DETERMINED) {
        put_flips(cli, flips);
    }
    if (flips->outcome == LAWBOOK_DETERMINED)
        return EXIT_DONE;
    talk(cli, flips->outcome == LAWBOOK_UNTOLD ? say(cli, MSG_WHICH_JURISDICTION) : SAY(cli, MSG_NO_LAW, flips->head.jurisdiction, flips->head.movement));
    return EXIT_OPEN;
}

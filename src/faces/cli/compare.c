/* faces/cli/compare.c - `declarant compare`: a column for each way of telling the case, a row for each entry that differs, and below them the
 * rules at which the ways part. Columns that do not fit go into a further block, the first one beside them again.
 */
#include "determination/compare.h"

#include "base/file.h"
#include "base/utf8.h"
#include "determination/answer.h"
#include "faces/cli/problems.h"
#include "faces/cli/view.h"

enum { NAME_ROOM = 30, COLUMN_ROOM = 15, MOST_OF_LIST = 6, MOST_MOVED = 6, MOST_ARTICLES = 3 };

typedef struct Side { /* the page as it is laid out */
    Cli *cli;
    View view;             /* of the first variant with an answer: words, currency */
    const Comparison *comparison;
    uint32_t shown[GRID_COLUMNS]; /* the variants of the block at hand */
    uint32_t shown_count;
    Grid grid;
} Side;

/* ---- words ---- */

static Text axis_words(const Side *side, Text name)
{
    const Fact *fact = program_fact(side->view.program, NULL, text_trim(text_cut(name, '@', &(Text){ 0 })));
    return fact && side->cli->language ? fact_words(&side->view, fact) : name;
}

/* A value as the case tells it, in the reader's words. */
static Text told_words(const Side *side, Text value)
{
    if (text_is(value, "true") || text_is(value, "false"))
        return say(side->cli, text_is(value, "true") ? MSG_YES : MSG_NO);
    return name_words(&side->view, value);
}

/* "download", or with several axes a value of each, joined. */
static Text variant_words(const Side *side, uint32_t at)
{
    Builder out = builder_on(&side->cli->region);
    for (uint32_t i = 0; i < side->comparison->axis_count; i++)
        words_add(&out, " · ", told_words(side, side->comparison->variants[at].values[i]));
    return builder_text(&out);
}

static bool is_charge(const ComparedEntry *entry)
{
    return text_is(entry->list, "lines");
}

static bool is_amount(const ComparedEntry *entry)
{
    return is_charge(entry) || text_is(entry->list, "values");
}

static bool is_core(const ComparedEntry *entry)
{
    return is_amount(entry) || text_is(entry->list, "codes");
}

static const Entry *some_entry(const ComparedEntry *entry, uint32_t count)
{
    for (uint32_t v = 0; v < count; v++)
        if (entry->at[v])
            return entry->at[v];
    return NULL;
}

static Text range_words(const Side *side, const Entry *entry)
{
    return text_format(&side->cli->region, TEXT_FMT " ..\n" TEXT_FMT, TEXT_ARG(sum_words(&side->view, entry->lowest)), TEXT_ARG(sum_words(&side->view, entry->highest)));
}

/* A record's own words; where two variants have the entry, they must not look alike: then the part that differs is shown. */
static Text record_words(const Side *side, const ComparedEntry *compared, const Entry *entry)
{
    const Entry *first = compared->at[0];
    if (text_is(entry->list->type, "term"))
        return entry_words(&side->view, entry);
    if (text_is(compared->list, "codes"))
        return value_words(&side->view, value_part(entry->value, "number"));
    if (!first || first == entry || entry->value.kind != VALUE_CONTEXT || first->value.kind != VALUE_CONTEXT)
        return entry->only_if ? SAY(side->cli, MSG_IF, hang_names(&side->view, entry->only_if)) : say(side->cli, MSG_YES);
    for (uint32_t i = 0; i < entry->value.context->shape->count && i < first->value.context->shape->count; i++) {
        Text here = value_words(&side->view, entry->value.context->at[i]), there = value_words(&side->view, first->value.context->at[i]);
        if (!text_equal(here, there))
            return words_cut(&side->view, here, COLUMN_ROOM * 2);
    }
    return entry->only_if ? SAY(side->cli, MSG_IF, hang_names(&side->view, entry->only_if)) : say(side->cli, MSG_YES);
}

/* The sum is the same in all, but not how it comes about. */
static bool same_amounts(const Side *side, const ComparedEntry *compared)
{
    const Entry *first = compared->at[0];
    for (uint32_t v = 0; v < side->comparison->variant_count; v++) {
        const Entry *entry = compared->at[v];
        bool figures = entry && value_is_number(value_part(entry->value, "base")) && value_is_number(value_part(entry->value, "rate"));
        if (!figures || !value_alike(value_part(first->value, "amount"), value_part(entry->value, "amount")))
            return false;
    }
    return true;
}

static Text cell_words(const Side *side, const ComparedEntry *compared, uint32_t variant)
{
    const Entry *entry = compared->at[variant];
    if (!entry)
        return TEXT("–");
    if (entry->has_range)
        return range_words(side, entry);
    if (!is_amount(compared))
        return record_words(side, compared, entry);
    Value value = entry->value.kind == VALUE_CONTEXT ? value_part(entry->value, "amount") : entry->value;
    if (value.kind == VALUE_ABSENT && value.mark == MARK_NONE)
        return TEXT("–");
    if (!same_amounts(side, compared))
        return sum_words(&side->view, value);
    Text base = sum_words(&side->view, value_part(entry->value, "base")), rate = percent_text(&side->cli->region, value_part(entry->value, "rate"), side->cli->language);
    return SAY(side->cli, MSG_RATE_OF_BASE, sum_words(&side->view, value), rate, base);
}

/* ---- the table ---- */

static GridRow *new_row(Side *side, Style style, Text name)
{
    GridRow *row = grid_row(&side->grid);
    row->at[0] = (GridCell){ name, style };
    return row;
}

static void entry_row(Side *side, const ComparedEntry *compared)
{
    const Entry *entry = some_entry(compared, side->comparison->variant_count);
    GridRow *row = new_row(side, STYLE_PLAIN, entry_name(&side->view, entry));
    for (uint32_t i = 0; i < side->shown_count; i++)
        row->at[1 + i].text = cell_words(side, compared, side->shown[i]);
}

/* A row of the totals: filled by `words` for each variant; left out where all say the same and nothing was asked of it. */
static void total_row(Side *side, Message name, bool beside)
{
    const Comparison *comparison = side->comparison;
    GridRow *row = new_row(side, STYLE_BOLD, say(side->cli, name));
    row->rule = !beside;
    for (uint32_t i = 0; i < side->shown_count; i++) {
        const Determination *answer = comparison->variants[side->shown[i]].answer;
        Value lowest = answer ? (beside ? answer->beside_lowest : answer->lowest) : VALUE_NOTHING;
        Value highest = answer ? (beside ? answer->beside_highest : answer->highest) : VALUE_NOTHING;
        Value total = answer ? (beside ? answer->beside : answer->border) : VALUE_NOTHING;
        bool ranges = answer && !value_is_number(total) && value_is_number(lowest) && value_is_number(highest);
        Text low = sum_words(&side->view, lowest), high = sum_words(&side->view, highest);
        Text words = ranges ? text_format(&side->cli->region, TEXT_FMT " ..\n" TEXT_FMT, TEXT_ARG(low), TEXT_ARG(high)) : answer ? sum_words(&side->view, total) : TEXT("–");
        row->at[1 + i] = (GridCell){ words, STYLE_BOLD };
    }
}

/* Is there a sum to be held against the first: the same currency, nothing open? */
static bool has_against(const Side *side, bool beside)
{
    for (uint32_t i = 0; i < side->shown_count; i++) {
        const Variant *variant = &side->comparison->variants[side->shown[i]];
        if (side->shown[i] && value_is_number(beside ? variant->beside : variant->border))
            return true;
    }
    return false;
}

static void against_row(Side *side, bool beside)
{
    if (!has_against(side, beside))
        return;
    GridRow *row = new_row(side, STYLE_FAINT, say(side->cli, MSG_ROW_AGAINST));
    for (uint32_t i = 0; i < side->shown_count; i++) {
        const Variant *variant = &side->comparison->variants[side->shown[i]];
        Value moved = beside ? variant->beside : variant->border;
        Text words = side->shown[i] && value_is_number(moved) ? change_words(&side->view, value_small(0, 0), moved) : TEXT_NONE;
        Text currency = text_format(&side->cli->region, " " TEXT_FMT, TEXT_ARG(side->view.answer->currency));
        row->at[1 + i] = (GridCell){ text_ends(words, currency) ? text_slice(words, 0, words.length - currency.length) : words, STYLE_FAINT };
    }
}

/* A range is one by its ends; what is open in both is alike. */
static bool totals_alike(const Determination *a, const Determination *b, bool beside)
{
    if (!a || !b)
        return a == b;
    Value total = beside ? a->beside : a->border;
    if (!value_alike(total, beside ? b->beside : b->border))
        return false;
    return value_is_number(total) || (value_alike(beside ? a->beside_lowest : a->lowest, beside ? b->beside_lowest : b->lowest) &&
                                      value_alike(beside ? a->beside_highest : a->highest, beside ? b->beside_highest : b->highest));
}

static bool total_differs(const Side *side, bool beside)
{
    const Comparison *comparison = side->comparison;
    for (uint32_t v = 1; v < comparison->variant_count; v++)
        if (!totals_alike(comparison->variants[0].answer, comparison->variants[v].answer, beside))
            return true;
    return false;
}

static void totals(Side *side)
{
    bool border = total_differs(side, false), beside = total_differs(side, true);
    if (border)
        total_row(side, MSG_ROW_BORDER, false);
    if (border)
        against_row(side, false);
    if (beside)
        total_row(side, MSG_ROW_BESIDE, true);
    if (beside)
        against_row(side, true);
}

static void head_rows(Side *side)
{
    const Comparison *comparison = side->comparison;
    GridRow *row = new_row(side, STYLE_PLAIN, say(side->cli, MSG_ROW_STATUS));
    bool currencies = false;
    for (uint32_t i = 0; i < side->shown_count; i++) {
        const Variant *variant = &comparison->variants[side->shown[i]];
        row->at[1 + i] = (GridCell){ word_in(&side->view, "STATUS_", text_of(status_name(variant->status))), status_style(variant->status) };
        currencies |= variant->answer && !text_equal(variant->answer->currency, side->view.answer->currency);
    }
    if (!currencies)
        return;
    row = new_row(side, STYLE_PLAIN, say(side->cli, MSG_ROW_CURRENCY));
    for (uint32_t i = 0; i < side->shown_count; i++)
        row->at[1 + i].text = comparison->variants[side->shown[i]].answer ? comparison->variants[side->shown[i]].answer->currency : TEXT("–");
}

static Text list_title(const Side *side, Text list)
{
    if (text_is(list, "lines"))
        return SAY(side->cli, MSG_LIST_lines, side->view.answer->currency);
    return word_in(&side->view, "LIST_", list);
}

/* The entries of one list, in short the first of them. */
static void list_rows(Side *side, uint32_t first, uint32_t end)
{
    const ComparedEntry *entries = side->comparison->entries;
    bool core = is_core(&entries[first]);
    uint32_t most = core || side->view.full ? end - first : MOST_OF_LIST;
    new_row(side, STYLE_BOLD, list_title(side, entries[first].list))->rule = false;
    for (uint32_t i = first; i < end && i - first < most; i++)
        entry_row(side, &entries[i]);
    if (end - first > most)
        new_row(side, STYLE_FAINT, say_count(side->cli, MSG_MORE_OF_THEM, end - first - most));
    if (is_charge(&entries[first]))
        totals(side);
}

static void put_block(Side *side)
{
    const Comparison *comparison = side->comparison;
    side->grid = grid_new(&side->cli->region);
    grid_column(&side->grid, TEXT_NONE, false, false);
    for (uint32_t i = 0; i < side->shown_count; i++)
        grid_column(&side->grid, variant_words(side, side->shown[i]), true, false);
    head_rows(side);
    bool charges = false;
    for (uint32_t first = 0, end; first < comparison->entry_count; first = end) {
        for (end = first + 1; end < comparison->entry_count && text_equal(comparison->entries[end].list, comparison->entries[first].list);)
            end++;
        charges |= is_charge(&comparison->entries[first]);
        list_rows(side, first, end);
    }
    if (!charges)
        totals(side);
    grid_print(&side->view.screen, &side->grid);
}

static void put_table(Side *side)
{
    uint32_t count = side->comparison->variant_count;
    size_t room = (side->view.screen.width - NAME_ROOM) / COLUMN_ROOM;
    uint32_t fits = room < 2 ? 2 : room > GRID_COLUMNS - 2 ? GRID_COLUMNS - 2 : (uint32_t)room;
    for (uint32_t next = 1; next < count || next == 1;) {
        side->shown[0] = 0;
        side->shown_count = 1;
        while (next < count && side->shown_count < fits)
            side->shown[side->shown_count++] = next++;
        put_block(side);
        screen_end(&side->view.screen);
        if (next >= count)
            break;
    }
}

/* ---- why ---- */

static bool same_cause(const Cause *a, const Cause *b)
{
    return text_equal(a->decision, b->decision) && text_equal(a->of, b->of) && text_equal(a->after, b->after) && text_equal(a->before, b->before);
}

static bool has_cause(const Causes *causes, const Cause *cause)
{
    for (uint32_t i = 0; i < causes->count; i++)
        if (same_cause(&causes->at[i], cause))
            return true;
    return false;
}

/* Entries that this rule moves: "customs value, duty, import VAT". */
static Text moved_words(const Side *side, uint32_t variant, const Cause *cause)
{
    Builder out = builder_on(&side->cli->region);
    uint32_t count = 0;
    for (uint32_t i = 0; i < side->comparison->entry_count; i++) {
        const ComparedEntry *entry = &side->comparison->entries[i];
        if (!has_cause(&entry->causes[variant], cause))
            continue;
        if (count++ == MOST_MOVED) {
            words_add(&out, ", ", TEXT("..."));
            break;
        }
        words_add(&out, ", ", entry_name(&side->view, some_entry(entry, side->comparison->variant_count)));
    }
    return builder_text(&out);
}

static Text sources_words(const Side *side, const Cause *cause)
{
    Builder out = builder_on(&side->cli->region);
    uint32_t shown = 0;
    for (uint32_t i = 0; i < cause->cited.count && shown < MOST_ARTICLES; i++) {
        const Cited *cited = &cause->cited.at[i];
        if (!cited->source || cited->citation->role != CITES_BASIS)
            continue;
        shown++;
        words_add(&out, "; ", cited_article(&side->cli->region, cited));
    }
    return builder_text(&out);
}

static Text rows_words(const Side *side, const Cause *cause)
{
    Text name = phrase(side->cli, cause->decision);
    if (cause->before.length && cause->after.length)
        return SAY(side->cli, MSG_CAUSE_ROWS, name, cause->after, cause->before);
    if (cause->after.length)
        return SAY(side->cli, MSG_CAUSE_AFTER, name, cause->after);
    return cause->before.length ? SAY(side->cli, MSG_CAUSE_BEFORE, name, cause->before) : name;
}

Text cause_words(const View *view, const Cause *cause)
{
    Side side = { .cli = view->cli, .view = *view };
    Builder out = builder_on(&view->cli->region);
    Text sources = sources_words(&side, cause);
    build_text(&out, rows_words(&side, cause));
    if (sources.length)
        build_format(&out, " (" TEXT_FMT ")", TEXT_ARG(sources));
    return builder_text(&out);
}

static void put_cause(Side *side, uint32_t variant, const Cause *cause)
{
    Builder out = builder_on(&side->cli->region);
    Text fact = cause->fact.length ? SAY(side->cli, MSG_CAUSE_FACT, axis_words(side, cause->fact), told_words(side, cause->to), told_words(side, cause->from)) : TEXT_NONE;
    build_text(&out, cause_words(&side->view, cause));
    words_add(&out, "; ", fact);
    words_add(&out, "; ", SAY(side->cli, MSG_CAUSE_MOVES, moved_words(side, variant, cause)));
    screen_item(&side->view.screen, STYLE_PLAIN, builder_text(&out));
}

static bool core_has_causes(const Side *side, uint32_t variant)
{
    for (uint32_t i = 0; i < side->comparison->entry_count; i++)
        if (is_core(&side->comparison->entries[i]) && side->comparison->entries[i].causes[variant].count)
            return true;
    return false;
}

/* In short, what parts charges, codes and values; where these are alike, what parts the rest. */
static void put_causes(Side *side, uint32_t variant)
{
    bool all = side->view.full || !core_has_causes(side, variant);
    LIST_OF(const Cause *) told = { 0 };
    for (uint32_t i = 0; i < side->comparison->entry_count; i++) {
        const ComparedEntry *entry = &side->comparison->entries[i];
        for (uint32_t k = 0; (all || is_core(entry)) && k < entry->causes[variant].count; k++) {
            const Cause *cause = &entry->causes[variant].at[k];
            bool again = false;
            for (size_t t = 0; t < told.count && !again; t++)
                again = same_cause(told.at[t], cause);
            if (again)
                continue;
            *LIST_ADD(&side->cli->region, told) = cause;
            put_cause(side, variant, cause);
        }
    }
}

/* "duty −800; import VAT −1,080; licence tax +1,500" */
static Text pulls_words(const Side *side, uint32_t variant)
{
    Builder out = builder_on(&side->cli->region);
    for (uint32_t i = 0; i < side->comparison->entry_count; i++) {
        const ComparedEntry *entry = &side->comparison->entries[i];
        Value from = compared_amount(entry->at[0]), to = compared_amount(entry->at[variant]);
        from = from.kind == VALUE_NULL ? value_small(0, 0) : from;
        to = to.kind == VALUE_NULL ? value_small(0, 0) : to;
        Text moved = is_charge(entry) ? change_words(&side->view, from, to) : TEXT_NONE;
        if (moved.length)
            words_add(&out, "; ", text_format(&side->cli->region, TEXT_FMT " " TEXT_FMT, TEXT_ARG(entry_name(&side->view, some_entry(entry, side->comparison->variant_count))), TEXT_ARG(moved)));
    }
    return builder_text(&out);
}

static Text left_out_words(const Side *side, const Case *facts)
{
    Builder out = builder_on(&side->cli->region);
    for (uint32_t i = 0; i < facts->left_out_count; i++) {
        Text name = axis_words(side, facts->left_out[i].name);
        if (text_find(builder_text(&out), name, 0) == SIZE_MAX)
            words_add(&out, ", ", name);
    }
    return builder_text(&out);
}

static Text missing_words(const Side *side, const Determination *answer)
{
    Builder out = builder_on(&side->cli->region);
    for (uint32_t i = 0; i < answer->missing_count && i < MOST_MOVED; i++)
        words_add(&out, ", ", answer->missing[i].fact ? fact_words(&side->view, answer->missing[i].fact) : reword(side->cli, answer->missing[i].note));
    return builder_text(&out);
}

static bool variant_differs(const Side *side, uint32_t at)
{
    for (uint32_t i = 0; i < side->comparison->entry_count; i++) {
        const Entry *first = side->comparison->entries[i].at[0], *here = side->comparison->entries[i].at[at];
        if (!first != !here || (first && !entry_alike(first, here)))
            return true;
    }
    return false;
}

static void put_why(Side *side, uint32_t at)
{
    const Variant *variant = &side->comparison->variants[at];
    Screen *screen = &side->view.screen;
    screen_put(screen, STYLE_BOLD, variant_words(side, at));
    screen_end(screen);
    if (!variant->answer) {
        screen_item(screen, STYLE_BAD, say(side->cli, MSG_NOT_COVERED_THERE));
        return;
    }
    put_causes(side, at);
    if (!variant_differs(side, at))
        screen_item(screen, STYLE_FAINT, say(side->cli, MSG_SAME_AS_FIRST));
    if (variant->both_ways)
        screen_item(screen, STYLE_DOUBT, SAY(side->cli, MSG_BOTH_WAYS, pulls_words(side, at)));
    if (variant->answer->facts->left_out_count)
        screen_item(screen, STYLE_FAINT, SAY(side->cli, MSG_LEFT_OUT_FACTS, left_out_words(side, variant->answer->facts)));
    if (variant->status != STATUS_DETERMINED && variant->answer->missing_count)
        screen_item(screen, STYLE_DOUBT, SAY(side->cli, MSG_STILL_TO_TELL, missing_words(side, variant->answer)));
    if (variant->answer->runs_exhausted)
        screen_item(screen, STYLE_DOUBT, say_count(side->cli, MSG_RUNS_EXHAUSTED, variant->answer->runs));
}

/* ---- the whole ---- */

static const Determination *some_answer(const Comparison *comparison)
{
    for (uint32_t v = 0; v < comparison->variant_count; v++)
        if (comparison->variants[v].answer)
            return comparison->variants[v].answer;
    return NULL;
}

static void put_title(Side *side)
{
    Builder names = builder_on(&side->cli->region);
    for (uint32_t i = 0; i < side->comparison->axis_count; i++)
        words_add(&names, ", ", axis_words(side, side->comparison->axes[i].name));
    screen_put(&side->view.screen, STYLE_BOLD, SAY(side->cli, MSG_COMPARED, builder_text(&names)));
    screen_end(&side->view.screen);
}

static void put_comparison(Cli *cli, const Comparison *comparison)
{
    Side side = { .cli = cli, .view = view_of(cli, &cli->region, some_answer(comparison)), .comparison = comparison };
    put_title(&side);
    put_table(&side);
    if (!comparison->entry_count)
        screen_wrap(&side.view.screen, 0, 2, STYLE_PLAIN, say_count(cli, MSG_NOTHING_DIFFERS, comparison->alike_count));
    if (comparison->variant_count > 1 && comparison->entry_count) {
        screen_put(&side.view.screen, STYLE_BOLD, say(cli, MSG_WHY_IT_DIFFERS));
        screen_end(&side.view.screen);
    }
    for (uint32_t v = 1; v < comparison->variant_count; v++)
        put_why(&side, v);
    if (comparison->entry_count)
        screen_wrap(&side.view.screen, 0, 2, STYLE_FAINT, say_count(cli, MSG_ALIKE_ENTRIES, comparison->alike_count));
    screen_wrap(&side.view.screen, 0, 2, STYLE_FAINT, say(cli, MSG_NO_ADVICE));
}

/* The exit of the worst variant. */
static Exit exit_of(const Comparison *comparison)
{
    Exit exit = EXIT_DONE;
    for (uint32_t v = 0; v < comparison->variant_count; v++) {
        Status status = comparison->variants[v].status;
        if (status == STATUS_CONFLICT)
            return EXIT_CONFLICT;
        exit = status == STATUS_DETERMINED ? exit : EXIT_OPEN;
    }
    return exit;
}

static void talk_exit(const Cli *cli, Exit exit)
{
    if (exit != EXIT_DONE)
        talk(cli, say(cli, exit == EXIT_CONFLICT ? MSG_EXIT_4 : MSG_EXIT_3));
}

Exit command_compare(Cli *cli)
{
    DetermineOptions options;
    const Axis *axes;
    uint32_t count;
    Exit exit = determine_options(cli, &options);
    if (exit != EXIT_DONE)
        return exit;
    if (cli->operand_count != 1)
        return misuse(cli, say(cli, MSG_ONE_FILE));
    if (!cli_on(cli, OPTION_VARY))
        return misuse(cli, say(cli, MSG_NEEDS_VARY));
    const Source *source = axes_read(&cli->task, cli_argument(cli, OPTION_VARY), &axes, &count) ? file_read(&cli->task, cli->operands[0], 0) : NULL;
    Lawbook *lawbook = source ? load_lawbook(cli) : NULL;
    const Comparison *comparison = lawbook ? lawbook_compare(&cli->task, lawbook, source, &options, axes, count) : NULL;
    if (!comparison)
        return EXIT_ERROR;
    exit = exit_of(comparison);
    if (cli->json) {
        comparison_json(&cli->out, comparison, cli->language, false);
        build_byte(&cli->out, '\n');
    } else if (some_answer(comparison)) {
        put_comparison(cli, comparison);
    }
    talk_exit(cli, exit);
    return exit;
}

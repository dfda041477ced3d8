/* faces/cli/law_diff.c - `declarant law diff D1 D2`: decision by decision, which rows take each other's place, for which facts, and a case. */
#include "determination/lawdiff.h"

#include "base/utf8.h"
#include "faces/cli/law.h"

enum { MOST_CHANGES = 40, MOST_SAID = 120 };

/* As much of `words` as is a line or two, with "…" where something is missing; all of it with --full. */
static Text cut(const LawView *view, Text words)
{
    size_t at = 0, fits = 0, columns = 0;
    if (cli_on(view->cli, OPTION_FULL))
        return words;
    while (at < words.length && columns < MOST_SAID) {
        fits = at;
        utf8_next(words, &at);
        columns += utf8_width(text_slice(words, fits, at));
    }
    return at >= words.length ? words : text_join(view->region, text_trim(text_slice(words, 0, fits)), TEXT("…"));
}

static Text row_text(const LawView *view, const SheetRow *row, Text says)
{
    return text_format(view->region, TEXT_FMT " = " TEXT_FMT, TEXT_ARG(row->row->id), TEXT_ARG(cut(view, says)));
}

/* What the decision says of the case; a list says it by its row. */
static Text shown_text(const LawView *view, const LawChange *change)
{
    bool lists = text_starts(change->value_after, TEXT("[")) || text_starts(change->value_before, TEXT("["));
    if (lists && !cli_on(view->cli, OPTION_FULL))
        return say(view->cli, MSG_DIFF_SHOWN_SO);
    return SAY(view->cli, MSG_DIFF_SHOWN, cut(view, change->value_after), cut(view, change->value_before));
}

static Text change_text(const LawView *view, const LawChange *change)
{
    if (change->before && change->after)
        return SAY(view->cli, MSG_DIFF_ROWS, row_text(view, change->after, change->to), row_text(view, change->before, change->from));
    if (change->after)
        return SAY(view->cli, MSG_DIFF_BEGINS, row_text(view, change->after, change->to));
    return SAY(view->cli, MSG_DIFF_ENDS, row_text(view, change->before, change->from));
}

static void put(LawView *view, Style style, Text words)
{
    if (!words.length)
        return;
    screen_blanks(&view->screen, 6);
    screen_wrap(&view->screen, 6, 8, style, words);
}

static void put_case(LawView *view, const LawChange *change)
{
    if (!change->witness.length)
        return;
    if (change->is_case)
        put(view, STYLE_PLAIN, shown_text(view, change));
    else
        put(view, STYLE_FAINT, SAY(view->cli, MSG_DIFF_VALUES, change->witness));
    if (!change->is_case)
        return;
    screen_blanks(&view->screen, 6); /* on one line, to be copied */
    screen_put(&view->screen, STYLE_FAINT, change->witness);
    screen_end(&view->screen);
}

static void put_change(LawView *view, const LawChange *change)
{
    const SheetRow *row = change->after ? change->after : change->before;
    screen_item(&view->screen, STYLE_PLAIN, change_text(view, change));
    if (change->facts.length)
        put(view, STYLE_PLAIN, SAY(view->cli, MSG_DIFF_FACTS, change->facts));
    put(view, STYLE_FAINT, law_citations(view, row->row->citations));
    put_case(view, change);
}

static void put_diff(LawView *view, const LawDiff *diff)
{
    uint32_t most = cli_on(view->cli, OPTION_FULL) ? diff->count : MOST_CHANGES;
    screen_put(&view->screen, STYLE_BOLD, SAY(view->cli, MSG_IMPACT_TITLE, date_text(view->region, diff->from), date_text(view->region, diff->to)));
    screen_end(&view->screen);
    for (uint32_t i = 0; i < diff->count && i < most; i++) {
        const LawChange *change = &diff->changes[i];
        if (!i || !text_equal(change->decision, diff->changes[i - 1].decision)) {
            screen_heading(&view->screen, text_format(view->region, TEXT_FMT "   " TEXT_FMT, TEXT_ARG(law_named(view, change->decision)), TEXT_ARG(change->page->path)));
        }
        put_change(view, change);
    }
    screen_end(&view->screen);
    if (diff->count > most)
        screen_wrap(&view->screen, 0, 2, STYLE_FAINT, say_count(view->cli, MSG_MORE_OF_THEM, diff->count - most));
    screen_wrap(&view->screen, 0, 2, STYLE_FAINT, SAY(view->cli, MSG_DIFF_COUNT, text_format(view->region, "%u", diff->decisions), text_format(view->region, "%u", diff->count)));
    if (diff->spent)
        screen_wrap(&view->screen, 0, 2, STYLE_DOUBT, SAY(view->cli, MSG_DIFF_SPENT, text_of(diff->spent)));
}

/* "diff D1 D2 [DECISION]" */
Exit law_diff(LawView *view)
{
    Cli *cli = view->cli;
    int64_t from, to;
    Text name = TEXT_NONE, jurisdiction = cli_jurisdiction(cli);
    if (cli->operand_count < 3)
        return misuse(cli, say(cli, MSG_DIFF_NEEDS_DAYS));
    for (size_t i = 1; i <= 2; i++)
        if (!day_given(cli_operand(cli, i), i == 1 ? &from : &to))
            return misuse(cli, SAY(cli, MSG_NOT_A_DAY, cli_operand(cli, i)));
    if (!jurisdiction.length)
        return misuse(cli, say(cli, MSG_NEEDS_JURISDICTION));
    for (size_t i = 3; i < cli->operand_count; i++)
        name = name.length ? text_format(view->region, TEXT_FMT " %s", TEXT_ARG(name), cli->operands[i]) : cli_operand(cli, i);
    Lawbook *lawbook = load_lawbook(cli);
    const LawDiff *diff = lawbook ? lawbook_diff(&cli->task, lawbook, jurisdiction, from, to, text_unsnake(view->region, name)) : NULL;
    if (!diff)
        return EXIT_ERROR;
    if (view->writer)
        lawdiff_json(&cli->out, diff, false);
    else
        put_diff(view, diff);
    return EXIT_DONE;
}

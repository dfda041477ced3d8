/* faces/cli/explain.c - `declarant explain`: the tree under a figure of a case, down to facts and articles. */
#include <stdlib.h>

#include "base/file.h"
#include "faces/cli/flips.h"
#include "faces/cli/tree.h"

typedef struct Wanted { /* what to explain: a slot of things of one type, of one place or of all */
    Text name;
    Text place; /* "s1/1/1", an id, or empty: all */
} Wanted;

typedef struct Explanation {
    Cli *cli;
    View view;
    size_t depth;
    bool lost_rows;
    JsonWriter writer;
    Wanted wanted;
    uint16_t slot;
    size_t shown;
} Explanation;

/* ---- what is wanted ---- */

/* The thing type and slot that `name` means: a decision or a fact of any thing. */
static const ThingType *find_slot(const Program *program, Text name, uint16_t *slot)
{
    for (uint32_t i = 0; i < program->thing_count; i++) {
        const ThingType *thing = program->things[i];
        for (uint16_t k = 0; k < thing->count; k++) {
            MeaningKind kind = slot_meaning(thing, k)->kind;
            if ((kind == MEANS_DECISION || kind == MEANS_FACT) && text_equal(thing->slots[k].name, name)) {
                *slot = k;
                return thing;
            }
        }
    }
    return NULL;
}

static Text operands_joined(Cli *cli, size_t from, size_t to)
{
    Builder out = builder_on(&cli->region);
    for (size_t i = from; i < to; i++)
        words_add(&out, " ", cli_operand(cli, i));
    return builder_text(&out);
}

/* "customs duty", "customs value s1/1/1": all words are the name, or all but the last. */
static const ThingType *read_wanted(Cli *cli, const Program *program, Wanted *wanted, uint16_t *slot)
{
    Text all = text_unsnake(&cli->region, operands_joined(cli, 1, cli->operand_count));
    *wanted = (Wanted){ all, TEXT_NONE };
    const ThingType *thing = find_slot(program, all, slot);
    if (thing)
        return thing;
    size_t cut = all.length;
    while (cut > 0 && all.at[cut - 1] != ' ')
        cut--;
    if (!cut)
        return NULL;
    *wanted = (Wanted){ text_trim(text_slice(all, 0, cut)), text_slice(all, cut, all.length) };
    return find_slot(program, wanted->name, slot);
}

static void unknown_name(Cli *cli, const Program *program, Text name)
{
    LIST_OF(Text) known = { 0 };
    for (uint32_t i = 0; i < program->decision_count; i++)
        *LIST_ADD(&cli->region, known) = program->decisions[i]->name;
    for (uint32_t i = 0; i < program->fact_count; i++)
        *LIST_ADD(&cli->region, known) = program->facts[i].name;
    Problem *problem = report_error(&cli->report, "unknown-name", SPAN_NONE, "no decision or fact is called \"" TEXT_FMT "\"", TEXT_ARG(name));
    Text nearest = text_nearest(name, known.at, known.count);
    if (nearest.length)
        problem_hint(&cli->report, problem, "Did you mean \"" TEXT_FMT "\"?", TEXT_ARG(nearest));
}

/* ---- showing ---- */

static void show(Explanation *explanation, Frame *frame, uint16_t slot)
{
    const Step *step = explain(&explanation->cli->task, explanation->view.answer, frame, slot, explanation->lost_rows);
    if (explanation->shown++ && !explanation->cli->json)
        screen_end(&explanation->view.screen);
    if (explanation->cli->json)
        tree_json(&explanation->writer, &explanation->view, step, explanation->depth);
    else
        tree_print(&explanation->view, step, explanation->depth);
}

static bool is_wanted(const Explanation *explanation, const Frame *frame)
{
    Text place = explanation->wanted.place;
    return !place.length || text_equal(frame->id, place) || text_equal(frame_path(explanation->view.region, frame), place);
}

/* The slot holds the things right inside of its own thing, told or made. */
static bool holds_things(const ThingType *thing, uint16_t slot)
{
    const Type *type = thing->slots[slot].type;
    MeaningKind kind = slot_meaning(thing, slot)->kind;
    return (kind == MEANS_INNER || kind == MEANS_DECISION) && type->kind == TYPE_LIST && type->of->kind == TYPE_THING && type->of->thing->within == thing;
}

static void show_below(Explanation *explanation, Frame *frame, const ThingType *thing)
{
    if (frame->type == thing && is_wanted(explanation, frame))
        show(explanation, frame, explanation->slot);
    for (uint16_t i = 0; i < frame->type->count; i++) {
        if (!holds_things(frame->type, i))
            continue;
        Value inner = run_read(explanation->view.answer->run, frame, i);
        for (size_t k = 0; inner.kind == VALUE_LIST && k < inner.list->count; k++)
            if (inner.list->at[k].kind == VALUE_THING)
                show_below(explanation, inner.list->at[k].thing, thing);
    }
}

/* Without a name: every charge. */
static void show_charges(Explanation *explanation)
{
    for (const Entry *entry = explanation->view.answer->entries; entry; entry = entry->next)
        if (entry->decision->shape == SHAPE_CHARGE && entry->frame && entry->frame->type == entry->decision->thing)
            show(explanation, entry->frame, entry->decision->slot);
}

static bool show_wanted(Explanation *explanation, const Program *program)
{
    Cli *cli = explanation->cli;
    if (cli->operand_count == 1) {
        show_charges(explanation);
        return true;
    }
    const ThingType *thing = read_wanted(cli, program, &explanation->wanted, &explanation->slot);
    if (!thing) {
        unknown_name(cli, program, explanation->wanted.place.length ? operands_joined(cli, 1, cli->operand_count) : explanation->wanted.name);
        return false;
    }
    show_below(explanation, explanation->view.answer->run->root, thing);
    if (explanation->shown)
        return true;
    report_error(&cli->report, "no-such-thing", SPAN_NONE, "the case has no " TEXT_FMT " \"" TEXT_FMT "\"", TEXT_ARG(thing->name), TEXT_ARG(explanation->wanted.place));
    return false;
}

/* ---- the command ---- */

static Exit explain_answer(Cli *cli, const Opened *opened, size_t depth)
{
    Explanation explanation = { .cli = cli, .view = view_of(cli, &cli->region, opened->answer), .depth = depth,
                                .lost_rows = !cli_on(cli, OPTION_NO_LOST), .writer = json_writer(&cli->out, false) };
    if (cli->json)
        json_open(&explanation.writer, '[');
    if (!show_wanted(&explanation, opened->answer->program)) {
        cli->out.length = 0;
        return EXIT_ERROR;
    }
    if (cli->json) {
        json_close(&explanation.writer, ']');
        build_byte(&cli->out, '\n');
    }
    return EXIT_DONE;
}

static Exit depth_given(Cli *cli, size_t *depth)
{
    char *end;
    const char *given = cli->given[OPTION_DEPTH];
    *depth = 0;
    if (!given)
        return EXIT_DONE;
    long number = strtol(given, &end, 10);
    if (*end || end == given || number < 1)
        return misuse(cli, SAY(cli, MSG_NOT_A_NUMBER, text_of(given)));
    *depth = (size_t)number;
    return EXIT_DONE;
}

/* --flip: all words behind the file are a name, or all but the last, which is then a place. */
static Exit explain_flips(Cli *cli, const DetermineOptions *options)
{
    Text all = text_unsnake(&cli->region, operands_joined(cli, 1, cli->operand_count)), place = TEXT_NONE;
    Text last = cli->operand_count > 2 ? cli_operand(cli, cli->operand_count - 1) : TEXT_NONE;
    bool is_place = last.length && (text_find(last, TEXT("/"), 0) != SIZE_MAX || (last.at[last.length - 1] >= '0' && last.at[last.length - 1] <= '9'));
    if (is_place) {
        place = last;
        all = text_trim(text_slice(all, 0, all.length - last.length));
    }
    return flips_show(cli, file_read(&cli->task, cli->operands[0], 0), options, all, place);
}

Exit command_explain(Cli *cli)
{
    DetermineOptions options;
    size_t depth;
    Exit exit = determine_options(cli, &options);
    if (exit == EXIT_DONE)
        exit = depth_given(cli, &depth);
    if (exit != EXIT_DONE)
        return exit;
    if (!cli->operand_count)
        return misuse(cli, say(cli, MSG_NEEDS_FILE));
    if (cli_on(cli, OPTION_FLIP))
        return explain_flips(cli, &options);
    options.alone = true;
    Opened opened = case_open(cli, &cli->task, file_read(&cli->task, cli->operands[0], 0), &options);
    if (opened.outcome == LAWBOOK_FAILED)
        return EXIT_ERROR;
    if (opened.outcome == LAWBOOK_DETERMINED)
        return explain_answer(cli, &opened, depth);
    talk(cli, opened.outcome == LAWBOOK_UNTOLD ? say(cli, MSG_WHICH_JURISDICTION) : SAY(cli, MSG_NO_LAW, opened.head.jurisdiction, opened.head.movement));
    return EXIT_OPEN;
}

/* faces/cli/mutations.c - see mutations.h. First the changes that survive, each with its place, then the counts page by page. */
#include "faces/cli/mutations.h"

#include "faces/cli/problems.h"
#include "faces/cli/screen.h"
#include "value/json.h"

static const char *const FATE_KEYS[FATES] = { [FATE_REFUSED] = "refused", [FATE_KILLED] = "killed", [FATE_EQUAL] = "equal", [FATE_SURVIVED] = "survived", [FATE_EXPLAINED] = "explained" };

/* As the columns stand. */
static const Fate SHOWN[FATES] = { FATE_KILLED, FATE_REFUSED, FATE_EQUAL, FATE_EXPLAINED, FATE_SURVIVED };
static const Message FATE_WORDS[FATES] = { [FATE_REFUSED] = MSG_FATE_REFUSED, [FATE_KILLED] = MSG_FATE_KILLED, [FATE_EQUAL] = MSG_FATE_EQUAL,
                                           [FATE_SURVIVED] = MSG_FATE_SURVIVED, [FATE_EXPLAINED] = MSG_FATE_EXPLAINED };

static uint32_t sum_of(const uint32_t *count)
{
    uint32_t sum = 0;
    for (int i = 0; i < FATES; i++)
        sum += count[i];
    return sum;
}

/* Of those that only an example could notice, how many were: in tenths of a per cent, never rounded up to the whole. */
static Text score_of(Region *region, const uint32_t *count)
{
    uint64_t killed = count[FATE_KILLED], asked = killed + count[FATE_SURVIVED];
    uint64_t tenths = asked ? killed * 1000 / asked : 1000;
    return text_format(region, "%llu.%llu", (unsigned long long)(tenths / 10), (unsigned long long)(tenths % 10));
}

/* ---- on a screen ---- */

static Text change_in_words(Cli *cli, const Mutant *mutant)
{
    Text before = mutant_before(mutant);
    if (!mutant->changed.length)
        return SAY(cli, MSG_MUTANT_LEFT_OUT, before);
    return before.length ? SAY(cli, MSG_MUTANT_CHANGED, before, mutant->changed) : SAY(cli, MSG_MUTANT_ADDED, mutant->changed);
}

static void show_survivor(Cli *cli, Screen *screen, const Survivor *survivor)
{
    const Mutant *mutant = &survivor->mutant;
    Place place = source_place(mutant->place.source, mutant->place.from);
    Text where = text_format(&cli->region, TEXT_FMT ":%u:%u", TEXT_ARG(mutant->place.source->name), place.line, place.column);
    Text row = mutant_row(mutant);
    bool whole = mutant->kind == MUTANT_DELETED;
    screen_put(screen, STYLE_FAINT, where);
    screen_put(screen, STYLE_PLAIN, row.length ? TEXT(": ") : TEXT(":"));
    screen_put(screen, STYLE_BOLD, row);
    screen_put(screen, STYLE_PLAIN, whole ? TEXT(": ") : text_format(&cli->region, "%s " TEXT_FMT ": ", row.length ? "," : "", TEXT_ARG(mutant_column(mutant))));
    screen_put(screen, STYLE_PLAIN, whole ? say(cli, MSG_MUTANT_ROW_LEFT_OUT) : change_in_words(cli, mutant));
    screen_end(screen);
}

static void fates_row(Cli *cli, Grid *grid, Text name, const uint32_t *count, bool rule)
{
    GridRow *row = grid_row(grid);
    row->rule = rule;
    row->at[0].text = name;
    row->at[1].text = text_format(&cli->region, "%u", sum_of(count));
    for (int i = 0; i < FATES; i++)
        row->at[2 + i].text = text_format(&cli->region, "%u", count[SHOWN[i]]);
    row->at[2 + FATES].text = text_format(&cli->region, TEXT_FMT "%%", TEXT_ARG(score_of(&cli->region, count)));
}

static void show_counts(Cli *cli, Screen *screen, const MutateResult *result)
{
    Grid grid = grid_new(&cli->region);
    grid_column(&grid, say(cli, MSG_COLUMN_PAGE), false, true);
    grid_column(&grid, say(cli, MSG_MUTANTS), true, true);
    for (int i = 0; i < FATES; i++)
        grid_column(&grid, say(cli, FATE_WORDS[SHOWN[i]]), true, true);
    grid_column(&grid, say(cli, MSG_MUTATION_SCORE), true, true);
    for (uint32_t i = 0; i < result->page_count; i++)
        fates_row(cli, &grid, result->pages[i].page->path, result->pages[i].count, false);
    fates_row(cli, &grid, say(cli, MSG_MUTATION_ALL), result->total, true);
    grid_print(screen, &grid);
}

static void show_result(Cli *cli, const MutateResult *result)
{
    Screen screen = { &cli->out, cli->width, cli->colour, cli->language };
    for (size_t i = 0; i < result->survivor_count; i++)
        show_survivor(cli, &screen, &result->survivors[i]);
    if (result->survivor_count)
        screen_end(&screen);
    show_counts(cli, &screen, result);
}

/* ---- for machines ---- */

static void number_json(JsonWriter *writer, Region *region, const char *key, uint64_t number)
{
    json_key(writer, text_of(key));
    json_raw(writer, text_format(region, "%llu", (unsigned long long)number));
}

static void fates_json(JsonWriter *writer, Region *region, const uint32_t *count)
{
    number_json(writer, region, "mutants", sum_of(count));
    for (int i = 0; i < FATES; i++)
        number_json(writer, region, FATE_KEYS[SHOWN[i]], count[SHOWN[i]]);
    json_key(writer, TEXT("score"));
    json_raw(writer, score_of(region, count));
}

static void survivor_json(JsonWriter *writer, Region *region, const Survivor *survivor)
{
    const Mutant *mutant = &survivor->mutant;
    Place place = source_place(mutant->place.source, mutant->place.from);
    json_open(writer, '{');
    json_pair(writer, "page", survivor->page->path);
    number_json(writer, region, "line", place.line);
    number_json(writer, region, "at", place.column);
    json_pair(writer, "decision", mutant->block->name);
    json_pair_if(writer, "row", mutant_row(mutant));
    json_pair(writer, "column", mutant_column(mutant));
    json_pair(writer, "old", mutant_before(mutant));
    json_pair(writer, "new", mutant->changed);
    json_close(writer, '}');
}

static void result_json(Cli *cli, const MutateResult *result)
{
    JsonWriter writer = json_writer(&cli->out, false);
    json_open(&writer, '{');
    fates_json(&writer, &cli->region, result->total);
    json_key(&writer, TEXT("pages"));
    json_open(&writer, '[');
    for (uint32_t i = 0; i < result->page_count; i++) {
        json_open(&writer, '{');
        json_pair(&writer, "page", result->pages[i].page->path);
        fates_json(&writer, &cli->region, result->pages[i].count);
        json_close(&writer, '}');
    }
    json_close(&writer, ']');
    json_key(&writer, TEXT("survivors"));
    json_open(&writer, '[');
    for (size_t i = 0; i < result->survivor_count; i++)
        survivor_json(&writer, &cli->region, &result->survivors[i]);
    json_close(&writer, ']');
    json_key(&writer, TEXT("problems"));
    problem_list_json(&writer, &cli->region, &cli->report);
    json_close(&writer, '}');
    build_byte(&cli->out, '\n');
}

Exit mutations_show(Cli *cli, const MutateOptions *options)
{
    MutateResult result;
    if (!mutate_rulebooks(&cli->task, options, &result))
        return EXIT_ERROR;
    if (cli->json)
        result_json(cli, &result);
    else
        show_result(cli, &result);
    return result.survivor_count ? EXIT_FINDING : EXIT_DONE;
}

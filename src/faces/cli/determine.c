/* faces/cli/determine.c - `declarant determine`: cases in, determinations out, for people or as JSON, one or many.
 *
 * Every case is worked in a region of its own, which is emptied before the next; the law it needs is linked once and
 * kept. Many cases as JSON are one array; as JSON Lines one compact object a line.
 */
#include "base/file.h"
#include "base/utf8.h"
#include "faces/cli/decide.h"
#include "faces/cli/lines.h"
#include "faces/cli/tree.h"
#include "faces/cli/problems.h"
#include "faces/cli/view.h"
#include "value/json.h"

typedef struct Desk { /* where one case after another is worked */
    Cli *cli;
    Region region;   /* of the case at hand */
    Report report;
    Task task;
    DetermineOptions options;
    bool compact;    /* JSON on one line */
    const char *path; /* of the case at hand */
    Text line;       /* of JSON Lines: the case at hand */
    uint64_t number; /* of JSON Lines: 1, 2, ... */
    bool too_long;   /* of JSON Lines: the line is past the limit */
    Exit exit;       /* of the case at hand */
} Desk;

/* ---- exit codes ---- */

static Exit exit_of(Status status)
{
    return status == STATUS_DETERMINED ? EXIT_DONE : status == STATUS_CONFLICT ? EXIT_CONFLICT : EXIT_OPEN;
}

/* The exit of many: an error weighs most, then a conflict, then what is open. */
static Exit worse_exit(Exit a, Exit b)
{
    static const Exit weighed[] = { EXIT_ERROR, EXIT_CONFLICT, EXIT_OPEN };
    for (size_t i = 0; i < sizeof weighed / sizeof *weighed; i++)
        if (a == weighed[i] || b == weighed[i])
            return weighed[i];
    return EXIT_DONE;
}

/* ---- nothing to determine ---- */

static Status status_of(const Opened *opened)
{
    return opened->outcome == LAWBOOK_UNTOLD ? STATUS_UNDETERMINED : opened->outcome == LAWBOOK_NOT_COVERED ? STATUS_NOT_COVERED : opened->answer->status;
}

/* What is not told of jurisdiction and movement. */
static const char *untold_fact(const Opened *opened, int at)
{
    if (at == 0)
        return opened->head.jurisdiction.length ? NULL : "jurisdiction";
    return opened->head.movement.length ? NULL : "movement";
}

static Text question_of(Desk *desk, const char *fact)
{
    bool country = text_is(text_of(fact), "jurisdiction");
    return say(desk->cli, country ? MSG_WHICH_JURISDICTION : MSG_WHICH_MOVEMENT);
}

static Text movement_words(const Cli *cli, Text movement)
{
    Message named = message_named("MOVEMENT_", movement);
    return named == MESSAGES ? movement : say(cli, named);
}

static void show_nothing(Desk *desk, const Opened *opened)
{
    Cli *cli = desk->cli;
    Screen screen = { &cli->out, cli->width, cli->colour, cli->language };
    Message status = opened->outcome == LAWBOOK_UNTOLD ? MSG_STATUS_undetermined : MSG_STATUS_not_covered;
    screen_put(&screen, opened->outcome == LAWBOOK_UNTOLD ? STYLE_DOUBT : STYLE_BAD, say(cli, status));
    screen_end(&screen);
    for (int i = 0; i < 2; i++) {
        const char *fact = untold_fact(opened, i);
        if (fact)
            screen_item(&screen, STYLE_DOUBT, text_format(&desk->region, TEXT_FMT "  [%s]", TEXT_ARG(question_of(desk, fact)), fact));
    }
    if (opened->outcome == LAWBOOK_NOT_COVERED)
        screen_item(&screen, STYLE_PLAIN, SAY(cli, MSG_NO_LAW, opened->head.jurisdiction, movement_words(cli, opened->head.movement)));
    screen_wrap(&screen, 0, 2, STYLE_FAINT, say(cli, MSG_NO_ADVICE));
}

/* ---- an answer ---- */

/* Figures have one: charges and customs values. */
static bool has_tree(const Entry *entry)
{
    bool figure = text_is(entry->list->list, "lines") || text_is(entry->list->list, "values");
    return figure && entry->frame && entry->frame->type == entry->decision->thing;
}

static void show_trees(View *view, Task *task)
{
    screen_heading(&view->screen, say(view->cli, MSG_HOW_IT_COMES));
    for (const Entry *entry = view->answer->entries; entry; entry = entry->next)
        if (has_tree(entry) && view_shows(view, entry->list->list))
            tree_print(view, explain(task, view->answer, entry->frame, entry->decision->slot, false), 0);
}

static void show_answer(Desk *desk, const Determination *answer)
{
    View view = view_of(desk->cli, &desk->region, answer);
    view_body(&view);
    if (cli_on(desk->cli, OPTION_TRACE))
        trace_print(&view);
    if (cli_on(desk->cli, OPTION_EXPLAIN))
        show_trees(&view, &desk->task);
    view_foot(&view);
}

static bool is_list(const Rulebooks *books, Text key, Region *region)
{
    for (uint32_t i = 0; i < books->list_count; i++)
        if (text_equal(text_snake(region, books->lists[i].list), key))
            return true;
    return false;
}

/* The whole answer as JSON, then without the lists that --only leaves out. */
static void answer_json(Desk *desk, const Determination *answer)
{
    Builder whole = builder_on(&desk->region);
    Cli *cli = desk->cli;
    Text only = cli_argument(cli, OPTION_ONLY);
    determination_json(only.length ? &whole : &cli->out, answer, cli->language, cli_on(cli, OPTION_TRACE), desk->compact);
    if (!only.length)
        return;
    Source source = { TEXT("answer"), builder_text(&whole) };
    const Json *json = json_read(&desk->task, &source);
    JsonWriter writer = json_writer(&cli->out, desk->compact);
    json_open(&writer, '{');
    for (const Json *member = json ? json->first : NULL; member; member = member->next) {
        if (is_list(answer->program->books, member->key, &desk->region) && !text_lists(only, member->key))
            continue;
        json_key(&writer, member->key);
        json_raw(&writer, text_slice(source.bytes, member->from, member->to));
    }
    json_close(&writer, '}');
}

/* Why the exit is not 0, in one line. */
static void talk_status(Desk *desk, const Opened *opened)
{
    Cli *cli = desk->cli;
    Status status = status_of(opened);
    if (status == STATUS_DETERMINED)
        return;
    Builder out = builder_on(&desk->region);
    Text words = say(cli, message_named("STATUS_", text_of(status_name(status))));
    build_text(&out, text_of(desk->path));
    if (desk->number)
        build_format(&out, " %llu", (unsigned long long)desk->number);
    build_text(&out, TEXT(": "));
    build_text(&out, words);
    if (opened->outcome == LAWBOOK_NOT_COVERED)
        words_add(&out, "; ", SAY(cli, MSG_NO_LAW, opened->head.jurisdiction, movement_words(cli, opened->head.movement)));
    for (int i = 0; i < 2 && opened->outcome == LAWBOOK_UNTOLD; i++)
        if (untold_fact(opened, i))
            words_add(&out, i ? ", " : "; ", text_of(untold_fact(opened, i)));
    if (opened->outcome == LAWBOOK_DETERMINED && opened->answer->missing_count)
        words_add(&out, "; ", say_count(cli, MSG_FACTS_MISSING, opened->answer->missing_count));
    talk(cli, builder_text(&out));
}

/* Faults of the case and of its law; those of the command line (no rulebooks) are the process's. */
static void tell_failure(Desk *desk)
{
    Report *process = &desk->cli->report;
    cli_tell(desk->cli, &desk->report, false);
    cli_tell(desk->cli, process, false);
    if (desk->cli->json)
        problems_json(&desk->cli->out, desk->report.errors ? &desk->report : process, desk->compact);
    report_init(process, &desk->cli->region);
    desk->exit = EXIT_ERROR;
}

/* --only names lists of answers.md, which is read with the first case. */
static bool only_is_known(Desk *desk, const Rulebooks *books)
{
    Text *known = REGION_ARRAY(&desk->region, Text, books->list_count + 1);
    for (uint32_t i = 0; i < books->list_count; i++)
        known[i] = text_snake(&desk->region, books->lists[i].list);
    for (Text rest = cli_argument(desk->cli, OPTION_ONLY); rest.length;) {
        Text name = text_trim(text_cut(rest, ',', &rest));
        if (is_list(books, name, &desk->region))
            continue;
        Problem *problem = report_error(&desk->report, "unknown-list", SPAN_NONE, "a determination has no list \"" TEXT_FMT "\"", TEXT_ARG(name));
        Text nearest = text_nearest(name, known, books->list_count);
        if (nearest.length)
            problem_hint(&desk->report, problem, "Did you mean \"" TEXT_FMT "\"?", TEXT_ARG(nearest));
        return false;
    }
    return true;
}

static void answer(Desk *desk, const Source *source)
{
    Opened opened = case_open(desk->cli, &desk->task, source, &desk->options);
    bool wrong = opened.outcome == LAWBOOK_DETERMINED && !only_is_known(desk, opened.answer->program->books);
    if (opened.outcome == LAWBOOK_FAILED || wrong) {
        tell_failure(desk);
        return;
    }
    desk->exit = exit_of(status_of(&opened));
    if (opened.outcome == LAWBOOK_DETERMINED && desk->cli->json)
        answer_json(desk, opened.answer);
    else if (opened.outcome == LAWBOOK_DETERMINED)
        show_answer(desk, opened.answer);
    else if (desk->cli->json)
        lawbook_json(&desk->cli->out, opened.outcome, &opened.head, NULL, desk->cli->language, false, desk->compact);
    else
        show_nothing(desk, &opened);
    talk_status(desk, &opened);
}

/* ---- files ---- */

static void desk_clear(Desk *desk)
{
    region_reset(&desk->region);
    report_init(&desk->report, &desk->region);
    desk->task = (Task){ &desk->region, &desk->report, NULL };
}

static void work_file(void *argument)
{
    Desk *desk = argument;
    desk_clear(desk);
    answer(desk, file_read(&desk->task, desk->path, 0));
}

static void work_line(void *argument)
{
    Desk *desk = argument;
    desk_clear(desk);
    Text name = text_format(&desk->region, "%s, line %llu", desk->path, (unsigned long long)desk->number);
    if (desk->too_long)
        report_error(&desk->report, "file-too-large", SPAN_NONE, "line %llu is longer than the limit of %d bytes", (unsigned long long)desk->number, LIMIT_FILE_BYTES);
    answer(desk, desk->too_long ? NULL : source_from(&desk->task, name, desk->line));
}

/* One case under a guard of its own: one that is too large for memory does not end the others. */
static Exit guarded(Desk *desk, void (*work)(void *))
{
    desk->exit = EXIT_ERROR;
    size_t before = desk->cli->out.length;
    if (!region_guard(&desk->region, work, desk)) {
        desk->cli->out.length = before;
        desk_clear(desk);
        Problem *problem = report_error(&desk->report, "out-of-memory", SPAN_NONE, "there is no memory for this case");
        problem_where(&desk->report, problem, "%s", desk->path);
        tell_failure(desk);
    }
    return desk->exit;
}

static Exit determine_files(Desk *desk)
{
    Cli *cli = desk->cli;
    Exit worst = EXIT_DONE;
    bool array = cli->json && cli->operand_count > 1;
    if (array)
        build_text(&cli->out, TEXT("["));
    for (size_t i = 0; i < cli->operand_count && !cli->unwritable; i++) {
        desk->path = cli->operands[i];
        if (array)
            build_text(&cli->out, i ? TEXT(",\n") : TEXT("\n"));
        else if (cli->operand_count > 1)
            build_format(&cli->out, "%s== %s ==\n", i ? "\n" : "", desk->path);
        worst = worse_exit(worst, guarded(desk, work_file));
        cli_flush(cli);
    }
    if (array)
        build_text(&cli->out, TEXT("]"));
    if (cli->json)
        build_byte(&cli->out, '\n');
    return worst;
}

/* ---- JSON Lines ---- */

/* Each line is answered and written before the next is read. */
static Exit lines_of_path(Desk *desk)
{
    Lines lines;
    Exit worst = EXIT_DONE;
    if (!lines_open(desk->cli, &lines, desk->path))
        return EXIT_ERROR;
    while (!desk->cli->unwritable && lines_next(&lines, &desk->line)) {
        desk->number = lines.number;
        desk->too_long = lines.too_long;
        worst = worse_exit(worst, guarded(desk, work_line));
        if (desk->cli->out.length && desk->cli->out.at[desk->cli->out.length - 1] != '\n')
            build_byte(&desk->cli->out, '\n');
        cli_flush(desk->cli);
    }
    return lines_close(desk->cli, &lines) ? worst : EXIT_ERROR;
}

static Exit determine_lines(Desk *desk)
{
    static const char *standard[] = { "-" };
    Cli *cli = desk->cli;
    Exit worst = EXIT_DONE;
    size_t count = cli->operand_count ? cli->operand_count : 1;
    const char **paths = cli->operand_count ? cli->operands : standard;
    cli->json = desk->compact = true;
    for (size_t i = 0; i < count; i++) {
        desk->path = paths[i];
        worst = worse_exit(worst, lines_of_path(desk));
    }
    return worst;
}

/* ---- the command ---- */

Exit command_determine(Cli *cli)
{
    Desk desk = { .cli = cli };
    Exit exit = determine_options(cli, &desk.options);
    desk.options.lists = cli_argument(cli, OPTION_ONLY);
    if (exit != EXIT_DONE)
        return exit;
    if (cli_on(cli, OPTION_LINES) && cli_on(cli, OPTION_DECIDE))
        return decide_lines(cli, cli_argument(cli, OPTION_DECIDE), &desk.options);
    if (!cli->operand_count && !cli_on(cli, OPTION_LINES))
        return misuse(cli, say(cli, MSG_NEEDS_FILE));
    region_init(&desk.region, NULL);
    cli->scratch = &desk.region;
    exit = cli_on(cli, OPTION_LINES) ? determine_lines(&desk) : determine_files(&desk);
    cli->scratch = &cli->region;
    region_close(&desk.region);
    return exit;
}

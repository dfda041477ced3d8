/* faces/cli/ask.c - `declarant ask`: an interview, turn by turn. See ask.h.
 *
 *     determine what is told ─▶ how it stands ─▶ the question worth most ─▶ a line ─▶ an answer, back, why, more, stop
 *         ▲                                                                              │
 *         └──────────────────────────── saved ◀──────────────────────────────────────────┘
 *
 * An answer after which the case cannot be read any more is taken back, and its question asked again. So nothing that is
 * saved is ever refused later.
 */
#include "faces/cli/ask.h"

#include <errno.h>
#include <unistd.h>

#include "base/file.h"
#include "faces/cli/problems.h"

enum { MOST_ECHO = 200 };

/* ---- talking ---- */

void ask_flush(Asking *asking)
{
    for (size_t at = 0; at < asking->out.length;) {
        ssize_t put = write(STDERR_FILENO, asking->out.at + at, asking->out.length - at);
        if (put < 0 && errno != EINTR)
            break; /* nobody listens: the answers still count */
        at += put > 0 ? (size_t)put : 0;
    }
    asking->out.length = 0;
}

static void echo(Asking *asking, Text line)
{
    if (!asking->ear.echo)
        return;
    build_visible(&asking->out, words_cut(&asking->view, line, MOST_ECHO));
    build_byte(&asking->out, '\n');
}

/* ---- the case as it stands ---- */

static const Program *program_of(const Asking *asking)
{
    return asking->answer ? asking->answer->program : NULL;
}

static void clear_turn(Asking *asking)
{
    region_reset(&asking->region);
    report_init(&asking->report, &asking->region);
    asking->task = (Task){ &asking->region, &asking->report, NULL };
    asking->out = builder_on(&asking->region);
    asking->answer = NULL;
    asking->view = (View){ .cli = asking->cli, .region = &asking->region };
}

static void see_answer(Asking *asking)
{
    Cli *cli = asking->cli;
    if (asking->answer)
        asking->view = view_of(cli, &asking->region, asking->answer);
    asking->view.screen = (Screen){ &asking->out, screen_width(STDERR_FILENO), cli->colour_talk, cli->language };
}

static void determine_told(Asking *asking)
{
    clear_turn(asking);
    Builder out = builder_on(&asking->region);
    JsonWriter json = json_writer(&out, true);
    interview_write(&asking->interview, NULL, true, &json);
    const Source *source = source_from(&asking->task, TEXT("answers"), builder_text(&out));
    asking->opened = case_open(asking->cli, &asking->task, source, &asking->options);
    if (asking->opened.outcome == LAWBOOK_DETERMINED)
        asking->answer = asking->opened.answer;
    see_answer(asking);
}

/* No law, or a case that cannot be: why, in words. */
static void tell_refusal(Asking *asking)
{
    Report words = report_in(asking->cli, &asking->report);
    if (asking->opened.outcome == LAWBOOK_NOT_COVERED)
        ask_say(asking, STYLE_BAD, SAY(asking->cli, MSG_NO_LAW, asking->opened.head.jurisdiction, asking->opened.head.movement));
    for (const Problem *problem = words.first; problem; problem = problem->next) {
        ask_say(asking, STYLE_BAD, problem->message);
        if (problem->hint.length)
            ask_say(asking, STYLE_FAINT, problem->hint);
    }
}

static bool is_refused(const Asking *asking)
{
    return asking->opened.outcome == LAWBOOK_FAILED || asking->opened.outcome == LAWBOOK_NOT_COVERED;
}

/* The answer that the case cannot bear is as it was before, and asked again. */
static void take_back(Asking *asking)
{
    Builder told = builder_on(&asking->cli->region);
    tell_refusal(asking);
    build_text(&told, builder_text(&asking->out));
    *asking->changed = asking->before;
    asking->changed = NULL;
    interview_back(&asking->interview);
    determine_told(asking);
    build_text(&asking->out, builder_text(&told));
}

/* What was told and does not apply any more. */
static void tell_news(Asking *asking)
{
    QuestionList news = { 0 };
    if (!asking->answer)
        return;
    interview_settle(&asking->interview, asking->answer->facts, &news);
    for (size_t i = 0; i < news.count; i++)
        ask_say(asking, STYLE_DOUBT, SAY(asking->cli, MSG_ASK_IDLE, news.at[i].key, ask_thing_words(asking, news.at[i].thing)));
}

/* ---- saving ---- */

static Text case_text(Asking *asking)
{
    Builder out = builder_on(&asking->region);
    JsonWriter json = json_writer(&out, false);
    interview_write(&asking->interview, program_of(asking), false, &json);
    build_byte(&out, '\n');
    return builder_text(&out);
}

/* After every answer, so that whatever ends the process loses none. */
static bool save(Asking *asking)
{
    return !asking->path || file_write(&asking->cli->task, asking->path, case_text(asking));
}

/* ---- something else ---- */

static ToldThing *place_named(Asking *asking, Text place)
{
    if (!place.length)
        return asking->question.thing;
    return text_is(place, "case") ? asking->interview.root : told_at(asking->interview.root, place);
}

static const ThingType *kind_named(const Program *program, const ToldThing *thing, Text name)
{
    const ThingType *type = told_type(program, thing);
    for (uint32_t i = 0; type && i < program->thing_count; i++)
        if (told_inner(program, program->things[i], type) && (text_is_snake(name, program->things[i]->many) || text_is_snake(name, program->things[i]->name)))
            return program->things[i];
    return NULL;
}

/* A fact of the thing, or one more thing in it. */
static bool add_here(Asking *asking, ToldThing *thing, Text name)
{
    const Program *program = program_of(asking);
    const Fact *fact = told_dictionary(program, thing, name);
    const ThingType *kind = fact ? NULL : kind_named(program, thing, name);
    if (fact && !fact->entry->made)
        interview_insert(&asking->interview, thing, text_snake(asking->interview.region, fact->name));
    else if (kind)
        told_add(&asking->interview, program, thing, kind);
    return (fact && !fact->entry->made) || kind;
}

/* "+ freight s1", "+ costs": of the thing at hand or those around it where no place is named. True when there is a new question. */
static bool add_more(Asking *asking, Text words)
{
    Text place, name = text_cut(text_trim(words), ' ', &place);
    bool listed = !name.length || (!text_trim(place).length && place_named(asking, name));
    ToldThing *thing = place_named(asking, text_trim(listed ? name : place));
    if (!asking->answer || !thing) {
        ask_say(asking, STYLE_BAD, asking->answer ? SAY(asking->cli, MSG_ASK_NO_PLACE, text_trim(place)) : say(asking->cli, MSG_ASK_NOT_YET));
        return false;
    }
    if (listed) {
        ask_show_more(asking, thing);
        return false;
    }
    for (ToldThing *around = thing; around; around = text_trim(place).length ? NULL : around->within)
        if (add_here(asking, around, text_snake(&asking->region, name)))
            return true;
    ask_say(asking, STYLE_BAD, SAY(asking->cli, MSG_ASK_NO_SUCH, name));
    return false;
}

/* ---- one line ---- */

static bool is_answered(const Asking *asking)
{
    const Question *question = &asking->question;
    const ToldFact *told = question->kind == ASK_FACT ? told_fact(question->thing, question->key) : NULL;
    return question->kind == ASK_THINGS || (told && (told->json.length || told->not_known));
}

static bool keep(Asking *asking)
{
    if (asking->question.kind == ASK_NOTHING)
        return asking->finished = true;
    if (!is_answered(asking)) {
        ask_say(asking, STYLE_BAD, say(asking->cli, MSG_ASK_NEEDED));
        return false;
    }
    asking->moved |= asking->question.kind == ASK_THINGS;
    asking->question.thing->settled |= asking->question.kind == ASK_THINGS;
    interview_step(&asking->interview);
    return true;
}

static bool go_back(Asking *asking)
{
    if (interview_back(&asking->interview))
        return true;
    ask_say(asking, STYLE_BAD, say(asking->cli, MSG_ASK_FIRST));
    return false;
}

static bool not_known(Asking *asking)
{
    if (asking->question.kind == ASK_FACT) {
        ToldFact *told = told_fact_make(&asking->interview, asking->question.thing, asking->question.key);
        asking->before = *told;
        asking->changed = told;
        interview_not_known(&asking->interview, program_of(asking), asking->question.thing, told);
    }
    asking->question.thing->settled |= asking->question.kind == ASK_THINGS;
    asking->moved = true;
    interview_step(&asking->interview);
    return true;
}

static bool take(Asking *asking, Text line)
{
    if (asking->question.kind == ASK_NOTHING) {
        ask_say(asking, STYLE_BAD, SAY(asking->cli, MSG_ASK_NO_CHOICE, line));
        return false;
    }
    asking->moved = ask_take(asking, line);
    if (asking->moved)
        interview_step(&asking->interview);
    return asking->moved;
}

/* True when the turn is over: there is something new to determine, or the end. */
static bool obey(Asking *asking, Text line)
{
    asking->changed = NULL;
    if (!line.length || text_is(line, ">"))
        return keep(asking);
    if (text_is(line, "<"))
        return go_back(asking);
    if (text_is(line, "-"))
        return asking->question.kind == ASK_NOTHING ? keep(asking) : not_known(asking);
    if (text_is(line, "."))
        return asking->finished = true;
    if (line.at[0] == '+')
        return add_more(asking, text_slice(line, 1, line.length));
    if (!text_is(line, "?"))
        return take(asking, line);
    ask_show_why(asking);
    return false;
}

/* Lines until one ends the turn. */
static void listen(Asking *asking)
{
    for (bool over = false; !over;) {
        Text line;
        ask_show_prompt(asking);
        ask_flush(asking);
        Heard heard = ear_listen(&asking->ear, &line);
        echo(asking, heard == HEARD_LINE ? line : TEXT_NONE);
        if (heard == HEARD_REFUSED)
            ask_say(asking, STYLE_BAD, SAY(asking->cli, asking->ear.why, text_format(&asking->region, "%d", LIMIT_ANSWER_BYTES)));
        else if (heard == HEARD_END)
            over = asking->finished = true;
        else
            over = obey(asking, line);
        if (heard == HEARD_END && !asking->ear.echo)
            build_byte(&asking->out, '\n');
    }
    ask_flush(asking);
}

/* False with an error: the case cannot be read, or not be saved. */
static bool turn(Asking *asking)
{
    determine_told(asking);
    if (is_refused(asking) && asking->changed)
        take_back(asking);
    if (is_refused(asking))
        return false;
    tell_news(asking);
    if (!save(asking))
        return false;
    asking->question = interview_next(&asking->interview, asking->answer);
    if (asking->moved && asking->question.kind != ASK_THINGS) {
        ask_show_standing(asking); /* before, too little is told to stand anywhere */
        asking->moved = false;
    }
    if (asking->question.kind == ASK_NOTHING && !asking->answer)
        asking->finished = true; /* nobody knows whose law is asked for */
    if (asking->finished)
        return true;
    ask_show_question(asking);
    listen(asking);
    return true;
}

/* ---- the end ---- */

static void show_determination(Asking *asking)
{
    View view = view_of(asking->cli, &asking->region, asking->answer);
    view_body(&view);
    view_foot(&view);
}

static void end_json(Asking *asking)
{
    Cli *cli = asking->cli;
    Builder answer = builder_on(&asking->region);
    JsonWriter json = json_writer(&cli->out, false);
    lawbook_json(&answer, asking->opened.outcome, &asking->opened.head, asking->answer, cli->language, false, false);
    json_open(&json, '{');
    json_key(&json, TEXT("case"));
    interview_write(&asking->interview, program_of(asking), false, &json);
    json_key(&json, TEXT("determination"));
    json_raw(&json, builder_text(&answer));
    json_close(&json, '}');
    build_byte(&cli->out, '\n');
}

/* Without --out the case itself is printed, so that it is not lost. */
static void end_text(Asking *asking)
{
    Cli *cli = asking->cli;
    if (asking->answer)
        show_determination(asking);
    if (!asking->path)
        build_format(&cli->out, "%s" TEXT_FMT, asking->answer ? "\n" : "", TEXT_ARG(case_text(asking)));
}

static Exit end(Asking *asking)
{
    Cli *cli = asking->cli;
    determine_told(asking);
    if (is_refused(asking))
        return EXIT_ERROR;
    tell_news(asking);
    if (!save(asking))
        return EXIT_ERROR;
    if (asking->path)
        ask_say(asking, STYLE_FAINT, SAY(cli, MSG_ASK_SAVED, text_of(asking->path)));
    ask_flush(asking);
    if (cli->json)
        end_json(asking);
    else
        end_text(asking);
    Status status = asking->answer ? asking->answer->status : STATUS_UNDETERMINED;
    cli_flush(cli);
    return status == STATUS_DETERMINED ? EXIT_DONE : status == STATUS_CONFLICT ? EXIT_CONFLICT : EXIT_OPEN;
}

/* ---- the beginning ---- */

/* A case given is held against its law as strictly as anywhere: only from then on facts may be idle. */
static bool load(Asking *asking, const char *path)
{
    Cli *cli = asking->cli;
    const Source *source = file_read(&cli->task, path, 0);
    const Json *json = source ? json_read(&cli->task, source) : NULL;
    CaseHead head;
    if (!json || !case_head(&cli->task, source, json, &head))
        return false;
    DetermineOptions once = asking->options;
    once.alone = true;
    if (case_open(cli, &cli->task, source, &once).outcome == LAWBOOK_FAILED)
        return false;
    interview_load(&asking->interview, source, json);
    return true;
}

static Exit begin(Asking *asking)
{
    Cli *cli = asking->cli;
    const char *resumed = cli->given[OPTION_RESUME], *given = cli->operand_count ? cli->operands[0] : NULL;
    if (cli->operand_count > 1 || (resumed && given) || (given && text_is(text_of(given), "-")))
        return misuse(cli, say(cli, MSG_ASK_ONE_FILE));
    Exit exit = determine_options(cli, &asking->options);
    if (exit != EXIT_DONE)
        return exit;
    asking->path = cli_on(cli, OPTION_OUT) ? cli->given[OPTION_OUT] : resumed;
    Lawbook *lawbook = load_lawbook(cli);
    asking->books = lawbook ? lawbook_pages(&cli->task, lawbook, TEXT_NONE) : NULL;
    interview_init(&asking->interview, &cli->region);
    const char *file = given ? given : resumed && file_exists(resumed) ? resumed : NULL;
    if (!asking->books || (file && !load(asking, file)))
        return EXIT_ERROR;
    asking->options.facts.changed = asking->moved = true;
    return EXIT_DONE;
}

static Exit interview(Asking *asking)
{
    clear_turn(asking);
    see_answer(asking);
    ask_say(asking, STYLE_FAINT, say(asking->cli, MSG_ASK_SIGNS));
    ask_flush(asking);
    while (!asking->finished)
        if (!turn(asking))
            break;
    Exit exit = asking->finished ? end(asking) : EXIT_ERROR;
    ask_flush(asking);
    if (asking->report.errors)
        cli_tell(asking->cli, &asking->report, false);
    return exit;
}

Exit command_ask(Cli *cli)
{
    Asking asking = { .cli = cli };
    Exit exit = begin(&asking);
    if (exit != EXIT_DONE)
        return exit;
    region_init(&asking.region, NULL);
    ear_open(&asking.ear);
    cli->scratch = &asking.region;
    exit = interview(&asking);
    cli->scratch = &cli->region;
    ear_close(&asking.ear);
    region_close(&asking.region);
    return exit;
}

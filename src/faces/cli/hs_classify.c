/* faces/cli/hs_classify.c - `declarant hs classify` and `declarant hs assess`: which code the law gives the goods of a case, which others it
 * does not and why; and what is to be thought of a code that somebody else gives them.
 */
#include "base/file.h"
#include "determination/classify.h"
#include "determination/hints.h"
#include "faces/cli/hs.h"
#include "faces/cli/view.h"
#include "papers/words.h"

enum { LABEL = 14 };

typedef struct Judge {
    HsView *hs;
    View view;
    const ProductWords *words;
    Text place;              /* of one thing only: its id or path; empty: all */
    Text digits;             /* of the code to be judged; empty: none, only candidates */
    CodeVerdict worst;
    size_t shown;
} Judge;

/* ---- words ---- */

static const char *const standings[] = { [CODE_GIVEN] = "given", [CODE_POSSIBLE] = "possible", [CODE_READING] = "other reading", [CODE_REJECTED] = "rejected" };
static const char *const verdicts[] = { [VERDICT_REASONABLE] = "reasonable", [VERDICT_DOUBTFUL] = "doubtful", [VERDICT_WRONG] = "wrong" };

static Text known_words(const Judge *judge, Confidence confidence)
{
    return SAY(judge->view.cli, MSG_KNOWN_FROM, word_in(&judge->view, "CONFIDENCE_", text_of(confidence_name(confidence))));
}

/* "8523.49.11  HS 2022; known from: reported; and its row" */
static Text candidate_words(const Judge *judge, const Candidates *candidates, const CodeCandidate *candidate)
{
    Builder out = builder_on(judge->view.region);
    if (candidates->edition.length && candidate->standing == CODE_GIVEN)
        words_add(&out, "; ", candidates->edition);
    words_add(&out, "; ", known_words(judge, candidate->confidence));
    if (candidate->row)
        words_add(&out, "; ", candidate->row->row->id);
    return builder_text(&out);
}

static Text ground_words(const Judge *judge, const Candidates *candidates, const Assessment *assessment)
{
    static const Word words[] = {
        [GROUND_SAME] = WORD_GROUND_SAME,         [GROUND_SHORTER] = WORD_GROUND_SHORTER, [GROUND_LONGER] = WORD_GROUND_LONGER, [GROUND_READING] = WORD_GROUND_READING,
        [GROUND_POSSIBLE] = WORD_GROUND_POSSIBLE, [GROUND_NO_CODE] = WORD_GROUND_NO_CODE, [GROUND_UNSURE] = WORD_GROUND_UNSURE, [GROUND_REJECTED] = WORD_GROUND_REJECTED,
        [GROUND_NO_ROW] = WORD_GROUND_NO_ROW,     [GROUND_NOT_IN_HS] = WORD_GROUND_NOT_IN_HS,
    };
    const CodeCandidate *candidate = assessment->candidate;
    Text why = TEXT_NONE;
    if (assessment->ground == GROUND_REJECTED)
        why = candidate ? reword(judge->view.cli, candidate->why) : TEXT_NONE;
    if (assessment->ground == GROUND_READING)
        why = view_because(&judge->view, candidate->alternative);
    if (assessment->ground == GROUND_POSSIBLE)
        why = hang_words(&judge->view, candidates->entry->hang);
    if (assessment->ground == GROUND_NOT_IN_HS)
        why = assessment->editions ? hs_set_words(judge->hs, assessment->editions) : TEXT("-");
    const Text with[] = { candidates->number, candidates->edition, why, candidate && candidate->row ? candidate->row->row->id : TEXT_NONE };
    return word_filled(judge->view.region, word(words[assessment->ground], judge->view.cli->language), with, 4);
}

/* What the code means in the edition of the day, else in the newest that has it. */
static void put_meaning(Judge *judge, const Candidates *candidates)
{
    const HsView *hs = judge->hs;
    Text six = text_slice(judge->digits, 0, 6), words;
    int edition = candidates->edition.length ? hs_edition_named(hs->hs, candidates->edition) : -1;
    if (!hs_has(hs_editions(hs->hs, six), edition))
        for (edition = (int)hs->hs->edition_count - 1; edition >= 0 && !hs_has(hs_editions(hs->hs, six), edition);)
            edition--;
    words = edition >= 0 ? hs_words(hs, six, edition) : TEXT_NONE;
    if (words.length)
        screen_labelled(&judge->view.screen, LABEL, hs_code_text(hs->region, six), STYLE_FAINT, text_format(hs->region, TEXT_FMT ": " TEXT_FMT, TEXT_ARG(hs_edition_name(hs, edition)), TEXT_ARG(words)));
}

/* ---- what the law looked at ---- */

/* The day and the edition say which table is read, not which row of it. */
static bool is_test(const Candidates *candidates, const Step *step)
{
    bool edition = step->value.kind == VALUE_TEXT && text_equal(text_of_value(step->value), candidates->edition);
    return step->value.kind != VALUE_NOT_THERE && step->value.kind != VALUE_DATE && !edition;
}

static const Step *next_test(const Candidates *candidates, const Step *step)
{
    while (step && !is_test(candidates, step))
        step = step->next;
    return step;
}

static const Step *first_test(const Candidates *candidates)
{
    return candidates->step ? candidates->step->inner : NULL;
}

static void put_tests(Judge *judge, const Candidates *candidates)
{
    Builder out = builder_on(judge->view.region);
    for (const Step *step = next_test(candidates, first_test(candidates)); step; step = next_test(candidates, step->next)) {
        Text name = step->fact && !step->fact->entry->made ? fact_words(&judge->view, step->fact) : name_words(&judge->view, step->name);
        words_add(&out, "; ", text_format(judge->view.region, TEXT_FMT " = " TEXT_FMT, TEXT_ARG(name), TEXT_ARG(value_words(&judge->view, step->value))));
    }
    if (out.length)
        screen_labelled(&judge->view.screen, LABEL, say(judge->view.cli, MSG_CLASSIFY_TESTS), STYLE_PLAIN, builder_text(&out));
}

/* ---- what the name lets one guess ---- */

static Text hint_words(const Judge *judge, const Hint *hint)
{
    const View *view = &judge->view;
    Text name = fact_words(view, hint->fact), quoted = hint->word->word;
    const Text with[] = { hint->said, quoted, name, hint->word->value, hint->told ? value_words(view, hint->is) : TEXT_NONE };
    return word_filled(view->region, word(hint->told ? WORD_HINT_OTHER : WORD_HINT_UNTOLD, view->cli->language), with, 5);
}

/* Of the thing itself and those it was made from: the ids on its way. */
static void hints_for(const Judge *judge, const Candidates *candidates, HintList *out)
{
    const Run *run = judge->view.answer->run;
    for (const RunFrame *told = run->told; told; told = told->next) {
        Text path = frame_path(judge->view.region, &told->frame), of = candidates->entry->of;
        bool around = path.length && text_starts(of, path) && (of.length == path.length || of.at[path.length] == '/');
        if (around)
            hints_of(judge->view.region, run, judge->words, &told->frame, out);
    }
}

static void put_hints(Judge *judge, const Candidates *candidates)
{
    HintList hints = { 0 };
    hints_for(judge, candidates, &hints);
    for (size_t i = 0; i < hints.at.count; i++)
        screen_labelled(&judge->view.screen, LABEL, say(judge->view.cli, MSG_CLASSIFY_GUESS), STYLE_DOUBT, hint_words(judge, &hints.at.at[i]));
}

/* ---- candidates ---- */

static void put_open(Judge *judge, const Candidates *candidates)
{
    const Entry *entry = candidates->entry;
    if (candidates->number.length)
        return;
    Text words = entry->hang ? SAY(judge->view.cli, MSG_CLASSIFY_HANGS, hang_words(&judge->view, entry->hang)) : entry_words(&judge->view, entry);
    screen_labelled(&judge->view.screen, LABEL, say(judge->view.cli, MSG_CLASSIFY_OPEN), STYLE_DOUBT, words);
}

static void put_near(Judge *judge, const Candidates *candidates)
{
    for (uint32_t i = 0; i < candidates->count; i++) {
        const CodeCandidate *candidate = &candidates->at[i];
        Text words = candidate_words(judge, candidates, candidate);
        if (candidate->standing == CODE_READING)
            words = text_format(judge->view.region, TEXT_FMT "; " TEXT_FMT, TEXT_ARG(view_because(&judge->view, candidate->alternative)), TEXT_ARG(words));
        if (candidate->standing != CODE_REJECTED)
            screen_labelled(&judge->view.screen, LABEL, candidate->number, candidate->standing == CODE_GIVEN ? STYLE_GOOD : STYLE_DOUBT, words);
    }
}

static bool why_shown(const Candidates *candidates, uint32_t at)
{
    for (uint32_t i = 0; i < at; i++)
        if (candidates->at[i].standing == CODE_REJECTED && text_equal(candidates->at[i].why, candidates->at[at].why))
            return true;
    return false;
}

/* Codes that lost for one reason stand together. */
static void put_rejected(Judge *judge, const Candidates *candidates)
{
    bool begun = false;
    for (uint32_t i = 0; i < candidates->count; i++) {
        if (candidates->at[i].standing != CODE_REJECTED || why_shown(candidates, i))
            continue;
        Builder out = builder_on(judge->view.region);
        for (uint32_t k = i; k < candidates->count; k++)
            if (candidates->at[k].standing == CODE_REJECTED && text_equal(candidates->at[k].why, candidates->at[i].why))
                words_add(&out, ", ", text_format(judge->view.region, TEXT_FMT " (" TEXT_FMT ")", TEXT_ARG(candidates->at[k].number), TEXT_ARG(candidates->at[k].row->row->id)));
        if (!begun) {
            screen_blanks(&judge->view.screen, 2);
            screen_wrap(&judge->view.screen, 2, 2, STYLE_PLAIN, say(judge->view.cli, MSG_CLASSIFY_REJECTED));
        }
        begun = true;
        screen_item(&judge->view.screen, STYLE_FAINT, text_format(judge->view.region, TEXT_FMT ": " TEXT_FMT, TEXT_ARG(builder_text(&out)), TEXT_ARG(reword(judge->view.cli, candidates->at[i].why))));
    }
}

/* ---- one thing ---- */

static void put_head(Judge *judge, const Candidates *candidates, const Assessment *assessment)
{
    static const Style styles[] = { STYLE_GOOD, STYLE_DOUBT, STYLE_BAD };
    Screen *screen = &judge->view.screen;
    if (judge->shown++)
        screen_end(screen);
    screen_put(screen, STYLE_BOLD, candidates->entry->of);
    if (!assessment) {
        screen_end(screen);
        return;
    }
    screen_put(screen, STYLE_PLAIN, text_format(judge->view.region, "  " TEXT_FMT "  ", TEXT_ARG(judge->hs->written)));
    screen_put(screen, styles[assessment->verdict], word_named("VERDICT_", text_of(verdicts[assessment->verdict]), judge->view.cli->language));
    screen_end(screen);
    screen_labelled(screen, LABEL, say(judge->view.cli, MSG_CLASSIFY_WHY), STYLE_PLAIN, ground_words(judge, candidates, assessment));
    if (assessment->verdict != VERDICT_REASONABLE)
        put_meaning(judge, candidates);
    if (assessment->verdict != VERDICT_REASONABLE && assessment->agrees >= 4)
        screen_labelled(screen, LABEL, say(judge->view.cli, MSG_CLASSIFY_AGREES),
                        STYLE_PLAIN, SAY(judge->view.cli, MSG_CLASSIFY_DIGITS, text_format(judge->view.region, "%u", assessment->agrees), candidates->number));
}

static void show_thing(Judge *judge, const Candidates *candidates, const Assessment *assessment)
{
    put_head(judge, candidates, assessment);
    put_open(judge, candidates);
    put_near(judge, candidates);
    put_tests(judge, candidates);
    put_hints(judge, candidates);
    if (!assessment || cli_on(judge->view.cli, OPTION_FULL))
        put_rejected(judge, candidates);
}

/* ---- as JSON ---- */

static void candidate_json(JsonWriter *writer, const CodeCandidate *candidate)
{
    json_open(writer, '{');
    json_pair(writer, "number", candidate->number);
    json_pair(writer, "standing", text_of(standings[candidate->standing]));
    if (candidate->row)
        json_pair(writer, "row", candidate->row->row->id);
    json_pair(writer, "confidence", text_of(confidence_name(candidate->confidence)));
    json_pair_if(writer, "why", candidate->why);
    if (candidate->alternative && candidate->alternative->question) {
        json_pair(writer, "question", candidate->alternative->question->name);
        json_pair(writer, "reading", candidate->alternative->reading->name);
    } else if (candidate->alternative) {
        json_pair(writer, "voice", candidate->alternative->voice.length ? candidate->alternative->voice : TEXT("house"));
    }
    json_close(writer, '}');
}

static void tests_json(const Judge *judge, JsonWriter *writer, const Candidates *candidates)
{
    json_key(writer, TEXT("tests"));
    json_open(writer, '[');
    for (const Step *step = next_test(candidates, first_test(candidates)); step; step = next_test(candidates, step->next)) {
        json_open(writer, '{');
        json_pair(writer, "name", step->name);
        json_pair_if(writer, "of", step->of);
        json_pair(writer, "value", step->value.kind == VALUE_UNKNOWN ? TEXT("unknown") : value_words(&judge->view, step->value));
        json_close(writer, '}');
    }
    json_close(writer, ']');
}

static void hints_json(const Judge *judge, JsonWriter *writer, const Candidates *candidates)
{
    HintList hints = { 0 };
    hints_for(judge, candidates, &hints);
    json_key(writer, TEXT("guesses"));
    json_open(writer, '[');
    for (size_t i = 0; i < hints.at.count; i++) {
        const Hint *hint = &hints.at.at[i];
        json_open(writer, '{');
        json_pair(writer, "text", hint->said);
        json_pair(writer, "word", hint->word->word);
        json_pair(writer, "fact", hint->fact->name);
        json_pair(writer, "value", hint->word->value);
        json_key(writer, TEXT("told_otherwise"));
        json_boolean(writer, hint->told);
        json_close(writer, '}');
    }
    json_close(writer, ']');
}

static void verdict_json(const Judge *judge, JsonWriter *writer, const Assessment *assessment)
{
    static const char *const grounds[] = {
        [GROUND_SAME] = "same",       [GROUND_SHORTER] = "shorter", [GROUND_LONGER] = "longer",     [GROUND_READING] = "other reading", [GROUND_POSSIBLE] = "possible",
        [GROUND_NO_CODE] = "no code", [GROUND_UNSURE] = "unsure",   [GROUND_REJECTED] = "rejected", [GROUND_NO_ROW] = "no row",         [GROUND_NOT_IN_HS] = "not in the edition",
    };
    json_pair(writer, "verdict", text_of(verdicts[assessment->verdict]));
    json_pair(writer, "ground", text_of(grounds[assessment->ground]));
    json_pair(writer, "agrees", text_format(judge->view.region, "%u", assessment->agrees));
    json_pair_if(writer, "why", assessment->candidate ? assessment->candidate->why : TEXT_NONE);
}

static void thing_json(Judge *judge, const Candidates *candidates, const Assessment *assessment)
{
    JsonWriter *writer = judge->hs->writer;
    judge->shown++;
    json_open(writer, '{');
    json_pair(writer, "of", candidates->entry->of);
    if (assessment)
        verdict_json(judge, writer, assessment);
    json_pair_if(writer, "number", candidates->number);
    json_pair_if(writer, "edition", candidates->edition);
    json_key(writer, TEXT("candidates"));
    json_open(writer, '[');
    for (uint32_t i = 0; i < candidates->count; i++)
        candidate_json(writer, &candidates->at[i]);
    json_close(writer, ']');
    tests_json(judge, writer, candidates);
    hints_json(judge, writer, candidates);
    json_close(writer, '}');
}

/* ---- the command ---- */

static void judge_entry(Judge *judge, const Entry *entry)
{
    Candidates candidates;
    Assessment assessment;
    candidates_of(&judge->view.cli->task, judge->view.answer, entry, &candidates);
    if (judge->digits.length) {
        assessment = code_assess(&candidates, judge->digits, judge->hs->hs);
        judge->worst = assessment.verdict > judge->worst ? assessment.verdict : judge->worst;
    }
    if (judge->hs->writer)
        thing_json(judge, &candidates, judge->digits.length ? &assessment : NULL);
    else
        show_thing(judge, &candidates, judge->digits.length ? &assessment : NULL);
}

static bool is_asked(const Judge *judge, const Entry *entry)
{
    return is_code_entry(entry) && entry->frame && (!judge->place.length || text_equal(entry->of, judge->place) || text_equal(entry->frame->id, judge->place));
}

static void judge_all(Judge *judge)
{
    JsonWriter *writer = judge->hs->writer;
    if (writer) {
        json_open(writer, '{');
        json_pair_if(writer, "code", judge->hs->written);
        json_key(writer, TEXT("goods"));
        json_open(writer, '[');
    }
    for (const Entry *entry = judge->view.answer->entries; entry; entry = entry->next)
        if (is_asked(judge, entry))
            judge_entry(judge, entry);
    if (writer) {
        json_close(writer, ']');
        json_close(writer, '}');
    } else if (judge->shown) {
        screen_end(&judge->view.screen);
        screen_wrap(&judge->view.screen, 0, 0, STYLE_FAINT, say(judge->view.cli, MSG_CLASSIFY_FOOT));
    }
}

/* The ids of all goods that are asked for. */
static Text goods_asked(const Judge *judge, size_t *count)
{
    Builder out = builder_on(judge->view.region);
    for (const Entry *entry = judge->view.answer->entries; entry; entry = entry->next)
        if (is_asked(judge, entry)) {
            words_add(&out, ", ", entry->of);
            (*count)++;
        }
    return builder_text(&out);
}

static Exit judge_case(Judge *judge, const char *path)
{
    static const Exit exits[] = { EXIT_DONE, EXIT_OPEN, EXIT_FINDING };
    Cli *cli = judge->hs->cli;
    DetermineOptions options;
    Exit exit = determine_options(cli, &options);
    if (exit != EXIT_DONE)
        return exit;
    Opened opened = case_open(cli, &cli->task, file_read(&cli->task, path, 0), &options);
    if (opened.outcome == LAWBOOK_FAILED)
        return EXIT_ERROR;
    if (opened.outcome != LAWBOOK_DETERMINED) {
        talk(cli, opened.outcome == LAWBOOK_UNTOLD ? say(cli, MSG_WHICH_JURISDICTION) : SAY(cli, MSG_NO_LAW, opened.head.jurisdiction, opened.head.movement));
        return EXIT_OPEN;
    }
    judge->view = view_of(cli, &cli->region, opened.answer);
    size_t count = 0;
    Text goods = goods_asked(judge, &count);
    if (count > 1 && judge->digits.length)
        return misuse(cli, SAY(cli, MSG_CLASSIFY_WHICH, goods));
    if (count)
        judge_all(judge);
    if (count)
        return exits[judge->worst];
    talk(cli, say(cli, MSG_CLASSIFY_NONE));
    return EXIT_OPEN;
}

Exit hs_classify(HsView *hs, bool assess)
{
    Cli *cli = hs->cli;
    size_t at = assess ? 2 : 1;
    Judge judge = { .hs = hs, .place = cli_operand(cli, at + 1) };
    if (cli->operand_count < at + 1 || cli->operand_count > at + 2)
        return misuse(cli, say(cli, assess ? MSG_HS_NEEDS_CODE_AND_CASE : MSG_HS_NEEDS_CASE));
    hs->written = assess ? cli_operand(cli, 1) : TEXT_NONE;
    judge.digits = code_digits(hs->region, hs->written);
    if (assess && !judge.digits.length)
        return misuse(cli, SAY(cli, MSG_HS_NOT_A_CODE, hs->written));
    judge.words = product_words_read(&cli->task, load_data_folder(cli));
    return judge.words ? judge_case(&judge, cli->operands[at]) : EXIT_ERROR;
}

/* papers/procedure_paper.c - see procedure_paper.h; the calendar: procedure_calendar.c. */
#include "papers/procedure_paper.h"

#include "determination/answer.h"
#include "papers/articles.h"
#include "papers/evidence_paper.h"
#include "papers/paper_words.h"

typedef struct Showing {
    Task *task;
    Region *region;             /* the task's */
    Ledger *ledger;             /* for what was done */
    const Procedure *procedure; /* what is shown */
    const ProcedurePaperOptions *options; /* as they were asked for */
    Paper *paper;               /* so far */
} Showing;

/* ---- words of rows ---- */

static Text in_words(const Showing *showing, const Entry *entry, const char *part)
{
    Value value = entry_part(entry, part);
    Text text = value.kind == VALUE_TEXT ? text_of_value(value) : TEXT_NONE;
    Text words = showing->options->phrases && showing->options->language ? phrase_in(showing->options->phrases, text, showing->options->language) : TEXT_NONE;
    return words.length ? words : text;
}

static Text name_words(const Showing *showing, Text name)
{
    return name_in_part(showing->procedure->answer->program, TEXT("task"), TEXT("task"), name, showing->options->language);
}

/* "deliver (s1/1)" */
static Text work_words(const Showing *showing, const Work *work)
{
    Text words = name_words(showing, work->name);
    return work->of.length ? text_format(showing->region, TEXT_FMT " (" TEXT_FMT ")", TEXT_ARG(words), TEXT_ARG(work->of)) : words;
}

/* "mail or download log", each in the reader's words. */
static Text paper_words(const Showing *showing, Text either)
{
    Builder out = builder_on(showing->region);
    for (size_t at = 0; at < either.length;) {
        size_t end = text_find(either, TEXT(" or "), at);
        end = end == SIZE_MAX ? either.length : end;
        build_text(&out, at ? TEXT(" / ") : TEXT_NONE);
        build_text(&out, evidence_type_word(showing->options->types, text_trim(text_slice(either, at, end)), showing->options->language));
        at = end + sizeof " or " - 1;
    }
    return builder_text(&out);
}

static Text papers_words(const Showing *showing, const Texts *papers)
{
    Builder out = builder_on(showing->region);
    for (size_t i = 0; i < papers->count; i++) {
        build_text(&out, i ? TEXT("; ") : TEXT_NONE);
        build_text(&out, paper_words(showing, papers->at[i]));
    }
    return builder_text(&out);
}

static Text before_words(const Showing *showing, const Texts *before)
{
    Builder out = builder_on(showing->region);
    for (size_t i = 0; i < before->count; i++) {
        Text of, name = text_cut(before->at[i], '@', &of);
        build_text(&out, i ? TEXT("; ") : TEXT_NONE);
        build_text(&out, name_words(showing, name));
        if (of.length)
            build_format(&out, " (" TEXT_FMT ")", TEXT_ARG(of));
    }
    return builder_text(&out);
}

/* ---- one piece of work ---- */

static bool is_late(const Showing *showing, const Work *work)
{
    return work->standing != WORK_DONE && work->due.length && showing->options->as_of.length && text_compare(work->due, showing->options->as_of) < 0;
}

static PaperCell standing_cell(const Showing *showing, const Work *work)
{
    static const PaperTone tones[WORK_STANDINGS] = { TONE_FAINT, TONE_GOOD, TONE_DOUBT, TONE_PLAIN, TONE_DOUBT, TONE_DOUBT, TONE_BAD };
    Text name = text_of(work_standing_name(work->standing));
    return cell_toned(name, word_named("WORK_", text_snake(showing->region, name), showing->options->language), tones[work->standing]);
}

static PaperCell due_cell(const Showing *showing, const Work *work)
{
    if (!is_late(showing, work))
        return cell_plain(work->due);
    return cell_toned(work->due, text_format(showing->region, TEXT_FMT ", " TEXT_FMT, TEXT_ARG(work->due), TEXT_ARG(paper_word(showing->paper, WORD_WORK_OVERDUE))), TONE_BAD);
}

static PaperCell owner_cell(const Showing *showing, const Work *work)
{
    return work->assigned.length ? cell_plain(work->assigned) : cell_toned(work->owner, in_words(showing, work->entry, "owner"), TONE_FAINT);
}

static Text below(const Showing *showing, const Work *work)
{
    Builder out = builder_on(showing->region);
    build_text(&out, in_words(showing, work->entry, "why"));
    build_text(&out, TEXT(". "));
    if (work->before.count)
        build_format(&out, TEXT_FMT " ", TEXT_ARG(PAPER_FILLED(showing->paper, WORD_WORK_AFTER, before_words(showing, &work->before))));
    if (work->four_eyes && !work->approval)
        build_format(&out, TEXT_FMT " ", TEXT_ARG(paper_word(showing->paper, WORD_WORK_FOUR_EYES)));
    build_text(&out, PAPER_FILLED(showing->paper, WORD_WORK_LEAVES, in_words(showing, work->entry, "leaves")));
    return builder_text(&out);
}

static void put_columns(PaperPart *part, bool voices)
{
    ADD_COLUMNS(part, COLUMN("state", WORD_WORK_STATE, PAPER_WORD), COLUMN("task", WORD_WORK_TASK, PAPER_WORD), COLUMN("due", WORD_WORK_DUE, PAPER_DAY),
                COLUMN("owner", WORD_WORK_OWNER, PAPER_TEXT), COLUMN("missing", WORD_WORK_MISSING, PAPER_TEXT),
                COLUMN("approved_by", WORD_WORK_APPROVED, PAPER_TEXT), ASIDE("id", WORD_WORK_ID, PAPER_CODE), ASIDE("papers", WORD_WORK_HELD, PAPER_NUMBER),
                ASIDE("day", WORD_WORK_DAY, PAPER_DAY), COLUMN_IF(voices, "voice", WORD_COLUMN_VOICE, PAPER_CODE),
                COLUMN("articles", WORD_COLUMN_ARTICLE, PAPER_CODE));
}

static void put_work(const Showing *showing, PaperPart *part, const Work *work)
{
    PaperRow *row = paper_row(part);
    paper_cell(part, row, "state", standing_cell(showing, work));
    paper_cell(part, row, "task", cell_words(work->name, work_words(showing, work)));
    paper_cell(part, row, "due", due_cell(showing, work));
    paper_cell(part, row, "owner", owner_cell(showing, work));
    if (work->standing != WORK_DONE)
        paper_cell(part, row, "missing", cell_plain(papers_words(showing, &work->missing)));
    paper_cell(part, row, "approved_by", cell_plain(work->approved_by));
    paper_cell(part, row, "id", cell_plain(work->id));
    paper_cell(part, row, "papers", cell_count(showing->region, work->held.count));
    paper_cell(part, row, "day", cell_plain(work->day));
    if (work->voice.length)
        paper_cell(part, row, "voice", cell_plain(work->voice));
    paper_cell(part, row, "articles", cell_plain(entry_articles(showing->region, work->entry)));
    if (work->standing != WORK_DONE)
        row->below = below(showing, work);
}

static void put_all(const Showing *showing, const char *key, Word title, bool voices)
{
    PaperPart *part = paper_part(showing->paper, key, paper_word(showing->paper, title));
    part->main = !voices;
    put_columns(part, voices);
    for (size_t i = 0; i < showing->procedure->work.count; i++)
        if ((showing->procedure->work.at[i].voice.length > 0) == voices)
            put_work(showing, part, &showing->procedure->work.at[i]);
    if (!voices)
        part->none = paper_word(showing->paper, WORD_WORK_NONE);
}

/* ---- what was done ---- */

/* Who did it; what somebody wrote down by hand says so. */
static PaperCell by_cell(const Showing *showing, Text by, Text told_by)
{
    if (!told_by.length)
        return cell_plain(by);
    Text told = PAPER_FILLED(showing->paper, WORD_WORK_TOLD_BY, told_by);
    return cell_toned(by, text_equal(by, told_by) ? told : text_format(showing->region, TEXT_FMT " (" TEXT_FMT ")", TEXT_ARG(by), TEXT_ARG(told)), TONE_DOUBT);
}

static void put_done(const Showing *showing, PaperPart *part, const Record *record)
{
    const Source *source;
    const Json *body = record_body(showing->task, record, &source);
    bool approval = text_is(record->kind, "approval");
    Text state = approval ? json_text_at(body, "says") : json_text_at(body, "state");
    PaperRow *row = paper_row(part);
    paper_cell(part, row, "sequence", cell_plain(text_format(showing->region, "%lld", (long long)record->sequence)));
    paper_cell(part, row, "at", cell_words(record->made_at, text_slice(record->made_at, 0, 10)));
    paper_cell(part, row, "by", by_cell(showing, approval ? json_text_at(body, "who") : record->made_by, json_text_at(body, "told_by")));
    paper_cell(part, row, "told_by", cell_plain(json_text_at(body, "told_by")));
    paper_cell(part, row, "state", cell_words(state, word_named("WORK_", text_snake(showing->region, state), showing->options->language)));
    paper_cell(part, row, "what", approval ? cell_words(json_text_at(body, "of"), text_slice(json_text_at(body, "of"), 7, 19)) : cell_words(json_text_at(body, "id"), before_words(showing, &(Texts){ .at = (Text[]){ json_text_at(body, "id") }, .count = 1 })));
    paper_cell(part, row, "owner", cell_plain(json_text_at(body, "owner")));
    paper_cell(part, row, "day", cell_plain(json_text_at(body, "day")));
}

static bool put_history(const Showing *showing)
{
    Records found;
    PaperPart *part = paper_part(showing->paper, "history", paper_word(showing->paper, WORD_WORK_HISTORY));
    part->none = paper_word(showing->paper, WORD_WORK_NOTHING);
    ADD_COLUMNS(part, COLUMN("sequence", WORD_LEDGER_NUMBER, PAPER_NUMBER), COLUMN("at", WORD_LEDGER_KEPT_ON, PAPER_TEXT), COLUMN("by", WORD_LEDGER_BY, PAPER_TEXT),
                COLUMN("state", WORD_WORK_STATE, PAPER_WORD), COLUMN("what", WORD_WORK_TASK, PAPER_TEXT), COLUMN("owner", WORD_WORK_OWNER, PAPER_TEXT),
                COLUMN("day", WORD_WORK_DAY, PAPER_DAY), ASIDE("told_by", WORD_WORK_TELLER, PAPER_TEXT));
    if (!ledger_find(showing->task, showing->ledger, &(LedgerQuery){ .case_id = showing->procedure->case_id }, &found))
        return false;
    for (size_t i = 0; i < found.count; i++)
        if (text_is(found.at[i].kind, "task") || text_is(found.at[i].kind, "approval"))
            put_done(showing, part, &found.at[i]);
    return true;
}

/* ---- the whole ---- */

static PaperCell verdict_of(const Showing *showing)
{
    const Procedure *procedure = showing->procedure;
    size_t counted = 0;
    for (int i = 0; i < WORK_STANDINGS; i++)
        counted += procedure->counts[i];
    if (procedure->next)
        return cell_toned(TEXT("next"), PAPER_FILLED(showing->paper, WORD_WORK_NEXT, work_words(showing, procedure->next)), TONE_STRONG);
    if (!procedure->work.count)
        return cell_toned(TEXT("none"), paper_word(showing->paper, WORD_WORK_NONE), TONE_PLAIN);
    bool done = procedure->counts[WORK_DONE] == counted;
    return done ? cell_toned(TEXT("done"), paper_word(showing->paper, WORD_WORK_ALL_DONE), TONE_GOOD) : cell_toned(TEXT("stuck"), paper_word(showing->paper, WORD_WORK_STUCK), TONE_DOUBT);
}

Paper *procedure_paper(Task *task, Ledger *ledger, const Procedure *procedure, const ProcedurePaperOptions *options)
{
    Showing showing = { task, task->region, ledger, procedure, options, paper_new(task->region, "procedure", word(WORD_WORK_TITLE, options->language), options->language) };
    showing.paper->about = procedure->case_id;
    showing.paper->verdict = verdict_of(&showing);
    paper_rests_on(showing.paper, procedure->answer);
    put_all(&showing, "tasks", WORD_WORK_TASKS, false);
    put_all(&showing, "voices", WORD_WORK_VOICES, true);
    if (!put_history(&showing))
        return NULL;
    paper_note(showing.paper, paper_word(showing.paper, WORD_WORK_NOTE));
    return showing.paper;
}

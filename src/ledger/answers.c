/* ledger/answers.c - see answers.h. Keeping and running again go through one function (work_out), so that they cannot differ in how they ask. */
#include "ledger/answers.h"

#include "base/csv.h"
#include "base/file.h"
#include "ledger/casefile.h"
#include "ledger/inside.h"
#include "value/canonical.h"
#include "value/zone.h"

/* ---- working out ---- */

static bool day_told(Task *task, Text text, int64_t *day, bool *has)
{
    *has = text.length != 0;
    if (!*has || date_read(day, text))
        return true;
    report_error(task->report, "record-form", SPAN_NONE, "\"" TEXT_FMT "\" is no day", TEXT_ARG(text));
    return false;
}

bool question_options(Task *task, const KeptQuestion *asked, DetermineOptions *options)
{
    *options = (DetermineOptions){ .lists = asked->lists, .house = text_is(asked->layer, "house") };
    if (!options->house && !text_is(asked->layer, "law"))
        options->voice = asked->layer;
    if (asked->rates && !(options->facts.rates = rates_read(task, asked->rates)))
        return false;
    return day_told(task, asked->as_of, &options->facts.as_of, &options->facts.has_as_of) && day_told(task, asked->known_on, &options->moment.known, &options->moment.has_known);
}

typedef struct Answer {
    Text json;   /* canonical */
    Text status;
    Text pages;  /* hash of the pages that were linked; empty where none were */
} Answer;

static Lawbook *open_law(Task *task, const LawFolders *folders)
{
    return lawbook_open(task, &(LawbookOptions){ .folder = folders->rulebooks, .data_folder = folders->data, .house = folders->house });
}

Text answer_canonical(Task *task, LawbookOutcome outcome, const CaseHead *head, const Determination *found)
{
    Builder out = builder_on(task->region);
    lawbook_json(&out, outcome, head, found, 0, false, true);
    return canonical_text(task, TEXT("determination"), builder_text(&out));
}

static bool work_out(Task *task, Lawbook *lawbook, const KeptQuestion *asked, Answer *answer)
{
    DetermineOptions options;
    CaseHead head;
    const Determination *found = NULL;
    const Source *source = source_from(task, asked->case_id, asked->facts);
    if (!source || !question_options(task, asked, &options))
        return false;
    LawbookOutcome outcome = lawbook_determine(task, lawbook, source, &options, &head, &found);
    if (outcome == LAWBOOK_FAILED)
        return false;
    answer->json = answer_canonical(task, outcome, &head, found);
    Status status = outcome == LAWBOOK_UNTOLD ? STATUS_UNDETERMINED : outcome == LAWBOOK_NOT_COVERED ? STATUS_NOT_COVERED : found->status;
    answer->status = text_of(status_name(status));
    answer->pages = outcome == LAWBOOK_DETERMINED ? found->law : TEXT_NONE;
    return answer->json.length != 0;
}

/* ---- terms of keeping ---- */

static bool is_keeping(const Csv *table, Text name)
{
    int column = table ? csv_column(table, TEXT("name")) : -1;
    for (uint32_t row = 0; column >= 0 && row < table->rows; row++)
        if (text_equal(csv_cell(table, row, (uint32_t)column)->text, name))
            return true;
    return false;
}

static Text member(const Json *object, const char *key)
{
    const Json *value = object ? json_get(object, text_of(key)) : NULL;
    return value && value->kind == JSON_STRING ? value->text : TEXT_NONE;
}

static void join(Builder *out, Text text)
{
    if (out->length && text.length)
        build_text(out, TEXT("; "));
    build_text(out, text);
}

static Text rows_of(Region *region, const Json *entry)
{
    Builder out = builder_on(region);
    const Json *rules = json_get(entry, TEXT("rules"));
    for (const Json *rule = rules ? rules->first : NULL; rule; rule = rule->next)
        join(&out, rule->text);
    return builder_text(&out);
}

/* Of the term's own rows: "CustL 45". */
static Text articles_of(Region *region, const Json *entry, Text name)
{
    Builder out = builder_on(region);
    const Json *citations = json_get(entry, TEXT("citations"));
    for (const Json *one = citations ? citations->first : NULL; one; one = one->next)
        if (text_equal(member(one, "decision"), name))
            join(&out, text_format(region, TEXT_FMT " " TEXT_FMT, TEXT_ARG(member(one, "source")), TEXT_ARG(member(one, "article"))));
    return builder_text(&out);
}

static void pair_if(JsonWriter *json, const char *key, Text text)
{
    if (text.length)
        json_pair(json, key, text);
}

static void write_term(JsonWriter *json, Region *region, const Json *entry)
{
    Text name = member(entry, "decision");
    json_open(json, '{');
    json_pair(json, "name", name);
    pair_if(json, "of", member(json_get(entry, TEXT("of")), "id"));
    pair_if(json, "until", member(entry, "day"));
    pair_if(json, "rows", rows_of(region, entry));
    pair_if(json, "articles", articles_of(region, entry, name));
    json_close(json, '}');
}

/* A term that the law asks for, whether or not its day is known; what it does not ask has no term. */
static bool is_asked(const Json *entry)
{
    return !text_is(member(json_get(entry, TEXT("absence")), "mark"), "none");
}

static Text terms_json(Task *task, const LawFolders *law, Text answer)
{
    const char *path = law->data ? path_join(task->region, text_of(law->data), TEXT("ledger/keeping.csv")) : NULL;
    const Source *file = path && file_exists(path) ? file_read(task, path, 0) : NULL;
    const Csv *table = file ? csv_read(task, file) : NULL;
    const Source *source = source_from(task, TEXT("determination"), answer);
    const Json *json = source ? json_read(task, source) : NULL, *deadlines = json ? json_get(json, TEXT("deadlines")) : NULL;
    Builder out = builder_on(task->region);
    JsonWriter writer = json_writer(&out, true);
    json_open(&writer, '[');
    for (const Json *entry = deadlines ? deadlines->first : NULL; entry; entry = entry->next)
        if (is_keeping(table, member(entry, "decision")) && is_asked(entry))
            write_term(&writer, task->region, entry);
    json_close(&writer, ']');
    return builder_text(&out);
}

bool kept_terms(Task *task, Ledger *ledger, Text case_id, const Record **record, KeptTerms *terms)
{
    Records found;
    const Source *source;
    *terms = (KeptTerms){ 0 };
    *record = NULL;
    if (!ledger_find(task, ledger, &(LedgerQuery){ .kind = TEXT("determination"), .case_id = case_id, .current = true }, &found))
        return false;
    if (!found.count)
        return true;
    *record = &found.at[found.count - 1];
    const Json *body = record_body(task, *record, &source), *kept = body ? json_get(body, TEXT("kept")) : NULL;
    for (const Json *one = kept ? kept->first : NULL; one; one = one->next)
        *LIST_ADD(task->region, *terms) = (KeptTerm){ member(one, "until"), member(one, "name"), member(one, "of"), member(one, "rows"), member(one, "articles") };
    return true;
}

/* ---- keeping ---- */

typedef struct Keeping {
    Text case_id;
    const KeptQuestion *asked;
    const Answer *answer;
    const LawText *law;
    Text terms;
    const Record *record; /* set when it is kept */
} Keeping;

static void body_member(JsonWriter *json, const char *key, Text text)
{
    pair_if(json, key, text);
}

static Text determination_body(Region *region, const Keeping *keeping, Text facts, Text answer, Text law, Text rates)
{
    const KeptQuestion *asked = keeping->asked;
    Builder out = builder_on(region);
    JsonWriter json = json_writer(&out, true);
    json_open(&json, '{');
    json_pair(&json, "facts", facts);
    json_pair(&json, "answer", answer);
    json_pair(&json, "status", keeping->answer->status);
    json_pair(&json, "law", law);
    json_pair(&json, "engine", TEXT(DECLARANT_VERSION));
    json_pair(&json, "time_zones", text_of(zone_edition()));
    body_member(&json, "pages", keeping->answer->pages);
    body_member(&json, "as_of", asked->as_of);
    body_member(&json, "known_on", asked->known_on);
    body_member(&json, "layer", asked->layer);
    body_member(&json, "lists", asked->lists);
    body_member(&json, "rates", rates);
    json_key(&json, TEXT("kept"));
    json_raw(&json, keeping->terms);
    json_close(&json, '}');
    return builder_text(&out);
}

static bool keep_work(Task *task, Ledger *ledger, void *argument)
{
    Keeping *keeping = argument;
    Text law = law_keep(task, ledger, keeping->law);
    Text facts = law.length ? blob_put(task, ledger, keeping->asked->facts) : TEXT_NONE;
    Text answer = facts.length ? blob_put(task, ledger, keeping->answer->json) : TEXT_NONE;
    Text rates = answer.length && keeping->asked->rates ? blob_put(task, ledger, keeping->asked->rates->bytes) : TEXT_NONE;
    if (!answer.length || (keeping->asked->rates && !rates.length))
        return false;
    Text body = determination_body(task->region, keeping, facts, answer, law, rates);
    keeping->record = ledger_put(task, ledger, &(NewRecord){ .kind = KIND_DETERMINATION, .case_id = keeping->case_id, .body = body });
    return keeping->record != NULL;
}

/* The pages were read once for the ledger and once for the answer: they must be the same. */
static bool law_stood_still(Task *task, const LawFolders *folders, const LawText *before)
{
    LawText after;
    if (!law_read(task, folders, &after))
        return false;
    if (text_equal(before->hash, after.hash))
        return true;
    Problem *problem = report_error(task->report, "law-changed", SPAN_NONE, "the rulebooks changed while the case was determined");
    problem_hint(task->report, problem, "Determine it once more.");
    return false;
}

static bool work_out_under(Task *task, const LawFolders *folders, const KeptQuestion *asked, Answer *answer)
{
    Lawbook *lawbook = open_law(task, folders);
    bool done = lawbook && work_out(task, lawbook, asked, answer);
    lawbook_close(&lawbook);
    return done;
}

bool keep_answer(Task *task, Ledger *ledger, Text case_id, const KeepOptions *options, KeptAnswer *kept)
{
    LawText law;
    Answer answer;
    KeptQuestion asked = { .case_id = case_id, .as_of = options->as_of, .known_on = options->known_on, .layer = options->layer.length ? options->layer : TEXT("law"), .lists = options->lists, .rates = options->rates };
    if (!casefile_find(task, ledger, case_id))
        return false;
    asked.facts = casefile_json(task, ledger, case_id);
    if (!asked.facts.length || !law_read(task, &options->law, &law) || !work_out_under(task, &options->law, &asked, &answer) || !law_stood_still(task, &options->law, &law))
        return false;
    Keeping keeping = { case_id, &asked, &answer, &law, terms_json(task, &options->law, answer.json), NULL };
    if (!ledger_transact(task, ledger, keep_work, &keeping))
        return false;
    *kept = (KeptAnswer){ keeping.record, answer.status, answer.json };
    return true;
}

/* ---- once more ---- */

struct Replay {
    Region *region;   /* that outlives it */
    Text law;         /* record whose pages are laid out */
    LawLaidOut laid;
    Lawbook *lawbook;
};

Replay *replay_open(Task *task)
{
    Replay *replay = REGION_NEW(task->region, Replay);
    replay->region = task->region;
    return replay;
}

static void put_away(Task *task, Replay *replay)
{
    lawbook_close(&replay->lawbook);
    law_clear(task, &replay->laid);
    replay->law = TEXT_NONE;
}

void replay_close(Task *task, Replay **replay)
{
    if (*replay)
        put_away(task, *replay);
    *replay = NULL;
}

Lawbook *replay_law(Task *task, Replay *replay, Ledger *ledger, Text law)
{
    Task lasting = { replay->region, task->report, task->cancel };
    if (replay->lawbook && text_equal(replay->law, law))
        return replay->lawbook;
    put_away(task, replay);
    if (!law_lay_out(&lasting, ledger, law, &replay->laid))
        return NULL;
    replay->law = text_copy(replay->region, law);
    replay->lawbook = open_law(task, &replay->laid.folders);
    return replay->lawbook;
}

const LawFolders *replay_folders(const Replay *replay)
{
    return &replay->laid.folders;
}

/* A blob that the record names: what it is not there for decides the outcome. */
static ReplayOutcome fetch(Task *task, Ledger *ledger, Text hash, Text *bytes)
{
    BlobOutcome outcome = blob_get(task, ledger, hash, bytes);
    if (outcome == BLOB_ABSENT)
        report_error(task->report, "ledger-damaged", SPAN_NONE, "the ledger does not hold the blob \"" TEXT_FMT "\" that a record names", TEXT_ARG(hash));
    return outcome == BLOB_HERE ? REPLAY_SAME : outcome == BLOB_ERASED ? REPLAY_ERASED : REPLAY_FAILED;
}

static ReplayOutcome question_of(Task *task, Ledger *ledger, const Record *record, const Json *body, KeptQuestion *asked)
{
    Text rates = member(body, "rates"), table;
    *asked = (KeptQuestion){ .case_id = record->case_id, .as_of = member(body, "as_of"), .known_on = member(body, "known_on"), .layer = member(body, "layer"), .lists = member(body, "lists") };
    ReplayOutcome outcome = fetch(task, ledger, member(body, "facts"), &asked->facts);
    if (outcome != REPLAY_SAME || !rates.length)
        return outcome;
    outcome = fetch(task, ledger, rates, &table);
    asked->rates = outcome == REPLAY_SAME ? source_from(task, TEXT("rates"), table) : NULL;
    return outcome == REPLAY_SAME && !asked->rates ? REPLAY_FAILED : outcome;
}

ReplayOutcome kept_question(Task *task, Ledger *ledger, const Record *record, const Json *body, KeptQuestion *question, Text *answer)
{
    ReplayOutcome outcome = question_of(task, ledger, record, body, question);
    return outcome == REPLAY_SAME ? fetch(task, ledger, member(body, "answer"), answer) : outcome;
}

Text answer_differences(Task *task, Text before, Text after)
{
    const Source *sources[2] = { source_from(task, TEXT("kept"), before), source_from(task, TEXT("now"), after) };
    const Json *answers[2] = { sources[0] ? json_read(task, sources[0]) : NULL, sources[1] ? json_read(task, sources[1]) : NULL };
    Builder out = builder_on(task->region);
    for (int side = 0; side < 2 && answers[0] && answers[1]; side++)
        for (const Json *one = answers[side]->first; one; one = one->next) {
            const Json *other = json_get(answers[!side], one->key);
            bool same = other && text_equal(span_text(json_span(sources[side], one)), span_text(json_span(sources[!side], other)));
            if (same || (side && other))
                continue;
            build_format(&out, "%s" TEXT_FMT, out.length ? ", " : "", TEXT_ARG(one->key));
        }
    return builder_text(&out);
}

static ReplayOutcome run_again(Task *task, Replay *replay, Ledger *ledger, const Json *body, Replayed *found)
{
    KeptQuestion asked;
    Answer answer;
    Text kept;
    ReplayOutcome outcome = kept_question(task, ledger, found->record, body, &asked, &kept);
    if (outcome != REPLAY_SAME)
        return outcome;
    if (!replay_law(task, replay, ledger, member(body, "law")) || !work_out(task, replay->lawbook, &asked, &answer))
        return REPLAY_FAILED;
    found->now = answer.status;
    if (text_equal(answer.json, kept))
        return REPLAY_SAME;
    found->differs = answer_differences(task, kept, answer.json);
    return REPLAY_DIFFERS;
}

Replayed replay_record(Task *task, Replay *replay, Ledger *ledger, const Record *record)
{
    Replayed found = { .record = record, .outcome = REPLAY_ERASED };
    const Source *source;
    const Json *body = record_body(task, record, &source);
    if (!body)
        return found;
    found.engine = member(body, "engine");
    found.status = member(body, "status");
    found.outcome = run_again(task, replay, ledger, body, &found);
    return found;
}

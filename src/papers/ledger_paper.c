/* papers/ledger_paper.c - see ledger_paper.h. */
#include "papers/ledger_paper.h"

#include "base/csv.h"
#include "base/file.h"
#include "ledger/casefile.h"
#include "papers/paper_words.h"

enum { HASH_DIGITS = 12 };

typedef struct View {
    Task *task;
    Ledger *ledger;
    int language;
    Paper *paper;
    const Csv *terms; /* data/deadlines.csv: names of time limits in words; NULL: none */
    Text file;        /* hash of the file the case came in: where a fact is from it, its line alone is said */
} View;

/* ---- words ---- */

/* Where it is not there, names are shown as they are: nothing of it is told. */
static const Csv *names_of_terms(Task *task, const char *data)
{
    Report unheard;
    report_init(&unheard, task->region);
    Task quiet = { task->region, &unheard, NULL };
    const char *path = data ? path_join(task->region, text_of(data), TEXT("deadlines.csv")) : NULL;
    const Source *source = path && file_exists(path) ? file_read(&quiet, path, 0) : NULL;
    return source ? csv_read(&quiet, source) : NULL;
}

static Text term_words(const View *view, Text name)
{
    static const char *const columns[] = { "en", "zh", "vi" };
    int named = view->terms ? csv_column(view->terms, TEXT("name")) : -1, told = view->terms ? csv_column(view->terms, text_of(columns[view->language])) : -1;
    for (uint32_t row = 0; named >= 0 && told >= 0 && row < view->terms->rows; row++)
        if (text_equal(csv_cell(view->terms, row, (uint32_t)named)->text, name))
            return csv_cell(view->terms, row, (uint32_t)told)->text;
    return name;
}

/* "shipments:s1/invoice_lines:1/carrier_price" -> "shipments s1 > invoice_lines 1 > carrier_price", which has blanks to be broken at. */
static Text path_words(Region *region, Text path)
{
    Builder out = builder_on(region);
    for (size_t i = 0; i < path.length; i++)
        if (path.at[i] == '/')
            build_text(&out, TEXT(" › "));
        else
            build_byte(&out, path.at[i] == ':' ? ' ' : path.at[i]);
    return builder_text(&out);
}

/* ---- cells ---- */

Text hash_short(Text hash)
{
    return text_starts(hash, TEXT("sha256:")) ? text_slice(hash, 7, 7 + HASH_DIGITS) : hash;
}

static PaperCell hash_cell(Text hash)
{
    return cell_words(hash, hash_short(hash));
}

/* Day and minute. */
static PaperCell instant_cell(Region *region, Text at)
{
    return cell_words(at, at.length > 16 ? text_format(region, TEXT_FMT " " TEXT_FMT, TEXT_ARG(text_slice(at, 0, 10)), TEXT_ARG(text_slice(at, 11, 16))) : at);
}

static PaperCell status_cell(Region *region, int language, Text status)
{
    if (!status.length)
        return cell_toned(TEXT_NONE, word(WORD_LEDGER_NOT_YET, language), TONE_FAINT);
    PaperTone tone = text_is(status, "determined") ? TONE_GOOD : text_is(status, "conflict") ? TONE_BAD : TONE_DOUBT;
    return cell_toned(status, word_named("STATUS_", text_snake(region, status), language), tone);
}

static Text filled(Region *region, int language, Word form, Text a, Text b)
{
    return word_filled(region, word(form, language), (const Text[]){ a, b }, 2);
}

static Text number(Region *region, int64_t count)
{
    return text_format(region, "%lld", (long long)count);
}

static Text member(const Json *body, const char *key)
{
    const Json *value = body ? json_get(body, text_of(key)) : NULL;
    return value && (value->kind == JSON_STRING || value->kind == JSON_NUMBER) ? value->text : TEXT_NONE;
}

static Text kind_words(const View *view, Text kind)
{
    return word_named("KIND_", text_snake(view->task->region, kind), view->language);
}

/* ---- all cases ---- */

static Text newest_status(const View *view, Text case_id, bool *failed)
{
    Records found;
    const Source *source;
    *failed = !ledger_find(view->task, view->ledger, &(LedgerQuery){ .kind = TEXT("determination"), .case_id = case_id, .current = true }, &found);
    return *failed || !found.count ? TEXT_NONE : member(record_body(view->task, &found.at[found.count - 1], &source), "status");
}

static bool add_case(const View *view, PaperPart *part, const LedgerKey *key)
{
    Task *task = view->task;
    const Source *source;
    bool failed;
    const Record *record = casefile_find(task, view->ledger, key->key), *newest = ledger_at(task, view->ledger, key->last);
    Text status = newest_status(view, key->key, &failed);
    if (!record || !newest || failed)
        return false;
    const Json *body = record_body(task, record, &source);
    PaperRow *row = paper_row(part);
    paper_cell(part, row, "case", cell_toned(key->key, key->key, TONE_STRONG));
    paper_cell(part, row, "title", cell_plain(member(body, "title")));
    paper_cell(part, row, "jurisdiction", cell_plain(member(body, "jurisdiction")));
    paper_cell(part, row, "movement", cell_words(member(body, "movement"), word_named("MOVEMENT_", text_snake(task->region, member(body, "movement")), view->language)));
    paper_cell(part, row, "status", status_cell(task->region, view->language, status));
    paper_cell(part, row, "newest", instant_cell(task->region, newest->made_at));
    paper_cell(part, row, "records", cell_plain(number(task->region, key->count)));
    return true;
}

Paper *cases_paper(Task *task, Ledger *ledger, int language)
{
    LedgerKeys keys;
    Paper *paper = paper_new(task->region, "cases", word(WORD_LEDGER_CASES, language), language);
    View view = { .task = task, .ledger = ledger, .language = language, .paper = paper };
    PaperPart *part = paper_part(paper, "cases", word(WORD_LEDGER_CASES, language));
    part->main = true;
    part->none = word(WORD_LEDGER_NO_CASES, language);
    ADD_COLUMNS(part, COLUMN("case", WORD_CASE, PAPER_CODE), COLUMN("title", WORD_LEDGER_TITLE, PAPER_TEXT), COLUMN("jurisdiction", WORD_COUNTRY, PAPER_CODE),
                COLUMN("movement", WORD_LEDGER_MOVEMENT, PAPER_TEXT), COLUMN("status", WORD_LEDGER_DETERMINED, PAPER_WORD),
                COLUMN("newest", WORD_LEDGER_NEWEST, PAPER_TEXT), COLUMN("records", WORD_LEDGER_RECORDS, PAPER_NUMBER));
    if (!ledger_keys(task, ledger, "case", &keys))
        return NULL;
    for (size_t i = 0; i < keys.count; i++)
        if (!add_case(&view, part, &keys.at[i]))
            return NULL;
    paper->about = store_shown(task->region, ledger->store->place);
    return paper;
}

/* ---- one case ---- */

/* "contracts/2026/a.pdf" -> "a.pdf" */
Text file_called(Text path)
{
    size_t from = path.length;
    while (from && path.at[from - 1] != '/')
        from--;
    return from < path.length ? text_slice(path, from, path.length) : path;
}

/* "contract.pdf, page 3, line 12, told by Li Na"; `whole`: with the way to the file. */
static Text origin_of(const View *view, const Json *body, bool whole)
{
    static const struct { const char *key; Word form; } parts[] = {
        { "document_name", WORD_LEDGER_FROM_DOCUMENT }, { "place", WORD_LEDGER_FROM_DOCUMENT }, { "page", WORD_LEDGER_FROM_PAGE }, { "line", WORD_LEDGER_FROM_LINE },
        { "who", WORD_LEDGER_FROM_PERSON }, { "when", WORD_LEDGER_FROM_DAY }, { "note", WORD_LEDGER_FROM_DOCUMENT },
    };
    Builder out = builder_on(view->task->region);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        Text told = member(body, parts[i].key);
        if (!told.length || (i == 0 && !whole && text_equal(member(body, "document"), view->file)))
            continue;
        build_text(&out, out.length ? TEXT(", ") : TEXT(""));
        build_text(&out, filled(view->task->region, view->language, parts[i].form, whole || i ? told : file_called(told), TEXT_NONE));
    }
    return builder_text(&out);
}

static Text shown_value(Region *region, const Json *value, const Source *source)
{
    return value->kind == JSON_STRING ? value->text : text_copy(region, span_text(json_span(source, value)));
}

static void add_fact(const View *view, PaperPart *part, const Record *record)
{
    const Source *source;
    Region *region = view->task->region;
    const Json *body = record_body(view->task, record, &source), *value = body ? json_get(body, TEXT("value")) : NULL;
    PaperRow *row = paper_row(part);
    bool told = value && value->kind != JSON_NULL;
    paper_cell(part, row, "path", cell_words(member(body, "path"), path_words(region, member(body, "path"))));
    paper_cell(part, row, "value", told ? cell_plain(shown_value(region, value, source)) : cell_toned(TEXT_NONE, word(body ? WORD_LEDGER_WITHDRAWN : WORD_LEDGER_ERASED, view->language), TONE_FAINT));
    paper_cell(part, row, "origin", cell_toned(origin_of(view, body, true), origin_of(view, body, false), TONE_FAINT));
    paper_cell(part, row, "at", cell_words(record->made_at, text_slice(record->made_at, 0, 10)));
}

static bool facts_part(const View *view, Text case_id)
{
    Records facts;
    int language = view->language;
    PaperPart *part = paper_part(view->paper, "facts", word(WORD_LEDGER_FACTS, language));
    part->main = true;
    ADD_COLUMNS(part, COLUMN("path", WORD_FACT, PAPER_TEXT), COLUMN("value", WORD_PAPER_VALUE, PAPER_CODE), COLUMN("origin", WORD_LEDGER_ORIGIN, PAPER_TEXT),
                COLUMN("at", WORD_LEDGER_KEPT_ON, PAPER_TEXT));
    if (!casefile_facts(view->task, view->ledger, case_id, &facts))
        return false;
    for (size_t i = 0; i < facts.count; i++)
        add_fact(view, part, &facts.at[i]);
    return true;
}

static void add_determination(const View *view, PaperPart *part, const Record *record)
{
    const Source *source;
    Region *region = view->task->region;
    const Json *body = record_body(view->task, record, &source);
    PaperRow *row = paper_row(part);
    paper_cell(part, row, "record", hash_cell(record->hash));
    paper_cell(part, row, "status", status_cell(region, view->language, member(body, "status")));
    paper_cell(part, row, "as_of", cell_plain(member(body, "as_of")));
    paper_cell(part, row, "layer", cell_plain(member(body, "layer")));
    paper_cell(part, row, "law", hash_cell(member(body, "law")));
    paper_cell(part, row, "engine", cell_plain(member(body, "engine")));
    paper_cell(part, row, "by", cell_plain(record->made_by));
    paper_cell(part, row, "at", instant_cell(region, record->made_at));
}

static void determination_columns(PaperPart *part)
{
    ADD_COLUMNS(part, COLUMN("record", WORD_LEDGER_RECORD, PAPER_CODE), COLUMN("status", WORD_LEDGER_DETERMINED, PAPER_WORD),
                COLUMN("as_of", WORD_PAPER_AS_OF, PAPER_DAY), COLUMN("layer", WORD_LEDGER_LAYER, PAPER_CODE), COLUMN("law", WORD_PAPER_LAW, PAPER_CODE),
                COLUMN("engine", WORD_ENGINE, PAPER_CODE), COLUMN("by", WORD_LEDGER_BY, PAPER_TEXT), COLUMN("at", WORD_LEDGER_AT, PAPER_TEXT));
}

/* What a record says in a line: its members that are needed, and a few more. */
static Text gist(const View *view, const Record *record)
{
    const Source *source;
    const Json *body = record_body(view->task, record, &source);
    RecordKind kind = kind_named(record->kind);
    Builder out = builder_on(view->task->region);
    for (size_t i = 0; body && i < kind_member_count; i++) {
        const KindMember *one = &kind_members[i];
        Text told = one->kind == kind && one->type != MEMBER_HASH && one->type != MEMBER_BLOB ? member(body, one->name) : TEXT_NONE;
        if (told.length)
            build_format(&out, "%s" TEXT_FMT, out.length ? " · " : "", TEXT_ARG(told));
    }
    return body ? builder_text(&out) : word(WORD_LEDGER_ERASED, view->language);
}

static void add_record(const View *view, PaperPart *part, const Record *record)
{
    Region *region = view->task->region;
    PaperRow *row = paper_row(part);
    paper_cell(part, row, "sequence", cell_plain(number(region, record->sequence)));
    paper_cell(part, row, "kind", cell_words(record->kind, kind_words(view, record->kind)));
    paper_cell(part, row, "says", cell_plain(gist(view, record)));
    paper_cell(part, row, "record", hash_cell(record->hash));
    paper_cell(part, row, "by", cell_plain(record->made_by));
    paper_cell(part, row, "at", instant_cell(region, record->made_at));
    if (record->corrected_by.length)
        row->below = filled(region, view->language, WORD_LEDGER_CORRECTED, hash_short(record->corrected_by), TEXT_NONE);
}

static void record_columns(PaperPart *part)
{
    ADD_COLUMNS(part, COLUMN("sequence", WORD_LEDGER_NUMBER, PAPER_NUMBER), COLUMN("kind", WORD_LEDGER_KIND, PAPER_WORD),
                COLUMN("says", WORD_LEDGER_SAYS, PAPER_TEXT), COLUMN("record", WORD_LEDGER_RECORD, PAPER_CODE), COLUMN("by", WORD_LEDGER_BY, PAPER_TEXT),
                COLUMN("at", WORD_LEDGER_AT, PAPER_TEXT));
}

/* Determinations, and what is neither case, fact nor determination. */
static bool records_parts(const View *view, Text case_id)
{
    Records records;
    PaperPart *answers = paper_part(view->paper, "determinations", word(WORD_LEDGER_DETERMINATIONS, view->language));
    PaperPart *others = paper_part(view->paper, "records", word(WORD_LEDGER_OTHER_RECORDS, view->language));
    determination_columns(answers);
    record_columns(others);
    answers->none = word(WORD_LEDGER_NOT_YET, view->language);
    if (!ledger_find(view->task, view->ledger, &(LedgerQuery){ .case_id = case_id }, &records))
        return false;
    for (size_t i = 0; i < records.count; i++) {
        RecordKind kind = kind_named(records.at[i].kind);
        if (kind == KIND_DETERMINATION)
            add_determination(view, answers, &records.at[i]);
        else if (kind != KIND_FACT && kind != KIND_CASE)
            add_record(view, others, &records.at[i]);
    }
    return true;
}

static void term_columns(PaperPart *part)
{
    ADD_COLUMNS(part, COLUMN("item", WORD_LEDGER_ITEM, PAPER_TEXT), COLUMN("of", WORD_LEDGER_OF, PAPER_CODE), COLUMN("until", WORD_LEDGER_UNTIL, PAPER_DAY),
                COLUMN("articles", WORD_LEDGER_ARTICLES, PAPER_TEXT), COLUMN("rows", WORD_LEDGER_ROWS, PAPER_CODE));
}

static void add_term(const View *view, PaperPart *part, const KeptTerm *term)
{
    PaperRow *row = paper_row(part);
    paper_cell(part, row, "item", cell_words(term->name, term_words(view, term->name)));
    paper_cell(part, row, "of", cell_plain(term->of));
    paper_cell(part, row, "until", term->until.length ? cell_plain(term->until) : cell_toned(TEXT_NONE, word(WORD_NOT_KNOWN, view->language), TONE_DOUBT));
    paper_cell(part, row, "articles", cell_plain(term->articles));
    paper_cell(part, row, "rows", cell_plain(term->rows));
}

static bool terms_part(const View *view, Text case_id)
{
    const Record *record;
    KeptTerms terms;
    PaperPart *part = paper_part(view->paper, "kept", word(WORD_LEDGER_KEPT_UNTIL, view->language));
    term_columns(part);
    if (!kept_terms(view->task, view->ledger, case_id, &record, &terms))
        return false;
    for (size_t i = 0; i < terms.count; i++)
        add_term(view, part, &terms.at[i]);
    return true;
}

Paper *case_paper(Task *task, Ledger *ledger, Text case_id, const char *data, int language)
{
    const Source *source;
    const Record *record = casefile_find(task, ledger, case_id);
    if (!record)
        return NULL;
    const Json *body = record_body(task, record, &source);
    Paper *paper = paper_new(task->region, "case", filled(task->region, language, WORD_LEDGER_CASE_TITLE, case_id, TEXT_NONE), language);
    View view = { task, ledger, language, paper, names_of_terms(task, data), member(body, "file") };
    PaperPart *head = paper_record(paper, "case", word(WORD_CASE, language));
    paper_line(head, "id", word(WORD_CASE, language), PAPER_CODE, cell_plain(case_id));
    paper_line(head, "title", word(WORD_LEDGER_TITLE, language), PAPER_TEXT, cell_plain(member(body, "title")));
    paper_line(head, "jurisdiction", word(WORD_COUNTRY, language), PAPER_CODE, cell_plain(member(body, "jurisdiction")));
    paper_line(head, "movement", word(WORD_LEDGER_MOVEMENT, language), PAPER_TEXT, cell_words(member(body, "movement"), word_named("MOVEMENT_", text_snake(task->region, member(body, "movement")), language)));
    paper_line(head, "file", word(WORD_LEDGER_FILE, language), PAPER_TEXT, cell_plain(member(body, "file_name")));
    paper_line(head, "file_hash", word(WORD_LEDGER_FILE_HASH, language), PAPER_CODE, hash_cell(member(body, "file")));
    paper_line(head, "by", word(WORD_LEDGER_BY, language), PAPER_TEXT, cell_plain(record->made_by));
    paper_line(head, "at", word(WORD_LEDGER_AT, language), PAPER_TEXT, instant_cell(task->region, record->made_at));
    return facts_part(&view, case_id) && records_parts(&view, case_id) && terms_part(&view, case_id) ? paper : NULL;
}

/* ---- replay ---- */

static Word outcome_word(ReplayOutcome outcome)
{
    static const Word words[] = { [REPLAY_SAME] = WORD_REPLAY_SAME, [REPLAY_DIFFERS] = WORD_REPLAY_DIFFERS, [REPLAY_ERASED] = WORD_REPLAY_ERASED };
    return outcome == REPLAY_FAILED ? WORD_REPLAY_FAILED : words[outcome];
}

static PaperCell outcome_cell(ReplayOutcome outcome, int language)
{
    static const char *const plain[] = { "same", "differs", "erased" };
    static const PaperTone tones[] = { TONE_GOOD, TONE_BAD, TONE_DOUBT };
    bool failed = outcome == REPLAY_FAILED;
    return cell_toned(failed ? TEXT("failed") : text_of(plain[outcome]), word(outcome_word(outcome), language), failed ? TONE_BAD : tones[outcome]);
}

static void add_replayed(PaperPart *part, const Replayed *found, int language)
{
    Region *region = part->region;
    PaperRow *row = paper_row(part);
    paper_cell(part, row, "case", cell_plain(found->record->case_id));
    paper_cell(part, row, "record", hash_cell(found->record->hash));
    paper_cell(part, row, "outcome", outcome_cell(found->outcome, language));
    paper_cell(part, row, "status", found->status.length ? status_cell(region, language, found->status) : (PaperCell){ 0 });
    paper_cell(part, row, "engine", cell_plain(found->engine));
    paper_cell(part, row, "at", instant_cell(region, found->record->made_at));
    paper_cell(part, row, "differs", cell_plain(found->differs));
    bool newer = found->outcome == REPLAY_DIFFERS && !text_is(found->engine, DECLARANT_VERSION);
    if (newer)
        row->below = filled(region, language, WORD_REPLAY_OTHER_ENGINE, found->engine, TEXT(DECLARANT_VERSION));
}

static PaperCell replay_verdict(Region *region, const Replayed *found, size_t count, int language)
{
    size_t counts[4] = { 0 }, same;
    for (size_t i = 0; i < count; i++)
        counts[found[i].outcome + 1]++;
    same = counts[REPLAY_SAME + 1];
    Text of = number(region, (int64_t)count), right = number(region, (int64_t)same), wrong = number(region, (int64_t)counts[REPLAY_DIFFERS + 1]);
    if (same == count)
        return cell_toned(TEXT("same"), filled(region, language, WORD_REPLAY_ALL_SAME, of, TEXT_NONE), TONE_GOOD);
    if (counts[REPLAY_DIFFERS + 1])
        return cell_toned(TEXT("differs"), filled(region, language, WORD_REPLAY_SOME_DIFFER, wrong, of), TONE_BAD);
    if (counts[0])
        return cell_toned(TEXT("failed"), filled(region, language, WORD_REPLAY_SOME_FAILED, number(region, (int64_t)counts[0]), of), TONE_BAD);
    return cell_toned(TEXT("erased"), filled(region, language, WORD_REPLAY_SOME_ERASED, right, of), TONE_DOUBT);
}

Paper *replay_paper(Region *region, const Replayed *found, size_t count, int language)
{
    Paper *paper = paper_new(region, "replay", word(WORD_REPLAY_TITLE, language), language);
    PaperPart *part = paper_part(paper, "determinations", word(WORD_LEDGER_DETERMINATIONS, language));
    paper->verdict = replay_verdict(region, found, count, language);
    part->main = true;
    part->none = word(WORD_REPLAY_NONE, language);
    ADD_COLUMNS(part, COLUMN("case", WORD_CASE, PAPER_CODE), COLUMN("record", WORD_LEDGER_RECORD, PAPER_CODE), COLUMN("outcome", WORD_REPLAY_OUTCOME, PAPER_WORD),
                COLUMN("status", WORD_LEDGER_DETERMINED, PAPER_WORD), COLUMN("engine", WORD_ENGINE, PAPER_CODE), COLUMN("at", WORD_LEDGER_AT, PAPER_TEXT),
                COLUMN("differs", WORD_REPLAY_WHAT, PAPER_TEXT));
    for (size_t i = 0; i < count; i++)
        add_replayed(part, &found[i], language);
    return paper;
}

/* ---- is it whole ---- */

static void add_fault(PaperPart *part, const LedgerFault *fault, int language)
{
    PaperRow *row = paper_row(part);
    paper_cell(part, row, "sequence", fault->sequence ? cell_plain(number(part->region, fault->sequence)) : (PaperCell){ 0 });
    paper_cell(part, row, "hash", cell_plain(fault->hash));
    paper_cell(part, row, "fault", cell_toned(text_of(fault->what), word_named("FAULT_", text_of(fault->what), language), strcmp(fault->what, "clock") == 0 ? TONE_DOUBT : TONE_BAD));
}

static void fault_columns(PaperPart *part)
{
    ADD_COLUMNS(part, COLUMN("sequence", WORD_LEDGER_NUMBER, PAPER_NUMBER), COLUMN("hash", WORD_LEDGER_RECORD, PAPER_CODE),
                COLUMN("fault", WORD_LEDGER_FAULT, PAPER_WORD));
}

Paper *ledger_check_paper(Region *region, const LedgerCheck *check, Text place, int language)
{
    Paper *paper = paper_new(region, "ledger", word(WORD_LEDGER_CHECK, language), language);
    bool whole = !check->faults.count;
    Text count = number(region, (int64_t)check->faults.count);
    paper->about = place;
    paper->verdict = whole ? cell_toned(TEXT("whole"), word(WORD_LEDGER_WHOLE, language), TONE_GOOD) : cell_toned(TEXT("broken"), filled(region, language, WORD_LEDGER_BROKEN, count, TEXT_NONE), TONE_BAD);
    PaperPart *head = paper_record(paper, "looked_at", word(WORD_LEDGER_LOOKED_AT, language));
    paper_line(head, "records", word(WORD_LEDGER_RECORDS, language), PAPER_NUMBER, cell_plain(number(region, check->records)));
    paper_line(head, "blobs", word(WORD_LEDGER_BLOBS, language), PAPER_NUMBER, cell_plain(number(region, check->blobs)));
    paper_line(head, "bytes", word(WORD_LEDGER_BYTES, language), PAPER_NUMBER, cell_plain(number(region, check->bytes)));
    paper_line(head, "erased", word(WORD_LEDGER_ERASED_CONTENT, language), PAPER_NUMBER, cell_plain(number(region, check->erased)));
    PaperPart *faults = paper_part(paper, "faults", word(WORD_LEDGER_FAULTS, language));
    fault_columns(faults);
    faults->main = true;
    for (size_t i = 0; i < check->faults.count; i++)
        add_fault(faults, &check->faults.at[i], language);
    PaperPart *clocks = paper_part(paper, "clocks", word(WORD_LEDGER_CLOCKS, language));
    fault_columns(clocks);
    for (size_t i = 0; i < check->clocks.count; i++)
        add_fault(clocks, &check->clocks.at[i], language);
    paper_note(paper, word(WORD_LEDGER_CHECK_NOTE, language));
    return paper;
}

/* ---- until when ---- */

typedef enum Keep { KEEP_MAY_GO, KEEP_STAYS, KEEP_NOT_KNOWN } Keep;

/* The last of the days; a term whose day is not known, or no term at all, leaves it open. */
static Keep keep_of(const KeptTerms *terms, Text day, Text *last)
{
    bool open = !terms->count;
    *last = TEXT_NONE;
    for (size_t i = 0; i < terms->count; i++) {
        open = open || !terms->at[i].until.length;
        if (text_compare(terms->at[i].until, *last) > 0)
            *last = terms->at[i].until;
    }
    if (text_compare(*last, day) >= 0)
        return KEEP_STAYS;
    return open ? KEEP_NOT_KNOWN : KEEP_MAY_GO;
}

static PaperCell keep_cell(Keep keep, int language)
{
    static const char *const plain[] = { "may go", "stays", "not known" };
    static const Word words[] = { WORD_LEDGER_MAY_GO, WORD_LEDGER_STAYS, WORD_NOT_KNOWN };
    static const PaperTone tones[] = { TONE_PLAIN, TONE_STRONG, TONE_DOUBT };
    return cell_toned(text_of(plain[keep]), word(words[keep], language), tones[keep]);
}

/* Why the terms of an answer do not settle it: it is open itself, or facts were told after it. WORDS: they do. */
static Word unsettled(const View *view, const Record *answer, Text case_id, bool *failed)
{
    Records facts;
    const Source *source;
    Text status = member(record_body(view->task, answer, &source), "status");
    *failed = !casefile_facts(view->task, view->ledger, case_id, &facts);
    if (!text_is(status, "determined") && !text_is(status, "range"))
        return WORD_LEDGER_ANSWER_OPEN;
    bool later = !*failed && facts.count && facts.at[facts.count - 1].sequence > answer->sequence;
    return later ? WORD_LEDGER_FACTS_SINCE : WORDS;
}

static bool add_kept(const View *view, PaperPart *part, Text case_id, Text day, size_t *may_go)
{
    const Record *record;
    KeptTerms terms;
    Text last, because = TEXT_NONE;
    if (!kept_terms(view->task, view->ledger, case_id, &record, &terms))
        return false;
    bool failed = false;
    Keep keep = keep_of(&terms, day, &last);
    Word open = record ? unsettled(view, record, case_id, &failed) : WORD_LEDGER_NOT_YET;
    keep = keep == KEEP_MAY_GO && open != WORDS ? KEEP_NOT_KNOWN : keep;
    PaperRow *row = paper_row(part);
    *may_go += keep == KEEP_MAY_GO;
    for (size_t i = 0; i < terms.count; i++)
        if (last.length && text_equal(terms.at[i].until, last))
            because = terms.at[i].articles;
    paper_cell(part, row, "case", cell_toned(case_id, TEXT_NONE, TONE_STRONG));
    paper_cell(part, row, "keep", keep_cell(keep, view->language));
    paper_cell(part, row, "until", cell_plain(last));
    paper_cell(part, row, "articles", cell_plain(because));
    if (open != WORDS || !terms.count)
        row->below = word(open != WORDS ? open : WORD_LEDGER_NO_TERM, view->language);
    return !failed;
}

Paper *ledger_kept_paper(Task *task, Ledger *ledger, Text day, int language)
{
    LedgerKeys keys;
    size_t may_go = 0;
    Paper *paper = paper_new(task->region, "kept", word(WORD_LEDGER_KEPT_TITLE, language), language);
    View view = { .task = task, .ledger = ledger, .language = language, .paper = paper };
    PaperPart *part = paper_part(paper, "cases", word(WORD_LEDGER_CASES, language));
    part->main = true;
    part->none = word(WORD_LEDGER_NO_CASES, language);
    ADD_COLUMNS(part, COLUMN("case", WORD_CASE, PAPER_CODE), COLUMN("keep", WORD_LEDGER_KEEP, PAPER_WORD), COLUMN("until", WORD_LEDGER_UNTIL, PAPER_DAY),
                COLUMN("articles", WORD_LEDGER_ARTICLES, PAPER_TEXT));
    if (!ledger_keys(task, ledger, "case", &keys))
        return NULL;
    for (size_t i = 0; i < keys.count; i++)
        if (!add_kept(&view, part, keys.at[i].key, day, &may_go))
            return NULL;
    paper->verdict = cell_plain(filled(task->region, language, WORD_LEDGER_SOME_MAY_GO, number(task->region, (int64_t)may_go), number(task->region, (int64_t)keys.count)));
    paper->as_of = day;
    paper_note(paper, word(WORD_LEDGER_KEPT_NOTE, language));
    return paper;
}

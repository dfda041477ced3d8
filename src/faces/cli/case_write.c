/* faces/cli/case_write.c - the parts of `declarant case` that leave a record: new, record, fact, add. */
#include "base/file.h"
#include "casework/intake.h"
#include "casework/approval.h"
#include "faces/cli/case.h"
#include "ledger/answers.h"
#include "ledger/casefile.h"
#include "papers/words.h"
#include "value/json.h"

/* ---- what was kept ---- */

static void record_json(Cli *cli, const Record *record)
{
    JsonWriter json = json_writer(&cli->out, false);
    json_open(&json, '{');
    json_pair(&json, "record", record->hash);
    json_pair(&json, "kind", record->kind);
    json_pair(&json, "case", record->case_id);
    json_key(&json, TEXT("sequence"));
    json_raw(&json, text_format(&cli->region, "%lld", (long long)record->sequence));
    json_pair(&json, "made_at", record->made_at);
    json_pair(&json, "made_by", record->made_by);
    json_pair_if(&json, "corrects", record->corrects);
    json_close(&json, '}');
    build_byte(&cli->out, '\n');
}

Exit tell_kept(Cli *cli, const Record *record)
{
    if (cli->json) {
        record_json(cli, record);
        return EXIT_DONE;
    }
    Text sequence = text_format(&cli->region, "%lld", (long long)record->sequence);
    build_text(&cli->out, SAY(cli, MSG_CASE_KEPT, record->case_id, text_slice(record->hash, 7, 19), sequence, word_named("KIND_", text_snake(&cli->region, record->kind), cli->language)));
    build_byte(&cli->out, '\n');
    return EXIT_DONE;
}

/* ---- new ---- */

typedef struct Putting { /* what one transaction is to put */
    Cli *cli;
    Text case_id;
    const Source *file;
    const Record *record; /* the last that was put */
    CaseOrigins origins;
    FactOrigin origin;
    const char *document; /* path of the file a fact is from; NULL: none */
    RecordKind kind;
} Putting;

static bool put_case(Task *task, Ledger *ledger, void *argument)
{
    Putting *putting = argument;
    NewCase new = { .id = cli_argument(putting->cli, OPTION_CASE_ID), .title = cli_argument(putting->cli, OPTION_TITLE), .file = putting->file, .origins = &putting->origins };
    putting->record = casefile_new(task, ledger, &new);
    return putting->record != NULL;
}

/* Of --origins; none without it. */
static bool read_origins(Cli *cli, CaseOrigins *origins)
{
    const Source *source = cli_on(cli, OPTION_ORIGINS) ? file_read(&cli->task, cli->given[OPTION_ORIGINS], 0) : NULL;
    return !cli_on(cli, OPTION_ORIGINS) || (source && intake_origins_read(&cli->task, source, origins));
}

Exit case_new(Cli *cli)
{
    if (cli_on(cli, OPTION_FROM) || cli_on(cli, OPTION_FROM_CASE))
        return case_from(cli);
    if (case_operands(cli) != 1)
        return misuse(cli, say(cli, MSG_CASE_USE));
    Putting putting = { .cli = cli, .file = file_read(&cli->task, cli->operands[1], 0) };
    if (!putting.file || !read_origins(cli, &putting.origins))
        return EXIT_ERROR;
    Ledger *ledger = load_ledger(cli, true);
    if (!ledger || !ledger_transact(&cli->task, ledger, put_case, &putting))
        return EXIT_ERROR;
    return tell_kept(cli, putting.record);
}

/* ---- record ---- */

static Exit exit_of(Text status)
{
    return text_is(status, "determined") ? EXIT_DONE : text_is(status, "conflict") ? EXIT_CONFLICT : EXIT_OPEN;
}

static bool keep_options(Cli *cli, KeepOptions *options)
{
    const char *folder = load_folder(cli);
    *options = (KeepOptions){ .as_of = cli_argument(cli, OPTION_AS_OF), .known_on = cli_argument(cli, OPTION_KNOWN_ON), .layer = cli_argument(cli, OPTION_LAYER), .lists = cli_argument(cli, OPTION_ONLY) };
    options->rates = cli_on(cli, OPTION_RATES) ? file_read(&cli->task, cli->given[OPTION_RATES], 0) : NULL;
    if (!folder || (cli_on(cli, OPTION_RATES) && !options->rates))
        return false;
    options->law = (LawFolders){ folder, lawbook_data_folder(&cli->task, folder), cli->given[OPTION_HOUSE] };
    return true;
}

Exit case_record(Cli *cli)
{
    KeepOptions options;
    KeptAnswer kept;
    DetermineOptions checked;
    Exit exit = determine_options(cli, &checked);
    if (exit != EXIT_DONE)
        return exit;
    Ledger *ledger = load_ledger(cli, false);
    if (!ledger || !keep_options(cli, &options) || !keep_answer(&cli->task, ledger, case_operand(cli, 0), &options, &kept))
        return EXIT_ERROR;
    Message status = message_named("STATUS_", kept.status);
    tell_kept(cli, kept.record);
    if (exit_of(kept.status) != EXIT_DONE)
        talk(cli, SAY(cli, MSG_CASE_STATUS, case_operand(cli, 0), say(cli, status)));
    return exit_of(kept.status);
}

/* ---- fact ---- */

static bool whole(Text text, int64_t *number)
{
    *number = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (text.at[i] < '0' || text.at[i] > '9' || i > 9)
            return false;
        *number = 10 * *number + (text.at[i] - '0');
    }
    return *number > 0;
}

/* "page=3" into the origin; false: it is none of its members. */
static bool origin_part(FactOrigin *origin, Text part)
{
    Text value, key = text_trim(text_cut(part, '=', &value));
    if (text_is(key, "page") || text_is(key, "line"))
        return whole(value, text_is(key, "page") ? &origin->page : &origin->line);
    Text *at = text_is(key, "who") ? &origin->who : text_is(key, "when") ? &origin->when : text_is(key, "note") ? &origin->note : NULL;
    if (at)
        *at = text_trim(value);
    return at != NULL;
}

/* "FILE,page=3,line=12,who=Li Na,when=DAY": a file first, where there is one. */
static bool read_origin(Cli *cli, Putting *putting)
{
    Text rest = cli_argument(cli, OPTION_ORIGIN), first = text_cut(rest, ',', &(Text){ 0 });
    if (first.length && !memchr(first.at, '=', first.length)) {
        putting->origin.document_name = text_trim(text_cut(rest, ',', &rest));
        putting->document = text_string(&cli->region, putting->origin.document_name);
    }
    while (rest.length)
        if (!origin_part(&putting->origin, text_cut(rest, ',', &rest))) {
            misuse(cli, SAY(cli, MSG_CASE_ORIGIN, cli_argument(cli, OPTION_ORIGIN)));
            return false;
        }
    return true;
}

static bool put_facts(Task *task, Ledger *ledger, void *argument)
{
    Putting *putting = argument;
    Cli *cli = putting->cli;
    putting->origin.document = putting->document ? keep_file(cli, ledger, putting->document) : TEXT_NONE;
    if ((putting->document && !putting->origin.document.length) || !casefile_find(task, ledger, putting->case_id))
        return false;
    for (size_t i = 1; i < case_operands(cli); i++) {
        Text value, path = text_cut(case_operand(cli, i), '=', &value);
        putting->record = casefile_tell(task, ledger, putting->case_id, path, casefile_value(task, value), &putting->origin);
        if (!putting->record)
            return false;
    }
    return true;
}

Exit case_fact(Cli *cli)
{
    Putting putting = { .cli = cli, .case_id = case_operand(cli, 0) };
    for (size_t i = 1; i < case_operands(cli); i++)
        if (text_find(case_operand(cli, i), TEXT("="), 0) == SIZE_MAX)
            return misuse(cli, SAY(cli, MSG_CASE_FACT, case_operand(cli, i)));
    if (!read_origin(cli, &putting))
        return EXIT_USE;
    Ledger *ledger = load_ledger(cli, false);
    if (!ledger || !ledger_transact(&cli->task, ledger, put_facts, &putting))
        return EXIT_ERROR;
    return tell_kept(cli, putting.record);
}

/* ---- add ---- */

static bool put_record(Task *task, Ledger *ledger, void *argument)
{
    Putting *putting = argument;
    Cli *cli = putting->cli;
    Text old = cli_argument(cli, OPTION_CORRECTS);
    const Record *corrected = old.length ? ledger_get(task, ledger, old) : NULL;
    if ((old.length && !corrected) || (putting->case_id.length && !casefile_find(task, ledger, putting->case_id)))
        return false;
    putting->record = record_told(task, ledger, &(NewRecord){ .kind = putting->kind, .case_id = putting->case_id, .corrects = corrected ? corrected->hash : TEXT_NONE }, putting->file);
    return putting->record != NULL;
}

/* Kinds that other commands make, with what belongs to them: nobody writes these by hand. */
static bool is_made_elsewhere(RecordKind kind)
{
    static const RecordKind kinds[] = { KIND_CASE, KIND_FACT, KIND_DETERMINATION, KIND_LAW, KIND_ERASURE, KIND_EVIDENCE, KIND_HEAD, KIND_STAMP };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kind == kinds[i])
            return true;
    return false;
}

static Exit unknown_kind(Cli *cli, Text name)
{
    Text known[KINDS];
    for (int i = 0; i < KINDS; i++)
        known[i] = text_of(kind_names[i]);
    Text said = SAY(cli, MSG_CASE_KIND, name);
    return misuse(cli, kind_named(name) < KINDS ? said : text_join(&cli->region, said, nearest_hint(cli, name, known, KINDS)));
}

Exit case_add(Cli *cli)
{
    bool of_none = text_is(case_operand(cli, 0), "-");
    Putting putting = { .cli = cli, .case_id = of_none ? TEXT_NONE : case_operand(cli, 0), .kind = kind_named(text_unsnake(&cli->region, case_operand(cli, 1))) };
    if (putting.kind == KINDS || is_made_elsewhere(putting.kind))
        return unknown_kind(cli, case_operand(cli, 1));
    putting.file = file_read(&cli->task, cli->operands[3], 0);
    Ledger *ledger = putting.file ? load_ledger(cli, of_none) : NULL;
    if (!ledger || !ledger_transact(&cli->task, ledger, put_record, &putting))
        return EXIT_ERROR;
    return tell_kept(cli, putting.record);
}

/* faces/cli/case_from.c - `declarant case new --from FILE...`: cases of invoices, tables and earlier cases, each fact with the place it was read at.
 *
 *     files ──▶ Intakes ──▶ each case determined: what is open ──▶ written to --out with its origins, kept in the ledger, shown as a paper
 *
 * Nothing is written before all of it is made, and nothing that is there already is overwritten, but the case that it began with.
 */
#include "base/encoding.h"
#include "base/file.h"
#include "casework/intake_table.h"
#include "casework/invoice_sample.h"
#include "faces/cli/case.h"
#include "faces/cli/paper_out.h"
#include "faces/cli/tables.h"
#include "papers/intake_paper.h"
#include "papers/words.h"

typedef struct Making {
    Cli *cli;
    Intakes intakes;
    const InvoiceWords *words;
    const Rulebooks *books;
    const IntakeNames *names; /* of columns; NULL: no table was read yet */
    TableReading reading;
    LIST_OF(const Table *) tables;
    DetermineOptions options;
    IntakeMade *made;      /* as many as the intakes are */
    LIST_OF(const IntakeFile *) files; /* that were read */
} Making;

/* ---- files ---- */

static const char *stem(Text path, Region *region)
{
    size_t from = path.length, to = path.length;
    while (from && path.at[from - 1] != '/')
        from--;
    while (to > from + 1 && path.at[to - 1] != '.')
        to--;
    Text name = text_slice(path, from, to > from + 1 ? to - 1 : path.length);
    return text_string(region, name.length && !text_is(name, "-") ? name : TEXT("case"));
}

static const IntakeFile *read_file(Making *making, const char *path)
{
    Cli *cli = making->cli;
    Text bytes;
    if (!file_bytes(&cli->task, path, LIMIT_DATA_BYTES, &bytes))
        return NULL;
    IntakeFile *file = intake_file(&cli->task, text_of(path), bytes);
    *LIST_ADD(&cli->region, making->files) = file;
    return file;
}

/* A case or an invoice, which are read whole; tables may be larger. */
static const Source *source_of(Making *making, const IntakeFile *file)
{
    if (file && file->bytes.length > LIMIT_FILE_BYTES) {
        Problem *problem = report_error(&making->cli->report, "file-too-large", SPAN_NONE, "the file is larger than the limit of %zu bytes", (size_t)LIMIT_FILE_BYTES);
        problem_where(&making->cli->report, problem, TEXT_FMT, TEXT_ARG(file->name));
        return NULL;
    }
    return file ? source_decoded(&making->cli->task, file->name, file->bytes, TEXT_NONE) : NULL;
}

/* The case of a ledger by its id, or of a file. */
static bool read_earlier(Making *making)
{
    Cli *cli = making->cli;
    IntakeStart *start = &making->intakes.start;
    Text named = cli_argument(cli, OPTION_FROM_CASE);
    if (file_exists(cli->given[OPTION_FROM_CASE])) {
        start->earlier = read_file(making, cli->given[OPTION_FROM_CASE]);
        start->earlier_source = source_of(making, start->earlier);
        return start->earlier_source != NULL;
    }
    Ledger *ledger = load_ledger(cli, false);
    Text json = ledger && casefile_find(&cli->task, ledger, named) ? casefile_json(&cli->task, ledger, named) : TEXT_NONE;
    if (!json.length)
        return false;
    IntakeFile *file = intake_file(&cli->task, named, json);
    *LIST_ADD(&cli->region, making->files) = file;
    start->earlier = file;
    start->earlier_source = source_from(&cli->task, named, json);
    return start->earlier_source != NULL;
}

/* ---- what the cases begin with ---- */

static Text own_id(Cli *cli)
{
    Text id = cli_argument(cli, OPTION_CASE_ID), out = cli_argument(cli, OPTION_OUT);
    const char *first = cli_on(cli, OPTION_FROM) ? cli->given[OPTION_FROM] : cli->given[OPTION_FROM_CASE];
    bool file = out.length && !text_is(out, "-") && !directory_exists(cli->given[OPTION_OUT]) && !text_ends(out, TEXT("/"));
    return id.length ? id : text_of(stem(file ? out : text_of(first), &cli->region));
}

static bool open_making(Making *making)
{
    Cli *cli = making->cli;
    Lawbook *lawbook = load_lawbook(cli);
    making->books = lawbook ? load_books(cli, TEXT_NONE) : NULL;
    making->words = making->books ? invoice_words_read(&cli->task, lawbook_data(lawbook)) : NULL;
    if (!making->words)
        return false;
    making->intakes = (Intakes){ .task = &cli->task, .start = { .books = making->books, .data_folder = lawbook_data(lawbook), .jurisdiction = cli_jurisdiction(cli), .movement = cli_argument(cli, OPTION_MOVEMENT), .id = own_id(cli) } };
    IntakeStart *start = &making->intakes.start;
    start->base = cli_on(cli, OPTION_CASE) ? read_file(making, cli->given[OPTION_CASE]) : NULL;
    start->base_source = source_of(making, start->base);
    return (!cli_on(cli, OPTION_CASE) || start->base_source) && (!cli_on(cli, OPTION_FROM_CASE) || read_earlier(making));
}

/* ---- reading ---- */

static bool is_case(Task *task, const Source *source)
{
    Report unheard;
    report_init(&unheard, task->region);
    Task quiet = { task->region, &unheard, NULL };
    const Json *json = json_read(&quiet, source);
    return json && json->kind == JSON_OBJECT && (json_get(json, TEXT("shipments")) || json_get(json, TEXT("contracts")) || json_get(json, TEXT("jurisdiction")));
}

static bool refuse_case(Making *making, const Source *source)
{
    Report *report = making->cli->task.report;
    Problem *problem = report_error(report, "intake-is-case", (Span){ source, 0, 0 }, "the file is a case, no invoice");
    problem_hint(report, problem, "--case begins with all of it, --from-case with what does not age.");
    return false;
}

static bool take_invoice(Making *making, IntakeFile *file, const Source *source)
{
    Task *task = &making->cli->task;
    const Invoice *invoice = invoice_read(task, making->words, source);
    Intake *intake = invoice ? intakes_case(&making->intakes, TEXT_NONE, SPAN_NONE) : NULL;
    if (!intake)
        return false;
    file->form = invoice->form;
    return intake_invoice(intake, file, invoice, making->words);
}

/* What begins neither as XML nor as JSON. */
static bool is_table(Text bytes)
{
    Text start = text_starts(bytes, TEXT("\xEF\xBB\xBF")) ? text_slice(bytes, 3, bytes.length) : bytes;
    while (start.length && memchr(" \t\r\n", start.at[0], 4))
        start = text_slice(start, 1, start.length);
    return !text_starts(start, TEXT("<")) && !text_starts(start, TEXT("{"));
}

static bool take_table(Making *making, IntakeFile *file)
{
    Cli *cli = making->cli;
    Task *task = &cli->task;
    Table *table = table_of(task, file->name, file->bytes, &making->reading.table);
    if (!making->names)
        making->names = intake_names(task, making->books, cli_phrases(cli), making->intakes.start.data_folder);
    if (!table || !making->names)
        return false;
    file->form = table_form(table);
    *LIST_ADD(&cli->region, making->tables) = table;
    IntakeTable read = { making->names, making->words, file, table, making->reading.columns, cli_on(cli, OPTION_FAILED) };
    return intake_table(&making->intakes, &read);
}

static bool take_file(Making *making, const char *path)
{
    IntakeFile *file = (IntakeFile *)(uintptr_t)read_file(making, path);
    if (file && is_table(file->bytes))
        return take_table(making, file);
    const Source *source = source_of(making, file);
    if (!source)
        return false;
    return is_case(&making->cli->task, source) ? refuse_case(making, source) : take_invoice(making, file, source);
}

static bool take_files(Making *making)
{
    Cli *cli = making->cli;
    bool good = !cli_on(cli, OPTION_FROM) || take_file(making, cli->given[OPTION_FROM]);
    for (size_t i = 1; i < cli->operand_count; i++)
        good &= take_file(making, cli->operands[i]);
    return good && (making->intakes.at.count || intakes_case(&making->intakes, TEXT_NONE, SPAN_NONE));
}

/* ---- what is open ---- */

static Text buyer_of(const Intake *intake)
{
    const IntakeThing *shipment = intake_at(intake->root, TEXT("shipments"), 0);
    const IntakeFact *buyer = shipment ? intake_fact(shipment, TEXT("buyer_country_on_the_invoice")) : NULL;
    return buyer ? text_slice(buyer->value, 1, buyer->value.length - 1) : TEXT_NONE;
}

static const FactEntry *fact_named(const Rulebooks *books, Text name)
{
    for (uint32_t i = 0; i < books->fact_count; i++)
        if (text_equal(books->facts[i].name, name))
            return &books->facts[i];
    return NULL;
}

static void ask(Making *making, IntakeMade *made, Text name, Text question, Text of, Text hint)
{
    Region *region = &making->cli->region;
    *LIST_ADD(region, made->open) = (IntakeOpen){ text_copy(region, name), text_copy(region, of), text_copy(region, question), hint };
}

/* Country or movement: without them no page of the law is found. */
static void ask_untold(Making *making, IntakeMade *made, const CaseHead *head)
{
    static const char *const names[] = { "jurisdiction", "movement" };
    const Text told[] = { head->jurisdiction, head->movement };
    int language = making->cli->language;
    Text buyer = buyer_of(made->intake);
    Text hint = buyer.length ? word_filled(&making->cli->region, word(WORD_INTAKE_BUYER, language), &buyer, 1) : TEXT_NONE;
    for (size_t i = 0; i < 2; i++) {
        const FactEntry *fact = fact_named(making->books, text_of(names[i]));
        if (!told[i].length && fact)
            ask(making, made, fact->name, fact->question[language], TEXT_NONE, i ? TEXT_NONE : hint);
    }
}

static void ask_missing(Making *making, IntakeMade *made, const Determination *answer)
{
    for (uint32_t i = 0; i < answer->missing_count; i++) {
        const Missing *missing = &answer->missing[i];
        const FactEntry *entry = missing->fact ? missing->fact->entry : NULL;
        ask(making, made, entry ? entry->name : TEXT_NONE, entry ? entry->question[making->cli->language] : reword(making->cli, missing->note), missing->of, TEXT_NONE);
    }
}

/* What the engine refuses of the made case, shown where it was read. */
static void tell_places(Making *making, const IntakeMade *made, const Source *source, const Problem *after)
{
    Report *report = &making->cli->report;
    for (Problem *problem = after ? after->next : report->first; problem; problem = problem->next) {
        const IntakeFact *fact = problem->span.source == source ? intake_fact_at(made->intake, problem->span.from) : NULL;
        if (fact)
            problem_also(report, problem, fact->place.span, "read at " TEXT_FMT, TEXT_ARG(intake_place_words(report->region, &fact->place)));
    }
}

typedef struct Trying { /* one case determined, in a region that is dropped */
    Making *making;
    IntakeMade *made;
    Task task;
    bool good;
} Trying;

static void try_case(void *argument)
{
    Trying *trying = argument;
    Making *making = trying->making;
    const Source *source = source_from(&making->cli->task, text_format(&making->cli->region, TEXT_FMT ".json", TEXT_ARG(trying->made->intake->id)), trying->made->json);
    const Problem *before = making->cli->report.last;
    Opened opened = case_open(making->cli, &trying->task, source, &making->options);
    tell_places(making, trying->made, source, before);
    trying->good = opened.outcome != LAWBOOK_FAILED;
    if (opened.outcome == LAWBOOK_UNTOLD)
        ask_untold(making, trying->made, &opened.head);
    if (opened.answer)
        ask_missing(making, trying->made, opened.answer);
    Status status = opened.outcome == LAWBOOK_NOT_COVERED ? STATUS_NOT_COVERED : opened.answer ? opened.answer->status : STATUS_UNDETERMINED;
    trying->made->status = text_of(status_name(status));
}

static bool determine_made(Making *making, IntakeMade *made)
{
    Cli *cli = making->cli;
    Region region;
    region_init(&region, NULL);
    Trying trying = { making, made, { &region, &cli->report, cli->task.cancel }, false };
    bool ran = region_guard(&region, try_case, &trying);
    region_close(&region);
    if (!ran)
        region_give_up(&cli->region);
    return trying.good;
}

static bool make_all(Making *making)
{
    Cli *cli = making->cli;
    size_t count = making->intakes.at.count;
    bool good = true;
    making->made = REGION_ARRAY(&cli->region, IntakeMade, count);
    for (size_t i = 0; i < count; i++) {
        making->made[i] = (IntakeMade){ .intake = making->intakes.at.at[i], .json = intake_json(making->intakes.at.at[i]) };
        good &= determine_made(making, &making->made[i]);
    }
    return good;
}

/* ---- written to files ---- */

static bool to_folder(const Cli *cli)
{
    return directory_exists(cli->given[OPTION_OUT]) || text_ends(cli_argument(cli, OPTION_OUT), TEXT("/"));
}

/* "cases/a.json" -> "cases/a.origins.json"; of a single case what --origins says. */
static const char *origins_path(Cli *cli, Text path)
{
    if (cli_on(cli, OPTION_ORIGINS))
        return cli->given[OPTION_ORIGINS];
    Text start = text_ends(path, TEXT(".json")) ? text_slice(path, 0, path.length - 5) : path;
    return text_string(&cli->region, text_join(&cli->region, start, TEXT(".origins.json")));
}

/* What is there stays, but for the case that this one begins with. */
static bool is_free(Cli *cli, const char *path)
{
    if (!file_exists(path) || text_equal(text_of(path), cli_argument(cli, OPTION_CASE)))
        return true;
    Problem *problem = report_error(&cli->report, "intake-exists", SPAN_NONE, "the file \"%s\" is there already", path);
    problem_hint(&cli->report, problem, "Name another with --out, or begin with it: --case.");
    return false;
}

static bool name_files(Making *making)
{
    Cli *cli = making->cli;
    bool good = true, folder = to_folder(cli);
    for (size_t i = 0; i < making->intakes.at.count; i++) {
        IntakeMade *made = &making->made[i];
        Text name = text_format(&cli->region, TEXT_FMT ".json", TEXT_ARG(made->intake->id));
        const char *path = folder ? path_join(&cli->region, cli_argument(cli, OPTION_OUT), name) : cli->given[OPTION_OUT];
        made->file = text_of(path);
        bool own = text_equal(made->file, cli_argument(cli, OPTION_CASE));
        good &= is_free(cli, path) && (own || is_free(cli, origins_path(cli, made->file)));
    }
    return good;
}

static bool write_files(Making *making)
{
    Cli *cli = making->cli;
    bool good = !to_folder(cli) || directory_make(&cli->task, cli->given[OPTION_OUT]);
    for (size_t i = 0; good && i < making->intakes.at.count; i++) {
        const IntakeMade *made = &making->made[i];
        good = file_write(&cli->task, text_string(&cli->region, made->file), made->json) &&
               file_write(&cli->task, origins_path(cli, made->file), intake_origins(made->intake, made->json));
    }
    return good;
}

/* ---- kept in the ledger ---- */

static bool keep_case(Task *task, Ledger *ledger, Making *making, IntakeMade *made)
{
    CaseOrigins origins;
    const Source *source = source_from(task, text_format(task->region, TEXT_FMT ".json", TEXT_ARG(made->intake->id)), made->json);
    intake_ledger_origins(made->intake, &origins);
    NewCase new = { .id = made->intake->id, .title = cli_argument(making->cli, OPTION_TITLE), .file = source, .origins = &origins };
    const Record *record = source ? casefile_new(task, ledger, &new) : NULL;
    made->record = record ? record->hash : TEXT_NONE;
    return record != NULL;
}

static bool keep_all(Task *task, Ledger *ledger, void *argument)
{
    Making *making = argument;
    for (size_t i = 0; i < making->files.count; i++)
        if (!blob_put(task, ledger, making->files.at[i]->bytes).length)
            return false;
    for (size_t i = 0; i < making->intakes.at.count; i++)
        if (!keep_case(task, ledger, making, &making->made[i]))
            return false;
    return true;
}

/* ---- shown ---- */

static Text named_files(const Cli *cli)
{
    Builder out = builder_on(&((Cli *)(uintptr_t)cli)->region);
    build_text(&out, cli_argument(cli, cli_on(cli, OPTION_FROM) ? OPTION_FROM : OPTION_FROM_CASE));
    for (size_t i = 1; i < cli->operand_count; i++)
        build_format(&out, ", %s", cli->operands[i]);
    return builder_text(&out);
}

static size_t open_count(const Making *making)
{
    size_t open = 0;
    for (size_t i = 0; i < making->intakes.at.count; i++)
        open += making->made[i].open.count;
    return open;
}

static Exit exit_of(Making *making)
{
    Cli *cli = making->cli;
    size_t open = open_count(making);
    if (!open)
        return EXIT_DONE;
    talk(cli, SAY(cli, MSG_INTAKE_OPEN, named_files(cli), text_format(&cli->region, "%zu", open)));
    return EXIT_OPEN;
}

static Exit show(Making *making, bool kept)
{
    Cli *cli = making->cli;
    if (text_is(cli_argument(cli, OPTION_OUT), "-")) {
        build_text(&cli->out, making->made[0].json);
        return exit_of(making);
    }
    IntakePaperOptions options = { cli->language, named_files(cli), kept };
    Exit exit = cli_paper(cli, intake_paper(&cli->region, making->made, making->intakes.at.count, &options));
    return exit == EXIT_DONE ? exit_of(making) : exit;
}

static Exit finish(Making *making)
{
    Cli *cli = making->cli;
    bool many = making->intakes.at.count > 1, file = cli_on(cli, OPTION_OUT) && !text_is(cli_argument(cli, OPTION_OUT), "-"), ledger = cli_on(cli, OPTION_LEDGER);
    if (many && (cli_on(cli, OPTION_ORIGINS) || (cli_on(cli, OPTION_OUT) && (!file || !to_folder(cli)))))
        return misuse(cli, SAY(cli, MSG_INTAKE_FOLDER, text_format(&cli->region, "%zu", making->intakes.at.count)));
    if (file && !name_files(making))
        return EXIT_ERROR;
    Ledger *opened = ledger ? load_ledger(cli, true) : NULL;
    if (ledger && (!opened || !ledger_transact(&cli->task, opened, keep_all, making)))
        return EXIT_ERROR;
    if ((file && !write_files(making)) || table_failed_rows(cli, making->tables.at, making->tables.count) != EXIT_DONE)
        return EXIT_ERROR;
    return show(making, file || ledger);
}

Exit case_from(Cli *cli)
{
    Making making = { .cli = cli };
    Exit exit = determine_options(cli, &making.options);
    if (exit == EXIT_DONE)
        exit = table_reading(cli, &making.reading);
    if (exit == EXIT_DONE && !text_is(cli_argument(cli, OPTION_OUT), "-"))
        exit = cli_paper_form(cli);
    if (exit != EXIT_DONE)
        return exit;
    if (!open_making(&making) || !take_files(&making) || !make_all(&making))
        return EXIT_ERROR;
    return finish(&making);
}

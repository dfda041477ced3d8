/* faces/cli/dmn.c - `declarant dmn`: models of other tools run here, and the public test kit.
 *
 *     declarant dmn run MODEL [DECISION...] [--facts FILE]      decisions of a model for inputs in JSON
 *     declarant dmn export, import                              dmn_files.c
 *     declarant dmn tck DIR [--csv FILE]                        every test case below DIR, one line each
 */
#include "base/file.h"
#include "faces/cli/dmn_files.h"
#include "faces/cli/values.h"
#include "feel/operate.h"
#include "rulebook/dmn_kit.h"

/* ---- models ---- */

/* The folder of a path, "." when it names none. */
static Text folder_of(Text path)
{
    size_t at = path.length;
    while (at > 0 && path.at[at - 1] != '/')
        at--;
    return at ? text_slice(path, 0, at > 1 ? at - 1 : at) : TEXT(".");
}

static bool imports_from(const DmnModel *model, const DmnModel *other)
{
    for (uint32_t i = 0; i < model->import_count; i++)
        if (text_equal(model->imports[i].space, other->space))
            return true;
    return false;
}

static bool is_among(DmnModel **models, size_t count, Text space)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(models[i]->space, space))
            return true;
    return false;
}

/* The model of the file, then those it imports, which are looked for by namespace among the models of the same folder. */
static const DmnProgram *load_program(Task *task, Text path)
{
    LIST_OF(DmnModel *) models = { 0 };
    const Source *source = file_read(task, text_string(task->region, path), 0);
    DmnModel *main_model = source ? dmn_read(task, source) : NULL;
    if (!main_model)
        return NULL;
    *LIST_ADD(task->region, models) = main_model;
    Text folder = folder_of(path);
    FileList files = main_model->import_count ? files_below(task, text_string(task->region, folder), TEXT(".dmn")) : (FileList){ 0 };
    LIST_OF(DmnModel *) others = { 0 };
    for (size_t i = 0; i < files.count; i++) {
        const Source *other = file_read(task, path_join(task->region, folder, files.at[i]), 0);
        DmnModel *model = other ? dmn_read(task, other) : NULL;
        if (model && !text_equal(model->space, main_model->space))
            *LIST_ADD(task->region, others) = model;
    }
    for (size_t i = 0; i < models.count; i++)
        for (size_t k = 0; k < others.count; k++)
            if (imports_from(models.at[i], others.at[k]) && !is_among(models.at, models.count, others.at[k]->space))
                *LIST_ADD(task->region, models) = others.at[k];
    return dmn_link(task, models.at, models.count);
}

/* ---- the kit ---- */

typedef struct Tally {
    size_t cases, passed;       /* all */
    size_t valued, valued_passed; /* those that expect a value other than null */
    Builder csv;
} Tally;

static void put_csv(Builder *out, Text text)
{
    build_byte(out, '"');
    for (size_t i = 0; i < text.length; i++) {
        if (text.at[i] == '"')
            build_byte(out, '"');
        build_byte(out, text.at[i] == '\n' || text.at[i] == '\r' ? ' ' : text.at[i]);
    }
    build_byte(out, '"');
}

static void put_line(Tally *tally, Text folder, Text file, Text id, bool passed, Text why)
{
    const Text parts[] = { folder, file, id, passed ? TEXT("SUCCESS") : TEXT("ERROR"), why };
    for (size_t i = 0; i < 5; i++) {
        build_text(&tally->csv, i ? TEXT(",") : TEXT_NONE);
        put_csv(&tally->csv, parts[i]);
    }
    build_byte(&tally->csv, '\n');
}

static void count_case(Tally *tally, bool passed, bool has_value)
{
    tally->cases++;
    tally->passed += passed;
    tally->valued += has_value;
    tally->valued_passed += has_value && passed;
}

static Text first_message(const Report *report)
{
    return report->first ? report->first->message : TEXT("the model cannot be loaded");
}

/* One test file: all its cases fail together when its model cannot be loaded. */
typedef struct KitRun {
    Cli *cli;
    Tally *tally;
    Text folder, file; /* of the test file, relative to DIR; without ".xml" */
    Text path;         /* whole */
} KitRun;

static void run_file(KitRun *run, Task *task)
{
    const Source *source = file_read(task, text_string(task->region, run->path), 0);
    const KitFile *kit = source ? kit_read(task, source) : NULL;
    const DmnProgram *program = NULL;
    if (kit)
        program = load_program(task, text_of(path_join(task->region, folder_of(run->path), kit->model_name)));
    if (!kit)
        put_line(run->tally, run->folder, run->file, TEXT_NONE, false, first_message(task->report));
    for (uint32_t i = 0; kit && i < kit->case_count; i++) {
        bool has_value = false, passed = false;
        Text why = program ? TEXT_NONE : first_message(task->report);
        if (program)
            passed = kit_run(task->region, program, &kit->cases[i], &has_value, &why);
        count_case(run->tally, passed, has_value);
        put_line(run->tally, run->folder, run->file, kit->cases[i].id, passed, passed ? TEXT_NONE : why);
    }
}

typedef struct Guarded {
    KitRun *run;
    Task *task;
} Guarded;

static void run_guarded(void *argument)
{
    Guarded *guarded = argument;
    run_file(guarded->run, guarded->task);
}

static void run_apart(KitRun *run)
{
    Region region;
    Report report;
    region_init(&region, NULL);
    region.limit = 1024 * 1024 * 1024;
    report_init(&report, &region);
    Task task = { &region, &report, run->cli->task.cancel };
    Guarded guarded = { run, &task };
    if (!region_guard(&region, run_guarded, &guarded))
        put_line(run->tally, run->folder, run->file, TEXT_NONE, false, TEXT("out of memory"));
    region_close(&region);
}

/* The files that hold test cases are the XML files below DIR. */
static Exit command_tck(Cli *cli)
{
    Tally tally = { .csv = builder_on(&cli->region) };
    if (cli->operand_count != 2)
        return misuse(cli, say(cli, MSG_NEEDS_FOLDER));
    FileList files = files_below(&cli->task, cli->operands[1], TEXT(".xml"));
    for (size_t i = 0; i < files.count; i++) {
        Text folder = folder_of(files.at[i]);
        Text file = text_slice(files.at[i], folder.length + 1, files.at[i].length - 4);
        KitRun run = { cli, &tally, folder, file, text_of(path_join(&cli->region, cli_operand(cli, 1), files.at[i])) };
        run_apart(&run);
    }
    if (cli->report.errors || !files.count) {
        if (!cli->report.errors)
            talk(cli, say(cli, MSG_NO_TEST_FILES));
        return EXIT_ERROR;
    }
    build_text(&cli->out, builder_text(&tally.csv));
    if (cli_on(cli, OPTION_CSV) && !file_write(&cli->task, cli->given[OPTION_CSV], builder_text(&tally.csv)))
        return EXIT_ERROR;
    talk(cli, text_format(&cli->region, "%zu of %zu cases pass; of those that expect a value %zu of %zu", tally.passed, tally.cases, tally.valued_passed, tally.valued));
    return tally.passed == tally.cases ? EXIT_DONE : EXIT_FINDING;
}

/* ---- running a model ---- */

/* Inputs are told as JSON: a text where the model wants a date, time or duration is read as one. */
static Value input_value(Cli *cli, const Source *source, const Json *json, const Type *type)
{
    Value value = value_of_json(cli, source, json);
    bool temporal = type->kind == TYPE_DATE || type->kind == TYPE_TIME || type->kind == TYPE_DATE_TIME || type->kind == TYPE_MONTHS || type->kind == TYPE_SECONDS;
    return temporal && value.kind == VALUE_TEXT ? at_literal(&cli->region, text_of_value(value)) : value;
}

static const DmnElement *input_named(Cli *cli, const DmnProgram *program, Text key)
{
    const DmnElement *element = dmn_find(program, TEXT_NONE, name_normal(&cli->region, key));
    return element ? element : dmn_find(program, TEXT_NONE, name_normal(&cli->region, text_unsnake(&cli->region, key)));
}

static bool give_facts(Cli *cli, DmnRun *run)
{
    if (!cli_on(cli, OPTION_FACTS))
        return true;
    const Source *source = file_read(&cli->task, cli->given[OPTION_FACTS], 0);
    const Json *json = source ? json_read(&cli->task, source) : NULL;
    if (json && json->kind != JSON_OBJECT)
        report_error(&cli->report, "wrong-type", json_span(source, json), "facts are no object");
    for (const Json *member = json && !cli->report.errors ? json->first : NULL; member; member = member->next) {
        const DmnElement *element = input_named(cli, run->program, member->key);
        if (element)
            dmn_give(run, element, input_value(cli, source, member, run->program->meanings[element->slot].type));
        else
            report_error(&cli->report, "unknown-name", (Span){ source, member->key_from, member->key_from + (uint32_t)member->key.length + 2 },
                         "the model has no input \"" TEXT_FMT "\"", TEXT_ARG(member->key));
    }
    return json && !cli->report.errors;
}

static void show_decision(Cli *cli, JsonWriter *writer, const DmnElement *element, Value value)
{
    if (writer) {
        json_key(writer, element->name);
        json_of_value(&cli->region, writer, value);
        return;
    }
    build_format(&cli->out, TEXT_FMT " = ", TEXT_ARG(element->name));
    value_print(&cli->out, value);
    build_byte(&cli->out, '\n');
}

/* The decisions named, else every one of the model asked. False: a name is not known. */
static bool decide_all(Cli *cli, DmnRun *run, JsonWriter *writer)
{
    const DmnProgram *program = run->program;
    for (size_t i = 2; i < cli->operand_count; i++) {
        const DmnElement *element = dmn_find(program, TEXT_NONE, name_normal(&cli->region, cli_operand(cli, i)));
        if (!element) {
            report_error(&cli->report, "unknown-name", SPAN_NONE, "the model has no decision \"" TEXT_FMT "\"", TEXT_ARG(cli_operand(cli, i)));
            return false;
        }
        show_decision(cli, writer, element, element->kind == DMN_SERVICE ? dmn_serve(run, element) : dmn_decide(run, element));
    }
    for (uint16_t slot = 0; slot < program->thing.count && cli->operand_count == 2; slot++) {
        const DmnElement *element = program->meanings[slot].element;
        if (element->kind == DMN_DECISION && element->model == program->models[0])
            show_decision(cli, writer, element, dmn_decide(run, element));
    }
    return true;
}

static Exit command_run(Cli *cli)
{
    DmnRun run;
    if (cli->operand_count < 2)
        return misuse(cli, say(cli, MSG_NEEDS_FILE));
    const DmnProgram *program = load_program(&cli->task, cli_operand(cli, 1));
    if (!program)
        return EXIT_ERROR;
    dmn_open(&run, &cli->region, program);
    JsonWriter writer = json_writer(&cli->out, false);
    if (!give_facts(cli, &run))
        return EXIT_ERROR;
    if (cli->json)
        json_open(&writer, '{');
    bool known = decide_all(cli, &run, cli->json ? &writer : NULL);
    if (cli->json) {
        json_close(&writer, '}');
        build_byte(&cli->out, '\n');
    }
    uint32_t kept = run.vm.fault_count < 8 ? run.vm.fault_count : 8;
    for (uint32_t i = 0; i < kept; i++)
        report_warning(&cli->report, run.vm.faults[i].name, run.vm.faults[i].span, TEXT_FMT, TEXT_ARG(run.vm.faults[i].message));
    if (!known)
        cli->out.length = 0;
    return known ? EXIT_DONE : EXIT_ERROR;
}

/* ---- dispatch ---- */

Exit command_dmn(Cli *cli)
{
    if (text_is(cli_operand(cli, 0), "tck"))
        return command_tck(cli);
    if (text_is(cli_operand(cli, 0), "run"))
        return command_run(cli);
    if (text_is(cli_operand(cli, 0), "export"))
        return dmn_export_command(cli);
    if (text_is(cli_operand(cli, 0), "import"))
        return dmn_import_command(cli);
    return misuse(cli, say(cli, MSG_DMN_USE));
}

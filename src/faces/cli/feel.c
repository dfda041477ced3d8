/* faces/cli/feel.c - `declarant feel`: an expression, read, compiled, run; with its listing and its trace. Or one on each
 * line of a file, worked one after another in a region that is emptied between them. */
#include <time.h>

#include "base/file.h"
#include "faces/cli/cli.h"
#include "faces/cli/lines.h"
#include "faces/cli/problems.h"
#include "faces/cli/screen.h"
#include "faces/cli/values.h"
#include "feel/code.h"
#include "feel/operate.h"

/* ---- facts ---- */

/* The members of the object as constants of the scope. False with errors. */
static bool read_facts(Cli *cli, const FeelScope **scope)
{
    *scope = feel_scope_new(&cli->region, NULL, NULL, 0);
    if (!cli_on(cli, OPTION_FACTS))
        return true;
    const Source *source = file_read(&cli->task, cli->given[OPTION_FACTS], 0);
    const Json *json = source ? json_read(&cli->task, source) : NULL;
    if (json && json->kind != JSON_OBJECT)
        report_error(&cli->report, "wrong-type", json_span(source, json), "facts are no object");
    if (!json || cli->report.errors)
        return false;
    FeelName *names = REGION_ARRAY(&cli->region, FeelName, json->count + 1);
    size_t count = 0;
    for (const Json *member = json->first; member; member = member->next) {
        Value value = value_of_json(cli, source, member);
        names[count++] = (FeelName){ .name = text_unsnake(&cli->region, member->key), .kind = FEEL_CONSTANT,
                                     .type = type_of_value_in(&cli->region, value), .value = value };
    }
    *scope = feel_scope_new(&cli->region, NULL, names, count);
    return !cli->report.errors;
}

/* ---- running ---- */

static const char *const opcode_names[] = {
#define OP(name, operand, pops, pushes, meaning) #name,
#include "feel/opcodes.def"
#undef OP
};

/* One instruction: its number, its name, the text it comes from, and the top of the stack before it. */
static void trace_step(Vm *vm, const FeelCode *code, uint32_t at, const Value *stack, size_t height)
{
    Cli *cli = vm->context;
    Builder out = builder_on(vm->region);
    build_format(&out, "%4u %-14s", at, opcode_names[code->steps[at].op]);
    build_text(&out, span_text(code->spans[at]));
    build_text(&out, TEXT("  |"));
    for (size_t i = 0; i < height; i++) {
        build_byte(&out, ' ');
        value_print(&out, stack[i]);
    }
    talk(cli, builder_text(&out));
}

static void start_clock(Vm *vm)
{
    struct timespec now;
    if (clock_gettime(CLOCK_REALTIME, &now) != 0)
        return;
    int64_t seconds_of_day = 24 * 60 * 60;
    vm->has_now = true;
    vm->today = now.tv_sec / seconds_of_day;
    vm->now_nanoseconds = (now.tv_sec % seconds_of_day) * INT64_C(1000000000) + now.tv_nsec;
}

/* One expression: what it is read in and where its problems go. */
typedef struct Work {
    Cli *cli;
    Task task;              /* its memory and report */
    const FeelScope *scope; /* facts */
    Text text;              /* the expression */
    uint64_t number;        /* of its line */
    bool too_long;          /* that line is past the limit */
    Exit exit;              /* DONE, or ERROR where it cannot be read or, strict, has no value */
} Work;

static void tell_faults(Report *report, const Vm *vm)
{
    uint32_t kept = vm->fault_count < 8 ? vm->fault_count : 8;
    for (uint32_t i = 0; i < kept; i++) {
        const FeelFault *fault = &vm->faults[i];
        (vm->strict ? report_error : report_warning)(report, fault->name, fault->span, TEXT_FMT, TEXT_ARG(fault->message));
    }
}

static Value run_code(Work *work, const FeelCode *code, Symbols *symbols)
{
    Vm vm;
    vm_init(&vm, work->task.region);
    vm.symbols = symbols;
    vm.context = work->cli;
    vm.strict = cli_on(work->cli, OPTION_STRICT);
    start_clock(&vm);
    if (cli_on(work->cli, OPTION_TRACE))
        vm.trace = trace_step;
    Value value = feel_run(&vm, code, NULL);
    tell_faults(work->task.report, &vm);
    return value;
}

/* NULL with errors when it cannot be read. */
static const FeelCode *compile(Work *work, Symbols *symbols)
{
    const Source *source = source_from(&work->task, TEXT("expression"), work->text);
    if (!source)
        return NULL;
    FeelContext context = { .task = &work->task, .source = source, .scope = work->scope, .symbols = symbols,
                            .strict = cli_on(work->cli, OPTION_STRICT) };
    const FeelNode *node = feel_parse(&context, (Span){ source, 0, (uint32_t)source->bytes.length });
    return node ? feel_compile(&context, node, NULL) : NULL;
}

/* The value; false, with errors, when there is none. */
static bool work_out(Work *work, Value *value)
{
    Symbols *symbols = symbols_new(work->task.region);
    const FeelCode *code = compile(work, symbols);
    if (code)
        *value = run_code(work, code, symbols);
    work->exit = work->task.report->errors ? EXIT_ERROR : EXIT_DONE;
    return work->exit == EXIT_DONE;
}

/* The value as text; false, with an error, when it is too large. */
static bool print_value(Work *work, Value value, Text *text)
{
    Builder out = builder_on(work->task.region);
    bool whole = value_print(&out, value);
    *text = builder_text(&out);
    if (!whole) {
        report_error(work->task.report, "value-too-large", SPAN_NONE, "the value has more than %d parts (limit LIMIT_VALUE_STEPS), %d of them inside one another (limit LIMIT_VALUE_DEPTH), or %d bytes (limit LIMIT_VALUE_BYTES)",
                     LIMIT_VALUE_STEPS, LIMIT_VALUE_DEPTH, LIMIT_VALUE_BYTES);
        work->exit = EXIT_ERROR;
    }
    return whole;
}

static void value_json(JsonWriter *writer, Value value, Text text)
{
    json_pair(writer, "kind", text_of(value_kind_name(value.kind)));
    json_pair(writer, "value", text);
}

static void result_json(Cli *cli, Value value, Text text)
{
    JsonWriter writer = json_writer(&cli->out, false);
    json_open(&writer, '{');
    value_json(&writer, value, text);
    json_close(&writer, '}');
}

/* ---- one on each line ---- */

/* {"kind", "value", "problems"}: the first two where there is a value, the third where there is a problem. */
static void line_json(Work *work, bool known, Value value)
{
    Text text;
    JsonWriter writer = json_writer(&work->cli->out, true);
    json_open(&writer, '{');
    if (known && print_value(work, value, &text))
        value_json(&writer, value, text);
    if (work->task.report->first) {
        json_key(&writer, TEXT("problems"));
        problem_list_json(&writer, work->task.region, work->task.report);
    }
    json_close(&writer, '}');
    build_byte(&work->cli->out, '\n');
}

static void work_line(void *argument)
{
    Work *work = argument;
    Value value = VALUE_NOTHING;
    if (work->too_long)
        report_error(work->task.report, "expression-too-long", SPAN_NONE, "line %llu is longer than the limit of %d bytes", (unsigned long long)work->number, LIMIT_FILE_BYTES);
    bool known = !work->too_long && work_out(work, &value);
    line_json(work, known, value);
}

/* Under a guard of its own: one that is too large for memory does not end the others. */
static Exit guarded_line(Work *work)
{
    size_t before = work->cli->out.length;
    region_reset(work->task.region);
    report_init(work->task.report, work->task.region);
    if (!region_guard(work->task.region, work_line, work)) {
        region_reset(work->task.region);
        report_init(work->task.report, work->task.region);
        work->cli->out.length = before;
        report_error(work->task.report, "out-of-memory", SPAN_NONE, "there is no memory for this expression");
        line_json(work, false, VALUE_NOTHING);
        work->exit = EXIT_ERROR;
    }
    cli_flush(work->cli);
    return work->exit;
}

static Exit feel_lines(Cli *cli, const FeelScope *scope)
{
    Lines lines;
    Region region;
    Report report;
    Exit worst = EXIT_DONE;
    Work work = { .cli = cli, .task = { &region, &report, NULL }, .scope = scope };
    if (!lines_open(cli, &lines, cli->operand_count ? cli->operands[0] : "-"))
        return EXIT_ERROR;
    region_init(&region, NULL);
    while (!cli->unwritable && lines_next(&lines, &work.text)) {
        work.number = lines.number;
        work.too_long = lines.too_long;
        worst = guarded_line(&work) == EXIT_DONE ? worst : EXIT_ERROR;
    }
    region_close(&region);
    return lines_close(cli, &lines) ? worst : EXIT_ERROR;
}

/* ---- the command ---- */

static Exit feel_listed(Cli *cli, Work *work)
{
    const FeelCode *code = compile(work, symbols_new(&cli->region));
    if (code)
        feel_listing(&cli->out, code);
    return code ? EXIT_DONE : EXIT_ERROR;
}

static Exit feel_once(Cli *cli, const FeelScope *scope)
{
    Value value;
    Work work = { .cli = cli, .task = cli->task, .scope = scope, .text = cli_operand(cli, 0) };
    if (cli_on(cli, OPTION_LISTING))
        return feel_listed(cli, &work);
    if (!work_out(&work, &value))
        return work.exit;
    Text text;
    if (!print_value(&work, value, &text))
        return work.exit;
    if (cli->json)
        result_json(cli, value, text);
    else
        build_text(&cli->out, text);
    build_byte(&cli->out, '\n');
    return work.exit;
}

Exit command_feel(Cli *cli)
{
    const FeelScope *scope;
    bool lines = cli_on(cli, OPTION_LINES);
    if (lines ? cli->operand_count > 1 : cli->operand_count != 1)
        return misuse(cli, say(cli, lines ? MSG_ONE_FILE_OF_LINES : MSG_NEEDS_EXPRESSION));
    if (!read_facts(cli, &scope))
        return EXIT_ERROR;
    return lines ? feel_lines(cli, scope) : feel_once(cli, scope);
}

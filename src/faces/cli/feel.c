/* faces/cli/feel.c - `declarant feel`: one expression, read, compiled, run; with its listing and its trace. */
#include <time.h>

#include "base/file.h"
#include "faces/cli/cli.h"
#include "faces/cli/screen.h"
#include "faces/cli/values.h"
#include "feel/code.h"

/* ---- facts ---- */

/* The type of a value, as far as names of entries need it. */
static const Type *type_of_value(Region *region, Value value)
{
    static const Type *const types[VALUE_KINDS] = {
        [VALUE_NULL] = &type_null, [VALUE_BOOLEAN] = &type_boolean, [VALUE_NUMBER] = &type_number, [VALUE_DECIMAL] = &type_number,
        [VALUE_TEXT] = &type_text,
    };
    if (value.kind == VALUE_LIST)
        return value.list->count ? type_list_of(region, type_of_value(region, value.list->at[0])) : &type_any_list;
    if (value.kind != VALUE_CONTEXT)
        return types[value.kind] ? types[value.kind] : &type_any;
    Type *type = REGION_NEW(region, Type);
    const Context *context = value.context;
    TypeEntry *entries = REGION_ARRAY(region, TypeEntry, context->shape->count + 1);
    for (uint32_t i = 0; i < context->shape->count; i++)
        entries[i] = (TypeEntry){ context->shape->names[i], type_of_value(region, context->at[i]) };
    *type = (Type){ .kind = TYPE_CONTEXT, .entries = entries, .count = context->shape->count, .shape = context->shape };
    return type;
}

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
                                     .type = type_of_value(&cli->region, value), .value = value };
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
    Builder out = builder_on(&cli->region);
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

static void tell_faults(Cli *cli, const Vm *vm)
{
    uint32_t kept = vm->fault_count < 8 ? vm->fault_count : 8;
    for (uint32_t i = 0; i < kept; i++)
        report_warning(&cli->report, vm->faults[i].name, vm->faults[i].span, TEXT_FMT, TEXT_ARG(vm->faults[i].message));
}

static void result_json(Cli *cli, Value value)
{
    Builder text = builder_on(&cli->region);
    JsonWriter writer = json_writer(&cli->out, false);
    value_print(&text, value);
    json_open(&writer, '{');
    json_pair(&writer, "kind", text_of(value_kind_name(value.kind)));
    json_pair(&writer, "value", builder_text(&text));
    json_close(&writer, '}');
    build_byte(&cli->out, '\n');
}

static void run_code(Cli *cli, const FeelCode *code, Symbols *symbols)
{
    Vm vm;
    vm_init(&vm, &cli->region);
    vm.symbols = symbols;
    vm.context = cli;
    start_clock(&vm);
    if (cli_on(cli, OPTION_TRACE))
        vm.trace = trace_step;
    Value value = feel_run(&vm, code, NULL);
    tell_faults(cli, &vm);
    if (cli->json) {
        result_json(cli, value);
        return;
    }
    value_print(&cli->out, value);
    build_byte(&cli->out, '\n');
}

Exit command_feel(Cli *cli)
{
    if (cli->operand_count != 1)
        return misuse(cli, say(cli, MSG_NEEDS_EXPRESSION));
    const FeelScope *scope;
    const Source *source = source_from(&cli->task, TEXT("expression"), cli_operand(cli, 0));
    if (!source || !read_facts(cli, &scope))
        return EXIT_ERROR;
    FeelContext context = { .task = &cli->task, .source = source, .scope = scope, .symbols = symbols_new(&cli->region) };
    const FeelNode *node = feel_parse(&context, (Span){ source, 0, (uint32_t)source->bytes.length });
    const FeelCode *code = node ? feel_compile(&context, node, NULL) : NULL;
    if (!code)
        return EXIT_ERROR;
    if (cli_on(cli, OPTION_LISTING))
        feel_listing(&cli->out, code);
    else
        run_code(cli, code, context.symbols);
    return EXIT_DONE;
}

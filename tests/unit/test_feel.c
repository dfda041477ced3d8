/* tests/unit/test_feel.c - what expressions read: slots of things, paths across them, functions of the scope, cells.
 *
 * The things are a small tree: case ── shipment ── invoice line, with facts like those of a rulebook. Figures by hand.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "feel/feel.h"
#include "value/date.h"

/* ---- the things ---- */

enum { CASE_ID, CASE_SHIPMENTS, CASE_LINES };
enum { SHIPMENT_ID, SHIPMENT_FREIGHT, SHIPMENT_LINES };
enum { LINE_ID, LINE_PRICE, LINE_DISCS, LINE_DELIVERY, LINE_MACHINE, LINE_DUTY };

typedef struct World {
    Region region;
    Report report;
    Task task;
    Symbols *symbols;
    Type delivery;
    ThingType types[3];
    Slot slots[3][6];
    const ThingType *things[3];
    const FeelScope *scope;
    Frame outer, shipment, line[2];
    Value values[4][6];
    Vm vm;
    int resolved, read;
} World;

static Value symbol_value(World *world, const char *text)
{
    return (Value){ .kind = VALUE_TEXT, .text = symbol_of(world->symbols, text_of(text)) };
}

static void make_type(World *world, int at, const char *name, const char *many, uint16_t count)
{
    ThingType *type = &world->types[at];
    *type = (ThingType){ .name = text_of(name), .many = text_of(many), .within = at ? type - 1 : NULL,
                         .depth = (uint16_t)at, .count = count, .index = (uint32_t)at, .slots = world->slots[at] };
    type->type = (Type){ .kind = TYPE_THING, .thing = type };
    type->list = (Type){ .kind = TYPE_LIST, .of = &type->type };
    world->things[at] = type;
}

static void make_types(World *world)
{
    static Value allowed[2];
    static Domain domain;
    allowed[0] = symbol_value(world, "on carrier");
    allowed[1] = symbol_value(world, "by network");
    domain = (Domain){ .count = 2, .values = allowed };
    world->delivery = (Type){ .kind = TYPE_TEXT, .name = TEXT("text"), .domain = &domain };
    make_type(world, 0, "case", "", 3);
    make_type(world, 1, "shipment", "shipments", 3);
    make_type(world, 2, "invoice line", "invoice lines", 6);
    const ThingType *types = world->types;
    Slot slots[3][6] = {
        { { TEXT("id"), &type_text, false, NULL }, { TEXT("shipments"), &types[1].list, false, NULL },
          { TEXT("invoice lines"), &types[2].list, false, NULL } },
        { { TEXT("id"), &type_text, false, NULL }, { TEXT("freight"), &type_money, true, NULL },
          { TEXT("invoice lines"), &types[2].list, false, NULL } },
        { { TEXT("id"), &type_text, false, NULL }, { TEXT("carrier price"), &type_money, true, NULL },
          { TEXT("number of discs"), &type_number, false, NULL }, { TEXT("delivery"), &world->delivery, false, NULL },
          { TEXT("serves machine"), &types[2].type, false, NULL }, { TEXT("duty"), &type_money, false, NULL } },
    };
    memcpy(world->slots, slots, sizeof slots);
}

static Value duty_rate_of(Vm *vm, const FeelFunction *function, Frame *here, const Value *arguments)
{
    (void)function;
    (void)here;
    return number_divide(vm->region, arguments[0], value_small(100, 0));
}

static const TypeEntry rate_parameters[] = { { { "per cent", 8 }, &type_number } };
static const FeelFunction rate_function = { { "duty rate", 9 }, 1, rate_parameters, &type_number, duty_rate_of, NULL };

static void make_scope(World *world)
{
    FeelName names[16];
    size_t count = 0;
    for (int at = 2; at >= 0; at--) {
        names[count++] = (FeelName){ .name = world->types[at].name, .kind = FEEL_OUTER, .type = &world->types[at].type,
                                     .up = (uint8_t)(2 - at) };
        for (uint16_t slot = 0; slot < world->types[at].count; slot++)
            if (at == 2 || slot != 0)
                names[count++] = (FeelName){ .name = world->slots[at][slot].name, .kind = FEEL_SLOT,
                                             .type = world->slots[at][slot].type, .up = (uint8_t)(2 - at), .slot = slot,
                                             .thing = &world->types[at] };
    }
    names[count++] = (FeelName){ .name = TEXT("duty rate"), .kind = FEEL_FUNCTION, .type = &type_any, .function = &rate_function };
    world->scope = feel_scope_new(&world->region, NULL, names, count);
}

/* The duty of a line is worked out on first reading; all else that is unset is unknown. */
static Value resolve(Vm *vm, Frame *frame, uint16_t slot)
{
    World *world = vm->context;
    world->resolved++;
    Value value = value_unknown(hang_on_slot(vm->region, frame, slot));
    if (frame->type == &world->types[2] && slot == LINE_DUTY)
        value = value_small(42, 0);
    frame->slots[slot] = value;
    return value;
}

static Value convert(Vm *vm, Value money)
{
    return number_multiply(vm->region, value_decimal(vm->region, &money.money->amount), value_small(26300, 0));
}

static void on_read(Vm *vm, Frame *frame, uint16_t slot)
{
    (void)frame;
    (void)slot;
    ((World *)vm->context)->read++;
}

static Frame frame_of(World *world, int type, int at, Frame *parent, const char *id)
{
    world->values[at][0] = symbol_value(world, id);
    return (Frame){ .type = &world->types[type], .parent = parent, .slots = world->values[at], .number = 1, .id = text_of(id) };
}

static void make_frames(World *world)
{
    static Money dollars;
    dollars = (Money){ decimal_of(125, -1), "USD" };
    world->outer = frame_of(world, 0, 0, NULL, "C");
    world->shipment = frame_of(world, 1, 1, &world->outer, "S1");
    world->line[0] = frame_of(world, 2, 2, &world->shipment, "L1");
    world->line[1] = frame_of(world, 2, 3, &world->shipment, "L2");
    Value lines[2] = { value_thing(&world->line[0]), value_thing(&world->line[1]) };
    Value shipments[1] = { value_thing(&world->shipment) };
    world->values[0][CASE_LINES] = world->values[1][SHIPMENT_LINES] = value_list(&world->region, lines, 2);
    world->values[0][CASE_SHIPMENTS] = value_list(&world->region, shipments, 1);
    world->values[1][SHIPMENT_FREIGHT] = value_small(30, 0);
    world->values[2][LINE_PRICE] = value_small(100, 0);
    world->values[2][LINE_DISCS] = value_small(3, 0);
    world->values[2][LINE_DELIVERY] = symbol_value(world, "on carrier");
    world->values[2][LINE_MACHINE] = lines[1];
    world->values[3][LINE_PRICE] = (Value){ .kind = VALUE_MONEY, .money = &dollars };
    world->values[3][LINE_DISCS] = (Value){ .kind = VALUE_NOT_THERE };
}

static int setup(void **state)
{
    World *world = test_calloc(1, sizeof *world);
    region_init(&world->region, NULL);
    report_init(&world->report, &world->region);
    world->task = (Task){ .region = &world->region, .report = &world->report };
    world->symbols = symbols_new(&world->region);
    make_types(world);
    make_scope(world);
    make_frames(world);
    vm_init(&world->vm, &world->region);
    world->vm.context = world;
    world->vm.resolve = resolve;
    world->vm.convert = convert;
    world->vm.symbols = world->symbols;
    world->vm.strict = true;
    *state = world;
    return 0;
}

static int teardown(void **state)
{
    World *world = *state;
    region_close(&world->region);
    test_free(world);
    return 0;
}

/* ---- helpers ---- */

static FeelContext context_of(World *world, const char *text, Source **source)
{
    *source = REGION_NEW(&world->region, Source);
    **source = (Source){ TEXT("test"), text_of(text) };
    return (FeelContext){ .task = &world->task, .source = *source, .scope = world->scope, .symbols = world->symbols,
                          .strict = true, .things = world->things, .thing_count = 3 };
}

static Span whole(const Source *source)
{
    return (Span){ source, 0, (uint32_t)source->bytes.length };
}

static const FeelCode *compile(World *world, const char *text, const Type *wanted)
{
    Source *source;
    FeelContext context = context_of(world, text, &source);
    const FeelNode *node = feel_parse(&context, whole(source));
    return node ? feel_compile(&context, node, wanted) : NULL;
}

static const char *first_problem(const World *world)
{
    return world->report.first ? world->report.first->name : "none";
}

static void expect(World *world, const char *text, const char *result)
{
    const FeelCode *code = compile(world, text, NULL);
    if (!code)
        fail_msg("%s: %s", text, first_problem(world));
    Builder out = builder_on(&world->region);
    value_print(&out, feel_run(&world->vm, code, &world->line[0]));
    assert_string_equal(text_string(&world->region, builder_text(&out)), result);
}

static void refuse(World *world, const char *text, const Type *wanted, const char *name, const char *hint)
{
    report_init(&world->report, &world->region);
    assert_null(compile(world, text, wanted));
    assert_string_equal(first_problem(world), name);
    if (hint)
        assert_string_equal(text_string(&world->region, world->report.first->hint), hint);
}

/* ---- slots and paths ---- */

static void slots_are_read_here_and_outward(void **state)
{
    expect(*state, "carrier price * number of discs", "300");
    expect(*state, "carrier price + freight", "130");
    expect(*state, "id", "\"L1\"");
    expect(*state, "shipment.id", "\"S1\"");
    expect(*state, "case.id", "\"C\"");
}

static void paths_cross_things(void **state)
{
    expect(*state, "serves machine.id", "\"L2\"");
    expect(*state, "serves machine.shipment.id = shipment.id", "true");
    expect(*state, "serves machine.freight", "30");
    expect(*state, "invoice lines.id", "[\"L1\", \"L2\"]");
    expect(*state, "shipment.invoice lines[id = \"L2\"].shipment.id", "[\"S1\"]");
    expect(*state, "serves machine = invoice lines[2]", "true");
    expect(*state, "case.shipments.invoice lines[1].id", "[\"L1\", \"L2\"]");
}

static void money_is_converted_where_it_is_read(void **state)
{
    expect(*state, "serves machine.carrier price", "328750.0");
    expect(*state, "sum(invoice lines.carrier price)", "328850.0");
    expect(*state, "sum(for g in invoice lines return if g.id = \"L1\" then g.carrier price else 0)", "100");
}

static void unset_slots_are_resolved_once(void **state)
{
    World *world = *state;
    expect(world, "duty + duty", "84");
    assert_int_equal(world->resolved, 1);
    expect(world, "serves machine.delivery = \"on carrier\"", "unknown");
    expect(world, "false and serves machine.delivery = \"on carrier\"", "false");
}

static void a_fact_not_there_ends_a_strict_run(void **state)
{
    World *world = *state;
    expect(world, "serves machine.number of discs + 1", "null");
    assert_true(world->vm.faulted);
    assert_string_equal(world->vm.faults[0].name, "not-there");
}

static void a_fault_behind_an_unknown_condition_does_not_count(void **state)
{
    World *world = *state;
    expect(world, "if serves machine.delivery = \"on carrier\" then serves machine.number of discs else 3", "unknown");
    assert_false(world->vm.faulted);
    expect(world, "serves machine.delivery = \"on carrier\" and serves machine.number of discs > 3", "unknown");
    assert_false(world->vm.faulted);
}

static void reads_are_reported(void **state)
{
    World *world = *state;
    world->vm.on_read = on_read;
    expect(world, "carrier price + freight + serves machine.freight", "160");
    assert_int_equal(world->read, 4);
}

static void reads_are_listed(void **state)
{
    World *world = *state;
    const FeelRead *reads;
    const FeelCode *code = compile(world, "carrier price + serves machine.freight + duty rate(5)", NULL);
    assert_non_null(code);
    assert_int_equal(feel_code_reads(code, &reads), 4);
    assert_ptr_equal(reads[0].thing, &world->types[2]);
    assert_int_equal(reads[0].slot, LINE_PRICE);
    assert_ptr_equal(reads[1].thing, &world->types[2]);
    assert_int_equal(reads[1].slot, LINE_MACHINE);
    assert_ptr_equal(reads[2].thing, &world->types[1]);
    assert_int_equal(reads[2].slot, SHIPMENT_FREIGHT);
    assert_ptr_equal(reads[3].function, &rate_function);
}

/* ---- functions of the scope ---- */

static void functions_of_the_scope_are_called(void **state)
{
    expect(*state, "duty rate(5) * 200", "10.00");
    expect(*state, "duty rate(per cent: 5)", "0.05");
    expect(*state, "(for f in [duty rate] return f(10))[1]", "0.1");
    refuse(*state, "duty rate()", NULL, "wrong-arguments", NULL);
    refuse(*state, "duty rate(percent: 1)", NULL, "wrong-arguments", NULL);
    refuse(*state, "duty rate(\"a\")", NULL, "wrong-type", NULL);
}

/* ---- strict reading ---- */

static void names_and_types_are_held_strictly(void **state)
{
    refuse(*state, "carier price * 2", NULL, "unknown-name", "Did you mean \"carrier price\"?");
    refuse(*state, "number of disks", NULL, "unknown-name", "Did you mean \"number of discs\"?");
    refuse(*state, "serves machine.number of disks", NULL, "no-such-entry", "Did you mean \"number of discs\"?");
    refuse(*state, "delivery + 1", NULL, "wrong-type", NULL);
    refuse(*state, "delivery = \"on carier\"", NULL, "value-not-allowed", "Did you mean \"on carrier\"?");
    refuse(*state, "delivery in (\"on carrier\", \"fax\")", NULL, "value-not-allowed",
           "Allowed are \"on carrier\", \"by network\".");
    refuse(*state, "carrier price", &type_text, "wrong-type", NULL);
}

static void a_result_must_be_allowed_where_it_goes(void **state)
{
    World *world = *state;
    assert_non_null(compile(world, "if carrier price > 1 then \"on carrier\" else \"by network\"", &world->delivery));
    refuse(world, "if carrier price > 1 then \"on carrier\" else \"by post\"", &world->delivery, "value-not-allowed", NULL);
}

static void constants_are_folded(void **state)
{
    World *world = *state;
    Value value;
    uint8_t up;
    uint16_t slot;
    assert_true(feel_code_constant(compile(world, "round half up(2 * 1.25, 0)", NULL), &value));
    assert_int_equal(value.number, 3);
    assert_true(feel_code_slot(compile(world, "freight", NULL), &up, &slot));
    assert_int_equal(up, 1);
    assert_int_equal(slot, SHIPMENT_FREIGHT);
    assert_false(feel_code_constant(compile(world, "freight", NULL), &value));
    refuse(world, "1 / 0", NULL, "division-by-zero", NULL);
}

/* ---- cells ---- */

static bool tests(World *world, const char *text, const Type *type, FeelTests *out)
{
    Source *source;
    FeelContext context = context_of(world, text, &source);
    report_init(&world->report, &world->region);
    return feel_parse_tests(out, &context, whole(source), type);
}

static void cells_are_sets_where_they_can_be(void **state)
{
    World *world = *state;
    FeelTests out;
    assert_true(tests(world, "-", &type_number, &out));
    assert_true(out.any);
    assert_true(tests(world, "\"on carrier\", \"by network\"", &world->delivery, &out));
    assert_int_equal(out.count, 2);
    assert_int_equal(out.tests[1].kind, FEEL_TEST_VALUE);
    assert_true(out.tests[1].value.text == symbol_of(world->symbols, TEXT("by network")));
    assert_true(tests(world, "not([1..5), > 9)", &type_number, &out));
    assert_true(out.negated);
    assert_int_equal(out.tests[0].kind, FEEL_TEST_RANGE);
    assert_int_equal(out.tests[1].range.operator, '>');
    assert_int_equal(out.tests[1].range.high.kind, VALUE_NULL);
    assert_true(tests(world, "!= 5", &type_number, &out));
    assert_true(out.negated);
    assert_int_equal(out.tests[0].kind, FEEL_TEST_VALUE);
    assert_true(tests(world, ">= 2019-10-15", &type_date, &out));
    assert_int_equal(out.tests[0].range.low.days, days_of(2019, 10, 15));
    assert_true(tests(world, "carrier price", &type_number, &out));
    assert_int_equal(out.tests[0].kind, FEEL_TEST_EXPRESSION);
}

static void cells_are_checked(void **state)
{
    World *world = *state;
    FeelTests out;
    assert_false(tests(world, "\"by fax\"", &world->delivery, &out));
    assert_string_equal(first_problem(world), "value-not-allowed");
    assert_false(tests(world, "> \"a\"", &type_number, &out));
    assert_string_equal(first_problem(world), "wrong-type");
    assert_false(tests(world, "1,,2", &type_number, &out));
    assert_string_equal(first_problem(world), "syntax");
}

static bool cell_value(World *world, const char *text, const Type *type, Value *out)
{
    Source *source;
    FeelContext context = context_of(world, text, &source);
    report_init(&world->report, &world->region);
    return feel_parse_cell_value(out, &context, whole(source), type);
}

static void example_cells_are_constants(void **state)
{
    World *world = *state;
    Value value;
    assert_true(cell_value(world, "2019-10-15", &type_date, &value));
    assert_int_equal(value.kind, VALUE_DATE);
    assert_true(cell_value(world, "-", &type_number, &value));
    assert_int_equal(value.kind, VALUE_UNKNOWN);
    assert_null(value.hang);
    assert_true(cell_value(world, "-5", &type_number, &value));
    assert_int_equal(value.number, -5);
    assert_true(cell_value(world, "[7890000, 0]", NULL, &value));
    assert_int_equal(value.list->count, 2);
    assert_true(cell_value(world, "null", &type_number, &value));
    assert_int_equal(value.kind, VALUE_NULL);
    assert_false(cell_value(world, "carrier price", &type_number, &value));
    assert_string_equal(first_problem(world), "not-constant");
    assert_false(cell_value(world, "\"by fax\"", &world->delivery, &value));
    assert_string_equal(first_problem(world), "value-not-allowed");
    assert_false(cell_value(world, "5", &type_text, &value));
    assert_string_equal(first_problem(world), "wrong-type");
}

/* ---- printing ---- */

static bool show_price(void *context, Builder *out, const FeelNode *node)
{
    (void)context;
    if (!feel_node_is_reading(node))
        return false;
    build_text(out, TEXT("12.5"));
    return true;
}

static void formulas_show_values_in_the_place_of_names(void **state)
{
    World *world = *state;
    const FeelCode *code = compile(world, "(carrier price+serves machine.freight) * 26300", NULL);
    Builder out = builder_on(&world->region);
    feel_print(&out, feel_code_node(code), show_price, NULL);
    assert_string_equal(text_string(&world->region, builder_text(&out)), "(12.5 + 12.5) * 26300");
}

static void listings_name_each_instruction(void **state)
{
    World *world = *state;
    Builder out = builder_on(&world->region);
    feel_listing(&out, compile(world, "freight * 2", NULL));
    assert_string_equal(text_string(&world->region, builder_text(&out)),
                        "   0  SLOT         up 1 slot 1                  ; freight\n"
                        "   1  CONSTANT     2                            ; 2\n"
                        "   2  MULTIPLY                                  ; freight * 2\n"
                        "   3  RETURN                                    ; freight * 2\n");
}

static void words_that_are_no_names_are_known(void **state)
{
    size_t count;
    Text form, meaning;
    World *world = *state;
    assert_int_equal(feel_keywords(&count)[0].length, 2);
    assert_int_equal(count, 20);
    assert_true(feel_is_builtin(TEXT("round half up")));
    assert_false(feel_is_builtin(TEXT("square root")));
    assert_true(feel_builtin_line(&world->region, 0, &form, &meaning));
    assert_string_equal(text_string(&world->region, form), "date(from) : date");
    assert_false(feel_builtin_line(&world->region, 100000, &form, &meaning));
}

/* ---- limits ---- */

static const char *repeated(World *world, const char *head, const char *piece, size_t times, const char *tail)
{
    Builder out = builder_on(&world->region);
    build_text(&out, text_of(head));
    for (size_t i = 0; i < times; i++)
        build_text(&out, text_of(piece));
    build_text(&out, text_of(tail));
    return text_string(&world->region, builder_text(&out));
}

static void refuse_limit(World *world, const char *text, const char *limit)
{
    refuse(world, text, NULL, "syntax", NULL);
    if (text_find(world->report.first->message, text_of(limit), 0) == SIZE_MAX)
        fail_msg("%s does not name %s", text_string(&world->region, world->report.first->message), limit);
}

static void limits_are_named(void **state)
{
    World *world = *state;
    refuse_limit(world, repeated(world, "", "(", 60000, "1"), "LIMIT_EXPRESSION_DEPTH");
    refuse_limit(world, repeated(world, "", "-", 60000, "1"), "LIMIT_EXPRESSION_DEPTH");
    refuse_limit(world, repeated(world, "", "[", 60000, "1"), "LIMIT_EXPRESSION_DEPTH");
    refuse_limit(world, repeated(world, "", "if 1 = 1 then ", 4000, "1"), "LIMIT_EXPRESSION_DEPTH");
    refuse_limit(world, repeated(world, "1 instance of ", "list<", 10000, "number"), "LIMIT_EXPRESSION_DEPTH");
    refuse_limit(world, repeated(world, "1", "+1", 30000, ""), "LIMIT_EXPRESSION_CHAIN");
    refuse_limit(world, repeated(world, "[1]", "[1]", 20000, ""), "LIMIT_EXPRESSION_CHAIN");
    refuse_limit(world, repeated(world, "1 = 1", " or 1=1", 5000, ""), "LIMIT_EXPRESSION_CHAIN");
    refuse_limit(world, repeated(world, "1", " ", 70000, ""), "LIMIT_EXPRESSION_BYTES");
    refuse_limit(world, repeated(world, "", "1", 100, ""), "LIMIT_NUMBER_TEXT");
}

static void long_lists_need_no_more_than_their_length(void **state)
{
    World *world = *state;
    expect(world, repeated(world, "count([freight", ", freight", 6000, "])"), "6001");
    expect(world, repeated(world, "freight", " + freight", 900, ""), "27030");
    expect(world, repeated(world, "sum(1", ", 1", 20000, ")"), "20001");
}

#define TEST_OF(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest all[] = {
        TEST_OF(slots_are_read_here_and_outward),
        TEST_OF(paths_cross_things),
        TEST_OF(money_is_converted_where_it_is_read),
        TEST_OF(unset_slots_are_resolved_once),
        TEST_OF(a_fact_not_there_ends_a_strict_run),
        TEST_OF(a_fault_behind_an_unknown_condition_does_not_count),
        TEST_OF(reads_are_reported),
        TEST_OF(reads_are_listed),
        TEST_OF(functions_of_the_scope_are_called),
        TEST_OF(names_and_types_are_held_strictly),
        TEST_OF(a_result_must_be_allowed_where_it_goes),
        TEST_OF(constants_are_folded),
        TEST_OF(cells_are_sets_where_they_can_be),
        TEST_OF(cells_are_checked),
        TEST_OF(example_cells_are_constants),
        TEST_OF(formulas_show_values_in_the_place_of_names),
        TEST_OF(listings_name_each_instruction),
        TEST_OF(words_that_are_no_names_are_known),
        TEST_OF(limits_are_named),
        TEST_OF(long_lists_need_no_more_than_their_length),
    };
    return cmocka_run_group_tests(all, NULL, NULL);
}

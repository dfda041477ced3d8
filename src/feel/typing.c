/* feel/typing.c - the static type of each node, worked out when the parser has its children.
 *
 * In a rulebook (strict) what cannot work is an error with its place: a name without an entry, texts added to numbers,
 * a text that a fact can never have. Elsewhere the same is null when it runs, and nothing is said here.
 */
#include "feel/parser.h"

/* ---- small questions ---- */

const Type *type_item(const Type *type)
{
    return type->kind == TYPE_LIST && type->of ? type->of : type;
}

const Type *type_turn(const Type *type)
{
    return (type->kind == TYPE_LIST || type->kind == TYPE_RANGE) && type->of ? type->of : type;
}

static bool is_amount(const Type *type)
{
    return type->kind == TYPE_NUMBER || type->kind == TYPE_MONEY;
}

static bool is_open(const Type *type)
{
    return type->kind == TYPE_ANY || type->kind == TYPE_NULL;
}

static const TypeEntry *entry_find(const Type *type, Text name, uint16_t *at);

/* The entries of both, each of what it is in both: names must be known even where rows differ. */
static const Type *contexts_joined(Region *region, const Type *a, const Type *b)
{
    LIST_OF(TypeEntry) entries = { 0 };
    uint16_t at;
    for (uint32_t i = 0; i < a->count; i++) {
        const TypeEntry *other = entry_find(b, a->entries[i].name, &at);
        const Type *type = other ? type_join(region, a->entries[i].type, other->type) : &type_any;
        *LIST_ADD(region, entries) = (TypeEntry){ a->entries[i].name, type };
    }
    for (uint32_t i = 0; i < b->count; i++)
        if (!entry_find(a, b->entries[i].name, &at))
            *LIST_ADD(region, entries) = (TypeEntry){ b->entries[i].name, &type_any };
    Type *type = REGION_NEW(region, Type);
    *type = (Type){ .kind = TYPE_CONTEXT, .entries = entries.at, .count = (uint32_t)entries.count };
    return type;
}

const Type *type_join(Region *region, const Type *a, const Type *b)
{
    if (a == b || b->kind == TYPE_NULL)
        return a;
    if (a->kind == TYPE_NULL)
        return b;
    if (is_amount(a) && is_amount(b))
        return &type_money;
    if (a->kind != b->kind || a->kind == TYPE_ANY)
        return &type_any;
    if (a->kind == TYPE_LIST)
        return type_list_of(region, type_join(region, type_item(a), type_item(b)));
    if (a->kind == TYPE_CONTEXT && !(type_fits(a, b) && type_fits(b, a)))
        return contexts_joined(region, a, b);
    if (a->kind == TYPE_CONTEXT || a->kind == TYPE_THING || a->kind == TYPE_RANGE || a->kind == TYPE_FUNCTION)
        return type_fits(a, b) && type_fits(b, a) ? a : &type_any;
    return type_of_kind(a->kind);
}

static Text form(Parser *parser, const Type *type)
{
    return type_text_form(parser->region, type);
}

static void complain_type(Parser *parser, const FeelNode *node, const Type *found, const char *wanted, const char *what)
{
    parser_complain(parser, "wrong-type", node->span, "%s must be %s, not " TEXT_FMT, what, wanted,
                    TEXT_ARG(form(parser, found)));
}

static void need_boolean(Parser *parser, const FeelNode *node, const char *what)
{
    if (!is_open(node->type) && node->type->kind != TYPE_BOOLEAN)
        complain_type(parser, node, node->type, "boolean", what);
}

/* ---- allowed values ---- */

static bool domain_has(const Domain *domain, Value value)
{
    for (uint32_t i = 0; i < domain->count; i++)
        if (values_equal(domain->values[i], value) == 1)
            return true;
    return !domain->count;
}

static void hint_allowed(Parser *parser, Problem *problem, const Domain *domain, Value value)
{
    Text *names = REGION_ARRAY(parser->region, Text, domain->count);
    size_t count = 0;
    Builder all = builder_on(parser->region);
    for (uint32_t i = 0; i < domain->count; i++) {
        if (domain->values[i].kind == VALUE_TEXT)
            names[count++] = text_of_value(domain->values[i]);
        if (i)
            build_text(&all, TEXT(", "));
        value_print(&all, domain->values[i]);
    }
    Text nearest = text_nearest(text_of_value(value), names, count);
    Report *report = parser->context->task->report;
    if (nearest.length)
        problem_hint(report, problem, "Did you mean \"" TEXT_FMT "\"?", TEXT_ARG(nearest));
    else
        problem_hint(report, problem, "Allowed are " TEXT_FMT ".", TEXT_ARG(builder_text(&all)));
}

static void check_constant(Parser *parser, Span span, Value value, const Type *type)
{
    if (value.kind == VALUE_LIST) {
        for (size_t i = 0; i < value.list->count; i++)
            check_constant(parser, span, value.list->at[i], type);
        return;
    }
    if (value.kind != VALUE_TEXT || domain_has(type->domain, value))
        return;
    Problem *problem = parser_complain(parser, "value-not-allowed", span, "\"" TEXT_FMT "\" is none of the allowed values",
                                       TEXT_ARG(text_of_value(value)));
    if (problem)
        hint_allowed(parser, problem, type->domain, value);
}

void type_check_allowed(Parser *parser, const FeelNode *node, const Type *type)
{
    type = type_item(type);
    if (!type->domain || !parser->context->strict)
        return;
    if (node->kind == NODE_CONSTANT)
        check_constant(parser, node->span, node->value, type);
    if (node->kind == NODE_IF)
        for (uint32_t i = 1; i < 3; i++)
            type_check_allowed(parser, node->items[i], type);
    if (node->kind == NODE_LIST)
        for (uint32_t i = 0; i < node->count; i++)
            type_check_allowed(parser, node->items[i], type);
}

/* ---- operators ---- */

static const char *const operator_verbs[] = { "add", "subtract", "multiply", "divide", "raise" };

static void type_arithmetic(Parser *parser, FeelNode *node)
{
    const Type *a = node->items[0]->type, *b = node->items[1]->type;
    TypeKind kind;
    if (!arithmetic_type(node->operator, a->kind, b->kind, &kind)) {
        parser_complain(parser, "wrong-type", node->span, "cannot %s " TEXT_FMT " and " TEXT_FMT,
                        operator_verbs[node->operator], TEXT_ARG(form(parser, a)), TEXT_ARG(form(parser, b)));
        kind = TYPE_NULL;
    }
    bool money = a->kind == TYPE_MONEY || b->kind == TYPE_MONEY;
    if (node->operator == OPERATOR_DIVIDE && a->kind == TYPE_MONEY && b->kind == TYPE_MONEY)
        money = false;
    node->type = kind == TYPE_NUMBER && money ? &type_money : type_of_kind(kind);
}

static void complain_compare(Parser *parser, const FeelNode *node, const Type *a, const Type *b)
{
    parser_complain(parser, "wrong-type", node->span, "cannot compare " TEXT_FMT " with " TEXT_FMT,
                    TEXT_ARG(form(parser, a)), TEXT_ARG(form(parser, b)));
}

static void check_order(Parser *parser, const FeelNode *node, const FeelNode *a, const FeelNode *b)
{
    if (!types_order_comparable(a->type, b->type))
        complain_compare(parser, node, a->type, b->type);
}

static void type_compare(Parser *parser, FeelNode *node)
{
    const FeelNode *a = node->items[0], *b = node->items[1];
    node->type = &type_boolean;
    if (node->operator != OPERATOR_EQUAL && node->operator != OPERATOR_UNEQUAL) {
        check_order(parser, node, a, b);
        return;
    }
    if (!types_equal_comparable(a->type, b->type))
        complain_compare(parser, node, a->type, b->type);
    type_check_allowed(parser, a, b->type);
    type_check_allowed(parser, b, a->type);
}

static void type_between(Parser *parser, FeelNode *node)
{
    node->type = &type_boolean;
    check_order(parser, node, node->items[0], node->items[1]);
    check_order(parser, node, node->items[0], node->items[2]);
}

static void type_logic(Parser *parser, FeelNode *node)
{
    node->type = &type_boolean;
    for (uint32_t i = 0; i < node->count; i++)
        need_boolean(parser, node->items[i], node->kind == NODE_AND ? "operand of \"and\"" : "operand of \"or\"");
}

/* A test: a range of what the input is, a list that may hold it, a value it may equal, a condition. The allowed values of a
 * list are those of its items, so that a text may stand against a list of texts. */
static void type_test(Parser *parser, FeelNode *node)
{
    const Type *input = node->items[0]->type, *test = node->items[1]->type;
    node->type = &type_boolean;
    const Type *inner = type_turn(type_turn(test));
    bool equal = types_equal_comparable(input, test) || types_equal_comparable(input, inner) ||
                 types_equal_comparable(type_item(input), inner);
    if (!equal && test->kind != TYPE_BOOLEAN)
        complain_compare(parser, node->items[1], input, test);
    type_check_allowed(parser, node->items[1], input);
}

static void type_if(Parser *parser, FeelNode *node)
{
    need_boolean(parser, node->items[0], "condition");
    node->type = type_join(parser->region, node->items[1]->type, node->items[2]->type);
}

static void type_negate(Parser *parser, FeelNode *node)
{
    const Type *type = node->items[0]->type;
    bool fits = is_open(type) || is_amount(type) || type->kind == TYPE_MONTHS || type->kind == TYPE_SECONDS;
    node->type = fits ? type_of_kind(type->kind) : &type_null;
    if (!fits)
        complain_type(parser, node->items[0], type, "a number or duration", "operand of \"-\"");
}

/* ---- collections ---- */

static void type_list(Parser *parser, FeelNode *node)
{
    const Type *of = node->count ? node->items[0]->type : &type_any;
    for (uint32_t i = 1; i < node->count; i++)
        of = type_join(parser->region, of, node->items[i]->type);
    node->type = type_list_of(parser->region, of);
}

static bool has_key_before(const FeelNode *node, uint32_t at)
{
    for (uint32_t i = 0; i < at; i++)
        if (text_equal(node->variables[i]->name, node->variables[at]->name))
            return true;
    return false;
}

/* A duplicate key makes the whole null. */
static bool keys_differ(Parser *parser, const FeelNode *node)
{
    for (uint32_t i = 1; i < node->count; i++)
        if (has_key_before(node, i)) {
            parser_complain(parser, "duplicate-entry", node->items[i]->span, "entry \"" TEXT_FMT "\" stands twice",
                            TEXT_ARG(node->variables[i]->name));
            return false;
        }
    return true;
}

static void type_context(Parser *parser, FeelNode *node)
{
    Type *type = REGION_NEW(parser->region, Type);
    TypeEntry *entries = REGION_ARRAY(parser->region, TypeEntry, node->count);
    Text *names = REGION_ARRAY(parser->region, Text, node->count);
    Shape *shape = REGION_NEW(parser->region, Shape);
    if (!keys_differ(parser, node)) {
        node->type = &type_null;
        node->constant = false;
        return;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        entries[i] = (TypeEntry){ node->variables[i]->name, node->items[i]->type };
        names[i] = node->variables[i]->name;
    }
    *shape = (Shape){ node->count, names };
    *type = (Type){ .kind = TYPE_CONTEXT, .entries = entries, .count = node->count, .shape = shape };
    node->type = type;
}

static const Type *range_of(Parser *parser, const Type *of)
{
    Type *type = REGION_NEW(parser->region, Type);
    *type = (Type){ .kind = TYPE_RANGE, .of = of };
    return type;
}

static void type_range(Parser *parser, FeelNode *node)
{
    check_order(parser, node, node->items[0], node->items[1]);
    node->type = range_of(parser, type_join(parser->region, node->items[0]->type, node->items[1]->type));
}

static void type_comparison(Parser *parser, FeelNode *node)
{
    node->type = range_of(parser, node->items[0]->type);
}

static void type_span(Parser *parser, FeelNode *node)
{
    const Type *a = node->items[0]->type, *b = node->items[1]->type;
    node->type = type_list_of(parser->region, type_join(parser->region, a, b));
    for (uint32_t i = 0; i < 2; i++) {
        const Type *type = node->items[i]->type;
        if (!is_open(type) && !is_amount(type) && type->kind != TYPE_DATE)
            complain_type(parser, node->items[i], type, "a number or date", "end of an iteration");
    }
}

static void type_filter(Parser *parser, FeelNode *node)
{
    const Type *list = node->items[0]->type, *condition = node->items[1]->type;
    if (is_amount(condition))
        node->type = type_item(list);
    else if (condition->kind == TYPE_BOOLEAN)
        node->type = list->kind == TYPE_LIST || is_open(list) ? list : type_list_of(parser->region, list);
    else
        node->type = &type_any;
    if (!is_open(condition) && !is_amount(condition) && condition->kind != TYPE_BOOLEAN)
        complain_type(parser, node->items[1], condition, "a number or boolean", "filter");
}

static void type_loop(Parser *parser, FeelNode *node)
{
    const FeelNode *body = node->items[node->count - 1];
    if (node->kind == NODE_FOR) {
        node->type = type_list_of(parser->region, body->type);
        return;
    }
    node->type = &type_boolean;
    need_boolean(parser, body, "condition after \"satisfies\"");
}

/* ---- paths ---- */

static const TypeEntry *entry_find(const Type *type, Text name, uint16_t *at)
{
    for (uint32_t i = 0; i < type->count; i++)
        if (text_equal(type->entries[i].name, name)) {
            *at = (uint16_t)i;
            return &type->entries[i];
        }
    return NULL;
}

static const Slot *slot_find(const ThingType *thing, Text name, uint16_t *at)
{
    for (uint16_t i = 0; i < thing->count; i++)
        if (text_equal(thing->slots[i].name, name)) {
            *at = i;
            return &thing->slots[i];
        }
    return NULL;
}

/* A slot of the thing or of one around it, or the thing around it itself. */
static const Type *bind_thing_path(FeelNode *node, const ThingType *thing, Text name)
{
    node->up = 0;
    for (; thing; thing = thing->within, node->up++) {
        const Slot *slot = slot_find(thing, name, &node->slot);
        if (slot) {
            node->path = PATH_SLOT;
            node->thing = thing;
            return slot->type;
        }
        if (node->up && text_equal(thing->name, name)) {
            node->path = PATH_OUTER;
            return &thing->type;
        }
    }
    return NULL;
}

static const Type *bind_context_path(FeelNode *node, const Type *type, Text name)
{
    const TypeEntry *entry = entry_find(type, name, &node->slot);
    if (!entry)
        return NULL;
    node->path = PATH_ENTRY;
    return entry->type;
}

bool type_has_entry(const Type *type, Text name)
{
    FeelNode scratch = { 0 };
    uint16_t at;
    if (type->kind == TYPE_CONTEXT)
        return entry_find(type, name, &at) != NULL;
    return type->kind == TYPE_THING && type->thing && bind_thing_path(&scratch, type->thing, name);
}

static Text nearest_entry(Parser *parser, const Type *type, Text name)
{
    LIST_OF(Text) known = { 0 };
    for (uint32_t i = 0; type->kind == TYPE_CONTEXT && i < type->count; i++)
        *LIST_ADD(parser->region, known) = type->entries[i].name;
    for (const ThingType *thing = type->kind == TYPE_THING ? type->thing : NULL; thing; thing = thing->within)
        for (uint16_t i = 0; i < thing->count; i++)
            *LIST_ADD(parser->region, known) = thing->slots[i].name;
    return text_nearest(name, known.at, known.count);
}

static void complain_entry(Parser *parser, const FeelNode *node, const Type *type)
{
    Problem *problem = parser_complain(parser, "no-such-entry", node->span, TEXT_FMT " has no entry \"" TEXT_FMT "\"",
                                       TEXT_ARG(form(parser, type)), TEXT_ARG(node->text));
    Text nearest = problem ? nearest_entry(parser, type, node->text) : TEXT_NONE;
    if (nearest.length)
        problem_hint(parser->context->task->report, problem, "Did you mean \"" TEXT_FMT "\"?", TEXT_ARG(nearest));
}

/* The type of the entry in a value that is not a list; NULL when it has none. */
static const Type *bind_path(FeelNode *node, const Type *type)
{
    const Property *property = property_of(type->kind, node->text);
    if (type->kind == TYPE_THING && type->thing)
        return bind_thing_path(node, type->thing, node->text);
    if (type->kind == TYPE_CONTEXT && type->count)
        return bind_context_path(node, type, node->text);
    if (property && type->kind == TYPE_RANGE && property->type == TYPE_ANY)
        return type->of ? type->of : &type_any;
    if (property)
        return type_of_kind(property->type);
    return is_open(type) || type->kind == TYPE_CONTEXT ? &type_any : NULL;
}

static void type_path_node(Parser *parser, FeelNode *node)
{
    const Type *before = node->items[0]->type;
    bool list = before->kind == TYPE_LIST;
    const Type *found = bind_path(node, type_item(before));
    if (!found) {
        complain_entry(parser, node, type_item(before));
        found = &type_null;
    }
    node->type = list ? type_list_of(parser->region, found) : found;
}

/* ---- calls ---- */

typedef struct WantedKind {
    const char *words;
    uint32_t kinds; /* bits of TypeKind */
} WantedKind;

#define BIT(kind) (1u << (kind))
static const WantedKind wanted_kinds[] = {
    [W_NUMBER] = { "a number", BIT(TYPE_NUMBER) | BIT(TYPE_MONEY) },
    [W_TEXT] = { "a text", BIT(TYPE_TEXT) },
    [W_BOOLEAN] = { "boolean", BIT(TYPE_BOOLEAN) },
    [W_DATE] = { "a date", BIT(TYPE_DATE) | BIT(TYPE_DATE_TIME) },
    [W_DAYTIME] = { "a date, time or text", BIT(TYPE_DATE) | BIT(TYPE_TIME) | BIT(TYPE_DATE_TIME) | BIT(TYPE_TEXT) },
    [W_TIME] = { "a time", BIT(TYPE_TIME) },
    [W_SECONDS] = { "a days and time duration", BIT(TYPE_SECONDS) },
    [W_CONTEXT] = { "a context", BIT(TYPE_CONTEXT) },
    [W_RANGE] = { "a range", BIT(TYPE_RANGE) },
    [W_FUNCTION] = { "a function", BIT(TYPE_FUNCTION) },
};

static bool argument_fits(const Type *type, Wants wants)
{
    if (wants >= sizeof wanted_kinds / sizeof *wanted_kinds || !wanted_kinds[wants].kinds || is_open(type))
        return true;
    const Type *inner = type_item(type);
    return (wanted_kinds[wants].kinds & (BIT(type->kind) | BIT(inner->kind))) || is_open(inner);
}

static void check_builtin_arguments(Parser *parser, const FeelNode *node)
{
    for (uint32_t i = 1; i < node->count && i <= BUILTIN_PARAMETERS; i++) {
        const BuiltinParameter *parameter = &node->builtin->parameters[i - 1];
        if (parameter->wants == W_NONE || parameter->wants == W_VALUES || parameter->wants == W_REST)
            return;
        const FeelNode *value = node->items[i];
        bool function = parameter->wants == W_FUNCTION && (value->kind == NODE_BUILTIN || value->kind == NODE_MODEL);
        if (!function && !argument_fits(value->type, parameter->wants))
            parser_complain(parser, "wrong-type", value->span, "%s of \"%s\" must be %s, not " TEXT_FMT, parameter->name,
                            node->builtin->name, wanted_kinds[parameter->wants].words,
                            TEXT_ARG(form(parser, value->type)));
    }
}

static const TypeKind gives_kinds[] = {
    [G_ANY] = TYPE_ANY, [G_NUMBER] = TYPE_NUMBER, [G_TEXT] = TYPE_TEXT, [G_BOOLEAN] = TYPE_BOOLEAN,
    [G_DATE] = TYPE_DATE, [G_TIME] = TYPE_TIME, [G_DATE_TIME] = TYPE_DATE_TIME, [G_MONTHS] = TYPE_MONTHS,
    [G_SECONDS] = TYPE_SECONDS,
};

/* The items that a function over "one list or any number of values" works on. */
static const Type *values_type(Parser *parser, const FeelNode *node)
{
    if (node->count == 2)
        return type_item(node->items[1]->type);
    const Type *type = node->count > 1 ? node->items[1]->type : &type_any;
    for (uint32_t i = 2; i < node->count; i++)
        type = type_join(parser->region, type, node->items[i]->type);
    return type;
}

static const Type *builtin_type(Parser *parser, const FeelNode *node)
{
    const Type *first = node->count > 1 ? node->items[1]->type : &type_any;
    switch (node->builtin->gives) {
    case G_FIRST:
        return type_item(first)->domain ? type_of_kind(type_item(first)->kind) : type_item(first);
    case G_ITEM:
        return values_type(parser, node);
    case G_SAME_LIST:
        return first->kind == TYPE_LIST ? first : type_list_of(parser->region, first);
    case G_LIST:
        return &type_any_list;
    case G_NUMBERS:
        return type_list_of(parser->region, &type_number);
    case G_TEXTS:
        return type_list_of(parser->region, &type_text);
    case G_RANGE: case G_CONTEXT:
        return &type_any;
    default:
        return type_of_kind(gives_kinds[node->builtin->gives]);
    }
}

/* Money in, money out: sum, min, max, round ... of money. */
static bool keeps_money(Parser *parser, const FeelNode *node)
{
    return node->builtin->gives == G_NUMBER && node->count > 1 && values_type(parser, node)->kind == TYPE_MONEY;
}

static void check_model_arguments(Parser *parser, const FeelNode *node)
{
    for (uint32_t i = 1; i < node->count && i <= node->model->count; i++) {
        const TypeEntry *parameter = &node->model->parameters[i - 1];
        const FeelNode *value = node->items[i];
        if (parameter->type && !type_fits(value->type, parameter->type))
            parser_complain(parser, "wrong-type", value->span,
                            "\"" TEXT_FMT "\" of \"" TEXT_FMT "\" must be " TEXT_FMT ", not " TEXT_FMT,
                            TEXT_ARG(parameter->name), TEXT_ARG(node->model->name),
                            TEXT_ARG(form(parser, parameter->type)), TEXT_ARG(form(parser, value->type)));
        if (parameter->type)
            type_check_allowed(parser, value, parameter->type);
    }
}

static void type_call(Parser *parser, FeelNode *node)
{
    const FeelNode *callee = node->items[0];
    if (node->builtin) {
        check_builtin_arguments(parser, node);
        node->type = keeps_money(parser, node) ? &type_money : builtin_type(parser, node);
    } else if (node->model) {
        check_model_arguments(parser, node);
        node->type = node->model->result ? node->model->result : &type_any;
    } else if (callee->type->kind == TYPE_FUNCTION && callee->type->of) {
        node->type = callee->type->of;
    } else if (!is_open(callee->type)) {
        complain_type(parser, callee, callee->type, "a function", "what is called");
    }
}

static void type_function(Parser *parser, FeelNode *node)
{
    Type *type = REGION_NEW(parser->region, Type);
    TypeEntry *entries = REGION_ARRAY(parser->region, TypeEntry, node->variable_count);
    for (uint32_t i = 0; i < node->variable_count; i++)
        entries[i] = (TypeEntry){ node->variables[i]->name, node->variables[i]->type };
    *type = (Type){ .kind = TYPE_FUNCTION, .of = node->items[0]->type, .entries = entries, .count = node->variable_count };
    node->type = type;
}

static void type_truth(Parser *parser, FeelNode *node)
{
    (void)parser;
    node->type = &type_boolean;
}

static void (*const rules[NODE_KINDS])(Parser *parser, FeelNode *node) = {
    [NODE_PATH] = type_path_node, [NODE_FILTER] = type_filter,         [NODE_CALL] = type_call,
    [NODE_NEGATE] = type_negate,  [NODE_ARITHMETIC] = type_arithmetic, [NODE_COMPARE] = type_compare,
    [NODE_AND] = type_logic,      [NODE_OR] = type_logic,              [NODE_BETWEEN] = type_between,
    [NODE_IN] = type_truth,       [NODE_TEST] = type_test,            
    [NODE_IF] = type_if,          [NODE_FOR] = type_loop,              [NODE_SOME] = type_loop,
    [NODE_EVERY] = type_loop,     [NODE_SPAN] = type_span,             [NODE_LIST] = type_list,
    [NODE_CONTEXT] = type_context, [NODE_RANGE] = type_range,          [NODE_COMPARISON] = type_comparison,
    [NODE_FUNCTION] = type_function, [NODE_INSTANCE_OF] = type_truth,
};

void type_node(Parser *parser, FeelNode *node)
{
    if (rules[node->kind])
        rules[node->kind](parser, node);
}

/* determination/compare.c - see compare.h. */
#include "determination/compare.h"

#include "determination/answer.h"

/* ---- axes ---- */

static bool axis_fault(Task *task, Text part)
{
    Problem *p = report_error(task->report, "axis-form", SPAN_NONE, "\"" TEXT_FMT "\" says nothing to vary", TEXT_ARG(part));
    problem_hint(task->report, p, "Write a fact and its values, such as \"delivery_form=carrier,download\"; join several by \";\".");
    return false;
}

/* axis = name "=" value { "," value } */
static bool read_axis(Task *task, Text part, Axis *axis)
{
    Text values;
    Text name = text_trim(text_cut(part, '=', &values));
    LIST_OF(Text) list = { 0 };
    while (values.length)
        *LIST_ADD(task->region, list) = text_trim(text_cut(values, ',', &values));
    for (size_t i = 0; i < list.count; i++)
        if (!list.at[i].length)
            return axis_fault(task, part);
    if (!name.length || !list.count)
        return axis_fault(task, part);
    *axis = (Axis){ text_unsnake(task->region, name), (uint32_t)list.count, list.at };
    return true;
}

bool axes_read(Task *task, Text written, const Axis **axes, uint32_t *count)
{
    LIST_OF(Axis) list = { 0 };
    while (written.length) {
        Text part = text_trim(text_cut(written, ';', &written));
        if (part.length && !read_axis(task, part, LIST_ADD(task->region, list)))
            return false;
    }
    if (!list.count)
        return axis_fault(task, TEXT_NONE);
    *axes = list.at;
    *count = (uint32_t)list.count;
    return true;
}

/* ---- one variant ---- */

typedef struct Comparing {
    Task *task;
    Lawbook *lawbook;
    const Source *source;
    const Json *json;
    const DetermineOptions *options;
    const Axis *axes;
    uint32_t axis_count;
    bool *known;       /* per axis: the fact is one of some variant's country */
    bool *applied;     /* and some variant's case has a thing that may have it */
    const Program *program; /* of the last variant: for messages */
} Comparing;

typedef enum AxisKind { AXIS_FACT, AXIS_JURISDICTION, AXIS_MOVEMENT, AXIS_LAYER, AXIS_AS_OF, AXIS_KNOWN_ON } AxisKind;

static AxisKind axis_kind(Text name)
{
    static const char *const NAMES[] = { [AXIS_JURISDICTION] = "jurisdiction", [AXIS_MOVEMENT] = "movement", [AXIS_LAYER] = "layer", [AXIS_AS_OF] = "as of", [AXIS_KNOWN_ON] = "known on" };
    for (int i = AXIS_JURISDICTION; i <= AXIS_KNOWN_ON; i++)
        if (text_equal(name, text_of(NAMES[i])))
            return (AxisKind)i;
    return AXIS_FACT;
}

static bool take_day(Task *task, const Axis *axis, Text value, bool *has, int64_t *day)
{
    *has = date_read(day, value);
    if (!*has)
        report_error(task->report, "not-a-day", SPAN_NONE, "\"" TEXT_FMT "\" of \"" TEXT_FMT "\" is no day", TEXT_ARG(value), TEXT_ARG(axis->name));
    return *has;
}

static CaseChange change_of(const Axis *axis, Text value)
{
    Text place;
    Text name = text_cut(axis->name, '@', &place);
    return (CaseChange){ .fact = text_trim(name), .of = text_trim(place), .value = value };
}

typedef struct Setting { /* how one variant is asked */
    DetermineOptions options;
    CaseHead head;
    CaseChange *changes;
} Setting;

static bool set_axis(Comparing *comparing, Setting *setting, const Axis *axis, Text value)
{
    DetermineOptions *options = &setting->options;
    switch (axis_kind(axis->name)) {
    case AXIS_JURISDICTION: setting->head.jurisdiction = value; return true;
    case AXIS_MOVEMENT: setting->head.movement = value; return true;
    case AXIS_LAYER:
        options->house = text_is(value, "house");
        options->voice = options->house || text_is(value, "law") ? TEXT_NONE : value;
        return true;
    case AXIS_AS_OF: return take_day(comparing->task, axis, value, &options->facts.has_as_of, &options->facts.as_of);
    case AXIS_KNOWN_ON: return take_day(comparing->task, axis, value, &options->moment.has_known, &options->moment.known);
    case AXIS_FACT: break;
    }
    setting->changes[options->facts.change_count++] = change_of(axis, value);
    return true;
}

static const Fact *axis_fact(const Program *program, const Axis *axis)
{
    const Fact *fact = axis_kind(axis->name) == AXIS_FACT ? program_fact(program, NULL, change_of(axis, TEXT_NONE).fact) : NULL;
    return fact && !fact->entry->made && !fact->points_to ? fact : NULL;
}

static bool has_thing(Region *region, const Determination *answer, const Fact *fact, Text of)
{
    for (const RunFrame *told = answer->run->told; told; told = told->next)
        if (told->frame.type == fact->thing && (!of.length || text_equal(told->frame.id, of) || text_equal(frame_path(region, &told->frame), of)))
            return true;
    return false;
}

/* Each axis must find its fact, and a thing that has it, in some variant. */
static void note_applied(Comparing *comparing, const Program *program, const Determination *answer)
{
    comparing->program = program;
    for (uint32_t i = 0; i < comparing->axis_count; i++) {
        const Fact *fact = axis_fact(program, &comparing->axes[i]);
        bool other = axis_kind(comparing->axes[i].name) != AXIS_FACT;
        comparing->known[i] |= other || fact;
        comparing->applied[i] |= other || (fact && answer && has_thing(comparing->task->region, answer, fact, change_of(&comparing->axes[i], TEXT_NONE).of));
    }
}

static bool run_variant(Comparing *comparing, Variant *variant)
{
    Task *task = comparing->task;
    Setting setting = { .options = *comparing->options, .changes = REGION_ARRAY(task->region, CaseChange, comparing->axis_count + 1) };
    setting.options.facts.changed = true;
    setting.options.facts.changes = setting.changes;
    if (!case_head(task, comparing->source, comparing->json, &setting.head))
        return false;
    for (uint32_t i = 0; i < comparing->axis_count; i++)
        if (!set_axis(comparing, &setting, &comparing->axes[i], variant->values[i]))
            return false;
    const Program *program = NULL;
    variant->head = setting.head;
    variant->outcome = lawbook_ask(task, comparing->lawbook, comparing->source, comparing->json, &setting.options, &setting.head, &program, &variant->answer);
    if (program)
        note_applied(comparing, program, variant->answer);
    if (variant->outcome != LAWBOOK_DETERMINED)
        variant->answer = NULL;
    variant->status = variant->outcome == LAWBOOK_UNTOLD ? STATUS_UNDETERMINED : variant->outcome == LAWBOOK_DETERMINED ? variant->answer->status : STATUS_NOT_COVERED;
    return variant->outcome != LAWBOOK_FAILED;
}

static void unknown_axis(const Comparing *comparing, Text name)
{
    Task *task = comparing->task;
    const Program *program = comparing->program;
    Text *known = REGION_ARRAY(task->region, Text, program->fact_count + 1);
    for (uint32_t k = 0; k < program->fact_count; k++)
        known[k] = program->facts[k].name;
    Problem *p = report_error(task->report, "unknown-axis", SPAN_NONE, "\"" TEXT_FMT "\" is no fact that a case tells, and nothing else that can be varied", TEXT_ARG(name));
    Text near = text_nearest(name, known, program->fact_count);
    if (near.length && !text_equal(near, name))
        problem_hint(task->report, p, "Did you mean \"" TEXT_FMT "\"?", TEXT_ARG(near));
    else
        problem_hint(task->report, p, "Beside facts these can be varied: jurisdiction, movement, layer, as_of, known_on.");
}

static void no_such_thing(const Comparing *comparing, const Axis *axis, Text of)
{
    const Fact *fact = axis_fact(comparing->program, axis);
    Text thing = fact ? fact->thing->name : axis->name;
    if (of.length)
        report_error(comparing->task->report, "no-such-thing", SPAN_NONE, "the case has no " TEXT_FMT " \"" TEXT_FMT "\"", TEXT_ARG(thing), TEXT_ARG(of));
    else
        report_error(comparing->task->report, "no-such-thing", SPAN_NONE, "the case has no " TEXT_FMT, TEXT_ARG(thing));
}

static bool all_applied(const Comparing *comparing)
{
    for (uint32_t i = 0; i < comparing->axis_count && comparing->program; i++) {
        CaseChange change = change_of(&comparing->axes[i], TEXT_NONE);
        if (!comparing->known[i])
            unknown_axis(comparing, change.fact);
        else if (!comparing->applied[i])
            no_such_thing(comparing, &comparing->axes[i], change.of);
        if (!comparing->known[i] || !comparing->applied[i])
            return false;
    }
    return true;
}

/* ---- all of them ---- */

static bool count_variants(Task *task, const Axis *axes, uint32_t axis_count, uint32_t *count)
{
    *count = 1;
    for (uint32_t i = 0; i < axis_count; i++) {
        *count *= axes[i].value_count < LIMIT_VARIANTS ? axes[i].value_count : LIMIT_VARIANTS + 1;
        if (*count > LIMIT_VARIANTS) {
            report_error(task->report, "too-many-variants", SPAN_NONE, "the axes make more than %d variants", LIMIT_VARIANTS);
            return false;
        }
    }
    return true;
}

/* The last axis turns fastest. */
static const Text *values_of(Region *region, const Axis *axes, uint32_t axis_count, uint32_t number)
{
    Text *values = REGION_ARRAY(region, Text, axis_count + 1);
    for (uint32_t i = axis_count; i-- > 0;) {
        values[i] = axes[i].values[number % axes[i].value_count];
        number /= axes[i].value_count;
    }
    return values;
}

/* ---- what differs ---- */

static const Entry *same_entry(const Variant *variant, const Entry *entry)
{
    for (const Entry *at = variant->answer ? variant->answer->entries : NULL; at; at = at->next)
        if (text_equal(at->key, entry->key) && text_equal(at->list->list, entry->list->list))
            return at;
    return NULL;
}

/* A charge that the law does not ask for is like one that is not there. */
static bool is_nothing(const Entry *entry)
{
    if (!entry)
        return true;
    Value value = entry->decision->shape == SHAPE_CHARGE ? entry_amount(entry) : entry->value;
    return value.kind == VALUE_ABSENT && value.mark == MARK_NONE;
}

bool compared_alike(const Entry *a, const Entry *b)
{
    if (is_nothing(a) || is_nothing(b))
        return is_nothing(a) && is_nothing(b);
    return entry_alike(a, b);
}

Value compared_amount(const Entry *entry)
{
    if (!entry || entry->decision->shape != SHAPE_CHARGE)
        return VALUE_NOTHING;
    return is_nothing(entry) ? value_small(0, 0) : entry_amount(entry);
}

typedef struct Differing {
    Comparing *comparing;
    Comparison *out;
    Variant *variants;
    CauseFinder **finders; /* per variant */
    LIST_OF(ComparedEntry) list;
} Differing;

static bool seen_before(const Differing *differing, uint32_t at, const Entry *entry)
{
    for (uint32_t v = 0; v < at; v++)
        if (same_entry(&differing->variants[v], entry))
            return true;
    return false;
}

static void add_compared(Differing *differing, const Entry *entry)
{
    Region *region = differing->comparing->task->region;
    uint32_t count = differing->out->variant_count;
    const Entry **at = REGION_ARRAY(region, const Entry *, count + 1);
    bool differs = false;
    for (uint32_t v = 0; v < count; v++) {
        at[v] = same_entry(&differing->variants[v], entry);
        differs |= v && !compared_alike(at[0], at[v]);
    }
    if (!differs) {
        differing->out->alike_count += !is_nothing(entry);
        return;
    }
    Causes *causes = REGION_ARRAY(region, Causes, count + 1);
    for (uint32_t v = 1; v < count; v++)
        if (differing->finders[v] && !compared_alike(at[0], at[v]))
            causes[v] = causes_of(differing->finders[v], at[0], at[v]);
    *LIST_ADD(region, differing->list) = (ComparedEntry){ entry->list->list, at, causes };
}

/* Lists stand in the order in which answers.md has them. */
static void add_list(Differing *differing, Text list)
{
    for (uint32_t v = 0; v < differing->out->variant_count; v++)
        for (const Entry *entry = differing->variants[v].answer ? differing->variants[v].answer->entries : NULL; entry; entry = entry->next)
            if (text_equal(entry->list->list, list) && !seen_before(differing, v, entry))
                add_compared(differing, entry);
}

static bool same_country(const Determination *a, const Determination *b)
{
    return text_equal(a->program->jurisdiction, b->program->jurisdiction) && text_equal(a->program->movement, b->program->movement);
}

static void find_differences(Differing *differing)
{
    Region *region = differing->comparing->task->region;
    const Determination *first = differing->variants[0].answer, *any = NULL;
    differing->finders = REGION_ARRAY(region, CauseFinder *, differing->out->variant_count + 1);
    for (uint32_t v = 0; v < differing->out->variant_count; v++) {
        const Determination *answer = differing->variants[v].answer;
        any = any ? any : answer;
        if (v && first && answer && same_country(first, answer))
            differing->finders[v] = cause_finder(differing->comparing->task, first, answer);
    }
    for (uint32_t i = 0; any && i < any->program->books->list_count; i++)
        add_list(differing, any->program->books->lists[i].list);
}

/* ---- money against the first ---- */

static Value change(Region *region, const Determination *first, const Determination *other, Value from, Value to)
{
    if (!text_equal(first->currency, other->currency) || !value_is_number(from) || !value_is_number(to))
        return value_unknown(NULL);
    return number_subtract(region, to, from);
}

static bool pulls_both_ways(Region *region, const Differing *differing, uint32_t variant)
{
    bool up = false, down = false;
    for (size_t i = 0; i < differing->list.count; i++) {
        const ComparedEntry *entry = &differing->list.at[i];
        Value from = compared_amount(entry->at[0]), to = compared_amount(entry->at[variant]);
        bool charge = (entry->at[0] ? entry->at[0] : entry->at[variant]) != NULL && (from.kind != VALUE_NULL || to.kind != VALUE_NULL);
        from = from.kind == VALUE_NULL ? value_small(0, 0) : from;
        to = to.kind == VALUE_NULL ? value_small(0, 0) : to;
        if (!charge || !value_is_number(from) || !value_is_number(to))
            continue;
        Value moved = number_subtract(region, to, from);
        up |= number_compare(moved, value_small(0, 0)) > 0;
        down |= number_compare(moved, value_small(0, 0)) < 0;
    }
    return up && down;
}

static void compare_money(Differing *differing)
{
    Region *region = differing->comparing->task->region;
    const Determination *first = differing->variants[0].answer;
    for (uint32_t v = 0; v < differing->out->variant_count; v++) {
        Variant *variant = &differing->variants[v];
        variant->border = variant->beside = value_unknown(NULL);
        if (!first || !variant->answer)
            continue;
        variant->border = change(region, first, variant->answer, first->border, variant->answer->border);
        variant->beside = change(region, first, variant->answer, first->beside, variant->answer->beside);
        variant->both_ways = v && text_equal(first->currency, variant->answer->currency) && pulls_both_ways(region, differing, v);
    }
}

/* ---- the whole ---- */

/* The case as it is told, under its own law: what is wrong with it is told, before any change hides it. */
static bool is_sound(Comparing *comparing)
{
    Task *task = comparing->task;
    CaseHead head;
    if (!case_head(task, comparing->source, comparing->json, &head))
        return false;
    if (!head.jurisdiction.length || !head.movement.length)
        return true;
    const Program *program = lawbook_program(task, comparing->lawbook, head.jurisdiction, head.movement);
    Run *run = REGION_NEW(task->region, Run);
    if (!program)
        return false;
    run_init(run, program, task->region);
    return case_tell(task, run, comparing->source, comparing->json, &comparing->options->facts) != NULL;
}

static bool run_variants(Comparing *comparing, Comparison *out, Variant *variants)
{
    for (uint32_t v = 0; v < out->variant_count; v++) {
        variants[v].values = values_of(comparing->task->region, out->axes, out->axis_count, v);
        if (!run_variant(comparing, &variants[v]))
            return false;
    }
    return all_applied(comparing);
}

const Comparison *lawbook_compare(Task *task, Lawbook *lawbook, const Source *source, const DetermineOptions *options, const Axis *axes, uint32_t axis_count)
{
    Comparing comparing = { .task = task, .lawbook = lawbook, .source = source, .options = options, .axes = axes, .axis_count = axis_count };
    Comparison *out = REGION_NEW(task->region, Comparison);
    *out = (Comparison){ .axis_count = axis_count, .axes = axes };
    comparing.json = json_read(task, source);
    comparing.applied = REGION_ARRAY(task->region, bool, axis_count + 1);
    comparing.known = REGION_ARRAY(task->region, bool, axis_count + 1);
    if (!comparing.json || !count_variants(task, axes, axis_count, &out->variant_count) || !is_sound(&comparing))
        return NULL;
    Variant *variants = REGION_ARRAY(task->region, Variant, out->variant_count + 1);
    if (!run_variants(&comparing, out, variants))
        return NULL;
    Differing differing = { .comparing = &comparing, .out = out, .variants = variants };
    find_differences(&differing);
    compare_money(&differing);
    out->variants = variants;
    out->entries = differing.list.at;
    out->entry_count = (uint32_t)differing.list.count;
    return out;
}

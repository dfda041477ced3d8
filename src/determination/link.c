/* determination/link.c - from pages to one program: things, slots, scopes, facts, decisions.
 *
 * The order matters: things first (types name them), then the types of answers.md, then facts and decisions as slots
 * of their things, then scopes over the slots, and only then the expressions, which see everything.
 */
#include "determination/link.h"

#include "base/file.h"
#include "base/hash.h"
#include "determination/graph.h"
#include "determination/run.h"

typedef LIST_OF(Slot) SlotList;

/* ---- looking things up ---- */

const ThingType *program_thing(const Program *program, Text name)
{
    for (uint32_t i = 0; i < program->thing_count; i++)
        if (text_equal(program->things[i]->name, name))
            return program->things[i];
    return NULL;
}

const Fact *program_fact(const Program *program, const ThingType *thing, Text name)
{
    for (uint32_t i = 0; i < program->fact_count; i++)
        if ((!thing || program->facts[i].thing == thing) && text_equal(program->facts[i].name, name))
            return &program->facts[i];
    return NULL;
}

uint32_t fact_values(const Fact *fact, const Value **values)
{
    static const Value BOTH[] = { { .kind = VALUE_BOOLEAN, .boolean = false }, { .kind = VALUE_BOOLEAN, .boolean = true } };
    if (fact->type->kind == TYPE_BOOLEAN) {
        *values = BOTH;
        return 2;
    }
    *values = fact->domain ? fact->domain->values : NULL;
    return fact->domain ? fact->domain->count : 0;
}

const Decision *program_decision(const Program *program, Text name)
{
    for (uint32_t i = 0; i < program->decision_count; i++)
        if (text_equal(program->decisions[i]->name, name))
            return program->decisions[i];
    return NULL;
}

FeelContext link_context(const Linker *linker, const Source *source, const FeelScope *scope)
{
    return (FeelContext){ .task = linker->task, .source = source, .scope = scope, .symbols = linker->program->symbols,
                          .strict = true, .things = linker->thing_list, .thing_count = linker->program->thing_count };
}

/* ---- things ---- */

static void make_thing(Linker *linker, const ThingEntry *entry)
{
    Program *program = linker->program;
    ThingType *thing = REGION_NEW(linker->region, ThingType);
    *thing = (ThingType){ .name = entry->name, .many = entry->many, .index = program->thing_count };
    thing->type = (Type){ .kind = TYPE_THING, .name = entry->name, .thing = thing };
    thing->list = (Type){ .kind = TYPE_LIST, .of = &thing->type };
    program->things[program->thing_count++] = thing;
}

static void make_things(Linker *linker)
{
    const Rulebooks *books = linker->books;
    Program *program = linker->program;
    program->things = REGION_ARRAY(linker->region, ThingType *, books->thing_count + 1);
    for (uint32_t i = 0; i < books->thing_count; i++)
        make_thing(linker, &books->things[i]);
    for (uint32_t i = 0; i < books->thing_count; i++)
        program->things[i]->within = books->things[i].within.length ? program_thing(program, books->things[i].within) : NULL;
    for (uint32_t i = 0; i < program->thing_count; i++)
        for (const ThingType *t = program->things[i]->within; t && program->things[i]->depth < 64; t = t->within)
            program->things[i]->depth++;
    linker->thing_list = (const ThingType **)program->things;
}

/* The thing a page or a table names, or NULL with an error. */
static ThingType *find_thing(Linker *linker, Text name, Span span)
{
    ThingType *thing = (ThingType *)program_thing(linker->program, name);
    if (!thing)
        report_error(linker->task->report, "unknown-thing", span, "no thing is called \"" TEXT_FMT "\"", TEXT_ARG(name));
    return thing;
}

/* ---- facts ---- */

static bool fact_applies(const Linker *linker, const FactEntry *entry)
{
    return !entry->jurisdiction.length || text_equal(entry->jurisdiction, linker->program->jurisdiction);
}

static void make_fact(Linker *linker, const FactEntry *entry)
{
    Fact *fact = &linker->program->facts[linker->program->fact_count];
    ThingType *thing = find_thing(linker, entry->of, entry->span);
    const ThingType *points_to = NULL;
    const Catalogue *catalogue = NULL;
    const Type *type = kind_read(linker, entry->type, &points_to, &catalogue);
    if (!thing || !type)
        return;
    const Domain *domain = domain_read(linker, entry->source, entry->values, type);
    Text written = text_trim(span_text(entry->type));
    *fact = (Fact){ .entry = entry, .name = entry->name, .thing = thing, .points_to = points_to, .catalogue = catalogue,
                    .type = domain ? type_with_domain(linker->region, type, domain) : type, .domain = domain,
                    .is_country = text_is(written, "country"), .is_currency = text_is(written, "currency") };
    linker->program->fact_count++;
}

static void make_facts(Linker *linker)
{
    linker->program->facts = REGION_ARRAY(linker->region, Fact, linker->books->fact_count + 1);
    for (uint32_t i = 0; i < linker->books->fact_count; i++)
        if (fact_applies(linker, &linker->books->facts[i]))
            make_fact(linker, &linker->books->facts[i]);
}

/* ---- decisions ---- */

static bool page_has_movement(const Page *page, Text movement)
{
    if (!movement.length || !page->movement_count)
        return true;
    for (uint32_t i = 0; i < page->movement_count; i++)
        if (text_equal(page->movements[i], movement))
            return true;
    return false;
}

static bool page_applies(const Linker *linker, const Page *page)
{
    bool here = text_equal(page->jurisdiction, linker->program->jurisdiction) || text_is(page->jurisdiction, "WORLD");
    return here && page_has_movement(page, linker->program->movement);
}

static uint32_t voice_index(Linker *linker, Text voice)
{
    Program *program = linker->program;
    for (uint32_t i = 0; i < program->voice_count; i++)
        if (text_equal(program->voices[i], voice))
            return i;
    program->voices[program->voice_count] = voice;
    return program->voice_count++;
}

static Decision *decision_named(const Linker *linker, Text name)
{
    for (size_t i = 0; i < linker->decisions.count; i++)
        if (text_equal(linker->decisions.at[i]->name, name))
            return linker->decisions.at[i];
    return NULL;
}

static DecisionShape shape_of(const Type *type)
{
    if (type->kind == TYPE_CONTEXT)
        return text_is(type->name, "charge") ? SHAPE_CHARGE : text_is(type->name, "term") ? SHAPE_TERM : SHAPE_RECORD;
    if (type->kind != TYPE_LIST)
        return SHAPE_PLAIN;
    return type->of->kind == TYPE_CONTEXT ? SHAPE_RECORDS : type->of->kind == TYPE_THING ? SHAPE_THINGS : SHAPE_PLAIN;
}

static const char *MADE_ELSEWHERE = "decision \"" TEXT_FMT "\" has another %s here than on its other page";

/* Blocks of one name must agree about type and thing. */
static bool block_agrees(Linker *linker, const Decision *decision, const Type *type, const ThingType *thing, const DecisionBlock *block)
{
    const char *fault = type != decision->type && !text_equal(type->name, decision->type->name) ? "type"
                        : thing != decision->thing                                             ? "thing"
                                                                                               : NULL;
    if (!fault)
        return true;
    Problem *p = report_error(linker->task->report, "decision-differs", block->name_span, MADE_ELSEWHERE, TEXT_ARG(block->name), fault);
    problem_also(linker->task->report, p, decision->span, "the other page");
    return false;
}

/* An open question's answer, and a text decision whose cells are all constants, take only the values written. */
static bool constant_text(Text cell)
{
    return cell.length >= 2 && cell.at[0] == '"' && cell.at[cell.length - 1] == '"' &&
           !memchr(cell.at + 1, '"', cell.length - 2) && !memchr(cell.at, '\\', cell.length);
}

typedef LIST_OF(Value) ValueList;

static bool add_constant(Linker *linker, ValueList *values, Span cell)
{
    Text text = text_trim(span_text(cell));
    if (text.length && text.at[0] == '*')
        return true;
    if (!constant_text(text))
        return false;
    Value value = { .kind = VALUE_TEXT, .text = symbol_of(linker->program->symbols, text_slice(text, 1, text.length - 1)) };
    for (size_t i = 0; i < values->count; i++)
        if (values->at[i].text == value.text)
            return true;
    *LIST_ADD(linker->region, *values) = value;
    return true;
}

static bool block_constants(Linker *linker, const DecisionBlock *block, ValueList *values)
{
    if (block->kind == DECISION_FEEL)
        return false;
    for (uint32_t i = 0; i < block->reading_count; i++)
        if (!add_constant(linker, values, block->readings[i].value))
            return false;
    for (uint32_t r = 0; r < block->table.row_count; r++)
        for (uint32_t c = 0; c < block->table.column_count; c++)
            if (block->table.columns[c].kind == COLUMN_OUTPUT && !add_constant(linker, values, block->table.rows[r].cells[c]))
                return false;
    return true;
}

static void narrow_text_decision(Linker *linker, Decision *decision)
{
    if (decision->type->kind != TYPE_TEXT)
        return;
    ValueList values = { 0 };
    for (uint32_t s = 0; s < decision->sheet_count; s++)
        for (size_t b = 0; b < decision->sheets[s]->blocks.count; b++)
            if (!block_constants(linker, decision->sheets[s]->blocks.at[b], &values))
                return;
    Domain *domain = REGION_NEW(linker->region, Domain);
    *domain = (Domain){ .values = values.at, .count = (uint32_t)values.count };
    decision->type = type_with_domain(linker->region, decision->type, domain);
}

static const FeelFunction *make_function(Linker *linker, Decision *decision, const DecisionBlock *block)
{
    ThingType *frame = REGION_NEW(linker->region, ThingType);
    Slot *slots = REGION_ARRAY(linker->region, Slot, block->parameter_count);
    TypeEntry *entries = REGION_ARRAY(linker->region, TypeEntry, block->parameter_count);
    static const Meaning PARAMETER = { .kind = MEANS_PARAMETER };
    for (uint32_t i = 0; i < block->parameter_count; i++) {
        const Type *type = kind_read(linker, block->parameters[i].type, NULL, NULL);
        entries[i] = (TypeEntry){ block->parameters[i].name, type ? type : &type_any };
        slots[i] = (Slot){ .name = entries[i].name, .type = entries[i].type, .meaning = (void *)&PARAMETER };
    }
    *frame = (ThingType){ .name = decision->name, .within = decision->thing, .count = (uint16_t)block->parameter_count, .slots = slots };
    frame->type = (Type){ .kind = TYPE_THING, .thing = frame };
    decision->parameters = frame;
    FeelFunction *function = REGION_NEW(linker->region, FeelFunction);
    *function = (FeelFunction){ .name = decision->name, .count = block->parameter_count, .parameters = entries,
                                .result = decision->type, .call = run_call, .meaning = decision };
    *LIST_ADD(linker->region, linker->functions) = function;
    return function;
}

static const char *const CHARGE_PARTS[] = { "base", "rate", "reason", "exact", "amount", NULL };
static const char *const TERM_PARTS[] = { "from", "count", "unit", "rest day", "day", "earliest", "latest" };

static void find_made_parts(Decision *decision)
{
    const char *const *names = decision->shape == SHAPE_CHARGE ? CHARGE_PARTS : TERM_PARTS;
    size_t count = decision->shape == SHAPE_CHARGE ? 5 : decision->shape == SHAPE_TERM ? 7 : 0;
    for (size_t i = 0; i < 7; i++)
        decision->made[i] = UINT32_MAX;
    for (size_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < decision->record->count; k++)
            if (text_equal(decision->record->entries[k].name, text_of(names[i])))
                decision->made[i] = k;
}

static void report_part_missing(Linker *linker, const Decision *decision, const char *part)
{
    Problem *p = report_error(linker->task->report, "part-missing", decision->span, "type \"" TEXT_FMT "\" has no part \"%s\"", TEXT_ARG(decision->record->name), part);
    problem_hint(linker->task->report, p, "Add it to \"## Types\" of answers.md: the engine reckons with it.");
}

/* A charge without a part to hold its base, rate or amount cannot be reckoned. */
static void check_made_parts(Linker *linker, const Decision *decision)
{
    uint32_t needed = decision->shape == SHAPE_CHARGE || decision->shape == SHAPE_TERM ? 5 : 0;
    for (uint32_t i = 0; i < needed; i++)
        if (decision->made[i] == UINT32_MAX)
            report_part_missing(linker, decision, decision->shape == SHAPE_CHARGE ? CHARGE_PARTS[i] : TERM_PARTS[i]);
}

/* The list of the made things is the decision's value, so it bears their name and stands in the thing around them. */
static void check_maker(Linker *linker, const Decision *decision)
{
    const ThingType *made = decision->makes;
    if (!made || (text_equal(decision->name, made->many) && decision->thing == made->within && !decision->parameters))
        return;
    Problem *p = report_error(linker->task->report, "maker-differs", decision->span, "decision \"" TEXT_FMT "\" per " TEXT_FMT " makes things of type \"" TEXT_FMT "\", but is not their list",
                              TEXT_ARG(decision->name), TEXT_ARG(decision->thing->name), TEXT_ARG(made->name));
    problem_hint(linker->task->report, p, "Call it \"" TEXT_FMT "\" per " TEXT_FMT ", or give it another type.", TEXT_ARG(made->many), TEXT_ARG(made->within ? made->within->name : TEXT("thing")));
}

static Decision *make_decision(Linker *linker, const DecisionBlock *block, const Type *type, ThingType *thing)
{
    Decision *decision = REGION_NEW(linker->region, Decision);
    DecisionShape shape = shape_of(type);
    *decision = (Decision){ .name = block->name, .shape = shape, .type = type, .thing = thing, .span = block->name_span,
                            .record = shape == SHAPE_RECORDS ? type->of : type->kind == TYPE_CONTEXT ? type : NULL,
                            .makes = shape == SHAPE_THINGS ? type->of->thing : NULL,
                            .index = (uint32_t)linker->decisions.count };
    decision->sheets = REGION_ARRAY(linker->region, Sheet *, linker->books->page_count + 1);
    find_made_parts(decision);
    check_made_parts(linker, decision);
    if (block->parameter_count)
        decision->function = make_function(linker, decision, block);
    check_maker(linker, decision);
    *LIST_ADD(linker->region, linker->decisions) = decision;
    return decision;
}

/* Layers from the top: house answers before guidance, guidance before law. */
static bool stands_above(const Sheet *a, const Sheet *b)
{
    return a->layer > b->layer || (a->layer == b->layer && a->voice < b->voice);
}

static void insert_sheet(Decision *decision, Sheet *sheet)
{
    uint32_t at = decision->sheet_count++;
    while (at > 0 && stands_above(sheet, decision->sheets[at - 1])) {
        decision->sheets[at] = decision->sheets[at - 1];
        at--;
    }
    decision->sheets[at] = sheet;
}

static Sheet *sheet_for(Linker *linker, Decision *decision, const DecisionBlock *block, uint32_t voice)
{
    for (uint32_t i = 0; i < decision->sheet_count; i++)
        if (decision->sheets[i]->layer == block->page->layer && decision->sheets[i]->voice == voice)
            return decision->sheets[i];
    Sheet *sheet = REGION_NEW(linker->region, Sheet);
    *sheet = (Sheet){ .layer = block->page->layer, .voice = voice, .page = block->page, .block = block,
                      .currency = block->page->currency };
    sheet->kind = block->kind == DECISION_FEEL ? SHEET_FEEL : block->kind == DECISION_QUESTION ? SHEET_QUESTION : SHEET_TABLE;
    insert_sheet(decision, sheet);
    return sheet;
}

static void add_block(Linker *linker, const Page *page, const DecisionBlock *block)
{
    const Type *type = kind_read(linker, block->type, NULL, NULL);
    ThingType *thing = find_thing(linker, block->per, block->per_span);
    if (!type || !thing)
        return;
    Decision *decision = decision_named(linker, block->name);
    if (!decision)
        decision = make_decision(linker, block, type, thing);
    else if (!block_agrees(linker, decision, type, thing, block))
        return;
    uint32_t voice = page->layer == LAYER_GUIDANCE ? voice_index(linker, page->voice) : 0;
    Sheet *sheet = sheet_for(linker, decision, block, voice);
    if (sheet->blocks.count && sheet->kind != SHEET_TABLE) {
        Problem *p = report_error(linker->task->report, "decision-twice", block->name_span, "decision \"" TEXT_FMT "\" stands twice", TEXT_ARG(block->name));
        problem_also(linker->task->report, p, sheet->block->name_span, "it stands here first");
        problem_hint(linker->task->report, p, "Only tables of one name are read as one; a formula or an open question stands once.");
        return;
    }
    *LIST_ADD(linker->region, sheet->blocks) = block;
}

static void take_page(Linker *linker, const Page *page)
{
    Program *program = linker->program;
    program->pages[program->page_count++] = page;
    for (uint32_t d = 0; d < page->decision_count; d++)
        add_block(linker, page, &page->decisions[d]);
}

/* The own currency: the one in which most law pages reckon; of several alike the first. */
static void find_currency(Program *program)
{
    uint32_t most = 0;
    for (uint32_t i = 0; i < program->page_count; i++) {
        uint32_t alike = 0;
        for (uint32_t k = i; k < program->page_count; k++)
            alike += program->pages[k]->layer == LAYER_LAW && text_equal(program->pages[k]->currency, program->pages[i]->currency);
        if (program->pages[i]->currency.length && alike > most) {
            most = alike;
            program->currency = program->pages[i]->currency;
        }
    }
    for (uint32_t i = 0; i < program->page_count; i++)
        if (program->pages[i]->currency.length && !text_equal(program->pages[i]->currency, program->currency))
            program->several_currencies = true;
}

static void make_decisions(Linker *linker)
{
    const Rulebooks *books = linker->books;
    Program *program = linker->program;
    program->pages = REGION_ARRAY(linker->region, const Page *, books->page_count + 1);
    program->voices = REGION_ARRAY(linker->region, Text, books->page_count + 1);
    for (uint32_t i = 0; i < books->page_count; i++)
        if (page_applies(linker, &books->pages[i]))
            take_page(linker, &books->pages[i]);
    find_currency(program);
    program->decisions = linker->decisions.at;
    program->decision_count = (uint32_t)linker->decisions.count;
    for (uint32_t i = 0; i < program->decision_count; i++)
        narrow_text_decision(linker, program->decisions[i]);
}

/* ---- slots ---- */

static Meaning *new_meaning(Linker *linker, MeaningKind kind)
{
    Meaning *meaning = REGION_NEW(linker->region, Meaning);
    meaning->kind = kind;
    return meaning;
}

static Span span_of_meaning(const Meaning *meaning)
{
    return meaning->decision ? meaning->decision->span : meaning->fact ? meaning->fact->entry->span : SPAN_NONE;
}

static void report_name_twice(Linker *linker, const Meaning *first, Span span, Text name)
{
    static const char *const KINDS[] = { "the id of the thing", "a fact", "a list of things", "a list of things", "a decision", "a parameter" };
    Problem *p = report_error(linker->task->report, "name-twice", span, "\"" TEXT_FMT "\" is the name of %s already", TEXT_ARG(name), KINDS[first->kind]);
    if (span_of_meaning(first).source)
        problem_also(linker->task->report, p, span_of_meaning(first), "it stands here");
}

static uint16_t add_slot(Linker *linker, SlotList *slots, Text name, const Type *type, Meaning *meaning)
{
    for (size_t i = 0; i < slots->count; i++)
        if (text_equal(slots->at[i].name, name)) {
            Span span = span_of_meaning(meaning);
            report_name_twice(linker, slots->at[i].meaning, span, name);
        }
    *LIST_ADD(linker->region, *slots) = (Slot){ .name = name, .type = type, .meaning = meaning,
        .is_money = meaning->kind == MEANS_FACT && (type->kind == TYPE_MONEY || (type->kind == TYPE_LIST && type->of->kind == TYPE_MONEY)) };
    return (uint16_t)(slots->count - 1);
}

static const Decision *maker_of(const Linker *linker, const ThingType *thing)
{
    for (size_t i = 0; i < linker->decisions.count; i++)
        if (linker->decisions.at[i]->makes == thing && linker->decisions.at[i]->thing == thing->within)
            return linker->decisions.at[i];
    return NULL;
}

static void slots_of_facts(Linker *linker, const ThingType *thing, SlotList *slots)
{
    for (uint32_t i = 0; i < linker->program->fact_count; i++) {
        Fact *fact = &linker->program->facts[i];
        if (fact->thing != thing)
            continue;
        Meaning *meaning = new_meaning(linker, MEANS_FACT);
        meaning->fact = fact;
        fact->slot = add_slot(linker, slots, fact->name, fact->type, meaning);
    }
}

static void slots_of_inner(Linker *linker, const ThingType *thing, SlotList *slots)
{
    Program *program = linker->program;
    for (uint32_t i = 0; i < program->thing_count; i++)
        if (program->things[i]->within == thing && !maker_of(linker, program->things[i]))
            add_slot(linker, slots, program->things[i]->many, &program->things[i]->list, new_meaning(linker, MEANS_INNER));
}

static void slots_of_decisions(Linker *linker, const ThingType *thing, SlotList *slots)
{
    for (size_t i = 0; i < linker->decisions.count; i++) {
        Decision *decision = linker->decisions.at[i];
        if (decision->thing != thing || decision->parameters)
            continue;
        Meaning *meaning = new_meaning(linker, MEANS_DECISION);
        meaning->decision = decision;
        decision->slot = add_slot(linker, slots, decision->name, decision->type, meaning);
    }
}

static uint16_t slot_named(const SlotList *slots, Text name)
{
    for (size_t i = 0; i < slots->count; i++)
        if (text_equal(slots->at[i].name, name))
            return (uint16_t)i;
    return UINT16_MAX;
}

/* The plural of a thing further in, on every thing around it: case.declaration lines goes through the shipments. */
static void slots_of_gathers(Linker *linker, SlotList *all, const ThingType *inner)
{
    const ThingType *child = inner->within;
    for (const ThingType *thing = child ? child->within : NULL; thing; child = thing, thing = thing->within) {
        Meaning *meaning = new_meaning(linker, MEANS_GATHER);
        meaning->via = slot_named(&all[thing->index], child->many);
        meaning->inner = slot_named(&all[child->index], inner->many);
        add_slot(linker, &all[thing->index], inner->many, &inner->list, meaning);
    }
}

static void make_slots(Linker *linker)
{
    Program *program = linker->program;
    SlotList *all = REGION_ARRAY(linker->region, SlotList, program->thing_count + 1);
    program->decided = REGION_ARRAY(linker->region, const Decision **, program->thing_count + 1);
    for (uint32_t i = 0; i < program->thing_count; i++) {
        add_slot(linker, &all[i], TEXT("id"), &type_text, new_meaning(linker, MEANS_ID));
        slots_of_facts(linker, program->things[i], &all[i]);
        slots_of_inner(linker, program->things[i], &all[i]);
        slots_of_decisions(linker, program->things[i], &all[i]);
    }
    for (uint32_t i = 0; i < program->thing_count; i++)
        slots_of_gathers(linker, all, program->things[i]);
    for (uint32_t i = 0; i < program->thing_count; i++) {
        program->things[i]->slots = all[i].at;
        program->things[i]->count = (uint16_t)all[i].count;
        program->decided[i] = REGION_ARRAY(linker->region, const Decision *, all[i].count + 1);
        for (size_t k = 0; k < all[i].count; k++)
            program->decided[i][k] = ((const Meaning *)all[i].at[k].meaning)->decision;
    }
}

/* ---- scopes ---- */

typedef LIST_OF(FeelName) NameList;

static void names_of(Linker *linker, NameList *names, const ThingType *thing, uint8_t up)
{
    for (uint16_t i = 0; i < thing->count; i++)
        *LIST_ADD(linker->region, *names) = (FeelName){ .name = thing->slots[i].name, .kind = FEEL_SLOT,
                                                        .type = thing->slots[i].type, .up = up, .slot = i };
    *LIST_ADD(linker->region, *names) = (FeelName){ .name = thing->name, .kind = FEEL_OUTER, .type = &thing->type, .up = up };
}

/* All that can be named in `thing`: its own names, then those of the things around it; `id` is its own. */
static FeelScope *scope_of(Linker *linker, const FeelScope *functions, const ThingType *thing, uint8_t up)
{
    const FeelScope *outer = thing->within ? scope_of(linker, functions, thing->within, (uint8_t)(up + 1)) : functions;
    NameList names = { 0 };
    names_of(linker, &names, thing, up);
    return feel_scope_new(linker->region, outer, names.at, names.count);
}

static const FeelScope *function_scope(Linker *linker)
{
    NameList names = { 0 };
    for (size_t i = 0; i < linker->functions.count; i++) {
        const FeelFunction *function = linker->functions.at[i];
        *LIST_ADD(linker->region, names) = (FeelName){ .name = function->name, .kind = FEEL_FUNCTION, .type = function->result, .function = function };
    }
    return feel_scope_new(linker->region, NULL, names.at, names.count);
}

static void make_scopes(Linker *linker)
{
    Program *program = linker->program;
    const FeelScope *functions = function_scope(linker);
    program->scopes = REGION_ARRAY(linker->region, FeelScope *, program->thing_count + 1);
    for (uint32_t i = 0; i < program->thing_count; i++)
        program->scopes[i] = scope_of(linker, functions, program->things[i], 0);
    for (size_t i = 0; i < linker->decisions.count; i++)
        if (linker->decisions.at[i]->parameters)
            ((ThingType *)linker->decisions.at[i]->parameters)->index = UINT32_MAX;
}

const FeelScope *decision_scope(const Linker *linker, const Decision *decision)
{
    if (!decision->parameters)
        return linker->program->scopes[decision->thing->index];
    Linker *writable = (Linker *)linker;
    return scope_of(writable, function_scope(writable), decision->parameters, 0);
}

/* ---- expressions of facts, charges and answers ---- */

static const FeelCode *compile_span(Linker *linker, Span span, const FeelScope *scope, const Type *wanted)
{
    FeelContext context = link_context(linker, span.source, scope);
    const FeelNode *node = span.from < span.to ? feel_parse(&context, span) : NULL;
    return node ? feel_compile(&context, node, wanted) : NULL;
}

/* The fact of the same thing that `fact` speaks of. */
static const Fact *fact_meant(Linker *linker, const Fact *fact, Text name)
{
    Program *program = linker->program;
    if (!name.length)
        return NULL;
    for (uint32_t i = 0; i < program->fact_count; i++)
        if (program->facts[i].thing == fact->thing && text_equal(program->facts[i].name, name))
            return &program->facts[i];
    report_error(linker->task->report, "unknown-fact", fact->entry->span, "a " TEXT_FMT " has no fact \"" TEXT_FMT "\"", TEXT_ARG(fact->thing->name), TEXT_ARG(name));
    return NULL;
}

static void compile_conditions(Linker *linker)
{
    Program *program = linker->program;
    for (uint32_t i = 0; i < program->fact_count; i++) {
        Fact *fact = &program->facts[i];
        fact->whether = fact_meant(linker, fact, fact->entry->whether);
        fact->figure_of = fact_meant(linker, fact, fact->entry->figure_of);
        fact->currency_of = fact_meant(linker, fact, fact->entry->currency_of);
        fact->when_told = text_is(text_trim(span_text(fact->entry->only_if)), "told");
        if (!fact->when_told)
            fact->only_if = compile_span(linker, fact->entry->only_if, program->scopes[fact->thing->index], &type_boolean);
    }
}

/* Scope of a rounding expression: only `exact`. */
static const FeelCode *compile_rounding(Linker *linker, Span rounding)
{
    static const FeelName NAME = { .name = { "exact", 5 }, .kind = FEEL_SLOT, .type = &type_money };
    return compile_span(linker, rounding, feel_scope_new(linker->region, NULL, &NAME, 1), &type_money);
}

static void take_charge(Linker *linker, const ChargeEntry *entry)
{
    Decision *decision = decision_named(linker, entry->name);
    if (!decision || decision->shape != SHAPE_CHARGE) {
        Problem *p = report_error(linker->task->report, "charge-without-decision", entry->span,
                                  "no decision of type charge is called \"" TEXT_FMT "\"", TEXT_ARG(entry->name));
        problem_hint(linker->task->report, p, "Each row of the charges register names a decision of type charge of this jurisdiction.");
        return;
    }
    decision->charge = entry;
    decision->rounding = compile_rounding(linker, entry->rounding);
    const Decision *due = decision_named(linker, entry->due);
    decision->due = due && due->shape == SHAPE_TERM ? due : NULL;
}

static void report_unregistered(Linker *linker, const Decision *decision)
{
    Problem *p = report_error(linker->task->report, "charge-not-registered", decision->span, "charge \"" TEXT_FMT "\" has no row in a charges register", TEXT_ARG(decision->name));
    problem_hint(linker->task->report, p, "Add a row to \"## Charges\" that says its kind, who pays it to whom, how it is rounded and when it falls due.");
}

static void take_charges(Linker *linker)
{
    Program *program = linker->program;
    for (uint32_t p = 0; p < program->page_count; p++)
        for (uint32_t c = 0; c < program->pages[p]->charge_count; c++)
            take_charge(linker, &program->pages[p]->charges[c]);
    for (uint32_t i = 0; i < program->decision_count; i++)
        if (program->decisions[i]->shape == SHAPE_CHARGE && !program->decisions[i]->charge)
            report_unregistered(linker, program->decisions[i]);
}

static const AnswerDecision *asked_by(const Rulebooks *books, const Decision *decision)
{
    for (uint32_t i = 0; i < books->answer_count; i++)
        if (text_equal(books->answers[i].name, decision->name))
            return &books->answers[i];
    return NULL;
}

static bool listed_by_type(const Rulebooks *books, const Decision *decision)
{
    for (uint32_t i = 0; i < books->list_count; i++)
        if (books->lists[i].type.length && decision->record && text_equal(books->lists[i].type, decision->record->name))
            return true;
    return false;
}

static bool listed_by_name(const Rulebooks *books, const Decision *decision)
{
    for (uint32_t i = 0; i < books->list_count; i++)
        if (books->lists[i].decision.length && text_equal(books->lists[i].decision, decision->name))
            return true;
    return false;
}

static void take_answers(Linker *linker)
{
    Program *program = linker->program;
    LIST_OF(AnswerSlot) answers = { 0 };
    for (uint32_t i = 0; i < program->decision_count; i++) {
        const Decision *decision = program->decisions[i];
        const AnswerDecision *asked = asked_by(linker->books, decision);
        if (decision->parameters || (!asked && !listed_by_type(linker->books, decision) && !listed_by_name(linker->books, decision)))
            continue;
        const FeelCode *when = asked ? compile_span(linker, asked->asked_when, program->scopes[decision->thing->index], &type_boolean) : NULL;
        *LIST_ADD(linker->region, answers) = (AnswerSlot){ decision, asked, when };
    }
    program->answers = answers.at;
    program->answer_count = (uint32_t)answers.count;
}

/* ---- questions, clocks, exchange rates, calendar ---- */

static void number_questions(Linker *linker)
{
    Program *program = linker->program;
    program->questions = REGION_ARRAY(linker->region, const Decision *, program->decision_count + 1);
    for (uint32_t i = 0; i < program->decision_count; i++)
        for (uint32_t s = 0; s < program->decisions[i]->sheet_count; s++)
            if (program->decisions[i]->sheets[s]->kind == SHEET_QUESTION) {
                program->decisions[i]->sheets[s]->question = program->question_count;
                program->questions[program->question_count++] = program->decisions[i];
            }
}

/* A fact that is some decision's clock may be told by --as-of. */
static void mark_clock(Program *program, const Sheet *sheet, const Decision *decision)
{
    if (!sheet->clock_is_slot)
        return;
    const ThingType *thing = decision->parameters ? decision->parameters : decision->thing;
    for (uint8_t up = sheet->clock_up; up && thing; up--)
        thing = thing->within;
    const Meaning *meaning = thing ? slot_meaning(thing, sheet->clock_slot) : NULL;
    if (meaning && meaning->kind == MEANS_FACT)
        program->facts[meaning->fact - program->facts].is_clock = true;
}

static void mark_clocks(Program *program)
{
    for (uint32_t i = 0; i < program->decision_count; i++)
        for (uint32_t s = 0; s < program->decisions[i]->sheet_count; s++)
            mark_clock(program, program->decisions[i]->sheets[s], program->decisions[i]);
}

static uint16_t fact_slot(const Program *program, const ThingType *thing, Text name)
{
    const Fact *fact = program_fact(program, thing, name);
    return fact ? fact->slot : UINT16_MAX;
}

static void find_exchange(Program *program)
{
    const ThingType *thing = program_thing(program, TEXT("exchange rate"));
    if (!thing || thing->within != program->things[0])
        return;
    program->exchange_from = fact_slot(program, thing, TEXT("from"));
    program->exchange_to = fact_slot(program, thing, TEXT("to"));
    program->exchange_rate = fact_slot(program, thing, TEXT("rate"));
    program->exchange_valid_from = fact_slot(program, thing, TEXT("valid from"));
    program->exchange_valid_to = fact_slot(program, thing, TEXT("valid to"));
    for (uint16_t i = 0; i < program->things[0]->count; i++)
        if (text_equal(program->things[0]->slots[i].name, thing->many))
            program->exchange_list = i;
    bool whole = program->exchange_from != UINT16_MAX && program->exchange_to != UINT16_MAX && program->exchange_rate != UINT16_MAX &&
                 program->exchange_valid_from != UINT16_MAX && program->exchange_valid_to != UINT16_MAX;
    program->exchange = whole ? thing : NULL;
}

/* data/calendars/xx.csv, where there is one; only a program with time limits needs it. */
static void find_calendar(Linker *linker, const char *data_folder)
{
    Program *program = linker->program;
    bool needed = false;
    for (uint32_t i = 0; i < program->decision_count; i++)
        needed |= program->decisions[i]->shape == SHAPE_TERM;
    if (!needed || !data_folder || !program->jurisdiction.length)
        return;
    Builder name = builder_on(linker->region);
    build_text(&name, TEXT("calendars/"));
    for (size_t i = 0; i < program->jurisdiction.length; i++)
        build_byte(&name, (char)(program->jurisdiction.at[i] | 0x20));
    build_text(&name, TEXT(".csv"));
    char *path = path_join(linker->region, text_of(data_folder), builder_text(&name));
    const Source *csv = file_exists(path) ? file_read(linker->task, path, 0) : NULL;
    if (csv)
        program->calendar = calendar_read(linker->task, csv, program->jurisdiction);
}

static void find_countries(Linker *linker, const char *data_folder)
{
    Program *program = linker->program;
    bool needed = false;
    for (uint32_t i = 0; i < program->fact_count; i++)
        needed |= program->facts[i].is_country;
    if (!needed || !data_folder)
        return;
    char *path = path_join(linker->region, text_of(data_folder), TEXT("codelists/countries.csv"));
    const Source *csv = file_exists(path) ? file_read(linker->task, path, 0) : NULL;
    program->countries = csv ? csv_read(linker->task, csv) : NULL;
}

/* ---- the whole ---- */

static void compile_all(Linker *linker)
{
    Program *program = linker->program;
    compile_conditions(linker);
    for (uint32_t i = 0; i < program->decision_count; i++)
        sheets_compile(linker, program->decisions[i]);
    take_charges(linker);
    take_answers(linker);
    number_questions(linker);
    mark_clocks(program);
    find_exchange(program);
}

/* Charges are listed in the order in which the law works them: each behind those it rests on, else as the pages have them. */
static void order_charges(Linker *linker)
{
    Program *program = linker->program;
    uint32_t *place = REGION_ARRAY(linker->region, uint32_t, program->decision_count + 1);
    graph_check(linker->task, program, place);
    for (uint32_t i = 1; i < program->answer_count; i++) {
        AnswerSlot moved = program->answers[i];
        uint32_t at = i;
        if (moved.decision->shape != SHAPE_CHARGE)
            continue;
        for (uint32_t k = i; k > 0; k--)
            if (program->answers[k - 1].decision->shape == SHAPE_CHARGE && place[program->answers[k - 1].decision->index] > place[moved.decision->index])
                at = k - 1;
        memmove(program->answers + at + 1, program->answers + at, (i - at) * sizeof *program->answers);
        program->answers[at] = moved;
    }
}

/* Once for all answers: to hash the pages takes as long as a short case. */
static Text law_hash(Region *region, const Program *program)
{
    Text *parts = REGION_ARRAY(region, Text, program->page_count * 2 + 1);
    for (uint32_t i = 0; i < program->page_count; i++) {
        parts[2 * i] = program->pages[i]->path;
        parts[2 * i + 1] = program->pages[i]->source->bytes;
    }
    Sha256 hash = sha256_of(parts, program->page_count * 2);
    return sha256_text(region, &hash);
}

const Program *program_link(Task *task, const Rulebooks *books, const LinkOptions *options)
{
    size_t errors = task->report->errors;
    Program *program = REGION_NEW(task->region, Program);
    *program = (Program){ .books = books, .jurisdiction = options->jurisdiction, .movement = options->movement, .moment = options->moment,
                          .symbols = symbols_new(task->region) };
    Linker linker = { .task = task, .region = task->region, .books = books, .program = program };
    make_things(&linker);
    if (!program->thing_count) {
        Problem *p = report_error(task->report, "no-things", SPAN_NONE, "the rulebooks name no things");
        problem_hint(task->report, p, "Write a section \"## Things\" in facts.md, with at least the outermost thing, the case.");
        return NULL;
    }
    kinds_collect(&linker);
    make_facts(&linker);
    make_decisions(&linker);
    make_slots(&linker);
    make_scopes(&linker);
    compile_all(&linker);
    find_calendar(&linker, options->data_folder);
    find_countries(&linker, options->data_folder);
    program->law = law_hash(task->region, program);
    if (task->report->errors == errors)
        order_charges(&linker);
    return task->report->errors == errors ? program : NULL;
}

/* determination/witness.c - see proof.h: the whole world, the values tried in it, and the case as a user would write it. */
#include <stdlib.h>

#include "determination/graph.h"
#include "determination/proof.h"
#include "determination/sheet.h"
#include "feel/ast.h"
#include "value/date.h"
#include "value/json.h"

/* ---- values that stand for all that a fact may hold ---- */

typedef struct Gathering { /* what rules hold a fact against */
    const Proof *proof;
    const Fact *fact;
    LIST_OF(Value) bounds;
    bool reckoned; /* some formula reads it: then other values may differ, too */
} Gathering;

static void add_bound(Gathering *gathering, Value value)
{
    bool number = value_is_number(value) && (gathering->fact->type->kind == TYPE_NUMBER || gathering->fact->type->kind == TYPE_MONEY);
    bool same = (value.kind == VALUE_TEXT && gathering->fact->type->kind == TYPE_TEXT) || (value.kind == VALUE_DATE && gathering->fact->type->kind == TYPE_DATE) ||
                (value.kind == VALUE_MONTHS && gathering->fact->type->kind == TYPE_MONTHS) || (value.kind == VALUE_SECONDS && gathering->fact->type->kind == TYPE_SECONDS);
    if (!number && !same)
        return;
    for (size_t i = 0; i < gathering->bounds.count; i++)
        if (value_equal(gathering->bounds.at[i], value) == 1)
            return;
    *LIST_ADD(gathering->proof->task->region, gathering->bounds) = value;
}

static void add_constants(Gathering *gathering, const FeelNode *node)
{
    int64_t day;
    if (node->kind == NODE_CONSTANT)
        add_bound(gathering, node->value);
    if (node->kind == NODE_CONSTANT && node->value.kind == VALUE_TEXT && date_read(&day, text_of_value(node->value)))
        add_bound(gathering, value_date(day));
    for (uint32_t i = 0; i < node->count; i++)
        if (node->items[i])
            add_constants(gathering, node->items[i]);
}

static bool is_fact(const Gathering *gathering, const FeelNode *node)
{
    return node->kind == NODE_SLOT && node->thing == gathering->fact->thing && node->slot == gathering->fact->slot;
}

/* Held against values that stand there: these are bounds, and nothing else of the fact matters here. A date made of a text is one, too. */
static bool is_bound(const FeelNode *node)
{
    bool date = node->kind == NODE_CALL && node->count == 2 && node->constant && node->type->kind == TYPE_DATE && node->items[1]->kind == NODE_CONSTANT;
    return node->kind == NODE_CONSTANT || date;
}

static bool is_held_against(const Gathering *gathering, const FeelNode *node)
{
    if (node->kind == NODE_COMPARE)
        return (is_fact(gathering, node->items[0]) && is_bound(node->items[1])) || (is_fact(gathering, node->items[1]) && is_bound(node->items[0]));
    return node->kind == NODE_BETWEEN && is_fact(gathering, node->items[0]) && is_bound(node->items[1]) && is_bound(node->items[2]);
}

static void gather_node(Gathering *gathering, const FeelNode *node)
{
    if (is_held_against(gathering, node))
        return;
    gathering->reckoned |= is_fact(gathering, node) || (node->kind == NODE_PATH && node->slot == gathering->fact->slot);
    for (uint32_t i = 0; i < node->count; i++)
        if (node->items[i])
            gather_node(gathering, node->items[i]);
}

static void gather_code(void *context, const FeelCode *code)
{
    Gathering *gathering = context;
    const FeelRead *reads;
    size_t count = feel_code_reads(code, &reads);
    uint8_t up;
    uint16_t slot;
    for (size_t i = 0; i < count; i++)
        if (!reads[i].function && reads[i].thing == gathering->fact->thing && reads[i].slot == gathering->fact->slot) {
            if (!feel_code_slot(code, &up, &slot))
                gather_node(gathering, feel_code_node(code));
            add_constants(gathering, feel_code_node(code));
            return;
        }
}

static void gather_column(Gathering *gathering, const ColumnIndex *column)
{
    for (uint32_t i = 0; column->form != FORM_BOOLEAN && i < column->count; i++)
        add_bound(gathering, column->values[i]);
}

/* The columns that read the fact; of the table at hand also those that reckon. */
static void gather_sheet(Gathering *gathering, const Decision *decision, const Sheet *sheet)
{
    for (uint32_t c = 0; c < sheet->column_count; c++) {
        const ColumnIndex *column = &sheet->columns[c];
        bool reads = column->is_slot && column->slot == gathering->fact->slot && thing_outward(decision, column->up) == gathering->fact->thing;
        if (reads || (sheet == gathering->proof->sheet && !column->is_slot))
            gather_column(gathering, column);
    }
    for (uint32_t r = 0; r < sheet->row_count; r++)
        for (uint32_t i = 0; i < sheet->part_count; i++) {
            const OutputCell *cell = &sheet->rows[r].outputs[i];
            gathering->reckoned |= cell->is_slot && cell->slot == gathering->fact->slot && thing_outward(decision, cell->up) == gathering->fact->thing;
        }
}

static void gather(Gathering *gathering)
{
    const Program *program = gathering->proof->program;
    for (uint32_t d = 0; d < program->decision_count; d++) {
        decision_each_code(program->decisions[d], gather_code, gathering);
        for (uint32_t s = 0; s < program->decisions[d]->sheet_count; s++)
            gather_sheet(gathering, program->decisions[d], program->decisions[d]->sheets[s]);
    }
    for (uint32_t i = 0; i < program->fact_count; i++)
        if (program->facts[i].only_if)
            gather_code(gathering, program->facts[i].only_if);
}

/* What a formula makes of the fact may meet the bounds of the table at hand as the fact itself does: they are worth a try. */
static void gather_beyond(Gathering *gathering)
{
    const Sheet *sheet = gathering->proof->sheet;
    for (uint32_t c = 0; c < sheet->column_count; c++) {
        const Meaning *meaning = column_meaning(gathering->proof, &sheet->columns[c]);
        if (meaning && meaning->kind == MEANS_DECISION)
            gather_column(gathering, &sheet->columns[c]);
    }
}

static int compare_values(const void *a, const void *b)
{
    const Value *left = a, *right = b;
    int order = 0;
    if (left->kind == VALUE_TEXT && right->kind == VALUE_TEXT)
        return (left->text->symbol > right->text->symbol) - (left->text->symbol < right->text->symbol);
    return value_order(&order, *left, *right) ? order : 0;
}

/* As a column would cut them: each bound, and a value in each gap that holds one. */
static Candidates cut_values(Gathering *gathering)
{
    Region *region = gathering->proof->task->region;
    ColumnIndex column = { .form = gathering->fact->type->kind == TYPE_TEXT ? FORM_TEXT : FORM_ORDERED, .type = gathering->fact->type };
    const Domain *domain = gathering->fact->domain;
    if (domain && domain->has_low)
        add_bound(gathering, domain->low);
    if (domain && domain->has_high)
        add_bound(gathering, domain->high);
    if (gathering->bounds.count)
        qsort(gathering->bounds.at, gathering->bounds.count, sizeof *gathering->bounds.at, compare_values);
    column.values = gathering->bounds.at;
    column.count = (uint32_t)gathering->bounds.count;
    Value *values = REGION_ARRAY(region, Value, column_pieces(&column) + 1);
    size_t count = 0;
    for (uint32_t i = 0; i < column_pieces(&column); i++)
        if (column_piece_allowed(&column, i) && column_piece_value(region, &column, i, &values[count]))
            count++;
    return (Candidates){ count, values, !gathering->reckoned };
}

static bool can_be_told(const Fact *fact)
{
    static const TypeKind KINDS[] = { TYPE_NUMBER, TYPE_MONEY, TYPE_TEXT, TYPE_DATE, TYPE_MONTHS, TYPE_SECONDS };
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        if (fact->type->kind == KINDS[i])
            return !fact->entry->made;
    return false;
}

/* A country must be one, and the word of a list stand in it: only those that rules name are tried. */
static Candidates listed_only(Candidates all)
{
    size_t kept = 0;
    for (size_t i = 0; i < all.count; i++)
        if (all.at[i].text->symbol)
            all.at[kept++] = all.at[i];
    return (Candidates){ kept, all.at, false };
}

/* A date that may be the clock is tried on the days at hand first. */
static Candidates days_first(const Proof *proof, Candidates all)
{
    Value *values = REGION_ARRAY(proof->task->region, Value, all.count + 1);
    values[0] = value_date(proof->day);
    memcpy(values + 1, all.at, all.count * sizeof *values);
    return (Candidates){ all.count + 1, values, false };
}

const Text NEVER_TOLD = { "not told", 8 };

/* Some fact says whether this one is told. */
static bool is_spoken_of(const Program *program, const Fact *fact)
{
    for (uint32_t i = 0; i < program->fact_count; i++)
        if (program->facts[i].whether == fact)
            return true;
    return false;
}

/* Not to be told is one more way: it is then not there, or else remains unknown. */
static Candidates or_nothing(Region *region, const Fact *fact, Candidates all)
{
    Value *values = REGION_ARRAY(region, Value, all.count + 1);
    if (all.count)
        memcpy(values + 1, all.at, all.count * sizeof *values);
    values[0] = fact->when_told ? (Value){ .kind = VALUE_NOT_THERE } : value_unknown(hang_on_note(region, NEVER_TOLD));
    return (Candidates){ all.count + 1, values, all.whole };
}

enum { WORDS_MOST = 8 }; /* of a list whose sets are all tried */

/* Each set of the words that may stand in a list, and each word twice: a list in another order, or with more of the same, is taken to be
 * no different. */
static Candidates list_candidates(Region *region, const Value *words, uint32_t count)
{
    uint32_t sets = count && count <= WORDS_MOST ? 1u << count : count + 1;
    Value *lists = REGION_ARRAY(region, Value, (size_t)sets + count + 1);
    Value *items = REGION_ARRAY(region, Value, count + 2);
    for (uint32_t set = 0; set < sets; set++) {
        size_t held = 0;
        for (uint32_t i = 0; i < count; i++)
            if (count <= WORDS_MOST ? set >> i & 1 : i + 1 == set)
                items[held++] = words[i];
        lists[set] = value_list(region, items, held);
    }
    for (uint32_t i = 0; i < count; i++)
        lists[sets + i] = value_list(region, (Value[]){ words[i], words[i] }, 2);
    return (Candidates){ (size_t)sets + count, lists, count && count <= WORDS_MOST };
}

Candidates fact_candidates(const Proof *proof, const Fact *fact)
{
    Region *region = proof->task->region;
    const Value *values;
    uint32_t count = fact_values(fact, &values);
    Candidates found = { 0 };
    if (fact->entry->made && proof->whole)
        return found;
    if (fact->type->kind == TYPE_LIST) {
        found = list_candidates(region, values, count);
    } else if (count) {
        found = (Candidates){ count, REGION_ARRAY(region, Value, count), true };
        memcpy(found.at, values, count * sizeof *values);
    } else if (can_be_told(fact)) {
        Gathering gathering = { .proof = proof, .fact = fact };
        gather(&gathering);
        if (gathering.reckoned)
            gather_beyond(&gathering);
        found = cut_values(&gathering);
    }
    if (fact->is_country || fact->is_currency || fact->catalogue)
        found = count ? found : listed_only(found);
    if (found.count && fact->type->kind == TYPE_DATE && !count)
        found = days_first(proof, found);
    return fact->when_told || is_spoken_of(proof->program, fact) ? or_nothing(region, fact, found) : found;
}

/* ---- the whole world ---- */

static bool is_made(const Program *program, const ThingType *thing)
{
    for (; thing; thing = thing->within)
        for (uint32_t i = 0; i < program->decision_count; i++)
            if (program->decisions[i]->makes == thing)
                return true;
    return false;
}

static uint16_t list_slot(const ThingType *around, const ThingType *inner)
{
    for (uint16_t i = 0; i < around->count; i++)
        if (slot_meaning(around, i)->kind == MEANS_INNER && text_equal(around->slots[i].name, inner->many))
            return i;
    return UINT16_MAX;
}

/* The things around, each with one thing in it, down to the one at hand or the last that is told. */
static Frame *tell_things(Run *run, const ThingType *type)
{
    Frame *parent = type->within ? tell_things(run, type->within) : NULL;
    if (type->within && is_made(run->program, type))
        return parent;
    Frame *frame = &run_frame(run, type, parent, true)->frame;
    frame->number = 1;
    frame->id = TEXT("1");
    if (!parent) {
        run->root = frame;
        return frame;
    }
    Value thing = value_thing(frame);
    uint16_t slot = list_slot(parent->type, type);
    if (slot != UINT16_MAX)
        run_tell(parent, slot, value_list(run->region, &thing, 1));
    return frame;
}

/* jurisdiction and movement, where facts.md lists them. */
static void tell_head(Run *run)
{
    const struct {
        const char *name;
        Text value;
    } HEAD[] = { { "jurisdiction", run->program->jurisdiction }, { "movement", run->program->movement } };
    for (size_t i = 0; i < sizeof HEAD / sizeof *HEAD; i++) {
        const Fact *fact = program_fact(run->program, run->program->things[0], text_of(HEAD[i].name));
        const Str *symbol = fact && HEAD[i].value.length ? symbol_find(run->program->symbols, HEAD[i].value) : NULL;
        if (symbol)
            run_tell(run->root, fact->slot, (Value){ .kind = VALUE_TEXT, .text = symbol });
        else if (fact && HEAD[i].value.length)
            run_tell(run->root, fact->slot, value_text(run->region, HEAD[i].value));
    }
}

static void tell_clock(Proof *proof, Frame *frame)
{
    const Sheet *sheet = proof->sheet;
    for (uint8_t up = sheet->clock_up; up && frame; up--)
        frame = frame->parent;
    const Meaning *meaning = sheet->clock_is_slot && frame ? slot_meaning(frame->type, sheet->clock_slot) : NULL;
    if (meaning && meaning->kind == MEANS_FACT)
        run_tell(frame, sheet->clock_slot, value_date(proof->day));
}

Proof *proof_open_whole(const Proof *small)
{
    if (small->decision->parameters)
        return NULL;
    Proof *proof = REGION_NEW(small->task->region, Proof);
    *proof = *small;
    proof->whole = true;
    proof->run = REGION_NEW(small->task->region, Run);
    run_init(proof->run, proof->program, small->task->region);
    run_hear(proof->run, proof->sheet);
    proof->run->telling = true;
    run_trace(proof->run);
    Frame *frame = tell_things(proof->run, proof->decision->thing);
    proof->frame = is_made(proof->program, proof->decision->thing) ? NULL : frame;
    tell_head(proof->run);
    if (proof->frame)
        tell_clock(proof, frame);
    return proof;
}

/* ---- the case in writing ---- */

static Text page_currency(const Proof *proof)
{
    return proof->sheet->currency.length ? proof->sheet->currency : proof->program->currency;
}

static void write_value(JsonWriter *writer, Region *region, const Proof *proof, const Type *type, Value value)
{
    Builder out = builder_on(region);
    if (value.kind == VALUE_LIST) {
        json_open(writer, '[');
        for (size_t i = 0; i < value.list->count; i++)
            write_value(writer, region, proof, type->of, value.list->at[i]);
        json_close(writer, ']');
        return;
    }
    if (value.kind == VALUE_BOOLEAN) {
        json_raw(writer, value.boolean ? TEXT("true") : TEXT("false"));
        return;
    }
    if (value.kind == VALUE_TEXT)
        build_text(&out, text_of_value(value));
    else if (value.kind == VALUE_MONTHS)
        months_print(&out, value.months);
    else if (value.kind == VALUE_SECONDS)
        seconds_print(&out, *value.seconds);
    else
        value_print(&out, value);
    if (type->kind == TYPE_MONEY)
        build_format(&out, " " TEXT_FMT, TEXT_ARG(page_currency(proof)));
    json_text(writer, builder_text(&out));
}

static bool is_written(const RunFrame *told, uint16_t slot)
{
    Value value = told->told[slot];
    return value_is_there(value) && slot_meaning(told->frame.type, slot)->kind == MEANS_FACT && !slot_meaning(told->frame.type, slot)->fact->entry->made;
}

static void write_facts(JsonWriter *writer, Region *region, const Proof *proof, const RunFrame *told)
{
    const ThingType *type = told->frame.type;
    for (uint16_t i = 0; i < type->count; i++) {
        bool head = !type->within && (text_is(type->slots[i].name, "jurisdiction") || text_is(type->slots[i].name, "movement"));
        if (!is_written(told, i) || head)
            continue;
        json_key(writer, text_snake(region, type->slots[i].name));
        write_value(writer, region, proof, type->slots[i].type, told->told[i]);
    }
    for (uint16_t i = 0; i < type->count; i++) {
        Value list = told->told[i];
        if (slot_meaning(type, i)->kind != MEANS_INNER || list.kind != VALUE_LIST || !list.list->count)
            continue;
        json_key(writer, text_snake(region, type->slots[i].name));
        json_open(writer, '[');
        json_open(writer, '{');
        write_facts(writer, region, proof, (const RunFrame *)list.list->at[0].thing);
        json_close(writer, '}');
        json_close(writer, ']');
    }
}

static void write_readings(JsonWriter *writer, const Proof *proof)
{
    bool any = false;
    for (uint32_t q = 0; q < proof->program->question_count; q++) {
        const Decision *question = proof->program->questions[q];
        uint32_t choice = proof->run->choices[q];
        if (!choice)
            continue;
        if (!any)
            json_key(writer, TEXT("readings"));
        if (!any)
            json_open(writer, '{');
        any = true;
        json_key(writer, question->name);
        json_text(writer, question->sheets[question->sheet_count - 1]->readings[choice - 1].reading->name);
    }
    if (any)
        json_close(writer, '}');
}

Text witness_text(Region *region, const Proof *proof)
{
    Builder out = builder_on(region);
    JsonWriter writer = json_writer(&out, true);
    json_open(&writer, '{');
    json_key(&writer, TEXT("jurisdiction"));
    json_text(&writer, proof->program->jurisdiction);
    if (proof->program->movement.length) {
        json_key(&writer, TEXT("movement"));
        json_text(&writer, proof->program->movement);
    }
    write_readings(&writer, proof);
    write_facts(&writer, region, proof, (const RunFrame *)proof->run->root);
    json_close(&writer, '}');
    return builder_text(&out);
}

Text choices_text(Region *region, const Proof *proof, uint64_t columns)
{
    Builder out = builder_on(region);
    const char *between = "{ ";
    if (proof->sheet->clock) {
        build_format(&out, "{ " TEXT_FMT ": " TEXT_FMT, TEXT_ARG(span_text(feel_node_span(feel_code_node(proof->sheet->clock)))), TEXT_ARG(date_text(region, proof->day)));
        between = ", ";
    }
    for (uint32_t c = 0; c < proof->sheet->column_count; c++) {
        if (!(columns >> c & 1))
            continue;
        build_format(&out, "%s" TEXT_FMT ": ", between, TEXT_ARG(text_trim(span_text(proof->sheet->columns[c].header))));
        between = ", ";
        if (proof->choices[c].there)
            value_print(&out, proof->choices[c].value);
        else
            build_text(&out, TEXT("(not there)"));
    }
    build_text(&out, between[0] == '{' ? TEXT("{ }") : TEXT(" }"));
    return builder_text(&out);
}

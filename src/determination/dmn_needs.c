/* determination/dmn_needs.c - what each decision of a page reads, from the trees of its cells and formulas. See dmn_exporting.h.
 *
 * DMN knows no things: a decision reads by name, so a name of its own thing or of one around it is an input or a decision of the
 * model. What is reached by a path (`invoice lines.price`) is an entry of the input the path begins with.
 */
#include "determination/dmn_exporting.h"
#include "feel/ast.h"
#include "feel/builtins.h"

typedef struct Walk {
    Exporter *exporter;
    const Decision *decision;
    NeedList *needs;
    const DecisionBlock *block;
} Walk;

/* ---- needs ---- */

static const DecisionBlock *block_named(const Exporter *exporter, Text name)
{
    const Page *page = exporter->export->page;
    for (uint32_t i = 0; i < page->decision_count; i++)
        if (text_equal(page->decisions[i].name, name))
            return &page->decisions[i];
    return NULL;
}

static void add_need(Walk *walk, DmnNeed need)
{
    for (size_t i = 0; i < walk->needs->count; i++)
        if (text_equal(walk->needs->at[i].name, need.name) && walk->needs->at[i].called == need.called)
            return;
    if (!need.fact) /* with one thing of each kind, the list gathered from several is what the decision makes for the one */
        need.block = block_named(walk->exporter, need.name);
    *LIST_ADD(walk->exporter->region, *walk->needs) = need;
}

static Text list_words(Region *region, const ThingType *thing)
{
    return text_format(region, "list of " TEXT_FMT, TEXT_ARG(thing->name));
}

static DmnNeed need_of_slot(Region *region, const ThingType *thing, uint16_t slot)
{
    const Meaning *meaning = slot_meaning(thing, slot);
    DmnNeed need = { .name = thing->slots[slot].name };
    switch (meaning->kind) {
    case MEANS_ID: need.type = TEXT("text"); break;
    case MEANS_FACT:
        need.fact = meaning->fact->entry;
        need.type = span_text(need.fact->type);
        break;
    case MEANS_INNER: need.type = list_words(region, thing->slots[slot].type->of->thing); break;
    case MEANS_GATHER: need.type = list_words(region, thing->slots[slot].type->of->thing); break;
    case MEANS_DECISION:
        need.decision = meaning->decision;
        need.type = span_text(meaning->decision->sheets[0]->block->type);
        break;
    case MEANS_PARAMETER: break;
    }
    return need;
}

static void reach(Walk *walk, const ThingType *thing, DmnNeed entry)
{
    Exporter *exporter = walk->exporter;
    for (size_t i = 0; i < exporter->reached.count; i++)
        if (exporter->reached.at[i].thing == thing && text_equal(exporter->reached.at[i].entry.name, entry.name))
            return;
    *LIST_ADD(exporter->region, exporter->reached) = (DmnReached){ thing, entry };
}

/* ---- trees ---- */

/* The frame so far outward from where the decision's formulas run: its parameters, its thing, the things around it. */
static const ThingType *frame_at(const Walk *walk, uint8_t up)
{
    const ThingType *thing = walk->decision->parameters ? walk->decision->parameters : walk->decision->thing;
    while (up-- > 0 && thing)
        thing = thing->within;
    return thing;
}

/* The thing, or each thing of the list, that a path begins at. */
static const ThingType *thing_of(const FeelNode *node)
{
    const Type *type = node->type->kind == TYPE_LIST ? node->type->of : node->type;
    return type && type->kind == TYPE_THING ? type->thing : NULL;
}

static void walk_path(Walk *walk, const FeelNode *node)
{
    const ThingType *from = thing_of(node->items[0]);
    if (!from)
        return;
    if (node->path == PATH_SLOT && node->thing && node->slot < node->thing->count)
        reach(walk, from, need_of_slot(walk->exporter->region, node->thing, node->slot));
    const ThingType *to = node->path == PATH_OUTER ? thing_of(node) : NULL;
    if (to)
        reach(walk, from, (DmnNeed){ .name = to->name, .type = to->name });
}

/* Functions that came with DMN 1.4 and 1.5. */
static const char *const newer[] = { "round up", "round down", "round half up", "round half down", "string join", "now", "today",
                                     "context", "context put", "context merge", "list replace", "range" };

static void take_builtin(Walk *walk, Text name)
{
    Exporter *exporter = walk->exporter;
    bool known = true;
    for (size_t i = 0; i < sizeof newer / sizeof *newer; i++)
        known &= !text_equal(name, text_of(newer[i]));
    for (size_t i = 0; i < exporter->newer.count; i++)
        known |= exporter->newer.at[i].block == walk->block && text_equal(exporter->newer.at[i].name, name);
    if (!known)
        *LIST_ADD(exporter->region, exporter->newer) = (DmnNewer){ walk->block, name };
}

static void walk_node(Walk *walk, const FeelNode *node)
{
    const ThingType *thing = node->kind == NODE_SLOT || node->kind == NODE_OUTER ? frame_at(walk, node->up) : NULL;
    if (node->kind == NODE_SLOT && thing && thing != walk->decision->parameters)
        add_need(walk, need_of_slot(walk->exporter->region, thing, node->slot));
    if (node->kind == NODE_OUTER && thing)
        add_need(walk, (DmnNeed){ .name = thing->name, .type = thing->name });
    if (node->model) {
        const Decision *called = node->model->meaning;
        add_need(walk, (DmnNeed){ .name = called->name, .type = span_text(called->sheets[0]->block->type), .decision = called, .called = true });
    }
    if (node->kind == NODE_BUILTIN)
        take_builtin(walk, text_of(node->builtin->name));
    if (node->kind == NODE_PATH)
        walk_path(walk, node);
    for (uint32_t i = 0; i < node->count; i++)
        walk_node(walk, node->items[i]);
}

static void walk_code(Walk *walk, const FeelCode *code)
{
    if (code)
        walk_node(walk, feel_code_node(code));
}

static void walk_rows(Walk *walk, const Sheet *sheet, const DecisionBlock *block)
{
    for (uint32_t r = 0; r < sheet->row_count; r++)
        for (uint32_t i = 0; sheet->rows[r].row->table == &block->table && i < sheet->part_count; i++)
            walk_code(walk, sheet->rows[r].outputs[i].code);
}

static bool has_block(const Sheet *sheet, const DecisionBlock *block)
{
    for (size_t i = 0; i < sheet->blocks.count; i++)
        if (sheet->blocks.at[i] == block)
            return true;
    return false;
}

static void walk_block(Walk *walk, const DecisionBlock *block)
{
    for (uint32_t s = 0; s < walk->decision->sheet_count; s++) {
        const Sheet *sheet = walk->decision->sheets[s];
        if (!has_block(sheet, block))
            continue;
        walk_code(walk, sheet->clock);
        walk_code(walk, sheet->code);
        for (uint32_t c = 0; c < sheet->column_count; c++)
            walk_code(walk, sheet->columns[c].code);
        walk_rows(walk, sheet, block);
    }
}

/* ---- the page ---- */

static void add_inputs(Exporter *exporter, const NeedList *needs)
{
    for (size_t i = 0; i < needs->count; i++) {
        Walk walk = { .exporter = exporter, .needs = &exporter->inputs };
        if (!needs->at[i].block)
            add_need(&walk, needs->at[i]);
    }
}

void dmn_needs(Exporter *exporter)
{
    const Page *page = exporter->export->page;
    NeedList *needs = REGION_ARRAY(exporter->region, NeedList, page->decision_count + 1);
    for (uint32_t i = 0; i < page->decision_count; i++) {
        Walk walk = { exporter, program_decision(exporter->export->program, page->decisions[i].name), &needs[i], &page->decisions[i] };
        if (walk.decision)
            walk_block(&walk, &page->decisions[i]);
        add_inputs(exporter, &needs[i]);
    }
    exporter->needs = needs;
}

bool dmn_reads_more(const Exporter *exporter, uint32_t block)
{
    const NeedList *needs = &exporter->needs[block];
    for (size_t i = 0; i < needs->count; i++)
        if (!needs->at[i].called || !needs->at[i].block)
            return true;
        else if (dmn_reads_more(exporter, (uint32_t)(needs->at[i].block - exporter->export->page->decisions)))
            return true;
    return false;
}

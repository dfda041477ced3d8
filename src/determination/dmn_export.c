/* determination/dmn_export.c - see dmn_export.h. The frame of the model: page, registers, prose; inputs, sources, decisions and what
 * each of them requires; the diagram.
 */
#include <assert.h>

#include "determination/dmn_exporting.h"

#define NAMESPACE "urn:declarant:dmn:1" /* docs/dmn.md */
#define BOUNDS_SPACE "http://www.omg.org/spec/DMN/20180521/DC/" /* of the diagram, in both versions */
#define LINES_SPACE "http://www.omg.org/spec/DMN/20180521/DI/"

static const struct {
    const char *model, *diagram;
} spaces[] = {
    [DMN_1_5] = { "https://www.omg.org/spec/DMN/20230324/MODEL/", "https://www.omg.org/spec/DMN/20230324/DMNDI/" },
    [DMN_1_3] = { "https://www.omg.org/spec/DMN/20191111/MODEL/", "https://www.omg.org/spec/DMN/20191111/DMNDI/" },
};

/* ---- ids ---- */

static void build_id(Builder *out, Text name)
{
    for (size_t i = 0; i < name.length; i++) {
        unsigned char byte = (unsigned char)name.at[i];
        bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') || byte == '.' || byte == '-' || byte == '_';
        if (plain)
            build_byte(out, (char)byte);
        else if (byte == ' ')
            build_byte(out, '_');
        else
            build_format(out, ".%02X", byte);
    }
}

Text dmn_reference(Exporter *exporter, const char *kind, Text name)
{
    Builder out = builder_on(exporter->region);
    build_format(&out, "%s_", kind);
    build_id(&out, name);
    return builder_text(&out);
}

static DmnIdPlace *place_of(const Exporter *exporter, Text id)
{
    size_t at = text_hash(id) & (exporter->id_room - 1);
    while (exporter->ids[at].id.length && !text_equal(exporter->ids[at].id, id))
        at = (at + 1) & (exporter->id_room - 1);
    return &exporter->ids[at];
}

static void grow_ids(Exporter *exporter)
{
    DmnIdPlace *old = exporter->ids;
    size_t room = exporter->id_room;
    exporter->id_room = room ? 2 * room : 1024;
    exporter->ids = REGION_ARRAY(exporter->region, DmnIdPlace, exporter->id_room);
    for (size_t i = 0; i < room; i++)
        if (old[i].id.length)
            *place_of(exporter, old[i].id) = old[i];
}

Text dmn_id(Exporter *exporter, const char *kind, Text name)
{
    Text id = dmn_reference(exporter, kind, name), first = id;
    if (2 * exporter->id_count >= exporter->id_room)
        grow_ids(exporter);
    for (int i = 2; place_of(exporter, id)->id.length; i++)
        id = text_format(exporter->region, TEXT_FMT "-%d", TEXT_ARG(first), i);
    place_of(exporter, id)->id = id;
    exporter->id_count++;
    return id;
}

/* Tables of one name on one page are one table; as DMN they are decisions whose names differ. */
static uint32_t same_before(const Exporter *exporter, const DecisionBlock *block)
{
    uint32_t before = 0;
    for (const DecisionBlock *at = exporter->export->page->decisions; at < block; at++)
        before += text_equal(at->name, block->name);
    return before;
}

static Text decision_id(const Exporter *exporter, const DecisionBlock *block)
{
    uint32_t before = same_before(exporter, block);
    Text id = dmn_reference((Exporter *)exporter, "decision", block->name);
    return before ? text_format(exporter->region, TEXT_FMT "-%u", TEXT_ARG(id), before + 1) : id;
}

static Text decision_name(const Exporter *exporter, const DecisionBlock *block)
{
    uint32_t before = same_before(exporter, block);
    return before ? text_format(exporter->region, TEXT_FMT " part %u", TEXT_ARG(block->name), before + 1) : block->name;
}

/* ---- registers, prose, examples: as rows of cells ---- */

static void put_cells(Exporter *exporter, const char *element, const Span *cells, uint32_t count)
{
    xml_open(&exporter->xml, element);
    for (uint32_t i = 0; i < count; i++)
        xml_put(&exporter->xml, "declarant:cell", span_text(cells[i]));
    xml_close(&exporter->xml);
}

static void put_register(Exporter *exporter, const LayoutItem *item)
{
    xml_open(&exporter->xml, "declarant:register");
    xml_put_attribute(&exporter->xml, "section", item->text);
    for (uint32_t r = 0; r <= item->table->row_count; r++)
        put_cells(exporter, r ? "declarant:row" : "declarant:header", item->table->cells + (size_t)r * item->table->column_count, item->table->column_count);
    xml_close(&exporter->xml);
}

static void put_example_header(Exporter *exporter, const ExampleTable *table)
{
    xml_open(&exporter->xml, "declarant:header");
    xml_put(&exporter->xml, "declarant:cell", TEXT("example"));
    for (uint32_t i = 0; i < table->column_count; i++) {
        Text header = span_text(table->columns[i].header);
        bool expected = table->columns[i].kind == EXAMPLE_EXPECTED;
        xml_put(&exporter->xml, "declarant:cell", expected ? text_join(exporter->region, TEXT("= "), header) : header);
    }
    xml_close(&exporter->xml);
}

static void put_examples(Exporter *exporter, const ExampleTable *table)
{
    xml_open(&exporter->xml, "declarant:examples");
    for (uint32_t i = 0; i < table->given_count; i++) {
        xml_open(&exporter->xml, "declarant:given");
        xml_put_attribute(&exporter->xml, "name", span_text(table->given[i].name));
        xml_put_text(&exporter->xml, span_text(table->given[i].value));
        xml_close(&exporter->xml);
    }
    put_example_header(exporter, table);
    for (uint32_t r = 0; r < table->row_count; r++) {
        xml_open(&exporter->xml, "declarant:row");
        xml_put(&exporter->xml, "declarant:cell", table->rows[r].name);
        for (uint32_t i = 0; i < table->column_count; i++)
            xml_put(&exporter->xml, "declarant:cell", span_text(table->rows[r].cells[i]));
        xml_close(&exporter->xml);
    }
    xml_close(&exporter->xml);
}

/* The page in order; what stands in DMN's own elements is named by its id. */
static void put_page(Exporter *exporter)
{
    const PageLayout *layout = &exporter->layout;
    xml_open(&exporter->xml, "extensionElements");
    xml_open(&exporter->xml, "declarant:page");
    xml_put_attribute(&exporter->xml, "path", exporter->export->path);
    for (uint32_t i = 0; i < layout->document.front_count; i++) {
        xml_open(&exporter->xml, "declarant:front");
        xml_put_attribute(&exporter->xml, "key", span_text(layout->document.front[i].key));
        xml_put_text(&exporter->xml, span_text(layout->document.front[i].value));
        xml_close(&exporter->xml);
    }
    for (size_t i = 0; i < layout->items.count; i++) {
        const LayoutItem *item = &layout->items.at[i];
        if (item->kind == LAYOUT_PROSE)
            xml_put(&exporter->xml, "declarant:prose", item->text);
        else if (item->kind == LAYOUT_REGISTER)
            put_register(exporter, item);
        else {
            const DecisionBlock *block = &exporter->export->page->decisions[item->decision];
            xml_open(&exporter->xml, "declarant:decision");
            xml_put_attribute(&exporter->xml, "ref", decision_id(exporter, block));
            xml_close(&exporter->xml);
        }
    }
    xml_close(&exporter->xml);
    xml_close(&exporter->xml);
}

/* ---- inputs ---- */

/* The id of an element that the diagram shows. */
static void put_element_id(Exporter *exporter, const char *kind, Text name)
{
    Text id = dmn_id(exporter, kind, name);
    xml_put_attribute(&exporter->xml, "id", id);
    *LIST_ADD(exporter->region, exporter->shapes) = (DmnShape){ .id = id };
}

static void put_variable(Exporter *exporter, Text name, Text reference)
{
    xml_open(&exporter->xml, "variable");
    xml_put_attribute(&exporter->xml, "name", name);
    put_attribute_if(exporter, "typeRef", reference);
    xml_close(&exporter->xml);
}

static const Page *page_of(const Decision *decision)
{
    return decision->sheets[decision->sheet_count - 1]->page;
}

/* A knowledge model of another page: its parameters, and where it stands. */
static void put_model_elsewhere(Exporter *exporter, const DmnNeed *need)
{
    const DecisionBlock *block = need->decision->sheets[0]->block;
    xml_open(&exporter->xml, "businessKnowledgeModel");
    put_element_id(exporter, "model", need->name);
    xml_put_attribute(&exporter->xml, "name", need->name);
    xml_put(&exporter->xml, "description", text_format(exporter->region, "decided in " TEXT_FMT, TEXT_ARG(page_of(need->decision)->path)));
    put_variable(exporter, need->name, TEXT_NONE);
    xml_open(&exporter->xml, "encapsulatedLogic");
    for (uint32_t i = 0; i < block->parameter_count; i++) {
        xml_open(&exporter->xml, "formalParameter");
        xml_put_attribute(&exporter->xml, "name", block->parameters[i].name);
        put_attribute_if(exporter, "typeRef", dmn_type_ref(exporter, span_text(block->parameters[i].type)));
        xml_close(&exporter->xml);
    }
    xml_close(&exporter->xml);
    xml_close(&exporter->xml);
}

static Text input_description(Exporter *exporter, const DmnNeed *need)
{
    if (need->decision)
        return text_format(exporter->region, "decided in " TEXT_FMT, TEXT_ARG(page_of(need->decision)->path));
    return need->fact ? need->fact->question[0] : TEXT_NONE;
}

static void put_input(Exporter *exporter, const DmnNeed *need)
{
    Text reference = need->fact ? dmn_fact_type_ref(exporter, need->fact) : dmn_type_ref(exporter, need->type);
    Text description = input_description(exporter, need);
    xml_open(&exporter->xml, "inputData");
    put_element_id(exporter, "input", need->name);
    xml_put_attribute(&exporter->xml, "name", need->name);
    if (description.length)
        xml_put(&exporter->xml, "description", description);
    put_variable(exporter, need->name, reference);
    xml_close(&exporter->xml);
}

static void put_inputs(Exporter *exporter)
{
    for (size_t i = 0; i < exporter->inputs.count; i++)
        if (exporter->inputs.at[i].called)
            put_model_elsewhere(exporter, &exporter->inputs.at[i]);
        else
            put_input(exporter, &exporter->inputs.at[i]);
}

/* facts.md: every fact of its registers. */
static void put_facts(Exporter *exporter)
{
    const Rulebooks *books = exporter->export->books;
    for (uint32_t i = 0; i < books->fact_count; i++) {
        const FactEntry *fact = &books->facts[i];
        if (!text_equal(fact->source->name, exporter->export->source->name))
            continue;
        put_input(exporter, &(DmnNeed){ .name = fact->name, .type = span_text(fact->type), .fact = fact });
    }
}

/* ---- sources ---- */

static void add_source(Exporter *exporter, const LawSource *source)
{
    for (size_t i = 0; i < exporter->sources.count; i++)
        if (!source || text_equal(exporter->sources.at[i]->id, source->id))
            return;
    if (source)
        *LIST_ADD(exporter->region, exporter->sources) = source;
}

static void add_citations(Exporter *exporter, Citations citations)
{
    for (uint32_t i = 0; i < citations.count; i++)
        add_source(exporter, citations.at[i].source);
}

static void gather_sources(Exporter *exporter)
{
    const Page *page = exporter->export->page;
    for (uint32_t i = 0; i < page->source_count; i++)
        add_source(exporter, &page->sources[i]);
    for (uint32_t i = 0; i < page->decision_count; i++) {
        const DecisionBlock *block = &page->decisions[i];
        add_citations(exporter, block->citations);
        for (uint32_t r = 0; r < block->table.row_count; r++)
            add_citations(exporter, block->table.rows[r].citations);
        for (uint32_t r = 0; r < block->reading_count; r++)
            add_citations(exporter, block->readings[r].citations);
    }
}

static bool shares_instrument(const Exporter *exporter, const LawSource *source)
{
    for (size_t i = 0; i < exporter->sources.count; i++)
        if (exporter->sources.at[i] != source && text_equal(exporter->sources.at[i]->instrument, source->instrument))
            return true;
    return false;
}

static void put_source_extension(Exporter *exporter, const LawSource *source)
{
    Builder days = builder_on(exporter->region), published = builder_on(exporter->region);
    days_print(&days, source->in_force);
    if (source->has_published)
        date_print(&published, source->published);
    xml_open(&exporter->xml, "extensionElements");
    xml_open(&exporter->xml, "declarant:source");
    xml_put_attribute(&exporter->xml, "id", source->id);
    xml_put_attribute(&exporter->xml, "confidence", text_of(confidence_name(source->confidence)));
    put_attribute_if(exporter, "published", builder_text(&published));
    xml_put_attribute(&exporter->xml, "inForce", builder_text(&days));
    put_attribute_if(exporter, "note", source->note);
    put_attribute_if(exporter, "alias", source->alias);
    if (source->page != exporter->export->page)
        xml_put_attribute(&exporter->xml, "page", source->page->path);
    xml_close(&exporter->xml);
    xml_close(&exporter->xml);
}

static void put_sources(Exporter *exporter)
{
    for (size_t i = 0; i < exporter->sources.count; i++) {
        const LawSource *source = exporter->sources.at[i];
        Text name = shares_instrument(exporter, source) ? text_format(exporter->region, TEXT_FMT " (" TEXT_FMT ")", TEXT_ARG(source->instrument), TEXT_ARG(source->id))
                                                        : source->instrument;
        xml_open(&exporter->xml, "knowledgeSource");
        put_element_id(exporter, "source", source->id);
        xml_put_attribute(&exporter->xml, "name", name);
        put_source_extension(exporter, source);
        xml_put(&exporter->xml, "type", text_of(grade_name(source->grade)));
        xml_close(&exporter->xml);
    }
}

/* ---- decisions ---- */

/* Does it become a knowledge model of DMN's own? One that reads facts besides becomes a decision whose value is a function. */
static bool is_model(const Exporter *exporter, const DecisionBlock *block)
{
    uint32_t number = (uint32_t)(block - exporter->export->page->decisions);
    return block->parameter_count && (exporter->export->version == DMN_1_3 || !dmn_reads_more(exporter, number));
}

static Text element_id(Exporter *exporter, const DmnNeed *need)
{
    bool other_model = need->called && !need->block;
    return dmn_reference(exporter, need->block ? "decision" : other_model ? "model" : "input", need->name);
}

static void put_requirement(Exporter *exporter, const DecisionBlock *block, const char *element, const char *child, Text target)
{
    Text name = text_format(exporter->region, TEXT_FMT "." TEXT_FMT, TEXT_ARG(block->name), TEXT_ARG(target));
    Text id = dmn_id(exporter, "needs", name);
    *LIST_ADD(exporter->region, exporter->edges) = (DmnEdge){ id, target, decision_id(exporter, block) };
    xml_open(&exporter->xml, element);
    xml_put_attribute(&exporter->xml, "id", id);
    xml_open(&exporter->xml, child);
    xml_put_attribute(&exporter->xml, "href", text_join(exporter->region, TEXT("#"), target));
    xml_close(&exporter->xml);
    xml_close(&exporter->xml);
}

/* In DMN's order: what it reads, then what it calls. A knowledge model may only call. */
static void put_requirements(Exporter *exporter, const DecisionBlock *block)
{
    const NeedList *needs = &exporter->needs[block - exporter->export->page->decisions];
    for (int calls = is_model(exporter, block); calls < 2; calls++)
        for (size_t i = 0; i < needs->count; i++) {
            const DmnNeed *need = &needs->at[i];
            bool model = need->called && (!need->block || is_model(exporter, need->block));
            if (model != calls)
                continue;
            const char *child = model ? "requiredKnowledge" : need->block ? "requiredDecision" : "requiredInput";
            put_requirement(exporter, block, model ? "knowledgeRequirement" : "informationRequirement", child, element_id(exporter, need));
        }
}

typedef struct Authorities {
    const DecisionBlock *block;
    LIST_OF(Text) ids;
} Authorities;

static void take_citations(Exporter *exporter, Authorities *cited, Citations citations)
{
    for (uint32_t i = 0; i < citations.count; i++) {
        bool known = !citations.at[i].source;
        for (size_t k = 0; k < cited->ids.count && !known; k++)
            known = text_equal(cited->ids.at[k], citations.at[i].source_id);
        if (known)
            continue;
        *LIST_ADD(exporter->region, cited->ids) = citations.at[i].source_id;
        put_requirement(exporter, cited->block, "authorityRequirement", "requiredAuthority", dmn_reference(exporter, "source", citations.at[i].source_id));
    }
}

static void put_authorities(Exporter *exporter, const DecisionBlock *block)
{
    Authorities cited = { .block = block };
    take_citations(exporter, &cited, block->citations);
    for (uint32_t r = 0; r < block->table.row_count; r++)
        take_citations(exporter, &cited, block->table.rows[r].citations);
    for (uint32_t r = 0; r < block->reading_count; r++)
        take_citations(exporter, &cited, block->readings[r].citations);
}

static const char *const policy_signs[] = { "U", "A", "P", "F", "C", "C+", "C<", "C>", "C#", "R", "O" };

static Text parameters_text(Region *region, const DecisionBlock *block)
{
    Builder out = builder_on(region);
    for (uint32_t i = 0; i < block->parameter_count; i++)
        build_format(&out, "%s" TEXT_FMT ": " TEXT_FMT, i ? ", " : "", TEXT_ARG(block->parameters[i].name), TEXT_ARG(span_text(block->parameters[i].type)));
    return builder_text(&out);
}

static void put_decision_extension(Exporter *exporter, const DecisionBlock *block, const DecisionLayout *layout)
{
    const Page *page = exporter->export->page;
    static const char *const kinds[] = { [DECISION_TABLE] = "table", [DECISION_FEEL] = "formula", [DECISION_QUESTION] = "question" };
    xml_open(&exporter->xml, "extensionElements");
    xml_open(&exporter->xml, "declarant:decision");
    if (same_before(exporter, block))
        xml_put_attribute(&exporter->xml, "name", block->name);
    xml_put_attribute(&exporter->xml, "kind", block->undecided ? TEXT("undecided question") : text_of(kinds[block->kind]));
    xml_put_attribute(&exporter->xml, "type", span_text(block->type));
    if (block->per_span.from != page->per_span.from)
        xml_put_attribute(&exporter->xml, "per", block->per);
    if (block->clock_span.from != page->clock_span.from)
        xml_put_attribute(&exporter->xml, "clock", block->clock);
    if (block->kind == DECISION_TABLE)
        xml_put_attribute(&exporter->xml, "policy", text_of(policy_signs[block->table.policy]));
    put_attribute_if(exporter, "source", layout->source);
    put_attribute_if(exporter, "parameters", parameters_text(exporter->region, block));
    for (size_t i = 0; i < layout->items.count; i++) {
        const LayoutItem *item = &layout->items.at[i];
        if (item->kind == LAYOUT_EXAMPLES && item->decision < block->example_count)
            put_examples(exporter, &block->examples[item->decision]);
        else if (item->kind != LAYOUT_EXAMPLES)
            xml_put(&exporter->xml, item->kind == LAYOUT_CASES ? "declarant:cases" : "declarant:prose", item->text);
    }
    xml_close(&exporter->xml);
    xml_close(&exporter->xml);
}

/* Does a value of the decision have every part of its type? */
static bool is_whole(const Exporter *exporter, const DecisionBlock *block)
{
    const Decision *decision = program_decision(exporter->export->program, block->name);
    Text type = span_text(block->type);
    if (!decision || decision->shape == SHAPE_TERM || decision->shape == SHAPE_THINGS)
        return false;
    if (decision->shape == SHAPE_CHARGE)
        return exporter->export->version == DMN_1_5 && block->kind != DECISION_QUESTION;
    if (block->kind != DECISION_TABLE)
        return decision->shape != SHAPE_RECORDS;
    if (text_starts(type, TEXT("list of ")) && decision->shape == SHAPE_RECORDS)
        type = text_slice(type, strlen("list of "), type.length);
    uint32_t parts = dmn_part_count(exporter->export->books, type), written = 0;
    for (uint32_t i = 0; i < block->table.column_count; i++)
        written += block->table.columns[i].part.length > 0;
    return !parts || !written || written == parts;
}

static void put_parameters(Exporter *exporter, const DecisionBlock *block)
{
    for (uint32_t i = 0; i < block->parameter_count; i++) {
        xml_open(&exporter->xml, "formalParameter");
        xml_put_attribute(&exporter->xml, "name", block->parameters[i].name);
        put_attribute_if(exporter, "typeRef", dmn_type_ref(exporter, span_text(block->parameters[i].type)));
        xml_close(&exporter->xml);
    }
}

static void put_function(Exporter *exporter, const DecisionBlock *block, const char *element)
{
    xml_open(&exporter->xml, element);
    put_parameters(exporter, block);
    dmn_put_logic(exporter, block);
    xml_close(&exporter->xml);
}

/* What the profile for modelers leaves out of a decision. */
static void tell_losses(Exporter *exporter, const DecisionBlock *block)
{
    Report *report = exporter->task->report;
    if (!exporter->kept || exporter->export->version != DMN_1_3)
        return;
    for (size_t i = 0; i < exporter->newer.count; i++)
        if (exporter->newer.at[i].block == block)
            report_warning(report, "dmn-not-carried", block->name_span, "\"" TEXT_FMT "\" calls \"" TEXT_FMT "\", which is newer than DMN 1.3", TEXT_ARG(block->name),
                           TEXT_ARG(exporter->newer.at[i].name));
    if (block->parameter_count && dmn_reads_more(exporter, (uint32_t)(block - exporter->export->page->decisions)))
        report_warning(report, "dmn-not-carried", block->name_span, "knowledge model \"" TEXT_FMT "\" reads more than its parameters: DMN 1.3 has no place for that",
                       TEXT_ARG(block->name));
}

static void put_decision(Exporter *exporter, const DecisionBlock *block, const DecisionLayout *layout)
{
    bool model = is_model(exporter, block);
    tell_losses(exporter, block);
    xml_open(&exporter->xml, model ? "businessKnowledgeModel" : "decision");
    put_element_id(exporter, "decision", block->name);
    xml_put_attribute(&exporter->xml, "name", decision_name(exporter, block));
    if (layout->prose.length)
        xml_put(&exporter->xml, "description", layout->prose);
    put_decision_extension(exporter, block, layout);
    put_variable(exporter, decision_name(exporter, block), !block->parameter_count && is_whole(exporter, block) ? dmn_type_ref(exporter, span_text(block->type)) : TEXT_NONE);
    if (model)
        put_function(exporter, block, "encapsulatedLogic");
    put_requirements(exporter, block);
    put_authorities(exporter, block);
    if (!model && block->parameter_count)
        put_function(exporter, block, "functionDefinition");
    else if (!model)
        dmn_put_logic(exporter, block);
    xml_close(&exporter->xml);
}

static void put_decisions(Exporter *exporter)
{
    const Page *page = exporter->export->page;
    for (uint32_t i = 0; i < page->decision_count; i++)
        put_decision(exporter, &page->decisions[i], &exporter->layout.decisions.at[i]);
}

/* ---- the model ---- */

static Text title_of(const Exporter *exporter)
{
    const PageLayout *layout = &exporter->layout;
    for (uint32_t i = 0; i < layout->document.block_count; i++)
        if (layout->document.blocks[i].kind == BLOCK_HEADING)
            return span_text(layout->document.blocks[i].text);
    return exporter->export->path;
}

static void put_model(Exporter *exporter, Builder *out)
{
    Text path = exporter->export->path;
    exporter->id_count = exporter->shapes.count = exporter->edges.count = 0;
    if (exporter->id_room)
        memset(exporter->ids, 0, exporter->id_room * sizeof *exporter->ids);
    exporter->xml = xml_writer(out);
    xml_open(&exporter->xml, "definitions");
    xml_put_attribute(&exporter->xml, "xmlns", text_of(spaces[exporter->export->version].model));
    xml_put_attribute(&exporter->xml, "xmlns:declarant", TEXT(NAMESPACE));
    xml_put_attribute(&exporter->xml, "xmlns:dmndi", text_of(spaces[exporter->export->version].diagram));
    xml_put_attribute(&exporter->xml, "xmlns:dc", TEXT(BOUNDS_SPACE));
    xml_put_attribute(&exporter->xml, "xmlns:di", TEXT(LINES_SPACE));
    xml_put_attribute(&exporter->xml, "id", dmn_id(exporter, "page", path));
    xml_put_attribute(&exporter->xml, "name", title_of(exporter));
    xml_put_attribute(&exporter->xml, "namespace", text_format(exporter->region, "urn:declarant:rulebook:" TEXT_FMT, TEXT_ARG(dmn_reference(exporter, "page", path))));
    xml_put_attribute(&exporter->xml, "exporter", TEXT("Declarant"));
    put_page(exporter);
    dmn_put_item_definitions(exporter);
    if (exporter->export->page) {
        put_inputs(exporter);
        put_sources(exporter);
        put_decisions(exporter);
    } else {
        put_facts(exporter);
    }
    dmn_put_diagram(exporter);
    xml_close(&exporter->xml);
}

void dmn_export(Task *task, Builder *out, const DmnExport *export)
{
    Exporter exporter = { .task = task, .region = task->region, .export = export };
    Builder first = builder_on(task->region);
    layout_read(task, &exporter.layout, export->source);
    if (export->page) {
        assert(exporter.layout.decisions.count == export->page->decision_count); /* both go by heading_names_decision */
        dmn_needs(&exporter);
        gather_sources(&exporter);
    }
    put_model(&exporter, &first);
    exporter.kept = true;
    put_model(&exporter, out);
    if (exporter.xml.lost)
        report_warning(task->report, "dmn-not-carried", SPAN_NONE, "%zu control characters are written as U+FFFD: XML cannot hold them", exporter.xml.lost);
}

/* rulebook/dmn_foreign.c - another tool's model as pages. See dmn_pages.h.
 *
 * Input data become facts of the case, decisions and knowledge models decisions of one page, record types a register of types. The page
 * is the house's own: nobody has said that it is law. What a rulebook cannot hold is an error with its place.
 */
#include "rulebook/dmn_pages.h"
#include "rulebook/page_writer.h"
#include "rulebook/reader.h"

#define CLOCK "decided on" /* a model has no days: its rows hold on all of them */
#define ALWAYS ".."
#define MODEL_SOURCE "MODEL"
enum { TYPES_DEEP = 8 };

typedef struct Foreign {
    Task *task;
    Region *region;
    const DmnModel *model;
    PageTable parts;       /* rows of "## Types" */
    LIST_OF(Text) records; /* types that have their rows */
    const DmnProgram *program; /* the model linked; NULL: it cannot be */
} Foreign;

static void not_held(Foreign *foreign, const XmlElement *at, const char *what, Text name, const char *hint)
{
    Problem *problem = report_error(foreign->task->report, "dmn-not-held", at->span, "%s \"" TEXT_FMT "\" cannot be held by a rulebook", what, TEXT_ARG(name));
    problem_hint(foreign->task->report, problem, "%s", hint);
}

static void check_name(Foreign *foreign, const XmlElement *at, Text name)
{
    if (!is_name(name))
        not_held(foreign, at, "the name", name, "A name is words of letters and digits with one blank between them.");
}

/* ---- types ---- */

static const struct {
    const char *reference, *words;
} simple[] = {
    { "number", "number" }, { "string", "text" }, { "boolean", "boolean" }, { "date", "date" }, { "time", "time" },
    { "date and time", "date and time" }, { "dateTime", "date and time" }, { "days and time duration", "duration" }, { "dayTimeDuration", "duration" },
    { "years and months duration", "years and months duration" }, { "yearMonthDuration", "years and months duration" },
};

static const XmlElement *definition_named(const Foreign *foreign, Text name)
{
    for (const XmlElement *xml = xml_child(foreign->model->xml, "itemDefinition"); xml; xml = xml_next(xml))
        if (text_equal(xml_attribute(xml, "name"), name))
            return xml;
    return NULL;
}

static Text type_words(Foreign *foreign, Text reference, int depth);

static Text definition_words(Foreign *foreign, const XmlElement *definition, int depth)
{
    const XmlElement *reference = xml_child(definition, "typeRef");
    return reference ? type_words(foreign, text_trim(reference->text), depth + 1) : TEXT_NONE;
}

static void put_part(Foreign *foreign, Text type, Text part, Text words, Text meaning)
{
    const Text cells[] = { type, part, words, meaning.length ? meaning : TEXT("as the model has it") };
    for (size_t i = 0; i < 4; i++)
        page_table_cell(&foreign->parts, cells[i]);
}

/* A definition with components is a record: its rows are written once. */
static Text record_words(Foreign *foreign, const XmlElement *definition, int depth)
{
    Text name = xml_attribute(definition, "name");
    for (size_t i = 0; i < foreign->records.count; i++)
        if (text_equal(foreign->records.at[i], name))
            return name;
    *LIST_ADD(foreign->region, foreign->records) = name;
    check_name(foreign, definition, name);
    for (const XmlElement *component = xml_child(definition, "itemComponent"); component; component = xml_next(component)) {
        Text words = definition_words(foreign, component, depth), part = xml_attribute(component, "name");
        check_name(foreign, component, part);
        if (!words.length)
            not_held(foreign, component, "the component", part, "Its type must be simple, or a type with a name.");
        put_part(foreign, name, part, words, TEXT_NONE);
    }
    return name;
}

/* In a rulebook's words; empty: it is not told, or cannot be. */
static Text type_words(Foreign *foreign, Text reference, int depth)
{
    if (text_starts(reference, TEXT("feel:")))
        reference = text_slice(reference, 5, reference.length);
    for (size_t i = 0; i < sizeof simple / sizeof *simple; i++)
        if (text_equal(reference, text_of(simple[i].reference)))
            return text_of(simple[i].words);
    const XmlElement *definition = depth < TYPES_DEEP ? definition_named(foreign, reference) : NULL;
    if (!definition)
        return TEXT_NONE;
    Text words = xml_child(definition, "itemComponent") ? record_words(foreign, definition, depth) : definition_words(foreign, definition, depth);
    bool many = text_is(xml_attribute(definition, "isCollection"), "true");
    return many && words.length ? text_join(foreign->region, TEXT("list of "), words) : words;
}

/* What a constant is: "a" text, 1 number, true boolean. */
static Text constant_words(Text text)
{
    Decimal number;
    text = text_trim(text);
    if (text_starts(text, TEXT("\"")))
        return TEXT("text");
    if (text_is(text, "true") || text_is(text, "false"))
        return TEXT("boolean");
    return decimal_read(&number, text, true) ? TEXT("number") : TEXT_NONE;
}

static Text text_in(const XmlElement *holder)
{
    const XmlElement *text = xml_child(holder, "text");
    return text ? lines_trim(text->text) : TEXT_NONE;
}

/* The type of an output column: told, or that of its first constant. */
static Text column_words(Foreign *foreign, const XmlElement *table, const XmlElement *output, uint32_t at)
{
    Text words = xml_has(output, "typeRef") ? type_words(foreign, xml_attribute(output, "typeRef"), 0) : TEXT_NONE;
    for (const XmlElement *rule = xml_child(table, "rule"); rule && !words.length; rule = xml_next(rule)) {
        const XmlElement *entry = xml_child(rule, "outputEntry");
        for (uint32_t i = 0; entry && i < at; i++)
            entry = xml_next(entry);
        words = entry ? constant_words(text_in(entry)) : TEXT_NONE;
    }
    return words;
}

/* Several outputs without a type of their own make a record of the decision's name. */
static Text outcome_words(Foreign *foreign, const XmlElement *table, Text name)
{
    Text type = text_join(foreign->region, name, TEXT(" outcome"));
    uint32_t at = 0;
    for (const XmlElement *output = xml_child(table, "output"); output; output = xml_next(output), at++) {
        Text words = column_words(foreign, table, output, at);
        if (!words.length)
            not_held(foreign, output, "the output", xml_attribute(output, "name"), "Its type is not told: give it a typeRef.");
        check_name(foreign, output, xml_attribute(output, "name"));
        put_part(foreign, type, xml_attribute(output, "name"), words, TEXT_NONE);
    }
    return type;
}

static bool is_list(const XmlElement *table)
{
    Text policy = xml_attribute(table, "hitPolicy");
    bool collects = text_is(policy, "COLLECT") && !xml_attribute(table, "aggregation").length;
    return collects || text_is(policy, "RULE ORDER") || text_is(policy, "OUTPUT ORDER");
}

static Text table_words(Foreign *foreign, const XmlElement *table, Text name)
{
    const XmlElement *output = xml_child(table, "output");
    if (!output)
        return TEXT_NONE;
    Text words = xml_next(output) ? outcome_words(foreign, table, name) : column_words(foreign, table, output, 0);
    if (text_is(xml_attribute(table, "aggregation"), "COUNT"))
        return TEXT("number");
    return words.length && is_list(table) ? text_join(foreign->region, TEXT("list of "), words) : words;
}

/* What the checker of types makes of the logic; a knowledge model gives what its function gives. */
static Text static_words(const Foreign *foreign, const DmnElement *element)
{
    static const char *const words[] = { [TYPE_BOOLEAN] = "boolean", [TYPE_NUMBER] = "number", [TYPE_TEXT] = "text", [TYPE_DATE] = "date", [TYPE_TIME] = "time",
                                         [TYPE_DATE_TIME] = "date and time", [TYPE_MONTHS] = "years and months duration", [TYPE_SECONDS] = "duration" };
    const FeelCode *code = foreign->program ? foreign->program->meanings[element->slot].code : NULL;
    const Type *type = code ? feel_code_type(code) : NULL;
    if (type && type->kind == TYPE_FUNCTION)
        type = type->of;
    return type && type->kind < sizeof words / sizeof *words && words[type->kind] ? text_of(words[type->kind]) : TEXT_NONE;
}

static Text decision_words(Foreign *foreign, const XmlElement *element, const XmlElement *form, Text name)
{
    const XmlElement *variable = xml_child(element, "variable");
    Text words = variable ? type_words(foreign, xml_attribute(variable, "typeRef"), 0) : TEXT_NONE;
    if (!words.length && form && xml_is(form, "decisionTable"))
        return table_words(foreign, form, name);
    if (!words.length && form && xml_has(form, "typeRef"))
        words = type_words(foreign, xml_attribute(form, "typeRef"), 0);
    return words.length || !form ? words : constant_words(text_in(form));
}

/* ---- facts ---- */

/* Allowed values of the type or of one it refers to. */
static Text allowed_values(const Foreign *foreign, Text reference)
{
    for (int depth = 0; depth < TYPES_DEEP; depth++) {
        const XmlElement *definition = definition_named(foreign, reference), *next = xml_child(definition, "typeRef");
        Text values = definition ? text_in(xml_child(definition, "allowedValues")) : TEXT_NONE;
        if (values.length || !next)
            return values;
        reference = text_trim(next->text);
    }
    return TEXT_NONE;
}

static void put_fact(Foreign *foreign, PageTable *table, const DmnElement *input)
{
    Text words = type_words(foreign, input->type_name, 0), values = allowed_values(foreign, input->type_name);
    const XmlElement *description = xml_child(input->xml, "description");
    Text question = description && description->text.length ? description->text : text_format(foreign->region, "Which value has \"" TEXT_FMT "\"?", TEXT_ARG(input->name));
    Text one = text_starts(words, TEXT("list of ")) ? text_slice(words, strlen("list of "), words.length) : words;
    check_name(foreign, input->xml, input->name);
    for (size_t i = 0; i < foreign->records.count; i++)
        if (text_equal(foreign->records.at[i], one))
            not_held(foreign, input->xml, "the structured input", input->name, "A rulebook is told facts one by one: give each component an input of its own.");
    if (!words.length)
        not_held(foreign, input->xml, "the input", input->name, "Its type is not told: give its variable a typeRef.");
    const Text cells[] = { input->name, TEXT("case"), words, values.length ? values : TEXT("-"), TEXT("-"), question };
    for (size_t i = 0; i < 6; i++)
        page_table_cell(table, cells[i]);
}

static void put_row(PageTable *table, const char *const *cells, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        page_table_cell(table, text_of(cells[i]));
    table->columns = count;
}

static Text facts_page(Foreign *foreign)
{
    static const char *const things[] = { "thing", "many", "within" }, *const outermost[] = { "case", "-", "-" };
    static const char *const header[] = { "fact", "of", "type", "values", "only if", "en" };
    static const char *const clock[] = { CLOCK, "case", "date", "-", "-", "On what day is it decided?" };
    PageTable thing = { .region = foreign->region }, facts = { .region = foreign->region };
    Builder out = builder_on(foreign->region);
    put_row(&thing, things, 3);
    put_row(&thing, outermost, 3);
    put_row(&facts, header, 6);
    put_row(&facts, clock, 6);
    for (uint32_t i = 0; i < foreign->model->element_count; i++)
        if (foreign->model->elements[i].kind == DMN_INPUT)
            put_fact(foreign, &facts, &foreign->model->elements[i]);
    page_put(&out, TEXT("# Facts"));
    page_put(&out, TEXT("## Things"));
    page_table_put(&out, &thing);
    page_put(&out, TEXT("## Facts"));
    page_table_put(&out, &facts);
    return builder_text(&out);
}

/* ---- sources ---- */

static bool is_grade(Text text)
{
    for (int i = 0; i < GRADES; i++)
        if (text_equal(text, text_of(grade_name((Grade)i))))
            return true;
    return false;
}

static void put_source(PageTable *table, Text id, Text instrument, Text grade)
{
    const Text cells[] = { id, instrument.length ? instrument : id, grade, TEXT("unverified"), TEXT("-"), TEXT(ALWAYS) };
    for (size_t i = 0; i < 6; i++)
        page_table_cell(table, cells[i]);
}

/* The number of a knowledge source among those of the model. */
static Text source_id(const Foreign *foreign, Text id)
{
    uint32_t number = 1;
    for (const XmlElement *xml = xml_child(foreign->model->xml, "knowledgeSource"); xml; xml = xml_next(xml), number++)
        if (text_equal(xml_attribute(xml, "id"), id))
            return text_format(foreign->region, "K%u", number);
    return TEXT_NONE;
}

static void put_sources(Foreign *foreign, Builder *out)
{
    static const char *const header[] = { "id", "instrument", "grade", "confidence", "published", "in force" };
    PageTable table = { .region = foreign->region };
    put_row(&table, header, 6);
    put_source(&table, TEXT(MODEL_SOURCE), text_join(foreign->region, TEXT("DMN model "), foreign->model->name), TEXT("practice"));
    for (const XmlElement *xml = xml_child(foreign->model->xml, "knowledgeSource"); xml; xml = xml_next(xml)) {
        const XmlElement *type = xml_child(xml, "type");
        Text grade = type ? text_trim(type->text) : TEXT_NONE;
        put_source(&table, source_id(foreign, xml_attribute(xml, "id")), xml_attribute(xml, "name"), is_grade(grade) ? grade : TEXT("practice"));
    }
    page_put(out, TEXT("## Sources"));
    page_table_put(out, &table);
}

static Text authorities(const Foreign *foreign, const XmlElement *element)
{
    Builder out = builder_on(foreign->region);
    for (const XmlElement *xml = xml_child(element, "authorityRequirement"); xml; xml = xml_next(xml)) {
        const XmlElement *required = xml_child(xml, "requiredAuthority");
        Text href = required ? xml_attribute(required, "href") : TEXT_NONE, id = source_id(foreign, text_slice(href, 1, href.length));
        if (id.length && text_find(builder_text(&out), id, 0) == SIZE_MAX)
            build_format(&out, "%s" TEXT_FMT, out.length ? "; " : "", TEXT_ARG(id));
    }
    return out.length ? builder_text(&out) : TEXT(MODEL_SOURCE);
}

/* ---- decisions ---- */

static Text parameters_of(Foreign *foreign, const XmlElement *logic)
{
    Builder out = builder_on(foreign->region);
    for (const XmlElement *parameter = xml_child(logic, "formalParameter"); parameter; parameter = xml_next(parameter)) {
        Text name = xml_attribute(parameter, "name"), words = type_words(foreign, xml_attribute(parameter, "typeRef"), 0);
        check_name(foreign, parameter, name);
        if (!words.length)
            not_held(foreign, parameter, "the parameter", name, "Its type is not told: give it a typeRef.");
        build_format(&out, "%s" TEXT_FMT ": " TEXT_FMT, out.length ? ", " : "", TEXT_ARG(name), TEXT_ARG(words));
    }
    return builder_text(&out);
}

static void put_decision(Foreign *foreign, Builder *out, const DmnElement *element)
{
    const XmlElement *logic = xml_child(element->xml, "encapsulatedLogic"), *form = dmn_form_in(logic ? logic : element->xml), *told = xml_child(element->xml, "description");
    DmnSheet sheet = { .task = foreign->task, .model = foreign->model, .element = element->xml, .name = element->name, .days = TEXT(ALWAYS), .row_id = element->name,
                       .source = authorities(foreign, element->xml), .program = foreign->program };
    Text kind = logic ? xml_attribute(logic, "kind") : TEXT_NONE, parameters = logic ? parameters_of(foreign, logic) : TEXT_NONE;
    check_name(foreign, element->xml, element->name);
    if (!form || (kind.length && !text_is(kind, "FEEL"))) {
        not_held(foreign, element->xml, form ? "logic in another language," : "a decision without logic,", element->name, "Write it as a table or as one expression of FEEL.");
        return;
    }
    sheet.type = decision_words(foreign, element->xml, form, element->name);
    if (!sheet.type.length)
        sheet.type = static_words(foreign, element);
    if (!sheet.type.length)
        not_held(foreign, element->xml, "a decision without type,", element->name, "Give its variable a typeRef.");
    Text called = parameters.length ? text_format(foreign->region, "(" TEXT_FMT ")", TEXT_ARG(parameters)) : TEXT_NONE;
    page_put(out, text_format(foreign->region, "### `" TEXT_FMT TEXT_FMT "` : " TEXT_FMT, TEXT_ARG(element->name), TEXT_ARG(called), TEXT_ARG(sheet.type)));
    page_put(out, told ? lines_trim(told->text) : TEXT_NONE);
    if (xml_is(form, "decisionTable")) {
        dmn_put_table(&sheet, out, form);
        if (!parameters.length)
            dmn_put_trials(&sheet, out, form);
        return;
    }
    Builder text = builder_on(foreign->region);
    build_text(&text, TEXT("```feel\n"));
    dmn_feel_text(&sheet, &text, form);
    build_text(&text, TEXT("\n```"));
    page_put(out, builder_text(&text));
    page_put(out, text_join(foreign->region, TEXT("Source: "), sheet.source));
}

static Text main_page(Foreign *foreign)
{
    const XmlElement *description = xml_child(foreign->model->xml, "description");
    Builder out = builder_on(foreign->region);
    page_put(&out, TEXT("---\njurisdiction: ZZ\nlayer: house\nper: case\nclock: " CLOCK "\nchecked: 0001-01-01\n---"));
    page_put(&out, text_join(foreign->region, TEXT("# "), foreign->model->name.length ? foreign->model->name : TEXT("Model")));
    page_put(&out, description ? lines_trim(description->text) : TEXT_NONE);
    page_put(&out, TEXT("Imported from a DMN model. Its country, days, sources and the day it was checked are to be filled in; examples, where there are any, were worked out by the model itself."));
    put_sources(foreign, &out);
    for (uint32_t i = 0; i < foreign->model->element_count; i++) {
        const DmnElement *element = &foreign->model->elements[i];
        if (element->kind == DMN_DECISION || element->kind == DMN_KNOWLEDGE)
            put_decision(foreign, &out, element);
        else if (element->kind == DMN_SERVICE)
            report_warning(foreign->task->report, "dmn-left-out", element->xml->span, "decision service \"" TEXT_FMT "\" is left out: a rulebook has none", TEXT_ARG(element->name));
    }
    return builder_text(&out);
}

static Text answers_page(Foreign *foreign)
{
    Builder out = builder_on(foreign->region);
    page_put(&out, TEXT("# Answers"));
    if (foreign->records.count || foreign->parts.cells.count > 4) {
        page_put(&out, TEXT("## Types"));
        page_table_put(&out, &foreign->parts);
    }
    return builder_text(&out);
}

/* "Late charge" -> "zz/late-charge.md"; letters and digits of ASCII are kept. */
static Text page_path(Region *region, Text name)
{
    Builder out = builder_on(region);
    build_text(&out, TEXT("zz/"));
    for (size_t i = 0; i < name.length && out.length < 80; i++) {
        char byte = name.at[i];
        bool capital = byte >= 'A' && byte <= 'Z', plain = (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
        if (capital || plain)
            build_byte(&out, capital ? (char)(byte - 'A' + 'a') : byte);
        else if (out.at[out.length - 1] != '-' && out.at[out.length - 1] != '/')
            build_byte(&out, '-');
    }
    build_text(&out, out.length == 3 ? TEXT("model.md") : TEXT(".md"));
    return builder_text(&out);
}

bool dmn_foreign_pages(Task *task, const DmnModel *told, DmnPages *out)
{
    static const char *const parts[] = { "type", "part", "type", "meaning" };
    size_t errors = task->report->errors;
    const DmnModel *model = dmn_names_fit(task, told);
    if (!model)
        return false;
    Foreign foreign = { .task = task, .region = task->region, .model = model, .parts = { .region = task->region } };
    DmnModel **models = REGION_ARRAY(task->region, DmnModel *, 1);
    Report unheard;
    report_init(&unheard, task->region);
    Task quietly = { task->region, &unheard, task->cancel };
    models[0] = (DmnModel *)model;
    foreign.program = model->import_count ? NULL : dmn_link(&quietly, models, 1);
    put_row(&foreign.parts, parts, 4);
    if (model->import_count)
        not_held(&foreign, model->xml, "a model with imports,", model->name, "Put what it imports into the model itself.");
    Text facts = facts_page(&foreign), page = main_page(&foreign);
    *out = (DmnPages){ 3, { { TEXT("facts.md"), facts }, { TEXT("answers.md"), answers_page(&foreign) }, { page_path(task->region, model->name), page } } };
    return task->report->errors == errors;
}

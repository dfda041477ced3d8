/* rulebook/dmn_pages.c - see dmn_pages.h. A model that bears the layout of a page is written along it: prose and registers as they stand
 * there, decisions from DMN's own tables and formulas, so that what was changed in a modeler comes back.
 */
#include "rulebook/dmn_pages.h"

#include "rulebook/page_writer.h"

/* ---- looking up ---- */

static bool is_ours(const XmlElement *xml, const char *name)
{
    return text_is(xml->space, DMN_EXTENSION_SPACE) && xml_is(xml, name);
}

static const XmlElement *our_child(const XmlElement *xml, const char *name)
{
    for (xml = xml ? xml->first : NULL; xml; xml = xml->next)
        if (is_ours(xml, name))
            return xml;
    return NULL;
}

const XmlElement *dmn_extension(const XmlElement *holder, const char *name)
{
    return our_child(xml_child(holder, "extensionElements"), name);
}

const XmlElement *dmn_form_in(const XmlElement *holder)
{
    static const char *const forms[] = { "literalExpression", "context", "list", "relation", "invocation", "functionDefinition", "conditional",
                                         "filter", "for", "some", "every", "decisionTable" };
    for (const XmlElement *child = holder ? holder->first : NULL; child; child = child->next)
        for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
            if (xml_is(child, forms[i]) && text_equal(child->space, holder->space))
                return child;
    return NULL;
}

/* ---- rows of cells ---- */

static void take_cells(PageTable *table, const XmlElement *row)
{
    uint32_t count = 0;
    for (const XmlElement *cell = row->first; cell; cell = cell->next)
        if (is_ours(cell, "cell")) {
            if (!table->columns || count < table->columns)
                page_table_cell(table, cell->text);
            count++;
        }
    if (!table->columns)
        table->columns = count;
    for (; count < table->columns; count++)
        page_table_cell(table, TEXT("-"));
}

/* A header and rows of cells. */
static void put_cells(Task *task, Builder *out, const XmlElement *holder)
{
    PageTable table = { .region = task->region };
    const XmlElement *header = our_child(holder, "header");
    if (!header)
        return;
    take_cells(&table, header);
    for (const XmlElement *row = holder->first; row && table.columns; row = row->next)
        if (is_ours(row, "row"))
            take_cells(&table, row);
    page_table_put(out, &table);
}

/* ---- examples ---- */

static void put_examples(Task *task, Builder *out, const XmlElement *examples)
{
    Builder given = builder_on(task->region);
    for (const XmlElement *child = examples->first; child; child = child->next)
        if (is_ours(child, "given"))
            build_format(&given, "%s" TEXT_FMT " = " TEXT_FMT, given.length ? "; " : "Given: ", TEXT_ARG(xml_attribute(child, "name")), TEXT_ARG(child->text));
    page_put(out, builder_text(&given));
    put_cells(task, out, examples);
}

static void put_after(Task *task, Builder *out, const XmlElement *extension)
{
    for (const XmlElement *child = extension->first; child; child = child->next)
        if (is_ours(child, "examples"))
            put_examples(task, out, child);
        else if (is_ours(child, "cases"))
            page_put(out, text_join(task->region, TEXT("Cases: "), child->text));
        else if (is_ours(child, "prose"))
            page_put(out, child->text);
}

/* ---- decisions ---- */

static const char *question_words(Text kind)
{
    return text_is(kind, "question") ? "Open question: " : text_is(kind, "undecided question") ? "Undecided question: " : "";
}

static Text heading_of(const DmnSheet *sheet)
{
    const XmlElement *told = sheet->extension;
    Text parameters = xml_attribute(told, "parameters"), per = xml_attribute(told, "per"), clock = xml_attribute(told, "clock");
    Builder out = builder_on(sheet->task->region);
    build_format(&out, "### %s`" TEXT_FMT, question_words(xml_attribute(told, "kind")), TEXT_ARG(sheet->name));
    if (parameters.length)
        build_format(&out, "(" TEXT_FMT ")", TEXT_ARG(parameters));
    build_format(&out, "` : " TEXT_FMT, TEXT_ARG(sheet->type));
    if (per.length)
        build_format(&out, " per " TEXT_FMT, TEXT_ARG(per));
    if (clock.length)
        build_format(&out, " on `" TEXT_FMT "`", TEXT_ARG(clock));
    return builder_text(&out);
}

/* The table or formula itself: within a function, and within the context that reckons a charge. */
static const XmlElement *body_of(const DmnSheet *sheet)
{
    const XmlElement *logic = xml_child(sheet->element, "encapsulatedLogic"), *form = dmn_form_in(logic ? logic : sheet->element);
    if (form && xml_is(form, "functionDefinition"))
        form = dmn_form_in(form);
    const XmlElement *entry = form && xml_is(form, "context") ? xml_child(form, "contextEntry") : NULL, *variable = xml_child(entry, "variable");
    bool charge = variable && text_is(xml_attribute(variable, "name"), "rule") && text_is(sheet->type, "charge");
    return charge ? dmn_form_in(entry) : form;
}

static void put_formula(DmnSheet *sheet, Builder *out, const XmlElement *form)
{
    Builder text = builder_on(sheet->task->region);
    build_text(&text, TEXT("```feel\n"));
    if (!dmn_feel_text(sheet, &text, form))
        return;
    build_text(&text, TEXT("\n```"));
    page_put(out, builder_text(&text));
    Text source = xml_attribute(sheet->extension, "source");
    if (source.length)
        page_put(out, text_join(sheet->task->region, TEXT("Source: "), source));
}

static void put_decision(Task *task, Builder *out, const DmnModel *model, const XmlElement *element)
{
    DmnSheet sheet = { .task = task, .model = model, .element = element, .extension = dmn_extension(element, "decision"), .name = xml_attribute(element, "name") };
    const XmlElement *description = xml_child(element, "description");
    if (!sheet.extension) {
        report_error(task->report, "dmn-not-held", element->span, "decision \"" TEXT_FMT "\" has no declarant:decision", TEXT_ARG(sheet.name));
        return;
    }
    if (xml_has(sheet.extension, "name"))
        sheet.name = xml_attribute(sheet.extension, "name");
    sheet.type = xml_attribute(sheet.extension, "type");
    sheet.row_id = sheet.name;
    const XmlElement *body = body_of(&sheet);
    page_put(out, heading_of(&sheet));
    page_put(out, description ? description->text : TEXT_NONE);
    if (body && xml_is(body, "decisionTable"))
        dmn_put_table(&sheet, out, body);
    else if (body)
        put_formula(&sheet, out, body);
    put_after(task, out, sheet.extension);
}

/* ---- the page ---- */

static NameIndex elements_by_id(Task *task, const DmnModel *model)
{
    NameIndex index = { .region = task->region };
    for (uint32_t i = 0; i < model->element_count; i++)
        names_add(&index, 0, model->elements[i].id, model->elements[i].xml);
    return index;
}

static void put_front(Task *task, Builder *out, const XmlElement *page)
{
    Builder front = builder_on(task->region);
    for (const XmlElement *child = page->first; child; child = child->next)
        if (is_ours(child, "front"))
            build_format(&front, TEXT_FMT ": " TEXT_FMT "\n", TEXT_ARG(xml_attribute(child, "key")), TEXT_ARG(child->text));
    if (front.length)
        page_put(out, text_format(task->region, "---\n" TEXT_FMT "---", TEXT_ARG(builder_text(&front))));
}

static void put_item(Task *task, Builder *out, const DmnModel *model, const NameIndex *elements, const XmlElement *item)
{
    if (is_ours(item, "prose"))
        page_put(out, item->text);
    else if (is_ours(item, "register"))
        put_cells(task, out, item);
    if (!is_ours(item, "decision"))
        return;
    const XmlElement *element = names_find(elements, 0, xml_attribute(item, "ref"));
    if (element)
        put_decision(task, out, model, element);
    else
        report_warning(task->report, "dmn-decision-gone", item->span, "decision \"" TEXT_FMT "\" is no longer in the model: it is left out", TEXT_ARG(xml_attribute(item, "ref")));
}

static bool is_safe(Text path)
{
    bool up = text_starts(path, TEXT("../")) || text_find(path, TEXT("/../"), 0) != SIZE_MAX;
    return text_ends(path, TEXT(".md")) && !text_starts(path, TEXT("/")) && !up && !memchr(path.at, '\0', path.length);
}

bool dmn_pages(Task *task, const DmnModel *model, DmnPages *out)
{
    size_t errors = task->report->errors;
    const XmlElement *page = dmn_extension(model->xml, "page");
    *out = (DmnPages){ 0 };
    if (!page)
        return dmn_foreign_pages(task, model, out);
    Text path = xml_attribute(page, "path");
    if (!is_safe(path)) {
        report_error(task->report, "path-leaves-folder", page->span, "\"" TEXT_FMT "\" is no page below the folder", TEXT_ARG(path));
        return false;
    }
    Builder text = builder_on(task->region);
    NameIndex elements = elements_by_id(task, model);
    put_front(task, &text, page);
    for (const XmlElement *item = page->first; item; item = item->next)
        put_item(task, &text, model, &elements, item);
    out->at[out->count++] = (DmnPage){ path, builder_text(&text) };
    return task->report->errors == errors;
}

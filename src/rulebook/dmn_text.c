/* rulebook/dmn_text.c - boxed expressions as one text of FEEL. See dmn_pages.h.
 *
 * Parts are put into parentheses, so that nothing binds otherwise than the boxes did. A table inside another form has no such text.
 */
#include "rulebook/dmn_pages.h"

static bool put_form(DmnSheet *sheet, Builder *out, const XmlElement *form, uint32_t depth);

static bool not_held(DmnSheet *sheet, const XmlElement *form, const char *what)
{
    Problem *problem = report_error(sheet->task->report, "dmn-not-held", form->span, "%s in \"" TEXT_FMT "\" cannot be held", what, TEXT_ARG(sheet->name));
    problem_hint(sheet->task->report, problem, "A rulebook's decision is one table or one expression of FEEL. Give the inner one a decision of its own.");
    return false;
}

/* The form in `holder`, in parentheses. */
static bool put_inside(DmnSheet *sheet, Builder *out, const XmlElement *holder, uint32_t depth)
{
    const XmlElement *form = dmn_form_in(holder);
    if (!form) {
        build_text(out, TEXT("null"));
        return true;
    }
    build_byte(out, '(');
    bool held = put_form(sheet, out, form, depth + 1);
    build_byte(out, ')');
    return held;
}

static bool put_literal(DmnSheet *sheet, Builder *out, const XmlElement *form, uint32_t depth)
{
    const XmlElement *text = xml_child(form, "text");
    (void)sheet;
    (void)depth;
    build_text(out, text && text_trim(text->text).length ? text->text : TEXT("null"));
    return true;
}

/* An entry without a name is the value of the whole. */
static bool put_context(DmnSheet *sheet, Builder *out, const XmlElement *form, uint32_t depth)
{
    bool held = true, result = false, first = true;
    build_byte(out, '{');
    for (const XmlElement *entry = xml_child(form, "contextEntry"); entry; entry = xml_next(entry)) {
        const XmlElement *variable = xml_child(entry, "variable");
        Text name = variable ? xml_attribute(variable, "name") : TEXT("result of all");
        result |= !variable;
        build_format(out, "%s" TEXT_FMT ": ", first ? "" : ", ", TEXT_ARG(name));
        held &= put_inside(sheet, out, entry, depth);
        first = false;
    }
    build_text(out, result ? TEXT("}.result of all") : TEXT("}"));
    return held;
}

static bool put_items(DmnSheet *sheet, Builder *out, const XmlElement *holder, uint32_t depth, const XmlElement *columns)
{
    bool held = true, first = true;
    const XmlElement *column = columns;
    for (const XmlElement *child = holder->first; child; child = child->next) {
        if (!text_equal(child->space, holder->space) || xml_is(child, "column") || xml_is(child, "extensionElements") || xml_is(child, "description"))
            continue;
        build_text(out, first ? TEXT_NONE : TEXT(", "));
        if (column)
            build_format(out, TEXT_FMT ": ", TEXT_ARG(xml_attribute(column, "name")));
        build_byte(out, '(');
        held &= put_form(sheet, out, child, depth + 1);
        build_byte(out, ')');
        column = column ? xml_next(column) : NULL;
        first = false;
    }
    return held;
}

static bool put_list(DmnSheet *sheet, Builder *out, const XmlElement *form, uint32_t depth)
{
    build_byte(out, '[');
    bool held = put_items(sheet, out, form, depth, NULL);
    build_byte(out, ']');
    return held;
}

static bool put_relation(DmnSheet *sheet, Builder *out, const XmlElement *form, uint32_t depth)
{
    bool held = true;
    build_byte(out, '[');
    for (const XmlElement *row = xml_child(form, "row"); row; row = xml_next(row)) {
        build_text(out, row == xml_child(form, "row") ? TEXT("{") : TEXT(", {"));
        held &= put_items(sheet, out, row, depth, xml_child(form, "column"));
        build_byte(out, '}');
    }
    build_byte(out, ']');
    return held;
}

static bool put_invocation(DmnSheet *sheet, Builder *out, const XmlElement *form, uint32_t depth)
{
    const XmlElement *called = dmn_form_in(form);
    bool held = called && xml_is(called, "literalExpression");
    if (!held)
        return not_held(sheet, form, "an invocation of what has no name");
    put_literal(sheet, out, called, depth);
    build_byte(out, '(');
    for (const XmlElement *binding = xml_child(form, "binding"); binding; binding = xml_next(binding)) {
        const XmlElement *parameter = xml_child(binding, "parameter");
        build_format(out, "%s" TEXT_FMT ": ", binding == xml_child(form, "binding") ? "" : ", ", TEXT_ARG(parameter ? xml_attribute(parameter, "name") : TEXT_NONE));
        held &= put_inside(sheet, out, binding, depth);
    }
    build_byte(out, ')');
    return held;
}

static bool put_function(DmnSheet *sheet, Builder *out, const XmlElement *form, uint32_t depth)
{
    Text kind = xml_attribute(form, "kind");
    if (kind.length && !text_is(kind, "FEEL"))
        return not_held(sheet, form, "a function in another language");
    build_text(out, TEXT("function("));
    for (const XmlElement *parameter = xml_child(form, "formalParameter"); parameter; parameter = xml_next(parameter))
        build_format(out, "%s" TEXT_FMT, parameter == xml_child(form, "formalParameter") ? "" : ", ", TEXT_ARG(xml_attribute(parameter, "name")));
    build_text(out, TEXT(") "));
    return put_inside(sheet, out, form, depth);
}

/* Words and parts in turn. */
static bool put_parts(DmnSheet *sheet, Builder *out, const XmlElement *form, uint32_t depth, const char *const (*parts)[2], size_t count)
{
    bool held = true;
    for (size_t i = 0; i < count; i++) {
        const XmlElement *part = xml_child(form, parts[i][1]);
        build_text(out, text_of(parts[i][0]));
        if (part)
            held &= put_inside(sheet, out, part, depth);
        else
            build_text(out, TEXT("null"));
    }
    return held;
}

static bool put_conditional(DmnSheet *sheet, Builder *out, const XmlElement *form, uint32_t depth)
{
    static const char *const parts[][2] = { { "if ", "if" }, { " then ", "then" }, { " else ", "else" } };
    return put_parts(sheet, out, form, depth, parts, 3);
}

static bool put_filter(DmnSheet *sheet, Builder *out, const XmlElement *form, uint32_t depth)
{
    static const char *const parts[][2] = { { "", "in" }, { "[", "match" } };
    bool held = put_parts(sheet, out, form, depth, parts, 2);
    build_byte(out, ']');
    return held;
}

static bool put_iterator(DmnSheet *sheet, Builder *out, const XmlElement *form, uint32_t depth)
{
    static const char *const returns[][2] = { { " in ", "in" }, { " return ", "return" } }, *const satisfies[][2] = { { " in ", "in" }, { " satisfies ", "satisfies" } };
    build_format(out, TEXT_FMT " " TEXT_FMT, TEXT_ARG(form->name), TEXT_ARG(xml_attribute(form, "iteratorVariable")));
    return put_parts(sheet, out, form, depth, xml_is(form, "for") ? returns : satisfies, 2);
}

static bool put_table(DmnSheet *sheet, Builder *out, const XmlElement *form, uint32_t depth)
{
    (void)out;
    (void)depth;
    return not_held(sheet, form, "a decision table inside another form");
}

static const struct {
    const char *name;
    bool (*put)(DmnSheet *sheet, Builder *out, const XmlElement *form, uint32_t depth);
} forms[] = {
    { "literalExpression", put_literal }, { "context", put_context },         { "list", put_list },
    { "relation", put_relation },         { "invocation", put_invocation },   { "functionDefinition", put_function },
    { "conditional", put_conditional },   { "filter", put_filter },           { "for", put_iterator },
    { "some", put_iterator },             { "every", put_iterator },          { "decisionTable", put_table },
};

static bool put_form(DmnSheet *sheet, Builder *out, const XmlElement *form, uint32_t depth)
{
    if (depth > LIMIT_EXPRESSION_DEPTH)
        return not_held(sheet, form, "more than 200 forms inside one another (limit LIMIT_EXPRESSION_DEPTH)");
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (xml_is(form, forms[i].name))
            return forms[i].put(sheet, out, form, depth);
    return not_held(sheet, form, "an unknown form");
}

bool dmn_feel_text(DmnSheet *sheet, Builder *out, const XmlElement *form)
{
    return put_form(sheet, out, form, 0);
}

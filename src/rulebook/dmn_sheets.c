/* rulebook/dmn_sheets.c - a decision table of DMN as a table of a page. See dmn_pages.h.
 *
 * Columns are put in one order: inputs, outputs, "in force", "source", "confidence", "note". The input on the clock becomes the days of
 * each row, annotations become the columns of their names.
 */
#include <stdlib.h>

#include "rulebook/dmn_pages.h"
#include "rulebook/page_writer.h"
#include "rulebook/reader.h"

/* ---- what the columns are ---- */

enum { NONE = -1, ALL = -2 }; /* ALL: annotations, one after another */

typedef struct Columns {
    int days;                          /* number of the input that is the clock */
    int rule, source, confidence, note, stance; /* numbers of annotations */
    uint32_t inputs, outputs, notes;   /* all inputs; outputs; annotations */
    const XmlElement *output;          /* the first */
    Text part;                         /* the only output is this part of a record, in a context of one entry */
} Columns;

static Text text_in(const XmlElement *holder)
{
    const XmlElement *text = xml_child(holder, "text");
    return text ? lines_trim(text->text) : TEXT_NONE;
}

static void take_annotation(Columns *columns, Text name, int at)
{
    static const char *const names[] = { "rule", "source", "confidence", "note", "stance" };
    int *const places[] = { &columns->rule, &columns->source, &columns->confidence, &columns->note, &columns->stance };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (text_equal(name, text_of(names[i])) && *places[i] == NONE)
            *places[i] = at;
}

static Columns columns_of(const DmnSheet *sheet, const XmlElement *table)
{
    Columns columns = { .days = NONE, .rule = NONE, .source = NONE, .confidence = NONE, .note = NONE, .stance = NONE };
    for (const XmlElement *input = xml_child(table, "input"); input; input = xml_next(input), columns.inputs++)
        if (text_is(xml_attribute(dmn_extension(input, "column") ? dmn_extension(input, "column") : input, "kind"), "in force"))
            columns.days = (int)columns.inputs;
    columns.output = xml_child(table, "output");
    for (const XmlElement *output = columns.output; output; output = xml_next(output))
        columns.outputs++;
    for (const XmlElement *note = xml_child(table, "annotation"); note; note = xml_next(note))
        take_annotation(&columns, xml_attribute(note, "name"), (int)columns.notes++);
    if (!sheet->extension) { /* another tool's annotations are words of its own */
        columns.rule = columns.source = columns.confidence = columns.stance = NONE;
        columns.note = columns.notes ? ALL : NONE;
    }
    const XmlElement *told = columns.outputs == 1 ? dmn_extension(columns.output, "column") : NULL;
    columns.part = told ? xml_attribute(told, "part") : TEXT_NONE;
    return columns;
}

/* ---- days: the tests of a date as spans ---- */

static void days_not_held(DmnSheet *sheet, const XmlElement *cell)
{
    Problem *problem = report_error(sheet->task->report, "dmn-days", cell->span, "\"" TEXT_FMT "\" cannot be read as spans of days", TEXT_ARG(text_in(cell)));
    problem_hint(sheet->task->report, problem, "The clock of a table takes [date(\"YYYY-MM-DD\")..date(\"YYYY-MM-DD\")], >= date(\"YYYY-MM-DD\"), or several joined by commas.");
}

/* date = "date(" TEXT ")" | "@" TEXT ; cut off the front of *text */
static bool take_date(Text *text, int64_t *day)
{
    Text rest = text_trim(*text);
    size_t skip = text_starts(rest, TEXT("date(\"")) ? 6 : text_starts(rest, TEXT("@\"")) ? 2 : 0;
    size_t end = skip ? text_find(rest, TEXT("\""), skip) : SIZE_MAX;
    if (end == SIZE_MAX || !date_read(day, text_slice(rest, skip, end)))
        return false;
    rest = text_trim(text_slice(rest, end + 1, rest.length));
    if (skip == 6 && !text_starts(rest, TEXT(")")))
        return false;
    *text = text_trim(text_slice(rest, skip == 6, rest.length));
    return true;
}

/* span = ( "[" | "(" ) date ".." date ( "]" | ")" ) */
static bool take_range(Text text, DaySpan *span)
{
    bool open = text_starts(text, TEXT("("));
    text = text_slice(text, 1, text.length);
    if (!take_date(&text, &span->first) || !text_starts(text, TEXT("..")))
        return false;
    text = text_slice(text, 2, text.length);
    if (!take_date(&text, &span->last) || text.length != 1 || (text.at[0] != ']' && text.at[0] != ')'))
        return false;
    span->first += open;
    span->last -= text.at[0] == ')';
    return span->first <= span->last;
}

/* span = range | ( ">=" | ">" | "<=" | "<" ) date | date */
static bool take_span(Text text, DaySpan *span)
{
    static const char *const signs[] = { ">=", "<=", ">", "<", "" };
    if (text_starts(text, TEXT("[")) || text_starts(text, TEXT("(")))
        return take_range(text, span);
    size_t i = 0;
    while (!text_starts(text, text_of(signs[i])))
        i++;
    text = text_slice(text, strlen(signs[i]), text.length);
    int64_t day;
    if (!take_date(&text, &day) || text.length)
        return false;
    span->first = i == 0 ? day : i == 2 ? day + 1 : i == 4 ? day : DAY_EVER;
    span->last = i == 1 ? day : i == 3 ? day - 1 : i == 4 ? day : DAY_OPEN;
    return true;
}

static Text cell_spans(DmnSheet *sheet, const XmlElement *cell)
{
    Text rest = cell ? text_in(cell) : TEXT_NONE;
    Builder out = builder_on(sheet->task->region);
    if (!rest.length || text_is(rest, "-"))
        return sheet->days.length ? sheet->days : TEXT("..");
    while (rest.length) {
        DaySpan span;
        Text part = text_trim(cut_outside(rest, ',', &rest));
        if (!take_span(part, &span)) {
            days_not_held(sheet, cell);
            return TEXT("-");
        }
        build_text(&out, out.length ? TEXT("; ") : TEXT_NONE);
        days_print(&out, (DaySpans){ 1, &span });
    }
    return builder_text(&out);
}

/* ---- header ---- */

static const char *policy_of(const XmlElement *table, bool otherwise)
{
    static const struct {
        const char *name, *sign;
    } policies[] = { { "UNIQUE", "U" }, { "ANY", "A" }, { "PRIORITY", "P" }, { "FIRST", "F" }, { "RULE ORDER", "R" }, { "OUTPUT ORDER", "O" }, { "COLLECT", "C" } };
    static const struct {
        const char *name, *sign;
    } sums[] = { { "SUM", "C+" }, { "MIN", "C<" }, { "MAX", "C>" }, { "COUNT", "C#" } };
    Text policy = xml_attribute(table, "hitPolicy"), sum = xml_attribute(table, "aggregation");
    const char *sign = "U";
    for (size_t i = 0; i < sizeof policies / sizeof *policies && !otherwise; i++)
        if (text_equal(policy, text_of(policies[i].name)))
            sign = policies[i].sign;
    for (size_t i = 0; i < sizeof sums / sizeof *sums && *sign == 'C'; i++)
        if (text_equal(sum, text_of(sums[i].name)))
            sign = sums[i].sign;
    return sign;
}

static bool is_otherwise(const XmlElement *rule)
{
    return dmn_extension(rule, "otherwise") != NULL;
}

static bool has_otherwise(const XmlElement *table)
{
    for (const XmlElement *rule = xml_child(table, "rule"); rule; rule = xml_next(rule))
        if (is_otherwise(rule))
            return true;
    for (const XmlElement *output = xml_child(table, "output"); output; output = xml_next(output))
        if (xml_child(output, "defaultOutputEntry"))
            return true;
    return false;
}

static bool has_defaults(const Columns *columns)
{
    return columns->output && xml_child(columns->output, "defaultOutputEntry");
}

static void put_header(DmnSheet *sheet, PageTable *out, const XmlElement *table, const Columns *columns)
{
    int at = 0;
    page_table_cell(out, text_of(policy_of(table, has_otherwise(table))));
    for (const XmlElement *input = xml_child(table, "input"); input; input = xml_next(input), at++)
        if (at != columns->days) {
            Text header = text_in(xml_child(input, "inputExpression"));
            if (!header.length)
                report_error(sheet->task->report, "dmn-not-held", input->span, "an input of \"" TEXT_FMT "\" has no expression", TEXT_ARG(sheet->name));
            page_table_cell(out, header);
        }
    for (const XmlElement *output = columns->output; output; output = xml_next(output)) {
        Text part = columns->outputs > 1 ? xml_attribute(output, "name") : columns->part;
        page_table_cell(out, part.length ? text_join(sheet->task->region, TEXT("."), part) : sheet->name);
    }
    page_table_cell(out, TEXT("in force"));
    page_table_cell(out, TEXT("source"));
    if (columns->confidence != NONE)
        page_table_cell(out, TEXT("confidence"));
    if (columns->note != NONE)
        page_table_cell(out, TEXT("note"));
    out->columns = (uint32_t)out->cells.count;
}

/* ---- rules ---- */

static const XmlElement *child_at(const XmlElement *holder, const char *name, int at)
{
    const XmlElement *child = at < 0 ? NULL : xml_child(holder, name);
    while (child && at-- > 0)
        child = xml_next(child);
    return child;
}

static Text all_annotations(Region *region, const XmlElement *table, const XmlElement *rule)
{
    Builder out = builder_on(region);
    const XmlElement *entry = xml_child(rule, "annotationEntry");
    for (const XmlElement *note = xml_child(table, "annotation"); note && entry; note = xml_next(note), entry = xml_next(entry))
        if (text_in(entry).length)
            build_format(&out, "%s" TEXT_FMT ": " TEXT_FMT, out.length ? "; " : "", TEXT_ARG(xml_attribute(note, "name")), TEXT_ARG(text_in(entry)));
    return builder_text(&out);
}

static Text annotation(const XmlElement *rule, int at)
{
    const XmlElement *entry = child_at(rule, "annotationEntry", at);
    return entry ? text_in(entry) : TEXT_NONE;
}

/* An id of its own for a rule that has none. Commas part ids. */
static Text rule_id(DmnSheet *sheet, const XmlElement *rule, const Columns *columns)
{
    Text told = annotation(rule, columns->rule);
    if (told.length)
        return told;
    Text id = text_format(sheet->task->region, TEXT_FMT "-%u", TEXT_ARG(sheet->row_id), ++sheet->rows);
    char *bytes = (char *)id.at;
    for (size_t i = 0; i < id.length; i++)
        if (bytes[i] == ',')
            bytes[i] = '-';
    return id;
}

/* "{ part: value }" -> "value" */
static Text unwrap(Text cell, Text part)
{
    Text inside = text_trim(cell);
    if (!part.length || !text_starts(inside, TEXT("{")) || !text_ends(inside, TEXT("}")))
        return cell;
    inside = text_trim(text_slice(inside, 1, inside.length - 1));
    if (!text_starts(inside, part))
        return cell;
    inside = text_trim(text_slice(inside, part.length, inside.length));
    return text_starts(inside, TEXT(":")) ? text_trim(text_slice(inside, 1, inside.length)) : cell;
}

static Text output_cell(DmnSheet *sheet, const XmlElement *entry, Text part)
{
    const XmlElement *mark = entry ? dmn_extension(entry, "mark") : NULL;
    Text text = entry ? unwrap(text_in(entry), part) : TEXT_NONE;
    bool nothing = !text.length || text_is(text, "null");
    if (mark && nothing)
        return text_format(sheet->task->region, "*" TEXT_FMT "*", TEXT_ARG(mark->text));
    return nothing ? TEXT("-") : text;
}

static void put_inputs(PageTable *out, const XmlElement *rule, const Columns *columns)
{
    bool otherwise = is_otherwise(rule), first = true;
    const XmlElement *entry = xml_child(rule, "inputEntry");
    for (int i = 0; i < (int)columns->inputs; i++, entry = entry ? xml_next(entry) : NULL) {
        Text cell = entry ? text_in(entry) : TEXT_NONE;
        if (i == columns->days)
            continue;
        page_table_cell(out, otherwise ? (first ? TEXT("otherwise") : TEXT_NONE) : cell.length ? cell : TEXT("-"));
        first = false;
    }
}

static void put_notes(DmnSheet *sheet, PageTable *out, const XmlElement *rule, const Columns *columns)
{
    Text source = annotation(rule, columns->source), confidence = annotation(rule, columns->confidence);
    page_table_cell(out, source.length ? source : sheet->source);
    if (columns->confidence != NONE)
        page_table_cell(out, confidence.length ? confidence : TEXT("-"));
    if (columns->note != NONE)
        page_table_cell(out, columns->note == ALL ? all_annotations(sheet->task->region, rule->parent, rule) : annotation(rule, columns->note));
}

static void put_rule(DmnSheet *sheet, PageTable *out, const XmlElement *rule, const Columns *columns)
{
    page_table_cell(out, rule_id(sheet, rule, columns));
    put_inputs(out, rule, columns);
    const XmlElement *entry = xml_child(rule, "outputEntry");
    for (uint32_t i = 0; i < columns->outputs; i++, entry = entry ? xml_next(entry) : NULL)
        page_table_cell(out, output_cell(sheet, entry, columns->part));
    page_table_cell(out, cell_spans(sheet, child_at(rule, "inputEntry", columns->days)));
    put_notes(sheet, out, rule, columns);
}

/* Default outputs are what a row "otherwise" answers. */
static void put_default(DmnSheet *sheet, PageTable *out, const XmlElement *table, const Columns *columns)
{
    uint32_t inputs = columns->inputs - (columns->days != NONE);
    if (!text_is(text_of(policy_of(table, true)), "U") || !inputs || (xml_has(table, "hitPolicy") && !text_is(xml_attribute(table, "hitPolicy"), "UNIQUE"))) {
        report_error(sheet->task->report, "dmn-not-held", columns->output->span, "default outputs of \"" TEXT_FMT "\" cannot be held: its hit policy is not UNIQUE", TEXT_ARG(sheet->name));
        return;
    }
    page_table_cell(out, text_format(sheet->task->region, TEXT_FMT "-default", TEXT_ARG(sheet->row_id)));
    for (uint32_t i = 0; i < inputs; i++)
        page_table_cell(out, i ? TEXT_NONE : TEXT("otherwise"));
    for (const XmlElement *output = columns->output; output; output = xml_next(output))
        page_table_cell(out, output_cell(sheet, xml_child(output, "defaultOutputEntry"), columns->part));
    page_table_cell(out, cell_spans(sheet, NULL));
    page_table_cell(out, sheet->source);
    for (uint32_t i = (uint32_t)(out->cells.count % out->columns); i && i < out->columns; i++)
        page_table_cell(out, TEXT("-"));
}

/* ---- rank: under PRIORITY and OUTPUT ORDER a page writes the values in their order ---- */

typedef struct Ranked {
    const XmlElement *rule;
    uint32_t outputs;
    const size_t *ranks; /* one an output; the first that differs decides */
    size_t at;           /* in the table */
} Ranked;

static size_t rank_of(Text values, Text cell)
{
    size_t rank = 0;
    while (values.length) {
        if (text_equal(text_trim(cut_outside(values, ',', &values)), cell))
            return rank;
        rank++;
    }
    return SIZE_MAX;
}

static int compare_ranked(const void *a, const void *b)
{
    const Ranked *left = a, *right = b;
    for (uint32_t i = 0; i < left->outputs; i++)
        if (left->ranks[i] != right->ranks[i])
            return left->ranks[i] > right->ranks[i] ? 1 : -1;
    return (left->at > right->at) - (left->at < right->at);
}

/* An output without an order of values ranks all alike. */
static const size_t *ranks_of(DmnSheet *sheet, const XmlElement *rule, const Columns *columns)
{
    size_t *ranks = REGION_ARRAY(sheet->task->region, size_t, columns->outputs);
    const XmlElement *output = columns->output, *entry = xml_child(rule, "outputEntry");
    for (uint32_t i = 0; i < columns->outputs; i++) {
        Text values = text_in(xml_child(output, "outputValues"));
        ranks[i] = values.length && entry ? rank_of(values, unwrap(text_in(entry), columns->part)) : 0;
        output = xml_next(output);
        entry = entry ? xml_next(entry) : NULL;
    }
    return ranks;
}

static void put_rules(DmnSheet *sheet, PageTable *out, const XmlElement *table, const Columns *columns)
{
    LIST_OF(Ranked) rules = { 0 };
    const char *policy = policy_of(table, false);
    bool own_record = sheet->extension && columns->outputs > 1; /* whose rows stand in their order already */
    bool ranked = (*policy == 'P' || *policy == 'O') && !own_record;
    for (const XmlElement *rule = xml_child(table, "rule"); rule; rule = xml_next(rule)) {
        Ranked one = { rule, ranked ? columns->outputs : 0, ranked ? ranks_of(sheet, rule, columns) : NULL, rules.count };
        *LIST_ADD(sheet->task->region, rules) = one;
    }
    if (rules.count)
        qsort(rules.at, rules.count, sizeof *rules.at, compare_ranked);
    for (size_t i = 0; i < rules.count; i++)
        put_rule(sheet, out, rules.at[i].rule, columns);
    if (has_defaults(columns))
        put_default(sheet, out, table, columns);
}

/* ---- open questions ---- */

static void put_readings(DmnSheet *sheet, PageTable *out, const XmlElement *table, const Columns *columns)
{
    static const char *const header[] = { "reading", "value", "stance", "in force", "source" };
    for (out->columns = 0; out->columns < 5; out->columns++)
        page_table_cell(out, text_of(header[out->columns]));
    for (const XmlElement *rule = xml_child(table, "rule"); rule; rule = xml_next(rule)) {
        page_table_cell(out, rule_id(sheet, rule, columns));
        page_table_cell(out, output_cell(sheet, xml_child(rule, "outputEntry"), TEXT_NONE));
        page_table_cell(out, annotation(rule, columns->stance));
        page_table_cell(out, cell_spans(sheet, child_at(rule, "inputEntry", columns->days)));
        page_table_cell(out, annotation(rule, columns->source));
    }
}

void dmn_put_table(DmnSheet *sheet, Builder *out, const XmlElement *table)
{
    PageTable written = { .region = sheet->task->region };
    Columns columns = columns_of(sheet, table);
    if (text_ends(sheet->extension ? xml_attribute(sheet->extension, "kind") : TEXT_NONE, TEXT("question"))) {
        put_readings(sheet, &written, table, &columns);
    } else {
        put_header(sheet, &written, table, &columns);
        put_rules(sheet, &written, table, &columns);
    }
    page_table_put(out, &written);
}

/* determination/dmn_logic.c - the body of a decision as DMN: tables, formulas, open questions, and what the engine makes of a charge.
 * See dmn_exporting.h.
 *
 * The days of a row become one more input, on the clock. A row that reads "otherwise" takes what no row before it takes, so such a
 * table is FIRST. The law's absences (*none* ...) are null for other tools, and are named in an extension.
 */
#include "determination/dmn_exporting.h"

static const struct {
    const char *policy, *aggregation;
} policies[] = {
    [HIT_UNIQUE] = { "UNIQUE", NULL },         [HIT_ANY] = { "ANY", NULL },
    [HIT_PRIORITY] = { "PRIORITY", NULL },     [HIT_FIRST] = { "FIRST", NULL },
    [HIT_COLLECT] = { "COLLECT", NULL },       [HIT_COLLECT_SUM] = { "COLLECT", "SUM" },
    [HIT_COLLECT_MIN] = { "COLLECT", "MIN" },  [HIT_COLLECT_MAX] = { "COLLECT", "MAX" },
    [HIT_COLLECT_COUNT] = { "COLLECT", "COUNT" }, [HIT_RULE_ORDER] = { "RULE ORDER", NULL },
    [HIT_OUTPUT_ORDER] = { "OUTPUT ORDER", NULL },
};

/* ---- days ---- */

static void build_day(Builder *out, int64_t day)
{
    build_text(out, TEXT("date(\""));
    date_print(out, day);
    build_text(out, TEXT("\")"));
}

static void build_span(Builder *out, DaySpan span)
{
    if (span.first == DAY_EVER && span.last == DAY_OPEN) {
        build_byte(out, '-');
    } else if (span.last == DAY_OPEN || span.first == DAY_EVER) {
        build_text(out, span.last == DAY_OPEN ? TEXT(">= ") : TEXT("<= "));
        build_day(out, span.last == DAY_OPEN ? span.first : span.last);
    } else {
        build_byte(out, '[');
        build_day(out, span.first);
        build_text(out, TEXT(".."));
        build_day(out, span.last);
        build_byte(out, ']');
    }
}

static Text days_test(Region *region, DaySpans spans)
{
    Builder out = builder_on(region);
    for (uint32_t i = 0; i < spans.count; i++) {
        build_text(&out, i ? TEXT(", ") : TEXT_NONE);
        build_span(&out, spans.at[i]);
    }
    return builder_text(&out);
}

/* ---- columns ---- */

static Text column_id(Exporter *exporter, const char *kind, const DecisionBlock *block, Text name)
{
    return dmn_id(exporter, kind, text_format(exporter->region, TEXT_FMT "." TEXT_FMT, TEXT_ARG(block->name), TEXT_ARG(name)));
}

static void put_column_extension(Exporter *exporter, const char *attribute, Text value)
{
    xml_open(&exporter->xml, "extensionElements");
    xml_open(&exporter->xml, "declarant:column");
    xml_put_attribute(&exporter->xml, attribute, value);
    xml_close(&exporter->xml);
    xml_close(&exporter->xml);
}

static void put_expression(Exporter *exporter, const char *element, Text text, Text reference)
{
    xml_open(&exporter->xml, element);
    put_attribute_if(exporter, "typeRef", reference);
    xml_put(&exporter->xml, "text", text);
    xml_close(&exporter->xml);
}

static void put_clock_column(Exporter *exporter, const DecisionBlock *block)
{
    xml_open(&exporter->xml, "input");
    xml_put_attribute(&exporter->xml, "id", column_id(exporter, "input", block, TEXT("in force")));
    xml_put_attribute(&exporter->xml, "label", TEXT("in force"));
    put_column_extension(exporter, "kind", TEXT("in force"));
    put_expression(exporter, "inputExpression", block->clock, TEXT("date"));
    xml_close(&exporter->xml);
}

/* The type of a header that is a name which the decision reads. */
static Text header_type(Exporter *exporter, const DecisionBlock *block, Text header)
{
    const NeedList *needs = &exporter->needs[block - exporter->export->page->decisions];
    for (size_t i = 0; i < needs->count; i++)
        if (text_equal(needs->at[i].name, header))
            return needs->at[i].fact ? dmn_fact_type_ref(exporter, needs->at[i].fact) : dmn_type_ref(exporter, needs->at[i].type);
    return TEXT_NONE;
}

static void put_input(Exporter *exporter, const DecisionBlock *block, const Column *column)
{
    Text header = span_text(column->header);
    xml_open(&exporter->xml, "input");
    xml_put_attribute(&exporter->xml, "id", column_id(exporter, "input", block, header));
    xml_put_attribute(&exporter->xml, "label", header);
    put_expression(exporter, "inputExpression", header, header_type(exporter, block, header));
    xml_close(&exporter->xml);
}

static uint32_t count_outputs(const Table *table)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < table->column_count; i++)
        count += table->columns[i].kind == COLUMN_OUTPUT;
    return count;
}

/* The words of a column in the order in which the table first writes them: their rank. */
static void put_rank(Exporter *exporter, const Table *table, uint32_t column)
{
    LIST_OF(Text) values = { 0 };
    Builder out = builder_on(exporter->region);
    for (uint32_t r = 0; r < table->row_count; r++) {
        Text cell = span_text(table->rows[r].cells[column]);
        bool known = !cell.length || cell.at[0] == '*' || text_is(cell, "-");
        for (size_t i = 0; i < values.count && !known; i++)
            known = text_equal(values.at[i], cell);
        if (known)
            continue;
        build_text(&out, values.count ? TEXT(", ") : TEXT_NONE);
        build_text(&out, cell);
        *LIST_ADD(exporter->region, values) = cell;
    }
    xml_open(&exporter->xml, "outputValues");
    xml_put(&exporter->xml, "text", builder_text(&out));
    xml_close(&exporter->xml);
}

static Text element_type(const DecisionBlock *block)
{
    Text type = span_text(block->type);
    return text_starts(type, TEXT("list of ")) && block->table.policy >= HIT_COLLECT ? text_slice(type, strlen("list of "), type.length) : type;
}

static Text part_type(Exporter *exporter, const DecisionBlock *block, Text part)
{
    const Rulebooks *books = exporter->export->books;
    Text record = element_type(block);
    for (uint32_t i = 0; i < books->part_count; i++)
        if (text_equal(books->parts[i].type, record) && text_equal(books->parts[i].part, part))
            return dmn_type_ref(exporter, span_text(books->parts[i].part_type));
    return TEXT_NONE;
}

/* The only part of a record is written as a context of one entry: the value of a single output would stand bare. */
static bool is_wrapped(const Table *table, uint32_t column)
{
    return table->columns[column].part.length && count_outputs(table) == 1;
}

static void put_output(Exporter *exporter, const DecisionBlock *block, uint32_t at)
{
    const Column *column = &block->table.columns[at];
    bool bare = !column->part.length || is_wrapped(&block->table, at);
    Text reference = column->part.length ? part_type(exporter, block, column->part) : dmn_type_ref(exporter, element_type(block));
    xml_open(&exporter->xml, "output");
    xml_put_attribute(&exporter->xml, "id", column_id(exporter, "output", block, column->part.length ? column->part : block->name));
    xml_put_attribute(&exporter->xml, bare ? "label" : "name", column->part.length ? column->part : block->name);
    if (!is_wrapped(&block->table, at))
        put_attribute_if(exporter, "typeRef", reference);
    else
        put_column_extension(exporter, "part", column->part);
    if (block->table.policy == HIT_PRIORITY || block->table.policy == HIT_OUTPUT_ORDER)
        put_rank(exporter, &block->table, at);
    xml_close(&exporter->xml);
}

static const char *const annotations[] = { [COLUMN_SOURCE] = "source", [COLUMN_CONFIDENCE] = "confidence", [COLUMN_NOTE] = "note" };

static void put_annotation(Exporter *exporter, const char *name)
{
    xml_open(&exporter->xml, "annotation");
    xml_put_attribute(&exporter->xml, "name", text_of(name));
    xml_close(&exporter->xml);
}

static void put_columns(Exporter *exporter, const DecisionBlock *block)
{
    const Table *table = &block->table;
    put_clock_column(exporter, block);
    for (uint32_t i = 0; i < table->column_count; i++)
        if (table->columns[i].kind == COLUMN_INPUT)
            put_input(exporter, block, &table->columns[i]);
    for (uint32_t i = 0; i < table->column_count; i++)
        if (table->columns[i].kind == COLUMN_OUTPUT)
            put_output(exporter, block, i);
    put_annotation(exporter, "rule");
    for (uint32_t i = 0; i < table->column_count; i++)
        if (table->columns[i].kind >= COLUMN_SOURCE)
            put_annotation(exporter, annotations[table->columns[i].kind]);
}

/* ---- rules ---- */

static void put_cell(Exporter *exporter, const char *element, Text text)
{
    xml_open(&exporter->xml, element);
    xml_put(&exporter->xml, "text", text);
    xml_close(&exporter->xml);
}

/* "*not covered*" is null with its name beside it, "-" is null. */
static void put_output_cell(Exporter *exporter, Text cell, Text wrapped)
{
    bool mark = cell.length > 2 && cell.at[0] == '*';
    xml_open(&exporter->xml, "outputEntry");
    if (mark) {
        xml_open(&exporter->xml, "extensionElements");
        xml_put(&exporter->xml, "declarant:mark", text_slice(cell, 1, cell.length - 1));
        xml_close(&exporter->xml);
    }
    if (mark || text_is(cell, "-"))
        cell = TEXT("null");
    if (wrapped.length && !mark)
        cell = text_format(exporter->region, "{ " TEXT_FMT ": " TEXT_FMT " }", TEXT_ARG(wrapped), TEXT_ARG(cell));
    xml_put(&exporter->xml, "text", cell);
    xml_close(&exporter->xml);
}

static Text ids_of(Region *region, const Row *row)
{
    Builder out = builder_on(region);
    build_text(&out, row->id);
    for (uint32_t i = 0; i < row->alias_count; i++)
        build_format(&out, ", " TEXT_FMT, TEXT_ARG(row->aliases[i]));
    return builder_text(&out);
}

static void put_rule(Exporter *exporter, const Table *table, const Row *row)
{
    xml_open(&exporter->xml, "rule");
    xml_put_attribute(&exporter->xml, "id", dmn_id(exporter, "rule", row->id));
    if (row->otherwise) {
        xml_open(&exporter->xml, "extensionElements");
        xml_put(&exporter->xml, "declarant:otherwise", TEXT_NONE);
        xml_close(&exporter->xml);
    }
    put_cell(exporter, "inputEntry", days_test(exporter->region, row->in_force));
    for (uint32_t i = 0; i < table->column_count; i++)
        if (table->columns[i].kind == COLUMN_INPUT)
            put_cell(exporter, "inputEntry", row->otherwise ? TEXT("-") : span_text(row->cells[i]));
    for (uint32_t i = 0; i < table->column_count; i++)
        if (table->columns[i].kind == COLUMN_OUTPUT)
            put_output_cell(exporter, span_text(row->cells[i]), is_wrapped(table, i) ? table->columns[i].part : TEXT_NONE);
    put_cell(exporter, "annotationEntry", ids_of(exporter->region, row));
    for (uint32_t i = 0; i < table->column_count; i++)
        if (table->columns[i].kind >= COLUMN_SOURCE)
            put_cell(exporter, "annotationEntry", span_text(row->cells[i]));
    xml_close(&exporter->xml);
}

static bool has_otherwise(const Table *table)
{
    for (uint32_t r = 0; r < table->row_count; r++)
        if (table->rows[r].otherwise)
            return true;
    return false;
}

static void put_table(Exporter *exporter, const DecisionBlock *block)
{
    const Table *table = &block->table;
    HitPolicy policy = has_otherwise(table) ? HIT_FIRST : table->policy;
    xml_open(&exporter->xml, "decisionTable");
    xml_put_attribute(&exporter->xml, "id", dmn_id(exporter, "table", block->name));
    xml_put_attribute(&exporter->xml, "hitPolicy", text_of(policies[policy].policy));
    if (policies[policy].aggregation)
        xml_put_attribute(&exporter->xml, "aggregation", text_of(policies[policy].aggregation));
    put_columns(exporter, block);
    for (uint32_t r = 0; r < table->row_count; r++)
        put_rule(exporter, table, &table->rows[r]);
    xml_close(&exporter->xml);
}

/* ---- open questions: the first reading in force is answered under ---- */

static Text citations_text(Region *region, Citations citations)
{
    static const char *const roles[] = { [CITES_BASIS] = "", [CITES_SUPPORT] = "also ", [CITES_END] = "until " };
    Builder out = builder_on(region);
    for (uint32_t i = 0; i < citations.count; i++) {
        const Citation *cited = &citations.at[i];
        build_format(&out, "%s%s" TEXT_FMT "%s" TEXT_FMT, i ? "; " : "", roles[cited->role], TEXT_ARG(cited->source_id), cited->article.length ? " " : "",
                     TEXT_ARG(cited->article));
    }
    return builder_text(&out);
}

static void put_reading(Exporter *exporter, const DecisionBlock *block, const Reading *reading)
{
    xml_open(&exporter->xml, "rule");
    xml_put_attribute(&exporter->xml, "id", column_id(exporter, "reading", block, reading->name));
    put_cell(exporter, "inputEntry", days_test(exporter->region, reading->in_force));
    put_output_cell(exporter, span_text(reading->value), TEXT_NONE);
    put_cell(exporter, "annotationEntry", reading->name);
    put_cell(exporter, "annotationEntry", reading->stance);
    put_cell(exporter, "annotationEntry", citations_text(exporter->region, reading->citations));
    xml_close(&exporter->xml);
}

static void put_question(Exporter *exporter, const DecisionBlock *block)
{
    xml_open(&exporter->xml, "decisionTable");
    xml_put_attribute(&exporter->xml, "id", dmn_id(exporter, "table", block->name));
    xml_put_attribute(&exporter->xml, "hitPolicy", TEXT("FIRST"));
    put_clock_column(exporter, block);
    xml_open(&exporter->xml, "output");
    xml_put_attribute(&exporter->xml, "id", column_id(exporter, "output", block, block->name));
    xml_put_attribute(&exporter->xml, "label", block->name);
    put_attribute_if(exporter, "typeRef", dmn_type_ref(exporter, span_text(block->type)));
    xml_close(&exporter->xml);
    put_annotation(exporter, "rule");
    put_annotation(exporter, "stance");
    put_annotation(exporter, "source");
    for (uint32_t i = 0; i < block->reading_count; i++)
        put_reading(exporter, block, &block->readings[i]);
    xml_close(&exporter->xml);
}

/* ---- what the engine makes of a charge ---- */

static void put_body(Exporter *exporter, const DecisionBlock *block)
{
    if (block->kind == DECISION_TABLE)
        put_table(exporter, block);
    else if (block->kind == DECISION_QUESTION)
        put_question(exporter, block);
    else
        put_expression(exporter, "literalExpression", lines_trim(span_text(block->feel)), TEXT_NONE);
}

static bool writes(const DecisionBlock *block, Text part)
{
    for (uint32_t i = 0; i < block->table.column_count; i++)
        if (block->table.columns[i].kind == COLUMN_OUTPUT && text_equal(block->table.columns[i].part, part))
            return true;
    return block->kind == DECISION_FEEL;
}

static void put_entry(Exporter *exporter, const char *name, Text text)
{
    xml_open(&exporter->xml, "contextEntry");
    if (name) {
        xml_open(&exporter->xml, "variable");
        xml_put_attribute(&exporter->xml, "name", text_of(name));
        xml_close(&exporter->xml);
    }
    put_expression(exporter, "literalExpression", text, TEXT_NONE);
    xml_close(&exporter->xml);
}

static void build_part(Builder *out, const Decision *decision, const DecisionBlock *block, Text part)
{
    Text rounding = decision->charge ? span_text(decision->charge->rounding) : TEXT_NONE;
    if (text_is(part, "exact"))
        build_text(out, part);
    else if (text_is(part, "amount"))
        build_text(out, rounding.length ? rounding : TEXT("exact"));
    else if (text_is(part, "charge"))
        build_format(out, "\"" TEXT_FMT "\"", TEXT_ARG(block->name));
    else if (writes(block, part))
        build_format(out, "rule." TEXT_FMT, TEXT_ARG(part));
    else
        build_text(out, TEXT("null"));
}

static Text whole_charge(Exporter *exporter, const Decision *decision, const DecisionBlock *block)
{
    const Rulebooks *books = exporter->export->books;
    Builder out = builder_on(exporter->region);
    bool first = true;
    build_text(&out, TEXT("if rule = null then null else { "));
    for (uint32_t i = 0; i < books->part_count; i++) {
        if (!text_is(books->parts[i].type, "charge"))
            continue;
        build_format(&out, "%s" TEXT_FMT ": ", first ? "" : ", ", TEXT_ARG(books->parts[i].part));
        build_part(&out, decision, block, books->parts[i].part);
        first = false;
    }
    build_text(&out, TEXT(" }"));
    return builder_text(&out);
}

/* What the rule writes, then base times rate or the amount it writes itself, then all of it rounded as the register says. */
static void put_charge(Exporter *exporter, const Decision *decision, const DecisionBlock *block)
{
    Text told = writes(block, TEXT("amount")) ? TEXT("if rule.amount != null then rule.amount else ") : TEXT_NONE;
    bool reckons = writes(block, TEXT("rate")) && writes(block, TEXT("base"));
    xml_open(&exporter->xml, "context");
    xml_open(&exporter->xml, "contextEntry");
    xml_open(&exporter->xml, "variable");
    xml_put_attribute(&exporter->xml, "name", TEXT("rule"));
    xml_close(&exporter->xml);
    put_body(exporter, block);
    xml_close(&exporter->xml);
    put_entry(exporter, "exact", text_format(exporter->region, "if rule = null then null else " TEXT_FMT "%s", TEXT_ARG(told),
                                             reckons ? "if rule.rate = 0 then 0 else rule.base * rule.rate" : "null"));
    put_entry(exporter, NULL, whole_charge(exporter, decision, block));
    xml_close(&exporter->xml);
}

void dmn_put_logic(Exporter *exporter, const DecisionBlock *block)
{
    const Decision *decision = program_decision(exporter->export->program, block->name);
    bool charge = decision && decision->shape == SHAPE_CHARGE && block->kind != DECISION_QUESTION;
    if (charge && exporter->export->version == DMN_1_5) {
        put_charge(exporter, decision, block);
        return;
    }
    if (charge && exporter->kept)
        report_warning(exporter->task->report, "dmn-not-carried", block->name_span,
                       "the amount of charge \"" TEXT_FMT "\" is not carried: the model gives what the rule writes", TEXT_ARG(block->name));
    put_body(exporter, block);
}

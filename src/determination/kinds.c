/* determination/kinds.c - types as a rulebook writes them, and the record types of answers.md. */
#include "determination/link.h"

#include "base/utf8.h"

/* The plain types by their written names. */
static const struct {
    const char *written;
    const Type *type;
} PLAIN[] = {
    { "number", &type_number },   { "money", &type_money },       { "boolean", &type_boolean },
    { "text", &type_text },       { "date", &type_date },         { "time", &type_time },
    { "date and time", &type_date_time }, { "duration", &type_seconds }, { "years and months duration", &type_months },
    { "days and time duration", &type_seconds }, { "name", &type_text }, { "country", &type_text },
    { "currency", &type_text },   { "any", &type_any },
};

static const Type *plain_type(Text written)
{
    for (size_t i = 0; i < sizeof PLAIN / sizeof *PLAIN; i++)
        if (text_equal(written, text_of(PLAIN[i].written)))
            return PLAIN[i].type;
    return NULL;
}

static const Type *named_type(const Linker *linker, Text name)
{
    for (size_t i = 0; i < linker->types.count; i++)
        if (text_equal(linker->types.at[i].name, name))
            return linker->types.at[i].type;
    return NULL;
}

/* "name of documents", "document name": the words of a catalogue. */
static const Catalogue *catalogue_named(const Linker *linker, Text written)
{
    Text plural = written;
    if (text_starts(written, TEXT("name of ")))
        plural = text_slice(written, 8, written.length);
    else if (text_ends(written, TEXT(" name")))
        plural = text_join(linker->region, text_slice(written, 0, written.length - 5), TEXT("s"));
    else
        return NULL;
    Text file = text_format(linker->region, "data/" TEXT_FMT ".csv", TEXT_ARG(plural));
    for (uint32_t i = 0; i < linker->books->catalogue_count; i++)
        if (text_equal(linker->books->catalogues[i].file, file))
            return &linker->books->catalogues[i];
    return NULL;
}

static void unknown_type(Linker *linker, Span written)
{
    LIST_OF(Text) known = { 0 };
    for (size_t i = 0; i < sizeof PLAIN / sizeof *PLAIN; i++)
        *LIST_ADD(linker->region, known) = text_of(PLAIN[i].written);
    for (size_t i = 0; i < linker->types.count; i++)
        *LIST_ADD(linker->region, known) = linker->types.at[i].name;
    for (uint32_t i = 0; i < linker->program->thing_count; i++)
        *LIST_ADD(linker->region, known) = linker->program->things[i]->name;
    Problem *p = report_error(linker->task->report, "unknown-type", written, "no type is called \"" TEXT_FMT "\"",
                              TEXT_ARG(span_text(written)));
    Text near = text_nearest(span_text(written), known.at, known.count);
    if (near.length)
        problem_hint(linker->task->report, p, "Did you mean \"" TEXT_FMT "\"?", TEXT_ARG(near));
}

static Span span_from(Span span, size_t skip)
{
    return (Span){ span.source, span.from + (uint32_t)skip, span.to };
}

/* type = plain | record | "list of" type | "->" thing | thing | "name of" catalogue */
const Type *kind_read(Linker *linker, Span written, const ThingType **points_to, const Catalogue **catalogue)
{
    Text text = text_trim(span_text(written));
    if (text_starts(text, TEXT("list of "))) {
        const Type *of = kind_read(linker, span_from(written, 8), points_to, catalogue);
        return of ? type_list_of(linker->region, of) : NULL;
    }
    bool arrow = text_starts(text, TEXT("->"));
    if (arrow)
        text = text_trim(text_slice(text, 2, text.length));
    const ThingType *thing = program_thing(linker->program, text);
    if (thing) {
        if (points_to)
            *points_to = thing;
        return &thing->type;
    }
    const Type *type = arrow ? NULL : plain_type(text);
    if (!type && !arrow)
        type = named_type(linker, text);
    if (type)
        return type;
    const Catalogue *names = arrow ? NULL : catalogue_named(linker, text);
    if (names && catalogue)
        *catalogue = names;
    if (names || (!arrow && (text_starts(text, TEXT("name of ")) || text_ends(text, TEXT(" name")))))
        return &type_text;
    unknown_type(linker, written);
    return NULL;
}

/* The words of a catalogue as the allowed values of a text. */
static const Type *catalogue_type(Linker *linker, Text file)
{
    for (uint32_t i = 0; i < linker->books->catalogue_count; i++) {
        const Catalogue *catalogue = &linker->books->catalogues[i];
        if (!text_equal(catalogue->file, file))
            continue;
        Value *words = REGION_ARRAY(linker->region, Value, catalogue->count + 1);
        for (uint32_t k = 0; k < catalogue->count; k++)
            words[k] = (Value){ .kind = VALUE_TEXT, .text = symbol_of(linker->program->symbols, catalogue->names[k].name) };
        Domain *domain = REGION_NEW(linker->region, Domain);
        *domain = (Domain){ .count = catalogue->count, .values = words };
        return type_with_domain(linker->region, &type_text, domain);
    }
    return &type_text;
}

static const Type *part_type(Linker *linker, const AnswerPart *part)
{
    if (part->catalogue.length)
        return catalogue_type(linker, part->catalogue);
    if (text_is(text_trim(span_text(part->part_type)), "code"))
        return &type_text;
    const Type *type = kind_read(linker, part->part_type, NULL, NULL);
    return type ? type : &type_any;
}

static void record_type(Linker *linker, Text name, uint32_t first)
{
    const AnswerPart *parts = linker->books->parts;
    LIST_OF(TypeEntry) entries = { 0 };
    for (uint32_t i = first; i < linker->books->part_count; i++)
        if (text_equal(parts[i].type, name))
            *LIST_ADD(linker->region, entries) = (TypeEntry){ parts[i].part, part_type(linker, &parts[i]) };
    Text *names = REGION_ARRAY(linker->region, Text, entries.count + 1);
    for (size_t i = 0; i < entries.count; i++)
        names[i] = entries.at[i].name;
    Shape *shape = REGION_NEW(linker->region, Shape);
    *shape = (Shape){ (uint32_t)entries.count, names };
    Type *type = REGION_NEW(linker->region, Type);
    *type = (Type){ .kind = TYPE_CONTEXT, .name = name, .entries = entries.at, .count = (uint32_t)entries.count, .shape = shape };
    *LIST_ADD(linker->region, linker->types) = (NamedType){ name, type };
}

/* A commodity code is number and edition unless answers.md says more. */
static void code_type(Linker *linker)
{
    static const TypeEntry ENTRIES[] = { { { "number", 6 }, &type_text }, { { "edition", 7 }, &type_text } };
    static const Text NAMES[] = { { "number", 6 }, { "edition", 7 } };
    static const Shape SHAPE = { 2, NAMES };
    static const Type CODE = { .kind = TYPE_CONTEXT, .name = { "code", 4 }, .entries = ENTRIES, .count = 2, .shape = &SHAPE };
    if (!named_type(linker, TEXT("code")))
        *LIST_ADD(linker->region, linker->types) = (NamedType){ TEXT("code"), &CODE };
}

/* A list of answers.md gathers records: every decision of one of the types that the page declares. */
static void check_list(Linker *linker, const AnswerList *list)
{
    if (!list->type.length || named_type(linker, list->type))
        return;
    Text *known = REGION_ARRAY(linker->region, Text, linker->types.count + 1);
    for (size_t i = 0; i < linker->types.count; i++)
        known[i] = linker->types.at[i].name;
    Problem *p = report_error(linker->task->report, "unknown-type", span_of(list->span.source, list->type),
                              "list \"" TEXT_FMT "\" gathers the type \"" TEXT_FMT "\", which \"## Types\" does not have", TEXT_ARG(list->list), TEXT_ARG(list->type));
    Text near = text_nearest(list->type, known, linker->types.count);
    if (near.length)
        problem_hint(linker->task->report, p, "Did you mean \"" TEXT_FMT "\"?", TEXT_ARG(near));
}

void kinds_collect(Linker *linker)
{
    for (uint32_t i = 0; i < linker->books->part_count; i++)
        if (!named_type(linker, linker->books->parts[i].type))
            record_type(linker, linker->books->parts[i].type, i);
    code_type(linker);
    for (uint32_t i = 0; i < linker->books->list_count; i++)
        check_list(linker, &linker->books->lists[i]);
}

const Type *type_with_domain(Region *region, const Type *type, const Domain *domain)
{
    Type *copy = REGION_NEW(region, Type);
    *copy = *type;
    copy->domain = domain;
    return copy;
}

static void domain_takes_range(Domain *domain, const Range *range)
{
    if (range->low.kind != VALUE_NULL) {
        domain->has_low = true;
        domain->low = range->low;
        domain->low_closed = range->low_closed;
    }
    if (range->high.kind != VALUE_NULL) {
        domain->has_high = true;
        domain->high = range->high;
        domain->high_closed = range->high_closed;
    }
}

/* `"a", "b"` or `>= 0` or `[1..9]`. */
const Domain *domain_read(Linker *linker, const Source *source, Span values, const Type *type)
{
    FeelContext context = link_context(linker, source, NULL);
    FeelTests tests;
    if (values.from == values.to || !feel_parse_tests(&tests, &context, values, type) || tests.any || tests.negated)
        return NULL;
    Domain *domain = REGION_NEW(linker->region, Domain);
    LIST_OF(Value) allowed = { 0 };
    for (uint32_t i = 0; i < tests.count; i++)
        if (tests.tests[i].kind == FEEL_TEST_VALUE)
            *LIST_ADD(linker->region, allowed) = tests.tests[i].value;
        else if (tests.tests[i].kind == FEEL_TEST_RANGE)
            domain_takes_range(domain, &tests.tests[i].range);
    domain->values = allowed.at;
    domain->count = (uint32_t)allowed.count;
    return domain;
}

/* rulebook/dmn_names.c - names of another tool's model made fit for a rulebook. See dmn_pages.h.
 *
 * A modeler's names are often "Applicant_Age" or "Order.Total"; a rulebook's are words with one blank between them, and a fact begins with
 * a small letter. All names of the model are known before one is changed, so a new one is never another's. Expressions are changed as
 * texts: outside of strings and remarks the longest name that stands at a place is meant, as FEEL itself reads it.
 */
#include "feel/feel.h"
#include "rulebook/dmn_pages.h"
#include "rulebook/names.h"
#include "rulebook/reader.h"

enum { NAME_PARTS = 64 }; /* words and signs of a name that is changed; longer ones stay and are refused as names */

typedef enum NameRole { ROLE_PLAIN = 1, ROLE_TYPE = 2, ROLE_FACT = 4, ROLE_DECISION = 8, ROLE_FUNCTION = 16 } NameRole;

typedef struct NamePlan {
    Text old;   /* normal form */
    Text fresh; /* in the rulebook; the old one where it is fit */
    unsigned roles;
    const XmlElement *first; /* where it stands first */
} NamePlan;

/* A step of the tree in which names are found in expressions: after these words and signs. */
typedef struct NameStep {
    uint32_t number; /* scope of the steps that follow it */
    NamePlan *plan;  /* the name that ends here; NULL: none does */
} NameStep;

typedef struct Renaming {
    Task *task;
    const DmnModel *model;
    LIST_OF(NamePlan *) plans; /* in the order of the model */
    NameIndex old;             /* plans by the old name */
    NameIndex used;            /* plans by the names of the rulebook */
    NameIndex steps;           /* scope: the step before */
    uint32_t step_count;
} Renaming;

/* ---- the names of a model ---- */

static const struct {
    const char *element;
    unsigned roles;
} holders[] = {
    { "inputData", ROLE_FACT }, { "decision", ROLE_DECISION }, { "businessKnowledgeModel", ROLE_DECISION | ROLE_FUNCTION }, { "decisionService", ROLE_PLAIN },
    { "variable", ROLE_PLAIN }, { "itemDefinition", ROLE_TYPE }, { "itemComponent", ROLE_PLAIN }, { "output", ROLE_PLAIN }, { "formalParameter", ROLE_PLAIN },
    { "parameter", ROLE_PLAIN }, { "column", ROLE_PLAIN },
};

/* What the `name` of the element is; 0: no name of the language. */
static unsigned roles_of(const XmlElement *element)
{
    for (size_t i = 0; i < sizeof holders / sizeof *holders; i++)
        if (xml_is(element, holders[i].element))
            return xml_is(element, "variable") && element->parent ? roles_of(element->parent) | ROLE_PLAIN : holders[i].roles;
    return 0;
}

static void collect_name(Renaming *renaming, const XmlElement *element)
{
    unsigned roles = roles_of(element);
    if (!roles || !xml_has(element, "name"))
        return;
    Text name = name_normal(renaming->task->region, xml_attribute(element, "name"));
    NamePlan *plan = (NamePlan *)names_find(&renaming->old, 0, name);
    if (!plan) {
        plan = REGION_NEW(renaming->task->region, NamePlan);
        *plan = (NamePlan){ .old = name, .fresh = name, .first = element };
        names_add(&renaming->old, 0, name, plan);
        *LIST_ADD(renaming->task->region, renaming->plans) = plan;
    }
    plan->roles |= roles;
}

static void collect_names(Renaming *renaming, const XmlElement *element)
{
    for (const XmlElement *child = element->first; child; child = child->next)
        if (text_equal(child->space, renaming->model->xml->space)) {
            collect_name(renaming, child);
            collect_names(renaming, child);
        }
}

/* ---- new names ---- */

static bool is_capital(char byte) { return byte >= 'A' && byte <= 'Z'; }
static bool is_small(char byte) { return byte >= 'a' && byte <= 'z'; }

static bool is_fit(const NamePlan *plan)
{
    if (!is_name(plan->old))
        return false;
    if (plan->roles & (ROLE_FACT | ROLE_DECISION) && is_language_word(plan->old))
        return false;
    return !(plan->roles & ROLE_FACT && begins_sentence(plan->old));
}

/* "Applicant_Age" -> "applicant age", "EU_Country" -> "EU country": other signs are blanks, words of prose begin small. */
static Text plain_words(Region *region, Text name)
{
    Builder out = builder_on(region);
    for (size_t i = 0; i < name.length; i++) {
        bool begins = !out.length || out.at[out.length - 1] == ' ', kept = is_name_byte(name.at[i]) && name.at[i] != ' ';
        if (!kept && !begins)
            build_byte(&out, ' ');
        else if (kept && !(begins && name.at[i] == '-'))
            build_byte(&out, begins && begins_sentence(text_slice(name, i, name.length)) ? (char)(name.at[i] - 'A' + 'a') : name.at[i]);
    }
    return text_trim(builder_text(&out));
}

static void choose_name(Renaming *renaming, NamePlan *plan)
{
    Region *region = renaming->task->region;
    Text words = plain_words(region, plan->old);
    if (is_language_word(words))
        words = text_join(region, words, TEXT(" value"));
    Text fresh = words;
    for (unsigned number = 2; names_find(&renaming->used, 0, fresh); number++)
        fresh = text_format(region, TEXT_FMT " %u", TEXT_ARG(words), number);
    if (!is_name(fresh))
        return;
    plan->fresh = fresh;
    names_add(&renaming->used, 0, fresh, plan);
    report_warning(renaming->task->report, "dmn-renamed", plan->first->span, "\"" TEXT_FMT "\" is called \"" TEXT_FMT "\" in the rulebook", TEXT_ARG(plan->old), TEXT_ARG(fresh));
}

/* Does any name change? */
static bool choose_names(Renaming *renaming)
{
    bool change = false;
    for (size_t i = 0; i < renaming->plans.count; i++)
        if (is_fit(renaming->plans.at[i]))
            names_add(&renaming->used, 0, renaming->plans.at[i]->old, renaming->plans.at[i]);
    for (size_t i = 0; i < renaming->plans.count; i++) {
        NamePlan *plan = renaming->plans.at[i];
        if (!is_fit(plan))
            choose_name(renaming, plan);
        change |= !text_equal(plan->old, plan->fresh);
    }
    return change;
}

/* ---- names in expressions ---- */

static bool is_blank(char byte) { return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r'; }

static bool is_word_byte(char byte)
{
    return is_capital(byte) || is_small(byte) || (byte >= '0' && byte <= '9') || byte == '_' || byte == '?' || (unsigned char)byte >= 0x80;
}

static size_t skip_blanks(Text text, size_t at)
{
    while (at < text.length && is_blank(text.at[at]))
        at++;
    return at;
}

/* The word or the sign of names at `at`; empty: there is none. */
static Text part_at(Text text, size_t at)
{
    size_t to = at;
    while (to < text.length && is_word_byte(text.at[to]))
        to++;
    if (to == at && to < text.length && memchr("./-'+*", text.at[at], 6))
        to++;
    return text_slice(text, at, to);
}

/* names_add copies nothing: parts stay slices of names. */
static void add_steps(Renaming *renaming, NamePlan *plan)
{
    NameStep *step = NULL;
    size_t at = 0, parts = 0;
    while (at < plan->old.length) {
        Text part = part_at(plan->old, at);
        if (!part.length || ++parts > NAME_PARTS)
            return;
        uint32_t scope = step ? step->number : 0;
        step = (NameStep *)names_find(&renaming->steps, scope, part);
        if (!step) {
            step = REGION_NEW(renaming->task->region, NameStep);
            *step = (NameStep){ .number = ++renaming->step_count };
            names_add(&renaming->steps, scope, part, step);
        }
        at = skip_blanks(plan->old, at + part.length);
    }
    if (step)
        step->plan = plan;
}

/* The longest name at `at`, and in *to where it ends; NULL: none begins there. */
static const NamePlan *longest_name(const Renaming *renaming, Text text, size_t at, size_t *to)
{
    const NamePlan *plan = NULL;
    uint32_t scope = 0;
    for (Text part = part_at(text, at); part.length; part = part_at(text, at)) {
        const NameStep *step = names_find(&renaming->steps, scope, part);
        if (!step)
            break;
        if (step->plan) {
            plan = step->plan;
            *to = at + part.length;
        }
        scope = step->number;
        at = skip_blanks(text, at + part.length);
    }
    return plan;
}

/* Where the string, the remark or nothing of both that begins at `at` ends. */
static size_t skip_quoted(Text text, size_t at)
{
    if (text.at[at] == '"') {
        for (at++; at < text.length && text.at[at] != '"'; at++)
            at += text.at[at] == '\\';
        return at < text.length ? at + 1 : text.length;
    }
    Text rest = text_slice(text, at, text.length), end = text_starts(rest, TEXT("//")) ? TEXT("\n") : TEXT("*/");
    if (!text_starts(rest, TEXT("//")) && !text_starts(rest, TEXT("/*")))
        return at;
    size_t found = text_find(text, end, at + 2);
    return found == SIZE_MAX ? text.length : found + end.length;
}

/* `count(list)` is the function of the language, whatever else is called count. */
static bool is_call_of_language(const NamePlan *plan, Text text, size_t to)
{
    size_t next = skip_blanks(text, to);
    return is_language_word(plan->old) && !(plan->roles & ROLE_FUNCTION) && next < text.length && text.at[next] == '(';
}

/* One piece of an expression: a string, a remark, a name, a word that is none, or one byte. Returns where the next begins. */
static size_t rename_piece(const Renaming *renaming, Builder *out, Text text, size_t at)
{
    size_t to = skip_quoted(text, at);
    const NamePlan *plan = to == at ? longest_name(renaming, text, at, &to) : NULL;
    if (plan && !is_call_of_language(plan, text, to)) {
        build_text(out, plan->fresh);
        return to;
    }
    if (!plan && to == at)
        to = at + (is_word_byte(text.at[at]) ? part_at(text, at).length : 1);
    build_text(out, text_slice(text, at, to));
    return to;
}

static Text rename_expression(const Renaming *renaming, Text text)
{
    Builder out = builder_on(renaming->task->region);
    for (size_t at = 0; at < text.length;)
        at = rename_piece(renaming, &out, text, at);
    return builder_text(&out);
}

/* ---- the model anew ---- */

static Text rename_whole(const Renaming *renaming, Text name, unsigned roles)
{
    const NamePlan *plan = names_find(&renaming->old, 0, name_normal(renaming->task->region, name));
    return plan && plan->roles & roles ? plan->fresh : name;
}

static void rename_attributes(const Renaming *renaming, XmlElement *element)
{
    static const unsigned any = ~0u;
    XmlAttribute *attributes = REGION_ARRAY(renaming->task->region, XmlAttribute, element->attribute_count);
    for (uint32_t i = 0; i < element->attribute_count; i++) {
        attributes[i] = element->attributes[i];
        bool named = text_is(attributes[i].name, "name") && roles_of(element);
        if (attributes[i].space.length)
            continue;
        if (named || text_is(attributes[i].name, "iteratorVariable"))
            attributes[i].value = rename_whole(renaming, attributes[i].value, any);
        else if (text_is(attributes[i].name, "typeRef"))
            attributes[i].value = rename_whole(renaming, attributes[i].value, ROLE_TYPE);
    }
    element->attributes = attributes;
}

static void rename_text(const Renaming *renaming, XmlElement *element)
{
    Text fresh = element->text;
    if (xml_is(element, "text"))
        fresh = rename_expression(renaming, fresh);
    else if (xml_is(element, "typeRef"))
        fresh = rename_whole(renaming, text_trim(fresh), ROLE_TYPE);
    if (text_equal(fresh, element->text))
        return;
    Source *own = REGION_NEW(renaming->task->region, Source);
    *own = (Source){ element->span.source ? element->span.source->name : TEXT_NONE, fresh };
    element->text = fresh;
    element->text_span = (Span){ own, 0, (uint32_t)fresh.length };
}

/* Depth is that of the document, which has a limit. */
static XmlElement *renamed_tree(const Renaming *renaming, const XmlElement *element, const XmlElement *parent)
{
    XmlElement *copy = REGION_NEW(renaming->task->region, XmlElement);
    const XmlElement **next = &copy->first;
    *copy = *element;
    copy->parent = parent;
    copy->next = NULL;
    rename_attributes(renaming, copy);
    rename_text(renaming, copy);
    for (const XmlElement *child = element->first; child; child = child->next) {
        XmlElement *fresh = renamed_tree(renaming, child, copy);
        *next = fresh;
        next = &fresh->next;
    }
    return copy;
}

const DmnModel *dmn_names_fit(Task *task, const DmnModel *model)
{
    Renaming renaming = { .task = task, .model = model, .old = { .region = task->region }, .used = { .region = task->region }, .steps = { .region = task->region } };
    collect_names(&renaming, model->xml);
    if (!choose_names(&renaming))
        return model;
    for (size_t i = 0; i < renaming.plans.count; i++)
        add_steps(&renaming, renaming.plans.at[i]);
    return dmn_outline(task, model->source, renamed_tree(&renaming, model->xml, NULL));
}

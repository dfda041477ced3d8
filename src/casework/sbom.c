/* casework/sbom.c - see sbom.h: what both forms share. */
#include "casework/sbom.h"

#include <stdlib.h>

/* ---- members ---- */

static const char *const KIND_NAMES[] = {
    [JSON_NULL] = "null", [JSON_FALSE] = "a boolean", [JSON_TRUE] = "a boolean", [JSON_NUMBER] = "a number",
    [JSON_STRING] = "a text", [JSON_ARRAY] = "a list", [JSON_OBJECT] = "an object",
};

const Json *sbom_member(SbomReader *reader, const Json *object, const char *key, JsonKind kind)
{
    const Json *member = json_get(object, text_of(key));
    if (!member || member->kind == kind)
        return member;
    if (member->kind == JSON_NULL) /* no form has it, some tools write it: nothing is told */
        return NULL;
    report_error(reader->task->report, "sbom-member", json_span(reader->source, member), "\"%s\" is %s, a bill of materials has %s there", key, KIND_NAMES[member->kind],
                 KIND_NAMES[kind]);
    reader->failed = true;
    return NULL;
}

Text sbom_text(SbomReader *reader, const Json *object, const char *key)
{
    const Json *member = sbom_member(reader, object, key, JSON_STRING);
    return member ? member->text : TEXT_NONE;
}

/* ---- identity ---- */

/* purl = "pkg:" TYPE "/" [NAMESPACE "/"] NAME ["@" VERSION] ["?" QUALIFIERS] ["#" SUBPATH] */
static Text purl_without_version(Text purl)
{
    size_t end = purl.length;
    for (size_t i = 0; i < purl.length && end == purl.length; i++)
        if (purl.at[i] == '?' || purl.at[i] == '#')
            end = i;
    size_t slash = 0;
    for (size_t i = 0; i < end; i++)
        if (purl.at[i] == '/')
            slash = i;
    for (size_t i = slash + 1; i < end; i++)
        if (purl.at[i] == '@')
            end = i;
    return text_slice(purl, 0, end);
}

static Text identity_of(Region *region, const SbomComponent *component)
{
    if (component->purl.length)
        return purl_without_version(component->purl);
    return text_format(region, TEXT_FMT ":" TEXT_FMT "%s" TEXT_FMT, TEXT_ARG(component->type), TEXT_ARG(component->group), component->group.length ? "/" : "", TEXT_ARG(component->name));
}

void sbom_add(SbomReader *reader, SbomComponent component, const Json *json)
{
    component.span = (Span){ reader->source, json->from, json->from + 1 };
    if (!component.name.length && json_get(json, TEXT("name"))) /* told, and empty */
        component.name = component.purl.length ? component.purl : component.ref;
    if (!component.name.length && !reader->failed) {
        report_error(reader->task->report, "sbom-no-name", component.span, "a component has no name");
        reader->failed = true;
    }
    if (reader->components.count == LIMIT_SBOM_COMPONENTS) {
        report_error(reader->task->report, "sbom-too-large", component.span, "a bill of materials of more than %d components", (int)LIMIT_SBOM_COMPONENTS);
        reader->failed = true;
    }
    if (reader->failed)
        return;
    component.identity = identity_of(reader->task->region, &component);
    *LIST_ADD(reader->task->region, reader->components) = component;
}

/* ---- references ---- */

static int by_ref(const void *a, const void *b)
{
    const SbomComponent *left = *(const SbomComponent *const *)a, *right = *(const SbomComponent *const *)b;
    int order = text_compare(left->ref, right->ref);
    return order ? order : (left > right) - (left < right);
}

/* Some tools write one component at two places; the first is the one that is meant. */
static void index_refs(SbomReader *reader, Sbom *out)
{
    size_t count = 0;
    const SbomComponent **sorted = REGION_ARRAY(reader->task->region, const SbomComponent *, reader->components.count + 1);
    for (size_t i = 0; i < reader->components.count; i++)
        if (reader->components.at[i].ref.length)
            sorted[count++] = &reader->components.at[i];
    qsort(sorted, count, sizeof *sorted, by_ref);
    for (size_t i = 1; i < count; i++)
        if (text_equal(sorted[i]->ref, sorted[i - 1]->ref)) {
            Problem *problem = report_warning(reader->task->report, "sbom-ref-twice", sorted[i]->span, "reference \"" TEXT_FMT "\" stands at two components", TEXT_ARG(sorted[i]->ref));
            problem_also(reader->task->report, problem, sorted[i - 1]->span, "the first, which counts");
        }
    out->ref_count = (uint32_t)count;
    out->by_ref = sorted;
}

const SbomComponent *sbom_component(const Sbom *sbom, Text ref)
{
    size_t low = 0, high = sbom->ref_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (text_compare(sbom->by_ref[middle]->ref, ref) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < sbom->ref_count && text_equal(sbom->by_ref[low]->ref, ref) ? sbom->by_ref[low] : NULL;
}

/* ---- the whole ---- */

static void unknown_form(SbomReader *reader, const Json *root)
{
    Problem *problem = report_error(reader->task->report, "sbom-form", json_span(reader->source, root), "this is no bill of materials that is known here");
    problem_hint(reader->task->report, problem, "CycloneDX 1.2 to 1.6 says \"bomFormat\": \"CycloneDX\"; SPDX 2.2 and 2.3 say \"spdxVersion\": \"SPDX-2.3\"; both as JSON.");
    reader->failed = true;
}

const Sbom *sbom_read(Task *task, const Source *source)
{
    const Json *root = json_read(task, source);
    if (!root)
        return NULL;
    Sbom *sbom = REGION_NEW(task->region, Sbom);
    SbomReader reader = { .task = task, .source = source };
    sbom->source = source;
    const Json *wrapped = root->kind == JSON_OBJECT ? json_get(root, TEXT("sbom")) : NULL; /* as code forges hand SPDX out */
    root = wrapped && wrapped->kind == JSON_OBJECT ? wrapped : root;
    const Json *form = root->kind == JSON_OBJECT ? json_get(root, TEXT("bomFormat")) : NULL;
    if (form && form->kind == JSON_STRING && text_is(form->text, "CycloneDX"))
        sbom_read_cyclonedx(&reader, root, sbom);
    else if (!form && root->kind == JSON_OBJECT && json_get(root, TEXT("spdxVersion")))
        sbom_read_spdx(&reader, root, sbom);
    else
        unknown_form(&reader, form ? form : root);
    index_refs(&reader, sbom);
    sbom->form = reader.form;
    sbom->count = (uint32_t)reader.components.count;
    sbom->components = reader.components.at;
    return reader.failed ? NULL : sbom;
}

/* casework/sbom.c - see sbom.h: what the forms share. The document is read as an outline first; the items of its lists come one at a time
 * into memory of their own, and what a component keeps points into the file or is copied. */
#include "casework/sbom.h"

#include <stdlib.h>

#include "base/encoding.h"
#include "base/file.h"
#include "base/utf8.h"

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

/* ---- lists ---- */

static bool is_item(SbomReader *reader, const Json *item, const char *key)
{
    if (item->kind == JSON_OBJECT)
        return true;
    report_error(reader->task->report, "sbom-member", json_span(reader->source, item), "an item of \"%s\" is %s, a bill of materials has an object there", key, KIND_NAMES[item->kind]);
    reader->failed = true;
    return false;
}

void sbom_each(SbomReader *reader, const Json *object, const char *key, SbomItem *item)
{
    const Json *list = sbom_member(reader, object, key, JSON_ARRAY);
    JsonItems items = list ? json_items(reader->source, list) : (JsonItems){ 0 };
    while (list && !reader->failed && !task_cancelled(reader->task)) {
        RegionMark mark = region_mark(&reader->region);
        const Json *json = json_item_next(&reader->hand, &items);
        if (!json)
            return;
        if (is_item(reader, json, key))
            item(reader, json);
        region_drop(&reader->region, mark);
    }
}

void sbom_each_inside(SbomReader *reader, const Json *object, const char *key, SbomItem *item)
{
    const Json *list = sbom_member(reader, object, key, JSON_ARRAY);
    for (const Json *json = list ? list->first : NULL; json && !reader->failed; json = json->next)
        if (is_item(reader, json, key))
            item(reader, json);
}

Text sbom_kept(SbomReader *reader, Text text)
{
    Text all = reader->source->bytes;
    bool in_file = text.length && text.at >= all.at && text.at < all.at + all.length;
    return in_file || !text.length ? text : text_copy(reader->task->region, text);
}

/* ---- identity ---- */

static Text full_name(Region *region, const SbomComponent *component)
{
    if (!component->group.length)
        return component->name;
    return text_format(region, TEXT_FMT "/" TEXT_FMT, TEXT_ARG(component->group), TEXT_ARG(component->name));
}

/* Without a purl it is type, group and name; a type that is not told is taken for a library, as SPDX often leaves it. */
static void identify(SbomReader *reader, SbomComponent *component)
{
    Region *region = reader->task->region;
    if (!component->purl.length || !purl_read(region, component->purl, &component->package)) {
        Text type = component->type.length ? component->type : TEXT("library"), name = full_name(region, component);
        component->package = (Purl){ .type = TEXT_NONE };
        component->identity = text_format(region, TEXT_FMT ":" TEXT_FMT, TEXT_ARG(component->type), TEXT_ARG(name));
        component->key = text_format(region, TEXT_FMT ":" TEXT_FMT, TEXT_ARG(type), TEXT_ARG(name));
        return;
    }
    component->identity = purl_without_version(component->purl);
    component->key = text_format(region, "pkg:" TEXT_FMT "/" TEXT_FMT, TEXT_ARG(component->package.type), TEXT_ARG(component->package.path));
    if (!component->version.length)
        component->version = component->package.version;
}

static void keep(SbomReader *reader, SbomComponent *component)
{
    Text *texts[] = { &component->type, &component->group, &component->name, &component->version, &component->purl, &component->ref, &component->licence };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = sbom_kept(reader, *texts[i]);
}

void sbom_keep_crypto(SbomReader *reader, SbomCrypto *crypto)
{
    Text *texts[] = { &crypto->asset, &crypto->primitive, &crypto->family, &crypto->parameter, &crypto->curve, &crypto->mode, &crypto->protocol, &crypto->version, &crypto->material, &crypto->size,
                      &crypto->algorithm };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = sbom_kept(reader, *texts[i]);
}

void sbom_name_product(SbomReader *reader, SbomComponent *component)
{
    component->is_product = true;
    reader->out->name = component->name;
    reader->out->version = component->version;
}

/* What a component without a name of its own is called by. */
static Text other_name(Region *region, const SbomComponent *component)
{
    Purl purl;
    if (component->purl.length && purl_read(region, component->purl, &purl))
        return purl.name;
    return component->purl.length ? component->purl : component->ref;
}

void sbom_add(SbomReader *reader, SbomComponent component, Span span)
{
    component.span = span;
    if (!component.name.length)
        component.name = other_name(reader->task->region, &component);
    if (!component.name.length && !reader->failed) {
        report_error(reader->task->report, "sbom-no-name", span, "a component has no name");
        reader->failed = true;
    }
    if (reader->components.count == LIMIT_SBOM_COMPONENTS && !reader->failed) {
        report_error(reader->task->report, "sbom-too-large", span, "a bill of materials of more than %d components", (int)LIMIT_SBOM_COMPONENTS);
        reader->failed = true;
    }
    if (reader->failed)
        return;
    keep(reader, &component);
    identify(reader, &component);
    *LIST_ADD(reader->task->region, reader->components) = component;
}

/* ---- hashes ---- */

void sbom_read_hashes(SbomReader *reader, const Json *json, const char *list, const char *algorithm, const char *content, SbomComponent *component)
{
    const Json *array = sbom_member(reader, json, list, JSON_ARRAY);
    if (!array || !array->count)
        return;
    SbomHash *hashes = REGION_ARRAY(reader->task->region, SbomHash, array->count);
    for (const Json *item = array->first; item; item = item->next)
        if (item->kind == JSON_OBJECT)
            hashes[component->hash_count++] = (SbomHash){ sbom_kept(reader, sbom_text(reader, item, algorithm)), sbom_kept(reader, sbom_text(reader, item, content)) };
    component->hashes = hashes;
}

/* "SHA-256" and "SHA256" are one. */
static bool same_algorithm(Text left, Text right)
{
    size_t i = 0, j = 0;
    while (i < left.length && j < right.length) {
        if (left.at[i] == '-' || right.at[j] == '-') {
            i += left.at[i] == '-';
            j += right.at[j] == '-';
        } else if ((left.at[i++] | 0x20) != (right.at[j++] | 0x20))
            return false;
    }
    return i == left.length && j == right.length;
}

/* Hexadecimal digits, in whatever letters. */
static bool same_content(Text left, Text right)
{
    bool same = left.length == right.length;
    for (size_t i = 0; same && i < left.length; i++)
        same = (left.at[i] | 0x20) == (right.at[i] | 0x20);
    return same;
}

bool sbom_hashes_differ(const SbomComponent *left, const SbomComponent *right)
{
    for (uint32_t i = 0; i < left->hash_count; i++)
        for (uint32_t k = 0; k < right->hash_count; k++)
            if (same_algorithm(left->hashes[i].algorithm, right->hashes[k].algorithm) && !same_content(left->hashes[i].content, right->hashes[k].content))
                return true;
    return false;
}

/* ---- references ---- */

static int by_ref(const void *a, const void *b)
{
    const SbomComponent *left = *(const SbomComponent *const *)a, *right = *(const SbomComponent *const *)b;
    int order = text_compare(left->ref, right->ref);
    return order ? order : (left > right) - (left < right);
}

/* Some tools write one component at two places; the first is the one that is meant. Told once, however many they are. */
static void tell_twice(SbomReader *reader, const SbomComponent *const *sorted, size_t count)
{
    const SbomComponent *first = NULL, *second = NULL;
    size_t more = 0;
    for (size_t i = 1; i < count; i++)
        if (text_equal(sorted[i]->ref, sorted[i - 1]->ref)) {
            more += second != NULL;
            bool earlier = !second || sorted[i] < second;
            first = earlier ? sorted[i - 1] : first;
            second = earlier ? sorted[i] : second;
        }
    if (!second)
        return;
    Problem *problem = report_warning(reader->task->report, "sbom-ref-twice", second->span, "reference \"" TEXT_FMT "\" stands at two components", TEXT_ARG(second->ref));
    problem_also(reader->task->report, problem, first->span, "the first, which counts");
    if (more)
        problem_hint(reader->task->report, problem, "The same is so %zu times more.", more);
}

static void index_refs(SbomReader *reader, Sbom *out)
{
    size_t count = 0;
    const SbomComponent **sorted = REGION_ARRAY(reader->task->region, const SbomComponent *, reader->components.count + 1);
    for (size_t i = 0; i < reader->components.count; i++)
        if (reader->components.at[i].ref.length)
            sorted[count++] = &reader->components.at[i];
    qsort(sorted, count, sizeof *sorted, by_ref);
    tell_twice(reader, sorted, count);
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

/* ---- two bills, one of which tells no package URLs ---- */

typedef struct Named {
    Text name; /* a package's path in small letters */
    Text key;
} Named;

static int by_name(const void *a, const void *b)
{
    const Named *left = a, *right = b;
    int order = text_compare(left->name, right->name);
    return order ? order : text_compare(left->key, right->key);
}

static int by_name_alone(const void *a, const void *b) { return text_compare(((const Named *)a)->name, ((const Named *)b)->name); }

/* Names of packages, sorted, without those that two packages have. */
static size_t names_of(Region *region, const Sbom *sbom, Named *names)
{
    size_t count = 0, left = 0;
    for (uint32_t i = 0; i < sbom->count; i++)
        if (sbom->components[i].package.type.length)
            names[count++] = (Named){ utf8_lower(region, sbom->components[i].package.path), sbom->components[i].key };
    qsort(names, count, sizeof *names, by_name);
    for (size_t i = 0; i < count;) {
        size_t end = i + 1;
        while (end < count && text_equal(names[end].name, names[i].name))
            end++;
        if (text_equal(names[end - 1].key, names[i].key))
            names[left++] = names[i];
        i = end;
    }
    return left;
}

static bool may_be_package(const SbomComponent *component)
{
    static const char *const TYPES[] = { "", "library", "framework", "application" };
    for (size_t i = 0; i < sizeof TYPES / sizeof *TYPES; i++)
        if (text_equal(component->type, text_of(TYPES[i])))
            return !component->package.type.length && !component->crypto && !component->is_part;
    return false;
}

void sbom_align(Region *region, Sbom *sbom, const Sbom *other)
{
    Named *names = NULL;
    size_t count = 0;
    for (uint32_t i = 0; i < sbom->count; i++) {
        SbomComponent *component = &sbom->components[i];
        if (!may_be_package(component))
            continue;
        if (!names) {
            names = REGION_ARRAY(region, Named, other->count + 1);
            count = names_of(region, other, names);
        }
        Named wanted = { utf8_lower(region, full_name(region, component)), TEXT_NONE };
        const Named *found = bsearch(&wanted, names, count, sizeof *names, by_name_alone);
        component->key = found ? found->key : component->key;
    }
}

/* ---- which form ---- */

static const char KNOWN_FORMS[] = "Read are CycloneDX 1.2 to 1.7 as JSON (\"bomFormat\": \"CycloneDX\") or XML, and SPDX 2.2 and 2.3 as JSON (\"spdxVersion\": \"SPDX-2.3\").";

static void refuse(SbomReader *reader, Span span, const char *what)
{
    Problem *problem = report_error(reader->task->report, "sbom-form", span, "%s", what);
    problem_hint(reader->task->report, problem, "%s", KNOWN_FORMS);
    reader->failed = true;
}

/* SPDX 3 is a graph: { "@context": "https://spdx.org/rdf/3.0.1/...", "@graph": [...] }. */
static bool is_spdx_3(const Json *root)
{
    const Json *context = json_get(root, TEXT("@context"));
    return context && context->kind == JSON_STRING && text_find(context->text, TEXT("spdx.org/rdf/3"), 0) != SIZE_MAX;
}

static void read_json(SbomReader *reader)
{
    const Json *root = json_read_outline(reader->task, reader->source);
    const Json *wrapped = root && root->kind == JSON_OBJECT ? json_get(root, TEXT("sbom")) : NULL; /* as code forges hand SPDX out */
    root = wrapped && wrapped->kind == JSON_OBJECT ? wrapped : root;
    const Json *form = json_get(root, TEXT("bomFormat"));
    reader->failed = !root;
    if (!root)
        return;
    if (form && form->kind == JSON_STRING && text_is(form->text, "CycloneDX"))
        sbom_read_cyclonedx(reader, root);
    else if (!form && json_get(root, TEXT("spdxVersion")))
        sbom_read_spdx(reader, root);
    else if (is_spdx_3(root))
        refuse(reader, json_span(reader->source, json_get(root, TEXT("@context"))), "this is SPDX 3, which is not read");
    else
        refuse(reader, json_span(reader->source, form ? form : root), "this is no bill of materials that is known here");
}

static void read_xml(SbomReader *reader)
{
    const XmlElement *root = xml_read(reader->task, reader->source);
    reader->failed = !root;
    if (root && text_starts(root->space, TEXT("http://cyclonedx.org/schema/bom/")) && xml_is(root, "bom"))
        sbom_read_cyclonedx_xml(reader, root);
    else if (root)
        refuse(reader, root->span, "this XML is no bill of materials that is known here");
}

/* Forms that are known, and not read: what they begin with, and what is said of them. */
static const struct {
    const char *begins, *words;
} OTHER_FORMS[] = {
    { "SPDXVersion:", "this is SPDX as tags and values, which is not read" },
    { "bomFormat:", "this is a bill of materials as YAML, which is not read" },
    { "spdxVersion:", "this is a bill of materials as YAML, which is not read" },
    { "SPDXID:", "this is a bill of materials as YAML, which is not read" },
    { "---", "this is a bill of materials as YAML, which is not read" },
};

static Text without_blanks(Text text)
{
    size_t at = 0;
    while (at < text.length && strchr(" \t\r\n", text.at[at]) && text.at[at])
        at++;
    return text_slice(text, at, text.length);
}

static void read_other(SbomReader *reader)
{
    Text bytes = reader->source->bytes;
    Span start = { reader->source, 0, bytes.length ? 1 : 0 };
    for (size_t i = 0; i < sizeof OTHER_FORMS / sizeof *OTHER_FORMS; i++)
        if (text_starts(bytes, text_of(OTHER_FORMS[i].begins)) || text_starts(without_blanks(bytes), text_of(OTHER_FORMS[i].begins))) {
            refuse(reader, start, OTHER_FORMS[i].words);
            return;
        }
    read_json(reader); /* which says where it is none */
}

static void read_form(void *argument)
{
    SbomReader *reader = argument;
    Text text = without_blanks(reader->source->bytes);
    reader->region.on_empty = reader->task->region->on_empty; /* the guard around this */
    if (text_starts(text, TEXT("<")))
        read_xml(reader);
    else
        read_other(reader);
    if (!reader->failed)
        index_refs(reader, reader->out);
}

/* ---- the whole ---- */

/* JSON and XML are UTF-8 unless a mark says UTF-16: there is nothing to ask. */
static const Source *decoded(Task *task, Text name, Text bytes)
{
    static const Text MARK = { "\xef\xbb\xbf", 3 };
    bool wide = text_starts(bytes, TEXT("\xff\xfe")) || text_starts(bytes, TEXT("\xfe\xff"));
    if (wide)
        return source_decoded(task, name, bytes, TEXT_NONE);
    return source_from(task, name, text_starts(bytes, MARK) ? text_slice(bytes, MARK.length, bytes.length) : bytes);
}

static const Text PROTOCOL_BUFFERS = { "\n\0031.", 4 }; /* field 1, three bytes: the version */

const Source *sbom_file(Task *task, const char *path)
{
    Text bytes, name = text_copy(task->region, text_of(path));
    if (!file_bytes(task, path, LIMIT_SBOM_BYTES, &bytes))
        return NULL;
    if (!text_starts(bytes, PROTOCOL_BUFFERS))
        return decoded(task, name, bytes);
    Problem *problem = report_error(task->report, "sbom-form", SPAN_NONE, "this is CycloneDX as protocol buffers, which is not read");
    problem_where(task->report, problem, TEXT_FMT, TEXT_ARG(name));
    problem_hint(task->report, problem, "%s", KNOWN_FORMS);
    return NULL;
}

/* The memory of the item at hand is closed whatever happens; it runs dry like the task's own. */
Sbom *sbom_read(Task *task, const Source *source)
{
    SbomReader reader = { .task = task, .hand = *task, .source = source, .out = REGION_NEW(task->region, Sbom) };
    region_init(&reader.region, task->region->allocator);
    reader.hand.region = &reader.region;
    reader.out->source = source;
    bool enough = region_guard(task->region, read_form, &reader);
    region_close(&reader.region);
    if (!enough)
        region_give_up(task->region);
    reader.out->count = (uint32_t)reader.components.count;
    reader.out->components = reader.components.at;
    return reader.failed || task_cancelled(task) ? NULL : reader.out;
}

/* casework/sbom_spdx.c - SPDX 2.2 and 2.3 as JSON: packages, and files. What packages are for (primaryPackagePurpose, clause 7.24) is told in
 * CycloneDX's words, so that one release may come in one form and the next in the other. Files are no components of their own; what they are
 * may tell of a model. */
#include "casework/sbom.h"

static const struct {
    const char *spdx, *type;
} PURPOSES[] = {
    { "APPLICATION", "application" }, { "FRAMEWORK", "framework" },  { "LIBRARY", "library" }, { "CONTAINER", "container" },
    { "OPERATING-SYSTEM", "operating-system" }, { "OPERATING_SYSTEM", "operating-system" }, { "DEVICE", "device" }, { "FIRMWARE", "firmware" }, { "FILE", "file" },
};

static Text type_of(Text purpose)
{
    for (size_t i = 0; i < sizeof PURPOSES / sizeof *PURPOSES; i++)
        if (text_equal(purpose, text_of(PURPOSES[i].spdx)))
            return text_of(PURPOSES[i].type);
    return TEXT_NONE;
}

/* externalRefs: [{ "referenceType": "purl", "referenceLocator" }]; 2.2 allowed the type as a URL that ends in it. */
static Text purl_of(SbomReader *reader, const Json *package)
{
    const Json *list = sbom_member(reader, package, "externalRefs", JSON_ARRAY);
    for (const Json *item = list ? list->first : NULL; item; item = item->next) {
        Text type = item->kind == JSON_OBJECT ? sbom_text(reader, item, "referenceType") : TEXT_NONE;
        if (text_is(type, "purl") || text_ends(type, TEXT("/purl")))
            return sbom_text(reader, item, "referenceLocator");
    }
    return TEXT_NONE;
}

/* NOASSERTION and NONE say that nothing is said. */
static Text said(Text text)
{
    return text_is(text, "NOASSERTION") || text_is(text, "NONE") ? TEXT_NONE : text;
}

static Text licence_of(SbomReader *reader, const Json *package)
{
    Text licence = said(sbom_text(reader, package, "licenseConcluded"));
    return licence.length ? licence : said(sbom_text(reader, package, "licenseDeclared"));
}

static void read_package(SbomReader *reader, const Json *json)
{
    SbomComponent component = {
        .type = type_of(sbom_text(reader, json, "primaryPackagePurpose")), .name = sbom_text(reader, json, "name"), .version = said(sbom_text(reader, json, "versionInfo")),
        .purl = purl_of(reader, json), .ref = sbom_text(reader, json, "SPDXID"), .licence = licence_of(reader, json),
    };
    sbom_read_hashes(reader, json, "checksums", "algorithm", "checksumValue", &component);
    sbom_add(reader, component, sbom_span(reader, json));
}

static void read_file(SbomReader *reader, const Json *json)
{
    sbom_add(reader, (SbomComponent){ .type = TEXT("file"), .name = sbom_text(reader, json, "fileName"), .ref = sbom_text(reader, json, "SPDXID"), .is_part = true }, sbom_span(reader, json));
}

/* ---- the product ---- */

static void take_product(SbomReader *reader, Text id)
{
    for (size_t i = 0; i < reader->components.count; i++)
        if (text_equal(reader->components.at[i].ref, id) && !reader->components.at[i].is_part)
            sbom_name_product(reader, &reader->components.at[i]);
}

/* The document describes it, which is a relationship; some tools wrote a list of its own for that. */
static void read_relationship(SbomReader *reader, const Json *json)
{
    Text type = sbom_text(reader, json, "relationshipType"), from = sbom_text(reader, json, "spdxElementId"), to = sbom_text(reader, json, "relatedSpdxElement");
    if (text_is(type, "DESCRIBES") && text_is(from, "SPDXRef-DOCUMENT"))
        take_product(reader, to);
    else if (text_is(type, "DESCRIBED_BY") && text_is(to, "SPDXRef-DOCUMENT"))
        take_product(reader, from);
}

static void read_described(SbomReader *reader, const Json *root)
{
    const Json *list = sbom_member(reader, root, "documentDescribes", JSON_ARRAY);
    JsonItems items = list ? json_items(reader->source, list) : (JsonItems){ 0 };
    for (const Json *id; list && (id = json_item_next(&reader->hand, &items));)
        if (id->kind == JSON_STRING)
            take_product(reader, id->text);
}

void sbom_read_spdx(SbomReader *reader, const Json *root)
{
    Text version = sbom_text(reader, root, "spdxVersion");
    reader->out->form = text_format(reader->task->region, "SPDX " TEXT_FMT, TEXT_ARG(text_slice(version, text_starts(version, TEXT("SPDX-")) ? 5 : 0, version.length)));
    if (!text_is(version, "SPDX-2.2") && !text_is(version, "SPDX-2.3")) {
        report_error(reader->task->report, "sbom-version", json_span(reader->source, json_get(root, TEXT("spdxVersion"))), "\"" TEXT_FMT "\" is not known here; SPDX-2.2 and SPDX-2.3 are", TEXT_ARG(version));
        reader->failed = true;
        return;
    }
    sbom_each(reader, root, "packages", read_package);
    reader->out->name = sbom_text(reader, root, "name");
    read_described(reader, root);
    sbom_each(reader, root, "relationships", read_relationship);
    sbom_each(reader, root, "files", read_file);
}

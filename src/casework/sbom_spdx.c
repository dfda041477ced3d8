/* casework/sbom_spdx.c - SPDX 2.2 and 2.3 as JSON: packages. What they are for (primaryPackagePurpose, clause 7.24) is told in CycloneDX's
 * words, so that one release may come in one form and the next in the other. */
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

/* externalRefs: [{ "referenceType": "purl", "referenceLocator" }] */
static Text purl_of(SbomReader *reader, const Json *package)
{
    const Json *list = sbom_member(reader, package, "externalRefs", JSON_ARRAY);
    for (const Json *item = list ? list->first : NULL; item; item = item->next)
        if (item->kind == JSON_OBJECT && text_is(sbom_text(reader, item, "referenceType"), "purl"))
            return sbom_text(reader, item, "referenceLocator");
    return TEXT_NONE;
}

static Text hash_of(SbomReader *reader, const Json *package)
{
    const Json *list = sbom_member(reader, package, "checksums", JSON_ARRAY), *last = NULL;
    for (const Json *item = list ? list->first : NULL; item; item = item->next)
        last = item->kind == JSON_OBJECT ? item : last;
    if (!last)
        return TEXT_NONE;
    Text algorithm = sbom_text(reader, last, "algorithm"), value = sbom_text(reader, last, "checksumValue");
    return text_format(reader->task->region, TEXT_FMT ":" TEXT_FMT, TEXT_ARG(algorithm), TEXT_ARG(value));
}

/* NOASSERTION and NONE say that nothing is said. */
static Text licence_of(SbomReader *reader, const Json *package)
{
    Text licence = sbom_text(reader, package, "licenseConcluded");
    if (!licence.length || text_is(licence, "NOASSERTION"))
        licence = sbom_text(reader, package, "licenseDeclared");
    return text_is(licence, "NOASSERTION") || text_is(licence, "NONE") ? TEXT_NONE : licence;
}

static void read_package(SbomReader *reader, const Json *json)
{
    if (json->kind != JSON_OBJECT) {
        report_error(reader->task->report, "sbom-member", json_span(reader->source, json), "a package is no object");
        reader->failed = true;
        return;
    }
    sbom_add(reader, (SbomComponent){
        .type = type_of(sbom_text(reader, json, "primaryPackagePurpose")), .name = sbom_text(reader, json, "name"), .version = sbom_text(reader, json, "versionInfo"),
        .purl = purl_of(reader, json), .ref = sbom_text(reader, json, "SPDXID"), .hash = hash_of(reader, json), .licence = licence_of(reader, json),
    }, json);
}

/* The packages that the document describes are the product. */
static void find_product(SbomReader *reader, const Json *root, Sbom *out)
{
    const Json *described = sbom_member(reader, root, "documentDescribes", JSON_ARRAY);
    const Json *first = described ? described->first : NULL;
    out->name = sbom_text(reader, root, "name");
    for (size_t i = 0; first && first->kind == JSON_STRING && i < reader->components.count; i++)
        if (text_equal(reader->components.at[i].ref, first->text)) {
            out->name = reader->components.at[i].name;
            out->version = reader->components.at[i].version;
            reader->components.at[i].is_product = true;
        }
}

void sbom_read_spdx(SbomReader *reader, const Json *root, Sbom *out)
{
    Text version = sbom_text(reader, root, "spdxVersion");
    reader->form = text_format(reader->task->region, "SPDX " TEXT_FMT, TEXT_ARG(text_slice(version, text_starts(version, TEXT("SPDX-")) ? 5 : 0, version.length)));
    if (!text_is(version, "SPDX-2.2") && !text_is(version, "SPDX-2.3")) {
        report_error(reader->task->report, "sbom-version", json_span(reader->source, json_get(root, TEXT("spdxVersion"))), "\"" TEXT_FMT "\" is not known here; SPDX-2.2 and SPDX-2.3 are", TEXT_ARG(version));
        reader->failed = true;
        return;
    }
    const Json *packages = sbom_member(reader, root, "packages", JSON_ARRAY);
    for (const Json *item = packages ? packages->first : NULL; item && !reader->failed; item = item->next)
        read_package(reader, item);
    find_product(reader, root, out);
}

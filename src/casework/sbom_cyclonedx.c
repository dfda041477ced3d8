/* casework/sbom_cyclonedx.c - CycloneDX 1.2 to 1.6. Components are told beside one another and inside one another; the product itself
 * stands in the metadata and is one of them, since it may be a model or carry cryptography. */
#include "casework/sbom.h"

static const char *const VERSIONS[] = { "1.2", "1.3", "1.4", "1.5", "1.6" };

static bool version_is_known(Text version)
{
    for (size_t i = 0; i < sizeof VERSIONS / sizeof *VERSIONS; i++)
        if (text_equal(version, text_of(VERSIONS[i])))
            return true;
    return false;
}

/* ---- cryptography ---- */

static void read_algorithm(SbomReader *reader, const Json *properties, SbomCrypto *crypto)
{
    const Json *algorithm = sbom_member(reader, properties, "algorithmProperties", JSON_OBJECT);
    if (!algorithm)
        return;
    crypto->primitive = sbom_text(reader, algorithm, "primitive");
    crypto->parameter = sbom_text(reader, algorithm, "parameterSetIdentifier");
    crypto->curve = sbom_text(reader, algorithm, "curve");
    crypto->mode = sbom_text(reader, algorithm, "mode");
}

static void read_protocol(SbomReader *reader, const Json *properties, SbomCrypto *crypto)
{
    const Json *protocol = sbom_member(reader, properties, "protocolProperties", JSON_OBJECT);
    if (!protocol)
        return;
    crypto->protocol = sbom_text(reader, protocol, "type");
    crypto->version = sbom_text(reader, protocol, "version");
    crypto->suites = sbom_member(reader, protocol, "cipherSuites", JSON_ARRAY);
}

static void read_material(SbomReader *reader, const Json *properties, SbomCrypto *crypto)
{
    const Json *material = sbom_member(reader, properties, "relatedCryptoMaterialProperties", JSON_OBJECT);
    if (!material)
        return;
    const Json *size = sbom_member(reader, material, "size", JSON_NUMBER);
    crypto->material = sbom_text(reader, material, "type");
    crypto->algorithm = sbom_text(reader, material, "algorithmRef");
    crypto->size = size ? size->text : TEXT_NONE;
}

static const SbomCrypto *read_crypto(SbomReader *reader, const Json *component)
{
    const Json *properties = sbom_member(reader, component, "cryptoProperties", JSON_OBJECT);
    if (!properties)
        return NULL;
    SbomCrypto *crypto = REGION_NEW(reader->task->region, SbomCrypto);
    crypto->asset = sbom_text(reader, properties, "assetType");
    read_algorithm(reader, properties, crypto);
    read_protocol(reader, properties, crypto);
    read_material(reader, properties, crypto);
    return crypto;
}

/* ---- components ---- */

/* [{ "license": { "id" or "name" } }, { "expression" }] */
static Text read_licence(SbomReader *reader, const Json *component)
{
    const Json *list = sbom_member(reader, component, "licenses", JSON_ARRAY);
    Builder out = builder_on(reader->task->region);
    for (const Json *item = list ? list->first : NULL; item; item = item->next) {
        if (item->kind != JSON_OBJECT)
            continue;
        const Json *licence = sbom_member(reader, item, "license", JSON_OBJECT);
        Text id = licence ? sbom_text(reader, licence, "id") : sbom_text(reader, item, "expression");
        if (licence && !id.length)
            id = sbom_text(reader, licence, "name");
        if (id.length)
            build_format(&out, "%s" TEXT_FMT, out.length ? " AND " : "", TEXT_ARG(id));
    }
    return builder_text(&out);
}

/* The hash told last: which one matters little, as long as both releases are read alike. */
static Text read_hash(SbomReader *reader, const Json *component)
{
    const Json *list = sbom_member(reader, component, "hashes", JSON_ARRAY), *last = NULL;
    for (const Json *item = list ? list->first : NULL; item; item = item->next)
        last = item->kind == JSON_OBJECT ? item : last;
    if (!last)
        return TEXT_NONE;
    Text algorithm = sbom_text(reader, last, "alg"), content = sbom_text(reader, last, "content");
    return text_format(reader->task->region, TEXT_FMT ":" TEXT_FMT, TEXT_ARG(algorithm), TEXT_ARG(content));
}

/* A component of type "data" tells what data it is. */
static bool has_dataset(SbomReader *reader, const Json *component)
{
    const Json *list = sbom_member(reader, component, "data", JSON_ARRAY);
    for (const Json *item = list ? list->first : NULL; item; item = item->next) {
        const Json *type = item->kind == JSON_OBJECT ? json_get(item, TEXT("type")) : NULL;
        if (type && type->kind == JSON_STRING && text_is(type->text, "dataset"))
            return true;
    }
    return false;
}

static void read_components(SbomReader *reader, const Json *around);

static void read_component(SbomReader *reader, const Json *json)
{
    if (json->kind != JSON_OBJECT) {
        report_error(reader->task->report, "sbom-member", json_span(reader->source, json), "a component is no object");
        reader->failed = true;
        return;
    }
    SbomComponent component = {
        .type = sbom_text(reader, json, "type"), .group = sbom_text(reader, json, "group"), .name = sbom_text(reader, json, "name"),
        .version = sbom_text(reader, json, "version"), .purl = sbom_text(reader, json, "purl"), .ref = sbom_text(reader, json, "bom-ref"),
        .hash = read_hash(reader, json), .licence = read_licence(reader, json), .crypto = read_crypto(reader, json),
    };
    component.has_model_card = sbom_member(reader, json, "modelCard", JSON_OBJECT) != NULL;
    component.is_dataset = has_dataset(reader, json);
    sbom_add(reader, component, json);
    read_components(reader, json);
}

static void read_components(SbomReader *reader, const Json *around)
{
    const Json *list = sbom_member(reader, around, "components", JSON_ARRAY);
    for (const Json *item = list ? list->first : NULL; item && !reader->failed; item = item->next)
        read_component(reader, item);
}

/* Services are no components, but what they are called may tell of models and protocols; they are kept as "service". */
static void read_services(SbomReader *reader, const Json *root)
{
    const Json *list = sbom_member(reader, root, "services", JSON_ARRAY);
    for (const Json *item = list ? list->first : NULL; item && !reader->failed; item = item->next)
        if (item->kind == JSON_OBJECT)
            sbom_add(reader, (SbomComponent){ .type = TEXT("service"), .group = sbom_text(reader, item, "group"), .name = sbom_text(reader, item, "name"),
                                              .version = sbom_text(reader, item, "version"), .ref = sbom_text(reader, item, "bom-ref") }, item);
}

void sbom_read_cyclonedx(SbomReader *reader, const Json *root, Sbom *out)
{
    Text version = sbom_text(reader, root, "specVersion");
    reader->form = text_format(reader->task->region, "CycloneDX " TEXT_FMT, TEXT_ARG(version));
    if (!version_is_known(version)) {
        const Json *told = json_get(root, TEXT("specVersion"));
        report_error(reader->task->report, "sbom-version", json_span(reader->source, told ? told : root), "CycloneDX \"" TEXT_FMT "\" is not known here; 1.2 to 1.6 are", TEXT_ARG(version));
        reader->failed = true;
        return;
    }
    const Json *metadata = sbom_member(reader, root, "metadata", JSON_OBJECT);
    const Json *product = metadata ? sbom_member(reader, metadata, "component", JSON_OBJECT) : NULL;
    if (product) {
        out->name = sbom_text(reader, product, "name");
        out->version = sbom_text(reader, product, "version");
        read_component(reader, product);
        if (reader->components.count)
            reader->components.at[0].is_product = true;
    }
    read_components(reader, root);
    read_services(reader, root);
}

/* casework/sbom_cyclonedx.c - CycloneDX 1.2 to 1.7 as JSON. Components are told beside one another and inside one another; the product itself
 * stands in the metadata and is one of them, since it may be a model or carry cryptography. */
#include "casework/sbom.h"

static const char *const VERSIONS[] = { "1.2", "1.3", "1.4", "1.5", "1.6", "1.7" };

static bool version_is_known(Text version)
{
    for (size_t i = 0; i < sizeof VERSIONS / sizeof *VERSIONS; i++)
        if (text_equal(version, text_of(VERSIONS[i])))
            return true;
    return false;
}

void sbom_take_version(SbomReader *reader, Text version, Span span)
{
    reader->out->form = text_format(reader->task->region, "CycloneDX " TEXT_FMT, TEXT_ARG(version));
    if (reader->failed || version_is_known(version))
        return;
    report_error(reader->task->report, "sbom-version", span, "CycloneDX \"" TEXT_FMT "\" is not known here; 1.2 to 1.7 are", TEXT_ARG(version));
    reader->failed = true;
}

/* ---- cryptography ---- */

static void read_algorithm(SbomReader *reader, const Json *properties, SbomCrypto *crypto)
{
    const Json *algorithm = sbom_member(reader, properties, "algorithmProperties", JSON_OBJECT);
    if (!algorithm)
        return;
    crypto->primitive = sbom_text(reader, algorithm, "primitive");
    crypto->family = sbom_text(reader, algorithm, "algorithmFamily");
    crypto->parameter = sbom_text(reader, algorithm, "parameterSetIdentifier");
    crypto->curve = sbom_text(reader, algorithm, "ellipticCurve");
    if (!crypto->curve.length)
        crypto->curve = sbom_text(reader, algorithm, "curve");
    crypto->mode = sbom_text(reader, algorithm, "mode");
}

typedef struct Suites {
    LIST_OF(Text) names;
} Suites;

/* Each item of a list that has a name: a cipher suite, a cipher of IKE with the length of its key. 1.6 told ciphers by reference alone. */
static void read_suites(SbomReader *reader, const Json *around, const char *key, Suites *suites)
{
    const Json *list = around ? sbom_member(reader, around, key, JSON_ARRAY) : NULL;
    for (const Json *item = list ? list->first : NULL; item; item = item->next) {
        if (item->kind != JSON_OBJECT)
            continue;
        Text name = sbom_text(reader, item, "name");
        const Json *length = sbom_member(reader, item, "keyLength", JSON_NUMBER);
        if (length)
            name = text_format(reader->task->region, TEXT_FMT "-" TEXT_FMT, TEXT_ARG(name), TEXT_ARG(length->text));
        if (name.length)
            *LIST_ADD(reader->task->region, suites->names) = sbom_kept(reader, name);
    }
}

static void read_protocol(SbomReader *reader, const Json *properties, SbomCrypto *crypto)
{
    const Json *protocol = sbom_member(reader, properties, "protocolProperties", JSON_OBJECT);
    Suites suites = { .names = { 0 } };
    if (!protocol)
        return;
    crypto->protocol = sbom_text(reader, protocol, "type");
    crypto->version = sbom_text(reader, protocol, "version");
    read_suites(reader, protocol, "cipherSuites", &suites);
    read_suites(reader, sbom_member(reader, protocol, "ikev2TransformTypes", JSON_OBJECT), "encr", &suites);
    crypto->suites = suites.names.at;
    crypto->suite_count = (uint32_t)suites.names.count;
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
    sbom_keep_crypto(reader, crypto);
    return crypto;
}

/* ---- components ---- */

/* [{ "license": { "id" or "name" } }, { "expression" }] */
static Text read_licence(SbomReader *reader, const Json *component)
{
    const Json *list = sbom_member(reader, component, "licenses", JSON_ARRAY);
    Builder out = builder_on(reader->hand.region);
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

static void read_component(SbomReader *reader, const Json *json)
{
    SbomComponent component = {
        .type = sbom_text(reader, json, "type"), .group = sbom_text(reader, json, "group"), .name = sbom_text(reader, json, "name"),
        .version = sbom_text(reader, json, "version"), .purl = sbom_text(reader, json, "purl"), .ref = sbom_text(reader, json, "bom-ref"),
        .licence = read_licence(reader, json), .crypto = read_crypto(reader, json),
    };
    component.has_model_card = sbom_member(reader, json, "modelCard", JSON_OBJECT) != NULL;
    component.is_dataset = has_dataset(reader, json);
    sbom_read_hashes(reader, json, "hashes", "alg", "content", &component);
    sbom_add(reader, component, sbom_span(reader, json));
    sbom_each_inside(reader, json, "components", read_component);
}

/* Services are no components; they are kept as "service". */
static void read_service(SbomReader *reader, const Json *json)
{
    sbom_add(reader, (SbomComponent){ .type = TEXT("service"), .group = sbom_text(reader, json, "group"), .name = sbom_text(reader, json, "name"),
                                      .version = sbom_text(reader, json, "version"), .ref = sbom_text(reader, json, "bom-ref") }, sbom_span(reader, json));
    sbom_each_inside(reader, json, "services", read_service);
}

static void read_product(SbomReader *reader, const Json *root)
{
    const Json *metadata = sbom_member(reader, root, "metadata", JSON_OBJECT);
    const Json *product = metadata ? sbom_member(reader, metadata, "component", JSON_OBJECT) : NULL;
    if (!product)
        return;
    read_component(reader, product);
    if (reader->components.count)
        sbom_name_product(reader, &reader->components.at[0]);
}

void sbom_read_cyclonedx(SbomReader *reader, const Json *root)
{
    Text version = sbom_text(reader, root, "specVersion");
    const Json *told = json_get(root, TEXT("specVersion"));
    sbom_take_version(reader, version, json_span(reader->source, told ? told : root));
    if (reader->failed)
        return;
    read_product(reader, root);
    sbom_each(reader, root, "components", read_component);
    sbom_each(reader, root, "services", read_service);
}

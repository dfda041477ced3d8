/* casework/sbom_cyclonedx_xml.c - CycloneDX 1.2 to 1.7 as XML: the same members as the JSON form has, as elements of the same names. Lists are
 * an element around their items: <components><component>. The version stands in the namespace.
 *
 * Source: bom-1.6.xsd, bom-1.7.xsd. */
#include "casework/sbom.h"

static Text text_inside(const XmlElement *element, const char *name)
{
    const XmlElement *child = element ? xml_child(element, name) : NULL;
    return child ? text_trim(child->text) : TEXT_NONE;
}

/* The first of a list's items: <hashes><hash>. */
static const XmlElement *first_of(const XmlElement *element, const char *list, const char *item)
{
    const XmlElement *around = element ? xml_child(element, list) : NULL;
    return around ? xml_child(around, item) : NULL;
}

/* ---- cryptography ---- */

static void read_protocol(SbomReader *reader, const XmlElement *properties, SbomCrypto *crypto)
{
    const XmlElement *protocol = xml_child(properties, "protocolProperties");
    LIST_OF(Text) names = { 0 };
    crypto->protocol = text_inside(protocol, "type");
    crypto->version = text_inside(protocol, "version");
    for (const XmlElement *suite = first_of(protocol, "cipherSuites", "cipherSuite"); suite; suite = xml_next(suite))
        *LIST_ADD(reader->task->region, names) = text_inside(suite, "name");
    crypto->suites = names.at;
    crypto->suite_count = (uint32_t)names.count;
}

static const SbomCrypto *read_crypto(SbomReader *reader, const XmlElement *component)
{
    const XmlElement *properties = xml_child(component, "cryptoProperties");
    if (!properties)
        return NULL;
    const XmlElement *algorithm = xml_child(properties, "algorithmProperties"), *material = xml_child(properties, "relatedCryptoMaterialProperties");
    SbomCrypto *crypto = REGION_NEW(reader->task->region, SbomCrypto);
    *crypto = (SbomCrypto){
        .asset = text_inside(properties, "assetType"), .primitive = text_inside(algorithm, "primitive"), .family = text_inside(algorithm, "algorithmFamily"),
        .parameter = text_inside(algorithm, "parameterSetIdentifier"), .curve = text_inside(algorithm, "ellipticCurve"), .mode = text_inside(algorithm, "mode"),
        .material = text_inside(material, "type"), .size = text_inside(material, "size"), .algorithm = text_inside(material, "algorithmRef"),
    };
    if (!crypto->curve.length)
        crypto->curve = text_inside(algorithm, "curve");
    read_protocol(reader, properties, crypto);
    return crypto;
}

/* ---- components ---- */

/* <licenses> holds <license> with <id> or <name>, or one <expression>. */
static Text read_licence(SbomReader *reader, const XmlElement *component)
{
    const XmlElement *around = xml_child(component, "licenses");
    Builder out = builder_on(reader->task->region);
    for (const XmlElement *item = around ? around->first : NULL; item; item = item->next) {
        Text id = xml_is(item, "expression") ? text_trim(item->text) : text_inside(item, "id");
        if (!id.length)
            id = text_inside(item, "name");
        if (id.length)
            build_format(&out, "%s" TEXT_FMT, out.length ? " AND " : "", TEXT_ARG(id));
    }
    return builder_text(&out);
}

static void read_hashes(SbomReader *reader, const XmlElement *xml, SbomComponent *component)
{
    LIST_OF(SbomHash) hashes = { 0 };
    for (const XmlElement *hash = first_of(xml, "hashes", "hash"); hash; hash = xml_next(hash))
        *LIST_ADD(reader->task->region, hashes) = (SbomHash){ xml_attribute(hash, "alg"), text_trim(hash->text) };
    component->hashes = hashes.at;
    component->hash_count = (uint32_t)hashes.count;
}

static bool has_dataset(const XmlElement *component)
{
    for (const XmlElement *data = xml_child(component, "data"); data; data = xml_next(data))
        if (text_is(text_inside(data, "type"), "dataset"))
            return true;
    return false;
}

static void read_component(SbomReader *reader, const XmlElement *xml)
{
    SbomComponent component = {
        .type = xml_attribute(xml, "type"), .group = text_inside(xml, "group"), .name = text_inside(xml, "name"), .version = text_inside(xml, "version"),
        .purl = text_inside(xml, "purl"), .ref = xml_attribute(xml, "bom-ref"), .licence = read_licence(reader, xml), .crypto = read_crypto(reader, xml),
        .has_model_card = xml_child(xml, "modelCard") != NULL, .is_dataset = has_dataset(xml),
    };
    read_hashes(reader, xml, &component);
    sbom_add(reader, component, xml->span);
    for (const XmlElement *inner = first_of(xml, "components", "component"); inner && !reader->failed; inner = xml_next(inner))
        read_component(reader, inner);
}

static void read_service(SbomReader *reader, const XmlElement *xml)
{
    sbom_add(reader, (SbomComponent){ .type = TEXT("service"), .group = text_inside(xml, "group"), .name = text_inside(xml, "name"), .version = text_inside(xml, "version"),
                                      .ref = xml_attribute(xml, "bom-ref") }, xml->span);
    for (const XmlElement *inner = first_of(xml, "services", "service"); inner && !reader->failed; inner = xml_next(inner))
        read_service(reader, inner);
}

void sbom_read_cyclonedx_xml(SbomReader *reader, const XmlElement *root)
{
    size_t slash = 0;
    for (size_t i = 0; i < root->space.length; i++)
        slash = root->space.at[i] == '/' ? i + 1 : slash;
    sbom_take_version(reader, text_slice(root->space, slash, root->space.length), root->span);
    const XmlElement *product = first_of(root, "metadata", "component");
    if (product && !reader->failed) {
        read_component(reader, product);
        if (reader->components.count)
            sbom_name_product(reader, &reader->components.at[0]);
    }
    for (const XmlElement *component = first_of(root, "components", "component"); component && !reader->failed; component = xml_next(component))
        read_component(reader, component);
    for (const XmlElement *service = first_of(root, "services", "service"); service && !reader->failed; service = xml_next(service))
        read_service(reader, service);
}

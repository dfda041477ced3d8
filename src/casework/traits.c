/* casework/traits.c - see traits.h. A name is cut into words where its letters, digits and marks meet, and where a capital follows a small
 * letter; a family is found where one of its words begins and ends at such cuts. One that has a key goes before one that has none, then the
 * first, then the longest: "3des" before "des". */
#include "casework/traits.h"

#include "base/file.h"
#include "base/utf8.h"

enum { NAME_MOST = 200, CURVE_BITS_MOST = 1024 }; /* bytes of a name that are looked at; digits of a curve that may be its size */

const char *trait_kind_name(TraitKind kind)
{
    static const char *const NAMES[] = { "machine-learning model", "dataset", "algorithm", "key", "protocol", "certificate", "cryptography library", "machine-learning library" };
    return NAMES[kind];
}

static const char *const KEY_NAMES[] = { "", "symmetric", "factorisation", "discrete logarithm", "curve" };

const char *key_class_name(KeyClass key) { return KEY_NAMES[key]; }

/* ---- tables ---- */

static const Csv *table_read(Task *task, const char *data_folder, Text name, const char *const *columns)
{
    Text path = text_join(task->region, TEXT("crypto/"), name);
    const Source *source = file_read(task, path_join(task->region, text_of(data_folder), path), 0);
    const Csv *csv = source ? csv_read(task, source) : NULL;
    for (; csv && *columns; columns++)
        if (csv_column(csv, text_of(*columns)) < 0) {
            report_error(task->report, "column-missing", csv->header[0].span, "the table has no column \"%s\"", *columns);
            return NULL;
        }
    return csv;
}

bool trait_tables_read(Task *task, const char *data_folder, TraitTables *out)
{
    static const char *const ALGORITHMS[] = { "family", "word", "encrypts", "key", "bits", "source", NULL };
    static const char *const CURVES[] = { "curve", "bits", "source", NULL };
    static const char *const LIBRARIES[] = { "purl", "name", "carries", "source", NULL };
    out->algorithms = table_read(task, data_folder, TEXT("algorithms.csv"), ALGORITHMS);
    out->curves = table_read(task, data_folder, TEXT("curves.csv"), CURVES);
    out->libraries = table_read(task, data_folder, TEXT("libraries.csv"), LIBRARIES);
    return out->algorithms && out->curves && out->libraries;
}

static Text cell(const Csv *csv, uint32_t row, const char *column)
{
    return csv_cell(csv, row, (uint32_t)csv_column(csv, text_of(column)))->text;
}

static uint32_t digits(Text text)
{
    uint32_t number = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (text.at[i] < '0' || text.at[i] > '9' || number > 10 * 1000 * 1000)
            return 0;
        number = 10 * number + (uint32_t)(text.at[i] - '0');
    }
    return number;
}

/* ---- names ---- */

typedef struct Name { /* letters and digits of a name in small letters, and where it may be cut */
    char at[NAME_MOST + 1];
    bool cut[NAME_MOST + 1];
    size_t length;
} Name;

static int sort_of(char byte)
{
    return byte >= 'a' && byte <= 'z' ? 1 : byte >= 'A' && byte <= 'Z' ? 2 : byte >= '0' && byte <= '9' ? 3 : 0;
}

static Name name_of(Text text)
{
    Name name = { .length = 0 };
    int before = 0;
    for (size_t i = 0; i < text.length && name.length < NAME_MOST; i++) {
        int sort = sort_of(text.at[i]);
        bool goes_on = sort == before || (before == 2 && sort == 1);
        if (sort) {
            name.cut[name.length] = !goes_on;
            name.at[name.length++] = (char)(sort == 2 ? text.at[i] - 'A' + 'a' : text.at[i]);
        }
        before = sort;
    }
    name.cut[name.length] = true;
    return name;
}

/* Where `word` stands in the name between two cuts, or SIZE_MAX. */
static size_t name_find(const Name *name, Text word)
{
    for (size_t i = 0; word.length && i + word.length <= name->length; i++)
        if (name->cut[i] && name->cut[i + word.length] && memcmp(name->at + i, word.at, word.length) == 0)
            return i;
    return SIZE_MAX;
}

/* The digits that stand at `at`, up to the next cut; 0 where there are none. */
static uint32_t name_digits(const Name *name, size_t at)
{
    size_t end = at;
    while (end < name->length && name->at[end] >= '0' && name->at[end] <= '9')
        end++;
    return digits((Text){ name->at + at, end - at });
}

/* ---- algorithms ---- */

typedef struct Family {
    uint32_t row; /* of the table */
    size_t end;   /* in the name, behind its word */
} Family;

/* A family without a key, such as a hash, only speaks where no other stands in the name: "SHA512withRSA" is of the family RSA. */
static bool is_keyless(const TraitTables *tables, uint32_t row)
{
    return !cell(tables->algorithms, row, "key").length && !text_is(cell(tables->algorithms, row, "encrypts"), "yes");
}

/* Of those that stand in the name: one with a key, the first, the longest. */
static bool family_find(const TraitTables *tables, const Name *name, Family *out)
{
    size_t best_at = SIZE_MAX, best_length = 0;
    bool best_keyless = true;
    for (uint32_t row = 0; row < tables->algorithms->rows; row++) {
        Text word = cell(tables->algorithms, row, "word");
        size_t at = name_find(name, word);
        bool keyless = at != SIZE_MAX && is_keyless(tables, row);
        bool better = keyless != best_keyless ? best_keyless : at != best_at ? at < best_at : word.length > best_length;
        if (at == SIZE_MAX || (best_length && !better))
            continue;
        best_at = at;
        best_length = word.length;
        best_keyless = keyless;
        *out = (Family){ row, at + word.length };
    }
    return best_length > 0;
}

static KeyClass key_class_of(Text name)
{
    for (int i = 1; i < KEY_CLASSES; i++)
        if (text_equal(name, text_of(KEY_NAMES[i])))
            return (KeyClass)i;
    return KEY_NONE;
}

/* A curve's size: from the table, else the first digits of its name that can be one. */
static uint32_t curve_bits(const TraitTables *tables, Text curve)
{
    Name name = name_of(curve);
    for (uint32_t row = 0; row < tables->curves->rows; row++) {
        Name known = name_of(cell(tables->curves, row, "curve"));
        if (known.length == name.length && memcmp(known.at, name.at, name.length) == 0)
            return digits(cell(tables->curves, row, "bits"));
    }
    for (size_t i = 0; i < name.length; i++) {
        uint32_t bits = name.cut[i] ? name_digits(&name, i) : 0;
        if (bits >= 100 && bits <= CURVE_BITS_MOST)
            return bits;
    }
    return 0;
}

/* The same of a name in which a curve may stand: "ECDSA-P-256", "x25519". */
static uint32_t curve_bits_in(const TraitTables *tables, const Name *name, size_t behind)
{
    for (uint32_t row = 0; row < tables->curves->rows; row++) {
        Name known = name_of(cell(tables->curves, row, "curve"));
        if (name_find(name, (Text){ known.at, known.length }) != SIZE_MAX)
            return digits(cell(tables->curves, row, "bits"));
    }
    return curve_bits(tables, (Text){ name->at + behind, name->length - behind });
}

static bool primitive_encrypts(Text primitive, bool by_table)
{
    static const char *const YES[] = { "ae", "block-cipher", "stream-cipher", "pke", "kem", "key-agree", "key-wrap" };
    static const char *const NO[] = { "signature", "hash", "mac", "xof", "drbg", "kdf" };
    for (size_t i = 0; i < sizeof YES / sizeof *YES; i++)
        if (text_equal(primitive, text_of(YES[i])))
            return true;
    for (size_t i = 0; i < sizeof NO / sizeof *NO; i++)
        if (text_equal(primitive, text_of(NO[i])))
            return false;
    return by_table;
}

/* Is the number the length of a digest that the name speaks of, as 512 in "SHA512withRSA"? */
static bool is_digest(const Name *name, uint32_t number)
{
    static const char *const HASHES[] = { "sha", "sha2", "sha3", "shake", "md", "ripemd", "blake2b", "blake2s" };
    for (size_t i = 0; number && i < sizeof HASHES / sizeof *HASHES; i++) {
        size_t at = name_find(name, text_of(HASHES[i]));
        if (at != SIZE_MAX && name_digits(name, at + strlen(HASHES[i])) == number)
            return true;
    }
    return false;
}

static uint32_t key_bits(const TraitTables *tables, const Name *name, const Family *family, KeyClass key, const SbomCrypto *crypto)
{
    if (key == KEY_NONE)
        return 0;
    if (key == KEY_CURVE)
        return crypto && crypto->curve.length ? curve_bits(tables, crypto->curve) : curve_bits_in(tables, name, family->end);
    uint32_t bits = name_digits(name, family->end);
    uint32_t told = crypto ? digits(crypto->parameter) : 0;
    if (!bits && told && !is_digest(name, told))
        bits = told;
    return bits ? bits : digits(cell(tables->algorithms, family->row, "bits"));
}

static Trait algorithm_of(const TraitTables *tables, const SbomComponent *component, Text called, const SbomCrypto *crypto)
{
    Name name = name_of(called);
    Family family;
    Trait trait = { .kind = TRAIT_ALGORITHM, .name = called, .from = component };
    if (!family_find(tables, &name, &family)) {
        trait.encrypts = crypto && primitive_encrypts(crypto->primitive, false);
        return trait;
    }
    trait.name = cell(tables->algorithms, family.row, "family");
    trait.key = key_class_of(cell(tables->algorithms, family.row, "key"));
    if (crypto && crypto->curve.length && trait.key == KEY_DISCRETE)
        trait.key = KEY_CURVE;
    trait.bits = key_bits(tables, &name, &family, trait.key, crypto);
    trait.encrypts = primitive_encrypts(crypto ? crypto->primitive : TEXT_NONE, text_is(cell(tables->algorithms, family.row, "encrypts"), "yes"));
    return trait;
}

/* ---- other cryptographic assets ---- */

typedef struct Finding { /* traits as they are found */
    Region *region;
    const TraitTables *tables;
    const Sbom *sbom;
    TraitList out;
} Finding;

static void add_trait(Finding *finding, Trait trait)
{
    *LIST_ADD(finding->region, finding->out.list) = trait;
}

/* A key is of the algorithm that it names, or that its own name speaks of; its length is told in bits. */
static void add_material(Finding *finding, const SbomComponent *component)
{
    const SbomCrypto *crypto = component->crypto;
    const SbomComponent *named = sbom_component(finding->sbom, crypto->algorithm);
    Trait trait = algorithm_of(finding->tables, component, named ? named->name : component->name, named ? named->crypto : NULL);
    uint32_t size = digits(crypto->size);
    trait.kind = TRAIT_KEY;
    trait.bits = size && trait.key != KEY_NONE ? size : trait.bits;
    trait.encrypts = false;
    add_trait(finding, trait);
}

/* TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384: the cipher stands behind "WITH"; older names have none. */
static void add_suite(Finding *finding, const SbomComponent *component, Text suite)
{
    size_t with = text_find(suite, TEXT("WITH_"), 0), tls = text_starts(suite, TEXT("TLS_")) ? 4 : 0;
    Text cipher = text_slice(suite, with == SIZE_MAX ? tls : with + 5, suite.length);
    Name name = name_of(cipher);
    Family family;
    if (family_find(finding->tables, &name, &family))
        add_trait(finding, algorithm_of(finding->tables, component, cipher, NULL));
}

static void add_protocol(Finding *finding, const SbomComponent *component)
{
    const SbomCrypto *crypto = component->crypto;
    Text what = crypto->protocol.length ? utf8_upper(finding->region, crypto->protocol) : component->name;
    if (crypto->version.length)
        what = text_format(finding->region, TEXT_FMT " " TEXT_FMT, TEXT_ARG(what), TEXT_ARG(crypto->version));
    add_trait(finding, (Trait){ .kind = TRAIT_PROTOCOL, .name = what, .encrypts = true, .from = component });
    for (const Json *suite = crypto->suites ? crypto->suites->first : NULL; suite; suite = suite->next) {
        const Json *name = suite->kind == JSON_OBJECT ? json_get(suite, TEXT("name")) : NULL;
        if (name && name->kind == JSON_STRING)
            add_suite(finding, component, name->text);
    }
}

static void add_asset(Finding *finding, const SbomComponent *component)
{
    Text asset = component->crypto ? component->crypto->asset : TEXT("algorithm");
    if (text_is(asset, "protocol"))
        add_protocol(finding, component);
    else if (text_is(asset, "certificate"))
        add_trait(finding, (Trait){ .kind = TRAIT_CERTIFICATE, .name = component->name, .from = component });
    else if (text_is(asset, "related-crypto-material"))
        add_material(finding, component);
    else
        add_trait(finding, algorithm_of(finding->tables, component, component->name, component->crypto));
}

/* ---- libraries and models ---- */

/* `pattern` ends in "*": what begins so; else the whole. */
static bool fits(Text pattern, Text text)
{
    if (pattern.length && pattern.at[pattern.length - 1] == '*')
        return text_starts(text, text_slice(pattern, 0, pattern.length - 1));
    return pattern.length && text_equal(pattern, text);
}

/* A package of an operating system or of C libraries has one name in many distributions; the table tells it as pkg:system/NAME. */
static Text system_name(Text purl)
{
    static const char *const TYPES[] = { "pkg:deb/", "pkg:rpm/", "pkg:apk/", "pkg:alpm/", "pkg:generic/", "pkg:conan/" };
    size_t slash = 0;
    for (size_t i = 0; i < purl.length; i++)
        slash = purl.at[i] == '/' ? i + 1 : slash;
    for (size_t i = 0; i < sizeof TYPES / sizeof *TYPES; i++)
        if (text_starts(purl, text_of(TYPES[i])))
            return text_slice(purl, slash, purl.length);
    return TEXT_NONE;
}

/* Is the component one of the row: by its package URL, or by name where it has none. */
static bool is_library(const Csv *libraries, uint32_t row, const SbomComponent *component, Text system, Text name)
{
    Text purl = cell(libraries, row, "purl");
    if (!component->purl.length)
        return fits(cell(libraries, row, "name"), name);
    return fits(purl, component->identity) || (system.length && text_starts(purl, TEXT("pkg:system/")) && fits(text_slice(purl, 11, purl.length), system));
}

static void add_libraries(Finding *finding, const SbomComponent *component)
{
    const Csv *libraries = finding->tables->libraries;
    Text system = system_name(component->identity), name = utf8_lower(finding->region, component->name);
    for (uint32_t row = 0; row < libraries->rows; row++) {
        if (!is_library(libraries, row, component, system, name))
            continue;
        bool model = text_is(cell(libraries, row, "carries"), "machine learning");
        add_trait(finding, (Trait){ .kind = model ? TRAIT_MODEL_LIBRARY : TRAIT_CRYPTO_LIBRARY, .name = component->identity, .encrypts = !model, .from = component });
        return;
    }
}

static bool is_model(const SbomComponent *component)
{
    return text_is(component->type, "machine-learning-model") || component->has_model_card || text_starts(component->purl, TEXT("pkg:huggingface/")) ||
           text_starts(component->purl, TEXT("pkg:mlflow/"));
}

static void add_component(Finding *finding, const SbomComponent *component)
{
    if (is_model(component))
        add_trait(finding, (Trait){ .kind = TRAIT_MODEL, .name = component->identity, .from = component });
    else if (component->is_dataset)
        add_trait(finding, (Trait){ .kind = TRAIT_DATASET, .name = component->identity, .from = component });
    if (component->crypto || text_is(component->type, "cryptographic-asset"))
        add_asset(finding, component);
    else
        add_libraries(finding, component);
}

TraitList traits_of(Region *region, const TraitTables *tables, const Sbom *sbom)
{
    Finding finding = { .region = region, .tables = tables, .sbom = sbom };
    for (uint32_t i = 0; i < sbom->count; i++)
        add_component(&finding, &sbom->components[i]);
    return finding.out;
}

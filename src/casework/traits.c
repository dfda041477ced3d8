/* casework/traits.c - see traits.h. A name is cut into words where its letters, digits and marks meet, and where a capital follows a small
 * letter; a family is found where one of its words begins and ends at such cuts. One that has a key goes before one that has none, then the
 * first, then the longest: "3des" before "des". */
#include "casework/traits.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/utf8.h"

enum { NAME_MOST = 200, CURVE_BITS_LEAST = 100, CURVE_BITS_MOST = 1024 }; /* bytes of a name that are looked at; numbers that may be the size of a curve */

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

static Text cell(const Csv *csv, uint32_t row, const char *column)
{
    return csv_cell(csv, row, (uint32_t)csv_column(csv, text_of(column)))->text;
}

/* ---- libraries as a table that can be asked quickly ---- */

static int compare_library(const KnownLibrary *left, Text type, Text path)
{
    int order = text_compare(left->type, type);
    return order ? order : text_compare(left->path, path);
}

static int by_package(const void *a, const void *b)
{
    const KnownLibrary *left = a, *right = b;
    if (left->prefix != right->prefix)
        return left->prefix ? 1 : -1;
    return compare_library(left, right->type, right->path);
}

static int by_name(const void *a, const void *b)
{
    const KnownLibrary *left = *(const KnownLibrary *const *)a, *right = *(const KnownLibrary *const *)b;
    return text_compare(left->name, right->name);
}

/* A row without a family that takes in all that begins so is a family. */
static KnownLibrary library_of(Region *region, const Csv *csv, uint32_t row)
{
    Text purl = cell(csv, row, "purl");
    bool prefix = text_ends(purl, TEXT("*"));
    Purl package;
    KnownLibrary library = { .prefix = prefix, .name = utf8_lower(region, cell(csv, row, "name")), .family = cell(csv, row, "family"), .model = text_is(cell(csv, row, "carries"), "machine learning"), .encrypts = text_is(cell(csv, row, "carries"), "cryptography") };
    if (purl_read(region, prefix ? text_format(region, TEXT_FMT "-", (int)purl.length - 1, purl.at) : purl, &package)) {
        library.type = package.type;
        library.path = text_slice(package.path, 0, package.path.length - prefix);
    }
    if (prefix && !library.family.length)
        library.family = purl;
    return library;
}

static void take_libraries(Region *region, const Csv *csv, TraitTables *out)
{
    KnownLibrary *all = REGION_ARRAY(region, KnownLibrary, csv->rows + 1);
    const KnownLibrary **named = REGION_ARRAY(region, const KnownLibrary *, csv->rows + 1);
    for (uint32_t row = 0; row < csv->rows; row++)
        all[row] = library_of(region, csv, row);
    qsort(all, csv->rows, sizeof *all, by_package);
    for (uint32_t row = 0; row < csv->rows; row++) {
        out->library_count += !all[row].prefix;
        if (all[row].name.length)
            named[out->named_count++] = &all[row];
    }
    qsort(named, out->named_count, sizeof *named, by_name);
    out->libraries = all;
    out->prefixes = all + out->library_count;
    out->prefix_count = csv->rows - out->library_count;
    out->by_name = named;
}

bool trait_tables_read(Task *task, const char *data_folder, TraitTables *out)
{
    static const char *const ALGORITHMS[] = { "family", "word", "encrypts", "key", "bits", "source", NULL };
    static const char *const CURVES[] = { "curve", "bits", "source", NULL };
    static const char *const FILES[] = { "ending", "source", NULL };
    static const char *const LIBRARIES[] = { "purl", "name", "family", "carries", "source", NULL };
    *out = (TraitTables){ .library_count = 0 };
    out->algorithms = table_read(task, data_folder, TEXT("algorithms.csv"), ALGORITHMS);
    out->curves = table_read(task, data_folder, TEXT("curves.csv"), CURVES);
    out->model_files = table_read(task, data_folder, TEXT("model-files.csv"), FILES);
    const Csv *libraries = table_read(task, data_folder, TEXT("libraries.csv"), LIBRARIES);
    if (libraries)
        take_libraries(task->region, libraries, out);
    return out->algorithms && out->curves && out->model_files && libraries;
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
    while (end < name->length && (end == at || !name->cut[end]) && name->at[end] >= '0' && name->at[end] <= '9')
        end++;
    return digits((Text){ name->at + at, end - at });
}

/* ---- algorithms ---- */

typedef struct Family {
    uint32_t row; /* of the table */
    size_t end;   /* in the name, behind its word */
} Family;

/* A word that says what is made of the algorithm beside it: "AES-128-CMAC" is AES, and encrypts nothing. */
static bool is_never(const TraitTables *tables, const Name *name)
{
    for (uint32_t row = 0; row < tables->algorithms->rows; row++)
        if (text_is(cell(tables->algorithms, row, "encrypts"), "never") && name_find(name, cell(tables->algorithms, row, "word")) != SIZE_MAX)
            return true;
    return false;
}

/* A family without a key, such as a hash, only speaks where no other stands in the name: "SHA512withRSA" is of the family RSA. */
static bool is_keyless(const TraitTables *tables, uint32_t row)
{
    return !cell(tables->algorithms, row, "key").length && !text_is(cell(tables->algorithms, row, "encrypts"), "yes");
}

typedef struct Found { /* a word of a family that stands in a name */
    uint32_t row;    /* of the table */
    size_t at, end;  /* where it stands */
    bool keyless;    /* the family has no key */
    bool never;      /* it says what is made of an algorithm, and only names one where nothing else does */
} Found;

/* An algorithm goes before what is made of it, "mldsa" before the "dsa" in it; then one with a key, the first, the longest. */
static bool is_better(const Found *found, const Found *best)
{
    if (found->never != best->never)
        return best->never;
    bool around = found->at <= best->at && found->end >= best->end, inside = found->at >= best->at && found->end <= best->end;
    if (around != inside)
        return around;
    if (found->keyless != best->keyless)
        return best->keyless;
    return found->at < best->at;
}

/* The one of those that stand in the name that says what it is. */
static bool family_find(const TraitTables *tables, const Name *name, Family *out)
{
    Found best = { .end = 0 };
    for (uint32_t row = 0; row < tables->algorithms->rows; row++) {
        Text word = cell(tables->algorithms, row, "word");
        size_t at = name_find(name, word);
        if (at == SIZE_MAX)
            continue;
        Found found = { row, at, at + word.length, is_keyless(tables, row), text_is(cell(tables->algorithms, row, "encrypts"), "never") };
        if (!best.end || is_better(&found, &best))
            best = found;
    }
    *out = (Family){ best.row, best.end };
    return best.end > 0;
}

static KeyClass key_class_of(Text name)
{
    for (int i = 1; i < KEY_CLASSES; i++)
        if (text_equal(name, text_of(KEY_NAMES[i])))
            return (KeyClass)i;
    return KEY_NONE;
}

static const char *const HASHES[] = { "sha", "sha2", "sha3", "shake", "md", "ripemd", "blake2b", "blake2s" };

/* Do the digits that stand at `at` belong to the name of a hash? */
static bool is_of_hash(const Name *name, size_t at)
{
    for (size_t i = 0; i < sizeof HASHES / sizeof *HASHES; i++) {
        size_t length = strlen(HASHES[i]);
        if (at >= length && name->cut[at - length] && memcmp(name->at + at - length, HASHES[i], length) == 0)
            return true;
    }
    return false;
}

/* Is the number the length of a digest that the name speaks of, as 512 in "SHA512withRSA"? */
static bool is_digest(const Name *name, uint32_t number)
{
    for (size_t at = 1; number && at < name->length; at++)
        if (name->cut[at] && is_of_hash(name, at) && name_digits(name, at) == number)
            return true;
    return false;
}

/* The first digits that can be the size of a curve. */
static uint32_t curve_digits(const Name *name)
{
    for (size_t i = 0; i < name->length; i++) {
        uint32_t bits = name->cut[i] ? name_digits(name, i) : 0;
        if (bits >= CURVE_BITS_LEAST && bits <= CURVE_BITS_MOST && !is_of_hash(name, i))
            return bits;
    }
    return 0;
}

/* The rest of a name, cut where the whole is. */
static Name name_behind(const Name *name, size_t at)
{
    Name rest = { .length = name->length - at };
    memcpy(rest.at, name->at + at, rest.length);
    memcpy(rest.cut, name->cut + at, (rest.length + 1) * sizeof *rest.cut);
    return rest;
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
    return curve_digits(&name);
}

/* The same of a name in which a curve may stand: "ECDSA-P-256", "x25519". */
static uint32_t curve_bits_in(const TraitTables *tables, const Name *name, size_t behind)
{
    for (uint32_t row = 0; row < tables->curves->rows; row++) {
        Name known = name_of(cell(tables->curves, row, "curve"));
        if (name_find(name, (Text){ known.at, known.length }) != SIZE_MAX)
            return digits(cell(tables->curves, row, "bits"));
    }
    Name rest = name_behind(name, behind);
    uint32_t bits = curve_digits(&rest);
    return bits ? bits : curve_digits(name);
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

static uint32_t key_bits(const TraitTables *tables, const Name *name, const Family *family, KeyClass key, const SbomCrypto *crypto)
{
    if (key == KEY_NONE)
        return 0;
    uint32_t usual = digits(cell(tables->algorithms, family->row, "bits"));
    if (key == KEY_CURVE) {
        uint32_t curve = crypto && crypto->curve.length ? curve_bits(tables, crypto->curve) : curve_bits_in(tables, name, family->end);
        return curve ? curve : usual;
    }
    uint32_t bits = name_digits(name, family->end);
    uint32_t told = crypto ? digits(crypto->parameter) : 0;
    if (!bits && told && !is_digest(name, told))
        bits = told;
    return bits ? bits : usual;
}

/* The family that the name speaks of, else the one that the bill names beside it. */
static bool family_named(const TraitTables *tables, const Name *name, const SbomCrypto *crypto, Family *out)
{
    if (family_find(tables, name, out))
        return true;
    Name told = name_of(crypto ? crypto->family : TEXT_NONE);
    bool found = told.length && family_find(tables, &told, out);
    out->end = name->length; /* no digits of the name stand behind a word that is not in it */
    return found;
}

static Trait algorithm_of(const TraitTables *tables, const SbomComponent *component, Text called, const SbomCrypto *crypto)
{
    Name name = name_of(called);
    Family family;
    Trait trait = { .kind = TRAIT_ALGORITHM, .name = called, .same = called, .from = component };
    if (!family_named(tables, &name, crypto, &family)) {
        trait.encrypts = crypto && primitive_encrypts(crypto->primitive, false);
        return trait;
    }
    trait.name = cell(tables->algorithms, family.row, "family");
    trait.key = key_class_of(cell(tables->algorithms, family.row, "key"));
    if (crypto && crypto->curve.length && trait.key == KEY_DISCRETE)
        trait.key = KEY_CURVE;
    trait.bits = key_bits(tables, &name, &family, trait.key, crypto);
    bool by_name = text_is(cell(tables->algorithms, family.row, "encrypts"), "yes") && !is_never(tables, &name);
    trait.encrypts = primitive_encrypts(crypto ? crypto->primitive : TEXT_NONE, by_name);
    trait.same = trait.name;
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

/* Digests, salts, tokens have a size that is no length of a key. */
static bool is_key(Text material)
{
    static const char *const KEYS[] = { "private-key", "public-key", "secret-key", "key", "shared-secret" };
    for (size_t i = 0; i < sizeof KEYS / sizeof *KEYS; i++)
        if (text_equal(material, text_of(KEYS[i])))
            return true;
    return !material.length;
}

/* A key is of the algorithm that it names, or that its own name speaks of; its length is told in bits. */
static void add_material(Finding *finding, const SbomComponent *component)
{
    const SbomCrypto *crypto = component->crypto;
    if (!is_key(crypto->material))
        return;
    const SbomComponent *named = sbom_component(finding->sbom, crypto->algorithm);
    Trait trait = algorithm_of(finding->tables, component, named ? named->name : component->name, named ? named->crypto : NULL);
    uint32_t size = digits(crypto->size);
    if (trait.key == KEY_NONE && text_is(crypto->material, "secret-key"))
        trait.key = KEY_SYMMETRIC;
    trait.kind = TRAIT_KEY;
    trait.bits = size && trait.key != KEY_NONE ? size : trait.bits;
    trait.encrypts = false;
    trait.same = trait.name;
    add_trait(finding, trait);
}

/* TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384: the cipher stands behind "WITH"; newer names have none. */
static void add_suite(Finding *finding, const SbomComponent *component, Text suite)
{
    size_t with = text_find(suite, TEXT("WITH_"), 0), tls = text_starts(suite, TEXT("TLS_")) ? 4 : 0;
    Text cipher = text_slice(suite, with == SIZE_MAX ? tls : with + 5, suite.length);
    Name name = name_of(cipher);
    Family family;
    if (family_find(finding->tables, &name, &family))
        add_trait(finding, algorithm_of(finding->tables, component, cipher, NULL));
}

/* Without a type it is what its name says: "TLSv1.3". */
static void add_protocol(Finding *finding, const SbomComponent *component)
{
    const SbomCrypto *crypto = component->crypto;
    bool typed = crypto->protocol.length && !text_is(crypto->protocol, "other") && !text_is(crypto->protocol, "unknown");
    Text type = typed ? utf8_upper(finding->region, crypto->protocol) : component->name, name = type;
    if (crypto->version.length)
        name = text_format(finding->region, TEXT_FMT " " TEXT_FMT, TEXT_ARG(type), TEXT_ARG(crypto->version));
    add_trait(finding, (Trait){ .kind = TRAIT_PROTOCOL, .name = name, .same = type, .encrypts = true, .from = component });
    for (uint32_t i = 0; i < crypto->suite_count; i++)
        add_suite(finding, component, crypto->suites[i]);
}

static void add_asset(Finding *finding, const SbomComponent *component)
{
    Text asset = component->crypto ? component->crypto->asset : TEXT("algorithm");
    if (text_is(asset, "protocol"))
        add_protocol(finding, component);
    else if (text_is(asset, "certificate"))
        add_trait(finding, (Trait){ .kind = TRAIT_CERTIFICATE, .name = component->name, .same = component->name, .from = component });
    else if (text_is(asset, "related-crypto-material"))
        add_material(finding, component);
    else
        add_trait(finding, algorithm_of(finding->tables, component, component->name, component->crypto));
}

/* ---- libraries ---- */

static const KnownLibrary *library_at(const TraitTables *tables, Text type, Text path)
{
    size_t low = 0, high = tables->library_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_library(&tables->libraries[middle], type, path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < tables->library_count && compare_library(&tables->libraries[low], type, path) == 0)
        return &tables->libraries[low];
    for (uint32_t i = 0; i < tables->prefix_count; i++)
        if (text_equal(tables->prefixes[i].type, type) && text_starts(path, tables->prefixes[i].path))
            return &tables->prefixes[i];
    return NULL;
}

/* Kinds of packages whose names are those of the program they hold, in every distribution: the table tells them as pkg:system/NAME. */
static bool is_system(Text type)
{
    static const char *const TYPES[] = { "deb", "rpm", "apk", "alpm", "generic", "conan", "conda", "brew", "vcpkg", "nix", "bitnami", "ebuild", "opkg", "yocto" };
    for (size_t i = 0; i < sizeof TYPES / sizeof *TYPES; i++)
        if (text_equal(type, text_of(TYPES[i])))
            return true;
    return false;
}

/* How distributions call packages of other places: "python3-cryptography" is cryptography of PyPI. */
static const struct {
    const char *begins, *ends, *type;
} SYSTEM_NAMES[] = {
    { "python3-", "", "pypi" }, { "python-", "", "pypi" }, { "py3-", "", "pypi" }, { "rubygem-", "", "gem" }, { "ruby-", "", "gem" },
    { "node-", "", "npm" },     { "nodejs-", "", "npm" },  { "librust-", "-dev", "cargo" }, { "rust-", "-devel", "cargo" },
};

static const KnownLibrary *system_library(const TraitTables *tables, const Purl *package)
{
    const KnownLibrary *found = library_at(tables, TEXT("system"), package->name);
    for (size_t i = 0; i < sizeof SYSTEM_NAMES / sizeof *SYSTEM_NAMES && !found; i++) {
        Text begins = text_of(SYSTEM_NAMES[i].begins), ends = text_of(SYSTEM_NAMES[i].ends);
        if (text_starts(package->name, begins) && text_ends(package->name, ends) && package->name.length > begins.length + ends.length)
            found = library_at(tables, text_of(SYSTEM_NAMES[i].type), text_slice(package->name, begins.length, package->name.length - ends.length));
    }
    if (!found && text_is(package->type, "conda"))
        found = library_at(tables, TEXT("pypi"), package->name);
    return found;
}

static const KnownLibrary *library_named(const TraitTables *tables, Text name)
{
    KnownLibrary wanted = { .name = name };
    const KnownLibrary *key = &wanted, *const *found = name.length ? bsearch(&key, tables->by_name, tables->named_count, sizeof *tables->by_name, by_name) : NULL;
    return found ? *found : NULL;
}

/* By its package URL; where it has none, by group and name, by name, by group. */
static const KnownLibrary *library_find(Region *region, const TraitTables *tables, const SbomComponent *component)
{
    const Purl *package = &component->package;
    if (package->type.length)
        return is_system(package->type) ? system_library(tables, package) : library_at(tables, package->type, package->path);
    Text name = utf8_lower(region, component->name), group = utf8_lower(region, component->group);
    const KnownLibrary *found = NULL;
    if (group.length)
        found = library_named(tables, text_format(region, TEXT_FMT "/" TEXT_FMT, TEXT_ARG(group), TEXT_ARG(name)));
    found = found ? found : library_named(tables, name);
    return found ? found : library_named(tables, group);
}

/* The next major version of a Go module stands in its path: ".../v2", ".v2". */
static Text without_major(Text path)
{
    size_t end = path.length;
    while (end && path.at[end - 1] >= '0' && path.at[end - 1] <= '9')
        end--;
    bool major = end < path.length && end > 2 && path.at[end - 1] == 'v' && (path.at[end - 2] == '/' || path.at[end - 2] == '.');
    return major ? text_slice(path, 0, end - 2) : path;
}

static void add_library(Finding *finding, const SbomComponent *component)
{
    const KnownLibrary *library = text_is(component->type, "service") || component->is_part ? NULL : library_find(finding->region, finding->tables, component);
    if (!library && text_is(component->package.type, "golang")) /* ".../jwt/v5" where the table has ".../jwt" */
        library = library_at(finding->tables, component->package.type, without_major(component->package.path));
    if (!library)
        return;
    Text family = library->family.length ? library->family : without_major(component->key);
    add_trait(finding, (Trait){ .kind = library->model ? TRAIT_MODEL_LIBRARY : TRAIT_CRYPTO_LIBRARY, .name = component->identity, .same = component->key, .family = family,
                                .encrypts = library->encrypts, .from = component });
}

/* ---- models ---- */

/* A file in a format that holds nothing but models: "onnx/decoder.onnx". */
static bool is_model_file(const TraitTables *tables, const SbomComponent *component)
{
    if (!text_is(component->type, "file") && !text_is(component->type, "data"))
        return false;
    Text name = component->name;
    for (uint32_t row = 0; row < tables->model_files->rows; row++) {
        Text ending = cell(tables->model_files, row, "ending");
        bool ends = name.length > ending.length;
        for (size_t i = 0; ends && i < ending.length; i++)
            ends = (name.at[name.length - ending.length + i] | 0x20) == (ending.at[i] | 0x20);
        if (ends)
            return true;
    }
    return false;
}

static bool is_model(const TraitTables *tables, const SbomComponent *component)
{
    return text_is(component->type, "machine-learning-model") || component->has_model_card || text_is(component->package.type, "huggingface") ||
           text_is(component->package.type, "mlflow") || is_model_file(tables, component);
}

static void add_component(Finding *finding, const SbomComponent *component)
{
    if (is_model(finding->tables, component))
        add_trait(finding, (Trait){ .kind = TRAIT_MODEL, .name = component->identity, .same = component->key, .from = component });
    else if (component->is_dataset)
        add_trait(finding, (Trait){ .kind = TRAIT_DATASET, .name = component->identity, .same = component->key, .from = component });
    else if (component->crypto || text_is(component->type, "cryptographic-asset"))
        add_asset(finding, component);
    else
        add_library(finding, component);
}

TraitList traits_of(Region *region, const TraitTables *tables, const Sbom *sbom)
{
    Finding finding = { .region = region, .tables = tables, .sbom = sbom };
    for (uint32_t i = 0; i < sbom->count; i++)
        add_component(&finding, &sbom->components[i]);
    return finding.out;
}

/* ledger/head.c - see head.h. Ed25519 and randomness by libsodium. */
#include "ledger/head.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include "base/base64.h"
#include "base/utf8.h"

_Static_assert(sizeof((SecretKey *)0)->bytes == crypto_sign_SECRETKEYBYTES && sizeof((PublicKey *)0)->bytes == crypto_sign_PUBLICKEYBYTES,
               "keys are what libsodium takes");
enum { SEED = crypto_sign_SEEDBYTES, SIGNATURE = crypto_sign_BYTES, ALGORITHM = 1 /* Ed25519, in signed notes */ };

static const char dash[] = "\xe2\x80\x94 "; /* em dash and a blank: a signature follows */
static const char secret_lead[] = "PRIVATE+KEY+";

/* ---- keys ---- */

static bool is_name(Text name)
{
    if (!name.length || utf8_first_fault(name) != SIZE_MAX)
        return false;
    for (size_t i = 0; i < name.length; i++)
        if ((unsigned char)name.at[i] <= ' ' || name.at[i] == '+' || name.at[i] == 127)
            return false;
    return true;
}

static void set_mark(PublicKey *key)
{
    char algorithm = ALGORITHM;
    const Text parts[] = { key->name, TEXT("\n"), { &algorithm, 1 }, { (const char *)key->bytes, sizeof key->bytes } };
    Sha256 hash = sha256_of(parts, sizeof parts / sizeof *parts);
    memcpy(key->mark, hash.at, sizeof key->mark);
}

static bool from_seed(SecretKey *key, Text name, const unsigned char *seed)
{
    if (crypto_sign_seed_keypair(key->open.bytes, key->bytes, seed))
        return false;
    key->open.name = name;
    set_mark(&key->open);
    return true;
}

bool key_new(Task *task, Text name, SecretKey *key)
{
    unsigned char seed[SEED];
    if (!is_name(name)) {
        Problem *problem = report_error(task->report, "key-name", SPAN_NONE, "\"" TEXT_FMT "\" cannot be the name of a key", TEXT_ARG(name));
        problem_hint(task->report, problem, "A name has no blanks and no \"+\", such as \"example.com/ledger\".");
        return false;
    }
    if (sodium_init() < 0) {
        report_error(task->report, "no-randomness", SPAN_NONE, "the system gives no random numbers");
        return false;
    }
    randombytes_buf(seed, sizeof seed);
    bool made = from_seed(key, text_copy(task->region, name), seed);
    sodium_memzero(seed, sizeof seed);
    return made;
}

static Text with_algorithm(Region *region, const unsigned char *bytes, size_t length)
{
    char algorithm = ALGORITHM;
    return base64_text(region, text_join(region, (Text){ &algorithm, 1 }, (Text){ (const char *)bytes, length }));
}

static Text key_line(Region *region, const char *lead, const PublicKey *key, Text bytes)
{
    Text mark = hex_text(region, (Text){ (const char *)key->mark, sizeof key->mark });
    return text_format(region, "%s" TEXT_FMT "+" TEXT_FMT "+" TEXT_FMT, lead, TEXT_ARG(key->name), TEXT_ARG(mark), TEXT_ARG(bytes));
}

Text key_secret_text(Region *region, const SecretKey *key)
{
    return key_line(region, secret_lead, &key->open, with_algorithm(region, key->bytes, SEED)); /* libsodium keeps the seed in front */
}

Text key_text(Region *region, const PublicKey *key)
{
    return key_line(region, "", key, with_algorithm(region, key->bytes, sizeof key->bytes));
}

static Text trimmed(Text text)
{
    while (text.length && (unsigned char)text.at[text.length - 1] <= ' ')
        text.length--;
    while (text.length && (unsigned char)*text.at <= ' ')
        text = text_slice(text, 1, text.length);
    return text;
}

/* name "+" 8 hex digits "+" base64 of the algorithm and 32 bytes */
static bool read_line(Region *region, Text line, Text *name, Text *mark, Text *bytes)
{
    Text rest;
    *name = text_cut(line, '+', &rest);
    Text digits = text_cut(rest, '+', &rest);
    return is_name(*name) && hex_bytes(region, digits, mark) && mark->length == 4 && base64_bytes(region, rest, bytes) &&
           bytes->length == 33 && bytes->at[0] == ALGORITHM;
}

static bool unreadable(Task *task, bool secret)
{
    Problem *problem = secret ? report_error(task->report, "key-unreadable", SPAN_NONE, "the text is no secret key")
                              : report_error(task->report, "key-unreadable", SPAN_NONE, "the text is no public key");
    problem_hint(task->report, problem, "Make a pair with \"declarant evidence key new\".");
    return false;
}

bool key_secret_read(Task *task, Text line, SecretKey *key)
{
    Text name, mark, bytes;
    line = trimmed(line);
    if (!text_starts(line, text_of(secret_lead)) || !read_line(task->region, text_slice(line, sizeof secret_lead - 1, line.length), &name, &mark, &bytes) ||
        !from_seed(key, text_copy(task->region, name), (const unsigned char *)bytes.at + 1) || memcmp(key->open.mark, mark.at, mark.length))
        return unreadable(task, true);
    return true;
}

bool key_read(Task *task, Text line, PublicKey *key)
{
    Text name, mark, bytes;
    if (!read_line(task->region, trimmed(line), &name, &mark, &bytes))
        return unreadable(task, false);
    key->name = text_copy(task->region, name);
    memcpy(key->bytes, bytes.at + 1, sizeof key->bytes);
    set_mark(key);
    return !memcmp(key->mark, mark.at, mark.length) || unreadable(task, false);
}

bool key_write(Task *task, const char *path, const SecretKey *key)
{
    Text line = text_join(task->region, key_secret_text(task->region, key), TEXT("\n"));
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool written = file >= 0 && write(file, line.at, line.length) == (ssize_t)line.length && fsync(file) == 0;
    if (file >= 0)
        written = close(file) == 0 && written;
    if (written)
        return true;
    Problem *problem = file < 0 && errno == EEXIST ? report_error(task->report, "key-unwritten", SPAN_NONE, "could not write the key: a file is there already")
                                                   : report_error(task->report, "key-unwritten", SPAN_NONE, "could not write the key: the system refuses");
    problem_where(task->report, problem, "%s", path);
    if (file >= 0)
        unlink(path);
    return false;
}

/* ---- heads ---- */

Text head_sign(Region *region, const SecretKey *key, uint64_t size, const Sha256 *root)
{
    unsigned char signature[4 + SIGNATURE];
    Text hash = base64_text(region, (Text){ (const char *)root->at, sizeof root->at });
    Text text = text_format(region, TEXT_FMT "\n%llu\n" TEXT_FMT "\n", TEXT_ARG(key->open.name), (unsigned long long)size, TEXT_ARG(hash));
    memcpy(signature, key->open.mark, sizeof key->open.mark);
    crypto_sign_detached(signature + 4, NULL, (const unsigned char *)text.at, text.length, key->bytes);
    Text signed_by = base64_text(region, (Text){ (const char *)signature, sizeof signature });
    return text_format(region, TEXT_FMT "\n%s" TEXT_FMT " " TEXT_FMT "\n", TEXT_ARG(text), dash, TEXT_ARG(key->open.name), TEXT_ARG(signed_by));
}

/* A decimal number as it is written by machines: no sign, no zero in front. */
static bool read_size(Text text, uint64_t *size)
{
    *size = 0;
    if (!text.length || (text.length > 1 && *text.at == '0'))
        return false;
    for (size_t i = 0; i < text.length; i++) {
        uint64_t digit = (uint64_t)(text.at[i] - '0');
        if (digit > 9 || *size > (UINT64_MAX - digit) / 10)
            return false;
        *size = *size * 10 + digit;
    }
    return true;
}

/* All that is signed: up to the last empty line, its line end included; the signatures follow. */
static bool part_signatures(Text text, Text *body, Text *signatures)
{
    size_t at = SIZE_MAX;
    for (size_t next = text_find(text, TEXT("\n\n"), 0); next != SIZE_MAX; next = text_find(text, TEXT("\n\n"), next + 1))
        at = next;
    if (at == SIZE_MAX || at + 2 >= text.length || !text_ends(text, TEXT("\n")))
        return false;
    *body = text_slice(text, 0, at + 1);
    *signatures = text_slice(text, at + 2, text.length);
    return true;
}

static bool read_body(Region *region, Text body, Head *head)
{
    Text rest, bytes;
    head->origin = text_cut(body, '\n', &rest);
    Text size = text_cut(rest, '\n', &rest), root = text_cut(rest, '\n', &rest);
    if (!head->origin.length || !read_size(size, &head->size) || !base64_bytes(region, root, &bytes) || bytes.length != sizeof head->root.at)
        return false;
    memcpy(head->root.at, bytes.at, bytes.length);
    return true;
}

static bool printable(Text text)
{
    for (size_t i = 0; i < text.length; i++)
        if ((unsigned char)text.at[i] < ' ' && text.at[i] != '\n')
            return false;
    return utf8_first_fault(text) == SIZE_MAX;
}

bool head_read(Task *task, Text text, Head *head)
{
    Text body, signatures;
    *head = (Head){ .text = text };
    if (printable(text) && part_signatures(text, &body, &signatures) && read_body(task->region, body, head))
        return true;
    Problem *problem = report_error(task->report, "head-unreadable", SPAN_NONE, "the text is no signed head");
    problem_hint(task->report, problem, "A head has a name, a number and a root, a line each, an empty line, and signatures.");
    return false;
}

/* "— name base64" */
static HeadVerdict check_line(Region *region, Text line, Text body, const PublicKey *key)
{
    Text bytes, rest;
    if (!text_starts(line, text_of(dash)))
        return HEAD_FORGED;
    Text name = text_cut(text_slice(line, sizeof dash - 1, line.length), ' ', &rest);
    if (!base64_bytes(region, rest, &bytes) || bytes.length < 5)
        return HEAD_FORGED;
    if (!text_equal(name, key->name) || memcmp(bytes.at, key->mark, sizeof key->mark))
        return HEAD_OTHER_KEY;
    bool right = bytes.length == 4 + SIGNATURE &&
                 !crypto_sign_verify_detached((const unsigned char *)bytes.at + 4, (const unsigned char *)body.at, body.length, key->bytes);
    return right ? HEAD_SIGNED : HEAD_FORGED;
}

HeadVerdict head_check(Region *region, const Head *head, const PublicKey *key)
{
    Text body, rest;
    HeadVerdict all = HEAD_OTHER_KEY;
    if (!part_signatures(head->text, &body, &rest))
        return HEAD_FORGED;
    while (rest.length) {
        HeadVerdict one = check_line(region, text_cut(rest, '\n', &rest), body, key);
        if (one == HEAD_FORGED)
            return HEAD_FORGED;
        all = one == HEAD_SIGNED ? HEAD_SIGNED : all;
    }
    return all;
}

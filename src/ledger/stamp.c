/* ledger/stamp.c - see stamp.h.
 *
 * OpenSSL's functions are taken from the shared library when a stamp is checked. All that it gives is freed here, in one place; nothing of
 * ours is taken from a region in between, so that no guard can pass it by.
 */
#include "ledger/stamp.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ts.h>
#include <openssl/x509v3.h>
#include <time.h>

#include "base/late.h"

#define FUNCTIONS(F)                                                                                                                       \
    F(BIO_new_mem_buf) F(BIO_free) F(PEM_read_bio_X509) F(X509_free) F(X509_STORE_new) F(X509_STORE_free) F(X509_STORE_add_cert)          \
    F(X509_STORE_get0_param) F(X509_VERIFY_PARAM_set_time) F(d2i_TS_RESP) F(TS_RESP_free)                 \
    F(TS_RESP_get_tst_info) F(TS_RESP_get_status_info) F(TS_STATUS_INFO_get0_status) F(ASN1_INTEGER_get) F(TS_TST_INFO_get_time)           \
    F(TS_TST_INFO_get_msg_imprint) F(TS_MSG_IMPRINT_get_msg) F(ASN1_STRING_get0_data) F(ASN1_STRING_length) F(ASN1_TIME_to_tm)             \
    F(TS_VERIFY_CTX_new) F(TS_VERIFY_CTX_free) F(TS_VERIFY_CTX_set_flags) F(TS_VERIFY_CTX_set_store) F(TS_VERIFY_CTX_set_imprint)          \
    F(TS_RESP_verify_response) F(CRYPTO_malloc) F(ERR_clear_error) F(TS_TST_INFO_get_tsa) F(X509_NAME_oneline)

typedef struct Crypto {
    void *handle;
#define FUNCTION(name) __typeof__(&name) name;
    FUNCTIONS(FUNCTION)
#undef FUNCTION
} Crypto;

typedef struct Checking {
    const Crypto *crypto;
    TS_RESP *reply;
    X509_STORE *trusted; /* given to `context` when that is made */
    TS_VERIFY_CTX *context;
    const Sha256 *of;
    char time[32];
    char authority[256];
} Checking;

static bool crypto_open(Task *task, Crypto *crypto)
{
#define FUNCTION(name) { #name, &crypto->name },
    const LateSymbol symbols[] = { FUNCTIONS(FUNCTION) };
#undef FUNCTION
    crypto->handle = late_open(task, "libcrypto.so.3", "libssl3", symbols, sizeof symbols / sizeof *symbols);
    return crypto->handle != NULL;
}

/* ---- the query ---- */

Text stamp_query(Region *region, const Sha256 *of)
{
    static const unsigned char lead[] = {
        0x30, 0x39, 0x02, 0x01, 0x01,                                                             /* a query of version 1 */
        0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, /* of SHA-256 */
        0x05, 0x00, 0x04, 0x20,                                                                   /* 32 bytes follow */
    };
    static const unsigned char tail[] = { 0x01, 0x01, 0xff }; /* with the certificate, please */
    Builder out = builder_on(region);
    build_text(&out, (Text){ (const char *)lead, sizeof lead });
    build_text(&out, (Text){ (const char *)of->at, sizeof of->at });
    build_text(&out, (Text){ (const char *)tail, sizeof tail });
    return builder_text(&out);
}

/* ---- what a reply says ---- */

static bool is_granted(const Checking *checking)
{
    const Crypto *crypto = checking->crypto;
    TS_STATUS_INFO *status = crypto->TS_RESP_get_status_info(checking->reply);
    long value = crypto->ASN1_INTEGER_get(crypto->TS_STATUS_INFO_get0_status(status));
    return (value == TS_STATUS_GRANTED || value == TS_STATUS_GRANTED_WITH_MODS) && crypto->TS_RESP_get_tst_info(checking->reply);
}

static bool is_of(const Checking *checking)
{
    const Crypto *crypto = checking->crypto;
    TS_MSG_IMPRINT *imprint = crypto->TS_TST_INFO_get_msg_imprint(crypto->TS_RESP_get_tst_info(checking->reply));
    const ASN1_OCTET_STRING *bytes = imprint ? crypto->TS_MSG_IMPRINT_get_msg(imprint) : NULL;
    return bytes && crypto->ASN1_STRING_length(bytes) == (int)sizeof checking->of->at &&
           !memcmp(crypto->ASN1_STRING_get0_data(bytes), checking->of->at, sizeof checking->of->at);
}

static bool read_time(Checking *checking, struct tm *moment)
{
    const Crypto *crypto = checking->crypto;
    const ASN1_GENERALIZEDTIME *time = crypto->TS_TST_INFO_get_time(crypto->TS_RESP_get_tst_info(checking->reply));
    return time && crypto->ASN1_TIME_to_tm(time, moment) == 1 && strftime(checking->time, sizeof checking->time, "%Y-%m-%dT%H:%M:%SZ", moment);
}

static void read_authority(Checking *checking)
{
    const Crypto *crypto = checking->crypto;
    GENERAL_NAME *name = crypto->TS_TST_INFO_get_tsa(crypto->TS_RESP_get_tst_info(checking->reply));
    if (name && name->type == GEN_DIRNAME)
        crypto->X509_NAME_oneline(name->d.directoryName, checking->authority, sizeof checking->authority);
}

/* ---- who is trusted ---- */

/* False when there is none, or one cannot be read. */
static bool read_trusted(Checking *checking, Text certificates)
{
    const Crypto *crypto = checking->crypto;
    size_t count = 0;
    BIO *bio = certificates.length <= INT32_MAX ? crypto->BIO_new_mem_buf(certificates.at, (int)certificates.length) : NULL;
    checking->trusted = crypto->X509_STORE_new();
    for (X509 *one; bio && checking->trusted && (one = crypto->PEM_read_bio_X509(bio, NULL, NULL, NULL));) {
        count += crypto->X509_STORE_add_cert(checking->trusted, one) == 1;
        crypto->X509_free(one);
    }
    if (bio)
        crypto->BIO_free(bio);
    return count > 0;
}

static bool make_context(Checking *checking, struct tm *moment)
{
    const Crypto *crypto = checking->crypto;
    X509_VERIFY_PARAM *how = crypto->X509_STORE_get0_param(checking->trusted);
    unsigned char *imprint = crypto->CRYPTO_malloc(sizeof checking->of->at, __FILE__, __LINE__);
    checking->context = imprint ? crypto->TS_VERIFY_CTX_new() : NULL;
    if (!checking->context)
        return false;
    memcpy(imprint, checking->of->at, sizeof checking->of->at);
    crypto->X509_VERIFY_PARAM_set_time(how, timegm(moment));
    crypto->TS_VERIFY_CTX_set_flags(checking->context, TS_VFY_SIGNATURE | TS_VFY_VERSION | TS_VFY_IMPRINT);
    crypto->TS_VERIFY_CTX_set_store(checking->context, checking->trusted);
    checking->trusted = NULL;
    crypto->TS_VERIFY_CTX_set_imprint(checking->context, imprint, sizeof checking->of->at);
    return true;
}

static StampVerdict judge(Checking *checking, Text bytes)
{
    const Crypto *crypto = checking->crypto;
    const unsigned char *at = (const unsigned char *)bytes.at;
    struct tm moment = { 0 };
    checking->reply = bytes.length <= INT32_MAX ? crypto->d2i_TS_RESP(NULL, &at, (long)bytes.length) : NULL;
    if (!checking->reply || at != (const unsigned char *)bytes.at + bytes.length)
        return STAMP_UNREADABLE;
    if (!is_granted(checking))
        return STAMP_REFUSED;
    if (!read_time(checking, &moment))
        return STAMP_UNREADABLE;
    read_authority(checking);
    if (!is_of(checking))
        return STAMP_OTHER;
    if (!make_context(checking, &moment))
        return STAMP_FAILED;
    return crypto->TS_RESP_verify_response(checking->context, checking->reply) == 1 ? STAMP_HOLDS : STAMP_UNTRUSTED;
}

static void give_back(Checking *checking)
{
    const Crypto *crypto = checking->crypto;
    if (checking->reply)
        crypto->TS_RESP_free(checking->reply);
    if (checking->context)
        crypto->TS_VERIFY_CTX_free(checking->context);
    if (checking->trusted)
        crypto->X509_STORE_free(checking->trusted);
    crypto->ERR_clear_error();
}

StampVerdict stamp_check(Task *task, Text reply, const Sha256 *of, Text certificates, Stamp *stamp)
{
    Crypto crypto;
    *stamp = (Stamp){ 0 };
    if (!crypto_open(task, &crypto))
        return STAMP_FAILED;
    Checking checking = { .crypto = &crypto, .of = of };
    bool trusted = read_trusted(&checking, certificates);
    StampVerdict verdict = trusted ? judge(&checking, reply) : STAMP_FAILED;
    give_back(&checking);
    late_close(&crypto.handle);
    if (!trusted)
        report_error(task->report, "no-certificates", SPAN_NONE, "there is no certificate in what was given as trusted");
    stamp->time = text_copy(task->region, text_of(checking.time));
    stamp->authority = text_copy(task->region, text_of(checking.authority));
    return verdict;
}

const char *stamp_verdict_word(StampVerdict verdict)
{
    static const char *const words[STAMP_VERDICTS] = {
        [STAMP_HOLDS] = "the time stamp holds",
        [STAMP_UNREADABLE] = "the reply is no time stamp",
        [STAMP_REFUSED] = "the authority gave no time stamp",
        [STAMP_OTHER] = "the time stamp is of other bytes",
        [STAMP_UNTRUSTED] = "the time stamp is not signed by one who is trusted",
    };
    return verdict >= 0 ? words[verdict] : "the time stamp could not be checked";
}

/* ledger/stamp.h - time stamps by an authority (RFC 3161): a query made, a reply checked, both without a network.
 *
 * Who has a stamp on a signed head can show that all it stands over was there at that time, on the word of an authority that knows nothing of
 * what it stamped. Signatures and certificates are OpenSSL's work, which is loaded only for this.
 */
#ifndef DECLARANT_LEDGER_STAMP_H
#define DECLARANT_LEDGER_STAMP_H

#include "base/hash.h"
#include "base/task.h"

typedef enum StampVerdict {
    STAMP_FAILED = -1,   /* no library, or certificates that cannot be read: told in the report */
    STAMP_HOLDS,
    STAMP_UNREADABLE,    /* no reply of the protocol, or bytes behind it */
    STAMP_REFUSED,       /* the authority gave none */
    STAMP_OTHER,         /* of other bytes */
    STAMP_UNTRUSTED,     /* the signature is not right, or does not lead to one of the certificates */
    STAMP_VERDICTS
} StampVerdict;

typedef struct Stamp {
    Text time;      /* "YYYY-MM-DDThh:mm:ssZ", as the authority says; empty when it cannot be read */
    Text authority; /* subject of the certificate that signed; empty when it is not in the reply */
} Stamp;

/* The query to send: SHA-256 of the bytes, with the wish for the authority's certificate. */
Text stamp_query(Region *region, const Sha256 *of);
/* Is `reply` (DER) a stamp on bytes of this hash, signed by who is trusted in `certificates` (PEM, one or more)? Certificates count as they
 * were at the time of the stamp. */
StampVerdict stamp_check(Task *task, Text reply, const Sha256 *of, Text certificates, Stamp *stamp);
const char *stamp_verdict_word(StampVerdict verdict);

#endif

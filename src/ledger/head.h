/* ledger/head.h - a signed head: how long a log is and what its root is, as one text that stands alone.
 *
 *     example.com/ledger                              the log's name
 *     5                                               its leaves
 *     tVRVNv3hFeLiEmBm91AMJpzlwzHFAgC7QRxKB6xrGGc=    its root, base64
 *
 *     — example.com/ledger kA3vYL...                  name of the key, base64 of its mark (4 bytes) and the signature (64)
 *
 * This is the checkpoint of transparency logs in the form of a signed note (C2SP: tlog-checkpoint, signed-note), Ed25519. Any program that
 * knows these can check ours. What is signed is all above the empty line. A text may have lines behind the root, and other signatures.
 */
#ifndef DECLARANT_LEDGER_HEAD_H
#define DECLARANT_LEDGER_HEAD_H

#include "base/hash.h"
#include "base/task.h"

typedef struct PublicKey {
    Text name;                /* no blank, no "+", no line end */
    unsigned char mark[4];    /* the first bytes of SHA-256(name "\n" 1 key) */
    unsigned char bytes[32];
} PublicKey;

typedef struct SecretKey {
    PublicKey open;
    unsigned char bytes[64];
} SecretKey;

typedef struct Head {
    Text origin;
    uint64_t size;
    Sha256 root;
    Text text; /* all of it, signatures included */
} Head;

typedef enum HeadVerdict { HEAD_SIGNED, HEAD_OTHER_KEY, HEAD_FORGED } HeadVerdict;

/* ---- keys ---- */

/* A new pair. False with an error when the name cannot be one, or the system has no randomness. */
bool key_new(Task *task, Text name, SecretKey *key);
/* "PRIVATE+KEY+name+mark+base64" and "name+mark+base64", a line each. */
Text key_secret_text(Region *region, const SecretKey *key);
Text key_text(Region *region, const PublicKey *key);
/* From these lines, blanks and line ends around them aside. False with an error [key-unreadable] that shows nothing of a secret one. */
bool key_secret_read(Task *task, Text line, SecretKey *key);
bool key_read(Task *task, Text line, PublicKey *key);
/* Into a new file that its owner alone may read. False with an error, also when something is there already. */
bool key_write(Task *task, const char *path, const SecretKey *key);

/* ---- heads ---- */

Text head_sign(Region *region, const SecretKey *key, uint64_t size, const Sha256 *root);
/* False with an error [head-unreadable]: what does not have the form. */
bool head_read(Task *task, Text text, Head *head);
/* Is one of the signatures by this key, and right? */
HeadVerdict head_check(Region *region, const Head *head, const PublicKey *key);

#endif

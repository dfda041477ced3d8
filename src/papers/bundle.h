/* papers/bundle.h - evidence in one file: a page that opens offline in any browser, holds files, records, proofs and the signed head, and
 * reckons all of them anew there.
 *
 *     files, records, proofs, head, key ──▶ JSON inside the page ◀── bundle.js reads it, checks it, and says what is and is not proven
 *
 * Its rules of content (CSP) let nothing be loaded and only this program run: script and style are named by their SHA-256, so that a page
 * whose program was changed does not run it. Until it ran, the page says that nothing was checked.
 */
#ifndef DECLARANT_PAPERS_BUNDLE_H
#define DECLARANT_PAPERS_BUNDLE_H

#include "base/text.h"

typedef struct BundleRecord {
    Text envelope;  /* canonical JSON; its SHA-256 is the entry of the log */
    Text body;      /* canonical JSON; empty where it was erased */
    const Text *proof; /* hashes, 32 bytes each, lowest first */
    size_t proof_count;
} BundleRecord;

typedef struct BundleFile {
    Text hash;   /* "sha256:..." */
    Text bytes;
    bool erased; /* its bytes are gone, its hash stays */
} BundleFile;

typedef struct BundleWord {
    Text key, words[3]; /* "type_mail" */
} BundleWord;

typedef struct Bundle {
    int language;  /* that it opens in: 0 en, 1 zh, 2 vi */
    Text head;     /* signed head (ledger/head.h) */
    Text key;      /* public key that signed it */
    LIST_OF(BundleRecord) records;
    LIST_OF(BundleFile) files;
    LIST_OF(BundleWord) words; /* names of catalogues, beside the page's own words */
} Bundle;

void bundle_html(Builder *out, const Bundle *bundle);
/* The data alone, as it stands in the page. */
Text bundle_data(Region *region, const Bundle *bundle);

#endif

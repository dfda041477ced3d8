/* casework/purl.h - package URLs: who a package is, apart from which version of it.
 *
 *     pkg:npm/%40babel/core@7.1.0?arch=x  ──▶  type npm, path @babel/core, version 7.1.0
 *
 * Tools write one package in several ways (escaped or not, in the letters of its page or in small ones); the path here is the one that
 * compares equal, as the type's rules have it.
 *
 * Source: package-url specification, PURL-SPECIFICATION.rst and PURL-TYPES.rst; PEP 503 for the names of pypi.
 */
#ifndef DECLARANT_CASEWORK_PURL_H
#define DECLARANT_CASEWORK_PURL_H

#include "base/text.h"

typedef struct Purl {
    Text type;    /* in small letters: "npm" */
    Text path;    /* namespace and name, unescaped, in the letters that compare equal: "@babel/core" */
    Text name;    /* the last part of the path */
    Text version; /* unescaped; empty: none is told */
} Purl;

/* False where it is no package URL: nothing that begins with "pkg:", or no type, or no name. */
bool purl_read(Region *region, Text purl, Purl *out);
/* As it is written, without version, qualifiers and subpath. */
Text purl_without_version(Text purl);

#endif

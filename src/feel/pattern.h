/* feel/pattern.h - the regular expressions of XPath, which are those of XML Schema with anchors, groups and back-references.
 *
 * They look like everybody's and mean something else in places (class subtraction, blocks, what a point matches), so the text
 * is read by its own grammar, refused where it does not follow it, and written anew for PCRE2, which does the matching
 * within limits of steps and depth.
 */
#ifndef DECLARANT_FEEL_PATTERN_H
#define DECLARANT_FEEL_PATTERN_H

#include "base/text.h"

/* What the letters of `flags` ask for. */
typedef struct PatternFlags {
    bool lines;    /* m: ^ and $ match at lines */
    bool all;      /* s: a point matches line ends too */
    bool any_case; /* i */
    bool spaced;   /* x: blanks in the pattern do not count */
    bool literal;  /* q: no letter of the pattern has a meaning */
} PatternFlags;

/* False: a letter that is no flag. */
bool pattern_flags(PatternFlags *flags, Text letters);

/* The pattern as PCRE2 reads it, or TEXT_NONE with *fault: what is wrong, in a few words. *groups: how many it captures. */
Text pattern_translate(Region *region, Text pattern, const PatternFlags *flags, uint32_t *groups, const char **fault);

#endif

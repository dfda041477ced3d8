/* feel/scope.h - inside of a FeelScope, for scope.c and the hints of typing.c. */
#ifndef DECLARANT_FEEL_SCOPE_H
#define DECLARANT_FEEL_SCOPE_H

#include "feel/feel.h"

struct FeelScope {
    const FeelScope *outer; /* asked next; NULL: nothing */
    const FeelName *names;  /* count of them */
    size_t count;
    uint32_t *places; /* hash table: 1 + index into names; 0: free */
    size_t mask;      /* its size less one, a power of two less one */
    size_t longest;   /* bytes of the longest name: longer prefixes are not looked up */
};

#endif

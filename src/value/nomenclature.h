/* value/nomenclature.h - the Harmonized System through its editions, from data/hs (README there).
 *
 * A number alone is no code: it may mean one thing in one edition, nothing in the next, and another thing later. So every
 * question is put with a set of editions, bit n for edition n, oldest first.
 *
 *     codes.csv ─▶ HsCode, by code ─┐
 *     software-headings.csv ─▶ HsRole ─┴─▶ Nomenclature      correlation/NEW-OLD.csv ─▶ HsLinks, on demand
 */
#ifndef DECLARANT_VALUE_NOMENCLATURE_H
#define DECLARANT_VALUE_NOMENCLATURE_H

#include "value/date.h"

enum { HS_MOST_EDITIONS = 32, HS_LANGUAGES = 3 };

typedef uint32_t HsSet; /* of editions */

typedef struct HsEdition {
    Text id;      /* the year that names it in the data */
    Text name;    /* "HS ..." */
    int64_t from; /* first day of the world text; countries follow on days of their own */
} HsEdition;

typedef struct HsCode { /* one code with one description; a code may have several, one after another */
    Text code;        /* 2, 4 or 6 digits */
    HsSet editions;   /* in which it stands with this description */
    Text description; /* in English */
} HsCode;

typedef struct HsRole { /* what a code is to software, in words of our own */
    Text code;
    HsSet editions;
    Text role;                /* "optical-recorded": a word for programs */
    Text words[HS_LANGUAGES]; /* en, zh, vi */
} HsRole;

typedef struct Nomenclature {
    uint32_t edition_count;
    const HsEdition *editions; /* oldest first */
    size_t code_count;
    const HsCode *codes;       /* by code, then by edition */
    size_t role_count;
    const HsRole *roles;
    const char *folder;        /* data/hs */
} Nomenclature;

/* NULL with errors: no such folder, a column that is missing, an edition that is not in editions.csv, codes out of order. */
const Nomenclature *nomenclature_read(Task *task, const char *data_folder);

/* The edition named by its year, by the year in which it began, or by its name; -1: none. */
int hs_edition_named(const Nomenclature *hs, Text name);
/* The edition whose text was in force on the day; -1: before the first. */
int hs_edition_on(const Nomenclature *hs, int64_t day);

typedef struct HsRange { /* codes that follow one another */
    const HsCode *first, *end;
} HsRange;

/* The entries of exactly this code; of all codes that begin with it. */
HsRange hs_code(const Nomenclature *hs, Text code);
HsRange hs_below(const Nomenclature *hs, Text prefix);
/* In which editions it stands. */
HsSet hs_editions(const Nomenclature *hs, Text code);
/* The description in an edition, or NULL. */
const HsCode *hs_in(const Nomenclature *hs, Text code, int edition);
const HsRole *hs_role(const Nomenclature *hs, Text code, int edition);
static inline bool hs_has(HsSet set, int edition) { return edition >= 0 && (set >> edition & 1); }
/* Does the number leave one edition and come back in a later one? */
bool hs_is_reused(HsSet set);

typedef struct HsLink { /* a subheading of an edition, and one of the edition before */
    Text newer, older;
    bool partial;   /* only a part of the older one goes there */
    Text relation;  /* newer to older: "1:1", "n:1", "1:n", "n:n" */
} HsLink;

typedef struct HsLinks {
    int older;      /* edition; the newer one follows it */
    size_t count;
    const HsLink *at;       /* by newer code */
    const HsLink *by_older; /* the same by older code */
} HsLinks;

/* Between an edition and the one after it. False with errors. */
bool hs_links_read(Task *task, const Nomenclature *hs, int older, HsLinks *links);

typedef struct HsLinkList {
    LIST_OF(HsLink) at;
} HsLinkList;
/* Add what the code goes back to (or, forward, what it became); a code of both editions without a row is 1:1 with itself. */
void hs_links_of(Region *region, const Nomenclature *hs, const HsLinks *links, Text code, bool forward, HsLinkList *out);

typedef enum HsForm { HS_WRONG, HS_WHOLE, HS_NATIONAL } HsForm;
/* "8523.49" -> "852349": digits with dots or blanks between them, 2, 4 or 6 of them; 8 or 10: NATIONAL, cut to six. */
HsForm hs_code_read(Region *region, Text written, Text *code);
/* "852349" -> "8523.49" */
Text hs_code_text(Region *region, Text code);

#endif

/* value/zone.h - time zones by name, from the copy of the IANA database that the program was built with.
 *
 * A result must not depend on the machine it is reckoned on, so nothing is read at run time: cmake/Zones.cmake turns Debian's
 * tzdata into bytes of the program (tools/zones.c). Offsets hold before the first and after the last change that is listed.
 */
#ifndef DECLARANT_VALUE_ZONE_H
#define DECLARANT_VALUE_ZONE_H

#include "base/text.h"

typedef struct Zone {
    const char *name;           /* "Europe/Paris" */
    const unsigned char *bytes; /* a TZif file, version 2 or later */
    size_t length;              /* how many */
} Zone;

/* NULL: there is no such zone. Names are told apart by case, as the database has them. */
const Zone *zone_find(Text name);
/* Seconds east of UTC at an instant (seconds since 1970-01-01T00:00:00Z). */
int32_t zone_offset(const Zone *zone, int64_t instant);
/* The same for a time on the clock there: the first of two in an hour that comes twice, that before the jump in one that
 * is skipped. */
int32_t zone_offset_of_local(const Zone *zone, int64_t local);
/* Without summer time, by the rule in force at the end of what is listed: for times of no day. */
int32_t zone_standard_offset(const Zone *zone);
/* Which edition of the database: "2025b". */
const char *zone_edition(void);

#endif

/* value/zone_table.h - what the build makes of the zone database; see zone.h. */
#ifndef DECLARANT_VALUE_ZONE_TABLE_H
#define DECLARANT_VALUE_ZONE_TABLE_H

#include "value/zone.h"

extern const Zone zones[]; /* in order of their names */
extern const size_t zone_count;
extern const char zones_edition[];

#endif

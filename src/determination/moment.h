/* determination/moment.h - the law of another moment: as it was known on a day, or as it stood on one, whatever day a case tells.
 *
 *     rows as written ──moment_rows──▶ rows as seen ──sheet.c──▶ tables
 *
 * Done when the law is linked, so that a run knows nothing of it. Inside of the linker. See docs/decisions/0018-known-on.md.
 */
#ifndef DECLARANT_DETERMINATION_MOMENT_H
#define DECLARANT_DETERMINATION_MOMENT_H

#include "determination/link.h"

/* Every row of `count` is replaced by how it is seen, NULL where it is not: with other days in force, else as it was. */
void moment_rows(Linker *linker, const Decision *decision, const Row **rows, uint32_t count);
/* The same of the readings of an open question; what is not seen is left out. Returns how many stay. */
uint32_t moment_readings(Linker *linker, const Reading **readings, uint32_t count);

#endif

/* ledger/instant.h - moments as the ledger writes them: "2026-11-22T09:30:00.000000Z", which sort as text. */
#ifndef DECLARANT_LEDGER_INSTANT_H
#define DECLARANT_LEDGER_INSTANT_H

#include "base/text.h"

/* `told`, or where it is empty the system's clock. */
Text instant_now(Region *region, Text told);
/* Of that form, and a real moment? */
bool instant_is(Text text);

#endif

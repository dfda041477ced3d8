/* ledger/casefile.h - a case in the ledger: its facts, one record each, and the case they make together.
 *
 * A fact is named by its path in the case: "shipments:s1/invoice_lines:1/carrier_price". Steps are parted by "/"; "list:id" is the thing of that id, "list:#2" the third
 * item of a list whose items have none. In a name "~0" is "~", "~1" "/", "~2" ":", and an id that begins with "#" has a "~" before it. A list of plain values is one fact.
 *
 * The newest record of a path counts; null: the fact is told no longer, nor is what hangs below it.
 */
#ifndef DECLARANT_LEDGER_CASEFILE_H
#define DECLARANT_LEDGER_CASEFILE_H

#include "ledger/ledger.h"

typedef struct FactOrigin { /* where a fact is from; what is not known is left out */
    Text who, when;      /* who said so, and when */
    Text document;       /* hash of the blob */
    Text document_name;
    Text place;          /* in it: an element, a cell */
    int64_t page, line;  /* the same; 0: not told */
    Text note;
} FactOrigin;

typedef struct PathOrigin {
    Text path;           /* of the fact */
    Text value;          /* canonical: the origin of this value alone; empty: of whatever the case tells */
    FactOrigin origin;
} PathOrigin;
typedef LIST_OF(PathOrigin) CaseOrigins;

typedef struct NewCase {
    Text id;             /* empty: made of the file's name */
    Text title;
    const Source *file;  /* the case as JSON */
    CaseOrigins *origins; /* of facts that are from elsewhere; is sorted; NULL: all are from the file */
} NewCase;

/* Inside a transaction: the case, its file, and each of its facts with the line it stands on. NULL with an error: [case-taken], or the file is no object. */
const Record *casefile_new(Task *task, Ledger *ledger, const NewCase *new);
/* Its record of kind case; NULL with an error [no-case] that names the nearest id. */
const Record *casefile_find(Task *task, Ledger *ledger, Text case_id);

/* "shipments:s1/invoice_lines": a member of what `path` names; with the id of a thing, or where it has none with its place in the list. `index` SIZE_MAX: a fact. */
Text casefile_path(Region *region, Text path, Text name, Text id, size_t index);

/* Inside a transaction: one fact. `value` is JSON. A fact of this path that was told before is corrected. */
const Record *casefile_tell(Task *task, Ledger *ledger, Text case_id, Text path, Text value, const FactOrigin *origin);
/* "300 USD" -> "\"300 USD\"": as JSON where it is a list, an object, true, false, null or a text in quotes; else a text. */
Text casefile_value(Task *task, Text told);

/* The case as its facts make it, canonical; empty with an error. */
Text casefile_json(Task *task, Ledger *ledger, Text case_id);
/* Its facts that count today, in order. */
bool casefile_facts(Task *task, Ledger *ledger, Text case_id, Records *facts);

#endif

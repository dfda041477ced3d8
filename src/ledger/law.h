/* ledger/law.h - the law kept with its text: every page, catalogue and calendar a determination was worked out with, by hash.
 *
 *     folders on the disk --law_read--> manifest [[path, hash], ...] --law_keep--> one record of kind law, a blob for each file
 *     a record of kind law --law_lay_out--> the same files in a folder of their own, each checked by its hash
 */
#ifndef DECLARANT_LEDGER_LAW_H
#define DECLARANT_LEDGER_LAW_H

#include "ledger/ledger.h"

typedef struct LawFolders {
    const char *rulebooks, *data; /* data NULL: none */
    const char *house;            /* a firm's own pages; NULL: none */
} LawFolders;

typedef struct LawText {
    Text manifest; /* canonical JSON */
    Text hash;     /* of the manifest */
    LIST_OF(const Source *) files;
} LawText;

/* All pages and tables below the folders. False with an error. */
bool law_read(Task *task, const LawFolders *folders, LawText *text);
/* Inside a transaction: the name of its record, which is made where the ledger does not have it yet. Empty with an error. */
Text law_keep(Task *task, Ledger *ledger, const LawText *text);

typedef struct LawLaidOut {
    char *folder;       /* with all that lies in it it goes when law_clear is called */
    LawFolders folders; /* below it */
} LawLaidOut;
/* Into a new folder below TMPDIR. False with an error; what was made is gone then. */
bool law_lay_out(Task *task, Ledger *ledger, Text record, LawLaidOut *out);
void law_clear(Task *task, LawLaidOut *out);

#endif

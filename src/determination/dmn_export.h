/* determination/dmn_export.h - a page of a rulebook as a DMN model, for other people's tools and for reading back (docs/dmn.md).
 *
 *     page, its layout, its program ──dmn_export.c──▶ XML ──rulebook/dmn_import.c──▶ page
 *
 * One file a page (docs/decisions/0014-dmn-files.md). Tables, formulas, knowledge models, sources are DMN's own; what DMN has no place
 * for stands in extension elements of the namespace below.
 */
#ifndef DECLARANT_DETERMINATION_DMN_EXPORT_H
#define DECLARANT_DETERMINATION_DMN_EXPORT_H

#include "determination/program.h"

typedef enum DmnVersion {
    DMN_1_5, /* whole */
    DMN_1_3  /* the profile for modelers: tables, literal expressions, contexts, invocations */
} DmnVersion;

typedef struct DmnExport {
    DmnVersion version;
    const Rulebooks *books;
    const Program *program; /* linked with the page; NULL for facts.md and answers.md */
    const Page *page;       /* NULL for facts.md and answers.md */
    const Source *source;   /* the page's file as it was read */
    Text path;              /* relative to the rulebook folder: "vn/duty.md" */
} DmnExport;

/* The model's XML; what the version cannot carry is told as warnings. The same page gives the same bytes. */
void dmn_export(Task *task, Builder *out, const DmnExport *export);

#endif

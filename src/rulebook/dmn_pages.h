/* rulebook/dmn_pages.h - a DMN model as pages of a rulebook (docs/dmn.md).
 *
 *     DmnModel ──dmn_pages.c──▶ the page it was exported from
 *              ──dmn_foreign.c──▶ facts.md, answers.md and a page, as far as a rulebook can hold another tool's model
 */
#ifndef DECLARANT_RULEBOOK_DMN_PAGES_H
#define DECLARANT_RULEBOOK_DMN_PAGES_H

#include "rulebook/dmn.h"

#define DMN_EXTENSION_SPACE "urn:declarant:dmn:1"

typedef struct DmnPage {
    Text path; /* relative to the folder: "vn/duty.md" */
    Text text;
} DmnPage;

typedef struct DmnPages {
    uint32_t count;
    DmnPage at[3];
} DmnPages;

/* False with errors in the report, each with its place: what a rulebook cannot hold. */
bool dmn_pages(Task *task, const DmnModel *model, DmnPages *out);

/* ---- inside of the room ---- */

/* One decision or knowledge model as it is turned into Markdown. */
typedef struct DmnSheet {
    Task *task;
    const DmnModel *model;
    const XmlElement *element;   /* decision, businessKnowledgeModel */
    const XmlElement *extension; /* its declarant:decision; NULL: another tool's */
    Text name, type;             /* in a rulebook's words */
    Text source;                 /* cited by rows that cite nothing; empty: none */
    Text days;                   /* of rows that tell none */
    const DmnProgram *program;   /* the model linked, to work out examples; NULL: none is worked out */
    Text row_id;                 /* beginning of the ids of rows that have none */
    uint32_t rows;               /* given such an id so far */
} DmnSheet;

/* The child of the model's own namespace in `holder` that is a boxed expression; NULL: none. */
const XmlElement *dmn_form_in(const XmlElement *holder);
/* The element of our namespace in the extensions of `holder`; NULL: none. */
const XmlElement *dmn_extension(const XmlElement *holder, const char *name);
/* A decision table as a table of the page. */
void dmn_put_table(DmnSheet *sheet, Builder *out, const XmlElement *table);
/* Examples of its rules, worked out by the model. */
void dmn_put_trials(DmnSheet *sheet, Builder *out, const XmlElement *table);
/* A form that is no table as one expression of FEEL; false with an error when it holds what has no such text. */
bool dmn_feel_text(DmnSheet *sheet, Builder *out, const XmlElement *form);
/* The model with names that a rulebook can hold, each change told as a warning; the model itself where all are fit. NULL with errors. */
const DmnModel *dmn_names_fit(Task *task, const DmnModel *model);
/* Another tool's model (dmn_foreign.c). */
bool dmn_foreign_pages(Task *task, const DmnModel *model, DmnPages *out);

#endif

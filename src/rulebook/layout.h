/* rulebook/layout.h - a page in the order in which it is laid out: what the model (model.h) keeps apart, and the prose between.
 *
 *     file ──markdown.c──▶ blocks ──layout.c──▶ PageLayout ──▶ export to other forms
 *
 * The model is for deciding, the layout for writing the page down again in another form: nothing a reader of the page sees is lost.
 */
#ifndef DECLARANT_RULEBOOK_LAYOUT_H
#define DECLARANT_RULEBOOK_LAYOUT_H

#include "rulebook/markdown.h"

typedef enum LayoutKind {
    LAYOUT_PROSE,    /* text: Markdown as written, headings too */
    LAYOUT_REGISTER, /* table, text: the heading it stands under */
    LAYOUT_DECISION, /* decision: its number on the page */
    LAYOUT_EXAMPLES, /* decision: number of the table of examples in its decision */
    LAYOUT_CASES     /* text: what stands behind "Cases:" */
} LayoutKind;

typedef struct LayoutItem {
    LayoutKind kind;
    Text text;
    const Block *table;
    uint32_t decision;
} LayoutItem;

typedef LIST_OF(LayoutItem) LayoutList;

typedef struct DecisionLayout {
    Text prose;       /* between heading and body */
    Text source;      /* what stands behind "Source:" */
    LayoutList items; /* PROSE, EXAMPLES, CASES below its body, in order */
} DecisionLayout;

typedef struct PageLayout {
    Document document;
    LayoutList items; /* PROSE, REGISTER, DECISION */
    LIST_OF(DecisionLayout) decisions;
} PageLayout;

/* Of a page that was read without faults. */
void layout_read(Task *task, PageLayout *layout, const Source *source);

#endif

/* determination/dmn_exporting.h - inside of the export: shared by dmn_export.c, dmn_needs.c, dmn_types.c, dmn_logic.c, nobody else. */
#ifndef DECLARANT_DETERMINATION_DMN_EXPORTING_H
#define DECLARANT_DETERMINATION_DMN_EXPORTING_H

#include "base/xml_writer.h"
#include "determination/dmn_export.h"
#include "rulebook/layout.h"

/* A name that a decision reads. */
typedef struct DmnNeed {
    Text name;
    Text type;                  /* in a rulebook's words: "-> invoice line", "list of payment" */
    const FactEntry *fact;      /* NULL: no fact */
    const Decision *decision;   /* NULL: no decision */
    const DecisionBlock *block; /* the decision stands on this page; NULL: it does not */
    bool called;                /* a knowledge model */
} DmnNeed;

typedef LIST_OF(DmnNeed) NeedList;

/* An entry of a thing that some decision of the page reaches by a path. */
typedef struct DmnReached {
    const ThingType *thing;
    DmnNeed entry; /* of the thing itself, or of one around it: `serves machine.entry day` */
} DmnReached;

/* An item definition. */
typedef struct ItemType {
    Text name;             /* "tInvoiceLine" */
    Text words;            /* "invoice line", "list of document" */
    const FactEntry *fact; /* a fact with allowed values; else NULL */
} ItemType;

typedef struct IdPlace {
    Text id; /* empty: free */
} DmnIdPlace;

/* A function that DMN 1.3 does not know, in a formula or cell of a decision. */
typedef struct DmnNewer {
    const DecisionBlock *block;
    Text name;
} DmnNewer;

/* A shape of the diagram, in the order in which the elements are written. */
typedef struct DmnShape {
    Text id;        /* of the element */
    uint32_t level; /* 0: requires nothing */
    uint32_t place; /* among those of its level */
} DmnShape;

/* A line of the diagram: a requirement. */
typedef struct DmnEdge {
    Text id;       /* of the requirement */
    Text from, to; /* elements: what is required, and who requires it */
} DmnEdge;

/* The page is written twice: the first time shows which types and inputs it needs, the second time is kept. */
typedef struct Exporter {
    Task *task;
    Region *region;
    const DmnExport *export;
    PageLayout layout;
    XmlWriter xml;
    bool kept;                    /* the second time: warnings are told */
    const NeedList *needs;        /* one a decision of the page */
    NeedList inputs;              /* what the page reads and does not decide */
    LIST_OF(DmnReached) reached;
    LIST_OF(ItemType) items;
    LIST_OF(const LawSource *) sources; /* cited on the page, or in its register */
    LIST_OF(DmnNewer) newer;
    LIST_OF(DmnShape) shapes;     /* of this time of writing */
    LIST_OF(DmnEdge) edges;
    DmnIdPlace *ids;              /* those given so far */
    size_t id_count, id_room;
} Exporter;

/* ---- ids: letters, digits and "_.-", the same for the same page ---- */

/* "decision_duty_rate"; a second one of the same letters gets "-2". */
Text dmn_id(Exporter *exporter, const char *kind, Text name);
/* The id without looking whether it is taken: for references. */
Text dmn_reference(Exporter *exporter, const char *kind, Text name);

/* ---- dmn_needs.c ---- */

void dmn_needs(Exporter *exporter);
/* Does the formula of a knowledge model read more than its parameters and other knowledge models? */
bool dmn_reads_more(const Exporter *exporter, uint32_t block);

/* ---- dmn_types.c ---- */

/* The typeRef for a type in a rulebook's words; empty: none is written. */
Text dmn_type_ref(Exporter *exporter, Text words);
Text dmn_fact_type_ref(Exporter *exporter, const FactEntry *fact);
void dmn_put_item_definitions(Exporter *exporter);
/* How many parts the record type has; 0: it is none. */
uint32_t dmn_part_count(const Rulebooks *books, Text type);

/* ---- dmn_diagram.c ---- */

void dmn_put_diagram(Exporter *exporter);

/* ---- dmn_logic.c ---- */

/* The expression of a decision, or of a knowledge model's body. */
void dmn_put_logic(Exporter *exporter, const DecisionBlock *block);

static inline void put_extension(Exporter *exporter, const char *name, Text text)
{
    xml_put(&exporter->xml, name, text);
}
static inline void put_attribute_if(Exporter *exporter, const char *name, Text value)
{
    if (value.length)
        xml_put_attribute(&exporter->xml, name, value);
}

#endif

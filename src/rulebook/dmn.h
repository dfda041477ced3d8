/* rulebook/dmn.h - DMN models as other tools write them: read from XML, linked, run (FEEL.md c).
 *
 *     XML ──dmn_read──▶ DmnModel ──dmn_link──▶ DmnProgram ──dmn_open──▶ DmnRun: inputs in, decisions out
 *
 * A program holds one model and those it imports; every input, decision, knowledge model and service of them is a slot of one
 * frame, worked out when it is first read. Calling a service runs in a frame of its own. Errors are null with a
 * diagnostic, as the standard has it.
 */
#ifndef DECLARANT_RULEBOOK_DMN_H
#define DECLARANT_RULEBOOK_DMN_H

#include "base/xml.h"
#include "feel/feel.h"
#include "rulebook/names.h"

typedef enum DmnKind { DMN_INPUT, DMN_DECISION, DMN_KNOWLEDGE, DMN_SERVICE } DmnKind;

typedef struct DmnModel DmnModel;
typedef struct DmnElement DmnElement;

/* An input data, decision, knowledge model or decision service. */
struct DmnElement {
    DmnKind kind;
    const DmnModel *model;
    const XmlElement *xml;
    Text id;
    Text name;       /* normal form: of the variable where it has one */
    Text type_name;  /* typeRef of the variable; empty: anything */
    uint16_t slot;   /* of the program's frame */
};

typedef struct DmnImport {
    Text name;  /* prefix, normal form; empty: none */
    Text space; /* namespace of the imported model */
} DmnImport;

struct DmnModel {
    const Source *source;
    const XmlElement *xml; /* the `definitions` */
    Text space;            /* namespace */
    Text name;
    uint32_t import_count;
    const DmnImport *imports;
    uint32_t element_count;
    DmnElement *elements;
    const FeelTypeName *types; /* item definitions, imported ones with their prefix; linked */
    size_t type_count;
};

/* NULL with errors in the report: not XML, not DMN (any version from 1.1 on), two elements of one id or name, too many elements. */
DmnModel *dmn_read(Task *task, const Source *source);

typedef struct DmnProgram DmnProgram;

/* `models[0]` is the one asked; the others are where its imports are looked for. Faults of single decisions are told as warnings, and
 * such a decision is null. Requirements in a circle are null when they are read; a warning names all members. NULL with errors: too many
 * elements. */
const DmnProgram *dmn_link(Task *task, DmnModel **models, size_t count);

/* One run of a program in the caller's region. */
typedef struct DmnRun {
    Vm vm;
    const DmnProgram *program;
    Frame *frame;
} DmnRun;

void dmn_open(DmnRun *run, Region *region, const DmnProgram *program);
/* By name, and by namespace where `space` is not empty: input data, or a decision whose value is given. NULL: there is none. */
const DmnElement *dmn_find(const DmnProgram *program, Text space, Text name);
/* Give it a value: made to conform to its type, else null with a diagnostic. */
void dmn_give(DmnRun *run, const DmnElement *element, Value value);
/* The value of a decision. */
Value dmn_decide(DmnRun *run, const DmnElement *element);
/* The values of a service's output decisions for the inputs given so far, as a context by their names. */
Value dmn_serve(DmnRun *run, const DmnElement *service);

/* ---- inside of the room: what the files dmn_*.c share ---- */

typedef struct FeelBoxed FeelBoxed;

/* What a slot of the frame is worked out from. */
typedef struct DmnMeaning {
    const DmnElement *element;
    const FeelCode *code;         /* DECISION, KNOWLEDGE; NULL: it has no logic, or that cannot be read */
    const Type *type;             /* of the variable */
    const FeelFunction *function; /* SERVICE */
    Text fault;                   /* why there is no code; empty: it has none to begin with */
} DmnMeaning;

/* A decision service: its parameters are slots, in the order of the standard. */
typedef struct DmnService {
    const DmnProgram *program;
    const DmnElement *element;
    uint32_t input_count;
    const DmnElement *const *inputs;  /* input data, then input decisions */
    uint32_t output_count;
    const DmnElement *const *outputs;
    const Type *result;               /* NULL: anything */
} DmnService;

struct DmnProgram {
    uint32_t model_count;
    DmnModel **models;
    ThingType thing;            /* the frame: a slot an element */
    DmnMeaning *meanings;       /* one a slot */
    DmnService *services;       /* by slot; of others empty */
    NameIndex ids;              /* elements by their ids; scope: the number of their model */
};

/* dmn_read of a document that has been read; the same errors. */
DmnModel *dmn_outline(Task *task, const Source *source, const XmlElement *xml);
/* A type by the name a typeRef gives it, in that model; type_any when it is empty or not known. */
const Type *dmn_type(Task *task, const DmnModel *model, Text name);
/* dmn_circles.c: decisions that require themselves, models that import themselves: warnings that name all members. */
void dmn_check_circles(Task *task, const DmnProgram *program);
/* Link the item definitions of all models. */
void dmn_link_types(Task *task, DmnModel **models, size_t count);
/* The boxed expression below `holder` (decision, knowledge model, entry, binding ...); NULL: there is none. */
const FeelBoxed *dmn_boxed(Task *task, const DmnModel *model, const XmlElement *holder);
/* The boxed expression that `element` itself is; NULL when it is none. */
const FeelBoxed *dmn_boxed_at(Task *task, const DmnModel *model, const XmlElement *element);
/* An external function that is emulated, by {java: {class: ..., method signature: ...}}. NULL: not known. */
const FeelFunction *dmn_external(Region *region, Value definition);
const FeelFunction *dmn_external_java(Region *region, Text class_name, Text signature);
Value dmn_service_call(Vm *vm, const FeelFunction *function, Frame *here, const Value *arguments);
/* The element an href names: "#id", "namespace#id". NULL: there is none. */
const DmnElement *dmn_resolve(const DmnProgram *program, const DmnModel *model, Text href);

#endif

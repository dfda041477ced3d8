/* rulebook/dmn_kit.h - test cases in the form of the DMN Technology Compatibility Kit: read, run, held against what is expected. */
#ifndef DECLARANT_RULEBOOK_DMN_KIT_H
#define DECLARANT_RULEBOOK_DMN_KIT_H

#include "rulebook/dmn.h"

typedef struct KitNode {
    Text name, space;
    const XmlElement *expected; /* what holds the value; NULL: null */
    bool error_result;          /* null with a diagnostic is wanted */
    Value value;                /* of an input */
} KitNode;

typedef struct KitCase {
    Text id;
    Text service; /* name of the decision service to call; empty: decisions are asked */
    uint32_t input_count, result_count;
    const KitNode *inputs, *results;
} KitCase;

typedef struct KitFile {
    Text model_name; /* file in the same folder */
    uint32_t case_count;
    const KitCase *cases;
} KitFile;

/* NULL with errors in the report. */
const KitFile *kit_read(Task *task, const Source *source);

/* Runs one case in `region`. True: all its results are as expected; else *why says which is not. *has_value: does it expect any other
 * than null? */
bool kit_run(Region *region, const DmnProgram *program, const KitCase *one, bool *has_value, Text *why);

#endif

/* feel/hits.h - what the hits of a decision table give under its policy (FEEL.md c), and values made to conform to a type. */
#ifndef DECLARANT_FEEL_HITS_H
#define DECLARANT_FEEL_HITS_H

#include "feel/ast.h"

/* `hits`: the outputs of the rules that hit, in the order of the rules. None gives null with a fault. */
Value table_result(Vm *vm, const FeelTable *table, const List *hits, Span span);

#endif

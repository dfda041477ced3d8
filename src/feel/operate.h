/* feel/operate.h - what the operators do with values, and what types they give.
 *
 * The pairs of kinds that arithmetic knows stand in one table, arithmetic.def, read by the vm and by the types.
 */
#ifndef DECLARANT_FEEL_OPERATE_H
#define DECLARANT_FEEL_OPERATE_H

#include "feel/ast.h"
#include "value/date.h"

TypeKind type_kind_of(ValueKind kind);
const Type *type_of_kind(TypeKind kind);
/* As far as one value shows it: a list's or context's inside is worked out, too. */
const Type *type_of_value(Value value);
const Type *type_of_value_in(Region *region, Value value);
/* FEEL.md a.9: null is an instance of nothing. *steps grows by the parts looked at. */
bool value_is_of(Value value, const Type *type, uint32_t *steps);

/* ---- absences (DESIGN.md "Not told") ---- */

/* Is one of the values not there? Then *met is what a strict operation gives: the weightiest ABSENT; else, for one NOT
 * THERE, null with a fault; else UNKNOWN on all that is unknown. Plain nulls are the operation's own business. */
bool absence_met(Vm *vm, const Value *values, uint32_t count, Span span, Value *met);
/* The same over a list's items and theirs, or a context's entries. */
bool absence_inside(Vm *vm, Value value, Span span, Value *met);
static inline bool value_is_absence(Value v)
{
    return v.kind == VALUE_UNKNOWN || v.kind == VALUE_ABSENT || v.kind == VALUE_NOT_THERE;
}
/* Work that grows with a value's size counts against the turns of iteration: sixteen items, or 256 bytes of text, a turn.
 * False with a fault when none are left. */
bool vm_spend(Vm *vm, size_t items, Span span);
enum { SPEND_BYTES = 16 }; /* bytes of text that count as an item */
/* A text made while running: the symbol where the program knows one of these bytes. */
Value vm_text(Vm *vm, Text text);
/* A told amount as a number in the currency of who reads. */
Value value_settled(Vm *vm, Value value);

/* Make the value conform to the type, where it can: vm_convert without a fault. False: it does not. */
bool value_conform(Vm *vm, Value *value, const Type *type);

/* ---- operators ---- */

Value operate_arithmetic(Vm *vm, Operator operator, Value a, Value b, Span span);
Value operate_compare(Vm *vm, Operator operator, Value a, Value b, Span span);
Value operate_negate(Vm *vm, Value a, Span span);
Value operate_and(Vm *vm, Value a, Value b, Span span);
Value operate_or(Vm *vm, Value a, Value b, Span span);
Value operate_not(Vm *vm, Value a, Span span);
Value operate_between(Vm *vm, Value value, Value low, Value high, Span span);
/* Does `value` match the test `test` (FEEL.md a.4, rules 1 and 3)? */
Value operate_match(Vm *vm, Value value, Value test, Span span);
/* Is the value in the range? Null where one of them is null, with a fault where they cannot be compared. */
Value range_contains(Vm *vm, const Range *range, Value value, Span span);
/* FEEL equality: 1, 0, or -1 for null; things are equal when they are the same. */
int values_equal(Value a, Value b);
/* The same; what it costs counts against the turns of iteration. */
int values_equal_spent(Vm *vm, Value a, Value b, Span span);
/* Order of two values, dates with date and times, too. */
bool values_order(int *order, Value a, Value b);
/* Long texts that are compared again and again count against the turns of iteration. */
void texts_spent(Vm *vm, Value a, Value b, Span span);

/* Result kind of an operator on two kinds; TYPE_ANY when one is not known; false when there is none. */
bool arithmetic_type(Operator operator, TypeKind a, TypeKind b, TypeKind *result);
bool types_equal_comparable(const Type *a, const Type *b);
bool types_order_comparable(const Type *a, const Type *b);

/* ---- dates and times ---- */

Value value_clock(Region *region, ValueKind kind, Clock clock);
Value value_seconds(Region *region, __int128 nanoseconds); /* null when out of range */
static inline __int128 nanoseconds_of(const Seconds *seconds)
{
    return (__int128)seconds->seconds * 1000000000 + seconds->nanoseconds;
}
static inline Value value_months(int64_t months) { return (Value){ .kind = VALUE_MONTHS, .months = months }; }
Value at_literal(Region *region, Text text);
/* Days and nanoseconds of a date and time since 1970-01-01T00:00 UTC (local ones as they are). */
__int128 instant_of(const Clock *clock);
/* A date as the date and time of its midnight, UTC. */
Value date_time_of_date(Region *region, int64_t days);

/* ---- properties: year, hour, start included ... ---- */

typedef struct Property {
    const char *name;
    TypeKind of;   /* what has it */
    TypeKind type; /* what it is; ANY: as the range's ends */
    Value (*read)(Region *region, Value value);
} Property;
/* Any property of that name, or NULL. */
const Property *property_find(Text name);
const Property *property_of(TypeKind kind, Text name);

/* ---- paths ---- */

/* An entry, property or slot by name; lists are mapped over. */
Value path_by_name(Vm *vm, Value value, Text name, Span span);
Value path_slot(Vm *vm, Value value, uint8_t up, uint16_t slot, Span span);
Value path_outer(Vm *vm, Value value, uint8_t up, Span span);
Value path_entry(Vm *vm, Value value, uint16_t entry, Text name, Span span);
/* A slot of a frame: worked out when UNSET, converted when money. */
Value frame_slot(Vm *vm, Frame *frame, uint16_t slot, Span span);

#endif

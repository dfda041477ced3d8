/* feel/type.h - the types a checked expression has before it runs. */
#ifndef DECLARANT_FEEL_TYPE_H
#define DECLARANT_FEEL_TYPE_H

#include "value/value.h"

typedef enum TypeKind {
    TYPE_ANY, /* not known before it runs */
    TYPE_NULL,
    TYPE_BOOLEAN,
    TYPE_NUMBER,
    TYPE_MONEY, /* a number in the page's currency; mixes freely with NUMBER */
    TYPE_TEXT,  /* FEEL string; `values` where only certain texts are allowed */
    TYPE_DATE,
    TYPE_TIME,
    TYPE_DATE_TIME,
    TYPE_MONTHS,  /* years and months duration */
    TYPE_SECONDS, /* days and time duration */
    TYPE_LIST,    /* of `of` */
    TYPE_RANGE,   /* of `of` */
    TYPE_CONTEXT, /* `entries` by name; a record of a rulebook is one */
    TYPE_THING,   /* a thing of the case: `thing` */
    TYPE_FUNCTION /* `of`: its result */
} TypeKind;

typedef struct Type Type;
typedef struct ThingType ThingType;

typedef struct TypeEntry {
    Text name;
    const Type *type;
} TypeEntry;

/* What values a number, date or text may take. Empty: all of its kind. */
typedef struct Domain {
    uint32_t count;
    const Value *values;       /* texts (symbols), numbers or booleans that are allowed; or none */
    bool has_low, has_high;    /* bounds of a number or date */
    bool low_closed, high_closed;
    Value low, high;
} Domain;

struct Type {
    TypeKind kind;
    Text name;              /* as a rulebook writes it, for messages: "charge", "list of document"; may be empty */
    const Type *of;         /* LIST, RANGE: of what; FUNCTION: result */
    const TypeEntry *entries; /* CONTEXT */
    uint32_t count;         /* CONTEXT: entries */
    const Shape *shape;     /* CONTEXT: the form its values have, in the order of `entries` */
    const ThingType *thing; /* THING */
    const Domain *domain;   /* allowed values, or NULL */
    const struct FeelCode *constraint; /* of an item definition: is `?` one of the values allowed? NULL: all are */
};

extern const Type type_any, type_null, type_boolean, type_number, type_money, type_text, type_date, type_time,
    type_date_time, type_months, type_seconds, type_any_list;
/* "number", "date and time", "yearMonthDuration": the type of that name; NULL for those with a part, and for others. */
const Type *type_simple(Text name);

const Type *type_list_of(Region *region, const Type *of);
/* "number", "list of date", "thing invoice line". */
Text type_text_form(Region *region, const Type *type);
/* May a value of `type` stand where `wanted` is asked? ANY fits everywhere and takes everything; NUMBER and MONEY fit
 * each other; NULL fits everywhere; a list fits by its elements. */
bool type_fits(const Type *type, const Type *wanted);
/* Is every value of `type` one of `wanted`? Unlike fitting, what is not known before it runs is none but ANY. */
bool type_conforms(const Type *type, const Type *wanted);

#endif

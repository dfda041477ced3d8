/* value/value.h - any value the language can hold, in 16 bytes.
 *
 * Values never change after birth; copying one shares what it points to. Small numbers (a 64-bit
 * coefficient and an exponent), booleans and dates stand in the value itself; all else is a
 * pointer into a region that lives at least as long.
 *
 * Four kinds stand for a value that is not there: NULL (FEEL's own), UNKNOWN (not told; carries
 * what it hangs on), ABSENT (the law gives none: a mark with its origin) and NOT_THERE (a fact
 * outside its "only if"). They are different things, and none of them is zero.
 */
#ifndef DECLARANT_VALUE_VALUE_H
#define DECLARANT_VALUE_VALUE_H

#include "base/task.h"
#include "value/decimal.h"

typedef enum ValueKind {
    VALUE_UNSET,     /* a slot nobody has worked out yet; never seen by an expression */
    VALUE_BUSY,      /* a slot being worked out: meeting it is a circle */
    VALUE_NULL,      /* FEEL null; `problem` says why when it comes from an error */
    VALUE_UNKNOWN,   /* not told: `hang` is what it hangs on */
    VALUE_ABSENT,    /* the law gives no value: `mark` and `origin` */
    VALUE_NOT_THERE, /* a fact outside its "only if" */
    VALUE_BOOLEAN,   /* `boolean` */
    VALUE_NUMBER,    /* `number` * 10^exponent */
    VALUE_DECIMAL,   /* `decimal`: a number whose coefficient needs more than 63 bits */
    VALUE_MONEY,     /* `money`: an amount in a currency other than the page's, before conversion */
    VALUE_TEXT,      /* `text` */
    VALUE_DATE,      /* `days` since 1970-01-01, proleptic Gregorian */
    VALUE_TIME,      /* `clock` */
    VALUE_DATE_TIME, /* `clock` */
    VALUE_MONTHS,    /* years and months duration: `months` */
    VALUE_SECONDS,   /* days and time duration: `seconds` */
    VALUE_LIST,      /* `list` */
    VALUE_CONTEXT,   /* `context` */
    VALUE_RANGE,     /* `range` */
    VALUE_FUNCTION,  /* `function` */
    VALUE_THING,     /* `thing`: one thing of the case (feel/frame.h) */
    VALUE_KINDS
} ValueKind;

/* The marks of absence a rulebook may write: *none*, *not covered*, *not modelled*, *announced*; and the
 * one the engine makes when two rules apply. Ordered by how much they weigh when two meet. */
typedef enum Mark { MARK_NONE, MARK_ANNOUNCED, MARK_NOT_MODELLED, MARK_NOT_COVERED, MARK_CONFLICT } Mark;

typedef struct Value Value;
typedef struct Hang Hang;

/* Text of a value. Texts known when a rulebook is compiled are symbols: equal bytes, same pointer. */
typedef struct Str {
    uint32_t length;
    uint32_t symbol; /* 1.. in the symbol table that made it; 0: not a symbol */
    char bytes[];    /* UTF-8, not ended by NUL */
} Str;

typedef struct List {
    size_t count;
    Value *at;
} List;

/* The names of a context's entries, in order; shared by all contexts of one form. */
typedef struct Shape {
    uint32_t count;
    const Text *names;
} Shape;

typedef struct Context {
    const Shape *shape;
    Value *at; /* shape->count values */
} Context;

typedef struct Money {
    Decimal amount;
    char currency[4]; /* ISO 4217 and NUL */
} Money;

typedef struct Clock Clock;       /* value/date.h */
typedef struct Seconds Seconds;   /* value/date.h */
typedef struct Range Range;
typedef struct Function Function; /* feel/function.h */
typedef struct ThingType ThingType; /* feel/frame.h */
typedef struct Frame Frame;

struct Value {
    uint8_t kind;      /* ValueKind */
    uint8_t mark;      /* Mark, when ABSENT */
    int16_t exponent;  /* of a NUMBER */
    uint32_t problem;  /* of a NULL: 1 + index of its diagnostic in the vm; 0: a plain null */
    union {
        bool boolean;
        int64_t number;
        const Decimal *decimal;
        const Money *money;
        const Str *text;
        int64_t days;
        int64_t months;
        const Clock *clock;
        const Seconds *seconds;
        const List *list;
        const Context *context;
        const Range *range;
        const Function *function;
        Frame *thing;
        const Hang *hang;
        const void *origin; /* of an ABSENT: the row or decision that says so (determination room) */
    };
};

/* low and high may be NULL-kind where that side is undefined. */
struct Range {
    Value low, high;
    bool low_closed, high_closed;
    bool comparison; /* written <10, >=10, =10, !=10: an operator, not brackets */
    uint8_t operator; /* of a comparison: '<' 'l'(<=) '>' 'g'(>=) '=' '!' */
};

/* One thing of a case; feel/frame.h tells how it is used. It stands here so that a value can show a thing's id. */
struct Frame {
    const ThingType *type;
    Frame *parent;   /* the thing around it; NULL for the outermost */
    Value *slots;    /* type->count values */
    void *record;    /* the engine's own notes on the slots (which row fired); may be NULL */
    uint32_t number; /* 1.. among its brothers */
    Text id;         /* as told, or made */
};

/* What an unknown value hangs on: a tree whose leaves are facts of things. */
struct Hang {
    const Hang *left, *right; /* both, or neither for a leaf */
    Frame *thing;             /* leaf: whose fact; NULL when `note` says what is missing */
    uint32_t slot;            /* leaf: which fact */
    Text note;                /* leaf without a fact: "exchange rate USD to VND on 2025-12-05" */
};

#define VALUE_NOTHING ((Value){ .kind = VALUE_NULL })
static inline Value value_boolean(bool boolean) { return (Value){ .kind = VALUE_BOOLEAN, .boolean = boolean }; }
static inline Value value_small(int64_t number, int16_t exponent)
{
    return (Value){ .kind = VALUE_NUMBER, .exponent = exponent, .number = number };
}
static inline Value value_date(int64_t days) { return (Value){ .kind = VALUE_DATE, .days = days }; }
static inline Value value_thing(Frame *thing) { return (Value){ .kind = VALUE_THING, .thing = thing }; }
static inline Value value_unknown(const Hang *hang) { return (Value){ .kind = VALUE_UNKNOWN, .hang = hang }; }
static inline bool value_is_number(Value v) { return v.kind == VALUE_NUMBER || v.kind == VALUE_DECIMAL; }
/* A value an expression can reckon with: neither null nor one of the other absences. */
static inline bool value_is_there(Value v) { return v.kind > VALUE_NOT_THERE; }

Value value_text(Region *region, Text text); /* a copy */
static inline Text text_of_value(Value v) { return (Text){ v.text->bytes, v.text->length }; }
Value value_list(Region *region, const Value *items, size_t count); /* a copy of the items */
Value value_decimal(Region *region, const Decimal *number);         /* NUMBER when it fits, else DECIMAL */
Decimal decimal_of_value(Value number);                             /* of NUMBER or DECIMAL */

/* A hang on both; either may be NULL. */
const Hang *hang_both(Region *region, const Hang *a, const Hang *b);
const Hang *hang_on_slot(Region *region, Frame *thing, uint32_t slot);
const Hang *hang_on_note(Region *region, Text note);

/* Number arithmetic with a fast path for small ones; the result of a failure (overflow, division by zero) is NULL
 * kind without a diagnostic: the caller knows the place. Both arguments are numbers. The _slow forms are the same
 * without the fast path. */
Value number_add_slow(Region *region, Value a, Value b);
Value number_subtract_slow(Region *region, Value a, Value b);
Value number_multiply_slow(Region *region, Value a, Value b);
Value number_divide(Region *region, Value a, Value b);
Value number_round(Region *region, Value number, int32_t scale, Rounding mode);
int number_compare_slow(Value a, Value b);
bool number_is_zero(Value number);

/* Two small numbers of one exponent: their coefficients can be added and compared as they are. */
static inline bool numbers_are_aligned(Value a, Value b)
{
    return a.kind == VALUE_NUMBER && b.kind == VALUE_NUMBER && a.exponent == b.exponent;
}

static inline Value number_add(Region *region, Value a, Value b)
{
    int64_t sum;
    if (numbers_are_aligned(a, b) && !__builtin_add_overflow(a.number, b.number, &sum))
        return value_small(sum, a.exponent);
    return number_add_slow(region, a, b);
}

static inline Value number_subtract(Region *region, Value a, Value b)
{
    int64_t difference;
    if (numbers_are_aligned(a, b) && !__builtin_sub_overflow(a.number, b.number, &difference))
        return value_small(difference, a.exponent);
    return number_subtract_slow(region, a, b);
}

static inline Value number_multiply(Region *region, Value a, Value b)
{
    int64_t product;
    int exponent = a.exponent + b.exponent;
    if (a.kind == VALUE_NUMBER && b.kind == VALUE_NUMBER && exponent >= DECIMAL_LEAST_EXPONENT &&
        exponent <= DECIMAL_MOST_EXPONENT && !__builtin_mul_overflow(a.number, b.number, &product))
        return value_small(product, (int16_t)exponent);
    return number_multiply_slow(region, a, b);
}

static inline int number_compare(Value a, Value b)
{
    if (numbers_are_aligned(a, b))
        return (a.number > b.number) - (a.number < b.number);
    return number_compare_slow(a, b);
}

/* Symbols: one Str for each text a rulebook knows. Not safe for two threads while it grows; read-only after. */
typedef struct Symbols Symbols;
Symbols *symbols_new(Region *region);
const Str *symbol_of(Symbols *symbols, Text text);          /* found or made */
const Str *symbol_find(const Symbols *symbols, Text text);  /* found, or NULL */
uint32_t symbols_count(const Symbols *symbols);             /* symbols are 1 .. count */

/* The entry of a context by its name; a NULL value when it has none, or the value is no context. */
Value context_entry(Value context, Text name);

/* FEEL equality (FEEL.md a.12): 1 equal, 0 not, -1 not comparable (null). */
int value_equal(Value a, Value b);
/* The same; *steps grows by what it cost: one for each part, and for each 16 bytes of texts. */
int value_equal_counted(Value a, Value b, uint64_t *steps);
/* Order of two numbers, texts, dates, times, durations: true and *order, or false when not comparable. */
bool value_order(int *order, Value a, Value b);

/* The value as FEEL writes it ("text" quoted, dates bare ISO, 1.10, [1, 2], {a: 1}). False: it has more parts than LIMIT_VALUE_STEPS,
 * more of them inside one another than LIMIT_VALUE_DEPTH, or more bytes than LIMIT_VALUE_BYTES, and "..." stands for the rest. */
bool value_print(Builder *out, Value value);
const char *value_kind_name(ValueKind kind); /* "number", "text", "days and time duration" ... */

#endif

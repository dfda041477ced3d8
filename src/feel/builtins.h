/* feel/builtins.h - the functions the language brings along, one list: builtins.def.
 *
 * A row has name, C function, result, parameters and a meaning; parser, types, vm and manual read the same rows. Rows of
 * one name are overloads: chosen by number of arguments, or by parameter names in a call by name.
 */
#ifndef DECLARANT_FEEL_BUILTINS_H
#define DECLARANT_FEEL_BUILTINS_H

#include "feel/feel.h"

typedef struct Builtin Builtin;

/* What a parameter takes. A list of one item is taken as its item, one item as a list, where the kind asks for it. */
typedef enum Wants {
    W_NONE, /* no further parameter */
    W_ANY,
    W_NUMBER,
    W_TEXT,
    W_BOOLEAN,
    W_DATE,     /* a date, or a date and time */
    W_DAYTIME,  /* date, time, date and time, or text: what conversions take */
    W_TIME,
    W_SECONDS,  /* a days and time duration */
    W_POINT,    /* what can be an end of a range */
    W_POINT_OR_RANGE,
    W_PLACE_OR_MATCH, /* a number or a function */
    W_LIST,
    W_CONTEXT,
    W_RANGE,
    W_FUNCTION,
    W_VALUES,   /* one list, or any number of values: arrives as one list */
    W_REST      /* any number of further arguments */
} Wants;

/* What a call gives, as far as it is known before it runs. */
typedef enum Gives {
    G_ANY, G_NUMBER, G_TEXT, G_BOOLEAN, G_DATE, G_TIME, G_DATE_TIME, G_MONTHS, G_SECONDS, G_RANGE, G_CONTEXT,
    G_FIRST,     /* the type of the first argument */
    G_LIST,      /* a list of anything */
    G_SAME_LIST, /* a list like the first argument */
    G_ITEM,      /* an item of the first argument */
    G_NUMBERS,   /* list of number */
    G_TEXTS      /* list of text */
} Gives;

enum {
    B_PLAIN = 0,
    B_OPEN = 1,   /* takes unknown and absent arguments and items itself */
    B_ITEMS = 2,  /* strict in its arguments, but items of its lists may be unknown */
    B_CLOCK = 4,  /* not the same each time: never folded */
    B_OURS = 8,   /* not in the standard */
    B_NULLS = 16, /* null is an argument like another, not a wrong type */
    B_PLACE = 32  /* called by place only; the rows after it are the forms for calls by name */
};

enum { BUILTIN_PARAMETERS = 4 };

typedef struct BuiltinParameter {
    const char *name;
    Wants wants;
    bool optional;
} BuiltinParameter;

typedef struct BuiltinCall {
    Vm *vm;
    const Builtin *builtin;
    const Value *at; /* arguments, as many as `count`; a missing one in the middle is null */
    uint32_t count;
    Span span;
} BuiltinCall;

struct Builtin {
    const char *name;
    Value (*run)(BuiltinCall *call);
    Gives gives;
    uint32_t flags;
    const char *meaning;
    BuiltinParameter parameters[BUILTIN_PARAMETERS + 1]; /* ended by W_NONE */
};

extern const Builtin builtins[];
extern const size_t builtin_count;

/* First row of that name, or NULL. Rows of one name stand together. */
const Builtin *builtin_find(Text name);
/* The next row of the same name, or NULL. */
const Builtin *builtin_next(const Builtin *builtin);
/* The row that takes `count` positional arguments, or NULL. */
const Builtin *builtin_by_count(const Builtin *first, uint32_t count);
/* The row that has all these parameter names, or NULL; places[i] is where argument i goes. */
const Builtin *builtin_by_names(const Builtin *first, const Text *names, uint32_t count, uint32_t *places);
uint32_t builtin_parameters(const Builtin *builtin); /* how many it has */
/* "substring(string, start position, length?)" */
void builtin_build_form(Builder *out, const Builtin *builtin);

/* Convert the arguments, check their kinds, deal with unknown and absent ones, run. */
Value builtin_call(Vm *vm, const Builtin *builtin, const Value *arguments, uint32_t count, Span span);

/* ---- for the functions themselves (builtins_*.c) ---- */

/* Argument `at`, null when it was not given. */
static inline Value argument(const BuiltinCall *call, uint32_t at)
{
    return at < call->count ? call->at[at] : VALUE_NOTHING;
}
static inline bool given(const BuiltinCall *call, uint32_t at)
{
    return at < call->count && call->at[at].kind != VALUE_NULL;
}
Value call_fault(BuiltinCall *call, const char *name, const char *format, ...) __attribute__((format(printf, 3, 4)));
Value call_note(BuiltinCall *call, const char *name, const char *words); /* vm_note */
/* The whole number of an argument, a fraction cut off; false with a fault (in *fault) when it does not fit. */
bool whole_argument(BuiltinCall *call, uint32_t at, int64_t *number, Value *fault);

#endif

/* rulebook/dmn_external.c - the few Java methods that models of the public test kit call, emulated (FEEL.md c, external functions).
 *
 * A method is found by class and signature; there is no Java behind it. Arguments that its Java types would not take are null
 * with a diagnostic, as is everything not listed here.
 */
#include "feel/operate.h"
#include "rulebook/dmn.h"

#include <mpfr.h>

typedef struct Method {
    const char *class_name;
    const char *signature; /* without blanks */
    Value (*call)(Vm *vm, const FeelFunction *function, Frame *here, const Value *arguments);
    int64_t most;          /* of a whole number; 0: not whole, or any */
} Method;

static Value refuse(Vm *vm, const char *why)
{
    return vm_fault(vm, "external-function", SPAN_NONE, "%s", why);
}

static bool is_number(Value value)
{
    return value_is_number(value);
}

static Value call_max(Vm *vm, const FeelFunction *function, Frame *here, const Value *arguments)
{
    (void)function;
    (void)here;
    if (!is_number(arguments[0]) || !is_number(arguments[1]))
        return refuse(vm, "an argument is no number");
    return number_compare(arguments[0], arguments[1]) < 0 ? arguments[1] : arguments[0];
}

/* To the digits that a Java double shows, which is what a caller of Java would see. */
static Value call_cosine(Vm *vm, const FeelFunction *function, Frame *here, const Value *arguments)
{
    (void)function;
    (void)here;
    if (!is_number(arguments[0]))
        return refuse(vm, "the argument is no number");
    Builder out = builder_on(vm->region);
    value_print(&out, arguments[0]);
    char digits[64];
    mpfr_t angle;
    mpfr_init2(angle, 53);
    mpfr_set_str(angle, text_string(vm->region, builder_text(&out)), 10, MPFR_RNDN);
    mpfr_cos(angle, angle, MPFR_RNDN);
    mpfr_snprintf(digits, sizeof digits, "%.17Rf", angle);
    mpfr_clear(angle);
    Decimal number;
    return decimal_read(&number, text_of(digits), false) ? value_decimal(vm->region, &number) : VALUE_NOTHING;
}

static Value call_whole(Vm *vm, const FeelFunction *function, Frame *here, const Value *arguments)
{
    const Method *method = function->meaning;
    Decimal number;
    int64_t whole;
    (void)here;
    if (!is_number(arguments[0]))
        return refuse(vm, "the argument is no number");
    number = decimal_of_value(arguments[0]);
    if (!decimal_to_int64(&whole, &number) || whole > method->most || whole < -method->most - 1)
        return refuse(vm, "the number does not fit the Java type");
    return value_small(whole, 0);
}

static Value call_number_of_text(Vm *vm, const FeelFunction *function, Frame *here, const Value *arguments)
{
    const Method *method = function->meaning;
    Decimal number;
    int64_t whole;
    (void)here;
    if (arguments[0].kind != VALUE_TEXT || !decimal_read(&number, text_of_value(arguments[0]), true))
        return refuse(vm, "the text is no number");
    if (method->most && (!decimal_is_whole(&number) || !decimal_to_int64(&whole, &number) || whole > method->most || whole < -method->most - 1))
        return refuse(vm, "the number does not fit the Java type");
    return value_decimal(vm->region, &number);
}

static Value call_character(Vm *vm, const FeelFunction *function, Frame *here, const Value *arguments)
{
    (void)function;
    (void)here;
    if (arguments[0].kind != VALUE_TEXT || arguments[0].text->length != 1)
        return refuse(vm, "the argument is not one character");
    return arguments[0];
}

/* String.format with %s, %d, %f and %%; anything else after a % is refused. */
static Value call_format(Vm *vm, const FeelFunction *function, Frame *here, const Value *arguments)
{
    Builder out = builder_on(vm->region);
    (void)function;
    (void)here;
    if (arguments[0].kind != VALUE_TEXT)
        return refuse(vm, "the format is no text");
    Text format = text_of_value(arguments[0]);
    const Value *rest = arguments[1].kind == VALUE_LIST ? arguments[1].list->at : &arguments[1];
    size_t count = arguments[1].kind == VALUE_LIST ? arguments[1].list->count : 1, next = 0;
    for (size_t i = 0; i < format.length; i++) {
        char letter = i + 1 < format.length ? format.at[i + 1] : '\0';
        if (format.at[i] != '%') {
            build_byte(&out, format.at[i]);
        } else if (letter == '%') {
            build_byte(&out, '%'), i++;
        } else if (letter == 's' && next < count) {
            if (rest[next].kind == VALUE_TEXT)
                build_text(&out, text_of_value(rest[next]));
            else
                value_print(&out, rest[next]);
            next++, i++;
        } else {
            return refuse(vm, "the format holds something other than %s");
        }
    }
    return value_text(vm->region, builder_text(&out));
}

static const Method methods[] = {
    { "java.lang.Math", "cos(double)", call_cosine, 0 },
    { "java.lang.Math", "max(double,double)", call_max, 0 },
    { "java.lang.Math", "max(float,float)", call_max, 0 },
    { "java.lang.Math", "max(int,int)", call_max, 0 },
    { "java.lang.Math", "max(long,long)", call_max, 0 },
    { "java.lang.Short", "valueOf(short)", call_whole, INT16_MAX },
    { "java.lang.Byte", "valueOf(byte)", call_whole, INT8_MAX },
    { "java.lang.Integer", "valueOf(java.lang.String)", call_number_of_text, INT32_MAX },
    { "java.lang.Float", "valueOf(java.lang.String)", call_number_of_text, 0 },
    { "java.lang.Double", "valueOf(java.lang.String)", call_number_of_text, 0 },
    { "java.lang.String", "valueOf(char)", call_character, 0 },
    { "java.lang.String", "format(java.lang.String,[Ljava.lang.Object;)", call_format, 0 },
};

static Text without_blanks(Region *region, Text text)
{
    Builder out = builder_on(region);
    for (size_t i = 0; i < text.length; i++)
        if (!strchr(" \t\r\n", text.at[i]))
            build_byte(&out, text.at[i]);
    return builder_text(&out);
}

const FeelFunction *dmn_external(Region *region, Value definition)
{
    Value java = context_entry(definition, TEXT("java")), class_name = context_entry(java, TEXT("class")), signature = context_entry(java, TEXT("method signature"));
    if (class_name.kind != VALUE_TEXT || signature.kind != VALUE_TEXT)
        return NULL;
    return dmn_external_java(region, text_of_value(class_name), text_of_value(signature));
}

const FeelFunction *dmn_external_java(Region *region, Text class_name, Text whole)
{
    Text signature = without_blanks(region, whole);
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (text_equal(class_name, text_of(methods[i].class_name)) && text_equal(signature, text_of(methods[i].signature))) {
            FeelFunction *function = REGION_NEW(region, FeelFunction);
            *function = (FeelFunction){ .name = signature, .call = methods[i].call, .meaning = &methods[i] };
            return function;
        }
    return NULL;
}

/* feel/type.c - types by themselves: the plain ones, lists of them, how they fit and read. See type.h. */
#include "feel/type.h"

#include "feel/frame.h"

#define PLAIN(kind_, name_) { .kind = kind_, .name = { name_, sizeof name_ - 1 } }
const Type type_any = PLAIN(TYPE_ANY, "any value");
const Type type_null = PLAIN(TYPE_NULL, "null");
const Type type_boolean = PLAIN(TYPE_BOOLEAN, "boolean");
const Type type_number = PLAIN(TYPE_NUMBER, "number");
const Type type_money = PLAIN(TYPE_MONEY, "money");
const Type type_text = PLAIN(TYPE_TEXT, "text");
const Type type_date = PLAIN(TYPE_DATE, "date");
const Type type_time = PLAIN(TYPE_TIME, "time");
const Type type_date_time = PLAIN(TYPE_DATE_TIME, "date and time");
const Type type_months = PLAIN(TYPE_MONTHS, "years and months duration");
const Type type_seconds = PLAIN(TYPE_SECONDS, "days and time duration");
const Type type_any_list = { .kind = TYPE_LIST, .of = &type_any };

const Type *type_list_of(Region *region, const Type *of)
{
    if (of->kind == TYPE_ANY)
        return &type_any_list;
    Type *type = REGION_NEW(region, Type);
    type->kind = TYPE_LIST;
    type->of = of;
    return type;
}

static void build_type(Builder *out, const Type *type)
{
    if (type->name.length) {
        build_text(out, type->name);
    } else if (type->kind == TYPE_LIST || type->kind == TYPE_RANGE) {
        build_text(out, type->kind == TYPE_LIST ? TEXT("list of ") : TEXT("range of "));
        build_type(out, type->of ? type->of : &type_any);
    } else if (type->kind == TYPE_THING) {
        build_text(out, TEXT("thing "));
        build_text(out, type->thing->name);
    } else {
        build_text(out, type->kind == TYPE_FUNCTION ? TEXT("function") : TEXT("context"));
    }
}

Text type_text_form(Region *region, const Type *type)
{
    Builder out = builder_on(region);
    build_type(&out, type);
    return builder_text(&out);
}

static bool is_amount(TypeKind kind)
{
    return kind == TYPE_NUMBER || kind == TYPE_MONEY;
}

static const Type *entry_type(const Type *type, Text name)
{
    for (uint32_t i = 0; i < type->count; i++)
        if (text_equal(type->entries[i].name, name))
            return type->entries[i].type;
    return NULL;
}

/* Every entry that is asked for is there and fits; more are allowed. A context of unknown entries fits. */
static bool context_fits(const Type *type, const Type *wanted)
{
    for (uint32_t i = 0; type->count && i < wanted->count; i++) {
        const Type *entry = entry_type(type, wanted->entries[i].name);
        if (!entry || !type_fits(entry, wanted->entries[i].type))
            return false;
    }
    return true;
}

bool type_fits(const Type *type, const Type *wanted)
{
    if (type->kind == TYPE_ANY || wanted->kind == TYPE_ANY || type->kind == TYPE_NULL)
        return true;
    if (is_amount(type->kind) && is_amount(wanted->kind))
        return true;
    if (type->kind != wanted->kind)
        return false;
    switch (type->kind) {
    case TYPE_LIST:
    case TYPE_RANGE:
    case TYPE_FUNCTION:
        return !type->of || !wanted->of || type_fits(type->of, wanted->of);
    case TYPE_CONTEXT:
        return context_fits(type, wanted);
    case TYPE_THING:
        return type->thing == wanted->thing || !type->thing || !wanted->thing;
    default:
        return true;
    }
}

static bool context_conforms(const Type *type, const Type *wanted)
{
    for (uint32_t i = 0; i < wanted->count; i++) {
        const Type *entry = entry_type(type, wanted->entries[i].name);
        if (!entry || !type_conforms(entry, wanted->entries[i].type))
            return false;
    }
    return true;
}

bool type_conforms(const Type *type, const Type *wanted)
{
    if (wanted->kind == TYPE_ANY || type->kind == TYPE_NULL)
        return true;
    if (type->kind != wanted->kind)
        return is_amount(type->kind) && is_amount(wanted->kind);
    switch (type->kind) {
    case TYPE_LIST:
    case TYPE_RANGE:
        return !wanted->of || type_conforms(type->of ? type->of : &type_any, wanted->of);
    case TYPE_CONTEXT:
        return context_conforms(type, wanted);
    default:
        return type_fits(type, wanted);
    }
}

/* feel/builtins_context.c - functions over contexts. Rows: builtins.def. Contexts never change: each result is new. */
#include "feel/builtins.h"
#include "feel/operate.h"

/* A context under construction. */
typedef struct Entries {
    Text *names;
    Value *values;
    uint32_t count;
} Entries;

static Entries entries_new(Region *region, size_t most)
{
    return (Entries){ REGION_ARRAY(region, Text, most), REGION_ARRAY(region, Value, most), 0 };
}

static uint32_t entries_find(const Entries *entries, Text name)
{
    uint32_t at = 0;
    while (at < entries->count && !text_equal(entries->names[at], name))
        at++;
    return at;
}

/* Set the entry; a new one comes last. There must be room. */
static void entries_set(Entries *entries, Text name, Value value)
{
    uint32_t at = entries_find(entries, name);
    entries->names[at] = name;
    entries->values[at] = value;
    if (at == entries->count)
        entries->count++;
}

/* Names are looked for one after another: among many that counts against the turns of iteration. */
static bool may_look(BuiltinCall *call, uint32_t count)
{
    enum { NAMES_AN_ITEM = 8 };
    return vm_spend(call->vm, count / NAMES_AN_ITEM, call->span);
}

static bool merge_in(BuiltinCall *call, Entries *entries, const Context *context)
{
    for (uint32_t i = 0; i < context->shape->count; i++) {
        if (!may_look(call, entries->count))
            return false;
        entries_set(entries, context->shape->names[i], context->at[i]);
    }
    return true;
}

static Value entries_value(Region *region, const Entries *entries)
{
    Shape *shape = REGION_NEW(region, Shape);
    Context *context = REGION_NEW(region, Context);
    *shape = (Shape){ entries->count, entries->names };
    *context = (Context){ shape, entries->values };
    return (Value){ .kind = VALUE_CONTEXT, .context = context };
}

static const Value *entry_find(const Context *context, Text name)
{
    for (uint32_t i = 0; i < context->shape->count; i++)
        if (text_equal(context->shape->names[i], name))
            return &context->at[i];
    return NULL;
}

Value context_get(BuiltinCall *call)
{
    if (!may_look(call, call->at[0].context->shape->count))
        return VALUE_NOTHING;
    const Value *found = entry_find(call->at[0].context, text_of_value(argument(call, 1)));
    return found ? value_settled(call->vm, *found) : call_note(call, "no-such-entry", "the context has no such entry");
}

static const Text pair_names[] = { { "key", 3 }, { "value", 5 } };
static const Shape pair_shape = { 2, pair_names };

Value context_entries(BuiltinCall *call)
{
    Region *region = call->vm->region;
    const Context *context = call->at[0].context;
    Value *pairs = REGION_ARRAY(region, Value, context->shape->count);
    for (uint32_t i = 0; i < context->shape->count; i++) {
        Context *pair = REGION_NEW(region, Context);
        pair->shape = &pair_shape;
        pair->at = REGION_ARRAY(region, Value, 2);
        pair->at[0] = vm_text(call->vm, context->shape->names[i]);
        pair->at[1] = context->at[i];
        pairs[i] = (Value){ .kind = VALUE_CONTEXT, .context = pair };
    }
    return value_list(region, pairs, context->shape->count);
}

/* Key and value of one {key, value}; false when it is none. */
static bool read_pair(Value item, Text *key, Value *value)
{
    if (item.kind != VALUE_CONTEXT)
        return false;
    const Value *found = entry_find(item.context, pair_names[0]), *set = entry_find(item.context, pair_names[1]);
    if (!found || found->kind != VALUE_TEXT || !set)
        return false;
    *key = text_of_value(*found);
    *value = *set;
    return true;
}

Value context_of_entries(BuiltinCall *call)
{
    const List *list = call->at[0].list;
    Entries entries = entries_new(call->vm->region, list->count);
    for (size_t i = 0; i < list->count; i++) {
        Text key;
        Value value;
        if (!may_look(call, entries.count))
            return VALUE_NOTHING;
        if (!read_pair(list->at[i], &key, &value))
            return call_fault(call, "wrong-arguments", "item %zu is no context with key and value", i + 1);
        if (entries_find(&entries, key) < entries.count)
            return call_fault(call, "duplicate-entry", "key \"" TEXT_FMT "\" stands twice", TEXT_ARG(key));
        entries_set(&entries, key, value);
    }
    return entries_value(call->vm->region, &entries);
}

static Value put(BuiltinCall *call, const Context *context, Text key, Value value)
{
    uint32_t count = context->shape->count;
    Entries entries = entries_new(call->vm->region, (size_t)count + 1);
    if (!vm_spend(call->vm, count, call->span))
        return VALUE_NOTHING;
    for (; entries.count < count; entries.count++) {
        entries.names[entries.count] = context->shape->names[entries.count];
        entries.values[entries.count] = context->at[entries.count];
    }
    entries_set(&entries, key, value);
    return entries_value(call->vm->region, &entries);
}

/* Along the keys; only the last may be new. */
static Value put_path(BuiltinCall *call, Value value, const List *keys, size_t at)
{
    if (value.kind != VALUE_CONTEXT)
        return call_fault(call, "wrong-type", "key %zu leads into %s", at + 1, value_kind_name(value.kind));
    if (keys->at[at].kind != VALUE_TEXT)
        return call_fault(call, "wrong-type", "key %zu is %s, not a text", at + 1, value_kind_name(keys->at[at].kind));
    Text key = text_of_value(keys->at[at]);
    if (at + 1 == keys->count)
        return put(call, value.context, key, argument(call, 2));
    const Value *next = entry_find(value.context, key);
    Value inner = put_path(call, next ? *next : VALUE_NOTHING, keys, at + 1);
    return inner.kind == VALUE_CONTEXT ? put(call, value.context, key, inner) : inner;
}

Value context_put_path(BuiltinCall *call)
{
    Value keys = argument(call, 1);
    if (keys.kind != VALUE_LIST || !keys.list->count)
        return call_fault(call, "wrong-arguments", "keys must be a list of texts");
    if (keys.list->count > LIMIT_EXPRESSION_DEPTH)
        return call_fault(call, "too-deep", "more than %d keys (limit LIMIT_EXPRESSION_DEPTH)", LIMIT_EXPRESSION_DEPTH);
    return put_path(call, call->at[0], keys.list, 0);
}

Value context_put_key(BuiltinCall *call)
{
    Value key = argument(call, 1);
    if (key.kind != VALUE_TEXT)
        return call_fault(call, "wrong-type", "key cannot be %s", value_kind_name(key.kind));
    return put(call, call->at[0].context, text_of_value(key), argument(call, 2));
}

/* By place: a list is a path of keys. */
Value context_put(BuiltinCall *call)
{
    return argument(call, 1).kind == VALUE_LIST ? context_put_path(call) : context_put_key(call);
}

Value context_merge(BuiltinCall *call)
{
    const List *list = call->at[0].list;
    size_t all = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (list->at[i].kind != VALUE_CONTEXT)
            return call_fault(call, "wrong-type", "item %zu is %s, not a context", i + 1, value_kind_name(list->at[i].kind));
        all += list->at[i].context->shape->count;
    }
    Entries entries = entries_new(call->vm->region, all);
    for (size_t i = 0; i < list->count; i++)
        if (!merge_in(call, &entries, list->at[i].context))
            return VALUE_NOTHING;
    return entries_value(call->vm->region, &entries);
}

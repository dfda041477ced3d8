/* feel/scope.c - the names visible at one place, as a chain of small hash tables, inner ones first.
 *
 * A scope is made once per thing type and shared by all its cells; the lexer asks it for every prefix of a run of
 * words, so a look-up is one hash and one comparison.
 */
#include "feel/scope.h"

#include "feel/parser.h"

FeelScope *feel_scope_new(Region *region, const FeelScope *outer, const FeelName *names, size_t count)
{
    FeelScope *scope = REGION_NEW(region, FeelScope);
    size_t room = 16;
    while (room < count * 2)
        room *= 2;
    scope->outer = outer;
    scope->count = count;
    scope->mask = room - 1;
    scope->places = REGION_ARRAY(region, uint32_t, room);
    FeelName *copy = REGION_ARRAY(region, FeelName, count);
    for (size_t i = 0; i < count; i++) {
        copy[i] = names[i];
        copy[i].name = name_normal(region, names[i].name);
        size_t at = text_hash(copy[i].name) & scope->mask;
        while (scope->places[at])
            at = (at + 1) & scope->mask;
        scope->places[at] = (uint32_t)(i + 1);
        if (copy[i].name.length > scope->longest)
            scope->longest = copy[i].name.length;
    }
    scope->names = copy;
    return scope;
}

static const FeelName *find_here(const FeelScope *scope, Text name, uint64_t hash)
{
    if (name.length > scope->longest)
        return NULL;
    for (size_t at = hash & scope->mask; scope->places[at]; at = (at + 1) & scope->mask) {
        const FeelName *found = &scope->names[scope->places[at] - 1];
        if (text_equal(found->name, name))
            return found;
    }
    return NULL;
}

const FeelName *feel_scope_find(const FeelScope *scope, Text name)
{
    uint64_t hash = text_hash(name);
    for (; scope; scope = scope->outer) {
        const FeelName *found = find_here(scope, name, hash);
        if (found)
            return found;
    }
    return NULL;
}

/* ---- words that are no names ---- */

static const Text keywords[] = {
#define WORD(word) { word, sizeof word - 1 }
    WORD("if"), WORD("then"), WORD("else"), WORD("for"), WORD("in"), WORD("return"), WORD("some"), WORD("every"),
    WORD("satisfies"), WORD("and"), WORD("or"), WORD("between"), WORD("not"), WORD("instance"), WORD("of"),
    WORD("function"), WORD("external"), WORD("true"), WORD("false"), WORD("null"),
#undef WORD
};

const Text *feel_keywords(size_t *count)
{
    *count = sizeof keywords / sizeof *keywords;
    return keywords;
}

bool lexer_is_keyword(Text part)
{
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        if (text_equal(keywords[i], part))
            return !text_is(part, "not");
    return false;
}

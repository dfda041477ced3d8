/* feel/builtins_pattern.c - matches, replace and split. Rows: builtins.def. The pattern's grammar: pattern.h.
 *
 * PCRE2 takes its memory from the region, so an evaluation that is given up in the middle leaves nothing behind.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "feel/builtins.h"
#include "feel/operate.h"
#include "feel/pattern.h"

/* A search is tried with little, then with more; what it used up counts against the turns of iteration. */
static const struct Effort {
    uint32_t steps, kibibytes;
} efforts[] = { { 2000, 4 }, { 20 * 1000, 400 }, { LIMIT_PATTERN_STEPS, LIMIT_PATTERN_KIB } };
enum { EFFORTS = sizeof efforts / sizeof *efforts };

/* A pattern made ready, and where it is in the text. */
typedef struct Search {
    BuiltinCall *call;
    pcre2_code *code;
    pcre2_match_data *found;
    pcre2_match_context *limits;
    uint32_t groups;
    Text text;
    Value fault; /* why there is no further match, where that is an error */
    bool failed; /* is `fault` set? */
} Search;

/* What is taken counts against the turns of iteration, as what texts take does. */
static void *take_memory(size_t bytes, void *vm)
{
    return vm_spend(vm, bytes / SPEND_BYTES, SPAN_NONE) ? region_take(((Vm *)vm)->region, bytes) : NULL;
}

static void leave_memory(void *at, void *vm)
{
    (void)at;
    (void)vm;
}

static void search_fault(Search *search, const char *name, const char *why)
{
    search->fault = call_fault(search->call, name, "%s", why);
    search->failed = true;
}

static uint32_t pcre2_options(const PatternFlags *flags)
{
    return PCRE2_UTF | PCRE2_UCP | PCRE2_NO_UTF_CHECK | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C | PCRE2_MATCH_UNSET_BACKREF |
           (flags->lines ? PCRE2_MULTILINE : 0) | (flags->any_case ? PCRE2_CASELESS : 0);
}

static void compile_pattern(Search *search, Text pattern, const PatternFlags *flags)
{
    Region *region = search->call->vm->region;
    const char *why;
    Text form = pattern_translate(region, pattern, flags, &search->groups, &why);
    if (why)
        return search_fault(search, "bad-pattern", why);
    if (!vm_spend(search->call->vm, 0, search->call->span)) /* none left: the small things below need not fail */
        return search_fault(search, "limit-reached", "there are no turns left for a pattern (limit LIMIT_ITERATIONS)");
    pcre2_general_context *memory = pcre2_general_context_create(take_memory, leave_memory, search->call->vm);
    pcre2_compile_context *compile = pcre2_compile_context_create(memory);
    pcre2_set_newline(compile, PCRE2_NEWLINE_LF);
    int error;
    PCRE2_SIZE place;
    search->code = pcre2_compile((PCRE2_SPTR)(form.at ? form.at : ""), form.length, pcre2_options(flags), &error, &place, compile);
    if (!search->code)
        return search_fault(search, "bad-pattern", "the pattern is too large");
    search->found = pcre2_match_data_create_from_pattern(search->code, memory);
    search->limits = search->found ? pcre2_match_context_create(memory) : NULL;
    if (!search->limits)
        return search_fault(search, "bad-pattern", "the pattern is too large");
    pcre2_set_depth_limit(search->limits, LIMIT_PATTERN_DEPTH);
}

/* Arguments `pattern` and `flags` of the call, over its first one. */
static Search open_search(BuiltinCall *call, uint32_t pattern, uint32_t flags_at)
{
    Search search = { .call = call, .text = text_of_value(call->at[0]) };
    PatternFlags flags;
    if (!pattern_flags(&flags, given(call, flags_at) ? text_of_value(call->at[flags_at]) : TEXT_NONE))
        search_fault(&search, "bad-pattern", "flags other than i, m, q, s and x are not known");
    else
        compile_pattern(&search, text_of_value(call->at[pattern]), &flags);
    return search;
}

/* As pcre2_match, with as little as will do. */
static int match_from(Search *search, size_t from)
{
    int count = PCRE2_ERROR_MATCHLIMIT;
    for (uint32_t i = 0; i < EFFORTS && (count == PCRE2_ERROR_MATCHLIMIT || count == PCRE2_ERROR_HEAPLIMIT); i++) {
        if (i && !vm_spend(search->call->vm, efforts[i].steps, search->call->span))
            break;
        pcre2_set_match_limit(search->limits, efforts[i].steps);
        pcre2_set_heap_limit(search->limits, efforts[i].kibibytes);
        count = pcre2_match(search->code, (PCRE2_SPTR)(search->text.at ? search->text.at : ""), search->text.length, from,
                            PCRE2_NO_UTF_CHECK, search->found, search->limits);
    }
    return count;
}

/* Is there a match at or after byte `from`? */
static bool next_match(Search *search, size_t from)
{
    if (search->failed)
        return false;
    int count = match_from(search, from);
    if (count < 0 && count != PCRE2_ERROR_NOMATCH)
        search_fault(search, "limit-reached", "the pattern takes more than 200000 steps (limit LIMIT_PATTERN_STEPS)");
    return count > 0 && vm_spend(search->call->vm, 1, search->call->span);
}

/* The part of the text that group `group` took; empty where it took no part. */
static Text group_text(const Search *search, uint32_t group)
{
    const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(search->found);
    if (group > search->groups || ends[2 * group] == PCRE2_UNSET)
        return TEXT_NONE;
    return text_slice(search->text, ends[2 * group], ends[2 * group + 1]);
}

static size_t match_start(const Search *search) { return pcre2_get_ovector_pointer(search->found)[0]; }
static size_t match_end(const Search *search) { return pcre2_get_ovector_pointer(search->found)[1]; }

/* An answer that takes no memory: what the search took is given back. */
Value text_matches(BuiltinCall *call)
{
    RegionMark mark = region_mark(call->vm->region);
    uint32_t faults = call->vm->fault_count;
    Search search = open_search(call, 1, 2);
    bool found = next_match(&search, 0);
    if (search.failed)
        return search.fault;
    if (faults == call->vm->fault_count)
        region_drop(call->vm->region, mark);
    return value_boolean(found);
}

/* A pattern that matches nothing at all would match everywhere. */
static bool matches_nothing(Search *search)
{
    Text text = search->text;
    search->text = TEXT_NONE;
    bool found = next_match(search, 0);
    search->text = text;
    if (found && !search->failed)
        search_fault(search, "bad-pattern", "the pattern matches the empty text");
    return found;
}

/* ---- replace ---- */

/* $N: as many digits as still name a group. A group there is not is empty. */
static size_t put_group(const Search *search, Builder *out, Text replacement, size_t at)
{
    uint32_t group = (uint32_t)(replacement.at[at++] - '0');
    while (at < replacement.length && replacement.at[at] >= '0' && replacement.at[at] <= '9' && group * 10 + (uint32_t)(replacement.at[at] - '0') <= search->groups)
        group = group * 10 + (uint32_t)(replacement.at[at++] - '0');
    build_text(out, group_text(search, group));
    return at;
}

static bool is_mark(Text text, size_t at, const char *marks)
{
    return at < text.length && text.at[at] && strchr(marks, text.at[at]);
}

static void put_replacement(Search *search, Builder *out, Text replacement, bool literal)
{
    if (literal)
        return build_text(out, replacement);
    for (size_t at = 0; at < replacement.length;)
        if (replacement.at[at] == '$' && is_mark(replacement, at + 1, "0123456789")) {
            at = put_group(search, out, replacement, at + 1);
        } else if (replacement.at[at] == '\\' && is_mark(replacement, at + 1, "\\$")) {
            build_byte(out, replacement.at[at + 1]);
            at += 2;
        } else if (replacement.at[at] == '$' || replacement.at[at] == '\\') {
            return search_fault(search, "bad-pattern", "the replacement has a \"$\" without a digit, or a lone backslash");
        } else {
            build_byte(out, replacement.at[at++]);
        }
}

Value text_replace(BuiltinCall *call)
{
    Search search = open_search(call, 1, 3);
    Text replacement = text_of_value(call->at[2]);
    bool literal = given(call, 3) && text_find(text_of_value(call->at[3]), TEXT("q"), 0) != SIZE_MAX;
    Builder out = builder_on(call->vm->region);
    size_t from = 0;
    if (!search.failed && matches_nothing(&search))
        return search.fault;
    while (next_match(&search, from)) {
        build_text(&out, text_slice(search.text, from, match_start(&search)));
        put_replacement(&search, &out, replacement, literal);
        from = match_end(&search);
        if (search.failed || !vm_spend(call->vm, replacement.length / SPEND_BYTES, call->span))
            break;
    }
    build_text(&out, text_slice(search.text, from, search.text.length));
    return search.failed ? search.fault : vm_text(call->vm, builder_text(&out));
}

/* ---- split ---- */

Value text_split(BuiltinCall *call)
{
    Search search = open_search(call, 1, 2);
    Region *region = call->vm->region;
    LIST_OF(Value) parts = { 0 };
    size_t from = 0;
    if (!search.failed && matches_nothing(&search))
        return search.fault;
    while (next_match(&search, from)) {
        *LIST_ADD(region, parts) = vm_text(call->vm, text_slice(search.text, from, match_start(&search)));
        from = match_end(&search);
    }
    *LIST_ADD(region, parts) = vm_text(call->vm, text_slice(search.text, from, search.text.length));
    return search.failed ? search.fault : value_list(region, parts.at, parts.count);
}

/* casework/release.c - see release.h. */
#include "casework/release.h"

#include <stdlib.h>

#include "determination/answer.h"
#include "determination/program.h"
#include "value/date.h"

static const char *const LEVELS[] = { "none", "note", "declare" };

const char *release_level_name(ReleaseLevel level) { return LEVELS[level]; }

bool release_level_named(Text name, ReleaseLevel *out)
{
    for (int i = 0; i < RELEASE_LEVELS; i++)
        if (text_equal(name, text_of(LEVELS[i]))) {
            *out = (ReleaseLevel)i;
            return true;
        }
    return false;
}

typedef struct Checking {
    Task *task;
    Lawbook *lawbook;
    const ReleaseOptions *options;
    ReleaseCheck *out;
} Checking;

/* ---- what the difference shows ---- */

typedef enum Asked { ANY_TRAIT, THAT_ENCRYPTS, THAT_DOES_NOT } Asked;

/* The first change of one of these kinds of trait, which way it changed, and only of what encrypts, or does not, where that is asked. */
static const Trait *trait_changed(const SbomDiff *diff, TraitChangeKind how, unsigned kinds, Asked asked)
{
    for (size_t i = 0; i < diff->traits.count; i++) {
        const TraitChange *change = &diff->traits.at[i];
        if (change->kind == how && kinds >> change->after->kind & 1 && (asked == ANY_TRAIT || change->after->encrypts == (asked == THAT_ENCRYPTS)))
            return change->after;
    }
    return NULL;
}

/* The longest key of a class among what came, or grew. */
static const Trait *longest_key(const SbomDiff *diff, KeyClass key)
{
    const Trait *longest = NULL;
    for (size_t i = 0; i < diff->traits.count; i++) {
        const TraitChange *change = &diff->traits.at[i];
        bool new = change->kind == TRAIT_CAME || change->kind == TRAIT_LONGER || change->kind == TRAIT_OTHER_KEY;
        if (new && change->after->key == key && change->after->bits > (longest ? longest->bits : 0))
            longest = change->after;
    }
    return longest;
}

static void add_fact(Checking *checking, const char *name, Text value, FactFrom from, const Trait *trait)
{
    *LIST_ADD(checking->task->region, checking->out->facts) = (ReleaseFact){ text_of(name), value, from, trait };
}

static void add_answer(Checking *checking, const char *name, const Trait *trait)
{
    add_fact(checking, name, trait ? TEXT("true") : TEXT("false"), FACT_FROM_BILLS, trait);
}

static void add_bits(Checking *checking, const char *name, KeyClass key)
{
    const Trait *trait = longest_key(checking->out->diff, key);
    if (trait)
        add_fact(checking, name, text_format(checking->task->region, "\"%u\"", trait->bits), FACT_FROM_BILLS, trait);
}

enum {
    MODELS = 1 << TRAIT_MODEL,
    KEYED = 1 << TRAIT_ALGORITHM | 1 << TRAIT_KEY,
    ENCRYPTION = 1 << TRAIT_ALGORITHM | 1 << TRAIT_PROTOCOL | 1 << TRAIT_CRYPTO_LIBRARY,
    LIBRARIES = 1 << TRAIT_CRYPTO_LIBRARY
};

/* A model is a core function where it is new; what else is one, and what changes the classification, no bill tells. */
static void facts_of_bills(Checking *checking)
{
    const SbomDiff *diff = checking->out->diff;
    const Trait *model = trait_changed(diff, TRAIT_CAME, MODELS, ANY_TRAIT);
    add_fact(checking, "new core function", model ? TEXT("true") : TEXT("false"), model ? FACT_FROM_BILLS : FACT_ASSUMED, model);
    add_answer(checking, "new model", model);
    add_answer(checking, "changed model", trait_changed(diff, TRAIT_MOVED, MODELS, ANY_TRAIT));
    add_answer(checking, "new encryption", trait_changed(diff, TRAIT_CAME, ENCRYPTION, THAT_ENCRYPTS));
    add_answer(checking, "longer key", trait_changed(diff, TRAIT_LONGER, KEYED, ANY_TRAIT));
    const Trait *moved = trait_changed(diff, TRAIT_MOVED, LIBRARIES, ANY_TRAIT);
    add_answer(checking, "changed cryptography library", moved ? moved : trait_changed(diff, TRAIT_RENAMED, LIBRARIES, ANY_TRAIT));
    add_answer(checking, "changed protocol", trait_changed(diff, TRAIT_MOVED, 1 << TRAIT_PROTOCOL, ANY_TRAIT));
    add_answer(checking, "new signing library", trait_changed(diff, TRAIT_CAME, LIBRARIES, THAT_DOES_NOT));
    add_answer(checking, "new model library", trait_changed(diff, TRAIT_CAME, 1 << TRAIT_MODEL_LIBRARY, ANY_TRAIT));
    add_bits(checking, "symmetric key bits", KEY_SYMMETRIC);
    add_bits(checking, "factorisation key bits", KEY_FACTORISATION);
    add_bits(checking, "curve key bits", KEY_CURVE);
    add_fact(checking, "changed classification", TEXT("false"), FACT_ASSUMED, NULL);
    add_fact(checking, "delivered online", TEXT("true"), FACT_ASSUMED, NULL);
}

/* What is told beside the bills takes the place of what they show. */
static void facts_told(Checking *checking)
{
    const ReleaseOptions *options = checking->options;
    for (const Json *member = options->told ? options->told->first : NULL; member; member = member->next) {
        Text name = text_unsnake(checking->task->region, member->key), value = text_slice(options->told_source->bytes, member->from, member->to);
        ReleaseFact *fact = NULL;
        for (size_t i = 0; i < checking->out->facts.count && !fact; i++)
            fact = text_equal(checking->out->facts.at[i].name, name) ? &checking->out->facts.at[i] : NULL;
        if (!fact)
            fact = LIST_ADD(checking->task->region, checking->out->facts);
        *fact = (ReleaseFact){ name, value, FACT_TOLD, NULL };
    }
}

/* ---- the case ---- */

/* Does a thing of the case, "release" or the contract around it, have the fact? A country may not ask for all of them. */
static bool has_fact(const Program *program, const char *thing, Text name)
{
    const ThingType *type = program ? program_thing(program, text_of(thing)) : NULL;
    return type && program_fact(program, type, name);
}

/* What no country knows stays with the release, so that it is refused with its name. */
static bool belongs_to(const Program *program, const ReleaseFact *fact, bool contract)
{
    bool of_release = has_fact(program, "release", fact->name), of_contract = has_fact(program, "contract", fact->name);
    if (contract)
        return of_contract && !of_release;
    return of_release || (!of_contract && fact->from == FACT_TOLD);
}

static void write_facts(Checking *checking, const Program *program, JsonWriter *json, bool contract)
{
    for (size_t i = 0; i < checking->out->facts.count; i++) {
        const ReleaseFact *fact = &checking->out->facts.at[i];
        if (!belongs_to(program, fact, contract))
            continue;
        json_key(json, text_snake(checking->task->region, fact->name));
        json_raw(json, fact->value);
    }
}

static Text case_text(Checking *checking, Text jurisdiction)
{
    const Program *program = lawbook_program(checking->task, checking->lawbook, jurisdiction, TEXT("import"));
    Builder out = builder_on(checking->task->region);
    JsonWriter json = json_writer(&out, true);
    json_open(&json, '{');
    json_pair(&json, "jurisdiction", jurisdiction);
    json_pair(&json, "movement", TEXT("import"));
    json_key(&json, TEXT("contracts"));
    json_open(&json, '[');
    json_open(&json, '{');
    write_facts(checking, program, &json, true);
    json_key(&json, TEXT("releases"));
    json_open(&json, '[');
    json_open(&json, '{');
    json_pair(&json, "release_day", date_text(checking->task->region, checking->out->day));
    json_pair_if(&json, "version", checking->out->after->version);
    write_facts(checking, program, &json, false);
    json_close(&json, '}');
    json_close(&json, ']');
    json_close(&json, '}');
    json_close(&json, ']');
    json_close(&json, '}');
    return builder_text(&out);
}

/* ---- verdicts ---- */

static void add_verdict(Checking *checking, ReleaseCountry *country, const Entry *entry, const LawSource *voice)
{
    Value level = entry_part(entry, "level");
    ReleaseVerdict verdict = { .entry = entry, .voice = voice, .known = !entry->only_if && entry->status == STATUS_DETERMINED };
    if (level.kind != VALUE_TEXT || !release_level_named(text_of_value(level), &verdict.level))
        verdict.known = false;
    *LIST_ADD(checking->task->region, country->verdicts) = verdict;
}

static int heaviest_first(const void *a, const void *b)
{
    const ReleaseVerdict *left = a, *right = b;
    if ((left->voice != NULL) != (right->voice != NULL))
        return left->voice ? 1 : -1;
    if (left->level != right->level)
        return left->level > right->level ? -1 : 1;
    return text_compare(left->entry->key, right->entry->key);
}

static void judge(ReleaseCountry *country)
{
    ReleaseLevel open = RELEASE_NONE;
    bool any = false;
    for (size_t i = 0; i < country->verdicts.count; i++) {
        const ReleaseVerdict *verdict = &country->verdicts.at[i];
        ReleaseLevel *level = verdict->known ? &country->level : &open;
        *level = verdict->level > *level ? verdict->level : *level;
        any |= verdict->known;
    }
    country->known = any && open <= country->level;
}

/* The law's own entries, and those that a voice adds or words otherwise. */
static void gather(Checking *checking, ReleaseCountry *country)
{
    const Determination *answer = country->answer;
    for (const Entry *entry = answer->entries; entry; entry = entry->next)
        if (text_equal(entry->list->list, RELEASE_LISTS))
            add_verdict(checking, country, entry, NULL);
    for (const Alternative *alternative = answer->alternatives; alternative; alternative = alternative->next)
        for (const Difference *difference = alternative->voice_source ? alternative->differences : NULL; difference; difference = difference->next)
            if (difference->other && text_equal(difference->list->list, RELEASE_LISTS))
                add_verdict(checking, country, difference->other, alternative->voice_source);
    qsort(country->verdicts.at, country->verdicts.count, sizeof *country->verdicts.at, heaviest_first);
    judge(country);
}

static bool ask_country(Checking *checking, Text jurisdiction)
{
    Task *task = checking->task;
    Source *source = REGION_NEW(task->region, Source);
    *source = (Source){ TEXT("release"), case_text(checking, jurisdiction) };
    DetermineOptions options = checking->options->options;
    options.lists = RELEASE_LISTS;
    ReleaseCountry *country = LIST_ADD(task->region, checking->out->countries);
    CaseHead head;
    *country = (ReleaseCountry){ .jurisdiction = jurisdiction };
    country->outcome = lawbook_determine(task, checking->lawbook, source, &options, &head, &country->answer);
    if (country->outcome == LAWBOOK_DETERMINED)
        gather(checking, country);
    return country->outcome != LAWBOOK_FAILED;
}

/* ---- countries and the day ---- */

/* Has the country rows for the list? */
static bool has_verdicts(Checking *checking, Text jurisdiction)
{
    const Program *program = lawbook_program(checking->task, checking->lawbook, jurisdiction, TEXT("import"));
    for (uint32_t i = 0; program && i < program->decision_count; i++)
        if (program->decisions[i]->record && text_is(program->decisions[i]->record->name, "verdict"))
            return true;
    return false;
}

static bool is_asked(const Checking *checking, Text jurisdiction)
{
    for (size_t i = 0; i < checking->out->countries.count; i++)
        if (text_equal(checking->out->countries.at[i].jurisdiction, jurisdiction))
            return true;
    return false;
}

static bool ask_countries(Checking *checking, const Rulebooks *books)
{
    if (checking->options->jurisdiction.length)
        return ask_country(checking, checking->options->jurisdiction);
    for (uint32_t i = 0; i < books->page_count; i++) {
        Text jurisdiction = books->pages[i].jurisdiction;
        if (jurisdiction.length && !is_asked(checking, jurisdiction) && has_verdicts(checking, jurisdiction) && !ask_country(checking, jurisdiction))
            return false;
    }
    return true;
}

static void set_day(Checking *checking, const Rulebooks *books)
{
    const CaseOptions *facts = &checking->options->options.facts;
    checking->out->day = facts->as_of;
    checking->out->day_assumed = !facts->has_as_of;
    for (uint32_t i = 0; i < books->page_count && !facts->has_as_of; i++)
        if (books->pages[i].checked > checking->out->day)
            checking->out->day = books->pages[i].checked;
}

static void sum_up(ReleaseCheck *out)
{
    out->known = out->countries.count > 0;
    for (size_t i = 0; i < out->countries.count; i++) {
        const ReleaseCountry *country = &out->countries.at[i];
        out->level = country->level > out->level ? country->level : out->level;
        out->known &= country->known;
    }
}

const ReleaseCheck *release_check(Task *task, Lawbook *lawbook, const Source *before, const Source *after, const ReleaseOptions *options)
{
    TraitTables tables;
    ReleaseCheck *out = REGION_NEW(task->region, ReleaseCheck);
    Checking checking = { task, lawbook, options, out };
    Sbom *old = sbom_read(task, before), *new = sbom_read(task, after);
    const Rulebooks *books = old && new && trait_tables_read(task, options->data_folder, &tables) ? lawbook_pages(task, lawbook, options->jurisdiction) : NULL;
    if (!books)
        return NULL;
    sbom_align(task->region, old, new);
    sbom_align(task->region, new, old);
    out->before = old;
    out->after = new;
    out->diff = sbom_diff(task->region, &tables, out->before, out->after);
    set_day(&checking, books);
    facts_of_bills(&checking);
    facts_told(&checking);
    if (!ask_countries(&checking, books))
        return NULL;
    sum_up(out);
    return out;
}

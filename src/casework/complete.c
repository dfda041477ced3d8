/* casework/complete.c - see complete.h. */
#include "casework/complete.h"

#include "determination/answer.h"

typedef struct Completing {
    Task *task;
    const Json *facts;
    const EvidenceList *evidence;
    Completeness *made;
} Completing;

const char *proof_standing_name(ProofStanding standing)
{
    static const char *const names[PROOF_STANDINGS] = { "confirmed", "open", "missing", "conflicting" };
    return names[standing];
}

/* ---- the fact of an entry: its path, and what the case says ---- */

/* A step of a path, as ledger/casefile.h writes it. */
static void build_step(Builder *out, Text name)
{
    for (size_t i = 0; i < name.length; i++) {
        const char *special = name.at[i] ? strchr("~/:", name.at[i]) : NULL;
        if (special)
            build_format(out, "~%d", (int)(special - "~/:"));
        else
            build_byte(out, name.at[i]);
    }
}

static const Json *item_at(const Json *list, uint32_t number)
{
    const Json *item = list && list->kind == JSON_ARRAY ? list->first : NULL;
    while (item && --number)
        item = item->next;
    return item;
}

/* The thing's object in the case, its path behind what is in `out`; NULL where the case does not tell it (it is made). */
static const Json *thing_json(Completing *completing, const Frame *frame, Builder *out)
{
    if (!frame->parent)
        return completing->facts;
    const Json *around = thing_json(completing, frame->parent, out);
    Text many = text_snake(completing->task->region, frame->type->many);
    const Json *thing = around ? item_at(json_get(around, many), frame->number) : NULL;
    const Json *id = thing && thing->kind == JSON_OBJECT ? json_get(thing, TEXT("id")) : NULL;
    build_step(out, many);
    if (id && id->kind == JSON_STRING) {
        build_text(out, text_starts(id->text, TEXT("#")) ? TEXT(":~") : TEXT(":"));
        build_step(out, id->text);
    } else
        build_format(out, ":#%u", frame->number);
    build_byte(out, '/');
    return thing && thing->kind == JSON_OBJECT ? thing : NULL;
}

static Text plain_text(const Json *json)
{
    if (!json || json->kind == JSON_NULL || json->kind == JSON_ARRAY || json->kind == JSON_OBJECT)
        return TEXT_NONE;
    return json->kind == JSON_TRUE ? TEXT("true") : json->kind == JSON_FALSE ? TEXT("false") : json->text;
}

static void find_fact(Completing *completing, const Entry *entry, NeededProof *needed)
{
    Builder path = builder_on(completing->task->region);
    Text fact = entry->frame ? entry_text(entry, "fact") : TEXT_NONE;
    if (!fact.length)
        return;
    const Json *thing = thing_json(completing, entry->frame, &path);
    build_text(&path, fact);
    needed->path = builder_text(&path);
    needed->told = thing ? plain_text(json_get(thing, fact)) : TEXT_NONE;
}

/* ---- evidence tied to it ---- */

/* "20000.00 USD" and "20000 USD" say the same: zeros behind a point are left out. */
static Text same_figure(Region *region, Text text)
{
    Text rest, figure = text_cut(text_trim(text), ' ', &rest);
    if (text_find(figure, TEXT("."), 0) == SIZE_MAX || !figure.length || figure.at[0] < '0' || figure.at[0] > '9')
        return text_trim(text);
    while (figure.length && figure.at[figure.length - 1] == '0')
        figure.length--;
    if (figure.length && figure.at[figure.length - 1] == '.')
        figure.length--;
    return rest.length ? text_format(region, TEXT_FMT " " TEXT_FMT, TEXT_ARG(figure), TEXT_ARG(text_trim(rest))) : figure;
}

static bool say_the_same(Region *region, Text a, Text b)
{
    return text_equal(same_figure(region, a), same_figure(region, b));
}

static bool proves(const Evidence *evidence, Text path)
{
    const Json *list = evidence->body ? json_get(evidence->body, TEXT("proves")) : NULL;
    for (const Json *item = list ? list->first : NULL; item; item = item->next)
        if (text_equal(item->text, path))
            return true;
    return false;
}

static bool counts(const Evidence *evidence)
{
    return evidence->body && evidence->state == BLOB_HERE && !evidence->record->corrected_by.length;
}

static void tie(Completing *completing, NeededProof *needed)
{
    Text kinds = entry_text(needed->entry, "by");
    for (size_t i = 0; i < completing->evidence->count; i++) {
        const Evidence *evidence = &completing->evidence->at[i];
        if (!counts(evidence) || !proves(evidence, needed->path))
            continue;
        const Json *says = json_get(evidence->body, TEXT("says"));
        Text said = says && says->kind == JSON_OBJECT ? plain_text(json_get(says, needed->path)) : TEXT_NONE;
        *LIST_ADD(completing->task->region, needed->by) = (ProofBy){ evidence, said, !text_lists(kinds, evidence->type) };
    }
}

/* Evidence that says anything is held against the case, of whatever kind it is; only the right kinds confirm. */
static ProofStanding stand(Completing *completing, const NeededProof *needed)
{
    bool confirmed = false;
    Text said = needed->told;
    if (needed->entry->only_if || !needed->path.length || (!said.length && !needed->by.count))
        return PROOF_OPEN;
    for (size_t i = 0; i < needed->by.count; i++) {
        const ProofBy *by = &needed->by.at[i];
        confirmed = confirmed || !by->other_kind;
        if (by->says.length && said.length && !say_the_same(completing->task->region, by->says, said))
            return PROOF_CONFLICTING;
        said = by->says.length && !said.length ? by->says : said;
    }
    return confirmed ? PROOF_CONFIRMED : PROOF_MISSING;
}

/* ---- all of them ---- */

static void add(Completing *completing, const Entry *entry, Text voice)
{
    Completeness *made = completing->made;
    if (!entry->list || !text_is(entry->list->list, "proofs") || entry->value.kind == VALUE_ABSENT)
        return;
    NeededProof *needed = LIST_ADD(completing->task->region, made->proofs);
    *needed = (NeededProof){ .entry = entry, .voice = voice };
    find_fact(completing, entry, needed);
    if (needed->path.length)
        tie(completing, needed);
    needed->standing = stand(completing, needed);
    if (voice.length)
        return;
    made->counts[needed->standing]++;
    made->standing = needed->standing > made->standing ? needed->standing : made->standing;
}

/* What one voice alone asks for. */
static void add_voices(Completing *completing)
{
    for (const Alternative *other = completing->made->answer->alternatives; other; other = other->next)
        for (const Difference *each = other->voice.length ? other->differences : NULL; each; each = each->next)
            if (each->other && !each->main)
                add(completing, each->other, other->voice);
}

static bool is_tied(const Completeness *made, const Evidence *evidence)
{
    for (size_t i = 0; i < made->proofs.count; i++)
        if (proves(evidence, made->proofs.at[i].path))
            return true;
    return false;
}

const Completeness *completeness_make(Task *task, const Determination *answer, const Json *facts, const EvidenceList *evidence)
{
    Completeness *made = REGION_NEW(task->region, Completeness);
    Completing completing = { task, facts, evidence, made };
    made->answer = answer;
    for (const Entry *entry = answer->entries; entry; entry = entry->next)
        add(&completing, entry, TEXT_NONE);
    add_voices(&completing);
    for (size_t i = 0; i < evidence->count; i++)
        if (counts(&evidence->at[i]) && !is_tied(made, &evidence->at[i]))
            *LIST_ADD(task->region, made->loose) = &evidence->at[i];
    return made;
}

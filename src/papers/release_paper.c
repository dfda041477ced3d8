/* papers/release_paper.c - see release_paper.h. */
#include "papers/release_paper.h"

#include "determination/answer.h"
#include "papers/articles.h"
#include "papers/paper_words.h"

typedef struct Making {
    Region *region;
    const ReleaseCheck *check;
    Paper *paper;
} Making;

static PaperCell level_cell(const Making *making, ReleaseLevel level, bool known)
{
    static const struct { Word words; PaperTone tone; } levels[] = {
        [RELEASE_NONE] = { WORD_RELEASE_NONE, TONE_GOOD }, [RELEASE_NOTE] = { WORD_RELEASE_NOTE, TONE_DOUBT }, [RELEASE_DECLARE] = { WORD_RELEASE_DECLARE, TONE_BAD } };
    if (!known)
        return cell_toned(TEXT("not known"), paper_word(making->paper, WORD_NOT_KNOWN), TONE_DOUBT);
    return cell_toned(text_of(release_level_name(level)), paper_word(making->paper, levels[level].words), levels[level].tone);
}

/* ---- words of closed lists ---- */

static PaperCell trait_cell(const Making *making, const Trait *trait)
{
    static const Word KINDS[] = {
        [TRAIT_MODEL] = WORD_RELEASE_MODEL,       [TRAIT_DATASET] = WORD_RELEASE_DATASET,         [TRAIT_ALGORITHM] = WORD_RELEASE_ALGORITHM,
        [TRAIT_KEY] = WORD_RELEASE_KEY_MATERIAL,  [TRAIT_PROTOCOL] = WORD_RELEASE_PROTOCOL,       [TRAIT_CERTIFICATE] = WORD_RELEASE_CERTIFICATE,
        [TRAIT_CRYPTO_LIBRARY] = WORD_RELEASE_CRYPTO_LIBRARY, [TRAIT_MODEL_LIBRARY] = WORD_RELEASE_MODEL_LIBRARY };
    return trait ? cell_words(text_of(trait_kind_name(trait->kind)), paper_word(making->paper, KINDS[trait->kind])) : cell_plain(TEXT_NONE);
}

static PaperCell key_cell(const Making *making, KeyClass key)
{
    static const Word CLASSES[] = { [KEY_SYMMETRIC] = WORD_RELEASE_SYMMETRIC, [KEY_FACTORISATION] = WORD_RELEASE_FACTORISATION, [KEY_DISCRETE] = WORD_RELEASE_DISCRETE,
                                    [KEY_CURVE] = WORD_RELEASE_CURVE };
    return key == KEY_NONE ? cell_plain(TEXT_NONE) : cell_words(text_of(key_class_name(key)), paper_word(making->paper, CLASSES[key]));
}

static PaperCell change_cell(const Making *making, SbomChangeKind kind)
{
    static const Word WORDS_OF[] = { [SBOM_CAME] = WORD_RELEASE_CAME, [SBOM_GONE] = WORD_RELEASE_GONE, [SBOM_MOVED] = WORD_RELEASE_MOVED, [SBOM_ALTERED] = WORD_RELEASE_ALTERED };
    return cell_words(text_of(sbom_change_name(kind)), paper_word(making->paper, WORDS_OF[kind]));
}

static PaperCell trait_change_cell(const Making *making, TraitChangeKind kind)
{
    static const Word WORDS_OF[] = { [TRAIT_CAME] = WORD_RELEASE_CAME, [TRAIT_GONE] = WORD_RELEASE_GONE, [TRAIT_LONGER] = WORD_RELEASE_LONGER,
                                     [TRAIT_OTHER_KEY] = WORD_RELEASE_OTHER_KEY, [TRAIT_SHORTER] = WORD_RELEASE_SHORTER, [TRAIT_MOVED] = WORD_RELEASE_MOVED,
                                     [TRAIT_RENAMED] = WORD_RELEASE_RENAMED };
    return cell_words(text_of(trait_change_name(kind)), paper_word(making->paper, WORDS_OF[kind]));
}

/* ---- verdicts ---- */

static void put_verdict(Making *making, PaperPart *part, const ReleaseCountry *country, const ReleaseVerdict *verdict)
{
    PaperRow *row = paper_row(part);
    Text name = entry_text(verdict->entry, "verdict"), voice = verdict->voice ? verdict->voice->id : TEXT_NONE;
    Text grade = text_of(grade_name(verdict->entry->rank));
    paper_cell(part, row, "country", cell_plain(country->jurisdiction));
    paper_cell(part, row, "level", level_cell(making, verdict->level, verdict->known));
    paper_cell(part, row, "verdict", cell_words(name, name_in_part(country->answer->program, TEXT("verdict"), TEXT("verdict"), name, making->paper->language)));
    paper_cell(part, row, "by", cell_words(voice.length ? voice : TEXT("law"), verdict->voice ? paper_phrase(making->paper, verdict->voice->instrument) : paper_word(making->paper, WORD_LAYER_law)));
    paper_cell(part, row, "rank", cell_words(grade, word_named("GRADE_", grade, making->paper->language)));
    paper_cell(part, row, "article", cell_plain(entry_articles(making->region, verdict->entry)));
    paper_cell(part, row, "row", cell_toned(entry_rows(making->region, verdict->entry), TEXT_NONE, TONE_FAINT));
    row->below = text_format(making->region, TEXT_FMT "; " TEXT_FMT, TEXT_ARG(paper_phrase(making->paper, entry_text(verdict->entry, "why"))), TEXT_ARG(paper_phrase(making->paper, entry_text(verdict->entry, "remedy"))));
}

static void add_verdicts(Making *making)
{
    PaperPart *part = paper_part(making->paper, "verdicts", paper_word(making->paper, WORD_RELEASE_VERDICTS));
    part->main = true;
    part->none = paper_word(making->paper, WORD_RELEASE_NO_ROWS);
    ADD_COLUMNS(part, COLUMN("country", WORD_COLUMN_COUNTRY, PAPER_CODE), COLUMN("level", WORD_RELEASE_LEVEL, PAPER_WORD),
                COLUMN("verdict", WORD_COLUMN_VERDICT, PAPER_WORD), COLUMN("by", WORD_RELEASE_BY, PAPER_WORD), COLUMN("rank", WORD_RELEASE_RANK, PAPER_WORD),
                COLUMN("article", WORD_COLUMN_ARTICLE, PAPER_TEXT), COLUMN("row", WORD_RELEASE_ROW, PAPER_CODE));
    for (size_t i = 0; i < making->check->countries.count; i++) {
        const ReleaseCountry *country = &making->check->countries.at[i];
        for (size_t k = 0; k < country->verdicts.count; k++)
            put_verdict(making, part, country, &country->verdicts.at[k]);
    }
}

/* ---- what it rests on ---- */

/* The question that the dictionary asks for a fact, or its name. */
static Text fact_words(const Making *making, Text name)
{
    for (size_t i = 0; i < making->check->countries.count; i++) {
        const Determination *answer = making->check->countries.at[i].answer;
        const ThingType *release = answer ? program_thing(answer->program, TEXT("release")) : NULL;
        const Fact *fact = release ? program_fact(answer->program, release, name) : NULL;
        if (fact && fact->entry->question[making->paper->language].length)
            return fact->entry->question[making->paper->language];
    }
    return name;
}

static Text value_words(const Making *making, Text json)
{
    if (text_is(json, "true") || text_is(json, "false"))
        return paper_word(making->paper, text_is(json, "true") ? WORD_YES : WORD_NO);
    return json.length > 1 && json.at[0] == '"' ? text_slice(json, 1, json.length - 1) : json;
}

static void add_facts(Making *making)
{
    static const Word FROM[] = { [FACT_FROM_BILLS] = WORD_RELEASE_FROM_BILLS, [FACT_TOLD] = WORD_RELEASE_TOLD, [FACT_ASSUMED] = WORD_RELEASE_ASSUMED };
    static const char *const FROM_NAMES[] = { "bills", "told", "assumed" };
    PaperPart *part = paper_part(making->paper, "facts", paper_word(making->paper, WORD_RELEASE_FACTS));
    ADD_COLUMNS(part, COLUMN("fact", WORD_COLUMN_FACT, PAPER_TEXT), COLUMN("value", WORD_RELEASE_VALUE, PAPER_TEXT), COLUMN("from", WORD_RELEASE_FROM, PAPER_WORD),
                COLUMN("component", WORD_RELEASE_COMPONENT, PAPER_TEXT));
    for (size_t i = 0; i < making->check->facts.count; i++) {
        const ReleaseFact *fact = &making->check->facts.at[i];
        PaperRow *row = paper_row(part);
        Text plain = value_words(making, fact->value);
        bool yes_or_no = text_is(fact->value, "true") || text_is(fact->value, "false");
        paper_cell(part, row, "fact", cell_words(text_snake(making->region, fact->name), fact_words(making, fact->name)));
        paper_cell(part, row, "value", yes_or_no ? cell_words(fact->value, plain) : cell_plain(plain));
        paper_cell(part, row, "from", cell_toned(text_of(FROM_NAMES[fact->from]), paper_word(making->paper, FROM[fact->from]), fact->from == FACT_ASSUMED ? TONE_DOUBT : TONE_PLAIN));
        if (fact->trait)
            paper_cell(part, row, "component", cell_plain(fact->trait->from->identity));
    }
}

static PaperCell bits_cell(const Making *making, const Trait *trait)
{
    return trait && trait->bits ? cell_count(making->region, trait->bits) : cell_plain(TEXT_NONE);
}

static void add_traits(Making *making)
{
    PaperPart *part = paper_part(making->paper, "traits", paper_word(making->paper, WORD_RELEASE_TRAITS));
    part->none = paper_word(making->paper, WORD_RELEASE_NO_TRAITS);
    ADD_COLUMNS(part, COLUMN("change", WORD_RELEASE_CHANGE, PAPER_WORD), COLUMN("kind", WORD_RELEASE_KIND, PAPER_WORD),
                COLUMN("name", WORD_COLUMN_NAME, PAPER_TEXT), COLUMN("key", WORD_RELEASE_KEY, PAPER_WORD),
                COLUMN("bits_before", WORD_RELEASE_BITS_BEFORE, PAPER_NUMBER), COLUMN("bits_after", WORD_RELEASE_BITS_AFTER, PAPER_NUMBER),
                COLUMN("component", WORD_RELEASE_COMPONENT, PAPER_TEXT));
    for (size_t i = 0; i < making->check->diff->traits.count; i++) {
        const TraitChange *change = &making->check->diff->traits.at[i];
        const Trait *trait = change->after ? change->after : change->before;
        PaperRow *row = paper_row(part);
        paper_cell(part, row, "change", trait_change_cell(making, change->kind));
        paper_cell(part, row, "kind", trait_cell(making, trait));
        paper_cell(part, row, "name", cell_plain(trait->name));
        paper_cell(part, row, "key", key_cell(making, trait->key));
        paper_cell(part, row, "bits_before", bits_cell(making, change->before));
        paper_cell(part, row, "bits_after", bits_cell(making, change->after));
        paper_cell(part, row, "component", cell_plain(trait->from->identity));
    }
}

static PaperCell version_cell(const SbomComponent *component) { return cell_plain(component ? component->version : TEXT_NONE); }

static void add_components(Making *making)
{
    PaperPart *part = paper_part(making->paper, "components", paper_word(making->paper, WORD_RELEASE_COMPONENTS));
    part->none = paper_word(making->paper, WORD_RELEASE_NO_COMPONENTS);
    ADD_COLUMNS(part, COLUMN("change", WORD_RELEASE_CHANGE, PAPER_WORD), COLUMN("component", WORD_RELEASE_COMPONENT, PAPER_TEXT),
                COLUMN("before", WORD_RELEASE_BEFORE, PAPER_CODE), COLUMN("after", WORD_RELEASE_AFTER, PAPER_CODE), COLUMN("type", WORD_RELEASE_TYPE, PAPER_CODE),
                COLUMN("known_as", WORD_RELEASE_KNOWN_AS, PAPER_WORD));
    for (size_t i = 0; i < making->check->diff->components.count; i++) {
        const SbomChange *change = &making->check->diff->components.at[i];
        const SbomComponent *component = change->after ? change->after : change->before;
        PaperRow *row = paper_row(part);
        paper_cell(part, row, "change", change_cell(making, change->kind));
        paper_cell(part, row, "component", cell_plain(component->identity));
        paper_cell(part, row, "before", version_cell(change->before));
        paper_cell(part, row, "after", version_cell(change->after));
        paper_cell(part, row, "type", cell_plain(component->type));
        paper_cell(part, row, "known_as", trait_cell(making, change->trait));
    }
}

/* ---- the whole ---- */

static Text bill_words(const Making *making, const Sbom *sbom)
{
    return text_format(making->region, TEXT_FMT "%s" TEXT_FMT " (" TEXT_FMT ", " TEXT_FMT ")", TEXT_ARG(sbom->name), sbom->version.length ? " " : "", TEXT_ARG(sbom->version),
                       TEXT_ARG(sbom->form), TEXT_ARG(sbom->source->name));
}

static void add_summary(Making *making)
{
    uint32_t counts[4] = { 0 };
    static const struct { const char *key; Word title; } LINES[] = {
        [SBOM_CAME] = { "came", WORD_RELEASE_CAME }, [SBOM_GONE] = { "gone", WORD_RELEASE_GONE }, [SBOM_MOVED] = { "moved", WORD_RELEASE_MOVED }, [SBOM_ALTERED] = { "altered", WORD_RELEASE_ALTERED } };
    for (size_t i = 0; i < making->check->diff->components.count; i++)
        counts[making->check->diff->components.at[i].kind]++;
    PaperPart *part = paper_record(making->paper, "bills", paper_word(making->paper, WORD_RELEASE_BILLS));
    paper_line(part, "old", paper_word(making->paper, WORD_RELEASE_BEFORE), PAPER_TEXT, cell_plain(bill_words(making, making->check->before)));
    paper_line(part, "new", paper_word(making->paper, WORD_RELEASE_AFTER), PAPER_TEXT, cell_plain(bill_words(making, making->check->after)));
    for (int i = 0; i < 4; i++)
        paper_line(part, LINES[i].key, paper_word(making->paper, LINES[i].title), PAPER_NUMBER, cell_count(making->region, counts[i]));
    paper_line(part, "same", paper_word(making->paper, WORD_RELEASE_SAME), PAPER_NUMBER, cell_count(making->region, making->check->diff->same));
}

/* Below 0 where the first differing number of the versions is smaller in `left`; 0 where they cannot be told apart by numbers. */
static int compare_versions(Text left, Text right)
{
    for (size_t i = 0, k = 0; i < left.length && k < right.length;) {
        uint64_t a = 0, b = 0;
        size_t from_i = i, from_k = k;
        for (; i < left.length && left.at[i] >= '0' && left.at[i] <= '9' && i - from_i < 18; i++)
            a = 10 * a + (uint64_t)(left.at[i] - '0');
        for (; k < right.length && right.at[k] >= '0' && right.at[k] <= '9' && k - from_k < 18; k++)
            b = 10 * b + (uint64_t)(right.at[k] - '0');
        if (a != b)
            return (i == from_i) != (k == from_k) ? 0 : a < b ? -1 : 1;
        if (i == left.length || k == right.length || left.at[i++] != right.at[k++])
            return 0;
    }
    return 0;
}

/* The same bill twice, another product, the two told the wrong way round. */
static void note_bills(Making *making)
{
    const Sbom *before = making->check->before, *after = making->check->after;
    Text names[] = { before->name, after->name }, versions[] = { before->version, after->version };
    if (text_equal(before->source->bytes, after->source->bytes))
        paper_note(making->paper, paper_word(making->paper, WORD_RELEASE_SAME_BILL));
    if (before->name.length && after->name.length && !text_equal(before->name, after->name))
        paper_note(making->paper, paper_form(making->paper, WORD_RELEASE_OTHER_PRODUCT, names, 2));
    if (compare_versions(after->version, before->version) < 0)
        paper_note(making->paper, paper_form(making->paper, WORD_RELEASE_OLDER, versions, 2));
}

static void add_notes(Making *making)
{
    note_bills(making);
    Text day = date_text(making->region, making->check->day);
    Text words = paper_form(making->paper, making->check->day_assumed ? WORD_RELEASE_DAY_ASSUMED : WORD_RELEASE_DAY, &day, 1);
    paper_note(making->paper, words);
    paper_note(making->paper, paper_word(making->paper, WORD_RELEASE_BLIND));
    for (size_t i = 0; i < making->check->countries.count; i++) {
        const ReleaseCountry *country = &making->check->countries.at[i];
        if (!country->verdicts.count)
            paper_note(making->paper, paper_form(making->paper, WORD_RELEASE_SILENT, &country->jurisdiction, 1));
    }
}

Paper *release_paper(Region *region, const ReleaseCheck *check, const ReleasePaperOptions *options)
{
    Making making = { region, check, paper_new(region, "release", word(WORD_RELEASE_TITLE, options->language), options->language) };
    making.paper->phrases = options->phrases;
    making.paper->about = check->after->source->name;
    making.paper->verdict = level_cell(&making, check->level, check->known);
    for (size_t i = 0; i < check->countries.count; i++)
        if (check->countries.at[i].answer)
            paper_rests_on(making.paper, check->countries.at[i].answer);
    if (check->countries.count > 1)
        making.paper->law = TEXT_NONE;
    making.paper->as_of = date_text(region, check->day);
    add_verdicts(&making);
    add_facts(&making);
    add_traits(&making);
    add_components(&making);
    add_summary(&making);
    add_notes(&making);
    return making.paper;
}

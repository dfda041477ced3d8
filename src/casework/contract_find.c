/* casework/contract_find.c - what each sentence says on each topic.
 *
 * A sentence is asked about a topic when a pattern of the topic finds it by itself, or when a heading above it puts it there. What it gives is
 * then weighed by the words around: a denial before it in the same breath, an exception around it, a choice, a box that nobody ticked, a blank.
 * Terms that the contract defines ("Media" means discs) count as what they stand for.
 */
#include "casework/contract.h"

#include "base/utf8.h"

enum { DENIAL_REACH = 90, TERM_LONGEST = 60, MATCHES_MOST = 6 }; /* bytes before a value in which a denial counts; bytes of a defined term */

typedef struct Term { /* defined by the contract */
    Text term;
    Topic topic;
    const TopicValue *value;
    uint32_t passage;      /* that defines it */
} Term;

typedef struct Party { /* a name that the contract gives one of its parties */
    Text name;
    bool seller;
} Party;

typedef struct Finding {
    Task *task;
    Contract *contract;
    ContractWords *words;
    LIST_OF(Term) terms;
    LIST_OF(Party) parties;
    LIST_OF(Text) annexes;     /* names of annexes that are there */
    uint16_t *under;           /* of each heading: topics that it and those around it are about, a bit each */
    uint32_t amending_to;      /* passages up to this one are new words for old ones */
    uint32_t lead_passage;     /* whose first words are a heading of their own, */
    uint16_t lead;             /* and what that is about */
} Finding;

static const PatternList *any_of(const Finding *finding, char language, PatternPart part) { return patterns_of(finding->words, language, TOPIC_ANY, part); }

static bool finds_any(const Finding *finding, const Sentence *sentence, PatternPart part, Text text, size_t from, Match *match)
{
    Match here, best = { .from = SIZE_MAX };
    for (const char *language = sentence_languages(sentence); *language; language++)
        if (any_match(finding->words, any_of(finding, *language, part), text, from, &here, NULL) && here.from < best.from)
            best = here;
    if (best.from != SIZE_MAX && match)
        *match = best;
    return best.from != SIZE_MAX;
}

/* ---- what headings are about ---- */

static uint16_t about_by_heading(Finding *finding, const PlainText *plain)
{
    Sentence sentence = { .text = plain->text, .han = plain->han, .latin = plain->latin, .vietnamese = plain->vietnamese };
    uint16_t about = 0;
    for (const char *language = sentence_languages(&sentence); *language; language++)
        for (int topic = 0; topic < TOPICS; topic++)
            if (any_match(finding->words, patterns_of(finding->words, *language, topic, PART_HEADING), plain->text, 0, NULL, NULL))
                about |= (uint16_t)(1u << topic);
    return about;
}

static void note_annex(Finding *finding, const PlainText *plain)
{
    Sentence sentence = { .han = plain->han, .latin = plain->latin, .vietnamese = plain->vietnamese };
    Match match;
    if (finds_any(finding, &sentence, PART_ANNEX, plain->text, 0, &match) && match.term.length)
        *LIST_ADD(finding->task->region, finding->annexes) = text_copy(finding->task->region, utf8_lower(finding->task->region, match.term));
}

static void read_headings(Finding *finding)
{
    const Contract *contract = finding->contract;
    finding->under = REGION_ARRAY(finding->task->region, uint16_t, contract->layout.headings.count);
    for (size_t i = 0; i < contract->layout.headings.count; i++) {
        const Heading *heading = &contract->layout.headings.at[i];
        PlainText plain = contract_plain(finding->task->region, finding->words, contract->text->source->bytes, heading->from, heading->to);
        finding->under[i] = about_by_heading(finding, &plain);
        if (heading->up != NO_HEADING)
            finding->under[i] |= finding->under[heading->up];
        if (heading->rank == 0)
            note_annex(finding, &plain);
    }
}

static bool is_under(const Finding *finding, const Sentence *sentence, Topic topic)
{
    if (sentence->passage == finding->lead_passage && finding->lead >> topic & 1)
        return true;
    return sentence->heading != NO_HEADING && finding->under[sentence->heading] >> topic & 1;
}

/* ---- terms ---- */

static void note_term(Finding *finding, const Sentence *sentence, const Match *match, char language)
{
    Text body = text_slice(sentence->text, match->to, sentence->text.length);
    for (int topic = 0; topic < TOPICS && finding->terms.count < LIMIT_CONTRACT_TERMS; topic++) {
        const Pattern *which;
        Match value;
        if (any_match(finding->words, patterns_of(finding->words, language, topic, PART_VALUE), body, 0, &value, &which) && which->value)
            *LIST_ADD(finding->task->region, finding->terms) = (Term){ text_copy(finding->task->region, match->term), (Topic)topic, which->value, sentence->passage };
    }
}

static void find_terms(void *context, Task *scratch, const Sentence *sentence)
{
    Finding *finding = context;
    Match match;
    (void)scratch;
    for (const char *language = sentence_languages(sentence); *language; language++)
        if (any_match(finding->words, any_of(finding, *language, PART_DEFINES), sentence->text, 0, &match, NULL) && match.term.length >= 2 && match.term.length <= TERM_LONGEST)
            note_term(finding, sentence, &match, *language);
}

/* ---- parties ---- */

static void note_party(Finding *finding, Text name, bool seller)
{
    Text told = text_trim(name);
    for (size_t i = 0; i < finding->parties.count; i++)
        if (text_equal(finding->parties.at[i].name, told))
            return;
    if (told.length && told.length <= TERM_LONGEST && finding->parties.count < LIMIT_CONTRACT_TERMS)
        *LIST_ADD(finding->task->region, finding->parties) = (Party){ text_copy(finding->task->region, told), seller };
}

/* "Hallberg grants", "许可方(甲方)": the first that a pattern finds counts. */
static void find_parties(void *context, Task *scratch, const Sentence *sentence)
{
    Finding *finding = context;
    (void)scratch;
    for (const char *language = sentence_languages(sentence); *language; language++)
        for (int buyer = 0; buyer < 2; buyer++) {
            const PatternList *list = any_of(finding, *language, buyer ? PART_BUYER : PART_SELLER);
            Match match;
            for (size_t i = 0; i < list->count; i++)
                if (pattern_match(finding->words, list->at[i], sentence->text, 0, &match) && match.term.length)
                    note_party(finding, match.term, !buyer);
        }
}

/* 's' seller, 'b' buyer, 'e' each of them, 0: nobody is named. The first that is named counts. */
static char role_in(const Finding *finding, const Sentence *sentence, Text text)
{
    static const struct { PatternPart part; char role; } ROLES[] = { { PART_EACH, 'e' }, { PART_SELLER, 's' }, { PART_BUYER, 'b' } };
    size_t first = SIZE_MAX;
    char role = 0;
    Match match;
    for (size_t i = 0; i < finding->parties.count; i++) {
        size_t at = text_find(text, finding->parties.at[i].name, 0);
        if (at < first) {
            first = at;
            role = finding->parties.at[i].seller ? 's' : 'b';
        }
    }
    for (size_t i = 0; i < sizeof ROLES / sizeof *ROLES; i++)
        if (finds_any(finding, sentence, ROLES[i].part, text, 0, &match) && match.from < first) {
            first = match.from;
            role = ROLES[i].role;
        }
    return role;
}

/* ---- the words around a value ---- */

/* Signs that look like a denial are blanked out, so that "not later than" denies nothing. */
static Text without_idle(const Finding *finding, Region *region, const Sentence *sentence, Text text)
{
    Match match;
    char *copy = NULL;
    for (size_t from = 0; finds_any(finding, sentence, PART_IDLE, text, from, &match) && match.to > match.from; from = match.to) {
        if (!copy)
            copy = text_string(region, text);
        memset(copy + match.from, '~', match.to - match.from);
    }
    return copy ? (Text){ copy, text.length } : text;
}

/* The breath in which byte `at` is said: from the last sign that ends a denial. */
static size_t breath_start(const Finding *finding, const Sentence *sentence, Text text, size_t at)
{
    Match match;
    size_t start = at > DENIAL_REACH ? at - DENIAL_REACH : 0;
    while (start < at && ((unsigned char)text.at[start] & 0xC0) == 0x80)
        start++;
    for (size_t from = start; finds_any(finding, sentence, PART_BREATH, text_slice(text, 0, at), from, &match) && match.to > match.from; from = match.to)
        start = match.to;
    return start;
}

static bool is_denied(const Finding *finding, Region *region, const Sentence *sentence, size_t from, size_t to)
{
    Text text = without_idle(finding, region, sentence, sentence->text);
    size_t start = breath_start(finding, sentence, text, from);
    Match match;
    if (finds_any(finding, sentence, PART_NOT, text_slice(text, start, from), 0, NULL))
        return true;
    Text after = text_slice(text, to, text.length);
    return finds_any(finding, sentence, PART_NOT_AFTER, after, 0, &match) && match.from == 0;
}

/* Inside "except on discs", or "除光盘外". */
static bool is_excepted(const Finding *finding, const Sentence *sentence, size_t from, size_t to)
{
    Match match;
    for (size_t at = 0; finds_any(finding, sentence, PART_EXCEPT_IN, sentence->text, at, &match) && match.to > match.from; at = match.to)
        if (from >= match.from && to <= match.to)
            return true;
    return finds_any(finding, sentence, PART_EXCEPT, sentence->text, 0, &match) && from >= match.to;
}

/* Of boxes that may be ticked the nearest before it counts. */
static bool is_unticked(const Finding *finding, const Sentence *sentence, size_t at)
{
    Match match;
    size_t box = SIZE_MAX, ticked = SIZE_MAX;
    for (size_t from = 0; finds_any(finding, sentence, PART_BOX, sentence->text, from, &match) && match.from < at && match.to > match.from; from = match.to)
        box = match.from;
    for (size_t from = 0; finds_any(finding, sentence, PART_TICKED, sentence->text, from, &match) && match.from < at && match.to > match.from; from = match.to)
        ticked = match.from;
    return box != SIZE_MAX && (ticked == SIZE_MAX || ticked < box);
}

/* ---- hits ---- */

static Hit *add_hit(Finding *finding, const Sentence *sentence, Topic topic, HitKind kind, const Pattern *pattern, size_t from, size_t to)
{
    Hit *hit = LIST_ADD(finding->task->region, finding->contract->hits);
    *hit = (Hit){ .topic = topic, .kind = kind, .weight = pattern ? pattern->weight : 2, .from = place_of(sentence, from), .to = place_of(sentence, to),
                  .sentence_from = place_of(sentence, 0), .sentence_to = place_of(sentence, sentence->text.length), .heading = sentence->heading, .passage = sentence->passage,
                  .amends = sentence->passage <= finding->amending_to && finding->amending_to, .language = pattern ? pattern->language : 'e', .row = pattern ? pattern->row : UINT32_MAX };
    return hit;
}

/* "thirty-six (36) months", "3 years" and "三年" on one side: a number and the first word of its unit, in months where a table knows it. */
static Text free_side(const Finding *finding, Text told)
{
    Region *region = finding->task->region;
    Text rest, again;
    uint64_t number = number_in_words(finding->words, told, &rest);
    size_t digits = 0;
    while (digits < rest.length && (rest.at[digits] < '0' || rest.at[digits] > '9'))
        digits++;
    if (digits < rest.length && digits < 4) {
        number = number_in_words(finding->words, text_slice(rest, digits, rest.length), &again);
        rest = again;
    }
    static const struct { const char *word; unsigned months; } UNITS[] = { { "year", 12 }, { "month", 1 }, { "年", 12 }, { "个月", 1 }, { "月", 1 }, { "năm", 12 }, { "tháng", 1 }, { "annual", 12 } };
    for (size_t i = 0; number && i < sizeof UNITS / sizeof *UNITS; i++)
        if (text_find(rest, text_of(UNITS[i].word), 0) < 16)
            return text_format(region, "%llu", (unsigned long long)(number * UNITS[i].months));
    return text_snake(region, told);
}

/* Bits of the objects or places that are named in what was matched, else in the sentence. */
static uint32_t bits_in(const Finding *finding, const Sentence *sentence, Topic topic, PatternPart part, Text text)
{
    uint32_t bits = 0;
    for (const char *language = sentence_languages(sentence); *language; language++) {
        const PatternList *list = patterns_of(finding->words, *language, topic, part);
        Match match;
        for (size_t i = 0; i < list->count; i++)
            if (pattern_match(finding->words, list->at[i], text, 0, &match))
                bits |= list->at[i]->bit;
    }
    return bits;
}

static uint32_t bits_of(const Finding *finding, const Sentence *sentence, Topic topic, PatternPart part, const Match *match)
{
    uint32_t near = bits_in(finding, sentence, topic, part, text_slice(sentence->text, match->from, match->to));
    return near ? near : bits_in(finding, sentence, topic, part, sentence->text);
}

static void set_scope(const Finding *finding, const Sentence *sentence, Hit *hit, const Match *match)
{
    hit->objects = bits_of(finding, sentence, hit->topic, PART_OBJECT, match);
    hit->places = bits_of(finding, sentence, hit->topic, PART_PLACE, match);
    hit->whose = bits_of(finding, sentence, hit->topic, PART_WHOSE, match);
}

static const TopicValue *value_of_role(const Finding *finding, const Sentence *sentence, Topic topic, const Match *match)
{
    char role = role_in(finding, sentence, match->term);
    return role ? topic_value(finding->words, topic, role == 's' ? TEXT("seller") : role == 'b' ? TEXT("buyer") : TEXT("split")) : NULL;
}

static void set_value(Finding *finding, const Sentence *sentence, Hit *hit, const Pattern *pattern, const TopicValue *value, const Match *match)
{
    hit->value = value;
    hit->side = value ? value->side : TEXT_NONE;
    set_scope(finding, sentence, hit, match);
    if (match->free.length)
        hit->told = text_copy(finding->task->region, match->free);
    if (pattern->free)
        hit->side = text_format(finding->task->region, "long:" TEXT_FMT " end:someday", TEXT_ARG(free_side(finding, hit->told)));
}

/* False: it names nobody, where a pattern asks who. */
static bool value_hit(Finding *finding, Region *scratch, const Sentence *sentence, Topic topic, const Pattern *pattern, const Match *match)
{
    bool role = text_is(pattern->word, "role");
    const TopicValue *value = role ? value_of_role(finding, sentence, topic, match) : pattern->value;
    if (role && !value)
        return false;
    bool denied = is_denied(finding, scratch, sentence, match->from, match->to);
    Hit *hit = add_hit(finding, sentence, topic, denied ? HIT_DENIES : HIT_SAYS, pattern, match->from, match->to);
    set_value(finding, sentence, hit, pattern, value, match);
    hit->aside = is_excepted(finding, sentence, match->from, match->to) || is_unticked(finding, sentence, match->to);
    return true;
}

/* All values of a part of the patterns, each pattern a few times in a sentence. */
static size_t value_hits(Finding *finding, Region *scratch, const Sentence *sentence, Topic topic, PatternPart part, char language)
{
    const PatternList *list = patterns_of(finding->words, language, topic, part);
    size_t count = 0;
    Match match;
    for (size_t i = 0; i < list->count; i++)
        for (size_t from = 0, times = 0; times < MATCHES_MOST && pattern_match(finding->words, list->at[i], sentence->text, from, &match) && match.to > from; from = match.to, times++)
            count += value_hit(finding, scratch, sentence, topic, list->at[i], &match);
    return count;
}

static bool holds_term(Text text, Text term)
{
    size_t at = text_find(text, term, 0);
    if (at == SIZE_MAX || ((unsigned char)term.at[0] & 0x80))
        return at != SIZE_MAX;
    char after = at + term.length < text.length ? text.at[at + term.length] : ' ';
    return (!at || text.at[at - 1] == ' ' || text.at[at - 1] == '"' || text.at[at - 1] == '(') && !((after | 32) >= 'a' && (after | 32) <= 'z');
}

static size_t term_hits(Finding *finding, Region *scratch, const Sentence *sentence, Topic topic)
{
    size_t count = 0;
    for (size_t i = 0; i < finding->terms.count; i++) {
        const Term *term = &finding->terms.at[i];
        if (term->topic != topic || term->passage == sentence->passage || !holds_term(sentence->text, term->term))
            continue;
        size_t at = text_find(sentence->text, term->term, 0);
        Pattern as = { .topic = topic, .value = term->value, .weight = 2, .language = sentence->han ? 'z' : 'e' };
        Match match = { .from = at, .to = at + term->term.length };
        value_hit(finding, scratch, sentence, topic, &as, &match);
        count++;
    }
    return count;
}

static bool first_vague(Finding *finding, const Sentence *sentence, Topic topic, PatternPart part, char language)
{
    const Pattern *which;
    Match match;
    if (!any_match(finding->words, patterns_of(finding->words, language, topic, part), sentence->text, 0, &match, &which))
        return false;
    add_hit(finding, sentence, topic, HIT_VAGUE, which, match.from, match.to);
    return true;
}

static bool is_there(const Finding *finding, Text annex)
{
    for (size_t i = 0; i < finding->annexes.count; i++)
        if (text_equal(finding->annexes.at[i], annex))
            return true;
    return false;
}

/* Words that point to an annex, a blank: only where the sentence itself gives nothing. */
static void open_hits(Finding *finding, Region *scratch, const Sentence *sentence, Topic topic)
{
    Match match;
    if (finds_any(finding, sentence, PART_BLANK, sentence->text, 0, &match))
        add_hit(finding, sentence, topic, HIT_BLANK, NULL, match.from, match.to);
    if (finds_any(finding, sentence, PART_ELSEWHERE, sentence->text, 0, &match)) {
        Hit *hit = add_hit(finding, sentence, topic, HIT_ELSEWHERE, NULL, match.from, match.to);
        hit->absent = match.term.length && !is_there(finding, utf8_lower(scratch, match.term));
    }
}

/* One of several that somebody chooses from gives nothing yet. */
static void put_aside_choices(Finding *finding, const Sentence *sentence, Topic topic, size_t first)
{
    Contract *contract = finding->contract;
    bool chosen = finds_any(finding, sentence, PART_CHOICE, sentence->text, 0, NULL);
    for (size_t i = first; i < contract->hits.count; i++)
        for (size_t k = first; k < i && !chosen; k++) {
            const Hit *a = &contract->hits.at[k], *b = &contract->hits.at[i];
            if (a->kind != HIT_SAYS || b->kind != HIT_SAYS || text_equal(a->side, b->side) || a->aside || b->aside)
                continue;
            const Hit *left = a->from < b->from ? a : b, *right = a->from < b->from ? b : a;
            uint32_t from = 0, to = 0;
            while (from < sentence->text.length && place_of(sentence, from) < left->to)
                from++;
            for (to = from; to < sentence->text.length && place_of(sentence, to) < right->from;)
                to++;
            chosen = finds_any(finding, sentence, PART_OR, text_slice(sentence->text, from, to), 0, NULL);
        }
    for (size_t i = first; chosen && i < contract->hits.count; i++)
        contract->hits.at[i].aside |= contract->hits.at[i].topic == topic && contract->hits.at[i].kind == HIT_SAYS;
}

/* Beside words that leave it open only the strongest stay answers: "by download, or in any manner that suits the Licensor". */
static void put_aside_weak(Contract *contract, Topic topic, size_t first)
{
    for (size_t i = first; i < contract->hits.count; i++) {
        Hit *hit = &contract->hits.at[i];
        hit->aside |= hit->topic == topic && hit->kind == HIT_SAYS && hit->weight < 3;
    }
}

static bool is_never(const Finding *finding, const Sentence *sentence, Topic topic)
{
    for (const char *language = sentence_languages(sentence); *language; language++)
        if (any_match(finding->words, patterns_of(finding->words, *language, topic, PART_NEVER), sentence->text, 0, NULL, NULL))
            return true;
    return false;
}

static void ask_topic(Finding *finding, Region *scratch, const Sentence *sentence, Topic topic)
{
    bool under = is_under(finding, sentence, topic), gate = false;
    for (const char *language = sentence_languages(sentence); *language; language++)
        gate |= patterns_may_match(finding->words, *language, topic, sentence->text);
    if ((!gate && !under) || is_never(finding, sentence, topic))
        return;
    size_t first = finding->contract->hits.count, says = 0;
    bool about = under, vague = false;
    for (const char *language = sentence_languages(sentence); *language; language++) {
        about |= any_match(finding->words, patterns_of(finding->words, *language, topic, PART_ABOUT), sentence->text, 0, NULL, NULL);
        says += value_hits(finding, scratch, sentence, topic, PART_SAYS, *language);
    }
    for (const char *language = sentence_languages(sentence); about && *language; language++)
        says += value_hits(finding, scratch, sentence, topic, PART_VALUE, *language);
    says += about ? term_hits(finding, scratch, sentence, topic) : 0;
    for (const char *language = sentence_languages(sentence); *language; language++) {
        vague |= first_vague(finding, sentence, topic, PART_VAGUE, *language);
        if (about && !says)
            first_vague(finding, sentence, topic, PART_FUZZY, *language);
    }
    put_aside_choices(finding, sentence, topic, first);
    if (vague)
        put_aside_weak(finding->contract, topic, first);
    if (about && !says)
        open_hits(finding, scratch, sentence, topic);
}

/* ---- what changes other words ---- */

/* "Clause 3.2 is deleted", "is replaced by the following:". What stands before the sign is old; behind it, new. */
static void note_changes(Finding *finding, const Sentence *sentence, size_t first)
{
    Contract *contract = finding->contract;
    Match repeals, amends;
    bool takes = finds_any(finding, sentence, PART_REPEALS, sentence->text, 0, &repeals), gives = finds_any(finding, sentence, PART_AMENDS, sentence->text, 0, &amends);
    for (size_t i = first; i < contract->hits.count; i++) {
        Hit *hit = &contract->hits.at[i];
        if (takes && hit->from < place_of(sentence, repeals.to))
            hit->replaced = true;
        else if (gives && hit->from >= place_of(sentence, amends.from))
            hit->amends = true;
        else if (gives)
            hit->replaced = true;
    }
    if (contract->repeals.count < LIMIT_CONTRACT_TERMS && ((takes && repeals.term.length) || (gives && amends.term.length)))
        *LIST_ADD(finding->task->region, contract->repeals) = (Repeal){ text_copy(finding->task->region, takes && repeals.term.length ? repeals.term : amends.term), place_of(sentence, 0) };
    if (gives)
        finding->amending_to = sentence->passage + (sentence->text.length - amends.to < 8);
}

static void note_order(Finding *finding, const Sentence *sentence)
{
    Contract *contract = finding->contract;
    Match match;
    const Pattern *which;
    for (const char *language = sentence_languages(sentence); *language; language++) {
        if (any_match(finding->words, any_of(finding, *language, PART_PREVAILS), sentence->text, 0, &match, NULL) && match.term.length && contract->first.count < LIMIT_CONTRACT_TERMS)
            *LIST_ADD(finding->task->region, contract->first) = utf8_lower(finding->task->region, match.term);
        if (any_match(finding->words, any_of(finding, *language, PART_LANGUAGE), sentence->text, 0, &match, &which) && which->word.length && !contract->prevails) {
            contract->prevails = which->word.at[0];
            contract->prevails_from = place_of(sentence, 0);
            contract->prevails_to = place_of(sentence, sentence->text.length);
        }
    }
}

/* ---- the whole ---- */

static void note_lead(Finding *finding, const Sentence *sentence)
{
    PlainText plain = { .text = sentence->text, .han = sentence->han, .latin = sentence->latin, .vietnamese = sentence->vietnamese };
    finding->lead_passage = sentence->passage;
    finding->lead = about_by_heading(finding, &plain);
}

static void ask_sentence(void *context, Task *scratch, const Sentence *sentence)
{
    Finding *finding = context;
    Contract *contract = finding->contract;
    size_t first = contract->hits.count;
    if (task_cancelled(finding->task))
        return;
    if (contract->hits.count > LIMIT_CONTRACT_HITS) {
        contract->skipped++;
        return;
    }
    contract->chinese |= sentence->han;
    contract->vietnamese |= sentence->vietnamese;
    contract->english |= sentence->latin && !sentence->vietnamese && !sentence->han;
    if (sentence->leads)
        note_lead(finding, sentence);
    for (int topic = 0; topic < TOPICS; topic++)
        ask_topic(finding, scratch->region, sentence, (Topic)topic);
    note_changes(finding, sentence, first);
    note_order(finding, sentence);
}

void contract_find(Task *task, Contract *contract)
{
    Finding finding = { .task = task, .contract = contract, .words = contract->words, .lead_passage = UINT32_MAX };
    uint32_t given_up = patterns_given_up(contract->words);
    read_headings(&finding);
    each_sentence(task, contract, find_terms, &finding);
    each_sentence(task, contract, find_parties, &finding);
    each_sentence(task, contract, ask_sentence, &finding);
    contract->skipped += patterns_given_up(contract->words) - given_up;
}

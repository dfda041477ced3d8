/* casework/contract_words.c - see contract_words.h. Patterns are compiled once, to machine code where PCRE2 can; a gate of each topic, all
 * its patterns that find sentences by themselves in one, spares the rest of them most sentences of a text.
 */
#include "casework/contract_words.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/utf8.h"

enum { LANGUAGES_READ = 3, NAMES_DEEP = 8 };
static const char LETTERS[LANGUAGES_READ] = { 'e', 'z', 'v' };
static const char *const TABLES[LANGUAGES_READ] = { "contract/en.csv", "contract/zh.csv", "contract/vi.csv" };

typedef enum NumberRole {
    NUMBER_ADDS,     /* three, twenty */
    NUMBER_FIRST,    /* the same, at the beginning only: a word that behind others means something else */
    NUMBER_TIMES,    /* multiplies the one before it: ten, hundred */
    NUMBER_ALL       /* multiplies all before it: thousand, million */
} NumberRole;

typedef struct NumberWord {
    Text word;       /* small letters */
    uint64_t number;
    NumberRole role;
} NumberWord;

typedef struct Wording {
    Topic topic;
    Text value;      /* empty: of the topic */
    Text name[3];
} Wording;

struct ContractWords {
    Region *region;
    LIST_OF(TopicValue) values;
    LIST_OF(SignKind) signs;
    LIST_OF(Wording) wordings;
    LIST_OF(NumberWord) numbers;
    LIST_OF(uint32_t) simplified;  /* pairs, as they stand in the file */
    uint32_t simple[0x10000 >> 4]; /* a bit for each character that is traditional: most are not */
    LIST_OF(Pattern *) patterns;
    PatternList lists[LANGUAGES_READ][TOPIC_KINDS][PARTS];
    Pattern *gates[LANGUAGES_READ][TOPICS];
    pcre2_match_data *found;       /* of the match that is being made */
    pcre2_match_context *limits;
    uint32_t given_up;
};

static const char *const TOPIC_KEYS[] = {
#define TOPIC(id, key) key,
#include "casework/contract_topics.def"
#undef TOPIC
    "-", "fees"
};

static const char *const PART_NAMES[] = {
#define PART(id, name) name,
#include "casework/contract_parts.def"
#undef PART
};

const char *topic_key(Topic topic) { return TOPIC_KEYS[topic]; }

static int name_at(const char *const *names, int count, Text name)
{
    for (int i = 0; i < count; i++)
        if (text_equal(name, text_of(names[i])))
            return i;
    return -1;
}

bool topic_named(Text key, Topic *out)
{
    int at = name_at(TOPIC_KEYS, TOPIC_KINDS, key);
    if (at >= 0)
        *out = (Topic)at;
    return at >= 0;
}

/* ---- tables ---- */

typedef struct Reading {
    Task *task;
    ContractWords *words;
    const Csv *csv;
    uint32_t row;
    int language; /* of the patterns that are read */
} Reading;

static const CsvCell *cell_at(const Reading *reading, const char *column)
{
    return csv_cell(reading->csv, reading->row, (uint32_t)csv_column(reading->csv, text_of(column)));
}

static Text cell(const Reading *reading, const char *column) { return cell_at(reading, column)->text; }

static const Csv *table_open(Task *task, const char *data_folder, const char *name, const char *const *columns)
{
    const Source *source = file_read(task, path_join(task->region, text_of(data_folder ? data_folder : "."), text_of(name)), 0);
    const Csv *csv = source ? csv_read(task, source) : NULL;
    for (; csv && *columns; columns++)
        if (csv_column(csv, text_of(*columns)) < 0) {
            report_error(task->report, "column-missing", csv->header[0].span, "the table has no column \"%s\"", *columns);
            return NULL;
        }
    return csv;
}

static bool wrong_word(const Reading *reading, const char *column, const char *what)
{
    const CsvCell *at = cell_at(reading, column);
    report_error(reading->task->report, "contract-word", at->span, "\"" TEXT_FMT "\" is no %s", TEXT_ARG(at->text), what);
    return false;
}

static void three_names(const Reading *reading, Text *names)
{
    static const char *const COLUMNS[] = { "en", "zh", "vi" };
    for (int i = 0; i < 3; i++)
        names[i] = cell(reading, COLUMNS[i]);
}

typedef bool ReadRow(Reading *reading);

/* All rows of a table; false with errors. */
static bool each_row(Task *task, ContractWords *words, const char *data_folder, const char *name, const char *const *columns, int language, ReadRow *read)
{
    Reading reading = { task, words, table_open(task, data_folder, name, columns), 0, language };
    bool good = reading.csv != NULL;
    for (; reading.csv && reading.row < reading.csv->rows; reading.row++)
        good &= read(&reading);
    return good;
}

static bool read_value(Reading *reading)
{
    TopicValue value = { .value = cell(reading, "value"), .side = cell(reading, "side"), .fact = cell(reading, "fact"), .told = cell(reading, "told") };
    if (!topic_named(cell(reading, "topic"), &value.topic))
        return wrong_word(reading, "topic", "topic of contracts");
    value.rank = atoi(text_string(reading->task->region, cell(reading, "rank")));
    three_names(reading, value.name);
    *LIST_ADD(reading->words->region, reading->words->values) = value;
    return true;
}

static bool read_sign(Reading *reading)
{
    SignKind kind = { .sign = cell(reading, "sign") };
    three_names(reading, kind.name);
    *LIST_ADD(reading->words->region, reading->words->signs) = kind;
    return true;
}

static bool read_wording(Reading *reading)
{
    Wording wording = { .value = cell(reading, "value") };
    if (!topic_named(cell(reading, "topic"), &wording.topic))
        return wrong_word(reading, "topic", "topic of contracts");
    three_names(reading, wording.name);
    *LIST_ADD(reading->words->region, reading->words->wordings) = wording;
    return true;
}

static bool read_number(Reading *reading)
{
    Text times = cell(reading, "times");
    NumberWord number = { .word = cell(reading, "word"), .role = text_is(times, "yes") ? NUMBER_TIMES : text_is(times, "all") ? NUMBER_ALL : text_is(times, "first") ? NUMBER_FIRST : NUMBER_ADDS };
    number.number = strtoull(text_string(reading->task->region, cell(reading, "number")), NULL, 10);
    *LIST_ADD(reading->words->region, reading->words->numbers) = number;
    return true;
}

static bool read_simplified(Reading *reading)
{
    ContractWords *words = reading->words;
    Text from = cell(reading, "traditional"), to = cell(reading, "simplified");
    size_t at = 0, other = 0;
    uint32_t traditional = from.length ? utf8_next(from, &at) : 0, plain = to.length ? utf8_next(to, &other) : 0;
    if (traditional > 0xFFFF || at != from.length || other != to.length || !plain)
        return wrong_word(reading, "traditional", "single character");
    words->simple[traditional >> 4] |= 1u << (traditional & 15);
    *LIST_ADD(words->region, words->simplified) = traditional;
    *LIST_ADD(words->region, words->simplified) = plain;
    return true;
}

uint32_t simplified(const ContractWords *words, uint32_t code_point)
{
    if (code_point > 0xFFFF || !(words->simple[code_point >> 4] >> (code_point & 15) & 1))
        return code_point;
    for (size_t i = 0; i < words->simplified.count; i += 2)
        if (words->simplified.at[i] == code_point)
            return words->simplified.at[i + 1];
    return code_point;
}

/* ---- patterns ---- */

static const Pattern *word_named(const ContractWords *words, int language, Text name)
{
    const PatternList *list = &words->lists[language][TOPIC_ANY][PART_WORD];
    for (size_t i = 0; i < list->count; i++)
        if (text_equal(list->at[i]->word, name))
            return list->at[i];
    return NULL;
}

static bool is_name(Text text)
{
    for (size_t i = 0; i < text.length; i++)
        if ((text.at[i] < 'a' || text.at[i] > 'z') && text.at[i] != '_')
            return false;
    return text.length > 0;
}

/* Puts named patterns in the place of <name>; groups that PCRE2 names, (?<t>, are left alone. False: no such name, named in the report. */
static bool expand(const Reading *reading, Builder *out, Text pattern, int deep)
{
    for (size_t i = 0; i < pattern.length; i++) {
        size_t end = pattern.at[i] == '<' && (!i || pattern.at[i - 1] != '?') ? text_find(pattern, TEXT(">"), i) : SIZE_MAX;
        Text name = end == SIZE_MAX ? TEXT_NONE : text_slice(pattern, i + 1, end);
        if (!is_name(name)) {
            build_byte(out, pattern.at[i]);
            continue;
        }
        const Pattern *word = deep < NAMES_DEEP ? word_named(reading->words, reading->language, name) : NULL;
        if (!word)
            return wrong_word(reading, "pattern", "pattern: a name in it is not known above");
        build_text(out, TEXT("(?:"));
        if (!expand(reading, out, word->form, deep + 1))
            return false;
        build_byte(out, ')');
        i = end;
    }
    return true;
}

static void *compile(const Reading *reading, Text form)
{
    enum { OPTIONS = PCRE2_UTF | PCRE2_UCP | PCRE2_NO_UTF_CHECK | PCRE2_CASELESS | PCRE2_NEVER_BACKSLASH_C | PCRE2_DUPNAMES };
    int error;
    PCRE2_SIZE place;
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)form.at, form.length, OPTIONS, &error, &place, NULL);
    if (code) {
        pcre2_jit_compile(code, PCRE2_JIT_COMPLETE); /* without it, it is only slower */
        return code;
    }
    PCRE2_UCHAR why[128];
    pcre2_get_error_message(error, why, sizeof why);
    report_error(reading->task->report, "contract-pattern", reading->csv ? cell_at(reading, "pattern")->span : SPAN_NONE, "the pattern cannot be read at byte %zu of its long form: %s", (size_t)place, (const char *)why);
    return NULL;
}

/* A word keeps its text, to stand in other patterns; all else is compiled. */
static bool finish_pattern(const Reading *reading, Pattern *pattern)
{
    Builder out = builder_on(reading->words->region);
    if (!expand(reading, &out, cell(reading, "pattern"), 0))
        return false;
    pattern->form = builder_text(&out);
    if (!pattern->form.length)
        return wrong_word(reading, "pattern", "pattern");
    pattern->code = pattern->part == PART_WORD ? NULL : compile(reading, pattern->form);
    return pattern->part == PART_WORD || pattern->code;
}

/* Words that are the same in all languages share a bit. */
static uint32_t bit_of_word(const ContractWords *words, Topic topic, PatternPart part, Text word)
{
    uint32_t next = 1;
    for (size_t i = 0; i < words->patterns.count; i++) {
        const Pattern *known = words->patterns.at[i];
        if (known->topic == topic && known->part == part && text_equal(known->word, word))
            return known->bit;
        if (known->topic == topic && known->part == part && known->bit >= next)
            next = known->bit << 1;
    }
    return next;
}

static bool value_of_row(const Reading *reading, Pattern *pattern)
{
    pattern->word = cell(reading, "value");
    pattern->free = text_is(pattern->word, "*");
    if (!pattern->word.length || pattern->free || pattern->bit || pattern->topic >= TOPICS || text_is(pattern->word, "role"))
        return true;
    pattern->value = topic_value(reading->words, pattern->topic, pattern->word);
    return pattern->value || wrong_word(reading, "value", "value of the topic in values.csv");
}

static bool read_pattern(Reading *reading)
{
    ContractWords *words = reading->words;
    Pattern *pattern = REGION_NEW(words->region, Pattern);
    int part = name_at(PART_NAMES, PARTS, cell(reading, "part"));
    Text weight = cell(reading, "weight");
    *pattern = (Pattern){ .part = (PatternPart)part, .weight = weight.length ? weight.at[0] - '0' : 2, .language = LETTERS[reading->language], .span = cell_at(reading, "pattern")->span };
    if (!topic_named(cell(reading, "topic"), &pattern->topic))
        return wrong_word(reading, "topic", "topic of contracts");
    if (part < 0)
        return wrong_word(reading, "part", "part that a pattern has");
    if (part == PART_OBJECT || part == PART_PLACE || part == PART_WHOSE)
        pattern->bit = bit_of_word(words, pattern->topic, (PatternPart)part, cell(reading, "value"));
    if (!value_of_row(reading, pattern) || !finish_pattern(reading, pattern))
        return false;
    pattern->row = (uint32_t)words->patterns.count;
    *LIST_ADD(words->region, words->patterns) = pattern;
    *LIST_ADD(words->region, words->lists[reading->language][pattern->topic][part]) = pattern;
    return true;
}

/* ---- gates ---- */

static const PatternPart BY_THEMSELVES[] = { PART_ABOUT, PART_SAYS, PART_VAGUE };

static void add_to_gate(Builder *out, const PatternList *list)
{
    for (size_t i = 0; i < list->count; i++)
        build_format(out, "%s(?:" TEXT_FMT ")", out->length ? "|" : "", TEXT_ARG(list->at[i]->form));
}

static bool make_gates(Task *task, ContractWords *words)
{
    for (int language = 0; language < LANGUAGES_READ; language++)
        for (int topic = 0; topic < TOPICS; topic++) {
            Reading reading = { task, words, NULL, 0, language };
            Builder out = builder_on(words->region);
            for (size_t i = 0; i < sizeof BY_THEMSELVES / sizeof *BY_THEMSELVES; i++)
                add_to_gate(&out, &words->lists[language][topic][BY_THEMSELVES[i]]);
            if (!out.length)
                continue;
            Pattern *gate = words->gates[language][topic] = REGION_NEW(words->region, Pattern);
            gate->code = compile(&reading, builder_text(&out));
        }
    return true;
}

static bool no_memory_left(ContractWords *words)
{
    words->found = pcre2_match_data_create(32, NULL);
    words->limits = pcre2_match_context_create(NULL);
    if (!words->found || !words->limits)
        return true;
    pcre2_set_match_limit(words->limits, LIMIT_PATTERN_STEPS);
    pcre2_set_depth_limit(words->limits, LIMIT_PATTERN_DEPTH);
    pcre2_set_heap_limit(words->limits, LIMIT_PATTERN_KIB);
    return false;
}

static bool read_tables(Task *task, ContractWords *words, const char *data_folder)
{
    static const char *const VALUES[] = { "topic", "value", "side", "rank", "fact", "told", "en", "zh", "vi", NULL };
    static const char *const SIGNS[] = { "sign", "en", "zh", "vi", NULL };
    static const char *const WORDINGS[] = { "topic", "value", "en", "zh", "vi", NULL };
    static const char *const NUMBERS[] = { "word", "number", "times", NULL };
    static const char *const CHARACTERS[] = { "traditional", "simplified", NULL };
    static const char *const PATTERNS[] = { "topic", "part", "value", "weight", "pattern", NULL };
    bool good = each_row(task, words, data_folder, "contract/values.csv", VALUES, 0, read_value) && each_row(task, words, data_folder, "contract/signs.csv", SIGNS, 0, read_sign) &&
                each_row(task, words, data_folder, "contract/wording.csv", WORDINGS, 0, read_wording) && each_row(task, words, data_folder, "contract/numbers.csv", NUMBERS, 0, read_number) &&
                each_row(task, words, data_folder, "contract/traditional.csv", CHARACTERS, 0, read_simplified);
    for (int i = 0; good && i < LANGUAGES_READ; i++)
        good = each_row(task, words, data_folder, TABLES[i], PATTERNS, i, read_pattern);
    return good && make_gates(task, words);
}

ContractWords *contract_words_read(Task *task, const char *data_folder)
{
    ContractWords *words = REGION_NEW(task->region, ContractWords);
    words->region = task->region;
    bool spent = no_memory_left(words);
    if (spent || !read_tables(task, words, data_folder))
        contract_words_close(&words);
    if (spent)
        region_give_up(task->region);
    return words;
}

void contract_words_close(ContractWords **at)
{
    ContractWords *words = *at;
    if (!words)
        return;
    for (size_t i = 0; i < words->patterns.count; i++)
        pcre2_code_free(words->patterns.at[i]->code);
    for (int language = 0; language < LANGUAGES_READ; language++)
        for (int topic = 0; topic < TOPICS; topic++)
            if (words->gates[language][topic])
                pcre2_code_free(words->gates[language][topic]->code);
    pcre2_match_data_free(words->found);
    pcre2_match_context_free(words->limits);
    *at = NULL;
}

/* ---- asking ---- */

static int language_at(char language) { return language == 'z' ? 1 : language == 'v' ? 2 : 0; }

const PatternList *patterns_of(const ContractWords *words, char language, Topic topic, PatternPart part) { return &words->lists[language_at(language)][topic][part]; }

static Text group(const ContractWords *words, const Pattern *pattern, const char *name, Text text)
{
    PCRE2_SPTR first, last;
    int size = pcre2_substring_nametable_scan(pattern->code, (PCRE2_SPTR)name, &first, &last);
    const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(words->found);
    for (PCRE2_SPTR entry = first; size > 0 && entry <= last; entry += size) {
        uint32_t number = (uint32_t)entry[0] << 8 | entry[1];
        if (number < pcre2_get_ovector_count(words->found) && ends[2 * number] != PCRE2_UNSET)
            return text_slice(text, ends[2 * number], ends[2 * number + 1]);
    }
    return TEXT_NONE;
}

static int match_code(ContractWords *words, const Pattern *pattern, Text text, size_t from)
{
    PCRE2_SPTR at = (PCRE2_SPTR)(text.at ? text.at : "");
    int count = pcre2_match(pattern->code, at, text.length, from, PCRE2_NO_UTF_CHECK, words->found, words->limits);
    if (count == PCRE2_ERROR_JIT_STACKLIMIT)
        count = pcre2_match(pattern->code, at, text.length, from, PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT, words->found, words->limits);
    words->given_up += count < 0 && count != PCRE2_ERROR_NOMATCH;
    return count;
}

bool pattern_match(ContractWords *words, const Pattern *pattern, Text text, size_t from, Match *match)
{
    if (!pattern->code || from > text.length || match_code(words, pattern, text, from) < 0)
        return false;
    const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(words->found);
    *match = (Match){ ends[0], ends[1] > ends[0] ? ends[1] : ends[0], group(words, pattern, "v", text), group(words, pattern, "t", text) };
    return true;
}

bool any_match(ContractWords *words, const PatternList *list, Text text, size_t from, Match *match, const Pattern **which)
{
    Match found, best = { .from = SIZE_MAX };
    for (size_t i = 0; i < list->count; i++)
        if (pattern_match(words, list->at[i], text, from, &found) && found.from < best.from) {
            best = found;
            if (which)
                *which = list->at[i];
        }
    if (best.from != SIZE_MAX && match)
        *match = best;
    return best.from != SIZE_MAX;
}

bool patterns_may_match(ContractWords *words, char language, Topic topic, Text text)
{
    const Pattern *gate = words->gates[language_at(language)][topic];
    if (!gate || !gate->code)
        return false;
    int count = match_code(words, gate, text, 0);
    return count != PCRE2_ERROR_NOMATCH;
}

uint32_t patterns_given_up(const ContractWords *words) { return words->given_up; }

const TopicValue *topic_value(const ContractWords *words, Topic topic, Text value)
{
    for (size_t i = 0; i < words->values.count; i++)
        if (words->values.at[i].topic == topic && text_equal(words->values.at[i].value, value))
            return &words->values.at[i];
    return NULL;
}

const TopicValue *topic_values(const ContractWords *words, size_t *count)
{
    *count = words->values.count;
    return words->values.at;
}

const SignKind *sign_kind(const ContractWords *words, Text sign)
{
    for (size_t i = 0; i < words->signs.count; i++)
        if (text_equal(words->signs.at[i].sign, sign))
            return &words->signs.at[i];
    return NULL;
}

Text clause_wording(const ContractWords *words, Topic topic, Text value, int language)
{
    Text general = TEXT_NONE;
    for (size_t i = 0; i < words->wordings.count; i++) {
        const Wording *wording = &words->wordings.at[i];
        if (wording->topic == topic && wording->value.length && text_equal(wording->value, value))
            return wording->name[language];
        if (wording->topic == topic && !wording->value.length)
            general = wording->name[language];
    }
    return general;
}

/* ---- numbers ---- */

static const NumberWord *word_before(const ContractWords *words, Text text)
{
    const NumberWord *longest = NULL;
    for (size_t i = 0; i < words->numbers.count; i++)
        if (text_starts(text, words->numbers.at[i].word) && words->numbers.at[i].word.length > (longest ? longest->word.length : 0))
            longest = &words->numbers.at[i];
    return longest;
}

static Text past_blanks(Text text)
{
    while (text.length && (text.at[0] == ' ' || text.at[0] == '-'))
        text = text_slice(text, 1, text.length);
    return text;
}

typedef struct Spelling { /* a number in words, so far */
    uint64_t whole, part, last; /* thousands and more; below; the word before, not yet added */
} Spelling;

static bool spell(Spelling *so_far, const NumberWord *word)
{
    if ((word->role == NUMBER_ADDS || word->role == NUMBER_FIRST) && ((so_far->last && so_far->last < 20) || (word->role == NUMBER_FIRST && (so_far->part || so_far->last || so_far->whole))))
        return false;
    if (word->role == NUMBER_ALL) {
        uint64_t section = so_far->part + so_far->last;
        so_far->whole += (section ? section : 1) * word->number;
        so_far->part = so_far->last = 0;
    } else if (word->role == NUMBER_TIMES) {
        so_far->part += (so_far->last ? so_far->last : 1) * word->number;
        so_far->last = 0;
    } else {
        so_far->part += so_far->last;
        so_far->last = word->number;
    }
    return so_far->whole < (uint64_t)1 << 50 && so_far->part < (uint64_t)1 << 50;
}

/* number := { word }; "二十四" = 2 x 10 + 4, "hai mươi bốn", "twenty-four", "伍拾万" = (5 x 10) x 10000. */
static uint64_t spelled(const ContractWords *words, Text text, Text *rest)
{
    Spelling so_far = { 0 };
    const NumberWord *word;
    for (*rest = text; (word = word_before(words, past_blanks(*rest))) != NULL && spell(&so_far, word);) {
        *rest = past_blanks(*rest);
        *rest = text_slice(*rest, word->word.length, rest->length);
    }
    return so_far.whole + so_far.part + so_far.last;
}

uint64_t number_in_words(const ContractWords *words, Text text, Text *rest)
{
    Text small = utf8_lower(words->region, text);
    uint64_t number = 0;
    size_t at = 0;
    while (at < small.length && small.at[at] >= '0' && small.at[at] <= '9' && at < 15)
        number = number * 10 + (uint64_t)(small.at[at++] - '0');
    if (at)
        *rest = text_slice(small, at, small.length);
    else
        number = spelled(words, small, rest);
    return number;
}

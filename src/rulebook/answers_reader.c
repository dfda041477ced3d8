/* rulebook/answers_reader.c - the forms an answer takes, how the lists of a determination are gathered, and what every
 * jurisdiction is asked: the three registers of answers.md. */
#include "rulebook/reader.h"

/* ---- ## Types ---- */

enum { PART_TYPE, PART_NAME, PART_KIND, PART_MEANING };
static const ColumnSpec PART_COLUMNS[] = { { "type", true }, { "part", true }, { "type", true }, { "meaning", true } };

/* The first CSV file in back quotes: "key; from `data/documents.csv` (name in en, zh, vi)". */
static Text catalogue_in(Text meaning)
{
    while (meaning.at) {
        Text after, quoted = back_quoted(meaning, &after);
        if (text_ends(quoted, TEXT(".csv")))
            return quoted;
        meaning = after;
    }
    return TEXT_NONE;
}

static bool says_key(Text meaning)
{
    return text_starts(meaning, TEXT("key")) && (meaning.length == 3 || memchr(":;,. ", meaning.at[3], 5));
}

static void read_part(const RegisterRow *row)
{
    PageReader *reader = row->reader;
    AnswerPart *part = LIST_ADD(reader->region, reader->library->parts);
    *part = (AnswerPart){
        .type = register_needed(row, PART_TYPE),
        .part = register_needed(row, PART_NAME),
        .part_type = register_cell(row, PART_KIND),
        .meaning = register_text(row, PART_MEANING),
        .span = block_cell(row->table, row->row, 0),
    };
    part->catalogue = catalogue_in(part->meaning);
    part->made = text_starts(part->meaning, TEXT("made:"));
    part->key = says_key(part->meaning);
    if (row->column[PART_KIND] != NO_COLUMN)
        check_type(reader, part->part_type);
}

/* ---- ## Lists of a determination ---- */

enum { LIST_NAME, LIST_FROM, LIST_KEY, LIST_FOR };
static const ColumnSpec LIST_COLUMNS[] = { { "list", true }, { "made from", true }, { "key", true }, { "asked for", false } };

/* made from = "`" DECISION "`" | "every decision of type" TYPE */
static void read_made_from(const RegisterRow *row, AnswerList *list)
{
    PageReader *reader = row->reader;
    Text every = TEXT("every decision of type "), from = register_needed(row, LIST_FROM), after;
    if (text_starts(from, every)) {
        list->type = text_trim(text_slice(from, every.length, from.length));
        return;
    }
    list->decision = back_quoted(from, &after);
    if (!from.length || (list->decision.length && from.at[0] == '`' && !text_trim(after).length))
        return;
    Problem *problem = report_error(reader->task->report, "made-from-form", register_cell(row, LIST_FROM),
                                    "\"" TEXT_FMT "\" does not say what the list is made from", TEXT_ARG(text_shown(from)));
    problem_hint(reader->task->report, problem, "Write \"`commodity code`\" or \"every decision of type charge\".");
}

static void read_keys(const RegisterRow *row, AnswerList *list)
{
    Text rest = register_needed(row, LIST_KEY);
    LIST_OF(Text) keys = { 0 };
    while (rest.length) {
        Text key = text_trim(text_cut(rest, ',', &rest));
        if (key.length)
            *LIST_ADD(row->reader->region, keys) = key;
    }
    list->keys = keys.at;
    list->key_count = (uint32_t)keys.count;
}

static void read_list(const RegisterRow *row)
{
    AnswerList list = { .list = register_needed(row, LIST_NAME), .span = block_cell(row->table, row->row, 0) };
    read_made_from(row, &list);
    read_keys(row, &list);
    list.asked_for = register_text(row, LIST_FOR);
    *LIST_ADD(row->reader->region, row->reader->library->lists) = list;
}

/* ---- ## Decisions that every jurisdiction answers ---- */

enum { ANSWER_NAME, ANSWER_PER, ANSWER_TYPE, ANSWER_WHEN };
static const ColumnSpec ANSWER_COLUMNS[] = {
    { "decision", true }, { "per", true }, { "type", true }, { "asked when", true },
};

static void read_answer(const RegisterRow *row)
{
    PageReader *reader = row->reader;
    AnswerDecision *answer = LIST_ADD(reader->region, reader->library->answers);
    *answer = (AnswerDecision){
        .name = register_needed(row, ANSWER_NAME),
        .per = register_needed(row, ANSWER_PER),
        .type = register_cell(row, ANSWER_TYPE),
        .asked_when = register_value(row, ANSWER_WHEN),
        .span = block_cell(row->table, row->row, 0),
    };
    if (text_is(span_text(answer->asked_when), "always"))
        answer->asked_when.to = answer->asked_when.from;
    if (row->column[ANSWER_TYPE] != NO_COLUMN)
        check_type(reader, answer->type);
}

/* ---- which heading opens which ---- */

#define COLUMNS(list) list, sizeof(list) / sizeof *(list)
static const RegisterSpec ANSWERS_REGISTERS[] = {
    { "Types", "type", COLUMNS(PART_COLUMNS), read_part },
    { "Lists of a determination", "list", COLUMNS(LIST_COLUMNS), read_list },
    { "Decisions that every jurisdiction answers", "decision", COLUMNS(ANSWER_COLUMNS), read_answer },
};

const RegisterSpec *answers_register(Text section)
{
    for (size_t i = 0; i < sizeof ANSWERS_REGISTERS / sizeof *ANSWERS_REGISTERS; i++)
        if (text_equal(section, text_of(ANSWERS_REGISTERS[i].section)))
            return &ANSWERS_REGISTERS[i];
    return NULL;
}

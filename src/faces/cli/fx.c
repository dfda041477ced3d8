/* faces/cli/fx.c - `declarant fx`: whose exchange rate the law asks for on a day, and which rate of a case that is. */
#include "base/file.h"
#include "faces/cli/load.h"
#include "faces/cli/screen.h"
#include "value/json.h"

typedef struct Question { /* what was asked */
    Text from, to; /* empty: not told */
    bool has_day;
    int64_t day;
    Text jurisdiction;
} Question;

typedef struct CaseRate { /* what a case says to it */
    bool asked;
    const Frame *exchange; /* the rate used; NULL: none */
    const Program *program;
    Value outcome;         /* of converting one unit: a number, UNKNOWN, or ABSENT */
} CaseRate;

/* ---- the register ---- */

static bool is_asked(const Question *question, const Page *page, const ExchangeEntry *entry)
{
    return text_equal(page->jurisdiction, question->jurisdiction) && (!question->has_day || days_contain(entry->in_force, question->day));
}

static Text days_words(Region *region, DaySpans days)
{
    Builder out = builder_on(region);
    days_print(&out, days);
    return builder_text(&out);
}

/* As JSON in English: `cli` is NULL. */
static Text sources_words(Cli *cli, Region *region, Citations citations)
{
    Builder out = builder_on(region);
    for (uint32_t i = 0; i < citations.count; i++) {
        const Citation *citation = &citations.at[i];
        Text instrument = citation->source ? citation->source->instrument : TEXT_NONE;
        build_format(&out, "%s" TEXT_FMT " " TEXT_FMT, i ? "; " : "", TEXT_ARG(citation->source_id), TEXT_ARG(citation->article));
        if (instrument.length)
            build_format(&out, " (" TEXT_FMT ")", TEXT_ARG(cli ? phrase(cli, instrument) : instrument));
    }
    return builder_text(&out);
}

static void entry_json(Cli *cli, JsonWriter *writer, const ExchangeEntry *entry)
{
    json_open(writer, '{');
    json_pair(writer, "id", entry->id);
    json_pair(writer, "currencies", entry->currencies);
    json_pair(writer, "rate", entry->rate);
    json_pair(writer, "in_force", days_words(&cli->region, entry->in_force));
    json_pair(writer, "source", sources_words(NULL, &cli->region, entry->citations));
    json_close(writer, '}');
}

static void show_entry(Cli *cli, const ExchangeEntry *entry)
{
    Screen screen = { &cli->out, cli->width, cli->colour, cli->language };
    screen_put(&screen, STYLE_BOLD, entry->id);
    screen_blanks(&screen, 2);
    screen_wrap(&screen, entry->id.length + 2, 2, STYLE_PLAIN, phrase(cli, entry->rate));
    screen_labelled(&screen, 12, say(cli, MSG_COLUMN_CURRENCIES), STYLE_PLAIN, phrase(cli, entry->currencies));
    screen_labelled(&screen, 12, say(cli, MSG_COLUMN_IN_FORCE), STYLE_PLAIN, days_words(&cli->region, entry->in_force));
    screen_labelled(&screen, 12, say(cli, MSG_COLUMN_SOURCE), STYLE_PLAIN, sources_words(cli, &cli->region, entry->citations));
}

/* Calls for each entry asked for; how many there were. */
static size_t each_entry(Cli *cli, const Question *question, const Rulebooks *books, JsonWriter *writer)
{
    size_t count = 0;
    for (uint32_t i = 0; i < books->page_count; i++)
        for (uint32_t k = 0; k < books->pages[i].exchange_count; k++) {
            const ExchangeEntry *entry = &books->pages[i].exchanges[k];
            if (!is_asked(question, &books->pages[i], entry))
                continue;
            count++;
            if (writer)
                entry_json(cli, writer, entry);
            else
                show_entry(cli, entry);
        }
    return count;
}

/* ---- the case ---- */

/* One unit of the currency, converted as a decision of that day would. */
static void convert_one(Cli *cli, const Question *question, Run *run, CaseRate *rate)
{
    Money *one = REGION_NEW(&cli->region, Money);
    Note *note = REGION_NEW(&cli->region, Note);
    one->amount = DECIMAL_ONE;
    memcpy(one->currency, question->from.at, 3);
    run->has_day = question->has_day;
    run->day = question->day;
    run->note = note;
    rate->outcome = run->vm.convert(&run->vm, (Value){ .kind = VALUE_MONEY, .money = one });
    rate->exchange = note->conversions.count ? note->conversions.at[0].exchange : NULL;
}

static Exit read_case(Cli *cli, Question *question, CaseRate *rate)
{
    const Source *source = file_read(&cli->task, cli->given[OPTION_CASE], 0);
    const Json *json = source ? json_read(&cli->task, source) : NULL;
    CaseHead head = { 0 };
    if (!json || !case_head(&cli->task, source, json, &head))
        return EXIT_ERROR;
    if (!question->jurisdiction.length)
        question->jurisdiction = head.jurisdiction;
    Lawbook *lawbook = load_lawbook(cli);
    const Program *program = lawbook ? lawbook_program(&cli->task, lawbook, head.jurisdiction, head.movement) : NULL;
    if (!program)
        return EXIT_ERROR;
    if (question->from.length != 3 || !text_equal(question->to, program->currency))
        return misuse(cli, SAY(cli, MSG_FX_CURRENCY, program->currency));
    Run *run = REGION_NEW(&cli->region, Run);
    CaseOptions options = { 0 };
    run_init(run, program, &cli->region);
    if (!case_tell(&cli->task, run, source, json, &options))
        return EXIT_ERROR;
    rate->program = program;
    convert_one(cli, question, run, rate);
    return EXIT_DONE;
}

static Text slot_words(Cli *cli, const CaseRate *rate, uint16_t slot)
{
    Builder out = builder_on(&cli->region);
    Value value = rate->exchange->slots[slot];
    if (value.kind == VALUE_TEXT)
        return text_of_value(value);
    value_print(&out, value);
    return builder_text(&out);
}

/* Where the case says the rate comes from; empty when it does not. */
static Text told_source(const CaseRate *rate)
{
    const Fact *fact = program_fact(rate->program, rate->program->exchange, TEXT("source"));
    Value value = fact ? rate->exchange->slots[fact->slot] : VALUE_NOTHING;
    return value.kind == VALUE_TEXT ? text_of_value(value) : TEXT_NONE;
}

static void rate_json(Cli *cli, JsonWriter *writer, const CaseRate *rate)
{
    json_key(writer, TEXT("case_rate"));
    if (!rate->exchange) {
        json_null(writer);
        return;
    }
    json_open(writer, '{');
    json_pair(writer, "rate", slot_words(cli, rate, rate->program->exchange_rate));
    json_pair(writer, "valid_from", slot_words(cli, rate, rate->program->exchange_valid_from));
    if (rate->exchange->slots[rate->program->exchange_valid_to].kind == VALUE_DATE)
        json_pair(writer, "valid_to", slot_words(cli, rate, rate->program->exchange_valid_to));
    json_pair_if(writer, "source", told_source(rate));
    json_close(writer, '}');
}

static void show_rate(Cli *cli, const Question *question, const CaseRate *rate)
{
    Screen screen = { &cli->out, cli->width, cli->colour, cli->language };
    if (!rate->exchange)
        return;
    bool ends = rate->exchange->slots[rate->program->exchange_valid_to].kind == VALUE_DATE;
    Text last = ends ? slot_words(cli, rate, rate->program->exchange_valid_to) : TEXT_NONE;
    Text words = SAY(cli, MSG_FX_RATE, question->from, number_text(&cli->region, rate->exchange->slots[rate->program->exchange_rate], cli->language), question->to,
                     slot_words(cli, rate, rate->program->exchange_valid_from), last, told_source(rate));
    screen_wrap(&screen, 0, 2, STYLE_BOLD, words);
}

/* Why there is no rate, or more than one: a line on stderr, and the exit. */
static Exit judge_rate(Cli *cli, const Question *question, const CaseRate *rate)
{
    if (!rate->asked || rate->exchange || value_is_number(rate->outcome))
        return EXIT_DONE;
    Text day = question->has_day ? date_text(&cli->region, question->day) : TEXT_NONE;
    bool conflict = rate->outcome.kind == VALUE_ABSENT;
    talk(cli, SAY(cli, conflict ? MSG_FX_CONFLICT : MSG_FX_NO_RATE, question->from, question->to, day));
    return conflict ? EXIT_CONFLICT : EXIT_OPEN;
}

/* ---- the command ---- */

static Exit read_question(Cli *cli, Question *question)
{
    question->jurisdiction = cli_jurisdiction(cli);
    question->from = cli_operand(cli, 0);
    question->to = cli_operand(cli, 1);
    question->has_day = cli->operand_count == 3;
    if (cli->operand_count != 0 && cli->operand_count != 3)
        return misuse(cli, say(cli, MSG_FX_NEEDS));
    if (question->has_day && !day_given(cli_operand(cli, 2), &question->day))
        return misuse(cli, SAY(cli, MSG_NOT_A_DAY, cli_operand(cli, 2)));
    if (cli_on(cli, OPTION_CASE) && !question->has_day)
        return misuse(cli, say(cli, MSG_FX_NEEDS));
    return question->jurisdiction.length || cli_on(cli, OPTION_CASE) ? EXIT_DONE : misuse(cli, say(cli, MSG_NEEDS_JURISDICTION));
}

static size_t print_json(Cli *cli, const Question *question, const Rulebooks *books, const CaseRate *rate)
{
    JsonWriter writer = json_writer(&cli->out, false);
    json_open(&writer, '{');
    json_pair(&writer, "jurisdiction", question->jurisdiction);
    json_pair_if(&writer, "from", question->from);
    json_pair_if(&writer, "to", question->to);
    if (question->has_day)
        json_pair(&writer, "day", date_text(&cli->region, question->day));
    json_key(&writer, TEXT("lawful"));
    json_open(&writer, '[');
    size_t count = each_entry(cli, question, books, &writer);
    json_close(&writer, ']');
    if (rate->asked)
        rate_json(cli, &writer, rate);
    json_close(&writer, '}');
    build_byte(&cli->out, '\n');
    return count;
}

Exit command_fx(Cli *cli)
{
    Question question = { 0 };
    CaseRate rate = { .asked = cli_on(cli, OPTION_CASE) };
    Exit exit = read_question(cli, &question);
    if (exit == EXIT_DONE && rate.asked)
        exit = read_case(cli, &question, &rate);
    if (exit != EXIT_DONE)
        return exit;
    const Rulebooks *books = load_books(cli, question.jurisdiction);
    if (!books)
        return EXIT_ERROR;
    size_t count = cli->json ? print_json(cli, &question, books, &rate) : each_entry(cli, &question, books, NULL);
    if (!cli->json && rate.asked)
        show_rate(cli, &question, &rate);
    exit = judge_rate(cli, &question, &rate);
    if (count || exit != EXIT_DONE)
        return exit;
    talk(cli, SAY(cli, MSG_FX_NOT_COVERED, question.jurisdiction, question.has_day ? date_text(&cli->region, question.day) : TEXT_NONE));
    return EXIT_OPEN;
}

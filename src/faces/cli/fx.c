/* faces/cli/fx.c - `declarant fx`: whose exchange rate the law asks for on a day, and which rate of a case or a table that is.
 *
 *     declarant fx FROM TO DAY --jurisdiction CODE [--case FILE] [--rates FILE]
 *     declarant fx import FILE                            a table of rates, as a case tells them
 */
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

typedef struct UsedRate { /* what a case or a table says to it */
    bool asked, found;
    Value rate, first, last; /* last: a DATE, or not told */
    Text source;             /* empty: not told */
    bool conflict;           /* two rates hold */
} UsedRate;

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

static Text told_text(const Program *program, const Frame *exchange, Text name)
{
    const Fact *fact = program_fact(program, program->exchange, name);
    Value value = fact ? exchange->slots[fact->slot] : VALUE_NOTHING;
    return value.kind == VALUE_TEXT ? text_of_value(value) : TEXT_NONE;
}

/* One unit of the currency, converted as a decision of that day would. */
static void convert_one(Cli *cli, const Question *question, Run *run, UsedRate *used)
{
    const Program *program = run->program;
    Money *one = REGION_NEW(&cli->region, Money);
    Note *note = REGION_NEW(&cli->region, Note);
    one->amount = DECIMAL_ONE;
    memcpy(one->currency, question->from.at, 3);
    run->has_day = question->has_day;
    run->day = question->day;
    run->note = note;
    Value outcome = run->vm.convert(&run->vm, (Value){ .kind = VALUE_MONEY, .money = one });
    const Frame *exchange = note->conversions.count ? note->conversions.at[0].exchange : NULL;
    used->conflict = outcome.kind == VALUE_ABSENT;
    used->found = exchange || value_is_number(outcome);
    if (!exchange)
        return;
    used->rate = exchange->slots[program->exchange_rate];
    used->first = exchange->slots[program->exchange_valid_from];
    used->last = exchange->slots[program->exchange_valid_to];
    used->source = told_text(program, exchange, TEXT("source"));
}

static Exit read_case(Cli *cli, Question *question, UsedRate *used, const RateTable *rates)
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
    CaseOptions options = { .rates = rates };
    run_init(run, program, &cli->region);
    if (!case_tell(&cli->task, run, source, json, &options))
        return EXIT_ERROR;
    convert_one(cli, question, run, used);
    return EXIT_DONE;
}

/* ---- the table ---- */

static void find_rate(const Question *question, const RateTable *rates, UsedRate *used)
{
    const Rate *rate = rates_find(rates, question->from, question->to, question->day);
    used->found = rate != NULL;
    if (rate)
        *used = (UsedRate){ .asked = true, .found = true, .rate = rate->rate, .first = value_date(rate->first), .last = value_date(rate->last), .source = rate->source };
}

/* The rate of the case, of the table, or of both. */
static Exit find_used(Cli *cli, Question *question, UsedRate *used)
{
    const RateTable *rates = cli_rates(cli);
    used->asked = cli_on(cli, OPTION_CASE) || cli_on(cli, OPTION_RATES);
    if (cli_on(cli, OPTION_RATES) && !rates)
        return EXIT_ERROR;
    if (cli_on(cli, OPTION_CASE))
        return read_case(cli, question, used, rates);
    if (rates)
        find_rate(question, rates, used);
    return EXIT_DONE;
}

static Text value_words(Cli *cli, Value value)
{
    Builder out = builder_on(&cli->region);
    value_print(&out, value);
    return builder_text(&out);
}

static void rate_json(Cli *cli, JsonWriter *writer, const UsedRate *used)
{
    json_key(writer, cli_on(cli, OPTION_CASE) ? TEXT("case_rate") : TEXT("table_rate"));
    if (used->rate.kind == VALUE_NULL) {
        json_null(writer);
        return;
    }
    json_open(writer, '{');
    json_pair(writer, "rate", value_words(cli, used->rate));
    json_pair(writer, "valid_from", value_words(cli, used->first));
    if (used->last.kind == VALUE_DATE)
        json_pair(writer, "valid_to", value_words(cli, used->last));
    json_pair_if(writer, "source", used->source);
    json_close(writer, '}');
}

static void show_rate(Cli *cli, const Question *question, const UsedRate *used)
{
    Screen screen = { &cli->out, cli->width, cli->colour, cli->language };
    if (used->rate.kind == VALUE_NULL)
        return;
    Text last = used->last.kind == VALUE_DATE ? value_words(cli, used->last) : TEXT_NONE;
    Text words = SAY(cli, MSG_FX_RATE, question->from, number_text(&cli->region, used->rate, cli->language), question->to, value_words(cli, used->first), last, used->source);
    screen_wrap(&screen, 0, 2, STYLE_BOLD, words);
}

/* Why there is no rate, or more than one: a line on stderr, and the exit. */
static Exit judge_rate(Cli *cli, const Question *question, const UsedRate *used)
{
    if (!used->asked || used->found)
        return EXIT_DONE;
    Text day = question->has_day ? date_text(&cli->region, question->day) : TEXT_NONE;
    talk(cli, SAY(cli, used->conflict ? MSG_FX_CONFLICT : MSG_FX_NO_RATE, question->from, question->to, day));
    return used->conflict ? EXIT_CONFLICT : EXIT_OPEN;
}

/* ---- fx import ---- */

static Exit import_rates(Cli *cli)
{
    if (cli->operand_count != 2)
        return misuse(cli, say(cli, MSG_NEEDS_FILE));
    const Source *source = file_read(&cli->task, cli->operands[1], 0);
    const RateTable *rates = source ? rates_read(&cli->task, source) : NULL;
    if (!rates)
        return EXIT_ERROR;
    JsonWriter writer = json_writer(&cli->out, false);
    json_open(&writer, '{');
    json_key(&writer, TEXT("exchange_rates"));
    rates_json(&writer, &cli->region, rates);
    json_close(&writer, '}');
    build_byte(&cli->out, '\n');
    return EXIT_DONE;
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
    if ((cli_on(cli, OPTION_CASE) || cli_on(cli, OPTION_RATES)) && !question->has_day)
        return misuse(cli, say(cli, MSG_FX_NEEDS));
    return question->jurisdiction.length || cli_on(cli, OPTION_CASE) ? EXIT_DONE : misuse(cli, say(cli, MSG_NEEDS_JURISDICTION));
}

static size_t print_json(Cli *cli, const Question *question, const Rulebooks *books, const UsedRate *used)
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
    if (used->asked)
        rate_json(cli, &writer, used);
    json_close(&writer, '}');
    build_byte(&cli->out, '\n');
    return count;
}

Exit command_fx(Cli *cli)
{
    Question question = { 0 };
    UsedRate used = { .rate = VALUE_NOTHING, .first = VALUE_NOTHING, .last = VALUE_NOTHING };
    if (text_is(cli_operand(cli, 0), "import"))
        return import_rates(cli);
    Exit exit = read_question(cli, &question);
    if (exit == EXIT_DONE)
        exit = find_used(cli, &question, &used);
    if (exit != EXIT_DONE)
        return exit;
    const Rulebooks *books = load_books(cli, question.jurisdiction);
    if (!books)
        return EXIT_ERROR;
    size_t count = cli->json ? print_json(cli, &question, books, &used) : each_entry(cli, &question, books, NULL);
    if (!cli->json && used.asked)
        show_rate(cli, &question, &used);
    exit = judge_rate(cli, &question, &used);
    if (count || exit != EXIT_DONE)
        return exit;
    talk(cli, SAY(cli, MSG_FX_NOT_COVERED, question.jurisdiction, question.has_day ? date_text(&cli->region, question.day) : TEXT_NONE));
    return EXIT_OPEN;
}

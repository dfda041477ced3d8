/* papers/selfcheck_contracts.c - the sheet of contracts: one line each, then what is open, what hangs on it, and what guidance says. */
#include "papers/selfcheck_words.h"

#include "determination/answer.h"

enum { CHANGES_SHOWN = 5 }; /* of one answer to an open point */

/* ---- one line a contract ---- */

static PaperTone tone_of(Standing standing)
{
    static const PaperTone tones[] = { [STANDS_WELL] = TONE_GOOD, [STANDS_OPEN] = TONE_DOUBT, [STANDS_BADLY] = TONE_BAD };
    return tones[standing];
}

static PaperCell state_cell(const CheckSheet *sheet, const ContractCheck *contract, const ContractPoint *point)
{
    Text state = point->state.length ? point->state : TEXT("not told");
    return cell_toned(state, sheet_text(&sheet->words, contract->answer, state), tone_of(point->standing));
}

static PaperCell standing_cell(const CheckSheet *sheet, Standing standing)
{
    static const char *const plain[] = { [STANDS_WELL] = "well", [STANDS_OPEN] = "open", [STANDS_BADLY] = "badly" };
    static const Word words[] = { [STANDS_WELL] = WORD_CHECK_STANDS_well, [STANDS_OPEN] = WORD_NOT_KNOWN, [STANDS_BADLY] = WORD_CHECK_STANDS_badly };
    return cell_toned(text_of(plain[standing]), sheet_word(sheet, words[standing]), tone_of(standing));
}

/* A column for each point that some contract has, in the order in which they come. */
static void add_point_columns(CheckSheet *sheet, PaperPart *part)
{
    const SelfCheck *check = sheet->check;
    for (size_t i = 0; i < check->contract_checks.count; i++)
        for (size_t k = 0; k < check->contract_checks.at[i].points.count; k++) {
            const ContractPoint *point = &check->contract_checks.at[i].points.at[k];
            const char *key = text_string(sheet->region, text_snake(sheet->region, point->mark));
            bool there = !point->mark.length;
            for (size_t c = 0; c < part->columns.count; c++)
                there |= text_equal(text_of(part->columns.at[c].key), text_of(key));
            if (!there && part->columns.count < PAPER_COLUMNS)
                paper_column(part, key, sheet_text(&sheet->words, check->contract_checks.at[i].answer, point->mark), PAPER_WORD);
        }
}

static bool is_alone(const SelfCheck *check, const ContractCheck *contract)
{
    size_t count = 0;
    for (size_t i = 0; i < check->contract_checks.count; i++)
        count += text_equal(check->contract_checks.at[i].file, contract->file);
    return count == 1;
}

static void name_cell(const CheckSheet *sheet, PaperPart *part, PaperRow *row, const ContractCheck *contract)
{
    paper_cell(part, row, "contract", place_cell(sheet, contract->file, contract->of, is_alone(sheet->check, contract)));
}

static void put_contract(CheckSheet *sheet, PaperPart *part, const ContractCheck *contract)
{
    PaperRow *row = paper_row(part);
    name_cell(sheet, part, row, contract);
    paper_cell(part, row, "country", cell_plain(contract->country));
    paper_cell(part, row, "in_all", standing_cell(sheet, contract->standing));
    for (size_t i = 0; i < contract->points.count; i++)
        if (contract->points.at[i].mark.length)
            paper_cell(part, row, text_string(sheet->region, text_snake(sheet->region, contract->points.at[i].mark)), state_cell(sheet, contract, &contract->points.at[i]));
}

static void put_contracts(CheckSheet *sheet)
{
    PaperPart *part = check_part(sheet, "contracts", WORD_CHECK_CONTRACTS);
    part->main = true;
    ADD_COLUMNS(part, COLUMN("contract", WORD_CHECK_CONTRACT, PAPER_CODE), COLUMN("country", WORD_COLUMN_COUNTRY, PAPER_CODE),
                COLUMN("in_all", WORD_CHECK_STANDING, PAPER_WORD));
    add_point_columns(sheet, part);
    for (size_t i = 0; i < sheet->check->contract_checks.count; i++)
        put_contract(sheet, part, &sheet->check->contract_checks.at[i]);
}

/* ---- what is open ---- */

static Text question_of(const CheckSheet *sheet, const ContractCheck *contract, const ContractPoint *point)
{
    Text name = text_unsnake(sheet->region, entry_text(point->entry, "asks"));
    const Fact *fact = name.length ? program_fact(contract->answer->program, contract->points.at[0].entry->frame->type, name) : NULL;
    if (!fact)
        return asks_of(sheet, contract->answer, point->entry);
    Text question = fact->entry->question[sheet->options->language];
    return question.length ? question : fact->entry->question[0];
}

static void put_finding(CheckSheet *sheet, PaperPart *part, const ContractCheck *contract, const ContractPoint *point)
{
    const Determination *answer = contract->answer;
    PaperRow *row = paper_row(part);
    name_cell(sheet, part, row, contract);
    paper_cell(part, row, "point", told_cell(sheet, answer, point->mark));
    paper_cell(part, row, "state", state_cell(sheet, contract, point));
    const Text below[] = { sheet_text(&sheet->words, answer, entry_text(point->entry, "why")), question_of(sheet, contract, point) };
    row->below = sentences(sheet, below, 2);
    paper_cell(part, row, "remedy", told_cell(sheet, answer, entry_text(point->entry, "remedy")));
    paper_cell(part, row, "article", cell_plain(entry_articles(sheet->region, point->entry)));
}

/* Points that nothing can be said of, such as of a contract without a day, all wait for the same. */
static bool is_asked_before(const ContractCheck *contract, size_t at)
{
    for (size_t k = 0; k < at; k++)
        if (!contract->points.at[k].mark.length && !contract->points.at[at].mark.length)
            return true;
    return false;
}

static void put_findings(CheckSheet *sheet)
{
    PaperPart *part = check_part(sheet, "findings", WORD_CHECK_FINDINGS);
    ADD_COLUMNS(part, COLUMN("contract", WORD_CHECK_CONTRACT, PAPER_CODE), COLUMN("point", WORD_CHECK_POINT, PAPER_WORD),
                COLUMN("state", WORD_COLUMN_STANDING, PAPER_WORD), COLUMN("remedy", WORD_CHECK_REMEDY, PAPER_TEXT),
                COLUMN("article", WORD_COLUMN_ARTICLE, PAPER_TEXT));
    for (size_t i = 0; i < sheet->check->contract_checks.count; i++) {
        const ContractCheck *contract = &sheet->check->contract_checks.at[i];
        for (size_t k = 0; k < contract->points.count; k++)
            if (contract->points.at[k].standing != STANDS_WELL && !is_asked_before(contract, k))
                put_finding(sheet, part, contract, &contract->points.at[k]);
    }
}

/* ---- what hangs on it ---- */

static Text row_of(const Entry *entry)
{
    return entry->cited.count ? entry->cited.at[0].row : TEXT_NONE;
}

/* A charge of one amount in all answers, though it is reckoned from something else. */
static bool is_same_money(const TriedFact *tried, const Entry **at)
{
    Value first = at[0] ? compared_amount(at[0]) : value_small(0, 0);
    for (uint32_t v = 0; v < tried->count; v++) {
        Value amount = at[v] ? compared_amount(at[v]) : value_small(0, 0);
        if (!value_is_number(amount) || !value_is_number(first) || number_compare(amount, first) != 0)
            return false;
    }
    return true;
}

static Text change_words(const CheckSheet *sheet, const Determination *answer, const Entry *entry)
{
    SheetEntry shown = sheet_entry(&sheet->words, answer, entry);
    return text_format(sheet->region, TEXT_FMT ": " TEXT_FMT " (" TEXT_FMT ")", TEXT_ARG(shown.words), TEXT_ARG(shown.says), TEXT_ARG(row_of(entry)));
}

/* "customs duty: 0% (exempt) (ROW)" for each entry that is not alike under all answers. */
static Text changes_of(const CheckSheet *sheet, const TriedFact *tried, uint32_t variant)
{
    Builder out = builder_on(sheet->region);
    uint32_t told = 0, more = 0;
    for (size_t i = 0; i < tried->differing.count; i++) {
        const Entry **at = tried->differing.at[i];
        if (!at[variant] || at[variant]->value.kind == VALUE_ABSENT || is_same_money(tried, at))
            continue;
        if (told == CHANGES_SHOWN) {
            more++;
            continue;
        }
        build_format(&out, "%s" TEXT_FMT, told++ ? "; " : "", TEXT_ARG(change_words(sheet, tried->answers[variant], at[variant])));
    }
    if (more)
        build_format(&out, "; " TEXT_FMT, TEXT_ARG(word_filled(sheet->region, sheet_word(sheet, WORD_CHECK_MORE), (const Text[]){ text_format(sheet->region, "%u", more) }, 1)));
    return builder_text(&out);
}

static PaperRow *begin_try(CheckSheet *sheet, PaperPart *part, const ContractCheck *contract, const TriedFact *tried, PaperCell answer)
{
    PaperRow *row = paper_row(part);
    name_cell(sheet, part, row, contract);
    paper_cell(part, row, "point", told_cell(sheet, contract->answer, tried->mark));
    paper_cell(part, row, "if", answer);
    paper_cell(part, row, "by", voice_cell(sheet, tried->voice));
    return row;
}

static void put_variant(CheckSheet *sheet, PaperPart *part, const ContractCheck *contract, const TriedFact *tried, uint32_t at)
{
    const Determination *answer = tried->answers[at];
    PaperRow *row = begin_try(sheet, part, contract, tried, told_cell(sheet, contract->answer, tried->values[at]));
    if (answer) {
        paper_cell(part, row, "border", number_cell(sheet, answer->border));
        paper_cell(part, row, "beside", number_cell(sheet, answer->beside));
        paper_cell(part, row, "currency", cell_plain(answer->currency));
    }
    row->below = changes_of(sheet, tried, at);
}

/* Nothing hangs on it: one line for all answers. */
static void put_all_alike(CheckSheet *sheet, PaperPart *part, const ContractCheck *contract, const TriedFact *tried)
{
    Builder plain = builder_on(sheet->region), words = builder_on(sheet->region);
    for (uint32_t v = 0; v < tried->count; v++) {
        Text told = sheet_text(&sheet->words, contract->answer, tried->values[v]);
        build_format(&plain, "%s" TEXT_FMT, v ? "," : "", TEXT_ARG(tried->values[v]));
        build_format(&words, "%s" TEXT_FMT, v ? ", " : "", TEXT_ARG(told));
    }
    begin_try(sheet, part, contract, tried, cell_words(builder_text(&plain), builder_text(&words)))->below = sheet_word(sheet, WORD_CHECK_NOTHING_CHANGES);
}

static bool are_alike(const TriedFact *a, const TriedFact *b)
{
    if (a->differing.count != b->differing.count || a->count != b->count)
        return false;
    for (size_t i = 0; i < a->differing.count; i++)
        for (uint32_t v = 0; v < a->count; v++)
            if (!compared_alike(a->differing.at[i][v], b->differing.at[i][v]))
                return false;
    return true;
}

/* A voice under which it is all as under the law needs no lines of its own. */
static bool adds_nothing(const ContractCheck *contract, const TriedFact *tried)
{
    for (size_t i = 0; tried->voice && i < contract->tried.count; i++) {
        const TriedFact *law = &contract->tried.at[i];
        if (!law->voice && text_equal(law->mark, tried->mark) && are_alike(law, tried))
            return true;
    }
    return false;
}

static void put_tried(CheckSheet *sheet, PaperPart *part, const ContractCheck *contract, const TriedFact *tried)
{
    if (adds_nothing(contract, tried))
        return;
    if (!tried->differing.count)
        put_all_alike(sheet, part, contract, tried);
    for (uint32_t v = 0; v < tried->count && tried->differing.count; v++)
        put_variant(sheet, part, contract, tried, v);
}

static void put_hangs(CheckSheet *sheet)
{
    PaperPart *part = check_part(sheet, "hangs", WORD_CHECK_HANGS);
    ADD_COLUMNS(part, COLUMN("contract", WORD_CHECK_CONTRACT, PAPER_CODE), COLUMN("point", WORD_CHECK_POINT, PAPER_WORD),
                COLUMN("if", WORD_CHECK_ANSWER, PAPER_WORD), COLUMN("by", WORD_CHECK_UNDER, PAPER_WORD), COLUMN("border", WORD_CHECK_BORDER, PAPER_AMOUNT),
                COLUMN("beside", WORD_CHECK_BESIDE, PAPER_AMOUNT), COLUMN("currency", WORD_COLUMN_CURRENCY, PAPER_CODE));
    for (size_t i = 0; i < sheet->check->contract_checks.count; i++) {
        const ContractCheck *contract = &sheet->check->contract_checks.at[i];
        for (size_t k = 0; k < contract->tried.count; k++)
            put_tried(sheet, part, contract, &contract->tried.at[k]);
    }
}

/* ---- guidance ---- */

static void put_guidance(CheckSheet *sheet, PaperPart *part, const ContractCheck *contract, const Guidance *guidance)
{
    const Entry *entry = guidance->entry;
    PaperRow *row = paper_row(part);
    name_cell(sheet, part, row, contract);
    paper_cell(part, row, "by", voice_cell(sheet, guidance->voice));
    paper_cell(part, row, "risk", told_cell(sheet, contract->answer, entry_text(entry, "risk")));
    Text level = entry_text(entry, "level");
    paper_cell(part, row, "level", cell_words(level, word_named("LEVEL_", level, sheet->options->language)));
    row->below = sheet_text(&sheet->words, contract->answer, entry_text(entry, "why"));
    paper_cell(part, row, "remedy", told_cell(sheet, contract->answer, entry_text(entry, "remedy")));
    paper_cell(part, row, "rows", cell_plain(entry_rows(sheet->region, entry)));
}

static void put_guidances(CheckSheet *sheet)
{
    PaperPart *part = check_part(sheet, "guidance", WORD_CHECK_GUIDANCE);
    ADD_COLUMNS(part, COLUMN("contract", WORD_CHECK_CONTRACT, PAPER_CODE), COLUMN("by", WORD_CHECK_UNDER, PAPER_WORD), COLUMN("risk", WORD_CHECK_RISK, PAPER_WORD),
                COLUMN("level", WORD_CHECK_LEVEL, PAPER_WORD), COLUMN("remedy", WORD_CHECK_REMEDY, PAPER_TEXT), COLUMN("rows", WORD_CHECK_ROWS, PAPER_CODE));
    for (size_t i = 0; i < sheet->check->contract_checks.count; i++)
        for (size_t k = 0; k < sheet->check->contract_checks.at[i].guidance.count; k++)
            put_guidance(sheet, part, &sheet->check->contract_checks.at[i], &sheet->check->contract_checks.at[i].guidance.at[k]);
}

void contract_sheets(CheckSheet *sheet)
{
    put_contracts(sheet);
    put_findings(sheet);
    put_hangs(sheet);
    put_guidances(sheet);
}

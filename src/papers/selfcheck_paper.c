/* papers/selfcheck_paper.c - see selfcheck_paper.h: the frame of the paper, its verdict and totals; the sheets stand in files of their own. */
#include "papers/selfcheck_words.h"

#include "determination/hang.h"

/* ---- what the sheets share ---- */

Text sheet_word(const CheckSheet *sheet, Word key)
{
    return word(key, sheet->options->language);
}

PaperPart *check_part(CheckSheet *sheet, const char *key, Word title)
{
    return paper_part(sheet->paper, key, sheet_word(sheet, title));
}

PaperCell told_cell(const CheckSheet *sheet, const Determination *answer, Text plain)
{
    return plain.length ? cell_words(plain, sheet_text(&sheet->words, answer, plain)) : (PaperCell){ 0 };
}

Text asks_of(const CheckSheet *sheet, const Determination *answer, const Entry *entry)
{
    return sheet_entry(&sheet->words, answer, entry).hangs;
}

Text confidence_words(const CheckSheet *sheet, Confidence confidence)
{
    return word_named("CONFIDENCE_", text_of(confidence_name(confidence)), sheet->options->language);
}

PaperCell voice_cell(const CheckSheet *sheet, const LawSource *voice)
{
    if (!voice)
        return cell_words(TEXT("law"), sheet_word(sheet, WORD_CHECK_THE_LAW));
    return cell_words(voice->id, voice->id);
}

Text file_name(Text file)
{
    size_t from = 0;
    for (size_t i = 0; i < file.length; i++)
        from = file.at[i] == '/' ? i + 1 : from;
    Text name = text_slice(file, from, file.length);
    return text_ends(name, TEXT(".json")) ? text_slice(name, 0, name.length - 5) : name;
}

PaperCell place_cell(const CheckSheet *sheet, Text file, Text of, bool alone)
{
    Text plain = text_format(sheet->region, TEXT_FMT "#" TEXT_FMT, TEXT_ARG(file), TEXT_ARG(of)), name = file_name(file);
    return cell_words(plain, alone ? name : text_format(sheet->region, TEXT_FMT " " TEXT_FMT, TEXT_ARG(name), TEXT_ARG(of)));
}

Text sentences(const CheckSheet *sheet, const Text *parts, size_t count)
{
    Builder out = builder_on(sheet->region);
    for (size_t i = 0; i < count; i++)
        if (parts[i].length)
            build_format(&out, "%s" TEXT_FMT, out.length ? " · " : "", TEXT_ARG(parts[i]));
    return builder_text(&out);
}

PaperCell number_cell(const CheckSheet *sheet, Value value)
{
    Builder out = builder_on(sheet->region);
    if (value_is_number(value))
        value_print(&out, value);
    return cell_plain(builder_text(&out));
}

/* ---- totals and verdict ---- */

typedef struct Count {
    size_t all, open, bad;
} Count;

static void count_one(Count *count, Standing standing)
{
    count->all++;
    count->open += standing == STANDS_OPEN;
    count->bad += standing == STANDS_BADLY;
}

static Count count_contracts(const SelfCheck *check)
{
    Count count = { 0 };
    for (size_t i = 0; i < check->contract_checks.count; i++)
        count_one(&count, check->contract_checks.at[i].standing);
    return count;
}

/* Codes that somebody gives; what a voice would give is no count. */
static Count count_codes(const SelfCheck *check)
{
    Count count = { 0 };
    for (size_t i = 0; i < check->code_checks.count; i++)
        if (!check->code_checks.at[i].voice)
            count_one(&count, check->code_checks.at[i].standing);
    return count;
}

static Count count_reliefs(const SelfCheck *check)
{
    Count count = { 0 };
    for (size_t i = 0; i < check->relief_checks.count; i++)
        count_one(&count, check->relief_checks.at[i].standing);
    return count;
}

static Text digits(const CheckSheet *sheet, size_t number)
{
    return text_format(sheet->region, "%zu", number);
}

static void add_count(const CheckSheet *sheet, Builder *out, Word form, size_t some, size_t all)
{
    if (!some)
        return;
    const Text with[] = { digits(sheet, some), digits(sheet, all) };
    build_format(out, "%s" TEXT_FMT, out->length ? ", " : "", TEXT_ARG(word_filled(sheet->region, sheet_word(sheet, form), with, 2)));
}

static PaperCell verdict_of(const CheckSheet *sheet, Standing standing)
{
    const SelfCheck *check = sheet->check;
    bool bad = standing == STANDS_BADLY;
    Count contracts = count_contracts(check), codes = count_codes(check), reliefs = count_reliefs(check);
    Builder which = builder_on(sheet->region);
    add_count(sheet, &which, WORD_CHECK_CONTRACTS_BAD, bad ? contracts.bad : contracts.open, contracts.all);
    add_count(sheet, &which, WORD_CHECK_CODES_BAD, bad ? codes.bad : codes.open, codes.all);
    add_count(sheet, &which, WORD_CHECK_RELIEFS_BAD, bad ? reliefs.bad : reliefs.open, reliefs.all);
    add_count(sheet, &which, WORD_CHECK_CASES_BAD, bad ? 0 : check->not_checked.count, check->cases);
    if (standing == STANDS_WELL)
        return cell_toned(TEXT("clean"), sheet_word(sheet, WORD_CHECK_CLEAN), TONE_GOOD);
    Text words = word_filled(sheet->region, sheet_word(sheet, bad ? WORD_CHECK_WRONG : WORD_CHECK_OPEN), (const Text[]){ builder_text(&which) }, 1);
    return cell_toned(bad ? TEXT("wrong") : TEXT("open"), words, bad ? TONE_BAD : TONE_DOUBT);
}

static void put_total(CheckSheet *sheet, PaperPart *part, const char *kind, Word title, Count count)
{
    PaperRow *row = paper_row(part);
    paper_cell(part, row, "kind", cell_words(text_of(kind), sheet_word(sheet, title)));
    paper_cell(part, row, "all", cell_plain(digits(sheet, count.all)));
    paper_cell(part, row, "well", cell_plain(digits(sheet, count.all - count.open - count.bad)));
    paper_cell(part, row, "open", cell_plain(digits(sheet, count.open)));
    paper_cell(part, row, "badly", cell_plain(digits(sheet, count.bad)));
}

static void put_totals(CheckSheet *sheet)
{
    const SelfCheck *check = sheet->check;
    PaperPart *part = check_part(sheet, "totals", WORD_TOTALS);
    ADD_COLUMNS(part, COLUMN("kind", WORD_CHECK_POINT, PAPER_WORD), COLUMN("all", WORD_CHECK_STANDING, PAPER_NUMBER),
                COLUMN("well", WORD_CHECK_STANDS_well, PAPER_NUMBER), COLUMN("open", WORD_NOT_KNOWN, PAPER_NUMBER),
                COLUMN("badly", WORD_CHECK_STANDS_badly, PAPER_NUMBER));
    if (check->contracts)
        put_total(sheet, part, "contracts", WORD_CHECK_CONTRACT, count_contracts(check));
    if (check->codes)
        put_total(sheet, part, "codes", WORD_CHECK_CODE, count_codes(check));
    if (check->reliefs)
        put_total(sheet, part, "reliefs", WORD_CHECK_RELIEF, count_reliefs(check));
}

static void put_not_checked(CheckSheet *sheet)
{
    const SelfCheck *check = sheet->check;
    PaperPart *part = check_part(sheet, "not_checked", WORD_CHECK_NOT_CHECKED);
    ADD_COLUMNS(part, COLUMN("file", WORD_COLUMN_FILE, PAPER_TEXT), COLUMN("country", WORD_COLUMN_COUNTRY, PAPER_CODE), COLUMN("why", WORD_COLUMN_WHY, PAPER_WORD));
    for (size_t i = 0; i < check->not_checked.count; i++) {
        const NotChecked *one = &check->not_checked.at[i];
        bool untold = one->outcome == LAWBOOK_UNTOLD;
        PaperRow *row = paper_row(part);
        paper_cell(part, row, "file", cell_words(one->file, file_name(one->file)));
        paper_cell(part, row, "country", cell_plain(one->head.jurisdiction));
        paper_cell(part, row, "why", cell_toned(untold ? TEXT("not told") : TEXT("not covered"), sheet_word(sheet, untold ? WORD_CHECK_UNTOLD : WORD_CHECK_NOT_COVERED), TONE_DOUBT));
    }
}

/* ---- the whole ---- */

static const Determination *some_answer(const SelfCheck *check)
{
    return check->contract_checks.count ? check->contract_checks.at[0].answer : check->code_checks.count ? check->code_checks.at[0].answer
         : check->relief_checks.count   ? check->relief_checks.at[0].answer
                                        : NULL;
}

Paper *selfcheck_paper(const SelfCheck *check, const SelfcheckPaperOptions *options)
{
    Region *region = check->task->region;
    CheckSheet sheet = { .check = check, .options = options, .region = region, .words = sheet_words(check->task, options->data_folder, options->language) };
    sheet.paper = paper_new(region, "selfcheck", word(WORD_CHECK_TITLE, options->language), options->language);
    sheet.paper->about = options->about;
    sheet.paper->verdict = verdict_of(&sheet, selfcheck_standing(check));
    if (some_answer(check))
        paper_rests_on(sheet.paper, some_answer(check));
    put_totals(&sheet);
    if (check->contracts)
        contract_sheets(&sheet);
    if (check->codes)
        code_sheet(&sheet);
    if (check->reliefs)
        relief_sheet(&sheet);
    put_not_checked(&sheet);
    if (check->contracts)
        paper_note(sheet.paper, sheet_word(&sheet, WORD_CHECK_ORDER_NOTE));
    if (check->codes)
        paper_note(sheet.paper, sheet_word(&sheet, WORD_CHECK_NO_NAME_USED));
    return sheet.paper;
}

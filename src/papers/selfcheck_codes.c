/* papers/selfcheck_codes.c - the sheet of codes: each code with what the law says of it. */
#include "papers/selfcheck_words.h"

#include "determination/hang.h"

static const char *const VERDICTS[] = { [VERDICT_REASONABLE] = "reasonable", [VERDICT_DOUBTFUL] = "doubtful", [VERDICT_WRONG] = "wrong" };
static const PaperTone TONES[] = { [VERDICT_REASONABLE] = TONE_GOOD, [VERDICT_DOUBTFUL] = TONE_DOUBT, [VERDICT_WRONG] = TONE_BAD };
static const Word GROUNDS[] = {
    [GROUND_SAME] = WORD_GROUND_SAME,         [GROUND_SHORTER] = WORD_GROUND_SHORTER, [GROUND_LONGER] = WORD_GROUND_LONGER, [GROUND_READING] = WORD_GROUND_READING,
    [GROUND_POSSIBLE] = WORD_GROUND_POSSIBLE, [GROUND_NO_CODE] = WORD_GROUND_NO_CODE, [GROUND_UNSURE] = WORD_GROUND_UNSURE, [GROUND_REJECTED] = WORD_GROUND_REJECTED,
    [GROUND_NO_ROW] = WORD_GROUND_NO_ROW,     [GROUND_NOT_IN_HS] = WORD_GROUND_NOT_IN_HS,
};

static Text editions_words(const CheckSheet *sheet, HsSet set)
{
    Builder out = builder_on(sheet->region);
    for (size_t i = 0; sheet->check->hs && i < sheet->check->hs->edition_count; i++)
        if (hs_has(set, (int)i))
            build_format(&out, "%s" TEXT_FMT, out.length ? ", " : "", TEXT_ARG(sheet->check->hs->editions[i].name));
    return out.length ? builder_text(&out) : TEXT("-");
}

static Text reading_words(const CheckSheet *sheet, const CodeCheck *made)
{
    const Alternative *alternative = made->assessment.candidate->alternative;
    Text name = alternative->question ? sheet_text(&sheet->words, made->answer, alternative->question->name) : alternative->voice;
    return alternative->reading ? text_format(sheet->region, TEXT_FMT ": " TEXT_FMT, TEXT_ARG(name), TEXT_ARG(sheet_text(&sheet->words, made->answer, alternative->reading->stance))) : name;
}

/* What the ground of the verdict speaks of. */
static Text ground_of(const CheckSheet *sheet, const CodeCheck *made)
{
    const Assessment *judged = &made->assessment;
    switch (judged->ground) {
    case GROUND_REJECTED: {
        Text why = judged->candidate ? judged->candidate->why : TEXT_NONE;
        return sheet->options->reword ? sheet->options->reword(sheet->options->context, why) : why;
    }
    case GROUND_READING: return reading_words(sheet, made);
    case GROUND_POSSIBLE: return asks_of(sheet, made->answer, made->candidates.entry);
    case GROUND_NOT_IN_HS: return editions_words(sheet, judged->editions);
    default: return TEXT_NONE;
    }
}

static Text row_of(const CodeCheck *made)
{
    const CodeCandidate *candidate = made->code.length ? made->assessment.candidate : NULL;
    if (candidate && candidate->row)
        return candidate->row->row->id;
    return made->candidates.entry->cited.count ? made->candidates.entry->cited.at[0].row : TEXT_NONE;
}

/* "may be 8523.4920, 8523.5120": what the facts that are told leave open. */
static Text possible_words(const CheckSheet *sheet, const CodeCheck *made)
{
    Builder out = builder_on(sheet->region);
    for (uint32_t i = 0; i < made->candidates.count; i++)
        if (made->candidates.at[i].standing == CODE_POSSIBLE)
            build_format(&out, "%s" TEXT_FMT, out.length ? ", " : "", TEXT_ARG(made->candidates.at[i].number));
    return out.length ? word_filled(sheet->region, sheet_word(sheet, WORD_CHECK_MAY_BE), (const Text[]){ builder_text(&out) }, 1) : TEXT_NONE;
}

static Text why_words(const CheckSheet *sheet, const CodeCheck *made)
{
    if (!made->code.length && made->candidates.number.length)
        return sheet_word(sheet, WORD_CHECK_NO_CODE);
    if (!made->code.length)
        return sentences(sheet, (const Text[]){ possible_words(sheet, made), asks_of(sheet, made->answer, made->candidates.entry) }, 2);
    const Text with[] = { made->candidates.number, made->candidates.edition, ground_of(sheet, made), row_of(made) };
    Text why = word_filled(sheet->region, sheet_word(sheet, GROUNDS[made->assessment.ground]), with, 4);
    return sentences(sheet, (const Text[]){ why, made->assessment.ground == GROUND_NO_CODE ? asks_of(sheet, made->answer, made->candidates.entry) : TEXT_NONE }, 2);
}

static Text hint_words(const CheckSheet *sheet, const CodeCheck *made)
{
    Builder out = builder_on(sheet->region);
    for (size_t i = 0; i < made->hints.at.count; i++) {
        const Hint *hint = &made->hints.at.at[i];
        Text is = hint->told && hint->is.kind == VALUE_TEXT ? sheet_text(&sheet->words, made->answer, text_of_value(hint->is)) : TEXT_NONE;
        const Text with[] = { hint->said, hint->word->word, sheet_text(&sheet->words, made->answer, hint->fact->name), sheet_text(&sheet->words, made->answer, hint->word->value), is };
        Text words = word_filled(sheet->region, sheet_word(sheet, hint->told ? WORD_HINT_OTHER : WORD_HINT_UNTOLD), with, 5);
        build_format(&out, "%s" TEXT_FMT, i ? "; " : "", TEXT_ARG(words));
    }
    return builder_text(&out);
}

static PaperCell by_cell(const CheckSheet *sheet, const CodeCheck *made)
{
    if (made->voice)
        return voice_cell(sheet, made->voice);
    if (made->by.length)
        return told_cell(sheet, made->answer, made->by);
    return made->code.length ? cell_words(TEXT("list"), sheet_word(sheet, WORD_CHECK_ON_LIST)) : (PaperCell){ 0 };
}

static PaperCell verdict_cell(const CheckSheet *sheet, const CodeCheck *made)
{
    Text plain = text_of(VERDICTS[made->assessment.verdict]);
    if (made->code.length)
        return cell_toned(plain, word_named("VERDICT_", plain, sheet->options->language), TONES[made->assessment.verdict]);
    if (made->candidates.number.length)
        return (PaperCell){ 0 };
    return cell_toned(TEXT("open"), sheet_word(sheet, WORD_NOT_KNOWN), TONE_DOUBT);
}

/* Does the file hold no other goods? */
static bool is_alone(const SelfCheck *check, const CodeCheck *made)
{
    for (size_t i = 0; i < check->code_checks.count; i++)
        if (text_equal(check->code_checks.at[i].file, made->file) && !text_equal(check->code_checks.at[i].of, made->of))
            return false;
    return true;
}

static PaperCell law_cell(const CheckSheet *sheet, const CodeCheck *made)
{
    const Candidates *candidates = &made->candidates;
    return cell_words(candidates->number, text_format(sheet->region, TEXT_FMT " " TEXT_FMT, TEXT_ARG(candidates->number), TEXT_ARG(candidates->edition)));
}

static void put_code(CheckSheet *sheet, PaperPart *part, const CodeCheck *made)
{
    PaperRow *row = paper_row(part);
    paper_cell(part, row, "goods", place_cell(sheet, made->file, made->candidates.entry->of, is_alone(sheet->check, made)));
    paper_cell(part, row, "name", cell_plain(made->name));
    paper_cell(part, row, "code", cell_plain(made->code));
    paper_cell(part, row, "by", by_cell(sheet, made));
    paper_cell(part, row, "verdict", verdict_cell(sheet, made));
    if (made->candidates.number.length)
        paper_cell(part, row, "law_gives", law_cell(sheet, made));
    paper_cell(part, row, "article", cell_plain(made->candidates.number.length ? entry_articles(sheet->region, made->candidates.entry) : TEXT_NONE));
    row->below = sentences(sheet, (const Text[]){ why_words(sheet, made), hint_words(sheet, made) }, 2);
}

void code_sheet(CheckSheet *sheet)
{
    PaperPart *part = check_part(sheet, "codes", WORD_CHECK_CODES);
    part->main = !sheet->check->contracts;
    ADD_COLUMNS(part, COLUMN("goods", WORD_CHECK_GOODS, PAPER_CODE), COLUMN("name", WORD_COLUMN_NAME, PAPER_TEXT), COLUMN("code", WORD_CHECK_CODE, PAPER_CODE),
                COLUMN("by", WORD_CHECK_GIVEN_BY, PAPER_WORD), COLUMN("verdict", WORD_COLUMN_VERDICT, PAPER_WORD),
                COLUMN("law_gives", WORD_CHECK_LAW_CODE, PAPER_CODE), COLUMN("article", WORD_COLUMN_ARTICLE, PAPER_TEXT));
    for (size_t i = 0; i < sheet->check->code_checks.count; i++)
        put_code(sheet, part, &sheet->check->code_checks.at[i]);
}

/* papers/selfcheck_reliefs.c - the sheet of reliefs: what fits, what it is worth, and what is missing to know. */
#include "papers/selfcheck_words.h"

#include "determination/answer.h"

static PaperCell fits_cell(const CheckSheet *sheet, const ReliefCheck *made)
{
    if (!made->fits.length)
        return cell_toned(TEXT("not known"), sheet_word(sheet, WORD_NOT_KNOWN), TONE_DOUBT);
    PaperTone tone = made->standing == STANDS_BADLY ? TONE_BAD : made->standing == STANDS_OPEN ? TONE_DOUBT : text_is(made->fits, "fits") ? TONE_GOOD : TONE_FAINT;
    return cell_toned(made->fits, sheet_text(&sheet->words, made->answer, made->fits), tone);
}

/* How its worth was found, where that is not the rule's own figure. */
static Text reckoned(const CheckSheet *sheet, const ReliefCheck *made)
{
    return !made->tried ? TEXT_NONE : sheet_word(sheet, value_is_number(made->worth) ? WORD_CHECK_WORTH_case : WORD_CHECK_WORTH_open);
}

/* What it comes to under the other readings of an open question. */
static Text readings(const CheckSheet *sheet, const ReliefCheck *made)
{
    Builder out = builder_on(sheet->region);
    for (const Alternative *at = made->answer->alternatives; at; at = at->next)
        for (uint32_t i = 0; at->question && i < at->difference_count; i++) {
            const Difference *difference = &at->differences[i];
            Text fits = difference->main == made->entry && difference->other ? entry_text(difference->other, "fits") : TEXT_NONE;
            const Text with[] = { sheet_text(&sheet->words, made->answer, at->question->name), at->reading->name, sheet_text(&sheet->words, made->answer, fits) };
            if (fits.length && !text_equal(fits, entry_text(made->entry, "fits")))
                build_format(&out, "%s" TEXT_FMT, out.length ? " · " : "", TEXT_ARG(word_filled(sheet->region, sheet_word(sheet, WORD_CHECK_READING), with, 3)));
        }
    return builder_text(&out);
}

static Text name_of(const ReliefCheck *made)
{
    return made->relief.length ? made->relief : made->entry->decision->name;
}

static void put_relief(CheckSheet *sheet, PaperPart *part, const ReliefCheck *made)
{
    const Determination *answer = made->answer;
    PaperRow *row = paper_row(part);
    paper_cell(part, row, "of", place_cell(sheet, made->file, made->entry->of, false));
    paper_cell(part, row, "relief", cell_words(name_of(made), name_in_part(answer->program, TEXT("relief"), TEXT("relief"), name_of(made), sheet->options->language)));
    paper_cell(part, row, "fits", fits_cell(sheet, made));
    paper_cell(part, row, "claimed", cell_plain(made->claimed ? TEXT("true") : TEXT("false")));
    paper_cell(part, row, "worth", number_cell(sheet, made->worth));
    paper_cell(part, row, "currency", cell_plain(value_is_number(made->worth) ? answer->currency : TEXT_NONE));
    row->below = sentences(sheet, (const Text[]){ sheet_text(&sheet->words, answer, entry_text(made->entry, "why")), asks_of(sheet, answer, made->entry), readings(sheet, made), reckoned(sheet, made) }, 4);
    paper_cell(part, row, "article", cell_plain(entry_articles(sheet->region, made->entry)));
    paper_cell(part, row, "known", cell_words(text_of(confidence_name(made->entry->confidence)), confidence_words(sheet, made->entry->confidence)));
}

void relief_sheet(CheckSheet *sheet)
{
    PaperPart *part = check_part(sheet, "reliefs", WORD_CHECK_RELIEFS);
    part->main = !sheet->check->contracts && !sheet->check->codes;
    ADD_COLUMNS(part, COLUMN("of", WORD_CHECK_GOODS, PAPER_CODE), COLUMN("relief", WORD_CHECK_RELIEF, PAPER_WORD), COLUMN("fits", WORD_CHECK_FITS, PAPER_WORD),
                COLUMN("claimed", WORD_CHECK_CLAIMED, PAPER_YES), COLUMN("worth", WORD_CHECK_WORTH, PAPER_AMOUNT),
                COLUMN("currency", WORD_COLUMN_CURRENCY, PAPER_CODE), COLUMN("article", WORD_COLUMN_ARTICLE, PAPER_TEXT),
                COLUMN("known", WORD_CHECK_KNOWN, PAPER_WORD));
    for (size_t i = 0; i < sheet->check->relief_checks.count; i++)
        put_relief(sheet, part, &sheet->check->relief_checks.at[i]);
}

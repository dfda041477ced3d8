/* papers/payments_paper.c - see payments_paper.h. */
#include "papers/payments_paper.h"

#include "determination/answer.h"
#include "papers/articles.h"
#include "papers/paper_words.h"

typedef struct Making {
    Region *region;
    const Payments *payments;
    int language;
    Paper *paper;
} Making;

/* ---- cells ---- */

static PaperCell part_cell(const Making *making, const Entry *entry, const char *part)
{
    Value value = entry->value.kind == VALUE_CONTEXT ? entry_part(entry, part) : entry->value;
    if (value.kind != VALUE_TEXT)
        return cell_value(making->paper, making->payments->answer, value);
    return cell_words(text_of_value(value), paper_phrase(making->paper, text_of_value(value)));
}

static PaperCell state_cell(const Making *making, PaymentState state)
{
    static const PaperTone tones[] = { [PAYMENT_FREE] = TONE_PLAIN, [PAYMENT_NUMBERED] = TONE_GOOD, [PAYMENT_OPEN] = TONE_DOUBT, [PAYMENT_NEEDS] = TONE_BAD, [PAYMENT_WITHOUT] = TONE_BAD };
    Text name = text_of(payment_state_name(state));
    return cell_toned(name, word_named("PAYMENTS_", text_snake(making->region, name), making->language), tones[state]);
}

/* A charge is called as its decision is. */
static PaperCell charge_cell(const Making *making, const Entry *entry)
{
    Text name = entry->decision->name;
    return cell_words(name, name_in_part(making->payments->answer->program, entry->list->type, TEXT("charge"), name, making->language));
}

/* ---- payments ---- */

static void payment_columns(PaperPart *part)
{
    ADD_COLUMNS(part, COLUMN("payment", WORD_PAYMENTS_PAYMENT, PAPER_CODE), COLUMN("contract", WORD_PAYMENTS_CONTRACT, PAPER_CODE),
                COLUMN("day", WORD_PAYMENTS_DAY, PAPER_DAY), COLUMN("amount", WORD_PAYMENTS_AMOUNT, PAPER_TEXT),
                COLUMN("purpose", WORD_PAYMENTS_PURPOSE, PAPER_TEXT), COLUMN("state", WORD_PAYMENTS_STATE, PAPER_WORD),
                COLUMN("law_says", WORD_PAYMENTS_FORM, PAPER_TEXT), COLUMN("number", WORD_PAYMENTS_NUMBER, PAPER_CODE),
                COLUMN("article", WORD_PAYMENTS_ARTICLE, PAPER_TEXT), ASIDE("paid", WORD_PAYMENTS_PAID, PAPER_YES), ASIDE("with", WORD_PAYMENTS_WITH, PAPER_TEXT),
                ASIDE("case", WORD_CASE, PAPER_CODE), ASIDE("record", WORD_LEDGER_RECORD, PAPER_CODE));
}

static void add_payment(const Making *making, PaperPart *part, const LedgerPayment *payment)
{
    PaperRow *row = paper_row(part);
    const Entry *rests = payment->asks ? payment->asks : payment->form;
    paper_cell(part, row, "payment", cell_toned(payment->id, TEXT_NONE, TONE_STRONG));
    paper_cell(part, row, "contract", cell_plain(payment->contract));
    paper_cell(part, row, "day", cell_plain(payment->day));
    paper_cell(part, row, "amount", cell_plain(payment->amount));
    paper_cell(part, row, "purpose", cell_words(payment->purpose, paper_phrase(making->paper, payment->purpose)));
    paper_cell(part, row, "state", state_cell(making, payment->state));
    paper_cell(part, row, "number", cell_plain(payment->number));
    paper_cell(part, row, "paid", cell_yes(payment->record != NULL));
    paper_cell(part, row, "case", cell_plain(payment->case_id));
    paper_cell(part, row, "record", cell_plain(payment->record ? payment->record->hash : TEXT_NONE));
    if (payment->form)
        paper_cell(part, row, "law_says", part_cell(making, payment->form, "value"));
    if (payment->asks)
        paper_cell(part, row, "with", part_cell(making, payment->asks, "with"));
    if (rests)
        paper_cell(part, row, "article", article_cell(making->paper, rests));
    if (payment->differs)
        row->below = word_filled(making->region, paper_word(making->paper, WORD_PAYMENTS_DIFFERS), (const Text[]){ payment->told_day, payment->told_amount }, 2);
}

static void add_payments(const Making *making)
{
    PaperPart *part = paper_part(making->paper, "payments", paper_word(making->paper, WORD_PAYMENTS_PAYMENTS));
    part->main = true;
    part->none = paper_word(making->paper, WORD_PAYMENTS_NONE);
    payment_columns(part);
    for (size_t i = 0; i < making->payments->at.count; i++)
        add_payment(making, part, &making->payments->at.at[i]);
}

/* ---- charges ---- */

static PaperPart *charge_part(const Making *making, const char *key, Word title, Word of, bool numbers)
{
    PaperPart *part = paper_part(making->paper, key, paper_word(making->paper, title));
    ADD_COLUMNS(part, COLUMN("of", of, PAPER_CODE), COLUMN("charge", WORD_PAYMENTS_CHARGE, PAPER_TEXT), COLUMN("amount", WORD_PAYMENTS_AMOUNT, PAPER_AMOUNT),
                COLUMN("currency", WORD_PAYMENTS_CURRENCY, PAPER_CODE), COLUMN_IF(numbers, "number", WORD_PAYMENTS_NUMBER, PAPER_CODE),
                COLUMN("article", WORD_PAYMENTS_ARTICLE, PAPER_TEXT));
    return part;
}

static void add_charge(const Making *making, PaperPart *part, const Entry *entry, Text of, Text number)
{
    PaperRow *row = paper_row(part);
    paper_cell(part, row, "of", cell_plain(of));
    paper_cell(part, row, "charge", charge_cell(making, entry));
    paper_cell(part, row, "amount", cell_value(making->paper, making->payments->answer, entry_amount(entry)));
    paper_cell(part, row, "currency", cell_plain(making->payments->answer->currency));
    if (number.length)
        paper_cell(part, row, "number", cell_plain(number));
    paper_cell(part, row, "article", article_cell(making->paper, entry));
}

static void add_charges(const Making *making)
{
    const Payments *payments = making->payments;
    PaperPart *charges = charge_part(making, "charges", WORD_PAYMENTS_CHARGES, WORD_PAYMENTS_PAYMENT, false);
    for (size_t i = 0; i < payments->charges.count; i++)
        add_charge(making, charges, payments->charges.at[i], payments->charges.at[i]->of, TEXT_NONE);
    PaperPart *months = charge_part(making, "months", WORD_PAYMENTS_MONTHS, WORD_PAYMENTS_MONTH, true);
    for (size_t i = 0; i < payments->months.count; i++)
        add_charge(making, months, payments->months.at[i].charge, payments->months.at[i].month, payments->months.at[i].number);
    PaperPart *late = charge_part(making, "late", WORD_PAYMENTS_LATE, WORD_PAYMENTS_OF, false);
    for (size_t i = 0; i < payments->late.count; i++)
        add_charge(making, late, payments->late.at[i], payments->late.at[i]->of, TEXT_NONE);
}

/* ---- the whole ---- */

static PaperCell verdict(const Making *making)
{
    const size_t *counts = making->payments->counts;
    size_t lacking = counts[PAYMENT_NEEDS] + counts[PAYMENT_WITHOUT];
    Text with[] = { text_format(making->region, "%zu", making->payments->at.count), text_format(making->region, "%zu", lacking), text_format(making->region, "%zu", counts[PAYMENT_OPEN]) };
    Text words = word_filled(making->region, paper_word(making->paper, WORD_PAYMENTS_SAYS), with, 3);
    if (lacking)
        return cell_toned(TEXT("red"), words, TONE_BAD);
    return counts[PAYMENT_OPEN] ? cell_toned(TEXT("not known"), words, TONE_DOUBT) : cell_toned(TEXT("green"), words, TONE_GOOD);
}

Paper *payments_paper(Region *region, const Payments *payments, const Phrases *phrases, int language)
{
    Text title = word_filled(region, word(WORD_PAYMENTS_TITLE, language), &payments->about, 1);
    Making making = { region, payments, language, paper_new(region, "payments", title, language) };
    making.paper->phrases = phrases;
    making.paper->verdict = verdict(&making);
    paper_rests_on(making.paper, payments->answer);
    add_payments(&making);
    add_charges(&making);
    paper_note(making.paper, paper_word(making.paper, WORD_PAYMENTS_NOTE));
    return making.paper;
}

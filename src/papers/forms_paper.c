/* papers/forms_paper.c - see forms_paper.h. */
#include "papers/forms_paper.h"

#include "papers/figures.h"
#include "papers/paper_words.h"

typedef struct Filing { /* a paper while it is made */
    Paper *paper;
    Region *region;
    const Determination *answer;
    const Phrases *phrases;
    int language;
    const Form *form;
    bool several; /* sheets */
    PaperPart *heads, *lines, *taxes, *missing, *unsaid;
} Filing;

static Text count_text(Region *region, size_t count) { return text_format(region, "%zu", count); }
static PaperCell cell_of_count(Region *region, size_t count) { return cell_plain(count_text(region, count)); }

/* "control software for the machine: lathe" is known by its lead. */
static Text with_lead(const Filing *filing, Text text)
{
    size_t colon = text_find(text, TEXT(": "), 0);
    Text words = colon == SIZE_MAX ? TEXT_NONE : phrase_in(filing->phrases, text_slice(text, 0, colon + 1), filing->language);
    return words.length ? text_join(filing->region, words, text_slice(text, colon + 1, text.length)) : text;
}

/* A name of a catalogue, a phrase of the rulebooks, or the text itself. */
static Text translated(const Filing *filing, Text text)
{
    Text words = filing->answer ? name_in(filing->answer->program, text, filing->language) : text;
    if (!text_equal(words, text) || !filing->language)
        return words;
    words = phrase_in(filing->phrases, text, filing->language);
    return words.length ? words : with_lead(filing, text);
}

/* The name of a fact or a decision: it may be that of a paper, too. */
static Text named(const Filing *filing, Text name)
{
    Text words = filing->language ? phrase_in(filing->phrases, name, filing->language) : TEXT_NONE;
    return words.length ? words : name;
}

static void add(Builder *out, const char *between, Text text)
{
    if (text.length)
        build_format(out, "%s" TEXT_FMT, out->length ? between : "", TEXT_ARG(text));
}

/* ---- where a box is from ---- */

static bool is_cited_before(CitedList cited, uint32_t at)
{
    for (uint32_t i = 0; i < at; i++)
        if (cited.at[i].source == cited.at[at].source && text_equal(cited.at[i].citation->article, cited.at[at].citation->article))
            return true;
    return false;
}

static Text articles_of(const Filing *filing, CitedList cited)
{
    Builder out = builder_on(filing->region);
    for (uint32_t i = 0; i < cited.count; i++)
        if (cited.at[i].citation->role == CITES_BASIS && !is_cited_before(cited, i)) {
            Text article = cited.at[i].citation->article;
            add(&out, "; ", text_format(filing->region, TEXT_FMT "%s" TEXT_FMT, TEXT_ARG(cited.at[i].source->id), article.length ? " " : "", TEXT_ARG(article)));
        }
    return builder_text(&out);
}

static Text origin_words(const Filing *filing, const BoxOrigin *origin)
{
    if (origin->rate)
        return paper_word(filing->paper, WORD_FORM_FROM_RATE);
    if (origin->fact)
        return PAPER_FILLED(filing->paper, WORD_FORM_FROM_CASE, named(filing, origin->fact->name), TEXT_NONE);
    Text articles = articles_of(filing, origin->cited), name = named(filing, origin->decision->name);
    return articles.length ? text_format(filing->region, TEXT_FMT " [" TEXT_FMT "]", TEXT_ARG(name), TEXT_ARG(articles)) : name;
}

/* For machines: "case: carrier price", "decision: customs value", "exchange rate", "rule". */
static Text origin_plain(const Filing *filing, const BoxOrigin *origin)
{
    if (origin->rate)
        return TEXT("exchange rate");
    const char *kind = origin->fact ? "case" : "decision";
    return text_format(filing->region, "%s: " TEXT_FMT, kind, TEXT_ARG(origin->fact ? origin->fact->name : origin->decision->name));
}

static PaperCell from_cell(const Filing *filing, const Box *box)
{
    Builder words = builder_on(filing->region), plain = builder_on(filing->region);
    for (size_t i = 0; i < box->from.count; i++) {
        add(&words, "; ", origin_words(filing, &box->from.at[i]));
        add(&plain, "; ", origin_plain(filing, &box->from.at[i]));
    }
    if (!box->from.count && box->entry)
        return cell_toned(TEXT("rule"), paper_word(filing->paper, WORD_FORM_FROM_RULE), TONE_FAINT);
    return cell_toned(builder_text(&plain), builder_text(&words), TONE_FAINT);
}

/* Rows, articles, and how surely they are known where it is not by reading. */
static PaperCell rule_cell(const Filing *filing, const Box *box)
{
    if (!box->entry)
        return (PaperCell){ 0 };
    Text rows = entry_rows(filing->region, box->entry), articles = entry_articles(filing->region, box->entry);
    Text plain = text_format(filing->region, TEXT_FMT ": " TEXT_FMT, TEXT_ARG(rows), TEXT_ARG(articles));
    Text known = text_of(confidence_name(box->entry->confidence));
    bool sure = box->entry->confidence == CONFIDENCE_READ;
    Text words = sure ? plain : text_format(filing->region, TEXT_FMT " (" TEXT_FMT ")", TEXT_ARG(plain), TEXT_ARG(word_named("CONFIDENCE_", known, filing->language)));
    return cell_toned(plain, words, TONE_FAINT);
}

/* ---- what stands in a box ---- */

static PaperTone tone_of(BoxState state)
{
    static const PaperTone tones[BOX_STATES] = {
        [BOX_FILLED] = TONE_STRONG, [BOX_EMPTY] = TONE_FAINT, [BOX_CUSTOMS] = TONE_FAINT, [BOX_OPEN] = TONE_BAD, [BOX_NO_ANSWER] = TONE_DOUBT, [BOX_NOT_ASKED] = TONE_FAINT,
        [BOX_NO_RULE] = TONE_DOUBT,
    };
    return tones[state];
}

static Text state_words(const Filing *filing, BoxState state)
{
    Text key = text_snake(filing->region, text_of(box_state_name(state)));
    return word_named("BOX_", key, filing->language);
}

static Text currency_of(const Filing *filing, const Box *box)
{
    if (box->state != BOX_FILLED || box->value.kind == VALUE_TEXT || box->value.kind == VALUE_DATE)
        return TEXT_NONE;
    if (box->value.kind == VALUE_MONEY)
        return text_of(box->value.money->currency);
    bool money = box->from.count && box->from.at[0].decision && box->from.at[0].decision->type->kind == TYPE_MONEY;
    return money ? filing->answer->currency : TEXT_NONE;
}

/* "7,890,000 VND" */
static Text number_words(const Filing *filing, const Box *box)
{
    Text figure = number_text(filing->region, box->value, filing->language), currency = currency_of(filing, box);
    return currency.length ? text_format(filing->region, TEXT_FMT " " TEXT_FMT, TEXT_ARG(figure), TEXT_ARG(currency)) : figure;
}

static PaperCell value_cell(const Filing *filing, const Box *box)
{
    if (box->state == BOX_NO_ANSWER)
        return cell_value(filing->paper, filing->answer, box->value);
    if (box->state == BOX_OPEN && value_is_there(box->so_far)) {
        PaperCell known = cell_value(filing->paper, filing->answer, box->so_far);
        return cell_toned(TEXT_NONE, PAPER_FILLED(filing->paper, WORD_FORM_SO_FAR, known.words.length ? known.words : known.plain, TEXT_NONE), TONE_BAD);
    }
    if (box->state != BOX_FILLED)
        return cell_toned(TEXT_NONE, state_words(filing, box->state), tone_of(box->state));
    PaperCell cell = cell_value(filing->paper, filing->answer, box->value);
    if (box->value.kind == VALUE_TEXT)
        cell.words = translated(filing, text_of_value(box->value));
    if (value_is_number(box->value))
        cell.words = number_words(filing, box);
    if (box->value.kind == VALUE_BOOLEAN)
        cell.words = paper_word(filing->paper, box->value.boolean ? WORD_YES : WORD_NO);
    cell.tone = TONE_STRONG;
    return cell;
}

/* "customs value (Trị giá tính thuế)": our words, and the form's own where they are others; to who reads its language the form's alone. */
static PaperCell box_cell(const Filing *filing, const FormField *field)
{
    Text ours = name_in_part(filing->answer->program, TEXT("box"), TEXT("box"), field->box, filing->language);
    if (text_equal(ours, field->words) || !field->words.length)
        return cell_words(field->box, ours);
    if (filing->language == filing->form->kind.language)
        return cell_words(field->box, field->words);
    return cell_words(field->box, text_format(filing->region, TEXT_FMT " (" TEXT_FMT ")", TEXT_ARG(ours), TEXT_ARG(field->words)));
}

/* ---- rows ---- */

static void put_open(Filing *filing, const FormSheet *sheet, const FormLine *line, const Box *box)
{
    for (size_t i = 0; i < box->missing.count; i++) {
        const BoxMissing *missing = &box->missing.at[i];
        Text question = missing->fact ? missing->fact->entry->question[filing->language] : TEXT_NONE;
        if (missing->fact && !question.length)
            question = missing->fact->entry->question[0];
        PaperRow *row = paper_row(filing->missing);
        paper_cell(filing->missing, row, "sheet", cell_of_count(filing->region, sheet->place));
        paper_cell(filing->missing, row, "line", line ? cell_of_count(filing->region, line->number) : (PaperCell){ 0 });
        paper_cell(filing->missing, row, "box", box_cell(filing, box->field));
        paper_cell(filing->missing, row, "fact", cell_plain(missing->fact ? text_snake(filing->region, missing->fact->name) : missing->note));
        paper_cell(filing->missing, row, "of", cell_plain(missing->of));
        paper_cell(filing->missing, row, "question", cell_plain(question.length ? question : missing->note));
    }
}

static PaperCell record_cell(const Filing *filing, const Box *box, const char *part)
{
    return cell_value(filing->paper, filing->answer, context_entry(box->value, text_of(part)));
}

/* A charge is base, rate and amount. */
static bool is_tax(const Box *box)
{
    return box->value.kind == VALUE_CONTEXT;
}

/* The article under which the head is charged: the notification. */
static CitedList charged_under(const Box *box)
{
    for (size_t i = 0; i < box->from.count; i++)
        if (box->from.at[i].decision && box->from.at[i].decision->shape == SHAPE_CHARGE)
            return box->from.at[i].cited;
    return (CitedList){ 0 };
}

static void put_tax(Filing *filing, const FormSheet *sheet, const FormLine *line, const Box *box)
{
    PaperPart *part = filing->taxes;
    PaperRow *row = paper_row(part);
    Value reason = context_entry(box->value, TEXT("reason"));
    Text reason_code = reason.kind == VALUE_TEXT ? text_of_value(reason) : TEXT_NONE;
    paper_cell(part, row, "sheet", cell_of_count(filing->region, sheet->place));
    paper_cell(part, row, "line", line ? cell_of_count(filing->region, line->number) : (PaperCell){ 0 });
    paper_cell(part, row, "number", cell_plain(box->field->number));
    paper_cell(part, row, "box", box_cell(filing, box->field));
    paper_cell(part, row, "base", record_cell(filing, box, "base"));
    paper_cell(part, row, "rate", cell_plain(record_cell(filing, box, "rate").plain));
    paper_cell(part, row, "amount", record_cell(filing, box, "amount"));
    paper_cell(part, row, "reason", cell_words(reason_code, reason_code.length ? word_named("REASON_", reason_code, filing->language) : TEXT_NONE));
    paper_cell(part, row, "under", cell_toned(articles_of(filing, charged_under(box)), TEXT_NONE, TONE_FAINT));
    paper_cell(part, row, "state", cell_toned(text_of(box_state_name(box->state)), state_words(filing, box->state), tone_of(box->state)));
    paper_cell(part, row, "rule", rule_cell(filing, box));
}

static void put_unsaid(Filing *filing, const FormLine *line, const Box *box)
{
    PaperRow *row = paper_row(filing->unsaid);
    paper_cell(filing->unsaid, row, "number", cell_plain(box->field->number));
    paper_cell(filing->unsaid, row, "box", box_cell(filing, box->field));
    paper_cell(filing->unsaid, row, "state", cell_toned(text_of(box_state_name(box->state)), state_words(filing, box->state), tone_of(box->state)));
    paper_cell(filing->unsaid, row, "of", line ? cell_words(TEXT("line"), paper_word(filing->paper, WORD_FORM_EACH_LINE)) : cell_words(TEXT("head"), paper_word(filing->paper, WORD_FORM_HEAD)));
}

static void put_box(Filing *filing, PaperPart *part, const FormSheet *sheet, const FormLine *line, const Box *box)
{
    if (box->state == BOX_NO_RULE || box->state == BOX_NOT_ASKED) {
        if (sheet->place == 1 && (!line || line->number == 1))
            put_unsaid(filing, line, box);
        return;
    }
    if (box->state == BOX_OPEN)
        put_open(filing, sheet, line, box);
    if (is_tax(box)) {
        put_tax(filing, sheet, line, box);
        return;
    }
    PaperRow *row = paper_row(part);
    paper_cell(part, row, "sheet", cell_of_count(filing->region, sheet->place));
    if (line)
        paper_cell(part, row, "line", cell_of_count(filing->region, line->number));
    paper_cell(part, row, "number", cell_plain(box->field->number));
    paper_cell(part, row, "box", box_cell(filing, box->field));
    paper_cell(part, row, "value", value_cell(filing, box));
    paper_cell(part, row, "currency", cell_plain(currency_of(filing, box)));
    paper_cell(part, row, "state", cell_toned(text_of(box_state_name(box->state)), state_words(filing, box->state), tone_of(box->state)));
    paper_cell(part, row, "from", from_cell(filing, box));
    paper_cell(part, row, "rule", rule_cell(filing, box));
}

static void put_sheet(Filing *filing, const Form *form, const FormSheet *sheet)
{
    for (uint32_t i = 0; i < form->head_count; i++)
        put_box(filing, filing->heads, sheet, NULL, &sheet->boxes[i]);
    for (size_t k = 0; k < sheet->lines.count; k++)
        for (uint32_t i = 0; i < form->line_count; i++)
            put_box(filing, filing->lines, sheet, &sheet->lines.at[k], &sheet->lines.at[k].boxes[i]);
}

/* ---- parts ---- */

/* Does the form count its boxes? */
static bool has_numbers(const Form *form)
{
    for (uint32_t i = 0; i < form->head_count; i++)
        if (form->heads[i].number.length)
            return true;
    for (uint32_t i = 0; i < form->line_count; i++)
        if (form->lines[i].number.length)
            return true;
    return false;
}

static PaperPart *box_part(Filing *filing, const char *key, Word title, bool of_line)
{
    PaperPart *part = paper_part(filing->paper, key, paper_word(filing->paper, title));
    ADD_COLUMNS(part, COLUMN_IF(of_line, "line", WORD_FORM_LINE, PAPER_NUMBER), ASIDE_IF(!has_numbers(filing->form), "number", WORD_FORM_NUMBER, PAPER_CODE),
                COLUMN("box", WORD_FORM_BOX, PAPER_TEXT), COLUMN("value", WORD_FORM_VALUE, PAPER_TEXT), ASIDE("currency", WORD_FORM_CURRENCY, PAPER_CODE),
                ASIDE("state", WORD_COLUMN_STATE, PAPER_WORD), COLUMN("from", WORD_FORM_FROM, PAPER_TEXT), COLUMN("rule", WORD_FORM_RULE, PAPER_TEXT),
                ASIDE_IF(!filing->several, "sheet", WORD_FORM_SHEET, PAPER_NUMBER));
    return part;
}

static PaperPart *tax_part(Filing *filing)
{
    PaperPart *part = paper_part(filing->paper, "taxes", paper_word(filing->paper, WORD_FORM_TAXES));
    ADD_COLUMNS(part, COLUMN("line", WORD_FORM_LINE, PAPER_NUMBER), ASIDE_IF(!has_numbers(filing->form), "number", WORD_FORM_NUMBER, PAPER_CODE), COLUMN("box", WORD_FORM_BOX, PAPER_TEXT),
                COLUMN("base", WORD_FORM_BASE, PAPER_AMOUNT), COLUMN("rate", WORD_COLUMN_RATE, PAPER_RATE),
                COLUMN("amount", WORD_COLUMN_AMOUNT, PAPER_AMOUNT), COLUMN("reason", WORD_FORM_REASON, PAPER_WORD), COLUMN("under", WORD_FORM_UNDER, PAPER_TEXT),
                ASIDE("state", WORD_COLUMN_STATE, PAPER_WORD), COLUMN("rule", WORD_FORM_RULE, PAPER_TEXT), ASIDE_IF(!filing->several, "sheet", WORD_FORM_SHEET, PAPER_NUMBER));
    return part;
}

static PaperPart *missing_part(Filing *filing)
{
    PaperPart *part = paper_part(filing->paper, "missing", paper_word(filing->paper, WORD_FORM_MISSING));
    ADD_COLUMNS(part, COLUMN("box", WORD_FORM_BOX, PAPER_TEXT), COLUMN("fact", WORD_FACT, PAPER_CODE), COLUMN("of", WORD_OF, PAPER_CODE),
                COLUMN("question", WORD_QUESTION, PAPER_TEXT), ASIDE("line", WORD_FORM_LINE, PAPER_NUMBER),
                ASIDE_IF(!filing->several, "sheet", WORD_FORM_SHEET, PAPER_NUMBER));
    return part;
}

static PaperPart *unsaid_part(Filing *filing)
{
    PaperPart *part = paper_part(filing->paper, "unsaid", paper_word(filing->paper, WORD_FORM_UNSAID));
    part->lead = paper_word(filing->paper, WORD_FORM_UNSAID_LEAD);
    ADD_COLUMNS(part, COLUMN("number", WORD_FORM_NUMBER, PAPER_CODE), COLUMN("box", WORD_FORM_BOX, PAPER_TEXT), COLUMN("state", WORD_COLUMN_STATE, PAPER_WORD),
                COLUMN("of", WORD_OF, PAPER_WORD));
    return part;
}

static Text kind_words(const FormKind *kind, int language)
{
    return kind->words[language].length ? kind->words[language] : kind->words[0];
}

static PaperCell verdict_of(const Filing *filing, const FilledForm *filled)
{
    if (!filled->sheets.count)
        return filled->unsure ? cell_toned(TEXT("undetermined"), paper_word(filing->paper, WORD_FORM_UNSURE), TONE_DOUBT)
                              : cell_toned(TEXT("not needed"), paper_word(filing->paper, WORD_FORM_NOT_NEEDED), TONE_DOUBT);
    size_t open = filled->counts[BOX_OPEN] + filled->counts[BOX_NO_ANSWER];
    Text counts[] = { count_text(filing->region, filled->counts[BOX_FILLED]), count_text(filing->region, open), count_text(filing->region, filled->counts[BOX_NO_RULE]) };
    Word all = filled->counts[BOX_NO_RULE] ? WORD_FORM_ALL_FILLED : WORD_FORM_COMPLETE;
    Text words = word_filled(filing->region, paper_word(filing->paper, open ? WORD_FORM_SOME_OPEN : all), counts, 3);
    return cell_toned(open ? TEXT("open") : TEXT("filled"), words, open ? TONE_DOUBT : TONE_GOOD);
}

static void put_why(const Filing *filing, const FilledForm *filled)
{
    const Entry *told = NULL;
    for (size_t i = 0; i < filled->sheets.count; i++) {
        const Entry *entry = filled->sheets.at[i].declaration;
        Value why = context_entry(entry->value, TEXT("why"));
        if (entry == told || why.kind != VALUE_TEXT)
            continue;
        told = entry;
        Text of = entry->of.length ? text_format(filing->region, TEXT_FMT ": ", TEXT_ARG(entry->of)) : TEXT_NONE;
        paper_note(filing->paper, text_format(filing->region, TEXT_FMT TEXT_FMT " [" TEXT_FMT "]", TEXT_ARG(of), TEXT_ARG(translated(filing, text_of_value(why))),
                                              TEXT_ARG(entry_articles(filing->region, entry))));
    }
}

Paper *form_paper(Region *region, const FilledForm *filled, const Determination *answer, const Phrases *phrases, Text about, int language)
{
    const Form *form = filled->form;
    Filing filing = { .region = region, .answer = answer, .phrases = phrases, .language = language, .form = form, .several = filled->sheets.count > 1 };
    Paper *paper = filing.paper = paper_new(region, "declaration", kind_words(&form->kind, language), language);
    paper->about = about;
    paper->verdict = verdict_of(&filing, filled);
    paper_rests_on(paper, answer);
    filing.heads = box_part(&filing, "head", WORD_FORM_HEAD, false);
    filing.lines = box_part(&filing, "lines", WORD_FORM_LINES, true);
    filing.taxes = tax_part(&filing);
    filing.missing = missing_part(&filing);
    filing.unsaid = unsaid_part(&filing);
    filing.lines->main = true;
    for (size_t i = 0; i < filled->sheets.count; i++)
        put_sheet(&filing, form, &filled->sheets.at[i]);
    put_why(&filing, filled);
    paper_note(paper, paper_word(paper, WORD_FORM_NOTE));
    return paper;
}

/* ---- which there are ---- */

static const Entry *needed_next(const Determination *answer, const FormKind *kind, const Entry *after)
{
    for (const Entry *entry = after ? after->next : answer->entries; entry; entry = entry->next) {
        Value named = entry->value.kind == VALUE_CONTEXT && text_is(entry->list->list, "declarations") ? context_entry(entry->value, TEXT("declaration")) : VALUE_NOTHING;
        if (named.kind == VALUE_TEXT && text_equal(text_of_value(named), kind->name))
            return entry;
    }
    return NULL;
}

static PaperRow *kind_row(const Filing *filing, PaperPart *part, const FormKind *kind)
{
    PaperRow *row = paper_row(part);
    paper_cell(part, row, "kind", cell_toned(kind->name, TEXT_NONE, TONE_STRONG));
    paper_cell(part, row, "declaration", cell_words(kind->words[0], kind_words(kind, filing->language)));
    paper_cell(part, row, "country", cell_plain(kind->country));
    return row;
}

static void put_needed(const Filing *filing, PaperPart *part, const FormKind *kind, const Entry *entry)
{
    PaperRow *row = kind_row(filing, part, kind);
    Value why = entry ? context_entry(entry->value, TEXT("why")) : VALUE_NOTHING;
    bool sure = entry && !entry->only_if;
    paper_cell(part, row, "needed", !entry ? cell_words(TEXT("false"), TEXT_NONE) : sure ? cell_toned(TEXT("true"), TEXT_NONE, TONE_GOOD) : (PaperCell){ .words = paper_word(filing->paper, WORD_OPEN) });
    paper_cell(part, row, "of", cell_plain(entry ? entry->of : TEXT_NONE));
    paper_cell(part, row, "why", why.kind == VALUE_TEXT ? cell_words(text_of_value(why), translated(filing, text_of_value(why))) : (PaperCell){ 0 });
    paper_cell(part, row, "rule", entry ? cell_toned(entry_articles(filing->region, entry), TEXT_NONE, TONE_FAINT) : (PaperCell){ 0 });
}

static void put_kind(const Filing *filing, PaperPart *part, const FormKind *kind)
{
    const Entry *entry = filing->answer ? needed_next(filing->answer, kind, NULL) : NULL;
    if (!filing->answer)
        kind_row(filing, part, kind);
    else if (!entry)
        put_needed(filing, part, kind, NULL);
    for (; entry; entry = needed_next(filing->answer, kind, entry))
        put_needed(filing, part, kind, entry);
}

Paper *kinds_paper(Region *region, const FormKinds *kinds, const Determination *answer, const Phrases *phrases, Text about, int language)
{
    Filing filing = { .region = region, .answer = answer, .phrases = phrases, .language = language };
    Paper *paper = filing.paper = paper_new(region, "declarations", word(WORD_FORM_KINDS, language), language);
    paper->about = about;
    PaperPart *part = paper_part(paper, "declarations", paper_word(paper, WORD_FORM_KINDS));
    part->main = true;
    ADD_COLUMNS(part, COLUMN("kind", WORD_FORM_KIND, PAPER_CODE), COLUMN("declaration", WORD_FORM_DECLARATION, PAPER_TEXT),
                COLUMN("country", WORD_COLUMN_COUNTRY, PAPER_CODE));
    if (answer) {
        paper_rests_on(paper, answer);
        ADD_COLUMNS(part, COLUMN("needed", WORD_FORM_NEEDED, PAPER_YES), COLUMN("of", WORD_OF, PAPER_CODE), COLUMN("why", WORD_COLUMN_WHY, PAPER_TEXT),
                    COLUMN("rule", WORD_FORM_RULE, PAPER_TEXT));
    }
    for (uint32_t i = 0; i < kinds->count; i++)
        if (!answer || text_equal(kinds->at[i].country, answer->program->jurisdiction))
            put_kind(&filing, part, &kinds->at[i]);
    return paper;
}

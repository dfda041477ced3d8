/* papers/contract_paper.c - see contract_paper.h. Each finding shows the line it rests on: its file, line and page; what is only a sign says so. */
#include "papers/contract_paper.h"

#include "determination/answer.h"
#include "base/utf8.h"
#include "value/date.h"
#include "papers/paper_words.h"

enum { QUOTE_COLUMNS = 160, STAKES_SHOWN = 8, STAKE_VALUES = 2 };

typedef struct Making {
    Region *region;
    const ContractReview *review;
    Paper *paper;
    int language;
} Making;

static void column(PaperPart *part, const Making *making, const char *key, Word title, PaperKind kind) { paper_column(part, key, paper_word(making->paper, title), kind); }

/* ---- places ---- */

/* A quote that is too long for a table is cut between two characters, and says so. */
static Text shortened(Region *region, Text text)
{
    size_t columns = 0, at = 0;
    while (at < text.length && columns < QUOTE_COLUMNS) {
        uint32_t c = utf8_next(text, &at);
        columns += c < 0x1100 ? 1 : 2;
    }
    return at < text.length ? text_join(region, text_slice(text, 0, at), TEXT("…")) : text;
}

static Text line_of(const Making *making, const Contract *contract, uint32_t byte)
{
    return shortened(making->region, text_trim(source_place(contract->text->source, byte).text));
}

/* The sentence of a hit, with one blank for all that parts its words. */
static Text sentence_of(const Making *making, const Contract *contract, uint32_t from, uint32_t to)
{
    Text text = text_slice(contract->text->source->bytes, from, to);
    Builder out = builder_on(making->region);
    for (size_t i = 0; i < text.length; i++) {
        bool blank = (unsigned char)text.at[i] <= ' ';
        if (!blank)
            build_byte(&out, text.at[i]);
        else if (out.length && out.at[out.length - 1] != ' ')
            build_byte(&out, ' ');
    }
    return shortened(making->region, text_trim(builder_text(&out)));
}

static Text words_of(const Making *making, const Contract *contract, const Hit *hit)
{
    return hit->row == UINT32_MAX && hit->kind == HIT_SAYS ? line_of(making, contract, hit->from) : sentence_of(making, contract, hit->sentence_from, hit->sentence_to);
}

static Text file_of(Text path)
{
    for (size_t i = path.length; i-- > 0;)
        if (path.at[i] == '/')
            return text_slice(path, i + 1, path.length);
    return path;
}

static void put_place(const Making *making, PaperPart *part, PaperRow *row, const Contract *contract, uint32_t byte)
{
    uint32_t page = contract_page(contract->text, byte);
    paper_cell(part, row, "line", cell_count(making->region, source_place(contract->text->source, byte).line));
    if (page)
        paper_cell(part, row, "page", cell_count(making->region, page));
}

static void place_columns(PaperPart *part, const Making *making)
{
    bool pages = false;
    for (size_t i = 0; i < making->review->contracts.count; i++)
        pages |= making->review->contracts.at[i].contract && making->review->contracts.at[i].contract->text->pages.count;
    column(part, making, "line", WORD_CONTRACT_LINE, PAPER_NUMBER);
    if (pages)
        column(part, making, "page", WORD_CONTRACT_PAGE, PAPER_NUMBER);
}

static PaperCell file_cell(const ReviewedContract *reviewed) { return cell_words(reviewed->path, file_of(reviewed->path)); }

static bool is_single(const Making *making) { return making->review->contracts.count == 1; }

static void file_column(PaperPart *part, const Making *making)
{
    if (is_single(making))
        paper_column_aside(part, "file", paper_word(making->paper, WORD_COLUMN_FILE), PAPER_CODE);
    else
        column(part, making, "file", WORD_COLUMN_FILE, PAPER_CODE);
}

/* ---- words ---- */

static PaperCell topic_cell(const Making *making, int topic) { return cell_words(text_of(topic_key((Topic)topic)), making->review->topics[topic].name[making->language]); }

static PaperCell state_cell(const Making *making, const ReviewedContract *reviewed, int topic)
{
    static const PaperTone TONES[] = { [TOPIC_PRESENT] = TONE_GOOD, [TOPIC_MISSING] = TONE_BAD, [TOPIC_UNCLEAR] = TONE_DOUBT, [TOPIC_CONFLICTING] = TONE_BAD };
    static const Word NAMED[] = { [TOPIC_PRESENT] = WORD_CONTRACT_PRESENT, [TOPIC_MISSING] = WORD_CONTRACT_MISSING, [TOPIC_UNCLEAR] = WORD_CONTRACT_UNCLEAR, [TOPIC_CONFLICTING] = WORD_CONTRACT_CONFLICTING };
    if (reviewed->untold[topic])
        return cell_toned(TEXT("not told"), paper_word(making->paper, WORD_CONTRACT_UNTOLD), TONE_DOUBT);
    TopicState state = reviewed->topics[topic].state;
    return cell_toned(text_of(topic_state_name(state)), paper_word(making->paper, NAMED[state]), TONES[state]);
}

static PaperCell value_cell(const Making *making, const TopicFinding *finding)
{
    if (finding->told.length)
        return cell_words(finding->value && finding->value->fact.length ? finding->value->value : finding->told, finding->value ? text_format(making->region, TEXT_FMT ": " TEXT_FMT, TEXT_ARG(finding->value->name[making->language]), TEXT_ARG(finding->told)) : finding->told);
    return finding->value ? cell_words(finding->value->value, finding->value->name[making->language]) : cell_none();
}

static Text why_words(const Making *making, const TopicFinding *finding)
{
    static const Word NAMED[] = { [WHY_SAID] = WORD_CONTRACT_WHY_said, [WHY_NOTHING] = WORD_CONTRACT_WHY_nothing, [WHY_VAGUE] = WORD_CONTRACT_WHY_vague, [WHY_BLANK] = WORD_CONTRACT_WHY_blank, [WHY_CHOICE] = WORD_CONTRACT_WHY_choice,
        [WHY_ELSEWHERE] = WORD_CONTRACT_WHY_elsewhere, [WHY_DENIED] = WORD_CONTRACT_WHY_denied, [WHY_TWO_ANSWERS] = WORD_CONTRACT_WHY_two, [WHY_PREVAILS] = WORD_CONTRACT_WHY_prevails };
    return paper_word(making->paper, NAMED[finding->why]);
}

/* ---- the overview ---- */

static PaperCell count_cell(const Making *making, uint32_t count, PaperTone tone) { return cell_toned(cell_count(making->region, count).plain, TEXT_NONE, count ? tone : TONE_FAINT); }

static Text languages_of(const Making *making, const Contract *contract)
{
    Builder out = builder_on(making->region);
    const struct { bool is; Word word; } LANGUAGES_OF[] = { { contract->english, WORD_CONTRACT_ENGLISH }, { contract->chinese, WORD_CONTRACT_CHINESE }, { contract->vietnamese, WORD_CONTRACT_VIETNAMESE } };
    for (size_t i = 0; i < 3; i++)
        if (LANGUAGES_OF[i].is)
            build_format(&out, "%s" TEXT_FMT, out.length ? ", " : "", TEXT_ARG(paper_word(making->paper, LANGUAGES_OF[i].word)));
    return builder_text(&out);
}

static void put_contract(Making *making, PaperPart *part, const ReviewedContract *reviewed)
{
    PaperRow *row = paper_row(part);
    paper_cell(part, row, "file", file_cell(reviewed));
    if (!reviewed->contract && !reviewed->case_answer)
        return paper_cell(part, row, "form", cell_toned(TEXT("unread"), paper_word(making->paper, WORD_CONTRACT_UNREAD), TONE_BAD));
    Text form = reviewed->contract ? text_of(contract_form_name(reviewed->contract->text->form)) : TEXT("facts");
    paper_cell(part, row, "form", cell_words(form, word_named("CONTRACT_FORM_", form, making->language)));
    paper_cell(part, row, "present", count_cell(making, reviewed->counts[TOPIC_PRESENT], TONE_GOOD));
    paper_cell(part, row, "missing", count_cell(making, reviewed->counts[TOPIC_MISSING], TONE_BAD));
    paper_cell(part, row, "unclear", count_cell(making, reviewed->counts[TOPIC_UNCLEAR] + reviewed->untold_count, TONE_DOUBT));
    paper_cell(part, row, "conflicting", count_cell(making, reviewed->counts[TOPIC_CONFLICTING], TONE_BAD));
    paper_cell(part, row, "signs", count_cell(making, (uint32_t)reviewed->signs.count, TONE_DOUBT));
    if (reviewed->contract)
        paper_cell(part, row, "languages", cell_plain(languages_of(making, reviewed->contract)));
}

static void add_contracts(Making *making)
{
    PaperPart *part = paper_part(making->paper, "contracts", paper_word(making->paper, WORD_CONTRACT_CONTRACTS));
    column(part, making, "file", WORD_COLUMN_FILE, PAPER_CODE);
    column(part, making, "form", WORD_CONTRACT_FORM, PAPER_WORD);
    column(part, making, "languages", WORD_CONTRACT_LANGUAGES, PAPER_TEXT);
    column(part, making, "present", WORD_CONTRACT_PRESENT, PAPER_NUMBER);
    column(part, making, "missing", WORD_CONTRACT_MISSING, PAPER_NUMBER);
    column(part, making, "unclear", WORD_CONTRACT_UNCLEAR, PAPER_NUMBER);
    column(part, making, "conflicting", WORD_CONTRACT_CONFLICTING, PAPER_NUMBER);
    column(part, making, "signs", WORD_CONTRACT_SIGNS, PAPER_NUMBER);
    for (size_t i = 0; i < making->review->contracts.count; i++)
        put_contract(making, part, &making->review->contracts.at[i]);
}

/* ---- topics ---- */

static void put_topic(Making *making, PaperPart *part, const ReviewedContract *reviewed, int topic)
{
    const TopicFinding *finding = &reviewed->topics[topic];
    PaperRow *row = paper_row(part);
    paper_cell(part, row, "file", file_cell(reviewed));
    paper_cell(part, row, "topic", topic_cell(making, topic));
    paper_cell(part, row, "state", state_cell(making, reviewed, topic));
    if (reviewed->untold[topic] || !reviewed->contract)
        return;
    paper_cell(part, row, "value", value_cell(making, finding));
    paper_cell(part, row, "because", cell_words(text_of(topic_why_name(finding->why)), why_words(making, finding)));
    if (finding->quotes.count) {
        put_place(making, part, row, reviewed->contract, finding->quotes.at[0]->from);
        paper_cell(part, row, "quote", cell_plain(words_of(making, reviewed->contract, finding->quotes.at[0])));
    }
    row->below = finding->state == TOPIC_PRESENT && finding->why == WHY_SAID ? TEXT_NONE : why_words(making, finding);
}

static void add_topics(Making *making)
{
    PaperPart *part = paper_part(making->paper, "topics", paper_word(making->paper, WORD_CONTRACT_TOPICS));
    part->main = true;
    file_column(part, making);
    column(part, making, "topic", WORD_CONTRACT_TOPIC, PAPER_WORD);
    column(part, making, "state", WORD_COLUMN_STANDING, PAPER_WORD);
    column(part, making, "value", WORD_CONTRACT_VALUE, PAPER_TEXT);
    paper_column_aside(part, "because", paper_word(making->paper, WORD_COLUMN_WHY), PAPER_WORD);
    place_columns(part, making);
    column(part, making, "quote", WORD_CONTRACT_QUOTE, PAPER_TEXT);
    for (size_t i = 0; i < making->review->contracts.count; i++)
        for (int topic = 0; topic < TOPICS && making->review->contracts.at[i].read; topic++)
            put_topic(making, part, &making->review->contracts.at[i], topic);
}

/* All lines that a finding rests on, where there are several. */
static void add_quotes(Making *making)
{
    PaperPart *part = paper_part(making->paper, "quotes", paper_word(making->paper, WORD_CONTRACT_QUOTES));
    file_column(part, making);
    column(part, making, "topic", WORD_CONTRACT_TOPIC, PAPER_WORD);
    place_columns(part, making);
    column(part, making, "quote", WORD_CONTRACT_QUOTE, PAPER_TEXT);
    for (size_t i = 0; i < making->review->contracts.count; i++) {
        const ReviewedContract *reviewed = &making->review->contracts.at[i];
        for (int topic = 0; topic < TOPICS && reviewed->contract; topic++)
            for (size_t k = 0; k < reviewed->topics[topic].quotes.count && reviewed->topics[topic].quotes.count > 1; k++) {
                PaperRow *row = paper_row(part);
                paper_cell(part, row, "file", file_cell(reviewed));
                paper_cell(part, row, "topic", topic_cell(making, topic));
                put_place(making, part, row, reviewed->contract, reviewed->topics[topic].quotes.at[k]->from);
                paper_cell(part, row, "quote", cell_plain(words_of(making, reviewed->contract, reviewed->topics[topic].quotes.at[k])));
            }
    }
}

/* ---- signs ---- */

static void put_sign(Making *making, PaperPart *part, const ReviewedContract *reviewed, const FeeSign *sign)
{
    PaperRow *row = paper_row(part);
    paper_cell(part, row, "file", file_cell(reviewed));
    paper_cell(part, row, "sign", cell_toned(sign->kind->sign, sign->kind->name[making->language], TONE_DOUBT));
    paper_cell(part, row, "about", cell_plain(sign->about));
    if (!sign->to)
        return;
    put_place(making, part, row, reviewed->contract, sign->from);
    paper_cell(part, row, "quote", cell_plain(sentence_of(making, reviewed->contract, sign->from, sign->to)));
}

static void add_signs(Making *making)
{
    PaperPart *part = paper_part(making->paper, "signs", paper_word(making->paper, WORD_CONTRACT_SPLIT));
    part->lead = paper_word(making->paper, WORD_CONTRACT_SIGN_LEAD);
    file_column(part, making);
    column(part, making, "sign", WORD_CONTRACT_SIGN, PAPER_WORD);
    column(part, making, "about", WORD_CONTRACT_ABOUT, PAPER_TEXT);
    place_columns(part, making);
    column(part, making, "quote", WORD_CONTRACT_QUOTE, PAPER_TEXT);
    for (size_t i = 0; i < making->review->contracts.count; i++)
        for (size_t k = 0; k < making->review->contracts.at[i].signs.count; k++)
            put_sign(making, part, &making->review->contracts.at[i], &making->review->contracts.at[i].signs.at[k]);
}

/* ---- why it matters, and what hangs on it ---- */

static Text concern_words(const Making *making, const ReviewReason *reason)
{
    return name_in_part(reason->program, TEXT("concern"), TEXT("concern"), reason->concern, making->language);
}

/* Rows of all the world come with each country; they are its own nowhere. */
static PaperCell country_of(const Making *making, const ReviewReason *reason)
{
    bool world = reason->entry->cited.count && text_is(reason->entry->cited.at[0].page->jurisdiction, "WORLD");
    return world ? cell_words(TEXT("WORLD"), paper_word(making->paper, WORD_CONTRACT_ANYWHERE)) : cell_plain(reason->jurisdiction);
}

static void put_reason(Making *making, PaperPart *part, const ReviewReason *reason)
{
    PaperRow *row = paper_row(part);
    Text voice = reason->voice ? reason->voice->id : TEXT_NONE, remedy = entry_text(reason->entry, "remedy"), grade = text_of(grade_name(reason->entry->rank));
    paper_cell(part, row, "concern", cell_words(reason->concern, concern_words(making, reason)));
    paper_cell(part, row, "country", country_of(making, reason));
    paper_cell(part, row, "by", cell_words(voice.length ? voice : TEXT("law"), voice.length ? voice : paper_word(making->paper, WORD_LAYER_law)));
    paper_cell(part, row, "rank", cell_words(grade, word_named("GRADE_", grade, making->language)));
    paper_cell(part, row, "why", phrase_cell(making->paper, entry_text(reason->entry, "why")));
    paper_cell(part, row, "remedy", remedy.length ? phrase_cell(making->paper, remedy) : cell_none());
    row->below = text_format(making->region, TEXT_FMT "%s" TEXT_FMT, TEXT_ARG(paper_phrase(making->paper, entry_text(reason->entry, "why"))), remedy.length ? "; " : "", TEXT_ARG(paper_phrase(making->paper, remedy)));
    paper_cell(part, row, "article", article_cell(making->paper, reason->entry));
}

static void add_reasons(Making *making)
{
    PaperPart *part = paper_part(making->paper, "reasons", paper_word(making->paper, WORD_CONTRACT_REASONS));
    column(part, making, "concern", WORD_CONTRACT_TOPIC, PAPER_WORD);
    column(part, making, "country", WORD_COLUMN_COUNTRY, PAPER_CODE);
    column(part, making, "by", WORD_RELEASE_BY, PAPER_WORD);
    paper_column_aside(part, "rank", paper_word(making->paper, WORD_RELEASE_RANK), PAPER_WORD);
    paper_column_aside(part, "why", paper_word(making->paper, WORD_COLUMN_WHY), PAPER_TEXT);
    paper_column_aside(part, "remedy", paper_word(making->paper, WORD_CHECK_REMEDY), PAPER_TEXT);
    column(part, making, "article", WORD_COLUMN_ARTICLE, PAPER_TEXT);
    for (size_t i = 0; i < making->review->reasons.count; i++)
        put_reason(making, part, &making->review->reasons.at[i]);
}

static PaperCell amount_of(const Making *making, const ReviewStake *stake, const ComparedEntry *entry, uint32_t variant)
{
    const Determination *answer = stake->comparison->variants[variant].answer;
    if (!answer || !entry->at[variant])
        return cell_words(TEXT_NONE, TEXT("–"));
    return cell_value(making->paper, answer, compared_amount(entry->at[variant]));
}

static void put_stake(Making *making, PaperPart *part, const ReviewStake *stake, const ComparedEntry *entry)
{
    const Determination *answer = stake->comparison->variants[0].answer ? stake->comparison->variants[0].answer : stake->comparison->variants[1].answer;
    const Entry *any = entry->at[0] ? entry->at[0] : entry->at[1];
    PaperRow *row = paper_row(part);
    paper_cell(part, row, "concern", cell_words(stake->concern, name_in_part(answer->program, TEXT("concern"), TEXT("concern"), stake->concern, making->language)));
    paper_cell(part, row, "country", cell_plain(stake->jurisdiction));
    paper_cell(part, row, "charge", cell_words(any->decision->name, name_in(answer->program, any->decision->name, making->language)));
    paper_cell(part, row, "currency", cell_plain(answer->currency));
    for (uint32_t v = 0; v < STAKE_VALUES; v++) {
        paper_cell(part, row, v ? "other" : "one", cell_words(stake->comparison->axes[0].values[v], phrase_in(making->paper->phrases, stake->comparison->axes[0].values[v], making->language)));
        paper_cell(part, row, v ? "other_amount" : "one_amount", amount_of(making, stake, entry, v));
    }
}

/* A charge of one amount either way, though reckoned from something else, is not shown. */
static bool moves_money(const ReviewStake *stake, const ComparedEntry *entry)
{
    return stake->comparison->variant_count >= STAKE_VALUES && !(entry->at[0] && entry->at[1] && value_alike(compared_amount(entry->at[0]), compared_amount(entry->at[1])));
}

static void add_stakes(Making *making)
{
    PaperPart *part = paper_part(making->paper, "stakes", paper_word(making->paper, WORD_CONTRACT_STAKES));
    part->lead = paper_word(making->paper, making->review->trial ? WORD_CONTRACT_TRIAL : WORD_CONTRACT_ON_CASE);
    column(part, making, "concern", WORD_CONTRACT_TOPIC, PAPER_WORD);
    column(part, making, "country", WORD_COLUMN_COUNTRY, PAPER_CODE);
    column(part, making, "charge", WORD_CONTRACT_CHARGE, PAPER_WORD);
    column(part, making, "one", WORD_CONTRACT_ONE, PAPER_TEXT);
    column(part, making, "one_amount", WORD_COLUMN_AMOUNT, PAPER_AMOUNT);
    column(part, making, "other", WORD_CONTRACT_OTHER, PAPER_TEXT);
    column(part, making, "other_amount", WORD_COLUMN_AMOUNT, PAPER_AMOUNT);
    column(part, making, "currency", WORD_COLUMN_CURRENCY, PAPER_CODE);
    for (size_t i = 0; i < making->review->stakes.count; i++) {
        const ReviewStake *stake = &making->review->stakes.at[i];
        for (uint32_t k = 0, shown = 0; k < stake->comparison->entry_count && shown < STAKES_SHOWN; k++)
            if (text_is(stake->comparison->entries[k].list, "lines") && moves_money(stake, &stake->comparison->entries[k])) {
                put_stake(making, part, stake, &stake->comparison->entries[k]);
                shown++;
            }
    }
}

/* ---- fees and wording ---- */

static void add_fees(Making *making)
{
    PaperPart *part = paper_part(making->paper, "fees", paper_word(making->paper, WORD_CONTRACT_FEES));
    file_column(part, making);
    column(part, making, "kind", WORD_CONTRACT_FOR, PAPER_WORD);
    column(part, making, "amount", WORD_COLUMN_AMOUNT, PAPER_AMOUNT);
    column(part, making, "currency", WORD_COLUMN_CURRENCY, PAPER_CODE);
    place_columns(part, making);
    column(part, making, "quote", WORD_CONTRACT_QUOTE, PAPER_TEXT);
    for (size_t i = 0; i < making->review->contracts.count; i++) {
        const ReviewedContract *reviewed = &making->review->contracts.at[i];
        for (size_t k = 0; reviewed->contract && k < reviewed->contract->fees.count && k < 100; k++) {
            const Fee *fee = &reviewed->contract->fees.at[k];
            PaperRow *row = fee->amount.length ? paper_row(part) : NULL;
            if (!row)
                continue;
            paper_cell(part, row, "file", file_cell(reviewed));
            paper_cell(part, row, "kind", word_cell(making->paper, "CONTRACT_FEE_", text_of(fee_kind_name(fee->kind))));
            paper_cell(part, row, "amount", cell_plain(fee->amount));
            paper_cell(part, row, "currency", cell_plain(fee->currency));
            put_place(making, part, row, reviewed->contract, fee->from);
            paper_cell(part, row, "quote", cell_plain(line_of(making, reviewed->contract, fee->from)));
        }
    }
}

static bool is_open_anywhere(const Making *making, int topic)
{
    for (size_t i = 0; i < making->review->contracts.count; i++) {
        const ReviewedContract *reviewed = &making->review->contracts.at[i];
        if (reviewed->read && !reviewed->untold[topic] && reviewed->topics[topic].state != TOPIC_PRESENT)
            return true;
    }
    return false;
}

static void add_wording(Making *making)
{
    static const char *const CODES[] = { "en", "zh", "vi" };
    static const Word NAMES[] = { WORD_CONTRACT_ENGLISH, WORD_CONTRACT_CHINESE, WORD_CONTRACT_VIETNAMESE };
    PaperPart *part = paper_part(making->paper, "wording", paper_word(making->paper, WORD_CONTRACT_WORDING));
    part->lead = paper_word(making->paper, WORD_CONTRACT_WORDING_LEAD);
    column(part, making, "topic", WORD_CONTRACT_TOPIC, PAPER_WORD);
    column(part, making, "language", WORD_CONTRACT_LANGUAGE, PAPER_WORD);
    column(part, making, "text", WORD_CONTRACT_TEXT, PAPER_TEXT);
    for (int topic = 0; topic < TOPICS; topic++)
        for (int language = 0; language < 3 && is_open_anywhere(making, topic); language++) {
            Text text = clause_wording(making->review->words, (Topic)topic, TEXT_NONE, language);
            PaperRow *row = text.length ? paper_row(part) : NULL;
            if (!row)
                continue;
            paper_cell(part, row, "topic", topic_cell(making, topic));
            paper_cell(part, row, "language", cell_words(text_of(CODES[language]), paper_word(making->paper, NAMES[language])));
            paper_cell(part, row, "text", cell_plain(text));
        }
}

/* ---- the whole ---- */

static void add_notes(Making *making)
{
    Text day = date_text(making->region, making->review->day);
    paper_note(making->paper, paper_form(making->paper, making->review->day_assumed ? WORD_CONTRACT_DAY_ASSUMED : WORD_CONTRACT_DAY, &day, 1));
    if (making->review->past.count) {
        Text with[] = { cell_count(making->region, making->review->past.count).plain, cell_count(making->region, making->review->past_least).plain };
        paper_note(making->paper, PAPER_FILLED(making->paper, making->review->past.count < making->review->past_least ? WORD_CONTRACT_PAST_FEW : WORD_CONTRACT_PAST, with[0], with[1]));
    }
    for (size_t i = 0; i < making->review->contracts.count; i++)
        if (making->review->contracts.at[i].contract && making->review->contracts.at[i].contract->skipped)
            paper_note(making->paper, PAPER_FILLED(making->paper, WORD_CONTRACT_SKIPPED, file_of(making->review->contracts.at[i].path), cell_count(making->region, making->review->contracts.at[i].contract->skipped).plain));
    paper_note(making->paper, paper_word(making->paper, WORD_CONTRACT_BLIND));
}

static PaperCell verdict_of(const Making *making)
{
    if (review_has_finding(making->review))
        return cell_toned(TEXT("finding"), paper_word(making->paper, WORD_CONTRACT_FINDING), TONE_BAD);
    if (review_is_open(making->review))
        return cell_toned(TEXT("open"), paper_word(making->paper, WORD_CONTRACT_OPEN), TONE_DOUBT);
    return cell_toned(TEXT("well"), paper_word(making->paper, WORD_CONTRACT_WELL), TONE_GOOD);
}

Paper *contract_paper(Region *region, const ContractReview *review, const ContractPaperOptions *options)
{
    Making making = { region, review, paper_new(region, "contract", word(WORD_CONTRACT_TITLE, options->language), options->language), options->language };
    making.paper->phrases = options->phrases;
    making.paper->about = is_single(&making) ? review->contracts.at[0].path : TEXT_NONE;
    making.paper->verdict = verdict_of(&making);
    making.paper->as_of = date_text(region, review->day);
    add_contracts(&making);
    add_topics(&making);
    add_signs(&making);
    add_quotes(&making);
    add_reasons(&making);
    add_stakes(&making);
    add_fees(&making);
    add_wording(&making);
    add_notes(&making);
    return making.paper;
}

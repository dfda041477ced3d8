/* papers/complete_paper.c - see complete_paper.h. */
#include "papers/complete_paper.h"

#include "determination/answer.h"
#include "papers/articles.h"
#include "papers/evidence_paper.h"
#include "papers/paper_words.h"

typedef struct Making {
    Region *region;
    Paper *paper;
    const CompletePaperOptions *options;
} Making;

static PaperCell standing_cell(const Making *making, ProofStanding standing)
{
    static const PaperTone tones[PROOF_STANDINGS] = { TONE_GOOD, TONE_DOUBT, TONE_BAD, TONE_BAD };
    Text name = text_of(proof_standing_name(standing));
    return cell_toned(name, word_named("PROOF_", name, making->paper->language), tones[standing]);
}

/* "mail 2 (mail.eml)", or with what it says where that differs. */
static Text by_text(const Making *making, const NeededProof *needed)
{
    Builder out = builder_on(making->region);
    for (size_t i = 0; i < needed->by.count; i++) {
        const ProofBy *by = &needed->by.at[i];
        Text type = evidence_type_word(making->options->types, by->evidence->type, making->paper->language);
        build_format(&out, "%s" TEXT_FMT " %lld (" TEXT_FMT ")", i ? "; " : "", TEXT_ARG(type), (long long)by->evidence->record->sequence, TEXT_ARG(by->evidence->name));
        if (by->says.length)
            build_format(&out, " = " TEXT_FMT, TEXT_ARG(by->says));
    }
    return builder_text(&out);
}

static void put_columns(PaperPart *part, bool voices)
{
    ADD_COLUMNS(part, COLUMN("standing", WORD_COLUMN_STANDING, PAPER_WORD), COLUMN("proof", WORD_PROOF_WHAT, PAPER_WORD),
                COLUMN("fact", WORD_COLUMN_FACT, PAPER_CODE), COLUMN("told", WORD_PROOF_TOLD, PAPER_TEXT), COLUMN("evidence", WORD_PROOF_HELD, PAPER_TEXT),
                COLUMN_IF(voices, "voice", WORD_COLUMN_VOICE, PAPER_CODE), COLUMN("articles", WORD_COLUMN_ARTICLE, PAPER_CODE));
}

static void put_row(const Making *making, const Completeness *complete, PaperPart *part, const NeededProof *needed)
{
    const Entry *entry = needed->entry;
    Text proof = entry_text(entry, "proof");
    PaperRow *row = paper_row(part);
    paper_cell(part, row, "standing", standing_cell(making, needed->standing));
    paper_cell(part, row, "proof", cell_words(proof, name_in_part(complete->answer->program, TEXT("proof"), TEXT("proof"), proof, making->paper->language)));
    paper_cell(part, row, "fact", cell_plain(needed->path));
    paper_cell(part, row, "told", cell_plain(needed->told));
    paper_cell(part, row, "evidence", cell_plain(by_text(making, needed)));
    if (needed->voice.length)
        paper_cell(part, row, "voice", cell_plain(needed->voice));
    paper_cell(part, row, "articles", cell_plain(entry_articles(making->region, entry)));
    if (needed->standing != PROOF_CONFIRMED)
        row->below = paper_form(making->paper, WORD_PROOF_NEEDED, (const Text[]){ paper_phrase(making->paper, entry_text(entry, "by")), paper_phrase(making->paper, entry_text(entry, "why")) }, 2);
}

static void put_proofs(const Making *making, const Completeness *complete, const char *key, Word title, bool voices)
{
    PaperPart *part = paper_part(making->paper, key, paper_word(making->paper, title));
    part->main = !voices;
    put_columns(part, voices);
    for (size_t i = 0; i < complete->proofs.count; i++)
        if ((complete->proofs.at[i].voice.length > 0) == voices)
            put_row(making, complete, part, &complete->proofs.at[i]);
    if (!voices)
        part->none = paper_word(making->paper, WORD_PROOF_NONE);
}

static void put_loose(const Making *making, const Completeness *complete)
{
    PaperPart *part = paper_part(making->paper, "loose", paper_word(making->paper, WORD_PROOF_LOOSE));
    ADD_COLUMNS(part, COLUMN("sequence", WORD_EVIDENCE_SEQUENCE, PAPER_NUMBER), COLUMN("type", WORD_EVIDENCE_TYPE, PAPER_WORD),
                COLUMN("file_name", WORD_COLUMN_FILE, PAPER_TEXT));
    for (size_t i = 0; i < complete->loose.count; i++) {
        const Evidence *evidence = complete->loose.at[i];
        PaperRow *row = paper_row(part);
        paper_cell(part, row, "sequence", cell_count(making->region, (uint64_t)evidence->record->sequence));
        paper_cell(part, row, "type", cell_words(evidence->type, evidence_type_word(making->options->types, evidence->type, making->paper->language)));
        paper_cell(part, row, "file_name", cell_plain(evidence->name));
    }
}

Paper *complete_paper(Region *region, const Completeness *complete, const CompletePaperOptions *options)
{
    static const Word verdicts[PROOF_STANDINGS] = { WORD_PROOF_ALL_CONFIRMED, WORD_PROOF_SOME_OPEN, WORD_PROOF_SOME_MISSING, WORD_PROOF_SOME_CONFLICT };
    Making making = { region, paper_new(region, "complete", word(WORD_PROOF_TITLE, options->language), options->language), options };
    Paper *paper = making.paper;
    paper->about = options->about;
    paper->phrases = options->phrases;
    paper->verdict = standing_cell(&making, complete->standing);
    paper->verdict.words = paper_word(paper, complete->proofs.count ? verdicts[complete->standing] : WORD_PROOF_NONE);
    paper_rests_on(paper, complete->answer);
    put_proofs(&making, complete, "proofs", WORD_PROOF_FACTS, false);
    put_proofs(&making, complete, "voices", WORD_PAPER_VOICES, true);
    put_loose(&making, complete);
    return paper;
}

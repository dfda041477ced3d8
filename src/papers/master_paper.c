/* papers/master_paper.c - see master_paper.h. */
#include "papers/master_paper.h"

#include "base/base64.h"
#include "papers/ledger_paper.h"
#include "papers/paper_words.h"

typedef struct Making {
    Region *region;
    int language;
    Paper *paper; /* so far */
} Making;

static PaperCell hash_cell(Text hash)
{
    return cell_words(hash, hash_short(hash));
}

static PaperCell status_cell(const Making *making, Text status)
{
    PaperTone tone = text_is(status, "determined") ? TONE_GOOD : text_is(status, "conflict") ? TONE_BAD : TONE_DOUBT;
    return cell_toned(status, word_named("STATUS_", text_snake(making->region, status), making->language), tone);
}

/* ---- the list ---- */

static void item_columns(PaperPart *part)
{
    ADD_COLUMNS(part, COLUMN("case", WORD_CASE, PAPER_CODE), COLUMN("item", WORD_MASTER_ITEM, PAPER_CODE), COLUMN("code", WORD_MASTER_CODE, PAPER_CODE),
                COLUMN("edition", WORD_MASTER_EDITION, PAPER_CODE), COLUMN("status", WORD_LEDGER_DETERMINED, PAPER_WORD), COLUMN("day", WORD_MASTER_DAY, PAPER_DAY),
                COLUMN("decided_by", WORD_MASTER_BY, PAPER_TEXT), COLUMN("approved_by", WORD_MASTER_APPROVED, PAPER_TEXT),
                COLUMN("engine", WORD_ENGINE, PAPER_CODE), COLUMN("record", WORD_LEDGER_RECORD, PAPER_CODE), ASIDE("as_of", WORD_MASTER_AS_OF, PAPER_DAY),
                ASIDE("approval_told_of", WORD_MASTER_TOLD_OF, PAPER_TEXT), ASIDE("law", WORD_MASTER_LAW, PAPER_CODE), ASIDE("made_at", WORD_LEDGER_AT, PAPER_TEXT));
}

static PaperCell approved_cell(const Making *making, const MasterItem *item)
{
    if (item->approved_by.length)
        return cell_plain(item->approved_by);
    Text nobody = item->told_by_hand.length ? word_filled(making->region, paper_word(making->paper, WORD_MASTER_TOLD), &item->told_by_hand, 1) : paper_word(making->paper, WORD_MASTER_NOBODY);
    return cell_toned(TEXT_NONE, nobody, TONE_DOUBT);
}

static void add_item(const Making *making, PaperPart *part, const MasterItem *item)
{
    PaperRow *row = paper_row(part);
    const Record *record = item->record;
    paper_cell(part, row, "case", cell_toned(record->case_id, TEXT_NONE, TONE_STRONG));
    paper_cell(part, row, "item", cell_plain(item->item));
    paper_cell(part, row, "code", item->code.length ? cell_plain(item->code) : cell_toned(TEXT_NONE, paper_word(making->paper, WORD_MASTER_NO_CODE), TONE_FAINT));
    paper_cell(part, row, "edition", cell_plain(item->edition));
    paper_cell(part, row, "status", status_cell(making, item->status));
    paper_cell(part, row, "day", cell_plain(text_slice(record->made_at, 0, 10)));
    paper_cell(part, row, "decided_by", cell_plain(record->made_by));
    paper_cell(part, row, "approved_by", approved_cell(making, item));
    paper_cell(part, row, "approval_told_of", cell_plain(item->told_by_hand));
    paper_cell(part, row, "engine", cell_plain(item->engine));
    paper_cell(part, row, "record", hash_cell(record->hash));
    paper_cell(part, row, "as_of", cell_plain(item->as_of));
    paper_cell(part, row, "law", cell_plain(item->law));
    paper_cell(part, row, "made_at", cell_plain(record->made_at));
}

static void add_readings(const Making *making, Paper *paper, const Records *readings)
{
    PaperPart *part = paper_part(paper, "readings", paper_word(making->paper, WORD_MASTER_READINGS));
    ADD_COLUMNS(part, COLUMN("who", WORD_MASTER_WHO, PAPER_TEXT), COLUMN("what", WORD_MASTER_WHAT, PAPER_TEXT), COLUMN("at", WORD_LEDGER_AT, PAPER_TEXT),
                COLUMN("record", WORD_LEDGER_RECORD, PAPER_CODE));
    for (size_t i = 0; i < readings->count; i++) {
        Report report;
        report_init(&report, making->region);
        Task task = { making->region, &report, NULL };
        const Source *source;
        const Json *body = record_body(&task, &readings->at[i], &source), *what = body ? json_get(body, TEXT("what")) : NULL;
        PaperRow *row = paper_row(part);
        paper_cell(part, row, "who", cell_plain(readings->at[i].made_by));
        paper_cell(part, row, "what", cell_plain(what ? what->text : TEXT_NONE));
        paper_cell(part, row, "at", cell_plain(readings->at[i].made_at));
        paper_cell(part, row, "record", hash_cell(readings->at[i].hash));
    }
}

Paper *master_paper(Region *region, const MasterList *list, Text seed, const Records *readings, int language)
{
    size_t approved = 0;
    Paper *paper = paper_new(region, "master", word(seed.length ? WORD_MASTER_SAMPLE : WORD_MASTER_TITLE, language), language);
    Making making = { region, language, paper };
    PaperPart *part = paper_part(paper, "items", paper_word(paper, WORD_MASTER_ITEMS));
    part->main = true;
    part->none = paper_word(paper, WORD_MASTER_NONE);
    item_columns(part);
    for (size_t i = 0; i < list->count; i++) {
        add_item(&making, part, &list->at[i]);
        approved += list->at[i].approved_by.length > 0;
    }
    Text counts[] = { text_format(region, "%zu", list->count), text_format(region, "%zu", approved) };
    paper->verdict = cell_plain(word_filled(region, paper_word(paper, WORD_MASTER_SAYS), counts, 2));
    add_readings(&making, paper, readings);
    if (seed.length)
        paper_note(paper, word_filled(region, paper_word(paper, WORD_MASTER_SEED), &seed, 1));
    paper_note(paper, paper_word(paper, WORD_MASTER_LOGGED));
    return paper;
}

/* ---- a proof ---- */

static PaperCell base64_cell(Region *region, const Sha256 *hash)
{
    return cell_plain(base64_text(region, (Text){ (const char *)hash->at, sizeof hash->at }));
}

static void add_path(const Making *making, Paper *paper, const EvidenceProof *path)
{
    PaperPart *part = paper_part(paper, "path", paper_word(making->paper, WORD_MASTER_PATH));
    part->main = true;
    ADD_COLUMNS(part, COLUMN("hash", WORD_MASTER_HASH, PAPER_CODE));
    for (size_t i = 0; i < path->count; i++)
        paper_cell(part, paper_row(part), "hash", base64_cell(making->region, &path->hashes[i]));
}

Paper *master_proof_paper(Region *region, const MasterProof *proof, int language)
{
    const Record *record = proof->record;
    Paper *paper = paper_new(region, "proof", word(WORD_MASTER_PROOF, language), language);
    Making making = { region, language, paper };
    Text with[] = { text_format(region, "%lld", (long long)record->sequence), text_format(region, "%llu", (unsigned long long)proof->head.size), proof->key.name };
    paper->verdict = cell_toned(TEXT("proved"), word_filled(region, paper_word(paper, WORD_MASTER_PROVED), with, 3), TONE_GOOD);
    PaperPart *part = paper_record(paper, "record", paper_word(paper, WORD_LEDGER_RECORD));
    paper_line(part, "record", paper_word(paper, WORD_LEDGER_RECORD), PAPER_CODE, cell_plain(record->hash));
    paper_line(part, "kind", paper_word(paper, WORD_LEDGER_KIND), PAPER_WORD, cell_words(record->kind, word_named("KIND_", text_snake(region, record->kind), language)));
    paper_line(part, "case", paper_word(paper, WORD_CASE), PAPER_CODE, cell_plain(record->case_id));
    paper_line(part, "made_by", paper_word(paper, WORD_LEDGER_BY), PAPER_TEXT, cell_plain(record->made_by));
    paper_line(part, "made_at", paper_word(paper, WORD_LEDGER_AT), PAPER_TEXT, cell_plain(record->made_at));
    paper_line(part, "leaf", paper_word(paper, WORD_MASTER_LEAF), PAPER_NUMBER, cell_plain(text_format(region, "%lld", (long long)record->sequence - 1)));
    paper_line(part, "leaf_hash", paper_word(paper, WORD_MASTER_LEAF_HASH), PAPER_CODE, base64_cell(region, &proof->path.part_root));
    paper_line(part, "size", paper_word(paper, WORD_MASTER_SIZE), PAPER_NUMBER, cell_plain(with[1]));
    paper_line(part, "root", paper_word(paper, WORD_MASTER_ROOT), PAPER_CODE, base64_cell(region, &proof->head.root));
    paper_line(part, "head", paper_word(paper, WORD_MASTER_HEAD), PAPER_TEXT, cell_plain(proof->head.text));
    paper_line(part, "key", paper_word(paper, WORD_MASTER_KEY), PAPER_CODE, cell_plain(key_text(region, &proof->key)));
    add_path(&making, paper, &proof->path);
    paper_note(paper, paper_word(paper, WORD_MASTER_PROOF_NOTE));
    return paper;
}

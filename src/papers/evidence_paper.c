/* papers/evidence_paper.c - see evidence_paper.h. */
#include "papers/evidence_paper.h"

#include "papers/paper_words.h"

static Text count_text(Region *region, int64_t count)
{
    return text_format(region, "%lld", (long long)count);
}

Text evidence_type_word(const Csv *types, Text type, int language)
{
    static const char *const columns[] = { "en", "zh", "vi" };
    int name = types ? csv_column(types, TEXT("name")) : -1, words = types ? csv_column(types, text_of(columns[language])) : -1;
    for (uint32_t row = 0; name >= 0 && words >= 0 && row < types->rows; row++)
        if (text_equal(csv_cell(types, row, (uint32_t)name)->text, type))
            return csv_cell(types, row, (uint32_t)words)->text;
    return type;
}

static PaperCell state_cell(const Evidence *evidence, int language)
{
    const char *state = evidence->state == BLOB_HERE ? "here" : evidence->state == BLOB_ERASED ? "erased" : evidence->state == BLOB_ABSENT ? "absent" : "changed";
    PaperTone tone = evidence->state == BLOB_HERE ? TONE_GOOD : evidence->state == BLOB_ERASED ? TONE_FAINT : TONE_BAD;
    return cell_toned(text_of(state), word_named("EVIDENCE_STATE_", text_of(state), language), tone);
}

/* "shipments/s1/entry_day = YYYY-MM-DD; ..." */
static Text proves_text(Region *region, const Evidence *evidence)
{
    const Json *proves = evidence->body ? json_get(evidence->body, TEXT("proves")) : NULL, *says = evidence->body ? json_get(evidence->body, TEXT("says")) : NULL;
    Builder out = builder_on(region);
    for (const Json *path = proves ? proves->first : NULL; path; path = path->next) {
        const Json *value = says && says->kind == JSON_OBJECT ? json_get(says, path->text) : NULL;
        build_format(&out, "%s" TEXT_FMT, path == proves->first ? "" : "; ", TEXT_ARG(path->text));
        if (value)
            build_format(&out, " = " TEXT_FMT, TEXT_ARG(value->text));
    }
    return builder_text(&out);
}

static Text size_text(const Evidence *evidence)
{
    const Json *size = evidence->body ? json_get(evidence->body, TEXT("size")) : NULL;
    return size ? size->text : TEXT_NONE;
}

/* "YYYY-MM-DD hh:mm:ss UTC" */
static Text moment_text(Region *region, Text at)
{
    return at.length < 19 ? at : text_format(region, "%.*s %.*s UTC", 10, at.at, 8, at.at + 11);
}

/* ---- a list, and one ---- */

static void put_row(PaperPart *part, Region *region, const Evidence *evidence, const Csv *types, int language)
{
    PaperRow *row = paper_row(part);
    const Record *record = evidence->record;
    paper_cell(part, row, "sequence", cell_plain(count_text(region, record->sequence)));
    paper_cell(part, row, "record", cell_words(record->hash, text_slice(record->hash, 7, 19)));
    paper_cell(part, row, "case", cell_plain(record->case_id));
    paper_cell(part, row, "file_name", cell_plain(evidence->name));
    paper_cell(part, row, "type", cell_words(evidence->type, evidence_type_word(types, evidence->type, language)));
    paper_cell(part, row, "proves", cell_plain(proves_text(region, evidence)));
    paper_cell(part, row, "made_at", cell_words(record->made_at, moment_text(region, record->made_at)));
    paper_cell(part, row, "made_by", cell_plain(record->made_by));
    paper_cell(part, row, "state", state_cell(evidence, language));
}

Paper *evidence_list_paper(Region *region, const EvidenceList *list, Text about, const Csv *types, int language)
{
    Paper *paper = paper_new(region, "evidence", word(WORD_EVIDENCE, language), language);
    PaperPart *part = paper_part(paper, "evidence", word(WORD_EVIDENCE, language));
    paper->about = about;
    part->none = word(WORD_EVIDENCE_NONE, language);
    ADD_COLUMNS(part, COLUMN("sequence", WORD_EVIDENCE_SEQUENCE, PAPER_NUMBER), COLUMN("record", WORD_EVIDENCE_ID, PAPER_CODE),
                ASIDE_IF(about.length > 0, "case", WORD_COLUMN_CASE, PAPER_TEXT), COLUMN("file_name", WORD_COLUMN_FILE, PAPER_TEXT), COLUMN("type", WORD_EVIDENCE_TYPE, PAPER_WORD),
                COLUMN("proves", WORD_EVIDENCE_PROVES, PAPER_TEXT), COLUMN("made_at", WORD_EVIDENCE_MADE_AT, PAPER_CODE),
                COLUMN("made_by", WORD_EVIDENCE_MADE_BY, PAPER_TEXT), COLUMN("state", WORD_COLUMN_STANDING, PAPER_WORD));
    for (size_t i = 0; i < list->count; i++)
        put_row(part, region, &list->at[i], types, language);
    return paper;
}

Paper *evidence_paper(Region *region, const Evidence *evidence, const Csv *types, int language)
{
    const Record *record = evidence->record;
    Paper *paper = paper_new(region, "evidence", word(WORD_EVIDENCE, language), language);
    PaperPart *part = paper_record(paper, "record", word(WORD_EVIDENCE_ID, language));
    paper->about = record->case_id;
    paper->verdict = state_cell(evidence, language);
    paper_line(part, "hash", word(WORD_EVIDENCE_ID, language), PAPER_CODE, cell_plain(record->hash));
    paper_line(part, "sequence", word(WORD_EVIDENCE_SEQUENCE, language), PAPER_NUMBER, cell_plain(count_text(region, record->sequence)));
    paper_line(part, "case", word(WORD_COLUMN_CASE, language), PAPER_TEXT, cell_plain(record->case_id));
    paper_line(part, "file_name", word(WORD_COLUMN_FILE, language), PAPER_TEXT, cell_plain(evidence->name));
    paper_line(part, "type", word(WORD_EVIDENCE_TYPE, language), PAPER_WORD, cell_words(evidence->type, evidence_type_word(types, evidence->type, language)));
    paper_line(part, "size", word(WORD_EVIDENCE_SIZE, language), PAPER_NUMBER, cell_plain(size_text(evidence)));
    paper_line(part, "file", word(WORD_EVIDENCE_FILE, language), PAPER_CODE, cell_plain(evidence->file));
    paper_line(part, "proves", word(WORD_EVIDENCE_PROVES, language), PAPER_TEXT, cell_plain(proves_text(region, evidence)));
    paper_line(part, "made_at", word(WORD_EVIDENCE_MADE_AT, language), PAPER_CODE, cell_words(record->made_at, moment_text(region, record->made_at)));
    paper_line(part, "made_by", word(WORD_EVIDENCE_MADE_BY, language), PAPER_TEXT, cell_plain(record->made_by));
    return paper;
}

/* ---- whether all is whole ---- */

static void put_faults(Paper *paper, const EvidenceVerify *verify, int language)
{
    PaperPart *part = paper_part(paper, "faults", word(WORD_VERIFY_FAULTS, language));
    part->main = true;
    ADD_COLUMNS(part, COLUMN("sequence", WORD_EVIDENCE_SEQUENCE, PAPER_NUMBER), COLUMN("what", WORD_VERIFY_WHAT, PAPER_WORD),
                COLUMN("hash", WORD_VERIFY_HASH, PAPER_CODE));
    for (size_t i = 0; i < verify->faults.count; i++) {
        const EvidenceFault *fault = &verify->faults.at[i];
        PaperRow *row = paper_row(part);
        if (fault->sequence)
            paper_cell(part, row, "sequence", cell_plain(count_text(paper->region, fault->sequence)));
        paper_cell(part, row, "what", cell_toned(text_of(fault->what), word_named("FAULT_", text_of(fault->what), language), TONE_BAD));
        paper_cell(part, row, "hash", cell_plain(fault->hash));
    }
}

Paper *evidence_verify_paper(Region *region, const EvidenceVerify *verify, Text place, bool trusted, int language)
{
    bool whole = !verify->faults.count;
    const struct {
        const char *key;
        Word title;
        int64_t count;
    } counts[] = {
        { "records", WORD_VERIFY_RECORDS, verify->ledger.records },
        { "blobs", WORD_VERIFY_BLOBS, verify->ledger.blobs },
        { "evidence", WORD_VERIFY_EVIDENCE, verify->evidence },
        { "files_erased", WORD_VERIFY_ERASED, verify->files_erased },
        { "heads", WORD_VERIFY_HEADS, verify->heads },
        { "stamps", WORD_VERIFY_STAMPS, verify->stamps },
        { "signed", WORD_VERIFY_SIGNED, verify->signed_size },
        { "unsigned", WORD_VERIFY_UNSIGNED, verify->unsigned_records },
        { "clocks", WORD_VERIFY_CLOCKS, (int64_t)verify->ledger.clocks.count },
    };
    Paper *paper = paper_new(region, "verify", word(WORD_VERIFY_TITLE, language), language);
    paper->about = place;
    paper->verdict = cell_toned(whole ? TEXT("whole") : TEXT("broken"), word(whole ? WORD_VERIFY_WHOLE : WORD_VERIFY_BROKEN, language), whole ? TONE_GOOD : TONE_BAD);
    put_faults(paper, verify, language);
    PaperPart *part = paper_record(paper, "looked_at", word(WORD_VERIFY_LOOKED, language));
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        paper_line(part, counts[i].key, word(counts[i].title, language), PAPER_NUMBER, cell_plain(count_text(region, counts[i].count)));
    if (!verify->heads)
        paper_note(paper, word(WORD_VERIFY_NO_HEAD, language));
    else if (!trusted)
        paper_note(paper, word(WORD_VERIFY_KEEP_OUTSIDE, language));
    return paper;
}

/* ---- stamps, erasure ---- */

Paper *evidence_stamp_paper(Region *region, const Record *record, const Stamp *stamp, int language)
{
    Paper *paper = paper_new(region, "stamp", word(WORD_STAMP_TITLE, language), language);
    PaperPart *part = paper_record(paper, "stamp", word(WORD_STAMP_TITLE, language));
    paper->verdict = cell_toned(TEXT("holds"), word(WORD_STAMP_KEPT, language), TONE_GOOD);
    paper_line(part, "time", word(WORD_STAMP_TIME, language), PAPER_CODE, cell_plain(stamp->time));
    paper_line(part, "authority", word(WORD_STAMP_AUTHORITY, language), PAPER_TEXT, cell_plain(stamp->authority));
    paper_line(part, "record", word(WORD_EVIDENCE_ID, language), PAPER_CODE, cell_plain(record->hash));
    return paper;
}

Paper *evidence_erasure_paper(Region *region, const Record *record, const NewErasure *erasure, bool file_kept, int language)
{
    Paper *paper = paper_new(region, "erasure", word(WORD_ERASED_TITLE, language), language);
    PaperPart *part = paper_record(paper, "erasure", word(WORD_ERASED_TITLE, language));
    paper->about = record->case_id;
    paper->verdict = cell_toned(TEXT("erased"), word(WORD_ERASED_SAYS, language), TONE_STRONG);
    paper_line(part, "record", word(WORD_EVIDENCE_ID, language), PAPER_CODE, cell_plain(record->hash));
    paper_line(part, "because", word(WORD_ERASED_BECAUSE, language), PAPER_TEXT, cell_plain(erasure->because));
    paper_line(part, "rule", word(WORD_ERASED_RULE, language), PAPER_TEXT, cell_plain(erasure->rule));
    paper_line(part, "who", word(WORD_ERASED_WHO, language), PAPER_TEXT, cell_plain(erasure->who));
    paper_line(part, "file_kept", word(WORD_ERASED_FILE_KEPT, language), PAPER_YES, cell_yes(file_kept));
    if (file_kept)
        paper_note(paper, word(WORD_ERASED_FILE_KEPT, language));
    return paper;
}

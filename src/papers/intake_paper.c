/* papers/intake_paper.c - see intake_paper.h. */
#include "papers/intake_paper.h"

#include "papers/ledger_paper.h"
#include "papers/paper_words.h"

typedef struct Making {
    Region *region;
    Paper *paper;
    const IntakeMade *made; /* the case at work */
} Making;

static Text number_text(Region *region, uint64_t number)
{
    return text_format(region, "%llu", (unsigned long long)number);
}

static Text joined(const Making *making, Text file, Text where)
{
    return text_format(making->region, TEXT_FMT "%s" TEXT_FMT, TEXT_ARG(file), file.length && where.length ? ", " : "", TEXT_ARG(where));
}

/* For machines the whole way: "in/invoice.xml, InvoiceLine[1]/Item/Name"; for people what finds it: "invoice.xml:12". */
static PaperCell place_cell(const Making *making, const IntakePlace *place)
{
    Text file = place->file ? place->file->name : TEXT_NONE;
    Text line = place->line ? PAPER_FILLED(making->paper, WORD_LEDGER_FROM_LINE, number_text(making->region, (uint64_t)place->line)) : TEXT_NONE;
    Text plain = joined(making, file, place->element.length ? place->element : line);
    Text numbered = text_format(making->region, TEXT_FMT ":%lld", TEXT_ARG(file_called(file)), (long long)place->line);
    return cell_toned(plain, place->line ? numbered : joined(making, file_called(file), place->element), TONE_FAINT);
}

/* The thing that a fact is of, by its ids: "s1/1+2"; one without an id by its list. */
static Text thing_words(const Making *making, Text path)
{
    Builder out = builder_on(making->region);
    while (path.length) {
        Text id, step = text_cut(path, '/', &path), list = text_cut(step, ':', &id);
        build_format(&out, "%s" TEXT_FMT, out.length ? "/" : "", TEXT_ARG(id.length && !text_starts(id, TEXT("#")) ? id : list));
    }
    return builder_text(&out);
}

/* ---- the cases ---- */

static void case_columns(const Making *making, PaperPart *part)
{
    paper_column(part, "case", paper_word(making->paper, WORD_CASE), PAPER_CODE);
    paper_column(part, "facts", paper_word(making->paper, WORD_LEDGER_FACTS), PAPER_NUMBER);
    paper_column(part, "read", paper_word(making->paper, WORD_INTAKE_READ_NOW), PAPER_NUMBER);
    paper_column(part, "open", paper_word(making->paper, WORD_INTAKE_OPEN_COUNT), PAPER_NUMBER);
    paper_column(part, "status", paper_word(making->paper, WORD_LEDGER_DETERMINED), PAPER_WORD);
    paper_column(part, "file", paper_word(making->paper, WORD_LEDGER_FILE), PAPER_TEXT);
    paper_column_aside(part, "record", paper_word(making->paper, WORD_LEDGER_RECORD), PAPER_CODE);
}

static void add_case(const Making *making, PaperPart *part)
{
    const IntakeMade *made = making->made;
    size_t all = intake_facts(made->intake, INTAKE_READ, true), before = intake_facts(made->intake, INTAKE_BASE, false) + intake_facts(made->intake, INTAKE_EARLIER, false);
    PaperRow *row = paper_row(part);
    PaperTone tone = text_is(made->status, "determined") ? TONE_GOOD : TONE_DOUBT;
    paper_cell(part, row, "case", cell_toned(made->intake->id, TEXT_NONE, TONE_STRONG));
    paper_cell(part, row, "facts", cell_count(making->region, all));
    paper_cell(part, row, "read", cell_count(making->region, all - before));
    paper_cell(part, row, "open", cell_count(making->region, made->open.count));
    paper_cell(part, row, "status", cell_toned(made->status, word_named("STATUS_", text_snake(making->region, made->status), making->paper->language), tone));
    paper_cell(part, row, "file", cell_plain(made->file));
    paper_cell(part, row, "record", cell_plain(made->record));
}

/* ---- the facts ---- */

static void fact_columns(const Making *making, PaperPart *part, bool many)
{
    (many ? paper_column : paper_column_aside)(part, "case", paper_word(making->paper, WORD_CASE), PAPER_CODE);
    paper_column(part, "of", paper_word(making->paper, WORD_LEDGER_OF), PAPER_CODE);
    paper_column(part, "fact", paper_word(making->paper, WORD_FACT), PAPER_CODE);
    paper_column_aside(part, "path", paper_word(making->paper, WORD_INTAKE_PATH), PAPER_CODE);
    paper_column(part, "value", paper_word(making->paper, WORD_VALUE), PAPER_TEXT);
    paper_column(part, "how", paper_word(making->paper, WORD_INTAKE_HOW), PAPER_WORD);
    paper_column(part, "origin", paper_word(making->paper, WORD_LEDGER_ORIGIN), PAPER_TEXT);
    paper_column_aside(part, "document", paper_word(making->paper, WORD_LEDGER_FILE_HASH), PAPER_CODE);
    paper_column_aside(part, "line", paper_word(making->paper, WORD_INTAKE_LINE), PAPER_NUMBER);
}

static Text shown(Text value)
{
    return value.length >= 2 && value.at[0] == '"' ? text_slice(value, 1, value.length - 1) : value;
}

static void add_fact(const Making *making, PaperPart *part, const IntakeThing *thing, const IntakeFact *fact)
{
    Text path = casefile_path(making->region, thing->path, fact->key, TEXT_NONE, SIZE_MAX);
    PaperRow *row = paper_row(part);
    bool doubt = fact->how == INTAKE_WORDS || fact->how == INTAKE_SELLER;
    paper_cell(part, row, "case", cell_plain(making->made->intake->id));
    paper_cell(part, row, "of", cell_plain(thing_words(making, thing->path)));
    paper_cell(part, row, "fact", cell_plain(fact->key));
    paper_cell(part, row, "path", cell_plain(path));
    paper_cell(part, row, "value", cell_plain(shown(fact->value)));
    paper_cell(part, row, "how", cell_toned(text_of(intake_how_name(fact->how)), word_named("INTAKE_HOW_", text_of(intake_how_name(fact->how)), making->paper->language), doubt ? TONE_DOUBT : TONE_FAINT));
    paper_cell(part, row, "origin", place_cell(making, &fact->place));
    paper_cell(part, row, "document", cell_plain(fact->place.file ? fact->place.file->hash : TEXT_NONE));
    if (fact->place.line)
        paper_cell(part, row, "line", cell_count(making->region, (uint64_t)fact->place.line));
}

static void add_facts(const Making *making, PaperPart *part, const IntakeThing *thing)
{
    for (size_t i = 0; i < thing->facts.count; i++)
        add_fact(making, part, thing, &thing->facts.at[i]);
    for (size_t i = 0; i < thing->things.count; i++)
        add_facts(making, part, thing->things.at[i]);
}

/* ---- what is open ---- */

static void open_columns(const Making *making, PaperPart *part, bool many)
{
    (many ? paper_column : paper_column_aside)(part, "case", paper_word(making->paper, WORD_CASE), PAPER_CODE);
    paper_column(part, "question", paper_word(making->paper, WORD_INTAKE_QUESTION), PAPER_TEXT);
    paper_column(part, "fact", paper_word(making->paper, WORD_FACT), PAPER_CODE);
    paper_column(part, "of", paper_word(making->paper, WORD_LEDGER_OF), PAPER_CODE);
}

static void add_open(const Making *making, PaperPart *part)
{
    for (size_t i = 0; i < making->made->open.count; i++) {
        const IntakeOpen *open = &making->made->open.at[i];
        PaperRow *row = paper_row(part);
        paper_cell(part, row, "case", cell_plain(making->made->intake->id));
        paper_cell(part, row, "question", cell_toned(open->question, TEXT_NONE, TONE_DOUBT));
        paper_cell(part, row, "fact", cell_plain(text_snake(making->region, open->fact)));
        paper_cell(part, row, "of", cell_plain(open->of));
        row->below = open->hint;
    }
}

/* ---- what was not used ---- */

static void left_columns(const Making *making, PaperPart *part, bool many)
{
    (many ? paper_column : paper_column_aside)(part, "case", paper_word(making->paper, WORD_CASE), PAPER_CODE);
    paper_column(part, "what", paper_word(making->paper, WORD_INTAKE_WHAT), PAPER_TEXT);
    paper_column(part, "value", paper_word(making->paper, WORD_VALUE), PAPER_TEXT);
    paper_column(part, "why", paper_word(making->paper, WORD_INTAKE_WHY), PAPER_WORD);
    paper_column(part, "count", paper_word(making->paper, WORD_INTAKE_TIMES), PAPER_NUMBER);
    paper_column(part, "origin", paper_word(making->paper, WORD_LEDGER_ORIGIN), PAPER_TEXT);
}

/* "shipments:s1/entry_day" -> "s1/entry_day"; what is no path stays. */
static Text left_words(const Making *making, Text what)
{
    return memchr(what.at, ':', what.length) ? thing_words(making, what) : what;
}

static void add_left(const Making *making, PaperPart *part)
{
    for (size_t i = 0; i < making->made->intake->left.count; i++) {
        const IntakeLeft *left = &making->made->intake->left.at[i];
        Text why = text_of(intake_why_name(left->why));
        PaperRow *row = paper_row(part);
        paper_cell(part, row, "case", cell_plain(making->made->intake->id));
        paper_cell(part, row, "what", cell_words(left->what, left_words(making, left->what)));
        paper_cell(part, row, "value", cell_plain(left->value));
        paper_cell(part, row, "why", cell_words(why, word_named("INTAKE_WHY_", text_snake(making->region, why), making->paper->language)));
        paper_cell(part, row, "count", cell_count(making->region, left->count));
        paper_cell(part, row, "origin", place_cell(making, &left->place));
    }
}

/* ---- the whole ---- */

static PaperCell verdict_of(const Making *making, const IntakeMade *made, size_t count)
{
    size_t facts = 0, open = 0;
    for (size_t i = 0; i < count; i++) {
        facts += intake_facts(made[i].intake, INTAKE_READ, true);
        open += made[i].open.count;
    }
    Text told = number_text(making->region, facts), asked = number_text(making->region, open), cases = number_text(making->region, count);
    if (open)
        return cell_toned(TEXT("open"), PAPER_FILLED(making->paper, WORD_INTAKE_OPEN, told, asked, cases), TONE_DOUBT);
    return cell_toned(TEXT("made"), PAPER_FILLED(making->paper, WORD_INTAKE_MADE, told, cases), TONE_GOOD);
}

Paper *intake_paper(Region *region, const IntakeMade *made, size_t count, const IntakePaperOptions *options)
{
    bool many = count > 1;
    Paper *paper = paper_new(region, "intake", word(WORD_INTAKE_TITLE, options->language), options->language);
    Making making = { region, paper, NULL };
    PaperPart *cases = paper_part(paper, "cases", word(WORD_LEDGER_CASES, options->language)), *open = paper_part(paper, "open", word(WORD_INTAKE_OPEN_TITLE, options->language));
    PaperPart *facts = paper_part(paper, "facts", word(WORD_LEDGER_FACTS, options->language)), *left = paper_part(paper, "not_used", word(WORD_INTAKE_NOT_USED, options->language));
    paper->about = options->about;
    paper->verdict = verdict_of(&making, made, count);
    facts->main = true;
    case_columns(&making, cases);
    open_columns(&making, open, many);
    fact_columns(&making, facts, many);
    left_columns(&making, left, many);
    for (size_t i = 0; i < count; i++) {
        making.made = &made[i];
        add_case(&making, cases);
        add_open(&making, open);
        add_facts(&making, facts, made[i].intake->root);
        add_left(&making, left);
    }
    paper_note(paper, word(WORD_INTAKE_NOTE, options->language));
    if (!options->kept)
        paper_note(paper, word(WORD_INTAKE_NOT_KEPT, options->language));
    return paper;
}

/* rulebook/checks.c - what takes more than one page to tell, names of decisions apart: those the determination room
 * resolves. Ids of rows, things, facts, movements, and the columns of tables that stand on several pages. */
#include "rulebook/reader.h"

typedef struct Checker {
    Library *library;
    Report *report;
    Region *region;
    NameIndex rows;      /* ids and aliases of rows; scope: jurisdiction and layer */
    NameIndex facts;     /* scope: jurisdiction */
    NameIndex things;
    NameIndex exchanges; /* ids of exchange rates; scope: jurisdiction */
    NameIndex tables;    /* decisions with a table; scope: jurisdiction, layer, movement */
    const Text *movements; /* allowed values of the fact "movement" */
    size_t movement_count;
} Checker;

/* Add what may stand only once; `span` is its place, and stays where it is. */
static void add_once(Checker *checker, NameIndex *index, uint32_t scope, Text name, const Span *span, const char *what)
{
    const Span *former = name.length ? names_add(index, scope, name, span) : NULL;
    if (!former)
        return;
    Problem *problem = report_error(checker->report, "listed-twice", *span, "%s \"" TEXT_FMT "\" stands twice", what,
                                    TEXT_ARG(text_shown(name)));
    problem_also(checker->report, problem, *former, "first here");
}

/* ---- ids of rows ---- */

static uint32_t layer_scope(const Page *page, Layer layer)
{
    return jurisdiction_scope(page->jurisdiction) << 2 | (uint32_t)layer;
}

static void add_row_id(Checker *checker, const Page *page, const Row *row, Text id, const char *name)
{
    const Row *former = id.length ? names_add(&checker->rows, layer_scope(page, page->layer), id, row) : NULL;
    if (!former)
        return;
    bool alias = !text_equal(former->id, id);
    Span span = name ? span_of(row->id_span.source, id) : row->id_span;
    Problem *problem = report_error(checker->report, alias || name ? "alias-twice" : "row-id-twice", span,
                                    "two rows are called \"" TEXT_FMT "\"", TEXT_ARG(text_shown(id)));
    problem_also(checker->report, problem, alias ? span_of(former->id_span.source, id) : former->id_span, "first here");
    problem_hint(checker->report, problem, "Further rows of one rule are named with a stroke: \"" TEXT_FMT "/b\".",
                 TEXT_ARG(text_shown(id)));
}

static void add_row_ids(Checker *checker, const Page *page)
{
    for (uint32_t i = 0; i < page->decision_count; i++)
        for (uint32_t k = 0; k < page->decisions[i].table.row_count; k++) {
            const Row *row = &page->decisions[i].table.rows[k];
            add_row_id(checker, page, row, row->id, NULL);
            for (uint32_t a = 0; a < row->alias_count; a++)
                add_row_id(checker, page, row, row->aliases[a], "alias");
        }
}

static bool row_is_known(const Checker *checker, const Page *page, Text id)
{
    for (int layer = LAYER_LAW; layer <= LAYER_HOUSE; layer++)
        if (names_find(&checker->rows, layer_scope(page, (Layer)layer), id))
            return true;
    return false;
}

static void check_by(Checker *checker, const Page *page, Span cell)
{
    Text rest = span_text(cell);
    if (is_dash(rest) || !rest.length)
        return;
    do {
        Text id = text_trim(text_cut(rest, ',', &rest));
        if (!row_is_known(checker, page, id))
            report_error(checker->report, "unknown-row", span_part(cell, id), "no row is called \"" TEXT_FMT "\"",
                         TEXT_ARG(text_shown(id)));
    } while (rest.at);
}

static void check_examples(Checker *checker, const Page *page, const ExampleTable *table)
{
    for (uint32_t i = 0; i < table->column_count; i++)
        for (uint32_t k = 0; k < table->row_count && table->columns[i].kind == EXAMPLE_BY; k++)
            check_by(checker, page, table->rows[k].cells[i]);
}

/* ---- things ---- */

enum { MOST_COMPARED = 200 }; /* names a misspelt one is held against */

static void unknown_thing(Checker *checker, Span span, Text name)
{
    Library *library = checker->library;
    Text known[MOST_COMPARED];
    size_t count = library->things.count < MOST_COMPARED ? library->things.count : MOST_COMPARED;
    for (size_t i = 0; i < count; i++)
        known[i] = library->things.at[i].name;
    Problem *problem = report_error(checker->report, "unknown-thing", span, "no thing is called \"" TEXT_FMT "\"",
                                    TEXT_ARG(text_shown(name)));
    hint_nearest(library->task, problem, name, known, count);
}

static void check_thing_named(Checker *checker, const Source *source, Text name)
{
    if (name.length && !names_find(&checker->things, 0, name))
        unknown_thing(checker, span_of(source, name), name);
}

static const ThingEntry *around(const Checker *checker, const ThingEntry *thing)
{
    return thing->within.length ? names_find(&checker->things, 0, thing->within) : NULL;
}

static void circle_found(Checker *checker, const ThingEntry *first)
{
    Builder path = builder_on(checker->region);
    const ThingEntry *at = first;
    do {
        build_format(&path, "\"" TEXT_FMT "\" in ", TEXT_ARG(text_shown(at->name)));
        at = around(checker, at);
    } while (at != first);
    report_error(checker->report, "circle-of-things", first->span,
                 "things lie in a circle: " TEXT_FMT "\"" TEXT_FMT "\"",
                 TEXT_ARG(builder_text(&path)), TEXT_ARG(text_shown(first->name)));
}

/* Walk outward from each thing; a walk that meets its own steps goes in a circle, one that meets another's is done. */
static void check_circles(Checker *checker)
{
    Library *library = checker->library;
    size_t *walk = REGION_ARRAY(checker->region, size_t, library->things.count);
    for (size_t i = 0; i < library->things.count; i++) {
        const ThingEntry *at = &library->things.at[i];
        for (; at && !walk[at - library->things.at]; at = around(checker, at))
            walk[at - library->things.at] = i + 1;
        if (at && walk[at - library->things.at] == i + 1)
            circle_found(checker, at);
    }
}

static void add_thing(Checker *checker, const ThingEntry *thing)
{
    const ThingEntry *former = thing->name.length ? names_add(&checker->things, 0, thing->name, thing) : NULL;
    if (!former)
        return;
    Problem *problem = report_error(checker->report, "thing-twice", thing->span, "thing \"" TEXT_FMT "\" stands twice",
                                    TEXT_ARG(text_shown(thing->name)));
    problem_also(checker->report, problem, former->span, "first here");
}

static void check_things(Checker *checker)
{
    Library *library = checker->library;
    const ThingEntry *outermost = NULL;
    for (size_t i = 0; i < library->things.count; i++)
        add_thing(checker, &library->things.at[i]);
    for (size_t i = 0; i < library->things.count; i++) {
        const ThingEntry *thing = &library->things.at[i];
        check_thing_named(checker, thing->span.source, thing->within);
        if (!thing->within.length && outermost) {
            Problem *problem = report_error(checker->report, "second-outermost-thing", thing->span,
                                            "thing \"" TEXT_FMT "\" is within no other",
                                            TEXT_ARG(text_shown(thing->name)));
            problem_also(checker->report, problem, outermost->span, "the outermost thing");
        }
        if (!thing->within.length && !outermost)
            outermost = thing;
    }
    check_circles(checker);
}

/* ---- facts ---- */

static void fact_clash(Checker *checker, const FactEntry *fact, const FactEntry *former)
{
    Problem *problem = report_error(checker->report, "fact-twice", fact->span, "fact \"" TEXT_FMT "\" stands twice",
                                    TEXT_ARG(text_shown(fact->name)));
    problem_also(checker->report, problem, former->span, "first here");
}

/* A fact of one jurisdiction must not be named like one of all; `everywhere` facts come first. */
static void add_fact(Checker *checker, const FactEntry *fact, bool everywhere)
{
    if (!fact->name.length || everywhere != !fact->jurisdiction.length)
        return;
    const FactEntry *former = names_find(&checker->facts, 0, fact->name);
    if (!former)
        former = names_add(&checker->facts, jurisdiction_scope(fact->jurisdiction), fact->name, fact);
    if (former)
        fact_clash(checker, fact, former);
}

static void check_fact(Checker *checker, const FactEntry *fact)
{
    Text type = span_text(fact->type);
    check_thing_named(checker, fact->source, fact->of);
    if (text_starts(type, TEXT("list of ")))
        type = text_slice(type, 8, type.length);
    if (text_starts(type, TEXT("->")))
        check_thing_named(checker, fact->source, text_trim(text_slice(type, 2, type.length)));
}

static void read_movements(Checker *checker, const FactEntry *fact)
{
    LIST_OF(Text) movements = { 0 };
    Text rest = span_text(fact->values);
    while (rest.length) {
        Text word = text_trim(cut_outside(rest, ',', &rest));
        if (word.length > 2)
            *LIST_ADD(checker->region, movements) = text_slice(word, 1, word.length - 1);
    }
    checker->movements = movements.at;
    checker->movement_count = movements.count;
}

static void check_facts(Checker *checker)
{
    Library *library = checker->library;
    for (int everywhere = 1; everywhere >= 0; everywhere--)
        for (size_t i = 0; i < library->facts.count; i++)
            add_fact(checker, &library->facts.at[i], everywhere);
    for (size_t i = 0; i < library->facts.count; i++) {
        check_fact(checker, &library->facts.at[i]);
        if (text_is(library->facts.at[i].name, "movement"))
            read_movements(checker, &library->facts.at[i]);
    }
}

/* ---- answers ---- */

static void check_answers(Checker *checker)
{
    Library *library = checker->library;
    NameIndex parts = { .region = checker->region }, lists = parts, answers = parts;
    for (size_t i = 0; i < library->parts.count; i++) {
        const AnswerPart *part = &library->parts.at[i];
        Text name = text_format(checker->region, TEXT_FMT "." TEXT_FMT, TEXT_ARG(part->type), TEXT_ARG(part->part));
        add_once(checker, &parts, 0, name, &part->span, "part");
    }
    for (size_t i = 0; i < library->lists.count; i++)
        add_once(checker, &lists, 0, library->lists.at[i].list, &library->lists.at[i].span, "list");
    for (size_t i = 0; i < library->answers.count; i++) {
        const AnswerDecision *answer = &library->answers.at[i];
        add_once(checker, &answers, 0, answer->name, &answer->span, "decision");
        check_thing_named(checker, answer->span.source, answer->per);
    }
}

/* ---- movements ---- */

static int movement_index(const Checker *checker, Text word)
{
    for (size_t i = 0; i < checker->movement_count; i++)
        if (text_equal(checker->movements[i], word))
            return (int)i;
    return -1;
}

static void check_movements(Checker *checker, const Page *page)
{
    for (uint32_t i = 0; i < page->movement_count && checker->movement_count; i++) {
        Text word = page->movements[i];
        if (movement_index(checker, word) >= 0)
            continue;
        Problem *problem = report_error(checker->report, "unknown-movement", span_of(page->source, word),
                                        "\"" TEXT_FMT "\" is not a movement",
                                        TEXT_ARG(text_shown(word)));
        hint_nearest(checker->library->task, problem, word, checker->movements, checker->movement_count);
    }
}

/* ---- tables that stand on several pages ---- */

/* The next input or output column at or after `at`. */
static uint32_t next_column(const Table *table, uint32_t at)
{
    while (at < table->column_count && table->columns[at].kind != COLUMN_INPUT && table->columns[at].kind != COLUMN_OUTPUT)
        at++;
    return at;
}

/* Column of `b` that differs from its place in `a`, or -1. */
static int differing_column(const Table *a, const Table *b)
{
    uint32_t i = next_column(a, 0), k = next_column(b, 0);
    while (i < a->column_count && k < b->column_count) {
        if (!text_equal(span_text(a->columns[i].header), span_text(b->columns[k].header)))
            return (int)k;
        i = next_column(a, i + 1);
        k = next_column(b, k + 1);
    }
    return i < a->column_count || k < b->column_count ? (int)(k < b->column_count ? k : 0) : -1;
}

static void compare_tables(Checker *checker, const DecisionBlock *former, const DecisionBlock *decision)
{
    bool same_voice = text_equal(former->page->voice, decision->page->voice);
    int column = same_voice ? differing_column(&former->table, &decision->table) : -1;
    if (!same_voice || (column < 0 && former->table.policy == decision->table.policy))
        return;
    Span span = column < 0 ? decision->table.policy_span : decision->table.columns[column].header;
    Problem *problem = report_error(checker->report, "columns-differ", span,
                                    "table \"" TEXT_FMT "\" has another header elsewhere",
                                    TEXT_ARG(text_shown(decision->name)));
    problem_also(checker->report, problem, former->table.policy_span, "the other table");
    problem_hint(checker->report, problem, "Tables of one name in one jurisdiction are one table: they have the same columns in the same order.");
}

/* True when it was compared: once is enough. */
static bool add_table(Checker *checker, const DecisionBlock *decision, int movement)
{
    uint32_t scope = layer_scope(decision->page, decision->page->layer) << 6 | (uint32_t)(movement & 63);
    const DecisionBlock *former = names_add(&checker->tables, scope, decision->name, decision);
    if (former && former != decision)
        compare_tables(checker, former, decision);
    return former && former != decision;
}

static void check_table(Checker *checker, const DecisionBlock *decision)
{
    const Page *page = decision->page;
    bool compared = false;
    if (!decision->table.policy_span.source)
        return;
    if (!page->movement_count)
        for (size_t i = 0; i <= checker->movement_count && i < 64 && !compared; i++)
            compared = add_table(checker, decision, (int)i);
    for (uint32_t i = 0; i < page->movement_count && !compared; i++)
        compared = add_table(checker, decision, movement_index(checker, page->movements[i]));
}

/* ---- pages ---- */

static bool tells_money(const DecisionBlock *decision)
{
    Text type = span_text(decision->type);
    return text_is(type, "money") || text_is(type, "charge") || text_is(type, "list of money");
}

/* What the front matter needs because of what stands below it. */
static void check_front_matter(Checker *checker, const Page *page)
{
    if (page->layer != LAYER_LAW)
        return;
    if (page->decision_count && !page->modelled.count)
        report_error(checker->report, "missing-key", (Span){ page->source, 0, 3 }, "front matter has no \"modelled\"");
    if (page->currency.length)
        return;
    for (uint32_t i = 0; i < page->decision_count; i++)
        if (tells_money(&page->decisions[i])) {
            report_error(checker->report, "missing-key", page->decisions[i].type,
                         "front matter has no \"currency\", and money is reckoned here");
            return;
        }
}

static void check_decision(Checker *checker, const Page *page, const DecisionBlock *decision)
{
    if (decision->per_span.from != page->per_span.from)
        check_thing_named(checker, page->source, decision->per);
    check_table(checker, decision);
    for (uint32_t i = 0; i < decision->example_count && !checker->library->rows_lost; i++)
        check_examples(checker, page, &decision->examples[i]);
}

static void check_registers(Checker *checker, const Page *page)
{
    NameIndex charges = { .region = checker->region };
    for (uint32_t i = 0; i < page->charge_count; i++) {
        const ChargeEntry *charge = &page->charges[i];
        add_once(checker, &charges, 0, charge->name, &charge->span, "charge");
        check_thing_named(checker, page->source, charge->of);
    }
    for (uint32_t i = 0; i < page->exchange_count; i++)
        add_once(checker, &checker->exchanges, jurisdiction_scope(page->jurisdiction), page->exchanges[i].id,
                 &page->exchanges[i].span, "exchange rate");
}

static void check_page(Checker *checker, const Page *page)
{
    check_movements(checker, page);
    check_thing_named(checker, page->source, page->per);
    check_front_matter(checker, page);
    check_registers(checker, page);
    for (uint32_t i = 0; i < page->decision_count; i++)
        check_decision(checker, page, &page->decisions[i]);
}

void library_check(Library *library)
{
    Region *region = library->task->region;
    Checker checker = { .library = library, .report = library->task->report, .region = region,
                        .rows = { .region = region },
                        .facts = { .region = region }, .things = { .region = region },
                        .exchanges = { .region = region }, .tables = { .region = region } };
    check_things(&checker);
    check_facts(&checker);
    check_answers(&checker);
    for (uint32_t i = 0; i < library->page_count; i++)
        add_row_ids(&checker, &library->pages[i]);
    for (uint32_t i = 0; i < library->wanted_count; i++)
        check_page(&checker, &library->pages[i]);
}

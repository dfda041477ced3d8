/* rulebook/model.h - rulebooks as they were read: pages, tables, rows, sources, facts; no name resolved yet.
 *
 *     text ──markdown.c──▶ blocks ──reader.c──▶ Rulebooks (this) ──determination room──▶ Program
 *
 * Cells stay spans of their source, so that every later fault points at the character. All of it is read-only after
 * rulebooks_read and lives in the task's region.
 */
#ifndef DECLARANT_RULEBOOK_MODEL_H
#define DECLARANT_RULEBOOK_MODEL_H

#include "value/date.h"

/* ---- days ---- */

#define DAY_OPEN INT64_MAX /* the end of "2019-10-15 .." */
#define DAY_EVER INT64_MIN /* the start of ".. 2026-06-30" */

typedef struct DaySpan {
    int64_t first, last; /* both included */
} DaySpan;

typedef struct DaySpans {
    uint32_t count;
    const DaySpan *at; /* ascending, not touching one another */
} DaySpans;

bool days_contain(DaySpans spans, int64_t day);
/* First day of `inner` that `outer` does not contain, or false when it contains all. */
bool days_outside(DaySpans inner, DaySpans outer, int64_t *day);
DaySpans days_union(Region *region, DaySpans a, DaySpans b);
/* A cell "in force"; false with errors in the report. */
bool days_from_cell(Task *task, Span cell, DaySpans *out);
void days_print(Builder *out, DaySpans spans); /* "2019-10-15 .. 2026-06-30; 2027-01-01 .." */

/* ---- sources ---- */

typedef enum Grade { /* rank of a source, strongest first */
    GRADE_STATUTE,
    GRADE_TREATY,
    GRADE_REGULATION,
    GRADE_JUDGMENT,
    GRADE_RULING,
    GRADE_GUIDANCE,
    GRADE_PRACTICE,
    GRADES
} Grade;
typedef enum Confidence { /* how surely it is known, surest first */
    CONFIDENCE_READ,
    CONFIDENCE_REPORTED,
    CONFIDENCE_INFERRED,
    CONFIDENCE_UNVERIFIED,
    CONFIDENCES
} Confidence;
const char *grade_name(Grade grade);                /* "statute" */
const char *confidence_name(Confidence confidence); /* "read" */

typedef struct LawSource {
    Text id;         /* "C39" */
    Text instrument; /* full name */
    Grade grade;
    Confidence confidence;     /* "read" when the table has no such column */
    bool has_published;
    int64_t published;
    DaySpans in_force;
    Text note;       /* column "note", or empty */
    Text alias;      /* column "alias": printed forms under which others cite it; or empty */
    const struct Page *page;
    Span span;       /* its row's first cell */
} LawSource;

typedef enum CitationRole { CITES_BASIS, CITES_SUPPORT, CITES_END } CitationRole; /* "", "also", "until" */

typedef struct Citation {
    Text source_id;
    const LawSource *source; /* found among the sources of the page, then of the jurisdiction; NULL: reported */
    Text article;            /* "6(5)(d.2)", or empty */
    CitationRole role;
    Span span;
} Citation;

typedef struct Citations {
    uint32_t count;
    const Citation *at;
} Citations;

/* An error when no basis is in force on some of the days; `row` is who cites them. */
void citations_reach(Task *task, DaySpans days, Citations citations, Text row, Span span);

/* ---- tables ---- */

typedef enum HitPolicy {
    HIT_UNIQUE, HIT_ANY, HIT_PRIORITY, HIT_FIRST, HIT_COLLECT, HIT_COLLECT_SUM, HIT_COLLECT_MIN, HIT_COLLECT_MAX,
    HIT_COLLECT_COUNT, HIT_RULE_ORDER, HIT_OUTPUT_ORDER
} HitPolicy; /* U A P F C C+ C< C> C# R O */

typedef enum ColumnKind {
    COLUMN_INPUT,      /* header: an expression; cells: unary tests */
    COLUMN_OUTPUT,     /* header: the decision's name, or ".part"; cells: FEEL or a mark */
    COLUMN_IN_FORCE,
    COLUMN_SOURCE,
    COLUMN_CONFIDENCE, /* lowers the confidence of the row's bases */
    COLUMN_NOTE
} ColumnKind;

typedef struct Column {
    ColumnKind kind;
    Span header;
    Text part; /* OUTPUT: "base" of ".base"; empty when the output is the decision itself */
} Column;

typedef struct Row {
    Text id;               /* "S-01" */
    uint32_t alias_count;
    const Text *aliases;   /* further ids */
    Span id_span;
    const Span *cells;     /* one per column of its table; an empty cell is a span of no bytes */
    bool otherwise;        /* the last row of a unique table that takes what no other row takes */
    DaySpans in_force;
    Span in_force_span;
    Citations citations;
    bool has_confidence;
    Confidence confidence;
    Text note;
    const struct Table *table;
} Row;

typedef struct Table {
    HitPolicy policy;
    Span policy_span;
    uint32_t column_count;
    const Column *columns;
    uint32_t row_count;
    const Row *rows;
    const Source *csv; /* the rows lie in this CSV file instead of the page; or NULL */
} Table;

/* ---- examples ---- */

typedef struct ExampleColumn {
    enum { EXAMPLE_FACT, EXAMPLE_EXPECTED, EXAMPLE_BY } kind; /* "name", "= path", "by" */
    Span header; /* of EXPECTED: without the "=" */
} ExampleColumn;

typedef struct ExampleGiven { /* "Given: name = value; name = value" above the table */
    Span name, value;
} ExampleGiven;

typedef struct ExampleRow {
    Text name;
    Span name_span;
    const Span *cells; /* one per column */
} ExampleRow;

typedef struct ExampleTable {
    uint32_t given_count;
    const ExampleGiven *given;
    uint32_t column_count;
    const ExampleColumn *columns;
    uint32_t row_count;
    const ExampleRow *rows;
} ExampleTable;

typedef struct CaseName { /* "Cases: W07 (remark), W04" */
    Text name;
    Text remark;
    Span span;
} CaseName;

/* ---- decisions ---- */

typedef enum DecisionKind { DECISION_TABLE, DECISION_FEEL, DECISION_QUESTION } DecisionKind;

typedef struct Parameter {
    Text name;
    Span type; /* its type as written */
} Parameter;

typedef struct Reading { /* of an open question */
    Text name;           /* "a" */
    Span value;          /* FEEL constant */
    Text stance;         /* who holds it, and why */
    DaySpans in_force;
    Citations citations;
    Span span;
} Reading;

typedef struct DecisionBlock { /* one heading of level 3 with what stands below it */
    DecisionKind kind;
    Text name;
    Span name_span;
    Span type;               /* "charge", "list of document", "boolean", as written */
    Text per;                /* thing; from the heading, else the page's; may be empty in a broken page */
    Text clock;              /* name; from the heading, else the page's; may be empty */
    Span per_span, clock_span;
    uint32_t parameter_count;
    const Parameter *parameters;
    Table table;             /* TABLE */
    Span feel;               /* FEEL: the block's text */
    Citations citations;     /* of a FEEL block: a line "Source: C39 6(5)" under it; may be none */
    bool undecided;          /* QUESTION: no reading is better than the others; what hangs on it is a range */
    uint32_t reading_count;
    const Reading *readings; /* QUESTION, in the page's order: the first is answered under */
    uint32_t example_count;
    const ExampleTable *examples;
    uint32_t case_count;
    const CaseName *cases;
    Text prose;              /* what the law says, between heading and table */
    const struct Page *page;
} DecisionBlock;

typedef struct ChargeEntry { /* a row of "## Charges" */
    Text name;        /* the decision of type charge it belongs to */
    Text kind;        /* UN/EDIFACT 5153 */
    Text name_in_law;
    Text of;          /* thing, or empty */
    Text payer;
    Text paid_to;
    Span rounding;    /* FEEL over `exact`; of no bytes: not rounded */
    Text due;         /* words, or the name of a term */
    bool beside;      /* column "total", value "beside": listed, not added to the border total; default false */
    Citations citations;
    const struct Page *page;
    Span span;
} ChargeEntry;

typedef struct ExchangeEntry { /* a row of "## Exchange rates": which rate is the lawful one */
    Text id;
    Text currencies;  /* words */
    Text rate;        /* words: whose rate, of which day */
    DaySpans in_force;
    Citations citations;
    const struct Page *page;
    Span span;
} ExchangeEntry;

typedef enum Layer { LAYER_LAW, LAYER_GUIDANCE, LAYER_HOUSE } Layer;

typedef struct Page {
    const Source *source;
    Text path;           /* relative to the rulebook folder; of a house folder: "house/" and the rest */
    Text title;
    Text jurisdiction;
    uint32_t movement_count;
    const Text *movements; /* none: every movement */
    Layer layer;
    Text voice;          /* GUIDANCE: id of the one source that speaks */
    Text currency;       /* ISO 4217; may be empty */
    Text per, clock;     /* defaults of its decisions */
    Span per_span, clock_span;
    DaySpans modelled;   /* days its tables promise to cover; none: no promise */
    bool has_checked;
    int64_t checked;     /* the day a person last held it against the sources */
    uint32_t source_count;
    const LawSource *sources;
    uint32_t charge_count;
    const ChargeEntry *charges;
    uint32_t exchange_count;
    const ExchangeEntry *exchanges;
    uint32_t decision_count;
    const DecisionBlock *decisions;
    uint32_t not_modelled_count;
    const Text *not_modelled; /* lines "Not modelled: ..." */
    const struct Document *document; /* its blocks in order (rulebook/markdown.h), for who shows the page as it was written */
} Page;

/* ---- facts.md ---- */

typedef struct ThingEntry {
    Text name, many, within; /* many and within empty for the outermost */
    Text made_by;            /* decision that makes its things; empty: told */
    Text wco;
    Span span;
} ThingEntry;

typedef struct FactEntry {
    Text name;
    Text of;         /* thing */
    Span type;       /* "money", "text", "-> invoice line", "list of document name" */
    Span values;     /* allowed values, of no bytes when "-" */
    Span only_if;    /* FEEL condition, of no bytes when "-" */
    Text unit;
    Text question[3]; /* en, zh, vi */
    Text wco;        /* WCO Data Model name */
    bool made;       /* its question begins with "(made": filled by a collect table or by the engine, never told */
    Text whether;    /* made: it says whether this fact of the same thing is told; empty: not such a fact */
    Text figure_of;  /* made: it is the figure of this amount of the same thing, as it was told; empty: not such a fact */
    Text currency_of; /* made: it is the currency in which this amount was told; empty: not such a fact */
    Text jurisdiction; /* column "in": only there; empty: everywhere */
    const Source *source;
    Span span;
} FactEntry;

/* ---- answers.md ---- */

typedef struct AnswerPart { /* a row of "## Types" */
    Text type, part;
    Span part_type;
    Text meaning;
    Text catalogue; /* file named in the meaning: "data/documents.csv", or empty */
    bool made;      /* the meaning begins with "made:" */
    bool key;       /* the meaning begins with "key" */
    Span span;
} AnswerPart;

typedef struct AnswerList { /* "## Lists of a determination" */
    Text list;      /* "documents" */
    Text decision;  /* decision it is made from; empty: every decision of `type` */
    Text type;      /* "charge", "term" */
    Text asked_for; /* by what it is asked for: "clear"; empty: part of every determination */
    uint32_t key_count;
    const Text *keys; /* "document", "thing" */
    Span span;
} AnswerList;

typedef struct AnswerDecision { /* "## Decisions that every jurisdiction answers" */
    Text name, per;
    Span type;
    Span asked_when; /* FEEL condition; of no bytes: always */
    Span span;
} AnswerDecision;

typedef struct CatalogueName { /* a row of a catalogue table */
    Text name;      /* column "name" */
    Text words[3];  /* columns en, zh, vi */
    Span span;
} CatalogueName;

typedef struct Catalogue {
    Text file;      /* "data/documents.csv" */
    const Source *source;
    uint32_t count;
    const CatalogueName *names;
} Catalogue;

typedef struct Rulebooks {
    Text folder;
    uint32_t page_count;
    const Page *pages;
    uint32_t thing_count;
    const ThingEntry *things;
    uint32_t fact_count;
    const FactEntry *facts;
    uint32_t part_count;
    const AnswerPart *parts;
    uint32_t list_count;
    const AnswerList *lists;
    uint32_t answer_count;
    const AnswerDecision *answers;
    uint32_t catalogue_count;
    const Catalogue *catalogues;
} Rulebooks;

typedef struct ReadOptions {
    const char *folder;       /* rulebook folder: facts.md, answers.md, and pages below */
    const char *data_folder;  /* where the catalogue tables lie; NULL: folder/data, folder/../data */
    const char *house;        /* folder of a firm's own pages, all of the layer house, with catalogue rows in house/data; NULL: none */
    const char *only_page;    /* check one page with the folder's facts and answers; NULL: all pages */
    Text jurisdiction;        /* only pages of this one (the front matter is enough to tell); empty: all */
    bool cross_check;         /* also hold each page against md4c (declarant check does) */
    bool without_examples;    /* tables of examples keep their headers only: deciding needs no more */
} ReadOptions;

/* Read all pages. NULL when any error was reported; all faults of all pages are in the report. With
 * `cross_check` a table that md4c sees otherwise is the error "table-reads-differently". */
const Rulebooks *rulebooks_read(Task *task, const ReadOptions *options);

/* Lookups for the faces: they scan, so they are for one question, not for a loop. */
/* By its path relative to the folder ("vn/value.md"), or NULL. */
const Page *rulebooks_find_page(const Rulebooks *books, Text path);
/* The row with this id or alias, of the first page that has one (`jurisdiction` empty: of any); NULL: none. Its decision
 * in *decision, which may be NULL. Names of readings and exchange entries are not rows. */
const Row *rulebooks_find_row(const Rulebooks *books, Text jurisdiction, Text id, const DecisionBlock **decision);
/* The source with this id in the jurisdiction, else in WORLD; NULL: none. */
const LawSource *rulebooks_find_source(const Rulebooks *books, Text jurisdiction, Text id);

/* The folder to use: DECLARANT_RULEBOOKS, else beside the source tree, else where installed; NULL with an error. */
const char *rulebooks_folder(Task *task);

#endif

/* determination/program.h - the law of one jurisdiction and movement, linked and compiled.
 *
 *     Rulebooks (text) ──link.c──▶ things, slots, types ──sheet.c──▶ tables with their index ──▶ Program
 *
 * A Program is read-only once linked and may be shared by threads; what runs through it is a Run (run.h).
 *
 * Every thing of facts.md becomes a ThingType whose slots are, in this order: its id, its facts, the lists of the
 * things in it, and its decisions. A decision stands on one or more sheets: the law's, and above it those of
 * guidance voices and of the house.
 */
#ifndef DECLARANT_DETERMINATION_PROGRAM_H
#define DECLARANT_DETERMINATION_PROGRAM_H

#include "base/csv.h"
#include "feel/feel.h"
#include "rulebook/model.h"
#include "value/calendar.h"

typedef struct Program Program;
typedef struct Decision Decision;

/* ---- facts ---- */

typedef struct Fact {
    const FactEntry *entry;
    Text name;
    const Type *type;            /* with its domain */
    ThingType *thing;
    uint16_t slot;
    const FeelCode *only_if;     /* condition for being there; NULL: always */
    const Domain *domain;        /* allowed values, or NULL */
    const ThingType *points_to;  /* "-> thing": which; NULL otherwise */
    const Catalogue *catalogue;  /* "name of X": the words allowed; NULL otherwise */
    bool when_told;              /* its condition reads "told": not told, it is not there, and nothing hangs on it */
    const struct Fact *whether;  /* it says whether this fact is told; NULL otherwise */
    const struct Fact *figure_of, *currency_of; /* it is the figure, or the currency, of this amount as it was told; NULL otherwise */
    bool is_clock;               /* some decision's clock: --as-of sets it when it is not told */
    bool is_country, is_currency; /* checked against the code lists' form */
} Fact;

/* ---- sheets ---- */

/* One input column of a sheet: from a value to the set of rows whose cell accepts it. Sets are `words` 64-bit words,
 * bit r is row r.
 *
 *   TEXT     values[i] -> masks[i]; any other text -> masks[count]
 *   BOOLEAN  false -> masks[0], true -> masks[1]
 *   ORDERED  count bounds cut the line into 2 * count + 1 pieces, point and gap in turn:
 *              gap 0, bound 0, gap 1, bound 1, ... gap count                               */
typedef enum ColumnForm { FORM_TEXT, FORM_BOOLEAN, FORM_ORDERED } ColumnForm;

typedef struct ColumnIndex {
    ColumnForm form;
    const FeelCode *code;    /* what the header reads */
    bool is_slot;            /* the header is one slot: up, slot */
    uint8_t up;
    uint16_t slot;
    const Type *type;
    uint32_t count;          /* values or bounds */
    const Value *values;     /* TEXT: symbols; ORDERED: ascending bounds */
    const uint32_t *by_symbol; /* TEXT: the piece of each symbol from that of values[0] on; NULL: they lie too far apart */
    uint32_t first_symbol;   /* of values[0] */
    uint32_t symbol_span;    /* how many symbols that are */
    uint64_t *masks;         /* sets, one after another; NULL: too large, asked of column_set (wide.h) */
    /* of a table of more than 64 rows (wide.h) */
    uint32_t *starts;        /* where the rows of a piece begin in `listed`; one more at the end */
    uint32_t *listed;        /* rows by piece, ascending */
    int64_t *keys;           /* ORDERED, when all values are numbers of one scale, or days: these; else NULL */
    uint64_t *any;           /* rows with "-" here: they accept also what is not there */
    uint64_t *allowed;       /* union of the sets that the type's domain can reach */
    Span header;
} ColumnIndex;

/* One output of a row: a mark, a constant, or a program. */
typedef struct OutputCell {
    bool is_mark;
    Mark mark;
    bool constant;
    bool is_literal;        /* constant, and a plain literal: it has no program */
    Value value;
    bool is_slot;           /* only reads one slot: up, slot */
    uint8_t up;
    uint16_t slot;
    const FeelCode *code;
    Span span;
} OutputCell;

typedef struct SheetRow {
    const Row *row;
    const Page *page;
    const OutputCell *outputs; /* one per written part */
    uint32_t at;               /* bit in the sets */
    const char *id;            /* row->id, ended by NUL */
} SheetRow;

typedef enum SheetKind { SHEET_TABLE, SHEET_FEEL, SHEET_QUESTION } SheetKind;

typedef struct ReadingValue {
    const Reading *reading;
    Value value;
} ReadingValue;

typedef struct Sheet {
    SheetKind kind;
    Layer layer;
    uint32_t voice;            /* GUIDANCE: index in Program.voices */
    const Page *page;          /* of the first block */
    const DecisionBlock *block; /* the first block */
    LIST_OF(const DecisionBlock *) blocks;
    Text currency;
    const FeelCode *clock;     /* the date whose law counts */
    bool clock_is_slot;
    uint8_t clock_up;
    uint16_t clock_slot;
    bool needs_day;            /* its formula or outputs read money that may need the rate of a day */
    /* TABLE */
    HitPolicy policy;
    uint32_t column_count;
    ColumnIndex *columns;
    uint32_t part_count;       /* outputs written */
    uint32_t *parts;           /* index of each in the record type; a plain decision has one, 0 */
    uint32_t row_count;
    SheetRow *rows;
    uint32_t words;            /* 64-bit words of a set of rows */
    uint32_t era_count;        /* spans between the days on which rows begin or end */
    int64_t *era_from;         /* first day of each era, ascending; era 0 begins at DAY_EVER */
    uint64_t *era_rows;        /* rows in force, one set per era */
    /* of a table of more than 64 rows (wide.h) */
    uint32_t *limits;          /* row by row: first and last era, then of each column first and last piece; side by side for the cache's sake; NULL: not used */
    uint32_t stride;           /* numbers a row in `limits` */
    const struct Groups *groups; /* the quick way to the row that fires (groups.h) */
    uint64_t *otherwise;       /* the rows that read "otherwise" */
    uint64_t *promised;        /* the rows in force on some day that their page promises */
    uint64_t *always;          /* those in force on all of them */
    bool has_otherwise;        /* are there any? */
    /* FEEL */
    const FeelCode *code;
    /* QUESTION */
    uint32_t question;         /* index in Program.questions */
    uint32_t reading_count;
    ReadingValue *readings;
} Sheet;

typedef enum DecisionShape { SHAPE_PLAIN, SHAPE_RECORD, SHAPE_CHARGE, SHAPE_TERM, SHAPE_RECORDS, SHAPE_THINGS } DecisionShape;

struct Decision {
    Text name;
    DecisionShape shape;
    const Type *type;           /* of its value */
    const Type *record;         /* RECORD, CHARGE, TERM: the record; RECORDS: of the elements */
    const ThingType *makes;     /* THINGS: what it makes */
    ThingType *thing;
    uint16_t slot;
    uint32_t index;             /* in Program.decisions */
    uint32_t sheet_count;
    Sheet **sheets;             /* house first, then guidance, then law */
    const ChargeEntry *charge;  /* CHARGE: its register row; NULL when there is none */
    const FeelCode *rounding;   /* CHARGE: over `exact`; NULL: none */
    const Decision *due;        /* CHARGE: the term its due day comes from; NULL: words */
    const ThingType *parameters; /* frame type of its parameters; NULL: it has none */
    const FeelFunction *function;
    bool is_plain;              /* one sheet of the law, one value that the engine leaves as it is */
    const FeelCode *formula;    /* plain, and a formula that turns no money: running it is deciding it; else NULL */
    uint32_t made[7];           /* CHARGE: base, rate, reason, exact, amount; TERM: from, count, unit, rest day, day, earliest,
                                   latest; their index in the record, UINT32_MAX when it has no such part */
    Span span;                  /* its name in the first heading */
};

/* What a slot means; Slot.meaning points to one. */
typedef enum MeaningKind { MEANS_ID, MEANS_FACT, MEANS_INNER, MEANS_GATHER, MEANS_DECISION, MEANS_PARAMETER } MeaningKind;
typedef struct Meaning {
    MeaningKind kind;
    const Fact *fact;
    const Decision *decision;
    uint16_t via, inner; /* GATHER: slot of the list of things here, and in each of them the slot of the wanted list */
} Meaning;

typedef struct AnswerSlot { /* what a determination asks of each thing */
    const Decision *decision;
    const AnswerDecision *asked; /* NULL: asked because of its type (charges, terms) */
    const FeelCode *when;        /* condition; NULL: always */
} AnswerSlot;

/* The law of another moment (moment.h). All zero: as it is written. */
typedef struct LawMoment {
    bool has_known;
    int64_t known;  /* what was published later is not seen */
    bool has_law;
    int64_t law;    /* the rows of this day hold on every day */
} LawMoment;

typedef struct LaterRow { /* a row that is seen otherwise than it is written, for what was published later */
    const Decision *decision;
    const Row *row;  /* as written */
    DaySpans seen;   /* the days on which it is seen in force; none: on none */
} LaterRow;

struct Program {
    const Rulebooks *books;
    Text jurisdiction, movement;
    LawMoment moment;
    LIST_OF(LaterRow) later;   /* under moment.known: rows that were not known yet, and rows whose end was not */
    Symbols *symbols;
    Text currency;             /* of its law pages; empty when none reckons money */
    bool several_currencies;   /* a page reckons in another: money told keeps its currency */
    uint32_t thing_count;
    ThingType **things;        /* things[0] is the outermost */
    FeelScope **scopes;        /* per thing */
    const Decision ***decided; /* per thing and slot: the decision that fills it, or NULL */
    uint32_t fact_count;
    Fact *facts;
    uint32_t decision_count;
    Decision **decisions;
    uint32_t question_count;
    const Decision **questions; /* decisions that are open questions */
    uint32_t voice_count;
    Text *voices;              /* ids of the sources that speak on guidance pages */
    uint32_t answer_count;
    AnswerSlot *answers;
    uint32_t page_count;
    const Page **pages;        /* linked into it */
    Text law;                  /* sha256 over path and bytes of each, in their order */
    const Calendar *calendar;  /* of the jurisdiction; NULL when it has none */
    const Csv *countries;      /* ISO 3166, when a fact is a country and the list was found; else NULL */
    const ThingType *exchange; /* the thing "exchange rate", or NULL */
    uint16_t exchange_from, exchange_to, exchange_rate, exchange_valid_from, exchange_valid_to;
    uint16_t exchange_list;    /* slot of the list in the outermost thing */
};

typedef struct LinkOptions {
    Text jurisdiction;
    Text movement;             /* empty: pages of every movement, as check does with each in turn */
    const char *data_folder;   /* calendars; NULL: none is read */
    LawMoment moment;
} LinkOptions;

/* The day from which a source was known: of its publication; where that is not told, the first day of its force. */
int64_t source_published(const LawSource *source);

/* NULL with errors in the report; all faults of all pages are told, none hides another. */
const Program *program_link(Task *task, const Rulebooks *books, const LinkOptions *options);

/* The values a fact can take, when they are few: how many, and *values; 0 when they cannot be listed. */
uint32_t fact_values(const Fact *fact, const Value **values);
/* A fact of `thing` (NULL: of any thing) by name, or NULL. */
const Fact *program_fact(const Program *program, const ThingType *thing, Text name);
const Decision *program_decision(const Program *program, Text name);
const ThingType *program_thing(const Program *program, Text name);
static inline const Meaning *slot_meaning(const ThingType *thing, uint16_t slot)
{
    return thing->slots[slot].meaning;
}

/* Sets of rows. */
static inline bool rows_have(const uint64_t *set, uint32_t row) { return set[row / 64] >> (row % 64) & 1; }
static inline void rows_add(uint64_t *set, uint32_t row) { set[row / 64] |= (uint64_t)1 << (row % 64); }

/* Era of a day: the index into era_from. */
uint32_t sheet_era(const Sheet *sheet, int64_t day);
/* Its first and last day. */
DaySpan sheet_era_days(const Sheet *sheet, uint32_t era);

#endif

/* casework/intake.h - a case made of what others wrote: invoices, tables, an earlier case; each fact with the place it was read at.
 *
 *     invoice ──invoice_case.c────┐
 *     CSV, XLSX ──intake_table.c──┼──▶ Intake ──▶ the case as JSON, its origins, what was not used
 *     a case ──intake_cases.c─────┘
 *
 * An intake is a case under construction: things with their facts, as the dictionary has them. Whoever tells a fact says where it stands. A fact that
 * is told twice alike is told once; told twice otherwise is an error that names both places: nothing is chosen, nothing overwritten.
 */
#ifndef DECLARANT_CASEWORK_INTAKE_H
#define DECLARANT_CASEWORK_INTAKE_H

#include "casework/invoice.h"
#include "ledger/casefile.h"
#include "rulebook/model.h"

typedef struct IntakeLines { /* where the lines of a source begin: counted once, since every fact asks */
    const Source *source;     /* NULL: not yet */
    LIST_OF(uint32_t) starts;
} IntakeLines;

typedef struct IntakeFile {
    Text name;            /* as the user knows it */
    Text bytes;           /* as it came */
    Text hash;            /* "sha256:..." of these */
    const char *form;     /* "UBL 2.1", "CSV", "XLSX", "case" ...; NULL: not known yet */
    Region *region;
    IntakeLines *lines;
} IntakeFile;

typedef struct IntakePlace {
    const IntakeFile *file; /* NULL: told on the command line */
    Text element;           /* "InvoiceLine[1]/Price", "Sheet1!C5", a column; or empty */
    Span span;              /* the same as bytes; none where it is no text */
    int64_t line;           /* in the file; 0: none */
} IntakePlace;

typedef enum IntakeHow {
    INTAKE_READ,    /* it stands there */
    INTAKE_WORDS,   /* words in a name speak of it: to be nodded at */
    INTAKE_LINES,   /* seen from how the lines stand: together, or apart */
    INTAKE_SELLER,  /* as the seller says it; whoever declares answers for it */
    INTAKE_BASE,    /* of the case that this one begins with */
    INTAKE_EARLIER, /* copied from an earlier case */
    INTAKE_TOLD     /* on the command line */
} IntakeHow;
const char *intake_how_name(IntakeHow how); /* "read", "words" ... */

typedef struct IntakeFact {
    Text key;          /* "carrier_price" */
    Text value;        /* JSON */
    IntakePlace place;
    IntakeHow how;
    size_t from, to;   /* its value in the JSON that was made last */
} IntakeFact;

typedef struct IntakeThing IntakeThing;
struct IntakeThing {
    Text list;         /* "shipments"; empty: the case itself */
    Text id;           /* empty: it has none */
    Text path;         /* as a ledger names it: "shipments:s1/invoice_lines:1" */
    size_t index;      /* of its list: 0, 1, 2 ... */
    IntakeHow how;     /* what made it */
    bool dropped;      /* of an earlier case, and in this one no more */
    const IntakeFile *file; /* which; NULL: the command line */
    const IntakeFile *teller; /* a table that told more of it without naming it; NULL: none */
    LIST_OF(IntakeFact) facts;
    LIST_OF(IntakeThing *) things; /* in the order in which they were told */
};

typedef enum IntakeWhy {
    INTAKE_NO_FACT,     /* no fact of the dictionary is like it */
    INTAKE_NO_GOODS,    /* a line of services, royalties or freight: none of the goods */
    INTAKE_OTHER_CODE,  /* a code of another list than the Harmonized System */
    INTAKE_OTHER_NAME,  /* the case calls it otherwise */
    INTAKE_TOLD_ANEW,   /* an earlier case has it otherwise */
    INTAKE_NOT_SENT,    /* a line of an earlier case that is not on the invoice */
    INTAKE_ASKED_AGAIN, /* of an earlier case: a day, an amount, evidence */
    INTAKE_NO_CURRENCY, /* an amount without its currency */
    INTAKE_IN_DOUBT     /* the price of a carrier, or of carrier and software */
} IntakeWhy;
const char *intake_why_name(IntakeWhy why);

typedef struct IntakeLeft { /* what was read and is not in the case */
    Text what;         /* "due_day", "entry_day of shipments:s1" */
    Text value;        /* the first of them */
    IntakePlace place; /* the first of them */
    IntakeWhy why;
    uint64_t count;    /* how many alike */
} IntakeLeft;

typedef struct Intake {
    Task *task;
    Text id;           /* of the case */
    const Rulebooks *books; /* the dictionary; NULL: words of closed lists are not told */
    IntakeThing *root;
    IntakeThing **by_path; /* a table of all but the root, by the hash of their paths; NULL: of none */
    size_t room, thing_count; /* of it: a power of two; how many are there */
    LIST_OF(IntakeLeft) left;
    IntakeThing *shipment; /* of the invoice that was told last; NULL: none was */
} Intake;

Intake *intake_new(Task *task, Text id);
/* Bytes of a file with their hash. */
IntakeFile *intake_file(Task *task, Text name, Text bytes);
IntakePlace intake_place(const IntakeFile *file, Text element, Span span);

/* The thing of that list and id within another, or NULL. */
IntakeThing *intake_find(const Intake *intake, const IntakeThing *within, Text list, Text id);
/* A new one. `id` empty: it gets none. */
IntakeThing *intake_thing(Intake *intake, IntakeThing *within, Text list, Text id, IntakeHow how, const IntakeFile *file);
/* What came from an earlier case and was not met again goes. */
void intake_drop_earlier(Intake *intake, IntakeThing *within, Text list);
/* How many there are of a list. */
size_t intake_count(const IntakeThing *within, Text list);
/* The n-th of a list, or NULL. */
IntakeThing *intake_at(const IntakeThing *within, Text list, size_t index);
/* An id that none of the list has: "s1", "s2" ... for the prefix "s". */
Text intake_free_id(const Intake *intake, const IntakeThing *within, Text list, const char *prefix);
/* The fact of a thing, or NULL. */
const IntakeFact *intake_fact(const IntakeThing *thing, Text key);

/* One fact; `value` is JSON. False with an error [intake-conflict] at both places. */
bool intake_tell(Intake *intake, IntakeThing *thing, Text key, Text value, const IntakePlace *place, IntakeHow how);
/* The same of a text. */
bool intake_tell_text(Intake *intake, IntakeThing *thing, Text key, Text text, const IntakePlace *place, IntakeHow how);
void intake_leave(Intake *intake, Text what, Text value, const IntakePlace *place, IntakeWhy why);

/* The case as JSON, as people read it. */
Text intake_json(Intake *intake);
/* The fact whose value stands at a byte of that JSON, or NULL. */
const IntakeFact *intake_fact_at(const Intake *intake, size_t byte);
/* "invoice.xml, InvoiceLine[1]/Price": a place for messages. */
Text intake_place_words(Region *region, const IntakePlace *place);
/* Where each fact is from, and what was not used: JSON (docs/intake.md). `case_json`: the bytes it belongs to. */
Text intake_origins(const Intake *intake, Text case_json);
/* Such a file read again. False with errors [origins-form]. */
bool intake_origins_read(Task *task, const Source *source, CaseOrigins *origins);
/* The same as a ledger keeps it. */
void intake_ledger_origins(const Intake *intake, CaseOrigins *origins);
/* How many facts there are, and how many of them that was. */
size_t intake_facts(const Intake *intake, IntakeHow how, bool any);

/* ---- many cases ---- */

typedef struct IntakeStart { /* what every case begins with; what is not there is empty */
    const IntakeFile *base;      /* a case of which all is taken */
    const Source *base_source;
    const IntakeFile *earlier;   /* one of which is taken what does not age */
    const Source *earlier_source;
    const Rulebooks *books;      /* the dictionary */
    const char *data_folder;
    Text jurisdiction, movement; /* as the command line tells them */
    Text id;                     /* of the case that what names no case belongs to */
} IntakeStart;

typedef struct Intakes {
    Task *task;
    IntakeStart start;
    LIST_OF(Intake *) at;  /* in the order in which they were met */
} Intakes;

/* The case of that id, begun where it is new; empty: the one of `start`. NULL with an error at `span`: no id of a case and a file
 * [intake-case-id], more than LIMIT_INTAKE_CASES, or what it begins with is at fault. */
Intake *intakes_case(Intakes *intakes, Text id, Span span);

/* Says so; false. */
bool intakes_too_many(Task *task, Span span);

/* ---- what fills it ---- */

/* An invoice: its shipment is that of the same number, else the one that bears none yet, else a new one. False with errors. */
bool intake_invoice(Intake *intake, const IntakeFile *file, const Invoice *invoice, const InvoiceWords *words);
/* A case that this one begins with: all of it. */
bool intake_base(Intake *intake, const IntakeFile *file, const Source *source);
/* An earlier case: what does not age (data/intake-again.csv). What is told of this one afterwards stands in its place. */
bool intake_earlier(Intake *intake, const IntakeFile *file, const Source *source, const Rulebooks *books, const char *data_folder);

#endif

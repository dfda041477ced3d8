/* casework/forms.h - a declaration box by box: what stands in each, where it is from, and which are open and why.
 *
 *     data/forms/KIND.csv (order and words of the form) ─┐
 *     determination: lists `declarations` and `boxes`  ──┴─▶ forms_fill ─▶ sheets, each with its head and its lines
 *
 * The form says which boxes there are and in what order; rows of the rulebooks say what stands in them. A box for which no row is there
 * is open, and so is one whose row waits for a fact of the case: the two are told apart, and both from a box that is to be left empty.
 * Nothing is written that neither the case, a determination nor a row says.
 */
#ifndef DECLARANT_CASEWORK_FORMS_H
#define DECLARANT_CASEWORK_FORMS_H

#include "determination/determination.h"

#define FORMS_ASK "declarations,boxes" /* lists a determination gathers for it: DetermineOptions.lists */

typedef struct FormKind { /* a row of data/declarations.csv */
    Text name;            /* "viet-nam-declaration": the KIND of the command line, key of the rulebooks */
    Text words[3];        /* en, zh, vi */
    Text country;         /* ISO 3166 */
    int language;         /* of the form's own words: 0 en, 1 zh, 2 vi */
} FormKind;

typedef struct FormKinds {
    uint32_t count;
    const FormKind *at;
} FormKinds;

typedef struct FormField { /* a row of data/forms/KIND.csv: one box of the form */
    Text number;           /* as the form counts it, or its code there; may be empty */
    Text box;              /* by which rows name it: a name of data/boxes.csv */
    Text words;            /* the form's own words, in the language of its country */
    Text wco;              /* what the WCO Data Model calls it; or empty */
} FormField;

typedef struct Form {
    FormKind kind;
    uint32_t head_count, line_count;
    const FormField *heads; /* boxes of the declaration as a whole, in the order of the form */
    const FormField *lines; /* boxes of each line of goods */
} Form;

typedef enum BoxState { BOX_FILLED, BOX_EMPTY, BOX_CUSTOMS, BOX_OPEN, BOX_NO_ANSWER, BOX_NOT_ASKED, BOX_NO_RULE, BOX_STATES } BoxState;
/* "filled", "left empty", "written by customs", "open", "no answer", "not asked" (rules speak of it, none of this
 * case), "no rule": words of the machine form. */
const char *box_state_name(BoxState state);

typedef struct BoxOrigin { /* one thing that a box was filled from */
    const Fact *fact;      /* told in the case; or */
    const Decision *decision; /* worked out; or */
    Frame *rate;           /* an exchange rate of the case; all NULL: the form itself */
    Frame *frame;          /* whose; NULL where it stands elsewhere */
    CitedList cited;       /* what the decision rests on by itself */
} BoxOrigin;

typedef struct BoxMissing { /* a fact that an open box waits for */
    const Fact *fact;       /* NULL: `note` says it */
    Text of;                /* path of the thing */
    Text note;
} BoxMissing;

typedef struct Box {
    const FormField *field;
    BoxState state;
    const Entry *entry;     /* the row that speaks of it; NULL: none does */
    Value value;            /* FILLED: what is written; a charge is its record, an amount that was told keeps its currency; else VALUE_NOTHING, or
                               an ABSENT of NO_ANSWER */
    Value so_far;           /* OPEN: what is known of it all the same; or VALUE_NOTHING */
    LIST_OF(BoxOrigin) from;
    LIST_OF(BoxMissing) missing;
} Box;

typedef struct FormLine {
    Frame *frame;     /* the declaration line, or whatever the form counts */
    uint32_t number;  /* 1 .. on its sheet */
    Box *boxes;       /* one for each of Form.lines */
} FormLine;

typedef struct FormSheet {
    const Entry *declaration; /* why it is made, with its article */
    uint32_t number, count;   /* the second of three, where one declaration does not hold all lines */
    uint32_t place;           /* 1 .. among all sheets of the case */
    Box *boxes;               /* one for each of Form.heads */
    LIST_OF(FormLine) lines;
} FormSheet;

typedef struct FilledForm {
    const Form *form;
    LIST_OF(FormSheet) sheets;   /* in the order of the case */
    const Entry *unsure;         /* nobody can say whether the declaration is needed: it hangs on facts; else NULL */
    uint32_t counts[BOX_STATES]; /* of all boxes of all sheets */
} FilledForm;

/* The declarations there are. NULL with errors. */
const FormKinds *form_kinds(Task *task, const char *data_folder);
const FormKind *form_kind(const FormKinds *kinds, Text name); /* NULL: no such kind */
/* The form of a kind. NULL with errors. */
const Form *form_read(Task *task, const char *data_folder, const FormKind *kind);
/* Fill it from a determination that gathered FORMS_ASK. Everything lives in task's region. */
const FilledForm *form_fill(Task *task, const Determination *answer, const Form *form);

#endif

/* casework/newer_inside.h - one record at hand, shared by the files of newer.c and by nobody else. */
#ifndef DECLARANT_CASEWORK_NEWER_INSIDE_H
#define DECLARANT_CASEWORK_NEWER_INSIDE_H

#include "casework/newer.h"

typedef struct NewerSide { /* the case under one law */
    LawbookOutcome outcome;
    const Program *program;
    const Determination *answer; /* NULL: nothing could be asked */
    Status status;
} NewerSide;

typedef struct NewerWork {
    Newer *newer;
    Task *task;               /* of this record */
    Region *keep;
    const Record *record;
    const Json *body;
    KeptQuestion question;
    Text kept;                /* the answer as it was recorded */
    DetermineOptions options; /* as it was asked */
    const Source *source;
    const Json *json;         /* the case */
    CaseHead head;
    NewerSide before, after, known;
    bool has_known;           /* `known` was run: */
    int64_t options_known;    /* as of this day */
    LawFolders law;           /* the newer pages, with the house's own of the record where no others are told */
    Lawbook *lawbook;         /* of these */
    NewerCase out;
} NewerWork;

/* A member of a record's body; empty where it is no text. */
static inline Text newer_member(const Json *object, const char *key)
{
    const Json *value = object ? json_get(object, text_of(key)) : NULL;
    return value && value->kind == JSON_STRING ? value->text : TEXT_NONE;
}

/* The case under a law; false with errors. */
bool newer_run(NewerWork *work, Lawbook *lawbook, const DetermineOptions *options, NewerSide *side);
/* "TL2024 51; CustL 62": each once, and only of the first few; of one decision, or of all where `of` is NULL. */
Text newer_articles(Region *region, CitedList cited, const Decision *of);
/* In memory that stays; `type` and `part` say which catalogue has it; empty: any. */
NewerName newer_name(const NewerWork *work, Text type, Text part, Text name);

/* newer_act.c: what was done upon the answer, and on what day. False with an error of the ledger. */
bool newer_stand(NewerWork *work);
/* Paid too much: until when it is claimed back; too little: what a correction costs. */
void newer_follow(NewerWork *work);

/* newer_changes.c: what is not as it was, why, and whether that could be known. False with an error of the rulebooks. */
bool newer_compare(NewerWork *work);

#endif

/* faces/library/library.h - inside of the library face: how a public call is run. */
#ifndef DECLARANT_FACES_LIBRARY_LIBRARY_H
#define DECLARANT_FACES_LIBRARY_LIBRARY_H

#include "declarant.h"

#include "determination/lawbook.h"

struct declarant_law {
    Allocator allocator; /* the caller's, or the default */
    Lawbook *lawbook;
};

struct declarant_rates {
    Allocator allocator;    /* a copy: the table may outlive the law */
    Region region;
    const RateTable *table; /* in `region` */
};

typedef struct Call {
    const Allocator *allocator;
    Task task;                 /* its region is the call's, its report is handed out when the call fails */
    void *arguments;
    declarant_result result;   /* FAULT until the work says otherwise */
    void (*work)(struct Call *call);
} Call;

/* Run `call->work` with a task in `region`, under a guard. *report (may be NULL) is closed first, and set when the result is
 * DECLARANT_FAULT. */
declarant_result call_run(Call *call, Region *region, declarant_report **report);
/* A day of the options by its name; true where none is given, false with an error where it is none. */
bool call_day(Call *call, const char *name, const char *text, bool *has, int64_t *day);

/* A question of one case that is answered in JSON. */
typedef struct Asked {
    declarant_law *law;
    declarant_answer *answer;
    Text given;                /* the case */
    const declarant_determine_options *options; /* as this version knows them; NULL: all defaults */
    void *context;             /* what else the question is made of */
    /* Writes the answer and its status; false with a fault in the report. */
    bool (*ask)(Call *call, struct Asked *asked, const DetermineOptions *options, int language, Builder *out);
    declarant_status status;
    Text made;                 /* the answer's JSON, still in the call's region */
} Asked;

/* Under a guard of its own, with a region of its own; *answer is set when the result is OK. `asked` has ask, context and given. */
declarant_result ask_run(declarant_answer **answer, declarant_law *law, Asked *asked, const declarant_determine_options *given, declarant_report **report);

/* The caller's options as this version knows them: fields that the caller's version did not have are zero, its defaults. */
void library_options(void *known, size_t known_size, const void *given, size_t given_size);
/* 0 en (also for NULL and what is none of them), 1 zh, 2 vi. */
int library_language(const char *language);

#endif

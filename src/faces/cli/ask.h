/* faces/cli/ask.h - `declarant ask`: what its files share.
 *
 *     ask_input.c  a line from a person or a pipe, refused where it could do harm
 *     ask_values.c the line becomes a value of the fact, as JSON
 *     ask_words.c  a question with its values, why it is asked, how things stand
 *     ask.c        the interview: turn by turn, saving, the answer at the end
 *
 * The talk goes to stderr, the determination at the end to stdout.
 */
#ifndef DECLARANT_FACES_CLI_ASK_H
#define DECLARANT_FACES_CLI_ASK_H

#include "determination/interview.h"
#include "faces/cli/view.h"

/* ---- listening ---- */

typedef enum Heard { HEARD_LINE, HEARD_REFUSED, HEARD_END } Heard; /* END: no more input, or SIGINT */

typedef struct Ear {
    int signals;        /* signalfd of SIGINT; -1: there is none */
    bool echo;          /* no terminal: the talk repeats what was said */
    bool ended;
    char bytes[4096];   /* read and not yet heard: from .. to */
    size_t from, to;
    char line[LIMIT_ANSWER_BYTES];
    size_t length;
    bool too_long;      /* more came than the line holds; the rest is passed over */
    Message why;        /* REFUSED: what is wrong with it */
} Ear;

void ear_open(Ear *ear);
void ear_close(Ear *ear);
/* The next line, without blanks around it; it holds until the next one. */
Heard ear_listen(Ear *ear, Text *line);

/* ---- the interview ---- */

typedef struct Asking {
    Cli *cli;
    Ear ear;
    Interview interview;
    DetermineOptions options;
    const Rulebooks *books; /* whose countries and movements can be asked for */
    const char *path;       /* where the case is saved; NULL: nowhere */
    /* one turn */
    Region region;          /* emptied before the next */
    Report report;
    Task task;
    Opened opened;          /* the case as it stands */
    const Determination *answer; /* the same; NULL as long as no law can be asked */
    View view;              /* of the answer, for its words; talks on stderr */
    Question question;
    Builder out;            /* talk not yet written */
    /* to take the last answer back when the case cannot be as it says */
    ToldFact *changed;      /* NULL: nothing to take back */
    ToldFact before;
    bool moved;             /* something was told since it was last said how things stand */
    bool finished;
} Asking;

/* Write the talk. */
void ask_flush(Asking *asking);
void ask_say(Asking *asking, Style style, Text text); /* a line, wrapped, behind three blanks */

/* ask_words.c */
void ask_show_question(Asking *asking);
void ask_show_prompt(Asking *asking);
void ask_show_why(Asking *asking);
void ask_show_standing(Asking *asking);
void ask_show_more(Asking *asking, const ToldThing *thing);
Text ask_thing_words(Asking *asking, const ToldThing *thing);

/* ask_values.c */
typedef struct Choices { /* values a fact may take, when they can be listed */
    size_t count;
    Text *values;  /* as a case writes them */
    Text *words;   /* in the language of the run */
} Choices;

Choices ask_choices(Asking *asking, const Question *question);
/* The dictionary's entry of the fact asked for. */
const FactEntry *ask_entry(const Asking *asking, const Question *question);
const Fact *ask_fact(const Asking *asking, const Question *question);
/* What is told, in words; empty: nothing. */
Text ask_told_words(Asking *asking, const Question *question, const ToldFact *told);
/* Take a line as the answer to the question; false when it is none, which is told. */
bool ask_take(Asking *asking, Text line);
/* Kinds of things that may be told in a thing. */
typedef struct Kinds {
    size_t count;
    const ThingType **at;
} Kinds;
Kinds ask_kinds(Asking *asking, const ToldThing *thing);

#endif

/* faces/cli/hs.h - what the parts of `declarant hs` share: show and search (hs.c), trace (hs_trace.c). */
#ifndef DECLARANT_FACES_CLI_HS_H
#define DECLARANT_FACES_CLI_HS_H

#include "faces/cli/load.h"
#include "faces/cli/screen.h"
#include "value/json.h"
#include "value/nomenclature.h"

typedef struct HsView {
    Cli *cli;
    Region *region;
    const Nomenclature *hs;
    Screen screen;
    JsonWriter *writer; /* --json: into it; else NULL */
    Text written;       /* the code as it was typed */
    Text code;          /* its six digits or fewer */
    bool national;      /* it had more */
    int edition;        /* --edition or --day; -1: not told */
} HsView;

Text hs_edition_name(const HsView *view, int edition);
/* "HS 1996 .. HS 2002, HS 2022" */
Text hs_set_words(const HsView *view, HsSet set);
/* What the code is in an edition: our own words where there are some, else the short description; as JSON in English. */
Text hs_words(const HsView *view, Text code, int edition);
/* An edition named on the command line; *edition -1 when the option is not given. EXIT_DONE, or misuse. */
Exit hs_edition_given(HsView *view, OptionId option, int *edition);
/* Nothing to show: says where the code stands, or that it stands nowhere. EXIT_OPEN. */
Exit hs_not_found(HsView *view, int edition);
/* The loud line on a number that was used for two things; nothing where it was not. */
void hs_warn_reused(HsView *view);

Exit hs_trace(HsView *view);
/* classify FILE [PLACE], or assess CODE FILE [PLACE] (hs_classify.c). */
Exit hs_classify(HsView *view, bool assess);

#endif

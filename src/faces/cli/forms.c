/* faces/cli/forms.c - `declarant paper`: the declarations of a case, box by box, and which there are. */
#include "casework/forms.h"
#include "base/file.h"
#include "faces/cli/load.h"
#include "faces/cli/paper_out.h"
#include "papers/forms_paper.h"

typedef struct Asking {
    Cli *cli;
    const char *data;       /* folder of catalogues and forms */
    const FormKinds *kinds; /* all declarations there are */
    const Phrases *phrases;
    Text path;              /* of the case; empty: none was given */
} Asking;

/* ---- the case ---- */

static Exit case_of(const Asking *asking, Opened *opened)
{
    Cli *cli = asking->cli;
    DetermineOptions options;
    Exit exit = determine_options(cli, &options);
    if (exit != EXIT_DONE)
        return exit;
    options.lists = TEXT(FORMS_ASK);
    options.alone = true;
    const Source *source = file_read(&cli->task, text_string(&cli->region, asking->path), 0);
    if (!source)
        return EXIT_ERROR;
    *opened = case_open(cli, &cli->task, source, &options);
    if (opened->outcome == LAWBOOK_FAILED)
        return EXIT_ERROR;
    if (opened->outcome == LAWBOOK_UNTOLD)
        talk(cli, SAY(cli, MSG_PAPER_UNTOLD, opened->head.jurisdiction.length ? TEXT("movement") : TEXT("jurisdiction")));
    if (opened->outcome == LAWBOOK_NOT_COVERED)
        talk(cli, SAY(cli, MSG_NO_LAW_OF, opened->head.jurisdiction));
    return opened->outcome == LAWBOOK_DETERMINED ? EXIT_DONE : EXIT_OPEN;
}

/* ---- paper list ---- */

static Exit list_kinds(const Asking *asking)
{
    Cli *cli = asking->cli;
    Opened opened = { 0 };
    Exit exit = asking->path.length ? case_of(asking, &opened) : EXIT_DONE;
    if (exit != EXIT_DONE)
        return exit;
    return cli_paper(cli, kinds_paper(&cli->region, asking->kinds, opened.answer, asking->phrases, asking->path, cli->language));
}

/* ---- paper KIND CASE ---- */

static Exit unknown_kind(const Asking *asking, Text name)
{
    Cli *cli = asking->cli;
    Text *known = REGION_ARRAY(&cli->region, Text, asking->kinds->count);
    for (uint32_t i = 0; i < asking->kinds->count; i++)
        known[i] = asking->kinds->at[i].name;
    return misuse(cli, SAY(cli, MSG_PAPER_NO_KIND, name, nearest_hint(cli, name, known, asking->kinds->count)));
}

/* A declaration that is not asked, or with open boxes, is not done; each says so. */
static Exit judge(Cli *cli, const FilledForm *filled)
{
    size_t open = filled->counts[BOX_OPEN] + filled->counts[BOX_NO_ANSWER];
    if (!filled->sheets.count)
        talk(cli, SAY(cli, filled->unsure ? MSG_PAPER_UNSURE : MSG_PAPER_NOT_NEEDED, filled->form->kind.name));
    else if (open)
        talk(cli, say_count(cli, MSG_PAPER_OPEN, open));
    return filled->sheets.count && !open ? EXIT_DONE : EXIT_OPEN;
}

static Exit show_form(const Asking *asking, const FormKind *kind)
{
    Cli *cli = asking->cli;
    Opened opened = { 0 };
    Exit exit = case_of(asking, &opened);
    if (exit != EXIT_DONE)
        return exit;
    if (!text_equal(kind->country, opened.head.jurisdiction))
        return misuse(cli, SAY(cli, MSG_PAPER_OTHER_COUNTRY, kind->name, kind->country, opened.head.jurisdiction));
    const Form *form = form_read(&cli->task, asking->data, kind);
    if (!form)
        return EXIT_ERROR;
    const FilledForm *filled = form_fill(&cli->task, opened.answer, form);
    exit = cli_paper(cli, form_paper(&cli->region, filled, opened.answer, asking->phrases, asking->path, cli->language));
    return exit == EXIT_DONE ? judge(cli, filled) : exit;
}

/* ---- the command ---- */

Exit command_paper(Cli *cli)
{
    Asking asking = { .cli = cli, .data = load_data_folder(cli), .path = cli_operand(cli, 1) };
    Text name = cli_operand(cli, 0);
    bool list = text_is(name, "list");
    if (!name.length || cli->operand_count > 2 || (!list && !asking.path.length))
        return misuse(cli, say(cli, MSG_PAPER_NEEDS));
    Exit exit = cli_paper_form(cli);
    if (exit != EXIT_DONE)
        return exit;
    asking.kinds = asking.data ? form_kinds(&cli->task, asking.data) : NULL;
    if (!asking.kinds)
        return EXIT_ERROR;
    asking.phrases = phrases_read(&cli->task, asking.data, cli->given[OPTION_HOUSE]);
    const FormKind *kind = list ? NULL : form_kind(asking.kinds, name);
    return list ? list_kinds(&asking) : kind ? show_form(&asking, kind) : unknown_kind(&asking, name);
}

/* faces/cli/invoice.c - `declarant invoice`: how the commercial invoice of a case must look, with a sample; `declarant invoice check`: what is
 * wrong with one. */
#include "base/file.h"
#include "faces/cli/load.h"
#include "faces/cli/paper_out.h"
#include "faces/cli/tables.h"
#include "papers/invoice_paper.h"

typedef struct Asking {
    Cli *cli;
    Lawbook *lawbook;
    const InvoiceWords *words;
    DetermineOptions options;
} Asking;

static bool open_asking(Asking *asking, Cli *cli)
{
    asking->cli = cli;
    asking->lawbook = load_lawbook(cli);
    asking->words = asking->lawbook ? invoice_words_read(&cli->task, lawbook_data(asking->lawbook)) : NULL;
    return asking->words != NULL;
}

static InvoicePaperOptions paper_options(Asking *asking, Text about)
{
    return (InvoicePaperOptions){ .language = asking->cli->language, .about = about, .phrases = cli_phrases(asking->cli) };
}

/* Country or movement is not told, or no page is for them: said in one line. */
static Exit no_law(Cli *cli, const InvoiceDemands *demands, Text file)
{
    bool untold = demands->outcome == LAWBOOK_UNTOLD;
    talk(cli, untold ? SAY(cli, MSG_CLEAR_UNTOLD, file) : SAY(cli, MSG_CLEAR_NO_LAW, file, demands->head.jurisdiction, demands->head.movement));
    return EXIT_OPEN;
}

/* ---- invoice FILE ---- */

static bool is_ubl(const Cli *cli)
{
    return text_is(cli_argument(cli, OPTION_FORMAT), "ubl");
}

static Exit put_ubl(Cli *cli, const Invoice *sample)
{
    invoice_ubl(&cli->out, sample);
    return cli_output(cli);
}

static Exit show_sample(Asking *asking, const InvoiceDemands *demands, Text file)
{
    Cli *cli = asking->cli;
    InvoicePaperOptions options = paper_options(asking, file);
    SampleWords forms = sample_words(cli->language);
    const Invoice *sample = invoice_sample(&cli->task, demands, options.phrases, cli->language, &forms);
    if (is_ubl(cli))
        return put_ubl(cli, sample);
    InvoiceFindings open = { .region = &cli->region };
    invoice_missing(&cli->task, sample, asking->words, demands, &(MissingOptions){ .phrases = options.phrases }, &open);
    return cli_paper(cli, invoice_paper(&cli->region, demands, sample, &open, &options));
}

static Exit command_demands(Cli *cli, Asking *asking)
{
    Text file = cli_operand(cli, 0);
    if (!is_ubl(cli) && cli_paper_form(cli) != EXIT_DONE)
        return EXIT_USE;
    const Source *source = file_read(&cli->task, cli->operands[0], 0);
    const InvoiceDemands *demands = source && open_asking(asking, cli) ? invoice_demands(&cli->task, asking->lawbook, source, &asking->options, !is_ubl(cli)) : NULL;
    if (!demands)
        return EXIT_ERROR;
    return demands->answer ? show_sample(asking, demands, file) : no_law(cli, demands, file);
}

/* ---- invoice check FILE ---- */

/* The case of --case, or what the invoice tells. */
static const Source *case_of(Asking *asking, const Invoice *invoice)
{
    Cli *cli = asking->cli;
    if (cli_on(cli, OPTION_CASE))
        return file_read(&cli->task, cli->given[OPTION_CASE], 0);
    Text movement = cli_argument(cli, OPTION_MOVEMENT);
    return source_from(&cli->task, text_format(&cli->region, "case of " TEXT_FMT, TEXT_ARG(invoice->name)),
                       invoice_case(&cli->task, invoice, asking->words, cli_jurisdiction(cli), movement.length ? movement : TEXT("import")));
}

static Exit exit_of(Cli *cli, const InvoiceFindings *findings, bool looked, Text file)
{
    uint32_t found = findings->counts[FINDING_MUST] + findings->counts[FINDING_SHOULD];
    if (found) {
        talk(cli, SAY(cli, MSG_INVOICE_FOUND, file, text_format(&cli->region, "%u", findings->counts[FINDING_MUST]), text_format(&cli->region, "%u", findings->counts[FINDING_SHOULD])));
        return EXIT_FINDING;
    }
    if (looked && !findings->counts[FINDING_OPEN])
        return EXIT_DONE;
    talk(cli, SAY(cli, MSG_INVOICE_OPEN, file));
    return EXIT_OPEN;
}

static Exit show_check(Asking *asking, const Invoice *invoice, const InvoiceDemands *demands, Text file)
{
    Cli *cli = asking->cli;
    InvoicePaperOptions options = paper_options(asking, file);
    InvoiceFindings findings = { .region = &cli->region };
    bool looked = demands->answer != NULL;
    options.case_made = !cli_on(cli, OPTION_CASE);
    invoice_sums(&cli->task, invoice, asking->words, &findings);
    if (looked && !options.case_made)
        invoice_against(&cli->task, invoice, asking->words, demands, &findings);
    if (looked)
        invoice_missing(&cli->task, invoice, asking->words, demands, &(MissingOptions){ options.phrases, options.case_made }, &findings);
    const unsigned *signs = invoice_line_kinds(&cli->task, asking->words, invoice).signs;
    Exit exit = cli_paper(cli, invoice_check_paper(&cli->region, invoice, demands, &findings, signs, &options));
    return exit == EXIT_DONE ? exit_of(cli, &findings, looked, file) : exit;
}

static Exit command_check_invoice(Cli *cli, Asking *asking)
{
    Text file = cli_operand(cli, 1);
    if (cli_paper_form(cli) != EXIT_DONE)
        return EXIT_USE;
    TableReading reading;
    Text bytes;
    if (table_reading(cli, &reading) != EXIT_DONE)
        return EXIT_USE;
    InvoiceReading options = { reading.table, reading.columns };
    bool read = file_bytes(&cli->task, cli->operands[1], LIMIT_FILE_BYTES, &bytes) && open_asking(asking, cli);
    const Invoice *invoice = read ? invoice_open(&cli->task, asking->words, file, bytes, &options) : NULL;
    const Source *told = invoice ? case_of(asking, invoice) : NULL;
    const InvoiceDemands *demands = told ? invoice_demands(&cli->task, asking->lawbook, told, &asking->options, true) : NULL;
    return demands ? show_check(asking, invoice, demands, file) : EXIT_ERROR;
}

Exit command_invoice(Cli *cli)
{
    Asking asking = { 0 };
    Exit exit = determine_options(cli, &asking.options);
    if (exit != EXIT_DONE)
        return exit;
    bool check = text_is(cli_operand(cli, 0), "check");
    if (cli->operand_count != (check ? 2 : 1))
        return misuse(cli, say(cli, MSG_NEEDS_FILE));
    return check ? command_check_invoice(cli, &asking) : command_demands(cli, &asking);
}

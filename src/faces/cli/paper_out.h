/* faces/cli/paper_out.h - what a command found, which is a paper, in the form that is asked for.
 *
 *     Paper ──▶ text on the terminal, json, csv, xlsx, html ──▶ stdout, or the file of --output
 */
#ifndef DECLARANT_FACES_CLI_PAPER_OUT_H
#define DECLARANT_FACES_CLI_PAPER_OUT_H

#include "faces/cli/cli.h"
#include "papers/paper.h"

/* What a command that ends in a paper takes, in commands.def. */
#define PAPER_OPTIONS (TAKES(FORMAT) | TAKES(PART) | TAKES(OUTPUT))

/* Is the form one that a paper has, and may it go where it is to go? For commands that leave something behind before they print.
 * EXIT_DONE, or EXIT_USE with its line told. Forms of a command's own are looked at before. */
Exit cli_paper_form(Cli *cli);
/* Writes the paper: EXIT_DONE; EXIT_USE where cli_paper_form says so; EXIT_ERROR with its problem in the report. */
Exit cli_paper(Cli *cli, const Paper *paper);

#endif

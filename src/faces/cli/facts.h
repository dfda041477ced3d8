/* faces/cli/facts.h - what the dictionary and its schema share. */
#ifndef DECLARANT_FACES_CLI_FACTS_H
#define DECLARANT_FACES_CLI_FACTS_H

#include "faces/cli/cli.h"
#include "rulebook/model.h"

/* A cell of facts.md; empty when it reads "-". */
Text cell_text(Span span);
/* The question in a language, else in English. */
Text fact_question(const FactEntry *fact, int language);
/* "list of name of documents", "-> invoice line": a type in the reader's words. */
Text type_words(Cli *cli, Text type);
/* May a case tell it (under --jurisdiction, if given)? */
bool fact_is_told(Cli *cli, const FactEntry *fact);

/* schema.c: JSON Schema 2020-12 of a case into cli->out. */
void schema_print(Cli *cli, const Rulebooks *books);

#endif

/* casework/intake_table.h - cases from tables of facts: a row is a line, a contract, a payment, a shipment, or several of them at once.
 *
 *     facts.md, data/phrases, data/intake-columns.csv ──▶ IntakeNames ─┐
 *     CSV, XLSX ──table.h, columns.h──────────────────────────────────┴──▶ Intakes
 *
 * A column is called as a fact is, in any of the three languages, with its thing before it ("payment: purpose") or not, or as its question. Columns
 * that name things ("contract", "line") tell which of them a row is of; a column "case" parts many cases.
 */
#ifndef DECLARANT_CASEWORK_INTAKE_TABLE_H
#define DECLARANT_CASEWORK_INTAKE_TABLE_H

#include "casework/columns.h"
#include "casework/intake.h"
#include "rulebook/phrases.h"

typedef struct IntakeNames IntakeNames;
/* NULL with errors. The books and phrases must live as long as the names. */
const IntakeNames *intake_names(Task *task, const Rulebooks *books, const Phrases *phrases, const char *data_folder);

typedef struct IntakeTable {
    const IntakeNames *names;
    const InvoiceWords *words;
    const IntakeFile *file;
    Table *table;
    ColumnsOptions columns;
    bool put_aside;    /* rows at fault go among the failed of the table, and with them the case that a column names */
} IntakeTable;

/* A table of facts, or an invoice where it has a column of prices or amounts of its lines. False with errors. */
bool intake_table(Intakes *intakes, const IntakeTable *read);

#endif

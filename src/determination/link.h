/* determination/link.h - inside of the linker: shared by link.c, kinds.c and sheet.c, and by nobody else. */
#ifndef DECLARANT_DETERMINATION_LINK_H
#define DECLARANT_DETERMINATION_LINK_H

#include "determination/program.h"

typedef struct NamedType { /* a record type of answers.md */
    Text name;
    const Type *type;
} NamedType;

typedef struct Linker {
    Task *task;
    Region *region;
    const Rulebooks *books;
    Program *program;
    LIST_OF(NamedType) types;
    LIST_OF(Decision *) decisions;
    LIST_OF(const FeelFunction *) functions;
    const ThingType **thing_list; /* as FeelContext wants them */
} Linker;

/* kinds.c: types as they are written ("list of document", "-> invoice line", "money"). NULL with an error. */
const Type *kind_read(Linker *linker, Span written, const ThingType **points_to, const Catalogue **catalogue);
void kinds_collect(Linker *linker); /* the record types of answers.md */
const Domain *domain_read(Linker *linker, const Source *source, Span values, const Type *type);
const Type *type_with_domain(Region *region, const Type *type, const Domain *domain);

/* sheet.c: a block becomes (part of) a sheet; then its rows are compiled and indexed. */
void sheets_compile(Linker *linker, Decision *decision);

/* The parts of that which change.c does anew for one cell. */
typedef LIST_OF(Value) PieceValues; /* what cuts a column into pieces: ascending, each once */
void cell_tests_read(Linker *linker, const ColumnIndex *column, const SheetRow *row, Span cell, FeelTests *tests);
void cell_values_add(Region *region, const ColumnIndex *column, PieceValues *values, const FeelTests *tests);
void column_index_allowed(Region *region, ColumnIndex *column, uint32_t words);
uint32_t output_part(Linker *linker, const Decision *decision, HitPolicy policy, const Column *column, const Type **type);
OutputCell output_read(Linker *linker, const FeelScope *scope, Span cell, const Type *wanted);
void sheet_make_eras(Region *region, Sheet *sheet);
void row_mark_promised(Sheet *sheet, uint32_t row); /* adds it to `promised` and `always` where it belongs there */
void sheet_read_formula(Linker *linker, const Decision *decision, Sheet *sheet, Span text);

/* A context for reading FEEL on `page` in the scope of `thing`. */
FeelContext link_context(const Linker *linker, const Source *source, const FeelScope *scope);
const FeelScope *decision_scope(const Linker *linker, const Decision *decision);

#endif

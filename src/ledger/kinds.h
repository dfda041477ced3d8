/* ledger/kinds.h - kinds of records and what a body of each may hold. The list is kinds.def. */
#ifndef DECLARANT_LEDGER_KINDS_H
#define DECLARANT_LEDGER_KINDS_H

#include "value/json.h"

typedef enum RecordKind {
#define KIND(id, name, personal) KIND_##id,
#define MEMBER(id, name, type, needed, entry)
#include "ledger/kinds.def"
#undef KIND
#undef MEMBER
    KINDS
} RecordKind;

typedef enum MemberType { MEMBER_TEXT, MEMBER_DAY, MEMBER_INSTANT, MEMBER_HASH, MEMBER_BLOB, MEMBER_PAGES, MEMBER_HASHES, MEMBER_TEXTS, MEMBER_AMOUNT, MEMBER_DECIMAL, MEMBER_WHOLE, MEMBER_FLAG, MEMBER_ANY } MemberType;

typedef struct KindMember {
    RecordKind kind;
    const char *name;
    MemberType type;
    bool needed;
    const char *entry; /* list by which it is found; NULL: none */
} KindMember;

extern const char *const kind_names[KINDS];
extern const bool kind_personal[KINDS];
extern const KindMember kind_members[];
extern const size_t kind_member_count;

/* KINDS when there is none. */
RecordKind kind_named(Text name);
/* False with errors [record-form], [unknown-member]: what a record of this kind is not. */
bool kind_check(Task *task, RecordKind kind, const Source *source, const Json *body);
const KindMember *kind_member(RecordKind kind, Text name);
/* "sha256:" and 64 digits. */
bool is_hash(Text text);
/* JSON Schema 2020-12 of a body. */
void kind_schema(JsonWriter *json, RecordKind kind);

#endif

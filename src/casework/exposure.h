/* casework/exposure.h - what a wrong declaration costs under each way it may come to light, day by day.
 *
 *     a correction of a case ──each way──▶ a case of its own ──each day──▶ run ──▶ tax, fine, late fee ──▶ steps
 *
 * The engine reckons every day; days that say the same are put together afterwards. Which facts are the day and the way, and which
 * charges are tax and late fee, stands in data/audit.csv: role, name; "owed" is tax that the case tells itself. Every other charge of a
 * correction is a fine. The roles that begin with "payment", "month" and "late charge" are those of payments.h; those from "short" on of
 * newer.h.
 */
#ifndef DECLARANT_CASEWORK_EXPOSURE_H
#define DECLARANT_CASEWORK_EXPOSURE_H

#include "determination/lawbook.h"

typedef enum AuditRole { ROLE_THING, ROLE_WAY, ROLE_ANNOUNCED, ROLE_START, ROLE_DAY, ROLE_OWED, ROLE_OMITTED, ROLE_RATE, ROLE_VALUES, ROLE_TAX, ROLE_LATE, ROLE_HELD, ROLE_PAPERS, ROLE_PAYMENT, ROLE_PAYMENT_DAY, ROLE_PAYMENT_AMOUNT, ROLE_PAYMENT_PURPOSE, ROLE_PAYMENT_NUMBER, ROLE_PAYMENT_FORM, ROLE_MONTH, ROLE_LATE_CHARGE, ROLE_SHORT, ROLE_DUE, ROLE_LATE_FROM, ROLE_CLAIM, ROLE_DECLARED, AUDIT_ROLES } AuditRole;

typedef struct AuditNames { /* data/audit.csv: names by role, in the order of the file */
    struct {
        LIST_OF(Text) names;
    } of[AUDIT_ROLES];
} AuditNames;

/* NULL with an error: there is no such file, or it has another form. */
const AuditNames *audit_names_read(Task *task, const char *data_folder);
static inline Text audit_name(const AuditNames *names, AuditRole role) { return names->of[role].names.count ? names->of[role].names.at[0] : TEXT_NONE; }
bool audit_named(const AuditNames *names, AuditRole role, Text name);

typedef struct Extent { /* an amount that may lie between two */
    bool open;               /* under some value of what is not told there is no figure */
    Decimal lowest, highest; /* of those that are one */
} Extent;

typedef enum ExposurePart { EXPOSURE_TAX, EXPOSURE_FINE, EXPOSURE_LATE, EXPOSURE_TOTAL, EXPOSURE_PARTS } ExposurePart;

typedef struct ExposureStep { /* days that say the same, but for the late fee, which grows evenly */
    int64_t from, to;              /* both included */
    Extent first[EXPOSURE_PARTS];   /* on the first day */
    Extent last[EXPOSURE_PARTS];    /* on the last day */
    bool grows;                    /* the late fee is one figure on every day, and there are two days at least */
    Decimal a_day;                 /* by which it grows: before rounding */
    CitedList cited;               /* what fine and late fee rest on, on the first day and on the last */
} ExposureStep;

typedef struct ExposureWay {
    Text correction;         /* its id */
    Text way;                /* how it comes to light, a value of that fact */
    bool asks_announced;     /* here it matters whether a check was announced: */
    bool announced;
    Text why;                /* nothing could be reckoned: the first fault; or empty */
    LIST_OF(ExposureStep) steps;
} ExposureWay;

typedef struct Exposure {
    LIST_OF(ExposureWay) ways;
    bool no_start;           /* a correction does not tell the day from which to count */
} Exposure;

typedef struct ExposureOptions {
    const AuditNames *names;
    const DetermineOptions *options; /* layer, exchange rates */
    uint32_t days;                   /* how many days are reckoned, from the start on */
    bool has_first;                  /* not from the start on, but */
    int64_t first;                   /* from this day, where it is later */
} ExposureOptions;

/* All corrections that the case tells. What is kept lives in `keep`; task's region may be emptied afterwards. */
void exposure_of(Exposure *exposure, Region *keep, Task *task, const Program *program, const Source *source, const Json *json, const ExposureOptions *options);

#endif

/* casework/payments.h - all payments of a case or a contract in the ledger, held against the law of their days.
 *
 *     payments told in the case ──┐
 *     told in other cases under   ├──▶ one case ──lawbook──▶ what each asks ──▶ held against the numbers kept
 *     the same contract's number ─┤
 *     records of kind payment   ──┘
 *
 * Cases hang together by a record of kind contract with the same number, never by the id that a case gives its contract. A record of kind
 * payment says what was paid: its day and amount count, and where the case tells others, that is said. A number is kept as a fact of the
 * payment, or as a record of kind filing that names the payment.
 *
 * Names of things, facts and charges: data/audit.csv.
 */
#ifndef DECLARANT_CASEWORK_PAYMENTS_H
#define DECLARANT_CASEWORK_PAYMENTS_H

#include "casework/exposure.h"
#include "ledger/casefile.h"

typedef enum PaymentState {
    PAYMENT_FREE,     /* nothing is to be registered before it */
    PAYMENT_NUMBERED, /* it is, and the number is kept */
    PAYMENT_OPEN,     /* whether it is hangs on facts, or the law of the day is not known */
    PAYMENT_NEEDS,    /* it is, and no number is kept; the money has not gone, as far as the ledger knows */
    PAYMENT_WITHOUT,  /* the same, and it has gone */
    PAYMENT_STATES
} PaymentState;

typedef struct LedgerPayment {
    Text id;              /* in the case that is asked: its own, "p1@other" of another case, or the number of its record */
    Text own;             /* id where it is told; or the number of its record */
    Text case_id;         /* whose it is; empty: of a record without a case */
    Text contract;        /* id in the case that is asked */
    const Json *told;     /* as its case tells it; NULL: no case does */
    const Source *source; /* of `told` */
    const Record *record; /* that it was paid; NULL: none */
    Text day, amount, purpose; /* what counts; or empty */
    bool differs;         /* case and record tell another day or amount */
    Text told_day, told_amount; /* then: what the case tells */
    Text number;          /* that is kept; or empty */
    PaymentState state;
    const Entry *form;    /* what the law says of it; NULL: nothing */
    const Entry *asks;    /* the registration it asks for; or NULL */
} LedgerPayment;

typedef struct PaymentMonth { /* a charge of a month of sales, such as a refund */
    const Entry *charge;
    Text month;           /* its id */
    Text number;          /* of the filing of that period; or empty */
} PaymentMonth;

typedef struct Payments {
    Text about;           /* case, or number of the contract */
    const Determination *answer; /* NULL: no law here answers */
    CaseHead head;
    LIST_OF(LedgerPayment) at;      /* by contract; in each those of the case first, then others, then records alone */
    LIST_OF(const Entry *) charges; /* of payments: what is kept back, or accounted for */
    LIST_OF(PaymentMonth) months;
    LIST_OF(const Entry *) late;    /* charges for what came too late */
    size_t counts[PAYMENT_STATES];
} Payments;

typedef struct PaymentsAsk {
    Text case_id;         /* or */
    Text contract;        /* the number of a contract, in whatever cases; then only its payments are told of */
    const AuditNames *names;
    const DetermineOptions *options;
} PaymentsAsk;

/* False with errors: [no-case], [no-contract], what the determination tells. */
bool payments_find(Task *task, Ledger *ledger, Lawbook *lawbook, const PaymentsAsk *ask, Payments *payments);

const char *payment_state_name(PaymentState state); /* "free", "numbered", "not known", "needs a number", "paid without a number" */

#endif

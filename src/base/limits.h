/* base/limits.h - every limit on what comes from outside, in one place.
 *
 * A message that refuses something names its limit. Reading more than these is refused, never
 * cut short.
 */
#ifndef DECLARANT_BASE_LIMITS_H
#define DECLARANT_BASE_LIMITS_H

enum {
    LIMIT_PROBLEMS = 1000,               /* problems kept in one report */
    LIMIT_FILE_BYTES = 64 * 1024 * 1024, /* a case, a page, a table that is read whole */
    LIMIT_JSON_DEPTH = 64,               /* arrays and objects inside one another */
    LIMIT_JSON_VALUES = 4 * 1000 * 1000, /* values of one JSON text */
    LIMIT_XML_DEPTH = 200,               /* elements inside one another */
    LIMIT_XML_ELEMENTS = 1000 * 1000,    /* elements of one document */
    LIMIT_NUMBER_DIGITS = 34,            /* significant digits of a number (decimal128) */
    LIMIT_NUMBER_TEXT = 80,              /* characters of a number as written */
    LIMIT_EXPRESSION_DEPTH = 200,        /* parentheses, ifs, lists inside one another in FEEL */
    LIMIT_EXPRESSION_CHAIN = 1000,       /* operators one after another in FEEL: a + b + c ... */
    LIMIT_EXPRESSION_BYTES = 64 * 1024,  /* one FEEL expression */
    LIMIT_ITERATIONS = 1000 * 1000,      /* turns of for, some, every in one evaluation */
    LIMIT_CALL_DEPTH = 200,              /* function calls inside one another */
    LIMIT_REQUIREMENT_DEPTH = 2 * 1000,      /* DMN elements that require one another, one behind the other */
    LIMIT_TABLE_ROWS = 200 * 1000,       /* rows of one table */
    LIMIT_TABLE_COLUMNS = 64,            /* columns of one table */
    LIMIT_DAY_SPANS = 64,                /* spans of days in one cell */
    LIMIT_THINGS = 100 * 1000,           /* things of one case */
    LIMIT_ANSWER_BYTES = 4096,           /* one line of an interview */
    LIMIT_ANSWER_THINGS = 100,           /* things of one kind told in one line of an interview */
    LIMIT_ID_BYTES = 200,                /* the id of a thing: it is written with all that hangs on the thing */
    LIMIT_RUNS = 4096,                   /* times a case is run to vary what is open */
    LIMIT_INVOICE_LINES = 100 * 1000,    /* lines, and records of any other group, of one invoice */
    LIMIT_INTAKE_CASES = 10 * 1000,      /* cases that are made at once */
    LIMIT_FLIPS = 100,                   /* changes of facts that are told with all they change */
    LIMIT_FLIP_VALUES = 12,              /* values of one fact that are tried for it */
    LIMIT_VARIANTS = 64,                 /* ways of telling one case that are compared side by side */
    LIMIT_LATER_RUNS = 600,              /* times a case is told for a later day, to see how long its answer holds */
    LIMIT_SELFCHECK_CASES = 2000,        /* cases of one self-check: each stays in memory with its answers */
    LIMIT_RUN_THINGS = 100 * 1000,       /* things that all these runs may go through together */
    LIMIT_RUNS_LEAST = 32,               /* runs that even the largest case may take */
    LIMIT_COMBINATIONS = 64,             /* combinations of readings for lowest and highest total */
    LIMIT_PROOF_BOXES = 200 * 1000,      /* boxes of one table that the verifier tries out in the engine */
    LIMIT_PROOF_CELLS = 4 * 1000 * 1000, /* input cells of one table that the verifier takes on */
    LIMIT_PROOF_WORK = 500 * 1000 * 1000, /* rows of one table that the verifier looks at, box by box: a few seconds */
    LIMIT_WORKING_DAYS = 100 * 1000,     /* days a time limit may count */
    LIMIT_MODEL_PARTS = 10 * 1000,       /* elements, item definitions of one DMN model */
    LIMIT_MODEL_IMPORTS = 100,           /* imports of one DMN model */
    LIMIT_PROSE_BYTES = 64 * 1024,       /* a paragraph that is shown as Markdown; a longer one is shown as it is written */
    LIMIT_VALUE_DEPTH = 400,             /* lists and contexts inside one another in one value */
    LIMIT_VALUE_STEPS = 8 * 1000 * 1000, /* parts of a value that one comparison or print visits */
    LIMIT_VALUE_BYTES = 64 * 1024 * 1024, /* a value when printed */
    LIMIT_SBOM_COMPONENTS = 1000 * 1000, /* components of one bill of materials */
    LIMIT_SBOM_BYTES = 1024 * 1024 * 1024, /* one bill of materials: its lists are read one item at a time */
    LIMIT_PATTERN_STEPS = 200 * 1000,    /* steps back of a pattern in one search */
    LIMIT_PATTERN_DEPTH = 4000,          /* steps inside one another, of the same */
    LIMIT_PATTERN_KIB = 20 * 1000,       /* memory of the same */
    LIMIT_LEDGER_RECORDS = 100 * 1000,   /* records of a ledger that one search gives */
    LIMIT_LEDGER_WAIT_MS = 10 * 1000,    /* for how long a writer waits for another */
    LIMIT_LEDGER_TRIES = 5,              /* how often a transaction is tried that met another */
    LIMIT_AUDIT_SAMPLE = 1000,           /* cases of an audit's sample */
    LIMIT_AUDIT_DAYS = 10 * 1000,        /* days of one correction that an audit reckons */
    LIMIT_ARCHIVE_ENTRIES = 10 * 1000,   /* entries of one ZIP */
    LIMIT_ARCHIVE_BYTES = 1024 * 1024 * 1024, /* inflated, of all entries of one ZIP that are read */
    LIMIT_ARCHIVE_RATIO = 200,           /* bytes that may come out of a ZIP for each that went in, past the first LIMIT_ARCHIVE_FREE */
    LIMIT_ARCHIVE_FREE = 16 * 1024 * 1024,
    LIMIT_CHILD_SECONDS = 20,            /* processor time of another program that reads a file for us */
    LIMIT_CHILD_BYTES = 1024 * 1024 * 1024, /* its memory */
    LIMIT_CONTRACT_SENTENCE = 2000,      /* bytes of a contract that are held against patterns at a time */
    LIMIT_CONTRACT_PASSAGE = 64 * 1024,  /* bytes of a contract that are read as one paragraph */
    LIMIT_CONTRACT_HITS = 100 * 1000,    /* places of a contract at which a pattern speaks, and amounts */
    LIMIT_CONTRACT_TERMS = 200,          /* terms that it defines and that are looked for in all of it */
    LIMIT_DATA_BYTES = 512 * 1024 * 1024, /* a table of business data */
    LIMIT_DATA_ROWS = 2 * 1000 * 1000,   /* its rows */
    LIMIT_DATA_COLUMNS = 256,            /* its columns */
    LIMIT_DATA_CELLS = 64 * 1000 * 1000, /* its cells: 16 bytes each */
    LIMIT_PAIRING_EXACT = 300,           /* units on a side of one contract and product whose assignment is searched for the least cost */
    LIMIT_PAIRING_SUM = 18,              /* units among which those are looked for whose sum is one of the other side */
    LIMIT_PAIRING_WORK = 2000 * 1000 * 1000, /* steps of all these searches together: some seconds */
    LIMIT_RECONCILE_LISTED = 50000,      /* differences that a paper lists; all are counted */
    LIMIT_BLOB_BYTES = 512 * 1024 * 1024, /* one file kept in a ledger */
};

#endif

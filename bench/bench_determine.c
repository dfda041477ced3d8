/* bench/bench_determine.c - the engine alone, without reading and printing, for bench/run.py.
 *
 *     bench_determine time BOOK CASES PASSES RUNS DECISION...   decide all cases PASSES times over, RUNS times; a line a run
 *     bench_determine time-single ...                           the same, one case a call instead of AT_ONCE
 *     bench_determine results BOOK CASES DECISION...            the decisions of each case, one a call, one JSON object a line
 *     bench_determine results-batch ...                         the same, AT_ONCE cases a call
 *     bench_determine results-threads ...                       the same, by two threads, each with a runner of its own
 *     bench_determine load BOOK CASES RUNS DECISION...          open the law and a plan RUNS times; a line a run
 *
 * BOOK is a folder of rulebooks, CASES a file with one flat JSON case a line, all with the keys of the first. Each case is
 * bound once: its facts become values by position, side by side in memory. What is timed is what a caller of the public
 * header waits for who holds facts: values in, values out, and for each decision the row that fired.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/file.h"
#include "declarant.h"
#include "value/date.h"
#include "value/json.h"

enum { MOST = 16, AT_ONCE = 64, THREADS = 2 };

typedef struct Bench {
    Region region;                /* the cases */
    Report report;                /* of reading the cases */
    Task task;                    /* both */
    Source *cases;                /* the file */
    Text line;                    /* first case, which names the facts */
    const char *jurisdiction;     /* as the first case tells them */
    const char *movement;
    const char *facts[MOST];      /* names, in the order of the keys */
    size_t fact_count;
    const char *const *decisions; /* names, as asked for */
    size_t decision_count;
    declarant_law *law;
    declarant_plan *plan;
    declarant_runner *runner;
    declarant_value *bound;       /* fact_count values of case 0, of case 1, ... */
    size_t count;                 /* cases */
    size_t at_once;               /* cases a call */
} Bench;

static void fail(const char *what, const declarant_report *report)
{
    fprintf(stderr, "%s\n%s", what, report ? declarant_report_text(report, NULL) : "");
    exit(1);
}

/* ---- cases ---- */

static const Json *read_line(Bench *bench, Text line)
{
    Source *source = REGION_NEW(&bench->region, Source);
    *source = (Source){ TEXT("case"), line };
    const Json *json = json_read(&bench->task, source);
    if (!json || json->kind != JSON_OBJECT || json->count > MOST)
        fail("a case cannot be read", NULL);
    return json;
}

static void read_names(Bench *bench)
{
    for (const Json *member = read_line(bench, bench->line)->first; member; member = member->next) {
        if (text_is(member->key, "jurisdiction"))
            bench->jurisdiction = text_string(&bench->region, member->text);
        else if (text_is(member->key, "movement"))
            bench->movement = text_string(&bench->region, member->text);
        else
            bench->facts[bench->fact_count++] = text_string(&bench->region, text_unsnake(&bench->region, member->key));
    }
}

/* A day, digits, a truth value or a word, as it looks. */
static declarant_value value_of(const Bench *bench, const Json *json)
{
    int64_t days, whole;
    Decimal number;
    if (json->kind == JSON_TRUE || json->kind == JSON_FALSE)
        return (declarant_value){ .kind = DECLARANT_BOOLEAN, .is.number = json->kind == JSON_TRUE };
    if (date_read(&days, json->text))
        return (declarant_value){ .kind = DECLARANT_DATE, .is.number = days };
    if (!decimal_read(&number, json->text, false))
        return declarant_plan_text(bench->plan, json->text.at, json->text.length);
    Decimal coefficient = { .coefficient = number.coefficient, .negative = number.negative };
    if (!decimal_to_int64(&whole, &coefficient))
        fail("a number is too long", NULL);
    return (declarant_value){ .kind = DECLARANT_NUMBER, .is.number = whole, .exponent = (int16_t)number.exponent };
}

static void bind_case(Bench *bench, Text line, declarant_value *values)
{
    RegionMark mark = region_mark(&bench->region);
    for (const Json *member = read_line(bench, line)->first; member; member = member->next)
        if (!text_is(member->key, "jurisdiction") && !text_is(member->key, "movement"))
            *values++ = value_of(bench, member);
    region_drop(&bench->region, mark);
}

static void open_cases(Bench *bench, const char *path)
{
    region_init(&bench->region, NULL);
    report_init(&bench->report, &bench->region);
    bench->task = (Task){ .region = &bench->region, .report = &bench->report };
    const Source *source = file_read(&bench->task, path, 0);
    if (!source)
        fail("the cases cannot be read", NULL);
    bench->cases = (Source *)source;
    bench->line = text_slice(source->bytes, 0, text_find(source->bytes, TEXT("\n"), 0));
    read_names(bench);
}

static void bind_cases(Bench *bench)
{
    Text bytes = bench->cases->bytes;
    for (size_t i = 0; i < bytes.length; i++)
        bench->count += bytes.at[i] == '\n';
    bench->bound = REGION_ARRAY(&bench->region, declarant_value, bench->count * bench->fact_count);
    for (size_t i = 0, from = 0, to; i < bench->count; i++, from = to + 1) {
        to = text_find(bytes, TEXT("\n"), from);
        bind_case(bench, text_slice(bytes, from, to), bench->bound + i * bench->fact_count);
    }
}

/* ---- law ---- */

static void open_plan(Bench *bench, const char *folder)
{
    declarant_report *report = NULL;
    declarant_law_options options = { .size = sizeof options, .rulebooks = folder };
    if (declarant_law_open(&bench->law, &options, &report) ||
        declarant_plan_open(&bench->plan, bench->law, bench->jurisdiction, bench->movement, bench->facts, bench->fact_count, bench->decisions,
                            bench->decision_count, &report) ||
        declarant_runner_open(&bench->runner, bench->plan))
        fail("the law cannot be opened", report);
    declarant_report_close(&report);
}

static void close_plan(Bench *bench)
{
    declarant_runner_close(&bench->runner);
    declarant_plan_close(&bench->plan);
    declarant_law_close(&bench->law);
}

static void decide(Bench *bench, declarant_runner *runner, size_t at, size_t count, declarant_value *results, uint32_t *rows)
{
    if (declarant_runner_decide(results, rows, runner, bench->bound + at * bench->fact_count, count))
        fail("a case cannot be decided", NULL);
}

static size_t at_most(size_t count, size_t most) { return count < most ? count : most; }

/* ---- timing ---- */

typedef struct Clocks {
    double wall, cpu; /* seconds */
} Clocks;

static double clock_of(clockid_t id)
{
    struct timespec now;
    clock_gettime(id, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static Clocks clocks(void) { return (Clocks){ clock_of(CLOCK_MONOTONIC), clock_of(CLOCK_PROCESS_CPUTIME_ID) }; }

static void tell(const char *what, size_t count, Clocks begin)
{
    Clocks end = clocks();
    printf("{\"e\":\"%s\",\"n\":%zu,\"cpu\":%.9f,\"wall\":%.9f}\n", what, count, end.cpu - begin.cpu, end.wall - begin.wall);
}

static void time_cases(Bench *bench, int passes, int runs)
{
    declarant_value results[AT_ONCE * MOST];
    uint32_t rows[AT_ONCE * MOST];
    for (int run = -1; run < runs; run++) { /* one to warm up */
        Clocks begin = clocks();
        for (int pass = 0; pass < passes; pass++)
            for (size_t i = 0; i < bench->count; i += bench->at_once)
                decide(bench, bench->runner, i, at_most(bench->count - i, bench->at_once), results, rows);
        if (run >= 0)
            tell("declarant", bench->count * (size_t)passes, begin);
    }
}

static void time_loading(Bench *bench, const char *folder, int runs)
{
    for (int run = -1; run < runs; run++) {
        Clocks begin = clocks();
        open_plan(bench, folder);
        if (run >= 0)
            tell("load", 1, begin);
        close_plan(bench);
    }
}

/* ---- results ---- */

static void print_number(Builder *out, const declarant_value *value)
{
    Decimal number = decimal_of(value->is.number, value->exponent);
    decimal_print(out, &number);
}

typedef struct Share { /* what one thread decides */
    Bench *bench;
    size_t from, to;          /* cases */
    declarant_value *results; /* of all cases */
} Share;

static void *decide_share(void *argument)
{
    Share *share = argument;
    Bench *bench = share->bench;
    declarant_runner *runner = NULL;
    if (declarant_runner_open(&runner, bench->plan))
        fail("no runner", NULL);
    for (size_t i = share->from; i < share->to; i += bench->at_once)
        decide(bench, runner, i, at_most(share->to - i, bench->at_once), share->results + i * bench->decision_count, NULL);
    declarant_runner_close(&runner);
    return NULL;
}

static void decide_all(Bench *bench, declarant_value *results, size_t threads)
{
    pthread_t thread[THREADS];
    Share shares[THREADS];
    for (size_t i = 0; i < threads; i++) {
        shares[i] = (Share){ bench, bench->count * i / threads, bench->count * (i + 1) / threads, results };
        if (pthread_create(&thread[i], NULL, decide_share, &shares[i]))
            fail("no thread", NULL);
    }
    for (size_t i = 0; i < threads; i++)
        pthread_join(thread[i], NULL);
}

static void print_results(Bench *bench, size_t threads)
{
    declarant_value *results = REGION_ARRAY(&bench->region, declarant_value, bench->count * bench->decision_count);
    decide_all(bench, results, threads);
    RegionMark mark = region_mark(&bench->region);
    for (size_t i = 0; i < bench->count; i++, results += bench->decision_count, region_drop(&bench->region, mark)) {
        Builder out = builder_on(&bench->region);
        for (size_t k = 0; k < bench->decision_count; k++) {
            build_format(&out, "%s\"%s\": ", k ? ", " : "{", bench->decisions[k]);
            if (results[k].kind == DECLARANT_NUMBER)
                print_number(&out, &results[k]);
            else
                build_text(&out, TEXT("null"));
        }
        printf(TEXT_FMT "}\n", TEXT_ARG(builder_text(&out)));
    }
}

/* ---- the command ---- */

typedef enum Work { TIME, RESULTS, LOAD } Work;
static const struct Mode {
    const char *name;
    Work work;
    size_t at_once, threads;
    int fixed; /* words before the decisions */
} MODES[] = {
    { "time", TIME, AT_ONCE, 1, 6 },          { "time-single", TIME, 1, 1, 6 },
    { "results", RESULTS, 1, 1, 4 },          { "results-batch", RESULTS, AT_ONCE, 1, 4 },
    { "results-threads", RESULTS, 1, THREADS, 4 }, { "load", LOAD, 1, 1, 5 },
};

static const struct Mode *mode_named(const char *name, int count)
{
    for (size_t i = 0; i < sizeof MODES / sizeof *MODES; i++)
        if (strcmp(MODES[i].name, name) == 0 && count > MODES[i].fixed && count - MODES[i].fixed <= MOST)
            return &MODES[i];
    return NULL;
}

int main(int count, char **words)
{
    Bench bench = { 0 };
    const struct Mode *mode = count > 1 ? mode_named(words[1], count) : NULL;
    if (!mode) {
        fprintf(stderr, "usage: bench_determine time|time-single BOOK CASES PASSES RUNS DECISION... | "
                        "results|results-batch|results-threads BOOK CASES DECISION... | load BOOK CASES RUNS DECISION...\n");
        return 2;
    }
    bench.at_once = mode->at_once;
    bench.decisions = (const char *const *)words + mode->fixed;
    bench.decision_count = (size_t)(count - mode->fixed);
    open_cases(&bench, words[3]);
    if (mode->work == LOAD) {
        time_loading(&bench, words[2], atoi(words[4]));
    } else {
        open_plan(&bench, words[2]);
        bind_cases(&bench);
        mode->work == TIME ? time_cases(&bench, atoi(words[4]), atoi(words[5])) : print_results(&bench, mode->threads);
        close_plan(&bench);
    }
    region_close(&bench.region);
    return 0;
}

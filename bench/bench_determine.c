/* bench/bench_determine.c - the engine alone, without reading and printing, for bench/run.py.
 *
 *     bench_determine time BOOK CASES PASSES RUNS     evaluate all bound cases PASSES times over, RUNS times; a line a run
 *     bench_determine results BOOK CASES              the numbers of each case, one JSON object a line
 *     bench_determine load BOOK RUNS                  read, link and compile the rulebook RUNS times; a line a run
 *
 * BOOK is a folder of rulebooks for one jurisdiction, CASES a file with one JSON case a line, all of one thing. A case is bound
 * once: its facts become the told slots of a frame, side by side in memory. What is timed is what a caller who holds
 * facts would wait for: told slots in, the wanted decisions out, with the rows that fired.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/file.h"
#include "determination/case.h"

enum { MOST_WANTED = 16 };

typedef struct Bench {
    Region law;             /* rulebook, program, bound cases */
    Region work;            /* of one case, dropped after it */
    Report report;          /* what is wrong with the input */
    Task task;              /* law and report */
    const Program *program;
    Run run;                /* one run, used over and over */
    RunFrame *frame;        /* its only frame */
    Value *bound;           /* slots of case 0, slots of case 1, ... */
    size_t cases;
    uint16_t wanted[MOST_WANTED]; /* slots of the decisions asked for */
    uint32_t wanted_count;
    Value sink;             /* keeps the compiler from leaving the work out */
} Bench;

static void fail(const Bench *bench, const char *what)
{
    Region region;
    region_init(&region, NULL);
    Builder out = builder_on(&region);
    report_print(&out, &bench->report, false);
    fprintf(stderr, "%s\n" TEXT_FMT, what, TEXT_ARG(builder_text(&out)));
    exit(1);
}

static void open_book(Bench *bench, const char *folder)
{
    region_init(&bench->law, NULL);
    region_init(&bench->work, NULL);
    report_init(&bench->report, &bench->law);
    bench->task = (Task){ .region = &bench->law, .report = &bench->report };
    const Rulebooks *books = rulebooks_read(&bench->task, &(ReadOptions){ .folder = folder });
    bench->program = books ? program_link(&bench->task, books, &(LinkOptions){ .jurisdiction = TEXT("ZZ") }) : NULL;
    if (!bench->program)
        fail(bench, "the rulebook cannot be read");
    for (uint32_t i = 0; i < bench->program->answer_count && i < MOST_WANTED; i++)
        bench->wanted[bench->wanted_count++] = bench->program->answers[i].decision->slot;
}

static void bind_case(Bench *bench, Text line, Value *slots)
{
    Source *source = REGION_NEW(&bench->law, Source);
    *source = (Source){ TEXT("case"), line };
    const Json *json = json_read(&bench->task, source);
    Run run;
    run_init(&run, bench->program, &bench->law);
    if (!json || !case_tell(&bench->task, &run, source, json, &(CaseOptions){ 0 }))
        fail(bench, "a case cannot be read");
    memcpy(slots, run.told->told, bench->program->things[0]->count * sizeof(Value));
}

static void bind_cases(Bench *bench, const char *path)
{
    const Source *source = file_read(&bench->task, path, 0);
    if (!source)
        fail(bench, "the cases cannot be read");
    size_t slots = bench->program->things[0]->count;
    for (size_t i = 0; i < source->bytes.length; i++)
        bench->cases += source->bytes.at[i] == '\n';
    bench->bound = REGION_ARRAY(&bench->law, Value, bench->cases * slots);
    size_t from = 0;
    for (size_t i = 0; i < bench->cases; i++) {
        size_t to = text_find(source->bytes, TEXT("\n"), from);
        bind_case(bench, text_slice(source->bytes, from, to), bench->bound + i * slots);
        from = to + 1;
    }
    run_init(&bench->run, bench->program, &bench->work);
    bench->frame = run_frame(&bench->run, bench->program->things[0], NULL, true);
}

static void evaluate(Bench *bench, size_t at, Value *results)
{
    size_t slots = bench->program->things[0]->count;
    memcpy(bench->frame->told, bench->bound + at * slots, slots * sizeof(Value));
    run_reset(&bench->run);
    for (uint32_t i = 0; i < bench->wanted_count; i++)
        results[i] = run_read(&bench->run, &bench->frame->frame, bench->wanted[i]);
}

static double clock_of(clockid_t id)
{
    struct timespec now;
    clock_gettime(id, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void time_cases(Bench *bench, int passes, int runs)
{
    Value results[MOST_WANTED];
    RegionMark mark = region_mark(&bench->work);
    for (int run = -1; run < runs; run++) { /* one to warm up */
        double wall = clock_of(CLOCK_MONOTONIC), cpu = clock_of(CLOCK_PROCESS_CPUTIME_ID);
        for (int pass = 0; pass < passes; pass++)
            for (size_t i = 0; i < bench->cases; i++) {
                evaluate(bench, i, results);
                bench->sink = results[0];
                region_drop(&bench->work, mark);
            }
        cpu = clock_of(CLOCK_PROCESS_CPUTIME_ID) - cpu;
        wall = clock_of(CLOCK_MONOTONIC) - wall;
        if (run >= 0)
            printf("{\"e\":\"declarant\",\"n\":%zu,\"cpu\":%.9f,\"wall\":%.9f}\n", bench->cases * (size_t)passes, cpu, wall);
    }
}

static void print_results(Bench *bench)
{
    Value results[MOST_WANTED];
    RegionMark mark = region_mark(&bench->work);
    for (size_t i = 0; i < bench->cases; i++) {
        evaluate(bench, i, results);
        Builder out = builder_on(&bench->work);
        for (uint32_t k = 0; k < bench->wanted_count; k++) {
            Text name = bench->frame->frame.type->slots[bench->wanted[k]].name;
            build_format(&out, "%s\"" TEXT_FMT "\":", k ? "," : "{", TEXT_ARG(name));
            value_print(&out, results[k]);
        }
        printf(TEXT_FMT "}\n", TEXT_ARG(builder_text(&out)));
        region_drop(&bench->work, mark);
    }
}

static void time_loading(const char *folder, int runs)
{
    for (int run = -1; run < runs; run++) {
        Bench bench = { 0 };
        double wall = clock_of(CLOCK_MONOTONIC), cpu = clock_of(CLOCK_PROCESS_CPUTIME_ID);
        open_book(&bench, folder);
        cpu = clock_of(CLOCK_PROCESS_CPUTIME_ID) - cpu;
        wall = clock_of(CLOCK_MONOTONIC) - wall;
        region_close(&bench.law);
        if (run >= 0)
            printf("{\"e\":\"load\",\"n\":1,\"cpu\":%.9f,\"wall\":%.9f}\n", cpu, wall);
    }
}

int main(int count, char **words)
{
    Bench bench = { 0 };
    if (count == 4 && strcmp(words[1], "load") == 0) {
        time_loading(words[2], atoi(words[3]));
        return 0;
    }
    bool timed = count == 6 && strcmp(words[1], "time") == 0;
    if (!timed && !(count == 4 && strcmp(words[1], "results") == 0)) {
        fprintf(stderr, "usage: bench_determine time BOOK CASES PASSES RUNS | results BOOK CASES | load BOOK RUNS\n");
        return 2;
    }
    open_book(&bench, words[2]);
    bind_cases(&bench, words[3]);
    if (timed)
        time_cases(&bench, atoi(words[4]), atoi(words[5]));
    else
        print_results(&bench);
    region_close(&bench.work);
    region_close(&bench.law);
    return 0;
}

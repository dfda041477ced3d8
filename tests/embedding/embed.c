/* tests/embedding/embed.c - what include/declarant.h promises to a program that embeds the library. Knows that header and
 * nothing more. tests/embedding/run.py builds it plainly, with the sanitizers of the tree, and with the thread sanitizer.
 *
 *     embed threads RULEBOOKS CASE...        four threads determine all cases at once
 *     embed memory RULEBOOKS CASE [fault]    every allocation fails in turn; without it the case is determined, or at fault
 *     embed plans RULEBOOKS                  plans decide as declarant_determine does (books/charges)
 *     embed handles RULEBOOKS CASE           NULL options, closing in every order, cancelling
 *     embed broken CASE FOLDER...            rulebooks that are at fault never give an answer
 *
 * Prints TAP.
 */
#include <declarant.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int tests, failures;

static void test(int good, const char *name, const char *detail)
{
    failures += !good;
    printf("%s %d - %s%s%s\n", good ? "ok" : "not ok", ++tests, name, detail ? ": " : "", detail ? detail : "");
}

typedef struct Text {
    char *at;
    size_t length;
} Text;

static Text read_file(const char *path)
{
    Text text = { malloc(1 << 20), 0 };
    FILE *file = fopen(path, "rb");
    if (file) {
        text.length = fread(text.at, 1, 1 << 20, file);
        fclose(file);
    }
    return text;
}

static declarant_law *open_law(const char *folder)
{
    declarant_law *law = NULL;
    declarant_law_options options = { .size = sizeof options, .rulebooks = folder };
    return declarant_law_open(&law, &options, NULL) == DECLARANT_OK ? law : NULL;
}

/* ---- threads ---- */

enum { THREADS = 4, ROUNDS = 2 };

typedef struct Work {
    declarant_law *law;
    Text *cases;
    char **wanted; /* the answer of one thread alone, per case */
    int count, first, wrong;
} Work;

static char *answer_text(declarant_law *law, Text json)
{
    declarant_answer *answer = NULL;
    declarant_result result = declarant_determine(&answer, law, json.at, json.length, NULL, NULL);
    char *copy = result == DECLARANT_OK ? strdup(declarant_answer_json(answer, NULL)) : NULL;
    declarant_answer_close(&answer);
    return copy;
}

static void *determine_all(void *argument)
{
    Work *work = argument;
    for (int i = 0; i < ROUNDS * work->count; i++) {
        int at = (i + work->first) % work->count;
        char *found = answer_text(work->law, work->cases[at]);
        work->wrong += !found || strcmp(found, work->wanted[at]) != 0;
        free(found);
    }
    return NULL;
}

static void test_threads(const char *folder, char **paths, int count)
{
    Text *cases = calloc((size_t)count, sizeof *cases);
    char **wanted = calloc((size_t)count, sizeof *wanted);
    declarant_law *alone = open_law(folder), *shared = open_law(folder);
    int determined = 0;
    for (int i = 0; i < count; i++) {
        cases[i] = read_file(paths[i]);
        wanted[i] = answer_text(alone, cases[i]);
        determined += wanted[i] != NULL;
    }
    test(determined == count && count > 0, "one thread determines every case", NULL);
    Work work[THREADS];
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) {
        work[i] = (Work){ shared, cases, wanted, count, i * count / THREADS, 0 };
        pthread_create(&threads[i], NULL, determine_all, &work[i]);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        test(work[i].wrong == 0, "a thread among four gives the same answers", NULL);
    }
    declarant_law_close(&alone);
    declarant_law_close(&shared);
    for (int i = 0; i < count; i++) {
        free(cases[i].at);
        free(wanted[i]);
    }
    free(cases);
    free(wanted);
}

/* ---- memory ---- */

typedef struct Purse {
    long left; /* allocations until one fails; from then on all fail, or that one alone */
    int once;
    long live;
} Purse;

static void *purse_allocate(void *context, size_t bytes)
{
    Purse *purse = context;
    if (purse->left-- == 0 || (purse->left < 0 && !purse->once))
        return NULL;
    purse->live++;
    return malloc(bytes);
}

static void purse_release(void *context, void *memory)
{
    Purse *purse = context;
    purse->live -= memory != NULL;
    free(memory);
}

static declarant_result with_purse(Purse *purse, const char *folder, Text json, declarant_result end)
{
    declarant_law *law = NULL;
    declarant_report *report = NULL;
    declarant_answer *answer = NULL;
    declarant_law_options options = { .size = sizeof options, .rulebooks = folder, .allocate = purse_allocate, .release = purse_release, .context = purse };
    declarant_result result = declarant_law_open(&law, &options, &report);
    if (result == DECLARANT_OK)
        result = declarant_determine(&answer, law, json.at, json.length, NULL, &report);
    if ((result == DECLARANT_OK) != (answer != NULL))
        result = DECLARANT_CANCELLED; /* which nobody asked for */
    if (result == DECLARANT_NO_MEMORY && purse->once && law) { /* memory is there again: so is the answer */
        if (declarant_determine(&answer, law, json.at, json.length, NULL, &report) != end)
            result = DECLARANT_CANCELLED;
    }
    declarant_answer_close(&answer);
    declarant_report_close(&report);
    declarant_law_close(&law);
    return result;
}

/* `end`: how it ends when all memory is there. */
static void test_memory(const char *folder, const char *path, int once, declarant_result end)
{
    Text json = read_file(path);
    int others = 0, leaks = 0;
    long n = 0;
    declarant_result result = DECLARANT_NO_MEMORY;
    for (; result == DECLARANT_NO_MEMORY && n < 5000; n++) {
        Purse purse = { n, once, 0 };
        result = with_purse(&purse, folder, json, end);
        others += result != end && result != DECLARANT_NO_MEMORY;
        leaks += purse.live != 0;
    }
    char detail[80];
    snprintf(detail, sizeof detail, "%ld allocations", n - 1);
    test(result == end && n > 5, once ? "each allocation fails once" : "all allocations fail from each on", detail);
    test(others == 0, "and that is no memory, never anything else", NULL);
    test(leaks == 0, "and nothing is left behind", NULL);
    free(json.at);
}

/* ---- plans ---- */

static const char *const FACTS[] = { "entry day", "price", "exempt", "percentage", "kind" };
static const char *const DECISIONS[] = { "value", "duty.amount", "levy.amount", "duty", "fee.rate" };

/* The text after "charge": "NAME" ... "amount": " in a determination. */
static int amount_in(const char *json, const char *charge, char *amount, size_t room)
{
    char wanted[64];
    snprintf(wanted, sizeof wanted, "\"charge\":\"%s\"", charge);
    const char *at = strstr(json, wanted);
    at = at ? strstr(at, "\"amount\":\"") : NULL;
    if (!at)
        return 0;
    at += strlen("\"amount\":\"");
    size_t length = strcspn(at, "\"");
    snprintf(amount, room, "%.*s", (int)length, at);
    return 1;
}

static void number_text(declarant_value value, char *text, size_t room)
{
    if (value.kind == DECLARANT_LONG_NUMBER) {
        snprintf(text, room, "%.*s", (int)value.length, value.is.text);
        return;
    }
    if (value.kind != DECLARANT_NUMBER || value.exponent < -18 || value.exponent > 0) {
        snprintf(text, room, "kind %d", value.kind);
        return;
    }
    long long whole = value.is.number, scale = 1;
    int digits = -value.exponent;
    for (int i = 0; i < digits; i++)
        scale *= 10;
    if (scale == 1)
        snprintf(text, room, "%lld", whole);
    else
        snprintf(text, room, "%lld.%0*lld", whole / scale, digits, whole % scale);
}

/* By plan and by determination, the same figure. */
static int plan_agrees(declarant_law *law, declarant_runner *runner, const declarant_plan *plan, long price, int exempt, int percentage)
{
    char json[512], by_plan[64], by_case[64];
    int length = snprintf(json, sizeof json, "{\"jurisdiction\":\"ZZ\",\"movement\":\"import\",\"entry_day\":\"2021-01-01\",\"items\":[{\"price\":\"%ld.25 ZZD\",\"exempt\":%s,\"percentage\":\"%d\",\"kind\":\"levy\"}]}",
                          price, exempt ? "true" : "false", percentage);
    declarant_value facts[] = {
        { .kind = DECLARANT_DATE, .is.number = 18628 },
        { .kind = DECLARANT_NUMBER, .exponent = -2, .is.number = price * 100 + 25 },
        { .kind = DECLARANT_BOOLEAN, .is.number = exempt },
        { .kind = DECLARANT_NUMBER, .is.number = percentage },
        declarant_plan_text(plan, "levy", 4),
    };
    declarant_value results[5];
    uint32_t rows[5];
    declarant_determine_options options = { .size = sizeof options, .compact = 1 };
    declarant_answer *answer = NULL;
    if (declarant_runner_decide(results, rows, runner, facts, 1) != DECLARANT_OK || declarant_determine(&answer, law, json, (size_t)length, &options, NULL) != DECLARANT_OK)
        return 0;
    int good = amount_in(declarant_answer_json(answer, NULL), "duty", by_case, sizeof by_case);
    number_text(results[1], by_plan, sizeof by_plan);
    good = good && strcmp(by_plan, by_case) == 0;
    good = good && amount_in(declarant_answer_json(answer, NULL), "levy", by_case, sizeof by_case);
    number_text(results[2], by_plan, sizeof by_plan);
    good = good && strcmp(by_plan, by_case) == 0;
    good = good && results[3].kind == DECLARANT_OTHER && results[4].kind == DECLARANT_NUMBER && results[4].is.number == 0;
    const char *row = declarant_plan_row(plan, 1, rows[1]);
    good = good && row && strcmp(row, exempt ? "D-1" : "D-2") == 0;
    if (!good)
        printf("# price %ld, exempt %d, percentage %d: plan %s, case %s\n", price, exempt, percentage, by_plan, by_case);
    declarant_answer_close(&answer);
    return good;
}

static void test_plan_refusals(declarant_law *law)
{
    declarant_plan *plan = NULL;
    declarant_report *report = NULL;
    const char *unknown[] = { "prize" };
    test(declarant_plan_open(&plan, law, "ZZ", "import", unknown, 1, DECISIONS, 1, &report) == DECLARANT_FAULT && !plan, "an unknown fact is a fault", NULL);
    test(report && strstr(declarant_report_text(report, NULL), "[unknown-fact]") != NULL, "and the report names it", NULL);
    test(declarant_plan_open(&plan, law, "ZZ", "import", FACTS, 5, unknown, 1, &report) == DECLARANT_FAULT && !plan, "so is an unknown decision", NULL);
    const char *part[] = { "duty.amounts" };
    test(declarant_plan_open(&plan, law, "ZZ", "import", FACTS, 5, part, 1, &report) == DECLARANT_FAULT && !plan, "or part of one", NULL);
    declarant_report_close(&report);
}

static void test_unknowns(const declarant_plan *plan, declarant_runner *runner)
{
    declarant_value nothing[5] = { { .kind = DECLARANT_UNKNOWN } }, results[5];
    test(declarant_runner_decide(results, NULL, runner, nothing, 1) == DECLARANT_OK && results[1].kind == DECLARANT_UNKNOWN, "what is not told is unknown", NULL);
    declarant_value strange[] = {
        { .kind = DECLARANT_DATE, .is.number = INT64_MAX },
        { .kind = DECLARANT_NUMBER, .exponent = INT16_MAX, .is.number = INT64_MIN },
        { .kind = DECLARANT_BOOLEAN, .is.number = 7 },
        { .kind = 99 },
        { .kind = DECLARANT_TEXT, .length = 12, .is.text = "no such kind" },
    };
    declarant_result result = declarant_runner_decide(results, NULL, runner, strange, 1);
    test(result == DECLARANT_OK || result == DECLARANT_FAULT, "strange values do no harm", NULL);
    test(declarant_plan_row(plan, 99, 1) == NULL && declarant_plan_row(plan, 1, 0) == NULL && declarant_plan_row(plan, 1, 9999) == NULL, "no such row", NULL);
}

static void test_plans(const char *folder)
{
    declarant_law *law = open_law(folder);
    declarant_plan *plan = NULL;
    declarant_runner *runner = NULL;
    declarant_report *report = NULL;
    declarant_result result = declarant_plan_open(&plan, law, "ZZ", "import", FACTS, 5, DECISIONS, 5, &report);
    test(result == DECLARANT_OK && plan, "a plan opens", report ? declarant_report_text(report, NULL) : NULL);
    test(plan && declarant_runner_open(&runner, plan) == DECLARANT_OK, "and a runner", NULL);
    int wrong = 0;
    for (long price = 0; runner && price < 2000; price += 37)
        for (int percentage = 0; percentage < 30; percentage += 7)
            wrong += !plan_agrees(law, runner, plan, price, percentage % 2, percentage);
    test(runner && wrong == 0, "a plan decides as a case is determined", NULL);
    if (runner)
        test_unknowns(plan, runner);
    test_plan_refusals(law);
    declarant_law_close(&law); /* before what hangs on it */
    declarant_plan_close(&plan);
    declarant_runner_close(&runner);
    declarant_report_close(&report);
    test(!law && !plan && !runner, "closing sets to NULL, in any order", NULL);
}

/* ---- handles ---- */

static volatile int cancel;

static void *raise_flag(void *unused)
{
    (void)unused;
    __atomic_store_n(&cancel, 1, __ATOMIC_RELAXED);
    return NULL;
}

static void test_cancel(declarant_law *law, Text json)
{
    declarant_determine_options options = { .size = sizeof options, .cancel = &cancel };
    declarant_answer *answer = NULL;
    cancel = 1;
    test(declarant_determine(&answer, law, json.at, json.length, &options, NULL) == DECLARANT_CANCELLED && !answer, "a flag that is up cancels", NULL);
    cancel = 0;
    test(declarant_determine(&answer, law, json.at, json.length, &options, NULL) == DECLARANT_OK && answer, "and leaves no trace", NULL);
    declarant_answer_close(&answer);
    pthread_t thread;
    declarant_result result = DECLARANT_OK;
    pthread_create(&thread, NULL, raise_flag, NULL);
    for (int i = 0; i < 1000 && result == DECLARANT_OK; i++) {
        result = declarant_determine(&answer, law, json.at, json.length, &options, NULL);
        declarant_answer_close(&answer);
    }
    pthread_join(thread, NULL);
    test(result == DECLARANT_CANCELLED, "so does one that goes up meanwhile", NULL);
}

static void test_options(declarant_law *law, Text json)
{
    declarant_answer *answer = NULL;
    declarant_report *report = NULL;
    declarant_determine_options options = { .size = sizeof options, .as_of = "2025-13-01" };
    test(declarant_determine(&answer, law, json.at, json.length, &options, &report) == DECLARANT_FAULT && report, "a day that is none is a fault", NULL);
    options = (declarant_determine_options){ .size = sizeof options, .layer = "nobody" };
    test(declarant_determine(&answer, law, json.at, json.length, &options, &report) == DECLARANT_FAULT, "so is a voice nobody has", NULL);
    options = (declarant_determine_options){ .size = sizeof options, .language = "tlh", .alone = 1, .trace = 1, .compact = 1 };
    size_t length = 0;
    test(declarant_determine(&answer, law, json.at, json.length, &options, &report) == DECLARANT_OK && !report, "an unknown language is English; the old report is closed", NULL);
    const char *text = answer ? declarant_answer_json(answer, &length) : "";
    test(length > 0 && strlen(text) == length && !strchr(text, '\n'), "compact JSON stands on one line", NULL);
    declarant_answer_close(&answer);
    declarant_answer_close(NULL);
    declarant_report_close(NULL);
    declarant_law_close(NULL);
    declarant_plan_close(NULL);
    declarant_runner_close(NULL);
    test(declarant_report_errors(NULL) == 0 && strcmp(declarant_report_text(NULL, &length), "") == 0 && length == 0, "no report is an empty one", NULL);
}

static void test_rates(declarant_law *law)
{
    static const char csv[] = "from,to,rate,valid from,valid to,source\nUSD,VND,26300,2025-12-01,2025-12-07,list\n";
    declarant_rates *rates = NULL;
    declarant_report *report = NULL;
    test(declarant_rates_open(&rates, law, csv, strlen(csv), NULL) == DECLARANT_OK && rates, "a table of exchange rates opens", NULL);
    declarant_rates_close(&rates);
    test(declarant_rates_open(&rates, law, csv, strlen(csv) - 5, &report) == DECLARANT_FAULT && !rates && report, "one that is cut off is a fault", NULL);
    declarant_report_close(&report);
    declarant_rates_close(&rates);
    declarant_rates_close(NULL);
}

/* A case that leaves its rate to the table. */
static void test_case_with_rates(declarant_law *law, Text json)
{
    static const char csv[] = "from,to,rate,valid from,valid to,source\nUSD,VND,26301,2025-12-05,2025-12-05,list\n";
    declarant_rates *rates = NULL;
    declarant_answer *answer = NULL;
    declarant_rates_open(&rates, law, csv, strlen(csv), NULL);
    declarant_determine_options options = { .size = sizeof options, .rates = rates };
    declarant_result result = declarant_determine(&answer, law, json.at, json.length, &options, NULL);
    declarant_rates_close(&rates);
    test(result == DECLARANT_OK && declarant_answer_status(answer) == DECLARANT_CONFLICT, "a rate that differs from the case's is a conflict", NULL);
    declarant_answer_close(&answer);
}

static void test_handles(const char *folder, const char *path)
{
    Text json = read_file(path);
    setenv("DECLARANT_RULEBOOKS", folder, 1);
    declarant_law *law = NULL;
    declarant_answer *answer = NULL;
    declarant_report *report = NULL;
    test(declarant_law_open(&law, NULL, NULL) == DECLARANT_OK && law, "the law opens with no options", NULL);
    test(declarant_determine(&answer, law, json.at, json.length, NULL, NULL) == DECLARANT_OK && answer, "a case is determined with no options", NULL);
    test(declarant_determine(&answer, law, "[", 1, NULL, NULL) == DECLARANT_FAULT, "a fault needs no report", NULL);
    test(declarant_determine(&answer, law, "", 0, NULL, &report) == DECLARANT_FAULT && report, "nothing is no case", NULL);
    test_options(law, json);
    test_rates(law);
    test_case_with_rates(law, json);
    test_cancel(law, json);
    declarant_law_close(&law);
    test(strstr(declarant_answer_json(answer, NULL), "\"status\"") != NULL && strlen(declarant_report_text(report, NULL)) > 0, "answer and report outlive the law", NULL);
    declarant_answer_close(&answer);
    declarant_report_close(&report);
    setenv("DECLARANT_RULEBOOKS", "/nowhere", 1);
    test(declarant_law_open(&law, NULL, &report) == DECLARANT_FAULT && !law && report, "no folder, no law", NULL);
    declarant_report_close(&report);
    free(json.at);
}

/* ---- rulebooks at fault ---- */

static void test_broken(const char *path, const char *folder)
{
    Text json = read_file(path);
    declarant_law *law = open_law(folder);
    for (int i = 0; i < 2; i++) { /* the second time as the first */
        declarant_answer *answer = NULL;
        declarant_report *report = NULL;
        declarant_result result = law ? declarant_determine(&answer, law, json.at, json.length, NULL, &report) : DECLARANT_FAULT;
        int told = !law || (report && declarant_report_errors(report) > 0 && strstr(declarant_report_text(report, NULL), "error: ") != NULL);
        test(result == DECLARANT_FAULT && !answer && told, "rulebooks at fault give a report, and never an answer", folder);
        declarant_answer_close(&answer);
        declarant_report_close(&report);
    }
    declarant_law_close(&law);
    free(json.at);
}

int main(int count, char **words)
{
    const char *mode = count > 2 ? words[1] : "";
    if (strcmp(mode, "threads") == 0)
        test_threads(words[2], words + 3, count - 3);
    else if (strcmp(mode, "plans") == 0)
        test_plans(words[2]);
    else if (strcmp(mode, "memory") == 0 && count > 3) {
        declarant_result end = count > 4 ? DECLARANT_FAULT : DECLARANT_OK;
        test_memory(words[2], words[3], 0, end);
        test_memory(words[2], words[3], 1, end);
    } else if (strcmp(mode, "handles") == 0 && count > 3)
        test_handles(words[2], words[3]);
    else if (strcmp(mode, "broken") == 0)
        for (int i = 3; i < count; i++)
            test_broken(words[2], words[i]);
    else
        test(0, "no such mode", mode);
    return failures || !tests ? EXIT_FAILURE : EXIT_SUCCESS;
}

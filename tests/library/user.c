/* tests/library/user.c - a program of somebody else: knows declarant.h and nothing more.
 *
 *     user RULEBOOKS [CASE]     0 when the library behaves as its header says
 */
#include <declarant.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures;

static void expect(int good, const char *what)
{
    if (!good)
        printf("not so: %s\n", what);
    failures += !good;
}

static void refuses_what_is_no_case(declarant_law *law)
{
    declarant_answer *answer = NULL;
    declarant_report *report = NULL;
    const char *json = "{ \"jurisdiction\": ";
    expect(declarant_determine(&answer, law, json, strlen(json), NULL, &report) == DECLARANT_FAULT, "half a case is a fault");
    expect(answer == NULL, "a fault leaves the answer as it was");
    expect(report && declarant_report_errors(report) > 0 && strlen(declarant_report_text(report, NULL)) > 0, "the report says why");
    declarant_report_close(&report);
    expect(report == NULL, "closing sets the handle to NULL");
}

static void determines(declarant_law *law, const char *path)
{
    static char json[1 << 20];
    FILE *file = fopen(path, "rb");
    size_t length = file ? fread(json, 1, sizeof json, file) : 0;
    if (file)
        fclose(file);
    declarant_answer *answer = NULL;
    declarant_report *report = NULL;
    declarant_result result = declarant_determine(&answer, law, json, length, NULL, &report);
    expect(result == DECLARANT_OK && answer, "a shipped case is determined");
    if (result)
        puts(report ? declarant_report_text(report, NULL) : "no report");
    else
        expect(strstr(declarant_answer_json(answer, &length), "\"status\"") && length > 0, "its answer has a status");
    declarant_answer_close(&answer);
    declarant_report_close(&report);
}

int main(int count, char **words)
{
    declarant_law *law = NULL;
    declarant_report *report = NULL;
    declarant_law_options options = { .size = sizeof options, .rulebooks = count > 1 ? words[1] : NULL };
    expect(strlen(declarant_version()) > 0, "there is a version");
    expect(declarant_law_open(&law, &options, &report) == DECLARANT_OK && law, "the installed law opens");
    if (law) {
        refuses_what_is_no_case(law);
        if (count > 2)
            determines(law, words[2]);
    }
    declarant_law_close(&law);
    declarant_law_close(&law);
    declarant_report_close(&report);
    return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}

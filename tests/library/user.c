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

static void makes_the_law_book(declarant_law *law)
{
    declarant_paper *paper = NULL;
    declarant_report *report = NULL;
    declarant_law_book_options options = { .size = sizeof options, .jurisdiction = "VN", .language = "vi" };
    size_t length = 0;
    expect(declarant_law_book(&paper, law, &options, &report) == DECLARANT_OK && paper, "the law of a country is made a book");
    expect(paper && strstr(declarant_paper_text(paper, &length), "<html lang=\"vi\">") && length > 100000, "which is HTML in its language");
    declarant_paper_close(&paper);
    expect(paper == NULL, "closing sets the handle to NULL");
    options.jurisdiction = "ZZ";
    expect(declarant_law_book(&paper, law, &options, &report) == DECLARANT_FAULT && !paper, "there is no law of ZZ");
    expect(report && strstr(declarant_report_text(report, NULL), "[no-law-of]"), "and the report says so");
    declarant_report_close(&report);
}

static void makes_the_country_sheet(declarant_law *law)
{
    declarant_paper *paper = NULL;
    declarant_report *report = NULL;
    declarant_sheet_options options = { .size = sizeof options, .until = "2008-06-20" };
    expect(declarant_sheet(&paper, law, "IN", "2008-06-20", NULL, &report) == DECLARANT_OK && paper, "the sheet of a country is made");
    expect(paper && strstr(declarant_paper_text(paper, NULL), "\"12.36% of 10000 INR"), "with the guide's 12.36 %");
    declarant_paper_close(&paper);
    expect(declarant_sheet(&paper, law, "IN", "2008-06-20", &options, &report) == DECLARANT_OK && paper, "two days are compared");
    expect(paper && strstr(declarant_paper_text(paper, NULL), "\"changes\": []"), "and are the same day");
    declarant_paper_close(&paper);
    expect(declarant_sheet(&paper, law, "ZZ", "2008-06-20", NULL, &report) == DECLARANT_OK && strstr(declarant_paper_text(paper, NULL), "\"covered\": false"), "ZZ is not covered");
    declarant_paper_close(&paper);
    expect(declarant_sheet(&paper, law, "IN", "in June", NULL, &report) == DECLARANT_FAULT && !paper, "a sheet needs a day");
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
        makes_the_law_book(law);
        makes_the_country_sheet(law);
        if (count > 2)
            determines(law, words[2]);
    }
    declarant_law_close(&law);
    declarant_law_close(&law);
    declarant_report_close(&report);
    return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}

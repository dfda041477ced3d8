/* examples/library/determine.c - the shortest program that asks the law about a case.
 *
 *     cc determine.c $(pkg-config --cflags --libs declarant) -o determine
 *     ./determine case.json [RULEBOOKS]
 *
 * Prints the determination as JSON. Exit 0: determined; 3: facts are missing or the law is silent; 4: two rules apply; 1: an
 * error, which is told on stderr.
 */
#include <declarant.h>
#include <stdio.h>
#include <stdlib.h>

/* The whole of a file, or NULL. */
static char *read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    char *bytes = NULL;
    *length = 0;
    if (!file)
        return NULL;
    for (size_t room = 4096;; room *= 2) {
        char *grown = realloc(bytes, room);
        if (!grown)
            break;
        bytes = grown;
        *length += fread(bytes + *length, 1, room - *length, file);
        if (*length < room)
            break;
    }
    fclose(file);
    return bytes;
}

static int say_fault(declarant_result result, declarant_report **report)
{
    fputs(result == DECLARANT_NO_MEMORY ? "out of memory\n" : declarant_report_text(*report, NULL), stderr);
    declarant_report_close(report);
    return 1;
}

static int determine(declarant_law *law, const char *json, size_t length)
{
    static const int exits[] = { 0, 3, 3, 3, 4 }; /* by status */
    declarant_answer *answer = NULL;
    declarant_report *report = NULL;
    declarant_result result = declarant_determine(&answer, law, json, length, NULL, &report);
    if (result != DECLARANT_OK)
        return say_fault(result, &report);
    puts(declarant_answer_json(answer, NULL));
    int exit_code = exits[declarant_answer_status(answer)];
    declarant_answer_close(&answer);
    return exit_code;
}

int main(int count, char **words)
{
    size_t length;
    char *json = count > 1 ? read_file(words[1], &length) : NULL;
    if (!json) {
        fprintf(stderr, "usage: %s case.json [RULEBOOKS]\n", words[0]);
        return 2;
    }
    declarant_law *law = NULL;
    declarant_report *report = NULL;
    declarant_law_options options = { .size = sizeof options, .rulebooks = count > 2 ? words[2] : NULL };
    declarant_result result = declarant_law_open(&law, &options, &report);
    int exit_code = result == DECLARANT_OK ? determine(law, json, length) : say_fault(result, &report);
    declarant_law_close(&law);
    free(json);
    return exit_code;
}

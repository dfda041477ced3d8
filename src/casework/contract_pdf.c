/* casework/contract_pdf.c - the text of a PDF by poppler's pdftotext, a child of its own.
 *
 * A PDF is a program of its maker's: it is read by another process, which gets the bytes on its standard input, may use so much time, memory and
 * output, and has no file to write. What it says of a fault is not passed on.
 */
#include "casework/contract.h"

#include "base/child.h"
#include "base/utf8.h"

static const char *const COMMAND[] = { "pdftotext", "-layout", "-enc", "UTF-8", "-", "-", NULL };
enum { EXIT_UNREADABLE = 1, EXIT_NOT_ALLOWED = 3 };

static void told(Task *task, Text name, const char *kind, const char *what)
{
    Problem *problem = report_error(task->report, kind, SPAN_NONE, "%s", what);
    problem_where(task->report, problem, TEXT_FMT, TEXT_ARG(name));
}

static void report_child(Task *task, Text name, const ChildResult *result)
{
    if (result->end == CHILD_NOT_FOUND)
        told(task, name, "no-program", "a PDF is read by the program \"pdftotext\", which is not there; Debian's package is poppler-utils");
    else if (result->end == CHILD_TOO_MUCH)
        told(task, name, "pdf-limit", "the PDF takes more time, memory or room than it may (limits LIMIT_CHILD_SECONDS, LIMIT_CHILD_BYTES, LIMIT_FILE_BYTES)");
    else if (text_find(result->errors, TEXT("ncorrect password"), 0) != SIZE_MAX || result->code == EXIT_NOT_ALLOWED)
        told(task, name, "pdf-encrypted", "the PDF is encrypted, and its text cannot be read without the password");
    else
        told(task, name, "pdf-unreadable", "the PDF is damaged, or no PDF: no text could be read from it");
}

const Source *pdf_text(Task *task, Text name, Text bytes)
{
    ChildResult result;
    ChildLimits limits = { .seconds = LIMIT_CHILD_SECONDS, .memory = LIMIT_CHILD_BYTES, .output = LIMIT_FILE_BYTES };
    child_run(task, COMMAND, bytes, &limits, &result);
    if (result.end != CHILD_DONE || result.code) {
        report_child(task, name, &result);
        return NULL;
    }
    Source *source = REGION_NEW(task->region, Source);
    *source = (Source){ name, utf8_sound(task->region, result.output) };
    return source;
}

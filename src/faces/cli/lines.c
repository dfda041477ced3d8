/* faces/cli/lines.c - see lines.h. */
#include "faces/cli/lines.h"

#include <stdlib.h>

#include "base/file.h"

bool lines_open(Cli *cli, Lines *lines, const char *path)
{
    bool standard = text_is(text_of(path), "-");
    *lines = (Lines){ .path = path, .file = standard ? stdin : fopen(path, "re") };
    if (lines->file && (standard || !directory_exists(path)))
        return true;
    report_error(&cli->report, lines->file ? "file-is-directory" : "no-file", SPAN_NONE, "could not open the file \"%s\"", path);
    if (lines->file)
        fclose(lines->file);
    return false;
}

static void keep_byte(Lines *lines, char byte)
{
    if (lines->length == lines->room) {
        size_t wanted = lines->room ? lines->room * 2 : 4096;
        char *grown = lines->room < LIMIT_FILE_BYTES ? realloc(lines->line, wanted) : NULL;
        lines->too_long = !grown;
        if (!grown)
            return;
        lines->line = grown;
        lines->room = wanted;
    }
    lines->line[lines->length++] = byte;
}

/* The next line, empty or not, without its end. */
static bool read_line(Lines *lines)
{
    int letter = getc_unlocked(lines->file);
    lines->length = 0;
    lines->too_long = false;
    if (letter == EOF)
        return false;
    for (; letter != EOF && letter != '\n'; letter = getc_unlocked(lines->file))
        if (!lines->too_long)
            keep_byte(lines, (char)letter);
    lines->number++;
    return true;
}

bool lines_next(Lines *lines, Text *line)
{
    while (read_line(lines)) {
        *line = text_trim((Text){ lines->line, lines->length });
        if (text_ends(*line, TEXT("\r")))
            line->length--;
        if (line->length)
            return true;
    }
    return false;
}

bool lines_close(Cli *cli, Lines *lines)
{
    bool broken = ferror(lines->file) != 0;
    if (broken)
        report_error(&cli->report, "file-unreadable", SPAN_NONE, "could not read \"%s\"", lines->path);
    free(lines->line);
    if (lines->file != stdin)
        fclose(lines->file);
    return !broken;
}

/* read_table WHAT FILE ... - the readers of tables by themselves, for tests/table/run.py: what was read on stdout, the report on stderr.
 *
 *     read_table archive FILE [ENTRY [LIMIT]]    names of the entries, or the bytes of one
 *     read_table decode FILE [ENCODING]          the text in UTF-8
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/archive.h"
#include "base/encoding.h"
#include "base/file.h"

typedef struct Asked {
    Task *task;
    int count;
    char **words; /* words[0] is the file */
    Builder out;
    bool good;
} Asked;

static const char *word(const Asked *asked, int at)
{
    return at < asked->count ? asked->words[at] : "";
}

static void read_archive(Asked *asked)
{
    Text bytes;
    if (!file_bytes(asked->task, asked->words[0], LIMIT_DATA_BYTES, &bytes))
        return;
    Archive *archive = archive_open(asked->task, text_of(asked->words[0]), bytes);
    if (!archive)
        return;
    asked->good = true;
    for (uint32_t i = 0; asked->count == 1 && i < archive_count(archive); i++)
        build_format(&asked->out, TEXT_FMT "\n", TEXT_ARG(archive_name(archive, i)));
    for (int i = 1; i < asked->count && asked->good; i += 2) {
        Text entry;
        asked->good = archive_read(asked->task, archive, text_of(asked->words[i]), i + 1 < asked->count ? strtoul(asked->words[i + 1], NULL, 10) : LIMIT_DATA_BYTES, &entry);
        if (asked->good)
            build_text(&asked->out, entry);
    }
    archive_close(&archive);
}

static void read_text(Asked *asked)
{
    const Source *source = file_read_decoded(asked->task, asked->words[0], LIMIT_DATA_BYTES, text_of(word(asked, 1)));
    asked->good = source;
    if (source)
        build_text(&asked->out, source->bytes);
}

static const struct {
    const char *name;
    void (*run)(Asked *);
} whats[] = { { "archive", read_archive }, { "decode", read_text } };

int main(int count, char **words)
{
    Region region;
    Report report;
    region_init(&region, NULL);
    report_init(&report, &region);
    Task task = { &region, &report, NULL };
    Asked asked = { &task, count - 2, words + 2, builder_on(&region), false };
    for (size_t i = 0; count > 2 && i < sizeof whats / sizeof *whats; i++)
        if (strcmp(words[1], whats[i].name) == 0)
            whats[i].run(&asked);
    Builder talk = builder_on(&region);
    report_print(&talk, &report, false);
    fwrite(talk.at, 1, talk.length, stderr);
    fwrite(asked.out.at, 1, asked.out.length, stdout);
    int exit = asked.good && !report.errors ? 0 : 1;
    region_close(&region);
    return exit;
}

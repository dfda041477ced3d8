/* tools/zones.c - turns a folder of TZif files into one C file for src/value/zone.c. Run by the build, never shipped.
 *
 *     zones /usr/share/zoneinfo > zones.c
 *
 * Names in order; files that are alike are written once. What is no zone (posix/, right/, tables) is left out.
 */
#define _GNU_SOURCE
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILES_MOST = 4000, FILE_MOST = 64 * 1024 };

typedef struct File {
    char *name;
    unsigned char *bytes;
    size_t length;
    size_t same_as; /* the first file with these bytes */
} File;

static File files[FILES_MOST];
static size_t file_count, root_length;

static int keep(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status;
    (void)place;
    const char *name = path + root_length + 1;
    if ((kind != FTW_F && kind != FTW_SL) || strncmp(name, "posix/", 6) == 0 || strncmp(name, "right/", 6) == 0 || strncmp(name, "posixrules", 10) == 0 ||
        strcmp(name, "localtime") == 0)
        return 0;
    File file = { strdup(name), malloc(FILE_MOST), 0, 0 };
    FILE *in = fopen(path, "rb");
    if (!in || !file.name || !file.bytes || file_count == FILES_MOST)
        return perror(path), 1;
    file.length = fread(file.bytes, 1, FILE_MOST, in);
    fclose(in);
    if (file.length > 44 && memcmp(file.bytes, "TZif", 4) == 0 && file.bytes[4] >= '2') {
        files[file_count++] = file;
        return 0;
    }
    free(file.name);
    free(file.bytes);
    return 0;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const File *)a)->name, ((const File *)b)->name);
}

static size_t first_alike(size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (files[i].length == files[at].length && memcmp(files[i].bytes, files[at].bytes, files[at].length) == 0)
            return i;
    return at;
}

/* Version 1 of the data, four bytes a time, comes first in a file and is not needed. */
static size_t second_part(const File *file)
{
    const unsigned char *counts = file->bytes + 20;
    size_t count[6];
    for (int i = 0; i < 6; i++)
        count[i] = (size_t)counts[4 * i] << 24 | (size_t)counts[4 * i + 1] << 16 | (size_t)counts[4 * i + 2] << 8 | counts[4 * i + 3];
    return 44 + count[3] * 5 + count[4] * 6 + count[5] + count[2] * 8 + count[1] + count[0];
}

static void print_file(size_t at)
{
    size_t from = second_part(&files[at]);
    printf("static const unsigned char zone_%zu[] = \"", at);
    for (size_t i = from; i < files[at].length; i++)
        printf("\\%03o", files[at].bytes[i]);
    printf("\";\n");
}

static void print_edition(const char *root)
{
    char path[4096], line[200] = "";
    snprintf(path, sizeof path, "%s/tzdata.zi", root);
    FILE *in = fopen(path, "r");
    if (in && fgets(line, sizeof line, in))
        line[strcspn(line, "\n")] = '\0';
    if (in)
        fclose(in);
    printf("const char zones_edition[] = \"%s\";\n", strncmp(line, "# version ", 10) == 0 ? line + 10 : "unknown");
}

int main(int count, char **words)
{
    if (count != 2)
        return fprintf(stderr, "usage: zones FOLDER\n"), 2;
    root_length = strlen(words[1]);
    if (nftw(words[1], keep, 16, FTW_PHYS) != 0 || !file_count)
        return fprintf(stderr, "zones: no time zones below %s\n", words[1]), 1;
    qsort(files, file_count, sizeof *files, by_name);
    printf("/* made by tools/zones.c */\n#include \"value/zone_table.h\"\n\n");
    for (size_t i = 0; i < file_count; i++)
        if ((files[i].same_as = first_alike(i)) == i)
            print_file(i);
    printf("\nconst Zone zones[] = {\n");
    for (size_t i = 0; i < file_count; i++)
        printf("    { \"%s\", zone_%zu, sizeof zone_%zu - 1 },\n", files[i].name, files[i].same_as, files[i].same_as);
    printf("};\nconst size_t zone_count = sizeof zones / sizeof *zones;\n");
    print_edition(words[1]);
    return ferror(stdout) ? 1 : 0;
}

/* fuzz/fuzz_sheet.c - any bytes as the XML of a sheet of XLSX, in a workbook that is as it should be; what stands behind a NUL is that of
 * the texts its cells share. Behind a first byte of 1 they are the content of ODS.
 *
 * The archive is made here, its entries stored: a fuzzer that had to guess checksums would never come to the sheet.
 */
#include <dlfcn.h>

#include "guarded.h"
#include "table_values.h"

enum { PARTS = 6 };

typedef struct Part {
    const char *name;
    Text bytes;
    uint32_t at, crc;
} Part;

static uint32_t crc_of(Text bytes)
{
    uint32_t crc = UINT32_MAX;
    for (size_t i = 0; i < bytes.length; i++) {
        crc ^= (unsigned char)bytes.at[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
    }
    return ~crc;
}

static void put(Builder *out, uint32_t number, int bytes)
{
    for (; bytes > 0; bytes--, number >>= 8)
        build_byte(out, (char)number);
}

/* Version, flags, method, time, day, checksum, sizes, length of the name, none of an extra field. */
static void put_entry(Builder *out, const Part *part)
{
    put(out, 20, 2);
    put(out, 0, 2);
    put(out, 0, 2);
    put(out, 0, 2);
    put(out, 33, 2);
    put(out, part->crc, 4);
    put(out, (uint32_t)part->bytes.length, 4);
    put(out, (uint32_t)part->bytes.length, 4);
    put(out, (uint32_t)strlen(part->name), 2);
    put(out, 0, 2);
}

static Text zipped(Region *region, Part *parts, uint32_t count)
{
    Builder out = builder_on(region);
    for (uint32_t i = 0; i < count; i++) {
        parts[i].at = (uint32_t)out.length;
        parts[i].crc = crc_of(parts[i].bytes);
        put(&out, 0x04034b50, 4);
        put_entry(&out, &parts[i]);
        build_text(&out, text_of(parts[i].name));
        build_text(&out, parts[i].bytes);
    }
    uint32_t directory = (uint32_t)out.length;
    for (uint32_t i = 0; i < count; i++) {
        put(&out, 0x02014b50, 4);
        put(&out, 20, 2);
        put_entry(&out, &parts[i]);
        put(&out, 0, 6);
        put(&out, 0, 4);
        put(&out, parts[i].at, 4);
        build_text(&out, text_of(parts[i].name));
    }
    uint32_t end = (uint32_t)out.length;
    put(&out, 0x06054b50, 4);
    put(&out, 0, 4);
    put(&out, count, 2);
    put(&out, count, 2);
    put(&out, end - directory, 4);
    put(&out, directory, 4);
    put(&out, 0, 2);
    return builder_text(&out);
}

#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define RELATION(id, kind, target) "<Relationship Id=\"" id "\" Type=\"" OFFICE "/" kind "\" Target=\"" target "\"/>"

static Text workbook(Region *region, const Input *input)
{
    const char *nul = input->bytes.length ? memchr(input->bytes.at, '\0', input->bytes.length) : NULL;
    size_t cut = nul ? (size_t)(nul - input->bytes.at) : input->bytes.length;
    Part parts[PARTS] = {
        { .name = "_rels/.rels", .bytes = TEXT("<Relationships>" RELATION("a", "officeDocument", "xl/workbook.xml") "</Relationships>") },
        { .name = "xl/workbook.xml", .bytes = TEXT("<workbook xmlns:r=\"" OFFICE "\"><sheets><sheet name=\"S\" r:id=\"s\"/></sheets></workbook>") },
        { .name = "xl/_rels/workbook.xml.rels", .bytes = TEXT("<Relationships>" RELATION("s", "worksheet", "s.xml") RELATION("t", "styles", "t.xml") RELATION("u", "sharedStrings", "u.xml") "</Relationships>") },
        { .name = "xl/t.xml", .bytes = TEXT("<styleSheet><numFmts><numFmt numFmtId=\"200\" formatCode=\"00000000\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"200\"/></cellXfs></styleSheet>") },
        { .name = "xl/u.xml", .bytes = nul ? text_slice(input->bytes, cut + 1, input->bytes.length) : TEXT("<sst><si><t>d</t></si><si><t>v</t></si><si><t>c</t></si></sst>") },
        { .name = "xl/s.xml", .bytes = text_slice(input->bytes, 0, cut) },
    };
    return zipped(region, parts, PARTS);
}

static Text document(Region *region, Text content)
{
    Part parts[] = { { .name = "mimetype", .bytes = TEXT("application/vnd.oasis.opendocument.spreadsheet") }, { .name = "content.xml", .bytes = content } };
    return zipped(region, parts, 2);
}

static void read_sheet(void *argument)
{
    const Input *input = argument;
    Task *task = input->task;
    bool ods = input->bytes.length && input->bytes.at[0] == 1;
    Text bytes = ods ? document(task->region, text_slice(input->bytes, 1, input->bytes.length)) : workbook(task->region, input);
    Table *table = table_of(task, TEXT("fuzz.xlsx"), bytes, &(TableOptions){ .keep_wrong = input->bytes.length % 2 });
    if (table)
        use_table(task, table);
    else if (!task->report->errors)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void *held; /* so that the library is not loaded anew for each input */
    if (!held)
        held = dlopen("libzip.so.4", RTLD_NOW | RTLD_LOCAL);
    return run_guarded(read_sheet, data, size);
}

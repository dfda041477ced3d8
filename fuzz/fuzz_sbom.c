/* fuzz/fuzz_sbom.c - any bytes as a bill of materials: what is read is held against itself and differs in nothing; every report can be printed. */
#include <stdlib.h>

#include "base/file.h"
#include "casework/sbom_diff.h"
#include "guarded.h"

/* Small tables of our own: the fuzzer looks for faults in reading, not in the data. */
static const Csv *table(Task *task, const char *text)
{
    Source *source = REGION_NEW(task->region, Source);
    *source = (Source){ TEXT("table"), text_of(text) };
    return csv_read(task, source);
}

static void check_accepted(Task *task, const Sbom *sbom)
{
    static const KnownLibrary OPENSSL = { .type = { "system", 6 }, .path = { "openssl", 7 }, .name = { "openssl", 7 } };
    static const KnownLibrary *const NAMED[] = { &OPENSSL };
    TraitTables tables = {
        .algorithms = table(task, "family,word,encrypts,key,bits,source\nAES,aes,yes,symmetric,,x\nRSA,rsa,yes,factorisation,,x\nECDH,ecdh,yes,curve,,x\nSHA-2,sha512,no,,,x\n"),
        .curves = table(task, "curve,bits,source\ncurve25519,255,x\n"), .model_files = table(task, "ending,source\n.onnx,x\n"),
        .library_count = 1, .libraries = &OPENSSL, .by_name = NAMED, .named_count = 1 };
    const SbomDiff *diff = sbom_diff(task->region, &tables, sbom, sbom);
    if (diff->components.count || diff->traits.count)
        abort();
}

static void read_bill(void *argument)
{
    const Input *input = argument;
    Task *task = input->task;
    const Source *source = source_from(task, TEXT("fuzz"), input->bytes);
    Sbom *sbom = source ? sbom_read(task, source) : NULL;
    if (sbom) {
        sbom_align(task->region, sbom, sbom);
        check_accepted(task, sbom);
    }
    if (!sbom && !task->report->errors)
        abort();
    Builder out = builder_on(task->region);
    report_print(&out, task->report, false);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return run_guarded(read_bill, data, size);
}

/* tests/unit/test_sbom.c - bills of materials too large to keep, and memory that runs out while one is read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "casework/sbom_diff.h"
#include "failing.h"

static const char HEAD[] = "{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.6\", \"components\": [";

static Source bill_of(Region *region, int components)
{
    Builder out = builder_on(region);
    build_text(&out, text_of(HEAD));
    for (int i = 0; i < components; i++)
        build_format(&out, "%s{\"name\": \"n%d\", \"type\": \"library\"}", i ? "," : "", i);
    build_text(&out, TEXT("]}"));
    return (Source){ TEXT("bill"), builder_text(&out) };
}

static void test_limit_of_components(void **state)
{
    (void)state;
    Region region;
    Report report;
    region_init(&region, NULL);
    report_init(&report, &region);
    Task task = { &region, &report, NULL };
    Source at_limit = bill_of(&region, LIMIT_SBOM_COMPONENTS), past = bill_of(&region, LIMIT_SBOM_COMPONENTS + 1);
    assert_non_null(sbom_read(&task, &at_limit));
    assert_null(sbom_read(&task, &past));
    assert_string_equal(report.first->name, "sbom-too-large");
    region_close(&region);
}

static void read_bill(Task *task)
{
    Source source = bill_of(task->region, 40);
    const Sbom *sbom = sbom_read(task, &source);
    if (sbom)
        sbom_component(sbom, TEXT("n1"));
}

static void test_memory_runs_out(void **state)
{
    (void)state;
    assert_true(fail_everywhere(read_bill) > 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_limit_of_components), cmocka_unit_test(test_memory_runs_out) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* tests/unit/rulebook_reports.c - what `declarant check FOLDER` will print, before there is a command line.
 *
 *     rulebook_reports [check|--dump] FOLDER [PAGE]       (so tests/reports/run.py can run it)
 *
 * Reads the folder with the cross-check on, prints the report and "N errors, N warnings" on stderr; exit 5 when there
 * is an error. With --dump it lists what was read. */
#include <stdio.h>
#include <string.h>

#include "rulebook/model.h"

static void dump_decision(const DecisionBlock *decision)
{
    printf("  " TEXT_FMT " : " TEXT_FMT " per " TEXT_FMT " on " TEXT_FMT ", %u columns, %u rows, %u readings, %u examples, %u cases\n",
           TEXT_ARG(decision->name), TEXT_ARG(span_text(decision->type)), TEXT_ARG(decision->per), TEXT_ARG(decision->clock),
           decision->table.column_count, decision->table.row_count, decision->reading_count, decision->example_count,
           decision->case_count);
}

static void dump(const Rulebooks *books)
{
    printf("%u things, %u facts, %u parts, %u lists, %u answers, %u catalogues\n", books->thing_count, books->fact_count,
           books->part_count, books->list_count, books->answer_count, books->catalogue_count);
    for (uint32_t i = 0; i < books->page_count; i++) {
        const Page *page = &books->pages[i];
        printf(TEXT_FMT ": \"" TEXT_FMT "\", %u sources, %u charges, %u exchanges, %u decisions\n", TEXT_ARG(page->path),
               TEXT_ARG(page->title), page->source_count, page->charge_count, page->exchange_count, page->decision_count);
        for (uint32_t k = 0; k < page->decision_count; k++)
            dump_decision(&page->decisions[k]);
    }
}

static void print_report(Region *region, const Report *report)
{
    Builder out = builder_on(region);
    report_print(&out, report, false);
    if (out.length)
        fwrite(out.at, 1, out.length, stderr);
    fprintf(stderr, "%zu errors, %zu warnings\n", report->errors, report->warnings);
}

int main(int count, char **arguments)
{
    bool dumps = count > 1 && strcmp(arguments[1], "--dump") == 0;
    bool word = dumps || (count > 1 && strcmp(arguments[1], "check") == 0);
    arguments += word;
    count -= word;
    if (count < 2)
        return 2;
    Region region;
    Report report;
    region_init(&region, NULL);
    report_init(&report, &region);
    Task task = { &region, &report, NULL };
    ReadOptions options = { .folder = arguments[1], .only_page = count > 2 ? arguments[2] : NULL, .cross_check = true };
    const Rulebooks *books = rulebooks_read(&task, &options);
    if (books && dumps)
        dump(books);
    print_report(&region, &report);
    bool failed = report.errors > 0;
    region_close(&region);
    return failed ? 5 : 0;
}

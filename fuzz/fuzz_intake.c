/* fuzz/fuzz_intake.c - any bytes as a table of facts, as an invoice, as a case begun with and as an earlier case: what is refused is told, and what is
 * made is JSON that is read again as the same facts, each with its origin.
 *
 * The dictionary and the names of columns are read once.
 */
#include <stdlib.h>

#include "base/file.h"
#include "casework/intake_table.h"
#include "guarded.h"

#define DATA DECLARANT_SOURCE "/data"

typedef struct Kept { /* between inputs */
    Region region;
    Report report;
    Task task;
    const Rulebooks *books;
    const IntakeNames *names;
    const InvoiceWords *words;
} Kept;

static Kept kept;

static void open_names(void)
{
    region_init(&kept.region, NULL);
    report_init(&kept.report, &kept.region);
    kept.task = (Task){ .region = &kept.region, .report = &kept.report };
    kept.books = rulebooks_read(&kept.task, &(ReadOptions){ .folder = DECLARANT_SOURCE "/rulebooks", .data_folder = DATA, .without_examples = true });
    kept.words = invoice_words_read(&kept.task, DATA);
    kept.names = kept.books ? intake_names(&kept.task, kept.books, phrases_read(&kept.task, DATA, NULL), DATA) : NULL;
    if (!kept.names || !kept.words)
        abort();
}

static Intakes begin(Task *task)
{
    return (Intakes){ .task = task, .start = { .books = kept.books, .data_folder = DATA, .id = TEXT("fuzz") } };
}

/* What was made is JSON, its origins are, and both have the facts that there are. */
static void check_made(Task *task, Intake *intake)
{
    Text json = intake_json(intake);
    const Source *made = source_from(task, TEXT("made"), json), *origins = source_from(task, TEXT("origins"), intake_origins(intake, json));
    const Json *read = made ? json_read(task, made) : NULL, *told = origins ? json_read(task, origins) : NULL;
    const Json *facts = told ? json_get(told, TEXT("facts")) : NULL;
    if (!read || !facts || facts->count != intake_facts(intake, INTAKE_READ, true))
        abort();
    Intake *again = intake_new(task, TEXT("again"));
    if (!intake_base(again, intake_file(task, TEXT("made"), json), made) || intake_facts(again, INTAKE_READ, true) != facts->count)
        abort();
}

static void check_all(Task *task, const Intakes *intakes, bool good)
{
    if (!good && !task->report->errors)
        abort();
    for (size_t i = 0; good && i < intakes->at.count; i++)
        check_made(task, intakes->at.at[i]);
}

static void as_table(void *argument)
{
    Input *input = argument;
    Task *task = input->task;
    Intakes intakes = begin(task);
    Table *table = table_of(task, TEXT("fuzz"), input->bytes, &(TableOptions){ .keep_wrong = input->bytes.length % 2 });
    if (!table)
        return;
    IntakeTable read = { kept.names, kept.words, intake_file(task, TEXT("fuzz"), input->bytes), table, { .day_order = DAY_ORDER_DMY }, input->bytes.length % 2 };
    check_all(task, &intakes, intake_table(&intakes, &read));
}

static void as_invoice(void *argument)
{
    Input *input = argument;
    Task *task = input->task;
    Intake *intake = intake_new(task, TEXT("fuzz"));
    const Invoice *invoice = invoice_open(task, kept.words, TEXT("fuzz"), input->bytes, &(InvoiceReading){ .columns = { .decimal = DECIMAL_POINT } });
    if (invoice && intake_invoice(intake, intake_file(task, TEXT("fuzz"), input->bytes), invoice, kept.words))
        check_made(task, intake);
}

static void as_case(void *argument)
{
    Input *input = argument;
    Task *task = input->task;
    const Source *source = source_from(task, TEXT("fuzz"), input->bytes);
    IntakeFile *file = intake_file(task, TEXT("fuzz"), input->bytes);
    Intake *whole = intake_new(task, TEXT("whole")), *earlier = intake_new(task, TEXT("earlier"));
    if (source && intake_base(whole, file, source))
        check_made(task, whole);
    if (source && intake_earlier(earlier, file, source, kept.books, DATA))
        check_made(task, earlier);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!kept.names)
        open_names();
    run_guarded(as_table, data, size);
    run_guarded(as_invoice, data, size);
    return run_guarded(as_case, data, size);
}

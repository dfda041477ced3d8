/* rulebook/dmn_foreign.c - another tool's model as pages. See dmn_pages.h. */
#include "rulebook/dmn_pages.h"

bool dmn_foreign_pages(Task *task, const DmnModel *model, DmnPages *out)
{
    (void)out;
    report_error(task->report, "dmn-not-held", model->xml->span, "model \"" TEXT_FMT "\" was not exported from a rulebook", TEXT_ARG(model->name));
    return false;
}

/* determination/reasons.c - see reasons.h. One line a reason, five fields parted by tabs, the first line the names of the fields. */
#include "determination/reasons.h"

#include "base/file.h"
#include "determination/mutate.h"

enum { FIELDS = 5 };

/* line = page TAB row TAB column TAB change TAB reason */
static bool read_line(Task *task, const Source *source, Text line, Reason *reason)
{
    Text fields[FIELDS], rest = line;
    for (int i = 0; i < FIELDS; i++)
        fields[i] = text_trim(text_cut(rest, '\t', &rest));
    *reason = (Reason){ fields[0], fields[1], fields[2], fields[3], fields[4], span_of(source, line), false };
    bool whole = fields[0].length && fields[1].length && fields[2].length && fields[4].length && !rest.length;
    if (!whole) {
        Problem *p = report_error(task->report, "reason-form", reason->span, "a reason has five fields: page, row, column, change, reason");
        problem_hint(task->report, p, "Part them by tabs; * stands for any page, row or change.");
    }
    return whole;
}

bool reasons_read(Task *task, const char *folder, Reasons *reasons)
{
    *reasons = (Reasons){ 0 };
    char *path = path_join(task->region, text_of(folder), TEXT("survivors.tsv"));
    const Source *source = file_exists(path) ? file_read(task, path, 0) : NULL;
    if (!source)
        return !file_exists(path);
    LIST_OF(Reason) all = { 0 };
    bool fine = true, head = true;
    for (Text rest = source->bytes; rest.length; head = false) {
        Text line = text_cut(rest, '\n', &rest);
        Reason reason;
        if (head || !text_trim(line).length)
            continue;
        bool read = read_line(task, source, line, &reason);
        fine &= read;
        if (read)
            *LIST_ADD(task->region, all) = reason;
    }
    *reasons = (Reasons){ all.count, all.at };
    return fine;
}

static bool means(Text written, Text word)
{
    return text_is(written, "*") || text_equal(written, word);
}

static bool is_for(const Reason *reason, Text page, const Mutant *mutant)
{
    Text row = mutant->kind == MUTANT_FORMULA ? mutant->block->name : mutant_row(mutant);
    return means(reason->page, page) && means(reason->row, row) && text_equal(reason->column, mutant_column(mutant)) && means(reason->change, mutant->changed);
}

bool reasons_have(Reasons *reasons, Text page, const Mutant *mutant)
{
    bool found = false;
    for (size_t i = 0; i < reasons->count; i++)
        if (is_for(&reasons->at[i], page, mutant))
            found = reasons->at[i].used = true;
    return found;
}

void reasons_warn(Task *task, const Reasons *reasons)
{
    for (size_t i = 0; i < reasons->count; i++) {
        const Reason *reason = &reasons->at[i];
        if (!reason->used)
            report_warning(task->report, "reason-not-needed", reason->span, "no change of row \"" TEXT_FMT "\", column \"" TEXT_FMT "\" survives", TEXT_ARG(reason->row), TEXT_ARG(reason->column));
    }
}

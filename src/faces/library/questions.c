/* faces/library/questions.c - the questions of include/declarant.h that run a case many times: each answers in JSON. */
#include "faces/library/library.h"

#include "base/file.h"
#include "determination/compare.h"
#include "determination/flip.h"

static bool is_compact(const Asked *asked)
{
    return asked->options && asked->options->compact;
}

/* ---- compare ---- */

/* The worst of the variants. */
static declarant_status worst_status(const Comparison *comparison)
{
    Status worst = STATUS_DETERMINED;
    for (uint32_t v = 0; v < comparison->variant_count; v++)
        worst = comparison->variants[v].status > worst ? comparison->variants[v].status : worst;
    return (declarant_status)worst;
}

static bool ask_comparison(Call *call, Asked *asked, const DetermineOptions *options, int language, Builder *out)
{
    const Axis *axes;
    uint32_t count;
    const Source *source = source_from(&call->task, TEXT("case"), asked->given);
    if (!source || !axes_read(&call->task, text_of(asked->context), &axes, &count))
        return false;
    const Comparison *comparison = lawbook_compare(&call->task, asked->law->lawbook, source, options, axes, count);
    if (!comparison)
        return false;
    comparison_json(out, comparison, language, is_compact(asked));
    asked->status = worst_status(comparison);
    return true;
}

declarant_result declarant_compare(declarant_answer **answer, declarant_law *law, const char *json, size_t length, const char *vary,
                                   const declarant_determine_options *options, declarant_report **report)
{
    Asked asked = { .given = { json, length }, .ask = ask_comparison, .context = (void *)vary };
    return ask_run(answer, law, &asked, options, report);
}

/* ---- flips ---- */

static bool ask_flips(Call *call, Asked *asked, const DetermineOptions *options, int language, Builder *out)
{
    const char *const *about = asked->context;
    const Source *source = source_from(&call->task, TEXT("case"), asked->given);
    const Flips *flips = source ? lawbook_flips(&call->task, asked->law->lawbook, source, options, text_of(about[0]), text_of(about[1])) : NULL;
    if (!flips)
        return false;
    flips_json(out, flips, language, is_compact(asked));
    asked->status = flips->outcome == LAWBOOK_DETERMINED ? (declarant_status)flips->answer->status : flips->outcome == LAWBOOK_UNTOLD ? DECLARANT_UNDETERMINED : DECLARANT_NOT_COVERED;
    return true;
}

declarant_result declarant_flips(declarant_answer **answer, declarant_law *law, const char *json, size_t length, const char *decision, const char *place,
                                 const declarant_determine_options *options, declarant_report **report)
{
    const char *about[] = { decision, place };
    Asked asked = { .given = { json, length }, .ask = ask_flips, .context = about };
    return ask_run(answer, law, &asked, options, report);
}

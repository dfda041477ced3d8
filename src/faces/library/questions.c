/* faces/library/questions.c - the questions of include/declarant.h that run a case many times: each answers in JSON. */
#include "faces/library/library.h"

#include "base/file.h"
#include "determination/compare.h"
#include "determination/flip.h"
#include "determination/impact.h"
#include "determination/lawdiff.h"
#include "determination/validity.h"
#include "rulebook/timeline.h"

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

/* ---- validity ---- */

static bool ask_validity(Call *call, Asked *asked, const DetermineOptions *options, int language, Builder *out)
{
    CaseHead head = { 0 };
    const Determination *answer = NULL;
    const Validity *validity = NULL;
    const Source *source = source_from(&call->task, TEXT("case"), asked->given);
    LawbookOutcome outcome = source ? lawbook_validity(&call->task, asked->law->lawbook, source, options, &head, &answer, &validity) : LAWBOOK_FAILED;
    if (outcome == LAWBOOK_FAILED)
        return false;
    Builder whole = builder_on(call->task.region);
    lawbook_json(&whole, outcome, &head, answer, language, asked->options && asked->options->trace, true);
    JsonWriter json = json_writer(out, is_compact(asked));
    json_open(&json, '{');
    json_key(&json, TEXT("determination"));
    json_raw(&json, builder_text(&whole));
    json_key(&json, TEXT("validity"));
    if (validity)
        validity_json(&json, answer, validity, language);
    else
        json_null(&json);
    json_close(&json, '}');
    asked->status = outcome == LAWBOOK_DETERMINED ? (declarant_status)answer->status : outcome == LAWBOOK_UNTOLD ? DECLARANT_UNDETERMINED : DECLARANT_NOT_COVERED;
    return true;
}

declarant_result declarant_validity(declarant_answer **answer, declarant_law *law, const char *json, size_t length, const declarant_determine_options *options, declarant_report **report)
{
    Asked asked = { .given = { json, length }, .ask = ask_validity };
    return ask_run(answer, law, &asked, options, report);
}

/* ---- impact ---- */

typedef struct Days {
    const char *from, *to;
} Days;

static bool read_days(Call *call, const Days *days, ImpactOptions *options)
{
    bool from, to;
    if (!call_day(call, "from", days->from, &from, &options->from) || !call_day(call, "to", days->to, &to, &options->to))
        return false;
    if (!from || !to)
        report_error(call->task.report, "day-untold", SPAN_NONE, "the days from and to are needed");
    return from && to;
}

/* Each case in a region of its own; its faults are kept among the impact's. */
static void add_case(Call *call, Impact *impact, Region *region, Text line, uint64_t number)
{
    Report report;
    region_reset(region);
    report_init(&report, region);
    Task task = { .region = region, .report = &report, .cancel = call->task.cancel };
    Text name = text_format(region, "line %llu", (unsigned long long)number);
    impact_case(impact, &task, source_from(&task, name, line), number);
}

static void add_lines(Call *call, Impact *impact, Text lines)
{
    Region region;
    uint64_t number = 0;
    region_init(&region, call->allocator);
    region.on_empty = call->task.region->on_empty;
    while (lines.length && !task_cancelled(&call->task)) {
        Text line = text_trim(text_cut(lines, '\n', &lines));
        number++;
        if (line.length)
            add_case(call, impact, &region, line, number);
    }
    region_close(&region);
}

static bool ask_impact(Call *call, Asked *asked, const DetermineOptions *options, int language, Builder *out)
{
    ImpactOptions wanted = { .options = *options };
    Impact impact;
    (void)language;
    if (!read_days(call, asked->context, &wanted))
        return false;
    impact_open(&impact, &call->task, asked->law->lawbook, &wanted);
    add_lines(call, &impact, asked->given);
    impact_sort(&impact);
    impact_json(out, &impact, is_compact(asked));
    asked->status = DECLARANT_DETERMINED;
    return true;
}

declarant_result declarant_impact(declarant_answer **answer, declarant_law *law, const char *lines, size_t length, const char *from, const char *to,
                                  const declarant_determine_options *options, declarant_report **report)
{
    Days days = { from, to };
    Asked asked = { .given = { lines, length }, .ask = ask_impact, .context = &days };
    return ask_run(answer, law, &asked, options, report);
}

/* ---- two days of law ---- */

typedef struct TwoLaws {
    const char *jurisdiction, *decision;
    Days days;
} TwoLaws;

static bool ask_diff(Call *call, Asked *asked, const DetermineOptions *options, int language, Builder *out)
{
    const TwoLaws *laws = asked->context;
    ImpactOptions days = { 0 };
    (void)options, (void)language;
    if (!read_days(call, &laws->days, &days))
        return false;
    const LawDiff *diff = lawbook_diff(&call->task, asked->law->lawbook, text_of(laws->jurisdiction), days.from, days.to, text_of(laws->decision));
    if (!diff)
        return false;
    lawdiff_json(out, diff, is_compact(asked));
    asked->status = DECLARANT_DETERMINED;
    return true;
}

declarant_result declarant_law_diff(declarant_answer **answer, declarant_law *law, const char *jurisdiction, const char *from, const char *to,
                                    const char *decision, const declarant_determine_options *options, declarant_report **report)
{
    TwoLaws laws = { jurisdiction, decision, { from, to } };
    Asked asked = { .ask = ask_diff, .context = &laws };
    return ask_run(answer, law, &asked, options, report);
}

/* ---- timeline ---- */

static bool ask_timeline(Call *call, Asked *asked, const DetermineOptions *options, int language, Builder *out)
{
    const TwoLaws *laws = asked->context;
    const Rulebooks *books = lawbook_read(&call->task, asked->law->lawbook, text_of(laws->jurisdiction));
    JsonWriter json = json_writer(out, is_compact(asked));
    (void)options, (void)language;
    if (!books)
        return false;
    if (!charts_json(&json, books, text_of(laws->jurisdiction), text_of(laws->decision))) {
        report_error(call->task.report, "unknown-name", SPAN_NONE, "no decision is called \"%s\"", laws->decision ? laws->decision : "");
        return false;
    }
    asked->status = DECLARANT_DETERMINED;
    return true;
}

declarant_result declarant_law_timeline(declarant_answer **answer, declarant_law *law, const char *jurisdiction, const char *decision,
                                        const declarant_determine_options *options, declarant_report **report)
{
    TwoLaws laws = { jurisdiction, decision, { NULL, NULL } };
    Asked asked = { .ask = ask_timeline, .context = &laws };
    return ask_run(answer, law, &asked, options, report);
}

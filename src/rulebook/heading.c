/* rulebook/heading.c - the heading that names a decision, its type, its thing and its clock. See reader.h.
 *
 *     heading = [ "Open question:" | "Undecided question:" ] "`" NAME [ "(" parameters ")" ] "`" ":" TYPE [ "per" THING ] [ "on" "`" CLOCK "`" ]
 */
#include "rulebook/reader.h"

static void heading_fault(PageReader *reader, Span heading, const char *name, const char *what)
{
    Problem *problem = report_error(reader->task->report, name, heading, "%s", what);
    problem_hint(reader->task->report, problem,
                 "Write \"### `NAME` : TYPE\", then, if wanted, \"per THING\", then, if wanted, \"on `CLOCK`\".");
}

/* parameter = NAME ":" TYPE */
static void read_parameter(PageReader *reader, Text part, Parameter *parameter)
{
    Text type;
    Text name = text_trim(text_cut(part, ':', &type));
    *parameter = (Parameter){ name, span_of(reader->source, text_trim(type)) };
    if (!type.at || !is_name(name))
        heading_fault(reader, span_of(reader->source, part), "parameter-form", "a parameter reads \"name: type\"");
    else
        check_type(reader, parameter->type);
}

/* parameters = parameter { "," parameter } */
static void read_parameters(PageReader *reader, DecisionBlock *decision, Text inside)
{
    LIST_OF(Parameter) parameters = { 0 };
    do {
        Text part = text_trim(text_cut(inside, ',', &inside));
        read_parameter(reader, part, LIST_ADD(reader->region, parameters));
    } while (inside.at);
    decision->parameters = parameters.at;
    decision->parameter_count = (uint32_t)parameters.count;
}

static bool read_name(PageReader *reader, DecisionBlock *decision, Text quoted)
{
    size_t open = text_find(quoted, TEXT("("), 0);
    Text name = text_trim(text_slice(quoted, 0, open));
    if (open != SIZE_MAX && !text_ends(quoted, TEXT(")"))) {
        heading_fault(reader, span_of(reader->source, quoted), "parameter-form", "parameters have no closing \")\"");
        return false;
    }
    if (!is_name(name)) {
        Problem *problem = report_error(reader->task->report, "name-form", span_of(reader->source, quoted),
                                        "\"" TEXT_FMT "\" cannot be a name", TEXT_ARG(text_shown(name)));
        problem_hint(reader->task->report, problem,
                     "A name is words of letters and digits with one blank between them.");
        return false;
    }
    if (open != SIZE_MAX)
        read_parameters(reader, decision, text_slice(quoted, open + 1, quoted.length - 1));
    decision->name = name;
    decision->name_span = span_of(reader->source, name);
    check_name_is_free(reader, decision->name_span);
    return true;
}

/* Where "per" or "on" begins in `text`, as a word with blanks around it; SIZE_MAX when it does not. */
static size_t find_word(Text text, Text word)
{
    size_t at = text_find(text, word, 0);
    while (at != SIZE_MAX && at > 0 && text.at[at - 1] != ' ')
        at = text_find(text, word, at + 1);
    return at;
}

/* [ "on" "`" CLOCK "`" ] at the end; what stands before is left in *text. */
static bool read_clock(PageReader *reader, DecisionBlock *decision, Text *text)
{
    size_t on = find_word(*text, TEXT("on `"));
    if (on == SIZE_MAX)
        return true;
    Text after, clock = back_quoted(text_slice(*text, on, text->length), &after);
    if (!clock.length || text_trim(after).length)
        return false;
    decision->clock = clock;
    decision->clock_span = span_of(reader->source, clock);
    *text = text_trim(text_slice(*text, 0, on));
    return true;
}

/* [ "per" THING ] at the end; the type is left in *text. */
static bool read_per(PageReader *reader, DecisionBlock *decision, Text *text)
{
    size_t per = find_word(*text, TEXT("per "));
    if (per == SIZE_MAX)
        return true;
    Text thing = text_trim(text_slice(*text, per + 4, text->length));
    if (!is_name(thing))
        return false;
    decision->per = thing;
    decision->per_span = span_of(reader->source, thing);
    *text = text_trim(text_slice(*text, 0, per));
    return true;
}

static void take_defaults(DecisionBlock *decision, const Page *page)
{
    if (!decision->per.length) {
        decision->per = page->per;
        decision->per_span = page->per_span;
    }
    if (!decision->clock.length) {
        decision->clock = page->clock;
        decision->clock_span = page->clock_span;
    }
}

static void check_defaults(PageReader *reader, const DecisionBlock *decision)
{
    static const char *const HINT = "Say it in the heading, or in the front matter for the whole page.";
    Report *report = reader->task->report;
    if (!decision->per.length) {
        Problem *problem = report_error(report, "decision-without-thing", decision->name_span,
                                        "decision \"" TEXT_FMT "\" belongs to no thing", TEXT_ARG(text_shown(decision->name)));
        problem_hint(report, problem, "%s", HINT);
    }
    if (!decision->clock.length) {
        Problem *problem = report_error(report, "decision-without-clock", decision->name_span,
                                        "decision \"" TEXT_FMT "\" has no clock", TEXT_ARG(text_shown(decision->name)));
        problem_hint(report, problem, "%s", HINT);
    }
}

/* ":" TYPE [ "per" THING ] [ "on" "`" CLOCK "`" ] */
static bool read_type_and_on(PageReader *reader, DecisionBlock *decision, Text rest, Span heading)
{
    Text text = text_trim(rest);
    if (!text_starts(text, TEXT(":"))) {
        heading_fault(reader, heading, "heading-without-type", "heading of a decision has no type");
        return false;
    }
    text = text_trim(text_slice(text, 1, text.length));
    if (!read_clock(reader, decision, &text) || !read_per(reader, decision, &text)) {
        heading_fault(reader, heading, "heading-form", "heading of a decision cannot be read");
        return false;
    }
    if (!text.length) {
        heading_fault(reader, heading, "heading-without-type", "heading of a decision has no type");
        return false;
    }
    decision->type = span_of(reader->source, text);
    check_type(reader, decision->type);
    return true;
}

/* False, with errors, when the heading names no decision in the form it must have. */
static bool read_decision(PageReader *reader, DecisionBlock *decision, Text text, Span heading)
{
    Text rest, quoted = back_quoted(text, &rest);
    if (!text_starts(text, TEXT("`")) || !quoted.length) {
        heading_fault(reader, heading, "heading-form", "heading has no name in back quotes");
        return false;
    }
    if (!read_name(reader, decision, quoted) || !read_type_and_on(reader, decision, rest, heading))
        return false;
    take_defaults(decision, reader->page);
    check_defaults(reader, decision);
    return true;
}

static const Text OPEN_QUESTION = { "Open question:", 14 }, UNDECIDED_QUESTION = { "Undecided question:", 19 };

bool heading_names_decision(Text heading)
{
    return text_starts(heading, TEXT("`")) || text_starts(heading, OPEN_QUESTION) || text_starts(heading, UNDECIDED_QUESTION);
}

bool heading_read(PageReader *reader, Span heading)
{
    Text text = span_text(heading);
    DecisionBlock decision = { .kind = DECISION_TABLE, .page = reader->page };
    decision.undecided = text_starts(text, UNDECIDED_QUESTION);
    if (decision.undecided || text_starts(text, OPEN_QUESTION)) {
        decision.kind = DECISION_QUESTION;
        text = text_trim(text_slice(text, decision.undecided ? UNDECIDED_QUESTION.length : OPEN_QUESTION.length, text.length));
    } else if (!text_starts(text, TEXT("`")))
        return false; /* plain words */
    reader->lost = !read_decision(reader, &decision, text, heading);
    if (reader->lost)
        return false;
    reader->decision = &reader->decisions[reader->page->decision_count++];
    *reader->decision = decision;
    return true;
}

/* rulebook/dmn_circles.c - decisions that require one another in a circle, and models that import one another so, are told with all members. Such a
 * decision is null when it is asked; the rest of the model goes on. Knowledge models may call themselves: a function knows when it ends, a
 * decision does not.
 */
#include "rulebook/dmn.h"

typedef enum Colour { NOT_SEEN, ON_THE_WAY, DONE } Colour;

typedef struct Step { /* one member of the way at hand */
    Text name;
    Span span;
    uint32_t node;
    bool decides; /* a decision or a model: a circle needs one of them */
} Step;

typedef struct Circles {
    Task *task;
    const DmnProgram *program;
    uint8_t *colours; /* by slot, or by model */
    Step *way;        /* from the root to here */
    uint32_t depth;
    const char *what; /* "decisions require one another" */
    bool too_deep;    /* that was told */
} Circles;

static void report_circle(const Circles *circles, uint32_t first)
{
    const Step *way = circles->way;
    Builder members = builder_on(circles->task->region);
    for (uint32_t i = first; i < circles->depth; i++)
        build_format(&members, "\"" TEXT_FMT "\" -> ", TEXT_ARG(way[i].name));
    build_format(&members, "\"" TEXT_FMT "\"", TEXT_ARG(way[first].name));
    Problem *p = report_warning(circles->task->report, "circle", way[first].span, "%s in a circle: " TEXT_FMT, circles->what, TEXT_ARG(builder_text(&members)));
    for (uint32_t i = first + 1; i < circles->depth; i++)
        problem_also(circles->task->report, p, way[i].span, "through here");
}

static void report_deep(Circles *circles, Span span)
{
    if (!circles->too_deep)
        report_warning(circles->task->report, "too-deep", span, "more than %d %s, one behind the other (limit LIMIT_REQUIREMENT_DEPTH); circles are not looked for further on", LIMIT_REQUIREMENT_DEPTH, circles->what);
    circles->too_deep = true;
}

/* Enter a node; false when it was seen before. A circle is told where a way comes back to itself. */
static bool enter(Circles *circles, Step step)
{
    if (circles->depth >= LIMIT_REQUIREMENT_DEPTH && circles->colours[step.node] == NOT_SEEN) {
        report_deep(circles, step.span);
        return false;
    }
    if (circles->colours[step.node] == ON_THE_WAY) {
        uint32_t first = 0;
        bool decides = false;
        while (circles->way[first].node != step.node)
            first++;
        for (uint32_t i = first; i < circles->depth; i++)
            decides |= circles->way[i].decides;
        if (decides)
            report_circle(circles, first);
    }
    if (circles->colours[step.node] != NOT_SEEN)
        return false;
    circles->colours[step.node] = ON_THE_WAY;
    circles->way[circles->depth++] = step;
    return true;
}

static void leave(Circles *circles)
{
    circles->colours[circles->way[--circles->depth].node] = DONE;
}

/* ---- decisions ---- */

static void walk_element(Circles *circles, const DmnElement *element);

static void walk_reference(Circles *circles, const DmnElement *from, const XmlElement *reference)
{
    const DmnElement *to = reference ? dmn_resolve(circles->program, from->model, xml_attribute(reference, "href")) : NULL;
    if (to)
        walk_element(circles, to);
}

/* What a decision or a knowledge model requires; what a service puts out. */
static void walk_element(Circles *circles, const DmnElement *element)
{
    static const char *const REQUIRED[][2] = { { "informationRequirement", "requiredDecision" }, { "knowledgeRequirement", "requiredKnowledge" } };
    if (!enter(circles, (Step){ element->name, element->xml->span, element->slot, element->kind == DMN_DECISION }))
        return;
    for (int i = 0; i < 2; i++)
        for (const XmlElement *requirement = xml_child(element->xml, REQUIRED[i][0]); requirement; requirement = xml_next(requirement))
            walk_reference(circles, element, xml_child(requirement, REQUIRED[i][1]));
    for (const XmlElement *output = element->kind == DMN_SERVICE ? xml_child(element->xml, "outputDecision") : NULL; output; output = xml_next(output))
        walk_reference(circles, element, output);
    leave(circles);
}

/* ---- imports ---- */

static void walk_model(Circles *circles, uint32_t at)
{
    const DmnModel *model = circles->program->models[at];
    if (!enter(circles, (Step){ model->name, model->xml->span, at, true }))
        return;
    for (uint32_t i = 0; i < model->import_count; i++)
        for (uint32_t m = 0; m < circles->program->model_count; m++)
            if (text_equal(circles->program->models[m]->space, model->imports[i].space))
                walk_model(circles, m);
    leave(circles);
}

static Circles circles_of(Task *task, const DmnProgram *program, uint32_t nodes, const char *what)
{
    return (Circles){ .task = task, .program = program, .what = what, .colours = REGION_ARRAY(task->region, uint8_t, nodes + 1),
                      .way = REGION_ARRAY(task->region, Step, nodes + 1) };
}

void dmn_check_circles(Task *task, const DmnProgram *program)
{
    Circles imports = circles_of(task, program, program->model_count, "models import one another");
    for (uint32_t i = 0; i < program->model_count; i++)
        walk_model(&imports, i);
    Circles elements = circles_of(task, program, program->thing.count, "decisions require one another");
    for (uint16_t slot = 0; slot < program->thing.count; slot++)
        walk_element(&elements, program->meanings[slot].element);
}

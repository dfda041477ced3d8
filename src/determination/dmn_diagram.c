/* determination/dmn_diagram.c - the diagram of a model: what requires nothing stands at the bottom, what requires it above. See
 * dmn_exporting.h. Modelers show a model only where it has one.
 */
#include "determination/dmn_exporting.h"

enum { WIDTH = 180, HEIGHT = 60, ACROSS = 40, UP = 80, IN_A_ROW = 12 }; /* of a shape and the room around it; shapes of a level before it breaks */

static DmnShape *shape_of(Exporter *exporter, Text id)
{
    for (size_t i = 0; i < exporter->shapes.count; i++)
        if (text_equal(exporter->shapes.at[i].id, id))
            return &exporter->shapes.at[i];
    return NULL;
}

/* Each stands a level above the highest it requires: repeated until nothing moves, or, in a circle, often enough. */
static void find_levels(Exporter *exporter)
{
    bool moved = true;
    for (size_t round = 0; moved && round <= exporter->shapes.count; round++) {
        moved = false;
        for (size_t i = 0; i < exporter->edges.count; i++) {
            const DmnShape *from = shape_of(exporter, exporter->edges.at[i].from);
            DmnShape *to = shape_of(exporter, exporter->edges.at[i].to);
            if (!from || !to || to->level > from->level)
                continue;
            to->level = from->level + 1;
            moved = true;
        }
    }
}

/* Rows from the bottom up; a full row is broken. The number of rows. */
static uint32_t find_places(Exporter *exporter)
{
    uint32_t row = 0, placed = 0;
    for (uint32_t level = 0; placed < exporter->shapes.count && level <= exporter->shapes.count; level++) {
        uint32_t place = 0;
        for (size_t i = 0; i < exporter->shapes.count; i++) {
            DmnShape *shape = &exporter->shapes.at[i];
            if (shape->level != level || shape->place)
                continue;
            shape->place = (row + place / IN_A_ROW) * IN_A_ROW + place % IN_A_ROW + 1;
            place++;
            placed++;
        }
        row += (place + IN_A_ROW - 1) / IN_A_ROW;
    }
    return row;
}

static void put_number(Exporter *exporter, const char *name, uint32_t number)
{
    xml_put_attribute(&exporter->xml, name, text_format(exporter->region, "%u", number));
}

static uint32_t left_of(const DmnShape *shape)
{
    return ACROSS + (shape->place - 1) % IN_A_ROW * (WIDTH + ACROSS);
}

static uint32_t top_of(const DmnShape *shape, uint32_t rows)
{
    return ACROSS + (rows - 1 - (shape->place - 1) / IN_A_ROW) * (HEIGHT + UP);
}

static void put_shape(Exporter *exporter, const DmnShape *shape, uint32_t rows)
{
    xml_open(&exporter->xml, "dmndi:DMNShape");
    xml_put_attribute(&exporter->xml, "id", dmn_id(exporter, "shape", shape->id));
    xml_put_attribute(&exporter->xml, "dmnElementRef", shape->id);
    xml_open(&exporter->xml, "dc:Bounds");
    put_number(exporter, "height", HEIGHT);
    put_number(exporter, "width", WIDTH);
    put_number(exporter, "x", left_of(shape));
    put_number(exporter, "y", top_of(shape, rows));
    xml_close(&exporter->xml);
    xml_close(&exporter->xml);
}

static void put_point(Exporter *exporter, uint32_t x, uint32_t y)
{
    xml_open(&exporter->xml, "di:waypoint");
    put_number(exporter, "x", x);
    put_number(exporter, "y", y);
    xml_close(&exporter->xml);
}

static void put_edge(Exporter *exporter, const DmnEdge *edge, uint32_t rows)
{
    const DmnShape *from = shape_of(exporter, edge->from), *to = shape_of(exporter, edge->to);
    if (!from || !to)
        return;
    xml_open(&exporter->xml, "dmndi:DMNEdge");
    xml_put_attribute(&exporter->xml, "id", dmn_id(exporter, "edge", edge->id));
    xml_put_attribute(&exporter->xml, "dmnElementRef", edge->id);
    put_point(exporter, left_of(from) + WIDTH / 2, top_of(from, rows));
    put_point(exporter, left_of(to) + WIDTH / 2, top_of(to, rows) + HEIGHT);
    xml_close(&exporter->xml);
}

void dmn_put_diagram(Exporter *exporter)
{
    find_levels(exporter);
    uint32_t rows = find_places(exporter);
    xml_open(&exporter->xml, "dmndi:DMNDI");
    xml_open(&exporter->xml, "dmndi:DMNDiagram");
    xml_put_attribute(&exporter->xml, "id", dmn_id(exporter, "diagram", exporter->export->path));
    for (size_t i = 0; i < exporter->shapes.count; i++)
        put_shape(exporter, &exporter->shapes.at[i], rows);
    for (size_t i = 0; i < exporter->edges.count; i++)
        put_edge(exporter, &exporter->edges.at[i], rows);
    xml_close(&exporter->xml);
    xml_close(&exporter->xml);
}

/* determination/hang.c - see hang.h. An unknown points to the unknowns it was made of, and these are shared: a graph of
 * few nodes that has no end when it is walked as a tree. So each node is visited once a round, and without recursion. */
#include "determination/hang.h"

static size_t mixed(uintptr_t bits)
{
    return (size_t)((bits >> 4) * 0x9e3779b97f4a7c15u >> 20);
}

/* ---- nodes ---- */

static HangNode *node_place(HangNode *nodes, size_t room, const Hang *hang)
{
    size_t at = mixed((uintptr_t)hang) & (room - 1);
    while (nodes[at].hang && nodes[at].hang != hang)
        at = (at + 1) & (room - 1);
    return &nodes[at];
}

static void more_nodes(HangWalk *walk)
{
    size_t room = walk->node_room ? 2 * walk->node_room : 64;
    HangNode *nodes = REGION_ARRAY(walk->region, HangNode, room);
    for (size_t i = 0; i < walk->node_room; i++)
        if (walk->nodes[i].hang)
            *node_place(nodes, room, walk->nodes[i].hang) = walk->nodes[i];
    walk->nodes = nodes;
    walk->node_room = room;
}

/* True when this round has not been here yet. */
static bool node_is_new(HangWalk *walk, const Hang *hang)
{
    if (2 * (walk->node_count + 1) > walk->node_room)
        more_nodes(walk);
    HangNode *node = node_place(walk->nodes, walk->node_room, hang);
    bool is_new = node->round != walk->round;
    walk->node_count += node->hang == NULL;
    *node = (HangNode){ hang, walk->round };
    return is_new;
}

/* ---- leaves ---- */

static size_t leaf_hash(const Hang *leaf)
{
    if (leaf->thing)
        return mixed((uintptr_t)leaf->thing + leaf->slot * 1048583u);
    size_t hash = 5381;
    for (size_t i = 0; i < leaf->note.length; i++)
        hash = hash * 33 + (unsigned char)leaf->note.at[i];
    return hash;
}

static bool same_leaf(const Hang *a, const Hang *b)
{
    return a->thing == b->thing && (a->thing ? a->slot == b->slot : text_equal(a->note, b->note));
}

static uint32_t *leaf_place(const HangWalk *walk, const Hang *leaf)
{
    size_t at = leaf_hash(leaf) & (walk->place_room - 1);
    while (walk->places[at] && !same_leaf(walk->leaves.at[walk->places[at] - 1], leaf))
        at = (at + 1) & (walk->place_room - 1);
    return &walk->places[at];
}

static void more_leaves(HangWalk *walk)
{
    walk->place_room = walk->place_room ? 2 * walk->place_room : 64;
    walk->places = REGION_ARRAY(walk->region, uint32_t, walk->place_room);
    for (size_t i = 0; i < walk->leaves.count; i++)
        *leaf_place(walk, walk->leaves.at[i]) = (uint32_t)i + 1;
}

static uint32_t leaf_number(HangWalk *walk, const Hang *leaf)
{
    if (2 * (walk->leaves.count + 1) > walk->place_room)
        more_leaves(walk);
    uint32_t *place = leaf_place(walk, leaf);
    if (!*place) {
        *LIST_ADD(walk->region, walk->leaves) = leaf;
        *LIST_ADD(walk->region, walk->rounds) = 0;
        *place = (uint32_t)walk->leaves.count;
    }
    return *place - 1;
}

/* ---- the walk ---- */

void hang_round(HangWalk *walk)
{
    walk->round++;
}

void hang_walk(HangWalk *walk, const Hang *hang, HangVisit *visit, void *context)
{
    walk->way.count = 0;
    if (hang)
        *LIST_ADD(walk->region, walk->way) = hang;
    while (walk->way.count) {
        const Hang *at = walk->way.at[--walk->way.count];
        if (at->left) {
            if (!node_is_new(walk, at))
                continue;
            *LIST_ADD(walk->region, walk->way) = at->right;
            *LIST_ADD(walk->region, walk->way) = at->left;
            continue;
        }
        uint32_t number = leaf_number(walk, at);
        if (walk->rounds.at[number] == walk->round)
            continue;
        walk->rounds.at[number] = walk->round;
        visit(context, at, number);
    }
}

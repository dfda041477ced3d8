/* rulebook/layout.c - see layout.h. Blocks are gone through once; prose gathers until something else comes. */
#include "rulebook/layout.h"
#include "rulebook/reader.h"

typedef struct Walk {
    Task *task;
    PageLayout *layout;
    Text section;             /* words of the heading of level 1 or 2 above */
    DecisionLayout *decision; /* the one being gone through, or NULL */
    bool has_body;            /* its table or block was met */
    uint32_t examples;        /* tables of examples met in it */
    Builder prose;            /* not yet in an item */
} Walk;

/* ---- prose ---- */

static void flush(Walk *walk)
{
    Text prose = builder_text(&walk->prose);
    if (!prose.length)
        return;
    walk->prose = builder_on(walk->task->region);
    if (!walk->decision)
        *LIST_ADD(walk->task->region, walk->layout->items) = (LayoutItem){ .kind = LAYOUT_PROSE, .text = prose };
    else if (!walk->has_body)
        walk->decision->prose = prose;
    else
        *LIST_ADD(walk->task->region, walk->decision->items) = (LayoutItem){ .kind = LAYOUT_PROSE, .text = prose };
}

/* Paragraphs have an empty line between them. Line ends become LF. */
static void add_prose(Walk *walk, Text text)
{
    text = lines_trim(text);
    if (!text.length)
        return;
    if (walk->prose.length)
        build_text(&walk->prose, TEXT("\n\n"));
    for (size_t i = 0; i < text.length; i++)
        if (text.at[i] != '\r')
            build_byte(&walk->prose, text.at[i]);
}

/* ---- lines that count ---- */

static const char *const words[] = { "Given:", "Cases:", "Source:", "table:" };
enum { WORD_GIVEN, WORD_CASES, WORD_SOURCE, WORD_TABLE, WORDS };

/* "Not modelled:" ends what stands before, and is prose. */
static int word_of(Text line)
{
    for (int i = 0; i < WORDS; i++)
        if (text_starts(line, text_of(words[i])))
            return i;
    return text_starts(line, TEXT("Not modelled:")) ? WORDS : -1;
}

static void end_part(Walk *walk, int word, Text part)
{
    if (word < 0 || word == WORDS) {
        add_prose(walk, part);
        return;
    }
    Text rest = lines_trim(text_slice(part, strlen(words[word]), part.length));
    flush(walk);
    walk->has_body |= word != WORD_GIVEN;
    if (word == WORD_SOURCE)
        walk->decision->source = rest;
    else if (word == WORD_CASES)
        *LIST_ADD(walk->task->region, walk->decision->items) = (LayoutItem){ .kind = LAYOUT_CASES, .text = rest };
}

static void walk_paragraph(Walk *walk, Text all)
{
    size_t at = 0, from = 0, begin = 0;
    int word = -1;
    Text line;
    if (!walk->decision) {
        add_prose(walk, all);
        return;
    }
    while (begin = at, line_next(all, &at, &line)) {
        int next = word_of(line);
        if (next < 0)
            continue;
        end_part(walk, word, text_slice(all, from, begin));
        word = next;
        from = begin;
    }
    end_part(walk, word, text_slice(all, from, all.length));
}

/* ---- the other blocks ---- */

static bool is_decision(const Block *block)
{
    return block->level == 3 && heading_names_decision(span_text(block->text));
}

static void walk_heading(Walk *walk, const Block *block)
{
    if (block->level <= 3) {
        flush(walk);
        walk->decision = NULL;
    }
    if (block->level <= 2)
        walk->section = span_text(block->text);
    if (!is_decision(block)) {
        add_prose(walk, span_text(block->span));
        return;
    }
    uint32_t number = (uint32_t)walk->layout->decisions.count;
    walk->decision = LIST_ADD(walk->task->region, walk->layout->decisions);
    *walk->decision = (DecisionLayout){ 0 };
    walk->has_body = false;
    walk->examples = 0;
    *LIST_ADD(walk->task->region, walk->layout->items) = (LayoutItem){ .kind = LAYOUT_DECISION, .decision = number };
}

static void walk_table(Walk *walk, const Block *block)
{
    flush(walk);
    if (!walk->decision)
        *LIST_ADD(walk->task->region, walk->layout->items) = (LayoutItem){ .kind = LAYOUT_REGISTER, .text = walk->section, .table = block };
    else if (text_is(span_text(block_cell(block, 0, 0)), "example"))
        *LIST_ADD(walk->task->region, walk->decision->items) = (LayoutItem){ .kind = LAYOUT_EXAMPLES, .decision = walk->examples++ };
    walk->has_body = true;
}

static void walk_fence(Walk *walk, const Block *block)
{
    if (!walk->decision || !text_is(span_text(block->info), "feel")) {
        add_prose(walk, span_text(block->span));
        return;
    }
    flush(walk);
    walk->has_body = true;
}

void layout_read(Task *task, PageLayout *layout, const Source *source)
{
    *layout = (PageLayout){ 0 };
    Walk walk = { .task = task, .layout = layout, .prose = builder_on(task->region) };
    document_begin(task, &layout->document, source);
    document_blocks(task, &layout->document);
    for (uint32_t i = 0; i < layout->document.block_count; i++) {
        const Block *block = &layout->document.blocks[i];
        switch (block->kind) {
        case BLOCK_HEADING: walk_heading(&walk, block); break;
        case BLOCK_PARAGRAPH: walk_paragraph(&walk, span_text(block->span)); break;
        case BLOCK_TABLE: walk_table(&walk, block); break;
        case BLOCK_FENCE: walk_fence(&walk, block); break;
        }
    }
    flush(&walk);
}

/* casework/contract_sentence.c - a contract sentence by sentence. A sentence lives only while it is looked at, so a long text takes no more
 * memory than its longest passage.
 */
#include "casework/contract.h"

#include "base/utf8.h"

enum { LEAD_LATIN = 48, LEAD_HAN = 30 }; /* bytes of a sentence that is as short as a heading */

/* What stands before the words of the first sentence: "3.1 ", "第三条 ". */
static size_t number_end(Contract *contract, const PlainText *plain)
{
    Text head = text_slice(plain->text, 0, plain->text.length < 120 ? plain->text.length : 120);
    Match match;
    while (head.length < plain->text.length && head.length && ((unsigned char)plain->text.at[head.length] & 0xC0) == 0x80)
        head.length--;
    for (const char *language = "ezv"; *language; language++)
        if (any_match(contract->words, patterns_of(contract->words, *language, TOPIC_ANY, PART_NUMBERING), head, 0, &match, NULL) && match.from == 0)
            return match.to;
    return 0;
}

static size_t past_blanks(Text text, size_t at)
{
    while (at < text.length && text.at[at] == ' ')
        at++;
    return at;
}

static void each_of_passage(Contract *contract, Task *scratch, uint32_t number, VisitSentence *visit, void *context)
{
    const Passage *passage = &contract->layout.passages.at[number];
    PlainText plain = contract_plain(scratch->region, contract->words, contract->text->source->bytes, passage->from, passage->to);
    size_t first = past_blanks(plain.text, number_end(contract, &plain));
    for (size_t from = first; from < plain.text.length;) {
        size_t end = sentence_end(contract->words, plain.text, from);
        Sentence sentence = { text_slice(plain.text, from, end), plain.places + from, number, passage->heading, plain.han, plain.latin, plain.vietnamese,
                              from == first && end < plain.text.length && end - from <= (plain.han ? LEAD_HAN : LEAD_LATIN) };
        visit(context, scratch, &sentence);
        from = past_blanks(plain.text, end);
    }
}

typedef struct PassageWork {
    Contract *contract;
    VisitSentence *visit;
    void *context;
    Task *scratch;
    Region *kept;   /* what the visits keep lives here */
    bool done;
} PassageWork;

static void visit_passages(void *argument)
{
    PassageWork *work = argument;
    for (uint32_t i = 0; i < work->contract->layout.passages.count; i++) {
        each_of_passage(work->contract, work->scratch, i, work->visit, work->context);
        region_reset(work->scratch->region);
    }
}

/* Memory may run out on either side: both lead back here. */
static void all_passages(void *argument)
{
    PassageWork *work = argument;
    work->done = region_guard(work->kept, visit_passages, work);
}

void each_sentence(Task *task, const Contract *contract, VisitSentence *visit, void *context)
{
    Region region;
    region_init(&region, task->region->allocator);
    Task scratch = { &region, task->report, task->cancel };
    PassageWork work = { (Contract *)contract, visit, context, &scratch, task->region, false };
    bool done = region_guard(&region, all_passages, &work);
    region_close(&region);
    if (!done || !work.done)
        region_give_up(task->region);
}

const char *sentence_languages(const Sentence *sentence)
{
    if (sentence->han)
        return sentence->latin ? "ze" : "z";
    return sentence->vietnamese ? "ve" : "e";
}

/* determination/answer_json.c - a determination as JSON, in the shape of DESIGN part 4.
 *
 * Keys of lists come from answers.md, keys of records from its types; money and numbers are decimal strings, days
 * ISO, codes text. What is not there is said in words, never as 0 or null.
 */
#include "base/utf8.h"
#include "determination/answer.h"
#include "determination/hang.h"
#include "determination/sheet.h"
#include "value/json.h"

typedef struct Out {
    JsonWriter json;
    Region *region;
    const Determination *answer;
    int language;
    HangWalk walk;
} Out;

static Text snake(const Out *out, Text name) { return text_snake(out->region, name); }

/* ---- values ---- */

static Text plain_text(const Out *out, Value value)
{
    Builder text = builder_on(out->region);
    if (value.kind == VALUE_TEXT)
        build_text(&text, text_of_value(value));
    else
        value_print(&text, value);
    return builder_text(&text);
}

static void write_value(Out *out, Value value);

static void write_context(Out *out, const Context *context)
{
    json_open(&out->json, '{');
    for (uint32_t i = 0; i < context->shape->count; i++)
        if (context->at[i].kind != VALUE_NULL) {
            json_key(&out->json, snake(out, context->shape->names[i]));
            write_value(out, context->at[i]);
        }
    json_close(&out->json, '}');
}

static void write_list(Out *out, const List *list)
{
    json_open(&out->json, '[');
    for (size_t i = 0; i < list->count; i++)
        write_value(out, list->at[i]);
    json_close(&out->json, ']');
}

static void write_value(Out *out, Value value)
{
    switch (value.kind) {
    case VALUE_BOOLEAN: json_boolean(&out->json, value.boolean); return;
    case VALUE_LIST: write_list(out, value.list); return;
    case VALUE_CONTEXT: write_context(out, value.context); return;
    case VALUE_THING: json_text(&out->json, frame_path(out->region, value.thing)); return;
    case VALUE_NULL: json_null(&out->json); return;
    case VALUE_UNKNOWN: json_text(&out->json, TEXT("unknown")); return;
    case VALUE_NOT_THERE: json_text(&out->json, TEXT("not there")); return;
    case VALUE_ABSENT: json_text(&out->json, mark_text(value.mark)); return;
    default: json_text(&out->json, plain_text(out, value)); return;
    }
}

static void write_pair(Out *out, const char *key, Value value)
{
    json_key(&out->json, text_of(key));
    write_value(out, value);
}

/* ---- citations ---- */

static const char *role_name(CitationRole role)
{
    return role == CITES_BASIS ? "basis" : role == CITES_SUPPORT ? "support" : "end";
}

static void write_cited(Out *out, const Cited *cited)
{
    json_open(&out->json, '{');
    json_pair(&out->json, "source", cited->source->id);
    json_pair(&out->json, "instrument", cited->source->instrument);
    json_pair_if(&out->json, "article", cited->citation->article);
    json_pair_if(&out->json, "alias", cited->source->alias);
    json_pair(&out->json, "role", text_of(role_name(cited->citation->role)));
    json_pair(&out->json, "grade", text_of(grade_name(cited->source->grade)));
    json_pair(&out->json, "confidence", text_of(confidence_name(cited->confidence)));
    json_pair_if(&out->json, "row", cited->row);
    json_pair(&out->json, "decision", cited->decision->name);
    json_close(&out->json, '}');
}

static void write_citations(Out *out, CitedList cited)
{
    json_key(&out->json, TEXT("citations"));
    json_open(&out->json, '[');
    for (uint32_t i = 0; i < cited.count; i++)
        write_cited(out, &cited.at[i]);
    json_close(&out->json, ']');
}

static void write_row_ids(Out *out, const SheetRow *row)
{
    json_text(&out->json, row->row->id);
    for (uint32_t i = 0; i < row->row->alias_count; i++)
        json_text(&out->json, row->row->aliases[i]);
}

static bool cited_earlier(CitedList cited, uint32_t at)
{
    for (uint32_t i = 0; i < at; i++)
        if (cited.at[i].sheet_row == cited.at[at].sheet_row)
            return true;
    return false;
}

static void write_rules(Out *out, CitedList cited)
{
    json_key(&out->json, TEXT("rules"));
    json_open(&out->json, '[');
    for (uint32_t i = 0; i < cited.count; i++)
        if (cited.at[i].sheet_row && !cited_earlier(cited, i))
            write_row_ids(out, cited.at[i].sheet_row);
    json_close(&out->json, ']');
}

/* ---- what hangs ---- */

static void write_leaf(Out *out, const Hang *leaf)
{
    if (!leaf->thing) {
        json_text(&out->json, leaf->note);
        return;
    }
    Text path = frame_path(out->region, leaf->thing);
    json_text(&out->json, text_format(out->region, TEXT_FMT "%s" TEXT_FMT, TEXT_ARG(leaf->thing->type->slots[leaf->slot].name), path.length ? " " : "", TEXT_ARG(path)));
}

static void write_each_leaf(void *context, const Hang *leaf, uint32_t number)
{
    (void)number;
    write_leaf(context, leaf);
}

static void write_hang(Out *out, const char *key, const Hang *hang)
{
    if (!hang)
        return;
    json_key(&out->json, text_of(key));
    json_open(&out->json, '[');
    hang_round(&out->walk);
    hang_walk(&out->walk, hang, write_each_leaf, out);
    json_close(&out->json, ']');
}

/* ---- entries ---- */

static void write_thing(Out *out, const Entry *entry)
{
    json_key(&out->json, TEXT("of"));
    json_open(&out->json, '{');
    json_pair(&out->json, "thing", entry->frame ? entry->frame->type->name : entry->decision->thing->name);
    json_pair(&out->json, "id", entry->of);
    json_close(&out->json, '}');
}

static void write_absence(Out *out, Value value)
{
    if (value.kind != VALUE_ABSENT || !value.origin)
        return;
    const Absence *absence = value.origin;
    json_key(&out->json, TEXT("absence"));
    json_open(&out->json, '{');
    json_pair(&out->json, "mark", mark_text(value.mark));
    json_pair(&out->json, "decision", absence->decision ? absence->decision->name : TEXT_NONE);
    if (absence->has_day)
        json_pair(&out->json, "day", date_text(out->region, absence->day));
    if (absence->row) {
        json_pair(&out->json, "row", absence->row->row->id);
        json_pair_if(&out->json, "note", absence->row->row->note);
    }
    if (absence->other)
        json_pair(&out->json, "other_row", absence->other->row->id);
    if (absence->gap)
        json_pair(&out->json, "why", TEXT("no row fits these facts"));
    json_close(&out->json, '}');
}

static const char *const TOTAL_NAMES[TOTALS] = { "border", "beside", "house" };

static void write_charge(Out *out, const Entry *entry)
{
    const ChargeEntry *charge = entry->decision->charge;
    json_pair(&out->json, "charge", entry->decision->name);
    write_thing(out, entry);
    json_pair(&out->json, "status", text_of(status_name(entry->status)));
    if (charge) {
        json_pair(&out->json, "kind", charge->kind);
        json_pair(&out->json, "name_in_law", charge->name_in_law);
        json_pair(&out->json, "payer", charge->payer);
        json_pair(&out->json, "paid_to", charge->paid_to);
        json_pair(&out->json, "total", text_of(TOTAL_NAMES[charge_total(entry->decision)]));
    }
    if (entry->value.kind == VALUE_CONTEXT)
        for (uint32_t i = 0; i < entry->value.context->shape->count; i++)
            if (entry->value.context->at[i].kind != VALUE_NULL) {
                json_key(&out->json, snake(out, entry->value.context->shape->names[i]));
                write_value(out, entry->value.context->at[i]);
            }
    if (entry->value.kind != VALUE_CONTEXT)
        write_pair(out, "amount", entry->value);
    json_pair(&out->json, "currency", out->answer->currency);
    json_pair_if(&out->json, "formula", entry->formula);
    if (charge && charge->rounding.from < charge->rounding.to)
        json_pair(&out->json, "rounding", text_trim(span_text(charge->rounding)));
    if (entry->due.kind != VALUE_NULL)
        write_pair(out, "due", entry->due);
    json_pair_if(&out->json, "due_by", entry->due_words);
}

/* Words of catalogue names in the reader's language beside the names themselves. */
static void write_names(Out *out, const Entry *entry)
{
    if (entry->value.kind != VALUE_CONTEXT)
        return;
    const Context *context = entry->value.context;
    for (uint32_t i = 0; i < context->shape->count; i++) {
        if (context->at[i].kind != VALUE_TEXT)
            continue;
        Text name = text_of_value(context->at[i]);
        Text words = name_in_part(out->answer->program, entry->list->type, context->shape->names[i], name, out->language);
        if (!text_equal(words, name))
            json_pair(&out->json, text_string(out->region, text_format(out->region, TEXT_FMT "_text", TEXT_ARG(snake(out, context->shape->names[i])))), words);
    }
}

static void write_record(Out *out, const Entry *entry)
{
    if (entry->decision->shape != SHAPE_RECORDS)
        json_pair(&out->json, "decision", entry->decision->name);
    write_thing(out, entry);
    json_pair(&out->json, "status", text_of(status_name(entry->status)));
    if (entry->value.kind == VALUE_CONTEXT) {
        for (uint32_t i = 0; i < entry->value.context->shape->count; i++)
            if (entry->value.context->at[i].kind != VALUE_NULL) {
                json_key(&out->json, snake(out, entry->value.context->shape->names[i]));
                write_value(out, entry->value.context->at[i]);
            }
        write_names(out, entry);
        return;
    }
    write_pair(out, "value", entry->value);
    if (entry->decision->type->kind == TYPE_MONEY)
        json_pair(&out->json, "currency", out->answer->currency);
}

static void write_entry(Out *out, const Entry *entry)
{
    json_open(&out->json, '{');
    if (entry->decision->shape == SHAPE_CHARGE)
        write_charge(out, entry);
    else
        write_record(out, entry);
    if (entry->has_range) {
        write_pair(out, "lowest", entry->lowest);
        write_pair(out, "highest", entry->highest);
    }
    write_absence(out, entry->value);
    write_hang(out, "hangs_on", entry->hang);
    write_hang(out, "if", entry->only_if);
    write_rules(out, entry->cited);
    json_pair(&out->json, "confidence", text_of(confidence_name(entry->confidence)));
    json_pair(&out->json, "rank", text_of(grade_name(entry->rank)));
    write_citations(out, entry->cited);
    json_close(&out->json, '}');
}

void determination_entry_json(JsonWriter *json, const Determination *answer, const Entry *entry, int language)
{
    Region *region = json->out->region;
    Out writer = { *json, region, answer, language, { .region = region } };
    write_entry(&writer, entry);
    *json = writer.json;
}

void determination_value_json(JsonWriter *json, Value value)
{
    Out writer = { .json = *json, .region = json->out->region };
    write_value(&writer, value);
    *json = writer.json;
}

static void write_lists(Out *out)
{
    const Rulebooks *books = out->answer->program->books;
    for (uint32_t i = 0; i < books->list_count; i++) {
        if (!list_is_gathered(out->answer->run, &books->lists[i]))
            continue;
        json_key(&out->json, snake(out, books->lists[i].list));
        json_open(&out->json, '[');
        for (const Entry *entry = out->answer->entries; entry; entry = entry->next)
            if (entry->list == &books->lists[i])
                write_entry(out, entry);
        json_close(&out->json, ']');
    }
}

/* ---- totals, alternatives, exposure ---- */

static void write_total(Out *out, const char *name, Value total)
{
    json_open(&out->json, '{');
    json_pair(&out->json, "total", text_of(name));
    write_pair(out, "amount", total);
    json_pair(&out->json, "currency", out->answer->currency);
    json_close(&out->json, '}');
}

static void write_totals(Out *out)
{
    json_key(&out->json, TEXT("totals"));
    json_open(&out->json, '[');
    write_total(out, "border", out->answer->border);
    write_total(out, "beside", out->answer->beside);
    if (out->answer->run->house)
        write_total(out, "house", out->answer->house);
    json_close(&out->json, ']');
}

static void write_reading(Out *out, const Alternative *alternative)
{
    json_pair(&out->json, "because", alternative->because);
    if (alternative->question) {
        json_pair(&out->json, "question", alternative->question->name);
        json_pair(&out->json, "reading", alternative->reading->name);
        json_pair(&out->json, "stance", alternative->reading->stance);
    } else {
        json_pair_if(&out->json, "voice", alternative->voice);
        if (alternative->voice_source)
            json_pair(&out->json, "instrument", alternative->voice_source->instrument);
    }
}

static void write_difference(Out *out, const Difference *difference)
{
    json_open(&out->json, '{');
    json_pair(&out->json, "list", snake(out, difference->list->list));
    json_key(&out->json, TEXT("main"));
    if (difference->main)
        write_entry(out, difference->main);
    else
        json_null(&out->json);
    json_key(&out->json, TEXT("alternative"));
    if (difference->other)
        write_entry(out, difference->other);
    else
        json_null(&out->json);
    json_close(&out->json, '}');
}

static void write_money_difference(Out *out, const char *key, Value main, Value other)
{
    if (!value_is_number(main) || !value_is_number(other))
        return;
    write_pair(out, key, number_subtract(out->region, other, main));
}

static void write_alternative(Out *out, const Alternative *alternative)
{
    json_open(&out->json, '{');
    write_reading(out, alternative);
    json_pair(&out->json, "status", text_of(status_name(alternative->status)));
    write_pair(out, "border", alternative->border);
    write_pair(out, "beside", alternative->beside);
    write_money_difference(out, "border_difference", out->answer->border, alternative->border);
    write_money_difference(out, "beside_difference", out->answer->beside, alternative->beside);
    json_pair(&out->json, "currency", out->answer->currency);
    json_key(&out->json, TEXT("differences"));
    json_open(&out->json, '[');
    for (const Difference *difference = alternative->differences; difference; difference = difference->next)
        write_difference(out, difference);
    json_close(&out->json, ']');
    if (alternative->merged) {
        json_key(&out->json, TEXT("same_outcome"));
        json_open(&out->json, '[');
        for (const Alternative *same = alternative->merged; same; same = same->merged) {
            json_open(&out->json, '{');
            write_reading(out, same);
            json_close(&out->json, '}');
        }
        json_close(&out->json, ']');
    }
    json_close(&out->json, '}');
}

static void write_alternatives(Out *out)
{
    json_key(&out->json, TEXT("alternatives"));
    json_open(&out->json, '[');
    for (const Alternative *alternative = out->answer->alternatives; alternative; alternative = alternative->next)
        write_alternative(out, alternative);
    json_close(&out->json, ']');
}

static void write_bound(Out *out, const char *key, Value bound)
{
    if (bound.kind != VALUE_NULL)
        write_pair(out, key, bound);
}

static void write_exposure(Out *out)
{
    if (!out->answer->has_exposure)
        return;
    json_key(&out->json, TEXT("exposure"));
    json_open(&out->json, '{');
    write_bound(out, "lowest", out->answer->lowest);
    write_bound(out, "highest", out->answer->highest);
    write_bound(out, "beside_lowest", out->answer->beside_lowest);
    write_bound(out, "beside_highest", out->answer->beside_highest);
    if (out->answer->run->house) {
        write_bound(out, "house_lowest", out->answer->house_lowest);
        write_bound(out, "house_highest", out->answer->house_highest);
        write_bound(out, "all_lowest", out->answer->all_lowest);
        write_bound(out, "all_highest", out->answer->all_highest);
    }
    json_pair(&out->json, "currency", out->answer->currency);
    json_close(&out->json, '}');
}

/* ---- what is missing ---- */

static void write_tried(Out *out, const Missing *missing)
{
    json_key(&out->json, TEXT("would_decide"));
    json_open(&out->json, '[');
    for (uint32_t i = 0; i < missing->value_count; i++) {
        json_open(&out->json, '{');
        write_pair(out, "value", missing->values[i]);
        write_pair(out, "border", missing->totals[i]);
        json_close(&out->json, '}');
    }
    json_close(&out->json, ']');
}

static void write_hanging(Out *out, const Missing *missing)
{
    json_key(&out->json, TEXT("decides"));
    json_open(&out->json, '[');
    for (uint32_t i = 0; i < missing->entry_count && i < 20; i++) {
        const Entry *entry = missing->entries[i];
        json_text(&out->json, text_format(out->region, TEXT_FMT "%s" TEXT_FMT, TEXT_ARG(entry->decision->name), entry->of.length ? " " : "", TEXT_ARG(entry->of)));
    }
    json_close(&out->json, ']');
}

static void write_missing(Out *out, const Missing *missing)
{
    json_open(&out->json, '{');
    if (missing->fact) {
        Text question = missing->fact->entry->question[out->language];
        json_pair(&out->json, "fact", missing->fact->name);
        json_pair(&out->json, "thing", missing->frame->type->name);
        json_pair(&out->json, "id", missing->of);
        json_pair(&out->json, "question", question.length ? question : missing->fact->entry->question[0]);
    } else {
        json_pair(&out->json, "missing", missing->note);
    }
    write_hanging(out, missing);
    if (missing->varied)
        write_tried(out, missing);
    if (value_is_number(missing->spread))
        write_pair(out, "spread", missing->spread);
    json_close(&out->json, '}');
}

static void write_all_missing(Out *out)
{
    json_key(&out->json, TEXT("missing"));
    json_open(&out->json, '[');
    for (uint32_t i = 0; i < out->answer->missing_count; i++)
        write_missing(out, &out->answer->missing[i]);
    json_close(&out->json, ']');
}

/* ---- coverage, eras, trace ---- */

static Text days_text(const Out *out, DaySpans days)
{
    Builder text = builder_on(out->region);
    days_print(&text, days);
    return builder_text(&text);
}

static void write_coverage(Out *out)
{
    const Program *program = out->answer->program;
    json_key(&out->json, TEXT("coverage"));
    json_open(&out->json, '[');
    for (uint32_t i = 0; i < program->page_count; i++) {
        const Page *page = program->pages[i];
        json_open(&out->json, '{');
        json_pair(&out->json, "page", page->title);
        json_pair_if(&out->json, "voice", page->voice);
        if (page->modelled.count)
            json_pair(&out->json, "modelled", days_text(out, page->modelled));
        if (page->has_checked)
            json_pair(&out->json, "checked", date_text(out->region, page->checked));
        json_key(&out->json, TEXT("not_modelled"));
        json_open(&out->json, '[');
        for (uint32_t k = 0; k < page->not_modelled_count; k++)
            json_text(&out->json, page->not_modelled[k]);
        json_close(&out->json, ']');
        json_close(&out->json, '}');
    }
    json_close(&out->json, ']');
}

static void write_eras(Out *out)
{
    json_key(&out->json, TEXT("eras"));
    json_open(&out->json, '[');
    for (uint32_t i = 0; i < out->answer->era_count; i++) {
        const EraUsed *era = &out->answer->eras[i];
        json_open(&out->json, '{');
        json_pair(&out->json, "decision", era->decision->name);
        json_pair(&out->json, "day", date_text(out->region, era->day));
        json_pair(&out->json, "days", days_text(out, (DaySpans){ 1, &era->days }));
        json_close(&out->json, '}');
    }
    json_close(&out->json, ']');
}

static void write_fired(Out *out, const Note *note)
{
    const Sheet *sheet = note->sheet;
    json_key(&out->json, TEXT("rows"));
    json_open(&out->json, '[');
    for (uint32_t r = 0; note->fired && sheet && sheet->kind == SHEET_TABLE && r < sheet->row_count; r++)
        if (rows_have(note->fired, r))
            write_row_ids(out, &sheet->rows[r]);
    if (sheet && sheet->kind == SHEET_QUESTION && note->reading)
        json_text(&out->json, sheet->readings[note->reading - 1].reading->name);
    json_close(&out->json, ']');
}

static void write_trace_note(void *context, Frame *frame, uint16_t slot, const Note *note)
{
    Out *out = context;
    json_open(&out->json, '{');
    json_pair(&out->json, "decision", note->decision->name);
    if (frame) {
        json_pair(&out->json, "thing", frame->type->name);
        json_pair(&out->json, "id", frame_path(out->region, frame));
    }
    if (note->has_day)
        json_pair(&out->json, "day", date_text(out->region, note->day));
    write_fired(out, note);
    if (frame && note->decision->shape != SHAPE_THINGS)
        write_pair(out, "value", frame->slots[slot]);
    json_close(&out->json, '}');
}

static void write_set_days(Out *out)
{
    if (!out->answer->has_as_of)
        return;
    json_pair(&out->json, "as_of", date_text(out->region, out->answer->as_of));
    json_key(&out->json, TEXT("set_by_as_of"));
    json_open(&out->json, '[');
    for (uint32_t i = 0; i < out->answer->facts->set_day_count; i++) {
        const SetDay *set = &out->answer->facts->set_days[i];
        Text path = frame_path(out->region, set->frame);
        json_text(&out->json, text_format(out->region, TEXT_FMT "%s" TEXT_FMT, TEXT_ARG(set->frame->type->slots[set->slot].name), path.length ? " " : "", TEXT_ARG(path)));
    }
    json_close(&out->json, ']');
}

/* ---- what was known ---- */

static void write_later_row(Out *out, const Later *later)
{
    json_open(&out->json, '{');
    json_pair(&out->json, "decision", later->decision->name);
    json_pair(&out->json, "row", later->row->id);
    json_pair(&out->json, "in_force", days_text(out, later->row->in_force));
    json_pair(&out->json, "seen", later->goes_on ? TEXT("goes on") : TEXT("not yet"));
    if (later->source)
        json_pair(&out->json, "source", later->source->id);
    if (later->published != DAY_OPEN)
        json_pair(&out->json, "published", date_text(out->region, later->published));
    json_close(&out->json, '}');
}

static void write_known(Out *out)
{
    const Determination *answer = out->answer;
    if (!answer->program->moment.has_known)
        return;
    json_pair(&out->json, "known_on", date_text(out->region, answer->program->moment.known));
    json_key(&out->json, TEXT("published_later"));
    json_open(&out->json, '[');
    for (uint32_t i = 0; i < answer->later_count; i++)
        write_later_row(out, &answer->later[i]);
    json_close(&out->json, ']');
    json_key(&out->json, TEXT("undated_sources"));
    json_open(&out->json, '[');
    for (uint32_t i = 0; i < answer->undated_count; i++)
        json_text(&out->json, answer->undated[i]->id);
    json_close(&out->json, ']');
}

/* ---- the whole ---- */

static void write_head(Out *out)
{
    const Determination *answer = out->answer;
    json_pair(&out->json, "status", text_of(status_name(answer->status)));
    json_pair(&out->json, "jurisdiction", answer->program->jurisdiction);
    json_pair_if(&out->json, "movement", answer->program->movement);
    json_pair_if(&out->json, "currency", answer->currency);
    if (answer->run->voice)
        json_pair(&out->json, "voice", answer->program->voices[answer->run->voice - 1]);
    write_set_days(out);
    write_known(out);
}

static void write_tail(Out *out, bool trace)
{
    const Determination *answer = out->answer;
    json_pair(&out->json, "confidence", text_of(confidence_name(answer->confidence)));
    json_pair(&out->json, "rank", text_of(grade_name(answer->rank)));
    write_coverage(out);
    json_pair(&out->json, "law", answer->law);
    json_key(&out->json, TEXT("runs"));
    json_raw(&out->json, text_format(out->region, "%u", answer->runs));
    if (answer->runs_exhausted)
        json_pair(&out->json, "not_varied", text_format(out->region, "the limit of %u runs was reached", answer->run_limit));
    json_pair_if(&out->json, "not_varied_readings", answer->not_varied);
    write_eras(out);
    if (!trace)
        return;
    json_key(&out->json, TEXT("trace"));
    json_open(&out->json, '[');
    run_each_note(answer->run, write_trace_note, out);
    json_close(&out->json, ']');
}

void determination_json(Builder *out, const Determination *answer, int language, bool trace, bool compact)
{
    Out writer = { json_writer(out, compact), out->region, answer, language, { .region = out->region } };
    json_open(&writer.json, '{');
    write_head(&writer);
    write_lists(&writer);
    write_totals(&writer);
    write_alternatives(&writer);
    write_exposure(&writer);
    write_all_missing(&writer);
    write_tail(&writer, trace);
    json_close(&writer.json, '}');
}

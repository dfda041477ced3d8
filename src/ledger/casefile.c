/* ledger/casefile.c - see casefile.h. Taken apart (case -> facts) and put together again (facts -> case). */
#include "ledger/casefile.h"

#include <stdlib.h>

#include "base/file.h"
#include "ledger/inside.h"
#include "value/canonical.h"

/* ---- paths ---- */

static Text step_text(Region *region, Text name, bool is_id)
{
    Builder out = builder_on(region);
    if (is_id && text_starts(name, TEXT("#")))
        build_byte(&out, '~');
    for (size_t i = 0; i < name.length; i++) {
        const char *special = name.at[i] ? strchr("~/:", name.at[i]) : NULL;
        if (special)
            build_format(&out, "~%d", (int)(special - "~/:"));
        else
            build_byte(&out, name.at[i]);
    }
    return builder_text(&out);
}

static Text step_name(Region *region, Text step)
{
    Builder out = builder_on(region);
    for (size_t i = 0; i < step.length; i++) {
        char next = i + 1 < step.length ? step.at[i + 1] : '\0';
        bool escaped = step.at[i] == '~' && next >= '0' && next <= '2';
        if (escaped)
            build_byte(&out, "~/:"[next - '0']);
        else if (step.at[i] != '~')
            build_byte(&out, step.at[i]);
        i += escaped;
    }
    return builder_text(&out);
}

/* "list:id" of the path so far; the bare name where `id` is empty. */
static Text path_to(Region *region, Text path, Text name, Text id)
{
    Text step = step_text(region, name, false);
    return text_format(region, TEXT_FMT "%s" TEXT_FMT "%s" TEXT_FMT, TEXT_ARG(path), path.length ? "/" : "", TEXT_ARG(step), id.length ? ":" : "", TEXT_ARG(id));
}

Text casefile_path(Region *region, Text path, Text name, Text id, size_t index)
{
    Text step = id.length ? step_text(region, id, true) : index == SIZE_MAX ? TEXT_NONE : text_format(region, "#%zu", index);
    return path_to(region, path, name, step);
}

/* ---- facts put ---- */

static void member_if(Builder *out, const char *key, Text text)
{
    if (!text.length)
        return;
    build_format(out, ",\"%s\":", key);
    canonical_string(out, text);
}

static void whole_if(Builder *out, const char *key, int64_t number)
{
    if (number > 0)
        build_format(out, ",\"%s\":%lld", key, (long long)number);
}

static Text fact_body(Region *region, Text path, Text value, const FactOrigin *origin)
{
    Builder out = builder_on(region);
    build_text(&out, TEXT("{\"path\":"));
    canonical_string(&out, path);
    build_text(&out, TEXT(",\"value\":"));
    build_text(&out, value);
    member_if(&out, "who", origin->who);
    member_if(&out, "when", origin->when);
    member_if(&out, "document", origin->document);
    member_if(&out, "document_name", origin->document_name);
    member_if(&out, "place", origin->place);
    whole_if(&out, "page", origin->page);
    whole_if(&out, "line", origin->line);
    member_if(&out, "note", origin->note);
    build_byte(&out, '}');
    return builder_text(&out);
}

static const Record *put_fact(Task *task, Ledger *ledger, Text case_id, Text path, Text value, Text corrects, const FactOrigin *origin)
{
    return ledger_put(task, ledger, &(NewRecord){ .kind = KIND_FACT, .case_id = case_id, .corrects = corrects, .body = fact_body(task->region, path, value, origin) });
}

/* ---- a case taken apart ---- */

typedef struct Apart {
    Task *task;
    Ledger *ledger;
    const Source *source;
    Text case_id;
    FactOrigin origin; /* the file */
    const CaseOrigins *origins; /* sorted by path; NULL: none */
    bool failed;
} Apart;

static void take_object(Apart *apart, Text path, const Json *object);

static int by_path(const void *a, const void *b)
{
    return text_compare(((const PathOrigin *)a)->path, ((const PathOrigin *)b)->path);
}

/* Where somebody else told it, else the line of the file. */
static const FactOrigin *origin_of(Apart *apart, Text path, Text canonical, const Json *value)
{
    const CaseOrigins *told = apart->origins;
    const PathOrigin wanted = { .path = path };
    const PathOrigin *found = told && told->count ? bsearch(&wanted, told->at, told->count, sizeof *told->at, by_path) : NULL;
    if (found && (!found->value.length || text_equal(found->value, canonical)))
        return &found->origin;
    apart->origin.line = source_place(apart->source, value->from).line;
    return &apart->origin;
}

static void take_fact(Apart *apart, Text path, const Json *value)
{
    Builder out = builder_on(apart->task->region);
    apart->failed = apart->failed || !canonical_json(apart->task, &out, apart->source, value) ||
                    !put_fact(apart->task, apart->ledger, apart->case_id, path, builder_text(&out), TEXT_NONE, origin_of(apart, path, builder_text(&out), value));
}

static bool has_things(const Json *list)
{
    for (const Json *item = list->kind == JSON_ARRAY ? list->first : NULL; item; item = item->next)
        if (item->kind == JSON_OBJECT)
            return true;
    return false;
}

static Text id_of(const Json *item)
{
    const Json *id = item->kind == JSON_OBJECT ? json_get(item, TEXT("id")) : NULL;
    return id && id->kind == JSON_STRING ? id->text : TEXT_NONE;
}

/* Two things of one id would become one here. */
static bool is_first(Apart *apart, const Json *list, const Json *thing)
{
    for (const Json *item = list->first; item != thing; item = item->next)
        if (text_equal(id_of(item), id_of(thing))) {
            report_error(apart->task->report, "id-twice", json_span(apart->source, thing), "two of the \"" TEXT_FMT "\" have the id \"" TEXT_FMT "\"", TEXT_ARG(list->key), TEXT_ARG(id_of(thing)));
            apart->failed = true;
            return false;
        }
    return true;
}

static void take_list(Apart *apart, Text path, const Json *list)
{
    Region *region = apart->task->region;
    size_t index = 0;
    for (const Json *item = list->first; item && !apart->failed; item = item->next, index++) {
        Text id = id_of(item);
        if (id.length && !is_first(apart, list, item))
            return;
        Text step = id.length ? step_text(region, id, true) : text_format(region, "#%zu", index);
        Text there = path_to(region, path, list->key, step);
        if (item->kind == JSON_OBJECT)
            take_object(apart, there, item);
        else
            take_fact(apart, there, item);
    }
}

static void take_object(Apart *apart, Text path, const Json *object)
{
    bool any = false;
    for (const Json *member = object->first; member && !apart->failed; member = member->next) {
        if (member->kind == JSON_NULL || (path.length && text_is(member->key, "id") && member->kind == JSON_STRING))
            continue;
        any = true;
        if (has_things(member))
            take_list(apart, path, member);
        else if (member->kind == JSON_OBJECT)
            take_object(apart, path_to(apart->task->region, path, member->key, TEXT_NONE), member);
        else
            take_fact(apart, path_to(apart->task->region, path, member->key, TEXT_NONE), member);
    }
    if (!any && path.length) { /* a thing of which nothing is told is there all the same */
        Json empty = *object;
        empty.first = NULL;
        empty.count = 0;
        take_fact(apart, path, &empty);
    }
}

/* ---- a new case ---- */

/* "examples/cases/vn-w11.json" -> "vn-w11" */
static Text id_of_file(Text name)
{
    size_t from = name.length;
    while (from && name.at[from - 1] != '/')
        from--;
    Text file = text_slice(name, from, name.length);
    Text id = text_ends(file, TEXT(".json")) ? text_slice(file, 0, file.length - 5) : file;
    return id.length && !text_is(id, "-") ? id : TEXT("case");
}

static bool is_free(Task *task, Ledger *ledger, Text id)
{
    Records found;
    if (!case_id_check(task, id) || !ledger_find(task, ledger, &(LedgerQuery){ .kind = TEXT("case"), .case_id = id, .most = 1 }, &found))
        return false;
    if (!found.count)
        return true;
    Problem *problem = report_error(task->report, "case-taken", SPAN_NONE, "the ledger has a case \"" TEXT_FMT "\" already", TEXT_ARG(id));
    problem_hint(task->report, problem, "Give this one another id with --id, or tell its facts with \"case fact\".");
    return false;
}

static Text case_body(Region *region, const NewCase *new, const Json *json, Text file)
{
    static const char *const heads[] = { "jurisdiction", "movement" };
    Builder out = builder_on(region);
    build_text(&out, TEXT("{\"file\":"));
    canonical_string(&out, file);
    member_if(&out, "file_name", new->file->name);
    member_if(&out, "title", new->title);
    for (size_t i = 0; i < 2; i++) {
        const Json *told = json_get(json, text_of(heads[i]));
        member_if(&out, heads[i], told && told->kind == JSON_STRING ? told->text : TEXT_NONE);
    }
    build_byte(&out, '}');
    return builder_text(&out);
}

static const Json *read_case(Task *task, const Source *source)
{
    const Json *json = json_read(task, source);
    if (!json || json->kind == JSON_OBJECT)
        return json;
    report_error(task->report, "case-form", json_span(source, json), "a case is an object");
    return NULL;
}

const Record *casefile_new(Task *task, Ledger *ledger, const NewCase *new)
{
    Text id = new->id.length ? new->id : id_of_file(new->file->name);
    const Json *json = read_case(task, new->file);
    Text file = json && is_free(task, ledger, id) ? blob_put(task, ledger, new->file->bytes) : TEXT_NONE;
    if (!file.length)
        return NULL;
    const Record *record = ledger_put(task, ledger, &(NewRecord){ .kind = KIND_CASE, .case_id = id, .body = case_body(task->region, new, json, file) });
    if (new->origins && new->origins->count)
        qsort(new->origins->at, new->origins->count, sizeof *new->origins->at, by_path);
    Apart apart = { task, ledger, new->file, id, { .document = file, .document_name = new->file->name }, new->origins, record == NULL };
    take_object(&apart, TEXT_NONE, json);
    return apart.failed ? NULL : record;
}

const Record *casefile_find(Task *task, Ledger *ledger, Text case_id)
{
    Records found;
    LedgerKeys keys;
    if (!ledger_find(task, ledger, &(LedgerQuery){ .kind = TEXT("case"), .case_id = case_id, .most = 1 }, &found))
        return NULL;
    if (found.count && case_id.length)
        return &found.at[0];
    Problem *problem = report_error(task->report, "no-case", SPAN_NONE, "the ledger has no case \"" TEXT_FMT "\"", TEXT_ARG(case_id));
    if (!ledger_keys(task, ledger, "case", &keys))
        return NULL;
    Text *known = REGION_ARRAY(task->region, Text, keys.count + 1);
    for (size_t i = 0; i < keys.count; i++)
        known[i] = keys.at[i].key;
    Text nearest = text_nearest(case_id, known, keys.count);
    if (nearest.length)
        problem_hint(task->report, problem, "Did you mean \"" TEXT_FMT "\"?", TEXT_ARG(nearest));
    return NULL;
}

/* ---- one fact ---- */

Text casefile_value(Task *task, Text told)
{
    Report unheard;
    report_init(&unheard, task->region);
    Task quiet = { task->region, &unheard, NULL };
    Text trimmed = text_trim(told);
    bool json = trimmed.length && (strchr("[{\"", trimmed.at[0]) || text_is(trimmed, "true") || text_is(trimmed, "false") || text_is(trimmed, "null"));
    Text canonical = json ? canonical_text(&quiet, TEXT("value"), trimmed) : TEXT_NONE;
    if (canonical.length)
        return canonical;
    Builder out = builder_on(task->region);
    canonical_string(&out, told);
    return builder_text(&out);
}

static bool is_path(Task *task, Text path)
{
    bool good = path.length && path.length <= LIMIT_ANSWER_BYTES;
    for (Text rest = path; good && rest.length;) {
        Text step = text_cut(rest, '/', &rest), id, name = text_cut(step, ':', &id);
        good = name.length && (id.length || !memchr(step.at, ':', step.length));
    }
    if (good && path.at[path.length - 1] != '/')
        return true;
    Problem *problem = report_error(task->report, "fact-path", SPAN_NONE, "\"" TEXT_FMT "\" is no path of a fact", TEXT_ARG(path));
    problem_hint(task->report, problem, "Write it like shipments:s1/invoice_lines:1/carrier_price; \"case show --format csv\" has the paths of a case.");
    return false;
}

static bool is_path_of(const Record *fact, Task *task, Text path)
{
    const Source *source;
    const Json *body = record_body(task, fact, &source), *told = body ? json_get(body, TEXT("path")) : NULL;
    return told && text_equal(told->text, path);
}

const Record *casefile_tell(Task *task, Ledger *ledger, Text case_id, Text path, Text value, const FactOrigin *origin)
{
    Records facts;
    Text corrects = TEXT_NONE;
    if (!is_path(task, path) || !casefile_facts(task, ledger, case_id, &facts))
        return NULL;
    for (size_t i = 0; i < facts.count; i++)
        if (is_path_of(&facts.at[i], task, path))
            corrects = facts.at[i].hash;
    return put_fact(task, ledger, case_id, path, value, corrects, origin);
}

/* ---- put together ---- */

typedef enum NodeKind { NODE_LEAF, NODE_OBJECT, NODE_LIST } NodeKind;

typedef struct Node {
    NodeKind kind;
    Text name;      /* member of an object, id or "#2" of a list's item */
    bool is_thing;  /* an item named by its id */
    Text value;     /* LEAF: JSON */
    struct Node *first, *last, *next;
} Node;

static Node *child(Region *region, Node *parent, Text name, NodeKind kind)
{
    for (Node *node = parent->first; node; node = node->next)
        if (text_equal(node->name, name))
            return node;
    Node *node = REGION_NEW(region, Node);
    *node = (Node){ .kind = kind, .name = name };
    *(parent->last ? &parent->last->next : &parent->first) = node;
    parent->last = node;
    return node;
}

static void drop_child(Node *parent, const Node *child)
{
    Node *before = NULL;
    for (Node *node = parent->first; node && node != child; node = node->next)
        before = node;
    *(before ? &before->next : &parent->first) = child->next;
    if (parent->last == child)
        parent->last = before;
}

/* A value that stood here gives way to what stands below it. */
static void become(Node *node, NodeKind kind)
{
    if (node->kind == kind)
        return;
    node->kind = kind;
    node->first = node->last = NULL;
}

/* One step down: into a member, and with ":id" into an item of it. */
static Node *step_down(Region *region, Node *at, Text step, Node **parent)
{
    Text id, name = text_cut(step, ':', &id);
    *parent = at;
    become(at, NODE_OBJECT);
    Node *node = child(region, at, step_name(region, name), id.length ? NODE_LIST : NODE_LEAF);
    if (!id.length)
        return node;
    become(node, NODE_LIST);
    *parent = node;
    Node *item = child(region, node, id, NODE_OBJECT);
    item->is_thing = id.at[0] != '#';
    return item;
}

static void place(Region *region, Node *root, Text path, Text value)
{
    Node *at = root, *parent = root;
    for (Text rest = path; rest.length;)
        at = step_down(region, at, text_cut(rest, '/', &rest), &parent);
    if (text_is(value, "null"))
        drop_child(parent, at);
    else if (text_is(value, "{}"))
        become(at, NODE_OBJECT);
    else {
        become(at, NODE_LEAF);
        at->value = value;
    }
}

static void write_node(Builder *out, Region *region, const Node *node)
{
    if (node->kind == NODE_LEAF) {
        build_text(out, node->value.length ? node->value : TEXT("null"));
        return;
    }
    build_byte(out, node->kind == NODE_LIST ? '[' : '{');
    if (node->is_thing) {
        build_text(out, TEXT("\"id\":"));
        canonical_string(out, step_name(region, node->name));
    }
    for (const Node *inner = node->first; inner; inner = inner->next) {
        if (inner != node->first || node->is_thing)
            build_byte(out, ',');
        if (node->kind == NODE_OBJECT) {
            canonical_string(out, inner->name);
            build_byte(out, ':');
        }
        write_node(out, region, inner);
    }
    build_byte(out, node->kind == NODE_LIST ? ']' : '}');
}

bool casefile_facts(Task *task, Ledger *ledger, Text case_id, Records *facts)
{
    *facts = (Records){ 0 };
    for (int64_t after = 0;;) {
        Records page;
        if (!ledger_find(task, ledger, &(LedgerQuery){ .kind = TEXT("fact"), .case_id = case_id, .after = after }, &page))
            return false;
        for (size_t i = 0; i < page.count; i++)
            if (!page.at[i].corrected_by.length)
                *LIST_ADD(task->region, *facts) = page.at[i];
        if (page.count < LIMIT_LEDGER_RECORDS)
            return true;
        after = page.at[page.count - 1].sequence;
    }
}

Text casefile_json(Task *task, Ledger *ledger, Text case_id)
{
    Records facts;
    Node root = { .kind = NODE_OBJECT };
    if (!casefile_facts(task, ledger, case_id, &facts))
        return TEXT_NONE;
    for (size_t i = 0; i < facts.count; i++) {
        const Source *source;
        const Json *body = record_body(task, &facts.at[i], &source);
        const Json *path = body ? json_get(body, TEXT("path")) : NULL, *value = body ? json_get(body, TEXT("value")) : NULL;
        if (path && value)
            place(task->region, &root, path->text, text_slice(source->bytes, value->from, value->to));
    }
    Builder out = builder_on(task->region);
    write_node(&out, task->region, &root);
    return canonical_text(task, case_id, builder_text(&out));
}

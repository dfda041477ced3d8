/* papers/release_pipeline.c - a release check for build pipelines: SARIF 2.1.0 (OASIS, 2020) and JUnit's XML. Both are English, as the
 * programs that read them are; what they say comes from the same verdicts as the paper. */
#include "base/xml_writer.h"
#include "determination/answer.h"
#include "papers/articles.h"
#include "papers/release_paper.h"

/* "CN law: declare and classify anew: why; what to do (ARTICLES)" */
static Text message_of(Region *region, const ReleaseCountry *country, const ReleaseVerdict *verdict)
{
    Text by = verdict->voice ? verdict->voice->id : TEXT("law");
    return text_format(region, TEXT_FMT ", " TEXT_FMT ": " TEXT_FMT "; " TEXT_FMT " (" TEXT_FMT ")", TEXT_ARG(country->jurisdiction), TEXT_ARG(by), TEXT_ARG(entry_text(verdict->entry, "why")),
                       TEXT_ARG(entry_text(verdict->entry, "remedy")), TEXT_ARG(entry_articles(region, verdict->entry)));
}

/* A rule of the check is a verdict of a country, by whom: "CN/AP26/declare and classify anew". */
static Text rule_of(Region *region, const ReleaseCountry *country, const ReleaseVerdict *verdict)
{
    Text by = verdict->voice ? verdict->voice->id : TEXT("law");
    return text_format(region, TEXT_FMT "/" TEXT_FMT "/" TEXT_FMT, TEXT_ARG(country->jurisdiction), TEXT_ARG(by), TEXT_ARG(entry_text(verdict->entry, "verdict")));
}

typedef void Visit(void *context, const ReleaseCountry *country, const ReleaseVerdict *verdict);

static void each_verdict(const ReleaseCheck *check, Visit *visit, void *context)
{
    for (size_t i = 0; i < check->countries.count; i++)
        for (size_t k = 0; k < check->countries.at[i].verdicts.count; k++)
            visit(context, &check->countries.at[i], &check->countries.at[i].verdicts.at[k]);
}

/* ---- SARIF ---- */

typedef struct Sarif {
    JsonWriter json;
    Region *region;
    const ReleaseCheck *check;
} Sarif;

static void put_message(JsonWriter *json, const char *key, Text text)
{
    json_key(json, text_of(key));
    json_open(json, '{');
    json_pair(json, "text", text);
    json_close(json, '}');
}

static void put_rule(void *context, const ReleaseCountry *country, const ReleaseVerdict *verdict)
{
    Sarif *sarif = context;
    json_open(&sarif->json, '{');
    json_pair(&sarif->json, "id", rule_of(sarif->region, country, verdict));
    put_message(&sarif->json, "shortDescription", entry_text(verdict->entry, "verdict"));
    put_message(&sarif->json, "help", entry_text(verdict->entry, "remedy"));
    json_close(&sarif->json, '}');
}

static void put_location(Sarif *sarif, Text uri, const SbomComponent *component)
{
    Place place = source_place(sarif->check->after->source, component ? component->span.from : 0);
    json_open(&sarif->json, '{');
    json_key(&sarif->json, TEXT("physicalLocation"));
    json_open(&sarif->json, '{');
    json_key(&sarif->json, TEXT("artifactLocation"));
    json_open(&sarif->json, '{');
    json_pair(&sarif->json, "uri", uri);
    json_close(&sarif->json, '}');
    json_key(&sarif->json, TEXT("region"));
    json_open(&sarif->json, '{');
    json_key(&sarif->json, TEXT("startLine"));
    json_raw(&sarif->json, text_format(sarif->region, "%u", place.line));
    json_close(&sarif->json, '}');
    json_close(&sarif->json, '}');
    json_close(&sarif->json, '}');
}

/* Letters, digits and what a path may hold stand as they are; all else as RFC 3986 has it. */
static Text uri_of(Region *region, Text path)
{
    Builder out = builder_on(region);
    for (size_t i = 0; i < path.length; i++) {
        unsigned char byte = (unsigned char)path.at[i];
        bool plain = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || strchr("-._~/", byte);
        if (plain && byte)
            build_byte(&out, (char)byte);
        else
            build_format(&out, "%%%02X", byte);
    }
    return builder_text(&out);
}

static void put_locations(Sarif *sarif)
{
    Text uri = uri_of(sarif->region, sarif->check->after->source->name);
    bool any = false;
    json_key(&sarif->json, TEXT("locations"));
    json_open(&sarif->json, '[');
    for (size_t i = 0; i < sarif->check->facts.count; i++)
        if (sarif->check->facts.at[i].trait) {
            put_location(sarif, uri, sarif->check->facts.at[i].trait->from);
            any = true;
        }
    if (!any)
        put_location(sarif, uri, NULL);
    json_close(&sarif->json, ']');
}

static void put_result(void *context, const ReleaseCountry *country, const ReleaseVerdict *verdict)
{
    static const char *const LEVELS[] = { [RELEASE_NONE] = "none", [RELEASE_NOTE] = "note", [RELEASE_DECLARE] = "error" };
    Sarif *sarif = context;
    if (verdict->level == RELEASE_NONE)
        return;
    json_open(&sarif->json, '{');
    json_pair(&sarif->json, "ruleId", rule_of(sarif->region, country, verdict));
    json_pair(&sarif->json, "level", text_of(verdict->known ? LEVELS[verdict->level] : "warning"));
    put_message(&sarif->json, "message", message_of(sarif->region, country, verdict));
    put_locations(sarif);
    json_close(&sarif->json, '}');
}

void release_sarif(Builder *out, Region *region, const ReleaseCheck *check)
{
    Sarif sarif = { json_writer(out, false), region, check };
    JsonWriter *json = &sarif.json;
    json_open(json, '{');
    json_pair(json, "$schema", TEXT("https://json.schemastore.org/sarif-2.1.0.json"));
    json_pair(json, "version", TEXT("2.1.0"));
    json_key(json, TEXT("runs"));
    json_open(json, '[');
    json_open(json, '{');
    json_key(json, TEXT("tool"));
    json_open(json, '{');
    json_key(json, TEXT("driver"));
    json_open(json, '{');
    json_pair(json, "name", TEXT("declarant"));
    json_pair(json, "version", TEXT(DECLARANT_VERSION));
    json_key(json, TEXT("rules"));
    json_open(json, '[');
    each_verdict(check, put_rule, &sarif);
    json_close(json, ']');
    json_close(json, '}');
    json_close(json, '}');
    json_key(json, TEXT("results"));
    json_open(json, '[');
    each_verdict(check, put_result, &sarif);
    json_close(json, ']');
    json_close(json, '}');
    json_close(json, ']');
    json_close(json, '}');
    build_byte(out, '\n');
}

/* ---- JUnit ---- */

typedef struct Junit {
    XmlWriter xml;
    Region *region;
    ReleaseLevel fail_on;
    uint32_t tests, failures, skipped;
} Junit;

static bool fails(const Junit *junit, const ReleaseVerdict *verdict) { return verdict->known && verdict->level >= junit->fail_on && verdict->level != RELEASE_NONE; }

/* A country whose rows say nothing is one test that was skipped. */
static uint32_t silent_countries(const ReleaseCheck *check)
{
    uint32_t count = 0;
    for (size_t i = 0; i < check->countries.count; i++)
        count += !check->countries.at[i].verdicts.count;
    return count;
}

static void count_test(void *context, const ReleaseCountry *country, const ReleaseVerdict *verdict)
{
    Junit *junit = context;
    (void)country;
    junit->tests++;
    junit->failures += fails(junit, verdict);
    junit->skipped += !verdict->known;
}

static void put_skipped(Junit *junit, const char *why)
{
    xml_open(&junit->xml, "skipped");
    xml_put_attribute(&junit->xml, "message", text_of(why));
    xml_close(&junit->xml);
}

static void open_case(Junit *junit, Text jurisdiction, Text name)
{
    xml_open(&junit->xml, "testcase");
    xml_put_attribute(&junit->xml, "classname", text_format(junit->region, "release." TEXT_FMT, TEXT_ARG(jurisdiction)));
    xml_put_attribute(&junit->xml, "name", name);
}

static void put_test(void *context, const ReleaseCountry *country, const ReleaseVerdict *verdict)
{
    Junit *junit = context;
    open_case(junit, country->jurisdiction, rule_of(junit->region, country, verdict));
    if (!verdict->known)
        put_skipped(junit, "it hangs on a fact that is not told");
    if (fails(junit, verdict)) {
        xml_open(&junit->xml, "failure");
        xml_put_attribute(&junit->xml, "type", text_of(release_level_name(verdict->level)));
        xml_put_attribute(&junit->xml, "message", entry_text(verdict->entry, "verdict"));
        xml_put_text(&junit->xml, message_of(junit->region, country, verdict));
        xml_close(&junit->xml);
    }
    xml_close(&junit->xml);
}

static void put_silent(Junit *junit, const ReleaseCheck *check)
{
    for (size_t i = 0; i < check->countries.count; i++) {
        const ReleaseCountry *country = &check->countries.at[i];
        if (country->verdicts.count)
            continue;
        open_case(junit, country->jurisdiction, text_format(junit->region, TEXT_FMT "/law", TEXT_ARG(country->jurisdiction)));
        put_skipped(junit, "no row speaks of a new version");
        xml_close(&junit->xml);
    }
}

static void put_count(Junit *junit, const char *name, uint32_t count)
{
    xml_put_attribute(&junit->xml, name, text_format(junit->region, "%u", count));
}

void release_junit(Builder *out, Region *region, const ReleaseCheck *check, ReleaseLevel fail_on)
{
    Junit junit = { .xml = xml_writer(out), .region = region, .fail_on = fail_on };
    uint32_t silent = silent_countries(check);
    each_verdict(check, count_test, &junit);
    xml_open(&junit.xml, "testsuite");
    xml_put_attribute(&junit.xml, "name", TEXT("declarant release check"));
    put_count(&junit, "tests", junit.tests + silent);
    put_count(&junit, "failures", junit.failures);
    put_count(&junit, "errors", 0);
    put_count(&junit, "skipped", junit.skipped + silent);
    each_verdict(check, put_test, &junit);
    put_silent(&junit, check);
    xml_close(&junit.xml);
}

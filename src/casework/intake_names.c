/* casework/intake_names.c - what a column of a table of facts may be called. See intake_table.h. */
#include "base/csv.h"
#include "base/file.h"
#include "casework/intake_inside.h"

typedef struct Naming {
    Task *task;
    IntakeNames *names;
    const Phrases *phrases;
} Naming;

/* "payment.payment day": the field of a fact; "#payment": that of the things' ids. */
static Text fact_key(Region *region, const FactEntry *fact)
{
    return text_format(region, TEXT_FMT "." TEXT_FMT, TEXT_ARG(fact->of), TEXT_ARG(fact->name));
}

static ColumnHolds kind_of(const FactEntry *fact)
{
    static const struct {
        const char *type;
        ColumnHolds kind;
    } kinds[] = { { "date", COLUMN_DAY }, { "money", COLUMN_NUMBER }, { "number", COLUMN_NUMBER }, { "boolean", COLUMN_YES } };
    Text type = text_trim(span_text(fact->type));
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (text_equal(type, text_of(kinds[i].type)))
            return kinds[i].kind;
    return COLUMN_TEXT;
}

/* A name that two facts have says nothing. */
static bool is_only(const Naming *naming, const FactEntry *fact, Text (*name)(const Naming *naming, const FactEntry *fact, int language), int language)
{
    const Rulebooks *books = naming->names->books;
    Text own = name(naming, fact, language);
    for (uint32_t i = 0; i < books->fact_count; i++) {
        const FactEntry *other = &books->facts[i];
        bool same = text_equal(other->name, fact->name) && text_equal(other->of, fact->of);
        if (!other->made && !same && text_equal(name(naming, other, language), own))
            return false;
    }
    return own.length > 0;
}

static Text own_name(const Naming *naming, const FactEntry *fact, int language)
{
    return language ? phrase_in(naming->phrases, fact->name, language) : fact->name;
}

static Text own_question(const Naming *naming, const FactEntry *fact, int language)
{
    (void)naming;
    return fact->question[language];
}

static void name_fact(Naming *naming, const FactEntry *fact)
{
    Task *task = naming->task;
    Text key = fact_key(task->region, fact);
    ColumnHolds kind = kind_of(fact);
    column_names_add(task, naming->names->names, key, kind, text_format(task->region, TEXT_FMT " " TEXT_FMT, TEXT_ARG(fact->of), TEXT_ARG(fact->name)));
    for (int language = 0; language < 3; language++) {
        if (is_only(naming, fact, own_name, language))
            column_names_add(task, naming->names->names, key, kind, own_name(naming, fact, language));
        if (is_only(naming, fact, own_question, language))
            column_names_add(task, naming->names->names, key, kind, own_question(naming, fact, language));
    }
}

static const FactEntry *fact_of_key(const Rulebooks *books, Text key)
{
    Text name, of = text_cut(key, '.', &name);
    for (uint32_t i = 0; i < books->fact_count; i++)
        if (text_equal(books->facts[i].of, of) && text_equal(books->facts[i].name, name) && !books->facts[i].made)
            return &books->facts[i];
    return NULL;
}

/* The other names, from data/intake-columns.csv; they give way to those of the dictionary. */
static bool name_otherwise(Naming *naming, const Csv *csv)
{
    for (uint32_t row = 0; row < csv->rows; row++) {
        Text key = csv_cell(csv, row, 0)->text;
        const FactEntry *fact = fact_of_key(naming->names->books, key);
        if (!fact && !text_starts(key, TEXT("#"))) {
            report_error(naming->task->report, "intake-column", csv_cell(csv, row, 0)->span, "no fact is called \"" TEXT_FMT "\"", TEXT_ARG(key));
            return false;
        }
        for (uint32_t column = 1; column < csv->columns; column++)
            for (Text rest = csv_cell(csv, row, column)->text; rest.length;)
                column_names_add(naming->task, naming->names->names, key, fact ? kind_of(fact) : COLUMN_TEXT, text_trim(text_cut(rest, ';', &rest)));
    }
    return true;
}

/* What each field is: a fact of a thing, the thing's id, or none of both. */
static void look_up_fields(Naming *naming)
{
    IntakeNames *names = naming->names;
    names->field_count = column_names_count(names->names);
    names->fields = REGION_ARRAY(naming->task->region, NamedField, names->field_count + 1);
    for (uint32_t i = 0; i < names->field_count; i++) {
        Text key = column_names_at(names->names, i)->key;
        NamedField *field = &names->fields[i];
        bool id = text_starts(key, TEXT("#"));
        field->fact = id ? NULL : fact_of_key(names->books, key);
        Text thing = id ? text_slice(key, 1, key.length) : field->fact->of;
        for (uint32_t k = 0; k < names->books->thing_count; k++)
            if (text_equal(names->books->things[k].name, thing))
                field->thing = &names->books->things[k];
        field->key = field->fact ? text_snake(naming->task->region, field->fact->name) : TEXT_NONE;
    }
    names->case_field = column_field(names->names, TEXT("#case"));
    names->currency_field = column_field(names->names, TEXT("#currency"));
    names->amount_field = column_field(names->names, TEXT("#amount"));
}

static const Csv *table_of_data(Task *task, const char *data_folder, const char *name)
{
    const Source *source = file_read(task, path_join(task->region, text_of(data_folder ? data_folder : "."), text_of(name)), 0);
    return source ? csv_read(task, source) : NULL;
}

const IntakeNames *intake_names(Task *task, const Rulebooks *books, const Phrases *phrases, const char *data_folder)
{
    IntakeNames *names = REGION_NEW(task->region, IntakeNames);
    const Csv *others = table_of_data(task, data_folder, "intake-columns.csv");
    names->books = books;
    names->phrases = phrases;
    names->countries = table_of_data(task, data_folder, "codelists/countries.csv");
    names->names = column_names_new(task->region);
    Naming naming = { task, names, phrases };
    if (!others || !names->countries)
        return NULL;
    for (uint32_t i = 0; i < books->fact_count; i++)
        if (!books->facts[i].made)
            name_fact(&naming, &books->facts[i]);
    if (!name_otherwise(&naming, others))
        return NULL;
    look_up_fields(&naming);
    return names;
}

// A Table Schema with what it says of rows besides (schemas/README.md, "Source table").
#include "gateway/schema/source.hpp"
#include "gateway/schema/source_parts.hpp"

#include <set>

namespace sluice::schema {
namespace {

Fault read_fault(const Reader& reader) {
    const std::string name = reader.text();
    const auto fault = parse_fault(name);
    if (!fault && !name.empty()) {
        reader.fault("'" + name + "' is not the name of a fault");
    }
    return fault.value_or(Fault::file_unknown);
}

Made read_made(const Reader& reader) {
    reader.only({"of", "as", "blanks", "system_wide"});
    Made made;
    for (const Reader& group : reader.at("of").items()) {
        made.of.push_back(group.texts());
    }
    made.as = one_of<Made::As>(
        reader.find("as"), {{"id", Made::As::id}, {"text", Made::As::text}, {"time", Made::As::time}},
        Made::As::id
    );
    made.blanks = reader.find("blanks").boolean_or(false);
    made.system_wide = reader.find("system_wide").boolean_or(false);
    return made;
}

// What a cell holds that the file does not: made of others, said by the file as a whole, or standing above.
void read_absent(const Reader& own, Column& column) {
    column.package = own.find("file").text();
    column.fill_down = own.find("fill_down").boolean_or(false);
    column.optional = own.find("optional").boolean_or(false);
    if (own.find("made").present()) {
        column.made = read_made(own.find("made"));
    }
    column.optional = column.optional || !column.made.empty() || !column.package.empty();
}

Column read_column(const Reader& reader) {
    reader.only({"name", "title", "description", "type", "missingValues", "sluice"});
    const Reader own = reader.find("sluice");
    own.only(
        {"aliases", "since", "until", "precision", "time", "shape", "sentinels", "formats", "file",
         "fill_down", "optional", "made"}
    );
    Column column;
    column.name = reader.at("name").text();
    column.title = reader.find("title").text();
    column.type = one_of<ColumnType>(
        reader.at("type"),
        {{"string", ColumnType::string},
         {"integer", ColumnType::integer},
         {"number", ColumnType::number},
         {"boolean", ColumnType::boolean},
         {"date", ColumnType::date},
         {"time", ColumnType::time},
         {"datetime", ColumnType::datetime}},
        ColumnType::string
    );
    column.aliases = own.find("aliases").texts();
    column.since = read_version(own.find("since"));
    column.until = read_version(own.find("until"));
    column.precision_column = own.find("precision").text();
    column.time_column = own.find("time").text();
    column.shape = own.find("shape").text();
    column.sentinels = own.find("sentinels").texts();
    column.missing = reader.find("missingValues").texts();
    column.formats = own.find("formats").texts();
    read_absent(own, column);
    return column;
}

ForeignKey read_foreign_key(const Reader& reader) {
    reader.only({"name", "fields", "reference", "required", "sluice", "description"});
    const Reader reference = reader.at("reference");
    reference.only({"resource", "fields"});
    ForeignKey key;
    key.where = reader.where();
    key.name = reader.at("name").text();
    key.columns = reader.at("fields").texts();
    key.table = reference.at("resource").text();
    key.target_columns = reference.at("fields").texts();
    const Reader own = reader.find("sluice");
    own.only({"required"});
    const Reader required =
        reader.find("required").present() ? reader.find("required") : own.find("required");
    if (required.present()) {
        key.required = read_fault(required);
    }
    if (key.columns.empty() || key.columns.size() != key.target_columns.size()) {
        reader.fault("fields and reference.fields must be equally many, and at least one");
    }
    return key;
}

Removal read_removal(const Reader& reader) {
    reader.only({"column", "values", "means", "with_all"});
    Removal removal;
    removal.column = reader.at("column").text();
    removal.values = reader.at("values").texts();
    removal.means = one_of<Removal::Means>(
        reader.at("means"),
        {{"tombstone", Removal::Means::tombstone}, {"scope-exit", Removal::Means::scope_exit}},
        Removal::Means::tombstone
    );
    removal.with_all = reader.find("with_all").boolean_or(false);
    return removal;
}

ConceptSource read_concepts(const Reader& reader) {
    reader.only({"codes", "parent", "parent_hops_max", "term", "by_term"});
    ConceptSource concepts;
    for (const Reader& item : reader.at("codes").items()) {
        item.only({"system", "column", "strip", "local_namespaces", "term", "local_start", "local_system"});
        concepts.codes.push_back(
            {item.at("system").text(), item.at("column").text(), item.find("strip").text(),
             item.find("local_namespaces").texts(), item.find("term").text(), item.find("local_start").text(),
             item.find("local_system").text()}
        );
        if (concepts.codes.back().local_start.empty() != concepts.codes.back().local_system.empty()) {
            item.fault("local_start and local_system belong together");
        }
    }
    concepts.parent_column = reader.find("parent").text();
    concepts.term_column = reader.find("term").text();
    concepts.by_term = reader.find("by_term").boolean_or(false);
    concepts.parent_hops_max = static_cast<int>(reader.find("parent_hops_max").integer_or(0));
    return concepts;
}

// Every column that the document names must be one of its fields.
void check_columns(const SourceTable& table, const Reader& reader) {
    const auto check = [&](const std::vector<std::string>& names, std::string_view where) {
        for (const auto& name : names) {
            if (!name.empty() && !table.column(name)) {
                reader.fault(std::string(where) + " names the column '" + name + "', which is not a field");
            }
        }
    };
    check(table.primary_key, "primaryKey");
    check(table.person, "sluice/person");
    check(table.mandatory, "sluice/mandatory");
    check(table.mandatory_any, "sluice/mandatory_any");
    check({table.organisation, table.order}, "sluice");
    if (table.removed) {
        check({table.removed->column}, "sluice/removed");
    }
    for (const auto& exclusion : table.excluded) {
        check({exclusion.column, exclusion.differs_from}, "sluice/excluded");
    }
    if (table.concepts) {
        check({table.concepts->parent_column, table.concepts->term_column}, "sluice/concept");
        for (const auto& code : table.concepts->codes) {
            check({code.column, code.term_column}, "sluice/concept/codes");
        }
        if (!table.concepts->parent_column.empty() && table.link("parent") == nullptr) {
            reader.fault("sluice/concept has a parent, so there must be a foreign key named 'parent'");
        }
    }
    const auto keys = reader.find("foreignKeys").items();
    for (std::size_t i = 0; i < keys.size(); ++i) {
        for (const auto& name : table.foreign_keys[i].columns) {
            if (!table.column(name)) {
                keys[i].fault("the column '" + name + "' is not a field of this table");
            }
        }
    }
    if (table.repeats) {
        check(table.repeats->columns, "sluice/repeats");
        check({table.repeats->number, table.repeats->group}, "sluice/repeats");
    }
    for (const auto& column : table.columns) {
        check({column.precision_column, column.time_column}, "fields");
        for (const auto& group : column.made.of) {
            check(group, "fields");
        }
    }
    std::set<std::string> seen;
    for (const auto& column : table.columns) {
        if (!seen.insert(column.name).second) {
            reader.fault("the field '" + column.name + "' stands twice");
        }
    }
}

// What Table Schema has no word for.
void read_own(const Reader& own, SourceTable& table) {
    own.only(
        {"used", "scope", "person", "organisation", "mandatory", "order", "removed", "excluded", "moves",
         "concept", "alone", "loose_headings", "repeats", "mandatory_any"}
    );
    table.used = own.find("used").boolean_or(true);
    if (own.find("scope").present()) {
        table.scope = one_of<Scope>(
            own.find("scope"), {{"person", Scope::person}, {"shared", Scope::shared}}, Scope::shared
        );
    }
    table.person = own.find("person").texts();
    table.organisation = own.find("organisation").text();
    table.mandatory = own.find("mandatory").texts();
    table.mandatory_any = own.find("mandatory_any").texts();
    table.order = own.find("order").text();
    if (own.find("removed").present()) {
        table.removed = read_removal(own.find("removed"));
    }
    for (const Reader& item : own.find("excluded").items()) {
        item.only({"column", "values", "differs_from", "fault", "purposes"});
        table.excluded.push_back(
            {item.at("column").text(), item.find("values").texts(), item.find("differs_from").text(),
             read_fault(item.at("fault")), item.find("purposes").texts()}
        );
        if (item.find("values").present() == item.find("differs_from").present()) {
            item.fault("either `values` or `differs_from` is expected here");
        }
    }
    table.moves = own.find("moves").boolean_or(false);
    table.alone = own.find("alone").boolean_or(false);
    table.loose_headings = own.find("loose_headings").boolean_or(false);
    if (const Reader repeats = own.find("repeats"); repeats.present()) {
        repeats.only({"columns", "number", "group"});
        table.repeats =
            Repeats{repeats.at("columns").texts(), repeats.at("number").text(), repeats.find("group").text()};
    }
    if (own.find("concept").present()) {
        table.concepts = read_concepts(own.find("concept"));
    }
}

}  // namespace

SourceTable read_source_table(const Document& document, Faults& faults) {
    const Reader reader(document, faults);
    reader.only(
        {"$schema", "name", "title", "description", "fields", "primaryKey", "foreignKeys", "missingValues",
         "sluice"}
    );
    if (const Reader missing = reader.find("missingValues");
        missing.present() && missing.texts() != std::vector<std::string>{""}) {
        missing.fault(
            "only [\"\"] is known; texts that stand for a blank cell go to `missingValues` of the field, "
            "those "
            "that stand for no date to its `sentinels`"
        );
    }
    SourceTable table;
    table.path = document.path;
    table.name = reader.at("name").text();
    for (const Reader& field : reader.at("fields").items()) {
        table.columns.push_back(read_column(field));
    }
    table.primary_key = reader.find("primaryKey").texts();
    for (const Reader& key : reader.find("foreignKeys").items()) {
        table.foreign_keys.push_back(read_foreign_key(key));
    }
    read_own(reader.find("sluice"), table);
    if (table.used && table.primary_key.empty()) {
        reader.fault("a used table needs a primaryKey");
    }
    if (table.used && table.scope == Scope::person && (table.person.empty() || table.organisation.empty())) {
        reader.fault("a table of scope person must say which columns name the person and the organisation");
    }
    check_columns(table, reader);
    return table;
}

}  // namespace sluice::schema

#include "gateway/schema/source.hpp"

#include "gateway/base/text.hpp"

#include <algorithm>
#include <charconv>
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

// Numbers with dots between; empty where it is absent or wrong.
std::string read_version(const Reader& reader) {
    const std::string text = reader.text();
    const bool sound = text.find_first_not_of("0123456789.") == std::string::npos && text.size() < 16 &&
                       text.find("..") == std::string::npos && (text.empty() || text.front() != '.') &&
                       (text.empty() || text.back() != '.');
    if (!sound) {
        reader.fault("'" + text + "' is not a version: numbers with dots between, as 8.2");
    }
    return sound ? text : std::string();
}

// One ASCII character that can part cells.
char read_character(const Reader& reader, char otherwise) {
    const std::string text = reader.text_or(std::string(1, otherwise));
    const bool sound = text.size() == 1 && static_cast<unsigned char>(text[0]) < 0x80 && text[0] != '\0' &&
                       text[0] != '\r' && text[0] != '\n';
    if (!sound) {
        reader.fault("one character is expected here, of ASCII and not a line end");
    }
    return sound ? text[0] : otherwise;
}

void read_dialect(const Reader& reader, SourceSystem& system) {
    reader.only({"delimiter", "quoteChar"});
    system.delimiter = read_character(reader.find("delimiter"), ',');
    system.quote = read_character(reader.find("quoteChar"), '"');
    if (system.delimiter == system.quote) {
        reader.fault("delimiter and quoteChar must differ");
    }
}

NamePattern read_name_pattern(const Reader& reader) {
    reader.only({"pattern", "groups", "version", "title"});
    NamePattern out;
    const Reader pattern = reader.at("pattern");
    out.pattern = pattern.text();
    out.groups = reader.at("groups").texts();
    out.version = read_version(reader.find("version"));
    try {
        out.compiled.assign(out.pattern, std::regex::ECMAScript | std::regex::icase);
        if (out.compiled.mark_count() < out.groups.size()) {
            reader.at("groups").fault("there are more names than groups in the pattern");
        }
    } catch (const std::regex_error& error) {
        pattern.fault(std::string("not a regular expression: ") + error.what());
    }
    return out;
}

void read_precisions(const Reader& reader, SourceSystem& system) {
    for (const auto& [text, value] : reader.members()) {
        system.precisions[text] = one_of<std::optional<DatePrecision>>(
            value,
            {{"unknown", std::nullopt},
             {"year", DatePrecision::year},
             {"month", DatePrecision::month},
             {"day", DatePrecision::day},
             {"time", DatePrecision::second}},
            std::nullopt
        );
    }
}

Column read_column(const Reader& reader) {
    reader.only({"name", "title", "description", "type", "sluice"});
    const Reader own = reader.find("sluice");
    own.only({"aliases", "since", "until", "precision", "time", "shape", "sentinels"});
    Column column;
    column.name = reader.at("name").text();
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
    reader.only({"column", "values", "means"});
    Removal removal;
    removal.column = reader.at("column").text();
    removal.values = reader.at("values").texts();
    removal.means = one_of<Removal::Means>(
        reader.at("means"),
        {{"tombstone", Removal::Means::tombstone}, {"scope-exit", Removal::Means::scope_exit}},
        Removal::Means::tombstone
    );
    return removal;
}

ConceptSource read_concepts(const Reader& reader) {
    reader.only({"codes", "parent", "parent_hops_max", "term"});
    ConceptSource concepts;
    for (const Reader& item : reader.at("codes").items()) {
        item.only({"system", "column", "strip", "local_namespaces"});
        concepts.codes.push_back(
            {item.at("system").text(), item.at("column").text(), item.find("strip").text(),
             item.find("local_namespaces").texts()}
        );
    }
    concepts.parent_column = reader.find("parent").text();
    concepts.term_column = reader.find("term").text();
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
    check({table.organisation, table.order}, "sluice");
    if (table.removed) {
        check({table.removed->column}, "sluice/removed");
    }
    for (const auto& exclusion : table.excluded) {
        check({exclusion.column}, "sluice/excluded");
    }
    if (table.concepts) {
        check({table.concepts->parent_column, table.concepts->term_column}, "sluice/concept");
        for (const auto& code : table.concepts->codes) {
            check({code.column}, "sluice/concept/codes");
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
    for (const auto& column : table.columns) {
        check({column.precision_column, column.time_column}, "fields");
    }
    std::set<std::string> seen;
    for (const auto& column : table.columns) {
        if (!seen.insert(column.name).second) {
            reader.fault("the field '" + column.name + "' stands twice");
        }
    }
}

// The columns that the package names, and what only it knows of the tables' fields.
void check_package(const SourceSystem& system, const Reader& own) {
    const auto check = [&](const Reader& reader, const std::string& table_name, const std::string& column) {
        const auto* table = system.table(table_name);
        if (table != nullptr && !table->column(column)) {
            reader.fault("'" + column + "' is not a column of " + table_name);
        }
    };
    const Reader organisation = own.find("organisation");
    check(organisation.find("code"), system.organisation_table, system.organisation_code);
    check(organisation.find("name"), system.organisation_table, system.organisation_name);
    if (const Reader agreement = own.find("agreement"); agreement.present()) {
        check(agreement.find("organisation"), system.agreement_table, system.agreement_organisation);
        if (system.table(system.agreement_table) == nullptr) {
            agreement.fault("the table '" + system.agreement_table + "' is not among the resources");
        }
    }
    for (const auto& group : system.same) {
        const bool named = std::any_of(system.names.begin(), system.names.end(), [&](const auto& name) {
            return std::find(name.groups.begin(), name.groups.end(), group) != name.groups.end();
        });
        if (!named) {
            own.find("set").find("same").fault("no pattern of `names` has the group '" + group + "'");
        }
    }
    for (const auto& table : system.tables) {
        for (const auto& column : table.columns) {
            if (!column.precision_column.empty() && system.precisions.empty()) {
                own.fault(
                    "there must be `precisions`: " + table.name + " says how precise '" + column.name + "' is"
                );
                return;
            }
        }
    }
}

void check_links(const SourceSystem& system, Faults& faults) {
    for (const auto& table : system.tables) {
        for (const auto& key : table.foreign_keys) {
            const SourceTable* target = system.table(key.table);
            if (target == nullptr || !target->used) {
                if (table.used) {
                    faults.add(
                        key.where, "'" + key.name + "' points at '" + key.table +
                                       "', which is not a used table of this system"
                    );
                }
                continue;
            }
            for (const auto& column : key.target_columns) {
                if (!target->column(column)) {
                    faults.add(
                        key.where,
                        "'" + key.name + "' points at '" + column + "', which is not a column of " + key.table
                    );
                }
            }
            const bool leads =
                key.target_columns.size() <= target->primary_key.size() &&
                std::equal(key.target_columns.begin(), key.target_columns.end(), target->primary_key.begin());
            if (target->scope == Scope::shared && !leads) {
                faults.add(
                    key.where,
                    "'" + key.name + "' must name the first columns of the primary key of " + key.table
                );
            }
        }
    }
}

}  // namespace

std::optional<std::size_t> SourceTable::column(std::string_view name) const {
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (columns[i].name == name) {
            return i;
        }
    }
    return std::nullopt;
}

const ForeignKey* SourceTable::link(std::string_view name) const {
    const auto found = std::find_if(foreign_keys.begin(), foreign_keys.end(), [&](const auto& key) {
        return key.name == name;
    });
    return found == foreign_keys.end() ? nullptr : &*found;
}

const SourceTable* SourceSystem::table(std::string_view name) const {
    const auto index = table_index(name);
    return index ? &tables[*index] : nullptr;
}

std::optional<std::size_t> SourceSystem::table_index(std::string_view name) const {
    for (std::size_t i = 0; i < tables.size(); ++i) {
        if (tables[i].name == name) {
            return i;
        }
    }
    return std::nullopt;
}

std::strong_ordering compare_versions(std::string_view a, std::string_view b) {
    const auto first = split(a, '.');
    const auto second = split(b, '.');
    for (std::size_t i = 0; i < std::max(first.size(), second.size()); ++i) {
        const auto part = [i](const std::vector<std::string_view>& parts) {
            std::uint64_t number = 0;
            if (i < parts.size()) {
                std::from_chars(parts[i].data(), parts[i].data() + parts[i].size(), number);
            }
            return number;
        };
        if (const auto order = part(first) <=> part(second); order != 0) {
            return order;
        }
    }
    return std::strong_ordering::equal;
}

SourceTable read_source_table(const Document& document, Faults& faults) {
    const Reader reader(document, faults);
    reader.only(
        {"$schema", "name", "title", "description", "fields", "primaryKey", "foreignKeys", "missingValues",
         "sluice"}
    );
    if (const Reader missing = reader.find("missingValues");
        missing.present() && missing.texts() != std::vector<std::string>{""}) {
        missing.fault("only [\"\"] is known; texts that stand for no date go to `sentinels` of the field");
    }
    const Reader own = reader.find("sluice");
    own.only(
        {"used", "scope", "person", "organisation", "mandatory", "order", "removed", "excluded", "moves",
         "concept"}
    );
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
    table.used = own.find("used").boolean_or(true);
    if (own.find("scope").present()) {
        table.scope = one_of<Scope>(
            own.find("scope"), {{"person", Scope::person}, {"shared", Scope::shared}}, Scope::shared
        );
    }
    table.person = own.find("person").texts();
    table.organisation = own.find("organisation").text();
    table.mandatory = own.find("mandatory").texts();
    table.order = own.find("order").text();
    if (own.find("removed").present()) {
        table.removed = read_removal(own.find("removed"));
    }
    for (const Reader& item : own.find("excluded").items()) {
        item.only({"column", "values", "fault", "purposes"});
        table.excluded.push_back(
            {item.at("column").text(), item.at("values").texts(), read_fault(item.at("fault")),
             item.find("purposes").texts()}
        );
    }
    table.moves = own.find("moves").boolean_or(false);
    if (own.find("concept").present()) {
        table.concepts = read_concepts(own.find("concept"));
    }
    if (table.used && table.primary_key.empty()) {
        reader.fault("a used table needs a primaryKey");
    }
    if (table.used && table.scope == Scope::person && (table.person.empty() || table.organisation.empty())) {
        reader.fault("a table of scope person must say which columns name the person and the organisation");
    }
    check_columns(table, reader);
    return table;
}

std::vector<std::string> resource_paths(const Document& package, Faults& faults) {
    std::vector<std::string> paths;
    for (const Reader& resource : Reader(package, faults).at("resources").items()) {
        resource.only({"name", "schema", "title", "description"});
        paths.push_back(resource.at("schema").text());
    }
    return paths;
}

SourceSystem read_source_system(const Document& package, std::vector<SourceTable> tables, Faults& faults) {
    const Reader reader(package, faults);
    reader.only(
        {"$schema", "name", "title", "description", "resources", "sluice", "version", "licenses", "sources"}
    );
    const Reader own = reader.at("sluice");
    own.only(
        {"dialect", "names", "set", "versioned", "precisions", "oldest_version", "person", "organisation",
         "agreement"}
    );
    SourceSystem system;
    system.name = reader.at("name").text();
    system.title = reader.find("title").text_or(system.name);
    system.tables = std::move(tables);
    if (system.name.empty() || system.name.find('/') != std::string::npos) {
        reader.at("name").fault("a name without a slash is expected here");  // persons are <system>/<key>
    }
    const auto resources = reader.find("resources").items();
    for (std::size_t i = 0; i < std::min(resources.size(), system.tables.size()); ++i) {
        if (resources.size() == system.tables.size() &&
            resources[i].at("name").text() != system.tables[i].name) {
            resources[i].at("name").fault("the table's own name is '" + system.tables[i].name + "'");
        }
    }
    read_dialect(own.find("dialect"), system);
    for (const Reader& item : own.at("names").items()) {
        system.names.push_back(read_name_pattern(item));
    }
    read_precisions(own.find("precisions"), system);
    const std::string oldest_version = read_version(own.find("oldest_version"));
    for (auto& table : system.tables) {
        table.oldest_version = oldest_version;
    }
    own.at("set").only({"required", "same"});
    system.required = own.at("set").find("required").texts();
    system.same = own.at("set").find("same").texts();
    system.versioned = own.find("versioned").boolean_or(true);
    system.person_table = own.at("person").text();
    const Reader organisation = own.at("organisation");
    organisation.only({"table", "code", "name", "practices"});
    system.organisation_table = organisation.at("table").text();
    system.organisation_code = organisation.at("code").text();
    system.organisation_name = organisation.at("name").text();
    system.of_practices = organisation.find("practices").boolean_or(false);
    if (const Reader agreement = own.find("agreement"); agreement.present()) {
        agreement.only({"table", "organisation", "disabled"});
        system.agreement_table = agreement.at("table").text();
        system.agreement_organisation = agreement.at("organisation").text();
        system.agreement_disabled = agreement.at("disabled").located();
    }
    for (const auto& name : system.required) {
        if (system.table(name) == nullptr) {
            own.at("set").fault("the required table '" + name + "' is not among the resources");
        }
    }
    for (const auto* name : {&system.person_table, &system.organisation_table}) {
        if (system.table(*name) == nullptr) {
            own.fault("the table '" + *name + "' is not among the resources");
        }
    }
    check_package(system, own);
    check_links(system, faults);
    return system;
}

}  // namespace sluice::schema

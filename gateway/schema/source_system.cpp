// A Data Package of the tables of one source system (schemas/README.md, "Source system").
#include "gateway/base/text.hpp"
#include "gateway/schema/source.hpp"
#include "gateway/schema/source_parts.hpp"

#include <algorithm>

namespace sluice::schema {
namespace {

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

SetManifest read_set_manifest(const Reader& reader) {
    reader.only({"table", "file", "mode", "from", "to", "unlisted"});
    SetManifest out;
    out.table = reader.at("table").text();
    out.file_column = reader.at("file").text();
    const Reader mode = reader.at("mode");
    mode.only({"column", "delta", "full"});
    out.delta_column = mode.at("column").text();
    out.delta_value = mode.at("delta").text();
    out.full_value = mode.at("full").text();
    out.from_column = reader.at("from").text();
    out.to_column = reader.at("to").text();
    out.unlisted = reader.find("unlisted").texts();
    return out;
}

// Tables that are known by their names alone: their files are recognised, and their rows counted.
void add_others(const Reader& others, SourceSystem& system) {
    for (const auto& name : others.texts()) {
        if (system.table(name) != nullptr) {
            others.fault("the table '" + name + "' is there already");
            continue;
        }
        SourceTable table;
        table.name = name;
        table.used = false;
        system.tables.push_back(std::move(table));
    }
}

ReportForm read_report(const Reader& reader) {
    reader.only(
        {"heading_lines_max", "delimiters", "preamble", "otherwise", "names", "dates", "cut_short",
         "prefix_ends", "upper_words"}
    );
    ReportForm out;
    out.heading_lines_max = static_cast<std::size_t>(reader.at("heading_lines_max").integer_in(1, 1000, 1));
    for (const auto& text : reader.at("delimiters").items()) {
        out.delimiters += read_character(text, ',');
    }
    for (const auto& [words, key] : reader.find("preamble").members()) {
        out.preamble.emplace(to_lower(words), key.text());
    }
    for (const auto& [words, key] : reader.find("otherwise").members()) {
        out.otherwise.emplace(to_lower(words), key.text());
    }
    for (const Reader& item : reader.find("names").items()) {
        out.names.push_back(read_name_pattern(item));
    }
    out.dates = reader.find("dates").texts();
    out.prefix_ends = reader.find("prefix_ends").texts();
    for (const auto& words : reader.find("upper_words").texts()) {
        out.upper_words.push_back(to_lower(words));
    }
    for (const auto& words : reader.find("cut_short").texts()) {
        out.cut_short.push_back(to_lower(words));
    }
    if (!out.upper_words.empty() && out.prefix_ends.empty()) {
        reader.fault("upper_words needs prefix_ends: a heading is put together with the word above it");
    }
    return out;
}

JsonForm read_json_form(const Reader& reader, const SourceSystem& system) {
    reader.only({"table", "rows"});
    JsonForm out{reader.at("table").text(), reader.at("rows").texts()};
    if (system.table(out.table) == nullptr) {
        reader.fault("the table '" + out.table + "' is not among the resources");
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

void check_resources(const std::vector<Reader>& resources, const std::vector<SourceTable>& tables) {
    for (std::size_t i = 0; i < resources.size() && resources.size() == tables.size(); ++i) {
        if (resources[i].at("name").text() != tables[i].name) {
            resources[i].at("name").fault("the table's own name is '" + tables[i].name + "'");
        }
    }
}

// Whose records the system holds, and which of them have agreed to send.
void read_organisations(const Reader& own, SourceSystem& system) {
    const Reader organisation = own.find("organisation");
    if (!organisation.present()) {
        return;  // rows name it by its code
    }
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
}

void read_population(const Reader& reader, SourceSystem& system) {
    reader.only({"counts", "alarm_percent", "stop_percent"});
    if (!reader.present()) {
        return;
    }
    for (const auto& [column, values] : reader.at("counts").members()) {
        system.population.counts.emplace_back(column, values.texts());
        const auto* persons = system.table(system.person_table);
        if (persons != nullptr && !persons->column(column)) {
            values.fault("'" + column + "' is not a column of " + system.person_table);
        }
    }
    const auto percent = [&](std::string_view name) -> std::uint64_t {
        const auto number = reader.at(name).integer_or(0);
        if (number < 0 || number > 100) {
            reader.at(name).fault("a number from 0 to 100 is expected here");
        }
        return number < 0 ? 0 : static_cast<std::uint64_t>(number);
    };
    system.population.alarm_percent = percent("alarm_percent");
    system.population.stop_percent = percent("stop_percent");
}

void check_tables(const SourceSystem& system, const Reader& own) {
    for (const auto& name : system.required) {
        if (system.table(name) == nullptr) {
            own.at("set").fault("the required table '" + name + "' is not among the resources");
        }
    }
    for (const auto* name : {&system.person_table, &system.organisation_table}) {
        if (!name->empty() && system.table(*name) == nullptr) {
            own.fault("the table '" + *name + "' is not among the resources");
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
    if (const auto& manifest = system.set_manifest) {
        const Reader reader = own.find("set").find("manifest");
        for (const auto& column :
             {manifest->file_column, manifest->delta_column, manifest->from_column, manifest->to_column}) {
            check(reader, manifest->table, column);
        }
        if (system.table(manifest->table) == nullptr) {
            reader.fault("the table '" + manifest->table + "' is not among the resources");
        }
    }
    const auto check_group = [&](std::string_view key, const std::string& group) {
        const bool named =
            system.set_manifest ||
            std::any_of(system.names.begin(), system.names.end(), [&](const auto& name) {
                return std::find(name.groups.begin(), name.groups.end(), group) != name.groups.end();
            });
        if (!named && !group.empty()) {
            own.find("set").find(key).fault("no pattern of `names` has the group '" + group + "'");
        }
    };
    for (const auto& group : system.same) {
        check_group("same", group);
    }
    check_group("sequence", system.sequence);
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
        {"dialect", "encoding", "dates", "names", "set", "versioned", "precisions", "oldest_version",
         "person", "organisation", "agreement", "population", "fewer_rows", "report", "others", "json"}
    );
    SourceSystem system;
    system.name = reader.at("name").text();
    system.title = reader.find("title").text_or(system.name);
    system.tables = std::move(tables);
    if (system.name.empty() || system.name.find('/') != std::string::npos) {
        reader.at("name").fault("a name without a slash is expected here");  // persons are <system>/<key>
    }
    check_resources(reader.find("resources").items(), system.tables);
    read_dialect(own.find("dialect"), system);
    if (const Reader encoding = own.find("encoding"); encoding.present()) {
        system.encoding = one_of<TextEncoding>(
            encoding,
            {{"utf-8", TextEncoding::utf8},
             {"windows-1252", TextEncoding::windows_1252},
             {"either", TextEncoding::either}},
            TextEncoding::utf8
        );
    }
    system.dates = own.find("dates").texts();
    add_others(own.find("others"), system);
    for (const Reader& item : own.find("names").items()) {
        system.names.push_back(read_name_pattern(item));
    }
    read_precisions(own.find("precisions"), system);
    const std::string oldest_version = read_version(own.find("oldest_version"));
    for (auto& table : system.tables) {
        table.oldest_version = oldest_version;
    }
    own.find("set").only({"required", "same", "manifest", "sequence"});
    if (const Reader manifest = own.find("set").find("manifest"); manifest.present()) {
        system.set_manifest = read_set_manifest(manifest);
    }
    system.required = own.find("set").find("required").texts();
    system.same = own.find("set").find("same").texts();
    system.sequence = own.find("set").find("sequence").text_or("");
    system.versioned = own.find("versioned").boolean_or(true);
    system.person_table = own.find("person").text();
    if (own.find("report").present()) {
        system.report = read_report(own.find("report"));
        for (auto& table : system.tables) {
            table.prefix_ends = system.report->prefix_ends;
        }
    }
    if (own.find("json").present()) {
        system.json = read_json_form(own.find("json"), system);
    }
    read_organisations(own, system);
    read_population(own.find("population"), system);
    if (const Reader fewer = own.find("fewer_rows"); fewer.present()) {
        fewer.only({"percent", "rows_min"});
        system.fewer_rows.percent = static_cast<std::uint64_t>(fewer.at("percent").integer_in(1, 100, 50));
        system.fewer_rows.rows_min =
            static_cast<std::uint64_t>(fewer.at("rows_min").integer_in(1, 1'000'000, 20));
    }
    check_tables(system, own);
    check_package(system, own);
    check_links(system, faults);
    return system;
}

}  // namespace sluice::schema

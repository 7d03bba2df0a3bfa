#include "gateway/schema/codes.hpp"

#include "gateway/format/csv_reader.hpp"

namespace sluice::schema {
namespace {

void expect_resource(const Reader& reader, std::string_view type) {
    if (reader.at("resourceType").text() != type) {
        reader.fault("a FHIR " + std::string(type) + " is expected here");
    }
}

CodeMeaning read_meaning(const Reader& code) {
    for (const Reader& property : code.find("property").items()) {
        if (property.at("code").text() == "meaning") {
            return one_of<CodeMeaning>(
                property.at("valueCode"),
                {{"known", CodeMeaning::known},
                 {"declined", CodeMeaning::declined},
                 {"unknown", CodeMeaning::unknown},
                 {"default", CodeMeaning::default_}},
                CodeMeaning::known
            );
        }
    }
    return CodeMeaning::known;
}

// https://hl7.org/fhir/R4/extension-valueset-deprecated.html
bool read_deprecated(const Reader& code) {
    for (const Reader& extension : code.find("extension").items()) {
        if (extension.at("url").text() == "http://hl7.org/fhir/StructureDefinition/valueset-deprecated") {
            return extension.at("valueBoolean").boolean_or(false);
        }
    }
    return false;
}

const std::vector<std::string> kLocalHeader = {"list", "system", "code", "display", "maps_to"};

}  // namespace

CodeSystem read_code_system(const Document& document, Faults& faults) {
    const Reader reader(document, faults);
    expect_resource(reader, "CodeSystem");
    CodeSystem system;
    system.id = reader.at("id").text();
    system.url = reader.find("url").text();
    system.version = reader.find("version").text();
    if (reader.find("content").text() == "not-present") {
        return system;
    }
    for (const Reader& item : reader.at("concept").items()) {
        system.codes.push_back({item.at("code").text(), item.find("display").text(), read_meaning(item)});
    }
    return system;
}

ValueSet read_value_set(const Document& document, Faults& faults) {
    const Reader reader(document, faults);
    expect_resource(reader, "ValueSet");
    ValueSet set;
    set.id = reader.at("id").text();
    for (const Reader& include : reader.at("compose").find("include").items()) {
        const std::string system = include.at("system").text();
        for (const Reader& item : include.find("concept").items()) {
            set.members.push_back(
                {system, item.at("code").text(), item.find("display").text(), read_deprecated(item)}
            );
        }
    }
    return set;
}

ConceptMap read_concept_map(const Document& document, Faults& faults) {
    const Reader reader(document, faults);
    expect_resource(reader, "ConceptMap");
    ConceptMap map;
    map.id = reader.at("id").text();
    for (const Reader& group : reader.find("group").items()) {
        const std::string system = group.at("source").text();
        map.target = map.target.empty() ? group.find("target").text() : map.target;
        for (const Reader& element : group.at("element").items()) {
            const std::string code = element.at("code").text();
            for (const Reader& target : element.find("target").items()) {
                map.entries.push_back({system, code, target.at("code").text()});
            }
        }
    }
    return map;
}

std::vector<LocalCode> read_local_codes(const std::string& path, std::string_view csv, Faults& faults) {
    std::vector<LocalCode> codes;
    const auto parsed = format::parse_all(csv);
    if (!parsed) {
        faults.add(path, parsed.error().text());
        return codes;
    }
    const auto& rows = *parsed;
    if (rows.empty() || rows.front() != kLocalHeader) {
        faults.add(path + ":1", "the header must be list,system,code,display,maps_to");
        return codes;
    }
    for (std::size_t i = 1; i < rows.size(); ++i) {
        const auto& row = rows[i];
        if (row.size() != kLocalHeader.size() || row[0].empty() || row[1].empty() || row[2].empty()) {
            faults.add(
                path + ": record " + std::to_string(i + 1),
                "five cells are expected; list, system and code must be filled"
            );
            continue;
        }
        codes.push_back(
            {row[0], {row[1], row[2], row[3], false}, row[4], path + ": record " + std::to_string(i + 1)}
        );
    }
    return codes;
}

}  // namespace sluice::schema

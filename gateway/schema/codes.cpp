#include "gateway/schema/codes.hpp"

#include "gateway/base/date.hpp"
#include "gateway/format/csv_reader.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace sluice::schema {
namespace {

// What FHIR R4 lets stand on every resource of these kinds, and on every part of one. A part of FHIR that
// would change what a list means and is not read here (a filter, an exclusion, a code for whatever is
// unmapped) is not among the names below: it is refused, and so is a typing error.
const std::initializer_list<std::string_view> kOfResources = {
    "resourceType", "id",         "meta",         "language",    "text",        "contained",
    "extension",    "url",        "identifier",   "version",     "name",        "title",
    "status",       "date",       "publisher",    "contact",     "description", "purpose",
    "copyright",    "useContext", "jurisdiction", "experimental"};
const std::initializer_list<std::string_view> kOfElements = {"id", "extension"};

void expect_resource(
    const Reader& reader, std::string_view type, std::initializer_list<std::string_view> elements
) {
    if (reader.at("resourceType").text() != type) {
        reader.fault("a FHIR " + std::string(type) + " is expected here");
        return;
    }
    reader.only(kOfResources, elements);
}

CodeMeaning read_meaning(const Reader& value) {
    return one_of<CodeMeaning>(
        value,
        {{"known", CodeMeaning::known},
         {"declined", CodeMeaning::declined},
         {"unknown", CodeMeaning::unknown},
         {"default", CodeMeaning::default_}},
        CodeMeaning::known
    );
}

Attendance read_attendance(const Reader& value) {
    return one_of<Attendance>(
        value, {{"attended", Attendance::attended}, {"missed", Attendance::missed}}, Attendance::neither
    );
}

std::string read_day(const Reader& value) {
    const auto text = value.text();
    const auto day = Date::parse(text);
    if (!text.empty() && (!day || day->precision() != DatePrecision::day)) {
        value.fault("a day as YYYY-MM-DD is expected here");
    }
    return text;
}

// `declared`: properties of another's list that say nothing here.
Code read_code(const Reader& reader, const std::set<std::string>& declared) {
    reader.only({"code", "display", "definition", "designation", "property"}, kOfElements);
    Code code{reader.at("code").text(), reader.find("display").text()};
    std::set<std::string> seen;
    for (const Reader& property : reader.find("property").items()) {
        const auto name = property.at("code").text();
        const Reader value = property.find("valueCode");
        if (!seen.insert(name).second || (value.present() && value.text().empty())) {
            property.fault("the property '" + name + "' stands twice or is empty");
        }
        if (name == "meaning") {
            code.meaning = read_meaning(property.at("valueCode"));
        } else if (name == "attendance") {
            code.attendance = read_attendance(property.at("valueCode"));
        } else if (name == "since") {
            code.since = read_day(property.at("valueDateTime"));
        } else if (name == "until") {
            code.until = read_day(property.at("valueDateTime"));
        } else if (!declared.contains(name)) {
            property.fault(
                "the property '" + name + "' is neither meaning, attendance, since or until, nor declared"
            );
        }
    }
    return code;
}

std::set<std::string> read_declared(const Reader& properties) {
    std::set<std::string> names;
    for (const Reader& property : properties.items()) {
        names.insert(property.at("code").text());
    }
    return names;
}

Origin read_origin(const Reader& reader) {
    Origin origin;
    origin.title = reader.find("title").text();
    origin.version = reader.find("version").text();
    origin.date = reader.find("date").text();
    origin.source = reader.find("publisher").text();
    origin.source = origin.source.empty() ? reader.find("copyright").text() : origin.source;
    return origin;
}

bool read_deprecated(const Reader& code) {
    for (const Reader& extension : code.find("extension").items()) {
        if (extension.at("url").text() == kDeprecatedExtension) {
            return extension.at("valueBoolean").boolean_or(false);
        }
    }
    return false;
}

// ConceptMapEquivalence (http://hl7.org/fhir/R4/valueset-concept-map-equivalence.html). What is said not to
// be the same has no code to go to.
bool says_where_to(const Reader& target) {
    const auto text = target.find("equivalence").text();
    static const std::set<std::string> kSame = {"relatedto", "equivalent", "equal",       "wider",
                                                "subsumes",  "narrower",   "specializes", "inexact"};
    if (!text.empty() && !kSame.contains(text)) {
        target.find("equivalence")
            .fault(
                "with a code it may be relatedto, equivalent, equal, wider, subsumes, narrower, specializes "
                "or inexact; where nothing "
                "fits, leave the code empty"
            );
        return false;
    }
    return true;
}

const std::vector<std::string> kLocalHeader = {"list", "system", "code", "display", "maps_to"};

}  // namespace

bool ValueSet::is_standin() const {
    return !standin_for.empty() && std::find(refsets.begin(), refsets.end(), standin_for) == refsets.end();
}

CodeSystem read_code_system(const Document& document, Faults& faults) {
    const Reader reader(document, faults);
    expect_resource(
        reader, "CodeSystem",
        {"extends", "caseSensitive", "valueSet", "hierarchyMeaning", "compositional", "versionNeeded",
         "content", "count", "filter", "property", "concept"}
    );
    CodeSystem system;
    // An extension's document may name a list of the base in place of its own.
    system.id = reader.find("extends").present() ? reader.find("extends").text() : reader.at("id").text();
    system.url = reader.find("url").text();
    system.version = reader.find("version").text();
    system.origin = read_origin(reader);
    system.retired = one_of<bool>(
        reader.find("status"), {{"draft", false}, {"active", false}, {"retired", true}, {"unknown", false}},
        false
    );
    for (const Reader& identifier : reader.find("identifier").items()) {
        system.element = identifier.at("value").text();
    }
    if (reader.find("content").text() == "not-present") {
        return system;
    }
    const auto declared = read_declared(reader.find("property"));
    std::set<std::string> seen;
    for (const Reader& item : reader.at("concept").items()) {
        system.codes.push_back(read_code(item, declared));
        if (!seen.insert(system.codes.back().code).second) {
            item.fault("the code '" + system.codes.back().code + "' stands twice");
        }
    }
    const Reader count = reader.find("count");
    const auto codes = static_cast<std::int64_t>(system.codes.size());
    if (count.present() && count.integer_or(codes) != codes) {
        count.fault("the list has " + std::to_string(system.codes.size()) + " codes");
    }
    return system;
}

ValueSet read_value_set(const Document& document, Faults& faults) {
    const Reader reader(document, faults);
    expect_resource(reader, "ValueSet", {"standin_for", "counts", "immutable", "compose", "expansion"});
    ValueSet set;
    set.id = reader.at("id").text();
    set.origin = read_origin(reader);
    set.standin_for = reader.find("standin_for").text();
    set.counts = reader.find("counts").text();
    for (const Reader& identifier : reader.find("identifier").items()) {
        set.refsets.push_back(identifier.at("value").text());
    }
    const Reader compose = reader.at("compose");
    compose.only({"lockedDate", "inactive", "include"}, kOfElements);
    for (const Reader& include : compose.find("include").items()) {
        include.only({"system", "version", "concept"}, kOfElements);
        const std::string system = include.at("system").text();
        for (const Reader& item : include.find("concept").items()) {
            item.only({"code", "display", "designation"}, kOfElements);
            set.members.push_back(
                {system, item.at("code").text(), item.find("display").text(), read_deprecated(item),
                 !set.standin_for.empty()}
            );
        }
    }
    return set;
}

ConceptMap read_concept_map(const Document& document, Faults& faults) {
    const Reader reader(document, faults);
    expect_resource(
        reader, "ConceptMap", {"sourceUri", "sourceCanonical", "targetUri", "targetCanonical", "group"}
    );
    ConceptMap map;
    map.id = reader.at("id").text();
    map.origin = read_origin(reader);
    std::map<std::pair<std::string, std::string>, std::string> targets;
    for (const Reader& group : reader.find("group").items()) {
        group.only({"source", "sourceVersion", "target", "targetVersion", "element"}, kOfElements);
        const std::string system = group.at("source").text();
        const std::string target_system = group.find("target").text();
        map.target = map.target.empty() ? target_system : map.target;
        for (const Reader& element : group.at("element").items()) {
            element.only({"code", "display", "target"}, kOfElements);
            const std::string code = element.at("code").text();
            for (const Reader& target : element.find("target").items()) {
                target.only({"code", "display", "equivalence", "comment"}, kOfElements);
                const auto to = target.at("code").text();
                if (to.empty() || !says_where_to(target)) {
                    continue;  // one that nobody has filled in yet says nothing
                }
                if (const auto [at, is_new] = targets.emplace(std::pair(system, code), to);
                    !is_new && at->second != to) {
                    target.fault(
                        "this code is mapped already, to '" + at->second + "'; one code has one target"
                    );
                }
                map.entries.push_back({system, code, to, target_system, target.where()});
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
